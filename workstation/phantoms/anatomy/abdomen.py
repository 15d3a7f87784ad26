"""Under the diaphragm: liver with its vessels, spleen, stomach, kidneys, pancreas, gut, psoas, and the fat between."""

from __future__ import annotations

import numpy as np

from workstation.phantoms.anatomy import lungs
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, ellipsoid, polyline, smooth_max, smooth_min
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import joined

KIDNEYS: dict[int, Point] = {-1: (-58, 44, -228), 1: (58, 46, -214)}


def cavity(body: Body, grid: Grid, skin: Floats, seed: int, *, injected: bool) -> None:
    """The belly's wall and the fat inside it, below the ribs."""
    _, y, z = grid.open
    if float(grid.z[0]) > -215:
        return
    wall = skin + np.float32(22) + np.clip((np.float32(-20) - y) * np.float32(0.12), 0, 14)
    below = smooth_max(wall, z + np.float32(190) + 0 * wall, 20.0)
    below = smooth_max(below, -(z + np.float32(500)) + 0 * wall, 20.0)
    body.add("belly wall", grid, np.maximum(below, z + np.float32(200) + 0 * below), 55.0 + 4 * fractal(grid, 12.0, seed + 71, 1), 1.6)
    texture = -102.0 + 6 * fractal(grid, 10.0, seed + 72, 1)
    body.add("fat in the belly", grid, below + np.float32(13), texture.astype(np.float32), 1.6)


def _box(grid: Grid, low: Point, high: Point) -> Grid:
    return grid.around(low, high)


def under_the_diaphragm(body: Body, grid: Grid, cage: Floats, seed: int, *, injected: bool, upright: bool = False) -> None:
    """Organs of the upper belly, cut by the domes of the diaphragm."""
    if float(grid.z[0]) > -100:
        return
    _, _, z = grid.open
    dome = lungs.diaphragm_height(grid)[None]
    beneath = smooth_max(cage + np.float32(2.5), z - dome, 4.0)
    body.add("diaphragm", grid, np.maximum(beneath, -(z + np.float32(236))), 50.0, 1.4)
    fat = np.maximum(beneath + np.float32(3.0), -(z + np.float32(300)))
    body.add("fat under the domes", grid, fat, -102.0, 1.6)
    liver = _liver(body, grid, fat, seed, injected=injected)
    _spleen_and_stomach(body, grid, fat, liver, seed, injected=injected, upright=upright)
    _kidneys(body, grid, seed, injected=injected)
    _centre(body, grid, seed, injected=injected)
    if float(grid.z[0]) < -235:
        _gut(body, grid, seed, injected=injected)


def _liver(body: Body, grid: Grid, under: Floats, seed: int, *, injected: bool) -> Floats:
    x, y, z = grid.open
    right = ellipsoid(grid, (-74, 4, -180), (88, 98, 96), 2.6)
    left = ellipsoid(grid, (-4, -52, -152), (84, 38, 42), 2.3)
    both = smooth_min(right, left, 22.0)
    plane = x * np.float32(0.42) - y * np.float32(0.18) - (z + np.float32(262)) * np.float32(0.75)  # the sloping under side
    both = smooth_max(smooth_max(both, under - np.float32(2.0), 5.0), plane + 0 * both, 14.0)
    hilum = ellipsoid(grid, (-28, -12, -196), (24, 26, 22))
    both = smooth_max(both, -hilum, 10.0)
    base = 108.0 if injected else 58.0
    texture = (base + 3.5 * fractal(grid, 11.0, seed + 73, 2)).astype(np.float32)
    body.add("liver", grid, both, texture, 1.5)
    inside = both + np.float32(4)
    cells = np.argwhere(inside < 0)
    if not len(cells):
        return both
    rng = np.random.default_rng(seed + 74)
    chosen = cells[rng.choice(len(cells), min(110, len(cells)), replace=False)]
    cloud = np.stack([grid.x[chosen[:, 2]], grid.y[chosen[:, 1]], grid.z[chosen[:, 0]]], 1).astype(float)
    portal = lungs.grow(np.array([-26.0, -4.0, -190.0]), cloud[::2], lambda n: 0.85 * n**0.42, rng)
    hepatic = lungs.grow(np.array([-24.0, 8.0, -132.0]), cloud[1::2], lambda n: 0.85 * n**0.42, rng)
    value = 168.0 if injected else 42.0
    body.strokes.append(
        joined("liver vessels", [((tuple(a), tuple(b)), (ra, rb)) for a, b, ra, rb, _ in portal + hepatic], value, edge=2.0)
    )
    gall = _box(grid, (-70, -80, -250), (-10, -20, -190))
    if len(gall.z) > 2:
        body.add("gall bladder", gall, ellipsoid(gall, (-44, -52, -222), (15, 22, 26)), 8.0, 1.5)
    return both


