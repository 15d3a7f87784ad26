"""What archives answer, as values: data sets of C-FIND and DICOM JSON made into studies, series, images, scheduled exams."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydicom import config
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from workstation.studies.model import Series, Study
from workstation.studies.read import series_of, study_of, text

# Archives answer with values that break their VR (long descriptions, odd UIDs): they are shown as they are.
config.settings.reading_validation_mode = config.IGNORE


@dataclass(frozen=True, slots=True)
class ImageRef:
    """One image an archive holds."""

    series_instance_uid: str
    sop_instance_uid: str
    sop_class_uid: str = ""


def with_right_charset(answer: Dataset) -> Dataset:
    """An answer whose texts decode as they were meant: many archives send UTF-8 and do not say so (PS3.3 C.12.1.1.2)."""
    if text(answer, "SpecificCharacterSet"):
        return answer
    raw = [e.value for e in answer._dict.values() if isinstance(e, RawDataElement) and isinstance(e.value, bytes)]
    texts = [value for value in raw if not value.isascii()]
    if texts:
        utf8 = all(_is_utf8(value) for value in texts)
        answer.SpecificCharacterSet = "ISO_IR 192" if utf8 else "ISO_IR 100"
        answer.set_original_encoding(*answer.original_encoding, "utf8" if utf8 else "latin_1")
    return answer


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def study(answer: Dataset, source: str) -> Study | None:
    """One study-level answer; None when it has no StudyInstanceUID."""
    told = study_of(answer)
    return replace(told, series=(), source=source) if told.study_instance_uid else None


def studies(answers: Iterable[Dataset], source: str) -> list[Study]:
    """Study-level answers, without doubles."""
    told = {s.study_instance_uid: s for a in answers if (s := study(a, source)) is not None}
    return list(told.values())


def series(answers: Iterable[Dataset]) -> list[Series]:
    """Series-level answers, without doubles."""
    told = {s.series_instance_uid: s for a in answers if (s := series_of(a)) is not None}
    return list(told.values())


def images(answers: Iterable[Dataset], series_instance_uid: str) -> list[ImageRef]:
    """Image-level answers of one series, without doubles."""
    told = {
        uid: ImageRef(text(a, "SeriesInstanceUID") or series_instance_uid, uid, text(a, "SOPClassUID"))
        for a in answers
        if (uid := text(a, "SOPInstanceUID"))
    }
    return list(told.values())


def from_json(body: bytes) -> list[Dataset]:
    """DICOM JSON (PS3.18 F) as data sets. Raises ValueError when it is not an array of objects."""
    told: Any = json.loads(body)
    if not isinstance(told, list) or not all(isinstance(item, dict) for item in told):
        raise ValueError("not an array of DICOM JSON objects")
    return [_dataset(item) for item in told]


def _dataset(item: dict[str, Any]) -> Dataset:
    kept = {tag: element for tag, element in item.items() if isinstance(element, dict) and "vr" in element and "BulkDataURI" not in element}
    try:
        return Dataset.from_json(kept)
    except Exception:  # one odd element must not cost the answer: take them one by one
        made = Dataset()
        for tag, element in kept.items():
            try:
                made.update(Dataset.from_json({tag: element}))
            except Exception:
                continue
        return made
