"""Placed frames of one size and spacing to drafts of display sets: by orientation, then by what lies in each plane.

Frames of one plane are told apart by kind, segment, quantity, echo, b-value, kernel (a set each, up to eight) or become the steps of one
4-D set (``steps``). What comes twice, what misses slices and what overlaps is kept, apart and marked.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from workstation.imaging import stacks, steps
from workstation.imaging.geometry import dot
from workstation.imaging.model import Mark, StackGeometry, Vector
from workstation.imaging.stacks import Item
from workstation.language import figure, number, plural, tr

VOLUME_SLICES = 4  # fewer slices make no plane worth reformatting
SAME_DIRECTION = math.cos(math.radians(0.3))  # orientations nearer than this are one, written with other digits
FEW = 8  # so many b-values or echoes become sets of their own; more are steps of one 4-D set
FLAVOURS = frozenset(
    [
        *("M", "P", "R", "I", "PHASE", "MAGNITUDE", "REAL", "IMAGINARY", "ADC", "FA", "TRACEW", "EADC", "MIP", "MPR", "PERFUSION"),
        *("W", "F", "IP", "OP", "WATER", "FAT", "IN_PHASE", "OUT_PHASE", "OPP_PHASE", "OUT_OF_PHASE", "M_FFE", "P_FFE", "M_SE", "P_SE"),
        *("VMI", "MAT_SPECIFIC", "MAT_REMOVED", "MAT_FRACTIONAL", "EFF_ATOMIC_NUM", "ELECTRON_DENSITY", "VELOCITY", "SUBTRACTION"),
        *("T1", "T2", "T2_STAR", "PROTON_DENSITY", "B0", "B1", "CBF", "CBV", "MTT", "TTP", "TMAX"),
    ]
)
# ... of them those that are made of every plane alike: parts of a complex image, water and fat
ALIKE = FLAVOURS & {
    *("M", "P", "R", "I", "PHASE", "MAGNITUDE", "REAL", "IMAGINARY", "M_FFE", "P_FFE", "M_SE", "P_SE"),
    *("W", "F", "IP", "OP", "WATER", "FAT", "IN_PHASE", "OUT_PHASE", "OPP_PHASE", "OUT_OF_PHASE"),
}
FIELD_MM = 10.0  # no two fields of one plane lie nearer
MOVED_MM = 0.5  # by which the steps of a 4-D set may lie elsewhere in their planes unsaid
MERGED = 3  # more sets of one image each are shown as one
SETS_BETWEEN = 4  # acquisitions whose planes lie at or between each other's; more are no acquisitions but single turns of a tube
SEGMENT_SETS = 40  # so many segments become sets of their own; a segmentation of more is shown segment after segment
EXTRA_SETS = 8  # incomplete phases shown each as a volume of its own; more are shown together


@dataclass
class Draft:
    """A display set being made."""

    items: list[Item]
    kind: str
    geometry: StackGeometry | None = None
    phases: int = 1
    says: list[str] = field(default_factory=list)  # what tells it apart from the series' others
    marks: list[Mark] = field(default_factory=list)
    b_value: float | None = None
    steps: tuple[str, ...] = ()  # what tells each phase from the others
    step_key: str = ""


def grouped(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[list[Item]]:
    """Items of one key together, in the order of their first."""
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def drafts_of(items: list[Item]) -> list[Draft]:
    """Frames of one size and spacing: by orientation first, then by what lies in each plane."""
    directions: list[list[Item]] = []
    for item in items:
        for group in directions:
            if same_direction(group[0], item):
                group.append(item)
                break
        else:
            directions.append([item])
    if len(directions) > 6 and len(directions) * 2 > len(items):  # a fan of planes, each with its own orientation
        marks = [Mark("orientations", tr("Each image has another orientation: no volume can be made of them."), "info")]
        return [Draft(sorted(items, key=lambda i: i.order), "stack", marks=marks)]
    drafts: list[Draft] = []
    for group in directions:
        drafts += _one_direction(group)
    return drafts


def same_direction(a: Item, b: Item) -> bool:
    """Whether two frames have one orientation, but for rounding."""
    fa, fb = a.frame, b.frame
    if fa.row_lps == fb.row_lps and fa.column_lps == fb.column_lps:
        return True
    if not (fa.row_lps and fb.row_lps and fa.column_lps and fb.column_lps):
        return False
    return dot(fa.row_lps, fb.row_lps) >= SAME_DIRECTION and dot(fa.column_lps, fb.column_lps) >= SAME_DIRECTION


def _flavour(item: Item) -> Hashable:
    """What kind of image it is where a series mixes kinds: magnitude and phase, water and fat, ADC, ..."""
    words = item.frame.image_type or item.header.image_type
    return tuple(word for word in words[2:] if word in FLAVOURS), words[0] if words else ""


def _segment(item: Item) -> Hashable:
    return item.frame.segment


def _segment_said(item: Item) -> str:
    return tr("segment {number}", number=item.frame.segment) if item.frame.segment is not None else ""


def _flavour_said(item: Item) -> str:
    return " ".join(word for word in (item.frame.image_type or item.header.image_type)[2:] if word in FLAVOURS)


def _kind_of_image(item: Item) -> Hashable:
    return item.frame.image_type or item.header.image_type


def _kind_said(item: Item) -> str:
    return " ".join((item.frame.image_type or item.header.image_type)[2:])


def _echo(item: Item) -> Hashable:
    return item.frame.echo_time_ms


def _b_value(item: Item) -> Hashable:
    return item.frame.b_value


def _thickness(item: Item) -> Hashable:
    return item.frame.slice_thickness


def _time_index(item: Item) -> Hashable:
    return item.frame.time_index


def _time_point_said(item: Item) -> str:
    which = item.frame.time_index
    return tr("time point {number}", number=which) if which is not None else ""


def _acquisition(item: Item) -> Hashable:
    return item.header.acquisition_number


def _acquisition_said(item: Item) -> str:
    which = item.header.acquisition_number
    return tr("acquisition {number}", number=which) if which is not None else ""


def _of_all_planes(key: Callable[[Item], Hashable], item: Item) -> bool:
    """Whether what tells a frame apart is acquired of all planes alike: a set with fewer of them is not whole."""
    words = item.frame.image_type or item.header.image_type
    kinds = FLAVOURS.intersection(words[2:])
    told = key in (_echo, _b_value) and key(item) is not None
    return told or (key is _flavour and words[1:2] == ("PRIMARY",) and bool(kinds) and kinds <= ALIKE)


# What separates frames of one plane into sets of their own, most telling first, and how it is said
_SEPARATE: tuple[tuple[Callable[[Item], Hashable], Callable[[Item], str]], ...] = (
    (_flavour, _flavour_said),
    (steps.quantity_of, lambda item: " ".join(filter(None, steps.quantity_of(item) or ()))),
    (_echo, lambda item: steps.echo_said(item.frame.echo_time_ms)),
    (_b_value, lambda item: steps.b_said(item.frame.b_value)),
    (steps.facts_of, lambda item: steps.facts_said(steps.facts_of(item))),
    (_thickness, lambda item: f"{figure(item.frame.slice_thickness)} mm" if item.frame.slice_thickness else ""),
    (_kind_of_image, _kind_said),
)
_KINDS = _SEPARATE[:-2]  # ... of which no volume should have several; thickness and other words may change along one scan
# ... and where their planes lie between each other's
_TIMES: tuple[tuple[Callable[[Item], Hashable], Callable[[Item], str]], ...] = (
    (_time_index, _time_point_said),
    (_acquisition, _acquisition_said),
)


def _one_direction(items: list[Item], level: int = 0, says: tuple[str, ...] = ()) -> list[Draft]:
    """Parallel frames: one set when each plane has one; else separated by kind, echo and b-value, then stepped in time."""
    places = stacks.by_place(items)
    beside = _beside_each_other(places)
    if len(beside) > 1:
        return [draft for group in beside for draft in _one_direction(group, level, says)]
    segments = grouped(items, _segment)
    if len(segments) > SEGMENT_SETS:
        return [_one_after_the_other(items, len(segments), says)]
    if len(segments) > 1:  # also where no two of them are in one plane
        return [draft for group in segments for draft in _one_direction(group, level, (*says, _segment_said(group[0])))]
    if all(len(place) == 1 for place in places):
        apart = _between_each_other([place[0] for place in places])
        if apart:
            return [draft for said, group in apart for draft in _one_direction(group, len(_SEPARATE), (*says, said))]
        parts = _cut(places)
        drafts = [volume([place[0] for place in part], says) for part in parts]
        for number, draft in enumerate(drafts):
            draft.marks += _part_marks(parts, number)
        return drafts
    fullest = max(places, key=len)
    while level < len(_SEPARATE):
        key, say = _SEPARATE[level]
        level += 1
        if len({key(item) for item in fullest}) < 2:
            continue
        if len(places) == 1 and key not in (_flavour, _thickness, _kind_of_image) and len({key(item) for item in items}) > MERGED:
            continue  # one slice at many echoes or b-values: steps of one set
        groups = grouped(items, key)
        if 1 < len(groups) <= FEW and _separates(groups, places):
            drafts = []
            labels = [say(group[0]) for group in groups]
            for group, said in zip(groups, _apart(labels) if say in (_kind_said, _flavour_said) else labels, strict=True):
                made = _one_direction(group, level, (*says, said))
                here = len(stacks.by_place(group))
                if here < len(places) and _of_all_planes(key, group[0]):
                    made[0].marks.append(_some_slices(here, len(places)))
                drafts += made
            return drafts
    odd = _odd(places)
    if odd:
        apart_ids = set(map(id, odd))
        drafts = _one_direction([item for item in items if id(item) not in apart_ids], level, says)
        for group in grouped(odd, _kind_of_image):
            drafts += _one_direction(group, len(_SEPARATE), (*says, _kind_said(group[0])))
        return drafts
    drafts = []
    parts = _cut(places)
    for number, part in enumerate(parts):
        made = _phases(part, says)
        made[0].marks += _part_marks(parts, number)
        drafts += made
    return drafts


def _odd(places: list[list[Item]]) -> list[Item]:
    """A few images of another kind, such as a derived one, in planes that hold as many of the others without them."""
    usual = Counter(map(len, places)).most_common(1)[0][0]
    kinds = Counter(_kind_of_image(item) for place in places for item in place)
    few = {kind for kind, count in kinds.items() if count * steps.TWICE_SHARE <= kinds.total()}
    return [item for place in places if len(place) > usual for item in place if _kind_of_image(item) in few]


def _beside_each_other(places: list[list[Item]]) -> list[list[Item]]:
    """Stacks that lie in the same planes at other places of them, such as the left and the right breast, each with a field of its own:
    origins further apart along neighbouring planes than a quarter of the field. One group where there is one field."""
    frame, header = places[0][0].frame, places[0][0].header
    row, column, spacing = frame.row_lps or (1.0, 0.0, 0.0), frame.column_lps or (0.0, 1.0, 0.0), frame.spacing or (1.0, 1.0)
    normal = stacks.normal_of(places[0][0])
    far = max(min(header.rows * spacing[0], header.columns * spacing[1]) / 4, FIELD_MM)

    def corner(item: Item) -> Vector:
        origin = item.frame.position_lps or (0.0, 0.0, 0.0)
        return dot(origin, row), dot(origin, column), dot(origin, normal)

    def apart(a: Vector, b: Vector) -> float:  # a stack may lean by as much as it goes on
        return math.dist(a[:2], b[:2]) - abs(a[2] - b[2])

    corners = [[corner(item) for item in place] for place in places]
    for one, other in itertools.pairwise([corners[0], *corners]):  # a plane and the one before it
        along, across, deep = (max(axis) - min(axis) for axis in zip(*one, *other, strict=True))
        if max(along, across) - deep > far:
            break
    else:
        return [[item for place in places for item in place]]
    fields: list[list[Item]] = []
    last: list[Vector] = []  # the corner of the last frame of each field
    for place, found in zip(places, corners, strict=True):
        for item, here in zip(place, found, strict=True):
            mine = min(range(len(last)), key=lambda n: apart(here, last[n]), default=-1)
            if mine < 0 or apart(here, last[mine]) > far:
                mine = len(fields)
                fields.append([])
                last.append(here)
            fields[mine].append(item)
            last[mine] = here
    return fields


def _between_each_other(items: list[Item]) -> list[tuple[str, list[Item]]]:
    """Two to four even stacks whose planes lie between each other's, and what tells them apart: two acquisitions of a table that came
    back a little elsewhere are no volume of uneven spacing. [] where planes are even but for missing ones, or nothing tells them apart.
    Two scans or kernels of CT or PET half a step apart by chance are even together, too: the numbers of one follow those of the other."""
    even = _even(items)
    if len(items) < 2 * VOLUME_SLICES or (even and items[0].header.modality not in ("CT", "PT")):
        return []
    for key, say in (*_SEPARATE, *_TIMES):
        groups = grouped(items, key)
        if even and not _one_after_another(groups):
            continue
        if not 1 < len(groups) <= SETS_BETWEEN or not all(len(g) >= VOLUME_SLICES and _even(g) for g in groups):
            continue
        place = {id(item): n for n, item in enumerate(items)}
        spans = [(place[id(g[0])], place[id(g[-1])]) for g in groups]
        within = [sum(a < place[id(item)] < b for item in h) for (a, b), g in zip(spans, groups, strict=True) for h in groups if h is not g]
        if max(within) >= VOLUME_SLICES:
            return [(say(group[0]), group) for group in groups]
    return []


def _one_after_another(groups: list[list[Item]]) -> bool:
    """Whether the numbers of each group follow all of another's."""
    ranges = sorted((min(numbers), max(numbers)) for numbers in ([item.order[0] for item in group] for group in groups))
    return all(b[0] > a[1] for a, b in itertools.pairwise(ranges))


