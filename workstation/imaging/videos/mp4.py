"""Videos in MP4 (ISO 14496-12, 14496-15): samples found by its index, or by its movie fragments, with their times."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging.videos.coded import Unwrapped
from workstation.language import tr

Numbers = npt.NDArray[Any]
START = b"\0\0\0\1"
MOST_SAMPLES = 1 << 20
MOST_BOXES = 200_000
_BOXES_WITH_BOXES = frozenset([b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"])


@dataclass(slots=True)
class _Track:
    kind: str = ""
    video: bool = False
    number: int = 0
    timescale: float = 1000.0
    nal_length: int = 4
    parameters: bytes = b""  # parameter sets with start codes
    sizes: Numbers | None = None
    offsets: Numbers | None = None
    chunks: Numbers | None = None
    durations: Numbers | None = None
    shifts: Numbers | None = None


def _boxes(video: memoryview, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of content, end) of the boxes in a range, as far as they make sense."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", video, start)
        header = 8
        if size == 1 and start + 16 <= end:
            (size,) = struct.unpack_from(">Q", video, start + 8)
            header = 16
        elif size == 0:
            size = end - start
        if size < header:
            return
        yield kind, start + header, min(start + size, end)
        start += size


def unwrapped(video: memoryview) -> Unwrapped:
    """The first video track's samples with start codes in place of lengths. Raises UndecodableImage where there is no index."""
    tracks: list[_Track] = []
    fragments: list[tuple[int, int, int]] = []
    cut = False
    for kind, start, end in _boxes(video, 0, len(video)):
        if kind == b"moov":
            tracks += [t for t in _tracks(video, start, end) if t.video and t.kind]
        elif kind == b"moof":
            fragments.append((start - 8, start, end))
    if not tracks:
        raise UndecodableImage(tr("The container of this video has no index that can be read: the file may be cut short."))
    track = tracks[0]
    samples = _samples(track)
    for base, start, end in fragments:
        samples += _fragment(video, base, start, end, track)
    pieces: list[bytes] = []
    times: list[tuple[int, float]] = []
    length = 0
    for offset, size, time in samples[:MOST_SAMPLES]:
        if offset < 0 or size <= 0 or offset + size > len(video):
            cut = True
            continue
        times.append((length, time))
        for piece in _annex_b(video[offset : offset + size], track):
            pieces.append(piece)
            length += len(piece)
    return Unwrapped(
        b"".join([track.parameters, *pieces]), track.kind, tuple((o + len(track.parameters) * (o > 0), t) for o, t in times), cut, "MP4"
    )


def _annex_b(sample: memoryview, track: _Track) -> Iterator[bytes]:
    """A sample's NAL units with start codes before them in place of their lengths."""
    if track.kind == "mpeg2video":
        yield bytes(sample)
        return
    position, width = 0, track.nal_length
    while position + width < len(sample):
        size = int.from_bytes(sample[position : position + width], "big")
        position += width
        if not size:
            continue
        yield START
        yield bytes(sample[position : position + size])
        position += size


def _tracks(video: memoryview, start: int, end: int) -> Iterator[_Track]:
    for kind, inner, stop in _boxes(video, start, end):
        if kind == b"trak":
            track = _Track()
            _describe(video, inner, stop, track, 0)
            yield track


def _describe(video: memoryview, start: int, end: int, track: _Track, depth: int) -> None:
    for kind, inner, stop in _boxes(video, start, end):
        if kind in _BOXES_WITH_BOXES and depth < 8:
            _describe(video, inner, stop, track, depth + 1)
        elif kind == b"tkhd":
            track.number = struct.unpack_from(">I", video, inner + (20 if video[inner] else 12))[0]
        elif kind == b"hdlr":
            track.video = track.video or bytes(video[inner + 8 : inner + 12]) == b"vide"  # QuickTime has a second one, of the data
        elif kind == b"mdhd":
            track.timescale = max(1, struct.unpack_from(">I", video, inner + (20 if video[inner] else 12))[0])
        elif kind == b"stsd":
            _entry(video, inner + 8, stop, track)
        elif kind == b"stsz":
            same, count = struct.unpack_from(">II", video, inner + 4)
            count = min(count, MOST_SAMPLES)
            track.sizes = np.full(count, same, np.int64) if same else _numbers(video, inner + 12, stop, ">u4", count)
        elif kind in (b"stco", b"co64"):
            track.offsets = _table(video, inner, stop, ">u4" if kind == b"stco" else ">u8")
        elif kind == b"stsc":
            track.chunks = _table(video, inner, stop, ">u4", 3)
        elif kind == b"stts":
            track.durations = _table(video, inner, stop, ">u4", 2)
        elif kind == b"ctts":
            track.shifts = _table(video, inner, stop, ">i4", 2)


