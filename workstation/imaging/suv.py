"""SUV factors of a PET image from its tags, each vendor's own way of writing them included, and what is missing, in words.

After the vendor-neutral procedure of the QIBA FDG-PET/CT profile (appendix G): SUVbw = Bq/ml x weight in g / dose in Bq, the dose decayed
to the moment the image is decay-corrected to. Where a tag is missing or cannot be true there is no SUV, never a guess.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workstation.imaging.elements import Elements
from workstation.imaging.private_elements import private_text
from workstation.imaging.uptake import Gap, decay_moment, elapsed, gap, scan_start
from workstation.language import tr

KINDS = ("bw", "lbm", "bsa", "ibw")
LEAST_DOSE, LARGEST_DOSE = 1e6, 1e11  # Bq; 370 for MBq or 370000 for kBq lies below what anyone injects, mCi x 37e9 above
# seconds, by the code of the radionuclide (PS3.16 CID 4020: SNOMED RT, SNOMED CT): written half-lives are checked against them
_HALF_LIFE = {
    6586.2: ("77004003", "C-111A1"),  # F-18
    1223.4: ("40565003", "C-105A1"),  # C-11
    597.9: ("21576001", "C-107A1"),  # N-13
    122.24: ("129504001", "C-B1038"),  # O-15
    4062.6: ("35337001", "C-131A3"),  # Ga-68
    75.45: ("79197006", "C-159A2"),  # Rb-82
    45721.1: ("3932008", "C-127A2"),  # Cu-64
    282268.8: ("63360001", "C-168A4"),  # Zr-89
    360806.4: ("40937006", "C-114A5"),  # I-124
}


@dataclass(frozen=True, slots=True)
class SuvFactors:
    """SUV per modality value. bw, lbm, ibw in g/ml, bsa in cm2/ml; None when not computable. ``missing``: (keyword, ``missing`` or
    ``unusable``) of what would have been needed, for SUVbw first. ``lean``: the formula of lbm. ``activity``: Bq/ml per modality value."""

    bw: float | None = None
    lbm: float | None = None
    bsa: float | None = None
    ibw: float | None = None
    missing: tuple[tuple[str, str], ...] = ()
    lean: str = "Janmahasatian"
    activity: float | None = None

    def of(self, kind: str) -> float | None:
        """The factor of ``bw``, ``lbm``, ``bsa`` or ``ibw``."""
        return {"bw": self.bw, "lbm": self.lbm, "bsa": self.bsa, "ibw": self.ibw}[kind]


def suv_factors(dataset: Elements, units: str, activity: float | None = None) -> SuvFactors:
    """Factors of a PET image. ``units``: Units (C.8.9.1.1.3) or what stands for them in an enhanced image. ``activity``: Bq/ml per modality
    value where another tag tells it (a real-world value map)."""
    body = _Body.of(dataset)
    if units == "GML" or (units == "CM2ML" and dataset.text("SUVType").upper() == "BSA"):
        return _written_as(dataset.text("SUVType").upper() or "BW", body)
    if units == "CM2ML":
        return SuvFactors(missing=(("SUVType", "unusable" if dataset.text("SUVType") else "missing"),))
    gaps: list[Gap] = []
    if units == "CNTS":
        own, per_count = _philips(dataset)
        if own:
            gaps = _corrections(dataset)
            return SuvFactors(missing=(*gaps, *body.gaps)) if gaps else body.from_bw(own, activity=per_count)
        activity = per_count
    elif units == "BQML":
        activity = 1.0
    if not activity:
        gaps.append(("Units", "unusable" if units else "missing"))
    gaps += _corrections(dataset)
    dose, wrong = decayed_dose(dataset)
    gaps += wrong
    if body.weight is None:
        gaps.append(body.gap("PatientWeight"))
    if gaps or not activity or not dose or body.weight is None:
        rest = [lack for lack in body.gaps if lack not in gaps]
        return SuvFactors(missing=tuple(dict.fromkeys((*gaps, *rest))), activity=activity)
    return body.from_bw(1000 * body.weight * activity / dose, activity=activity)


@dataclass(frozen=True, slots=True)
class _Body:
    """The patient's weight (kg), height (m) and sex, None or "" where they are missing or cannot be true."""

    weight: float | None
    height: float | None
    sex: str
    written: frozenset[str]

    @classmethod
    def of(cls, dataset: Elements) -> _Body:
        weight, height, sex = dataset.number("PatientWeight"), dataset.number("PatientSize"), dataset.text("PatientSex").upper()
        given = [gap(dataset, keyword) for keyword in ("PatientWeight", "PatientSize", "PatientSex")]
        return cls(
            weight if weight and 0.3 < weight < 500 else None,
            height if height and 0.2 < height < 2.6 else None,
            sex if sex in ("M", "F") else "",
            frozenset(keyword for keyword, how in given if how == "unusable"),
        )

    def gap(self, keyword: str) -> tuple[str, str]:
        return keyword, "unusable" if keyword in self.written else "missing"

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """What the other SUVs lack."""
        known = (("PatientWeight", self.weight), ("PatientSize", self.height), ("PatientSex", self.sex))
        return tuple(self.gap(keyword) for keyword, value in known if not value)

    @property
    def masses(self) -> dict[str, float]:
        """What each SUV divides the dose by, in g (bsa: cm2)."""
        found: dict[str, float | None] = {}
        if self.weight:
            found["bw"] = 1000 * self.weight
        if self.height:
            found["ibw"] = _grams(ideal_body_weight(self.height, self.sex))
        if self.weight and self.height:
            found["bsa"] = body_surface_cm2(self.weight, self.height)
            found["lbm"] = _grams(lean_body_mass(self.weight, self.height, self.sex))
            found["james"] = _grams(lean_body_mass_james(self.weight, self.height, self.sex, 120))
            found["james128"] = _grams(lean_body_mass_james(self.weight, self.height, self.sex, 128))
        return {kind: mass for kind, mass in found.items() if mass and mass > 0}

    def from_bw(self, bw: float, activity: float | None = None) -> SuvFactors:
        return self.scaled({"bw": bw}, "bw", activity)

    def scaled(self, own: dict[str, float], by: str, activity: float | None = None, lean: str = "lbm") -> SuvFactors:
        """The other SUVs from one that is known: they differ by the patient's measures alone."""
        masses = self.masses
        base = masses.get(by)
        per = next(iter(own.values())) / base if base else None
        made = {
            kind: per * masses[name] if per and name in masses else None
            for kind, name in zip(KINDS, ("bw", lean, "bsa", "ibw"), strict=True)
        }
        made.update(own)
        said = {"lbm": "Janmahasatian", "james": "James", "james128": "James 128"}[lean]
        return SuvFactors(made["bw"], made["lbm"], made["bsa"], made["ibw"], self.gaps, said, activity)


