"""A dataset's patient, study and series as values. A value that is missing, malformed or in a wrong character set becomes "".

Identity: PatientID with IssuerOfPatientID (0010,0021) or IssuerOfPatientIDQualifiersSequence (0010,0024), and the items of
OtherPatientIDsSequence (0010,1002), PS3.3 C.2.2 and 10.14. INS: an identifier whose issuer is one of ``INS_OIDS``.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Sequence
from typing import Any

from pydicom.dataset import Dataset

from workstation.studies.model import INS_OIDS, Patient, PatientId, ScheduledExam, Series, Study

_LONGEST = 1024  # characters kept of any one text
_NAME_PLACES = ("PatientBirthName", "OtherPatientNames")


def study_of(dataset: Dataset) -> Study:
    """The exam that one dataset tells of: its patient, study and, where it names one, its one series.

    Works for a stored image (one series, no counts) and for a query answer (counts from NumberOfStudyRelatedInstances)."""
    series = series_of(dataset)
    modalities = _texts(dataset, "ModalitiesInStudy") or ((series.modality,) if series and series.modality else ())
    return Study(
        study_instance_uid=text(dataset, "StudyInstanceUID"),
        patient=patient_of(dataset),
        date=next(filter(None, (_date(dataset, k) for k in ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"))), ""),
        time=_time(dataset, "StudyTime") or _time(dataset, "SeriesTime"),
        description=text(dataset, "StudyDescription")
        or _first_meaning(dataset, "ProcedureCodeSequence", "RequestedProcedureCodeSequence")
        or text(dataset, "RequestedProcedureDescription")
        or text(dataset, "PerformedProcedureStepDescription"),
        modalities=tuple(dict.fromkeys(m.upper() for m in modalities)),
        body_part=text(dataset, "BodyPartExamined") or _first_meaning(dataset, "AnatomicRegionSequence"),
        laterality=_laterality(dataset, "Laterality"),  # that of one image is not that of the exam
        accession_number=text(dataset, "AccessionNumber"),
        institution=text(dataset, "InstitutionName"),
        referring_physician=text(dataset, "ReferringPhysicianName"),
        reason=text(dataset, "ReasonForTheRequestedProcedure") or text(dataset, "AdditionalPatientHistory"),
        series=(series,) if series else (),
        images=_number(dataset, "NumberOfStudyRelatedInstances") or 0,
    )


def series_of(dataset: Dataset) -> Series | None:
    """The series that one dataset tells of; None where it names none."""
    uid = text(dataset, "SeriesInstanceUID")
    if not uid:
        return None
    return Series(
        series_instance_uid=uid,
        modality=text(dataset, "Modality").upper(),
        number=_number(dataset, "SeriesNumber"),
        description=text(dataset, "SeriesDescription") or text(dataset, "ProtocolName"),
        body_part=text(dataset, "BodyPartExamined") or _first_meaning(dataset, "AnatomicRegionSequence"),
        laterality=_laterality(dataset, "Laterality", "ImageLaterality", "FrameLaterality"),
        images=_number(dataset, "NumberOfSeriesRelatedInstances") or 0,
    )


def patient_of(dataset: Dataset) -> Patient:
    """The person as this record tells of them, with all identifiers and their issuers."""
    ids: list[PatientId] = []
    own = text(dataset, "PatientID")
    if own:
        ids.append(PatientId(own, _issuer(dataset)))
    for item in _items(dataset, "OtherPatientIDsSequence"):
        value = text(item, "PatientID")
        if value:
            ids.append(PatientId(value, _issuer(item)))
    ids += [PatientId(value) for value in _texts(dataset, "OtherPatientIDs") if value]
    names = [name for place in _NAME_PLACES for name in _texts(dataset, place) if name]
    return Patient(
        name=text(dataset, "PatientName"),
        birth_date=_date(dataset, "PatientBirthDate"),
        sex=_sex(text(dataset, "PatientSex")),
        ids=tuple(dict.fromkeys(ids)),
        ins=next((re.sub(r"\s", "", i.value) for i in ids if i.issuer in INS_OIDS), ""),
        other_names=tuple(dict.fromkeys(names)),
    )


def scheduled_exams_of(dataset: Dataset, source: str = "") -> tuple[ScheduledExam, ...]:
    """The exams that one modality worklist answer (PS3.4 K.6.1.2) tells of, one a scheduled procedure step."""
    exams = []
    for step in _items(dataset, "ScheduledProcedureStepSequence") or [Dataset()]:
        exams.append(
            ScheduledExam(
                accession_number=text(dataset, "AccessionNumber"),
                patient=patient_of(dataset),
                date=_date(step, "ScheduledProcedureStepStartDate"),
                time=_time(step, "ScheduledProcedureStepStartTime"),
                modality=text(step, "Modality").upper(),
                description=text(step, "ScheduledProcedureStepDescription") or text(dataset, "RequestedProcedureDescription"),
                station=text(step, "ScheduledStationName") or text(step, "ScheduledStationAETitle"),
                study_instance_uid=text(dataset, "StudyInstanceUID"),
                source=source,
            )
        )
    return tuple(exams)


def text(dataset: Dataset, keyword: str) -> str:
    """One value as clean text: no control characters, no padding, at most 1024 characters; "" when it cannot be had."""
    values = _texts(dataset, keyword)
    return values[0] if values else ""


def _texts(dataset: Dataset, keyword: str) -> tuple[str, ...]:
    value = _value(dataset, keyword)
    if value is None:
        return ()
    several = value if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else (value,)
    return tuple(_clean(one) for one in several if one is not None)


def _value(dataset: Dataset, keyword: str) -> Any:
    """The element's value, or None: pydicom raises many kinds of errors on a value whose VR or character set is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dataset.get(keyword)
    except Exception:
        return None


