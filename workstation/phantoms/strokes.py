"""Fine tubes painted at the image's own resolution: vessels, bronchi, ribs. A stroke is a straight piece with two radii."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.phantoms.fields import Floats, Grid, Point


@dataclass(frozen=True)
class Strokes:
    """Pieces of tubes of one value (HU for CT). ``squash``: how flat across z (ribs are taller than thick); ``shell`` > 0 paints
    only a rind that thick, in mm, and ``core`` inside; ``edge`` is the width of the blurred border in mm."""

    name: str
    start: NDArray[np.float64]  # (n, 3)
    end: NDArray[np.float64]
    start_radius: NDArray[np.float64]
    end_radius: NDArray[np.float64]
    value: float
    edge: float = 1.0
    squash: float = 1.0
    shell: float = 0.0
    core: float = 0.0

    def __len__(self) -> int:
        return len(self.start)

    def moved(self, offset: Point) -> Strokes:
        """The same strokes elsewhere."""
        from dataclasses import replace

        return replace(self, start=self.start + offset, end=self.end + offset)


def tube(name: str, points: Sequence[Point], radii: float | Sequence[float], value: float, **shape: float) -> Strokes:
    """Strokes through ``points``."""
    return joined(name, [(points, radii)], value, **shape)


def joined(name: str, lines: Iterable[tuple[Sequence[Point], float | Sequence[float]]], value: float, **shape: float) -> Strokes:
    """Strokes through several lines of points, each with one radius or one a point."""
    starts, ends, ra, rb = [], [], [], []
    for points, radii in lines:
        each = [float(radii)] * len(points) if isinstance(radii, int | float) else list(radii)
        starts += list(points[:-1])
        ends += list(points[1:])
        ra += each[:-1]
        rb += each[1:]
    return Strokes(
        name,
        np.array(starts, float).reshape(-1, 3),
        np.array(ends, float).reshape(-1, 3),
        np.array(ra, float),
        np.array(rb, float),
        value,
        **shape,
    )


def paint(volume: Floats, grid: Grid, strokes: Strokes) -> None:
    """Blend the strokes into a volume (slices, rows, columns) on a regular grid, in order; those outside cost nothing."""
    if not len(strokes):
        return
    reach = np.maximum(strokes.start_radius, strokes.end_radius) + strokes.edge
    tall = reach / strokes.squash
    low = np.minimum(strokes.start, strokes.end) - np.stack([reach, reach, tall], 1)
    high = np.maximum(strokes.start, strokes.end) + np.stack([reach, reach, tall], 1)
    first, last = [], []
    for axis, coordinates in enumerate((grid.x, grid.y, grid.z)):
        step = float(coordinates[1] - coordinates[0]) if len(coordinates) > 1 else 1.0
        first.append(np.clip(np.ceil((low[:, axis] - coordinates[0]) / step), 0, len(coordinates)).astype(int))
        last.append(np.clip(np.floor((high[:, axis] - coordinates[0]) / step) + 1, 0, len(coordinates)).astype(int))
    seen = np.nonzero((last[0] > first[0]) & (last[1] > first[1]) & (last[2] > first[2]))[0]
    boxes = [tuple(slice(int(first[a][i]), int(last[a][i])) for a in (2, 1, 0)) for i in seen]
    for i, box in zip(seen, boxes, strict=True):
        _paint_one(volume[box], grid, box, strokes, int(i), strokes.value, 0.0)
    if strokes.shell:  # all rinds first, then what is inside them, so that joints stay open
        for i, box in zip(seen, boxes, strict=True):
            _paint_one(volume[box], grid, box, strokes, int(i), strokes.core, strokes.shell)


def _paint_one(part: Floats, grid: Grid, box: tuple[slice, ...], strokes: Strokes, i: int, value: float, inset: float) -> None:
    squash = np.float32(strokes.squash)
    p, d = strokes.start[i].astype(np.float32), ((strokes.end[i] - strokes.start[i]) * (1.0, 1.0, strokes.squash)).astype(np.float32)
    length2 = np.float32(max(float(d @ d), 1e-6))
    x = (grid.x[box[2]] - p[0])[None, None, :]
    y = (grid.y[box[1]] - p[1])[None, :, None]
    z = ((grid.z[box[0]] - p[2]) * squash)[:, None, None]
    dot = (x * d[0] + y * d[1]) + z * d[2]
    t = np.minimum(np.maximum(dot * (1 / length2), 0), 1)
    square = (x * x + y * y) + z * z
    square = square + t * (t * length2 - 2 * dot)
    inside = np.float32(strokes.start_radius[i] - inset) + t * np.float32(strokes.end_radius[i] - strokes.start_radius[i])
    inside -= np.sqrt(np.maximum(square, 0))
    cover = np.minimum(np.maximum(inside * np.float32(1 / strokes.edge) + np.float32(0.5), 0), 1)
    part += cover * (np.float32(value) - part)
