"""Work in progress, durable at once: how far each exam is read, and what the reader draws and writes before it is signed."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import apsw

from workstation.store.model import ReadingState, ReadingStateName
from workstation.store.part import Part


class Journal(Part):
    """Reading states and journal entries. A return means it is on the disk. StoreUnavailable: it is not saved, and why."""

    def reading_state(self, study_uid: str) -> ReadingState:
        """How far the reading of an exam is; ``to_read`` where nobody said otherwise."""
        with self._index.reading() as db:
            row = db.execute("SELECT state, reader, at FROM reading WHERE study_uid = ?", (study_uid,)).fetchone()
        return ReadingState(*row) if row else ReadingState()

    def set_reading_state(self, study_uid: str, state: ReadingStateName, reader: str = "") -> None:
        """Say how far the reading is, and by whom. Outlives the images: an exam fetched again is still read."""
        if state not in ("to_read", "reading", "read"):
            raise ValueError(f"no reading state {state!r}")
        with self._index.writing("states") as db:
            db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)", (study_uid, state, reader, self._clock()))

    def reading_states(self) -> dict[str, ReadingState]:
        """All that were set, by Study Instance UID."""
        with self._index.reading() as db:
            return {uid: ReadingState(*rest) for uid, *rest in db.execute("SELECT study_uid, state, reader, at FROM reading")}

    def take_over_rows(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows of a table as another index had them (rebuild.py); a row that does not fit is left out."""
        with self._index.writing("states", "journal", "priors") as db:
            for row in rows:
                with contextlib.suppress(apsw.Error):
                    db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def journal(self, study_uid: str, kind: str, entry_id: str, payload: bytes | None) -> None:
        """Write or replace one entry (``kind``: measurement, hanging, ...); None deletes it."""
        with self._index.writing("journal") as db:
            if payload is None:
                db.execute("DELETE FROM journal WHERE study_uid = ? AND kind = ? AND entry = ?", (study_uid, kind, entry_id))
            else:
                db.execute(
                    "INSERT INTO journal(study_uid, kind, entry, at, payload) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET at = excluded.at, payload = excluded.payload",
                    (study_uid, kind, entry_id, self._clock(), payload),
                )

    def journal_entries(self, study_uid: str, kind: str) -> list[tuple[str, bytes]]:
        """(entry_id, payload) of each entry, in the order they were first written."""
        with self._index.reading() as db:
            query = "SELECT entry, payload FROM journal WHERE study_uid = ? AND kind = ? ORDER BY id"
            return [(entry, payload) for entry, payload in db.execute(query, (study_uid, kind))]