def _even(items: list[Item]) -> bool:
    """Whether planes follow each other evenly, but for missing ones."""
    return not any(m.code == "irregular" for m in stacks.geometry_of(items)[1])


def _one_after_the_other(items: list[Item], segments: int, says: tuple[str, ...]) -> Draft:
    """Frames of many segments: each segment's planes in order, segment after segment. They are no time points."""
    normal = stacks.normal_of(items[0])
    kept = sorted(items, key=lambda i: (i.frame.segment or 0, stacks.depth_of(i, normal)))
    text = tr("{count} segments, one after the other.", count=segments)
    return Draft(kept, "stack", says=[*says], marks=[Mark("segments", text, "info")])


def _apart(said: list[str]) -> list[str]:
    """Labels without the words that all of them have."""
    words = [label.split() for label in said]
    common = set.intersection(*map(set, words)) if len(set(said)) == len(said) else set()
    return [" ".join(w for w in label if w not in common) for label in words]


def _separates(groups: list[list[Item]], places: list[list[Item]]) -> bool:
    """Whether a way to separate really takes frames of one plane apart, rather than cutting a volume into pieces."""
    inside = sum(len(place) - 1 for group in groups for place in stacks.by_place(group))
    # one image of a kind, such as a projection, is none of the others'
    alone = sum(len(group) == 1 for group in groups) if len(places) > 4 else 0
    return inside < sum(len(place) - 1 for place in places) and 2 * alone < len(groups)


