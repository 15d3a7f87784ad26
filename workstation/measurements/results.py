"""What a measurement says: value, unit, lines of text in the reader's language, and the mark where it is not calibrated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workstation.imaging import units
from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.ultrasound_regions import UNITS, region_values
from workstation.language import number, tr
from workstation.measurements.calibration import Scale, scale_of
from workstation.measurements.figures import figure
from workstation.measurements.statistics import Statistics, of_samples
from workstation.measurements.values import Angle, Cobb, Ellipse, Length, Measurement, OnPlane, Point


@dataclass(frozen=True, slots=True)
class Result:
    """``lines``: the first is the number that counts. ``value`` in ``unit``: mm, px, degrees, cm/s, or the quantity's unit for a mean.
    ``origin``: where the millimetres come from, in words, also where ``lines`` do not say it."""

    lines: tuple[str, ...]
    value: float | None
    unit: str
    calibrated: bool = True
    mark: Mark | None = None
    origin: str = ""


def measure(
    m: Measurement,
    header: ImageHeader | None,
    values: npt.NDArray[np.floating] | None = None,
    *,
    unit: str = "",
    known: Length | None = None,
) -> Result:
    """The result of a measurement on its image.

    ``values``: of the pixels inside an ellipse (n,) in ``unit``, of an MPR plane the samples taken inside it, NaN where there is none;
    None while they are not decoded yet (an ellipse then tells its area only). ``unit``: as it is written after a number
    (imaging.quantities.Quantity.suffix); ``known``: the line that sets the scale of this image."""
    scale = scale_of(header, m.place, m.points, known)
    if scale.refused:
        return Result((tr("no measurement"), scale.refused), None, "", False, scale.mark, scale.origin)
    if isinstance(m, Length):
        return _length(m, scale)
    if isinstance(m, Angle | Cobb):
        return _angle(m, scale)
    return _ellipse(m, scale, of_samples(values) if values is not None else None, unit)


def unit_text(unit: str) -> str:
    """A unit as the reader writes it, those of areas and of ultrasound regions too: ``mm²``, ``cm²/s``, ``°``. One that is a quantity's
    suffix is in words already."""
    if unit in ("px", "px2"):
        return tr("px") + unit[2:].replace("2", "²")
    return units.unit_text(unit) if unit == "mm2" or unit in UNITS.values() else unit


def evolution(now: Result, before: Result) -> tuple[str, ...]:
    """How a finding changed, "+5.4 mm" and "+34 %"; empty where the two cannot be compared: values without a unit (the signal of an MR) are
    on a scale of their own each time."""
    same = now.unit == before.unit != "" and now.calibrated and before.calibrated
    if now.value is None or before.value is None or not same:
        return ()
    change = now.value - before.value
    texts = [f"{_signed(change, _decimals(now.unit))} {unit_text(now.unit)}".replace(" °", "°")]
    if now.unit == "mm" and before.value > 0:
        texts.append(f"{_signed(100 * change / before.value, 0)} %")
    return tuple(texts)


def _length(m: Length, scale: Scale) -> Result:
    (x0, y0), (x1, y1) = m.points
    if not scale.same_unit:
        return _interval(m, scale)
    value = math.hypot((x1 - x0) * scale.x, (y1 - y0) * scale.y)
    if m.known_mm > 0 and scale.source == "reader":
        return Result((_quantity(value, "mm"), tr("set by the reader: the scale of this image")), value, "mm", True, None, scale.origin)
    return _marked((_quantity(value, scale.unit_x),), value, scale.unit_x, scale)


def _interval(m: Length, scale: Scale) -> Result:
    """What lies between two points of a Doppler spectrum, an M-mode or a trace: the step on each axis and the slope; of a single point,
    where it lies. The axis across time comes first: velocity, depth, frequency."""
    (x0, y0), (x1, y1) = m.points
    dx, dy = abs(x1 - x0) * scale.x, abs(y1 - y0) * scale.y
    lines: list[str] = []
    ends = [region_values(scale.region, x, y) for x, y in m.points] if scale.region is not None else [(None, None)] * 2
    single = m.points[0] == m.points[1]
    upright = scale.unit_y != "none"
    if upright:
        first, last = (_own(end[1], scale.unit_y) for end in ends)
        if first is not None and last is not None:
            said = _quantity(first, scale.unit_y)
            lines.append(said if single else f"{_bare(first, scale.unit_y)} → {_quantity(last, scale.unit_y)}")
        if not single:
            lines.insert(0, f"Δ{_symbol(scale.unit_y)} {_quantity(dy, scale.unit_y)}")
    if scale.unit_x != "none":
        if not single:
            lines.append(f"Δ{_symbol(scale.unit_x)} {_quantity(dx, scale.unit_x)}")
        elif ends[0][0] is not None:
            lines.append(f"{_symbol(scale.unit_x)} {_quantity(_own(ends[0][0], scale.unit_x) or 0.0, scale.unit_x)}".strip())
    if upright and scale.unit_x == "s" and dx > 0 and not single:
        unit = "cm/s²" if scale.unit_y == "cm/s" else f"{scale.unit_y}/s"
        lines.append(tr("slope {value}", value=f"{figure(dy / dx, 3)} {unit}"))
    value, unit = (dy, scale.unit_y) if upright else (dx, scale.unit_x)
    if single:
        own = _own(ends[0][1 if upright else 0], unit)
        if own is None:
            text = tr("No value of a single point: the region does not say where its axes begin.")
            return Result((tr("no measurement"), text), None, "", False, Mark("uncalibrated", text), scale.origin)
        value = own
    return Result(tuple(lines), value, unit, scale.calibrated, scale.mark, scale.origin)


def _own(value: float | None, unit: str) -> float | None:
    """A region's physical value in the unit that is shown: centimetres become millimetres."""
    return None if value is None else value * 10 if unit == "mm" else value


