"""How much the store may hold, and what goes first: never what is open, unsent or asked for; read exams and old priors before
the priors of exams still to read, these before exams to read, the longest unused first."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from workstation.errors import StoreUnavailable
from workstation.language import tr
from workstation.store import owners, states
from workstation.store.index import Connection, full_disk
from workstation.store.model import Evicted, Usage
from workstation.store.states import States

_RESERVE = 512 * 1024 * 1024  # kept free on the disk, or a tenth of a small one: the index must be able to grow to say what came

# 0: read, or a prior of nothing that waits; 1: prior of an exam to read; 2: to read; 3: being read
_ORDER = """
SELECT s.id, s.uid, s.images, s.bytes FROM study s LEFT JOIN reading r ON r.study_uid = s.uid
ORDER BY CASE
  WHEN r.state = 'reading' THEN 3
  WHEN r.state = 'read' THEN 0
  WHEN r.state IS NULL AND NOT EXISTS (SELECT 1 FROM priors p WHERE p.current_uid = s.uid)
       AND EXISTS (SELECT 1 FROM prior_of o WHERE o.prior_uid = s.uid)
    THEN EXISTS (SELECT 1 FROM prior_of o LEFT JOIN reading c ON c.study_uid = o.current_uid
                 WHERE o.prior_uid = s.uid AND coalesce(c.state, 'to_read') <> 'read')
  ELSE 2 END, s.used, s.id
