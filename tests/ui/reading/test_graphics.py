"""Drawings of presentation states as they are painted: what keeps its side and its size whichever way the image is turned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydicom.sequence import Sequence
from PySide6.QtGui import QImage, QPainter

from tests.imaging import states as made
from tests.imaging.making import item
from workstation.imaging import presentation_states
from workstation.imaging.model import ImageHeader
from workstation.reading.graphics import graphics_of
from workstation.ui import theme
from workstation.ui.reading import graphics

HEADER = ImageHeader("1.5", "1.2", "1.9", "1.8", "1.2.840.10008.1.2.1", "CT", 100, 100)
AS_IT_IS = (2.0, 0.0, 100.0, 0.0, 2.0, 100.0)  # two pixels a column; the image from 100 to 300
MIRRORED = (-2.0, 0.0, 298.0, 0.0, 2.0, 100.0)
UPSIDE_DOWN = (2.0, 0.0, 100.0, 0.0, -2.0, 298.0)


def painted(to_px: tuple[float, ...], **annotation: Any) -> np.ndarray[Any, Any]:
    """(400, 400) how bright."""
    state = presentation_states.read(made.state([HEADER], GraphicAnnotationSequence=Sequence([made.annotation(**annotation)])))
    found = graphics_of(state, HEADER, 0)
    assert found is not None
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    graphics.paint(painter, found, to_px)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(400, 400, 4)
    return pixels[..., :3].max(axis=-1).astype(int)


@pytest.mark.parametrize(("to_px", "up"), [(AS_IT_IS, True), (MIRRORED, True), (UPSIDE_DOWN, False)])
def test_ticks_stay_on_their_side_of_the_image(looks, to_px, up) -> None:
    ticks = Sequence([item(TickPosition=0.5, TickLabel="5")])
    ruler = made.compound("RULER", [10.5, 50.5, 90.5, 50.5], MajorTicksSequence=ticks, TickAlignment="TOP", ShowTickLabel="N")
    bright = painted(to_px, compounds=[ruler])
    row = (2 * 50 + 100) if up else (298 - 2 * 50)
    above, below = bright[row - 6, 180:220].max(), bright[row + 6, 180:220].max()
    assert (above > 100) == up
    assert (below > 100) != up


def test_an_arrow_points_at_its_second_point_and_its_head_keeps_its_size(looks) -> None:
    arrow = made.compound("ARROW", [10.5, 50.5, 60.5, 50.5])
    widths = []
    for scale in (1.0, 3.0):
        bright = painted((scale, 0.0, 0.0, 0.0, scale, 0.0), compounds=[arrow])
        tip = round(60 * scale)
        widths.append(np.count_nonzero(bright[:, tip - theme.px(8)] > 60))
        assert np.count_nonzero(bright[:, round(10 * scale) + theme.px(8)] > 60) < widths[-1]
        assert bright[:, tip + 6 :].max() < 60
    assert abs(widths[0] - widths[1]) <= 2


def test_words_stand_upright_in_their_box_and_a_line_leads_to_what_they_mean(looks) -> None:
    words = made.words("note", anchor=[10.5, 90.5], box=[40.5, 10.5, 90.5, 30.5])
    for to_px in (AS_IT_IS, MIRRORED):
        bright = painted(to_px, texts=[words])
        x = round(to_px[0] * 10 + to_px[2])
        assert bright[(2 * 90 + 100), x] > 100
        left = min(to_px[0] * 40, to_px[0] * 90) + to_px[2]
        assert bright[120:150, round(left) : round(left) + 40].max() > 150


def test_a_colour_that_looks_like_the_readers_own_is_not_taken(looks) -> None:
    own = theme.colour(theme.MEASUREMENT)
    assert graphics.colour((own.red(), own.green(), own.blue())) == theme.colour(theme.GRAPHIC)
    assert graphics.colour((255, 0, 0)).red() == 255


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_however_far_it_is_zoomed_it_is_painted(looks, scale) -> None:
    kinds = [made.compound(k, [1, 1, 50, 50], number=n) for n, k in enumerate(("ARROW", "RULER", "INFINITELINE", "CUTLINE", "RECTANGLE"))]
    crosshair = made.compound("CROSSHAIR", [5, 5], number=9)
    texts = [made.words("x" * 2000, box=[1, 1, 2, 2]), made.words("\n" * 1500 + "y", anchor=[3, 3])]
    same = made.graphic("POLYLINE", [5, 5, 5, 5])
    painted((scale, 0.0, 0.0, 0.0, scale, 0.0), compounds=[*kinds, crosshair], texts=texts, graphics=[same])


@pytest.mark.parametrize("anchor", [(144.0, 20.0), (-44.0, 144.0), (30.0, -44.0), (144.0, 144.0)])
def test_words_beside_what_is_seen_are_seen_whole(looks, anchor) -> None:
    def ink(at: tuple[float, float]) -> int:
        bright = painted(AS_IT_IS, texts=[made.words("prise de contraste", anchor=at)])
        assert not any(edge.any() for edge in (bright[:2], bright[-2:], bright[:, :2], bright[:, -2:]))
        return int(bright.sum())

    assert ink(anchor) == pytest.approx(ink((20.0, 50.0)), rel=0.05)


def test_words_go_with_what_is_out_of_sight(looks) -> None:
    assert not painted(AS_IT_IS, texts=[made.words("dehors", anchor=[400.0, 20.0])]).any()
