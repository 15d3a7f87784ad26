"""Where things are: viewport pixels <-> image coordinates <-> patient LPS, for every mode of a view. Pure.

Viewport pixels: x right, y down, (0, 0) the top left corner, so the first pixel's centre is (0.5, 0.5). Image coordinates of a
slice: (column, row), the centre of the first pixel is (0, 0), as in PS3.3 C.7.6.2.1.1. Image coordinates of a plane, a MIP or a
volume: millimetres to the right and down from the volume's centre.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from workstation.imaging.geometry import letters, letters_of_radiograph, opposite
from workstation.imaging.model import FrameHeader, ImageHeader, StackGeometry, Vector
from workstation.rendering.view_state import Plane, ViewState, cross, dot

Segment = tuple[tuple[float, float], tuple[float, float]]


class Projection:
    """One viewport's mapping, fixed at construction. Give the geometry of a placed stack, the header of the image shown, or both.

    A slice of a header takes its own frame's place (``frame``, an index into the header); without a header, slice
    ``state.index`` of the geometry. Planes, MIPs and volumes need the geometry (ValueError without it)."""

    def __init__(
        self,
        geometry: StackGeometry | None,
        header: ImageHeader | None,
        state: ViewState,
        width_px: float,
        height_px: float,
        frame: int = 0,
    ) -> None:
        self.state = state
        self.width_px, self.height_px = max(float(width_px), 1.0), max(float(height_px), 1.0)
        self._orientation: tuple[str, ...] = ()
        if state.mode == "slice":
            self._slice(geometry, header, state, frame)
        else:
            if geometry is None:
                raise ValueError("planes and projections need a geometry")
            self._plane_of(geometry, state)
        self._place(state)

    def _slice(self, geometry: StackGeometry | None, header: ImageHeader | None, state: ViewState, frame: int) -> None:
        if header is not None:
            place, columns, rows = header.frame(frame), header.columns, header.rows
            self._orientation = header.patient_orientation
        elif geometry is not None:
            origin = geometry.slice_origins_lps[min(max(state.index, 0), geometry.slices - 1)]
            place = FrameHeader(origin, geometry.row_lps, geometry.column_lps, geometry.spacing, "patient")
            columns, rows = geometry.columns, geometry.rows
        else:
            place, columns, rows = FrameHeader(), 1, 1
        true = place.spacing or (1.0, 1.0)
        self.calibrated = place.spacing is not None and place.spacing_from != "none"  # else an aspect ratio at most
        drawn = (1.0, 1.0) if state.square_pixels else true
        if state.pixel_aspect > 0:
            drawn = (drawn[1] * state.pixel_aspect, drawn[1])
        self._true_aspect = math.isclose(drawn[0] * true[1], drawn[1] * true[0], rel_tol=1e-6)
        self._unit = (drawn[1], drawn[0])  # drawn mm per column step, per row step
        self._size = (columns * drawn[1], rows * drawn[0])
        self._middle = ((columns - 1) / 2, (rows - 1) / 2)
        self._fitted = self._size
        if state.area is not None:
            left, top, right, bottom = state.area
            self._fitted = ((right - left) * drawn[1], (bottom - top) * drawn[0])
            self._middle = ((left + right) / 2, (top + bottom) / 2)
        self._image_bounds = (-0.5, -0.5, columns - 0.5, rows - 0.5)
        self._true = (true[1], true[0])
        self._finest = min(self._unit)
        self.origin_lps: Vector | None = None
        self._directed = False
        self._sided = header.patient_coordinates if header is not None else geometry is None or geometry.patient
        if place.row_lps is not None and place.column_lps is not None:  # directions without a place still tell the sides
            self.right_lps, self.down_lps = place.row_lps, place.column_lps
            self._directed = True
            self.origin_lps = place.position_lps

    def _plane_of(self, geometry: StackGeometry, state: ViewState) -> None:
        centre = volume_centre(geometry)
        self._sided, self._directed = geometry.patient, True
        plane = view_plane(geometry, state)
        corners = volume_corners(geometry)
        if state.mode == "mpr":
            us = [dot(sub(c, centre), plane.right_lps) for c in corners]
            vs = [dot(sub(c, centre), plane.down_lps) for c in corners]
            half = (max(map(abs, us)), max(map(abs, vs)))
            depth = dot(sub(plane.center_lps, centre), plane.normal_lps)
        else:  # one size for every direction, so that turning the camera does not change the scale
            side = max(math.dist(corners[0], corners[1 << axis]) for axis in range(3)) / 2
            half, depth = (side, side), 0.0
        n = plane.normal_lps
        self.origin_lps = (centre[0] + depth * n[0], centre[1] + depth * n[1], centre[2] + depth * n[2])
        self.right_lps, self.down_lps = plane.right_lps, plane.down_lps
        self.calibrated = self._true_aspect = True
        self._unit = self._true = (1.0, 1.0)
        self._size = self._fitted = (2 * half[0], 2 * half[1])
        self._middle = (0.0, 0.0)
        self._image_bounds = (-half[0], -half[1], half[0], half[1])
        self._finest = min(geometry.spacing)

    def _place(self, state: ViewState) -> None:
        turns = state.quarter_turns % 4
        size = self._fitted if turns % 2 == 0 else (self._fitted[1], self._fitted[0])
        fit = state.fit_mm_per_px or max(size[0] / self.width_px, size[1] / self.height_px)
        if state.column_px > 0:
            fit = self._unit[0] / state.column_px
        scale = (self._finest if state.one_to_one else fit) / max(
            state.zoom * (state.camera.zoom if state.mode in ("mip", "volume") else 1.0), 1e-6
        )
        self._scale = scale  # drawn mm per viewport pixel
        x = {"left": size[0] / scale / 2, "right": self.width_px - size[0] / scale / 2}.get(state.align, self.width_px / 2)
        cx, cy = x + state.pan[0] * self.width_px, self.height_px / 2 + state.pan[1] * self.height_px
        exact = state.one_to_one or state.column_px == 1.0
        if exact and state.mode == "slice" and state.zoom == 1.0:  # image pixels on screen pixels, not between them
            cx += _to_grid(cx - size[0] / scale / 2)
            cy += _to_grid(cy - size[1] / scale / 2)
        cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns]
        mirror = -1 if state.flipped else 1
        # image -> viewport: x = a*u + b*v + c, y = d*u + e*v + f
        ku, kv = self._unit[0] / scale, self._unit[1] / scale
        a, b, d, e = mirror * cos * ku, -mirror * sin * kv, sin * ku, cos * kv
        u0, v0 = self._middle
        self.from_image_matrix = (a, b, cx - a * u0 - b * v0, d, e, cy - d * u0 - e * v0)
        det = a * e - b * d
        ia, ib, id_, ie = e / det, -b / det, -d / det, a / det
        c, f = self.from_image_matrix[2], self.from_image_matrix[5]
        self.to_image_matrix = (ia, ib, -ia * c - ib * f, id_, ie, -id_ * c - ie * f)

    # points

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Viewport pixel to image coordinates (see the module)."""
        m = self.to_image_matrix
        return (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])

    def from_image(self, u: float, v: float) -> tuple[float, float]:
        """Image coordinates to viewport pixel."""
        m = self.from_image_matrix
        return (m[0] * u + m[1] * v + m[2], m[3] * u + m[4] * v + m[5])

    def to_lps(self, x: float, y: float) -> Vector | None:
        """Viewport pixel to the patient point under it, on the slice or plane (a MIP or volume: on the plane through its centre);
        None where the image is not placed."""
        return self.image_to_lps(*self.to_image(x, y))

    def image_to_lps(self, u: float, v: float) -> Vector | None:
        """Image coordinates to the patient point; None where the image is not placed."""
        if self.origin_lps is None:
            return None
        o, r, d = self.origin_lps, self.right_lps, self.down_lps
        u, v = u * self._true[0], v * self._true[1]
        return (o[0] + u * r[0] + v * d[0], o[1] + u * r[1] + v * d[1], o[2] + u * r[2] + v * d[2])

    def from_lps(self, point_lps: Vector) -> tuple[float, float, float] | None:
        """Patient point to (x, y) of its foot on the plane and its distance in mm from it, positive behind it; None where the image
        is not placed."""
        if self.origin_lps is None:
            return None
        rest = sub(point_lps, self.origin_lps)
        x, y = self.from_image(dot(rest, self.right_lps) / self._true[0], dot(rest, self.down_lps) / self._true[1])
        return (x, y, dot(rest, self.normal_lps))

    # facts

    @property
    def normal_lps(self) -> Vector:
        """Unit vector row x column of what is shown; ValueError where the image is not placed."""
        if self.origin_lps is None:
            raise ValueError("the image is not placed")
        return cross(self.right_lps, self.down_lps)

    @property
    def mm_per_px(self) -> float | None:
        """Millimetres across one viewport pixel; None where the image has no millimetres or is drawn with square pixels."""
        return self._scale if self.calibrated and self._true_aspect else None

    @property
    def px_per_image_px(self) -> tuple[float, float]:
        """Viewport pixels a column step and a row step of the image are wide (a plane: per mm)."""
        return (self._unit[0] / self._scale, self._unit[1] / self._scale)

    @property
    def exact(self) -> bool:
        """Whether each image pixel is exactly one viewport pixel."""
        return self.state.mode == "slice" and all(abs(k - 1) < 1e-9 for k in self.px_per_image_px)

    def extent_mm(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of all that can be shown, in mm from the middle of the image or plane, before turns."""
        width, height = self._size
        return (-width / 2, -height / 2, width / 2, height / 2)

    def image_corners(self) -> list[tuple[float, float]]:
        """Image coordinates of the corners of all that can be shown (pixel edges), clockwise from the top left."""
        left, top, right, bottom = self._image_bounds
        return [(left, top), (right, top), (right, bottom), (left, bottom)]

    def rect_px(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the image in the viewport, also past its sides."""
        points = [self.from_image(u, v) for u, v in self.image_corners()]
        return (min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points))

    def letters(self) -> tuple[str, str, str, str]:
        """Patient directions at the left, right, top and bottom side ("R", "AH", ...); "" where nothing tells, as where positions are
        those of a probe or a table."""
        if not self._sided:
            return ("", "", "", "")
        if self._directed:
            right, down = self._screen_directions()
            return (letters(neg(right)), letters(right), letters(neg(down)), letters(down))
        told = letters_of_radiograph(self._orientation)
        if told is None:
            return ("", "", "", "")
        along, across = told  # of the rows (to the right), of the columns (down)
        sides = [along, across, opposite(along), opposite(across)]  # right, bottom, left, top: clockwise
        turns = self.state.quarter_turns % 4
        right_, bottom, left, top = sides[-turns:] + sides[:-turns] if turns else sides
        return (right_, left, top, bottom) if self.state.flipped else (left, right_, top, bottom)

    def _screen_directions(self) -> tuple[Vector, Vector]:
        m = self.to_image_matrix
        return self._unit_lps(m[0], m[3]), self._unit_lps(m[1], m[4])

    def _unit_lps(self, u: float, v: float) -> Vector:
        u, v = u * self._true[0], v * self._true[1]
        r, d = self.right_lps, self.down_lps
        w = (u * r[0] + v * d[0], u * r[1] + v * d[1], u * r[2] + v * d[2])
        length = math.sqrt(dot(w, w))
        return (w[0] / length, w[1] / length, w[2] / length)

    def steps_lps(self) -> tuple[Vector, Vector, Vector] | None:
        """Patient position (mm) of the first viewport pixel's centre, step to the next column, step to the next row; None where
        the image is not placed."""
        origin, right, down = self.to_lps(0.5, 0.5), self.to_lps(1.5, 0.5), self.to_lps(0.5, 1.5)
        return None if origin is None or right is None or down is None else (origin, sub(right, origin), sub(down, origin))


