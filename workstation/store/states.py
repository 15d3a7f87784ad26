"""Presentation states among the objects: found without reading any but themselves, wherever the series they refer to lies.

``state_of`` has a row for each series that a state refers to, made when the state is taken in. A state can lie in another study than
its images: a second opinion, a later session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workstation.errors import GaronneError
from workstation.imaging.state_classes import is_state
from workstation.language import tr
from workstation.store.images import Images
from workstation.store.index import Connection
from workstation.store.ingest import Encoded, same_person

if TYPE_CHECKING:
    from workstation.imaging.presentation_states import PresentationState

UNREAD, NOWHERE = "", "-"  # in place of a series: of an index older than the table; refers to no series
MOST_KEPT = 4096  # states kept read


class States(Images):
    """``presentation_states`` of the ImageSource."""

    def __init__(self) -> None:
        super().__init__()
        self._states: dict[str, PresentationState] = {}

    def presentation_states(self, study_uid: str) -> tuple[PresentationState, ...]:
        """The states for images of a study, wherever they lie, and those that lie in it, oldest first. One that cannot be read says so.
        One that lies in another person's study is none of this patient's images, whatever it refers to."""
        found = [self._state(uid) for uid in self.state_uids(study_uid)]
        return tuple(sorted(found, key=lambda s: (s.created, s.sop_instance_uid)))

    def state_uids(self, study_uid: str) -> frozenset[str]:
        """Their SOP Instance UIDs, from the index alone."""
        with self._index.reading() as db:
            unread = [uid for uid, _ in db.execute(_OF_SERIES, (UNREAD,))]
        if unread:
            self._enter_unread(unread)
        study = self.study(study_uid)
        if study is None:
            return frozenset()
        with self._index.reading() as db:
            found = {uid for (uid,) in db.execute(_IN_STUDY, (study_uid,))}
            rows = {row for series in study.series for row in db.execute(_OF_SERIES, (series.series_instance_uid,))}
        elsewhere = {uid: self.study(uid) for _, uid in rows if uid != study_uid}
        theirs = {uid for uid, other in elsewhere.items() if other is not None and not same_person(study.patient, other.patient)}
        return frozenset(found | {sop_uid for sop_uid, uid in rows if uid not in theirs})

    def _state(self, sop_uid: str) -> PresentationState:
        from workstation.imaging.presentation_states import PresentationState, read

        known = self._states.get(sop_uid)
        if known is not None:
            return known
        try:
            state = read(self.read(sop_uid))
        except GaronneError as error:
            why = tr("This presentation state cannot be read: {cause}", cause=error)
            return PresentationState(sop_uid, "", "", "", "", (), kind="", refusal=why)
        if len(self._states) >= MOST_KEPT:
            self._states.clear()
        self._states[sop_uid] = state
        return state

    def _enter_unread(self, sop_uids: list[str]) -> None:
        states = {uid: self._state(uid) for uid in sop_uids}
        with self._index.writing(durable=False) as db:
            for uid, state in states.items():
                row = db.execute("SELECT id FROM image WHERE uid = ?", (uid,)).fetchone()
                if row:
                    db.execute("DELETE FROM state_of WHERE image_id = ?", row)
                    _enter(db, row[0], state.series_referenced)


_IN_STUDY = "SELECT i.uid FROM study s JOIN image i ON i.study_id = s.id WHERE s.uid = ? AND i.id IN (SELECT image_id FROM state_of)"
_OF_SERIES = (
    "SELECT i.uid, s.uid FROM state_of o JOIN image i ON i.id = o.image_id JOIN study s ON s.id = i.study_id WHERE o.series_uid = ?"
)


def take(db: Connection, image_id: int, sop_class_uid: str, encoded: Encoded) -> None:
    """The rows of an object that was just taken in, inside its transaction, where it is a state; a damaged one is known all the same."""
    if is_state(sop_class_uid):
        from workstation.imaging.presentation_states import read

        try:
            _enter(db, image_id, read(encoded).series_referenced)
        except GaronneError:
            _enter(db, image_id, ())


def _enter(db: Connection, image_id: int, series_referenced: tuple[str, ...]) -> None:
    """A row for each series that a state refers to."""
    series = {uid[:128] for uid in series_referenced if uid} or {NOWHERE}
    db.executemany("INSERT OR IGNORE INTO state_of VALUES (?, ?)", ((uid, image_id) for uid in sorted(series)))


def forget(db: Connection, study_id: int) -> None:
    """Take away the rows of the states that lie in a study, before its images go."""
    db.execute("DELETE FROM state_of WHERE image_id IN (SELECT id FROM image WHERE study_id = ?)", (study_id,))
