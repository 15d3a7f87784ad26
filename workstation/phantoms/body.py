"""A body: layers of signed distances painted one over the other, then strokes. It can be imaged on any grid, as often as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from workstation.phantoms.fields import Floats, Grid, resample_axis
from workstation.phantoms.strokes import Strokes, paint


@dataclass(frozen=True)
class Layer:
    """Where ``distance`` is negative the body has ``value`` (a number, or an array over the same grid), with a border of ``edge`` mm."""

    name: str
    grid: Grid
    distance: Floats  # (slices, rows, columns) of ``grid``, mm
    value: float | Floats
    edge: float = 1.2
    sheet: Floats | None = None  # with it, only where this signed distance is within ``half`` of zero: a thin curved sheet
    half: float = 0.0


@dataclass
class Body:
    """Layers in the order of painting, then strokes in theirs. ``background`` is air."""

    layers: list[Layer] = field(default_factory=list)
    strokes: list[Strokes] = field(default_factory=list)
    background: float = -1000.0

    def add(
        self,
        name: str,
        grid: Grid,
        distance: Floats,
        value: float | Floats,
        edge: float = 1.2,
        sheet: Floats | None = None,
        half: float = 0.0,
    ) -> None:
        """One more layer on top; it keeps only the box it fills."""
        inside = distance < edge + 1.0
        spans = []
        for axis in range(3):
            filled = np.flatnonzero(inside.any(axis=tuple(a for a in range(3) if a != axis)))
            if not len(filled):
                return
            last = min(int(filled[-1]) + 3, inside.shape[axis])
            spans.append(slice(max(min(int(filled[0]) - 2, last - 2), 0), last))
        z, y, x = spans
        box = Grid(grid.x[x], grid.y[y], grid.z[z])
        kept = value[z, y, x].astype(np.float32) if isinstance(value, np.ndarray) else value
        thin = None if sheet is None else np.ascontiguousarray(sheet[z, y, x], np.float32)
        self.layers.append(Layer(name, box, np.ascontiguousarray(distance[z, y, x], np.float32), kept, edge, thin, half))

    def layer(self, name: str) -> Layer:
        """The layer of that name."""
        return next(layer for layer in self.layers if layer.name == name)

    def sample(self, grid: Grid, values: dict[str, float] | None = None) -> Floats:
        """The layers on a regular grid, (slices, rows, columns); ``values`` replaces those of layers by name. Strokes are not painted."""
        out = np.full(grid.shape, self.background, np.float32)
        for layer in self.layers:
            _paint_layer(out, grid, layer, layer.value if values is None else values.get(layer.name, layer.value))
        return out

    def paint_strokes(self, volume: Floats, grid: Grid, skip: Sequence[str] = ()) -> None:
        """All strokes into a sampled volume."""
        for strokes in self.strokes:
            if strokes.name not in skip:
                paint(volume, grid, strokes)


def _covered(target: Floats, source: Floats) -> slice:
    """Indices of the target axis that lie within the source axis."""
    return slice(int(np.searchsorted(target, source[0])), int(np.searchsorted(target, source[-1], side="right")))


def _index(target: Floats, source: Floats) -> Floats:
    index: Floats = (target - source[0]) / (source[1] - source[0])
    return index


def _paint_layer(out: Floats, grid: Grid, layer: Layer, value: float | Floats) -> None:
    sz, sy, sx = (_covered(t, s) for t, s in ((grid.z, layer.grid.z), (grid.y, layer.grid.y), (grid.x, layer.grid.x)))
    if sz.start >= sz.stop or sy.start >= sy.stop or sx.start >= sx.stop:
        return
    rows, columns = _index(grid.y[sy], layer.grid.y), _index(grid.x[sx], layer.grid.x)
    heights = _index(grid.z[sz], layer.grid.z)
    distance = resample_axis(layer.distance, heights, 0)
    near = np.flatnonzero(distance.min((1, 2)) < layer.edge)
    if not len(near):
        return
    used = slice(int(near[0]), int(near[-1]) + 1)
    cover = resample_axis(resample_axis(distance[used], rows, 1), columns, 2)
    if layer.sheet is not None:
        thin = resample_axis(resample_axis(resample_axis(layer.sheet, heights[used], 0), rows, 1), columns, 2)
        np.maximum(cover, np.abs(thin) - np.float32(layer.half), out=cover)
    cover *= np.float32(-1 / layer.edge)
    cover += np.float32(0.5)
    np.maximum(cover, 0, out=cover)
    np.minimum(cover, 1, out=cover)
    target = out[sz.start + used.start : sz.start + used.stop, sy, sx]
    if isinstance(value, np.ndarray):
        inner = resample_axis(resample_axis(resample_axis(value, heights[used], 0), rows, 1), columns, 2)
        inner -= target
        cover *= inner
    else:
        cover *= np.float32(value) - target
    target += cover
