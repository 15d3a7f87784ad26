"""The whole path, from the archive to the eye and back to the list, by keys and mouse only, with the real courier process."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.end_to_end.conftest import CURRENT, IMAGES, NEXT, PRIOR, click_row, connect, read_by_enter, rows, settle, shift, steps
from tests.peers.relay import Relay
from workstation.measurements import Length
from workstation.reading.journal import MEASUREMENT

pytestmark = pytest.mark.window
KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def seen(driver, number: int) -> np.ndarray:
    """The pixels of one viewport as they stand on the surface."""
    area = driver.window.area
    rect = area.rects[area.numbers.index(number)]
    pixels = np.asarray(area.surface.canvas.pixels())
    return pixels[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]


def test_from_the_archive_to_the_next_exam(qtbot, home, archive, start) -> None:
    with Relay(archive.http_port, delay_s=0.02) as line:
        connect(home, {"name": "Purpan", "url": f"http://127.0.0.1:{line.port}/dicom-web"})
        desktop = start()
        window = desktop.list
        # the list fills by itself, and tells how far the courier is
        qtbot.waitUntil(lambda: {CURRENT, NEXT} <= set(rows(window)), timeout=20_000)
        assert rows(window)[CURRENT].patient == "MARTIN Eleonore"
        told: set[str] = set()
        partly: set[int] = set()

        def all_here() -> bool:
            if window.status.bar.isVisible():
                told.add(window.status.fetch.text())
            partly.add(rows(window)[CURRENT].images_here)
            row = rows(window)[CURRENT]
            return row.images_here == 40 and row.priors_here == row.priors_known == 1 and rows(window)[NEXT].images_here == 3

        qtbot.waitUntil(all_here, timeout=40_000)
        assert told, "no progress was seen"
        assert any(0 < n < 40 for n in partly), "the row never showed images on their way"
    # open: current beside prior
    driver = read_by_enter(qtbot, desktop, CURRENT)
    current, prior = driver.of(prior=False), driver.of(prior=True)
    assert driver.session.hanging.protocol == "ct-head-prior"
    assert "PRIOR" in driver.text(prior)
    assert "PRIOR" not in driver.text(current)
    view = lambda number: driver.session.desk.viewports[number].view  # noqa: E731
    # scroll, window by drag and by preset, zoom
    driver.key(KEY.Key_Home)
    driver.wheel(driver.point(current, 32, 32), -5)
    assert view(current).index == 5
    at = driver.point(current, 32, 32)
    driver.key(KEY.Key_W)
    driver.drag(at, shift(at, 80, 40))
    dragged = view(current).window
    assert dragged is not None
    driver.key(KEY.Key_7)
    assert (view(current).window.width, view(current).window.center) == (400, 40)
    settle(driver)
    assert seen(driver, current).max() > 100
    driver.wheel(driver.point(current, 30, 30), 3, CTRL)
    assert view(current).zoom > 1.2
    driver.key(KEY.Key_F)
    assert view(current).zoom == 1.0
    # tied by hand, the prior follows
    driver.key(KEY.Key_L)
    before = view(prior).index
    steps(driver, KEY.Key_Down, 4)
    assert view(prior).index == before + 2
    # stages and planes
    driver.key(KEY.Key_Space)
    assert driver.session.desk.stage == 1
    settle(driver)
    assert seen(driver, driver.session.desk.focus).max() > 60, "the next stage is black"
    driver.key(KEY.Key_Space, SHIFT)
    assert driver.session.desk.stage == 0
    settle(driver)
    assert seen(driver, current).max() > 60, "back at the first stage, it is black"
    for digit, mode in ((KEY.Key_2, "mpr"), (KEY.Key_3, "mip"), (KEY.Key_4, "volume")):
        driver.key(digit, CTRL)
        settle(driver)
        number = driver.session.desk.focus
        assert view(number).mode == mode
        for _ in range(8 if mode == "volume" else 1):  # soft tissue is clear in the preset for bone: go on to one that shows it
            if seen(driver, number).max() > 60:
                break
            driver.key(KEY.Key_V, SHIFT)
            settle(driver)
        assert seen(driver, number).max() > 60, f"nothing is seen in {mode}"
        driver.key(KEY.Key_2 if mode == "mpr" else KEY.Key_1, CTRL)
        settle(driver)
    # a length by mouse, undone and done again
    current = driver.of(prior=False)
    driver.key(KEY.Key_D)
    driver.drag(driver.point(current, 22, 30), driver.point(current, 42, 30))
    driver.key(KEY.Key_Escape)
    (drawn,) = driver.session.desk.measurements
    assert isinstance(drawn, Length)
    assert driver.window.results.of(drawn, driver.session.catalogue).value == pytest.approx(20, abs=1)
    driver.key(KEY.Key_Z, CTRL)
    assert driver.session.desk.measurements == ()
    driver.key(KEY.Key_Y, CTRL)
    assert driver.session.desk.measurements == (drawn,)
    # read, and the next one
    with qtbot.waitSignal(driver.window.opened, timeout=20_000) as told_opened:
        driver.key(KEY.Key_N)
    assert told_opened.args == [NEXT]
    store = desktop.store
    assert store.reading_state(CURRENT).state == "read"
    assert store.reading_state(CURRENT).reader == "Dr Ferrand"
    assert len(store.journal_entries(CURRENT, MEASUREMENT)) == 1
    driver.key(KEY.Key_W, CTRL)
    qtbot.waitUntil(lambda: desktop.reading is None, timeout=5000)
    # read: out of the list, or, where the pointer keeps rows from moving, marked
    qtbot.waitUntil(lambda: CURRENT not in rows(window) or rows(window)[CURRENT].state == "read", timeout=5000)
    click_row(window, NEXT)
    assert {s.study_instance_uid: s.images for s in store.studies()} == IMAGES
    assert PRIOR not in rows(window)
