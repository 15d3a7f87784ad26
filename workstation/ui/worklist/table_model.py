"""The list as Qt's views want it. Holds the arranged entries; everything shown was computed before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from workstation.language import plural, tr
from workstation.studies.text import age_of, date_and_time
from workstation.ui.worklist import columns
from workstation.ui.worklist.entries import Entry, state_text

ENTRY = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_EMPTY = frozenset({"urgent", "images", "priors"})


class ExamTable(QAbstractTableModel):
    """Rows are entries, columns those of ``columns.COLUMNS``. ``Qt.UserRole`` gives the whole entry."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.sort_column = ""
        self.descending = False

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these. Rows that only changed their values are told as changes; the view keeps its place either way."""
        fresh = list(entries)
        if [e.key for e in fresh] == [e.key for e in self.entries]:
            changed = [i for i, (old, new) in enumerate(zip(self.entries, fresh, strict=True)) if old is not new and old != new]
            self.entries = fresh
            last = len(columns.COLUMNS) - 1
            for i in changed:
                self.dataChanged.emit(self.index(i, 0), self.index(i, last))
            return
        self.beginResetModel()
        self.entries = fresh
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of an exam, -1 when it is not shown."""
        return next((i for i, e in enumerate(self.entries) if e.key == key), -1)

    def entry(self, index: _Index) -> Entry | None:
        """The entry behind an index."""
        return self.entries[index.row()] if index.isValid() and index.row() < len(self.entries) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(columns.COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ENTRY:
            return entry
        key = columns.COLUMNS[index.column()].key
        if role == Qt.ItemDataRole.DisplayRole:
            return said(entry, key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(entry, key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{columns.long_title(key)}: {said(entry, key)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = columns.COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ("  ▾" if self.descending else "  ▴") if self.sort_column == column.key else ""
            return columns.title(column.key) + arrow
        if role == Qt.ItemDataRole.ToolTipRole:
            return columns.explanation(column.key) or columns.long_title(column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def said(entry: Entry, key: str) -> str:
    """What one cell says in words, also where it is drawn."""
    if key == "state":
        return tr("Prior") if is_mere_prior(entry) else state_text(entry.state)
    if key == "age" and entry.kind == "node":
        return ""
    if key == "urgent":
        return tr("Urgent") if entry.urgent else ""
    if entry.kind != "exam" and key in _EMPTY:
        return ""
    if key == "images":
        return images_text(entry)
    if key == "priors":
        return f"{entry.priors_here}/{entry.priors_known}" if entry.priors_known else tr("none known")
    return str(getattr(entry, key, ""))


def is_mere_prior(entry: Entry) -> bool:
    """Here only as somebody's earlier exam, and not begun: it waits for nobody to read it."""
    return entry.only_prior and entry.state in ("to_read", "arriving")


def images_text(entry: Entry) -> str:
    """``512``, or ``388 / 1204`` while some are still at the archive."""
    if entry.pictures_here >= entry.pictures_known:
        return str(entry.pictures_here)
    return f"{entry.pictures_here} / {entry.pictures_known}"


def tooltip(entry: Entry, key: str) -> str:
    """What a hand that rests on a cell is told: the whole text, and counts in a sentence."""
    if entry.kind != "exam":
        return entry.exam
    if key == "urgent" and entry.conflict:
        return tr("Its sources disagree whose exam this is: {reason}", reason=entry.conflict)
    if key == "age" and entry.row is not None:
        return age_of(entry.row.study)
    if key == "images":
        here, known = entry.pictures_here, entry.pictures_known
        if here >= known:
            return plural(here, "the image is here", "all {count} images are here")
        return tr("{here} of {known} images are here, the others still at the archive", here=here, known=known)
    if key == "priors":
        if not entry.priors_known:
            return tr("No earlier exam of this patient is known to the archives")
        return tr("{here} of {known} earlier exams are here", here=entry.priors_here, known=entry.priors_known)
    if key == "date" and entry.row is not None:
        return date_and_time(entry.row.study)
    if key == "received" and entry.received_at:
        return datetime.fromtimestamp(entry.received_at).strftime("%d/%m/%Y %H:%M")
    if key == "state" and entry.reader:
        return f"{state_text(entry.state)} · {entry.reader}"
    return said(entry, key)
