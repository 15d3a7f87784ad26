"""Patients, dates and intervals as a radiologist reads them, in the language of this process.

Dates in are DICOM's (YYYYMMDD), times HHMMSS; a value that is no date gives "" or a word for "unknown", never an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from workstation.language import language, plural, tr
from workstation.studies.model import Patient, Series, Study

# Not what an exam *is*: they only come with one.
COMPANIONS = frozenset({"SR", "PR", "KO", "SEG", "REG", "DOC", "RTSTRUCT", "RWV", "FID", "AU", "ANN", "OT", "PLAN", "SMR", "M3D", "STAIN"})
WITHOUT_PICTURES = COMPANIONS - {"SEG", "OT"}  # states, reports, notes: objects that are counted by archives and shown as no image
_MAIN_FIRST = ("PT", "NM", "MG", "XA", "MR", "CT", "RF", "US", "DX", "CR")
_FILMS = frozenset({"CR", "DX", "RG"})
_NO_NAME = re.compile(r"[\^=\s]*")


def pictured(study: Study) -> tuple[Series, ...]:
    """The series that hold images, as far as their modalities tell."""
    return tuple(s for s in study.series if s.modality not in WITHOUT_PICTURES)


def pictures(study: Study) -> int:
    """How many images the source has, without states, reports and notes as far as its series tell of them."""
    return max(0, study.images - sum(s.images for s in study.series if s.modality in WITHOUT_PICTURES))


def parts_of_name(person_name: str) -> tuple[str, str]:
    """(family, given names) of a DICOM PN; the alphabetic group, else the first that is there. All in family without a ``^``."""
    groups = [g for g in person_name.split("=") if g.strip("^ ")]
    components = (groups[0] if groups else "").split("^")
    family = " ".join(components[0].split())
    given = " ".join(" ".join(components[1:3]).split())
    return family, given


def display_name(who: Patient | str) -> str:
    """``MARTIN Éléonore``: family in capitals, given names with one capital each."""
    name = who.name if isinstance(who, Patient) else who
    if _NO_NAME.fullmatch(name):
        return tr("Unknown patient")
    family, given = parts_of_name(name)
    if given and family:
        return f"{family.upper()} {_given(given)}"
    if "^" not in name:
        return family  # written in one piece: nobody knows which word is the family
    return family.upper() or _given(given)


def _given(names: str) -> str:
    """Capitals of a record written all in one case are set right; ``McKenzie`` stays as it was written."""
    if names != names.upper() and names != names.lower():
        return names
    return re.sub(r"[^\W\d_]+", lambda word: word.group()[:1].upper() + word.group()[1:].lower(), names)


def day_of(dicom_date: str) -> date | None:
    """The calendar day, or None where the text is none."""
    try:
        return date(int(dicom_date[:4]), int(dicom_date[4:6]), int(dicom_date[6:8])) if len(dicom_date) == 8 else None
    except ValueError:
        return None


def date_text(dicom_date: str) -> str:
    """``24/11/2026`` (day, month, year in both languages); "" when unknown."""
    day = day_of(dicom_date)
    return day.strftime("%d/%m/%Y") if day else ""


def time_text(dicom_time: str) -> str:
    """``07:42``; "" when unknown."""
    return f"{dicom_time[:2]}:{dicom_time[2:4]}" if re.fullmatch(r"\d{4,6}.*", dicom_time) else ""


def date_and_time(study: Study) -> str:
    """``24/11/2026 07:42``, or what of it is known."""
    return f"{date_text(study.date)} {time_text(study.time)}".strip()


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from one day to another that is not before it."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - 1 if later.day < earlier.day and not _last_day(later) else months


def _last_day(day: date) -> bool:
    return (date.fromordinal(day.toordinal() + 1)).month != day.month


def _span(earlier: date, later: date) -> str:
    months = months_between(earlier, later)
    if months < 1:
        return plural((later - earlier).days, "{count} day", "{count} days")
    if months < 24:
        return plural(months, "{count} month", "{count} months")
    return ""


def age_text(birth_date: str, on: str) -> str:
    """Age on that day: ``67 y`` / ``67 ans``, in months under two years, in days under one month; "" when unknown."""
    born, day = day_of(birth_date), day_of(on)
    if born is None or day is None or day < born:
        return ""
    return _span(born, day) or tr("{years} y", years=months_between(born, day) // 12)


def age_of(study: Study) -> str:
    """The patient's age at the exam."""
    return age_text(study.patient.birth_date, study.date)


def sex_text(sex: str) -> str:
    """One letter for the corner: M or F; "" when unknown."""
    return sex if sex in ("M", "F") else ""


def interval_text(one: str, other: str) -> str:
    """How far two days lie apart, without direction: ``same day``, ``3 days``, ``14 months``, ``2 years``; "" when unknown."""
    days = sorted(d for d in (day_of(one), day_of(other)) if d)
    if len(days) < 2:
        return ""
    if days[0] == days[1]:
        return tr("same day")
    return _span(*days) or plural(months_between(*days) // 12, "{count} year", "{count} years")


def prior_age(prior: Study, current: Study) -> str:
    """``14 months ago`` / ``il y a 14 mois``, as seen from the current exam; a later exam says so; "" when a date is missing."""
    there, here = day_of(prior.date), day_of(current.date)
    if there is None or here is None:
        return ""
    span = interval_text(prior.date, current.date)
    if there == here:
        return span
    return tr("{span} ago", span=span) if there < here else tr("{span} later", span=span)


def prior_label(prior: Study, current: Study) -> str:
    """What stands over a prior's viewport: ``PRIOR, 14 months`` / ``ANTÉRIEUR, 14 mois``; a later exam is never called prior."""
    there, here = day_of(prior.date), day_of(current.date)
    if there is None or here is None:
        return tr("PRIOR, date unknown")
    span = interval_text(prior.date, current.date)
    return tr("PRIOR, {span}", span=span) if there <= here else tr("LATER EXAM, {span}", span=span)


def main_modality(modalities: Sequence[str]) -> str:
    """The one modality an exam goes by: PT for PT+CT, never SR or PR while there are images; "" when none is told."""
    told = [m.upper() for m in modalities if m]
    images = [m for m in told if m not in COMPANIONS]
    return next((m for m in _MAIN_FIRST if m in images), (images or told or [""])[0])


def modality_chip(modalities: Sequence[str] | str) -> str:
    """The short name on the chip: ``CT``, ``MR``...; films are ``RX`` in French, ``XR`` in English."""
    main = main_modality((modalities,) if isinstance(modalities, str) else modalities)
    if main in _FILMS:
        return "RX" if language() == "fr" else "XR"
    return main or "?"


def exam_title(study: Study) -> str:
    """The exam's description, else its modality and body part; never empty. Shouted descriptions are set in sentence case."""
    described = study.description.replace("_", " ").strip(" ^")
    if described:
        return described
    known = " ".join(part for part in (modality_chip(study.modalities), study.body_part.capitalize()) if part and part != "?")
    return known or tr("Exam without description")
