"""Everything the list shows, read from the store at one moment. Made in the worker; the window only looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from workstation.language import tr
from workstation.studies import worklist
from workstation.ui.worklist import asks, entries, filters
from workstation.ui.worklist.arrange import Days, counts
from workstation.ui.worklist.entries import Entry
from workstation.ui.worklist.filters import SavedFilter

if TYPE_CHECKING:
    from workstation.settings import Settings
    from workstation.store import NodeStatus, Request, Store, Unsent, Usage
    from workstation.studies.model import Study

ROW_TOPICS = ("images", "states", "journal", "remote", "schedule", "priors")
OPEN_STATES = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Fetching:
    """What is still being brought here: exams and images to go, bytes so far, and an estimate of the bytes left."""

    exams: int = 0
    images_done: int = 0
    images_total: int = 0
    bytes_done: int = 0
    bytes_left: int = 0
    failed: int = 0  # exams whose last fetch failed


@dataclass(frozen=True, slots=True)
class Told:
    """The rows as they were last made, and of what versions of the store: a fetch that only goes on leaves them as they are."""

    versions: tuple[int, ...] = ()
    exams: tuple[Entry, ...] = ()
    local: Mapping[str, Study] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of the store, in words where the list says words."""

    version: int
    at: float
    days: Days
    entries: tuple[Entry, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    nodes: tuple[NodeStatus, ...] = ()
    fetching: Fetching = Fetching()
    usage: Usage | None = None
    unsent: int = 0
    unsent_error: str = ""
    key_mark: str = ""
    asked: frozenset[str] = frozenset()  # exams with an open fetch
    failures: Mapping[str, str] = field(default_factory=dict)  # why the last fetch of an exam failed
    searches: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # state and error of searches in the archives
    local: Mapping[str, Study] = field(default_factory=dict)  # what is in the store, by study, priors too
    filters: tuple[SavedFilter, ...] = ()
    told: Told = Told()


def gather(store: Store, settings: Settings, now: float, before: Snapshot | None = None) -> Snapshot:
    """Read the store; what did not change since ``before`` is used again. Never called on the main thread."""
    version = store.version()
    days = Days(datetime.fromtimestamp(now).date(), settings.prefetch.days)
    versions = tuple(store.version(topic) for topic in ROW_TOPICS)
    told = before.told if before is not None else Told()
    if told.versions != versions:
        told = _rows(store, versions, days, told)
    statuses = _configured(store.node_statuses(), settings)
    made = (*entries.of_nodes((s.name, s.state, down_sentence(s)) for s in statuses if is_down(s)), *told.exams)
    requests = store.requests()
    unsent = store.outbox()
    failures = failures_of(requests)
    return Snapshot(
        version=version,
        at=now,
        days=days,
        entries=made,
        counts=counts(made, days),
        nodes=tuple(statuses),
        fetching=fetching_of(requests, len(failures)),
        usage=store.usage(),
        unsent=len(unsent),
        unsent_error=_first_error(unsent),
        key_mark=store.key_mark,
        asked=frozenset(r.study_uid for r in requests if r.kind == "fetch" and r.state in OPEN_STATES),
        failures=failures,
        searches={r.id: (r.state, r.error) for r in requests if r.kind == "query"},
        local=told.local,
        filters=filters.load(store),
        told=told,
    )


def _rows(store: Store, versions: tuple[int, ...], days: Days, before: Told) -> Told:
    local = store.studies()
    rows = worklist.merge(
        local,
        store.remote_studies(),
        store.reading_states(),
        store.all_priors(),
        schedule=store.schedule(),
        received={uid: stored.received_at for uid, stored in store.stored().items()},
        urgent={uid for uid, _ in store.journal_entries("", asks.URGENT)},
    )
    exams = entries.of_exams(rows, days.today, {e.key: e for e in before.exams})
    return Told(versions, tuple(exams), {study.study_instance_uid: study for study in local})


def is_down(status: NodeStatus) -> bool:
    """Down, or being tried again after it was down."""
    return status.state == "down" or (status.state == "trying" and bool(status.text))


def down_sentence(status: NodeStatus) -> str:
    """When an archive was last tried in vain, and why it does not answer."""
    tried = datetime.fromtimestamp(status.at).strftime("%H:%M") if status.at else ""
    why = status.text.strip()
    return tr("at {time}: {why}", time=tried, why=why) if tried and why else why or tr("It does not answer.")


def failures_of(requests: Sequence[Request]) -> dict[str, str]:
    """Exams whose last fetch failed, and why."""
    found: dict[str, str] = {}
    for request in (r for r in requests if r.kind == "fetch"):
        found.pop(request.study_uid, None)
        if request.state == "failed":
            found[request.study_uid] = request.error
    return found


def fetching_of(requests: Sequence[Request], failed: int) -> Fetching:
    """The open fetches, added up. What an image weighs is taken from what has come."""
    fetches = [r for r in requests if r.kind == "fetch"]
    still = [r for r in fetches if r.state in OPEN_STATES]
    done, total, brought = sum(r.done for r in still), sum(max(r.total, r.done) for r in still), sum(r.bytes_done for r in still)
    known = [r for r in fetches if r.done and r.bytes_done]
    weight = sum(r.bytes_done for r in known) / sum(r.done for r in known) if known else 0.0
    return Fetching(
        exams=len({r.study_uid for r in still}),
        images_done=done,
        images_total=total,
        bytes_done=brought,
        bytes_left=round((total - done) * weight),
        failed=failed,
    )


def _configured(statuses: Sequence[NodeStatus], settings: Settings) -> list[NodeStatus]:
    """In the order of the settings; then what else does not work, such as receiving on a port that another program holds."""
    order = {node.name: i for i, node in enumerate(settings.archives)}
    return sorted((s for s in statuses if s.name in order or s.state == "down"), key=lambda s: (order.get(s.name, len(order)), s.name))


def _first_error(unsent: Sequence[Unsent]) -> str:
    return next((u.error for u in unsent if u.error), "")
