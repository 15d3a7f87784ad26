"""Pictures of an H.264 video (ITU-T H.264, ISO 14496-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workstation.imaging.videos.coded import MOST_PICTURES, Bits, Coded, Stream, enough, leave_out_before_key, rbsp

_ASPECTS = (  # of a pixel (H.264 table E-1)
    (0, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11), (15, 11), (64, 33), (160, 99),
    (4, 3), (3, 2), (2, 1),
)  # fmt: skip


@dataclass(slots=True)
class _Sps:
    frame_num_bits: int
    order_type: int
    order_bits: int
    frames_only: bool
    planes: bool
    columns: int
    rows: int
    aspect: float


def _sequence(raw: bytes) -> tuple[int, _Sps]:
    """7.3.2.1.1, up to the cropping rectangle, and the shape of pixels from E.1.1."""
    bits = Bits(raw)
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
    return number, _Sps(frame_num_bits, order_type, order_bits, frames_only, planes, columns, rows, _aspect(bits))


def _aspect(bits: Bits) -> float:
    try:
        if not (bits.flag() and bits.flag()):
            return 1.0
        kind = bits.take(8)
        across, down = (bits.take(16), bits.take(16)) if kind == 255 else _ASPECTS[kind] if kind < len(_ASPECTS) else (1, 1)
    except IndexError:
        return 1.0
    return across / down if across and down else 1.0


def _scaling_list(bits: Bits, size: int) -> None:
    last, following = 8, 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def pictures_of(stream: Stream, starts: Sequence[int]) -> None:
    """Fill in the stream's pictures from its start codes.

    Key pictures are IDR pictures and those that a recovery point makes whole at once."""
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
        if enough(stream):
            break
        kind, reference = data[at + 3] & 31, data[at + 3] >> 5 & 3
        if kind in (7, 8):
            end = starts[n + 1] if n + 1 < len(starts) else len(data)
            raw = bytes(data[at + 4 : min(end, at + 2048)])
            try:
                if kind == 7:
                    number, made = _sequence(raw.replace(b"\0\0\3", b"\0\0"))
                    sps[number] = made
                    if not stream.columns:
                        stream.columns, stream.rows, stream.aspect = made.columns, made.rows, made.aspect
                else:
                    bits = Bits(raw[:16].replace(b"\0\0\3", b"\0\0"))
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
        stream.stereo = stream.stereo or kind == 20
        if kind not in (1, 2, 5) or (begin is None and not data[at + 4] & 0x80):  # no slice, or one that does not begin a picture
            continue
        looked_at += 1
        if looked_at > MOST_PICTURES + 50_000:
            stream.cut = True
            break
        try:
            bits = Bits(rbsp(data, at + 4, 40))
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
    leave_out_before_key(stream)


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
