"""What a child gives up before it sees a byte of anybody's: memory without end, files, core dumps, new programs, the network."""

from __future__ import annotations

import contextlib
import ctypes
import platform
import struct
import sys
from typing import Any

MEMORY = 2 << 30  # bytes that a child may take over what it has at its start

# Linux: the kind of processor as the kernel names it, and what a decoder has no business calling: socket, connect, bind, listen, execve,
# execveat, ptrace, process_vm_readv, process_vm_writev
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 59, 322, 101, 310, 311)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 221, 281, 117, 270, 271)),
}


def give_up() -> None:
    """Everything this system lets a process give up; what it does not have a way for is left out."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as first:
            first.write("600")  # this process goes first when the machine is out of memory, not the desktop
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        if sys.platform == "linux":
            with open("/proc/self/statm", encoding="ascii") as told:
                pages = int(told.read().split()[0])
            ceiling = pages * resource.getpagesize() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None)
            libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: nobody reads this process's memory
            libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
            _refuse_calls(libc)


def _refuse_calls(libc: Any) -> None:
    """Let the kernel answer EPERM to the calls above, and to all of another kind of processor (seccomp, mode filter)."""
    if platform.machine() not in _REFUSED or struct.calcsize("P") != 8:
        return
    kind, calls = _REFUSED[platform.machine()]
    load, equal, at_least, end = 0x20, 0x15, 0x35, 0x06  # BPF: load a word, jump where equal, jump where not less, return
    refuse, allow = 0x00050001, 0x7FFF0000  # SECCOMP_RET_ERRNO with EPERM, SECCOMP_RET_ALLOW
    count = len(calls)
    steps = [(load, 0, 0, 4), (equal, 0, count + 3, kind), (load, 0, 0, 0), (at_least, count + 1, 0, 0x40000000)]
    steps += [(equal, count - n, 0, call) for n, call in enumerate(calls)]  # jumps count from the next step: all to the last one
    steps += [(end, 0, 0, allow), (end, 0, 0, refuse)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    program = struct.pack("<HxxxxxxQ", len(steps), ctypes.addressof(code))
    libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0)  # PR_SET_SECCOMP
