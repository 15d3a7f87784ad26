"""The largest value of each block of 8 x 8 x 8 voxels: rays skip the blocks that cannot matter to them. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EDGE = 8
Planes = list[tuple[int, NDArray[np.generic]]]


class BlockMaxima:
    """Filled beside a volume's texture, piece by piece. A block's value also covers the first voxels of the next block along each
    axis, because a sample between the two reads both."""

    def __init__(self, slices: int, rows: int, columns: int, dtype: np.dtype[np.generic]) -> None:
        self.rows, self.columns = rows, columns
        self.grid: NDArray[np.generic] = np.full((blocks_along(slices), blocks_along(rows), blocks_along(columns)), _lowest(dtype), dtype)

    def put(self, first: int, first_row: int, values: NDArray[np.generic]) -> None:
        """Take in values (count, rows, columns) of slices from ``first`` on, from ``first_row`` on."""
        self.take(maxima_of(first, first_row, values, self.grid.shape[1], self.columns))

    def take(self, found: Planes) -> None:
        """Take in what ``maxima_of`` found."""
        for k, maxima in found:
            np.maximum(self.grid[k], maxima, out=self.grid[k])


def maxima_of(first: int, first_row: int, values: NDArray[np.generic], row_blocks: int, columns: int) -> Planes:
    """What ``BlockMaxima.take`` takes in: maxima by block (row blocks, column blocks), with the layer of blocks they belong to.
    Slices of one layer are put together first, which leaves an eighth to be looked at; the first slice of a layer belongs to the
    layer before it, too. Keeps nothing, for any thread."""
    layers, planes = [], []
    for k in range(first // EDGE, (first + len(values) - 1) // EDGE + 1):
        inside = values[max(k * EDGE - first, 0) : (k + 1) * EDGE - first]
        layers.append(k)
        planes.append(inside.max(axis=0) if len(inside) > 1 else inside[0])
        if k and k * EDGE >= first:
            layers.append(k - 1)
            planes.append(inside[0])
    return list(zip(layers, _in_plane(first_row, np.stack(planes), row_blocks, columns), strict=True))


def _in_plane(first_row: int, values: NDArray[np.generic], row_blocks: int, columns: int) -> NDArray[np.generic]:
    """Maxima of each slice by block, (count, row blocks, column blocks); rows outside the piece do not count."""
    count = len(values)
    top, bottom = first_row // EDGE, blocks_along(first_row + values.shape[1])
    above, below = first_row - top * EDGE, bottom * EDGE - first_row - values.shape[1]
    right = blocks_along(columns) * EDGE - columns
    lowest = _lowest(values.dtype)
    if above or below or right:
        values = np.pad(values, ((0, 0), (above, below), (0, right)), constant_values=lowest)
    lines = values.reshape(count, bottom - top, EDGE, -1)
    by_row = np.full((count, row_blocks, values.shape[2]), lowest, values.dtype)
    by_row[:, top:bottom] = lines.max(axis=2)
    start = max(top, 1)  # the first line of a block belongs to the block before it, too
    if start < bottom:
        before = by_row[:, start - 1 : bottom - 1]
        np.maximum(before, lines[:, start - top :, 0], out=before)
    tiles = by_row.reshape(count, row_blocks, -1, EDGE)
    found = tiles.max(axis=3)
    np.maximum(found[:, :, :-1], tiles[:, :, 1:, 0], out=found[:, :, :-1])
    return np.asarray(found)


def blocks_along(length: int) -> int:
    """Blocks that cover so many voxels."""
    return -(-length // EDGE)


def _lowest(dtype: np.dtype[np.generic]) -> float:
    return -3.4e38 if dtype.kind == "f" else 0.0
