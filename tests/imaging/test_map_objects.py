"""Real World Value Mapping objects (PS3.3 A.46): added to the images they name, from whichever source an exam comes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests.imaging.making import MR, encode, file, image, item
from workstation.errors import NotReadable
from workstation.imaging import header
from workstation.imaging.map_objects import SOP_CLASS, with_maps
from workstation.imaging.quantities import quantities_of
from workstation.media.local_files import LocalFiles
from workstation.media.report import report
from workstation.reading.opening import open_exam

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6)


def a_map(slope: float = 0.5, intercept: float = 1.0, unit: str = "ms", **elements: Any) -> Dataset:
    units = Sequence([item(CodeValue=unit, CodingSchemeDesignator="UCUM", CodeMeaning=unit)])
    values = {"RealWorldValueFirstValueMapped": 0, "RealWorldValueLastValueMapped": 65535, "LUTLabel": "T2", **elements}
    return item(RealWorldValueSlope=slope, RealWorldValueIntercept=intercept, MeasurementUnitsCodeSequence=units, **values)


def an_object(references: list[tuple[Dataset, list[int]]], maps: list[Dataset]) -> Dataset:
    images = []
    for ds, frames in references:
        one = item(ReferencedSOPClassUID=ds.SOPClassUID, ReferencedSOPInstanceUID=ds.SOPInstanceUID)
        if frames:
            one.ReferencedFrameNumber = frames
        images.append(one)
    named = item(RealWorldValueMappingSequence=Sequence(maps), ReferencedImageSequence=Sequence(images))
    return image(
        modality="RWV", sop_class=SOP_CLASS, SeriesInstanceUID="1.2.3.77", ReferencedImageRealWorldValueMappingSequence=Sequence([named])
    )


def told(*datasets: Dataset) -> list[Any]:
    files = {ds.SOPInstanceUID: encode(ds) for ds in datasets}
    return list(with_maps([header.read(f) for f in files.values()], lambda uid: files[uid]))


def test_an_image_has_what_the_object_says_of_it() -> None:
    one, other = (image(PIXELS, modality="MR", sop_class=MR) for _ in range(2))
    first, second, _ = told(one, other, an_object([(one, [])], [a_map()]))
    (quantity, _own) = quantities_of(first)
    assert (quantity.name, quantity.unit) == ("T2", "ms")
    assert quantity.of(np.array([10]), np.array([10])) == pytest.approx([6.0])
    assert second.frames[0].real_world == ()


def test_frames_that_are_named_alone() -> None:
    movie = image(np.zeros((3, 4, 6), np.uint16), modality="MR", sop_class=MR)
    shown, _ = told(movie, an_object([(movie, [2])], [a_map()]))
    assert [len(shown.frame(n).real_world) for n in range(3)] == [0, 1, 0]


def test_own_maps_come_first_and_the_same_again_is_none() -> None:
    own = a_map(2.0, 0.0, "s")
    one = image(PIXELS, modality="MR", sop_class=MR, RealWorldValueMappingSequence=Sequence([own]))
    shown, *_ = told(one, an_object([(one, [])], [a_map(2.0, 0.0, "s"), a_map()]))
    assert [m.unit for m in shown.frames[0].real_world] == ["s", "ms"]


def test_signed_ends_and_tables() -> None:
    one = image(PIXELS.astype(np.int16), modality="MR", sop_class=MR)
    table = a_map(RealWorldValueLUTData=[1.0, 2.0], RealWorldValueFirstValueMapped=0, RealWorldValueLastValueMapped=1)
    shown, _ = told(one, an_object([(one, [])], [table, a_map(RealWorldValueFirstValueMapped=65436)]))
    assert [(m.first, m.last) for m in shown.frames[0].real_world] == [(-100.0, -1.0)]


def test_the_ends_of_a_map_of_32_bits_stay_as_they_are() -> None:
    one = image(PIXELS.astype(np.int32), modality="MR", sop_class=MR, bits=32)
    exact = {"DoubleFloatRealWorldValueFirstValueMapped": 40000.0, "DoubleFloatRealWorldValueLastValueMapped": 60000.0}
    shown, _ = told(one, an_object([(one, [])], [a_map(**exact)]))
    assert shown.signed
    assert [(m.first, m.last) for m in shown.frames[0].real_world] == [(40000.0, 60000.0)]


def test_an_object_that_cannot_be_read_gives_nothing() -> None:
    one = image(PIXELS, modality="MR", sop_class=MR)
    headers = [header.read(encode(ds)) for ds in (one, an_object([(one, [])], [a_map()]))]

    def read(uid: str) -> bytes:
        raise NotReadable("gone")

    assert with_maps(headers, read)[0] is headers[0]


def test_senseless_numbers_of_references_end_soon() -> None:
    movie = header.read(file(np.zeros((20_000, 1, 1), np.uint8), modality="MR", sop_class=MR))
    ds = image(modality="RWV", sop_class=SOP_CLASS)
    one = item(ReferencedSOPInstanceUID=movie.sop_instance_uid, ReferencedFrameNumber=list(range(1, 9000)))
    named = item(RealWorldValueMappingSequence=Sequence([a_map(n) for n in range(70)]), ReferencedImageSequence=Sequence([one] * 20))
    ds.ReferencedImageRealWorldValueMappingSequence = Sequence([named] * 3)
    encoded = encode(ds)
    began = time.process_time()
    shown, _ = with_maps([movie, header.read(encoded)], lambda uid: encoded)
    assert time.process_time() - began < 30
    assert 0 < len(shown.frame(5).real_world) <= 64


def test_an_exam_that_is_opened_and_described_has_them(tmp_path: Path) -> None:
    one = image(PIXELS, modality="MR", sop_class=MR, SeriesInstanceUID="1.2.3.76")
    for n, ds in enumerate((one, an_object([(one, [])], [a_map()]))):
        (tmp_path / f"{n}.dcm").write_bytes(encode(ds))
    source = LocalFiles([tmp_path])
    (study,) = source.studies()
    exam = open_exam(source, study)
    assert [m.unit for m in exam.headers[one.SOPInstanceUID].frames[0].real_world] == ["ms"]
    sets = [s for series in report(source)["patients"][0]["studies"][0]["series"] for s in series["display_sets"]]
    assert {q["unit"] for s in sets for q in s["quantities"]} >= {"ms"}
