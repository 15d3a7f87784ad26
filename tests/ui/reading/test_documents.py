"""A report among the images of an exam: it is no picture, says so, and nothing of the window stops for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.imaging.making import image
from tests.ui.reading.conftest import CURRENT
from workstation.imaging.header import encode

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.window
REPORT = "1.2.840.10008.5.1.4.1.1.88.11"


@pytest.fixture
def driver(read, services, region):
    person = {"PatientID": "P1", "PatientName": "MARTIN^ELEONORE", "PatientBirthDate": "19590312", "PatientSex": "F"}
    series = {"StudyInstanceUID": CURRENT, "SeriesInstanceUID": f"{CURRENT}.7", "SeriesNumber": 9, "SeriesDescription": "Dose report"}
    region.put(encode(image(modality="SR", sop_class=REPORT, IssuerOfPatientID="SITE", **person, **series)))
    return read(services)


def test_a_report_says_that_it_is_no_picture_and_reading_goes_on(driver) -> None:
    n = driver.session.desk.focus
    driver.key(Key.Key_Right)
    area = driver.window.area
    overlay = area.overlays[area.numbers.index(n)]
    driver.qtbot.waitUntil(lambda: overlay.scene.waiting is not None and overlay.scene.waiting.text != "", timeout=5000)
    assert (overlay.scene.waiting.title, overlay.scene.waiting.text) == ("Dose report", "This object holds no picture.")
    for key in (Key.Key_H, Key.Key_F, Key.Key_1, Key.Key_0, Key.Key_Q, Key.Key_G, Key.Key_Down, Key.Key_D):
        driver.key(key)
    at = area.rects[area.numbers.index(n)].center()
    driver.drag(at, at + QPoint(40, 0))
    assert driver.session.desk.measurements == ()
    driver.key(Key.Key_Escape)
    driver.key(Key.Key_Left)
    driver.settle()
    assert overlay.scene.waiting is None
    assert "Crane 1 mm" in driver.text(n)
    driver.qtbot.waitUntil(lambda: area.at_rest, timeout=5000)


def test_a_report_is_not_asked_to_be_seen(driver) -> None:
    report = next(s for s in driver.session.catalogue.current.display_sets if s.kind == "document")
    driver.qtbot.waitUntil(lambda: report.key in driver.window.strip.thumbnails, timeout=3000)
    assert driver.window.strip.thumbnails[report.key].entry.unseen == 0
    driver.key(Key.Key_V)
    assert driver.focused.display_set != report.key
    driver.session.grid(2, 2)
    assert all(v.display_set != report.key for v in driver.session.desk.viewports)
