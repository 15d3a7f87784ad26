"""One call at a time off the main thread, its answer brought back to it: for things that may block, such as trying an archive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workstation.errors import GaronneError


class Call(QObject):
    """Runs ``work()`` in a thread of its own. ``done`` brings its answer, ``failed`` the sentence of a GaronneError or OSError."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self.done.connect(self._ended)
        self.failed.connect(self._ended)

    def start(self, work: Callable[[], Any]) -> bool:
        """Begin; False while another call is under way."""
        if self.running:
            return False
        self.running = True
        threading.Thread(target=self._run, args=(work,), name="call", daemon=True).start()
        return True

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            signal, value = self.done, work()
        except GaronneError as error:
            signal, value = self.failed, str(error)
        except OSError as error:
            signal, value = self.failed, error.strerror or str(error)
        try:
            signal.emit(value)
        except RuntimeError:
            return  # the window has gone meanwhile

    def _ended(self, _: object) -> None:
        self.running = False