def _cut(places: list[list[Item]]) -> list[list[list[Item]]]:
    """Planes cut into stacks where a gap is too wide to be missing slices."""
    cut = stacks.parts([place[0] for place in places])
    found, at = [], 0
    for part in cut:
        found.append(places[at : at + len(part)])
        at += len(part)
    return found


def _part_marks(parts: list[list[list[Item]]], number: int) -> list[Mark]:
    """What is said of stacks of one series with much room between them: of a CT or PET images may be missing there."""
    if len(parts) < 2:
        return []
    normal = stacks.normal_of(parts[0][0][0])
    ends = [(stacks.depth_of(part[0][0], normal), stacks.depth_of(part[-1][0], normal)) for part in parts]
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(ends)]
    between = max(gaps[max(0, number - 1) : number + 1])
    text = tr("Part {number} of {count}: no image lies in the {mm} mm between.", number=number + 1, count=len(parts), mm=figure(between))
    return [Mark("parts", text, "warn" if parts[0][0][0].header.modality in ("CT", "PT") else "info")]


def _phases(places: list[list[Item]], says: tuple[str, ...]) -> list[Draft]:
    """Several frames a plane: steps of one 4-D set. Steps that miss slices become volumes of their own, nothing is shifted or left out."""
    if all(len(place) == 1 for place in places):
        return [volume([place[0] for place in places], says)]
    counts = Counter(len(place) for place in places)
    if max(counts, key=lambda c: (counts[c], c)) == 1:
        return _overlap(places, says)
    found = steps.grid(places)
    few_twice = 2 * counts[1] >= len(places) and found is not None and found.key in ("", "number")
    if found is None or few_twice or (not found.key and _sent_twice(places)):
        return _overlap(places, says)
    planes = range(len(places))
    whole = [s for s, step in enumerate(found.steps) if len(step) == len(places)]
    full = [p for p in planes if all(p in step for step in found.steps)]
    cut = len(found.steps) - len(whole)
    few = cut <= EXTRA_SETS and len(whole) > max(1, cut)  # whole volumes at fewer times say more than cut ones at all
    elsewhere = cut > 0 and not few and _in_runs(found)
    sets = len(found.steps) <= SETS_BETWEEN and min(map(len, found.steps)) >= VOLUME_SLICES
    if elsewhere and not whole and not sets and len({len(step) for step in found.steps}) == 1:
        items = [step[p] for step in found.steps for p in sorted(step)]
        text = tr("{count} acquisitions, each where the table was then, one after the other.", count=len(found.steps))
        return [Draft(items, "stack", says=[*says], marks=[Mark("positions", text, "info")])]
    if elsewhere and sets:
        kept, order = [], []
    elif whole and (few or len(whole) * len(places) >= len(full) * len(found.steps)):
        kept, order = whole, list(planes)
    else:
        kept, order = list(range(len(found.steps))), full
    if not order or len(kept) < 2:
        kept, order = [], []
    drafts: list[Draft] = []
    numbers = {item.order[0] for place in places for item in place}
    over = list(found.over)
    rest: list[tuple[str, list[Item]]] = []
    for s, step in enumerate(found.steps):
        left = [step[p] for p in planes if p in step and not (s in kept and p in order)]
        if left:
            rest.append((found.labels[s], left))
    if kept:
        drafts.append(_four_d(found, kept, order, says))
    if (kept and len(order) == len(places) and len(rest) <= EXTRA_SETS) or not kept:
        for label, left in rest:
            draft = volume(left, (*says, label))
            told = elsewhere and (not whole or _numbered_through(left, numbers))
            draft.marks += [_some_slices(len(left), len(places))] if len(left) < len(places) and not told else []
            drafts.append(draft)
    elif rest:
        items = sorted((item for _, left in rest for item in left), key=lambda i: i.order)
        drafts.append(Draft(items, "stack", says=[*says, tr("incomplete")]))
    missing = sum(len(places) - len(step) for step in found.steps)
    if missing and kept:
        names = _named([found.labels[s] for s, step in enumerate(found.steps) if len(step) < len(places)])
        text = plural(missing, "{count} image is missing: {steps}.", "{count} images are missing: {steps}.", steps=names)
        drafts[0].marks.append(Mark("incomplete", text, "danger"))
        if len(drafts) > 1 and not any(m.code == "incomplete" for m in drafts[1].marks):
            drafts[1].marks.append(Mark("incomplete", text, "danger"))
    if over:
        drafts += _twice(over, drafts[0], says)
    return drafts


