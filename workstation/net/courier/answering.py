"""What the desktop asks besides fetching: try an archive again, try whether it answers, search it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from workstation.errors import ArchiveUnreachable, GaronneError, StoreUnavailable
from workstation.language import tr
from workstation.net.courier.fetching import Fetching
from workstation.net.courier.node_watch import NodeWatch
from workstation.net.courier.pace import Pace
from workstation.net.queries import StudyQuery
from workstation.store import Request, Store


class Answering:
    """Threads on the store's ``retry``, ``echo`` and ``query`` requests; ``node`` "" means every archive."""

    def __init__(self, store: Store, pace: Pace, watches: Callable[[], Mapping[str, NodeWatch]], fetching: Fetching) -> None:
        self._store, self._pace, self._watches, self._fetching = store, pace, watches, fetching
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True, name=f"answer {n}") for n in range(2)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, wait_s: float = 0) -> None:
        """End after the current request."""
        self._stopping.set()
        if wait_s:
            for thread in self._threads:
                thread.join(wait_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                request = self._store.take_request(kinds=("retry", "echo", "query"))
                if request is not None:
                    self._store.finish(request.id, self._answer(request))
                    continue
            except StoreUnavailable:
                self._stopping.wait(self._pace.retry_s)
            self._stopping.wait(self._pace.look_s)

    def _answer(self, request: Request) -> str:
        """Do it; "" or what went wrong."""
        watches = self._watches()
        chosen = [watches[request.node]] if request.node in watches else [] if request.node else list(watches.values())
        if not chosen:
            return tr("No archive of that name is configured. Check the archives in the settings.")
        problems = []
        for watch in chosen:
            try:
                if request.kind == "retry":
                    self._fetching.tries_forgotten(request.node)
                    watch.retry()
                elif request.kind == "echo":
                    echo = watch.client.echo()
                    self._store.set_node_status(watch.node.name, "ok" if echo.ok else "down", "" if echo.ok else echo.text, echo.latency_ms)
                    problems += [] if echo.ok else [echo.text]
                else:
                    watch.found(watch.client.find_studies(StudyQuery.of(request.query or {})))
            except ArchiveUnreachable as error:
                watch.failed(error)
                problems.append(str(error))
            except GaronneError as error:
                problems.append(str(error))
            except (TypeError, ValueError) as error:
                problems.append(tr("The search is not understood: {cause}.", cause=error))
        return " ".join(problems)
