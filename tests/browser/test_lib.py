"""What the scripts make of a reading, without the page: layout, numbers, words and sentences."""

from __future__ import annotations

import html
import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import analysis_of
from serving import ROOT
from test_reading import TEXTS, MadeAnalyzer, asking

from brnn import figures
from brnn.config import ModelConfig
from brnn.explain.knowing import MARGIN
from brnn.figures.axes import nice_ticks
from brnn.figures.traces import evidence_axis
from brnn.text.numbers import add_up, percent, signed
from brnn.text.words import clean, is_word
from brnn.ui.protocol import FIRST_UNITS, pack
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

fast = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
READERS = ("forward", "backward")
LOOK = figures.look()


def each(scripts, script: str, function: str, calls: list) -> list:
    """What a function returns for each list of arguments."""
    return scripts.page.evaluate(
        """async ([script, name, calls]) => {
            const { [name]: called } = await import(script);
            return calls.map((given) => called(...given));
        }""",
        [f"/{script}", function, calls],
    )


def pictured(scripts, answer: dict, code: str, *given):
    """What some code makes of the picture of an answer. In it are all functions of lib/."""
    names = ("reading", "sentences", "segments", "texts", "network")
    return scripts.page.evaluate(
        f"""async ([answer, given]) => {{
            const lib = {{}};
            for (const name of {json.dumps(names)}) {{
                Object.assign(lib, await import(`/lib/${{name}}.js`));
            }}
            const picture = lib.pictureOf(answer);
            return ({code})(picture, ...given);
        }}""",
        [answer, list(given)],
    )


def reading(text: str, known: bool = True, **config):
    """An answer to "read", made by hand."""
    return asking(MadeAnalyzer(ModelConfig(**({"units": 5} | config)), known), text=text)


# Numbers


@fast
@given(st.lists(st.floats(-1e4, 1e4) | st.integers(-80, 80).map(lambda n: n / 8), max_size=50))
def test_numbers_are_printed_as_python_prints_them(scripts, values):
    shares = [abs(math.sin(value)) for value in values] + [0, 0.004, 0.005, 0.125, 0.995, 1]
    assert each(scripts, "lib/numbers.js", "signed", [[v] for v in values]) == [
        signed(value) for value in values
    ]
    assert each(scripts, "lib/numbers.js", "percent", [[p] for p in shares]) == [
        percent(share) for share in shares
    ]


@fast
@given(
    st.lists(st.lists(st.floats(-50, 50), min_size=2, max_size=5), max_size=20),
    st.floats(-1e-5, 1e-5),
    st.booleans(),
)
def test_terms_add_up_as_they_do_in_python(scripts, sums, remainder, constant):
    calls = [[terms, sum(terms) + remainder, constant] for terms in sums]
    found = each(scripts, "lib/numbers.js", "addUp", calls)
    assert [(sum_["terms"], sum_["total"]) for sum_ in found] == [add_up(*call) for call in calls]


def test_an_array_arrives_as_it_was_packed(scripts):
    values = np.array([[0.1, -2.5e-8, np.inf], [np.nan, 3e38, 0]], np.float32)
    shape, rows = scripts.page.evaluate(
        """(packed) => import("/lib/numbers.js").then(({ unpack, rows }) => {
            const array = unpack(packed);
            return [array.shape, rows(array).map((row) => Array.from(row))];
        })""",
        pack(values),
    )
    assert shape == [2, 3]
    np.testing.assert_array_equal(np.array(rows, np.float32), values)


@pytest.mark.parametrize("logit", [-1000, -3.5, 0, 0.01, 1000])
def test_a_probability_is_the_sigmoid_of_the_logit(scripts, logit):
    expected = 1 / (1 + math.exp(-logit)) if logit > -700 else 0
    assert scripts.call("lib/numbers.js", "sigmoid", logit) == pytest.approx(expected)


# Layout


