"""What a protocol can ask of a display set: weighting, kernel, plane, view and so on, from its values and the words of its label.

The words stand in resources/vocabulary/series_words.toml.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pydantic import Field

from workstation.imaging.model import DisplaySet, Window
from workstation.language import RESOURCES
from workstation.studies.anatomy import family_of, side_in
from workstation.studies.resource_files import Strict, read_toml
from workstation.studies.vocabulary import Pattern, pattern_of, words_of

FILE = RESOURCES / "vocabulary" / "series_words.toml"
_PLANES = (
    ("axial", frozenset({"AX", "AXIAL", "AXIALE", "TRA", "TRANS", "TRANSVERSE", "AXIALES"})),
    ("coronal", frozenset({"COR", "CORO", "CORONAL", "CORONALE", "FRONTAL"})),
    ("sagittal", frozenset({"SAG", "SAGITTAL", "SAGITTALE"})),
)


class _Entry(Strict):
    words: tuple[str, ...]
    not_: tuple[str, ...] = Field(default=(), alias="not")
    only_in: tuple[str, ...] = ()


class _Words(Strict):
    tags: dict[str, _Entry]
    views: dict[str, _Entry]


Compiled = tuple[str, tuple[str, ...], tuple[str, ...], tuple[Pattern, ...]]


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """The file, compiled: (name, families, what it rules out, patterns) of each tag and view."""

    tags: tuple[Compiled, ...]
    views: tuple[Compiled, ...]


def load(path: Path = FILE) -> SeriesWords:
    """Read and compile. SettingsInvalid names file, line and key."""
    words: _Words = read_toml(path, _Words)
    return SeriesWords(_compiled(words.tags), _compiled(words.views))


def _compiled(entries: dict[str, _Entry]) -> tuple[Compiled, ...]:
    return tuple(
        (name, entry.only_in, entry.not_, tuple(Pattern(form, name) for w in entry.words for form in pattern_of(w)))
        for name, entry in entries.items()
    )


@cache
def shipped() -> SeriesWords:
    """The words that come with the program."""
    return load()


@dataclass(frozen=True, slots=True)
class Traits:
    """Facts of one display set that rules speak of. ``step_mm``: between slices; ``slices``: positions, not phases."""

    modality: str
    family: str
    kind: str
    plane: str
    tags: frozenset[str]
    view: str  # CC, MLO, ML; front, lateral, oblique, axial; or ""
    laterality: str
    slices: int
    images: int
    phases: int
    step_mm: float
    b_value: float | None
    frame_of_reference_uid: str
    words: frozenset[str]

    @property
    def shown(self) -> bool:
        """Whether it may stand in a slot: never a localizer, a document or a scout by name."""
        return self.kind not in ("localizer", "document") and "scout" not in self.tags and self.images > 0


def traits_of(display_set: DisplaySet) -> Traits:
    """The facts of a display set."""
    geometry = display_set.geometry
    slices = geometry.slices if geometry else len(display_set.frames)
    step = 0.0
    if geometry and geometry.slices > 1:
        first, last = geometry.slice_origins_lps[0], geometry.slice_origins_lps[-1]
        step = math.dist(first, last) / (geometry.slices - 1)
    family = family_of(display_set.modality)
    tags, view, side, plane, words = _said(display_set.label, display_set.view_position, family)
    if family == "CT" and not tags & {"lung", "bone", "soft"}:
        tags |= _kernel(display_set.default_window)
    if family == "MR" and display_set.b_value is not None and display_set.b_value > 0 and "ADC" not in tags:
        tags = (tags | {"DWI"}) - {"T1", "T2"}
    if any(mark.code == "raw" for mark in display_set.marks):
        tags |= {"raw"}
    return Traits(
        modality=display_set.modality,
        family=family,
        kind=display_set.kind,
        plane=display_set.plane or plane,
        tags=tags,
        view=view,
        laterality=display_set.laterality or side,
        slices=slices,
        images=len(display_set.frames),
        phases=display_set.phases,
        step_mm=step,
        b_value=display_set.b_value,
        frame_of_reference_uid=display_set.frame_of_reference_uid,
        words=words,
    )


@lru_cache(maxsize=8192)
def _said(label: str, view_position: str, family: str) -> tuple[frozenset[str], str, str, str, frozenset[str]]:
    """(tags, view, side, plane, words) of a label and a view code."""
    marked = re.sub(r"\b[cC]\s?\+|\+\s?[cC]\b", " CPLUS ", label)
    marked = re.sub(r"\b[cC]-(?=\W|$)", " CMINUS ", marked)
    marked = re.sub(r"\b([tT]2)\*", r"\1STAR", marked)
    words = words_of(re.sub(r"(?<=[A-Za-z])(?=\d+(?:mm)\b)", " ", marked))
    tags: set[str] = set()
    ruled_out: set[str] = set()
    for name, families, rules_out, patterns in shipped().tags:
        if (not families or family in families) and _stands(patterns, words):
            tags.add(name)
            ruled_out.update(rules_out)
    view = _view(words_of(view_position), family) or _view(words, family)
    side = side_in(label) if family in ("MG", "film") else ""
    plane = next((name for name, said in _PLANES if said & set(words)), "") if family in ("CT", "MR", "PT", "NM") else ""
    return frozenset(tags - ruled_out), view, side, plane, frozenset(words)


def _view(words: list[str], family: str) -> str:
    best = ((0, 0, 0), "")
    for name, families, _, patterns in shipped().views:
        if families and family not in families:
            continue
        for pattern in patterns:
            if pattern.rank > best[0] and _stands((pattern,), words):
                best = (pattern.rank, name)
    return best[1]


def _stands(patterns: tuple[Pattern, ...], words: list[str]) -> bool:
    return any(p.matches(words, at) for p in patterns for at in range(len(words)))


def _kernel(window: Window | None) -> frozenset[str]:
    """The reconstruction kernel that the series' own window speaks of, where no word does."""
    if window is None:
        return frozenset()
    if window.center < -300:
        return frozenset({"lung"})
    return frozenset({"bone"}) if window.width >= 1200 and window.center >= 150 else frozenset({"soft"})
