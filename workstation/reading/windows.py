"""Grey windows: how a drag changes one, and to which viewports a change goes."""

from __future__ import annotations

from workstation.imaging.model import DisplaySet, Window
from workstation.reading import states
from workstation.reading.catalogue import Catalogue
from workstation.reading.desk import Viewport

SPREADING = frozenset({"CT", "MR", "PT"})  # one scale within a series; CR, DX, MG, XA, RF images each have their own


def spreads(source: Viewport, source_set: DisplaySet | None, target: Viewport, target_set: DisplaySet | None) -> bool:
    """Whether a window set on one viewport is set on the other too.

    Within a series of CT, MR or PT, always. Between CT series that scroll together (current beside prior) as long as both had the
    same window: Hounsfield units are the same scale on every machine, and a bone series keeps its own."""
    if source_set is None or target_set is None or source_set.modality not in SPREADING:
        return False
    if source_set.series_instance_uid == target_set.series_instance_uid:
        return True
    return (
        source_set.modality == target_set.modality == "CT"
        and bool(source.link_group)
        and source.link_group == target.link_group
        and _same(source.view.window, target.view.window)
    )


def _same(a: Window | None, b: Window | None) -> bool:
    return a is not None and b is not None and (a.center, a.width) == (b.center, b.width)


def in_force(viewport: Viewport, catalogue: Catalogue) -> int:
    """Which of those ``offered`` is on the screen; -1 for a preset, a dragged or a computed window."""
    choice, view = states.offered(viewport, catalogue), viewport.view
    if view.window is not None:
        stated = states.applied(viewport, catalogue) is not None
        return choice.index(view.window) if stated and view.window in choice else -1
    return (view.voi if view.voi < len(choice) else 0) if choice else -1


def dragged(window: Window, right: float, down: float, reach: float) -> Window:
    """The window after a drag by fractions of the viewport: to the right wider, down brighter (the centre sinks).

    ``reach``: the span of values that one viewport's width stands for."""
    width = max(window.width + right * reach, 1.0 if reach > 16 else reach / 1000)
    function = "LINEAR" if window.lut >= 0 else window.function
    return Window(window.center + down * reach, width, "", function)


def reach_of(window: Window) -> float:
    """How many values a drag across the whole viewport should span: narrow windows need a fine hand."""
    return max(window.width * 2.0, 1e-6)
