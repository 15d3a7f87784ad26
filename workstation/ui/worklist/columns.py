"""The columns of the list: which there are, how wide, which are shown at first."""

from __future__ import annotations

from dataclasses import dataclass

from workstation.language import tr


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in pixels at text size 100 %; for the one that stretches, the least it wants. ``drops``: 0 stays, higher numbers make
    room first where the list is narrow; -1 is only shown when asked for."""

    key: str
    width: int
    align: str = "left"
    drops: int = 0
    stretches: bool = False


COLUMNS = (
    Column("urgent", 30),
    Column("state", 166),
    Column("patient", 200),
    Column("age", 52, "right", 2),
    Column("exam", 236, stretches=True),
    Column("modality", 54),
    Column("date", 98, "right"),
    Column("received", 98, "right", 9),
    Column("site", 150, drops=4),
    Column("images", 164, "right", drops=1),
    Column("priors", 152),
    Column("reader", 150, drops=-1),
    Column("accession", 130, drops=-1),
    Column("patient_id", 120, drops=-1),
    Column("birth", 108, "right", drops=-1),
    Column("referring", 170, drops=-1),
)
INDEX = {column.key: i for i, column in enumerate(COLUMNS)}


def title(key: str) -> str:
    """A column's name as its header says it."""
    return {
        "urgent": "",
        "state": tr("State"),
        "patient": tr("Patient"),
        "age": tr("Age"),
        "exam": tr("Exam"),
        "modality": "",
        "date": tr("Date"),
        "received": tr("Received"),
        "site": tr("Site"),
        "images": tr("Images"),
        "priors": tr("Priors"),
        "reader": tr("Reader"),
        "accession": tr("Accession no."),
        "patient_id": tr("Patient ID"),
        "birth": tr("Birth date"),
        "referring": tr("Referring physician"),
    }[key]


def long_title(key: str) -> str:
    """The name in the column menu, where a header says nothing."""
    return {"urgent": tr("Urgent"), "modality": tr("Modality")}.get(key) or title(key)


def explanation(key: str) -> str:
    """A header's tooltip."""
    return {
        "urgent": tr("Urgent exams"),
        "age": tr("Age at the exam, in years where no unit is said"),
        "date": tr("When the exam was made"),
        "received": tr("When its first image arrived here, or an archive first told of it"),
        "images": tr("Images here / at the archive"),
        "priors": tr("Earlier exams here / known"),
        "reader": tr("Who is reading it, or has read it"),
    }.get(key, "")


def visible(room: int, chosen: dict[str, bool], scale: float) -> set[str]:
    """The columns to show in ``room`` pixels: those the reader chose, then as many of the others as fit without cutting an exam's name."""
    shown = {c.key for c in COLUMNS if chosen.get(c.key, c.drops >= 0)}
    for column in sorted((c for c in COLUMNS if c.drops > 0), key=lambda c: -c.drops):
        if sum(c.width for c in COLUMNS if c.key in shown) * scale <= room:
            break
        if column.key not in chosen:
            shown.discard(column.key)
    return shown
