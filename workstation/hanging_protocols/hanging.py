"""An exam hung: the protocol that fits best, its stages filled for these monitors, and what no stage shows in pages at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workstation.hanging_protocols.fill import Choice, fill, in_order, slot_of
from workstation.hanging_protocols.matching import Candidate, candidates
from workstation.hanging_protocols.model import Exam, FilledSlot, FilledStage, Hanging, Monitors
from workstation.hanging_protocols.protocol import Grid, Protocol, SeriesRule, SlotRule, Stage
from workstation.hanging_protocols.rules import fitness
from workstation.hanging_protocols.traits import traits_of
from workstation.language import tr

_PAGE = 4  # series a page of what no stage shows
_FULL_PAGE = 12  # where there are very many
_LAST_RESORT = Protocol(id="general", en="General", fr="Général", stage=(Stage(en="All series", fr="Toutes les séries", by_count=_PAGE),))


def hang(protocols: Sequence[Protocol], current: Exam, priors: Sequence[Exam] = (), monitors: Monitors | None = None) -> Hanging:
    """The exam by the most particular protocol that fits and finds something to show.

    ``priors`` in order of relevance; those of another region or side are not hung. The same for any order of the display sets."""
    screens = monitors or Monitors()
    hung = []
    for candidate in _fitting(protocols, current, priors, screens):
        hung.append(_hung(candidate, current, priors, screens))
        if _finds(hung[-1]):
            return hung[-1]
    return hung[0]


def alternatives(
    protocols: Sequence[Protocol], current: Exam, priors: Sequence[Exam] = (), monitors: Monitors | None = None
) -> tuple[Hanging, ...]:
    """The exam by every protocol that fits, the best first. Never empty: where none fits, by count."""
    screens = monitors or Monitors()
    hung = [_hung(candidate, current, priors, screens) for candidate in _fitting(protocols, current, priors, screens)]
    return tuple(sorted(hung, key=lambda h: not _finds(h)))  # one that finds nothing for its first layout goes behind the others


def _fitting(protocols: Sequence[Protocol], current: Exam, priors: Sequence[Exam], monitors: Monitors) -> tuple[Candidate, ...]:
    return candidates(protocols, current, priors, monitors) or (Candidate(_LAST_RESORT, 0, (tr("no protocol fits"),), ()),)


def _finds(hung: Hanging) -> bool:
    return any(s.display_set for s in hung.stages[0].slots)


def _hung(candidate: Candidate, current: Exam, priors: Sequence[Exam], monitors: Monitors) -> Hanging:
    protocol = candidate.protocol
    stages: list[FilledStage] = []
    first: FilledStage | None = None
    for stage in protocol.stage:
        if stage.by_count:
            stages += _by_count(protocol, stage, current, monitors, _shown(stages))
            continue
        grid, spread = drawing(stage, monitors)
        slots, empty = fill(protocol, stage, grid, current, priors, candidate.priors)
        filled = FilledStage(str(stage), len(grid), len(grid[0]), slots, spread)
        first = first or filled
        if empty.isdisjoint(stage.requires) and any(s.display_set for s in slots):
            stages.append(_closed_up(stage, filled, monitors))
    if not stages:
        stages = [first] if first else [_nothing(protocol, current)]
    if protocol.others:
        rest = Stage(en="Other series", fr="Autres séries", by_count=_PAGE)
        stages += _by_count(protocol, rest, current, monitors, _shown(stages))
    shown = _shown(stages)
    left = tuple(d for d in in_order(current.display_sets) if d.key not in shown)
    return Hanging(protocol.id, candidate.reasons, tuple(stages), str(protocol), protocol.spread_window, left)


def _closed_up(stage: Stage, filled: FilledStage, monitors: Monitors) -> FilledStage:
    """A stage whose slots may show anything, in an exam of fewer series than slots: without black viewports.

    A layout whose places mean something (left and right breast) is never touched."""
    empty = {s.name for s in filled.slots if s.display_set is None}
    if not any(stage.slots[name].otherwise == "any" for name in empty):
        return filled
    kept = [s for s in filled.slots if s.display_set is not None]
    if all(s.which == "current" and s.row_span == s.column_span == 1 for s in filled.slots):
        rows, columns, screens = grid_for(len(kept), monitors)
        cells = _cells(len(kept), rows, columns, screens)
        moved = tuple(replace(s, row=cell // columns, column=cell % columns) for s, cell in zip(kept, cells, strict=True))
        return replace(filled, rows=rows, columns=columns, slots=moved, monitors=screens)
    used = sorted({row for s in kept for row in range(s.row, s.row + s.row_span)})
    if len(used) == filled.rows:
        return filled
    place = {row: n for n, row in enumerate(used)}
    slots = [s for s in filled.slots if any(row in place for row in range(s.row, s.row + s.row_span))]
    spans = [sum(row in place for row in range(s.row, s.row + s.row_span)) for s in slots]
    firsts = [next(place[row] for row in range(s.row, s.row + s.row_span) if row in place) for s in slots]
    closed = tuple(replace(s, row=first, row_span=span) for s, first, span in zip(slots, firsts, spans, strict=True))
    return replace(filled, rows=len(used), slots=closed)


def _shown(stages: Sequence[FilledStage]) -> set[str]:
    """Keys of the current exam's display sets that stand somewhere."""
    sets = [d for stage in stages for slot in stage.slots if slot.which == "current" for d in (slot.display_set, slot.overlay)]
    return {d.key for d in sets if d is not None}


