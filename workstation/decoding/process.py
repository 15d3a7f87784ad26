"""One child from the program's side: started, asked one frame at a time, looked after while it works, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from msgspec import MsgspecError
from numpy.typing import NDArray

from workstation.decoding.arena import Arena
from workstation.decoding.messages import DONE, FAULT, LATER, MORE, READY, REFUSED, Reply, Request, reply, send
from workstation.errors import UndecodableImage
from workstation.imaging.decode import Decoded
from workstation.imaging.model import ImageHeader
from workstation.language import language
from workstation.program import command, environment

ARENA = 16 << 20  # bytes: most frames in one part; only what was used takes memory
MEMORY = (2 << 30) + (256 << 20)  # bytes a child may have in memory; Linux keeps it to that by itself (rights.give_up)
PATIENCE_S = 4.0  # of processor time for a frame, or of none at all
BYTES_A_SECOND = 8 << 20  # what the slowest decoder does on an old machine: a film of 50 MB is given 6 s more
START_S = 60.0  # a machine that has just been switched on
_TYPES = frozenset(["|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"])


class Ended(Exception):
    """The child is no more. ``why``: ``crash``, ``slow``, ``memory``, ``killed`` from outside, ``start`` where it never was ready."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why, self.detail = why, detail


class Process(Protocol):
    """What is needed of a child's process; ``subprocess.Popen`` is one."""

    pid: int

    def kill(self) -> None:
        """End it now."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, negative for a signal."""
        ...


Launch = Callable[[Arena], tuple[Process, int, int]]


