"""Presentation states through the real window: found, hinted at, put on, drawn, taken off, by keys and menus only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from tests.imaging import states as made
from tests.ui.reading.conftest import CURRENT, PRIOR
from workstation.imaging.model import ImageHeader
from workstation.rendering.view_state import ViewState
from workstation.ui.reading import menus

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.window
MIDDLE = 20  # the slice a stack of 40 starts on


@pytest.fixture
def headers(region) -> list[ImageHeader]:
    return sorted(region.headers(CURRENT), key=lambda h: h.instance_number)


def meeting(headers: list[ImageHeader], number: int = MIDDLE, label: str = "RCP", **elements: object) -> bytes:
    """A colleague's state on one slice: turned, mirrored, another window, a part of the image, a shutter, an arrow and a text."""
    values: dict[str, object] = {
        "RescaleSlope": 1,
        "RescaleIntercept": -1024,
        "SoftcopyVOILUTSequence": made.window(45, 20),
        "ImageRotation": 90,
        "ImageHorizontalFlip": "Y",
        "DisplayedAreaSelectionSequence": made.whole(
            64, 64, DisplayedAreaTopLeftHandCorner=[9, 9], DisplayedAreaBottomRightHandCorner=[56, 56]
        ),
        "GraphicAnnotationSequence": Sequence(
            [
                made.annotation(compounds=[made.compound("ARROW", [12, 12, 22, 22])]),
                made.annotation("WORDS", texts=[made.words("nodule", anchor=[42, 22])]),
            ]
        ),
        "GraphicLayerSequence": Sequence(
            [
                made.item(GraphicLayer="NOTES", GraphicLayerOrder=1),
                made.item(GraphicLayer="WORDS", GraphicLayerOrder=2, GraphicLayerRecommendedDisplayGrayscaleValue=65535),
            ]
        ),
        "ShutterShape": "RECTANGULAR",
        "ShutterLeftVerticalEdge": 5,
        "ShutterRightVerticalEdge": 60,
        "ShutterUpperHorizontalEdge": 5,
        "ShutterLowerHorizontalEdge": 60,
        "ShutterPresentationValue": 0,
        **elements,
    }
    return made.state([headers[number]], label, **values)


@pytest.fixture
def driver(read, services, region, headers):
    region.put(meeting(headers))
    noon = datetime(2026, 11, 24, 12).timestamp()
    found = read(replace(services, clock=lambda: noon))
    found.key(Key.Key_R)
    return found


def view(driver) -> ViewState:
    return driver.focused.view


def scene(driver):
    driver.qtbot.wait(150)
    area = driver.window.area
    return area.overlays[area.numbers.index(driver.session.desk.focus)].scene


def picture(driver) -> np.ndarray:
    """The focused viewport as it is seen, (height, width, 3)."""
    driver.settle()
    driver.qtbot.wait(150)
    area = driver.window.area
    rect = area.rects[area.numbers.index(driver.session.desk.focus)]
    image = driver.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    at = area.surface.mapTo(driver.window, rect.topLeft())
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return pixels[:, : image.width() * 3].reshape(image.height(), image.width(), 3)[
        at.y() : at.y() + rect.height(), at.x() : at.x() + rect.width()
    ]


def test_a_state_is_no_series_and_is_hinted_at(driver) -> None:
    assert [s.kind for s in driver.session.catalogue.current.display_sets] == ["volume"]
    assert driver.session.catalogue.current.missing == 0
    assert view(driver).index == MIDDLE
    assert "1 presentation state, not applied" in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_Down)
    assert "Presentation state on image 21" in driver.text(driver.session.desk.focus)


def test_put_on_it_shows_the_image_as_the_colleague_did_and_off_again_as_before(driver) -> None:
    n = driver.session.desk.focus
    driver.key(Key.Key_7)
    before = view(driver)
    driver.key(Key.Key_G)
    now = view(driver)
    assert (now.quarter_turns, now.flipped, now.window.center, now.window.width) == (1, True, 45, 20)
    assert now.area == (7.5, 7.5, 55.5, 55.5)
    assert "State: RCP · ROUX Claire" in driver.text(n) or "State: RCP · Claire ROUX" in driver.text(n)
    # a quarter turn and a mirror: columns run down, rows run to the right
    letters = scene(driver).letters
    assert letters == ("A", "P", "R", "L")
    assert scene(driver).graphics is not None
    driver.key(Key.Key_G)
    assert view(driver) == before
    assert "State:" not in driver.text(n)
    assert scene(driver).graphics is None
    driver.key(Key.Key_Z, CTRL)
    assert view(driver) == now


