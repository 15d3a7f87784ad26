"""What sound meets: echogenicity over a plane (depth down, mm) of liver with kidney, and of the neck with the thyroid."""

from __future__ import annotations

import numpy as np

from workstation.phantoms.fields import Floats
from workstation.phantoms.random_fields import fractal_2d


def _oval(x: Floats, z: Floats, cx: float, cz: float, a: float, b: float, turn: float = 0.0, power: float = 2.0) -> Floats:
    """1 inside an ellipse, 0 outside, with a border of about a millimetre."""
    c, s = np.cos(turn), np.sin(turn)
    u, v = (x - cx) * c + (z - cz) * s, -(x - cx) * s + (z - cz) * c
    r = (np.abs(u / a) ** power + np.abs(v / b) ** power) ** (1 / power)
    cover: Floats = np.clip((1 - r) * min(a, b) / 1.1 + 0.5, 0, 1).astype(np.float32)
    return cover


def _put(base: Floats, cover: Floats, value: Floats | float) -> None:
    base += cover * (value - base)


def liver_and_kidney(x: Floats, z: Floats, seed: int, stone: float, cyst: float) -> Floats:
    """Right flank, lengthwise: skin, liver, diaphragm, kidney; a renal ``cyst`` and a ``stone`` of the gall bladder, diameters in mm."""
    xx, zz = x[None, :], z[:, None]
    base = (0.42 + 0.04 * fractal_2d(z, x, 20.0, seed, 3)).astype(np.float32)
    _put(
        base, np.clip((20 - zz + 0 * xx) / 2, 0, 1), 0.55 + 0.25 * np.sin(zz * 2.2 + 0.05 * xx + fractal_2d(z, x, (5.0, 40.0), seed + 1, 2))
    )
    rng = np.random.default_rng(seed + 2)
    for _ in range(13):
        cx, cz, turn = rng.uniform(-80, 40), rng.uniform(30, 120), rng.uniform(-0.9, 0.9)
        long, wide = rng.uniform(6, 26), rng.uniform(1.2, 3.4)
        if rng.random() < 0.5:
            _put(base, _oval(xx, zz, cx, cz, long + 1.6, wide + 1.4, turn), 0.9)
        _put(base, _oval(xx, zz, cx, cz, long, wide, turn), 0.03)
    _put(base, _oval(xx, zz, 34.0, 92.0, 53.0, 29.0, 0.22), 1.05)  # fat around the kidney
    _put(base, _oval(xx, zz, 34.0, 92.0, 50.0, 24.0, 0.22), 0.27)
    sinus = _oval(xx, zz, 34.0, 92.0, 30.0, 9.0, 0.22) * np.clip(0.9 + 0.8 * fractal_2d(z, x, 7.0, seed + 3, 2), 0, 1)
    _put(base, sinus, 1.15)
    for place in (-30, -16, 0, 16, 30):
        for side in (-1, 1):
            _put(base, _oval(xx, zz, 34 + place * 0.97 - side * 2.5, 92 + place * 0.22 + side * 14.5, 4.6, 4.4), 0.14)
    if cyst:
        _put(base, _oval(xx, zz, 62.0, 84.0, cyst / 2, cyst / 2), 0.0)
        behind = (np.abs(xx - 62 - (zz - 84) * 0.28) < cyst * 0.42) & (zz > 84 + cyst * 0.4)
        base *= np.where(behind, 1.7, 1.0).astype(np.float32)
    if stone:
        _put(base, _oval(xx, zz, -34.0, 58.0, 27.0, 12.5, 0.3), 1.0)
        _put(base, _oval(xx, zz, -34.0, 58.0, 25.0, 10.8, 0.3), 0.0)
        _put(base, _oval(xx, zz, -26.0, 68.0, stone / 2, stone / 2.6), 3.2)
        base *= np.where((np.abs(xx + 26 + (zz - 68) * 0.16) < stone * 0.45) & (zz > 69), 0.06, 1.0).astype(np.float32)
    dome = 148 - 0.0045 * (xx + 30) ** 2 - 12 * (xx < -200)
    _put(base, np.clip(1.6 - np.abs(zz - dome) / 1.4, 0, 1), 2.6)
    _put(base, np.clip((zz - dome - 2) / 2, 0, 1), 0.16)
    return np.maximum(base, 0)


