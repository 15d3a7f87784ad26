"""The panel at the right: the exam that is looked at, its pictures, its priors and why, and the two buttons that go on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workstation.language import number, tr
from workstation.studies import text
from workstation.studies.model import Patient, PriorChoice, Study
from workstation.ui import theme
from workstation.ui.chips import Chip
from workstation.ui.worklist.entries import Entry, birth_text
from workstation.ui.worklist.prior_card import PriorCard, counts_text
from workstation.ui.worklist.snapshot import Snapshot
from workstation.ui.worklist.thumbnails import Thumbnail

THUMB = 84
MOST_THUMBS = 8
OFFERED, MOST_OTHERS = 12, 6


class DetailPanel(QFrame):
    """Shows one entry; says what the hand asked for."""

    open_wanted = Signal(object)
    prepare_wanted = Signal()
    fetch_wanted = Signal(str)
    identity_answered = Signal(str, str, bool)
    study_opened = Signal(str)
    retried = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.entry: Entry | None = None
        self._below, self._thumb = False, THUMB
        self._shown: object = None
        self._told: Snapshot | None = None
        self._thumbs: dict[str, QLabel] = {}
        self._cards: list[PriorCard] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self._scroll, 1)
        self.open_button = QPushButton(tr("Open") + "  ↵")
        self.open_button.setProperty("kind", "action")
        self.open_button.setToolTip(tr("Read this exam beside its priors (Enter)"))
        self.open_button.clicked.connect(lambda: self.entry and self.open_wanted.emit(self.entry))
        self.prepare_button = QPushButton(tr("Prepare my list"))
        self.prepare_button.setToolTip(tr("Fetch every exam shown and its priors now (Ctrl+P)"))
        self.prepare_button.clicked.connect(self.prepare_wanted)
        self._feet = QWidget()
        feet = QHBoxLayout(self._feet)
        feet.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        feet.setSpacing(theme.px(8))
        feet.addWidget(self.open_button)
        feet.addWidget(self.prepare_button)
        feet.addStretch(1)
        outer.addWidget(self._feet)
        self.show_entry(None, None)

    def lay_out(self, *, below: bool, narrow: bool) -> None:
        """Beside the list, or below it in two columns."""
        self.setMinimumWidth(0 if below else theme.px(320 if narrow else 384))
        self.setMaximumWidth(16_777_215 if below else theme.px(640))
        self.setMinimumHeight(theme.px(300) if below else 0)
        thumb = 68 if narrow and not below else THUMB
        if (below, thumb) == (self._below, self._thumb):
            return
        self._below, self._thumb = below, thumb
        self.setProperty("kind", "below" if below else "side")
        self.style().polish(self)
        entry, self._shown = self.entry, None
        self.show_entry(entry, self._told)

    def show_entry(self, entry: Entry | None, snapshot: Snapshot | None) -> bool:
        """Show this row as the snapshot tells of it and of its priors. True: another exam than before, or more images of it, so that
        its pictures are wanted. What is shown stays as it is while nothing about it changed."""
        uids = [entry.key, *(c.study.study_instance_uid for c in entry.row.priors)] if entry and entry.row else []
        self._told = snapshot
        told = (entry, tuple((self._here(uid), self._asked(uid), self._failure(uid)) for uid in uids))
        if told == self._shown and self._scroll.widget() is not None:
            return False
        another = (self.entry.key if self.entry else "") != (entry.key if entry else "")
        pictures = {} if another else {k: v.pixmap() for k, v in self._thumbs.items()}
        grown = not another and entry and self.entry and entry.images_here != self.entry.images_here
        scrolled = 0 if another else self._scroll.verticalScrollBar().value()
        self._shown, self.entry = told, entry
        self._thumbs, self._cards = {}, []
        self._scroll.setWidget(self._body(entry))
        for key, pixmap in pictures.items():
            if key in self._thumbs and not pixmap.isNull():
                self._thumbs[key].setPixmap(pixmap)
        self._scroll.verticalScrollBar().setValue(scrolled)
        self._feet.setVisible(entry is not None and entry.kind == "exam")
        return bool(another or grown)

    def _here(self, uid: str) -> Study | None:
        return self._told.local.get(uid) if self._told else None

    def _asked(self, uid: str) -> bool:
        return self._told is not None and uid in self._told.asked

    def _failure(self, uid: str) -> str:
        return self._told.failures.get(uid, "") if self._told else ""

    def _body(self, entry: Entry | None) -> QWidget:
        body = QWidget()
        body.setProperty("kind", "clear")
        row = QHBoxLayout(body)
        row.setContentsMargins(theme.px(14), theme.px(14), theme.px(14), theme.px(8))
        row.setSpacing(theme.px(28))
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        row.addLayout(column, 1)
        if entry is None:
            column.addWidget(_label(tr("No exam is chosen. Arrows choose one, Enter opens it."), "second"))
        elif entry.kind == "node":
            self._node(column, entry)
        elif entry.kind == "scheduled":
            column.addWidget(_label(entry.patient, "name"))
            column.addWidget(_label(" · ".join(p for p in (entry.birth, entry.patient_id) if p), "second"))
            column.addLayout(self._exam_line(entry))
            column.addWidget(_label(" · ".join(p for p in (entry.date, entry.site, entry.accession) if p), "second"))
            column.addWidget(_label(tr("Scheduled; no image has arrived yet."), "second"))
        elif entry.row is not None:
            self._exam(column, entry)
            other = column
            if self._below:
                other = QVBoxLayout()
                other.setSpacing(theme.px(6))
                row.addLayout(other, 1)
            else:
                column.addSpacing(theme.px(10))
            self._priors(other, entry)
            if self._below:
                other.addStretch(1)
        column.addStretch(1)
        return body

    def _node(self, column: QVBoxLayout, entry: Entry) -> None:
        column.addWidget(_label(entry.patient, "name"))
        column.addWidget(_label(tr("This archive does not answer") + " " + entry.exam, "error"))
        column.addWidget(_label(tr("Its exams stay in the list as they were last seen. It is tried again by itself; or now:"), "second"))
        retry = QPushButton(tr("Retry"))
        retry.clicked.connect(lambda: self.retried.emit(entry.node))
        row = QHBoxLayout()
        row.addWidget(retry)
        row.addStretch(1)
        column.addLayout(row)

    def _exam_line(self, entry: Entry) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(Chip(entry.modality), 0, Qt.AlignmentFlag.AlignTop)
        title = _label(entry.exam, "heading")
        row.addWidget(title, 1)
        return row

    def _exam(self, column: QVBoxLayout, entry: Entry) -> None:
        study, patient = entry.row.study, entry.row.study.patient
        name = _label(entry.patient, "name")
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(name)
        column.addWidget(_label(identity_line(patient, text.age_of(study)), "facts"))
        if entry.conflict:
            column.addWidget(_label(tr("⚠ Its sources disagree whose exam this is: {reason}", reason=entry.conflict), "error"))
        column.addSpacing(theme.px(2))
        column.addLayout(self._exam_line(entry))
        referring = tr("asked by {name}", name=entry.referring) if entry.referring else ""
        images = counts_text(len(text.pictured(study)), entry.pictures_known)
        column.addWidget(_label(" · ".join(p for p in (text.date_and_time(study), entry.site, images, referring) if p), "facts"))
        if entry.pictures_here < entry.pictures_known:
            column.addLayout(self._waiting(entry))
            if self._failure(entry.key) and not self._asked(entry.key):
                column.addWidget(_label(self._failure(entry.key), "error"))
        if study.reason:
            column.addWidget(_label(study.reason))
        if entry.images_here:
            column.addSpacing(theme.px(4))
            column.addLayout(self._pictures(entry))

    def _waiting(self, entry: Entry) -> QHBoxLayout:
        row = QHBoxLayout()
        here, known = number(entry.pictures_here), number(entry.pictures_known)
        if self._asked(entry.key):
            row.addWidget(_label(tr("{here} of {known} images here, being fetched", here=here, known=known), "current"))
            return row
        row.addWidget(_label(tr("{here} of {known} images here", here=here, known=known), "second"))
        fetch = QPushButton(tr("Fetch now"))
        fetch.setProperty("kind", "link")
        fetch.setCursor(Qt.CursorShape.PointingHandCursor)
        fetch.clicked.connect(lambda: self.fetch_wanted.emit(entry.key))
        row.addWidget(fetch)
        row.addStretch(1)
        return row

    def _pictures(self, entry: Entry) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        self._grid = grid
        grid.setColumnStretch(4, 1)
        series = [s for s in entry.row.study.series if s.modality not in text.COMPANIONS][:MOST_THUMBS]
        for s in series:
            self._place_thumb(s.series_instance_uid, s.description)
        return grid

    def _place_thumb(self, key: str, description: str) -> QLabel:
        frame = QLabel()
        frame.setFixedSize(theme.px(self._thumb), theme.px(self._thumb))
        frame.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame.setWordWrap(True)
        frame.setStyleSheet(f"background:{theme.VIEWPORT}; color:{theme.SECOND}; font-size:{theme.px(11)}px;")
        frame.setToolTip(description)
        place = len(self._thumbs)
        self._thumbs[key] = frame
        self._grid.addWidget(frame, place // 4, place % 4)
        return frame

    def show_thumbnail(self, thumbnail: Thumbnail) -> None:
        """A picture has been decoded."""
        if self.entry is None or self.entry.key != thumbnail.study_uid or not self.entry.images_here:
            return
        frame = self._thumbs.get(thumbnail.series_uid)
        if frame is None:
            if len(self._thumbs) >= MOST_THUMBS:
                return
            frame = self._place_thumb(thumbnail.series_uid, "")
        if thumbnail.image is None:
            frame.setText(tr("cannot be drawn"))
            frame.setToolTip(thumbnail.problem)
            return
        ratio = self.devicePixelRatioF()
        side = QSize(frame.size() * ratio)
        scaled = thumbnail.image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(scaled)
        pixmap.setDevicePixelRatio(ratio)
        frame.setPixmap(pixmap)
        known = next((s for s in self.entry.row.study.series if s.series_instance_uid == thumbnail.series_uid), None)
        if known is not None:
            frame.setToolTip(f"{known.description or known.modality}\n{counts_text(0, thumbnail.images)}")

    def _priors(self, column: QVBoxLayout, entry: Entry) -> None:
        choices = entry.row.priors
        head = QLabel(f'<span style="color:{theme.NAMES};font-weight:600">{tr("Priors")}</span>{self._priors_said(entry)}')
        head.setProperty("kind", "second")
        head.setStyleSheet(f"font-size:{theme.px(theme.BODY)}px;")
        head.setWordWrap(True)
        column.addWidget(head)
        if not choices:
            column.addWidget(_label(tr("No earlier exam of this patient is known to the archives."), "second"))
            return
        offered = [c for c in choices if c.fetch or c.identity == "probable"][:OFFERED]
        others = [c for c in choices if c not in offered]
        for choice in offered + others[:MOST_OTHERS]:
            column.addWidget(self._card(choice, entry))
            column.addSpacing(theme.px(2))
        if len(others) > MOST_OTHERS:
            column.addWidget(_label(tr("and {count} more, not fetched", count=len(others) - MOST_OTHERS), "second"))

    @staticmethod
    def _priors_said(entry: Entry) -> str:
        if not entry.priors_known:
            return ""
        return " · " + tr("{here} of {known} here", here=entry.priors_here, known=entry.priors_known)

    def _card(self, choice: PriorChoice, entry: Entry) -> PriorCard:
        uid = choice.study.study_instance_uid
        card = PriorCard(choice, entry.row.study, self._here(uid), asked=self._asked(uid), failure=self._failure(uid))
        card.answered.connect(lambda prior, yes: self.identity_answered.emit(entry.key, prior, yes))
        card.opened.connect(self.study_opened)
        card.fetch_wanted.connect(self.fetch_wanted)
        self._cards.append(card)
        return card

    def cards(self) -> list[PriorCard]:
        """The priors shown."""
        return list(self._cards)


def identity_line(patient: Patient, age: str) -> str:
    """``F · 67 ans · née le 12/03/1959 · INS qualifiée · IPP 00412``."""
    identity = [tr("INS known")] if patient.ins else []
    if patient.patient_id:
        issuer = patient.ids[0].issuer if patient.ids else ""
        told = issuer if issuer and not issuer[0].isdigit() else ""
        identity.append(f"{tr('ID {id}', id=patient.patient_id)} {told}".strip())
    return " · ".join(p for p in (text.sex_text(patient.sex), age, birth_text(patient), *identity) if p)


def _label(words: str, kind: str = "") -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label
