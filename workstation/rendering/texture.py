"""OpenGL textures that are the one copy of an image: allocated empty, filled in pieces, freed by name.

Each function needs the surface's context to be current. 16-bit values are R16 (unsigned normalised, exact in a 32-bit float);
signed ones are moved up by 32768 while they are uploaded, because R16_SNORM maps -32768 and -32767 to one value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.rendering.gl import GL

Array = NDArray[np.generic]
NOT_A_NUMBER, LARGEST = -3.4e38, 3.0e38  # texel.glsl takes what is under -3.2e38 for no value


@dataclass(frozen=True, slots=True)
class Texels:
    """How stored values lie in a texture: value = sample * ``scale`` + ``bias``. ``channels`` is 1, 3 (RGB) or, as a ``pair`` of floats, 2:
    ``split``, value = first + second, each a 32-bit float (48 bits in all), or ``modality``, what a modality LUT gave and what is stored.

    A float that is not a number is NOT_A_NUMBER, infinite ones are 3e38: a texture's filter would spread them."""

    dtype: np.dtype[np.generic]  # uint8, uint16 or float32
    scale: float
    bias: float
    channels: int = 1
    pair: str = ""

    @property
    def whole(self) -> bool:
        """Whether values are whole numbers that can be restored by rounding."""
        return self.dtype.kind == "u"

    @property
    def itemsize(self) -> int:
        """Bytes a pixel."""
        return self.dtype.itemsize * self.channels


def texels_for(dtype: np.dtype[np.generic], channels: int = 1) -> Texels:
    """The texels that hold values of ``dtype`` exactly: 8 and 16 bits as they are, 32-bit floats, and pairs of those for wider ones."""
    kind = (dtype.kind, dtype.itemsize)
    if kind in (("u", 1), ("b", 1)):
        return Texels(np.dtype(np.uint8), 255.0, 0.0, channels)
    if kind == ("i", 1):
        return Texels(np.dtype(np.uint8), 255.0, -128.0, channels)
    if kind == ("u", 2):
        return Texels(np.dtype(np.uint16), 65535.0, 0.0, channels)
    if kind == ("i", 2):
        return Texels(np.dtype(np.uint16), 65535.0, -32768.0, channels)
    if channels == 1 and dtype.itemsize > 4 - (dtype.kind in "iu"):
        return Texels(np.dtype(np.float32), 1.0, 0.0, 2, "split")
    return Texels(np.dtype(np.float32), 1.0, 0.0, channels)


def packed(values: Array, texels: Texels, *, reuse: bool = False) -> Array:
    """Values as they are uploaded, C order; a view where nothing has to change. Values that do not fit are clipped.
    With ``reuse`` the values may be changed where they lie."""
    if texels.pair == "split":
        wide = np.asarray(values, np.float64)
        large = _finite(wide)
        with np.errstate(invalid="ignore", over="ignore"):
            small = np.clip(np.nan_to_num(wide - large, nan=0.0), -LARGEST, LARGEST).astype(np.float32)
        return np.stack([large, np.where(np.abs(large) >= LARGEST, np.float32(0), small)], axis=-1)
    if texels.dtype == np.float32:
        return _finite(values)
    bias, top = int(texels.bias), int(texels.scale)
    same = values.dtype.itemsize == texels.dtype.itemsize and (values.dtype.kind in "ub") == (bias == 0) and values.dtype.kind in "iub"
    if not same:
        values = np.clip(np.rint(values) if values.dtype.kind == "f" else values, bias, bias + top)
        values = values.astype(np.int32 if bias else texels.dtype)
        return np.ascontiguousarray(values - bias if bias else values, texels.dtype)
    if not values.dtype.isnative:
        values = values.astype(values.dtype.newbyteorder("="))
    plain: Array = np.ascontiguousarray(values).view(texels.dtype)
    if not bias:
        return plain
    return np.bitwise_xor(plain, texels.dtype.type(-bias), out=plain if reuse and plain.flags.writeable else None)


def _finite(values: Array) -> NDArray[np.float32]:
    """As 32-bit floats in C order, with a number for each that is none."""
    if values.dtype.kind in "iub":
        return np.ascontiguousarray(values, np.float32)
    with np.errstate(over="ignore"):
        floats = np.ascontiguousarray(values, np.float32)
    if np.abs(floats).max(initial=0.0) <= LARGEST:  # false where one is not a number, too
        return floats
    return np.where(np.isnan(floats), np.float32(NOT_A_NUMBER), np.clip(floats, -LARGEST, LARGEST)).astype(np.float32)


