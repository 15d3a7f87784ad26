"""Videos: frames a second to RGB, through the child that decodes them, beside the program ``ffmpeg`` on the same stream. It is only needed
here, to make one and to compare with; without it there are no figures."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import generate_uid

from workstation.benchmarks.ratio import Ratio, in_turn, timed
from workstation.decoding import Decoding
from workstation.imaging import header
from workstation.imaging.model import ImageHeader

KINDS = {
    "MPEG-4 AVC": ("1.2.840.10008.1.2.4.102", ("libx264", "-preset", "ultrafast", "-b:v", "8M", "-bf", "2")),
    "MPEG-2": ("1.2.840.10008.1.2.4.101", ("mpeg2video", "-b:v", "12M", "-bf", "2")),
}


def measure(frames: int = 100, size: tuple[int, int] = (1920, 1080), pairs: int = 3) -> Iterator[Ratio]:
    """Seconds for all frames of a noisy moving picture, one after the other."""
    program = shutil.which("ffmpeg")
    if program is None:
        return
    for name, (syntax, coder) in KINDS.items():
        coded = _made(program, coder, frames, size)
        read = _dicom(coded, syntax, frames, size)
        told = header.read(read)
        decoding = Decoding(1)
        decoding.frame(read, told, 0)

        def ours(decoding: Decoding = decoding, read: bytes = read, told: ImageHeader = told) -> None:
            for n in range(told.number_of_frames):
                decoding.frame(read, told, n)

        def beside(coded: bytes = coded) -> None:
            call = [program or "", "-v", "error", "-f", "mpegts", "-i", "-", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
            subprocess.run(call, input=coded, stdout=subprocess.DEVNULL, check=True, timeout=120)

        seconds, other = in_turn(partial(timed, ours), partial(timed, beside), pairs)
        decoding.close()
        note = f"{size[0]} x {size[1]}, {told.number_of_frames / seconds:.0f}/s"
        yield Ratio(f"video {name}, {told.number_of_frames} frames", seconds, other, "ffmpeg", note=note)


def _made(program: str, coder: tuple[str, ...], frames: int, size: tuple[int, int]) -> bytes:
    source = f"testsrc2=size={size[0]}x{size[1]}:rate=25"
    call = [program, "-v", "error", "-f", "lavfi", "-i", source, "-vf", "noise=alls=8:allf=t", "-frames:v", str(frames)]
    return subprocess.run(
        [*call, "-c:v", *coder, "-g", "25", "-pix_fmt", "yuv420p", "-f", "mpegts", "-"], capture_output=True, check=True, timeout=300
    ).stdout


def _dicom(coded: bytes, syntax: str, frames: int, size: tuple[int, int]) -> bytes:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.1.1"  # Video Endoscopic Image Storage
    ds.SOPInstanceUID, ds.SeriesInstanceUID, ds.StudyInstanceUID = generate_uid(), generate_uid(), generate_uid()
    ds.Modality, ds.NumberOfFrames, ds.Columns, ds.Rows = "ES", frames, *size
    ds.SamplesPerPixel, ds.PlanarConfiguration, ds.PhotometricInterpretation = 3, 0, "YBR_PARTIAL_420"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.PixelData = encapsulate([coded], has_bot=False)
    return header.encode(ds)
