"""What a reader can do, each as a value that makes a new desk of an old one.

``gesture`` names actions that belong to one drag or one burst of the wheel: undo takes them back together. An action with an empty
``gesture`` stands alone. ``kept`` False: the action leaves no trace in the history (focus).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from workstation.imaging.model import DisplaySet, Vector, Window
from workstation.reading import links, states
from workstation.reading.catalogue import Catalogue, slices
from workstation.reading.desk import Desk, KeyImage, Layout, Viewport
from workstation.reading.places import center_of_slice, nearest_slice, space_of
from workstation.reading.windows import in_force, spreads
from workstation.rendering.view_state import Camera, ViewState, cross, dot

MAX_ZOOM, MIN_ZOOM = 40.0, 0.1


class Action(Protocol):
    """Anything that turns one desk into another. Pure."""

    @property
    def gesture(self) -> str:
        """Actions of one gesture are undone together; "" stands alone."""
        ...

    @property
    def kept(self) -> bool:
        """Whether undo knows of it."""
        ...

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """The new desk; the same object when nothing changes."""
        ...


@dataclass(frozen=True)
class _Base:
    gesture: str = field(default="", kw_only=True)
    kept: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Focus(_Base):
    """Keys act on this viewport from now on."""

    viewport: int
    kept: bool = field(default=False, kw_only=True)

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        if self.viewport == desk.layout.focus or not 0 <= self.viewport < len(desk.viewports):
            return desk
        return replace(desk, layout=replace(desk.layout, focus=self.viewport))


@dataclass(frozen=True)
class Maximise(_Base):
    """The focused viewport fills the monitor, and back."""

    kept: bool = field(default=False, kw_only=True)

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return replace(desk, layout=replace(desk.layout, maximised=not desk.layout.maximised))


@dataclass(frozen=True)
class Scroll(_Base):
    """So many images further: slices of a stack, steps of an MPR plane, phases where there is one position only."""

    viewport: int
    steps: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        viewport = desk.viewports[self.viewport]
        chosen = catalogue.find(viewport.display_set)
        if chosen is None:
            return desk
        view = viewport.view
        if view.mode == "slice":
            return ScrollTo(self.viewport, view.index + self.steps).on(desk, catalogue)
        if view.mode == "mpr" and view.plane is not None and chosen.geometry is not None:
            point = view.plane.moved(self.steps * links.mpr_step(viewport, catalogue)).center_lps
            return Crosshair(self.viewport, _held(point, viewport, catalogue)).on(desk, catalogue)
        return desk


@dataclass(frozen=True)
class ScrollTo(_Base):
    """To this image of the stack; linked viewports follow."""

    viewport: int
    index: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        viewport = desk.viewports[self.viewport]
        chosen = catalogue.find(viewport.display_set)
        if chosen is None or viewport.view.mode != "slice":
            return desk
        index = min(max(0, self.index), slices(chosen) - 1)
        if index == viewport.view.index:
            return desk
        return links.followed(desk.with_view(self.viewport, replace(viewport.view, index=index)), self.viewport, catalogue)


@dataclass(frozen=True)
class Phase(_Base):
    """So many time points or phases further, in every viewport of that display set. A set of one phase steps to the set of its series
    that lies at the same positions: the next echo, b-value or kind of image, at the same place."""

    viewport: int
    steps: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        key = desk.viewports[self.viewport].display_set
        chosen = catalogue.find(key)
        if chosen is None:
            return desk
        if chosen.phases < 2:
            return self._beside(desk, chosen, catalogue)
        phase = (desk.viewports[self.viewport].view.phase + self.steps) % chosen.phases
        return _on_views(desk, lambda v: replace(v.view, phase=phase) if v.display_set == key else v.view)

    def _beside(self, desk: Desk, chosen: DisplaySet, catalogue: Catalogue) -> Desk:
        """The viewports of one set on the next at the same place, on the nearest slice; each set keeps its own windows and its own
        presentation states."""
        alike = catalogue.alike(chosen)
        if len(alike) < 2:
            return desk
        other = alike[(alike.index(chosen) + self.steps) % len(alike)]
        for number, viewport in enumerate(desk.viewports):
            if viewport.display_set == chosen.key:
                plain = states.put_on(viewport, "", catalogue) if viewport.state else viewport
                view, base = replace(plain.view, window=None, voi=0, phase=0), replace(plain.base, window=None, voi=0)
                if view.mode == "slice" and chosen.geometry is not None and other.geometry is not None:
                    k, _ = nearest_slice(other.geometry, center_of_slice(chosen.geometry, view.index))
                    view = replace(view, index=k)
                desk = desk.with_viewport(number, replace(plain, display_set=other.key, view=view, base=base))
        return desk


@dataclass(frozen=True)
class SetWindow(_Base):
    """Window of one viewport, spread by the rules of the modality; None: each image's own."""

    viewport: int
    window: Window | None

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]

        def view(v: Viewport) -> ViewState:
            if v is source or _spreads(source, v, catalogue):
                return replace(v.view, window=self.window)
            return v.view

        return _on_views(desk, view)


