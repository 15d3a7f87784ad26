"""What goes when room is needed, and what never does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.store.conftest import make_object, object_files
from tests.store.test_crash import child
from workstation.errors import NotReadable, StoreUnavailable
from workstation.store import KeyFileOpener, Store
from workstation.studies.model import PriorChoice

SIZE = len(make_object("1.9.1.1", study="1.9.1", size=64))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def limited(reopen: Callable[..., Store], studies: int) -> Store:
    """A store with room for that many studies of one image."""
    return reopen(quota_bytes=int(SIZE * (studies + 0.5)), clock=Clock())


def put(store: Store, *numbers: int) -> None:
    for n in numbers:
        store.put(make_object(f"1.9.{n}.1", study=f"1.9.{n}", size=64))


def here(store: Store) -> set[int]:
    return {int(s.study_instance_uid.rpartition(".")[2]) for s in store.studies()}


def test_the_longest_unused_goes_first(reopen: Callable[..., Store], folder: Path) -> None:
    store = limited(reopen, 3)
    put(store, 1, 2, 3)
    store.hold("1.9.1")
    store.release("1.9.1")  # looked at: used just now
    put(store, 4)
    assert here(store) == {1, 3, 4}
    assert len(object_files(folder)) == 3
    with pytest.raises(NotReadable):
        store.read("1.9.2.1")
    usage = store.usage()
    assert (usage.images, usage.studies) == (3, 3)
    assert usage.bytes <= (usage.quota or 0)


def test_read_exams_and_their_priors_go_before_priors_of_exams_to_read_and_these_before_exams_to_read(reopen: Callable[..., Store]) -> None:
    store = limited(reopen, 5)
    put(store, 1, 2, 3, 4, 5)  # 1 to read; 2 being read; 3 prior of 1; 4 prior of 5; 5 read
    store.set_reading_state("1.9.2", "reading")
    store.set_reading_state("1.9.5", "read")
    studies = {int(s.study_instance_uid[-1]): s for s in store.studies()}
    store.set_priors("1.9.1", [PriorChoice(studies[3], 1.0, True)])
    store.set_priors("1.9.5", [PriorChoice(studies[4], 1.0, True)])
    gone = []
    for new in (11, 12, 13, 14):
        store.set_reading_state(f"1.9.{new}", "reading")
        before = here(store)
        put(store, new)
        gone += sorted(before - here(store))
    assert gone == [4, 5, 3, 1]


def test_what_is_open_unsent_or_asked_for_never_goes(reopen: Callable[..., Store], folder: Path) -> None:
    store = limited(reopen, 4)
    put(store, 1, 2, 3, 4)
    for n in (1, 2, 3, 4):
        store.set_reading_state(f"1.9.{n}", "read")
    process = child(folder, "store.hold('1.9.1'); say('held'); sys.stdin.read()")
    assert process.stdout
    process.stdout.readline()
    entry = store.outbox_add(store.read("1.9.2.1"), "REGION")
    wanted = store.request("fetch", study_uid="1.9.3")
    put(store, 5)
    assert here(store) == {1, 2, 3, 5}
    store.hold("1.9.5")
    with pytest.raises(StoreUnavailable, match=r"full, and what it holds is open, unsent or being fetched\. Raise the quota"):
        put(store, 6)
    assert here(store) == {1, 2, 3, 5}
    process.kill()
    process.wait()
    put(store, 6)
    assert here(store) == {2, 3, 5, 6}
    store.outbox_done(entry)
    put(store, 7)
    assert here(store) == {3, 5, 6, 7}
    store.finish(wanted)
    put(store, 8)
    assert here(store) == {5, 6, 7, 8}


def test_a_study_never_makes_room_for_itself(reopen: Callable[..., Store]) -> None:
    store = limited(reopen, 3)
    for n in range(3):
        store.put(make_object(f"1.9.1.{n}", study="1.9.1", size=64))
    with pytest.raises(StoreUnavailable, match="full"):
        store.put(make_object("1.9.1.7", study="1.9.1", size=64))
    assert store.usage().images == 3
    with pytest.raises(StoreUnavailable, match="full"):
        store.put_many(make_object(f"1.9.1.{n}", study="1.9.1", size=64) for n in range(10))
    assert store.usage().images == 3


def test_a_stream_makes_room_as_it_goes(reopen: Callable[..., Store]) -> None:
    store = limited(reopen, 4)
    put(store, 1, 2, 3)
    store.put_many(make_object(f"1.9.9.{n}", study="1.9.9", size=64) for n in range(4))
    assert here(store) == {9}
    assert store.usage().images == 4


def test_without_a_quota_nothing_goes_by_itself(store: Store) -> None:
    put(store, 1, 2)
    assert store.evict() == ()
    assert here(store) == {1, 2}


def test_purge_says_what_stays_and_why(store: Store) -> None:
    put(store, 1, 2, 3, 4)
    store.hold("1.9.1")
    store.outbox_add(store.read("1.9.2.1"), "REGION")
    store.request("fetch", study_uid="1.9.3")
    gone, stayed = store.purge(["1.9.1", "1.9.2", "1.9.3", "1.9.4", "1.9.5"])
    assert [g.study_uid for g in gone] == ["1.9.4"]
    assert dict(stayed) == {
        "1.9.1": "open in a window",
        "1.9.2": "not yet sent",
        "1.9.3": "being fetched",
        "1.9.5": "not in the store",
    }
    assert len(object_files(store.folder)) == 3


def test_what_was_said_of_an_exam_outlives_its_images(store: Store) -> None:
    put(store, 1)
    store.set_reading_state("1.9.1", "read", "Dr A")
    store.journal("1.9.1", "measurement", "a", b"12 mm")
    store.purge(["1.9.1"])
    put(store, 1)
    assert store.reading_state("1.9.1").state == "read"
    assert store.journal_entries("1.9.1", "measurement") == [("a", b"12 mm")]


def test_another_process_reads_on_while_an_exam_is_evicted(store: Store, reopen: Callable[..., Store]) -> None:
    put(store, 1)
    other = reopen()
    assert other.read("1.9.1.1")
    store.purge(["1.9.1"])
    with pytest.raises(NotReadable, match="Fetch the exam again"):
        other.read("1.9.1.1")
    put(store, 1)
    assert other.read("1.9.1.1")
    assert other.stored()["1.9.1"].damaged == 0


class Counts(RuleBasedStateMachine):
    """Whatever comes and goes, the counts kept in rows are those of the images."""

    @initialize()
    def open(self) -> None:
        import tempfile

        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "store"
        self.store = Store.open(self.folder, KeyFileOpener(self.folder), quota_bytes=8 * SIZE)
        self.model: dict[str, set[str]] = {}

    @rule(study=st.integers(1, 4), images=st.lists(st.integers(1, 3), max_size=3), odd=st.booleans())
    def put(self, study: int, images: list[int], odd: bool) -> None:
        tags = {"InstitutionName": "B"} if odd else {}
        self.store.put_many(make_object(f"1.9.{study}.{n}", study=f"1.9.{study}", size=64, **tags) for n in images)

    @rule(study=st.integers(1, 4))
    def purge(self, study: int) -> None:
        self.store.purge([f"1.9.{study}"])

    @rule()
    def evict(self) -> None:
        self.store.evict(SIZE)

    @invariant()
    def adds_up(self) -> None:
        usage = self.store.usage()
        headers = {s.study_instance_uid: self.store.headers(s.study_instance_uid) for s in self.store.studies()}
        assert {uid: len(h) for uid, h in headers.items()} == {s.study_instance_uid: s.images for s in self.store.studies()}
        assert usage.images == sum(map(len, headers.values()))
        assert usage.bytes <= 8 * SIZE
        assert usage.bytes == sum(stored.bytes for stored in self.store.stored().values())
        assert len(object_files(self.folder)) == usage.images + len(self.store.conflicts())
        assert not self.store.verify().faults

    def teardown(self) -> None:
        self.store.close()
        self.place.cleanup()


TestCounts = Counts.TestCase
TestCounts.settings = settings(max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
