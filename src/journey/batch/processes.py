"""Processes of our own: one that dies is replaced, and none outlives the one that started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Processes(Executor):
    """As many processes as there are processors, or `count`; begun when there is work.

    When one of them dies, what all of them were at fails, and the next that is submitted goes to
    new ones. They end at once when this is shut down, and when this process ends, however it does.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = count or os.cpu_count() or 1
        self._begin()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As `concurrent.futures.Executor.submit`."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self.shutdown()
            self._begin()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:  # noqa: FBT001, FBT002  as its base
        """End all of them at once, whatever they are at."""
        self._alive.close()
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._told.close()

    def _begin(self) -> None:
        # Each a new interpreter, on every system: a copy of this process would hold its open files.
        context = multiprocessing.get_context("spawn")
        # Nothing is ever sent: it is this end being closed, by us or by our end, that tells.
        self._told, self._alive = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self.count, mp_context=context, initializer=_begun, initargs=(self._told,)
        )


def _begun(told: Connection[Any, Any]) -> None:
    """In a new process: leave Ctrl-C to the one that started it, and end when that does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(told,), daemon=True).start()


def _end_with(told: Connection[Any, Any]) -> None:
    told.poll(None)
    os._exit(1)
