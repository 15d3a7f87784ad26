"""Paints a Scene over one viewport: a transparent widget above the surface, so that no word ever costs a frame of VTK."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF, QTextOption
from PySide6.QtWidgets import QWidget

from workstation.reading.corners import STATES, Line, Span
from workstation.ui import theme
from workstation.ui.reading import graphics
from workstation.ui.reading.scene import Drawn, Scene, Waiting

_HALO, _SOFT = QColor(0, 0, 0, 230), QColor(0, 0, 0, 110)
_COLOURS = {
    "text": theme.TEXT,
    "second": theme.TEXT,
    "names": theme.NAMES,
    "prior": theme.PRIOR,
    "warn": theme.WARN,
    "danger": theme.DANGER_TEXT,
    "current": theme.CURRENT,
    "overlay": theme.OVERLAY,
}
MARGIN = 9
MOST_OF_HEIGHT = 0.34  # of a viewport, for one corner
_BAR = 14  # kept free at the right edge for the position bar


class Overlay(QWidget):
    """One viewport's words and lines. The mouse goes through to the surface."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.scene = Scene()
        self.readout = ""  # the pixel under the pointer, in words
        self.text_boxes: list[tuple[QRectF, str]] = []  # where words stand, for tooltips
        self.verb_box = QRectF()

    def set_scene(self, scene: Scene) -> None:
        if scene != self.scene:
            self.scene = scene
            self.update()

    def set_readout(self, words: str) -> None:
        if words != self.readout:
            self.readout = words
            self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        scene = self.scene
        self.text_boxes, self.verb_box = [], QRectF()
        columns = self._columns()
        if scene.waiting is not None:
            self._waiting(painter, scene.waiting)
        else:
            self._cross_lines(painter)
            if scene.graphics is not None:
                graphics.paint(painter, scene.graphics, scene.to_px)
            for at, lines, rgb in scene.regions:
                self._region(painter, at, lines, QColor(*rgb))
            for item in scene.drawings:
                self._measurement(painter, item)
            self._letters(painter, columns)
            self._scale(painter, columns)
            self._position(painter)
            if scene.fault:
                self._fault(painter, scene.fault)
        for (right, bottom), lines in columns.items():
            self._column(painter, lines, right=right, bottom=bottom)
        self._frame(painter)
        painter.end()

    # words

    def _columns(self) -> dict[tuple[bool, bool], tuple[Line, ...]]:
        """The lines of each corner (whether right, whether at the bottom) as they fit."""
        c = self.scene.corners
        if self.readout:
            c = replace(c, bottom_right=(Line((Span(self.readout),)), *c.bottom_right))
        if self.scene.align:  # a breast against its chest wall: all words on the other side
            right = self.scene.align == "left"
            found = {(right, False): (*c.top_left, *c.top_right), (right, True): (*c.bottom_right, *c.bottom_left)}
        else:
            found = {(False, False): c.top_left, (True, False): c.top_right, (False, True): c.bottom_left, (True, True): c.bottom_right}
        laid = {at: self._laid_out(lines, at[0]) for at, lines in found.items()}
        for right in (False, True):
            room = self.height() - 2 * theme.px(MARGIN) - _heights(laid.get((right, False), ()))
            laid[right, True] = _fitting(laid.get((right, True), ()), room)
        return laid

    def _column(self, painter: QPainter, lines: tuple[Line, ...], *, right: bool, bottom: bool) -> None:
        heights = [_height(line) for line in lines]
        margin = theme.px(MARGIN)
        y = self.height() - margin - sum(heights) if bottom else margin
        for line, height in zip(lines, heights, strict=True):
            self._line(painter, line, y, height, right=right)
            y += height

    def _laid_out(self, lines: tuple[Line, ...], right: bool) -> tuple[Line, ...]:
        """The lines of a corner as they fit. Where they would take too much of a small viewport, what the reader can take away anyhow
        goes first."""
        made: tuple[Line, ...] = ()
        for least in range(len(STATES)):
            kept = [line for line in lines if STATES.index(line.until) >= least]
            made = tuple(part for line in kept for part in self._wrapped(line, self._room(right), len(kept)))
            if _heights(made) <= self.height() * MOST_OF_HEIGHT:
                break
        return made

    def _room(self, right: bool) -> float:
        """How wide a line of a corner may be: the orientation letters stand between the two."""
        if right:
            return self.width() * 0.42 - theme.px(MARGIN)
        letters = max(map(QFontMetricsF(_letter_font()).horizontalAdvance, self.scene.letters[2:]))
        room, beside = (edge - theme.px(MARGIN) for edge in (self.width() * 0.46, (self.width() - letters) / 2 - theme.px(6)))
        return min(room, max(beside, theme.px(80)))  # a date is not cut for a letter's sake

    def _wrapped(self, line: Line, room: float, count: int) -> list[Line]:
        """A line too long for a narrow viewport: what must not be missed is written smaller, then on several lines, never cut short. Of
        other lines whole parts go, so that no number is cut; the rest goes on to a second line where the corner has room for it, one of
        ``count``."""
        metrics, kind = QFontMetricsF(_font(line)), line.spans[0].kind
        if metrics.horizontalAdvance(line.text) <= room:
            return [line]
        if len(line.spans) > 1:  # words and the warning beside them: each on lines of its own
            alone = (replace(span, text=span.text.removesuffix(" · ")) for span in line.spans)
            return [part for span in alone for part in self._wrapped(replace(line, spans=(span,)), room, count)]
        if line.size in ("prior", "date"):
            return self._wrapped(replace(line, size="tight"), room, count)
        drops = line.drops or (kind == "text" and " · " in line.text)
        if not drops and kind not in ("warn", "second", "names", "prior"):
            return [line]
        gap = " · " if drops else " "
        words, made = line.text.split(gap), [""]
        for word in words:
            longer = f"{made[-1]}{gap}{word}" if made[-1] else word
            if metrics.horizontalAdvance(longer) <= room or not made[-1]:
                made[-1] = longer
            else:
                made[-1] = made[-1].removesuffix(" ·")
                made.append("" if word == "·" else word)
        made = [text for text in made if text]
        if drops:
            made = made[: 1 if count > 2 and not self.scene.align else 2]
        return [replace(line, spans=(replace(line.spans[0], text=text),), drops=False) for text in made]

    def _line(self, painter: QPainter, line: Line, y: float, height: float, *, right: bool) -> None:
        font = _font(line)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = self._room(right)
        spans = []
        for span in line.spans:
            text = metrics.elidedText(span.text, Qt.TextElideMode.ElideRight, max(room, theme.px(24)))
            room -= metrics.horizontalAdvance(text)
            spans.append((text, span.kind))
        width = sum(metrics.horizontalAdvance(text) for text, _ in spans)
        x = self.width() - theme.px(_BAR) - width if right else float(theme.px(MARGIN))
        self.text_boxes.append((QRectF(x, y, width, height), line.text))
        for text, kind in spans:
            haloed(painter, QPointF(x, y + metrics.ascent()), text, theme.colour(_COLOURS[kind]))
            x += metrics.horizontalAdvance(text)

    def _middle(self, columns: dict[tuple[bool, bool], tuple[Line, ...]], *, right: bool) -> float:
        """Where the letter of a side stands: in its middle, or where the corners' words leave room when they reach the middle."""
        half = QFontMetricsF(_letter_font()).height() / 2
        above, below = (_heights(columns.get((right, bottom), ())) + theme.px(MARGIN) for bottom in (False, True))
        return max(min(self.height() / 2, self.height() - below - half), above + half)

    def _letters(self, painter: QPainter, columns: dict[tuple[bool, bool], tuple[Line, ...]]) -> None:
        painter.setFont(_letter_font())
        metrics = QFontMetricsF(painter.font())
        left, right, top, bottom = self.scene.letters
        w, h = self.width(), self.height()
        lower = metrics.ascent() / 2 - metrics.descent() / 2
        for text, x, y in (
            (left, theme.px(MARGIN), self._middle(columns, right=False) + lower),
            (right, w - theme.px(_BAR + 4) - metrics.horizontalAdvance(right), self._middle(columns, right=True) + lower),
            (top, w / 2 - metrics.horizontalAdvance(top) / 2, theme.px(MARGIN) + metrics.ascent()),
            (bottom, w / 2 - metrics.horizontalAdvance(bottom) / 2, h - theme.px(MARGIN) - metrics.descent()),
        ):
            if text:
                haloed(painter, QPointF(x, y), text, theme.colour(theme.TEXT))
        if self.scene.key_image:
            painter.setFont(theme.font(14, QFont.Weight.Bold))
            haloed(painter, QPointF(w / 2 + theme.px(18), theme.px(MARGIN) + metrics.ascent()), "★", theme.colour(theme.CURRENT))

    def _scale(self, painter: QPainter, columns: dict[tuple[bool, bool], tuple[Line, ...]]) -> None:
        if self.scene.scale_bar is None:
            return
        length, words = self.scene.scale_bar
        left = self.scene.align == "right"
        x, y = theme.px(_BAR) if left else self.width() - theme.px(_BAR + 8), self._middle(columns, right=not left) + theme.px(26)
        taken = _heights(columns.get((not left, True), ()))
        if y + length > self.height() - max(theme.px(70), taken + theme.px(MARGIN + 14)):
            return
        for width, colour in ((3.0, _HALO), (1.0, theme.colour(theme.SECOND))):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, y), QPointF(x, y + length))
            for end in (y, y + length):
                painter.drawLine(QPointF(x - 4, end), QPointF(x, end))
        painter.setFont(theme.font(11))
        metrics = QFontMetricsF(painter.font())
        at = (
            QPointF(x + theme.px(6), y + length)
            if left
            else QPointF(x - theme.px(6) - metrics.horizontalAdvance(words), y + length + metrics.descent())
        )
        haloed(painter, at, words, theme.colour(theme.SECOND))

    # lines

    def _cross_lines(self, painter: QPainter) -> None:
        scene = self.scene
        for line in scene.cross_lines:
            colour = theme.colour(theme.PRIOR if line.accent == "prior" else theme.CURRENT, 0.85)
            a, b = QPointF(*line.start), QPointF(*line.end)
            pen = QPen(colour, 1.0)
            if not line.turns:
                pen.setDashPattern([6, 4])
            painter.setPen(pen)
            if scene.crosshair is None or not line.turns:
                painter.drawLine(a, b)
                continue
            center, gap = QPointF(*scene.crosshair), theme.px(14)
            for end in (a, b):
                way = end - center
                size = (way.x() ** 2 + way.y() ** 2) ** 0.5
                if size > gap:
                    painter.drawLine(center + way * (gap / size), end)
        if scene.crosshair is not None and not any(line.turns for line in scene.cross_lines):
            x, y = scene.crosshair
            painter.setPen(QPen(theme.colour(theme.CURRENT, 0.85), 1.0))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(x + 6 * dx, y + 6 * dy), QPointF(x + 18 * dx, y + 18 * dy))

    def _measurement(self, painter: QPainter, item: Drawn) -> None:
        colour = theme.colour(theme.MEASUREMENT)
        for pen in (QPen(QColor(0, 0, 0, 170), 3.2), QPen(colour, 2.0 if item.selected else 1.5)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for stroke in item.strokes:
                painter.drawPolyline(QPolygonF([QPointF(*p) for p in stroke]))
        size = 4.0 if item.selected else 2.6
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
        painter.setBrush(colour)
        for handle in item.handles:
            painter.drawEllipse(QPointF(*handle), size, size)
        self._result(painter, item, colour)

    def _region(self, painter: QPainter, at: tuple[float, float], lines: tuple[str, ...], colour: QColor) -> None:
        """The words of a region that came with the image, in the colour of its plane: nobody here measured it."""
        painter.setFont(theme.font(12))
        metrics = QFontMetricsF(painter.font())
        width = max(metrics.horizontalAdvance(text) for text in lines)
        x = min(max(at[0] + theme.px(8), 2.0), max(2.0, self.width() - width - theme.px(_BAR)))
        y = min(max(at[1], 2.0), max(2.0, self.height() - metrics.height() * len(lines) - 2))
        for n, text in enumerate(lines):
            haloed(painter, QPointF(x, y + metrics.height() * n + metrics.ascent()), text, colour)

    def _result(self, painter: QPainter, item: Drawn, colour: QColor) -> None:
        lines = ((item.label,) if item.label else ()) + item.lines
        if not lines:
            return
        painter.setFont(theme.font(13))
        metrics = QFontMetricsF(painter.font())
        width = max(metrics.horizontalAdvance(text) for text in lines) + theme.px(12)
        height = metrics.height() * len(lines) + theme.px(6)
        x, y = item.anchor[0] + theme.px(8), item.anchor[1] - height / 2
        if x + width > self.width() - theme.px(_BAR):
            x = min(p[0] for stroke in item.strokes for p in stroke) - width - theme.px(8)
            if x < 2:  # no room on either side: under it, so that the words never lie on what is measured
                x, y = item.anchor[0] - width, max(p[1] for stroke in item.strokes for p in stroke) + theme.px(8)
        x = min(max(x, 2.0), max(2.0, self.width() - width - 2))
        y = min(max(y, 2.0), max(2.0, self.height() - height - 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 18, 20, 190))
        painter.drawRoundedRect(QRectF(x, y, width, height), 3, 3)
        for n, text in enumerate(lines):
            last_warns = item.warn and n == len(lines) - 1
            painter.setPen(theme.colour(theme.WARN) if last_warns else colour)
            painter.drawText(QPointF(x + theme.px(6), y + theme.px(3) + metrics.height() * n + metrics.ascent()), text)

    # edges

    def _position(self, painter: QPainter) -> None:
        """Where in the stack: a quiet track, what is loaded of it, a bright thumb."""
        if self.scene.position is None or self.scene.position[1] < 2:
            return
        index, count = self.scene.position
        top, bottom = theme.px(30), self.height() - theme.px(30)
        x, width, span = self.width() - theme.px(7), theme.px(3), bottom - top
        if span < 40:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.RAISED))
        painter.drawRoundedRect(QRectF(x, top, width, span), 1.5, 1.5)
        painter.setBrush(theme.colour("#3b4a55"))
        for start, end in self.scene.ready or ((0.0, 1.0),):
            painter.drawRect(QRectF(x, top + start * span, width, max(0.0, (end - start) * span)))
        thumb = max(theme.px(10), span / count)
        painter.setBrush(theme.colour(theme.PRIOR if self.scene.accent == "prior" else theme.CURRENT))
        painter.drawRoundedRect(QRectF(x - 1, top + (span - thumb) * index / (count - 1), width + 2, thumb), 2, 2)

    def _frame(self, painter: QPainter) -> None:
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        accent = theme.PRIOR if self.scene.accent == "prior" else theme.CURRENT
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.scene.drop:
            painter.setPen(QPen(theme.colour(accent), 3))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        elif self.scene.focused:
            painter.setPen(QPen(theme.colour(accent), 1.0))
            painter.drawRect(rect)

    # what is not an image

    def _waiting(self, painter: QPainter, waiting: Waiting) -> None:
        x, y = self.width() / 2, self.height() / 2 - theme.px(40)
        accent = theme.PRIOR if self.scene.accent == "prior" else theme.CURRENT
        rows = [(waiting.title, theme.font(16, QFont.Weight.DemiBold), theme.TEXT)]
        rows.append((waiting.text, theme.font(13), theme.DANGER_TEXT if waiting.failed else theme.SECOND))
        for text, font, colour in rows:
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            box = painter.boundingRect(QRectF(x - self.width() * 0.42, y, self.width() * 0.84, 400), _CENTRED, text)
            painter.drawText(box, _CENTRED, text)
            y += box.height() + theme.px(8)
        if waiting.total:
            track = QRectF(x - theme.px(110), y + theme.px(4), theme.px(220), theme.px(4))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.TRACK))
            painter.drawRoundedRect(track, 2, 2)
            track.setWidth(track.width() * min(1.0, waiting.done / waiting.total))
            painter.setBrush(theme.colour(accent))
            painter.drawRoundedRect(track, 2, 2)
            y += theme.px(22)
        if waiting.verb:
            painter.setFont(theme.font(13, QFont.Weight.DemiBold))
            width = QFontMetricsF(painter.font()).horizontalAdvance(waiting.verb) + theme.px(28)
            self.verb_box = QRectF(x - width / 2, y + theme.px(6), width, theme.px(30))
            painter.setPen(QPen(theme.colour(accent), 1))
            painter.setBrush(theme.colour(theme.RAISED))
            painter.drawRoundedRect(self.verb_box, 4, 4)
            painter.setPen(theme.colour(theme.NAMES))
            painter.drawText(self.verb_box, Qt.AlignmentFlag.AlignCenter, waiting.verb)

    def _fault(self, painter: QPainter, why: str) -> None:
        box = QRectF(self.width() * 0.12, self.height() * 0.36, self.width() * 0.76, self.height() * 0.6)
        whole = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        whole.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # a path has no spaces
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour(theme.DANGER_TEXT))
        painter.drawText(box, why, whole)


