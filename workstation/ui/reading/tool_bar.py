"""The tool bar: the table's own groups, words beside icons until they are hidden or do not fit, then window, link and protocol."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.reading.keymap import Command


class ToolBar(QWidget):
    """Buttons of the actions that stand in the bar, and three menus that say what is in force."""

    def __init__(self, table: tuple[Command, ...], made: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("tool_bar")
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(36))
        self.words = True
        self._buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(0)
        group = 1
        for command in table:
            if not command.bar:
                continue
            if command.bar != group:
                group = command.bar
                row.addWidget(_rule())
            button = QToolButton()
            button.setDefaultAction(made[command.id])
            button.setObjectName(f"bar_{command.id}")
            self._buttons.append(_set(button))
            row.addWidget(button)
        row.addWidget(_rule())
        self.window = _menu_button(tr("The window in force; choose another (1 to 9, 0)"))
        self.link = _menu_button(tr("How viewports scroll together (L, Shift+L)"))
        self.protocol = _menu_button(tr("Why this layout; choose another"))
        self.stage = _menu_button(tr("Stages of the protocol (Space)"))
        row.addWidget(self.window)
        row.addWidget(self.link)
        row.addStretch(1)
        row.addWidget(self.protocol)
        row.addWidget(self.stage)
        self.protocol.setStyleSheet(f"color: {theme.SECOND};")

    def show_words(self, words: bool) -> None:
        self.words = words
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Words where there is room for all of them; the window's, link's and protocol's stay."""
        self._style(Qt.ToolButtonStyle.ToolButtonTextBesideIcon if self.words else Qt.ToolButtonStyle.ToolButtonIconOnly)
        if self.words and self.layout().minimumSize().width() > self.width():
            self._style(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _style(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._buttons:
            button.setToolButtonStyle(style)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.height())

    def tell(self, window: str, link: str, protocol: str, stage: str) -> None:
        for button, text in ((self.window, window), (self.link, link), (self.protocol, protocol), (self.stage, stage)):
            button.setVisible(bool(text))
            if button.text() != text:
                button.setText(text)


def _set(button: QToolButton) -> QToolButton:
    button.setIconSize(QSize(theme.px(17), theme.px(17)))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAutoRaise(True)
    return button


def _menu_button(tip: str) -> QToolButton:
    button = _set(QToolButton())
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setToolTip(tip)
    button.setMenu(QMenu(button))
    button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return button


def _rule() -> QFrame:
    line = QFrame()
    line.setFixedSize(theme.px(9), theme.px(18))
    line.setStyleSheet(f"border: none; border-left: 1px solid {theme.LINE}; margin-left: {theme.px(4)}px;")
    return line
