"""Randomness that looks like tissue: smooth fields over a grid, film grain and scanner noise, all from seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workstation.phantoms.fields import Floats, Grid, resample_axis, spread


def lattice_noise(axes: Sequence[Floats], wavelength: float | Sequence[float], seed: int) -> Floats:
    """A smooth field of about unit variance over separable coordinates ``axes`` (slowest first), one blob every ``wavelength``."""
    lengths = [float(wavelength)] * len(axes) if np.isscalar(wavelength) else [float(w) for w in wavelength]  # type: ignore[union-attr,arg-type]
    starts = [float(a.min()) for a in axes]
    counts = [int((float(a.max()) - s) / w) + 5 for a, s, w in zip(axes, starts, lengths, strict=True)]
    field: Floats = np.random.default_rng(seed).standard_normal(counts, dtype=np.float32) * 1.9 ** (len(axes) / 2)
    for axis in reversed(range(1, len(axes))):
        field = resample_axis(field, (axes[axis] - starts[axis]) / lengths[axis] + 1.5, axis, "bspline")
    field = spread(field, (axes[0] - starts[0]) / lengths[0] + 1.5)
    return field


def fractal(grid: Grid, wavelength: float, seed: int, octaves: int = 2, gain: float = 0.5) -> Floats:
    """Octaves of ``lattice_noise`` over a grid, shape (slices, rows, columns), about unit variance."""
    total: Floats = lattice_noise((grid.z, grid.y, grid.x), wavelength, seed)
    weight = norm = 1.0
    for octave in range(1, octaves):
        weight *= gain
        norm += weight * weight
        total += np.float32(weight) * lattice_noise((grid.z, grid.y, grid.x), wavelength / 2**octave, seed + octave)
    total /= np.float32(norm**0.5)
    return total


def fractal_2d(
    rows: Floats, columns: Floats, wavelength: float | tuple[float, float], seed: int, octaves: int = 3, gain: float = 0.5
) -> Floats:
    """Octaves of noise over a plane, shape (rows, columns); ``wavelength`` may differ along rows and columns."""
    lengths = (wavelength, wavelength) if isinstance(wavelength, float | int) else wavelength
    total = lattice_noise((rows, columns), lengths, seed)
    weight = norm = 1.0
    for octave in range(1, octaves):
        weight *= gain
        norm += weight * weight
        total += np.float32(weight) * lattice_noise((rows, columns), tuple(w / 2**octave for w in lengths), seed + octave)
    total /= np.float32(norm**0.5)
    return total


@lru_cache(maxsize=6)
def _tiles(kernel: str, size: int, count: int) -> NDArray[np.float32]:
    """White noise coloured in the frequency plane: ``soft`` is coarse grain, ``sharp`` fine, ``film`` finer still; unit variance."""
    rng = np.random.default_rng(20261124)
    u = np.hypot(*np.meshgrid(np.fft.fftfreq(size), np.fft.rfftfreq(size), indexing="ij")) * 2.0
    shape = {
        "soft": np.sqrt(u + 0.02) * np.exp(-((u / 0.36) ** 2)),
        "sharp": np.sqrt(u + 0.02) * np.exp(-((u / 0.75) ** 4)),
        "film": np.exp(-((u / 0.6) ** 2)) + 0.15,
    }[kernel]
    tiles = np.empty((count, size, size), np.float32)
    for tile in tiles:
        tile[:] = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((size, size))) * shape, s=(size, size))
        tile /= tile.std()
    return tiles


def grain(shape: tuple[int, int], kernel: str, seed: int) -> Floats:
    """Correlated noise of unit variance, shape ``shape``; cut from a few prepared tiles, shifted by the seed."""
    tiles = _tiles(kernel, 512, 6)
    rng = np.random.default_rng(seed)
    tile = tiles[int(rng.integers(len(tiles)))]
    if rng.random() < 0.5:
        tile = tile[::-1]
    if rng.random() < 0.5:
        tile = tile[:, ::-1]
    down, right = (int(v) for v in rng.integers(0, 512, 2))
    rows = np.arange(down, down + shape[0]) % 512
    columns = np.arange(right, right + shape[1]) % 512
    return np.ascontiguousarray(tile[rows][:, columns])
