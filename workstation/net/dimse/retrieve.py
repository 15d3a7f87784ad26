"""C-GET and C-MOVE (PS3.4 C.4.2, C.4.3): an exam from an archive, as it is stored there, never decoded on the way.

C-GET runs several associations at once, each taking lists of images: one image a round trip starves a long line. What is
already here is not asked for again. C-MOVE has the archive send to a listener of ours.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import evt
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet, StudyRootQueryRetrieveInformationModelMove

from workstation.language import tr
from workstation.net import failures
from workstation.net.answers import ImageRef
from workstation.net.contexts import context, receiver_roles, wanted
from workstation.net.dimse.association import association, lost, object_of
from workstation.net.dimse.query import find_images
from workstation.net.outcomes import Cancelled, Outcome, Receive, Told
from workstation.net.patience import NORMAL, Patience
from workstation.settings import ArchiveNode

_SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
_PENDING = (0xFF00, 0xFF01)
_IMAGES_A_REQUEST = 32
_WARNINGS = (0xB000,)


def get(
    node: ArchiveNode,
    aet: str,
    study_uid: str,
    receive: Receive,
    *,
    have: AbstractSet[str] = frozenset(),
    progress: Told | None = None,
    cancelled: Callable[[], bool] | None = None,
    associations: int = 4,
    patience: Patience = NORMAL,
) -> Outcome:
    """Fetch the images of an exam that are not in ``have`` by C-GET.

    Raises ArchiveUnreachable (what had come has been received), ServiceNotOffered when there is no C-GET, Cancelled."""
    images = find_images(node, aet, study_uid, patience=patience)
    missing = [image for image in images if image.sop_instance_uid not in have]
    job = _Job(node, aet, study_uid, receive, progress, cancelled, patience, Outcome(total=len(images)))
    job.outcome.received = len(images) - len(missing)
    job.tell()
    lists = _lists(missing, associations)
    for images_of_one in lists:
        job.waiting.put(images_of_one)
    threads = [threading.Thread(target=job.work, daemon=True, name=f"get {node.name}") for _ in range(min(associations, len(lists)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if job.error is not None:
        raise job.error
    return job.outcome


def _lists(missing: Sequence[ImageRef], associations: int) -> list[list[ImageRef]]:
    """Images of one series a list, short enough that every association has work."""
    by_series: dict[str, list[ImageRef]] = {}
    for image in missing:
        by_series.setdefault(image.series_instance_uid, []).append(image)
    size = max(1, min(_IMAGES_A_REQUEST, -(-len(missing) // max(1, associations))))
    return [images[at : at + size] for images in by_series.values() for at in range(0, len(images), size)]


@dataclass(slots=True)
class _Job:
    """One C-GET of an exam over several associations: a queue of image lists, a count, the first error."""

    node: ArchiveNode
    aet: str
    study_uid: str
    receive: Receive
    progress: Told | None
    cancelled: Callable[[], bool] | None
    patience: Patience
    outcome: Outcome
    waiting: queue.SimpleQueue[list[ImageRef]] = field(default_factory=queue.SimpleQueue)
    error: Exception | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self) -> None:
        if self.progress is not None:
            self.progress(self.outcome.received, self.outcome.total)

    def stopped(self) -> bool:
        return self.error is not None or (self.cancelled is not None and self.cancelled())

    def fail(self, error: Exception) -> None:
        with self.lock:
            self.error = self.error or error

    def work(self) -> None:
        """One association's thread: takes lists until there is none."""
        classes = list(dict.fromkeys(i.sop_class_uid for i in self._all_waiting() if i.sop_class_uid))
        asked = wanted(classes)
        contexts = [context(StudyRootQueryRetrieveInformationModelGet, _SYNTAXES), *asked]
        try:
            with association(
                self.node,
                self.aet,
                contexts,
                what=tr("fetching by C-GET"),
                patience=self.patience,
                negotiation=receiver_roles(asked),
                handlers=[(evt.EVT_C_STORE, self._store)],
            ) as opened:
                if not any(c.abstract_syntax == StudyRootQueryRetrieveInformationModelGet for c in opened.accepted_contexts):
                    raise failures.not_offered(self.node, tr("fetching by C-GET"))
                while not self.stopped():
                    try:
                        images = self.waiting.get_nowait()
                    except queue.Empty:
                        return
                    self._ask(opened, images)
                if self.error is None:
                    raise Cancelled
        except Exception as error:
            self.fail(error)

    def _all_waiting(self) -> list[ImageRef]:
        """A look at every list, put back: the classes an association must offer are those of all that is left."""
        with self.lock:
            lists = []
            while not self.waiting.empty():
                lists.append(self.waiting.get_nowait())
            for images in lists:
                self.waiting.put(images)
        return [image for images in lists for image in images]

    def _ask(self, opened: object, images: list[ImageRef]) -> None:
        wish = Dataset()
        wish.QueryRetrieveLevel = "IMAGE"
        wish.StudyInstanceUID = self.study_uid
        wish.SeriesInstanceUID = images[0].series_instance_uid
        wish.SOPInstanceUID = [image.sop_instance_uid for image in images]
        what = tr("fetching by C-GET")
        for status, _ in opened.send_c_get(wish, StudyRootQueryRetrieveInformationModelGet):  # type: ignore[attr-defined]
            if self.stopped():
                raise self.error or Cancelled
            if "Status" not in status:
                raise lost(opened, self.node, what, self.patience)
            _judge(status, self.node, what, self.outcome, self.lock)

    def _break_off(self, event: evt.Event) -> None:
        """End the association now: who waits for its next message gets none instead of the timeout."""
        event.assoc.abort()
        event.assoc.dimse.msg_queue.put((None, None))

    def _store(self, event: evt.Event) -> int:
        if self.stopped():
            self._break_off(event)
            return 0xA700
        try:
            self.receive(object_of(event)[0])
        except Exception as error:
            self.fail(error)
            self._break_off(event)
            return 0xA700
        with self.lock:
            self.outcome.received += 1
            self.tell()
        return 0


