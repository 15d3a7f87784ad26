"""Bytes to a header: what is read, what is refused, what hostile files cost."""

from __future__ import annotations

import re
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import msgspec
import numpy as np
import pytest
from pydicom.datadict import dictionary_VR, keyword_dict
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests.imaging.making import MG, PET, US, file, image, item, slice_at
from tests.imaging.making_jpeg import lossless_jpeg
from workstation.errors import NotReadable, UndecodableImage
from workstation.imaging import decode, header
from workstation.imaging.elements import open_part10
from workstation.imaging.model import ImageHeader, Window

PIXELS = np.arange(24, dtype=np.int16).reshape(4, 6)


def codes(read: header.ImageHeader) -> set[str]:
    return {mark.code for mark in read.marks}


def test_a_ct_slice_tells_its_place_grey_and_technique() -> None:
    h = header.from_dataset(
        slice_at((1, 2, 3), KVP=120, XRayTubeCurrent=240, ConvolutionKernel="BONE", WindowCenter=[40, 400], WindowWidth=[350, 1800])
    )
    frame = h.frames[0]
    assert frame.position_lps == (1, 2, 3)
    assert (frame.row_lps, frame.column_lps) == ((1, 0, 0), (0, 1, 0))
    assert (frame.spacing, frame.spacing_from) == ((1, 1), "patient")
    assert (frame.rescale_slope, frame.rescale_intercept, h.units) == (1, -1024, "HU")
    assert [(w.center, w.width) for w in frame.windows] == [(40, 350), (400, 1800)]
    assert h.technique == "120 kV · 240 mA · 1 mm · BONE"
    assert h.marks == ()


def test_native_pixels_are_found_in_the_file() -> None:
    encoded = file(PIXELS)
    h = header.read(encoded)
    assert np.array_equal(np.frombuffer(encoded, np.int16, 24, h.pixel_offset).reshape(4, 6), PIXELS)


def test_a_file_without_preamble_or_meta_is_read(tmp_path: Path) -> None:
    encoded = file(PIXELS)
    bare = encoded[132 + 12 + struct.unpack_from("<I", encoded, 140)[0] :]
    assert header.read(bare).rows == 4
    path = tmp_path / "bare"
    path.write_bytes(bare)
    assert header.read(path).columns == 6


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"this is a letter, not an image\n" * 50, "not a DICOM file"),
        (b"\0" * 128 + b"DICM", "ends before"),
        (b"\0" * 128 + b"DICM" + bytes(range(256)) * 40, "holds no image"),
    ],
)
def test_what_is_no_dicom_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        header.read(content)


def test_a_missing_path_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="does not exist"):
        header.read(tmp_path / "none")


def test_a_file_cut_in_its_pixels_is_marked_and_shown() -> None:
    encoded = file(PIXELS)
    h = header.read(encoded[:-20])
    assert "truncated" in codes(h)
    shown = decode.frame(encoded[:-20], h)
    assert np.array_equal(shown.ravel()[:14], PIXELS.ravel()[:14])
    assert (shown.ravel()[14:] == PIXELS.ravel()[:14].min()).all()


def test_a_file_cut_before_its_pixels_is_marked_and_refused() -> None:
    encoded = file(PIXELS)
    h = header.read(encoded[: encoded.rfind(b"\xe0\x7f\x10\x00") - 1])
    assert "undecodable" in codes(h)
    with pytest.raises(UndecodableImage, match="ends before its pixels"):
        decode.frame(encoded, h)


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ({"PresentationIntentType": "FOR PROCESSING"}, "raw"),
        ({"sop_class": "1.2.840.10008.5.1.4.1.1.1.2.1", "modality": "MG"}, "raw"),
        ({"ContentQualification": "RESEARCH"}, "purpose"),
        ({"ContentQualification": "SERVICE"}, "purpose"),
        ({"QualityControlImage": "YES"}, "purpose"),
        ({"PresentationIntentType": "FOR PRESENTATION", "ContentQualification": "PRODUCT", "QualityControlImage": "NO"}, ""),
        ({"sop_class": MG, "modality": "MG"}, ""),
    ],
)
def test_what_was_not_made_to_be_read_says_so(elements: dict[str, Any], code: str) -> None:
    found = {m.code: m for m in header.read(file(PIXELS, **elements)).marks}
    assert (code in found) == bool(code)
    assert not code or found[code].severity == "warn"
    assert not {"raw", "purpose"} - {code} & set(found)


