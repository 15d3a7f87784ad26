"""Knee and ankle, extended, of one side. Origin: the joint; x towards the patient's left, y back, z head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, capsule, ellipsoid, polyline, smooth_max, smooth_min
from workstation.phantoms.random_fields import fractal

STEP = 1.8


@dataclass(frozen=True)
class Person:
    """``side`` -1 right, 1 left. ``wear``: mm the inner joint space is narrowed; ``growing``: open growth plates; ``effusion``: mm."""

    seed: int
    side: int = 1
    wear: float = 0.0
    growing: bool = False
    effusion: float = 0.0
    fracture: bool = False


def _bone(body: Body, name: str, grid: Grid, distance: Floats, seed: int, shaft: Floats, cortex: float = 1.6) -> None:
    """Cortex, spongy bone near the joint, and a canal in the shaft; ``shaft`` 0 at the joint to 1 in the shaft, by height."""
    sponge = (330 + 70 * fractal(grid, 4.5, seed, 2) + 0 * distance).astype(np.float32)
    body.add(name, grid, distance, 1250.0, 1.1)
    body.add(f"{name} sponge", grid, distance + (np.float32(cortex) + 3.6 * shaft), sponge, 1.4)
    body.add(f"{name} canal", grid, distance + (np.float32(cortex + 1.5) + 3.6 * shaft) + 60 * (1 - shaft), 40.0, 2.0)


def knee(person: Person) -> Body:
    """The knee from mid thigh to mid calf, 300 mm."""
    grid = Grid.spanning((-82, -90, -172), (82, 92, 172), (STEP, STEP, STEP))
    x, _, z = grid.open
    outer = x * person.side  # grows towards the outer side
    g = Grid(grid.x * person.side, grid.y, grid.z) if person.side > 0 else Grid((grid.x * -1), grid.y, grid.z)
    body = Body()
    skin = polyline(g, ((2, 4, 190), (0, 2, 60), (0, -2, 20), (0, 0, -20), (2, 8, -70), (2, 12, -190)), (78, 66, 58, 53, 56, 55))
    skin = smooth_min(skin, ellipsoid(g, (0, -38, 16), (34, 24, 38)), 16.0)
    body.add("skin", grid, skin, 20.0, 1.3)
    body.add("fat", grid, skin + np.float32(2), -95.0, 1.4)
    thigh = polyline(g, ((0, 4, 190), (0, 4, 70), (0, 12, 34)), (66, 50, 30))
    calf = polyline(g, ((2, 24, 10), (2, 22, -40), (2, 18, -90), (2, 16, -190)), (22, 34, 42, 42))
    tendon = polyline(g, ((0, -36, 70), (0, -45, 20), (0, -38, -25), (0, -28, -46)), (8, 7, 6, 6))
    muscles = np.minimum(np.minimum(thigh, calf), tendon)
    streaks = np.abs(fractal(grid, 24.0, person.seed + 3, 1)) * 8 - 1.0
    body.add("muscle", grid, np.maximum(muscles, -streaks), 58.0, 1.6)
    femur = polyline(g, ((4, -8, 200), (3, -6, 100), (1, -2, 56), (0, 2, 34)), (13.5, 14, 18, 24))
    condyles = smooth_min(ellipsoid(g, (23, 5, 19), (16, 29, 19), 2.2), ellipsoid(g, (-23, 7, 18.5 - 0.0), (15.5, 31, 19.5), 2.2), 3.0)
    trochlea = ellipsoid(g, (0, -14, 20), (26, 14, 16))
    femur = smooth_min(smooth_min(femur, condyles, 14.0), trochlea, 6.0)
    femur = smooth_max(femur, -ellipsoid(g, (0, 20, 2), (8.5, 26, 17)), 4.0)
    slope = np.float32(-5.5) + np.float32(person.wear) * np.clip(-outer / 20, 0, 1)
    tibia = smooth_min(
        ellipsoid(g, (0, 3, -19), (39, 26, 15), 3.0),
        polyline(g, ((0, 0, -26), (0, -2, -60), (1, -3, -100), (1, -3, -200)), (27, 17, 14, 12.5)),
        12.0,
    )
    tibia = smooth_max(tibia, z - slope + 0 * tibia, 2.5)
    spines = np.minimum(capsule(g, (5, 3, -9), (4.5, 2, 0.5), 5, 1.2), capsule(g, (-5, 3, -9), (-4.5, 2, 2), 5, 1.2))
    tibia = smooth_min(smooth_min(tibia, spines, 3.0), ellipsoid(g, (0, -24, -42), (8, 8, 15)), 6.0)
    fibula = smooth_min(
        ellipsoid(g, (37, 17, -30), (9.5, 9.5, 12)), polyline(g, ((36, 17, -38), (34, 15, -70), (33, 14, -200)), (7, 5.5, 6)), 4.0
    )
    patella = ellipsoid(g, (2, -44, 20), (22, 9.5, 21), 2.3)
    up, down = np.clip((z - 55) / 50, 0, 1), np.clip((-z - 60) / 50, 0, 1)
    if person.effusion:
        body.add("effusion", grid, ellipsoid(g, (0, -34, 58), (26, person.effusion, 30)), 25.0, 2.0)
    for name, bone, shaft in (("femur", femur, up), ("tibia", tibia, down), ("fibula", fibula, down * 0.5), ("patella", patella, 0 * z)):
        _bone(body, name, grid, bone, person.seed + len(name), shaft)
    if person.growing:
        for bone, height in ((femur, 40.0), (tibia, -26.0)):
            plate = z - np.float32(height) - 2.0 * fractal(grid, 20.0, person.seed + 9, 1)
            body.add("growth plate", grid, bone, 120.0, 1.2, (plate + 0 * bone).astype(np.float32), 1.2)
    return body


def ankle(person: Person) -> Body:
    """The ankle with heel and back of the foot; ``fracture``: an oblique line through the outer malleolus."""
    grid = Grid.spanning((-72, -130, -100), (72, 80, 152), (STEP, STEP, STEP))
    _, _, z = grid.open
    g = Grid(grid.x * person.side, grid.y, grid.z)
    body = Body()
    leg = polyline(g, ((2, 10, 170), (1, 6, 60), (2, 4, 0)), (46, 38, 38))
    foot = polyline(g, ((2, 44, -36), (2, 0, -36), (0, -80, -44), (-2, -140, -58)), (31, 38, 34, 26))
    swelling = ellipsoid(g, (30, 4, -6), (19, 28, 40)) if person.fracture else leg
    skin = smooth_min(smooth_min(leg, foot, 20.0), swelling, 10.0)
    body.add("skin", grid, skin, 20.0, 1.3)
    body.add("fat", grid, skin + np.float32(2), -95.0, 1.4)
    calf = polyline(g, ((2, 18, 170), (2, 22, 60)), (34, 14))
    tendons = np.minimum(
        polyline(g, ((0, 34, 60), (0, 42, -20)), (6, 6)), polyline(g, ((0, -24, 80), (-4, -30, 0), (-6, -80, -22)), (8, 8, 7))
    )
    sole = polyline(g, ((0, 20, -66), (0, -120, -78)), (12, 10))
    body.add("muscle", grid, np.minimum(np.minimum(calf, tendons), sole), 58.0, 1.6)
    tibia = smooth_min(
        polyline(g, ((-2, 2, 170), (-4, 2, 50), (-5, 2, 22)), (12.5, 13.5, 19)), ellipsoid(g, (-5, 2, 16), (22, 20, 13), 2.6), 8.0
    )
    tibia = smooth_max(tibia, np.float32(4.5) + 0.008 * (grid.open[1] ** 2) * -1 - z + 0 * tibia, 2.0)
    inner = polyline(g, ((-21, 0, 16), (-22.5, 0, -2), (-22, 1, -9)), (7.5, 6.5, 4))
    tibia = smooth_min(tibia, inner, 4.0)
    fibula = polyline(g, ((20, 14, 170), (20, 12, 50), (23, 10, 10), (24, 10, -14), (23, 11, -21)), (6, 6.5, 8.5, 8, 4.5))
    talus = smooth_min(ellipsoid(g, (0, -2, -11), (17, 22, 13), 2.5), polyline(g, ((-2, -18, -16), (-5, -34, -20)), (11, 12)), 8.0)
    heel = smooth_min(polyline(g, ((3, 10, -38), (2, 44, -46)), (14, 17)), polyline(g, ((4, 4, -36), (8, -24, -38)), (13, 11)), 8.0)
    others = [
        ellipsoid(g, (-8, -52, -22), (14, 8, 12), 2.4),  # navicular
        ellipsoid(g, (12, -48, -40), (11, 13, 11), 2.4),  # cuboid
        ellipsoid(g, (-14, -70, -28), (9, 12, 11), 2.4),
        ellipsoid(g, (0, -70, -30), (7, 10, 10), 2.4),
        polyline(g, ((-16, -86, -34), (-18, -150, -62)), (9, 8)),
        polyline(g, ((-2, -84, -36), (-4, -150, -64)), (6.5, 5)),
        polyline(g, ((8, -80, -42), (10, -150, -68)), (6, 5)),
        polyline(g, ((16, -64, -48), (26, -150, -74)), (6.5, 5)),
    ]
    shaft = np.clip((z - 40) / 40, 0, 1)
    for name, bone, long in (("tibia", tibia, shaft), ("fibula", fibula, shaft * 0.5), ("talus", talus, 0 * z), ("heel bone", heel, 0 * z)):
        _bone(body, name, grid, bone, person.seed + len(name), long, 1.4)
    for index, bone in enumerate(others):
        _bone(body, f"foot {index}", grid, bone, person.seed + 20 + index, 0 * z, 1.2)
    if person.fracture:
        line = (z + 4) - 1.1 * (g.open[1] - 10) - 1.0 * fractal(grid, 9.0, person.seed + 9, 1)
        body.add("fracture", grid, fibula, 60.0, 1.0, (line + 0 * fibula).astype(np.float32), 1.4)
    return body
