"""A desktop in a process of its own that a test may kill: ``draw`` measures and says so, ``look`` tells what is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest

from workstation.app import hands
from workstation.app.desktop import Desktop, application
from workstation.settings import Home
from workstation.ui import theme


def say(**values: object) -> None:
    """One line to the test."""
    print(json.dumps(values), flush=True)


def main(home: Path, study: str, doing: str) -> None:
    """Open the exam from the list by Enter; draw or look; then sit there until killed."""
    app = application()
    desktop = Desktop(Home(home))
    theme.apply(app, 100)
    window = desktop.show_list()
    window.resize(1600, 900)
    hands.wait_until(lambda: any(e.key == study and e.images_here == 40 for e in window.table.entries), "the exam in the list", 60)
    window.view.select(study)
    window.view.setFocus()
    hands.press(window.view, "Return")
    hands.wait_until(lambda: desktop.reading is not None and desktop.reading.session is not None, "the reading window", 60)
    reading = desktop.reading
    assert reading is not None
    assert reading.session is not None
    hands.wait_until(lambda: reading.visible_loaded() and all(a.numbers and a.at_rest for a in reading.areas), "the images", 60)
    if doing == "draw":
        view, corner = reading.area.view(0), QPointF(reading.area.rects[0].topLeft())
        hands.press(reading.area.surface, "D")
        hands.drag(reading.area.surface, *(corner + QPointF(*view.from_image(column, 30)) for column in (22, 42)))
        hands.wait_until(lambda: "Saved" in reading.bottom.saved.text(), "the measurement saved", 30)
    kept = [reading.results.now(m, reading.session.catalogue).value for m in reading.session.desk.measurements]
    shown = [line for overlay in reading.area.overlays for drawing in overlay.scene.drawings for line in drawing.lines]
    courier = desktop._courier
    say(measured=kept, shown=len(shown), courier=courier.pid if courier else None)
    while True:
        QTest.qWait(50)


main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
