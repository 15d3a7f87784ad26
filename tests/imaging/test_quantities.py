"""What a pixel's value means: units, real-world values, ultrasound axes, and where millimetres come from."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging.making import DX, ENHANCED_CT, MG, MR, PET, SC, US, file, image, item
from workstation.imaging import decode, header
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import ImageHeader, RealWorldValue, UltrasoundRegion
from workstation.imaging.quantities import mapped, quantities_of, table_of
from workstation.imaging.ultrasound_regions import region_at, region_values
from workstation.imaging.units import unit_text

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6)


def coded(code: str, meaning: str = "x", scheme: str = "UCUM") -> Sequence:
    return Sequence([item(CodeValue=code, CodingSchemeDesignator=scheme, CodeMeaning=meaning)])


def real_world_map(unit: str, first: int, last: int, vr: str = "US", **elements: Any) -> pydicom.Dataset:
    made = item(MeasurementUnitsCodeSequence=coded(unit), **elements)
    if "DoubleFloatRealWorldValueFirstValueMapped" not in elements:
        made.add_new("RealWorldValueFirstValueMapped", vr, first)
        made.add_new("RealWorldValueLastValueMapped", vr, last)
    return made


def told(encoded: bytes, number: int = 0) -> np.ndarray[Any, Any]:
    """The values of a frame as its quantity of that number tells them."""
    h = header.read(encoded)
    chosen = quantities_of(h)[number]
    stored = decode.frame(encoded, h)
    tables = {m.table_offset: table for m in chosen.mappings if (table := table_of(encoded, m)) is not None}
    return chosen.of(stored, GreyChain.of(encoded, h).modality(stored), tables)


# units


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("mm2/s", "mm²/s"),
        ("um2/s", "10⁻⁶ mm²/s"),
        ("10*-6.mm2/s", "10⁻⁶ mm²/s"),
        ("1E-06 mm2/s", "10⁻⁶ mm²/s"),
        ("[hnsf'U]", "HU"),
        ("MGML", "mg/ml"),
        ("{SUVbw}g/ml", "g/ml"),
        ("Bq/ml", "Bq/ml"),
        ("ml/min/100g", "ml/min/100g"),
        ("1", ""),
        ("US", ""),
        ("UMOLML", "µmol/ml"),
    ],
)
def test_units_are_written_as_a_reader_writes_them(code: str, said: str) -> None:
    assert unit_text(code) == said


@given(st.text(max_size=40), st.text(max_size=10))
def test_no_unit_is_a_fault(code: str, meaning: str) -> None:
    assert isinstance(unit_text(code, meaning), str)


@pytest.mark.parametrize(
    ("modality", "elements", "units"),
    [
        ("CT", {"RescaleSlope": 1, "RescaleIntercept": -1024}, "HU"),
        ("CT", {"RescaleSlope": 1, "RescaleIntercept": -1024, "RescaleType": "HU"}, "HU"),
        ("CT", {"RescaleSlope": 1, "RescaleIntercept": -1024, "RescaleType": "US"}, ""),
        ("CT", {"RescaleSlope": 0.1, "RescaleIntercept": 0, "RescaleType": "MGML"}, "MGML"),
        ("CT", {"RescaleSlope": 1, "RescaleIntercept": 0, "MultienergyCTAcquisition": "YES"}, ""),
        ("CT", {}, ""),
        ("CT", {"RescaleSlope": 1, "RescaleIntercept": -1024, "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, ""),
        ("CT", {"RescaleSlope": 1, "RescaleType": "HU", "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, ""),
        ("CT", {"RescaleSlope": 1, "RescaleType": "HU", "ImageType": ["DERIVED", "PRIMARY", "SCOUT MODE"]}, ""),
        ("CT", {"RescaleSlope": 1, "RescaleType": "HU", "ImageType": ["DERIVED", "SECONDARY", "AXIAL"]}, "HU"),
        ("CT", {"RescaleSlope": 0, "RescaleIntercept": -1024, "RescaleType": "HU"}, ""),  # greys and values as stored
        ("CT", {"RescaleSlope": 0, "RescaleIntercept": -1024}, ""),
        ("CT", {"sop_class": SC, "RescaleSlope": 1, "RescaleIntercept": -1024}, ""),  # a rule of CT images alone
        ("CT", {"sop_class": SC, "RescaleSlope": 1, "RescaleIntercept": -1024, "RescaleType": "HU"}, "HU"),
        ("PT", {"sop_class": PET, "Units": "BQML", "RescaleSlope": 0}, ""),
        ("DX", {"RescaleSlope": 1, "RescaleIntercept": 0, "RescaleType": "US"}, ""),
        ("MR", {"RescaleSlope": 2, "RescaleIntercept": 0, "RescaleType": "SIGNAL INTENSITY (UNITLESS)"}, ""),
        ("NM", {}, "counts"),
        ("NM", {"Units": "BQML"}, "BQML"),
        ("NM", {"Units": "CNTS", "RescaleSlope": 0.5, "RescaleIntercept": 0}, "CNTS"),
        ("NM", {"RescaleSlope": 0.5, "RescaleIntercept": 0}, ""),
        ("MR", {"RescaleSlope": 1, "RescaleIntercept": 0, "RescaleType": "normalized"}, ""),
        ("MR", {"RescaleSlope": 0.1, "RescaleIntercept": 0, "RescaleType": "ms"}, "ms"),
        ("MR", {"Manufacturer": "SIEMENS", "ImageType": ["DERIVED", "PRIMARY", "DIFFUSION", "ADC"]}, "10*-6.mm2/s"),
        ("MR", {"Manufacturer": "GE MEDICAL SYSTEMS", "ImageType": ["DERIVED", "PRIMARY", "ADC"]}, "10*-6.mm2/s"),
        ("MR", {"Manufacturer": "Philips", "ImageType": ["DERIVED", "PRIMARY", "ADC"]}, ""),
        ("MR", {"Manufacturer": "SIEMENS", "ImageType": ["DERIVED", "PRIMARY", "ADC"], "RescaleSlope": 0.5, "RescaleIntercept": 0}, ""),
    ],
)
def test_the_unit_is_the_images_own_or_none(modality: str, elements: dict[str, Any], units: str) -> None:
    h = header.read(file(PIXELS, modality=modality, **elements))
    assert h.units == units
    assert quantities_of(h)[0].suffix == unit_text(units) or (units == "10*-6.mm2/s" and quantities_of(h)[0].note)


def test_each_frame_is_in_hounsfield_units_or_not() -> None:
    def frame(kind: str, slope: float = 1) -> pydicom.Dataset:
        return item(
            CTImageFrameTypeSequence=Sequence([item(FrameType=["ORIGINAL", "PRIMARY", kind, "NONE"])]),
            PixelValueTransformationSequence=Sequence([item(RescaleSlope=slope, RescaleIntercept=-1024, RescaleType="HU")]),
        )

    frames = Sequence([frame("VOLUME"), frame("LOCALIZER"), frame("VOLUME", 0)])
    h = header.read(file(np.stack([PIXELS] * 3), sop_class=ENHANCED_CT, PerFrameFunctionalGroupsSequence=frames))
    assert [quantities_of(h, n)[0].suffix for n in range(3)] == ["HU", "", ""]


def test_only_the_frames_that_are_adc_maps_are_told_in_their_makers_scale() -> None:
    frames = [item(MRImageFrameTypeSequence=Sequence([item(FrameType=["DERIVED", "PRIMARY", "DIFFUSION", k])])) for k in ("ADC", "NONE")]
    enhanced = {"sop_class": "1.2.840.10008.5.1.4.1.1.4.1", "Manufacturer": "SIEMENS"}
    ds = image(np.stack([PIXELS] * 2), modality="MR", PerFrameFunctionalGroupsSequence=Sequence(frames), **enhanced)
    h = header.from_dataset(ds)
    assert [quantities_of(h, n)[0].title for n in range(2)] == ["ADC (10⁻⁶ mm²/s)", "Values"]
    written = file(PIXELS, modality="MR", RescaleSlope=1, RescaleIntercept=0, RescaleType="10*-6.mm2/s")
    assert (quantities_of(header.read(written))[0].suffix, quantities_of(header.read(written))[0].note) == ("× 10⁻⁶ mm²/s", "")


def test_a_dose_grid_is_told_in_gray() -> None:
    encoded = file(PIXELS, modality="RTDOSE", DoseUnits="GY", DoseGridScaling=0.25)
    assert told(encoded)[0, 4] == 1.0
    assert quantities_of(header.read(encoded))[0].suffix == "Gy"


# real-world value maps


def test_real_world_values_hold_in_their_range() -> None:
    mapping = real_world_map("mm2/s", 10, 20, RealWorldValueSlope=2.0, RealWorldValueIntercept=1.0, LUTLabel="ADC")
    encoded = file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence([mapping]))
    h = header.read(encoded)
    assert h.units == ""  # of the modality value, which is another one
    values = told(encoded)
    assert values[2, 0] == 25.0
    assert np.isnan(values[0, 0])
    assert [q.title for q in quantities_of(h)] == ["ADC (mm²/s)", "Values"]


def test_a_table_of_real_world_values_is_read_entry_by_entry() -> None:
    table = np.sqrt(np.arange(5, 21, dtype=np.float64))
    mapping = real_world_map("ms", 5, 20, LUTExplanation="T1", LUTLabel="T1 map", RealWorldValueLUTData=list(table))
    encoded = file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence([mapping]))
    values = told(encoded)
    assert np.array_equal(values.ravel()[5:21], table)
    assert np.isnan(values.ravel()[[0, 4, 21, 23]]).all()


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"])
def test_a_table_is_found_in_every_encoding(syntax: str) -> None:
    ds = image(
        PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence([real_world_map("ms", 0, 23, RealWorldValueLUTData=[0.5] * 24)])
    )
    if syntax.endswith("2.2"):
        ds.PixelData = PIXELS.astype(">u2").tobytes()
    ds.file_meta.TransferSyntaxUID = syntax
    ds["RealWorldValueMappingSequence"][0]["RealWorldValueLUTData"].value = [n / 4 for n in range(24)]
    written = pydicom.filebase.DicomBytesIO()
    pydicom.dcmwrite(written, ds, enforce_file_format=True)
    assert np.array_equal(told(written.getvalue()), PIXELS / 4)


def test_the_ends_of_a_map_of_signed_pixels_are_signed() -> None:
    signed = (np.arange(24, dtype=np.int16) - 10).reshape(4, 6)
    for syntax in ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1"):
        vr = "SS" if syntax.endswith("2.1") else "US"
        ends = (-5, 5) if vr == "SS" else (65531, 5)
        mapping = real_world_map("ms", *ends, vr=vr, RealWorldValueSlope=1.0, RealWorldValueIntercept=0.0)
        ds = image(signed, modality="MR", RealWorldValueMappingSequence=Sequence([mapping]))
        ds.file_meta.TransferSyntaxUID = syntax
        values = told(header.encode(ds))
        assert np.array_equal(np.isfinite(values), (signed >= -5) & (signed <= 5))


def test_floating_point_pixels_are_mapped_between_their_own_ends() -> None:
    pixels = np.linspace(-1, 1, 24, dtype=np.float64).reshape(4, 6)
    mapping = real_world_map(
        "ml/min/100g",
        0,
        0,
        RealWorldValueSlope=100.0,
        RealWorldValueIntercept=0.0,
        DoubleFloatRealWorldValueFirstValueMapped=-0.5,
        DoubleFloatRealWorldValueLastValueMapped=0.5,
        QuantityDefinitionSequence=Sequence(
            [
                item(
                    ValueType="CODE",
                    ConceptNameCodeSequence=coded("246205007", "Quantity", "SCT"),
                    ConceptCodeSequence=coded("x", "CBF", "99"),
                )
            ]
        ),
    )
    encoded = file(pixels, modality="MR", RealWorldValueMappingSequence=Sequence([mapping]))
    values = told(encoded)
    inside = np.abs(pixels) <= 0.5
    assert np.array_equal(values[inside], 100 * pixels[inside])
    assert np.isnan(values[~inside]).all()
    assert quantities_of(header.read(encoded))[0].name == "CBF"


def test_all_maps_of_an_image_can_be_chosen() -> None:
    maps = [
        real_world_map(unit, 0, 23, RealWorldValueSlope=k, RealWorldValueIntercept=0.0, LUTLabel=unit)
        for unit, k in (("ms", 2.0), ("/s", 0.5))
    ]
    encoded = file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence(maps))
    assert [q.suffix for q in quantities_of(header.read(encoded))] == ["ms", "/s", ""]
    assert (told(encoded, 0)[0, 4], told(encoded, 1)[0, 4], told(encoded, 2)[0, 4]) == (8.0, 2.0, 4.0)


def test_a_map_without_unit_that_repeats_the_rescale_is_no_quantity() -> None:
    """Classic MR of Philips carries such maps, labelled with the maker's name."""
    mapping = real_world_map("1", 0, 4095, RealWorldValueSlope=0.6, RealWorldValueIntercept=0.0, LUTLabel="Philips")
    h = header.read(file(PIXELS, modality="MR", RescaleSlope=0.6, RescaleIntercept=0, RealWorldValueMappingSequence=Sequence([mapping])))
    assert [q.key for q in quantities_of(h)] == ["modality"]