def _grams(kilograms: float | None) -> float | None:
    return 1000 * kilograms if kilograms else None


def _written_as(kind: str, body: _Body) -> SuvFactors:
    """Values that are SUVs already (C.8.9.1.1.3: without SUVType by body weight)."""
    ways = {"BW": ("bw", "bw", "lbm"), "BSA": ("bsa", "bsa", "lbm"), "IBW": ("ibw", "ibw", "lbm"), "LBM": ("lbm", "james", "james")}
    ways |= {"LBMJAMES128": ("lbm", "james128", "james128"), "LBMJANMA": ("lbm", "lbm", "lbm")}
    if kind not in ways:
        return SuvFactors(missing=(("SUVType", "unusable"),))
    own, by, lean = ways[kind]
    return body.scaled({own: 1.0}, by, lean=lean)


def _corrected(dataset: Elements) -> set[str]:
    words = {word.upper() for word in dataset.texts("CorrectedImage")}
    words |= {"ATTN"} if dataset.text("AttenuationCorrected").upper() == "YES" else set()  # Enhanced PET, C.8.22.3
    return words | ({"DECY"} if dataset.text("DecayCorrected").upper() == "YES" else set())


def _corrections(dataset: Elements) -> list[Gap]:
    if {"ATTN", "DECY"} <= _corrected(dataset):
        return []
    return [("CorrectedImage", "unusable" if "CorrectedImage" in dataset or "DecayCorrected" in dataset else "missing")]


def decayed_dose(dataset: Elements) -> tuple[float | None, list[Gap]]:
    """Bq at the moment the image is decay-corrected to, and every tag that was missing or cannot be true."""
    drugs = dataset.items("RadiopharmaceuticalInformationSequence")
    gaps: list[Gap] = []
    if not drugs:
        gaps.append(("RadiopharmaceuticalInformationSequence", "missing"))
    elif len(drugs) > 1:  # which of two tracers the image shows is not told here
        gaps.append(("RadiopharmaceuticalInformationSequence", "unusable"))
    drug = drugs[0] if drugs else None
    dose = drug.number("RadionuclideTotalDose") if drug else None
    half_life = drug.number("RadionuclideHalfLife") if drug else None
    if drug is not None and (not dose or not LEAST_DOSE <= dose <= LARGEST_DOSE):
        gaps.append(gap(drug, "RadionuclideTotalDose"))
    if drug is not None and (not half_life or half_life <= 0 or not _of_nuclide(drug, half_life)):
        gaps.append(gap(drug, "RadionuclideHalfLife"))
    lives = half_life if half_life and half_life > 0 else 0.0
    to, moment = decay_moment(dataset)
    if not to:
        written = dataset.text("DecayCorrection") or dataset.text("DecayCorrectionDateTime")
        gaps.append(("DecayCorrection", "unusable" if written else "missing"))
    if to == "ADMIN":
        return (None if gaps else dose), gaps
    start, wrong = (moment, []) if moment else scan_start(dataset, lives)
    gaps += wrong
    if drug is None:
        return None, gaps
    seconds, wrong = elapsed(drug, dataset, start if lives else None, lives)
    gaps += wrong
    if gaps or seconds is None or not dose or not lives:
        return None, gaps
    return dose * 2 ** (-seconds / lives), gaps


