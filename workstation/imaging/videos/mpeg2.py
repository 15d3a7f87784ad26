"""Pictures of an MPEG-2 video (ISO 13818-2)."""

from __future__ import annotations

from collections.abc import Sequence

from workstation.imaging.videos.coded import Coded, Stream, enough

_SHAPES = {2: 4 / 3, 3: 16 / 9, 4: 2.21}  # of the whole picture (table 6-3)
_RATES = (0.0, 24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001, 60.0)


def pictures_of(stream: Stream, starts: Sequence[int]) -> None:
    """Fill in the stream's pictures from its start codes.

    Key pictures are intra pictures after a sequence header; two fields are one picture."""
    data, pictures = stream.coded, stream.pictures
    begin: int | None = None  # of the headers before a picture
    half, closed, sequence_before = False, False, False
    types: list[int] = []
    first_closed = False
    for at in starts:
        if at + 3 >= len(data):
            break
        code = data[at + 3]
        if enough(stream):
            break
        if code in (0xB3, 0xB8, 0x00):
            begin = at if begin is None else begin
        if code == 0xB3 and at + 8 <= len(data):
            sequence_before = True
            if not stream.columns:
                size, rate = int.from_bytes(data[at + 4 : at + 7], "big"), data[at + 7] & 15
                stream.columns, stream.rows = size >> 12, size & 0xFFF
                stream.frame_ms = 1000 / _RATES[rate] if 0 < rate < len(_RATES) else None
                shape = _SHAPES.get(data[at + 7] >> 4)
                stream.aspect = shape * stream.rows / stream.columns if shape and stream.columns else 1.0
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
    _order(pictures, types)
    first = types.index(1) if 1 in types else 0
    del pictures[:first]  # nothing can be shown before the first whole picture
    if not first_closed:
        for picture, coding in zip(pictures[1:], types[first + 1 :], strict=True):
            if coding != 3:
                break
            picture.shown = False  # it refers to a picture before the stream's first


def _order(pictures: list[Coded], types: list[int]) -> None:
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
