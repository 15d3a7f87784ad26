"""Where points lie among slices: near one, or on none."""

from __future__ import annotations

import numpy as np

from workstation.imaging.model import StackGeometry
from workstation.reading.places import inside, nearest_slices


def test_a_point_in_a_gap_lies_on_no_slice() -> None:
    """A crosshair set in a hole of 20 mm must not bring up a slice 10 mm away as if it were there."""
    depths = [2.0 * k for k in range(6)] + [30.0 + 2 * k for k in range(6)]
    geometry = StackGeometry((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0), 8, 8, tuple((0.0, 0.0, z) for z in depths), gaps=(5,))
    points = [(4.0, 4.0, z) for z in (-2.0, 0.0, 9.4, 10.9, 11.5, 20.0, 28.5, 29.2, 40.8, 42.0)]
    expected = [False, True, True, True, False, False, False, True, True, False]
    assert [inside(geometry, p) for p in points] == expected
    assert (nearest_slices(geometry, np.array(points)) >= 0).tolist() == expected
    assert nearest_slices(geometry, np.array(points))[[3, 7]].tolist() == [5, 6]
