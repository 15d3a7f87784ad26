"""The pixel under the pointer in words: value with unit, stored value, where it lies; in an ultrasound region, its own axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Vector
from workstation.imaging.quantities import Quantity
from workstation.imaging.ultrasound_regions import region_at, region_values
from workstation.imaging.units import unit_text
from workstation.language import number, tr
from workstation.measurements.figures import exact, figure
from workstation.reading.catalogue import Catalogue, ref_at
from workstation.reading.frame_values import FrameValues
from workstation.reading.places import inside, nearest_slice
from workstation.reading.quantity import Choice

LARGEST = 1 << 30  # bytes of all frames of a file


@dataclass(frozen=True, slots=True)
class Spot:
    """One pixel of one stored frame, 0-based. ``nearest``: it is the voxel nearest to a point of a plane, not the point itself."""

    ref: FrameRef
    column: int
    row: int
    nearest: bool = False


def spot_on_frame(ref: FrameRef, header: ImageHeader, x: float, y: float) -> Spot | None:
    """The pixel a point of the image lies in; None beside the image."""
    column, row = int(np.floor(x + 0.5)), int(np.floor(y + 0.5))
    return Spot(ref, column, row) if 0 <= column < header.columns and 0 <= row < header.rows else None


def spot_in_volume(chosen: DisplaySet, point_lps: Vector, phase: int = 0) -> Spot | None:
    """The voxel nearest to a patient point; None outside the volume."""
    g = chosen.geometry
    if g is None or not inside(g, point_lps):
        return None
    k, _ = nearest_slice(g, point_lps)
    rest = np.asarray(point_lps) - np.asarray(g.slice_origins_lps[k])
    i, j = (int(np.floor(rest @ np.asarray(a) / s + 0.5)) for a, s in ((g.row_lps, g.spacing[1]), (g.column_lps, g.spacing[0])))
    return Spot(ref_at(chosen, k, phase), i, j, True) if 0 <= i < g.columns and 0 <= j < g.rows else None


def worth_reading(header: ImageHeader) -> bool:
    """Whether the values of a frame are read when the pointer rests on it: not the colours of a long cine, nor a file of gigabytes."""
    frame = header.rows * header.columns * header.samples_per_pixel * max(1, header.bits_allocated // 8)
    return header.number_of_frames == 1 or (header.samples_per_pixel == 1 and frame * header.number_of_frames <= LARGEST)


def words(spots: Sequence[tuple[Spot, FrameValues | None]], catalogue: Catalogue, choice: Choice, x: float = 0.0, y: float = 0.0) -> str:
    """``40 HU · stored 1 064 · x 232 y 119``; of what is laid over it too: ``40 HU · 3.4 SUVbw · stored ...``. What counts stands first.
    Values None while they are not read; ``x``, ``y``: the pointer, in pixels of the frame."""
    first, rest = [], []
    for spot, values in spots:
        header = catalogue.header(spot.ref.sop_instance_uid)
        if header is None:
            continue
        if header.regions and not spot.nearest:
            first.append(region_words(header, x, y))
        if values is not None and spot.row < values.stored.shape[0] and spot.column < values.stored.shape[1]:
            value, stored = value_words(values, spot, choice.of(header, spot.ref.frame))
            first.append(value)
            rest += [tr("stored {value}", value=stored)] if stored and len(spots) == 1 else []
        if not spot.nearest:
            rest.append(tr("x {column} y {row}", column=spot.column + 1, row=spot.row + 1))
    return " · ".join(part for part in (*first, *rest) if part)


def value_words(values: FrameValues, spot: Spot, quantity: Quantity | None) -> tuple[str, str]:
    """The value of one pixel, and what is stored for it where that is another number, else ""."""
    stored = values.stored[spot.row, spot.column]
    if values.stored.ndim == 3:
        return " ".join(("RGB", *(str(int(v)) for v in stored))), ""
    kind, size = values.stored.dtype.kind, values.stored.dtype.itemsize
    said = exact(stored.item(), kind, size)
    if bool(values.chain.is_padding(stored)):
        return tr("padding"), said
    if quantity is None:
        return said, ""
    if kind == "f" and not np.isfinite(stored):
        return tr("no value"), tr("not a number") if np.isnan(stored) else said
    value = float(values.of(quantity, (spot.row, spot.column)))
    name = f"{quantity.name} " if quantity.name and quantity.name != quantity.suffix else ""
    if np.isnan(value):
        return f"{name}{tr('no value')}", said
    text = said if value == stored else _rescaled(value)
    told = f"{name}{text} {quantity.suffix}".strip() + (f" ({quantity.note})" if quantity.note else "")
    return told, "" if value == stored else said


def _rescaled(value: float) -> str:
    """A value that is not the stored one: whole numbers whole, others to five figures, large ones with a tenth all the same."""
    if abs(value) < 1e15 and value == int(value):
        return exact(int(value), "i")
    return number(value, 1).replace("-", "−") if 1e4 <= abs(value) < 1e15 else figure(value, 5)


def region_words(header: ImageHeader, x: float, y: float) -> str:
    """Time and velocity of a spectrum, time and depth of M-mode, depth in tissue, as far as the region says where its axes begin."""
    region = region_at(header.regions, x, y)
    if region is None:
        return ""
    along, down = region_values(region, x, y)
    parts = []
    if down is not None and region.unit_y != "none":
        length = region.unit_y == "cm"
        said = f"{number(down, 2 if length else 1)} {unit_text(region.unit_y)}"
        parts.append(tr("depth {value}", value=said) if length else said)
    if along is not None and region.unit_x != "cm":
        parts.append(f"t {number(along, 3)} s" if region.unit_x == "s" else f"{number(along, 2)} {unit_text(region.unit_x)}")
    return " · ".join(parts).replace("-", "−")
