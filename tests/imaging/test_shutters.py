"""Shutters against their definition, point by point; damaged and hostile ones; overlays of frames, in high bits, lost, huge."""

from __future__ import annotations

import math
import time

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging.making import ENHANCED_CT, US_MULTI, file, image, item
from workstation.imaging import decode, header, overlays, shutters
from workstation.imaging.model import Shutter
from workstation.imaging.shutters import covered, shutters_for

PIXELS = np.arange(60 * 80, dtype=np.uint16).reshape(60, 80)
coordinate = st.one_of(st.integers(-20, 100), st.floats(-20, 100).map(lambda v: round(v, 1)))


def inside(row: float, column: float, vertices: list[tuple[float, float]]) -> bool:
    """Even-odd rule, a point on an edge inside."""
    odd = False
    for (r0, c0), (r1, c1) in zip(vertices, [*vertices[1:], vertices[0]], strict=True):
        if (
            (r1 - r0) * (column - c0) == (c1 - c0) * (row - r0)
            and min(r0, r1) <= row <= max(r0, r1)
            and min(c0, c1) <= column <= max(c0, c1)
        ):
            return True
        if (r0 <= row) != (r1 <= row) and column < c0 + (row - r0) * (c1 - c0) / (r1 - r0):
            odd = not odd
    return odd


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-20, 80), st.integers(-20, 100)), min_size=3, max_size=9))
def test_any_polygon_self_crossing_or_not_is_the_even_odd_rule(vertices: list[tuple[int, int]]) -> None:
    shutter = Shutter("POLYGONAL", tuple(float(v) for point in vertices for v in point))
    seen = np.array([[inside(r, c, vertices) for c in range(1, 41)] for r in range(1, 31)])
    closed, marks = covered((shutter,), 30, 40)
    if seen.any():
        assert np.array_equal(~seen, np.zeros((30, 40), bool) if closed is None else closed)
    else:
        assert closed is None
        assert "cover all" in marks[0].text


@settings(max_examples=40, deadline=None)
@given(coordinate, coordinate, st.integers(0, 60), st.sampled_from([1.0, 2.0, 0.5]))
def test_circles_keep_their_shape_on_pixels_that_are_not_square(row: float, column: float, radius: int, aspect: float) -> None:
    closed, _ = covered((Shutter("CIRCULAR", (row, column, radius)),), 60, 80, aspect=aspect)
    r, c = np.mgrid[1:61, 1:81]
    seen = np.hypot((r - row) * aspect, c - column) <= radius
    if closed is not None:
        difference = seen == closed
        assert (np.abs(np.hypot((r - row) * aspect, c - column) - radius)[difference] < 1e-6).all()  # but for the rounding of the edge


def test_several_shutters_leave_what_all_of_them_leave() -> None:
    rectangle, circle = Shutter("RECTANGULAR", (10, 60, 5, 50)), Shutter("CIRCULAR", (30, 40, 22))
    both, one, other = (covered(shapes, 60, 80)[0] for shapes in ((rectangle, circle), (rectangle,), (circle,)))
    assert both is not None
    assert np.array_equal(both, one | other)
    assert not both.all()


