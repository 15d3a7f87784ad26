"""Values as the shaders take them: tables as small textures, matrices as steps, vectors as tuples of floats."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.model import Vector
from workstation.rendering.projection import Projection
from workstation.rendering.texture import Array, Texels, Texture
from workstation.rendering.view_state import dot
from workstation.rendering.volume_content import VolumeContent


class Tables:
    """Small textures that viewports share, made once: colour maps, paints."""

    def __init__(self) -> None:
        self._made: dict[object, Texture] = {}

    def of(self, key: object, make: Callable[[], tuple[Array, Texels]]) -> Texture:
        """The texture of a key, made where it is new."""
        if key not in self._made:
            self._made[key] = Texture.of(*make())
        return self._made[key]


def pixel_steps_lps(projection: Projection) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """LPS of viewport point (0, 0), and of one pixel's step right and down, in double precision."""
    origin, right, down = projection.to_lps(0.0, 0.0), projection.to_lps(1.0, 0.0), projection.to_lps(0.0, 1.0)
    assert origin is not None
    assert right is not None
    assert down is not None
    o = np.asarray(origin)
    return o, np.asarray(right) - o, np.asarray(down) - o


def three(v: NDArray[np.float64]) -> tuple[float, ...]:
    """A vector as plain floats."""
    return (float(v[0]), float(v[1]), float(v[2]))


def dominant_axis(along: NDArray[np.float64]) -> tuple[float, ...]:
    """1 on the axis that a step crosses quickest."""
    return tuple(float(n == int(np.abs(along).argmax())) for n in range(3))


def size_of(content: VolumeContent) -> tuple[float, ...]:
    """Columns, rows, slices."""
    return (float(content.stack.columns), float(content.stack.rows), float(content.slices))


def in_axes(v: Vector, axes: tuple[Vector, Vector, Vector]) -> tuple[float, ...]:
    """A direction in the terms of three unit vectors."""
    return tuple(dot(v, a) for a in axes)


def unit(v: Vector) -> tuple[float, ...]:
    """A vector of length 1."""
    length = math.sqrt(dot(v, v))
    return tuple(x / length for x in v)
