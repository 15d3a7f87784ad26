"""Videos: MPEG-2, MPEG-4 AVC and HEVC (PS3.5 8.2.5 to 8.2.9), frame by frame.

The stream is taken apart in Python and its pictures are decoded one after the other by FFmpeg's decoders (see ``videos``).
Frame ``n`` is the n-th picture in the order of display. A ``VideoReader`` keeps its place: the next frame costs one picture, another one
the way from the key picture before it. Nothing is written anywhere.

Colour (YBR_PARTIAL_420 and the like) is converted by the stream's own matrix and range, as ffmpeg does; a stream without tags is BT.601,
limited, which is what DICOM calls YBR_PARTIAL_420 (PS3.3 C.7.6.3.1.2).
"""

from __future__ import annotations

import math
import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging import fragments, syntaxes
from workstation.imaging.elements import Part10
from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.videos import containers, libavcodec, streams
from workstation.imaging.videos.coded import Stream
from workstation.language import tr

Array = npt.NDArray[Any]
KEPT_READERS = 3  # streams open at a time; each keeps its file's bytes
KEPT_BYTES = 1 << 30
SLICE_S = 0.7  # a reader in a child lets its program know that often that it is still on its way to a frame
_KINDS = {"MPEG-2": "mpeg2video", "MPEG-4": "h264", "HEVC": "hevc"}
_ALIGNED = 128  # a coded picture is larger than the shown one by less than this


def is_video(header: ImageHeader) -> bool:
    """Whether the frames of an image lie in one video stream."""
    return header.transfer_syntax_uid in syntaxes.VIDEO


@dataclass(frozen=True, slots=True)
class Found:
    """What a video says of itself: pictures shown, milliseconds between them where it tells (``times_ms``: how long each stays, where they
    differ), whether its end is missing, the width of a pixel by its height, whether it has a second view that is not decoded."""

    frames: int
    frame_ms: float | None
    times_ms: tuple[float, ...]
    cut: bool
    aspect: float
    stereo: bool


def stream_of(part10: Part10) -> Stream:
    """The video of a file taken apart. Its one stream may lie in any number of fragments. Raises UndecodableImage."""
    _, found = fragments.fragments(part10)
    pieces = [part10.buffer[f.start : f.end] for f in found]
    if not any(len(p) for p in pieces):
        raise UndecodableImage(tr("The file ends before its pixels."))
    whole = memoryview(pieces[0] if len(pieces) == 1 else b"".join(pieces))
    kind = _KINDS[syntaxes.VIDEO[part10.transfer_syntax]]
    stream = streams.read(containers.unwrapped(whole), kind)
    stream.cut = stream.cut or not all(f.complete for f in found)
    return stream


def found_in(part10: Part10) -> Found:
    """Count the pictures without decoding any; for the header. Raises UndecodableImage."""
    stream = stream_of(part10)
    return Found(stream.frames, stream.frame_ms, streams.durations(stream), stream.cut, stream.aspect, stream.stereo)


