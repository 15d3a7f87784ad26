"""Taking objects into the store: written, synced, then known to the index; the first of two that disagree wins, never in silence.

An object is first looked up (``_judge``), its file is written and synced if it is needed, then one transaction makes a batch
known. What another process did in between is seen inside the transaction and judged again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

import msgspec

from workstation import __version__
from workstation.errors import GaronneError
from workstation.store import ingest, states
from workstation.store.images import ENTER_HEADER
from workstation.store.index import Connection
from workstation.store.ingest import Encoded, Parsed
from workstation.store.model import Put
from workstation.store.objects import DamagedObject, MissingObject
from workstation.store.part import encode, failed_disk
from workstation.store.quota import Quota
from workstation.studies.model import Patient, Series, Study

BATCH_IMAGES, BATCH_BYTES, BATCH_SECONDS = 64, 32 * 1024 * 1024, 0.5
_study = msgspec.msgpack.Decoder(Study)

Verdict = Literal["new", "same", "heal", "apart", "apart_known"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A Put, and the object row that holds its bytes."""

    put: Put
    object_id: int


@dataclass(slots=True)
class _Pending:
    parsed: Parsed
    verdict: Verdict
    object_id: int = 0  # the row that is here already (same, heal), or of the conflict known
    name: str = ""  # the file written for it
    written: Future[None] | None = None


@dataclass(slots=True)
class _Growing:
    """A study's row while a batch is added to it."""

    id: int
    study: Study
    series: dict[str, Series]
    images: int
    bytes: int
    conflicts: int
    persons: dict[Patient, bool] = field(default_factory=dict)


