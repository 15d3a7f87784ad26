"""The form of receiving: a port, who may reach it, and whom it answers."""

from __future__ import annotations

import socket
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.settings import Settings
from workstation.ui import theme
from workstation.ui.settings.fields import Field, choice, port


class ReceiveForm(QWidget):
    """``accepted`` brings the ``receive`` settings to be saved."""

    accepted = Signal(dict)

    def __init__(self, settings: Settings, button: str) -> None:
        super().__init__()
        self._settings = settings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.port = Field("receive.port", tr("Port"), port(settings.receive.port))
        reach = choice([(tr("this machine only"), "127.0.0.1"), (tr("the whole network"), "0.0.0.0")])
        self.bind = Field("receive.bind", tr("Reached from"), reach)
        self.bind.set_value("0.0.0.0")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.addWidget(self.port, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.bind, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)
        column.addLayout(grid)
        said = QLabel(tr("Send to AE title {aet} on {host}.", aet=settings.aet, host=socket.gethostname()))
        said.setProperty("kind", "second")
        said.setWordWrap(True)
        column.addWidget(said)
        self.button = QPushButton(button)
        self.button.clicked.connect(self._accept)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)

    def _accept(self) -> None:
        self.port.set_error(self.port.fault())
        if not self.port.error:
            self.accepted.emit(self.values())

    def values(self) -> dict[str, Any]:
        """As the settings want it."""
        callers = list(self._settings.receive.known_callers)
        made: dict[str, Any] = {"enabled": True, "port": self.port.value(), "bind": self.bind.value()}
        return made | ({"known_callers": callers} if callers else {})
