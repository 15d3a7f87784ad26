"""Pictures of an HEVC video (ITU-T H.265, ISO 23008-2)."""

from __future__ import annotations

from collections.abc import Sequence

from workstation.imaging.videos.coded import Bits, Coded, Stream, enough, leave_out_before_key, rbsp


def _sequence(raw: bytes) -> tuple[int, tuple[int, bool, int, int]]:
    """7.3.2.2.1: its number; bits of the order count's low part, planes apart, columns, rows."""
    bits = Bits(raw)
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


def _picture_set(raw: bytes) -> tuple[int, tuple[int, bool, int]]:
    """7.3.2.3.1: its number; its SPS, whether pictures may be hidden, extra bits of a slice's header."""
    bits = Bits(raw)
    number, sequence = bits.ue(), bits.ue()
    bits.take(1)
    return number, (sequence, bits.flag(), bits.take(3))


def pictures_of(stream: Stream, starts: Sequence[int]) -> None:
    """Fill in the stream's pictures from its start codes.

    Key pictures are those of random access; leading pictures whose references are missing are not shown."""
    data, pictures = stream.coded, stream.pictures
    sps: dict[int, tuple[int, bool, int, int]] = {}
    pps: dict[int, tuple[int, bool, int]] = {}
    begin: int | None = None
    msb, lsb_before, period, entered, leading_lost = 0, 0, 0, False, False
    parameters: dict[tuple[int, int], bytes] = {}
    for n, at in enumerate(starts):
        if at + 5 >= len(data):
            break
        if enough(stream):
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
                    number, made = _sequence(raw)
                    sps[number] = made
                    if not stream.columns:
                        stream.columns, stream.rows = made[2], made[3]
                elif kind == 34:
                    number, set_made = _picture_set(raw)
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
            bits = Bits(rbsp(data, at + 5, 40))
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
    leave_out_before_key(stream)
