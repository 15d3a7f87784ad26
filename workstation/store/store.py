"""The store as one thing: opened once a process, used from any thread, shared with other processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from workstation.errors import StoreUnavailable
from workstation.language import tr
from workstation.store import owners
from workstation.store.index import Index
from workstation.store.journal import Journal
from workstation.store.keys import KeyOpener, derived
from workstation.store.objects import Objects, Writing
from workstation.store.outbox import Outbox
from workstation.store.part import failed_disk
from workstation.store.quota import path_of_lists
from workstation.store.remote import Remote
from workstation.store.requests import Requests

REBUILDING = "rebuilding"


def must_be_rebuilt(folder: Path) -> Path | None:
    """The sign that a rebuild began and did not end; None where there is none."""
    sign = folder / REBUILDING
    return sign if sign.exists() else None


class Store(Outbox, Journal, Requests, Remote):
    """The local store; see each base for its part: images (ImageSource), taking (put), quota, outbox, journal, requests, remote."""

    def __init__(
        self, folder: Path, store_key: bytes, *, mark: str, quota_bytes: int | None, clock: Callable[[], float], rebuilding: bool = False
    ) -> None:
        Outbox.__init__(self)
        Remote.__init__(self)
        self.folder = folder
        self.key_mark = mark  # what the user should know about how the key is kept; "" when all is well
        self._clock = clock
        self._quota = quota_bytes
        self._owner = owners.me()
        self._objects = Objects(folder / "objects", derived(store_key, "objects"))
        if not rebuilding and (must_be_rebuilt(folder) or (any(self._objects.names()) and not (folder / "index.db").exists())):
            raise StoreUnavailable(
                tr(
                    "The index of the local store ({path}) is missing or unfinished. Close all windows of Garonne and run: "
                    "garonne store verify --rebuild. The images themselves are kept.",
                    path=folder / "index.db",
                )
            )
        self._index = Index(folder / "index.db", derived(store_key, "index"))
        try:
            self._writing = Writing(path_of_lists(folder), self._owner)
        except OSError as error:
            self._index.close()
            raise failed_disk(folder, error) from error
        self._clean()
        self._forget_old_priors()

    @classmethod
    def open(cls, folder: Path, opener: KeyOpener, *, quota_bytes: int | None = None, clock: Callable[[], float] = time.time) -> Store:
        """Open the store in ``folder``, made now where there is none. StoreUnavailable: why not, and what to do."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise failed_disk(folder, error) from error
        return cls(folder, opener.key(), mark=opener.mark, quota_bytes=quota_bytes, clock=clock)

    def version(self, topic: str = "") -> int:
        """Grows with every change by any process: poll it. ``topic`` (schema.TOPICS: images, states, journal, outbox, requests,
        nodes, remote, schedule, priors) tells what changed; "" is the sum of all."""
        return self._index.version(topic)

    def close(self) -> None:
        """Let go of the files and of what this process holds. The store can be opened again."""
        if self._writers is not None:
            self._writers.shutdown()
        try:
            with self._index.writing(durable=False) as db:
                db.execute("DELETE FROM held WHERE owner = ?", (self._owner,))
        finally:
            self._writing.close()
            self._index.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
