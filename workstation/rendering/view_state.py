"""What one viewport shows, as frozen values. A change makes a new value; undo keeps the old ones. No VTK here."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from workstation.imaging.model import Vector, Window

MODES = ("slice", "mpr", "mip", "volume")
SLAB_MODES = ("max", "min", "mean")


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane of a multiplanar view: through ``center_lps`` (mm), seen with ``right_lps`` to the right and ``down_lps`` down.

    Both are orthogonal unit vectors in patient LPS; ``normal_lps`` points away from the viewer."""

    center_lps: Vector
    right_lps: Vector
    down_lps: Vector

    @property
    def normal_lps(self) -> Vector:
        """Unit vector right x down, into the screen."""
        return cross(self.right_lps, self.down_lps)

    def moved(self, mm: float) -> Plane:
        """The parallel plane ``mm`` further from the viewer."""
        n = self.normal_lps
        c = self.center_lps
        return replace(self, center_lps=(c[0] + mm * n[0], c[1] + mm * n[1], c[2] + mm * n[2]))

    def through(self, center_lps: Vector) -> Plane:
        """The parallel plane through another point."""
        return replace(self, center_lps=center_lps)

    def rotated(self, axis_lps: Vector, degrees: float) -> Plane:
        """The plane turned about an axis (unit vector) through its own center, right-handed."""
        return Plane(self.center_lps, turned(self.right_lps, axis_lps, degrees), turned(self.down_lps, axis_lps, degrees))


def anatomical(name: str, center_lps: Vector) -> Plane:
    """The patient's own plane ``axial``, ``coronal`` or ``sagittal`` through a point, as a radiologist looks: patient's right at
    the left, head up, sagittal facing left."""
    right, down = {
        "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
        "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    }[name]
    return Plane(center_lps, right, down)


@dataclass(frozen=True, slots=True)
class Camera:
    """From where a projection or a volume is seen, in degrees. All 0: from the front, head up. ``azimuth`` 90 looks from the
    patient's left, ``elevation`` 90 from above the head, ``roll`` turns the picture clockwise; ``zoom`` 1.0 fits."""

    azimuth: float = 0.0
    elevation: float = 0.0
    roll: float = 0.0
    zoom: float = 1.0

    def plane(self, center_lps: Vector) -> Plane:
        """The picture's plane through a point."""
        a, e, r = math.radians(self.azimuth), math.radians(self.elevation), math.radians(self.roll)
        right = (math.cos(a), math.sin(a), 0.0)
        level = (-math.sin(a), math.cos(a), 0.0)  # the way we look without elevation
        down = (-level[0] * math.sin(e), -level[1] * math.sin(e), -math.cos(e))
        c, s = math.cos(r), math.sin(r)
        rolled_right = (c * right[0] - s * down[0], c * right[1] - s * down[1], c * right[2] - s * down[2])
        rolled_down = (s * right[0] + c * down[0], s * right[1] + c * down[1], s * right[2] + c * down[2])
        return Plane(center_lps, rolled_right, rolled_down)


@dataclass(frozen=True, slots=True)
class ViewState:
    """One viewport's view. ``zoom`` 1.0 fits the image into the viewport; ``pan`` moves it by fractions of the viewport's width and
    height; it is turned clockwise by ``quarter_turns`` and then, if ``flipped``, mirrored left to right.

    ``one_to_one``: an image pixel is a screen pixel (times ``zoom``). ``fit_mm_per_px`` > 0 replaces the fit by that scale, so that
    viewports share millimetres (see projection.common_scale). ``interactive``: the mouse moves; a surface without a GPU may draw
    coarsely until it rests. ``fusion``: how strongly the second content (PET over CT) covers the first, 0 to 1.

    What a presentation state asks for (PS3.3 C.10.4): ``area`` (left, top, right, bottom in image coordinates) is what zoom 1.0 fits and
    centres in place of the whole image; ``column_px`` > 0 viewport pixels are a column wide, in place of the fit; ``true_size_mm`` > 0 are
    the millimetres a column takes on the glass, which only who knows the screen can turn into ``column_px``; ``pixel_aspect`` > 0 is
    how many times as high as wide a pixel is drawn."""

    mode: str = "slice"
    index: int = 0
    phase: int = 0
    window: Window | None = None
    invert: bool = False
    zoom: float = 1.0
    one_to_one: bool = False
    pan: tuple[float, float] = (0.0, 0.0)
    quarter_turns: int = 0
    flipped: bool = False
    plane: Plane | None = None
    slab_mm: float = 0.0
    slab_mode: str = "max"
    camera: Camera = Camera()
    preset: str = ""
    align: str = ""  # "", left, right: the image's side that lies against the viewport's side
    colour_map: str = ""
    fit_mm_per_px: float = 0.0
    square_pixels: bool = False  # ignore the pixels' aspect: one column is as wide as one row is high
    interactive: bool = False
    fusion: float = 0.0
    fusion_window: Window | None = None
    voi: int = 0  # while ``window`` is None: which of each image's own windows and VOI LUTs, its first where it has fewer
    area: tuple[float, float, float, float] | None = None
    column_px: float = 0.0
    true_size_mm: float = 0.0
    pixel_aspect: float = 0.0

    def turned(self, quarters: int = 1) -> ViewState:
        """What is seen, turned clockwise by quarter turns."""
        return replace(self, quarter_turns=(self.quarter_turns + (-quarters if self.flipped else quarters)) % 4)

    def mirrored(self) -> ViewState:
        """What is seen, mirrored left to right."""
        return replace(self, flipped=not self.flipped)

    def upside_down(self) -> ViewState:
        """What is seen, mirrored top to bottom."""
        return self.mirrored().turned(2)

    def reset(self) -> ViewState:
        """Fit, upright, unmirrored, centred; what is shown and its grey stay."""
        return replace(self.whole(), quarter_turns=0, flipped=False, camera=Camera())

    def whole(self) -> ViewState:
        """The whole image fitted and centred."""
        return replace(self, zoom=1.0, one_to_one=False, pan=(0.0, 0.0), area=None, column_px=0.0, true_size_mm=0.0)


def cross(a: Vector, b: Vector) -> Vector:
    """Vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a: Vector, b: Vector) -> float:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def turned(v: Vector, axis: Vector, degrees: float) -> Vector:
    """``v`` turned right-handed about a unit axis (Rodrigues)."""
    t = math.radians(degrees)
    c, s = math.cos(t), math.sin(t)
    across, along = cross(axis, v), dot(axis, v) * (1 - c)
    return (
        v[0] * c + across[0] * s + axis[0] * along,
        v[1] * c + across[1] * s + axis[1] * along,
        v[2] * c + across[2] * s + axis[2] * along,
    )