class Taking(Quota):
    """``put`` and its kin."""

    def __init__(self) -> None:
        super().__init__()
        self._writers: ThreadPoolExecutor | None = None

    def put(self, encoded: Encoded, *, source: str = "") -> Put:
        """Take one Part-10 file; durable when this returns. ``source``: the archive or caller it came from.

        NotReadable where it is no DICOM image or lacks its UIDs, StoreUnavailable where there is no room or no way to write."""
        return self._put(encoded, source).put

    def _put(self, encoded: Encoded, source: str) -> Taken:
        parsed = ingest.parse(encoded)
        pending = self._judge(parsed)
        self.make_room(len(encoded) if pending.verdict in ("new", "heal", "apart") else 0, protect=(parsed.study.study_instance_uid,))
        self._write(pending, at_once=True)
        return self._commit([pending], source)[0]

    def put_many(
        self, encoded: Iterable[Encoded], *, source: str = "", committed: Callable[[Sequence[Put]], None] | None = None
    ) -> list[Put]:
        """Take a stream of Part-10 files in batches; all are durable when this returns, those of a batch when ``committed`` is
        called with them. A file that cannot be taken becomes a Put with ``error``; StoreUnavailable ends the stream, after
        what came before it was made durable. The iterable must give bytes that it does not change afterwards."""
        puts: list[Put] = []
        batch: list[_Pending | Put] = []
        size, room, started = 0, 0, 0.0

        def flush() -> None:
            nonlocal size
            if not batch:
                return
            entries, size = list(batch), 0
            batch.clear()
            taken = iter(self._commit([each for each in entries if isinstance(each, _Pending)], source))
            done = [next(taken).put if isinstance(each, _Pending) else each for each in entries]
            puts.extend(done)
            if committed:
                committed(done)

        try:
            for each in encoded:
                if not batch:
                    started = time.monotonic()
                try:
                    parsed = ingest.parse(each)
                except GaronneError as error:
                    batch.append(Put("", "", "", new=False, error=str(error)))
                    continue
                sop_uid = parsed.header.sop_instance_uid
                if any(isinstance(p, _Pending) and p.parsed.header.sop_instance_uid == sop_uid for p in batch):
                    flush()
                pending = self._judge(parsed)
                if pending.verdict in ("new", "heal", "apart"):
                    if room < len(each):
                        flush()  # what is written and not yet counted
                        room = self.make_room(len(each), protect=(parsed.study.study_instance_uid,))
                    room -= len(each)
                self._write(pending, at_once=False)
                batch.append(pending)
                size += len(each)
                if len(batch) >= BATCH_IMAGES or size >= BATCH_BYTES or time.monotonic() - started > BATCH_SECONDS:
                    flush()
        finally:
            flush()
        return puts

    def take_over(self, parsed: Parsed, name: str) -> Put:
        """Make a file known that is there already (rebuild.py); one that says nothing new is removed."""
        pending = self._judge(parsed)
        if pending.verdict in ("new", "heal", "apart"):
            pending.name = name
        else:
            self._objects.remove([name])
        return self._commit([pending], "")[0].put

    def _judge(self, parsed: Parsed) -> _Pending:
        """What the store already knows of this SOP Instance UID."""
        sop_uid = parsed.header.sop_instance_uid
        with self._index.reading() as db:
            row = db.execute(
                "SELECT o.id, o.name, o.length, o.digest, o.damaged FROM image i JOIN object o ON o.id = i.object_id WHERE i.uid = ?",
                (sop_uid,),
            ).fetchone()
            apart = db.execute(
                "SELECT o.id FROM conflict c JOIN object o ON o.id = c.object_id WHERE c.sop_uid = ? AND o.digest = ?",
                (sop_uid, parsed.digest),
            ).fetchone()
        if apart:
            return _Pending(parsed, "apart_known", apart[0])
        if row is None:
            return _Pending(parsed, "new")
        object_id, name, length, digest, damaged = row
        if digest == parsed.digest:
            whole = not damaged and self._objects.whole(name, length)
            return _Pending(parsed, "same" if whole else "heal", object_id)
        try:
            stored = self._objects.read(name, length)
        except (DamagedObject, MissingObject):
            return _Pending(parsed, "heal", object_id)
        except OSError as error:
            raise failed_disk(self.folder, error) from error
        return _Pending(parsed, "same", object_id) if ingest.same_content(stored, parsed.encoded) else _Pending(parsed, "apart")

    def _write(self, pending: _Pending, *, at_once: bool) -> None:
        if pending.verdict not in ("new", "heal", "apart"):
            return
        try:
            (pending.name,) = self._writing.begin(1)
        except OSError as error:
            raise failed_disk(self.folder, error) from error
        if at_once:
            pending.written = Future()
            try:
                self._objects.write(pending.name, pending.parsed.encoded)
                pending.written.set_result(None)
            except Exception as error:
                pending.written.set_exception(error)
            return
        if self._writers is None:
            self._writers = ThreadPoolExecutor(2, "store-write")
        pending.written = self._writers.submit(self._objects.write, pending.name, pending.parsed.encoded)

    def _commit(self, batch: Sequence[_Pending], source: str) -> list[Taken]:
        """Make written objects known. When one could not be written the others still are, then StoreUnavailable is raised."""
        good, failure = [], None
        for pending in batch:
            try:
                if pending.written:
                    pending.written.result()
                good.append(pending)
            except OSError as error:
                failure = failure or failed_disk(self.folder, error)
                self._writing.end([pending.name])
        taken: dict[int, Taken] = {}
        unused: list[str] = []
        again: list[_Pending] = []
        names = [p.name for p in good if p.name]
        try:
            if any(p.name for p in good):
                with self._index.writing("images") as db:
                    growing: dict[str, _Growing] = {}
                    for pending in good:
                        known = self._enter(db, pending, growing, source, unused)
                        if known is None:
                            again.append(pending)
                        else:
                            taken[id(pending)] = known
                    self._keep(db, growing)
            else:
                taken = {id(p): _known(p) for p in good}
        except BaseException:
            self._objects.remove(names)
            self._writing.end(names)
            raise
        self._objects.remove(unused + [p.name for p in again if p.name])
        self._writing.end(names)
        for pending in again:  # another process took the same image meanwhile: judge anew
            anew = self._judge(pending.parsed)
            self._write(anew, at_once=True)
            taken[id(pending)] = self._commit([anew], source)[0]
        if failure:
            raise failure
        return [taken[id(p)] for p in good]

    def _enter(self, db: Connection, pending: _Pending, growing: dict[str, _Growing], source: str, unused: list[str]) -> Taken | None:
        """One object's rows, inside the batch's transaction. None: what was found before does not hold any more."""
        parsed, header = pending.parsed, pending.parsed.header
        row = db.execute(
            "SELECT i.object_id, s.uid FROM image i JOIN study s ON s.id = i.study_id WHERE i.uid = ?", (header.sop_instance_uid,)
        ).fetchone()
        if pending.verdict == "apart_known" or (pending.verdict == "same" and row):
            return _known(pending)
        if (row is None) != (pending.verdict == "new"):
            return None
        study_uid = row[1] if row else parsed.study.study_instance_uid
        grown = growing.get(study_uid) or self._grow(db, growing, study_uid, parsed)
        length = len(parsed.encoded)
        person = parsed.study.patient
        kind = "bytes" if pending.verdict == "apart" or study_uid != parsed.study.study_instance_uid else ""
        if not kind and person != grown.study.patient:
            if person not in grown.persons:
                grown.persons[person] = ingest.same_person(grown.study.patient, person)
            kind = "" if grown.persons[person] else "patient"
        if pending.verdict == "heal" and not kind:
            return self._heal(db, pending, grown, unused) if row[0] == pending.object_id else None
        db.execute(
            "INSERT INTO object(study_id, name, length, digest) VALUES (?, ?, ?, ?)", (grown.id, pending.name, length, parsed.digest)
        )
        object_id = db.last_insert_rowid()
        grown.bytes += length
        if kind:
            grown.conflicts += 1
            db.execute(
                "INSERT INTO conflict(kind, study_id, object_id, study_uid, sop_uid, patient, source, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    kind,
                    grown.id,
                    object_id,
                    parsed.study.study_instance_uid,
                    header.sop_instance_uid,
                    encode(person),
                    source,
                    self._clock(),
                ),
            )
        else:
            db.execute(
                "INSERT INTO image(study_id, object_id, uid, header, read_by) VALUES (?, ?, ?, ?, ?)",
                (grown.id, object_id, header.sop_instance_uid, encode(header), __version__),
            )
            states.take(db, db.last_insert_rowid(), header.sop_class_uid, parsed.encoded)
            _count(grown, parsed)
        return Taken(_put(parsed, new=not kind, conflict=bool(kind)), object_id)

    def _heal(self, db: Connection, pending: _Pending, grown: _Growing, unused: list[str]) -> Taken:
        """A damaged object gets the fresh file."""
        parsed = pending.parsed
        name, length = db.execute("SELECT name, length FROM object WHERE id = ?", (pending.object_id,)).fetchone()
        unused.append(name)
        db.execute(
            "UPDATE object SET name = ?, length = ?, digest = ?, damaged = 0 WHERE id = ?",
            (pending.name, len(parsed.encoded), parsed.digest, pending.object_id),
        )
        db.execute(ENTER_HEADER, (encode(parsed.header), __version__, parsed.header.sop_instance_uid))
        grown.bytes += len(parsed.encoded) - length
        return Taken(_put(parsed, new=False), pending.object_id)

    def _grow(self, db: Connection, growing: dict[str, _Growing], study_uid: str, parsed: Parsed) -> _Growing:
        """The study's row, made now where there is none."""
        row = db.execute("SELECT id, value, images, bytes, conflicts FROM study WHERE uid = ?", (study_uid,)).fetchone()
        if row is None:
            now = self._clock()
            db.execute(
                "INSERT INTO study(uid, images, bytes, received, used, changed, value) VALUES (?, 0, 0, ?, ?, 0, x'')",
                (study_uid, now, now),
            )
            grown = _Growing(db.last_insert_rowid(), replace(parsed.study, series=()), {}, 0, 0, 0)
        else:
            study = _study.decode(row[1])
            grown = _Growing(row[0], study, {s.series_instance_uid: s for s in study.series}, *row[2:])
        growing[study_uid] = grown
        return grown

    def _keep(self, db: Connection, growing: dict[str, _Growing]) -> None:
        """Write the studies' rows back, and what the whole store holds."""
        stamp, now = self._index.stamp(db, "images"), self._clock()
        for grown in growing.values():
            series = tuple(sorted(grown.series.values(), key=lambda s: (s.number is None, s.number or 0, s.series_instance_uid)))
            study = replace(grown.study, series=series, images=grown.images)
            images, size = db.execute("SELECT images, bytes FROM study WHERE id = ?", (grown.id,)).fetchone()
            db.execute(
                "UPDATE study SET value = ?, images = ?, bytes = ?, conflicts = ?, used = ?, changed = ? WHERE id = ?",
                (encode(study), grown.images, grown.bytes, grown.conflicts, now, stamp, grown.id),
            )
            db.execute("UPDATE total SET n = n + ? WHERE name = 'images'", (grown.images - images,))
            db.execute("UPDATE total SET n = n + ? WHERE name = 'bytes'", (grown.bytes - size,))


def _count(grown: _Growing, parsed: Parsed) -> None:
    """One more image of its series; a series seen first also fills what the study's first record left open."""
    told = parsed.series
    series = grown.series.get(told.series_instance_uid)
    if series is None:
        series = told
        study, new = grown.study, parsed.study
        open_fields = (
            "date",
            "time",
            "description",
            "body_part",
            "laterality",
            "accession_number",
            "institution",
            "referring_physician",
            "reason",
        )
        filled = {name: getattr(new, name) for name in open_fields if not getattr(study, name) and getattr(new, name)}
        modalities = (*study.modalities, *(m for m in new.modalities if m not in study.modalities))
        grown.study = replace(study, modalities=modalities, **filled)
    grown.series[told.series_instance_uid] = replace(series, images=series.images + 1)
    grown.images += 1


def _put(parsed: Parsed, *, new: bool, conflict: bool = False) -> Put:
    header = parsed.header
    return Put(parsed.study.study_instance_uid, parsed.series.series_instance_uid, header.sop_instance_uid, new=new, conflict=conflict)


def _known(pending: _Pending) -> Taken:
    return Taken(_put(pending.parsed, new=False, conflict=pending.verdict == "apart_known"), pending.object_id)
