"""Rows between desktop and courier: requests, journal, outbox, archives, priors, and the version that tells of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.conftest import make_object
from workstation.errors import NotReadable
from workstation.store import NodeStatus, ReadingState, Store
from workstation.store.schema import TOPICS
from workstation.studies.model import Patient, PriorChoice, ScheduledExam, Study

PERSON = Patient("MARTIN^Éléonore", "19500101", "F")


def exam(uid: str, **more: object) -> Study:
    return replace(Study(uid, PERSON, "20261120", description="SCANNER THORACIQUE"), **more)  # type: ignore[arg-type]


def test_requests_are_taken_by_priority_then_deadline_then_age(store: Store) -> None:
    late = store.request("fetch", study_uid="1", deadline=200.0)
    never = store.request("fetch", study_uid="2")
    soon = store.request("fetch", study_uid="3", deadline=100.0)
    first = store.request("query", query={"PatientName": "MARTIN*", "days": 2}, priority=5, reason="search")
    taken = [store.take_request() for _ in range(4)]
    assert [t.id for t in taken if t] == [first, soon, late, never]
    assert taken[0] is not None
    assert (taken[0].query, taken[0].reason, taken[0].state) == ({"PatientName": "MARTIN*", "days": 2}, "search", "running")
    assert store.take_request() is None


def test_a_request_tells_its_progress_and_its_end(store: Store) -> None:
    number = store.request("fetch", study_uid="1", node="A")
    store.take_request()
    assert store.progress(number, 3, 10, 1500)
    (running,) = store.requests("running")
    assert (running.done, running.total, running.bytes_done) == (3, 10, 1500)
    store.finish(number, "The archive A does not answer.")
    (failed,) = store.requests()
    assert (failed.state, failed.error) == ("failed", "The archive A does not answer.")
    assert not store.progress(number, 4, 10)
    again = store.request("fetch", study_uid="1", node="A")
    assert again != number
    store.take_request()
    store.finish(again)
    assert [r.state for r in store.requests()] == ["failed", "done"]


def test_the_same_thing_asked_twice_is_one_request(store: Store) -> None:
    number = store.request("fetch", study_uid="1", priority=1, deadline=500.0)
    assert store.request("fetch", study_uid="1", priority=7) == number
    assert store.request("fetch", study_uid="1", deadline=100.0) == number
    assert store.request("fetch", study_uid="1", node="A") != number
    assert store.request("query", query={"a": 1}) != store.request("query", query={"a": 2})
    (first, *_) = store.requests("waiting")
    assert (first.priority, first.deadline) == (7, 100.0)


def test_a_cancelled_request_stops_who_works_on_it(store: Store) -> None:
    number = store.request("fetch", study_uid="1")
    store.take_request()
    assert store.progress(number, 1, 2)
    store.cancel(number)
    assert not store.progress(number, 2, 2)
    store.finish(number)
    (only,) = store.requests()
    assert (only.state, only.done) == ("cancelled", 1)


def test_requests_for_some_kinds_without_some_archives_and_not_before_their_time(reopen: Callable[..., Store]) -> None:
    now = [1000.0]
    store = reopen(clock=lambda: now[0])
    down = store.request("fetch", study_uid="1", node="DOWN", priority=9)
    later = store.request("fetch", study_uid="2", not_before=2000.0, priority=8)
    echo = store.request("echo", node="A")
    assert store.take_request(kinds=["fetch"], without_nodes=["DOWN"]) is None
    assert store.take_request(kinds=["echo", "query"]).id == echo  # type: ignore[union-attr]
    now[0] = 2000.0
    assert store.take_request(without_nodes=["DOWN"]).id == later  # type: ignore[union-attr]
    assert store.take_request().id == down  # type: ignore[union-attr]


def test_finished_requests_do_not_pile_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workstation.store.requests._KEPT", 20)
    waiting = store.request("fetch", study_uid="waits", not_before=9e12)
    for n in range(40):
        store.finish(store.request("echo", node=str(n)))
    kept = store.requests()
    assert len(kept) == 21
    assert kept[0].id == waiting
    assert kept[-1].node == "39"


def test_reading_states(store: Store) -> None:
    assert store.reading_state("1") == ReadingState("to_read")
    store.set_reading_state("1", "reading", "Dr A")
    state = store.reading_states()["1"]
    assert (state.state, state.reader) == ("reading", "Dr A")
    assert state.at > 1e9
    store.set_reading_state("1", "read", "Dr A")
    assert store.reading_state("1").state == "read"
    with pytest.raises(ValueError, match="no reading state"):
        store.set_reading_state("1", "lu")  # type: ignore[arg-type]


def test_journal_entries_keep_their_order_and_are_replaced_or_deleted(store: Store) -> None:
    for entry in "bac":
        store.journal("1", "measurement", entry, entry.encode())
    store.journal("1", "measurement", "b", b"new")
    store.journal("1", "measurement", "c", None)
    store.journal("1", "hanging", "b", b"other kind")
    store.journal("2", "measurement", "b", b"other study")
    assert store.journal_entries("1", "measurement") == [("b", b"new"), ("a", b"a")]


def test_the_outbox_keeps_what_is_unsent_with_why(store: Store) -> None:
    encoded = make_object()
    first = store.outbox_add(encoded, "A")
    assert store.outbox_add(encoded, "A") == first
    second = store.outbox_add(encoded, "B")
    assert store.usage().images == 1
    store.outbox_failed(first, "A does not answer.")
    store.outbox_failed(first, "A does not answer.")
    assert [(u.id, u.node, u.tries, u.error, u.sop_uid, u.bytes) for u in store.outbox()] == [
        (first, "A", 2, "A does not answer.", "1.9.1.1", len(encoded)),
        (second, "B", 0, "", "1.9.1.1", len(encoded)),
    ]
    assert store.outbox_read(second) == encoded
    assert [u.id for u in store.outbox("B")] == [second]
    store.outbox_done(second)
    with pytest.raises(NotReadable, match="no longer waiting"):
        store.outbox_read(second)
    assert [u.id for u in store.outbox()] == [first]


def test_archives_and_what_they_told(store: Store) -> None:
    store.set_node_status("B", "down", "B does not answer.")
    store.set_node_status("A", "ok", latency_ms=12.5)
    a, b = store.node_statuses()
    assert (a.name, a.state, a.latency_ms) == ("A", "ok", 12.5)
    assert b == NodeStatus("B", "down", "B does not answer.", None, b.at)
    store.set_remote_studies("A", [exam("1"), exam("2")], complete=True)
    store.set_remote_studies("B", [exam("2", images=7)], complete=True)
    assert [(s.study_instance_uid, s.source, s.images) for s in store.remote_studies()] == [("1", "A", 0), ("2", "A", 0), ("2", "B", 7)]
    store.set_remote_studies("A", [exam("3")], complete=False)
    assert [s.study_instance_uid for s in store.remote_studies("A")] == ["1", "2", "3"]
    store.set_remote_studies("A", [exam("1", images=4)], complete=True)
    assert [(s.study_instance_uid, s.images) for s in store.remote_studies("A")] == [("1", 4)]
    assert len(store.remote_studies()) == 2
    store.forget_node("B")
    assert [s.source for s in store.remote_studies()] == ["A"]
    assert [n.name for n in store.node_statuses()] == ["A"]


def test_the_schedule(store: Store) -> None:
    items = [ScheduledExam(str(n), PERSON, "20261124", time, "CT", "TDM") for n, time in enumerate(("1500", "0800"))]
    store.set_schedule("A", items)
    store.set_schedule("B", [replace(items[0], time="1000")])
    assert [(i.time, i.source) for i in store.schedule()] == [("0800", "A"), ("1000", "B"), ("1500", "A")]
    store.set_schedule("A", [])
    assert [i.source for i in store.schedule()] == ["B"]


def test_priors_and_what_the_reader_said_of_them(store: Store) -> None:
    sure = PriorChoice(exam("2"), 0.9, True, ("same region",))
    doubtful = PriorChoice(exam("3"), 0.5, True, ("traits agree",), "probable")
    store.set_priors("1", [sure, doubtful])
    assert store.priors("1") == (sure, doubtful)
    assert store.all_priors() == {"1": (sure, doubtful)}
    assert store.priors("9") == ()
    assert store.identity_confirmed("1", "3") is None
    store.confirm_identity("1", "3", yes=True)
    assert store.priors("1")[1].identity == "certain"
    assert store.all_priors()["1"][1].identity == "certain"
    store.set_priors("1", [doubtful, sure])
    assert [p.identity for p in store.priors("1")] == ["certain", "certain"], "ranked anew, what was said still holds"
    store.confirm_identity("1", "3", yes=False)
    for said in (store.priors("1")[0], store.all_priors()["1"][0]):
        assert (said.identity, said.fetch) == ("refused", False)
    assert store.identity_confirmed("1", "3") is False


def test_old_rankings_of_exams_nobody_has_any_more_go(folder: Path, reopen: Callable[..., Store]) -> None:
    store = reopen(clock=lambda: 1000.0)
    store.put(make_object())
    store.set_remote_studies("A", [exam("1")], complete=True)
    for uid in ("1", "2", "1.9.1"):
        store.set_priors(uid, [PriorChoice(exam("5"), 0.5, True)])
    assert set(reopen(clock=lambda: 2000.0).all_priors()) == {"1", "2", "1.9.1"}
    assert set(reopen(clock=lambda: 1000.0 + 40 * 86400).all_priors()) == {"1", "1.9.1"}


def test_the_version_grows_with_every_change_by_any_process_and_only_then(store: Store, reopen: Callable[..., Store]) -> None:
    other = reopen()
    choice = [PriorChoice(exam("5"), 0.5, True)]
    item = [ScheduledExam("1", PERSON, "20261124", "0800", "CT", "TDM")]
    changes: dict[str, Callable[[], object]] = {
        "images": lambda: other.put(make_object()),
        "states": lambda: other.set_reading_state("1", "read"),
        "journal": lambda: other.journal("1", "m", "a", b"x"),
        "outbox": lambda: other.outbox_add(make_object(), "A"),
        "requests": lambda: other.request("echo", node="A"),
        "nodes": lambda: other.set_node_status("A", "ok"),
        "remote": lambda: other.set_remote_studies("A", [exam("1")], complete=True),
        "schedule": lambda: other.set_schedule("A", item),
        "priors": lambda: other.set_priors("1", choice),
    }
    assert set(changes) == set(TOPICS)
    for topic, change in changes.items():
        before = {name: store.version(name) for name in TOPICS}
        whole = store.version()
        change()
        assert store.version() > whole
        assert [name for name in TOPICS if store.version(name) > before[name]] == [topic]
    whole = store.version()
    store.put(make_object())
    store.set_remote_studies("A", [exam("1")], complete=True)
    store.set_schedule("A", item)
    store.set_priors("1", choice)
    store.studies(), store.remote_studies(), store.requests(), store.take_request(kinds=["fetch"])
    assert store.version() == whole, "the same said again, and looking, is no change"
