"""What lies over one viewport's pixels, as values: words, letters, lines, measurements, what is waited for. Painted by overlay.py."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.geometry import in_words
from workstation.imaging.model import DisplaySet
from workstation.language import number, tr
from workstation.measurements import Angle, Cobb, Length, Measurement, OnFrame, OnPlane, Place
from workstation.measurements.calibration import Scale
from workstation.measurements.values import Point
from workstation.reading.catalogue import ref_at, slices
from workstation.reading.corners import Corners
from workstation.reading.desk import Viewport
from workstation.reading.graphics import Graphics
from workstation.reading.places import same_frame
from workstation.reading.session import ReadingSession
from workstation.ui.reading.view import View

PointPx = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One measurement in viewport pixels. ``handles`` can be taken; ``strokes`` are polylines; ``lines`` its result."""

    key: str
    handles: tuple[PointPx, ...]
    strokes: tuple[tuple[PointPx, ...], ...]
    lines: tuple[str, ...]
    anchor: PointPx
    selected: bool = False
    label: str = ""
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A viewport without an image: what it is for, why it is empty, how far a fetch is, and the verb to press."""

    title: str
    text: str
    done: int = 0
    total: int = 0
    verb: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class CrossLine:
    """A line of another view across this one. ``accent``: current, prior. ``turns``: it is one of the crosshair's own."""

    start: PointPx
    end: PointPx
    accent: str = "current"
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All of it. ``letters``: left, right, top, bottom. ``position``: image shown and count. ``ready``: which of them are loaded, as
    runs of fractions 0 to 1. ``fault``: why this one image cannot be shown."""

    corners: Corners = field(default_factory=Corners)
    letters: tuple[str, str, str, str] = ("", "", "", "")
    accent: str = "current"
    focused: bool = False
    position: tuple[int, int] | None = None
    ready: tuple[tuple[float, float], ...] = ()
    drawings: tuple[Drawn, ...] = ()
    cross_lines: tuple[CrossLine, ...] = ()
    crosshair: PointPx | None = None
    waiting: Waiting | None = None
    fault: str = ""
    scale_bar: tuple[float, str] | None = None  # length in px, words
    key_image: bool = False
    drop: bool = False
    align: str = ""  # the image lies against that side: words keep to the other
    regions: tuple[tuple[PointPx, tuple[str, ...], tuple[int, int, int]], ...] = ()  # words of regions that came with it
    graphics: Graphics | None = None  # of the presentation state in force
    to_px: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)  # image coordinates to the viewport


def letters_in_words(letters: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """R L A P H F as the reader's language writes them (French: D G A P T P becomes D, G, A, P, T, Pi)."""
    return (in_words(letters[0]), in_words(letters[1]), in_words(letters[2]), in_words(letters[3]))