class VideoReader:
    """One video, read in any order, cheapest forwards. Not for two threads at once; ``close`` frees the decoder."""

    def __init__(self, part10: Part10, header: ImageHeader) -> None:
        """``part10`` may go away: the stream is copied unless it is bytes of its own. Raises UndecodableImage."""
        self._header = header
        self._stream = stream_of(part10)
        if not isinstance(self._stream.coded, bytes):
            self._stream.coded = bytes(self._stream.coded)
        self._ordered = self._stream.ordered
        self._keys = [n for n in streams.keys(self._stream) if self._stream.pictures[n].shown]
        most = (header.rows + _ALIGNED) * (header.columns + _ALIGNED)
        self._decoder = libavcodec.Decoder(self._stream.kind, most)
        self._start_at(0)

    @property
    def frames(self) -> int:
        """How many frames the stream has."""
        return self._stream.frames

    @property
    def bytes_kept(self) -> int:
        """Bytes of the coded stream held."""
        return len(self._stream.coded)

    def frame(self, index: int, patience_s: float = math.inf) -> tuple[Array, tuple[Mark, ...]]:
        """Frame ``index`` as (rows, columns, 3) RGB, or (rows, columns) where the image has one sample; uint8, or uint16 spanning its type.
        Marks tell what of it the decoder had to make up. Raises UndecodableImage; ``Later`` after ``patience_s`` on the way: asked again,
        it goes on from there."""
        self._until = time.monotonic() + patience_s
        if not 0 <= index < self.frames:
            raise UndecodableImage(tr("Frame {index} is not in the video.", index=index + 1))
        try:
            picture = self._reach(index)
        except _OutOfOrder:
            self._ordered = False
            self._start_at(0)
            picture = self._reach(index)
        if picture is None:
            raise UndecodableImage(tr("Frame {index} of the video is damaged and cannot be decoded.", index=index + 1))
        marks = (Mark("damaged", tr("The video is damaged here: parts of this frame are made up by the decoder."), "danger"),)
        return self._fitting(picture), marks if picture.damaged else ()

    def close(self) -> None:
        """Free the decoder."""
        self._decoder.close()

    def _fitting(self, picture: libavcodec.Picture) -> Array:
        """The picture in the size of the header: one that is coded in whole blocks loses what is past Rows and Columns."""
        header = self._header
        over = (picture.rows - header.rows, picture.columns - header.columns)
        if not (0 <= over[0] < 16 and 0 <= over[1] < 16):
            raise UndecodableImage(
                tr(
                    "The video is {columns} x {rows}, its header says {header_columns} x {header_rows}.",
                    columns=picture.columns,
                    rows=picture.rows,
                    header_columns=header.columns,
                    header_rows=header.rows,
                )
            )
        pixels = self._decoder.pixels(3 if header.samples_per_pixel == 3 else 1)
        return pixels if over == (0, 0) else np.ascontiguousarray(pixels[: header.rows, : header.columns])

    def _start_at(self, picture: int) -> None:
        """Decode on from a coded picture that can be entered at."""
        self._decoder.flush()
        self._next = picture  # the coded picture to be sent next
        self._ended = False
        self._held: libavcodec.Picture | None = None  # the last one received, still in the decoder
        self._held_rank = -1
        self._entered_rank = max(0, self._stream.pictures[picture].rank) if self._ordered and picture else 0

    def _reach(self, index: int) -> libavcodec.Picture | None:
        """Decode up to frame ``index``; None where the decoder leaves it out."""
        if self._held is not None and self._held_rank == index:
            return self._held
        key = self._entry(index)
        if (
            index < self._held_rank
            or (index == self._held_rank and self._held is None)
            or self._stream.pictures[key].rank > self._position()
        ):
            self._start_at(key)
        if self._held_rank > index:
            return None
        while True:
            picture = self._decoded_next()
            if picture is None:
                return None
            if self._held_rank == index:
                return picture
            if self._held_rank > index:
                return None
            if time.monotonic() > self._until:
                raise Later

    def _position(self) -> int:
        """The frame that decoding on would give at the latest: a key picture further on is the shorter way."""
        return self._stream.pictures[self._next].rank if self._next < len(self._stream.pictures) else self.frames

    def _entry(self, index: int) -> int:
        """The coded picture to begin at for a frame."""
        if not self._ordered:
            return 0
        pictures, best = self._stream.pictures, 0
        for n in self._keys:  # few beside the pictures
            if pictures[n].rank > index:
                break
            best = n
        return best

    def _decoded_next(self) -> libavcodec.Picture | None:
        """The next picture in the order of display, None at the end; its rank in ``_held_rank``."""
        pictures = self._stream.pictures
        while True:
            try:
                picture = self._decoder.receive()
            except EOFError:
                self._held = None
                self._held_rank = max(self._held_rank, self.frames)
                return None
            if picture is None:
                self._feed()
                continue
            if not self._ordered:
                self._held, self._held_rank = picture, self._held_rank + 1
                return picture
            rank = pictures[picture.number].rank if 0 <= picture.number < len(pictures) else -1
            if rank < self._entered_rank:  # shown before the picture entered at: it lacks what it refers to
                continue
            if rank <= self._held_rank:
                raise _OutOfOrder
            self._held, self._held_rank = picture, rank
            return picture

    def _feed(self) -> None:
        """Send one coded picture, or tell the end."""
        pictures = self._stream.pictures
        if self._next >= len(pictures):
            if self._ended:  # a decoder that neither gives nor ends
                raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=self._stream.kind))
            self._decoder.send(None)
            self._ended = True
            return
        picture = pictures[self._next]
        coded = self._stream.coded[picture.start : picture.end]
        if picture.key and self._next:
            coded = self._stream.parameters + bytes(coded)
        if not self._decoder.send(coded, self._next):
            raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=self._stream.kind))
        self._next += 1


class Later(Exception):
    """The frame asked for is still on its way."""


class _OutOfOrder(Exception):
    """The decoder gives pictures in another order than their headers told."""


class _Kept:
    """A few readers that keep their place between calls, the last used last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: OrderedDict[tuple[object, ...], tuple[VideoReader, threading.Lock]] = OrderedDict()

    def frame(self, part10: Part10, header: ImageHeader, index: int) -> tuple[Array, tuple[Mark, ...]]:
        key = _key(part10, header)
        with self._lock:
            found = self._readers.pop(key, None)
            if found is None:
                found = VideoReader(part10, header), threading.Lock()
            self._readers[key] = found
            while len(self._readers) > 1 and (
                len(self._readers) > KEPT_READERS or sum(r.bytes_kept for r, _ in self._readers.values()) > KEPT_BYTES
            ):
                self._readers.popitem(last=False)  # closed when the last thread that uses it lets it go
        reader, lock = found
        with lock:
            return reader.frame(index)

    def forget(self) -> None:
        with self._lock:
            self._readers.clear()


def _key(part10: Part10, header: ImageHeader) -> tuple[object, ...]:
    """Tells one file from another without reading it whole: its length, both its ends and a middle."""
    buffer = part10.buffer
    middle = len(buffer) // 2
    ends = (buffer[: 1 << 16], buffer[middle : middle + (1 << 14)], buffer[-(1 << 16) :])
    return header.sop_instance_uid, header.rows, header.columns, header.samples_per_pixel, len(buffer), *(zlib.crc32(e) for e in ends)


_kept = _Kept()


def frame(part10: Part10, header: ImageHeader, index: int) -> tuple[Array, tuple[Mark, ...]]:
    """One frame of a video by its index, see ``VideoReader.frame``. Readers are kept between calls, so frames asked for in order cost one
    picture each."""
    return _kept.frame(part10, header, index)


def forget() -> None:
    """Let go of all readers that are kept."""
    _kept.forget()
