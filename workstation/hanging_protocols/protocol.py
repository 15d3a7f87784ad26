"""A hanging protocol as it stands in a TOML file, validated; the keys are explained in resources/hanging_protocols/README.md."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from workstation.errors import SettingsInvalid
from workstation.hanging_protocols import traits
from workstation.language import RESOURCES, language, tr
from workstation.studies import vocabulary
from workstation.studies.resource_files import Strict, line_of, read_toml

FOLDER = RESOURCES / "hanging_protocols"
View = Literal["stack", "mpr-axial", "mpr-coronal", "mpr-sagittal", "mip", "volume", "fusion"]
Plane = Literal["axial", "coronal", "sagittal", "oblique", ""]
Grid = tuple[tuple[str, ...], ...]


class _Named(Strict):
    en: str = ""
    fr: str = ""

    def __str__(self) -> str:
        return self.fr if language() == "fr" and self.fr else self.en


class Wanted(Strict):
    """What a display set must be, or should be: every key that is given has to hold."""

    modality: tuple[str, ...] = ()
    plane: tuple[Plane, ...] = ()
    kind: tuple[Literal["volume", "stack", "single", "cine", "mosaic"], ...] = ()
    tags: tuple[str, ...] = ()  # any of them
    all_tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    laterality: tuple[Literal["R", "L", "B"], ...] = ()
    b_at_least: float | None = None
    b_at_most: float | None = None
    slices_at_least: int = 0
    slices_at_most: int = 1 << 30
    step_at_most: float | None = None  # mm
    same_frame_as: str = ""  # a slot: the same frame of reference


class SeriesRule(_Named):
    """A kind of series by name. ``prefer``: in order of weight. ``size``: thin or thick slices first, or the most images."""

    must: Wanted = Wanted()
    prefer: tuple[Wanted, ...] = ()
    size: Literal["", "thin", "thick", "most"] = ""


class SlotRule(Strict):
    """What one word of a stage's drawing shows."""

    series: str = ""
    which: Literal["current", "prior"] = "current"
    prior: int = Field(default=1, ge=1, description="1: the first comparable prior")
    like: str = ""  # a slot: the display set most like the one shown there
    same_as: str = ""  # a slot: the very display set shown there
    otherwise: Literal["", "any"] = ""
    overlay: str = ""  # a slot whose display set is laid over this one
    view: View = "stack"
    window: str | None = None
    link: str = ""
    align: Literal["", "left", "right"] = ""
    same_scale: bool = False
    invert: bool = False
    colour_map: str = ""
    slab_mm: float = Field(default=0.0, ge=0)
    one_to_one: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> SlotRule:
        if self.same_as and (self.series or self.like):
            raise ValueError("same_as stands alone: it shows the display set of that slot")
        return self


class Stage(_Named):
    """One layout, drawn for some kinds of monitors; or, with ``by_count``, as many viewports as there are display sets, in pages."""

    wide: Grid = ()
    tall: Grid = ()
    two_wide: Grid = ()
    two_tall: Grid = ()
    three_wide: Grid = ()
    three_tall: Grid = ()
    requires: tuple[str, ...] = ()
    slots: dict[str, SlotRule] = Field(default_factory=dict)
    by_count: int = Field(default=0, ge=0, le=16)
    series: str = ""  # of by_count

    @field_validator("wide", "tall", "two_wide", "two_tall", "three_wide", "three_tall", mode="before")
    @classmethod
    def _drawn(cls, rows: object) -> object:
        if isinstance(rows, list) and all(isinstance(row, str) for row in rows):
            return tuple(tuple(str(row).split()) for row in rows)
        return rows

    @property
    def drawings(self) -> tuple[Grid, ...]:
        """Those that are given."""
        return tuple(g for g in (self.wide, self.tall, self.two_wide, self.two_tall, self.three_wide, self.three_tall) if g)

    @model_validator(mode="after")
    def _sound(self) -> Stage:
        if bool(self.by_count) == bool(self.wide):
            raise ValueError("a stage has either wide (a drawing) or by_count")
        for grid in self.drawings:
            if len({len(row) for row in grid}) != 1:
                raise ValueError("all rows of a drawing have the same number of words")
            for name in {word for row in grid for word in row} - {"."}:
                if name not in self.slots:
                    raise ValueError(f"{name} is drawn but not among the slots")
                cells = [(r, c) for r, row in enumerate(grid) for c, word in enumerate(row) if word == name]
                height = max(r for r, _ in cells) - min(r for r, _ in cells) + 1
                width = max(c for _, c in cells) - min(c for _, c in cells) + 1
                if height * width != len(cells):
                    raise ValueError(f"the cells of {name} are no rectangle")
        for name in (*self.requires, *(n for s in self.slots.values() for n in (s.like, s.same_as, s.overlay) if n)):
            if name not in self.slots:
                raise ValueError(f"there is no slot {name}")
        return self


class Match(Strict):
    """Which exams a protocol is for: every key that is given has to hold."""

    families: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()  # all of them among the display sets
    regions: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    min_priors: int = 0
    max_priors: int = 99
    prior_families: tuple[str, ...] = ()  # of priors that can be compared; empty: the family of the current exam
    min_monitors: int = 1
    max_monitors: int = 9
    portrait: bool | None = None


class Protocol(_Named):
    """A whole protocol. ``id`` is the file's name without .toml."""

    id: str = ""
    priority: int = 0
    match: Match = Match()
    series: dict[str, SeriesRule] = Field(default_factory=dict)
    stage: tuple[Stage, ...] = Field(min_length=1)
    spread_window: bool = True
    others: bool = True  # series of the current exam that no stage shows follow in pages of four

    @model_validator(mode="after")
    def _series_known(self) -> Protocol:
        for stage in self.stage:
            for name in (stage.series, *(slot.series for slot in stage.slots.values())):
                if name and name not in self.series:
                    raise ValueError(f"there is no series {name}")
        return self


def load(folder: Path = FOLDER) -> tuple[Protocol, ...]:
    """All protocols of a folder, by name. SettingsInvalid names file, line and key of the first fault."""
    return tuple(load_file(path) for path in sorted(folder.glob("*.toml")))


def load_file(path: Path) -> Protocol:
    """One protocol. SettingsInvalid names file, line and key."""
    protocol: Protocol = read_toml(path, Protocol)
    _check_words(path, protocol)
    return protocol.model_copy(update={"id": path.stem})


def _check_words(path: Path, protocol: Protocol) -> None:
    """Families, regions, systems, tags and views that are spoken of exist."""
    words, said = vocabulary.shipped(), traits.shipped()
    systems = {entry.system for entry in words.regions.values()}
    match = protocol.match
    asked: list[tuple[tuple[str, ...], object, tuple[str, ...]]] = [
        (match.families, words.families, ("match", "families")),
        (match.prior_families, words.families, ("match", "prior_families")),
        (match.regions, words.regions, ("match", "regions")),
        (match.systems, systems, ("match", "systems")),
    ]
    for name, rule in protocol.series.items():
        for wanted in (rule.must, *rule.prefer):
            asked.append((wanted.tags + wanted.all_tags + wanted.not_tags, {t[0] for t in said.tags}, ("series", name)))
            asked.append((wanted.view, {v[0] for v in said.views}, ("series", name)))
    for names, known, place in asked:
        for one in names:
            if one not in known:  # type: ignore[operator]
                line = line_of(path.read_text("utf-8"), list(place))
                raise SettingsInvalid(
                    tr("{path}, line {line}: {key}: there is no {name}.", path=path, line=line, key=".".join(place), name=repr(one))
                )
