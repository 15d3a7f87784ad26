"""Directions, letters and positions, from random orientations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workstation.imaging import geometry
from workstation.imaging.functional_groups import directions
from workstation.imaging.model import StackGeometry, Vector

component = st.floats(-1, 1)
quaternion = st.tuples(component, component, component, component).filter(lambda q: sum(v * v for v in q) > 0.01)


def rotation(q: tuple[float, float, float, float]) -> np.ndarray:
    w, x, y, z = np.array(q) / np.linalg.norm(q)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def vector(values: np.ndarray) -> Vector:
    return (float(values[0]), float(values[1]), float(values[2]))


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ((1, 0, 0), "L"),
        ((-1, 0, 0), "R"),
        ((0, 1, 0), "P"),
        ((0, -1, 0), "A"),
        ((0, 0, 1), "H"),
        ((0, 0, -1), "F"),
        ((0, math.cos(math.radians(18.5)), -math.sin(math.radians(18.5))), "PF"),
        ((0.6, -0.6, 0.52), "LAH"),
        ((1, 0.05, -0.05), "L"),
        ((0, 0, 0), ""),
    ],
)
def test_letters(direction: Vector, said: str) -> None:
    assert geometry.letters(direction) == said


@given(quaternion)
def test_letters_of_opposite_ends_are_opposite(q: tuple[float, float, float, float]) -> None:
    direction = rotation(q)[0]
    assume(
        min(
            abs(a - b)
            for a, b in (
                (abs(direction[0]), abs(direction[1])),
                (abs(direction[1]), abs(direction[2])),
                (abs(direction[0]), abs(direction[2])),
            )
        )
        > 1e-6
    )
    said = geometry.letters(direction)
    assert geometry.letters(-direction) == geometry.opposite(said)
    axis = int(np.abs(direction).argmax())
    assert said[0] == ("LR", "PA", "HF")[axis][int(direction[axis] < 0)]
    assert len(set(said)) == len(said)


@given(quaternion)
def test_rows_columns_and_normal_never_share_their_first_letter_axis_when_right_angled(q: tuple[float, float, float, float]) -> None:
    r = rotation(q)
    assert np.allclose(geometry.cross(r[0], r[1]), r[2], atol=1e-12)
    assert geometry.plane_of(r[0], r[1]) in ("axial", "coronal", "sagittal", "oblique")


@given(quaternion, st.integers(0, 3), st.booleans())
def test_the_plane_does_not_change_when_the_image_is_turned_or_flipped(
    q: tuple[float, float, float, float], turns: int, flip: bool
) -> None:
    row, column, _ = rotation(q)
    plane = geometry.plane_of(row, column)
    for _ in range(turns):
        row, column = column, -row
    if flip:
        row = -row
    assert geometry.plane_of(row, column) == plane


def test_planes() -> None:
    assert geometry.plane_of((1, 0, 0), (0, 1, 0)) == "axial"
    assert geometry.plane_of((1, 0, 0), (0, 0, -1)) == "coronal"
    assert geometry.plane_of((0, 1, 0), (0, 0, -1)) == "sagittal"
    assert geometry.plane_of((1, 0, 0), (0, math.sqrt(0.5), -math.sqrt(0.5))) == "oblique"


def stack(q: tuple[float, float, float, float], steps: list[float], shear: float) -> StackGeometry:
    row, column, normal = rotation(q)
    depth = np.concatenate([[0], np.cumsum(steps)])
    origins = tuple(vector(np.array([3.0, -7, 11]) + d * normal + shear * d * column) for d in depth)
    return StackGeometry(vector(row), vector(column), (0.7, 0.4), 40, 30, origins)


@given(quaternion, st.lists(st.floats(0.5, 8), min_size=1, max_size=20), st.floats(-0.5, 0.5), st.randoms(use_true_random=False))
def test_voxels_and_points_are_each_others_inverse(q, steps, shear, random) -> None:  # type: ignore[no-untyped-def]
    shape = stack(q, steps, shear)
    voxels = np.array([[random.uniform(-5, 45), random.uniform(-5, 35), random.uniform(0, shape.slices - 1)] for _ in range(8)])
    points = np.array([geometry.to_lps(shape, *v) for v in voxels])
    assert np.allclose(geometry.to_voxels(shape, points), voxels, atol=1e-6)


@given(quaternion, st.integers(2, 12), st.floats(-0.5, 0.5))
def test_the_affine_of_an_even_stack_is_its_to_lps(q, slices, shear) -> None:  # type: ignore[no-untyped-def]
    shape = stack(q, [2.5] * (slices - 1), shear)
    matrix = geometry.affine(shape)
    for voxel in ((0, 0, 0), (5, 7, 1), (39, 29, slices - 1)):
        assert np.allclose(matrix @ [*voxel, 1], [*geometry.to_lps(shape, *voxel), 1], atol=1e-9)


def test_the_nearest_slice() -> None:
    shape = stack((1, 0, 0, 0), [1, 1, 5], 0)
    assert geometry.nearest_slice(shape, geometry.to_lps(shape, 9, 9, 2))[0] == 2
    index, distance = geometry.nearest_slice(shape, (0, 0, 11 + 2 + 2))
    assert (index, distance) == (2, pytest.approx(2))


@pytest.mark.parametrize(
    "written",
    [(1, 0, 0, 0, 0, 0), (1, 0, 0, 1, 0, 0), (2, 0, 0, 0, 1, 0), (1, 0, 0, 0, 1), (float("nan"), 0, 0, 0, 1, 0), (1, 0, 0, 0.5, 0.8, 0)],
)
def test_impossible_orientations_place_nothing(written: tuple[float, ...]) -> None:
    assert directions(written) is None


@given(quaternion)
def test_rounded_cosines_become_exact_again(q: tuple[float, float, float, float]) -> None:
    written = [round(float(v), 3) for v in rotation(q)[:2].ravel()]
    found = directions(written)
    assert found is not None
    row, column = (np.array(v) for v in found)
    assert abs(row @ column) < 1e-12
    assert abs(np.linalg.norm(row) - 1) < 1e-12
    assert np.allclose(row, written[:3], atol=0.01)


def test_letters_of_a_radiograph() -> None:
    assert geometry.letters_of_radiograph(("L", "F")) == ("L", "F")
    assert geometry.letters_of_radiograph(("A\\R",)) is None
    assert geometry.letters_of_radiograph(("X", "F")) is None
