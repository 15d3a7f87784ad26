"""Which rows are shown and in what order: sections, search, sorting, and rows that keep their place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from workstation.studies.identity import fold
from workstation.ui.worklist.entries import Entry, answers_again

SECTIONS = ("todo", "urgent", "reading", "read_today", "all", "today", "tomorrow", "local")
UNREAD = frozenset({"arriving", "to_read", "reading"})
LAST_READ = 3  # how many of today's read exams stay in sight below those to read

_SORTS: dict[str, Callable[[Entry], Any]] = {
    "urgent": lambda e: not e.urgent,
    "state": lambda e: ("arriving", "to_read", "reading", "scheduled", "read").index(e.state) if e.kind != "node" else -1,
    "patient": lambda e: fold(e.patient),
    "age": lambda e: e.sort_age,
    "exam": lambda e: fold(e.exam),
    "modality": lambda e: e.modality,
    "date": lambda e: e.sort_when,
    "received": lambda e: e.received_at,
    "site": lambda e: fold(e.site),
    "images": lambda e: e.pictures_known,
    "priors": lambda e: (e.priors_here, e.priors_known),
    "reader": lambda e: fold(e.reader),
    "accession": lambda e: e.accession,
    "patient_id": lambda e: e.patient_id,
    "birth": lambda e: e.birth[6:] + e.birth[3:5] + e.birth[:2],
    "referring": lambda e: fold(e.referring),
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader asked to see. ``sort``: a column; "" is urgent first, then the latest."""

    section: str = "todo"
    words: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Today as the list means it, and for how many days before it an unread exam is work to do."""

    today: date
    recent: int = 2

    def text(self, offset: int = 0) -> str:
        """A day as DICOM writes it."""
        return (self.today + timedelta(days=offset)).isoformat().replace("-", "")


def is_in(entry: Entry, section: str, days: Days) -> bool:
    """Whether a row belongs to a section, search aside."""
    if entry.kind == "node":
        return section in ("todo", "urgent", "all")
    if section == "all":
        return entry.kind == "exam"
    if section == "todo":
        return entry.state in UNREAD and not entry.only_prior and _is_work(entry, days)
    if section == "urgent":
        return entry.urgent and entry.state in UNREAD
    if section == "reading":
        return entry.state == "reading"
    if section == "read_today":
        return entry.state == "read" and entry.read_at > 0 and datetime.fromtimestamp(entry.read_at).date() == days.today
    if section == "local":
        return entry.images_here > 0
    if section in ("today", "tomorrow"):
        return entry.day == days.text(0 if section == "today" else 1)
    return False


def _is_work(entry: Entry, days: Days) -> bool:
    """Recent, just received, urgent or begun: an old exam that a search in the archives brought is none of these."""
    if entry.urgent or entry.state == "reading" or entry.day >= days.text(-days.recent):
        return True
    return entry.received_at > 0 and datetime.fromtimestamp(entry.received_at).date() >= days.today - timedelta(days=days.recent)


def counts(entries: Sequence[Entry], days: Days) -> dict[str, int]:
    """How many exams each section holds."""
    return {section: sum(1 for e in entries if e.kind != "node" and is_in(e, section, days)) for section in SECTIONS}


def matches(entry: Entry, words: Sequence[str]) -> bool:
    """Whether every searched word occurs in the row. An archive that is down shows whatever is searched."""
    return entry.kind == "node" or all(word in entry.haystack for word in words)


def arrange(entries: Sequence[Entry], query: Query, days: Days) -> list[Entry]:
    """The rows to show, in order: archives that are down, exams, and in "to read" the last few that were read."""
    words = fold(query.words).split()
    shown = [e for e in entries if is_in(e, query.section, days) and matches(e, words)]
    done: list[Entry] = []
    if query.section == "todo":
        read = [e for e in entries if is_in(e, "read_today", days) and matches(e, words)]
        done = sorted(read, key=lambda e: e.read_at, reverse=True)[:LAST_READ]
    nodes = [e for e in shown if e.kind == "node"]
    exams = [e for e in shown if e.kind != "node"]
    exams.sort(key=lambda e: (e.sort_when, e.received_at), reverse=query.section not in ("today", "tomorrow"))
    if query.sort in _SORTS:
        exams.sort(key=_SORTS[query.sort], reverse=query.descending)
    else:
        exams.sort(key=_SORTS["urgent"])
    return nodes + exams + done


def hold(shown: Sequence[Entry], fresh: Sequence[Entry], entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """Rows that keep their place: what is shown now, each with its newest values, and how many rows of ``fresh`` wait to come in.

    Nothing appears or goes away: a row that left the section, an archive that came back (and says so) or an exam that was evicted
    stays where it is until the hand has left the list.
    """
    now = {e.key: e for e in entries}
    there = {e.key for e in shown}
    waiting = sum(1 for e in fresh if e.kind != "node" and e.key not in there)
    return [now.get(e.key) or (answers_again(e) if e.kind == "node" else e) for e in shown], waiting


def with_sort(query: Query, column: str) -> Query:
    """The query after a click on a column's header: first click sorts, second turns round, third goes back to the usual order."""
    if query.sort != column:
        return replace(query, sort=column, descending=column in ("date", "received", "images", "priors"))
    first_way = column in ("date", "received", "images", "priors")
    return replace(query, descending=not query.descending) if query.descending == first_way else replace(query, sort="", descending=False)
