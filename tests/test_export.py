"""What a visitor takes along: files that say what the record says and do no harm."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from made import analysis_of
from measured import measured_analyzer
from sent import as_sent

from brnn.config import ModelConfig
from brnn.explain.table import as_csv, as_json, cell
from brnn.ui.answers.export import MOST_WORDS, answers, export
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.reading import read
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import gradients, occlusion, word
from brnn.ui.protocol import FIRST_UNITS, unpack
from brnn.ui.standalone import harmless_json, standalone

CONFIG = ModelConfig(units=5)
TEXT = "It was slow, but lovely"
NASTY = '</script><script>alert(1)</script><!-- "\u2028\u2029 \ud83d 🎬'


def rows_of(text: str, config: ModelConfig = CONFIG) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(analysis_of(text, config), config))))


def test_a_table_has_a_line_for_each_word_with_what_it_added():
    analysis = analysis_of(TEXT, CONFIG)
    rows = rows_of(TEXT)
    assert [row["text"] for row in rows] == [word.text for word in analysis.encoded.text_words]
    for reader in ("forward", "backward"):
        added = [float(row[f"{reader}_added"]) for row in rows]
        np.testing.assert_array_equal(added, getattr(analysis.ledger, reader))
        evidence = [float(row[f"{reader}_evidence"]) for row in rows]
        np.testing.assert_array_equal(evidence, getattr(analysis.ledger, f"{reader}_evidence"))


def test_a_table_shows_words_that_are_not_read_without_numbers():
    config = ModelConfig(units=5, max_words=2, keep="end")
    rows = rows_of("slow start but lovely", config)
    assert [row["word"] for row in rows] == ["", "", "1", "2"]
    assert [row["status"] for row in rows[:2]] == ["cut off"] * 2
    assert {row["forward_added"] for row in rows[:2]} == {""}


def test_a_table_has_no_columns_of_a_reader_that_is_not_there():
    config = ModelConfig(units=5, direction="forward")
    assert not [head for head in rows_of(TEXT, config)[0] if head.startswith("backward")]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\t=1"])
def test_what_a_spreadsheet_takes_for_a_formula_becomes_text(value):
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["good", "a=b", -1.5, 3, ""])
def test_all_else_stays_as_it_is(value):
    assert cell(value) == value


def test_everything_is_there_and_is_the_records_own():
    analysis = analysis_of(TEXT, CONFIG)
    found = json.loads(as_json("made", analysis, CONFIG))
    assert found["text"] == TEXT
    assert found["verdict"]["logit"] == analysis.verdict.logit
    np.testing.assert_array_equal(np.array(found["forward_memory"], np.float32), analysis.reading.forward)
    for name in ("forward", "backward", "forward_evidence", "backward_evidence"):
        np.testing.assert_array_equal(found["ledger"][name], getattr(analysis.ledger, name))
    total = sum(found["ledger"]["forward"]) + sum(found["ledger"]["backward"])
    assert total + found["ledger"]["bias"] == pytest.approx(analysis.verdict.logit, abs=1e-5)


def test_files_of_any_text_can_be_written():
    analysis = analysis_of(NASTY, CONFIG)
    json.loads(as_json("made", analysis, CONFIG).encode("utf-8"))
    as_csv(analysis, CONFIG).encode("utf-8")


@pytest.mark.parametrize("part", ["<", ">", "&", "\u2028", "\u2029", "\ud83d"])
def test_nothing_of_a_text_can_end_the_script_that_holds_it(part):
    held = harmless_json({"text": NASTY + part})
    assert held.isascii()
    assert part not in held
    assert json.loads(held) == {"text": NASTY + part}


class Parts(HTMLParser):
    """The scripts and styles of a page as a browser tells them apart, and its policy."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[tuple[str, str | None, str]] = []  # tag, type, content
        self.policy = ""
        self.sources: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note scripts, styles, the policy, and whatever names an address."""
        found = dict(attrs)
        self._inside = tag in ("script", "style")
        if self._inside:
            self.parts.append((tag, found.get("type"), ""))
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"] or ""
        self.sources += [found[key] or "" for key in ("src", "href") if key in found]

    def handle_data(self, data):
        """Add to the part that is open."""
        if self._inside:
            tag, kind, text = self.parts[-1]
            self.parts[-1] = (tag, kind, text + data)

    def handle_endtag(self, tag):
        """Close it."""
        self._inside = False


def test_a_file_runs_its_own_scripts_alone_and_loads_nothing():
    found = Parts(standalone({"text": NASTY}))
    assert found.sources == []
    rules = dict(rule.split(" ", 1) for rule in found.policy.split("; "))
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in found.policy
    kinds = [(tag, kind) for tag, kind, _ in found.parts]
    assert kinds == [
        ("style", None),
        ("script", "application/json"),
        ("script", "module"),
    ]
    for tag, kind, content in found.parts:
        if kind != "application/json":
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules[f"{tag}-src"]
    assert json.loads(found.parts[1][2]) == {"text": NASTY}


def asked(text: str, **entries: object) -> Asked:
    return Asked("made", measured_analyzer(), Question({"text": text, **entries}))


def test_a_file_holds_the_answers_that_the_page_would_get():
    found = answers(asked(TEXT))
    assert found["read"] == read(asked(TEXT))
    assert found["word"] == [word(asked(TEXT, word=place)) for place in range(5)]
    assert found["occlusion"] == occlusion(asked(TEXT))
    assert found["gradients"] == gradients(asked(TEXT))
    for reader, units in found["unit"].items():
        assert list(units) == found["read"]["readers"][reader]["units"]
        for place, answer in units.items():
            assert answer == unit(asked(TEXT, reader=reader, unit=place))


def test_a_file_lists_the_units_that_it_shows_or_names_and_no_others():
    many = measured_analyzer(units=FIRST_UNITS + 20)
    whole = read(Asked("made", many, Question({"text": "good"})))["readers"]
    found = answers(Asked("made", many, Question({"text": "good"})))
    for reader, part in found["read"]["readers"].items():
        drawn = whole[reader]["rows"]
        named = [entry["unit"] for entry in found["word"][0]["strongest"][reader]]
        assert len(drawn) == FIRST_UNITS
        assert set(part["units"]) == {*drawn, *named}
        assert list(found["unit"][reader]) == part["units"]
        totals = [answer["total"] for answer in found["unit"][reader].values()]
        assert unpack(part["contributions"]) == pytest.approx(totals, abs=1e-6)


def test_a_file_has_the_unit_that_is_pinned_though_it_is_not_drawn():
    many = measured_analyzer(units=FIRST_UNITS + 20)
    plain = answers(Asked("made", many, Question({"text": "good"})))
    place = next(place for place in range(FIRST_UNITS + 20) if place not in plain["unit"]["backward"])
    found = answers(Asked("made", many, Question({"text": "good", "reader": "backward", "unit": place})))[
        "unit"
    ]
    assert found["backward"].keys() - plain["unit"]["backward"].keys() == {place}
    assert found["forward"] == plain["unit"]["forward"]


def test_a_file_of_a_long_text_does_without_effects_and_gradients():
    found = answers(asked("good " * (MOST_WORDS + 1)))
    assert found["word"] == []
    assert found["occlusion"] is found["gradients"] is None


def test_a_file_of_nothing_to_read_can_be_made():
    assert answers(asked(""))["word"] == []
    assert "</html>" in export(asked("", form="html"))["content"]


def test_a_file_opens_as_it_was_seen_with_the_units_that_were_drawn():
    asked_for = asked(TEXT, form="html", link="#word=2", units="all")
    found = Parts(export(asked_for)["content"])
    held = json.loads(found.parts[1][2])
    assert held["link"] == "#word=2"
    assert held["answers"]["read"] == read(asked(TEXT, units="all"))


def test_an_empty_page_runs_and_loads_nothing():
    found = Parts(export(asked("", form="frame"))["content"])
    assert [tag for tag, *_ in found.parts] == ["style"]
    rules = dict(rule.split(" ", 1) for rule in found.policy.split("; "))
    assert "script-src" not in rules
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_the_page_gets_the_content_of_a_file(form):
    answer = as_sent("export", export(asked(TEXT, form=form)))
    assert answer["kind"] == "file"
    assert "lovely" in answer["content"]


@pytest.mark.parametrize("form", [None, "exe", 3, ["csv"]])
def test_no_other_form_is_answered(form):
    with pytest.raises(BadQuestion, match="form must be one of"):
        export(asked(TEXT, form=form))