def _in_runs(found: steps.Grid) -> bool:
    """Whether each acquisition has planes side by side: where not all have the same, the table was elsewhere (an intervention) or one scan
    went further (a second phase of the contrast that takes in more of the body)."""
    runs = [sorted(step) for step in found.steps]
    return found.key in ("acquisition", "time") and not found.over and all(run[-1] - run[0] == len(run) - 1 for run in runs)


def _numbered_through(items: list[Item], series: set[int]) -> bool:
    """Whether the numbers of a step run without a hole, and on from what is before them and to what is after them: nothing is missing."""
    first, last = min(item.order[0] for item in items), max(item.order[0] for item in items)
    return last - first + 1 == len(items) and (first == 1 or first - 1 in series) and last + 1 in series


def _some_slices(here: int, count: int) -> Mark:
    return Mark("incomplete", tr("{here} of {count} slices of this step are here.", here=here, count=count), "danger")


def _named(labels: Sequence[str]) -> str:
    """Up to six labels, or the first and the last."""
    return ", ".join(labels) if len(labels) <= 6 else f"{labels[0]} … {labels[-1]}"


def _four_d(found: steps.Grid, kept: list[int], order: list[int], says: tuple[str, ...]) -> Draft:
    """The 4-D set of some steps of a grid over some of its planes."""
    rows = [[found.steps[s][p] for p in order] for s in kept]
    draft = volume(rows[0], says)
    count = len(kept)
    if len(order) == 1:
        text = tr("{count} images at one position, one after the other in time.", count=count)
        if not _in_time(found.key):
            text = tr("{count} images at one position ({what}).", count=count, what=_named(found.labels))
    elif _in_time(found.key):
        text = tr("{count} time points or phases at each of {slices} positions.", count=count, slices=len(order))
        if "number" in found.key:
            text += " " + tr("Only their numbers tell them apart.")
    else:
        text = tr("{count} images at each of {slices} positions ({what}).", count=count, slices=len(order), what=_named(found.labels))
    draft.marks.append(Mark("time_points" if _in_time(found.key) else "steps", text, "info"))
    if not found.key:
        text = tr("Nothing tells the images at one position apart, not even their numbers: which belong together is not known.")
        draft.marks.append(Mark("order", text, "danger"))
    draft.items = [item for row in rows for item in row]
    pairs = ((a.frame.position_lps, b.frame.position_lps) for row in rows for a, b in zip(row, rows[0], strict=True))
    moved = max(math.dist(a, b) for a, b in pairs if a is not None and b is not None)
    if moved > MOVED_MM:
        text = tr("The positions of the steps differ by up to {mm} mm; planes take those of the first.", mm=number(moved, 1))
        draft.marks.append(Mark("positions", text))
    draft.phases = count
    draft.kind = "cine" if len(order) == 1 else draft.kind
    draft.steps, draft.step_key = tuple(found.labels[s] for s in kept), found.key
    draft.b_value = _one({item.frame.b_value for item in draft.items})
    return draft


