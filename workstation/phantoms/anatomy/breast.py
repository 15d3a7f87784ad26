"""A compressed breast as a mammogram sees it: outline, fat, gland with its ducts and strands, pectoral muscle, a mass, calcifications.

Plane coordinates in mm: u from the chest wall towards the nipple, v downwards along the chest wall, 0 in the middle of the film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from workstation.phantoms.fields import Floats, curve, resample_axis
from workstation.phantoms.random_fields import fractal_2d, lattice_noise


@dataclass(frozen=True)
class Breast:
    """One breast in one view. ``density``: 0 fatty to 1 dense. ``mass``: (u, v, diameter) in mm; ``calcifications``: (u, v, count)."""

    seed: int
    oblique: bool
    length: float = 96.0
    density: float = 0.45
    mass: tuple[float, float, float] | None = None
    calcifications: tuple[float, float, int] | None = None


def _edge(breast: Breast, v: Floats) -> tuple[Floats, float]:
    """u of the skin by v, and v of the nipple."""
    length = breast.length
    if breast.oblique:
        knots = (
            (-125, 60),
            (-95, 64),
            (-60, 74),
            (-20, length - 9),
            (12, length),
            (40, length - 8),
            (66, length - 32),
            (84, 30),
            (97, 6),
            (104, -6),
        )
        return curve(v, knots), 16.0
    half = 91.0
    return np.where(np.abs(v) < half, length * np.maximum(1 - (np.abs(v) / half) ** 2.3, 0) ** 0.52, -6).astype(np.float32), 0.0


def picture(breast: Breast, u: Floats, v: Floats) -> Floats:
    """Density 0 (air) to about 1 over columns ``u`` and rows ``v`` (regular, mm): (len(v), len(u)); half the resolution, refined."""
    step = float(u[1] - u[0])
    uu = np.arange(u[0], u[-1] + 2 * step, 2 * step, dtype=np.float32)
    vv = np.arange(v[0], v[-1] + 2 * step, 2 * step, dtype=np.float32)
    half = _tissue(breast, uu, vv, 2 * step)
    full = resample_axis(
        resample_axis(half, (v - vv[0]) / np.float32(2 * step), 0, "cubic"), (u - uu[0]) / np.float32(2 * step), 1, "cubic"
    )
    if breast.mass:
        _mass(full, breast, u, v)
    if breast.calcifications:
        _calcifications(full, breast, u, v)
    return full


def _tissue(breast: Breast, u: Floats, v: Floats, step: float) -> Floats:
    edge, nipple_v = _edge(breast, v)
    inside = u[None, :] < edge[:, None]
    bulge = np.hypot((u[None, :] - breast.length) / 4.6, (v[:, None] - nipple_v) / 4.8) < 1
    inside |= bulge
    coarse = 4
    padded = np.pad(inside[::coarse, ::coarse], ((0, 0), (1, 0)), constant_values=False)
    padded[:, 0] = padded[:, 1]
    distance = np.asarray(ndimage.distance_transform_edt(padded), np.float32)[:, 1:] * np.float32(step * coarse)
    rows, columns = (np.arange(n, dtype=np.float32) / coarse for n in inside.shape)
    depth = resample_axis(resample_axis(distance, rows, 0, "bspline"), columns, 1, "bspline")
    thick = np.clip(depth / 20.0, 0, 1) ** np.float32(0.55)
    wall = np.float32(breast.length * 0.55)
    cloud = fractal_2d(v, u, 30.0, breast.seed + 1, 6, 0.66)
    radial = _radial(breast, u, v, nipple_v)
    reach = np.sqrt(((u[None, :] - wall) / (breast.length * 0.40)) ** 2 + ((v[:, None] - nipple_v * 0.6 - 2) / 52.0) ** 2)
    lean = 0.35 * (-(v[:, None] - nipple_v) / 70.0)  # more gland in the upper outer part
    envelope = np.float32(1.05 + 1.1 * (breast.density - 0.45)) - reach + np.float32(0.30) * lean + 0.34 * cloud + 0.20 * radial
    gland = 1 / (1 + np.exp(-5.0 * (envelope - 0.18)))
    gland *= np.clip((depth - 5) / 8, 0, 1)
    mottle = 0.75 + 0.20 * cloud + 0.16 * radial + 0.10 * fractal_2d(v, u, 4.0, breast.seed + 3, 3, 0.6)
    strands = np.exp(-((lattice_noise((v, u), (15.0, 15.0), breast.seed + 4) + 0.5 * radial) ** 2) / 0.007)
    finer = np.exp(-((lattice_noise((v, u), (6.5, 6.5), breast.seed + 5) + 0.4 * cloud) ** 2) / 0.012)
    picture = thick * (
        0.31
        + 0.030 * cloud
        + 0.34 * gland * mottle * (0.65 + 0.5 * breast.density)
        + (0.085 * strands + 0.045 * finer) * np.clip(depth / 9, 0, 1)
    )
    picture += 0.10 * np.exp(-(((depth - 1.0) / 1.2) ** 2)) * inside  # skin
    picture += 0.10 * bulge * thick
    _vessels(picture, breast, u, v, edge)
    if breast.oblique:
        line = 64.0 - (v[:, None] + 117.0) * 0.43 + 2.5 * np.sin((v[:, None] + 117) / 50)
        muscle = np.clip((line - u[None, :]) / 3.0, 0, 1)
        fibres = 0.035 * fractal_2d(v, u, (60.0, 7.0), breast.seed + 6, 3)
        picture += muscle * (0.27 + fibres - 0.5 * np.maximum(picture - 0.3, 0))
    cover = ndimage.gaussian_filter(inside.astype(np.float32), 1.2)
    result: Floats = (np.maximum(picture, 0.02) * cover).astype(np.float32)
    return result


def _radial(breast: Breast, u: Floats, v: Floats, nipple_v: float) -> Floats:
    """Noise drawn out along lines that run to the nipple, as ducts and strands do."""
    du, dv = breast.length + 4 - u[None, :], v[:, None] - np.float32(nipple_v)
    r, angle = np.hypot(du, dv), np.arctan2(dv, du)
    table = fractal_2d(
        np.arange(0, 260, 1.5, dtype=np.float32), np.arange(-2, 2, 0.008, dtype=np.float32), (34.0, 0.10), breast.seed + 2, 3, 0.6
    )
    return np.asarray(ndimage.map_coordinates(table, [r / 1.5, (angle + 2) / 0.008], order=1, mode="nearest"), np.float32)


def _vessels(picture: Floats, breast: Breast, u: Floats, v: Floats, edge: Floats) -> None:
    rng = np.random.default_rng(breast.seed + 7)
    for _ in range(4):
        start, drift, phase = rng.uniform(-70, 60), rng.uniform(-0.5, 0.5), rng.uniform(0, 6)
        path = start + drift * u + 5 * np.sin(u / 11 + phase) + 2.2 * np.sin(u / 4.3 + 2 * phase)
        width = 0.9 + 0.4 * rng.random()
        line = np.exp(-(((v[:, None] - path[None, :]) / width) ** 2)) * np.clip((u[None, :] - 6) / 20, 0, 1)
        picture += (0.055 * line * np.clip((edge[:, None] - 9 - u[None, :]) / 12, 0, 1)).astype(np.float32)


def _mass(picture: Floats, breast: Breast, u: Floats, v: Floats) -> None:
    """A dense core with an uneven border and fine straight spicules."""
    assert breast.mass is not None
    cu, cv, diameter = breast.mass
    reach = diameter * 1.9
    columns, rows = (slice(int(np.searchsorted(axis, c - reach)), int(np.searchsorted(axis, c + reach))) for axis, c in ((u, cu), (v, cv)))
    du, dv = (u[columns] - np.float32(cu))[None, :], (v[rows] - np.float32(cv))[:, None]
    r, angle = np.hypot(du, dv), np.arctan2(dv, du)
    rng = np.random.default_rng(breast.seed + 8)
    wobble = sum(rng.uniform(-0.09, 0.09) * np.cos(k * angle + rng.uniform(0, 6)) for k in range(2, 8))
    core = 1 / (1 + np.exp((r / (diameter / 2) - 1 - wobble) * 7))
    total = 0.24 * core
    for _ in range(22):
        at, far, wide = rng.uniform(-np.pi, np.pi), diameter * rng.uniform(0.75, 1.8), rng.uniform(0.16, 0.38)
        along, across = du * np.cos(at) + dv * np.sin(at), -du * np.sin(at) + dv * np.cos(at)
        across = across + 0.02 * along * np.sin(along / 3 + at)
        fade = np.clip(1 - along / far, 0, 1) * (along > 0)
        total = np.maximum(total, 0.15 * fade * np.exp(-((across / (wide + 0.02 * diameter * fade)) ** 2)))
    picture[rows, columns] += total.astype(np.float32)


def _calcifications(picture: Floats, breast: Breast, u: Floats, v: Floats) -> None:
    """Small bright grains of uneven shape, in a cluster."""
    assert breast.calcifications is not None
    cu, cv, count = breast.calcifications
    rng = np.random.default_rng(breast.seed + 9)
    for _ in range(count):
        at_u, at_v = cu + rng.normal(0, 3.2), cv + rng.normal(0, 2.6)
        size, long, turn = rng.uniform(0.13, 0.30), rng.uniform(1.0, 2.2), rng.uniform(0, np.pi)
        columns, rows = (
            slice(int(np.searchsorted(axis, c - 1.4)), int(np.searchsorted(axis, c + 1.4))) for axis, c in ((u, at_u), (v, at_v))
        )
        du, dv = (u[columns] - np.float32(at_u))[None, :], (v[rows] - np.float32(at_v))[:, None]
        along, across = du * np.cos(turn) + dv * np.sin(turn), -du * np.sin(turn) + dv * np.cos(turn)
        picture[rows, columns] += (rng.uniform(0.2, 0.42) * np.exp(-((along / (size * long)) ** 2) - (across / size) ** 2)).astype(
            np.float32
        )
