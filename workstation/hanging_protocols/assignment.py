"""The assignment of slots to display sets with the greatest sum of worths (Kuhn, Munkres), in whole numbers.

Written out because scipy's takes half a second to load, and an exam opens in the window's own thread; tests hold it against scipy's.
"""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(worths: Sequence[Sequence[int]]) -> dict[int, int]:
    """Row -> column, no column twice, so that the sum is the greatest. A worth of 0 or less is no match: that row is left out.

    ``worths``: (rows, columns), any shape. Of several equally good ones always the same."""
    rows, own = len(worths), len(worths[0]) if worths else 0
    if not rows or not own:
        return {}
    columns = own + rows  # each row may stay alone: a column of worth 0 for each
    cost = [[-max(0, w) for w in row] + [0] * rows for row in worths]
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    row_of, way = [0] * (columns + 1), [0] * (columns + 1)  # 1-based; column 0 is where a new row starts
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least: list[int | None] = [None] * (columns + 1)
        done = [False] * (columns + 1)
        while row_of[column]:
            done[column] = True
            at, step, following = row_of[column], None, 0
            costs, price = cost[at - 1], row_price[at]
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                reduced = costs[j - 1] - price - column_price[j]
                known = least[j]
                if known is None or reduced < known:
                    least[j] = known = reduced
                    way[j] = column
                if step is None or known < step:
                    step, following = known, j
            assert step is not None
            for j in range(columns + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                elif (known := least[j]) is not None:
                    least[j] = known - step
            column = following
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    pairs = {row_of[j] - 1: j - 1 for j in range(1, own + 1) if row_of[j]}
    return {i: j for i, j in sorted(pairs.items()) if worths[i][j] > 0}