def _in_time(key: str) -> bool:
    return key.split("+")[-1] in ("", "phase", "percent", "time", "acquisition", "number", "dimension")


def _sent_twice(places: list[list[Item]]) -> bool:
    """Whether frames of one plane have one number, while planes have different ones: the same images under new UIDs."""
    numbers = [{(i.header.instance_number, i.header.content_time, i.header.acquisition_time) for i in place} for place in places]
    return all(len(n) == 1 for n in numbers) and len(set().union(*numbers)) == len(places)


def _overlap(places: list[list[Item]], says: tuple[str, ...]) -> list[Draft]:
    """Planes of which a few hold more than one frame. Two acquisitions that overlap are two volumes; what came again is kept apart."""
    items = [item for place in places for item in place]
    by_acquisition = grouped(items, _acquisition)
    doubled = sum(len(place) > 1 for place in places)
    if (
        1 < len(by_acquisition) <= SETS_BETWEEN
        and doubled > 1
        and all(len(group) >= VOLUME_SLICES and all(len(p) == 1 for p in stacks.by_place(group)) for group in by_acquisition)
    ):
        drafts = []
        for group in by_acquisition:
            drafts += _one_direction(group, len(_SEPARATE), (*says, _acquisition_said(group[0])))
        return drafts
    sizes = Counter(map(_making, items))
    keep, rest = [], []
    for place in places:
        first, *others = sorted(place, key=lambda i: (-sizes[_making(i)], i.order))
        keep.append(first)
        rest += others
    drafts = [volume([place[0] for place in part], says) for part in _cut([[k] for k in keep])]
    return [*drafts, *_twice(rest, drafts[0], says)]


