"""What was put into a body can be measured on it: nodule, collection, SUV, scale of the fields."""

from __future__ import annotations

import numpy as np
import pytest

from workstation.phantoms import exams, plan
from workstation.phantoms.anatomy.breast import Breast, picture
from workstation.phantoms.anatomy.lungs import nodule, sphere_volume
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Grid, capsule, ellipsoid, resample_axis, smooth_min, spread
from workstation.phantoms.modalities import chest_ct, ct, pet_ct
from workstation.phantoms.random_fields import fractal, grain
from workstation.phantoms.strokes import paint, tube
from workstation.phantoms.uids import uid

from .conftest import TODAY


def _nodule_volume(key: str) -> float:
    """mm3 above -300 HU around the nodule, from the stored pixels of the slices that hold it; the lung around is left out by distance."""
    exam = next(e for e in plan.exams(TODAY) if e.key == key)
    series = exams.series_of(exam)[1]
    step, view = exam.option("step", 1.5), exam.option("field_of_view", 380.0)
    scan = ct.Scan(round(360 / step), step, view, 142.0)
    first = int((142.0 - chest_ct.NODULE[2] - 10) / step)
    body = chest_ct.body_of(exam)
    images = ct._slab(exam, 2, scan, body, first, first + int(20 / step) + 1)
    assert series.images == scan.slices
    x, y = ct.plane(scan)
    z = np.array([scan.z(first + index) for index in range(len(images))])
    hounsfield = np.stack([pixels.astype(np.float32) - 1024 for _, pixels in images])
    distance = np.sqrt(
        (x[None, None, :] - chest_ct.NODULE[0]) ** 2
        + (y[None, :, None] - chest_ct.NODULE[1]) ** 2
        + (z[:, None, None] - chest_ct.NODULE[2]) ** 2
    )
    part = np.clip((hounsfield + 870) / 900, 0, 1) * (distance < exam.option("nodule", 0) / 2 + 1.0)
    return float(part.sum() * scan.spacing**2 * step)


def test_the_nodule_grew_as_the_plan_says() -> None:
    now, then = _nodule_volume("rouquette-thorax"), _nodule_volume("rouquette-thorax-2025")
    assert now == pytest.approx(sphere_volume(14.0), rel=0.2)
    assert then == pytest.approx(sphere_volume(9.0), rel=0.3)
    assert 2.8 < now / then < 5.0


def test_a_painted_ball_has_its_volume() -> None:
    grid = Grid.spanning((-12, -12, -12), (12, 12, 12), (0.5, 0.5, 0.5))
    volume = np.full(grid.shape, -1000.0, np.float32)
    for strokes in nodule((0.0, 0.0, 0.0), 10.0, 1, 0.0)[1:]:
        paint(volume, grid, strokes)
    assert float((volume + 1000).sum() / 1000 * 0.125) == pytest.approx(sphere_volume(10.0), rel=0.12)


def test_suv_of_the_organs() -> None:
    body = Body()
    grid = Grid.spanning((-200, -150, -40), (200, 150, 40), (4, 4, 4))
    body.add("muscle", grid, ellipsoid(grid, (0, 0, 0), (180, 120, 400)), 55.0)
    body.add("liver", grid, ellipsoid(grid, (-60, 0, 0), (60, 60, 400)), 58.0)
    scan = ct.Scan(10, 4.0, 500.0, 16.0)
    values, where = pet_ct.suv(scan, body, 10.0)
    centre = values[5, int(np.argmin(np.abs(where.y))), int(np.argmin(np.abs(where.x + 60)))]
    assert centre == pytest.approx(pet_ct.UPTAKES["liver"], rel=0.05)
    assert pet_ct.becquerels_per_suv(68.0) == pytest.approx(238e6 * 2 ** (-3720 / 6586.2) / 68000)


