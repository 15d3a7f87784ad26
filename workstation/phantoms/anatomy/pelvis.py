"""Pelvis: hip bones, sacrum, thigh bones, bladder, rectum, gluteal muscles."""

from __future__ import annotations

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, ellipsoid, polyline, smooth_max, smooth_min, superellipse
from workstation.phantoms.random_fields import fractal
from workstation.phantoms.strokes import joined


def add(body: Body, grid: Grid, skin: Floats, seed: int, *, injected: bool) -> None:
    """Everything below the iliac crests."""
    box = grid.around((-190, -110, -640), (190, 130, -340))
    if len(box.z) < 4:
        return
    marrow = (170 + 40 * fractal(box, 8.0, seed + 91, 2)).astype(np.float32)
    for side in (-1, 1):
        bowl = ellipsoid(box, (0, 6, -392), (132, 84, 118), 2.3)  # the wings are a shell of this bowl
        wing = np.abs(bowl) - np.float32(4.5)
        bx, by, bz = box.open
        wing = smooth_max(wing, np.float32(44) - side * bx + 0 * wing, 4.0)
        wing = smooth_max(wing, bz + np.float32(372) + 0.012 * (by - 10) ** 2 + 0 * wing, 6.0)
        wing = smooth_max(wing, -(bz + np.float32(478)) + 0 * wing, 6.0)
        wing = smooth_max(wing, by - np.float32(72) + 0 * wing, 4.0)
        socket = np.maximum(ellipsoid(box, (side * 88, 8, -484), (34, 34, 34)), -ellipsoid(box, (side * 91, 6, -486), (26, 26, 26)))
        socket = np.maximum(socket, side * (bx - side * 104) + 0 * socket)
        rami = polyline(box, ((side * 72, -2, -486), (side * 40, -44, -490), (side * 10, -56, -502)), (12, 9, 9))
        rami = smooth_min(
            rami,
            polyline(box, ((side * 12, -52, -510), (side * 34, -24, -538), (side * 58, 22, -546), (side * 70, 24, -500)), (8, 8, 15, 14)),
            6.0,
        )
        hip = smooth_min(smooth_min(wing, socket, 8.0), rami, 8.0)
        femur = smooth_min(
            ellipsoid(box, (side * 92, 6, -486), (23.5, 23.5, 23.5)),
            polyline(box, ((side * 94, 6, -488), (side * 118, 10, -512), (side * 124, 10, -532)), (16, 15, 17)),
            8.0,
        )
        femur = smooth_min(femur, polyline(box, ((side * 122, 10, -528), (side * 112, 6, -720)), (16.5, 14)), 8.0)
        for name, bone in (("hip bone", hip), ("thigh bone", femur)):
            body.add(name, box, bone, 640.0, 1.4)
            body.add(f"{name} marrow", box, bone + np.float32(2.3), marrow, 1.8)
        body.strokes.append(
            joined(
                "thigh vessels",
                [
                    (((side * 20, 30, -390), (side * 60, -20, -440), (side * 78, -46, -500), (side * 76, -40, -640)), (5.5, 5, 4.5, 4)),
                    (((side * 24, 36, -394), (side * 58, -8, -446), (side * 68, -40, -500), (side * 66, -32, -640)), (6, 6, 5.5, 5)),
                ],
                150.0 if injected else 42.0,
                edge=1.4,
            )
        )
    bx, by, bz = box.open
    bend = np.float32(46) + 0.0042 * (bz + 430) ** 2 * -0.9 + np.clip((-bz - 400) * 0.35, 0, 34)
    sacrum = superellipse(bx, by - bend, np.clip((bz + 520) * 0.42, 6, 52), np.clip((bz + 540) * 0.14, 6, 17), 2.2)
    sacrum = smooth_max(sacrum, bz + np.float32(376) + 0 * sacrum, 4.0)
    sacrum = smooth_max(sacrum, -(bz + np.float32(508)) + 0 * sacrum, 4.0)
    body.add("sacrum", box, sacrum, 480.0, 1.4)
    body.add("sacrum marrow", box, sacrum + np.float32(2.0), marrow * np.float32(0.85), 1.8)
    bladder = ellipsoid(box, (0, -28, -490), (44, 34, 32), 2.3)
    body.add("bladder wall", box, bladder, 42.0, 1.5)
    body.add("bladder", box, bladder + np.float32(3), 6.0, 1.5)
    prostate = ellipsoid(box, (0, -16, -532), (22, 16, 18))
    body.add("prostate", box, prostate, 62.0 if injected else 42.0, 1.5)
    rectum = polyline(box, ((8, 30, -470), (0, 36, -510), (0, 22, -560)), (17, 17, 11))
    body.add("rectum wall", box, rectum, 45.0, 1.5)
    body.add("rectum", box, rectum + np.float32(4), -180.0, 2.0)