@pytest.mark.parametrize("words", [1, 2, 9, 60, 400])
@pytest.mark.parametrize("zoom", [None, 0, 1, 4])
@pytest.mark.parametrize("touched", [False, True])
def test_columns_fill_the_width_or_can_be_read(scripts, words, zoom, touched):
    labels = ["word"] * words
    at_scale = [
        scripts.call(
            "lib/layout.js", "columnsFor", labels, 800 * scale, 500 * scale, zoom,
            {"scale": scale, "touched": touched},
        )
        for scale in (1, 2.5)
    ]  # fmt: skip
    found = at_scale[0]
    assert found["column"] >= min(132, 800 / words) - 1e-9
    if zoom is None:
        assert found["column"] * words <= 800 + 1e-9
    else:
        assert found["column"] >= (24 if touched else 19)
    assert (found["words"] == "none") == (found["column"] < 14)
    for length in ("column", "lane"):
        assert at_scale[1][length] == pytest.approx(2.5 * found[length])


@pytest.mark.parametrize("scale", [1, 22 / 12])
def test_one_long_word_does_not_make_the_others_stand(scripts, scale):
    def stance(labels: list[str], width: float) -> str:
        sizes = (scale * width, scale * 500, 0, {"scale": scale})
        return scripts.call("lib/layout.js", "columnsFor", labels, *sizes)["words"]

    short = ["a", "slow", "start", "but", "the", "film", "is"]
    assert stance([*short, "wonderfully"], 8 * 40) == "lying"
    assert stance(["wonderfully"] * 8, 8 * 40) == "standing"
    assert stance([*short, "wonderfully"], 8 * 30) == "standing"  # nobody could read them
    assert stance(["a", "wonderfully", "b", "terribly"], 4 * 40) == "standing"


def test_words_stand_where_they_do_not_fit_and_leave_the_stage_its_height(scripts):
    def words(label: str, width: float, height: float = 500) -> dict:
        return scripts.call("lib/layout.js", "columnsFor", [label] * 10, width, height, 0)

    assert words("go", 400)["words"] == "lying"
    assert words("wonderful", 400)["words"] == "standing"
    assert words("w" * 40, 400)["lane"] <= 0.19 * 500
    assert words("w" * 40, 400, 100)["lane"] == words("go", 400)["lane"]


@pytest.mark.parametrize(
    "names",
    [
        ["forward", "evidence"], ["evidence", "backward"], ["forward", "evidence", "backward"],
        ["evidence"], ["forward", "backward"],
    ],
)  # fmt: skip
def test_rows_under_their_titles_fill_the_height_in_the_shares_of_the_figures(scripts, names):
    rows = scripts.call("lib/layout.js", "rowsOf", sorted(names), LOOK["shares"], 30, 400, 18)
    assert [row["name"] for row in rows] == names
    assert rows[0]["top"] == pytest.approx(30 + 18)
    assert rows[-1]["bottom"] == pytest.approx(30 + 400)
    for above, below in pairwise(rows):
        assert below["top"] - above["bottom"] == pytest.approx(18)
    kinds = [LOOK["shares"]["evidence" if r["name"] == "evidence" else "memory"] for r in rows]
    heights = [row["bottom"] - row["top"] for row in rows]
    assert np.ptp(np.array(heights) / kinds) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("height", "drawn", "scale", "shown"),
    [(40, 16, 1, 16), (20, 16, 1, 10), (1, 16, 1, 1), (40, 16, 2, 10), (20, 64, 1, 64)],
)
def test_as_many_units_are_drawn_as_can_be_told_apart_unless_all_are_wanted(
    scripts, height, drawn, scale, shown
):
    states = {"forward": {"units": list(range(drawn)), "rows": [[n] for n in range(drawn)]}}
    rows = [{"name": "forward", "top": 30, "bottom": 30 + height}]
    found = scripts.call("lib/layout.js", "fitting", states, rows, scale, FIRST_UNITS)["forward"]
    assert found == {"units": list(range(shown)), "rows": [[n] for n in range(shown)]}


