"""What viewports draw from: textures, filled piece by piece as frames are decoded, each the one copy of its pixels.

A content belongs to one display set. Several viewports, and canvases whose contexts share, draw from the same one. Calls make the
surface's context current themselves and must come from the main thread; keep each ``put`` to about 8 MB (``pieces`` cuts).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.grey import GreyChain, padding_range, windows
from workstation.imaging.model import DisplaySet, FrameHeader, ImageHeader, Mark, StackGeometry, Window
from workstation.rendering.blocks import Planes
from workstation.rendering.surface import Surface
from workstation.rendering.texture import Array, texels_for

PIECE_BYTES = 8 << 20
MOST_EARLY = 8  # frames on the screen


@dataclass(frozen=True, slots=True)
class Source:
    """One frame of a display set: the image it is in, and its number there."""

    header: ImageHeader
    frame: int

    @property
    def place(self) -> FrameHeader:
        """The frame's own header."""
        return self.header.frame(self.frame)

    @property
    def padding(self) -> tuple[float, float] | None:
        """Lowest and highest stored value that is padding."""
        return padding_range(self.header)


@dataclass(frozen=True, slots=True)
class Packed:
    """Frames of one phase made ready for upload on another thread: texels (count, rows, columns) and their maxima by block."""

    texels: Array
    maxima: Planes


def sources_of(display_set: DisplaySet, headers: Sequence[ImageHeader] | Mapping[str, ImageHeader]) -> list[Source]:
    """The display set's frames with their headers, in its order."""
    by_uid = headers if isinstance(headers, Mapping) else {h.sop_instance_uid: h for h in headers}
    return [Source(by_uid[f.sop_instance_uid], f.frame) for f in display_set.frames]


