"""What the desktop asks of the courier: durable rows that either side may be killed over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from workstation.store import owners
from workstation.store.index import Connection
from workstation.store.model import Request, RequestKind, RequestState
from workstation.store.part import Part, encode

_KEPT = 500  # finished requests that stay to be looked at
_COLUMNS = (
    "id, kind, study_uid, node, priority, deadline, reason, query, state, done, total, bytes_done, error,"
    " created, started, finished, not_before"
)


class Requests(Part):
    """Requests to the courier, from ``request`` to ``finish``."""

    def request(
        self,
        kind: RequestKind,
        *,
        study_uid: str = "",
        node: str = "",
        priority: int = 0,
        deadline: float | None = None,
        reason: str = "",
        query: dict[str, object] | None = None,
        not_before: float = 0.0,
    ) -> int:
        """Ask the courier for something; higher ``priority`` first, then the earlier ``deadline``; not before ``not_before``.

        The same thing asked again while it waits or runs is one request (its id), at the higher priority and earlier times."""
        packed = encode(query) if query is not None else None
        with self._index.writing("requests") as db:
            row = db.execute(
                "SELECT id FROM request WHERE state IN ('waiting', 'running') AND kind = ? AND study_uid = ? AND node = ? AND query IS ?",
                (kind, study_uid, node, packed),
            ).fetchone()
            if row:
                db.execute(
                    "UPDATE request SET priority = max(priority, ?1), not_before = min(not_before, ?2),"
                    " deadline = min(coalesce(deadline, ?3), coalesce(?3, deadline)) WHERE id = ?4",
                    (priority, not_before, deadline, row[0]),
                )
                return int(row[0])
            db.execute(
                "INSERT INTO request(kind, study_uid, node, priority, deadline, reason, query, state, created, not_before)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
                (kind, study_uid, node, priority, deadline, reason, packed, self._clock(), not_before),
            )
            return int(db.last_insert_rowid())

    def requests(self, state: RequestState | None = None) -> list[Request]:
        """Requests in one state, or all that are kept, oldest first."""
        with self._index.reading() as db:
            query = f"SELECT {_COLUMNS} FROM request WHERE ?1 IS NULL OR state = ?1 ORDER BY id"
            return [_request(row) for row in db.execute(query, (state,))]

    def take_request(self, *, kinds: Iterable[RequestKind] = (), without_nodes: Iterable[str] = ()) -> Request | None:
        """The next one to work on, now running and owned by this process; None when nothing waits.

        ``kinds``: only these (empty: any). ``without_nodes``: archives not to be bothered now. What a killed process was working
        on waits again."""
        wanted, spared = tuple(kinds), tuple(without_nodes)
        with self._index.reading() as db:
            if not db.execute("SELECT 1 FROM request WHERE state IN ('waiting', 'running') LIMIT 1").fetchone():
                return None
            dead = [o for (o,) in db.execute("SELECT DISTINCT owner FROM request WHERE state = 'running'") if not owners.alive(o)]
            if not dead and not self._next(db, wanted, spared):
                return None
        with self._index.writing("requests") as db:
            for owner in dead:
                db.execute("UPDATE request SET state = 'waiting', owner = '' WHERE state = 'running' AND owner = ?", (owner,))
            row = self._next(db, wanted, spared)
            if row is None:
                return None
            db.execute(
                "UPDATE request SET state = 'running', owner = ?, started = ?, done = 0, bytes_done = 0 WHERE id = ?",
                (self._owner, self._clock(), row[0]),
            )
            return _request(db.execute(f"SELECT {_COLUMNS} FROM request WHERE id = ?", row).fetchone())

    def _next(self, db: Connection, kinds: tuple[str, ...], spared: tuple[str, ...]) -> tuple[Any, ...] | None:
        some = f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        others = f"AND node NOT IN ({', '.join('?' * len(spared))})" if spared else ""
        query = (
            f"SELECT id FROM request WHERE state = 'waiting' AND not_before <= ? {some} {others}"
            " ORDER BY priority DESC, deadline IS NULL, deadline, id LIMIT 1"
        )
        row: tuple[Any, ...] | None = db.execute(query, (self._clock(), *kinds, *spared)).fetchone()
        return row

    def progress(self, request_id: int, done: int, total: int, bytes_done: int = 0) -> bool:
        """Say how far it is. False: it was cancelled meanwhile, stop working on it."""
        with self._index.writing("requests", durable=False) as db:
            db.execute(
                "UPDATE request SET done = ?, total = ?, bytes_done = ? WHERE id = ? AND state = 'running'",
                (done, total, bytes_done, request_id),
            )
            return bool(db.changes())

    def finish(self, request_id: int, error: str = "") -> None:
        """It is done, or failed with a sentence. A cancelled one stays cancelled."""
        with self._index.writing("requests") as db:
            db.execute(
                "UPDATE request SET state = ?, error = ?, finished = ?, owner = '' WHERE id = ? AND state IN ('waiting', 'running')",
                ("failed" if error else "done", error, self._clock(), request_id),
            )
            db.execute(
                "DELETE FROM request WHERE state NOT IN ('waiting', 'running') AND id <="
                " (SELECT id FROM request WHERE state NOT IN ('waiting', 'running') ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (_KEPT,),
            )

    def cancel(self, request_id: int) -> None:
        """No longer wanted; who works on it hears so from ``progress``."""
        with self._index.writing("requests") as db:
            db.execute(
                "UPDATE request SET state = 'cancelled', finished = ?, owner = '' WHERE id = ? AND state IN ('waiting', 'running')",
                (self._clock(), request_id),
            )


def _request(row: tuple[Any, ...]) -> Request:
    values = list(row)
    values[7] = msgspec.msgpack.decode(values[7]) if values[7] is not None else None
    return Request(*values)
