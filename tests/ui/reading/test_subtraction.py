"""A run with its mask through the real window: put on and off by a key, scrolled, with a mask that is missing, in a long run."""

from __future__ import annotations

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt

from tests.imaging.making import image, item
from tests.ui.reading.conftest import CURRENT
from workstation.imaging.header import encode
from workstation.imaging.own_masks import states_of
from workstation.imaging.presentation_states import grey_of
from workstation.imaging.subtraction import subtracted
from workstation.reading import contents

Key = Qt.Key
pytestmark = pytest.mark.window
SIDE, FRAMES = 48, 12


def frames(count: int = FRAMES) -> np.ndarray:
    pixels = np.full((count, SIDE, SIDE), 2400, np.uint16)
    pixels[:, 24:] = 900  # bone
    for n in range(2, count):
        pixels[n, :, 20:28] -= np.uint16(400 * n // count)  # an artery fills
    return pixels


def run(count: int = FRAMES, **elements: object) -> Dataset:
    values = {
        "StudyDate": "20261124",
        "StudyDescription": "ARTERIO",
        "SeriesDescription": "run",
        "WindowCenter": 1700,
        "WindowWidth": 2400,
        "MaskSubtractionSequence": Sequence([item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1, 2], ApplicableFrameRange=[3, count])]),
        "RecommendedViewingMode": "SUB",
        "PixelIntensityRelationship": "LOG",
        **elements,
    }
    ds = image(frames(count), modality="XA", sop_class="1.2.840.10008.5.1.4.1.1.12.1", bits=12, **values)
    ds.StudyInstanceUID, ds.SeriesInstanceUID = CURRENT, f"{CURRENT}.9"
    return ds


def grey(driver, column: int, row: int) -> int:
    driver.settle()
    n = driver.session.desk.focus
    driver.qtbot.waitUntil(lambda: not driver.window.area.surface.canvas.coarse(driver.window.area.numbers.index(n)))
    at = driver.window.area.surface.mapTo(driver.window, driver.point(n, column, row))
    return driver.window.grab().toImage().pixelColor(at).red()


def wanted(driver, index: int, column: int, row: int) -> int:
    header = driver.session.catalogue.header(driver.session.ref(driver.focused).sop_instance_uid)
    (state,) = states_of([header])
    chain, (window, *_) = grey_of(state, header, index)
    x = subtracted(lambda n: chain.modality(frames(header.number_of_frames)[n]), state.terms(header, index))
    return int(np.floor(255 * chain.voi(x, driver.focused.view.window or window)[row, column] + 0.5))


def go_to(driver, index: int) -> None:
    driver.key(Key.Key_Home)
    for _ in range(index):
        driver.key(Key.Key_Down)


def test_a_key_subtracts_the_mask_and_gives_the_run_back(read, services, store) -> None:
    store.put(encode(run()))
    driver = read(services)
    n = driver.session.desk.focus
    go_to(driver, 8)
    before, window = grey(driver, 24, 30), driver.focused.view.window
    assert "Mask not subtracted (G)" in driver.text(n)
    driver.key(Key.Key_G)
    assert "State: Mask subtracted (DSA)" in driver.text(n)
    assert "pixel values and means are those before subtraction" in driver.text(n)
    for column, row in ((24, 30), (24, 10), (5, 10), (5, 40)):
        assert abs(grey(driver, column, row) - wanted(driver, 8, column, row)) <= 1, (column, row)
    assert grey(driver, 5, 10) == grey(driver, 5, 40)  # the bone is gone
    assert grey(driver, 24, 30) < grey(driver, 5, 40)
    driver.key(Key.Key_Down)
    assert abs(grey(driver, 24, 30) - wanted(driver, 9, 24, 30)) <= 1
    go_to(driver, 0)  # has no mask: as it was recorded
    assert "State:" not in driver.text(n)
    assert grey(driver, 5, 10) > grey(driver, 5, 40) + 100
    go_to(driver, 8)
    driver.key(Key.Key_G)
    assert (grey(driver, 24, 30), driver.focused.view.window) == (before, window)
    driver.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert abs(grey(driver, 24, 30) - wanted(driver, 8, 24, 30)) <= 1


def test_in_a_run_too_long_to_keep_the_mask_stays(read, services, store, monkeypatch) -> None:
    monkeypatch.setattr(contents, "cine_bytes", lambda budget: 5 * SIDE * SIDE * 2)
    store.put(encode(run(60)))
    driver = read(services)
    go_to(driver, 40)
    content = driver.window.area.contents.made(driver.focused.display_set)
    driver.settle()
    assert not content.ready[:2].any()
    driver.key(Key.Key_G)
    driver.qtbot.waitUntil(lambda: bool(content.ready[[0, 1, 40]].all()))
    assert abs(grey(driver, 24, 30) - wanted(driver, 40, 24, 30)) <= 1
    driver.key(Key.Key_End)
    driver.qtbot.waitUntil(lambda: bool(content.ready[[0, 1, 59]].all()))
    assert abs(grey(driver, 24, 30) - wanted(driver, 59, 24, 30)) <= 1
    assert content.ready.sum() <= 22
    driver.key(Key.Key_G)
    driver.settle()
    assert content.ready[59]


def test_a_mask_that_cannot_be_decoded_is_told_and_nothing_is_shown_for_it(read, services, store) -> None:
    codestreams = [imagecodecs.jpegls_encode(frame) for frame in frames()]
    codestreams[0] = codestreams[0][:20] + b"\xff\xd8 no picture at all"
    store.put(encode(run(codestreams=codestreams, syntax="1.2.840.10008.1.2.4.80")))
    driver = read(services)
    go_to(driver, 5)
    assert grey(driver, 5, 10) > 100
    driver.key(Key.Key_G)
    driver.qtbot.waitUntil(lambda: "The mask to be subtracted cannot be shown" in driver.window.area.overlays[0].scene.fault)
    assert grey(driver, 5, 10) == 0
    driver.key(Key.Key_Down)
    assert grey(driver, 5, 10) == 0
    assert driver.session.ref(driver.focused) not in driver.session.seen  # black is not seen
    driver.key(Key.Key_G)
    assert grey(driver, 5, 10) > 100
    driver.qtbot.waitUntil(lambda: driver.session.ref(driver.focused) in driver.session.seen)
    assert driver.window.area.overlays[0].scene.fault == ""


def test_without_its_mask_in_the_file_there_is_nothing_to_put_on(read, services, store) -> None:
    ds = run(MaskSubtractionSequence=Sequence([item(MaskOperation="AVG_SUB", MaskFrameNumbers=[FRAMES + 1])]))
    store.put(encode(ds))
    driver = read(services)
    assert "Mask not subtracted" not in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_G)
    assert "State:" not in driver.text(driver.session.desk.focus)
