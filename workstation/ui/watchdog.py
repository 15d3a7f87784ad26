"""Counts the moments in which the main thread kept the user waiting.

A thread posts a small event to the main thread every few milliseconds and sees how late it is handled. A beat that is late by more
than ``limit_ms`` is a ``Stall``: how long, how much of it the main thread really computed, and what it was doing. Beats are posted
events, so nothing in the way Qt delivers events is changed; several short events in a row count together, as they do for a hand on
the mouse. Set GARONNE_WATCHDOG=1 to have stalls written to stderr, or use it in a test::

    with watching() as dog:
        ...
    assert dog.stalls() == ()
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread

LIMIT_MS = 50.0
_BEAT_S = 0.008
_BEAT = QEvent.Type(QEvent.registerEventType())


@dataclass(frozen=True, slots=True)
class Stall:
    """One moment over the limit. ``busy_ms`` is the main thread's own processor time in it: much less than ``wall_ms`` means that it
    waited, for a lock, for the interpreter or for a processor that other programs had. ``denied_ms`` is how long of it the main thread
    was ready to go on and had no processor (Linux tells; 0 elsewhere). ``doing`` is the innermost lines of Python."""

    wall_ms: float
    busy_ms: float
    doing: str
    at: float  # time.monotonic() when it began
    denied_ms: float = 0.0

    @property
    def own_ms(self) -> float:
        """What other programs are not to blame for: computing, and waiting for locks and the interpreter."""
        return self.wall_ms - self.denied_ms


def _denied_s(schedstat: str) -> float:
    """How long a thread has waited for a processor so far, by the system's own account (/proc/.../schedstat: on it, waiting, turns)."""
    try:
        with open(schedstat, "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class _Heart(QObject):
    """Lives on the main thread and notes when each beat arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived = threading.Event()
        self.beat_at = time.monotonic()
        self.cpu_at = time.thread_time()
        self.busy_s = 0.0
        self._schedstat = f"/proc/self/task/{threading.get_native_id()}/schedstat"
        self._denied_at = _denied_s(self._schedstat)
        self.denied_s = 0.0

    def event(self, event: QEvent) -> bool:
        if event.type() != _BEAT:
            return super().event(event)
        cpu = time.thread_time()
        self.busy_s, self.cpu_at = cpu - self.cpu_at, cpu
        denied = _denied_s(self._schedstat)
        self.denied_s, self._denied_at = denied - self._denied_at, denied
        self.beat_at = time.monotonic()
        self.arrived.set()
        return True


class Watchdog:
    """Start and stop on the main thread; read from anywhere."""

    def __init__(self, limit_ms: float = LIMIT_MS, *, loud: bool = False) -> None:
        application = QCoreApplication.instance()
        if application is None or QThread.currentThread() is not application.thread():
            raise RuntimeError("the watchdog is started on the main thread, after the application")
        self.limit_ms = limit_ms
        self._loud = loud
        self._heart = _Heart()
        self._main = threading.get_ident()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._stalls: list[Stall] = []
        self._beats = 0
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> Watchdog:
        self._thread.start()
        return self

    def stop(self) -> None:
        """End watching. A beat still under way is handled now, so that what held it up counts."""
        QCoreApplication.sendPostedEvents(self._heart, _BEAT.value)
        self._stop.set()
        self._heart.arrived.set()
        self._thread.join(1.0)
        QCoreApplication.removePostedEvents(self._heart, _BEAT.value)

    def stalls(self, *, busy_over_ms: float = 0.0) -> tuple[Stall, ...]:
        """Stalls so far; with ``busy_over_ms`` only those in which the main thread itself computed that long."""
        with self._lock:
            return tuple(s for s in self._stalls if s.busy_ms >= busy_over_ms)

    @property
    def beats(self) -> int:
        """How many beats were heard: 0 means that nothing was watched."""
        return self._beats

    def worst_ms(self) -> float:
        """The longest stall, 0 when there was none."""
        return max((s.wall_ms for s in self.stalls()), default=0.0)

    def _watch(self) -> None:
        heart, limit = self._heart, self.limit_ms / 1000
        while not self._stop.is_set():
            heart.arrived.clear()
            posted = time.monotonic()
            QCoreApplication.postEvent(heart, QEvent(_BEAT), Qt.EventPriority.HighEventPriority.value)
            doing = "" if heart.arrived.wait(limit) else self._main_stack()
            while not heart.arrived.wait(0.5):
                if QCoreApplication.closingDown():
                    return
            late = heart.beat_at - posted
            self._beats += late >= 0
            if late > limit:
                self._note(Stall(late * 1000, heart.busy_s * 1000, doing, posted, heart.denied_s * 1000))
            self._stop.wait(_BEAT_S)

    def _main_stack(self) -> str:
        frame = sys._current_frames().get(self._main)
        lines = traceback.extract_stack(frame)[-4:] if frame else []
        return " < ".join(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in reversed(lines))

    def _note(self, stall: Stall) -> None:
        with self._lock:
            self._stalls.append(stall)
        if self._loud:
            account = f"{stall.wall_ms:.0f} ms ({stall.busy_ms:.0f} ms busy, {stall.denied_ms:.0f} ms without a processor)"
            print(f"watchdog: main thread {account}: {stall.doing}", file=sys.stderr)


def from_environment() -> Watchdog | None:
    """A running, loud watchdog where GARONNE_WATCHDOG=1, else None."""
    return Watchdog(loud=True).start() if os.environ.get("GARONNE_WATCHDOG") == "1" else None


@contextmanager
def watching(limit_ms: float = LIMIT_MS) -> Iterator[Watchdog]:
    """A watchdog for the length of a ``with`` block, which must run the event loop (qtbot.wait, processEvents)."""
    dog = Watchdog(limit_ms).start()
    try:
        yield dog
    finally:
        dog.stop()
