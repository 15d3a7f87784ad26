"""The archive's modality worklist (PS3.4 K): items from a TOML or JSON file that is read again whenever it changes.

```toml
[[scheduled]]
patient_name = "MARTIN^Éléonore"
patient_id = "4711"
issuer_of_patient_id = "CABINET"
patient_birth_date = "19580312"
patient_sex = "F"
accession_number = "A1"
study_instance_uid = "1.2.3"
date = "20261125"
time = "0930"
modality = "CT"
description = "SCANNER THORACIQUE"
station_aet = "CT1"
```"""

from __future__ import annotations

import json
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydicom.dataset import Dataset

from workstation.archive.attributes import answer, answers_to, charset_of
from workstation.errors import SettingsInvalid
from workstation.language import tr


class Scheduled(BaseModel):
    """One planned exam. Dates YYYYMMDD, times HHMM or HHMMSS."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    patient_name: str
    patient_id: str
    issuer_of_patient_id: str = ""
    patient_birth_date: str = ""
    patient_sex: str = ""
    accession_number: str = ""
    study_instance_uid: str = ""
    date: str
    time: str = ""
    modality: str
    description: str = ""
    station_aet: str = ""
    referring_physician: str = ""


class Schedule:
    """The items of one file, or of none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = -1
        self._items: tuple[Scheduled, ...] = ()
        self._lock = threading.Lock()

    def items(self) -> tuple[Scheduled, ...]:
        """What the file says now; empty when there is none. Raises SettingsInvalid: file, item and what is expected."""
        with self._lock:
            try:
                changed = self._path.stat().st_mtime_ns if self._path else -1
            except OSError:
                self._items, self._seen = (), -1
                return ()
            if self._path is not None and changed != self._seen:
                self._items = _read(self._path)
                self._seen = changed
            return self._items

    def find(self, asked: Dataset) -> Iterator[Dataset]:
        """The worklist answers (PS3.4 K.6.1.2)."""
        steps = asked.get("ScheduledProcedureStepSequence") or [Dataset()]
        for item in self.items():
            held = {
                "PatientName": item.patient_name,
                "PatientID": item.patient_id,
                "IssuerOfPatientID": item.issuer_of_patient_id,
                "PatientBirthDate": item.patient_birth_date,
                "PatientSex": item.patient_sex,
                "AccessionNumber": item.accession_number,
                "StudyInstanceUID": item.study_instance_uid,
                "RequestedProcedureDescription": item.description,
                "RequestedProcedureID": item.accession_number,
                "ReferringPhysicianName": item.referring_physician,
            }
            step = {
                "ScheduledStationAETitle": item.station_aet,
                "ScheduledProcedureStepStartDate": item.date,
                "ScheduledProcedureStepStartTime": item.time,
                "Modality": item.modality,
                "ScheduledProcedureStepDescription": item.description,
                "ScheduledProcedureStepID": item.accession_number,
            }
            if not answers_to(asked, held) or not answers_to(steps[0], step):
                continue
            said = answer(asked, held)
            said.ScheduledProcedureStepSequence = [answer(steps[0], step, always=("ScheduledProcedureStepStartDate", "Modality"))]
            charset = charset_of({**held, **step})
            if charset:
                said.SpecificCharacterSet = charset
            yield said


def _read(path: Path) -> tuple[Scheduled, ...]:
    try:
        body = path.read_text("utf-8")
        told: Any = json.loads(body) if path.suffix == ".json" else tomllib.loads(body)
    except (OSError, ValueError) as error:
        raise SettingsInvalid(tr("The worklist file {path} cannot be read ({cause}).", path=path, cause=error)) from error
    items = told.get("scheduled", []) if isinstance(told, dict) else told
    if not isinstance(items, list):
        raise SettingsInvalid(tr("{path}: scheduled: a list is expected.", path=path))
    read = []
    for number, item in enumerate(items):
        try:
            read.append(Scheduled.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in ("scheduled", number, *first["loc"]))
            raise SettingsInvalid(tr("{path}: {key}: {cause}.", path=path, key=key, cause=first["msg"])) from error
    return tuple(read)


def default_file(folder: Path) -> Path | None:
    """``worklist.toml`` or ``worklist.json`` beside the store, when there is one."""
    return next((p for p in (folder / "worklist.toml", folder / "worklist.json") if p.is_file()), folder / "worklist.toml")
