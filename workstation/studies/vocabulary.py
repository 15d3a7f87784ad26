"""The words of radiology, read from resources/vocabulary/: regions, contexts, sides, families of modalities, affinities.

What the keys mean is written at the head of each file, for the radiologist who edits it. Here they are checked (unknown regions,
families and levels are refused by file, line and key) and compiled into patterns over folded words (``identity.fold``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from workstation.errors import SettingsInvalid
from workstation.language import RESOURCES, language, tr
from workstation.studies.identity import fold
from workstation.studies.resource_files import Strict, line_of, read_toml

Level = Literal["same", "related", "weak", "none"]
Alone = Literal["", "system", "text"]  # counts only where nothing else names a region of its system, or a region at all
FOLDER = RESOURCES / "vocabulary"
_ELISION = re.compile(r"\b[dlDL]['’`]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")


class RegionEntry(Strict):
    """One table of regions.toml; the keys are explained there."""

    en: str
    fr: str
    system: str
    paired: bool = False
    words: tuple[str, ...] = ()
    words_in: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    words_with: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    vague: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    field: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    means: dict[str, str] = Field(default_factory=dict)
    part_of: dict[str, Level] = Field(default_factory=dict)
    near: dict[str, Level] = Field(default_factory=dict)
    near_in: dict[str, dict[str, Level]] = Field(default_factory=dict)

    def __str__(self) -> str:
        return self.fr if language() == "fr" else self.en


class _Context(Strict):
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Sides(Strict):
    """laterality.toml."""

    right: tuple[str, ...]
    left: tuple[str, ...]
    both: tuple[str, ...]


class Decides(Strict):
    """Words that overrule certain values of Modality."""

    words: tuple[str, ...]
    over: tuple[str, ...]


class Family(Strict):
    """One table of modalities.toml."""

    en: str
    fr: str
    dicom: tuple[str, ...]
    words: tuple[str, ...] = ()
    decides: Decides | None = None
    implies: dict[str, str] = Field(default_factory=dict)

    def __str__(self) -> str:
        return self.fr if language() == "fr" else self.en


Worth = dict[str, float]


class Affinity(Strict):
    """affinity.toml: worth of a prior, 0 to 3."""

    fetch_from: float = Field(ge=0, le=3)
    related_costs: float
    related_floor: float
    weak_at_most: float
    unknown_region: float
    opposite_side: float
    one_side_of_both: float
    side_unknown: float
    coverage: float
    halving_years: dict[str, float]
    general: dict[str, Worth]
    system: dict[str, dict[str, Worth]] = Field(default_factory=dict)
    region: dict[str, dict[str, Worth]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word or several in a row that name something. ``length`` of its letters without stars ranks matches of equally many words."""

    words: tuple[str, ...]
    target: str
    family: str = ""  # only in exams of that family
    context: str = ""  # only beside a word of that context
    alone: Alone = ""
    plural: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """More words, then a condition that is met, then more letters."""
        letters = sum(len(w.rstrip("*")) * 2 + (not w.endswith("*")) for w in self.words)
        return len(self.words), 1 if self.family or self.context else 0, letters

    def matches(self, words: Sequence[str], at: int) -> bool:
        """Whether the pattern stands in ``words`` from ``at`` on."""
        if at + len(self.words) > len(words):
            return False
        return all(said.startswith(w[:-1]) if w.endswith("*") else said == w for w, said in zip(self.words, words[at:], strict=False))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, compiled."""

    regions: Mapping[str, RegionEntry]
    families: Mapping[str, Family]
    affinity: Affinity
    patterns: Mapping[str, tuple[Pattern, ...]]  # by the first three letters of the first word, "" for shorter stems
    contexts: Mapping[str, tuple[frozenset[str], tuple[str, ...], frozenset[str], tuple[str, ...]]]
    breaks: tuple[frozenset[str], tuple[str, ...]]
    ignored: frozenset[str]
    codes: Mapping[str, str]
    sides: Mapping[str, tuple[tuple[str, ...], ...]]
    family_of: Mapping[str, str]
    family_words: tuple[Pattern, ...]
    decisive_words: tuple[Pattern, ...]
    relations: dict[tuple[str, str, str], Level] = field(default_factory=dict, compare=False)

    def starting(self, word: str) -> Iterable[Pattern]:
        """The patterns whose first word may be this one."""
        yield from self.patterns.get(word[:3], ())
        yield from self.patterns.get("", ())


def words_of(text: str, ignored: frozenset[str] = frozenset()) -> list[str]:
    """Folded words of a text: ``Échographie de l'épaule D`` -> ECHOGRAPHIE EPAULE D; ``R.X.`` is one word."""
    plain = _DOTTED.sub(lambda m: m.group().replace(".", "") + " ", _ELISION.sub(" ", text))
    return [w for w in fold(plain.replace("_", " ")).split() if w not in ignored]


def pattern_of(text: str, ignored: frozenset[str] = frozenset()) -> list[tuple[str, ...]]:
    """The forms of one entry: its words in a row and, where they are two, the two written as one."""
    words = []
    for part in text.split():
        star = part.endswith("*")
        pieces = fold(part.rstrip("*")).split()
        if star and pieces:
            pieces[-1] += "*"
        words += [p for p in pieces if p.rstrip("*") and (p not in ignored or len(text.split()) == 1)]
    forms = [tuple(words)]
    if len(words) == 2 and not words[0].endswith("*") and len(words[0]) > 2 and len(words[1].rstrip("*")) > 2:
        forms.append((words[0] + words[1],))
    return [form for form in forms if form]


