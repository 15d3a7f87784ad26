"""One earlier exam in the panel at the right: amber, with the reason why it is, or is not, fetched, and whose it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from workstation.language import number, plural, tr
from workstation.studies import text
from workstation.studies.model import PriorChoice, Study
from workstation.studies.worklist import joined
from workstation.ui import theme
from workstation.ui.chips import Chip
from workstation.ui.worklist.entries import birth_text


class PriorCard(QFrame):
    """``answered`` brings the prior's UID and what the reader said of its identity."""

    answered = Signal(str, bool)
    opened = Signal(str)
    fetch_wanted = Signal(str)

    def __init__(self, choice: PriorChoice, current: Study, local: Study | None, *, asked: bool, failure: str = "") -> None:
        super().__init__()
        self.choice = choice
        self._colour = theme.PRIOR if choice.fetch or choice.identity == "probable" else theme.FAINT
        self._dashed = choice.identity == "probable"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(9), theme.px(10), theme.px(10))
        column.setSpacing(theme.px(4))
        column.addLayout(self._title(current))
        here = local.images if local is not None else 0
        column.addWidget(_words(self._facts(local, asked), "second"))
        said = self._reason()
        if said:
            column.addWidget(_words(said, "" if choice.fetch or self._dashed else "second", theme.SMALL))
        if failure and not asked and not here:
            column.addWidget(_words(failure, "error"))
        if choice.identity == "probable":
            column.addLayout(self._question(current))
        elif here == 0 and not asked and choice.identity == "certain":
            column.addLayout(self._row(self._link(tr("Fetch it"), lambda: self.fetch_wanted.emit(choice.study.study_instance_uid))))
        if here:
            self.setToolTip(tr("Double click opens this exam by itself"))

    def _title(self, current: Study) -> QHBoxLayout:
        study = self.choice.study
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(Chip(text.modality_chip(study.modalities)), 0, Qt.AlignmentFlag.AlignTop)
        age = text.prior_age(study, current).replace(" ", "\u00a0")
        strong = theme.NAMES if self.choice.fetch or self._dashed else theme.SECOND
        title = QLabel(
            f'<span style="color:{strong};font-weight:600">{_plain(text.exam_title(study))}</span>' + (f" · {age}" if age else "")
        )
        title.setWordWrap(True)
        row.addWidget(title, 1)
        if self._dashed:
            mark = QLabel(tr("probable identity"))
            mark.setStyleSheet(
                f"background:#4a3a14; color:{theme.PRIOR}; border-radius:3px; padding:1px {theme.px(6)}px;"
                f" font-size:{theme.px(11)}px; font-weight:600;"
            )
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _facts(self, local: Study | None, asked: bool) -> str:
        study = joined(self.choice.study, local) if local is not None else self.choice.study
        here, known = text.pictures(local) if local is not None else 0, text.pictures(study)
        parts = [text.date_text(study.date), study.institution or study.source]
        if self.choice.identity != "certain":
            who = study.patient
            parts.append(f"{text.display_name(who)}, {birth_text(who)}")
            if who.patient_id:
                parts.append(tr("ID {id}", id=who.patient_id))
        elif known:
            parts.append(counts_text(len(text.pictured(study)), known))
        words = _plain(" · ".join(p for p in parts if p))
        if here and here >= known:
            return f'{words} <span style="color:{theme.OK}">✓&nbsp;{tr("here")}</span>'
        if here:
            some = tr("{here} of {known} here", here=number(here), known=number(known))
            return f'{words} · <span style="color:{theme.CURRENT}">{_plain(some)}</span>'
        if asked:
            return f'{words} · <span style="color:{theme.CURRENT}">{tr("being fetched")}</span>'
        return words

    def _reason(self) -> str:
        reasons = tr("; ").join(self.choice.reasons)
        if self.choice.identity == "refused":
            return tr("Not this patient: {reasons}", reasons=reasons) if reasons else tr("Not this patient")
        if self.choice.fetch or self._dashed:
            return reasons[:1].upper() + reasons[1:]
        return tr("Not fetched: {reasons}", reasons=reasons) if reasons else tr("Not fetched")

    def _question(self, current: Study) -> QHBoxLayout:
        yes, no = identity_words(current.patient.sex)
        uid = self.choice.study.study_instance_uid
        self.yes = self._link(yes, lambda: self.answered.emit(uid, True))
        self.no = self._link(no, lambda: self.answered.emit(uid, False))
        self.yes.setToolTip(tr("Both exams are of this patient. Asked once; Ctrl+Z takes it back."))
        self.no.setToolTip(tr("Another person: never shown as a prior. Ctrl+Z takes it back."))
        return self._row(self.yes, self.no)

    @staticmethod
    def _row(*buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    @staticmethod
    def _link(words: str, done) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: done())
        return button

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.choice.study.study_instance_uid)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.RAISED))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        pen = QPen(theme.colour(self._colour), 3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._dashed:
            pen.setDashPattern([2.2, 1.4])
        painter.setPen(pen)
        painter.drawLine(2, 3, 2, self.height() - 3)


def counts_text(series: int, images: int) -> str:
    """``4 series, 1 512 images``; series are left out where nobody told of them."""
    said = plural(images, "{n} image", "{n} images", n=number(images))
    return f"{plural(series, 'one series', '{count} series')}, {said}" if series else said


def identity_words(sex: str) -> tuple[str, str]:
    """Yes and no to "is this the same person?", with the pronoun that French wants."""
    if sex == "F":
        return tr("It is her"), tr("It is not her")
    if sex == "M":
        return tr("It is him"), tr("It is not him")
    return tr("Same person"), tr("Another person")


def _plain(words: str) -> str:
    """For a label in rich text. Qt may break a line at a narrow no-break space, not at a wide one."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\u202f", "\u00a0")


def _words(words: str, kind: str, size: int = 0) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    if size:
        label.setFont(theme.font(size))
        label.setStyleSheet(f"font-size:{theme.px(size)}px;")
    return label