@dataclass(frozen=True)
class ChooseWindow(_Base):
    """The n-th window or VOI LUT that each image carries, spread as a window is; of a presentation state in force, its n-th."""

    viewport: int
    voi: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]
        choice = states.offered(source, catalogue)
        if states.applied(source, catalogue) is not None and 0 <= self.voi < len(choice):
            return desk.with_view(self.viewport, replace(source.view, window=choice[self.voi]))

        def view(v: Viewport) -> ViewState:
            together = v is source or (v.state == "" and _spreads(source, v, catalogue))
            return replace(v.view, window=None, voi=self.voi) if together else v.view

        return _on_views(desk, view)


@dataclass(frozen=True)
class StepWindow(_Base):
    """The next of the image's own windows and VOI LUTs, after the last the first again; from any other window, the one of before."""

    viewport: int
    steps: int = 1

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]
        count, now = len(states.offered(source, catalogue)), in_force(source, catalogue)
        voi = (now + self.steps) % count if count and now >= 0 else source.view.voi if source.view.voi < count else 0
        return ChooseWindow(self.viewport, voi).on(desk, catalogue)


@dataclass(frozen=True)
class SetFusion(_Base):
    """How strongly the overlay covers, 0 to 1."""

    viewport: int
    share: float

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: replace(view, fusion=min(max(self.share, 0.0), 1.0)))


@dataclass(frozen=True)
class Invert(_Base):
    """White for black."""

    viewport: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]
        return _on_views(
            desk,
            lambda v: replace(v.view, invert=not source.view.invert) if v is source or _spreads(source, v, catalogue) else v.view,
        )


@dataclass(frozen=True)
class Zoom(_Base):
    """So many times larger; ``pan`` is where the image then lies (the window keeps the point under the pointer)."""

    viewport: int
    factor: float
    pan: tuple[float, float] | None = None

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]
        if source.view.mode in ("volume", "mip"):
            camera = source.view.camera
            zoom = min(max(camera.zoom * self.factor, MIN_ZOOM), MAX_ZOOM)
            return desk.with_view(self.viewport, replace(source.view, camera=replace(camera, zoom=zoom)))
        zoom = min(max(source.view.zoom * self.factor, MIN_ZOOM), MAX_ZOOM)
        pan = source.view.pan if self.pan is None else self.pan

        def view(v: Viewport) -> ViewState:
            if v is source:
                return replace(v.view, zoom=zoom, pan=pan)
            return replace(v.view, zoom=zoom) if _zooms_with(source, v, desk, catalogue) else v.view

        return _on_views(desk, view)


@dataclass(frozen=True)
class Pan(_Base):
    """Moved by fractions of the viewport."""

    viewport: int
    by: tuple[float, float]

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: replace(view, pan=(view.pan[0] + self.by[0], view.pan[1] + self.by[1])))


@dataclass(frozen=True)
class Turn(_Base):
    """Clockwise by quarter turns."""

    viewport: int
    quarters: int = 1

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: view.turned(self.quarters))


@dataclass(frozen=True)
class Flip(_Base):
    """Mirrored left to right, or top to bottom."""

    viewport: int
    vertical: bool = False

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: view.upside_down() if self.vertical else view.mirrored())


@dataclass(frozen=True)
class Fit(_Base):
    """The whole image in the viewport."""

    viewport: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: view.whole())


@dataclass(frozen=True)
class OneToOne(_Base):
    """An image pixel a screen pixel."""

    viewport: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(
            desk,
            self.viewport,
            lambda view: replace(view, zoom=1.0, one_to_one=True, pan=(0.0, 0.0), column_px=0.0, true_size_mm=0.0),
        )


