"""A short message over the foot of a window: what was done, with its undo, or what went wrong. Never takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from workstation.ui import icons, theme

SHOWN_MS = 8000
FAULT_MS = 20_000


class Notice(QFrame):
    """One message at a time, centred at the foot of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self.setAccessibleName("")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(10))
        self._mark = QLabel()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(False)
        self.button = QPushButton()
        self.button.setProperty("kind", "link")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._pressed)
        close = QPushButton(icons.icon("x", theme.SECOND, 14), "")
        close.setProperty("kind", "link")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.hide)
        for widget in (self._mark, self.words, self.button, close):
            row.addWidget(widget)
        self._do: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, button: str = "", do: Callable[[], None] | None = None, *, fault: bool = False) -> None:
        """Show a message for a few seconds, a fault longer; ``do`` is called by the button."""
        self.setAccessibleName(words)
        self.words.setWordWrap(len(words) > 110)
        self.words.setMinimumWidth(theme.px(560) if len(words) > 110 else 0)
        self.words.setText(words)
        self._mark.setVisible(fault)
        if fault:
            self._mark.setPixmap(icons.pixmap("circle-alert", theme.DANGER_TEXT, 18, self.devicePixelRatioF()))
        self._do = do
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(FAULT_MS if fault else SHOWN_MS)

    def _pressed(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def _place(self) -> None:
        parent = self.parentWidget()
        width = min(self.sizeHint().width(), parent.width() - theme.px(40))
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - self.sizeHint().height() - theme.px(44), width, self.sizeHint().height()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
