"""The watchdog hears what holds the main thread, and only that."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from workstation.ui.watchdog import Watchdog, from_environment, watching


def _compute(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


def test_a_long_event_is_counted_once_with_what_it_was_doing(qtbot) -> None:
    with watching(limit_ms=50) as dog:
        qtbot.wait(50)
        QTimer.singleShot(0, lambda: _compute(0.2))
        qtbot.wait(300)
    long = dog.stalls(busy_over_ms=60)
    assert len(long) == 1
    assert long[0].wall_ms > 150
    assert "_compute" in long[0].doing


def test_waiting_is_told_from_computing(qtbot) -> None:
    with watching(limit_ms=50) as dog:
        qtbot.wait(50)
        QTimer.singleShot(0, lambda: time.sleep(0.15))
        qtbot.wait(300)
    assert dog.worst_ms() > 80
    assert dog.stalls(busy_over_ms=60) == ()


def test_short_events_are_not_counted(qtbot) -> None:
    with watching(limit_ms=80) as dog:
        for _ in range(10):
            QTimer.singleShot(0, lambda: _compute(0.005))
            qtbot.wait(30)
    assert dog.beats > 5
    assert dog.stalls(busy_over_ms=80) == ()


def test_it_is_switched_on_by_the_environment(qtbot, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.delenv("GARONNE_WATCHDOG", raising=False)
    assert from_environment() is None
    monkeypatch.setenv("GARONNE_WATCHDOG", "1")
    dog = from_environment()
    assert isinstance(dog, Watchdog)
    qtbot.wait(30)
    QTimer.singleShot(0, lambda: _compute(0.12))
    qtbot.wait(300)
    dog.stop()
    assert "watchdog: main thread" in capfd.readouterr().err
