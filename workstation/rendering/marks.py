"""What a reader must be told about a view, beside the marks of its images: pure functions of values."""

from __future__ import annotations

import math
from collections.abc import Iterable

from workstation.imaging.model import DisplaySet, Mark
from workstation.language import number, tr
from workstation.rendering.view_state import ViewState, dot


def view_marks(display_set: DisplaySet, state: ViewState, *, ready: int, total: int) -> list[Mark]:
    """Marks that come from the view: interpolated, slab, projection, painted, and incomplete while frames are not all here."""
    marks: list[Mark] = []
    if state.mode == "mpr" and not _on_slice(display_set, state):
        marks.append(Mark("interpolated", tr("Reformatted: computed between slices."), "info"))
    if state.mode == "mpr" and state.slab_mm > 0:
        marks.append(Mark("slab", _slab_text(state), "info"))
    if state.mode == "mip":
        marks.append(Mark("projection", _whole_text(state), "info"))
    if state.mode == "volume":
        marks.append(Mark("volume_rendering", tr("A painted volume: colours are not tissue, nothing is to be measured."), "info"))
    if ready < total:
        marks.append(Mark("incomplete", tr("{ready} of {total} images are here.", ready=ready, total=total), "warn"))
    return marks


def too_large(width: int, height: int) -> str:
    """Why a picture of so many pixels is not drawn."""
    return tr("A picture of {width} x {height} pixels is larger than can be drawn.", width=width, height=height)


def once(marks: Iterable[Mark]) -> list[Mark]:
    """Each mark once, in order."""
    return list({(m.code, m.text): m for m in marks}.values())


def _slab_text(state: ViewState) -> str:
    mm = number(state.slab_mm, 0 if state.slab_mm >= 10 else 1)
    if state.slab_mode == "mean":
        return tr("Mean over {mm} mm", mm=mm)
    return tr("Minimum over {mm} mm", mm=mm) if state.slab_mode == "min" else tr("Maximum over {mm} mm", mm=mm)


def _whole_text(state: ViewState) -> str:
    if state.slab_mode == "mean":
        return tr("Mean of the whole volume")
    return tr("Minimum of the whole volume") if state.slab_mode == "min" else tr("Maximum of the whole volume")


def _on_slice(display_set: DisplaySet, state: ViewState) -> bool:
    """Whether a plane is one of the slices as they were taken."""
    g, plane = display_set.geometry, state.plane
    if g is None or plane is None or abs(dot(g.normal_lps, plane.normal_lps)) < math.cos(math.radians(0.01)):
        return False
    depth = dot(plane.center_lps, g.normal_lps)
    return min(abs(dot(o, g.normal_lps) - depth) for o in g.slice_origins_lps) < 1e-3
