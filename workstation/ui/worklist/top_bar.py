"""The top of the list: the menu, the search, the archives, who is reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from workstation.language import tr
from workstation.ui import icons, theme
from workstation.ui.worklist.nodes import NodeBar

if TYPE_CHECKING:
    from workstation.store import NodeStatus


class SearchBox(QLineEdit):
    """Down and Enter go on into the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)


class TopBar(QWidget):
    """``searched`` follows each letter."""

    searched = Signal(str)

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(48))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(14), 0)
        row.setSpacing(theme.px(8))
        self.menu_button = QToolButton()
        self.menu_button.setText("Garonne")
        self.menu_button.setIcon(icons.icon("menu", theme.SECOND, 18))
        self.menu_button.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFont(theme.font(15, QFont.Weight.DemiBold))
        self.menu_button.setStyleSheet(f"font-size:{theme.px(15)}px; font-weight:600; color:{theme.NAMES};")
        self.menu_button.setToolTip(tr("All actions and their keys (F10)"))
        self.menu_button.setShortcut("F10")
        self.menu_button.setMenu(menu)
        row.addWidget(self.menu_button)
        row.addSpacing(theme.px(6))
        self.search = SearchBox()
        self.search.setPlaceholderText(tr("Name, ID, INS, exam, site…   Ctrl+F"))
        self.search.setToolTip(tr("Search as you type, with or without accents; several words narrow it down (Ctrl+F)"))
        self.search.setAccessibleName(tr("Search"))
        self.search.addAction(icons.icon("search", theme.SECOND, 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setFixedHeight(theme.px(32))
        self.search.setMinimumWidth(theme.px(180))
        self.search.setMaximumWidth(theme.px(520))
        self.search.textChanged.connect(self.searched)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        self.nodes = NodeBar()
        row.addStretch(1)
        row.addWidget(self.nodes)
        self.reader = QLabel()
        self.reader.setProperty("kind", "reader")
        row.addWidget(self.reader)

    def show_reader(self, reader: str) -> None:
        """Whose list it is."""
        self.reader.setText(reader)
        self.reader.setVisible(bool(reader))

    def show_nodes(self, statuses: Sequence[NodeStatus]) -> None:
        """The archives, in the room that the search leaves."""
        self.nodes.show_nodes(statuses)
        self._fit()

    def _fit(self) -> None:
        reader = self.reader.sizeHint().width() if self.reader.isVisibleTo(self) else 0
        self.nodes.fit(self.width() - self.menu_button.sizeHint().width() - reader - theme.px(180 + 70))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
