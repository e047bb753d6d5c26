"""What ships of the teacher is what the recipe of the default model makes and takes."""

from __future__ import annotations

import json

import numpy as np
from places import ROOT

from brnn.training import checkpoint
from brnn.training.presets import CACHE, PRESETS, SOFT_LABELS
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
