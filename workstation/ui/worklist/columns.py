"""The columns of the list: which there are, how wide, which are shown at first."""

from __future__ import annotations

from dataclasses import dataclass

from workstation.language import tr


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in pixels at text size 100 %, ``least`` where the list is narrow. ``drops``: 0 stays, higher numbers make room first
    where even that is too much; -1 is only shown when asked for. The one that stretches takes what is left."""

    key: str
    width: int
    least: int
    align: str = "left"
    drops: int = 0
    stretches: bool = False


COLUMNS = (
    Column("urgent", 30, 30),
    Column("state", 130, 106),
    Column("patient", 192, 182),
    Column("age", 52, 50, "right", 2),
    Column("exam", 254, 200, stretches=True),
    Column("modality", 54, 54),
    Column("date", 118, 116, "right"),
    Column("received", 118, 116, "right", 9),
    Column("site", 144, 124, drops=4),
    Column("images", 150, 136, "right", drops=1),
    Column("priors", 118, 116),
    Column("reader", 150, 110, drops=-1),
    Column("accession", 130, 100, drops=-1),
    Column("patient_id", 120, 90, drops=-1),
    Column("birth", 108, 104, "right", drops=-1),
    Column("referring", 170, 120, drops=-1),
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
    """The columns to show in ``room`` pixels: those the reader chose, then as many of the others as fit. A column that is not shown at
    first (``received``) needs room at full width, the others stay as long as their least width does."""
    shown = {c.key for c in COLUMNS if chosen.get(c.key, c.drops >= 0)}
    for column in sorted((c for c in COLUMNS if c.drops > 0), key=lambda c: -c.drops):
        full = column.key == "received"
        if sum(c.width if full else c.least for c in COLUMNS if c.key in shown) * scale <= room:
            continue
        if column.key not in chosen:
            shown.discard(column.key)
    return shown


def widths(room: int, shown: set[str], scale: float) -> dict[str, int]:
    """Pixels of each shown column but the one that stretches: full width where there is room, else all narrowed alike."""
    columns = [c for c in COLUMNS if c.key in shown]
    full, least = sum(c.width for c in columns) * scale, sum(c.least for c in columns) * scale
    share = 1.0 if full <= room or full == least else max(0.0, (room - least) / (full - least))
    return {c.key: round((c.least + (c.width - c.least) * share) * scale) for c in columns if not c.stretches}
