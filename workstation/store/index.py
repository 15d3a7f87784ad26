"""The encrypted SQLite index: connections, transactions, change counters, and database errors told as what to do.

Readers take a connection from a pool and never wait for writers (WAL); writers of one process take turns, those of several
processes wait for each other up to ``BUSY_MS``. ``chacha20`` with a raw key; temporary tables stay in memory, because a sort
spilled to disk would be readable.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import apsw

from workstation.errors import StoreUnavailable
from workstation.language import tr
from workstation.store import schema

Connection: TypeAlias = Any  # an apsw.Connection: what its rows hold is known by the query, not by a type

BUSY_MS = 10_000
_POOL = 8


class Index:
    """One process's way to the index file. Thread-safe."""

    def __init__(self, path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self._key = key
        self._busy_ms = busy_ms
        self._pool: list[Connection] = []
        self._pool_lock = threading.Lock()
        self._closed = False
        self._turn = threading.RLock()
        with explained(path):
            self._writer = self._connect(first=True)
            schema.bring_up_to_date(self._writer)

    def _connect(self, *, first: bool = False) -> Connection:
        db = apsw.Connection(str(self.path))
        db.set_busy_timeout(self._busy_ms)
        db.execute("PRAGMA cipher='chacha20'")
        db.execute(f"PRAGMA key='raw:{self._key.hex()}'")
        if first:
            _switch_to_wal(db, self._busy_ms)
        db.execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000")
        return db

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries, alone in this thread while the block runs. Iterate results inside the block."""
        with self._pool_lock:
            if self._closed:
                raise StoreUnavailable(tr("The local store is closed."))
            db = self._pool.pop() if self._pool else None
        with explained(self.path):
            if db is None:
                db = self._connect()
            try:
                yield db
            except BaseException:
                db.close(True)
                raise
        with self._pool_lock:
            if not self._closed and len(self._pool) < _POOL:
                self._pool.append(db)
                return
        db.close(True)

    @contextlib.contextmanager
    def writing(self, *topics: str, durable: bool = True) -> Iterator[Connection]:
        """A transaction that all see or none; the counters of ``topics`` grow with it.

        ``durable=False`` spares the disk's sync: after a power cut (not a kill) the last such changes may be gone."""
        with self._turn:
            if self._closed:
                raise StoreUnavailable(tr("The local store is closed."))
            db = self._writer
            with explained(self.path):
                if not durable:
                    db.execute("PRAGMA synchronous=NORMAL")
                try:
                    db.execute("BEGIN IMMEDIATE")
                    try:
                        for topic in topics:
                            db.execute("UPDATE change SET n = n + 1 WHERE topic = ?", (topic,))
                        yield db
                        db.execute("COMMIT")
                    except BaseException:
                        with contextlib.suppress(apsw.Error):  # SQLite may have rolled back by itself (disk full)
                            db.execute("ROLLBACK")
                        raise
                finally:
                    if not durable:
                        db.execute("PRAGMA synchronous=FULL")

    def stamp(self, db: Connection, topic: str) -> int:
        """The topic's counter as this connection sees it: inside ``writing(topic)``, the number of this very change."""
        return int(db.execute("SELECT n FROM change WHERE topic = ?", (topic,)).fetchone()[0])

    def version(self, topic: str = "") -> int:
        """Grows with every change by any process; of one topic, or of all."""
        query = "SELECT n FROM change WHERE topic = ?" if topic else "SELECT sum(n) FROM change"
        with self.reading() as db:
            return int(db.execute(query, (topic,) if topic else ()).fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        with self._turn, self._pool_lock:
            self._closed = True
            for db in (*self._pool, self._writer):
                with contextlib.suppress(apsw.Error):
                    db.close(True)
            self._pool.clear()


def _switch_to_wal(db: Connection, busy_ms: int) -> None:
    """Two processes that make a store at once meet here; SQLite does not wait by itself for this switch."""
    until = time.monotonic() + busy_ms / 1000
    while True:
        try:
            mode = db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            if mode == "wal":
                return
            raise apsw.CantOpenError(f"journal mode {mode}")
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Database errors as sentences for the user."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreUnavailable(
            tr("Another program holds the local store ({path}) for too long. Close other windows of Garonne and try again.", path=path)
        ) from error
    except apsw.FullError as error:
        raise StoreUnavailable(full_disk(path)) from error
    except apsw.ReadOnlyError as error:
        raise StoreUnavailable(read_only(path)) from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise StoreUnavailable(
            tr(
                "The index of the local store ({path}) is damaged, or its key is another store's. Close all windows of Garonne and run: "
                "garonne store verify --rebuild. The images themselves are kept.",
                path=path,
            )
        ) from error
    except apsw.CantOpenError as error:
        raise StoreUnavailable(read_only(path)) from error
    except apsw.IOError as error:
        raise StoreUnavailable(
            tr("The disk of the local store ({path}) fails or is full ({cause}). Make room or check the disk.", path=path, cause=error)
        ) from error
    except apsw.Error as error:
        raise StoreUnavailable(tr("The local store ({path}) fails: {cause}.", path=path, cause=error)) from error


def full_disk(path: Path) -> str:
    """What to say and do where the disk is full."""
    return tr(
        "The disk of the local store ({path}) is full. Make room on it, or lower the quota in the settings; nothing stored is lost.",
        path=path,
    )


def read_only(path: Path) -> str:
    """What to say and do where the store cannot be written."""
    return tr("The local store ({path}) cannot be written. Choose another place with --home, or make this one writable.", path=path)
