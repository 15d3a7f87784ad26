"""Encapsulated pixel data (PS3.5 A.4): fragments found, put together to frames, and what their codestreams say of themselves."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from workstation.imaging.elements import ITEM, UNDEFINED, Part10

_ITEM = {True: struct.Struct("<HHI"), False: struct.Struct(">HHI")}
RLE = "1.2.840.10008.1.2.5"
_NEXT_CODESTREAM = re.compile(rb"\xff\xd9[\x00\xff]?(?=\xff\xd8\xff|\xff\x4f\xff\x51)()")
ENCAPSULATED_NATIVE = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"


class Fragment(NamedTuple):
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
    start, first, _ = table
    count = (first - start) // 4
    offsets = struct.unpack_from(f"{'<' if little else '>'}{count}I", buffer, start) if count else ()
    return offsets, [Fragment(start - 8 - first, start, end, complete) for start, end, complete in found]


def _items(buffer: memoryview, position: int, end: int, little: bool) -> Iterator[tuple[int, int, bool]]:
    """Where the value of each item starts and ends, and whether the file holds all of it."""
    unpack = _ITEM[little].unpack_from
    while position + 8 <= end:
        group, element, length = unpack(buffer, position)
        if group != 0xFFFE or element != ITEM:
            if position + 9 > end or unpack(buffer, position + 1)[:2] != (0xFFFE, ITEM):
                return
            position += 1  # an item of odd length, padded beyond it
            continue
        start = position + 8
        position = start + length
        yield start, min(position, end), position <= end


@dataclass(frozen=True, slots=True)
class Survey:
    """The fragments of each frame; whether an offset table was there and wrong; and how many frames there are beyond those claimed."""

    frames: list[list[Fragment]]
    table_wrong: bool = False
    surplus: int = 0


def frames(part10: Part10, claimed: int) -> list[list[Fragment]]:
    """The fragments of each frame, see ``survey``."""
    return survey(part10, claimed).frames


def survey(part10: Part10, claimed: int) -> Survey:
    """Which fragments make which frame (PS3.5 A.4): by an offset table that agrees with the fragments, one a frame where their number is
    that of the frames, else by where codestreams start, also inside one fragment."""
    table, found = fragments(part10)
    if not found:
        return Survey([])
    offsets = _extended_table(part10) or table
    if claimed <= 1:
        starts = _starts(part10, found) if len(found) > 1 else [0]
        many = starts[:1] == [0] and len(starts) > 1
        return Survey([found[: starts[1]] if many else found], surplus=len(starts) - 1 if many else 0)
    cuts = _by_table(part10, found, offsets, claimed)
    wrong = bool(offsets) and cuts is None
    if cuts is None and len(found) < claimed:
        inside = [piece for f in found for piece in _codestreams_in(part10.buffer, f)]
        if len(inside) > len(found):
            return Survey([[f] for f in inside[:claimed]], wrong, max(0, len(inside) - claimed))
    if cuts is None and len(found) > claimed:
        cuts = _starts(part10, found)
    if cuts is None or cuts[:1] != [0]:
        cuts = list(range(len(found)))
    grouped = [found[a:b] for a, b in pairwise([*cuts, len(found)])]
    return Survey(grouped[:claimed], wrong, max(0, len(grouped) - claimed))


def _starts(part10: Part10, found: list[Fragment]) -> list[int]:
    """The fragments that a codestream starts with."""
    return [k for k, f in enumerate(found) if _starts_codestream(part10.buffer[f.start : f.start + 12])]


def _by_table(part10: Part10, found: list[Fragment], offsets: tuple[int, ...], claimed: int) -> list[int] | None:
    """The first fragment of each frame by an offset table, None where it does not fit: entries between fragments, frames that start in
    the middle of a codestream. Entries past the end are those of frames the file no longer has."""
    if len(offsets) != claimed or offsets[0] != 0 or any(b <= a for a, b in pairwise(offsets)):
        return None
    end = found[-1].item + 8 + found[-1].end - found[-1].start
    items = {f.item: k for k, f in enumerate(found)}
    present = [o for o in offsets if o < end]
    if any(o not in items for o in present):
        return None
    cuts = [items[o] for o in present]
    heads = [_starts_codestream(part10.buffer[found[k].start : found[k].start + 12]) for k in cuts] if len(found) != claimed else [True]
    return None if heads[0] and not all(heads) else cuts


def _codestreams_in(buffer: memoryview, fragment: Fragment) -> list[Fragment]:
    """A fragment cut where one codestream ends and the next one starts."""
    if not _starts_codestream(buffer[fragment.start : fragment.start + 12]):
        return [fragment]
    cuts = [m.start(1) for m in _NEXT_CODESTREAM.finditer(buffer[fragment.start : fragment.end])]
    bounds = [fragment.start, *(fragment.start + c for c in cuts), fragment.end]
    return [Fragment(fragment.item, a, b, fragment.complete or b < fragment.end) for a, b in pairwise(bounds)]


def _extended_table(part10: Part10) -> tuple[int, ...]:
    """The extended offset table (C.7.6.3.1.8): 64-bit offsets."""
    value = part10.dataset.value("ExtendedOffsetTable")
    count = len(value) // 8
    return struct.unpack_from(f"<{count}Q", value) if count else ()


def _starts_codestream(head: memoryview) -> bool:
    """JPEG, JPEG-LS, JPEG 2000 codestream or file, RLE header: what only the first fragment of a frame starts with."""
    first = bytes(head)
    if first.startswith((b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP")):
        return True
    return len(first) == 12 and 1 <= first[0] <= 15 and first[1:8] == b"\0\0\0\x40\0\0\0"


def codestream(part10: Part10, claimed: int, index: int) -> bytes | memoryview | None:
    """The compressed bytes of one frame, None where the file does not have it. One fragment is a view, several are joined."""
    found = frames(part10, claimed)
    if index >= len(found) or not found[index]:
        return None
    pieces = [part10.buffer[f.start : f.end] for f in found[index]]
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def cut_short(part10: Part10, syntax: str, frames: list[list[Fragment]]) -> int:
    """How many frames end before their codestream does: a fragment longer than the file, or no end marker where the syntax has one."""
    ends_with_marker = ".4.5" in syntax or ".4.7" in syntax or ".4.8" in syntax or ".4.9" in syntax or ".4.20" in syntax
    short = 0
    for found in frames:
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