def _split(patterns: Iterable[str], ignored: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """(whole words, stems) of single-word entries."""
    forms = [form[0] for text in patterns for form in pattern_of(text, ignored)]
    return frozenset(f for f in forms if not f.endswith("*")), tuple(f[:-1] for f in forms if f.endswith("*"))


def is_one_of(word: str, words: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    """Whether a folded word is among whole words or begins with one of the stems."""
    return word in words[0] or word.startswith(words[1])


def load(folder: Path = FOLDER) -> Vocabulary:
    """Read and check all files of a folder. SettingsInvalid names file, line and key."""
    regions: dict[str, RegionEntry] = read_toml(folder / "regions.toml", dict[str, RegionEntry])
    families: dict[str, Family] = read_toml(folder / "modalities.toml", dict[str, Family])
    contexts: dict[str, _Context] = read_toml(folder / "contexts.toml", dict[str, _Context])
    sides: Sides = read_toml(folder / "laterality.toml", Sides)
    affinity: Affinity = read_toml(folder / "affinity.toml", Affinity)
    small = contexts.pop("words", _Context())
    ignored = frozenset(fold(w) for w in small.ignored)
    _check_names(folder, regions, families, contexts, affinity)
    by_start: defaultdict[str, list[Pattern]] = defaultdict(list)
    for pattern in _patterns(regions, ignored):
        stem = pattern.words[0].rstrip("*")
        by_start[stem[:3] if len(stem) >= 3 or not pattern.words[0].endswith("*") else ""].append(pattern)
    return Vocabulary(
        regions=regions,
        families=families,
        affinity=affinity,
        patterns={start: tuple(several) for start, several in by_start.items()},
        contexts={name: (*_split(c.before, ignored), *_split(c.after, ignored)) for name, c in contexts.items()},
        breaks=_split(small.breaks, ignored),
        ignored=ignored,
        codes={_code(code): name for name, entry in regions.items() for code in entry.codes},
        sides={
            side: tuple(form for w in getattr(sides, side) for form in pattern_of(w, frozenset())) for side in ("right", "left", "both")
        },
        family_of={dicom: name for name, family in families.items() for dicom in family.dicom},
        family_words=tuple(
            Pattern(form, name) for name, family in families.items() for w in family.words for form in pattern_of(w, ignored)
        ),
        decisive_words=tuple(
            Pattern(form, name) for name, f in families.items() if f.decides for w in f.decides.words for form in pattern_of(w, ignored)
        ),
    )


@cache
def shipped() -> Vocabulary:
    """The vocabulary that comes with the program."""
    return load()


def code_region(vocabulary: Vocabulary, code: str) -> str:
    """The region of a BodyPartExamined value or a SNOMED code; "" when unknown."""
    return vocabulary.codes.get(_code(code), "")


def _code(text: str) -> str:
    return fold(text).replace(" ", "")


def _patterns(regions: Mapping[str, RegionEntry], ignored: frozenset[str]) -> Iterable[Pattern]:
    for name, entry in regions.items():
        for text in entry.words:
            yield from (Pattern(form, name) for form in pattern_of(text, ignored))
        for text in entry.plural:
            yield from (Pattern(form, name, plural=True) for form in pattern_of(text, ignored))
        for text in entry.vague:
            yield from (Pattern(form, name, alone="system") for form in pattern_of(text, ignored))
        for text in entry.alone:
            yield from (Pattern(form, name, alone="text") for form in pattern_of(text, ignored))
        for family, words in entry.words_in.items():
            yield from (Pattern(form, name, family=family) for text in words for form in pattern_of(text, ignored))
        for context, words in entry.words_with.items():
            yield from (Pattern(form, name, context=context) for text in words for form in pattern_of(text, ignored))


def _check_names(
    folder: Path, regions: Mapping[str, RegionEntry], families: Mapping[str, Family], contexts: Mapping[str, _Context], affinity: Affinity
) -> None:
    """Every region, family and context that is spoken of exists."""

    def need(names: Iterable[str], known: Iterable[str], file: str, *place: str) -> None:
        known = set(known)
        for name in names:
            if name not in known:
                path = folder / file
                line = line_of(path.read_text("utf-8"), list(place))
                raise SettingsInvalid(
                    tr("{path}, line {line}: {key}: there is no {name}.", path=path, line=line, key=".".join(place), name=repr(name))
                )

    for region, entry in regions.items():
        for key, named in (("covers", entry.covers), ("part_of", entry.part_of), ("near", entry.near)):
            need(named, regions, "regions.toml", region, key)
        need(entry.means.values(), regions, "regions.toml", region, "means")
        need((r for several in entry.field.values() for r in several), regions, "regions.toml", region, "field")
        need((r for several in entry.near_in.values() for r in several), regions, "regions.toml", region, "near_in")
        need((*entry.words_in, *entry.means, *entry.field, *entry.near_in), families, "regions.toml", region, "words_in")
        need(entry.words_with, contexts, "regions.toml", region, "words_with")
    for name, family in families.items():
        need(family.implies.values(), regions, "modalities.toml", name, "implies")
    tables: dict[tuple[str, ...], dict[str, Worth]] = {("general",): affinity.general}
    tables |= {("system", s): t for s, t in affinity.system.items()}
    tables |= {("region", r): t for r, t in affinity.region.items()}
    need(affinity.region, regions, "affinity.toml", "region")
    need(affinity.system, (e.system for e in regions.values()), "affinity.toml", "system")
    for place, table in tables.items():
        need((*table, *(f for row in table.values() for f in row)), families, "affinity.toml", *place)
