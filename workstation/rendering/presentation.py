"""What lies over one frame when it is shown as it was meant to be: a shutter around it, overlay planes on it, another grey chain.

A ``FramePresentation`` is built once a frame, off the main thread where it can be, and kept by who shows it: it is compared by
identity, and what is drawn of it is cached by it. ``Presented`` is a viewport's side: one small texture of the frame on the screen.

The texture has a byte an image pixel: bit 7 the shutter, below it the number of the topmost overlay plane (0 none). Where the image
is shown reduced, the same halved as often as the screen halves it: number, part covered by planes, part covered by the shutter.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.colour import rgb_of_lab
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import ImageHeader, Mark, Shutter
from workstation.imaging.overlays import Planes
from workstation.imaging.shutters import LARGEST, aspect_of, bitmap_groups, covered, shutters_for
from workstation.imaging.subtraction import Term
from workstation.rendering.shading import Quad, Wrapped
from workstation.rendering.texture import Array, Texels, Texture, texels_for

RGB = tuple[int, int, int]
OVERLAY_COLOURS: tuple[RGB, ...] = ((215, 123, 245), (245, 130, 180), (165, 150, 250))  # of no measurement, prior, warning or current exam
MOST_PLANES = 127
_BYTE = np.dtype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Plane2D:
    """One overlay plane in image pixels: ``bitmap`` (rows, columns) bool, drawn in ``rgb`` (0 to 255); ``name`` is what it is called."""

    bitmap: NDArray[np.bool_] = field(repr=False)
    rgb: RGB
    name: str = ""


@dataclass(frozen=True, eq=False)
class FramePresentation:
    """What is drawn with one frame. ``shutter`` (rows, columns) bool, True where the image is covered (PS3.3 C.7.6.11), with
    ``shutter_grey`` (0 to 255, never windowed nor inverted) or, where it is given, ``shutter_rgb``. ``planes`` lie over the shutter, the
    last on top.
    ``chain``: the grey chain in place of the frame's own. ``tint`` (rows, columns, 4): colours in place of grey where alpha is 255, under
    the shutter (imaging.tints); elsewhere all 0. ``terms``: the frames that are summed up in place of this one (imaging.subtraction),
    itself first, () for none. ValueError where the bitmaps differ in size."""

    shutter: NDArray[np.bool_] | None = field(default=None, repr=False)
    shutter_grey: int = 0
    planes: tuple[Plane2D, ...] = ()
    chain: GreyChain | None = None
    shutter_rgb: RGB | None = None
    tint: NDArray[np.uint8] | None = field(default=None, repr=False)
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        """Refuse bitmaps that cannot be those of one frame."""
        shapes = {b.shape for b in (self.shutter, *(p.bitmap for p in self.planes)) if b is not None}
        shapes |= {self.tint.shape[:2]} if self.tint is not None else set()
        if len(shapes) > 1 or any(len(shape) != 2 for shape in shapes):
            raise ValueError(f"shutter and overlay planes of one frame have one size, not {sorted(shapes)}")
        if len(self.planes) > MOST_PLANES:
            raise ValueError(f"at most {MOST_PLANES} overlay planes, not {len(self.planes)}")

    @property
    def shape(self) -> tuple[int, int] | None:
        """Rows and columns of its bitmaps, None where it has none."""
        bitmap = self.shutter if self.shutter is not None else self.planes[0].bitmap if self.planes else self.tint
        return None if bitmap is None else (bitmap.shape[0], bitmap.shape[1])

    @property
    def in_colour(self) -> bool:
        """Whether something of it is not grey."""
        return bool(self.planes) or self.shutter_rgb is not None or self.tint is not None

    def bytes(self) -> NDArray[np.uint8]:
        """(rows, columns): bit 7 the shutter, the rest the number of the topmost plane, from 1."""
        assert self.shape is not None
        marked = np.zeros(self.shape, np.uint8)
        for number, plane in enumerate(self.planes, 1):
            marked[plane.bitmap] = number
        if self.shutter is not None:
            marked |= self.shutter.astype(np.uint8) << 7
        return marked

    def colours(self) -> NDArray[np.uint8]:
        """(1, 128, 3): the shutter's colour, then those of the planes."""
        table = np.zeros((1, MOST_PLANES + 1, 3), np.uint8)
        table[0, 0] = self.shutter_rgb or (min(max(self.shutter_grey, 0), 255),) * 3
        for number, plane in enumerate(self.planes, 1):
            table[0, number] = plane.rgb
        return table


