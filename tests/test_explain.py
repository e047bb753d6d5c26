"""`python -m brnn explain`: every method for people and for machines, whatever the text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from measured import measured_analyzer
from oracle import random_analyzer

from brnn.analyzer import Analyzer
from brnn.cli.command import main
from brnn.cli.printed import as_text
from brnn.explain.registry import EXPLANATIONS
from brnn.explain.sheets.columns import Column, log_odds, parted, terms, texts
from brnn.explain.sheets.sheet import Sheet, as_csv, as_record, fact, said

TEXT = "A slow start, but the film was lovely. It was not dull!"
EDITED = "A slow start, but the plot was lovely."
KINDS = [("gru", "bidirectional"), ("simple", "forward"), ("lstm", "backward")]


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command line with an analyzer that is there; returns status, output and errors."""

    def run(*arguments, analyzer=None, stdin=""):
        model = analyzer or measured_analyzer("gru")
        several = model if isinstance(model, dict) else {}
        monkeypatch.setattr(Analyzer, "load", lambda path: several.get(path, model))
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        monkeypatch.setenv("COLUMNS", "80")
        try:
            status = main(list(arguments))
        except SystemExit as ended:
            status = ended.code
        return status, *capsys.readouterr()

    return run


def texts_for(method, first=TEXT):
    return [first, EDITED][: EXPLANATIONS[method].texts]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", EXPLANATIONS)
def test_every_method_tells_people_json_and_csv_the_same(run, method, kind):
    analyzer = measured_analyzer(*kind)
    told = {}
    for form in ("", "--json", "--csv"):
        arguments = ["explain", *texts_for(method), "--method", method, *filter(None, [form])]
        status, told[form], err = run(*arguments, analyzer=analyzer)
        assert (status, err) == (0, "")
    found = json.loads(told["--json"])
    verdict = analyzer.analyze(TEXT).verdict
    assert found["text"] == TEXT
    assert found["model"] == "random"
    assert found["verdict"] == verdict.as_dict()
    assert found["method"]
    assert found["rows"]
    table = list(csv.DictReader(io.StringIO(told["--csv"])))
    assert [list(row) for row in table] == [list(row) for row in found["rows"]]
    for written, row in zip(table, found["rows"], strict=True):
        for key, value in row.items():
            assert written[key] == ("" if value is None else str(value))
    lines = told[""].split("\n")
    assert lines[0].startswith(verdict.label)
    assert lines[1].startswith(found["method"])
    for missing in {"forward", "backward"} - {kind[1]} if kind[1] != "bidirectional" else ():
        assert not any(key.startswith(missing) for key in [*found, *found["rows"][0]])
        assert {"forward": "→", "backward": "←"}[missing] not in told[""]


@pytest.mark.parametrize("method", EXPLANATIONS)
@pytest.mark.parametrize("text", ["", "?!", "good"])
def test_every_method_takes_a_text_of_no_word_and_of_one(run, method, text):
    for form in ((), ("--json",), ("--csv",)):
        status, out, err = run("explain", *texts_for(method, text), "--method", method, *form)
        assert (status, err) == (0, "")
        assert out


def test_the_ledger_is_the_default_and_its_rows_add_up(run):
    found = json.loads(run("explain", TEXT, "--json")[1])
    analysis = measured_analyzer("gru").analyze(TEXT)
    for reader in ("forward", "backward"):
        added = [row[f"{reader}_added"] for row in found["rows"]]
        assert added == getattr(analysis.ledger, reader).tolist()
        assert sum(added) == pytest.approx(found[f"{reader}_total"])
    total = found["bias"] + found["forward_total"] + found["backward_total"]
    assert total == pytest.approx(analysis.verdict.logit, abs=1e-5)
    assert [row["word"] for row in found["rows"]] == list(analysis.encoded.words)
    assert [row["place"] for row in found["rows"]] == list(range(1, 12 + 1))


def test_printed_terms_add_up_to_their_printed_sum(run):
    def hundredths(text):
        return int(text.replace("−", "-").replace(".", ""))

    facts, table = run("explain", TEXT)[1].split("\n\n")[1:3]
    shown = [hundredths(line.split()[-1]) for line in facts.split("\n")[:-1]]
    assert sum(shown[:3]) == shown[3]
    rows = [[hundredths(cell) for cell in line.split()[2:]] for line in table.split("\n")[1:]]
    forward, backward = ([row[:2] for row in rows], [row[2:] for row in rows[::-1]])
    for lines, total in ((forward, shown[0]), (backward, shown[1])):
        so_far = 0
        for added, after in lines:
            so_far += added
            assert after == so_far
        assert so_far == total


