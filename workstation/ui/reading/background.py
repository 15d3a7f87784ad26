"""Work off the main thread, its outcome back on it: one pool a window, outcomes as a queued signal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from workstation.errors import GaronneError
from workstation.language import tr

log = logging.getLogger(__name__)


class Background(QObject):
    """``run(work, done, failed)``: ``work()`` in a thread, then ``done(result)`` or ``failed(sentence)`` on the main thread.
    ``call`` brings any callable to the main thread, from any thread."""

    _back = Signal(object)

    def __init__(self, parent: QObject, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reading")
        self._closed = False
        self._back.connect(self._deliver)

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[str], None] | None = None) -> None:
        if self._closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(lambda f: self.call(lambda: self._outcome(f, done, failed)))

    def call(self, what: Callable[[], None]) -> None:
        if not self._closed:
            self._back.emit(what)

    def close(self) -> None:
        """Nothing is delivered any more; what runs is waited for."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, what: Callable[[], None]) -> None:
        if not self._closed:
            what()

    def _outcome(self, future: Future[Any], done: Callable[[Any], None], failed: Callable[[str], None] | None) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            try:
                done(future.result())
                return
            except GaronneError as refused:
                error = refused
        if not isinstance(error, GaronneError):
            log.error("in the background", exc_info=error)
        if failed is not None:
            failed(str(error) if isinstance(error, GaronneError) else tr("An unexpected fault: {detail}", detail=repr(error)[:200]))
