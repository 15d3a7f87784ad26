"""An object for a peer that does not take its encoding: pixels decompressed, data set re-encoded (PS3.5 A). Lossless only."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from pydicom import dcmread
from pydicom.dataset import FileDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.uid import UID, ExplicitVRBigEndian, ImplicitVRLittleEndian

from workstation import decoding
from workstation.errors import UndecodableImage
from workstation.imaging import header
from workstation.language import number, tr
from workstation.net.contexts import DEFLATED, UNCOMPRESSED
from workstation.net.part10 import Label, label

LARGEST = 1 << 30  # bytes of pixels that are decompressed for a peer: a video of a minute would be 10 GB


class NoWay(UndecodableImage):
    """The object cannot be given in an encoding that the peer takes."""


def uncompressed(encoded: bytes, told: Label, syntax: str) -> bytes:
    """The data set (no file head) in Explicit or Implicit VR Little Endian. Raises NoWay."""
    try:
        cut = next((mark for mark in header.read(encoded).marks if mark.code == "truncated"), None)
        if cut is not None:  # re-encoded it would pass for whole
            raise NoWay(tr("the object could not be re-encoded ({cause}).", cause=cut.text))
        whole = dcmread(BytesIO(encoded))
        stored = told.transfer_syntax_uid
        if stored not in (*UNCOMPRESSED, *DEFLATED) and "PixelData" in whole:
            _decompress(whole, encoded)
        elif stored == ExplicitVRBigEndian:
            return _turned(whole, syntax)
        return _encode(whole, syntax)
    except NoWay:
        raise
    except Exception as error:  # a decoder or pydicom on a broken object: one object, one sentence
        raise NoWay(tr("the object could not be re-encoded ({cause}).", cause=" ".join(str(error).split())[:200])) from error


def _decompress(whole: FileDataset, encoded: bytes) -> None:
    told = header.read(encoded)
    size = told.number_of_frames * told.rows * told.columns * told.samples_per_pixel * max(1, told.bits_allocated // 8)
    if size > LARGEST:
        text = tr("the object would be {size} MB uncompressed: send it to an archive that takes it as it is", size=number(size / 1e6))
        raise NoWay(text)
    frames = [np.ascontiguousarray(decoding.frame(encoded, told, index)) for index in range(told.number_of_frames)]
    pixels = b"".join(f.astype(f.dtype.newbyteorder("<"), copy=False).tobytes() for f in frames)
    first = frames[0]
    if first.dtype.itemsize * 8 != whole.BitsAllocated:
        whole.BitsAllocated = first.dtype.itemsize * 8
    if first.ndim == 3:
        whole.PhotometricInterpretation = "RGB"
        whole.SamplesPerPixel = 3
        whole.PlanarConfiguration = 0
    whole.PixelData = pixels + b"\0" * (len(pixels) % 2)
    whole["PixelData"].VR = "OW" if first.dtype.itemsize > 1 else "OB"
    whole["PixelData"].is_undefined_length = False
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if keyword in whole:
            delattr(whole, keyword)


def _turned(whole: FileDataset, syntax: str) -> bytes:
    """From big to little endian: every element is decoded; the bytes of OW values are swapped (PS3.5 7.3)."""
    if "PixelData" in whole and int(whole.get("BitsAllocated", 8)) > 8:
        width = int(whole.BitsAllocated) // 8
        whole.PixelData = np.frombuffer(whole.PixelData, dtype=f">u{width}").astype(f"<u{width}").tobytes()
    out = DicomBytesIO()
    out.is_little_endian, out.is_implicit_VR = True, syntax == ImplicitVRLittleEndian
    write_dataset(out, whole)
    return bytes(out.getvalue())


def _encode(whole: FileDataset, syntax: str) -> bytes:
    whole.file_meta.TransferSyntaxUID = UID(syntax)
    out = BytesIO()
    whole.save_as(out, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=True, enforce_file_format=True)
    written = out.getvalue()
    return written[label(written).offset :]