def test_the_mass_of_the_breast_is_where_and_as_large_as_said() -> None:
    u, v = np.arange(0, 110, 0.4, dtype=np.float32), np.arange(-60, 60, 0.4, dtype=np.float32)
    plain, with_mass = (picture(Breast(3, False, mass=mass), u, v) for mass in (None, (52.0, -26.0, 11.0)))
    extra = with_mass - plain
    rows, columns = np.nonzero(extra > 0.12)
    assert u[columns].mean() == pytest.approx(52.0, abs=1.5)
    assert v[rows].mean() == pytest.approx(-26.0, abs=1.5)
    assert 2 * np.sqrt(len(rows) * 0.16 / np.pi) == pytest.approx(11.0, rel=0.25)


def test_signed_distances_are_millimetres() -> None:
    grid = Grid.spanning((-30, -30, -30), (30, 30, 30), (1, 1, 1))
    for distance in (ellipsoid(grid, (0, 0, 0), (10, 10, 10)), capsule(grid, (0, 0, 0), (0.01, 0, 0), 10)):
        assert float((distance < 0).sum()) == pytest.approx(4 / 3 * np.pi * 1000, rel=0.03)
        assert distance[30, 30, 30 + 25] == pytest.approx(15.0, abs=0.2)
    both = smooth_min(capsule(grid, (-8, 0, 0), (-7.9, 0, 0), 10), capsule(grid, (8, 0, 0), (8.1, 0, 0), 10), 4.0)
    assert both[30, 30, 30] == pytest.approx(-3.0, abs=0.1)  # 2 mm deep in each, 1 more from rounding


def test_a_layer_is_the_same_on_every_grid() -> None:
    grid = Grid.spanning((-40, -40, -40), (40, 40, 40), (3, 3, 3))
    body = Body()
    body.add("ball", grid, ellipsoid(grid, (2, -3, 1), (20, 20, 20)), 50.0)
    volumes = []
    for step in (0.8, 1.7):
        fine = Grid.spanning((-39, -39, -39), (38, 38, 38), (step, step, step))
        volumes.append(float((body.sample(fine) + 1000).sum() / 1050 * step**3))
    assert volumes[0] == pytest.approx(volumes[1], rel=0.02)
    assert volumes[0] == pytest.approx(4 / 3 * np.pi * 8000, rel=0.03)


def test_a_shell_is_open_inside_also_where_pieces_join() -> None:
    grid = Grid.spanning((-10, -10, -30), (10, 10, 30), (1, 1, 1))
    volume = np.zeros(grid.shape, np.float32)
    paint(volume, grid, tube("bone", [(0, 0, -25), (0, 0, 0), (0, 0, 25)], 8.0, 1000.0, shell=2.0, core=100.0))
    assert np.allclose(volume[15:46, 10, 10], 100.0)
    assert volume[30, 10, 10 + 7] > 900


def test_fields_are_smooth_of_unit_size_and_repeatable() -> None:
    grid = Grid.spanning((0, 0, 0), (120, 120, 120), (3, 3, 3))
    one, again, other = fractal(grid, 15.0, 5, 2), fractal(grid, 15.0, 5, 2), fractal(grid, 15.0, 6, 2)
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)
    assert 0.6 < float(one.std()) < 1.6
    assert float(np.abs(np.diff(one, axis=2)).mean()) < 0.5
    assert float(grain((300, 700), "soft", 3).std()) == pytest.approx(1.0, abs=0.1)


def test_two_ways_to_spread_agree() -> None:
    values = np.random.default_rng(1).standard_normal((9, 4, 5)).astype(np.float32)
    position = np.linspace(0, 8, 31).astype(np.float32)
    assert np.allclose(spread(values, position), resample_axis(values, position, 0, "bspline"), atol=1e-5)


def test_identifiers_are_short_and_stand() -> None:
    assert uid("a", 1) == uid("a", 1) != uid("a", 2)
    assert uid("x").startswith("2.25.")
    assert len(uid("a long name", 12345)) <= 44
