"""The one short line on how an image was made, as a corner of the viewport shows it. Numbers and units only: the same in all languages.

What the image does not say is left out. Enhanced images say it in functional groups (C.7.6.16): the shared ones, or those of its frames
where all of them say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from workstation.imaging.elements import Elements
from workstation.imaging.suv import LARGEST_DOSE, LEAST_DOSE
from workstation.imaging.uptake import uptake

PROJECTION = ("CR", "DX", "MG", "XA", "RF", "IO", "PX", "RG")
_METALS = {"MOLYBDENUM": "Mo", "RHODIUM": "Rh", "TUNGSTEN": "W", "SILVER": "Ag", "ALUMINUM": "Al", "COPPER": "Cu"}
_LONGEST = 20  # letters of one word of a vendor
_DEPTH = 3
_DRUGS = 3  # tracers named
_PER_FRAME = "PerFrameFunctionalGroupsSequence"
_Path = tuple[int, ...]
_Holder = tuple[Elements, _Path | None]


def technique_of(dataset: Elements, modality: str) -> str:
    """``120 kV · 240 mAs · 1.25 mm · BONE``, ``TR 4000 · TE 80 · 3 mm``, ``28 kV · 85 mAs · Mo/Rh · 110 N · 54 mm``, ...: what a reader of
    that modality asks first stands first."""
    return " · ".join(_parts(_Said(dataset), dataset, modality))


class _Said:
    """What an image says, at its top or in its functional groups."""

    def __init__(self, dataset: Elements) -> None:
        self._dataset = dataset
        self._holders: list[_Holder] = [(dataset, None)]
        shared, first = dataset.first("SharedFunctionalGroupsSequence"), dataset.first(_PER_FRAME)
        self._holders += [(holder, None) for holder, _ in _nested(shared, _DEPTH)] if shared is not None else []
        self._holders += _nested(first, _DEPTH) if first is not None else []

    def number(self, *keywords: str) -> float | None:
        """The first of these that is there and not 0."""
        for keyword in keywords:
            for holder, path in self._holders:
                value = holder.number(keyword)
                if value:
                    return value if path is None or all(h is not None and h.number(keyword) == value for h in self._at(path)) else None
        return None

    def text(self, *keywords: str) -> str:
        """The first of these that is there, short and in one line."""
        for keyword in keywords:
            for holder, path in self._holders:
                text = holder.text(keyword)
                if _short(text):
                    same = path is None or all(h is not None and h.text(keyword) == text for h in self._at(path))
                    return _short(text) if same else ""
        return ""

    def first(self, keyword: str) -> Elements | None:
        """The first item of a sequence."""
        return next((item for item in (h.first(keyword) for h, _ in self._holders if keyword in h) if item is not None), None)

    def _at(self, path: _Path) -> Iterator[Elements | None]:
        """The same place in the functional groups of each frame, None where one has it not."""
        extent = self._dataset.extent(_PER_FRAME)
        for item in self._dataset.iter_items(extent) if extent is not None else ():
            holder: Elements | None = item
            for tag in path:
                holder = holder.first(tag) if holder is not None else None
            yield holder


def _nested(item: Elements, depth: int, path: _Path = ()) -> Iterator[tuple[Elements, _Path]]:
    """An item and the first item of each sequence inside, each with the sequences that lead to it."""
    yield item, path
    if depth:
        for tag, extent in list(item.extents.items())[:64]:
            if extent.vr in (b"SQ", b"") and extent.length:
                inner = item.first(tag) if extent.vr == b"SQ" or tag & 0xFFFF0000 in (0x00180000, 0x00280000, 0x00200000) else None
                if inner is not None:
                    yield from _nested(inner, depth - 1, (*path, tag))


def _short(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f·]+", " ", text).strip()[:_LONGEST].strip()


def _figure(value: float, digits: int = 4) -> str:
    """So many digits, those before the point whole, never an exponent."""
    return f"{value:.0f}" if value >= 10 ** (digits - 1) else np.format_float_positional(value, digits, fractional=False, trim="-")


def _parts(said: _Said, dataset: Elements, modality: str) -> list[str]:
    parts: list[str] = []

    def say(form: str, *keywords: str, factor: float = 1.0) -> None:
        value = said.number(*keywords)
        if value is not None and 0 < value * factor < 1e7:
            parts.append(form.format(_figure(value * factor)))

    if modality == "CT" or modality in PROJECTION:
        say("{} kV", "KVP")
        _charge(said, parts)
    if modality == "MG":
        anode, filtered = said.text("AnodeTargetMaterial"), said.text("FilterMaterial")
        if anode:
            parts.append("/".join(_METALS.get(m.upper(), m) for m in (anode, filtered) if m))
        say("{} N", "CompressionForce")
        say("{} mm", "BodyPartThickness")
    if modality in ("XA", "RF"):
        parts += _angles(said)
    if modality == "MR":
        say("TR {}", "RepetitionTime")
        say("TE {}", "EchoTime", "EffectiveEchoTime")
        say("TI {}", "InversionTime", "InversionTimes")
        say("{}°", "FlipAngle")
    if modality in ("CT", "MR", "PT", "NM"):
        say("{} mm", "SliceThickness")
    if modality == "CT" and said.text("ConvolutionKernel"):
        parts.append(said.text("ConvolutionKernel"))
    if modality == "MR":
        field = said.number("MagneticFieldStrength")
        parts += [f"{field:.2g} T"] if field and 0.01 <= field <= 25 else []
    if modality in ("US", "IVUS"):
        probe = said.text("TransducerData", "TransducerType")
        parts += [probe] if probe else []
        say("MI {}", "MechanicalIndex")
        for name, keyword in (("TIS", "SoftTissueThermalIndex"), ("TIB", "BoneThermalIndex"), ("TIC", "CranialThermalIndex")):
            say(name + " {}", keyword)
    if modality in ("NM", "PT"):
        parts += _tracers(dataset, modality)
    if modality in ("SM", "GM"):
        say("{}×", "ObjectiveLensPower")
        path = said.first("OpticalPathSequence")
        power = path.number("ObjectiveLensPower") if path is not None else None
        parts += [f"{_figure(power)}×"] if power and not any(p.endswith("×") for p in parts) else []
    return parts


def _charge(said: _Said, parts: list[str]) -> None:
    """mAs, in whichever of three units it is written; else the current."""
    for keyword, factor in (("ExposureInuAs", 0.001), ("ExposureInmAs", 1.0), ("Exposure", 1.0)):
        value = said.number(keyword)
        if value is not None and 0 < value * factor < 1e6:
            parts.append(f"{_figure(value * factor)} mAs")
            return
    value = said.number("XRayTubeCurrentInmA", "XRayTubeCurrent")
    if value is not None and 0 < value < 1e6:
        parts.append(f"{_figure(value)} mA")


def _angles(said: _Said) -> list[str]:
    """Where the beam comes from (C.8.7.5.1.2): LAO and RAO, cranial and caudal."""
    found = []
    for keyword, positive, negative in (("PositionerPrimaryAngle", "LAO", "RAO"), ("PositionerSecondaryAngle", "CRA", "CAU")):
        value = said.number(keyword)
        if value is not None and 0.5 <= abs(value) <= 180:
            found.append(f"{positive if value > 0 else negative} {abs(value):.0f}°")
    return found


def _tracers(dataset: Elements, modality: str) -> list[str]:
    """What was given and how much of it; of a single tracer, how long before the images."""
    drugs = dataset.items("RadiopharmaceuticalInformationSequence")[:_DRUGS]
    found = []
    for drug in drugs:
        code = drug.first("RadionuclideCodeSequence")
        found.append(_short(drug.text("Radiopharmaceutical") or (code.text("CodeMeaning") if code is not None else "")))
        activity = _megabecquerels(drug.number("RadionuclideTotalDose") or 0.0, modality)
        found += [f"{_figure(activity, 3)} MBq"] if activity else []
    if len(drugs) == 1:
        seconds = uptake(drugs[0], dataset)
        found += [f"{round(seconds / 60)} min p.i."] if seconds is not None and seconds >= 0 else []
    return [part for part in found if part]


def _megabecquerels(dose: float, modality: str) -> float:
    """RadionuclideTotalDose is in Bq in PET images (C.8.9.2), in MBq in those of NM (C.8.4.10), where some write Bq all the same. 0 where
    it can be neither."""
    if modality == "NM" and 0 < dose <= LARGEST_DOSE / 1e7:
        return dose
    return dose / 1e6 if LEAST_DOSE <= dose <= LARGEST_DOSE else 0.0
