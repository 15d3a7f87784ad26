"""Decoding by transfer syntax, MB of stored values a second: of one core's time, beside pydicom with pylibjpeg on the same frames, then
on all processors by the clock on the wall. Frames are noisy bodies of 512 x 512 x 16 bits (8 bits for baseline JPEG), made and
compressed here.

Ours is ``imaging.decode``, in threads: what a child of ``decoding`` does, without the pipe. Both sides read the whole file for each frame.
Videos are encoded by ffmpeg where it is installed; pydicom decodes none, so there the rate stands alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import UID

from workstation.benchmarks.exam import slice_of, slices
from workstation.benchmarks.ratio import Ratio
from workstation.imaging import decode, header

Frame = npt.NDArray[Any]
_codecs: Any = imagecodecs
TWICE = ("57", "70", "80", "81", "201", "202", "203")  # these are to be at least twice as fast, nothing slower than the other


def _rle(frame: Frame) -> bytes:
    from rle.rle import encode_frame

    return bytes(encode_frame(frame.tobytes(), *frame.shape, 1, frame.dtype.itemsize * 8, "<"))


def _htj2k(frame: Frame) -> bytes:
    return bytes(_codecs.htj2k_encode(frame, reversible=True))


def _deflated(frame: Frame) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(frame.tobytes()) + stream.flush()


ENCODERS: dict[str, Callable[[Frame], bytes]] = {
    "1.2.840.10008.1.2": lambda frame: frame.tobytes(),
    "1.2.840.10008.1.2.1": lambda frame: frame.tobytes(),
    "1.2.840.10008.1.2.1.99": lambda frame: frame.tobytes(),
    "1.2.840.10008.1.2.2": lambda frame: frame.astype(">u2").tobytes(),
    "1.2.840.10008.1.2.1.98": lambda frame: frame.tobytes(),
    "1.2.840.10008.1.2.8.1": _deflated,
    "1.2.840.10008.1.2.5": _rle,
    "1.2.840.10008.1.2.4.50": lambda frame: bytes(_codecs.jpeg8_encode(frame, level=90)),
    "1.2.840.10008.1.2.4.51": lambda frame: bytes(_codecs.jpeg8_encode(frame >> 4, level=90, bitspersample=12)),
    "1.2.840.10008.1.2.4.57": lambda frame: bytes(_codecs.jpeg8_encode(frame, lossless=True, predictor=6, bitspersample=16)),
    "1.2.840.10008.1.2.4.70": lambda frame: bytes(_codecs.jpeg8_encode(frame, lossless=True, predictor=1, bitspersample=16)),
    "1.2.840.10008.1.2.4.80": lambda frame: bytes(_codecs.jpegls_encode(frame)),
    "1.2.840.10008.1.2.4.81": lambda frame: bytes(_codecs.jpegls_encode(frame, level=2)),
    "1.2.840.10008.1.2.4.90": lambda frame: bytes(_codecs.jpeg2k_encode(frame, codecformat="j2k", reversible=True, level=0, resolutions=6)),
    "1.2.840.10008.1.2.4.91": lambda frame: bytes(_codecs.jpeg2k_encode(frame, codecformat="j2k", level=90, resolutions=6)),
    "1.2.840.10008.1.2.4.201": _htj2k,
    "1.2.840.10008.1.2.4.202": _htj2k,
    "1.2.840.10008.1.2.4.203": _htj2k,
}
_NATIVE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2")
FILMED = {"1.2.840.10008.1.2.4.100": "mpeg2video", "1.2.840.10008.1.2.4.102": "libx264", "1.2.840.10008.1.2.4.107": "libx265"}


def files(syntax: str, count: int, size: int) -> list[bytes]:
    """Part-10 files of ``count`` frames in a transfer syntax."""
    made = []
    for n, content in enumerate(slices(count, size)):
        pixels = pydicom.dcmread(BytesIO(content)).pixel_array
        frame = (pixels.astype(np.int32) + 1200).astype(np.uint16)
        bits = {"1.2.840.10008.1.2.4.50": 8, "1.2.840.10008.1.2.4.51": 12}.get(syntax, 16)
        if bits == 8:
            frame = (frame >> 4).astype(np.uint8)
        ds = slice_of(n, size, pixels)
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8 if bits == 8 else 16, bits, bits - 1, 0
        made.append(_written(ds, syntax, [ENCODERS[syntax](frame)]))
    return made


def _written(ds: pydicom.Dataset, syntax: str, frames: Sequence[bytes]) -> bytes:
    """The data set as a file of a syntax, of those too that pydicom cannot write by itself."""
    native = syntax in _NATIVE
    ds.file_meta.TransferSyntaxUID = UID(syntax)
    ds.PixelData = frames[0] if native else encapsulate(list(frames))
    ds["PixelData"].is_undefined_length = not native
    ds["PixelData"].VR = "OW" if native else "OB"
    ds.preamble = bytes(128)
    out = BytesIO()
    if syntax == "1.2.840.10008.1.2.2":
        pydicom.dcmwrite(out, ds, implicit_vr=False, little_endian=False, force_encoding=True)
    elif native:
        pydicom.dcmwrite(out, ds, enforce_file_format=True)
    else:
        pydicom.dcmwrite(out, ds, implicit_vr=False, little_endian=True, force_encoding=True)
    return out.getvalue()


def video_file(syntax: str, count: int, size: int) -> bytes | None:
    """A film of ``count`` slices by ffmpeg, None where it is not there or has no such encoder."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        return None
    frames = [(pydicom.dcmread(BytesIO(c)).pixel_array.astype(np.int32) + 1200 >> 4).astype(np.uint8) for c in slices(count, size)]
    with tempfile.TemporaryDirectory() as folder:
        stream = Path(folder) / ("film.m2v" if "mpeg2" in FILMED[syntax] else "film.264" if "264" in FILMED[syntax] else "film.265")
        given = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{size}x{size}", "-r", "25", "-i", "-"]
        command = [
            ffmpeg,
            "-loglevel",
            "quiet",
            *given,
            "-x265-params",
            "log-level=none",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            FILMED[syntax],
            "-b:v",
            "8M",
            str(stream),
        ]
        done = subprocess.run(command, input=b"".join(f.tobytes() for f in frames), check=False)
        if done.returncode or not stream.is_file():
            return None
        coded = stream.read_bytes()
    ds = slice_of(0, size, np.zeros((size, size), np.int16))
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PlanarConfiguration = 3, "YBR_PARTIAL_420", 0
    ds.NumberOfFrames = count
    return _written(ds, syntax, [coded])


