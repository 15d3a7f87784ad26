"""Encapsulated pixel data (PS3.5 A.4): fragments found, put together to frames, and what their codestreams say of themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from workstation.imaging.elements import ITEM, UNDEFINED, Part10
from workstation.imaging.model import ImageHeader

_ITEM = {True: struct.Struct("<HHI"), False: struct.Struct(">HHI")}
RLE = "1.2.840.10008.1.2.5"
ENCAPSULATED_NATIVE = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"


@dataclass(frozen=True, slots=True)
class Fragment:
    """One fragment: ``item`` is the offset of its item from the first item after the offset table; ``start``, ``end`` bound its value."""

    item: int
    start: int
    end: int
    complete: bool = True


def fragments(part10: Part10) -> tuple[tuple[int, ...], list[Fragment]]:
    """The basic offset table and the fragments after it, as far as the file goes. A value without items is one fragment."""
    extent = part10.dataset.extent("PixelData")
    if extent is None:
        return (), []
    buffer, little = part10.buffer, part10.dataset.little
    if extent.length != UNDEFINED and bytes(buffer[extent.offset : extent.offset + 4]) != b"\xfe\xff\x00\xe0":
        return (), [Fragment(0, extent.offset, extent.end)]
    found = _items(buffer, extent.offset, extent.end, little)
    table = next(found, None)
    if table is None:
        return (), []
    count = (table.end - table.start) // 4
    offsets = struct.unpack_from(f"{'<' if little else '>'}{count}I", buffer, table.start) if count else ()
    first = table.end
    return offsets, [Fragment(f.start - 8 - first, f.start, f.end, f.complete) for f in found]


def _items(buffer: memoryview, position: int, end: int, little: bool) -> Iterator[Fragment]:
    while position + 8 <= end:
        group, element, length = _ITEM[little].unpack_from(buffer, position)
        if group != 0xFFFE or element != ITEM:
            return
        start = position + 8
        stop = start + length
        yield Fragment(0, start, min(stop, end), stop <= end)
        position = stop


def frames(part10: Part10, claimed: int) -> list[list[Fragment]]:
    """Fragments of each frame: by count, by the offset tables where they agree with the fragments, else by where codestreams start."""
    table, found = fragments(part10)
    if claimed <= 1:
        return [found] if found else []
    if len(found) == claimed:
        return [[f] for f in found]
    if len(found) < claimed:
        return [[f] for f in found]
    starts = _extended_table(part10) or table
    items = {f.item: k for k, f in enumerate(found)}
    if len(starts) == claimed and starts[0] == 0 and all(o in items for o in starts) and list(starts) == sorted(set(starts)):
        cuts = [items[o] for o in starts]
    else:
        cuts = [k for k, f in enumerate(found) if _starts_codestream(part10.buffer[f.start : f.start + 12])]
        if not cuts or cuts[0] != 0:
            cuts = [0, *cuts]
    return [found[a:b] for a, b in zip(cuts, [*cuts[1:], len(found)], strict=True)][:claimed]


def _extended_table(part10: Part10) -> tuple[int, ...]:
    """The extended offset table (C.7.6.3.1.8): 64-bit offsets."""
    value = part10.dataset.value("ExtendedOffsetTable")
    count = len(value) // 8
    return struct.unpack_from(f"<{count}Q", value) if count else ()


def _starts_codestream(head: memoryview) -> bool:
    """JPEG, JPEG-LS, JPEG 2000 codestream or file: the marker that only the first fragment of a frame has."""
    first = bytes(head)
    return first.startswith((b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP"))


def count(part10: Part10, header: ImageHeader, claimed: int) -> int:
    """How many of the claimed frames have fragments."""
    if header.transfer_syntax_uid == ENCAPSULATED_NATIVE:
        return min(claimed, len(fragments(part10)[1]))
    return len(frames(part10, claimed))


def codestream(part10: Part10, claimed: int, index: int) -> bytes | memoryview | None:
    """The compressed bytes of one frame, None where the file does not have it. One fragment is a view, several are joined."""
    found = frames(part10, claimed)
    if index >= len(found) or not found[index]:
        return None
    pieces = [part10.buffer[f.start : f.end] for f in found[index]]
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def cut_short(part10: Part10, syntax: str, claimed: int) -> int:
    """How many frames end before their codestream does: a fragment longer than the file, or no end marker where the syntax has one."""
    ends_with_marker = ".4.5" in syntax or ".4.7" in syntax or ".4.8" in syntax or ".4.9" in syntax or ".4.20" in syntax
    short = 0
    for found in frames(part10, claimed):
        last = found[-1]
        tail = bytes(part10.buffer[max(last.start, last.end - 64) : last.end])
        short += not last.complete or (ends_with_marker and b"\xff\xd9" not in tail)
    return short


def codestream_is_lossy(part10: Part10, syntax: str) -> bool:
    """Whether the first codestream itself is lossy: a 9-7 wavelet (JPEG 2000, HTJ2K) or NEAR above 0 (JPEG-LS)."""
    _, found = fragments(part10)
    if not found:
        return False
    head = bytes(part10.buffer[found[0].start : min(found[0].end, found[0].start + 65536)])
    if syntax.endswith(".81"):
        scan = head.find(b"\xff\xda")
        components = head[scan + 4] if 0 <= scan < len(head) - 5 else 0
        near = scan + 5 + 2 * components
        return scan >= 0 and near < len(head) and head[near] > 0
    style = head.find(b"\xff\x52")
    return style >= 0 and style + 13 < len(head) and head[style + 13] == 0
