"""The list's window: takes snapshots from the feed, shows them, and turns what the hand does into requests and store changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QUndoStack
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation import settings as settings_room
from workstation.language import plural, set_language, tr
from workstation.ui import theme
from workstation.ui.key_map import KeyMap
from workstation.ui.memory import Memory
from workstation.ui.notice import Notice
from workstation.ui.worker import Call
from workstation.ui.worklist import arrange, empty
from workstation.ui.worklist.actions import Actions
from workstation.ui.worklist.arrange import Query
from workstation.ui.worklist.asking import Asking
from workstation.ui.worklist.detail import DetailPanel
from workstation.ui.worklist.entries import Entry
from workstation.ui.worklist.feed import Feed
from workstation.ui.worklist.filter_bench import FilterBench
from workstation.ui.worklist.menus import choose_files, choose_folder, row_menu
from workstation.ui.worklist.rail import Rail
from workstation.ui.worklist.snapshot import Snapshot
from workstation.ui.worklist.status import StatusLine
from workstation.ui.worklist.table import ExamView
from workstation.ui.worklist.table_model import ExamTable
from workstation.ui.worklist.thumbnails import Thumbnails
from workstation.ui.worklist.top_bar import TopBar

if TYPE_CHECKING:
    from workstation.settings import Settings
    from workstation.ui.services import Services


class WorklistWindow(QMainWindow):
    """One a program. ``painted`` comes once, when the first rows (or the first start page) are on the screen."""

    painted = Signal()
    settings_applied = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services, self.settings = services, services.settings
        self.memory = Memory(services.home.state)
        self.feed = Feed(services.store, self.settings, services.clock)
        self.thumbnails = Thumbnails(services.source_for)
        self.undo_stack = QUndoStack(self)
        self.snapshot: Snapshot | None = None
        self.query = Query(section=self._remembered_section())
        self.place = self.query.section  # section, or the id of a saved filter
        self.asking = Asking(self)
        self._told_painted = False
        self._saving = Call(self)
        self.actions: Actions | None = None
        self.filters = FilterBench(self)
        self.setWindowTitle("Garonne")
        self.setAcceptDrops(True)
        self._build()
        self._restore_place()
        self._thumb_timer = QTimer(self, singleShot=True, interval=120)
        self._thumb_timer.timeout.connect(self._ask_thumbnails)
        self.feed.arrived.connect(self._arrived)
        self.feed.failed.connect(lambda words: self.notice.say(words, fault=True))
        self.thumbnails.ready.connect(lambda thumbnail: self.detail.show_thumbnail(thumbnail))
        theme.notifier().changed.connect(self.rebuild)
        self.feed.start()

    # --- building

    def _build(self) -> None:
        self.actions = Actions(self, self._what_actions_do())
        menu = QMenu(self)
        self.actions.fill(menu, {"detail": self._add_columns_menu})
        self.top = TopBar(menu)
        self.top.search.setText(self.query.words)
        self.top.show_reader(self.settings.reader)
        self.rail = Rail()
        self.table = ExamTable()
        self.view = ExamView(self.table, self.memory)
        self.empty = empty.EmptyList(self.do)
        self.detail = DetailPanel()
        self.status = StatusLine()
        self.fresh = QPushButton(self.view)
        self.fresh.setProperty("kind", "chip")
        self.fresh.setCursor(Qt.CursorShape.PointingHandCursor)
        self.fresh.hide()
        self.rows = QWidget()
        stacked = QVBoxLayout(self.rows)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(0)
        stacked.addWidget(self.view, 1)
        stacked.addWidget(self.empty, 1)
        self.empty.hide()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.addWidget(self.rows)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.detail.setVisible(self.memory.get("list.detail", True))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.split)
        self.first_start: QWidget | None = None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.pages, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(page)
        self.notice = Notice(page)
        self._connect()
        self._lay_out()
        self.view.setFocus()

    def _connect(self) -> None:
        self.top.searched.connect(self._search)
        self.top.search.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.top.nodes.retried.connect(self.asking.retry)
        self.rail.section_chosen.connect(self.go)
        self.rail.action_wanted.connect(self.do)
        self.filters.attach(self.rail)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self.asking.open_entry)
        self.view.retried.connect(self.asking.retry)
        self.view.menu_wanted.connect(self._row_menu)
        self.view.sort_wanted.connect(lambda column: self._ask(arrange.with_sort(self.query, column)))
        self.view.pointer_left.connect(self.let_in)
        self.view.search_typed.connect(self._type_into_search)
        self.fresh.clicked.connect(self.let_in)
        self.detail.open_wanted.connect(self.asking.open_entry)
        self.detail.prepare_wanted.connect(self.asking.prepare)
        self.detail.fetch_wanted.connect(self.asking.fetch_one)
        self.detail.identity_answered.connect(self.asking.confirm_identity)
        self.detail.study_opened.connect(self.services.open_study)
        self.detail.retried.connect(self.asking.retry)

    def _what_actions_do(self) -> dict[str, object]:
        sections = {section: (lambda section=section: self.go(section)) for section in arrange.SECTIONS}
        return sections | {
            "open_files": lambda: choose_files(self, self.services.open_paths),
            "open_folder": lambda: choose_folder(self, self.services.open_paths),
            "connect": lambda: self.show_settings("archives"),
            "settings": self.show_settings,
            "quit": self.close,
            "open": lambda: self.asking.open_entry(self.view.current()),
            "toggle_read": lambda: self.asking.toggle_read(self.view.current()),
            "toggle_urgent": lambda: self.asking.toggle_urgent(self.view.current()),
            "fetch": lambda: self.asking.fetch(self.view.current()),
            "prepare": self.asking.prepare,
            "undo": self.asking.undo,
            "redo": self.asking.redo,
            "search": self._focus_search,
            "clear_search": self._clear_search,
            "refresh": self.asking.refresh,
            "save_filter": lambda: self.filters.save_current(),
            "larger": lambda: self._text_size(10),
            "smaller": lambda: self._text_size(-10),
            "detail": self._toggle_detail,
            "full_screen": lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
            "manual": self._manual,
            "keys": lambda: KeyMap(tr("Keys of the list"), self.actions.key_groups(), self).open(),
            "about": self._about,
        }

    def do(self, name: str) -> None:
        """Do one action by its name, as the buttons of an empty list and of the rail do."""
        if name == "open_media":
            choose_folder(self, self.services.open_paths)
        elif name == "search_all":
            self.go("all", keep_search=True)
        elif name == "search_archives":
            self.asking.search_archives()
        else:
            self.actions[name].trigger()

    def rebuild(self) -> None:
        """Make everything again: another language, another text size."""
        key = self.view.current().key if self.view.current() else ""
        self.actions.release(self)
        shown = self.snapshot
        self._build()
        if shown is not None:
            self.snapshot = None
            self._arrived(shown)
            self.view.select(key)

    def _add_columns_menu(self, menu: QMenu) -> None:
        columns = menu.addMenu(tr("Columns"))
        columns.aboutToShow.connect(lambda: (columns.clear(), self.view.fill_column_menu(columns)))

    # --- what the store told

    def _arrived(self, snapshot: Snapshot) -> None:
        first = self.snapshot is None
        self.snapshot = snapshot
        self.top.show_nodes(snapshot.nodes)
        self.filters.show(snapshot)
        self.status.show_snapshot(snapshot, self.settings.prefetch.enabled)
        self._choose_page()
        if first or not self.view.pointer_inside or not self.table.entries:
            self.let_in()
        else:
            kept, waiting = arrange.hold(self.table.entries, self.wanted(), snapshot.entries)
            self._show_rows(kept, waiting)
        self.asking.arrived()

    def wanted(self) -> list[Entry]:
        """The rows of what is asked for, in its order."""
        return arrange.arrange(self.snapshot.entries, self.query, self.snapshot.days) if self.snapshot else []

    def let_in(self) -> None:
        """Show the list as it is now; rows may move."""
        if self.snapshot is not None:
            self._show_rows(self.wanted(), 0)

    def _show_rows(self, entries: Sequence[Entry], waiting: int) -> None:
        self.view.show_entries(entries)
        exams = sum(1 for e in entries if e.kind != "node")
        self.status.show_rows(exams)
        self.fresh.setVisible(waiting > 0)
        if waiting:
            self.fresh.setText(plural(waiting, "{count} new exam", "{count} new exams"))
            self._place_chip()
        was_empty = self.empty.isVisibleTo(self)
        self.view.make_room(exams > 0)
        self.empty.setVisible(not exams)
        if exams and was_empty and not isinstance(self.focusWidget(), QLineEdit):  # an empty list had lost the keys
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not exams:
            everywhere = arrange.arrange(self.snapshot.entries, replace(self.query, section="all"), self.snapshot.days)
            elsewhere = sum(1 for e in everywhere if e.kind != "node")
            self.empty.show_words(empty.says(self.query, elsewhere=elsewhere, archives=len(self.settings.archives)))
        self._refresh_detail(self.view.current())
        if not self._told_painted:
            self._told_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _choose_page(self) -> None:
        exams = any(e.kind == "exam" for e in self.snapshot.entries)
        bare = not self.settings.configured and not exams
        if bare and self.first_start is None:
            from workstation.ui.worklist.first_start import FirstStart

            page = self.first_start = FirstStart(self.services, self.settings)
            page.saved.connect(self.save_settings)
            page.files_wanted.connect(lambda: self.do("open_files"))
            page.folder_wanted.connect(lambda: self.do("open_folder"))
            page.settings_wanted.connect(self.show_settings)
            page.demo_wanted.connect(self._start_demo)
            self.pages.addWidget(page)
        self.rail.setVisible(not bare)
        self.top.search.setVisible(not bare)
        self.status.shown.setVisible(not bare)
        if bare and self.pages.currentWidget() is not self.first_start:
            self.first_start.archive.name.entry.setFocus()
        self.pages.setCurrentWidget(self.first_start if bare else self.split)

    def _refresh_detail(self, entry: Entry | None) -> None:
        if self.snapshot is not None and self.detail.show_entry(entry, self.snapshot):
            self._thumb_timer.start()

    def _chosen(self, entry: Entry | None) -> None:
        self.asking.chosen(entry)
        self._refresh_detail(entry)

    def _ask_thumbnails(self) -> None:
        entry = self.view.current()
        if entry is not None and entry.kind == "exam" and entry.images_here:
            self.thumbnails.ask(entry.key)
        else:
            self.thumbnails.forget()

    # --- where the reader is

    def _remembered_section(self) -> str:
        section = self.memory.get("list.section", "todo")
        return section if section in arrange.SECTIONS else "todo"

    def go(self, section: str, *, keep_search: bool = False) -> None:
        """Show a section, without the search and the order of before."""
        words = self.query.words if keep_search else ""
        self.show_query(Query(section=section, words=words), section)
        self.memory.set("list.section", section)

    def show_query(self, query: Query, place: str) -> None:
        """Show what a section or a saved filter asks for."""
        self.place = place
        self._ask(query)
        if self.top.search.text() != query.words:
            self.top.search.setText(query.words)
        self.rail.show_place(place)
        self.view.scrollToTop()

    def _ask(self, query: Query) -> None:
        self.query = query
        self.table.sort_column, self.table.descending = query.sort, query.descending
        self.view.horizontalHeader().viewport().update()
        self.let_in()

    def _search(self, words: str) -> None:
        if words != self.query.words:
            self._ask(replace(self.query, words=words))

    def _focus_search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _type_into_search(self, letter: str) -> None:
        self.top.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.top.search.setText(letter)
        self.top.search.end(False)

    def _clear_search(self) -> None:
        self.top.search.clear()
        self.view.setFocus()

    def _row_menu(self, entry: Entry, place: QPoint) -> None:
        row_menu(self, entry).popup(place)

    # --- settings

    def show_settings(self, page: str = "") -> None:
        """The settings' own window."""
        from workstation.ui.settings import SettingsWindow

        window = SettingsWindow(self.services, self.settings, parent=self)
        window.saved.connect(self.apply_settings)
        window.show_page(page)
        window.show()
        self.settings_window = window

    def save_settings(self, changes: dict[str, object]) -> None:
        """Write changes into the user's file, in a worker, and use them."""
        home = self.services.home

        def write() -> Settings:
            settings_room.save_user(home, changes)
            return settings_room.load(home)

        self._saving = Call(self)
        self._saving.done.connect(self.apply_settings)
        self._saving.failed.connect(lambda words: self.notice.say(words, fault=True))
        self._saving.start(write)

    def apply_settings(self, settings: Settings) -> None:
        """Use changed settings everywhere."""
        before, self.settings = self.settings, settings
        self.services.settings_changed(settings)
        self.feed.use(settings)
        for name in {n.name for n in before.archives} - {n.name for n in settings.archives}:
            self.feed.submit(lambda store, name=name: store.forget_node(name))
        if settings.language != before.language:
            set_language(settings.language)
        if settings.text_size != before.text_size:
            theme.apply(QApplication.instance(), settings.text_size)
        elif settings != before:
            self.rebuild()
        self.settings_applied.emit(settings)

    def _text_size(self, by: int) -> None:
        size = min(150, max(90, theme.text_size() + by))
        if size != theme.text_size():
            self.save_settings({"text_size": size})

    def _start_demo(self) -> None:
        if self.services.start_demo is not None:
            self.services.start_demo()

    def _manual(self) -> None:
        from workstation.ui.manual import show_manual

        show_manual(self)

    def _about(self) -> None:
        from workstation import __version__

        self.notice.say(tr("Garonne {version}, a diagnostic reading workstation. Licence Apache 2.0.", version=__version__))

    # --- the window itself

    def _toggle_detail(self) -> None:
        shown = not self.detail.isVisibleTo(self)
        self.detail.setVisible(shown)
        self.memory.set("list.detail", shown)

    def _lay_out(self) -> None:
        """The exam panel at the right; below the list where the window is upright."""
        narrow = self.width() < theme.px(1500)
        upright = narrow and self.height() > self.width()
        self.detail.lay_out(below=upright, narrow=narrow)
        self.rail.setFixedWidth(theme.px(178 if narrow else 216))
        self.split.setOrientation(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        if upright:
            self.split.setSizes([self.height(), theme.px(520)])
        else:
            self.split.setSizes([self.width(), theme.px(320 if narrow else 384)])

    def _place_chip(self) -> None:
        self.fresh.adjustSize()
        header = self.view.horizontalHeader().height()
        self.fresh.move((self.view.width() - self.fresh.width()) // 2, header + theme.px(6))

    def _restore_place(self) -> None:
        kept = self.memory.get("list.window", "")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1600, 900)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._place_chip()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.notice.say(tr("Drop to open"))

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.notice.hide()
            self.services.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.set("list.window", bytes(self.saveGeometry().toBase64()).decode())
        self.memory.write()
        theme.notifier().changed.disconnect(self.rebuild)
        self._thumb_timer.stop()
        self.thumbnails.stop()
        self.feed.stop()
        super().closeEvent(event)
