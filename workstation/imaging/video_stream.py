"""The pictures of a video stream, found without decoding: where each begins, which can be entered at, and in which order they are shown.

MPEG-2 (ISO 13818-2), H.264 (ITU-T H.264 with Annex B) and HEVC (ITU-T H.265). Only headers are read. Where the order of display cannot be
told from them (picture order count type 1, damage), ``ordered`` is False and a reader decodes from the start.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workstation.errors import UndecodableImage
from workstation.imaging.video_containers import Unwrapped
from workstation.language import tr

MOST_UNITS = 2_000_000  # start codes looked at; what lies behind is told as missing
MOST_PICTURES = 250_000  # the same of pictures: two hours of 30 a second
_START_CODE = re.compile(rb"\x00\x00\x01")
_MPEG2_HEADER = re.compile(rb"\x00\x00\x01(?=[\x00\xb0-\xff])")  # no slices, of which a picture has many
_MPEG2_RATES = (0.0, 24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001, 60.0)


@dataclass(slots=True)
class Coded:
    """One coded picture (a frame, or both its fields): bytes ``start`` to ``end`` of the stream. ``key``: decoding can begin here, what is
    shown before it being left out. ``order``: grows in the order of display. ``shown`` False: it is never shown."""

    start: int
    end: int = 0
    key: bool = False
    order: tuple[int, int] = (0, 0)
    shown: bool = True
    rank: int = -1
    time_ms: float | None = None


@dataclass(slots=True)
class Stream:
    """A video taken apart. ``pictures`` in the order of decoding; ``displayed``: their numbers in the order of display. ``parameters``:
    parameter sets to send before a key picture that is entered at."""

    kind: str
    coded: bytes | memoryview
    pictures: list[Coded]
    rows: int = 0
    columns: int = 0
    ordered: bool = True
    cut: bool = False
    container: str = ""
    frame_ms: float | None = None
    parameters: bytes = b""
    displayed: list[int] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """How many pictures are shown."""
        return len(self.displayed)


def read(unwrapped: Unwrapped, kind: str) -> Stream:
    """Take a stream apart; ``kind`` is what the transfer syntax says, the container goes before it. Raises UndecodableImage."""
    kind = unwrapped.kind or kind
    stream = Stream(kind, unwrapped.stream, [], cut=unwrapped.cut, container=unwrapped.container)
    starts = _starts(stream)
    try:
        {"mpeg2video": _mpeg2, "h264": _h264, "hevc": _hevc}[kind](stream, starts)
    except IndexError:  # a header cut off in its middle
        stream.cut = True
    if not stream.pictures:
        raise UndecodableImage(tr("No picture of {kind} is found in this video.", kind=NAMES[kind]))
    _finish(stream, unwrapped)
    return stream


NAMES = {"mpeg2video": "MPEG-2", "h264": "MPEG-4 AVC", "hevc": "HEVC"}


def _starts(stream: Stream) -> list[int]:
    found = [
        m.start()
        for m in itertools.islice((_MPEG2_HEADER if stream.kind == "mpeg2video" else _START_CODE).finditer(stream.coded), MOST_UNITS)
    ]
    stream.cut = stream.cut or len(found) == MOST_UNITS
    return found


def _finish(stream: Stream, unwrapped: Unwrapped) -> None:
    """Ends, the order of display and the times."""
    pictures = stream.pictures
    for one, following in itertools.pairwise(pictures):
        one.end = following.start
    pictures[-1].end = len(stream.coded)
    shown = [n for n, p in enumerate(pictures) if p.shown]
    stream.displayed = sorted(shown, key=lambda n: (pictures[n].order, n)) if stream.ordered else shown
    for rank, n in enumerate(stream.displayed):
        pictures[n].rank = rank
    times = iter(unwrapped.times)
    told = next(times, None)
    for p in pictures:  # a time belongs to the first picture that begins at or after its place
        while told is not None and told[0] <= p.start:
            p.time_ms = told[1]
            told = next(times, None)
    seen = sorted(p.time_ms for p in pictures if p.time_ms is not None)
    if len(seen) > 2 and len(seen) == len(pictures) and seen[-1] > seen[0]:
        stream.frame_ms = (seen[-1] - seen[0]) / (len(seen) - 1)


def _enough(stream: Stream) -> bool:
    if len(stream.pictures) < MOST_PICTURES:
        return False
    stream.cut = True
    return True


class _Bits:
    """Bits of a header, most significant first; emulation prevention bytes are taken out. IndexError past the end."""

    def __init__(self, raw: bytes) -> None:
        self._value = int.from_bytes(raw, "big")
        self._length = len(raw) * 8
        self.position = 0

    def take(self, count: int) -> int:
        self.position += count
        if self.position > self._length:
            raise IndexError
        return self._value >> (self._length - self.position) & ((1 << count) - 1)

    def flag(self) -> bool:
        return bool(self.take(1))

    def ue(self) -> int:
        """Exp-Golomb, unsigned (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise IndexError
        return (1 << zeros) - 1 + self.take(zeros)

    def se(self) -> int:
        """Exp-Golomb, signed."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def _rbsp(stream: bytes | memoryview, start: int, most: int) -> bytes:
    return bytes(stream[start : start + most]).replace(b"\0\0\3", b"\0\0")


# MPEG-2


def _mpeg2(stream: Stream, starts: Sequence[int]) -> None:
    data, pictures = stream.coded, stream.pictures
    begin: int | None = None  # of the headers before a picture
    half, closed, sequence_before = False, False, False
    types: list[int] = []
    first_closed = False
    for at in starts:
        if at + 3 >= len(data):
            break
        code = data[at + 3]
        if _enough(stream):
            break
        if code in (0xB3, 0xB8, 0x00):
            begin = at if begin is None else begin
        if code == 0xB3 and at + 8 <= len(data):
            sequence_before = True
            if not stream.columns:
                size, rate = int.from_bytes(data[at + 4 : at + 7], "big"), data[at + 7] & 15
                stream.columns, stream.rows = size >> 12, size & 0xFFF
                stream.frame_ms = 1000 / _MPEG2_RATES[rate] if 0 < rate < len(_MPEG2_RATES) else None
        elif code == 0xB8 and at + 8 <= len(data):
            closed = bool(data[at + 7] & 0x40)
        elif code == 0xB5 and at + 7 <= len(data) and data[at + 4] >> 4 == 8 and pictures:  # picture coding extension
            if data[at + 6] & 3 == 3:
                half = False
            elif half and len(pictures) > 1:  # the second field of the frame before
                pictures.pop()
                types.pop()
                half = False
            else:
                half = True
        elif code == 0x00 and at + 6 <= len(data):
            coding = data[at + 5] >> 3 & 7
            if coding not in (1, 2, 3):  # no picture has it
                continue
            if coding == 1 and 1 not in types:
                first_closed = closed
            pictures.append(Coded(at if begin is None else begin, key=coding == 1 and sequence_before))
            types.append(coding)
            begin, sequence_before = None, False
    _mpeg2_order(pictures, types)
    first = types.index(1) if 1 in types else 0
    del pictures[:first]  # nothing can be shown before the first whole picture
    if not first_closed:
        for picture, coding in zip(pictures[1:], types[first + 1 :], strict=True):
            if coding != 3:
                break
            picture.shown = False  # it refers to a picture before the stream's first


def _mpeg2_order(pictures: list[Coded], types: list[int]) -> None:
    """B pictures are shown at once, the others when the next of their kind comes (6.1.1.11)."""
    place, waiting = 0, None
    for picture, coding in zip(pictures, types, strict=True):
        if coding == 3:
            picture.order = (0, place)
            place += 1
        else:
            if waiting is not None:
                waiting.order = (0, place)
                place += 1
            waiting = picture
    if waiting is not None:
        waiting.order = (0, place)


# H.264


@dataclass(slots=True)
class _Sps:
    frame_num_bits: int
    order_type: int
    order_bits: int
    frames_only: bool
    planes: bool
    columns: int
    rows: int


def _h264_sps(raw: bytes) -> tuple[int, _Sps]:
    """7.3.2.1.1, up to the cropping rectangle."""
    bits = _Bits(raw)
    profile = bits.take(8)
    bits.take(16)
    number = bits.ue()
    chroma, planes = 1, False
    if profile in (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135):
        chroma = bits.ue()
        planes = bits.flag() if chroma == 3 else False
        bits.ue()
        bits.ue()
        bits.take(1)
        if bits.flag():
            for n in range(8 if chroma != 3 else 12):
                if bits.flag():
                    _scaling_list(bits, 16 if n < 6 else 64)
    frame_num_bits = bits.ue() + 4
    order_type, order_bits = bits.ue(), 0
    if order_type == 0:
        order_bits = bits.ue() + 4
    elif order_type == 1:
        bits.take(1)
        bits.se()
        bits.se()
        for _ in range(min(bits.ue(), 255)):
            bits.se()
    bits.ue()
    bits.take(1)
    columns, map_rows = (bits.ue() + 1) * 16, (bits.ue() + 1) * 16
    frames_only = bits.flag()
    rows = map_rows * (1 if frames_only else 2)
    if not frames_only:
        bits.take(1)
    bits.take(1)
    if bits.flag():
        left, right, top, bottom = bits.ue(), bits.ue(), bits.ue(), bits.ue()
        across = 2 if chroma in (1, 2) else 1
        down = (2 if chroma == 1 else 1) * (1 if frames_only else 2)
        columns, rows = columns - across * (left + right), rows - down * (top + bottom)
    return number, _Sps(frame_num_bits, order_type, order_bits, frames_only, planes, columns, rows)


def _scaling_list(bits: _Bits, size: int) -> None:
    last, following = 8, 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _h264(stream: Stream, starts: Sequence[int]) -> None:
    data, pictures = stream.coded, stream.pictures
    sps: dict[int, _Sps] = {}
    pps: dict[int, int] = {}
    begin: int | None = None
    recovery, looked_at = False, 0
    previous: tuple[int, ...] = ()
    first_field: tuple[int, ...] | None = None
    msb, lsb_before, period = 0, 0, 0
    parameters: dict[tuple[int, int], bytes] = {}
    for n, at in enumerate(starts):
        if at + 4 >= len(data):
            break
        if _enough(stream):
            break
        kind, reference = data[at + 3] & 31, data[at + 3] >> 5 & 3
        if kind in (7, 8):
            end = starts[n + 1] if n + 1 < len(starts) else len(data)
            raw = bytes(data[at + 4 : min(end, at + 2048)])
            try:
                if kind == 7:
                    number, made = _h264_sps(raw.replace(b"\0\0\3", b"\0\0"))
                    sps[number] = made
                    if not stream.columns:
                        stream.columns, stream.rows = made.columns, made.rows
                else:
                    bits = _Bits(raw[:16].replace(b"\0\0\3", b"\0\0"))
                    number = bits.ue()
                    pps[number] = bits.ue()
                parameters[kind, number] = b"\0" + bytes(data[at:end]).rstrip(b"\0")
            except IndexError:
                pass
        if kind in (6, 7, 8, 9, 14, 15, 16, 17, 18):
            begin = at if begin is None else begin
            if kind == 6:
                recovery = recovery or _recovery_point(bytes(data[at + 4 : at + 260]))
            continue
        if kind not in (1, 2, 5) or (begin is None and not data[at + 4] & 0x80):  # no slice, or one that does not begin a picture
            continue
        looked_at += 1
        if looked_at > MOST_PICTURES + 50_000:
            stream.cut = True
            break
        try:
            bits = _Bits(_rbsp(data, at + 4, 40))
            first, slice_type, set_number = bits.ue(), bits.ue() % 5, bits.ue()
            s = sps[pps[set_number]]
            if s.planes:
                bits.take(2)
            frame_num = bits.take(s.frame_num_bits)
            field_picture, bottom = 0, 0
            if not s.frames_only and bits.flag():
                field_picture, bottom = 1, bits.take(1)
            identity = bits.ue() if kind == 5 else -1
            lsb = bits.take(s.order_bits) if s.order_type == 0 else 0
        except (KeyError, IndexError):
            continue  # a slice whose parameter sets are missing cannot be decoded either
        here = (frame_num, set_number, field_picture, bottom, identity, lsb, int(kind == 5), int(reference > 0))
        if here == previous and first != 0:
            begin = None
            continue
        if begin is None and here == previous and first == 0 and pictures:  # a redundant or repeated first slice
            continue
        previous = here
        second = first_field is not None and field_picture and first_field == (frame_num, 1 - bottom)
        first_field = (frame_num, bottom) if field_picture and not second else None
        if kind == 5 and not second:
            period, msb, lsb_before = period + 1, 0, 0
        if s.order_type == 0:
            half = 1 << s.order_bits - 1
            if lsb < lsb_before and lsb_before - lsb >= half:
                own = msb + 2 * half
            elif lsb > lsb_before and lsb - lsb_before > half:
                own = msb - 2 * half
            else:
                own = msb
            if reference:
                msb, lsb_before = own, lsb
            order = own + lsb
        else:
            order = len(pictures)
            stream.ordered = stream.ordered and s.order_type == 2
        if second and pictures:
            pictures[-1].order = min(pictures[-1].order, (period, order))
        else:
            key = kind == 5 or (recovery and slice_type == 2)
            pictures.append(Coded(begin if begin is not None else at, key=key, order=(period, order)))
        begin, recovery = None, False
    stream.parameters = b"".join(parameters[k] for k in sorted(parameters))
    _leave_out_before_key(stream)


def _recovery_point(message: bytes) -> bool:
    """Whether an SEI says that all is right from this picture on (D.1.8: recovery_frame_cnt 0)."""
    raw = message.replace(b"\0\0\3", b"\0\0")
    position = 0
    while position + 2 < len(raw):
        kind = size = 0
        while position < len(raw) and raw[position] == 0xFF:
            kind, position = kind + 255, position + 1
        kind, position = kind + raw[position], position + 1
        while position < len(raw) and raw[position] == 0xFF:
            size, position = size + 255, position + 1
        if position >= len(raw):
            return False
        size, position = size + raw[position], position + 1
        if kind == 6 and position < len(raw):
            return bool(raw[position] & 0x80)
        position += size
    return False


# HEVC


def _hevc_sps(raw: bytes) -> tuple[int, tuple[int, bool, int, int]]:
    """7.3.2.2.1: its number; bits of the order count's low part, planes apart, columns, rows."""
    bits = _Bits(raw)
    bits.take(4)
    layers = bits.take(3)
    bits.take(1 + 88)
    bits.take(8)
    present = [(bits.flag(), bits.flag()) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for profile, level in present:
        bits.take(88 * profile + 8 * level)
    number, chroma = bits.ue(), bits.ue()
    planes = bits.flag() if chroma == 3 else False
    columns, rows = bits.ue(), bits.ue()
    if bits.flag():
        left, right, top, bottom = bits.ue(), bits.ue(), bits.ue(), bits.ue()
        columns -= (2 if chroma in (1, 2) else 1) * (left + right)
        rows -= (2 if chroma == 1 else 1) * (top + bottom)
    bits.ue()
    bits.ue()
    return number, (bits.ue() + 4, planes, columns, rows)


def _hevc_pps(raw: bytes) -> tuple[int, tuple[int, bool, int]]:
    """7.3.2.3.1: its number; its SPS, whether pictures may be hidden, extra bits of a slice's header."""
    bits = _Bits(raw)
    number, sequence = bits.ue(), bits.ue()
    bits.take(1)
    return number, (sequence, bits.flag(), bits.take(3))


def _hevc(stream: Stream, starts: Sequence[int]) -> None:
    data, pictures = stream.coded, stream.pictures
    sps: dict[int, tuple[int, bool, int, int]] = {}
    pps: dict[int, tuple[int, bool, int]] = {}
    begin: int | None = None
    msb, lsb_before, period, entered, leading_lost = 0, 0, 0, False, False
    parameters: dict[tuple[int, int], bytes] = {}
    for n, at in enumerate(starts):
        if at + 5 >= len(data):
            break
        if _enough(stream):
            break
        kind, layer = data[at + 3] >> 1 & 63, (data[at + 3] & 1) << 5 | data[at + 4] >> 3
        if layer:
            continue
        if kind in (32, 33, 34):
            end = starts[n + 1] if n + 1 < len(starts) else len(data)
            raw = bytes(data[at + 5 : min(end, at + 2048)]).replace(b"\0\0\3", b"\0\0")
            number = 0
            try:
                if kind == 33:
                    number, made = _hevc_sps(raw)
                    sps[number] = made
                    if not stream.columns:
                        stream.columns, stream.rows = made[2], made[3]
                elif kind == 34:
                    number, set_made = _hevc_pps(raw)
                    pps[number] = set_made
                parameters[kind, number] = b"\0" + bytes(data[at:end]).rstrip(b"\0")
            except IndexError:
                pass
        if kind in (32, 33, 34, 35, 39) or 41 <= kind <= 44 or 48 <= kind <= 55:
            begin = at if begin is None else begin
            continue
        if kind > 31 or not data[at + 5] & 0x80:  # no slice, or not the first of its picture
            continue
        irap = 16 <= kind <= 23
        try:
            bits = _Bits(_rbsp(data, at + 5, 40))
            bits.take(1)
            if irap:
                bits.take(1)
            sequence, hides, extra = pps[bits.ue()]
            order_bits, planes, _, _ = sps[sequence]
            bits.take(extra)
            bits.ue()
            shown = bits.flag() if hides else True
            if planes:
                bits.take(2)
            lsb = bits.take(order_bits) if kind not in (19, 20) else 0
        except (KeyError, IndexError):
            continue
        starts_anew = irap and (kind <= 20 or not entered)
        if starts_anew:
            period, msb, own = period + 1, 0, 0
        else:
            half = 1 << order_bits - 1
            own = msb
            if lsb < lsb_before and lsb_before - lsb >= half:
                own = msb + 2 * half
            elif lsb > lsb_before and lsb - lsb_before > half:
                own = msb - 2 * half
        if irap:
            leading_lost = starts_anew
            entered = True
        if kind in (8, 9) and leading_lost:  # skipped leading pictures refer to what is not there
            shown = False
        if starts_anew or (data[at + 4] & 7 == 1 and not 6 <= kind <= 9 and (kind > 15 or kind % 2)):
            msb, lsb_before = own, lsb
        pictures.append(Coded(begin if begin is not None else at, key=irap, order=(period, own + lsb), shown=shown))
        begin = None
    stream.parameters = b"".join(parameters[k] for k in sorted(parameters))
    _leave_out_before_key(stream)


def _leave_out_before_key(stream: Stream) -> None:
    """What comes before the first picture that can be entered at, in either order, is not shown: it refers to what is not there."""
    first = next((n for n, p in enumerate(stream.pictures) if p.key), None)
    if first is None:
        return
    for n, picture in enumerate(stream.pictures):
        if n < first or (n > first and picture.order < stream.pictures[first].order):
            picture.shown = False


def durations(stream: Stream) -> tuple[float, ...]:
    """Milliseconds that each picture stays, in the order of display; () where all stay as long, or where times are missing."""
    times = [stream.pictures[n].time_ms for n in stream.displayed]
    known = [t for t in times if t is not None]
    if len(known) < 3 or len(known) != len(times):
        return ()
    steps = [b - a for a, b in itertools.pairwise(known)]
    if min(steps) <= 0:
        return ()
    mean = sum(steps) / len(steps)
    return (*steps, mean) if max(steps) - min(steps) > mean / 4 else ()


def keys(stream: Stream) -> Iterator[int]:
    """Numbers of the pictures that decoding can begin at."""
    return (n for n, p in enumerate(stream.pictures) if p.key)
