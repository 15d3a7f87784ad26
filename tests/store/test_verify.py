"""verify finds what is damaged, missing, left over or miscounted; rebuild makes a lost index anew from the files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.store.conftest import damage, make_object, object_files
from tests.store.test_crash import child, killed_after
from workstation.errors import StoreUnavailable
from workstation.store import KeyFileOpener, Store
from workstation.store.rebuild import rebuild


def test_a_sound_store_is_sound(store: Store) -> None:
    store.put_many(make_object(f"1.9.1.{n}") for n in range(5))
    steps: list[tuple[int, int]] = []
    found = store.verify(lambda done, total: steps.append((done, total)))
    assert (found.objects, found.faults) == (5, ())
    assert found.bytes == store.usage().bytes
    assert steps[-1] == (5, 5)


def test_damaged_missing_and_left_over_files_are_found(store: Store, folder: Path) -> None:
    store.put_many(make_object(f"1.9.1.{n}") for n in range(5))
    places = {sop: store._objects.path(store._find(sop)[0]) for sop in store.sop_uids("1.9.1")}
    damage(places["1.9.1.1"])
    places["1.9.1.2"].unlink()
    orphan = folder / "objects" / "ab" / ("ab" * 16)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"left over")
    (whole,) = store._writing.begin(1)
    store._objects.write(whole, make_object("1.9.1.9"))
    store._writing.end([whole])
    assert "orphan" not in {f.kind for f in store.verify().faults}, "a young file may be another process's"
    for path in (orphan, store._objects.path(whole)):
        os.utime(path, (1, 1))
    found = store.verify()
    assert {(f.kind, f.sop_uid) for f in found.faults} == {("damaged", "1.9.1.1"), ("missing", "1.9.1.2"), ("orphan", "")}
    assert all(f.study_uid == "1.9.1" for f in found.faults if f.kind != "orphan")
    assert not orphan.exists()
    assert store.read("1.9.1.9") == make_object("1.9.1.9"), "a whole image is never thrown away"
    assert store.sop_uids("1.9.1") == {"1.9.1.0", "1.9.1.3", "1.9.1.4", "1.9.1.9"}, "a fetch asks for what is damaged again"
    assert [f.kind for f in store.verify().faults] == ["damaged", "missing"]
    damage(places["1.9.1.1"])  # the same bit back: the disk was at fault
    assert [f.kind for f in store.verify().faults] == ["missing"]
    assert store.has("1.9.1.1")


def test_wrong_counts_are_put_right(store: Store) -> None:
    store.put_many(make_object(f"1.9.1.{n}") for n in range(5))
    right = store.usage()
    with store._index.writing("images") as db:
        db.execute("UPDATE study SET images = 77")
        db.execute("UPDATE total SET n = 5 WHERE name = 'bytes'")
    assert [f.kind for f in store.verify().faults] == ["index"]
    assert store.usage() == right
    assert not store.verify().faults


@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_rebuild_brings_every_image_back(folder: Path, how: str) -> None:
    first = [make_object(f"1.9.{n % 3}.{n}", study=f"1.9.{n % 3}") for n in range(30)]
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(first)
        store.put(make_object("1.9.0.0", study="1.9.0", ImagePositionPatient=[0, 0, 99]))
        before, usage, places = store.studies(), store.usage(), store._index
        with places.reading() as db:
            age = dict(db.execute("SELECT name, id FROM object").fetchall())
    for path in object_files(folder):  # the order they came in, which a coarse clock may not tell
        os.utime(path, (1000 + age[path.name], 1000 + age[path.name]))
    index = folder / "index.db"
    if how == "gone":
        index.unlink()
    else:
        index.write_bytes(os.urandom(index.stat().st_size))
    found = rebuild(folder, KeyFileOpener(folder))
    assert (found.objects, found.faults) == (31, ())
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.studies() == before
        assert store.usage() == usage
        assert [c.kind for c in store.conflicts()] == ["bytes"]
        for n, encoded in enumerate(first):
            assert store.read(f"1.9.{n % 3}.{n}") == encoded
        assert not store.verify().faults
        assert len(object_files(folder)) == 31


def test_rebuild_leaves_out_what_is_damaged_and_says_so(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(make_object(f"1.9.1.{n}") for n in range(5))
    (folder / "index.db").unlink()
    damage(object_files(folder)[2])
    found = rebuild(folder, KeyFileOpener(folder))
    assert [f.kind for f in found.faults] == ["damaged"]
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.usage().images == 4


def test_rebuild_keeps_what_only_the_index_knew_where_it_can_be_read(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(make_object())
        store.journal("1.9.1", "measurement", "a", b"12 mm")
        store.set_reading_state("1.9.1", "read", "Dr A")
        store.confirm_identity("1.9.1", "1.9.2", yes=False)
    rebuild(folder, KeyFileOpener(folder))
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.read("1.9.1.1") == make_object()
        assert store.journal_entries("1.9.1", "measurement") == [("a", b"12 mm")]
        assert store.reading_state("1.9.1").reader == "Dr A"
        assert store.identity_confirmed("1.9.1", "1.9.2") is False
    assert list(folder.glob("index.damaged-*.db"))


def test_a_lost_index_is_never_replaced_by_an_empty_one(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(make_object())
    (folder / "index.db").unlink()
    with pytest.raises(StoreUnavailable, match="--rebuild"):
        Store.open(folder, KeyFileOpener(folder))
    assert not (folder / "index.db").exists()
    rebuild(folder, KeyFileOpener(folder))
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.has("1.9.1.1")


def test_a_rebuild_that_was_killed_is_done_again_before_anything_else(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(make_object(f"1.9.1.{n}") for n in range(20))
        store.journal("1.9.1", "measurement", "a", b"12 mm")
    code = """
store.close()
from workstation.store.rebuild import rebuild
rebuild(folder, KeyFileOpener(folder), lambda done, total: (say(done), done == 10 and sys.stdin.read()))
"""
    killed_after(child(folder, code), 11)
    with pytest.raises(StoreUnavailable, match="unfinished"):
        Store.open(folder, KeyFileOpener(folder))
    rebuild(folder, KeyFileOpener(folder))
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.usage().images == 20
        assert store.journal_entries("1.9.1", "measurement") == [("a", b"12 mm")]


def test_rebuild_waits_until_nobody_has_the_store_open(store: Store, folder: Path) -> None:
    with pytest.raises(StoreUnavailable, match="open in another program"):
        rebuild(folder, KeyFileOpener(folder))
    assert store.version() >= 0
