"""One object's bytes to what the index keeps of it, and whether two objects with one SOP Instance UID say the same."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any

from workstation.errors import NotReadable
from workstation.imaging.model import ImageHeader
from workstation.language import tr
from workstation.studies.model import Patient, PatientId, Series, Study

Encoded = bytes | bytearray | memoryview

# What another encoding of the same image may change: pixels, and what describes their encoding (PS3.3 C.7.6.3, C.7.6.1.1.5)
_OF_THE_ENCODING = frozenset(
    (
        0x00280002,
        0x00280004,
        0x00280006,
        0x00282110,
        0x00282112,
        0x00282114,
        0x7FE00001,
        0x7FE00002,
        0x7FE00008,
        0x7FE00009,
        0x7FE00010,
    )
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one object says. ``study`` carries the object's one series; ``digest`` is of the dataset without its file meta."""

    encoded: Encoded
    study: Study
    header: ImageHeader
    digest: bytes

    @property
    def series(self) -> Series:
        """The object's series, counting nothing."""
        return self.study.series[0]


def parse(encoded: Encoded) -> Parsed:
    """Read one Part-10 file. NotReadable where it is none or lacks the UIDs that place it; an image that cannot be decoded is
    kept all the same, with a mark."""
    dataset, header = _read(encoded)
    study = _study_of(dataset)
    sop_uid = str(dataset.get("SOPInstanceUID", "") or "").strip()
    series_uid = str(dataset.get("SeriesInstanceUID", "") or "").strip()
    if not (study.study_instance_uid and series_uid and sop_uid):
        raise NotReadable(
            tr("Not taken into the store: it lacks the UIDs that say which exam it belongs to (a DICOMDIR or a broken export).")
        )
    if len(sop_uid) > 128 or len(series_uid) > 128 or len(study.study_instance_uid) > 128:
        raise NotReadable(tr("Not taken into the store: a UID in it is longer than DICOM allows."))
    series = next((s for s in study.series if s.series_instance_uid == series_uid), Series(series_uid))
    study = replace(study, series=(replace(series, images=0),), images=0, source="")
    return Parsed(encoded, study, header, _digest(encoded))


def _read(encoded: Encoded) -> tuple[Any, ImageHeader]:
    import pydicom

    dataset: Any = pydicom.dcmread(io.BytesIO(encoded), stop_before_pixels=True)
    meta = dataset.file_meta
    header = ImageHeader(
        str(dataset.get("SOPInstanceUID", "")),
        str(dataset.get("SOPClassUID", "")),
        str(dataset.get("SeriesInstanceUID", "")),
        str(dataset.get("StudyInstanceUID", "")),
        str(meta.get("TransferSyntaxUID", "")),
        str(dataset.get("Modality", "")),
        int(dataset.get("Rows", 0) or 0),
        int(dataset.get("Columns", 0) or 0),
    )
    return dataset, header


def _study_of(dataset: Any) -> Study:
    def text(keyword: str) -> str:
        return str(dataset.get(keyword, "") or "").strip()

    patient = Patient(
        text("PatientName"), text("PatientBirthDate"), text("PatientSex"), (PatientId(text("PatientID"), text("IssuerOfPatientID")),)
    )
    modality = text("Modality")
    series = Series(text("SeriesInstanceUID"), modality, None, text("SeriesDescription"))
    return Study(
        text("StudyInstanceUID"),
        patient,
        text("StudyDate"),
        text("StudyTime"),
        text("StudyDescription"),
        (modality,) if modality else (),
        accession_number=text("AccessionNumber"),
        institution=text("InstitutionName"),
        series=(series,),
    )


def _digest(encoded: Encoded) -> bytes:
    """SHA-256 of the dataset: the file meta in front of it differs from sender to sender (PS3.10 7.1)."""
    view = memoryview(encoded).cast("B")
    start = 0
    if len(view) > 144 and view[128:132] == b"DICM" and view[132:140] == b"\x02\x00\x00\x00UL\x04\x00":
        after = 144 + int.from_bytes(view[140:144], "little")
        start = after if after <= len(view) else 0
    return hashlib.sha256(view[start:]).digest()


def same_person(first: Patient, other: Patient) -> bool:
    """Whether two records of one Study Instance UID may be one person."""
    if first == other:
        return True
    same_id = bool(first.patient_id) and first.patient_id == other.patient_id
    return same_id or (first.name == other.name and first.birth_date == other.birth_date)


def same_content(first: Encoded, other: Encoded) -> bool:
    """Whether two objects with one SOP Instance UID say the same, element by element: archives write sequences and lengths each
    in their own way, or send another transfer syntax."""
    import pydicom

    try:
        one, two = (pydicom.dcmread(io.BytesIO(each)) for each in (first, other))
        if one.file_meta.get("TransferSyntaxUID") != two.file_meta.get("TransferSyntaxUID"):
            for dataset in (one, two):
                for tag in _OF_THE_ENCODING & set(dataset.keys()):
                    del dataset[tag]
        for dataset in (one, two):
            for tag in [t for t in dataset.keys() if t.element == 0]:  # group lengths  # noqa: SIM118
                del dataset[tag]
        return bool(one == two)
    except Exception:  # what cannot be compared is not the same
        return False
