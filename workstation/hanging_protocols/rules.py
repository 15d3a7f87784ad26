"""How well a display set answers a rule, and how alike two display sets are: whole numbers, so that equal is equal on every machine."""

from __future__ import annotations

import math
from collections.abc import Callable

from workstation.hanging_protocols.protocol import SeriesRule, Wanted
from workstation.hanging_protocols.traits import Traits

WEIGHTING = frozenset({"T1", "T2", "PD", "FLAIR", "STIR", "DWI", "ADC", "SWI", "TOF", "perfusion", "functional"})
KERNEL = frozenset({"lung", "bone", "soft"})
CONTRAST = frozenset({"contrast", "arterial", "portal"})
DERIVED = frozenset({"MIP", "reformat", "subtraction", "spot", "NAC", "raw"})
_FIRST_PREFERENCE = 512
_PER_SIZE = 12

FrameOf = Callable[[str], str]  # slot -> its frame of reference, "" when empty


def holds(wanted: Wanted, traits: Traits, frame_of: FrameOf | None = None) -> bool:
    """Whether every key that is given holds. An unknown plane or view satisfies no wish for one."""
    b = traits.b_value
    return (
        (not wanted.modality or traits.modality in wanted.modality)
        and (not wanted.plane or traits.plane in wanted.plane)
        and (not wanted.kind or traits.kind in wanted.kind)
        and (not wanted.tags or bool(traits.tags & set(wanted.tags)))
        and traits.tags.issuperset(wanted.all_tags)
        and traits.tags.isdisjoint(wanted.not_tags)
        and (not wanted.view or traits.view in wanted.view)
        and (not wanted.laterality or traits.laterality in wanted.laterality)
        and (wanted.b_at_least is None or (b is not None and b >= wanted.b_at_least))
        and (wanted.b_at_most is None or (b is not None and b <= wanted.b_at_most))
        and wanted.slices_at_least <= traits.slices <= wanted.slices_at_most
        and (wanted.step_at_most is None or 0 < traits.step_mm <= wanted.step_at_most)
        and (not wanted.same_frame_as or frame_of is None or traits.frame_of_reference_uid == frame_of(wanted.same_frame_as) != "")
    )


def fitness(rule: SeriesRule, traits: Traits, frame_of: FrameOf | None = None) -> int | None:
    """How well a display set answers a rule, 0 and more; None where it must not. The first wish outweighs all later ones."""
    if not traits.shown or not holds(rule.must, traits, frame_of):
        return None
    worth, weight = 0, _FIRST_PREFERENCE
    for wish in rule.prefer:
        worth += weight if holds(wish, traits, frame_of) else 0
        weight = max(1, weight // 2)
    if rule.size == "thin":
        worth += max(0, _PER_SIZE - round(2 * traits.step_mm)) if traits.step_mm else 0
    elif rule.size == "thick":
        worth += min(_PER_SIZE, round(2 * traits.step_mm))
    elif rule.size == "most":
        worth += round(4 * math.log2(traits.images))
    if "raw" in traits.tags:
        return 0  # only where there is nothing else: not made to be read
    if not traits.tags & DERIVED:
        worth += 3
    return worth + (1 if traits.slices > 1 else 0)


def likeness(a: Traits, b: Traits) -> tuple[int, tuple[str, ...]]:
    """How alike two display sets are, 0 and more, and in what: plane, weighting, kernel, view, side, contrast, b-value, slices."""
    worth, same = 0, []
    for weight, name, mine, its in (
        (256, "view", a.view, b.view),
        (256, "plane", a.plane, b.plane),
        (256, "weighting", a.tags & WEIGHTING, b.tags & WEIGHTING),
        (128, "side", a.laterality, b.laterality),
        (128, "kernel", a.tags & KERNEL, b.tags & KERNEL),
        (64, "contrast", a.tags & CONTRAST, b.tags & CONTRAST),
        (32, "fat-sat", a.tags & {"fat-sat"}, b.tags & {"fat-sat"}),
    ):
        if mine == its:
            worth += weight
            if mine:
                same.append(name)
    if a.family == b.family:
        worth += 512
    if a.tags & DERIVED == b.tags & DERIVED:
        worth += 96
    if a.b_value is not None and b.b_value is not None:
        worth += max(0, 64 - round(abs(a.b_value - b.b_value) / 20))
    if a.step_mm and b.step_mm:
        worth += max(0, 24 - round(8 * abs(a.step_mm - b.step_mm)))
    if (a.slices > 1) == (b.slices > 1):
        worth += 32
    worth += round(16 * len(a.words & b.words) / max(1, len(a.words | b.words)))
    return worth, tuple(same)
