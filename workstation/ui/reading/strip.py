"""The series of the current exam and of its priors as thumbnails: counts, what was not seen, what is still coming.

Double click or drag to a viewport. Groups are headed blue (today's exam) and amber (priors).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.ui import theme
from workstation.ui.reading.overlay import haloed

MIME = "application/x-garonne-display-set"
SIDE = 84


@dataclass(frozen=True, slots=True)
class Entry:
    """One display set in the strip. ``state``: shown (in the focused viewport), visible (in another), or ""."""

    key: str
    label: str
    count: int
    unseen: int
    accent: str
    state: str = ""
    loaded: int = -1
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One exam's series."""

    study_uid: str
    title: str
    accent: str
    entries: tuple[Entry, ...]
    note: str = ""


class Thumbnail(QWidget):
    """One display set."""

    def __init__(self, strip: SeriesStrip, entry: Entry) -> None:
        super().__init__()
        self._strip, self.entry = strip, entry
        self._picture: QPixmap | None = None
        self._pressed: QPoint | None = None
        self.setFixedHeight(theme.px(SIDE - 8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(f"thumbnail_{entry.key}")

    def tell(self, entry: Entry) -> None:
        if entry != self.entry:
            self.entry = entry
            self.setToolTip(entry.tip)
            self.update()

    def set_picture(self, picture: np.ndarray) -> None:
        height, width = picture.shape[:2]
        kind = QImage.Format.Format_RGB888 if picture.ndim == 3 else QImage.Format.Format_Grayscale8
        image = QImage(np.ascontiguousarray(picture).data, width, height, picture.strides[0], kind)
        self._picture = QPixmap.fromImage(image.copy())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(SIDE - 8))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.fillRect(box, theme.colour(theme.VIEWPORT))
        if self._picture is not None:
            size = self._picture.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QPointF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2)
            painter.drawPixmap(QRectF(at, size.toSizeF()), self._picture, QRectF(self._picture.rect()))
        entry = self.entry
        accent = theme.PRIOR if entry.accent == "prior" else theme.CURRENT
        painter.setFont(theme.font(11, QFont.Weight.Medium))
        metrics = QFontMetricsF(painter.font())
        if 0 <= entry.loaded < entry.count:
            told = f"{entry.loaded} / {entry.count} ↓"
        elif entry.unseen == entry.count:
            told = f"{entry.count} · {tr('not seen')}"
        elif entry.unseen:
            told = f"{entry.count} · {tr('{count} not seen', count=entry.unseen)}"
        else:
            told = str(entry.count)
        room = box.width() - theme.px(8)
        told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.WINDOW, 0.85))
        painter.drawRoundedRect(QRectF(3, 3, metrics.horizontalAdvance(told) + theme.px(8), metrics.height() + 2), 2, 2)
        painter.setPen(theme.colour(theme.TEXT))
        painter.drawText(QPointF(3 + theme.px(4), 4 + metrics.ascent()), told)
        label = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, room)
        haloed(painter, QPointF(theme.px(5), box.bottom() - metrics.descent() - 2), label, theme.colour(theme.TEXT))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if entry.state == "shown":
            painter.setPen(QPen(theme.colour(accent), 2))
        else:
            painter.setPen(QPen(theme.colour(accent if entry.state else theme.LINE, 0.55 if entry.state else 1.0), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < 8:
            return
        self._pressed = None
        drag, mime = QDrag(self), QMimeData()
        mime.setData(MIME, self.entry.key.encode())
        drag.setMimeData(mime)
        if self._picture is not None:
            drag.setPixmap(self._picture.scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.CopyAction)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._strip.chosen(self.entry.key)


class SeriesStrip(QScrollArea):
    """All groups. ``wanted`` is asked for the picture of each new display set; ``chosen`` gets a double-clicked one."""

    def __init__(self, chosen: Callable[[str], None], wanted: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("series_strip")
        self.setFixedWidth(theme.px(136))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chosen, self._wanted = chosen, wanted
        self.thumbnails: dict[str, Thumbnail] = {}
        self._shape: tuple[object, ...] = ()
        self._inside = QWidget()
        self._inside.setProperty("kind", "panel")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(theme.px(6), theme.px(6), theme.px(6), theme.px(6))
        self._column.setSpacing(theme.px(4))
        self.setWidget(self._inside)
        self.viewport().setStyleSheet(f"background: {theme.PANEL};")

    def tell(self, groups: Sequence[Group]) -> None:
        shape = tuple((g.study_uid, g.title, g.note, tuple(e.key for e in g.entries)) for g in groups)
        if shape != self._shape:
            self._shape = shape
            self._build(groups)
        for group in groups:
            for entry in group.entries:
                self.thumbnails[entry.key].tell(entry)

    def forget(self) -> None:
        """Another exam: no picture of this one stays, whatever its series are called."""
        self.tell(())

    def _build(self, groups: Sequence[Group]) -> None:
        kept = self.thumbnails
        self.thumbnails = {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, Thumbnail):
                widget.deleteLater()
        for group in groups:
            head = QLabel(group.title)
            head.setWordWrap(True)
            head.setFont(theme.font(11, QFont.Weight.Bold))
            head.setStyleSheet(f"color: {theme.PRIOR if group.accent == 'prior' else theme.CURRENT}; padding: {theme.px(4)}px 0 0 0;")
            self._column.addWidget(head)
            for entry in group.entries:
                thumbnail = kept.pop(entry.key, None)
                if thumbnail is None:
                    thumbnail = Thumbnail(self, entry)
                    thumbnail.setToolTip(entry.tip)
                    self._wanted(entry.key)
                self.thumbnails[entry.key] = thumbnail
                self._column.addWidget(thumbnail)
            if group.note:
                note = QLabel(group.note)
                note.setWordWrap(True)
                note.setProperty("kind", "second")
                self._column.addWidget(note)
        self._column.addStretch(1)
        for old in kept.values():
            old.deleteLater()

    def set_picture(self, key: str, picture: np.ndarray | None) -> None:
        if key in self.thumbnails and picture is not None:
            self.thumbnails[key].set_picture(picture)
