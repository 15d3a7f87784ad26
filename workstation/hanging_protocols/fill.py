"""The slots of one stage filled: each gets the display set that fits it best without taking it from one that needs it more.

Slots are filled together, not in order (assignment.py: the sum of all fits is the greatest possible): first those that ask
for a kind of series, then those that want what is like another slot's, then what may show anything that is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workstation.hanging_protocols.assignment import best_assignment
from workstation.hanging_protocols.model import Exam, FilledSlot
from workstation.hanging_protocols.protocol import Grid, Protocol, SeriesRule, SlotRule, Stage
from workstation.hanging_protocols.rules import KERNEL, WEIGHTING, fitness, likeness
from workstation.hanging_protocols.traits import Traits, traits_of
from workstation.imaging.model import DisplaySet
from workstation.language import plural, tr

_FILLED = 1 << 20  # one more slot filled outweighs any better fit
_TIE = 1 << 20  # a better fit outweighs the order of slots and series
_ANYTHING = SeriesRule()
_VOLUME_VIEWS = frozenset({"mpr-axial", "mpr-coronal", "mpr-sagittal", "mip", "volume", "fusion"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What a slot got, and why; ``traits`` of it."""

    display_set: DisplaySet | None
    reason: str
    mark: str = ""
    traits: Traits | None = None


@dataclass
class _Table:
    """The exams and what has been given out while one stage is filled."""

    protocol: Protocol
    stage: Stage
    current: Exam
    priors: Sequence[Exam]
    comparable: Sequence[int]
    chosen: dict[str, Choice] = field(default_factory=dict)
    facts: dict[int, list[tuple[DisplaySet, Traits]]] = field(default_factory=dict)
    taken: set[tuple[int, str]] = field(default_factory=set)  # prior (-1: the current exam), key

    def number(self, slot: SlotRule) -> int:
        """Index of the slot's exam among the priors, -1 for the current one."""
        return self.comparable[slot.prior - 1] if slot.which == "prior" and slot.prior <= len(self.comparable) else -1

    def exam(self, slot: SlotRule) -> Exam | None:
        if slot.which == "current":
            return self.current
        return self.priors[self.comparable[slot.prior - 1]] if slot.prior <= len(self.comparable) else None

    def sets(self, slot: SlotRule) -> list[tuple[DisplaySet, Traits]]:
        """What of the slot's exam may be shown in its view, in the order of the exam's series."""
        exam = self.exam(slot)
        number = self.number(slot)
        if exam and number not in self.facts:
            self.facts[number] = [(d, traits_of(d)) for d in in_order(exam.display_sets)]
        found = self.facts[number] if exam else []
        return [(d, t) for d, t in found if t.shown and (slot.view not in _VOLUME_VIEWS or t.kind == "volume")]

    def rule(self, slot: SlotRule) -> SeriesRule:
        return self.protocol.series[slot.series] if slot.series else _ANYTHING

    def frame_of(self, name: str) -> str:
        choice = self.chosen.get(name)
        return choice.traits.frame_of_reference_uid if choice and choice.traits else ""


def in_order(display_sets: Sequence[DisplaySet]) -> list[DisplaySet]:
    """By series number, then key: the same whatever order they came in."""
    return sorted(display_sets, key=_order)


def _order(display_set: DisplaySet) -> tuple[int, str]:
    return display_set.series_number if display_set.series_number is not None else 1 << 31, display_set.key


def fill(
    protocol: Protocol, stage: Stage, grid: Grid, current: Exam, priors: Sequence[Exam], comparable: Sequence[int]
) -> tuple[tuple[FilledSlot, ...], frozenset[str]]:
    """The drawn slots of a stage in reading order, filled; and the names of all slots that stay empty.

    ``comparable``: indices of the priors the protocol may hang."""
    table = _Table(protocol, stage, current, priors, comparable)
    needed = _needed(stage, grid)
    plain = [n for n in needed if not stage.slots[n].like and not stage.slots[n].same_as]
    framed = [n for n in plain if _asks_frame(table.rule(stage.slots[n]))]
    _assign(table, [n for n in plain if n not in framed])
    _assign(table, framed)
    _assign(table, [n for n in needed if stage.slots[n].like])
    for name in needed:
        slot = stage.slots[name]
        if slot.otherwise == "any" and not slot.same_as and table.chosen[name].display_set is None:
            _next(table, name, slot)
    for name in needed:
        if stage.slots[name].same_as:
            _same(table, name, stage.slots[name])
    empty = frozenset(name for name in needed if table.chosen[name].display_set is None)
    return tuple(_filled(table, name, place) for name, place in places(grid).items()), empty


