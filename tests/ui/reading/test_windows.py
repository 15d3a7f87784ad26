"""The windows and VOI LUTs that images carry, chosen through the real window: by key, by menu, kept while scrolling, taken back."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from tests.imaging import states
from tests.imaging.test_grey import described, words
from tests.reading.made import series
from tests.ui.reading.conftest import CURRENT
from workstation.imaging.grey import GreyChain
from workstation.ui.reading import menus

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.window
SLICES = 6


def several(encoded: bytes, number: int) -> bytes:
    """The slice with two windows, of its own on each slice, and a VOI LUT that turns white to black above 0 HU."""
    ds = pydicom.dcmread(BytesIO(encoded))
    ds.WindowCenter, ds.WindowWidth = [40 + number, 300], [80, 1500 + number]
    ds.WindowCenterWidthExplanation = ["BRAIN", "BONE"]
    table = np.concatenate([np.full(1024, 4095), np.linspace(3000, 0, 3072)]).astype(np.uint16)
    ds.VOILUTSequence = Sequence([described([4096, -1024, 12], words(table), "SS", "SOFT")])
    out = BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


@pytest.fixture
def driver(read, services, store):
    for number, one in enumerate(series(CURRENT, SLICES, step=1.0)):
        store.put(several(one, number))
    found = read(services)
    found.key(Key.Key_0)
    return found


def in_menu(driver) -> list[tuple[str, bool]]:
    menu = QMenu()
    menus.windows(driver.window, menu)
    return [(a.text().split("\t")[0], a.isChecked()) for a in menu.actions() if a.isCheckable()]


def shown_window(driver):
    area = driver.window.area
    driver.settle()
    return area.surface.canvas.window(area.numbers.index(driver.session.desk.focus))


def test_the_key_goes_through_all_that_the_image_carries(driver) -> None:
    focus = driver.session.desk.focus
    seen = []
    for _ in range(4):
        seen.append(driver.text(focus))
        driver.key(Key.Key_W, SHIFT)
    assert "W 80" in seen[0]
    assert "BRAIN" in seen[0]
    assert "BONE" in seen[1]
    assert "LUT SOFT" in seen[2]
    assert "BRAIN" in seen[3]
    for _ in range(4):
        driver.key(Key.Key_Z, CTRL)
    assert "BRAIN" in driver.text(focus)


def test_the_n_th_is_kept_while_scrolling(driver) -> None:
    driver.key(Key.Key_W, SHIFT)
    for step in (Key.Key_Home, *[Key.Key_Down] * (SLICES - 1)):
        driver.key(step)
        index = driver.focused.view.index
        own = driver.session.catalogue.frame_header(driver.session.ref(driver.focused)).windows[1]
        assert shown_window(driver) == own
        assert own.name == "BONE"
        assert index == driver.focused.view.index
    driver.key(Key.Key_1)  # a preset of the modality instead
    assert "BONE" not in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_W, SHIFT)  # back to what was chosen before
    assert "BONE" in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_0)
    assert "BRAIN" in driver.text(driver.session.desk.focus)


def test_the_menu_ticks_what_is_in_force(driver) -> None:
    def ticked() -> list[str]:
        return [text for text, checked in in_menu(driver) if checked]

    assert [text for text, _ in in_menu(driver) if text.startswith("Image:")][2] == "Image: LUT SOFT"
    assert len(ticked()) == 1
    assert "BRAIN" in ticked()[0]
    menu = QMenu()
    menus.windows(driver.window, menu)
    next(a for a in menu.actions() if "LUT SOFT" in a.text()).trigger()
    assert ticked() == ["Image: LUT SOFT"]
    driver.key(Key.Key_1)
    assert len(ticked()) == 1
    assert not ticked()[0].startswith("Image:")


def test_a_chosen_table_is_what_the_screen_shows(driver) -> None:
    driver.key(Key.Key_W, SHIFT)
    driver.key(Key.Key_W, SHIFT)
    driver.key(Key.Key_O)
    driver.settle()
    driver.qtbot.wait(150)
    ref, area = driver.session.ref(driver.focused), driver.window.area
    encoded = driver.window.services.store.read(ref.sop_instance_uid)
    h = driver.session.catalogue.header(ref.sop_instance_uid)
    chain = GreyChain.of(encoded, h)
    wanted = chain.display(np.array([1064 + h.instance_number % 7, 0]), h.frames[0].windows[2]).tolist()
    image = area.surface.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    levels = []
    for column, row in ((30, 30), (5, 40)):
        point = driver.point(driver.session.desk.focus, column, row)
        levels.append(image.pixelColor(point).red())
    assert np.abs(np.array(levels) - wanted).max() <= 1


def test_a_drag_from_a_table_starts_where_its_values_are(driver) -> None:
    driver.key(Key.Key_W, SHIFT)
    driver.key(Key.Key_W, SHIFT)
    driver.key(Key.Key_W)
    at = driver.point(driver.session.desk.focus, 30, 30)
    driver.drag(at, at + type(at)(6, 0))
    window = driver.focused.view.window
    assert window is not None
    assert window.lut == -1
    assert abs(window.center - 1024) < 200  # the table goes from -1024 to 3071


def test_while_a_state_is_on_its_windows_are_the_choice(read, services, store) -> None:
    for number, one in enumerate(series(CURRENT, SLICES, step=1.0)):
        store.put(several(one, number))
    headers = sorted(store.headers(CURRENT), key=lambda h: h.instance_number)
    voi = Sequence([states.item(WindowCenter=[1064, 1500], WindowWidth=[20, 900], WindowCenterWidthExplanation=["NARROW", "WIDE"])])
    store.put(states.state(headers, "RCP", SoftcopyVOILUTSequence=voi))
    driver = read(services)
    driver.key(Key.Key_0)
    driver.key(Key.Key_G)
    focus = driver.session.desk.focus
    assert "NARROW" in driver.text(focus)
    assert [text.split(" · ")[-1] for text, _ in in_menu(driver) if text.startswith("State:")] == ["NARROW", "WIDE"]
    driver.key(Key.Key_W, SHIFT)
    assert "WIDE" in driver.text(focus)
    assert [text.split(" · ")[-1] for text, checked in in_menu(driver) if checked] == ["WIDE"]
    driver.key(Key.Key_W, SHIFT)
    assert "NARROW" in driver.text(focus)
    driver.key(Key.Key_G)  # taken off: the image's own again
    assert "BRAIN" in driver.text(focus)