class Content:
    """What all contents have: which frames are ready, their headers, their grey."""

    def __init__(self, surface: Surface, display_set: DisplaySet, sources: Sequence[Source]) -> None:
        self.surface = surface
        self.display_set = display_set
        self.sources = list(sources)
        self.ready: NDArray[np.bool_] = np.zeros(len(self.sources), bool)
        self.lost: NDArray[np.bool_] = np.zeros(len(self.sources), bool)  # frames that cannot be shown and will not come
        self.revision = 0
        self.marks: tuple[Mark, ...] = ()  # what this machine cannot do with it
        self._rows_in = np.zeros(len(self.sources), np.int32)
        self._places: dict[tuple[str, int], int] | None = None
        self._chains: dict[int, GreyChain] = {}
        self._given: set[int] = set()
        self._windows: dict[str, Window] = {} if display_set.default_window is None else {"": display_set.default_window}
        self._samples: dict[int, list[Array]] = {}  # of frames that come in strips and need a window

    @property
    def geometry(self) -> StackGeometry | None:
        """Where the frames lie, None for an unplaced stack."""
        return self.display_set.geometry

    @property
    def complete(self) -> bool:
        """Whether every frame is in its texture."""
        return bool(self.ready.all())

    @property
    def arrived(self) -> bool:
        """Whether nothing more will come: every frame is in its texture or lost."""
        return bool((self.ready | self.lost).all())

    def lose(self, index: int) -> None:
        """A frame cannot be shown; what is drawn without it is final."""
        self.lost[index] = True
        self.revision += 1

    @property
    def slices(self) -> int:
        """Frames of one phase."""
        return max(len(self.sources) // max(self.display_set.phases, 1), 1)

    def frame_index(self, index: int, phase: int = 0) -> int:
        """Place in the display set of slice ``index`` of ``phase``, kept inside it."""
        return min(max(phase, 0) * self.slices + min(max(index, 0), self.slices - 1), len(self.sources) - 1)

    def place_of(self, sop_instance_uid: str, frame: int) -> int:
        """Place in the display set of a frame of an image, -1 where it is not in it."""
        if self._places is None:
            self._places = {(s.header.sop_instance_uid, s.frame): n for n, s in enumerate(self.sources)}
        return self._places.get((sop_instance_uid, frame), -1)

    def set_chain(self, index: int, chain: GreyChain) -> None:
        """The grey chain of a frame whose header says it has tables (modality LUT, VOI LUT): before its first ``put``."""
        self._chains[index] = chain
        self._given.add(index)

    def chain(self, index: int) -> GreyChain:
        """The grey chain of a frame: the one that was given, or what its header alone tells."""
        if index not in self._chains:
            self._chains[index] = GreyChain.of(None, self.sources[index].header, self.sources[index].frame)
        return self._chains[index]

    def has_chain(self, index: int) -> bool:
        """Whether a frame's chain was given."""
        return index in self._given

    def window_of(self, index: int, voi: int = 0) -> Window:
        """The window a frame is shown with when the view chooses none: its own ``voi``-th one (the first where it has fewer), the display
        set's, or a computed one."""
        own = self.sources[index].place.windows
        return own[voi if 0 <= voi < len(own) else 0] if own else self._windows.get(self._alike(index)) or Window(128.0, 256.0)

    def keep_windows_in(self, kept: dict[str, Window]) -> None:
        """Windows that are computed for frames which bring none go there, and are taken from there: a later content of the same images
        shows them as this one did, whichever of them comes in first."""
        kept.update(self._windows)
        self._windows = kept

    def _alike(self, index: int) -> str:
        """What frames share a computed window with that one: all of a volume or loop, but each film its own."""
        return ""

    def _find_window(self, first_index: int, frames: Array, first_row: int) -> None:
        """A window for frames that bring none, from the whole of one."""
        for n in self._to_look_at(first_index, len(frames)):
            source, frame = self.sources[n], frames[n - first_index]
            if source.place.windows or self._alike(n) in self._windows or source.header.in_colour:
                continue
            rows, columns = source.header.rows, source.header.columns
            if frame.shape[0] < rows:
                step = max(1, rows // 512)
                self._samples.setdefault(n, []).append(frame[-first_row % step :: step, :: max(1, columns // 512)].copy())
                if first_row + frame.shape[0] < rows:
                    continue
                frame = np.concatenate(self._samples.pop(n))
            self._windows[self._alike(n)] = windows(source.header, source.frame, frame, self.chain(n))[0]

    def _to_look_at(self, first: int, count: int) -> Sequence[int]:
        return (first + count // 2,)

    def pack(self, first_index: int, stored: Array, first_row: int = 0) -> Packed | None:
        """Make a piece ready for ``put`` on another thread; ``stored`` may be changed where it lies. None: put the values themselves."""
        return None

    def takes(self, count: int) -> bool:
        """Whether ``put`` can upload so many frames at once; False while a texture is still being allocated."""
        return True

    def put(self, first_index: int, stored: Array | Packed, first_row: int = 0) -> None:
        """Take in stored values: (count, rows, columns) or one frame (rows, columns), RGB with a last axis of 3; ``first_row`` when
        the rows are a part of one frame (whole frames may not follow). Frames become ready when all their rows are in."""
        if isinstance(stored, Packed):
            self.surface.make_current()
            self._upload_packed(first_index, stored, first_row)
            return
        colour = self.sources[first_index].header.in_colour
        frames = stored if stored.ndim == (4 if colour else 3) else stored[np.newaxis]
        if frames.size and not colour:
            self._find_window(first_index, frames, first_row)
        self.surface.make_current()
        self._upload(first_index, frames, first_row)

    def settle(self, wait: bool = False) -> bool:
        """Bring in what a ``put`` had to keep back; True while there is more. A canvas does it while it draws."""
        return False

    def _need_table(self, index: int) -> None:
        if self.sources[index].header.has_modality_lut and not self.has_chain(index):
            raise ValueError(f"frame {index} has a modality LUT: give its grey chain first")

    def let_go(self, index: int) -> None:
        """Give up a frame, which can be put again: only of contents whose frames lie apart."""
        raise NotImplementedError

    def _arrived(self, first: int, frames: Array) -> None:
        span = slice(first, first + len(frames))
        self._rows_in[span] += frames.shape[1]
        rows = np.array([s.header.rows for s in self.sources[span]])
        self.ready[span] = self._rows_in[span] >= rows
        self.revision += 1

    def _upload(self, first: int, frames: Array, first_row: int) -> None:
        raise NotImplementedError

    def _upload_packed(self, first: int, piece: Packed, first_row: int) -> None:
        raise NotImplementedError

    def release(self) -> None:
        """Free the textures; the content can not be drawn any more."""
        raise NotImplementedError


def pieces(first_index: int, stored: Array, limit: int = PIECE_BYTES) -> Iterator[tuple[int, Array, int]]:
    """Cut decoded frames (count, rows, columns[, 3]) into ``put`` calls (first_index, values, first_row) of about ``limit`` bytes."""
    bytes_a_frame = max(stored[0].nbytes, 1)
    if bytes_a_frame <= limit:
        step = max(limit // bytes_a_frame, 1)
        for n in range(0, len(stored), step):
            yield first_index + n, stored[n : n + step], 0
        return
    rows = max(math.floor(limit / bytes_a_frame * stored.shape[1]), 1)
    for n in range(len(stored)):
        for row in range(0, stored.shape[1], rows):
            yield first_index + n, stored[n : n + 1, row : row + rows], row


def bytes_a_pixel(header: ImageHeader) -> int:
    """What a pixel of an image takes on the card: wide values lie there as two floats, as do a volume's modality LUT and what it reads."""
    if header.in_colour:
        return 3 * max(1, header.bits_allocated // 8)
    return 8 if header.has_modality_lut else texels_for(texel_dtype(header)).itemsize


def texel_dtype(header: ImageHeader, decoded: np.dtype[np.generic] | None = None) -> np.dtype[np.generic]:
    """The type that a texture holds an image's stored values as; ``decoded``: the one they came in. Whole numbers of up to 24 bits lie
    exactly in a 32-bit float."""
    if header.pixel_keyword in ("FloatPixelData", "DoubleFloatPixelData"):
        wide = header.pixel_keyword == "DoubleFloatPixelData" or (decoded is not None and decoded.itemsize > 4)
        return np.dtype(np.float64 if wide else np.float32)
    if decoded is not None and decoded.kind in "iub" and decoded.itemsize <= 2:
        return decoded
    bits = header.bits_allocated
    if bits <= 8:
        return np.dtype(np.int8 if header.signed else np.uint8)
    if bits <= 16:
        return np.dtype(np.int16 if header.signed else np.uint16)
    return np.dtype(np.float32 if header.bits_used <= 24 else np.float64)