@dataclass(frozen=True)
class Reset(_Base):
    """The view as it was hung, or as the presentation state in force shows it: window, size, place and side; the image shown stays."""

    viewport: int

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        viewport = desk.viewports[self.viewport]
        view, base = viewport.view, states.base_of(viewport, catalogue)
        fresh = replace(base, index=view.index, phase=view.phase)
        if view.mode == "mpr" and view.plane is not None and base.plane is not None:
            fresh = replace(fresh, plane=base.plane.through(view.plane.center_lps))
        return desk.with_view(self.viewport, fresh)


@dataclass(frozen=True)
class PutState(_Base):
    """A presentation state on a viewport, "" for none. ``index``: the image to go to, where the one shown is none of its own."""

    viewport: int
    state: str
    index: int | None = None

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        if self.index is not None:
            desk = ScrollTo(self.viewport, self.index).on(desk, catalogue)
        viewport = desk.viewports[self.viewport]
        if viewport.state == self.state or viewport.view.mode != "slice":
            return desk
        desk = replace(desk, states={**desk.states, viewport.display_set: self.state})
        return desk.with_viewport(self.viewport, states.put_on(viewport, self.state, catalogue))


@dataclass(frozen=True)
class ShowLayer(_Base):
    """A graphic layer of the state on a viewport, drawn or hidden."""

    viewport: int
    layer: str
    shown: bool

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        viewport = desk.viewports[self.viewport]
        hidden = tuple(name for name in viewport.hidden_layers if name != self.layer)
        hidden = hidden if self.shown else (*hidden, self.layer)
        return desk if hidden == viewport.hidden_layers else desk.with_viewport(self.viewport, replace(viewport, hidden_layers=hidden))


@dataclass(frozen=True)
class Slab(_Base):
    """Thickness (mm) and projection of a slab; 0 is thin."""

    viewport: int
    thickness_mm: float
    mode: str = "max"

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        view = desk.viewports[self.viewport].view
        if view.mode != "mpr":
            return desk
        return desk.with_view(self.viewport, replace(view, slab_mm=max(0.0, self.thickness_mm), slab_mode=self.mode))


@dataclass(frozen=True)
class TurnCamera(_Base):
    """A projection or a volume seen from elsewhere: degrees more."""

    viewport: int
    azimuth: float
    elevation: float

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        camera = desk.viewports[self.viewport].view.camera
        elevation = min(max(camera.elevation + self.elevation, -90.0), 90.0)
        turned = replace(camera, azimuth=(camera.azimuth + self.azimuth) % 360.0, elevation=elevation)
        return _on_view(desk, self.viewport, lambda view: replace(view, camera=turned))


@dataclass(frozen=True)
class LookFrom(_Base):
    """A projection or a volume seen from a named side."""

    viewport: int
    camera: Camera

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: replace(view, camera=replace(self.camera, zoom=view.camera.zoom)))


@dataclass(frozen=True)
class Preset(_Base):
    """Colours and opacities of a volume rendering."""

    viewport: int
    name: str

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return _on_view(desk, self.viewport, lambda view: replace(view, preset=self.name))


@dataclass(frozen=True)
class Crosshair(_Base):
    """All views of the frame of reference go through this patient point (LPS, mm)."""

    viewport: int
    point_lps: Vector

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = catalogue.find(desk.viewports[self.viewport].display_set)
        if source is None or source.geometry is None:
            return desk
        for number, viewport in enumerate(desk.viewports):
            target = catalogue.find(viewport.display_set)
            if target is None or target.geometry is None or space_of(target) != space_of(source):
                continue
            view = viewport.view
            if view.mode == "mpr" and view.plane is not None:
                desk = desk.with_view(number, replace(view, plane=view.plane.through(self.point_lps)))
            elif view.mode == "slice":
                k, _ = nearest_slice(target.geometry, self.point_lps)
                desk = desk.with_view(number, replace(view, index=k))
        return replace(desk, crosshairs={**desk.crosshairs, space_of(source): self.point_lps})


@dataclass(frozen=True)
class TurnCrosshair(_Base):
    """The lines of the crosshair turned in this view, degrees clockwise: the other MPR views of the volume become oblique."""

    viewport: int
    degrees: float

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        source = desk.viewports[self.viewport]
        if source.view.plane is None:
            return desk
        axis = source.view.plane.normal_lps
        for number, viewport in enumerate(desk.viewports):
            plane = viewport.view.plane
            if number != self.viewport and viewport.display_set == source.display_set and viewport.view.mode == "mpr" and plane is not None:
                desk = desk.with_view(number, replace(viewport.view, plane=plane.rotated(axis, self.degrees)))
        return desk