def _numbers(video: memoryview, start: int, end: int, kind: str, count: int) -> Numbers:
    width = np.dtype(kind).itemsize
    return np.frombuffer(video[start:end], kind, min(count, max(0, end - start) // width)).astype(np.int64)


def _table(video: memoryview, start: int, end: int, kind: str, width: int = 1) -> Numbers:
    (count,) = struct.unpack_from(">I", video, start + 4)
    flat = _numbers(video, start + 8, end, kind, min(count, MOST_SAMPLES) * width)
    return flat if width == 1 else flat[: len(flat) // width * width].reshape(-1, width)


def _entry(video: memoryview, start: int, end: int, track: _Track) -> None:
    """The first sample entry: which codec, its parameter sets."""
    for kind, inner, stop in _boxes(video, start, end):
        track.kind = {b"avc1": "h264", b"avc3": "h264", b"hvc1": "hevc", b"hev1": "hevc", b"mp4v": "mpeg2video"}.get(kind, "")
        for setting, at, last in _boxes(video, inner + 78, stop):
            if setting == b"avcC" and last - at >= 7:
                track.nal_length = (video[at + 4] & 3) + 1
                position = at + 5
                for mask in (0x1F, 0xFF):
                    count = video[position] & mask
                    position += 1
                    position, sets = _parameter_sets(video, position, last, count)
                    track.parameters += sets
            elif setting == b"hvcC" and last - at >= 23:
                track.nal_length = (video[at + 21] & 3) + 1
                position = at + 23
                for _ in range(video[at + 22]):
                    if position + 3 > last:
                        break
                    position, sets = _parameter_sets(video, position + 3, last, video[position + 1] << 8 | video[position + 2])
                    track.parameters += sets
        return


def _parameter_sets(video: memoryview, position: int, end: int, count: int) -> tuple[int, bytes]:
    sets = b""
    for _ in range(count):
        if position + 2 > end:
            break
        size = video[position] << 8 | video[position + 1]
        sets += START + bytes(video[position + 2 : min(position + 2 + size, end)])
        position += 2 + size
    return position, sets


def _samples(track: _Track) -> list[tuple[int, int, float]]:
    """(offset, size, presentation time in ms) of the samples of the index, in the order of decoding."""
    if track.sizes is None or track.offsets is None or track.chunks is None or not len(track.sizes) or not len(track.chunks):
        return []
    count = len(track.sizes)
    first, per_chunk = track.chunks[:, 0] - 1, track.chunks[:, 1]
    of_chunk = per_chunk[np.clip(np.searchsorted(first, np.arange(len(track.offsets)), "right") - 1, 0, len(first) - 1)]
    of_chunk = np.clip(of_chunk, 0, count)
    held = np.minimum(np.cumsum(of_chunk), count)
    starts = np.concatenate([[0], held[:-1]])
    offsets = np.full(count, -1, np.int64)
    for chunk, (low, high) in enumerate(zip(starts.tolist(), held.tolist(), strict=True)):
        if high > low:
            offsets[low:high] = track.offsets[chunk] + np.concatenate([[0], np.cumsum(track.sizes[low : high - 1])])
    times = np.concatenate([[0], np.cumsum(_spread(track.durations, count))])[:count] + _spread(track.shifts, count)
    return list(zip(offsets.tolist(), track.sizes.tolist(), (times * (1000 / track.timescale)).tolist(), strict=True))


def _spread(runs: Numbers | None, count: int) -> Numbers:
    """Runs of (count, value) as one value a sample; zeros past their end."""
    values = np.zeros(count, np.int64)
    at = 0
    for length, value in runs.tolist() if runs is not None else ():
        values[at : min(at + length, count)] = value
        at += length
        if at >= count:
            break
    return values


def _fragment(video: memoryview, base: int, start: int, end: int, track: _Track) -> list[tuple[int, int, float]]:
    """Samples of a movie fragment (8.8): their sizes and times come with it."""
    found: list[tuple[int, int, float]] = []
    for kind, inner, stop in _boxes(video, start, end):
        if kind != b"traf":
            continue
        at, size, duration, decode, number = base, 0, 0, 0, track.number
        for box, a, b in _boxes(video, inner, stop):
            flags = int.from_bytes(video[a + 1 : a + 4], "big")
            if box == b"tfhd":
                (number,) = struct.unpack_from(">I", video, a + 4)
                position = a + 8
                for bit, width in ((1, 8), (2, 4), (8, 4), (16, 4), (32, 4)):
                    if flags & bit:
                        value = int.from_bytes(video[position : position + width], "big")
                        at = value if bit == 1 else at
                        duration = value if bit == 8 else duration
                        size = value if bit == 16 else size
                        position += width
            elif box == b"tfdt":
                decode = int.from_bytes(video[a + 4 : a + (12 if video[a] else 8)], "big")
            elif box == b"trun" and number == track.number:
                (count,) = struct.unpack_from(">I", video, a + 4)
                position, offset = a + 8, at
                if flags & 1:
                    offset = base + struct.unpack_from(">i", video, position)[0]
                    position += 4
                position += 4 if flags & 4 else 0
                for _ in range(min(count, MOST_SAMPLES, (b - position) // 4 + 1 if flags & 0xF00 else MOST_SAMPLES >> 8)):
                    own, length, shift = duration, size, 0
                    for bit in (0x100, 0x200, 0x400, 0x800):
                        if flags & bit:
                            value = struct.unpack_from(">i" if bit == 0x800 and video[a] else ">I", video, position)[0]
                            own = value if bit == 0x100 else own
                            length = value if bit == 0x200 else length
                            shift = value if bit == 0x800 else shift
                            position += 4
                    found.append((offset, length, (decode + shift) * 1000 / track.timescale))
                    offset, decode = offset + length, decode + own
                at = offset
    return found