ROWS = [
    {"name": "forward", "top": 40, "bottom": 80},
    {"name": "evidence", "top": 100, "bottom": 150},
    {"name": "backward", "top": 170, "bottom": 210},
]


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        (0, 40, {"word": 0, "row": "forward", "unit": 7, "at": 0}),
        (25, 79.9, {"word": 1, "row": "forward", "unit": 2, "at": 1}),
        (59.9, 120, {"word": 2, "row": "evidence"}),
        (30, 90, {"word": 1}),
        (30, 180, {"word": 1, "row": "backward"}),  # a reader that is not there
        (60, 50, None),
        (-1, 50, None),
    ],
)
def test_a_point_belongs_to_a_word_and_in_a_memory_to_a_unit(scripts, x, y, found):
    picture = {"words": [{}, {}, {}], "states": {"forward": {"units": [7, 2]}}}
    cell = scripts.call("lib/layout.js", "cellAt", x, y, 20, ROWS, picture)
    assert (cell and {key: value for key, value in cell.items() if value is not None}) == found


@fast
@given(st.lists(st.tuples(st.floats(-60, 0), st.floats(1, 60)), min_size=1, max_size=30))
def test_ticks_are_those_of_the_figures(scripts, ranges):
    for ticks, (low, high) in zip(each(scripts, "lib/layout.js", "niceTicks", ranges), ranges, strict=True):
        expected = nice_ticks(low, high)
        assert [tick["value"] for tick in ticks] == pytest.approx(expected["tickvals"])
        assert [tick["text"] for tick in ticks] == expected["ticktext"]


@pytest.mark.parametrize("text", ["", "good", "it was slow but good"])
def test_the_axis_of_the_evidence_is_that_of_the_figures(scripts, text):
    analysis = analysis_of(text)
    lines = [getattr(analysis.ledger, f"{reader}_evidence").tolist() for reader in READERS]
    axis, expected = scripts.call("lib/layout.js", "evidenceAxis", lines), evidence_axis([analysis])
    assert axis["range"] == pytest.approx(expected["range"])
    assert [tick["text"] for tick in axis["ticks"]] == expected["ticktext"]


@pytest.mark.parametrize("apart", [4, 12, 40])
def test_ticks_that_would_run_into_each_other_are_thinned_out_and_zero_stays(scripts, apart):
    ticks = [{"value": value, "text": str(value)} for value in range(-3, 5)]
    kept = [tick["value"] for tick in scripts.call("lib/layout.js", "thinned", ticks, apart, 12)]
    assert 0 in kept
    assert all((other - one) * apart >= 12 for one, other in pairwise(kept))
    assert len(kept) == 8 if apart >= 12 else len(kept) < 8


@pytest.mark.parametrize(("apart", "kept"), [(12, [-5, 0, 5]), (11, [-5, 5]), (6, [-5, 5]), (5, [0])])
def test_zero_alone_shows_no_scale(scripts, apart, kept):
    ticks = [{"value": value, "text": str(value)} for value in (-5, 0, 5)]
    found = scripts.call("lib/layout.js", "thinned", ticks, apart, 12)
    assert [tick["value"] for tick in found] == kept


def test_colours_are_those_of_the_figures_and_the_middle_is_the_page(scripts):
    values = np.linspace(-1, 1, 9).tolist()
    found = scripts.page.evaluate(
        """async ([look, values]) => {
            const [{ onScale }, { receive }] = [
                await import("/lib/colours.js"), await import("/lib/given.js")];
            receive({ look });
            return [...values, -7, 7].map(onScale);
        }""",
        [LOOK, values],
    )
    scale = LOOK["palettes"]["light"]["scale"]
    expected = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in scale]
    assert found == [*expected, expected[0], expected[-1]]


# Words


