"""Everything that text boxes choke on, through the analyzer and through the command line."""

from __future__ import annotations

import io
import json
import os
from functools import cache

import pytest
from oracle import random_analyzer
from places import ROOT

from brnn.cli.command import main
from brnn.text.words import clean

COLLECTION = ROOT / "tests" / "data" / "naughty_strings.json"


@cache
def strings() -> list[str]:
    found = json.loads(COLLECTION.read_text("utf-8"))
    return [entry["text"] * entry.get("repeat", 1) for entry in found]


def test_there_are_two_hundred_of_many_kinds():
    assert len(set(strings())) >= 200


def test_spans_give_back_the_text_the_sum_holds_and_classify_agrees():
    analyzer = random_analyzer("gru", max_words=50)
    verdicts = analyzer.classify(strings())
    for text, verdict in zip(strings(), verdicts, strict=True):
        analysis = analyzer.analyze(text)
        encoded = analysis.encoded
        assert encoded.text == clean(text)
        rebuilt, end = "", 0
        for word in encoded.text_words:
            rebuilt += encoded.text[end : word.start] + word.text
            end = word.end
        assert rebuilt + encoded.text[end:] == encoded.text
        assert analysis.ledger.remainder == pytest.approx(0, abs=1e-5)
        assert analysis.verdict.logit == pytest.approx(verdict.logit, abs=1e-5)


def test_the_command_line_answers_each_as_an_argument(saved, capsys):
    texts = [clean(text) for text in strings()]  # lone surrogates stand for bytes that are not text
    assert main(["--json", "--model", str(saved), "--", *texts]) == 0
    captured = capsys.readouterr()
    answered = [json.loads(line)["text"] for line in captured.out.split("\n")[:-1]]
    assert answered == texts
    assert captured.err == ""


def test_the_command_line_answers_each_line_for_people(saved, capsys, monkeypatch):
    lines = os.linesep.join(clean(text).replace("\n", " ") for text in strings())
    stdin = io.TextIOWrapper(io.BytesIO(lines.encode()), "utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["--model", str(saved)]) == 0
    out = capsys.readouterr().out.split("\n")[:-1]
    assert len(out) == len(strings())
    for line in out:
        assert line.startswith(("positive  ", "negative  "))
        assert line.replace("\u200c", "").replace("\u200d", "").isprintable()
