"""Small videos made while a test runs, by Debian's ffmpeg, wrapped in DICOM; and what ffmpeg itself decodes of them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import generate_uid

from workstation.imaging import header

ENDOSCOPY = "1.2.840.10008.5.1.4.1.1.77.1.1.1"  # Video Endoscopic Image Storage
MPEG2, MPEG2_HL = "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101"
AVC, AVC_FRAGMENTED = "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.102.1"
HEVC, HEVC_10 = "1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108"
SIZE = (96, 128)  # rows, columns


def needs_ffmpeg() -> str:
    """The program, or the test is skipped, saying so."""
    found = shutil.which("ffmpeg")
    if found is None:
        pytest.skip("ffmpeg is not installed: no video can be made to be read")
    return found


@cache
def made(*options: str, ending: str, source: str = "testsrc2=size=128x96:rate=25:duration=1.6") -> bytes:
    """A video of moving colours, coded with ffmpeg's options."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"made.{ending}")
        call = [needs_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", source, *options, "-threads", "1", str(path)]
        subprocess.run(call, check=True, timeout=60)
        return path.read_bytes()


def by_ffmpeg(video: bytes, ending: str, deep: bool = False, size: tuple[int, int] = SIZE) -> NDArray[np.generic]:
    """All frames as ffmpeg converts them to RGB, (frames, rows, columns, 3)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"made.{ending}")
        path.write_bytes(video)
        call = [needs_ffmpeg(), "-v", "quiet", "-i", str(path), "-vsync", "passthrough", "-pix_fmt", "rgb48le" if deep else "rgb24"]
        raw = subprocess.run([*call, "-f", "rawvideo", "-"], capture_output=True, timeout=60).stdout
    return np.frombuffer(raw, "<u2" if deep else np.uint8).reshape(-1, *size, 3)


def dicom(
    video: bytes, syntax: str, frames: int | None, *, fragment: int = 0, bits: int = 8, size: tuple[int, int] = SIZE, **elements: object
) -> bytes:
    """The video as a Part-10 file, in one fragment or in fragments of so many bytes; keywords set elements."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.SOPClassUID, ds.SOPInstanceUID = ENDOSCOPY, generate_uid()
    ds.SeriesInstanceUID, ds.StudyInstanceUID = generate_uid(), generate_uid()
    ds.Modality, ds.PatientID, ds.PatientName = "ES", "V1", "Video^Anna"
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PlanarConfiguration = *size, 3, 0
    ds.PhotometricInterpretation = "YBR_PARTIAL_420"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = (16 if bits > 8 else 8), bits, bits - 1, 0
    if frames is not None:
        ds.NumberOfFrames = frames
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    step = fragment or max(1, len(video))
    ds.PixelData = encapsulate([video[n : n + step] for n in range(0, len(video), step)], has_bot=False)
    return header.encode(ds)
