"""Frames in textures of their own: radiographs, cines, stacks without a place, colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workstation.imaging.model import DisplaySet
from workstation.rendering.content import MOST_EARLY, Content, Source, texel_dtype
from workstation.rendering.surface import Surface
from workstation.rendering.texture import Array, Texels, Texture, packed, texels_for


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
