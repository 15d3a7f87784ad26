"""Quantities behind grey levels: standardised uptake values (by body weight, lean mass, surface, ideal weight), real-world values, and
the axes of ultrasound regions.

SUV follows the QIBA vendor-neutral computation. A factor is None when a tag it needs is missing or implausible, and ``missing`` names
every such tag: a wrong SUV is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workstation.imaging.elements import Elements
from workstation.imaging.model import FrameHeader, UltrasoundRegion


def real_world(frame: FrameHeader, stored: float) -> tuple[float, str, str] | None:
    """(value, unit, label) of a stored value by the frame's first real-world value map that holds for it (C.7.6.16.2.11), or None."""
    for mapping in frame.real_world:
        if mapping.first == mapping.last == 0 or min(mapping.first, mapping.last) <= stored <= max(mapping.first, mapping.last):
            return mapping.slope * stored + mapping.intercept, mapping.unit, mapping.label
    return None


def region_at(regions: Sequence[UltrasoundRegion], x: float, y: float) -> UltrasoundRegion | None:
    """The smallest calibrated region that a pixel position lies in: an inset goes before what it lies on."""
    inside = [r for r in regions if r.left <= x <= r.right and r.top <= y <= r.bottom]
    return min(inside, key=lambda r: (r.right - r.left) * (r.bottom - r.top), default=None)


def region_value(region: UltrasoundRegion, x: float, y: float) -> tuple[float, float]:
    """Physical values of a pixel position in the region's own units (C.8.5.5.1.10): cm in tissue, s and cm/s in a Doppler spectrum, s and
    cm in M-mode; from the region's reference pixel, or its left top corner where it names none."""
    reference_x = region.reference_x if region.reference_x is not None else 0
    reference_y = region.reference_y if region.reference_y is not None else 0
    return (
        region.reference_value_x + (x - region.left - reference_x) * region.delta_x,
        region.reference_value_y + (y - region.top - reference_y) * region.delta_y,
    )


@dataclass(frozen=True, slots=True)
class SuvFactors:
    """SUV per modality value (Bq/ml unless the image says otherwise). bw, lbm, ibw in g/ml, bsa in cm2/ml; None when not computable."""

    bw: float | None = None
    lbm: float | None = None
    bsa: float | None = None
    ibw: float | None = None
    missing: tuple[str, ...] = ()  # keywords of what would have been needed


def when(date: str, time: str) -> datetime | None:
    """A DICOM date (YYYYMMDD) and time (HHMMSS.F, possibly shorter), or None."""
    digits = time.split("+")[0].split("-")[0].strip()
    whole, _, fraction = digits.partition(".")
    if len(whole) < 2:
        return None  # no time is not midnight
    try:
        moment = datetime.strptime(date[:8], "%Y%m%d")
        return moment + timedelta(
            hours=int(whole[0:2] or 0),
            minutes=int(whole[2:4] or 0),
            seconds=int(whole[4:6] or 0),
            milliseconds=float(f"0.{fraction or 0}") * 1000,
        )
    except ValueError:
        return None


def lean_body_mass(weight_kg: float, height_m: float, sex: str) -> float | None:
    """kg, by Janmahasatian 2005 (as QIBA and SUVlbm DICOM code LBMJANMA)."""
    bmi = weight_kg / height_m**2
    if sex == "M":
        return 9270 * weight_kg / (6680 + 216 * bmi)
    return 9270 * weight_kg / (8780 + 244 * bmi) if sex == "F" else None


def body_surface_cm2(weight_kg: float, height_m: float) -> float:
    """cm2, by DuBois and DuBois 1916."""
    return 1e4 * 0.007184 * math.pow(weight_kg, 0.425) * math.pow(100 * height_m, 0.725)


def ideal_body_weight(height_m: float, sex: str) -> float | None:
    """kg, by Sugawara 1999."""
    over = 100 * height_m - 152
    return 48.0 + 1.06 * over if sex == "M" else 45.5 + 0.91 * over if sex == "F" else None


