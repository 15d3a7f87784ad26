"""The ``?`` page: the whole key map, made from the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.reading.keymap import PRESET_KEYS, Command, menus

COLUMNS = 4


class KeyPage(QDialog):
    """Keys in columns, a group each; Esc closes."""

    def __init__(self, parent: QWidget, table: tuple[Command, ...]) -> None:
        super().__init__(parent)
        self.setObjectName("key_page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(36))
        outer.addLayout(columns)
        groups = [(title, [(c.text, c.keys) for c in table if c.menu == group and c.keys]) for group, title in menus()]
        groups.append((tr("Windows"), [(tr("Presets, in the order of the menu"), (f"{PRESET_KEYS[0]}–9", "F3–F8"))]))
        groups.append((tr("Mouse"), mouse_rows()))
        total = sum(len(rows) + 2 for _, rows in groups)
        column, used = self._column(columns), 0
        for title, rows in groups:
            if used and used + len(rows) / 2 > total / COLUMNS:
                column, used = self._column(columns), 0
            self._group(column, title, rows)
            used += len(rows) + 2
        for n in range(columns.count()):
            columns.itemAt(n).layout().addStretch(1)

    def _column(self, columns: QHBoxLayout) -> QVBoxLayout:
        column = QVBoxLayout()
        columns.addLayout(column)
        return column

    def _group(self, column: QVBoxLayout, title: str, rows: list[tuple[str, tuple[str, ...]]]) -> None:
        head = QLabel(title)
        head.setFont(theme.font(13, QFont.Weight.DemiBold))
        head.setStyleSheet(f"color: {theme.NAMES}; padding-top: {theme.px(8)}px;")
        column.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(18))
        grid.setVerticalSpacing(theme.px(3))
        for n, (text, keys) in enumerate(rows):
            grid.addWidget(QLabel(text), n, 0)
            shown = QLabel("  ".join(shown_key(k) for k in keys))
            shown.setStyleSheet(f"color: {theme.CURRENT};")
            shown.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(shown, n, 1)
        column.addLayout(grid)


def shown_key(key: str) -> str:
    """A key as this system writes it."""
    return key if "–" in key else QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def mouse_rows() -> list[tuple[str, tuple[str, ...]]]:
    """What the mouse does besides its tool."""
    return [
        (tr("Scroll"), (tr("Wheel"),)),
        (tr("Zoom at the pointer"), (tr("Ctrl + wheel"),)),
        (tr("Pan"), (tr("Left and right button"),)),
        (tr("Ten times finer"), (tr("Shift while dragging"),)),
        (tr("Four times coarser"), (tr("Ctrl while dragging"),)),
        (tr("This viewport alone"), (tr("Double click"),)),
    ]
