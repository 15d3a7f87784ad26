"""One archive, watched: its recent exams into the list, its schedule, and whether it answers, on a thread of its own."""

from __future__ import annotations

import datetime
import random
import threading
from collections.abc import Iterable

from workstation.errors import ArchiveUnreachable, StoreUnavailable
from workstation.language import tr
from workstation.net.archive_client import ArchiveClient
from workstation.net.courier.backoff import around, delay
from workstation.net.courier.pace import Pace
from workstation.net.queries import StudyQuery
from workstation.settings import ArchiveNode, Settings
from workstation.store import Store
from workstation.studies.model import Study


class NodeWatch:
    """Polls until stopped. A node that fails is a status row with its sentence, tried again with back-off, and at once on ``retry``."""

    def __init__(self, node: ArchiveNode, settings: Settings, store: Store, pace: Pace, *, listening: bool) -> None:
        self.node = node
        self.client = ArchiveClient(node, settings, patience=pace.patience, listening=listening)
        self.up = True  # until it is known otherwise
        self.answered = threading.Event()  # it has been tried once
        self._settings, self._store, self._pace = settings, store, pace
        self._failures = 0
        self._latency: float | None = None
        self._searched: dict[str, tuple[float, Study]] = {}
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._dice = random.Random()
        self._state = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"watch {node.name}")

    def start(self) -> None:
        """Begin with a look at once."""
        if self.node.name not in {status.name for status in self._store.node_statuses()}:
            self._store.set_node_status(self.node.name, "trying", tr("Trying {name}.", name=self.node.name))
        self._thread.start()

    def stop(self, wait_s: float = 0) -> None:
        """End after the current look."""
        self._stopping.set()
        self._wake.set()
        if wait_s:
            self._thread.join(wait_s)

    def retry(self) -> None:
        """Look now, whatever the back-off says."""
        self._wake.set()

    def failed(self, error: ArchiveUnreachable) -> None:
        """Someone else's call to this archive failed: the same as a failed look."""
        with self._state:
            was_up, self.up = self.up, False
        self._store.set_node_status(self.node.name, "down", str(error))
        if was_up:
            self._wake.set()  # its own look decides, and starts the back-off

    def found(self, studies: Iterable[Study]) -> None:
        """Exams that a search brought: they stay in the list for a while beside the recent ones."""
        now = self._pace.clock()
        told = list(studies)
        self._searched.update({s.study_instance_uid: (now, s) for s in told})
        self._store.set_remote_studies(self.node.name, told, complete=False)

    def look(self) -> bool:
        """One look; whether the archive answered."""
        try:
            if not self.up:
                self._store.set_node_status(self.node.name, "trying", tr("Trying {name} again.", name=self.node.name))
            if self._latency is None or not self.up or not (self.node.worklist or self.node.modality_worklist):
                echo = self.client.echo()
                if not echo.ok:
                    raise ArchiveUnreachable(echo.text)
                self._latency = echo.latency_ms
            self._list()
        except ArchiveUnreachable as error:
            with self._state:
                self.up = False
            self._failures += 1
            self._store.set_node_status(self.node.name, "down", str(error))
            return False
        with self._state:
            self.up = True
        self._failures = 0
        self._store.set_node_status(self.node.name, "ok", "", self._latency)
        return True

    def _list(self) -> None:
        now = self._pace.clock()
        today = datetime.datetime.fromtimestamp(now).date()
        if self.node.worklist:
            since = today - datetime.timedelta(days=self._settings.prefetch.days)
            recent = self.client.find_studies(StudyQuery(date_from=f"{since:%Y%m%d}"), self._stopping.is_set)
            self._searched = {u: (at, s) for u, (at, s) in self._searched.items() if now - at < self._pace.asked_list_s}
            searched = [s for _, s in self._searched.values()]
            merged = {s.study_instance_uid: s for s in (*searched, *recent)}
            self._store.set_remote_studies(self.node.name, merged.values(), complete=True)
        if self.node.modality_worklist:
            tomorrow = today + datetime.timedelta(days=1)
            self._store.set_schedule(self.node.name, self.client.schedule(f"{today:%Y%m%d}", f"{tomorrow:%Y%m%d}"))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                answered = self.look()
            except StoreUnavailable:
                answered = False  # the store says so itself wherever it is used; try again like any failure
                self._failures += 1
            self.answered.set()
            pace = self._pace
            pause = around(pace.poll_s, self._dice) if answered else delay(self._failures, pace.retry_s, pace.retry_most_s, self._dice)
            self._wake.wait(pause)
