"""Where things are: every mapping back and forth, letters, scales, and lines of one view in another."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.imaging.model import FrameHeader, ImageHeader, StackGeometry, Vector
from workstation.rendering.projection import Projection, clipped, common_scale, cross_line, volume_centre, zoomed_at
from workstation.rendering.view_state import Camera, Plane, ViewState, anatomical, cross, dot

ROW, COLUMN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


def geometry(
    rows: int = 60, columns: int = 80, slices: int = 20, spacing: tuple[float, float] = (0.7, 0.9), tilt: float = 0.0
) -> StackGeometry:
    origins = tuple((-30.0, -20.0 + k * math.tan(math.radians(tilt)) * 2, 5.0 + 2.0 * k) for k in range(slices))
    return StackGeometry(ROW, COLUMN, spacing, columns, rows, origins)


def radiograph(**more: Any) -> ImageHeader:
    fields: dict[str, Any] = {"rows": 50, "columns": 80, "patient_orientation": ("L", "F")}
    return ImageHeader("1", "1", "1", "1", "1", "CR", **(fields | more))


@st.composite
def rotations(draw: st.DrawFn) -> list[Vector]:
    q = np.array(draw(st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda v: sum(x * x for x in v) > 0.01)))
    w, x, y, z = q / np.linalg.norm(q)
    return [
        (float(a), float(b), float(c))
        for a, b, c in [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    ]


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    m = draw(rotations())
    return ViewState(
        mode=draw(st.sampled_from(["slice", "mpr", "mip", "volume"])),
        index=draw(st.integers(0, 19)),
        zoom=draw(st.floats(0.1, 20)),
        one_to_one=draw(st.booleans()),
        pan=draw(st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
        quarter_turns=draw(st.integers(0, 3)),
        flipped=draw(st.booleans()),
        plane=Plane(draw(st.tuples(*[st.floats(-50, 50)] * 3)), m[0], m[1]),
        camera=Camera(draw(st.floats(-180, 180)), draw(st.floats(-90, 90)), draw(st.floats(-180, 180))),
        align=draw(st.sampled_from(["", "left", "right"])),
    )


@given(states(), st.tuples(st.floats(-500, 1500), st.floats(-500, 1500)), st.integers(1, 2000), st.integers(1, 2000))
def test_there_and_back(state: ViewState, point: tuple[float, float], width: int, height: int) -> None:
    p = Projection(geometry(), None, state, width, height)
    assert p.from_image(*p.to_image(*point)) == pytest.approx(point, abs=1e-6)
    lps = p.to_lps(*point)
    assert lps is not None
    back = p.from_lps(lps)
    assert back is not None
    assert back[:2] == pytest.approx(point, abs=1e-6)
    assert back[2] == pytest.approx(0, abs=1e-6)
    normal = p.normal_lps
    off = tuple(a + 3.5 * n for a, n in zip(lps, normal, strict=True))
    behind = p.from_lps((off[0], off[1], off[2]))
    assert behind is not None
    assert behind[2] == pytest.approx(3.5, abs=1e-6)


@given(states(), st.floats(0.2, 5), st.tuples(st.floats(0, 800), st.floats(0, 600)))
def test_zoom_keeps_the_point_under_the_pointer(state: ViewState, factor: float, point: tuple[float, float]) -> None:
    p = Projection(geometry(), None, state, 800, 600)
    zoomed = Projection(geometry(), None, zoomed_at(p, factor, *point), 800, 600)
    if not (state.one_to_one and state.mode == "slice" and 1.0 in (state.zoom, zoomed.state.zoom)):  # 1:1 sits on the pixel grid
        assert zoomed.to_image(*point) == pytest.approx(p.to_image(*point), abs=1e-6)


@given(states())
def test_the_scale_is_what_a_pixel_measures(state: ViewState) -> None:
    p = Projection(geometry(), None, state, 700, 500)
    a, b = p.to_lps(100, 100), p.to_lps(101, 100)
    assert a is not None
    assert b is not None
    assert p.mm_per_px == pytest.approx(math.dist(a, b), rel=1e-6)


def test_fit_touches_two_sides_and_stays_inside() -> None:
    left, top, right, bottom = Projection(geometry(), None, ViewState(), 800, 600).rect_px()
    assert (left, right) == pytest.approx((0, 800))
    assert top >= 0
    assert bottom <= 600
    left, top, right, bottom = Projection(geometry(), None, ViewState(quarter_turns=1), 800, 600).rect_px()
    assert (top, bottom) == pytest.approx((0, 600))


def test_one_to_one_lays_image_pixels_on_screen_pixels() -> None:
    p = Projection(None, radiograph(), ViewState(one_to_one=True), 101, 77)
    assert p.exact
    column, row = p.to_image(0.5, 0.5)
    assert column == pytest.approx(round(column))
    assert row == pytest.approx(round(row))


@pytest.mark.parametrize("align", ["left", "right"])
def test_an_aligned_image_lies_against_its_side(align: str) -> None:
    left, _, right, _ = Projection(None, radiograph(), ViewState(align=align), 400, 100).rect_px()
    assert (left if align == "left" else 400 - right) == pytest.approx(0)
    assert right - left == pytest.approx(160)


def test_letters_follow_turns_and_mirrors() -> None:
    def seen(state: ViewState) -> tuple[str, str, str, str]:
        return Projection(None, radiograph(), state, 100, 100).letters()

    assert seen(ViewState()) == ("R", "L", "H", "F")
    assert seen(ViewState().mirrored()) == ("L", "R", "H", "F")
    assert seen(ViewState().turned()) == ("F", "H", "R", "L")
    assert seen(ViewState().mirrored().turned()) == ("F", "H", "L", "R")
    assert seen(ViewState().upside_down()) == ("R", "L", "F", "H")
    assert Projection(None, radiograph(patient_orientation=()), ViewState(), 100, 100).letters() == ("", "", "", "")


@given(st.integers(0, 3), st.booleans(), rotations())
def test_letters_of_placed_images_are_those_of_the_directions_on_the_screen(turns: int, flipped: bool, m: list[Vector]) -> None:
    from workstation.imaging.geometry import letters

    place = FrameHeader((1.0, 2.0, 3.0), m[0], m[1], (0.5, 0.8), "patient")
    p = Projection(None, radiograph(frames=(place,)), ViewState(quarter_turns=turns, flipped=flipped), 90, 90)
    a, right, down = (np.array(p.to_lps(*at)) for at in ((45, 45), (46, 45), (45, 46)))
    assert p.letters() == tuple(letters(d.tolist()) for d in (a - right, right - a, a - down, down - a))


def test_anatomical_planes_are_seen_as_a_radiologist_looks() -> None:
    centre = volume_centre(geometry())
    seen = {
        n: Projection(geometry(), None, ViewState("mpr", plane=anatomical(n, centre)), 99, 99).letters()
        for n in ("axial", "coronal", "sagittal")
    }
    assert seen == {"axial": ("R", "L", "A", "P"), "coronal": ("R", "L", "H", "F"), "sagittal": ("A", "P", "H", "F")}


def test_the_camera_starts_in_front_and_turns_to_the_left_side() -> None:
    def letters_at(camera: Camera) -> tuple[str, str, str, str]:
        return Projection(geometry(), None, ViewState("mip", camera=camera), 99, 99).letters()

    assert letters_at(Camera()) == ("R", "L", "H", "F")
    assert letters_at(Camera(azimuth=90)) == ("A", "P", "H", "F")
    assert letters_at(Camera(elevation=90)) == ("R", "L", "P", "A")
    assert letters_at(Camera(roll=90)) == ("F", "H", "R", "L")


def test_viewports_can_share_millimetres() -> None:
    one, two = Projection(geometry(), None, ViewState(), 800, 600), Projection(geometry(spacing=(0.35, 0.45)), None, ViewState(), 300, 600)
    scale = common_scale([one, two])
    both = [Projection(g, None, ViewState(fit_mm_per_px=scale), 300, 600) for g in (geometry(), geometry(spacing=(0.35, 0.45)))]
    assert both[0].mm_per_px == both[1].mm_per_px == pytest.approx(max(p.mm_per_px or 0 for p in (one, two)))


def test_no_millimetres_without_a_spacing() -> None:
    p = Projection(None, radiograph(), ViewState(), 100, 100)
    assert p.mm_per_px is None
    assert p.to_lps(3, 3) is None
    assert p.from_lps((0, 0, 0)) is None


@given(st.floats(0, 19), rotations())
def test_a_cross_line_lies_in_both_planes(k: float, m: list[Vector]) -> None:
    g = geometry()
    centre = volume_centre(g)
    source = Projection(g, None, ViewState(index=round(k)), 512, 512)
    target = Projection(g, None, ViewState("mpr", plane=Plane(centre, m[0], m[1])), 640, 480)
    line = cross_line(source, target)
    if line is None:
        return
    for x, y in line:
        assert -1e-6 <= x <= 640 + 1e-6
        assert -1e-6 <= y <= 480 + 1e-6
        lps = target.to_lps(x, y)
        assert lps is not None
        found = source.from_lps(lps)
        assert found is not None
        assert found[2] == pytest.approx(0, abs=1e-5)


def test_the_axial_line_on_a_coronal_view_is_level_and_at_its_height() -> None:
    g = geometry()
    source = Projection(g, None, ViewState(index=3), 512, 512)
    target = Projection(g, None, ViewState("mpr", plane=anatomical("coronal", volume_centre(g))), 600, 400)
    line = cross_line(source, target)
    assert line is not None
    (x0, y0), (x1, y1) = line
    height = target.from_lps((0.0, 0.0, 5.0 + 2.0 * 3))
    assert height is not None
    assert y0 == pytest.approx(y1)
    assert y0 == pytest.approx(height[1])
    assert abs(x1 - x0) > 300
    assert cross_line(source, replace_index(g, 9)) is None  # parallel


def replace_index(g: StackGeometry, index: int) -> Projection:
    return Projection(g, None, ViewState(index=index), 512, 512)


def test_clipping() -> None:
    assert clipped(((-10, 5), (20, 5)), 10, 10) == ((0, 5), (10, 5))
    assert clipped(((-10, 5), (-1, 5)), 10, 10) is None
    assert clipped(((2, 2), (3, 3)), 10, 10) == ((2, 2), (3, 3))


@given(rotations(), st.floats(-180, 180), st.floats(-40, 40))
def test_planes_stay_orthonormal(m: list[Vector], degrees: float, mm: float) -> None:
    plane = Plane((1.0, 2.0, 3.0), m[0], m[1]).rotated(m[2], degrees).moved(mm)
    assert dot(plane.right_lps, plane.right_lps) == pytest.approx(1)
    assert dot(plane.right_lps, plane.down_lps) == pytest.approx(0, abs=1e-9)
    normal: Vector = cross(plane.right_lps, plane.down_lps)
    assert dot(normal, (plane.center_lps[0] - 1, plane.center_lps[1] - 2, plane.center_lps[2] - 3)) == pytest.approx(mm, abs=1e-6)
