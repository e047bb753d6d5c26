"""A Space that shows the page of brnn, on CPU and on ZeroGPU."""

import contextlib
import os
import sys

import brnn.ui  # noqa: F401 - before anything imports Gradio, which it makes quicker

with contextlib.suppress(ImportError):
    import spaces  # part of every Space; ZeroGPU has to come before all that could use CUDA

from brnn.cli import serve

MODELS = ""
"""The models to offer, the default first; the Space's own variable BRNN_MODELS, if set, counts instead."""

if "spaces" in sys.modules:

    @spaces.GPU
    def no_gpu_needed() -> None:
        """Do nothing. ZeroGPU starts no Space without such a function; our models read on the CPU."""


if __name__ == "__main__":
    os.environ.setdefault("BRNN_MODELS", MODELS)
    demo = serve.demo([])
    demo.launch()