def _judge(status: Dataset, node: ArchiveNode, what: str, outcome: Outcome, lock: threading.Lock) -> None:
    """Read one C-GET or C-MOVE response: a final one adds its failures, a failure without counts is raised."""
    code = int(status.Status)
    if code in _PENDING:
        return
    failed = int(status.get("NumberOfFailedSuboperations") or 0)
    if code == 0 or code in _WARNINGS or (failed and code == 0xA702):
        with lock:
            outcome.failed += failed
            if failed:
                outcome.status = code
        return
    raise failures.refused(node, what, code, str(status.get("ErrorComment", "")))


def move(
    node: ArchiveNode,
    aet: str,
    study_uid: str,
    destination: str,
    *,
    progress: Told | None = None,
    cancelled: Callable[[], bool] | None = None,
    patience: Patience = NORMAL,
) -> Outcome:
    """Have the archive send an exam to the AE title ``destination`` (C-MOVE). Raises ArchiveUnreachable, Cancelled."""
    what = tr("fetching by C-MOVE")
    outcome = Outcome()
    wish = Dataset()
    wish.QueryRetrieveLevel = "STUDY"
    wish.StudyInstanceUID = study_uid
    model = StudyRootQueryRetrieveInformationModelMove
    stopping = False
    with association(node, aet, [context(model, _SYNTAXES)], what=what, patience=patience) as opened:
        opened.dimse_timeout = max(patience.answer, patience.silence)
        for status, _ in opened.send_c_move(wish, destination, model, msg_id=1):
            if "Status" not in status:
                raise lost(opened, node, what, patience)
            done = int(status.get("NumberOfCompletedSuboperations") or 0) + int(status.get("NumberOfWarningSuboperations") or 0)
            failed = int(status.get("NumberOfFailedSuboperations") or 0)
            outcome.received = done
            outcome.total = max(outcome.total, done + failed + int(status.get("NumberOfRemainingSuboperations") or 0))
            if progress is not None:
                progress(outcome.received, outcome.total)
            if not stopping and cancelled is not None and cancelled():
                stopping = True
                opened.send_c_cancel(1, query_model=model)
            if int(status.Status) == 0xFE00:
                raise Cancelled
            _judge(status, node, what, outcome, threading.Lock())
    if stopping:
        raise Cancelled
    return outcome
