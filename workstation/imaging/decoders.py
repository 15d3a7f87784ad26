"""THE decoder table: for each transfer syntax the decoder used, the reference it was compared with, and on what both proved equal.

All of ``imagecodecs`` (BSD) releases the interpreter lock. The GPL witness ``pylibjpeg-libjpeg`` is used by tests only and never
shipped. "Real" files are the shared samples of the WG-04 and pydicom; "made" ones are encoded by tests from random pixels.

A decoder gets the codestream of one frame and what is known of it, and returns samples as the codestream holds them, shape
(rows, columns) or (rows, columns, samples). Sign, unused bits and colour come after (``stored``, ``colour``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging import codestreams
from workstation.imaging.codestreams import Codestream
from workstation.imaging.colour import interleaved
from workstation.imaging.model import ImageHeader
from workstation.language import tr

Array = npt.NDArray[Any]
Bytes = bytes | memoryview
_codecs: Any = imagecodecs  # its annotations leave out memoryview, which it takes


@dataclass(frozen=True, slots=True)
class Decoder:
    """One row of the table."""

    name: str
    decode: Callable[[Bytes, ImageHeader, Codestream | None], Array]
    inspect: Callable[[Bytes], Codestream | None]
    reference: str
    equal_on: str


def _jpeg(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> Array:
    """libjpeg-turbo 3: all precisions from 2 to 16 bits, DCT and lossless with any predictor. Colour is left as coded; see ``colour``."""
    if said is not None and said.components == 3:
        space = "RGB" if said.colour == "RGB" else "YCBCR"
        return np.asarray(_codecs.jpeg8_decode(encoded, colorspace=space, outcolorspace=space))
    return np.asarray(_codecs.jpeg8_decode(encoded))


def _jpeg_ls(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> Array:
    """CharLS. Without an end marker it searches for one for seconds, so a stream that was cut gets one and fails at once."""
    if b"\xff\xd9" not in bytes(encoded[-8:]):
        encoded = bytes(encoded) + b"\xff\xd9"
    return np.asarray(_codecs.jpegls_decode(encoded))


def _jpeg_2000(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> Array:
    """OpenJPEG, for HTJ2K too. OpenJPH is nearly twice as fast there but cannot be trusted with a diagnosis: on a damaged stream its
    binding returns what memory held as if all were well, and its 9-7 path wraps overflowing samples (255 becomes 0)."""
    return np.asarray(_codecs.jpeg2k_decode(encoded))


def _rle(encoded: Bytes, header: ImageHeader, said: Codestream | None) -> Array:
    """PackBits segments, most significant byte first, planes one after the other (PS3.5 annex G)."""
    rows, columns, samples = header.rows, header.columns, header.samples_per_pixel
    if header.bits_allocated == 1:
        packed = np.frombuffer(_codecs.dicomrle_decode(bytes(encoded), np.uint8), np.uint8)
        return np.unpackbits(packed, bitorder="little")[: rows * columns].reshape(rows, columns)
    dtype = np.dtype(f"<u{header.bits_allocated // 8}")
    flat = np.frombuffer(_codecs.dicomrle_decode(bytes(encoded), dtype), dtype)
    planes = flat[: rows * columns * samples].reshape(samples, rows, columns)
    return planes[0] if samples == 1 else interleaved(planes)


def _nothing(encoded: Bytes) -> Codestream | None:
    return None


_REAL_LOSSLESS = "real CT, MR, NM, XA, CR, US, SC files, against each other and against pydicom; made files of 2 to 16 bits"
JPEG = Decoder(
    "libjpeg-turbo", _jpeg, codestreams.jpeg, "pylibjpeg-libjpeg, dcmj2pnm", "real and made colour within 2 levels; 12-bit MR, NM, XA, CR"
)
JPEG_LOSSLESS = Decoder("libjpeg-turbo", _jpeg, codestreams.jpeg, "pylibjpeg-libjpeg, ljpeg", _REAL_LOSSLESS)
JPEG_LS = Decoder(
    "CharLS", _jpeg_ls, codestreams.jpeg, "pyjpegls, pylibjpeg-libjpeg", _REAL_LOSSLESS + "; interleave 0, 1, 2; near-lossless"
)
JPEG_2000 = Decoder("OpenJPEG", _jpeg_2000, codestreams.jpeg2000, "pylibjpeg-openjpeg", _REAL_LOSSLESS + "; 9-7 wavelet with ICT")
HTJ2K = Decoder(
    "OpenJPEG", _jpeg_2000, codestreams.jpeg2000, "pylibjpeg-openjpeg, OpenJPH", "real RGB, 5-3 and 9-7; made 8 to 16 bits, signed"
)
RLE = Decoder("imcd", _rle, _nothing, "pylibjpeg-rle", "real CT, MR, NM, XA, CR, US, palette, 1-bit")

DECODERS: dict[str, Decoder] = {
    "1.2.840.10008.1.2.4.50": JPEG,  # JPEG Baseline (process 1)
    "1.2.840.10008.1.2.4.51": JPEG,  # JPEG Extended (processes 2 and 4)
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


def decode(encoded: Bytes, header: ImageHeader) -> tuple[Array, Codestream | None]:
    """Samples of one frame and what its codestream said. Raises UndecodableImage with the reason."""
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
    try:
        samples = decoder.decode(encoded, header, said)
    except MemoryError as error:
        raise UndecodableImage(tr("There is not enough memory to decode this image.")) from error
    except Exception as error:  # each codec raises its own kind
        raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=decoder.name)) from error
    wanted = (header.rows, header.columns) if header.samples_per_pixel == 1 else (header.rows, header.columns, header.samples_per_pixel)
    if samples.shape != wanted:
        raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder=decoder.name))
    return samples, said
