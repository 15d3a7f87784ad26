"""The calibrated regions of an ultrasound image, each with its own axes (PS3.3 C.8.5.5): tissue in cm, a spectrum in s and cm/s, M-mode."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workstation.imaging.elements import Elements
from workstation.imaging.model import UltrasoundRegion

REGIONS_CEILING = 64
UNITS = {  # C.8.5.5.1.15
    0: "none",
    1: "%",
    2: "dB",
    3: "cm",
    4: "s",
    5: "Hz",
    6: "dB/s",
    7: "cm/s",
    8: "cm2",
    9: "cm2/s",
    10: "cm3",
    11: "cm3/s",
    12: "deg",
}
GRAPHICS = 5  # a RegionSpatialFormat whose reference pixel has no meaning (C.8.5.5.1.16.6)
LOW_PRIORITY = 1  # bit 0 of RegionFlags: another region over it goes before (C.8.5.5.1.3)
_SMALLEST, _LARGEST = 1e-9, 1e4  # what a pixel can mean in any unit: beyond, the region is broken


def regions_of(dataset: Elements) -> tuple[UltrasoundRegion, ...]:
    """The regions of an image. One without usable steps stays, with the unit ``none``: nothing may be measured where it lies."""
    return tuple(region for item in dataset.items("SequenceOfUltrasoundRegions")[:REGIONS_CEILING] if (region := _region(item)))


def broken(dataset: Elements, regions: Sequence[UltrasoundRegion]) -> int:
    """How many regions say they have an axis and do not tell what a pixel on it means, or do not tell where they lie."""
    items = dataset.items("SequenceOfUltrasoundRegions")[:REGIONS_CEILING]
    lost = 0
    for item in items:
        region = _region(item)
        claims = [item.integer(f"PhysicalUnits{axis}Direction") != 0 for axis in "XY"]
        if region is None:
            lost += any(claims)
        elif any(claim and unit == "none" for claim, unit in zip(claims, (region.unit_x, region.unit_y), strict=True)):
            lost += 1
    return lost


def _region(item: Elements) -> UltrasoundRegion | None:
    left, top, right, bottom = (item.number(f"RegionLocation{k}") for k in ("MinX0", "MinY0", "MaxX1", "MaxY1"))
    if left is None or top is None or right is None or bottom is None or right < left or bottom < top:
        return None
    if max(right, bottom) > 1e6 or min(left, top) < -1e6:
        return None
    delta_x, unit_x = _axis(item, "X")
    delta_y, unit_y = _axis(item, "Y")
    return UltrasoundRegion(
        int(left),
        int(top),
        int(right),
        int(bottom),
        delta_x,
        delta_y,
        unit_x,
        unit_y,
        data_type=item.integer("RegionDataType"),
        spatial_format=item.integer("RegionSpatialFormat"),
        reference_x=_whole(item.number("ReferencePixelX0")),
        reference_y=_whole(item.number("ReferencePixelY0")),
        reference_value_x=_value(item, "ReferencePixelPhysicalValueX"),
        reference_value_y=_value(item, "ReferencePixelPhysicalValueY"),
        flags=item.integer("RegionFlags"),
    )


def _axis(item: Elements, axis: str) -> tuple[float, str]:
    delta, unit = item.number(f"PhysicalDelta{axis}"), UNITS.get(item.integer(f"PhysicalUnits{axis}Direction"), "none")
    if delta is None or unit == "none" or not _SMALLEST < abs(delta) < _LARGEST:
        return 0.0, "none"
    return delta, unit


def _value(item: Elements, keyword: str) -> float:
    """What the reference pixel stands for: the origin of the axis (C.8.5.5.1.16) unless another value is written; NaN for one that cannot
    be read."""
    value = item.number(keyword)
    return value if value is not None else math.nan if len(item.value(keyword)) else 0.0


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and abs(value) < 1e9 else None


def region_at(regions: Sequence[UltrasoundRegion], x: float, y: float) -> UltrasoundRegion | None:
    """The region a pixel position belongs to: those of high priority go first, then the smallest, an inset before what it lies on."""
    inside = [r for r in regions if r.left - 0.5 <= x <= r.right + 0.5 and r.top - 0.5 <= y <= r.bottom + 0.5]
    return min(inside, key=lambda r: (r.flags & LOW_PRIORITY, (r.right - r.left) * (r.bottom - r.top)), default=None)


def region_values(region: UltrasoundRegion, x: float, y: float) -> tuple[float | None, float | None]:
    """Physical values of a pixel position in the region's own units (C.8.5.5.1.10): cm in tissue, s and cm/s in a Doppler spectrum, s and
    cm in M-mode. None on an axis without a unit, or whose reference pixel is not told: only differences are known on it."""
    found: list[float | None] = []
    for place, first, reference, value, delta, unit in (
        (x, region.left, region.reference_x, region.reference_value_x, region.delta_x, region.unit_x),
        (y, region.top, region.reference_y, region.reference_value_y, region.delta_y, region.unit_y),
    ):
        known = reference is not None and unit != "none" and math.isfinite(value) and region.spatial_format != GRAPHICS
        found.append(value + (place - first - (reference or 0)) * delta if known else None)
    return found[0], found[1]


def same_scale(a: UltrasoundRegion, b: UltrasoundRegion) -> bool:
    """Whether a step means the same in two regions, as in a colour box over the tissue it lies in."""
    return a.unit_x == b.unit_x == a.unit_y == b.unit_y == "cm" and all(
        math.isclose(abs(p), abs(q), rel_tol=1e-4) for p, q in ((a.delta_x, b.delta_x), (a.delta_y, b.delta_y))
    )


def region_spacing(regions: tuple[UltrasoundRegion, ...]) -> tuple[float, float] | None:
    """mm between rows and between columns where all regions in centimetres agree (2-D tissue), else None."""
    steps = [(10 * abs(r.delta_y), 10 * abs(r.delta_x)) for r in regions if r.unit_x == r.unit_y == "cm" and r.spatial_format in (0, 1)]
    if not steps or any(not math.isclose(p, q, rel_tol=1e-4) for step in steps for p, q in zip(step, steps[0], strict=True)):
        return None
    return steps[0]
