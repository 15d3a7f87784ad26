"""Several streams of images at once into one receiver, counted, stoppable."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from workstation.errors import NotReadable
from workstation.net import part10
from workstation.net.outcomes import Cancelled, Outcome, Receive, Told

Opens = Callable[[], tuple[Iterator[bytes], int]]  # starts one stream: its Part-10 files, and how many were announced (0: unknown)


def parallel(
    streams: Sequence[Opens],
    receive: Receive,
    outcome: Outcome,
    *,
    have: AbstractSet[str],
    progress: Told | None,
    cancelled: Callable[[], bool] | None,
    at_once: int,
) -> Outcome:
    """Run the streams, ``at_once`` together. What is in ``have`` is dropped. The first error stops all and is raised; a stream
    that brings fewer images than announced counts the rest as failed."""
    waiting: queue.SimpleQueue[Opens] = queue.SimpleQueue()
    for opens in streams:
        waiting.put(opens)
    lock = threading.Lock()
    errors: list[BaseException] = []

    def stopped() -> bool:
        return bool(errors) or (cancelled is not None and cancelled())

    def take(opens: Opens) -> None:
        files, announced = opens()
        came = 0
        for encoded in files:
            if stopped():
                files.close()  # type: ignore[attr-defined]
                raise Cancelled
            if _uid(encoded) in have:
                continue
            receive(encoded)
            came += 1
            with lock:
                outcome.received += 1
                outcome.total = max(outcome.total, outcome.received)
                if progress is not None:
                    progress(outcome.received, outcome.total)
        with lock:
            outcome.failed += max(0, announced - came)

    def work() -> None:
        while not stopped():
            try:
                opens = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                take(opens)
            except BaseException as error:  # carried to the caller's thread
                errors.append(error)

    if progress is not None:
        progress(outcome.received, outcome.total)
    threads = [threading.Thread(target=work, daemon=True, name="stream") for _ in range(min(at_once, len(streams)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    if cancelled is not None and cancelled():
        raise Cancelled
    return outcome


def _uid(encoded: bytes) -> str:
    try:
        return part10.label(encoded).sop_instance_uid
    except NotReadable:
        return ""
