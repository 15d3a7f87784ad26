"""A measurement is still there after the process was killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.reading.conftest import CURRENT
from workstation.measurements import Length
from workstation.reading.journal import kept_measurements
from workstation.store import KeyFileOpener, Store

pytestmark = pytest.mark.window
ROOT = Path(__file__).resolve().parents[3]

_READER = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workstation.settings import Home, Settings
from workstation.store import KeyFileOpener, Store
from workstation.ui import theme
from workstation.ui.reading import ReadingWindow
from workstation.ui.services import EchoResult, Services

home, study = Path(sys.argv[1]), sys.argv[2]
application = QApplication([])
theme.apply(application)
store = Store.open(home / "store", KeyFileOpener(home / "store"))
window = ReadingWindow(Services(Home(home), Settings(), store, lambda uid: store, print, print, lambda node: EchoResult(True)))
window.resize(1200, 800)
window.show()
window.open_study(study)

def until(what):
    end = time.monotonic() + 30
    while not what() and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.005)

until(lambda: window.session is not None and window.visible_loaded() and window.area.numbers)
window.choose_tool("length")
area = window.area
view, corner = area.view(0), area.rects[0].topLeft()
start, end = (corner + QPoint(*(round(v) for v in view.from_image(c, 30))) for c in (22, 42))
QTest.mousePress(area.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
QTest.mouseRelease(area.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
until(lambda: window.journal.saved_at is not None)
print("measured", flush=True)
while True:
    application.processEvents()
    time.sleep(0.01)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_a_measurement_outlives_kill_9(region: Store, home: Path, can_draw: None) -> None:
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    process = subprocess.Popen(
        [sys.executable, "-c", _READER, str(home), CURRENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert "measured" in said, process.stderr.read() if process.stderr else ""
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    finally:
        process.kill()
        process.communicate()
    time.sleep(0.1)
    with Store.open(home / "store", KeyFileOpener(home / "store")) as again:
        (m,), unreadable = kept_measurements(again, CURRENT)
        assert unreadable == 0
        assert isinstance(m, Length)
        assert abs((m.points[1][0] - m.points[0][0]) - 20) < 1
        assert again.reading_state(CURRENT).state == "reading"
