"""What lies over the frames on the screen: shutters and overlay planes, built once a frame and kept for the last few.

The loader reads overlay planes with the frame they belong to and computes large shutters on its threads; here they become what the
surface draws (rendering.presentation), with the words that stand beside a region of interest. Main thread only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Mark
from workstation.imaging.overlays import Planes, anchor, region_text
from workstation.imaging.presentation_states import PresentationState
from workstation.imaging.shutters import bitmap_groups, shutters_for
from workstation.language import tr
from workstation.reading.graphics import Graphics, graphics_of
from workstation.rendering.presentation import OVERLAY_COLOURS, FramePresentation, presentation_of
from workstation.rendering.stated import presentation_under

KEPT = 16


@dataclass(frozen=True, slots=True)
class Region:
    """The words of a region of interest that was drawn where the image was made, and where they stand: column and row of the image."""

    lines: tuple[str, ...]
    at: tuple[float, float]
    rgb: tuple[int, int, int] = OVERLAY_COLOURS[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn over a frame, what is to be known of it, the regions' words, the overlays' one line, and a state's drawings."""

    presentation: FramePresentation | None = None
    marks: tuple[Mark, ...] = ()
    regions: tuple[Region, ...] = ()
    overlays: str = ""
    segments: tuple[int, ...] = ()  # that a label map shows here
    graphics: Graphics | None = None


NOTHING = Shown()


class Presentations:
    """The last frames' presentations, so that the surface meets the same object while nothing changed. What each was made of is held with
    it: the id of a state that is gone may be the next one's."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, Shown] = OrderedDict()

    def of(
        self,
        ref: FrameRef,
        header: ImageHeader,
        planes: Planes | None,
        *,
        lifted: bool,
        overlays: bool,
        state: PresentationState | None = None,
        hidden: tuple[str, ...] = (),
    ) -> Shown:
        """What lies over a frame. ``planes``: its overlays, None until the loader brings them; ``lifted``: its shutter is not drawn;
        ``overlays``: whether the planes are; ``state``: the presentation state in force on it, which says all this anew, without what is
        in its ``hidden`` layers."""
        if state is not None:
            stated, key = state, (ref, lifted, overlays, planes, state, hidden)
            return self._kept_or(key, lambda: _stated(stated, ref, header, planes, hidden, lifted=lifted, overlays=overlays))
        shut = bool(shutters_for(header, ref.frame))
        if not shut and not header.has_overlays and not header.tint:
            return NOTHING
        return self._kept_or((ref, lifted and shut, overlays, planes), lambda: _shown(ref, header, planes, lifted and shut, overlays))

    def _kept_or(self, key: object, make: Callable[[], Shown]) -> Shown:
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def clear(self) -> None:
        """Forget all: another exam."""
        self._kept.clear()


def mask_fault(chosen: DisplaySet, masks: Sequence[int], faults: Mapping[FrameRef, str]) -> str:
    """Why what is to be subtracted from an image cannot be, "" where it can. ``masks``: places in its display set, -1 for one outside."""
    for n in masks:
        why = tr("it is not in this series") if n < 0 else faults.get(chosen.frames[n], "")
        if why:
            return tr("The mask to be subtracted cannot be shown: {why}", why=why)
    return ""


def _shown(ref: FrameRef, header: ImageHeader, planes: Planes | None, lifted: bool, overlays: bool) -> Shown:
    presentation, marks = presentation_of(header, ref.frame, planes, shutter=not lifted, overlays=overlays)
    if lifted:
        marks = (Mark("shutter_lifted", tr("shutter lifted")), *marks)
    found, segments = (planes.overlays, planes.segments) if planes is not None else ((), ())
    if not overlays:
        return Shown(presentation, marks, (), tr("Overlays hidden") if found else "", segments)
    regions = []
    bitmaps = bitmap_groups(shutters_for(header, ref.frame))
    drawn = zip([o for o in found if o.group not in bitmaps], presentation.planes if presentation is not None else (), strict=False)
    for overlay, plane in drawn:
        lines, at = region_text(overlay), anchor(overlay, header.rows, header.columns) if overlay.kind == "R" else None
        if lines and at is not None:
            regions.append(Region(lines, (float(at[1]), float(at[0])), plane.rgb))
    names = list(dict.fromkeys(plane.name for plane in presentation.planes)) if presentation is not None else []
    said = tr("Overlay · {names}", names=" · ".join(names[:3]) + ("…" if len(names) > 3 else "")) if names else ""
    return Shown(presentation, marks, tuple(regions), said, segments)


def _stated(
    state: PresentationState,
    ref: FrameRef,
    header: ImageHeader,
    planes: Planes | None,
    hidden: tuple[str, ...],
    *,
    lifted: bool,
    overlays: bool,
) -> Shown:
    """The same under a presentation state."""
    presentation, marks = presentation_under(state, header, ref.frame, planes, hidden, shutter=not lifted, overlays=overlays)
    if lifted and state.shutters_of(ref):
        marks = (Mark("shutter_lifted", tr("shutter lifted")), *marks)
    segments = planes.segments if planes is not None else ()
    if not overlays:
        said = tr("Overlays hidden") if state.overlay_groups or state.annotations else ""
        return Shown(presentation, marks, overlays=said, segments=segments)
    return Shown(presentation, marks, segments=segments, graphics=graphics_of(state, header, ref.frame, hidden))