def _of_nuclide(drug: Elements, half_life: float) -> bool:
    """Whether a half-life can be that of the nuclide the image names: one in minutes is caught, rounding is not."""
    nuclide = drug.first("RadionuclideCodeSequence")
    code = nuclide.text("CodeValue") if nuclide else ""
    known = next((seconds for seconds, codes in _HALF_LIFE.items() if code in codes), None)
    return known is None or abs(half_life / known - 1) < 0.1


def lean_body_mass(weight_kg: float, height_m: float, sex: str) -> float | None:
    """kg, by Janmahasatian 2005 (as QIBA and SUVType LBMJANMA)."""
    bmi = weight_kg / height_m**2
    if sex == "M":
        return 9270 * weight_kg / (6680 + 216 * bmi)
    return 9270 * weight_kg / (8780 + 244 * bmi) if sex == "F" else None


def lean_body_mass_james(weight_kg: float, height_m: float, sex: str, men: float = 120) -> float | None:
    """kg, by James 1976 (SUVType LBM); ``men`` 128 for LBMJAMES128."""
    ratio = (weight_kg / (100 * height_m)) ** 2
    if sex == "M":
        return 1.10 * weight_kg - men * ratio
    return 1.07 * weight_kg - 148 * ratio if sex == "F" else None


def body_surface_cm2(weight_kg: float, height_m: float) -> float:
    """cm2, by DuBois and DuBois 1916."""
    return 1e4 * 0.007184 * math.pow(weight_kg, 0.425) * math.pow(100 * height_m, 0.725)


def ideal_body_weight(height_m: float, sex: str) -> float | None:
    """kg, by Sugawara 1999."""
    over = 100 * height_m - 152
    return 48.0 + 1.06 * over if sex == "M" else 45.5 + 0.91 * over if sex == "F" else None


def _philips(dataset: Elements) -> tuple[float | None, float | None]:
    """Philips writes counts with private factors: to SUVbw (7053,1000) and to Bq/ml (7053,1009). None where absent or not positive."""
    found = []
    for element in (0x00, 0x09):
        written = private_text(dataset, 0x7053, "PHILIPS PET", element)
        try:
            value = float(written) if written else 0.0
        except ValueError:
            value = 0.0
        found.append(value if 0 < value < 1e12 else None)
    return found[0], found[1]


def words_for(missing: Iterable[tuple[str, str]]) -> str:
    """What is missing and what cannot be true, for the reader: each tag in words with its keyword."""
    names = {
        "RescaleSlope": tr("the rescale slope or intercept"),
        "Units": tr("values in Bq/ml, counts with a maker's factor, or SUV"),
        "SUVType": tr("a known kind of SUV"),
        "CorrectedImage": tr("corrections for attenuation and decay"),
        "DecayCorrection": tr("the moment decay is corrected to (start of the scan or injection)"),
        "RadiopharmaceuticalInformationSequence": tr("the one injected tracer"),
        "RadionuclideTotalDose": tr("the injected activity in Bq"),
        "RadionuclideHalfLife": tr("the tracer's half-life in seconds"),
        "RadiopharmaceuticalStartDateTime": tr("date and time of the injection"),
        "RadiopharmaceuticalStartTime": tr("the time of the injection"),
        "SeriesDate": tr("the date of the scan"),
        "SeriesTime": tr("the time the scan started"),
        "AcquisitionDate": tr("the date of the acquisition"),
        "AcquisitionTime": tr("the time of the acquisition"),
        "TimezoneOffsetFromUTC": tr("the time zone of the image"),
        "PatientWeight": tr("the patient's weight"),
        "PatientSize": tr("the patient's height"),
        "PatientSex": tr("the patient's sex"),
    }
    told = dict.fromkeys(missing)
    said = []
    for how, words in (("missing", tr("missing: {what}")), ("unusable", tr("not usable as written: {what}"))):
        these = [f"{names.get(keyword, keyword)} ({keyword})" for keyword, found in told if found == how]
        if these:
            said.append(words.format(what=", ".join(these)))
    return "; ".join(said)


NEEDS: dict[str, Sequence[str]] = {  # of the patient, by kind of SUV
    "bw": ("PatientWeight",),
    "lbm": ("PatientWeight", "PatientSize", "PatientSex"),
    "bsa": ("PatientWeight", "PatientSize"),
    "ibw": ("PatientSize", "PatientSex"),
}
