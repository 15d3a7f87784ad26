"""Volume rendering presets and colour maps, read once from resources/presets/ (data, not code). Pure but for that reading."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from workstation.errors import SettingsInvalid
from workstation.imaging.model import Window
from workstation.language import RESOURCES, tr

PAINT_STEPS = 1024
MAP_STEPS = 256
TR_LABELS = (  # the shipped labels, so that they are translated; show them with tr
    "Bone",
    "Soft tissue and bone",
    "Vessels",
    "Lungs and airways",
    "Skin",
    "MR",
    "Uptake",
    "General",
    "Hot metal",
    "Hot iron",
    "Rainbow",
    "Perfusion",
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VolumePreset(_Strict):
    """How a volume is painted; the fields are explained in volume.toml."""

    name: str = Field(min_length=1)
    label: str
    modalities: tuple[str, ...]
    unit: Literal["value", "window"]
    points: tuple[tuple[float, float, float, float, float], ...] = Field(min_length=2)
    ambient: float = Field(default=0.25, ge=0, le=1)
    specular: float = Field(default=0.15, ge=0, le=1)
    edge: float = Field(default=1.0, gt=0)
    edge_weight: float = Field(default=0.0, ge=0, le=1)

    @field_validator("points")
    @classmethod
    def _growing(cls, points: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
        return _checked(points)


class ColourMap(_Strict):
    """Screen colours by grey."""

    name: str = Field(min_length=1)
    label: str
    points: tuple[tuple[float, float, float, float], ...] = Field(min_length=2)

    @field_validator("points")
    @classmethod
    def _growing(cls, points: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
        return _checked(points)


class _Volumes(_Strict):
    preset: tuple[VolumePreset, ...]


class _Maps(_Strict):
    map: tuple[ColourMap, ...]


@dataclass(frozen=True, slots=True)
class Paint:
    """A preset placed on modality values: ``points`` are (value, red, green, blue, opacity a mm)."""

    points: tuple[tuple[float, float, float, float, float], ...]
    ambient: float
    specular: float
    edge: float
    edge_weight: float

    @property
    def low(self) -> float:
        """The value of the first point; below it nothing shows."""
        return self.points[0][0]

    @property
    def high(self) -> float:
        """The value of the last point; above it the last colour stays."""
        return self.points[-1][0]

    def table(self) -> NDArray[np.float32]:
        """(1, 1024, 4) float32: red, green, blue, opacity a mm from ``low`` to ``high``."""
        at = np.linspace(self.low, self.high, PAINT_STEPS)
        points = np.asarray(self.points)
        return np.stack([np.interp(at, points[:, 0], points[:, n]) for n in range(1, 5)], axis=-1)[np.newaxis].astype(np.float32)


@cache
def volume_presets() -> tuple[VolumePreset, ...]:
    """The shipped presets. SettingsInvalid names file and key of a fault."""
    return _read(RESOURCES / "presets" / "volume.toml", _Volumes).preset


@cache
def colour_maps() -> tuple[ColourMap, ...]:
    """The shipped colour maps. SettingsInvalid names file and key of a fault."""
    return _read(RESOURCES / "presets" / "colour.toml", _Maps).map


def presets_of(modality: str) -> tuple[VolumePreset, ...]:
    """The presets a reader is offered for a modality, the usual one first."""
    own = tuple(p for p in volume_presets() if modality in p.modalities)
    return own or tuple(p for p in volume_presets() if not p.modalities)


def paint_of(name: str, modality: str, window: Window) -> Paint:
    """The named preset, or the modality's usual one, on values; the window places what is told in its terms."""
    preset = next((p for p in volume_presets() if p.name == name), presets_of(modality)[0])
    low, width = window.center - window.width / 2, max(window.width, 1e-6)
    points = preset.points if preset.unit == "value" else tuple((low + p[0] * width, *p[1:]) for p in preset.points)
    return Paint(points, preset.ambient, preset.specular, preset.edge, preset.edge_weight)


_given: dict[str, NDArray[np.uint8]] = {}


def give_map(name: str, palette: NDArray[np.uint8]) -> str:
    """Make a palette, (entries, 3) uint8, known under a name of its own, for ``ViewState.colour_map``: the whole range of grey is spread
    over it (PS3.4 N.2.4.2). Gives the name."""
    entries = np.floor(np.linspace(0.0, 1.0, MAP_STEPS) * (len(palette) - 1) + 0.5).astype(np.intp)
    _given.setdefault(name, np.ascontiguousarray(palette[entries][np.newaxis]))
    return name


def colour_map(name: str) -> NDArray[np.uint8]:
    """(1, 256, 3) uint8 of a named map; grey for an unknown name."""
    if name in _given:
        return _given[name]
    found = next((m for m in colour_maps() if m.name == name), None)
    points = np.asarray(found.points if found else ((0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 1.0)))
    at = np.linspace(0, 1, MAP_STEPS)
    return np.stack([np.rint(255 * np.interp(at, points[:, 0], points[:, n])) for n in (1, 2, 3)], axis=-1)[np.newaxis].astype(np.uint8)


def _checked(points: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    if any(a[0] >= b[0] for a, b in pairwise(points)):
        raise ValueError(tr("the points must grow from one to the next"))
    if any(not 0 <= v <= 1 for p in points for v in p[1:]):
        raise ValueError(tr("colours and opacities lie between 0 and 1"))
    return points


_Shape = TypeVar("_Shape", bound=_Strict)


def _read(path: Path, shape: type[_Shape]) -> _Shape:
    try:
        return shape.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(tr("{path} cannot be read: {cause}.", path=path, cause=error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsInvalid(tr("{path}: {key}: {cause}.", path=path, key=".".join(map(str, first["loc"])), cause=first["msg"])) from error
