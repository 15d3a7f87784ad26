"""The shader's grey and colour against imaging.grey, through the real surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.conftest import volume_of
from workstation.imaging.grey import GreyChain, LookupTable, windows
from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, ImageHeader, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.presentation import FramePresentation
from workstation.rendering.view_state import Plane, ViewState
from workstation.rendering.volume_content import VolumeContent

THROUGH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EVERY = {
    "uint8": np.arange(256, dtype=np.uint8).reshape(16, 16),
    "int8": np.arange(-128, 128, dtype=np.int8).reshape(16, 16),
    "uint16": np.arange(65536, dtype=np.uint16).reshape(256, 256)[:, ::2].copy(),
    "int16": np.arange(-32768, 32768).astype(np.int16).reshape(256, 256),
    "int32": (np.arange(-32768, 32768, dtype=np.int32) * 65535).reshape(256, 256),
    "uint32": (np.arange(65536, dtype=np.uint32) * 65537).reshape(256, 256),
    "float64": (1e9 + np.arange(65536) * 0.001).reshape(256, 256),
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
        center=st.floats(low, high),
        width=width,
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


WIDE = {
    "int32": np.int32(2**31 - 1) - np.arange(400, dtype=np.int32)[::-1].reshape(20, 20),
    "negative": np.int32(-(2**31)) + np.arange(400, dtype=np.int32).reshape(20, 20),
    "uint32": np.uint32(2**32 - 401) + np.arange(400, dtype=np.uint32).reshape(20, 20),
    "float64": 1e9 + np.arange(400).reshape(20, 20) * 0.125,
    "float64 below": -1e9 - np.arange(400).reshape(20, 20) * 0.125,
}


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("line", [(1.0, 0.0), (0.37, -12.5), (-3.0, 1e9)])
@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
def test_narrow_windows_on_wide_values(
    canvas: Canvas, single: Callable[..., Content], name: str, line: tuple[float, float], function: str
) -> None:
    """A width of 10 near 2^31, where 32-bit floats lie 128 apart, and on doubles of 10^9."""
    stored = WIDE[name]
    keyword = "DoubleFloatPixelData" if stored.dtype.kind == "f" else "PixelData"
    content = single(stored, FrameHeader(rescale_slope=line[0], rescale_intercept=line[1]), pixel_keyword=keyword)
    chain = GreyChain.of(None, content.sources[0].header)
    values = chain.modality(stored)
    for center in (float(values[7, 3]), float(values[12, 12]) + 0.4 * line[0]):
        for width in (10.0, 1.0, 2.5):
            window = Window(center, width, "", function)
            wanted = chain.display(stored, window).astype(int)
            got = shown(canvas, content, ViewState(window=window, one_to_one=True))[..., 0].astype(int)
            assert np.abs(got - wanted).max() <= 1
            canvas.set_viewports([(0, 0, 100, 100)])  # five times larger: the middle of each pixel is its value
            canvas.show(0, content, ViewState(window=window))
            canvas.draw_all()
            if function != "LINEAR" or width > 1:  # a threshold between two values may fall on either side of the middle
                assert np.abs(canvas.pixels((0, 0, 100, 100))[2::5, 2::5, 0].astype(int) - wanted).max() <= 1


@pytest.mark.parametrize("kind", ["int32", "float64"])
def test_narrow_windows_on_wide_volumes(canvas: Canvas, filled: Callable[..., Content], kind: str) -> None:
    base = 2**31 - 9000 if kind == "int32" else 1e9
    stored = (base + np.arange(8000).reshape(20, 20, 20)).astype(kind)
    origins = [(0.0, 0.0, float(k)) for k in range(20)]
    more = {
        "bits_allocated": 32 if kind == "int32" else 64,
        "bits_stored": 32 if kind == "int32" else 64,
        "signed": True,
        "pixel_keyword": "PixelData" if kind == "int32" else "DoubleFloatPixelData",
    }
    display_set, headers = volume_of(origins, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0), 20, 20, **more)
    content = filled(display_set, headers, stored)
    assert isinstance(content, VolumeContent)
    window = Window(float(stored[10, 10, 10]), 10.0)
    chain = GreyChain.of(None, headers[0])
    wanted = chain.display(stored, window).astype(int)
    canvas.set_viewports([(0, 0, 20, 20)])
    canvas.show(0, content, ViewState(index=10, window=window, one_to_one=True))
    canvas.draw_all()
    assert np.abs(canvas.pixels((0, 0, 20, 20))[..., 0].astype(int) - wanted[10]).max() <= 1
    axial = Plane((9.5, 9.5, 10.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    coronal = Plane((9.5, 10.0, 9.5), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    for plane, slab, expected in (
        (axial, 0.0, wanted[10]),
        (coronal, 0.0, wanted[:, 10]),
        (axial, 2.0, wanted[11]),  # values grow with the slice: the maximum of 9 to 11
    ):
        canvas.show(0, content, ViewState("mpr", plane=plane, window=window, slab_mm=slab))
        canvas.draw_all()
        assert np.abs(canvas.pixels((0, 0, 20, 20))[..., 0].astype(int) - expected).max() <= 1


def test_pixels_without_a_value_are_black(canvas: Canvas, single: Callable[..., Content]) -> None:
    stored = np.full((40, 40), 0.75, np.float32)
    stored[:, ::4] = np.nan
    stored[3, 2], stored[5, 2] = np.inf, -np.inf
    for inverse in (False, True):
        content = single(stored, photometric="MONOCHROME1" if inverse else "MONOCHROME2")
        window = Window(0.5, 1.0, "", "LINEAR_EXACT")
        wanted = GreyChain.of(None, content.sources[0].header).display(stored, window).astype(int)
        got = shown(canvas, content, ViewState(window=window, one_to_one=True))[..., 0].astype(int)
        assert np.abs(got - wanted).max() <= 1
        canvas.set_viewports([(0, 0, 120, 120)])
        canvas.show(0, content, ViewState(window=window))
        canvas.draw_all()
        larger = canvas.pixels((0, 0, 120, 120))[30:, :, 0].astype(int)
        assert set(np.unique(larger)) <= {0, wanted[10, 1], wanted[10, 1] + 1, wanted[10, 1] - 1}  # no grey in between, no white
        canvas.set_viewports([(0, 0, 20, 20)])
        canvas.show(0, content, ViewState(window=window))
        canvas.draw_all()
        smaller = canvas.pixels((0, 0, 20, 20))[8:, :, 0].astype(int)
        assert np.abs(smaller - wanted[10, 1]).max() <= 1  # every pixel of the screen has one with a value under it


def test_voxels_without_a_value_weigh_nothing(canvas: Canvas, filled: Callable[..., Content]) -> None:
    stored = np.full((8, 16, 16), 0.5, np.float32)
    stored[::2] = np.nan
    stored[:, 8:] = np.nan
    more = {"bits_allocated": 32, "bits_stored": 32, "signed": True, "pixel_keyword": "FloatPixelData"}
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(8)], (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 16, 16, **more)
    content = filled(display_set, headers, stored)
    window = Window(0.5, 1.0, "", "LINEAR_EXACT")
    canvas.set_viewports([(0, 0, 16, 16)])
    plane = Plane((7.5, 7.5, 3.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    for mode in ("max", "min", "mean"):
        canvas.show(0, content, ViewState("mpr", plane=plane, window=window, slab_mm=4.0, slab_mode=mode))
        canvas.draw_all()
        got = canvas.pixels((0, 0, 16, 16))[..., 0]
        assert np.abs(got[1:7, 1:-1].astype(int) - 128).max() <= 1, mode
        assert got[9:, 1:-1].max() == 0, mode


def modality_volume(filled: Callable[..., Content], tables: list[LookupTable]) -> tuple[VolumeContent, np.ndarray]:
    """Slices of 16 bits, each with a modality LUT of its own."""
    stored = np.random.default_rng(4).integers(0, 4096, (len(tables), 24, 24)).astype(np.int16)
    origins = [(0.0, 0.0, float(k)) for k in range(len(tables))]
    display_set, headers = volume_of(origins, (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 24, 24, has_modality_lut=True)
    content = filled(display_set, headers)
    assert isinstance(content, VolumeContent)
    for k, table in enumerate(tables):
        content.set_chain(k, GreyChain(modality_lut=table))
    content.put(0, stored)
    content.settle(wait=True)
    return content, stored


def test_a_volume_of_modality_tables(canvas: Canvas, filled: Callable[..., Content]) -> None:
    """Slices and planes show what each slice's own table gives; another chain starts again from what is stored."""
    tables = [LookupTable(0, (np.arange(4096) * (k + 1) // 4).astype(np.uint16), 16) for k in range(6)]
    content, stored = modality_volume(filled, tables)
    window = Window(2000, 3000)
    canvas.set_viewports([(0, 0, 24, 24)])
    for k in range(6):
        wanted = content.chain(k).display(stored[k], window).astype(int)
        plane = Plane((11.5, 11.5, float(k)), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
        for state in (ViewState(index=k, window=window, one_to_one=True), ViewState("mpr", plane=plane, window=window)):
            canvas.show(0, content, state)
            canvas.draw_all()
            assert np.abs(canvas.pixels((0, 0, 24, 24))[..., 0].astype(int) - wanted).max() <= 1
    other = GreyChain(slope=2.0, intercept=-500.0, inverse=True)
    canvas.show(0, content, ViewState(index=3, window=window, one_to_one=True), presentation=FramePresentation(chain=other))
    canvas.draw_all()
    wanted = other.display(stored[3], window).astype(int)
    assert np.abs(canvas.pixels((0, 0, 24, 24))[..., 0].astype(int) - wanted).max() <= 1


CURVE = LookupTable(0, ((1 - np.linspace(0, 1, 300) ** 2) * 4095).astype(np.uint16), 12)
STEPS = LookupTable(-600, np.random.default_rng(2).integers(0, 1023, 1500).astype(np.uint16), 10)


@pytest.mark.parametrize(
    "chain",
    [
        GreyChain(2.0, -500.0),
        GreyChain(0.1, 7.3, voi_luts=(STEPS,)),
        GreyChain(-0.37, 900.0, presentation_lut=CURVE),
        GreyChain(voi_luts=(STEPS,), presentation_lut=CURVE, inverse=True),
        GreyChain(
            modality_lut=LookupTable(100, (np.arange(3000) * 7 % 1200).astype(np.uint16), 12), voi_luts=(STEPS,), presentation_lut=CURVE
        ),
    ],
)
@pytest.mark.parametrize("volume", [False, True])
def test_the_chain_of_a_presentation(
    canvas: Canvas, single: Callable[..., Content], filled: Callable[..., Content], chain: GreyChain, volume: bool
) -> None:
    stored = np.arange(-32768, 32768).astype(np.int16).reshape(256, 256)
    if volume:
        display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(3)], (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 256, 256)
        content = filled(display_set, headers, np.stack([stored] * 3))
    else:
        content = single(stored, FrameHeader(rescale_slope=3.0, rescale_intercept=11.0))
    presentation = FramePresentation(chain=chain)
    canvas.resize(600, 600)
    for window in (Window(300.5, 401.0), Window(20.0, 77.0, "", "SIGMOID"), Window(0, 1, lut=0)):
        for invert in (False, True):
            wanted = chain.display(stored, window, invert).astype(int)
            canvas.set_viewports([(0, 0, 256, 256)])
            canvas.show(0, content, ViewState(window=window, invert=invert, one_to_one=True), presentation=presentation)
            canvas.draw_all()
            assert np.abs(canvas.pixels((0, 0, 256, 256))[..., 0].astype(int) - wanted).max() <= (0 if chain.presentation_lut else 1)
    canvas.show(0, content, ViewState(window=Window(300.5, 401.0), one_to_one=True))  # and without it the frame's own again
    canvas.draw_all()
    wanted = content.chain(0).display(stored, Window(300.5, 401.0)).astype(int)
    assert np.abs(canvas.pixels((0, 0, 256, 256))[..., 0].astype(int) - wanted).max() <= 1


def test_tables_through_interpolation(canvas: Canvas, single: Callable[..., Content]) -> None:
    """Enlarged five times, the middle of each pixel still is that pixel through modality LUT, VOI LUT and presentation LUT."""
    stored = np.random.default_rng(7).integers(0, 256, (40, 40)).astype(np.uint8)
    content = single(stored)
    modality = LookupTable(0, (np.arange(256) * 4).astype(np.uint16), 10)
    smooth = LookupTable(0, (np.linspace(0, 1, 1024) ** 2 * 1023).astype(np.uint16), 10)
    for chain, window in (
        (GreyChain(modality_lut=modality), Window(512, 1024)),
        (GreyChain(modality_lut=modality, voi_luts=(smooth,)), Window(0, 1, lut=0)),
        (GreyChain(modality_lut=modality, voi_luts=(smooth,), presentation_lut=CURVE), Window(0, 1, lut=0)),
        (GreyChain(presentation_lut=CURVE), Window(128, 256)),
    ):
        canvas.set_viewports([(0, 0, 200, 200)])
        canvas.show(0, content, ViewState(window=window), presentation=FramePresentation(chain=chain))
        canvas.draw_all()
        assert np.abs(canvas.pixels((0, 0, 200, 200))[2::5, 2::5, 0].astype(int) - chain.display(stored, window)).max() <= 1


def test_tables_are_told_apart(canvas: Canvas, single: Callable[..., Content]) -> None:
    """One table after the other, of the same size and first input, made and dropped: each is the one that is shown."""
    stored = EVERY["uint8"]
    content = single(stored)
    for n in range(40):
        chain = GreyChain(voi_luts=(LookupTable(0, np.random.default_rng(n).integers(0, 255, 256).astype(np.uint16), 8),))
        canvas.set_viewports([(0, 0, 16, 16)])
        canvas.show(0, content, ViewState(window=Window(0, 1, lut=0), one_to_one=True), presentation=FramePresentation(chain=chain))
        canvas.draw_all()
        assert np.array_equal(canvas.pixels((0, 0, 16, 16))[..., 0], chain.display(stored, Window(0, 1, lut=0)))


@pytest.mark.parametrize("width", [1.0, 1.0000001, 1.001, 1.5])
@pytest.mark.parametrize("slope", [1.0, 0.37, 1e-4, -250.0])
def test_steep_windows(canvas: Canvas, single: Callable[..., Content], width: float, slope: float) -> None:
    stored = EVERY["uint16"]
    content = single(stored, FrameHeader(rescale_slope=slope, rescale_intercept=12.3))
    chain = GreyChain.of(None, content.sources[0].header)
    for at in (0, 5, 30000, 65534):
        window = Window(float(chain.modality(np.array([at]))[0]) + 0.5, width)
        wanted = chain.display(stored, window).astype(int)
        got = shown(canvas, content, ViewState(window=window, one_to_one=True))[..., 0].astype(int)
        assert np.abs(got - wanted).max() <= 1


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


def test_films_without_a_window_get_one_each_from_the_whole_of_them(canvas: Canvas, filled: Callable[..., Content]) -> None:
    """In strips, as films come in: the window is that of ``garonne render``, which sees the whole; never that of another film."""
    rng = np.random.default_rng(5)
    films = [(rng.random((1400, 30)) ** 2 * top + np.linspace(0, top, 1400)[:, None]).astype(np.uint16) for top in (300, 20000)]
    headers = [
        ImageHeader(f"1.5.{n}", "1.2", "1.3", "1.4", "1.2", "DX", *film.shape, bits_stored=16, frames=(FrameHeader(),))
        for n, film in enumerate(films)
    ]
    content = filled(DisplaySet("1.3/0", "1.3", "1.4", "DX", "stack", tuple(FrameRef(h.sop_instance_uid) for h in headers)), headers)
    for n, film in enumerate(films):
        for row in range(0, 1400, 97):
            content.put(n, film[row : row + 97], row)
    for n, film in enumerate(films):
        assert content.window_of(n) == windows(headers[n], 0, film)[0]
