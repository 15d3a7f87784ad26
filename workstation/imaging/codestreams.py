"""What a compressed codestream says of itself, read before any decoder allocates for it: size, depth, colour, how it is built.

A decoder allocates by the codestream's own numbers, not by DICOM's Rows and Columns, so these are the ones to check first. How it is
built (markers, scans, tile-parts) serves ``damage``, which looks for signs that a codestream is not what was written.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

Bytes = bytes | bytearray | memoryview

# JPEG markers with a frame header (T.81 B.1.1.3): SOF0..SOF15 without DHT, JPG and DAC; SOF55 is JPEG-LS (T.87)
_JPEG_LS, _LOSSLESS = 0xF7, (0xC3, 0xC7, 0xCB, 0xCF)
_FRAME_MARKERS = frozenset([*range(0xC0, 0xD0), _JPEG_LS]) - {0xC4, 0xC8, 0xCC}
_SYCC = (18).to_bytes(4, "big")  # EnumCS of a JP2 file (T.800 I.5.3.3)
_NO_LENGTH = frozenset([0x01, *range(0xD0, 0xD9)])
TILE_PARTS_CEILING = 4096  # more are not followed: a walk through them would cost more than decoding


@dataclass(frozen=True, slots=True)
class Huffman:
    """A Huffman table (T.81 B.2.4.2): how many codes of each length from 1 to 16, and the symbols in their order."""

    lengths: bytes
    symbols: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """How a JPEG is coded: ``process`` is n of its SOFn (0, 1 sequential, 3 lossless); ``sampling`` (horizontal, vertical) of each
    component; ``frame_at`` the offset of the SOF marker, ``data_at`` that of the first scan's entropy-coded data; ``components`` of
    that scan. ``predictor`` and ``point_transform`` are those of a lossless scan (H.1.2.1)."""

    process: int
    sampling: tuple[tuple[int, int], ...]
    frame_at: int
    data_at: int
    components: int
    restart_interval: int = 0
    predictor: int = 0
    point_transform: int = 0
    tables: tuple[Huffman, ...] = ()  # DC (or lossless) table of each component of the scan, () where one is missing


@dataclass(frozen=True, slots=True)
class Codestream:
    """Size in pixels, components, bits of each sample and whether they are signed. ``colour``: RGB or YBR where it says so itself, else "".
    ``reversible``: the samples are those that were written (lossless JPEG without a point
    transform, JPEG-LS with NEAR 0, a 5-3 wavelet)."""

    rows: int
    columns: int
    components: int
    precision: int
    signed: bool = False
    colour: str = ""
    reversible: bool = True
    scan: Scan | None = None
    wavelet: Wavelet | None = None


@dataclass(frozen=True, slots=True)
class Wavelet:
    """How a JPEG 2000 codestream is built: ``start`` of its SOC; wavelet ``levels``; ``plain`` where nothing but SIZ, CAP, COD, QCD,
    comments and lengths stand in its main header, each as it may be, in one layer, from the image's origin, all components alike;
    ``whole`` where its tile-parts follow each other from the main header to the end marker; ``high_throughput`` code blocks (T.814)."""

    start: int
    levels: int
    tile: tuple[int, int]  # rows, columns
    plain: bool
    whole: bool
    high_throughput: bool
    packets: tuple[tuple[int, int], ...] = ()  # from, to: what no tile-part header is
    unmarked: bool = True  # no markers among the packets (SOP, EPH)


def jpeg(encoded: Bytes) -> Codestream | None:
    """The frame header of a JPEG, lossless JPEG or JPEG-LS codestream; None when there is none."""
    head = bytes(encoded[: 1 << 20]) if len(encoded) > 1 << 20 else encoded if isinstance(encoded, bytes) else bytes(encoded)
    position = head.find(b"\xff\xd8")
    if position < 0:
        return None
    position += 2
    adobe, jfif, found, restart, scan_head = None, False, None, 0, b""
    huffman: dict[int, Huffman] = {}
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
            found = (marker, position, body)
        elif marker == 0xE0 and body[:4] == b"JFIF":
            jfif = True
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            adobe = body[11]
        elif marker == 0xC4:
            _huffman_tables(body, huffman)
        elif marker == 0xDD and len(body) >= 2:
            restart = body[0] << 8 | body[1]
        elif marker == 0xDA or marker == 0xD9:
            scan_head = body if marker == 0xDA else b""
            break
        position += 2 + length
    if found is None:
        return None
    marker, frame_at, body = found
    precision, rows, columns, components = struct.unpack_from(">BHHB", body)
    ids = bytes(body[6::3][:components])
    count = scan_head[0] if scan_head else 0
    parameters = scan_head[1 + 2 * count :]
    subsampled = components == 3 and len(set(body[7::3][:components])) > 1
    colour = ""
    if ids.upper() == b"RGB":
        colour = "RGB"
    elif adobe is not None and components == 3:
        colour = "YBR" if adobe == 1 else "RGB" if adobe == 0 else ""
    elif ((jfif and marker not in (*_LOSSLESS, _JPEG_LS)) or subsampled) and components == 3:  # no one halves the resolution of red or blue
        colour = "YBR"
    scan = None
    if count and len(parameters) >= 3 and len(body) >= 6 + 3 * components:
        sampling = tuple([(b >> 4, b & 15) for b in body[7::3][:components]]) if components > 1 else ((1, 1),)  # it means nothing then
        tables = [huffman.get(scan_head[2 + 2 * n] >> 4) for n in range(count)]
        scan = Scan(
            process=marker - 0xC0,
            sampling=sampling,
            frame_at=frame_at,
            data_at=position + 4 + len(scan_head),
            components=count,
            restart_interval=restart,
            predictor=parameters[0],
            point_transform=parameters[2] & 15,
            tables=tuple([t for t in tables if t is not None]) if None not in tables else (),
        )
    if marker == _JPEG_LS:
        reversible = not parameters[:1].strip(b"\0")  # NEAR
    else:
        reversible = marker in _LOSSLESS and not (parameters[2] & 15 if len(parameters) >= 3 else 0)
    return Codestream(rows, columns, components, precision, colour=colour, reversible=reversible, scan=scan)


def _huffman_tables(body: bytes, found: dict[int, Huffman]) -> None:
    """The tables of one DHT segment, by class and destination as written (0x00 to 0x03: DC)."""
    at = 0
    while at + 17 <= len(body):
        lengths = body[at + 1 : at + 17]
        count = sum(lengths)
        found[body[at]] = Huffman(lengths, body[at + 17 : at + 17 + count])
        at += 17 + count


def jpeg2000(encoded: Bytes) -> Codestream | None:
    """The SIZ and COD segments of a JPEG 2000 or HTJ2K codestream, bare or in a JP2 file; None when there are none."""
    head = bytes(encoded[: 1 << 16])
    start = head.find(b"\xff\x4f\xff\x51")
    if start < 0 or start + 44 > len(head):
        return None
    length, right, bottom, left, top = struct.unpack_from(">H2xIIII", head, start + 4)
    tile_columns, tile_rows, tile_left, tile_top, components = struct.unpack_from(">IIIIH", head, start + 24)
    depth = head[start + 42]
    own = head[start + 42 : start + 42 + 3 * components]
    plain = not (left or top or tile_left or tile_top) and own == bytes((depth, 1, 1)) * components
    position, style, quantization, high_throughput = start + 4 + length, b"", b"", False
    while position + 4 <= len(head):  # the main header (T.800 A.3): up to the first SOT
        marker, size = struct.unpack_from(">HH", head, position)
        if marker == 0xFF90 or marker <= 0xFF00:
            break
        if marker == 0xFF52:
            style = head[position + 4 : position + 2 + size]
        elif marker == 0xFF50:
            high_throughput = True
        elif marker == 0xFF5C:
            quantization = head[position + 4 : position + 2 + size]
        elif marker not in (0xFF64, 0xFF55, 0xFF57):  # QCD, COM, TLM, PLM
            plain = False
        position += 2 + size
    reversible = len(style) < 10 or style[9] == 1
    finer = len({own[n + 1 : n + 3] for n in range(0, len(own), 3)}) > 1
    boxed_ybr = b"colr\1" in head[:start] and head[head.index(b"colr\1") + 7 :][:4] == _SYCC
    colour = "RGB" if (len(style) > 4 and style[4]) or finer or boxed_ybr else ""  # OpenJPEG gives RGB of all these
    wavelet = None
    if len(style) >= 10:
        order, layers, transform, levels, *block = struct.unpack_from(">BHBBBB", style, 1)
        plain = plain and style[0] in (0, 2, 4, 6) and style[8] in (0, 0x40)  # default precincts, no block style but that of HTJ2K
        plain = plain and order <= 4 and layers == 1 and transform <= 1 and levels <= 32 and max(block) <= 8 and sum(block) <= 8
        if reversible:  # one exponent a band, nothing in its low bits (A.6.4), as much for HL as for LH and not more than for HH
            bands = quantization[2:]
            plain = plain and len(quantization) == 2 + 3 * levels
            plain = plain and not quantization[0] & 0x1F and not any(b & 7 for b in quantization[1:])
            plain = plain and bands[::3] == bands[1::3] and all(a <= b for a, b in zip(bands[::3], bands[2::3], strict=True))
        whole, packets = _tile_parts(encoded, position, start > 0)
        wavelet = Wavelet(
            start, style[5], (tile_rows, tile_columns), plain, whole, high_throughput or bool(style[8] & 0x40), packets, not style[0] & 6
        )
    return Codestream(bottom - top, right - left, components, (depth & 0x7F) + 1, bool(depth & 0x80), colour, reversible, wavelet=wavelet)


def _tile_parts(encoded: Bytes, position: int, boxed: bool) -> tuple[bool, tuple[tuple[int, int], ...]]:
    """Whether tile-parts (T.800 A.4.2) follow each other by their lengths up to the end marker; zeros, ones or the same again is padding
    (in a JP2 file, ``boxed``, other boxes); and where the packets of each lie."""
    found: list[tuple[int, int]] = []
    for _ in range(TILE_PARTS_CEILING):
        head = bytes(encoded[position : position + 14])
        if head[:2] == b"\xff\xd9":
            return boxed or not bytes(encoded[position + 2 :]).strip(b"\0\xff\xd9"), tuple(found)
        if len(head) < 14 or head[:4] != b"\xff\x90\x00\x0a":
            return False, tuple(found)
        (length,) = struct.unpack_from(">I", head, 6)
        last = not length  # it reaches to the end marker
        if last:
            marker = bytes(encoded[-16:]).rfind(b"\xff\xd9")
            length = (len(encoded) if marker < 0 else marker + max(len(encoded) - 16, 0)) - position
        if length < 14:
            return False, tuple(found)
        data = bytes(encoded[position : position + min(length, 1 << 16)]).find(b"\xff\x93")
        if data >= 0:
            found.append((position + data + 2, min(position + length, len(encoded))))
        position += length
    return True, tuple(found)


@dataclass(frozen=True, slots=True)
class RunLength:
    """The header of an RLE frame (PS3.5 G.5): where each segment starts and ends."""

    segments: tuple[tuple[int, int], ...] = field(default=())


def rle(encoded: Bytes) -> RunLength | None:
    """The segments of an RLE frame, None where its header does not hold: not 1 to 15 of them one after the other in the frame."""
    if len(encoded) < 64:
        return None
    count, *offsets = struct.unpack_from("<16I", encoded)
    if not 1 <= count <= 15:
        return None
    bounds = [*offsets[:count], len(encoded)]
    if bounds[0] != 64 or any(b <= a for a, b in pairwise(bounds)):
        return None
    return RunLength(tuple(pairwise(bounds)))
