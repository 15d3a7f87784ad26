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
from workstation.measurements import Angle, Cobb, Ellipse, Length, OnFrame, OnPlane, Result, decode, encode, evolution, measure
from workstation.measurements.figures import exact, figure
from workstation.measurements.statistics import inside, of_samples
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
DOPPLER = UltrasoundRegion(0, 50, 99, 99, 0.005, -0.5, "s", "cm/s", reference_x=0, reference_y=40)
M_MODE = UltrasoundRegion(0, 100, 99, 149, 0.01, 0.02, "s", "cm", reference_x=0, reference_y=0)
ECG = UltrasoundRegion(0, 150, 99, 159, 0.01, 0.0, "s", "none")


def us(*regions: UltrasoundRegion) -> ImageHeader:
    return header(None, "none", regions=regions or (TISSUE, DOPPLER, M_MODE, ECG))


def over(m: Ellipse, values: np.ndarray, unit: str = "HU", where: ImageHeader | None = None) -> Result:
    """An ellipse over the values (rows, columns) of its image."""
    rows, columns, mask = inside(m, *values.shape)
    return measure(m, where or header(), values[rows, columns][mask], unit=unit)


def length(a: tuple[float, float], b: tuple[float, float]) -> Length:
    return Length("a", PLACE, (a, b))


def test_ultrasound_measures_by_the_region_it_is_drawn_in() -> None:
    tissue = measure(length((0, 0), (30, 20)), us())
    assert (tissue.value, tissue.lines, tissue.origin) == (pytest.approx(5.0), ("5.0 mm",), "by the ultrasound region")


def test_a_line_in_a_spectrum_tells_velocity_time_and_slope() -> None:
    """From 10 cm/s at 0 s to 0 cm/s at 0.2 s: the baseline is 40 pixels down, upwards is away from it."""
    result = measure(length((0, 70), (40, 90)), us())
    assert result.lines == ("Δv 10.0 cm/s", "10.0 → 0.0 cm/s", "Δt 0.200 s", "slope 50.0 cm/s²")
    assert (result.value, result.unit, result.calibrated) == (pytest.approx(10.0), "cm/s", True)


def test_below_the_baseline_velocity_is_negative() -> None:
    assert measure(length((0, 80), (0, 98)), us()).lines == ("Δv 9.0 cm/s", "5.0 → −4.0 cm/s", "Δt 0.000 s")


def test_a_single_point_of_a_spectrum_tells_its_velocity_and_time() -> None:
    result = measure(length((20, 70), (20, 70)), us())
    assert result.lines == ("10.0 cm/s", "t 0.100 s")
    assert result.value == pytest.approx(10.0)
    nowhere = measure(length((20, 70), (20, 70)), us(UltrasoundRegion(0, 50, 99, 99, 0.005, -0.5, "s", "cm/s")))
    assert nowhere.value is None  # where the baseline lies is not told: a velocity would be a guess
    assert measure(length((20, 70), (20, 80)), us(UltrasoundRegion(0, 50, 99, 99, 0.005, -0.5, "s", "cm/s"))).lines == (
        "Δv 5.0 cm/s",
        "Δt 0.000 s",
    )


def test_m_mode_tells_depth_time_and_slope_and_an_ecg_time_alone() -> None:
    assert measure(length((10, 110), (60, 120)), us()).lines == ("Δ 2.0 mm", "2.0 → 4.0 mm", "Δt 0.500 s", "slope 4.00 mm/s")
    trace = measure(length((10, 152), (90, 158)), us())
    assert (trace.lines, trace.value, trace.unit) == (("Δt 0.800 s",), pytest.approx(0.8), "s")


@pytest.mark.parametrize(("unit", "said"), [("deg", "Δ 5.00 °"), ("cm2", "Δ 5.00 cm²"), ("cm3/s", "Δ 5.00 cm³/s"), ("dB", "Δ 5.00 dB")])
def test_units_of_a_region_are_written_as_a_reader_writes_them(unit: str, said: str) -> None:
    curve = UltrasoundRegion(0, 50, 99, 99, 0.005, -0.5, "s", unit, reference_x=0, reference_y=40)
    assert measure(length((0, 70), (0, 80)), us(curve)).lines[0] == said


