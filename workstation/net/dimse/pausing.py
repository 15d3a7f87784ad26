"""pynetdicom's own thread stopped for certain while we send and wait for answers on its association.

It takes messages from the same queue as we do. It says that it is paused before it is: between the two it may still take one, when
the machine is busy, and an answer would be lost without a word: a list without an exam, an exam without images.
"""

from __future__ import annotations

import threading

from pynetdicom.association import Association

_LOOK_S = 0.05


class Checkpoint:
    """What that thread waits at, in place of its event: ``clear`` comes back once it really waits here, or has ended."""

    def __init__(self, thread: threading.Thread) -> None:
        self._thread = thread
        self._changed = threading.Condition()
        self._open, self._waits = True, False

    def is_set(self) -> bool:
        """Whether the thread may go on."""
        return self._open

    def set(self) -> None:
        """Let it go on."""
        with self._changed:
            self._open = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Stop it here. Not for the thread itself."""
        with self._changed:
            self._open = False
            while not self._waits and self._thread.is_alive():
                self._changed.wait(_LOOK_S)

    def wait(self, timeout: float | None = None) -> bool:
        """The thread's: goes on once ``set``. It waits however long it takes, as it does at the event."""
        with self._changed:
            self._waits = True
            self._changed.notify_all()
            while not self._open:
                self._changed.wait()
            self._waits = False
        return True


def certain(opened: Association) -> None:
    """A pause of this association, which we ask for and which is not open yet, will be one."""
    opened._reactor_checkpoint = Checkpoint(opened)
