"""Short events: one viewport a call, coarse before slow, everything else left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content, pieces
from workstation.rendering.stack_content import StackContent
from workstation.rendering.texture import largest_3d
from workstation.rendering.view_state import Camera, ViewState
from workstation.rendering.volume_content import VolumeContent

from .conftest import header_of, volume_of  # type: ignore[import-not-found]

LEFT, RIGHT = (0, 0, 160, 240), (160, 0, 160, 240)
WINDOW = Window(500, 1000)


@pytest.fixture
def volume(filled: Callable[..., Content]) -> Content:
    display_set, headers = volume_of([(-32.0, -32.0, float(k)) for k in range(48)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 64, 64)
    z, y, x = np.mgrid[:48, :64, :64]
    return filled(display_set, headers, (1000 * np.exp(-((x - 32) ** 2 + (y - 32) ** 2 + (z - 24) ** 2) / 300)).astype(np.int16))


def until_done(canvas: Canvas, most: int = 500) -> list[tuple[int, int, int, int]]:
    rects = []
    for _ in range(most):
        rect = canvas.draw_next()
        if rect is None:
            return rects
        rects.append(rect)
    raise AssertionError("never done")


def test_only_the_changed_viewport_is_drawn(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    canvas.set_viewports([LEFT, RIGHT])
    canvas.show(0, volume, ViewState(index=24, window=WINDOW))
    canvas.show(1, volume, ViewState(index=24, window=WINDOW))
    until_done(canvas)
    assert canvas.draw_next() is None
    canvas.surface.fill(RIGHT, (1.0, 0.0, 0.0))  # what a redraw of the right viewport would overwrite
    before = canvas.pixels(LEFT)
    canvas.show(0, volume, ViewState(index=24, window=WINDOW, invert=True))
    assert {r for r in until_done(canvas) if r != (0, 0, 0, 0)} == {LEFT}
    assert (canvas.pixels(RIGHT) == [255, 0, 0]).all()
    assert not np.array_equal(canvas.pixels(LEFT), before)
    canvas.refresh()
    until_done(canvas)
    assert not (canvas.pixels(RIGHT) == [255, 0, 0]).all(-1).any()


def test_a_slow_view_is_coarse_first_then_the_same_as_in_one_go(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 320, 240)])
    state = ViewState("mip", window=WINDOW, camera=Camera(azimuth=20))
    canvas.show(0, volume, state)
    canvas.draw_all()
    wanted = canvas.pixels().astype(int)
    for kind in list(canvas.pace.seconds):
        canvas.pace.seconds[kind] = 4e-6  # as if a pixel took this long
    canvas.refresh()
    rects = until_done(canvas)
    assert len(rects) > 5
    assert rects[0] == (0, 0, 320, 240)
    assert np.abs(canvas.pixels().astype(int) - wanted).max() <= 1


def test_while_the_mouse_moves_it_stays_coarse_and_right_enough(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 320, 240)])
    state = ViewState("mip", window=WINDOW)
    canvas.show(0, volume, state)
    canvas.draw_all()
    full = canvas.pixels().astype(float)
    canvas.show(0, volume, replace(state, interactive=True))
    canvas.draw_all()
    for kind in list(canvas.pace.seconds):
        canvas.pace.seconds[kind] = 4e-6
    canvas.refresh()
    assert len([r for r in until_done(canvas) if r[2]]) == 1
    assert canvas.coarse(0)
    assert np.abs(canvas.pixels().astype(float) - full).mean() < 12
    canvas.show(0, volume, state)
    until_done(canvas)
    assert not canvas.coarse(0)


def test_pieces_may_come_in_any_order_and_size(canvas: Canvas, filled: Callable[..., Content]) -> None:
    rng = np.random.default_rng(5)
    stored = rng.integers(0, 1000, (12, 30, 40)).astype(np.int16)
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(12)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 30, 40)
    content = filled(display_set, headers)
    cut = list(pieces(0, stored, 1000))
    assert all(p[1].nbytes <= 1000 for p in cut)
    rng.shuffle(cut)
    for n, piece in enumerate(cut):
        assert not content.complete, n
        content.put(*piece)
        content.settle(wait=True)
    assert content.complete
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 40, 30)])
    for k in range(12):
        canvas.show(0, content, ViewState(index=k, window=Window(128, 256), one_to_one=True))
        canvas.draw_all()
        assert np.array_equal(canvas.pixels((0, 0, 40, 30))[..., 0], np.clip(stored[k], 0, 255))


def test_a_new_slice_redraws_its_own_view_only(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(6)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 30, 40)
    content = filled(display_set, headers)
    canvas.resize(320, 240)
    canvas.set_viewports([LEFT, RIGHT])
    canvas.show(0, content, ViewState(index=1, window=WINDOW))
    canvas.show(1, content, ViewState(index=2, window=WINDOW))
    until_done(canvas)
    content.put(2, np.full((30, 40), 900, np.int16))
    content.settle(wait=True)
    assert {r for r in until_done(canvas) if r[2]} == {RIGHT}
    assert canvas.pixels(LEFT).max() == 0
    assert canvas.pixels(RIGHT).max() > 200


def test_released_content_is_black_not_a_crash(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    canvas.set_viewports([LEFT])
    canvas.show(0, volume, ViewState("volume"))
    canvas.draw_all()
    volume.release()
    canvas.refresh()
    canvas.draw_all()
    assert canvas.pixels(LEFT).max() == 0


def test_every_preset_paints_something(canvas: Canvas, filled: Callable[..., Content]) -> None:
    from workstation.rendering.presets import volume_presets

    display_set, headers = volume_of([(-32.0, -32.0, float(k)) for k in range(48)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 64, 64)
    z, y, x = np.mgrid[:48, :64, :64]
    body = np.where((x - 32) ** 2 + (y - 32) ** 2 + (z - 24) ** 2 < 400, 60, -1000)
    body = np.where((x - 32) ** 2 + (y - 32) ** 2 < 80, 600, body).astype(np.int16)
    body[:, 20:26, 20:26] = -600
    content = filled(display_set, headers, body)
    assert isinstance(content, VolumeContent)
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 120, 120)])
    pictures = []
    for preset in volume_presets():
        canvas.show(0, content, ViewState("volume", preset=preset.name, window=Window(40, 400)))
        canvas.draw_all()
        pictures.append(canvas.pixels((0, 0, 120, 120)))
        assert pictures[-1].max() > 60, preset.name
        assert pictures[-1][:3].max() == 0, preset.name
    assert len({p.tobytes() for p in pictures}) >= 6


def test_a_colour_map_colours(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 120, 120)])
    canvas.show(0, volume, ViewState(index=24, window=WINDOW, colour_map="pet"))
    canvas.draw_all()
    shown = canvas.pixels((0, 0, 120, 120)).astype(int)
    assert (shown[..., 0] >= shown[..., 1]).all()
    assert (shown[..., 0] - shown[..., 2]).max() > 100


def test_warming_ends_and_leaves_nothing_behind() -> None:
    fresh = Canvas(64, 48)
    steps = 0
    while fresh.warm_next():
        steps += 1
    assert steps >= 15
    assert not fresh.warm_next()
    assert fresh.pixels().max() == 0
    fresh.close()


def test_what_waits_for_its_texture_is_not_changed_by_the_one_who_gave_it(canvas: Canvas, filled: Callable[..., Content]) -> None:
    """A loader reuses its buffers as soon as put returns."""
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(4)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 30, 40)
    content = filled(display_set, headers)
    buffer = np.full((4, 30, 40), 200, np.int16)
    content.put(0, buffer)
    buffer[:] = 0
    content.settle(wait=True)
    canvas.set_viewports([(0, 0, 40, 30)])
    canvas.show(0, content, ViewState(index=2, window=Window(128, 256), one_to_one=True))
    canvas.draw_all()
    assert (canvas.pixels((0, 0, 40, 30)) == 200).all()


def test_a_stack_that_is_no_volume_shows_its_images_whatever_is_asked(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(4)], (1, 0, 0), (0, 1, 0), (1.0, 1.0), 30, 40)
    content = filled(replace(display_set, kind="stack"), headers, np.full((4, 30, 40), 200, np.int16))
    canvas.set_viewports([(0, 0, 40, 30)])
    pictures = []
    for mode in ("slice", "mpr", "mip", "volume"):
        canvas.show(0, content, ViewState(mode, index=2, window=Window(128, 256)))
        canvas.draw_all()
        pictures.append(canvas.pixels((0, 0, 40, 30)))
    assert pictures[0].max() == 200
    assert all(np.array_equal(p, pictures[0]) for p in pictures)


def test_a_viewport_that_goes_takes_nothing_from_those_that_stay(canvas: Canvas, volume: Content) -> None:
    canvas.resize(320, 240)
    state = ViewState(index=24, window=WINDOW)
    canvas.set_viewports([LEFT])
    canvas.show(0, volume, state)
    canvas.draw_all()
    before = canvas.pixels(LEFT)
    assert before.max() > 200
    canvas.set_viewports([LEFT, RIGHT])
    canvas.show(1, volume, ViewState("volume", window=WINDOW))
    canvas.draw_all()
    canvas.set_viewports([LEFT])
    canvas.draw_all()
    assert np.array_equal(canvas.pixels(LEFT), before)


def test_a_volume_larger_than_the_textures_is_a_stack_and_says_so(canvas: Canvas) -> None:
    limit = largest_3d()
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(limit + 1)], (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 4, 4)
    content = canvas.content(display_set, headers)
    assert isinstance(content, StackContent)
    assert [m.code for m in content.marks] == ["no_mpr"]
    assert str(limit) in content.marks[0].text
    content.put(7, np.full((1, 4, 4), 40, np.int16))
    canvas.set_viewports([(0, 0, 4, 4)])
    canvas.show(0, content, ViewState(index=7, window=Window(40, 100), one_to_one=True))
    canvas.draw_all()
    assert np.ptp(canvas.pixels((0, 0, 4, 4))) == 0
    content.release()
    smaller, fewer = volume_of([(0.0, 0.0, float(k)) for k in range(3)], (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 4, 4)
    plain = canvas.content(smaller, fewer)
    assert not plain.marks
    plain.release()


def test_after_another_size_all_is_black_until_it_is_drawn() -> None:
    canvas = Canvas(300, 200)
    try:
        for width, height in ((400, 300), (900, 700), (500, 300), (1300, 900)):
            held = np.full((height, width, 4), 170, np.uint8)  # what memory may hold when pixels are read
            del held
            canvas.resize(width, height)
            canvas.set_viewports([(0, 0, width // 2 - 1, height), (width // 2 + 1, 0, width // 2 - 1, height)])
            assert not canvas.pixels((0, 0, width, height)).any()
    finally:
        canvas.close()


def test_a_content_in_the_place_of_one_that_is_gone_is_drawn(canvas: Canvas) -> None:
    """What was drawn is known by the content itself: its id may be the next one's, of another patient."""
    frames = [np.full((16, 16), value, np.uint8) for value in (250, 10)]
    header = header_of(frames[0], "1.5.1", FrameHeader())
    alone = DisplaySet("1.3/0", "1.3", "1.4", "OT", "single", (FrameRef("1.5.1"),))
    state = ViewState(window=Window(128.0, 256.0))
    canvas.resize(320, 240)
    canvas.set_viewports([(0, 0, 100, 100)])
    for _ in range(5):
        for value, frame in zip((250, 10), frames, strict=True):
            content = canvas.content(alone, [header])
            content.put(0, frame)
            canvas.show(0, content, state)
            canvas.draw_all()
            assert abs(int(canvas.pixels((50, 50, 1, 1))[0, 0, 0]) - value) <= 1
            canvas.show(0, None, state)  # and not drawn before the next one comes
            content.release()
            del content
    canvas.set_viewports([])
