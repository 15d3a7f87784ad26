"""Block maxima against a plain count, whatever the pieces."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.rendering.blocks import EDGE, BlockMaxima


@given(
    shape=st.tuples(st.integers(1, 20), st.integers(1, 27), st.integers(1, 27)),
    dtype=st.sampled_from([np.uint8, np.uint16, np.float32]),
    cut=st.integers(1, 9),
    seed=st.integers(0, 99),
)
@settings(deadline=None)
def test_every_block_covers_itself_and_the_next_voxels(shape: tuple[int, int, int], dtype: type[np.generic], cut: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = (rng.random(shape) * 200 - (100 if dtype is np.float32 else 0)).astype(dtype)
    maxima = BlockMaxima(*shape, np.dtype(dtype))
    for k in range(shape[0]):
        for row in range(0, shape[1], cut):
            maxima.put(k, row, values[k : k + 1, row : row + cut])
    whole = BlockMaxima(*shape, np.dtype(dtype))
    whole.put(0, 0, values)
    assert np.array_equal(maxima.grid, whole.grid)
    for place in np.ndindex(*maxima.grid.shape):
        covered = values[tuple(slice(EDGE * n, EDGE * n + EDGE + 1) for n in place)]
        assert maxima.grid[place] == covered.max()


def test_maxima_found_in_pieces_are_those_of_the_whole() -> None:
    chance = np.random.default_rng(3)
    values = chance.integers(0, 60000, (21, 30, 27)).astype(np.uint16)
    whole, parts = BlockMaxima(21, 30, 27, values.dtype), BlockMaxima(21, 30, 27, values.dtype)
    whole.put(0, 0, values)
    for first, count, row, rows in ((16, 5, 0, 30), (3, 1, 0, 30), (0, 3, 0, 30), (4, 12, 0, 13), (4, 12, 13, 17)):
        parts.put(first, row, values[first : first + count, row : row + rows])
    assert np.array_equal(whole.grid, parts.grid)
    for k, r, c in np.ndindex(whole.grid.shape):
        reach = values[8 * k : 8 * k + 9, 8 * r : 8 * r + 9, 8 * c : 8 * c + 9]
        assert whole.grid[k, r, c] == reach.max()
