"""Part-10 files fast: what a series shares is encoded once, only what differs is encoded for each image (PS3.5, PS3.10)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, RLELossless

from workstation.phantoms.uids import IMPLEMENTATION_CLASS_UID

Pieces = list[tuple[int, bytes]]
PIXELS = 0x7FE00010


def pieces(dataset: Dataset) -> Pieces:
    """Each element of a data set, encoded explicit little endian, with its tag."""
    found: Pieces = []
    for element in dataset:
        stream = DicomBytesIO()
        stream.is_little_endian = True
        stream.is_implicit_VR = False
        write_data_element(stream, element, "utf-8")
        found.append((int(element.tag), stream.getvalue()))
    return found


def part10(shared: Pieces, own: Dataset, frames: NDArray[np.generic], syntax: UID = ExplicitVRLittleEndian) -> bytes:
    """One file. ``frames``: (rows, columns), (frames, rows, columns), or with a last axis of 3 samples.

    ``own`` has what differs from ``shared`` and must have SOPInstanceUID; ``shared`` must have SOPClassUID."""
    merged = dict(shared)
    merged.update(pieces(own))
    sop_class = merged[0x00080016][8:].rstrip(b"\0").decode("ascii")
    if syntax == ExplicitVRLittleEndian:
        pixels = np.ascontiguousarray(frames).tobytes()
        pixels += b"\0" * (len(pixels) % 2)
        vr = b"OW" if frames.dtype.itemsize > 1 else b"OB"
        head = struct.pack("<HH2sHI", 0x7FE0, 0x0010, vr, 0, len(pixels))
        tail = b""
    else:
        samples = frames.shape[-1] if frames.ndim > 2 and frames.shape[-1] == 3 else 1
        each = frames if frames.ndim == (4 if samples == 3 else 3) else frames[None]
        pixels = _encapsulated(encoded(frame, syntax) for frame in each)
        head = struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, 0xFFFFFFFF)
        tail = b""
    body = b"".join(merged[tag] for tag in sorted(merged))
    return b"".join((_preamble(sop_class, str(own.SOPInstanceUID), str(syntax)), body, head, pixels, tail))


def without_pixels(dataset: Dataset) -> bytes:
    """One file of an object that has no pixels, explicit little endian."""
    body = b"".join(element for _, element in pieces(dataset))
    return _preamble(str(dataset.SOPClassUID), str(dataset.SOPInstanceUID), str(ExplicitVRLittleEndian)) + body


def encoded(frame: NDArray[np.generic], syntax: UID) -> bytes:
    """One frame in that transfer syntax."""
    frame = np.ascontiguousarray(frame)
    if syntax == JPEGLSLossless:
        return bytes(imagecodecs.jpegls_encode(frame))
    if syntax == JPEG2000Lossless:
        return bytes(imagecodecs.jpeg2k_encode(frame, codecformat="j2k", reversible=True, level=0))
    if syntax == JPEGBaseline8Bit:
        return bytes(imagecodecs.jpeg8_encode(frame, level=88, subsampling="422" if frame.ndim == 3 else None))
    if syntax == RLELossless:
        return _rle(frame)
    raise ValueError(f"no encoder for {syntax.name}")


def _rle(frame: NDArray[np.generic]) -> bytes:
    from rle.rle import encode_frame

    if frame.ndim != 2:
        raise ValueError("RLE is used for grey images only")
    return bytes(encode_frame(frame.tobytes(), frame.shape[0], frame.shape[1], 1, frame.dtype.itemsize * 8, "<"))


def _encapsulated(frames: Iterable[bytes]) -> bytes:
    """Fragments of one frame each behind an empty offset table (PS3.5 A.4)."""
    parts = [struct.pack("<HHI", 0xFFFE, 0xE000, 0)]
    for frame in frames:
        padded = frame + b"\0" * (len(frame) % 2)
        parts += [struct.pack("<HHI", 0xFFFE, 0xE000, len(padded)), padded]
    parts.append(struct.pack("<HHI", 0xFFFE, 0xE0DD, 0))
    return b"".join(parts)


def _text(tag: int, vr: bytes, value: str) -> bytes:
    raw = value.encode("ascii")
    raw += (b"\0" if vr == b"UI" else b" ") * (len(raw) % 2)
    return struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr, len(raw)) + raw


def _preamble(sop_class: str, sop_instance: str, syntax: str) -> bytes:
    """Preamble and file meta information (PS3.10 7.1)."""
    meta = struct.pack("<HH2sHI", 0x0002, 0x0001, b"OB", 0, 2) + b"\0\1"
    meta += _text(0x00020002, b"UI", sop_class) + _text(0x00020003, b"UI", sop_instance) + _text(0x00020010, b"UI", syntax)
    meta += _text(0x00020012, b"UI", IMPLEMENTATION_CLASS_UID) + _text(0x00020013, b"SH", "GARONNE_PHANTOM")
    return b"\0" * 128 + b"DICM" + struct.pack("<HH2sHI", 0x0002, 0x0000, b"UL", 4, len(meta)) + meta
