"""The worker behind the list: looks at the store's version every 200 ms, reads it when it grew, and does what the hand asked.

All of the store's calls happen on this one thread; the window gets finished values by signals.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from workstation.errors import GaronneError
from workstation.language import tr
from workstation.ui.worklist.snapshot import Snapshot, gather

if TYPE_CHECKING:
    from workstation.settings import Settings
    from workstation.store import Store

LOOK_EVERY_S = 0.2
_Work = Callable[["Store"], Any]


def sentence_of(error: Exception) -> str:
    """For the user: the error's own sentence, or that it is a fault of the program's."""
    if isinstance(error, GaronneError):
        return str(error)
    return tr("An unexpected fault of the program: {cause}", cause=f"{type(error).__name__}: {error}")


class Feed(QObject):
    """``arrived`` brings each new Snapshot; ``failed`` a sentence when the store cannot be read or written."""

    arrived = Signal(object)
    failed = Signal(str)
    _answered = Signal(object, object)

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._store, self._settings, self._clock = store, settings, clock
        self._work: queue.Queue[tuple[_Work, Callable[[Any], None] | None]] = queue.Queue()
        self._stop = threading.Event()
        self._again = threading.Event()
        self._thread = threading.Thread(target=self._run, name="list feed", daemon=True)
        self._answered.connect(lambda done, answer: done(answer))

    def start(self) -> None:
        """Begin; the first snapshot follows at once."""
        self._again.set()
        self._wake()
        self._thread.start()

    def stop(self) -> None:
        """End after the work under way; what was asked before is still done."""
        self._stop.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def use(self, settings: Settings) -> None:
        """Read again with other settings, or in another language."""
        self._settings = settings
        self._again.set()
        self._wake()

    def submit(self, work: _Work, done: Callable[[Any], None] | None = None) -> None:
        """Do ``work(store)`` on the worker, then ``done(answer)`` on the main thread. A failure is told by ``failed``."""
        self._work.put((work, done))

    def _wake(self) -> None:
        self._work.put((lambda store: None, None))

    def _run(self) -> None:
        seen, day, before, rest_until = -1, "", None, 0.0
        while not self._stop.is_set() or not self._work.empty():
            self._do_work()
            if self._stop.is_set():
                continue
            try:
                now = self._clock()
                today = time.strftime("%Y%m%d", time.localtime(now))
                forced = self._again.is_set() or today != day
                if not forced and (time.monotonic() < rest_until or self._store.version() == seen):
                    continue
                if forced:
                    before = None
                self._again.clear()
                began = time.monotonic()
                snapshot = gather(self._store, self._settings, now, before)
                rest_until = time.monotonic() + 2 * (time.monotonic() - began)
                seen, day, before = snapshot.version, today, snapshot
                self._tell(self.arrived, snapshot)
            except Exception as error:  # the list goes on showing what it has, and says why it is not newer
                rest_until = time.monotonic() + 2.0
                self._tell(self.failed, sentence_of(error))

    def _do_work(self) -> None:
        try:
            work, done = self._work.get(timeout=LOOK_EVERY_S)
            while True:
                try:
                    answer = work(self._store)
                    if done is not None:
                        self._tell(self._answered, done, answer)
                except Exception as error:  # one thing that was asked fails; the worker lives on
                    self._tell(self.failed, sentence_of(error))
                work, done = self._work.get_nowait()
        except queue.Empty:
            return

    def _tell(self, signal: Any, *values: object) -> None:
        """Emit, unless the window has gone in the meantime."""
        try:
            signal.emit(*values)
        except RuntimeError:
            self._stop.set()


__all__ = ["Feed", "Snapshot"]
