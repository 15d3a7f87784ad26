"""A grey chain and a window as a shader takes them: switches, uniforms and tables for the arithmetic in texel.glsl and grey.glsl.

What is linear is folded in double precision: the place where the grey changes (the window's middle, the first input of a VOI LUT) becomes
a stored value, the origin, in two floats, and the shader works with what lies between a texel and it. So 16-bit and 32-bit values are as
exact as the standard's formulas, however narrow the window and however large the rescaling.

Where an image is shown 1:1 from 8 or 16 stored bits, a chain with tables, or a window steeper than a float's steps, is put through
imaging.grey as a whole, once for every value that can be stored: one table of greys, so that no rounding of an index can differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from workstation.imaging.grey import SIGMOID, GreyChain, LookupTable
from workstation.imaging.model import ImageHeader, Window
from workstation.rendering.shading import Quad, Wrapped
from workstation.rendering.texture import Array, Texels, Texture, texels_for

Uniform = float | tuple[float, ...]
ACROSS = 1024  # entries in a row of a table's texture
STEEP = 1024.0  # grey ranges a stored value: from here on 24 bits of a float could show
_GREYS, _FLOATS = texels_for(np.dtype(np.uint8)), texels_for(np.dtype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Greying:
    """What a variant of the shader needs for one content, without the content's name (base, over). ``tables``: (rows, 1024) by sampler."""

    switches: frozenset[str]
    uniforms: dict[str, Uniform]
    tables: dict[str, Array] = field(default_factory=dict, repr=False)


def whole_chain(chain: GreyChain, window: Window, invert: bool, texels: Texels, stored: tuple[int, int]) -> Greying | None:
    """The chain as one table over all that can be stored (``stored``: lowest and highest, at most 65536 values apart); None where
    arithmetic is as exact and a table not needed."""
    tables = chain.modality_lut is not None or chain.presentation_lut is not None or _voi(chain, window) is not None
    if not tables and abs(chain.slope) * _steepness(window) <= STEEP:
        return None
    switches = frozenset({"GREYS"} | _held(texels))
    return Greying(
        switches,
        {"scale": (texels.scale, texels.bias, 1.0, 0.0), "origin": (0.0, 0.0), "window": (0.0, 0.0), "greys_first": float(stored[0])},
        {"greys": _greys(chain, window, invert, stored)},
    )


def greying(
    chain: GreyChain,
    window: Window,
    invert: bool,
    texels: Texels,
    *,
    slopes: bool = False,
    paired: bool = False,
    weight: float | None = None,
) -> Greying:
    """The chain as arithmetic on texels. ``slopes``: slope and intercept come from the table of places, slice by slice. ``paired``: the
    texture holds what the modality LUT gave, which is then not looked up again. ``weight``: of this frame in a sum of frames."""
    looked_up = chain.modality_lut if not paired else None
    slope, intercept = (1.0, 0.0) if chain.modality_lut is not None else (chain.slope, chain.intercept)
    voi, plut = _voi(chain, window), chain.presentation_lut
    middle = float(voi.first) if voi is not None else _middle(window)
    switches = _held(texels)
    uniforms: dict[str, Uniform] = {}
    tables: dict[str, Array] = {}
    if paired:
        switches = switches - {"STORED"} | {"PAIRED"}
    steepness = _steepness(window)
    if voi is not None:
        switches |= {"TABLE"}
        tables["table"] = _outputs(voi, plut)
        uniforms["table_length"] = float(len(voi.values))
    elif not np.isfinite(steepness):
        switches |= {"STEP"}
    elif window.function == SIGMOID:
        switches |= {"SIGMOID"}
    if plut is not None and voi is None:
        switches |= {"PLUT"}
        tables["plut"] = _outputs(plut, None)
        uniforms["plut_length"] = float(len(plut.values))
    if looked_up is not None:
        switches |= {"MODALITY"}
        tables["modality"] = _entries(looked_up)
        uniforms["modality_shape"] = (float(looked_up.first), float(len(looked_up.values)))
    if weight is not None:
        slope, origin, rest = slope * weight, 0.0, -middle
    elif slopes:
        origin, rest = 0.0, -middle
    elif slope:
        origin, rest = (middle - intercept) / slope, 0.0
    else:
        origin, rest = 0.0, intercept - middle
    uniforms |= {
        "scale": (texels.scale, texels.bias, slope, rest),
        "origin": split(origin),
        "window": (min(steepness, 1e30) if np.isfinite(steepness) else 0.0, float(chain.inverse != invert)),
    }
    return Greying(frozenset(switches), uniforms, tables)