def drawing(stage: Stage, monitors: Monitors) -> tuple[Grid, int]:
    """The drawing for these monitors, and over how many of them it goes. Without one of its own: what was drawn for fewer monitors
    spread over all if its columns allow it; on a portrait monitor, what is broader than high is turned."""
    tall = monitors.portrait
    count = min(3, len(monitors))
    base = stage.tall if tall and stage.tall else _turned(stage.wide) if tall and len(monitors) == 1 else stage.wide
    own = {1: base, 2: stage.two_tall if tall else stage.two_wide, 3: stage.three_tall if tall else stage.three_wide}
    for n in range(count, 0, -1):
        grid = own[n] or (stage.wide if n > 1 and len(stage.wide[0]) % n == 0 and len(stage.wide[0]) > 1 else ())
        if grid and len(grid[0]) % n == 0:
            return grid, n
    return base, 1


def _turned(grid: Grid) -> Grid:
    return tuple(zip(*grid, strict=True)) if len(grid[0]) > len(grid) else grid


def grid_for(count: int, monitors: Monitors) -> tuple[int, int, int]:
    """(rows, columns, monitors used) for that many viewports of equal size."""
    screens = min(len(monitors), max(1, count))
    each = -(-count // screens)
    short, long = next((s, n) for s, n in ((1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4)) if s * n >= each or (s, n) == (4, 4))
    rows, columns = (long, short) if monitors.portrait else (short, long)
    return rows, columns * screens, screens


def _by_count(protocol: Protocol, stage: Stage, current: Exam, monitors: Monitors, shown: set[str]) -> list[FilledStage]:
    """Pages of what has not been shown, in the order of the series."""
    rule = protocol.series.get(stage.series, SeriesRule())
    facts = [(d, traits_of(d)) for d in in_order(current.display_sets) if d.key not in shown]
    sets = [d for d, t in facts if fitness(rule, t) is not None]
    size = stage.by_count * len(monitors) if len(sets) <= 8 * stage.by_count else _FULL_PAGE * len(monitors)
    pages = [sets[at : at + size] for at in range(0, len(sets), size)]
    slot = SlotRule()
    made = []
    for number, page in enumerate(pages, 1):
        rows, columns, screens = grid_for(len(page), monitors)
        name = str(stage) if len(pages) == 1 else tr("{name}, {page} of {pages}", name=stage, page=number, pages=len(pages))
        why = tr("In the order of the series")
        slots = [
            slot_of(slot, (cell // columns, cell % columns, 1, 1), Choice(d, why), name=f"s{n}")
            for n, (d, cell) in enumerate(zip(page, _cells(len(page), rows, columns, screens), strict=True), 1)
        ]
        made.append(FilledStage(name, rows, columns, tuple(slots), screens))
    return made


def _cells(count: int, rows: int, columns: int, screens: int) -> list[int]:
    """Which cells (row by row) so many viewports take: one monitor is filled before the next."""
    width = columns // screens
    cells = []
    for n in range(count):
        screen, within = divmod(n, rows * width)
        cells.append((within // width) * columns + screen * width + within % width)
    return cells


def _nothing(protocol: Protocol, current: Exam) -> FilledStage:
    why = tr("No images of this exam are here yet") if not current.display_sets else tr("Only localizers or documents in this exam")
    name = str(protocol.stage[0])
    slot: FilledSlot = slot_of(SlotRule(), (0, 0, 1, 1), Choice(None, why), name="s1")
    return FilledStage(name, 1, 1, (slot,))
