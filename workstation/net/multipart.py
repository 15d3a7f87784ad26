"""multipart/related split as it flows (RFC 2387, PS3.18 8.6.1.2.1): one part at a time in memory, never a whole series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LARGEST_PART = 4 << 30
_LARGEST_HEAD = 64 << 10


class Malformed(ValueError):
    """What came is not multipart, or ends before its closing boundary."""


def boundary_of(content_type: str) -> bytes:
    """The boundary that a Content-Type names. Raises Malformed."""
    found = re.search(r'boundary="?([^";,]+)"?', content_type, re.IGNORECASE)
    if not content_type.lower().startswith("multipart/") or found is None:
        raise Malformed(f"not multipart: {content_type[:100]}")
    return found.group(1).strip().encode("ascii", "replace")


def parts(chunks: Iterable[bytes], boundary: bytes, largest: int = LARGEST_PART) -> Iterator[bytes]:
    """The body of each part. Raises Malformed on a part larger than ``largest`` bytes and on an end without closing boundary."""
    mark = b"--" + boundary
    delimiter = b"\r\n" + mark
    held = bytearray(b"\r\n")  # the first boundary has no line end before it
    flow = iter(chunks)
    body_at = -1  # where the current part's body starts; -1 while its head, or the first boundary, is awaited
    seen = 0  # up to here the delimiter has been looked for
    first = True
    for chunk in flow:
        held += chunk
        while True:
            if body_at < 0:
                body_at = _body_start(held, delimiter, first)
                if body_at == _CLOSED:
                    return
                if body_at < 0:
                    break
                first, seen = False, body_at
            end = held.find(delimiter, max(body_at, seen - len(delimiter)))
            if end < 0:
                seen = len(held)
                if seen - body_at > largest:
                    raise Malformed("a part is larger than allowed")
                break
            with memoryview(held) as view:
                yield bytes(view[body_at:end])
            del held[:end]
            body_at = -1
    if body_at < 0 and _body_start(held, delimiter, first) == _CLOSED:
        return
    raise Malformed("the stream ended before its closing boundary")


_CLOSED = -2
_AWAITED = -1


def _body_start(held: bytearray, delimiter: bytes, first: bool) -> int:
    """Index after the part's head; _AWAITED when more is needed, _CLOSED at the closing boundary. ``held`` starts at a delimiter
    (a preamble before the first one is dropped)."""
    if first:
        at = held.find(delimiter)
        if at < 0:
            if len(held) > _LARGEST_HEAD:
                raise Malformed("no boundary found")
            return _AWAITED
        del held[:at]
    after = len(delimiter)
    if len(held) < after + 2:
        return _AWAITED
    if held[after : after + 2] == b"--":
        return _CLOSED
    end = held.find(b"\r\n\r\n", after)
    if end < 0:
        if len(held) > _LARGEST_HEAD:
            raise Malformed("a part's head is too long")
        return _AWAITED
    return end + 4


def joined(bodies: Iterable[bytes], boundary: bytes, content_type: str = "application/dicom") -> Iterator[bytes]:
    """The other way: a multipart body as it goes out."""
    head = b"--" + boundary + b"\r\nContent-Type: " + content_type.encode("ascii")
    before = b""
    for body in bodies:
        yield b"%s%s\r\nContent-Length: %d\r\n\r\n" % (before, head, len(body))
        yield body
        before = b"\r\n"
    yield before + b"--" + boundary + b"--\r\n"
