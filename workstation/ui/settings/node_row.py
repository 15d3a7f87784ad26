"""One archive of the settings: what it is, whether it answers, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton

from workstation.language import number, tr
from workstation.settings import ArchiveNode, Settings
from workstation.ui import icons, theme
from workstation.ui.worker import Call

if TYPE_CHECKING:
    from workstation.ui.services import EchoResult


class NodeRow(QFrame):
    """``edited`` and ``removed`` bring the archive's name."""

    edited = Signal(str)
    removed = Signal(str)

    def __init__(
        self,
        node: ArchiveNode,
        try_archive: Callable[[ArchiveNode, Settings], EchoResult],
        settings: Callable[[], Settings],
        *,
        from_profile: bool,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "bordered")
        self.node, self._try, self._settings = node, try_archive, settings
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(14), theme.px(8), theme.px(10), theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        name = QLabel(node.name)
        name.setProperty("kind", "heading")
        grid.addWidget(name, 0, 0)
        origin = tr("set by the site profile") if from_profile else ""
        where = QLabel(" · ".join(p for p in (address(node), origin) if p))
        where.setProperty("kind", "second")
        where.setWordWrap(True)
        grid.addWidget(where, 1, 0)
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        self.answer.hide()
        grid.addWidget(self.answer, 2, 0, 1, 2)
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.px(6))
        self.try_button = _verb(tr("Test"), "network", tr("Ask it for a sign of life"))
        self.edit_button = _verb(tr("Change"), "pencil", tr("Change this archive"))
        self.remove_button = _verb(tr("Remove"), "trash-2", tr("Remove this archive; can be undone"))
        self.try_button.clicked.connect(self.try_now)
        self.edit_button.clicked.connect(lambda: self.edited.emit(node.name))
        self.remove_button.clicked.connect(lambda: self.removed.emit(node.name))
        for button in (self.try_button, self.edit_button, self.remove_button):
            verbs.addWidget(button)
        grid.addLayout(verbs, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        self._call = Call(self)
        self._call.done.connect(self._answered)
        self._call.failed.connect(lambda words: self._say(words, "error"))

    def try_now(self) -> None:
        """Ask it, in a worker."""
        node, settings = self.node, self._settings()
        if self._call.start(lambda: self._try(node, settings)):
            self.try_button.setEnabled(False)
            self._say(tr("Trying {name}…", name=node.name), "second")

    def _answered(self, result: EchoResult) -> None:
        if result.ok:
            self._say(tr("✓ It answers, in {value} ms.", value=number(result.latency_ms)), "ok")
        else:
            self._say(result.text or tr("It does not answer."), "error")
        self.try_button.setEnabled(True)

    def _say(self, words: str, kind: str) -> None:
        self.answer.setText(words)
        self.answer.setProperty("kind", kind)
        self.answer.style().polish(self.answer)
        self.answer.show()


def address(node: ArchiveNode) -> str:
    """``ORTHANC, 192.168.1.10:4242 · https://...``."""
    dimse = f"{node.aet}, {node.host}:{node.port}" if node.host else ""
    return " · ".join(p for p in (dimse, node.url) if p)


def _verb(words: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(icons.icon(icon, size=16), words)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button
