"""Images to display sets: what one viewport scrolls through (``build``).

A series becomes one or more sets: localizers, mosaics and documents apart; placed frames grouped by frame of reference, orientation,
size and spacing; where several frames lie in one plane, they are told apart by kind, echo or b-value (one set each) or by time
(phases of one 4-D set). Nothing that came in is left out: what fits nowhere becomes a set of its own with a mark.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workstation.imaging import stacks, steps, video
from workstation.imaging.geometry import dot, plane_of
from workstation.imaging.model import DisplaySet, ImageHeader, Mark, StackGeometry, Window
from workstation.imaging.stacks import Item
from workstation.imaging.state_classes import is_state
from workstation.language import plural, tr

VOLUME_SLICES = 4  # fewer slices make no plane worth reformatting
SAME_DIRECTION = math.cos(math.radians(0.3))  # orientations nearer than this are one, written with other digits
FEW = 8  # so many b-values or echoes become sets of their own; more are steps of one 4-D set
PROJECTIONS = frozenset(["CR", "DX", "MG", "IO", "PX", "XA", "RF", "RG"])
FLAVOURS = frozenset(
    [
        *("M", "P", "R", "I", "PHASE", "MAGNITUDE", "REAL", "IMAGINARY", "ADC", "FA", "TRACEW", "EADC", "MIP", "MPR", "PERFUSION"),
        *("W", "F", "IP", "OP", "WATER", "FAT", "IN_PHASE", "OUT_PHASE", "OPP_PHASE", "OUT_OF_PHASE", "M_FFE", "P_FFE", "M_SE", "P_SE"),
        *("VMI", "MAT_SPECIFIC", "MAT_REMOVED", "MAT_FRACTIONAL", "EFF_ATOMIC_NUM", "ELECTRON_DENSITY", "VELOCITY", "SUBTRACTION"),
        *("T1", "T2", "T2_STAR", "PROTON_DENSITY", "B0", "B1", "CBF", "CBV", "MTT", "TTP", "TMAX"),
    ]
)
EXTRA_SETS = 8  # incomplete phases shown each as a volume of its own; more are shown together


@dataclass
class _Draft:
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


def build(headers: Sequence[ImageHeader], descriptions: Mapping[str, tuple[int | None, str]] | None = None) -> tuple[DisplaySet, ...]:
    """The display sets of any images, series by series in the order of their numbers.

    ``descriptions``: series UID -> (series number, description)."""
    told = descriptions or {}
    by_series: dict[tuple[str, str], list[ImageHeader]] = {}
    for header in headers:
        by_series.setdefault((header.study_instance_uid, header.series_instance_uid), []).append(header)
    found: list[DisplaySet] = []
    for (study, series), images in by_series.items():
        series_number, description = told.get(series, (None, ""))
        for place, draft in enumerate(_series(images)):
            found.append(_finished(draft, f"{series}/{place}", study, series, series_number, description))
    return tuple(
        sorted(
            found, key=lambda s: (s.study_instance_uid, s.series_number if s.series_number is not None else 1 << 31, s.series_instance_uid)
        )
    )


def _series(images: Sequence[ImageHeader]) -> list[_Draft]:
    """The drafts of one series, ordered by their first image."""
    once: dict[str, ImageHeader] = {}
    twice = 0
    for header in images:
        twice += header.sop_instance_uid in once
        once.setdefault(header.sop_instance_uid, header)
    drafts: list[_Draft] = []
    placed: list[Item] = []
    loose: list[Item] = []
    for header in sorted(
        once.values(), key=lambda h: (h.instance_number if h.instance_number is not None else 1 << 31, h.sop_instance_uid)
    ):
        if is_state(header.sop_class_uid):
            continue  # a presentation state is no document: it belongs to the images that it presents
        if not header.pixel_keyword and not header.rows:
            drafts.append(_Draft([Item(header, 0, header.frame(0))], "document"))
            continue
        for index in range(header.number_of_frames):
            item = Item(header, index, header.frame(index))
            (placed if _is_placed(item) else loose).append(item)
    for group in _grouped(placed, _plane_key):
        drafts += _placed(group)
    drafts += _loose(loose)
    drafts = _merge_scattered(drafts)
    if twice and drafts:
        text = plural(twice, "{count} image came twice; it is shown once.", "{count} images came twice; they are shown once.")
        drafts[0].marks.append(Mark("duplicates", text, "info"))
    drafts.sort(key=lambda d: min(item.order for item in d.items))
    lowest = min((h.instance_number for h in images if h.instance_number is not None), default=None)
    for draft in drafts:
        draft.marks += _numbering(draft, lowest)
    _tell_apart(drafts)
    return drafts


def _is_placed(item: Item) -> bool:
    header, frame = item.header, item.frame
    if header.number_of_frames > 1 and len(header.frames) <= 1 and header.modality != "NM":
        return False  # a cine whose frames share one place
    if header.modality in PROJECTIONS and header.number_of_frames == 1:
        return False
    return (
        frame.position_lps is not None
        and frame.row_lps is not None
        and frame.spacing is not None
        and frame.spacing_from != "none"
        and not _is_localizer(header)
        and not _is_mosaic(header)
    )


def _is_localizer(header: ImageHeader) -> bool:
    return any(word in ("LOCALIZER", "SCOUT", "TOPOGRAM") for word in header.image_type) or (
        header.modality == "CT" and header.sop_class_uid.endswith("5.1.4.1.1.2") and "SCOUT MODE" in " ".join(header.image_type)
    )


def _is_mosaic(header: ImageHeader) -> bool:
    return "MOSAIC" in header.image_type or any(mark.code == "mosaic" for mark in header.marks)


def _grouped(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[list[Item]]:
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _size_key(item: Item) -> Hashable:
    h = item.header
    return (h.rows, h.columns, h.samples_per_pixel, h.photometric == "PALETTE COLOR", h.pixel_keyword)


def _plane_key(item: Item) -> Hashable:
    """Frames that may share a volume, but for orientation."""
    spacing = item.frame.spacing or (0.0, 0.0)
    h = item.header
    return (h.frame_of_reference_uid, h.modality, _size_key(item), round(spacing[0], 3), round(spacing[1], 3), item.frame.stack_id)


def _placed(items: list[Item]) -> list[_Draft]:
    """Frames of one size and spacing: by orientation first, then by what lies in each plane."""
    directions: list[list[Item]] = []
    for item in items:
        for group in directions:
            if _same_direction(group[0], item):
                group.append(item)
                break
        else:
            directions.append([item])
    if len(directions) > 6 and len(directions) * 2 > len(items):  # a fan of planes, each with its own orientation
        marks = [Mark("orientations", tr("Each image has another orientation: no volume can be made of them."), "info")]
        return [_Draft(sorted(items, key=lambda i: i.order), "stack", marks=marks)]
    drafts: list[_Draft] = []
    for group in directions:
        drafts += _one_direction(group)
    return drafts


def _same_direction(a: Item, b: Item) -> bool:
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


def _flavour_said(item: Item) -> str:
    return " ".join(word for word in (item.frame.image_type or item.header.image_type)[2:] if word in FLAVOURS)


def _kind_of_image(item: Item) -> Hashable:
    return item.frame.image_type or item.header.image_type


def _kind_said(item: Item) -> str:
    return " ".join((item.frame.image_type or item.header.image_type)[2:])


# What separates frames of one plane into sets of their own, most telling first, and how it is said
_SEPARATE: tuple[tuple[Callable[[Item], Hashable], Callable[[Item], str]], ...] = (
    (_flavour, _flavour_said),
    (lambda item: item.frame.segment, lambda item: tr("segment {number}", number=item.frame.segment)),
    (steps.quantity_of, lambda item: " ".join(filter(None, steps.quantity_of(item) or ()))),
    (lambda item: item.frame.echo_time_ms, lambda item: steps.echo_said(item.frame.echo_time_ms)),
    (lambda item: item.frame.b_value, lambda item: steps.b_said(item.frame.b_value)),
    (steps.facts_of, lambda item: steps.facts_said(steps.facts_of(item))),
    (_kind_of_image, _kind_said),
)


def _one_direction(items: list[Item], level: int = 0, says: tuple[str, ...] = ()) -> list[_Draft]:
    """Parallel frames: one set when each plane has one; else separated by kind, echo and b-value, then stepped in time."""
    places = stacks.by_place(items)
    if all(len(place) == 1 for place in places):
        return [_volume([place[0] for place in part_places], says) for part_places in _cut(places)]
    fullest = max(places, key=len)
    while level < len(_SEPARATE):
        key, say = _SEPARATE[level]
        level += 1
        if len({key(item) for item in fullest}) < 2:
            continue
        groups = _grouped(items, key)
        if 1 < len(groups) <= FEW and _separates(groups, places):
            drafts: list[_Draft] = []
            for group, said in zip(groups, _apart([say(group[0]) for group in groups]), strict=True):
                drafts += _one_direction(group, level, (*says, said))
            return drafts
    drafts = []
    for part in _cut(places):
        drafts += _phases(part, says)
    return drafts


def _apart(said: list[str]) -> list[str]:
    """Labels without the words that all of them have."""
    words = [label.split() for label in said]
    common = set.intersection(*map(set, words)) if len(set(said)) == len(said) else set()
    return [" ".join(w for w in label if w not in common or label[0] in ("TE", "b", "TI")) for label in words]


def _separates(groups: list[list[Item]], places: list[list[Item]]) -> bool:
    """Whether a way to separate really takes frames of one plane apart, rather than cutting a volume into pieces."""
    inside = sum(len(place) - 1 for group in groups for place in stacks.by_place(group))
    return inside < sum(len(place) - 1 for place in places) and all(len(g) * 4 >= len(places) or len(g) > 1 for g in groups)


def _cut(places: list[list[Item]]) -> list[list[list[Item]]]:
    """Planes cut into stacks where a gap is too wide to be missing slices."""
    cut = stacks.parts([place[0] for place in places])
    found, at = [], 0
    for part in cut:
        found.append(places[at : at + len(part)])
        at += len(part)
    return found


def _phases(places: list[list[Item]], says: tuple[str, ...]) -> list[_Draft]:
    """Several frames a plane: steps of one 4-D set. Steps that miss slices become volumes of their own, nothing is shifted or left out."""
    if all(len(place) == 1 for place in places):
        return [_volume([place[0] for place in places], says)]
    counts = Counter(len(place) for place in places)
    if max(counts, key=lambda c: (counts[c], -c)) == 1:
        return _overlap(places, says)
    found = steps.grid(places)
    if found is None:
        return _overlap(places, says)
    planes = range(len(places))
    whole = [s for s, step in enumerate(found.steps) if len(step) == len(places)]
    full = [p for p in planes if all(p in step for step in found.steps)]
    if len(whole) * len(places) >= len(full) * len(found.steps) and whole:
        kept, order = whole, list(planes)
    else:
        kept, order = list(range(len(found.steps))), full
    if not order or len(kept) < 2:
        kept, order = [], []
    drafts: list[_Draft] = []
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
            draft = _volume(left, (*says, label))
            text = tr("{label}: {here} of {count} slices are here.", label=label, here=len(left), count=len(places))
            draft.marks.append(Mark("incomplete", text, "danger"))
            drafts.append(draft)
    elif rest:
        items = sorted((item for _, left in rest for item in left), key=lambda i: i.order)
        drafts.append(_Draft(items, "stack", says=[*says, tr("incomplete")]))
    missing = sum(len(places) - len(step) for step in found.steps)
    if missing and kept:
        names = ", ".join(found.labels[s] for s, step in enumerate(found.steps) if len(step) < len(places))
        text = plural(missing, "{count} image is missing: {steps}.", "{count} images are missing: {steps}.", steps=_few(names))
        drafts[0].marks.append(Mark("incomplete", text, "danger"))
        if len(drafts) > 1 and not any(m.code == "incomplete" for m in drafts[1].marks):
            drafts[1].marks.append(Mark("incomplete", text, "danger"))
    if over:
        drafts += _twice(over, drafts[0], says)
    return drafts


def _few(names: str) -> str:
    return names if len(names) <= 120 else names[:119] + "…"


def _four_d(found: steps.Grid, kept: list[int], order: list[int], says: tuple[str, ...]) -> _Draft:
    """The 4-D set of some steps of a grid over some of its planes."""
    rows = [[found.steps[s][p] for p in order] for s in kept]
    draft = _volume(rows[0], says)
    count = len(kept)
    if len(order) == 1:
        text = tr("{count} images at one position, one after the other in time.", count=count)
        if not _in_time(found.key):
            text = tr("{count} images at one position ({what}).", count=count, what=_few(", ".join(found.labels)))
    elif _in_time(found.key):
        text = tr("{count} time points or phases at each of {slices} positions.", count=count, slices=len(order))
    else:
        text = tr(
            "{count} images at each of {slices} positions ({what}).", count=count, slices=len(order), what=_few(", ".join(found.labels))
        )
    draft.marks.append(Mark("time_points" if _in_time(found.key) else "steps", text, "info"))
    draft.items = [item for row in rows for item in row]
    draft.phases = count
    draft.kind = "cine" if len(order) == 1 else draft.kind
    draft.steps, draft.step_key = tuple(found.labels[s] for s in kept), found.key
    draft.b_value = _one({item.frame.b_value for item in draft.items})
    return draft


def _in_time(key: str) -> bool:
    return key.split("+")[-1] in ("phase", "percent", "time", "acquisition", "number", "dimension")


def _overlap(places: list[list[Item]], says: tuple[str, ...]) -> list[_Draft]:
    """Planes of which a few hold more than one frame. Two acquisitions that overlap are two volumes; what came again is kept apart."""
    items = [item for place in places for item in place]
    by_acquisition = _grouped(items, lambda item: item.header.acquisition_number)
    doubled = sum(len(place) > 1 for place in places)
    if (
        1 < len(by_acquisition) <= 4
        and doubled > 1
        and all(len(group) >= VOLUME_SLICES and all(len(p) == 1 for p in stacks.by_place(group)) for group in by_acquisition)
    ):
        drafts = []
        for group in by_acquisition:
            said = tr("acquisition {number}", number=group[0].header.acquisition_number)
            drafts += _one_direction(group, len(_SEPARATE), (*says, said))
        return drafts
    sizes = Counter(item.header.acquisition_number for item in items)
    keep, rest = [], []
    for place in places:
        first, *others = sorted(place, key=lambda i: (-sizes[i.header.acquisition_number], i.order))
        keep.append(first)
        rest += others
    drafts = [_volume([place[0] for place in part], says) for part in _cut([[k] for k in keep])]
    return [*drafts, *_twice(rest, drafts[0], says)]


def _twice(rest: list[Item], draft: _Draft, says: tuple[str, ...]) -> list[_Draft]:
    """Frames that lie where others already are: a set of their own, both marked, with what tells them from the others if anything does."""
    text = plural(len(rest), "{count} image lies where another already is.", "{count} images lie where others already are.")
    numbers = {(i.header.instance_number, i.header.content_time, i.header.acquisition_number) for i in draft.items}
    if all((i.header.instance_number, i.header.content_time, i.header.acquisition_number) in numbers for i in rest):
        text += " " + tr("Their numbers and times are the same: they were probably sent twice.")
    draft.marks.append(Mark("duplicates", text))
    kept = sorted(rest, key=lambda i: i.order)
    placed = stacks.by_place(rest)
    if len(rest) >= VOLUME_SLICES and all(len(place) == 1 for place in placed):
        again = _volume([place[0] for place in placed], (*says, tr("duplicates")))
    else:
        again = _Draft(kept, "stack", says=[*says, tr("duplicates")])
    again.marks.append(Mark("duplicates", text))
    return [again]


def _volume(items: list[Item], says: tuple[str, ...]) -> _Draft:
    geometry, marks = stacks.geometry_of(items)
    header = items[0].header
    kind = "single" if len(items) == 1 else "stack" if len(items) < VOLUME_SLICES else "volume"
    if header.modality == "MG" and len(items) > 1:  # of a few angles: no other plane can be cut from them
        kind = "stack"
        text = tr("Tomosynthesis: slices from a few angles, blurred across them. No other planes are computed, depths are approximate.")
        marks.append(Mark("limited_angle", text, "info"))
    if any(mark.code == "scale" for mark in (*marks, *header.marks)):
        kind = "stack" if len(items) > 1 else kind
    return _Draft(items, kind, geometry, says=[s for s in says if s], marks=marks, b_value=_one({item.frame.b_value for item in items}))


def _one(values: set[float | None]) -> float | None:
    return next(iter(values)) if len(values) == 1 else None


def _loose(items: list[Item]) -> list[_Draft]:
    """Frames without a place: localizers, mosaics, films one by one, cines, and stacks of pictures of one size."""
    drafts: list[_Draft] = []
    stacked: list[Item] = []
    by_image: dict[str, list[Item]] = {}
    for item in items:
        by_image.setdefault(item.header.sop_instance_uid, []).append(item)
    localizers: list[Item] = []
    mosaics: list[Item] = []
    for frames in by_image.values():
        header = frames[0].header
        if _is_localizer(header):
            localizers += frames
        elif _is_mosaic(header):
            mosaics += frames
        elif header.number_of_frames > 1:
            moving = header.frame_time_ms is not None or header.modality in ("US", "XA", "RF", "NM") or video.is_video(header)
            drafts.append(_Draft(frames, "cine" if moving else "stack"))
        elif header.modality in PROJECTIONS:
            drafts.append(_Draft(frames, "single", _own_geometry(frames[0])))
        else:
            stacked += frames
    for group in _grouped(localizers, _size_key):
        drafts.append(_Draft(group, "localizer", _own_geometry(group[0]) if len(group) == 1 else None))
    drafts += [_Draft(group, "mosaic") for group in _grouped(mosaics, _size_key)]
    for group in _grouped(stacked, _size_key):
        marks = []
        if group[0].header.modality in ("CT", "MR", "PT") and len(group) > 1:
            marks.append(Mark("unplaced", tr("The images do not say where they lie: no planes, no lengths between images.")))
        drafts.append(_Draft(group, "stack" if len(group) > 1 else "single", marks=marks))
    return drafts


def _own_geometry(item: Item) -> StackGeometry | None:
    """Where one image lies, for the lines it gets in others."""
    frame = item.frame
    if frame.position_lps is None or frame.row_lps is None or frame.spacing is None or not item.header.patient_coordinates:
        return None
    return stacks.geometry_of([item])[0]


def _merge_scattered(drafts: list[_Draft]) -> list[_Draft]:
    """Many placed images that each ended alone are shown as one stack rather than in as many viewports."""
    alone = [d for d in drafts if d.kind == "single" and d.geometry is not None and d.items[0].header.modality not in PROJECTIONS]
    groups: dict[Hashable, list[_Draft]] = {}
    for draft in alone:
        groups.setdefault(_size_key(draft.items[0]), []).append(draft)
    merged = list(drafts)
    for group in groups.values():
        if len(group) > 3:
            items = sorted((d.items[0] for d in group), key=lambda i: i.order)
            marks = [Mark("orientations", tr("Each image has another orientation: no volume can be made of them."), "info")]
            merged = [d for d in merged if d not in group]
            merged.append(_Draft(items, "stack", marks=marks))
    return merged


def _tell_apart(drafts: list[_Draft]) -> None:
    """Where sets of one series would get the same label, their plane tells them apart, else a running number."""
    placed = [d for d in drafts if d.geometry is not None and d.kind in ("volume", "stack")]
    planes = {_plane(d) for d in placed}
    if len(planes) > 1:
        words = {"axial": tr("axial"), "coronal": tr("coronal"), "sagittal": tr("sagittal"), "oblique": tr("oblique")}
        for draft in placed:
            draft.says.append(words[_plane(draft)])
    if len({d.b_value for d in drafts if d.b_value is not None}) > 1:
        for draft in drafts:
            if draft.b_value is not None and steps.b_said(draft.b_value) not in draft.says:
                draft.says.append(steps.b_said(draft.b_value))
    for draft in drafts:
        if draft.kind == "localizer" and len(drafts) > 1:
            draft.says.append(tr("localizer"))
    said = Counter(tuple(d.says) for d in drafts)
    if len(drafts) > 1:
        seen: Counter[tuple[str, ...]] = Counter()
        for draft in drafts:
            key = tuple(draft.says)
            if said[key] > 1 and draft.kind != "document":
                seen[key] += 1
                draft.says.append(f"{seen[key]}/{said[key]}")


def _plane(draft: _Draft) -> str:
    return plane_of(draft.geometry.row_lps, draft.geometry.column_lps) if draft.geometry else ""


def _finished(draft: _Draft, key: str, study: str, series: str, series_number: int | None, description: str) -> DisplaySet:
    header = draft.items[0].header
    sides = {item.header.laterality for item in draft.items}
    views = {item.header.view_position for item in draft.items}
    return DisplaySet(
        key=key,
        series_instance_uid=series,
        study_instance_uid=study,
        modality=header.modality,
        kind=draft.kind,
        frames=tuple([item.ref for item in draft.items]),
        label=" ".join(filter(None, (description or header.modality, *draft.says))),
        series_number=series_number,
        frame_of_reference_uid=header.frame_of_reference_uid,
        geometry=draft.geometry,
        plane=_plane(draft),
        phases=draft.phases,
        steps=draft.steps,
        step_key=draft.step_key,
        laterality=next(iter(sides)) if len(sides) == 1 else "",
        view_position=next(iter(views)) if len(views) == 1 else "",
        b_value=draft.b_value,
        default_window=_default_window(draft.items),
        marks=(*draft.marks, *_image_marks(draft)),
    )


def _default_window(items: Sequence[Item]) -> Window | None:
    """The first own window of the middle image that has one; a VOI LUT only where no window stands beside it."""
    middle = len(items) // 2
    for item in (items[middle], items[0]):
        plain = [w for w in item.frame.windows if w.lut < 0]
        if item.frame.windows:
            return item.frame.windows[0] if item.frame.windows[0].lut < 0 or not plain else plain[0]
    return None


def _image_marks(draft: _Draft) -> list[Mark]:
    """Marks of the images, each said once, with how many of them it holds for where it is not all; lossy first."""
    images = {item.header.sop_instance_uid: item.header for item in draft.items}
    found: dict[tuple[str, str], tuple[Mark, int]] = {}
    lossy = Counter(h.lossy for h in images.values() if h.lossy)
    for how, count in lossy.most_common(1):
        del count
        mark = Mark("lossy", tr("Lossy compression: {how}.", how=how))
        found["lossy", ""] = (mark, sum(lossy.values()))
    for header in images.values():
        for mark in header.marks:
            same = mark.code, mark.severity
            found[same] = (found[same][0] if same in found else mark, (found[same][1] if same in found else 0) + 1)
    told = []
    for mark, count in found.values():
        if count == len(images):
            told.append(mark)
        else:
            text = tr("{count} of {total} images: {said}", count=count, total=len(images), said=mark.text)
            told.append(replace(mark, text=text))
    return told


def _numbering(draft: _Draft, lowest: int | None) -> list[Mark]:
    """A volume numbered from later than 1 on, with nothing of the series before it: its first images may not have come."""
    if draft.kind != "volume" or draft.phases > 1 or any(m.code == "missing_slices" for m in draft.marks):
        return []
    numbers = sorted({i.header.instance_number for i in draft.items if i.header.instance_number is not None})
    if len(numbers) == len(draft.items) and lowest is not None and numbers[0] == lowest > 1 and numbers[-1] - lowest == len(numbers) - 1:
        text = tr("The images are numbered from {first} on: earlier ones are not here.", first=lowest)
        return [Mark("numbering", text, "info")]
    return []
