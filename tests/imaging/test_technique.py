"""The technique line of each modality, from plain and enhanced images; text burned into pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import CT, DX, ENHANCED_CT, MG, MR, PET, SC, US, file, item
from workstation.imaging import header

PIXELS = np.zeros((4, 6), np.uint16)
XA, NM, SM = (f"1.2.840.10008.5.1.4.1.1.{n}" for n in ("12.1", "20", "77.1.6"))


def read(modality: str, sop_class: str, **elements: Any) -> header.ImageHeader:
    return header.read(file(PIXELS, modality=modality, sop_class=sop_class, **elements))


TRACER = item(
    Radiopharmaceutical="FDG",
    RadionuclideTotalDose=2.5e8,
    RadiopharmaceuticalStartTime="235000",
    RadionuclideHalfLife=6586.2,
    RadionuclideCodeSequence=Sequence([item(CodeMeaning="^18^Fluorine")]),
)


def given(*drugs: pydicom.Dataset) -> dict[str, Any]:
    return {"RadiopharmaceuticalInformationSequence": Sequence(drugs)}


TAKEN = given(TRACER) | {"SeriesDate": "20260102", "AcquisitionDate": "20260102", "AcquisitionTime": "011000"}
LONG = given(item(Radiopharmaceutical="Ga", RadiopharmaceuticalStartDateTime="20260101090000", RadiopharmaceuticalStartTime="090000"))
LONG |= {"AcquisitionTime": "114500"}


@pytest.mark.parametrize(
    ("modality", "sop_class", "elements", "told"),
    [
        (
            "CT",
            CT,
            {"KVP": 120, "Exposure": 240, "XRayTubeCurrent": 400, "SliceThickness": 1.25, "ConvolutionKernel": "BONE"},
            "120 kV · 240 mAs · 1.25 mm · BONE",
        ),
        ("CT", CT, {"KVP": 120, "XRayTubeCurrent": 400, "ConvolutionKernel": ["Br40", "3"]}, "120 kV · 400 mA · Br40"),
        (
            "MR",
            MR,
            {
                "RepetitionTime": 4000,
                "EchoTime": 80.25,
                "InversionTime": 150,
                "FlipAngle": 90,
                "SliceThickness": 3,
                "MagneticFieldStrength": 1.494,
            },
            "TR 4000 · TE 80.25 · TI 150 · 90° · 3 mm · 1.5 T",
        ),
        ("MR", MR, {"RepetitionTime": 10002, "EchoTime": 0.00012}, "TR 10002 · TE 0.00012"),
        ("MR", MR, {"RepetitionTime": 4000, "InversionTime": 0, "MagneticFieldStrength": 20000}, "TR 4000"),
        ("DX", DX, {"KVP": 125, "ExposureInuAs": 2150}, "125 kV · 2.15 mAs"),
        (
            "MG",
            MG,
            {
                "KVP": 28,
                "Exposure": 85,
                "AnodeTargetMaterial": "MOLYBDENUM",
                "FilterMaterial": "RHODIUM",
                "CompressionForce": 110,
                "BodyPartThickness": 54,
            },
            "28 kV · 85 mAs · Mo/Rh · 110 N · 54 mm",
        ),
        ("XA", XA, {"KVP": 80, "PositionerPrimaryAngle": -30.2, "PositionerSecondaryAngle": 20}, "80 kV · RAO 30° · CRA 20°"),
        (
            "US",
            US,
            {"TransducerData": ["C5-1", "x"], "MechanicalIndex": 1.2, "SoftTissueThermalIndex": 0.6, "BoneThermalIndex": 1.1},
            "C5-1 · MI 1.2 · TIS 0.6 · TIB 1.1",
        ),
        ("PT", PET, {**TAKEN, "SeriesTime": "005000"}, "FDG · 250 MBq · 60 min p.i."),
        ("PT", PET, {**TAKEN, "SeriesTime": "053000"}, "FDG · 250 MBq · 80 min p.i."),  # rewritten: the image's own acquisition
        ("PT", PET, {**TAKEN, "SeriesTime": "003000", "AcquisitionTime": "090000"}, "FDG · 250 MBq"),  # which of the two is not told
        ("PT", PET, {**TAKEN, "SeriesTime": "053000", "AcquisitionDate": None}, "FDG · 250 MBq"),
        ("PT", PET, given(TRACER, item(Radiopharmaceutical="Choline", RadionuclideTotalDose=1e8)), "FDG · 250 MBq · Choline · 100 MBq"),
        ("PT", PET, given(item(Radiopharmaceutical="FDG", RadionuclideTotalDose=370)), "FDG"),
        ("NM", NM, given(item(Radiopharmaceutical="MDP", RadionuclideTotalDose=740)), "MDP · 740 MBq"),  # C.8.4.10
        ("NM", NM, given(item(Radiopharmaceutical="MDP", RadionuclideTotalDose=7.4e8)), "MDP · 740 MBq"),
        ("NM", NM, given(item(Radiopharmaceutical="I131", RadionuclideTotalDose=3.7e9)), "I131 · 3700 MBq"),
        ("NM", NM, {**LONG, "AcquisitionDate": "20260102"}, "Ga · 1605 min p.i."),
        ("NM", NM, {**LONG, "AcquisitionDate": None}, "Ga"),
        ("SM", SM, {"OpticalPathSequence": Sequence([item(ObjectiveLensPower=20)])}, "20×"),
        ("CT", CT, {"KVP": -5, "Exposure": 10**8, "ConvolutionKernel": "  a\r\nb · " + "c" * 60}, "a b " + "c" * 16),
        ("XC", SC, {}, ""),
    ],
)
def test_what_a_reader_of_that_modality_expects(modality: str, sop_class: str, elements: dict[str, Any], told: str) -> None:
    assert read(modality, sop_class, **elements).technique == told


def test_enhanced_images_say_it_in_their_groups() -> None:
    shared = item(
        CTExposureSequence=Sequence([item(ExposureInmAs=210.5, XRayTubeCurrentInmA=300.0)]),
        CTXRayDetailsSequence=Sequence([item(KVP=100)]),
        CTReconstructionSequence=Sequence([item(ConvolutionKernel="SOFT")]),
        PixelMeasuresSequence=Sequence([item(SliceThickness=0.6, PixelSpacing=[1, 1])]),
    )
    h = read("CT", ENHANCED_CT, SharedFunctionalGroupsSequence=Sequence([shared]))
    assert h.technique == "100 kV · 210.5 mAs · 0.6 mm · SOFT"
    timing = item(
        MRTimingAndRelatedParametersSequence=Sequence([item(RepetitionTime=500.0, FlipAngle=15.0)]),
        MREchoSequence=Sequence([item(EffectiveEchoTime=12.0)]),
    )
    h = read("MR", "1.2.840.10008.5.1.4.1.1.4.1", PerFrameFunctionalGroupsSequence=Sequence([timing]))
    assert h.technique == "TR 500 · TE 12 · 15°"


def test_what_differs_from_frame_to_frame_is_not_told_of_all() -> None:
    def frame(echo: float, kind: str) -> pydicom.Dataset:
        return item(
            MRTimingAndRelatedParametersSequence=Sequence([item(RepetitionTime=500.0)]),
            MREchoSequence=Sequence([item(EffectiveEchoTime=echo)]),
            CTReconstructionSequence=Sequence([item(ConvolutionKernel=kind)]),
        )

    def technique(modality: str, *frames: pydicom.Dataset) -> str:
        pixels = np.zeros((len(frames), 4, 6), np.uint16)
        return header.read(
            file(pixels, modality=modality, sop_class=ENHANCED_CT, PerFrameFunctionalGroupsSequence=Sequence(frames))
        ).technique

    assert technique("MR", frame(12.0, "x"), frame(12.0, "x")) == "TR 500 · TE 12"
    assert technique("MR", frame(12.0, "x"), frame(80.0, "x")) == "TR 500"
    assert technique("MR", frame(12.0, "x"), item()) == ""
    assert technique("CT", frame(1.0, "SOFT"), frame(1.0, "SOFT")) == "SOFT"
    assert technique("CT", frame(1.0, "SOFT"), frame(1.0, "BONE")) == ""


def renamed(name: str) -> Sequence:
    return Sequence([item(ModifiedAttributesSequence=Sequence([item(PatientName=name)]))])


@pytest.mark.parametrize(
    ("modality", "sop_class", "elements", "severity", "words"),
    [
        ("CT", CT, {"BurnedInAnnotation": "YES"}, "info", "is burned"),
        ("CT", CT, {}, None, ""),
        ("US", US, {"BurnedInAnnotation": "NO"}, None, ""),
        ("US", US, {}, "info", "may be burned"),
        ("CT", SC, {}, "info", "may be burned"),
        ("US", US, {"OriginalAttributesSequence": renamed("DURAND^PAUL")}, "warn", "another person"),
        ("US", US, {"OriginalAttributesSequence": renamed("martin^éléonore^")}, "info", "may be burned"),
        ("US", US, {"BurnedInAnnotation": "NO", "OriginalAttributesSequence": renamed("DURAND^PAUL")}, None, ""),
        ("OT", SC, {"BurnedInAnnotation": "YES", "PatientIdentityRemoved": "YES"}, "warn", "anonymous"),
    ],
)
def test_text_in_the_pixels(modality: str, sop_class: str, elements: dict[str, Any], severity: str | None, words: str) -> None:
    found = [m for m in read(modality, sop_class, **elements).marks if m.code == "burned_in"]
    assert [m.severity for m in found] == ([severity] if severity else [])
    assert all(words in m.text for m in found)


def test_a_face_that_can_be_recognised() -> None:
    assert any(m.code == "recognizable" for m in read("MR", MR, RecognizableVisualFeatures="YES").marks)
    assert not any(m.code == "recognizable" for m in read("MR", MR, RecognizableVisualFeatures="NO").marks)
