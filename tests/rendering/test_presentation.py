"""Shutters and overlay planes over a frame, as the surface draws them: exact, aligned with their pixels, never lost when small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from workstation.imaging.model import Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.presentation import FramePresentation, Plane2D, reduced
from workstation.rendering.view_state import ViewState

from .conftest import volume_of  # type: ignore[import-not-found]

PINK, GREEN = (200, 100, 180), (30, 200, 90)
ROWS, COLUMNS = 60, 80


def presentation_of(rows: int = ROWS, columns: int = COLUMNS) -> FramePresentation:
    rng = np.random.default_rng(9)
    covered = np.ones((rows, columns), bool)
    covered[5:-7, 9:-11] = False
    first, second = rng.random((rows, columns)) < 0.2, rng.random((rows, columns)) < 0.1
    return FramePresentation(covered, 77, (Plane2D(first, PINK, "first"), Plane2D(second, GREEN, "second")))


def expected(grey: np.ndarray, p: FramePresentation) -> np.ndarray:
    rgb = np.repeat(grey[..., np.newaxis], 3, -1) if grey.ndim == 2 else grey.copy()
    if p.shutter is not None:
        rgb[p.shutter] = p.shutter_rgb or (p.shutter_grey,) * 3
    for plane in p.planes:  # a shutter hides no side marker
        rgb[plane.bitmap] = plane.rgb
    return rgb


def shown(canvas: Canvas, content: Content, state: ViewState, p: FramePresentation | None, size: tuple[int, int]) -> np.ndarray:
    canvas.resize(*size)
    canvas.set_viewports([(0, 0, *size)])
    canvas.show(0, content, state, presentation=p)
    canvas.draw_all()
    return canvas.pixels()


def grey_image() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (ROWS, COLUMNS)).astype(np.uint8)


EXACT = ViewState(window=Window(127.5, 255, function="LINEAR_EXACT"), one_to_one=True)


@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_pixel_for_pixel_in_any_turn(canvas: Canvas, single: Callable[..., Content], turns: int, flipped: bool) -> None:
    image, p = grey_image(), presentation_of()
    size = (COLUMNS, ROWS) if turns % 2 == 0 else (ROWS, COLUMNS)
    got = shown(canvas, single(image), replace(EXACT, quarter_turns=turns, flipped=flipped), p, size)
    wanted = np.rot90(expected(image, p), -turns)
    assert np.array_equal(got, wanted[:, ::-1] if flipped else wanted)


def test_neither_inverted_nor_windowed_nor_tinted(canvas: Canvas, single: Callable[..., Content]) -> None:
    image, p = grey_image(), presentation_of()
    got = shown(canvas, single(image), replace(EXACT, invert=True), p, (COLUMNS, ROWS))
    assert np.array_equal(got, expected(255 - image, p))
    tinted = shown(canvas, single(image), replace(EXACT, colour_map="pet"), p, (COLUMNS, ROWS))
    assert (tinted[p.shutter & ~p.planes[0].bitmap & ~p.planes[1].bitmap] == 77).all()
    assert (tinted[p.planes[1].bitmap] == GREEN).all()


def test_over_colour_and_over_a_slice_of_a_volume(canvas: Canvas, single: Callable[..., Content], filled: Callable[..., Content]) -> None:
    p = replace(presentation_of(), shutter_rgb=(10, 20, 30))
    colour = np.random.default_rng(2).integers(0, 256, (ROWS, COLUMNS, 3)).astype(np.uint8)
    assert np.array_equal(shown(canvas, single(colour), EXACT, p, (COLUMNS, ROWS)), expected(colour, p))
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(3)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), ROWS, COLUMNS)
    values = np.random.default_rng(3).integers(0, 256, (3, ROWS, COLUMNS)).astype(np.int16)
    got = shown(canvas, filled(display_set, headers, values), replace(EXACT, index=2), p, (COLUMNS, ROWS))
    assert np.array_equal(got, expected(values[2].astype(np.uint8), p))


def test_enlarged_its_edges_are_those_of_its_pixels(canvas: Canvas, single: Callable[..., Content]) -> None:
    p = presentation_of()
    state = ViewState(window=Window(127.5, 255, function="LINEAR_EXACT"), pan=(0.03, -0.02))
    got = shown(canvas, single(grey_image()), state, p, (COLUMNS * 4, ROWS * 4))
    projection = canvas.projection(0)
    for y in range(0, ROWS * 4, 3):
        for x in range(0, COLUMNS * 4, 3):
            u, v = (round(c) for c in projection.to_image(x + 0.5, y + 0.5))
            if not (0 <= u < COLUMNS and 0 <= v < ROWS):
                assert not got[y, x].any()
            elif p.planes[1].bitmap[v, u]:
                assert tuple(got[y, x]) == GREEN
            elif p.shutter[v, u] and not p.planes[0].bitmap[v, u]:
                assert (got[y, x] == 77).all()


@pytest.mark.parametrize("turns", [0, 1])
@pytest.mark.parametrize("size", [(79, 59), (61, 47), (40, 30), (27, 20), (11, 9)])
def test_reduced_no_line_vanishes(canvas: Canvas, single: Callable[..., Content], size: tuple[int, int], turns: int) -> None:
    content = single(np.zeros((ROWS, COLUMNS), np.uint8))
    for place in range(8, 33, 5):
        for axis in (0, 1):
            line = np.zeros((ROWS, COLUMNS), bool)
            line[(slice(None), place) if axis else (place, slice(None))] = True
            p = FramePresentation(None, 0, (Plane2D(line, (255, 255, 255), ""),))
            got = shown(canvas, content, replace(EXACT, one_to_one=False, quarter_turns=turns), p, size)[..., 0]
            across = got.max(axis=1 if (axis == 1) == (turns == 0) else 0)
            inside = across[len(across) // 4 : -len(across) // 4]  # within the image
            assert inside.min() >= 60, (place, axis)


def test_reduced_the_shutter_covers_its_share(canvas: Canvas, single: Callable[..., Content]) -> None:
    covered = np.zeros((ROWS, COLUMNS), bool)
    covered[:, :41] = True
    p = FramePresentation(covered, 200)
    got = shown(canvas, single(np.zeros((ROWS, COLUMNS), np.uint8)), replace(EXACT, one_to_one=False), p, (20, 15))[7, :, 0]
    assert (got[:10] == 200).all()
    assert 20 <= got[10] <= 90  # a quarter
    assert not got[11:].any()


def test_halving_keeps_what_is_there() -> None:
    marked = np.zeros((5, 7), np.uint8)
    marked[4, 6], marked[0, 0] = 3, 128
    small = reduced(marked, 2)
    assert small.shape == (2, 2, 3)
    assert small[1, 1, 0] == 3
    assert small[1, 1, 1] > 0
    assert small[0, 0, 2] >= 15
    assert small[0, 0, 1] == 0


def test_a_new_presentation_is_drawn_and_an_old_one_goes(canvas: Canvas, single: Callable[..., Content]) -> None:
    image, content = grey_image(), single(grey_image())
    plain = shown(canvas, content, EXACT, None, (COLUMNS, ROWS))
    assert np.array_equal(plain[..., 0], image)
    for _ in range(3):
        p = presentation_of()
        assert np.array_equal(shown(canvas, content, EXACT, p, (COLUMNS, ROWS)), expected(image, p))
    assert np.array_equal(shown(canvas, content, EXACT, None, (COLUMNS, ROWS)), plain)


def test_of_another_size_it_is_refused(canvas: Canvas, single: Callable[..., Content]) -> None:
    canvas.set_viewports([(0, 0, 10, 10)])
    with pytest.raises(ValueError, match="presentation"):
        canvas.show(0, single(grey_image()), EXACT, presentation=presentation_of(8, 8))
    with pytest.raises(ValueError, match="one size"):
        FramePresentation(np.zeros((2, 2), bool), 0, (Plane2D(np.zeros((3, 2), bool), PINK, ""),))