def test_its_grey_and_its_drawings_are_on_the_screen(driver) -> None:
    driver.key(Key.Key_G)
    pixels = picture(driver)
    value = 40 + (MIDDLE + 1) % 7
    expected = ((value - (45 - 0.5)) / (20 - 1) + 0.5) * 255
    area = driver.window.area
    place = area.view(area.numbers.index(driver.session.desk.focus))
    x, y = (round(v) for v in place.from_image(35, 35))
    assert abs(int(pixels[y, x, 0]) - expected) <= 1.5
    x, y = (round(v) for v in place.from_image(16.5, 16.5))  # on the arrow, outside the square
    near = pixels[y - 3 : y + 4, x - 3 : x + 4].astype(int)
    assert (near[..., 1] - near[..., 0]).max() > 60, "the arrow has the colour of others' drawings"


def test_the_reader_goes_on_from_it_and_reset_gives_it_back(driver) -> None:
    driver.key(Key.Key_G)
    as_given = view(driver)
    driver.key(Key.Key_7)
    driver.key(Key.Key_F)
    assert view(driver).window != as_given.window
    assert view(driver).area is None
    driver.key(Key.Key_R)
    assert view(driver) == as_given
    driver.key(Key.Key_7)
    driver.key(Key.Key_0)
    assert view(driver).window == as_given.window


def test_another_image_of_the_stack_is_shown_as_it_is(driver) -> None:
    before = view(driver)
    driver.key(Key.Key_G)
    driver.key(Key.Key_Down)
    assert view(driver) == replace(before, index=MIDDLE + 1)
    assert "State:" not in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_Up)
    assert view(driver).quarter_turns == 1
    assert "State: RCP" in driver.text(driver.session.desk.focus)


def test_from_far_the_key_goes_to_its_image(driver) -> None:
    driver.key(Key.Key_Home)
    driver.key(Key.Key_G)
    assert view(driver).index == MIDDLE
    assert view(driver).quarter_turns == 1


def test_planes_are_none_of_its(driver) -> None:
    driver.key(Key.Key_G)
    driver.key(Key.Key_3, CTRL)
    driver.settle()
    assert view(driver).mode == "mip"
    assert driver.focused.state == ""
    assert not view(driver).flipped
    assert "State" not in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_1, CTRL)
    assert view(driver).mode == "slice"


def test_layers_are_hidden_one_by_one_in_the_menu(driver) -> None:
    driver.key(Key.Key_G)
    menu = QMenu()
    menus.presentation_states(driver.window, menu)
    texts = [item.text() for item in menu.actions()]
    assert texts[0] == "None"
    assert any("RCP" in text for text in texts)
    assert "Layer: WORDS" in texts
    tip = next(item.toolTip() for item in menu.actions() if "RCP" in item.text())
    assert "24/11/2026" in tip
    assert "as shown at the meeting" in tip
    next(item for item in menu.actions() if item.text() == "Layer: WORDS").trigger()
    assert driver.focused.hidden_layers == ("WORDS",)
    drawn = scene(driver).graphics
    assert (len(drawn.drawings), len(drawn.words)) == (1, 0)
    driver.key(Key.Key_Z, CTRL)
    assert len(scene(driver).graphics.words) == 1


def test_one_that_arrives_later_and_lies_in_another_exam_shows_up(driver, region, headers) -> None:
    person = {"PatientID": "P1", "PatientName": "MARTIN^ELEONORE", "PatientBirthDate": "19590312", "PatientSex": "F"}
    elsewhere = {"StudyInstanceUID": f"{CURRENT}.55", "SeriesInstanceUID": f"{CURRENT}.55.1", "StudyDate": "20261125"}
    region.put(meeting(headers, label="SECOND OPINION", IssuerOfPatientID="SITE", **person, **elsewhere))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.states) == 2, timeout=5000)
    assert "2 presentation states" in driver.text(driver.session.desk.focus)
    driver.key(Key.Key_G, SHIFT)
    first = driver.focused.state
    driver.key(Key.Key_G, SHIFT)
    assert driver.focused.state not in ("", first)


