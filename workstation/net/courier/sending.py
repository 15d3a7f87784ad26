"""The outbox emptied: objects go to their archive, and leave the outbox only when it has said that it stored them."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping

from workstation.errors import ArchiveUnreachable, GaronneError, StoreUnavailable
from workstation.language import tr
from workstation.net.courier.backoff import delay
from workstation.net.courier.node_watch import NodeWatch
from workstation.net.courier.pace import Pace
from workstation.net.outcomes import Cancelled
from workstation.store import Store, Unsent

_AT_ONCE = 32


class Sending:
    """One thread; each archive has its own back-off, each object its own count of tries."""

    def __init__(self, store: Store, pace: Pace, watches: Callable[[], Mapping[str, NodeWatch]]) -> None:
        self._store, self._pace, self._watches = store, pace, watches
        self._stopping = threading.Event()
        self._dice = random.Random()
        self._thread = threading.Thread(target=self._run, daemon=True, name="sending")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, wait_s: float = 0) -> None:
        """End after the current object."""
        self._stopping.set()
        if wait_s:
            self._thread.join(wait_s)

    def round(self) -> None:
        """Send what is due."""
        by_node: dict[str, list[Unsent]] = {}
        now = self._pace.clock()
        for entry in self._store.outbox():
            due = not entry.tries or entry.tried_at + delay(entry.tries, self._pace.retry_s, self._pace.retry_most_s, self._dice) <= now
            if due:
                by_node.setdefault(entry.node, []).append(entry)
        for node, entries in by_node.items():
            watch = self._watches().get(node)
            if watch is None:
                for entry in entries:
                    self._store.outbox_failed(
                        entry.id, tr("No archive {name} is configured. Check the archives in the settings.", name=node)
                    )
            elif watch.up:
                for at in range(0, len(entries), _AT_ONCE):
                    if not self._send(watch, entries[at : at + _AT_ONCE]):
                        break

    def _send(self, watch: NodeWatch, entries: list[Unsent]) -> bool:
        """Send some; False when the archive is not to be tried further now."""
        ids: dict[str, int] = {}
        objects: list[bytes] = []
        for entry in entries:
            try:
                objects.append(self._store.outbox_read(entry.id))
                ids[entry.sop_uid] = entry.id
            except StoreUnavailable:
                raise
            except GaronneError as error:
                self._store.outbox_failed(entry.id, str(error))
        try:
            done = watch.client.send(objects, cancelled=self._stopping.is_set)
        except Cancelled:
            return False
        except ArchiveUnreachable as error:
            for outbox_id in ids.values():
                self._store.outbox_failed(outbox_id, str(error))
            watch.failed(error)
            return False
        for uid in done.sent:
            if uid in ids:
                self._store.outbox_done(ids[uid])
        for uid, why in done.failed:
            if uid in ids:
                self._store.outbox_failed(ids[uid], why)
        return True

    def _run(self) -> None:
        seen = -1
        waited = 0.0
        while not self._stopping.is_set():
            try:
                version = self._store.version("outbox")
                if version != seen or waited >= self._pace.retry_s / 2:
                    waited = 0.0
                    self.round()
                    seen = version
            except StoreUnavailable:
                seen = -1
            self._stopping.wait(self._pace.look_s)
            waited += self._pace.look_s
