"""Random models that have read some random reviews, so that their evidence can be centred."""

from __future__ import annotations

import contextlib
import dataclasses
import io
from functools import cache

import numpy as np
from oracle import random_model

from brnn.analyzer import Analyzer
from brnn.config import Cell, Direction
from brnn.data.corpus import Examples
from brnn.model import statistics
from brnn.model.compiled import CompiledNetwork
from brnn.model.folder import Model
from brnn.model.network import Network


def measured_model(cell: Cell = "simple", direction: Direction = "bidirectional", **settings):
    """A model of `oracle.random_model` with statistics of 40 training and 60 test reviews."""
    model: Model = random_model(cell, direction, **settings)
    rng = np.random.default_rng(7)
    splits = []
    for reviews in (40, 60):
        lengths = rng.integers(1, 20, reviews)
        ids = [rng.integers(1, len(model.vocabulary), n, dtype=np.int32) for n in lengths]
        splits.append(Examples(ids, rng.integers(0, 2, reviews, dtype=np.uint8)))
    with contextlib.redirect_stderr(io.StringIO()):  # the bars are none of a test's business
        found = statistics.collect(CompiledNetwork(Network.of(model)), *splits, top=3)
    return dataclasses.replace(model, statistics=found)


@cache
def measured_analyzer(cell: Cell = "simple", direction: Direction = "bidirectional", **settings):
    """An analyzer of `measured_model`, made once for all tests: nobody may change its weights."""
    return Analyzer(measured_model(cell, direction, **settings))