def test_pieces_of_one_map_are_one_quantity() -> None:
    pieces = [
        real_world_map("ms", 0, 9, RealWorldValueSlope=1.0, RealWorldValueIntercept=0.0, LUTLabel="T1"),
        real_world_map("ms", 10, 15, RealWorldValueLUTData=[100.0 + n for n in range(6)], LUTLabel="T1"),
        real_world_map("ms", 0, 23, RealWorldValueSlope=5.0, RealWorldValueIntercept=0.0, LUTLabel="T1"),  # another fit, not a piece
    ]
    encoded = file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence(pieces))
    assert [q.key for q in quantities_of(header.read(encoded))] == ["map:0", "map:2", "modality"]
    values = told(encoded).ravel()
    assert values[:17].tolist()[:10] == list(range(10))
    assert values[10:16].tolist() == [100.0 + n for n in range(6)]
    assert np.isnan(values[16:]).all()
    assert told(encoded, 1).ravel()[3] == 15.0


def test_a_map_that_says_the_rescale_again_is_told_once() -> None:
    mapping = real_world_map("[hnsf'U]", 0, 65535, RealWorldValueSlope=1.0, RealWorldValueIntercept=-1024.0)
    h = header.read(file(PIXELS, RescaleSlope=1, RescaleIntercept=-1024, RealWorldValueMappingSequence=Sequence([mapping])))
    assert [q.key for q in quantities_of(h)] == ["modality"]


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(allow_nan=False),
    st.floats(allow_nan=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_outside_its_range_a_map_says_nothing(value: float, first: float, last: float, slope: float, intercept: float) -> None:
    got = float(mapped(RealWorldValue(slope, intercept, "ms", "", first, last), np.array([value]))[0])
    if not first <= value <= last:
        assert math.isnan(got)


@pytest.mark.parametrize(
    ("first", "last", "exact", "holds"),
    [
        (65536 - 5, 3, False, (-5, 3)),  # US for -5
        (32768, 32767, False, (-32768, 32767)),
        (65536 - 9, 65535, False, (-9, -1)),
        (0, 65535, False, (0, 65535)),  # everything, as some write it
        (-32768.0, 65535.0, True, (-32768, 65535)),  # double floats are what they say
    ],
)
def test_the_range_of_a_map_of_signed_pixels(first: float, last: float, exact: bool, holds: tuple[float, float]) -> None:
    names = {"DoubleFloatRealWorldValueFirstValueMapped": first, "DoubleFloatRealWorldValueLastValueMapped": last} if exact else {}
    one = real_world_map("ms", int(first), int(last), RealWorldValueSlope=1.0, RealWorldValueIntercept=0.0, **names)
    h = header.read(file(PIXELS.astype(np.int16), modality="MR", RealWorldValueMappingSequence=Sequence([one])))
    (found,) = h.frames[0].real_world
    assert (found.first, found.last) == holds


def test_the_range_of_a_map_of_unsigned_pixels_is_never_negative() -> None:
    one = real_world_map("ms", 65000, 10, RealWorldValueSlope=1.0, RealWorldValueIntercept=0.0)
    encoded = file(PIXELS, modality="MR", RealWorldValueMappingSequence=Sequence([one]))
    assert np.isnan(told(encoded)).all()


def test_real_parametric_maps_tell_their_feature(shared_data: Path) -> None:
    for name in ("parametric_map_float.dcm", "parametric_map_double_float.dcm"):
        encoded = (shared_data / "pydicom-data" / name).read_bytes()
        h = header.read(encoded)
        assert quantities_of(h)[0].title == "feature_001"
        stored = pydicom.dcmread(shared_data / "pydicom-data" / name).pixel_array
        holds = (stored >= 0) & (stored <= 1)
        assert np.array_equal(told(encoded)[holds], stored[holds].astype(np.float64))
        assert np.isnan(told(encoded)[~holds]).all()


# hostile values


@pytest.mark.parametrize("value", [b"0", b"-1", b"1e300", b"-1e300", b"inf", b"nan", b"", b"x", b"1\\2\\3", b"9" * 64])
def test_hostile_numbers_cost_no_more_than_the_quantity(value: bytes) -> None:
    for keyword in ("PatientWeight", "RescaleSlope", "RescaleIntercept", "PixelSpacing", "ImagerPixelSpacing", "DoseGridScaling"):
        for modality in ("PT", "DX", "MR", "CT"):
            ds = image(PIXELS, modality=modality, Units="BQML")
            ds.add_new(keyword, "DS", "1")
            raw = header.encode(ds)
            tag = ds[keyword].tag
            at = raw.index(tag.group.to_bytes(2, "little") + tag.element.to_bytes(2, "little") + b"DS")
            padded = value + b" " * (len(value) % 2)
            hostile = raw[: at + 6] + len(padded).to_bytes(2, "little") + padded + raw[at + 10 :]
            h = header.read(hostile)
            for chosen in quantities_of(h):
                assert chosen.title is not None
            assert h.suv_factor is None


# ultrasound


def test_doppler_and_m_mode_have_their_own_axes() -> None:
    doppler = UltrasoundRegion(100, 50, 300, 150, 0.01, -1.5, "s", "cm/s", 3, 3, 0, 60)
    inset = UltrasoundRegion(0, 0, 640, 480, 0.02, 0.02, "cm", "cm", 1, 1)
    assert region_at((inset, doppler), 120, 80) is doppler
    assert region_at((inset, doppler), 20, 80) is inset
    assert region_values(doppler, 150, 90) == pytest.approx((0.5, 30.0))
    assert region_values(inset, 150, 90) == (None, None)  # where its axes begin is not told


def test_a_region_of_high_priority_goes_before_a_smaller_one() -> None:
    low = UltrasoundRegion(10, 10, 20, 20, 0.1, 0.1, "cm", "cm", flags=1)
    high = UltrasoundRegion(0, 0, 100, 100, 0.1, 0.1, "cm", "cm", flags=2)
    assert region_at((low, high), 15, 15) is high
    assert region_at((low,), 15, 15) is low


def region(**elements: Any) -> pydicom.Dataset:
    values = {
        "RegionSpatialFormat": 1,
        "RegionDataType": 1,
        "RegionFlags": 2,
        "RegionLocationMinX0": 0,
        "RegionLocationMinY0": 0,
        "RegionLocationMaxX1": 5,
        "RegionLocationMaxY1": 3,
        "PhysicalUnitsXDirection": 3,
        "PhysicalUnitsYDirection": 3,
        "PhysicalDeltaX": 0.02,
        "PhysicalDeltaY": 0.03,
    } | elements
    return item(**{k: v for k, v in values.items() if v is not None})


def us(*regions: pydicom.Dataset, **elements: Any) -> ImageHeader:
    return header.from_dataset(
        image(PIXELS.astype(np.uint8), modality="US", sop_class=US, SequenceOfUltrasoundRegions=Sequence(regions), **elements)
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"PhysicalDeltaX": 0.0},
        {"PhysicalDeltaX": None},
        {"PhysicalDeltaX": float("inf")},
        {"PhysicalDeltaX": float("nan")},
        {"PhysicalDeltaX": 1e300},
        {"RegionLocationMaxX1": None},
        {"RegionLocationMinX0": 9},
        {"RegionLocationMaxX1": 4294967295},
        {"PhysicalUnitsXDirection": 99},
    ],
)
def test_a_broken_region_measures_nothing_and_says_so(broken: dict[str, Any]) -> None:
    h = us(region(**broken))
    assert [m.code for m in h.marks if m.code == "regions"] == ["regions"]
    assert all(r.unit_x == "none" for r in h.regions)
    assert h.frames[0].spacing is None