def _rate(work: Callable[[], object], megabytes: float, clock: Callable[[], float] = time.process_time) -> float:
    """MB a second of processor time, which is a core's own rate also where other programs take their share; or by another clock."""
    started = clock()
    work()
    return megabytes / max(clock() - started, 1e-9)


def _theirs(made: list[bytes]) -> None:
    for one in made:
        ds = pydicom.dcmread(BytesIO(one))
        if ds.file_meta.TransferSyntaxUID not in (*_NATIVE, "1.2.840.10008.1.2.1.98"):
            ds.pixel_array_options(decoding_plugin="pylibjpeg")
        assert ds.pixel_array.size


def _compared(syntax: str, made: list[bytes], rounds: int) -> Ratio:
    """One syntax: medians of ``rounds`` turns, ours and theirs one after the other, after a turn that is not counted."""
    processors = os.cpu_count() or 1
    headers = [header.read(one) for one in made]
    each = [(one, told, n) for one, told in zip(made, headers, strict=True) for n in range(told.number_of_frames)]
    megabytes = sum(decode.frame(*one).nbytes for one in each) / 1e6

    def ours() -> None:
        for one in each:
            decode.frame(*one)

    alone: list[float] = []
    beside: list[float] = []
    together: list[float] = []
    problem = ""
    with ThreadPoolExecutor(processors) as pool:
        for turn in range(rounds + 1):
            figures = [_rate(ours, megabytes)]
            try:
                figures.append(_rate(lambda: _theirs(made), megabytes))
            except Exception as error:  # its plug-in is not there, or does not take these frames
                figures.append(0.0)
                problem = type(error).__name__
            all_of_them = _rate(lambda: list(pool.map(lambda _: ours(), range(processors))), megabytes * processors, time.perf_counter)
            figures.append(all_of_them)
            if turn:
                for kept, figure in zip((alone, beside, together), figures, strict=True):
                    kept.append(figure)
    note = f"{processors} threads: {median(together):.0f} MB/s"
    other = "pydicom with pylibjpeg" if median(beside) else f"pydicom with pylibjpeg (cannot: {problem})"
    goal = (2.0 if syntax.rsplit(".", 1)[1] in TWICE else 1.0) if median(beside) else None
    name = "Deflated Image Frame" if syntax == "1.2.840.10008.1.2.8.1" else UID(syntax).name.replace(" Image Compression", "")
    return Ratio(f"decode {name[:60]}", median(alone), median(beside), other, "MB/s", goal, note, at_least=True)


def measure(count: int = 6, size: int = 512, rounds: int = 5, films: bool = True) -> Iterator[Ratio]:
    """Each transfer syntax that can be made here; ``ratio`` is how many times pydicom's rate ours is."""
    for syntax in ENCODERS:
        yield _compared(syntax, files(syntax, count, size), rounds)
    for syntax in FILMED if films else ():
        film = video_file(syntax, 4 * count, size)
        if film is not None:
            yield _compared(syntax, [film], rounds)
