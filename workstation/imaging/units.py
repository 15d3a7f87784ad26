"""Units as a reader writes them: from UCUM codes (PS3.16 CID 7181), RescaleType (PS3.3 C.11.1.1.2), Units of PET (C.8.9.1.1.3)."""

from __future__ import annotations

import re

from workstation.language import tr

# RescaleType and the Units of PET are defined terms; what is not here is shown as it is written
_TERMS = {
    "MGML": "mg/ml",
    "OD": "10⁻³ OD",
    "ED": "10²³ e/ml",
    "EDW": "% e",
    "PCT": "%",
    "BQML": "Bq/ml",
    "GML": "g/ml",
    "CM2ML": "cm²/ml",
    "CPS": "cps",
    "PCNT": "%",
    "CM2": "cm²",
    "MGMINML": "mg/min/ml",
    "UMOLMINML": "µmol/min/ml",
    "MLMING": "ml/min/g",
    "MLMINML": "ml/min/ml",
    "MLG": "ml/g",
    "MLML": "ml/ml",
    "1CM": "1/cm",
    "UMOLML": "µmol/ml",
    "[HNSF'U]": "HU",
    "[HU]": "HU",
    "UM2/S": "10⁻⁶ mm²/s",
    "UM2/MS": "10⁻³ mm²/s",
    "DEG": "°",
    "{SUVBW}G/ML": "g/ml",
    "{SUVLBM}G/ML": "g/ml",
    "{SUVIBW}G/ML": "g/ml",
    "{SUVBSA}CM2/ML": "cm²/ml",
}
_NONE = frozenset(["", "1", "US", "NONE", "NORMALIZED", "NO UNITS", "{NO UNITS}", "STDDEV"])
_POWER = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUVS = {"SUVBW": "bw", "SUVLBM": "lbm", "SUVBSA": "bsa", "SUVIBW": "ibw"}


def no_unit(code: str) -> bool:
    """Whether what stands for a unit says that there is none."""
    written = code.strip().upper()
    return written in _NONE or "UNITLESS" in written


def unit_text(code: str, meaning: str = "") -> str:
    """A unit for the screen: ``10⁻⁶ mm²/s`` of ``10*-6.mm2/s``, ``mg/ml`` of ``MGML``; "" for a pure number or an unspecified unit.

    ``meaning``: the code's own words, for a code that is no UCUM."""
    written = code.strip()
    upper = written.upper()
    if no_unit(upper):
        return ""
    if upper in ("HU", "[HNSF'U]", "[HU]"):
        return tr("HU")
    if upper == "HU_MOD":
        return tr("HU (modified)")
    if upper == "Z_EFF":
        return tr("effective Z")
    if upper in ("COUNTS", "CNTS", "{COUNTS}", "PROPCNTS", "{PROPCOUNTS}"):
        return tr("counts")
    if upper in _TERMS:
        return _TERMS[upper]
    if meaning and re.fullmatch(r"\d+(\.\d+)*|[0-9A-Z]{1,2}-[0-9A-Z]+|[A-Z]+\d+", written):  # no unit at all but a code of another scheme
        return meaning
    said = re.sub(r"\{[^}]*\}", "", written)  # annotations
    said = re.sub(r"10[*^](-?\d+)", lambda m: "10" + m[1].translate(_POWER), said)
    said = re.sub(r"(?<![\w.])1(?:\.0)?[eE]([+-]?)0*(\d+)", lambda m: "10" + (m[1].strip("+") + m[2]).translate(_POWER), said)
    said = re.sub(r"10\^?([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)\.", r"10\1 ", said)
    said = re.sub(r"([A-Za-z])\^?(-?\d)(?!\d)", lambda m: m[1] + m[2].translate(_POWER), said)
    said = re.sub(r"(?<![A-Za-z])u(?=[A-Za-z])", "µ", said)
    return said.strip(" .*") or meaning


def suv_of(code: str) -> str:
    """Which SUV a UCUM unit says it is: bw, lbm, bsa, ibw, or ""."""
    return next((kind for word, kind in _SUVS.items() if "{" + word + "}" in code.upper().replace(" ", "")), "")
