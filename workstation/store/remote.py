"""The archives as the courier last saw them: up or down, their exams, today's schedule, each exam's ranked priors, and whom the
reader said an exam belongs to."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from workstation.store.index import Connection
from workstation.store.model import NodeState, NodeStatus
from workstation.store.part import Part, encode
from workstation.studies.model import PriorChoice, ScheduledExam, Study

_study = msgspec.msgpack.Decoder(Study)
_schedule = msgspec.msgpack.Decoder(list[ScheduledExam])
_PRIORS_KEPT_S = 30 * 86400.0
_choices = msgspec.msgpack.Decoder(list[PriorChoice])


class Remote(Part):
    """What is known of the world outside. Nothing changes (and no version grows) where the same is said again."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[int, Study]] = {}
        self._told_lock = threading.Lock()
        self._ranked: dict[str, tuple[int, tuple[PriorChoice, ...]]] = {}
        self._ranked_said: dict[str, tuple[PriorChoice, ...]] = {}
        self._ranked_version = -1
        self._ranked_lock = threading.Lock()

    def set_node_status(self, name: str, state: NodeState, text: str = "", latency_ms: float | None = None) -> None:
        """How an archive answers; ``text`` is for the user."""
        with self._index.writing("nodes", durable=False) as db:
            db.execute("INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?, ?)", (name, state, text, latency_ms, self._clock()))

    def node_statuses(self) -> list[NodeStatus]:
        """Every archive the courier told of, by name."""
        with self._index.reading() as db:
            return [NodeStatus(*row) for row in db.execute("SELECT name, state, text, latency_ms, at FROM node ORDER BY name")]

    def forget_node(self, name: str) -> None:
        """An archive that is no longer configured: its status, exams and schedule go."""
        with self._index.writing("nodes", "remote", "schedule") as db:
            db.execute("DELETE FROM node WHERE name = ?", (name,))
            db.execute("DELETE FROM remote WHERE node = ?", (name,))
            db.execute("DELETE FROM schedule WHERE node = ?", (name,))

    def set_remote_studies(self, node: str, studies: Iterable[Study], complete: bool) -> None:
        """What an archive told. ``complete``: this is its whole list, others of that archive go; else it is added to."""
        told = {study.study_instance_uid: encode(study.with_source(node)) for study in studies}
        with self._index.reading() as db:
            if not _differences(db, node, told, complete):
                return
        with self._index.writing("remote", durable=False) as db:
            stamp = self._index.stamp(db, "remote")
            for uid, value in _differences(db, node, told, complete):
                if value is None:
                    db.execute("DELETE FROM remote WHERE node = ? AND uid = ?", (node, uid))
                else:
                    db.execute(
                        "INSERT INTO remote(node, uid, changed, value) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT DO UPDATE SET changed = excluded.changed, value = excluded.value",
                        (node, uid, stamp, value),
                    )

    def remote_studies(self, node: str | None = None) -> list[Study]:
        """Exams as the archives told of them (``Study.source`` is the archive), of one archive or of all."""
        with self._told_lock, self._index.reading() as db:
            query = "SELECT id, changed FROM remote WHERE ?1 IS NULL OR node = ?1 ORDER BY id"
            now = db.execute(query, (node,)).fetchall()
            fresh = [i for i, changed in now if self._told.get(i, (None,))[0] != changed]
            if len(fresh) > 50:
                found = db.execute("SELECT id, changed, value FROM remote WHERE ?1 IS NULL OR node = ?1", (node,)).fetchall()
            else:
                found = [r for i in fresh if (r := db.execute("SELECT id, changed, value FROM remote WHERE id = ?", (i,)).fetchone())]
            self._told.update((i, (changed, _study.decode(value))) for i, changed, value in found)
            if node is None:
                self._told = {i: self._told[i] for i, _ in now if i in self._told}
            return [self._told[i][1] for i, _ in now if i in self._told]

    def set_schedule(self, node: str, items: Sequence[ScheduledExam]) -> None:
        """An archive's modality worklist, whole."""
        value = encode([replace(item, source=node) for item in items])
        with self._index.reading() as db:
            row = db.execute("SELECT value FROM schedule WHERE node = ?", (node,)).fetchone()
        if row is None or row[0] != value:
            with self._index.writing("schedule", durable=False) as db:
                db.execute("INSERT OR REPLACE INTO schedule VALUES (?, ?)", (node, value))

    def schedule(self) -> list[ScheduledExam]:
        """What is planned, by date and time."""
        with self._index.reading() as db:
            found = db.execute("SELECT value FROM schedule ORDER BY node").fetchall()
        return sorted((item for (value,) in found for item in _schedule.decode(value)), key=lambda item: (item.date, item.time))

    def set_priors(self, current_uid: str, choices: Sequence[PriorChoice]) -> None:
        """The ranked earlier exams of one exam, whole; best first."""
        value = encode(list(choices))
        with self._index.reading() as db:
            row = db.execute("SELECT value FROM priors WHERE current_uid = ?", (current_uid,)).fetchone()
        if row is not None and row[0] == value:
            return
        with self._index.writing("priors", durable=False) as db:
            db.execute(
                "INSERT OR REPLACE INTO priors VALUES (?, ?, ?, ?)", (current_uid, self._index.stamp(db, "priors"), self._clock(), value)
            )
            db.execute("DELETE FROM prior_of WHERE current_uid = ?", (current_uid,))
            db.executemany(
                "INSERT OR IGNORE INTO prior_of VALUES (?, ?)", ((c.study.study_instance_uid, current_uid) for c in choices if c.fetch)
            )

    def priors(self, current_uid: str) -> tuple[PriorChoice, ...]:
        """The exam's priors as ranked, what the reader confirmed or refused applied (``identity``, ``fetch``)."""
        with self._index.reading() as db:
            row = db.execute("SELECT value FROM priors WHERE current_uid = ?", (current_uid,)).fetchone()
            said = dict(db.execute("SELECT prior_uid, yes FROM identity WHERE current_uid = ?", (current_uid,)).fetchall())
        return _confirmed(_choices.decode(row[0]), said) if row else ()

    def all_priors(self) -> dict[str, tuple[PriorChoice, ...]]:
        """``priors`` of every exam that has been ranked, by its Study Instance UID."""
        with self._ranked_lock, self._index.reading() as db:
            db.execute("BEGIN")
            try:
                version = self._index.stamp(db, "priors")
                if version != self._ranked_version:
                    self._rank_again(db)
                    self._ranked_version = version
            finally:
                db.execute("COMMIT")
            return dict(self._ranked_said)

    def _rank_again(self, db: Connection) -> None:
        """Decode what changed since the last look, and apply what the reader said."""
        known = self._ranked
        now = dict(db.execute("SELECT current_uid, changed FROM priors").fetchall())
        self._ranked = {}
        for uid, changed in now.items():
            if uid in known and known[uid][0] == changed:
                self._ranked[uid] = known[uid]
            else:
                (value,) = db.execute("SELECT value FROM priors WHERE current_uid = ?", (uid,)).fetchone()
                self._ranked[uid] = (changed, tuple(_choices.decode(value)))
        said: dict[str, dict[str, int]] = {}
        for current, prior, yes in db.execute("SELECT current_uid, prior_uid, yes FROM identity"):
            said.setdefault(current, {})[prior] = yes
        self._ranked_said = {uid: _confirmed(choices, said.get(uid, {})) for uid, (_, choices) in self._ranked.items()}

    def _forget_old_priors(self) -> None:
        """Rankings of exams that neither the store nor an archive's list has any more, a month after they were made."""
        gone = (
            "SELECT current_uid FROM priors WHERE at < ? AND current_uid NOT IN (SELECT uid FROM study)"
            " AND current_uid NOT IN (SELECT uid FROM remote)"
        )
        with self._index.reading() as db:
            old = db.execute(gone, (self._clock() - _PRIORS_KEPT_S,)).fetchall()
        if old:
            with self._index.writing("priors", durable=False) as db:
                db.executemany("DELETE FROM priors WHERE current_uid = ?", old)
                db.executemany("DELETE FROM prior_of WHERE current_uid = ?", old)

    def confirm_identity(self, current_uid: str, prior_uid: str, yes: bool | None) -> None:
        """The reader says that a probable prior is, or is not, of the same person; None takes back what was said. Durable at once."""
        with self._index.writing("priors") as db:
            if yes is None:
                db.execute("DELETE FROM identity WHERE current_uid = ? AND prior_uid = ?", (current_uid, prior_uid))
                return
            db.execute("INSERT OR REPLACE INTO identity VALUES (?, ?, ?, ?)", (current_uid, prior_uid, int(yes), self._clock()))

    def identity_confirmed(self, current_uid: str, prior_uid: str) -> bool | None:
        """What the reader said of these two exams; None: not asked yet."""
        with self._index.reading() as db:
            row = db.execute("SELECT yes FROM identity WHERE current_uid = ? AND prior_uid = ?", (current_uid, prior_uid)).fetchone()
        return bool(row[0]) if row else None


def _differences(db: Connection, node: str, told: dict[str, bytes], complete: bool) -> list[tuple[str, bytes | None]]:
    """What of ``told`` is not in the index yet; with None what is to go."""
    here = dict(db.execute("SELECT uid, value FROM remote WHERE node = ?", (node,)).fetchall())
    changed: list[tuple[str, bytes | None]] = [(uid, value) for uid, value in told.items() if here.get(uid) != value]
    return changed + ([(uid, None) for uid in here if uid not in told] if complete else [])


def _confirmed(choices: Sequence[PriorChoice], said: dict[str, int]) -> tuple[PriorChoice, ...]:
    applied = []
    for choice in choices:
        yes = said.get(choice.study.study_instance_uid)
        if yes is not None:
            choice = replace(choice, identity="certain" if yes else "refused", fetch=choice.fetch and bool(yes))
        applied.append(choice)
    return tuple(applied)
