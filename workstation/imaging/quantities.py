"""What a pixel's value means: HU, counts, SUV, real-world values (PS3.3 C.7.6.16.2.11), each with its unit: all that can be told of one.

``quantities_of`` lists them, the one a reader is told first at the front. A quantity is computed from the stored value (a real-world value
map, linear or a table) or from the modality value (a factor: SUV); outside the range a map holds for there is no value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging import luts
from workstation.imaging.calibration import is_localizer
from workstation.imaging.elements import UNDEFINED, Elements, open_part10
from workstation.imaging.model import FrameHeader, ImageHeader, Mark, RealWorldValue, filled
from workstation.imaging.suv import KINDS, SuvFactors, suv_factors, words_for
from workstation.imaging.units import no_unit, suv_of, unit_text
from workstation.language import tr

Array = npt.NDArray[Any]
Encoded = bytes | bytearray | memoryview
MAPS_CEILING = 16  # real-world value maps read of one frame
TABLE_CEILING = 1 << 20  # entries of one map's table
ADC_UNIT = "10*-6.mm2/s"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing to be told of a pixel. ``key``: ``suv-bw``, ``modality``, ``map:0``; ``name``: SUVbw, ADC, "" where the unit says all;
    ``unit``: as written in the image; ``factor``: of the modality value, where ``mapping`` is None. ``note``: where the unit is not the
    image's own word."""

    key: str
    name: str
    unit: str
    meaning: str = ""
    factor: float = 1.0
    mapping: RealWorldValue | None = None
    note: str = ""
    others: tuple[RealWorldValue, ...] = ()  # the same quantity for other ranges of stored values

    @property
    def mappings(self) -> tuple[RealWorldValue, ...]:
        """All maps of it, () where it is of the modality value."""
        return () if self.mapping is None else (self.mapping, *self.others)

    @property
    def suffix(self) -> str:
        """What stands after a number: the unit, or the name where there is none; ``SUVbw`` for a SUV, ``× 10⁻⁶ mm²/s``."""
        said = self.name if self.key.startswith("suv-") else unit_text(self.unit, self.meaning) or self.name
        return f"× {said}" if said.startswith("10") else said

    @property
    def title(self) -> str:
        """For a menu: ``SUVbw (g/ml)``, ``ADC (10⁻⁶ mm²/s)``."""
        unit = unit_text(self.unit, self.meaning)
        name = self.name or (tr("Values") if not unit else "")
        return f"{name} ({unit})" if name and unit else name or unit

    def of(self, stored: Array, modality: Array, tables: Mapping[int, Array] | None = None) -> npt.NDArray[np.float64]:
        """Values of stored and modality ones of the same shape, float64; NaN where no map holds. ``tables``: those of non-linear maps by
        ``table_offset`` (see ``table_of``)."""
        if self.mapping is None:
            with np.errstate(all="ignore"):
                return np.asarray(modality, np.float64) * self.factor if self.factor != 1.0 else np.asarray(modality, np.float64)
        found = np.full(np.shape(stored), np.nan)
        for mapping in self.mappings:
            values = mapped(mapping, stored, (tables or {}).get(mapping.table_offset))
            found = np.where(np.isnan(found), values, found)
        return found


def mapped(mapping: RealWorldValue, stored: Array, table: Array | None = None) -> npt.NDArray[np.float64]:
    """Real-world values of stored ones, float64 of the same shape; NaN outside First and Last Value Mapped."""
    values = np.asarray(stored, np.float64)
    with np.errstate(all="ignore"):
        if mapping.table_entries:
            if table is None:
                return np.full(values.shape, np.nan)
            index = np.floor(values + 0.5) - mapping.first
            holds = np.isfinite(index) & (index >= 0) & (index < len(table)) & (values <= mapping.last)
            found = table[np.where(holds, index, 0).astype(np.intp)] if len(table) else np.zeros(values.shape)
        else:
            holds = (values >= mapping.first) & (values <= mapping.last)
            found = mapping.slope * values + mapping.intercept
        return np.where(holds, found, np.nan)


def table_of(encoded: Encoded, mapping: RealWorldValue) -> npt.NDArray[np.float64] | None:
    """The values of a non-linear map, read from the file the header is of; None for a linear one, or where the file is another one."""
    if not mapping.table_entries:
        return None
    part10 = open_part10(encoded)
    end = mapping.table_offset + 8 * mapping.table_entries
    if mapping.table_offset < 0 or end > len(part10.buffer):
        return None
    order = "<f8" if part10.dataset.little else ">f8"
    return np.frombuffer(part10.buffer[mapping.table_offset : end], order).astype(np.float64)


