"""What viewports draw from: textures, filled piece by piece as frames are decoded, each the one copy of its pixels.

A content belongs to one display set. Several viewports, and canvases whose contexts share, draw from the same one. Calls make the
surface's context current themselves and must come from the main thread; keep each ``put`` to about 8 MB (``pieces`` cuts).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.geometry import step_mm
from workstation.imaging.grey import GreyChain, padding_range, windows
from workstation.imaging.model import DisplaySet, FrameHeader, ImageHeader, Mark, StackGeometry, Window
from workstation.language import tr
from workstation.rendering.blocks import BlockMaxima, Planes, blocks_along, maxima_of
from workstation.rendering.projection import sub
from workstation.rendering.surface import Surface
from workstation.rendering.texture import Array, Texels, Texture, largest_3d, packed, texels_for
from workstation.rendering.view_state import dot

PIECE_BYTES = 8 << 20
MOST_EARLY = 8  # frames on the screen
WAITING_BYTES = 32 << 20  # kept back while a texture is allocated; with more, put waits rather than hold a second copy


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


class VolumeContent(Content):
    """A placed stack of grey frames, one 3-D texture a phase."""

    def __init__(self, surface: Surface, display_set: DisplaySet, sources: Sequence[Source]) -> None:
        super().__init__(surface, display_set, sources)
        if display_set.geometry is None:
            raise ValueError("a volume needs a geometry")
        self.texels = texels_for(_dtype_of(sources))
        self.textures: dict[int, Texture] = {}
        self._coming: dict[int, Future[Texture]] = {}
        self._waiting: list[tuple[int, Array, int]] = []
        self._early: dict[int, tuple[Texture, Packed]] = {}  # frames that came before their texture, each in one of its own
        self.maxima: dict[int, BlockMaxima] = {}
        self._blocks: dict[int, Texture] = {}
        self.places: dict[int, Texture] = {}
        self._place_revision: dict[int, int] = {}
        self.affine = is_affine(display_set.geometry)
        first = sources[0].place
        same = (first.rescale_slope, first.rescale_intercept)
        self.even_slopes = all((s.place.rescale_slope, s.place.rescale_intercept) == same for s in sources)
        self.paired = any(s.header.has_modality_lut for s in sources)
        if self.paired:  # what the tables, one a frame, give; beside it what is stored
            self.texels, self.even_slopes = Texels(np.dtype(np.float32), 1.0, 0.0, 2, "modality"), True

    @property
    def stack(self) -> StackGeometry:
        """The geometry, which a volume always has."""
        assert self.display_set.geometry is not None
        return self.display_set.geometry

    def rescale(self, index: int) -> tuple[float, float]:
        """Slope and intercept from what is stored in the texture to modality values, of one frame."""
        place = self.sources[index].place
        return (1.0, 0.0) if self.paired else (place.rescale_slope, place.rescale_intercept)

    def phase_complete(self, phase: int) -> bool:
        """Whether every slice of a phase is ready."""
        return bool(self.ready[phase * self.slices : (phase + 1) * self.slices].all())

    def place(self, phase: int) -> Texture:
        """The small table of a phase: row 0 (mm along the normal, drift in columns, in rows, ready), row 1 (slope, intercept,
        and where a gap follows that is too wide to compute images in: the share of it that still belongs to the slice, else 0)."""
        if self._place_revision.get(phase) != self.revision:
            table = self._place_table(phase)
            if phase in self.places:
                self.places[phase].put(0, 0, table[np.newaxis])
            else:
                self.places[phase] = Texture.of(table, Texels(np.dtype(np.float32), 1.0, 0.0, 4))
            self._place_revision[phase] = self.revision
        return self.places[phase]

    def _place_table(self, phase: int) -> NDArray[np.float32]:
        g = self.stack
        table = np.zeros((2, self.slices, 4), np.float32)
        origins = np.asarray(g.slice_origins_lps) - np.asarray(g.slice_origins_lps[0])
        table[0, :, 0] = origins @ np.asarray(g.normal_lps)
        table[0, :, 1] = origins @ np.asarray(g.row_lps) / g.spacing[1]
        table[0, :, 2] = origins @ np.asarray(g.column_lps) / g.spacing[0]
        table[0, :, 3] = self.ready[phase * self.slices : (phase + 1) * self.slices]
        table[1, :, :2] = [self.rescale(phase * self.slices + k) for k in range(self.slices)]
        for k in g.gaps:
            step = table[0, k + 1, 0] - table[0, k, 0]
            table[1, k, 2] = min(step_mm(g) / 2 / step, 0.5)
        return table

    def prepare(self, phase: int = 0) -> None:
        """Begin to allocate a phase's texture, off this thread where the surface can: the earlier, the less ``put`` has to keep."""
        if phase in self.textures or phase in self._coming:
            return
        g, texels = self.stack, self.texels
        background = self.surface.background
        if background is None:
            self.textures[phase] = Texture.empty(g.columns, g.rows, self.slices, texels)
        else:
            self._coming[phase] = background.run(lambda: Texture.empty(g.columns, g.rows, self.slices, texels))

    def settle(self, wait: bool = False) -> bool:
        """Upload what came before its texture did, one piece a call (all of it with ``wait``); True while there is more."""
        for phase in [p for p, future in self._coming.items() if wait or future.done()]:
            self.textures[phase] = self._coming.pop(phase).result()
            self.surface.make_current()
            for index in [n for n in self._early if n // self.slices == phase]:
                alone, piece = self._early.pop(index)
                self._write_packed(index, piece, 0)
                alone.free()
        while self._waiting and self._waiting[0][0] // self.slices in self.textures:
            first, values, first_row = self._waiting.pop(0)
            self.surface.make_current()
            self._write(first, values, first_row)
            if not wait:
                break
        return bool(self._waiting)

    def takes(self, count: int) -> bool:
        """Whether ``put`` can upload so many frames at once: while a texture is still being allocated only single ones, such as the
        image that a reader waits for."""
        return all(future.done() for future in self._coming.values()) or (count == 1 and len(self._early) < MOST_EARLY)

    def pack(self, first_index: int, stored: Array, first_row: int = 0) -> Packed | None:
        """Make a piece ready for ``put`` on another thread; ``stored`` may be changed where it lies. None: put the values themselves."""
        within = first_index // self.slices == (first_index + len(stored) - 1) // self.slices
        if "" not in self._windows or self.sources[first_index].header.in_colour or self.paired or not within:
            return None
        return self._packed(first_index, packed(stored, self.texels, reuse=True), first_row)

    def _packed(self, first_index: int, texels: Array, first_row: int) -> Packed:
        values = texels[..., 0] if self.texels.channels == 2 else texels
        return Packed(texels, maxima_of(first_index % self.slices, first_row, values, blocks_along(self.stack.rows), self.stack.columns))

    def _upload_packed(self, first: int, piece: Packed, first_row: int) -> None:
        phase = first // self.slices
        self.prepare(phase)
        self.settle()
        if phase not in self.textures and piece.texels.shape[:2] == (1, self.stack.rows):
            alone = Texture.empty(self.stack.columns, self.stack.rows, 1, self.texels)
            alone.put(0, 0, piece.texels)
            self._early[first] = (alone, Packed(piece.texels.copy(), piece.maxima))
            self._arrived(first, piece.texels)
            return
        self.settle(wait=phase not in self.textures)
        self._write_packed(first, piece, first_row)
        self._arrived(first, piece.texels)

    def texture_of(self, index: int) -> tuple[Texture, int]:
        """Where a ready frame is drawn from: its phase's texture and its place there, or one of its own while that is allocated."""
        phase, k = divmod(index, self.slices)
        return (self.textures[phase], k) if phase in self.textures else (self._early[index][0], 0)

    def _upload(self, first: int, frames: Array, first_row: int) -> None:
        while len(frames):
            phase, k = divmod(first, self.slices)
            count = min(len(frames), self.slices - k)
            self.prepare(phase)
            here = phase in self.textures and not self._waiting
            self._waiting.append((first, frames[:count] if here else frames[:count].copy(), first_row))
            frames, first = frames[count:], first + count
        while self.settle() and self._waiting[0][0] // self.slices in self.textures:
            pass
        if sum(values.nbytes for _, values, _ in self._waiting) > WAITING_BYTES:
            self.settle(wait=True)

    def _write(self, first: int, frames: Array, first_row: int) -> None:
        texels = self._pairs(first, frames) if self.paired else packed(frames, self.texels)
        self._write_packed(first, self._packed(first, texels, first_row), first_row)
        self._arrived(first, texels)

    def _write_packed(self, first: int, piece: Packed, first_row: int) -> None:
        phase, k = divmod(first, self.slices)
        self.textures[phase].put(k, first_row, piece.texels)
        if phase not in self.maxima:
            self.maxima[phase] = BlockMaxima(self.slices, self.stack.rows, self.stack.columns, self.texels.dtype)
        self.maxima[phase].take(piece.maxima)

    def blocks(self, phase: int) -> Texture:
        """The block maxima of a complete phase."""
        if phase not in self._blocks:
            grid = self.maxima[phase].grid
            self._blocks[phase] = Texture.empty(grid.shape[2], grid.shape[1], grid.shape[0], replace(self.texels, channels=1, pair=""))
            self._blocks[phase].put(0, 0, grid)
        return self._blocks[phase]

    def _pairs(self, first: int, frames: Array) -> Array:
        made = np.empty((*frames.shape, 2), np.float32)
        for n, frame in enumerate(frames):
            self._need_table(first + n)
            made[n, ..., 0], made[n, ..., 1] = self.chain(first + n).modality(frame), frame
        return made

    def release(self) -> None:
        """Free the textures; the content can not be drawn any more."""
        self.surface.make_current()
        self._waiting.clear()
        self.settle(wait=True)
        for texture in (*self.textures.values(), *self.places.values(), *self._blocks.values()):
            texture.free()
        self.textures.clear()
        self.places.clear()
        self._blocks.clear()
        self.maxima.clear()
        self.ready[:] = False


class StackContent(Content):
    """Frames that are drawn one by one, each in a 2-D texture of its own size: radiographs, cines, unplaced stacks."""

    def __init__(self, surface: Surface, display_set: DisplaySet, sources: Sequence[Source]) -> None:
        super().__init__(surface, display_set, sources)
        self.frames: dict[int, Texture] = {}
        self._each = display_set.geometry is None and display_set.kind in ("single", "stack")
        self._spare: list[Texture] = []
        if self._each:
            self._windows.clear()

    def _alike(self, index: int) -> str:
        return self.sources[index].header.sop_instance_uid if self._each else ""

    def _to_look_at(self, first: int, count: int) -> Sequence[int]:
        return range(first, first + count) if self._each else super()._to_look_at(first, count)

    def _upload(self, first: int, frames: Array, first_row: int) -> None:
        for n, frame in enumerate(frames):
            index = first + n
            header = self.sources[index].header
            self._need_table(index)
            if index not in self.frames:
                texels = texels_for(frame.dtype, 3) if frame.ndim == 3 else texels_for(texel_dtype(header, frame.dtype))
                self.frames[index] = self._texture(header.columns, header.rows, texels)
            texture = self.frames[index]
            texture.put(0, first_row, packed(frame, texture.texels)[np.newaxis])
        self._arrived(first, frames)

    def _texture(self, width: int, height: int, texels: Texels) -> Texture:
        """A texture of that size: one that was let go, else a new one."""
        while self._spare:
            texture = self._spare.pop()
            if (texture.width, texture.height, texture.texels) == (width, height, texels):
                return texture
            texture.free()
        return Texture.empty(width, height, 0, texels)

    def let_go(self, index: int) -> None:
        """Give up a frame, which can be put again; its texture serves the next."""
        texture = self.frames.pop(index, None)
        self.ready[index], self._rows_in[index] = False, 0
        self.revision += 1
        if texture is None:
            return
        if len(self._spare) < MOST_EARLY:
            self._spare.append(texture)
            return
        self.surface.make_current()
        texture.free()

    def release(self) -> None:
        """Free the textures; the content can not be drawn any more."""
        self.surface.make_current()
        for texture in (*self.frames.values(), *self._spare):
            texture.free()
        self.frames.clear()
        self._spare.clear()
        self.ready[:] = False


class ColourContent(StackContent):
    """RGB frames, one texture each; windows do not apply."""


def content_for(surface: Surface, display_set: DisplaySet, headers: Sequence[ImageHeader] | Mapping[str, ImageHeader]) -> Content:
    """The content that fits a display set: a volume where its geometry allows planes, colour frames, or a stack; a stack with a mark
    (``no_mpr``) where the volume is larger than this machine's textures."""
    sources = sources_of(display_set, headers)
    if any(s.header.in_colour for s in sources):
        return ColourContent(surface, display_set, sources)
    g = display_set.geometry
    if g is None or display_set.kind != "volume" or len(sources) != g.slices * max(display_set.phases, 1):
        return StackContent(surface, display_set, sources)
    surface.make_current()
    limit = largest_3d()
    if max(g.slices, g.rows, g.columns) > limit:
        stack = StackContent(surface, display_set, sources)
        text = tr("Too large for planes and volumes here (more than {limit} pixels a side). The images are shown as acquired.", limit=limit)
        stack.marks = (Mark("no_mpr", text),)
        return stack
    volume = VolumeContent(surface, display_set, sources)
    volume.prepare()  # while the first frames are decoded
    return volume


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


def is_affine(geometry: StackGeometry) -> bool:
    """Whether slice origins lie on one line at even steps, to a hundredth of a step: then one matrix places every voxel."""
    if geometry.slices < 3:
        return True
    origins = np.asarray(geometry.slice_origins_lps)
    line = origins[0] + np.linspace(0, 1, len(origins))[:, np.newaxis] * (origins[-1] - origins[0])
    step = float(np.linalg.norm(origins[-1] - origins[0])) / (len(origins) - 1)
    return bool(np.abs(origins - line).max() <= max(0.01 * step, 1e-4))


def voxel_matrix(content: VolumeContent) -> NDArray[np.float64]:
    """(3, 4): a patient point (LPS mm, 1) to the shader's volume coordinates: (i, j, k), or (i, j, mm along the normal) for a stack
    that needs the table of places."""
    g = content.stack
    first = np.asarray(g.slice_origins_lps[0])
    row, column, normal = np.asarray(g.row_lps), np.asarray(g.column_lps), np.asarray(g.normal_lps)
    basis = np.stack([row / g.spacing[1], column / g.spacing[0], normal])
    if content.affine and g.slices > 1:
        step = np.asarray(sub(g.slice_origins_lps[-1], g.slice_origins_lps[0])) / (g.slices - 1)
        basis = np.linalg.inv(np.stack([row * g.spacing[1], column * g.spacing[0], step], axis=1))
    return np.concatenate([basis, -(basis @ first)[:, np.newaxis]], axis=1)


def slice_step_mm(geometry: StackGeometry) -> float:
    """The mean distance of slices along the normal, mm; 1.0 for a single slice."""
    if geometry.slices < 2:
        return 1.0
    whole = dot(sub(geometry.slice_origins_lps[-1], geometry.slice_origins_lps[0]), geometry.normal_lps)
    return abs(whole) / (geometry.slices - 1) or 1.0


def bytes_a_pixel(header: ImageHeader) -> int:
    """What a pixel of an image takes on the card: wide values lie there as two floats, as do a volume's modality LUT and what it reads."""
    if header.in_colour:
        return 3 * max(1, header.bits_allocated // 8)
    return 8 if header.has_modality_lut else texels_for(texel_dtype(header)).itemsize


def _dtype_of(sources: Sequence[Source]) -> np.dtype[np.generic]:
    """The narrowest type that holds the stored values of all these images."""
    kinds = {texel_dtype(s.header) for s in sources}
    return np.result_type(*kinds) if len(kinds) > 1 else kinds.pop()


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
