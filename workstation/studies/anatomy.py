"""Which regions of the body an exam is about, on which side and by which family of modality: from codes, else from French or English words.

What the description says wins over BodyPartExamined, which scanners fill with the protocol's default; the code is used where the words
name no region, and the series' words last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workstation.studies.model import Study
from workstation.studies.text import main_modality
from workstation.studies.vocabulary import Alone, Level, Pattern, Vocabulary, code_region, is_one_of, shipped, words_of

_WORTH: dict[Level, int] = {"none": 0, "weak": 1, "related": 2, "same": 3}
_LEVELS: tuple[Level, ...] = ("none", "weak", "related", "same")
_CONTEXT_REACH = 4  # words
_STANDING: dict[Alone, int] = {"": 0, "system": 1, "text": 2}


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What an exam is about. ``regions`` are names of resources/vocabulary/regions.toml, spans spelled out, the one named first first.

    ``field``: regions an exam of that family always shows besides (a CT of the colon shows the abdomen). ``laterality``: R, L, B or ""."""

    regions: tuple[str, ...]
    family: str
    laterality: str = ""
    field: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # as the words said it, spans not spelled out
    told_by: str = ""  # description, body part, series, modality, or ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Regions and field."""
        return self.regions + tuple(r for r in self.field if r not in self.regions)


def anatomy_of(study: Study) -> Anatomy:
    """Regions, side and family of an exam, from what its source tells."""
    return _anatomy(
        main_modality(study.modalities),
        study.description,
        study.body_part,
        study.laterality,
        tuple(sorted({(s.description, s.body_part, s.laterality) for s in study.series})),
    )


@lru_cache(maxsize=16384)
def _anatomy(modality: str, description: str, body_part: str, laterality: str, series: tuple[tuple[str, str, str], ...]) -> Anatomy:
    vocabulary = shipped()
    family = family_of(modality, description)
    told_by, found = "", _Found()
    tellers = (("description", (description,)), ("body part", (body_part,)), ("series", tuple(t for s in series for t in s[:2])))
    for teller, texts in tellers:
        for text in texts:
            found = _add(found, regions_in(text, family) if teller == "description" else _coded(vocabulary, text, family))
        if found.regions:
            told_by = teller
            break
    if not found.regions:
        implied = vocabulary.families[family].implies.get(modality, "") if family else ""
        found, told_by = (_Found((implied,)), "modality") if implied else (found, "")
    regions, field = _spelled_out(vocabulary, found.regions, family)
    side = ""
    if any(vocabulary.regions[r].paired for r in regions):
        side = side_in(description) or ("B" if found.plural else "") or laterality or _of_series(s[2] for s in series)
    return Anatomy(regions, family, side, field, found.regions, told_by)


@dataclass(frozen=True, slots=True)
class _Found:
    regions: tuple[str, ...] = ()
    plural: bool = False


def _add(a: _Found, b: _Found) -> _Found:
    return _Found(tuple(dict.fromkeys(a.regions + b.regions)), a.plural or b.plural)


def _coded(vocabulary: Vocabulary, text: str, family: str) -> _Found:
    code = code_region(vocabulary, text)
    if code:
        return _Found((vocabulary.regions[code].means.get(family, code),))
    return regions_in(text, family)


def family_of(modality: str, description: str = "") -> str:
    """The family (key of modalities.toml) of a DICOM Modality; words decide where it says nothing. "" when neither tells."""
    vocabulary = shipped()
    words = words_of(description, vocabulary.ignored)
    known = vocabulary.family_of.get(modality.upper(), "")
    for pattern in vocabulary.decisive_words:
        decides = vocabulary.families[pattern.target].decides
        if decides and modality.upper() in ("", *decides.over) and any(pattern.matches(words, at) for at in range(len(words))):
            return pattern.target
    if known:
        return known
    found = [(p.rank, -at, p.target) for at in range(len(words)) for p in vocabulary.family_words if p.matches(words, at)]
    return max(found)[2] if found else ""


def regions_in(text: str, family: str = "") -> _Found:
    """The regions a text names, in the order of the text; the longest match of words wins, ``alone`` entries only by themselves."""
    vocabulary = shipped()
    words = words_of(text, vocabulary.ignored)
    matches: list[tuple[tuple[int, int, int], int, Pattern]] = []
    for at, word in enumerate(words):
        for pattern in vocabulary.starting(word):
            if pattern.family and pattern.family != family:
                continue
            if not pattern.matches(words, at):
                continue
            if pattern.context and not _in_context(vocabulary, pattern.context, words, at, len(pattern.words)):
                continue
            matches.append((pattern.rank, at, pattern))
    matches.sort(key=lambda m: (_STANDING[m[2].alone], -m[0][0], -m[0][1], -m[0][2], m[1], m[2].target))
    taken: set[int] = set()
    chosen: list[tuple[int, str]] = []
    plural = False
    for _, at, pattern in matches:
        span = set(range(at, at + len(pattern.words)))
        if span & taken or not _may_stand(vocabulary, pattern, chosen):
            continue
        taken |= span
        chosen.append((at, vocabulary.regions[pattern.target].means.get(family, pattern.target)))
        plural = plural or pattern.plural
    return _Found(tuple(dict.fromkeys(name for _, name in sorted(chosen))), plural)


