"""Colour to RGB (PS3.3 C.7.6.3.1.2): YBR in its forms, and palettes (C.7.9), segmented ones too (C.7.9.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging.elements import Elements
from workstation.language import tr

Array = npt.NDArray[Any]

# YBR_FULL to RGB, the inverse of the formula in C.7.6.3.1.2
_FULL = np.array([[1.0, 0.0, 1.402], [1.0, -0.114 * 1.772 / 0.587, -0.299 * 1.402 / 0.587], [1.0, 1.772, 0.0]])
# YBR_PARTIAL: luminance 16 to 235, chrominance 16 to 240 (CCIR 601-2)
_PARTIAL = _FULL * np.array([255 / 219, 255 / 224, 255 / 224])


def rgb_from_ybr(ybr: Array, partial: bool = False, bits: int = 0) -> Array:
    """uint8 or uint16 (rows, columns, 3) YBR to RGB of the same type, rounded to nearest. ``bits``: those in use, 0 for all."""
    bits = bits if 8 <= bits <= ybr.dtype.itemsize * 8 else ybr.dtype.itemsize * 8
    top, middle = (1 << bits) - 1, 1 << bits - 1
    black = 1 << bits - 4 if partial else 0
    shifted = ybr.astype(np.float32)
    shifted -= np.array([black, middle, middle], np.float32)
    rgb = shifted @ (_PARTIAL if partial else _FULL).T.astype(np.float32)
    np.rint(rgb, out=rgb)
    return np.clip(rgb, 0, top).astype(ybr.dtype)


def from_422(packed: Array, rows: int, columns: int) -> Array:
    """Native YBR_FULL_422 or YBR_PARTIAL_422, two luminances then Cb and Cr for each pair, to (rows, columns, 3)."""
    groups = packed.reshape(rows, columns // 2, 4)
    ybr = np.empty((rows, columns // 2, 2, 3), packed.dtype)
    ybr[..., 0] = groups[..., :2]
    ybr[..., 1] = groups[..., 2:3]
    ybr[..., 2] = groups[..., 3:4]
    return ybr.reshape(rows, columns, 3)


def palette_of(dataset: Elements) -> tuple[int, Array]:
    """First stored value mapped, and uint8 (entries, 3) RGB. Raises UndecodableImage where the palette is not whole.

    Entries of 16 bits become the nearest of 8, or their high byte where that is all they use. Some write 8-bit entries in 16-bit words
    (no entry of any colour is over 255 then), or 16-bit entries and say they are of 8."""
    channels = []
    first = 0
    for colour in ("Red", "Green", "Blue"):
        keyword = f"{colour}PaletteColorLookupTable"
        descriptor = dataset.numbers(f"{keyword}Descriptor", signed=False)
        if len(descriptor) != 3:
            raise UndecodableImage(tr("The palette of this image is missing or damaged."))
        entries, bits = int(descriptor[0]) or 65536, int(descriptor[2])
        first = int(descriptor[1])
        if dataset.integer("PixelRepresentation") == 1 and first > 32767:
            first -= 65536
        segmented = dataset.value(f"Segmented{keyword}Data")
        if len(segmented):
            values = unroll_segments(_words(dataset, f"Segmented{keyword}Data", bits), entries)
        else:
            written = len(dataset.value(f"{keyword}Data"))
            values = _words(dataset, f"{keyword}Data", 8 if written in (entries, entries + entries % 2) and entries > 1 else 16)
        if len(values) < entries:
            raise UndecodableImage(tr("The palette of this image is missing or damaged."))
        channels.append(values[:entries].astype(np.uint16))
    if len({len(c) for c in channels}) != 1:
        raise UndecodableImage(tr("The palette of this image is missing or damaged."))
    palette: Array = np.stack(channels, axis=1)
    if palette.max(initial=0) > 255:
        palette = (palette.astype(np.uint32) * 2 + 257) // 514 if (palette & 255).any() else palette >> 8
    return first, palette.astype(np.uint8)


def through_palette(stored: Array, first: int, palette: Array) -> Array:
    """(rows, columns) stored values to (rows, columns, 3) RGB; values outside the table take its ends (C.7.6.3.1.5)."""
    if stored.dtype == np.uint8:
        whole = palette[np.clip(np.arange(256) - first, 0, len(palette) - 1)]
        return np.take(whole, stored, axis=0)
    return np.take(palette, np.subtract(stored, first, dtype=np.int64), axis=0, mode="clip")


_WHITE = np.array([0.9642, 1.0, 0.8249])  # D50, the connection space of ICC profiles
_XYZ_TO_SRGB = np.array(  # D50 to linear sRGB, adapted by Bradford's matrix
    [[3.1338561, -1.6168667, -0.4906146], [-0.9787684, 1.9161415, 0.0334540], [0.0719453, -0.2289914, 1.4052427]]
)


def rgb_of_lab(lab: tuple[int, ...]) -> tuple[int, int, int]:
    """sRGB, 0 to 255, of a CIELab colour as DICOM writes it (C.10.7.1.1): 0 to 65535 for L* from 0 to 100, a* and b* from -128 to 127."""
    lightness, a, b = lab[0] * 100 / 65535, lab[1] * 255 / 65535 - 128, lab[2] * 255 / 65535 - 128
    y = (lightness + 16) / 116
    f = np.array([y + a / 500, y, y - b / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    linear = np.clip(_XYZ_TO_SRGB @ xyz, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(v) for v in np.rint(255 * encoded))
    return red, green, blue


def interleaved(planes: Array) -> Array:
    """(3, rows, columns) to (rows, columns, 3), an array of its own."""
    samples = np.empty((*planes.shape[1:], 3), planes.dtype)
    for channel in range(3):
        samples[..., channel] = planes[channel]
    return samples


def _words(dataset: Elements, keyword: str, bits: int) -> Array:
    """Entries of a palette: bytes, or words."""
    if bits <= 8:
        return np.frombuffer(dataset.octets(keyword), np.uint8)
    value = dataset.value(keyword)
    return np.frombuffer(value[: len(value) // 2 * 2], "<u2" if dataset.little else ">u2")


def unroll_segments(words: Array, entries: int) -> Array:
    """Segmented palette data (C.7.9.2) as ``entries`` values: discrete (0), linear (1) and indirect (2) segments."""
    values: list[int] = []
    starts: list[int] = []
    data = [int(w) for w in words]

    def run(position: int, stop: int, nested: bool) -> None:
        while position + 2 <= stop and len(values) < entries:
            if not nested:
                starts.append(position)
            code, length = data[position], data[position + 1]
            if code == 0:
                values.extend(data[position + 2 : position + 2 + length])
                position += 2 + length
            elif code == 1 and position + 2 < stop:
                last = data[position + 2]
                origin = values[-1] if values else 0
                values.extend([origin + round((last - origin) * k / length) for k in range(1, length + 1)] if length else [])
                position += 3
            elif code == 2 and position + 3 < stop and not nested:
                wide = words.dtype.itemsize == 2
                offset = data[position + 2] | data[position + 3] << (16 if wide else 8)
                if not wide and position + 5 < stop:
                    offset |= data[position + 4] << 16 | data[position + 5] << 24
                at = offset // words.dtype.itemsize  # a byte offset; some count words
                at = at if at in starts and offset % words.dtype.itemsize == 0 else offset
                if at in starts:
                    index = starts.index(at)
                    ends = [*starts[index + 1 :], position][:length] or [position]
                    run(at, ends[-1], True)
                position += 4 if wide else 6
            else:
                return

    run(0, len(data), False)
    return np.array(values[:entries], np.uint16)