def test_a_run_to_be_seen_subtracted_says_that_it_is_not() -> None:
    """PS3.3 C.7.6.10: shown as it was recorded, a reader must not take it for the subtracted one."""
    mask = Sequence([item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1])])
    assert "mask" in codes(header.read(file(PIXELS, MaskSubtractionSequence=mask, RecommendedViewingMode="SUB")))
    assert "mask" not in codes(header.read(file(PIXELS, MaskSubtractionSequence=mask, RecommendedViewingMode="NAT")))


def test_claimed_rows_cost_nothing() -> None:
    encoded = file(PIXELS, Rows=65535, Columns=65535, NumberOfFrames=2_000_000_000)
    started = time.process_time()
    h = header.read(encoded)
    assert h.number_of_frames == 1
    assert len(h.frames) == 1
    with pytest.raises(UndecodableImage, match=r"too large|too few"):
        decode.frame(encoded, h)
    assert time.process_time() - started < 0.5


def test_claimed_frames_are_those_in_the_file() -> None:
    h = header.read(file(np.zeros((3, 4, 6), np.int16), NumberOfFrames=1000))
    assert (h.number_of_frames, h.frames_claimed) == (3, 1000)
    assert "truncated" in codes(h)


def nested(depth: int, explicit_length: bool) -> bytes:
    """A CT whose (0008,1140) nests ``depth`` sequences."""
    tag = b"\x08\x00\x40\x11SQ\0\0"
    inner = b""
    for _ in range(depth):
        if explicit_length:
            one = b"\xfe\xff\x00\xe0" + struct.pack("<I", len(inner)) + inner
            inner = tag + struct.pack("<I", len(one)) + one
        else:
            inner = tag + b"\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" + inner + b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    encoded = file(PIXELS)
    at = encoded.find(b"\x10\x00\x10\x00PN")
    return encoded[:at] + inner + encoded[at:]


@pytest.mark.parametrize("explicit_length", [True, False])
def test_sequences_nested_a_thousand_deep_are_skipped(explicit_length: bool) -> None:
    encoded = nested(1000, explicit_length)
    h = header.read(encoded)
    assert (h.rows, h.columns) == (4, 6)
    assert np.array_equal(decode.frame(encoded, h), PIXELS)
    ds = header.read_dataset(encoded)
    assert ds.PatientID == "P1"
    assert ("ReferencedImageSequence" in ds) == explicit_length  # pydicom recurses into undefined lengths: left out


def test_a_deflate_bomb_is_refused_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workstation.imaging.elements.INFLATED_CEILING", 1 << 22)
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = bomb.compress(b"\0" * (8 << 20)) + bomb.flush()
    plain = file(PIXELS, syntax="1.2.840.10008.1.2.1.99")
    meta_end = 144 + struct.unpack_from("<I", plain, 140)[0]
    with pytest.raises(NotReadable, match="grows past"):
        header.read(plain[:meta_end] + body)


def test_a_deflated_file_is_read() -> None:
    encoded = file(PIXELS, syntax="1.2.840.10008.1.2.1.99")
    h = header.read(encoded)
    assert h.pixel_offset == -1
    assert np.array_equal(decode.frame(encoded, h), PIXELS)


def test_what_follows_a_deflated_data_set_costs_nothing() -> None:
    encoded = file(PIXELS, syntax="1.2.840.10008.1.2.1.99")
    started = time.process_time()
    assert np.array_equal(decode.frame(encoded + bytes(60 << 20), header.read(encoded)), PIXELS)
    assert time.process_time() - started < 10  # a minute where each step copied all of it


