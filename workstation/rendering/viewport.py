"""One viewport: from its content and state to a shader variant, its uniforms and its textures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkRenderer

from workstation.imaging.grey import GreyChain
from workstation.imaging.model import Window
from workstation.imaging.subtraction import Term
from workstation.rendering.content import Content
from workstation.rendering.greying import Greying, TableTextures, added, greying, named, plain, stored_range, whole_chain
from workstation.rendering.presentation import FramePresentation, Presented
from workstation.rendering.presets import Paint, colour_map, paint_of
from workstation.rendering.projection import Projection, view_plane
from workstation.rendering.shading import Quad, Variant, Wrapped
from workstation.rendering.stack_content import StackContent
from workstation.rendering.surface import Surface
from workstation.rendering.texture import Texels, Texture, texels_for
from workstation.rendering.uniforms import Tables, dominant_axis, in_axes, pixel_steps_lps, size_of, three, unit
from workstation.rendering.view_state import ViewState
from workstation.rendering.volume_content import VolumeContent, slice_step_mm, voxel_matrix

Rect = tuple[int, int, int, int]
MOST_TAPS = 8


@dataclass
class Viewport:
    """What one part of a canvas shows, and the quads that can draw it."""

    surface: Surface
    wrapped: Wrapped
    tables: Tables
    rect: Rect = (0, 0, 1, 1)
    content: Content | None = None
    state: ViewState = field(default_factory=ViewState)
    over: Content | None = None
    presentation: FramePresentation | None = None  # of the frame that a slice view shows

    def __post_init__(self) -> None:
        self.renderer = vtkRenderer()
        self.renderer.GetCullers().RemoveAllItems()
        self.renderer.AutomaticLightCreationOff()
        self.renderer.SetBackground(0.0, 0.0, 0.0)
        self.surface.add(self.renderer)
        self._quads: dict[Variant, Quad] = {}
        self._shown: Quad | None = None
        self._presented = Presented()
        self._grey_tables = TableTextures()

    # what is shown

    def projection(self) -> Projection:
        """Where the content lies in this viewport; an empty viewport, and what is no picture, maps pixels to themselves."""
        content, state = self.content, self.state
        if content is None:
            return Projection(None, None, ViewState(), self.rect[2], self.rect[3])
        if state.mode == "slice" or not isinstance(content, VolumeContent):
            source = content.sources[self.frame]
            if source.header.rows < 1 or source.header.columns < 1:
                return Projection(None, None, ViewState(), self.rect[2], self.rect[3])
            plain = replace(state, mode="slice")  # a stack that is no volume shows its images, whatever is asked
            return Projection(content.geometry, source.header, plain, self.rect[2], self.rect[3], source.frame)
        return Projection(content.geometry, None, state, self.rect[2], self.rect[3])

    @property
    def frame(self) -> int:
        """Place in the display set of the frame a slice view shows."""
        return 0 if self.content is None else self.content.frame_index(self.state.index, self.state.phase)

    def window(self) -> Window:
        """The window in force."""
        if self.state.window is not None or self.content is None:
            return self.state.window or Window(128.0, 256.0)
        return self.content.window_of(self._middle if self.state.mode != "slice" else self.frame, self.state.voi)

    @property
    def _middle(self) -> int:
        assert self.content is not None
        return self.content.frame_index(self.content.slices // 2, self.state.phase)

    def drawable(self) -> bool:
        """Whether there is anything to draw yet."""
        content = self.content
        if content is None:
            return False
        if self.state.mode == "slice" or not isinstance(content, VolumeContent):
            return bool(content.ready[self.frame]) and all(n >= 0 and content.ready[n] for n in self.added())
        return self.state.phase in content.textures

    def seen(self) -> object:
        """A value that differs whenever a redraw would: the contents themselves are in it, since their ids may be the next ones'."""
        content = self.content
        if content is None:
            return (self.rect, None)
        if self.state.mode == "slice":
            progress: object = self.drawable()
        else:
            progress = _eighths(content)
        over = None if self.over is None else (self.over, _eighths(self.over))
        return (self.rect, content, self.state, progress, over, self.presentation)

    def settled(self) -> bool:
        """Whether what is drawn now would still be right in a moment: no slices of a plane or projection are on their way."""
        return self.state.mode == "slice" or self.content is None or self.content.arrived

    def cost(self) -> tuple[tuple[object, ...], float]:
        """(what views take about as long a pixel, a careful guess of the seconds it takes a processor)."""
        s, content = self.state, self.content
        if content is None or not isinstance(content, VolumeContent) or s.mode == "slice":
            taps = self._taps(self.projection())
            return (("slice", taps, self.presentation is not None, len(self._terms)), 1.5e-8 * taps * taps * (1 + len(self._terms)))
        partial = not content.complete
        deep = content.affine and content.even_slopes and not partial
        key = (id(content), s.mode, partial)
        if s.mode == "mpr":
            samples = max(s.slab_mm, 1.0) if s.slab_mm else 1.0
            return ((*key, round(samples), s.slab_mode, s.fusion > 0), (4e-8 if deep else 8e-8) * samples)
        samples = max(content.slices, content.stack.columns, content.stack.rows)
        each = (2e-9 if deep else 2e-8) * (4 if s.mode == "volume" else 1)
        return ((*key, s.slab_mode, s.preset if s.mode == "volume" else "", s.interactive), each * samples)

    # drawing

    def draw(self, part: Rect, coarse: int = 1) -> None:
        """Draw ``part`` (x, y, width, height in the canvas) of the viewport; ``coarse`` > 1 draws every n-th pixel into the part's
        lower left corner and spreads it."""
        if not self.drawable():
            self.surface.fill(part)
            return
        x, y, w, h = part
        if coarse > 1:
            w, h = math.ceil(w / coarse), math.ceil(h / coarse)
            y = part[1] + part[3] - h
        quad = self._quad()
        height = self.surface.size[1]
        top = height - y  # window rows count from below
        quad.set(
            pixel_origin=(float(x) - (part[0] - self.rect[0]) / coarse, float(top) + (part[1] - self.rect[1]) / coarse),
            pixel_scale=float(coarse),
        )
        self.surface.draw_alone(self.renderer, (x, y, w, h))
        quad.drawn = True
        if coarse > 1:
            self.surface.enlarge((w, h), part)

    def close(self) -> None:
        """Leave the surface; what other viewports show stays whole."""
        for quad in self._quads.values():
            quad.let_go()
        self._presented.let_go()
        self._grey_tables.let_go()
        self.surface.remove(self.renderer)

    def cold(self) -> bool:
        """Whether the next draw is the first with its shader."""
        return not self._quad().drawn

    def _quad(self) -> Quad:
        content, state = self.content, self.state
        assert content is not None
        if isinstance(content, StackContent):
            quad = self._flat(content)
        elif isinstance(content, VolumeContent) and state.mode == "slice":
            quad = self._slice(content)
        elif isinstance(content, VolumeContent) and state.mode == "mpr":
            quad = self._plane(content)
        elif isinstance(content, VolumeContent):
            quad = self._rays(content)
        else:
            raise TypeError(type(content).__name__)
        if self._shown is not quad:
            if self._shown is not None:
                self._shown.actor.VisibilityOff()
            quad.actor.VisibilityOn()
            self._shown = quad
        return quad

    def _variant(self, job: str, base: str, switches: set[str], over: str = "", added: int = 0) -> Quad:
        variant = Variant(job, base, frozenset(switches), over, added)
        if variant not in self._quads:
            self._quads[variant] = Quad(variant, self.renderer)
        return self._quads[variant]

    def _flat(self, content: StackContent) -> Quad:
        texture = content.frames[self.frame]
        projection = self.projection()
        switches, values = self._sampling(projection)
        switches |= Presented.switches(self.presentation, projection.to_image_matrix)
        colour = texture.texels.channels == 3
        if colour:
            quad = self._variant("colour", "", switches)
            quad.set(base_window=(0.0, 0.0, float(self.state.invert), 0.0))
        else:
            grey = self._frame_grey(content, texture.texels, "NEAREST" in switches)
            more = [content.frames[n] for n in self.added()]
            quad = self._sum(content, "flat", switches, grey, more)
            for n, frame in enumerate(more):
                quad.set(**{f"add{n}_size": (float(frame.width), float(frame.height), 1.0)})
        quad.set(base_size=(float(texture.width), float(texture.height), 1.0), **values)
        quad.bind("base_image", texture, self.wrapped)
        self._present(quad, projection)
        return quad

    def _slice(self, content: VolumeContent) -> Quad:
        frame = self.frame
        texture, k = content.texture_of(frame)
        projection = self.projection()
        switches, values = self._sampling(projection)
        switches |= Presented.switches(self.presentation, projection.to_image_matrix)
        grey = self._frame_grey(content, content.texels, "NEAREST" in switches)
        more = [content.texture_of(n) for n in self.added()]
        quad = self._sum(content, "stack", switches, grey, [volume for volume, _ in more])
        for n, (_, place) in enumerate(more):
            quad.set(**{f"add{n}_size": size_of(content)})
            quad.set(**{f"add{n}_slice": float(place)})
        quad.set(base_size=size_of(content), slice=float(k), **values)
        quad.bind("base_volume", texture, self.wrapped)
        self._present(quad, projection)
        return quad

    @property
    def _terms(self) -> tuple[Term, ...]:
        """What is added to the frame on the screen (imaging.subtraction)."""
        return self.presentation.terms[1:] if self.presentation is not None else ()

    def added(self) -> list[int]:
        """The frames of what is added to the one on the screen, by their places in the content; -1 for one that is not in it."""
        if self.content is None or not self._terms:
            return []
        uid = self.content.sources[self.frame].header.sop_instance_uid
        return [self.content.place_of(uid, term.frame) for term in self._terms]

    def _sum(self, content: Content, base: str, switches: set[str], grey: Greying, more: Sequence[Texture]) -> Quad:
        """The quad of a slice with its grey, and with ``more`` frames added to it, a texture a term."""
        chain = self._chain(content)
        sums = [added(chain, texture.texels, term.weight) for texture, term in zip(more, self._terms, strict=True)]
        switches = switches | named("base", grey) | self._tint_switches()
        for n, made in enumerate(sums):
            switches |= named(f"add{n}", made)
        quad = self._variant("slice", base, switches, added=len(sums))
        self._grey_tables.bind(quad, "base", grey, self.wrapped)
        self._tint(quad)
        for n, (texture, term, made) in enumerate(zip(more, self._terms, sums, strict=True)):
            self._grey_tables.bind(quad, f"add{n}", made, self.wrapped)
            quad.set(**{f"add{n}_shift": (float(term.shift[1]), float(term.shift[0]))})
            quad.bind(f"add{n}_{'image' if base == 'flat' else 'volume'}", texture, self.wrapped)
        return quad

    def _plane(self, content: VolumeContent) -> Quad:
        state = self.state
        grey = self._volume_grey(content, self.window(), state.invert)
        switches = self._volume_switches(content, "base", grey) | self._tint_switches()
        if state.slab_mm > 0:
            switches |= {"SLAB"} | self._ray_switches(content) | ({"QUICK"} if self.surface.software else set())
        over = self.over if isinstance(self.over, VolumeContent) and 0 in self.over.textures and state.fusion > 0 else None
        if over is not None:
            over_grey = self._volume_grey(over, state.fusion_window or over.window_of(over.slices // 2), False)
            switches |= {"FUSION"} | self._volume_switches(over, "over", over_grey)
        quad = self._variant("plane", "stack", switches, "stack" if over is not None else "")
        self._volume(quad, "base", content, grey)
        self._tint(quad)
        if state.slab_mm > 0:
            along, step_mm = self._step(content, 1.0 if content.affine else 0.5)
            count = max(2 * round(state.slab_mm / 2 / step_mm) + 1, 1)
            dominant = dominant_axis(along)
            if state.slab_mode == "mean":
                along *= state.slab_mm / step_mm / max(count - 1, 1)
            quad.set(along=three(along), count=float(count), reach=state.slab_mm / 2 / step_mm, dominant=dominant)
        if over is not None:
            self._volume(quad, "over", over, over_grey)
            quad.set(fusion=float(state.fusion))
            name = state.colour_map or "pet"
            quad.bind(
                "fusion_map", self.tables.of(("map", name), lambda: (colour_map(name), texels_for(np.dtype(np.uint8), 3))), self.wrapped
            )
        return quad

    def _rays(self, content: VolumeContent) -> Quad:
        state, phase = self.state, self._phase(content)
        painted = state.mode == "volume"
        grey = plain(*content.rescale(self._middle), content.texels) if painted else self._volume_grey(content, self.window(), state.invert)
        switches = self._volume_switches(content, "base", grey)
        skipping = self._skips_blocks(content)
        if skipping:
            switches.add("BLOCKS")
        if state.mode == "mip":
            switches |= self._tint_switches() | self._ray_switches(content)
        quad = self._variant("volume" if state.mode == "volume" else "mip", "stack", switches)
        self._volume(quad, "base", content, grey)
        if skipping:
            quad.bind("base_blocks", content.blocks(phase), self.wrapped)
        hurried = state.interactive and self.surface.software
        along, step_mm = self._step(content, 2.0 if hurried else 1.0 if content.affine or state.mode == "volume" else 0.5)
        low, high = [-0.5, -0.5, -0.5], [float(content.stack.columns) - 0.5, float(content.stack.rows) - 0.5, content.slices - 0.5]
        if not content.affine:
            g = content.stack
            step = slice_step_mm(g)
            low[2], high[2] = -0.5 * step, (content.slices - 0.5) * step
        quad.set(along=three(along), box_low=tuple(low), box_high=tuple(high), dominant=dominant_axis(along))
        if state.mode == "mip":
            self._tint(quad)
        else:
            self._painted(quad, content, paint_of(state.preset, content.display_set.modality, self.window()), step_mm)
        return quad

    # uniforms

    def _present(self, quad: Quad, projection: Projection) -> None:
        self._presented.draw_with(quad, self.presentation, projection.to_image_matrix, self.wrapped)

    def _sampling(self, projection: Projection) -> tuple[set[str], dict[str, float | tuple[float, ...]]]:
        m = projection.to_image_matrix
        values: dict[str, float | tuple[float, ...]] = {"to_u": m[:3], "to_v": m[3:]}
        if projection.exact:
            return {"NEAREST"}, values
        taps = self._taps(projection)
        if taps == 1 and self.presentation is not None and self.presentation.tint is not None:
            return {"NEAREST"}, values  # nothing lies between a grey and the number of a colour
        if taps == 1:
            return set(), values
        values |= {"taps": float(taps), "tap_u": (m[0] / taps, m[3] / taps), "tap_v": (m[1] / taps, m[4] / taps)}
        return {"AVERAGE"}, values

    def _taps(self, projection: Projection) -> int:
        """How many samples a side stand for the image pixels that one screen pixel covers: each of them, or, where a processor
        draws, every second one, which smooth sampling makes the mean of two."""
        covered = 1 / min(projection.px_per_image_px)
        if covered <= 1.34:
            return 1
        return min(max(math.ceil(covered / (2 if self.surface.software else 1) - 1e-6), 2), MOST_TAPS)

    def _volume_switches(self, content: VolumeContent, name: str, grey: Greying) -> set[str]:
        middle = content.frame_index(content.slices // 2, self._phase(content))
        switches = named(name, grey)
        if content.sources[middle].padding is not None and self.state.slab_mode in ("min", "mean"):  # what is no image is no minimum
            switches.add(f"{name}_PADDING")
        if not content.affine:
            switches.add(f"{name}_LOOKUP")
        if content.stack.gaps:
            switches.add(f"{name}_GAPS")
        if not content.even_slopes:
            switches.add(f"{name}_SLOPES")
        if not content.phase_complete(self._phase(content)):
            switches.add(f"{name}_PARTIAL")
        return switches

    def _phase(self, content: Content) -> int:
        return min(self.state.phase, max(content.display_set.phases, 1) - 1) if content is self.content else 0

    def _volume(self, quad: Quad, name: str, content: VolumeContent, grey: Greying) -> None:
        phase = self._phase(content)
        middle = content.frame_index(content.slices // 2, phase)
        self._grey_tables.bind(quad, name, grey, self.wrapped)
        matrix = voxel_matrix(content)
        origin, right, down = pixel_steps_lps(self.projection())
        rows = [matrix[:, :3] @ origin + matrix[:, 3], matrix[:, :3] @ right, matrix[:, :3] @ down]
        for key, row in zip(("from_0", "from_x", "from_y"), rows, strict=True):
            quad.set(**{f"{name}_{key}": (float(row[0]), float(row[1]), float(row[2]))})
        quad.set(**{f"{name}_size": size_of(content)})
        padding, half = content.sources[middle].padding, 0.5 if content.sources[middle].header.pixel_keyword == "PixelData" else 0.0
        if padding is not None:
            quad.set(**{f"{name}_padding": (padding[0] - half, padding[1] + half)})
        quad.bind(f"{name}_volume", content.textures[phase], self.wrapped)
        if not (content.affine and content.even_slopes and content.phase_complete(phase)):
            quad.bind(f"{name}_place", content.place(phase), self.wrapped)

    def _ray_switches(self, content: VolumeContent) -> set[str]:
        """How a ray gathers its samples."""
        aligned = {"ALIGNED"} if content.affine and not (self.state.interactive and self.surface.software) else set()
        return aligned | ({f"SLAB_{self.state.slab_mode.upper()}"} & {"SLAB_MIN", "SLAB_MEAN"})

    def _skips_blocks(self, content: VolumeContent) -> bool:
        """Whether block maxima tell what a volume rendering may leap over: one slope, upward, every slice here. A MIP does not:
        rays that leap differently cost a processor more than they save."""
        phase = self._phase(content)
        whole = content.affine and content.even_slopes and content.phase_complete(phase)
        upward = content.rescale(content.frame_index(0, phase))[0] > 0
        return whole and upward and self.state.mode == "volume"

    def _step(self, content: VolumeContent, voxels: float = 1.0) -> tuple[NDArray[np.float64], float]:
        """One step away from the viewer in volume coordinates, ``voxels`` long along the axis it crosses quickest, and its mm."""
        assert content.geometry is not None
        normal = view_plane(content.geometry, self.state).normal_lps
        a_mm = voxel_matrix(content)[:, :3] @ np.asarray(normal)
        scale = np.array([1.0, 1.0, 1.0 if content.affine else 1.0 / slice_step_mm(content.stack)])
        step_mm = voxels / float(np.abs(a_mm * scale).max())
        return a_mm * step_mm, step_mm

    def _frame_grey(self, content: Content, texels: Texels, exact: bool) -> Greying:
        """Of the frame a slice view shows: its own chain, or that of its presentation."""
        chain = self._chain(content)
        if self.presentation is not None and self.presentation.terms:
            return greying(chain, self.window(), self.state.invert, texels, weight=self.presentation.terms[0].weight)
        if exact:
            stored = stored_range(texels, content.sources[self.frame].header)
            whole = whole_chain(chain, self.window(), self.state.invert, texels, stored) if stored else None
            if whole is not None:
                return whole
        return greying(chain, self.window(), self.state.invert, texels)

    def _chain(self, content: Content) -> GreyChain:
        presented = self.presentation.chain if self.presentation is not None else None
        return presented or content.chain(self.frame)

    def _volume_grey(self, content: VolumeContent, window: Window, invert: bool) -> Greying:
        """Of a volume: the chain of its middle slice, slopes by slice."""
        chain = content.chain(content.frame_index(content.slices // 2, self._phase(content)))
        return greying(chain, window, invert, content.texels, slopes=not content.even_slopes, paired=content.paired)

    def _tint_switches(self) -> set[str]:
        return {"COLOUR_MAP"} if self.state.colour_map and not self.state.fusion else set()

    def _tint(self, quad: Quad) -> None:
        if self._tint_switches():
            name = self.state.colour_map
            quad.bind(
                "colour_map", self.tables.of(("map", name), lambda: (colour_map(name), texels_for(np.dtype(np.uint8), 3))), self.wrapped
            )

    def _painted(self, quad: Quad, content: VolumeContent, paint: Paint, step_mm: float) -> None:
        g = content.stack
        plane = view_plane(g, self.state)
        axes = (g.row_lps, g.column_lps, g.normal_lps)
        mm = (g.spacing[1], g.spacing[0], slice_step_mm(g))
        screen = {
            f"screen_{n}": in_axes(v, axes) for n, v in (("right", plane.right_lps), ("down", plane.down_lps), ("away", plane.normal_lps))
        }
        quad.set(
            paint_range=(paint.low, paint.high),
            step_i=(1.0, 0.0, 0.0),
            step_j=(0.0, 1.0, 0.0),
            step_k=(0.0, 0.0, 1.0 if content.affine else mm[2]),
            per_mm=(0.5 / mm[0], 0.5 / mm[1], 0.5 / mm[2]),
            step_mm=float(step_mm),
            light=unit((-0.35, -0.45, -0.82)),
            ambient=paint.ambient,
            specular=paint.specular,
            edge=paint.edge,
            solid=0.05 * (paint.high - paint.low),
            edge_weight=paint.edge_weight,
            **screen,
        )
        table = self.tables.of(("paint", paint), lambda: (paint.table(), Texels(np.dtype(np.float32), 1.0, 0.0, 4)))
        quad.bind("paint", table, self.wrapped)


def _eighths(content: Content) -> int:
    """How far a content is filled, in steps that are worth a redraw."""
    return 8 if content.arrived else int(content.ready.mean() * 8)
