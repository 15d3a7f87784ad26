"""Lookup tables as files hold them: descriptor, entries, and what is wrong with them (PS3.3 C.11.1.1.1, C.11.2.1.1, C.11.6.1.1).

A descriptor has three values: the number of entries (0 means 65536), the input of the first entry, and the bits an entry has. Files
lie in each: entries are fewer than said, a first input below zero is written unsigned, entries of eight bits are packed two a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import Elements
from workstation.imaging.model import FrameHeader, ImageHeader, Mark
from workstation.language import tr

Array = npt.NDArray[Any]
Range = tuple[float, float]

# XA and XRF (and the retired biplane): their modality LUT leads back to values linear to the X-ray beam, for quantities and subtraction;
# what is displayed, and what their windows are meant for, are the stored values (C.8.7.1, C.8.7.2). DCMTK and others do the same.
MOST_CHOICES = 64  # windows, and VOI LUTs, of one image: nobody chooses among more
LARGEST_LINE = 1e30  # single floats, which are drawn with, end at 3e38
STORED_IS_SHOWN = frozenset(f"1.2.840.10008.5.1.4.1.1.12.{n}" for n in (1, 2, 3))


@dataclass(frozen=True, slots=True, eq=False)
class LookupTable:
    """A modality, VOI or presentation LUT: the value of ``values[0]`` is for ``first`` and all below, of the last for all above. Compared
    by identity."""

    first: int
    values: Array = field(repr=False)  # uint16, one dimension
    bits: int
    name: str = ""
    signed: bool | None = False  # whether its file says that ``first`` may be below zero (VR SS), None where no VR is written

    def __call__(self, x: Array) -> Array:
        """Values at ``x`` (rounded to whole numbers; what is not a number reads as the first), float64."""
        at = np.floor(np.nan_to_num(np.asarray(x, np.float64), nan=-np.inf) + 0.5) - self.first
        looked_up: Array = self.values[np.clip(at, 0, len(self.values) - 1).astype(np.intp)].astype(np.float64)
        return looked_up

    def taking(self, inputs: Range) -> LookupTable:
        """The table for the values that can come in: a first input over 32767 is read as one below zero where values can be, and that
        covers more of them; where neither covers more, as its file says, and without a VR as values below zero have it."""
        first = _first(self.first, len(self.values), self.signed, inputs)
        return self if first == self.first else replace(self, first=first)

    @property
    def top(self) -> int:
        """The largest output value its bits allow."""
        return (1 << self.bits) - 1


NO_TABLE = LookupTable(0, np.arange(256, dtype=np.uint16), 8)  # keeps the place of one that is damaged


def table_of(item: Elements) -> LookupTable | None:
    """The table in one item of a LUT sequence, None where there is none to read. Its first input is read as unsigned (``taking`` knows
    better). Fewer entries than the descriptor says: the last goes on."""
    descriptor = item.numbers("LUTDescriptor", signed=False)
    if len(descriptor) != 3:
        return None
    count, first, bits = int(descriptor[0]) or 65536, int(descriptor[1]), int(descriptor[2])
    values = _entries(item, count, bits)
    if values is None or not len(values):
        return None
    extent = item.extent("LUTDescriptor")
    top = int(values.max())
    if values.dtype == np.uint8:
        bits = min(bits, 8) if bits > 0 else 8
    if not 1 <= bits <= 16 or top >> bits:  # some write more bits than the descriptor says
        bits = max(8, top.bit_length())
    signed = extent.vr == b"SS" if extent is not None and extent.vr else None
    return LookupTable(first, values.astype(np.uint16), bits, item.text("LUTExplanation"), signed)


def _entries(item: Elements, count: int, bits: int) -> Array | None:
    """LUT Data: words, or bytes (uint8) where eight-bit entries are packed two a word, the first in the low byte (PS3.3 C.11.1.1.1)."""
    written = item.value("LUTData")
    if len(written) < 2:
        return None
    packed = len(written) < 2 * count and (bits <= 8 or len(written) == count + count % 2)
    if not packed:
        return np.frombuffer(written, "<u2" if item.little else ">u2", min(count, len(written) // 2))
    return np.frombuffer(item.octets("LUTData"), np.uint8)[:count]


def _first(first: int, count: int, says_signed: bool | None, inputs: Range) -> int:
    if first <= 32767:
        return first

    def covered(start: int) -> float:
        return max(0.0, min(start + count - 1, inputs[1]) - max(start, inputs[0]) + 1)

    below, above = covered(first - 65536), covered(first)
    if inputs[0] >= 0 and above and not says_signed:  # unsigned values have unsigned tables (C.11.2.1.1)
        return first
    says_signed = inputs[0] < 0 if says_signed is None else says_signed  # the VR that it would be written with
    return first - 65536 if below > above or (below == above and says_signed) else first


def stored_range(header: ImageHeader) -> Range:
    """Lowest and highest stored value that the bits in use allow."""
    bits = max(1, min(header.bits_used, 64))
    return (float(-(1 << bits - 1)), float((1 << bits - 1) - 1)) if header.signed else (0.0, float((1 << bits) - 1))


def modality_range(header: ImageHeader, slope: float, intercept: float, table: LookupTable | None = None) -> Range:
    """Lowest and highest value that can come into the VOI stage."""
    if table is not None:
        return (0.0, float(table.top))
    low, high = (v * slope + intercept for v in stored_range(header))
    return (min(low, high), max(low, high))


def usable(item: Elements) -> bool:
    """Whether there is a table to read, without reading it."""
    return len(item.numbers("LUTDescriptor", signed=False)) == 3 and len(item.value("LUTData")) >= 2


def modality_table_item(dataset: Elements) -> Elements | None:
    """The modality LUT that an image is displayed through."""
    if dataset.text("SOPClassUID") in STORED_IS_SHOWN:
        return None
    item = dataset.first("ModalityLUTSequence")
    return item if item is not None and usable(item) else None


def voi_holders(dataset: Elements, frame: int | None = None) -> Iterable[Elements]:
    """Where VOI LUTs may lie, the narrowest first: the frame's functional group (the first frame's for None), the shared one, the image."""
    extent = dataset.extent("PerFrameFunctionalGroupsSequence")
    if extent is not None:
        for number, item in enumerate(dataset.iter_items(extent)):
            if number == (frame or 0):
                yield from item.items("FrameVOILUTSequence")[:1]
                break
    for item in dataset.items("SharedFunctionalGroupsSequence")[:1]:
        yield from item.items("FrameVOILUTSequence")[:1]
    yield dataset


def line_of(item: Elements) -> tuple[float, float]:
    """Rescale slope and intercept (C.11.1) as written: 1 and 0 where nothing is, NaN where what is cannot be read."""
    found = []
    for keyword, absent in (("RescaleSlope", 1.0), ("RescaleIntercept", 0.0)):
        value = item.number(keyword)
        found.append(value if value is not None else math.nan if bytes(item.value(keyword)).strip(b" \0") else absent)
    return found[0], found[1]


def is_line(slope: float, intercept: float) -> bool:
    """Whether a rescale can be meant: a slope of 0 is no line, and past 10 to the 30th nothing is left to compute or draw with."""
    return abs(intercept) < LARGEST_LINE and 1 / LARGEST_LINE < abs(slope) < LARGEST_LINE


def lined(frames: tuple[FrameHeader, ...]) -> tuple[tuple[FrameHeader, ...], Mark | None]:
    """Frames whose values are the stored ones, without a unit, where their rescale cannot be meant; and what is said of that."""
    faulty = [f.rescale_slope for f in frames if not is_line(f.rescale_slope, f.rescale_intercept)]
    if not faulty:
        return frames, None
    if not any(faulty):
        text = tr("The rescale slope is 0: greys and values are those that are stored.")
    else:
        text = tr("The rescale slope or intercept cannot be read or is beyond any measure: greys and values are those that are stored.")
    stored = {"rescale_slope": 1.0, "rescale_intercept": 0.0, "rescale_type": ""}
    kept = tuple([f if is_line(f.rescale_slope, f.rescale_intercept) else replace(f, **stored) for f in frames])  # type: ignore[arg-type]
    return kept, Mark("rescale", text, "danger")


def marks_of(dataset: Elements) -> list[Mark]:
    """What a reader must know of an image's tables: damaged ones are not used, cut ones end early."""
    marks = []
    if dataset.text("SOPClassUID") not in STORED_IS_SHOWN:
        modality = dataset.first("ModalityLUTSequence")
        if modality is not None and not usable(modality):
            text = tr("The modality LUT is damaged: greys and values are those that are stored.")
            marks.append(Mark("modality_lut", text, "danger"))
        elif modality is not None and is_cut(modality):
            text = tr("The modality LUT is cut short: higher values all look and read as its last one.")
            marks.append(Mark("modality_lut", text, "danger"))
    tables = [lut for holder in voi_holders(dataset) for lut in holder.items("VOILUTSequence")[:MOST_CHOICES]]
    if any(not usable(lut) for lut in tables):
        marks.append(Mark("voi_lut", tr("A VOI LUT of the image is damaged and is not offered.")))
    elif any(is_cut(lut) for lut in tables):
        marks.append(Mark("voi_lut", tr("A VOI LUT of the image is cut short: higher values all look as its last one.")))
    return marks


def is_cut(item: Elements) -> bool:
    """Whether a usable table has fewer entries than it says."""
    descriptor = item.numbers("LUTDescriptor", signed=False)
    count = int(descriptor[0]) or 65536
    values = _entries(item, count, int(descriptor[2]))
    return values is None or len(values) < count


def placed(frame: FrameHeader, header: ImageHeader) -> FrameHeader:
    """A frame whose VOI LUTs begin where its values are: the windows that stand for them (center, width: where a drag starts from) were
    read before the sign of the first input could be told."""
    if not any(w.lut >= 0 and w.center - w.width / 2 > 32767 for w in frame.windows):
        return frame
    inputs = (0.0, 65535.0) if header.has_modality_lut else modality_range(header, frame.rescale_slope, frame.rescale_intercept)
    windows = []
    for w in frame.windows:
        first = round(w.center - w.width / 2)
        if w.lut >= 0 and first > 32767:
            w = replace(w, center=w.center + _first(first, int(w.width), False, inputs) - first)
        windows.append(w)
    return replace(frame, windows=tuple(windows))
