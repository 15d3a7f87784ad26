"""What ``garonne describe`` tells of values: quantities with their units, SUV and what it lacks, ultrasound regions, calibration."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from workstation.imaging.model import ImageHeader, RealWorldValue, UltrasoundRegion
from workstation.imaging.quantities import Quantity, quantities_of
from workstation.imaging.suv import KINDS, words_for
from workstation.imaging.units import unit_text
from workstation.language import number, tr
from workstation.measurements.calibration import origin_of

TR_REGIONS = {0: "region", 1: "tissue", 2: "M-mode", 3: "spectrum", 4: "trace", 5: "graphics"}
SHOWN_REGIONS = 8


def told(header: ImageHeader, index: int) -> dict[str, Any]:
    """The keys of a display set's report that are of values, JSON-able."""
    frame, quantities = header.frame(index), quantities_of(header, index)
    return {
        "units": header.units or (quantities[0].unit if quantities else ""),
        "unit": quantities[0].suffix if quantities else "",
        "quantities": [_quantity(q) for q in quantities],
        "rescale": {"slope": frame.rescale_slope, "intercept": frame.rescale_intercept},
        "suv_factor": header.suv_factor,
        "suv": _suv(header) if header.modality == "PT" else None,
        "regions": [_region(r) for r in header.regions],
        "spacing_mm": list(frame.spacing) if frame.spacing and frame.spacing_from != "none" else None,
        "spacing_from": frame.spacing_from,
        "spacing_by": frame.spacing_by,
        "magnification": frame.magnification,
        "spacing_text": origin_of(frame, header),
    }


def _quantity(q: Quantity) -> dict[str, Any]:
    """``of``: what slope and intercept are applied to; a table has neither. ``others``: the same for other ranges of stored values."""
    return {
        "key": q.key,
        "name": q.name,
        "unit": q.unit,
        "unit_text": unit_text(q.unit, q.meaning),
        "of": "modality" if q.mapping is None else "stored",
        **(_map(q.mapping) if q.mapping else {"slope": q.factor, "intercept": 0.0, "first": None, "last": None, "table_entries": 0}),
        "others": [_map(m) for m in q.others],
        "note": q.note,
    }


def _map(m: RealWorldValue) -> dict[str, Any]:
    line = (m.slope, m.intercept) if not m.table_entries else (None, None)
    return {"slope": line[0], "intercept": line[1], "first": _finite(m.first), "last": _finite(m.last), "table_entries": m.table_entries}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _suv(header: ImageHeader) -> dict[str, Any]:
    factors = dict(zip(KINDS, (header.suv_factor, header.suv_lbm, header.suv_bsa, header.suv_ibw), strict=True))
    return {
        **factors,
        "lean_body_mass": header.suv_lean if header.suv_lbm else "",
        "becquerels_per_ml": header.suv_activity,
        "missing": [{"keyword": keyword, "how": how} for keyword, how in header.suv_missing],
        "text": words_for(header.suv_missing),
    }


def _region(r: UltrasoundRegion) -> dict[str, Any]:
    return {
        "left": r.left,
        "top": r.top,
        "right": r.right,
        "bottom": r.bottom,
        "spatial_format": r.spatial_format,
        "data_type": r.data_type,
        "flags": r.flags,
        "unit_x": r.unit_x,
        "unit_y": r.unit_y,
        "delta_x": r.delta_x,
        "delta_y": r.delta_y,
        "reference_pixel": [r.reference_x, r.reference_y],
        "reference_value": [_finite(r.reference_value_x), _finite(r.reference_value_y)],
    }


def lines(shown: dict[str, Any]) -> Iterator[str]:
    """The same for people, without indent."""
    for q in shown["quantities"][1:]:
        unit = f" ({q['unit_text']})" if q["unit_text"] else ""
        if q["name"]:
            yield tr("also: {quantity}", quantity=f"{q['name']}{unit}")
    suv = shown["suv"]
    if suv and suv["bw"] and suv["missing"]:
        yield tr("other SUV: {what}", what=suv["text"])
    for r in [r for r in shown["regions"] if {r["unit_x"], r["unit_y"]} != {"none"}][:SHOWN_REGIONS]:
        axes = [f"{number(abs(r['delta_' + a]), 4)} {unit_text(r['unit_' + a])}" if r["unit_" + a] != "none" else "–" for a in "xy"]
        kind = tr(TR_REGIONS.get(r["spatial_format"], "region"))
        place = f"{r['left']}-{r['right']} × {r['top']}-{r['bottom']}"
        yield tr("{kind} at {place}: a pixel is {x} across, {y} down", kind=kind, place=place, x=axes[0], y=axes[1])
