"""The head around the brain: scalp, skull with its diploe, base, orbits, sinuses, face, jaw and upper neck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workstation.phantoms.anatomy import brain
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, capsule, ellipsoid, polyline, smooth_max, smooth_min
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import joined

STEP = 1.7  # mm of the distance fields


@dataclass(frozen=True)
class Person:
    """What makes one head differ from another. ``subdural``: greatest depth in mm of a collection on the left."""

    seed: int
    atrophy: float = 0.3
    subdural: float = 0.0
    plaques: tuple[tuple[float, float, float, float], ...] = ()  # x, y, z, radius of white matter lesions


def build(person: Person, low: float = -112.0) -> Body:
    """A head from ``low`` to the vertex; values are Hounsfield units without injection, the MR values replace them by layer."""
    grid = Grid.spanning((-90, -128, low - 4), (90, 118, 96), (STEP, STEP, STEP))
    _, y, z = grid.open
    body = Body()
    inner = smooth_min(brain.cerebrum_distance(grid), brain.cerebellum_distance(grid), 12.0)
    inner = smooth_min(inner, brain.stem_distance(grid) + 1.0, 8.0)
    thick = np.float32(6.2) + 0.9 * fractal(grid, 45.0, person.seed + 20, 1) + np.clip((y - 50) / 20, 0, 1.8)
    vault = smooth_max(inner, -(z + np.float32(62) - 0.16 * y) + 0 * inner, 10.0)
    _soft_parts(body, grid, vault, person.seed)
    body.add("skull", grid, vault - np.float32(2.6) - thick, 1150.0, 1.1)
    texture = (520 + 110 * fractal(grid, 6.0, person.seed + 21, 1)).astype(np.float32)
    middle = np.abs(vault - np.float32(2.6) - thick * np.float32(0.5)) - (thick * np.float32(0.5) - np.float32(1.7))
    body.add("diploe", grid, np.maximum(middle, -(z + np.float32(16))), texture, 1.2)
    _face(body, grid, person.seed)
    _base(body, grid, person.seed)
    body.add("dura", grid, vault - np.float32(2.8), 60.0, 0.9)
    body.add("cerebrospinal fluid", grid, inner - np.float32(1.4 + 2.0 * person.atrophy), 7.0, 1.0)
    canal = capsule(grid, (0, 26, -54), (0, 31, -140), 9.5)
    body.add("spinal fluid", grid, canal, 8.0, 1.2)
    squeeze = min(person.subdural / 24.0, 1.0)
    brain.add(body, grid, person.seed, person.atrophy, brain.Push(person.subdural * 0.36, squeeze))
    if person.subdural:
        _subdural(body, grid, inner, person)
    for index, (px, py, pz, radius) in enumerate(person.plaques):
        box = grid.around((px - 14, py - 14, pz - 14), (px + 14, py + 14, pz + 14))
        stretch = np.array([px, py * 0.2, 12.0])
        spot = ellipsoid(box, (px, py, pz), (radius * 1.35, radius * 0.85, radius * 0.85), 2.0, _along(stretch))
        body.add("active plaque" if index == 0 else "plaque", box, spot + 0.5 * fractal(box, 5.0, person.seed + 30 + index, 1), 24.0, 1.4)
    return body


def _along(direction: np.ndarray) -> np.ndarray:
    from workstation.phantoms.fields import axes_along

    return axes_along(direction.tolist())


def _subdural(body: Body, grid: Grid, inner: Floats, person: Person) -> None:
    """A crescent between brain and skull on the left; older blood floats dark above denser blood that sank to the back."""
    x, y, z = grid.open
    spread = np.exp(-(np.abs((y - 2) / 58) ** 3) - np.abs((z - 30) / 40) ** 3) * np.clip((x - 6) / 34, 0, 1)
    depth = np.float32(person.subdural) * spread
    lens = np.maximum(np.maximum(inner - np.float32(1.6), -inner - depth), np.float32(9) - x + 0 * inner)
    layers = 30 + 10 * np.clip((y - 8) / 14, -0.6, 1.0) + 5 * fractal(grid, 11.0, person.seed + 25, 2)
    body.add("subdural", grid, np.maximum(lens, np.float32(1.2) - depth), layers.astype(np.float32), 1.1)
    membrane = np.abs(inner + depth) - np.float32(0.6)
    body.add("membrane", grid, np.maximum(np.maximum(membrane, np.float32(4.0) - depth), np.float32(12) - x + 0 * inner), 56.0, 1.0)


def _soft_parts(body: Body, grid: Grid, vault: Floats, seed: int) -> None:
    z = grid.open[2]
    scalp = vault - np.float32(15.0)
    face = smooth_min(ellipsoid(grid, (0, -42, -54), (60, 62, 58), 2.4), ellipsoid(grid, (0, -62, -96), (42, 38, 34), 2.3), 16.0)
    nose = polyline(grid, ((0, -100, -22), (0, -114, -44), (0, -112, -54)), (7, 10, 12))
    neck = capsule(grid, (0, 18, -70), (0, 22, -200), 56, 58)
    skin = smooth_min(smooth_min(smooth_min(scalp, face, 22.0), nose, 10.0), neck, 26.0)
    for side in (-1, 1):
        ear = ellipsoid(grid, (side * 82, 14, -34), (4, 13, 22), 2.2)
        skin = np.minimum(skin, ear)
    body.add("skin", grid, skin, 15.0, 1.1)
    streaks = fractal(grid, 12.0, seed + 22, 2)
    body.add("fat", grid, skin + np.float32(2.0), (-95 + 8 * streaks).astype(np.float32), 1.2)
    body.add("galea", grid, np.maximum(np.abs(vault - np.float32(11)) - np.float32(1.1), -(z + np.float32(10))), 45.0, 1.2)
    muscles = []
    for side in (-1, 1):
        muscles += [
            ellipsoid(grid, (side * 64, -28, -22), (9, 36, 36), 2.3),  # temporalis
            polyline(grid, ((side * 58, -40, -48), (side * 52, -22, -96)), (10, 9)),  # masseter
            polyline(grid, ((side * 34, -30, -44), (side * 42, -14, -90)), (11, 9)),  # pterygoids
            polyline(grid, ((side * 22, 64, -52), (side * 24, 56, -200)), (20, 24)),  # back of the neck
            polyline(grid, ((side * 62, 24, -58), (side * 44, -4, -150)), (9, 11)),  # sternocleidomastoid
        ]
    tongue = ellipsoid(grid, (0, -52, -86), (24, 34, 19), 2.4)
    prevertebral = ellipsoid(grid, (0, -6, -110), (24, 12, 60), 2.4)
    flesh = smooth_min(np.minimum.reduce(muscles), np.minimum(tongue, prevertebral), 4.0)
    flesh = smooth_min(flesh, capsule(grid, (0, 24, -74), (0, 26, -200), 47, 50), 6.0)
    flesh = smooth_min(flesh, ellipsoid(grid, (0, -40, -72), (44, 42, 42), 2.4), 6.0)
    flesh = smooth_max(flesh, skin + np.float32(4), 3.0)
    body.add("muscle", grid, flesh, (55 + 4 * streaks).astype(np.float32), 1.4)
    seams = 9.0 * fractal(grid, 27.0, seed + 28, 1)
    body.add("fat between muscles", grid, np.maximum(flesh + 1.5, z + np.float32(52)), -80.0, 1.3, seams, 1.0)


def _face(body: Body, grid: Grid, seed: int) -> None:
    x, y, _ = grid.open
    deep = ellipsoid(grid, (0, -56, -44), (46, 34, 34), 2.4)
    body.add(
        "facial bone",
        grid,
        smooth_max(deep, -(y + np.float32(88)) * 1.0 + 0 * deep, 4.0),
        (330 + 120 * fractal(grid, 9.0, seed + 23, 2)).astype(np.float32),
        1.5,
    )
    for side in (-1, 1):
        socket = ellipsoid(grid, (side * 31, -68, -22), (20, 27, 18), 2.2)
        body.add("orbit wall", grid, np.maximum(socket - np.float32(2.4), -(y + np.float32(87)) + 0 * socket), 850.0, 1.2)
        body.add("orbit fat", grid, socket, -95.0, 1.2)
        globe = (side * 31.0, -77.0, -22.0)
        body.add("sclera", grid, ellipsoid(grid, globe, (12.4, 12.4, 12.4)), 55.0, 1.0)
        body.add("vitreous", grid, ellipsoid(grid, globe, (11.2, 11.2, 11.2)), 10.0, 1.0)
        body.add("lens", grid, ellipsoid(grid, (side * 31, -86, -22), (4.6, 2.2, 4.6)), 75.0, 1.0)
        nerve = polyline(grid, ((side * 29, -65, -22), (side * 22, -48, -20), (side * 12, -30, -17)), (2.2, 2.1, 2.2))
        body.add("optic nerve", grid, nerve, 38.0, 1.0)
        for dx, dz in ((9, 0), (-9, 0), (0, 9), (0, -9)):
            body.add("eye muscles", grid, polyline(grid, ((side * 31 + dx, -72, -22 + dz), (side * 23, -44, -20)), (1.8, 2.0)), 50.0, 1.0)
        sinus = ellipsoid(grid, (side * 27, -64, -56), (13, 17, 15), 2.4)
        body.add("sinus wall", grid, sinus - np.float32(1.6), 420.0, 1.1)
        body.add("sinus lining", grid, sinus, 30.0, 1.0)
        body.add("maxillary sinus", grid, sinus + np.float32(1.3), -990.0, 1.0)
        body.add("frontal sinus", grid, ellipsoid(grid, (side * 11, -93, 2), (11, 4.5, 9), 2.2), -990.0, 1.0)
    cells = ellipsoid(grid, (0, -64, -28), (10, 20, 13), 2.6)
    walls = np.abs(fractal(grid, 7.5, seed + 24, 1)) * 6.0
    body.add("ethmoid walls", grid, cells - np.float32(1.0), 320.0, 1.1)
    body.add("ethmoid cells", grid, np.maximum(cells, np.float32(1.0) - walls), -950.0, 1.0)
    sphenoid = np.maximum(ellipsoid(grid, (0, -27, -30), (13, 11, 8.5), 2.5), np.float32(0.8) - np.abs(x) + 0 * cells)
    body.add("sphenoid body", grid, ellipsoid(grid, (0, -24, -29), (17, 16, 11), 2.4), 480.0, 1.2)
    body.add("pituitary", grid, ellipsoid(grid, (0, -17, -19.5), (6.5, 5, 3.5)), 48.0, 1.0)
    body.add("sphenoid sinus", grid, sphenoid, -985.0, 1.0)
    nasal = ellipsoid(grid, (0, -66, -52), (13, 32, 17), 2.6)
    body.add("nasal lining", grid, nasal, 35.0, 1.0)
    turbinates = 4.2 * fractal(grid, 8.0, seed + 26, 1)
    body.add(
        "nasal air", grid, np.maximum(np.maximum(nasal + np.float32(1.5), turbinates), np.float32(1.2) - np.abs(x) + 0 * nasal), -960.0, 1.0
    )
    throat = polyline(grid, ((0, -34, -52), (0, -20, -70), (0, -18, -100), (0, -16, -200)), (9, 8, 8, 8))
    body.add("throat", grid, throat, -985.0, 1.2)


def _base(body: Body, grid: Grid, seed: int) -> None:
    for side in (-1, 1):
        box = grid.around((side * 50 - 40, -30, -80), (side * 50 + 40, 60, -10))
        petrous = smooth_min(
            polyline(box, ((side * 20, -4, -34), (side * 40, 12, -36), (side * 60, 22, -38)), (6, 9, 12)),
            ellipsoid(box, (side * 64, 26, -52), (12, 16, 22), 2.2),
            8.0,
        )
        body.add("petrous bone", box, petrous, 1050.0, 1.2)
        cells = np.maximum(
            ellipsoid(box, (side * 64, 27, -50), (9, 13, 18), 2.2), np.float32(1.2) - np.abs(fractal(box, 5.5, seed + 27 + side, 1)) * 4.5
        )
        body.add("mastoid cells", box, cells, -820.0, 1.1)
        body.add("ear canal", box, polyline(box, ((side * 46, 10, -38), (side * 84, 8, -40)), (3.0, 3.6)), -980.0, 1.2)
    lines: list[tuple[tuple[Point, ...], tuple[float, ...]]] = [(((0, -16, -26), (0, -4, -40), (0, 8, -56)), (7, 6.5, 5))]
    arcs: list[tuple[tuple[Point, ...], tuple[float, ...]]] = []
    for height, wide, deep in ((-72.0, 27.0, 44.0), (-106.0, 31.0, 46.0)):
        arc = tuple((wide * float(np.sin(a)), -44 - deep * float(np.cos(a)), height) for a in np.linspace(-1.55, 1.55, 15))
        arcs.append((arc, tuple([6.0] * 15)))
    for side in (-1, 1):
        arcs.append((((side * 31, -44, -106), (side * 47, -18, -96), (side * 50, -4, -46)), (7.0, 6.0, 5.0)))
        arcs.append((((side * 46, -72, -42), (side * 62, -48, -42), (side * 63, -14, -38)), (5.0, 3.5, 4.0)))  # cheek bone
        lines.append((((side * 20, 24, -66), (side * 32, 16, -72), (side * 20, 8, -74)), (5, 6, 5)))  # atlas
    lines += [
        (((0, 6, -70), (0, 7, -94)), (6.5, 9.5)),
        (((0, 8, -100), (0, 10, -122)), (11, 11)),
        (((0, 46, -72), (0, 56, -76)), (3.5, 3.0)),
        (((0, 46, -92), (0, 64, -98)), (4, 4.5)),
    ]
    teeth = []
    for height, wide, deep in ((-80.0, 25.0, 42.0), (-94.0, 27.0, 43.0)):
        for a in np.linspace(-1.35, 1.35, 14):
            at = (wide * float(np.sin(a)), -46 - deep * float(np.cos(a)), height)
            teeth.append(((at, (at[0], at[1], at[2] + 5)), (3.0, 3.2)))
    body.strokes += [
        joined("base", lines, 900.0, edge=1.3, shell=1.5, core=260.0),
        joined("jaws", arcs, 1100.0, edge=1.3, shell=1.8, core=300.0),
        joined("teeth", teeth, 2100.0, edge=1.1),
    ]
