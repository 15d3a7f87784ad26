"""Overlays, shutters, real-world values, ultrasound axes and the other SUVs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import PET, file, image, item
from workstation.imaging import decode, header, quantities
from workstation.imaging.elements import open_part10
from workstation.imaging.model import Shutter, UltrasoundRegion
from workstation.imaging.overlays import overlays
from workstation.imaging.shutters import open_area

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


def test_a_plane_beside_the_pixels_with_an_origin_outside() -> None:
    encoded = with_overlay(BITMAP)
    (plane,) = overlays(encoded, header.read(encoded))
    assert (plane.row, plane.column) == (1, -2)
    assert np.array_equal(plane.bitmap, BITMAP)
    whole = plane.on_image(4, 6)
    assert np.array_equal(whole[1:4, 0:3], BITMAP[:, 2:])
    assert whole.sum() == BITMAP[:, 2:].sum()


def test_frames_of_a_plane_may_start_inside_a_byte() -> None:
    several = np.stack([BITMAP, ~BITMAP])
    encoded = with_overlay(several, np.stack([PIXELS, PIXELS]))
    h = header.read(encoded)
    assert [np.array_equal(overlays(encoded, h, n)[0].bitmap, several[n]) for n in range(2)] == [True, True]


def test_a_plane_in_unused_bits_is_found_and_kept_out_of_the_pixels() -> None:
    bit = (PIXELS % 3 == 0).astype(np.uint16)
    ds = image((PIXELS & 0x0FFF) | bit << 12, bits=12)
    ds.add_new(0x60000010, "US", 4)
    ds.add_new(0x60000011, "US", 6)
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60000102, "US", 12)
    encoded = header.encode(ds)
    h = header.read(encoded)
    assert np.array_equal(overlays(encoded, h)[0].bitmap, bit.astype(bool))
    assert np.array_equal(decode.frame(encoded, h), PIXELS)


def test_a_plane_cut_short_is_left_out() -> None:
    encoded = with_overlay(BITMAP).replace(b"\x00\x60\x10\x00US\x02\x00\x03\x00", b"\x00\x60\x10\x00US\x02\x00\xff\xff")
    assert overlays(encoded, header.read(encoded)) == ()


def test_overlays_of_a_real_file_equal_pydicom(shared_data: Path) -> None:
    path = shared_data / "pydicom-data/MR-SIEMENS-DICOM-WithOverlays.dcm"
    encoded = path.read_bytes()
    found = overlays(encoded, header.read(encoded))
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
    assert [tuple(p) for p in np.argwhere(open_area(shutters, 4, 6))] == [(0, 2), (1, 1), (1, 2), (1, 3), (2, 2)]


def test_a_polygon_shutter() -> None:
    seen = open_area((Shutter("POLYGONAL", (1, 1, 1, 5, 5, 5, 5, 1)),), 6, 6)
    assert seen[1, 1]
    assert seen[3, 3]
    assert not seen[5, 5]


def test_real_world_values_hold_in_their_range() -> None:
    unit = Sequence([item(CodeValue="mm2/s", CodingSchemeDesignator="UCUM", CodeMeaning="x")])
    mapping = item(RealWorldValueSlope=2.0, RealWorldValueIntercept=1.0, LUTLabel="ADC", MeasurementUnitsCodeSequence=unit)
    mapping.add_new("RealWorldValueFirstValueMapped", "US", 10)
    mapping.add_new("RealWorldValueLastValueMapped", "US", 20)
    h = header.read(file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence([mapping])))
    assert quantities.real_world(h.frames[0], 12) == (25.0, "mm2/s", "ADC")
    assert quantities.real_world(h.frames[0], 21) is None
    assert h.units == "mm2/s"


def test_doppler_and_m_mode_have_their_own_axes() -> None:
    doppler = UltrasoundRegion(100, 50, 300, 150, 0.01, -1.5, "s", "cm/s", 3, 3, 0, 60)
    inset = UltrasoundRegion(0, 0, 640, 480, 0.02, 0.02, "cm", "cm", 1, 1)
    assert quantities.region_at((inset, doppler), 120, 80) is doppler
    assert quantities.region_at((inset, doppler), 20, 80) is inset
    assert quantities.region_value(doppler, 150, 90) == pytest.approx((0.5, 30.0))


def test_the_other_suvs_by_hand() -> None:
    drug = item(RadiopharmaceuticalStartTime="090000", RadionuclideTotalDose=4e8, RadionuclideHalfLife=6586.2)
    ds = image(
        PIXELS,
        modality="PT",
        sop_class=PET,
        Units="BQML",
        CorrectedImage=["ATTN", "DECY"],
        DecayCorrection="ADMIN",
        PatientWeight=80,
        PatientSize=1.8,
        PatientSex="M",
        RadiopharmaceuticalInformationSequence=Sequence([drug]),
    )
    h = header.from_dataset(ds)
    assert h.suv_factor == pytest.approx(80000 / 4e8)
    assert h.suv_ibw == pytest.approx(1000 * (48 + 1.06 * 28) / 4e8)
    assert h.suv_lbm == pytest.approx(1000 * 9270 * 80 / (6680 + 216 * 80 / 1.8**2) / 4e8)
    assert h.suv_bsa == pytest.approx(1e4 * 0.007184 * 80**0.425 * 180**0.725 / 4e8)
    del ds.PatientSize
    missing = quantities.suv_factors(open_part10(header.encode(ds)).dataset)
    assert (missing.lbm, missing.missing) == (None, ("PatientSize",))
