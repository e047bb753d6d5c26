"""`brnn guess`, and the endpoint of the same name: guesses for people at a terminal and for programs."""

from __future__ import annotations

import asyncio
import io
import json
from functools import partial

import pytest
from oracle import random_analyzer, random_model
from pydantic import TypeAdapter

from brnn.cli.command import main
from brnn.explain.guess_record import MOST_WORDS, record
from brnn.explain.guessing import Guesser
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.ui.api import Endpoints, Refusal
from brnn.ui.api.records import Guesses
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler

TEXT = "the ___ was slow zebra"


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return Guesser(random_model("gru", task="guess"))


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run `brnn guess` with a small model; returns status, lines out and lines of errors."""
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess")
    monkeypatch.setattr(shelf, "ASSETS", tmp_path)

    def run(*arguments, stdin: bytes = b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        status = main(["guess", *arguments])
        captured = capsys.readouterr()
        return status, captured.out.split("\n")[:-1], captured.err.split("\n")[:-1]

    return run


def test_a_record_has_every_word_and_what_the_blanks_could_be(guesser):
    found, expected = record(guesser, TEXT, most=3), guesser.guesses(TEXT)
    assert [word["word"] for word in found["words"]] == TEXT.split()
    assert found["words"][0]["rank"] == dict(zip(expected.heads, expected.ranks[:, 0].tolist(), strict=True))
    for unknown in (1, 4):
        assert found["words"][unknown]["probability"] == {"past": None, "both": None, "future": None}
        assert found["words"][unknown]["rank"] == {"past": None, "both": None, "future": None}
    (blank,) = found["guesses"]
    assert blank["word"] == 2
    assert blank["truth"] == {"past": None, "both": None, "future": None}
    for head, ones in blank["candidates"].items():
        own = guesser.guess(TEXT, 1, 3).candidates[head]
        assert [(one["word"], one["probability"]) for one in ones] == [(o.word, o.probability) for o in own]
        for one in ones:
            parts = one["bias"] + one["forward"] + one["backward"] + one["remainder"]
            assert parts == pytest.approx(one["score"], abs=1e-9)


def test_words_are_listed_by_their_number_from_one(guesser):
    found = record(guesser, TEXT, [1, 4])
    assert [one["word"] for one in found["guesses"]] == [1, 4]
    assert [one["truth"]["both"]["word"] for one in found["guesses"]] == ["the", "slow"]


def test_a_blank_is_at_least_two_underscores_of_any_width(guesser):
    assert [one["word"] for one in record(guesser, "the \uff3f\uff3f was slow")["guesses"]] == [2]
    assert record(guesser, "the _film_ was slow")["guesses"] == []


def test_words_that_are_not_read_are_told(run, tmp_path):
    model_folder.save(random_model("gru", task="guess", max_words=4), tmp_path / "short")
    arguments = ("i ___ the film was slow", "--model", str(tmp_path / "short"))
    assert json.loads(run(*arguments, "--json")[1][0])["cut_off"] == 2
    assert run(*arguments)[1][-1].startswith("The text has 2 more words, which the model does not read")


def test_a_text_of_blanks_is_bounded(guesser):
    assert len(record(guesser, "__ " * 130)["guesses"]) == MOST_WORDS


@pytest.mark.parametrize(
    ("words", "most", "message"),
    [
        ([0], 8, "word must be from 1 to 5, got 0"),
        ([6], 8, "word must be from 1 to 5, got 6"),
        ([2], 51, "most must be from 1 to 50, got 51"),
        ([2] * 101, 8, "up to 100 words can be guessed at once, got 101"),
    ],
)
def test_what_is_out_of_range_is_named(guesser, words, most, message):
    with pytest.raises(ValueError, match=message):
        record(guesser, TEXT, words, most)


def test_blanks_are_guessed_in_a_table(run, guesser):
    status, out, err = run(TEXT)
    assert (status, err) == (0, [])
    assert out[0] == "guess: word 2"
    assert out[2].split() == ["→", "past", "both", "←", "future"]
    first = out[3].split()
    candidates = guesser.guess(TEXT, 1).candidates
    assert first[::2] == [candidates[head][0].word for head in ("past", "both", "future")]
    assert first[1] == f"{candidates['past'][0].probability:.0%}"


def test_without_blanks_every_word_gets_its_ranks(run, guesser):
    status, out, err = run("the film was slow")
    assert (status, err) == (0, [])
    assert out[2].split()[:3] == ["word", "→", "past:"]
    ranks = guesser.guesses("the film was slow").ranks
    assert [line.split()[1] for line in out[3:7]] == [str(rank) for rank in ranks[0]]


def test_a_word_is_guessed_on_request_and_its_own_rank_is_told(run, guesser):
    status, out, _ = run(TEXT, "--word", "4", "--most", "1")
    assert status == 0
    truth = guesser.guess(TEXT, 3).truth["both"]
    assert f"slow, both      rank {truth.rank}" in out
    assert len(out) == 8


def test_an_empty_text_is_a_text_and_not_standard_input(run):
    status, out, err = run("", "--json", stdin=b"the film")
    assert (status, err) == (0, [])
    assert json.loads(out[0])["words"] == []


def test_json_is_the_record(run, guesser):
    status, out, _ = run("--json", stdin=TEXT.encode())
    assert (status, len(out)) == (0, 1)
    assert json.loads(out[0])["guesses"] == record(guesser, TEXT)["guesses"]


def test_no_character_of_a_text_commands_the_terminal(run):
    _, out, _ = run("the \x1b[31m film __", "--word", "1")
    assert not any("\x1b" in line for line in out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a film", "--word", "9"], "brnn: word must be from 1 to 2, got 9"),
        (["", "--word", "1"], "brnn: word must be of a text that has words, got 1"),
        (["a film", "--model", "nowhere"], "brnn: there is no model folder nowhere"),
    ],
)
def test_what_cannot_be_used_is_said_on_one_line(run, arguments, message):
    assert run(*arguments) == (2, [], [message])


@pytest.fixture
def endpoints(guesser) -> Endpoints:
    models = Models(lambda: {"a": random_analyzer}, (), lambda: guesser)
    models.start()
    return Endpoints(models, Scheduler())


def test_programs_get_the_same_record(endpoints, guesser):
    answer = asyncio.run(endpoints.guess(TEXT, [2, 3], 2))
    TypeAdapter(Guesses).validate_python(answer, strict=True, extra="forbid")
    assert json.loads(json.dumps(answer)) == json.loads(json.dumps(record(guesser, TEXT, [2, 3], 2)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": 3}, "words must be a list of whole numbers"),
        ({"words": [True]}, "words must be a list of whole numbers"),
        ({"words": [7]}, "word must be from 1 to 5, got 7"),
        ({"most": "8"}, "most must be a whole number"),
        ({"text": 5}, "a review must be a string"),
    ],
)
def test_programs_are_told_what_would_be_right(endpoints, given, message):
    with pytest.raises(Refusal, match=message):
        asyncio.run(partial(endpoints.guess, **{"text": TEXT} | given)())


def test_without_a_model_programs_are_told_so():
    models = Models(lambda: {"a": random_analyzer})
    models.start()
    with pytest.raises(Refusal, match="there is no model that guesses words"):
        asyncio.run(Endpoints(models, Scheduler()).guess(TEXT))