def added(chain: GreyChain, texels: Texels, weight: float) -> Greying:
    """What one more frame adds to a sum of frames that ``greying`` began: its modality values (by the table of the first) with a weight."""
    slope = 1.0 if chain.modality_lut is not None else chain.slope
    switches = _held(texels) | ({"MODALITY"} if chain.modality_lut is not None else set())
    return Greying(frozenset(switches), {"scale": (texels.scale, texels.bias, slope * weight, 0.0), "origin": (0.0, 0.0)})


def plain(slope: float, intercept: float, texels: Texels) -> Greying:
    """Texels as modality values, no window: for what paints values itself."""
    switches = _held(texels) - {"STORED"}
    uniforms: dict[str, Uniform] = {"scale": (texels.scale, texels.bias, slope, intercept), "origin": (0.0, 0.0), "window": (0.0, 0.0)}
    return Greying(frozenset(switches), uniforms)


def named(name: str, made: Greying) -> set[str]:
    """The switches of a content's grey, with its name (base, over)."""
    return {f"{name}_{switch}" for switch in made.switches}


def stored_range(texels: Texels, header: ImageHeader) -> tuple[int, int] | None:
    """Lowest and highest value that 8 or 16 stored bits can be; None for wider ones."""
    if texels.dtype.kind == "u":
        return (int(texels.bias), int(texels.bias + texels.scale))
    if texels.pair == "modality" and header.bits_allocated <= 16:
        return (-32768, 32767) if header.signed else (0, 65535)
    return None


def split(value: float) -> tuple[float, float]:
    """A double as the sum of two floats."""
    large = float(np.float32(min(max(value, -3.0e38), 3.0e38)))
    return large, float(np.float32(min(max(value - large, -3.0e38), 3.0e38)))


class TableTextures:
    """The tables of one viewport: a texture a sampler, filled anew when the table changes, so that a window drawn up and down costs no
    memory. What a texture holds is known by the array itself, which is kept."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Array, Texture]] = {}

    def bind(self, quad: Quad, name: str, made: Greying, wrapped: Wrapped) -> None:
        """Uniforms and tables of one content (``name``: base, over) to a quad."""
        quad.set(**{f"{name}_{key}": value for key, value in made.uniforms.items()})
        for key, array in made.tables.items():
            quad.bind(f"{name}_{key}", self._of(f"{name}_{key}", array), wrapped)

    def let_go(self) -> None:
        """Free the textures; the surface's context is current."""
        for _, texture in self._held.values():
            texture.free()
        self._held.clear()

    def _of(self, sampler: str, array: Array) -> Texture:
        held, texture = self._held.get(sampler, (None, None))
        if texture is None:
            texels = _GREYS if array.dtype == np.uint8 else _FLOATS
            texture = Texture.empty(ACROSS, 65536 // ACROSS, 0, texels)
        if held is not array:
            texture.put(0, 0, array[np.newaxis])
            self._held[sampler] = (array, texture)
        return texture


def _held(texels: Texels) -> set[str]:
    """How a texel holds what is stored."""
    if texels.dtype.kind != "f":
        return set()
    return {"FLOAT"} | ({"WIDE"} if texels.pair == "split" else {"STORED"} if texels.pair == "modality" else set())


def _voi(chain: GreyChain, window: Window) -> LookupTable | None:
    return chain.voi_luts[window.lut] if 0 <= window.lut < len(chain.voi_luts) else None


def _middle(window: Window) -> float:
    """The modality value that is shown half-way up."""
    exact = window.function in ("LINEAR_EXACT", SIGMOID) or window.width < 1
    return window.center if exact else window.center - 0.5


def _steepness(window: Window) -> float:
    """Grey ranges a modality value at the middle (of a sigmoid: four times as much, its exponent); infinite for a threshold."""
    if window.width <= 0:
        return float("inf")
    if window.function == SIGMOID:
        return 4.0 / window.width
    if window.function == "LINEAR_EXACT" or window.width < 1:
        return 1.0 / window.width
    return 1.0 / (window.width - 1.0) if window.width > 1 else float("inf")


@lru_cache(maxsize=32)
def _greys(chain: GreyChain, window: Window, invert: bool, stored: tuple[int, int]) -> Array:
    return _rows(chain.display(np.arange(stored[0], stored[1] + 1), window, invert))


@lru_cache(maxsize=32)
def _outputs(table: LookupTable, after: LookupTable | None) -> Array:
    """A table's outputs, 0 to 1, through a presentation LUT where there is one."""
    y = np.clip(table.values / table.top, 0.0, 1.0)
    return _rows((GreyChain(presentation_lut=after).presented(y) if after is not None else y).astype(np.float32))


@lru_cache(maxsize=32)
def _entries(table: LookupTable) -> Array:
    return _rows(table.values.astype(np.float32))


def _rows(values: Array) -> Array:
    """A table in rows of 1024."""
    rows = np.zeros(-(-len(values) // ACROSS) * ACROSS, values.dtype)
    rows[: len(values)] = values
    return rows.reshape(-1, ACROSS)