@dataclass(frozen=True)
class TurnPlane(_Base):
    """This MPR view tilted about its own horizontal or vertical line, degrees."""

    viewport: int
    degrees: float
    about: str = "right"  # or down

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        view = desk.viewports[self.viewport].view
        if view.mode != "mpr" or view.plane is None:
            return desk
        axis = view.plane.right_lps if self.about == "right" else view.plane.down_lps
        return desk.with_view(self.viewport, replace(view, plane=view.plane.rotated(axis, self.degrees)))


@dataclass(frozen=True)
class Place(_Base):
    """Something else in a viewport: made by session from a display set, so that it fits the exam's side and window."""

    viewport: int
    made: Viewport

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        old = desk.viewports[self.viewport]
        kept = {"row": old.row, "column": old.column, "row_span": old.row_span, "column_span": old.column_span, "monitor": old.monitor}
        return desk.with_viewport(self.viewport, replace(self.made, **kept))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Arrange(_Base):
    """Another layout: a stage of the protocol, or one the reader asked for (``special``)."""

    layout: Layout
    stage: int | None = None
    special: str = ""

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return desk.with_layout(self.layout, stage=self.stage, special=self.special)


@dataclass(frozen=True)
class MarkKeyImage(_Base):
    """The image becomes a key image, or stops being one."""

    key_image: KeyImage

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        left = tuple(k for k in desk.key_images if k.ref != self.key_image.ref)
        return replace(desk, key_images=left if len(left) < len(desk.key_images) else (*left, self.key_image))


@dataclass(frozen=True)
class Link(_Base):
    """Linked scrolling on or off."""

    on_: bool

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        return replace(desk, linked=self.on_)


@dataclass(frozen=True)
class PinHere(_Base):
    """Stacks of other frames of reference are tied to the focused one where they stand now; tied already: untied."""

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See Action."""
        fresh = links.pins_here(desk, catalogue)
        tied = {frozenset((p.a, p.b)) for p in desk.pins}
        pairs = {frozenset((p.a, p.b)) for p in fresh}
        others = tuple(p for p in desk.pins if frozenset((p.a, p.b)) not in pairs)
        if pairs and pairs <= tied:
            return replace(desk, pins=others)
        return replace(desk, pins=(*others, *fresh), linked=True)


def oblique(view: ViewState) -> bool:
    """Whether an MPR plane is none of the patient's three."""
    return view.plane is not None and max(abs(c) for c in cross(view.plane.right_lps, view.plane.down_lps)) < 0.9999


def _held(point: Vector, viewport: Viewport, catalogue: Catalogue) -> Vector:
    """``point`` kept within the volume along the view's normal: scrolling stops at the last voxel."""
    from workstation.rendering.projection import volume_corners

    chosen, plane = catalogue.find(viewport.display_set), viewport.view.plane
    assert chosen is not None
    assert chosen.geometry is not None
    assert plane is not None
    n = plane.normal_lps
    depths = [dot(n, corner) for corner in volume_corners(chosen.geometry)]
    here = dot(n, point)
    by = min(max(here, min(depths)), max(depths)) - here
    return (point[0] + by * n[0], point[1] + by * n[1], point[2] + by * n[2])


def _spreads(source: Viewport, other: Viewport, catalogue: Catalogue) -> bool:
    alike = spreads(source, catalogue.find(source.display_set), other, catalogue.find(other.display_set))
    return alike and states.same_units(source, other, catalogue)


def _zooms_with(source: Viewport, other: Viewport, desk: Desk, catalogue: Catalogue) -> bool:
    if source.same_scale and other.same_scale:
        return True
    return bool(source.link_group) and source.link_group == other.link_group and desk.linked and other.view.mode == source.view.mode


def _on_view(desk: Desk, number: int, change: Callable[[ViewState], ViewState]) -> Desk:
    return desk.with_view(number, change(desk.viewports[number].view))


def _on_views(desk: Desk, change: Callable[[Viewport], ViewState]) -> Desk:
    viewports = tuple(replace(v, view=view) if (view := change(v)) is not v.view else v for v in desk.viewports)
    return replace(desk, layout=replace(desk.layout, viewports=viewports))