def test_missing_uids_are_made_from_the_bytes_and_never_shared() -> None:
    one, two = (header.read(file(PIXELS + n, SOPInstanceUID=None, SeriesInstanceUID=None, StudyInstanceUID=None)) for n in (0, 1))
    assert "no_identity" in codes(one)
    assert one.series_instance_uid != two.series_instance_uid
    assert one.study_instance_uid != two.study_instance_uid


def test_enhanced_frames_have_their_own_place_and_grey() -> None:
    per_frame = [
        item(
            PlanePositionSequence=Sequence([item(ImagePositionPatient=[0.0, 0.0, float(k)])]),
            FrameContentSequence=Sequence([item(TemporalPositionIndex=k + 1, StackID="1", InStackPositionNumber=k + 1)]),
            PixelValueTransformationSequence=Sequence([item(RescaleSlope=2.0, RescaleIntercept=float(-k), RescaleType="HU")]),
            FrameVOILUTSequence=Sequence([item(WindowCenter=10.0 + k, WindowWidth=100.0)]),
        )
        for k in range(3)
    ]
    shared = item(
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=[1.0, 0, 0, 0, 1.0, 0])]),
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[0.5, 0.6], SliceThickness=2.0)]),
    )
    h = header.from_dataset(
        image(
            np.zeros((3, 4, 6), np.int16),
            PerFrameFunctionalGroupsSequence=Sequence(per_frame),
            SharedFunctionalGroupsSequence=Sequence([shared]),
        )
    )
    assert [f.position_lps for f in h.frames] == [(0, 0, 0), (0, 0, 1), (0, 0, 2)]
    assert {f.spacing for f in h.frames} == {(0.5, 0.6)}
    assert [f.rescale_intercept for f in h.frames] == [0, -1, -2]
    assert [f.windows[0] for f in h.frames] == [Window(10 + k, 100) for k in range(3)]
    assert [f.time_index for f in h.frames] == [1, 2, 3]
    assert h.units == "HU"


def mammogram(**elements: object) -> header.ImageHeader:
    return header.from_dataset(image(PIXELS.astype(np.uint16), modality="MG", sop_class=MG, **elements))


def code(value: str, scheme: str = "SCT") -> Sequence:
    return Sequence([item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning="x")])


@pytest.mark.parametrize(
    ("value", "view"), [("R-10242", "CC"), ("399162004", "CC"), ("R-10226", "MLO"), ("399368009", "MLO"), ("R-10224", "ML")]
)
def test_mammography_views_come_from_codes(value: str, view: str) -> None:
    h = mammogram(ViewCodeSequence=code(value), ImageLaterality="L")
    assert (h.view_position, h.laterality) == (view, "L")


def test_sides_that_contradict_are_no_side_and_a_danger() -> None:
    h = mammogram(ImageLaterality="L", Laterality="R")
    assert h.laterality == ""
    assert [m.severity for m in h.marks if m.code == "laterality"] == ["danger"]


@pytest.mark.parametrize(
    ("elements", "spacing", "origin"),
    [
        ({"ImagerPixelSpacing": [0.1, 0.1]}, (0.1, 0.1), "detector"),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.1, 0.1]}, (0.1, 0.1), "detector"),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.08, 0.08]}, (0.08, 0.08), "patient"),
        ({"PixelSpacing": [0.08, 0.08], "PixelSpacingCalibrationType": "FIDUCIAL"}, (0.08, 0.08), "patient"),
        ({"ImagerPixelSpacing": [0.11, 0.11], "EstimatedRadiographicMagnificationFactor": 1.1}, (0.1, 0.1), "magnified"),
        ({"PixelSpacing": [0.08, 0.08]}, (0.08, 0.08), "detector"),
        ({}, None, "none"),
    ],
)
def test_where_the_millimetres_of_a_projection_come_from(
    elements: dict[str, object], spacing: tuple[float, float] | None, origin: str
) -> None:
    h = mammogram(**elements)
    assert h.frames[0].spacing == pytest.approx(spacing)
    assert h.frames[0].spacing_from == origin
    assert ("uncalibrated" in codes(h)) == (origin in ("detector", "none"))


