"""What a measurement says: value, unit, lines of text in the reader's language, and the mark where it is not calibrated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workstation.imaging.model import ImageHeader, Mark
from workstation.language import number, tr
from workstation.measurements.calibration import Scale, scale_of
from workstation.measurements.statistics import Statistics, of_frame, of_samples
from workstation.measurements.values import Angle, Cobb, Ellipse, Length, Measurement, OnPlane, Point


@dataclass(frozen=True, slots=True)
class Result:
    """``lines``: the first is the number that counts. ``value`` in ``unit``: mm, px, degrees, or the modality's unit for a mean."""

    lines: tuple[str, ...]
    value: float | None
    unit: str
    calibrated: bool = True
    mark: Mark | None = None


def measure(
    m: Measurement,
    header: ImageHeader | None,
    values: npt.NDArray[np.floating] | None = None,
    *,
    unit: str = "",
    excluded: npt.NDArray[np.bool_] | None = None,
) -> Result:
    """The result of a measurement on its image.

    ``values``: the frame's modality values (rows, columns), or, for an ellipse on an MPR plane, the samples (n,) taken inside it;
    None while they are not decoded yet (an ellipse then tells its area only). ``unit``: of ``values``; ``excluded``: padding."""
    scale = scale_of(header, m.place, m.points)
    if isinstance(m, Length):
        return _length(m, scale)
    if isinstance(m, Angle | Cobb):
        return _angle(m, scale)
    return _ellipse(m, scale, _statistics(m, values, excluded), unit)


def unit_text(unit: str) -> str:
    """A unit as the reader writes it: HU is UH in French, square and cubic millimetres with their exponent."""
    return {"HU": tr("HU"), "px": tr("px"), "mm2": "mm²", "px2": tr("px")}.get(unit, unit)


def evolution(now: Result, before: Result) -> tuple[str, ...]:
    """How a finding changed, "+5.4 mm" and "+34 %"; empty where the two cannot be compared."""
    if now.value is None or before.value is None or now.unit != before.unit or not (now.calibrated and before.calibrated):
        return ()
    change = now.value - before.value
    texts = [f"{_signed(change, _decimals(now.unit))} {unit_text(now.unit)}".replace(" °", "°")]
    if now.unit == "mm" and before.value > 0:
        texts.append(f"{_signed(100 * change / before.value, 0)} %")
    return tuple(texts)


def _length(m: Length, scale: Scale) -> Result:
    (x0, y0), (x1, y1) = m.points
    dx, dy = abs(x1 - x0) * scale.x, abs(y1 - y0) * scale.y
    if not scale.same_unit:
        lines = (f"{_quantity(dx, scale.unit_x)}", f"{_quantity(dy, scale.unit_y)}")
        return Result(lines, dx, scale.unit_x, scale.calibrated, scale.mark)
    value = math.hypot(dx, dy)
    return _marked((_quantity(value, scale.unit_x),), value, scale.unit_x, scale)


def _angle(m: Angle | Cobb, scale: Scale) -> Result:
    if not scale.same_unit:
        mark = Mark("uncalibrated", tr("no angle: the axes have different units"))
        return Result((mark.text,), None, "°", False, mark)
    if isinstance(m, Angle):
        first, vertex, last = m.points
        value = _between(_vector(vertex, first, scale), _vector(vertex, last, scale))
    else:
        a, b, c, d = m.points
        value = _between(_vector(a, b, scale), _vector(c, d, scale))
        value = min(value, 180.0 - value)
    return Result((f"{number(value, 1)}°",), value, "°")


def _vector(a: Point, b: Point, scale: Scale) -> Point:
    return ((b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y)


def _between(a: Point, b: Point) -> float:
    """Degrees between two directions, 0 to 180; 0 where one has no length."""
    if math.hypot(*a) == 0 or math.hypot(*b) == 0:
        return 0.0
    return abs(math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _statistics(m: Ellipse, values: npt.NDArray[np.floating] | None, excluded: npt.NDArray[np.bool_] | None) -> Statistics | None:
    if values is None:
        return None
    return of_samples(values) if isinstance(m.place, OnPlane) or values.ndim == 1 else of_frame(m, values, excluded)


def _ellipse(m: Ellipse, scale: Scale, found: Statistics | None, unit: str) -> Result:
    rx, ry = m.radii
    area = math.pi * rx * scale.x * ry * scale.y
    if not scale.same_unit:
        area_text = tr("{count} pixels", count=number(math.pi * rx * ry))
    else:
        area_text = f"{_area(area)} {unit_text(scale.unit_x + '2')}"
    if found is None:
        return _marked((area_text,), area, scale.unit_x + "2", scale)
    said = unit_text(unit)
    mean, deviation = _value(found.mean, found), _value(found.deviation, found)
    lines = (
        f"{mean} ± {deviation} {said}".rstrip(),
        tr("min {smallest} · max {largest}", smallest=_value(found.smallest, found), largest=_value(found.largest, found)),
        tr("{area} · {count} pixels", area=area_text, count=number(found.count)),
    )
    return _marked(lines, found.mean, unit, scale)


def _marked(lines: tuple[str, ...], value: float, unit: str, scale: Scale) -> Result:
    """The lines, with the reason under them where the scale is not that of the patient."""
    if scale.mark is not None:
        lines = (*lines, scale.mark.text)
    return Result(lines, value, unit, scale.calibrated, scale.mark)


def _value(value: float, found: Statistics) -> str:
    """Decimals by the size of what is there: HU without, SUV with two."""
    reach = max(abs(found.smallest), abs(found.largest))
    decimals = 0 if reach >= 100 else 1 if reach >= 20 else 2
    return number(value, decimals).replace("-", "−")


def _decimals(unit: str) -> int:
    return 1 if unit in ("mm", "°") else 0 if unit in ("px", "HU") else 2


def _quantity(value: float, unit: str) -> str:
    return f"{number(value, _decimals(unit))} {unit_text(unit)}"


def _area(value: float) -> str:
    return number(value, 1 if value < 10 else 0)


def _signed(value: float, decimals: int) -> str:
    return ("+" if value >= 0 else "−") + number(abs(value), decimals)
