"""What a presentation state draws on one frame, in image coordinates (the first pixel's centre is 0, 0), ready to be painted.

Everything follows the image: zoom, turns and mirrors of the view move it, and positions relative to the displayed area lie on the image
where that area is. What has a size of its own on the screen (arrow heads, ticks, points, words) is left to who paints. No Qt.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.annotations import RGB, Annotation, GraphicObject, LineStyle, Point, TextObject, Tick
from workstation.imaging.model import FrameRef, ImageHeader
from workstation.imaging.presentation_states import PresentationState
from workstation.rendering.projection import clipped
from workstation.rendering.stated import cuts_out

Points = NDArray[np.float64]  # (count, 2): column, row
Place = Callable[[str, Point], Point]  # units and a point as written -> image coordinates
STEPS = 96  # of a whole ellipse
CURVE_STEPS = 12  # between two points of a curve


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One drawing: ``lines``; a filled inside (``fill`` 0 none to 1); ``cross``: a point; ``arrow``: its tip points away from the first;
    ``bars``: short lines across both ends; ``ticks`` along ``along``, ``side`` -1, 0 or 1 (above, across, below)."""

    lines: tuple[Points, ...]
    line: LineStyle
    rgb: RGB | None
    fill: float = 0.0
    fill_rgb: RGB | None = None
    cross: Point | None = None
    arrow: tuple[Point, Point] | None = None
    bars: tuple[Point, Point] | None = None
    along: tuple[Point, Point] | None = None
    ticks: tuple[Tick, ...] = ()
    side: int = 0
    labels: int = 0  # side of their words; 0 none


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One text. ``box``: opposite corners; ``pointer``: what a line leads to from the words."""

    text: str
    box: tuple[Point, Point] | None
    anchor: Point | None
    pointer: bool
    horizontal: str
    vertical: str
    rgb: RGB | None
    bold: bool = False
    italic: bool = False
    underlined: bool = False


@dataclass(frozen=True, eq=False)
class Graphics:
    """All of one frame, lowest layer first."""

    drawings: tuple[Drawing, ...] = ()
    words: tuple[Words, ...] = ()


def graphics_of(state: PresentationState, header: ImageHeader, frame: int, hidden: tuple[str, ...] = ()) -> Graphics | None:
    """What a state draws on a frame, but for ``hidden`` layers; None for nothing."""
    ref = FrameRef(header.sop_instance_uid, frame)
    _, _, notes = state.of(ref, header.frame(frame).segment)
    place, tile = _placing(state, header, frame), header.number_of_frames > 1
    drawings: list[Drawing] = []
    words: list[Words] = []
    for note in notes:
        if note.layer in hidden:
            continue
        rgb = state.layer(note.layer).rgb
        drawings += [_drawing(g, rgb, place, header) for g in note.graphics if not (g.units == "MATRIX" and tile)]
        words += [_words(t, rgb, place) for t in _texts(note, tile)]
    return Graphics(tuple(drawings), tuple(words)) if drawings or words else None


def _texts(note: Annotation, tile: bool) -> list[TextObject]:
    def apart(text: TextObject) -> bool:
        return (text.box is not None and text.box_units == "MATRIX") or (text.anchor is not None and text.anchor_units == "MATRIX")

    return [text for text in note.texts if not (tile and apart(text))]


def _placing(state: PresentationState, header: ImageHeader, frame: int) -> Place:
    _, area, _ = state.of(FrameRef(header.sop_instance_uid, frame), header.frame(frame).segment)
    box = area.box if area is not None and cuts_out(area, header) else (-0.5, -0.5, header.columns - 0.5, header.rows - 0.5)

    def place(units: str, point: Point) -> Point:
        if units != "DISPLAY":
            return (point[0] - 0.5, point[1] - 0.5)
        x, y = (1.0 - point[0] if state.flipped else point[0]), point[1]
        across, down = ((x, y), (y, 1.0 - x), (1.0 - x, 1.0 - y), (1.0 - y, x))[state.quarter_turns % 4]
        return (box[0] + across * (box[2] - box[0]), box[1] + down * (box[3] - box[1]))

    return place


def _drawing(g: GraphicObject, layer_rgb: RGB | None, place: Place, header: ImageHeader) -> Drawing:
    points = np.array([place(g.units, p) for p in g.points], np.float64)
    rgb = g.line.rgb or layer_rgb
    fill = (0.35 if g.fill_opacity is None else g.fill_opacity) if g.filled else 0.0
    if not g.compound:
        lines, cross = _simple(g.kind, points)
        return Drawing(lines, g.line, rgb, fill, g.fill_rgb or rgb, cross)
    origin, right = place(g.units, (0.0, 0.0)), place(g.units, (1.0, 0.0))
    unit = math.dist(origin, right)  # image pixels that one unit is long
    pivot = place(g.units, g.pivot) if g.pivot is not None else None
    turned = _turned(points, g.rotation, pivot)
    return _compound(g, turned, g.gap * unit, g.diameter * unit, pivot, rgb, fill, header)


def _simple(kind: str, p: Points) -> tuple[tuple[Points, ...], Point | None]:
    if kind == "POINT":
        return (), (float(p[0, 0]), float(p[0, 1]))
    if kind == "CIRCLE":
        radius = float(np.hypot(*(p[1] - p[0])))
        return (_ellipse(p[0], np.array([radius, 0.0]), np.array([0.0, radius])),), None
    if kind == "ELLIPSE":  # ends of the major axis, ends of the minor axis
        return (_ellipse((p[0] + p[1]) / 2, (p[1] - p[0]) / 2, (p[3] - p[2]) / 2),), None
    if kind == "INTERPOLATED":
        return (_curve(p),), None
    return (p,), None


def _ellipse(centre: Points, major: Points, minor: Points) -> Points:
    angle = np.linspace(0.0, 2 * np.pi, STEPS + 1)[:, np.newaxis]
    outline: Points = centre + np.cos(angle) * major + np.sin(angle) * minor
    return outline


def _curve(p: Points) -> Points:
    """A smooth line through all points (Catmull-Rom); closed where the last is the first."""
    if len(p) < 3:
        return p
    closed = np.allclose(p[0], p[-1])
    before, after = (p[-2], p[1]) if closed else (2 * p[0] - p[1], 2 * p[-1] - p[-2])
    q = np.vstack([before, p, after])
    steps = CURVE_STEPS if len(p) < 4000 else 2
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[np.newaxis, :, np.newaxis]
    a, b, c, d = (q[n : n + len(p) - 1, np.newaxis] for n in range(4))
    inner = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    made: Points = np.vstack([inner.reshape(-1, 2), p[-1]])
    return made


def _turned(p: Points, degrees: float, pivot: Point | None) -> Points:
    """Points turned counter-clockwise as the image is written (rows grow downwards), about a pivot or their middle."""
    if not degrees:
        return p
    centre = np.array(pivot) if pivot is not None else p.mean(axis=0)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    made: Points = (p - centre) @ np.array([[c, -s], [s, c]]) + centre
    return made


def _compound(
    g: GraphicObject, p: Points, gap: float, diameter: float, pivot: Point | None, rgb: RGB | None, fill: float, header: ImageHeader
) -> Drawing:
    ends = ((float(p[0, 0]), float(p[0, 1])), (float(p[-1, 0]), float(p[-1, 1])))
    if g.kind == "MULTILINE":
        return Drawing(tuple(p[n : n + 2] for n in range(0, len(p), 2)), g.line, rgb)
    if g.kind in ("RECTANGLE", "ELLIPSE"):  # corners of the box around it, turned after they were given
        a, b = (np.array(point) for point in _turned(p, -g.rotation, pivot))
        if g.kind == "ELLIPSE":
            outline = _ellipse((a + b) / 2, np.array([(b[0] - a[0]) / 2, 0.0]), np.array([0.0, (b[1] - a[1]) / 2]))
        else:
            outline = np.array([a, (b[0], a[1]), b, (a[0], b[1]), a], np.float64)
        return Drawing((_turned(outline, g.rotation, pivot or tuple((a + b) / 2)),), g.line, rgb, fill, g.fill_rgb or rgb)
    if g.kind == "CROSSHAIR":
        return Drawing(_crosshair(p[0], gap, diameter, g.rotation, header), g.line, rgb)
    if g.kind in ("CUTLINE", "INFINITELINE"):
        return Drawing(_cut(p, gap, pivot, header if g.kind == "INFINITELINE" else None), g.line, rgb)
    if g.kind == "ARROW":
        return Drawing((p,), g.line, rgb, arrow=ends)
    if g.kind == "RANGELINE":
        return Drawing((p,), g.line, rgb, bars=ends)
    side = {"TOP": -1, "BOTTOM": 1}.get(g.tick_alignment, 0)
    labels = (-1 if g.tick_label_alignment == "TOP" else 1) if g.show_tick_labels else 0
    return Drawing((p,), g.line, rgb, along=ends, ticks=g.ticks, side=side, labels=labels)


def _crosshair(centre: Points, gap: float, diameter: float, degrees: float, header: ImageHeader) -> tuple[Points, ...]:
    reach = diameter / 2 if diameter > 0 else float(max(header.columns, header.rows))
    near = min(gap / 2, reach)
    arms = [np.array([[near * x, near * y], [reach * x, reach * y]]) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    return tuple(_turned(arm, degrees, (0.0, 0.0)) + centre for arm in arms)


def _cut(p: Points, gap: float, pivot: Point | None, endless: ImageHeader | None) -> tuple[Points, ...]:
    """A line with a gap about the pivot (or its middle); an endless one goes to the edges of the image."""
    way, length = p[1] - p[0], float(np.hypot(*(p[1] - p[0])))
    if length <= 0:
        return ()
    way = way / length
    at = float((np.array(pivot) - p[0]) @ way) if pivot is not None else length / 2
    start, end = 0.0, length
    if endless is not None:
        far = float(2 * (endless.columns + endless.rows) + length)
        start, end = at - far, at + far
    pieces = [(start, min(at - gap / 2, end)), (max(at + gap / 2, start), end)] if gap > 0 else [(start, end)]
    made = [np.array([p[0] + a * way, p[0] + b * way]) for a, b in pieces if b > a]
    return tuple(line for line in (_inside(line, endless) if endless is not None else line for line in made) if line is not None)


def _inside(line: Points, header: ImageHeader) -> Points | None:
    a, b = line + 0.5
    kept = clipped(((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))), header.columns, header.rows)
    return None if kept is None else np.array(kept, np.float64) - 0.5


def _words(text: TextObject, layer_rgb: RGB | None, place: Place) -> Words:
    box = (place(text.box_units, text.box[0]), place(text.box_units, text.box[1])) if text.box is not None else None
    anchor = place(text.anchor_units, text.anchor) if text.anchor is not None else None
    style = text.style
    return Words(
        text.text,
        box,
        anchor,
        text.anchor_visible and anchor is not None,
        text.justification,
        style.vertical or "TOP",
        style.rgb or layer_rgb,
        style.bold,
        style.italic,
        style.underlined,
    )