def test_ultrasound_regions_keep_their_own_axes() -> None:
    tissue = item(
        RegionSpatialFormat=1,
        RegionDataType=1,
        RegionLocationMinX0=0,
        RegionLocationMinY0=0,
        RegionLocationMaxX1=5,
        RegionLocationMaxY1=1,
        PhysicalUnitsXDirection=3,
        PhysicalUnitsYDirection=3,
        PhysicalDeltaX=0.02,
        PhysicalDeltaY=0.03,
    )
    doppler = item(
        RegionSpatialFormat=3,
        RegionDataType=3,
        RegionLocationMinX0=0,
        RegionLocationMinY0=2,
        RegionLocationMaxX1=5,
        RegionLocationMaxY1=3,
        PhysicalUnitsXDirection=4,
        PhysicalUnitsYDirection=7,
        PhysicalDeltaX=0.01,
        PhysicalDeltaY=-1.5,
        ReferencePixelY0=1,
        ReferencePixelPhysicalValueY=0.0,
    )
    h = header.from_dataset(
        image(PIXELS.astype(np.uint8), modality="US", sop_class=US, SequenceOfUltrasoundRegions=Sequence([tissue, doppler]))
    )
    assert [(r.unit_x, r.unit_y, r.delta_y) for r in h.regions] == [("cm", "cm", 0.03), ("s", "cm/s", -1.5)]
    assert h.regions[1].reference_y == 1
    assert h.frames[0].spacing == pytest.approx((0.3, 0.2))
    assert h.frames[0].spacing_from == "region"


def pet(**elements: object) -> header.ImageHeader:
    drug = item(RadiopharmaceuticalStartTime="090000", RadionuclideTotalDose=3.7e8, RadionuclideHalfLife=6586.2)
    values: dict[str, object] = {
        "Units": "BQML",
        "CorrectedImage": ["ATTN", "DECY"],
        "DecayCorrection": "START",
        "SeriesDate": "20260101",
        "SeriesTime": "100000",
        "AcquisitionDate": "20260101",
        "AcquisitionTime": "100100",
        "PatientWeight": 70,
        "RadiopharmaceuticalInformationSequence": Sequence([drug]),
        **elements,
    }
    return header.from_dataset(image(PIXELS, modality="PT", sop_class=PET, **values))


def test_suv_by_hand() -> None:
    dose = 3.7e8 * 2 ** (-3600 / 6586.2)
    assert pet().suv_factor == pytest.approx(70000 / dose)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"PatientWeight": None}, "PatientWeight"),
        ({"PatientWeight": 0}, "PatientWeight"),
        ({"RadiopharmaceuticalInformationSequence": None}, "RadiopharmaceuticalInformationSequence"),
        ({"DecayCorrection": "NONE"}, "DecayCorrection"),
        ({"CorrectedImage": ["ATTN"]}, "CorrectedImage"),
        ({"SeriesTime": None}, "SeriesTime"),
    ],
)
def test_no_suv_names_what_is_missing(missing: dict[str, object], named: str) -> None:
    h = pet(**missing)
    assert h.suv_factor is None
    assert [named in m.text for m in h.marks if m.code == "no_suv"] == [True]


def test_lossy_is_said_from_flag_syntax_or_codestream() -> None:
    flagged = header.read(
        file(PIXELS, LossyImageCompression="01", LossyImageCompressionRatio=12.0, LossyImageCompressionMethod="ISO_10918_1")
    )
    assert flagged.lossy == "JPEG 12:1"
    assert header.read(file(PIXELS)).lossy == ""