def presentation_of(
    header: ImageHeader,
    frame: int = 0,
    planes: Planes | None = None,
    *,
    shutter: bool = True,
    overlays: bool = True,
    shutters: tuple[Shutter, ...] | None = None,
    chain: GreyChain | None = None,
    terms: tuple[Term, ...] = (),
) -> tuple[FramePresentation | None, tuple[Mark, ...]]:
    """What is drawn with a frame, None where that is nothing, and what is wrong with it. ``planes``: its overlays, read from its file;
    ``shutters``, ``chain``, ``terms``: those of a presentation state, instead of the image's own; ``shutter``, ``overlays``: whether they
    are drawn."""
    found = planes or Planes()
    own = shutters_for(header, frame) if shutters is None else shutters
    aspect = aspect_of(header, frame)
    tint = found.tint.rgba() if found.tint is not None else None
    closed, marks = covered(own, header.rows, header.columns, found.overlays, aspect) if own and shutter else (None, ())
    bitmap_shutters = bitmap_groups(own)
    shown = overlays and header.rows * header.columns <= LARGEST
    drawn = [o for o in found.overlays if o.group not in bitmap_shutters] if shown else []
    bits = tuple(
        Plane2D(o.on_image(header.rows, header.columns), OVERLAY_COLOURS[n % len(OVERLAY_COLOURS)], o.name) for n, o in enumerate(drawn)
    )
    marks = (*marks, *found.marks)
    if closed is None and not bits and chain is None and tint is None:
        return None, marks
    grey, lab = (own[0].presentation, own[0].lab) if own else (0, ())
    rgb = rgb_of_lab(lab) if lab and (header.in_colour or not grey) else None
    return FramePresentation(closed, round(grey / 257), bits, chain, rgb, tint, terms), marks


def reduced(marked: NDArray[np.uint8], level: int) -> NDArray[np.uint8]:
    """``FramePresentation.bytes`` halved ``level`` times: (rows, columns, 3) of the largest plane number, and how much (0 to 255) of each
    block the planes and the shutter cover. Blocks that hang over the edge count what is inside."""
    number: NDArray[np.uint8] = marked & np.uint8(127)
    shut: NDArray[np.uint8] = (marked >> np.uint8(7)) * np.uint8(255)
    drawn = bool(number.any())
    covered: NDArray[np.uint8] = np.where(number > 0, np.uint8(255), np.uint8(0)) if drawn else number
    for _ in range(level):
        shut = _halved(shut, _mean)
        if drawn:
            number, covered = _halved(number, np.maximum), _halved(covered, _mean)
    if not drawn:
        number = covered = np.zeros_like(shut)
    return np.ascontiguousarray(np.stack([number, covered, shut], axis=-1))


def _halved(plane: NDArray[np.uint8], join: Callable[[Any, Any], Any]) -> NDArray[np.uint8]:
    return _pairs(_pairs(plane, join).T, join).T


def tint_reduced(tint: NDArray[np.uint8], level: int) -> NDArray[np.uint8]:
    """A tint halved ``level`` times: the mean of each block, of those that hang over the edge what is inside."""
    for _ in range(level):
        tint = _halves(_halves(tint).swapaxes(0, 1)).swapaxes(0, 1)
    return np.ascontiguousarray(tint)


