"""Planes through analytic volumes: each pixel is the function's value at the place that the projection tells."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from workstation.imaging import stacks
from workstation.imaging.model import DisplaySet, ImageHeader, Vector, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.projection import Projection, volume_centre
from workstation.rendering.view_state import Plane, ViewState, anatomical
from workstation.rendering.volume_content import VolumeContent

from .conftest import volume_of  # type: ignore[import-not-found]

WINDOW = Window(900.0, 1400.0)
ROWS, COLUMNS, SLICES = 40, 48, 24
SPACING = (0.9, 1.2)


def value(points: np.ndarray) -> np.ndarray:
    """A smooth function of LPS mm, 200 to 1600 within the volumes used here."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.asarray(900 + 200 * np.sin(0.05 * x + 0.02 * z) + 150 * np.cos(0.045 * y - 0.03 * x) + 4 * z)


def phantom(
    row: Sequence[float], column: Sequence[float], steps: Sequence[float], direction: Sequence[float] | None = None
) -> tuple[DisplaySet, list[ImageHeader], np.ndarray]:
    """Slices at ``steps`` mm along ``direction`` (the normal), sampled from ``value``."""
    r, c = np.asarray(row, float), np.asarray(column, float)
    d = np.cross(r, c) if direction is None else np.asarray(direction, float)
    middle = np.array([5.0, -8.0, 12.0])
    corner = middle - r * SPACING[1] * (COLUMNS - 1) / 2 - c * SPACING[0] * (ROWS - 1) / 2
    origins = [corner + d * (s - np.mean(steps)) for s in steps]
    jj, ii = np.mgrid[:ROWS, :COLUMNS]
    plane = ii[..., None] * r * SPACING[1] + jj[..., None] * c * SPACING[0]
    stored = np.stack([np.rint(value(o + plane)) for o in origins]).astype(np.int16)
    as_vector: list[Vector] = [(float(o[0]), float(o[1]), float(o[2])) for o in origins]
    display_set, headers = volume_of(as_vector, tuple(map(float, r)), tuple(map(float, c)), SPACING, ROWS, COLUMNS)
    return display_set, headers, stored


def right_angled() -> list[tuple[np.ndarray, np.ndarray]]:
    axes = [s * np.eye(3)[a] for a in range(3) for s in (1, -1)]
    return [(a, b) for a, b in itertools.product(axes, axes) if abs(a @ b) < 0.5]


def inside(display_set: DisplaySet, points: np.ndarray, margin: float = 1.0) -> np.ndarray:
    from workstation.imaging.geometry import to_voxels

    assert display_set.geometry is not None
    ijk = to_voxels(display_set.geometry, points.reshape(-1, 3)).reshape(points.shape)
    top = np.array([COLUMNS, ROWS, display_set.geometry.slices]) - 1 - margin
    return np.asarray(((ijk >= margin) & (ijk <= top)).all(-1))


def greys(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(((x - (WINDOW.center - 0.5)) / (WINDOW.width - 1) + 0.5) * 255, 0, 255))


def worst(canvas: Canvas, content: Content, state: ViewState, least: int = 800) -> float:
    """The largest error in levels over the pixels well inside the volume."""
    w, h = 160, 120
    canvas.set_viewports([(20, 10, w, h)])
    canvas.show(0, content, state)
    canvas.draw_all()
    got = canvas.pixels((20, 10, w, h))[..., 0].astype(float)
    steps = canvas.projection(0).steps_lps()
    assert steps is not None
    o, right, down = (np.asarray(s) for s in steps)
    y, x = np.mgrid[:h, :w]
    points = o + x[..., None] * right + y[..., None] * down
    seen = inside(content.display_set, points)
    assert seen.sum() >= least
    return float(np.abs(got - greys(value(points)))[seen].max())


