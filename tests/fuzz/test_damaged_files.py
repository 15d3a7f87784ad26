"""A short run over damaged files: whatever the bytes, a picture or a sentence; no other exception, no hang. ``make fuzz`` runs it long
(GARONNE_FUZZ sets the number of files)."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from workstation.errors import GaronneError
from workstation.imaging import decode, display_sets, grey, header, overlays, shutters
from workstation.studies.read import study_of

COUNT = int(os.environ.get("GARONNE_FUZZ", "1500"))
TAGS = [
    bytes.fromhex(tag)
    for tag in ("28001000", "28001100", "28000001", "28000200", "28000800", "28000400", "28000101", "20003700", "20003200")
]
LENGTHS = [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff\xff\0\0"]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One way of breaking a file: bytes flipped, cut, lengths lied about, tags renamed, parts zeroed or moved."""
    b = bytearray(content)
    how = chance.choice(["flip", "flip", "head", "cut", "length", "zero", "tag", "move"])
    if how == "flip":
        for _ in range(chance.randint(1, 200)):
            b[chance.randrange(len(b))] = chance.randrange(256)
    elif how == "head":
        for _ in range(chance.randint(1, 30)):
            b[chance.randrange(min(len(b), 4000))] = chance.randrange(256)
    elif how == "cut":
        del b[chance.randrange(len(b)) :]
    elif how == "length":
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(max(1, min(len(b), 6000) - 4))
            b[at : at + 4] = chance.choice(LENGTHS)
    elif how == "zero":
        at = chance.randrange(len(b))
        end = min(len(b), at + chance.randint(1, 5000))
        b[at:end] = bytes(end - at)
    elif how == "tag":
        at = content.find(chance.choice(TAGS))
        if at > 0 and at + 10 < len(b):
            if chance.random() < 0.5:
                b[at] = 0x29
            else:
                b[at + 8 : at + 10] = bytes([chance.randrange(256), chance.randrange(256)])
    else:
        at, other, length = chance.randrange(len(b)), chance.randrange(len(b)), chance.randint(1, 1000)
        b[at : at + length] = b[other : other + length]
    return bytes(b)


def show(encoded: bytes) -> None:
    """What opening a file does up to the pixels on screen."""
    h = header.read(encoded)
    display_sets.build([h])
    shutters.covered(h.shutters, 64, 64)
    overlays.read(encoded, h)
    study_of(header.read_dataset(encoded))
    for index in {0, h.number_of_frames - 1}:
        stored = decode.frame(encoded, h, index)
        if stored.ndim == 2:
            chain = grey.GreyChain.of(encoded, h, index)
            chain.display(stored, grey.windows(h, index, stored, chain)[0])


@pytest.fixture(scope="module")
def originals(shared_data: Path) -> list[bytes]:
    files = [p for p in sorted(shared_data.rglob("*")) if p.is_file() and p.stat().st_size < 600_000 and "mr-brain" not in str(p)]
    return [p.read_bytes() for p in files]


def test_damaged_files_end_in_a_picture_or_a_sentence(originals: list[bytes]) -> None:
    shown = refused = 0
    for n in range(COUNT):
        chance = random.Random(n)
        encoded = damaged(chance.choice(originals), chance)
        started = time.process_time()
        try:
            show(encoded)
            shown += 1
        except GaronneError as error:
            refused += bool(str(error).strip())
        assert time.process_time() - started < 5, n
    assert shown + refused == COUNT  # every refusal is a sentence
    assert shown
    assert refused
