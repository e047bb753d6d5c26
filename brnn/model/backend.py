"""TensorFlow and Keras, imported without their start-up messages.

Import them from here: `from brnn.model.backend import keras, tf`.
"""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path

import numpy as np

# 3 hides everything below fatal errors; other errors still reach us as exceptions.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def _silent_stderr() -> Iterator[None]:
    """Silence file descriptor 2: TensorFlow's first messages ignore every setting."""
    with Path(os.devnull).open("w") as nowhere:
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


with _silent_stderr():
    # Other settings of Keras would change the models or prevent its import. Nor may it create a folder.
    for name in [name for name in os.environ if name.startswith("KERAS_")]:
        del os.environ[name]
    os.environ |= {"KERAS_BACKEND": "tensorflow", "KERAS_HOME": os.devnull}
    import keras
    import tensorflow as tf

    tf.zeros(())  # the first operation prints messages too

__all__ = ["keras", "tf", "versions"]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that compute."""
    return {
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "numpy": np.__version__,
    }
