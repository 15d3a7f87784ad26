"""Every action of the list in one table: name, words, key, icon. The menus, the tooltips and the key map are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from workstation.language import tr
from workstation.ui import icons
from workstation.ui.key_map import Group, key_text


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. ``keys``: the first is shown, all work. ``anywhere`` False: only while the list has the focus."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    anywhere: bool = True


def specs() -> dict[str, tuple[Spec, ...]]:
    """The actions by menu, in the user's language; a Spec with no name is a separator."""
    line = Spec("", "")
    return {
        tr("File"): (
            Spec("open_files", tr("Open files…"), ("Ctrl+O",), "file-plus"),
            Spec("open_folder", tr("Open a folder or a disc…"), ("Ctrl+Shift+O",), "folder-open"),
            line,
            Spec("connect", tr("Connect an archive…"), (), "cable"),
            Spec("settings", tr("Settings…"), ("Ctrl+,",), "settings"),
            line,
            Spec("quit", tr("Quit"), ("Ctrl+Q",), "log-out"),
        ),
        tr("Exam"): (
            Spec("open", tr("Open"), ("Return",), "corner-down-left", anywhere=False),
            Spec("toggle_read", tr("Mark as read / to read"), ("Ctrl+R",), "check-check"),
            Spec("toggle_urgent", tr("Mark as urgent / not urgent"), ("Ctrl+U",), "triangle-alert"),
            Spec("fetch", tr("Fetch now"), ("Ctrl+D",), "download"),
            Spec("prepare", tr("Prepare my list"), ("Ctrl+P",), "inbox"),
            line,
            Spec("undo", tr("Undo"), ("Ctrl+Z",), "undo-2"),
            Spec("redo", tr("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2"),
        ),
        tr("List"): (
            Spec("search", tr("Search"), ("Ctrl+F", "/"), "search"),
            Spec("clear_search", tr("Clear the search"), ("Esc",), "x"),
            Spec("refresh", tr("Ask the archives again"), ("F5",), "refresh-cw"),
            line,
            Spec("todo", tr("To read"), ("Ctrl+1",)),
            Spec("urgent", tr("Urgent"), ("Ctrl+2",)),
            Spec("reading", tr("In progress"), ("Ctrl+3",)),
            Spec("read_today", tr("Read today"), ("Ctrl+4",)),
            Spec("all", tr("All exams"), ("Ctrl+5",)),
            Spec("today", tr("Today"), ("Ctrl+6",)),
            Spec("tomorrow", tr("Tomorrow"), ("Ctrl+7",)),
            Spec("local", tr("Exams on this machine"), ("Ctrl+8",)),
            line,
            Spec("save_filter", tr("Save this filter…"), ("Ctrl+S",), "bookmark"),
        ),
        tr("View"): (
            Spec("larger", tr("Larger text"), ("Ctrl++", "Ctrl+=")),
            Spec("smaller", tr("Smaller text"), ("Ctrl+-",)),
            Spec("detail", tr("Exam panel"), ("Ctrl+E",), "panel-right"),
            Spec("full_screen", tr("Full screen"), ("F11",), "maximize"),
        ),
        tr("Help"): (
            Spec("manual", tr("Manual"), ("Shift+F1",), "circle-question-mark"),
            Spec("keys", tr("Keys"), ("F1", "?"), "keyboard"),
            Spec("about", tr("About Garonne"), (), "info"),
        ),
    }


class Actions:
    """The table as QActions of one window. ``on[name]()`` is what each does."""

    def __init__(self, window: QWidget, on: Mapping[str, Callable[[], object]]) -> None:
        self._by_name: dict[str, QAction] = {}
        self._dressed = False
        self._menus = specs()
        for group in self._menus.values():
            for spec in group:
                if spec.name:
                    self._by_name[spec.name] = self._action(window, spec, on[spec.name])

    @staticmethod
    def _action(window: QWidget, spec: Spec, do: Callable[[], object]) -> QAction:
        action = QAction(spec.words, window)
        action.setShortcuts([QKeySequence(k) for k in spec.keys])
        action.setShortcutVisibleInContextMenu(True)
        context = Qt.ShortcutContext
        action.setShortcutContext(context.WindowShortcut if spec.anywhere else context.WidgetShortcut)
        action.triggered.connect(lambda _=False: do())
        if spec.anywhere:
            window.addAction(action)
        return action

    def dress(self) -> None:
        """Draw the icons: first when a menu is about to be seen, so that the list need not wait for them."""
        if self._dressed:
            return
        self._dressed = True
        for group in self._menus.values():
            for spec in group:
                if spec.icon:
                    self._by_name[spec.name].setIcon(icons.icon(spec.icon, size=16))

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def release(self, window: QWidget) -> None:
        """Let go of all of them, before they are made again in another language."""
        for action in self._by_name.values():
            window.removeAction(action)
            action.deleteLater()

    def fill(self, menu: QMenu, extra: Mapping[str, Callable[[QMenu], None]]) -> None:
        """All of them, a submenu a group. ``extra`` adds to a group by the name of the action it follows."""
        menu.aboutToShow.connect(self.dress)
        for title, group in self._menus.items():
            under = menu.addMenu(title)
            for spec in group:
                if not spec.name:
                    under.addSeparator()
                    continue
                under.addAction(self._by_name[spec.name])
                if spec.name in extra:
                    extra[spec.name](under)

    def key_groups(self) -> list[Group]:
        """For the key map: actions that have a key."""
        found: list[Group] = []
        for title, group in self._menus.items():
            lines = [(spec.words, "  ".join(key_text(k) for k in spec.keys[:2])) for spec in group if spec.keys]
            found.append((title, lines))
        return found
