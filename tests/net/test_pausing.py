"""Answers belong to who asked: pynetdicom's own thread takes none of them, however late it comes to its pause."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest
from pynetdicom.association import Association

from tests.net.conftest import STUDY
from tests.peers.objects import uid
from workstation.archive import Archive
from workstation.net.archive_client import ArchiveClient
from workstation.net.dimse.pausing import Checkpoint
from workstation.net.dimse.query import Finder
from workstation.net.dimse.sending import store_encoded
from workstation.net.patience import Patience
from workstation.net.queries import IMAGE_ANSWERS, identifier
from workstation.settings import ArchiveNode, Receive, Settings


def test_a_thread_that_is_late_takes_no_answer(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine leaves the thread after its pause, of which it has said that it is in, before it looks for a message."""
    wait = threading.Event.wait

    def late(self: threading.Event, timeout: float | None = None) -> bool:
        there = wait(self, timeout)
        thread = threading.current_thread()
        if isinstance(thread, Association) and thread.is_requestor:
            time.sleep(0.2)
        return there

    monkeypatch.setattr(threading.Event, "wait", late)
    node = ArchiveNode(name="the archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE")
    keys = {"StudyInstanceUID": STUDY, "SeriesInstanceUID": uid("series 0")}
    with Finder.open(node, "READER", patience=Patience.short(5)) as finder:
        for _ in range(2):
            found = finder.find(identifier("IMAGE", IMAGE_ANSWERS, keys), cancelled=_SlowAtFirst())
            assert len(found) == 20  # one less, without a word, where the thread takes one


class _SlowAtFirst:
    """The first answer is worked on while the others come."""

    asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        time.sleep(0.5 if self.asked == 1 else 0)
        return False


def test_a_pause_comes_back_when_the_thread_waits_or_has_ended() -> None:
    begun, go_on, passed = threading.Event(), threading.Event(), []

    def work() -> None:
        for n in range(3):
            checkpoint.wait()
            passed.append(n)
            begun.set()
            go_on.wait()

    thread = threading.Thread(target=work, daemon=True)
    checkpoint = Checkpoint(thread)
    thread.start()
    begun.wait()
    stopped = threading.Thread(target=checkpoint.clear, daemon=True)
    stopped.start()
    stopped.join(0.1)
    assert stopped.is_alive()  # the thread still works
    go_on.set()
    stopped.join(10)
    assert not stopped.is_alive()
    assert not checkpoint.is_set()
    assert passed == [0]
    checkpoint.set()
    thread.join(10)
    assert passed == [0, 1, 2]
    checkpoint.clear()  # of a thread that has ended


def test_what_the_archive_sends_in_a_move_waits_for_certain_too(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(receive=Receive(port=port))
    archive.destinations[settings.aet] = ("127.0.0.1", port)
    used: list[object] = []

    def sent(opened: Association, *args: Any, **more: Any) -> Any:
        used.append(opened._reactor_checkpoint)
        return store_encoded(opened, *args, **more)

    monkeypatch.setattr("workstation.archive.dimse.store_encoded", sent)
    node = ArchiveNode(name="the archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE", retrieve="move")
    fetched: list[bytes] = []
    ArchiveClient(node, settings, patience=Patience.short(5)).fetch(STUDY, lambda files: fetched.extend(files))
    assert len(fetched) == 40
    assert len(used) == 40
    assert all(isinstance(each, Checkpoint) for each in used)
