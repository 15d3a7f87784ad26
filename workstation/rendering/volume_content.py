"""A placed stack of grey frames as one 3-D texture a phase: what planes and projections are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.geometry import step_mm
from workstation.imaging.model import DisplaySet, StackGeometry
from workstation.rendering.blocks import BlockMaxima, blocks_along, maxima_of
from workstation.rendering.content import MOST_EARLY, Content, Packed, Source, texel_dtype
from workstation.rendering.projection import sub
from workstation.rendering.surface import Surface
from workstation.rendering.texture import Array, Texels, Texture, packed, texels_for
from workstation.rendering.view_state import dot

WAITING_BYTES = 32 << 20  # kept back while a texture is allocated; with more, put waits rather than hold a second copy


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


def _dtype_of(sources: Sequence[Source]) -> np.dtype[np.generic]:
    """The narrowest type that holds the stored values of all these images."""
    kinds = {texel_dtype(s.header) for s in sources}
    return np.result_type(*kinds) if len(kinds) > 1 else kinds.pop()
