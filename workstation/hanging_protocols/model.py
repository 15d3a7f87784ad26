"""What a hanging protocol is, and what it makes of an exam: immutable values.

A stage is a grid drawn in words (``["axial prior", "axial coronal"]``); each word names a slot, and a word that fills several
cells spans them. Rules of a slot say which display set it wants; ``fill.py`` gives each slot the best one that no other needs more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workstation.errors import SettingsInvalid
from workstation.imaging.model import DisplaySet
from workstation.language import language, tr
from workstation.studies.model import Study


@dataclass(frozen=True, slots=True)
class Monitor:
    """One screen that images are read on, in pixels."""

    width: int = 1920
    height: int = 1080

    @property
    def portrait(self) -> bool:
        """Whether it stands upright."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class Monitors:
    """The reading monitors, left to right; the one for the list is not among them."""

    screens: tuple[Monitor, ...] = (Monitor(),)

    @classmethod
    def parse(cls, spec: str) -> Monitors:
        """``2x1536x2048``: two of 1536 wide and 2048 high; ``1920x1080``: one; several joined by ``+``. SettingsInvalid otherwise."""
        screens: list[Monitor] = []
        for part in re.split(r"[+,;]", spec.replace(" ", "").lower()):
            match = re.fullmatch(r"(?:(\d)x)?(\d{3,5})x(\d{3,5})", part)
            if not match or match.group(1) == "0":
                raise SettingsInvalid(
                    tr("{spec} does not describe monitors. Write COUNTxWIDTHxHEIGHT, for example 2x1536x2048 or 1920x1080.", spec=spec)
                )
            screens += [Monitor(int(match.group(2)), int(match.group(3)))] * int(match.group(1) or 1)
        return cls(tuple(screens))

    @property
    def portrait(self) -> bool:
        """Whether the first screen stands upright."""
        return self.screens[0].portrait

    def __len__(self) -> int:
        return len(self.screens)


@dataclass(frozen=True, slots=True)
class Text:
    """A name in both languages."""

    en: str
    fr: str = ""

    def __str__(self) -> str:
        return self.fr if language() == "fr" and self.fr else self.en


@dataclass(frozen=True, slots=True)
class Exam:
    """One exam with what can be shown of it."""

    study: Study
    display_sets: tuple[DisplaySet, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """One viewport of a stage: where it stands in the grid, what it shows and why.

    ``display_set`` None: nothing fits, the viewport stays empty and ``reason`` says what is missing.
    ``view``: stack, mpr-axial, mpr-coronal, mpr-sagittal, mip, volume, fusion.
    ``window`` names a preset (presets.py), None: the image's own. Slots of one ``link_group`` ("" = none) scroll together.
    ``align`` puts the image against that edge. ``same_scale``: equal mm per pixel among all slots that
    say so. ``overlay``: for fusion, the display set laid over ``display_set``."""

    row: int
    column: int
    row_span: int
    column_span: int
    which: str  # current, prior
    prior_index: int  # 0: the first prior; -1 for the current exam
    display_set: DisplaySet | None
    view: str = "stack"
    window: str | None = None
    link_group: str = ""
    align: str = ""  # "", left, right
    same_scale: bool = False
    reason: str = ""
    mark: str = ""  # what the reader must know: "the other breast", "thick slices", "no prior of this view"
    name: str = ""  # the slot's word in the stage's drawing
    overlay: DisplaySet | None = None
    invert: bool = False
    colour_map: str = ""
    slab_mm: float = 0.0
    one_to_one: bool = False


@dataclass(frozen=True, slots=True)
class FilledStage:
    """One layout: a grid of ``rows`` x ``columns`` over ``monitors`` screens side by side, each taking ``columns / monitors`` columns."""

    name: str
    rows: int
    columns: int
    slots: tuple[FilledSlot, ...]
    monitors: int = 1


@dataclass(frozen=True, slots=True)
class Hanging:
    """The layouts an exam gets, the protocol they come from, and why that one."""

    protocol: str  # its id: the file's name without .toml
    reasons: tuple[str, ...]
    stages: tuple[FilledStage, ...]
    title: str = ""  # its name in the user's language
    spread_window: bool = True  # a window change goes to all slots of the same series kind
    left_over: tuple[DisplaySet, ...] = field(default=())  # of the current exam: in no slot of any stage