def _spleen_and_stomach(body: Body, grid: Grid, under: Floats, liver: Floats, seed: int, *, injected: bool, upright: bool) -> None:
    spleen = ellipsoid(grid, (104, 42, -168), (36, 54, 60), 2.3)
    spleen = smooth_max(spleen, -ellipsoid(grid, (62, 22, -170), (44, 44, 60)), 8.0)
    body.add("spleen", grid, smooth_max(spleen, under + np.float32(0.5), 4.0), 118.0 if injected else 49.0, 1.5)
    stomach = smooth_min(
        ellipsoid(grid, (62, -14, -152), (44, 46, 42), 2.2),
        polyline(grid, ((52, -30, -160), (44, -58, -200), (10, -64, -228), (-22, -52, -226)), (36, 30, 22, 14)),
        14.0,
    )
    stomach = smooth_max(smooth_max(stomach, under + np.float32(1.5), 5.0), -liver, 4.0)
    body.add("stomach wall", grid, stomach, 55.0 if not injected else 85.0, 1.5)
    inside = stomach + np.float32(4)
    mottle = (12 + 18 * fractal(grid, 12.0, seed + 75, 2)).astype(np.float32)
    body.add("stomach", grid, inside, mottle, 1.5)
    level = -(grid.open[2] + np.float32(150)) if upright else grid.open[1] + np.float32(34)
    gas = np.maximum(inside, level + 0 * inside)
    body.add("stomach gas", grid, gas, -960.0, 1.2)


def _kidneys(body: Body, grid: Grid, seed: int, *, injected: bool) -> None:
    for side, (cx, cy, cz) in KIDNEYS.items():
        box = _box(grid, (cx - 60, cy - 60, cz - 75), (cx + 60, cy + 60, cz + 75))
        if len(box.z) < 3:
            continue
        axis = np.array([[0.9, side * -0.35, side * 0.2], [side * 0.35, 0.93, 0.0], [side * -0.2, 0.07, 0.97]])
        around = ellipsoid(box, (cx, cy, cz), (44, 44, 68), 2.2)
        body.add("fat of the kidney", box, around, -104.0, 1.5)
        kidney = ellipsoid(box, (cx, cy, cz), (27, 28, 55), 2.2, axis)
        sinus = ellipsoid(box, (cx - side * 13, cy - 8, cz), (14, 11, 26), 2.0, axis)
        cortex = smooth_max(kidney, -sinus, 5.0)
        body.add("kidney", box, cortex, 190.0 if injected else 33.0, 1.4)
        medulla = np.maximum(kidney + np.float32(8), -np.abs(fractal(box, 15.0, seed + 76 + side, 1)) * 8 + np.float32(2.5))
        body.add("renal pyramids", box, np.maximum(medulla, cortex + 2), 150.0 if injected else 30.0, 2.0)
        body.add("renal pelvis", box, ellipsoid(box, (cx - side * 16, cy - 8, cz), (8, 6, 14), 2.0, axis), 10.0, 1.6)
        body.strokes.append(
            joined(
                "renal vessels",
                [
                    (((side * 8, 10, cz + 8), (cx - side * 18, cy - 6, cz + 3)), (4.2, 3.4)),
                    (((-20, 8, cz + 2), (cx - side * 18, cy - 12, cz - 2)), (5.5, 4.5)),
                ],
                165.0 if injected else 40.0,
                edge=1.4,
            )
        )


