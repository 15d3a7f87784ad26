"""Every combination of how values lie and how they are viewed has a shader that compiles and draws something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.rendering.conftest import volume_of
from workstation.imaging.grey import GreyChain, LookupTable
from workstation.imaging.model import Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.view_state import Plane, ViewState

SLICES = 6
OBLIQUE = Plane((7.5, 7.5, 2.5), (1.0, 0.0, 0.0), (0.0, 0.8, 0.6))
VIEWS = [
    ViewState(index=2, one_to_one=True),
    ViewState(index=2),
    ViewState(index=2, zoom=0.3),
    ViewState("mpr", plane=OBLIQUE),
    *(ViewState("mpr", plane=OBLIQUE, slab_mm=3.0, slab_mode=mode) for mode in ("max", "min", "mean")),
    *(ViewState("mip", slab_mode=mode) for mode in ("max", "min", "mean")),
    ViewState("volume", preset="general"),
]
KINDS = {
    "bytes": (np.uint8, {"bits_allocated": 8, "bits_stored": 8, "signed": False}),
    "words": (np.int16, {}),
    "floats": (np.float32, {"bits_allocated": 32, "bits_stored": 32, "pixel_keyword": "FloatPixelData"}),
    "32 bits": (np.int32, {"bits_allocated": 32, "bits_stored": 32, "signed": True}),
    "doubles": (np.float64, {"bits_allocated": 64, "bits_stored": 64, "pixel_keyword": "DoubleFloatPixelData"}),
    "modality LUTs": (np.int16, {"has_modality_lut": True}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trouble", ["", "uneven", "slopes", "padding", "partial", "uneven slopes padding partial"])
def test_it_draws(
    canvas: Canvas,
    filled: Callable[..., Content],
    capfd: pytest.CaptureFixture[str],
    kind: str,
    trouble: str,
) -> None:
    dtype, more = KINDS[kind]
    origins = [(0.0, 0.0, float(k + (k > 3 and "uneven" in trouble))) for k in range(SLICES)]
    display_set, headers = volume_of(origins, (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 16, 16, **more)
    if "slopes" in trouble:
        headers = [replace(h, frames=(replace(h.frames[0], rescale_slope=1.0 + k / 1000),)) for k, h in enumerate(headers)]
    if "padding" in trouble:
        headers = [replace(h, padding_value=0) for h in headers]
    stored = np.full((SLICES, 16, 16), 100).astype(dtype)
    content = filled(display_set, headers)
    table = LookupTable(0, np.arange(256, dtype=np.uint16), 8)
    for k in range(SLICES if kind == "modality LUTs" else 0):
        content.set_chain(k, GreyChain(modality_lut=table))
    content.put(0, stored[: SLICES - ("partial" in trouble)])
    content.settle(wait=True)
    canvas.set_viewports([(0, 0, 24, 24)])
    for state in VIEWS:
        canvas.show(0, content, replace(state, window=Window(60.0, 100.0)))
        canvas.draw_all()
        middle = canvas.pixels((10, 10, 4, 4))
        assert middle.max() > 0, state
        if state.mode != "volume":
            assert abs(int(middle.max()) - 232) <= 4, state  # a window of 100 about 60, and slopes of up to 0.5 %
    said = capfd.readouterr()
    assert "ERR" not in said.err + said.out


@pytest.mark.parametrize("kind", ["floats", "doubles", "32 bits"])
def test_only_padding_itself_is_left_out_of_a_minimum(canvas: Canvas, filled: Callable[..., Content], kind: str) -> None:
    """Floating-point values close to the padding value are values: whole numbers are told apart by half a step, those are not."""
    dtype, more = KINDS[kind]
    display_set, headers = volume_of([(0.0, 0.0, float(k)) for k in range(SLICES)], (1.0, 0, 0), (0, 1.0, 0), (1.0, 1.0), 16, 16, **more)
    near = 1 if kind == "32 bits" else 0.25
    stored = np.full((SLICES, 16, 16), 4 * near, dtype)
    stored[SLICES // 2], stored[SLICES // 2 + 1] = 0, near
    content = filled(display_set, [replace(h, padding_value=0.0) for h in headers])
    content.put(0, stored)
    content.settle(wait=True)
    canvas.set_viewports([(0, 0, 24, 24)])
    plane = Plane((7.5, 7.5, SLICES / 2), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    window = Window(2 * near, 4 * near, "", "LINEAR_EXACT")
    canvas.show(0, content, ViewState("mpr", plane=plane, slab_mm=float(SLICES), slab_mode="min", window=window))
    canvas.draw_all()
    assert abs(int(canvas.pixels((10, 10, 1, 1))[0, 0, 0]) - 64) <= 1
