"""RLE (PS3.5 annex G) read by Python alone: slow, and nothing in it can end the program. For bits that the decoder of pixels clears."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt


def samples(coded: bytes | memoryview, bits: int, count: int) -> npt.NDArray[Any] | None:
    """``count`` samples of ``bits`` (8, 16 or 32) with one component, all bits kept; None where the segments do not hold them."""
    coded = bytes(coded)
    if len(coded) < 64:
        return None
    segments, *offsets = struct.unpack_from("<16I", coded)
    if segments != bits // 8:
        return None
    bounds = [*offsets[:segments], len(coded)]
    planes = []
    for start, end in pairwise(bounds):  # most significant bytes first
        plane = unpacked(coded, start, min(end, len(coded)), count) if 64 <= start < end else b""
        if len(plane) != count:
            return None
        planes.append(np.frombuffer(plane, np.uint8))
    return np.ascontiguousarray(np.stack(planes, -1)).view(f">u{segments}").reshape(-1)


def unpacked(coded: bytes, start: int, end: int, size: int) -> bytes:
    """One segment, at most ``size`` bytes of it (G.3.2)."""
    out, at = bytearray(), start
    while at + 1 < end and len(out) < size:
        head = coded[at]
        if head < 128:
            out += coded[at + 1 : min(at + 2 + head, end)]
            at += 2 + head
        else:
            if head > 128:
                out += coded[at + 1 : at + 2] * (257 - head)
            at += 1 if head == 128 else 2
    return bytes(out[:size])
