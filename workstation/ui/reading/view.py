"""A viewport's projection in the widget's own pixels: VTK counts device pixels, Qt's events and painters do not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workstation.imaging.model import Vector
from workstation.rendering.projection import Projection, cross_line, zoomed_at
from workstation.rendering.view_state import ViewState


@dataclass(frozen=True)
class View:
    """The projection of one viewport; points in and out are widget pixels from the viewport's own corner."""

    projection: Projection
    ratio: float = 1.0

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        return self.projection.to_image(x * self.ratio, y * self.ratio)

    def from_image(self, u: float, v: float) -> tuple[float, float]:
        x, y = self.projection.from_image(u, v)
        return (x / self.ratio, y / self.ratio)

    @property
    def from_image_matrix(self) -> tuple[float, float, float, float, float, float]:
        """x = a u + b v + c, y = d u + e v + f."""
        a, b, c, d, e, f = (value / self.ratio for value in self.projection.from_image_matrix)
        return (a, b, c, d, e, f)

    def to_lps(self, x: float, y: float) -> Vector | None:
        return self.projection.to_lps(x * self.ratio, y * self.ratio)

    def from_lps(self, point: Vector) -> tuple[float, float, float] | None:
        there = self.projection.from_lps(point)
        return (there[0] / self.ratio, there[1] / self.ratio, there[2]) if there else None

    @property
    def mm_per_px(self) -> float | None:
        mm = self.projection.mm_per_px
        return None if mm is None else mm * self.ratio

    @property
    def height_px(self) -> float:
        return self.projection.height_px / self.ratio

    @property
    def width_px(self) -> float:
        return self.projection.width_px / self.ratio

    @property
    def zoom_percent(self) -> float | None:
        """Screen pixels per image pixel, in per cent; None where there are no image pixels."""
        if self.projection.state.mode != "slice":
            return None
        return 100.0 * max(self.projection.px_per_image_px)

    def cut_by(self, source: View) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The line where another view's image cuts this one's."""
        line = cross_line(source.projection, self.projection)
        if line is None:
            return None
        (a, b), (c, d) = line
        return ((a / self.ratio, b / self.ratio), (c / self.ratio, d / self.ratio))

    def zoomed_at(self, factor: float, x: float, y: float) -> ViewState:
        return replace(zoomed_at(self.projection, factor, x * self.ratio, y * self.ratio), interactive=False)
