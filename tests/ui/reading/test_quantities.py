"""Quantities through the real window: made PET, ultrasound and parametric maps, the mouse drawn over them, what is said read back."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from tests.imaging.making import DX, PET, US, encode, image, item
from tests.reading.made import ROOT
from tests.ui.reading.conftest import Driver
from workstation.language import set_language
from workstation.ui.reading import menus

STUDY = ROOT + "77"
PARAMETRIC = "1.2.840.10008.5.1.4.1.1.30"


def made(pixels: np.ndarray, modality: str, sop_class: str, **elements: Any) -> bytes:
    return encode(
        image(
            pixels,
            modality=modality,
            sop_class=sop_class,
            StudyInstanceUID=STUDY,
            SeriesInstanceUID=f"{STUDY}.1",
            StudyDate="20260101",
            StudyTime="101010",
            StudyDescription="Quantités",
            PatientBirthDate="19590312",
            SeriesNumber=1,
            InstanceNumber=1,
            **elements,
        )
    )


def pet(**elements: Any) -> bytes:
    drug = item(RadiopharmaceuticalStartTime="090000", RadionuclideTotalDose=3.5e8, RadionuclideHalfLife=6586.2)
    values = {
        "Units": "BQML",
        "CorrectedImage": ["ATTN", "DECY"],
        "DecayCorrection": "ADMIN",
        "SeriesDate": "20260101",
        "SeriesTime": "100000",
        "PatientWeight": 70,
        "PatientSize": 1.75,
        "PatientSex": "M",
        "RescaleSlope": 10,
        "RescaleIntercept": 0,
        "PixelSpacing": [4, 4],
        "ImagePositionPatient": [0, 0, 0],
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
        "RadiopharmaceuticalInformationSequence": Sequence([drug]),
    } | elements
    pixels = np.full((64, 64), 500, np.uint16)  # 5000 Bq/ml: SUVbw 1
    pixels[20:44, 20:44] = 2500  # SUVbw 5
    return made(pixels, "PT", PET, **values)


def region(bounds: tuple[int, int, int, int], units: tuple[int, int], deltas: tuple[float, float], kind: int, **more: Any) -> Dataset:
    left, top, right, bottom = bounds
    return item(
        RegionSpatialFormat=kind,
        RegionDataType=kind,
        RegionFlags=2,
        RegionLocationMinX0=left,
        RegionLocationMinY0=top,
        RegionLocationMaxX1=right,
        RegionLocationMaxY1=bottom,
        PhysicalUnitsXDirection=units[0],
        PhysicalUnitsYDirection=units[1],
        PhysicalDeltaX=deltas[0],
        PhysicalDeltaY=deltas[1],
        **more,
    )


def duplex() -> bytes:
    """Tissue above, a Doppler spectrum below with its baseline 60 pixels down, 1 cm/s a pixel, 5 ms a pixel."""
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 60, (240, 320), dtype=np.uint8)
    column = np.arange(320)
    envelope = 180 - (20 + 50 * np.exp(-(((column % 80) - 20) ** 2) / 200)).astype(int)
    for x in column:
        pixels[envelope[x] : 180, x] = 170
    pixels[180] = 255
    tissue = region((0, 0, 319, 109), (3, 3), (0.02, 0.02), 1, ReferencePixelX0=160, ReferencePixelY0=0)
    spectrum = region((0, 120, 319, 239), (4, 7), (0.005, -1.0), 3, ReferencePixelX0=0, ReferencePixelY0=60)
    return made(pixels, "US", US, SequenceOfUltrasoundRegions=Sequence([tissue, spectrum]))


def map_of(first: float, last: float, slope: float, code: str, label: str) -> Dataset:
    return item(
        RealWorldValueSlope=slope,
        RealWorldValueIntercept=0.0,
        DoubleFloatRealWorldValueFirstValueMapped=first,
        DoubleFloatRealWorldValueLastValueMapped=last,
        LUTLabel=label,
        MeasurementUnitsCodeSequence=Sequence([item(CodeValue=code, CodingSchemeDesignator="UCUM", CodeMeaning=code)]),
    )


def parametric() -> bytes:
    y, x = np.mgrid[:64, :64]
    pixels = (1e-3 + 5e-4 * np.sin(x / 9) * np.cos(y / 7)).astype(np.float32)
    pixels[0, :] = np.nan
    maps = [map_of(0, 2e-3, 1.0, "mm2/s", "ADC"), map_of(0, 2e-3, 1000.0, "um2/ms", "ADC µm")]
    return made(
        pixels,
        "MR",
        PARAMETRIC,
        RealWorldValueMappingSequence=Sequence(maps),
        PixelSpacing=[2, 1],
        WindowCenter=1e-3,
        WindowWidth=1e-3,
    )


@pytest.fixture
def opened(read, services, store):
    def of(encoded: bytes) -> Driver:
        store.put(encoded)
        return read(services, STUDY)

    return of


def hover(driver: Driver, column: float, row: float) -> None:
    surface, at = driver.window.area.surface, QPointF(driver.point(0, column, row))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(surface.mapToGlobal(at.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(surface, event)
    QApplication.processEvents()


def readout(driver: Driver) -> str:
    return driver.window.area.overlays[0].readout


def wait_for(driver: Driver, words: str) -> None:
    driver.qtbot.waitUntil(lambda: words in readout(driver), timeout=10_000)


def last(driver: Driver) -> Any:
    return driver.window.results.of(driver.session.desk.measurements[-1], driver.session.catalogue)


def draw(driver: Driver, tool: Qt.Key, start: tuple[float, float], end: tuple[float, float]) -> None:
    driver.key(tool)
    driver.drag(driver.point(0, *start), driver.point(0, *end))


def test_a_pet_is_told_in_the_suv_the_reader_chose_and_remembers_it(opened, home) -> None:
    driver = opened(pet())
    hover(driver, 30, 30)
    wait_for(driver, "SUVbw")
    assert readout(driver) == "5.0000 SUVbw · stored 2\u202f500 · x 31 y 31" or readout(driver).startswith(
        "5 SUVbw · stored 2\u202f500 · x 31 y 31"
    )
    draw(driver, Qt.Key.Key_E, (24, 24), (38, 38))
    driver.qtbot.waitUntil(lambda: last(driver).unit == "SUVbw", timeout=10_000)
    assert last(driver).value == pytest.approx(5.0)
    assert last(driver).lines[0] == "5.00 ± 0.00 SUVbw"
    menu = QMenu()
    menus.quantities(driver.window, menu)
    assert [a.text() for a in menu.actions()] == ["SUVbw (g/ml)", "SUVlbm (g/ml)", "SUVbsa (cm²/ml)", "SUVibw (g/ml)", "activity (Bq/ml)"]
    next(a for a in menu.actions() if a.text().startswith("SUVlbm")).trigger()
    lean = 9270 * 70 / (6680 + 216 * 70 / 1.75**2)
    driver.qtbot.waitUntil(lambda: last(driver).unit == "SUVlbm", timeout=10_000)
    assert last(driver).value == pytest.approx(5 * lean / 70)
    assert "SUVlbm" in readout(driver)
    driver.qtbot.waitUntil((home / "settings.toml").is_file, timeout=5000)
    assert tomllib.loads((home / "settings.toml").read_text("utf-8"))["reading"]["suv"] == "lbm"
    driver.key(Qt.Key.Key_1)
    assert "SUVlbm 0.0 " in driver.text(0)


def test_a_pet_without_weight_and_height_says_in_words_what_is_missing(opened) -> None:
    set_language("fr")
    driver = opened(pet(PatientWeight=None, PatientSize=None))
    assert "il manque le poids du patient (PatientWeight)" in driver.text(0)
    hover(driver, 30, 30)
    wait_for(driver, "Bq/ml")
    menu = QMenu()
    menus.quantities(driver.window, menu)
    refused = [a.text() for a in menu.actions() if not a.isEnabled()]
    assert refused[0] == "SUVbw – il manque le poids du patient (PatientWeight)"
    assert "la taille du patient (PatientSize)" in refused[1]
    driver.qtbot.wait(100)


def test_a_duplex_measures_by_its_regions(opened) -> None:
    driver = opened(duplex())
    hover(driver, 40, 140)
    wait_for(driver, "cm/s")
    velocity, time = readout(driver).split(" · ")[:2]
    assert float(velocity.removesuffix(" cm/s")) == pytest.approx(40, abs=0.5)
    assert float(time.removeprefix("t ").removesuffix(" s")) == pytest.approx(0.2, abs=0.003)
    draw(driver, Qt.Key.Key_D, (20, 130), (60, 170))
    assert (last(driver).value, last(driver).unit) == (pytest.approx(40, abs=0.5), "cm/s")
    assert [line.split(" ")[0] for line in last(driver).lines] == ["Δv", last(driver).lines[1].split(" ")[0], "Δt", "slope"]
    assert float(last(driver).lines[3].split(" ")[1]) == pytest.approx(200, abs=4)
    draw(driver, Qt.Key.Key_D, (100, 50), (150, 50))
    assert last(driver).value == pytest.approx(10.0, abs=0.3)
    draw(driver, Qt.Key.Key_D, (200, 90), (200, 160))
    assert last(driver).value is None
    assert "two ultrasound regions" in last(driver).lines[1]
    count = len(driver.session.desk.measurements)
    at = driver.point(0, 280, 150)
    driver.key(Qt.Key.Key_D)
    QTest.mouseClick(driver.window.area.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseDClick(driver.window.area.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseRelease(driver.window.area.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert len(driver.session.desk.measurements) == count + 1
    assert last(driver).value == pytest.approx(30, abs=0.5)
    assert float(last(driver).lines[1].split(" ")[1]) == pytest.approx(1.4, abs=0.005)
    driver.qtbot.wait(200)


def test_no_bar_of_centimetres_where_the_image_has_none_or_several_axes(opened) -> None:
    driver = opened(duplex())
    driver.qtbot.wait(50)
    assert driver.window.area.overlays[0].scene.scale_bar is None


def test_an_aspect_ratio_is_no_scale(opened) -> None:
    driver = opened(made(np.zeros((60, 80), np.uint8), "US", US, PixelAspectRatio=[4, 3]))
    driver.qtbot.wait(50)
    assert driver.window.area.overlays[0].scene.scale_bar is None
    assert driver.window.area.view(0).mm_per_px is None


def test_a_parametric_map_is_told_in_its_real_world_values(opened) -> None:
    driver = opened(parametric())
    hover(driver, 14, 0.2)
    wait_for(driver, "no value")
    hover(driver, 14, 20)
    wait_for(driver, "ADC")
    stored = np.float32(1e-3 + 5e-4 * np.sin(14 / 9) * np.cos(20 / 7))
    assert str(stored)[:6] in readout(driver)
    assert "mm²/s" in readout(driver)
    draw(driver, Qt.Key.Key_E, (10, 10), (40, 30))
    driver.qtbot.waitUntil(lambda: last(driver).unit == "mm²/s", timeout=10_000)
    assert last(driver).lines[0].endswith("mm²/s")
    menu = QMenu()
    menus.quantities(driver.window, menu)
    assert [a.text() for a in menu.actions()] == ["ADC (mm²/s)", "ADC µm (10⁻³ mm²/s)", "Values"]
    assert "ADC (mm²/s) · Zoom" in driver.text(0)
    menu.actions()[1].trigger()
    driver.qtbot.waitUntil(lambda: last(driver).unit == "× 10⁻³ mm²/s", timeout=10_000)
    driver.key(Qt.Key.Key_Q)
    assert (
        driver.window.choice.of(driver.session.catalogue.header(driver.session.desk.measurements[-1].place.sop_instance_uid)).key
        == "modality"
    )


def test_each_frame_is_told_in_its_own_map(opened) -> None:
    pixels = np.stack([np.full((32, 32), n + 1, np.uint16) for n in range(2)])
    frames = [item(RealWorldValueMappingSequence=Sequence([map_of(0, 99, 1.0, "ms", name)])) for name in ("T1", "T2")]
    driver = opened(made(pixels, "MR", "1.2.840.10008.5.1.4.1.1.4.1", PerFrameFunctionalGroupsSequence=Sequence(frames)))
    assert "T1 (ms)" in driver.text(0)
    driver.key(Qt.Key.Key_Down)
    driver.qtbot.waitUntil(lambda: "T2 (ms)" in driver.text(0), timeout=10_000)
    assert "T1" not in driver.text(0)


def test_scrolling_never_leaves_the_value_of_another_image_under_the_pointer(read, services, region) -> None:
    driver = read(services)
    number = driver.of(False)
    place = driver.window.area.numbers.index(number)
    at = driver.point(number, 30, 30)
    surface = driver.window.area.surface
    QTest.mouseMove(surface, at)
    driver.window.hands[0].pointer.moved(place, QPointF(at - driver.window.area.rects[place].topLeft()))
    overlay = driver.window.area.overlays[place]
    driver.qtbot.waitUntil(lambda: "HU" in overlay.readout, timeout=10_000)
    before = overlay.readout
    ref = driver.session.ref(driver.session.desk.viewports[number])
    assert before.startswith(f"{40 + int(ref.sop_instance_uid.rpartition('.')[2]) % 7} HU · stored ")
    driver.wheel(at, -1)
    driver.qtbot.waitUntil(lambda: overlay.readout != before, timeout=10_000)
    driver.qtbot.waitUntil(lambda: "HU" in overlay.readout, timeout=10_000)
    ref = driver.session.ref(driver.session.desk.viewports[number])
    assert overlay.readout.startswith(f"{40 + int(ref.sop_instance_uid.rpartition('.')[2]) % 7} HU · stored ")


def test_a_film_is_calibrated_by_a_line_of_known_length(opened, services, read) -> None:
    pixels = np.tile(np.arange(200, dtype=np.uint16), (160, 1))
    driver = opened(made(pixels, "DX", DX, ImagerPixelSpacing=[0.2, 0.2]))
    draw(driver, Qt.Key.Key_D, (20, 40), (120, 40))
    driver.key(Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    dialog = driver.window.findChild(QInputDialog, "calibrate_dialog")
    dialog.setDoubleValue(10.0)
    dialog.accept()
    assert last(driver).lines == ("10.0 mm", "set by the reader: the scale of this image")
    draw(driver, Qt.Key.Key_D, (20, 80), (70, 80))
    assert last(driver).value == pytest.approx(5.0, abs=0.1)
    assert last(driver).lines[1] == "mm by a line set here to 10.0 mm"
    assert "mm by a line set here to 10.0 mm" in driver.text(0)
    assert "at the detector" not in driver.text(0)
    length, words = driver.window.area.overlays[0].scene.scale_bar
    pixel = driver.window.area.view(0).from_image_matrix[0]
    assert length == pytest.approx(float(words.split()[0]) * (10 if "cm" in words else 1) / 0.1 * pixel, rel=0.01)
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert last(driver).lines[1] == "mm at the detector"
    driver.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    driver.window.journal.flush()
    again = read(services, STUDY)
    assert again.window.results.of(again.session.desk.measurements[0], again.session.catalogue).value == pytest.approx(10.0)


def test_a_film_says_beside_the_length_where_its_millimetres_come_from(opened) -> None:
    set_language("fr")
    pixels = np.tile(np.arange(200, dtype=np.uint16), (160, 1))
    driver = opened(
        made(
            pixels,
            "DX",
            DX,
            ImagerPixelSpacing=[0.2, 0.2],
            DistanceSourceToDetector=1200,
            DistanceSourceToPatient=1000,
            PixelIntensityRelationship="LOG",
        )
    )
    draw(driver, Qt.Key.Key_D, (20, 80), (140, 80))
    assert last(driver).value == pytest.approx(120 * 0.2 / 1.2, abs=0.3)
    assert last(driver).lines[1] == "mm après agrandissement estimé : au niveau de la table (÷ 1,20)"
    hover(driver, 30, 30)
    wait_for(driver, "30 · x 31 y 31")
    driver.qtbot.wait(200)
