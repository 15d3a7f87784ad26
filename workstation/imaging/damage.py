"""Signs that a codestream is not what was written, though it still decodes: cheap, and never seen on a sound one.

No compressed syntax has a checksum, and decoders fill in what they miss without a word. Four properties of a sound codestream can
be seen from outside the decoder:

- **A sequential JPEG ends with its last pixel.** It is asked for some rows more than it has. libjpeg makes rows for which there is no
  data of mid-grey, and only the first of them may hold the bits that fill up the last byte. If data is left for them, or if the data
  ran out before them, the decoder lost its step somewhere in the picture. So does what lies between two restart markers.
- **A lossless wavelet stays within its range.** The 5-3 transform returns the very samples that were written. The samples are asked
  for with some bits more, so that a decoder neither clamps nor wraps them: one out of range is proof of damage.
- **No marker stands inside coded data.** Coders of JPEG 2000 never write a byte over 8F after FF (T.800 C.2.3, T.814 7.1).
- **Tile-parts follow each other by their lengths** (T.800 A.4.2), restart markers by their number (T.81 E.1.4), RLE segments fill
  their plane (PS3.5 G.3).

What none of them shows, because it is as valid as what was written: bits of a value itself, where no length changes with them (the
additional bits of a Huffman code; most of a JPEG 2000 code block). ``decoders`` says so for each syntax.
"""

from __future__ import annotations

import functools
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.codestreams import Bytes, Codestream, Huffman, Scan

Array = npt.NDArray[Any]
EARLY, LEFT, RANGE, ORDER, MARKER = "early", "left", "range", "order", "marker"  # the signs
_APPENDED = b"\0" + bytes((37 * n + 11) % 251 + 1 for n in range(96))  # anything without a marker in it, also behind an FF
_LONGEST_SIDE = 65500  # that libjpeg takes
_INTERVALS_CEILING = 4096  # between restart markers: each costs some microseconds
_RESTARTS = re.compile(rb"\xff\xdd\x00\x04..", re.DOTALL)
_PADDING_CODES = 8  # at most this many codes fit into the bits that fill up the last byte


