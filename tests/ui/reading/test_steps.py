"""Steps of 4-D series through the real window: the comma and full stop step through phases, echoes and b-values at one place; the
corner says which; what arrives late does not change the image that is looked at."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import Qt

from tests.imaging.making import MR, image, item
from tests.ui.reading.conftest import CURRENT
from workstation.imaging.header import encode
from workstation.store import Store
from workstation.ui.reading import telling

Key = Qt.Key
pytestmark = pytest.mark.window
SLICES, STEPS = 6, 4


def placed(z: float, number: int, value: int, series: str, **elements: object) -> pydicom.Dataset:
    """A slice of one grey; its series is told by ``series``."""
    ds = image(
        np.full((32, 32), value, np.int16),
        modality="MR",
        sop_class=MR,
        InstanceNumber=number,
        ImagePositionPatient=[0.0, 0.0, z],
        ImageOrientationPatient=[1.0, 0, 0, 0, 1, 0],
        PixelSpacing=[1.0, 1.0],
        WindowCenter=500,
        WindowWidth=1000,
        SeriesDescription=series,
        StudyDate="20261124",
        StudyDescription="IRM CARDIAQUE",
        **elements,
    )
    ds.StudyInstanceUID, ds.SeriesInstanceUID = CURRENT, f"{CURRENT}.{len(series)}"
    return ds


def cine() -> list[pydicom.Dataset]:
    return [placed(3.0 * k, 1 + k + 10 * t, 200 * t, "cine", TriggerTime=80.0 * t) for t in range(STEPS) for k in range(SLICES)]


def diffusion() -> list[pydicom.Dataset]:
    return [
        placed(3.0 * k, 1 + k + 10 * n, 300 * n, "diffusion", DiffusionBValue=float(b))
        for n, b in enumerate((0, 500, 1000))
        for k in range(SLICES)
    ]


def put(store: Store, datasets: list[pydicom.Dataset]) -> None:
    for ds in datasets:
        store.put(encode(ds))


def grey(driver, number: int) -> int:
    driver.settle()
    at = driver.window.area.surface.mapTo(driver.window, driver.point(number, 16, 16))
    return driver.window.grab().toImage().pixelColor(at).red()


def test_phases_step_at_their_place_and_say_when(read, services, store) -> None:
    put(store, cine())
    driver = read(services)
    number = driver.session.desk.focus
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Down)
    assert "Image 2 / 6 · phase 1 / 4, 0 ms" in driver.text(number)
    for step, said in ((1, "phase 2 / 4, 80 ms"), (2, "phase 3 / 4, 160 ms"), (3, "phase 4 / 4, 240 ms"), (0, "phase 1 / 4, 0 ms")):
        driver.key(Key.Key_Period)
        assert f"Image 2 / 6 · {said}" in driver.text(number)
        assert abs(grey(driver, number) - 51 * step) <= 1
    driver.key(Key.Key_Comma)
    assert "phase 4 / 4" in driver.text(number)
    driver.session.show_as(number, "coronal")
    driver.settle()
    assert "phase 4 / 4, 240 ms" in driver.text(number)


def test_b_values_of_a_series_step_from_set_to_set_at_their_place(read, services, store) -> None:
    put(store, diffusion())
    driver = read(services)
    number = driver.session.desk.focus
    labels = [driver.session.catalogue.find(driver.focused.display_set).label]
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Down)
    for _ in range(3):
        driver.key(Key.Key_Period)
        labels.append(driver.session.catalogue.find(driver.focused.display_set).label)
        assert "Image 2 / 6" in driver.text(number)
        b = int(labels[-1].split()[-1])
        assert f"b {b}" in driver.text(number)
        assert abs(grey(driver, number) - 76.5 * b / 500) <= 1.5
    assert labels[0] == labels[3]
    assert len(set(labels)) == 3
    driver.key(Key.Key_Period)
    driver.session.undo()
    assert driver.session.catalogue.find(driver.focused.display_set).label == labels[0], "pressed on and on is one thing to undo"


def test_a_b_value_that_misses_a_slice_is_stepped_to_at_the_same_position(read, services, store) -> None:
    put(store, [ds for n, ds in enumerate(diffusion()) if n != SLICES + 1])  # b 500 without its second slice
    driver = read(services)
    driver.key(Key.Key_Home)
    for _ in range(3):
        driver.key(Key.Key_Down)
    place = driver.session.catalogue.frame_header(driver.session.ref(driver.focused)).position_lps
    for _ in range(3):
        driver.key(Key.Key_Period)
        assert driver.session.catalogue.frame_header(driver.session.ref(driver.focused)).position_lps == place


def test_late_b_values_do_not_change_the_image_looked_at(read, services, store) -> None:
    """The sets of a series are numbered in order: what came first was set 0, and is set 2 when the others are here."""
    put(store, diffusion()[2 * SLICES :])
    driver = read(services)
    number = driver.session.desk.focus
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Down)
    before = driver.session.ref(driver.focused)
    put(store, diffusion()[: 2 * SLICES])
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.display_sets) == 3, timeout=10_000)
    driver.settle()
    assert driver.session.ref(driver.focused).frame == before.frame
    assert driver.session.catalogue.find(driver.focused.display_set).b_value == 1000
    assert abs(grey(driver, number) - 153) <= 1.5


def test_a_probes_volume_has_no_letters_and_says_so(read, services, store) -> None:
    groups = [
        item(PlanePositionVolumeSequence=pydicom.sequence.Sequence([item(ImagePositionVolume=[0.0, 0.0, 0.5 * k])])) for k in range(8)
    ]
    shared = item(
        PlaneOrientationVolumeSequence=pydicom.sequence.Sequence([item(ImageOrientationVolume=[1.0, 0, 0, 0, 1, 0])]),
        PixelMeasuresSequence=pydicom.sequence.Sequence([item(PixelSpacing=[1.0, 1.0])]),
    )
    ds = image(
        np.zeros((8, 32, 32), np.uint8),
        modality="US",
        sop_class="1.2.840.10008.5.1.4.1.1.6.2",
        PerFrameFunctionalGroupsSequence=pydicom.sequence.Sequence(groups),
        SharedFunctionalGroupsSequence=pydicom.sequence.Sequence([shared]),
        VolumeFrameOfReferenceUID="1.2.99",
        UltrasoundAcquisitionGeometry="APEX",
    )
    ds.StudyInstanceUID, ds.SeriesInstanceUID = CURRENT, f"{CURRENT}.7"
    put(store, [ds])
    driver = read(services)
    number = driver.session.desk.focus
    overlay = driver.window.area.overlays[driver.window.area.numbers.index(number)]
    assert overlay.scene.letters == ("", "", "", "")
    assert "not of the patient" in driver.text(number)
    driver.session.show_as(number, "coronal")
    driver.settle()
    assert overlay.scene.letters == ("", "", "", "")
    assert "MPR in the volume's own axes" in driver.text(number)


@pytest.mark.parametrize(("b", "said"), [(0.0, False), (800.0, True)])
def test_a_b_value_is_said_where_it_tells_something(read, services, store, b: float, said: bool) -> None:
    """Some machines write 0 on every image, whatever it is."""
    put(store, [placed(3.0 * k, 1 + k, 300, "one", DiffusionBValue=b, RepetitionTime=500.0) for k in range(SLICES)])
    driver = read(services)
    text = driver.text(driver.session.desk.focus)
    assert "TR 500" in text
    assert ("b 800" in text, "b 0" in text) == (said, False)


def test_images_that_arrive_do_not_change_the_grey_of_those_without_a_window(read, services, store) -> None:
    """Their window is computed from the image that comes in first; of the images made anew that is another one."""
    datasets = [placed(3.0 * k, 1 + k, 100, "MR") for k in range(SLICES)]
    for k, ds in enumerate(datasets):
        ds.PixelData = np.linspace(0, 200 + 300 * k, 32 * 32).astype(np.int16).tobytes()
        del ds.WindowCenter, ds.WindowWidth
    put(store, datasets[:4])
    driver = read(services)
    number = driver.session.desk.focus
    driver.key(Key.Key_Home)
    driver.settle()
    before = [line for line in driver.text(number).splitlines() if "· auto" in line]
    assert len(before) == 1
    put(store, datasets[4:])
    driver.qtbot.waitUntil(lambda: f"Image 1 / {SLICES}" in driver.text(number))
    driver.settle()
    assert [line for line in driver.text(number).splitlines() if "· auto" in line] == before


def test_a_key_image_and_a_measurement_lead_back_to_their_own_step(read, services, store) -> None:
    put(store, cine())
    driver = read(services)
    number = driver.session.desk.focus
    for key in (Key.Key_Home, Key.Key_Down, Key.Key_Period, Key.Key_Period, Key.Key_K, Key.Key_D):
        driver.key(key)
    driver.settle()
    driver.drag(driver.point(number, 5, 5), driver.point(number, 15, 5))
    ref, measured = driver.session.ref(driver.focused), driver.session.desk.measurements[0]
    for lead_back in (
        lambda: driver.window.doing.go_to_key_image(f"{ref.sop_instance_uid}/{ref.frame}"),
        lambda: driver.window.doing.go_to_measurement(measured.key),
    ):
        for key in (Key.Key_Escape, Key.Key_Period, Key.Key_End):
            driver.key(key)
        assert driver.session.ref(driver.focused) != ref
        lead_back()
        assert driver.session.ref(driver.focused) == ref
    assert telling.key_picture(driver.session, ref).title == "cine, image 2 · phase 3 / 4, 160 ms"
    driver.session.put(number, driver.focused.display_set)
    assert driver.session.ref(driver.focused) != ref
    driver.session.show_as(number, "coronal")
    driver.window.doing.go_to_key_image(f"{ref.sop_instance_uid}/{ref.frame}")
    assert driver.session.ref(driver.focused) == ref, "no viewport showed its stack"