def test_a_lossless_syntax_does_not_hide_a_lossy_codestream() -> None:
    codecs: Any = imagecodecs
    grey = np.arange(400, dtype=np.uint8).reshape(20, 20)
    lossy = {
        "57": (codecs.jpeg8_encode(grey, level=90), "JPEG"),
        "70": (lossless_jpeg(grey.astype(np.uint16), 12, 1, 2), "JPEG"),  # its low bits shifted out
        "80": (codecs.jpegls_encode(grey, level=2), "JPEG-LS"),
        "90": (codecs.jpeg2k_encode(grey, level=60, reversible=False), "JPEG 2000"),
        "201": (codecs.htj2k_encode(grey, level=20, reversible=False), "HTJ2K"),
    }
    sound = {
        "57": codecs.jpeg8_encode(grey, lossless=True, predictor=4),
        "81": codecs.jpegls_encode(grey),
        "91": codecs.jpeg2k_encode(grey, level=0, reversible=True),
        "203": codecs.htj2k_encode(grey, reversible=True),
    }
    for syntax, (coded, said) in lossy.items():
        assert header.read(file(grey, syntax=f"1.2.840.10008.1.2.4.{syntax}", codestreams=[bytes(coded)])).lossy == said
    for syntax, coded in sound.items():
        assert header.read(file(grey, syntax=f"1.2.840.10008.1.2.4.{syntax}", codestreams=[bytes(coded)])).lossy == ""


def test_wrong_value_representations_do_not_stop_reading() -> None:
    ds = image(PIXELS)
    encoded = header.encode(ds).replace(b"\x28\x00\x10\x00US\x02\x00\x04\x00", b"\x28\x00\x10\x00IS\x02\x004 ", 1)
    assert header.read(encoded).rows == 4


def test_a_window_without_width_is_left_out() -> None:
    h = header.read(file(PIXELS, WindowCenter=40, WindowWidth=0))
    assert h.frames[0].windows == ()


def test_500_headers_are_quick() -> None:
    ds: Dataset = slice_at((0, 0, 0))
    for k in range(60):
        ds.add_new((0x0009, 0x1001 + k), "LO", "private text")
    encoded = header.encode(ds)
    started = time.process_time()
    for _ in range(500):
        header.read(encoded)
    assert time.process_time() - started < 0.6  # of the processor; 0.1 s alone


@pytest.mark.parametrize(("slope", "intercept"), [("1e308", "0"), ("1", "-1e308"), ("1e-320", "0")])
def test_a_rescale_beyond_any_measure_is_none_and_told(slope: str, intercept: str) -> None:
    h = header.read(file(PIXELS, RescaleSlope=slope, RescaleIntercept=intercept))
    assert (h.frame(0).rescale_slope, h.frame(0).rescale_intercept) == (1.0, 0.0)
    assert [m.code for m in h.marks if m.code == "rescale"] == ["rescale"]


ROOM = Path(header.__file__).parent
READ = sorted({word for path in ROOM.glob("*.py") for word in re.findall(r'"([A-Z]\w+)"', path.read_text("utf-8")) if word in keyword_dict})


@pytest.mark.parametrize("written", ["1e300", "-1e300", "nan", "\u00b2"])
def test_no_number_makes_a_header_that_cannot_be_kept(written: str) -> None:
    """Every element that this room reads, one by one, with a number no index can hold; in functional groups too."""
    frames = Sequence([item(FrameContentSequence=Sequence([item(StackID="1", InStackPositionNumber=k)])) for k in range(2)])
    plain, many = file(PIXELS), header.encode(image(np.stack([PIXELS] * 2), PerFrameFunctionalGroupsSequence=frames))
    for keyword in READ:
        if keyword_dict[keyword] >> 16 in (0x0002, 0x7FE0) or dictionary_VR(keyword) == "SQ":
            continue
        for encoded in (plain, many):
            ds = header.read_dataset(encoded, pixels=True)
            ds.SpecificCharacterSet = "ISO_IR 100"
            ds[keyword_dict[keyword]] = DataElement(keyword_dict[keyword], "LT", written)
            if encoded is many and keyword in ("TemporalPositionIndex", "InStackPositionNumber", "DimensionIndexValues"):
                content = ds.PerFrameFunctionalGroupsSequence[1].FrameContentSequence[0]
                content[keyword_dict[keyword]] = DataElement(keyword_dict[keyword], "LT", written)
            try:
                read = header.from_dataset(ds)
            except NotReadable:
                continue
            assert msgspec.msgpack.decode(msgspec.msgpack.encode(read), type=ImageHeader).sop_instance_uid == read.sop_instance_uid, keyword


