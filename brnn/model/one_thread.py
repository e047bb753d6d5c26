"""A limit of one BLAS thread for products of small matrices.

For matrices of a reader's size, two threads are no faster than one, and several times slower on a
busy machine. They would also round differently.
"""

from __future__ import annotations

import threading
from contextlib import ContextDecorator
from functools import cached_property

from threadpoolctl import OpenBLASController, ThreadpoolController


class OneThread(ContextDecorator):
    """Limits BLAS to one thread while any thread is inside, and then restores the former limit."""

    def __init__(self) -> None:
        self._lock, self._inside = threading.Lock(), 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._take_control()
                self._limit = self._blas.limit(limits=1)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._take_control()
                self._limit.restore_original_limits()

    @staticmethod
    def _take_control() -> None:
        # threadpoolctl lets only the thread that set the first limit set others, for as long as it lives.
        # Here, whoever sets one holds the lock.
        OpenBLASController.clear_controlling_thread(force=True)

    @cached_property
    def _blas(self) -> ThreadpoolController:
        # Created once, because it inspects all libraries of the process.
        return ThreadpoolController().select(user_api="blas")


one_thread = OneThread()
"""Shared by the whole process, because so is the limit."""
