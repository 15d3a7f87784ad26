"""Known numbers, and properties that hold for any drawing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import GaronneError
from workstation.imaging.model import FrameHeader, ImageHeader, UltrasoundRegion
from workstation.language import set_language
from workstation.measurements import Angle, Cobb, Ellipse, Length, OnFrame, OnPlane, decode, encode, evolution, measure
from workstation.measurements.statistics import inside
from workstation.measurements.values import moved, shifted

PLACE = OnFrame("1.2.3", 0)
coordinate = st.floats(-2000, 2000, allow_nan=False)
point = st.tuples(coordinate, coordinate)


def header(spacing: tuple[float, float] | None = (0.5, 0.5), source: str = "patient", **more: object) -> ImageHeader:
    frame = FrameHeader(spacing=spacing, spacing_from=source)
    return ImageHeader("1.2.3", "1.2", "1.3", "1.4", "1.2.840.10008.1.2.1", "CT", 100, 120, frames=(frame,), **more)  # type: ignore[arg-type]


def test_a_length_of_three_and_four_pixels_at_half_a_millimetre_is_two_and_a_half() -> None:
    result = measure(Length("a", PLACE, ((10, 10), (13, 14))), header())
    assert result.value == pytest.approx(2.5)
    assert result.lines == ("2.5 mm",)
    assert result.calibrated


def test_french_has_a_comma() -> None:
    set_language("fr")
    assert measure(Length("a", PLACE, ((0, 0), (42.8, 0))), header()).lines == ("21,4 mm",)


def test_rows_and_columns_have_their_own_spacing() -> None:
    anisotropic = header((2.0, 0.5))
    assert measure(Length("a", PLACE, ((0, 0), (10, 0))), anisotropic).value == pytest.approx(5)
    assert measure(Length("a", PLACE, ((0, 0), (0, 10))), anisotropic).value == pytest.approx(20)


def test_an_angle_is_of_the_patient_and_not_of_the_pixels() -> None:
    m = Angle("a", PLACE, ((0, 10), (0, 0), (10, 10)))
    assert measure(m, header()).value == pytest.approx(45)
    assert measure(m, header((1.0, math.sqrt(3)))).value == pytest.approx(60)


def test_cobb_is_the_sharp_angle_whichever_way_the_lines_are_drawn() -> None:
    one = Cobb("a", PLACE, ((0, 0), (10, 0), (0, 20), (10, 20 + 10 * math.tan(math.radians(25)))))
    other = Cobb("a", PLACE, (one.points[1], one.points[0], *one.points[2:]))
    assert measure(one, header()).value == pytest.approx(25)
    assert measure(other, header()).value == pytest.approx(25)


@pytest.mark.parametrize(
    ("spacing", "source", "unit", "calibrated", "said"),
    [
        ((0.5, 0.5), "patient", "mm", True, ""),
        ((0.5, 0.5), "detector", "mm", False, "mm at the detector"),
        ((0.5, 0.5), "magnified", "mm", False, "mm after an estimated magnification"),
        (None, "none", "px", False, "not calibrated"),
    ],
)
def test_a_length_says_where_its_millimetres_come_from(
    spacing: tuple[float, float] | None, source: str, unit: str, calibrated: bool, said: str
) -> None:
    result = measure(Length("a", PLACE, ((0, 0), (10, 0))), header(spacing, source))
    assert (result.unit, result.calibrated) == (unit, calibrated)
    assert result.mark is None if calibrated else (result.mark and result.mark.code == "uncalibrated")
    assert said in " ".join(result.lines)


TISSUE = UltrasoundRegion(0, 0, 99, 49, 0.01, 0.02, "cm", "cm")
DOPPLER = UltrasoundRegion(0, 50, 99, 99, 0.005, -0.5, "s", "cm/s")


def test_ultrasound_measures_by_the_region_it_is_drawn_in() -> None:
    us = header(None, "none", regions=(TISSUE, DOPPLER))
    assert measure(Length("a", PLACE, ((0, 0), (30, 20))), us).value == pytest.approx(5.0)
    doppler = measure(Length("a", PLACE, ((0, 60), (40, 80))), us)
    assert doppler.lines == ("0.20 s", "10.00 cm/s")
    across = measure(Length("a", PLACE, ((0, 10), (0, 80))), us)
    assert across.unit == "px"
    assert not across.calibrated
    assert measure(Angle("a", PLACE, ((0, 60), (10, 60), (10, 70))), us).value is None


def test_only_pixels_whose_centre_is_inside_count() -> None:
    values = np.zeros((20, 20))
    values[10, 10] = 9.0
    small = Ellipse("a", PLACE, ((9.4, 9.4), (10.6, 10.6)))
    result = measure(small, header(), values, unit="HU")
    assert result.value == 9.0
    plus = Ellipse("a", PLACE, ((9.0, 9.0), (11.0, 11.0)))  # radius 1: the centre and its four neighbours
    _, _, mask = inside(plus, 20, 20)
    assert mask.sum() == 5
    assert measure(plus, header(), values, unit="HU").value == pytest.approx(9 / 5)


def test_ellipse_says_mean_deviation_extremes_and_area() -> None:
    values = np.full((100, 120), 34.0)
    values[:, 60:] = 46.0
    result = measure(Ellipse("a", PLACE, ((49.5, 40), (69.5, 60))), header(), values, unit="HU")
    assert result.value == pytest.approx(40)
    assert result.lines[0] == "40.0 ± 6.0 HU"
    assert result.lines[1] == "min 34.0 · max 46.0"
    assert result.lines[2].startswith("79 mm²")  # pi x 5 x 5 = 78.5


def test_padding_does_not_count() -> None:
    values = np.full((100, 120), 10.0)
    values[50, 50] = -2000
    excluded = values == -2000
    assert measure(Ellipse("a", PLACE, ((45, 45), (55, 55))), header(), values, unit="HU", excluded=excluded).value == 10.0


def test_outside_the_image_there_is_an_area_and_no_mean() -> None:
    result = measure(Ellipse("a", PLACE, ((-50, -50), (-30, -30))), header(), np.zeros((100, 120)), unit="HU")
    assert result.unit == "mm2"


def test_a_plane_is_in_millimetres_and_tells_patient_points() -> None:
    plane = OnPlane("s/0", "1.9", (10.0, 20.0, 30.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
    assert measure(Length("a", plane, ((0, 0), (3, 4))), None).value == pytest.approx(5)
    assert plane.lps((3, 4)) == (10.0, 23.0, 26.0)
    assert plane.point((10.0, 23.0, 26.0)) == pytest.approx((3, 4, 0))


def test_evolution_is_signed_and_in_per_cent() -> None:
    now = measure(Length("a", PLACE, ((0, 0), (42.8, 0))), header())
    before = measure(Length("b", PLACE, ((0, 0), (32, 0))), header())
    assert evolution(now, before) == ("+5.4 mm", "+34 %")
    uncalibrated = measure(Length("b", PLACE, ((0, 0), (32, 0))), header((0.5, 0.5), "detector"))
    assert evolution(now, uncalibrated) == ()


@given(a=point, b=point, spacing=st.tuples(st.floats(0.05, 5), st.floats(0.05, 5)))
def test_a_length_is_the_same_both_ways_and_never_negative(
    a: tuple[float, float], b: tuple[float, float], spacing: tuple[float, float]
) -> None:
    one = measure(Length("a", PLACE, (a, b)), header(spacing)).value
    two = measure(Length("a", PLACE, (b, a)), header(spacing)).value
    assert one is not None
    assert one == two
    assert one >= 0


@given(a=point, b=point, by=st.tuples(st.floats(-100, 100), st.floats(-100, 100)))
def test_moving_a_whole_measurement_does_not_change_it(a: tuple[float, float], b: tuple[float, float], by: tuple[float, float]) -> None:
    m = Length("a", PLACE, (a, b))
    assert measure(shifted(m, by), header()).value == pytest.approx(measure(m, header()).value, abs=1e-6)


@given(center=st.tuples(st.floats(-5, 35), st.floats(-5, 25)), radii=st.tuples(st.floats(0.1, 30), st.floats(0.1, 30)))
def test_the_mask_is_that_of_the_formula_pixel_by_pixel(center: tuple[float, float], radii: tuple[float, float]) -> None:
    (cx, cy), (rx, ry) = center, radii
    ellipse = Ellipse("a", PLACE, ((cx - rx, cy - ry), (cx + rx, cy + ry)))
    (cx, cy), (rx, ry) = ellipse.center, ellipse.radii
    rows, columns, mask = inside(ellipse, 20, 30)
    whole = np.zeros((20, 30), dtype=bool)
    whole[rows, columns] = mask
    for y in range(20):
        for x in range(30):
            distance = ((x - cx) / max(rx, 1e-9)) ** 2 + ((y - cy) / max(ry, 1e-9)) ** 2
            if abs(distance - 1) > 1e-6:
                assert whole[y, x] == (distance < 1)


@given(
    st.sampled_from([Length, Ellipse]),
    point,
    point,
    st.text(max_size=20),
    st.sampled_from([PLACE, OnPlane("s/0", "1.9", (1.0, 2.0, 3.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))]),
)
def test_the_journal_gives_back_what_it_got(shape: type, a: tuple[float, float], b: tuple[float, float], label: str, place: object) -> None:
    m = shape("key", place, (a, b), label)
    assert decode(encode(m)) == m


def test_bytes_of_something_else_are_said_to_be_so() -> None:
    with pytest.raises(GaronneError, match="cannot be read"):
        decode(b"\x93\x01\x02\x03")


def test_a_handle_moves_one_point() -> None:
    m = Angle("a", PLACE, ((0, 10), (0, 0), (10, 10)))
    assert moved(m, 1, (5, 5)).points == ((0, 10), (5, 5), (10, 10))