def jpeg(
    encoded: Bytes, said: Codestream, decode: Callable[[Bytes], Array], luminance: Callable[[Bytes], Array] | None
) -> tuple[Array, str]:
    """Samples of a JPEG by ``decode``, and the sign of damage found on the way, or "". ``luminance`` decodes the first component alone,
    once more, where the rows of colour are subsampled."""
    scan = said.scan
    if scan is None or scan.process not in (0, 1, 3) or scan.components != said.components:
        return decode(encoded), ""  # progressive or one scan a component: each scan ends for itself
    if scan.restart_interval:
        sign = "" if _restarts_count_up(encoded, said, scan) else ORDER
        return decode(encoded), sign or _in_intervals(encoded, said, scan, decode, luminance)
    lossless = scan.process == 3
    tall = max(v for _, v in scan.sampling)
    smoothed = any(v != tall for _, v in scan.sampling)  # colour over rows: the last would take from those asked for beyond it
    if smoothed and luminance is None:
        return decode(encoded), ""
    unit = tall if lossless else 8 * tall
    rows = -(-said.rows // unit) * unit
    asked = rows + (2 if lossless else 1) * unit
    if asked > _LONGEST_SIDE:
        return decode(encoded), ""
    longer = bytearray(encoded)
    struct.pack_into(">H", longer, scan.frame_at + 5, asked)
    if said.components == 1:
        longer[scan.frame_at + 11] = 0x11  # its sampling factors mean nothing, but libjpeg decodes rows by them
    if smoothed:
        assert luminance is not None
        decode, samples = luminance, decode(encoded)
        whole = decode(longer)
    else:
        whole = decode(longer)
        samples = whole[: said.rows]
    beyond = whole[rows:]
    middle = 1 << (said.precision - 1)
    if lossless:
        early = bool((beyond[0] == middle).all())
        left = bool((beyond[1] != middle).any()) or not _padding_only(whole[rows - 1], beyond[0], said, scan)
        outside = said.precision not in (8, 16) and int(samples.max()) >> said.precision > 0
    else:
        across = 8 * max(h for h, _ in scan.sampling)
        early = bool((beyond[:, :across] == middle).all())
        left = bool((beyond[:, across + 2 :] != middle).any())  # colour is smoothed over columns
        outside = False
    if early and _reads_on(longer, scan.data_at, whole[: said.rows], decode):
        return samples, EARLY
    if left and not early and _more_than_padding(encoded):
        return samples, LEFT
    return samples, RANGE if outside else ""


def _padding_only(last: Array, row: Array, said: Codestream, scan: Scan) -> bool:
    """Whether the first row after a lossless picture holds nothing but the bits that fill up its last byte, up to seven ones: after them
    the decoder reads zeros, each the same difference, as far as the row goes."""
    if len(row) < _PADDING_CODES or len(scan.tables) != said.components:
        return True
    if scan.predictor > 4 and (said.precision <= 8 or scan.point_transform):
        return True  # these halve a sum, and its upper bits are lost
    bits = (8 if row.dtype == np.uint8 else 16) - scan.point_transform
    above = last.reshape(len(row), -1).astype(np.int64) >> scan.point_transform
    values = row.reshape(len(row), -1).astype(np.int64) >> scan.point_transform
    left, up, corner = values[:-1], above[1:], above[:-1]
    if not 1 <= scan.predictor <= 7:
        return True
    predicted = (
        left,
        up,
        corner,
        left + up - corner,
        left + ((up - corner) >> 1),
        up + ((left - corner) >> 1),
        (left + up) >> 1,
    )[scan.predictor - 1]
    differences = (values - np.concatenate([above[:1], predicted])) & ((1 << bits) - 1)
    zeros = [_difference(table, 0)[0] & ((1 << bits) - 1) for table in scan.tables]
    if (differences[_PADDING_CODES:] != zeros).any():
        return False
    first = differences.ravel()[:_PADDING_CODES].tolist()
    return any(first == [d & ((1 << bits) - 1) for d in filling] for filling in _fillings(scan.tables))


@functools.lru_cache(64)
def _fillings(tables: tuple[Huffman, ...]) -> tuple[tuple[int, ...], ...]:
    """The differences that 0 to 7 ones, then zeros, are read as."""
    found = []
    for ones in range(8):
        differences, remaining = [], ones
        for n in range(_PADDING_CODES):
            difference, used = _difference(tables[n % len(tables)], remaining)
            differences.append(difference)
            remaining = max(0, remaining - used)
        found.append(tuple(differences))
    return tuple(found)


@functools.lru_cache(1024)
def _difference(table: Huffman, ones: int) -> tuple[int, int]:
    """The first difference in ``ones`` ones followed by zeros, and how many bits it takes (T.81 F.2.2, H.1.2.2); a code that is none is
    read as 0, as libjpeg does."""
    code = first = index = 0
    for length in range(1, 17):
        code = code << 1 | (length <= ones)
        count = table.lengths[length - 1]
        if code - first < count and index + code - first < len(table.symbols):
            size = table.symbols[index + code - first]
            if size in (0, 16):
                return 32768 if size else 0, length
            value = 0
            for bit in range(length + 1, length + size + 1):
                value = value << 1 | (bit <= ones)
            return (value if value >> (size - 1) else value - (1 << size) + 1), length + size
        index += count
        first = (first + count) << 1
    return 0, 17


def _reads_on(longer: bytearray, data_at: int, samples: Array, decode: Callable[[Bytes], Array]) -> bool:
    """Whether the picture changes with bytes put behind its data: the decoder then lacks some, and mid-grey is no content."""
    markers = _markers(longer, data_at)
    end = data_at + int(markers[0]) if len(markers) else len(longer)  # no decoder goes past a marker
    return not np.array_equal(decode(longer[:end] + _APPENDED + longer[end:])[: len(samples)], samples)


def _markers(encoded: Bytes, data_at: int) -> Array:
    """Where markers stand in entropy-coded data, counted from their start: an FF before anything but 00 (T.81 B.1.1.5) and another FF."""
    coded = np.frombuffer(encoded, np.uint8)[data_at:]
    at = np.flatnonzero(coded[:-1] == 0xFF)
    markers: Array = at[(coded[at + 1] != 0) & (coded[at + 1] != 0xFF)]
    return markers


def _more_than_padding(encoded: Bytes) -> bool:
    """Whether the data ends in more than zero bytes or filling, which some write before the end marker. FF00 is one byte of data."""
    tail = bytes(encoded[-64:])
    end = max(tail.rfind(b"\xff\xd9"), 0)
    last = end - 2 if tail[max(end - 2, 0) : end] == b"\xff\0" else end
    return last < end or len(tail[:end].rstrip(b"\0\xff")) > end - 2


def _restarts_count_up(encoded: Bytes, said: Codestream, scan: Scan) -> bool:
    """Whether restart markers come in their order and as many as the picture needs, and no other marker before the last of them."""
    marked = np.frombuffer(encoded, np.uint8)[scan.data_at + _markers(encoded, scan.data_at) + 1]
    others = np.flatnonzero((marked < 0xD0) | (marked > 0xD7))
    found = marked[: others[0] if len(others) else len(marked)] - 0xD0
    tall, wide = _unit(scan)
    units = -(-said.rows // tall) * -(-said.columns // wide)
    return len(found) == -(-units // scan.restart_interval) - 1 and bool((found == np.arange(len(found)) % 8).all())


def _unit(scan: Scan) -> tuple[int, int]:
    """Rows and columns of what is coded at once (an MCU, T.81 A.2)."""
    unit = 1 if scan.process == 3 else 8
    return unit * max(v for _, v in scan.sampling), unit * max(h for h, _ in scan.sampling)


def _in_intervals(
    encoded: Bytes, said: Codestream, scan: Scan, decode: Callable[[Bytes], Array], luminance: Callable[[Bytes], Array] | None
) -> str:
    """The sign of damage between restart markers that follow each other as they should. Each interval is looked at as a picture of its
    own, since nothing in it leans on another (T.81 E.1.4): of as many rows, or one row of as many blocks."""
    tall, wide = _unit(scan)
    units = -(-said.rows // tall) * -(-said.columns // wide)
    intervals = -(-units // scan.restart_interval)
    if intervals > _INTERVALS_CEILING or (scan.process == 3 and scan.restart_interval % said.columns):
        return ""
    ends = scan.data_at + _markers(encoded, scan.data_at)[:intervals]
    if len(ends) < intervals:
        return ""  # without its end marker: said by the header
    starts = [scan.data_at, *(int(end) + 2 for end in ends[:-1])]
    head = bytearray(_RESTARTS.sub(b"\xff\xdd\x00\x04\x00\x00", bytes(encoded[: scan.data_at])))
    for n, (start, end) in enumerate(zip(starts, ends.tolist(), strict=True)):
        count = min(scan.restart_interval, units - n * scan.restart_interval)
        rows, columns = (count // said.columns, said.columns) if scan.process == 3 else (tall, wide * count)
        if columns > _LONGEST_SIDE:
            return ""
        struct.pack_into(">HH", head, scan.frame_at + 5, rows, columns)
        part = bytes(head) + bytes(encoded[start:end]) + b"\xff\xd9"
        _, sign = jpeg(part, replace(said, rows=rows, columns=columns, scan=replace(scan, restart_interval=0)), decode, luminance)
        if sign:
            return sign
    return ""


def wavelet(encoded: Bytes, said: Codestream) -> str:
    """A sign of damage in how a JPEG 2000 codestream is built, or ""."""
    built = said.wavelet
    if built is None:
        return ""
    if not built.whole:
        return ORDER
    if built.unmarked:
        coded = np.frombuffer(encoded, np.uint8)
        for start, end in built.packets:
            if ((coded[start : end - 1] == 0xFF) & (coded[start + 1 : end] > 0x8F)).any():
                return MARKER
    return ""


def zeros(encoded: Bytes, said: Codestream) -> bool:
    """Whether packets hold a run of zeros, of 32 bytes or a few more: no coder's work, but that of a disk or a network."""
    for start, end in said.wavelet.packets if said.wavelet is not None else ():
        words = np.frombuffer(encoded, np.uint64, max(0, end - start) // 8, start)
        if not words.all():
            none = words == 0
            if (none[:-3] & none[1:-2] & none[2:-1] & none[3:]).any():
                return True
    return False


def even_levels(said: Codestream) -> int:
    """How many wavelet levels, from the finest, have code blocks of whole 4 x 2 samples only."""
    built = said.wavelet
    assert built is not None
    sizes = ((said.rows, said.columns), (min(built.tile[0], said.rows), min(built.tile[1], said.columns)))
    level = 0
    while level < built.levels and not any(rows % (4 << level) or columns % (8 << level) for rows, columns in sizes):
        level += 1
    return level


def coarse(encoded: Bytes, said: Codestream, levels: int) -> bytes | None:
    """The codestream of the same picture without its ``levels`` finest ones, which OpenJPEG reads in no time: its packets come first where
    there is one tile in one layer by resolution. None where they do not."""
    built = said.wavelet
    assert built is not None
    head = bytes(encoded[: built.packets[0][0]]) if built.packets else b""
    style, quantization, tile = head.find(b"\xff\x52"), head.find(b"\xff\x5c"), head.find(b"\xff\x90")
    if min(style, quantization, tile) < 0 or head[style + 5] > 2 or built.tile[0] < said.rows or built.tile[1] < said.columns:
        return None
    (length,) = struct.unpack_from(">H", head, quantization + 2)
    kept = 1 + 3 * (built.levels - levels)
    start = bytearray(head)
    size = struct.pack(">II", said.columns >> levels, said.rows >> levels)
    start[8:16], start[24:32], start[style + 9] = size, size, built.levels - levels
    trimmed = b"\xff\x5c" + struct.pack(">H", 3 + kept) + head[quantization + 4 : quantization + 5 + kept]
    return bytes(start[:quantization]) + trimmed + bytes(start[quantization + 2 + length :]) + bytes(encoded[len(head) :])


def wider(encoded: Bytes, said: Codestream, precision: int) -> bytearray:
    """A JPEG 2000 codestream whose samples come unsigned in ``precision`` bits, around the middle of them: a sample that leaves its range
    is seen, and one of 0 was never written."""
    assert said.wavelet is not None
    changed = bytearray(encoded)
    at = said.wavelet.start + 42
    changed[at : at + 3 * said.components : 3] = bytes([precision - 1]) * said.components
    return changed


def narrowed(wide: Array, said: Codestream, precision: int) -> Array | None:
    """What ``wider`` gave, as the codestream means it: unsigned from 0 or signed, one or two bytes. None where a sample is out of range."""
    middle, half = 1 << (precision - 1), 1 << (said.precision - 1)
    wide -= wide.dtype.type(middle - half)  # a sample under its range becomes a very large one
    if int(wide.max()) >= 2 * half:
        return None
    size = 1 if said.precision <= 8 else 2
    samples: Array = wide if wide.dtype.itemsize == size else wide.astype(f"u{size}")
    if not said.signed:
        return samples
    samples -= samples.dtype.type(half)
    return samples.view(f"i{size}")
