"""The courier end to end: list, priors, fetches, requests, outbox, receiving, kills. The archives are ours, on loopback."""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from tests.peers.objects import ct, uid
from tests.peers.relay import Relay
from workstation.archive import Archive
from workstation.errors import StoreUnavailable
from workstation.net import courier, dimse
from workstation.net.patience import Patience
from workstation.settings import ArchiveNode, Home, Prefetch, Receive, Settings, plain
from workstation.store import KeyFileOpener, Request, Store, default_opener

TODAY = f"{datetime.date.today():%Y%m%d}"
PACE = courier.Pace(poll_s=0.5, look_s=0.05, prepare_s=0.1, retry_s=0.2, retry_most_s=0.5, patience=Patience.short(3))
CURRENT, OLD, OLDER, STRANGER = (uid(n) for n in ("current", "old", "older", "stranger"))


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """The condition's value once it is true; fails the test when it does not become so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.03)
    pytest.fail(f"not within {seconds} s")


def node(archive: Archive, name: str, **more: Any) -> ArchiveNode:
    return ArchiveNode(name=name, host="127.0.0.1", port=archive.port, aet=archive.aet, **more)


@pytest.fixture
def region(tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    """Two sites: today's exam and a prior at one; at the other an older prior under another ID, and a stranger under the same ID."""
    with (
        Store.open(tmp_path / "one", KeyFileOpener(tmp_path / "one")) as one,
        Store.open(tmp_path / "two", KeyFileOpener(tmp_path / "two")) as two,
    ):
        one.put_many([ct(n, study=CURRENT, date=TODAY) for n in range(1, 13)])
        one.put_many([ct(n, study=OLD, date="20251001") for n in range(1, 7)])
        two.put_many([ct(n, study=OLDER, date="20240901", patient_id="B7", issuer="SITE-B", name="Martin^Eleonore") for n in range(1, 5)])
        stranger = {"patient_id": "IPP1", "issuer": "SITE-B", "name": "DURAND^Paul", "sex": "M", "birth_date": "19400101"}
        two.put_many([ct(n, study=STRANGER, date="20240901", **stranger) for n in range(1, 3)])
        with Archive(one, aet="ONE") as first, Archive(two, aet="TWO", http_port=0) as second:
            yield first, second


@pytest.fixture
def work(home: Path) -> Iterator[Callable[..., Store]]:
    """``work(settings)``: a courier in a thread on the test's home, stopped at the end; gives the store to look into."""
    with contextlib.ExitStack() as stack:

        def start(settings: Settings | None, pace: courier.Pace = PACE) -> Store:
            place = Home(home).create()
            opened = stack.enter_context(Store.open(place.store, default_opener(place.store)))
            stop = threading.Event()
            thread = threading.Thread(target=courier.run, args=(place, settings, stop), kwargs={"pace": pace}, daemon=True)
            thread.start()
            stack.callback(lambda: (stop.set(), thread.join(15)))
            return opened

        yield start


def images(store: Store) -> dict[str, int]:
    return {s.study_instance_uid: s.images for s in store.studies()}


def fetches(store: Store, study_uid: str) -> list[Request]:
    return [r for r in store.requests() if r.kind == "fetch" and r.study_uid == study_uid]


def test_the_list_its_priors_from_all_archives_and_their_images_come_by_themselves(
    region: tuple[Archive, Archive], work: Callable[..., Store]
) -> None:
    one, two = region
    store = work(Settings(archives=(node(one, "one"), ArchiveNode(name="two", url=two.url))))
    until(lambda: images(store) == {CURRENT: 12, OLD: 6, OLDER: 4})
    told = {s.study_instance_uid: s for s in store.remote_studies()}
    assert set(told) == {CURRENT}
    choices = {c.study.study_instance_uid: c for c in store.priors(CURRENT)}
    assert [c.study.study_instance_uid for c in store.priors(CURRENT) if c.fetch] == [OLD, OLDER]
    assert (choices[OLD].identity, choices[OLDER].identity) == ("certain", "probable")
    until(lambda: all(r.state == "done" for r in store.requests()))
    assert {s.name: s.state for s in store.node_statuses()} == {"one": "ok", "two": "ok"}
    assert all(s.latency_ms and s.latency_ms > 0 for s in store.node_statuses())
    request = fetches(store, CURRENT)[0]
    assert (request.done, request.total) == (12, 12)
    assert request.bytes_done > 12 * 8192


