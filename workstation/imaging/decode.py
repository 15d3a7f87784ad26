"""Stored values of one frame: native, encapsulated or compressed, in the type they mean; colour as RGB.

``decoded`` gives them with the marks of what was found only while decoding; ``frame`` is its values. Both are called from a pool of
threads: they hold no state and their decoders release the interpreter lock. The decoder of each transfer syntax stands in the
table of ``decoders``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging import colour, damage, decoders, fragments, syntaxes, video
from workstation.imaging.codestreams import Codestream
from workstation.imaging.elements import EXPLICIT_BIG, UNDEFINED, Part10, open_part10
from workstation.imaging.header import Encoded, frame_bits
from workstation.imaging.model import ImageHeader, Mark
from workstation.language import number, tr

Array = npt.NDArray[Any]

FRAME_CEILING = 1 << 28  # bytes of one frame: 16384 x 8192 of 16 bits; more is a lie or nothing a monitor can show
_LIFTED = 1 / 2  # of the range: lossy compression lifts no sample so far over its end
SHOWN_FROM = 1 / 16  # a frame cut shorter than this is refused rather than shown as an almost empty picture
_PRECISION_TELLS = tuple(
    uid for uid, decoder in decoders.DECODERS.items() if decoder in (decoders.JPEG_LS, decoders.JPEG_2000, decoders.HTJ2K)
)
_YBR = ("YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL", "YBR_PARTIAL_422", "YBR_PARTIAL_420")
_COLOURS = {"RGB": (8, 16, 32), **dict.fromkeys(("YBR_ICT", "YBR_RCT", *_YBR), (8, 16))}  # and how many bits a sample may have


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """Stored values of one frame (see ``decoded``), and the marks of what was found only while decoding it: ``truncated`` (pixels that are
    not in the file, filled up), ``damaged`` (the codestream is, though it still decodes), ``bits`` (more of them in use than BitsStored).
    They stand beside those of the header, which knows once for all frames of a cut file, wrong offset tables, surplus frames and bytes."""

    values: Array
    marks: tuple[Mark, ...] = ()


def frame(encoded: Encoded, header: ImageHeader, index: int = 0) -> Array:
    """The values of ``decoded``, for who has no place for marks."""
    return decoded(encoded, header, index).values


def decoded(encoded: Encoded, header: ImageHeader, index: int = 0) -> Decoded:
    """Stored values of frame ``index`` in an array of its own: (rows, columns) u/int8, 16, 32, 64 or float32, 64; colour and palette as
    (rows, columns, 3) uint8 or uint16, a uint16 sample spanning 0 to 65535. Raises UndecodableImage with the reason."""
    possible(header, index)
    view = native_view(encoded, header, index)
    if view is not None:
        return Decoded(view.copy())
    part10 = open_part10(encoded)
    if video.is_video(header):
        return Decoded(*video.frame(part10, header, index))
    marks: list[Mark] = []
    samples, said = _samples(part10, header, index, marks)
    if header.samples_per_pixel == 3:
        values = _own(_full_scale(samples, _depth(samples, header, said)), encoded)
    elif header.photometric == "PALETTE COLOR":
        values = colour.through_palette(_stored(samples, header, said, marks), *colour.palette_of(part10.dataset))
    else:
        values = _own(_stored(samples, header, said, marks), encoded)
    return Decoded(values, tuple(marks))


def _own(values: Array, encoded: Encoded) -> Array:
    """The values apart from the file's bytes: a caller reads the next file into the same buffer."""
    if isinstance(encoded, bytes):
        return values.copy() if not values.flags.writeable else values
    return values.copy() if np.may_share_memory(values, np.frombuffer(encoded, np.uint8)) else values


def native_view(encoded: Encoded, header: ImageHeader, index: int = 0) -> Array | None:
    """The frame as a view of ``encoded``, (rows, columns), without a copy; None where its values need any work (compressed, colour, big
    endian, packed, unused bits in use, cut short)."""
    if header.pixel_offset < 0 or header.samples_per_pixel != 1 or header.photometric not in ("MONOCHROME1", "MONOCHROME2"):
        return None
    if header.bits_allocated not in (8, 16, 32, 64) or header.transfer_syntax_uid == EXPLICIT_BIG:
        return None
    dtype = _dtype(header, "<")
    size = header.rows * header.columns
    if (index + 1) * size * dtype.itemsize > header.pixel_length:
        return None
    start = header.pixel_offset + index * size * dtype.itemsize
    if start + size * dtype.itemsize > len(encoded):
        return None
    view = np.frombuffer(encoded, dtype, size, start).reshape(header.rows, header.columns)
    if dtype.kind != "f" and header.bits_used < header.bits_allocated and not _clean(view, header):
        return None
    return view


