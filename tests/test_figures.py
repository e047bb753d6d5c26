"""Figures show the record's numbers, on one axis and one scale, and labels that do no harm."""

from __future__ import annotations

import base64
import dataclasses
import json
from itertools import pairwise

import numpy as np
import pytest
from made import analysis_of, read_by_hand
from oracle import random_analyzer

from brnn import figures
from brnn.config import ModelConfig
from brnn.figures import labels
from brnn.figures.colours import DARK, LIGHT

LENGTHS = [0, 1, 2, 50, 400]


def sent(analysis, **options) -> dict:
    """The figure as it goes out."""
    return json.loads(figures.stage(analysis, **options).to_json())


def numbers(array: dict) -> np.ndarray:
    """The numbers of a typed array as the page will read them."""
    assert array["dtype"] == "f4"
    flat = np.frombuffer(base64.b64decode(array["bdata"]), "<f4")
    shape = array.get("shape")
    return flat.reshape([int(n) for n in shape.split(",")]) if shape else flat


def trace(figure: dict, name: str) -> dict:
    (found,) = [trace for trace in figure["data"] if name in trace["name"]]
    return found


@pytest.mark.parametrize("length", LENGTHS)
def test_the_memories_go_out_as_they_are_in_half_the_bytes_of_a_list(length):
    analysis = analysis_of("good " * length, ModelConfig(units=5, max_words=500))
    figure = sent(analysis)
    if length:
        for reader in ("forward", "backward"):
            z = numbers(trace(figure, f"{reader} memory")["z"])
            assert np.array_equal(z, getattr(analysis.reading, reader).T)


@pytest.mark.parametrize("length", LENGTHS[1:])
def test_the_lines_are_the_running_evidence(length):
    analysis = analysis_of("good " * length, ModelConfig(units=5, max_words=500))
    figure = sent(analysis)
    for reader in ("forward", "backward"):
        y = numbers(trace(figure, f"{reader} evidence")["y"])
        assert y == pytest.approx(getattr(analysis.ledger, f"{reader}_evidence"), abs=1e-6)


def test_every_row_has_word_t_at_t():
    figure = sent(analysis_of("it was slow but good"))
    assert all((trace["x0"], trace["dx"]) == (1, 1) for trace in figure["data"])
    assert figure["layout"]["xaxis"]["range"] == [0.5, 5.5]
    others = {name: axis for name, axis in figure["layout"].items() if name[:5] == "xaxis"}
    assert len(others) == 5
    assert all(axis.get("matches", "x") == "x" for axis in others.values())


ROWS = ["forward lane", "forward", "evidence", "backward", "backward lane"]


def rows(figure: dict) -> dict[str, list[float]]:
    """Bottom and top of each row, by name: the titles stand over the rows, and name them."""
    layout = figure["layout"]
    names = [note["name"] for note in layout["annotations"] if "name" in note]
    axes = [f"yaxis{n}" for n in range(2, len(names) + 1)] + ["yaxis"]
    return {name: layout[axis]["domain"] for name, axis in zip(names, axes, strict=True)}


@pytest.mark.parametrize(
    ("direction", "lanes", "expected"),
    [
        ("bidirectional", True, ROWS),
        ("bidirectional", False, ROWS[1:4]),
        ("forward", True, ROWS[:3]),
        ("forward", False, ROWS[1:3]),
        ("backward", True, ROWS[2:]),
        ("backward", False, ROWS[2:4]),
    ],
)
def test_rows_stand_in_order_and_do_not_overlap(direction, lanes, expected):
    analysis = analysis_of("it was good", ModelConfig(units=5, direction=direction))
    found = rows(sent(analysis, lanes=lanes))
    assert list(found) == expected
    edges = [edge for bottom, top in found.values() for edge in (top, bottom)]
    assert edges[0] == pytest.approx(1)
    assert edges[-1] == pytest.approx(0, abs=1e-9)
    assert all(above > below for above, below in pairwise(edges))


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_model_with_one_reader_shows_that_reader_alone(direction):
    figure = sent(analysis_of("it was good", ModelConfig(units=5, direction=direction)))
    arrow, other = ("→", "←") if direction == "forward" else ("←", "→")
    shown = {(trace["type"], trace["name"]) for trace in figure["data"]}
    assert shown == {
        ("heatmap", f"{arrow} added by each word"),
        ("heatmap", f"{direction} memory"),
        ("scatter", f"{arrow} {direction} evidence"),
    }
    assert other not in json.dumps(figure, ensure_ascii=False)
    analyzer = random_analyzer("gru", direction)
    drawn = figures.reach(analyzer.reach("a good film"), ("a", "good", "film"))
    assert other not in drawn.layout.annotations[-1].text


