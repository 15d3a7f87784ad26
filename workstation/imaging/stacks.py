"""Parallel frames to a StackGeometry: order, steps, tilt, gaps. By position and orientation, never by InstanceNumber (PS3.3 C.7.6.2)."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from workstation.imaging.geometry import cross, dot
from workstation.imaging.model import FrameHeader, FrameRef, ImageHeader, Mark, StackGeometry, Vector
from workstation.language import figure, number, plural, tr

SAME_PLACE_MM = 0.02  # two frames nearer than this along the normal lie in one plane; DS values carry a micrometre and better
SAME_PLACE_SHARE, SAME_PLACE_MOST = 0.05, 0.1  # ... or nearer than this share of the usual step, and than this (mm)
EVEN_MM = 0.01
EVEN_SHARE = 0.02  # steps that differ less than 2 % (and 0.01 mm) are written-down rounding
TILT_FROM = 0.5  # degrees; less is rounding of the cosines
TURNED_FROM = 0.03  # degrees; less is four digits of a cosine
ALIGNED_MM = 0.1  # how far origins may stray sideways from a straight line
PART_STEPS, PART_MM = 10, 30.0  # a gap beyond ten steps and 30 mm separates two stacks
GAP_STEPS, GAP_MM = 3.0, 5.0  # over a step wider than three of its neighbours' and 5 mm nothing is computed: planes are black there
LONGEST_MM = 3000.0  # a stack longer than any patient: its positions are not millimetres
GAP_RUN = 3  # as many wider steps in a row are another spacing, fewer are missing slices


@dataclass(frozen=True, slots=True)
class Item:
    """One frame on its way into a display set."""

    header: ImageHeader
    index: int
    frame: FrameHeader

    @property
    def ref(self) -> FrameRef:
        """As a display set lists it."""
        return FrameRef(self.header.sop_instance_uid, self.index)

    @property
    def order(self) -> tuple[int, str, int]:
        """InstanceNumber, then UID, then frame: an order where positions give none."""
        number = self.header.instance_number
        return (number if number is not None else 1 << 31, self.header.sop_instance_uid, self.index)


def depth_of(item: Item, normal: Sequence[float]) -> float:
    """mm of a placed frame's origin along a normal."""
    position = item.frame.position_lps
    return dot(position, normal) if position else 0.0


def normal_of(item: Item) -> Vector:
    """Unit normal of a placed frame."""
    row, column = item.frame.row_lps, item.frame.column_lps
    return cross(row, column) if row and column else (0.0, 0.0, 1.0)


def by_place(items: Sequence[Item]) -> list[list[Item]]:
    """Frames that lie in one plane together, planes in order along the normal of the first frame."""
    normal = normal_of(items[0])
    x, y, z = normal
    deep = []
    for item in items:
        p = item.frame.position_lps or (0.0, 0.0, 0.0)
        deep.append((p[0] * x + p[1] * y + p[2] * z, item.order, item))
    deep.sort(key=itemgetter(0, 1))
    ordered = [item for _, _, item in deep]
    steps = [b[0] - a[0] for a, b in itertools.pairwise(deep)]
    real = [s for s in steps if s > SAME_PLACE_MM]
    usual = statistics.median(real) if real else 0.0
    wide = [s for s in steps if s > SAME_PLACE_MOST]
    if wide and max((s for s in real if s <= SAME_PLACE_MOST), default=0.0) <= SAME_PLACE_SHARE * statistics.median(wide):
        usual = statistics.median(wide)  # rounding of several frames a plane is no step
    tolerance = max(SAME_PLACE_MM, min(SAME_PLACE_SHARE * usual, SAME_PLACE_MOST))
    if not real and deep[-1][0] - deep[0][0] > SAME_PLACE_MOST and max(steps) < 2 * min(steps):
        tolerance = min(steps) / 2  # even steps of some micrometres, of the eye or of a specimen
    places = [[ordered[0]]]
    for item, step in zip(ordered[1:], steps, strict=True):
        if step <= tolerance:
            places[-1].append(item)
        else:
            places.append([item])
    return places


def parts(items: Sequence[Item]) -> list[list[Item]]:
    """One item a plane, in order, cut where a gap is so wide that two stacks were put in one series."""
    normal = normal_of(items[0])
    steps = [depth_of(b, normal) - depth_of(a, normal) for a, b in itertools.pairwise(items)]
    usual = statistics.median(steps) if steps else 0.0
    found = [[items[0]]]
    for item, step in zip(items[1:], steps, strict=True):
        if len(steps) > 3 and step > max(PART_STEPS * usual, PART_MM):
            found.append([item])
        else:
            found[-1].append(item)
    return found


