"""One frame of a file with many, as a small file of its own: what a child needs to decode it, and nothing else goes through the pipe.

A file of 300 MB would else be copied for each of its frames. Which fragments make which frame is found here, once for all frames; what
the child gets is the codestream that ``imaging.decode`` would join itself.
"""

from __future__ import annotations

import struct
import threading
import time
from dataclasses import dataclass, replace

from workstation.imaging import fragments
from workstation.imaging.elements import UNDEFINED, Part10, open_part10
from workstation.imaging.fragments import Fragment
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader

KEPT_S = 5.0  # a file's fragments are remembered until nobody asked for that long
_HEAD = 0x00280000
_ITEM = b"\xfe\xff\x00\xe0"
_END = b"\xfe\xff\xdd\xe0\0\0\0\0"


@dataclass(slots=True)
class _File:
    encoded: Encoded
    part10: Part10
    frames: list[list[Fragment]]
    used: float


class Files:
    """The fragments of the last files asked about: found once for all their frames. Called from many threads."""

    def __init__(self) -> None:
        self._files: list[_File] = []
        self._lock = threading.Lock()

    def cut(self, encoded: Encoded, header: ImageHeader, index: int) -> tuple[list[bytes | memoryview], ImageHeader, int]:
        """Pieces that joined are a file, its header, and which of its frames is meant: the frame alone where that can be, else all."""
        if header.frames_claimed <= 1 or not 0 <= index < header.number_of_frames:
            return [_bytes(encoded)], _slim(header), index
        part10, frames = self._found(encoded, header)
        data = part10.dataset
        if part10.inflated or not data.little or not data.explicit or index >= len(frames) or not frames[index]:
            return [_bytes(encoded)], _slim(header), index
        pieces: list[bytes | memoryview] = [_start(header.transfer_syntax_uid)]
        for tag, extent in data.extents.items():
            if tag in (0x00080016, 0x00080018) or tag & 0xFFFF0000 == _HEAD:
                pieces.append(part10.buffer[extent.start : extent.end])
        length = sum(f.end - f.start for f in frames[index])
        pieces.append(struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, UNDEFINED) + _ITEM + bytes(4) + _ITEM + struct.pack("<I", length))
        pieces += [part10.buffer[f.start : f.end] for f in frames[index]]
        pieces.append(_END)
        alone = replace(_slim(header), number_of_frames=1, frames_claimed=1)
        return pieces, alone, 0

    def _found(self, encoded: Encoded, header: ImageHeader) -> tuple[Part10, list[list[Fragment]]]:
        now = time.monotonic()
        with self._lock:
            self._files = [f for f in self._files if now - f.used < KEPT_S]
            known = next((f for f in self._files if f.encoded is encoded), None)
            if known is not None:
                known.used = now
                return known.part10, known.frames
        part10 = open_part10(encoded)
        frames = fragments.frames(part10, header.frames_claimed)
        if isinstance(encoded, bytes) or (isinstance(encoded, memoryview) and encoded.readonly):
            # what can be written to may be another file next time
            with self._lock:
                self._files = [*self._files[-3:], _File(encoded, part10, frames, now)]
        return part10, frames

    def forget(self) -> None:
        """Let go of files that nobody asked about for a while."""
        now = time.monotonic()
        with self._lock:
            self._files = [f for f in self._files if now - f.used < KEPT_S]


def _bytes(encoded: Encoded) -> bytes | memoryview:
    return encoded if isinstance(encoded, bytes) else memoryview(encoded).cast("B")


def _slim(header: ImageHeader) -> ImageHeader:
    """Without what decoding does not ask about: 500 frame headers would be the longest part of a message."""
    return replace(header, frames=(), marks=(), regions=(), shutters=())


def _start(syntax: str) -> bytes:
    """Preamble and meta information (PS3.10 7.1)."""
    uid = syntax.encode("ascii", "replace")
    uid += b"\0" * (len(uid) % 2)
    return bytes(128) + b"DICM" + struct.pack("<HH2sH", 2, 0x10, b"UI", len(uid)) + uid
