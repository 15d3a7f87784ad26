"""An image as a presentation state shows it (PS3.4 N.2): what the state does to a view, and what is drawn with the frame.

A state replaces what the image says of its own presentation; what of it cannot be shown is said in marks, never shown wrong.
"""

from __future__ import annotations

import math
from dataclasses import replace

from workstation.imaging.model import FrameRef, ImageHeader, Mark
from workstation.imaging.overlays import Planes
from workstation.imaging.presentation_states import DisplayedArea, PresentationState, grey_of
from workstation.imaging.shutters import bitmap_groups
from workstation.language import tr
from workstation.rendering.presentation import FramePresentation, presentation_of
from workstation.rendering.presets import give_map
from workstation.rendering.view_state import ViewState


def with_state(view: ViewState, state: PresentationState, header: ImageHeader, frame: int) -> ViewState:
    """A view as a state shows one of its frames; what the view shows (index, mode) stays."""
    ref = FrameRef(header.sop_instance_uid, frame)
    _, area, _ = state.of(ref, header.frame(frame).segment)
    fresh = replace(view.whole(), quarter_turns=state.quarter_turns, flipped=state.flipped, pixel_aspect=0.0)
    if (fresh.quarter_turns, fresh.flipped) != (view.quarter_turns, view.flipped):
        fresh = replace(fresh, align="")
    if state.has_grey and not header.in_colour:
        fresh = replace(fresh, window=grey_of(state, header, frame)[1][0], invert=False, colour_map="")
        if state.palette is not None:
            fresh = replace(fresh, colour_map=give_map(f"state {state.sop_instance_uid}", state.palette))
    return with_area(fresh, area, header, frame) if area is not None else fresh


def cuts_out(area: DisplayedArea, header: ImageHeader) -> bool:
    """Whether a displayed area is a part of this image: one that lies beside it would leave nothing to see, one of a whole slide is none of
    its tiles (``left_undone`` says so)."""
    left, top, right, bottom = area.box
    meets = right > -0.5 and bottom > -0.5 and left < header.columns - 0.5 and top < header.rows - 0.5
    return meets and not _of_slide(area, header)


def _of_slide(area: DisplayedArea, header: ImageHeader) -> bool:
    return area.origin == "VOLUME" and header.number_of_frames > 1


def with_area(view: ViewState, area: DisplayedArea, header: ImageHeader, frame: int) -> ViewState:
    """The displayed area and its size (C.10.4)."""
    own = header.frame(frame).spacing or (1.0, 1.0)
    aspect = area.spacing[0] / area.spacing[1] if area.spacing else area.aspect[0] / area.aspect[1] if area.aspect else 0.0
    if aspect and math.isclose(aspect, own[0] / own[1], rel_tol=1e-3):
        aspect = 0.0
    view = replace(view, pixel_aspect=aspect)
    whole = (-0.5, -0.5, header.columns - 0.5, header.rows - 0.5)
    if cuts_out(area, header) and area.box != whole:
        view = replace(view, area=area.box, align="")
    if area.mode == "MAGNIFY" and area.magnification is not None:
        view = replace(view, column_px=area.magnification, align="")
    elif area.mode == "TRUE SIZE" and area.spacing is not None:
        view = replace(view, true_size_mm=area.spacing[1], align="")
    return view