def geometry_of(items: Sequence[Item]) -> tuple[StackGeometry, list[Mark]]:
    """Geometry of frames already in order along the normal, one a plane, and what a reader must know of it."""
    first = items[0]
    frame, header = first.frame, first.header
    row, column = frame.row_lps or (1.0, 0.0, 0.0), frame.column_lps or (0.0, 1.0, 0.0)
    normal = cross(row, column)
    origins = [item.frame.position_lps or (0.0, 0.0, 0.0) for item in items]
    depth = [dot(o, normal) for o in origins]
    steps = [b - a for a, b in itertools.pairwise(depth)]
    marks: list[Mark] = []
    tilt, aligned = _tilt(origins, depth, normal)
    regular = True
    missing: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    if steps:
        usual = statistics.median(steps)
        missing = () if header.modality == "SEG" else _missing(steps, usual, items)  # a segment is absent where it is nothing
        even = all(abs(s - usual) <= EVEN_MM + EVEN_SHARE * usual for s in steps)
        drift = max(abs(d - depth[0] - k * (depth[-1] - depth[0]) / len(steps)) for k, d in enumerate(depth))
        regular = even and drift <= EVEN_MM + 0.05 * usual and aligned
        gaps = gaps_of(steps)
        if header.modality == "SEG":  # where a segment has no frame there is nothing of it
            gaps = tuple([k for k, step in enumerate(steps) if step > 1.5 * min(steps)])
        where = _places(items, row, column, missing, steps, usual)
        marks += _marks(header.modality, steps, usual, missing, gaps, even, aligned, tilt, where)
    turned = _turned(items, row, column)
    if turned > TURNED_FROM:
        text = tr("The directions of the images differ by up to {degrees}°; planes take those of the first.", degrees=number(turned, 2))
        marks.append(Mark("directions", text, "info"))
    geometry = StackGeometry(
        row_lps=row,
        column_lps=column,
        spacing=frame.spacing or (1.0, 1.0),
        columns=header.columns,
        rows=header.rows,
        slice_origins_lps=tuple(origins),
        regular=regular,
        tilt_degrees=round(tilt, 2) if tilt >= TILT_FROM else 0.0,
        missing=missing,
        patient=header.patient_coordinates,
        gaps=gaps,
    )
    return geometry, marks


def _turned(items: Sequence[Item], row: Vector, column: Vector) -> float:
    """The largest angle between the directions of the first frame and of another, degrees."""
    others = {(f.row_lps, f.column_lps) for f in (item.frame for item in items) if f.row_lps != row or f.column_lps != column}
    spread = [math.dist(a, b) for pair in others for a, b in zip(pair, (row, column), strict=True) if a is not None]
    return math.degrees(max(spread, default=0.0))


def gaps_of(steps: Sequence[float]) -> tuple[int, ...]:
    """Steps too wide to compute images in them: wider than 5 mm and than three times the median of the two steps on either side.

    One or two missing slices are bridged (with a mark), a hole of 40 mm is not; nor is the change from thin to thick slices a hole,
    since the steps on one side of it are wide too."""
    found = []
    for k, step in enumerate(steps):
        if step > GAP_MM:
            around = [*steps[max(0, k - 2) : k], *steps[k + 1 : k + 3]]
            if around and step > GAP_STEPS * statistics.median(around) * (1 + EVEN_SHARE):
                found.append(k)
    return tuple(found)


def _places(items: Sequence[Item], row: Vector, column: Vector, missing: Sequence[int], steps: Sequence[float], usual: float) -> str:
    """Where the missing slices would lie: the patient coordinate that changes most along the stack, at the middle of the image."""
    said = []
    normal = cross(row, column)
    axis = max(range(3), key=lambda n: abs(normal[n]))
    for k in missing[:8]:
        header, spacing = items[k].header, items[k].frame.spacing or (1.0, 1.0)
        half = (header.columns - 1) / 2 * spacing[1] * row[axis] + (header.rows - 1) / 2 * spacing[0] * column[axis]
        a, b = (items[n].frame.position_lps or (0.0, 0.0, 0.0) for n in (k, k + 1))
        absent = absent_after(steps, k, usual)
        first = a[axis] + (b[axis] - a[axis]) / (absent + 1) + half
        last = b[axis] - (b[axis] - a[axis]) / (absent + 1) + half
        low, high = (figure(round(v, 1)).replace("-", "\u2212") for v in (first, last))
        said.append(tr("{axis} {value} mm", axis="XYZ"[axis], value=low if absent == 1 else f"{low} … {high}"))
    return ", ".join(said)


