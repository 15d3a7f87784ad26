"""Ways of breaking a DICOM file, each a function of its bytes and of a seeded chance: same seed, same file."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

from tests.fuzz import seeds
from workstation.errors import GaronneError
from workstation.imaging.elements import UNDEFINED, Elements, Extent, open_part10

Mutation = Callable[[bytes, random.Random], bytes]
LENGTHS = [0, 1, 2, 3, 7, 8, 0xFF, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, UNDEFINED]
NUMBERS = [0, 1, 2, 3, 7, 9, 13, 255, 256, 4095, 4097, 32767, 32768, 65534, 65535]
TEXTS = [
    b"",
    b"0",
    b"-1",
    b"1",
    b"NaN",
    b"inf",
    b"-inf",
    b"1e999",
    b"1e308",
    b"-1e308",
    b"1e-320",
    b"9" * 5000,
    b"abc",
    b"1\\2\\3",
    b"\\\\\\",
    b"\0\0",
]
TEXTS += [
    b"2147483647",
    b"99999999999999999999",
    b"0x10",
    b"1.5.2",
    b" ",
    b"\xff\xfe",
    b"\x1b[2J\x1b]0;owned\x07",
    b"a\nb\r\nc",
    b"../../etc",
    b"%s{x}{0}",
]
SYNTAXES = [
    "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.1.98",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.95",
    "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.203",
    "1.2.3.4", "", "not a uid", "1." * 40,
]  # fmt: skip
US_KEYWORDS = {
    "Rows": 0x00280010, "Columns": 0x00280011, "SamplesPerPixel": 0x00280002, "PlanarConfiguration": 0x00280006,
    "BitsAllocated": 0x00280100, "BitsStored": 0x00280101, "HighBit": 0x00280102, "PixelRepresentation": 0x00280103,
    "Smallest": 0x00280106, "Padding": 0x00280120,
}  # fmt: skip
PHOTOMETRIC = b"MONOCHROME1,MONOCHROME2,RGB,YBR_FULL,YBR_FULL_422,YBR_ICT,YBR_RCT,YBR_PARTIAL_420,PALETTE COLOR,HSV,CMYK,XYB,".split(b",")
VRS = b"AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV ZZ ?? \0\0".split(b" ")


def scan(encoded: bytes) -> Elements | None:
    """The elements of the data set, None where it has none any more."""
    try:
        part10 = open_part10(encoded)
    except GaronneError:
        return None
    return None if part10.inflated else part10.dataset


def element(found: Elements, tag: int, vr: bytes, value: bytes) -> bytes:
    """One element in the data set's own encoding."""
    order = "<" if found.little else ">"
    value += b"\0" * (len(value) % 2)
    head = struct.pack(f"{order}HH", tag >> 16, tag & 0xFFFF)
    if not found.explicit:
        return head + struct.pack(f"{order}I", len(value)) + value
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT", b"OF", b"OD"):
        return head + vr + bytes(2) + struct.pack(f"{order}I", len(value)) + value
    return head + vr + struct.pack(f"{order}H", len(value) & 0xFFFF) + value


def put(encoded: bytes, tag: int, vr: bytes, value: bytes) -> bytes:
    """The file with that element set to a value, in its place or new."""
    found = scan(encoded)
    if found is None:
        return encoded
    made = element(found, tag, vr, value)
    old = found.extents.get(tag)
    if old is not None:
        return encoded[: old.start] + made + encoded[old.end :]
    later = [e.start for t, e in found.extents.items() if t > tag]
    at = min(later, default=len(encoded))
    return encoded[:at] + made + encoded[at:]


def _some(encoded: bytes, chance: random.Random) -> tuple[Elements, int, Extent] | None:
    found = scan(encoded)
    if found is None or not found.extents:
        return None
    tag = chance.choice(list(found.extents))
    return found, tag, found.extents[tag]


def _pixels(encoded: bytes) -> int:
    """Where pixels begin, or the middle of a file without them."""
    found = scan(encoded)
    extent = found.extents.get(0x7FE00010) if found is not None else None
    return extent.offset if extent is not None else len(encoded) // 2


# bytes


