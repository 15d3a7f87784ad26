"""Shadows: how much of a body lies along parallel rays, in millimetres of water, for films and localizers."""

from __future__ import annotations

import numpy as np

from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, resample_axis

FINE = ("lung veins", "lung arteries", "bronchial walls", "bronchi", "liver vessels", "spicules")
ARMS = ("arm bones", "blades", "blade borders", "collar bones")


def _path(volume: Floats, axis: int, step: float) -> Floats:
    """Sum of attenuation relative to water; bone weighs a little more than its HU, as on a film of 110 kV."""
    weight = np.maximum(volume + np.float32(1000), 0) * np.float32(0.001)
    weight += np.maximum(volume - np.float32(150), 0) * np.float32(0.00035)
    total: Floats = weight.sum(axis, dtype=np.float32) * np.float32(step)
    return total


def frontal(
    body: Body,
    x: Floats,
    z: Floats,
    step: float = 2.5,
    depth: tuple[float, float] = (-150.0, 160.0),
    pitch: float = 0.0,
    skip: tuple[str, ...] = (),
) -> Floats:
    """Along y, over columns at body ``x`` and rows at body ``z`` (either order): (len(z), len(x)). ``pitch``: mm computed, if coarser."""
    return _shadow(body, x, z, step, depth, 1, skip, pitch)


def lateral(body: Body, y: Floats, z: Floats, step: float = 2.5, depth: tuple[float, float] = (-143.0, 145.0)) -> Floats:
    """Along x, over columns at body ``y`` and rows at body ``z``: (len(z), len(y)). The arms are raised out of the way."""
    return _shadow(body, y, z, step, depth, 2, ARMS)


def _shadow(
    body: Body,
    across: Floats,
    z: Floats,
    step: float,
    depth: tuple[float, float],
    axis: int,
    skip: tuple[str, ...] = (),
    coarse: float = 0.0,
) -> Floats:
    pitch = coarse or max(abs(float(across[1] - across[0])), 0.5)
    inner = np.arange(depth[0], depth[1], step, dtype=np.float32)
    low, high = float(across.min()) - pitch, float(across.max()) + 2 * pitch
    lateral_axis = np.arange(low, high, pitch, dtype=np.float32)
    height = np.arange(float(z.min()) - pitch, float(z.max()) + 2 * pitch, pitch, dtype=np.float32)
    rows = []
    for first in range(0, len(height), 32):
        part = height[first : first + 32]
        grid = Grid(lateral_axis, inner, part) if axis == 1 else Grid(inner, lateral_axis, part)
        volume = body.sample(grid)
        body.paint_strokes(volume, grid, skip)
        rows.append(_path(volume, axis, step))
    shadow = np.concatenate(rows)
    shadow = resample_axis(shadow, (z - height[0]) / np.float32(pitch), 0, "cubic")
    return resample_axis(shadow, (across - lateral_axis[0]) / np.float32(pitch), 1, "cubic")
