"""What the courier decides, as functions of values: whose priors to look for, what may be a prior, what to fetch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from workstation.studies import identity
from workstation.studies.model import Patient, PriorChoice, ScheduledExam, Study

CURRENT_PRIORITY = 50
PRIOR_PRIORITY = 40  # of the best prior; one less for each further one


def exams_to_prepare(
    told: Iterable[Study],
    here: Iterable[Study],
    planned: Iterable[ScheduledExam],
    since: str,
    *,
    read: AbstractSet[str] = frozenset(),
    wanted: AbstractSet[str] = frozenset(),
) -> list[Study]:
    """The exams of the list that are still to be read, newest first, each once: from archives, from the store, from the schedule.

    ``since``: YYYYMMDD; exams in ``wanted`` (being read, or asked for by the reader) count whatever their date. What the store has
    comes from its images and is preferred for who and what."""
    merged: dict[str, Study] = {}
    for study in (*told, *here):
        uid = study.study_instance_uid
        if uid in wanted or (study.date >= since and uid not in read):
            known = merged.get(uid)
            merged[uid] = replace(study, images=max(study.images, known.images if known else 0))
    for item in planned:
        if item.study_instance_uid and item.study_instance_uid not in read and item.study_instance_uid not in merged:
            merged[item.study_instance_uid] = as_study(item)
    return sorted(merged.values(), key=lambda s: (s.date, s.time), reverse=True)


def as_study(item: ScheduledExam) -> Study:
    """A planned exam as the exam it will be."""
    return Study(
        study_instance_uid=item.study_instance_uid,
        patient=item.patient,
        date=item.date,
        time=item.time,
        description=item.description,
        modalities=(item.modality,) if item.modality else (),
        accession_number=item.accession_number,
        source=item.source,
    )


class People:
    """The exams of the store by what their patients might share: comparing everyone with everyone takes too long."""

    def __init__(self, here: Iterable[Study]) -> None:
        self._by_key: dict[tuple[str, str], list[Study]] = {}
        self.exams = {study.study_instance_uid: study for study in here}
        for study in self.exams.values():
            for key in _keys(study.patient):
                self._by_key.setdefault(key, []).append(study)

    def perhaps(self, patient: Patient) -> list[Study]:
        """Exams of whoever shares an identifier, the birth date or the name."""
        found = {s.study_instance_uid: s for key in _keys(patient) for s in self._by_key.get(key, ())}
        return list(found.values())


def _keys(patient: Patient) -> set[tuple[str, str]]:
    keys = {("id", identity.fold(i.value)) for i in patient.ids if i.value}
    keys |= {("name", identity.fold(name)) for name in (patient.name, *patient.other_names) if name}
    keys |= {("ins", patient.ins)} if patient.ins else set()
    return keys | ({("born", patient.birth_date)} if patient.birth_date else set())


def candidates(current: Study, told: Iterable[Study], people: People) -> list[Study]:
    """Earlier exams that may be this person's, each once. From the store only those whose patient is not refused (it holds everyone's);
    an exam that is here is described by its own images, which decide who it is of."""
    found: dict[str, Study] = {}
    for study in told:
        known = found.get(study.study_instance_uid)
        if known is None or study.images > known.images:
            found[study.study_instance_uid] = study
    for uid, study in found.items():
        mine = people.exams.get(uid)
        if mine is not None:
            found[uid] = replace(mine, images=max(mine.images, study.images), source=study.source)
    for mine in people.perhaps(current.patient):
        if mine.study_instance_uid not in found and identity.compare(current.patient, mine.patient).verdict != "refused":
            found[mine.study_instance_uid] = mine
    found.pop(current.study_instance_uid, None)
    return [s for s in found.values() if not s.date or not current.date or (s.date, s.time) <= (current.date, current.time or "24")]


def safe(current: Study, choices: Sequence[PriorChoice]) -> tuple[PriorChoice, ...]:
    """The ranking with a second look at who each exam is of: one that is refused is never fetched, whatever its rank."""
    checked = []
    for choice in choices:
        verdict = identity.compare(current.patient, choice.study.patient)
        if verdict.verdict == "refused" and choice.identity != "refused":
            choice = replace(choice, identity="refused", fetch=False, reasons=(*choice.reasons, verdict.reason))
        checked.append(replace(choice, fetch=choice.fetch and choice.identity != "refused"))
    return tuple(checked)


def to_fetch(choices: Sequence[PriorChoice], here: Mapping[str, int]) -> list[tuple[Study, int]]:
    """(exam, priority) of each chosen prior that is not here whole. ``here``: images in the store by StudyInstanceUID."""
    chosen = [c for c in choices if c.fetch and c.study.source]
    wanted = []
    for rank, choice in enumerate(chosen):
        have = here.get(choice.study.study_instance_uid, 0)
        if have == 0 or have < choice.study.images:
            wanted.append((choice.study, PRIOR_PRIORITY - min(rank, 30)))
    return wanted
