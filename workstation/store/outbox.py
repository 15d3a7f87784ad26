"""What waits to be sent: objects in the store that an archive has not confirmed yet. They are never evicted."""

from __future__ import annotations

from workstation.errors import NotReadable, UndecodableImage
from workstation.language import tr
from workstation.store.images import damaged_text
from workstation.store.ingest import Encoded
from workstation.store.model import Unsent
from workstation.store.objects import DamagedObject, MissingObject
from workstation.store.part import failed_disk
from workstation.store.verify import Verify


class Outbox(Verify):
    """Objects to send, each to one archive."""

    def outbox_add(self, encoded: Encoded, node: str) -> int:
        """Take an object into the store (if it is not here) and remember to send it to ``node``; durable when this returns."""
        taken = self._put(encoded, "")
        with self._index.writing("outbox") as db:
            db.execute(
                "INSERT OR IGNORE INTO outbox(node, object_id, study_uid, sop_uid, added) VALUES (?, ?, ?, ?, ?)",
                (node, taken.object_id, taken.put.study_uid, taken.put.sop_uid, self._clock()),
            )
            query = "SELECT id FROM outbox WHERE node = ? AND object_id = ?"
            return int(db.execute(query, (node, taken.object_id)).fetchone()[0])

    def outbox(self, node: str | None = None) -> list[Unsent]:
        """What is unsent, to one archive or to all, oldest first."""
        with self._index.reading() as db:
            found = db.execute(
                "SELECT b.id, b.node, b.study_uid, b.sop_uid, coalesce(o.length, 0), b.added, b.tries, b.error, b.tried FROM outbox b"
                " LEFT JOIN object o ON o.id = b.object_id WHERE ?1 IS NULL OR b.node = ?1 ORDER BY b.id",
                (node,),
            ).fetchall()
        return [Unsent(*row) for row in found]

    def outbox_read(self, outbox_id: int) -> bytes:
        """The Part-10 file of one entry."""
        with self._index.reading() as db:
            row = db.execute(
                "SELECT o.name, o.length FROM outbox b JOIN object o ON o.id = b.object_id WHERE b.id = ?", (outbox_id,)
            ).fetchone()
        if row is None:
            raise NotReadable(tr("This image is no longer waiting to be sent."))
        try:
            return self._objects.read(*row)
        except (DamagedObject, MissingObject) as error:
            raise UndecodableImage(damaged_text()) from error
        except OSError as error:
            raise failed_disk(self.folder, error) from error

    def outbox_done(self, outbox_id: int) -> None:
        """The archive has confirmed it."""
        with self._index.writing("outbox") as db:
            db.execute("DELETE FROM outbox WHERE id = ?", (outbox_id,))

    def outbox_failed(self, outbox_id: int, why: str) -> None:
        """A try failed; the entry stays, with the reason."""
        with self._index.writing("outbox") as db:
            db.execute("UPDATE outbox SET tries = tries + 1, error = ?, tried = ? WHERE id = ?", (why, self._clock(), outbox_id))
