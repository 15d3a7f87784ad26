"""The shader's grey and colour against imaging.grey, through the real surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstation.imaging.grey import GreyChain, LookupTable
from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, ImageHeader, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.view_state import ViewState

THROUGH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EVERY = {
    "uint8": np.arange(256, dtype=np.uint8).reshape(16, 16),
    "int8": np.arange(-128, 128, dtype=np.int8).reshape(16, 16),
    "uint16": np.arange(65536, dtype=np.uint16).reshape(256, 256)[:, ::2].copy(),
    "int16": np.arange(-32768, 32768).astype(np.int16).reshape(256, 256),
    "int32": (np.arange(-32768, 32768, dtype=np.int32) * 91).reshape(256, 256),
    "float32": np.linspace(-4.5, 7.25, 65536, dtype=np.float32).reshape(256, 256),
}


def shown(canvas: Canvas, content: Content, state: ViewState) -> np.ndarray:
    header = content.sources[0].header
    canvas.resize(max(320, header.columns), max(240, header.rows))
    canvas.set_viewports([(0, 0, header.columns, header.rows)])
    canvas.show(0, content, state)
    canvas.draw_all()
    return canvas.pixels((0, 0, header.columns, header.rows))


def windows_for(dtype: str) -> st.SearchStrategy[Window]:
    low, high = float(EVERY[dtype].min()), float(EVERY[dtype].max())
    width = st.one_of(st.integers(1, 400).map(float), st.floats(1, max(high - low, 2) * 1.5))
    return st.builds(
        Window,
        center=st.floats(low, high).map(lambda v: float(np.float32(v))),
        width=width.map(lambda v: float(np.float32(v))),
        function=st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
    )


@pytest.mark.parametrize("dtype", EVERY)
@given(data=st.data())
@THROUGH
def test_every_value_at_any_window(canvas: Canvas, single: Callable[..., Content], dtype: str, data: st.DataObject) -> None:
    stored = EVERY[dtype]
    window = data.draw(windows_for(dtype))
    inverse, invert = data.draw(st.booleans()), data.draw(st.booleans())
    slope, intercept = data.draw(st.sampled_from([(1.0, 0.0), (1.0, -1024.0), (0.37, 12.5), (-2.0, 100.0)]))
    place = FrameHeader(rescale_slope=slope, rescale_intercept=intercept)
    content = single(stored, place, photometric="MONOCHROME1" if inverse else "MONOCHROME2")
    chain = GreyChain.of(None, content.sources[0].header)
    wanted = chain.display(stored, window, invert).astype(int)
    got = shown(canvas, content, ViewState(window=window, invert=invert, one_to_one=True)).astype(int)
    assert np.ptp(got, axis=-1).max() == 0
    assert np.abs(got[..., 0] - wanted).max() <= 1
    content.release()


@pytest.mark.parametrize("width", [0.25, 0.5, 1.0, 2.0])
def test_the_narrowest_windows(canvas: Canvas, single: Callable[..., Content], width: float) -> None:
    content = single(EVERY["int16"])
    window = Window(40.0, width)
    wanted = GreyChain.of(None, content.sources[0].header).display(EVERY["int16"], window).astype(int)
    assert np.abs(shown(canvas, content, ViewState(window=window, one_to_one=True))[..., 0].astype(int) - wanted).max() <= 1


def test_voi_and_modality_tables(canvas: Canvas, filled: Callable[..., Content]) -> None:
    modality = LookupTable(10, np.arange(0, 60000, 15, dtype=np.uint16), 16)
    voi = LookupTable(100, (np.linspace(0, 1, 5000) ** 2 * 4095).astype(np.uint16), 12)
    stored = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    header = ImageHeader("1.5", "1.2", "1.3", "1.4", "1.2", "CR", 64, 64, has_modality_lut=True, frames=(FrameHeader(),))
    content = filled(DisplaySet("1.3/0", "1.3", "1.4", "CR", "single", (FrameRef("1.5"),)), [header])
    chain = GreyChain(modality_lut=modality, voi_luts=(voi,))
    content.set_chain(0, chain)
    content.put(0, stored)
    for window in (Window(0, 1, lut=0), Window(20000, 30000)):
        wanted = chain.display(stored, window).astype(int)
        assert np.abs(shown(canvas, content, ViewState(window=window, one_to_one=True))[..., 0].astype(int) - wanted).max() <= 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_colour_is_shown_as_it_is(canvas: Canvas, single: Callable[..., Content], dtype: type[np.generic]) -> None:
    top = np.iinfo(dtype).max  # type: ignore[type-var]
    stored = np.random.default_rng(3).integers(0, top, (50, 70, 3), endpoint=True).astype(dtype)
    got = shown(canvas, single(stored), ViewState(one_to_one=True)).astype(int)
    wanted = stored.astype(float) * 255 / top
    assert np.abs(got - wanted).max() <= 0.51
    inverted = shown(canvas, single(stored), ViewState(one_to_one=True, invert=True)).astype(int)
    assert np.abs(inverted - (255 - wanted)).max() <= 0.51


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_turned_and_mirrored_pixels_are_still_exact(canvas: Canvas, single: Callable[..., Content], turns: int, flipped: bool) -> None:
    stored = np.random.default_rng(1).integers(0, 255, (40, 40), endpoint=True).astype(np.uint8)
    got = shown(canvas, single(stored), ViewState(window=Window(128, 256), one_to_one=True, quarter_turns=turns, flipped=flipped))
    wanted = np.rot90(stored, -turns)
    assert np.array_equal(got[..., 0], wanted[:, ::-1] if flipped else wanted)


def test_values_are_interpolated_before_the_window(canvas: Canvas, single: Callable[..., Content]) -> None:
    """A step enlarged through a hard window stays a step in the middle: blurred greys would show three levels."""
    stored = np.repeat(np.array([[0, 1000]], np.int16), 2, axis=0)
    content = single(stored)
    canvas.set_viewports([(0, 0, 200, 200)])
    canvas.show(0, content, ViewState(window=Window(500.5, 1.0)))
    canvas.draw_all()
    row = canvas.pixels((0, 0, 200, 200))[100, :, 0]
    assert set(np.unique(row)) == {0, 255}
    assert np.flatnonzero(row)[0] == 100


def test_a_smaller_picture_is_an_average(canvas: Canvas, single: Callable[..., Content]) -> None:
    """Single bright pixels do not vanish between the samples of a reduced radiograph."""
    stored = np.zeros((400, 400), np.uint16)
    stored[::4, ::4] = 1600
    canvas.set_viewports([(0, 0, 100, 100)])
    canvas.show(0, single(stored), ViewState(window=Window(100, 200)))
    canvas.draw_all()
    assert np.abs(canvas.pixels((0, 0, 100, 100))[..., 0].astype(int) - 128)[2:-2, 2:-2].max() <= 2


def test_frames_of_different_sizes_in_one_stack(canvas: Canvas, filled: Callable[..., Content]) -> None:
    images = [np.full((30, 50), 10, np.uint8), np.full((80, 20), 200, np.uint8)]
    headers = [
        ImageHeader(f"1.5.{n}", "1.2", "1.3", "1.4", "1.2", "CR", *i.shape, bits_allocated=8, frames=(FrameHeader(),))
        for n, i in enumerate(images)
    ]
    refs = tuple(FrameRef(h.sop_instance_uid) for h in headers)
    content = filled(DisplaySet("1.3/0", "1.3", "1.4", "CR", "stack", refs), headers)
    for index, image in enumerate(images):
        content.put(index, image)
    for index, image in enumerate(images):
        canvas.set_viewports([(0, 0, image.shape[1], image.shape[0])])
        canvas.show(0, content, ViewState(index=index, window=Window(128, 256), one_to_one=True))
        canvas.draw_all()
        assert np.array_equal(canvas.pixels((0, 0, image.shape[1], image.shape[0]))[..., 0], image)
