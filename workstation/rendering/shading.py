"""Shader variants and the quads that carry them.

A variant is one job (slice, plane, mip, ...) with the switches it needs, put together from the files in shaders/. Few switches a
variant, many variants: a processor that rasterises runs every branch of a shader, so a branch not written costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer
from vtkmodules.vtkRenderingOpenGL2 import vtkOpenGLTexture, vtkTextureObject

from workstation.rendering.surface import Surface
from workstation.rendering.texture import Texture

# Differences of large values must be computed in the order they are written in (texel.glsl), where a driver can be told so.
_PRECISE = """#ifdef GL_ARB_gpu_shader5
#extension GL_ARB_gpu_shader5 : enable
#define PRECISE precise
#else
#define PRECISE
#endif
"""
SHADERS = Path(__file__).resolve().parent / "shaders"


@dataclass(frozen=True, slots=True)
class Variant:
    """One fragment program: the job's file, what the base (and a second, ``over``) content is, and the switches defined."""

    job: str  # slice, colour, plane, mip, volume
    base: str  # flat, stack or "" (colour samples by itself)
    switches: frozenset[str] = frozenset()
    over: str = ""
    added: int = 0  # frames that are added to the base's (a slice): add0, add1, ..., each of the base's kind

    def source(self) -> str:
        """The fragment shader's text, with VTK's own places for the version, the output and the uniforms."""
        defines = "".join(f"#define {name}\n" for name in sorted(self.switches))
        parts = ["//VTK::System::Dec\n", _PRECISE, "//VTK::Output::Dec\n", defines, "//VTK::CustomUniforms::Dec\n"]
        for name, kind in (("base", self.base), ("over", self.over)):
            if kind:
                parts += [_file(part).replace("NAME", name) for part in ("texel.glsl", f"{kind}.glsl", "grey.glsl")]
        for name in self.terms:
            shared = _file("texel.glsl").replace("uniform sampler2D NAME_modality;", "").replace("NAME_modality", "base_modality")
            parts += [part.replace("NAME", name) for part in (shared, _file(f"{self.base}.glsl"))]
        if self.over:
            parts.append("uniform sampler2D fusion_map;\n")
        parts += [_file("pixel.glsl"), _file("tint.glsl")]
        if "PRESENTED" in self.switches:
            parts.append(_file("presented.glsl"))
        if self.job in ("mip", "volume"):
            parts.append(_file("ray.glsl"))
        if self.job == "mip" or "SLAB" in self.switches:
            parts.append(_file("align.glsl"))
        parts.append(_file(f"{self.job}.frag"))
        text = "".join(parts)
        if self.job == "slice":
            text = text.replace("AT_fetch(uv)", f"base_fetch(uv{', int(slice)' if self.base == 'stack' else ''})")
            sums = {one: self._sum(one) for one in ("nearest", "bilinear")}
            functions = "".join(
                f"float summed_{one}(vec2 uv) {{ return {found}; }}\n" for one, found in sums.items() if f"AT_{one}(" in text
            )
            text = text.replace("void main()", f"{functions}void main()").replace("AT_", "summed_")
        return text

    @property
    def terms(self) -> list[str]:
        """The names of the frames that are added."""
        return [f"add{n}" for n in range(self.added)]

    def _sum(self, one: str) -> str:
        """The frame on the screen, and what is added to it: where it is moved by parts of a pixel, interpolated also at 1:1."""
        at = {name: f", int({name}_slice)" if self.base == "stack" else "" for name in ("base", *self.terms)}
        at["base"] = at["base"].replace("base_slice", "slice")
        here = "uv" if one == "bilinear" else "floor(uv + 0.5)"
        return " + ".join((f"base_{one}(uv{at['base']})", *(f"{name}_bilinear({here} - {name}_shift{at[name]})" for name in self.terms)))


@cache
def _file(name: str) -> str:
    return (SHADERS / name).read_text("utf-8")


class Quad:
    """A rectangle over the whole viewport that runs one variant; uniforms and textures are set by name before each draw."""

    def __init__(self, variant: Variant, renderer: vtkRenderer) -> None:
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(_rectangle())
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        self.actor.VisibilityOff()
        shader = self.actor.GetShaderProperty()
        shader.SetVertexShaderCode(_file("quad.vert"))
        shader.SetFragmentShaderCode(variant.source())
        self._uniforms: Any = shader.GetFragmentCustomUniforms()
        self._textures: dict[str, Texture] = {}
        self.drawn = False
        renderer.AddActor(self.actor)

    def set(self, **values: float | tuple[float, ...]) -> None:
        """Uniforms: a float, or two to four of them as a vector."""
        for name, value in values.items():
            if isinstance(value, tuple):
                {2: self._uniforms.SetUniform2f, 3: self._uniforms.SetUniform3f, 4: self._uniforms.SetUniform4f}[len(value)](name, value)
            else:
                self._uniforms.SetUniformf(name, value)

    def bind(self, name: str, texture: Texture, wrapped: Wrapped) -> None:
        """Let the sampler ``name`` read a texture."""
        if self._textures.get(name) is not texture:
            self.actor.GetProperty().SetTexture(name, wrapped.of(texture))
            self._textures[name] = texture

    def let_go(self) -> None:
        """Forget the textures: VTK would free those that are still bound when the quad goes, also for all others that show them."""
        self.actor.GetProperty().RemoveAllTextures()
        self._textures.clear()


class Wrapped:
    """VTK's view of our texture names on one surface; the names stay ours."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._known: WeakKeyDictionary[Texture, vtkOpenGLTexture] = WeakKeyDictionary()

    def of(self, texture: Texture) -> vtkOpenGLTexture:
        """VTK's texture for one of ours."""
        if texture not in self._known:
            held = vtkTextureObject()
            held.SetContext(self._surface.window)
            held.AssignToExistingTexture(texture.name, texture.target)
            for set_filter in (held.SetMinificationFilter, held.SetMagnificationFilter):
                set_filter(vtkTextureObject.Linear)
            for set_wrap in (held.SetWrapS, held.SetWrapT, held.SetWrapR):
                set_wrap(vtkTextureObject.ClampToEdge)
            self._known[texture] = vtkOpenGLTexture()
            self._known[texture].SetTextureObject(held)
        return self._known[texture]


def _rectangle() -> vtkPolyData:
    points, cells, made = vtkPoints(), vtkCellArray(), vtkPolyData()
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        points.InsertNextPoint(x, y, 0)
    cells.InsertNextCell(4, (0, 1, 2, 3))
    made.SetPoints(points)
    made.SetPolys(cells)
    return made