_FORMATS = {
    ("uint8", 1): (GL.GL_R8, GL.GL_RED, GL.GL_UNSIGNED_BYTE),
    ("uint16", 1): (GL.GL_R16, GL.GL_RED, GL.GL_UNSIGNED_SHORT),
    ("float32", 1): (GL.GL_R32F, GL.GL_RED, GL.GL_FLOAT),
    ("float32", 2): (GL.GL_RG32F, GL.GL_RG, GL.GL_FLOAT),
    ("uint8", 3): (GL.GL_RGB8, GL.GL_RGB, GL.GL_UNSIGNED_BYTE),
    ("uint8", 4): (GL.GL_RGBA8, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE),
    ("uint16", 3): (GL.GL_RGB16, GL.GL_RGB, GL.GL_UNSIGNED_SHORT),
    ("float32", 4): (GL.GL_RGBA32F, GL.GL_RGBA, GL.GL_FLOAT),
}


@dataclass(eq=False)
class Texture:
    """One texture name of the current context, 2-D (depth 0) or 3-D. ``free`` gives it back."""

    name: int
    target: int
    width: int
    height: int
    depth: int
    texels: Texels

    @classmethod
    def empty(cls, width: int, height: int, depth: int, texels: Texels) -> Texture:
        """Allocate without contents. MemoryError where the driver refuses."""
        inside, layout, kind = _FORMATS[(texels.dtype.name, texels.channels)]
        target = int(GL.GL_TEXTURE_3D if depth else GL.GL_TEXTURE_2D)
        name = int(GL.glGenTextures(1))
        GL.glBindTexture(target, name)
        for parameter, value in (
            (GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR),
            (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
            (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE),
            (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE),
            (GL.GL_TEXTURE_WRAP_R, GL.GL_CLAMP_TO_EDGE),
            (GL.GL_TEXTURE_MAX_LEVEL, 0),
        ):
            GL.glTexParameteri(target, parameter, value)
        while GL.glGetError():
            pass
        if depth and GL.glTexStorage3D:  # allocates without Mesa's lock on all shared textures, which keeps other contexts waiting
            GL.glTexStorage3D(target, 1, inside, width, height, depth)
        elif depth:
            GL.glTexImage3D(target, 0, inside, width, height, depth, 0, layout, kind, None)
        else:
            GL.glTexImage2D(target, 0, inside, width, height, 0, layout, kind, None)
        refused = GL.glGetError()
        GL.glBindTexture(target, 0)
        if refused:
            GL.glDeleteTextures([name])
            raise MemoryError(f"a texture of {width} x {height} x {max(depth, 1)}")
        return cls(name, target, width, height, depth, texels)

    @classmethod
    def of(cls, table: Array, texels: Texels) -> Texture:
        """A 2-D texture of an array (height, width) or (height, width, channels)."""
        made = cls.empty(table.shape[1], table.shape[0], 0, texels)
        made.put(0, 0, table[np.newaxis])
        return made

    def put(self, first: int, first_row: int, values: Array) -> None:
        """Write ``values`` (count, rows, columns[, channels]), already packed, at slice ``first`` and row ``first_row``."""
        _, layout, kind = _FORMATS[(self.texels.dtype.name, self.texels.channels)]
        count, rows, columns = values.shape[:3]
        GL.glBindBuffer(GL.GL_PIXEL_UNPACK_BUFFER, 0)
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
        GL.glBindTexture(self.target, self.name)
        if self.depth:
            GL.glTexSubImage3D(self.target, 0, 0, first_row, first, columns, rows, count, layout, kind, values)
        else:
            GL.glTexSubImage2D(self.target, 0, 0, first_row, columns, rows, layout, kind, values)
        GL.glBindTexture(self.target, 0)
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 4)

    def free(self) -> None:
        """Give the texture back; harmless when repeated."""
        if self.name:
            GL.glDeleteTextures([self.name])
            self.name = 0


def largest_3d() -> int:
    """The most slices (and rows, columns) a 3-D texture may have here."""
    return int(GL.glGetIntegerv(GL.GL_MAX_3D_TEXTURE_SIZE))
