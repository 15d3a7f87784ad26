"""Numbers as they are shown: enough figures for what they are, never a number that pretends to more or shows as zero."""

from __future__ import annotations

import math

import numpy as np

from workstation.language import language, number

_POWER = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figure(value: float, digits: int = 4, reach: float | None = None) -> str:
    """A number to ``digits`` figures of the size of ``reach`` (itself, where None): ``1 064``, ``3.420``, ``1.20·10⁻⁶``."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    size = abs(value) if reach is None else abs(reach)
    if size == 0 or not math.isfinite(size):
        return number(value, 0).replace("-", "−")
    power = math.floor(math.log10(size))
    if power >= 7 or power < -3:
        return _written(f"{value * 10.0**-power if power > -300 else 0.0:.{digits - 1}f}", power)
    return number(value, max(0, digits - 1 - power)).replace("-", "−")


def exact(value: float, kind: str = "f", size: int = 8) -> str:
    """A stored value without any loss a reader could ask for: whole numbers whole, others as short as they still are the same.
    ``kind`` and ``size``: of its NumPy type."""
    if kind in "iub":
        return number(int(value), 0).replace("-", "−")
    if not math.isfinite(value):
        return figure(value)
    if value == int(value) and abs(value) < 1e7:
        return number(int(value), 0).replace("-", "−")
    text = repr(float(value))
    if size <= 4:  # the shortest that gives the same 32-bit number
        with np.errstate(all="ignore"):
            text = next((t for n in range(1, 10) if np.float32(t := f"{value:.{n}g}") == np.float32(value)), text)
    mantissa, _, power = text.partition("e")
    return _written(mantissa, int(power or 0))


def _written(mantissa: str, power: int) -> str:
    said = mantissa.replace("-", "−").replace(".", "," if language() == "fr" else ".")
    return said if not power else f"{said}·10{str(power).translate(_POWER)}"
