"""The page of a program that is not set up: connect an archive, receive, open files, or try the demo region."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.settings import plain
from workstation.ui import icons, theme
from workstation.ui.settings.archive_form import ArchiveForm
from workstation.ui.settings.receive_form import ReceiveForm

if TYPE_CHECKING:
    from workstation.settings import ArchiveNode, Settings
    from workstation.ui.services import Services


class FirstStart(QScrollArea):
    """``saved`` brings changes for the user's settings; the others are what the hand asked for."""

    saved = Signal(dict)
    files_wanted = Signal()
    folder_wanted = Signal()
    settings_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, services: Services, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        self.setWidget(page)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24))
        outer.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(theme.px(980))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(_label(tr("Where do the exams come from?"), "title"))
        column.addWidget(
            _label(tr("Nothing is set up yet. Begin with one of these; the others stay in the menu and in the settings."), "second")
        )
        column.addSpacing(theme.px(14))
        grid = QGridLayout()
        grid.setSpacing(theme.px(14))
        column.addLayout(grid)
        self.archive = ArchiveForm(services.try_archive, lambda: self._settings)
        self.archive.accepted.connect(self._connect_archive)
        said = tr("A PACS, a regional archive or an Orthanc. It is tried at once.")
        grid.addWidget(_card("cable", tr("Connect an archive"), said, self.archive), 0, 0, 3, 1)
        self.receive = ReceiveForm(settings, tr("Receive"))
        self.receive.accepted.connect(lambda receive: self.saved.emit({"receive": receive}))
        said = tr("Modalities and archives send their images to this machine.")
        grid.addWidget(_card("radio", tr("Receive on a port"), said, self.receive), 0, 1)
        said = tr("A CD, a ZIP, a folder: reading starts at once. Or drop them on this window.")
        buttons = _buttons(
            (tr("Files…"), "file-plus", self.files_wanted.emit), (tr("Folder or disc…"), "folder-open", self.folder_wanted.emit)
        )
        grid.addWidget(_card("folder-open", tr("Open files, folders or media"), said, buttons), 1, 1)
        said = tr("An archive with synthetic patients on this machine, made in some seconds. No real person is in it.")
        demo = _buttons((tr("Try the demo region"), "flask-conical", self.demo_wanted.emit))
        self.demo_button = demo.findChild(QPushButton)
        card = _card("flask-conical", tr("Look around first"), said, demo)
        card.setVisible(services.start_demo is not None)
        grid.addWidget(card, 2, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        column.addSpacing(theme.px(8))
        more = QPushButton(tr("All settings…"))
        more.setProperty("kind", "link")
        more.clicked.connect(self.settings_wanted)
        row = QHBoxLayout()
        row.addWidget(more)
        row.addStretch(1)
        column.addLayout(row)

    def _connect_archive(self, node: ArchiveNode, aet: str) -> None:
        kept = [plain(n, changed_only=True) for n in self._settings.archives if n.name != node.name]
        changes: dict[str, Any] = {"archives": [*kept, plain(node, changed_only=True)]}
        if aet and aet != self._settings.aet:
            changes["aet"] = aet
        self.saved.emit(changes)


def _card(icon: str, title: str, words: str, content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "bordered")
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
    column.setSpacing(theme.px(6))
    head = QHBoxLayout()
    head.setSpacing(theme.px(10))
    mark = QLabel()
    mark.setPixmap(icons.pixmap(icon, theme.CURRENT, 20, 2.0))
    head.addWidget(mark)
    head.addWidget(_label(title, "name"), 1)
    column.addLayout(head)
    said = _label(words, "second")
    column.addWidget(said)
    column.addSpacing(theme.px(6))
    column.addWidget(content)
    column.addStretch(1)
    return card


def _buttons(*buttons: tuple[str, str, Callable[[], None]]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    for words, icon, do in buttons:
        button = QPushButton(icons.icon(icon, size=16), words)
        button.clicked.connect(lambda _=False, do=do: do())
        row.addWidget(button)
    row.addStretch(1)
    return holder


def _label(words: str, kind: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label
