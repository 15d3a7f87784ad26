"""A field of a form: its name above, the input, what it is for below, and in its place what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.settings import WrongValue
from workstation.ui import icons, theme

Input = QLineEdit | QComboBox | QCheckBox


class Field(QWidget):
    """``key`` is the setting's name ("receive.port"); its error is shown here and nowhere else."""

    def __init__(self, key: str, name: str, entry: Input, hint: str = "") -> None:
        super().__init__()
        self.key, self.entry, self._hint = key, entry, hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self.name = QLabel(name)
        self.name.setProperty("kind", "second")
        self.name.setBuddy(entry)
        entry.setAccessibleName(name)
        if isinstance(entry, QCheckBox):
            entry.setText(name)
            self.name.hide()
        column.addWidget(self.name)
        column.addWidget(entry)
        self.below = QLabel()
        self.below.setWordWrap(True)
        column.addWidget(self.below)
        self._origin = ""
        self.error = ""
        self.set_error("")

    def set_origin(self, words: str) -> None:
        """Say where the value comes from, such as the site profile."""
        self._origin = words
        self.set_error(self.error)

    def set_error(self, words: str) -> None:
        """What is wrong; "" is all right."""
        self.error = words
        said = words or " · ".join(p for p in (self._hint, self._origin) if p)
        self.below.setText(said)
        self.below.setVisible(bool(said))
        self.below.setProperty("kind", "error" if words else "second")
        self.entry.setProperty("wrong", bool(words))
        for widget in (self.below, self.entry):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def value(self) -> object:
        """What is entered, as the settings want it."""
        entry = self.entry
        if isinstance(entry, Number):
            return entry.value()
        if isinstance(entry, QLineEdit):
            return entry.text().strip()
        if isinstance(entry, QComboBox):
            return entry.currentData()
        return entry.isChecked()

    def fault(self) -> str:
        """What is wrong with a number as it is written; "" for all other fields."""
        return self.entry.fault() if isinstance(self.entry, Number) else ""

    def set_value(self, value: object) -> None:
        """Show a value."""
        entry = self.entry
        if isinstance(entry, QLineEdit):
            entry.setText(str(value))
        elif isinstance(entry, QComboBox):
            entry.setCurrentIndex(max(0, entry.findData(value)))
        else:
            entry.setChecked(bool(value))


class Choice(QComboBox):
    """A box of choices with the program's own arrow; a wheel over it scrolls the page, not the choice."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(16)
        mark = icons.pixmap("chevron-down", theme.SECOND, 16, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - side - theme.px(6), (self.height() - side) // 2, mark)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Number(QLineEdit):
    """A whole number from ``low`` to ``high``, typed; what is not one is told by ``fault``."""

    def __init__(self, low: int, high: int, value: int) -> None:
        super().__init__()
        self.low, self.high = low, high
        self.setMaxLength(len(str(high)))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setText(str(value))

    def value(self) -> int:
        """The number, 0 where none is written."""
        text = self.text().strip()
        return int(text) if text.isascii() and text.isdigit() else 0

    def fault(self) -> str:
        """What is wrong with it; "" is all right."""
        text = self.text().strip()
        fine = text.isascii() and text.isdigit() and self.low <= int(text) <= self.high
        return "" if fine else tr("A whole number from {low} to {high}.", low=self.low, high=self.high)


def line(placeholder: str = "", most: int = 0) -> QLineEdit:
    """A line of text."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    if most:
        made.setMaxLength(most)
    return made


def port(value: int) -> Number:
    """A port number."""
    return Number(1, 65535, value)


def choice(options: list[tuple[str, object]]) -> QComboBox:
    """One of a few: words and values."""
    made = Choice()
    for words, value in options:
        made.addItem(words, value)
    return made


def as_sentence(wrong: WrongValue) -> str:
    """What is wrong with a setting, as a sentence of its own."""
    words = str(wrong)
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
