"""The reading window over a real store, driven by keys and mouse only. Skipped, saying so, only where nothing can draw at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.reading.made import ROOT, series
from workstation.errors import DisplayUnavailable
from workstation.store import Store
from workstation.ui.reading import ReadingWindow
from workstation.ui.services import Services

CURRENT, PRIOR, NEXT = ROOT + "1", ROOT + "2", ROOT + "3"
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def can_draw() -> None:
    try:
        from workstation.rendering.canvas import Canvas

        Canvas(16, 16).close()
    except DisplayUnavailable as error:
        pytest.skip(f"nothing can draw on this machine: {error}")


@pytest.fixture
def region(store: Store) -> Store:
    """A head CT of 40 slices, its prior of fourteen months ago in another frame of reference, and one more exam to read."""
    for one in (
        *series(CURRENT, 40, step=1.0),
        *series(PRIOR, 20, step=2.0, first=500.0, date="20250918"),
        *series(NEXT, 3, description="Autre", patient=("BENALI^KARIMA", "P2", "19850101")),
    ):
        store.put(one)
    return store


@dataclass
class Driver:
    """A hand and an eye on one window."""

    window: ReadingWindow
    qtbot: Any

    @property
    def session(self) -> Any:
        return self.window.session

    @property
    def focused(self) -> Any:
        return self.session.desk.focused

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NOTHING) -> None:
        QTest.keyClick(self.window.area.surface, key, modifiers)
        QApplication.processEvents()

    def point(self, number: int, column: float, row: float) -> QPoint:
        """Where a point of the image lies on the surface."""
        area = self.window.area
        place = area.numbers.index(number)
        view = area.view(place)
        x, y = view.from_image(column, row)
        return area.rects[place].topLeft() + QPoint(round(x), round(y))

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NOTHING) -> None:
        surface = self.window.area.surface
        QTest.mousePress(surface, button, modifiers, start)
        for step in range(1, 11):
            at = QPointF(start + (end - start) * (step / 10))
            event = QMouseEvent(
                QEvent.Type.MouseMove, at, QPointF(surface.mapToGlobal(at.toPoint())), Qt.MouseButton.NoButton, button, modifiers
            )
            QApplication.sendEvent(surface, event)
        QTest.mouseRelease(surface, button, modifiers, end)
        QApplication.processEvents()

    def wheel(self, at: QPoint, notches: int, modifiers: Qt.KeyboardModifier = NOTHING) -> None:
        surface = self.window.area.surface
        event = QWheelEvent(
            QPointF(at),
            QPointF(surface.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(surface, event)
        QApplication.processEvents()

    def of(self, prior: bool) -> int:
        """The viewport that shows the current exam's, or the prior's, stack."""
        return next(
            n
            for n, v in enumerate(self.session.desk.viewports)
            if v.display_set and v.view.mode == "slice" and self.session.is_prior(v.study) == prior
        )

    def text(self, number: int) -> str:
        """The words over a viewport."""
        self.qtbot.wait(30)
        return self.window.area.overlays[self.window.area.numbers.index(number)].scene.corners.text

    def settle(self) -> None:
        """Until everything visible is loaded and drawn."""
        area = self.window.area
        self.qtbot.waitUntil(lambda: self.window.visible_loaded() and not area._step_timer.isActive(), timeout=20_000)


@pytest.fixture
def read(qtbot, looks, can_draw, store) -> Iterator[Callable[..., Driver]]:
    """Opens an exam of the services' store and waits until it is on the screen."""
    windows: list[ReadingWindow] = []

    def open_window(services: Services, study: str = CURRENT, surface: str = "software") -> Driver:
        window = ReadingWindow(services, surface=surface)
        windows.append(window)
        window.resize(1400, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=5000)
        with qtbot.waitSignal(window.opened, timeout=20_000):
            window.open_study(study)
        driver = Driver(window, qtbot)
        driver.settle()
        return driver

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()
