"""What all tests share: how examples are drawn, and a saved model to open or to damage."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("brnn", deadline=None, derandomize=True, database=None, max_examples=30)
settings.load_profile("brnn")


@pytest.fixture
def saved(tmp_path):
    """The folder of a small saved model."""
    from oracle import random_model

    from brnn.model import folder as model_folder

    model_folder.save(random_model(max_words=50), tmp_path / "model")
    return tmp_path / "model"
