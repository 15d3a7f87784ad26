"""Presentation states on the desk: which there are for an image, what one does to a view, and what is left of it while scrolling.

A state says how some images are shown. It is put on a viewport; while the frame on the screen is one of its own it gives window,
turns, size and place, and the reader goes on from there. What the reader changed stays when the stack moves on; what was still as the
state (or, on an image that is none of its own, the hanging) gave it follows the image. It never applies to planes and volumes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workstation.imaging.model import FrameRef, Window
from workstation.imaging.own_masks import OWN_MASK
from workstation.imaging.presentation_states import PresentationState, grey_of, holds
from workstation.language import plural, tr
from workstation.reading.catalogue import Catalogue, ref_at, slices
from workstation.reading.desk import Desk, Viewport
from workstation.rendering.stated import in_units_of_image, with_state
from workstation.rendering.view_state import ViewState
from workstation.studies.text import date_text, display_name, parts_of_name, time_text

# what changes together: a reader who zoomed keeps size and place, and still gets the next image's window; a palette and an aspect ratio
# are of the state's own frames only
TOGETHER = (
    ("window", "voi", "invert"),
    ("colour_map",),
    ("quarter_turns", "flipped", "align"),
    ("zoom", "pan", "one_to_one", "area", "column_px", "true_size_mm"),
    ("pixel_aspect",),
)


def shown_ref(viewport: Viewport, catalogue: Catalogue) -> FrameRef | None:
    """The frame a slice view shows."""
    chosen = catalogue.find(viewport.display_set)
    if chosen is None or not chosen.frames or viewport.view.mode != "slice":
        return None
    return ref_at(chosen, viewport.view.index, viewport.view.phase)


def applied(viewport: Viewport, catalogue: Catalogue) -> PresentationState | None:
    """The state in force on the frame that a viewport shows, None where there is none."""
    ref = shown_ref(viewport, catalogue) if viewport.state else None
    state = catalogue.state(viewport.state) if ref is not None else None
    if ref is None or state is None or state.refusal or not state.covers(ref, catalogue.frame_header(ref).segment):
        return None
    return state


def states_here(viewport: Viewport, catalogue: Catalogue) -> tuple[PresentationState, ...]:
    """The states of the frame on the screen, oldest first; those that are refused too."""
    ref = shown_ref(viewport, catalogue)
    return catalogue.states_of(ref) if ref is not None else ()


def states_near(viewport: Viewport, catalogue: Catalogue) -> tuple[tuple[PresentationState, int], ...]:
    """States of other frames of the display set, each with the index of the nearest such frame in the phase on the screen."""
    chosen, here = catalogue.find(viewport.display_set), states_here(viewport, catalogue)
    if chosen is None or viewport.view.mode != "slice" or not any(exam.states for exam in catalogue.exams):
        return ()
    count = len(chosen.frames) // max(1, chosen.phases)
    first = min(viewport.view.phase, max(1, chosen.phases) - 1) * count
    nearest: dict[str, tuple[PresentationState, int]] = {}
    for index, ref in enumerate(chosen.frames[first : first + count]):
        for state in catalogue.states_of(ref):
            known = nearest.get(state.sop_instance_uid)
            if known is None or abs(index - viewport.view.index) < abs(known[1] - viewport.view.index):
                nearest[state.sop_instance_uid] = (state, index)
    return tuple(found for found in nearest.values() if found[0] not in here)


def unusable(viewport: Viewport, catalogue: Catalogue) -> tuple[PresentationState, ...]:
    """States of the viewport's exam that cannot be read, so that nobody knows which images they are for."""
    number = catalogue.study_number(viewport.study)
    return tuple(s for s in catalogue.exams[number].states if s.refusal and not s.images) if number >= 0 else ()


def ground_of(viewport: Viewport) -> ViewState:
    """The view without its state: the one before it was put on, else the one that was hung."""
    return viewport.unstated or viewport.base if viewport.state else viewport.base


def base_of(viewport: Viewport, catalogue: Catalogue, ground: ViewState | None = None) -> ViewState:
    """What reset gives: the view as it was hung (``ground``), as the state in force shows it."""
    ground = ground or viewport.base
    state, ref = applied(viewport, catalogue), shown_ref(viewport, catalogue)
    header = catalogue.header(ref.sop_instance_uid) if ref is not None else None
    if state is None or ref is None or header is None:
        return ground
    return with_state(ground, state, header, ref.frame)


def put_on(viewport: Viewport, sop_instance_uid: str, catalogue: Catalogue) -> Viewport:
    """The viewport with another state, or with none: then the view is the one before the first was put on."""
    here = {"mode": viewport.view.mode, "index": viewport.view.index, "phase": viewport.view.phase}
    ground = replace(ground_of(viewport) if viewport.state else viewport.view, **here)  # type: ignore[arg-type]
    if not sop_instance_uid:
        return replace(viewport, state="", unstated=None, hidden_layers=(), view=ground)
    fresh = replace(viewport, state=sop_instance_uid, unstated=ground, hidden_layers=(), view=ground)
    return replace(fresh, view=base_of(fresh, catalogue, ground))


