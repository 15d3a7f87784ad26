"""The grey chain of PS3.4 N.2 in plain NumPy: the reference that the shader is held to.

In order: stored values -> modality LUT or rescale (PS3.3 C.11.1) -> VOI LUT or window (C.11.2) -> presentation LUT or its shape (C.11.6)
-> P-values, as 0 to 255. The presentation is inverted for MONOCHROME1 or a PresentationLUTShape of INVERSE (the same wish said twice
in a digital radiograph, C.8.11.3.1.2, so one inversion), and once more when the reader inverts.

Rounding: the last step is ``floor(255 y + 0.5)``, y in 0..1; nothing is rounded before it but the input of a VOI LUT, which is an
index. A floating-point pixel that is not a number is shown black. Pixel padding (C.7.5.1.1.2) goes through the chain like any other
value; it is left out of statistics and computed windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pydicom

from workstation.imaging.elements import Elements, open_part10
from workstation.imaging.header import Encoded, encode
from workstation.imaging.luts import (
    MOST_CHOICES,
    NO_TABLE,
    LookupTable,
    Range,
    modality_range,
    modality_table_item,
    stored_range,
    table_of,
    usable,
    voi_holders,
)
from workstation.imaging.model import ImageHeader, Window

__all__ = ["GreyChain", "LookupTable", "computed_window", "padding_range", "range_window", "table_of", "windowed", "windows"]

Array = npt.NDArray[Any]
LINEAR, LINEAR_EXACT, SIGMOID = "LINEAR", "LINEAR_EXACT", "SIGMOID"


@dataclass(frozen=True, slots=True)
class GreyChain:
    """The chain of one frame as values: what the reference below and the shader both compute from.

    Modality value of a stored value ``s``: ``modality_lut(s)`` where there is one, else ``s * slope + intercept``. ``voi_luts`` are chosen
    by ``Window.lut``. ``inverse`` already joins MONOCHROME1 and PresentationLUTShape. ``padding``: the closed range of stored values that
    are not image, or None."""

    slope: float = 1.0
    intercept: float = 0.0
    modality_lut: LookupTable | None = None
    voi_luts: tuple[LookupTable, ...] = ()
    inverse: bool = False
    padding: tuple[float, float] | None = None
    presentation_lut: LookupTable | None = None  # of a presentation state; ``inverse`` comes after it

    @classmethod
    def of(cls, source: Encoded | pydicom.Dataset | None, header: ImageHeader, frame: int = 0) -> GreyChain:
        """The chain of one frame. ``source`` (the file, or its data set) is looked into only for LUTs; None where there are none."""
        own = header.frame(frame)
        modality_lut: LookupTable | None = None
        voi_luts: tuple[LookupTable, ...] = ()
        wanted = header.has_modality_lut or any(w.lut >= 0 for w in own.windows)
        if source is not None and wanted:
            dataset = open_part10(encode(source) if isinstance(source, pydicom.Dataset) else source).dataset
            item = modality_table_item(dataset) if header.has_modality_lut else None
            table = table_of(item) if item else None
            modality_lut = table.taking(stored_range(header)) if table else None
            voi_luts = _voi_luts(dataset, frame, modality_range(header, own.rescale_slope, own.rescale_intercept, modality_lut))
        return cls(
            slope=own.rescale_slope,
            intercept=own.rescale_intercept,
            modality_lut=modality_lut,
            voi_luts=voi_luts,
            inverse=header.inverse,
            padding=padding_range(header),
        )

    def modality(self, stored: Array) -> Array:
        """Modality values (HU, Bq/ml, ...) of stored ones, float64 of the same shape."""
        if self.modality_lut is not None:
            return self.modality_lut(stored)
        return np.asarray(stored, np.float64) * self.slope + self.intercept

    def is_padding(self, stored: Array) -> Array:
        """Which stored values are padding, bool of the same shape."""
        if self.padding is None:
            return np.zeros(np.shape(stored), bool)
        return (np.asarray(stored) >= self.padding[0]) & (np.asarray(stored) <= self.padding[1])

    def display(self, stored: Array, window: Window, invert: bool = False) -> Array:
        """8-bit grey of stored values through ``window``, the same shape, uint8."""
        x = self.modality(stored)
        y = self.presented(self.voi(x, window))
        if self.inverse != invert:
            y = 1.0 - y
        return np.floor(255.0 * np.where(np.isnan(x), 0.0, y) + 0.5).astype(np.uint8)

    def voi(self, x: Array, window: Window) -> Array:
        """0..1 of modality values through a VOI LUT or a window."""
        if 0 <= window.lut < len(self.voi_luts):
            lut = self.voi_luts[window.lut]
            return np.clip(lut(x) / lut.top, 0.0, 1.0)
        return windowed(x, window)

    def presented(self, y: Array) -> Array:
        """P-values as 0..1 of what the VOI stage gives, 0..1, through the presentation LUT (C.11.6): the range of its input is the
        whole range of the table, whatever number of entries that has (PS3.4 N.2.3)."""
        table = self.presentation_lut
        if table is None:
            return y
        return np.clip(table(np.nan_to_num(y) * (len(table.values) - 1) + table.first) / table.top, 0.0, 1.0)


def windowed(x: Array, window: Window) -> Array:
    """0..1 of modality values through a window: LINEAR (C.11.2.1.2.1), SIGMOID (C.11.2.1.3.1) or LINEAR_EXACT (C.11.2.1.3.2).

    LINEAR is defined from width 1 on; a narrower one is taken as LINEAR_EXACT."""
    x = np.asarray(x, np.float64)
    c, w = window.center, window.width
    if window.function == SIGMOID and w > 0:
        return 1.0 / (1.0 + np.exp(np.clip(-4.0 * (x - c) / w, -700, 700)))
    if window.function == LINEAR_EXACT or w < 1:
        return np.clip((x - c) / w + 0.5, 0.0, 1.0) if w > 0 else (x > c).astype(np.float64)
    if w == 1:
        return (x > c - 0.5).astype(np.float64)
    return np.clip((x - (c - 0.5)) / (w - 1.0) + 0.5, 0.0, 1.0)


MADE_TO_BE_SEEN = tuple(
    f"1.2.840.10008.5.1.4.1.1.{n}" for n in ("3", "3.1", "6", "6.1", "6.2", "7", "7.1", "7.2", "7.3", "12.1", "12.2", "14.1", "77.1")
)  # ultrasound, secondary capture, angiography and fluoroscopy, coherence tomography, visible light, each with what is under it
SEGMENTATIONS = frozenset(f"1.2.840.10008.5.1.4.1.1.66.{n}" for n in (4, 7))  # segmentation, label map segmentation
FEW_STEPS = 255.0  # the 1 that LINEAR adds to a width is less than a level of grey from here on
UNDER_AIR_HU = -1200.0  # no tissue, and no air either, has less


def windows(header: ImageHeader, frame: int = 0, stored: Array | None = None, chain: GreyChain | None = None) -> list[Window]:
    """The windows a reader can choose: the frame's own, first the one to start with; then one computed from ``stored``, where given.

    Bytes that were made to be looked at (ultrasound, captured screens, photographs) and carry no window are P-values (PS3.4 N.2.2, an
    absent VOI LUT is an identity): their first window is the whole range. Others without one start with the computed one, which spans the
    1st to the 99.5th percentile of what is not padding: few see anything in the whole range of a CT."""
    own = list(header.frame(frame).windows)
    if not own and (header.bits_used, header.signed, header.has_modality_lut) == (8, False, False) and _made_to_be_seen(header):
        own = [Window(128.0, 256.0)]
    computed = None if stored is None or stored.ndim != 2 else computed_window(stored, header, frame, chain)
    if own:
        return [*own, computed] if computed else own
    return [computed or range_window(header, frame)]


def _made_to_be_seen(header: ImageHeader) -> bool:
    identity = (header.frame(0).rescale_slope, header.frame(0).rescale_intercept) == (1.0, 0.0)
    return identity and any(header.sop_class_uid == uid or header.sop_class_uid.startswith(f"{uid}.") for uid in MADE_TO_BE_SEEN)


def computed_window(stored: Array, header: ImageHeader, frame: int = 0, chain: GreyChain | None = None) -> Window:
    """A window over the 1st to the 99.5th percentile of the modality values, padding left out, named ``auto``."""
    chain = chain or GreyChain.of(None, header, frame)
    sample = stored[:: max(1, stored.shape[0] // 512), :: max(1, stored.shape[1] // 512)]
    image = sample[~chain.is_padding(sample)]
    image = image[np.isfinite(image)] if image.dtype.kind == "f" else image
    if not image.size:
        return range_window(header, frame)
    values = chain.modality(image)
    if header.modality == "CT" and (values > UNDER_AIR_HU).any():  # outside the scanned circle some machines write -2000, undeclared
        values = values[values > UNDER_AIR_HU]
    if header.sop_class_uid in SEGMENTATIONS:  # numbers of segments, or shares of one: most are 0, and each of the others counts
        low, high = min(0.0, float(values.min())), float(values.max())
    else:
        low, high = (float(v) for v in np.percentile(values, (1, 99.5)))
        if low == high:  # a few pixels of something on plain ground
            low, high = float(values.min()), float(values.max())
    if stored.dtype.kind == "f":
        return Window((low + high) / 2, max(high - low, 1e-6 * max(abs(high), 1e-30)), "auto", LINEAR_EXACT)
    return over(low, high, chain.slope if chain.modality_lut is None else 1.0)


def range_window(header: ImageHeader, frame: int = 0) -> Window:
    """A window over all values that BitsStored allows, when nothing better is known."""
    if header.pixel_keyword in ("FloatPixelData", "DoubleFloatPixelData"):
        return Window(0.5, 1.0, "auto", LINEAR_EXACT)
    own = header.frame(frame)
    return over(*modality_range(header, own.rescale_slope, own.rescale_intercept), own.rescale_slope)


def over(low: float, high: float, slope: float, name: str = "auto") -> Window:
    """A window from ``low`` (black) to ``high`` (white), values that lie ``slope`` apart. LINEAR's width counts whole numbers: fractions
    that span few of them (diffusion coefficients, densities) take LINEAR_EXACT."""
    if not float(slope).is_integer() and high - low < FEW_STEPS:
        return Window((low + high) / 2, max(high - low, abs(slope)), name, LINEAR_EXACT)
    return Window((low + high + 1) / 2, max(2.0, high - low + 1), name)


def padding_range(header: ImageHeader) -> tuple[float, float] | None:
    """The closed range of stored values that are padding (C.7.5.1.1.2; of floating-point pixels C.7.6.24)."""
    if header.padding_value is None or not header.photometric.startswith("MONOCHROME"):
        return None
    limit = header.padding_limit if header.padding_limit is not None else header.padding_value
    return (float(min(header.padding_value, limit)), float(max(header.padding_value, limit)))


def _voi_luts(dataset: Elements, frame: int, inputs: Range) -> tuple[LookupTable, ...]:
    """The VOI LUTs of a frame, in the order ``Window.lut`` counts them; one that is damaged keeps its place, but no window chooses it."""
    holder = next((h for h in voi_holders(dataset, frame) if any(map(usable, h.items("VOILUTSequence")))), None)
    return tuple((table_of(item) or NO_TABLE).taking(inputs) for item in (holder.items("VOILUTSequence")[:MOST_CHOICES] if holder else []))