def test_an_area_in_pixels_is_one_of_squares() -> None:
    assert measure(Ellipse("a", PLACE, ((0, 0), (20, 20))), header(None, "none")).lines[0] == "314 px²"


def test_one_axis_of_tissue_alone_gives_no_length() -> None:
    half = measure(length((10, 10), (40, 40)), us(UltrasoundRegion(0, 0, 99, 99, 0.01, 0.0, "cm", "none")))
    assert (half.unit, half.calibrated) == ("px", False)


def test_a_doppler_shift_in_hertz() -> None:
    shift = UltrasoundRegion(0, 50, 99, 99, 0.005, -20.0, "s", "Hz", reference_x=0, reference_y=40)
    assert measure(length((0, 70), (40, 90)), us(shift)).lines[0] == "Δf 400.00 Hz"


def test_across_two_regions_nothing_is_measured() -> None:
    across = measure(length((0, 10), (0, 80)), us())
    assert (across.value, across.calibrated) == (None, False)
    assert across.lines[1] == "Not measured: the ends lie in two ultrasound regions."
    half = measure(length((0, 10), (0, 300)), us())
    assert half.lines[1] == "Not measured: one end lies outside the ultrasound region."
    outside = measure(length((0, 300), (10, 300)), us())
    assert (outside.value, outside.unit, outside.calibrated) == (10, "px", False)
    assert measure(Ellipse("a", PLACE, ((0, 10), (40, 80))), us()).value is None


def test_neither_angle_nor_area_where_an_axis_is_time() -> None:
    assert measure(Angle("a", PLACE, ((0, 60), (10, 60), (10, 70))), us()).value is None
    ellipse = Ellipse("a", PLACE, ((10, 60), (30, 80)))
    assert measure(ellipse, us()).value is None
    with_pixels = over(ellipse, np.full((160, 120), 7.0), "", us())
    assert with_pixels.lines == ("7.00 ± 0.00", "min 7.00 · max 7.00", "317 pixels")


def test_a_colour_box_in_tissue_is_measured_across_and_two_images_side_by_side_are_not() -> None:
    tissue = UltrasoundRegion(0, 0, 99, 99, 0.01, 0.01, "cm", "cm")
    colour = UltrasoundRegion(20, 20, 60, 60, 0.01, 0.01, "cm", "cm", data_type=2)
    assert measure(length((10, 10), (50, 40)), us(tissue, colour)).value == pytest.approx(5.0)
    left, right = UltrasoundRegion(0, 0, 49, 99, 0.01, 0.01, "cm", "cm"), UltrasoundRegion(50, 0, 99, 99, 0.01, 0.01, "cm", "cm")
    assert measure(length((10, 10), (90, 10)), us(left, right)).value is None


def test_a_line_that_ends_in_an_uncalibrated_inset_is_refused() -> None:
    inset = UltrasoundRegion(20, 20, 30, 30, 0.0, 0.0, "none", "none", data_type=13)
    assert measure(length((10, 10), (25, 25)), us(TISSUE, inset)).value is None


@given(a=point, b=point)
def test_no_line_over_any_regions_is_a_fault(a: tuple[float, float], b: tuple[float, float]) -> None:
    result = measure(length(a, b), us())
    assert result.lines
    assert (result.value is None) <= (result.mark is not None)


@pytest.mark.parametrize(
    ("by", "more", "said"),
    [
        ("geometry", {}, "mm corrected by the machine's geometry"),
        ("fiducial", {"spacing_note": "25 mm ball"}, "mm by an object of known size (25 mm ball)"),
        ("corrected", {}, "mm corrected for magnification"),
        ("image", {}, "mm by the whole image, without regions"),
        ("localizer", {}, "mm at the isocentre: a localizer is a projection"),
    ],
)
def test_calibrated_lengths_say_how_they_were(by: str, more: dict[str, str], said: str) -> None:
    h = ImageHeader(
        "1.2.3",
        "1.2",
        "1.3",
        "1.4",
        "1.2",
        "DX",
        9,
        9,
        frames=(FrameHeader(spacing=(1, 1), spacing_from="patient", spacing_by=by),),
        **more,
    )
    result = measure(length((0, 0), (3, 4)), h)
    assert result.lines == ("5.0 mm", said)
    assert (result.calibrated, result.mark) == (True, None)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("factor", "mm after an estimated magnification (÷ 1.80)"),
        ("isocentre", "mm after an estimated magnification: at the isocentre (÷ 1.80)"),
        ("support", "mm after an estimated magnification: at the table (÷ 1.80)"),
    ],
)
def test_a_magnification_says_its_factor_and_its_plane(by: str, said: str) -> None:
    frame = FrameHeader(spacing=(1, 1), spacing_from="magnified", spacing_by=by, magnification=1.8)
    result = measure(length((0, 0), (3, 4)), ImageHeader("1.2.3", "1.2", "1.3", "1.4", "1.2", "XA", 9, 9, frames=(frame,)))
    assert result.lines == ("5.0 mm", said)
    assert not result.calibrated


