"""A full disk, a disk that may not be written, a locked and a damaged index: a sentence that says what to do, and nothing lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from tests.store.conftest import make_object, object_files
from tests.store.test_crash import child
from workstation.errors import StoreUnavailable
from workstation.store import KeyFileOpener, Store
from workstation.store.index import Index


def _mounted(place: Path, *options: str) -> bool:
    place.mkdir(exist_ok=True)
    return sys.platform == "linux" and subprocess.run(["mount", *options, str(place)], capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, where this user may mount one."""
    place = tmp_path / "disk"
    if not _mounted(place, "-t", "tmpfs", "-o", "size=4m", "tmpfs"):
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def filled_up(place: Path) -> Path:
    """Write until nothing fits any more."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def test_a_full_disk_is_said_and_what_is_stored_stays_readable(small_disk: Path) -> None:
    folder = small_disk / "store"
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(make_object("1.9.1.1"))
        store.journal("1.9.1", "measurement", "a", b"12 mm")
        ballast = filled_up(small_disk)
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match=r"disk of the local store .* is full. Make room"):
                store.put(make_object("1.9.1.2", size=256))
        with pytest.raises(StoreUnavailable, match="full"):
            store.journal("1.9.1", "measurement", "b", bytes(2_000_000))
        assert store.read("1.9.1.1") == make_object("1.9.1.1")
        assert dict(store.journal_entries("1.9.1", "measurement"))["a"] == b"12 mm"
        ballast.unlink()
        assert store.put(make_object("1.9.1.2", size=256)).new
        store.journal("1.9.1", "measurement", "c", b"13 mm")
        assert not [f for f in store.verify().faults if f.kind != "orphan"]
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert store.sop_uids("1.9.1") == {"1.9.1.1", "1.9.1.2"}
        assert dict(store.journal_entries("1.9.1", "measurement"))["c"] == b"13 mm"
        assert len(object_files(folder)) == 2


def test_a_disk_that_fills_during_a_stream_keeps_every_image_it_told_of(small_disk: Path) -> None:
    folder = small_disk / "store"
    told: list[str] = []
    with Store.open(folder, KeyFileOpener(folder)) as store:
        with pytest.raises(StoreUnavailable, match="full"):
            store.put_many(
                (make_object(f"1.9.1.{n}", size=256) for n in range(60)), committed=lambda some: told.extend(p.sop_uid for p in some)
            )
        assert store.sop_uids("1.9.1") == set(told)
        for sop_uid in told:
            assert store.read(sop_uid) == make_object(sop_uid, size=256)
        assert len(object_files(folder)) == len(told)
        assert store.usage().images == len(told) > 5


def test_a_write_that_the_system_refuses_leaves_nothing_half(folder: Path) -> None:
    """RLIMIT_FSIZE stands in for a full disk where no small disk can be mounted."""
    if sys.platform == "win32":
        pytest.skip("no RLIMIT_FSIZE on Windows")
    code = """
import resource
from workstation.errors import StoreUnavailable
store.put(make_object("1.9.1.1"))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    store.put(make_object("1.9.1.2", size=512))
except StoreUnavailable as error:
    say(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
say(store.put(make_object("1.9.1.3")).new)
store.close()
"""
    said = child(folder, code).communicate()[0].splitlines()
    assert "is full. Make room on it" in said[0]
    assert said[1] == "True"
    assert len(object_files(folder)) == 2


def test_a_read_only_disk_is_said(small_disk: Path) -> None:
    folder = small_disk / "store"
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(make_object())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreUnavailable, match=r"cannot be written. Choose another place with --home"):
        Store.open(folder, KeyFileOpener(folder))
    with pytest.raises(StoreUnavailable, match=r"cannot be written"):
        Store.open(small_disk / "new", KeyFileOpener(small_disk / "new"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be written"), (errno.EACCES, "cannot be written"), (errno.EIO, "fails or is full")],
)
def test_a_disk_that_fails_while_open(store: Store, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str) -> None:
    store.put(make_object("1.9.1.1"))

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr("workstation.store.objects.os.fsync", refuse)
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match=sentence):
                store.put(make_object("1.9.1.2"))
        with pytest.raises(StoreUnavailable, match=sentence):
            store.put_many([make_object("1.9.1.1"), make_object("1.9.1.2"), make_object("1.9.1.3")])
    assert store.sop_uids("1.9.1") == {"1.9.1.1"}
    assert len(object_files(store.folder)) == 1
    assert store.put(make_object("1.9.1.2")).new


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("hello")
    for folder in (file, file / "below"):
        with pytest.raises(StoreUnavailable):
            Store.open(folder, KeyFileOpener(folder))


def test_a_locked_index_is_said_and_comes_free_again(folder: Path, store: Store) -> None:
    impatient = Index(folder / "index.db", store._index._key, busy_ms=50)
    with (
        store._index.writing("journal"),
        pytest.raises(StoreUnavailable, match="Another program holds the local store"),
        impatient.writing("journal"),
    ):
        pass
    with impatient.writing("journal"):
        pass
    impatient.close()


def test_readers_never_wait_for_a_writer(store: Store, reopen: Callable[..., Store]) -> None:
    store.put(make_object())
    other = reopen()
    with store._index.writing("images"):
        assert other.has("1.9.1.1")
        assert len(other.headers("1.9.1")) == 1
        assert other.version() >= 1


def look(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.headers("1.9.1")
        store.studies()


@pytest.mark.parametrize("how", ["head", "middle", "text"])
def test_a_damaged_index_is_said_with_the_way_out(folder: Path, how: str) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(make_object(f"1.9.1.{n}") for n in range(50))
    path = folder / "index.db"
    content = bytearray(path.read_bytes())
    match how:
        case "head":
            content[:4096] = os.urandom(4096)
        case "middle":
            content[4096:-4096] = os.urandom(len(content) - 8192)
        case _:
            content = bytearray(b"hello")
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="garonne store verify --rebuild"):
        look(folder)


def test_a_closed_store_says_so(folder: Path) -> None:
    store = Store.open(folder, KeyFileOpener(folder))
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.studies()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.journal("1", "m", "a", b"x")


def test_an_index_of_a_newer_garonne_is_left_alone(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store, store._index.writing() as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreUnavailable, match="newer Garonne"):
        Store.open(folder, KeyFileOpener(folder))


def test_the_index_is_the_cipher_it_says(folder: Path, store: Store) -> None:
    db = apsw.Connection(str(folder / "index.db"))
    with pytest.raises(apsw.NotADBError):
        db.execute("SELECT * FROM study").fetchall()
    db.close()