def flip_head(encoded: bytes, chance: random.Random) -> bytes:
    b, end = bytearray(encoded), max(_pixels(encoded), 1)
    for _ in range(chance.choice((1, 3, 10, 60))):
        b[chance.randrange(min(end, len(b)))] = chance.randrange(256)
    return bytes(b)


def flip_pixels(encoded: bytes, chance: random.Random) -> bytes:
    b, start = bytearray(encoded), min(_pixels(encoded), len(encoded) - 1)
    for _ in range(chance.choice((1, 5, 50, 500))):
        b[chance.randrange(start, len(b))] ^= 1 << chance.randrange(8) if chance.random() < 0.5 else chance.randrange(256)
    return bytes(b)


def cut(encoded: bytes, chance: random.Random) -> bytes:
    return encoded[
        : chance.choice(
            (
                chance.randrange(len(encoded)),
                len(encoded) - chance.randint(1, min(300, len(encoded))),
                chance.randint(0, min(400, len(encoded))),
            )
        )
    ]


def move(encoded: bytes, chance: random.Random) -> bytes:
    at, other, length = chance.randrange(len(encoded)), chance.randrange(len(encoded)), chance.randint(1, 2000)
    piece = encoded[other : other + length]
    return encoded[:at] + piece + encoded[at + (0 if chance.random() < 0.5 else length) :]


def zero(encoded: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(encoded)), chance.randint(1, 5000)
    return encoded[:at] + bytes([chance.choice((0, 0xFF, 0x20))]) * min(length, len(encoded) - at) + encoded[at + length :]


# elements


def remove_tags(encoded: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        some = _some(encoded, chance)
        if some is None:
            break
        encoded = encoded[: some[2].start] + encoded[some[2].end :]
    return encoded


def length_lies(encoded: bytes, chance: random.Random) -> bytes:
    some = _some(encoded, chance)
    if some is None:
        return cut(encoded, chance)
    found, _, extent = some
    b, order, lie = bytearray(encoded), "<" if found.little else ">", chance.choice(LENGTHS)
    if chance.random() < 0.3:
        lie = max(0, min(0xFFFFFFFF, extent.end - extent.offset + chance.choice((-9, -2, -1, 1, 2, 9, 1000))))
    if extent.offset - extent.start == 12 or not found.explicit:
        struct.pack_into(f"{order}I", b, extent.offset - 4, lie)
    else:
        struct.pack_into(f"{order}H", b, extent.offset - 2, lie & 0xFFFF)
    return bytes(b)


def wrong_vr(encoded: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 4))):
        some = _some(encoded, chance)
        if some is None or not some[0].explicit:
            return flip_head(encoded, chance)
        at = some[2].start + 4
        encoded = encoded[:at] + chance.choice(VRS).ljust(2, b" ")[:2] + encoded[at + 2 :]
    return encoded


def wrong_value(encoded: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 3))):
        some = _some(encoded, chance)
        if some is None:
            return encoded
        found, tag, extent = some
        value = chance.choice((chance.choice(TEXTS), struct.pack("<H", chance.choice(NUMBERS)), chance.randbytes(chance.randint(0, 40))))
        encoded = encoded[: extent.start] + element(found, tag, extent.vr or b"UN", value) + encoded[extent.end :]
    return encoded


def huge(encoded: bytes, chance: random.Random) -> bytes:
    found = scan(encoded)
    order = "<" if found is None or found.little else ">"
    for name in chance.sample(list(US_KEYWORDS), chance.choice((1, 2, 3))):
        encoded = put(encoded, US_KEYWORDS[name], b"US", struct.pack(f"{order}H", chance.choice(NUMBERS)))
    if chance.random() < 0.4:
        encoded = put(
            encoded, 0x00280008, b"IS", chance.choice((b"0", b"-5", b"2", b"1000", b"100000", b"2147483647", b"1e3", b"x", b"3\\4"))
        )
    if chance.random() < 0.3:
        encoded = put(encoded, 0x00280004, b"CS", chance.choice(PHOTOMETRIC))
    return encoded


