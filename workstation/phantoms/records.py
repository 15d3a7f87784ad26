"""What every image of the region says of its patient, exam, series and machine (PS3.3 C.7.1 to C.7.5), and common image attributes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import ExplicitVRLittleEndian, JPEGBaseline8Bit

from workstation.phantoms.plan import INS_TEST_OID, Exam
from workstation.phantoms.series import PlannedSeries, frame_of_reference, image_uid, series_uid, study_uid
from workstation.phantoms.uids import uid
from workstation.studies.model import Patient, PatientId, Series, Study

MACHINES = {
    "CT": ("SIEMENS", "SOMATOM go.Top"),
    "MR": ("SIEMENS", "MAGNETOM Sola"),
    "DX": ("Carestream", "DRX-Evolution"),
    "MG": ("HOLOGIC, Inc.", "Selenia Dimensions"),
    "US": ("GE Healthcare", "LOGIQ E10"),
    "PT": ("SIEMENS", "Biograph Vision"),
    "PR": ("GARONNE", "Relecture"),
}


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """One item of a code sequence (PS3.3 8.8)."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def ids(exam: Exam) -> tuple[PatientId, ...]:
    """PatientID at the site, then the national identity where the record has it."""
    own = PatientId(exam.patient_id, issuer_oid(exam.site.issuer))
    return (own, PatientId(exam.person.ins, INS_TEST_OID)) if _ins(exam) else (own,)


def _ins(exam: Exam) -> str:
    return "" if exam.plan.without_ins else exam.person.ins


def patient(exam: Exam) -> Patient:
    """The person as this exam's record tells of them."""
    at_birth = (f"{exam.person.family}^{exam.person.given}",) if exam.plan.family else ()
    return Patient(exam.patient_name, exam.person.birth_date.strftime("%Y%m%d"), exam.person.sex, ids(exam), _ins(exam), at_birth)


def study(exam: Exam, series: Sequence[PlannedSeries]) -> Study:
    """The exam as an archive that holds all of it would tell."""
    told = tuple(Series(s.uid, s.modality, s.number, s.description, s.body_part, s.laterality, s.images) for s in series)
    return Study(
        study_instance_uid=study_uid(exam),
        patient=patient(exam),
        date=exam.date,
        time=exam.time,
        description=exam.plan.description,
        modalities=tuple(dict.fromkeys(s.modality for s in series)),
        body_part=next((s.body_part for s in series if s.body_part), ""),
        laterality=next((s.laterality for s in series if s.laterality), ""),
        accession_number=exam.accession_number,
        institution=exam.site.name,
        referring_physician=exam.plan.referring,
        reason=exam.plan.reason,
        series=told,
        images=sum(s.images for s in told),
    )


def issuer_oid(name: str) -> str:
    """The universal entity id of an issuer: an OID as it is, a site's name as a UID made from it."""
    return name if name[:1].isdigit() else uid("issuer", name)


def _issuer(name: str) -> Dataset:
    item = Dataset()
    item.UniversalEntityID, item.UniversalEntityIDType = issuer_oid(name), "ISO"
    return item