@pytest.mark.parametrize("method", ["ledger", "units"])
def test_evidence_is_centred_if_that_is_asked_for(run, method):
    raw, centred = (
        json.loads(run("explain", TEXT, "--method", method, "--json", *flag)[1])
        for flag in ((), ("--centred",))
    )
    statistics = measured_analyzer("gru").model.statistics
    means = statistics.forward.mean_evidence + statistics.backward.mean_evidence
    assert centred["bias"] - raw["bias"] == pytest.approx(means, abs=1e-5)
    assert centred["logit"] == raw["logit"]
    assert centred["settings"] != raw["settings"]


def test_one_unit_can_be_asked_for(run):
    found = json.loads(run("explain", TEXT, "--method", "units", "--unit", "backward:2", "--json")[1])
    analyzer = measured_analyzer("gru")
    unit = analyzer.unit(TEXT, "backward", 2)
    assert [row["memory"] for row in found["rows"]] == unit.memory.tolist()
    assert found["rises"] == [dataclasses.asdict(mover) for mover in unit.rises]
    assert found["histogram"]["positive"] == unit.histogram[1].tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--unit", "forward:0"), "unit is not a setting of ledger, but of units"),
        (
            ("--method", "mute", "--span", "1"),
            "span is not a setting of mute, but of occlusion and",
        ),
        (("--method", "units", "--unit", "sideways:1"), "unit must be forward or backward"),
        (
            ("--method", "units", "--unit", "forward:9"),
            "unit must be forward:0 to forward:5 or backward:0 to backward:5, got forward:9",
        ),
        (("--method", "units", "--unit", "forward:1", "--centred"), "centred cannot be combined"),
        (("--method", "order", "--span", "3:99"), "span must be within words 1 to 12"),
        (("--method", "order", "--span", "3:4,6:7"), "span must be the number of a word, or a range"),
        (("--method", "padding", "--pads", "1,401"), "pads must be up to 100 whole numbers from 0 to 400"),
        (("--method", "padding", "--side", "left"), "side must be before or after, got 'left'"),
        (("--method", "occlusion", "--span", "0:2"), "span must be up to 100 ranges of words, counted from"),
        (("--method", "occlusion", "--span", "1,12:13"), "words 1 to 12, got 12:13"),
        (("--method", "gradients", "--steps", "0"), "steps must be a whole number from 1 to 256"),
        (("--method", "edits"), "edits takes 2 texts"),
        (("another text",), "ledger takes 1 text"),
        (("--method", "nonsense"), "nonsense"),
        (("--json", "--csv"), "not allowed"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_2(run, arguments, message):
    status, out, err = run("explain", TEXT, *arguments)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.field_case(22)
@pytest.mark.parametrize(
    ("option", "method", "highest"),
    [("steps", "gradients", "256"), ("shuffles", "order", "1,000"), ("seed", "order", "2,147,483,647")],
)
@pytest.mark.parametrize("value", ["1000000000000", "-1", "1.5", "nan", "", "9" * 5_000])
def test_a_count_out_of_range_is_refused_with_its_option_and_its_range(run, option, method, highest, value):
    status, out, err = run("explain", TEXT, "--method", method, f"--{option}={value}")
    assert (status, out) == (2, "")
    assert re.search(f"--{option} must be a whole number from . to {highest}, got ", err)


@pytest.mark.field_case(22)
@pytest.mark.parametrize(("method", "option"), [("padding", "pads"), ("occlusion", "span")])
def test_a_list_has_a_largest_length(run, method, option):
    arguments = ("explain", TEXT, "--method", method, f"--{option}")
    assert run(*arguments, ",".join(["1"] * 100))[0] == 0
    status, out, err = run(*arguments, ",".join(["1"] * 101))
    assert (status, out) == (2, "")
    assert f"--{option} must be up to 100 " in err


@pytest.mark.field_case(24)
@pytest.mark.parametrize(
    ("method", "span"), [("occlusion", "1:99"), ("order", "13"), ("occlusion", "1,12:13")]
)
def test_a_span_beyond_the_text_is_counted_as_the_user_counts(run, method, span):
    status, out, err = run("explain", TEXT, "--method", method, "--span", span)
    assert (status, out) == (2, "")
    assert err == f"brnn: --span must be within words 1 to 12, got {span.rpartition(',')[2]}\n"


@pytest.mark.field_case(25)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--method", "order", "--seed", "-1"),
            "--seed must be a whole number from 0 to 2,147,483,647, got '-1'",
        ),
        (
            ("--method", "padding", "--pads", "401"),
            "--pads must be up to 100 whole numbers from 0 to 400, separated by",
        ),
        (
            ("--method", "units", "--unit", "forward:-1"),
            "--unit must be forward:0 to forward:5 or backward:0",
        ),
        (("--method", "mute", "--span", "1"), "--span is not a setting of mute, but of occlusion and order"),
        (("--method", "units", "--unit", "forward:1", "--centred"), "--centred cannot be combined with unit"),
    ],
)
def test_a_setting_is_named_as_its_option(run, arguments, message):
    status, out, err = run("explain", TEXT, *arguments)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.field_case(21)
