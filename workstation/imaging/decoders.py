"""THE decoder table: for each transfer syntax the decoder used, the reference it was compared with, on what both proved equal, and
what of damage inside a codestream can be seen.

All of ``imagecodecs`` (BSD) releases the interpreter lock. The GPL witness ``pylibjpeg-libjpeg`` is used by tests only and never
shipped. "Real" files are the shared samples of the WG-04 and pydicom; "made" ones are encoded by tests from random pixels. DCMTK's
dcmdjpeg, dcmdjpls and dcmdrle decode the real ones once more (``tests/imaging/test_decode_shared.py``); predictors, depths, interleaves
and restarts are in ``test_decode_kinds.py``; damage in ``test_damage.py``. Native, deflated, big endian and encapsulated uncompressed
pixels are read by NumPy in ``decode``; videos by FFmpeg in ``video``.

A decoder gets the codestream of one frame and what is known of it, and returns samples as the codestream holds them, shape
(rows, columns) or (rows, columns, samples), and a sign of damage (``damage``) or "". Sign, unused bits and colour come after
(``stored``, ``colour``). They are C and C++ that read what anyone may have written: the desktop calls them in child processes only
(``decoding``). Tens of thousands of mutated codestreams have crashed none of them, which proves nothing about the next one.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging import codestreams, damage, syntaxes
from workstation.imaging.codestreams import Codestream
from workstation.imaging.model import ImageHeader, Mark
from workstation.language import tr

Array = npt.NDArray[Any]
Bytes = bytes | memoryview
_LOSSLESS_WAVELET = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202")
_DEEPEST = 24  # bits of a sample: OpenJPEG computes deeper ones wrong, without a word
_COARSE_FROM = 2  # levels: what OpenJPEG decodes as well is at most 1/16 of the picture
_codecs: Any = imagecodecs  # its annotations leave out memoryview, which it takes


@dataclass(frozen=True, slots=True)
class Reader:
    """One row of the table: who reads the pixels, what they were compared with, and what of damage is seen and what nothing sees."""

    name: str
    reference: str
    equal_on: str
    damage: str


@dataclass(frozen=True, slots=True)
class Decoder(Reader):
    """A row that needs a decoder: samples and a sign of damage from a codestream, and what the codestream says of itself before."""

    decode: Callable[[Bytes, ImageHeader, Codestream | None], tuple[Array, str]]
    inspect: Callable[[Bytes], Codestream | None]


def _jpeg(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> tuple[Array, str]:
    """libjpeg-turbo 3: all precisions from 2 to 16 bits, DCT and lossless with any predictor. Colour is left as coded; see ``colour``."""
    assert said is not None
    if said.components != 3:
        return damage.jpeg(encoded, said, lambda coded: np.asarray(_codecs.jpeg8_decode(coded)), None)
    space = "RGB" if said.colour == "RGB" else "YCBCR"
    return damage.jpeg(
        encoded,
        said,
        lambda coded: np.asarray(_codecs.jpeg8_decode(coded, colorspace=space, outcolorspace=space)),
        None if space == "RGB" else lambda coded: np.asarray(_codecs.jpeg8_decode(coded, colorspace=space, outcolorspace="GRAYSCALE")),
    )


def _jpeg_ls(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> tuple[Array, str]:
    """CharLS. Without an end marker it searches for one for seconds, so a stream that was cut gets one and fails at once."""
    if b"\xff\xd9" not in bytes(encoded[-8:]):
        encoded = bytes(encoded) + b"\xff\xd9"
    return np.ascontiguousarray(_codecs.jpegls_decode(encoded)), ""


def _jpeg_2000(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> tuple[Array, str]:
    """OpenJPEG, strict: it refuses what was cut. What lacks nothing but its end marker, which ``fragments.cut_short`` tells, gets one."""
    assert said is not None
    sign = damage.wavelet(encoded, said)
    if said.wavelet is not None and said.wavelet.packets and b"\xff\xd9" not in bytes(encoded[-64:]):
        encoded = bytes(encoded[: said.wavelet.packets[-1][1]]) + b"\xff\xd9"
    if header.transfer_syntax_uid in _LOSSLESS_WAVELET and said.reversible and _in_one_piece(said):
        bits = said.precision + 1
        samples = damage.narrowed(np.asarray(_codecs.jpeg2k_decode(damage.wider(encoded, said, bits))), said, bits)
        if samples is not None:
            return samples, sign
        sign = sign or damage.RANGE
    return np.asarray(_codecs.jpeg2k_decode(encoded)), sign


def _htj2k(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> tuple[Array, str]:
    """OpenJPH where it can be trusted, else OpenJPEG, which is half as fast.

    OpenJPH's binding stops at damage without a word and leaves the rest of its array 0, which is no sample's value here (see
    ``damage.wider``). Its 9-7 path wraps samples that overflow (255 becomes 0). In code blocks that are not a multiple of 4 x 2 it does
    not look for samples outside, which OpenJPEG refuses: the levels that have such blocks are decoded by OpenJPEG too, if they are
    coarse. It gets none of the rest, and nothing with an unusual header; where its picture is not whole or out of range, or where a run
    of zeros is no coder's work, OpenJPEG has the last word."""
    assert said is not None
    if not (_in_one_piece(said) and said.reversible) or damage.wavelet(encoded, said) or damage.zeros(encoded, said):
        return _jpeg_2000(encoded, header, said)
    assert said.wavelet is not None
    even = damage.even_levels(said)
    if even < said.wavelet.levels:
        coarse = damage.coarse(encoded, said, even) if even >= _COARSE_FROM else None
        try:
            _codecs.jpeg2k_decode(coarse)
        except Exception:  # there is none, or it is damaged: the whole says
            return _jpeg_2000(encoded, header, said)
    bits = 16 if said.precision <= 12 else 20
    try:
        with _QUIET:
            wide = np.asarray(_codecs.htj2k_decode(damage.wider(encoded, said, bits), planar=False))
        samples = damage.narrowed(wide, said, bits)
    except Exception:  # OpenJPEG says what it is
        samples = None
    if samples is not None:
        return samples, ""
    return np.asarray(_codecs.jpeg2k_decode(encoded)), damage.RANGE if header.transfer_syntax_uid in _LOSSLESS_WAVELET else ""