def _making(item: Item) -> Hashable:
    """How a frame was made: of those in one plane the one that was made as most others were belongs to their volume."""
    return (item.header.acquisition_number, item.frame.time_index, *(key(item) for key, _ in _SEPARATE))


def _twice(rest: list[Item], draft: Draft, says: tuple[str, ...]) -> list[Draft]:
    """Frames that lie where others already are: a set of their own, both marked, with what tells them from the others if anything does."""
    text = plural(len(rest), "{count} image lies where another already is.", "{count} images lie where others already are.")
    numbers = {(i.header.instance_number, i.header.content_time, i.header.acquisition_number) for i in draft.items}
    if all((i.header.instance_number, i.header.content_time, i.header.acquisition_number) in numbers for i in rest):
        text += " " + tr("Their numbers and times are the same: they were probably sent twice.")
    draft.marks.append(Mark("duplicates", text))
    kept = sorted(rest, key=lambda i: i.order)
    placed = stacks.by_place(rest)
    if len(rest) >= VOLUME_SLICES and all(len(place) == 1 for place in placed):
        again = volume([place[0] for place in placed], (*says, tr("duplicates")))
        again.marks = [m for m in again.marks if m.code not in ("missing_slices", "gap")]
    else:
        again = Draft(kept, "stack", says=[*says, tr("duplicates")])
    again.marks.append(Mark("duplicates", text))
    return [again]


