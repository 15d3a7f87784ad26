"""Whether two records are one person (DOMAIN.md, "Identity"): certain, probable or refused, always with the reason in words.

- *certain*: the same identifier from the same issuer, or the same INS, and traits (name, birth date, sex) that do not contradict it;
- *probable*: traits agree without such an identifier, or an identifier agrees and one trait is slightly off: the reader confirms once;
- *refused*: traits disagree although an identifier is equal, or too little is known. A prior of the wrong person is the worst fault.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from workstation.language import tr
from workstation.studies.model import INS_OIDS, Patient
from workstation.studies.text import parts_of_name

Verdict = Literal["certain", "probable", "refused"]
Agreement = Literal["same", "close", "other", "unknown"]

_LETTERS = str.maketrans(
    {"Œ": "OE", "œ": "OE", "Æ": "AE", "æ": "AE", "ß": "SS", "Ø": "O", "ø": "O", "Ł": "L", "ł": "L", "Đ": "D", "đ": "D"}
)
_LINKS = frozenset({"EP", "EPOUSE", "EPSE", "NEE", "NE", "VVE", "VEUVE", "DIT", "DITE", "MME", "MLLE", "MR"})  # between two family names
_NOBODY = frozenset(
    {"ANONYMOUS", "ANONYME", "ANONYMIZED", "ANONYMISE", "ANON", "UNKNOWN", "INCONNU", "NONAME", "PATIENT", "X", "XX", "XXX"}
)
_NO_WORD = re.compile(r"[^A-Z0-9]+")
_NO_BIRTH = frozenset({"19000101", "19010101", "18000101", "00010101", "11111111"})


class Comparison(NamedTuple):
    """The verdict and one sentence that says why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Traits:
    """How far name, birth date and sex of two records agree."""

    family: Agreement
    given: Agreement
    birth: Agreement
    sex: Agreement


def compare(a: Patient, b: Patient) -> Comparison:
    """Whether the records ``a`` and ``b`` are one person. Symmetric. Says nothing of a record's own truth."""
    traits = compare_traits(a, b)
    other = _contradiction(traits)
    ins = _same_ins(a, b)
    if ins is False:
        return Comparison("refused", tr("Two different INS"))
    shared, unissued, other_issuer = _shared_ids(a, b)
    if ins or shared:
        what = tr("Same INS") if ins else tr("Same ID from the same issuer")
        if not other:
            return Comparison("certain", _with_usage(what, traits))
        if _slight(traits) or (ins and _married(traits)):
            verdict: Verdict = "certain" if ins and _married(traits) else "probable"
            return Comparison(verdict, tr("{what}, but {difference}", what=what, difference=other))
        return Comparison("refused", tr("{what}, but {difference}", what=what, difference=other))
    if other:
        if unissued or other_issuer:
            return Comparison("refused", tr("{what}, but {difference}", what=tr("Same ID"), difference=other))
        return Comparison("refused", _capital(other))
    if traits.given == "unknown" or traits.family == "unknown" or traits.birth == "unknown":
        if unissued and traits.birth != "unknown" and traits.family != "other":
            return Comparison("probable", tr("Same ID and birth date, name incomplete"))
        if unissued and traits.family == traits.given == "same":
            return Comparison("probable", tr("Same ID and name, birth date unknown"))
        if unissued == "both":
            return Comparison("probable", tr("Same ID, but name or birth date is missing"))
        return Comparison("refused", tr("Too little is known: no shared identifier, and name or birth date is missing"))
    exact = traits.family == "same" and traits.given == "same"
    if unissued == "both" and exact and traits.sex != "unknown":
        return Comparison("certain", tr("Same ID, name, birth date and sex"))
    if other_issuer:
        return Comparison("probable", tr("Same name and birth date; the equal ID is from another issuer"))
    if not exact:
        return Comparison("probable", tr("Birth date and sex agree, the name nearly: name in use, spelling or order"))
    if _two_ids_of_one_issuer(a, b):
        return Comparison("probable", tr("Same name, birth date and sex, under two IDs of one site"))
    return Comparison("probable", tr("Same name, birth date and sex, other ID"))


def compare_traits(a: Patient, b: Patient) -> Traits:
    """Name (every name of one record against every name of the other, the best pair counts), birth date and sex."""
    best = max(((_names(x, y)) for x in (a.name, *a.other_names) for y in (b.name, *b.other_names)), key=_how_good)
    return Traits(best[0], best[1], _births(a.birth_date, b.birth_date), _sexes(a.sex, b.sex))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Capital letters and digits only, no accents, one space for anything else: ``Jean-Rémi d'Œrs`` -> ``JEAN REMI D OERS``."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.upper().translate(_LETTERS))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_NO_WORD.sub(" ", text.upper()).split())


def _with_usage(what: str, traits: Traits) -> str:
    return tr("{what}; the name is written otherwise", what=what) if "close" in (traits.family, traits.given) else what


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _contradiction(t: Traits) -> str:
    """The traits that disagree, as words; "" when none does."""
    wrong = []
    if t.family == "other" and t.given == "other":
        wrong.append(tr("another name"))
    elif t.family == "other":
        wrong.append(tr("another family name"))
    elif t.given == "other":
        wrong.append(tr("another given name"))
    if t.birth in ("other", "close"):
        wrong.append(tr("another birth date"))
    if t.sex == "other":
        wrong.append(tr("another sex"))
    return tr(" and ").join(wrong)


