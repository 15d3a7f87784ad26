"""Colour over grey: the Supplemental Palette of CT, MR and US images (PS3.3 C.7.6.19, C.8.16.2), and the segments of a label map.

Stored values that a supplemental palette maps are shown in its colours, all others through the grey chain; the numbers themselves stay as
they are for what is measured. A label map (C.8.20.4) holds the number of a segment in each pixel, which no grey can tell apart.
"""

from __future__ import annotations

import colorsys
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import GaronneError
from workstation.imaging.colour import palette_of, rgb_of_lab
from workstation.imaging.elements import Elements, open_part10
from workstation.imaging.model import Window

Array = npt.NDArray[Any]
Encoded = bytes | bytearray | memoryview
LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7"
PALETTE, LABELS = "palette", "labels"
MOST_SEGMENTS = 4096
MOST_COLOURS = 65535
_NAME = 64


def kind_of(dataset: Elements, sop_class_uid: str, photometric: str) -> str:
    """``palette``, ``labels`` or "": what of an image's values are colours."""
    if not photometric.startswith("MONOCHROME"):
        return ""
    if sop_class_uid == LABEL_MAP:
        return LABELS
    coloured = dataset.text("PixelPresentation").upper() in ("COLOR", "MIXED")
    return PALETTE if coloured and "RedPaletteColorLookupTableDescriptor" in dataset else ""


def segments_of(dataset: Elements) -> tuple[tuple[int, str], ...]:
    """Number and name of each segment of a segmentation."""
    found = []
    for item in dataset.items("SegmentSequence")[:MOST_SEGMENTS]:
        number = item.number("SegmentNumber")
        kind = item.first("SegmentedPropertyTypeCodeSequence")
        name = item.text("SegmentLabel") or (kind.text("CodeMeaning") if kind is not None else "")
        if number is not None:
            found.append((int(number), " ".join(name.split())[:_NAME]))
    return tuple(found)


def windows_of(dataset: Elements, kind: str) -> tuple[Window, ...]:
    """The window that makes the frames of a segmentation comparable: from nothing to all of a fraction, or to the last segment."""
    if dataset.text("SegmentationType").upper() == "FRACTIONAL":
        top = dataset.number("MaximumFractionalValue") or 255.0
    elif kind == LABELS:
        top = float(max((number for number, _ in segments_of(dataset)), default=0))
    else:
        return ()
    return (Window(top / 2 + 0.5, top + 1),) if 0 < top < 65536 else ()


@dataclass(frozen=True, slots=True, eq=False)
class Tint:
    """The colours over one frame, kept small (a cine has one a frame): which colour each pixel has, compressed, and the colours."""

    shape: tuple[int, int]  # rows, columns
    packed: bytes = field(repr=False)  # zlib of uint16 a pixel: 0 grey, else a row of ``colours``
    colours: Array = field(repr=False)  # uint8 (n, 4) RGBA, the first all 0

    def rgba(self) -> Array:
        """uint8 (rows, columns, 4), all 0 where the frame is grey."""
        index = np.frombuffer(zlib.decompress(self.packed), np.uint16).reshape(self.shape)
        return np.take(self.colours, index, axis=0)


def tint_of(encoded: Encoded, kind: str, stored: Array) -> Tint | None:
    """The colours over a frame's stored values; None where none of them has one."""
    if stored.ndim != 2 or stored.dtype.kind not in "iu":
        return None
    dataset = open_part10(encoded).dataset
    if kind == PALETTE:
        try:
            first, palette = palette_of(dataset)
        except GaronneError:
            return None
        palette = palette[:MOST_COLOURS]
        place = stored.astype(np.int64) - first
        index = np.where((place >= 0) & (place < len(palette)), place + 1, 0)
    elif kind == LABELS:
        top = int(stored.max(initial=0))
        if not 0 < top <= MOST_COLOURS:
            return None
        palette, index = _label_colours(dataset, top)[1:], np.maximum(stored, 0)
    else:
        return None
    if not index.any():
        return None
    colours = np.zeros((len(palette) + 1, 4), np.uint8)
    colours[1:, :3], colours[1:, 3] = palette, 255
    return Tint((stored.shape[0], stored.shape[1]), zlib.compress(index.astype(np.uint16).tobytes(), 1), colours)


def numbers_in(stored: Array, most: int = 64) -> tuple[int, ...]:
    """The segments that a frame of a label map shows, background left out."""
    return tuple(int(n) for n in np.unique(stored) if n)[:most]


def _label_colours(dataset: Elements, top: int) -> Array:
    """uint8 (top + 1, 3): the colours recommended for the segments, else hues as far from each other as may be."""
    colours = np.zeros((top + 1, 3), np.uint8)
    for number in range(1, top + 1):
        colours[number] = [round(255 * v) for v in colorsys.hsv_to_rgb(number * 0.618034 % 1.0, 0.6, 0.95 if number % 2 else 0.75)]
    for item in dataset.items("SegmentSequence")[:MOST_SEGMENTS]:
        number, lab = int(item.number("SegmentNumber") or 0), item.numbers("RecommendedDisplayCIELabValue", signed=False)
        if 0 < number <= top and len(lab) == 3:
            colours[number] = rgb_of_lab((int(lab[0]), int(lab[1]), int(lab[2])))
    return colours
