"""The assignment, held against scipy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from workstation.hanging_protocols.assignment import best_assignment

tables = st.integers(0, 7).flatmap(lambda columns: st.lists(st.lists(st.integers(-3, 40), min_size=columns, max_size=columns), max_size=6))


@given(tables)
def test_as_good_as_scipys(worths: list[list[int]]) -> None:
    found = best_assignment(worths)
    assert len(set(found.values())) == len(found)
    assert all(worths[i][j] > 0 for i, j in found.items())
    if worths and worths[0]:
        table = np.maximum(0, np.array(worths))
        rows, columns = linear_sum_assignment(table, maximize=True)
        assert sum(worths[i][j] for i, j in found.items()) == table[rows, columns].sum()
    else:
        assert found == {}


def test_greed_would_lose() -> None:
    assert best_assignment([[10, 9], [10, 0]]) == {0: 1, 1: 0}


def test_large_numbers_stay_exact() -> None:
    big = 1 << 60
    assert best_assignment([[big + 1, big], [big, big]]) == {0: 0, 1: 1}
