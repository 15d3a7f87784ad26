"""Cases of a current exam and earlier ones from a CSV file, for trying and judging the rules of relevance.

Columns: case, role (current or candidate), study_id, days_before, modality, description, body_part, laterality; others are not read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from workstation.errors import NotReadable
from workstation.language import tr
from workstation.studies.model import Patient, PatientId, Study

COLUMNS = ("case", "role", "study_id", "days_before", "modality", "description", "body_part", "laterality")
_ANYONE = Patient("CASE", ids=(PatientId("CASE", "CASES"),))


@dataclass(frozen=True, slots=True)
class Case:
    """One current exam and the earlier ones; the study_id of the file stands as study_instance_uid."""

    name: str
    current: Study
    candidates: tuple[Study, ...]


def read_cases(path: Path, today: date) -> tuple[Case, ...]:
    """The cases of a file in its order, each current exam dated ``today``. NotReadable names the line and what is wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise NotReadable(tr("{path} cannot be read ({cause}).", path=path, cause=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise NotReadable(tr("{path} is not UTF-8 text. Save it again as UTF-8.", path=path)) from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
        if missing:
            raise NotReadable(
                tr("{path} has no column {name}; it needs {columns}.", path=path, name=missing[0], columns=", ".join(COLUMNS))
            )
        return _cases(path, [(rows.line_num, row) for row in rows], today)
    except csv.Error as error:
        raise NotReadable(tr("{path} is not a CSV file: {cause}.", path=path, cause=error)) from error


def _cases(path: Path, rows: Sequence[tuple[int, dict[str, str | None]]], today: date) -> tuple[Case, ...]:
    current: dict[str, Study] = {}
    candidates: dict[str, list[Study]] = {}
    for line, row in rows:
        name, role = (row["case"] or "").strip(), (row["role"] or "").strip().lower()
        if role not in ("current", "candidate") or not name:
            raise NotReadable(tr("{path}, line {line}: role must be current or candidate, and case must be told.", path=path, line=line))
        study = _study(path, line, row, today)
        candidates.setdefault(name, [])
        if role == "candidate":
            candidates[name].append(study)
        elif name in current:
            raise NotReadable(tr("{path}, line {line}: case {name} has two current exams.", path=path, line=line, name=name))
        else:
            current[name] = study
    for name in candidates:
        if name not in current:
            raise NotReadable(tr("{path}: case {name} has no current exam.", path=path, name=name))
    return tuple(Case(name, current[name], tuple(several)) for name, several in candidates.items())


def _study(path: Path, line: int, row: dict[str, str | None], today: date) -> Study:
    value = {column: (row[column] or "").strip() for column in COLUMNS}
    try:
        day = today - timedelta(days=float(value["days_before"] or 0))
    except (ValueError, OverflowError) as error:
        raise NotReadable(tr("{path}, line {line}: days_before is no number of days.", path=path, line=line)) from error
    modalities = tuple(m for m in value["modality"].upper().replace("/", "\\").split("\\") if m)
    return Study(
        study_instance_uid=value["study_id"],
        patient=_ANYONE,
        date=day.strftime("%Y%m%d"),
        description=value["description"],
        modalities=modalities,
        body_part=value["body_part"],
        laterality=value["laterality"].upper()[:1] if value["laterality"].upper()[:1] in ("R", "L", "B") else "",
    )
