"""Files as readers need them: attributes by kind of image (PS3.3), places, and pixels that decode."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataset import Dataset

from workstation import phantoms
from workstation.phantoms import exams, plan

from .conftest import TODAY

EVERYWHERE = [
    "SOPClassUID",
    "SOPInstanceUID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "Modality",
    "Manufacturer",
    "InstitutionName",
    "ReferringPhysicianName",
    "StudyDescription",
    "SeriesDescription",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientSex",
    "BodyPartExamined",
    "SeriesNumber",
    "InstanceNumber",
    "SpecificCharacterSet",
    "PatientComments",
    "StudyID",
]
PIXELS = [
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
]
PLACED = ["FrameOfReferenceUID", "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness", "PatientPosition"]
BY_MODALITY = {
    "CT": [
        *PIXELS,
        *PLACED,
        "KVP",
        "RescaleSlope",
        "RescaleIntercept",
        "RescaleType",
        "ConvolutionKernel",
        "WindowCenter",
        "WindowCenterWidthExplanation",
    ],
    "MR": [
        *PIXELS,
        *PLACED,
        "ScanningSequence",
        "SequenceVariant",
        "EchoTime",
        "RepetitionTime",
        "MagneticFieldStrength",
        "MRAcquisitionType",
        "WindowCenter",
    ],
    "PT": [
        *PIXELS,
        *(name for name in PLACED if name != "PatientPosition"),
        "Units",
        "CorrectedImage",
        "DecayCorrection",
        "RescaleSlope",
        "RadiopharmaceuticalInformationSequence",
        "PatientWeight",
        "SeriesTime",
        "AcquisitionTime",
        "FrameReferenceTime",
        "ActualFrameDuration",
        "NumberOfSlices",
    ],
    "DX": [
        *PIXELS,
        "ImagerPixelSpacing",
        "PatientOrientation",
        "ViewPosition",
        "ViewCodeSequence",
        "AnatomicRegionSequence",
        "ImageLaterality",
        "PresentationLUTShape",
        "KVP",
    ],
    "MG": [
        *PIXELS,
        "ImagerPixelSpacing",
        "PatientOrientation",
        "ViewPosition",
        "ViewCodeSequence",
        "ImageLaterality",
        "BodyPartThickness",
        "PresentationLUTShape",
        "OrganDose",
    ],
    "US": [*PIXELS, "SequenceOfUltrasoundRegions", "BurnedInAnnotation", "TransducerData"],
}


@pytest.mark.parametrize("exam", plan.exams(TODAY), ids=lambda exam: exam.key)
def test_what_a_series_shares_is_complete(exam: plan.Exam) -> None:
    """Without pixels, for every exam of the plan; what each image has of its own is the next test's."""
    for series in exams.series_of(exam):
        ds = series.shared()
        ds.SOPInstanceUID, ds.InstanceNumber = "1.2", 1
        missing = [name for name in EVERYWHERE if not ds.get(name)]
        assert not missing, series.description
        assert ds.SeriesInstanceUID == series.uid
        assert "FANTOME" in ds.PatientComments
        for element in ds:
            if element.VR in ("LO", "SH", "CS") and isinstance(element.value, str):
                assert len(element.value) <= {"LO": 64, "SH": 16, "CS": 16}[element.VR], element


def test_each_image_is_complete(light: list[Dataset]) -> None:
    for ds in light:
        wanted = EVERYWHERE + BY_MODALITY[ds.Modality]
        missing = [name for name in wanted if name not in ds or (ds[name].value in ("", None) and name != "ViewPosition")]
        assert not missing, (ds.Modality, ds.SeriesDescription)
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
        assert len(str(ds.SOPInstanceUID)) <= 64
    assert {ds.Modality for ds in light} == {"CT", "MR", "DX", "MG", "US"}
    assert len({str(ds.SOPInstanceUID) for ds in light}) == len(light)


def test_pet_says_what_suv_needs() -> None:
    exam = next(e for e in plan.exams(TODAY) if e.plan.phantom == "pet_ct")
    anatomy, emission = exams.series_of(exam)
    ds = emission.shared()
    own_places = {"ImagePositionPatient", "RescaleSlope", "FrameReferenceTime"}
    assert not [name for name in BY_MODALITY["PT"] if name not in ds and name not in own_places]
    tracer = ds.RadiopharmaceuticalInformationSequence[0]
    assert (ds.Units, ds.DecayCorrection) == ("BQML", "START")
    assert "ATTN" in ds.CorrectedImage
    assert "DECY" in ds.CorrectedImage
    assert float(tracer.RadionuclideTotalDose) > 1e8
    assert float(tracer.RadionuclideHalfLife) == pytest.approx(6586.2)
    assert tracer.RadiopharmaceuticalStartTime < ds.SeriesTime
    assert ds.FrameOfReferenceUID == anatomy.shared().FrameOfReferenceUID