EVEN = [1.6 * k for k in range(SLICES)]
UNEVEN = [1.2 * k + (1.1 * (k - 12) if k > 12 else 0) for k in range(SLICES)]
TILT = math.radians(18.5)
KINDS = {
    "even": ((1, 0, 0), (0, 1, 0), EVEN, None),
    "uneven": ((1, 0, 0), (0, 1, 0), UNEVEN, None),
    "tilted": ((1, 0, 0), (0, math.cos(TILT), math.sin(TILT)), EVEN, (0, 0, 1)),
    "tilted and uneven": ((1, 0, 0), (0, math.cos(TILT), math.sin(TILT)), UNEVEN, (0, 0, 1)),
    "oblique": ((0.8, 0.6, 0), (-0.36, 0.48, 0.8), EVEN, None),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal", "oblique"])
def test_planes_through_every_kind_of_volume(canvas: Canvas, filled: Callable[..., Content], kind: str, plane: str) -> None:
    display_set, headers, stored = phantom(*KINDS[kind])
    content = filled(display_set, headers, stored)
    assert isinstance(content, VolumeContent)
    assert content.affine == ("uneven" not in kind)
    assert display_set.geometry is not None
    c = volume_centre(display_set.geometry)
    centre = (c[0] + 1.3, c[1] - 0.7, c[2] + 2.1)
    cut = Plane(centre, (0.6, 0.8, 0.0), (-0.48, 0.36, 0.8)) if plane == "oblique" else anatomical(plane, centre)
    assert worst(canvas, content, ViewState("mpr", plane=cut, window=WINDOW)) <= 1.5


@pytest.mark.parametrize("row_column", right_angled())
def test_all_24_right_angled_orientations(
    canvas: Canvas, filled: Callable[..., Content], row_column: tuple[np.ndarray, np.ndarray]
) -> None:
    display_set, headers, stored = phantom(*row_column, EVEN)
    content = filled(display_set, headers, stored)
    assert display_set.geometry is not None
    for name in ("axial", "coronal", "sagittal"):
        assert worst(canvas, content, ViewState("mpr", plane=anatomical(name, volume_centre(display_set.geometry)), window=WINDOW)) <= 1.5


def test_slices_lie_where_their_headers_say(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers, stored = phantom(*KINDS["tilted and uneven"])
    content = filled(display_set, headers, stored)
    for state in (ViewState(index=7), ViewState(index=7, quarter_turns=1, flipped=True, zoom=1.7, pan=(0.1, -0.05))):
        assert worst(canvas, content, replace(state, window=WINDOW)) <= 1.5


def with_gap(rows: Sequence[float]) -> tuple[DisplaySet, list[ImageHeader], np.ndarray]:
    display_set, headers, stored = phantom((1, 0, 0), (0, 1, 0), rows)
    assert display_set.geometry is not None
    gaps = stacks.gaps_of([b - a for a, b in itertools.pairwise(rows)])
    return replace(display_set, geometry=replace(display_set.geometry, gaps=gaps, regular=False)), headers, stored


def test_a_gap_shows_nothing_and_the_slices_around_it_end_half_a_step_away(canvas: Canvas, filled: Callable[..., Content]) -> None:
    """Over 20 mm without a slice no tissue is invented: black in a plane, left out of a slab and of a projection."""
    places = [1.6 * k + (20.0 if k > 11 else 0.0) for k in range(SLICES)]
    display_set, headers, stored = with_gap(places)
    assert display_set.geometry is not None
    assert display_set.geometry.gaps == (11,)
    content = filled(display_set, headers, np.clip(stored, 700, None))
    centre = volume_centre(display_set.geometry)
    origins = [o[2] for o in display_set.geometry.slice_origins_lps]
    canvas.set_viewports([(0, 0, 160, 120)])
    for state in (
        ViewState("mpr", plane=anatomical("coronal", centre), window=WINDOW),
        ViewState("mpr", plane=anatomical("coronal", centre), window=WINDOW, slab_mm=6.0, slab_mode="max"),
        ViewState("mpr", plane=anatomical("coronal", centre), window=WINDOW, slab_mm=6.0, slab_mode="mean"),
        ViewState("mip", window=WINDOW),
    ):
        canvas.show(0, content, state)
        canvas.draw_all()
        column = canvas.pixels((80, 0, 1, 120))[:, 0, 0]
        projection = canvas.projection(0)
        z = np.array([(projection.to_lps(80.5, y + 0.5) or (0, 0, 0))[2] for y in range(120)])
        inside_gap = (z > origins[11] + 0.85) & (z < origins[12] - 0.85)
        around = ((z > origins[0]) & (z < origins[11] + 0.7)) | ((z > origins[12] - 0.7) & (z < origins[-1]))
        assert column[inside_gap].max() == 0, state
        assert column[around].min() > 10, state
        assert inside_gap.sum() > 20


def test_one_missing_slice_is_bridged(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers, stored = with_gap([1.6 * k + (1.6 if k > 11 else 0.0) for k in range(SLICES)])
    assert display_set.geometry is not None
    assert display_set.geometry.gaps == ()
    content = filled(display_set, headers, stored)
    state = ViewState("mpr", plane=anatomical("coronal", volume_centre(display_set.geometry)), window=WINDOW)
    assert worst(canvas, content, state) <= 1.5


def slab_reference(content: Content, projection: Projection, slab_mm: float, how: Callable[..., np.ndarray]) -> np.ndarray:
    steps = projection.steps_lps()
    assert steps is not None
    o, right, down = (np.asarray(s) for s in steps)
    y, x = np.mgrid[:120, :160]
    points = o + x[..., None] * right + y[..., None] * down
    n = np.asarray(projection.normal_lps)
    layers = np.stack([value(points + n * s) for s in np.linspace(-slab_mm / 2, slab_mm / 2, 61)])
    return np.where(
        inside(content.display_set, points - n * slab_mm / 2) & inside(content.display_set, points + n * slab_mm / 2),
        how(layers, axis=0),
        np.nan,
    )


@pytest.mark.parametrize(("mode", "how"), [("max", np.max), ("min", np.min), ("mean", np.mean)])
@pytest.mark.parametrize("kind", ["even", "uneven"])
def test_slabs(canvas: Canvas, filled: Callable[..., Content], kind: str, mode: str, how: Callable[..., np.ndarray]) -> None:
    display_set, headers, stored = phantom(*KINDS[kind])
    content = filled(display_set, headers, stored)
    assert display_set.geometry is not None
    cut = Plane(volume_centre(display_set.geometry), (0.6, 0.8, 0.0), (-0.48, 0.36, 0.8))
    canvas.set_viewports([(0, 0, 160, 120)])
    canvas.show(0, content, ViewState("mpr", plane=cut, slab_mm=9.0, slab_mode=mode, window=WINDOW))
    canvas.draw_all()
    got = canvas.pixels((0, 0, 160, 120))[..., 0].astype(float)
    error = np.abs(got - greys(slab_reference(content, canvas.projection(0), 9.0, how)))
    assert np.isfinite(error).sum() > 800
    assert np.nanmax(error) <= 2


@pytest.mark.parametrize("kind", ["even", "uneven", "tilted"])
def test_a_projection_finds_the_brightest_voxel_where_it_is(canvas: Canvas, filled: Callable[..., Content], kind: str) -> None:
    from workstation.imaging.geometry import to_lps
    from workstation.rendering.view_state import Camera

    display_set, headers, _ = phantom(*KINDS[kind])
    stored = np.zeros((SLICES, ROWS, COLUMNS), np.int16)
    stored[17, 9, 31] = 1000
    content = filled(display_set, headers, stored)
    assert display_set.geometry is not None
    spot = to_lps(display_set.geometry, 31, 9, 17)
    for camera in (Camera(), Camera(azimuth=37, elevation=20, roll=10), Camera(azimuth=-120, elevation=-45)):
        canvas.set_viewports([(0, 0, 240, 240)])
        canvas.show(0, content, ViewState("mip", camera=camera, window=Window(500, 1000)))
        canvas.draw_all()
        got = canvas.pixels((0, 0, 240, 240))[..., 0].astype(float)
        y, x = np.unravel_index(got.argmax(), got.shape)
        there = canvas.projection(0).from_lps(spot)
        assert there is not None
        assert got.max() > 150  # not what is left of it between two samples
        assert math.dist((x + 0.5, y + 0.5), there[:2]) <= 5  # a voxel is about five pixels wide


def test_slopes_that_differ_from_slice_to_slice(canvas: Canvas, filled: Callable[..., Content]) -> None:
    """PET: each slice is stored with its own slope; planes must mix modality values, not stored ones."""
    display_set, headers, stored = phantom(*KINDS["even"])
    slopes = [1.0 + 0.13 * (k % 5) for k in range(SLICES)]
    headers = [replace(h, frames=(replace(h.frames[0], rescale_slope=s),)) for h, s in zip(headers, slopes, strict=True)]
    scaled = np.stack([np.rint(v / s) for v, s in zip(stored, slopes, strict=True)]).astype(np.int16)
    content = filled(display_set, headers, scaled)
    assert display_set.geometry is not None
    for name in ("axial", "coronal"):
        assert worst(canvas, content, ViewState("mpr", plane=anatomical(name, volume_centre(display_set.geometry)), window=WINDOW)) <= 1.5
    assert worst(canvas, content, ViewState(index=3, window=WINDOW)) <= 1.5


def test_phases_have_their_own_values(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers, stored = phantom(*KINDS["even"])
    second = [replace(h, sop_instance_uid=h.sop_instance_uid + ".2") for h in headers]
    refs = (*display_set.frames, *(replace(f, sop_instance_uid=f.sop_instance_uid + ".2") for f in display_set.frames))
    both = replace(display_set, frames=refs, phases=2)
    content = filled(both, [*headers, *second], np.concatenate([stored, stored * 0 + 700]))
    canvas.set_viewports([(0, 0, 100, 100)])
    for mode in ("slice", "mpr"):
        for phase, flat in ((0, False), (1, True)):
            canvas.show(0, content, ViewState(mode, index=5, phase=phase, window=WINDOW))
            canvas.draw_all()
            middle = canvas.pixels((30, 30, 40, 40))[..., 0]
            assert (np.ptp(middle) == 0) == flat


def test_slices_still_missing_are_black_and_the_others_right(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers, stored = phantom(*KINDS["even"])
    content = filled(display_set, headers, stored[: SLICES // 2])
    assert display_set.geometry is not None
    canvas.set_viewports([(0, 0, 160, 120)])
    canvas.show(0, content, ViewState("mpr", plane=anatomical("coronal", volume_centre(display_set.geometry)), window=WINDOW))
    canvas.draw_all()
    column = canvas.pixels((80, 0, 1, 120))[:, 0, 0]
    assert column[:58].max() == 0  # the head's half is not here
    assert (column[64:100] > 0).mean() > 0.8
    canvas.show(0, content, ViewState(index=SLICES - 1))
    canvas.draw_all()
    assert canvas.pixels().max() == 0


def test_fusion_paints_uptake_and_leaves_the_rest(canvas: Canvas, filled: Callable[..., Content]) -> None:
    display_set, headers, stored = phantom(*KINDS["even"])
    content = filled(display_set, headers, stored)
    coarse, pet_headers = volume_of([(-40.0, -40.0, 2.0 + 5 * k) for k in range(5)], (1, 0, 0), (0, 1, 0), (5.0, 5.0), 16, 18)
    uptake = np.zeros((5, 16, 18), np.int16)
    uptake[:, 6:9, 8:11] = 1000
    over = filled(coarse, pet_headers, uptake)
    assert display_set.geometry is not None
    plane = anatomical("axial", volume_centre(display_set.geometry))
    canvas.set_viewports([(0, 0, 160, 120)])
    canvas.show(0, content, ViewState("mpr", plane=plane, window=WINDOW))
    canvas.draw_all()
    plain = canvas.pixels((0, 0, 160, 120)).astype(int)
    canvas.show(0, content, ViewState("mpr", plane=plane, window=WINDOW, fusion=0.8, fusion_window=Window(500, 1000)), over)
    canvas.draw_all()
    fused = canvas.pixels((0, 0, 160, 120)).astype(int)
    changed = np.abs(fused - plain).max(-1) > 2
    hot = canvas.projection(0).from_lps((-40.0 + 9 * 5, -40.0 + 7 * 5, plane.center_lps[2]))
    assert hot is not None
    assert changed[int(hot[1]), int(hot[0])]
    assert 0.01 < changed.mean() < 0.3
    assert np.ptp(plain, axis=-1).max() == 0
