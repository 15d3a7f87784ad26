"""Who and what is being read: the patient, the exam, its date in the brightest text, the state, and the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from workstation.language import plural, tr
from workstation.reading.catalogue import OpenExam
from workstation.studies.text import age_of, date_text, display_name, exam_title, sex_text, time_text
from workstation.ui import icons, theme


class Elided(QLabel):
    """A label that shortens its text with an ellipsis instead of pushing others away."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        self.setText(QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), theme.px(40))))


class TopLine(QWidget):
    """The first line of the window. Nothing in it moves by itself."""

    def __init__(self, next_exam: Callable[[], None], menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("top_line")
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(40))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        row.setSpacing(theme.px(14))
        self.patient = _label(Elided(), theme.font(16, QFont.Weight.DemiBold), theme.NAMES)
        self.who = _label(Elided(), theme.font(13), theme.TEXT)
        self.ids = _label(Elided(), theme.font(13), theme.SECOND)
        self.exam = _label(Elided(), theme.font(13, QFont.Weight.DemiBold), theme.TEXT)
        self.date = _label(QLabel(), theme.font(16, QFont.Weight.DemiBold), theme.NAMES)
        self.time = _label(QLabel(), theme.font(13), theme.TEXT)
        self.site = _label(Elided(), theme.font(13), theme.SECOND)
        self.state = QLabel()
        self.state.setFixedHeight(theme.px(22))
        self.remaining = _label(QLabel(), theme.font(13), theme.SECOND)
        self.next = QPushButton(tr("Next  N"))
        self.next.setObjectName("next_exam")
        self.next.setToolTip(tr("Mark this exam read and open the next (N)"))
        self.next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.next.clicked.connect(lambda: next_exam())
        self.menu = QToolButton()
        self.menu.setIcon(icons.icon("menu"))
        self.menu.setToolTip(tr("All actions, with their keys"))
        self.menu.setMenu(menu)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remaining_wanted = False
        self._all = (
            self.patient,
            self.who,
            self.ids,
            self.exam,
            self.date,
            self.time,
            self.site,
            self.state,
            self.remaining,
            self.next,
            self.menu,
        )
        for widget in (self.patient, self.who, self.ids):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.exam, self.date, self.time, self.site, self.state, self.remaining, self.next, self.menu):
            row.addWidget(widget)

    def tell(self, exam: OpenExam, state: str, remaining: int | None) -> None:
        study, patient = exam.study, exam.study.patient
        self.patient.say(display_name(patient))
        born = date_text(patient.birth_date)
        self.who.say(" · ".join(p for p in (sex_text(patient.sex), age_of(study), born) if p))
        told = []
        if patient.ins:
            told.append(tr("INS {ins}", ins=patient.ins))
        if patient.patient_id:
            told.append(tr("IPP {id}", id=patient.patient_id))
        self.ids.say(" · ".join(told))
        self.exam.say(exam_title(study))
        self.date.setText(date_text(study.date) or tr("Date unknown"))
        self.time.setText(time_text(study.time))
        self.site.say(study.institution)
        self.tell_state(state, remaining)

    def resizeEvent(self, event: object) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """On a narrow screen the less needed gives way, never the patient's name or the exam's date."""
        gives_way = (self.ids, self.remaining_wanted and self.remaining, self.time, self.site, self.exam)
        for widget in (self.ids, self.time, self.site, self.exam):
            widget.setVisible(True)
        self.remaining.setVisible(self.remaining_wanted)
        for widget in gives_way:
            if sum(w.sizeHint().width() + self.layout().spacing() for w in self._all if not w.isHidden()) <= self.width():
                break
            if widget:
                widget.setVisible(False)

    def tell_state(self, state: str, remaining: int | None) -> None:
        words = {"to_read": tr("to read"), "reading": tr("being read"), "read": tr("read")}.get(state, state)
        ground, ink = {"read": ("#1d3a2d", theme.OK)}.get(state, (theme.SELECTED, theme.CURRENT))
        self.state.setText(words)
        self.state.setFont(theme.font(12, QFont.Weight.DemiBold))
        self.state.setStyleSheet(f"background: {ground}; color: {ink}; border-radius: 4px; padding: 2px {theme.px(8)}px;")
        self.remaining_wanted = remaining is not None
        if remaining is not None:
            self.remaining.setText(plural(remaining, "{count} left", "{count} remaining"))
        self._make_room()


def _label(label: QLabel, font: QFont, colour: str) -> QLabel:
    label.setFont(font)
    label.setStyleSheet(f"color: {colour};")
    return label
