"""Memory that this process shares with one child, and that has no name anyone else could open or find later.

Pixels of a patient lie in it, so it must go with the two processes, also when they are killed: on Linux a memfd, on macOS a shared
memory object unlinked before anything is written, on Windows a section of the page file, which ends with its last handle.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import sys
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


class Arena:
    """``size`` bytes; ``token`` tells a child which they are, ``descriptors`` are those that it must inherit. ``bytes`` is a view."""

    def __init__(self, size: int, token: str = "") -> None:
        self.size = size
        self.descriptors: tuple[int, ...] = ()
        if sys.platform == "win32":
            self.token = token or f"Local\\garonne-{secrets.token_hex(16)}"
            self._memory = mmap.mmap(-1, size, tagname=self.token)
        else:
            descriptor = int(token) if token else _nameless(size)
            self.token = str(descriptor)
            self._memory = mmap.mmap(descriptor, size)
            if token:
                os.close(descriptor)
            else:
                self.descriptors = (descriptor,)
        self.bytes: Bytes = np.frombuffer(self._memory, np.uint8)

    def close(self) -> None:
        """Let go of it; the memory itself goes when the child has done so too."""
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = ()
        self.bytes = np.empty(0, np.uint8)
        with contextlib.suppress(BufferError):  # somebody still looks at it: it goes with him
            self._memory.close()


def _nameless(size: int) -> int:
    """A descriptor of shared memory without a name, which no later program inherits by accident."""
    if sys.platform == "linux":
        descriptor: int = os.memfd_create("garonne", os.MFD_CLOEXEC)
    else:
        posix: Any = __import__("_posixshmem")
        name = f"/garonne-{secrets.token_hex(8)}"
        descriptor = posix.shm_open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600)
        posix.shm_unlink(name)
    os.ftruncate(descriptor, size)
    if descriptor > 2:
        return descriptor
    import fcntl

    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)  # a program without standard streams gets 0 to 2: a child's pipes go there
    os.close(descriptor)
    return high