def volume(items: list[Item], says: tuple[str, ...]) -> Draft:
    """The draft of frames in order, one a plane."""
    geometry, marks = stacks.geometry_of(items)
    marks += _several_kinds(items)
    header = items[0].header
    kind = "single" if len(items) == 1 else "stack" if len(items) < VOLUME_SLICES else "volume"
    if header.modality == "MG" and len(items) > 1:  # of a few angles: no other plane can be cut from them
        kind = "stack"
        text = tr("Tomosynthesis: slices from a few angles, blurred across them. No other planes are computed, depths are approximate.")
        marks.append(Mark("limited_angle", text, "info"))
    if header.in_colour and kind == "volume":
        kind = "stack"
        marks.append(Mark("no_volume", tr("Images in colour: no other planes are computed of them."), "info"))
    if any(mark.code == "scale" for mark in (*marks, *header.marks)):
        kind = "stack" if len(items) > 1 else kind
    return Draft(items, kind, geometry, says=[s for s in says if s], marks=marks, b_value=_one({item.frame.b_value for item in items}))


def _several_kinds(items: list[Item]) -> list[Mark]:
    """What is said of slices of several kinds, b-values, kernels, ... that no plane has two of, as where most images are not here."""
    for key, say in _KINDS:
        labels = list(dict.fromkeys(say(item) for item in items)) if len({key(item) for item in items}) > 1 else []
        if 1 < len(labels) <= FEW:
            text = tr("The slices are not of one kind: {kinds}.", kinds=", ".join(filter(None, labels)))
            return [Mark("kinds", text)]
    return []


def _one(values: set[float | None]) -> float | None:
    return next(iter(values)) if len(values) == 1 else None
