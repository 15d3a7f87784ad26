"""Priors before the reader asks: for each exam of the list its person's earlier exams in all archives, ranked, the best ones
asked for; the exam itself too where the settings want it."""

from __future__ import annotations

import datetime
import random
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from workstation.errors import ArchiveUnreachable, StoreUnavailable
from workstation.net.courier import rules
from workstation.net.courier.backoff import delay
from workstation.net.courier.node_watch import NodeWatch
from workstation.net.courier.pace import Pace
from workstation.settings import Settings
from workstation.store import Store
from workstation.studies import relevance
from workstation.studies.model import Patient, Study

_AT_ONCE = 4


@dataclass(slots=True)
class _Search:
    """What the last search for one exam's priors brought: which archives answered and what they told, which failed and when to ask
    them again, and what was ranked."""

    at: float
    patient: Patient
    told: dict[str, list[Study]] = field(default_factory=dict)
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)
    ranked: tuple[Study, list[Study]] | None = None


class Preparation:
    """Runs on a thread; each round looks only at what changed."""

    def __init__(self, store: Store, settings: Settings, pace: Pace, watches: Callable[[], Mapping[str, NodeWatch]]) -> None:
        self._store, self._settings, self._pace, self._watches = store, settings, pace, watches
        self._searches: dict[str, _Search] = {}
        self._asked: dict[tuple[str, int], int] = {}  # (exam, images known) -> request: each state of an exam is asked for once
        self._seen: tuple[object, ...] = ()
        self._dice = random.Random()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="preparation")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, wait_s: float = 0) -> None:
        """End after the current exam."""
        self._stopping.set()
        if wait_s:
            self._thread.join(wait_s)

    def round(self) -> None:
        """One look at the list: search, rank, ask."""
        store = self._store
        up = frozenset(name for name, watch in self._watches().items() if watch.up and watch.answered.is_set())
        now = self._pace.clock()
        seen = (*(store.version(topic) for topic in ("images", "states", "remote", "schedule", "priors")), up)
        if seen == self._seen and not any(self._due(search, up, now) for search in self._searches.values()):
            return
        today = datetime.datetime.fromtimestamp(now).date()
        since = f"{today - datetime.timedelta(days=self._settings.prefetch.days):%Y%m%d}"
        people = rules.People(store.studies())
        states = store.reading_states()
        told = store.remote_studies()
        exams = rules.exams_to_prepare(
            told,
            people.exams.values(),
            store.schedule(),
            since,
            read={uid for uid, state in states.items() if state.state == "read"},
            wanted={uid for uid, state in states.items() if state.state == "reading"} | self._asked_by_reader(),
        )
        for exam in exams:
            if self._stopping.is_set():
                return
            if self._settings.prefetch.enabled and self._settings.prefetch.current:
                self._ask_current(exam, told, people, up)
            self._prepare(exam, people, up, now, today)
        listed = {exam.study_instance_uid for exam in exams}
        self._searches = {uid: search for uid, search in self._searches.items() if uid in listed}
        self._seen = seen

    def _due(self, search: _Search, up: frozenset[str], now: float) -> bool:
        again = any(name in up and when <= now for name, (_, when) in search.failures.items())
        return again or now - search.at > self._pace.priors_s

    def _asked_by_reader(self) -> set[str]:
        return {r.study_uid for r in self._store.requests() if r.kind == "fetch" and r.query is None and r.state in ("waiting", "running")}

    def _ask_current(self, exam: Study, told: list[Study], people: rules.People, up: frozenset[str]) -> None:
        holders = [s for s in told if s.study_instance_uid == exam.study_instance_uid]
        if not holders:
            return
        best = max(holders, key=lambda s: (s.source in up, s.images))
        here = people.exams.get(exam.study_instance_uid)
        if here is None or here.images < best.images:
            self._ask(best, rules.CURRENT_PRIORITY, "")

    def _prepare(self, exam: Study, people: rules.People, up: frozenset[str], now: float, today: datetime.date) -> None:
        search = self._searches.get(exam.study_instance_uid)
        if search is None or search.patient != exam.patient or now - search.at > self._pace.priors_s:
            search = _Search(now, exam.patient)
            self._searches[exam.study_instance_uid] = search
        self._search(search, up, now)
        possible = rules.candidates(exam, [study for studies in search.told.values() for study in studies], people)
        if search.ranked != (exam, possible):
            ranked = relevance.rank(exam, possible, today, self._settings.prefetch.priors_per_exam)
            self._store.set_priors(exam.study_instance_uid, rules.safe(exam, ranked))
            search.ranked = (exam, possible)
        if self._settings.prefetch.enabled:
            here = {uid: study.images for uid, study in people.exams.items()}
            for study, priority in rules.to_fetch(self._store.priors(exam.study_instance_uid), here):
                self._ask(study, priority, exam.study_instance_uid)

    def _search(self, search: _Search, up: frozenset[str], now: float) -> None:
        """Ask the archives that have not told yet of this person, several at once."""
        watches = self._watches()
        missing = [watches[n] for n in up if n in watches and n not in search.told and search.failures.get(n, (0, 0.0))[1] <= now]
        if not missing:
            return
        with ThreadPoolExecutor(_AT_ONCE, "priors") as pool:
            for watch, studies in zip(missing, pool.map(lambda w: self._told_by(w, search.patient), missing), strict=True):
                name = watch.node.name
                if studies is not None:
                    search.told[name] = studies
                    search.failures.pop(name, None)
                    continue
                failures = search.failures.get(name, (0, 0.0))[0] + 1
                search.failures[name] = (failures, now + delay(failures, self._pace.retry_s, self._pace.retry_most_s, self._dice))

    def _told_by(self, watch: NodeWatch, patient: Patient) -> list[Study] | None:
        try:
            return watch.client.find_priors(patient)
        except ArchiveUnreachable as error:
            if not watch.client.echo().ok:
                watch.failed(error)
            return None

    def _ask(self, study: Study, priority: int, prior_of: str) -> None:
        """Ask once for each state of an exam (as many images as are known of it): what fails is tried again by Fetching."""
        key = (study.study_instance_uid, study.images)
        if key not in self._asked:
            query: dict[str, object] | None = {"prior_of": prior_of} if prior_of else None
            self._asked[key] = self._store.request(
                "fetch", study_uid=study.study_instance_uid, node=study.source, priority=priority, query=query
            )

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.round()
            except StoreUnavailable:
                self._seen = ()
            self._stopping.wait(self._pace.prepare_s)
