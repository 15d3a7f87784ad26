"""The whole key map on one page (``?`` or F1), for any window: groups of actions and their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.ui import theme

Group = tuple[str, Sequence[tuple[str, str]]]  # title, (what it does, keys)


def key_text(keys: QKeySequence | str) -> str:
    """A key as this system writes it, in the program's own language."""
    said = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    words = {"Return": "↵", "Enter": "↵", "Del": tr("Del"), "Space": tr("Space"), "Esc": tr("Esc"), "Shift+": tr("Shift+"), "Left": "←"}
    for name, word in words.items():
        said = said.replace(name, word)
    return said


class KeyMap(QDialog):
    """Two columns of groups; any key closes it."""

    def __init__(self, title: str, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
        columns.setSpacing(theme.px(48))
        halves: list[list[Group]] = [[], []]
        for group in groups:
            halves[0 if sum(len(g[1]) + 2 for g in halves[0]) <= sum(len(g[1]) + 2 for g in halves[1]) else 1].append(group)
        for half in halves:
            column = QVBoxLayout()
            column.setSpacing(theme.px(6))
            for name, lines in half:
                column.addWidget(_label(name, "section"))
                column.addLayout(self._grid(lines))
                column.addSpacing(theme.px(14))
            column.addStretch(1)
            columns.addLayout(column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        wanted = page.sizeHint()
        self.resize(min(wanted.width() + theme.px(24), 1400), min(wanted.height() + theme.px(8), 900))

    @staticmethod
    def _grid(lines: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(5))
        grid.setColumnStretch(0, 1)
        for row, (what, keys) in enumerate(lines):
            grid.addWidget(_label(what), row, 0)
            grid.addWidget(_label(keys, "heading"), row, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    def keyPressEvent(self, event) -> None:
        self.close()


def _label(words: str, kind: str = "") -> QLabel:
    label = QLabel(words.upper() if kind == "section" else words)
    if kind:
        label.setProperty("kind", kind)
    return label
