"""Outline icons of resources/icons, tinted by the palette: ``icon("search")``. A name is the file's name without .svg."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workstation.language import RESOURCES
from workstation.ui import theme

FOLDER = RESOURCES / "icons"
_STROKE = 'stroke-width="1.75"'


@cache
def _source(name: str) -> str:
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    return re.sub(r'stroke-width="[\d.]+"', _STROKE, text, count=1)


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, colour: str = theme.TEXT, size: float = 20, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture of ``size`` (scaled by the text size) for a screen of that device-pixel ratio."""
    return _pixmap(name, colour, theme.px(size), ratio)


def icon(name: str, colour: str = theme.TEXT, size: float = 20, checked: str = "") -> QIcon:
    """One icon for buttons and menus: faint when disabled, ``checked`` (a colour) when on. Sharp on every screen there is."""
    made = QIcon()
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, theme.FAINT, size, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
        if checked:
            made.addPixmap(pixmap(name, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
