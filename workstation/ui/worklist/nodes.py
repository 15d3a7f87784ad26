"""The archives at the top: a dot, a name, how fast it answers; red words and a retry where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workstation.language import number, tr
from workstation.ui import theme

if TYPE_CHECKING:
    from workstation.store import NodeStatus


class NodeButton(QAbstractButton):
    """One archive. A click tries it (again)."""

    def __init__(self, status: NodeStatus) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.short = False
        self.show_status(status)

    def show_status(self, status: NodeStatus) -> None:
        self.status = status
        self.setText(status.name)
        self.setAccessibleName(f"{status.name}: {self.said() or tr('answers')}")
        self.setToolTip(self._tip())
        self.updateGeometry()
        self.update()

    def said(self) -> str:
        """What stands after the name."""
        status = self.status
        if status.state == "down":
            if self.short:
                return tr("retry")
            since = datetime.fromtimestamp(status.at).strftime("%H:%M") if status.at else ""
            return tr("unreachable {time} · retry", time=since) if since else tr("unreachable · retry")
        if status.state == "trying":
            return tr("trying…")
        return tr("{value} ms", value=number(status.latency_ms)) if status.latency_ms is not None and not self.short else ""

    def _tip(self) -> str:
        if self.status.state == "ok":
            return tr("{name} answers. Click to try it again.", name=self.status.name)
        if self.status.state == "trying":
            return tr("{name} is being tried.", name=self.status.name)
        return f"{self.status.name}: {self.status.text}\n" + tr("Click to try again.")

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.SMALL))
        words = metrics.horizontalAdvance(self.text()) + (metrics.horizontalAdvance("  " + self.said()) if self.said() else 0)
        return QSize(theme.px(26) + words, theme.px(26))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.status.state
        if self.hasFocus() or self.underMouse():
            painter.setPen(theme.colour(theme.CURRENT) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.RAISED))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        dot = {"ok": theme.OK, "down": theme.DANGER}.get(state, theme.CURRENT)
        middle, radius = self.height() / 2, theme.px(4)
        painter.setPen(theme.colour(dot) if state == "trying" else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if state == "trying" else theme.colour(dot))
        painter.drawEllipse(int(theme.px(8)), int(middle - radius), 2 * radius, 2 * radius)
        painter.setFont(theme.font(theme.SMALL))
        left = theme.px(21)
        painter.setPen(theme.colour(theme.TEXT))
        box = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        left = painter.fontMetrics().horizontalAdvance(self.text() + "  ")
        painter.setPen(theme.colour(theme.DANGER_TEXT if state == "down" else theme.SECOND))
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.said())


class NodeBar(QWidget):
    """All archives, in the order of the settings."""

    retried = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(4))
        self._buttons: dict[str, NodeButton] = {}
        self._room = 10_000
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def button(self, name: str) -> NodeButton | None:
        """The button of one archive."""
        return self._buttons.get(name)

    def show_nodes(self, statuses: Sequence[NodeStatus]) -> None:
        """These archives and no others."""
        names = [s.name for s in statuses]
        if names != list(self._buttons):
            for button in self._buttons.values():
                self._row.removeWidget(button)
                button.deleteLater()
            self._buttons = {}
            for status in statuses:
                button = NodeButton(status)
                button.clicked.connect(lambda _=False, name=status.name: self.retried.emit(name))
                self._buttons[status.name] = button
                self._row.addWidget(button)
        for status in statuses:
            self._buttons[status.name].show_status(status)
        self.fit(self._room)

    def fit(self, room: int) -> None:
        """Leave out milliseconds and details where the bar is short of room."""
        self._room = room
        for short in (False, True):
            for button in self._buttons.values():
                button.short = short
            if sum(b.sizeHint().width() + theme.px(4) for b in self._buttons.values()) <= room:
                break
        for button in self._buttons.values():
            button.updateGeometry()
            button.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()
