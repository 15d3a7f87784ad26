"""``garonne demo`` with a screen: the list of the demo region, filling while it is made."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from workstation.app.demo_region import Region
from workstation.app.desktop import Desktop, application
from workstation.language import tr
from workstation.ui import theme

LOOK_MS = 700


class _Making(QObject):
    """Says how far the region is, and asks the courier to look at the archive again as exams come."""

    def __init__(self, region: Region, desktop: Desktop) -> None:
        super().__init__()
        self._region, self._desktop = region, desktop
        self._told = -1
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        progress, window = self._region.progress, self._desktop.list
        if window is None or progress.made == self._told:
            return
        self._told = progress.made
        if progress.filled:
            self._timer.stop()
            window.notice.say(tr("The demo region is complete: {count} exams of synthetic patients.", count=progress.of))
        elif progress.of:
            words = tr(
                "Making the demo region: {made} of {count} exams ({exam})", made=progress.made, count=progress.of, exam=progress.exam
            )
            window.notice.say(words)
        window.asking.refresh()


def run(region: Region) -> int:
    """Until the last window is closed."""
    app = application()
    region.start()
    desktop = Desktop(region.home)
    theme.apply(app, desktop.settings.text_size)
    try:
        desktop.show_list()
        making = _Making(region, desktop)
        status = app.exec()
        del making
        return status
    finally:
        desktop.close()
        region.stop()
