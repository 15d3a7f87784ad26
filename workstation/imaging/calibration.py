"""Where the millimetres of an image come from (PS3.3 10.7.1.3 and C.8.5.5), so that no length is shown that nobody calibrated."""

from __future__ import annotations

import math

from workstation.imaging.elements import Elements
from workstation.imaging.model import UltrasoundRegion

# images whose pixels lie at a detector, not in the patient
PROJECTIONS = frozenset(["CR", "DX", "MG", "IO", "PX", "XA", "RF", "RG", "OT", "SC", "XC", "ES", "GM", "HC"])
_UNITS = {
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

Spacing = tuple[float, float]


def pair(values: tuple[float, ...]) -> Spacing | None:
    """Two positive finite millimetres, or None."""
    if len(values) >= 2 and all(0 < v < 1e4 and math.isfinite(v) for v in values[:2]):
        return values[0], values[1]
    return None


def spacing_of(dataset: Elements, modality: str) -> tuple[Spacing | None, str]:
    """mm between rows and between columns, and their source: ``patient``, ``detector``, ``magnified`` or ``none``.

    ``patient``: PixelSpacing of a cross-section, or of a projection that was calibrated. ``magnified``: the detector's spacing over the
    estimated magnification. ``detector``: at the detector, larger than at the patient by an unknown factor."""
    spacing, imager = pair(dataset.numbers("PixelSpacing")), pair(dataset.numbers("ImagerPixelSpacing"))
    if spacing and modality not in PROJECTIONS and modality != "US":
        return spacing, "patient"
    placed = "ImageOrientationPatient" in dataset
    if spacing and (placed or dataset.text("PixelSpacingCalibrationType").upper() in ("GEOMETRY", "FIDUCIAL")):
        return spacing, "patient"
    if spacing and imager and not all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(spacing, imager, strict=True)):
        return spacing, "patient"  # PS3.3 10.7.1.3: values that differ have been corrected for magnification
    if imager:
        factor = dataset.number("EstimatedRadiographicMagnificationFactor")
        if factor and 1 < factor < 20:
            return (imager[0] / factor, imager[1] / factor), "magnified"
        return imager, "detector"
    if spacing:
        return (spacing, "patient") if modality == "US" else (spacing, "detector")
    scanned = pair(dataset.numbers("NominalScannedPixelSpacing"))
    if scanned:
        return scanned, "detector"
    ratio = pair(dataset.numbers("PixelAspectRatio"))
    return (ratio, "none") if ratio and ratio[0] != ratio[1] else (None, "none")


def regions_of(dataset: Elements) -> tuple[UltrasoundRegion, ...]:
    """The calibrated regions of an ultrasound image (PS3.3 C.8.5.5)."""
    regions = []
    for item in dataset.items("SequenceOfUltrasoundRegions")[:64]:
        bounds = [item.number(f"RegionLocation{k}") for k in ("MinX0", "MinY0", "MaxX1", "MaxY1")]
        deltas = [item.number(f"PhysicalDelta{axis}") for axis in "XY"]
        if any(b is None for b in bounds) or any(d is None for d in deltas):
            continue
        left, top, right, bottom = (int(b or 0) for b in bounds)
        unit_x, unit_y = (_UNITS.get(item.integer(f"PhysicalUnits{axis}Direction"), "none") for axis in "XY")
        regions.append(
            UltrasoundRegion(
                left,
                top,
                right,
                bottom,
                deltas[0] or 0.0,
                deltas[1] or 0.0,
                unit_x,
                unit_y,
                data_type=item.integer("RegionDataType"),
                spatial_format=item.integer("RegionSpatialFormat"),
                reference_x=_whole(item.number("ReferencePixelX0")),
                reference_y=_whole(item.number("ReferencePixelY0")),
                reference_value_x=item.number("ReferencePixelPhysicalValueX") or 0.0,
                reference_value_y=item.number("ReferencePixelPhysicalValueY") or 0.0,
            )
        )
    return tuple(regions)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def region_spacing(regions: tuple[UltrasoundRegion, ...]) -> Spacing | None:
    """mm between rows and columns where all regions in centimetres agree (2-D tissue), else None."""
    steps = {(10 * abs(r.delta_y), 10 * abs(r.delta_x)) for r in regions if r.unit_x == r.unit_y == "cm" and r.delta_x and r.delta_y}
    return next(iter(steps)) if len(steps) == 1 else None