def _clean(value: object) -> str:
    if isinstance(value, bytes):
        value = _decoded(value)
    try:
        shown = str(value)
    except Exception:
        return ""
    if not shown.isascii():
        shown = _repaired(shown)
    kept = "".join(c if c.isprintable() else " " for c in shown[:_LONGEST])
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _repaired(shown: str) -> str:
    """UTF-8 that was taken for Latin-1 because no character set, or the wrong one, was declared; and bytes that none explains."""
    try:
        return shown.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return _decoded(shown.encode("utf-8", "surrogateescape")) if any(0xDC80 <= ord(c) <= 0xDCFF for c in shown) else shown
    except UnicodeError:
        return shown


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _items(dataset: Dataset, keyword: str) -> list[Dataset]:
    value = _value(dataset, keyword)
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        return []
    return [item for item in value if isinstance(item, Dataset)]


def _issuer(dataset: Dataset) -> str:
    """The universal entity id (an OID) where given: it is the one that cannot be reused by another site; else the local name."""
    for item in _items(dataset, "IssuerOfPatientIDQualifiersSequence"):
        universal = text(item, "UniversalEntityID")
        if universal:
            return universal
    return text(dataset, "IssuerOfPatientID")


def _first_meaning(dataset: Dataset, *keywords: str) -> str:
    for keyword in keywords:
        for item in _items(dataset, keyword):
            meaning = text(item, "CodeMeaning") or text(item, "CodeValue")
            if meaning:
                return meaning
    return ""


def _laterality(dataset: Dataset, *keywords: str) -> str:
    for keyword in keywords:
        side = text(dataset, keyword).upper()[:1]
        if side in ("R", "L", "B"):
            return side
    return ""


def _sex(value: str) -> str:
    first = value.upper()[:1]
    return first if first in ("M", "F", "O") else ""


def _date(dataset: Dataset, keyword: str) -> str:
    """YYYYMMDD, also from the old 1997.04.24 and from 1997-04-24; "" where it is no date."""
    digits = re.sub(r"[.\-/ ]", "", text(dataset, keyword))[:8]
    if not re.fullmatch(r"\d{8}", digits):
        return ""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return digits if year >= 1850 and 1 <= month <= 12 and 1 <= day <= 31 else ""


def _time(dataset: Dataset, keyword: str) -> str:
    digits = re.sub(r"[:.].*$", "", text(dataset, keyword).replace(":", ""))
    return digits[:6].ljust(6, "0") if re.fullmatch(r"\d{2,6}", digits) and int(digits[:2]) < 24 else ""


def _number(dataset: Dataset, keyword: str) -> int | None:
    match = re.match(r"[+-]?\d{1,9}(?!\d)", text(dataset, keyword))
    return int(match.group()) if match else None