def suv_factors(dataset: Elements) -> SuvFactors:
    """Factors of a PET image from its tags; each vendor's own way of writing them included."""
    units = dataset.text("Units").upper()
    if units == "GML":
        kind = dataset.text("SUVType").upper() or "BW"
        return SuvFactors(bw=1.0) if kind == "BW" else SuvFactors(missing=("PatientWeight",))
    if units == "CNTS":
        own = _philips(dataset)
        if own:
            return SuvFactors(bw=own)
        return SuvFactors(missing=("Units",))
    if units != "BQML":
        return SuvFactors(missing=("Units",))
    missing = []
    corrected = {word.upper() for word in dataset.texts("CorrectedImage")}
    if not {"ATTN", "DECY"} <= corrected:
        missing.append("CorrectedImage")
    weight, height, sex = dataset.number("PatientWeight"), dataset.number("PatientSize"), dataset.text("PatientSex").upper()
    if not weight or not 0.3 < weight < 500:
        missing.append("PatientWeight")
    dose, wrong = decayed_dose(dataset)
    missing += wrong
    if missing or not weight or not dose:
        return SuvFactors(missing=tuple(dict.fromkeys(missing)))
    tall = height if height and 0.2 < height < 2.6 else None
    lean = lean_body_mass(weight, tall, sex) if tall else None
    ideal = ideal_body_weight(tall, sex) if tall else None
    still = [name for name, known in (("PatientSize", tall), ("PatientSex", sex in ("M", "F"))) if not known]
    return SuvFactors(
        bw=1000 * weight / dose,
        lbm=1000 * lean / dose if lean else None,
        bsa=body_surface_cm2(weight, tall) / dose if tall else None,
        ibw=1000 * ideal / dose if ideal and ideal > 0 else None,
        missing=tuple(still),
    )


def decayed_dose(dataset: Elements) -> tuple[float | None, list[str]]:
    """Bq at the time the image is decay-corrected to, and the tags that were missing."""
    drug = dataset.first("RadiopharmaceuticalInformationSequence")
    if drug is None:
        return None, ["RadiopharmaceuticalInformationSequence"]
    missing = []
    dose, half_life = drug.number("RadionuclideTotalDose"), drug.number("RadionuclideHalfLife")
    if not dose or dose < 1e5:  # under 0.1 MBq: written in another unit than Bq, and which one can only be guessed
        missing.append("RadionuclideTotalDose")
    if not half_life or half_life <= 0:
        missing.append("RadionuclideHalfLife")
    reference = dataset.text("DecayCorrection").upper()
    if reference not in ("START", "ADMIN"):
        missing.append("DecayCorrection")
    if reference == "ADMIN" or missing:
        return (None if missing else dose), missing
    start = _scan_start(dataset, half_life or 0)
    injected = _injection(drug, start)
    if start is None:
        missing.append("SeriesTime")
    if injected is None:
        missing.append("RadiopharmaceuticalStartDateTime")
    if start is None or injected is None or not dose or not half_life:
        return None, missing
    elapsed = (start - injected).total_seconds()
    if not 0 <= elapsed < 86400 * 7:
        return None, ["RadiopharmaceuticalStartDateTime"]
    return dose * 2 ** (-elapsed / half_life), missing


def _scan_start(dataset: Elements, half_life: float) -> datetime | None:
    """The moment decay is corrected to: GE's own tag, else the series' time unless it was rewritten after the acquisition."""
    private = dataset.text(0x0009100D)  # GE: scan date and time
    if private and "GE" in dataset.text("Manufacturer").upper():
        moment = when(private[:8], private[8:])
        if moment:
            return moment
    series = when(dataset.text("SeriesDate"), dataset.text("SeriesTime"))
    acquired = when(dataset.text("AcquisitionDate"), dataset.text("AcquisitionTime"))
    if series and acquired and series > acquired:  # a derived series: back from the frame's own reference to the start of the scan
        reference, duration = dataset.number("FrameReferenceTime"), dataset.number("ActualFrameDuration")
        if reference is None or not duration or half_life <= 0:
            return None
        decay = math.log(2) / half_life  # per second
        span = decay * duration / 1000
        mean = math.log(span / -math.expm1(-span)) / decay  # seconds into the frame where its mean count rate lies
        return acquired - timedelta(seconds=reference / 1000 - mean)
    return series


def _injection(drug: Elements, start: datetime | None) -> datetime | None:
    written = drug.text("RadiopharmaceuticalStartDateTime")
    if len(written) >= 12:
        return when(written[:8], written[8:])
    time = drug.text("RadiopharmaceuticalStartTime")
    if not time or start is None:
        return None
    moment = when(start.strftime("%Y%m%d"), time)
    if moment and moment > start:  # injected before midnight
        moment -= timedelta(days=1)
    return moment


def _philips(dataset: Elements) -> float | None:
    """Philips writes counts with a private factor to SUVbw (7053,1000)."""
    for tag in range(0x70530010, 0x70530020):
        if "PHILIPS" in dataset.text(tag).upper():
            factor = dataset.texts(0x70530000 + ((tag & 0xFF) << 8))
            try:
                value = float(factor[0]) if factor else 0.0
            except ValueError:
                value = 0.0
            return value if value > 0 else None
    return None
