"""Decoders that crash, hang and eat memory while an exam is open: each costs its image a sentence, and the desktop goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from tests.decoding.hostile import hostile_pool
from tests.reading.made import series
from tests.ui.reading.conftest import CURRENT
from workstation import decoding
from workstation.decoding import Decoding, process
from workstation.errors import GaronneError
from workstation.imaging import decode, header

pytestmark = pytest.mark.window


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Decoding]:
    """The process's own pool, with children that fail on demand."""
    monkeypatch.setattr(process, "PATIENCE_S", 1.0)
    before, made = decoding.shared(), hostile_pool(2)
    decoding.share(made)
    yield made
    decoding.share(before)
    made.close()


def test_the_desktop_outlives_every_decoder(hostile: Decoding, read, services, store, qtbot) -> None:
    for one in series(CURRENT, 12, step=1.0, compressed=True):
        store.put(one)
    driver = read(services)
    window = driver.window
    qtbot.waitUntil(lambda: window.loader.idle, timeout=60_000)
    number = driver.of(prior=False)
    job = window.area.contents.job(driver.session.desk.viewports[number].display_set)
    by_number = {int(ref.sop_instance_uid.rpartition(".")[2]): ref for ref in job.display_set.frames}
    assert {n for n, ref in by_number.items() if ref in job.faults} == {1, 2, 3, 4, 5, 6, 7, 8}
    for n, words in ((1, "failed on this picture"), (3, "came to no end"), (4, "came to no end"), (5, "memory"), (7, "unexpected fault")):
        assert words in job.faults[by_number[n]]
    assert "OpenJPEG" in job.faults[by_number[2]]
    planes = [n for n, v in enumerate(driver.session.desk.viewports) if v.display_set and v.view.mode != "slice"]
    assert planes
    qtbot.waitUntil(lambda: not any("preview" in driver.text(n) for n in planes), timeout=20_000)  # nothing more is waited for
    assert all("8 of 12 images cannot be shown: they are missing here" in driver.text(n) for n in planes)
    driver.key(Qt.Key.Key_Home)
    driver.settle()
    scene = window.area.overlays[window.area.numbers.index(number)].scene
    assert "Image 1 / 12" in scene.corners.text
    assert scene.fault
    driver.key(Qt.Key.Key_End)
    driver.settle()
    driver.qtbot.waitUntil(lambda: "Image 12 / 12" in driver.text(number), timeout=5000)
    assert not window.area.overlays[window.area.numbers.index(number)].scene.fault
    pids = hostile.pids  # what failed is not tried again
    for _ in range(12):
        driver.key(Qt.Key.Key_Up)
    assert hostile.pids == pids


def test_damage_that_only_decoding_finds_is_said_over_its_image_alone(read, services, store) -> None:
    """A JPEG 2000 whose lossless wavelet leaves its range: it decodes, and what it shows may be wrong."""
    files = series(CURRENT, 5, step=1.0, compressed=True)
    files[2] = next(one for one in _flipped(files[2]) if _marks(one) == ["damaged"])
    for one in files:
        store.put(one)
    driver = read(services)
    number = driver.of(prior=False)
    driver.key(Qt.Key.Key_Home)
    said = []
    for _ in range(5):
        driver.settle()
        said.append("damaged" in driver.text(number))
        driver.key(Qt.Key.Key_Down)
    assert said == [False, False, True, False, False]
    driver.session.show_as(number, "coronal")
    driver.settle()
    driver.qtbot.waitUntil(lambda: "1 of 5 images: " in driver.text(number))


def _flipped(one: bytes) -> Iterator[bytes]:
    """The file with one byte of its packets changed, one after the other."""
    for n in range(one.index(b"\xff\x93", one.index(b"\xff\x4f\xff\x51")) + 2, len(one) - 20):
        yield one[:n] + bytes([one[n] ^ 0x55]) + one[n + 1 :]


def _marks(one: bytes) -> list[str]:
    try:
        told = header.read(one)
        return [m.code for m in (*told.marks, *decode.decoded(one, told).marks)]
    except GaronneError:
        return []