def _symbol(unit: str) -> str:
    return {"s": "t", "cm/s": "v", "Hz": "f"}.get(unit, "")


def _angle(m: Angle | Cobb, scale: Scale) -> Result:
    if not scale.same_unit:
        mark = Mark("uncalibrated", tr("The axes are not lengths: no angle."))
        return Result((tr("no measurement"), mark.text), None, "°", False, mark, scale.origin)
    if isinstance(m, Angle):
        first, vertex, last = m.points
        value = _between(_vector(vertex, first, scale), _vector(vertex, last, scale))
    else:
        a, b, c, d = m.points
        value = _between(_vector(a, b, scale), _vector(c, d, scale))
        value = min(value, 180.0 - value)
    return Result((f"{number(value, 1)}°",), value, "°", origin=scale.origin)


def _vector(a: Point, b: Point, scale: Scale) -> Point:
    return ((b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y)


def _between(a: Point, b: Point) -> float:
    """Degrees between two directions, 0 to 180; 0 where one has no length."""
    if math.hypot(*a) == 0 or math.hypot(*b) == 0:
        return 0.0
    return abs(math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _ellipse(m: Ellipse, scale: Scale, found: Statistics | None, unit: str) -> Result:
    rx, ry = m.radii
    area = math.pi * rx * scale.x * ry * scale.y
    if not scale.same_unit:
        area_text = ""
    else:
        area_text = f"{_area(area)} {unit_text(scale.unit_x + '2')}"
    if found is None:
        if not area_text:
            text = tr("The axes are not lengths: no area.")
            return Result((tr("no measurement"), text), None, "", False, Mark("uncalibrated", text), scale.origin)
        return _marked((area_text,), area, scale.unit_x + "2", scale)
    mean, deviation = _value(found.mean, found), _value(found.deviation, found)
    counted = (
        tr("{count} samples", count=number(found.count))
        if isinstance(m.place, OnPlane)
        else tr("{count} pixels", count=number(found.count))
    )
    lines = (
        f"{mean} ± {deviation} {unit}".rstrip(),
        tr("min {smallest} · max {largest}", smallest=_value(found.smallest, found), largest=_value(found.largest, found)),
        " · ".join(part for part in (area_text, counted) if part),
    )
    return _marked(lines, found.mean, unit, scale)


def _marked(lines: tuple[str, ...], value: float, unit: str, scale: Scale) -> Result:
    """The lines, with where the millimetres come from under them unless they are those of a slice, a plane or an ultrasound region."""
    if scale.mark is not None:
        lines = (*lines, scale.mark.text)
    elif not scale.quiet:
        lines = (*lines, scale.origin)
    return Result(lines, value, unit, scale.calibrated, scale.mark, scale.origin)


def _value(value: float, found: Statistics) -> str:
    """Decimals by the size of what is there: HU without, SUV with two, a diffusion coefficient in mm2/s with three figures."""
    reach = max(abs(found.smallest), abs(found.largest))
    if reach >= 100 and reach < 1e7:
        return number(value, 0).replace("-", "−")
    return figure(value, 3, reach) if reach else "0"


def _decimals(unit: str) -> int:
    return {"mm": 1, "°": 1, "cm/s": 1, "s": 3, "px": 0, "HU": 0, tr("HU"): 0}.get(unit, 2)


def _bare(value: float, unit: str) -> str:
    if unit == "mm" and 0 < abs(value) < 1:  # microscopy, vessel walls: not 0.0 mm
        return figure(value, 2).replace("-", "−")
    return number(value, _decimals(unit)).replace("-", "−")


def _quantity(value: float, unit: str) -> str:
    return f"{_bare(value, unit)} {unit_text(unit)}"


def _area(value: float) -> str:
    if 0 < value < 1:
        return figure(value, 2)
    return number(value, 1 if value < 10 else 0)


def _signed(value: float, decimals: int) -> str:
    return ("+" if value >= 0 else "−") + number(abs(value), decimals)
