"""An exam read beside its prior through the real window, by keys and mouse only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit

from tests.reading.made import encoded
from tests.ui.reading.conftest import CURRENT, LEFT, MIDDLE, NEXT, PRIOR, RIGHT
from workstation.hanging_protocols import Monitor, Monitors
from workstation.language import set_language
from workstation.measurements import Ellipse, Length
from workstation.reading.journal import kept_measurements
from workstation.store import KeyFileOpener, Store
from workstation.ui.reading import ReadingWindow

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.window


@pytest.fixture
def driver(read, services, region):
    """The clock stands on the day of the exams."""
    noon = datetime(2026, 11, 24, 12).timestamp()
    return read(replace(services, clock=lambda: noon))


def test_current_and_prior_stand_side_by_side_and_the_patient_above(driver) -> None:
    assert "PRIOR · 14 months" in driver.text(driver.of(prior=True))
    assert "PRIOR" not in driver.text(driver.of(prior=False))
    assert "MARTIN" in driver.window.top.patient.text()
    assert driver.window.top.date.text() == "24/11/2026"
    assert [s.role for s in driver.window.timeline.stops] == ["prior", "current"]
    letters = driver.window.area.overlays[0].scene.letters
    assert letters == ("R", "L", "A", "P")


def test_grey_on_the_screen_is_what_the_standard_asks_for(driver) -> None:
    driver.key(Key.Key_R)
    driver.settle()
    number = driver.of(prior=False)
    at = driver.point(number, 31.5, 31.5)
    grey = driver.window.grab().toImage().pixelColor(driver.window.area.surface.mapTo(driver.window, at))
    index = driver.session.desk.viewports[number].view.index
    value = 40 + (index + 1) % 7
    expected = ((value - (40 - 0.5)) / (80 - 1) + 0.5) * 255
    assert abs(grey.red() - expected) <= 1.5
    assert grey.red() == grey.green() == grey.blue()


def test_keys_and_wheel_scroll(driver) -> None:
    start = driver.focused.view.index
    driver.key(Key.Key_Down)
    driver.key(Key.Key_Down)
    driver.key(Key.Key_Up)
    assert driver.focused.view.index == start + 1
    driver.key(Key.Key_Home)
    assert driver.focused.view.index == 0
    driver.key(Key.Key_PageDown)
    assert driver.focused.view.index == 10
    driver.key(Key.Key_End)
    assert driver.focused.view.index == 39
    number = driver.of(prior=False)
    driver.wheel(driver.point(number, 32, 32), 3)
    assert driver.session.desk.viewports[number].view.index == 36
    assert "Image 37 / 40" in driver.text(number)


def test_left_drag_scrolls_and_middle_drag_windows_and_one_undo_takes_each_back(driver) -> None:
    number = driver.of(prior=False)
    at = driver.point(number, 32, 32)
    before = driver.session.desk.viewports[number].view
    driver.drag(at, at + QPoint(0, 90))
    scrolled = driver.session.desk.viewports[number].view
    assert scrolled.index > before.index
    driver.drag(at, at + QPoint(60, 0), MIDDLE)
    window = driver.session.desk.viewports[number].view.window
    assert window.width > 80
    assert window.center == pytest.approx(40, abs=0.01)
    driver.drag(at, at + QPoint(60, 0), MIDDLE, SHIFT)
    finer = driver.session.desk.viewports[number].view.window
    assert 0 < finer.width - window.width < (window.width - 80) / 3
    for _ in range(3):
        driver.key(Key.Key_Z, CTRL)
    assert driver.session.desk.viewports[number].view == before
    for _ in range(3):
        driver.key(Key.Key_Y, CTRL)
    assert driver.session.desk.viewports[number].view.window == finer


def test_preset_keys_and_the_own_window(driver) -> None:
    driver.key(Key.Key_7)
    assert (driver.focused.view.window.width, driver.focused.view.window.center) == (400, 40)
    driver.key(Key.Key_F5)
    assert driver.focused.view.window is not None
    driver.key(Key.Key_0)
    assert driver.focused.view.window is None
    assert "W 80 · L 40" in driver.text(driver.session.desk.focus)


def test_zoom_keeps_the_point_under_the_pointer(driver) -> None:
    number = driver.of(prior=False)
    at = driver.point(number, 20, 20)
    driver.wheel(at, 4, CTRL)
    assert driver.session.desk.viewports[number].view.zoom > 1.5
    assert (driver.point(number, 20, 20) - at).manhattanLength() <= 3
    driver.drag(at, at + QPoint(0, -60), RIGHT)
    zoomed = driver.session.desk.viewports[number].view.zoom
    assert zoomed > 2
    driver.key(Key.Key_F)
    assert driver.session.desk.viewports[number].view.zoom == 1.0


def test_a_length_by_mouse_has_the_right_millimetres_and_survives_undo_and_redo(driver) -> None:
    number = driver.of(prior=False)
    driver.key(Key.Key_D)
    driver.drag(driver.point(number, 22, 30), driver.point(number, 42, 30))
    (m,) = driver.session.desk.measurements
    assert isinstance(m, Length)
    scale = driver.window.area.view(driver.window.area.numbers.index(number)).mm_per_px
    result = driver.window.results.of(m, driver.session.catalogue)
    assert result.value == pytest.approx(20.0, abs=1.5 * scale)
    assert result.unit == "mm"
    driver.qtbot.wait(150)
    assert [i.lines for i in driver.window.area.overlays[0].scene.drawings] or driver.window.area.overlays[1].scene.drawings
    driver.key(Key.Key_Z, CTRL)
    assert driver.session.desk.measurements == ()
    driver.key(Key.Key_Y, CTRL)
    assert driver.session.desk.measurements == (m,)


def test_two_clicks_draw_a_length_too_and_escape_drops_a_half_drawn_one(driver) -> None:
    number = driver.of(prior=False)
    surface = driver.window.area.surface
    driver.key(Key.Key_D)
    QTest.mouseClick(surface, LEFT, Qt.KeyboardModifier.NoModifier, driver.point(number, 22, 30))
    assert driver.session.desk.measurements == ()
    QTest.mouseClick(surface, LEFT, Qt.KeyboardModifier.NoModifier, driver.point(number, 32, 30))
    assert len(driver.session.desk.measurements) == 1
    QTest.mouseClick(surface, LEFT, Qt.KeyboardModifier.NoModifier, driver.point(number, 22, 45))
    driver.key(Key.Key_Escape)
    QTest.mouseMove(surface, driver.point(number, 40, 50))
    assert len(driver.session.desk.measurements) == 1
    assert driver.window.draft(number) is None


def test_what_is_half_drawn_goes_with_its_image(driver) -> None:
    """A second click on another slice would measure from one to the other, in the millimetres of the first."""
    number = driver.of(prior=False)
    driver.key(Key.Key_D)
    QTest.mouseClick(driver.window.area.surface, LEFT, pos=driver.point(number, 22, 22))
    assert driver.window.draft(number) is not None
    driver.key(Key.Key_0)
    driver.key(Key.Key_Plus)
    driver.wheel(driver.point(number, 22, 22), 1, CTRL)
    assert driver.window.draft(number) is not None, "the same image, seen otherwise"
    driver.key(Key.Key_Down)
    assert driver.window.draft(number) is None
    QTest.mouseClick(driver.window.area.surface, LEFT, pos=driver.point(number, 40, 22))
    assert driver.session.desk.measurements == ()


def test_a_handle_can_be_taken_and_the_delete_key_takes_the_measurement_away(driver) -> None:
    number = driver.of(prior=False)
    driver.key(Key.Key_D)
    driver.drag(driver.point(number, 22, 30), driver.point(number, 42, 30))
    driver.key(Key.Key_Escape)
    driver.qtbot.wait(50)
    driver.drag(driver.point(number, 42, 30), driver.point(number, 52, 30))
    (m,) = driver.session.desk.measurements
    assert driver.window.results.of(m, driver.session.catalogue).value == pytest.approx(30, abs=0.8)
    driver.key(Key.Key_Delete)
    assert driver.session.desk.measurements == ()
    driver.key(Key.Key_Z, CTRL)
    assert driver.session.desk.measurements == (m,)


def test_an_ellipse_says_the_mean_of_the_pixels_inside(driver) -> None:
    number = driver.of(prior=False)
    driver.key(Key.Key_E)
    driver.drag(driver.point(number, 26, 26), driver.point(number, 38, 38))
    (m,) = driver.session.desk.measurements
    assert isinstance(m, Ellipse)
    index = driver.session.desk.viewports[number].view.index
    driver.qtbot.waitUntil(lambda: driver.window.results.of(m, driver.session.catalogue).unit == "HU", timeout=5000)
    assert driver.window.results.of(m, driver.session.catalogue).value == 40 + (index + 1) % 7


def test_an_angle_takes_a_drag_and_a_click(driver) -> None:
    number = driver.of(prior=False)
    driver.key(Key.Key_A)
    driver.drag(driver.point(number, 40, 30), driver.point(number, 20, 30))
    QTest.mouseClick(driver.window.area.surface, LEFT, Qt.KeyboardModifier.NoModifier, driver.point(number, 20, 50))
    (m,) = driver.session.desk.measurements
    assert driver.window.results.of(m, driver.session.catalogue).value == pytest.approx(90, abs=1.5)


def test_the_same_name_on_current_and_prior_makes_a_comparison(driver) -> None:
    for prior, width in ((False, 20), (True, 16)):
        number = driver.of(prior=prior)
        driver.key(Key.Key_D)
        driver.drag(driver.point(number, 22, 30), driver.point(number, 22 + width, 30))
        driver.key(Key.Key_F2)
        driver.qtbot.waitUntil(lambda: driver.window.findChild(QInputDialog, "name_dialog") is not None, timeout=3000)
        dialog = driver.window.findChild(QInputDialog, "name_dialog")
        driver.qtbot.waitUntil(dialog.isVisible)
        edit = dialog.findChild(QLineEdit)
        edit.clear()
        QTest.keyClicks(edit, "Nodule")
        QTest.keyClick(edit, Key.Key_Return)
        driver.qtbot.waitUntil(driver.window.isActiveWindow, timeout=3000)
        driver.qtbot.waitUntil(lambda: driver.window.findChild(QInputDialog, "name_dialog") is None, timeout=3000)
    driver.window.tell()
    cards = driver.window.panel._told[0]
    assert len(cards) == 1
    assert cards[0].name == "Nodule"
    assert cards[0].change.startswith("+4")
    assert "14 months" in cards[0].prior


def test_linked_by_hand_the_prior_follows(driver) -> None:
    current, prior = driver.of(prior=False), driver.of(prior=True)
    assert "not linked" in driver.text(prior)
    driver.key(Key.Key_Home)
    at = driver.session.desk.viewports[prior].view.index
    driver.key(Key.Key_L)
    for _ in range(4):
        driver.key(Key.Key_Down)
    assert driver.session.desk.viewports[current].view.index == 4
    assert driver.session.desk.viewports[prior].view.index == at + 2
    assert "Linked by hand" in driver.text(prior)


def test_space_goes_through_the_stages_and_back(driver) -> None:
    assert driver.session.stages > 1
    driver.key(Key.Key_Space)
    assert driver.session.desk.stage == 1
    driver.key(Key.Key_Space, SHIFT)
    assert driver.session.desk.stage == 0


def test_mpr_mip_and_volume_are_drawn_and_say_what_they_are(driver) -> None:
    driver.key(Key.Key_2, CTRL)
    driver.settle()
    assert [v.view.mode for v in driver.session.desk.viewports][:3] == ["mpr"] * 3
    assert "interpolated" in driver.text(0)
    pixels = np.asarray(driver.window.area.surface.canvas.pixels())
    x, y, w, h = (lambda r: (r.x(), r.y(), r.width(), r.height()))(driver.window.area.rects[1])
    assert pixels[y : y + h, x : x + w].max() > 100  # something is seen in the coronal plane
    point = driver.window.area.rects[0].center()
    driver.key(Key.Key_X)
    QTest.mouseClick(driver.window.area.surface, LEFT, Qt.KeyboardModifier.NoModifier, point + QPoint(20, 10))
    centers = {v.view.plane.center_lps for v in driver.session.desk.viewports if v.view.plane}
    assert len(centers) == 1
    driver.key(Key.Key_M)
    assert "Slab 10 mm maximum" in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_2, CTRL)
    driver.key(Key.Key_3, CTRL)
    assert driver.focused.view.mode == "mip"
    assert "projection" in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_D)
    at = driver.window.area.rects[driver.window.area.numbers.index(driver.session.desk.focus)].center()
    driver.drag(at, at + QPoint(30, 0))
    assert driver.session.desk.measurements == ()  # no length is true on a projection
    assert "projection" in driver.window.bottom.loading.text()
    driver.key(Key.Key_4, CTRL)
    assert driver.focused.view.mode == "volume"
    driver.key(Key.Key_1, CTRL)
    assert driver.focused.view.mode == "slice"


def test_letters_follow_a_flip_and_a_turn(driver) -> None:
    place = driver.window.area.numbers.index(driver.session.desk.focus)
    scene = lambda: driver.window.area.overlays[place].scene.letters  # noqa: E731
    driver.key(Key.Key_H)
    driver.qtbot.waitUntil(lambda: scene() == ("L", "R", "A", "P"))
    driver.key(Key.Key_H)
    driver.key(Key.Key_R, CTRL)
    driver.qtbot.waitUntil(lambda: scene() == ("P", "A", "R", "L"))


def test_text_goes_away_in_steps_and_what_must_stay_stays(driver) -> None:
    prior = driver.of(prior=True)
    assert "Zoom" in driver.text(prior)
    driver.key(Key.Key_I)
    assert "Zoom" not in driver.text(prior)
    driver.key(Key.Key_I)
    least = driver.text(prior)
    assert "Image" not in least
    for word in ("PRIOR", "18/09/2025", "MARTIN"):
        assert word in least
    driver.key(Key.Key_I)
    assert "Zoom" in driver.text(prior)


def test_double_click_fills_the_monitor_and_back(driver) -> None:
    number = driver.of(prior=True)
    at = driver.point(number, 32, 32)
    QTest.mouseDClick(driver.window.area.surface, LEFT, Qt.KeyboardModifier.NoModifier, at)
    driver.qtbot.waitUntil(lambda: driver.window.area.numbers == [number])
    QTest.mouseDClick(driver.window.area.surface, LEFT, Qt.KeyboardModifier.NoModifier, driver.window.area.rect().center())
    driver.qtbot.waitUntil(lambda: len(driver.window.area.numbers) > 1)


def test_a_thumbnail_shows_its_series_and_tab_moves_the_focus(driver) -> None:
    driver.key(Key.Key_Tab)
    number = driver.session.desk.focus
    key = driver.session.catalogue.current.display_sets[0].key
    thumbnail = driver.window.strip.thumbnails[key]
    QTest.mouseDClick(thumbnail, LEFT)
    assert driver.session.desk.viewports[number].display_set == key


def test_the_key_page_names_every_action_with_a_key(driver) -> None:
    driver.key(Key.Key_F1)
    page = driver.window.findChild(QDialog, "key_page")
    assert page.isVisible()
    from PySide6.QtWidgets import QLabel

    said = {label.text() for label in page.findChildren(QLabel)}
    assert {c.text for c in driver.window.table if c.keys} <= said
    QTest.keyClick(page, Key.Key_Escape)
    driver.qtbot.waitUntil(lambda: driver.window.findChild(QDialog, "key_page") is None, timeout=3000)


def test_what_was_measured_is_in_the_store_at_once(driver, home) -> None:
    number = driver.of(prior=False)
    driver.key(Key.Key_D)
    driver.drag(driver.point(number, 22, 30), driver.point(number, 42, 30))
    driver.qtbot.waitUntil(lambda: "Saved" in driver.window.bottom.saved.text(), timeout=5000)
    with Store.open(home / "store", KeyFileOpener(home / "store")) as other:  # as another process would see it
        assert kept_measurements(other, CURRENT)[0] == driver.session.desk.measurements


def test_reading_states_and_the_next_exam(driver, region) -> None:
    assert region.reading_state(CURRENT).state == "reading"
    assert "1" in driver.window.top.remaining.text()
    with driver.qtbot.waitSignal(driver.window.opened, timeout=20_000) as told:
        driver.key(Key.Key_N)
    assert told.args == [NEXT]
    assert region.reading_state(CURRENT).state == "read"
    assert region.reading_state(NEXT).state == "reading"
    driver.settle()


def test_an_image_counts_as_seen_only_when_it_was_drawn(driver) -> None:
    chosen = driver.session.catalogue.find(driver.focused.display_set)
    before = driver.session.unseen(chosen)
    driver.key(Key.Key_Down)
    driver.settle()
    driver.qtbot.waitUntil(lambda: driver.session.unseen(chosen) == before - 1, timeout=3000)


def test_images_that_arrive_fill_in_and_move_nothing(driver, region) -> None:
    number = driver.of(prior=False)
    shown = driver.session.ref(driver.session.desk.viewports[number])
    chosen = driver.session.catalogue.find(driver.session.desk.viewports[number].display_set)
    frame = chosen.frame_of_reference_uid
    for n in range(3):
        region.put(encoded(CURRENT, CURRENT + ".2", 200 + n, z=-1.0 - n, frame=frame))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.headers) == 43, timeout=10_000)
    driver.settle()
    assert driver.session.ref(driver.session.desk.viewports[number]) == shown
    assert "/ 43" in driver.text(number)


def test_what_is_on_the_screen_stays_there_also_where_it_is_more_than_is_kept(read, services, region, monkeypatch) -> None:
    """Two sets that let each other go are brought in for ever, and one of them is always black."""
    monkeypatch.setattr("workstation.reading.contents.budget_bytes", lambda: 20 * 64 * 64 * 2)
    driver = read(replace(services, clock=lambda: datetime(2026, 11, 24, 12).timestamp()))
    area = driver.window.area
    shown = {v.display_set for v in driver.session.desk.viewports if v.display_set}
    assert len(shown) == 2
    before = {key: area.contents.made(key) for key in shown}
    assert all(before.values())
    for key in (Key.Key_Tab, Key.Key_Down, Key.Key_Tab, Key.Key_Down):
        driver.key(key)
        driver.settle()
    assert {key: area.contents.made(key) for key in shown} == before
    driver.qtbot.waitUntil(lambda: area.at_rest)


def test_the_window_speaks_french(read, services, region) -> None:
    set_language("fr")
    driver = read(services)
    assert "ANTÉRIEUR · 14 mois" in driver.text(driver.of(prior=True))
    assert driver.window.area.overlays[0].scene.letters == ("D", "G", "A", "P")


def test_closing_keeps_the_reading_state_and_lets_go_of_the_images(driver, region) -> None:
    driver.window.close()
    assert region.reading_state(CURRENT).state == "reading"
    assert not [t for t in driver.window.loader._threads if t.is_alive()]
    assert region.reading_state(PRIOR).state == "to_read"


def test_two_monitors_are_two_windows_and_one_session(qtbot, looks, can_draw, services, region) -> None:
    upright = Monitors((Monitor(1200, 1600), Monitor(1200, 1600)))
    window = ReadingWindow(services, monitors=upright)
    window.resize(1000, 1200)
    window.show()
    with qtbot.waitSignal(window.opened, timeout=20_000):
        window.open_study(CURRENT)
    if max(stage.monitors for stage in window.session.hanging.stages) < 2:
        pytest.fail("the protocol does not use the second monitor")
    qtbot.waitUntil(lambda: len(window.areas) == 2 and window.areas[1].contents is not None, timeout=10_000)
    qtbot.waitUntil(lambda: window.visible_loaded() and all(a.numbers for a in window.areas), timeout=20_000)
    shown = [window.session.desk.viewports[n].study for area in window.areas for n in area.numbers]
    assert CURRENT in shown
    assert PRIOR in shown
    assert sorted(n for area in window.areas for n in area.numbers) == list(range(len(window.session.desk.viewports)))
    pixels = window.areas[1].surface.canvas.pixels()
    qtbot.waitUntil(lambda: window.areas[1].surface.canvas.pixels().max() > 50, timeout=5000)
    assert pixels.shape[2] == 3
    window.close()
    window.deleteLater()
