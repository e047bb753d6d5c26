"""What was asked for last: values that need not be made again, within bounds, in memory only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values made for the keys that were asked for last.

    Several threads may ask at once; two that ask for the same new key may both make its value.

    most, most_bytes: how many values are kept, and how many bytes they take together. Those that
        nobody has asked for longest go first.
    size: bytes that a value and its key take, about.
    """

    def __init__(self, most: int, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._lock, self._bytes = threading.Lock(), 0
        self._kept: OrderedDict[str, tuple[Value, int]] = OrderedDict()

    def get(self, key: str, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now unless it is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        value = make()
        size = self._size(value)
        with self._lock:
            if size <= self._most_bytes and key not in self._kept:
                self._kept[key] = value, size
                self._bytes += size
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed
        return value
