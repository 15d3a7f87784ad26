"""Object files: each one DICOM file, AES-256-GCM, under a random name that says nothing of whom it shows.

A file is a version byte and one or more segments of at most 64 MiB, each nonce (12), ciphertext, tag (16). Name, version, whole
length and segment number are bound in as associated data: a file that is cut, changed or put in another's place is refused.
A file is written under its final, random name and synced before the index learns of it, so a reader never meets half a file;
what a killed writer leaves behind is named in its own list under ``writing/`` and removed at the next opening.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workstation.store import owners

VERSION = 1
SEGMENT = 64 * 1024 * 1024
NONCE, TAG = 12, 16
_OVERHEAD = NONCE + TAG
_BINARY = getattr(os, "O_BINARY", 0)


class DamagedObject(Exception):
    """The file is there and is not what was written."""


class MissingObject(Exception):
    """The file is not there."""


def stored_length(length: int) -> int:
    """Size of the file that holds ``length`` bytes."""
    return 1 + length + _OVERHEAD * max(1, -(-length // SEGMENT))


def length_of(stored: int) -> int:
    """How many bytes a file of that size holds; the inverse of ``stored_length``. Never negative."""
    segments = max(1, -(-(stored - 1) // (SEGMENT + _OVERHEAD)))
    return max(0, stored - 1 - segments * _OVERHEAD)


class _Scratch(threading.local):
    """One reused buffer a thread: allocation costs more than the cipher (design, SECURITY.md)."""

    def __init__(self) -> None:
        self.buffer = bytearray()

    def view(self, size: int) -> memoryview:
        if len(self.buffer) < size:
            self.buffer = bytearray(size + size // 8)
        return memoryview(self.buffer)[:size]


class Objects:
    """The folder of object files. Thread-safe; several processes may share it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)
        self._scratch = _Scratch()
        self._shards: set[str] = set()

    def path(self, name: str) -> Path:
        """Where the object of that name lies."""
        return self._folder / name[:2] / name

    def write(self, name: str, content: bytes | bytearray | memoryview) -> None:
        """Write one object under its name and sync it; OSError (disk full, read-only) leaves nothing behind."""
        shard = name[:2]
        if shard not in self._shards:
            (self._folder / shard).mkdir(parents=True, exist_ok=True)
            self._shards.add(shard)
        path = self.path(name)
        source = memoryview(content).cast("B")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileNotFoundError:  # the shard was cleaned away meanwhile
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            try:
                for number, start in _segments(len(source)):
                    part = source[start : start + SEGMENT]
                    lead = 1 if number == 0 else 0
                    sealed = self._scratch.view(lead + len(part) + _OVERHEAD)
                    if lead:
                        sealed[0] = VERSION
                    nonce = os.urandom(NONCE)
                    sealed[lead : lead + NONCE] = nonce
                    self._cipher.encrypt_into(nonce, part, _bound(name, len(source), number), sealed[lead + NONCE :])
                    _write_all(descriptor, sealed)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise

    def read_into(self, name: str, length: int, buffer: bytearray) -> memoryview:
        """Decrypt one object of ``length`` bytes into the start of ``buffer`` (grown when too small).

        MissingObject, DamagedObject (the part written is cleared: it was not verified), OSError."""
        if len(buffer) < length:
            buffer.extend(bytes(length - len(buffer)))
        out = memoryview(buffer)[:length]
        try:
            file = self.path(name).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise MissingObject(name) from error
        with file:
            if os.fstat(file.fileno()).st_size != stored_length(length):
                raise DamagedObject(name)
            for number, start in _segments(length):
                size = min(SEGMENT, length - start)
                lead = 1 if number == 0 else 0
                sealed = self._scratch.view(lead + size + _OVERHEAD)
                _read_all(file, sealed, name)
                if lead and sealed[0] != VERSION:
                    raise DamagedObject(name)
                part = out[start : start + size]
                try:
                    self._cipher.decrypt_into(
                        bytes(sealed[lead : lead + NONCE]), sealed[lead + NONCE :], _bound(name, length, number), part
                    )
                except InvalidTag as error:
                    out[: start + size] = bytes(start + size)
                    raise DamagedObject(name) from error
        return out

    def read(self, name: str, length: int) -> bytes:
        """One object as new bytes; raises as ``read_into``."""
        buffer = bytearray(length)
        self.read_into(name, length, buffer)
        return bytes(buffer)

    def whole(self, name: str, length: int) -> bool:
        """Whether a file of the right size is there: a quick look, not a check of its content."""
        try:
            return self.path(name).stat().st_size == stored_length(length)
        except OSError:
            return False

    def remove(self, names: Iterable[str]) -> list[str]:
        """Take files away; returns the names that are gone now (Windows keeps a file that a reader has open)."""
        gone = []
        for name in names:
            try:
                self.path(name).unlink()
            except FileNotFoundError:
                pass
            except PermissionError:
                continue
            gone.append(name)
        return gone

    def names(self) -> Iterator[tuple[str, Path]]:
        """Every object file on the disk."""
        for shard in sorted(self._folder.iterdir()) if self._folder.is_dir() else []:
            if shard.is_dir():
                for path in shard.iterdir():
                    yield path.name, path


class Writing:
    """The list of names this process is writing, on disk before the files are: what a killed writer leaves can be found quickly."""

    def __init__(self, folder: Path, owner: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / owner
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        self._lock = threading.Lock()
        self._open: set[str] = set()

    def begin(self, count: int) -> list[str]:
        """New random names, written down before any file has them."""
        names = [secrets.token_hex(16) for _ in range(count)]
        with self._lock:
            self._open.update(names)
            os.lseek(self._descriptor, 0, os.SEEK_END)
            _write_all(self._descriptor, memoryview("".join(name + "\n" for name in names).encode()))
        return names

    def end(self, names: list[str]) -> None:
        """The index knows them (or they are removed)."""
        with self._lock:
            self._open.difference_update(names)
            if not self._open:
                os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        """Nothing is being written any more."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        with contextlib.suppress(OSError):
            self._path.unlink()

    @staticmethod
    def left_behind(folder: Path) -> Iterator[tuple[Path, list[str]]]:
        """Lists of writers that no longer live, with the names in each."""
        for path in folder.iterdir() if folder.is_dir() else ():
            if not owners.alive(path.name):
                with contextlib.suppress(OSError):
                    names = path.read_text("ascii", errors="replace").split()
                    yield path, [n for n in names if len(n) == 32 and n.isalnum()]


def _segments(length: int) -> Iterator[tuple[int, int]]:
    yield from enumerate(range(0, max(1, length), SEGMENT))


def _bound(name: str, length: int, segment: int) -> bytes:
    return b"%s %d %d %d" % (name.encode(), VERSION, length, segment)


def _write_all(descriptor: int, content: memoryview) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _read_all(file: FileIO, into: memoryview, name: str) -> None:
    while into:
        count = file.readinto(into)
        if not count:
            raise DamagedObject(name)
        into = into[count:]