@pytest.mark.parametrize("length", LENGTHS[1:])
def test_the_lanes_show_what_each_word_added_on_a_scale_as_wide_as_the_largest(length):
    analysis = analysis_of("good " * length, ModelConfig(units=5, max_words=500))
    figure = sent(analysis)
    largest = 0.0
    for arrow, reader in (("→", "forward"), ("←", "backward")):
        added = getattr(analysis.ledger, reader)
        lane = trace(figure, f"{arrow} added")
        assert lane["coloraxis"] == "coloraxis2"
        assert numbers(lane["z"]) == pytest.approx(added[np.newaxis], abs=1e-6)
        largest = max(largest, float(np.abs(added).max()))
    axis = figure["layout"]["coloraxis2"]
    assert (axis["cmin"], axis["cmax"]) == (-largest, largest)


def test_words_that_add_nothing_leave_the_lanes_a_scale():
    analysis = analysis_of("")
    axis = sent(analysis)["layout"]["coloraxis2"]
    assert (axis["cmin"], axis["cmax"]) == (-1, 1)


@pytest.mark.parametrize("most", [1, 3, 5, 16, None])
def test_the_units_that_contribute_most_come_first(most):
    analysis, units = read_by_hand("it was slow but good")
    figure = sent(analysis, units=units, most=most)
    for reader in ("forward", "backward"):
        totals = np.abs(getattr(units, f"{reader}_total"))
        best = np.argsort(-totals)[:most]
        memory = getattr(analysis.reading, reader)
        drawn = trace(figure, f"{reader} memory")
        assert np.array_equal(numbers(drawn["z"]), memory[:, best].T)
        axis = figure["layout"]["yaxis" + drawn["yaxis"][1:]]
        assert axis["ticktext"] == [str(unit + 1) for unit in best]
        assert axis["range"] == [len(best) + 0.5, 0.5]  # the first on top
        (title,) = [note["text"] for note in figure["layout"]["annotations"] if note.get("name") == reader]
        assert title.endswith("5 units" if len(best) == 5 else f"{most} of 5 units")


def test_without_a_ledger_of_units_all_stand_in_their_own_order():
    analysis = analysis_of("it was good", ModelConfig(units=20))
    drawn = numbers(trace(sent(analysis, most=3), "forward memory")["z"])
    assert np.array_equal(drawn, analysis.reading.forward.T)


@pytest.mark.parametrize("scale", [0.001, 0.3, 1, 7, 40])
def test_the_evidence_has_round_ticks_within_its_axis_and_zero_among_them(scale):
    analysis = analysis_of("it was slow but good", bias=0)
    ledger = analysis.ledger
    grown = dataclasses.replace(
        ledger,
        forward_evidence=ledger.forward_evidence * scale,
        backward_evidence=ledger.backward_evidence * scale,
    )
    figure = sent(dataclasses.replace(analysis, ledger=grown))
    (axis,) = [
        axis
        for axis in figure["layout"].values()
        if isinstance(axis, dict) and axis.get("zeroline") and "tickvals" in axis
    ]
    low, high = axis["range"]
    values = [grown.forward_evidence, grown.backward_evidence, [-1.0, 1.0]]
    assert low < min(map(np.min, values)) < max(map(np.max, values)) < high
    assert 0 in axis["tickvals"]
    assert 3 <= len(axis["tickvals"]) <= 9
    assert all(low <= tick <= high for tick in axis["tickvals"])
    for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        assert float(text.replace("−", "-")) == pytest.approx(tick)


