"""Looking at everything the store holds: what is damaged or gone, what nobody knows, what does not add up."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from workstation.errors import GaronneError
from workstation.language import tr
from workstation.store import ingest
from workstation.store.model import Fault, Verified
from workstation.store.objects import DamagedObject, MissingObject, length_of
from workstation.store.quota import path_of_lists
from workstation.store.taking import Taking

_YOUNG_S = 3600.0  # a file this young may be one that another process is about to make known
Progress = Callable[[int, int], None]


class Verify(Taking):
    """``verify``."""

    def verify(self, progress: Progress | None = None) -> Verified:
        """Decrypt every object, compare files and index, and put right what can be: counts, marks, files that belong to nothing.

        ``progress`` is called with (objects looked at, objects in all)."""
        faults = self._check_index()
        with self._index.reading() as db:
            everything = db.execute(
                "SELECT o.id, o.name, o.length, o.damaged, s.uid, i.uid FROM image i JOIN object o ON o.id = i.object_id"
                " JOIN study s ON s.id = i.study_id UNION ALL "
                "SELECT o.id, o.name, o.length, o.damaged, s.uid, c.sop_uid FROM conflict c JOIN object o ON o.id = c.object_id"
                " JOIN study s ON s.id = c.study_id ORDER BY 1"
            ).fetchall()
        buffer, size = bytearray(), 0
        changed: list[tuple[int, int]] = []
        for count, (object_id, name, length, damaged, study_uid, sop_uid) in enumerate(everything):
            if progress:
                progress(count, len(everything))
            kind, cause = "", ""
            try:
                self._objects.read_into(name, length, buffer).release()
                size += length
            except MissingObject:
                kind = "missing"
            except DamagedObject:
                kind = "damaged"
            except OSError as error:
                kind, cause = "damaged", str(error.strerror or error)
            if kind and not self._still_known(object_id, name):
                continue  # evicted while we looked
            if kind == "missing":
                faults.append(Fault("missing", tr("The file of this image is gone. Fetch the exam again."), study_uid, sop_uid))
            elif kind:
                text = tr("The file of this image is damaged{cause}. Fetch the exam again.", cause=f" ({cause})" if cause else "")
                faults.append(Fault("damaged", text, study_uid, sop_uid))
            if bool(kind) != bool(damaged):
                changed.append((int(bool(kind)), object_id))
        if changed:
            with self._index.writing("images") as db:
                db.executemany("UPDATE object SET damaged = ? WHERE id = ?", changed)
        if progress:
            progress(len(everything), len(everything))
        return Verified(len(everything), size, tuple(faults + self._remove_orphans() + self._count_again()))

    def _still_known(self, object_id: int, name: str) -> bool:
        with self._index.reading() as db:
            return db.execute("SELECT 1 FROM object WHERE id = ? AND name = ?", (object_id, name)).fetchone() is not None

    def _check_index(self) -> list[Fault]:
        with self._index.reading() as db:
            said = [text for (text,) in db.execute("PRAGMA quick_check(5)")]
        if said == ["ok"]:
            return []
        todo = tr("The index is damaged ({cause}). Close all windows of Garonne and run: garonne store verify --rebuild", cause=said[0])
        return [Fault("index", todo)]

    def _remove_orphans(self) -> list[Fault]:
        """Files that no row names and that no living process is writing."""
        candidates = {}
        for name, path in self._objects.names():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _YOUNG_S:
                    candidates[name] = path
        with self._index.reading() as db:
            known = {name for (name,) in db.execute("SELECT name FROM object")}
        lists = path_of_lists(self.folder)
        for path in lists.iterdir() if lists.is_dir() else ():
            with contextlib.suppress(OSError):
                known.update(path.read_text("ascii", errors="replace").split())
        with self._index.reading() as db:
            doomed = {name for (name,) in db.execute("SELECT name FROM doomed")}
        counts = {"taken": 0, "removed": 0, "kept": 0}
        for name, path in candidates.items():
            if name not in known:
                counts["removed" if name in doomed else self._settle(name, path)] += 1
                if name in doomed:
                    self._objects.remove([name])
        if not any(counts.values()):
            return []
        text = tr(
            "{count} files belonged to nothing: {taken} whole images were taken in again, {removed} incomplete ones were removed,"
            " {kept} that cannot be read were left.",
            count=sum(counts.values()),
            **counts,
        )
        return [Fault("orphan", text)]

    def _settle(self, name: str, path: Path) -> Literal["taken", "removed", "kept"]:
        """A file that no row names: a whole image is never thrown away."""
        try:
            content = self._objects.read(name, length_of(path.stat().st_size))
        except MissingObject:
            return "removed"
        except DamagedObject:
            self._objects.remove([name])
            return "removed"
        except OSError:
            return "kept"
        try:
            self.take_over(ingest.parse(content), name)
        except GaronneError:
            return "kept"
        return "taken"

    def _count_again(self) -> list[Fault]:
        """Counts kept in rows against the rows themselves; put right where they differ."""
        counted = (
            "SELECT s.id, s.images, s.bytes, (SELECT count(*) FROM image i WHERE i.study_id = s.id),"
            " (SELECT coalesce(sum(length), 0) FROM object o WHERE o.study_id = s.id) FROM study s"
        )
        with self._index.writing("images") as db:
            wrong = [row for row in db.execute(counted).fetchall() if row[1:3] != row[3:5]]
            db.executemany("UPDATE study SET images = ?, bytes = ? WHERE id = ?", ((row[3], row[4], row[0]) for row in wrong))
            before = dict(db.execute("SELECT name, n FROM total").fetchall())
            db.execute("UPDATE total SET n = (SELECT coalesce(sum(images), 0) FROM study) WHERE name = 'images'")
            db.execute("UPDATE total SET n = (SELECT coalesce(sum(bytes), 0) FROM study) WHERE name = 'bytes'")
            off = before != dict(db.execute("SELECT name, n FROM total").fetchall())
        if not wrong and not off:
            return []
        return [Fault("index", tr("Counts of {count} exams were wrong. They were put right.", count=len(wrong)))]
