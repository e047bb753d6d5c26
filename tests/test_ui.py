"""What the page says: numbers that add up, sentences that are true, texts that come to no harm."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import analysis_of, read_by_hand

from brnn import figures
from brnn.config import ModelConfig
from brnn.text.numbers import add_up, percent, signed
from brnn.ui import address, payload, texts
from brnn.ui.models import Models, NoModel
from brnn.ui.sentences import last_turn, reader_sentence

CONFIG = ModelConfig(units=5)
PATIENCE = 60  # seconds after which a model that never comes fails a test


def read(text: str, config: ModelConfig = CONFIG, most: int | None = 16) -> payload.Part:
    return payload.reading(*read_by_hand(text, config), "m", config, most)


def hundredths(printed: str) -> int:
    return round(float(printed.replace("−", "-")) * 100)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=5), st.floats(-1e-5, 1e-5))
def test_printed_terms_add_up_to_the_printed_total(terms, remainder):
    total = sum(terms) + remainder
    printed, printed_total = add_up(terms, total)
    assert sum(map(hundredths, printed)) == hundredths(printed_total)
    assert hundredths(printed_total) == round(total * 100)
    for term, shown in zip(terms, printed, strict=True):
        assert abs(term - hundredths(shown) / 100) < 0.0101


def test_what_rounding_leaves_over_goes_where_it_was_taken():
    assert add_up([0.004, 0.004, 0.004], 0.012) == (["+0.01", "0.00", "0.00"], "+0.01")
    assert add_up([1.424, -0.113, 0.876], 2.187) == (["+1.42", "−0.11", "+0.88"], "+2.19")


@pytest.mark.parametrize(
    ("value", "shown"), [(1.424, "+1.42"), (-0.113, "−0.11"), (0.004, "0.00"), (-0.004, "0.00")]
)
def test_numbers_have_a_sign_and_a_true_minus(value, shown):
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.5, "50%"), (0.9949, "99%"), (0.997, ">99%"), (1.0, ">99%"), (0.004, "<1%"), (0, "<1%")],
)
def test_what_is_not_certain_never_reads_0_or_100_percent(probability, shown):
    assert percent(probability) == shown


@pytest.mark.parametrize(
    ("evidence", "turn"),
    [
        ([1.0, 2.0, 0.5], 0),
        ([-1.0, 2.0, 0.5], 1),
        ([1.0, -1.0, 0.5], 2),
        ([0.001, 0.5], 1),
        ([-1.0], 0),
    ],
)
def test_the_turn_is_where_the_final_sign_begins_for_good(evidence, turn):
    assert last_turn(np.array(evidence)) == turn


def test_each_reader_gets_a_sentence_in_its_own_order():
    analysis = analysis_of("it was slow but good")
    for reader in ("forward", "backward"):
        sentence = reader_sentence(analysis, reader)
        assert sentence.startswith(f"The {reader} reader ")
        steps = getattr(analysis.ledger, reader)
        strongest = analysis.encoded.words[int(np.abs(steps).argmax())]
        assert f"\u2068{strongest}\u2069" in sentence
        assert signed(steps[np.abs(steps).argmax()]) in sentence


def test_a_word_in_a_sentence_is_isolated_bounded_and_placed_if_repeated():
    sentence = reader_sentence(analysis_of("שלום " * 3), "forward")
    assert "\u2068שלום\u2069” (word " in sentence
    sentence = reader_sentence(analysis_of("a" * 500), "forward")
    assert "a" * 23 + "…" in sentence
    assert len(sentence) < 150


TEXTS = [
    "",
    "!!!",
    "good",
    "It was <b>slow</b>, but lovely!",
    "good\r\nstart\u2028it 👍🏽 zzz שלום",
    "zzz yyy xxx",
    "the start " * 40,
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("keep", ["start", "end"])
@pytest.mark.parametrize("punctuation", [True, False])
def test_stretches_give_back_the_text_and_mark_every_word(text, keep, punctuation):
    config = ModelConfig(units=5, max_words=50, keep=keep, punctuation=punctuation)
    analysis = analysis_of(text, config)
    stretches = payload.segments(analysis)
    assert "".join(part for _, part in stretches) == analysis.encoded.text
    assert sum(kind == "unknown" for kind, _ in stretches) == analysis.encoded.unknown_words
    cut = sum(part.count("the") + part.count("start") for kind, part in stretches if kind == "cut")
    assert cut == analysis.encoded.cut_off_words
    kinds = [kind for kind, _ in stretches]
    assert kinds.count("cut") <= 1
    assert all(a != b or a == "unknown" for a, b in pairwise(kinds))


def test_the_legend_counts_what_is_marked():
    analysis = analysis_of("zzz " + "good " * 50 + "zzz")
    legend = {
        entry["kind"]: entry["text"] for entry in payload.words(analysis, "m", CONFIG)["legend"]
    }
    assert legend == {
        "unknown": "1 unknown, read as a blank",
        "cut": "2 beyond the last 50, not read",
    }


def test_mostly_unknown_words_get_a_hint():
    def hint(text: str) -> str:
        return payload.words(analysis_of(text), "m", CONFIG)["hint"]

    assert hint("ein zzz film good") == texts.MOSTLY_UNKNOWN
    assert hint("zzz good") == ""
    assert hint("") == ""


@pytest.mark.parametrize("text", ["", "  ", "?!…", "\n\n"])
def test_nothing_to_read_is_no_judgement(text):
    answer = read(text)
    verdict, stage = answer["verdict"], answer["stage"]
    assert verdict["state"] == "message"
    assert "+0.25" in verdict["details"][0]
    assert "not a judgement" in verdict["details"][0]
    assert stage["state"] == "empty"


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_the_sum_has_a_term_for_each_reader_there_is_and_the_bias(direction):
    config = ModelConfig(units=5, direction=direction)
    verdict = payload.verdict(analysis_of("it was good", config), config)
    names = [term["name"] for term in verdict["terms"]]
    readers = ["forward", "backward"] if direction == "bidirectional" else [direction]
    assert names == [*readers, "bias"]
    assert sum(hundredths(term["value"]) for term in verdict["terms"]) == hundredths(
        verdict["total"]["value"]
    )


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("text", ["it was good", "good", ""])
def test_a_model_with_one_reader_says_nothing_of_the_other(direction, text):
    config = ModelConfig(units=5, direction=direction)
    said = json.dumps(read(text, config), ensure_ascii=False)
    arrow, other = ("←", "backward") if direction == "forward" else ("→", "forward")
    assert other not in said
    assert arrow not in said
    for plural in ("both", "Each reader", "each reader", "Two"):
        assert plural not in said


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("direction", "most"),
    [("bidirectional", 2), ("bidirectional", None), ("forward", 16), ("backward", 3)],
)
def test_the_numbers_of_the_payload_are_those_of_the_record(text, direction, most):
    config = ModelConfig(units=5, direction=direction, max_words=50)
    analysis, units = read_by_hand(text, config)
    answer = payload.reading(analysis, units, "m", config, most)
    assert answer["text"] == analysis.encoded.text
    assert answer["model"] == "m"
    stage = answer["stage"]
    if analysis.nothing_to_read:
        assert stage["state"] == "empty"
        return
    readers = ["forward", "backward"] if direction == "bidirectional" else [direction]
    assert stage["readers"] == readers
    assert answer["verdict"]["probability"] == analysis.verdict.probability
    for reader in readers:
        assert stage["delta"][reader] == getattr(analysis.ledger, reader).tolist()
        assert stage["evidence"][reader] == getattr(analysis.ledger, f"{reader}_evidence").tolist()
        order = np.argsort(-np.abs(getattr(units, f"{reader}_total")))[:most]
        assert stage["units"][reader] == order.tolist()
        (drawn,) = [t for t in stage["figure"]["data"] if t["name"] == f"{reader} memory"]
        z = np.frombuffer(base64.b64decode(drawn["z"]["bdata"]), "<f4")
        memory = getattr(analysis.reading, reader)
        assert np.array_equal(z.reshape(len(order), -1), memory[:, order].T)
    assert stage["scale"] == max(np.abs(stage["delta"][reader]).max() for reader in readers)
    assert "unitsOffer" in stage
    assert [text[word["start"] : word["end"]] for word in stage["words"]] == [
        word.text for word in analysis.encoded.text_words if word.status != "cut off"
    ]
    assert len(stage["words"]) == len(analysis.encoded.words)
    unknown = sum(word["unknown"] for word in stage["words"])
    assert unknown == analysis.encoded.unknown_words


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_in_place_of_the_figure_stands_what_the_sentences_say(direction):
    config = ModelConfig(units=5, direction=direction)
    analysis, units = read_by_hand("it was slow but good", config)
    stage = payload.reading(analysis, units, "m", config, None)["stage"]
    said = [sentence["text"] for sentence in stage["sentences"]]
    assert said == [reader_sentence(analysis, reader) for reader in stage["readers"]]
    assert stage["alternative"] == " ".join([figures.describe(analysis), *said])


def test_all_units_are_offered_where_there_are_more_than_are_shown():
    def offer(units: int, most: int | None) -> str:
        return read("it was good", ModelConfig(units=units), most)["stage"]["unitsOffer"]

    assert offer(16, 16) == offer(5, None) == ""
    assert offer(40, 16) == texts.ALL_UNITS.format(all=40)
    assert offer(40, None) == texts.FIRST_UNITS.format(most=16)


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_titles_and_ticks_stand_where_the_figure_has_them(direction):
    config = ModelConfig(units=5, direction=direction)
    stage = read("it was slow but good", config)["stage"]
    layout = stage["figure"]["layout"]
    names = [row["name"] for row in stage["rows"]]
    assert names == [
        name
        for name in ("forward", "evidence", "backward")
        if name in (*stage["readers"], "evidence")
    ]
    for row, axis in zip(stage["rows"], [*range(2, len(names) + 1), ""], strict=True):
        assert row["domain"] == layout[f"yaxis{axis}"]["domain"]
        assert bool(row["key"]) == (row["name"] == "evidence")
        assert row["title"] in [note["text"] for note in layout["annotations"]]
        if row["name"] == "evidence":
            assert stage["ticks"] == {
                "range": layout[f"yaxis{axis}"]["range"],
                "values": layout[f"yaxis{axis}"]["tickvals"],
                "texts": layout[f"yaxis{axis}"]["ticktext"],
            }


def test_a_payload_is_plain_json_and_leaves_markup_as_text():
    text = "<script>alert(1)</script> ${value} {{value}} <b>good</b> &amp; a\0b \u202ereversed"
    answer = read(text)
    assert json.loads(json.dumps(answer, allow_nan=False)) == json.loads(json.dumps(answer))
    assert "".join(part for _, part in answer["words"]["segments"]) == text
    labels = [word["label"] for word in answer["stage"]["words"]]
    assert labels[:3] == ["script", "alert", "1"]  # for text nodes, so nothing is escaped
    assert not {"\0", "\u202e"} & set("".join(labels))


def test_words_of_the_stage_are_as_typed_and_bounded():
    config = ModelConfig(units=5, punctuation=True)
    text = "AT&T <b> " + "x" * 500
    labels = [word["label"] for word in read(text, config)["stage"]["words"]]
    assert "".join(labels[:-1]) == "AT&T<b>"
    assert labels[-1] == "x" * 13 + "…"


class FakeAnalyzer:
    def analyze(self, text: str) -> str:
        return text


def broken() -> FakeAnalyzer:
    raise ValueError("it is broken")


def started(**loads) -> Models:
    models = Models(lambda: loads)
    models.start()
    return models


def test_the_first_model_that_loads_is_the_default_and_what_failed_before_is_left_out():
    models = started(bad=broken, b=FakeAnalyzer, a=FakeAnalyzer)
    assert models.ask().result(PATIENCE)[0] == models.ask("gone").result(PATIENCE)[0] == "b"
    assert models.ask("a").result(PATIENCE)[0] == "a"
    assert models.names() == ["b", "a"]
    assert models.left_out() == ["it is broken"]


def test_a_model_is_loaded_once_and_only_when_somebody_asks_for_it():
    loaded = []

    def load(name: str) -> FakeAnalyzer:
        loaded.append(name)
        return FakeAnalyzer()

    models = started(**{name: partial(load, name) for name in "abc"})
    first = models.ask().result(PATIENCE)
    assert loaded == ["a"]
    assert models.ask("a").result(PATIENCE) is first
    assert models.ask("c").result(PATIENCE) is models.ask("c").result(PATIENCE)
    assert loaded == ["a", "c"]


def test_a_model_that_cannot_be_loaded_says_why_and_the_others_stay():
    models = started(a=FakeAnalyzer, bad=broken)
    models.ask().result(PATIENCE)
    assert models.names() == ["a", "bad"]  # nobody knows yet
    with pytest.raises(NoModel, match="it is broken"):
        models.ask("bad").result(PATIENCE)
    assert models.names() == ["a"]
    assert models.ask("a").result(PATIENCE)[0] == "a"


def test_without_any_model_whoever_waits_hears_why():
    models = started(bad=broken, worse=broken)
    with pytest.raises(NoModel) as raised:
        models.ask().result(PATIENCE)
    assert raised.value.reasons == ["it is broken"] * 2


def test_an_error_that_nobody_expects_is_told_and_logged(caplog):
    def fail():
        raise OSError("the disk is gone")

    for models in (Models(lambda: {"a": fail}), Models(fail)):
        models.start()
        with pytest.raises(NoModel, match="OSError: the disk is gone"):
            models.ask().result(PATIENCE)
    assert "the disk is gone" in caplog.text


@pytest.fixture
def slow() -> Iterator[tuple[Models, threading.Event]]:
    """Models of which one takes its time, until it is let go."""
    go = threading.Event()
    models = started(quick=FakeAnalyzer, slow=lambda: go.wait(PATIENCE) and FakeAnalyzer())
    models.ask().result(PATIENCE)
    yield models, go
    go.set()


def test_any_number_may_wait_for_a_model_and_none_holds_a_thread(slow):
    models, go = slow

    async def wait() -> int:
        waiting = [asyncio.create_task(models.loaded("slow")) for _ in range(200)]
        await asyncio.sleep(0)  # all of them begin
        await models.loaded("quick")  # whoever wants another model does not wait with them
        threads = threading.active_count()
        waiting.pop().cancel()  # somebody leaves, and the others wait on
        await asyncio.sleep(0)
        go.set()
        assert {name for name, _ in await asyncio.gather(*waiting)} == {"slow"}
        return threads

    before = threading.active_count()
    assert asyncio.run(wait()) <= before
    assert models.ask("slow").result(PATIENCE)[0] == "slow"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ladder/gru-forward", "Ladder: GRU, forward only"),
        ("ladder/simple-bidirectional", "Ladder: simple RNN, bidirectional"),
        ("ladder/mine", "ladder/mine"),
        ("article", "article"),
    ],
)
def test_a_model_of_the_ladder_is_called_by_what_sets_it_apart(name, shown):
    assert payload.model_name(name) == shown
    assert f"“{shown}”" in payload.model_line(name, CONFIG)


@pytest.mark.parametrize("number", ["0", "65536", "-1", "http"])
def test_a_port_outside_the_range_is_refused(number):
    with pytest.raises(ValueError, match=r"port|invalid literal"):
        address.port_number(number)


def test_a_taken_port_is_seen_and_the_next_free_one_taken():
    with address.listen("127.0.0.1", 20_000) as first:
        port = first.getsockname()[1]
        with address.listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port
        with socket.create_connection(("127.0.0.1", port), PATIENCE):
            pass  # it listens


def test_the_address_for_others_is_printed_only_when_they_are_let_in(monkeypatch):
    monkeypatch.setattr(address, "network_address", lambda: "192.0.2.7")
    assert address.lines("127.0.0.1", 7860) == ["The page is at  http://127.0.0.1:7860/"]
    assert address.lines(address.ANY, 7860)[1:] == [
        "For others on this network:  http://192.0.2.7:7860/"
    ]


def test_the_head_of_the_page_is_ours():
    server = pytest.importorskip("brnn.ui.server")
    gradio_head = (
        '<head><meta property="og:image"\n content="https://elsewhere.example/x.jpg" />'
        '<meta name="twitter:creator" content="@Gradio" /><meta charset="utf-8" /></head>'
    )
    head = server.own_head(gradio_head, "https://here.example/brnn/")
    assert "elsewhere" not in head
    assert "@Gradio" not in head
    assert '<meta charset="utf-8" />' in head
    assert 'content="https://here.example/brnn/card.png"' in head
    assert head.count("<title>") == 1


def test_gradios_queue_rests_between_two_looks():
    """Fails if Gradio names its pauses otherwise, or has none any more: see `server.rest`."""
    server = pytest.importorskip("brnn.ui.server")
    import gradio as gr

    async def pauses() -> list[dict[str, float]]:
        with gr.Blocks(analytics_enabled=False) as blocks:
            queue = blocks.queue()._queue
        found = []
        for change in (lambda _: None, server.rest):
            change(blocks)
            found.append({pause: getattr(queue, pause) for pause in server.PAUSES})
            source = inspect.getsource(type(queue))
        assert all(f"asyncio.sleep(self.{pause})" in source for pause in server.PAUSES)
        return found

    often, rare = asyncio.run(pauses())
    assert rare == server.PAUSES
    assert all(rare[pause] >= 10 * often[pause] for pause in rare)