def presentation_under(
    state: PresentationState,
    header: ImageHeader,
    frame: int,
    planes: Planes | None,
    hidden: tuple[str, ...] = (),
    *,
    shutter: bool = True,
    overlays: bool = True,
) -> tuple[FramePresentation | None, tuple[Mark, ...]]:
    """What is drawn with a frame under a state, and what of the state is not: its shutters and grey instead of the image's own, and of
    the overlays (``planes``: the image's, None while they are not known; and the state's) those that it activates (C.11.7)."""
    own, beside = state.overlays(header, frame), planes or Planes()
    by_group = {o.group: o for o in (*beside.overlays, *own.overlays)}
    shutters = state.shutters_of(FrameRef(header.sop_instance_uid, frame))
    bitmaps = bitmap_groups(shutters)
    layers = {group: name for group, name in state.overlay_groups if name not in hidden and group not in bitmaps}
    wanted = Planes(tuple(o for g, o in sorted(by_group.items()) if g in layers or g in bitmaps), own.marks, beside.tint)
    chain = grey_of(state, header, frame)[0] if state.has_grey and not header.in_colour else None
    terms = state.terms(header, frame)
    presentation, marks = presentation_of(
        header, frame, wanted, shutter=shutter, overlays=overlays, shutters=shutters, chain=chain, terms=terms
    )
    marks = (*left_undone(state, header, frame), *marks)
    if set(layers) - {*by_group, *beside.elsewhere, *own.elsewhere} and planes is not None:
        marks = (*marks, Mark("overlay", tr("An overlay that the presentation state shows is missing.")))
    if presentation is not None and presentation.planes:
        drawn = [o.group for o in wanted.overlays if o.group not in bitmaps]
        colours = [state.layer(layers[group]).rgb for group in drawn]
        recoloured = tuple(replace(p, rgb=rgb or p.rgb) for p, rgb in zip(presentation.planes, colours, strict=True))
        presentation = replace(presentation, planes=recoloured)
    return presentation, marks


def in_units_of_image(state: PresentationState, header: ImageHeader, frame: int) -> bool:
    """Whether a state's modality stage is the image's own, so that its windows are in the same units (two tables are taken as equal)."""
    if not state.has_grey or header.in_colour:
        return True
    if state.subtractions:
        return not state.terms(header, frame)
    if state.modality_lut is not None or header.has_modality_lut:
        return state.modality_lut is not None and header.has_modality_lut
    own = header.frame(frame)
    return math.isclose(state.slope, own.rescale_slope, rel_tol=1e-6) and math.isclose(
        state.intercept, own.rescale_intercept, rel_tol=1e-6, abs_tol=1e-9
    )


def left_undone(state: PresentationState, header: ImageHeader, frame: int) -> tuple[Mark, ...]:
    """What a reader must know of a state in force on this frame: what of it is not, or could not be, shown."""
    marks = list(state.marks)
    _, area, notes = state.of(FrameRef(header.sop_instance_uid, frame), header.frame(frame).segment)
    if area is not None and _of_slide(area, header):
        marks.append(Mark("state_area", tr("The state's displayed area is one of the whole slide: this tile is shown whole.")))
    elif area is not None and not cuts_out(area, header):
        marks.append(Mark("state_area", tr("The state's displayed area lies outside the image, which is shown whole.")))
    units = {g.units for note in notes for g in note.graphics} | {u for n in notes for t in n.texts for u in (t.box_units, t.anchor_units)}
    if header.number_of_frames > 1 and "MATRIX" in units:
        marks.append(Mark("state_matrix", tr("Drawings of the state lie on the whole slide and are not shown on a tile.")))
    if not state.has_grey or header.in_colour:
        if state.has_grey and (state.presentation_lut is not None or state.inverse):
            marks.append(Mark("state_colour", tr("The state's grey levels do not apply to a colour image.")))
        return tuple(marks)
    if state.subtractions:
        marks.append(_of_mask(state, header, frame))
    elif not in_units_of_image(state, header, frame):
        text = tr("The state has values of its own: its windows are not in the image's units (HU, SUV…).")
        marks.append(Mark("state_units", text))
    return tuple(marks)


def _of_mask(state: PresentationState, header: ImageHeader, frame: int) -> Mark:
    if state.terms(header, frame):
        return Mark("subtracted", tr("Mask subtracted: pixel values and means are those before subtraction."))
    return Mark("state_mask", tr("The state's mask cannot be subtracted from this image."))
