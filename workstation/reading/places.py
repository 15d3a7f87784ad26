"""Where slices lie in the patient and which of two stacks answer each other. Pure; patient LPS, mm.

What lies where in a viewport, and crossing lines, is rendering.projection's.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from workstation.imaging.model import DisplaySet, StackGeometry, Vector
from workstation.rendering.view_state import dot

Array = npt.NDArray[np.float64]

PARALLEL = math.cos(math.radians(25))  # two stacks closer than this scroll together: gantry tilt differs by up to 20 degrees


def along(a: Vector, by: float, direction: Vector) -> Vector:
    """``a`` moved by that many mm."""
    return (a[0] + by * direction[0], a[1] + by * direction[1], a[2] + by * direction[2])


@lru_cache(maxsize=64)
def _depths(geometry: StackGeometry) -> Array:
    depths: Array = np.asarray(geometry.slice_origins_lps, dtype=np.float64) @ np.asarray(geometry.normal_lps)
    return depths


def depth_of(geometry: StackGeometry, point_lps: Vector) -> float:
    """Millimetres along the stack's normal of a patient point, on the scale of the slices' own depths."""
    return dot(geometry.normal_lps, point_lps)


def nearest_slice(geometry: StackGeometry, point_lps: Vector) -> tuple[int, float]:
    """The slice nearest to a point, and how far it is along the normal, mm. Uneven steps and tilt count."""
    depths = _depths(geometry)
    k = int(np.argmin(np.abs(depths - depth_of(geometry, point_lps))))
    return k, float(depth_of(geometry, point_lps) - depths[k])


def nearest_slices(geometry: StackGeometry, points_lps: Array) -> npt.NDArray[np.intp]:
    """The slice nearest to each of (n, 3) points, (n,); -1 for those more than half a step before the first, after the last or
    from both slices of a gap."""
    depths = _depths(geometry)
    at = points_lps @ np.asarray(geometry.normal_lps)
    nearest = np.searchsorted((depths[1:] + depths[:-1]) / 2, at)  # slices lie in the order of their depths
    margin = step_of(geometry) / 2 + 0.01
    within = (at >= depths.min() - margin) & (at <= depths.max() + margin)
    for k in geometry.gaps:
        within &= (at <= depths[k] + margin) | (at >= depths[k + 1] - margin)
    return np.where(within, nearest, -1)


def inside(geometry: StackGeometry, point_lps: Vector) -> bool:
    """Whether a point lies between the first and the last slice, half a step beyond included, and in no gap between them."""
    depths = _depths(geometry)
    margin = step_of(geometry) / 2 + 0.01
    depth = depth_of(geometry, point_lps)
    if any(depths[k] + margin < depth < depths[k + 1] - margin for k in geometry.gaps):
        return False
    return float(depths.min()) - margin <= depth <= float(depths.max()) + margin


def step_of(geometry: StackGeometry) -> float:
    """The middle distance between slices, mm; 1 for a single slice."""
    depths = _depths(geometry)
    return float(np.median(np.abs(np.diff(depths)))) if len(depths) > 1 else 1.0


def center_of_slice(geometry: StackGeometry, k: int) -> Vector:
    """The middle of a slice."""
    k = min(max(0, k), geometry.slices - 1)
    to_right = along(geometry.slice_origins_lps[k], (geometry.columns - 1) / 2 * geometry.spacing[1], geometry.row_lps)
    return along(to_right, (geometry.rows - 1) / 2 * geometry.spacing[0], geometry.column_lps)


def plane_step(geometry: StackGeometry, normal_lps: Vector) -> float:
    """How far one scroll step of an MPR view goes, mm: the voxel's size along its normal."""
    sizes = (geometry.spacing[1], geometry.spacing[0], step_of(geometry))
    axes = (geometry.row_lps, geometry.column_lps, geometry.normal_lps)
    return math.sqrt(sum((size * dot(normal_lps, axis)) ** 2 for size, axis in zip(sizes, axes, strict=True))) or 1.0


def parallel(a: StackGeometry, b: StackGeometry) -> int:
    """1 when two stacks run the same way, -1 when opposite, 0 when they cross."""
    cosine = dot(a.normal_lps, b.normal_lps)
    return 1 if cosine > PARALLEL else -1 if cosine < -PARALLEL else 0


def same_frame(a: DisplaySet, b: DisplaySet) -> bool:
    """Whether two display sets share a frame of reference, so that a point of one is a point of the other (PS3.3 C.7.4.1)."""
    return bool(a.frame_of_reference_uid) and a.frame_of_reference_uid == b.frame_of_reference_uid


def space_of(chosen: DisplaySet) -> str:
    """What names the coordinates that a set's points are in: its frame of reference; of a set that names none, itself."""
    return chosen.frame_of_reference_uid or chosen.key
