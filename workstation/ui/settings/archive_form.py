"""The form of one archive: DIMSE or DICOMweb, tried at once in a worker, with what went wrong in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)
from PySide6.QtWidgets import QWidget as Widget

from workstation.language import number, tr
from workstation.settings import ArchiveNode, Settings, WrongValue, changed, validated
from workstation.ui import theme
from workstation.ui.settings.fields import Field, as_sentence, line, port
from workstation.ui.worker import Call

if TYPE_CHECKING:
    from workstation.ui.services import EchoResult


class ArchiveForm(Widget):
    """``accepted`` brings the archive and this workstation's own AE title, after it answered or when it is kept all the same."""

    accepted = Signal(object, str)

    def __init__(
        self,
        try_archive: Callable[[ArchiveNode, Settings], EchoResult],
        settings: Callable[[], Settings],
        node: ArchiveNode | None = None,
        *,
        everything: bool = False,
    ) -> None:
        super().__init__()
        self._try, self._settings, self._given = try_archive, settings, node
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.dicom, self.web = QRadioButton(tr("DICOM")), QRadioButton("DICOMweb")
        kinds = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(18))
        for button in (self.dicom, self.web):
            kinds.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.name = Field("name", tr("Name"), line(tr("Purpan")))
        self.host = Field("host", tr("Host"), line("192.168.1.10"))
        self.port = Field("port", tr("Port"), port(104))
        self.aet = Field("aet", tr("Its AE title"), line("ORTHANC", 16))
        self.own_aet = Field("own_aet", tr("Our AE title"), line("GARONNE", 16))
        self.url = Field("url", tr("DICOMweb address"), line("https://pacs.example.org/dicom-web"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(self.name, 0, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.host, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.port, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.aet, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.own_aet, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.url, 3, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.in_list = QCheckBox(tr("Its recent exams go into the list"))
        self.schedule = QCheckBox(tr("It gives today's schedule (modality worklist)"))
        for box in (self.in_list, self.schedule):
            box.setVisible(everything)
            column.addWidget(box)
        self.try_button = QPushButton(tr("Try and connect") if not everything else tr("Try and keep"))
        self.try_button.setProperty("kind", "action")
        self.keep_button = QPushButton(tr("Keep it all the same"))
        self.keep_button.clicked.connect(self._keep)
        self.keep_button.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        self.answer.hide()
        row = QHBoxLayout()
        row.addWidget(self.try_button)
        row.addWidget(self.keep_button)
        row.addStretch(1)
        column.addSpacing(theme.px(2))
        column.addLayout(row)
        kept = self.busy.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(kept)
        self.busy.hide()
        column.addWidget(self.busy)
        column.addWidget(self.answer)
        self.try_button.clicked.connect(self.try_now)
        for field in self._fields():
            if hasattr(field.entry, "returnPressed"):
                field.entry.returnPressed.connect(self.try_now)
        self._call = Call(self)
        self._call.done.connect(self._answered)
        self._call.failed.connect(lambda words: self._say(words, "error"))
        self._tried: ArchiveNode | None = None
        self.web.toggled.connect(self._kind)
        self._fill(node)

    def _fields(self) -> tuple[Field, ...]:
        return (self.name, self.host, self.port, self.aet, self.own_aet, self.url)

    def _fill(self, node: ArchiveNode | None) -> None:
        self.own_aet.set_value(self._settings().aet)
        self.in_list.setChecked(node.worklist if node else True)
        self.schedule.setChecked(node.modality_worklist if node else False)
        if node:
            for field in (self.name, self.host, self.port, self.aet, self.url):
                field.set_value(getattr(node, field.key))
        by_web = bool(node and node.url and not node.host)
        (self.web if by_web else self.dicom).setChecked(True)
        self._kind()

    def _kind(self) -> None:
        both = bool(self._given and self._given.url and self._given.host)
        web = self.web.isChecked()
        for field in (self.host, self.port, self.aet, self.own_aet):
            field.setVisible(both or not web)
        self.url.setVisible(both or web)
        self.schedule.setEnabled(both or not web)

    def node(self) -> ArchiveNode | None:
        """The archive as entered; None after saying at the field what is wrong."""
        for field in self._fields():
            field.set_error("")
        shown = {f.key: f.value() for f in (self.name, self.host, self.port, self.aet, self.url) if not f.isHidden()}
        missing = False
        for field in (self.name, self.host, self.aet, self.url):
            if not field.isHidden() and not field.value():
                field.set_error(tr("This cannot be empty."))
                missing = True
        if not self.port.isHidden() and self.port.fault():
            self.port.set_error(self.port.fault())
            missing = True
        taken = {n.name for n in self._settings().archives} - ({self._given.name} if self._given else set())
        if shown["name"] in taken:
            self.name.set_error(tr("Another archive has this name."))
            missing = True
        if not self.own_aet.isHidden() and not self.own_aet.value():
            self.own_aet.set_error(tr("This cannot be empty."))
            missing = True
        if missing:
            next(f for f in self._fields() if f.error).entry.setFocus()
            return None
        kept = {"retrieve": self._given.retrieve} if self._given else {}
        flags = {"worklist": self.in_list.isChecked(), "modality_worklist": self.schedule.isChecked() and self.schedule.isEnabled()}
        try:
            return validated(ArchiveNode, {**kept, **shown, **flags})
        except WrongValue as wrong:
            named = wrong.key or ("url" if not self.url.isHidden() else "host")
            field = next((f for f in self._fields() if f.key == named), self.name)
            field.set_error(as_sentence(wrong))
            field.entry.setFocus()
            return None

    def try_now(self) -> None:
        """Ask the archive for a sign of life, in a worker."""
        node = self.node()
        if node is None or self._call.running:
            return
        self._tried = node
        self.keep_button.hide()
        self.try_button.setEnabled(False)
        self.busy.show()
        self._say(tr("Trying {name}…", name=node.name), "second")
        settings = changed(self._settings(), aet=str(self.own_aet.value()) or self._settings().aet)
        self._call.start(lambda: self._try(node, settings))

    def _answered(self, result: EchoResult) -> None:
        self.busy.hide()
        self.try_button.setEnabled(True)
        if not result.ok:
            self._say(result.text or tr("It does not answer."), "error")
            self.keep_button.show()
            return
        self._say(tr("✓ It answers, in {value} ms.", value=number(result.latency_ms)), "ok")
        self._keep()

    def _keep(self) -> None:
        node = self.node()
        if node is not None:
            self.accepted.emit(node, str(self.own_aet.value()))

    def _say(self, words: str, kind: str) -> None:
        if kind == "error":
            self.busy.hide()
            self.try_button.setEnabled(True)
        self.answer.setText(words)
        self.answer.setProperty("kind", kind)
        self.answer.style().polish(self.answer)
        self.answer.setVisible(bool(words))
