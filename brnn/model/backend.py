"""TensorFlow and Keras, imported without the page of hints that they greet with.

Import them from here: `from brnn.model.backend import keras, tf`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# 3 hides what is below a fatal error; real errors reach us as exceptions all the same.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def _silent_stderr() -> Iterator[None]:
    """Drop what is written to file descriptor 2: TensorFlow's first lines heed no setting."""
    with Path(os.devnull).open("w") as nowhere:
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


with _silent_stderr():
    import keras
    import tensorflow as tf

    tf.zeros(())  # the first operation speaks as well

__all__ = ["keras", "tf"]
