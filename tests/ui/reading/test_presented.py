"""Shutters and overlay planes in the real window: drawn by default, lifted and hidden by key, said in words, remembered."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.imaging.making import MG, US, image, item
from tests.reading.made import series
from tests.ui.reading.conftest import CURRENT, Driver
from workstation.imaging import header, tints
from workstation.language import set_language
from workstation.ui import theme

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.window


def drawn_over(encoded: bytes) -> bytes:
    """The slice with a rectangular shutter (columns and rows 11 to 54, grey outside), a line of overlay and a region of interest."""
    ds = pydicom.dcmread(BytesIO(encoded))
    ds.ShutterShape, ds.ShutterPresentationValue = "RECTANGULAR", 0x4040
    ds.ShutterLeftVerticalEdge, ds.ShutterRightVerticalEdge = 11, 54
    ds.ShutterUpperHorizontalEdge, ds.ShutterLowerHorizontalEdge = 11, 54
    line, region = np.zeros((64, 64), bool), np.zeros((64, 64), bool)
    line[30, 12:50] = True
    region[36:40, 26:30] = True
    for group, plane, kind, label in ((0x6000, line, "G", "Repère"), (0x6002, region, "R", "Foie")):
        ds.add_new(group << 16 | 0x10, "US", 64)
        ds.add_new(group << 16 | 0x11, "US", 64)
        ds.add_new(group << 16 | 0x40, "CS", kind)
        ds.add_new(group << 16 | 0x50, "SS", [1, 1])
        ds.add_new(group << 16 | 0x100, "US", 1)
        ds.add_new(group << 16 | 0x102, "US", 0)
        ds.add_new(group << 16 | 0x1500, "LO", label)
        ds.add_new(group << 16 | 0x3000, "OW", np.packbits(plane, bitorder="little").tobytes())
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.add_new(0x60021301, "IS", 16)
    ds.add_new(0x60021302, "DS", "41.5")
    ds.add_new(0x60021303, "DS", "2.4")
    out = BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


@pytest.fixture
def driver(read, services, store) -> Driver:
    for one in series(CURRENT, 3, step=1.0):
        store.put(drawn_over(one))
    return read(services)


def colour(driver: Driver, column: float, row: float) -> tuple[int, int, int]:
    driver.settle()
    number = driver.of(prior=False)
    at = driver.point(number, column, row)
    seen = driver.window.grab().toImage().pixelColor(driver.window.area.surface.mapTo(driver.window, at))
    return seen.red(), seen.green(), seen.blue()


def overlay_colour() -> tuple[int, int, int]:
    wanted = theme.colour(theme.OVERLAY)
    return wanted.red(), wanted.green(), wanted.blue()


def test_a_shutter_is_drawn_and_lifted_for_a_look_with_a_mark(driver) -> None:
    number = driver.of(prior=False)
    assert colour(driver, 56, 50) == (64, 64, 64)
    assert colour(driver, 52, 50) == (0, 0, 0)  # air
    driver.key(Key.Key_I, Qt.KeyboardModifier.ControlModifier)  # inverted: air is white, the shutter is not
    assert colour(driver, 56, 50) == (64, 64, 64)
    assert colour(driver, 52, 50) == (255, 255, 255)
    driver.key(Key.Key_B)
    assert colour(driver, 56, 50) == (255, 255, 255)
    driver.qtbot.waitUntil(lambda: "shutter lifted" in driver.text(number))
    assert driver.window.made["shutter"].isChecked()
    driver.key(Key.Key_B)
    assert colour(driver, 56, 50) == (64, 64, 64)
    driver.qtbot.waitUntil(lambda: "shutter lifted" not in driver.text(number))


def test_overlays_are_drawn_named_and_hidden_by_key(driver) -> None:
    number = driver.of(prior=False)
    assert colour(driver, 20, 30) == overlay_colour()
    assert colour(driver, 20, 32) == (0, 0, 0)
    driver.qtbot.waitUntil(lambda: "Overlay · Repère · Foie" in driver.text(number))
    (at, lines, _), *_ = driver.window.area.overlays[driver.window.area.numbers.index(number)].scene.regions
    assert lines == ("Foie", "area 16 px", "mean 41.5", "SD 2.4")
    assert at == pytest.approx(driver.window.area.view(driver.window.area.numbers.index(number)).from_image(29, 36))
    driver.key(Key.Key_Down)
    assert colour(driver, 20, 30) == overlay_colour()
    driver.key(Key.Key_I, SHIFT)
    assert colour(driver, 20, 30) == (0, 0, 0)
    driver.qtbot.waitUntil(lambda: "Overlays hidden" in driver.text(number))
    assert colour(driver, 56, 50) == (64, 64, 64)  # the shutter is not an overlay


def test_hidden_overlays_stay_hidden_in_the_next_window(driver, read, services) -> None:
    driver.key(Key.Key_I, SHIFT)
    driver.window.close()
    again = read(services)
    assert not again.window.overlays_shown
    assert colour(again, 20, 30) == (0, 0, 0)


def test_they_follow_a_turn_and_cost_the_measured_values_nothing(driver) -> None:
    number = driver.of(prior=False)
    before = colour(driver, 30, 30)
    driver.key(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    driver.key(Key.Key_H)
    assert colour(driver, 30, 30) == before == overlay_colour()
    assert colour(driver, 5, 30) == (64, 64, 64)
    driver.key(Key.Key_E)
    start, end = driver.point(number, 48, 12), driver.point(number, 62, 30)  # half under the shutter
    QTest.mouseMove(driver.window.area.surface, start)
    driver.drag(start, end)
    driver.qtbot.waitUntil(lambda: driver.session.desk.measurements != (), timeout=5000)
    m = driver.session.desk.measurements[0]
    lines = lambda: " ".join(driver.window.results.of(m, driver.session.catalogue).lines)  # noqa: E731
    driver.qtbot.waitUntil(lambda: "024" in lines())


def test_a_label_map_has_a_colour_a_segment_and_names_those_on_the_image(read, services, store) -> None:
    labels = np.zeros((40, 60), np.uint8)
    labels[10:20, 10:20], labels[10:20, 30:40] = 2, 3
    named = [item(SegmentNumber=n, SegmentLabel=name) for n, name in ((1, "Rate"), (2, "Foie"), (3, "Rein"))]
    ds = image(labels, modality="SEG", sop_class=tints.LABEL_MAP, SegmentSequence=Sequence(named))
    ds.StudyInstanceUID, ds.StudyDate, ds.StudyTime, ds.SeriesInstanceUID = CURRENT, "20261124", "074200", f"{CURRENT}.7"
    store.put(header.encode(ds))
    driver = read(services)
    liver, kidney, ground = colour(driver, 15, 15), colour(driver, 35, 15), colour(driver, 50, 30)
    assert ground == (0, 0, 0)
    assert len({liver, kidney, ground}) == 3
    assert max(liver) - min(liver) > 60
    driver.qtbot.waitUntil(lambda: "Foie, Rein" in driver.text(0), timeout=5000)
    assert "Rate" not in driver.text(0)


def many(store) -> None:
    """One exam with a mammogram, an ultrasound with text burned in, a CT with overlays and a photograph with a broken profile."""
    patient = {
        "PatientName": "MARTIN^ELEONORE",
        "PatientID": "P1",
        "PatientBirthDate": "19590312",
        "PatientSex": "F",
        "IssuerOfPatientID": "SITE",
    }
    exam = {"StudyInstanceUID": CURRENT, "StudyDate": "20261124", "StudyTime": "074200", "StudyDescription": "BILAN"}
    grey, rgb = np.full((48, 40), 900, np.uint16), np.full((40, 60, 3), 90, np.uint8)
    breast = {
        "KVP": 28,
        "Exposure": 85,
        "CompressionForce": 110,
        "BodyPartThickness": 54,
        "ImageLaterality": "R",
        "ViewPosition": "MLO",
        "ImagerPixelSpacing": [0.1, 0.1],
        "PatientOrientation": ["P", "F"],
    }
    for number, ds in enumerate(
        (
            image(grey, modality="MG", sop_class=MG, bits=12, **breast),
            image(rgb, modality="US", sop_class=US, TransducerData="C5-1", MechanicalIndex=1.2, SoftTissueThermalIndex=0.6),
            image(rgb, modality="XC", sop_class="1.2.840.10008.5.1.4.1.1.77.1.4", ICCProfile=b"broken" * 40),
        )
    ):
        for keyword, value in {**patient, **exam}.items():
            setattr(ds, keyword, value)
        ds.SeriesInstanceUID, ds.SeriesDescription = f"{CURRENT}.7{number}", f"Serie {number}"
        store.put(header.encode(ds))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_stay_in_their_viewport_and_apart_in_every_grid(read, services, store, language: str) -> None:
    for one in series(CURRENT, 2, step=1.0):
        store.put(drawn_over(one))
    many(store)
    set_language(language)
    try:
        driver = read(services)
        said = ""
        for rows, columns in ((1, 1), (2, 2), (3, 4)):
            driver.session.grid(rows, columns)
            driver.settle()
            driver.qtbot.waitUntil(lambda: driver.window.area.at_rest, timeout=5000)
            driver.window.grab()  # paints the words
            for overlay in driver.window.area.overlays:
                if not overlay.isVisible() or overlay.scene.waiting is not None:
                    continue
                boxes = [(box, text) for box, text in overlay.text_boxes if text]
                for n, (box, text) in enumerate(boxes):
                    assert box.left() >= 0, text
                    assert box.right() <= overlay.width(), text
                    assert box.bottom() <= overlay.height(), text
                    for other, words in boxes[n + 1 :]:
                        shared = box.intersected(other)
                        assert shared.width() <= 1 or shared.height() <= 3, (text, words)
                said += "\n".join(text for _, text in boxes)
        for wanted in ("28 kV", "C5-1", {"en": "R MLO", "fr": "D MLO"}[language], {"en": "Text may be", "fr": "Du texte"}[language]):
            assert wanted in said
    finally:
        set_language("en")
