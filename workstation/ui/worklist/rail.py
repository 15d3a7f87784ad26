"""The left rail: sections, the schedule, saved filters, what is on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.worklist.filters import SavedFilter

KEY, COUNT, KIND = (int(Qt.ItemDataRole.UserRole) + i for i in range(3))
_Index = QModelIndex | QPersistentModelIndex


def section_title(section: str) -> str:
    """A section's name."""
    return {
        "todo": tr("To read"),
        "urgent": tr("Urgent"),
        "reading": tr("In progress"),
        "read_today": tr("Read today"),
        "all": tr("All exams"),
        "today": tr("Today"),
        "tomorrow": tr("Tomorrow"),
        "local": tr("Exams on this machine"),
    }[section]


class RailDelegate(QStyledItemDelegate):
    """A name at the left, a number at the right side of its column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        heading = index.data(KIND) == "heading"
        return QSize(0, theme.px(44 if heading and index.row() else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        kind, key, count = index.data(KIND), index.data(KEY), index.data(COUNT)
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        view = option.widget
        current = index == view.currentIndex() if isinstance(view, QListView) else False
        if kind == "heading":
            font = theme.font(theme.TINY, QFont.Weight.DemiBold)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
            painter.setFont(font)
            painter.setPen(theme.colour(theme.SECOND))
            words = painter.fontMetrics().elidedText(index.data().upper(), Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner.adjusted(0, 0, 0, -theme.px(6)), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current or (index.data(KIND) != "heading" and index == getattr(view, "hovered", None)):
            painter.setPen(theme.colour(theme.CURRENT) if current and view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.SELECTED if current else theme.RAISED))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 4, 4)
        urgent = key == "urgent" and bool(count)
        bold = QFont.Weight.DemiBold if current or urgent else QFont.Weight.Normal
        said = "" if count is None else str(count)
        number_font = theme.font(theme.BODY, bold)
        painter.setFont(number_font)
        painter.setPen(theme.colour(theme.DANGER_TEXT if urgent else theme.NAMES if current else theme.SECOND))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(said) - theme.px(8)
        painter.setFont(theme.font(theme.BODY))
        painter.setPen(theme.colour(theme.NAMES if current else theme.SECOND if kind == "action" else theme.TEXT))
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(inner.left(), inner.top(), room, inner.height()), Qt.AlignmentFlag.AlignVCenter, words)


class Rail(QListView):
    """``section_chosen`` and ``filter_chosen`` say where the reader goes; ``action_wanted`` is "save_filter" or "open_media"."""

    section_chosen = Signal(str)
    filter_chosen = Signal(str)
    action_wanted = Signal(str)
    filter_menu = Signal(str, QPoint)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName(tr("Sections"))
        self.hovered = QPersistentModelIndex()
        self._items = QStandardItemModel(self)
        self._counts: Mapping[str, int] = {}
        self._filters: tuple[SavedFilter, ...] = ()
        self._filter_counts: Mapping[str, int] = {}
        self._place = "todo"
        self.setModel(self._items)
        self.setItemDelegate(RailDelegate(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setViewportMargins(0, theme.px(8), 0, 0)
        self.clicked.connect(self._went)
        self._build()

    def _build(self) -> None:
        self._items.clear()
        for section in ("todo", "urgent", "reading", "read_today", "all"):
            self._add(section_title(section), section, "section")
        self._add(tr("Schedule"), "", "heading")
        for section in ("today", "tomorrow"):
            self._add(section_title(section), section, "section")
        self._add(tr("My filters"), "", "heading")
        for saved in self._filters:
            self._add(saved.name, saved.id, "filter")
        self._add(tr("+ Save this filter"), "save_filter", "action", tr("Keep the section, the search and the order as a filter (Ctrl+S)"))
        self._add(tr("On this machine"), "", "heading")
        self._add(section_title("local"), "local", "section")
        self._add(tr("Media, folders…"), "open_media", "action", tr("Open files, a folder, a CD or a ZIP (Ctrl+O)"))
        self._number()
        self._mark()

    def _add(self, words: str, key: str, kind: str, tip: str = "") -> None:
        item = QStandardItem(words)
        item.setData(key, KEY)
        item.setData(kind, KIND)
        item.setToolTip(tip)
        item.setFlags(Qt.ItemFlag.NoItemFlags if kind == "heading" else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self._items.appendRow(item)

    def show_counts(self, counts: Mapping[str, int], filter_counts: Mapping[str, int]) -> None:
        """How many exams each section and each saved filter holds."""
        self._counts, self._filter_counts = counts, filter_counts
        self._number()

    def show_filters(self, filters: Sequence[SavedFilter]) -> None:
        """The reader's own filters."""
        if tuple(filters) != self._filters:
            self._filters = tuple(filters)
            self._build()

    def show_place(self, key: str) -> None:
        """Mark a section or a filter as where the reader is."""
        self._place = key
        self._mark()

    def _number(self) -> None:
        for row in range(self._items.rowCount()):
            item = self._items.item(row)
            counts = {"section": self._counts, "filter": self._filter_counts}.get(item.data(KIND))
            if counts is not None:
                item.setData(counts.get(item.data(KEY)), COUNT)

    def _mark(self) -> None:
        for row in range(self._items.rowCount()):
            item = self._items.item(row)
            if item.data(KEY) == self._place and item.data(KIND) in ("section", "filter"):
                self.setCurrentIndex(item.index())
                return
        self.setCurrentIndex(QModelIndex())

    def index_of(self, key: str) -> QModelIndex:
        """Where a section, filter or action stands."""
        for row in range(self._items.rowCount()):
            if self._items.item(row).data(KEY) == key:
                return self._items.item(row).index()
        return QModelIndex()

    def _went(self, index: QModelIndex) -> None:
        key, kind = index.data(KEY), index.data(KIND)
        if kind == "section":
            self.section_chosen.emit(key)
        elif kind == "filter":
            self.filter_chosen.emit(key)
        elif kind == "action":
            self._mark()
            self.action_wanted.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and index.data(KIND) == "filter":
            if event.key() == Qt.Key.Key_F2:
                self.rename_wanted.emit(index.data(KEY))
                return
            if event.key() == Qt.Key.Key_Delete:
                self.delete_wanted.emit(index.data(KEY))
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._went(index)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.currentIndex().data(KIND) in ("section", "filter"):
            self._went(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid() and index.data(KIND) == "filter":
            self.filter_menu.emit(index.data(KEY), event.globalPos())

    def mouseMoveEvent(self, event) -> None:
        self._hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        kept = QPersistentModelIndex(index)
        if kept != self.hovered:
            self.hovered = kept
            self.viewport().update()
