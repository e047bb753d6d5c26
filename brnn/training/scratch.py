"""The scratch folder of a training: its checkpoints, and a lock that keeps a second training out."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from brnn.config import Task
from brnn.model import folder as model_folder
from brnn.model import weights
from brnn.model.files import part_of
from brnn.text import streams
from brnn.training import checkpoint
from brnn.training.checkpoint import CheckpointError
from brnn.training.presets import Preset

READERS, HEADS, ENCODER, SAID = "readers.npz", "heads.npz", "encoder.npz", "said.npz"
NETWORK, STATE = "network.npz", "state.npz"
_CHECKPOINTS = (READERS, HEADS, ENCODER, SAID, NETWORK, STATE)
MODEL = "model"
"""The checkpoints of the stages, in their order, and the folder of the best model so far."""
_LOCK, _LOCKED_BYTE = "lock", 1 << 20  # Windows lets nobody read the byte that is locked


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Create and lock a scratch folder; remove it in the end if it holds nothing.

    The system releases the lock of a process that dies. Raises CheckpointError if another process
    holds it; the message names that process. An OSError is raised again with advice to resume.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _LOCK
    with path.open("a+", encoding="utf-8") as file:
        if not _lock(file):
            file.seek(0)
            raise CheckpointError(f"another training uses {folder}: {file.read()}")
        file.truncate(0)
        file.write(f"process {os.getpid()}, started {time.strftime('%Y-%m-%d %H:%M:%S')}")
        file.flush()
        try:
            yield
        except OSError as error:
            advice = "; continue with --resume after the last complete epoch" if checkpoints(folder) else ""
            raise OSError(streams.reason(error) + advice) from error
        finally:
            if sys.platform == "win32":
                file.close()  # no open file can be removed there
            path.unlink(missing_ok=True)  # elsewhere while it is locked: whoever has opened it notices
            with contextlib.suppress(OSError):
                folder.rmdir()


def begin(folder: Path, resume: bool, fresh: bool) -> None:
    """Keep the checkpoints in a scratch folder to resume from them, or remove them, as asked for.

    Raises CheckpointError if there are checkpoints and neither is asked for.
    """
    if fresh:
        clear(folder)
    if not model_folder.may_be_replaced(folder / MODEL):
        raise CheckpointError(f"{folder / MODEL} holds something other than a brnn model: remove it first")
    if (found := checkpoints(folder)) and not resume:
        progress = checkpoint.progress(found[-1])
        choice = "continue it with --resume, or discard it with --fresh"
        raise CheckpointError(f"{folder} holds an interrupted training ({progress}); {choice}")


def checkpoints(folder: Path) -> list[Path]:
    """Return the checkpoints in a scratch folder, in the order of the stages."""
    return [folder / name for name in _CHECKPOINTS if (folder / name).is_file()]


def clear(folder: Path) -> None:
    """Remove what a training wrote to its scratch folder, and nothing else."""
    for name in _CHECKPOINTS:
        for path in (folder / name, part_of(folder / name)):
            path.unlink(missing_ok=True)
    model_folder.remove(folder / MODEL)


def space(preset: Preset) -> int:
    """Return about how many bytes a training needs on disk at once.

    A checkpoint holds four numbers per weight (the weight, two of Adam, the best), and is replaced
    only when the next one is whole. A model has a vocabulary, statistics and metrics too.
    """
    words = preset.model.vocabulary_size
    task: Task = "guess" if preset.heads else "verdict"
    numbers = weights.count(preset.model, words, task)
    stages = 1 + bool(preset.pretraining) + bool(preset.teacher)
    encoder = 400_000_000 * bool(preset.teacher)
    return (stages + 1) * 16 * numbers + 3 * (2 * numbers + 20 * words) + encoder + 2_000_000


def _lock(file: IO[str]) -> bool:
    """Lock an open file for this process. Returns whether no other process holds the lock or removed it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return os.fstat(file.fileno()).st_nlink > 0
