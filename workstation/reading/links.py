"""Which viewports move when one is scrolled, and to where.

In one frame of reference by patient position, whatever exam, plane spacing or tilt; a slice out of the other's reach stays where it
is. Otherwise only by a pin that the reader set: two exams of different days do not share coordinates, and guessing is not silent.
"""

from __future__ import annotations

from dataclasses import replace

from workstation.imaging.model import DisplaySet, Vector
from workstation.language import tr
from workstation.reading.catalogue import Catalogue, slices
from workstation.reading.desk import Desk, Pin, Viewport
from workstation.reading.places import center_of_slice, depth_of, inside, nearest_slice, parallel, plane_step, same_frame
from workstation.rendering.view_state import dot


def position(viewport: Viewport, catalogue: Catalogue) -> Vector | None:
    """The patient point in the middle of what a viewport shows, None where it has no place."""
    chosen = catalogue.find(viewport.display_set)
    if chosen is None or chosen.geometry is None:
        return None
    if viewport.view.mode == "mpr" and viewport.view.plane is not None:
        return viewport.view.plane.center_lps
    return center_of_slice(chosen.geometry, viewport.view.index) if viewport.view.mode == "slice" else None


def followed(desk: Desk, moved: int, catalogue: Catalogue) -> Desk:
    """The desk after viewport ``moved`` was scrolled: those linked to it are where it is."""
    leader = desk.viewports[moved]
    source = catalogue.find(leader.display_set)
    if not desk.linked or source is None:
        return desk
    for number, viewport in enumerate(desk.viewports):
        target = catalogue.find(viewport.display_set)
        if number == moved or target is None:
            continue
        desk = desk.with_view(number, _follow(leader, source, viewport, target, desk, catalogue).view)
    return desk


def _follow(leader: Viewport, source: DisplaySet, viewport: Viewport, target: DisplaySet, desk: Desk, catalogue: Catalogue) -> Viewport:
    view = viewport.view
    point = position(leader, catalogue)
    if view.mode == "mpr" and leader.view.mode == "mpr" and view.plane is not None and leader.view.plane is not None:
        if point is not None and same_frame(source, target) and abs(dot(view.plane.normal_lps, leader.view.plane.normal_lps)) > 0.99:
            return replace(viewport, view=replace(view, plane=view.plane.through(_onto(view.plane.center_lps, point, viewport))))
        return viewport
    if view.mode != "slice" or leader.view.mode not in ("slice", "mpr"):
        return viewport
    if target.key == source.key and leader.view.mode == "slice":
        return replace(viewport, view=replace(view, index=leader.view.index))
    if same_frame(source, target) and target.geometry is not None and source.geometry is not None and point is not None:
        if _across(leader, source, target):
            return viewport
        k, _ = nearest_slice(target.geometry, point)
        return replace(viewport, view=replace(view, index=k)) if inside(target.geometry, point) else viewport
    pin = pin_between(desk, source.key, target.key)
    if pin is None:
        return viewport
    return replace(viewport, view=replace(view, index=_pinned(leader, source, target, pin)))


def _onto(own: Vector, point: Vector, viewport: Viewport) -> Vector:
    """``own`` moved along the view's normal as far as ``point`` is."""
    plane = viewport.view.plane
    assert plane is not None
    n = plane.normal_lps
    by = dot(n, point) - dot(n, own)
    return (own[0] + by * n[0], own[1] + by * n[1], own[2] + by * n[2])


def _across(leader: Viewport, source: DisplaySet, target: DisplaySet) -> bool:
    """Whether the two run in different directions, so that scrolling one says nothing of the other."""
    assert source.geometry is not None
    assert target.geometry is not None
    if leader.view.mode == "mpr" and leader.view.plane is not None:
        return abs(dot(leader.view.plane.normal_lps, target.geometry.normal_lps)) < 0.9
    return parallel(source.geometry, target.geometry) == 0


def _pinned(leader: Viewport, source: DisplaySet, target: DisplaySet, pin: Pin) -> int:
    last = slices(target) - 1
    if source.geometry is None or target.geometry is None:
        step = leader.view.index * pin.sign + round(pin.offset_mm)
        return min(max(0, step), last)
    center = center_of_slice(source.geometry, leader.view.index)
    wanted = depth_of(source.geometry, center) * pin.sign + pin.offset_mm
    depths = [depth_of(target.geometry, center_of_slice(target.geometry, k)) for k in range(target.geometry.slices)]
    return min(range(len(depths)), key=lambda k: abs(depths[k] - wanted))


def pin_between(desk: Desk, a: str, b: str) -> Pin | None:
    """The pin that ties ``b`` to ``a``, turned round when it was set the other way."""
    for pin in desk.pins:
        if (pin.a, pin.b) == (a, b):
            return pin
        if (pin.a, pin.b) == (b, a):
            return Pin(a, b, -pin.offset_mm * pin.sign, pin.sign)
    return None


def pins_here(desk: Desk, catalogue: Catalogue) -> tuple[Pin, ...]:
    """Pins that tie the focused stack to all others of the layout that do not share its frame of reference, where they now stand."""
    source = catalogue.find(desk.focused.display_set)
    if source is None or desk.focused.view.mode != "slice":
        return ()
    found = []
    for viewport in desk.viewports:
        target = catalogue.find(viewport.display_set)
        if target is None or target.key == source.key or viewport.view.mode != "slice" or same_frame(source, target):
            continue
        if source.geometry is None or target.geometry is None:
            found.append(Pin(source.key, target.key, float(viewport.view.index - desk.focused.view.index)))
            continue
        sign = parallel(source.geometry, target.geometry)
        if sign == 0:
            continue
        a = depth_of(source.geometry, center_of_slice(source.geometry, desk.focused.view.index))
        b = depth_of(target.geometry, center_of_slice(target.geometry, viewport.view.index))
        found.append(Pin(source.key, target.key, b - a * sign, sign))
    return tuple(found)


def said(desk: Desk, number: int, catalogue: Catalogue) -> tuple[str, bool]:
    """How viewport ``number`` is tied to the focused one, in words, and whether the reader should be warned that it is not."""
    if number == desk.focus or not desk.viewports:
        return "", False
    source, target = catalogue.find(desk.focused.display_set), catalogue.find(desk.viewports[number].display_set)
    if source is None or target is None or source.key == target.key or desk.focused.view.mode != "slice":
        return "", False
    if desk.viewports[number].view.mode != "slice" or slices(source) < 2 or slices(target) < 2:
        return "", False
    alike = source.geometry is not None and target.geometry is not None and parallel(source.geometry, target.geometry) != 0
    if same_frame(source, target):
        return (tr("Linked by position") if desk.linked else tr("Not linked"), False) if alike else ("", False)
    if pin_between(desk, source.key, target.key):
        return (tr("Linked by hand") if desk.linked else tr("Not linked")), False
    return (tr("Other frame of reference: not linked (L)"), True) if alike else ("", False)


def mpr_step(viewport: Viewport, catalogue: Catalogue) -> float:
    """How many mm one scroll step of an MPR view is."""
    chosen = catalogue.find(viewport.display_set)
    if chosen is None or chosen.geometry is None or viewport.view.plane is None:
        return 1.0
    return plane_step(chosen.geometry, viewport.view.plane.normal_lps)
