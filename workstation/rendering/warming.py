"""Compile the usual shaders before an exam needs them: a driver takes some tens of milliseconds for each, the first time ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, ImageHeader, StackGeometry, Window
from workstation.rendering.content import Content, sources_of
from workstation.rendering.shading import Wrapped
from workstation.rendering.stack_content import ColourContent, StackContent
from workstation.rendering.surface import Surface
from workstation.rendering.uniforms import Tables
from workstation.rendering.view_state import ViewState
from workstation.rendering.viewport import Viewport
from workstation.rendering.volume_content import VolumeContent

SIDE = 8


def warmed(surface: Surface, wrapped: Wrapped, tables: Tables) -> Iterator[None]:
    """One shader a step, each drawn into one pixel that is then black again."""
    display_set, headers = _example()
    stored = np.arange(SIDE**3, dtype=np.int16).reshape(SIDE, SIDE, SIDE)
    volume = VolumeContent(surface, display_set, sources_of(display_set, headers))
    volume.put(0, stored[:-1])
    volume.settle(wait=True)
    stack = StackContent(surface, display_set, volume.sources)
    stack.put(0, stored[0])
    colours = [replace(h, samples_per_pixel=3, photometric="RGB", bits_allocated=8) for h in headers]
    colour = ColourContent(surface, display_set, sources_of(display_set, colours))
    colour.put(0, np.zeros((SIDE, SIDE, 3), np.uint8))
    slices = (ViewState(), ViewState(one_to_one=True), ViewState(zoom=0.2))
    planes = (ViewState("mpr"), ViewState("mip"), ViewState("volume"))
    viewport = Viewport(surface, wrapped, tables, (0, 0, SIDE, SIDE))
    views: list[tuple[Content, ViewState]] = [(c, s) for c in (volume, stack, colour) for s in slices]
    views += [(volume, s) for s in planes]
    for content, state in views:
        yield from _drawn(viewport, content, state)
    volume.put(SIDE - 1, stored[-1:])
    for state in (*planes, ViewState("mpr", slab_mm=3.0)):
        yield from _drawn(viewport, volume, state)
    viewport.content = None
    viewport.draw((0, 0, 1, 1))
    surface.remove(viewport.renderer)
    for content in (volume, stack, colour):
        content.release()


def _drawn(viewport: Viewport, content: Content, state: ViewState) -> Iterator[None]:
    viewport.surface.make_current()
    viewport.content, viewport.state = content, state
    viewport.draw((0, 0, 1, 1))
    yield


def _example() -> tuple[DisplaySet, list[ImageHeader]]:
    row, column, spacing = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0)
    origins = tuple((0.0, 0.0, float(k)) for k in range(SIDE))
    headers = [
        ImageHeader(str(k), "", "", "", "", "CT", SIDE, SIDE, signed=True, frames=(FrameHeader(origin, row, column, spacing),))
        for k, origin in enumerate(origins)
    ]
    refs = tuple(FrameRef(h.sop_instance_uid) for h in headers)
    geometry = StackGeometry(row, column, spacing, SIDE, SIDE, origins)
    return DisplaySet("", "", "", "CT", "volume", refs, geometry=geometry, default_window=Window(40, 400)), headers
