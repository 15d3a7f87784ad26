"""Saving, renaming, deleting and showing the reader's filters in the rail. Deleting asks nothing and can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from workstation.language import tr
from workstation.ui import icons
from workstation.ui.worklist import arrange, filters
from workstation.ui.worklist.filters import SavedFilter
from workstation.ui.worklist.rail import Rail, section_title

if TYPE_CHECKING:
    from workstation.ui.worklist.snapshot import Snapshot
    from workstation.ui.worklist.window import WorklistWindow


class FilterBench(QObject):
    """Works on the rail of a window."""

    def __init__(self, window: WorklistWindow) -> None:
        super().__init__(window)
        self._window = window
        self._saved: dict[str, SavedFilter] = {}

    def attach(self, rail: Rail) -> None:
        """Listen to a (new) rail."""
        self._rail = rail
        rail.filter_chosen.connect(self.choose)
        rail.rename_wanted.connect(self.rename)
        rail.delete_wanted.connect(self.delete)
        rail.filter_menu.connect(self._menu)
        rail.show_filters(tuple(self._saved.values()))
        rail.show_place(self._window.place)

    def show(self, snapshot: Snapshot) -> None:
        """Filters and numbers as the store has them."""
        self._saved = {saved.id: saved for saved in snapshot.filters}
        found = {saved.id: self._count(saved, snapshot) for saved in snapshot.filters}
        self._rail.show_filters(snapshot.filters)
        self._rail.show_counts(snapshot.counts, found)
        self._rail.show_place(self._window.place)

    @staticmethod
    def _count(saved: SavedFilter, snapshot: Snapshot) -> int:
        shown = arrange.arrange(snapshot.entries, saved.query, snapshot.days)
        return sum(1 for e in shown if e.kind != "node" and (e.state != "read" or saved.query.section != "todo"))

    def choose(self, key: str) -> None:
        """Show what a filter asks for."""
        saved = self._saved.get(key)
        if saved is not None:
            self._window.show_query(saved.query, saved.id)

    def save_current(self) -> None:
        """Keep what is shown as a filter; its name is proposed from the search."""
        query = self._window.query
        proposed = query.words.strip() or section_title(query.section)
        self._ask(tr("Save this filter"), proposed, lambda name: self._save(filters.new(name, query)))

    def _save(self, saved: SavedFilter) -> None:
        self._window.place = saved.id
        words = tr("Filter “{name}” saved", name=saved.name)
        self._window.asking.change(words, lambda store: filters.save(store, saved), lambda store: filters.remove(store, saved))

    def rename(self, key: str) -> None:
        """Give a filter another name."""
        saved = self._saved.get(key)
        if saved is None:
            return

        def write(name: str) -> None:
            renamed = replace(saved, name=name)
            words = tr("Filter renamed to “{name}”", name=name)
            self._window.asking.change(words, lambda store: filters.save(store, renamed), lambda store: filters.save(store, saved))

        self._ask(tr("Rename the filter"), saved.name, write)

    def delete(self, key: str) -> None:
        """Take a filter away."""
        saved = self._saved.get(key)
        if saved is None:
            return
        if self._window.place == key:
            self._window.go("todo")
        words = tr("Filter “{name}” deleted", name=saved.name)
        self._window.asking.change(words, lambda store: filters.remove(store, saved), lambda store: filters.save(store, saved))

    def _ask(self, title: str, text: str, done) -> None:
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(tr("Name"))
        dialog.setTextValue(text)
        dialog.setOkButtonText(tr("Save"))
        dialog.setCancelButtonText(tr("Cancel"))
        dialog.textValueSelected.connect(lambda name: name.strip() and done(name.strip()))
        dialog.open()

    def _menu(self, key: str, place: QPoint) -> None:
        menu = QMenu(self._window)
        menu.addAction(icons.icon("pencil", size=16), tr("Rename…"), "F2", lambda: self.rename(key))
        menu.addAction(icons.icon("trash-2", size=16), tr("Delete"), "Del", lambda: self.delete(key))
        menu.popup(place)