def test_pixels_decode_and_are_not_flat(light: list[Dataset]) -> None:
    seen = set()
    for ds in light:
        if ds.SeriesInstanceUID in seen:
            continue
        seen.add(ds.SeriesInstanceUID)
        pixels = ds.pixel_array
        assert pixels.shape[-2:] == (ds.Rows, ds.Columns) or pixels.shape[-3:-1] == (ds.Rows, ds.Columns)
        assert float(np.std(pixels.astype(np.float32))) > 5
        if ds.BitsStored == 12:
            assert int(pixels.max()) < 4096


def test_several_transfer_syntaxes_are_used(light: list[Dataset]) -> None:
    names = {ds.file_meta.TransferSyntaxUID.name for ds in light}
    assert len(names) >= 4, names


def test_monochrome1_is_the_same_film_stored_inverse(light: list[Dataset]) -> None:
    film = next(ds for ds in light if ds.get("PresentationLUTShape") == "INVERSE")
    assert film.PhotometricInterpretation == "MONOCHROME1"
    lung, spine = film.pixel_array[900:1100, 500:700].mean(), film.pixel_array[900:1100, 1030:1110].mean()
    assert lung > spine + 400  # stored the other way round


def test_mammogram_sides_and_views(light: list[Dataset]) -> None:
    films = [ds for ds in light if ds.Modality == "MG"]
    assert {(ds.ImageLaterality, ds.ViewPosition) for ds in films} == {("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")}
    for ds in films:
        wall = ds.pixel_array[:, -20:] if ds.ImageLaterality == "R" else ds.pixel_array[:, :20]
        nipple = ds.pixel_array[:, :20] if ds.ImageLaterality == "R" else ds.pixel_array[:, -20:]
        assert wall.mean() > 300 > nipple.mean()
        assert ds.PatientOrientation[0] == ("P" if ds.ImageLaterality == "R" else "A")
        assert ds.ViewCodeSequence[0].CodeValue == {"CC": "399162004", "MLO": "399368009"}[ds.ViewPosition]


def test_ultrasound_region_measures_in_centimetres(light: list[Dataset]) -> None:
    still = next(ds for ds in light if ds.Modality == "US" and ds.BodyPartExamined == "THYROID")
    region = still.SequenceOfUltrasoundRegions[0]
    depth = (region.RegionLocationMaxY1 - region.RegionLocationMinY0) * region.PhysicalDeltaY
    assert (region.PhysicalUnitsXDirection, region.PhysicalUnitsYDirection) == (3, 3)
    assert depth == pytest.approx(4.4, abs=0.05)
    cine = next(ds for ds in light if ds.Modality == "US" and "NumberOfFrames" in ds)
    assert cine.NumberOfFrames == cine.pixel_array.shape[0] == 20
    assert float(cine.FrameTime) > 0


def test_diffusion_has_two_values_and_water_moves_more_than_tissue(light: list[Dataset]) -> None:
    mr = [ds for ds in light if ds.Modality == "MR"]
    assert {float(ds.DiffusionBValue) for ds in mr if "DiffusionBValue" in ds} == {0.0, 1000.0}
    adc = [ds for ds in mr if "ADC" in ds.ImageType]
    assert adc
    assert 500 < np.median(adc[13].pixel_array[70:120, 70:120]) < 1100  # 1e-6 mm2/s, brain


def test_slices_of_a_series_lie_one_step_apart(light: list[Dataset]) -> None:
    series: dict[str, list[Dataset]] = {}
    for ds in light:
        if "ImagePositionPatient" in ds:
            series.setdefault(f"{ds.SeriesInstanceUID} {ds.get('DiffusionBValue', '')}", []).append(ds)
    for images in series.values():
        if len(images) < 2:
            continue
        places = np.sort([float(ds.ImagePositionPatient[2]) for ds in images])
        assert np.allclose(np.diff(places), float(images[0].SpacingBetweenSlices), atol=0.002)
        assert len({str(ds.FrameOfReferenceUID) for ds in images}) == 1


def test_a_prior_is_placed_otherwise() -> None:
    """Spacing, position, frame of reference and table height of the chest CT and its prior differ."""
    known = {exam.key: exam for exam in plan.exams(TODAY)}
    now, then = (exams.series_of(known[key])[1].shared() for key in ("rouquette-thorax", "rouquette-thorax-2025"))
    assert now.FrameOfReferenceUID != then.FrameOfReferenceUID
    assert now.PixelSpacing != then.PixelSpacing
    assert now.SpacingBetweenSlices != then.SpacingBetweenSlices
    assert now.TableHeight != then.TableHeight
    assert now.PatientID != then.PatientID
    current = phantoms.catalogue(TODAY, only=["rouquette-thorax"])[0]
    assert max(series.images for series in current.series) >= 200
