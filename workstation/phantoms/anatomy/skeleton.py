"""Bones of the trunk: spine, ribs with their cartilages, breastbone, shoulder blades, collar bones, arms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, curve, smooth_max, smooth_min, superellipse
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import joined

LEVEL = 23.5  # mm from one thoracic vertebra to the next; level 0 is centred at z = 0
SPINE_DEPTH = ((-600, 60), (-450, 44), (-380, 30), (-300, 32), (-220, 44), (-100, 60), (0, 62), (70, 50), (120, 34), (180, 20), (260, 14))
BODY_WIDTH = ((-600, 26), (-400, 25), (-250, 22), (0, 16), (120, 13), (260, 12))
Line = tuple[Sequence[Point], float | Sequence[float]]
SHELL, MARROW = 620.0, 190.0


def spine_centre(z: float) -> float:
    """Depth (y) of the centre of the vertebral bodies at a height."""
    return float(curve(np.array([z], np.float32), SPINE_DEPTH)[0])


def spine_distance(grid: Grid) -> Floats:
    """Signed distance of the column of bodies and discs, without arches."""
    x, y, _ = grid.open
    width = curve(grid.z, BODY_WIDTH)[:, None, None]
    depth = curve(grid.z, SPINE_DEPTH)[:, None, None]
    return superellipse(x, y - depth, width, width * np.float32(0.84), 2.3)


def _spine(body: Body, grid: Grid, seed: int) -> None:
    z = grid.open[2]
    column = spine_distance(grid)
    body.add("discs", grid, column, 85.0, 1.3)
    phase = np.abs((z / np.float32(LEVEL)) - np.round(z / np.float32(LEVEL))) * np.float32(LEVEL)
    waist = column + 1.6 * (1 - np.clip(phase / 9, 0, 1) ** 2)
    bodies = smooth_max(waist, phase - np.float32(9.4), 2.0)
    bodies = np.maximum(bodies, -(np.float32(490) + z) + 0 * bodies)
    texture = (MARROW + 28 * fractal(grid, 7.0, seed + 61, 2)).astype(np.float32)
    body.add("vertebral shells", grid, bodies, SHELL, 1.3)
    body.add("vertebral marrow", grid, bodies + np.float32(1.8), texture, 1.6)
    x, y, _ = grid.open
    depth = curve(grid.z, SPINE_DEPTH)[:, None, None] + curve(grid.z, BODY_WIDTH)[:, None, None] * np.float32(0.84)
    ring = superellipse(x, y - depth - np.float32(10), 13.5, 12.5, 2.0)
    present = np.maximum(np.maximum(ring, phase - np.float32(7.5)), -(np.float32(490) + z) + 0 * ring)
    body.add("arches", grid, present, 420.0, 1.5)
    canal = superellipse(x, y - depth - np.float32(8.5), 9.5, 8.0, 2.0)
    body.add("canal", grid, canal, 5.0, 1.3)
    body.add("cord", grid, superellipse(x, y - depth - np.float32(8), 5.5, 4.2, 2.0), 40.0, 1.5)
    processes = []
    low, high = float(grid.z[0]), float(grid.z[-1])
    for level in range(int(np.ceil(max(low, -480) / LEVEL)), int(min(high, 205.0) / LEVEL) + 1):
        at = level * LEVEL
        back = spine_centre(at) + float(curve(np.array([at], np.float32), BODY_WIDTH)[0]) * 0.84
        tilt = -16 if at > -180 else -6
        processes.append((((0, back + 19, at - 3), (0, back + 30, at + tilt * 0.6), (0, back + 38, at + tilt)), (3.6, 3.0, 3.4)))
        for side in (-1, 1):
            processes.append((((side * 10, back + 10, at), (side * 22, back + 16, at), (side * 31, back + 19, at + 1)), (4.5, 4.0, 3.6)))
    body.strokes.append(joined("vertebral processes", processes, 540.0, edge=1.2, shell=1.3, core=210.0))


def rib_points(
    number: int, side: int, cage_width: Floats, cage_depth: Floats, cage_centre: Floats, heights: Floats
) -> tuple[list[Point], list[Point]]:
    """Bone and cartilage of one rib: from its vertebra round the cage, falling towards the front."""
    start = (6 - number) * LEVEL + 12
    drop = {1: 26, 2: 46, 3: 58, 4: 66}.get(number, 74)
    turn = {1: 2.5, 2: 2.62, 11: 1.7, 12: 1.25}.get(number, 2.64)
    bone: list[Point] = []
    for t in np.linspace(0.0, 1.0, 30):
        angle = 0.24 + t * (turn - 0.24)
        z = start - drop * float(t**1.25) + 5 * float(np.sin(np.pi * t)) * (number < 10)
        width, depth, centre = (float(np.interp(z, heights, v)) for v in (cage_width, cage_depth, cage_centre))
        width, depth = max(width, 30.0) + 4.0, max(depth, 26.0) + 4.0
        s, c = float(np.sin(angle)), float(np.cos(angle))
        power = 2 / 2.35
        bone.append((side * width * abs(s) ** power, centre + depth * float(np.sign(c)) * abs(c) ** power, z))
    bone.insert(0, (side * 17.0, spine_centre(start) + 14, start + 2))
    cartilage: list[Point] = []
    if number <= 10:
        end = bone[-1]
        target = max(44 - (number - 1) * 19.0, -100.0)
        target_y = -80.0 if number > 2 else -62.0
        rise = 8.0 if number > 4 else 2.0
        edge = side * (14.0 if number < 7 else 20.0 + 9 * (number - 7))
        target = min(target, end[2] + 60)
        cartilage = [
            end,
            ((end[0] * 0.6 + edge * 0.4), min(end[1], target_y) - 3, end[2] * 0.75 + target * 0.25 - rise),
            (edge, target_y - 2, target),
        ]
    return bone, cartilage


def _ribs(body: Body, grid: Grid) -> None:
    from workstation.phantoms.anatomy.torso import CAGE_CENTRE, CAGE_DEPTH, CAGE_WIDTH

    heights = np.arange(-300, 130, 2, dtype=np.float32)
    shapes = [curve(heights, knots) for knots in (CAGE_WIDTH, CAGE_DEPTH, CAGE_CENTRE)]
    bones, cartilages = [], []
    for number in range(1, 13):
        for side in (-1, 1):
            bone, cartilage = rib_points(number, side, shapes[0], shapes[1], shapes[2], heights)
            thick = 3.3 if number > 1 else 3.6
            bones.append((bone, thick))
            if cartilage:
                cartilages.append((cartilage, 4.0))
    body.strokes.append(joined("rib cartilages", cartilages, 105.0, edge=1.4, squash=0.72))
    body.strokes.append(joined("ribs", bones, 780.0, edge=1.1, squash=0.58, shell=1.0, core=230.0))


def _girdle(body: Body, *, arms_up: bool) -> None:
    """Collar bones, shoulder blades and the heads of the arm bones."""
    blades: list[Line] = []
    borders: list[Line] = []
    collar: list[Line] = []
    arms: list[Line] = []
    for side in (-1, 1):
        lift = 12 if arms_up else 0
        out = 14 if arms_up else 0
        glenoid = (side * (134 + out), 22, 62 + lift)
        tip = (side * (96 + out * 2), 104, -46 + lift)
        inner_top = (side * (72 + out), 86, 74 + lift)
        for t in np.linspace(0, 1, 26):
            x, y, z = (float(a * (1 - t) + b * t) for a, b in zip(tip, inner_top, strict=True))
            blades.append(((glenoid, (x, y, z)), (3.2, 1.9)))
        borders += [
            ((tip, glenoid), (4.0, 5.5)),
            ((tip, inner_top), (2.8, 2.8)),
            ((inner_top, (side * (118 + out), 40, 88 + lift)), (2.5, 3.0)),
        ]
        spine_root, acromion = (side * (82 + out), 94, 48 + lift), (side * (150 + out), 34, 94 + lift)
        borders += [
            ((spine_root, (side * (120 + out), 78, 74 + lift), acromion), (3.5, 5.0, 6.0)),
            (((side * (120 + out), 4, 76 + lift), glenoid), (4.5, 7.0)),
        ]
        collar.append(
            (
                ((side * 16, -64, 62), (side * 48, -62, 78), (side * 92, -30, 98 + lift), (side * (146 + out), 14, 100 + lift)),
                (8, 5.5, 5.5, 6.5),
            )
        )
        if arms_up:
            arms.append((((side * 166, 18, 82), (side * 172, 18, 96)), (23, 22)))
            arms.append((((side * 174, 18, 104), (side * 196, 18, 270)), (15, 11)))
        else:
            arms.append((((side * 158, 18, 66), (side * 162, 18, 56)), (23, 22)))
            arms.append((((side * 168, 18, 48), (side * 182, 18, -260)), (14, 11)))
    bony = {"edge": 1.2, "shell": 1.2, "core": 230.0}
    body.strokes += [
        joined("blades", blades, 520.0, edge=1.2),
        joined("blade borders", borders, 640.0, **bony),
        joined("collar bones", collar, 780.0, **bony),
        joined("arm bones", arms, 900.0, edge=1.2, shell=2.6, core=120.0),
    ]


def _breastbone(body: Body, grid: Grid, seed: int) -> None:
    """A flat plate: handle, joint, blade, and the tip in front of the heart."""
    box = grid.around((-45, -125, -110), (45, -50, 80))
    if len(box.z) < 4:
        return
    x, y, _ = box.open
    width = curve(box.z, ((-98, 3), (-72, 8), (-58, 19), (-10, 16), (34, 14), (38, 17), (58, 30), (70, 24)))[:, None, None]
    depth = curve(box.z, ((-100, -92), (-56, -92), (38, -82), (70, -68)))[:, None, None]
    plate = superellipse(x, y - depth, width, 6.5, 3.0)
    plate = smooth_max(plate, np.abs(box.open[2] + np.float32(14)) - np.float32(80) + 0 * plate, 4.0)
    joint = np.abs(box.open[2] - np.float32(37)) - np.float32(1.6)
    plate = np.maximum(plate, -joint)
    body.add("breastbone", box, plate, 420.0, 1.3)
    body.add("breastbone marrow", box, plate + np.float32(1.8), (110 + 25 * fractal(box, 6.0, seed + 65, 1)).astype(np.float32), 1.6)


def add(body: Body, grid: Grid, seed: int, *, arms_up: bool) -> None:
    """All bones of the trunk above the pelvis."""
    _spine(body, grid, seed)
    if float(grid.z[-1]) > -200:
        _ribs(body, grid)
        _breastbone(body, grid, seed)
        _girdle(body, arms_up=arms_up)


__all__ = ["add", "smooth_min", "spine_centre", "spine_distance"]