def _clean(view: Array, header: ImageHeader) -> bool:
    """Whether the bits above BitsStored hold nothing but the sign."""
    bits = header.bits_used
    if header.high_bit != bits - 1:
        return False
    low, high = int(view.min()), int(view.max())
    return (-(1 << bits - 1) <= low and high < 1 << bits - 1) if header.signed else high < 1 << bits


def possible(header: ImageHeader, index: int) -> None:
    """Refuse what cannot be a picture before anything is allocated for it."""
    if not header.pixel_keyword:
        raise UndecodableImage(tr("The file ends before its pixels.") if header.rows else tr("This object holds no picture."))
    if header.rows < 1 or header.columns < 1:
        raise UndecodableImage(tr("Rows or Columns is missing."))
    if not 0 <= index < header.number_of_frames:
        raise UndecodableImage(tr("Frame {index} is not in the file.", index=index + 1))
    if not 1 <= header.bits_allocated <= 64:
        raise UndecodableImage(tr("{bits} bits a sample cannot be shown.", bits=header.bits_allocated))
    if header.rows * header.columns * header.samples_per_pixel * max(1, header.bits_allocated // 8) > FRAME_CEILING:
        text = tr("The image says it is {columns} x {rows}: too large to be shown.", columns=header.columns, rows=header.rows)
        raise UndecodableImage(text)
    if header.samples_per_pixel == 1:
        if header.photometric not in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"):
            raise UndecodableImage(_unknown(header))
    elif header.samples_per_pixel != 3 or header.bits_allocated not in _COLOURS.get(header.photometric, ()):
        raise UndecodableImage(_unknown(header))
    syntax = header.transfer_syntax_uid
    if header.photometric == "YBR_PARTIAL_420" and syntaxes.is_native(syntax):  # the standard has no layout for it
        raise UndecodableImage(_unknown(header))
    known = (
        syntaxes.is_native(syntax)
        or syntax in decoders.DECODERS
        or syntax in syntaxes.VIDEO
        or syntax in (fragments.ENCAPSULATED_NATIVE, fragments.DEFLATED_FRAME)
    )
    if not known:
        raise UndecodableImage(tr("The transfer syntax {uid} is not known.", uid=syntax or "?"))


def _unknown(header: ImageHeader) -> str:
    return tr(
        "Pictures of {photometric} with {samples} samples of {bits} bits cannot be shown.",
        photometric=header.photometric,
        samples=header.samples_per_pixel,
        bits=header.bits_allocated,
    )


def _samples(part10: Part10, header: ImageHeader, index: int, marks: list[Mark]) -> tuple[Array, Codestream | None]:
    """Samples of a frame, RGB where there are three, and what their codestream says of them, where it says anything."""
    syntax = header.transfer_syntax_uid
    extent = part10.dataset.extent(header.pixel_keyword)
    if extent is None:
        raise UndecodableImage(tr("The file ends before its pixels."))
    if syntaxes.is_native(syntax) and extent.length != UNDEFINED:
        wide = header.bits_allocated in (16, 32, 64)
        pixels = part10.dataset.value(header.pixel_keyword) if wide else part10.dataset.octets(header.pixel_keyword)
        return _native(pixels, header, index, part10.dataset.little, marks), None
    coded = fragments.codestream(part10, header.frames_claimed, index)
    if coded is None or not len(coded):
        raise UndecodableImage(tr("Frame {index} is not in the file.", index=index + 1))
    if syntaxes.is_native(syntax) or syntax == fragments.ENCAPSULATED_NATIVE:
        return _native(memoryview(coded), header, 0, True, marks), None
    if syntax == fragments.DEFLATED_FRAME:
        return _native(_inflate(coded, header, marks), header, 0, True, marks), None
    samples, said, signs = decoders.decode(coded, header)
    marks.extend(signs)
    if said is None:  # RLE: samples as the header describes them
        samples = _cleared(samples, header) if header.samples_per_pixel == 3 else samples
        if header.samples_per_pixel == 3 and header.photometric in _YBR:
            samples = colour.rgb_from_ybr(samples, header.photometric.startswith("YBR_PARTIAL"), header.bits_used)
        return samples, None
    if header.samples_per_pixel == 3 and _is_ybr(header, said.colour):
        samples = colour.rgb_from_ybr(samples, bits=_depth(samples, header, said))
    return samples, said


def _depth(samples: Array, header: ImageHeader, said: Codestream | None) -> int:
    """Bits of a colour's samples: BitsStored, unless their codestream has fewer, or more that are in use."""
    bits = header.bits_used
    return bits if said is None or (said.precision > bits and not int(samples.max()) >> bits) else said.precision


def _is_ybr(header: ImageHeader, said: str) -> bool:
    """Whether decoded samples still are YBR: what the codestream says of itself goes before PhotometricInterpretation."""
    return said == "YBR" if said else header.photometric in _YBR


def _inflate(coded: bytes | memoryview, header: ImageHeader, marks: list[Mark]) -> memoryview:
    """One deflated frame (PS3.5 A.4.12), up to what a frame may take."""
    wanted = -(-frame_bits(header) // 8)
    try:
        inflated = zlib.decompressobj(-15).decompress(coded, wanted + 2)
    except zlib.error as error:
        raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder="deflate")) from error
    if len(inflated) > wanted + wanted % 2:
        marks.append(decoders.mark(damage.LEFT))
    return memoryview(inflated)


