"""Bringing exams into the store: a few at once, best first, from whichever archive has them, again after failures, stoppable."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workstation.errors import ArchiveUnreachable, GaronneError, StoreUnavailable
from workstation.language import tr
from workstation.net.archive_client import sent_elsewhere
from workstation.net.courier.backoff import delay
from workstation.net.courier.node_watch import NodeWatch
from workstation.net.courier.pace import Pace
from workstation.net.outcomes import Cancelled
from workstation.store import Put, Request, Store

_TELL_S = 0.25


class Fetching:
    """Worker threads on the store's ``fetch`` requests."""

    def __init__(self, store: Store, pace: Pace, watches: Callable[[], Mapping[str, NodeWatch]]) -> None:
        self._store, self._pace, self._watches = store, pace, watches
        self._stopping = threading.Event()
        self._dice = random.Random()
        self._tries: dict[tuple[str, str], int] = {}
        self._studies: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True, name=f"fetch {n}") for n in range(pace.fetches)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, wait_s: float = 0) -> None:
        """Stop at the next image; what was running waits again."""
        self._stopping.set()
        if wait_s:
            for thread in self._threads:
                thread.join(wait_s)

    def tries_forgotten(self, node: str) -> None:
        """A person wants this archive tried now: earlier failures do not count any more."""
        with self._lock:
            self._tries = {key: n for key, n in self._tries.items() if node not in ("", key[1])}
        for request in self._store.requests("waiting"):
            if request.kind == "fetch" and node in ("", request.node) and request.not_before > self._pace.clock():
                self._store.request("fetch", study_uid=request.study_uid, node=request.node, query=request.query, not_before=0.0)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                down = [name for name, watch in self._watches().items() if not watch.up]
                request = self._store.take_request(kinds=("fetch",), without_nodes=down)
                if request is not None:
                    self._one(request)
                    continue
            except StoreUnavailable:
                self._stopping.wait(self._pace.retry_s)
            self._stopping.wait(self._pace.look_s)

    def _one(self, request: Request) -> None:
        with self._lock:
            turn = self._studies.setdefault(request.study_uid, threading.Lock())
        with turn:  # two requests for one exam follow each other; the second finds it here
            try:
                problem = self._fetch(request)
            except Cancelled:
                if self._stopping.is_set():
                    self._again(request, "", 0.0)
                return
            except StoreUnavailable as error:
                self._again(request, str(error), self._pace.retry_s)
                return
            except ArchiveUnreachable as error:
                self._failed(request, str(error))
                return
            except GaronneError as error:
                problem = str(error)
            except Exception as error:  # a fault of ours in one fetch must not end the others
                problem = tr("An unexpected fault while fetching: {detail}.", detail=f"{type(error).__name__}: {error}"[:200])
        with self._lock:
            self._tries.pop((request.study_uid, request.node), None)
        self._store.finish(request.id, problem)

    def _fetch(self, request: Request) -> str:
        """Fetch from the first archive that can; "" or what is wrong with what came. Raises what the last archive raised."""
        prior_of = str((request.query or {}).get("prior_of", ""))
        if prior_of and self._refused(prior_of, request.study_uid):
            return tr("This exam is refused as a prior: it may be of another person.")
        last: ArchiveUnreachable | None = None
        for watch in self._holders(request):
            if last is not None and not watch.up:
                continue
            try:
                problem = self._from(watch, request)
                if problem is not None:
                    return problem
            except ArchiveUnreachable as error:
                last = error
                if not watch.client.echo().ok:
                    watch.failed(error)
        if last is None:
            return tr("No configured archive has this exam. Check the archives in the settings.")
        raise last

    def _refused(self, current_uid: str, prior_uid: str) -> bool:
        choice = next((c for c in self._store.priors(current_uid) if c.study.study_instance_uid == prior_uid), None)
        return choice is not None and choice.identity == "refused"

    def _holders(self, request: Request) -> list[NodeWatch]:
        """The archive asked for first, then the others that told of the exam; those with DICOMweb before those without."""
        watches = dict(self._watches())
        named = watches.pop(request.node, None)
        told = {s.source for s in self._store.remote_studies() if s.study_instance_uid == request.study_uid}
        others = sorted((w for name, w in watches.items() if name in told and w.up), key=lambda w: not w.node.url)
        if named is None and not others:
            others = [w for w in watches.values() if w.up]
        return [*([named] if named else []), *others]

    def _from(self, watch: NodeWatch, request: Request) -> str | None:
        """Fetch from one archive: "", or what is wrong with what came; None when it does not have the exam."""
        store = self._store
        told_at = 0.0
        cancelled = False
        bytes_done = 0
        problems: list[str] = []

        def progress(done: int, total: int) -> None:
            nonlocal told_at, cancelled
            now = time.monotonic()
            if now - told_at >= _TELL_S or done == total:
                told_at = now
                cancelled = cancelled or not store.progress(request.id, done, total, bytes_done)

        def stopped() -> bool:
            return cancelled or self._stopping.is_set()

        def counted(files: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal bytes_done
            for encoded in files:
                bytes_done += len(encoded)
                yield encoded

        def committed(puts: Sequence[Put]) -> None:
            problems.extend(put.error for put in puts if put.error)

        outcome = watch.client.fetch(
            request.study_uid,
            lambda files: store.put_many(counted(files), source=watch.node.name, committed=committed),
            have=store.sop_uids(request.study_uid),
            progress=progress,
            cancelled=stopped,
        )
        if stopped():
            raise Cancelled
        store.progress(request.id, outcome.received, outcome.total, bytes_done)
        here = len(store.sop_uids(request.study_uid))
        if not outcome.total and not here:
            return None
        if problems:
            return tr("{count} images of {name} could not be stored: {first}", count=len(problems), name=watch.node.name, first=problems[0])
        return "" if here >= outcome.received else sent_elsewhere(watch.client)

    def _failed(self, request: Request, why: str) -> None:
        key = (request.study_uid, request.node)
        with self._lock:
            self._tries[key] = tries = self._tries.get(key, 0) + 1
        if tries >= self._pace.tries:
            self._store.finish(request.id, why)
            return
        self._again(request, why, delay(tries, self._pace.retry_s, self._pace.retry_most_s, self._dice))

    def _again(self, request: Request, why: str, pause_s: float) -> None:
        """This try ends, a later one waits in its place."""
        if why:
            self._store.finish(request.id, why)
        else:
            self._store.cancel(request.id)
        self._store.request(
            "fetch",
            study_uid=request.study_uid,
            node=request.node,
            priority=request.priority,
            deadline=request.deadline,
            reason=request.reason,
            query=request.query,
            not_before=self._pace.clock() + pause_s if pause_s else 0.0,
        )
