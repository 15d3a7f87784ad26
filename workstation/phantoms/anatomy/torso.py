"""The trunk: outline with skin, fat and muscle, the thoracic cage, and the spaces in it. Origin: the carina; x left, y back, z head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workstation.phantoms.anatomy import abdomen, heart, lungs, pelvis, skeleton
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, capsule, curve, ellipsoid, merge, smooth_max, smooth_min, superellipse
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import joined

# inner wall of the thoracic cage: half width, half depth and depth of its centre, by height
CAGE_WIDTH = ((-260, 134), (-200, 139), (-130, 139), (-60, 136), (0, 129), (45, 115), (80, 91), (105, 60), (124, 10))
CAGE_DEPTH = ((-260, 92), (-200, 99), (-120, 99), (-60, 95), (0, 88), (50, 74), (85, 55), (108, 36), (124, 8))
CAGE_CENTRE = ((-260, -2), (-100, -2), (0, 3), (50, 10), (90, 18), (122, 22))
# skin: half width and half depth of the trunk without arms
SKIN_WIDTH = (
    (-720, 150),
    (-560, 178),
    (-480, 182),
    (-400, 168),
    (-300, 162),
    (-200, 168),
    (-100, 172),
    (0, 172),
    (60, 166),
    (95, 140),
    (125, 82),
    (150, 64),
    (230, 62),
)
SKIN_DEPTH = (
    (-720, 100),
    (-560, 118),
    (-480, 116),
    (-400, 112),
    (-300, 116),
    (-200, 122),
    (-100, 122),
    (0, 118),
    (60, 113),
    (100, 104),
    (125, 84),
    (150, 68),
    (230, 64),
)


@dataclass(frozen=True)
class Person:
    """What makes one trunk differ from another. ``build`` 1.0 is 75 kg; ``fat`` is the depth of fat under the skin in mm."""

    seed: int
    female: bool = False
    fat: float = 14.0
    arms_up: bool = True
    emphysema: float = 0.0
    injected: bool = False
    low: float = -235.0  # lowest and highest z that will be imaged
    high: float = 165.0
    step: float = 3.0  # mm of the distance fields


def build(person: Person) -> Body:
    """The trunk between ``low`` and ``high``: layers first, then bones, vessels and bronchi as strokes."""
    grid = Grid.spanning((-236, -150, person.low - 9), (236, 166, person.high + 9), (person.step, person.step, person.step))
    body = Body()
    skin = _skin(grid, person)
    cage = cage_distance(grid)
    _walls(body, grid, person, skin, cage)
    if person.low < -100:
        abdomen.cavity(body, grid, skin, person.seed, injected=person.injected)
    body.add("mediastinal fat", grid, smooth_max(cage, -(grid.open[2] + 150.0) + 0 * cage, 8.0), -98.0)
    hearts = heart.chambers(grid)
    spine = skeleton.spine_distance(grid)
    airspace = lungs.spaces(grid, cage, hearts.sac, spine, person.seed)
    abdomen.under_the_diaphragm(body, grid, cage, person.seed, injected=person.injected, upright=not person.arms_up)
    lungs.add(body, grid, airspace, person.seed, person.emphysema)
    heart.add(body, grid, hearts, injected=person.injected)
    skeleton.add(body, grid, person.seed, arms_up=person.arms_up)
    if person.low < -330:
        pelvis.add(body, grid, skin, person.seed, injected=person.injected)
    lungs.add_trees(body, airspace, grid, person.seed)
    if person.high > 200:
        _plain_head(body, grid, person.seed)
    return body


def cage_distance(grid: Grid) -> Floats:
    """Signed distance of the inner wall of the thoracic cage."""
    x, y, z = grid.open
    width, depth, centre = (curve(grid.z, knots)[:, None, None] for knots in (CAGE_WIDTH, CAGE_DEPTH, CAGE_CENTRE))
    flat = superellipse(x, y - centre, width, depth, 2.35)
    return smooth_max(flat, (z - np.float32(121)) + 0 * flat, 12.0)


def _skin(grid: Grid, person: Person) -> Floats:
    x, y, _ = grid.open
    extra = np.float32(person.fat - 14.0)
    width, depth = (curve(grid.z, knots)[:, None, None] + extra for knots in (SKIN_WIDTH, SKIN_DEPTH))
    trunk = superellipse(x, y - np.float32(6), width, depth, 2.5)
    for side in (-1, 1):
        breast = _oval((side * 78, -108, -48), (62, 48, 56), 2.0, 30)
        arm = _line((side * 142, 18, 62), (side * 196, 18, 260), 50, 44, 40)
        shoulder = _oval((side * 160, 16, 70), (52, 58, 62), 2.0, 40)
        if person.female:
            merge(trunk, grid, breast[0], breast[1], 18.0, breast[2])
        low, high, shape = arm if person.arms_up else shoulder
        merge(trunk, grid, low, high, 25.0, shape)
    if person.low < -470:
        legs = [capsule(grid, (side * 92, 6, -500), (side * 84, 0, -900), 96, 78) for side in (-1, 1)]
        below = smooth_min(legs[0], legs[1], 10.0)
        blend = np.clip((grid.z + np.float32(590)) / 60, 0, 1)[:, None, None]
        trunk = trunk * blend + below * (1 - blend)
    if person.high > 200:
        trunk = smooth_min(trunk, ellipsoid(grid, (0, -14, 262), (76, 96, 96), 2.2), 20.0)
        trunk = smooth_min(trunk, ellipsoid(grid, (0, -52, 196), (52, 52, 56), 2.3), 18.0)
    return trunk


def _plain_head(body: Body, grid: Grid, seed: int) -> None:
    """A head good enough for the top of a whole-body scan: skull, brain, eyes, sinuses, jaw."""
    box = grid.around((-100, -130, 120), (100, 110, 380))
    vault = smooth_max(
        ellipsoid(box, (0, -10, 268), (68, 87, 80), 2.2), np.float32(222) - box.open[2] + 0.12 * box.open[1] + 0 * box.open[0], 16.0
    )
    body.add(
        "face",
        box,
        smooth_min(ellipsoid(box, (0, -46, 206), (46, 50, 46), 2.3), capsule(box, (0, 20, 215), (0, 18, 140), 46), 10.0),
        52.0,
        2.0,
    )
    body.add("facial bone", box, ellipsoid(box, (0, -60, 216), (40, 32, 30), 2.3), 260.0, 2.0)
    body.add("skull", box, vault - np.float32(6), 980.0, 1.6)
    body.add("brain", box, vault, 34.0, 1.6)
    body.add("brain core", box, vault + np.float32(11) + 5 * fractal(box, 22.0, seed + 15, 1), 30.0, 3.0)
    for side in (-1, 1):
        body.add("lateral ventricle", box, capsule(box, (side * 9, -36, 276), (side * 18, 30, 274), 6), 8.0, 2.0)
        body.add("eye", box, ellipsoid(box, (side * 31, -84, 232), (12, 12, 12)), 10.0, 1.6)
        body.add("maxillary sinus", box, ellipsoid(box, (side * 25, -66, 204), (13, 16, 15)), -980.0, 1.6)
    body.add("nasal air", box, ellipsoid(box, (0, -72, 208), (9, 28, 15)), -700.0, 2.0)
    body.add("throat", box, capsule(box, (0, -30, 204), (0, -8, 140), 8), -980.0, 1.6)
    arc = [(30 * float(np.sin(a)), -42 - 44 * float(np.cos(a)), 168.0) for a in np.linspace(-1.6, 1.6, 13)]
    upper = [(27 * float(np.sin(a)), -44 - 40 * float(np.cos(a)), 188.0) for a in np.linspace(-1.5, 1.5, 13)]
    body.strokes.append(joined("jaws", [(arc, 6.0), (upper, 5.0)], 1150.0, edge=1.4, shell=1.8, core=350.0))


Shape = tuple[Point, Point, Callable[[Grid], Floats]]


def _oval(centre: Point, radii: Point, power: float, room: float = 9.0) -> Shape:
    """An ellipsoid and the box that holds it with ``room`` mm around."""

    def shape(grid: Grid) -> Floats:
        return ellipsoid(grid, centre, radii, power)

    low, high = ((centre[0] + s * (radii[0] + room), centre[1] + s * (radii[1] + room), centre[2] + s * (radii[2] + room)) for s in (-1, 1))
    return low, high, shape


def _line(start: Point, end: Point, radius: float, end_radius: float, room: float = 9.0) -> Shape:
    """A capsule and its box."""

    def shape(grid: Grid) -> Floats:
        return capsule(grid, start, end, radius, end_radius)

    reach = max(radius, end_radius) + room
    low = (min(start[0], end[0]) - reach, min(start[1], end[1]) - reach, min(start[2], end[2]) - reach)
    high = (max(start[0], end[0]) + reach, max(start[1], end[1]) + reach, max(start[2], end[2]) + reach)
    return low, high, shape


def _muscles(side: int, person: Person) -> list[Shape]:
    """Muscles of one side: a box that holds each, and its signed distance."""
    parts = [
        _oval((side * 68, -92, 22), (58, 16, 58), 2.5),  # pectoralis
        _oval((side * 128, 60, 22), (22, 46, 95), 2.4),  # latissimus and teres
        _oval((side * 100, 92, 42), (46, 18, 66), 2.4),  # infraspinatus
        _oval((side * 150, 18, 82), (44, 42, 46), 2.3),  # deltoid and rotator cuff
        _line((side * 22, 34, 120), (side * 24, 40, 260), 26, 26),  # neck, behind
        _line((side * 26, 4, 110), (side * 34, 14, 260), 15, 15),  # sternocleidomastoid
        _line((side * 40, 68, 95), (side * 110, 52, 82), 20, 14),  # trapezius
    ]
    if person.arms_up:
        parts.append(_line((side * 150, 16, 80), (side * 194, 18, 260), 36, 33))
    if person.low < -470:
        parts += [
            _line((side * 92, 4, -540), (side * 84, 0, -900), 78, 64),
            _oval((side * 82, 84, -490), (68, 44, 92), 2.4),
        ]  # thigh, gluteus
    return parts


def _walls(body: Body, grid: Grid, person: Person, skin: Floats, cage: Floats) -> None:
    """Skin, fat beneath it, and the muscles of the wall with streaks of fat."""
    x, y, z = grid.open
    streaks = fractal(grid, 14.0, person.seed + 11, 2)
    body.add("skin", grid, skin, 10.0)
    lobules = -104.0 + 7.0 * fractal(grid, 9.0, person.seed + 12, 1)
    body.add("fat", grid, skin + np.float32(2.0), lobules, 1.5)
    bulk = fractal(grid, 70.0, person.seed + 13, 1)
    wall = cage - (np.float32(14.0) + 3.0 * bulk)
    belly = np.clip((-z - np.float32(150)) / 60, 0, 1)
    wall = wall + belly * np.float32(2)
    muscles = smooth_max(wall, skin + np.float32(person.fat - 4), 6.0)
    for side in (-1, 1):
        flat = superellipse(x - side * 34, y - np.float32(101), 30.0, 21.0, 2.4)  # erector spinae
        muscles = smooth_min(muscles, flat, 4.0)
        for low, high, shape in _muscles(side, person):
            merge(muscles, grid, low, high, 4.0, shape)
    muscles = smooth_max(muscles, skin + np.float32(3.5), 3.0)
    body.add("muscle", grid, muscles + 1.6 * np.maximum(streaks - 0.9, 0) * 3, 56.0 + 4 * streaks, 1.6)
    seams = np.abs(fractal(grid, 34.0, person.seed + 14, 1)) * 11.0 - 1.1  # thin sheets of fat between muscles
    sheets = np.maximum(np.maximum(seams, muscles + 1.0), -(cage - np.float32(5)))
    body.add("fat between muscles", grid, sheets, -70.0, 1.8)
