"""Encapsulated pixel data (PS3.5 A.4): fragments found, put together to frames, and what their codestreams say of themselves."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from workstation.imaging import codestreams
from workstation.imaging.elements import ITEM, Part10

_ITEM = {True: struct.Struct("<HHI"), False: struct.Struct(">HHI")}
# what encapsulated pixels begin with: an item, or the delimiter where there is none
_ITEM_TAGS = {True: (b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"), False: (b"\xff\xfe\xe0\x00", b"\xff\xfe\xe0\xdd")}
RLE = "1.2.840.10008.1.2.5"
_NEXT_CODESTREAM = re.compile(rb"\xff\xd9[\x00\xff]?(?=\xff\xd8\xff|\xff\x4f\xff\x51)()")
_END_MARKER = b"\xff\xd9"
_MARKED = (b"\xff", b"\0")  # first bytes of codestreams that end with a marker: all but RLE
ENCAPSULATED_NATIVE = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"
MOST = 300_000  # fragments of one file: what lies behind is told as missing


class Fragment(NamedTuple):
    """One fragment: ``item`` is the offset of its item from the first item after the offset table; ``start``, ``end`` bound its value."""

    item: int
    start: int
    end: int
    complete: bool = True


def fragments(part10: Part10, most: int = MOST) -> tuple[tuple[int, ...], list[Fragment]]:
    """The basic offset table and the first fragments after it, as far as the file goes. A value without items is one fragment."""
    extent = part10.dataset.extent("PixelData")
    if extent is None:
        return (), []
    buffer, little = part10.buffer, part10.dataset.little
    head = bytes(buffer[extent.offset : extent.offset + 4])
    if len(head) == 4 and head not in _ITEM_TAGS[little]:
        return (), [Fragment(0, extent.offset, extent.end)]
    found = _items(buffer, extent.offset, extent.end, little)
    table = next(found, None)
    if table is None:
        return (), []
    start, first, _ = table
    if _starts_codestream(buffer[start : start + 12]):  # a frame where the table belongs, whose first entry is 0
        first, found = start - 8, _items(buffer, start - 8, extent.end, little)
        start = first
    count = min((first - start) // 4, MOST)
    offsets = struct.unpack_from(f"{'<' if little else '>'}{count}I", buffer, start) if count else ()
    kept = [Fragment(start - 8 - first, start, end, complete) for start, end, complete in islice(found, most)]
    if next(found, None) is not None:
        kept[-1] = kept[-1]._replace(complete=False)
    return offsets, kept


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
    that of the frames, else by where codestreams start, or end with their marker, also inside one fragment."""
    table, found = fragments(part10)
    if not found:
        return Survey([])
    offsets = _extended_table(part10) or table
    starts = _starts(part10, found) if len(found) > 1 else [0]
    if claimed <= 1:
        return Survey([found[: starts[1]] if len(starts) > 1 else found], surplus=max(0, len(starts) - 1))
    cuts = _by_table(found, offsets, claimed, starts)
    wrong = bool(offsets) and cuts is None
    if cuts is None and len(found) < claimed:
        inside = [piece for f in found for piece in _codestreams_in(part10.buffer, f)]
        if len(inside) > len(found):
            return Survey([[f] for f in inside[:claimed]], wrong, max(0, len(inside) - claimed))
    if cuts is None and starts and bytes(part10.buffer[found[0].start : found[0].start + 1]) in _MARKED:
        filled = [k for k, f in enumerate(found) if f.end > f.start]
        cuts = sorted({*starts, *(after for k, after in pairwise(filled) if _has_end(part10.buffer, [found[k]]))})
    if cuts is None and starts and (len(found) > claimed or len(found) >= 2 * len(starts) > 2):
        cuts = starts
    if cuts is None:
        cuts = list(range(len(found)))
    grouped = [found[a:b] for a, b in pairwise([*cuts, len(found)])]
    return Survey(grouped[:claimed], wrong, max(0, len(grouped) - claimed))


