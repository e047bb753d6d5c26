"""A cache in memory, bounded by the number and by the size of its entries."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """The most recently used values. The least recently used ones are dropped first.

    Threads may share a cache. If two ask for the same missing key at once, both compute its value.

    most: maximum number of entries. most_bytes: maximum size of all entries together.
    size: returns the approximate size of a value and its key, in bytes.
    hits, misses: how many values were found, and how many had to be computed.
    """

    def __init__(self, most: int, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._lock, self._bytes = threading.Lock(), 0
        self.hits = self.misses = 0
        self._entries: OrderedDict[str, tuple[Value, int]] = OrderedDict()

    def get(self, key: str, compute: Callable[[], Value]) -> Value:
        """Return the value of a key. If it is not in the cache, compute it."""
        with self._lock:
            if key in self._entries:
                self.hits += 1
                self._entries.move_to_end(key)
                return self._entries[key][0]
            self.misses += 1
        value = compute()
        size = self._size(value)
        with self._lock:
            if size <= self._most_bytes and key not in self._entries:
                self._entries[key] = value, size
                self._bytes += size
            while len(self._entries) > self._most or self._bytes > self._most_bytes:
                _, (_, freed) = self._entries.popitem(last=False)
                self._bytes -= freed
        return value
