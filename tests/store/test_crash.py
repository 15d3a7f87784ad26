"""Kill -9 at any moment, and two processes at once: nothing that was said to be stored is lost, nothing half is left."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.store.conftest import make_object, object_files
from workstation.store import KeyFileOpener, Store, owners

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.conftest import make_object
from workstation.store import KeyFileOpener, Store
folder = Path(sys.argv[1])
store = Store.open(folder, KeyFileOpener(folder))
def say(*words):
    print(*words, flush=True)
"""


def child(folder: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    script = CHILD.format(root=str(ROOT)) + code
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder), *arguments], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )


def killed_after(process: subprocess.Popen[str], lines: int, pause: float = 0.0) -> list[str]:
    """What the child said until it was killed: after that many lines and a pause in which it goes on."""
    assert process.stdout
    said = [process.stdout.readline().strip() for _ in range(lines)]
    time.sleep(pause)
    process.kill()
    said += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    return said


PUTS = """
n = 0
while True:
    n += 1
    say(store.put(make_object(f"1.9.1.{n}", size=128)).sop_uid)
"""
STREAM = """
def forever():
    n = 0
    while True:
        n += 1
        yield make_object(f"1.9.1.{n}", size=128)
store.put_many(forever(), committed=lambda puts: [say(p.sop_uid) for p in puts])
"""


@pytest.mark.parametrize("code", [PUTS, STREAM])
@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_put_returned_for_is_lost_to_a_kill(folder: Path, code: str, seed: int) -> None:
    chance = random.Random(seed)
    said = killed_after(child(folder, code), 1 + chance.randrange(20), chance.random() * 0.15)
    with Store.open(folder, KeyFileOpener(folder)) as store:
        here = store.sop_uids("1.9.1")
        assert set(said) <= here
        for sop_uid in here:
            assert store.read(sop_uid) == make_object(sop_uid, size=128)
        assert store.usage().images == len(here) == store.study("1.9.1").images  # type: ignore[union-attr]
        assert len(object_files(folder)) == len(here), "files that a killed writer left are cleaned at the next opening"
        assert not store.verify().faults


def test_the_journal_survives_a_kill(folder: Path) -> None:
    code = """
n = 0
while True:
    n += 1
    store.journal("1.9.1", "measurement", str(n), b"%d mm" % n)
    store.set_reading_state("1.9.1", "reading", f"Dr {n}")
    say(n)
"""
    said = killed_after(child(folder, code), 25)
    with Store.open(folder, KeyFileOpener(folder)) as store:
        entries = dict(store.journal_entries("1.9.1", "measurement"))
        assert {n: f"{n} mm".encode() for n in said}.items() <= entries.items()
        assert int(store.reading_state("1.9.1").reader.split()[1]) >= int(said[-1])


def test_a_kill_while_deleting_leaves_no_file_and_no_row(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        for study in range(8):
            store.put_many([make_object(f"1.9.{study}.{n}", study=f"1.9.{study}") for n in range(30)])
    code = """
say("ready")
for study in range(8):
    store.purge([f"1.9.{study}"])
    say(study)
sys.stdin.read()
"""
    killed_after(child(folder, code), 3)
    with Store.open(folder, KeyFileOpener(folder)) as store:
        left = sum(len(store.sop_uids(s.study_instance_uid)) for s in store.studies())
        assert len(object_files(folder)) == left == store.usage().images
        assert not store.verify().faults


def test_a_killed_process_holds_nothing_and_its_request_waits_again(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(make_object())
        wanted = store.request("fetch", study_uid="1.9.2")
        process = child(folder, "store.hold('1.9.1'); say(store.take_request().id); sys.stdin.read()")
        assert process.stdout
        assert process.stdout.readline().strip() == str(wanted)
        assert store.held() == {"1.9.1"}
        assert store.take_request() is None
        process.kill()
        process.wait()
        assert store.held() == set()
        again = store.take_request()
        assert again is not None
        assert again.id == wanted


def test_a_process_is_known_by_more_than_its_number() -> None:
    pid, started, _ = owners.me().split("-")
    assert owners.alive(owners.me())
    assert not owners.alive(f"{pid}-{int(started) - 1}-x")
    assert not owners.alive("")
    assert not owners.alive("nonsense")


def test_many_threads_of_one_process_take_and_read_at_once(store: Store) -> None:
    def one(who: int) -> int:
        for n in range(15):
            store.put(make_object(f"1.9.{who}.{n}", study=f"1.9.{who}"))
            store.put(make_object(f"1.9.7.{n}", study="1.9.7"))
            assert store.read(f"1.9.{who}.{n}") == make_object(f"1.9.{who}.{n}", study=f"1.9.{who}")
            store.studies(), store.version()
        return len(store.headers(f"1.9.{who}"))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(6))) == [15] * 6
    assert store.study("1.9.7").images == 15  # type: ignore[union-attr]
    assert not store.verify().faults


def test_two_processes_write_at_once(folder: Path, reopen: Callable[..., Store]) -> None:
    store = reopen()
    code = """
who = sys.argv[2]
sys.stdin.readline()
for n in range(40):
    store.put_many([make_object(f"1.9.{who}.{n}", study=f"1.9.{who}"), make_object(f"1.9.7.{n}", study="1.9.7")])
    store.journal("1.9.7", "measurement", f"{who} {n}", b"x")
    store.request("fetch", study_uid=f"1.{who}.{n}")
store.close()
say("done")
"""
    children = [child(folder, code, who) for who in "12"]
    for each in children:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    seen, versions = 0, [store.version()]
    while any(each.poll() is None for each in children):
        versions.append(store.version())
        seen = max(seen, len(store.studies()))
        time.sleep(0.01)
    assert [each.communicate()[0].strip() for each in children] == ["done", "done"]
    assert versions == sorted(versions)
    assert versions[-1] > versions[0]
    assert {s.study_instance_uid: s.images for s in store.studies()} == {"1.9.1": 40, "1.9.2": 40, "1.9.7": 40}
    assert not store.conflicts(), "the same image from two sides at once is one image"
    assert len(store.journal_entries("1.9.7", "measurement")) == 80
    assert len(store.requests("waiting")) == 80
    assert len(object_files(folder)) == 120
    assert not store.verify().faults