def test_an_exam_of_another_person_under_the_same_id_is_told_but_never_fetched(
    region: tuple[Archive, Archive], work: Callable[..., Store]
) -> None:
    one, two = region
    store = work(Settings(archives=(node(one, "one"), node(two, "two"))))
    choice = until(lambda: next((c for c in store.priors(CURRENT) if c.study.study_instance_uid == STRANGER), None))
    assert (choice.identity, choice.fetch) == ("refused", False)
    until(lambda: images(store).get(OLDER) == 4)
    time.sleep(0.3)
    assert fetches(store, STRANGER) == []
    assert STRANGER not in images(store)


def test_a_prior_that_the_reader_refused_meanwhile_is_not_fetched(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    _, two = region
    store = work(Settings(archives=(node(two, "two"),), prefetch=Prefetch(enabled=False)))
    store.put(ct(1, study=CURRENT, date=TODAY))
    until(lambda: store.priors(CURRENT))
    store.confirm_identity(CURRENT, OLDER, False)
    asked = store.request("fetch", study_uid=OLDER, node="two", query={"prior_of": CURRENT})
    request = until(lambda: next((r for r in store.requests("failed") if r.id == asked), None))
    assert request.error == "This exam is refused as a prior: it may be of another person."
    assert OLDER not in images(store)


def test_prefetch_off_finds_priors_and_fetches_only_what_is_asked(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, two = region
    store = work(Settings(archives=(node(one, "one"), node(two, "two")), prefetch=Prefetch(enabled=False)))
    until(lambda: len(store.priors(CURRENT)) == 3)
    time.sleep(0.3)
    assert images(store) == {}
    store.request("fetch", study_uid=OLD, node="one", priority=100)
    until(lambda: images(store) == {OLD: 6})


def test_an_archive_that_is_down_is_a_row_with_a_sentence_and_comes_back_by_itself(
    region: tuple[Archive, Archive], work: Callable[..., Store]
) -> None:
    one, _ = region
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    down = ArchiveNode(name="far", host="127.0.0.1", port=port, aet="FAR")
    store = work(Settings(archives=(node(one, "one"), down)))
    status = until(lambda: next((s for s in store.node_statuses() if s.name == "far" and s.state == "down"), None))
    assert status.text.startswith(f"far accepts no connection at 127.0.0.1:{port}. Check that the archive runs")
    until(lambda: images(store).get(OLD) == 6)  # the other one goes on
    with Archive(region[1].store, aet="FAR", port=port):
        until(lambda: next((s for s in store.node_statuses() if s.name == "far" and s.state == "ok"), None))
        until(lambda: images(store).get(OLDER) == 4)  # what it alone knows is found now


def test_retry_looks_at_once_whatever_the_back_off(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pace = courier.Pace(look_s=0.05, retry_s=1000, retry_most_s=1000, patience=Patience.short(2))
    store = work(Settings(archives=(ArchiveNode(name="far", host="127.0.0.1", port=port, aet="FAR"),)), pace)
    until(lambda: [s for s in store.node_statuses() if s.state == "down"])
    with Archive(region[0].store, aet="FAR", port=port):
        time.sleep(0.3)
        assert [s.state for s in store.node_statuses()] == ["down"]
        store.request("retry", node="far")
        until(lambda: [s for s in store.node_statuses() if s.state == "ok"], 5)


def test_echo_and_query_requests(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    store = work(Settings(archives=(node(one, "one"),), prefetch=Prefetch(enabled=False)))
    until(lambda: store.remote_studies())
    store.request("query", node="one", query={"patient_name": "martin*", "date_to": "20251231"})
    store.request("echo", node="one")
    store.request("echo", node="nobody")
    until(lambda: not store.requests("waiting") and not store.requests("running"))
    assert {s.study_instance_uid for s in store.remote_studies()} == {CURRENT, OLD}
    assert [r.error for r in store.requests("failed")] == ["No archive of that name is configured. Check the archives in the settings."]
    time.sleep(1.2)  # over the next look at the list
    assert {s.study_instance_uid for s in store.remote_studies()} == {CURRENT, OLD}


def test_a_line_that_breaks_in_the_middle_is_taken_up_where_it_broke(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    one.store.put_many([ct(n, study=uid("big"), date=TODAY, size=256) for n in range(1, 31)])
    with Relay(one.port) as relay:
        far = ArchiveNode(name="far", host="127.0.0.1", port=relay.port, aet="ONE")
        store = work(Settings(archives=(far,), prefetch=Prefetch(priors_per_exam=0)))
        for _ in range(3):
            passed = relay.passed
            until(lambda p=passed: relay.passed > p + 300_000 or images(store).get(uid("big")) == 30)
            relay.cut()
        until(lambda: images(store).get(uid("big")) == 30)
    sent = sum(len(one.store.read(s)) for s in one.store.sop_uids(uid("big")))
    assert relay.passed < 2.2 * sent


def test_an_exam_that_no_archive_has_is_said_so_once(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, two = region
    store = work(Settings(archives=(node(one, "one"), node(two, "two")), prefetch=Prefetch(enabled=False)))
    store.request("fetch", study_uid=uid("nowhere"))
    (request,) = until(lambda: store.requests("failed"))
    assert request.error == "No configured archive has this exam. Check the archives in the settings."


def test_two_exams_at_once_by_c_move_arrive_whole(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one.destinations["GARONNE"] = ("127.0.0.1", port)
    store = work(Settings(archives=(node(one, "one", retrieve="move"),), receive=Receive(port=port)))
    until(lambda: images(store) == {CURRENT: 12, OLD: 6})


def test_cancel_stops_a_fetch(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    one.store.put_many([ct(n, study=uid("long"), date="20200101") for n in range(1, 61)])
    with Relay(one.port, delay_s=0.03) as relay:
        far = ArchiveNode(name="far", host="127.0.0.1", port=relay.port, aet="ONE")
        store = work(Settings(archives=(far,), prefetch=Prefetch(enabled=False)))
        asked = store.request("fetch", study_uid=uid("long"), node="far")
        until(lambda: next((r for r in store.requests("running") if r.id == asked and r.done > 2), None))
        store.cancel(asked)
        until(lambda: relay.passed and not [t for t in threading.enumerate() if t.name == "get far"])
    assert images(store).get(uid("long"), 0) < 60
    assert [r.state for r in fetches(store, uid("long"))] == ["cancelled"]


def test_the_outbox_is_sent_and_survives_an_archive_that_is_down(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    archives = (node(one, "one"), ArchiveNode(name="far", host="127.0.0.1", port=port, aet="FAR"))
    store = work(Settings(archives=archives, prefetch=Prefetch(enabled=False)))
    objects = [ct(n, study=uid("mine"), date="20200101") for n in range(3)]
    for encoded in objects:
        store.outbox_add(encoded, "one")
        store.outbox_add(encoded, "far")
    until(lambda: len(store.outbox()) == 3)
    assert one.store.sop_uids(uid("mine")) == store.sop_uids(uid("mine"))
    with Archive(region[1].store, aet="FAR", port=port) as far:
        until(lambda: not store.outbox())
        assert far.store.sop_uids(uid("mine")) == store.sop_uids(uid("mine"))


def test_receiving_and_a_port_in_use(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        store = work(Settings(receive=Receive(enabled=True, port=port)))
        status = until(lambda: store.node_statuses())[0]
        assert (status.name, status.state) == ("Receiving", "down")
        assert f"Port {port} is in use by another program" in status.text


def test_what_arrives_is_in_the_list_and_its_priors_are_found(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = work(Settings(archives=(node(one, "one", worklist=False),), receive=Receive(enabled=True, port=port)))
    here = ArchiveNode(name="us", host="127.0.0.1", port=port, aet="GARONNE")
    until(lambda: _answers(here))
    dimse.send(here, "SCANNER", [ct(n, study=uid("fresh"), date=TODAY) for n in range(2)])
    until(lambda: images(store).get(OLD) == 6)


def _answers(here: ArchiveNode) -> bool:
    with contextlib.suppress(Exception):
        return dimse.echo(here, "X", patience=Patience.short(1)) > 0
    return False


def test_schedule_and_priors_of_planned_exams(region: tuple[Archive, Archive], work: Callable[..., Store]) -> None:
    one, _ = region
    (one.store.folder / "worklist.toml").write_text(
        '[[scheduled]]\npatient_name = "MARTIN^Éléonore"\npatient_id = "IPP1"\n'
        'issuer_of_patient_id = "SITE-A"\npatient_birth_date = "19600102"\n'
        f'patient_sex = "F"\nstudy_instance_uid = "{uid("planned")}"\ndate = "{TODAY}"\ntime = "2300"\nmodality = "CT"\n'
        'description = "SCANNER THORACIQUE"\n',
        "utf-8",
    )
    store = work(Settings(archives=(node(one, "one", modality_worklist=True, worklist=False),)))
    (planned,) = until(lambda: store.schedule())
    assert (planned.patient.name, planned.source) == ("MARTIN^Éléonore", "one")
    until(lambda: images(store).get(OLD) == 6)


def test_settings_that_change_are_followed(region: tuple[Archive, Archive], work: Callable[..., Store], home: Path) -> None:
    one, two = region
    write_settings(home, node(one, "one"))
    store = work(None)
    until(lambda: {s.name for s in store.node_statuses()} == {"one"})
    write_settings(home, node(two, "two"))
    until(lambda: {(s.name, s.state) for s in store.node_statuses()} == {("two", "ok")})
    (home / "settings.toml").write_text("archives = 3")
    time.sleep(0.8)
    assert {s.name for s in store.node_statuses()} == {"two"}  # a wrong file changes nothing


def test_settings_that_change_while_it_starts_are_followed(
    region: tuple[Archive, Archive], work: Callable[..., Store], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = region
    write_settings(home, node(one, "one"))
    opened = Store.open
    changed: list[None] = []

    def late(*args: Any, **more: Any) -> Any:
        if threading.current_thread() is not threading.main_thread() and not changed:
            changed.append(None)
            write_settings(home, node(two, "two"))
        return opened(*args, **more)

    monkeypatch.setattr(Store, "open", late)
    store = work(None)
    until(lambda: changed and {(s.name, s.state) for s in store.node_statuses()} == {("two", "ok")})


def write_settings(home: Path, *nodes: ArchiveNode, **more: Any) -> None:
    home.mkdir(exist_ok=True)
    archives = [plain(n, changed_only=True) for n in nodes]
    (home / "settings.toml").write_text(tomlkit.dumps({"archives": archives, **more}), "utf-8")


def test_only_one_courier_a_store(region: tuple[Archive, Archive], work: Callable[..., Store], home: Path) -> None:
    store = work(Settings(archives=(node(region[0], "one"),)))
    until(lambda: store.node_statuses())
    with pytest.raises(StoreUnavailable, match="A courier already works for this store"):
        courier.run(Home(home), Settings())


def start_courier(home: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "workstation", "courier", "--home", str(home), *words]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_killed_at_any_moment_it_goes_on_with_nothing_lost_or_doubled(region: tuple[Archive, Archive], home: Path) -> None:
    one, two = region
    one.store.put_many([ct(n, study=uid("big"), date=TODAY, size=256) for n in range(1, 151)])
    with Relay(one.port, delay_s=0.015) as relay:
        write_settings(home, ArchiveNode(name="far", host="127.0.0.1", port=relay.port, aet="ONE"), node(two, "two"))
        place = Home(home)
        with Store.open(place.store, default_opener(place.store)) as store:
            asked = store.request("fetch", study_uid=uid("big"), node="far", priority=100)
            at_kill: list[int] = []
            for kill_after in (3, 50):
                process = start_courier(home)
                try:
                    until(lambda n=kill_after: images(store).get(uid("big"), 0) >= n or store.requests("failed"))
                finally:
                    process.kill()
                    process.communicate()
                at_kill.append(images(store).get(uid("big"), 0))
            assert 0 < at_kill[0] < at_kill[1] < 150
            process = start_courier(home)
            try:
                expected = {uid("big"): 150, CURRENT: 12, OLD: 6, OLDER: 4}
                until(lambda: images(store) == expected, 30)
                until(lambda: not store.requests("running") and not store.requests("waiting"))
            finally:
                process.send_signal(signal.SIGTERM)
                said = process.communicate(timeout=15)[1]
            assert process.returncode == 0
            assert said == ""
            assert next(r for r in store.requests() if r.id == asked).state == "done"
            assert store.usage().images == sum(expected.values())
            assert store.conflicts() == ()


def test_it_ends_with_its_parent(home: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process = start_courier(home, "--parent", str(parent.pid))
    time.sleep(1.0)
    assert process.poll() is None
    parent.communicate(b"\n")
    assert process.wait(10) == 0
    assert process.communicate()[1] == ""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such signal here")
def test_a_hanging_archive_does_not_keep_the_process_from_ending(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write_settings(home, ArchiveNode(name="deaf", host="127.0.0.1", port=silent.getsockname()[1], aet="DEAF"))
        process = start_courier(home)
        silent.accept()
        process.send_signal(signal.SIGTERM)
        assert process.wait(25) == 0
        assert process.communicate()[1] == ""
