"""Where the millimetres come from, for one measurement on one image.

A length in millimetres on an image without a calibration at the patient is one of the things that must never happen in silence
(DOMAIN.md, 5): each scale says its source, and whoever shows a number shows it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workstation.imaging.model import ImageHeader, Mark, UltrasoundRegion
from workstation.language import tr
from workstation.measurements.values import OnPlane, Place, Point

_CENTIMETRES = {"cm", "CM"}


@dataclass(frozen=True, slots=True)
class Scale:
    """What one pixel step means: ``x`` along the columns' index, ``y`` along the rows', in ``unit_x`` and ``unit_y``.

    ``source``: ``patient`` (PixelSpacing), ``detector`` (ImagerPixelSpacing, at the detector), ``magnified`` (corrected by an
    estimated factor), ``region`` (an ultrasound region's own axes), ``plane`` (an MPR plane, mm already), ``none`` (pixels)."""

    x: float
    y: float
    unit_x: str
    unit_y: str
    source: str
    mark: Mark | None = None

    @property
    def calibrated(self) -> bool:
        """Whether a number with this scale is true at the patient."""
        return self.source in ("patient", "region", "plane")

    @property
    def same_unit(self) -> bool:
        """Whether a slanted distance has a meaning."""
        return self.unit_x == self.unit_y


def scale_of(header: ImageHeader | None, place: Place, points: Sequence[Point]) -> Scale:
    """The scale for points on one frame, or on a plane. ``header`` None: the image's header is not known."""
    if isinstance(place, OnPlane):
        return Scale(1.0, 1.0, "mm", "mm", "plane")
    if header is None:
        return _pixels(tr("not calibrated"))
    if header.regions:
        region = _region_of(header.regions, points)
        if region is not None:
            return _region_scale(region)
        return _pixels(tr("not calibrated: outside one ultrasound region"))
    frame = header.frame(place.frame)
    if frame.spacing is None or min(frame.spacing) <= 0:
        return _pixels(tr("not calibrated"))
    y, x = frame.spacing
    mark = None
    if frame.spacing_from == "detector":
        mark = Mark("uncalibrated", tr("mm at the detector"))
    elif frame.spacing_from == "magnified":
        mark = Mark("uncalibrated", tr("mm after an estimated magnification"))
    elif frame.spacing_from in ("none", ""):
        return _pixels(tr("not calibrated"))
    source = frame.spacing_from
    return Scale(x, y, "mm", "mm", source, mark)


def _pixels(why: str) -> Scale:
    return Scale(1.0, 1.0, "px", "px", "none", Mark("uncalibrated", why))


def _region_of(regions: Sequence[UltrasoundRegion], points: Sequence[Point]) -> UltrasoundRegion | None:
    """The smallest region that holds all points; none where they lie in different ones."""
    holding = [r for r in regions if all(r.left - 0.5 <= x <= r.right + 0.5 and r.top - 0.5 <= y <= r.bottom + 0.5 for x, y in points)]
    return min(holding, key=lambda r: (r.right - r.left) * (r.bottom - r.top), default=None)


def _region_scale(region: UltrasoundRegion) -> Scale:
    """PS3.3 C.8.5.5.1.15 to .18: the physical step of a pixel along each axis, which may be time or speed."""
    x, unit_x = _axis(region.delta_x, region.unit_x)
    y, unit_y = _axis(region.delta_y, region.unit_y)
    if unit_x == "px" or unit_y == "px":
        return _pixels(tr("not calibrated: the ultrasound region gives no length"))
    return Scale(x, y, unit_x, unit_y, "region")


def _axis(delta: float, unit: str) -> tuple[float, str]:
    if delta == 0 or not unit:
        return 1.0, "px"
    if unit in _CENTIMETRES:
        return abs(delta) * 10.0, "mm"
    return abs(delta), unit
