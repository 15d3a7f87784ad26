"""Processes die in the middle of their work (kill -9) and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.end_to_end.conftest import CURRENT, IMAGES, NEXT, PRIOR, connect, exams, node, rows
from tests.peers.relay import Relay
from workstation.archive import Archive
from workstation.store import Store, default_opener

pytestmark = [pytest.mark.window, pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")]
CHILD = Path(__file__).with_name("reader.py")


@contextmanager
def reader(home: Path, doing: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A desktop in its own process, at the point where it has said what it did."""
    environment = dict(os.environ, PYTHONPATH=str(CHILD.parents[2]), GARONNE_LANGUAGE="en")
    command = [sys.executable, str(CHILD), str(home), CURRENT, doing]
    errors = home / "child.log"
    with open(errors, "w") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said, errors.read_text()
            yield process, json.loads(said)
        finally:
            process.kill()


def test_a_measurement_outlives_the_desktop_and_its_courier_ends_with_it(home: Path, archive: Archive, can_draw: None) -> None:
    home.mkdir()
    connect(home, node("Purpan", archive.port))
    with reader(home, "draw") as (process, said):
        assert said["measured"] == [pytest.approx(20, abs=1)]
        courier = psutil.Process(said["courier"])
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    psutil.wait_procs([courier], timeout=15)
    assert not courier.is_running() or courier.status() == psutil.STATUS_ZOMBIE, "the courier outlives its desktop"
    with reader(home, "look") as (_, again):
        assert again["measured"] == said["measured"]
        assert again["shown"] > 0
        assert again["courier"] not in (None, said["courier"])


def test_a_courier_killed_in_mid_fetch_comes_back_and_everything_arrives_once(qtbot, home, archive, start) -> None:
    with Relay(archive.port, delay_s=0.03) as line:
        connect(home, node("Purpan", line.port))
        desktop = start()
        store = desktop.store
        qtbot.waitUntil(lambda: 5 <= store.usage().images < 55, timeout=30_000)
        first = desktop._courier.pid
        os.kill(first, signal.SIGKILL)
        line.delay_s = 0.0
        qtbot.waitUntil(lambda: desktop._courier.pid not in (None, first), timeout=15_000)
        qtbot.waitUntil(lambda: {s.study_instance_uid: s.images for s in store.studies()} == IMAGES, timeout=40_000)
        qtbot.waitUntil(lambda: all(r.state == "done" for r in store.requests() if r.kind == "fetch"), timeout=20_000)
    assert store.usage().images == sum(IMAGES.values())
    for study in (CURRENT, PRIOR, NEXT):
        assert len(store.sop_uids(study)) == IMAGES[study]
    assert not [c for c in store.stored().values() if c.conflicts or c.damaged]
    assert not store.verify().faults
    qtbot.waitUntil(lambda: rows(desktop.list)[CURRENT].priors_here == 1, timeout=10_000)


def test_the_store_left_behind_opens_for_anybody_afterwards(home: Path, can_draw: None) -> None:
    home.mkdir()
    folder = home / "store"
    with Store.open(folder, default_opener(folder)) as store:
        store.put_many(exams())
    with reader(home, "draw") as (process, _):
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with Store.open(folder, default_opener(folder)) as store:
        assert not store.verify().faults
        assert store.held() == set()
        assert store.reading_state(CURRENT).state == "reading"