# volumes


def volume_corners(geometry: StackGeometry) -> list[Vector]:
    """The eight outer corners of a stack (pixel edges, the middle of the outer slices); bit 0 of the place is i, bit 1 j, bit 2 k."""
    rows_mm, columns_mm = geometry.spacing
    points: list[Vector] = []
    for o in (geometry.slice_origins_lps[0], geometry.slice_origins_lps[-1]):
        for v in (-0.5 * rows_mm, (geometry.rows - 0.5) * rows_mm):
            for u in (-0.5 * columns_mm, (geometry.columns - 0.5) * columns_mm):
                r, c = geometry.row_lps, geometry.column_lps
                points.append((o[0] + u * r[0] + v * c[0], o[1] + u * r[1] + v * c[1], o[2] + u * r[2] + v * c[2]))
    return points


def volume_centre(geometry: StackGeometry) -> Vector:
    """The middle of a stack, LPS mm."""
    corners = volume_corners(geometry)
    return (sum(c[0] for c in corners) / 8, sum(c[1] for c in corners) / 8, sum(c[2] for c in corners) / 8)


def view_plane(geometry: StackGeometry, state: ViewState) -> Plane:
    """The plane a view of a volume is drawn in: its own, the camera's, or axial through the middle where it says none."""
    centre = volume_centre(geometry)
    if state.mode in ("mip", "volume"):
        return state.camera.plane(centre)
    return state.plane or Plane(centre, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


# views of one another


def zoomed_at(projection: Projection, factor: float, x: float, y: float) -> ViewState:
    """The state zoomed by ``factor`` with the image point under viewport pixel (x, y) kept there."""
    state = replace(projection.state, zoom=min(max(projection.state.zoom * factor, 0.05), 100.0))
    fresh = _like(projection, state)
    there = fresh.from_image(*projection.to_image(x, y))
    pan = (state.pan[0] + (x - there[0]) / projection.width_px, state.pan[1] + (y - there[1]) / projection.height_px)
    return replace(state, pan=pan)


def common_scale(projections: Sequence[Projection]) -> float:
    """The mm per pixel at which every one of these still fits: give it to each state as ``fit_mm_per_px``. 0.0 for none calibrated."""
    scales = []
    for p in projections:
        if p.calibrated:
            turned = p.state.quarter_turns % 2
            size = (p._fitted[1], p._fitted[0]) if turned else p._fitted
            scales.append(max(size[0] / p.width_px, size[1] / p.height_px))
    return max(scales, default=0.0)


def cross_line(source: Projection, target: Projection) -> Segment | None:
    """Where the image of ``source`` cuts that of ``target``, as a segment in the target's viewport pixels, clipped to the viewport;
    None where they are parallel, not placed, or do not meet inside the source's image."""
    if source.origin_lps is None or target.origin_lps is None:
        return None
    normal = target.normal_lps
    if abs(dot(normal, source.normal_lps)) > math.cos(math.radians(1.0)):
        return None
    corners = [source.image_to_lps(u, v) for u, v in source.image_corners()]
    crossings: list[Vector] = []
    for p, q in zip(corners, corners[1:] + corners[:1], strict=True):
        if p is None or q is None:
            return None
        dp, dq = dot(sub(p, target.origin_lps), normal), dot(sub(q, target.origin_lps), normal)
        if (dp < 0) != (dq < 0):
            t = dp / (dp - dq)
            crossings.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])))
    if len(crossings) != 2:
        return None
    ends = [target.from_lps(c) for c in crossings]
    if ends[0] is None or ends[1] is None:
        return None
    return clipped((ends[0][:2], ends[1][:2]), target.width_px, target.height_px)


def clipped(segment: Segment, width: float, height: float) -> Segment | None:
    """The part of a segment inside (0, 0)-(width, height), None when there is none (Liang-Barsky)."""
    (x0, y0), (x1, y1) = segment
    dx, dy, first, last = x1 - x0, y1 - y0, 0.0, 1.0
    for step, room in ((-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last:
        return None
    return ((x0 + first * dx, y0 + first * dy), (x0 + last * dx, y0 + last * dy))


def sub(a: Vector, b: Vector) -> Vector:
    """a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def neg(a: Vector) -> Vector:
    """-a."""
    return (-a[0], -a[1], -a[2])


def _to_grid(edge: float) -> float:
    return round(edge) - edge


def _like(projection: Projection, state: ViewState) -> Projection:
    fresh = Projection.__new__(Projection)
    fresh.__dict__.update(projection.__dict__)
    fresh.state = state
    fresh._place(state)
    return fresh