def quantities_of(header: ImageHeader, index: int = 0) -> tuple[Quantity, ...]:
    """All that can be told of a frame's pixels; () for colour. The first is what a reader is told who chose nothing."""
    if (
        not header.pixel_keyword
        or header.samples_per_pixel != 1
        or not header.photometric.startswith("MONOCHROME")
        or header.modality == "SEG"
    ):
        return ()
    frame = header.frame(index)
    own = _modality_quantity(header, frame)
    maps = _joined([_map_quantity(n, mapping) for n, mapping in enumerate(frame.real_world)])
    if not header.has_modality_lut:
        maps = [q for q in maps if not _same(q, own, header, frame)]
    if header.modality == "PT":
        factors = (header.suv_factor, header.suv_lbm, header.suv_bsa, header.suv_ibw)
        suvs = [suv_quantity(kind, factor, header.suv_lean) for kind, factor in zip(KINDS, factors, strict=True) if factor]
        known = {q.key for q in suvs}
        more = [q for q in maps if q.key.startswith("suv-")]
        rest = (own,) if not own.unit.startswith("SUV") else ()
        return (*suvs, *(q for q in more if q.key not in known), *rest, *(q for q in maps if q not in more))
    if unit_text(own.unit) or not maps:
        return (own, *maps)
    return (*maps, own)


def suv_quantity(kind: str, factor: float, lean: str = "") -> Quantity:
    """A SUV computed from the modality value."""
    name = f"SUV{kind}" + (f" ({lean})" if kind == "lbm" and lean.startswith("James") else "")
    return Quantity(f"suv-{kind}", name, "cm2/ml" if kind == "bsa" else "g/ml", factor=factor)


def _modality_quantity(header: ImageHeader, frame: FrameHeader) -> Quantity:
    if header.modality == "PT" and header.suv_activity and header.units != "BQML":
        return Quantity("modality", tr("activity"), "BQML", factor=header.suv_activity)
    unit = frame.rescale_type if frame.rescale_type and header.modality != "PT" and not header.has_modality_lut else header.units
    unit = "" if no_unit(unit) or _no_hounsfield(unit, header, frame) else unit
    name = tr("activity") if unit == "BQML" else ""
    note = ""
    if header.units == ADC_UNIT and no_unit(frame.rescale_type):  # by the maker's scale, not by the image's own word
        adc = _named_adc(frame.image_type or header.image_type)
        unit, name, note = (ADC_UNIT, "ADC", tr("the maker's scale")) if adc else ("", "", "")
    return Quantity("modality", name, unit, note=note)


def _map_quantity(number: int, mapping: RealWorldValue) -> Quantity:
    kind = suv_of(mapping.unit)
    name = f"SUV{kind}" if kind else mapping.quantity or mapping.label
    return Quantity(f"suv-{kind}" if kind else f"map:{number}", name, mapping.unit, mapping.meaning, mapping=mapping)


def _joined(maps: list[Quantity]) -> list[Quantity]:
    """Maps of one quantity in one unit whose ranges do not overlap are pieces of one (C.7.6.16.2.11)."""
    made: list[Quantity] = []
    for q in maps:
        assert q.mapping is not None
        first, last = q.mapping.first, q.mapping.last
        for n, known in enumerate(made):
            apart = all(last < m.first or first > m.last for m in known.mappings)
            if apart and (known.name, known.unit) == (q.name, q.unit):
                made[n] = replace(known, others=(*known.others, q.mapping))
                break
        else:
            made.append(q)
    return made


def _same(q: Quantity, own: Quantity, header: ImageHeader, frame: FrameHeader) -> bool:
    """Whether a map says again what the rescale says; one of whole numbers without a unit tells nothing that its image does not."""
    m = q.mapping
    assert m is not None
    same_line = math.isclose(m.slope, frame.rescale_slope) and math.isclose(m.intercept, frame.rescale_intercept)
    unit = unit_text(q.unit, q.meaning)
    alike = unit == unit_text(own.unit) and (unit != "" or (header.pixel_keyword == "PixelData" and not m.quantity))
    return same_line and alike and not m.table_entries and not q.others


