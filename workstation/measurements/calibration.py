"""Where the millimetres come from, for one measurement on one image.

A length in millimetres on an image without a calibration at the patient is one of the things that must never happen in silence
(DOMAIN.md, 5): each scale says its source, and whoever shows a number shows it too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workstation.imaging.model import FrameHeader, ImageHeader, Mark, UltrasoundRegion
from workstation.imaging.ultrasound_regions import region_at, same_scale
from workstation.language import number, tr
from workstation.measurements.values import Length, OnFrame, OnPlane, Place, Point

LENGTHS = ("mm", "px")
_SLACK = 0.5  # a pixel: the hand draws between pixel centres


@dataclass(frozen=True, slots=True)
class Scale:
    """What one pixel step means: ``x`` along the columns' index, ``y`` along the rows', in ``unit_x`` and ``unit_y``.

    ``source``: ``patient`` (PixelSpacing), ``detector`` (ImagerPixelSpacing, at the detector), ``magnified`` (corrected by an
    estimated factor), ``region`` (an ultrasound region's own axes), ``plane`` (an MPR plane, mm already), ``reader`` (a line whose length
    the reader knows), ``none`` (pixels).
    ``origin``: the same in the reader's words; ``region``: the ultrasound region all points lie in; ``refused``: why nothing can be
    measured here at all; ``quiet``: the origin goes without saying beside the image."""

    x: float
    y: float
    unit_x: str
    unit_y: str
    source: str
    mark: Mark | None = None
    origin: str = ""
    quiet: bool = True
    region: UltrasoundRegion | None = None
    refused: str = ""

    @property
    def calibrated(self) -> bool:
        """Whether a number with this scale is true at the patient."""
        return self.source in ("patient", "region", "plane", "reader") and not self.refused

    @property
    def same_unit(self) -> bool:
        """Whether a slanted distance, an angle and an area have a meaning: both axes are lengths."""
        return self.unit_x == self.unit_y and self.unit_x in LENGTHS


def can_be_set(header: ImageHeader | None, place: Place) -> bool:
    """Whether a reader may set the scale of an image: not where it has millimetres of its own at the patient."""
    if header is None or isinstance(place, OnPlane) or header.regions:
        return False
    frame = header.frame(place.frame)
    return frame.spacing_from in ("none", "", "detector", "magnified") or frame.spacing_by in ("corrected", "image")


def set_by(line: Length, header: ImageHeader) -> Scale | None:
    """The scale that a line of known length gives its image, the pixels' aspect kept; None where it gives none."""
    spacing = header.frame(line.place.frame).spacing if isinstance(line.place, OnFrame) else None
    y, x = spacing if spacing else (1.0, 1.0)
    (x0, y0), (x1, y1) = line.points
    drawn = math.hypot((x1 - x0) * x, (y1 - y0) * y)
    if not can_be_set(header, line.place) or not 0 < line.known_mm < 1e4 or drawn <= 0:
        return None
    k = line.known_mm / drawn
    origin = tr("mm by a line set here to {known} mm", known=number(line.known_mm, 1))
    return Scale(x * k, y * k, "mm", "mm", "reader", origin=origin, quiet=False)


def scale_of(header: ImageHeader | None, place: Place, points: Sequence[Point], known: Length | None = None) -> Scale:
    """The scale for points on one frame, or on a plane. ``header`` None: the image's header is not known. ``known``: the line on the same
    image whose length the reader has given."""
    own = set_by(known, header) if known is not None and header is not None else None
    if own is not None and isinstance(place, OnFrame):
        return own
    if isinstance(place, OnPlane):
        return Scale(1.0, 1.0, "mm", "mm", "plane", origin=tr("mm at the patient"))
    if header is None:
        return _pixels(tr("not calibrated"))
    frame = header.frame(place.frame)
    if header.regions:
        return _in_regions(header.regions, points)
    if frame.spacing is None or min(frame.spacing) <= 0:
        return _pixels(tr("not calibrated"))
    y, x = frame.spacing
    if frame.spacing_from in ("none", ""):  # an aspect ratio: no millimetres, but true angles
        return _pixels(tr("not calibrated"), (x / min(x, y), y / min(x, y)))
    origin = origin_of(frame, header)
    mark = Mark("uncalibrated", origin) if frame.spacing_from in ("detector", "magnified") else None
    return Scale(x, y, "mm", "mm", frame.spacing_from, mark, origin, quiet=not frame.spacing_by)


