"""The protocol between the page and its server.

An answer holds numbers and words: no figures, sentences, rounding or markup. The page writes and
draws. Each module of `answers` has the type of its answer next to the function that gives it. The
constants below reach the page's scripts when it loads, see `web/lib/given.js`.

Words are counted from 0 among the words read, units from 0; evidence is in log-odds. A visitor's
text travels as a value and becomes a text node in the page, never markup.
"""

import base64
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import TypedDict as TypedDict  # before Python 3.12 pydantic cannot check typing's own

FIRST_UNITS = 16
"""How many units of each reader are drawn, unless all are."""

CONSTANTS: dict[str, Any] = {"firstUnits": FIRST_UNITS}
"""Constants that the scripts share with the server."""


class Message(TypedDict):
    """A message instead of an answer. about: which message; details: one line of text each.

    details holds the reasons given by a loader or a check (names of files and settings), never a
    visitor's text.
    """

    kind: Literal["message"]
    about: str
    details: list[str]


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
