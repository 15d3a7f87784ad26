"""Hands for a window that nobody sits at: real key and mouse events, and waiting without blocking. For the demo's story and for
``open --headless``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.errors import DisplayUnavailable
from workstation.language import tr

STEP_S = 0.01


def wait_until(holds: Callable[[], bool], what: str, patience_s: float = 120.0) -> float:
    """Run the event loop until ``holds``; returns the seconds it took. DisplayUnavailable names what did not come."""
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > patience_s:
            raise DisplayUnavailable(tr("Waited {seconds} s for this in vain: {what}.", seconds=round(patience_s), what=what))
        QApplication.processEvents()
        time.sleep(STEP_S)
    return time.monotonic() - started


def rest(seconds: float = 0.3) -> None:
    """Let events run for a moment."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QApplication.processEvents()
        time.sleep(STEP_S)


def press(widget: QWidget, keys: str) -> None:
    """Press a key as the key map writes it ("Ctrl+3", "Space")."""
    QTest.keySequence(widget, keys)
    QApplication.processEvents()


def drag(widget: QWidget, start: QPointF, end: QPointF, steps: int = 8) -> None:
    """Press the left button at ``start``, move to ``end`` and let go (widget coordinates)."""

    def at(share: float) -> QPoint:
        return (start + (end - start) * share).toPoint()

    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=at(0.0))
    for step in range(1, steps + 1):
        QTest.mouseMove(widget, at(step / steps))
        QApplication.processEvents()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at(1.0))
    QApplication.processEvents()


def picture(window: QWidget, path: Path) -> None:
    """Keep what the window shows. Written beside and moved into place, so that a full disk leaves no half picture."""
    fresh = path.with_name(f".{path.name}")
    if not window.grab().save(str(fresh), "PNG"):
        raise DisplayUnavailable(tr("{path} cannot be written. Is the disk full, or the folder read-only?", path=path))
    fresh.replace(path)
