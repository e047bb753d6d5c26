"""Evaluate logits, whatever model gave them, on the exam; and a trained network, with its ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Examples
from brnn.data.crops import crops_of, sentence_ends
from brnn.data.exam import Exam
from brnn.data.labelled import LabelledTexts
from brnn.explain.evidence import ledger
from brnn.model.measures import Labels, Logits, hits, log_loss, measure
from brnn.model.readers import Readers
from brnn.text.vocabulary import Vocabulary
from brnn.training.calibration import best_temperature

if TYPE_CHECKING:  # the baseline does without TensorFlow
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.network import Network

LEDGERS = 1_000
"""Number of test reviews whose ledger is checked."""
LENGTHS = ((1, 100), (101, 200), (201, 400), (401, None))
"""Groups of reviews by number of words, both ends included."""
CROPS = ((1, 10), (11, 20), (21, 30))
"""The same of excerpts, whose punctuation marks count as words."""
_CROP_SEED = 0


def evaluate(
    reading: CompiledNetwork,
    vocabulary: Vocabulary,
    examples: dict[str, Examples],
    exam: Exam,
    test_logits: NDArray[np.float32],
    temperature: float = 1.0,
) -> dict[str, Any]:
    """Return the results of a network for its metrics, ready for JSON.

    Excerpts are crops of 3 to 30 words, see `crops`, of the reviews as the network reads them.

    examples: "test", and "validation" if reviews were held out.
    test_logits: float32 (reviews,), its logits for the test reviews, so that they are read once.
    temperature: the number by which the head was divided; 1.0 if it was not calibrated.
    """
    config, ends = reading.network.config, sentence_ends(vocabulary)
    figures: dict[str, Any] = {"reader_weights": reader_weights(reading.network)}
    logits, labels = {"test": test_logits}, {name: split.labels for name, split in examples.items()}
    if "validation" in examples:
        logits["validation"] = reading.logits(examples["validation"].ids)
    for name in ("validation", "test"):
        if name in examples:
            excerpts = crops_of(examples[name].ids, ends, _CROP_SEED)
            logits[f"{name}_crops"], labels[f"{name}_crops"] = reading.logits(excerpts), labels[name]
    logits["short_reviews"] = reading.logits([vocabulary.encode(t, config).ids for t in exam.short.texts])
    labels["short_reviews"] = exam.short.labels
    in_groups = ("test", "short_reviews")  # measured below, with their groups
    figures |= {name: measure(found, labels[name]) for name, found in logits.items() if name not in in_groups}
    figures |= split_figures(exam, test_logits)
    words = np.array([len(ids) for ids in excerpts])  # of the test split, the last
    figures["test_crops"] |= _by_length(CROPS, words, logits["test_crops"], labels["test_crops"])
    figures["short_reviews"] = text_figures(exam.short, logits["short_reviews"])
    if temperature != 1.0:
        figures["uncalibrated"] = {
            name: uncalibrated(found, labels[name], temperature) for name, found in logits.items()
        }
        words = np.array([len(ids) for ids in examples["validation"].ids])
        figures["own_temperatures"] = own_temperatures(
            words, logits["validation"], labels["validation"], temperature
        )
    checked = examples["test"].ids[:LEDGERS]
    remainder = largest_remainder(Readers(config, reading.network.to_arrays()), checked)
    return figures | {"ledger": {"n": len(checked), "largest_remainder": remainder}}


def uncalibrated(logits: Logits, labels: Labels, temperature: float) -> dict[str, Any]:
    """Return what the temperature by which logits were divided has changed, as it was before."""
    before = measure(logits * temperature, labels)
    return {name: before[name] for name in ("n", "log_loss", "calibration_error") if name in before}


def own_temperatures(
    words: NDArray[np.int64], logits: Logits, labels: Labels, temperature: float
) -> dict[str, Any]:
    """Return the best temperature of texts of some length, and the log-loss with it and the shared one.

    words: (texts,), of each text as the network reads it: its marks are words, and a long text is cut.
    logits: (texts,), divided by the shared temperature.
    """
    found = {}
    for first, last, group in _in_groups(LENGTHS, words):
        own = best_temperature(logits[group], labels[group])
        found[f"{first} to {last}" if last else f"{first} and more"] = {
            "n": int(np.count_nonzero(group)),
            "temperature": temperature * own,
            "log_loss": log_loss(logits[group], labels[group]),
            "log_loss_with_own": log_loss(logits[group] / own, labels[group]),
        }
    return found


def split_figures(exam: Exam, logits: Logits) -> dict[str, Any]:
    """Return the results "test", which include "by_length", and "test_without_repeats".

    logits: (reviews,), of the test reviews in their order.
    """
    once = ~exam.repeated
    repeats = {"repeats": int(np.count_nonzero(exam.repeated)), "repeats_of": list(exam.repeats_of)}
    return {
        "test": measure(logits, exam.labels) | _by_length(LENGTHS, exam.words, logits, exam.labels),
        "test_without_repeats": {**measure(logits[once], exam.labels[once]), **repeats},
    }


def text_figures(texts: LabelledTexts, logits: Logits) -> dict[str, Any]:
    """Return the results on labelled texts, with "by_tag" if they have tags. logits: (texts,)."""
    tags = np.array(texts.tags)
    by_tag = {
        tag: hits(logits[tags == tag], texts.labels[tags == tag]) for tag in dict.fromkeys(texts.tags) if tag
    }
    return measure(logits, texts.labels) | ({"by_tag": by_tag} if by_tag else {})


def largest_remainder(readers: Readers, texts: Sequence[NDArray[np.int32]]) -> float:
    """Return the largest absolute remainder of the texts' ledgers, in log-odds."""
    head = (*readers.head_weights(), readers.bias)
    return max((abs(ledger(readers.read(ids), *head).remainder) for ids in texts), default=0.0)


def reader_weights(network: Network) -> int:
    """Return the number of weights of readers and head, that is, all except the word vectors."""
    return int(network.count_params() - network.embedding.count_params())


Groups = Sequence[tuple[int, int | None]]


def _by_length(groups: Groups, words: NDArray[np.int64], logits: Logits, labels: Labels) -> dict[str, Any]:
    """Return the results "by_length" of texts in groups of lengths."""
    found = _in_groups(groups, words)
    return {"by_length": [{"from": a, "to": b, **hits(logits[some], labels[some])} for a, b, some in found]}


def _in_groups(
    groups: Groups, words: NDArray[np.int64]
) -> Iterator[tuple[int, int | None, NDArray[np.bool_]]]:
    """Yield the groups of lengths that have texts: both ends, and which texts, bool (texts,)."""
    for first, last in groups:
        group = (words >= first) & (words <= (last or np.inf))
        if group.any():
            yield first, last, group
