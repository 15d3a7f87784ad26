"""Overlays, shutters, real-world values, ultrasound axes and the other SUVs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom

from tests.imaging.making import file, image
from workstation.imaging import decode, header
from workstation.imaging.model import Shutter
from workstation.imaging.overlays import Overlay, read
from workstation.imaging.shutters import covered

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6)
BITMAP = np.array([[1, 0, 1, 1, 0], [0, 1, 0, 0, 1], [1, 1, 1, 0, 0]], bool)


def with_overlay(bitmaps: np.ndarray, pixels: np.ndarray = PIXELS, **elements: object) -> bytes:
    ds = image(pixels)
    rows, columns = bitmaps.shape[-2:]
    ds.add_new(0x60000010, "US", rows)
    ds.add_new(0x60000011, "US", columns)
    ds.add_new(0x60000040, "CS", "G")
    ds.add_new(0x60000050, "SS", [2, -1])
    ds.add_new(0x60000100, "US", 1)
    ds.add_new(0x60000102, "US", 0)
    packed = np.packbits(bitmaps.ravel(), bitorder="little").tobytes()
    ds.add_new(0x60003000, "OW", packed + b"\0" * (len(packed) % 2))
    if bitmaps.ndim == 3:
        ds.add_new(0x60000015, "IS", bitmaps.shape[0])
    return header.encode(ds)


def planes(encoded: bytes, frame: int = 0) -> tuple[Overlay, ...]:
    return read(encoded, header.read(encoded), frame).overlays


def test_a_plane_beside_the_pixels_with_an_origin_outside() -> None:
    encoded = with_overlay(BITMAP)
    (plane,) = planes(encoded)
    assert (plane.row, plane.column) == (1, -2)
    assert np.array_equal(plane.bitmap, BITMAP)
    whole = plane.on_image(4, 6)
    assert np.array_equal(whole[1:4, 0:3], BITMAP[:, 2:])
    assert whole.sum() == BITMAP[:, 2:].sum()


def test_frames_of_a_plane_may_start_inside_a_byte() -> None:
    several = np.stack([BITMAP, ~BITMAP])
    encoded = with_overlay(several, np.stack([PIXELS, PIXELS]))
    assert [np.array_equal(planes(encoded, n)[0].bitmap, several[n]) for n in range(2)] == [True, True]


def test_a_plane_in_unused_bits_is_found_and_kept_out_of_the_pixels() -> None:
    bit = (PIXELS % 3 == 0).astype(np.uint16)
    ds = image((PIXELS & 0x0FFF) | bit << 12, bits=12)
    ds.add_new(0x60000010, "US", 4)
    ds.add_new(0x60000011, "US", 6)
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60000102, "US", 12)
    encoded = header.encode(ds)
    h = header.read(encoded)
    assert np.array_equal(planes(encoded)[0].bitmap, bit.astype(bool))
    assert np.array_equal(decode.frame(encoded, h), PIXELS)


def test_a_plane_cut_short_is_left_out() -> None:
    encoded = with_overlay(BITMAP).replace(b"\x00\x60\x10\x00US\x02\x00\x03\x00", b"\x00\x60\x10\x00US\x02\x00\xff\xff")
    assert planes(encoded) == ()


def test_overlays_of_a_real_file_equal_pydicom(shared_data: Path) -> None:
    path = shared_data / "pydicom-data/MR-SIEMENS-DICOM-WithOverlays.dcm"
    encoded = path.read_bytes()
    found = planes(encoded)
    ds = pydicom.dcmread(path)
    assert found
    for plane in found:
        assert np.array_equal(plane.bitmap, ds.overlay_array(plane.group).astype(bool))


def test_shutters_are_read_and_blank_what_lies_outside() -> None:
    encoded = file(
        PIXELS,
        ShutterShape=["RECTANGULAR", "CIRCULAR"],
        ShutterLeftVerticalEdge=2,
        ShutterRightVerticalEdge=5,
        ShutterUpperHorizontalEdge=1,
        ShutterLowerHorizontalEdge=3,
        CenterOfCircularShutter=[2, 3],
        RadiusOfCircularShutter=1,
        ShutterPresentationValue=65535,
    )
    shutters = header.read(encoded).shutters
    assert shutters == (Shutter("RECTANGULAR", (2, 5, 1, 3), 65535), Shutter("CIRCULAR", (2, 3, 1), 65535))
    closed, _ = covered(shutters, 4, 6)
    assert closed is not None
    assert [tuple(p) for p in np.argwhere(~closed)] == [(0, 2), (1, 1), (1, 2), (1, 3), (2, 2)]


def test_a_polygon_shutter() -> None:
    closed, _ = covered((Shutter("POLYGONAL", (1, 1, 1, 5, 5, 5, 5, 1)),), 6, 6)
    assert closed is not None
    assert not closed[1, 1]
    assert not closed[3, 3]
    assert closed[5, 5]
