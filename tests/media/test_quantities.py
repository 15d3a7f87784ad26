"""What describe tells of values: units, SUV and what it lacks, real-world value maps, ultrasound regions, calibration; hostile ones too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import DX, MR, PET, US, encode, image, item
from workstation.language import set_language
from workstation.media.local_files import LocalFiles
from workstation.media.report import report, report_text

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6)


def described(folder: Path, *files: bytes) -> tuple[dict[str, Any], str]:
    for number, one in enumerate(files):
        (folder / f"{number}.dcm").write_bytes(one)
    told = report(LocalFiles([folder]))
    told = json.loads(json.dumps(told, allow_nan=False))
    return told["patients"][0]["studies"][0]["series"][0]["display_sets"][0], report_text(told)


def test_a_pet_tells_its_suvs_and_what_they_lack(tmp_path: Path) -> None:
    drug = item(RadionuclideTotalDose=3.5e8, RadionuclideHalfLife=6586.2)
    values: dict[str, Any] = {"Units": "BQML", "CorrectedImage": ["ATTN", "DECY"], "DecayCorrection": "ADMIN", "PatientWeight": 70}
    values["RadiopharmaceuticalInformationSequence"] = Sequence([drug])
    shown, text = described(tmp_path, encode(image(PIXELS, modality="PT", sop_class=PET, **values)))
    assert shown["suv"]["bw"] == pytest.approx(70000 / 3.5e8)
    assert shown["suv"]["lbm"] is None
    assert [gap["keyword"] for gap in shown["suv"]["missing"]] == ["PatientSize", "PatientSex"]
    assert [q["key"] for q in shown["quantities"]] == ["suv-bw", "modality"]
    assert "SUVbw" in text
    assert "the patient's height (PatientSize)" in text


def test_a_map_tells_its_range_its_unit_and_the_choice(tmp_path: Path) -> None:
    maps = [
        item(
            RealWorldValueSlope=2.0,
            RealWorldValueIntercept=1.0,
            LUTLabel="T2",
            MeasurementUnitsCodeSequence=Sequence([item(CodeValue="ms")]),
        ),
        item(RealWorldValueLUTData=[0.5] * 24, LUTLabel="R2", MeasurementUnitsCodeSequence=Sequence([item(CodeValue="/s")])),
    ]
    for one in maps:
        one.add_new("RealWorldValueFirstValueMapped", "US", 0)
        one.add_new("RealWorldValueLastValueMapped", "US", 23)
    shown, text = described(tmp_path, encode(image(PIXELS, modality="MR", sop_class=MR, RealWorldValueMappingSequence=Sequence(maps))))
    assert [(q["name"], q["unit_text"], q["slope"], q["table_entries"]) for q in shown["quantities"]] == [
        ("T2", "ms", 2.0, 0),
        ("R2", "/s", None, 24),
        ("", "", 1.0, 0),
    ]
    assert (shown["quantities"][0]["first"], shown["quantities"][0]["last"]) == (0, 23)
    assert "also: R2 (/s)" in text


def test_ultrasound_regions_are_told_with_their_axes(tmp_path: Path) -> None:
    spectrum = item(
        RegionSpatialFormat=3,
        RegionLocationMinX0=0,
        RegionLocationMinY0=0,
        RegionLocationMaxX1=5,
        RegionLocationMaxY1=3,
        PhysicalUnitsXDirection=4,
        PhysicalUnitsYDirection=7,
        PhysicalDeltaX=0.005,
        PhysicalDeltaY=-1.5,
        ReferencePixelY0=2,
    )
    ds = image(PIXELS.astype(np.uint8), modality="US", sop_class=US, SequenceOfUltrasoundRegions=Sequence([spectrum]))
    set_language("fr")
    shown, text = described(tmp_path, encode(ds))
    assert (shown["regions"][0]["unit_x"], shown["regions"][0]["unit_y"], shown["regions"][0]["delta_y"]) == ("s", "cm/s", -1.5)
    assert "spectre en 0-5 × 0-3 : un pixel vaut 0,0050 s en largeur, 1,5000 cm/s en hauteur" in text


def test_the_calibration_of_a_film_is_told(tmp_path: Path) -> None:
    elements = {"ImagerPixelSpacing": [0.3, 0.3], "DistanceSourceToDetector": 1200, "DistanceSourceToPatient": 1000}
    shown, text = described(tmp_path, encode(image(PIXELS, modality="DX", sop_class=DX, RescaleType="US", **elements)))
    assert (shown["spacing_from"], shown["spacing_by"], shown["magnification"]) == ("magnified", "support", pytest.approx(1.2))
    assert "at the table (÷ 1.20)" in text
    assert (shown["units"], shown["unit"]) == ("", "")


HOSTILE = ("0", "-1", "1e300", "-1e300", "inf", "nan", "", "x", "1\\2\\3", "9" * 40)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_numbers_never_end_a_report(tmp_path: Path, value: str) -> None:
    binary = {"0": 0.0, "-1": -1.0, "1e300": 1e300, "-1e300": -1e300, "inf": float("inf"), "nan": float("nan")}.get(value, 1.0)
    ds = image(PIXELS, modality="PT", sop_class=PET, Units="BQML")
    drug = item()
    for keyword in ("RadionuclideTotalDose", "RadionuclideHalfLife"):
        drug.add_new(keyword, "LO", value)
    for keyword in (
        "PatientWeight",
        "PatientSize",
        "RescaleSlope",
        "RescaleIntercept",
        "PixelSpacing",
        "EstimatedRadiographicMagnificationFactor",
    ):
        ds.add_new(keyword, "LO", value)  # as written, whatever it is
    ds.RadiopharmaceuticalInformationSequence = Sequence([drug])
    mapping = item(MeasurementUnitsCodeSequence=Sequence([item(CodeValue=value)]))
    region = item(RegionLocationMinX0=0, RegionLocationMinY0=0, RegionLocationMaxX1=5, RegionLocationMaxY1=3)
    for keyword in ("RealWorldValueSlope", "RealWorldValueIntercept", "DoubleFloatRealWorldValueFirstValueMapped"):
        mapping.add_new(keyword, "FD", binary)
    for keyword in ("PhysicalDeltaX", "PhysicalDeltaY", "ReferencePixelPhysicalValueX"):
        region.add_new(keyword, "FD", binary)
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
    ds.RealWorldValueMappingSequence, ds.SequenceOfUltrasoundRegions = Sequence([mapping]), Sequence([region])
    raw = encode(ds)
    shown, text = described(tmp_path, raw)
    assert shown["suv"]["bw"] is None
    assert shown["suv"]["text"] in text or shown["marks"]