def offered(viewport: Viewport, catalogue: Catalogue) -> tuple[Window, ...]:
    """The windows and VOI LUTs that the image on the screen carries, or that the presentation state in force on it gives; of planes and
    volumes those of the middle slice. () for colour."""
    chosen = catalogue.find(viewport.display_set)
    if chosen is None or not chosen.frames:
        return ()
    ref = shown_ref(viewport, catalogue) or ref_at(chosen, slices(chosen) // 2, viewport.view.phase)
    header = catalogue.header(ref.sop_instance_uid)
    if header is None or header.in_colour:
        return ()
    state = applied(viewport, catalogue)
    if state is not None and state.has_grey:
        return grey_of(state, header, ref.frame)[1]
    return header.frame(ref.frame).windows


def followed(before: Desk, after: Desk, catalogue: Catalogue) -> Desk:
    """The desk after an action with each state still true: what was as the state gave it on the old frame is as it gives it on the new
    one, and a view whose window was given back to the image has the state's."""
    for number, viewport in enumerate(after.viewports):
        if not viewport.state:
            continue
        old = before.viewports[number] if number < len(before.viewports) else None
        if old is None or (old.display_set, old.state) != (viewport.display_set, viewport.state):
            old = viewport
        new_base = base_of(viewport, catalogue, ground_of(viewport))
        view = viewport.view
        if shown_ref(old, catalogue) != shown_ref(viewport, catalogue):
            view = _carried(view, base_of(old, catalogue, ground_of(old)), new_base, _holds(view.window, old, viewport, catalogue))
        if view.window is None and new_base.window is not None and applied(viewport, catalogue) is not None:
            view = replace(view, window=new_base.window)
        if view != viewport.view:
            after = after.with_view(number, view)
    return after


def _holds(window: Window | None, old: Viewport, new: Viewport, catalogue: Catalogue) -> bool:
    """Whether a window means on the new frame what it meant on the old one; a table is one of a frame's own."""
    return same_units(old, new, catalogue) and (window is None or window.lut < 0 or window in offered(new, catalogue))


def _carried(view: ViewState, old: ViewState, new: ViewState, window_holds: bool) -> ViewState:
    changed: dict[str, Any] = {}
    for names in TOGETHER:
        if all(getattr(view, name) == getattr(old, name) for name in names) or ("window" in names and not window_holds):
            changed.update({name: getattr(new, name) for name in names})
    return replace(view, **changed)


def in_own_units(viewport: Viewport, catalogue: Catalogue) -> bool:
    """Whether the windows of a viewport are in its image's units: a presentation state may have values of its own."""
    state, ref = applied(viewport, catalogue), shown_ref(viewport, catalogue)
    header = catalogue.header(ref.sop_instance_uid) if ref is not None else None
    return state is None or ref is None or header is None or in_units_of_image(state, header, ref.frame)


def same_units(a: Viewport, b: Viewport, catalogue: Catalogue) -> bool:
    """Whether a window of one viewport means the same in the other: both under one state or none, or in their images' own units."""
    return applied(a, catalogue) is applied(b, catalogue) or (in_own_units(a, catalogue) and in_own_units(b, catalogue))


def said(viewport: Viewport, catalogue: Catalogue) -> tuple[str, bool]:
    """The line about presentation states over an image, "" for none, and whether one is in force."""
    state = applied(viewport, catalogue)
    if state is not None:
        return tr("State: {name}", name=named(state)), True
    here = [s for s in states_here(viewport, catalogue) if not s.refusal]
    if here and all(s.kind == OWN_MASK for s in here):
        return tr("Mask not subtracted (G)"), False
    if here:
        return plural(len(here), "1 presentation state, not applied", "{count} presentation states, none applied"), False
    near = [index for s, index in states_near(viewport, catalogue) if not s.refusal]
    if near:
        index = min(near, key=lambda n: abs(n - viewport.view.index))
        return tr("Presentation state on image {number}", number=index + 1), False
    return "", False


def named(state: PresentationState) -> str:
    """A state in a line or a menu: its label, and whose it is."""
    return " · ".join(part for part in (state.label or tr("without a label"), _creator(state)) if part)


def told(state: PresentationState) -> str:
    """A state in a tooltip: description, creator, date, what it holds, or why it cannot be put on."""
    when = " ".join(part for part in (date_text(state.created[:8]), time_text(state.created[8:])) if part)
    lines = [state.description, " · ".join(part for part in (_creator(state), when) if part), ", ".join(holds(state))]
    lines += [state.refusal, *(mark.text for mark in state.marks)]
    return "\n".join(line for line in lines if line)


def _creator(state: PresentationState) -> str:
    return display_name(state.creator) if any(parts_of_name(state.creator)) else ""
