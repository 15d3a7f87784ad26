"""The list's view: rows under hand and key, columns that can be hidden, an archive's retry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.memory import Memory
from workstation.ui.worklist import columns
from workstation.ui.worklist.delegate import RowDelegate, retry_box
from workstation.ui.worklist.entries import Entry
from workstation.ui.worklist.table_model import ExamTable


class ExamView(QTableView):
    """Says what the hand did; decides nothing about the rows."""

    chosen = Signal(object)  # Entry or None: the row that is looked at
    opened = Signal(object)  # Entry: double click or Enter
    retried = Signal(str)  # name of an archive
    menu_wanted = Signal(object, QPoint)  # Entry, global place
    sort_wanted = Signal(str)  # column
    pointer_left = Signal()
    search_typed = Signal(str)

    def __init__(self, table: ExamTable, memory: Memory) -> None:
        super().__init__()
        self.table, self._memory = table, memory
        self.rows = RowDelegate()
        self._shown: set[str] = set()
        self.pointer_inside = False
        self.setModel(table)
        self.setItemDelegate(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(tr("Exams"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(8)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda place: self.column_menu(header.mapToGlobal(place)))
        header.sectionClicked.connect(lambda i: self.sort_wanted.emit(columns.COLUMNS[i].key))
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.doubleClicked.connect(self._open)
        self._sizes()

    def _sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.TABLE_ROW))
        header = self.horizontalHeader()
        header.setFixedHeight(theme.px(32))
        for i, column in enumerate(columns.COLUMNS):
            stretch = QHeaderView.ResizeMode.Stretch if column.stretches else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(i, stretch)
        self._fit_columns()

    # --- columns

    def _chosen_columns(self) -> dict[str, bool]:
        return {k: bool(v) for k, v in self._memory.get("list.columns", {}).items() if k in columns.INDEX}

    def _fit_columns(self) -> None:
        room, scale = self.viewport().width(), theme.text_size() / 100
        shown = columns.visible(room, self._chosen_columns(), scale)
        for key, width in columns.widths(room, shown, scale).items():
            self.horizontalHeader().resizeSection(columns.INDEX[key], width)
        if shown == self._shown:
            return
        self._shown = shown
        for key, i in columns.INDEX.items():
            self.setColumnHidden(i, key not in shown)
        self.rows.reader_has_column = "reader" in shown
        self._span_nodes()

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide one column, and remember it."""
        self._memory.set("list.columns", {**self._chosen_columns(), key: shown})
        self._fit_columns()

    def fill_column_menu(self, menu: QMenu) -> None:
        """One checkable line a column."""
        for column in columns.COLUMNS:
            action = menu.addAction(columns.long_title(column.key))
            action.setCheckable(True)
            action.setChecked(column.key in self._shown)
            action.setEnabled(column.key not in ("patient", "exam"))
            action.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
        menu.addSeparator()
        usual = menu.addAction(tr("Usual columns"))
        usual.triggered.connect(lambda: (self._memory.set("list.columns", {}), self._fit_columns()))

    def column_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        self.fill_column_menu(menu)
        menu.popup(place)

    # --- rows

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows; the row that is looked at and the place in the list stay."""
        current, scrolled = self.current(), self.verticalScrollBar().value()
        before = self.table.entries
        row_before = self.table.row_of(current.key) if current else 0
        self.table.show(entries)
        self._span_nodes()
        if current is None and not before:
            self.select_first()
            return
        if current is not None and not self.select(current.key) and entries:
            self.select_row(min(max(row_before, 0), len(entries) - 1))
        self.verticalScrollBar().setValue(scrolled)

    def make_room(self, exams: bool) -> None:
        """All the height for exams; without any, only what archives that are down need."""
        rows = len(self.table.entries)
        high = self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize()
        self.setVisible(exams or rows > 0)
        self.setMaximumHeight(16_777_215 if exams else high)

    def select_first(self) -> None:
        """The first exam, past archives that are down."""
        first = next((i for i, e in enumerate(self.table.entries) if e.kind != "node"), 0)
        if self.table.entries:
            self.select_row(first)
        else:
            self.chosen.emit(None)

    def select(self, key: str) -> bool:
        """Look at one exam; False when it is not shown."""
        row = self.table.row_of(key)
        if row >= 0:
            self.select_row(row)
        return row >= 0

    def select_row(self, row: int) -> None:
        self.setCurrentIndex(self.table.index(row, columns.INDEX["patient"]))

    def current(self) -> Entry | None:
        """The row that is looked at."""
        return self.table.entry(self.currentIndex())

    def _span_nodes(self) -> None:
        self.clearSpans()
        width = len(columns.COLUMNS)
        for i, entry in enumerate(self.table.entries):
            if entry.kind != "node":
                break
            self.setSpan(i, 0, 1, width)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.rows.selected = now.row() if now.isValid() else -1
        self.viewport().update()
        self.chosen.emit(self.table.entry(now))

    def _open(self, index: QModelIndex) -> None:
        entry = self.table.entry(index)
        if entry is None:
            return
        if entry.kind == "node":
            self.retried.emit(entry.node)
        else:
            self.opened.emit(entry)

    def _over_retry(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        entry = self.table.entry(index)
        return entry is not None and entry.kind == "node" and retry_box(self.visualRect(index), entry).contains(place)

    # --- hands

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        entry = self.table.entry(index)
        if event.button() == Qt.MouseButton.LeftButton and entry and entry.kind == "node" and self._over_retry(event.position().toPoint()):
            self.retried.emit(entry.node)
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._hover(self.indexAt(place).row())
        pointing = Qt.CursorShape.PointingHandCursor if self._over_retry(place) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(pointing)
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.HoverEnter):
            self.pointer_inside = True
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave) and self.pointer_inside:
            self.pointer_inside = False
            self._hover(-1)
            self.pointer_left.emit()
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.rows.hovered:
            self.rows.hovered = row
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Home:
            self.select_row(0)
            return
        if event.key() == Qt.Key.Key_End and self.table.entries:
            self.select_row(len(self.table.entries) - 1)
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.text().isalnum():
            self.search_typed.emit(event.text())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        entry = self.current() if by_key else self.table.entry(index)
        if entry is not None:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()) if by_key else event.globalPos()
            self.select(entry.key)
            self.menu_wanted.emit(entry, place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.rows.focused = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.rows.focused = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