def _needed(stage: Stage, grid: Grid) -> list[str]:
    """The drawn slots, those the stage requires and those they refer to, in the order of the file."""
    wanted = {word for row in grid for word in row} - {"."} | set(stage.requires)
    while True:
        more = {n for name in wanted for n in (stage.slots[name].like, stage.slots[name].same_as, stage.slots[name].overlay) if n}
        if more <= wanted:
            return [name for name in stage.slots if name in wanted]
        wanted |= more


def _asks_frame(rule: SeriesRule) -> bool:
    return any(w.same_frame_as for w in (rule.must, *rule.prefer))


def _assign(table: _Table, names: Sequence[str]) -> None:
    """Give each of these slots a display set, no set twice, so that the sum of the fits is the greatest."""
    offers: dict[str, dict[tuple[int, str], int]] = {}
    known: dict[tuple[int, str], tuple[DisplaySet, Traits]] = {}
    for name in names:
        slot = table.stage.slots[name]
        offers[name] = {}
        for display_set, traits in table.sets(slot):
            worth = _worth(table, slot, traits)
            key = (table.number(slot), display_set.key)
            if worth is not None and key not in table.taken:
                offers[name][key] = worth
                known[key] = (display_set, traits)
    columns = sorted(known, key=lambda k: (k[0], *_order(known[k][0])))
    # where all else is equal the first slot gets the first series
    worths = [
        [
            (_FILLED + offers[name][key]) * _TIE + (len(names) - i) * (len(columns) - j) if key in offers[name] else 0
            for j, key in enumerate(columns)
        ]
        for i, name in enumerate(names)
    ]
    got = {names[i]: columns[j] for i, j in best_assignment(worths).items()}
    for name in names:
        slot = table.stage.slots[name]
        if name not in got:
            table.chosen[name] = Choice(None, _nothing(table, slot))
            continue
        display_set, traits = known[got[name]]
        table.taken.add(got[name])
        reason, mark = _why(table, slot, traits, len(offers[name]))
        table.chosen[name] = Choice(display_set, reason, mark, traits)


def _worth(table: _Table, slot: SlotRule, traits: Traits) -> int | None:
    fit = fitness(table.rule(slot), traits, table.frame_of)
    if fit is None or not slot.like:
        return fit
    example = table.chosen.get(slot.like)
    if example is None or example.traits is None:
        return fit
    return 4 * likeness(example.traits, traits)[0] + fit // 64  # the wishes of the kind of series only where two are alike


def _next(table: _Table, name: str, slot: SlotRule) -> None:
    """Whatever of the exam has no slot yet, in the order of its series."""
    for display_set, traits in table.sets(slot):
        if (table.number(slot), display_set.key) not in table.taken:
            table.taken.add((table.number(slot), display_set.key))
            rule = table.rule(slot)
            reason = tr("No {what}: the next series instead", what=rule) if str(rule) else tr("The next series")
            table.chosen[name] = Choice(display_set, reason, "", traits)
            return


def _same(table: _Table, name: str, slot: SlotRule) -> None:
    shown = table.chosen.get(slot.same_as)
    if shown is None or shown.display_set is None or shown.traits is None:
        table.chosen[name] = Choice(None, shown.reason if shown else _nothing(table, slot))
    elif slot.view in _VOLUME_VIEWS and shown.traits.kind != "volume":
        table.chosen[name] = Choice(None, tr("This series is no volume"))
    else:
        table.chosen[name] = Choice(shown.display_set, tr("The same series in another view"), "", shown.traits)


