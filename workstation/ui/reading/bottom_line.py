"""The last line: stage and its dots, why this layout, what is being brought in, and when the reader's work was last saved."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.reading.top_line import Elided

SAID_MS = 6000  # how long an answer to the reader's key stands before what is being brought in is told again


class Dots(QWidget):
    """One dot a stage, the present one filled."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._at = 0

    def tell(self, count: int, at: int) -> None:
        if (count, at) != (self._count, self._at):
            self._count, self._at = count, at
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(14) * self._count, theme.px(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n in range(self._count):
            painter.setPen(QPen(theme.colour(theme.SECOND), 1))
            painter.setBrush(theme.colour(theme.SECOND) if n == self._at else Qt.BrushStyle.NoBrush)
            center = QPointF(theme.px(7) + theme.px(14) * n, self.height() / 2)
            painter.drawEllipse(QRectF(center.x() - 3.5, center.y() - 3.5, 7, 7))
        painter.end()


class BottomLine(QWidget):
    """Quiet unless something is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottom_line")
        self.setProperty("kind", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(26))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        row.setSpacing(theme.px(10))
        self.stage, self.why = Elided(), Elided()
        self.dots = Dots()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(theme.px(90))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.loading, self.saved, self.monitor = QLabel(), QLabel(), QLabel()
        for label in (self.stage, self.why, self.loading, self.saved, self.monitor):
            label.setProperty("kind", "second")
            label.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self.stage, self.dots, self.why):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.bar, self.loading, self.saved, self.monitor):
            row.addWidget(widget)
        self._told = ("", 0, 0)
        self._said = QTimer(self, singleShot=True, interval=SAID_MS, timeout=lambda: self._show(*self._told))

    def tell_stage(self, text: str, count: int, at: int, why: str) -> None:
        self.stage.say(text)
        self.dots.tell(count, at)
        self.why.say(why)

    def tell_loading(self, text: str, done: int, total: int) -> None:
        """What is being brought in; waits while an answer stands."""
        self._told = (text, done, total)
        if not self._said.isActive():
            self._show(text, done, total)

    def say(self, text: str) -> None:
        """Answer the reader: why nothing happened, or what did. Stands for some seconds, whatever is told meanwhile."""
        self._show(text, 0, 0)
        self._said.start()

    def hush(self) -> None:
        """Another exam: no answer of the last one stands."""
        self._said.stop()

    def _show(self, text: str, done: int, total: int) -> None:
        self.bar.setVisible(total > 0)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.loading.setText(text)

    def tell_saved(self, text: str, wrong: bool) -> None:
        if self.saved.text() != text:
            self.saved.setText(text)
        colour = theme.DANGER_TEXT if wrong else theme.SECOND
        self.saved.setStyleSheet(f"color: {colour};")
        self.saved.setToolTip(tr("Measurements and key images are on the disk as soon as they are made."))
