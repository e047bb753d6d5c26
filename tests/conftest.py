"""What all tests share: how examples are drawn, and a saved model to open or to damage."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

settings.register_profile("brnn", deadline=None, derandomize=True, database=None, max_examples=30)
settings.load_profile("brnn")


@pytest.fixture(scope="module", autouse=True)
def as_traced():
    """Run TensorFlow's graphs as they were traced.

    To optimise one takes a second, longer than a test runs it. The programs that tests start do.
    """
    if tf := sys.modules.get("tensorflow"):
        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


@pytest.fixture(scope="module")
def few_compared():
    """Compare the colours of four reviews, not of hundreds, wherever a model is published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("brnn.evaluation.faithfulness.REVIEWS", 4)
        patch.setattr("brnn.evaluation.faithfulness.CROPS", 4)
        yield 4


@pytest.fixture
def saved(tmp_path):
    """The folder of a small saved model."""
    from oracle import random_model

    from brnn.model import folder as model_folder

    model_folder.save(random_model(max_words=50), tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub, a client that knows no other, and an empty cache. Nobody is logged in."""
    import huggingface_hub
    from hub_server import running
    from huggingface_hub import constants

    with running() as hub:
        template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
        settings = {"ENDPOINT": hub.url, "HUGGINGFACE_CO_URL_TEMPLATE": template}
        settings |= {"HF_HUB_CACHE": str(tmp_path / "cache"), "HF_TOKEN_PATH": str(tmp_path / "token")}
        settings |= {"HF_HUB_OFFLINE": False, "AGENT_HARNESSES_PATH": str(tmp_path / "agents")}
        for name, value in settings.items():
            monkeypatch.setattr(constants, name, value)
        for name in [*os.environ]:
            if name.startswith("HF_") or name.lower().endswith("_proxy"):
                monkeypatch.delenv(name)
        monkeypatch.setattr("time.sleep", lambda seconds: None)  # between attempts
        huggingface_hub.close_session()
        yield hub
        huggingface_hub.close_session()


@pytest.fixture
def log_in(monkeypatch):
    """Log somebody in, with a token."""
    return lambda token: monkeypatch.setenv("HF_TOKEN", token)
