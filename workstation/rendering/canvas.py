"""One surface with many viewports: each shows a content in a state, and is drawn alone, in short events, only when it changed.

A widget makes a canvas inside its own context (``make_current`` given), calls ``draw_next`` until it returns None and ``present``
in its paintGL. Without a widget the canvas has a surface of its own off screen and its ``pixels`` are read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.model import DisplaySet, ImageHeader, Mark, Window
from workstation.language import tr
from workstation.rendering.content import Content, sources_of
from workstation.rendering.pacing import BUDGET_S, Kind, Pace, Rect
from workstation.rendering.presentation import FramePresentation
from workstation.rendering.projection import Projection
from workstation.rendering.shading import Wrapped
from workstation.rendering.stack_content import ColourContent, StackContent
from workstation.rendering.surface import Surface
from workstation.rendering.texture import largest_3d
from workstation.rendering.uniforms import Tables
from workstation.rendering.view_state import ViewState
from workstation.rendering.viewport import Viewport
from workstation.rendering.volume_content import VolumeContent
from workstation.rendering.warming import warmed


class Canvas:
    """Viewports on one surface. All calls belong to the thread that owns the surface."""

    def __init__(self, width: int, height: int, make_current: Callable[[], object] | None = None) -> None:
        """A surface of ``width`` x ``height`` pixels: its own, or, with ``make_current``, the context that is current now.

        DisplayUnavailable where nothing can be drawn."""
        self.surface = Surface(width, height, make_current)
        self._wrapped, self._tables = Wrapped(self.surface), Tables()
        self._viewports: list[Viewport] = []
        self._drawn: list[object] = []  # what each viewport showed when it was last begun
        self._rest: list[list[Rect]] = []  # strips still to be drawn in full
        self._turn = 0
        self.pace = Pace()
        self._warming = warmed(self.surface, self._wrapped, self._tables)

    def warm_next(self) -> bool:
        """Compile one more of the usual shaders; True while there are more. For idle moments before the first exam: never needed,
        but each shader met first while reading costs a driver without a cache some tens of milliseconds."""
        self.surface.make_current()
        return next(self._warming, self) is not self

    # layout and contents

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.surface.size

    def resize(self, width: int, height: int) -> None:
        """Another size: everything is drawn again; set the viewports after it."""
        if (width, height) != self.surface.size:
            self.surface.make_current()
            self.surface.resize(width, height)
            self.refresh()

    def set_viewports(self, rects: Sequence[Rect]) -> None:
        """The places of the viewports, (x, y, width, height) in pixels, y from the top. Viewports keep what they show by number."""
        self.surface.make_current()
        while len(self._viewports) > len(rects):
            self._viewports.pop().close()
        while len(self._viewports) < len(rects):
            self._viewports.append(Viewport(self.surface, self._wrapped, self._tables))
        for viewport, rect in zip(self._viewports, rects, strict=True):
            viewport.rect = (int(rect[0]), int(rect[1]), max(int(rect[2]), 1), max(int(rect[3]), 1))
        self.surface.fill((0, 0, *self.surface.size))
        self.refresh()

    def content(self, display_set: DisplaySet, headers: Sequence[ImageHeader] | Mapping[str, ImageHeader]) -> Content:
        """An empty content for a display set, to be filled by its ``put`` and shown here or on a canvas whose context shares."""
        return content_for(self.surface, display_set, headers)

    def show(
        self,
        i: int,
        content: Content | None,
        state: ViewState,
        over: Content | None = None,
        presentation: FramePresentation | None = None,
    ) -> None:
        """What viewport ``i`` shows from now on; ``over`` lies upon it in a plane at ``state.fusion`` (PET over CT); ``presentation`` is
        drawn with the frame of a slice view. ValueError where it has another size than that frame."""
        viewport = self._viewports[i]
        viewport.content, viewport.state, viewport.over, viewport.presentation = content, state, over, None
        if presentation is not None and content is not None and content.sources:
            header = content.sources[viewport.frame].header
            if presentation.shape not in (None, (header.rows, header.columns)):
                raise ValueError(f"a presentation of {presentation.shape} for a frame of {(header.rows, header.columns)}")
            viewport.presentation = presentation

    def projection(self, i: int) -> Projection:
        """Where viewport ``i`` shows its content."""
        return self._viewports[i].projection()

    def window(self, i: int) -> Window:
        """The window in force in viewport ``i``, also where its state leaves it to the image."""
        return self._viewports[i].window()

    def added(self, i: int) -> list[int]:
        """Frames that are added to the one that viewport ``i`` shows (imaging.subtraction): their places in its content, -1 for one that is
        not in it."""
        return self._viewports[i].added()

    def drawable(self, i: int) -> bool:
        """Whether viewport ``i`` has all that it shows; what has not is black."""
        return self._viewports[i].drawable()

    def coarse(self, i: int) -> bool:
        """Whether viewport ``i`` still waits to be drawn in full."""
        return bool(self._rest[i]) or self._drawn[i] != self._viewports[i].seen()

    # drawing

    def draw_next(self) -> Rect | None:
        """Draw one viewport that changed, or one more strip of a slow one; returns the rectangle drawn, None when all is drawn.

        First every changed viewport once (coarsely where that takes too long), then the rest, strip by strip in turn. A view that
        is ``interactive`` stays coarse until it rests. An empty rectangle: nothing drawn yet, call again soon."""
        self.surface.make_current()
        shown = {id(c): c for v in self._viewports for c in (v.content, v.over) if c is not None}
        waiting = [c for c in shown.values() if c.settle()]
        for i, viewport in enumerate(self._viewports):
            seen = viewport.seen()
            if seen != self._drawn[i]:
                self._drawn[i] = seen
                return self._begin(i, viewport)
        count = len(self._viewports)
        for n in range(count):
            i = (self._turn + n) % count
            if self._rest[i] and not self._viewports[i].state.interactive:
                self._turn = i + 1
                return self._strip(i, self._viewports[i])
        return (0, 0, 0, 0) if waiting else None

    def draw_all(self) -> None:
        """Draw everything that changed, in full, however long it takes."""
        self.surface.make_current()
        for i, viewport in enumerate(self._viewports):
            for content in (viewport.content, viewport.over):
                if content is not None:
                    content.settle(wait=True)
            seen = viewport.seen()
            for part in self._rest[i] if seen == self._drawn[i] else [viewport.rect]:
                self._timed(viewport, part, 1)
            self._drawn[i], self._rest[i] = seen, []

    def refresh(self) -> None:
        """Draw every viewport again."""
        self._drawn = [None] * len(self._viewports)
        self._rest = [[] for _ in self._viewports]

    def present(self) -> None:
        """Copy what is drawn into the framebuffer bound for drawing, inside a widget's paintGL."""
        self.surface.present()

    def pixels(self, rect: Rect | None = None) -> NDArray[np.uint8]:
        """What is drawn, uint8 (height, width, 3), of the whole canvas or of ``rect``."""
        self.surface.make_current()
        return self.surface.pixels(rect or (0, 0, *self.surface.size))

    def picture(self) -> NDArray[np.uint8]:
        """The first viewport in full, uint8 (height, width, 3); where it is higher than the canvas, strip after strip."""
        viewport, (_, height) = self._viewports[0], self.surface.size
        *_, w, h = viewport.rect
        if h <= height:
            self.draw_all()
            return self.pixels(viewport.rect)
        self.surface.make_current()
        for content in (viewport.content, viewport.over):
            if content is not None:
                content.settle(wait=True)
        whole = np.empty((h, w, 3), np.uint8)
        for top in range(0, h, height):
            rows = min(height, h - top)
            viewport.rect = (0, -top, w, h)
            viewport.draw((0, 0, w, rows))
            whole[top : top + rows] = self.surface.pixels((0, 0, w, rows))
        viewport.rect = (0, 0, w, h)
        return whole

    def close(self) -> None:
        """Give the surface back. Contents are released by their owner, before."""
        self.set_viewports([])
        self.surface.close()

    def _begin(self, i: int, viewport: Viewport) -> Rect:
        if viewport.drawable() and viewport.cold():  # the driver compiles a shader at its first draw: an event of its own
            viewport.draw((*viewport.rect[:2], 1, 1))
            self._drawn[i] = None
            return (0, 0, 0, 0)
        kind = self._kind(viewport)
        coarse = self.pace.coarse(kind, viewport.rect) if kind.guess else 1
        self._timed(viewport, viewport.rect, coarse)
        self._rest[i] = self.pace.strips(kind, viewport.rect) if coarse > 1 and viewport.drawable() and viewport.settled() else []
        return viewport.rect

    def _strip(self, i: int, viewport: Viewport) -> Rect:
        part, kind = self._rest[i].pop(0), self._kind(viewport)
        if self.pace.of(kind) * part[2] * part[3] > 1.5 * BUDGET_S:  # slower than thought when it was cut
            part, *others = self.pace.strips(kind, part)
            self._rest[i][:0] = others
        self._timed(viewport, part, 1)
        return part

    def _timed(self, viewport: Viewport, part: Rect, coarse: int) -> None:
        kind, started = self._kind(viewport), time.perf_counter()
        viewport.draw(part, coarse)
        if kind.guess and viewport.drawable():
            self.surface.finish()
            self.pace.learn(kind, part[2] * part[3] // (coarse * coarse), time.perf_counter() - started)

    def _kind(self, viewport: Viewport) -> Kind:
        """How long a pixel takes is learned of what the processor draws, and of long rays on a graphics processor."""
        key, guess = viewport.cost()
        if not self.surface.software:
            guess = guess / 500 if viewport.state.mode in ("mip", "volume") else 0.0
        return Kind(key, guess)


def content_for(surface: Surface, display_set: DisplaySet, headers: Sequence[ImageHeader] | Mapping[str, ImageHeader]) -> Content:
    """The content that fits a display set: a volume where its geometry allows planes, colour frames, or a stack; a stack with a mark
    (``no_mpr``) where the volume is larger than this machine's textures."""
    sources = sources_of(display_set, headers)
    if any(s.header.in_colour for s in sources):
        return ColourContent(surface, display_set, sources)
    g = display_set.geometry
    if g is None or display_set.kind != "volume" or len(sources) != g.slices * max(display_set.phases, 1):
        return StackContent(surface, display_set, sources)
    surface.make_current()
    limit = largest_3d()
    if max(g.slices, g.rows, g.columns) > limit:
        stack = StackContent(surface, display_set, sources)
        text = tr("Too large for planes and volumes here (more than {limit} pixels a side). The images are shown as acquired.", limit=limit)
        stack.marks = (Mark("no_mpr", text),)
        return stack
    volume = VolumeContent(surface, display_set, sources)
    volume.prepare()  # while the first frames are decoded
    return volume