@pytest.mark.parametrize("content", [b"caf\xe9", "good".encode("utf-16-le"), "good".encode("utf-16") + b"x"])
def test_standard_input_that_is_not_text_is_refused(run, monkeypatch, content):
    run("explain", "good")  # so that an analyzer is there
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    assert main(["explain"]) == 2


@pytest.mark.field_case(21)
def test_a_review_in_utf_16_is_read_by_its_mark(run, monkeypatch, capsys):
    run("explain", "good")
    content = "good\r\nfilm".encode("utf-16")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    assert main(["explain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["words"] == ["good", "film"]


def test_a_span_is_counted_from_one_with_both_its_ends(run):
    out = run("explain", TEXT, "--method", "order", "--span", "2:3", "--json")[1]
    found = json.loads(out)
    assert found["sentence"] == [2, 3]
    expected = measured_analyzer("gru").order(TEXT, (1, 3))
    assert found["rows"][1]["logit"] == expected.at_start.logit


def test_spans_may_be_many_where_words_are_taken_out(run):
    arguments = ("--method", "occlusion", "--span", "2:3,5", "--json")
    rows = json.loads(run("explain", TEXT, *arguments)[1])["rows"]
    assert [(row["first"], row["last"], row["words"]) for row in rows] == [
        (2, 3, "slow start"),
        (5, 5, "the"),
    ]
    expected = measured_analyzer("gru").occlusion(TEXT, [(1, 3), (4, 5)])
    assert [row["logit_loss"] for row in rows] == expected.logit.tolist()


@pytest.mark.parametrize(
    ("text", "edited", "said"),
    [
        ("a slow film", "a good film", "words until it fades →  not within the text"),
        ("good film", "good film", "words until it fades →  –"),
    ],
)
def test_an_edit_says_whether_its_change_fades(run, text, edited, said):
    assert said in run("explain", text, edited, "--method", "edits")[1]
    found = json.loads(run("explain", text, edited, "--method", "edits", "--json")[1])
    assert found["forward_fades"] is None


def test_moving_the_only_sentence_is_said_to_change_nothing(run):
    reason = "Here the sentence is all that the model reads, so moving it changes nothing."
    for text, whole in (("a slow film", True), ("A slow film. Good!", False), ("", False)):
        found = run("explain", text, "--method", "order")[1]
        assert (reason in " ".join(found.split())) == whole


@pytest.mark.parametrize("method", ["knowing", "agreement", "mute"])
def test_a_model_without_statistics_says_how_to_get_them(run, method):
    analyzer = random_analyzer("gru")
    status, out, err = run("explain", TEXT, "--method", method, analyzer=analyzer)
    assert (status, out) == (2, "")
    assert err.startswith("brnn: the model random has no statistics.npz")
    assert "train it again" in err


def test_the_word_explain_is_a_review_after_two_dashes_or_a_flag(run):
    for arguments in (["--", "explain"], ["--json", "explain"], ["good", "explain"]):
        status, out, _ = run(*arguments)
        assert status == 0
        assert out.rstrip("\n").split("\n")[-1].count("explain") == 1
        assert "added" not in out
    first = json.loads(run("explain", "--json", "--", "explain")[1])
    assert first["words"] == ["explain"]


def test_without_a_text_all_of_standard_input_is_the_review(run):
    found = json.loads(run("explain", "--json", stdin="good film\nbut\n\ndull\n")[1])
    assert found["words"] == ["good", "film", "but", "dull"]
    assert len(found["rows"]) == 4


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_it_can_be_written_to_a_file(run, tmp_path, form):
    path = tmp_path / "explained"
    on_screen = run("explain", TEXT, *form)[1]
    assert run("explain", TEXT, *form, "--output", str(path)) == (0, "", "")
    assert path.read_text("utf-8") == on_screen
    long = "good " * 40
    run("explain", long, "--output", str(path))
    assert path.read_text("utf-8").split("\n")[0].count("good") == 40  # a file has no width


def test_a_file_that_cannot_be_written_is_named(run, tmp_path):
    path = tmp_path / "no\x1b[31mwhere" / "file"
    status, out, err = run("explain", TEXT, "--output", str(path))
    assert (status, out) == (2, "")
    assert ": No such file" in err
    assert "\x1b" not in err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(list(EXPLANATIONS)),
)
@example("\x1b[31mred\x9b\u202e good\r\nfilm\u2028", "edits")
def test_no_character_of_a_text_commands_the_terminal(run, text, method):
    for form in ((), ("--json",)):
        status, out, err = run("explain", "--method", method, *form, "--", *texts_for(method, text))
        assert (status, err) == (0, "")
        for line in out.rstrip("\n").split("\n"):
            assert line.replace("\u200c", "").replace("\u200d", "").isprintable()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "  =1", "\t=1"]