def real_world_of(item: Elements) -> tuple[RealWorldValue, ...]:
    """The real-world value maps of an image or a frame (C.7.6.16.2.11): linear ones, and tables by where they lie in the file."""
    found = []
    for mapping in item.items("RealWorldValueMappingSequence")[:MAPS_CEILING]:
        slope, intercept = mapping.number("RealWorldValueSlope"), mapping.number("RealWorldValueIntercept")
        extent = mapping.extent("RealWorldValueLUTData")
        ends = _ends(mapping)
        offset, entries = -1, 0
        if extent is not None and extent.length != UNDEFINED:
            present = (min(extent.offset + extent.length, extent.end) - extent.offset) // 8
            entries = max(0, min(present, TABLE_CEILING))
            offset = extent.offset if entries else -1
        if entries:
            if not math.isfinite(ends[0]):
                continue  # which stored value the first entry is for is not told
            slope, intercept = 0.0, 0.0
        elif slope is None or intercept is None:
            continue
        unit, quantity = mapping.first("MeasurementUnitsCodeSequence"), mapping.first("QuantityDefinitionSequence")
        concept = quantity.first("ConceptCodeSequence") if quantity else None
        label, explained = mapping.text("LUTLabel"), mapping.text("LUTExplanation")
        if len(label) < 2 and explained:
            label = explained
        found.append(
            RealWorldValue(
                slope or 0.0,
                intercept or 0.0,
                (unit.text("CodeValue") or unit.text("LongCodeValue") or unit.text("URNCodeValue")) if unit else "",
                label or explained,
                ends[0],
                ends[1],
                meaning=unit.text("CodeMeaning") if unit else "",
                quantity=concept.text("CodeMeaning") if concept else "",
                table_offset=offset,
                table_entries=entries,
            )
        )
    return tuple(found)


def _ends(mapping: Elements) -> tuple[float, float]:
    """First and last stored value a map holds for; without any, all."""
    ends: list[float] = []
    for end, unbounded in (("First", -math.inf), ("Last", math.inf)):
        exact = mapping.number(f"DoubleFloatRealWorldValue{end}ValueMapped")
        value = exact if exact is not None else mapping.number(f"RealWorldValue{end}ValueMapped")
        ends.append(unbounded if value is None else value)
    return ends[0], ends[1]


def signed_ranges(header: ImageHeader, frame: FrameHeader) -> FrameHeader:
    """A frame with the ends of its maps as they are meant: those of signed 16-bit pixels, written as ``US or SS`` and read as the first,
    are signed too."""
    if not header.signed or header.bits_allocated > 16:
        return frame
    if not any(m.first > 32767 or m.last > 32767 for m in frame.real_world if math.isfinite(m.first) and math.isfinite(m.last)):
        return frame
    return replace(frame, real_world=tuple([_signed(m) for m in frame.real_world]))


def _signed(mapping: RealWorldValue) -> RealWorldValue:
    first, last = (end - 65536 if 32767 < end < 65536 else end for end in (mapping.first, mapping.last))
    if mapping.first < 0 or first > last:  # written signed already, or meant as it stands
        return mapping
    return replace(mapping, first=first, last=last)


def activity_of(frames: tuple[FrameHeader, ...]) -> float | None:
    """Bq/ml per modality value by a linear map in Bq/ml, the same for all frames; None where there is none, or it is not a factor."""
    found: set[float] = set()
    for frame in frames:
        m = next((m for m in frame.real_world if m.unit.upper() == "BQ/ML" and not m.table_entries), None)
        if m is None or m.intercept or frame.rescale_intercept or not frame.rescale_slope or m.slope <= 0:
            return None
        found.add(float(f"{m.slope / frame.rescale_slope:.9g}"))
    return found.pop() if len(found) == 1 else None