def _native(pixels: memoryview, header: ImageHeader, index: int, little: bool, marks: list[Mark]) -> Array:
    """Uncompressed samples of one frame, whatever their width; cut short ones filled up with the darkest value present."""
    bits = frame_bits(header)
    first = index * bits
    present = max(0, min(len(pixels) * 8 - first, bits))
    if present < bits * SHOWN_FROM:
        share = number(100 * present / bits, 0 if present * 100 > bits else 2)
        raise UndecodableImage(tr("Only {percent} % of the pixels are in the file: too few to show.", percent=share))
    count = bits // header.bits_allocated
    if header.bits_allocated in (8, 16, 32, 64):
        dtype = _dtype(header, "<" if little else ">")
        there = np.frombuffer(pixels, dtype, present // header.bits_allocated, first // 8)
    else:
        there = _unpacked(pixels, first, present, header)
    flat = there.astype(there.dtype.newbyteorder("="), copy=False)
    lost = count - len(flat)
    if lost:
        whole = np.empty(count, flat.dtype)
        whole[: len(flat)] = flat
        whole[len(flat) :] = _darkest(flat, header)
        share = number(100 * len(flat) / count, 0 if len(flat) * 100 > count else 2)
        text = tr("Only {percent} % of this picture's pixels are in the file; the rest is filled with the darkest value.", percent=share)
        marks.append(Mark("truncated", text, "danger"))
        flat = whole
    if header.samples_per_pixel == 1:
        return flat.reshape(header.rows, header.columns)
    flat = _cleared(flat, header)
    if header.photometric.endswith("_422"):
        if header.columns % 2:
            raise UndecodableImage(_unknown(header))
        samples, whole_pixels = colour.from_422(flat, header.rows, header.columns), (count - lost) // 4 * 2
    elif header.planar_configuration == 1:
        samples, whole_pixels = colour.interleaved(flat.reshape(3, header.rows, header.columns)), max(0, count // 3 - lost)
    else:
        samples, whole_pixels = flat.reshape(header.rows, header.columns, 3), (count - lost) // 3
    if header.photometric in _YBR:
        samples = colour.rgb_from_ybr(samples, header.photometric.startswith("YBR_PARTIAL"), header.bits_used)
    if lost:  # no colour is made of what is there of a pixel
        samples.reshape(-1, 3)[whole_pixels:] = 0
    return samples


def _cleared(samples: Array, header: ImageHeader) -> Array:
    """Samples of colour without the bits around those that are stored."""
    bits, kind = header.bits_used, samples.dtype.type
    if bits == header.bits_allocated:
        return samples
    shift = header.high_bit + 1 - bits if bits <= header.high_bit + 1 <= header.bits_allocated else 0
    cleared: Array = (samples >> kind(shift)) & kind((1 << bits) - 1)
    return cleared


def _unpacked(pixels: memoryview, first: int, present: int, header: ImageHeader) -> Array:
    """Samples of 1 to 63 bits packed without gaps, least significant bit first (PS3.5 8.1.1). Frames may start inside a byte."""
    width = header.bits_allocated
    start, stop = first // 8, -(-(first + present) // 8)
    bits = np.unpackbits(np.frombuffer(pixels[start:stop], np.uint8), bitorder="little")[first % 8 :]
    count = present // width
    if width == 1:
        return bits[:count]
    bits = bits[: count * width].reshape(count, width)
    weights = np.uint64(1) << np.arange(width, dtype=np.uint64)
    values = bits.astype(np.uint64) @ weights
    return values.astype(np.uint16 if width <= 16 else np.uint32 if width <= 32 else np.uint64)


def _darkest(values: Array, header: ImageHeader) -> Any:
    if not len(values) or header.samples_per_pixel == 3:
        return 0
    return values.max() if header.photometric == "MONOCHROME1" else values.min()


def _dtype(header: ImageHeader, order: str) -> np.dtype[Any]:
    if header.pixel_keyword != "PixelData":
        return np.dtype(f"{order}f{header.bits_allocated // 8}")
    kind = "i" if header.signed and header.samples_per_pixel == 1 else "u"
    return np.dtype(f"{order}{kind}{header.bits_allocated // 8}")


def _stored(samples: Array, header: ImageHeader, said: Codestream | None, marks: list[Mark]) -> Array:
    """Values from samples: unused bits cleared, sign extended from the highest stored bit (PS3.5 8.1.1).

    A JPEG 2000 or JPEG-LS codestream whose precision is under BitsStored has its sign in its own highest bit. What lossy compression lifts
    over the highest value is that value: cleared bits would make black of white."""
    if samples.dtype.kind == "f":
        return samples
    bits = header.bits_used
    precision, coded_sign = (said.precision, said.signed) if said is not None else (bits, header.signed)
    syntax = header.transfer_syntax_uid
    if coded_sign and not header.signed and int(samples.min()) < 0:
        text = tr("The compressed picture has values below zero, its header says it has none: its greys may be wrong.")
        marks.append(Mark("bits", text, "danger"))
    if syntax in _PRECISION_TELLS and header.signed and not coded_sign:
        bits = min(bits, precision)
    shift = 0
    if said is None:  # a codestream has no place for bits above HighBit
        shift = header.high_bit + 1 - bits if bits <= header.high_bit + 1 <= header.bits_allocated else 0
    if said is not None and not said.reversible and precision > bits and header.signed == coded_sign:
        low = -(1 << bits - 1) if header.signed else 0
        high = low + (1 << bits) - 1
        if max(int(samples.max()) - high, low - int(samples.min())) > _LIFTED * (1 << bits):
            text = tr("Some pixels lie far outside what BitsStored allows and are shown as its end: the greys may be wrong.")
            marks.append(Mark("bits", text, "danger"))
        samples = np.clip(samples, low, high)
    width = next(w for w in (8, 16, 32, 64) if w >= header.bits_allocated)  # ``decoders`` refuses values that do not fit
    whole, cardinal = np.dtype(f"i{width // 8}").type, np.dtype(f"u{width // 8}").type
    unsigned: Array = (
        samples.astype(whole, copy=False).view(cardinal) if samples.dtype.kind == "i" else samples.astype(cardinal, copy=False)
    )
    if not shift and (bits == width or (syntax in _PRECISION_TELLS and coded_sign == header.signed and precision <= bits)):
        return unsigned.view(whole) if header.signed else unsigned  # nothing to clear, and a sign is where it belongs
    values: Array
    if header.signed:
        values = (unsigned << cardinal(width - bits - shift)).view(whole) >> whole(width - bits)
        coded = cardinal((1 << (width if said is None else min(said.precision, width))) - 1)  # a codestream's sign ends with its bits
        more = ((values.view(cardinal) ^ unsigned) & coded != 0) & (unsigned >> cardinal(bits) != 0)
    else:
        values = (unsigned >> cardinal(shift)) & cardinal((1 << bits) - 1)
        more = values != unsigned
    if not shift and not header.has_overlays and not marks and bool(more.any()):
        marks.append(Mark("bits", tr("Some pixels use more bits than BitsStored says; the bits above are left out.")))
    return values


def _full_scale(samples: Array, precision: int) -> Array:
    """RGB of any depth as uint8 or uint16 that span their type."""
    if samples.dtype == np.uint8:
        return (
            samples
            if precision == 8 or precision < 1
            else (samples.astype(np.uint16) * 255 // ((1 << precision) - 1)).clip(0, 255).astype(np.uint8)
        )
    if precision > 16:
        high: Array = samples >> samples.dtype.type(precision - 16)
        return high.astype(np.uint16)
    top = (1 << max(1, precision)) - 1
    return samples.astype(np.uint16) if top == 65535 else (samples.astype(np.uint32) * 65535 // top).clip(0, 65535).astype(np.uint16)
