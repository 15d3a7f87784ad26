"""Display shutters (PS3.3 C.7.6.11, C.7.6.15): what of an image may be seen. Everything else is blank.

An image is seen where all its shutters are open. One that cannot be read is left out, and one that would leave nothing to see is not
applied; both with a mark, since a black picture is the last thing a reader should meet in silence. What a shutter covers still counts
in statistics: it is there to keep the eye from glare, not to change the image.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import Elements
from workstation.imaging.model import ImageHeader, Mark, Shutter
from workstation.language import tr

if TYPE_CHECKING:
    from workstation.imaging.overlays import Overlay

Array = npt.NDArray[Any]
MOST_SHAPES = 4  # there are four kinds, each named once
MOST_VERTICES = 1 << 14
LARGEST = 1 << 27  # pixels of an image that is masked: what claims more is refused by its decoder
_EDGES = ("LeftVertical", "RightVertical", "UpperHorizontal", "LowerHorizontal")


def shutters_of(dataset: Elements) -> tuple[Shutter, ...]:
    """The shutters of an image, of a frame's Frame Display Shutter or of a presentation state, in the order they are named. Positions are
    1-based, as the standard writes them; one that is damaged has no ``values``."""
    found = []
    grey = dataset.number("ShutterPresentationValue", signed=False)
    value = min(max(int(grey), 0), 65535) if grey is not None else 0
    lab = tuple(int(min(max(v, 0), 65535)) for v in dataset.numbers("ShutterPresentationColorCIELabValue", signed=False)[:3])
    colour = lab if len(lab) == 3 else ()
    for shape in [*dict.fromkeys(word.upper() for word in dataset.texts("ShutterShape"))][:MOST_SHAPES]:
        if shape == "RECTANGULAR":
            edges = [dataset.number(f"Shutter{edge}Edge") for edge in _EDGES]
            parts = tuple(e for e in edges if e is not None)
            whole = len(parts) == 4
        elif shape == "CIRCULAR":
            parts = (*dataset.numbers("CenterOfCircularShutter")[:2], *dataset.numbers("RadiusOfCircularShutter")[:1])
            whole = len(parts) == 3
        elif shape == "POLYGONAL":
            parts = dataset.numbers("VerticesOfThePolygonalShutter")
            whole = len(parts) % 2 == 0 and 6 <= len(parts) <= 2 * MOST_VERTICES
        elif shape == "BITMAP":
            parts = dataset.numbers("ShutterOverlayGroup", signed=False)[:1]
            whole = len(parts) == 1
        else:
            parts, whole = (), not shape
        if shape:
            whole = whole and all(math.isfinite(v) for v in parts)
            found.append(Shutter(shape, tuple(parts) if whole else (), value, colour))
    return tuple(found)


def shutters_for(header: ImageHeader, frame: int = 0) -> tuple[Shutter, ...]:
    """Those of one frame: its own (Frame Display Shutter, C.7.6.16.2.16), else the image's."""
    return header.frame(frame).shutters or header.shutters


def bitmap_groups(shutters: Sequence[Shutter]) -> set[int]:
    """The groups of the overlay planes that are shutters (C.7.6.15): they are not drawn."""
    return {int(s.values[0]) for s in shutters if s.shape == "BITMAP" and s.values}


def covered(
    shutters: tuple[Shutter, ...], rows: int, columns: int, overlays: Sequence[Overlay] = (), aspect: float = 1.0
) -> tuple[Array | None, tuple[Mark, ...]]:
    """(rows, columns) bool, read only, True where the image may not be seen, None where all of it may; and what is wrong with the shutters.

    ``aspect``: height of a pixel over its width, for circles, whose radius is counted along rows (C.7.6.11)."""
    marks = [Mark("shutter", tr("A shutter of this image is damaged and not applied ({shape}).", shape=s.shape)) for s in damaged(shutters)]
    by_group = {o.group: o for o in overlays}
    sound = tuple(s for s in shutters if s.values)
    if not 0 < rows * columns <= LARGEST:
        return None, tuple(marks)
    for s in sound:
        if s.shape == "BITMAP" and int(s.values[0]) not in by_group:
            marks.append(Mark("shutter", tr("The overlay plane that is this image's shutter is missing: it is not applied.")))
    sound = tuple(s for s in sound if s.shape != "BITMAP" or int(s.values[0]) in by_group)
    if not sound:
        return None, tuple(marks)
    shapes = _shapes(sound)
    closed = _closed(shapes, rows, columns, aspect) if shapes else np.zeros((rows, columns), bool)
    for s in sound:
        if s.shape == "BITMAP":
            closed = closed | by_group[int(s.values[0])].on_image(rows, columns)
    if closed.all():
        marks.append(Mark("shutter", tr("The image's shutter would cover all of it: it is not applied.")))
        return None, tuple(marks)
    return (closed if closed.any() else None), tuple(marks)


