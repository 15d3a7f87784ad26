"""The index's tables, and the steps from one version of them to the next.

``MIGRATIONS[n]`` brings version n to n + 1; a new store runs them all. Steps that have shipped never change. Values of other
rooms (Study, ImageHeader, ...) are msgpack with field names, so a field added with a default needs no step. A header tells by which
program it was read (``image.read_by``): another one, which may read more in the same file or read it better, reads it again
(``images.py``).
"""

from __future__ import annotations

from typing import Any

from workstation.errors import StoreUnavailable
from workstation.language import tr

TOPICS = ("images", "states", "journal", "outbox", "requests", "nodes", "remote", "schedule", "priors")

_FIRST = """
CREATE TABLE change(topic TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE total(name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO total VALUES ('bytes', 0), ('images', 0);

CREATE TABLE study(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, images INTEGER NOT NULL, bytes INTEGER NOT NULL, received REAL NOT NULL,
  used REAL NOT NULL, changed INTEGER NOT NULL, conflicts INTEGER NOT NULL DEFAULT 0, value BLOB NOT NULL);
CREATE INDEX study_changed ON study(changed);
CREATE TABLE object(
  id INTEGER PRIMARY KEY, study_id INTEGER NOT NULL, name TEXT NOT NULL, length INTEGER NOT NULL, damaged INTEGER NOT NULL DEFAULT 0,
  digest BLOB NOT NULL);
CREATE INDEX object_study ON object(study_id);
CREATE INDEX object_damaged ON object(study_id) WHERE damaged;
CREATE TABLE image(
  id INTEGER PRIMARY KEY, study_id INTEGER NOT NULL, object_id INTEGER NOT NULL, uid TEXT NOT NULL UNIQUE, header BLOB NOT NULL);
CREATE INDEX image_study ON image(study_id, uid);
CREATE TABLE conflict(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, study_id INTEGER NOT NULL, object_id INTEGER NOT NULL, study_uid TEXT NOT NULL,
  sop_uid TEXT NOT NULL, patient BLOB NOT NULL, source TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX conflict_image ON conflict(sop_uid);
CREATE INDEX conflict_study ON conflict(study_id);
CREATE INDEX conflict_said ON conflict(study_uid);
CREATE TABLE doomed(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE held(study_uid TEXT, owner TEXT, times INTEGER NOT NULL, PRIMARY KEY(study_uid, owner)) WITHOUT ROWID;

CREATE TABLE reading(study_uid TEXT PRIMARY KEY, state TEXT NOT NULL, reader TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE journal(
  id INTEGER PRIMARY KEY, study_uid TEXT NOT NULL, kind TEXT NOT NULL, entry TEXT NOT NULL, at REAL NOT NULL, payload BLOB NOT NULL,
  UNIQUE(study_uid, kind, entry));

CREATE TABLE outbox(
  id INTEGER PRIMARY KEY, node TEXT NOT NULL, object_id INTEGER NOT NULL, study_uid TEXT NOT NULL, sop_uid TEXT NOT NULL,
  added REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', tried REAL NOT NULL DEFAULT 0,
  UNIQUE(node, object_id));

CREATE TABLE request(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, study_uid TEXT NOT NULL, node TEXT NOT NULL, priority INTEGER NOT NULL, deadline REAL,
  reason TEXT NOT NULL, query BLOB, state TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
  bytes_done INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', created REAL NOT NULL, started REAL NOT NULL DEFAULT 0,
  finished REAL NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '');
CREATE INDEX request_open ON request(state, priority) WHERE state IN ('waiting', 'running');

CREATE TABLE node(
  name TEXT PRIMARY KEY, state TEXT NOT NULL, text TEXT NOT NULL, latency_ms REAL, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE remote(id INTEGER PRIMARY KEY, node TEXT NOT NULL, uid TEXT NOT NULL, changed INTEGER NOT NULL, value BLOB NOT NULL,
  UNIQUE(node, uid));
CREATE TABLE schedule(node TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE priors(current_uid TEXT PRIMARY KEY, changed INTEGER NOT NULL, at REAL NOT NULL, value BLOB NOT NULL);
CREATE TABLE prior_of(prior_uid TEXT, current_uid TEXT, PRIMARY KEY(prior_uid, current_uid)) WITHOUT ROWID;
CREATE INDEX prior_current ON prior_of(current_uid);
CREATE TABLE identity(current_uid TEXT, prior_uid TEXT, yes INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY(current_uid, prior_uid))
  WITHOUT ROWID;
"""

# States of the images already here (SOP classes under that root) are read when they are first asked for (states.UNREAD).
_STATES = """
CREATE TABLE state_of(series_uid TEXT, image_id INTEGER, PRIMARY KEY(series_uid, image_id)) WITHOUT ROWID;
CREATE INDEX state_image ON state_of(image_id);
INSERT INTO state_of SELECT '', id FROM image WHERE instr(header, CAST('1.2.840.10008.5.1.4.1.1.11.' AS BLOB));
"""

_READ_BY = "ALTER TABLE image ADD COLUMN read_by TEXT NOT NULL DEFAULT ''"

MIGRATIONS = (_FIRST, _STATES, _READ_BY)
VERSION = len(MIGRATIONS)


def bring_up_to_date(db: Any) -> None:
    """Run the steps this index still lacks, all or none. StoreUnavailable where a newer Garonne made it."""
    if _version(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        version = _version(db)
        if version > VERSION:
            raise StoreUnavailable(tr("The local store was made by a newer Garonne. Update this one."))
        for step in MIGRATIONS[version:]:
            db.execute(step)
        for topic in TOPICS:
            db.execute("INSERT OR IGNORE INTO change VALUES (?, 0)", (topic,))
        db.execute(f"PRAGMA user_version={VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _version(db: Any) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