def test_no_text_becomes_a_formula_of_a_spreadsheet_and_numbers_stay_numbers():
    sheet = Sheet("m", {}, [], [texts("word", "", FORMULAS), log_odds("e", "", [-1.5] * 7)])
    rows = list(csv.reader(io.StringIO(as_csv([(None, sheet)]))))[1:]
    assert rows == [[f"'{formula}", "-1.5"] for formula in FORMULAS]


def test_what_is_no_number_is_null_for_machines_and_a_dash_for_people():
    nothing = [np.nan, np.inf, 0.5]
    columns = [log_odds("e", "e", np.array(nothing)), texts("w", "w", [None, "a", "b"])]
    sheet = Sheet("m", {}, [fact("z", "z", np.float64("nan"))], columns, more={"a": np.array(1)})
    found = as_record(sheet, "random", measured_analyzer("gru").analyze(TEXT))
    assert (found["z"], found["a"]) == (None, 1)
    assert [row["e"] for row in found["rows"]] == [None, None, 0.5]
    assert as_csv([(None, sheet)]) == "e,w\n,\n,a\n0.5,b\n"
    assert "–" in as_text(sheet)


def test_printed_parts_add_up_in_every_row():
    parts = [log_odds("a", "a", [0.004, -1.0]), log_odds("b", "b", [0.004, 0.5])]
    columns = parted(parts, log_odds("z", "z", [0.008, -0.5]))
    assert [list(column.shown) for column in columns] == [
        ["+0.01", "−1.00"],
        ["0.00", "+0.50"],
        ["+0.01", "−0.50"],
    ]
    nothing = parted([log_odds("a", "a", [])], log_odds("z", "z", []))
    assert [list(column.shown) for column in nothing] == [[], []]


def test_a_long_table_is_cut_for_people_only():
    sheet = Sheet("m", {}, [], [terms("e", "e", [1.0] * 5, 5.0)], first_rows=2)
    assert as_text(sheet) == "m\n\n    e\n+1.00\n+1.00\n… and 3 more"
    assert as_csv([(None, sheet)]) == "e\n" + 5 * "1.0\n"


def test_a_table_stays_in_line_with_wide_and_long_words():
    words = ["好好", "x" * 99, "e\u0301"]
    column = Column("n", "n", [1, 2, 3], ["1", "2", "3"])
    lines = as_text(Sheet("m", {}, [], [texts("w", "w", words), column])).split("\n")[2:]
    assert lines[1] == "好好" + " " * 20 + "  1"
    assert lines[2] == "x" * 23 + "…  2"
    assert lines[3] == "e\u0301" + " " * 23 + "  3"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (True, "yes"), (False, "no"), (1234, "1,234"), ("a\nb", "a b")],
)
def test_what_is_said_is_harmless_in_print(value, shown):
    assert as_text(Sheet("m", {}, [said("k", "l", value)], [])) == f"m\n\nl  {shown}"


# Several models


@pytest.fixture
def readers():
    """A model with both readers and one with the forward reader alone, by name."""
    directions = {"both": "bidirectional", "one": "forward"}
    return {name: measured_analyzer("gru", direction) for name, direction in directions.items()}


TWO = ("--model", "both", "--model", "one")


def test_several_models_are_explained_one_after_another(run, readers):
    status, out, _ = run("explain", TEXT, "--method", "reach", *TWO, analyzer=readers)
    alone = [
        run("explain", TEXT, "--method", "reach", "--model", name, analyzer=readers)[1] for name in readers
    ]
    assert status == 0
    assert out == f"both\n{alone[0]}\none\n{alone[1]}"


def test_several_models_share_one_table_that_names_them(run, readers):
    _, out, _ = run("explain", TEXT, "--method", "mute", "--csv", *TWO, analyzer=readers)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["model"] for row in rows] == ["both"] * 3 + ["one"] * 2
    _, out, _ = run("explain", TEXT, "--method", "reach", "--csv", *TWO, analyzer=readers)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["model"]: bool(row["backward"]) for row in rows} == {"both": True, "one": False}
    assert all(row["forward"] for row in rows)


def test_several_models_are_an_object_each_for_machines(run, readers):
    _, out, _ = run("explain", TEXT, "--json", *TWO, analyzer=readers)
    assert [json.loads(line)["model"] for line in out.splitlines()] == ["both", "one"]
