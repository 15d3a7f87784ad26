"""Hands for a window that nobody sits at: real key and mouse events, and waiting without blocking. For the demo's story and for
``open --headless``."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.errors import DisplayUnavailable, NotReadable
from workstation.language import tr

STEP_S = 0.01
PICTURES_BYTES = 4_000_000  # what six pictures take at most


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
    """Keep what the window shows. Written beside and moved into place, so that a full disk leaves no half picture.

    NotReadable where it cannot be written."""
    encoded = QBuffer()
    encoded.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(encoded, "PNG")
    fresh = path.with_name(f".{path.name}")
    try:
        fresh.write_bytes(encoded.data().data())
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise NotReadable(tr("{path} cannot be written ({cause}).", path=path, cause=error.strerror)) from error


def folder_for_pictures(out: Path) -> None:
    """Make the folder and see that some pictures fit into it, before minutes of work end at a full disk. NotReadable says why not."""
    trial = out / f".trial-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        try:
            trial.write_bytes(bytes(PICTURES_BYTES))
        finally:
            with contextlib.suppress(OSError):
                trial.unlink(missing_ok=True)
    except OSError as error:
        raise NotReadable(tr("{path} cannot be written ({cause}).", path=out, cause=error.strerror)) from error
