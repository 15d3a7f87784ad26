"""Rows of the list in words: what each column says and sorts by, made once per change in the worker and only painted afterwards.

Pure: no Qt, no store, no clock of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from workstation.language import tr
from workstation.studies import text
from workstation.studies.identity import fold
from workstation.studies.model import Patient, Study, WorklistRow
from workstation.studies.worklist import search_text

DOWN, TRYING, UP = "down", "trying", "up"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``key``: the study's UID, or ``node:NAME`` (an archive that is down), or ``scheduled:...`` (not yet made)."""

    key: str
    kind: str  # exam, scheduled, node
    state: str  # arriving, to_read, reading, read, scheduled, down, trying
    patient: str = ""
    age: str = ""
    exam: str = ""
    modality: str = ""  # what the chip says
    date: str = ""
    received: str = ""
    site: str = ""
    reader: str = ""
    accession: str = ""
    patient_id: str = ""
    birth: str = ""
    referring: str = ""
    node: str = ""
    images_here: int = 0  # objects, as archives count them
    images_known: int = 0
    pictures_here: int = 0  # what is shown as images: what is said
    pictures_known: int = 0
    priors_here: int = 0
    priors_known: int = 0
    urgent: bool = False
    only_prior: bool = False  # here only as an earlier exam of somebody on the list
    conflict: str = ""  # why its sources do not agree whose it is
    day: str = ""  # YYYYMMDD of the exam
    read_at: float = 0.0
    row: WorklistRow | None = None
    haystack: str = ""
    sort_when: tuple[str, str] = ("", "")
    sort_age: int = -1
    received_at: float = 0.0


def state_text(state: str) -> str:
    """The word of a state."""
    return {
        "arriving": tr("Arriving"),
        "to_read": tr("To read"),
        "reading": tr("Being read"),
        "read": tr("Read"),
        "scheduled": tr("Scheduled"),
        DOWN: tr("Unreachable"),
        TRYING: tr("Trying"),
        UP: tr("Reachable"),
    }.get(state, state)


def when_text(day: date | None, time: str, today: date) -> str:
    """``07:42`` today, ``18/09/2025`` on another day; the hour of that stands in the tooltip."""
    if day is None:
        return ""
    if day == today:
        return time or tr("today")
    return day.strftime("%d/%m/%Y")


def birth_text(patient: Patient) -> str:
    """``born 12/03/1959`` with the participle that French wants."""
    if not patient.birth_date:
        return tr("birth date unknown")
    said = text.date_text(patient.birth_date)
    if patient.sex == "F":
        return tr("born on {date}", date=said)
    return tr("born {date}", date=said) if patient.sex == "M" else tr("birth date {date}", date=said)


def of_exam(row: WorklistRow, today: date) -> Entry:
    """The row of one exam, made or only scheduled."""
    study, patient = row.study, row.study.patient
    received = datetime.fromtimestamp(row.received_at) if row.received_at else None
    shown = {
        "patient": text.display_name(patient),
        "exam": text.exam_title(study),
        "site": study.institution or study.source,
        "accession": study.accession_number,
        "patient_id": patient.patient_id,
        "reader": row.reader,
        "birth": text.date_text(patient.birth_date),
        "referring": text.display_name(study.referring_physician) if study.referring_physician else "",
    }
    modality = text.modality_chip(study.modalities)
    also = (shown["patient"], shown["site"], shown["reader"], shown["referring"], study.reason, shown["birth"])
    return Entry(
        key=study.study_instance_uid,
        kind="scheduled" if row.state == "scheduled" else "exam",
        state=row.state,
        age=_short_age(study),
        modality=modality,
        date=when_text(text.day_of(study.date), text.time_text(study.time), today),
        received=when_text(received.date(), received.strftime("%H:%M"), today) if received else "",
        images_here=row.images_here,
        images_known=max(row.images_known, row.images_here),
        pictures_here=row.pictures_here,
        pictures_known=max(row.pictures_known, row.pictures_here),
        priors_here=row.priors_here,
        priors_known=row.priors_known,
        urgent=row.urgent,
        only_prior=row.only_prior,
        day=study.date,
        read_at=row.read_at,
        conflict=row.conflict,
        row=row,
        haystack=f"{search_text(row)} {fold(' '.join(also))}",
        sort_when=(study.date, study.time),
        sort_age=_days_old(study),
        received_at=row.received_at,
        **shown,
    )


def _days_old(study: Study) -> int:
    born, day = text.day_of(study.patient.birth_date), text.day_of(study.date)
    return (day - born).days if born and day else -1


def _short_age(study: Study) -> str:
    """A bare number for years, as the column's name says them; under two years ``7 m``, under a month ``12 d``."""
    born, day = text.day_of(study.patient.birth_date), text.day_of(study.date)
    if born is None or day is None or day < born:
        return ""
    months = text.months_between(born, day)
    if months >= 24:
        return str(months // 12)
    return tr("{count} m", count=months) if months else tr("{count} d", count=(day - born).days)


def of_node(name: str, state: str, sentence: str) -> Entry:
    """The row of an archive that does not answer: its name, why, and a retry."""
    return Entry(key=f"node:{name}", kind="node", state=state, patient=name, exam=sentence, node=name, haystack=fold(f"{name} {sentence}"))


def answers_again(entry: Entry) -> Entry:
    """The row of an archive that came back, until it may go."""
    return replace(entry, state=UP, exam=tr("It answers again."))


def of_nodes(down: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """A row for each archive that is down: its name, state, and why."""
    return [of_node(*one) for one in down]


def of_exams(rows: Iterable[WorklistRow], today: date, kept: Mapping[str, Entry]) -> list[Entry]:
    """A row for each exam. Entries in ``kept`` whose exam did not change are used again."""
    made = []
    for row in rows:
        old = kept.get(row.study.study_instance_uid)
        made.append(old if old is not None and old.row == row else of_exam(row, today))
    return made
