"""The one style sheet. ``@NAME`` is a token of theme.py, ``<13>`` a size in pixels that follows the text-size setting.

Widgets are addressed by a ``kind`` property ("panel", "rail", "action", ...) rather than by object names, so that a look is shared.
"""

STYLE_SHEET = """
QWidget { outline: none; }
QMainWindow, QDialog { background: @WINDOW; }
QToolTip { background: @RAISED; color: @TEXT; border: 1px solid @LINE; padding: <4> <6>; font-size: <12>; }

QWidget[kind="panel"] { background: @PANEL; }
QWidget[kind="top"] { background: @PANEL; border-bottom: 1px solid @LINE; }
QWidget[kind="bottom"] { background: @PANEL; border-top: 1px solid @LINE; }
QWidget[kind="rail"] { background: @PANEL; border-right: 1px solid @LINE; }
QWidget[kind="side"] { background: @PANEL; border-left: 1px solid @LINE; }
QFrame[kind="side"] { background: @PANEL; border: none; border-left: 1px solid @LINE; }
QFrame[kind="below"] { background: @PANEL; border: none; border-top: 1px solid @LINE; }
QFrame[kind="bordered"] { background: @PANEL; border: 1px solid @LINE; border-radius: 6px; }
QFrame[kind="notice"] { background: @RAISED; border: 1px solid @LINE; border-radius: 6px; }
QWidget[kind="card"] { background: @RAISED; border-radius: 6px; }

QLabel { background: transparent; }
QLabel[kind="second"] { color: @SECOND; font-size: <12>; }
QLabel[kind="facts"] { color: @SECOND; }
QLabel[kind="faint"] { color: @FAINT; font-size: <12>; }
QLabel[kind="name"] { color: @NAMES; font-size: <16>; font-weight: 600; }
QLabel[kind="title"] { color: @NAMES; font-size: <20>; font-weight: 600; }
QLabel[kind="heading"] { color: @NAMES; font-weight: 600; }
QLabel[kind="section"] { color: @SECOND; font-size: <11>; font-weight: 600; letter-spacing: 1px; }
QLabel[kind="error"] { color: @DANGER_TEXT; font-size: <12>; }
QLabel[kind="ok"] { color: @OK; font-size: <12>; }
QLabel[kind="warn"] { color: @WARN; font-size: <12>; }
QLabel[kind="current"] { color: @CURRENT; font-size: <12>; }
QLabel[kind="reader"] { font-size: <12>; border: none; border-left: 1px solid @LINE; padding: <4> 0 <4> <14>; }
QLabel[kind="prior"] { color: @PRIOR; }

QPushButton { background: transparent; border: 1px solid @LINE; border-radius: 4px; padding: <5> <12>; color: @TEXT; min-height: <20>; }
QPushButton:hover { background: @RAISED; border-color: @FAINT; }
QPushButton:pressed { background: @SELECTED; }
QPushButton:focus { border-color: @CURRENT; }
QPushButton:disabled { color: @FAINT; border-color: @LINE; }
QPushButton[kind="action"] { background: @ACTION; border-color: @ACTION; color: @NAMES; font-weight: 600; }
QPushButton[kind="action"]:hover { background: @ACTION_HOVER; border-color: @ACTION_HOVER; }
QPushButton[kind="action"]:focus { border-color: @CURRENT; }
QPushButton[kind="action"]:disabled { background: @RAISED; border-color: @RAISED; color: @FAINT; }
QPushButton[kind="link"] { border: 1px solid transparent; padding: 0 <2>; color: @CURRENT; min-height: <18>; text-align: left; }
QPushButton[kind="link"]:hover { background: transparent; text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: @CURRENT; }
QPushButton[kind="chip"] { background: @SELECTED; border: 1px solid @CURRENT; border-radius: <13>; padding: <2> <14>; color: @NAMES; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: <4>; color: @TEXT; }
QToolButton:hover { background: @RAISED; }
QToolButton:pressed, QToolButton:checked { background: @SELECTED; color: @NAMES; }
QToolButton:focus { border-color: @CURRENT; }
QToolButton:disabled { color: @FAINT; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="node"] { padding: <2> <6>; font-size: <12>; }

QLineEdit, QComboBox, QPlainTextEdit {
  background: @WINDOW; border: 1px solid @LINE; border-radius: 4px; padding: <4> <8>; color: @TEXT; selection-background-color: @ACTION;
  min-height: <20>; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: @CURRENT; }
QLineEdit[wrong="true"] { border-color: @DANGER; }
QLineEdit:disabled, QComboBox:disabled { color: @SECOND; background: @PANEL; }
QComboBox::drop-down { border: none; width: <22>; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @RAISED; border: 1px solid @LINE; selection-background-color: @SELECTED; }

QCheckBox, QRadioButton { spacing: <8>; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: <14>; height: <14>;
  border: 1px solid @SECOND; border-radius: 3px; background: @WINDOW; }
QRadioButton::indicator { border-radius: 7px; width: <12>; height: <12>; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: @CURRENT; border-color: @CURRENT; }
QCheckBox::indicator:checked { image: url("@ICONS/check.svg"); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @CURRENT; }
QCheckBox:disabled, QRadioButton:disabled { color: @SECOND; }

QMenuBar { background: @PANEL; color: @TEXT; border: none; }
QMenuBar::item { padding: <4> <9>; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @RAISED; }
QMenu { background: @RAISED; border: 1px solid @LINE; padding: <4>; }
QMenu::item { padding: <5> <28> <5> <12>; border-radius: 3px; }
QMenu::item:selected { background: @SELECTED; color: @NAMES; }
QMenu::item:disabled { color: @FAINT; }
QMenu::separator { height: 1px; background: @LINE; margin: <4> <8>; }
QMenu::icon { padding-left: <8>; }

QAbstractItemView { background: @WINDOW; border: none; selection-background-color: @SELECTED; selection-color: @NAMES; }
QTableView { gridline-color: transparent; }
QHeaderView { background: @WINDOW; border: none; }
QHeaderView::section { background: @WINDOW; color: @SECOND; border: none; border-bottom: 1px solid @LINE; padding: 0 <8>; font-size: <12>; }
QListWidget[kind="rail"]::item { padding-left: <14>; }
QListWidget[kind="rail"]::item:selected { background: @SELECTED; color: @NAMES; }
QListView[kind="rail"] { background: @PANEL; }

QScrollBar:vertical { background: transparent; width: <10>; margin: 0; }
QScrollBar:horizontal { background: transparent; height: <10>; margin: 0; }
QScrollBar::handle { background: @EMPTY_DOT; border-radius: 3px; margin: 2px; min-height: <28>; min-width: <28>; }
QScrollBar::handle:hover { background: @FAINT; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QFrame[kind="side"] QScrollArea, QWidget[kind="clear"] { background: @PANEL; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }

QProgressBar { background: @TRACK; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: @CURRENT; border-radius: 2px; }
QSplitter::handle { background: @LINE; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabBar::tab { background: transparent; color: @SECOND; padding: <6> <12>; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @NAMES; border-bottom: 2px solid @CURRENT; }
QTabWidget::pane { border: none; }
"""
