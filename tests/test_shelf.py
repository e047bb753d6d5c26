"""Which models a folder holds, what they are called and which comes first."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from brnn import Analyzer
from brnn.cli.command import main
from brnn.model import shelf
from brnn.model.hub import names


@pytest.fixture
def assets(saved, tmp_path, monkeypatch) -> Path:
    """Folders of models as they ship, with what else may lie beside them."""
    folder = tmp_path / "assets"
    for name in (
        "mine",
        "article",
        "default",
        "ladder/lstm-backward",
        "ladder/gru-bidirectional",
        "ladder/gru-forward",
        "ladder/gru-forward.training/model",
        "article.training/model",
    ):
        shutil.copytree(saved, folder / name)
    (folder / "repeats").mkdir()
    (folder / "ladder" / "repeats").mkdir()
    monkeypatch.setattr(shelf, "ASSETS", folder)
    return folder


def test_the_default_stands_first_and_the_ladder_last_in_the_order_of_its_recipes(assets):
    found = shelf.models_in(assets)
    assert list(found) == [
        "default",
        "article",
        "mine",
        "ladder/gru-forward",
        "ladder/gru-bidirectional",
        "ladder/lstm-backward",
    ]
    assert all(path == assets / name for name, path in found.items())


def test_a_folder_that_is_empty_or_missing_has_no_models(tmp_path):
    assert shelf.models_in(tmp_path) == shelf.models_in(tmp_path / "missing") == {}


def test_a_folder_that_is_closed_and_a_name_that_is_too_long_leave_the_others(assets, monkeypatch):
    closed, see = assets / "mine", os.stat

    def stat(path, *more, **how):
        if isinstance(path, str | Path) and closed in Path(path).parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return see(path, *more, **how)

    monkeypatch.setattr(os, "stat", stat)
    sources = [str(assets), str(closed), 300 * "x"]
    found = names.named_in(sources)
    assert [*found][:3] == ["default", "article", "ladder/gru-forward"]
    assert [*found][-2:] == sources[1:]
    assert [names.local(found[source]) for source in sources[1:]] == [None, None]


def test_a_name_is_a_shipped_model_and_anything_else_a_path(assets):
    assert names.folder_of("ladder/gru-forward") == assets / "ladder" / "gru-forward"
    for path in ("./ladder/gru-forward", "ladder/rnn-sideways", "x" * 5_000, Path("article")):
        assert names.folder_of(path) == Path(path)


def test_a_model_of_the_ladder_is_loaded_by_its_name(assets, capsys):
    assert Analyzer.load("ladder/gru-forward").model.name == "random"
    assert main(["--model", "ladder/gru-forward", "good film"]) == 0
    assert capsys.readouterr().out.endswith("good film\n")
    assert main(["--model", "ladder/gru-sideways", "good film"]) == 2
    assert "there is no model folder" in capsys.readouterr().err
