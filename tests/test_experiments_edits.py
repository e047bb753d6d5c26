"""Edits: the light cone, alignment, fading and shifts, for all cells and directions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import KINDS, WORDS, oracle_reading, random_analyzer, weights_of

from brnn.explain.experiments import alignment
from brnn.explain.experiments.alignment import align
from brnn.explain.experiments.edits import edits

SHORT, LONG = 4, 500
WINDOWS = [(LONG, "end"), (SHORT, "end"), (SHORT, "start")]
windows = st.sampled_from(WINDOWS)
kinds_and_windows = st.sampled_from(
    [(kind, WINDOWS[0]) for kind in KINDS] + [(("gru", "bidirectional"), window) for window in WINDOWS[1:]]
)
words = st.lists(st.sampled_from([*WORDS, "unheard", "Film"]), max_size=12)
few_words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=9)


def analyzer_of(kind, window=(LONG, "end")):
    max_words, keep = window
    return random_analyzer(*kind, max_words=max_words, keep=keep)


@st.composite
def edited(draw, texts=words):
    """A text, and the same with a span of it replaced, removed or put in."""
    text = draw(texts)
    first = draw(st.integers(0, len(text)))
    last = draw(st.integers(first, min(len(text), first + 3)))
    return text, [*text[:first], *draw(texts.map(lambda new: new[:3])), *text[last:]]


def found_of(kind, texts, window=(LONG, "end")):
    analyzer = analyzer_of(kind, window)
    return edits(*(analyzer.analyze(" ".join(text)) for text in texts))


# Light cone


@given(kinds_and_windows, edited())
def test_memories_that_cannot_know_of_an_edit_are_the_same_bit_for_bit(kind_and_window, texts):
    kind, window = kind_and_window
    found = found_of(kind, texts, window)
    one, other = found.before, found.after
    n, m = len(one.encoded.ids), len(other.encoded.ids)
    same = [i == j for i, j in zip(one.encoded.ids, other.encoded.ids, strict=False)]
    same_from_end = [i == j for i, j in zip(one.encoded.ids[::-1], other.encoded.ids[::-1], strict=False)]
    before = [*same, False].index(False)  # how many words both begin with
    after = [*same_from_end, False].index(False)
    untouched = np.flatnonzero(found.forward_untouched)
    assert found.places_before[untouched].tolist() == found.places_after[untouched].tolist()
    forward = one.reading.forward[:before], other.reading.forward[:before]
    backward = one.reading.backward[n - after :], other.reading.backward[m - after :]
    assert forward[0].tobytes() == forward[1].tobytes()
    assert backward[0].tobytes() == backward[1].tobytes()
    assert (found.forward_change[found.forward_untouched] == 0).all()
    assert (found.backward_change[found.backward_untouched] == 0).all()
    assert (found.forward_evidence[found.forward_untouched] == 0).all()
    assert (found.backward_evidence[found.backward_untouched] == 0).all()
    if window[0] == LONG and {*texts[0], *texts[1]} <= {*WORDS}:
        # Nothing that both texts begin, and end, with is left out.
        assert np.count_nonzero(found.forward_untouched) == before
        rest = min(n, m) - before
        assert np.count_nonzero(found.backward_untouched) == min(after, rest) or n == m == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "kinds_found"),
    [
        ("a slow but lovely start", ["same", "same", "inserted", "same", "same"]),
        ("a lovely start", ["same", "deleted", "same", "same"]),
        ("a slow dull start", ["same", "same", "replaced", "same"]),
    ],
)
def test_all_memories_that_can_know_of_an_edit_change(kind, text, kinds_found):
    base = "a slow lovely start"
    found = found_of(kind, (base.split(), text.split()))
    assert list(found.kinds) == kinds_found
    place = next(i for i, row in enumerate(kinds_found) if row != "same")
    assert found.changed.tolist() == [row != "same" for row in kinds_found]
    assert np.flatnonzero(found.forward_untouched).tolist() == list(range(place))
    assert np.flatnonzero(found.backward_untouched).tolist() == list(range(place + 1, len(kinds_found)))
    for reader, after_edit in (("forward", slice(place + 1, None)), ("backward", slice(0, place))):
        there = kind[1] in (reader, "bidirectional")
        assert ((getattr(found, f"{reader}_change")[after_edit] > 0) == there).all()
    assert np.isnan(found.forward_change[place]) == (kinds_found[place] != "replaced")


# Numbers


@given(kinds_and_windows, edited())
def test_changes_and_shifts_are_the_differences_of_the_oracles_readings(kind_and_window, texts):
    kind, window = kind_and_window
    found = found_of(kind, texts, window)
    model = analyzer_of(kind, window).model
    weights = weights_of(model)
    kernel = weights["head"][0][:, 0].astype(np.float64)
    one, other = (
        oracle_reading(analysis.encoded.ids, model.config, weights)
        for analysis in (found.before, found.after)
    )
    half = one.forward.shape[1]
    for reader, head in (("forward", kernel[:half]), ("backward", kernel[half:])):
        old, new = getattr(one, reader), getattr(other, reader)
        change = getattr(found, f"{reader}_change")
        evidence = getattr(found, f"{reader}_evidence")
        for row, (i, j) in enumerate(zip(found.places_before, found.places_after, strict=True)):
            if i < 0 or j < 0:
                assert np.isnan(change[row])
                assert np.isnan(evidence[row])
            else:
                distance = np.sqrt(((new[j] - old[i]) ** 2).sum())
                assert change[row] == pytest.approx(distance, abs=1e-5)
                assert evidence[row] == pytest.approx((new[j] - old[i]) @ head, abs=1e-4)
        end = -1 if reader == "forward" else 0
        totals = [memories[end] @ head if len(memories) else 0.0 for memories in (old, new)]
        shift = getattr(found, f"{reader}_shift")
        assert shift == pytest.approx(totals[1] - totals[0], abs=1e-4)
    assert found.logit_shift == pytest.approx(other.logit - one.logit, abs=1e-4)
    assert found.logit_shift == pytest.approx(found.forward_shift + found.backward_shift, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_fades_where_it_stays_small(kind):
    text = list(np.random.default_rng(3).choice(WORDS, 120))
    found = found_of(kind, (text, [*text[:60], "unheard", *text[61:]]))
    for reader, change in (
        ("forward", found.forward_change[61:]),
        ("backward", found.backward_change[:60][::-1]),
    ):
        largest = getattr(found, f"{reader}_change").max()
        distance = getattr(found, f"{reader}_fades")
        if kind[1] not in (reader, "bidirectional"):
            assert distance is None
            continue
        below = [(change[d:] < 0.01 * largest).all() for d in range(len(change))]
        expected = below.index(True) + 1 if True in below else None
        assert distance == expected
    assert found.faded == 0.01


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ([0, 0, 1, 0.5, 0.001, 0.02, 0.001], 4),  # back at 2% of the largest after three words
        ([0, 0, 1, 0.001, 0, 0, 0], 1),
        ([0, 0, 1, 1, 1, 1, 0.01], None),  # not below 1%
        ([0, 0, 0.01, 1, 0.02, 0.005, 0], 3),  # largest after the edit
        ([0] * 7, None),
    ],
)
def test_fading_counts_from_the_edit_in_the_direction_of_reading(change, expected):
    text = list("abcdefg")
    found = found_of(("simple", "bidirectional"), (text, text))
    assert found.kinds == ("same",) * 7
    change, edit = np.array(change, dtype=np.float64), np.arange(7) == 2
    forward = dataclasses.replace(found, changed=edit, forward_change=change)
    backward = dataclasses.replace(found, changed=edit[::-1], backward_change=change[::-1])
    assert (forward.forward_fades, forward.backward_fades) == (expected, None)
    assert (backward.forward_fades, backward.backward_fades) == (None, expected)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_changes_where_the_model_sees_no_edit(kind):
    # "Film" and "film" have one id; two unknown words have one, too.
    found = found_of(kind, (["a", "Film", "grief"], ["a", "film", "sorrow"]))
    assert found.kinds == ("same", "replaced", "replaced")
    assert not found.changed.any()
    assert found.forward_untouched.all()
    assert found.forward_fades is found.backward_fades is None
    assert found.logit_shift == found.forward_shift == found.backward_shift == 0


# Alignment


def aligned(before, after, window=(LONG, "end")):
    analyzer = analyzer_of(("gru", "bidirectional"), window)
    return align(*(analyzer.analyze(" ".join(text)).encoded for text in (before, after)))


@given(edited(few_words), windows, st.sampled_from([0, 10, 1_000_000]))
def test_rows_hold_every_word_read_once_and_in_order(texts, window, most_steps):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_MOST_STEPS", most_steps)
        rows = aligned(*texts, window)
    max_words, keep = window
    read = [t[:max_words] if keep == "start" else t[-max_words:] for t in texts]
    for side, text in zip(("before", "after"), read, strict=True):
        places = [getattr(row, side) for row in rows if getattr(row, side) >= 0]
        assert places == list(range(len(text)))
    for row in rows:
        there = row.before >= 0, row.after >= 0
        assert (
            there
            == {
                "same": (True, True),
                "replaced": (True, True),
                "inserted": (False, True),
                "deleted": (True, False),
                "moved in": (False, True),
                "moved out": (True, False),
            }[row.kind]
        )
        if there == (True, True):
            alike = read[0][row.before] == read[1][row.after]
            assert alike or row.kind == "replaced"
            assert not alike or row.kind == "same" or most_steps < 1_000


@pytest.mark.parametrize(
    ("window", "before", "after", "kinds_found"),
    [
        ((4, "end"), "a b c d e", "a b c x d e", ["moved out", "same", "inserted", "same", "same"]),
        ((4, "end"), "a b c d e", "a b d e", ["moved in", "same", "deleted", "same", "same"]),
        ((4, "end"), "a b c d e", "a b x d e", ["same", "replaced", "same", "same"]),
        ((4, "end"), "a b c d e", "x y a b c d e", ["same"] * 4),
        ((4, "end"), "a b c d", "a b c d e", ["moved out", "same", "same", "same", "inserted"]),
        (
            (4, "start"),
            "a b c d e",
            "a x b c d e",
            ["same", "inserted", "same", "same", "moved out"],
        ),
        ((4, "start"), "a b c d e", "a b c d e f", ["same"] * 4),
        ((4, "start"), "a b c d e", "b c d e", ["deleted", "same", "same", "same", "moved in"]),
    ],
)
def test_words_that_an_edit_pushes_out_or_lets_in_are_told_apart(window, before, after, kinds_found):
    rows = aligned(before.split(), after.split(), window)
    assert [row.kind for row in rows] == kinds_found
    analyzer = analyzer_of(("gru", "bidirectional"), window)
    found = edits(analyzer.analyze(before), analyzer.analyze(after))
    assert found.window_moved == any(kind.startswith("moved") for kind in kinds_found)


def test_two_edits_far_apart_are_two_and_not_one():
    text = [f"w{number}" for number in range(400)]
    rows = aligned(["x", *text, "y"], [*text, "z", "y"])
    assert [row.kind for row in rows] == ["deleted", *["same"] * 400, "inserted", "same"]


def test_a_word_that_comes_again_and_again_keeps_nobody_waiting():
    [one, other] = ([word for n in range(240) for word in ("a", f"{name}{n}")] for name in "xy")
    rows = aligned(["x", *one], ["y", *other])
    assert {row.kind for row in rows} == {"replaced"}, "difflib would need a second and more for these"


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "good"), ("good", "")])
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_words_can_be_edited(kind, before, after):
    analyzer = random_analyzer(*kind)
    one, other = analyzer.analyze(before), analyzer.analyze(after)
    found = edits(one, other)
    assert len(found.kinds) == len(found.changed) == len(before.split()) + len(after.split())
    assert found.logit_shift == other.verdict.logit - one.verdict.logit
    assert found.forward_fades is found.backward_fades is None