def test_a_region_without_units_is_no_fault_and_an_ecg_has_only_time() -> None:
    h = us(
        region(),
        region(PhysicalUnitsXDirection=4, PhysicalUnitsYDirection=0, PhysicalDeltaX=0.01, PhysicalDeltaY=0.0, RegionSpatialFormat=4),
    )
    assert not [m for m in h.marks if m.code == "regions"]
    assert (h.regions[1].unit_x, h.regions[1].unit_y) == ("s", "none")
    assert h.frames[0].spacing == pytest.approx((0.3, 0.2))


def test_a_reference_value_that_cannot_be_read_is_not_zero() -> None:
    spectrum = {"PhysicalUnitsXDirection": 4, "PhysicalUnitsYDirection": 7, "RegionSpatialFormat": 3, "PhysicalDeltaY": -1.0}
    spectrum |= {"ReferencePixelX0": 0, "ReferencePixelY0": 2}
    for value, velocity in ((None, 2.0), (5.0, 7.0), (float("nan"), None), (float("inf"), None)):
        (one,) = us(region(**spectrum, ReferencePixelPhysicalValueY=value)).regions
        assert region_values(one, 0, 0)[1] == velocity
    (graphics,) = us(region(**spectrum | {"RegionSpatialFormat": 5})).regions
    assert region_values(graphics, 0, 0) == (None, None)


