"""The largest value of each block of 8 x 8 x 8 voxels: rays skip the blocks that cannot matter to them. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EDGE = 8


class BlockMaxima:
    """Filled beside a volume's texture, piece by piece. A block's value also covers the first voxels of the next block along each
    axis, because a sample between the two reads both."""

    def __init__(self, slices: int, rows: int, columns: int, dtype: np.dtype[np.generic]) -> None:
        self.rows, self.columns = rows, columns
        self.grid: NDArray[np.generic] = np.full((_blocks(slices), _blocks(rows), _blocks(columns)), _lowest(dtype), dtype)

    def put(self, first: int, first_row: int, values: NDArray[np.generic]) -> None:
        """Take in values (count, rows, columns) of slices from ``first`` on, from ``first_row`` on."""
        plane = self._in_plane(first_row, values)
        for k, maxima in enumerate(plane, first):
            block = self.grid[k // EDGE]
            np.maximum(block, maxima, out=block)
            if k % EDGE == 0 and k:
                before = self.grid[k // EDGE - 1]
                np.maximum(before, maxima, out=before)

    def _in_plane(self, first_row: int, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Maxima of each slice by block, (count, row blocks, column blocks); rows outside the piece do not count."""
        count = len(values)
        top, bottom = first_row // EDGE, _blocks(first_row + values.shape[1])
        above, below = first_row - top * EDGE, bottom * EDGE - first_row - values.shape[1]
        right = self.grid.shape[2] * EDGE - self.columns
        lowest = _lowest(values.dtype)
        if above or below or right:
            values = np.pad(values, ((0, 0), (above, below), (0, right)), constant_values=lowest)
        lines = values.reshape(count, bottom - top, EDGE, -1)
        by_row = np.full((count, self.grid.shape[1], values.shape[2]), lowest, values.dtype)
        by_row[:, top:bottom] = lines.max(axis=2)
        start = max(top, 1)  # the first line of a block belongs to the block before it, too
        if start < bottom:
            before = by_row[:, start - 1 : bottom - 1]
            np.maximum(before, lines[:, start - top :, 0], out=before)
        tiles = by_row.reshape(count, self.grid.shape[1], -1, EDGE)
        found = tiles.max(axis=3)
        np.maximum(found[:, :, :-1], tiles[:, :, 1:, 0], out=found[:, :, :-1])
        return np.asarray(found)


def _blocks(length: int) -> int:
    return -(-length // EDGE)


def _lowest(dtype: np.dtype[np.generic]) -> float:
    return -3.4e38 if dtype.kind == "f" else 0.0
