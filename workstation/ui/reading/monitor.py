"""A further monitor: nothing but viewports, and the patient above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.reading.area import ViewportArea

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow


class MonitorWindow(QWidget):
    """Fills the screen it belongs to; the same keys work here."""

    def __init__(self, window: ReadingWindow, area: ViewportArea) -> None:
        super().__init__()
        self.setObjectName(f"monitor_{area.monitor}")
        self.setWindowTitle(window.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        for action in window.made.values():
            self.addAction(action)
        from workstation.ui.reading.window import reading_screens

        screens = reading_screens()
        if area.monitor < len(screens):
            self.setGeometry(screens[area.monitor].geometry())
            self.showFullScreen()
        else:
            self.resize(window.size())
            self.show()