def aspect_of(header: ImageHeader, frame: int = 0) -> float:
    """Height of a pixel over its width, 1 where it is not known."""
    spacing = header.frame(frame).spacing
    return spacing[0] / spacing[1] if spacing and min(spacing) > 0 else 1.0


def prepare(header: ImageHeader, frame: int = 0) -> None:
    """Compute what a frame's shutters cover, off the thread that will ask for it: some tens of milliseconds for a large film."""
    shapes = _shapes(shutters_for(header, frame))
    if shapes and 0 < header.rows * header.columns <= LARGEST:
        _closed(shapes, header.rows, header.columns, aspect_of(header, frame))


def _shapes(shutters: Sequence[Shutter]) -> tuple[tuple[str, tuple[float, ...]], ...]:
    return tuple((s.shape, s.values) for s in shutters if s.values and s.shape != "BITMAP")


def damaged(shutters: Sequence[Shutter]) -> tuple[Shutter, ...]:
    """Those that could not be read."""
    return tuple(s for s in shutters if not s.values)


@lru_cache(maxsize=8)
def _closed(shapes: tuple[tuple[str, tuple[float, ...]], ...], rows: int, columns: int, aspect: float) -> Array:
    """Where shapes cover, computed once: frames and images of a series have the same."""
    seen = np.ones((rows, columns), bool)
    row, column = np.arange(1, rows + 1)[:, np.newaxis], np.arange(1, columns + 1)[np.newaxis]
    for shape, v in shapes:
        if shape == "RECTANGULAR":
            seen &= (column >= v[0]) & (column <= v[1]) & (row >= v[2]) & (row <= v[3])
        elif shape == "CIRCULAR":
            half = np.sqrt(
                np.maximum(v[2] ** 2 - ((row - v[0]) * aspect) ** 2, -1.0),
                where=np.abs((row - v[0]) * aspect) <= v[2],
                out=np.full((rows, 1), -1.0),
            )
            seen &= np.abs(column - v[1]) <= half
        else:
            seen &= _polygon(rows, columns, v)
    closed = ~seen
    closed.flags.writeable = False
    return closed


def _polygon(rows: int, columns: int, vertices: tuple[float, ...]) -> Array:
    """Inside by the even-odd rule, pixels on the edges too; vertices as row, column pairs. Each edge turns the pixels left of it over."""
    points = list(zip(vertices[0::2], vertices[1::2], strict=True))
    turned, edge = np.zeros((rows, columns + 1), bool), np.zeros((rows, columns), bool)
    for (r0, c0), (r1, c1) in zip(points, [*points[1:], points[0]], strict=True):
        low, high = min(r0, r1), max(r0, r1)
        if low == high:
            if low == int(low) and 1 <= low <= rows:
                edge[int(low) - 1, max(math.ceil(min(c0, c1)) - 1, 0) : max(math.floor(max(c0, c1)), 0)] = True
            continue
        row = np.arange(max(math.ceil(low), 1), min(math.floor(high), rows) + 1)
        crossing = c0 + (row - r0) * ((c1 - c0) / (r1 - r0))
        nearest = np.rint(np.clip(crossing, 0, columns + 1))
        on = (np.abs(crossing - nearest) < 1e-6) & (nearest >= 1) & (nearest <= columns)
        edge[row[on] - 1, nearest[on].astype(np.intp) - 1] = True
        below = row < high  # each vertex belongs to the edge above or below it, never to both
        left = np.clip(np.ceil(crossing[below]) - 1, 0, columns).astype(np.intp)
        turned[row[below] - 1, left] ^= True
    inside: Array = np.logical_xor.accumulate(turned[:, :0:-1], axis=1)[:, ::-1]
    return inside | edge