def test_labels_are_those_of_the_figures(scripts):
    strings = json.loads((ROOT / "tests" / "data" / "naughty_strings.json").read_text("utf-8"))
    calls = [[clean(entry["text"]), letters] for entry in strings for letters in (14, 40)]
    expected = [html.unescape(figures.label(*call)) for call in calls]
    assert each(scripts, "lib/texts.js", "label", calls) == expected


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("keep", ["start", "end"])
@pytest.mark.parametrize("punctuation", [True, False])
def test_stretches_give_back_the_text_and_mark_every_word(scripts, text, keep, punctuation):
    config = {"max_words": 50, "keep": keep, "punctuation": punctuation}
    encoded = analysis_of(text, ModelConfig(units=5, **config)).encoded
    stretches = pictured(scripts, reading(text, **config), "(picture) => lib.segments(picture)")
    assert "".join(part for _, part in stretches) == encoded.text
    assert sum(kind == "unknown" for kind, _ in stretches) == encoded.unknown_words
    cut = [part for kind, part in stretches if kind == "cut"]
    assert len(cut) <= 1
    assert sum(len(part.split()) for part in cut) == encoded.cut_off_words
    kinds = [kind for kind, _ in stretches]
    assert all(a != b or a == "unknown" for a, b in pairwise(kinds))


LEGEND = """(picture, texts) =>
    lib.legendOf(picture, lib.segments(picture), texts).map(({ kind, text }) => [kind, text])"""


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("", []),
        ("good", [["", READ["words"]["read"]["1"]]]),
        ("it was good", [["", "All 3 words are known."]]),
        ("zzz good", [["unknown", "1 unknown word or mark, read as a blank"]]),
        ("ein zzz film good", [["unknown", "3 unknown words or marks, read as blanks"]]),
        (
            "zzz " + "good " * 50 + "zzz!",
            [
                ["unknown", "1 unknown word or mark, read as a blank"],
                ["cut", "2 words beyond the last 50 words, not read"],
                ["skipped", "skipped"],
            ],
        ),
    ],
)
def test_the_legend_counts_what_is_marked(scripts, text, legend):
    assert pictured(scripts, reading(text, max_words=50), LEGEND, READ["words"]) == legend


# Punctuation


@pytest.mark.parametrize(
    "word", ["it", "it's", "7", "½", "é", "שלום", "日本", "🙂", "🇫🇷", "❤", ".", "…", "_", "—", "$"]
)
def test_the_page_counts_the_same_words_as_the_tokenizer(scripts, word):
    assert scripts.call("lib/texts.js", "isWord", word) == is_word(word)


def test_punctuation_is_not_counted_as_words(scripts):
    answer = reading("it was slow , but good , it was .", punctuation=True)
    answer["words"] = [word | {"status": "read"} for word in answer["words"]]
    (entry,) = pictured(scripts, answer, LEGEND, READ["words"])
    assert entry == ["", "All 7 words are known."]
    quoted = "(picture, texts) => [0, 3, 6, 7].map((at) => lib.quoted(picture.words, at, texts))"
    said = [plain(one) for one in pictured(scripts, answer, quoted, READ["sentences"])]
    assert said == ["“it” (word 1)", "“,” (after word 3)", "“,” (after word 5)", "“it” (word 6)"]
    place = "(picture, texts) => [4, 9].map((at) => lib.placeOf(picture.words, at, texts))"
    said = pictured(scripts, answer, place, READ["stage"])
    assert said == ["word 4 of 7", "punctuation after word 7 of 7"]
    line = pictured(scripts, answer, "(p, texts) => lib.modelLine(p, texts)", READ["models"])
    assert line.endswith("words and punctuation marks of a review.")
    alternative = "(picture, texts) => lib.alternativeOf(picture, texts)"
    assert "over 7 words:" in pictured(scripts, answer, alternative, READ)
    network = "(picture, texts) => lib.unrolled(picture, texts).alternative"
    assert "unrolled over 7 words:" in pictured(scripts, answer, network, READ)
    assert "over 1 word:" in pictured(scripts, reading("good"), alternative, READ)
    answer = on_course(answer, "forward", sign=1, word=9, same=2, end=2.0, most=2.0)
    assert "is mostly below its average (5 of 7 words)" in sentence(scripts, answer)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("ladder/gru-forward", "Model “Ladder: GRU, forward only”: "),
        ("ladder/mine", "Model “ladder/mine”: "),
        ("article", "Model “article”: "),
    ],
)
def test_a_model_is_introduced_by_its_name_and_its_settings(scripts, name, line):
    answer = reading("it was good", vocabulary_size=12_345) | {"model": name}
    said = pictured(scripts, answer, "(p, texts) => lib.modelLine(p, texts)", READ["models"])
    assert said.startswith(line)
    assert "5 units" in said
    assert "12,345 known words" in said