class _Quiet:
    """While OpenJPH decodes, in however many threads: what it raises inside its binding, where nothing can catch it, is not printed."""

    def __init__(self) -> None:
        self._lock, self._inside = threading.Lock(), 0
        self._exceptions, self._unraisables = sys.excepthook, sys.unraisablehook

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._exceptions, self._unraisables = sys.excepthook, sys.unraisablehook
                sys.excepthook, sys.unraisablehook = self._hear, self._hear_unraisable
            self._inside += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                sys.excepthook, sys.unraisablehook = self._exceptions, self._unraisables

    def _hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if trace is not None or str(error) != "ojph error":
            self._exceptions(kind, error, trace)

    def _hear_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        if "_copy_from_codestream" not in f"{unraisable.object}{unraisable.err_msg}":
            self._unraisables(unraisable)


_QUIET = _Quiet()


def _in_one_piece(said: Codestream) -> bool:
    """Whether nothing about a wavelet codestream is out of the ordinary: see ``codestreams.Wavelet``."""
    built = said.wavelet
    return built is not None and built.whole and built.plain and not built.start and said.precision <= 16


def _rle(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> tuple[Array, str]:
    """PackBits segments, one for each byte of a sample, the most significant first, sample after sample (PS3.5 annex G)."""
    rows, columns, samples, packed = header.rows, header.columns, header.samples_per_pixel, header.bits_allocated == 1
    dtype = np.dtype(np.uint8) if packed else np.dtype(f"<u{header.bits_allocated // 8}")
    size, wide = -(-rows * columns // 8) if packed else rows * columns, dtype.itemsize
    found = codestreams.rle(encoded)
    if found is None or len(found.segments) != samples * wide:
        raise ValueError("RLE header")
    pixels, sign = np.empty((size, samples, wide), np.uint8), ""
    for k, (start, end) in enumerate(found.segments):
        plane = np.frombuffer(_codecs.packbits_decode(encoded[start:end]), np.uint8)
        if len(plane) < size:
            raise ValueError("RLE segment too short")
        pixels[:, k // wide, wide - 1 - k % wide] = plane[:size]
        if bytes(encoded[max(start, end - 2 * (len(plane) - size)) : end]).strip(b"\0"):  # more than zeros that fill up the segment
            sign = damage.LEFT
    if packed:
        return np.unpackbits(pixels.ravel(), bitorder="little")[: rows * columns].reshape(rows, columns), sign
    values = pixels.view(dtype).reshape(rows, columns, samples)
    return (values[..., 0] if samples == 1 else values), sign


def _nothing(encoded: Bytes) -> Codestream | None:
    return None


_REAL_LOSSLESS = "real CT, MR, NM, XA, CR, US, SC files, against each other, against pydicom and DCMTK"
_JPEG_DAMAGE = (
    "Seen: data that ends before the last pixel or is left after it, of the picture and of each restart interval, to the bit in lossless "
    "pictures and to the block in others: nearly all that is lost, gained or zeroed; restart markers out of order. In progressive "
    "pictures and those of one scan a component nothing. Not seen by any decoder: a bit of a value itself, which is as valid; it moves "
    "a block or, lossless, the rest of a row"
)
JPEG = Decoder(
    "libjpeg-turbo",
    "pylibjpeg-libjpeg, DCMTK, Pillow",
    "real and made grey within 1 level, colour of any subsampling within 2; 12-bit MR, NM, XA, CR; restart intervals",
    _JPEG_DAMAGE + ". Colour subsampled in rows is decoded once more in grey to see it",
    decode=_jpeg,
    inspect=codestreams.jpeg,
)
JPEG_LOSSLESS = Decoder(
    "libjpeg-turbo",
    "pylibjpeg-libjpeg, DCMTK",
    _REAL_LOSSLESS + "; made files of 2 to 16 bits, predictors 1 to 7, point transforms, restart intervals, colour",
    _JPEG_DAMAGE + ". Values past the precision are seen too, but for 8 and 16 bits, where they wrap",
    decode=_jpeg,
    inspect=codestreams.jpeg,
)
JPEG_LS = Decoder(
    "CharLS",
    "pyjpegls, pylibjpeg-libjpeg, DCMTK",
    _REAL_LOSSLESS + "; made files of 2 to 16 bits, near 0 to 3, interleave 0, 1, 2",
    "CharLS refuses what does not end with its last pixel, which is nearly all: of 4,000 damaged streams 28 were shown",
    decode=_jpeg_ls,
    inspect=codestreams.jpeg,
)
JPEG_2000 = Decoder(
    "OpenJPEG",
    "pylibjpeg-openjpeg",
    _REAL_LOSSLESS + "; made files of 8 to 24 bits (deeper ones are refused), signed; 9-7 wavelet with ICT; JP2 files of RGB and YBR",
    "Seen: tile-parts that do not follow each other, markers inside coded data, what OpenJPEG's strict mode refuses, lossless values "
    "out of range. Not seen by any decoder: most of what lies inside a code block (64 x 64 coefficients), which decodes to others",
    decode=_jpeg_2000,
    inspect=codestreams.jpeg2000,
)
HTJ2K = Decoder(
    "OpenJPH, OpenJPEG",
    "OpenJPEG, pylibjpeg-openjpeg",
    "real RGB, 5-3 and 9-7; made 8 to 16 bits, signed, tiled, colour, odd sizes; 16,000 mutated ones were all refused, told or as OpenJPEG",
    "As JPEG 2000; more is refused, since lengths stand inside code blocks",
    decode=_htj2k,
    inspect=codestreams.jpeg2000,
)
RLE = Decoder(
    "imcd",
    "pylibjpeg-rle, DCMTK",
    "real CT, MR, NM, XA, CR, US, palette, 1-bit; made 8, 16, 32 bits, signed, colour",
    "Seen: a segment shorter (refused) or longer than its plane by more than zeros, or not one after the other. Not seen: one byte in "
    "place of another",
    decode=_rle,
    inspect=_nothing,
)

NATIVE = Reader(
    "NumPy",
    "pydicom, DCMTK",
    "all real files; made 1 to 64 bits, packed, floating point, signed, any HighBit, both byte orders, planar, YBR, palette",
    "Seen: fewer or more bytes than rows, columns and frames ask for; what is missing is filled with the darkest. Not seen: other bytes",
)
DEFLATED = Reader(
    "zlib, NumPy",
    "pydicom",
    "real deflated files and deflated frames; made ones of more and fewer bytes",
    "Seen: what zlib refuses, fewer or more bytes than asked for. Not seen: what inflates to other bytes (raw deflate has no checksum)",
)
VIDEO = Reader(  # a stream of pictures, in ``video``
    "FFmpeg's mpeg2video, h264 and hevc (LGPL)",
    "ffmpeg 5.1",
    "to the last bit on made streams: B pictures, open GOPs, interlaced, BT.601 and 709, both ranges, 10 bits; every frame in any order",
    "Seen: missing pictures, and what FFmpeg's own error detection tells of one. Not seen: the rest",
)

DECODERS: dict[str, Decoder] = {
    "1.2.840.10008.1.2.4.50": JPEG,  # JPEG Baseline (process 1)
    "1.2.840.10008.1.2.4.51": JPEG,  # JPEG Extended (processes 2 and 4)
    "1.2.840.10008.1.2.4.53": JPEG,  # JPEG Spectral Selection (processes 6 and 8, retired)
    "1.2.840.10008.1.2.4.55": JPEG,  # JPEG Full Progression (processes 10 and 12, retired)
    "1.2.840.10008.1.2.4.57": JPEG_LOSSLESS,  # JPEG Lossless, any predictor (process 14)
    "1.2.840.10008.1.2.4.70": JPEG_LOSSLESS,  # JPEG Lossless, first-order predictor (process 14, selection value 1)
    "1.2.840.10008.1.2.4.80": JPEG_LS,  # JPEG-LS Lossless
    "1.2.840.10008.1.2.4.81": JPEG_LS,  # JPEG-LS Near-lossless
    "1.2.840.10008.1.2.4.90": JPEG_2000,  # JPEG 2000, lossless only
    "1.2.840.10008.1.2.4.91": JPEG_2000,  # JPEG 2000
    "1.2.840.10008.1.2.4.92": JPEG_2000,  # JPEG 2000 part 2, lossless only (where it uses part 1 alone)
    "1.2.840.10008.1.2.4.93": JPEG_2000,  # JPEG 2000 part 2
    "1.2.840.10008.1.2.4.201": HTJ2K,  # HTJ2K, lossless only
    "1.2.840.10008.1.2.4.202": HTJ2K,  # HTJ2K, lossless, RPCL
    "1.2.840.10008.1.2.4.203": HTJ2K,  # HTJ2K
    "1.2.840.10008.1.2.5": RLE,  # RLE Lossless
}
READERS: dict[str, Reader] = {
    "1.2.840.10008.1.2": NATIVE,  # Implicit VR Little Endian
    "1.2.840.10008.1.2.1": NATIVE,  # Explicit VR Little Endian
    "1.2.840.10008.1.2.2": NATIVE,  # Explicit VR Big Endian
    "1.2.840.10008.1.2.1.98": NATIVE,  # Encapsulated Uncompressed Explicit VR Little Endian
    "1.2.840.10008.1.2.1.99": DEFLATED,  # Deflated Explicit VR Little Endian
    "1.2.840.10008.1.2.8.1": DEFLATED,  # Deflated Image Frame
    **DECODERS,
    **dict.fromkeys(syntaxes.VIDEO, VIDEO),
}  # every transfer syntax whose pixels are shown


def decode(encoded: Bytes, header: ImageHeader) -> tuple[Array, Codestream | None, tuple[Mark, ...]]:
    """Samples of one frame, what its codestream said, and marks of damage seen while decoding. Raises UndecodableImage with the reason."""
    decoder = DECODERS[header.transfer_syntax_uid]
    said = decoder.inspect(encoded)
    if said is None and decoder.inspect is not _nothing:
        raise UndecodableImage(tr("The compressed picture has no readable header."))
    if said is not None and (said.rows, said.columns, said.components) != (header.rows, header.columns, header.samples_per_pixel):
        raise UndecodableImage(
            tr(
                "The compressed picture is {columns} x {rows} with {samples} samples, "
                "its header says {header_columns} x {header_rows} with {header_samples}.",
                columns=said.columns,
                rows=said.rows,
                samples=said.components,
                header_columns=header.columns,
                header_rows=header.rows,
                header_samples=header.samples_per_pixel,
            )
        )
    if said is not None and said.precision > _DEEPEST:
        raise UndecodableImage(tr("{bits} bits a sample cannot be shown.", bits=said.precision))
    if said is not None and said.signed and said.components == 3:
        raise UndecodableImage(tr("The compressed picture has colours below zero: they cannot be shown."))
    try:
        samples, sign = decoder.decode(encoded, header, said)
    except MemoryError as error:
        raise UndecodableImage(tr("There is not enough memory to decode this image.")) from error
    except Exception as error:  # each codec raises its own kind
        raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=decoder.name)) from error
    wanted = (header.rows, header.columns) if header.samples_per_pixel == 1 else (header.rows, header.columns, header.samples_per_pixel)
    if samples.shape != wanted:
        raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=decoder.name))
    largest = max(int(samples.max()), -1 - int(samples.min())) if said is not None and said.precision > header.bits_allocated else 0
    if said is not None and largest >> (header.bits_allocated - said.signed):
        text = tr(
            "The compressed picture has {bits} bits a sample, its header says {header_bits}.",
            bits=said.precision,
            header_bits=header.bits_allocated,
        )
        raise UndecodableImage(text)
    return samples, said, (mark(sign),) if sign else ()


def mark(sign: str) -> Mark:
    """What a reader is told of a sign of damage."""
    said = {
        damage.EARLY: tr("its data ends before its last pixel"),
        damage.LEFT: tr("data is left after its last pixel"),
        damage.RANGE: tr("its values leave the range that lossless compression keeps"),
        damage.MARKER: tr("a marker stands inside its data"),
        damage.ORDER: tr("its parts do not follow each other as written"),
    }[sign]
    text = tr("The compressed picture is damaged ({sign}): what is shown may be wrong. Have it sent again.", sign=said)
    return Mark("damaged", text, "danger")
