"""Paints what a presentation state draws on an image: others' marks, told apart from the reader's own by colour and by having no handles.

Lines follow the image through one transform; arrow heads, ticks, points and words keep their size on the screen and words stay upright.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from workstation.imaging.annotations import RGB, LineStyle, Point
from workstation.reading.graphics import STEPS, Drawing, Graphics, Words
from workstation.ui import theme

HALO = QColor(0, 0, 0, 170)
NEAR_OWN = 90  # a recommended colour this near the reader's own measurements' is not taken: nobody must mistake one for the other
EDGED = 600  # segments up to which a drawing has a dark edge
EDGE = 4  # words keep away from the viewport's edge
HEAVY = 2_000  # segments from which on a state is drawn plainly: no edge, no smoothing, no dashes, no inside
_kept_alive: list[QGuiApplication] = []
_strokes: WeakKeyDictionary[Graphics, list[Strokes]] = WeakKeyDictionary()  # in image coordinates, made once


@dataclass
class Strokes:
    """The lines of one drawing. Apart from each other: Qt takes seconds for one wide, smooth line that crosses itself often."""

    segments: list[QLineF]
    path: QPainterPath


def paint(painter: QPainter, graphics: Graphics, to_px: tuple[float, float, float, float, float, float]) -> None:
    """Everything, lowest layer first. ``to_px``: x = a u + b v + c, y = d u + e v + f."""
    a, b, c, d, e, f = to_px
    transform = QTransform(a, d, b, e, c, f)
    if graphics not in _strokes:
        _strokes[graphics] = [_strokes_of(drawing) for drawing in graphics.drawings]
    painter.save()
    heavy = sum(len(strokes.segments) for strokes in _strokes[graphics]) > HEAVY
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not heavy)
    for drawing, strokes in zip(graphics.drawings, _strokes[graphics], strict=True):
        _drawing(painter, drawing, strokes, transform, heavy)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for words in graphics.words:
        _words(painter, words, transform)
    painter.restore()


def on_picture(pixels: np.ndarray, graphics: Graphics, to_px: tuple[float, float, float, float, float, float]) -> np.ndarray:
    """The same on a picture without any window: uint8 (height, width), grey, or (height, width, 3); gives (height, width, 3)."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept_alive.append(QGuiApplication([]))
    rgb = np.ascontiguousarray(pixels if pixels.ndim == 3 else np.repeat(pixels[..., np.newaxis], 3, axis=-1))
    height, width = rgb.shape[:2]
    picture = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint(painter, graphics, to_px)
    painter.end()
    bgra = np.frombuffer(picture.constBits(), np.uint8).reshape(height, picture.bytesPerLine())[:, : 4 * width].reshape(height, width, 4)
    return np.ascontiguousarray(bgra[..., 2::-1])


def colour(rgb: RGB | None, opacity: float = 1.0) -> QColor:
    """A recommended colour, or the theme's where none is given or it looks like the reader's own measurements."""
    own = theme.colour(theme.MEASUREMENT)
    chosen = QColor(*rgb) if rgb is not None else theme.colour(theme.GRAPHIC)
    if math.dist((chosen.red(), chosen.green(), chosen.blue()), (own.red(), own.green(), own.blue())) < NEAR_OWN:
        chosen = theme.colour(theme.GRAPHIC)
    chosen.setAlphaF(opacity)
    return chosen


def _strokes_of(drawing: Drawing) -> Strokes:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    segments: list[QLineF] = []
    for line in drawing.lines:
        points = [QPointF(u, v) for u, v in line.tolist()]
        segments += [QLineF(a, b) for a, b in pairwise(points)]
        path.addPolygon(QPolygonF(points))
    return Strokes(segments, path)


