"""From a hanging protocol's filled slots to viewports: what each shows first, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workstation.hanging_protocols import FilledSlot, FilledStage
from workstation.imaging.model import DisplaySet, Vector, Window
from workstation.reading.catalogue import Catalogue, slices
from workstation.reading.desk import Layout, Viewport
from workstation.reading.places import center_of_slice, inside, nearest_slice, parallel
from workstation.rendering.projection import volume_centre
from workstation.rendering.view_state import Camera, ViewState, anatomical

FindWindow = Callable[[str, DisplaySet], Window | None]  # a preset's name -> its window


def layout_of(stage: FilledStage, catalogue: Catalogue, find_window: FindWindow) -> Layout:
    """The viewports of one stage. Empty slots keep their place and say what they wait for."""
    viewports = tuple(_viewport(slot, stage, catalogue, find_window) for slot in stage.slots)
    viewports = together(viewports, catalogue)
    filled = [n for n, v in enumerate(viewports) if v.display_set]
    return Layout(stage.name, stage.rows, stage.columns, viewports, stage.monitors, focus=filled[0] if filled else 0)


def _viewport(slot: FilledSlot, stage: FilledStage, catalogue: Catalogue, find_window: FindWindow) -> Viewport:
    number = 0 if slot.which == "current" else slot.prior_index + 1
    study = catalogue.exams[number].study.study_instance_uid if 0 <= number < len(catalogue.exams) else ""
    view = ViewState(invert=slot.invert, align=slot.align, colour_map=slot.colour_map, one_to_one=slot.one_to_one, slab_mm=slot.slab_mm)
    key = ""
    if slot.display_set is not None:
        key = slot.display_set.key
        window = find_window(slot.window, slot.display_set) if slot.window else None
        view = first_view(slot.display_set, mode_of(slot.view), replace(view, window=window))
        if slot.overlay is not None:
            view = replace(view, fusion=0.5, fusion_window=find_window("pet", slot.overlay))
    return Viewport(
        slot.row,
        slot.column,
        slot.row_span,
        slot.column_span,
        study,
        key,
        view,
        view,
        slot.reason,
        slot.mark,
        slot.link_group,
        slot.same_scale,
        slot.overlay.key if slot.overlay else "",
        monitor=slot.column * stage.monitors // max(1, stage.columns),
    )


def mode_of(view: str) -> str:
    """A protocol's word for a view as session's: stack, axial, coronal, sagittal, mip, volume."""
    if view.startswith("mpr-"):
        return view.removeprefix("mpr-")
    return {"fusion": "axial"}.get(view, view)


def first_view(chosen: DisplaySet, mode: str, view: ViewState | None = None, center_lps: Vector | None = None) -> ViewState:
    """How a display set is first shown in a mode (stack, axial, coronal, sagittal, mip, volume): stacks of placed slices start in
    the middle, films and loops at the beginning. What cannot be a volume is shown as a stack."""
    view = view or ViewState()
    if mode == "stack" or chosen.geometry is None or chosen.kind != "volume":
        middle = slices(chosen) // 2 if chosen.geometry is not None and chosen.kind in ("volume", "stack") else 0
        return replace(view, mode="slice", index=middle, plane=None)
    center = center_lps or volume_centre(chosen.geometry)
    if mode in ("axial", "coronal", "sagittal"):
        return replace(view, mode="mpr", plane=anatomical(mode, center), align="")
    return replace(view, mode=mode, camera=Camera(elevation=0.0), plane=None, align="", preset=view.preset)


def together(viewports: tuple[Viewport, ...], catalogue: Catalogue) -> tuple[Viewport, ...]:
    """Stacks that start in their own middles moved to the place where the first of their link group stands, when they share a frame
    of reference: the first look is at one level."""
    first: dict[tuple[str, str], Viewport] = {}
    made = []
    for viewport in viewports:
        chosen = catalogue.find(viewport.display_set)
        if chosen is None or chosen.geometry is None or not chosen.frame_of_reference_uid or viewport.view.mode != "slice":
            made.append(viewport)
            continue
        leader = first.setdefault((viewport.link_group, chosen.frame_of_reference_uid), viewport)
        ahead = catalogue.find(leader.display_set)
        if leader is not viewport and ahead is not None and ahead.geometry is not None and parallel(ahead.geometry, chosen.geometry):
            point = center_of_slice(ahead.geometry, leader.view.index)
            if inside(chosen.geometry, point):
                k, _ = nearest_slice(chosen.geometry, point)
                view = replace(viewport.view, index=k)
                viewport = replace(viewport, view=view, base=view)
        made.append(viewport)
    return tuple(made)


def mpr_layout(chosen: DisplaySet, study: str, grey: ViewState, center_lps: Vector | None, catalogue: Catalogue) -> Layout:
    """Axial, coronal, sagittal and the volume of one display set, two by two; ``grey``: with which window."""
    cells = (("axial", 0, 0), ("coronal", 0, 1), ("sagittal", 1, 0), ("volume", 1, 1))
    made = []
    for mode, row, column in cells:
        view = first_view(chosen, mode, grey, center_lps)
        made.append(Viewport(row, column, 1, 1, study, chosen.key, view, view, link_group="mpr"))
    return Layout("mpr", 2, 2, tuple(made))


def single(viewport: Viewport, name: str) -> Layout:
    """One viewport over the whole monitor."""
    return Layout(name, 1, 1, (replace(viewport, row=0, column=0, row_span=1, column_span=1, monitor=0),))