"""


class Quota(States):
    """Holding, making room, deleting."""

    def usage(self) -> Usage:
        """What the store holds now, and its quota."""
        with self._index.reading() as db:
            total = dict(db.execute("SELECT name, n FROM total").fetchall())
            (studies,) = db.execute("SELECT count(*) FROM study").fetchone()
        return Usage(total["bytes"], self._quota, total["images"], studies)

    def hold(self, study_uid: str) -> None:
        """This process has the study open: it is not evicted until ``release`` or the end of the process. Counts."""
        with self._index.writing(durable=False) as db:
            db.execute(
                "INSERT INTO held VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                (study_uid, self._owner),
            )
            db.execute("UPDATE study SET used = ? WHERE uid = ?", (self._clock(), study_uid))

    def release(self, study_uid: str) -> None:
        """Take one ``hold`` back."""
        with self._index.writing(durable=False) as db:
            db.execute("UPDATE held SET times = times - 1 WHERE study_uid = ? AND owner = ?", (study_uid, self._owner))
            db.execute("DELETE FROM held WHERE times <= 0")
            db.execute("UPDATE study SET used = ? WHERE uid = ?", (self._clock(), study_uid))

    def held(self) -> set[str]:
        """Studies that a live process holds."""
        with self._index.reading() as db:
            return _held(db)

    def make_room(self, size: int, *, protect: Iterable[str] = ()) -> int:
        """Evict until ``size`` more bytes fit into the quota; returns how many bytes fit now.

        StoreUnavailable where what may not go already fills the store, or the disk is full before the quota is: nothing goes then, as
        what was imported by hand may be nowhere else. Without a quota nothing ever goes."""
        with self._index.reading() as db:
            (used,) = db.execute("SELECT n FROM total WHERE name = 'bytes'").fetchone()
        room = self._room(used)
        if room < size:
            if self._quota is None or self._quota - used >= size:  # an archive of its own, or the disk and not the quota is full
                raise StoreUnavailable(full_disk(self.folder))
            self._evict(size - room + self._quota // 50, frozenset(protect))
            with self._index.reading() as db:
                (used,) = db.execute("SELECT n FROM total WHERE name = 'bytes'").fetchone()
            room = self._room(used)
            if room < size <= self._quota - used:
                raise StoreUnavailable(full_disk(self.folder))
            if room < size:
                raise StoreUnavailable(
                    tr(
                        "The local store is full, and what it holds is open, unsent or being fetched. "
                        "Raise the quota in the settings, make room on the disk, or close exams.",
                    )
                )
        return room

    def _room(self, used: int) -> int:
        disk = shutil.disk_usage(self.folder)
        free = disk.free - min(_RESERVE, disk.total // 10)
        return free if self._quota is None else min(free, self._quota - used)

    def evict(self, size: int = 0) -> tuple[Evicted, ...]:
        """Make at least ``size`` bytes free, or (0) come back under the quota; as far as what may go allows."""
        if not size:
            usage = self.usage()
            size = max(0, usage.bytes - usage.quota) if usage.quota is not None else 0
        return self._evict(size, frozenset()) if size else ()

    def _evict(self, size: int, protect: frozenset[str]) -> tuple[Evicted, ...]:
        gone: list[Evicted] = []
        names: list[str] = []
        with self._index.writing("images") as db:
            kept = _spared(db) | protect
            freed = 0
            for study_id, uid, images, length in db.execute(_ORDER).fetchall():
                if freed >= size:
                    break
                if uid not in kept:
                    names += delete_study(db, study_id)
                    gone.append(Evicted(uid, images, length))
                    freed += length
        self._remove(names)
        return tuple(gone)

    def purge(self, study_uids: Iterable[str]) -> tuple[tuple[Evicted, ...], tuple[tuple[str, str], ...]]:
        """Delete studies: what went, and (uid, why) of what stayed because it is open, unsent, asked for or not here."""
        gone: list[Evicted] = []
        stayed: list[tuple[str, str]] = []
        names: list[str] = []
        with self._index.writing("images") as db:
            held, unsent, asked = _held(db), _unsent(db), _asked_for(db)
            for uid in dict.fromkeys(study_uids):
                row = db.execute("SELECT id, images, bytes FROM study WHERE uid = ?", (uid,)).fetchone()
                if row is None:
                    stayed.append((uid, tr("not in the store")))
                elif uid in held:
                    stayed.append((uid, tr("open in a window")))
                elif uid in unsent:
                    stayed.append((uid, tr("not yet sent")))
                elif uid in asked:
                    stayed.append((uid, tr("being fetched")))
                else:
                    names += delete_study(db, row[0])
                    gone.append(Evicted(uid, row[1], row[2]))
        self._remove(names)
        return tuple(gone), tuple(stayed)

    def unused_since(self, at: float) -> list[str]:
        """Studies not received, opened or added to since that time, longest unused first."""
        with self._index.reading() as db:
            return [uid for (uid,) in db.execute("SELECT uid FROM study WHERE used < ? ORDER BY used", (at,))]

    def _remove(self, names: Sequence[str]) -> None:
        """Files of rows that are gone. A kill in between leaves names in ``doomed`` for the next opening."""
        if not names:
            return
        gone = self._objects.remove(names)
        self._places.clear()
        with self._index.writing(durable=False) as db:
            db.executemany("DELETE FROM doomed WHERE name = ?", ((name,) for name in gone))

    def _clean(self) -> None:
        """What killed processes left: files of rows deleted, files never made known, holds of the dead."""
        with self._index.reading() as db:
            doomed = [name for (name,) in db.execute("SELECT name FROM doomed")]
            dead = [owner for (owner,) in db.execute("SELECT DISTINCT owner FROM held") if not owners.alive(owner)]
        self._remove(doomed)
        if dead:
            with self._index.writing(durable=False) as db:
                db.executemany("DELETE FROM held WHERE owner = ?", ((owner,) for owner in dead))
        for path, names in self._writing.left_behind(path_of_lists(self.folder)):
            with self._index.reading() as db:
                orphans = [n for n in names if not db.execute("SELECT 1 FROM object WHERE name = ?", (n,)).fetchone()]
            self._objects.remove(orphans)
            path.unlink(missing_ok=True)


def path_of_lists(folder: Path) -> Path:
    """Where processes list what they are writing."""
    return folder / "writing"


def delete_study(db: Connection, study_id: int) -> list[str]:
    """Take a study's rows away inside a transaction; returns the names of its files, noted as doomed until they are gone."""
    names = [name for (name,) in db.execute("SELECT name FROM object WHERE study_id = ?", (study_id,))]
    db.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", ((name,) for name in names))
    images, size = db.execute("SELECT images, bytes FROM study WHERE id = ?", (study_id,)).fetchone()
    states.forget(db, study_id)
    for table in ("image", "object", "conflict"):
        db.execute(f"DELETE FROM {table} WHERE study_id = ?", (study_id,))
    db.execute("DELETE FROM study WHERE id = ?", (study_id,))
    db.execute("UPDATE total SET n = n - ? WHERE name = 'images'", (images,))
    db.execute("UPDATE total SET n = n - ? WHERE name = 'bytes'", (size,))
    return names


def _held(db: Connection) -> set[str]:
    found = db.execute("SELECT study_uid, owner FROM held").fetchall()
    living = {owner for owner in {owner for _, owner in found} if owners.alive(owner)}
    return {uid for uid, owner in found if owner in living}


def _unsent(db: Connection) -> set[str]:
    return {
        uid
        for (uid,) in db.execute(
            "SELECT DISTINCT s.uid FROM outbox b JOIN object o ON o.id = b.object_id JOIN study s ON s.id = o.study_id"
        )
    }


def _asked_for(db: Connection) -> set[str]:
    return {uid for (uid,) in db.execute("SELECT study_uid FROM request WHERE state IN ('waiting', 'running') AND kind = 'fetch'")}


def _spared(db: Connection) -> set[str]:
    return _held(db) | _unsent(db) | _asked_for(db)