# A reading


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_a_picture_has_the_numbers_of_the_record(scripts, text, direction):
    config = ModelConfig(units=5, direction=direction, max_words=50)
    analysis = analysis_of(text, config)
    picture = pictured(
        scripts,
        reading(text, direction=direction, max_words=50),
        """(picture) => JSON.parse(JSON.stringify(
            picture, (key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)))""",
    )
    assert picture["readers"] == config.readers
    assert [word["word"] for word in picture["words"]] == list(analysis.encoded.words)
    assert sum(word["unknown"] for word in picture["words"]) == analysis.encoded.unknown_words
    for reader in config.readers:
        for key, name in (("evidence", f"{reader}_evidence"), ("added", reader)):
            values = getattr(analysis.ledger, name)
            assert picture[key][reader] == pytest.approx(values, abs=1e-5)
        states = picture["states"][reader]
        drawn = np.array(states["rows"]).reshape(5, -1)
        assert np.array_equal(drawn, getattr(analysis.reading, reader).T[states["units"]])
        printed, steps = (np.array(picture[key][reader]) for key in ("printed", "steps"))
        assert printed == pytest.approx(picture["evidence"][reader], abs=0.0151)
        read = steps if reader == "forward" else steps[::-1]
        assert np.cumsum(read) == pytest.approx(printed if reader == "forward" else printed[::-1])
        assert np.round(100 * steps) == pytest.approx(100 * steps)
    terms, _ = add_up([*(getattr(analysis.ledger, f"{r}_total") for r in config.readers),
                       analysis.ledger.bias], analysis.ledger.logit, constant=True)  # fmt: skip
    if analysis.encoded.words:
        ends = [picture["printed"][reader][-1 if reader == "forward" else 0] for reader in config.readers]
        assert [signed(end) for end in ends] == terms[:-1]
    sizes = [abs(found["value"]) for found in picture["contributions"]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 5 * len(config.readers)


VERDICT = "(picture, texts) => lib.verdictOf(picture, texts)"


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
@pytest.mark.parametrize("text", ["it was good", "good", "zzz start " * 9])
def test_the_verdict_is_that_of_the_record_and_its_terms_add_up(scripts, direction, text):
    config = ModelConfig(units=5, direction=direction)
    analysis = analysis_of(text, config)
    found = pictured(scripts, reading(text, direction=direction), VERDICT, READ["verdict"])
    verdict, ledger = analysis.verdict, analysis.ledger
    assert found["sign"] == verdict.label
    assert found["probability"] == pytest.approx(verdict.probability)
    assert found["percent"] == percent(max(verdict.probability, 1 - verdict.probability))
    totals = [getattr(ledger, f"{reader}_total") for reader in config.readers]
    terms, total = add_up([*totals, ledger.bias], ledger.logit, constant=True)
    assert [term["value"] for term in found["terms"]] == terms
    assert [term["name"] for term in found["terms"]] == [*config.readers, "bias"]
    assert found["total"]["value"] == total
    for reader in set(READERS) - set(config.readers):
        assert reader not in json.dumps(found)


@pytest.mark.parametrize(("logit", "label"), [(0.39, "Barely positive"), (0.42, "Positive"),
                                              (-0.39, "Barely negative"), (-0.42, "Negative")])  # fmt: skip
def test_a_verdict_that_is_hardly_more_than_a_guess_says_so(scripts, logit, label):
    found = pictured(scripts, reading("it was good") | {"logit": logit}, VERDICT, READ["verdict"])
    assert found["label"] == label
    assert (found["note"] == READ["verdict"]["note"]["both"]) == (not label.startswith("Barely"))


def test_where_there_are_no_words_none_are_counted(scripts):
    answer = reading("?! ... ?!", punctuation=True)
    assert "0 words" not in json.dumps(pictured(scripts, answer, LEGEND, READ["words"]))
    for reader in READERS:
        assert " 0 words" not in sentence(scripts, answer, reader)
        assert "word 0" not in sentence(scripts, answer, reader)


@pytest.mark.parametrize("doubt", [*READ["verdict"]["doubt"]["reasons"], None])
def test_a_doubtful_verdict_says_why(scripts, doubt):
    answer = reading("zzz good. What?") | {"doubt": doubt}
    found = pictured(scripts, answer, VERDICT, READ["verdict"])
    if doubt is None:
        assert found["doubt"] is None
        assert found["spoken"] == f"{found['label']}, {found['percent']}"
        return
    assert found["doubt"]["title"] == READ["verdict"]["doubt"]["title"]
    assert found["doubt"]["reason"] in found["spoken"]
    assert "{" not in found["spoken"]
    if doubt == "unknown words":
        assert "knows 1 of 3 words" in found["doubt"]["reason"]


def test_a_mark_that_is_unknown_counts_neither_as_a_word_nor_as_an_unknown_one(scripts):
    answer = reading("zzz 。 ， 、") | {"doubt": "unknown words"}
    assert "knows 0 of 1 word here" in pictured(scripts, answer, VERDICT, READ["verdict"])["doubt"]["reason"]


@pytest.mark.parametrize("text", ["", "?!…"])
def test_nothing_to_read_is_no_judgement(scripts, text):
    found = pictured(scripts, reading(text), VERDICT, READ["verdict"])
    assert found["title"] == READ["verdict"]["nothing"]["title"]
    assert "+0.25" in found["details"][0]
    assert "not a judgement" in found["details"][0]


# Sentences. A backward reader ends at the first word.

SENTENCE = "(picture, reader, texts) => lib.readerSentence(picture, reader, texts)"


def sentence(scripts, answer: dict, reader: str = "forward") -> str:
    return pictured(scripts, answer, SENTENCE, reader, READ["sentences"])


def on_course(answer: dict, reader: str, **course) -> dict:
    """The answer, with another course of a reader."""
    part = answer["readers"][reader] | {"course": course}
    return answer | {"readers": answer["readers"] | {reader: part}}


@pytest.mark.parametrize(
    ("reader", "sign", "word", "same", "end", "said"),
    [
        ("forward", 1, 0, 5, 1.5, "is above its average from its first word on and ends 1.50 above it."),
        (
            *("forward", -1, 4, 1, -1.25),
            "is mostly above its average (4 of 5 words), falls below it for the last time at its last "
            "word, “good”, and "
            "ends 1.25 below it.",
        ),
        (
            *("forward", 1, 2, 3, 2.0),
            "is mostly above its average (3 of 5 words), stays there from “slow” on and ends 2.00 above it.",
        ),
        (
            *("forward", 1, 3, 2, 2.0),
            "is mostly below its average (3 of 5 words), rises above it for the last time at “but” and "
            "ends 2.00 above "
            "it.",
        ),
        ("backward", -1, 4, 5, -3.0, "is below its average from its first word on and ends 3.00 below it."),
        (
            *("backward", 1, 0, 2, 1.0),
            "is mostly below its average (3 of 5 words), rises above it for the last time at its last "
            "word, “it”, and "
            "ends 1.00 above it.",
        ),
        (
            *("forward", 0, 0, 5, 0.4),
            "is above its average from its first word on, but ends undecided, only 0.40 above it.",
        ),
        (
            *("forward", 0, 2, 3, -0.4),
            "is mostly below its average (3 of 5 words), but ends undecided, only 0.40 below it.",
        ),
        (
            *("forward", 0, 4, 1, 0.4),
            "is mostly below its average (4 of 5 words), but ends undecided, only 0.40 above it.",
        ),
    ],
)
def test_a_sentence_tells_the_course_of_a_reader(scripts, reader, sign, word, same, end, said):
    answer = reading("it was slow but good")
    answer = on_course(answer, reader, sign=sign, word=word, same=same, end=end, most=3.0)
    assert plain(sentence(scripts, answer, reader)).startswith(f"The {reader} reader {said}")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (
            1,
            "is below its average at half of the 4 words, rises above it for the last time at “slow” and "
            "ends 0.75 "
            "above it.",
        ),
        (0, "is below its average at half of the 4 words and ends undecided, only 0.75 above it."),
    ],
)
def test_half_of_the_words_is_not_mostly(scripts, sign, said):
    answer = on_course(reading("it was slow good"), "forward", sign=sign, word=2, same=2, end=0.75, most=3.0)
    assert plain(sentence(scripts, answer)).startswith(f"The forward reader {said}")