def _slight(t: Traits) -> bool:
    """One thing is off in a way people make mistakes: a digit of the birth date, the sex, a family name after marriage."""
    named = t.family in ("same", "close") and t.given in ("same", "close")
    born = t.birth in ("same", "unknown")
    if named and t.birth == "close" and t.sex != "other":
        return True
    if named and t.birth == "same" and t.sex == "other":
        return True
    return _married(t) and born


def _married(t: Traits) -> bool:
    return t.family == "other" and t.given in ("same", "close") and t.birth == "same" and t.sex == "same"


def _same_ins(a: Patient, b: Patient) -> bool | None:
    """True: the same. False: two that cannot be one person's. None: not known, or a waiting number (NIA) beside a final one (NIR)."""
    x, y = (re.sub(r"\W", "", p.ins).upper()[:13] for p in (a, b))
    if len(x) < 13 or len(y) < 13 or len(set(x)) < 3 or len(set(y)) < 3:
        return None
    if x == y:
        return True
    return None if (x[0] in "12") != (y[0] in "12") else False


def _shared_ids(a: Patient, b: Patient) -> tuple[bool, str, bool]:
    """(same ID and issuer, same ID with issuer missing on "both", "one" or no side, same ID from two issuers). INS left out."""
    shared, unissued, conflicting = False, "", False
    for x in a.ids:
        for y in b.ids:
            if not fold(x.value).strip("0 ") or fold(x.value) != fold(y.value) or x.issuer in INS_OIDS or y.issuer in INS_OIDS:
                continue
            if x.issuer and y.issuer:
                same = x.issuer.strip().upper() == y.issuer.strip().upper()
                shared, conflicting = shared or same, conflicting or not same
            elif not x.issuer and not y.issuer:
                unissued = "both"
            else:
                unissued = unissued or "one"
    return shared, unissued, conflicting and not shared


def _two_ids_of_one_issuer(a: Patient, b: Patient) -> bool:
    mine = {i.issuer.upper() for i in a.ids if i.issuer and i.issuer not in INS_OIDS}
    return bool(mine & {i.issuer.upper() for i in b.ids})


def _how_good(pair: tuple[Agreement, Agreement]) -> int:
    worth = {"same": 4, "close": 3, "unknown": 1, "other": 0}
    return worth[pair[0]] + worth[pair[1]]


def _names(a: str, b: str) -> tuple[Agreement, Agreement]:
    """Agreement of (family, given). A name in one piece, or with family and given changed over, is looked at as a bag of words."""
    (fa, ga), (fb, gb) = (tuple(fold(part) for part in parts_of_name(n)) for n in (a, b))
    if not (fa + ga) or not (fb + gb) or fa in _NOBODY or fb in _NOBODY:
        return "unknown", "unknown"
    if not ga or not gb:
        x, y = sorted(f"{fa} {ga}".split()), sorted(f"{fb} {gb}".split())
        if x == y:
            return "same", "same"
        if ga or gb:
            shorter, longer = sorted((set(x), set(y)), key=len)
            return ("close", "close" if len(shorter) > 1 else "unknown") if shorter <= longer else ("other", "unknown")
        return _words_agree(fa, fb, family=True), "unknown"
    straight = (_words_agree(fa, fb, family=True), _words_agree(ga, gb))
    if "other" in straight and _words_agree(fa, gb, family=True) != "other" and _words_agree(ga, fb, family=True) != "other":
        return "close", "close"
    return straight


def _words_agree(a: str, b: str, *, family: bool = False) -> Agreement:
    if not a or not b:
        return "unknown"
    if a.replace(" ", "") == b.replace(" ", ""):
        return "same"
    x, y = ({w for w in side.split() if w not in _LINKS} for side in (a, b))
    if x and y and (x <= y or y <= x):
        return "close"  # MARTIN and MARTIN-DURAND, JEAN and JEAN PIERRE
    if not family and any(len(w) == 1 for w in x | y) and a[:1] == b[:1] and (len(a) == 1 or len(b) == 1):
        return "close"  # J and JEAN
    return "close" if _one_slip(a.replace(" ", ""), b.replace(" ", "")) else "other"


def _one_slip(a: str, b: str) -> bool:
    """One letter added, lost, changed, or two neighbours changed over, in a word of at least five letters."""
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    longer, shorter = (rest_a, rest_b) if len(rest_a) > len(rest_b) else (rest_b, rest_a)
    return longer[1:] == shorter


def _births(a: str, b: str) -> Agreement:
    if not a or not b or a in _NO_BIRTH or b in _NO_BIRTH:
        return "unknown"
    if a == b:
        return "same"
    parts = sum(x == y for x, y in ((a[:4], b[:4]), (a[4:6], b[4:6]), (a[6:], b[6:])))
    turned = a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]
    return "close" if parts == 2 or turned else "other"


def _sexes(a: str, b: str) -> Agreement:
    if a not in ("M", "F") or b not in ("M", "F"):
        return "unknown"
    return "same" if a == b else "other"
