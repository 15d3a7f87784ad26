"""The pictures of a video stream, found without decoding: where each begins, which can be entered at, and in which order they are shown.

MPEG-2 (ISO 13818-2), H.264 (ITU-T H.264 with Annex B) and HEVC (ITU-T H.265). Only headers are read. Where the order of display cannot be
told from them (picture order count type 1, damage), ``ordered`` is False and a reader decodes from the start.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from workstation.errors import UndecodableImage
from workstation.imaging.videos import avc, hevc, mpeg2
from workstation.imaging.videos.coded import NAMES, Stream, Unwrapped
from workstation.language import tr

MOST_UNITS = 2_000_000  # start codes looked at; what lies behind is told as missing
_START_CODE = re.compile(rb"\x00\x00\x01")
_MPEG2_HEADER = re.compile(rb"\x00\x00\x01(?=[\x00\xb0-\xff])")  # no slices, of which a picture has many
_PICTURES = {"mpeg2video": mpeg2.pictures_of, "h264": avc.pictures_of, "hevc": hevc.pictures_of}


def read(unwrapped: Unwrapped, kind: str) -> Stream:
    """Take a stream apart; ``kind`` is what the transfer syntax says, the container goes before it. Raises UndecodableImage."""
    kind = unwrapped.kind or kind
    stream = Stream(kind, unwrapped.stream, [], cut=unwrapped.cut, container=unwrapped.container)
    starts = _starts(stream)
    try:
        _PICTURES[kind](stream, starts)
    except IndexError:  # a header cut off in its middle
        stream.cut = True
    if not stream.pictures:
        raise UndecodableImage(tr("No picture of {kind} is found in this video.", kind=NAMES[kind]))
    _finish(stream, unwrapped)
    return stream


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