def test_a_frame_has_its_own_shutter_before_the_shared_one() -> None:
    def group(left: int) -> object:
        shape = item(
            ShutterShape="RECTANGULAR",
            ShutterLeftVerticalEdge=left,
            ShutterRightVerticalEdge=70,
            ShutterUpperHorizontalEdge=1,
            ShutterLowerHorizontalEdge=60,
        )
        return item(FrameDisplayShutterSequence=Sequence([shape]))

    encoded = file(
        np.stack([PIXELS, PIXELS]),
        sop_class=ENHANCED_CT,
        SharedFunctionalGroupsSequence=Sequence([group(3)]),
        PerFrameFunctionalGroupsSequence=Sequence([group(5), item()]),
    )
    h = header.read(encoded)
    assert [shutters_for(h, n)[0].values[0] for n in range(2)] == [5, 3]


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ({"ShutterShape": "RECTANGULAR", "ShutterLeftVerticalEdge": 3}, "damaged"),
        ({"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [5, 5]}, "damaged"),
        ({"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 5, 5]}, "damaged"),
        ({"ShutterShape": "HEXAGONAL"}, "damaged"),
        ({"ShutterShape": "BITMAP", "ShutterOverlayGroup": 0x6000}, "missing"),
        (
            {
                "ShutterShape": "RECTANGULAR",
                "ShutterLeftVerticalEdge": 50,
                "ShutterRightVerticalEdge": 5,
                "ShutterUpperHorizontalEdge": 1,
                "ShutterLowerHorizontalEdge": 60,
            },
            "cover all",
        ),
        ({"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [-999999, -999999], "RadiusOfCircularShutter": 3}, "cover all"),
    ],
)
def test_a_shutter_that_cannot_be_applied_is_told_and_hides_nothing(elements: dict[str, object], text: str) -> None:
    closed, marks = covered(header.read(file(PIXELS, **elements)).shutters, 60, 80)
    assert closed is None
    assert text in marks[0].text


def test_huge_numbers_and_many_vertices_end_soon() -> None:
    started = time.process_time()
    far = 2.0**31
    assert covered((Shutter("POLYGONAL", (-far, -far, -far, far, far, far, far, -far)),), 60, 80) == (None, ())
    assert covered((Shutter("RECTANGULAR", (-far, far, -far, far)),), 60, 80) == (None, ())
    assert covered((Shutter("CIRCULAR", (0.0, 0.0, far)),), 60, 80) == (None, ())
    rng = np.random.default_rng(3)
    many = tuple(float(v) for v in rng.integers(1, 400, 2 * 3000))
    assert covered((Shutter("POLYGONAL", many),), 400, 400)[0] is not None
    assert time.process_time() - started < 3
    assert len(header.read(file(PIXELS, ShutterShape=["CIRCULAR", "POLYGONAL"] * 9 + [f"S{n}" for n in range(9)])).shutters) == 4
    h = header.read(file(PIXELS, ShutterShape="POLYGONAL", VerticesOfThePolygonalShutter=[1] * 2 * (shutters.MOST_VERTICES + 1)))
    assert h.shutters[0].values == ()


def test_an_image_that_claims_the_world_is_not_masked() -> None:
    assert covered((Shutter("CIRCULAR", (5.0, 5.0, 3.0)),), 65535, 65535) == (None, ())
    assert covered((Shutter("CIRCULAR", (5.0, 5.0, 3.0)),), 0, 65535) == (None, ())


def test_a_large_film_is_shut_in_little_time() -> None:
    started = time.process_time()
    shapes = (Shutter("RECTANGULAR", (100, 3900, 200, 4800)), Shutter("POLYGONAL", (1, 2000, 2500, 4000, 5000, 2000, 2500, 1)))
    closed, _ = covered(shapes, 5000, 4000)
    assert closed is not None
    assert 0.4 < closed.mean() < 0.6
    assert time.process_time() - started < 2


# overlays


def plane(ds: object, bitmap: np.ndarray, group: int = 0x6000, origin: tuple[int, int] = (1, 1), **more: object) -> None:
    ds.add_new(group << 16 | 0x10, "US", bitmap.shape[-2])  # type: ignore[attr-defined]
    ds.add_new(group << 16 | 0x11, "US", bitmap.shape[-1])  # type: ignore[attr-defined]
    ds.add_new(group << 16 | 0x50, "SS", list(origin))  # type: ignore[attr-defined]
    packed = np.packbits(bitmap.ravel(), bitorder="little").tobytes()
    ds.add_new(group << 16 | 0x3000, "OW", packed + b"\0" * (len(packed) % 2))  # type: ignore[attr-defined]
    if bitmap.ndim == 3:
        ds.add_new(group << 16 | 0x15, "IS", bitmap.shape[0])  # type: ignore[attr-defined]
    for element, (vr, value) in more.items():
        ds.add_new(group << 16 | int(element[1:], 16), vr, value)  # type: ignore[attr-defined]


def of(ds: object, frame: int = 0) -> overlays.Planes:
    encoded = header.encode(ds)  # type: ignore[arg-type]
    return overlays.read(encoded, header.read(encoded), frame)


def test_planes_belong_to_the_frames_they_name() -> None:
    frames = np.zeros((5, 6, 8), np.uint8)
    one, two = np.eye(6, 8) > 0, np.stack([np.ones((6, 8), bool), np.zeros((6, 8), bool)])
    ds = image(frames, modality="US", sop_class=US_MULTI)
    plane(ds, one)
    plane(ds, two, 0x6002, e51=("US", 3))
    plane(ds, one, 0x6004, e51=("US", 1))
    told = [[o.group for o in of(ds, n).overlays] for n in range(5)]
    assert told == [[0x6000, 0x6004], [0x6000], [0x6000, 0x6002], [0x6000, 0x6002], [0x6000]]
    assert [bool(of(ds, n).overlays[1].bitmap.any()) for n in (2, 3)] == [True, False]


@pytest.mark.parametrize("origin", [(-3, -4), (40, 60), (-1000, 1), (1, 30000), (61, 1)])
def test_a_plane_larger_than_the_image_shows_what_lies_on_it(origin: tuple[int, int]) -> None:
    big = np.random.default_rng(0).random((200, 300)) < 0.3
    ds = image(PIXELS)
    plane(ds, big, origin=origin)
    got = of(ds)
    wanted = np.zeros((60, 80), bool)
    for r in range(60):
        for c in range(80):
            y, x = r - (origin[0] - 1), c - (origin[1] - 1)
            wanted[r, c] = 0 <= y < 200 and 0 <= x < 300 and big[y, x]
    if got.overlays:
        assert np.array_equal(got.overlays[0].on_image(60, 80), wanted)
    else:
        assert not wanted.any()
        assert "outside" in got.marks[0].text


def test_a_region_says_what_it_measured() -> None:
    ds = image(PIXELS)
    bitmap = np.zeros((60, 80), bool)
    bitmap[10:20, 30:41] = True
    ds.SpecificCharacterSet = "ISO_IR 144"
    plane(ds, bitmap, e40=("CS", "R"), e1500=("LO", "Печень"), e1301=("IS", 110), e1302=("DS", "12.25"), e1303=("DS", "3.5"))
    (found,) = of(ds).overlays
    assert overlays.region_text(found) == ("Печень", "area 110 px", "mean 12.2", "SD 3.5")
    assert overlays.anchor(found, 60, 80) == (10, 40)


def high_bits(bits: int, syntax: str = "1.2.840.10008.1.2.1") -> tuple[object, np.ndarray]:
    bitmap = np.random.default_rng(bits).random((60, 80)) < 0.4
    stored = PIXELS % (1 << bits - 4) if bits == 16 else (PIXELS % 64).astype(np.uint8)
    place = 13 if bits == 16 else 7
    full = stored | bitmap.astype(stored.dtype) << stored.dtype.type(place)
    more: dict[str, object] = {}
    if syntax == "1.2.840.10008.1.2.4.80":
        more["codestreams"] = [imagecodecs.jpegls_encode(stored)]
    ds = image(full, bits=bits - 4 if bits == 16 else 6, syntax=syntax, **more)
    ds.add_new(0x60000010, "US", 60)
    ds.add_new(0x60000011, "US", 80)
    ds.add_new(0x60000102, "US", place)
    return ds, bitmap


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("big", [False, True])
def test_planes_in_high_bits_of_native_pixels(bits: int, big: bool) -> None:
    ds, bitmap = high_bits(bits)
    if big:
        values = np.frombuffer(ds.PixelData, f"<u{bits // 8}")  # type: ignore[attr-defined]
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.2"  # type: ignore[attr-defined]
        ds.PixelData = values.astype(f">u{bits // 8}").tobytes()  # type: ignore[attr-defined]
        ds["PixelData"].VR = "OB" if bits == 8 else "OW"  # type: ignore[index]
    assert np.array_equal(of(ds).overlays[0].bitmap, bitmap)


@pytest.mark.parametrize("bits", [8, 16])
def test_run_lengths_keep_the_high_bits(bits: int) -> None:
    ds, bitmap = high_bits(bits)
    ds.compress("1.2.840.10008.1.2.5", encoding_plugin="pylibjpeg", generate_instance_uid=False)  # type: ignore[attr-defined]
    assert np.array_equal(of(ds).overlays[0].bitmap, bitmap)


def test_planes_in_high_bits_of_a_codestream_are_said_to_be_lost() -> None:
    ds, _ = high_bits(16, "1.2.840.10008.1.2.4.80")
    got = of(ds)
    assert got.overlays == ()
    assert "it is lost" in got.marks[0].text
    encoded = header.encode(ds)  # type: ignore[arg-type]
    assert np.array_equal(decode.frame(encoded, header.read(encoded)), PIXELS % 4096)


def test_a_plane_that_claims_the_world_costs_a_mark() -> None:
    ds = image(PIXELS)
    plane(ds, np.ones((6, 8), bool))
    for rows, columns in ((65535, 65535), (0, 8), (8, 0)):
        ds.add_new(0x60000010, "US", rows)
        ds.add_new(0x60000011, "US", columns)
        got = of(ds)
        assert got.overlays == ()
        assert "damaged" in got.marks[0].text
    assert math.isfinite(len(got.marks))
