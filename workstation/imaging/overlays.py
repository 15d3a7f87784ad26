"""Overlay planes (PS3.3 C.9.2): bitmaps beside the pixels (60xx,3000), or in unused bits of them (retired, still sent)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import UNDEFINED, Elements, Part10, open_part10
from workstation.imaging.header import Encoded, frame_bits
from workstation.imaging.model import ImageHeader
from workstation.imaging.syntaxes import is_native

Array = npt.NDArray[Any]
PLANE_CEILING = 1 << 28  # pixels of one plane


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay plane of one frame. ``row``, ``column``: of its first pixel in the image, 0 the image's own (may be negative).

    ``bitmap`` (rows, columns) bool. ``kind``: G graphics, R region of interest (``area``, ``mean``, ``deviation`` where given)."""

    group: int
    row: int
    column: int
    bitmap: Array = field(repr=False)
    kind: str = "G"
    label: str = ""
    description: str = ""
    subtype: str = ""
    area: float | None = None
    mean: float | None = None
    deviation: float | None = None

    def on_image(self, rows: int, columns: int) -> Array:
        """The plane cut or filled up to the image: (rows, columns) bool."""
        whole = np.zeros((rows, columns), bool)
        top, left = max(0, self.row), max(0, self.column)
        bottom, right = min(rows, self.row + self.bitmap.shape[0]), min(columns, self.column + self.bitmap.shape[1])
        if bottom > top and right > left:
            whole[top:bottom, left:right] = self.bitmap[top - self.row : bottom - self.row, left - self.column : right - self.column]
        return whole


def overlays(encoded: Encoded, header: ImageHeader, frame: int = 0) -> tuple[Overlay, ...]:
    """The overlay planes of a frame, by group; one that is damaged or cut short is left out."""
    if not header.has_overlays:
        return ()
    part10 = open_part10(encoded)
    found = []
    for group in range(0x6000, 0x6020, 2):
        plane = _plane(part10, header, group, frame)
        if plane is not None:
            found.append(plane)
    return tuple(found)


def _plane(part10: Part10, header: ImageHeader, group: int, frame: int) -> Overlay | None:
    ds = part10.dataset
    base = group << 16
    if base | 0x0010 not in ds.extents:
        return None
    rows, columns = int(ds.number(base | 0x10) or 0), int(ds.number(base | 0x11) or 0)
    if not 0 < rows * columns <= PLANE_CEILING:
        return None
    frames = int(ds.number(base | 0x15) or 1)
    first = int(ds.number(base | 0x51) or 1) - 1  # ImageFrameOrigin
    index = frame - first if frames > 1 or first else 0
    if not 0 <= index < frames:
        return None
    if base | 0x3000 in ds.extents:
        bitmap = _bits(ds, base | 0x3000, index * rows * columns, rows * columns)
    else:
        bitmap = _embedded(part10, header, int(ds.number(base | 0x102) or 0), frame)
    if bitmap is None or bitmap.size != rows * columns:
        return None
    origin = ds.numbers(base | 0x50, signed=True)
    row, column = (int(origin[0]) - 1, int(origin[1]) - 1) if len(origin) >= 2 else (0, 0)
    return Overlay(
        group,
        row,
        column,
        bitmap.reshape(rows, columns).astype(bool),
        ds.text(base | 0x40) or "G",
        ds.text(base | 0x1500),
        ds.text(base | 0x22),
        ds.text(base | 0x45),
        ds.number(base | 0x1301),
        ds.number(base | 0x1302),
        ds.number(base | 0x1303),
    )


def _bits(ds: Elements, tag: int, first: int, count: int) -> Array | None:
    value = ds.value(tag)
    if not ds.little and ds.extents[tag].vr == b"OW":  # words of the other order: bytes swapped in pairs
        value = memoryview(np.frombuffer(value[: len(value) // 2 * 2], np.uint8).reshape(-1, 2)[:, ::-1].tobytes())
    if len(value) * 8 < first + count:
        return None
    part = np.frombuffer(value[first // 8 : -(-(first + count) // 8)], np.uint8)
    return np.unpackbits(part, bitorder="little")[first % 8 : first % 8 + count]


def _embedded(part10: Part10, header: ImageHeader, bit: int, frame: int) -> Array | None:
    """A plane in one unused bit of the pixels; only native pixels can still hold it."""
    if not is_native(header.transfer_syntax_uid) or header.bits_allocated not in (8, 16) or header.samples_per_pixel != 1:
        return None
    lowest = header.high_bit + 1 - header.bits_stored
    if not 0 <= bit < header.bits_allocated or lowest <= bit <= header.high_bit:
        return None
    extent = part10.dataset.extent("PixelData")
    if extent is None or extent.length == UNDEFINED:
        return None
    value = part10.dataset.value("PixelData")
    start, size = frame * frame_bits(header) // 8, frame_bits(header) // 8
    if len(value) < start + size:
        return None
    order = "<" if part10.dataset.little else ">"
    samples = np.frombuffer(value[start : start + size], f"{order}u{header.bits_allocated // 8}")
    return (samples >> bit) & 1