_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def _height(line: Line) -> float:
    return QFontMetricsF(_font(line)).height() + theme.px(2)


def _heights(lines: Iterable[Line]) -> float:
    return sum(map(_height, lines))


def _fitting(lines: tuple[Line, ...], room: float) -> tuple[Line, ...]:
    """As many lines, from the first, as there is room for above a corner: warnings, the worst first, never lie over patient and date."""
    kept = list(lines)
    while len(kept) > 1 and _heights(kept) > room:
        kept.pop()
    if len(kept) < len(lines):
        last = kept[-1].spans[-1]
        kept[-1] = replace(kept[-1], spans=(*kept[-1].spans[:-1], replace(last, text=f"{last.text} …")))
    return tuple(kept)


def _letter_font() -> QFont:
    return theme.font(14, QFont.Weight.DemiBold)


def _font(line: Line) -> QFont:
    if line.size in ("prior", "date"):
        return theme.font(16, QFont.Weight.Bold if line.size == "prior" else QFont.Weight.DemiBold)
    if line.size == "tight":
        return theme.font(12.5, QFont.Weight.Bold)
    return theme.font(12.5)


def haloed(painter: QPainter, at: QPointF, text: str, colour: QColor) -> None:
    """Text with a dark edge, legible on bone as on air. Nine strokes a word are slow: each word is drawn once and kept."""
    ratio = painter.device().devicePixelRatioF()
    picture = _word(text, painter.font().key(), painter.font().pixelSize(), colour.rgba(), ratio)
    metrics = QFontMetricsF(painter.font())
    painter.drawPixmap(QPointF(round(at.x()) - 3, round(at.y() - metrics.ascent()) - 3), picture)


@lru_cache(maxsize=512)
def _word(text: str, font_key: str, pixel_size: int, rgba: int, ratio: float) -> QPixmap:
    font = QFont()
    font.fromString(font_key)
    font.setPixelSize(pixel_size)
    font.setFeature(QFont.Tag("tnum"), 1)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 6, metrics.height() + 6
    picture = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    x, y = 3.0, 3.0 + metrics.ascent()
    for pen, reach in ((_SOFT, 2), (_HALO, 1)):
        painter.setPen(pen)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (1, -1), (-1, 1)):
            painter.drawText(QPointF(x + reach * dx, y + reach * dy), text)
    painter.setPen(QColor.fromRgba(rgba))
    painter.drawText(QPointF(x, y), text)
    painter.end()
    return picture
