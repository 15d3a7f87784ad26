"""Colours as presentation states write them: CIELab in 16 bits (PS3.3 C.10.7.1.1), as the sRGB of a screen."""

from __future__ import annotations

from collections.abc import Sequence

RGB = tuple[int, int, int]
_D50 = (0.9642, 1.0, 0.8249)  # the white of the profile connection space
# XYZ under D50 -> linear sRGB, the Bradford adaptation to D65 inside
_TO_SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)


def rgb_of(lab: Sequence[float]) -> RGB | None:
    """sRGB (0 to 255) of L*, a*, b* as written: 0 to 65535 stand for 0 to 100 and for -128 to 127. None where it is no such triple."""
    if len(lab) != 3 or not all(0 <= v <= 65535 for v in lab):
        return None
    lightness, a, b = lab[0] * 100 / 65535, lab[1] * 255 / 65535 - 128, lab[2] * 255 / 65535 - 128
    y = (lightness + 16) / 116
    xyz = [white * _cubed(f) for white, f in zip(_D50, (y + a / 500, y, y - b / 200), strict=True)]
    red, green, blue = (_encoded(sum(k * v for k, v in zip(row, xyz, strict=True))) for row in _TO_SRGB)
    return red, green, blue


def _cubed(f: float) -> float:
    return f**3 if f > 6 / 29 else 3 * (6 / 29) ** 2 * (f - 4 / 29)


def _encoded(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    return round(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))