def _tilt(origins: Sequence[Vector], depth: Sequence[float], normal: Vector) -> tuple[float, bool]:
    """Degrees between the normal and the way the origins move, and whether they move along one straight line."""
    run = depth[-1] - depth[0]
    if len(origins) < 2 or run <= 0:
        return 0.0, True
    move = [(b - a) / run for a, b in zip(origins[0], origins[-1], strict=True)]
    stray = 0.0
    for origin, d in zip(origins, depth, strict=True):
        line = [o + (d - depth[0]) * m for o, m in zip(origins[0], move, strict=True)]
        stray = max(stray, math.dist(origin, line))
    angle = math.degrees(math.acos(min(1.0, 1.0 / math.hypot(*move))))
    return angle, stray <= ALIGNED_MM


def _missing(steps: Sequence[float], usual: float, items: Sequence[Item]) -> tuple[int, ...]:
    """Slices k after which the run has a hole: a step of twice, three times... the usual one, not a stretch with another spacing."""
    if len(steps) < 3 or usual <= 0:
        return ()
    wide = [k for k in range(len(steps)) if absent_after(steps, k, usual)]
    found, run = [], [-2]
    runs: list[list[int]] = []
    for k in wide:
        if k == run[-1] + 1 and abs(steps[k] - steps[run[-1]]) <= EVEN_MM + EVEN_SHARE * usual:
            run.append(k)
        else:
            run = [k]
            runs.append(run)
    for run in runs:
        thicker = _thickness(items[run[0] + 1]) > 1.2 * _thickness(items[0]) > 0
        if len(run) < GAP_RUN and not (len(run) > 1 and thicker):
            found += run
    return tuple(found)


def absent_after(steps: Sequence[float], k: int, usual: float) -> int:
    """How many slices would fill step k: by the steps beside it where those are even, else by the usual step; 0 where none would."""
    step = steps[k]
    sides = [side for side in (steps[max(0, k - 2) : k], steps[k + 1 : k + 3]) if len(side) == 2 and _equal(*side)]
    for unit in sorted((side[0] for side in sides), reverse=True):
        if step > 1.5 * max(side[0] for side in sides) and abs(step / unit - round(step / unit)) <= 0.1:
            return round(step / unit) - 1
    times = step / usual
    return round(times) - 1 if times > 1.5 and abs(times - round(times)) <= 0.1 else 0


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= EVEN_MM + EVEN_SHARE * max(a, b)


def _thickness(item: Item) -> float:
    return item.frame.slice_thickness or 0.0


def _marks(
    modality: str,
    steps: Sequence[float],
    usual: float,
    missing: tuple[int, ...],
    gaps: tuple[int, ...],
    even: bool,
    aligned: bool,
    tilt: float,
    where: str,
) -> list[Mark]:
    marks = []
    if tilt >= TILT_FROM and aligned and modality != "MG":  # tomosynthesis gets no other planes
        degrees = number(tilt, 1)
        text = tr("The gantry is tilted by {degrees}°; reformatted planes are corrected for it.", degrees=degrees)
        if modality != "CT":
            text = tr("The slices follow each other at {degrees}° from upright; reformatted planes are corrected for it.", degrees=degrees)
        marks.append(Mark("tilt", text, "info"))
    if missing:
        absent = sum(absent_after(steps, k, usual) for k in missing)
        after = ", ".join(str(k + 1) for k in missing[:8])
        text = plural(
            absent,
            "{count} slice is missing, after slice {after} ({where}).",
            "{count} slices are missing, after slices {after} ({where}).",
            after=after,
            where=where,
        )
        marks.append(Mark("missing_slices", text, "danger"))
    if gaps and modality != "SEG":
        text = plural(
            len(gaps),
            "A gap of {mm} mm after slice {after}: nothing is shown in it in reformatted planes.",
            "Gaps of up to {mm} mm after slices {after}: nothing is shown in them in reformatted planes.",
            mm=number(max(steps[k] for k in gaps), 1),
            after=", ".join(str(k + 1) for k in gaps[:8]),
        )
        marks.append(Mark("gap", text, "danger"))
    if sum(steps) > LONGEST_MM:
        text = tr("The slices would span {mm} mm: their positions cannot be millimetres of a patient.", mm=number(sum(steps)))
        marks.append(Mark("scale", text, "danger"))
    others = [s for k, s in enumerate(steps) if k not in missing and k not in gaps]
    if not even and others and any(abs(s - usual) > EVEN_MM + EVEN_SHARE * usual for s in others):
        low, high = number(min(others), 2), number(max(others), 2)
        marks.append(
            Mark(
                "irregular",
                tr("The spacing changes from slice to slice: {low} to {high} mm. Reformatted planes follow it.", low=low, high=high),
            )
        )
    if not aligned:
        marks.append(Mark("irregular", tr("The slices do not lie straight one above the other. Reformatted planes follow them.")))
    return marks
