"""A lossless JPEG encoder (T.81 annex H) for what no library at hand writes: point transforms, restart intervals, any precision."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

_LENGTHS = bytes([0, 0, 0, 0, 17]) + bytes(11)  # the 17 categories in codes of five bits


def _predictions(samples: np.ndarray[Any, Any], predictor: int, first: int, restart_rows: int) -> np.ndarray[Any, Any]:
    """What each sample (rows, columns) is predicted from (H.1.2.1): the first row from the left, the first column from above."""
    left, up, corner = (np.zeros_like(samples) for _ in range(3))
    left[:, 1:], up[1:], corner[1:, 1:] = samples[:, :-1], samples[:-1], samples[:-1, :-1]
    by = [left, up, corner, left + up - corner, left + ((up - corner) >> 1), up + ((left - corner) >> 1), (left + up) >> 1]
    predicted = by[predictor - 1].copy()
    predicted[1:, 0] = samples[:-1, 0]
    for row in range(0, len(samples), restart_rows or len(samples)):
        predicted[row] = left[row]
        predicted[row, 0] = first
    return predicted


def lossless_jpeg(
    pixels: np.ndarray[Any, Any], precision: int, predictor: int = 1, point_transform: int = 0, restart_rows: int = 0
) -> bytes:
    """``pixels`` (rows, columns) or (rows, columns, 3) as a codestream of process 14; with a point transform the low bits are lost."""
    planes = np.atleast_3d(pixels.astype(np.int64)) >> point_transform
    rows, columns, components = planes.shape
    predicted = [_predictions(planes[..., c], predictor, 1 << (precision - point_transform - 1), restart_rows) for c in range(components)]
    differences = np.stack([(planes[..., c] - predicted[c] + 32768) % 65536 - 32768 for c in range(components)], -1)
    head = b"\xff\xd8" + _segment(0xC4, bytes([0]) + _LENGTHS + bytes(range(17)))
    parts = b"".join(bytes([c + 1, 0x11, 0]) for c in range(components))
    head += _segment(0xC3, struct.pack(">BHHB", precision, rows, columns, components) + parts)
    if restart_rows:
        head += _segment(0xDD, struct.pack(">H", restart_rows * columns))
    selected = b"".join(bytes([c + 1, 0]) for c in range(components))
    head += _segment(0xDA, bytes([components]) + selected + bytes([predictor, 0, point_transform]))
    step = restart_rows or rows
    coded = [_entropy(differences[row : row + step]) for row in range(0, rows, step)]
    return head + b"".join(c + bytes([0xFF, 0xD0 + n % 8]) for n, c in enumerate(coded[:-1])) + coded[-1] + b"\xff\xd9"


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _entropy(differences: np.ndarray[Any, Any]) -> bytes:
    bits = []
    for value in differences.ravel().tolist():
        size = 16 if value == -32768 else abs(value).bit_length()
        bits.append(f"{size:05b}")
        if 0 < size < 16:
            bits.append(f"{value if value > 0 else value + (1 << size) - 1:0{size}b}")
    joined = "".join(bits)
    joined += "1" * (-len(joined) % 8)
    return int(joined, 2).to_bytes(len(joined) // 8, "big").replace(b"\xff", b"\xff\x00")
