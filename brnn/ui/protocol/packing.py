"""Numbers as the page takes them, and what is said instead of an answer."""

from __future__ import annotations

import base64
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own


class Numbers(TypedDict):
    """An array as float32, little-endian, row after row, in base64."""

    shape: list[int]
    base64: str


def pack(values: ArrayLike) -> Numbers:
    """Return an array as the page takes it; what is no number (NaN) stays so."""
    array = np.ascontiguousarray(values, dtype="<f4")
    return {"shape": list(array.shape), "base64": base64.b64encode(array.tobytes()).decode()}


def unpack(numbers: Numbers) -> NDArray[np.float32]:
    """Return the array that was packed, float32."""
    content = base64.b64decode(numbers["base64"], validate=True)
    return np.frombuffer(content, "<f4").reshape(numbers["shape"])


class Message(TypedDict):
    """Something to say instead of an answer. about: which message; details: a line of text each.

    details holds reasons that a loader or a check gave (names of files and settings), never what
    was typed.
    """

    kind: Literal["message"]
    about: str
    details: list[str]
