"""Save a trained network with everything measured of it, or measure a saved one again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from brnn.analyzer import Analyzer
from brnn.config import TrainingConfig
from brnn.data import doubtful
from brnn.data.archive import DataError
from brnn.data.labelled import read_all
from brnn.data.preparation import Prepared, prepare
from brnn.evaluation.evaluate import evaluate, text_figures, uncalibrated
from brnn.evaluation.faithfulness import faithfulness
from brnn.evaluation.report import card_text
from brnn.model import statistics
from brnn.model.compiled import CompiledNetwork
from brnn.model.files import checksum
from brnn.model.folder import Model, save
from brnn.model.gradients import Gradients
from brnn.model.network import Network
from brnn.model.readers import Readers
from brnn.records import Verdict
from brnn.training.calibration import calibrate
from brnn.training.recipe import WEIGHTS_DTYPE


def publish(
    network: Network, data: Prepared, metrics: dict[str, Any], output: Path, whole: bool = True
) -> dict[str, Any]:
    """Measure a network, save it with its card and statistics, and return its metrics.

    The test split is read here, once.

    metrics: of the training, with the "temperature" by which the head was divided.
    whole: whether to save the model; otherwise only the metrics are returned.
    """
    reading, examples = CompiledNetwork(network), data.examples
    final = reading.final(examples["test"].ids, "Test")
    metrics = metrics | evaluate(
        reading, data.vocabulary, examples, data.exam, final.logits, metrics["temperature"]
    )
    if whole:
        weights = network.to_arrays()
        readers, gradients = Readers(network.config, weights), Gradients(network.config, weights)
        agreement = faithfulness(readers, gradients, data.vocabulary, examples["test"].ids)
        metrics |= {"faithfulness": agreement}
        found = statistics.collect(reading, examples["train"], examples["test"], final)
        model = Model(output.name, network.config, data.vocabulary, weights, metrics, found)
        analyzer = Analyzer(model)
        metrics["doubtful"] = {
            kind: doubted(analyzer.classify(texts)) for kind, texts in doubtful.TEXTS.items()
        }
        save(model, output, WEIGHTS_DTYPE, card_text(output.name, network.config, metrics))
    return metrics


def again(model: Model, folder: Path, reviews: Path, calibrated: bool) -> dict[str, Any]:
    """Measure a saved model on the dataset again, and save it. Returns its metrics.

    calibrated: whether to choose the temperature again, on the reviews held out from its training.
    Raises DataError if the reviews are not those of its training, or if none were held out from it to
    calibrate; SettingError.
    """
    if not {"training", "sizes", "reviews"} <= model.metrics.keys():
        raise DataError(f"{model.name} does not say how it was trained: it can only be measured on --texts")
    replaced = (*_REPLACED, "texts") if calibrated else _REPLACED  # those on texts are of the old temperature
    metrics = {name: value for name, value in model.metrics.items() if name not in replaced}
    settings = TrainingConfig().to_json()
    # An older version may have had fewer settings, or more.
    settings |= {name: value for name, value in metrics["training"].items() if name in settings}
    training = TrainingConfig.from_json(settings)
    if calibrated and training.selection != "validation":
        raise DataError(f"{model.name} cannot be calibrated: no reviews were held out from its training")
    data = prepare(reviews, model.config, training, "unlabelled" in metrics["sizes"], model.vocabulary)
    if data.checksum != metrics["reviews"]:
        raise DataError(f"{reviews} holds other reviews than those that {model.name} was trained on")
    network, temperature = Network.of(model), float(model.metrics.get("temperature", 1.0))
    if calibrated:
        temperature *= calibrate(CompiledNetwork(network), data.examples["validation"])
        network.set_weights([weights.astype(WEIGHTS_DTYPE) for weights in network.get_weights()])
    return publish(network, data, metrics | {"temperature": temperature}, folder)


_REPLACED = ("uncalibrated", "own_temperatures", "short_validation")
"""Results that a model may have lost since it was last measured."""


def on_texts(model: Model, files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Measure a model on files of labelled texts, see `labelled`. Returns the results by the file's name.

    Raises DataError, OSError.
    """
    analyzer, found, temperature = Analyzer(model), {}, model.metrics.get("temperature", 1.0)
    for (name, texts), file in zip(read_all(files).items(), files, strict=True):
        verdicts = analyzer.classify(texts.texts)
        logits = np.array([verdict.logit for verdict in verdicts], np.float32)
        found[name] = {"sha256": checksum(file), **text_figures(texts, logits)}
        found[name]["doubtful"] = doubted(verdicts)
        if temperature != 1.0:
            found[name]["uncalibrated"] = uncalibrated(logits, texts.labels, temperature)
    return found


def doubted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Return of how many texts the model says that its verdict means little."""
    return {"n": len(verdicts), "told": sum(verdict.doubt is not None for verdict in verdicts)}


def keep(model: Model, folder: Path, found: dict[str, dict[str, Any]]) -> None:
    """Add results on files of texts to the metrics of a saved model, and to its card."""
    metrics = model.metrics | {"texts": model.metrics.get("texts", {}) | found}
    card = card_text(model.name, model.config, metrics)
    save(dataclasses.replace(model, metrics=metrics), folder, WEIGHTS_DTYPE, card)
