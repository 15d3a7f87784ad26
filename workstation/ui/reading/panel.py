"""What was found: measurements with their values on the prior, key images, what is known of priors, what was not seen yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.ui import theme


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as it is read: name, value; the prior's under it in amber, and the change."""

    key: str
    name: str
    value: str
    details: tuple[str, ...] = ()
    prior: str = ""
    prior_value: str = ""
    change: str = ""
    is_prior: bool = False
    selected: bool = False
    warn: str = ""


@dataclass(frozen=True, slots=True)
class KeyPicture:
    """One key image: its place and the exam it is of."""

    key: str
    title: str
    accent: str


@dataclass(frozen=True, slots=True)
class Note:
    """A short text on the exam or a prior. ``kind``: second, prior, warn, error; ``verb`` a button under it and its ``target``."""

    text: str
    kind: str = "second"
    verb: str = ""
    target: str = ""


class FindingsPanel(QScrollArea):
    """The right side of the window."""

    def __init__(self, go_to: Callable[[str], None], go_to_key: Callable[[str], None], act: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setFixedWidth(theme.px(260))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._go_to, self._go_to_key, self._act = go_to, go_to_key, act
        self._told: object = None
        self._pictures: dict[str, QPixmap] = {}
        self._key_buttons: dict[str, QToolButton] = {}
        self._inside = QWidget()
        self._inside.setProperty("kind", "panel")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(theme.px(10), theme.px(10), theme.px(10), theme.px(10))
        self._column.setSpacing(theme.px(6))
        self.setWidget(self._inside)
        self.viewport().setStyleSheet(f"background: {theme.PANEL};")

    def tell(self, cards: Sequence[Card], keys: Sequence[KeyPicture], notes: Sequence[Note]) -> None:
        told = (tuple(cards), tuple(keys), tuple(notes))
        if told == self._told:
            return
        self._told = told
        while (item := self._column.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        self._key_buttons = {}
        self._head(tr("Findings"), len(cards))
        for card in cards:
            self._column.addWidget(self._card(card))
        if not cards:
            self._text(tr("Measurements appear here: D length, A angle, E ellipse."), "second")
        self._column.addSpacing(theme.px(10))
        self._head(tr("Key images"), len(keys))
        if keys:
            self._column.addWidget(self._keys(keys))
        else:
            self._text(tr("K marks the image on the screen."), "second")
        if notes:
            self._column.addSpacing(theme.px(10))
            self._head(tr("Priors and images"), 0)
            for note in notes:
                self._note(note)
        self._column.addStretch(1)

    def set_picture(self, key: str, picture: np.ndarray | None) -> None:
        if picture is None:
            return
        height, width = picture.shape[:2]
        kind = QImage.Format.Format_RGB888 if picture.ndim == 3 else QImage.Format.Format_Grayscale8
        self._pictures[key] = QPixmap.fromImage(QImage(np.ascontiguousarray(picture).data, width, height, picture.strides[0], kind).copy())
        if key in self._key_buttons:
            self._key_buttons[key].setIcon(QIcon(self._pictures[key]))

    def forget(self) -> None:
        """Another exam: no picture of this one stays."""
        self._pictures.clear()

    def has_picture(self, key: str) -> bool:
        return key in self._pictures

    def _head(self, text: str, count: int) -> None:
        head = QLabel(f"{text} <span style='color:{theme.SECOND}; font-weight:400'>{count or ''}</span>")
        head.setFont(theme.font(13, QFont.Weight.DemiBold))
        head.setStyleSheet(f"color: {theme.NAMES};")
        self._column.addWidget(head)

    def _text(self, text: str, kind: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        self._column.addWidget(label)
        return label

    def _card(self, card: Card) -> QWidget:
        box = _Clickable(lambda: self._go_to(card.key))
        box.setProperty("finding", card.key)
        edge = theme.MEASUREMENT if card.selected else theme.RAISED
        box.setObjectName("card")
        box.setStyleSheet(
            f"#card {{ background: {theme.RAISED}; border: 1px solid {edge}; border-radius: 5px; }} QLabel {{ background: transparent; }}"
        )
        grid = QGridLayout(box)
        grid.setContentsMargins(theme.px(9), theme.px(7), theme.px(9), theme.px(7))
        grid.setVerticalSpacing(theme.px(1))
        grid.setColumnStretch(0, 1)
        row = 0
        self._pair(grid, row, card.name, card.value, theme.PRIOR if card.is_prior else theme.NAMES, QFont.Weight.DemiBold)
        for detail in card.details:
            row += 1
            self._pair(grid, row, detail, "", theme.SECOND)
        if card.prior:
            row += 1
            self._pair(grid, row, card.prior, card.prior_value, theme.SECOND)
        if card.change:
            row += 1
            self._pair(grid, row, tr("change"), card.change, theme.PRIOR)
        if card.warn:
            row += 1
            self._pair(grid, row, card.warn, "", theme.WARN)
        return box

    def _pair(self, grid: QGridLayout, row: int, left: str, right: str, colour: str, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        a = QLabel(left)
        a.setTextFormat(Qt.TextFormat.PlainText)
        a.setWordWrap(True)
        a.setFont(theme.font(13, weight))
        a.setStyleSheet(f"color: {colour};")
        if not right:
            grid.addWidget(a, row, 0, 1, 2)
            return
        grid.addWidget(a, row, 0)
        b = QLabel(right)
        b.setFont(theme.font(13, weight))
        b.setStyleSheet(f"color: {colour};")
        b.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(b, row, 1)

    def _keys(self, keys: Sequence[KeyPicture]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(6))
        for n, key in enumerate(keys):
            button = QToolButton()
            button.setFixedSize(theme.px(74), theme.px(74))
            button.setIconSize(QSize(theme.px(66), theme.px(66)))
            accent = theme.PRIOR if key.accent == "prior" else theme.LINE
            button.setStyleSheet(f"background: {theme.VIEWPORT}; border: 1px solid {accent}; border-radius: 3px;")
            button.setToolTip(key.title)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, which=key.key: self._go_to_key(which))
            if key.key in self._pictures:
                button.setIcon(QIcon(self._pictures[key.key]))
            self._key_buttons[key.key] = button
            grid.addWidget(button, n // 3, n % 3)
        grid.setColumnStretch(3, 1)
        return box

    def _note(self, note: Note) -> None:
        label = self._text(note.text, note.kind)
        if note.kind == "prior":
            label.setStyleSheet(f"color: {theme.PRIOR};")
        if note.verb:
            row = QHBoxLayout()
            holder = QWidget()
            holder.setLayout(row)
            row.setContentsMargins(0, 0, 0, theme.px(4))
            button = QPushButton(note.verb)
            button.setProperty("kind", "link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda: self._act(note.target))
            row.addWidget(button)
            row.addStretch(1)
            self._column.addWidget(holder)


class _Clickable(QFrame):
    def __init__(self, clicked: Callable[[], None]) -> None:
        super().__init__()
        self._clicked = clicked
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: object) -> None:
        self._clicked()
