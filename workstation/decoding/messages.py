"""What the program and a decoding child say to each other: msgpack behind four bytes of length, through two pipes.

Bytes of files and pixels do not go this way but through the arena that both see; what is longer than the arena goes in parts, each
asked for with ``MORE``. Nothing here is pickle: what comes out of a child is checked like what comes out of a file.
"""

from __future__ import annotations

import os
import struct

import msgspec

from workstation.imaging.model import ImageHeader, Mark

READY, MORE, DONE, REFUSED, FAULT, LATER = "ready", "more", "done", "refused", "fault", "later"
_LONGEST = 1 << 24


class Request(msgspec.Struct, array_like=True, frozen=True):
    """Decode frame ``index`` of the ``size`` bytes that lie in the arena, in part or whole; say what is wrong in ``language``.
    ``video``: keep the file under that name and the reader at its place; a ``size`` of 0 means the one that is kept."""

    header: ImageHeader
    index: int
    size: int
    language: str
    video: str = ""


class Reply(msgspec.Struct, array_like=True, frozen=True):
    """``DONE`` with the type, shape and marks of the pixels in the arena; ``REFUSED`` with the sentence; ``FAULT`` with a fault of ours;
    ``LATER`` asks to be asked again: the frame of a video lies far on."""

    kind: str
    text: str = ""
    dtype: str = ""
    shape: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request | None)
_replies = msgspec.msgpack.Decoder(Reply)


def send(descriptor: int, message: Request | Reply | None) -> None:
    """Say something; None asks for the next part. OSError where nobody listens any more."""
    packed = _encoder.encode(message)
    left = memoryview(struct.pack("<I", len(packed)) + packed)
    while left:
        left = left[os.write(descriptor, left) :]


def request(descriptor: int) -> Request | None:
    """What the program asks next; EOFError when it has gone."""
    asked: Request | None = _requests.decode(_received(descriptor))
    return asked


def reply(descriptor: int) -> Reply:
    """What the child says; EOFError when it has gone, ValueError where that makes no sense."""
    return _replies.decode(_received(descriptor))


def _received(descriptor: int) -> bytes:
    (length,) = struct.unpack("<I", _exactly(descriptor, 4))
    if length > _LONGEST:
        raise ValueError(length)
    return _exactly(descriptor, length)


def _exactly(descriptor: int, count: int) -> bytes:
    first = os.read(descriptor, count)
    if len(first) == count:
        return first
    parts, have = [first], len(first)
    while first and have < count:
        first = os.read(descriptor, count - have)
        parts.append(first)
        have += len(first)
    if have < count:
        raise EOFError
    return b"".join(parts)
