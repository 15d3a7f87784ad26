"""The program as a radiologist has it: the desktop with its real courier process, archives on loopback, keys and mouse.

Real windows where there is a display (``xvfb-run``), else Qt's own off-screen platform."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.reading.made import ROOT, series
from tests.ui.reading.conftest import Driver, can_draw  # noqa: F401
from workstation.app.desktop import Desktop
from workstation.app.story import fully_drawn
from workstation.archive import Archive
from workstation.settings import Home, save_user
from workstation.store import KeyFileOpener, Store
from workstation.ui import theme
from workstation.ui.worklist import WorklistWindow, columns
from workstation.ui.worklist.entries import Entry

TODAY = datetime.date.today()
BEFORE = (TODAY - datetime.timedelta(days=425)).strftime("%Y%m%d")
CURRENT, PRIOR, NEXT = ROOT + "1", ROOT + "2", ROOT + "3"
IMAGES = {CURRENT: 40, PRIOR: 20, NEXT: 3}
BENALI = ("BENALI^KARIMA", "P2", "19850101")


@pytest.fixture(autouse=True)
def _no_key_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves a key in a person's key ring, not through its children either."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def exams(size: int = 64) -> list[bytes]:
    """Today's head CT, its prior of fourteen months ago in another frame of reference, and another patient's exam of today."""
    today = f"{TODAY:%Y%m%d}"
    return [
        *series(CURRENT, 40, step=1.0, date=today, rows=size, columns=size),
        *series(PRIOR, 20, step=2.0, first=500.0, date=BEFORE, rows=size, columns=size),
        *series(NEXT, 3, description="Autre", date=today, patient=BENALI),
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with those exams; DICOM and DICOMweb."""
    with Store.open(tmp_path / "archive", KeyFileOpener(tmp_path / "archive")) as held:
        held.put_many(exams(256))
        with Archive(held, aet="REGION", port=0, http_port=0) as running:
            yield running


def node(name: str, port: int, **more: Any) -> dict[str, Any]:
    """An archive as the settings have it."""
    return {"name": name, "host": "127.0.0.1", "port": port, "aet": "REGION", **more}


def connect(home: Path, *nodes: dict[str, Any]) -> None:
    """Write the user's settings."""
    save_user(Home(home), {"reader": "Dr Ferrand", "archives": list(nodes)})


@pytest.fixture
def start(qtbot: Any, home: Path, can_draw: None) -> Iterator[Callable[[], Desktop]]:  # noqa: F811
    """Starts the desktop on the test's home, list on the screen; ended with its courier."""
    opened: list[Desktop] = []
    theme.apply(QApplication.instance(), 100)

    def begin() -> Desktop:
        desktop = Desktop(Home(home))
        opened.append(desktop)
        window = desktop.show_list()
        window.resize(1600, 900)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.snapshot is not None, timeout=10_000)
        return desktop

    yield begin
    for desktop in opened:
        desktop.close()
    QApplication.processEvents()


def rows(window: WorklistWindow) -> dict[str, Entry]:
    """What the list shows, by key."""
    return {e.key: e for e in window.table.entries}


def click_row(window: WorklistWindow, key: str) -> None:
    """The mouse on a row."""
    place = window.view.visualRect(window.table.index(window.table.row_of(key), columns.INDEX["patient"])).center()
    QTest.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def read_by_enter(qtbot: Any, desktop: Desktop, key: str) -> Driver:
    """Open an exam with mouse and Enter, and wait until it is drawn."""
    window = desktop.list
    assert window is not None
    click_row(window, key)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.reading is not None and desktop.reading.session is not None, timeout=30_000)
    assert desktop.reading is not None
    desktop.reading.resize(1600, 1000)
    driver = Driver(desktop.reading, qtbot)
    settle(driver)
    return driver


def settle(driver: Driver) -> None:
    """Until all that is visible is loaded and drawn."""
    areas = driver.window.areas
    driver.qtbot.waitUntil(
        lambda: driver.window.visible_loaded() and all(a.numbers for a in areas) and fully_drawn(driver.window), timeout=30_000
    )


def steps(driver: Driver, key: Qt.Key, count: int) -> None:
    """One key several times."""
    for _ in range(count):
        driver.key(key)


def shift(point: QPoint, x: int, y: int) -> QPoint:
    """A point beside another."""
    return point + QPoint(x, y)
