"""What a compressed codestream says of itself, read before any decoder allocates for it: size, depth, colour.

A decoder allocates by the codestream's own numbers, not by DICOM's Rows and Columns, so these are the ones to check first.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

# JPEG markers with a frame header (T.81 B.1.1.3): SOF0..SOF15 without DHT, JPG and DAC; SOF55 is JPEG-LS (T.87)
_FRAME_MARKERS = frozenset([*range(0xC0, 0xD0), 0xF7]) - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = frozenset([0x01, *range(0xD0, 0xD9)])


@dataclass(frozen=True, slots=True)
class Codestream:
    """Size in pixels, components, bits of each sample and whether they are signed. ``colour``: RGB or YBR where it says so itself, else "".
    ``reversible``: a lossless transform (5-3 wavelet), where that is known."""

    rows: int
    columns: int
    components: int
    precision: int
    signed: bool = False
    colour: str = ""
    reversible: bool = True
    near: int = 0


def jpeg(encoded: bytes | memoryview) -> Codestream | None:
    """The frame header of a JPEG, lossless JPEG or JPEG-LS codestream; None when there is none."""
    head = bytes(encoded[: 1 << 20])
    position = head.find(b"\xff\xd8")
    if position < 0:
        return None
    position += 2
    adobe, jfif, found, subsampled = None, False, None, False
    while position + 4 <= len(head):
        if head[position] != 0xFF:
            position += 1
            continue
        marker = head[position + 1]
        if marker == 0xFF or marker in _NO_LENGTH or marker == 0:
            position += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", head, position + 2)
        body = head[position + 4 : position + 2 + length]
        if marker in _FRAME_MARKERS and len(body) >= 6:
            precision, rows, columns, components = struct.unpack_from(">BHHB", body)
            found = (precision, rows, columns, components, bytes(body[6::3][:components]))
            subsampled = components == 3 and len(set(body[7::3][:components])) > 1
        elif marker == 0xE0 and body[:4] == b"JFIF":
            jfif = True
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            adobe = body[11]
        elif marker == 0xDA or marker == 0xD9:
            break
        position += 2 + length
    if found is None:
        return None
    precision, rows, columns, components, ids = found
    near = 0
    if position + 5 < len(head) and head[position + 1] == 0xDA:
        at = position + 5 + 2 * head[position + 4]
        near = head[at] if at < len(head) else 0
    colour = ""
    if ids == b"RGB":
        colour = "RGB"
    elif adobe is not None and components == 3:
        colour = "YBR" if adobe == 1 else "RGB" if adobe == 0 else ""
    elif (jfif or subsampled) and components == 3:  # no one halves the resolution of red or blue
        colour = "YBR"
    return Codestream(rows, columns, components, precision, colour=colour, near=near)


def jpeg2000(encoded: bytes | memoryview) -> Codestream | None:
    """The SIZ and COD segments of a JPEG 2000 or HTJ2K codestream, bare or in a JP2 file; None when there are none."""
    head = bytes(encoded[: 1 << 16])
    start = head.find(b"\xff\x4f\xff\x51")
    if start < 0 or start + 44 > len(head):
        return None
    right, bottom, left, top = struct.unpack_from(">IIII", head, start + 8)
    (components,) = struct.unpack_from(">H", head, start + 40)
    depth = head[start + 42]
    style = head.find(b"\xff\x52", start)
    reversible = style < 0 or style + 13 >= len(head) or head[style + 13] == 1
    colour = "" if style < 0 or style + 9 > len(head) or not head[style + 8] else "RGB"  # a component transform: decoders give RGB
    return Codestream(bottom - top, right - left, components, (depth & 0x7F) + 1, bool(depth & 0x80), colour, reversible)