def test_one_scale_is_centred_on_zero_and_the_page_is_its_middle():
    for dark, palette in ((False, LIGHT), (True, DARK)):
        figure = sent(analysis_of("it was good"), dark=dark)
        axis = figure["layout"]["coloraxis"]
        assert (axis["cmin"], axis["cmax"]) == (-1, 1)
        memories = [trace for trace in figure["data"] if "memory" in trace["name"]]
        assert [trace["coloraxis"] for trace in memories] == ["coloraxis"] * 2
        scale = figure["layout"]["template"]["layout"]["coloraxis"]["colorscale"]
        assert scale[len(scale) // 2] == [0.5, palette.page]
        assert figure["layout"]["template"]["layout"]["paper_bgcolor"] == palette.page


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_and_signs_can_be_read_on_the_page(palette):
    for colour in (palette.text, palette.quiet, palette.scale[1], palette.scale[-2]):
        assert contrast(colour, palette.page) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("good", "good"),
        ("<b>", "&lt;b&gt;"),
        ("a&amp;b", "a&amp;amp;b"),
        ("don't", "don't"),
        ("abcdefghijklmn", "abcdefghijklmn"),
        ("abcdefghijklmno", "abcdefghijklm…"),
        ("evil\u202etxt", "evil�txt"),
        ("tab\tnul\0", "tab�nul�"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_labels_are_escaped_bounded_and_harmless(word, shown):
    assert labels.label(word) == shown


def test_ticks_lie_flat_then_slant_then_stand_then_thin_out():
    def look(count: int) -> tuple[int, int]:
        words = ["good"] * count
        return labels.tick_angle(words, 700), labels.tick_step(words, 700)

    assert look(0) == (0, 1)
    assert look(7)[0] == 0
    assert look(30)[0] == -45
    assert look(50) == (-90, 1)
    assert look(400)[0] == -90
    assert 700 / (400 / look(400)[1]) >= 13


def test_a_hovered_cell_names_its_word_place_unit_and_value():
    figure = sent(analysis_of("it was <good> <3 film"))
    heatmap = trace(figure, "forward memory")
    assert heatmap["hovertemplate"].startswith("%{x}<br>forward memory, unit %{y} of 5: %{z:+.2f}")
    axis = figure["layout"]["xaxis" + heatmap["xaxis"][1:]]
    assert axis["ticktext"][1] == "<b>was</b>, word 2 of 5"
    assert axis["tickvals"] == [1, 2, 3, 4, 5]


def test_a_figure_of_200_words_takes_less_than_half_of_plain_lists():
    analysis = analysis_of("good " * 200, ModelConfig(units=64, max_words=200))
    lists = json.dumps([analysis.reading.forward.tolist(), analysis.reading.backward.tolist()])
    assert len(figures.stage(analysis).to_json()) < len(lists) / 2


@pytest.mark.parametrize("words", [1, 24, 25, 60, 61])
def test_the_scripts_draw_with_the_look_of_the_figure(words):
    look = json.loads(json.dumps(figures.look()))
    figure = sent(analysis_of("good " * words, ModelConfig(units=5, max_words=500)))
    size = next((size for most, size in look["markers"] if words <= most), 0)
    for reader, line in look["lines"].items():
        drawn = trace(figure, f"{reader} evidence")
        assert drawn["name"].startswith(line["arrow"])
        assert drawn["line"]["width"] == look["lineWidth"]
        assert (drawn["line"]["dash"] == "solid") == (line["dash"] == [])
        assert drawn["marker"]["size"] == size
        side = "right" if line["points"] > 0 else "left"
        assert drawn["marker"]["symbol"] == f"triangle-{side}"
        assert (trace(figure, f"{reader} memory")["xgap"] > 0) == (words <= look["mostGaps"])
    dark = figures.template(dark=True)["layout"]["coloraxis"]["colorscale"]
    assert [colour for _, colour in dark] == look["palettes"]["dark"]["scale"]
