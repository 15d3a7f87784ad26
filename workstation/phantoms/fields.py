"""Grids in millimetres and signed distances over them: negative inside, positive outside, in millimetres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32 everywhere
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Grid:
    """Centres of voxels along patient x, y, z (LPS, mm). Arrays over a grid have the shape (slices, rows, columns) = (z, y, x)."""

    x: Floats
    y: Floats
    z: Floats

    @classmethod
    def spanning(cls, low: Point, high: Point, step: Point) -> Grid:
        """The grid from ``low`` to at least ``high`` with steps (x, y, z)."""
        axes = [np.arange(a, b + s, s, dtype=np.float32) for a, b, s in zip(low, high, step, strict=True)]
        return cls(*axes)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(slices, rows, columns)."""
        return len(self.z), len(self.y), len(self.x)

    @property
    def open(self) -> tuple[Floats, Floats, Floats]:
        """x, y, z shaped to broadcast over the grid."""
        return self.x[None, None, :], self.y[None, :, None], self.z[:, None, None]

    def box(self, low: Point, high: Point) -> tuple[slice, slice, slice]:
        """Slices (z, y, x) of the part that holds the box, with a voxel more on each side; at least two voxels an axis."""
        parts = []
        for axis, a, b in zip((self.x, self.y, self.z), low, high, strict=True):
            first = int(np.clip(np.searchsorted(axis, a) - 2, 0, max(len(axis) - 2, 0)))
            parts.append(slice(first, int(np.clip(np.searchsorted(axis, b) + 2, first + 2, max(len(axis), first + 2)))))
        return parts[2], parts[1], parts[0]

    def around(self, low: Point, high: Point) -> Grid:
        """The part of this grid that holds the box."""
        z, y, x = self.box(low, high)
        return Grid(self.x[x], self.y[y], self.z[z])


def merge(total: Floats, grid: Grid, low: Point, high: Point, k: float, shape: Callable[[Grid], Floats]) -> None:
    """Smooth union, in place, of ``total`` with a shape that matters only within a box."""
    box = grid.box(low, high)
    if all(part.stop <= len(axis) for part, axis in zip(box, (grid.z, grid.y, grid.x), strict=True)):
        total[box] = smooth_min(total[box], shape(Grid(grid.x[box[2]], grid.y[box[1]], grid.z[box[0]])), k)


def spread(values: Floats, position: Floats) -> Floats:
    """``values`` read along their first axis with the smooth kernel: the same as ``resample_axis`` there, faster on large fields."""
    weights = resample_axis(np.eye(values.shape[0], dtype=np.float32), position, 0, "bspline")
    flat: Floats = weights @ values.reshape(values.shape[0], -1)
    return flat.reshape(len(position), *values.shape[1:])