def _why(table: _Table, slot: SlotRule, traits: Traits, offered: int) -> tuple[str, str]:
    example = table.chosen[slot.like].traits if slot.like and slot.like in table.chosen else None
    if example is not None:
        words = {
            "view": tr("view"),
            "plane": tr("plane"),
            "weighting": tr("weighting"),
            "side": tr("side"),
            "kernel": tr("kernel"),
            "contrast": tr("contrast"),
            "fat-sat": tr("fat saturation"),
        }
        _, same = likeness(example, traits)
        said = ", ".join(words[s] for s in same)
        nearest = tr("The nearest there is to the current series")
        return tr("Most like the current series: same {features}", features=said) if said else nearest, _difference(example, traits)
    rule = table.rule(slot)
    what = str(rule) or tr("Series")
    what = what[:1].upper() + what[1:]
    if offered == 1:
        return tr("{what}: the only one", what=what), ""
    return plural(offered, "{what}: the only one", "{what}: the best of {count}", what=what), ""


def _difference(example: Traits, traits: Traits) -> str:
    """What sets a prior's display set apart from the one it stands beside, where the reader must know."""
    if {example.laterality, traits.laterality} == {"R", "L"}:
        return tr("The other side")
    if example.view and traits.view and example.view != traits.view:
        return tr("Another view")
    if example.plane and traits.plane and example.plane != traits.plane:
        return tr("Another plane")
    if example.tags & WEIGHTING and traits.tags & WEIGHTING and not example.tags & traits.tags & WEIGHTING:
        return tr("Another weighting")
    if example.tags & KERNEL and traits.tags & KERNEL and not example.tags & traits.tags & KERNEL:
        return tr("Another kernel")
    if example.step_mm and traits.step_mm > 2 * example.step_mm and traits.step_mm >= 2:
        return tr("Thicker slices")
    return ""


def _nothing(table: _Table, slot: SlotRule) -> str:
    exam = table.exam(slot)
    if exam is None:
        return tr("No prior to compare")
    if not exam.display_sets:
        return tr("No images of this exam are here yet")
    rule = table.rule(slot)
    if slot.view in _VOLUME_VIEWS and not any(traits_of(d).kind == "volume" for d in exam.display_sets):
        return tr("No series of this exam is a volume")
    what = str(rule) or (str(table.rule(table.stage.slots[slot.like])) if slot.like else "")
    where = tr("in this exam") if slot.which == "current" else tr("in the prior")
    return tr("No {what} {where}", what=what, where=where) if what else tr("No further series {where}", where=where)


def places(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """(row, column, row span, column span) of each drawn word, in reading order."""
    cells: dict[str, list[tuple[int, int]]] = {}
    for r, row in enumerate(grid):
        for c, word in enumerate(row):
            if word != ".":
                cells.setdefault(word, []).append((r, c))
    return {
        name: (at[0][0], at[0][1], max(r for r, _ in at) - at[0][0] + 1, max(c for _, c in at) - at[0][1] + 1) for name, at in cells.items()
    }


def _filled(table: _Table, name: str, place: tuple[int, int, int, int]) -> FilledSlot:
    slot, choice = table.stage.slots[name], table.chosen[name]
    over = table.chosen[slot.overlay] if slot.overlay else None
    mark = choice.mark
    if over and over.traits and choice.traits and over.traits.frame_of_reference_uid != choice.traits.frame_of_reference_uid:
        mark = tr("Fused without a common frame of reference")
    return slot_of(slot, place, choice, prior_index=table.number(slot), mark=mark, name=name, overlay=over.display_set if over else None)


def slot_of(
    slot: SlotRule,
    place: tuple[int, int, int, int],
    choice: Choice,
    *,
    prior_index: int = -1,
    mark: str = "",
    name: str = "",
    overlay: DisplaySet | None = None,
) -> FilledSlot:
    """A slot's rule and what it got, as one value."""
    row, column, row_span, column_span = place
    return FilledSlot(
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        which=slot.which,
        prior_index=prior_index,
        display_set=choice.display_set,
        view=slot.view,
        window=slot.window,
        link_group=slot.link,
        align=slot.align,
        same_scale=slot.same_scale,
        reason=choice.reason,
        mark=mark,
        name=name,
        overlay=overlay,
        invert=slot.invert,
        colour_map=slot.colour_map,
        slab_mm=slot.slab_mm,
        one_to_one=slot.one_to_one,
    )
