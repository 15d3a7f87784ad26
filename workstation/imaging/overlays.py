"""Overlay planes (PS3.3 C.9.2): bitmaps beside the pixels (60xx,3000), or in unused bits of them (retired, still sent).

A plane that says nothing of frames is one of every frame; one with an Image Frame Origin, of those frames alone. Planes may be larger than
the image or lie outside of it; what cannot be seen is not unpacked. ``read`` gives them with the marks of those that are lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging import fragments, packbits
from workstation.imaging.elements import UNDEFINED, Elements, Part10, open_part10
from workstation.imaging.header import Encoded, frame_bits
from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.syntaxes import is_native
from workstation.imaging.tints import Tint
from workstation.imaging.words import words_of
from workstation.language import number as said_number
from workstation.language import tr

Array = npt.NDArray[Any]
GROUPS = range(0x6000, 0x6020, 2)
PLANE_CEILING = 1 << 28  # pixels unpacked of one plane


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """One overlay plane of one frame. ``row``, ``column``: of its first pixel in the image, 0 the image's own (may be negative).

    Its bits are kept packed (``bitmap`` unpacks them): a cine has a plane a frame. ``kind``: G graphics, R region of interest (``area`` in
    pixels, ``mean``, ``deviation`` where given). ``layer``: the activation layer it belongs to, where one is named."""

    group: int
    row: int
    column: int
    shape: tuple[int, int]  # rows, columns
    packed: Array = field(repr=False)  # uint8, row by row, the first pixel in the lowest bit
    kind: str = "G"
    label: str = ""
    description: str = ""
    subtype: str = ""
    area: float | None = None
    mean: float | None = None
    deviation: float | None = None
    layer: str = ""

    @property
    def name(self) -> str:
        """What it is called: its label, else its description, else its number."""
        return self.label or self.description or tr("plane {number}", number=(self.group - 0x6000) // 2 + 1)

    @property
    def bitmap(self) -> Array:
        """(rows, columns) bool."""
        rows, columns = self.shape
        return np.unpackbits(self.packed, count=rows * columns, bitorder="little").view(bool).reshape(rows, columns)

    def on_image(self, rows: int, columns: int) -> Array:
        """The plane cut or filled up to the image: (rows, columns) bool."""
        whole = np.zeros((rows, columns), bool)
        top, left = max(0, self.row), max(0, self.column)
        bottom, right = min(rows, self.row + self.shape[0]), min(columns, self.column + self.shape[1])
        if bottom > top and right > left:
            whole[top:bottom, left:right] = self.bitmap[top - self.row : bottom - self.row, left - self.column : right - self.column]
        return whole


@dataclass(frozen=True, slots=True)
class Planes:
    """The overlay planes of one frame by group, and what is wrong with others. ``tint``: the colours over its grey, where it has some;
    ``segments``: the numbers that a label map has there; ``elsewhere``: the groups of planes of other frames."""

    overlays: tuple[Overlay, ...] = ()
    marks: tuple[Mark, ...] = ()
    tint: Tint | None = None
    segments: tuple[int, ...] = ()
    elsewhere: tuple[int, ...] = ()


def read(encoded: Encoded, header: ImageHeader, frame: int = 0) -> Planes:
    """The overlay planes of a frame with a mark for each that cannot be shown. NotReadable where the file is none."""
    return planes_of(open_part10(encoded), header, frame) if header.has_overlays else Planes()


def planes_of(part10: Part10, header: ImageHeader, frame: int = 0) -> Planes:
    """The same of an opened file; also of a presentation state, whose planes lie in its own groups."""
    found, marks, elsewhere = [], [], []
    for group in GROUPS:
        if not {group << 16 | 0x0010, group << 16 | 0x0102, group << 16 | 0x3000} & part10.dataset.extents.keys():
            continue
        plane = _plane(part10, header, group, frame)
        if isinstance(plane, Mark):
            marks.append(plane)
        elif plane is not None:
            found.append(plane)
        else:
            elsewhere.append(group)
    return Planes(tuple(found), tuple(marks), elsewhere=tuple(elsewhere))


def _plane(part10: Part10, header: ImageHeader, group: int, frame: int) -> Overlay | Mark | None:
    """A plane, a mark where it should be there and is not, None where it is one of other frames."""
    ds = part10.dataset
    base = group << 16
    rows, columns = int(ds.number(base | 0x10) or 0), int(ds.number(base | 0x11) or 0)
    number = (group - 0x6000) // 2 + 1
    beside = base | 0x3000 in ds.extents
    if not beside and not rows and not columns:
        rows, columns = header.rows, header.columns
    if rows < 1 or columns < 1:
        return Mark("overlay", tr("Overlay {number} of this image is damaged and not shown.", number=number))
    frames, written = max(int(ds.number(base | 0x15) or 1), 1), ds.number(base | 0x51)
    first = int(written or 1) - 1  # ImageFrameOrigin
    index = 0 if frames == 1 and (written is None or header.number_of_frames == 1) else frame - first
    if not 0 <= index < frames:
        return None
    origin = ds.numbers(base | 0x50, signed=True)
    row, column = (int(origin[0]) - 1, int(origin[1]) - 1) if len(origin) >= 2 else (0, 0)
    top, bottom = min(max(0, -row), rows), min(max(header.rows - row, 0), rows)  # the plane's own rows that lie on the image
    if top >= bottom or column >= header.columns or column + columns <= 0:
        return Mark("overlay", tr("Overlay {number} lies outside the image.", number=number), "info")
    if beside:
        whole = (bottom - top) * columns <= PLANE_CEILING
        there = (index + 1) * rows * columns <= len(ds.value(base | 0x3000)) * 8
        bits = _bits(ds, base | 0x3000, (index * rows + top) * columns, (bottom - top) * columns) if whole and there else None
        bitmap = None if bits is None else bits.reshape(bottom - top, columns)
    else:
        bitmap, top = _embedded(part10, header, int(ds.number(base | 0x102) or 0), frame), 0
        if bitmap is not None and bitmap.size != rows * columns:
            bitmap = None
        if bitmap is None and not _keeps_unused_bits(header):
            text = tr("Overlay {number} lay in unused bits of the pixels, which this compression does not keep: it is lost.", number=number)
            return Mark("overlay", text)
    if bitmap is None:
        return Mark("overlay", tr("Overlay {number} of this image is damaged and not shown.", number=number))
    return Overlay(
        group,
        row + top,
        column,
        (bitmap.shape[0], bitmap.shape[1]),
        np.packbits(bitmap.astype(bool), bitorder="little"),
        ds.text(base | 0x40).upper() or "G",
        words_of(ds, base | 0x1500, ds),
        words_of(ds, base | 0x22, ds),
        ds.text(base | 0x45),
        ds.number(base | 0x1301),
        ds.number(base | 0x1302),
        ds.number(base | 0x1303),
        ds.text(base | 0x1001),
    )


def _bits(ds: Elements, tag: int, first: int, count: int) -> Array | None:
    value = ds.octets(tag)
    if len(value) * 8 < first + count:
        return None
    part = np.frombuffer(value[first // 8 : -(-(first + count) // 8)], np.uint8)
    return np.unpackbits(part, bitorder="little")[first % 8 : first % 8 + count]


def _keeps_unused_bits(header: ImageHeader) -> bool:
    """Whether samples are stored with all their allocated bits."""
    syntax = header.transfer_syntax_uid
    return is_native(syntax) or syntax in (fragments.RLE, fragments.ENCAPSULATED_NATIVE)


def _embedded(part10: Part10, header: ImageHeader, bit: int, frame: int) -> Array | None:
    """(rows, columns) of a plane in one unused bit of the pixels, where they are stored with all their bits."""
    if not _keeps_unused_bits(header) or header.bits_allocated not in (8, 16) or header.samples_per_pixel != 1:
        return None
    lowest = header.high_bit + 1 - header.bits_used
    extent = part10.dataset.extent("PixelData")
    if not 0 <= bit < header.bits_allocated or lowest <= bit <= header.high_bit or extent is None:
        return None
    size = frame_bits(header) // 8
    if extent.length == UNDEFINED:
        samples = _coded(part10, header, frame)
    else:
        ds, order = part10.dataset, "<" if part10.dataset.little else ">"
        value = (ds.octets("PixelData") if header.bits_allocated == 8 else ds.value("PixelData"))[frame * size : (frame + 1) * size]
        samples = np.frombuffer(value, f"{order}u{header.bits_allocated // 8}") if len(value) == size else None
    if samples is None or samples.size != header.rows * header.columns:
        return None
    plane: Array = ((samples >> bit) & 1).reshape(header.rows, header.columns)
    return plane


def _coded(part10: Part10, header: ImageHeader, frame: int) -> Array | None:
    """The samples of an encapsulated frame with all their bits, None where it is damaged."""
    coded = fragments.codestream(part10, header.frames_claimed, frame)
    if coded is None or not len(coded):
        return None
    if header.transfer_syntax_uid != fragments.RLE:
        wanted = frame_bits(header) // 8
        return np.frombuffer(bytes(coded[:wanted]), f"<u{header.bits_allocated // 8}") if len(coded) >= wanted else None
    return packbits.samples(coded, header.bits_allocated, header.rows * header.columns)


def region_text(overlay: Overlay) -> tuple[str, ...]:
    """What a region of interest says of itself, as the one who drew it computed it (C.9.2): name, area, mean and deviation."""
    if overlay.kind != "R":
        return ()
    said = [overlay.name]
    if overlay.area is not None:
        said.append(tr("area {area} px", area=said_number(overlay.area)))
    if overlay.mean is not None:
        said.append(tr("mean {mean}", mean=said_number(overlay.mean, 1)))
    if overlay.deviation is not None:
        said.append(tr("SD {deviation}", deviation=said_number(overlay.deviation, 1)))
    return tuple(said)


def anchor(overlay: Overlay, rows: int, columns: int) -> tuple[int, int] | None:
    """Row and column on the image of a plane's rightmost pixel, the uppermost of them: where its words stand; None where it is empty."""
    down, across = np.nonzero(overlay.on_image(rows, columns))
    if not len(down):
        return None
    column = int(across.max())
    return int(down[across == column].min()), column