def test_an_image_of_several_scales_or_of_a_spectrum_is_not_called_uncalibrated() -> None:
    spectrum = region(PhysicalUnitsXDirection=4, PhysicalUnitsYDirection=7, RegionSpatialFormat=3, PhysicalDeltaY=-1.0)
    for h in (us(region(), region(PhysicalDeltaX=0.05, PhysicalDeltaY=0.05)), us(spectrum)):
        assert (h.frames[0].spacing, h.frames[0].spacing_from) == (None, "region")
        assert not [m for m in h.marks if m.code == "uncalibrated"]
    bare = us(region(PhysicalUnitsXDirection=0, PhysicalUnitsYDirection=0))
    assert [m.code for m in bare.marks if m.code == "uncalibrated"] == ["uncalibrated"]


def test_two_scales_in_one_image_give_no_scale_for_the_whole() -> None:
    h = us(region(), region(PhysicalDeltaX=0.05, PhysicalDeltaY=0.05), PixelSpacing=[1, 1])
    assert (h.frames[0].spacing, h.frames[0].spacing_from) == (None, "region")


def test_reference_pixels_count_from_the_regions_corner(shared_data: Path) -> None:
    """The ECG strip of a real image names the image's own corner as its reference: 176 left of and 522 above its own."""
    h = header.read((shared_data / "pydicom-data/OBXXXX1A.dcm").read_bytes())
    tissue, strip = h.regions
    assert (tissue.unit_x, strip.unit_x, strip.unit_y) == ("cm", "s", "none")
    assert region_values(strip, 0, 0)[0] == pytest.approx(0.0)
    assert region_values(tissue, 120 + 340, 60 + 36) == (0.0, 0.0)


