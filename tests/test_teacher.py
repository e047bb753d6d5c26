"""What ships of the teacher is what the recipe of the default model makes and takes."""

from __future__ import annotations

import hashlib
import json

import numpy as np
from places import ROOT

from brnn.model.folder import load
from brnn.training import checkpoint
from brnn.training.presets import CACHE, PRESETS, READERS, SOFT_LABELS
from brnn.training.teacher import settings

DEFAULT = PRESETS["default"]


def test_the_soft_labels_that_ship_are_those_of_the_default_recipe():
    metrics = json.loads((ROOT / "assets" / "default" / "metrics.json").read_text("utf-8"))
    expected = settings(DEFAULT.teacher, DEFAULT.model, metrics["reviews"])
    labels = CACHE / SOFT_LABELS
    with np.load(labels) as file:
        texts = json.loads(file["record"].tobytes())["settings"]["texts"]
    (seconds,), said = checkpoint.read(labels, expected | {"texts": texts})
    assert {"grams", "encoder", "network"} == seconds.keys() == said.keys()
    shapes = {logits.shape for (logits,) in said.values()}
    assert len(shapes) == 1
    assert all(np.isfinite(logits).all() for (logits,) in said.values())
    assert labels.stat().st_size < 10_000_000


def test_the_readers_that_ship_are_pretrained_as_the_default_recipe_does_it():
    readers = CACHE / READERS
    with np.load(readers) as file:
        record = json.loads(file["record"].tobytes())
        shapes = [file[name].shape for name in file.files if name != "record"]
    settings, model = record["settings"], load(ROOT / "assets" / "default")
    assert settings["pretraining"] == DEFAULT.pretraining.to_json()
    assert settings.items() >= {**DEFAULT.model.to_json(), "reviews": model.metrics["reviews"]}.items()
    assert settings["words"] == hashlib.sha256("\n".join(model.vocabulary.words).encode()).hexdigest()
    assert len(record["history"]) == DEFAULT.pretraining.epochs
    assert (len(model.vocabulary), DEFAULT.model.embedding_size) in shapes
    assert readers.stat().st_size < 10_000_000
