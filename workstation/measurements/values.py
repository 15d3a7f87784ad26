"""What is measured and where it lies: frozen values, so that undo is the list of old ones.

A measurement lies in a flat place. On a frame its points are (column, row) in pixels, continuous, whole numbers at pixel
centres: (0, 0) is the centre of the first pixel, the point that ImagePositionPatient gives. On a plane through a volume (MPR)
they are millimetres along ``right_lps`` and ``down_lps`` from ``center_lps``.
"""

from __future__ import annotations

import msgspec

from workstation.imaging.model import Vector

Point = tuple[float, float]


class OnFrame(msgspec.Struct, frozen=True, tag="frame"):
    """On one frame of one stored image."""

    sop_instance_uid: str
    frame: int = 0


class OnPlane(msgspec.Struct, frozen=True, tag="plane"):
    """On a plane through the volume of a display set, patient LPS, mm; ``right_lps`` and ``down_lps`` are unit vectors.

    ``image`` and ``frame`` are one frame of that volume and phase: by it the volume is found again when more images made other sets of
    its series (where "", only the key tells)."""

    display_set: str
    frame_of_reference_uid: str
    center_lps: Vector
    right_lps: Vector
    down_lps: Vector
    phase: int = 0  # of a 4-D display set
    image: str = ""
    frame: int = 0

    def lps(self, point: Point) -> Vector:
        """A point of the plane in patient LPS."""
        c, r, d = self.center_lps, self.right_lps, self.down_lps
        x, y = point
        return (c[0] + x * r[0] + y * d[0], c[1] + x * r[1] + y * d[1], c[2] + x * r[2] + y * d[2])

    def point(self, lps: Vector) -> tuple[float, float, float]:
        """Millimetres along right and down, and the distance from the plane, of a patient point."""
        c, r, d = self.center_lps, self.right_lps, self.down_lps
        v = (lps[0] - c[0], lps[1] - c[1], lps[2] - c[2])
        n = (r[1] * d[2] - r[2] * d[1], r[2] * d[0] - r[0] * d[2], r[0] * d[1] - r[1] * d[0])
        return (
            v[0] * r[0] + v[1] * r[1] + v[2] * r[2],
            v[0] * d[0] + v[1] * d[1] + v[2] * d[2],
            v[0] * n[0] + v[1] * n[1] + v[2] * n[2],
        )


Place = OnFrame | OnPlane


class Length(msgspec.Struct, frozen=True, tag="length"):
    """A straight distance. ``known_mm`` above 0: the reader knows how long it is, and it is the scale of its image."""

    key: str
    place: Place
    points: tuple[Point, Point]
    label: str = ""
    known_mm: float = 0.0


class Angle(msgspec.Struct, frozen=True, tag="angle"):
    """An angle: first arm's end, vertex, second arm's end."""

    key: str
    place: Place
    points: tuple[Point, Point, Point]
    label: str = ""


class Cobb(msgspec.Struct, frozen=True, tag="cobb"):
    """The angle between two lines, two points each."""

    key: str
    place: Place
    points: tuple[Point, Point, Point, Point]
    label: str = ""


class Ellipse(msgspec.Struct, frozen=True, tag="ellipse"):
    """An ellipse in the box of two opposite corners, its axes along rows and columns."""

    key: str
    place: Place
    points: tuple[Point, Point]
    label: str = ""

    @property
    def center(self) -> Point:
        """Its middle."""
        (x0, y0), (x1, y1) = self.points
        return ((x0 + x1) / 2, (y0 + y1) / 2)

    @property
    def radii(self) -> Point:
        """Half its width and half its height."""
        (x0, y0), (x1, y1) = self.points
        return (abs(x1 - x0) / 2, abs(y1 - y0) / 2)


Measurement = Length | Angle | Cobb | Ellipse


def moved(m: Measurement, handle: int, to: Point) -> Measurement:
    """The measurement with one of its points elsewhere."""
    points = (*m.points[:handle], to, *m.points[handle + 1 :])
    return msgspec.structs.replace(m, points=points)


def shifted(m: Measurement, by: Point) -> Measurement:
    """The whole measurement moved."""
    return msgspec.structs.replace(m, points=tuple((x + by[0], y + by[1]) for x, y in m.points))


def labelled(m: Measurement, label: str) -> Measurement:
    """The measurement under the reader's name for it."""
    return msgspec.structs.replace(m, label=label)
