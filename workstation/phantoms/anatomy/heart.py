"""The heart with its fat, the great vessels, the central airways and the gullet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, axes_along, ellipsoid, polyline, smooth_min
from workstation.phantoms.strokes import joined

AORTA: tuple[Point, ...] = (
    (2, -20, -44), (-10, -26, -24), (-17, -28, 4), (-13, -24, 30), (-3, -14, 46), (10, 4, 50), (19, 22, 42), (23, 36, 22),
    (24, 42, -20), (24, 42, -90), (20, 28, -150), (11, 13, -215), (6, -1, -300), (3, -1, -345),
)  # fmt: skip
AORTA_RADII = (16, 17, 16.5, 15.5, 14.5, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 9.5, 9)
VEINS: tuple[tuple[tuple[Point, ...], tuple[float, ...]], ...] = (
    (((-30, -16, -40), (-29, -20, 0), (-27, -26, 40), (-25, -26, 72)), (10, 9.5, 9, 8)),  # superior vena cava
    (((-25, -26, 70), (-38, -14, 98), (-44, -6, 140)), (7.5, 7, 6.5)),  # right brachiocephalic, jugular
    (((-25, -28, 66), (4, -38, 74), (32, -34, 92), (42, -6, 140)), (6.5, 6.5, 6.5, 6.5)),  # left brachiocephalic
    (((-24, 2, -84), (-24, 12, -130), (-24, 14, -200), (-21, 2, -280), (-19, 0, -345)), (12, 12, 11.5, 11, 11)),  # inferior vena cava
)
ARTERIES: tuple[tuple[tuple[Point, ...], tuple[float, ...]], ...] = (
    (((-2, -16, 48), (-16, -12, 74), (-34, -2, 104), (-32, 4, 150)), (6, 6, 5, 4)),  # brachiocephalic, right carotid
    (((8, -2, 50), (16, -4, 80), (28, 2, 110), (30, 6, 150)), (4.5, 4, 4, 4)),  # left carotid
    (((18, 14, 48), (30, 14, 80), (52, 8, 102), (96, 0, 100)), (5.5, 5, 5, 4.5)),  # left subclavian
    (((-30, -2, 96), (-56, 4, 104), (-98, 0, 100)), (5, 4.5, 4.5)),  # right subclavian
)
PULMONARY: tuple[tuple[tuple[Point, ...], tuple[float, ...]], ...] = (
    (((16, -46, -32), (20, -34, -6), (18, -16, 8)), (14, 14, 13)),  # trunk
    (((18, -16, 6), (-8, -8, 1), (-34, -2, -4), (-50, 2, -12)), (12, 11, 10.5, 9)),  # right artery, behind the ascending aorta
    (((20, -14, 10), (36, 6, 14), (48, 20, 4), (52, 24, -14)), (11.5, 11, 10, 8.5)),  # left artery, over its bronchus
    (((22, 8, -40), (44, 10, -34), (62, 8, -36)), (8, 7, 6)),  # left lower and upper veins
    (((-14, 6, -42), (-38, 6, -38), (-58, 4, -40)), (8, 7, 6)),
    (((-14, -4, -28), (-40, -14, -18), (-56, -18, -8)), (7, 6, 5)),
    (((22, -4, -28), (46, -16, -14), (58, -20, -2)), (7, 6, 5)),
)
AIRWAYS: tuple[tuple[tuple[Point, ...], tuple[float, ...]], ...] = (
    (((0, -8, 190), (0, -2, 110), (0, 6, 50), (0, 10, 4)), (8.5, 8.5, 8.5, 9)),
    (((0, 10, 6), (-18, 11, -10), (-36, 12, -22), (-44, 14, -46)), (8, 7.2, 6.5, 5.5)),
    (((0, 10, 6), (22, 14, -12), (42, 20, -24), (50, 26, -46)), (7.4, 6.2, 5.8, 5)),
    (((-30, 12, -16), (-48, 10, -2), (-56, 8, 14)), (5, 4.4, 3.6)),
    (((38, 18, -22), (54, 8, -12), (60, 2, 2)), (4.8, 4.2, 3.4)),
)
GULLET: tuple[Point, ...] = ((4, 12, 150), (4, 20, 60), (7, 28, 0), (9, 34, -70), (20, 24, -118), (36, 6, -138))


@dataclass(frozen=True)
class Chambers:
    """Signed distances over one grid: the sac with its fat, and the muscle with its blood."""

    sac: Floats
    muscle: Floats
    left_blood: Floats
    right_blood: Floats


def chambers(grid: Grid) -> Chambers:
    """The heart's parts."""
    axis = axes_along((0.72, -0.52, -0.46))
    left = ellipsoid(grid, (40, -22, -74), (52, 37, 38), 2.2, axis)
    left_atrium = ellipsoid(grid, (4, 6, -46), (38, 19, 24), 2.3)
    right = ellipsoid(grid, (10, -48, -76), (47, 25, 38), 2.2, axes_along((0.9, -0.1, -0.42)))
    right_atrium = ellipsoid(grid, (-28, -18, -64), (27, 30, 38), 2.2)
    outflow = polyline(grid, ((14, -50, -60), (18, -44, -30)), (20, 17))
    muscle = np.minimum.reduce([left, left_atrium, right, right_atrium, outflow])
    sac = smooth_min(
        smooth_min(smooth_min(left, right, 26.0), smooth_min(left_atrium, right_atrium, 24.0), 26.0), outflow, 18.0
    ) - np.float32(4.5)
    base = polyline(grid, AORTA[:5], tuple(r + 5 for r in AORTA_RADII[:5]))
    blood = np.minimum(ellipsoid(grid, (38, -21, -72), (40, 25, 26), 2.0, axis), left_atrium + 2)
    pad = ellipsoid(grid, (20, -32, -112), (62, 42, 17))  # fat between heart and diaphragm
    return Chambers(
        smooth_min(smooth_min(sac, pad, 14.0), base, 16.0), muscle + np.float32(1.5), blood, np.minimum(right + 4, right_atrium + 2.5)
    )


