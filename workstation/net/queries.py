"""What is asked of an archive, as values, and how it is written as DIMSE identifiers and QIDO parameters (PS3.4 C.6, PS3.18 10.6)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from pydicom.dataset import Dataset

STUDY_ANSWERS = (
    "SpecificCharacterSet",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "StudyDescription",
    "AccessionNumber",
    "ModalitiesInStudy",
    "NumberOfStudyRelatedInstances",
    "NumberOfStudyRelatedSeries",
    "InstitutionName",
    "ReferringPhysicianName",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientSex",
)
STUDY_ANSWER_SEQUENCES = ("OtherPatientIDsSequence",)
SERIES_ANSWERS = (
    "SpecificCharacterSet",
    "SeriesInstanceUID",
    "Modality",
    "SeriesNumber",
    "SeriesDescription",
    "BodyPartExamined",
    "Laterality",
    "NumberOfSeriesRelatedInstances",
)
IMAGE_ANSWERS = ("SpecificCharacterSet", "SOPInstanceUID", "SOPClassUID", "InstanceNumber")


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """Which exams. Empty fields ask nothing; names may hold ``*`` and ``?``; dates are YYYYMMDD, both ends included."""

    patient_name: str = ""
    patient_id: str = ""
    birth_date: str = ""
    date_from: str = ""
    date_to: str = ""
    modalities: tuple[str, ...] = ()
    accession_number: str = ""
    description: str = ""
    study_uids: tuple[str, ...] = ()
    limit: int = 2000

    @classmethod
    def of(cls, values: dict[str, Any]) -> StudyQuery:
        """From a request's plain values; unknown keys are ignored, so that an older row never stops the courier."""
        known = {f.name for f in fields(cls)}
        taken: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return cls(**taken)

    @property
    def dates(self) -> str:
        """The DICOM range of StudyDate."""
        return f"{self.date_from}-{self.date_to}" if self.date_from or self.date_to else ""

    def keys(self) -> dict[str, str | list[str]]:
        """Keyword -> value of every matching key that is asked."""
        asked: dict[str, str | list[str]] = {
            "PatientName": self.patient_name,
            "PatientID": self.patient_id,
            "PatientBirthDate": self.birth_date,
            "StudyDate": self.dates,
            "ModalitiesInStudy": list(self.modalities),
            "AccessionNumber": self.accession_number,
            "StudyDescription": self.description,
            "StudyInstanceUID": list(self.study_uids),
        }
        return {k: v for k, v in asked.items() if v}


def identifier(level: str, answers: tuple[str, ...], keys: dict[str, str | list[str]], sequences: tuple[str, ...] = ()) -> Dataset:
    """A C-FIND identifier: return keys empty, matching keys filled; Latin-1 where the text allows it, else UTF-8."""
    asked = Dataset()
    asked.QueryRetrieveLevel = level
    for keyword in answers:
        if keyword != "SpecificCharacterSet":
            setattr(asked, keyword, "" if not keyword.startswith("NumberOf") else None)
    for keyword in sequences:
        setattr(asked, keyword, [])
    for keyword, value in keys.items():
        setattr(asked, keyword, value)
    text = "".join(v if isinstance(v, str) else "".join(v) for v in keys.values())
    if not text.isascii():
        asked.SpecificCharacterSet = "ISO_IR 100" if _latin(text) else "ISO_IR 192"
    return asked


def _latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
