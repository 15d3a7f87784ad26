"""A new index from the object files, when the old one is damaged: every file carries its name and length, and each says whose it is.

What only the index knew (reading states, measurements, confirmed identities) is taken over row by row as far as it can be read.
The damaged index stays beside the new one under another name.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw

from workstation.errors import GaronneError, StoreUnavailable
from workstation.language import tr
from workstation.store import ingest, objects, owners
from workstation.store.index import read_only
from workstation.store.keys import KeyOpener, derived
from workstation.store.model import Fault, Verified
from workstation.store.objects import Objects
from workstation.store.quota import path_of_lists
from workstation.store.store import REBUILDING, Store

_TAKEN_OVER = ("reading", "journal", "identity")


def rebuild(folder: Path, opener: KeyOpener, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Make the index anew. StoreUnavailable while another process has the store open, or without the key."""
    store_key = opener.key()
    lists = path_of_lists(folder)
    if any(owners.alive(path.name) for path in (lists.iterdir() if lists.is_dir() else ())):
        raise StoreUnavailable(tr("The store is open in another program. Close all windows of Garonne and try again."))
    aside = folder / f"index.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}.db"
    try:
        (folder / REBUILDING).touch()
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                (folder / f"index.db{ending}").rename(f"{aside}{ending}")
    except OSError as error:
        raise StoreUnavailable(read_only(folder)) from error
    files = Objects(folder / "objects", derived(store_key, "objects"))
    found = sorted(files.names(), key=lambda each: each[1].stat().st_mtime)  # the first that came wins again
    faults: list[Fault] = []
    size = 0
    with Store(folder, store_key, mark=opener.mark, quota_bytes=None, clock=time.time, rebuilding=True) as store:
        for count, (name, path) in enumerate(found):
            if progress:
                progress(count, len(found))
            length = objects.length_of(path.stat().st_size)
            try:
                store.take_over(ingest.parse(files.read(name, length)), name)
                size += length
            except (objects.DamagedObject, objects.MissingObject, GaronneError):
                faults.append(Fault("damaged", tr("The file {name} is damaged and was left out. Fetch its exam again.", name=name)))
        for old in sorted(folder.glob("index.damaged-*.db"), reverse=True):  # also of a rebuild that was cut off
            for table in _TAKEN_OVER:
                store.take_over_rows(table, list(_readable(old, derived(store_key, "index"), table)))
        if progress:
            progress(len(found), len(found))
    (folder / REBUILDING).unlink()
    return Verified(len(found), size, tuple(faults))


def _readable(path: Path, key: bytes, table: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a damaged index, as far as they can be read."""
    with contextlib.suppress(apsw.Error):
        db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        db.execute("PRAGMA cipher='chacha20'")
        db.execute(f"PRAGMA key='raw:{key.hex()}'")
        yield from db.execute(f"SELECT * FROM {table}")