def geometry(encoded: bytes, chance: random.Random) -> bytes:
    def numbers(count: int) -> bytes:
        odd = (b"0", b"1", b"-1", b"NaN", b"1e308", b"1e-308", b"-0", b"", b"0.5", b"1e6", b"0.70710678", b"12345678901234567890", b"inf")
        return b"\\".join(chance.choice(odd) for _ in range(chance.choice((count, count, count, count - 1, count + 1, 0))))

    for tag, count in chance.sample(
        [
            (0x00200032, 3),
            (0x00200037, 6),
            (0x00280030, 2),
            (0x00180050, 1),
            (0x00180088, 1),
            (0x00281052, 1),
            (0x00281053, 1),
            (0x00281050, 2),
            (0x00281051, 2),
        ],
        chance.choice((1, 2, 4)),
    ):
        encoded = put(encoded, tag, b"DS", numbers(count))
    return encoded


def tables(encoded: bytes, chance: random.Random) -> bytes:
    """Overlays and lookup tables that lie about their size, place and depth."""
    kind = chance.choice(("overlay", "palette", "lut", "shutter", "padding"))
    words = lambda n: struct.pack(f"<{n}H", *(chance.choice(NUMBERS) for _ in range(n)))  # noqa: E731
    if kind == "overlay":
        group = 0x60000000 | chance.choice((0, 2, 4, 0x1E, 0x20, 0xFE)) << 16
        for low, vr, count in (
            (0x10, b"US", 1),
            (0x11, b"US", 1),
            (0x15, b"IS", 0),
            (0x50, b"SS", 2),
            (0x51, b"US", 1),
            (0x100, b"US", 1),
            (0x102, b"US", 1),
        ):
            if chance.random() < 0.8:
                encoded = put(encoded, group | low, vr, words(count) if count else chance.choice(TEXTS))
        encoded = put(encoded, group | 0x40, b"CS", chance.choice((b"G", b"R", b"X", b"")))
        return put(encoded, group | 0x3000, b"OW", chance.randbytes(chance.choice((0, 1, 100, 2000)))) if chance.random() < 0.8 else encoded
    if kind == "palette":
        encoded = put(encoded, 0x00280004, b"CS", b"PALETTE COLOR")
        encoded = put(encoded, 0x00280002, b"US", b"\x01\0")
        for n in (1, 2, 3):
            encoded = put(encoded, 0x00281100 + n, chance.choice((b"US", b"SS")), words(chance.choice((3, 3, 3, 2, 0))))
            data = 0x00281200 if chance.random() < 0.6 else 0x00281220
            size = chance.choice((0, 2, 100, 512, 131072))
            encoded = put(encoded, data + n, b"OW", words(size // 2) if size < 1000 else bytes(size))
        return encoded
    if kind == "lut":
        item = b"".join(
            struct.pack("<HH2sH", 0x0028, low, vr, len(value)) + value
            if vr != b"OW"
            else struct.pack("<HH2sHI", 0x0028, low, vr, 0, len(value)) + value
            for low, vr, value in (
                (0x3002, chance.choice((b"US", b"SS")), words(3)),
                (0x3006, chance.choice((b"US", b"OW")), words(chance.choice((0, 1, 64, 300)))),
            )
        )
        where = chance.choice((0x00283000, 0x00283010))
        return put(encoded, where, b"SQ", struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item)
    if kind == "shutter":
        shapes = chance.choice((b"RECTANGULAR", b"CIRCULAR", b"POLYGONAL", b"BITMAP", b"RECTANGULAR\\CIRCULAR\\POLYGONAL", b"STAR"))
        encoded = put(encoded, 0x00181600, b"CS", shapes)
        for low in (0x1602, 0x1604, 0x1606, 0x1608, 0x1610, 0x1612, 0x1620):
            encoded = put(
                encoded, 0x00180000 | low, b"IS", chance.choice((b"0", b"-99999", b"5", b"5\\5", b"1\\2\\3", b"99999999\\1", b"x"))
            )
        return put(encoded, 0x00181622, b"US", words(1))
    encoded = put(encoded, 0x00280120, chance.choice((b"US", b"SS", b"OW")), words(chance.choice((1, 1, 0, 3))))
    return put(encoded, 0x00280121, b"US", words(1))


def nested(encoded: bytes, chance: random.Random) -> bytes:
    """A sequence that nests a thousand deep and more, closed or not, of undefined or of defined length."""
    found = scan(encoded)
    if found is None:
        return encoded
    depth, order = chance.choice((50, 1000, 1000, 5000, 20000)), "<" if found.little else ">"
    tag = chance.choice((0x00081140, 0x52009229, 0x52009230, 0x00283010, 0x00091001, 0x00400275, 0x00700001))
    vr = b"SQ" + bytes(2) if found.explicit else b""
    head = struct.pack(f"{order}HH", tag >> 16, tag & 0xFFFF) + vr
    begin, end = struct.pack(f"{order}HHI", 0xFFFE, 0xE000, UNDEFINED), struct.pack(f"{order}HHIHHI", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)
    if chance.random() < 0.7:
        value = (head + b"\xff" * 4 + begin) * depth + (end * depth if chance.random() < 0.7 else b"")
    else:
        value = b""
        for _ in range(min(depth, 1500)):
            value = (
                struct.pack(f"{order}HHI", 0xFFFE, 0xE000, len(value) + len(head) + 4) + head + struct.pack(f"{order}I", len(value)) + value
            )
        value = head + struct.pack(f"{order}I", len(value)) + value
    at = min((e.start for t, e in found.extents.items() if t > tag), default=len(encoded))
    return encoded[:at] + value + encoded[at:]


def groups(encoded: bytes, chance: random.Random) -> bytes:
    """Functional groups and other sequences broken inside: tags, lengths, delimiters."""
    found = scan(encoded)
    inside = [e for t, e in found.extents.items() if e.vr == b"SQ" or t >> 16 == 0x5200] if found is not None else []
    if not inside:
        return nested(encoded, chance)
    extent = chance.choice(inside)
    b = bytearray(encoded)
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(extent.offset, max(extent.end, extent.offset + 1))
        how = chance.randrange(4)
        marks = [n for n in range(extent.offset, extent.end - 8) if b[n : n + 2] == b"\xfe\xff"] if how < 2 else []
        if marks:
            at = chance.choice(marks) + (4 if how == 0 else 2)
            b[at : at + 4] = (
                struct.pack("<I", chance.choice(LENGTHS))
                if how == 0
                else chance.choice((b"\x0d\xe0", b"\xdd\xe0", b"\0\xe0")) + b[at + 2 : at + 4]
            )
        elif how == 2:
            del b[at : at + chance.choice((1, 4, 8, 20))]
        else:
            b[at] = chance.randrange(256)
    return bytes(b)


def frames(encoded: bytes, chance: random.Random) -> bytes:
    """Lies about how many frames there are and what they are ordered by."""
    encoded = put(
        encoded, 0x00280008, b"IS", chance.choice((b"0", b"-1", b"2", b"7", b"500", b"65536", b"2147483647", b"99999999999", b"2.5", b""))
    )
    if chance.random() < 0.5:
        encoded = put(
            encoded, 0x00280009, b"AT", struct.pack("<HH", chance.choice((0x18, 0x5200, 0x54)), chance.choice((0x1063, 0x9230, 0x10, 0)))
        )
    if chance.random() < 0.3:
        encoded = put(encoded, 0x00181063, b"DS", chance.choice(TEXTS))
    if chance.random() < 0.3:
        encoded = put(encoded, 0x00540080, b"US", struct.pack("<H", chance.choice(NUMBERS)))
    return encoded


def private(encoded: bytes, chance: random.Random) -> bytes:
    """Private garbage, odd and forbidden groups, tags twice and out of order."""
    found = scan(encoded)
    if found is None or not found.extents:
        return encoded
    for _ in range(chance.randint(1, 6)):
        group = chance.choice((0x0001, 0x0003, 0x0009, 0x0011, 0x0029, 0x7053, 0xFFFF, 0xFFFE, 0x0000, 0x0002, 0x7FE1, 0x5000))
        made = element(
            found,
            group << 16 | chance.choice((0, 1, 0x10, 0x1001, 0xE00D, 0xFFFF)),
            chance.choice(VRS).ljust(2, b" ")[:2],
            chance.randbytes(chance.choice((0, 3, 64, 3000))),
        )
        at = chance.choice([e.start for e in found.extents.values()])
        encoded = encoded[:at] + made + encoded[at:]
        found = scan(encoded)
        if found is None or not found.extents:
            break
    return encoded


def twice(encoded: bytes, chance: random.Random) -> bytes:
    some = _some(encoded, chance)
    if some is None:
        return encoded
    piece = encoded[some[2].start : some[2].end]
    at = chance.choice([e.start for e in some[0].extents.values()])
    return encoded[:at] + piece * chance.choice((1, 1, 50)) + encoded[at:]


def texts(encoded: bytes, chance: random.Random) -> bytes:
    for tag, vr in chance.sample(
        [
            (0x00100010, b"PN"),
            (0x00100020, b"LO"),
            (0x00080005, b"CS"),
            (0x0008103E, b"LO"),
            (0x00080020, b"DA"),
            (0x00100030, b"DA"),
            (0x0020000D, b"UI"),
            (0x0020000E, b"UI"),
            (0x00080018, b"UI"),
            (0x00080016, b"UI"),
            (0x00080060, b"CS"),
            (0x00200013, b"IS"),
            (0x00101010, b"AS"),
            (0x00080008, b"CS"),
        ],
        chance.choice((1, 3)),
    ):
        encoded = put(
            encoded,
            tag,
            vr,
            chance.choice(
                (*TEXTS, b"ISO 2022 IR 87\\ISO 2022 IR 159", b"GB18030", b"\x1b$B%d%^%@\x1b(B^\x1b$B", b"A^B=\xff\xfe^C=\0", b"X" * 60000)
            ),
        )
    return encoded


def wrong_syntax(encoded: bytes, chance: random.Random) -> bytes:
    return seeds.with_syntax(encoded, chance.choice(SYNTAXES))


def bomb(encoded: bytes, chance: random.Random) -> bytes:
    """Few bytes that inflate to hundreds of megabytes."""
    megabytes = chance.choice((1, 100, 700, 1500))
    if chance.random() < 0.5:
        found = scan(encoded)
        if found is None or not found.explicit or not found.little:
            return wrong_syntax(encoded, chance)
        lead = struct.pack("<HH2sHI", 0xFFFC, 0xFFFC, b"OB", 0, megabytes << 20)
        renamed = seeds.with_syntax(encoded, seeds.DEFLATED)
        return renamed[: seeds.dataset_start(renamed)] + _squeezed(encoded[seeds.dataset_start(encoded) :] + lead, megabytes)
    return seeds.with_syntax(_with_fragment(encoded, _squeezed(b"", megabytes)), seeds.DEFLATED_FRAME)


def _squeezed(first: bytes, megabytes: int) -> bytes:
    """Some bytes and megabytes of zeros, deflated: after a full flush the same compressed megabyte can stand again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = squeeze.compress(first) + squeeze.flush(zlib.Z_FULL_FLUSH)
    one = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return start + one * megabytes + squeeze.flush()


def _with_fragment(encoded: bytes, body: bytes) -> bytes:
    found = scan(encoded)
    extent = found.extents.get(0x7FE00010) if found is not None else None
    start = extent.start if extent is not None else len(encoded)
    body += b"\0" * (len(body) % 2)
    head = struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, UNDEFINED) + struct.pack("<HHIHHI", 0xFFFE, 0xE000, 0, 0xFFFE, 0xE000, len(body))
    return encoded[:start] + head + body + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


# codestreams


def fragments(encoded: bytes, chance: random.Random) -> bytes:
    """Items of encapsulated pixels: lengths lied about, the offset table filled with nonsense, items lost, twice, swapped, empty."""
    start = _pixels(encoded)
    if encoded[start : start + 4] != b"\xfe\xff\x00\xe0":
        return flip_pixels(encoded, chance)
    items, position = [], start
    while encoded[position : position + 4] == b"\xfe\xff\x00\xe0":
        length = int.from_bytes(encoded[position + 4 : position + 8], "little")
        items.append(encoded[position : position + 8 + length])
        position += 8 + length
    tail = encoded[position:]
    for _ in range(chance.choice((1, 1, 3))):
        how, n = chance.randrange(8), chance.randrange(len(items))
        if how == 0:
            items[n] = items[n][:4] + struct.pack("<I", chance.choice(LENGTHS)) + items[n][8:]
        elif how == 1:
            table = chance.randbytes(4 * chance.randint(0, 9)) if chance.random() < 0.5 else struct.pack("<3I", 0, 8, 0xFFFFFFF0)
            items[0] = b"\xfe\xff\x00\xe0" + struct.pack("<I", len(table)) + table
        elif how == 2 and len(items) > 1:
            del items[n]
        elif how == 3:
            items.insert(n, items[n])
        elif how == 4:
            other = chance.randrange(len(items))
            items[n], items[other] = items[other], items[n]
        elif how == 5:
            items.insert(n, b"\xfe\xff\x00\xe0" + bytes(4))
        elif how == 6:
            middle = 8 + max(0, len(items[n]) - 8) // 2
            items[n : n + 1] = [b"\xfe\xff\x00\xe0" + struct.pack("<I", len(p)) + p for p in (items[n][8:middle], items[n][middle:])]
        else:
            tail = chance.choice((b"", b"\xfe\xff\xdd\xe0", tail[:5], tail * 3))
    return encoded[:start] + b"".join(items) + tail


def codestream(encoded: bytes, chance: random.Random) -> bytes:
    """The first bytes of a codestream: its sizes, tables and markers, the ones a decoder allocates by."""
    start = _pixels(encoded)
    b = bytearray(encoded)
    heads = [n for n in range(start, min(len(b) - 4, start + 4000)) if b[n] == 0xFF and b[n + 1] >= 0x4F]
    if not heads:
        return flip_pixels(encoded, chance)
    for _ in range(chance.choice((1, 2, 6))):
        at = chance.choice(heads) + chance.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 24))
        if at + 4 < len(b):
            size = chance.choice((1, 2, 4))
            b[at : at + size] = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size), b"\x7f" + b"\xff" * (size - 1)))
    return bytes(b)


def large_and_agreed(encoded: bytes, chance: random.Random) -> bytes:
    """Header and codestream agree on a size that the data do not have."""
    rows, columns = chance.choice(((65535, 65535), (8192, 8192), (65535, 1), (1, 65535), (8000, 8000), (5000, 20000)))
    encoded = put(put(encoded, 0x00280010, b"US", struct.pack("<H", rows)), 0x00280011, b"US", struct.pack("<H", columns))
    b, start = bytearray(encoded), _pixels(encoded)
    for n in range(start, min(len(b) - 40, start + 3000)):
        if b[n] == 0xFF and b[n + 1] in (0xC0, 0xC1, 0xC3, 0xF7):
            struct.pack_into(">HH", b, n + 5, rows, columns)
        elif b[n : n + 4] == b"\xff\x4f\xff\x51":
            struct.pack_into(">II", b, n + 8, columns, rows)
            if chance.random() < 0.5:
                struct.pack_into(">II", b, n + 24, columns, rows)
    return bytes(b)


def other_pixels(encoded: bytes, chance: random.Random) -> bytes:
    """The codestream of another kind of image under this one's header."""
    _, other = chance.choice(seeds.made())
    return encoded[: _pixels(encoded)] + other[_pixels(other) :]


ALL: tuple[Mutation, ...] = (
    flip_head, flip_pixels, cut, move, zero, remove_tags, length_lies, wrong_vr, wrong_value, huge, geometry, tables, nested, groups,
    frames, private, twice, texts, wrong_syntax, bomb, fragments, codestream, large_and_agreed, other_pixels,
)  # fmt: skip


def mutated(encoded: bytes, chance: random.Random, how: Mutation) -> tuple[str, bytes]:
    """One mutation, at times a second after it; what was done, and the bytes."""
    done, result = how.__name__, how(encoded, chance)
    if chance.random() < 0.25 and result:
        again = chance.choice([m for m in ALL if m is not bomb])
        done, result = f"{done}+{again.__name__}", again(result, chance)
    return done, result
