"""Frames that lie in one plane, told apart: by segment, echo, b-value, direction, cardiac phase, time, ... (``grid``). Pure.

A grid has a step for each value of what tells the frames apart, and a cell for each plane. A frame goes to the cell of its own value, so
that a missing frame leaves its cell empty and shifts no other. Only where nothing but the order of images tells them apart is it counted.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workstation.imaging.geometry import in_words, letters
from workstation.imaging.moments import seconds_of
from workstation.imaging.stacks import Item
from workstation.language import figure, tr

TWICE_SHARE = 10  # a value may come twice in a plane for one frame in ten: those are sent again, not another step
SHARED = ("phase",)  # numbers that mean the same in every plane, however few of its frames are here
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
NEAR_SHARE = 0.45  # of the time between steps: no frame goes to a step whose time is further, half-way it could be either's
HOLES_SHARE = 2  # numbers that would leave a third of the cells empty do not run as they seem to
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
    """``b 1000``; "" where it is not told, which is not b 0."""
    return f"b {b_value:.0f}" if b_value is not None else ""


def echo_said(echo_time_ms: float | None) -> str:
    """``TE 80``; "" where it is not told."""
    return f"TE {figure(echo_time_ms)}" if echo_time_ms is not None else ""


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
        elif keyword == "DetectorVector":
            said.append(tr("detector {number}", number=value))
        elif keyword == "VelocityEncodingDirection":
            said.append(tr("flow to {side}", side=in_words(letters([float(v) for v in value.split("\\")[:3]]))))
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
    return seconds_of(h.acquisition_date or h.content_date, h.acquisition_time)


def _content(item: Item) -> float | None:
    h = item.header
    return seconds_of(h.content_date, h.content_time)


KEYS: tuple[Key, ...] = (
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
        values = [v for v in map(key.value, fullest) if v is not None]
        if len(set(values)) < 2 or (len(values) < len(fullest) and not _mostly_told(places, key)):
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
    for key in varying:
        found = _ranked(places, key, sure=False) if key.timed else None
        if found is not None:
            return found
    counted, within = _counted(places), _counted_within(places, varying)
    if counted is None or within is None:
        return within or counted
    better = len(counted.over) <= len(within.over) and _cells_of(counted) != _cells_of(within)
    return counted if better and all(_agree(counted, places, key) for key in varying) else within


def _mostly_told(places: Sequence[Sequence[Item]], key: Key) -> bool:
    """Whether no more frames lack a value than may be something else, such as a derived image among them."""
    lacking = sum(key.value(item) is None for place in places for item in place)
    return lacking * TWICE_SHARE <= sum(map(len, places))


def _exact(places: Sequence[Sequence[Item]], keys: tuple[Key, ...]) -> Grid | None:
    """Steps by values that are the same in every plane; None where they are not. Few frames may lack one, and get no cell."""
    cells: dict[tuple[Any, ...], dict[int, Item]] = {}
    over: list[Item] = []
    total, most = 0, 0
    for p, place in enumerate(places):
        most, total = max(most, len(place)), total + len(place)
        for item in place:
            value = _values(item, keys)
            if None in value:
                over.append(item)
                continue
            cell = cells.get(value)
            if cell is None:
                cells[value] = {p: item}
            elif p not in cell:
                cell[p] = item
            else:  # twice in one plane: the one that comes first is kept
                over.append(max(item, cell[p], key=_order))
                cell[p] = min(item, cell[p], key=_order)
    many = len(cells) > most + max(1, most // 4) and not all(key.name in SHARED for key in keys)
    if len(cells) < 2 or len(over) * TWICE_SHARE > total or many:
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


def _ranked(places: Sequence[Sequence[Item]], key: Key, sure: bool = True) -> Grid | None:
    """Steps by rank in each plane, of values that grow but differ from plane to plane: the trigger times of each slice's own beats.

    Where planes hold fewer frames than others, their numbers tell which are absent, else each goes to the step whose usual value is
    nearest; where that is not clear the answer is None, or, not ``sure``, the frames of such a plane get no cell."""
    rows: list[list[tuple[Any, Item]]] = []
    over: list[Item] = []
    if not _mostly_told(places, key):
        return None
    for place in places:
        row = [(key.value(item), item) for item in place]
        over += [item for value, item in row if value is None]
        row = [(value, item) for value, item in row if value is not None]
        if not row or len({value for value, _ in row}) < len(row):
            return None
        rows.append(sorted(row, key=lambda r: r[0]))
    places = [[item for _, item in row] for row in rows]
    count = max(map(len, rows))
    steps = _numbered(places)
    if steps is not None and not _grow(steps, key):
        steps = steps[::-1] if _grow(steps[::-1], key) else None
    if steps is None:
        whole = _whole(rows, count)
        if not whole:
            return None
        middles = [statistics.median([rows[p][s][0] for p in whole]) for s in range(count)]
        least = min((b - a for a, b in itertools.pairwise(middles)), default=0)
        steps = [{p: rows[p][s][1] for p in whole} for s in range(count)]
        for p, row in enumerate(rows):
            if p in whole:
                continue
            near = [min(range(count), key=lambda n: abs(middles[n] - value)) for value, _ in row]
            if len(set(near)) == len(near) and all(
                abs(middles[s] - value) < NEAR_SHARE * least for s, (value, _) in zip(near, row, strict=True)
            ):
                for s, (_, item) in zip(near, row, strict=True):
                    steps[s][p] = item
            elif sure:
                return None
            else:
                over += [item for _, item in row]
    if len(steps) < 2:
        return None
    values = [statistics.median([key.value(item) for item in step.values()]) for step in steps]
    return Grid(key.name, tuple(steps), _labels((key,), [(v,) for v in values], [{v: n for n, v in enumerate(values)}], steps), tuple(over))


def _whole(rows: Sequence[Sequence[tuple[Any, Item]]], count: int) -> list[int]:
    """The planes that hold every step: as many frames as the fullest, and, where others hold fewer, no hole of their own among them."""
    full = [p for p, row in enumerate(rows) if len(row) == count]
    if len(full) == len(rows) or count < 2:
        return full
    gaps = {p: [b[0] - a[0] for a, b in itertools.pairwise(rows[p])] for p in full}
    usual = [statistics.median(gap) for gap in zip(*gaps.values(), strict=True)]
    least = min(usual) / 2
    return [p for p in full if all(abs(a - b) < least for a, b in zip(gaps[p], usual, strict=True))]


def _grow(steps: Sequence[dict[int, Item]], key: Key) -> bool:
    """Whether the values of each plane grow from step to step."""
    last: dict[int, Any] = {}
    for step in steps:
        for p, item in step.items():
            value = key.value(item)
            if p in last and value <= last[p]:
                return False
            last[p] = value
    return True


def _numbered(places: Sequence[Sequence[Item]]) -> list[dict[int, Item]] | None:
    """Steps by numbers that run step after step, or plane after plane, with holes where images are absent; None where they do neither."""
    images = {item.header.sop_instance_uid for place in places for item in place}
    single = len(images) == sum(map(len, places))
    if len(places) < 2 or not (single or len(images) == 1):
        return None
    written = [[item.header.instance_number if single else item.index for item in place] for place in places]
    every = [n for row in written for n in row if n is not None]
    if len(set(every)) < sum(map(len, places)):
        return None
    low = min(every)
    unit = math.gcd(*[n - low for n in every]) or 1
    rows = [[((n or 0) - low) // unit for n in row] for row in written]  # counted from the lowest
    found = _cells(rows, (low - single) // unit)
    if found is None:
        return None
    steps: dict[int, dict[int, Item]] = {}
    for p, (place, cells) in enumerate(zip(places, found, strict=True)):
        for item, s in zip(place, cells, strict=True):
            steps.setdefault(s, {})[p] = item
    filled = [steps[s] for s in sorted(steps)]
    holes = len(places) * len(filled) - len(every)
    return filled if holes * HOLES_SHARE <= len(every) else None


def _cells(rows: Sequence[Sequence[int]], begin: int) -> list[list[int]] | None:
    """The step of each number, a row a plane, ``begin`` numbers after the first there can be.

    Step after step, the numbers of a plane differ by multiples of the number of planes; plane after plane, each has a range of its own.
    How many numbers are absent before the first is what leaves fewest holes, has planes in order of place, or counts from 1."""
    top = max(map(max, rows))
    turn = math.gcd(*[n - row[0] for row in rows for n in row])
    if turn >= len(rows) and len({row[0] % turn for row in rows}) == len(rows):
        ends = [-rows[0][0] % turn, -rows[-1][0] % turn]
        ends = [before for before in ends if _in_order([(row[0] + before) % turn for row in rows])]
        before = min((*ends, begin % turn, 0), key=lambda n: (top + n) // turn)
        return [[(n + before) // turn for n in row] for row in rows]
    low, high = (np.array([[end(row)] for row in rows]) for end in (min, max))
    order = np.argsort(low[:, 0])
    if (low[order[1:]] <= high[order[:-1]]).any():
        return None
    least = int((high - low).max()) + 1
    strides = [int(b - a) for ends in (low, high) for a, b in itertools.pairwise(ends[order, 0])]
    usual = min(statistics.multimode(strides))  # from plane to plane: more than a plane holds where a kind of image between them is apart
    told = [usual] if usual > least and strides.count(usual) >= max(2, len(strides) / 2) else []
    for length in (*told, *range(least, 2 * max(map(len, rows)) + 1)):
        befores = np.concatenate([[begin % length], np.arange(length)])
        bands = ((low + befores) // length)[order]
        fits = (bands == ((high + befores) // length)[order]).all(axis=0) & (bands[1:] > bands[:-1]).all(axis=0)
        if fits.any():
            first = int(befores[fits.argmax()])
            return [[(n + first) % length for n in row] for row in rows]
    return None


def _in_order(values: Sequence[int]) -> bool:
    return list(values) in (sorted(values), sorted(values, reverse=True))


def _counted_within(places: Sequence[Sequence[Item]], varying: Sequence[Key]) -> Grid | None:
    """Steps by what is known, and among the frames of a plane that have that in common by time, where each has one of its own, else by
    number, such as three directions of flow at each time. Where a plane has fewer frames of a value, those have no cell; None where it has
    of most."""
    longest = max(places, key=len)
    fullest = sorted(longest, key=_order)
    together = tuple([key for key in varying if _is_shared(places, key)])
    for keys in dict.fromkeys([together, *((key,) for key in varying)]):
        if not keys:
            continue
        rows = [_by(place, keys) for place in places]
        counts = {v: max(len(row.get(v, ())) for row in rows) for row in rows for v in row}
        alike = sum(len(row.get(v, ())) == count for row in rows for v, count in counts.items())
        groups = [same for row in rows for same in row.values()]
        if any(None in v for v in counts) or 2 * alike <= len(counts) * len(rows) or not all(map(_numbers_differ, groups)):
            continue
        timed = next((k for k in varying if k.timed and k not in keys and _distinct(groups, k.value)), None)
        rank: dict[int, int] = {}
        for row in rows:
            for v, same in row.items():
                if len(same) == counts[v]:
                    rank.update((id(i), n) for n, i in enumerate(sorted(same, key=timed.value if timed else _order)))
        most = max(counts.values())
        said: Callable[[Any], str] = timed.say if timed else lambda n, most=most: f"{n + 1} / {most}"  # type: ignore[misc]
        among = Key(timed.name if timed else "number", lambda i, rank=rank: rank[id(i)], said)  # type: ignore[misc]
        runs = len(list(itertools.groupby(fullest, lambda i, keys=keys: _values(i, keys)))) == len(counts)  # type: ignore[misc]
        found = _exact([[i for i in place if id(i) in rank] for place in places], (*keys, among) if runs else (among, *keys))
        if found is not None:
            over = [i for place in places for i in place if id(i) not in rank]
            return replace(found, over=(*found.over, *over))
    return None


def _distinct(groups: Sequence[Sequence[Item]], value: Callable[[Item], Any]) -> bool:
    """Whether each frame of a group has a value of its own."""
    return all(len(group) == len({v for v in map(value, group) if v is not None}) for group in groups)


def _cells_of(found: Grid) -> set[frozenset[int]]:
    return {frozenset(map(id, step.values())) for step in found.steps}


def _is_shared(places: Sequence[Sequence[Item]], key: Key) -> bool:
    """Whether all planes have the same values."""
    return len({frozenset(map(key.value, place)) for place in places}) == 1


def _agree(found: Grid, places: Sequence[Sequence[Item]], key: Key) -> bool:
    """Whether the frames of each step have one value, where all planes have the same values."""
    return not _is_shared(places, key) or all(len({key.value(item) for item in step.values()}) == 1 for step in found.steps)


def _values(item: Item, keys: Sequence[Key]) -> tuple[Any, ...]:
    return tuple([key.value(item) for key in keys])


def _by(place: Sequence[Item], keys: Sequence[Key]) -> dict[Any, list[Item]]:
    groups: dict[Any, list[Item]] = {}
    for item in place:
        groups.setdefault(_values(item, keys), []).append(item)
    return groups


def _counted(places: Sequence[Sequence[Item]]) -> Grid | None:
    """Steps by InstanceNumber. Planes with fewer frames than most are filled only where the numbering tells which are absent; else they
    have no cell at all. The grid has no key where not even the numbers differ."""
    if len(set(map(len, places))) > 1:
        found = _exact(places, (Key("number", lambda i: i.header.instance_number),))
        if found is not None:
            return found
    rows = [sorted(place, key=_order) for place in places]
    count = max(map(len, rows))
    if count < 2:
        return None
    over: list[Item] = []
    steps = _numbered(places)
    if steps is None:
        whole = [p for p, row in enumerate(rows) if len(row) == count]
        steps = [{p: rows[p][s] for p in whole} for s in range(count)]
        over = [item for row in rows if len(row) < count for item in row]
    labels = tuple([_counted_text(s, len(steps)) for s in range(len(steps))])
    told = all(map(_numbers_differ, rows))
    return Grid("number" if told else "", tuple(steps), labels, tuple(over))


def _numbers_differ(row: Sequence[Item]) -> bool:
    single = len({item.header.sop_instance_uid for item in row}) == len(row)
    return len({item.order[0] if single else item.index for item in row}) == len(row)


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
    differing = (len(set(map(_percent, shown))) > 1, len({item.frame.time_ms for item in shown}) > 1)
    labels = []
    for value, item in zip(values, shown, strict=True):
        parts: list[str] = []
        for n, (key, v) in enumerate(zip(keys, value, strict=True)):
            said = key.say(v)
            if key.name == "facts":
                others = set.intersection(*[set(other[n]) for other in values])
                said = facts_said([pair for pair in v if pair not in others])
            elif key.name == "diffusion":
                alike = [other for other in sorted(ranks[n], key=ranks[n].__getitem__) if other[0] == v[0] and other[1]]
                if v[1] and len(alike) > 1:  # without a direction: the trace
                    said += ", " + tr("direction {number} / {count}", number=alike.index(v) + 1, count=len(alike))
            elif key.name == "direction":
                said = tr("direction {number} / {count}", number=ranks[n][v] + 1, count=len(ranks[n]))
            if not said:
                said = ", ".join(filter(None, (_counted_text(ranks[n][v], len(ranks[n])), _when(item, begin, differing))))
            if said and said not in parts and not (n and parts and said.startswith(parts[-1].split(",")[0])):
                parts.append(said)
        labels.append(", ".join(parts))
    return tuple(labels)


def _when(item: Item, begin: Item, differing: tuple[bool, bool]) -> str:
    """When a step was: its share of the cycle or its delay, where those differ between steps, else the time since the first step."""
    percent = _percent(item)
    if percent is not None and differing[0]:
        return f"{figure(percent)} %"
    milliseconds, first = item.frame.time_ms, begin.frame.time_ms
    if milliseconds is not None and first is not None and differing[1]:
        if abs(milliseconds) >= LONG_MS:
            milliseconds -= first
            return f"+{figure(milliseconds / 1000)} s" if milliseconds else ""
        return f"{figure(milliseconds)} ms" if abs(milliseconds) < 10_000 else f"{figure(milliseconds / 1000)} s"
    then, now = _acquired(begin), _acquired(item)
    if then is not None and now is not None and 0 < now - then < 86400:
        return f"+{figure(now - then)} s"
    return ""
