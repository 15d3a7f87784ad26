"""Small things that are painted alike everywhere: modality chips, dots, bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel

from workstation.ui import theme


def chip_font() -> QFont:
    """The font of chips."""
    return theme.font(theme.TINY, QFont.Weight.DemiBold)


def draw_chip(painter: QPainter, left: float, middle: float, modality: str, *, dim: bool = False) -> float:
    """A modality chip centred on ``middle``; returns its right edge."""
    ground, ink = theme.modality_colours(modality)
    font = chip_font()
    width = max(QFontMetricsF(font).horizontalAdvance(modality) + theme.px(12), theme.px(30))
    height = theme.px(18)
    box = QRectF(left, middle - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.7 if dim else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.colour(ink))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, modality)
    painter.restore()
    return box.right()


def draw_dots(painter: QPainter, left: float, middle: float, here: int, known: int, most: int = 6, *, dim: bool = False) -> float:
    """Amber dots for priors that are here, hollow ones for those that are not; at most ``most``. Returns the right edge."""
    shown = min(known, most)
    filled = here if known <= most else min(here, most if here == known else most - 1)
    radius, step = theme.px(6), theme.px(16)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.6 if dim else 1.0)
    for i in range(shown):
        centre = QPointF(left + radius + i * step, middle)
        if i < filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.PRIOR))
            painter.drawEllipse(centre, radius, radius)
        else:
            painter.setPen(theme.colour(theme.SECOND))
            painter.setBrush(theme.colour(theme.EMPTY_DOT))
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
    painter.restore()
    return left + shown * step


def draw_bar(painter: QPainter, box: QRectF, share: float, colour: str) -> None:
    """A thin progress bar filled to ``share`` (0 to 1)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(theme.TRACK))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    if share > 0:
        painter.setBrush(theme.colour(colour))
        full = QRectF(box.left(), box.top(), max(box.height(), box.width() * min(1.0, share)), box.height())
        painter.drawRoundedRect(full, box.height() / 2, box.height() / 2)
    painter.restore()


class Chip(QLabel):
    """A modality chip as a widget."""

    def __init__(self, modality: str) -> None:
        super().__init__(modality)
        self.setFont(chip_font())
        ground, ink = theme.modality_colours(modality)
        self.setStyleSheet(f"background:{ground}; color:{ink}; border-radius:3px; padding:1px {theme.px(6)}px; font-size:{theme.px(11)}px;")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
