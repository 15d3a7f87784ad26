"""The values of the store. Times are seconds since the epoch; sizes are bytes of the Part-10 files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workstation.studies.model import Patient

ReadingStateName = Literal["to_read", "reading", "read"]
NodeState = Literal["ok", "down", "trying"]
RequestKind = Literal["fetch", "query", "retry", "echo"]
RequestState = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one object. ``new``: it was not here before. ``conflict``: it contradicts what is here and was kept apart
    (see ``Store.conflicts``). ``error``: the sentence why it was not taken; then the UIDs may be empty."""

    study_uid: str
    series_uid: str
    sop_uid: str
    new: bool
    conflict: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How far the reading of one exam is, and by whom."""

    state: ReadingStateName = "to_read"
    reader: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the courier. ``done`` of ``total`` images (total 0: not known yet)."""

    id: int
    kind: RequestKind
    study_uid: str = ""
    node: str = ""
    priority: int = 0
    deadline: float | None = None
    reason: str = ""
    query: dict[str, object] | None = None
    state: RequestState = "waiting"
    done: int = 0
    total: int = 0
    bytes_done: int = 0
    error: str = ""
    created_at: float = 0.0
    started_at: float = 0.0
    finished_at: float = 0.0
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """One archive as the courier last saw it."""

    name: str
    state: NodeState
    text: str = ""
    latency_ms: float | None = None
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What the store holds. ``quota`` None: no limit but the disk."""

    bytes: int
    quota: int | None
    images: int
    studies: int


@dataclass(frozen=True, slots=True)
class StoredStudy:
    """Facts of a study's stay in the store, beside what it is."""

    study_uid: str
    images: int
    bytes: int
    received_at: float
    used_at: float
    conflicts: int = 0
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """One object that waits to be sent to ``node``. ``error``: why the last try failed."""

    id: int
    node: str
    study_uid: str
    sop_uid: str
    bytes: int
    added_at: float
    tries: int = 0
    error: str = ""
    tried_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """An object kept apart because it contradicts the store: ``kind`` is ``bytes`` (same SOP Instance UID, other content) or
    ``patient`` (same Study Instance UID, another person). The first one that came stays what is shown."""

    id: int
    kind: Literal["bytes", "patient"]
    study_uid: str
    sop_uid: str
    patient: Patient  # as the object kept apart tells of it
    source: str
    at: float
    text: str  # for the reader: what is wrong, what to do


@dataclass(frozen=True, slots=True)
class Evicted:
    """One study that made room."""

    study_uid: str
    images: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing ``verify`` found. ``kind``: ``damaged``, ``missing``, ``orphan`` (removed), ``index``."""

    kind: Literal["damaged", "missing", "orphan", "index"]
    text: str
    study_uid: str = ""
    sop_uid: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What ``verify`` looked at and found."""

    objects: int
    bytes: int
    faults: tuple[Fault, ...] = ()
