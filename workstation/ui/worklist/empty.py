"""What the list says when it has no rows: never only nothing, always what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workstation.language import plural, tr
from workstation.ui import icons, theme
from workstation.ui.worklist.arrange import Query
from workstation.ui.worklist.rail import section_title


@dataclass(frozen=True, slots=True)
class Says:
    """An icon, a sentence, a second one, and verbs by the name of their action."""

    icon: str
    title: str
    words: str = ""
    verbs: tuple[tuple[str, str], ...] = ()


def says(query: Query, *, elsewhere: int, archives: int) -> Says:
    """What an empty list says for a section and a search; ``elsewhere``: exams outside the section that match the search."""
    if query.words.strip():
        verbs = [("search_all", plural(elsewhere, "Show the one found elsewhere", "Show the {count} found elsewhere"))] if elsewhere else []
        if archives:
            verbs.append(("search_archives", tr("Search the archives")))
        verbs.append(("clear_search", tr("Clear the search")))
        place = section_title(query.section)
        return Says("search", tr("No exam matches “{words}” in “{place}”", words=query.words.strip(), place=place), verbs=tuple(verbs))
    if query.section in ("today", "tomorrow"):
        words = tr("The schedule comes from archives with a modality worklist; it is switched on in the settings.")
        return Says("calendar", tr("Nothing is scheduled"), words, (("settings", tr("Settings…")),))
    if query.section == "local":
        files = (("open_files", tr("Open files…")), ("open_folder", tr("Open a folder or a disc…")))
        return Says("hard-drive", tr("No exam is on this machine yet"), tr("Drop files, folders or a ZIP on this window."), files)
    if query.section == "todo" and archives:
        return Says(
            "check-check",
            tr("Everything is read"),
            tr("New exams appear here by themselves."),
            (("refresh", tr("Ask the archives again")),),
        )
    if query.section in ("todo", "all") and not archives:
        verbs = (("connect", tr("Connect an archive…")), ("open_files", tr("Open files…")))
        return Says("inbox", tr("No exam to read"), tr("Connect an archive, or drop files on this window."), verbs)
    sentence = {"urgent": tr("No urgent exam"), "reading": tr("No exam is being read"), "read_today": tr("Nothing was read today")}
    return Says("check", sentence.get(query.section, tr("No exam")))


class EmptyList(QWidget):
    """Stands in place of the rows."""

    def __init__(self, do: Callable[[str], None]) -> None:
        super().__init__()
        self._do = do
        self._shown: Says | None = None
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        self._icon, self.title, self.words = QLabel(), QLabel(), QLabel()
        self.title.setProperty("kind", "name")
        self.words.setProperty("kind", "second")
        for label in (self._icon, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._icon)
            column.addWidget(label)
        self._verbs = QHBoxLayout()
        self._verbs.setSpacing(theme.px(8))
        column.addSpacing(theme.px(6))
        column.addLayout(self._verbs)
        column.addStretch(3)

    def show_words(self, what: Says) -> None:
        """Say this."""
        if what == self._shown:
            return
        self._shown = what
        self._icon.setPixmap(icons.pixmap(what.icon, theme.FAINT, 40, self.devicePixelRatioF()))
        self.title.setText(what.title)
        self.words.setText(what.words)
        self.words.setVisible(bool(what.words))
        while self._verbs.count():
            item = self._verbs.takeAt(0)
            if item.widget():
                item.widget().deleteLater()
        self._verbs.addStretch(1)
        for name, words in what.verbs:
            button = QPushButton(words)
            button.setObjectName(name)
            button.clicked.connect(lambda _=False, name=name: self._do(name))
            self._verbs.addWidget(button)
        self._verbs.addStretch(1)