def _may_stand(vocabulary: Vocabulary, pattern: Pattern, chosen: Sequence[tuple[int, str]]) -> bool:
    """A vague word counts only where nothing better was found (matches come best first)."""
    others = [name for _, name in chosen if name != pattern.target]
    if pattern.alone == "text":
        return not others
    system = vocabulary.regions[pattern.target].system
    return pattern.alone != "system" or not any(vocabulary.regions[name].system == system for name in others)


def _in_context(vocabulary: Vocabulary, context: str, words: Sequence[str], at: int, length: int) -> bool:
    """A context word a few words before (or after) with no new exam between."""
    before, before_stems, after, after_stems = vocabulary.contexts[context]
    for back in range(at - 1, max(-1, at - 1 - _CONTEXT_REACH), -1):
        if is_one_of(words[back], (before, before_stems)):
            return True
        if is_one_of(words[back], vocabulary.breaks):
            break
    for ahead in range(at + length, min(len(words), at + length + _CONTEXT_REACH)):
        if is_one_of(words[ahead], (after, after_stems)):
            return True
        if is_one_of(words[ahead], vocabulary.breaks):
            break
    return False


def _spelled_out(vocabulary: Vocabulary, named: tuple[str, ...], family: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    regions: list[str] = []
    for name in named:
        regions += vocabulary.regions[name].covers or (name,)
    field = [r for name in regions for r in vocabulary.regions[name].field.get(family, ())]
    return tuple(dict.fromkeys(regions)), tuple(dict.fromkeys(r for r in field if r not in regions))


def side_in(text: str) -> str:
    """R, L or B as the words say; "" where they say nothing. Single letters count too: ask only for exams of paired regions."""
    words = words_of(text)
    said = set()
    for side, forms in shipped().sides.items():
        if any(Pattern(form, side).matches(words, at) for form in forms for at in range(len(words))):
            said.add(side)
    if "both" in said or {"right", "left"} <= said:
        return "B"
    return "R" if "right" in said else "L" if "left" in said else ""


def _of_series(sides: Iterable[str]) -> str:
    said = {s for s in sides if s}
    return said.pop() if len(said) == 1 else "B" if said else ""


def relation(current: str, prior: str, family: str = "") -> Level:
    """How the place ``prior`` stands to ``current``. ``family``: that of both exams when it is one, else "". Symmetric.

    Over wholes (part_of) and neighbours (near): the weakest step counts; two parts of one whole are one level less than it."""
    vocabulary = shipped()
    first, second = sorted((current, prior))
    key = (first, second, family)
    if key not in vocabulary.relations:
        vocabulary.relations[key] = _relation(vocabulary, current, prior, family)
    return vocabulary.relations[key]


def _relation(vocabulary: Vocabulary, a: str, b: str, family: str) -> Level:
    if a == b:
        return "same"
    direct = _near(vocabulary, a, b, family)
    if direct is not None:
        return direct
    best = 0
    for x, up in _wholes(vocabulary, a):
        for y, down in _wholes(vocabulary, b):
            step = 3 if x == y else _WORTH[_near(vocabulary, x, y, family) or "none"]
            worth = min(up, down, step)
            if x != a and y != b:
                worth -= 1
            best = max(best, worth)
    return _LEVELS[max(0, best)]


def _near(vocabulary: Vocabulary, a: str, b: str, family: str) -> Level | None:
    """The neighbourhood that a table tells outright, in either direction; that of the family first."""
    x, y = vocabulary.regions[a], vocabulary.regions[b]
    for table in ((x.near_in.get(family, {}), b), (y.near_in.get(family, {}), a), (x.near, b), (y.near, a)):
        if table[1] in table[0]:
            return table[0][table[1]]
    return None


def _wholes(vocabulary: Vocabulary, region: str) -> list[tuple[str, int]]:
    """The region itself and the wholes above it, with the weakest step to each."""
    reached = [(region, 3)]
    for name, worth in reached:
        reached += [(whole, min(worth, _WORTH[level])) for whole, level in vocabulary.regions[name].part_of.items()]
    return reached


def best_relation(current: Anatomy, prior: Anatomy) -> tuple[Level, str, str]:
    """The closest pair of places of two exams: its level, and the current and the prior region of it. Levels are by the words of both."""
    family = current.family if current.family == prior.family else ""
    best: tuple[int, int, str, str] = (0, 0, "", "")
    for i, a in enumerate(current.shown):
        for j, b in enumerate(prior.shown):
            worth = _WORTH[relation(a, b, family)]
            if worth > best[0]:
                best = (worth, -(i + j), a, b)
    return _LEVELS[best[0]], best[2], best[3]


def covered(current: Anatomy, prior: Anatomy) -> float:
    """Share of the current exam's regions that the prior shows too, 0 to 1."""
    if not current.regions:
        return 0.0
    seen = sum(any(_WORTH[relation(a, b)] == 3 for b in prior.shown) for a in current.regions)
    return seen / len(current.regions)


def region_name(region: str) -> str:
    """The region's name in the user's language."""
    return str(shipped().regions[region])


def words_for(anatomy: Anatomy) -> str:
    """What an exam is about, in the user's language: ``thorax, abdomen et pelvis``; "" when unknown."""
    return ", ".join(region_name(name) for name in (anatomy.named or anatomy.regions))
