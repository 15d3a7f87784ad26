"""Studies, headers and bytes as readers ask for them (``ImageSource``), and what is kept apart.

A study's row keeps the whole Study value with its counts, so a list of thousands is a read of small rows and nothing is counted
again; what did not change since the last look is not even decoded again.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace

import msgspec

from workstation import __version__
from workstation.errors import GaronneError, NotReadable, StoreUnavailable, UndecodableImage
from workstation.imaging.model import ImageHeader, Mark
from workstation.language import retold, tr
from workstation.store.model import Conflict, StoredStudy
from workstation.store.objects import DamagedObject, MissingObject
from workstation.store.part import Part, encode, failed_disk
from workstation.studies.model import Patient, Study

ENTER_HEADER = "UPDATE image SET header = ?, read_by = ? WHERE uid = ?"
_KNOWN_PLACES = 200_000
_header = msgspec.msgpack.Decoder(ImageHeader)
_study = msgspec.msgpack.Decoder(Study)
_patient = msgspec.msgpack.Decoder(Patient)


class Images(Part):
    """The ImageSource half of the store."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[str, int]] = {}  # SOP Instance UID -> object name, length; names are never used again
        self._seen: dict[int, tuple[int, Study]] = {}
        self._seen_version = -1
        self._seen_list: list[Study] = []
        self._seen_lock = threading.Lock()

    def marks(self) -> tuple[Mark, ...]:
        """What cannot be used is never taken in."""
        return ()

    def studies(self) -> list[Study]:
        """Every study, newest exam first, its series ordered by number, counts as they are here."""
        with self._seen_lock, self._index.reading() as db:
            db.execute("BEGIN")
            try:
                version = self._index.stamp(db, "images")
                if version != self._seen_version:
                    known = self._seen
                    now = dict(db.execute("SELECT id, changed FROM study").fetchall())
                    fresh = {i: changed for i, changed in now.items() if known.get(i, (None,))[0] != changed}
                    if len(fresh) * 2 > len(now):
                        found = db.execute("SELECT id, value FROM study").fetchall()
                    else:
                        found = [db.execute("SELECT id, value FROM study WHERE id = ?", (i,)).fetchone() for i in fresh]
                    self._seen = {i: known[i] for i in now if i in known and i not in fresh}
                    self._seen.update((i, (now[i], _study.decode(value))) for i, value in found if i in fresh)
                    each = (study for _, study in self._seen.values())
                    self._seen_list = sorted(each, key=lambda s: (s.date, s.time, s.study_instance_uid), reverse=True)
                    self._seen_version = version
            finally:
                db.execute("COMMIT")
            return list(self._seen_list)

    def study(self, study_uid: str) -> Study | None:
        """One study, or None."""
        with self._index.reading() as db:
            row = db.execute("SELECT value FROM study WHERE uid = ?", (study_uid,)).fetchone()
        return _study.decode(row[0]) if row else None

    def headers(self, study_uid: str) -> tuple[ImageHeader, ...]:
        """Headers of the study's images, in the order they came. One whose file is known to be damaged carries a mark. Those that
        another program read are read again from their files, once."""
        with self._index.reading() as db:
            found = db.execute(
                "SELECT i.header, i.uid, o.name, o.length, o.damaged, i.read_by FROM study s JOIN image i ON i.study_id = s.id"
                " JOIN object o ON o.id = i.object_id WHERE s.uid = ? ORDER BY i.id",
                (study_uid,),
            ).fetchall()
        if len(self._places) > _KNOWN_PLACES:
            self._places.clear()
        self._places.update((uid, (name, length)) for _, uid, name, length, *_ in found)
        anew = self._read_again([uid for _, uid, _, _, damaged, by in found if by != __version__ and not damaged])
        read = (anew.get(uid) or _read(header) for header, uid, *_ in found)
        return tuple(_marked(header) if row[4] else header for header, row in zip(read, found, strict=True))

    def _read_again(self, sop_uids: list[str]) -> dict[str, ImageHeader]:
        from workstation.imaging.header import read

        anew: dict[str, ImageHeader] = {}
        buffer = bytearray()
        for uid in sop_uids:
            with contextlib.suppress(GaronneError), self.read_into(uid, buffer) as encoded:  # else the image itself says why
                anew[uid] = read(encoded)
        if anew:
            with contextlib.suppress(StoreUnavailable), self._index.writing(durable=False) as db:  # else again the next time
                db.executemany(ENTER_HEADER, [(encode(header), __version__, uid) for uid, header in anew.items()])
        return anew

    def has(self, sop_uid: str) -> bool:
        """Whether this image is here (and not known to be damaged)."""
        with self._index.reading() as db:
            query = "SELECT 1 FROM image i JOIN object o ON o.id = i.object_id WHERE i.uid = ? AND NOT o.damaged"
            return db.execute(query, (sop_uid,)).fetchone() is not None

    def sop_uids(self, study_uid: str) -> set[str]:
        """The study's images that are here and not known to be damaged: what a fetch need not ask for again."""
        query = (
            "SELECT i.uid FROM study s JOIN image i ON i.study_id = s.id JOIN object o ON o.id = i.object_id"
            " WHERE s.uid = ? AND NOT o.damaged"
        )
        with self._index.reading() as db:
            return {uid for (uid,) in db.execute(query, (study_uid,))}

    def known_uids(self, study_uid: str) -> set[str]:
        """``sop_uids`` and what was kept apart: all that need not be fetched again."""
        with self._index.reading() as db:
            apart = {uid for (uid,) in db.execute("SELECT sop_uid FROM conflict WHERE study_uid = ?", (study_uid,))}
        return self.sop_uids(study_uid) | apart

    def read(self, sop_uid: str) -> bytes:
        """The whole Part-10 file. NotReadable where it is not here (any more), UndecodableImage where the copy is damaged."""
        buffer = bytearray()
        self.read_into(sop_uid, buffer).release()
        return bytes(buffer)

    def read_into(self, sop_uid: str, buffer: bytearray) -> memoryview:
        """The whole Part-10 file, decrypted into the start of ``buffer`` (grown when too small); raises as ``read``.

        Release the view before the next call with the same buffer: a buffer cannot grow while a view of it is alive."""
        known = self._places.get(sop_uid)
        for place in (known, None) if known else (None,):
            name, length = place or self._find(sop_uid)
            try:
                return self._objects.read_into(name, length, buffer)
            except MissingObject:
                if place is None:
                    self._mark_damaged(name)
                    break
                self._places.pop(sop_uid, None)  # evicted, or written anew by another process
            except DamagedObject:
                self._mark_damaged(name)
                break
            except OSError as error:
                raise failed_disk(self.folder, error) from error
        raise UndecodableImage(damaged_text())

    def _find(self, sop_uid: str) -> tuple[str, int]:
        """Where the image's bytes lie; the whole study's places are remembered on the way."""
        with self._index.reading() as db:
            found = db.execute(
                "SELECT i.uid, o.name, o.length FROM image i JOIN object o ON o.id = i.object_id"
                " WHERE i.study_id = (SELECT study_id FROM image WHERE uid = ?)",
                (sop_uid,),
            ).fetchall()
        if len(self._places) > _KNOWN_PLACES:
            self._places.clear()
        self._places.update((uid, (name, length)) for uid, name, length in found)
        place = self._places.get(sop_uid) if found else None
        if place is None:
            raise NotReadable(tr("This image is not in the local store (any more). Fetch the exam again."))
        return place

    def _mark_damaged(self, name: str) -> None:
        """Remember that an object is damaged or gone, so that lists say so and a fetch brings it again."""
        with contextlib.suppress(StoreUnavailable), self._index.writing("images", durable=False) as db:
            db.execute("UPDATE object SET damaged = 1 WHERE name = ?", (name,))

    def stored(self) -> dict[str, StoredStudy]:
        """Facts of each study's stay, by Study Instance UID."""
        with self._index.reading() as db:
            damaged = dict(db.execute("SELECT study_id, count(*) FROM object WHERE damaged GROUP BY study_id").fetchall())
            found = db.execute("SELECT id, uid, images, bytes, received, used, conflicts FROM study").fetchall()
        return {
            uid: StoredStudy(uid, images, size, received, used, conflicts, damaged.get(i, 0))
            for i, uid, images, size, received, used, conflicts in found
        }

    def conflicts(self, study_uid: str | None = None) -> tuple[Conflict, ...]:
        """What was kept apart, of one study or of all, oldest first."""
        with self._index.reading() as db:
            found = db.execute(
                "SELECT c.id, c.kind, c.study_uid, c.sop_uid, c.patient, c.source, c.at FROM conflict c"
                " JOIN study s ON s.id = c.study_id WHERE ?1 IS NULL OR s.uid = ?1 ORDER BY c.id",
                (study_uid,),
            ).fetchall()
        return tuple(
            Conflict(i, kind, study, sop, _patient.decode(patient), source, at, _conflict_text(kind))
            for i, kind, study, sop, patient, source, at in found
        )

    def read_conflict(self, conflict_id: int) -> bytes:
        """The bytes of an object kept apart."""
        with self._index.reading() as db:
            row = db.execute(
                "SELECT o.name, o.length FROM conflict c JOIN object o ON o.id = c.object_id WHERE c.id = ?", (conflict_id,)
            ).fetchone()
        if row is None:
            raise NotReadable(tr("This image is not in the local store (any more). Fetch the exam again."))
        try:
            return self._objects.read(*row)
        except (DamagedObject, MissingObject) as error:
            raise UndecodableImage(damaged_text()) from error


def _read(stored: bytes) -> ImageHeader:
    """A header from the index, its marks in this process's language whatever the one they were stored in."""
    header = _header.decode(stored)
    if not header.marks and not header.lossy:
        return header
    marks = tuple([m if (text := retold(m.text)) == m.text else replace(m, text=text) for m in header.marks])
    lossy = retold(header.lossy)
    return header if marks == header.marks and lossy == header.lossy else replace(header, marks=marks, lossy=lossy)


def _marked(header: ImageHeader) -> ImageHeader:
    return replace(header, marks=(*header.marks, Mark("damaged", damaged_text(), "danger")))


def damaged_text() -> str:
    """What the reader is told of a damaged or missing object file."""
    return tr("The stored copy of this image is damaged. Fetch the exam again from the archive.")


def _conflict_text(kind: str) -> str:
    if kind == "patient":
        return tr("An image came for this exam that carries another patient's identity. It was kept apart; tell the site that sent it.")
    return tr("An image came twice with different content. The first one is shown, the other was kept apart; tell the site that sent it.")
