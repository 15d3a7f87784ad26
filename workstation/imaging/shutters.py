"""Display shutters (PS3.3 C.7.6.11, C.7.6.15): what of an image may be seen. Everything else is blank."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import Elements
from workstation.imaging.model import Shutter
from workstation.imaging.overlays import Overlay

Array = npt.NDArray[Any]


def shutters_of(dataset: Elements) -> tuple[Shutter, ...]:
    """The shutters of an image or presentation state, in the order they are named. Positions are 1-based, as the standard writes them."""
    found = []
    grey = dataset.number("ShutterPresentationValue")
    value = int(grey) if grey is not None else 0
    for shape in (word.upper() for word in dataset.texts("ShutterShape")):
        if shape == "RECTANGULAR":
            edges = [
                dataset.number(f"Shutter{edge}Edge") for edge in ("LeftVertical", "RightVertical", "UpperHorizontal", "LowerHorizontal")
            ]
            parts = tuple(e for e in edges if e is not None)
            wanted = 4
        elif shape == "CIRCULAR":
            parts = (*dataset.numbers("CenterOfCircularShutter")[:2], *dataset.numbers("RadiusOfCircularShutter")[:1])
            wanted = 3
        elif shape == "POLYGONAL":
            parts = dataset.numbers("VerticesOfThePolygonalShutter")
            wanted = max(6, len(parts) // 2 * 2)
        elif shape == "BITMAP":
            parts = dataset.numbers("ShutterOverlayGroup")[:1]
            wanted = 1
        else:
            continue
        if len(parts) == wanted:
            found.append(Shutter(shape, tuple(parts), value))
    return tuple(found)


def open_area(shutters: tuple[Shutter, ...], rows: int, columns: int, overlays: tuple[Overlay, ...] = ()) -> Array:
    """(rows, columns) bool: True where the image may be seen, inside all shutters."""
    row, column = np.mgrid[1 : rows + 1, 1 : columns + 1]
    seen = np.ones((rows, columns), bool)
    for shutter in shutters:
        v = shutter.values
        if shutter.shape == "RECTANGULAR":
            seen &= (column >= v[0]) & (column <= v[1]) & (row >= v[2]) & (row <= v[3])
        elif shutter.shape == "CIRCULAR":
            seen &= np.hypot(row - v[0], column - v[1]) <= v[2]
        elif shutter.shape == "POLYGONAL":
            seen &= _inside(row, column, v)
        elif shutter.shape == "BITMAP":
            for overlay in overlays:
                if overlay.group == int(v[0]):
                    seen &= ~overlay.on_image(rows, columns)
    return seen


def _inside(row: Array, column: Array, vertices: tuple[float, ...]) -> Array:
    """Even-odd rule; vertices as row, column pairs."""
    points = list(zip(vertices[0::2], vertices[1::2], strict=True))
    inside = np.zeros(row.shape, bool)
    for (r0, c0), (r1, c1) in zip(points, [*points[1:], points[0]], strict=True):
        if math.isclose(r0, r1):
            continue
        crosses = (row >= min(r0, r1)) & (row < max(r0, r1))
        inside ^= crosses & (column < c0 + (row - r0) * (c1 - c0) / (r1 - r0))
    return inside