def _halves(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return _pairs(rows, _mean)


def _mean(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Of two bytes, rounded up: what is there does not vanish."""
    one = np.uint8(1)
    upper: NDArray[np.uint8] = (a >> one) + (b >> one) + ((a | b) & one)
    return upper


def _pairs(rows: NDArray[np.uint8], join: Callable[[Any, Any], Any]) -> NDArray[np.uint8]:
    even, odd = rows[0::2], rows[1::2]
    joined: NDArray[np.uint8] = join(even[: len(odd)], odd)
    return joined if len(even) == len(odd) else np.concatenate([joined, even[-1:]])


class Presented:
    """The presentation on a viewport's screen: its texture, kept while it is shown and filled anew for the next frame of its size."""

    def __init__(self) -> None:
        self._of: tuple[FramePresentation, int] | None = None
        self._marks: Texture | None = None
        self._colours: Texture | None = None
        self._tint: Texture | None = None

    @staticmethod
    def switches(presentation: FramePresentation | None, to_image: tuple[float, ...]) -> set[str]:
        """The shader's switches: none where nothing lies over the frame."""
        if presentation is None or presentation.shape is None:
            return set()
        level, (across, down) = _sampling(to_image)
        tinted = {"PRESENTED_TINT"} if presentation.tint is not None else set()
        return {"PRESENTED"} | tinted | ({"PRESENTED_TAPS"} if across * down > 1 else set()) | ({"PRESENTED_LEVEL"} if level else set())

    def draw_with(self, quad: Quad, presentation: FramePresentation | None, to_image: tuple[float, ...], wrapped: Wrapped) -> None:
        """Textures and uniforms of a quad; ``to_image``: the matrix from viewport pixels to image pixels (column, row), row by row."""
        if presentation is None or presentation.shape is None:
            self.let_go()
            return
        level, (across, down) = _sampling(to_image)
        if self._of is None or self._of[0] is not presentation or self._of[1] != level:
            marked = presentation.bytes()
            self._marks = _filled(self._marks, reduced(marked, level) if level else marked)
            self._colours = _filled(self._colours, presentation.colours())
            if presentation.tint is not None:
                self._tint = _filled(self._tint, tint_reduced(presentation.tint, level))
            self._of = (presentation, level)
        assert self._marks is not None
        assert self._colours is not None
        rows, columns = presentation.shape
        m = to_image
        quad.set(
            marks_taps=(float(across), float(down)),
            marks_step_x=(m[0] / across, m[3] / across),
            marks_step_y=(m[1] / down, m[4] / down),
            marks_shape=(float(columns), float(rows), float(level)),
        )
        quad.bind("marks_image", self._marks, wrapped)
        quad.bind("marks_colours", self._colours, wrapped)
        if presentation.tint is not None and self._tint is not None:
            quad.bind("marks_tint", self._tint, wrapped)

    def let_go(self) -> None:
        """Free the textures; the surface's context is current."""
        for texture in (self._marks, self._colours, self._tint):
            if texture is not None:
                texture.free()
        self._of = self._marks = self._colours = self._tint = None


def _sampling(m: tuple[float, ...]) -> tuple[int, tuple[int, int]]:
    """How often to halve, and the samples across and down one screen pixel that meet every texel it covers; 1 x 1 at 1:1 and larger."""
    covered = (math.hypot(m[0], m[3]), math.hypot(m[1], m[4]))
    level = max(math.floor(math.log2(min(covered)) + 1e-6), 0) if min(covered) > 1 else 0
    taps = [min(math.ceil(c / (1 << level) - 1e-4), 32) if c > 1 + 1e-6 else 1 for c in covered]
    return level, (taps[0], taps[1])


def _filled(old: Texture | None, values: Array) -> Texture:
    """A texture of ``values``: the old one where it has their size."""
    texels: Texels = texels_for(_BYTE, values.shape[2] if values.ndim == 3 else 1)
    if old is not None and (old.height, old.width, old.texels) == (*values.shape[:2], texels):
        old.put(0, 0, values[np.newaxis])
        return old
    made = Texture.of(values, texels)
    if old is not None:
        old.free()
    return made
