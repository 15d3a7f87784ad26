"""What arrives while an exam is on the screen: images of it, priors that were asked for. Nothing that arrives changes the patient, the
viewport or the image that the reader has chosen; what waits is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.language import tr
from workstation.ui.reading import identity, opened, telling

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow


class Arrivals:
    """Watches the store for one window, from its worker threads."""

    def __init__(self, window: ReadingWindow) -> None:
        self._window = window
        self._wanted: list[str] = []  # priors that the reader asked for and that are not on the screen yet
        self._version = -1
        self._polling = False

    def begin(self, version: int) -> None:
        """Another exam is on the screen, as the store was at that version."""
        self._wanted = []
        self._version = version

    def poll(self) -> None:
        """Has any process changed the store? Asked in a thread."""
        w = self._window
        if w.session is None or self._polling or w.opening:
            return
        self._polling = True
        session, catalogue, version, wanted = w.session, w.session.catalogue, self._version, tuple(self._wanted)

        def work() -> tuple | None:
            now = w.services.store.version()
            if now == version and not wanted:
                return None
            fresh = opened.again(w.services, catalogue, opened.changed(w.services, catalogue))
            fresh, missing = opened.with_wanted(w.services, fresh, wanted)
            here = opened.here_of(w.services, [c.study.study_instance_uid for c in w.choices])
            return now, fresh, opened.requests_of(w.services), here, missing

        def done(found: tuple | None) -> None:
            self._polling = False
            if found is None or w.session is not session:
                return
            self._version, fresh, w.requests, w.here, missing = found
            arrived = [uid for uid in wanted if uid not in missing]
            self._wanted = [uid for uid in self._wanted if uid in missing]
            if fresh is not session.catalogue:
                session.update(fresh)
                for uid in arrived:
                    self._beside(uid)
            w.tell_soon()

        def failed(why: str) -> None:
            self._polling = False

        w.background.run(work, done, failed)

    def open_prior(self, study_uid: str) -> None:
        """A click on the timeline: open it beside; ask for what is not here. A prior of a probably same person is opened only after
        the reader said that it is the same: it is asked once and kept."""
        w = self._window
        if w.session is None or not w.session.is_prior(study_uid):
            return
        choice = next((c for c in w.choices if c.study.study_instance_uid == study_uid), None)
        if choice is not None and choice.identity != "certain":
            current = w.session.catalogue.current.study
            identity.ask(w, current, choice, lambda same: self._answered(current.study_instance_uid, study_uid, same))
            return
        exam = w.session.exam(study_uid)
        if exam is not None and exam.display_sets:
            self._beside(study_uid)
            return
        if study_uid not in self._wanted:
            self._wanted.append(study_uid)
        if study_uid not in w.here:
            self.fetch(study_uid)
        self._version = -1
        self.poll()

    def _answered(self, current_uid: str, prior_uid: str, same: bool) -> None:
        w = self._window

        def done(_: object) -> None:
            if w.session is None or w.session.catalogue.current.study.study_instance_uid != current_uid:
                return
            said = "certain" if same else "refused"
            w.choices = tuple(replace(c, identity=said) if c.study.study_instance_uid == prior_uid else c for c in w.choices)
            if same:
                self.open_prior(prior_uid)
            w.tell_soon()

        w.background.run(
            lambda: w.services.store.confirm_identity(current_uid, prior_uid, same),
            done,
            lambda why: w.bottom.tell_saved(tr("NOT SAVED: {cause}", cause=why), True),
        )

    def _beside(self, study_uid: str) -> None:
        """Show a prior beside the current exam: in a viewport that shows a prior, else the last one that is not focused."""
        session = self._window.session
        exam = session.exam(study_uid) if session else None
        if session is None or exam is None or not exam.display_sets:
            return
        views = session.desk.viewports
        if any(v.study == study_uid and v.display_set for v in views):
            return
        place = next((n for n, v in enumerate(views) if session.is_prior(v.study) or not v.display_set), None)
        if place is None and len(views) == 1:
            session.grid(1, 2)
            place = 1
        if place is None:
            place = next(n for n in reversed(range(len(views))) if n != session.desk.focus)
        like = session.catalogue.find(session.desk.focused.display_set)
        session.put(place, telling.most_like(exam, like).key)

    def fetch(self, study_uid: str) -> None:
        """Ask the courier for an exam, before everything else."""
        w = self._window
        store = w.services.store
        reason = "the reader opened it"
        w.background.run(lambda: store.request("fetch", study_uid=study_uid, priority=100, reason=reason), lambda _: self.poll())

    def fetch_for(self, number: int) -> None:
        """The verb of a waiting viewport."""
        session = self._window.session
        if session is not None and session.desk.viewports[number].study:
            self.fetch(session.desk.viewports[number].study)