def _centre(body: Body, grid: Grid, seed: int, *, injected: bool) -> None:
    """Pancreas, crura, psoas, vessels of the belly."""
    box = _box(grid, (-60, -60, -280), (90, 40, -150))
    if len(box.z) > 3:
        lobules = 1.8 * fractal(box, 6.0, seed + 77, 1)
        pancreas = polyline(box, ((-30, -20, -240), (-22, -24, -222), (8, -28, -204), (40, -8, -192), (76, 18, -182)), (15, 14, 10, 10, 9))
        body.add("pancreas", box, pancreas + lobules, 100.0 if injected else 42.0, 1.8)
    for side in (-1, 1):
        crus = _box(grid, (-50, 0, -270), (50, 80, -120))
        if len(crus.z) > 3:
            body.add(
                "crus", crus, polyline(crus, ((side * 12, 20, -130), (side * 22, 30, -180), (side * 20, 18, -260)), (5, 6, 4)), 55.0, 1.5
            )
        if float(grid.z[0]) < -240:
            psoas = _box(grid, (-130, -60, -560), (130, 80, -220))
            muscle = polyline(
                psoas,
                ((side * 28, 48, -226), (side * 42, 40, -300), (side * 56, 22, -390), (side * 76, -6, -470), (side * 88, 0, -540)),
                (8, 17, 21, 20, 12),
            )
            body.add("psoas", psoas, muscle, 58.0, 1.6)
    value = 150.0 if injected else 41.0
    lines: list[tuple[tuple[Point, ...], tuple[float, ...]]] = [
        (((8, 4, -212), (2, -8, -238), (4, -14, -300), (-20, -20, -350)), (4.5, 4, 3.5, 2.5)),  # superior mesenteric artery
        (((-10, -12, -300), (-8, -14, -236), (-26, -4, -190)), (5, 6, 6)),  # mesenteric and portal vein
        (((-8, -10, -214), (40, 2, -190), (86, 30, -176)), (4.5, 4.5, 4)),  # splenic vein
        (((12, 10, -190), (2, 2, -192), (-22, 4, -196)), (3.5, 3, 2.5)),  # coeliac trunk
    ]
    body.strokes.append(joined("belly vessels", lines, value, edge=1.4))


def _gut(body: Body, grid: Grid, seed: int, *, injected: bool) -> None:
    """Colon along its frame with gas and stool; loops of small bowel in the middle."""
    rng = np.random.default_rng(seed + 78)
    frames: list[tuple[tuple[Point, ...], float]] = [
        (((-92, 6, -420), (-98, 10, -350), (-96, 2, -280), (-80, -40, -262)), 22.0),
        (((-80, -44, -262), (-30, -76, -280), (30, -76, -276), (86, -32, -226)), 19.0),
        (((90, -22, -226), (104, 24, -290), (102, 26, -370), (84, 8, -430), (48, 6, -470), (10, 26, -490)), 16.0),
    ]
    box = _box(grid, (-130, -110, -520), (130, 70, -200))
    if len(box.z) < 4:
        return
    haustra = 3.2 * fractal(box, 19.0, seed + 79, 1)
    colon = np.minimum.reduce([polyline(box, points, [radius] * len(points)) for points, radius in frames]) + haustra
    loops = []
    for index in range(46):
        base = np.array([rng.uniform(-66, 66), rng.uniform(-60, -4), rng.uniform(-445, -262)])
        step = rng.standard_normal(3) * (24, 9, 14)
        loops.append(
            polyline(
                box, (tuple(base - step), tuple(base), tuple(base + np.array([-step[1], step[0], step[2]]))), (11.0, 12.0, 11.0 + index % 3)
            )
        )
    small = np.minimum.reduce(loops)
    body.add("small bowel wall", box, small, 88.0 if injected else 45.0, 1.6)
    content = (18 + 20 * fractal(box, 14.0, seed + 80, 2)).astype(np.float32)
    body.add("small bowel", box, small + np.float32(2.6), content, 1.6)
    body.add("colon wall", box, colon, 70.0 if injected else 42.0, 1.5)
    stool = (-40 + 110 * fractal(box, 8.0, seed + 81, 2)).astype(np.float32)
    inside = colon + np.float32(2.6)
    body.add("stool", box, inside, stool, 1.6)
    gas = np.maximum(inside, box.open[1] - 16 * fractal(box, 60.0, seed + 82, 1) + np.float32(20))
    body.add("colon gas", box, gas, -950.0, 1.2)