def test_a_line_of_known_length_is_the_scale_of_its_image() -> None:
    film = header((0.2, 0.1), "detector")
    line = Length("k", PLACE, ((0, 0), (0, 100)), known_mm=10.0)  # 20 mm at the detector: half of it in the patient
    own = measure(line, film, known=line)
    assert own.lines == ("10.0 mm", "set by the reader: the scale of this image")
    across = measure(length((0, 0), (100, 0)), film, known=line)
    assert across.value == pytest.approx(5.0)
    assert across.lines == ("5.0 mm", "mm by a line set here to 10.0 mm")
    assert across.calibrated
    assert measure(Ellipse("a", PLACE, ((0, 0), (20, 20))), film, known=line).value == pytest.approx(math.pi * 10 * 0.05 * 10 * 0.1)
    unscaled = header(None, "none")
    assert measure(length((0, 0), (30, 40)), unscaled, known=Length("k", PLACE, ((0, 0), (10, 0)), known_mm=5.0)).value == pytest.approx(
        25.0
    )


def test_slices_regions_and_impossible_lines_keep_their_scale() -> None:
    line = Length("k", PLACE, ((0, 0), (10, 0)), known_mm=50.0)
    assert measure(length((0, 0), (10, 0)), header(), known=line).value == pytest.approx(5.0)
    assert measure(length((0, 0), (10, 0)), us(TISSUE), known=line).value == pytest.approx(1.0)
    for known in (0.0, -5.0, math.inf, math.nan, 1e300):
        wrong = Length("k", PLACE, ((0, 0), (10, 0)), known_mm=known)
        assert measure(length((0, 0), (10, 0)), header((1, 1), "detector"), known=wrong).value == pytest.approx(10.0)
    point = Length("k", PLACE, ((3, 3), (3, 3)), known_mm=5.0)
    assert measure(length((0, 0), (10, 0)), header((1, 1), "detector"), known=point).value == pytest.approx(10.0)


def test_an_aspect_ratio_gives_angles_and_no_millimetres() -> None:
    oblong = header((2.0, 1.0), "none")
    assert measure(Angle("a", PLACE, ((0, 10), (0, 0), (10, 5))), oblong).value == pytest.approx(45)
    assert measure(length((0, 0), (0, 10)), oblong).unit == "px"


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (np.full((20, 20), 0.00123), "0.00123 ± 0.00000 mm²/s"),
        (np.full((20, 20), 1.5e-6), "1.50·10⁻⁶ ± 0.00·10⁻⁶ mm²/s"),
        (np.full((20, 20), 4294967295.0), "4.29·10⁹ ± 0.00·10⁹ mm²/s"),
        (np.full((20, 20), 1e300), "1.00·10³⁰⁰ ± 0.00·10³⁰⁰ mm²/s"),
        (np.full((20, 20), 0.0), "0 ± 0 mm²/s"),
    ],
)
def test_small_and_huge_means_keep_their_figures(values: np.ndarray, first: str) -> None:
    assert over(Ellipse("a", PLACE, ((5, 5), (15, 15))), values, "mm²/s").lines[0] == first


