"""Paints the rows of the list: one glance a row, numbers on one line, states told by a word as well as by a colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from workstation.language import tr
from workstation.ui import icons, theme
from workstation.ui.chips import draw_bar, draw_chip, draw_dots
from workstation.ui.worklist import columns
from workstation.ui.worklist.entries import DOWN, TRYING, UP, Entry
from workstation.ui.worklist.table_model import ENTRY, is_mere_prior, said

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
PAD = 8


class RowDelegate(QStyledItemDelegate):
    """One delegate for all columns. ``hovered`` is the row under the pointer, -1 for none; the view sets it."""

    def __init__(self) -> None:
        super().__init__()
        self.hovered = -1
        self.selected = -1
        self.focused = False
        self.reader_has_column = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, theme.px(theme.TABLE_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry = index.data(ENTRY)
        box, key = option.rect, columns.COLUMNS[index.column()].key
        chosen = index.row() == self.selected
        if chosen:
            painter.fillRect(box, theme.colour(theme.SELECTED))
        elif index.row() == self.hovered:
            painter.fillRect(box, theme.colour(theme.HOVER))
        painter.setPen(theme.colour(theme.RAISED))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen and self.focused and index.column() == 0:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.colour(theme.CURRENT))
        if entry.kind == "node":
            self._node(painter, box, entry, option.widget)
            return
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), -1)
        drawer = getattr(self, f"_{key}", None)
        if drawer is not None:
            drawer(painter, inner, entry)
        else:
            colour = theme.SECOND if entry.state == "read" else theme.TEXT
            _write(painter, inner, said(entry, key), colour, _RIGHT if columns.COLUMNS[index.column()].align == "right" else _LEFT)

    def _urgent(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        if entry.urgent or entry.conflict:
            _write(painter, box, "!", theme.DANGER_TEXT, Qt.AlignmentFlag.AlignCenter, QFont.Weight.Bold)

    def _state(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        colour = {"arriving": theme.CURRENT, "reading": theme.SECOND, "read": theme.SECOND, "scheduled": theme.SECOND}
        words = said(entry, "state")
        if entry.reader and entry.state == "reading" and not self.reader_has_column:
            words = f"{words} · {entry.reader}"
        _write(painter, box, words, theme.PRIOR if is_mere_prior(entry) else colour.get(entry.state, theme.TEXT))

    def _patient(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        _write(painter, box, entry.patient, theme.SECOND if entry.state == "read" else theme.NAMES, weight=QFont.Weight.DemiBold)

    def _modality(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        draw_chip(painter, box.left(), box.center().y() + 0.5, entry.modality, dim=entry.state == "read")

    def _images(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        if entry.kind != "exam" or not entry.pictures_known:
            return
        whole = entry.pictures_here >= entry.pictures_known
        bar = QRectF(box.left(), box.center().y() - theme.px(1.5), theme.px(46), theme.px(4))
        draw_bar(painter, bar, entry.pictures_here / entry.pictures_known, theme.OK if whole else theme.CURRENT)
        room = box.adjusted(theme.px(52), 0, 0, 0)
        colour = theme.SECOND if entry.state == "read" or not entry.pictures_here else theme.TEXT
        _write(painter, room, said(entry, "images"), colour, _RIGHT)

    def _priors(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        if entry.kind != "exam":
            return
        left = box.left()
        if entry.priors_known:
            dim = entry.state == "read"
            left = int(draw_dots(painter, left, box.center().y() + 0.5, entry.priors_here, entry.priors_known, 5, dim=dim)) + theme.px(6)
        _write(painter, QRect(left, box.top(), box.right() - left, box.height()), said(entry, "priors"), theme.SECOND)

    def _node(self, painter: QPainter, box: QRect, entry: Entry, view: QTableView) -> None:
        """An archive that is down: over the whole width, with its way out at the right."""
        middle = box.center().y()
        ratio = painter.device().devicePixelRatioF()
        up = entry.state == UP
        mark = icons.pixmap("server" if up else "server-off", theme.OK if up else theme.DANGER_TEXT, 18, ratio)
        left = box.left() + theme.px(columns.COLUMNS[0].width + PAD) - theme.px(26)
        painter.drawPixmap(QPoint(max(box.left() + theme.px(6), left), middle - theme.px(9)), mark)
        left = box.left() + theme.px(columns.COLUMNS[0].width + PAD)
        right = box.right() - theme.px(PAD)
        words = retry_words(entry)
        retry = retry_box(box, entry)
        _write(painter, retry, words, theme.CURRENT if entry.state == DOWN else theme.SECOND, _RIGHT)
        right = retry.left() - theme.px(16)
        patient = view.columnViewportPosition(columns.INDEX["patient"]) + theme.px(PAD)
        state = QRect(left, box.top(), patient - left - theme.px(PAD), box.height())
        _write(painter, state, said(entry, "state"), theme.OK if up else theme.DANGER_TEXT)
        name = QRect(patient, box.top(), right - patient, box.height())
        end = _write(painter, name, entry.patient, theme.NAMES, weight=QFont.Weight.DemiBold)
        _write(
            painter, QRect(end + theme.px(14), box.top(), right - end - theme.px(14), box.height()), entry.exam, theme.TEXT, size=theme.BODY
        )


def retry_words(entry: Entry) -> str:
    """What stands at the right of an archive's row."""
    return {DOWN: tr("Retry"), TRYING: tr("trying again…")}.get(entry.state, "")


def retry_box(row: QRect, entry: Entry) -> QRect:
    """Where the retry of an archive's row stands, in the coordinates of ``row``."""
    words = retry_words(entry)
    width = QFontMetrics(theme.font(theme.LARGE)).horizontalAdvance(words) + theme.px(4)
    return QRect(row.right() - theme.px(PAD + 6) - width, row.top(), width, row.height())


def _write(
    painter: QPainter,
    box: QRect,
    words: str,
    colour: str,
    align: Qt.AlignmentFlag = _LEFT,
    weight: QFont.Weight = QFont.Weight.Normal,
    size: int = theme.LARGE,
) -> int:
    """One line, shortened with an ellipsis where it does not fit; returns its right edge."""
    font = theme.font(size, weight)
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(words)
    if width > box.width():
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        width = metrics.horizontalAdvance(words)
    painter.drawText(box, align, words)
    return box.left() + width
