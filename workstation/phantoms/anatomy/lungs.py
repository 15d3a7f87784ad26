"""The lungs: spaces, parenchyma, and trees of arteries, veins and bronchi grown from the hila by halving a cloud of points."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, curve, smooth_max
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import Strokes, joined

HILUM = {-1: (-50.0, 6.0, -14.0), 1: (54.0, 14.0, -8.0)}
MEDIASTINUM_WIDTH = ((-90, 7), (-62, 16), (-40, 27), (0, 33), (40, 31), (60, 24), (100, 20))  # half width by depth
VENOUS_HILUM = {-1: (-54.0, -6.0, -30.0), 1: (58.0, -4.0, -24.0)}


@dataclass(frozen=True)
class Airspace:
    """Signed distance of both lungs, and the height of the diaphragm (rows, columns)."""

    both: Floats
    diaphragm: Floats


def diaphragm_height(grid: Grid) -> Floats:
    """z of the diaphragm over the plane, (rows, columns): a right and a left dome, low at the back and at the sides."""
    x, y = grid.x[None, :], grid.y[:, None]
    right = -104 - np.where(x < -68, 0.0085, 0.0026) * (x + 68) ** 2
    left = -115 - np.where(x > 72, 0.0085, 0.0013) * (x - 72) ** 2
    fall = np.where(y > -14, 0.0092, 0.0060) * (y + 14) ** 2
    k = np.float32(12.0)  # the domes meet in a rounded saddle
    height: Floats = np.maximum(k * np.logaddexp(right / k, left / k) - fall, -232).astype(np.float32)
    return height


def spaces(grid: Grid, cage: Floats, heart_sac: Floats, spine: Floats, seed: int) -> Airspace:
    """What of the cage the lungs fill."""
    x, _, z = grid.open
    wobble = fractal(grid, 60.0, seed + 21, 1)
    dome = diaphragm_height(grid)
    above = (dome[None] + 3 * wobble) - z
    middle = (
        curve(grid.y, MEDIASTINUM_WIDTH)[None, :, None]
        * curve(grid.z, ((-120, 0.75), (-40, 0.95), (20, 0.95), (70, 0.88), (118, 1.1)))[:, None, None]
    )
    column = np.abs(x - np.float32(3)) - middle - 4 * wobble
    both = smooth_max(cage + np.float32(4), above * np.float32(0.8), 8.0)
    both = smooth_max(both, -column, 8.0)
    both = smooth_max(both, -heart_sac, 5.0)
    both = smooth_max(both, np.float32(4) - spine, 6.0)
    return Airspace(both, dome)


def add(body: Body, grid: Grid, airspace: Airspace, seed: int, emphysema: float) -> None:
    """Parenchyma: denser towards the back where one lies, with the fine mottle of vessels below the resolution."""
    _, y, _ = grid.open
    texture = -872.0 + 0.24 * (y + 0 * airspace.both) + 7.0 * fractal(grid, 26.0, seed + 22, 2) + 11.0 * fractal(grid, 6.5, seed + 23, 1)
    if emphysema:
        holes = np.clip(fractal(grid, 17.0, seed + 24, 2) - (1.7 - emphysema) - 0.004 * (grid.open[2]) * -1, 0, 0.5) * 2
        texture = texture - 70.0 * emphysema * holes
    body.add("pleura", grid, airspace.both - np.float32(0.8), -20.0, 1.4)
    body.add("lungs", grid, airspace.both, texture.astype(np.float32), 1.3)


def _points(airspace: Airspace, grid: Grid, side: int, count: int, seed: int) -> NDArray[np.float64]:
    inside = (airspace.both < -3.0) & (side * grid.open[0] > 0)
    cells = np.argwhere(inside)
    rng = np.random.default_rng(seed)
    chosen = cells[rng.choice(len(cells), count, replace=False)]
    corner = np.stack([grid.x[chosen[:, 2]], grid.y[chosen[:, 1]], grid.z[chosen[:, 0]]], 1)
    return corner + rng.uniform(-1.5, 1.5, corner.shape)


Branch = tuple[NDArray[np.float64], NDArray[np.float64], float, float, int]


def _kept(branches: list[Branch], airspace: Airspace, grid: Grid) -> list[Branch]:
    """Without the pieces that would cross the heart or leave the chest; the first generations may lie in the mediastinum."""
    middles = np.array([(start + end) / 2 for start, end, *_ in branches])
    at = [
        np.clip(np.rint((middles[:, i] - axis[0]) / (axis[1] - axis[0])).astype(int), 0, len(axis) - 1)
        for i, axis in enumerate((grid.x, grid.y, grid.z))
    ]
    outside = airspace.both[at[2], at[1], at[0]]
    return [b for b, far in zip(branches, outside, strict=True) if far < (9.0 if b[4] < 3 else 1.0)]


def grow(
    root: NDArray[np.float64], points: NDArray[np.float64], radius_of: Callable[[int], float], rng: np.random.Generator
) -> list[Branch]:
    """A tree that feeds ``points`` from ``root``: (start, end, start radius, end radius, generation) of each piece."""
    branches: list[Branch] = []
    waiting = [(root, points, radius_of(len(points)), 0)]
    while waiting:
        start, cloud, radius, generation = waiting.pop()
        towards = cloud.mean(0) - start
        distance = float(np.linalg.norm(towards))
        if len(cloud) == 1:
            branches.append((start, cloud[0], radius, radius * 0.55, generation))
            continue
        reach = 0.42 if generation > 1 else 0.3
        end = start + towards * reach
        bend = rng.standard_normal(3) * distance * reach * 0.09
        middle = (start + end) / 2 + bend
        slim = radius_of(len(cloud))
        branches.append((start, middle, radius, (radius + slim) / 2, generation))
        branches.append((middle, end, (radius + slim) / 2, slim, generation))
        spread = cloud - cloud.mean(0)
        axis = np.linalg.svd(spread, full_matrices=False)[2][0] if len(cloud) < 400 else np.linalg.eigh(spread.T @ spread)[1][:, -1]
        axis = axis + rng.standard_normal(3) * 0.25
        order = spread @ axis
        cut = float(np.quantile(order, rng.uniform(0.36, 0.64)))
        for part in (cloud[order <= cut], cloud[order > cut]):
            if len(part):
                waiting.append((end, part, slim, generation + 1))
    return branches


def _strokes(name: str, branches: list[Branch], value: float, *, grow_by: float = 0.0, edge: float = 0.9) -> Strokes:
    return joined(name, [((tuple(a), tuple(b)), (ra + grow_by, rb + grow_by)) for a, b, ra, rb, _ in branches], value, edge=edge)


def add_trees(body: Body, airspace: Airspace, grid: Grid, seed: int) -> None:
    """Arteries with their bronchi beside them, and veins between; fissures are left as thin sheets of nothing but pleura."""
    arteries: list[Branch] = []
    veins: list[Branch] = []
    bronchi: list[Branch] = []
    if float(grid.z[-1]) < -60:
        return
    for side in (-1, 1):
        rng = np.random.default_rng(seed + 31 + side)
        cloud = _points(airspace, grid, side, 900, seed + 41 + side)
        tree = grow(np.array(HILUM[side]), cloud, lambda n: 0.56 * n**0.375, rng)
        tree = _kept(tree, airspace, grid)
        arteries += tree
        beside = np.array([2.5 * side, 3.0, -1.5])
        for start, end, ra, rb, generation in tree:
            if generation <= 6 and rb > 1.0:
                shift, shift_end = beside * (ra / 3.0), beside * (rb / 3.0)
                bronchi.append((start + shift, end + shift_end, ra * 0.82, rb * 0.82, generation))
        returning = grow(np.array(VENOUS_HILUM[side]), _points(airspace, grid, side, 760, seed + 51 + side), lambda n: 0.56 * n**0.36, rng)
        veins += _kept(returning, airspace, grid)
    value = 160.0 if body.layer("heart muscle").value > 60 else 38.0
    body.strokes += [
        _strokes("lung veins", veins, value),
        _strokes("lung arteries", arteries, value),
        _strokes("bronchial walls", bronchi, -60.0, grow_by=0.75, edge=0.8),
        _strokes("bronchi", bronchi, -965.0, edge=0.8),
    ]


def nodule(centre: tuple[float, float, float], diameter: float, seed: int, value: float = 32.0) -> list[Strokes]:
    """A solid nodule with a slightly lobed border and fine spicules; ``diameter`` in mm."""
    rng = np.random.default_rng(seed)
    radius = diameter / 2
    lobes = []
    spicules = []
    for _ in range(7):
        direction = rng.standard_normal(3)
        direction /= np.linalg.norm(direction)
        lobes.append(((centre, tuple(np.add(centre, direction * radius * 0.42))), (radius * 0.62, radius * 0.55)))
    for _ in range(11):
        direction = rng.standard_normal(3)
        direction /= np.linalg.norm(direction)
        start, end = np.add(centre, direction * radius * 0.8), np.add(centre, direction * radius * (1.35 + 0.5 * rng.random()))
        spicules.append(((tuple(start), tuple(end)), (min(0.9, radius * 0.16), 0.25)))
    core = ((centre, tuple(np.add(centre, (0.1, 0.0, 0.0)))), (radius * 0.965, radius * 0.965))
    return [joined("spicules", spicules, value - 30, edge=0.8), joined("nodule", [core, *lobes], value, edge=0.9)]


def sphere_volume(diameter: float) -> float:
    """Volume in mm3 of a ball, what a nodule's measured volume is compared with."""
    return math.pi * diameter**3 / 6
