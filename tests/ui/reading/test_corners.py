"""The words in the corners of small viewports: what must not be missed is whole, no number is cut, the image stays in sight."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from workstation.reading.corners import ALL, SOME, Corners, Line, Span, first_sentence
from workstation.ui import theme
from workstation.ui.reading.overlay import MARGIN, MOST_OF_HEIGHT, Overlay, _font, _height, _letter_font
from workstation.ui.reading.scene import Scene

PRIOR = Line((Span("PRIOR · 14 months", "prior"),), "prior")
DATE = Line((Span("18/09/2025", "names"),), "date")
WHAT = Line((Span("Crane 1 mm · CHU Purpan"),), until=SOME)
WHERE = Line((Span("Image 112 / 400"),), until=SOME)
PLACE = Line((Span("Z −1 168 mm · th. 1.5"),), until=ALL)
QUIET = Line((Span("Text may be burned into the pixels", "second"),), until=ALL)
WARNING = Line((Span("lossy 16:1 · mm after an estimated magnification", "warn"),))
STATE = Line((Span("State: RCP · ROUX Claire", "names"),))
READOUT = "−1 024 HU · stored 1 064 · x 232 y 119"


@pytest.fixture
def overlay(qtbot, looks):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Overlay(parent)
    made.readout = READOUT
    made.scene = Scene(Corners((PRIOR, DATE, WHAT), (), (WHERE, PLACE, QUIET, WARNING), (STATE,)))
    yield made
    parent.close()


def said(overlay: Overlay, width: int, height: int) -> dict[str, list[Line]]:
    overlay.resize(width, height)
    c = overlay.scene.corners
    read = (Line((Span(overlay.readout),)), *c.bottom_right)
    columns = {"top": (c.top_left, False), "bottom": (c.bottom_left, False), "right": (read, True)}
    return {name: list(overlay._laid_out(lines, right)) for name, (lines, right) in columns.items()}


@pytest.mark.parametrize("width", [205, 313, 480, 900])
def test_what_must_not_be_missed_is_whole_and_no_number_is_cut(overlay, width: int) -> None:
    found = said(overlay, width, 600)
    for name, lines in found.items():
        room = overlay._room(name == "right")
        for line in lines:
            fits = QFontMetricsF(_font(line)).horizontalAdvance(line.text) <= room
            assert fits or line.text in ("Image 112 / 400", "magnification"), line.text
    together = {name: " ".join(line.text for line in lines) for name, lines in found.items()}
    assert together["top"].replace("PRIOR 14", "PRIOR · 14").startswith("PRIOR · 14 months 18/09/2025 Crane 1 mm")
    assert "mm after an estimated magnification" in together["bottom"]
    assert "ROUX Claire" in together["right"]
    assert found["right"][0].text in ("−1 024 HU", "−1 024 HU · stored 1 064", READOUT)


def test_in_a_small_viewport_the_image_stays_in_sight(overlay) -> None:
    texts = [line.text for line in said(overlay, 400, 600)["bottom"]]
    assert "Image 112 / 400" in texts
    assert any(text.startswith("Text may be") for text in texts)
    small = said(overlay, 260, 230)["bottom"]
    assert "lossy 16:1" in small[0].text or small[0].text == "Image 112 / 400"
    assert not any("burned" in line.text for line in small)
    assert sum(QFontMetricsF(_font(line)).height() for line in small) <= 230 * MOST_OF_HEIGHT


@pytest.mark.parametrize(("width", "height"), [(205, 300), (240, 200), (320, 240), (400, 420), (900, 700)])
@pytest.mark.parametrize("align", ["", "left", "right"])
def test_letters_stand_where_no_words_are(overlay, width: int, height: int, align: str) -> None:
    """However many warnings there are, as long as there is room for both."""
    overlay.scene = Scene(
        Corners((PRIOR, DATE, WARNING), (), (WHERE, WARNING), (STATE, WARNING)), letters=("RAF", "LPH", "AFL", "PHR"), align=align
    )
    overlay.resize(width, height)
    columns = overlay._columns()
    half = QFontMetricsF(_letter_font()).height() / 2
    for right in (False, True):
        beside = (width - QFontMetricsF(_letter_font()).horizontalAdvance("AFL")) / 2
        assert right or width < 240 or overlay._room(right) + theme.px(MARGIN) < beside
        above, below = (sum(map(_height, columns.get((right, bottom), ()))) + theme.px(MARGIN) for bottom in (False, True))
        middle = overlay._middle(columns, right=right)
        assert middle - half >= above - 0.01
        if above + below + 2 * half <= height:
            assert middle + half <= height - below + 0.01
        if max(above, below) + half < height / 2:
            assert middle == height / 2
    if (width, height, align) == (240, 200, ""):
        assert overlay._middle(columns, right=False) != height / 2, "this case should try what is said above"


def shown_at(overlay: Overlay) -> list[tuple[float, float, str]]:
    """Top, bottom and text of each line of the left corners as painted."""
    overlay.grab()
    return [(box.top(), box.bottom(), text) for box, text in overlay.text_boxes if box.left() < overlay.width() / 3]


def test_warnings_without_end_never_lie_over_patient_and_date_and_the_worst_stays(overlay) -> None:
    many = " · ".join(["Image 3 of 9 cannot be shown: it is missing here"] + ["Its millimetres are those at the detector"] * 30)
    overlay.scene = Scene(Corners((PRIOR, DATE, WHAT), (), (WHERE, Line((Span(many, "warn"),))), ()))
    overlay.resize(260, 300)
    lines = shown_at(overlay)
    assert min(top for top, _, _ in lines) >= 0
    ordered = sorted(lines)
    assert all(before[1] <= after[0] + 0.5 for before, after in pairwise(ordered))
    texts = " ".join(text for _, _, text in lines)
    assert "18/09/2025" in texts
    assert "Image 3 of 9 cannot be shown" in texts
    assert texts.endswith("…")


def test_interpolated_is_whole_beside_a_long_name(overlay, monkeypatch) -> None:
    painted: list[str] = []
    monkeypatch.setattr("workstation.ui.reading.overlay.haloed", lambda painter, at, text, colour: painted.append(text))
    overlay.scene = Scene(
        Corners((DATE, Line((Span("Thorax sans injection 1 mm · MPR coronal · "), Span("interpolated", "warn")))), (), (), ())
    )
    overlay.resize(260, 300)
    overlay.grab()
    assert "interpolated" in painted
    assert any(text.startswith("Thorax") for text in painted)


def test_a_warning_of_many_words_is_cut_between_two_of_them() -> None:
    said = first_sentence("No SUV: missing: " + ", ".join(f"the element number {n}" for n in range(30)) + ".")
    assert len(said) <= 111
    assert said.startswith("No SUV: missing: the element number 0, ")
    assert said.endswith("…")
    assert first_sentence("Only 62 % of the pixels are here. The rest is black.") == "Only 62 % of the pixels are here"