def origin_of(frame: FrameHeader, header: ImageHeader | None = None) -> str:
    """Where the millimetres of a frame come from, in words."""
    factor = number(frame.magnification, 2) if frame.magnification else ""
    note = f" ({header.spacing_note})" if header is not None and header.spacing_note else ""
    by = frame.spacing_by
    if frame.spacing_from == "magnified":
        if by == "isocentre":
            return tr("mm after an estimated magnification: at the isocentre (÷ {factor})", factor=factor)
        if by == "support":
            return tr("mm after an estimated magnification: at the table (÷ {factor})", factor=factor)
        if by == "object":
            return tr("mm after an estimated magnification: in the object's plane")
        return (
            tr("mm after an estimated magnification (÷ {factor})", factor=factor) if factor else tr("mm after an estimated magnification")
        )
    if frame.spacing_from == "detector":
        if by == "scanned":
            return tr("mm on the scanned film")
        if by == "contradiction":
            return tr("mm at the detector: the image contradicts itself")
        return tr("mm at the detector")
    if frame.spacing_from == "region":
        return tr("by the ultrasound region")
    if frame.spacing_from == "patient":
        said = {
            "geometry": tr("mm corrected by the machine's geometry"),
            "fiducial": tr("mm by an object of known size"),
            "corrected": tr("mm corrected for magnification"),
            "image": tr("mm by the whole image, without regions"),
            "localizer": tr("mm at the isocentre: a localizer is a projection"),
        }
        return said[by] + note if by in said else tr("mm at the patient")
    return tr("not calibrated")


def _pixels(why: str, aspect: Point = (1.0, 1.0)) -> Scale:
    return Scale(aspect[0], aspect[1], "px", "px", "none", Mark("uncalibrated", why), why, quiet=False)


def _refused(why: str) -> Scale:
    return Scale(1.0, 1.0, "px", "px", "none", Mark("uncalibrated", why), why, quiet=False, refused=why)


def _in_regions(regions: Sequence[UltrasoundRegion], points: Sequence[Point]) -> Scale:
    """The axes of the region that all points belong to. Points of different regions have no scale in common, but for a box within
    tissue of the same scale (colour flow)."""
    own = [region_at(regions, x, y) for x, y in points]
    found = [r for r in own if r is not None]
    if not found:
        return _pixels(tr("not calibrated: outside the ultrasound regions"))
    if len(found) < len(own):
        return _refused(tr("Not measured: one end lies outside the ultrasound region."))
    if any(r is not found[0] for r in found):
        around = [r for r in regions if all(_holds(r, p) for p in points) and all(same_scale(r, other) for other in found)]
        if not around:
            return _refused(tr("Not measured: the ends lie in two ultrasound regions."))
        return _region_scale(around[0])
    return _region_scale(found[0])


def _holds(region: UltrasoundRegion, point: Point) -> bool:
    x, y = point
    return region.left - _SLACK <= x <= region.right + _SLACK and region.top - _SLACK <= y <= region.bottom + _SLACK


def _region_scale(region: UltrasoundRegion) -> Scale:
    """PS3.3 C.8.5.5.1.15 to .18: the physical step of a pixel along each axis, which may be time or speed."""
    x, unit_x = _axis(region.delta_x, region.unit_x)
    y, unit_y = _axis(region.delta_y, region.unit_y)
    if {unit_x, unit_y} in ({"none"}, {"none", "mm"}):  # one axis of tissue alone gives no length
        return _pixels(tr("not calibrated: the ultrasound region gives no scale"))
    return Scale(x, y, unit_x, unit_y, "region", origin=tr("by the ultrasound region"), region=region)


def _axis(delta: float, unit: str) -> tuple[float, str]:
    if delta == 0 or unit in ("", "none"):
        return 0.0, "none"
    return (abs(delta) * 10.0, "mm") if unit.lower() == "cm" else (abs(delta), unit)
