"""What the store's values say as DICOM attributes, by level of the query models (PS3.4 C.3, C.6). Pure.

A value is text, a list of texts, or a list of items (dicts) for a sequence. Keywords as in PS3.6."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset

from workstation.imaging.model import ImageHeader
from workstation.net.matching import matches
from workstation.studies.model import PatientId, Series, Study

Attributes = dict[str, Any]
_OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+\Z")


def of_patient(studies: Sequence[Study]) -> Attributes:
    """PATIENT level, from all exams of one PatientID."""
    return {
        **_patient(studies[0]),
        "NumberOfPatientRelatedStudies": str(len(studies)),
        "NumberOfPatientRelatedSeries": str(sum(len(s.series) for s in studies)),
        "NumberOfPatientRelatedInstances": str(sum(s.images for s in studies)),
    }


def of_study(study: Study) -> Attributes:
    """STUDY level, with its patient's."""
    return {
        **_patient(study),
        "StudyInstanceUID": study.study_instance_uid,
        "StudyDate": study.date,
        "StudyTime": study.time,
        "StudyDescription": study.description,
        "AccessionNumber": study.accession_number,
        "ReferringPhysicianName": study.referring_physician,
        "InstitutionName": study.institution,
        "ReasonForTheRequestedProcedure": study.reason,
        "ModalitiesInStudy": list(study.modalities),
        "NumberOfStudyRelatedSeries": str(len(study.series)),
        "NumberOfStudyRelatedInstances": str(study.images),
        "InstanceAvailability": "ONLINE",
    }


def of_series(study: Study, series: Series) -> Attributes:
    """SERIES level, with its study's."""
    return {
        **of_study(study),
        "SeriesInstanceUID": series.series_instance_uid,
        "Modality": series.modality,
        "SeriesNumber": "" if series.number is None else str(series.number),
        "SeriesDescription": series.description,
        "BodyPartExamined": series.body_part,
        "Laterality": series.laterality,
        "NumberOfSeriesRelatedInstances": str(series.images),
    }


def of_image(study: Study, series: Series, image: ImageHeader) -> Attributes:
    """IMAGE level, with its series'."""
    return {
        **of_series(study, series),
        "SOPInstanceUID": image.sop_instance_uid,
        "SOPClassUID": image.sop_class_uid,
        "InstanceNumber": "" if image.instance_number is None else str(image.instance_number),
        "AvailableTransferSyntaxUID": image.transfer_syntax_uid,
        "Rows": str(image.rows),
        "Columns": str(image.columns),
        "BitsAllocated": str(image.bits_allocated),
        "NumberOfFrames": str(image.number_of_frames) if image.number_of_frames > 1 else "",
        "ContentDate": image.content_date,
        "ContentTime": image.content_time,
        "ViewPosition": image.view_position,
        "ImageLaterality": image.laterality,
    }


def _patient(study: Study) -> Attributes:
    person = study.patient
    own = person.ids[0] if person.ids else PatientId("")
    return {
        "PatientName": person.name,
        "PatientID": own.value,
        **_issuer(own),
        "PatientBirthDate": person.birth_date,
        "PatientSex": person.sex,
        "OtherPatientNames": list(person.other_names),
        "OtherPatientIDsSequence": [{"PatientID": i.value, **_issuer(i), "TypeOfPatientID": "TEXT"} for i in person.ids[1:]],
    }


def _issuer(identifier: PatientId) -> Attributes:
    if not _OID.match(identifier.issuer):
        return {"IssuerOfPatientID": identifier.issuer}
    qualifiers = [{"UniversalEntityID": identifier.issuer, "UniversalEntityIDType": "ISO"}]
    return {"IssuerOfPatientID": identifier.issuer, "IssuerOfPatientIDQualifiersSequence": qualifiers}


def answers_to(asked: Dataset, held: Attributes) -> bool:
    """Whether an entity matches every key of the query that is filled and known here."""
    for element in asked:
        if element.VR == "SQ" or element.keyword in ("SpecificCharacterSet", "QueryRetrieveLevel", "TimezoneOffsetFromUTC", ""):
            continue
        if element.keyword not in held:
            continue  # not supported as a matching key: PS3.4 C.2.2.1.3 lets it match all
        wanted = [str(v) for v in element.value] if element.VM > 1 else str(element.value if element.value is not None else "")
        if not matches(wanted, held[element.keyword], element.VR):
            return False
    return True


def answer(asked: Dataset, held: Attributes, level: str = "", *, always: Iterable[str] = ()) -> Dataset:
    """The attributes that were asked for and are known, the others asked for empty, in a character set that can hold them."""
    said = Dataset()
    wanted = [e.keyword for e in asked if e.keyword and e.tag.group != 0]
    for keyword in dict.fromkeys((*wanted, *always)):
        if keyword in ("SpecificCharacterSet", "QueryRetrieveLevel"):
            continue
        _set(said, keyword, held.get(keyword, [] if dictionary_VR(keyword) == "SQ" else ""))
    if level:
        said.QueryRetrieveLevel = level
    charset = charset_of(held)
    if charset:
        said.SpecificCharacterSet = charset
    return said


def _set(said: Dataset, keyword: str, value: Any) -> None:
    if dictionary_VR(keyword) == "SQ":
        items = []
        for item in value:
            inner = Dataset()
            for name, inside in item.items():
                _set(inner, name, inside)
            items.append(inner)
        setattr(said, keyword, items)
    elif dictionary_VR(keyword) in ("US", "UL", "SS", "SL"):
        setattr(said, keyword, int(value) if value else None)
    else:
        setattr(said, keyword, value or ("" if not isinstance(value, list) else None))


def charset_of(held: Attributes) -> str:
    """The narrowest character set that holds all texts: none for ASCII, Latin-1, else UTF-8 (PS3.3 C.12.1.1.2)."""
    text = "".join(_texts(held))
    if text.isascii():
        return ""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return "ISO_IR 192"
    return "ISO_IR 100"


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inside for text in _texts(part)]