def test_statistics_of_wide_values_are_exact() -> None:
    values = np.array([2**31 - 1, 2**31 - 3, -(2**31)], np.int32).astype(np.float64)
    found = of_samples(values)
    assert found is not None
    assert (found.count, found.smallest, found.largest) == (3, -(2.0**31), 2.0**31 - 1)
    assert found.mean == (2**31 - 1 + 2**31 - 3 - 2**31) / 3
    huge = of_samples(np.array([1e308, -1e308, 1e308]))
    assert huge is not None
    assert math.isfinite(huge.deviation)
    assert huge.mean == pytest.approx(1e308 / 3)
    one = of_samples(np.array([1.0, np.nan, np.inf]))
    assert one is not None
    assert (one.count, one.mean) == (1, 1.0)


@pytest.mark.parametrize(
    ("value", "kind", "size", "said"),
    [
        (4294967295, "u", 4, "4\u202f294\u202f967\u202f295"),
        (-12, "i", 2, "−12"),
        (float(np.float32(0.1)), "f", 4, "0.1"),
        (0.1, "f", 8, "0.1"),
        (1 / 3, "f", 8, "0.3333333333333333"),
        (1e-12, "f", 8, "1·10⁻¹²"),
        (math.nan, "f", 4, "–"),
        (-math.inf, "f", 4, "−∞"),
    ],
)
def test_stored_values_are_said_in_full(value: float, kind: str, size: int, said: str) -> None:
    assert exact(value, kind, size) == said


@given(st.floats(), st.integers(1, 9), st.one_of(st.none(), st.floats()), st.sampled_from(["f", "i"]))
def test_no_number_is_too_strange_to_be_written(value: float, digits: int, reach: float | None, kind: str) -> None:
    assert figure(value, digits, reach)
    assert exact(value, "f", 4)
    assert exact(value, "f", 8)


def test_lengths_under_a_millimetre_are_not_said_to_be_none() -> None:
    slide = header((0.001, 0.001))
    assert measure(length((0, 0), (30, 40)), slide).lines == ("0.050 mm",)
    assert measure(length((0, 0), (0, 0)), slide).lines == ("0.0 mm",)
    assert measure(Ellipse("a", PLACE, ((0, 0), (20, 20))), slide).lines == ("3.1·10⁻⁴ mm²",)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_stored_float_can_be_read_back(value: float) -> None:
    said = exact(value, "f", 4).replace("−", "-").replace("\u202f", "")
    mantissa, _, power = said.partition("·10")
    back = float(mantissa) * 10.0 ** int((power or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    assert np.float32(back) == pytest.approx(np.float32(value), rel=3e-7)


def test_only_pixels_whose_centre_is_inside_count() -> None:
    values = np.zeros((20, 20))
    values[10, 10] = 9.0
    small = Ellipse("a", PLACE, ((9.4, 9.4), (10.6, 10.6)))
    result = over(small, values)
    assert result.value == 9.0
    plus = Ellipse("a", PLACE, ((9.0, 9.0), (11.0, 11.0)))  # radius 1: the centre and its four neighbours
    _, _, mask = inside(plus, 20, 20)
    assert mask.sum() == 5
    assert over(plus, values).value == pytest.approx(9 / 5)


def test_ellipse_says_mean_deviation_extremes_and_area() -> None:
    values = np.full((100, 120), 34.0)
    values[:, 60:] = 46.0
    result = over(Ellipse("a", PLACE, ((49.5, 40), (69.5, 60))), values)
    assert result.value == pytest.approx(40)
    assert result.lines[0] == "40.0 ± 6.0 HU"
    assert result.lines[1] == "min 34.0 · max 46.0"
    assert result.lines[2].startswith("79 mm²")  # pi x 5 x 5 = 78.5


def test_outside_the_image_there_is_an_area_and_no_mean() -> None:
    result = over(Ellipse("a", PLACE, ((-50, -50), (-30, -30))), np.zeros((100, 120)))
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


def test_means_are_compared_in_one_unit_only() -> None:
    def mean(value: float, unit: str) -> Result:
        return over(Ellipse("a", PLACE, ((10, 10), (20, 20))), np.full((100, 120), value), unit)

    assert evolution(mean(52.0, "HU"), mean(40.0, "HU")) == ("+12 HU",)
    assert evolution(mean(52.0, "SUVbw"), mean(40.0, "Bq/ml")) == ()
    assert evolution(mean(52.0, ""), mean(40.0, "")) == ()  # the signal of two MR exams


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
