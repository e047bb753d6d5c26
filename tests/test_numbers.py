"""Numbers as they are printed: signed, in two decimals, and terms that add up to their sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brnn.text.numbers import add_up, percent, run_up, signed


def hundredths(printed: str) -> int:
    return round(float(printed.replace("−", "-")) * 100)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=5), st.floats(-1e-5, 1e-5), st.booleans())
def test_printed_terms_add_up_to_the_printed_total(terms, remainder, constant):
    total = sum(terms) + remainder
    printed, printed_total = add_up(terms, total, constant)
    if constant:
        assert hundredths(printed[-1]) == round(100 * terms[-1])
    assert sum(map(hundredths, printed)) == hundredths(printed_total)
    assert hundredths(printed_total) == round(total * 100)
    for term, shown in zip(terms, printed, strict=True):
        assert abs(term - hundredths(shown) / 100) < (0.0151 if constant else 0.0101)


def test_what_rounding_leaves_over_goes_where_it_was_taken():
    assert add_up([0.004, 0.004, 0.004], 0.012) == (["+0.01", "0.00", "0.00"], "+0.01")
    assert add_up([1.424, -0.113, 0.876], 2.187) == (["+1.42", "−0.11", "+0.88"], "+2.19")


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=5), st.floats(-50, 50), st.sampled_from((-1, 0, 1)))
def test_printed_steps_lead_from_one_running_value_to_the_next(values, start, off):
    end = signed(round(values[-1], 2) + off / 100)
    printed, steps = run_up(values, start, end)
    assert printed == [*map(signed, values[:-1]), end]
    at = round(100 * start)
    for value, step in zip(printed, steps, strict=True):
        at += hundredths(step)
        assert at == hundredths(value)
    assert run_up([], start, end) == ([], [])


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
