"""A cache keeps what was used most recently, within bounds, and an analyzer reads a text once."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from oracle import WORDS, random_model

from brnn import analyzer as module
from brnn.analyzer import Analyzer
from brnn.model.cache import Cache


def asked(cache, keys) -> list[str]:
    """The keys whose values were computed."""
    computed: list[str] = []
    for key in keys:
        assert cache.get(key, lambda key=key: computed.append(key) or key) == key
    return computed


def test_recent_values_are_not_computed_again():
    cache = Cache(most=2, most_bytes=100, size=len)
    assert asked(cache, ["a", "b", "a", "c", "a", "b"]) == ["a", "b", "c", "b"]


def test_values_take_no_more_bytes_than_allowed():
    cache = Cache(most=9, most_bytes=10, size=len)
    assert asked(cache, ["aaaa", "bbbb", "aaaa", "cc", "bbbb"]) == ["aaaa", "bbbb", "cc"]
    assert asked(cache, ["ddd", "cc", "bbbb", "aaaa"]) == ["ddd", "aaaa"]


def test_a_value_that_is_too_large_drops_no_other():
    cache = Cache(most=9, most_bytes=10, size=len)
    assert asked(cache, ["a", "b" * 11, "a", "b" * 11]) == ["a", "b" * 11, "b" * 11]


def test_an_error_is_not_cached():
    cache = Cache(most=9, most_bytes=10, size=len)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: str(1 // 0))
    assert asked(cache, ["a"]) == ["a"]


def test_threads_may_share_a_cache():
    cache = Cache(most=5, most_bytes=20, size=len)
    keys = [str(n % 17) for n in range(4_000)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda key: cache.get(key, lambda: key), keys)) == keys
    assert len(cache._entries) == 5
    assert cache._bytes == sum(map(len, cache._entries))


# Texts


def test_a_text_is_read_once_and_its_analysis_shared():
    analyzer = Analyzer(random_model())
    analysis = analyzer.analyze("a slow start")
    assert analyzer.analyze("a slow start") is analysis
    assert analyzer.analyze("a slow start ") is not analysis
    for array in (analysis.reading.forward, analysis.ledger.forward_evidence):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_size_of_an_analysis_is_estimated_from_above(monkeypatch):
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


def test_a_cached_text_does_not_show_in_any_representation():
    analyzer = Analyzer(random_model())
    analyzer.analyze("a lovely secret")
    for thing in (analyzer, analyzer.cache, analyzer._readers):
        assert "secret" not in f"{thing!r}{thing}"