def place_of(session: ReadingSession, viewport: Viewport, view: View) -> Place | None:
    """Where a measurement drawn in this viewport would lie; None for a projection or a volume, where no length is true."""
    ref = session.ref(viewport)
    if ref is not None:
        return OnFrame(ref.sop_instance_uid, ref.frame)
    chosen = session.catalogue.find(viewport.display_set)
    if viewport.view.mode != "mpr" or chosen is None or view.projection.origin_lps is None:
        return None
    phase = viewport.view.phase if chosen.phases > 1 else 0
    kept = ref_at(chosen, slices(chosen) // 2, phase)
    return OnPlane(
        chosen.key,
        chosen.frame_of_reference_uid,
        view.projection.origin_lps,
        view.projection.right_lps,
        view.projection.down_lps,
        phase,
        kept.sop_instance_uid,
        kept.frame,
    )


def point_px(place: Place, point: Point, view: View) -> PointPx:
    """A measurement's point in the viewport."""
    if isinstance(place, OnFrame):
        return view.from_image(*point)
    there = view.from_lps(place.lps(point))
    return (there[0], there[1]) if there else (0.0, 0.0)


def drawn(m: Measurement, view: View, lines: tuple[str, ...], *, selected: bool, warn: bool) -> Drawn:
    """A measurement as it is painted."""
    p = [point_px(m.place, point, view) for point in m.points]
    if isinstance(m, Length):
        return Drawn(m.key, tuple(p), ((p[0], p[1]),), lines, _rightmost(p), selected, m.label, warn)
    if isinstance(m, Angle):
        return Drawn(m.key, tuple(p), ((p[0], p[1], p[2]),), lines, _rightmost(p), selected, m.label, warn)
    if isinstance(m, Cobb):
        return Drawn(m.key, tuple(p), ((p[0], p[1]), (p[2], p[3])), lines, _rightmost(p), selected, m.label, warn)
    (cx, cy), (rx, ry) = m.center, m.radii
    outline = tuple(
        point_px(m.place, (cx + rx * math.cos(t), cy + ry * math.sin(t)), view) for t in (2 * math.pi * n / 72 for n in range(73))
    )
    return Drawn(m.key, tuple(p), (outline,), lines, max(outline), selected, m.label, warn)


def _rightmost(points: Sequence[PointPx]) -> PointPx:
    return max(points)


def cross_lines(session: ReadingSession, number_: int, views: Sequence[View | None]) -> tuple[CrossLine, ...]:
    """Where the focused view, and the other MPR views of the same volume, cut this one."""
    target, viewport = views[number_], session.desk.viewports[number_]
    if target is None or viewport.view.mode not in ("slice", "mpr"):
        return ()
    own = session.catalogue.find(viewport.display_set)
    found = []
    for other_number, other in enumerate(session.desk.viewports):
        source, theirs = views[other_number], session.catalogue.find(other.display_set)
        if other_number == number_ or source is None or own is None or theirs is None or other.view.mode not in ("slice", "mpr"):
            continue
        crosses = other.view.mode == "mpr" and viewport.view.mode == "mpr" and own.key == theirs.key
        if not crosses and other_number != session.desk.focus:
            continue
        if not crosses and not same_frame(own, theirs):
            continue
        line = target.cut_by(source)
        if line is not None:
            found.append(CrossLine(line[0], line[1], "prior" if session.is_prior(other.study) else "current", crosses))
    return tuple(found)


def crosshair(session: ReadingSession, viewport: Viewport, view: View) -> PointPx | None:
    """Where the views of this volume meet, when an MPR view shows it."""
    chosen = session.catalogue.find(viewport.display_set)
    if chosen is None or viewport.view.plane is None or viewport.view.mode != "mpr":
        return None
    there = view.from_lps(viewport.view.plane.center_lps)
    return (there[0], there[1]) if there else None


def scale_bar(view: View, known: Scale | None = None) -> tuple[float, str] | None:
    """A round number of centimetres about a sixth of the viewport wide; None where pixels have no millimetres. ``known``: the scale that
    the reader gave the image, which lengths follow."""
    mm = view.mm_per_px if known is None else known.x * view.ratio / view.projection.px_per_image_px[0]
    if mm is None or mm <= 0:
        return None
    room = view.height_px * mm / 4
    length = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200) if n <= room), default=1)
    words = tr("{length} cm", length=number(length / 10)) if length >= 10 else tr("{length} mm", length=number(length))
    return length / mm, words


def runs(ready: Sequence[bool] | NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Loaded images as runs of fractions, for the bar at the edge; empty when all are here."""
    here = np.asarray(ready, bool)
    if here.all():
        return ()
    edges = np.flatnonzero(np.diff(here.astype(np.int8), prepend=0, append=0)) / len(here)
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)) or ((0.0, 0.0),)


def named(chosen: DisplaySet | None) -> str:
    """A display set's name for a menu or a tooltip."""
    return (chosen.label or chosen.modality) if chosen else ""