# where millimetres come from

EQUAL = {"PixelSpacing": [0.1, 0.1], "ImagerPixelSpacing": [0.1, 0.1]}


@pytest.mark.parametrize(
    ("modality", "elements", "spacing", "source", "by"),
    [
        ("CT", {"PixelSpacing": [0.5, 0.5]}, 0.5, "patient", ""),
        ("US", {"PixelSpacing": [0.5, 0.5]}, 0.5, "patient", "image"),
        ("DX", {"ImagerPixelSpacing": [0.1, 0.1]}, 0.1, "detector", ""),
        ("DX", {"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.08, 0.08]}, 0.08, "patient", "corrected"),
        ("DX", {"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.2, 0.2]}, 0.2, "detector", "contradiction"),
        (
            "DX",
            {"PixelSpacing": [0.1, 0.1], "ImagerPixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "GEOMETRY"},
            0.1,
            "patient",
            "geometry",
        ),
        ("CR", {"PixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "FIDUCIAL"}, 0.1, "patient", "fiducial"),
        ("MG", {"ImagerPixelSpacing": [0.09, 0.09], "EstimatedRadiographicMagnificationFactor": 1.8}, 0.05, "magnified", "factor"),
        (
            "MG",
            {"ImagerPixelSpacing": [0.1, 0.1], "DistanceSourceToDetector": 660, "DistanceSourceToPatient": 330},
            0.05,
            "magnified",
            "support",
        ),
        (
            "XA",
            {"ImagerPixelSpacing": [0.3, 0.3], "DistanceSourceToDetector": 1200, "DistanceSourceToPatient": 800},
            0.2,
            "magnified",
            "isocentre",
        ),
        ("XA", {"ImagerPixelSpacing": [0.3, 0.3], "DistanceSourceToDetector": 800, "DistanceSourceToPatient": 1200}, 0.3, "detector", ""),
        ("XA", {"ImagerPixelSpacing": [0.3, 0.3], "DistanceSourceToDetector": 1200, "DistanceSourceToPatient": 0}, 0.3, "detector", ""),
        ("DX", {"ImagerPixelSpacing": [0.1, 0.1], "EstimatedRadiographicMagnificationFactor": -1}, 0.1, "detector", ""),
        ("DX", {**EQUAL, "ImageOrientationPatient": [1, 0, 0, 0, 0, -1]}, 0.1, "detector", ""),  # equal: not corrected, wherever it lies
        ("RTIMAGE", {"PixelSpacing": [0.4, 0.4]}, 0.4, "detector", ""),
        ("DF", {"PixelSpacing": [0.4, 0.4]}, 0.4, "detector", ""),
        ("CT", {"PixelSpacing": [0.5, 0.5], "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, 0.5, "patient", "localizer"),
        ("CT", {"PixelSpacing": [0.5, 0.5], "ImageType": ["ORIGINAL", "PRIMARY", "TOPOGRAM"]}, 0.5, "patient", "localizer"),
        ("CT", {"PixelSpacing": [0.5]}, None, "none", ""),
        ("CT", {"PixelSpacing": [0.5, -0.5]}, None, "none", ""),
        ("DX", {"PixelSpacing": [0, 0], "ImagerPixelSpacing": [0.1, 0.1]}, 0.1, "detector", ""),
        ("OT", {"NominalScannedPixelSpacing": [0.2, 0.2]}, 0.2, "detector", "scanned"),
        ("DX", {"PixelSpacing": [0.0, 0.0]}, None, "none", ""),
    ],
)
def test_each_way_of_calibration_is_told_apart(
    modality: str, elements: dict[str, Any], spacing: float | None, source: str, by: str
) -> None:
    sop = {"MG": MG, "DX": DX, "US": US, "MR": MR}.get(modality, SC)
    frame = header.from_dataset(image(PIXELS, modality=modality, sop_class=sop, **elements)).frames[0]
    assert (frame.spacing, frame.spacing_from, frame.spacing_by) == ((pytest.approx((spacing, spacing)) if spacing else None), source, by)


def test_an_enhanced_angiogram_has_its_own_object_plane() -> None:
    detector = Sequence([item(ImagerPixelSpacing=[0.4, 0.4])])
    plain = item(FramePixelDataPropertiesSequence=detector)
    h = header.from_dataset(image(PIXELS, modality="XA", SharedFunctionalGroupsSequence=Sequence([plain])))
    assert (h.frames[0].spacing, h.frames[0].spacing_from) == ((0.4, 0.4), "detector")
    shared = item(ProjectionPixelCalibrationSequence=Sequence([item(ObjectPixelSpacingInCenterOfBeam=[0.25, 0.25])]))
    frame = header.from_dataset(image(PIXELS, modality="XA", SharedFunctionalGroupsSequence=Sequence([shared]))).frames[0]
    assert (frame.spacing, frame.spacing_from, frame.spacing_by) == ((0.25, 0.25), "magnified", "object")
