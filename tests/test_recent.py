"""What was asked for last is kept, within bounds; and texts are read only once."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from oracle import WORDS, random_model

from brnn import analyzer as module
from brnn.analyzer import Analyzer
from brnn.model.recent import Recent


def asked(recent, keys) -> list[str]:
    """The keys whose values had to be made."""
    made: list[str] = []
    for key in keys:
        assert recent.get(key, lambda key=key: made.append(key) or key) == key
    return made


def test_what_was_asked_for_last_is_not_made_again():
    recent = Recent(most=2, most_bytes=100, size=len)
    assert asked(recent, ["a", "b", "a", "c", "a", "b"]) == ["a", "b", "c", "b"]


def test_values_take_no_more_bytes_than_they_may():
    recent = Recent(most=9, most_bytes=10, size=len)
    assert asked(recent, ["aaaa", "bbbb", "aaaa", "cc", "bbbb"]) == ["aaaa", "bbbb", "cc"]
    assert asked(recent, ["ddd", "cc", "bbbb", "aaaa"]) == ["ddd", "aaaa"]


def test_a_value_too_large_is_not_kept_and_drives_nothing_out():
    recent = Recent(most=9, most_bytes=10, size=len)
    assert asked(recent, ["a", "b" * 11, "a", "b" * 11]) == ["a", "b" * 11, "b" * 11]


def test_an_error_is_not_kept():
    recent = Recent(most=9, most_bytes=10, size=len)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: str(1 // 0))
    assert asked(recent, ["a"]) == ["a"]


def test_many_threads_may_ask_at_once():
    recent = Recent(most=5, most_bytes=20, size=len)
    keys = [str(n % 17) for n in range(4_000)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda key: recent.get(key, lambda: key), keys)) == keys
    assert len(recent._kept) == 5
    assert recent._bytes == sum(map(len, recent._kept))


# Texts


def test_a_text_is_read_once_and_its_analysis_shared():
    analyzer = Analyzer(random_model())
    analysis = analyzer.analyze("a slow start")
    assert analyzer.analyze("a slow start") is analysis
    assert analyzer.analyze("a slow start ") is not analysis
    for array in (analysis.reading.forward, analysis.ledger.forward_evidence):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_bound_counts_what_analyses_take(monkeypatch):
    monkeypatch.setattr(module, "_MOST_ANALYSES", 1_000)
    analyzer = Analyzer(random_model(max_words=5))  # so most of a text is words that are cut off
    sizes = []
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(30):
        sizes.append(module._size(analyzer.analyze(f"{n} " + f"{WORDS[n % 20]}, " * 1_000)))
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken <= sum(sizes) <= 2 * taken


def test_no_text_is_shown_by_what_keeps_it():
    analyzer = Analyzer(random_model())
    analyzer.analyze("a lovely secret")
    for thing in (analyzer, analyzer._recent, analyzer._readers):
        assert "secret" not in f"{thing!r}{thing}"