def _drawing(painter: QPainter, drawing: Drawing, strokes: Strokes, to_px: QTransform, heavy: bool) -> None:
    if drawing.fill > 0 and not heavy:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # a smooth inside of a line that crosses itself takes seconds
        painter.fillPath(to_px.map(strokes.path), colour(drawing.fill_rgb, drawing.fill))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    more = QPainterPath()
    head = QPolygonF()
    if drawing.cross is not None:
        at, size = to_px.map(QPointF(*drawing.cross)), theme.px(5)
        for dx, dy in ((1, 0), (0, 1)):
            more.moveTo(at - QPointF(size * dx, size * dy))
            more.lineTo(at + QPointF(size * dx, size * dy))
    if drawing.arrow is not None:
        head = _head(*(to_px.map(QPointF(*end)) for end in drawing.arrow), drawing.line)
    if drawing.bars is not None:
        _bars(more, *(to_px.map(QPointF(*end)) for end in drawing.bars))
    labels = _ticks(more, drawing, to_px)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dashed = drawing.line.dashed and not heavy and len(strokes.segments) <= 2 * STEPS
    for n, pen in enumerate(_pens(drawing.line, drawing.rgb, dashed)):
        if n == 0 and (heavy or len(strokes.segments) > EDGED):
            continue
        painter.setPen(pen)
        painter.drawPath(more)
        if dashed:
            painter.drawPath(to_px.map(strokes.path))
            continue
        painter.save()
        painter.setTransform(to_px, True)
        painter.drawLines(strokes.segments)
        painter.restore()
    if not head.isEmpty():
        painter.setPen(QPen(HALO, 1.2))
        painter.setBrush(colour(drawing.rgb, drawing.line.opacity))
        painter.drawPolygon(head)
    painter.setFont(theme.font(11))
    for at, text in labels:
        _haloed(painter, at, text, colour(drawing.rgb))


def _pens(line: LineStyle, rgb: RGB | None, dashed: bool) -> tuple[QPen, QPen]:
    """The dark edge, then the line."""
    width = max(line.thickness, 1.0)
    pens = (QPen(HALO, width + 1.8), QPen(colour(rgb, line.opacity), width))
    for pen in pens:
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.SquareCap)  # round ones make one slow path of all segments
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pens[1].setDashPattern([5 / width, 4 / width])
    return pens


def _head(tail: QPointF, tip: QPointF, line: LineStyle) -> QPolygonF:
    way = tip - tail
    length = math.hypot(way.x(), way.y())
    if length < 1e-6:
        return QPolygonF()
    along, size = way / length, theme.px(9) + 2 * line.thickness
    across = QPointF(-along.y(), along.x())
    back = tip - along * size
    return QPolygonF([tip, back + across * size * 0.42, back - across * size * 0.42])


def _bars(path: QPainterPath, first: QPointF, last: QPointF) -> None:
    across = _across(first, last) * theme.px(6)
    for end in (first, last):
        path.moveTo(end - across)
        path.lineTo(end + across)


def _across(first: QPointF, last: QPointF) -> QPointF:
    way = last - first
    length = math.hypot(way.x(), way.y())
    return QPointF(-way.y() / length, way.x() / length) if length > 1e-6 else QPointF(0, 1)


def _below(along: tuple[Point, Point], to_px: QTransform, across: QPointF) -> QPointF:
    """``across`` on the side that lies below a line from left to right in the image, also where the view is turned or mirrored."""
    (u0, v0), (u1, v1) = along
    side = to_px.map(QPointF(v0 - v1, u1 - u0)) - to_px.map(QPointF(0, 0))
    return across if QPointF.dotProduct(side, across) >= 0 else -across


def _ticks(path: QPainterPath, drawing: Drawing, to_px: QTransform) -> list[tuple[QPointF, str]]:
    if drawing.along is None:
        return []
    first, last = (to_px.map(QPointF(*end)) for end in drawing.along)
    across, size = _below(drawing.along, to_px, _across(first, last)), theme.px(7)
    labels = []
    metrics = QFontMetricsF(theme.font(11))
    for tick in drawing.ticks:
        at = first + (last - first) * tick.position
        low, high = {-1: (-1.0, 0.0), 0: (-0.5, 0.5), 1: (0.0, 1.0)}[drawing.side]
        path.moveTo(at + across * size * low)
        path.lineTo(at + across * size * high)
        if drawing.labels and tick.label:
            middle = at + across * (size * 1.2 + metrics.height() / 2) * drawing.labels
            half = QPointF(metrics.horizontalAdvance(tick.label) / 2, metrics.height() / 2 - metrics.ascent())
            labels.append((middle - half, tick.label))
    return labels


