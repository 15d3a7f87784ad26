"""Objects between network and store: bounded, in order, stoppable from both ends."""

from __future__ import annotations

import threading
import time

import pytest

from workstation.net.outcomes import Cancelled
from workstation.net.pipe import Pipe


def test_in_order_and_then_the_end() -> None:
    pipe = Pipe()
    for n in range(5):
        pipe.put(bytes([n]))
    pipe.end()
    assert list(pipe) == [bytes([n]) for n in range(5)]


def test_the_sender_waits_when_it_is_full_but_one_object_always_fits() -> None:
    pipe = Pipe(most_bytes=10)
    pipe.put(bytes(100))
    passed = threading.Event()

    def more() -> None:
        pipe.put(bytes(5))
        passed.set()

    threading.Thread(target=more, daemon=True).start()
    time.sleep(0.05)
    assert not passed.is_set()
    assert len(next(iter(pipe))) == 100
    assert passed.wait(1)


def test_when_nobody_takes_any_more_the_sender_is_told() -> None:
    pipe = Pipe(most_bytes=1)
    pipe.put(b"12")
    threading.Timer(0.05, pipe.drop).start()
    with pytest.raises(Cancelled):
        pipe.put(b"34")
