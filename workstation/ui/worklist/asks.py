"""What the list asks of the store, as functions to be run on the feed's worker; each change comes with its way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workstation.ui.worklist.entries import Entry

if TYPE_CHECKING:
    from workstation.store import Store

Work = Callable[["Store"], Any]
URGENT = "urgent"  # kind of journal entry, of study "": the exam's UID is the entry
OPENING, BY_HAND, PREPARED = 100, 80, 50  # above what the courier does by itself


@dataclass(frozen=True, slots=True)
class Wanted:
    """One exam to fetch. ``prior_of``: the exam it is a prior of; the courier does not fetch one that was refused meanwhile."""

    study_uid: str
    node: str = ""
    prior_of: str = ""

    def ask(self, store: Store, priority: int, reason: str) -> int:
        """Put it before the courier."""
        query: dict[str, object] | None = {"prior_of": self.prior_of} if self.prior_of else None
        return store.request("fetch", study_uid=self.study_uid, node=self.node, priority=priority, reason=reason, query=query)


def search(words: str) -> Work:
    """Search all archives for a patient, by identifier where it holds a figure, else by name."""
    typed = " ".join(words.split())
    by_id = any(c.isdigit() for c in typed)
    query: dict[str, object] = {"patient_id": typed} if by_id else {"patient_name": typed.upper().replace(" ", "*") + "*"}
    return lambda store: store.request("query", priority=BY_HAND, query=query, reason="search")


def wanted(entries: Sequence[Entry], here: Mapping[str, int]) -> list[Wanted]:
    """What is not all here: the exams in order, each followed by the priors to fetch."""
    found: dict[str, Wanted] = {}
    for entry in entries:
        if entry.row is None:
            continue
        if entry.images_here < entry.images_known:
            found.setdefault(entry.key, Wanted(entry.key, source_of(entry)))
        for choice in entry.row.priors:
            study = choice.study
            away = study.source and here.get(study.study_instance_uid, 0) < max(1, study.images)
            if choice.fetch and choice.identity == "certain" and away:
                found.setdefault(study.study_instance_uid, Wanted(study.study_instance_uid, study.source, entry.key))
    return list(found.values())


def source_of(entry: Entry) -> str:
    """The archive to fetch an exam from: the first that tells of it."""
    return next((s for s in entry.row.sources if s), "") if entry.row else ""


def fetch_to_open(entry: Entry) -> Work:
    """The exam the reader waits for: before everything else."""
    return lambda store: store.request("fetch", study_uid=entry.key, node=source_of(entry), priority=OPENING, reason="open")


def fetch_all(entries: Sequence[Entry], *, priority: int) -> Work:
    """Exams with their priors, the first ones first."""

    def ask(store: Store) -> int:
        here = {study.study_instance_uid: study.images for study in store.studies()}
        lines = wanted(entries, here)
        for place, line in enumerate(lines):
            line.ask(store, priority - min(place, 40) // 2, "prepare")
        return len(lines)

    return ask


def fetch_study(study_uid: str, entry: Entry | None) -> Work:
    """One exam or one of its priors."""
    line = Wanted(study_uid, source_of(entry) if entry and entry.key == study_uid else "")
    if entry and entry.row and entry.key != study_uid:
        node = next((c.study.source for c in entry.row.priors if c.study.study_instance_uid == study_uid), "")
        line = Wanted(study_uid, node, entry.key)
    return lambda store: line.ask(store, BY_HAND, "by hand")


def reading_state(entry: Entry, state: str, reader: str) -> tuple[Work, Work]:
    """Mark an exam, and back."""
    old = entry.state if entry.state in ("to_read", "reading", "read") else "to_read"
    return (
        lambda store: store.set_reading_state(entry.key, state, reader if state == "read" else ""),
        lambda store: store.set_reading_state(entry.key, old, entry.reader),
    )


def urgency(entry: Entry, urgent: bool) -> tuple[Work, Work]:
    """Mark an exam as urgent on this machine, and back."""

    def mark(on: bool) -> Work:
        return lambda store: store.journal("", URGENT, entry.key, b"1" if on else None)

    return mark(urgent), mark(not urgent)


def identity(current_uid: str, prior_uid: str, yes: bool) -> tuple[Work, Work]:
    """Say whose a probable prior is, and take it back; a confirmed one is fetched."""

    def say(store: Store) -> None:
        store.confirm_identity(current_uid, prior_uid, yes)
        if yes and store.study(prior_uid) is None:
            source = next((c.study.source for c in store.priors(current_uid) if c.study.study_instance_uid == prior_uid), "")
            Wanted(prior_uid, source, current_uid).ask(store, BY_HAND, "confirmed")

    return say, lambda store: store.confirm_identity(current_uid, prior_uid, None)
