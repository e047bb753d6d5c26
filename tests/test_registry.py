"""The registry of explanations: what it says of each is so, and a new one takes one entry."""

from __future__ import annotations

import inspect
import json

import pytest
from measured import measured_analyzer
from oracle import random_analyzer
from sent import replied

from brnn.analyzer import Analyzer, NoStatistics
from brnn.cli.command import main
from brnn.config import SettingError
from brnn.evaluation.report import fill
from brnn.explain.registry import EXPLANATIONS, Explanation
from brnn.explain.settings import Setting, whole
from brnn.explain.sheets.columns import numbers, words
from brnn.explain.sheets.sheet import Sheet, said
from brnn.ui.answers.question import Asked, Question

TEXT = "A slow start, but the film was lovely."
EDITED = "A slow start, but the plot was lovely."


def sheet_of(explanation, analyzer, **given):
    others = [EDITED] * (explanation.texts - 1)
    return explanation.answer(analyzer, [TEXT, *others], explanation.read(given))[1]


@pytest.mark.parametrize("explanation", EXPLANATIONS.values(), ids=EXPLANATIONS)
def test_only_what_needs_statistics_asks_for_them(explanation):
    if explanation.needs_statistics:
        with pytest.raises(NoStatistics):
            sheet_of(explanation, random_analyzer("gru"))
    else:
        sheet = sheet_of(explanation, random_analyzer("gru"))
        assert sheet.columns
        assert sheet.method == explanation.name


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_each_is_a_method_of_the_analyzer(name):
    assert callable(getattr(Analyzer, name))


# Settings


@pytest.mark.parametrize(
    ("name", "setting", "text", "value"),
    [
        ("ledger", "centred", "yes", True),
        ("ledger", "centred", "no", False),
        ("units", "unit", "backward:12", ("backward", 12)),
        ("occlusion", "span", "3:5,8", [(2, 5), (7, 8)]),
        ("order", "span", "3", (2, 3)),
        ("order", "shuffles", "1000", 1000),
        ("padding", "pads", "0,3,400", [0, 3, 400]),
        ("gradients", "baseline", "unknown", "unknown"),
    ],
)
def test_a_setting_is_read_from_text(name, setting, text, value):
    assert EXPLANATIONS[name].read({setting: text})[setting] == value


@pytest.mark.parametrize(
    ("name", "setting", "text"),
    [
        ("ledger", "centred", "perhaps"),
        ("units", "unit", "forward"),
        ("units", "unit", "both:1"),
        ("occlusion", "span", "5:3"),
        ("occlusion", "span", "3:5,"),
        ("order", "span", "0:2"),
        ("order", "shuffles", "1001"),
        ("order", "seed", "-1"),
        ("padding", "pads", ""),
        ("gradients", "baseline", "none"),
        ("gradients", "steps", "many"),
    ],
)
def test_a_value_that_a_setting_may_not_have_is_refused_by_name_and_range(name, setting, text):
    (own,) = (s for s in EXPLANATIONS[name].settings if s.name == setting)
    with pytest.raises(SettingError) as refused:
        EXPLANATIONS[name].read({setting: text})
    assert str(refused.value) == f"{setting} must be {own.kind.accepts}, got {text!r}"


def test_a_setting_that_is_not_given_has_the_default_of_the_method():
    arguments = {"pads": "numbers", "span": "spans"}
    for name, explanation in EXPLANATIONS.items():
        parameters = inspect.signature(getattr(Analyzer, name)).parameters
        for setting, value in explanation.read({}).items():
            if setting == "unit" or name == "step":  # a method of its own; its method asks for each
                assert value is None
                continue
            own = "sentence" if (name, setting) == ("order", "span") else arguments.get(setting, setting)
            default = parameters[own].default
            assert value == (list(default) if isinstance(default, tuple) else default)


@pytest.mark.parametrize(
    ("name", "setting", "argument", "within", "beyond"),
    [
        ("order", "shuffles", "shuffles", (2, 1_000), (1, 1_001)),
        ("padding", "pads", "numbers", (0, 400), (-1, 401)),
        ("gradients", "steps", "steps", (1, 2), (0,)),
    ],
)
def test_a_range_is_that_of_the_method(name, setting, argument, within, beyond):
    method, given = getattr(measured_analyzer("simple"), name), EXPLANATIONS[name].read
    for number in within:
        values = given({setting: str(number)})
        assert method("good", **{argument: values[setting]})
    for number in beyond:
        with pytest.raises(SettingError):
            given({setting: str(number)})
        with pytest.raises(ValueError, match=argument):
            method("good", **{argument: [number] if argument == "numbers" else number})


# As an answer to the page


def asked(**question):
    return Asked("m", measured_analyzer("gru"), Question({"text": TEXT} | question))


@pytest.mark.parametrize("name", [e.name for e in EXPLANATIONS.values() if e.texts == 1])
def test_the_page_gets_what_the_command_line_prints(name):
    found = replied("explain", asked(name=name))
    sheet = sheet_of(EXPLANATIONS[name], measured_analyzer("gru"))
    assert [column["head"] for column in found["columns"]] == [c.head for c in sheet.columns]
    assert [column["cells"] for column in found["columns"]] == [list(c.shown) for c in sheet.columns]
    assert found["facts"] == [[fact.label, fact.shown] for fact in sheet.facts]


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ({"name": "order", "settings": {"shuffles": "1"}}, "shuffles must be a whole number from"),
        ({"name": "ledger", "settings": {"shuffles": "1"}}, "shuffles is not a setting of ledger"),
        ({"name": "nonsense"}, "method must be one of ledger, units"),
        ({"name": "edits"}, "edits takes 2 texts"),
    ],
)
def test_what_cannot_be_answered_is_said_to_the_page(question, detail):
    found = replied("explain", asked(**question))
    assert found["about"] == "badSetting"
    assert found["details"][0].startswith(detail)


# A new one


def lengths(analyzer, analysis, least):
    """How long each word is, if it is long enough."""
    found = [len(word) * (len(word) >= least) for word in analysis.encoded.words]
    return Sheet(
        "lengths",
        {"least": least},
        [said("sum", "letters", sum(found))],
        [*words(analysis), numbers("letters", "letters", found, ".0f")],
    )


def test_one_entry_is_a_method_of_the_command_line_and_a_row_of_the_readme(monkeypatch, capsys, tmp_path):
    least = Setting("least", "letters of a word that counts", whole(1, 99), "1")
    entry = Explanation("How long is each word?", lengths, (least,))
    monkeypatch.setitem(EXPLANATIONS, "lengths", entry)
    monkeypatch.setattr(Analyzer, "load", lambda path: random_analyzer("gru"))
    with pytest.raises(SystemExit):
        main(["explain", "--help"])
    out = capsys.readouterr().out
    assert "lengths    How long is each word?" in out
    assert "--least N" in out
    assert "(a whole number from 1 to 99; default: 1)" in " ".join(out.split())
    assert main(["explain", "--method", "lengths", "--least", "2", "--json", "A film"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["sum"], found["settings"]) == (4, {"least": 2})
    assert [row["letters"] for row in found["rows"]] == [0, 4]
    readme = fill("<!-- figures: methods -->\n<!-- /figures -->", tmp_path)
    assert "| `lengths` | How long is each word? | `--least N` |  |" in readme
