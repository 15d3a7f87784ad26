"""Images to display sets: what one viewport scrolls through (``build``).

A series becomes one or more sets: localizers, mosaics and documents apart; placed frames grouped by frame of reference, orientation,
size and spacing; where several frames lie in one plane, they are told apart by kind, echo or b-value (one set each) or by time
(phases of one 4-D set). Nothing that came in is left out: what fits nowhere becomes a set of its own with a mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from workstation.imaging import stacks, steps, video
from workstation.imaging.calibration import is_localizer
from workstation.imaging.geometry import plane_of
from workstation.imaging.model import DisplaySet, ImageHeader, Mark, StackGeometry, Window
from workstation.imaging.placed import MERGED, Draft, drafts_of, grouped, same_direction
from workstation.imaging.stacks import Item
from workstation.imaging.state_classes import is_state
from workstation.language import plural, tr

SECTIONS = frozenset(["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"])  # CT and MR images: tomosynthesis is sent as such too
SAME_SPACING = 1.1e-3  # pixel sizes that differ by less are one, written with other digits (0.488, 0.48828125): half a pixel over 512
SECTIONAL = frozenset(["CT", "MR", "PT"])  # series of slices that are numbered without holes
STILL = ("STATIC", "WHOLE BODY", "RECON")  # kinds of nuclear image whose frames are no loop
PROJECTIONS = frozenset(["CR", "DX", "MG", "IO", "PX", "XA", "RF", "RG"])


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


def _series(images: Sequence[ImageHeader]) -> list[Draft]:
    """The drafts of one series, ordered by their first image."""
    once: dict[str, ImageHeader] = {}
    twice = 0
    for header in images:
        twice += header.sop_instance_uid in once
        once.setdefault(header.sop_instance_uid, header)
    drafts: list[Draft] = []
    placed: list[Item] = []
    loose: list[Item] = []
    for header in sorted(
        once.values(), key=lambda h: (h.instance_number if h.instance_number is not None else 1 << 31, h.sop_instance_uid)
    ):
        if is_state(header.sop_class_uid):
            continue  # a presentation state is no document: it belongs to the images that it presents
        if not header.pixel_keyword and not header.rows:
            drafts.append(Draft([Item(header, 0, header.frame(0))], "document"))
            continue
        for index in range(header.number_of_frames):
            item = Item(header, index, header.frame(index))
            (placed if _is_placed(item) else loose).append(item)
    for group in grouped(placed, _plane_key):
        for alike in _by_spacing(group):
            drafts += drafts_of(alike)
    drafts += _loose(loose)
    drafts = _merge_scattered(drafts)
    _tell_concatenations(drafts, once.values())
    if twice and drafts:
        text = plural(twice, "{count} image came twice; it is shown once.", "{count} images came twice; they are shown once.")
        drafts[0].marks.append(Mark("duplicates", text, "info"))
    drafts.sort(key=lambda d: min(item.order for item in d.items))
    numbers = sorted([h.instance_number for h in once.values() if h.instance_number is not None])
    for draft in drafts:
        draft.marks += _numbering(draft, numbers)
    sliced = [d for d in drafts if _sliced(d)]
    told = any(m.code in ("missing_slices", "incomplete", "numbering") for d in drafts for m in d.marks)
    if len(sliced) > 1 and not told and len(set(numbers)) == len(numbers):  # absent between two sets: of which is not known
        for draft in sliced:
            draft.marks += _absent(numbers[0], numbers[-1], numbers) if numbers else []
    _tell_apart(drafts)
    return drafts


def _tell_concatenations(drafts: list[Draft], images: Iterable[ImageHeader]) -> None:
    """What is said of multi-frame images that came in parts (C.7.6.16.1.1), and which of their parts are not here."""
    parts: dict[str, list[ImageHeader]] = {}
    for header in images:
        if header.concatenation_uid:
            parts.setdefault(header.concatenation_uid, []).append(header)
    for uid, found in parts.items():
        total, _, absent = parts_of(found)
        if total < 2:
            continue
        mark = Mark("concatenation", tr("One multi-frame image in {count} parts.", count=total), "info")
        if absent:
            text = tr("Parts of a multi-frame image are missing: {parts} of {count}.", parts=", ".join(map(str, absent[:8])), count=total)
            mark = Mark("incomplete", text, "danger")
        for draft in drafts:
            if any(item.header.concatenation_uid == uid for item in draft.items):
                draft.marks.append(mark)


def parts_of(images: Sequence[ImageHeader]) -> tuple[int, list[int], list[int]]:
    """Of images of one concatenation: how many parts it has, which numbers of them are here and which are not, as far as they tell."""
    here = sorted({h.concatenation[0] for h in images} - {0})
    total = max(len(here) or len(images), *(h.concatenation[1] for h in images), *here)
    return total, here, [n for n in range(1, total + 1) if n not in here] if here else []


def _is_placed(item: Item) -> bool:
    header, frame = item.header, item.frame
    if header.number_of_frames > 1 and len(header.frames) <= 1 and header.modality != "NM":
        return False  # a cine whose frames share one place
    if header.modality in PROJECTIONS and header.number_of_frames == 1 and header.sop_class_uid not in SECTIONS:
        return False
    return (
        frame.position_lps is not None
        and frame.row_lps is not None
        and frame.spacing is not None
        and frame.spacing_from != "none"
        and not is_localizer(header.image_type)
        and not _is_mosaic(header)
    )


def _is_mosaic(header: ImageHeader) -> bool:
    return "MOSAIC" in header.image_type or (bool(header.marks) and any(mark.code == "mosaic" for mark in header.marks))


def _size_key(item: Item) -> Hashable:
    h = item.header
    return (h.rows, h.columns, h.samples_per_pixel, h.photometric in ("PALETTE COLOR", "MONOCHROME1") and h.photometric, h.pixel_keyword)


def _plane_key(item: Item) -> Hashable:
    """Frames that may share a volume, but for spacing and orientation."""
    return (item.header.frame_of_reference_uid, item.header.modality, _size_key(item), item.frame.stack_id)


def _by_spacing(items: list[Item]) -> list[list[Item]]:
    """Frames of one pixel size, to what digits written differently make of it."""
    groups: list[list[Item]] = []
    of: dict[tuple[float, float] | None, list[Item]] = {}
    for item in items:
        spacing = item.frame.spacing
        if spacing not in of:
            mine = spacing or (0.0, 0.0)
            near = (g for s, g in of.items() if s and all(abs(a - b) <= SAME_SPACING * a for a, b in zip(s, mine, strict=True)))
            of[spacing] = next(near, [])
            if not of[spacing]:
                groups.append(of[spacing])
        of[spacing].append(item)
    return groups


def _loose(items: list[Item]) -> list[Draft]:
    """Frames without a place: localizers, mosaics, films one by one, cines, and stacks of pictures of one size."""
    drafts: list[Draft] = []
    stacked: list[Item] = []
    by_image: dict[str, list[Item]] = {}
    for item in items:
        by_image.setdefault(item.header.concatenation_uid or item.header.sop_instance_uid, []).append(item)
    localizers: list[Item] = []
    mosaics: list[Item] = []
    for frames in by_image.values():
        header = frames[0].header
        if header.concatenation_uid:
            frames.sort(key=lambda i: (i.header.concatenation[2], i.header.concatenation[0], i.order))
        if is_localizer(header.image_type):
            localizers += frames
        elif _is_mosaic(header):
            mosaics += frames
        elif header.number_of_frames > 1 or len(frames) > 1:
            moving = header.frame_time_ms is not None or header.modality in ("US", "XA", "RF", "NM") or video.is_video(header)
            if header.modality == "NM" and any(word.startswith(STILL) for word in header.image_type):
                moving = False
            views = grouped(frames, steps.facts_of) if moving and header.modality == "NM" else [frames]  # energy windows, detectors
            for view in views if min(map(len, views)) > 1 else [frames]:
                says = [steps.facts_said(steps.facts_of(view[0]))] if view is not frames else []
                drafts.append(Draft(view, "cine" if moving else "stack", says=says))
        elif header.modality in PROJECTIONS:
            drafts.append(Draft(frames, "single", _own_geometry(frames[0])))
        else:
            stacked += frames
    for group in grouped(localizers, _size_key):
        drafts.append(Draft(group, "localizer", _own_geometry(group[0]) if len(group) == 1 else None))
    drafts += [Draft(group, "mosaic") for group in grouped(mosaics, _size_key)]
    for group in grouped(stacked, _size_key):
        marks = []
        if all(i.frame.position_lps and i.frame.row_lps for i in group) and len({i.frame.row_lps for i in group}) == 1 and len(group) > 1:
            group = [item for place in stacks.by_place(group) for item in place]
            marks.append(Mark("unplaced", tr("The pixels have no size in millimetres: no planes can be computed.")))
        elif group[0].header.modality in ("CT", "MR", "PT") and len(group) > 1:
            marks.append(Mark("unplaced", tr("The images do not say where they lie: no planes, no lengths between images.")))
        drafts.append(Draft(group, "stack" if len(group) > 1 else "single", marks=marks))
    return drafts


def _own_geometry(item: Item) -> StackGeometry | None:
    """Where one image lies, for the lines it gets in others."""
    frame = item.frame
    if frame.position_lps is None or frame.row_lps is None or frame.spacing is None or not item.header.patient_coordinates:
        return None
    return stacks.geometry_of([item])[0]


def _merge_scattered(drafts: list[Draft]) -> list[Draft]:
    """Many placed images that each ended alone are shown as one stack rather than in as many viewports."""
    alone = [d for d in drafts if d.kind == "single" and d.geometry is not None and d.items[0].header.modality not in PROJECTIONS]
    groups: dict[Hashable, list[Draft]] = {}
    for draft in alone:
        groups.setdefault(_size_key(draft.items[0]), []).append(draft)
    merged = list(drafts)
    for group in groups.values():
        if len(group) > MERGED:
            items = sorted((d.items[0] for d in group), key=lambda i: i.order)
            marks = [Mark("orientations", tr("Each image has another orientation: no volume can be made of them."), "info")]
            if all(same_direction(items[0], item) for item in items):
                marks = []
            merged = [d for d in merged if d not in group]
            merged.append(Draft(items, "stack", marks=marks))
    return merged


def _tell_apart(drafts: list[Draft]) -> None:
    """Where sets of one series would get the same label, their plane tells them apart, else a running number."""
    placed = [d for d in drafts if d.geometry is not None and d.kind in ("volume", "stack")]
    planes = {_plane(d) for d in placed}
    if len(planes) > 1:
        words = {"axial": tr("axial"), "coronal": tr("coronal"), "sagittal": tr("sagittal"), "oblique": tr("oblique"), "": ""}
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


def _plane(draft: Draft) -> str:
    """The patient's plane, "" where there is none or the axes are not the patient's."""
    return plane_of(draft.geometry.row_lps, draft.geometry.column_lps) if draft.geometry and draft.geometry.patient else ""


def _finished(draft: Draft, key: str, study: str, series: str, series_number: int | None, description: str) -> DisplaySet:
    header = draft.items[0].header
    sides = {item.header.laterality for item in draft.items}
    views = {item.header.view_position for item in draft.items}
    frames = {item.header.frame_of_reference_uid for item in draft.items}
    return DisplaySet(
        key=key,
        series_instance_uid=series,
        study_instance_uid=study,
        modality=header.modality,
        kind=draft.kind,
        frames=tuple([item.ref for item in draft.items]),
        label=" ".join(filter(None, (description or header.modality, *draft.says))),
        series_number=series_number,
        frame_of_reference_uid=next(iter(frames)) if len(frames) == 1 else "",  # of several: no line of one is one of another
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


def _image_marks(draft: Draft) -> list[Mark]:
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


def _numbering(draft: Draft, series: Sequence[int]) -> list[Mark]:
    """What the numbers of a series, in order, tell of images that are not here, where the positions do not tell it already: fewer than
    a PET series has, a volume numbered from later than 1 on, with nothing of the series before it, numbers that are absent in between."""
    if not _sliced(draft) or any(m.code in ("missing_slices", "incomplete") for m in draft.marks):
        return []
    told, here = draft.items[0].header.slices_told, draft.geometry.slices if draft.geometry else 0
    if draft.kind == "volume" and here < told:
        return [Mark("incomplete", tr("{here} of the {count} slices of this series are here.", here=here, count=told))]
    if len(set(series)) < len(series):
        return []
    numbers = sorted({i.header.instance_number for i in draft.items if i.header.instance_number is not None})
    if len(numbers) < len(draft.items):
        return []
    absent = _absent(numbers[0], numbers[-1], series)
    if absent:
        return absent
    alone = len(numbers) == numbers[-1] - numbers[0] + 1
    if draft.kind == "volume" and draft.phases == 1 and numbers[0] == series[0] > 1 and alone:
        text = tr("The images are numbered from {first} on: earlier ones are not here.", first=series[0])
        return [Mark("numbering", text, "info")]
    return []


def _absent(first: int, last: int, series: Sequence[int]) -> list[Mark]:
    """What is said of numbers between two that no image of the series has; nothing where most are absent: they count otherwise."""
    here = sum(first <= n <= last for n in series)
    absent = last - first + 1 - here
    if not 0 < absent <= here:
        return []
    text = plural(
        absent,
        "{count} number between {first} and {last} is not here: images may be missing.",
        "{count} numbers between {first} and {last} are not here: images may be missing.",
        first=first,
        last=last,
    )
    return [Mark("numbering", text)]


def _sliced(draft: Draft) -> bool:
    return draft.kind in ("volume", "stack", "cine") and draft.items[0].header.modality in SECTIONAL