def test_a_reader_that_never_leaves_the_margin_takes_no_side(scripts):
    answer = on_course(reading("it was slow"), "forward", sign=0, word=0, same=3, end=0.75, most=0.99)
    said = "The forward reader stays undecided, never more than 0.99 from its average. "
    assert plain(sentence(scripts, answer)).startswith(said)
    answer = on_course(answer, "forward", sign=0, word=0, same=3, end=0.75, most=MARGIN)
    assert "stays undecided" not in sentence(scripts, answer)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", ["it was slow but good", "the start was fine", "a good start"])
def test_a_sentence_names_the_words_that_move_a_reader_most(scripts, reader, text):
    analysis = analysis_of(text)
    said = plain(sentence(scripts, reading(text), reader))
    words, steps = analysis.encoded.words, getattr(analysis.ledger, reader)
    states = getattr(analysis.reading, reader)
    start = np.zeros((1, 5))
    path = [start, states] if reader == "forward" else [states, start]
    moved = np.linalg.norm(np.diff(np.concatenate(path), axis=0), axis=1)
    strongest, changed = np.abs(steps).argmax(), moved.argmax()
    assert f"“{words[strongest]}” moves" in said
    (step,) = re.findall(r"\(([+−]\d+\.\d\d)\)", said)
    assert float(step.replace("−", "-")) == pytest.approx(steps[strongest], abs=0.0151)
    if strongest == changed:
        assert said.endswith("and its memory most.")
    else:
        assert said.endswith(f"its memory changes most at “{words[changed]}”.")


