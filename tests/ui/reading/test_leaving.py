"""What of one exam may not be seen in the next: words over the images, titles, buttons, answers; and what counts as seen of this one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog

from tests.ui.reading.conftest import CURRENT, NEXT
from workstation.hanging_protocols import Monitor, Monitors
from workstation.ui.reading import ReadingWindow, bottom_line
from workstation.ui.reading.scene import Scene, Waiting

pytestmark = pytest.mark.window


@pytest.fixture
def driver(read, services, region):
    return read(services)


def go_to_next(driver) -> None:
    with driver.qtbot.waitSignal(driver.window.opened, timeout=20_000):
        driver.window.open_study(NEXT)


def test_no_word_of_the_last_patient_stands_over_the_next(driver) -> None:
    overlays = driver.window.area.overlays
    assert any("MARTIN" in overlay.scene.corners.text for overlay in overlays)
    found: list[str] = []
    driver.window.opened.connect(lambda _: found.extend(overlay.scene.corners.text + overlay.readout for overlay in overlays))
    go_to_next(driver)
    assert len(found) == len(overlays)
    assert not [words for words in found if "MARTIN" in words]
    driver.settle()
    assert "BENALI" in driver.text(0)


def test_a_monitors_window_is_named_for_the_patient_on_it(qtbot, looks, can_draw, services, region) -> None:
    window = ReadingWindow(services, monitors=Monitors((Monitor(1200, 1600), Monitor(1200, 1600))))
    window.show()
    for study, name in ((CURRENT, "MARTIN"), (NEXT, "BENALI")):
        with qtbot.waitSignal(window.opened, timeout=20_000):
            window.open_study(study)
        assert len(window.others) == 1
        assert all(name in each.windowTitle() for each in (window, *window.others))
    window.close()
    window.deleteLater()


def test_where_a_button_was_is_image_once_the_image_is_there(driver, monkeypatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(driver.window.arrivals, "fetch_for", asked.append)
    overlay, area = driver.window.area.overlays[0], driver.window.area
    shown = overlay.scene
    overlay.set_scene(Scene(waiting=Waiting("CT", "At the archive", verb="Fetch")))
    driver.qtbot.waitUntil(lambda: not overlay.verb_box.isEmpty(), timeout=3000)
    there = area.rects[0].topLeft() + overlay.verb_box.center().toPoint()
    overlay.set_scene(shown)
    driver.qtbot.waitUntil(lambda: overlay.verb_box.isEmpty(), timeout=3000)
    driver.key(Qt.Key.Key_D)
    driver.drag(there, there + QPoint(30, 0))
    assert asked == []
    assert len(driver.session.desk.measurements) == 1


def test_an_answer_stands_while_other_things_are_told_and_ends_with_the_exam(driver, monkeypatch) -> None:
    said = driver.window.bottom.loading.text
    driver.key(Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert "Draw a length" in said()
    driver.window.tell()
    driver.qtbot.wait(200)
    assert "Draw a length" in said()
    go_to_next(driver)
    assert "Draw a length" not in said()
    monkeypatch.setattr(bottom_line, "SAID_MS", 50)
    driver.window.bottom._said.setInterval(50)
    driver.key(Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    driver.qtbot.waitUntil(lambda: said() == "", timeout=3000)


def test_what_was_drawn_is_told_as_seen(driver) -> None:
    """Also where it was drawn later than the words around the images were last told."""
    go_to_next(driver)
    driver.settle()
    (chosen,) = driver.session.catalogue.current.display_sets
    driver.qtbot.waitUntil(lambda: driver.window.strip.thumbnails[chosen.key].entry.unseen == 2, timeout=3000)
    driver.window._tell_timer.stop()
    driver.session.drawn(chosen.frames[:1])
    driver.window.area.on_drawn()
    assert driver.window._tell_timer.isActive()
    driver.qtbot.waitUntil(lambda: driver.window.strip.thumbnails[chosen.key].entry.unseen == 1, timeout=3000)


def test_an_answer_about_the_last_exam_changes_nothing_in_the_next(driver) -> None:
    """A dialog of the reading window does not keep the reader from opening another exam in the list."""
    number = driver.session.desk.focus
    driver.key(Qt.Key.Key_D)
    driver.drag(driver.point(number, 10, 10), driver.point(number, 30, 10))
    driver.key(Qt.Key.Key_F2)
    (dialog,) = driver.window.findChildren(QInputDialog)
    go_to_next(driver)
    dialog.setTextValue("nodule")
    dialog.accept()
    assert driver.session.desk.measurements == ()


def test_no_thumbnail_of_the_last_exam_stands_for_the_next_under_the_same_names(driver, services, store) -> None:
    """Files of another patient may carry the same UIDs."""
    strip, key = driver.window.strip, driver.focused.display_set
    driver.qtbot.waitUntil(lambda: strip.thumbnails[key]._picture is not None)
    before = strip.thumbnails[key]
    with driver.qtbot.waitSignal(driver.window.opened, timeout=20_000):
        driver.window.open_study(CURRENT)
    assert strip.thumbnails[key] is not before


def test_read_is_said_of_the_exam_that_was_read_only(driver) -> None:
    """Where the store is slow the reader may be in another exam when it answers."""
    done: list = []
    driver.window.background.run = lambda work, told, failed=None: done.append((work, told))
    driver.window.mark_read(lambda: done.append("went on"))
    del driver.window.background.run
    go_to_next(driver)
    work, told = done.pop()
    told(work())
    assert done == []
    assert driver.window.state == "reading"
