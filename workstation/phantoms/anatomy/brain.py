"""The brain: folded cortex, white matter, deep nuclei, ventricles and cisterns, cerebellum, brain stem. Origin: between the thalami."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, axes_along, ellipsoid, polyline, smooth_max, smooth_min
from workstation.phantoms.random_fields import fractal


@dataclass(frozen=True)
class Push:
    """What a collection does: mm the midline moves to the right, how much the left side is squeezed (0 to 1)."""

    midline: float = 0.0
    squeeze: float = 0.0


def cerebrum_distance(grid: Grid) -> Floats:
    """Signed distance of the two hemispheres."""
    upper = ellipsoid(grid, (0, -1, 16), (67, 85, 57), 2.25)
    floor = -(grid.open[2] + np.float32(21) + 0.14 * np.maximum(grid.open[1] - 12, -90))
    upper = smooth_max(upper, floor + 0 * upper, 10.0)
    for side in (-1, 1):
        upper = smooth_min(upper, ellipsoid(grid, (side * 43, -8, -24), (22, 43, 20), 2.2), 8.0)
    return upper


def cerebellum_distance(grid: Grid) -> Floats:
    """Signed distance of the cerebellum."""
    lobes = [ellipsoid(grid, (side * 24, 46, -40), (29, 31, 23), 2.2) for side in (-1, 1)]
    return smooth_min(smooth_min(lobes[0], lobes[1], 8.0), ellipsoid(grid, (0, 44, -34), (10, 26, 22)), 6.0)


def stem_distance(grid: Grid) -> Floats:
    """Signed distance of midbrain, pons, medulla and upper cord."""
    middle = polyline(
        grid, ((0, 10, -4), (0, 13, -18), (0, 20, -36), (0, 28, -58), (0, 32, -84), (0, 30, -130)), (15, 13.5, 13, 9.5, 6.5, 6)
    )
    pons = ellipsoid(grid, (0, 9, -29), (16, 12, 14), 2.3)
    return smooth_min(middle, pons, 6.0)


def add(body: Body, grid: Grid, seed: int, atrophy: float, push: Push) -> None:
    """All of the brain into a body that already has its cavity filled with fluid. ``atrophy`` widens sulci and ventricles (0 to 1)."""
    x, y, z = grid.open
    cerebrum = cerebrum_distance(grid)
    folds = 5.0 * fractal(grid, 11.5, seed + 1, 1) + 1.2 * fractal(grid, 6.5, seed + 2, 1)
    secondary = 6.0 * fractal(grid, 14.0, seed + 3, 1)
    depth = 18.0 + 5.0 * fractal(grid, 26.0, seed + 4, 1)
    if push.squeeze:
        depth = depth * (1 - push.squeeze * np.clip(x / 30, 0, 1))
    bend = np.float32(push.midline) * np.exp(-((y / 70) ** 2) - ((z - 10) / 55) ** 2)
    midline = x + bend + 1.9 * fractal(grid, 34.0, seed + 5, 1) * np.clip((z + 10) / 40, 0, 1)
    body.add("white matter", grid, cerebrum, 28.0, 1.0)
    rind = -cerebrum - np.float32(3.4)
    body.add("cortex", grid, np.maximum(cerebrum, rind), 38.0, 1.2)
    for name, field, reach in (("folds", folds, 3.0), ("second folds", secondary, 1.0)):
        body.add(f"grey of {name}", grid, np.maximum(cerebrum, -cerebrum - depth - np.float32(reach)), 38.0, 1.3, field, 3.3)
    _midline_grey(body, grid, cerebrum, midline)
    _sylvian(body, grid, "insular grey", 38.0, (20, 38, 6.5), push)
    wide = 0.55 + 0.75 * atrophy
    for name, field, reach in (("sulci", folds, 0.0), ("second sulci", secondary, -2.0)):
        body.add(name, grid, np.maximum(cerebrum, -cerebrum - depth - np.float32(reach)), 7.0, 1.0, field, wide)
    _sylvian(body, grid, "sylvian fissures", 7.0, (17, 33, 1.6 + 1.6 * atrophy), push)
    outside = _callosal(y, z)
    body.add("fissure", grid, np.maximum(cerebrum, outside + 0 * cerebrum), 7.0, 1.0, midline + 0 * cerebrum, 0.5 + 0.9 * atrophy)
    falx = np.maximum(cerebrum - 4, np.float32(24) - z - 0.25 * np.maximum(y, 0) + 0 * cerebrum)
    body.add("falx", grid, falx, 58.0, 0.9, midline + 0 * cerebrum, 0.55)
    _corpus_callosum(body, grid, push)
    _nuclei(body, grid, push)
    _posterior_fossa(body, grid, seed)
    _ventricles(body, grid, atrophy, push)


def _callosal(y: Floats, z: Floats) -> Floats:
    """Negative outside the oval that holds callosum, ventricles and thalami, seen from the side."""
    return (np.float32(1) - np.sqrt(((y + 1) / 48) ** 2 + ((z - 6) / 26) ** 2)) * np.float32(26)


def _midline_grey(body: Body, grid: Grid, cerebrum: Floats, midline: Floats) -> None:
    outside = _callosal(grid.open[1], grid.open[2])
    body.add("midline grey", grid, np.maximum(cerebrum, outside + 0 * cerebrum), 38.0, 1.2, midline + 0 * cerebrum, 4.6)


def _sylvian(body: Body, grid: Grid, name: str, value: float, radii: Point, push: Push) -> None:
    for side in (-1, 1):
        thin = radii if side < 0 else (radii[0], radii[1], radii[2] * (1 - 0.7 * push.squeeze))
        across = axes_along((0.82, side * 0.1, 0.5 * side * side)) if side > 0 else axes_along((-0.82, -0.1, 0.5))
        centre = (side * 49 - push.midline * 0.4, -14, -1)
        box = grid.around((centre[0] - 45, -70, -40), (centre[0] + 45, 45, 40))
        body.add(name, box, ellipsoid(box, centre, thin, 2.4, across), value, 1.1)


def _corpus_callosum(body: Body, grid: Grid, push: Push) -> None:
    box = grid.around((-36, -66, -14), (36, 66, 46))
    squeezed = Grid((box.x + np.float32(push.midline * 0.8)) * np.float32(0.26), box.y, box.z)
    arch: tuple[Point, ...] = ((0, -30, 3), (0, -41, 10), (0, -38, 21), (0, -16, 29.5), (0, 10, 30), (0, 32, 24), (0, 38, 17))
    body.add("corpus callosum", box, polyline(squeezed, arch, (2.5, 4.5, 4.8, 3.6, 3.4, 4.2, 5.0)), 27.0, 1.0)
    septum = np.maximum(np.abs(box.open[1] + 18) - np.float32(18), np.abs(box.open[2] - 16) - np.float32(11))
    body.add(
        "septum",
        box,
        septum + 0 * box.open[0],
        30.0,
        1.0,
        box.open[0] + np.float32(push.midline * 0.9) + 0 * box.open[1] + 0 * box.open[2],
        0.8,
    )


def _nuclei(body: Body, grid: Grid, push: Push) -> None:
    for side in (-1, 1):
        dx = -push.midline * (0.75 if side > 0 else 0.5)
        box = grid.around((side * 24 - 40, -50, -26), (side * 24 + 40, 46, 44))
        lean = axes_along((side * 0.25, 0.97, 0.0))
        parts = {
            "caudate": smooth_min(
                ellipsoid(box, (side * 13 + dx, -25, 10), (5.5, 9.5, 8.5)),
                polyline(box, ((side * 14 + dx, -20, 15), (side * 18 + dx, 4, 21), (side * 22 + dx, 22, 18)), (5, 3, 2)),
                3.0,
            ),
            "putamen": ellipsoid(box, (side * 26 + dx, -6, 4), (18, 5.6, 10.5), 2.2, lean),
            "pallidum": ellipsoid(box, (side * 19.5 + dx, -2, 1), (9.5, 4.0, 6.5), 2.0, lean),
            "thalamus": ellipsoid(box, (side * 10.5 + dx, 12, 6), (15, 8.2, 9.5), 2.2, axes_along((side * 0.42, 0.9, 0.0))),
        }
        for name, distance in parts.items():
            body.add(name, box, distance, {"caudate": 38.0, "putamen": 38.0, "pallidum": 36.0}.get(name, 36.0), 1.3)


def _posterior_fossa(body: Body, grid: Grid, seed: int) -> None:
    box = grid.around((-64, -12, -140), (64, 92, 8))
    x, y, z = box.open
    cerebellum = cerebellum_distance(box)
    body.add("cerebellar grey", box, cerebellum, 39.0, 1.2)
    branching = 3.5 * fractal(box, 9.0, seed + 7, 2)
    core = np.minimum(ellipsoid(box, (-20, 36, -38), (19, 17, 9)), ellipsoid(box, (20, 36, -38), (19, 17, 9)))
    body.add("cerebellar white", box, smooth_max(core + branching, cerebellum + 3, 2.0), 29.0, 1.2)
    arcs = np.sqrt((x * 0.55) ** 2 + (y - 28) ** 2 + ((z + 36) * 1.05) ** 2) + 1.2 * fractal(box, 14.0, seed + 8, 1)
    leaves = (np.abs(np.mod(arcs, np.float32(5.2)) - np.float32(2.6)) - np.float32(0.0)).astype(np.float32)
    body.add("folia", box, np.maximum(cerebellum, np.float32(14) - arcs), 14.0, 0.9, leaves, 0.32)
    body.add("brain stem", box, stem_distance(box), 30.0, 1.2)
    body.add(
        "cerebellar peduncles",
        box,
        np.minimum(polyline(box, ((-11, 17, -30), (-21, 32, -34)), (6.5, 6)), polyline(box, ((11, 17, -30), (21, 32, -34)), (6.5, 6))),
        30.0,
        1.2,
    )


def _ventricles(body: Body, grid: Grid, atrophy: float, push: Push) -> None:
    swell = 0.9 + 0.55 * atrophy
    for side in (-1, 1):
        size = swell * (1.0 if side < 0 else 1 - 0.55 * push.squeeze)
        dx = -push.midline * 0.9
        box = grid.around((side * 24 - 42, -56, -40), (side * 24 + 42, 76, 44))
        main: tuple[Point, ...] = (
            (side * 9 + dx, -37, 9),
            (side * 7.5 + dx, -22, 17),
            (side * 9 + dx, 2, 22),
            (side * 15 + dx, 22, 20),
            (side * 25 + dx, 37, 10),
        )
        horn: tuple[Point, ...] = ((side * 25 + dx, 37, 10), (side * 31 + dx, 26, -6), (side * 33 + dx, 6, -18), (side * 32 + dx, -10, -21))
        back: tuple[Point, ...] = ((side * 25 + dx, 37, 10), (side * 24 + dx, 52, 7), (side * 21 + dx, 62, 6))
        shape = smooth_min(
            polyline(box, main, tuple(r * size for r in (3.2, 4.4, 4.4, 4.8, 6.2))),
            polyline(box, horn, tuple(r * size for r in (5.5, 3.4, 2.0, 1.6))),
            2.0,
        )
        shape = smooth_min(shape, polyline(box, back, tuple(r * size for r in (5.6, 3.2, 1.4))), 2.0)
        body.add("lateral ventricle", box, shape, 6.0, 1.0)
        plexus = polyline(box, ((side * 24 + dx, 35, 11), (side * 26 + dx, 37, 7)), (2.0, 2.2))
        body.add("choroid plexus", box, plexus, 52.0, 1.2)
    third = grid.around((-16, -24, -20), (16, 26, 20))
    body.add("third ventricle", third, ellipsoid(third, (-push.midline * 0.85, 3, 1), (1.6 + 1.6 * atrophy, 15, 10), 2.4), 7.0, 1.0)
    low = grid.around((-40, -40, -60), (40, 90, 12))
    body.add("fourth ventricle", low, ellipsoid(low, (0, 31, -33), (6.5, 4.6, 9)), 8.0, 1.0)
    cisterns = [
        ellipsoid(low, (0, -9, -17), (10, 7, 5)),  # suprasellar
        polyline(
            low, ((-17, 18, -10), (-10, 28, -3), (0, 30, 0), (10, 28, -3), (17, 18, -10)), (2.2, 2.4, 3.2, 2.4, 2.2)
        ),  # ambient, quadrigeminal
        ellipsoid(low, (0, 60, -62), (10, 9, 7)),  # cisterna magna
        polyline(low, ((-15, 2, -30), (0, -6, -28), (15, 2, -30)), (1.8, 2.2, 1.8)),  # prepontine
    ]
    stem = stem_distance(low)
    body.add("cisterns", low, smooth_max(np.minimum.reduce(cisterns), -stem, 1.0), 8.0, 1.1)