def test_without_statistics_a_sentence_says_only_where_a_reader_ends(scripts):
    analysis = analysis_of("it was good")
    said = sentence(scripts, reading("it was good", known=False))
    ends = signed(analysis.ledger.forward_total)
    assert said.startswith(f"The forward reader ends at {ends}. ")


def test_a_single_word_gets_a_sentence_of_its_own(scripts):
    ends = signed(analysis_of("good").ledger.backward_total)
    assert plain(sentence(scripts, reading("good"), "backward")) == (
        f"The backward reader has one word to read, “good”, and ends at {ends}."
    )


def test_a_word_in_a_sentence_is_isolated_bounded_and_placed_if_repeated(scripts):
    assert "\u2068שלום\u2069” (word " in sentence(scripts, reading("שלום " * 3))
    said = sentence(scripts, reading("a" * 500))
    assert "a" * 23 + "…" in said
    assert len(said) < 150


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_a_stage_is_described_to_those_who_do_not_see_it(scripts, direction):
    config = ModelConfig(units=5, direction=direction)
    ledger = analysis_of("it was good", config).ledger
    answer = reading("it was good", direction=direction)
    code = "(picture, texts) => lib.alternativeOf(picture, texts)"
    said = pictured(scripts, answer, code, READ)
    assert "3 words" in said
    assert "{" not in said
    for reader in READERS:
        assert (f"{reader} memory of 5 units" in said) == (reader in config.readers)
    for reader in config.readers:
        assert signed(getattr(ledger, f"{reader}_total")) in said
