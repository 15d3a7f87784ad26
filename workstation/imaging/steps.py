"""Frames that lie in one plane, told apart: by segment, echo, b-value, direction, cardiac phase, time, ... (``grid``). Pure.

A grid has a step for each value of what tells the frames apart, and a cell for each plane. A frame goes to the cell of its own value, so
that a missing frame leaves its cell empty and shifts no other. Only where nothing but the order of images tells them apart is it counted.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workstation.imaging.stacks import Item
from workstation.language import figure, tr

TWICE_SHARE = 10  # a value may come twice in a plane for one frame in ten: those are sent again, not another step
PERCENT = ("NominalPercentageOfCardiacPhase", "NominalPercentageOfRespiratoryPhase")
# indices that say where a frame lies, not which of several at one place it is
_PLACES = frozenset(
    [
        *("InStackPositionNumber", "StackID", "ImagePositionPatient", "ImagePositionVolume", "ImageOrientationPatient", ""),
        *("SliceLocation", "PlanePositionSequence", "PlanePositionVolumeSequence", "ColumnPositionInTotalImagePixelMatrix"),
    ]
)
_FACTS = {
    "KVP": "{} kV",
    "InversionTime": "TI {}",
    "InversionTimes": "TI {}",
    "FlipAngle": "{}°",
    "MonoenergeticEnergyEquivalent": "{} keV",
}
LONG_MS = 1e7  # a time past 2.8 hours is a clock's, not a delay


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that may tell frames of a plane apart. ``value`` None: not told of this frame. ``say``: "" where steps are counted.
    ``ordered``: values sort by themselves. ``timed``: they grow with time and may differ from plane to plane."""

    name: str
    value: Callable[[Item], Any]
    say: Callable[[Any], str] = lambda _: ""
    ordered: bool = True
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Steps of planes: ``steps[s][p]`` is the frame of plane p at step s, where there is one; ``over``: frames without a cell."""

    key: str
    steps: tuple[dict[int, Item], ...]
    labels: tuple[str, ...]
    over: tuple[Item, ...] = ()


def b_said(b_value: float | None) -> str:
    """``b 1000``."""
    return f"b {b_value or 0:.0f}"


def echo_said(echo_time_ms: float | None) -> str:
    """``TE 80``."""
    return f"TE {figure(echo_time_ms or 0.0)}"


def facts_of(item: Item) -> tuple[tuple[str, str], ...] | None:
    """What else tells a frame apart, but for percentages of a cycle, which are phases."""
    return tuple([pair for pair in item.frame.apart if pair[0] not in PERCENT]) or None


def facts_said(facts: Sequence[tuple[str, str]] | None) -> str:
    """``80 kV``, ``Br40``, ``TI 300``, ...: each by its keyword."""
    said = []
    for keyword, value in facts or ():
        if keyword == "EnergyWindowVector":
            said.append(tr("energy window {number}", number=value))
        elif keyword == "RRIntervalVector":
            said.append(tr("R-R interval {number}", number=value))
        elif keyword == "CorrectedImage":
            said.append("AC" if "ATTN" in value else "NAC")
        else:
            said.append(_FACTS.get(keyword, "{}").format(value))
    return " ".join(said)


def _numeric(facts: Sequence[tuple[str, str]]) -> Any:
    """The facts as numbers, to order by; None where one is a word."""
    try:
        return [float(value) for _, value in facts]
    except ValueError:
        return None


def quantity_of(item: Item) -> tuple[str, str] | None:
    """What a parametric map maps: label and unit of its first real-world value."""
    real = item.frame.real_world
    return (real[0].label, "" if real[0].unit == "1" else real[0].unit) if real else None


def _percent(item: Item) -> float | None:
    for keyword, value in item.frame.apart:
        if keyword in PERCENT:
            try:
                return float(value)
            except ValueError:
                return None
    return None


def _diffusion(item: Item) -> tuple[float, tuple[float, ...]] | None:
    return (item.frame.b_value, item.frame.direction) if item.frame.b_value is not None else None


def _indices(item: Item) -> tuple[int, ...] | None:
    """The dimension indices that do not say where the frame lies."""
    names, values = item.header.dimensions, item.frame.dimensions
    return tuple([v for name, v in zip(names, values, strict=False) if name not in _PLACES]) or None


def _acquired(item: Item) -> float | None:
    h = item.header
    return _seconds(h.acquisition_date, h.acquisition_time)


def _content(item: Item) -> float | None:
    h = item.header
    return _seconds(h.content_date, h.content_time)


def _seconds(date: str, time: str) -> float | None:
    """Seconds of a DA and a TM value, days counted roughly: good for order and for differences within a day."""
    digits = time.replace(":", "")
    if len(digits) < 4 or not digits[:4].isdigit():
        return None
    try:
        days = int(date[:8]) if date[:8].isdigit() else 0
        return 86400.0 * days + 3600 * int(digits[:2]) + 60 * int(digits[2:4]) + float(digits[4:] or 0)
    except ValueError:
        return None


KEYS: tuple[Key, ...] = (
    Key("segment", lambda i: i.frame.segment, lambda v: tr("segment {number}", number=v)),
    Key("quantity", quantity_of, lambda v: " ".join(filter(None, v)), ordered=False),
    Key("echo", lambda i: i.frame.echo_time_ms, echo_said),
    Key("diffusion", _diffusion, lambda v: b_said(v[0]), ordered=False),
    Key("direction", lambda i: i.frame.direction or None, ordered=False),
    Key("phase", lambda i: i.frame.time_index),
    Key("percent", _percent),
    Key("time", lambda i: i.frame.time_ms, timed=True),
    Key("facts", facts_of, facts_said, ordered=False),
    Key("dimension", _indices),
    Key("acquisition", lambda i: i.header.acquisition_number, timed=True),
    Key("time", _acquired, timed=True),
    Key("time", _content, timed=True),
)


def grid(places: Sequence[Sequence[Item]]) -> Grid | None:
    """The grid of planes that each hold several frames; None where nothing tells the frames apart, not even their order."""
    fullest = max(places, key=len)
    varying: list[Key] = []
    for key in KEYS:
        values = [key.value(item) for item in fullest]
        if any(v is None for v in values) or len(set(values)) < 2:
            continue
        varying.append(key)
        if (len(values) - len(set(values))) * TWICE_SHARE <= len(values):
            found = _exact(places, (key,)) or (_ranked(places, key) if key.timed else None)
            if found is not None:
                return found
    if len(varying) > 1:
        found = _exact(places, tuple(varying))
        if found is not None:
            return found
    return _counted(places)


def _exact(places: Sequence[Sequence[Item]], keys: tuple[Key, ...]) -> Grid | None:
    """Steps by values that are the same in every plane; None where they are not."""
    cells: dict[tuple[Any, ...], dict[int, Item]] = {}
    over: list[Item] = []
    total, most = 0, 0
    for p, place in enumerate(places):
        most, total = max(most, len(place)), total + len(place)
        for item in place:
            value = tuple([key.value(item) for key in keys])
            if None in value:
                return None
            cell = cells.get(value)
            if cell is None:
                cells[value] = {p: item}
            elif p not in cell:
                cell[p] = item
            else:  # twice in one plane: the one that comes first is kept
                over.append(max(item, cell[p], key=_order))
                cell[p] = min(item, cell[p], key=_order)
    if len(cells) < 2 or len(over) * TWICE_SHARE > total or len(cells) > most + max(1, most // 4):
        return None
    first: list[dict[Any, Any]] = [{} for _ in keys]
    for value, cell in cells.items():
        order = None if all(key.ordered for key in keys) else min([item.order for item in cell.values()])
        for seen, v in zip(first, value, strict=True):
            seen[v] = order if v not in seen or order is None else min(order, seen[v])
    ranks: list[dict[Any, int]] = []
    for key, seen in zip(keys, first, strict=True):
        in_order = sorted(seen) if key.ordered else sorted(seen, key=seen.__getitem__)
        if key.name == "facts" and all(_numeric(v) is not None for v in seen):
            in_order.sort(key=_numeric)
        ranks.append({v: n for n, v in enumerate(in_order)})
    if keys[0].name == "diffusion":  # b-values by themselves, directions in the order they were taken
        ranks[0] = {v: n for n, v in enumerate(sorted(first[0], key=lambda v: (v[0], first[0][v])))}
    values = sorted(cells, key=lambda value: tuple([rank[v] for rank, v in zip(ranks, value, strict=True)]))
    steps = tuple([cells[value] for value in values])
    return Grid(_name(keys), steps, _labels(keys, values, ranks, steps), tuple(over))


def _ranked(places: Sequence[Sequence[Item]], key: Key) -> Grid | None:
    """Steps by rank in each plane, of values that grow but differ from plane to plane: the trigger times of each slice's own beats.

    A plane with fewer frames than most gives each of them to the step whose usual value is nearest; None where that is not clear."""
    rows: list[list[tuple[Any, Item]]] = []
    for place in places:
        row = [(key.value(item), item) for item in place]
        if any(value is None for value, _ in row) or len({value for value, _ in row}) < len(row):
            return None
        rows.append(sorted(row, key=lambda r: r[0]))
    counts = Counter(map(len, rows))
    usual = max(counts, key=lambda c: (counts[c], c))
    whole = [row for row in rows if len(row) == usual]
    if usual < 2:
        return None
    middles = [statistics.median([row[s][0] for row in whole]) for s in range(usual)]
    least = min((b - a for a, b in itertools.pairwise(middles)), default=0)
    steps: list[dict[int, Item]] = [{} for _ in range(usual)]
    over: list[Item] = []
    for p, row in enumerate(rows):
        if len(row) == usual:
            for s, (_, item) in enumerate(row):
                steps[s][p] = item
            continue
        for value, item in row:
            s = min(range(usual), key=lambda n: abs(middles[n] - value))
            if p in steps[s] or abs(middles[s] - value) > least / 2:
                return None
            steps[s][p] = item
    return Grid(
        key.name, tuple(steps), _labels((key,), [(m,) for m in middles], [{m: n for n, m in enumerate(middles)}], steps), tuple(over)
    )


def _counted(places: Sequence[Sequence[Item]]) -> Grid | None:
    """Steps by InstanceNumber. Planes with fewer frames than most are filled only where the numbering tells which are absent: step after
    step, or plane after plane; else they have no cell at all. The grid has no key where not even the numbers differ."""
    rows = [sorted(place, key=_order) for place in places]
    counts = Counter(map(len, rows))
    usual = max(counts, key=lambda c: (counts[c], c))
    if usual < 2:
        return None
    whole = [p for p, row in enumerate(rows) if len(row) == usual]
    steps: list[dict[int, Item]] = [{p: rows[p][s] for p in whole} for s in range(usual)]
    numbered = [
        [item.order[0] if len({i.header.sop_instance_uid for i in row}) == len(row) else item.index for item in row] for row in rows
    ]
    ends = [(min(numbered[p][s] for p in whole), max(numbered[p][s] for p in whole)) for s in range(usual)]
    by_step = all(a[1] < b[0] for a, b in itertools.pairwise(ends))
    base = min(map(min, numbered))
    by_plane = all((numbered[p][s] - base) % usual == s for p in whole for s in range(usual))
    over: list[Item] = []
    for p, row in enumerate(rows):
        if len(row) == usual:
            continue
        taken: dict[int, Item] = {}
        for value, item in zip(numbered[p], row, strict=True):
            if by_step:
                s = max((n for n in range(usual) if ends[n][0] <= value), default=0)
                s = s + 1 if s + 1 < usual and value > ends[s][1] and value - ends[s][1] > ends[s + 1][0] - value else s
            else:
                s = (value - base) % usual
            if s in taken:
                taken = {}
                break
            taken[s] = item
        if taken and len(taken) == len(row) and (by_step or by_plane):
            for s, item in taken.items():
                steps[s][p] = item
        else:
            over += row
    labels = tuple([_counted_text(s, usual) for s in range(usual)])
    told = all(len(set(row)) == len(row) for row in numbered)
    return Grid("number" if told else "", tuple(steps), labels, tuple(over))


def _order(item: Item) -> tuple[int, str, int]:
    return item.order


def _name(keys: Sequence[Key]) -> str:
    return "+".join(dict.fromkeys(key.name for key in keys))


def _counted_text(place: int, count: int) -> str:
    return tr("phase {phase} / {count}", phase=place + 1, count=count)


def _labels(
    keys: Sequence[Key], values: Sequence[tuple[Any, ...]], ranks: Sequence[dict[Any, int]], steps: Sequence[dict[int, Item]]
) -> tuple[str, ...]:
    """What is said of each step: the values that tell it from the others, and when it was."""
    shown = [next(iter(step.values())) for step in steps]
    begin = shown[0]
    labels = []
    for value, item in zip(values, shown, strict=True):
        parts: list[str] = []
        for n, (key, v) in enumerate(zip(keys, value, strict=True)):
            said = key.say(v)
            if key.name == "facts":
                others = set.intersection(*[set(other[n]) for other in values])
                said = facts_said([pair for pair in v if pair not in others])
            elif key.name == "diffusion":
                alike = [other for other in sorted(ranks[n], key=ranks[n].__getitem__) if other[0] == v[0]]
                if len(alike) > 1:
                    said += ", " + tr("direction {number} / {count}", number=alike.index(v) + 1, count=len(alike))
            elif key.name == "direction":
                said = tr("direction {number} / {count}", number=ranks[n][v] + 1, count=len(ranks[n]))
            if not said:
                said = ", ".join(filter(None, (_counted_text(ranks[n][v], len(ranks[n])), _when(item, begin))))
            if said and said not in parts and not (n and parts and said.startswith(parts[-1].split(",")[0])):
                parts.append(said)
        labels.append(", ".join(parts))
    return tuple(labels)


def _when(item: Item, begin: Item) -> str:
    """When a step was: its share of the cycle, its delay, or the time since the first step."""
    percent = _percent(item)
    if percent is not None:
        return f"{figure(percent)} %"
    milliseconds, first = item.frame.time_ms, begin.frame.time_ms
    if milliseconds is not None and first is not None:
        if abs(milliseconds) >= LONG_MS:
            milliseconds -= first
            return f"+{figure(milliseconds / 1000)} s" if milliseconds else ""
        return f"{figure(milliseconds)} ms" if abs(milliseconds) < 10_000 else f"{figure(milliseconds / 1000)} s"
    then, now = _acquired(begin), _acquired(item)
    if then is not None and now is not None and 0 < now - then < 86400:
        return f"+{figure(now - then)} s"
    return ""
