"""Which queries find a person's earlier exams in an archive that knows them under another ID, or writes the name otherwise."""

from __future__ import annotations

import unicodedata

from workstation.net.queries import StudyQuery
from workstation.studies.model import Patient

_NEVER_ACCENTED = frozenset("BDFGHJKLMPQRTVWX")  # in French and its neighbours; C, N, S, Y, Z and the vowels may carry marks


def queries_for(patient: Patient) -> tuple[StudyQuery, ...]:
    """By every identifier of the record (INS with it), then by birth date, narrowed to the family name's first letter where
    that letter has one form only: archives compare accents, hyphens and married names each in their own way.

    Wide on purpose; what comes back is compared by studies.identity before anything is fetched."""
    ids = dict.fromkeys(i.value for i in patient.ids if _searchable(i.value))
    if patient.ins and _searchable(patient.ins):
        ids[patient.ins] = None
    queries = [StudyQuery(patient_id=value) for value in ids]
    if patient.birth_date:
        first = {unicodedata.normalize("NFC", n.strip().upper())[:1] for n in (patient.name, *patient.other_names) if n.strip()}
        narrow = len(first) == 1 and first <= _NEVER_ACCENTED
        queries.append(StudyQuery(birth_date=patient.birth_date, patient_name=f"{first.pop()}*" if narrow else ""))
    return tuple(queries)


def _searchable(value: str) -> bool:
    """Not empty, no wildcard (it would match everyone), not a row of one digit (0000)."""
    plain = value.strip()
    return len(set(plain)) > 1 and not set(plain) & set("*?\\")
