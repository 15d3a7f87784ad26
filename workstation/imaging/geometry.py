"""Directions, planes and positions in patient coordinates (LPS, millimetres): pure functions of vectors.

The axes of LPS: x grows to the patient's Left, y to Posterior, z to the Head (PS3.3 C.7.6.2.1.1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.model import StackGeometry, Vector
from workstation.language import tr

Array = npt.NDArray[Any]

_LETTERS = (("L", "R"), ("P", "A"), ("H", "F"))  # towards +, towards -
_AXIS = {letter: axis for axis, pair in enumerate(_LETTERS) for letter in pair}
_OPPOSITE = str.maketrans("LRPAHF", "RLAPFH")
LETTER_FROM = 0.2  # share of a direction (a tilt of 11.5 degrees) from which an axis gets its letter
PLANE_WITHIN = math.cos(math.radians(30))  # a plane is named for an axis when its normal is this near to it


def letters(direction_lps: Sequence[float]) -> str:
    """The patient's side a direction points to, main axis first: ``A``, ``AR``, ``ARH``. "" for no direction at all.

    An axis that has less than a fifth of the direction is left out (a tilt under 11.5 degrees)."""
    length = math.sqrt(sum(v * v for v in direction_lps))
    if not length or not math.isfinite(length):
        return ""
    parts = sorted(((abs(v) / length, axis, v) for axis, v in enumerate(direction_lps)), key=lambda p: (-round(p[0], 9), p[1]))
    return "".join(_LETTERS[axis][int(value < 0)] for share, axis, value in parts if share >= LETTER_FROM)


def in_words(said: str) -> str:
    """The letters as the reader's language writes them (French: D G A P T Pi)."""
    words = {"R": tr("R (right)"), "L": tr("L (left)"), "A": tr("A (front)"), "P": tr("P (back)"), "H": tr("H (head)"), "F": tr("F (feet)")}
    return "".join(words[letter].split(" ")[0] for letter in said if letter in words)


def opposite(said: str) -> str:
    """The letters of the other end of a direction."""
    return said.translate(_OPPOSITE)


def cross(a: Sequence[float], b: Sequence[float]) -> Vector:
    """a x b."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """a . b."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def plane_of(row_lps: Sequence[float], column_lps: Sequence[float]) -> str:
    """``axial``, ``coronal`` or ``sagittal`` where the plane's normal lies within 30 degrees of that axis, else ``oblique``."""
    normal = cross(row_lps, column_lps)
    largest = max(range(3), key=lambda axis: abs(normal[axis]))
    return ("sagittal", "coronal", "axial")[largest] if abs(normal[largest]) >= PLANE_WITHIN else "oblique"


def letters_of_radiograph(patient_orientation: Sequence[str]) -> tuple[str, str] | None:
    """Letters of a radiograph's rows and columns (PS3.3 C.7.6.1.1.1), None where they do not say two directions of a person.

    One to three letters each, no axis twice in one; rows and columns may not run along one and the same axis."""
    if len(patient_orientation) < 2:
        return None
    said = [value.strip().upper() for value in patient_orientation[:2]]
    axes = [[_AXIS.get(letter, -1) for letter in value] for value in said]
    if any(not 1 <= len(a) <= 3 or -1 in a or len(set(a)) < len(a) for a in axes):
        return None
    alike = sorted(said[0]) == sorted(said[1]) or sorted(said[0]) == sorted(opposite(said[1]))
    return None if alike else (said[0], said[1])


def share_of(letter: str, direction_lps: Sequence[float]) -> float:
    """How much of a unit direction points to the side of one letter, -1 to 1."""
    axis = _AXIS[letter.upper()]
    return direction_lps[axis] if letter.upper() == _LETTERS[axis][0] else -direction_lps[axis]


def depths(geometry: StackGeometry) -> Array:
    """mm of each slice along the normal, from the first slice; float64 (slices,), growing."""
    origins = np.asarray(geometry.slice_origins_lps, np.float64)
    return np.asarray((origins - origins[0]) @ np.asarray(geometry.normal_lps))


def affine(geometry: StackGeometry) -> Array:
    """4 x 4 from voxel indices (i along rows, j along columns, k slices, 1) to LPS mm. A tilt is the shear in its third column.

    Exact for a regular stack; for another it is the best straight line through the slices."""
    origins = np.asarray(geometry.slice_origins_lps, np.float64)
    matrix = np.eye(4)
    matrix[:3, 0] = np.asarray(geometry.row_lps) * geometry.spacing[1]
    matrix[:3, 1] = np.asarray(geometry.column_lps) * geometry.spacing[0]
    matrix[:3, 2] = (origins[-1] - origins[0]) / (len(origins) - 1) if len(origins) > 1 else np.asarray(geometry.normal_lps)
    matrix[:3, 3] = origins[0]
    return matrix


def to_lps(geometry: StackGeometry, i: float, j: float, k: float) -> Vector:
    """LPS mm of a voxel position, k between slices included (and beyond the ends, by the nearest step)."""
    low = min(max(math.floor(k), 0), max(geometry.slices - 2, 0))
    high = min(low + 1, geometry.slices - 1)
    a, b = geometry.slice_origins_lps[low], geometry.slice_origins_lps[high]
    part = k - low if high > low else 0.0
    row, column = i * geometry.spacing[1], j * geometry.spacing[0]
    point = [a[n] + part * (b[n] - a[n]) + row * geometry.row_lps[n] + column * geometry.column_lps[n] for n in range(3)]
    if high == low and k != low:  # one slice has no step: one millimetre along the normal
        point = [p + (k - low) * n for p, n in zip(point, geometry.normal_lps, strict=True)]
    return (point[0], point[1], point[2])


def to_voxels(geometry: StackGeometry, points_lps: Array) -> Array:
    """Voxel positions (n, 3) as i, j, k of LPS points (n, 3); exact for tilted and unevenly spaced stacks, extrapolated beyond the ends."""
    points = np.asarray(points_lps, np.float64).reshape(-1, 3)
    origins = np.asarray(geometry.slice_origins_lps, np.float64)
    along = (points - origins[0]) @ np.asarray(geometry.normal_lps)
    depth = depths(geometry)
    if len(depth) > 1:
        low = np.clip(np.searchsorted(depth, along, side="right") - 1, 0, len(depth) - 2)
        k = low + (along - depth[low]) / (depth[low + 1] - depth[low])
        origin = origins[low] + (k - low)[:, None] * (origins[low + 1] - origins[low])
    else:
        k, origin = along, origins[0] + along[:, None] * np.asarray(geometry.normal_lps)
    inside = points - origin
    i = inside @ np.asarray(geometry.row_lps) / geometry.spacing[1]
    j = inside @ np.asarray(geometry.column_lps) / geometry.spacing[0]
    return np.stack([i, j, k], axis=1)


def nearest_slice(geometry: StackGeometry, point_lps: Sequence[float]) -> tuple[int, float]:
    """The slice nearest to a point and how far from its plane the point is, mm."""
    along = dot([p - o for p, o in zip(point_lps, geometry.slice_origins_lps[0], strict=True)], geometry.normal_lps)
    distance = np.abs(depths(geometry) - along)
    index = int(distance.argmin())
    return index, float(distance[index])


def step_mm(geometry: StackGeometry) -> float:
    """The usual step between slices along the normal, mm (the median; 0 for one slice)."""
    return float(np.median(np.diff(depths(geometry)))) if geometry.slices > 1 else 0.0
