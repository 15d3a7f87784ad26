"""Where the millimetres of an image come from (PS3.3 10.7.1.3), so that no length is shown that nobody calibrated."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from workstation.imaging.elements import Elements

# images whose pixels lie at a detector, not in the patient
PROJECTIONS = frozenset(["CR", "DX", "MG", "IO", "PX", "XA", "RF", "RG", "OT", "SC", "XC", "ES", "GM", "HC", "BMD", "RTIMAGE"])
PROJECTIONS |= {"CF", "DF", "DS", "VF"}  # retired: cine, digital and video fluoroscopy, subtraction angiography
_LOCALIZERS = frozenset(["LOCALIZER", "SCOUT", "TOPOGRAM", "SCOUT MODE"])
ISOCENTRIC = frozenset(["XA", "RF"])  # DistanceSourceToPatient is that to the isocentre (C.8.7.5.1); elsewhere to the table or support
_LARGEST_MAGNIFICATION = 20.0

Spacing = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """mm between rows and between columns and where they come from.

    ``source``: ``patient`` (true at the patient), ``magnified`` (the detector's over an estimated magnification), ``detector`` (larger than
    at the patient by an unknown factor), ``none``. ``by`` says more: ``geometry``, ``fiducial``, ``corrected`` (by a way that is not told),
    ``factor`` (EstimatedRadiographicMagnificationFactor), ``isocentre`` or ``support`` (from the distances of source and detector),
    ``object`` (an enhanced angiogram's own), ``scanned`` (a film's), ``contradiction``, ``image`` (ultrasound without regions),
    ``localizer`` (a CT's, which is a projection).
    ``factor``: the magnification, where one was applied."""

    spacing: Spacing | None = None
    source: str = "none"
    by: str = ""
    factor: float | None = None


def pair(values: tuple[float, ...]) -> Spacing | None:
    """Two positive finite millimetres, or None."""
    if len(values) >= 2 and all(1e-9 < v < 1e4 and math.isfinite(v) for v in values[:2]):
        return values[0], values[1]
    return None


def is_localizer(image_type: Iterable[str]) -> bool:
    """Whether an ImageType, as the standard or some maker words it, is that of a localizer."""
    return not _LOCALIZERS.isdisjoint(image_type)


def spacing_of(dataset: Elements, modality: str) -> Calibration:
    """The calibration of an image by its top level. A pixel aspect ratio alone is given as spacing with the source ``none``."""
    spacing, imager = pair(dataset.numbers("PixelSpacing")), pair(dataset.numbers("ImagerPixelSpacing"))
    kind = dataset.text("PixelSpacingCalibrationType").upper()
    if spacing and modality == "US":
        return Calibration(spacing, "patient", "image")
    if spacing and modality == "CT" and is_localizer(dataset.texts("ImageType")):
        return Calibration(spacing, "patient", "localizer")
    if spacing and modality not in PROJECTIONS:
        return Calibration(spacing, "patient")
    if spacing and kind in ("GEOMETRY", "FIDUCIAL"):
        return Calibration(spacing, "patient", kind.lower())
    if spacing and not imager and "ImageOrientationPatient" in dataset:
        return Calibration(spacing, "patient")
    if spacing and imager and not all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(spacing, imager, strict=True)):
        if any(a > b * 1.001 for a, b in zip(spacing, imager, strict=True)):  # larger at the patient than at the detector: cannot be
            return Calibration(spacing, "detector", "contradiction")
        return Calibration(spacing, "patient", "corrected")  # PS3.3 10.7.1.3: values that differ were corrected for magnification
    if imager:
        return _magnified(dataset, modality, imager) or Calibration(imager, "detector")
    if spacing:
        return Calibration(spacing, "detector")
    scanned = pair(dataset.numbers("NominalScannedPixelSpacing"))
    if scanned:
        return Calibration(scanned, "detector", "scanned")
    ratio = pair(dataset.numbers("PixelAspectRatio"))
    return Calibration(ratio if ratio and ratio[0] != ratio[1] else None)


def _magnified(dataset: Elements, modality: str, imager: Spacing) -> Calibration | None:
    """By the factor the image names, else by the distances from the source to the detector and to the patient."""
    factor, by = dataset.number("EstimatedRadiographicMagnificationFactor"), "factor"
    if factor is None:
        detector, patient = dataset.number("DistanceSourceToDetector"), dataset.number("DistanceSourceToPatient")
        if not detector or not patient or not 1 < patient < 1e5 or not 1 < detector < 1e5:
            return None
        factor, by = detector / patient, "isocentre" if modality in ISOCENTRIC else "support"
    if not 1 < factor < _LARGEST_MAGNIFICATION:
        return None
    return Calibration((imager[0] / factor, imager[1] / factor), "magnified", by, factor)
