"""Which pixels an ellipse holds and what they say.

A pixel counts when its centre is inside or on the edge; nothing is interpolated on a stored frame, so two readers who draw the
same ellipse read the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workstation.measurements.values import Ellipse


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the pixels inside, in the unit of the values given. ``deviation`` is that of the whole population (divided by n)."""

    count: int
    mean: float
    deviation: float
    smallest: float
    largest: float


def inside(ellipse: Ellipse, rows: int, columns: int) -> tuple[slice, slice, npt.NDArray[np.bool_]]:
    """The part of a (rows, columns) image that holds the ellipse: row slice, column slice, and the mask of that part."""
    (cx, cy), (rx, ry) = ellipse.center, ellipse.radii
    top, bottom = max(0, int(np.ceil(cy - ry))), min(rows - 1, int(np.floor(cy + ry)))
    left, right = max(0, int(np.ceil(cx - rx))), min(columns - 1, int(np.floor(cx + rx)))
    if top > bottom or left > right:
        return slice(0, 0), slice(0, 0), np.zeros((0, 0), dtype=bool)
    y = np.arange(top, bottom + 1, dtype=np.float64)[:, None] - cy
    x = np.arange(left, right + 1, dtype=np.float64)[None, :] - cx
    # radii of zero: a line or a point, whose own pixel centres still count
    mask = (x / max(rx, 1e-9)) ** 2 + (y / max(ry, 1e-9)) ** 2 <= 1.0 + 1e-9
    return slice(top, bottom + 1), slice(left, right + 1), mask


def of_samples(samples: npt.NDArray[np.floating]) -> Statistics | None:
    """Statistics of values already taken, (n,). NaN (outside the volume) does not count."""
    chosen = np.asarray(samples, dtype=np.float64)
    chosen = chosen[np.isfinite(chosen)]
    if chosen.size == 0:
        return None
    smallest, largest = float(chosen.min()), float(chosen.max())
    reach = max(abs(smallest), abs(largest))
    scale = 2.0 ** math.floor(math.log2(reach)) if reach > 1e100 else 1.0  # sums and squares of what is huge stay numbers
    mean, deviation = float((chosen / scale).mean()) * scale, float((chosen / scale).std()) * scale
    return Statistics(int(chosen.size), min(max(mean, smallest), largest), deviation, smallest, largest)
