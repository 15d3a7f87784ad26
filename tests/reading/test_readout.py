"""The pixel under the pointer, at every depth; quantities of ellipses; what is read again and what is not."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import MR, PET, US, encode, file, image, item
from tests.reading.made import ROOT, MemorySource, opened, series
from workstation.imaging import header as headers
from workstation.imaging.model import FrameRef
from workstation.measurements import Ellipse, OnFrame, OnPlane, Result
from workstation.reading.catalogue import Catalogue
from workstation.reading.quantity import Choice, options, other_suv
from workstation.reading.readout import Spot, spot_in_volume, spot_on_frame, words, worth_reading
from workstation.reading.results import Results

STUDY = ROOT + "1"


class One(MemorySource):
    """One file as a catalogue."""

    def __init__(self, encoded: bytes) -> None:
        super().__init__([encoded])
        (self.header,) = self._headers.values()
        self.results = Results(lambda uid: self)

    def catalogue(self) -> Any:
        source = self

        class _Catalogue:
            def header(self, uid: str) -> Any:
                return source.header if uid == source.header.sop_instance_uid else None

        return _Catalogue()

    def said(self, column: int, row: int, frame: int = 0, choice: Choice | None = None) -> str:
        values = self.results._frames.read(FrameRef(self.header.sop_instance_uid, frame), self.header)
        return words([(Spot(FrameRef(self.header.sop_instance_uid, frame), column, row), values)], self.catalogue(), choice or Choice())


def said(encoded: bytes, column: int = 0, row: int = 0) -> str:
    one = One(encoded)
    text = one.said(column, row)
    one.results.close()
    return text


WHERE = " · x 1 y 1"


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        (np.array([[255]], np.uint8), "255"),
        (np.array([[-32768]], np.int16), "−32\u202f768"),
        (np.array([[4294967295]], np.uint32), "4\u202f294\u202f967\u202f295"),
        (np.array([[-2147483648]], np.int32), "−2\u202f147\u202f483\u202f648"),
        (np.array([[16777217]], np.int32), "16\u202f777\u202f217"),
        (np.array([[0.1]], np.float32), "0.1"),
        (np.array([[1 / 3]], np.float64), "0.3333333333333333"),
        (np.array([[1.5e-9]], np.float32), "1.5·10⁻⁹"),
    ],
)
def test_the_stored_value_is_said_in_full_at_every_depth(pixels: np.ndarray, expected: str) -> None:
    assert said(file(np.repeat(pixels, 2, axis=1), modality="OT")) == expected + WHERE


def test_one_bit_and_twelve_packed_bits() -> None:
    one_bit = image(np.zeros((4, 6), np.uint8), modality="OT", BitsAllocated=1, BitsStored=1, HighBit=0)
    one_bit.PixelData = bytes([0b00000010, 0, 0, 0])
    assert [said(encode(one_bit), column) for column in (0, 1)] == ["0 · x 1 y 1", "1 · x 2 y 1"]
    twelve = image(np.zeros((1, 2), np.uint16), modality="OT", BitsAllocated=12, BitsStored=12, HighBit=11)
    twelve.PixelData = bytes([0xBC, 0x3A, 0x12, 0])
    assert [said(encode(twelve), column) for column in (0, 1)] == ["2\u202f748 · x 1 y 1", "291 · x 2 y 1"]


def test_rescaled_values_come_with_their_unit_and_what_is_stored() -> None:
    encoded = file(np.array([[1064, 0]], np.int16), RescaleSlope=1, RescaleIntercept=-1024, PixelPaddingValue=0)
    assert said(encoded) == "40 HU · stored 1\u202f064" + WHERE
    assert said(encoded, 1) == "padding · stored 0 · x 2 y 1"
    assert (
        said(file(np.array([[3, 4]], np.uint16), RescaleSlope=0.1, RescaleIntercept=0, RescaleType="MGML"))
        == "0.30000 mg/ml · stored 3" + WHERE
    )


@pytest.mark.parametrize(
    ("stored", "slope", "intercept", "told"),
    [
        (2147483647, 1, -1024, "2\u202f147\u202f482\u202f623"),
        (2147483647, 0.5, 0, "1\u202f073\u202f741\u202f823.5"),
        (-2147483648, 0.25, 0.25, "−536\u202f870\u202f911.8"),
        (123456, 0.1, 0, "12\u202f345.6"),
        (12345, 0.1, 0, "1\u202f234.5"),
    ],
)
def test_wide_values_keep_their_figures_through_the_rescale(stored: int, slope: float, intercept: float, told: str) -> None:
    rescale = {"RescaleSlope": slope, "RescaleIntercept": intercept, "RescaleType": "US"}
    text = said(file(np.array([[stored, 0]], np.int32), modality="OT", **rescale))
    assert text.split(" · ")[0] == told


def test_no_number_and_no_value_are_said_so() -> None:
    mapping = item(RealWorldValueSlope=2.0, RealWorldValueIntercept=0.0, MeasurementUnitsCodeSequence=Sequence([item(CodeValue="ms")]))
    mapping.DoubleFloatRealWorldValueFirstValueMapped, mapping.DoubleFloatRealWorldValueLastValueMapped = 0.0, 10.0
    mapping.LUTLabel = "T2"
    encoded = file(np.array([[np.nan, 11, 4]], np.float32), modality="MR", sop_class=MR, RealWorldValueMappingSequence=Sequence([mapping]))
    assert said(encoded, 0) == "no value · stored not a number · x 1 y 1"
    assert said(encoded, 1) == "T2 no value · stored 11 · x 2 y 1"
    assert said(encoded, 2) == "T2 8 ms · stored 4 · x 3 y 1"


def test_colours_and_a_makers_scale() -> None:
    rgb = np.zeros((2, 2, 3), np.uint8)
    rgb[0, 0] = (12, 34, 56)
    assert said(file(rgb, modality="OT")) == "RGB 12 34 56" + WHERE
    adc = file(
        np.array([[800, 0]], np.uint16), modality="MR", sop_class=MR, Manufacturer="SIEMENS", ImageType=["DERIVED", "PRIMARY", "ADC"]
    )
    assert said(adc) == "ADC 800 × 10⁻⁶ mm²/s (the maker's scale)" + WHERE


def test_a_spot_beside_the_image_is_none() -> None:
    one = One(file(np.zeros((4, 6), np.uint8)))
    ref = FrameRef(one.header.sop_instance_uid)
    assert spot_on_frame(ref, one.header, -0.6, 0) is None
    assert spot_on_frame(ref, one.header, 5.49, 3.49) == Spot(ref, 5, 3)
    assert spot_on_frame(ref, one.header, 5.5, 3) is None


def test_long_colour_cines_are_not_read_for_a_pointer() -> None:
    cine = headers.read(file(np.zeros((3, 4, 6, 3), np.uint8), modality="US", sop_class=US))
    assert not worth_reading(cine)
    assert worth_reading(headers.read(file(np.zeros((3, 4, 6), np.uint16))))


def volume() -> tuple[Catalogue, MemorySource]:
    source = MemorySource(series(STUDY, 8, step=2.0))
    return Catalogue((opened(source, STUDY),)), source


def test_the_voxel_nearest_to_a_point_of_a_plane() -> None:
    catalogue, source = volume()
    results = Results(lambda uid: source)
    chosen = catalogue.current.display_sets[0]
    spot = spot_in_volume(chosen, (30.4, 29.6, 6.9))
    assert spot is not None
    assert (spot.column, spot.row, spot.ref.sop_instance_uid.rpartition(".")[2]) == (30, 30, "4")
    assert spot_in_volume(chosen, (30, 30, 16.1)) is None
    ready = threading.Event()
    results.told = ready.set
    results.ask([spot.ref], catalogue)
    assert ready.wait(10)
    assert words([(spot, results.known_frame(spot.ref))], catalogue, Choice()) == "44 HU · stored 1\u202f068"
    results.close()


def test_what_was_asked_for_before_is_dropped() -> None:
    catalogue, source = volume()
    results = Results(lambda uid: source)
    refs = catalogue.current.display_sets[0].frames
    gate = threading.Event()
    results._pool.submit(gate.wait)
    for ref in refs:
        results.ask([ref], catalogue)
    gate.set()
    results._pool.submit(lambda: None).result(10)
    assert [results.known_frame(ref) is not None for ref in refs] == [False] * (len(refs) - 1) + [True]
    results.close()


def test_an_ellipse_on_a_plane_takes_nothing_from_beyond_the_volume() -> None:
    catalogue, source = volume()
    results = Results(lambda uid: source)
    chosen = catalogue.current.display_sets[0]
    place = OnPlane(chosen.key, chosen.frame_of_reference_uid, (32.0, 32.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    whole = results.now(Ellipse("a", place, ((-5, -40), (5, 0))), catalogue)  # z 0 to 40 mm, the volume ends at 15
    assert whole.value is not None
    assert 40 < whole.value < 47
    beyond = results.now(Ellipse("b", place, ((-5, -60), (5, -40))), catalogue)
    assert beyond.unit == "mm2"
    results.close()


def settled(results: Results, m: Ellipse, catalogue: Catalogue) -> Result:
    """What is said of an ellipse once its pixels are read, asked as the window asks."""
    results.of(m, catalogue)
    results._pool.submit(lambda: None).result(10)
    return results.of(m, catalogue)


def test_an_ellipse_on_a_plane_follows_slices_that_come_late() -> None:
    files = series(STUDY, 12, step=2.0)
    source = MemorySource(files[:6])
    early = Catalogue((opened(source, STUDY),))
    results = Results(lambda uid: source)
    chosen = early.current.display_sets[0]
    place = OnPlane(chosen.key, chosen.frame_of_reference_uid, (32.0, 32.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    m = Ellipse("a", place, ((-5, -22), (5, 0)))
    first = settled(results, m, early)
    source.add(files[6:])
    late = Catalogue((opened(source, STUDY),))
    assert late.find(chosen.key) is not None
    assert results.of(m, late).unit == "mm2"  # not the mean of what was here before
    second = settled(results, m, late)
    assert second == results.now(m, late)
    assert second.value != first.value
    again = Catalogue((opened(source, STUDY),))  # another reading of the same images asks for nothing anew
    assert results.of(m, again) is second
    results.close()


def test_what_was_kept_of_an_exam_goes_with_it() -> None:
    one = One(pet())
    m = Ellipse("a", OnFrame(one.header.sop_instance_uid), ((1, 1), (6, 6)))
    assert settled(one.results, m, one.catalogue()).unit == "SUVbw"
    one.results.forget()
    assert one.results.of(m, one.catalogue()).unit != "SUVbw"
    assert not one.results._known
    gate = threading.Event()
    one.results.forget()
    one.results._pool.submit(gate.wait)
    one.results.of(m, one.catalogue())
    one.results.forget()  # while it is waited for
    gate.set()
    one.results._pool.submit(lambda: None).result(10)
    assert not one.results._known
    one.results.close()


def test_a_small_ellipse_on_a_plane_reads_the_voxel_it_lies_in() -> None:
    catalogue, source = volume()
    results = Results(lambda uid: source)
    chosen = catalogue.current.display_sets[0]
    place = OnPlane(chosen.key, chosen.frame_of_reference_uid, (32.0, 32.0, 4.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    for half in (0.1, 0.3, 0.45):
        assert results.now(Ellipse("a", place, ((-half, -half), (half, half))), catalogue).value == 43.0
    results.close()


def test_slices_without_a_unit_in_common_have_no_mean() -> None:
    """A PET where one slice tells no weight: the mean of SUVs and Bq/ml would be of nothing."""

    def slice_at(n: int) -> bytes:
        place = {"ImagePositionPatient": [0, 0, 3 * n], "ImageOrientationPatient": [1, 0, 0, 0, 1, 0], "PixelSpacing": [1, 1]}
        words = {
            "StudyDate": "20260101",
            "StudyTime": "10",
            "StudyDescription": "",
            "SeriesDescription": "",
            "PatientBirthDate": "",
            "PatientSex": "",
        }
        return pet(PatientWeight=None if n == 2 else 70, **words, **place)

    source = MemorySource([slice_at(n) for n in range(5)])
    (study,) = source.studies()
    catalogue = Catalogue((opened(source, study.study_instance_uid),))
    chosen = catalogue.current.display_sets[0]
    results = Results(lambda uid: source)

    def mean(bottom: float) -> Result:
        place = OnPlane(chosen.key, chosen.frame_of_reference_uid, (4.0, 4.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
        return results.now(Ellipse("a", place, ((-3, 0), (3, bottom))), catalogue)

    assert (mean(3.5).value, mean(3.5).unit) == (pytest.approx(1.0), "SUVbw")
    assert mean(9).unit == "mm2"
    results.close()


def test_padding_does_not_count_in_an_ellipse() -> None:
    pixels = np.full((16, 16), 10, np.int16)
    pixels[8, 8] = -2000
    one = One(file(pixels, PixelPaddingValue=-2000))
    m = Ellipse("a", OnFrame(one.header.sop_instance_uid), ((4, 4), (12, 12)))
    assert one.results.now(m, one.catalogue()).lines[1] == "min 10.0 · max 10.0"
    one.results.close()


def pet(**elements: Any) -> bytes:
    drug = item(RadionuclideTotalDose=3.5e8, RadionuclideHalfLife=6586.2)
    values: dict[str, Any] = {
        "Units": "BQML",
        "CorrectedImage": ["ATTN", "DECY"],
        "DecayCorrection": "ADMIN",
        "PatientWeight": 70,
        "RadiopharmaceuticalInformationSequence": Sequence([drug]),
    }
    return file(np.full((8, 8), 500, np.uint16), modality="PT", sop_class=PET, RescaleSlope=10, RescaleIntercept=0, **values | elements)


def test_the_chosen_suv_is_told_and_another_only_under_its_name() -> None:
    one = One(pet())
    assert one.said(0, 0) == "1 SUVbw · stored 500" + WHERE
    assert one.said(0, 0, choice=Choice("activity")) == "activity 5\u202f000 Bq/ml · stored 500" + WHERE
    lean = Choice("lbm")
    assert one.said(0, 0, choice=lean) == "1 SUVbw · stored 500" + WHERE
    mark = other_suv(one.header, lean)
    assert mark is not None
    assert "PatientSize" in mark.text
    assert other_suv(one.header, Choice()) is None
    assert [(o.key, bool(o.why)) for o in options(one.header, 0, Choice())] == [
        ("suv-bw", False),
        ("modality", False),
        ("suv-lbm", True),
        ("suv-bsa", True),
        ("suv-ibw", True),
    ]
    one.results.close()


def test_a_suv_without_a_formula_for_the_patient_cannot_be_chosen() -> None:
    child = One(pet(PatientWeight=16, PatientSize=1.0, PatientSex="M"))  # the ideal weight would be negative
    assert [o.why for o in options(child.header, 0, Choice()) if o.key == "suv-ibw"] == ["its formula does not hold for this patient"]
    mark = other_suv(child.header, Choice("ibw"))
    assert mark is not None
    assert mark.text == "SUVbw, no SUVibw: its formula does not hold for this patient"
    child.results.close()


def test_an_ellipse_follows_the_choice() -> None:
    one = One(pet(PatientSize=1.7, PatientSex="F"))
    m = Ellipse("a", OnFrame(one.header.sop_instance_uid), ((1, 1), (6, 6)))
    by_weight = one.results.now(m, one.catalogue())
    assert (by_weight.value, by_weight.unit) == (pytest.approx(1.0), "SUVbw")
    one.results.choice = one.results.choice.with_quantity(one.header, "modality")
    activity = one.results.now(m, one.catalogue())
    assert (activity.value, activity.unit) == (pytest.approx(5000.0), "Bq/ml")
    one.results.close()


def test_statistics_are_exact_for_32_bits_and_doubles() -> None:
    rng = np.random.default_rng(1)
    for pixels in (rng.integers(-(2**31), 2**31 - 1, (16, 16), np.int32), rng.normal(0, 1e-7, (16, 16))):
        one = One(file(pixels, modality="OT"))
        m = Ellipse("a", OnFrame(one.header.sop_instance_uid), ((2, 3), (12, 11)))
        y, x = np.mgrid[:16, :16]
        inside = ((x - 7) / 5) ** 2 + ((y - 7) / 4) ** 2 <= 1
        assert one.results.now(m, one.catalogue()).value == pytest.approx(float(pixels[inside].astype(np.float64).mean()), rel=1e-12)
        one.results.close()


def test_a_file_pydicom_reads_gives_the_same_numbers() -> None:
    encoded = pet()
    ds = pydicom.dcmread(BytesIO(encoded))
    factor = float(ds.PatientWeight) * 1000 / float(ds.RadiopharmaceuticalInformationSequence[0].RadionuclideTotalDose)
    assert float(ds.pixel_array[0, 0]) * float(ds.RescaleSlope) * factor == pytest.approx(1.0)


def test_values_begun_for_an_exam_that_is_left_are_none_of_the_next() -> None:
    """Files of another patient may carry the same UIDs."""
    first, second = (encode(image(np.full((8, 8), value, np.int16), SOPInstanceUID=f"{STUDY}.7")) for value in (10, 20))
    one = One(first)
    frames, ref, read = one.results._frames, FrameRef(one.header.sop_instance_uid), one.read

    def left_meanwhile(uid: str) -> bytes:
        content = read(uid)
        one.results.forget()
        one.add([second])
        one.read = read  # type: ignore[method-assign]
        return content

    one.read = left_meanwhile  # type: ignore[method-assign]
    assert frames.read(ref, one.header).stored[0, 0] == 10
    assert frames.known(ref) is None
    assert frames.read(ref, one.header).stored[0, 0] == 20
    one.results.close()
