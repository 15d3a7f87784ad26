"""Objects from network threads to the one that stores them, with a bound on the bytes between: the archive waits, not the memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from workstation.net.outcomes import Cancelled

MOST_BYTES = 64 << 20


class Pipe:
    """``put`` from any thread, iterate in one. ``end`` closes after what is inside, ``drop`` at once (``put`` then raises Cancelled)."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._inside: deque[bytes] = deque()
        self._bytes = 0
        self._ended = self._dropped = False
        self._changed = threading.Condition()

    def put(self, encoded: bytes) -> None:
        """Wait for room (one object always fits). Raises Cancelled when nobody takes any more."""
        with self._changed:
            while self._inside and self._bytes + len(encoded) > self._most and not self._dropped:
                self._changed.wait()
            if self._dropped:
                raise Cancelled
            self._inside.append(encoded)
            self._bytes += len(encoded)
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing more comes."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def drop(self) -> None:
        """Nobody takes any more."""
        with self._changed:
            self._dropped = True
            self._inside.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            with self._changed:
                while not self._inside and not self._ended and not self._dropped:
                    self._changed.wait()
                if not self._inside:
                    return
                encoded = self._inside.popleft()
                self._bytes -= len(encoded)
                self._changed.notify_all()
            yield encoded