def head_and_pixels() -> tuple[bytes, bytes]:
    """A file in two: up to its pixel data, and those."""
    encoded = file(PIXELS)
    at = encoded.index(b"\xe0\x7f\x10\x00OW")
    return encoded[:at], encoded[at:]


@pytest.mark.parametrize("inside", [b"LO\x04\x00", b"\x04\x00\x00\x00"])
def test_a_private_sequence_of_unknown_vr_ends_where_it_ends(inside: bytes) -> None:
    """Its items are implicit (PS3.5 6.2.2), but some write them explicit."""
    head, pixels = head_and_pixels()
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + b"\x29\x00\x01\x10" + inside + b"abcd" + b"\xfe\xff\x0d\xe0\0\0\0\0"
    private = b"\x29\x00\x10\x10UN\0\0\xff\xff\xff\xff" + item * 2 + b"\xfe\xff\xdd\xe0\0\0\0\0"
    encoded = head + private + pixels
    assert np.array_equal(decode.frame(encoded, header.read(encoded)), PIXELS)
    found = open_part10(encoded).dataset.items(0x00291010)
    assert [bytes(i.value(0x00291001)) for i in found] == [b"abcd", b"abcd"]


def test_meta_information_that_was_written_implicit() -> None:
    head, pixels = head_and_pixels()
    meta = b"\x02\x00\x10\x00" + struct.pack("<I", 20) + b"1.2.840.10008.1.2.1\0"
    encoded = bytes(128) + b"DICM" + meta + head[144 + struct.unpack_from("<I", head, 140)[0] :] + pixels
    h = header.read(encoded)
    assert h.transfer_syntax_uid == "1.2.840.10008.1.2.1"
    assert np.array_equal(decode.frame(encoded, h), PIXELS)


def test_native_pixels_of_undefined_length() -> None:
    head, pixels = head_and_pixels()
    encoded = head + pixels[:8] + b"\xff\xff\xff\xff" + pixels[12:] + b"\xfe\xff\xdd\xe0\0\0\0\0"
    h = header.read(encoded)
    assert np.array_equal(decode.frame(encoded, h), PIXELS)
    assert not codes(h) & {"truncated", "extra", "frames"}


@pytest.mark.parametrize("around", [b"", b"\0" * 128 + b"DICM", b"\0" * 128 + b"DICM" + b"\x02\0\0\0UL\x04\0\0\0\0\0"])
def test_a_large_file_of_zeros_is_refused_at_once(around: bytes) -> None:
    """Zeros are an element every eight bytes, as are the tail of a disk image and a file that was never written."""
    started = time.process_time()
    with pytest.raises(NotReadable):
        header.read(memoryview(around + bytes(200 << 20)))
    assert time.process_time() - started < 10  # minutes where each was looked at


@pytest.mark.parametrize(("frames", "bits"), [(1, 8), (3, 8), (5, 1), (1, 1)])
def test_what_fills_pixels_up_to_an_even_length_is_no_frame(frames: int, bits: int) -> None:
    even = bytes(-(-frames * bits // 16) * 2)
    encoded = file(np.zeros((frames, 1, 1), np.uint8), bits=bits, NumberOfFrames=frames, BitsAllocated=bits, PixelData=even)
    assert [m.code for m in header.read(encoded).marks if m.code in ("frames", "extra", "truncated")] == []