def with_quantities(
    header: ImageHeader, frames: tuple[FrameHeader, ...], dataset: Elements, *, scaled: bool = True
) -> tuple[ImageHeader, tuple[FrameHeader, ...], tuple[Mark, ...]]:
    """The header, which nobody else has yet, with its units and SUV factors, the frames with their maps, and what must be known of
    both. ``scaled``: whether modality values are what the image says; else they are the stored ones, which have no unit."""
    frames = tuple([signed_ranges(header, f) for f in frames])
    scaling = dataset.number("DoseGridScaling")
    if scaling and scaling > 0:  # C.8.8.3.4.2: the dose is the stored value times this, whatever else is written
        unit = "Gy" if dataset.text("DoseUnits").upper() == "GY" else "%" if dataset.text("DoseUnits").upper() == "RELATIVE" else ""
        dose = RealWorldValue(scaling * (100 if unit == "%" else 1), 0.0, unit, tr("dose"))
        frames = tuple([replace(f, real_world=(dose, *f.real_world)) for f in frames])
    types = {f.rescale_type for f in frames} if header.modality == "PT" else set()
    pet = (dataset.text("Units") or (types.pop() if len(types) == 1 else "")).upper()
    header = filled(header, units=_units(header, frames[0], dataset, pet) if scaled else "")
    marks: list[Mark] = []
    if header.units == ADC_UNIT and no_unit(frames[0].rescale_type):
        text = tr("The image names no unit: ADC values are taken as 10⁻⁶ mm²/s, its maker's scale.")
        marks.append(Mark("maker_unit", text, "info"))
    if header.modality != "PT":
        return header, frames, tuple(marks)
    suv = suv_factors(dataset, pet, activity_of(frames)) if scaled else SuvFactors(missing=(("RescaleSlope", "unusable"),))
    header = filled(
        header,
        suv_factor=suv.bw,
        suv_lbm=suv.lbm,
        suv_bsa=suv.bsa,
        suv_ibw=suv.ibw,
        suv_lean=suv.lean,
        suv_activity=suv.activity,
        suv_missing=suv.missing,
    )
    told = any(suv_of(m.unit) for f in frames[:1] for m in f.real_world) or any(suv.of(kind) for kind in KINDS)
    raw = pet in _RAW or (header.sop_class_uid in _PET and "Units" not in dataset)
    if not told and raw and header.samples_per_pixel == 1:
        marks.append(Mark("no_suv", tr("No SUV: {what}.", what=words_for(suv.missing))))
    return header, frames, tuple(marks)


_RAW = ("BQML", "CNTS", "GML", "CM2ML", "NONE", "CPS", "PROPCNTS", "PROPCPS")  # what a PET image is in before it is a map of something
_CT = "1.2.840.10008.5.1.4.1.1.2"
_PET = tuple(f"1.2.840.10008.5.1.4.1.1.{part}" for part in ("128", "128.1", "130"))


def _units(header: ImageHeader, first: FrameHeader, dataset: Elements, pet: str) -> str:
    """The unit of the modality value as it is written, "" where the image does not tell it. ``pet``: the Units of a PET image."""
    if header.modality == "PT":
        kind = {"": "bw", "BW": "bw", "LBM": "lbm", "LBMJAMES128": "lbm", "LBMJANMA": "lbm", "BSA": "bsa", "IBW": "ibw"}
        said = kind.get(dataset.text("SUVType").upper(), "")
        return f"SUV{said}" if said and (pet == "GML" or (pet == "CM2ML" and said == "bsa")) else pet
    if header.sop_class_uid in luts.STORED_IS_SHOWN:
        return ""
    lut = dataset.first("ModalityLUTSequence") if header.has_modality_lut else None
    kind_of_value = (lut.text("ModalityLUTType") if lut else "") or dataset.text("RescaleType") or first.rescale_type
    if header.modality == "NM":  # some write it as PET does (C.8.9.1.1.3)
        kind_of_value = kind_of_value or dataset.text("Units")
    if kind_of_value and not no_unit(kind_of_value):
        return "" if _no_hounsfield(kind_of_value, header, first) else kind_of_value
    if kind_of_value or header.samples_per_pixel != 1:
        return _makers_adc(header, first, dataset)
    if header.sop_class_uid == _CT and header.modality == "CT" and "RescaleSlope" in dataset:
        # C.8.2.1.1: RescaleType may only be left out where the values are in Hounsfield units
        return "" if dataset.text("MultienergyCTAcquisition").upper() == "YES" or _no_hounsfield("HU", header, first) else "HU"
    if header.modality == "NM":
        return "counts" if (first.rescale_slope, first.rescale_intercept) == (1.0, 0.0) else ""
    return _makers_adc(header, first, dataset)


def _named_adc(image_type: tuple[str, ...]) -> bool:
    return "ADC" in {word.upper() for word in image_type}


def _no_hounsfield(unit: str, header: ImageHeader, frame: FrameHeader) -> bool:
    """Whether values said to be in HU cannot be: those of a localizer add up what lies behind one another, whatever some write."""
    return unit.upper() == "HU" and header.modality == "CT" and is_localizer(frame.image_type or header.image_type)


def _makers_adc(header: ImageHeader, first: FrameHeader, dataset: Elements) -> str:
    """Siemens and GE write diffusion maps in 10-6 mm2/s without saying so; of others nothing is assumed."""
    maker = dataset.text("Manufacturer").upper()
    named = header.modality == "MR" and _named_adc((*header.image_type, *first.image_type))
    plain = (first.rescale_slope, first.rescale_intercept) == (1.0, 0.0) and not first.real_world
    return ADC_UNIT if named and plain and ("SIEMENS" in maker or maker.startswith("GE")) else ""