def add(body: Body, grid: Grid, parts: Chambers, *, injected: bool) -> None:
    """Heart, great vessels, trachea and main bronchi, gullet."""
    body.add("pericardial fat", grid, parts.sac, -88.0, 1.6)
    body.add("heart muscle", grid, parts.muscle, 95.0 if injected else 48.0, 1.8)
    body.add("left blood", grid, parts.left_blood, 168.0 if injected else 41.0, 2.5)
    body.add("right blood", grid, parts.right_blood, 158.0 if injected else 40.0, 2.5)
    blood = (165.0, 150.0) if injected else (42.0, 41.0)
    body.strokes += [
        joined("veins", VEINS, blood[1], edge=1.4),
        joined("pulmonary trunk", PULMONARY, blood[1], edge=1.4),
        joined("arteries", ARTERIES, blood[0], edge=1.4),
        joined("aortic wall", [(AORTA[2:], tuple(r + 1.3 for r in AORTA_RADII[2:]))], 48.0, edge=1.2),
        joined("aorta", [(AORTA, AORTA_RADII)], blood[0], edge=1.2),
        joined("gullet", [(GULLET, 7.5)], 40.0, edge=1.4),
        joined("gullet air", [(((5, 20, 62), (7, 27, 10)), (2.2, 1.6))], -600.0, edge=1.6),
        joined("airway walls", [(points, [r + 1.5 for r in radii]) for points, radii in AIRWAYS], 10.0, edge=1.2),
        joined("airways", AIRWAYS, -985.0, edge=1.2),
        joined(
            "plaques",
            [
                (((14, 15, 56), (20, 26, 50)), 1.7),
                (((14, 46, -110), (16, 42, -122)), 1.6),
                (((-24, -40, -6), (-28, -36, 2)), 1.2),
                (((30, -40, -44), (44, -48, -54), (54, -54, -64)), (1.1, 1.5, 1.0)),
            ],
            520.0,
            edge=1.2,
        ),
    ]


def add_nodes(body: Body) -> None:
    """A few small lymph nodes of the mediastinum, of normal size."""
    places = [(-14, 0, 30), (14, -18, 26), (-6, 22, -22), (30, -4, 22)]
    body.strokes.append(joined("nodes", [((p, (p[0] + 3, p[1] + 1, p[2] + 2)), 2.6) for p in places], 38.0, edge=1.4))
