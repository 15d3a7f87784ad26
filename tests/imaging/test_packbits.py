"""RLE read by Python gives what pylibjpeg packed, and nothing where the segments lie."""

from __future__ import annotations

import numpy as np
import pytest
from rle.rle import encode_frame

from workstation.imaging import packbits


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_samples_come_back_with_all_their_bits(bits: int) -> None:
    chance = np.random.default_rng(bits)
    pixels = chance.integers(0, 1 << bits, (37, 51), f"<u{bits // 8}")
    pixels[5:20] = 77
    coded = encode_frame(pixels.tobytes(), 37, 51, 1, bits, "<")
    found = packbits.samples(coded, bits, pixels.size)
    assert found is not None
    assert np.array_equal(found, pixels.reshape(-1))


def test_what_does_not_hold_the_samples_is_nothing() -> None:
    coded = encode_frame(np.arange(400, dtype="<u2").tobytes(), 20, 20, 1, 16, "<")
    assert packbits.samples(coded[:200], 16, 400) is None
    assert packbits.samples(coded[:40], 16, 400) is None
    assert packbits.samples(coded, 8, 400) is None
    assert packbits.samples(coded[:4] + b"\xff" * 8 + coded[12:], 16, 400) is None
    chance = np.random.default_rng(1)
    for _ in range(300):
        packbits.samples(chance.integers(0, 256, 300, np.uint8).tobytes(), 16, 400)