def _starts(part10: Part10, found: list[Fragment]) -> list[int]:
    """The fragments that a codestream starts with; [] where the first is none of them, since nothing can be told by them then."""
    starts = [k for k, f in enumerate(found) if _starts_codestream(part10.buffer[f.start : f.start + 12])]
    return starts if starts[:1] == [0] else []


def _by_table(found: list[Fragment], offsets: tuple[int, ...], claimed: int, starts: list[int]) -> list[int] | None:
    """The first fragment of each frame by an offset table, None where it does not fit: entries between fragments, frames that most
    codestreams do not start with. Entries past the end are those of frames the file no longer has."""
    if len(offsets) != claimed or offsets[0] != 0 or any(b <= a for a, b in pairwise(offsets)):
        return None
    end = found[-1].item + 8 + found[-1].end - found[-1].start
    items = {f.item: k for k, f in enumerate(found)}
    present = [o for o in offsets if o < end]
    if any(o not in items for o in present):
        return None
    cuts = [items[o] for o in present]
    if len(cuts) == len(found):
        return cuts
    told = len(set(cuts).intersection(starts))
    return cuts if not starts or 2 * told > max(len(cuts), len(starts)) else None


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
    count = min(len(value) // 8, MOST)
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
    return sum(not found[-1].complete or (ends_with_marker and not _has_end(part10.buffer, found)) for found in frames)


def _has_end(buffer: memoryview, found: list[Fragment]) -> bool:
    """Whether a frame has its end marker."""
    last = found[-1]
    if _END_MARKER in bytes(buffer[max(last.start, last.end - 64) : last.end]):
        return True
    written = [buffer[f.start : f.end] for f in found if f.end > f.start][-2:]  # the marker may be cut in two, or padded far
    return _END_MARKER in b"".join(written).rstrip(b"\0\xff")[-64:]


def codestream_is_lossy(part10: Part10, syntax: str, claimed: int) -> bool:
    """Whether the first codestream says of itself that it is lossy, whatever its transfer syntax is called."""
    coded = codestream(part10, claimed, 0)
    wavelet = ".4.9" in syntax or ".4.20" in syntax
    said = (codestreams.jpeg2000(coded) if wavelet else codestreams.jpeg(coded)) if coded is not None else None
    return said is not None and not said.reversible


def own_syntax(part10: Part10, syntax: str) -> str:
    """The transfer syntax of encapsulated pixels by their first codestream, where that cannot be of ``syntax``: data sets lose their meta
    information, or get one that says they are uncompressed. ``syntax`` itself where it can be, or where nothing tells."""
    _, found = fragments(part10, 1)
    coded = part10.buffer[found[0].start : found[0].end] if found else b""
    if not _starts_codestream(memoryview(coded)[:12]):
        return syntax
    if coded[0] not in (0xFF, 0):
        own = RLE
    elif bytes(coded[:3]) == b"\xff\xd8\xff":
        said = codestreams.jpeg(coded)
        own = _JPEG_OF_PROCESS.get(said.scan.process, "") if said is not None and said.scan is not None else ""
    elif _kind(syntax) == "JPEG 2000":
        own = syntax
    else:
        wavelet = codestreams.jpeg2000(coded)
        high = wavelet is not None and wavelet.wavelet is not None and wavelet.wavelet.high_throughput
        own = "1.2.840.10008.1.2.4.203" if high else "1.2.840.10008.1.2.4.91"
    return own if own and _kind(own) != _kind(syntax) else syntax


_JPEG_OF_PROCESS = {n: f"1.2.840.10008.1.2.4.{uid}" for n, uid in ((0, 50), (1, 51), (2, 55), (3, 57), (0xF7 - 0xC0, 81))}


def _kind(syntax: str) -> str:
    """What one decoder reads: JPEG, JPEG-LS, JPEG 2000, RLE; the syntax itself for others."""
    for part, kind in ((".4.5", "JPEG"), (".4.7", "JPEG"), (".4.8", "JPEG-LS"), (".4.9", "JPEG 2000"), (".4.20", "JPEG 2000")):
        if syntax.startswith(f"1.2.840.10008.1.2{part}"):
            return kind
    return syntax
