"""The look, in one place: tokens, modality colours, text sizes, fonts, palette and style sheet.

Nothing else in ui/ names a colour or a size in points. Sizes are device-independent pixels at text size 100 %; ``px`` scales them by
the text-size setting (Qt scales by the monitor). Call ``apply`` once before the first window, and again when the size changes.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from workstation.language import RESOURCES
from workstation.ui.style_sheet import STYLE_SHEET

WINDOW = "#101214"
PANEL = "#17191c"
RAISED = "#1f2226"
LINE = "#2b2f34"
SELECTED = "#203744"
HOVER = "#191d21"
TEXT = "#c9ced4"
SECOND = "#868d95"
FAINT = "#5b626a"  # for what need not be read: rules, key hints, empty dots
NAMES = "#eef1f4"
CURRENT = "#4fb3d9"
PRIOR = "#d9a441"
OK = "#5fb286"
WARN = "#e0a83e"
DANGER = "#d9604f"
DANGER_TEXT = "#e57d6e"  # danger as running text: 4.5:1 on every ground
MEASUREMENT = "#f2d46b"
GRAPHIC = "#7fdcc8"  # what others drew in a presentation state, where they recommend no colour
OVERLAY = "#d77bf5"  # what came drawn with the image: the first of rendering.presentation.OVERLAY_COLOURS
VIEWPORT = "#000000"
ACTION = "#285b74"  # ground of the one button that goes on
ACTION_HOVER = "#31708e"
EMPTY_DOT = "#3a4047"
TRACK = "#2b2f34"

# family -> (ground, text); modalities that share a family share its colour
_FAMILIES = {
    "CT": ("#17364a", "#7fc4e0"),
    "MR": ("#322a57", "#b3a4ee"),
    "RX": ("#27391f", "#9cc489"),
    "MG": ("#4a2140", "#e39acb"),
    "US": ("#44361a", "#dcb567"),
    "PT": ("#4d241e", "#eb9a8b"),
    "XA": ("#153d3a", "#79cbc2"),
    "": ("#2b2f34", "#b4bac1"),
}
_FAMILY_OF = {
    "CT": "CT",
    "MR": "MR",
    "CR": "RX",
    "DX": "RX",
    "XR": "RX",
    "RX": "RX",
    "IO": "RX",
    "PX": "RX",
    "RG": "RX",
    "MG": "MG",
    "US": "US",
    "IVUS": "US",
    "PT": "PT",
    "NM": "PT",
    "XA": "XA",
    "RF": "XA",
}

TABLE_ROW = 34
TINY, SMALL, BODY, LARGE = 11, 12, 13, 16
ICONS = (RESOURCES / "icons").as_posix()
_scale = 1.0


class _Notifier(QObject):
    """Tells windows that sizes changed, so that cached heights and columns are made again."""

    changed = Signal()


@cache
def notifier() -> _Notifier:
    """The one object whose ``changed`` signal follows each ``apply``."""
    return _Notifier()


def modality_colours(modality: str) -> tuple[str, str]:
    """Ground and text of the chip of one modality, as ``studies.text.modality_chip`` names it or as DICOM does."""
    return _FAMILIES[_FAMILY_OF.get(modality, "")]


def px(size: float) -> int:
    """A size scaled by the text-size setting, in device-independent pixels."""
    return max(1, round(size * _scale))


def colour(value: str, alpha: float = 1.0) -> QColor:
    """A token as a QColor, ``alpha`` 0 to 1."""
    made = QColor(value)
    made.setAlphaF(alpha)
    return made


@cache
def family() -> str:
    """Inter where it is installed, else the system's own interface font."""
    return "Inter" if "Inter" in QFontDatabase.families() else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def font(size: float = BODY, weight: QFont.Weight | int = QFont.Weight.Normal) -> QFont:
    """The interface font at ``size`` (scaled), with figures that line up."""
    return QFont(_font(px(size), int(weight)))


@cache
def _font(pixels: int, weight: int) -> QFont:
    made = QFont(family())
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_size() -> int:
    """The text size in use, per cent."""
    return round(_scale * 100)


def apply(application: QApplication, size_percent: int = 100) -> None:
    """Fusion, the palette, the fonts and the style sheet, at a text size of 90 to 150 per cent."""
    global _scale
    _scale = min(150, max(90, size_percent)) / 100
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setFont(font())
    application.setStyleSheet(_style_sheet())
    notifier().changed.emit()


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: WINDOW,
        role.WindowText: TEXT,
        role.Base: WINDOW,
        role.AlternateBase: PANEL,
        role.Text: TEXT,
        role.Button: RAISED,
        role.ButtonText: TEXT,
        role.BrightText: NAMES,
        role.ToolTipBase: RAISED,
        role.ToolTipText: TEXT,
        role.PlaceholderText: SECOND,
        role.Highlight: SELECTED,
        role.HighlightedText: NAMES,
        role.Link: CURRENT,
        role.LinkVisited: CURRENT,
        role.Light: LINE,
        role.Midlight: LINE,
        role.Mid: LINE,
        role.Dark: WINDOW,
        role.Shadow: VIEWPORT,
        role.Accent: CURRENT,
    }.items():
        palette.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(FAINT))
    return palette


def _style_sheet() -> str:
    """The sheet with ``@TOKEN`` replaced by its value and ``12px`` style sizes scaled where they are written ``{12}``."""
    text = STYLE_SHEET
    tokens = {name: value for name, value in globals().items() if name.isupper() and isinstance(value, str)}
    for name in sorted(tokens, key=len, reverse=True):
        text = text.replace(f"@{name}", tokens[name])
    for size in range(1, 65):
        text = text.replace(f"<{size}>", f"{px(size)}px")
    return text
