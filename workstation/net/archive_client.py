"""One archive, whatever it speaks: DICOMweb where it has an address for it, else C-GET, else C-MOVE to our own listener."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from workstation.errors import ArchiveUnreachable, PortInUse
from workstation.language import tr
from workstation.net import dimse
from workstation.net.dicomweb import DicomWeb
from workstation.net.failures import ServiceNotOffered
from workstation.net.listener import Listener
from workstation.net.outcomes import Outcome, Receive, Sent, Told, complete_or_raise
from workstation.net.patience import NORMAL, Patience
from workstation.net.pipe import Pipe
from workstation.net.priors import queries_for
from workstation.net.queries import StudyQuery
from workstation.settings import ArchiveNode, Settings, changed
from workstation.studies.model import Patient, ScheduledExam, Series, Study

Sink = Callable[[Iterable[bytes]], object]  # stores a stream of Part-10 files, e.g. Store.put_many
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Echo:
    """Whether an archive answers. ``text``: what went wrong, or that all is well, for the reader."""

    ok: bool
    latency_ms: float
    text: str


class ArchiveClient:
    """All calls block, within ``patience``; every failure is an ArchiveUnreachable. Safe from several threads.

    ``listening``: this process already receives on the port of the settings and puts what comes into the store (for C-MOVE)."""

    def __init__(self, node: ArchiveNode, settings: Settings, *, patience: Patience = NORMAL, listening: bool = False) -> None:
        self.node, self.settings, self.patience, self.listening = node, settings, patience, listening

    @property
    def _speaks_dimse(self) -> bool:
        return bool(self.node.host and self.node.aet)

    def echo(self) -> Echo:
        """Try every way that is configured."""
        slowest = 0.0
        problems: list[str] = []
        if self.node.url:
            try:
                with DicomWeb(self.node, self.patience) as web:
                    slowest = web.echo()
            except ArchiveUnreachable as error:
                problems.append(str(error))
        if self._speaks_dimse:
            try:
                slowest = max(slowest, dimse.echo(by_dimse_only(self.node), self.settings.aet, patience=self.patience))
            except ArchiveUnreachable as error:
                problems.append(str(error))
        if problems:
            return Echo(False, slowest * 1000, " ".join(problems))
        return Echo(True, slowest * 1000, tr("{name} answers in {ms} ms.", name=self.node.name, ms=f"{slowest * 1000:.0f}"))

    def find_studies(self, query: StudyQuery, cancelled: Callable[[], bool] | None = None) -> list[Study]:
        """The exams that match, as this archive tells of them, without their series."""

        def by_dimse() -> list[Study]:
            return dimse.find_studies(by_dimse_only(self.node), self.settings.aet, query, patience=self.patience, cancelled=cancelled)

        return self._either(lambda web: web.studies(query), by_dimse)

    def series(self, study_uid: str) -> list[Series]:
        """The series of one exam."""
        return self._either(
            lambda web: web.series(study_uid),
            lambda: dimse.find_series(by_dimse_only(self.node), self.settings.aet, study_uid, patience=self.patience),
        )

    def find_priors(self, patient: Patient) -> list[Study]:
        """Every exam that may be of this person: by each identifier, and by birth date and name. Who it really is must be
        compared by ``studies.identity``: IDs are reused between sites."""
        found: dict[str, Study] = {}
        for query in queries_for(patient):
            for study in self.find_studies(query):
                found.setdefault(study.study_instance_uid, study)
        return list(found.values())

    def schedule(self, date_from: str, date_to: str) -> list[ScheduledExam]:
        """The modality worklist between two dates (YYYYMMDD)."""
        if not self._speaks_dimse:
            return []
        return dimse.modality_worklist(by_dimse_only(self.node), self.settings.aet, date_from, date_to, patience=self.patience)

    def fetch(
        self,
        study_uid: str,
        sink: Sink,
        *,
        have: AbstractSet[str] = frozenset(),
        progress: Told | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Outcome:
        """Bring the images of an exam that are not in ``have`` to ``sink``.

        Raises ArchiveUnreachable when the archive fails or could not give every image, Cancelled, and what ``sink`` raises.
        What had come before is with the sink."""
        ways: list[Callable[[Receive], Outcome]] = []
        if self.node.url:
            ways.append(lambda receive: self._by_web(study_uid, receive, have, progress, cancelled))
        if self._speaks_dimse and self.node.retrieve in ("auto", "get"):
            ways.append(
                lambda receive: dimse.get(
                    by_dimse_only(self.node),
                    self.settings.aet,
                    study_uid,
                    receive,
                    have=have,
                    progress=progress,
                    cancelled=cancelled,
                    patience=self.patience,
                )
            )
        if self._speaks_dimse and self.node.retrieve in ("auto", "move"):
            ways.append(lambda receive: self._by_move(study_uid, receive, progress, cancelled))
        last: ServiceNotOffered | None = None
        for way in ways:
            try:
                outcome = _through_pipe(way, sink)
            except ServiceNotOffered as error:
                last = error
                continue
            complete_or_raise(self.node, outcome)
            return outcome
        raise last or ArchiveUnreachable(tr("{name} has no way to fetch images in the settings.", name=self.node.name))

    def send(
        self, objects: Iterable[bytes], *, progress: Callable[[int], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Sent:
        """Send Part-10 files; C-STORE where the node speaks DIMSE (its status is per object and at once), else STOW."""
        if self._speaks_dimse:
            return dimse.send(
                by_dimse_only(self.node), self.settings.aet, objects, progress=progress, cancelled=cancelled, patience=self.patience
            )
        with DicomWeb(self.node, self.patience) as web:
            return web.send(objects, progress=progress, cancelled=cancelled)

    def _either(self, by_web: Callable[[DicomWeb], T], by_dimse: Callable[[], T]) -> T:
        if self.node.url:
            try:
                with DicomWeb(self.node, self.patience) as web:
                    return by_web(web)
            except ArchiveUnreachable:
                if not self._speaks_dimse:
                    raise
        return by_dimse()

    def _by_web(
        self,
        study_uid: str,
        receive: Receive,
        have: AbstractSet[str],
        progress: Told | None,
        cancelled: Callable[[], bool] | None,
    ) -> Outcome:
        with DicomWeb(self.node, self.patience) as web:
            return web.get(study_uid, receive, have=have, progress=progress, cancelled=cancelled)

    def _by_move(self, study_uid: str, receive: Receive, progress: Told | None, cancelled: Callable[[], bool] | None) -> Outcome:
        """C-MOVE to our listener: the one that runs, else one for the time of the fetch."""
        receiving = self.settings.receive
        listener = Listener(lambda encoded, _: receive(encoded), aet=self.settings.aet, port=receiving.port, bind=receiving.bind)
        started = False
        if not self.listening:
            try:
                listener.start()
                started = True
            except PortInUse:
                pass  # the courier of this store listens there: what comes goes where it should
        try:
            return dimse.move(
                by_dimse_only(self.node),
                self.settings.aet,
                study_uid,
                self.settings.aet,
                progress=progress,
                cancelled=cancelled,
                patience=self.patience,
            )
        finally:
            if started:
                time.sleep(0.05)
                listener.stop()


def by_dimse_only(node: ArchiveNode) -> ArchiveNode:
    """The same node by DIMSE only, so that sentences name host and port."""
    return changed(node, url="") if node.host else node


def sent_elsewhere(client: ArchiveClient) -> str:
    """What to say when an archive sent an exam by C-MOVE and it did not arrive in our store."""
    return tr(
        "{name} sent the exam to port {port}, but not all of it arrived: another program may listen there. Check the port to receive on.",
        name=client.node.name,
        port=client.settings.receive.port,
    )


def _through_pipe(way: Callable[[Receive], Outcome], sink: Sink) -> Outcome:
    """Run the network in a thread and the sink here; the first to fail stops the other."""
    pipe = Pipe()
    results: list[Outcome] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(way(pipe.put))
        except BaseException as error:  # carried to the caller's thread
            errors.append(error)
        finally:
            pipe.end()

    thread = threading.Thread(target=run, daemon=True, name="fetch")
    thread.start()
    try:
        sink(iter(pipe))
    except BaseException:
        pipe.drop()
        thread.join()
        raise
    pipe.drop()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