def resample_axis(values: Floats, position: Floats, axis: int, kernel: str = "linear") -> Floats:
    """``values`` read at fractional indices ``position`` along one axis; beyond the ends the last value holds.

    Kernels: ``linear``; ``cubic`` (Catmull-Rom: sharp, passes through the values); ``bspline`` (smooth, does not)."""
    base = np.floor(position)
    t = (position - base).astype(np.float32)
    weights: list[Floats]
    if kernel == "linear":
        weights = [1 - t, t]
        offsets = [0, 1]
    elif kernel == "cubic":
        weights = [((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1, ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t]
        offsets = [-1, 0, 1, 2]
    else:
        weights = [(1 - t) ** 3 / 6, ((3 * t - 6) * t * t + 4) / 6, (((-3 * t + 3) * t + 3) * t + 1) / 6, t**3 / 6]
        offsets = [-1, 0, 1, 2]
    first = base.astype(np.intp)
    shape = [1] * values.ndim
    shape[axis] = -1
    total: Floats | None = None
    for weight, offset in zip(weights, offsets, strict=True):
        part = values.take(first + offset, axis=axis, mode="clip") * weight.reshape(shape)
        if total is None:
            total = part
        else:
            total += part
    assert total is not None
    return total


def ellipsoid(grid: Grid, centre: Point, radii: Point, power: float = 2.0, turn: NDArray[np.float64] | None = None) -> Floats:
    """Signed distance (along the ray from the centre) of a superellipsoid; ``turn`` rows are its own axes in LPS."""
    x, y, z = grid.open
    x, y, z = x - np.float32(centre[0]), y - np.float32(centre[1]), z - np.float32(centre[2])
    if turn is not None:
        m = turn.astype(np.float32)
        x, y, z = (m[i, 0] * x + m[i, 1] * y + m[i, 2] * z for i in range(3))
    a, b, c = (np.float32(r) for r in radii)
    if power == 2.0:
        f = np.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
    else:
        f = (np.abs(x / a) ** power + np.abs(y / b) ** power + np.abs(z / c) ** power) ** np.float32(1 / power)
    f = np.maximum(f, np.float32(1e-3))
    result: Floats = (np.sqrt(x * x + y * y + z * z) + np.float32(0.1)) * (1 - 1 / f)
    bounded: Floats = np.maximum(result, np.float32(-min(radii))).astype(np.float32, copy=False)
    return bounded


def superellipse(x: Floats, y: Floats, half_x: Floats | float, half_y: Floats | float, power: float) -> Floats:
    """Signed distance in a plane of |x/a|^p + |y/b|^p = 1, along the ray from the centre; broadcasts."""
    f = (np.abs(x / half_x) ** power + np.abs(y / half_y) ** power) ** np.float32(1 / power)
    f = np.maximum(f, np.float32(0.05))
    result: Floats = (np.sqrt(x * x + y * y) * (1 - 1 / f)).astype(np.float32, copy=False)
    return result


def capsule(grid: Grid, start: Point, end: Point, radius: float, end_radius: float | None = None) -> Floats:
    """Signed distance of a line with a radius that may taper."""
    x, y, z = grid.open
    x, y, z = x - np.float32(start[0]), y - np.float32(start[1]), z - np.float32(start[2])
    d = np.subtract(end, start).astype(np.float32)
    length2 = np.float32(max(float(d @ d), 1e-6))
    along = x * d[0] + y * d[1] + z * d[2]
    t = np.clip(along / length2, 0, 1)
    square = x * x + y * y + z * z - 2 * t * along + t * t * length2
    final = radius if end_radius is None else end_radius
    result: Floats = np.sqrt(np.maximum(square, 0)) - (np.float32(radius) + t * np.float32(final - radius))
    return result


def polyline(grid: Grid, points: Sequence[Point], radii: Sequence[float]) -> Floats:
    """Signed distance of a tube through ``points`` with a radius at each."""
    parts = [capsule(grid, a, b, ra, rb) for a, b, ra, rb in zip(points, points[1:], radii, radii[1:], strict=False)]
    union: Floats = np.minimum.reduce(parts)
    return union


def smooth_min(a: Floats, b: Floats, k: float) -> Floats:
    """Union whose crease is rounded over ``k`` mm."""
    h = np.maximum(np.float32(k) - np.abs(a - b), 0)
    return np.minimum(a, b) - h * h * np.float32(0.25 / k)


def smooth_max(a: Floats, b: Floats, k: float) -> Floats:
    """Intersection whose crease is rounded over ``k`` mm."""
    h = np.maximum(np.float32(k) - np.abs(a - b), 0)
    return np.maximum(a, b) + h * h * np.float32(0.25 / k)


def curve(at: Floats, knots: Sequence[tuple[float, float]]) -> Floats:
    """A smooth curve through (position, value) knots in growing position, flat beyond them (monotone cubic)."""
    from scipy.interpolate import PchipInterpolator

    positions, values = zip(*knots, strict=True)
    clipped = np.clip(at, positions[0], positions[-1])
    return np.asarray(PchipInterpolator(positions, values)(clipped), np.float32)


def axes_along(direction: Sequence[float]) -> NDArray[np.float64]:
    """Three orthogonal unit rows, the first along ``direction``: the ``turn`` of an ellipsoid with its long axis there."""
    first = np.asarray(direction, float) / np.linalg.norm(direction)
    helper = np.array([0.0, 0.0, 1.0]) if abs(first[2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    second = np.cross(helper, first)
    second /= np.linalg.norm(second)
    return np.array([first, second, np.cross(first, second)])
