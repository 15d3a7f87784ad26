"""What the reader sees and has done, as one immutable value: the viewports, their views, measurements, key images, links.

Everything that undo brings back is in here; what only the hand holds (the tool, the pointer) is not. Nothing that arrives changes
what the reader has chosen: new images change the catalogue, not the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workstation.imaging.model import FrameRef, Vector
from workstation.measurements import Measurement
from workstation.rendering.view_state import ViewState


@dataclass(frozen=True, slots=True)
class Viewport:
    """One viewport: its cells in the grid, what it shows, how, and why.

    ``state``: the presentation state put on (SOP Instance UID), "" for none; ``unstated``: the view before it, what taking it off gives
    back; ``hidden_layers``: graphic layers of it that are not drawn.
    ``display_set`` "": empty; ``study`` then still tells whose images it waits for ("" nobody's).
    ``base``: the view it was given first, what R goes back to. ``overlay``: the display set laid over (PET on CT)."""

    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    study: str = ""
    display_set: str = ""
    view: ViewState = field(default_factory=ViewState)
    base: ViewState = field(default_factory=ViewState)
    reason: str = ""
    mark: str = ""
    link_group: str = ""
    same_scale: bool = False
    overlay: str = ""
    monitor: int = 0
    state: str = ""
    unstated: ViewState | None = None
    hidden_layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid of viewports over one or several monitors."""

    name: str
    rows: int
    columns: int
    viewports: tuple[Viewport, ...]
    monitors: int = 1
    focus: int = 0
    maximised: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """A manual link: when display set ``a`` is at a depth (mm along its normal), ``b`` is at that depth plus ``offset_mm``;
    for stacks without a place, in images. ``sign`` -1: they run opposite ways."""

    a: str
    b: str
    offset_mm: float
    sign: int = 1


@dataclass(frozen=True, slots=True)
class KeyImage:
    """One image the reader marked, with the window it was marked in."""

    ref: FrameRef
    display_set: str


@dataclass(frozen=True)
class Desk:
    """All of it. ``stage`` is the protocol's stage; ``layouts`` keeps how each stage was left; ``special`` names a layout that the
    reader asked for besides the stages ("mpr"), "" for none."""

    layout: Layout
    stage: int = 0
    special: str = ""
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    measurements: tuple[Measurement, ...] = ()
    key_images: tuple[KeyImage, ...] = ()
    pins: tuple[Pin, ...] = ()
    linked: bool = True
    crosshairs: Mapping[str, Vector] = field(default_factory=dict)  # by ``places.space_of``, where the views of a volume cross
    states: Mapping[str, str] = field(default_factory=dict)  # by display set, the presentation state put on last

    @property
    def viewports(self) -> tuple[Viewport, ...]:
        """Those of the present layout."""
        return self.layout.viewports

    @property
    def focus(self) -> int:
        """The viewport that keys act on."""
        return min(self.layout.focus, max(0, len(self.viewports) - 1))

    @property
    def focused(self) -> Viewport:
        """The same as a value; an empty one when the layout has none."""
        return self.viewports[self.focus] if self.viewports else Viewport()

    @property
    def place(self) -> str:
        """The key under which ``layouts`` keeps the present layout."""
        return self.special or str(self.stage)

    def with_viewport(self, number: int, viewport: Viewport) -> Desk:
        """One viewport replaced."""
        viewports = (*self.viewports[:number], viewport, *self.viewports[number + 1 :])
        return replace(self, layout=replace(self.layout, viewports=viewports))

    def with_view(self, number: int, view: ViewState) -> Desk:
        """One viewport's view replaced."""
        return self.with_viewport(number, replace(self.viewports[number], view=view))

    def with_layout(self, layout: Layout, *, stage: int | None = None, special: str = "") -> Desk:
        """Another layout; how the present one was left is kept."""
        kept = {**self.layouts, self.place: self.layout}
        return replace(self, layout=layout, layouts=kept, stage=self.stage if stage is None else stage, special=special)