# words


def _words(painter: QPainter, words: Words, to_px: QTransform) -> None:
    font = theme.font(13, QFont.Weight.Bold if words.bold else QFont.Weight.Medium)
    font.setItalic(words.italic)
    font.setUnderline(words.underlined)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    anchor = to_px.map(QPointF(*words.anchor)) if words.anchor is not None else None
    room = QRectF(*_box(words, to_px)) if words.box is not None else None
    seen = QRectF(painter.window())
    inside = room is None and anchor is not None and seen.contains(anchor)
    lines = _lines(words.text, metrics, room.width() if room is not None else seen.width() / 2 if inside else 1e9)
    width, height = max(metrics.horizontalAdvance(line) for line in lines), metrics.height() * len(lines)
    if room is None:
        assert anchor is not None
        room = QRectF(anchor.x() + theme.px(8), anchor.y() - height / 2, width, height)
        if inside:  # words beside what is seen are seen whole: at its other side, where there is no room
            if room.right() > seen.right() - EDGE:
                room.moveRight(anchor.x() - theme.px(8))
            room.moveLeft(max(seen.left() + EDGE, min(room.left(), seen.right() - EDGE - width)))
            room.moveTop(max(seen.top() + EDGE, min(room.top(), seen.bottom() - EDGE - height)))
    top = {"CENTER": room.center().y() - height / 2, "BOTTOM": room.bottom() - height}.get(words.vertical, room.top())
    used = QRectF(_left(room, width, words.horizontal), top, width, height)
    ink = colour(words.rgb)
    if words.pointer and anchor is not None:
        _pointer(painter, used, anchor, ink)
    for n, line in enumerate(lines):
        x = _left(used, metrics.horizontalAdvance(line), words.horizontal)
        _haloed(painter, QPointF(x, used.top() + metrics.height() * n + metrics.ascent()), line, ink)


def _left(room: QRectF, width: float, horizontal: str) -> float:
    if horizontal == "CENTER":
        return room.center().x() - width / 2
    return room.right() - width if horizontal == "RIGHT" else room.left()


def _box(words: Words, to_px: QTransform) -> tuple[float, float, float, float]:
    assert words.box is not None
    a, b = (to_px.map(QPointF(*corner)) for corner in words.box)
    return min(a.x(), b.x()), min(a.y(), b.y()), abs(a.x() - b.x()), abs(a.y() - b.y())


def _lines(text: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Lines as written; one too long for its box is broken between words, as long as the box has room for a few letters."""
    made: list[str] = []
    room = max(room, metrics.averageCharWidth() * 12)
    for line in text.split("\n"):
        part = ""
        for word in line.split(" "):
            longer = f"{part} {word}" if part else word
            if part and metrics.horizontalAdvance(longer) > room:
                made.append(part)
                part = word
            else:
                part = longer
        made.append(part)
    return made


def _pointer(painter: QPainter, used: QRectF, anchor: QPointF, ink: QColor) -> None:
    near = QPointF(min(max(anchor.x(), used.left()), used.right()), min(max(anchor.y(), used.top()), used.bottom()))
    away = anchor - near
    if math.hypot(away.x(), away.y()) > theme.px(3):
        for pen in (QPen(HALO, 3.0), QPen(ink, 1.2)):
            painter.setPen(pen)
            painter.drawLine(near, anchor)
    painter.setPen(QPen(HALO, 1.0))
    painter.setBrush(ink)
    painter.drawEllipse(anchor, 2.2, 2.2)


def _haloed(painter: QPainter, at: QPointF, text: str, ink: QColor) -> None:
    outline = QPainterPath()
    outline.addText(at, painter.font(), text)
    painter.strokePath(outline, QPen(QColor(0, 0, 0, 225), 3.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setPen(ink)
    painter.drawText(at, text)