def spawned(arena: Arena, program: Sequence[str] = ()) -> tuple[Process, int, int]:
    """A new process, of the program itself if no other is named: its handle, the descriptor to write to, the one to read from. It inherits
    nothing else."""
    env = environment() | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # nothing here multiplies matrices
    child = subprocess.Popen(
        [*(program or command("decoder")), arena.token, str(arena.size)],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=arena.descriptors,
        env=env,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdin is not None
    assert child.stdout is not None
    into, out = os.dup(child.stdin.fileno()), os.dup(child.stdout.fileno())
    child.stdin.close()
    child.stdout.close()
    return child, into, out


class Fault(RuntimeError):
    """A fault of ours inside the child, which goes on."""


class Child:
    """One child process. ``decoded`` is for one thread at a time, ``look`` for the one that watches."""

    def __init__(self, launch: Launch = spawned, arena_bytes: int = ARENA) -> None:
        self._arena = Arena(arena_bytes)
        try:
            self.process, self._into, self._out = launch(self._arena)
        except OSError as error:
            self._arena.close()
            raise Ended("start", str(error)) from error
        self._ready = self._closed = False
        self._lock = threading.Lock()
        self._since = 0.0  # when it was given something to do, 0 while it waits
        self._patience = START_S
        self._looked_at = self._first = self._used = self._moved = 0.0  # which task; processor time then and now, and when it last grew
        self._given_up = ""

    def decoded(
        self, pieces: Sequence[bytes | memoryview], header: ImageHeader, index: int, *, video: str = "", patience: float = 0.0
    ) -> Decoded | None:
        """Frame ``index`` of the file whose bytes these pieces are; with no pieces, of the ``video`` that was handed over before. None
        where a video wants to be asked again. ``patience``: seconds that it may take longer. Raises UndecodableImage with the child's
        sentence, Fault; and Ended when the child has gone, whatever the reason: it is of no use then."""
        self.start()
        size = header.rows * header.columns * header.samples_per_pixel * max(1, header.bits_allocated // 8)
        self._patience, self._since = PATIENCE_S + size / BYTES_A_SECOND + patience, time.monotonic()
        try:
            self._put(pieces, header, index, video)
            return self._taken(header)
        except (OSError, EOFError, ValueError, MsgspecError) as error:
            raise self._ended(error) from error
        finally:
            self._since = 0.0

    def start(self) -> None:
        """Wait until it is ready. Raises Ended."""
        if self._ready:
            return
        self._patience, self._since = START_S, time.monotonic()
        try:
            if reply(self._out).kind != READY:
                raise ValueError("not ready")
        except (OSError, EOFError, ValueError, MsgspecError) as error:
            status = self.process.wait() if isinstance(error, EOFError) else None  # it ended by itself, and says how
            self.close()
            raise Ended("start", self._given_up or str(error) or f"exit {status}") from error
        finally:
            self._since = 0.0
        self._ready = True

    def look(self, now: float) -> None:
        """End it where it has taken too long or too much; called a few times a second while it works."""
        since = self._since
        if not since or self._given_up or self._closed:
            return
        import psutil  # here: few programs wait so long

        try:
            process = psutil.Process(self.process.pid)
            times, held = process.cpu_times(), process.memory_info().rss
        except psutil.Error:
            return
        used = times.user + times.system
        if self._looked_at != since:
            self._looked_at, self._first, self._used, self._moved = since, used, used, now
        if used != self._used:
            self._used, self._moved = used, now
        if self._since != since:
            return
        if held > MEMORY:
            self._give_up("memory")
        elif used - self._first > self._patience or now - self._moved > self._patience:
            self._give_up("slow")

    def close(self) -> None:
        """End it and let go of what it shared."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        os.close(self._into)
        os.close(self._out)
        self.process.kill()
        self.process.wait()
        self._arena.close()

    def _put(self, pieces: Sequence[bytes | memoryview], header: ImageHeader, index: int, video: str) -> None:
        """Hand the file over, an arena full after the other."""
        left = sum(len(piece) for piece in pieces)
        asked: Request | None = Request(header, index, left, language(), video)
        for filled in self._fill(pieces):
            send(self._into, asked)
            asked, left = None, left - filled
            if left and reply(self._out).kind != MORE:
                raise ValueError("more")

    def _fill(self, pieces: Sequence[bytes | memoryview]) -> Iterator[int]:
        arena, place = self._arena.bytes, 0
        for piece in pieces:
            rest = np.frombuffer(piece, np.uint8) if len(piece) else arena[:0]
            while rest.size:
                if place == arena.size:
                    yield place
                    place = 0
                part = rest[: arena.size - place]
                np.copyto(arena[place : place + part.size], part)  # releases the interpreter
                place, rest = place + part.size, rest[part.size :]
        yield place

    def _taken(self, header: ImageHeader) -> Decoded | None:
        """The pixels, copied out of the arena; what the child says of them is held against the header."""
        said, arena = reply(self._out), self._arena.bytes
        parts: list[NDArray[np.uint8]] = []
        while said.kind == MORE:
            if len(parts) * arena.size > 1 << 31:
                raise ValueError("endless")
            parts.append(arena.copy())
            send(self._into, None)
            said = reply(self._out)
        if said.kind == LATER:
            return None
        if said.kind == REFUSED:
            raise UndecodableImage(said.text)
        if said.kind == FAULT:
            raise Fault(said.text)
        values = _empty(said, header)
        flat, done = values.reshape(-1).view(np.uint8), 0
        for part in parts:
            flat[done : done + part.size] = part
            done += part.size
        if not 0 <= flat.size - done <= arena.size:
            raise ValueError("size")
        np.copyto(flat[done:], arena[: flat.size - done])
        return Decoded(values, said.marks)

    def _give_up(self, why: str) -> None:
        self._given_up = why
        self.process.kill()

    def _ended(self, error: Exception) -> Ended:
        """Why it ended, once it has."""
        nonsense = not isinstance(error, (OSError, EOFError))  # something wrote where it should not
        if nonsense:
            self.process.kill()
        status = self.process.wait()
        self.close()
        if self._given_up:
            return Ended(self._given_up)
        outside = sys.platform != "win32" and status in (-signal.SIGKILL, -signal.SIGTERM) and not nonsense
        return Ended("killed" if outside else "crash", str(status))


def _empty(said: Reply, header: ImageHeader) -> NDArray[Any]:
    shapes = ((header.rows, header.columns), (header.rows, header.columns, 3))
    if said.kind != DONE or said.dtype not in _TYPES or said.shape not in shapes:
        raise ValueError("reply")
    return np.empty(said.shape, said.dtype)