def shared(exam: Exam, number: int, modality: str, description: str, body_part: str, sop_class: str) -> Dataset:
    """Patient, study, series and equipment of a series."""
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID = sop_class
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = ds.InstanceCreationDate = exam.date
    ds.StudyTime = exam.time
    ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = ds.InstanceCreationTime = after(exam, 60.0 * number)
    ds.AccessionNumber = exam.accession_number
    ds.Modality = modality
    ds.Manufacturer, ds.ManufacturerModelName = MACHINES[modality]
    ds.InstitutionName, ds.InstitutionAddress = exam.site.name, exam.site.address
    ds.InstitutionalDepartmentName = exam.site.department
    ds.ReferringPhysicianName = exam.plan.referring
    ds.StationName = f"{exam.plan.site.upper()[:8]}_{modality}1"
    ds.StudyDescription, ds.SeriesDescription = exam.plan.description, description
    ds.ProtocolName = description
    ds.PatientName = exam.patient_name
    ds.PatientID = exam.patient_id
    ds.IssuerOfPatientID = exam.site.issuer
    ds.IssuerOfPatientIDQualifiersSequence = Items([_issuer(exam.site.issuer)])
    ds.PatientBirthDate = exam.person.birth_date.strftime("%Y%m%d")
    ds.PatientSex = exam.person.sex
    ds.PatientAge = exam.age
    ds.PatientWeight, ds.PatientSize = f"{exam.person.weight:g}", f"{exam.person.size:g}"
    if exam.plan.family:
        ds.PatientBirthName = f"{exam.person.family}^{exam.person.given}"
    if _ins(exam):
        other = Dataset()
        other.PatientID, other.TypeOfPatientID = exam.person.ins, "TEXT"
        other.IssuerOfPatientIDQualifiersSequence = Items([_issuer(INS_TEST_OID)])
        ds.OtherPatientIDsSequence = Items([other])
    ds.PatientComments = "FANTOME DE SYNTHESE - GARONNE"
    ds.BodyPartExamined = body_part
    ds.DeviceSerialNumber = f"{abs(hash_of(exam.plan.site, modality)) % 90000 + 10000}"
    ds.SoftwareVersions = "garonne-phantoms 1"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = study_uid(exam), series_uid(exam, number)
    ds.StudyID = exam.accession_number[-6:]
    ds.SeriesNumber = number
    ds.PatientOrientation = None
    request = Dataset()
    request.AccessionNumber = exam.accession_number
    request.RequestedProcedureID, request.ScheduledProcedureStepID = exam.accession_number, f"{exam.accession_number}-1"
    request.RequestedProcedureDescription = request.ScheduledProcedureStepDescription = exam.plan.description
    if exam.plan.reason:
        request.ReasonForTheRequestedProcedure = exam.plan.reason[:64]  # LO; the whole reason is in the history
    ds.RequestAttributesSequence = Items([request])
    ds.AdditionalPatientHistory = exam.plan.reason
    return ds


def hash_of(*names: object) -> int:
    """A small number for these names."""
    from workstation.phantoms.uids import seed

    return seed(*names)


def after(exam: Exam, seconds: float) -> str:
    """Time of day that long after the exam's start, HHMMSS.FFFFFF."""
    start = datetime.strptime(exam.date + exam.time, "%Y%m%d%H%M%S")
    return (start + timedelta(seconds=seconds)).strftime("%H%M%S.%f")


def own(exam: Exam, number: int, instance: int) -> Dataset:
    """What every image has of its own."""
    ds = Dataset()
    ds.SOPInstanceUID = image_uid(exam, number, instance)
    ds.InstanceNumber = instance
    return ds


def grey(ds: Dataset, rows: int, columns: int, bits: int, *, signed: bool = False, photometric: str = "MONOCHROME2") -> None:
    """Image Pixel of a grey image of 8 or 16 allocated bits (PS3.3 C.7.6.3)."""
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, photometric
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated = 8 if bits <= 8 else 16
    ds.BitsStored, ds.HighBit, ds.PixelRepresentation = bits, bits - 1, int(signed)


def colour(ds: Dataset, rows: int, columns: int, syntax: str = ExplicitVRLittleEndian) -> None:
    """Image Pixel of a colour image, RGB or, where JPEG baseline turns it, YBR_FULL_422."""
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 3, "YBR_FULL_422" if syntax == JPEGBaseline8Bit else "RGB"
    ds.PlanarConfiguration = 0
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0


def placed(
    ds: Dataset,
    exam: Exam,
    spacing: tuple[float, float],
    thickness: float,
    row: Sequence[float],
    column: Sequence[float],
    frame: object = 0,
) -> None:
    """Frame of Reference and the shared part of Image Plane (PS3.3 C.7.4.1, C.7.6.2)."""
    ds.FrameOfReferenceUID = frame_of_reference(exam, frame)
    ds.PositionReferenceIndicator = ""
    ds.PixelSpacing = [f"{spacing[0]:.6g}", f"{spacing[1]:.6g}"]
    ds.SliceThickness = f"{thickness:g}"
    ds.ImageOrientationPatient = [f"{v:g}" for v in (*row, *column)]
    ds.PatientPosition = "HFS"


def position(ds: Dataset, point: Sequence[float]) -> None:
    """ImagePositionPatient and, along the patient's axis, SliceLocation."""
    ds.ImagePositionPatient = [f"{v:.3f}" for v in point]
    ds.SliceLocation = f"{point[2]:.3f}"


def windows(ds: Dataset, *choices: tuple[float, float, str]) -> None:
    """VOI windows with the names the site shows (PS3.3 C.11.2)."""
    ds.WindowCenter = [f"{c:g}" for c, _, _ in choices]
    ds.WindowWidth = [f"{w:g}" for _, w, _ in choices]
    ds.WindowCenterWidthExplanation = [name for _, _, name in choices]
