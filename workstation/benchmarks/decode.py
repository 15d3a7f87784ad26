"""Decoding by transfer syntax, MB of stored values a second: one thread beside pydicom with pylibjpeg on the same frames, then all
processors. Frames are noisy bodies of 512 x 512 x 16 bits (8 bits for baseline JPEG), compressed here."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from statistics import median
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import UID

from workstation.benchmarks.exam import encoded, slice_of, slices
from workstation.benchmarks.ratio import Ratio
from workstation.imaging import decode, header
from workstation.imaging.decoders import DECODERS

Frame = npt.NDArray[Any]
_codecs: Any = imagecodecs


def _rle(frame: Frame) -> bytes:
    from rle.rle import encode_frame

    return bytes(encode_frame(frame.tobytes(), *frame.shape, 1, frame.dtype.itemsize * 8, "<"))


def _htj2k(frame: Frame) -> bytes:
    return bytes(_codecs.htj2k_encode(frame, reversible=True))


ENCODERS: dict[str, Callable[[Frame], bytes]] = {
    "1.2.840.10008.1.2.4.50": lambda frame: bytes(_codecs.jpeg8_encode(frame, level=90)),
    "1.2.840.10008.1.2.4.51": lambda frame: bytes(_codecs.jpeg8_encode(frame >> 4, level=90, bitspersample=12)),
    "1.2.840.10008.1.2.4.57": lambda frame: bytes(_codecs.jpeg8_encode(frame, lossless=True, bitspersample=16)),
    "1.2.840.10008.1.2.4.70": lambda frame: bytes(_codecs.jpeg8_encode(frame, lossless=True, predictor=1, bitspersample=16)),
    "1.2.840.10008.1.2.4.80": lambda frame: bytes(_codecs.jpegls_encode(frame)),
    "1.2.840.10008.1.2.4.81": lambda frame: bytes(_codecs.jpegls_encode(frame, level=2)),
    "1.2.840.10008.1.2.4.90": lambda frame: bytes(_codecs.jpeg2k_encode(frame, codecformat="j2k", reversible=True, level=0)),
    "1.2.840.10008.1.2.4.91": lambda frame: bytes(_codecs.jpeg2k_encode(frame, codecformat="j2k", level=60)),
    "1.2.840.10008.1.2.4.201": _htj2k,
    "1.2.840.10008.1.2.4.202": _htj2k,
    "1.2.840.10008.1.2.4.203": _htj2k,
    "1.2.840.10008.1.2.5": _rle,
}


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
        ds.file_meta.TransferSyntaxUID = UID(syntax)
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8 if bits == 8 else 16, bits, bits - 1, 0
        ds.PixelData = encapsulate([ENCODERS[syntax](frame)])
        ds["PixelData"].is_undefined_length = True
        made.append(encoded(ds))
    return made


def _rate(work: Callable[[], object], megabytes: float) -> float:
    started = time.perf_counter()
    work()
    return megabytes / (time.perf_counter() - started)


def measure(count: int = 6, size: int = 512, rounds: int = 3) -> Iterator[Ratio]:
    """Each transfer syntax of imaging.decoders that can be made here; ``ratio`` is how many times pydicom's rate ours is."""
    processors = os.cpu_count() or 1
    for syntax in DECODERS:
        if syntax not in ENCODERS:
            continue
        made = files(syntax, count, size)
        headers = [header.read(one) for one in made]
        megabytes = count * size * size * headers[0].bits_allocated / 8 / 1e6

        def ours(made: list[bytes] = made, headers: list[Any] = headers) -> None:
            for one, told in zip(made, headers, strict=True):
                decode.frame(one, told)

        def theirs(made: list[bytes] = made) -> None:
            for one in made:
                ds = pydicom.dcmread(BytesIO(one))
                ds.pixel_array_options(decoding_plugin="pylibjpeg")
                assert ds.pixel_array.size

        name, problem = UID(syntax).name, ""
        alone: list[float] = []
        beside: list[float] = []
        together: list[float] = []
        with ThreadPoolExecutor(processors) as pool:
            for turn in range(rounds + 1):
                figures = [_rate(ours, megabytes)]
                try:
                    figures.append(_rate(theirs, megabytes))
                except Exception as error:  # its plug-in is not there, or does not take these frames
                    figures.append(0.0)
                    problem = type(error).__name__
                figures.append(_rate(lambda work=ours: list(pool.map(lambda _: work(), range(processors))), megabytes * processors))  # type: ignore[misc]
                if turn:
                    for kept, figure in zip((alone, beside, together), figures, strict=True):
                        kept.append(figure)
        note = f"{processors} threads: {median(together):.0f} MB/s"
        other = "pydicom with pylibjpeg" if median(beside) else f"pydicom with pylibjpeg (cannot: {problem})"
        yield Ratio(f"decode {name[:60]}", median(alone), median(beside), other, "MB/s", None, note)
