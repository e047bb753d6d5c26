"""Arrays in the page's format, and messages instead of answers."""

from __future__ import annotations

import base64
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own


class Numbers(TypedDict):
    """An array as little-endian float32, row by row, in base64."""

    shape: list[int]
    base64: str


def pack(values: ArrayLike) -> Numbers:
    """Return an array in the page's format; NaN is kept."""
    array = np.ascontiguousarray(values, dtype="<f4")
    return {"shape": list(array.shape), "base64": base64.b64encode(array.tobytes()).decode()}


def unpack(numbers: Numbers) -> NDArray[np.float32]:
    """Return the array that was packed, float32."""
    content = base64.b64decode(numbers["base64"], validate=True)
    return np.frombuffer(content, "<f4").reshape(numbers["shape"])


class Message(TypedDict):
    """A message instead of an answer. about: which message; details: one line of text each.

    details holds the reasons given by a loader or a check (names of files and settings), never a
    visitor's text.
    """

    kind: Literal["message"]
    about: str
    details: list[str]
