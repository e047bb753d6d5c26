"""What the page gets about words that are guessed."""

from __future__ import annotations

import asyncio
import dataclasses

import numpy as np
import pytest
from oracle import random_analyzer, random_model
from sent import as_sent

from brnn.explain.guessing import Guesser
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.ui.answers import reply
from brnn.ui.answers.guess import guess
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.models import Models, NoModel, offered
from brnn.ui.protocol import unpack
from brnn.ui.scheduler import Scheduler

TEXT = "the ___ was zebra slow"


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return Guesser(random_model("gru", task="guess"))


def sent(guesser: Guesser | None, **entries) -> dict:
    asked = Asked("a", random_analyzer(), Question({"text": TEXT} | entries), guesser=guesser)
    return as_sent("guess", guess(asked))


def test_every_number_is_the_models_own(guesser):
    found, answer = guesser.guesses(TEXT), sent(guesser)
    assert answer["heads"] == ["past", "both", "future"]
    np.testing.assert_array_equal(unpack(answer["probabilities"]), found.probabilities)
    assert unpack(answer["ranks"]).tolist() == found.ranks.tolist()
    for row, head in enumerate(found.heads):
        assert answer["best"][head] == [guesser.model.vocabulary.words[place] for place in found.best[row]]
    assert answer["known"] == 20
    assert [word["status"] for word in answer["words"]] == ["read", "unknown", "read", "unknown", "read"]


def test_without_a_word_of_its_choice_the_page_gets_a_blank_or_the_one_that_both_sides_help_most(guesser):
    assert sent(guesser)["chosen"]["word"] == 1
    assert sent(guesser, text="")["chosen"] is None
    assert sent(guesser, text="zebra zebra")["chosen"]["word"] == 0
    text = "the film was slow but the end was good"
    found = guesser.guesses(text)
    past, both, future = found.surprise
    gained = int(np.nanargmax(np.minimum(past, future) - both))
    assert gained > 0
    assert sent(guesser, text=text)["chosen"]["word"] == gained
    assert sent(guesser, text=text, word=9)["chosen"]["word"] == gained  # of a longer text
    reads_marks = dataclasses.replace(guesser.model.config, punctuation=True)
    marked = Guesser(dataclasses.replace(guesser.model, config=reads_marks))
    assert sent(marked, text="the _ was slow")["chosen"]["word"] != 1  # one underscore is a mark
    alone = Guesser(random_model("gru", "forward", task="guess"))
    surprise = int(np.nanargmax(alone.guesses(text).surprise))
    assert sent(alone, text=text)["chosen"]["word"] == surprise


def test_a_word_that_is_chosen_comes_with_its_candidates(guesser):
    chosen = sent(guesser, word=2)["chosen"]
    expected = guesser.guess(TEXT, 2)
    for head, ones in chosen["candidates"].items():
        assert len(ones) == 8
        assert [one["word"] for one in ones] == [one.word for one in expected.candidates[head]]
        assert ones[0]["score"] == expected.candidates[head][0].score
        assert chosen["truth"][head]["word"] == "was"
    assert sent(guesser, word=1)["chosen"]["truth"] == {"past": None, "both": None, "future": None}


@pytest.mark.parametrize("word", [-1, 100_001, 1.5, "2", True])
def test_a_word_that_is_not_there_is_refused(guesser, word):
    with pytest.raises(BadQuestion, match="word must be a whole number from 0 to 100,000"):
        sent(guesser, word=word)


def answered(models: Models) -> tuple[int, dict]:
    models.start()
    return asyncio.run(reply("guess", {"text": TEXT}, "somebody", models, Scheduler()))


def test_the_page_is_told_whether_words_can_be_guessed(guesser):
    loads = {"a": random_analyzer}
    for models, can in ((Models(lambda: loads), False), (Models(lambda: loads, (), lambda: guesser), True)):
        models.start()
        listed = asyncio.run(reply("models", {}, "somebody", models, Scheduler()))[1]
        assert as_sent("models", listed)["guesses"] == can
        status, answer = answered(models)
        assert (status, answer["kind"]) == (200, "guesses" if can else "message")
        if not can:
            assert answer["details"] == [
                "there is no model that guesses words: train one with --preset guess"
            ]


def test_a_model_that_cannot_be_loaded_says_why(monkeypatch, tmp_path):
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess")
    model_folder.save(random_model(), tmp_path / "article")
    (tmp_path / "guess" / "vocabulary.txt").write_text("[padding]\n[unknown]\n")
    monkeypatch.setattr(shelf, "ASSETS", tmp_path)
    status, answer = answered(offered([]))
    assert (status, answer["about"]) == (200, "badModel")
    assert "vocabulary.txt: it does not match its checksum" in answer["details"][0]
    models = offered([])
    models.start()
    status, step = asyncio.run(reply("lesson", {"shows": "ladder"}, "somebody", models, Scheduler()))
    assert (status, step["kind"], step["directions"]) == (200, "lesson", None)  # the rest is there


def test_without_a_model_that_gives_verdicts_it_is_said_why(tmp_path):
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess")
    status, answer = answered(offered([str(tmp_path / "guess")]))
    assert (status, answer["about"]) == (200, "noModel")
    assert answer["details"] == ["none of the models gives verdicts"]


def test_words_are_guessed_by_a_model_of_the_sources_or_else_by_the_shipped_one(monkeypatch, tmp_path):
    for folder in ("assets/guess", "mine/other"):
        model_folder.save(random_model("gru", task="guess"), tmp_path / folder)
    monkeypatch.setattr(shelf, "ASSETS", tmp_path / "assets")
    loaded = []
    monkeypatch.setattr(Guesser, "load", loaded.append)
    for sources in ([], [str(tmp_path / "mine")], [str(tmp_path / "nothing")]):
        asyncio.run(offered(sources).guesser())
    assert loaded == [tmp_path / "assets/guess", tmp_path / "mine/other", tmp_path / "assets/guess"]
    monkeypatch.setattr(shelf, "ASSETS", tmp_path / "none")
    with pytest.raises(NoModel):
        asyncio.run(offered([]).guesser())