def test_the_choice_is_there_again_when_the_exam_is_opened_again(driver, read, services) -> None:
    driver.key(Key.Key_G)
    chosen = driver.focused.state
    driver.window.journal.flush()
    driver.window.close()
    again = read(services)
    assert again.session.desk.viewports[again.of(prior=False)].state == chosen
    assert again.session.desk.viewports[again.of(prior=False)].view.quarter_turns == 1
    assert all(v.state == "" for v in again.session.desk.viewports if v.study == PRIOR)


def test_what_cannot_be_shown_is_said_and_what_cannot_be_put_on_is_grey(driver, region, headers) -> None:
    blob = made.graphic("BLOB", [1, 1])
    half = {"ImageRotation": 45, "GraphicAnnotationSequence": Sequence([made.annotation(graphics=[blob, made.graphic("POINT", [3, 3])])])}
    region.put(meeting(headers, label="HALF", PresentationCreationDate="20261130", **half))
    region.put(made.state([headers[MIDDLE]], "BLENDED", sop_class="1.2.840.10008.5.1.4.1.1.11.4"))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.states) == 3, timeout=5000)
    driver.key(Key.Key_G)
    said = driver.text(driver.session.desk.focus)
    assert "State: HALF" in said  # the newest
    assert "turns the image by 45°" in said
    assert "damaged and left out: 1 drawing" in said
    menu = QMenu()
    menus.presentation_states(driver.window, menu)
    (blended,) = [item for item in menu.actions() if "BLENDED" in item.text()]
    assert not blended.isEnabled()
    assert "cannot be applied" in blended.toolTip()


def test_a_flood_of_drawings_is_painted_and_the_window_goes_on(driver, region, headers) -> None:
    rng = np.random.default_rng(3)
    flood = [made.graphic("POLYLINE", rng.uniform(0, 64, 400), filled="Y") for _ in range(120)]
    far = made.compound("INFINITELINE", [1e6, 1e6, -1e6, -1e6], number=1)
    lines = made.words("x" * 900, box=[1, 1, 1, 1])
    notes = [made.annotation(graphics=flood, compounds=[far], texts=[lines] * 5)]
    region.put(meeting(headers, label="FLOOD", PresentationCreationDate="20261130", GraphicAnnotationSequence=Sequence(notes)))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.states) == 2, timeout=5000)
    driver.key(Key.Key_G)
    driver.settle()
    assert "State: FLOOD" in driver.text(driver.session.desk.focus)
    assert "damaged and left out" in driver.text(driver.session.desk.focus)  # what is more than can be meant
    driver.key(Key.Key_Down)
    assert view(driver).index == MIDDLE + 1


def test_true_size_follows_what_the_screen_tells(driver, region, headers) -> None:
    area = made.whole(64, 64, PresentationSizeMode="TRUE SIZE", PresentationPixelSpacing=[2, 2], PresentationPixelAspectRatio=None)
    region.put(meeting(headers, label="TRUE", PresentationCreationDate="20261130", DisplayedAreaSelectionSequence=area))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.states) == 2, timeout=5000)
    driver.key(Key.Key_G)
    driver.settle()
    here = driver.window.area
    shown = here.view(here.numbers.index(driver.session.desk.focus))
    left, right = shown.from_image(0, 0), shown.from_image(10, 0)
    per_mm = here.surface.screen().physicalDotsPerInchX() / 25.4
    assert abs(left[1] - right[1]) == pytest.approx(20 * per_mm, rel=0.02)  # turned a quarter: along the height


def test_the_key_goes_to_the_nearest_image_even_where_one_is_the_first(driver, region, headers) -> None:
    region.put(meeting(headers, 0, "FIRST"))
    driver.qtbot.waitUntil(lambda: len(driver.session.catalogue.current.states) == 2, timeout=5000)
    driver.key(Key.Key_Down)
    driver.key(Key.Key_G)
    assert view(driver).index == MIDDLE
    driver.key(Key.Key_G)
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Down)
    driver.key(Key.Key_G)
    assert view(driver).index == 0