def thyroid(x: Floats, z: Floats, seed: int, nodule: float, lengthwise: bool) -> Floats:
    """The neck from the front: lobe, windpipe, carotid across; or one lobe lengthwise. ``nodule`` in mm of diameter, 0 for none."""
    xx, zz = x[None, :], z[:, None]
    base = (0.34 + 0.06 * fractal_2d(z, x, 8.0, seed, 3)).astype(np.float32)
    _put(base, np.clip((2.4 - zz + 0 * xx) / 0.5, 0, 1), 1.3)
    _put(
        base,
        np.clip((6.0 - zz + 0 * xx) / 0.5, 0, 1) * np.clip((zz - 2.4) / 0.4, 0, 1),
        0.42 + 0.2 * fractal_2d(z, x, (0.8, 6.0), seed + 1, 2),
    )
    fibres = 0.16 + 0.10 * np.abs(fractal_2d(z, x, (0.9, 9.0), seed + 2, 2))
    _put(base, np.clip((11.0 - zz + 0 * xx) / 0.4, 0, 1) * np.clip((zz - 6.2) / 0.4, 0, 1), fibres)
    _put(base, np.clip(1.2 - np.abs(zz - 6.2 + 0 * xx) / 0.35, 0, 1), 0.9)
    gland = 0.62 + 0.05 * fractal_2d(z, x, 3.0, seed + 3, 2)
    if lengthwise:
        _put(base, _oval(xx, zz, 0.0, 18.5, 22.5, 7.6, 0.03, 2.2), 0.95)
        _put(base, _oval(xx, zz, 0.0, 18.5, 21.8, 7.0, 0.03, 2.2), gland)
        centre = (3.0, 18.5)
        _put(base, np.clip(1.2 - np.abs(zz - 30.0 - 0.02 * xx) / 0.5, 0, 1), 1.0)
    else:
        _put(base, _oval(xx, zz, -14.0, 27.0, 9.0, 8.4), 0.05)  # windpipe: bright front wall, shadow behind
        ring = np.clip(1.3 - np.abs(np.hypot((xx + 14) / 9.4, (zz - 27) / 8.8) - 1) * 9, 0, 1) * (zz < 26)
        _put(base, ring, 2.0)
        base *= np.where((np.abs(xx + 14) < 8.5 + (zz - 20) * 0.05) & (zz > 21), 0.13 + 0.18 * (np.sin(zz * 1.9) > 0.86), 1.0).astype(
            np.float32
        )
        _put(base, _oval(xx, zz, 4.5, 19.0, 10.6, 8.2, 0.1, 2.2), 0.95)
        _put(base, _oval(xx, zz, 4.5, 19.0, 10.0, 7.6, 0.1, 2.2), gland)
        _put(base, _oval(xx, zz, 19.0, 22.5, 4.4, 4.3), 1.2)
        _put(base, _oval(xx, zz, 19.0, 22.5, 3.5, 3.4), 0.0)
        _put(base, _oval(xx, zz, 22.0, 14.5, 5.2, 2.4, 0.2), 0.02)
        centre = (5.5, 19.5)
    if nodule:
        _put(base, _oval(xx, zz, centre[0], centre[1], nodule / 2 + 0.5, nodule / 2.5 + 0.5), 0.14)
        _put(base, _oval(xx, zz, centre[0], centre[1], nodule / 2, nodule / 2.5), 0.30 + 0.09 * fractal_2d(z, x, 1.4, seed + 4, 2))
        rng = np.random.default_rng(seed + 5)
        for _ in range(4):
            _put(base, _oval(xx, zz, centre[0] + rng.normal(0, nodule / 7), centre[1] + rng.normal(0, nodule / 9), 0.3, 0.25), 2.2)
    return np.maximum(base, 0)
