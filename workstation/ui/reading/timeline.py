"""The patient's exams in time, oldest left, the current one right: blue is current, amber is shown as a prior, grey is not open.

A click opens a prior beside; what is not here has a dashed edge and is fetched by the same click.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workstation.language import tr
from workstation.ui import theme


@dataclass(frozen=True, slots=True)
class Stop:
    """One exam on the line. ``role``: current, prior (open), other. ``here``: its images are on this machine."""

    study_uid: str
    modality: str
    title: str
    under: str
    role: str
    here: bool = True
    tip: str = ""
    progress: float | None = None


class Timeline(QWidget):
    """Chips on a line; ``chosen`` is called with the study of a clicked one."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setFixedHeight(theme.px(46))
        self.setMouseTracking(True)
        self._chosen = chosen
        self._stops: tuple[Stop, ...] = ()
        self._boxes: list[tuple[QRectF, Stop]] = []
        self._hover = ""

    def tell(self, stops: Sequence[Stop]) -> None:
        self._stops = tuple(stops)
        self.update()

    @property
    def stops(self) -> tuple[Stop, ...]:
        return self._stops

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour(theme.PANEL))
        middle = theme.px(15)
        painter.setPen(QPen(theme.colour(theme.LINE), 1))
        painter.drawLine(QPointF(theme.px(12), middle), QPointF(self.width() - theme.px(12), middle))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))
        self._boxes = []
        font = theme.font(12, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        widest = max((metrics.horizontalAdvance(f"{s.modality} {s.title}") + theme.px(18) for s in self._stops), default=0.0)
        room = self.width() - theme.px(24)
        fitting = max(1, int(room // max(theme.px(70), min(widest, theme.px(170)) + theme.px(10))))
        shown = self._stops[-fitting:]
        hidden = len(self._stops) - len(shown)
        step = room / max(1, len(shown))
        for n, stop in enumerate(shown):
            self._chip(painter, stop, theme.px(12) + step * (n + 0.5), middle, min(step - theme.px(8), theme.px(230)), font)
        if hidden:
            painter.setFont(theme.font(12))
            painter.setPen(theme.colour(theme.SECOND))
            painter.drawText(QPointF(theme.px(12), self.height() - theme.px(8)), tr("{count} earlier", count=hidden))
        painter.end()

    def _chip(self, painter: QPainter, stop: Stop, x: float, y: float, room: float, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        said = stop.title if stop.title.upper().startswith(f"{stop.modality} ") else f"{stop.modality} {stop.title}".strip()
        text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room - theme.px(16))
        width = metrics.horizontalAdvance(text) + theme.px(16)
        box = QRectF(x - width / 2, y - theme.px(9), width, theme.px(19))
        self._boxes.append((box.adjusted(-4, -6, 4, theme.px(18)), stop))
        ground, ink = theme.modality_colours(stop.modality)
        accent = {"current": theme.CURRENT, "prior": theme.PRIOR}.get(stop.role, "")
        edge = QPen(theme.colour(accent or (theme.SECOND if self._hover == stop.study_uid else theme.LINE)), 2 if accent else 1)
        if not stop.here:
            edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(theme.colour(ground if stop.here else theme.PANEL))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        strong = bool(accent) or self._hover == stop.study_uid
        painter.setPen(theme.colour(theme.NAMES if accent else ink if stop.here else theme.SECOND, 1.0 if strong else 0.85))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour(accent or theme.SECOND))
        under = QFontMetricsF(painter.font()).elidedText(stop.under, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x - room / 2, box.bottom() + 1, room, theme.px(16)), Qt.AlignmentFlag.AlignCenter, under)
        if stop.progress is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.PRIOR))
            painter.drawRect(QRectF(box.left(), box.bottom() - 2, box.width() * stop.progress, 2))

    def _at(self, position: QPointF) -> Stop | None:
        return next((stop for box, stop in self._boxes if box.contains(position)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        stop = self._at(event.position())
        hover = stop.study_uid if stop else ""
        if hover != self._hover:
            self._hover = hover
            self.setCursor(Qt.CursorShape.PointingHandCursor if stop and stop.role != "current" else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hover = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        stop = self._at(event.position())
        if stop is not None and event.button() == Qt.MouseButton.LeftButton:
            self._chosen(stop.study_uid)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            stop = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), stop.tip if stop else "", self)
            return True
        return super().event(event)
