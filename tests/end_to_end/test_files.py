"""Files dropped on the program: what could not be used is said where the exam is read, and what was asked for last is what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.end_to_end.conftest import BENALI, CURRENT, NEXT, settle
from tests.reading.made import series
from tests.ui.reading.conftest import Driver
from workstation.app.desktop import Desktop

pytestmark = pytest.mark.window


def folder(path: Path, files: list[bytes]) -> Path:
    path.mkdir()
    for n, one in enumerate(files):
        (path / f"IM{n:03d}").write_bytes(one)
    return path


def drop(window: Any, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, left, none))


def opened(qtbot: Any, desktop: Desktop, study: str) -> Driver:
    def there() -> bool:
        session = desktop.reading.session if desktop.reading is not None else None
        return session is not None and session.catalogue.current.study.study_instance_uid == study

    qtbot.waitUntil(there)
    driver = Driver(desktop.reading, qtbot)  # type: ignore[arg-type]
    settle(driver)
    return driver


def test_files_that_cannot_be_used_are_said_over_the_images_that_can(qtbot: Any, start: Callable[[], Desktop], tmp_path: Path) -> None:
    files = series(CURRENT, 8)
    files[7] = files[7][:200]  # the last slice: no gap tells of it
    desktop = start()
    drop(desktop.list, folder(tmp_path / "cd", files))
    driver = opened(qtbot, desktop, CURRENT)
    number = driver.session.desk.focus
    assert "1 file could not be used" in driver.text(number)
    driver.window.text_state = "least"
    driver.window.area.schedule()
    settle(driver)
    assert "1 file could not be used" in driver.text(number)
    driver.window.tell()
    notes = [label.text() for label in driver.window.panel.findChildren(QLabel) if "could not be used" in label.text()]
    assert any("IM007" in note for note in notes)
    text = tmp_path / "text"
    text.write_text("no image")
    drop(driver.window, text)
    qtbot.waitUntil(lambda: "cannot be opened" in driver.window.bottom.loading.text())


def test_what_was_dropped_last_is_shown_whichever_is_looked_through_first(
    qtbot: Any, start: Callable[[], Desktop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = start()
    first, last = folder(tmp_path / "slow", series(CURRENT, 8)), folder(tmp_path / "quick", series(NEXT, 3, patient=BENALI))
    come: list[Callable[[], None]] = []
    qtbot.waitUntil(desktop._surface_known.is_set)
    with monkeypatch.context() as held:
        held.setattr(desktop, "_on_main", type("Held", (), {"emit": staticmethod(come.append)}))
        for n, path in enumerate((first, last), 1):
            desktop.open_paths([path])
            qtbot.waitUntil(lambda n=n: len(come) == n)
    come[1]()
    come[0]()  # as if the first took longer
    opened(qtbot, desktop, NEXT)
    qtbot.wait(300)
    opened(qtbot, desktop, NEXT)
