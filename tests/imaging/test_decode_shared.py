"""Every file of the shared data: decoded or refused with the expected sentence, beside pydicom and DCMTK."""

from __future__ import annotations

import csv
import shutil
import subprocess
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pydicom
import pytest

from workstation.errors import GaronneError, NotReadable, UndecodableImage
from workstation.imaging import decode, header

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ROWS = list(csv.DictReader((SHARED / "index.csv").open(newline=""))) if (SHARED / "index.csv").is_file() else []
NO_PICTURE = (UndecodableImage, "This object holds no picture.")
REFUSED = {
    "frame_rgb.jpeg": (NotReadable, "This is not a DICOM file."),
    "frame_rgb_empty.jpeg": (NotReadable, "This is not a DICOM file."),
    "sm_annotations.dcm": NO_PICTURE,
    "sr_document.dcm": NO_PICTURE,
    "sr_document_with_multiple_groups.dcm": NO_PICTURE,
}
UNCOMPRESSED = {  # DCMTK's own decoder of each syntax
    "1.2.840.10008.1.2.4.50": "dcmdjpeg",
    "1.2.840.10008.1.2.4.51": "dcmdjpeg",
    "1.2.840.10008.1.2.4.57": "dcmdjpeg",
    "1.2.840.10008.1.2.4.70": "dcmdjpeg",
    "1.2.840.10008.1.2.4.80": "dcmdjpls",
    "1.2.840.10008.1.2.4.81": "dcmdjpls",
    "1.2.840.10008.1.2.5": "dcmdrle",
    "1.2.840.10008.1.2.2": "dcmconv",
    "1.2.840.10008.1.2.1.99": "dcmconv",
    "1.2.840.10008.1.2": "dcmconv",
}
LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51")
pytestmark = pytest.mark.skipif(not ROWS, reason="the shared data is not beside this checkout")
PATHS = [row["path"] for row in ROWS]


@lru_cache(64)
def found(path: str) -> tuple[decode.Decoded, ...]:
    encoded = (SHARED / path).read_bytes()
    h = header.read(encoded)
    return tuple(decode.decoded(encoded, h, n) for n in range(h.number_of_frames))


@pytest.mark.parametrize("path", PATHS)
def test_it_decodes_without_a_mark_or_is_refused_as_expected(path: str) -> None:
    if Path(path).name in REFUSED:
        kind, text = REFUSED[Path(path).name]
        with pytest.raises(kind) as refused:
            found(path)
        assert str(refused.value) == text
        return
    assert [mark for frame in found(path) for mark in frame.marks] == []


@pytest.mark.parametrize("path", PATHS)
def test_it_equals_pydicom(path: str) -> None:
    """All but what pydicom does not read; its YBR comes as RGB too."""
    try:
        ds = pydicom.dcmread(SHARED / path, force=True)
        witness = ds.pixel_array
    except Exception as error:
        pytest.skip(f"pydicom does not read it: {type(error).__name__}")
    ours = found(path)
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        witness = pydicom.pixels.apply_color_lut(witness, ds)
        witness = (witness >> 8).astype(np.uint8) if witness.dtype == np.uint16 else witness
    assert np.array_equal(np.stack([f.values for f in ours]), witness if len(ours) > 1 else witness[None])


def by_dcmtk() -> list[str]:
    """Grey files, one of each kind of native ones and all compressed ones."""
    kinds: dict[tuple[str, ...], str] = {}
    for row in ROWS:
        if row["photometric"].startswith("MONOCHROME") and Path(row["path"]).name not in REFUSED:
            native = row["transfer_syntax"].endswith("Endian")
            key = (row["transfer_syntax"], row["bits_stored"], row["signed"], row["modality"], "" if native else row["path"])
            kinds.setdefault(key, row["path"])
    return list(kinds.values())


@pytest.mark.parametrize("path", by_dcmtk())
def test_stored_values_are_those_of_dcmtk(path: str, tmp_path: Path) -> None:
    """Uncompressed by DCMTK, then read as plain words: equal where compression kept them, else within one level."""
    encoded = (SHARED / path).read_bytes()
    h = header.read(encoded)
    tool = UNCOMPRESSED.get(h.transfer_syntax_uid)
    if tool is None:
        pytest.skip("DCMTK does not read this syntax, or reads it as we do")
    if shutil.which(tool) is None:
        pytest.skip("DCMTK is not installed")
    how = ["+te"] if tool != "dcmdjpeg" else ["+te", "+px"]
    done = subprocess.run([tool, *how, SHARED / path, tmp_path / "plain.dcm"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"DCMTK does not read it: {done.stderr.strip()[:60]}")
    plain = pydicom.dcmread(tmp_path / "plain.dcm", force=True)
    if h.pixel_keyword != "PixelData" or plain.BitsAllocated not in (8, 16, 32):
        pytest.skip("not plain words")
    words = np.frombuffer(plain.PixelData, f"<{'i' if plain.PixelRepresentation else 'u'}{plain.BitsAllocated // 8}")
    shape = (h.number_of_frames, h.rows, h.columns)
    witness = words[: int(np.prod(shape))].reshape(shape)
    ours = np.stack([f.values for f in found(path)])
    bits, high = plain.BitsStored, plain.HighBit
    if bits < plain.BitsAllocated and h.transfer_syntax_uid not in LOSSY:  # what lies above the stored bits is not theirs to say
        whole = witness.astype(np.int64) >> (high + 1 - bits)
        witness = ((whole + (1 << bits - 1)) % (1 << bits) - (1 << bits - 1)) if plain.PixelRepresentation else whole % (1 << bits)
    assert np.abs(ours.astype(np.int64) - witness).max() <= (1 if h.transfer_syntax_uid in LOSSY else 0)


def lossless_pairs() -> list[tuple[str, str]]:
    """Images of the WG-04 by name, each lossless copy with the next."""
    kinds = ("J2KR", "JLSL", "JPLL", "RLE")
    names: dict[str, list[str]] = {}
    for path in PATHS:
        name, _, kind = Path(path).name.partition("_")
        if path.startswith("nema-wg04") and kind in kinds:
            names.setdefault(name, []).append(path)
    return [pair for copies in names.values() for pair in pairwise(copies)]


@pytest.mark.parametrize("pair", lossless_pairs(), ids=lambda p: f"{Path(p[0]).name}-{Path(p[1]).name}")
def test_lossless_copies_of_one_image_are_equal(pair: tuple[str, str]) -> None:
    first, second = (found(p) for p in pair)
    assert len(first) == len(second)
    assert all(np.array_equal(a.values, b.values) for a, b in zip(first, second, strict=True))


def test_all_kinds_were_there() -> None:
    """The parametrisations above are made from the folder: an empty one would prove nothing."""
    assert len(PATHS) > 300
    assert len(lossless_pairs()) > 20
    syntaxes = {header.read((SHARED / p).read_bytes()).transfer_syntax_uid for p in by_dcmtk()}
    assert len(syntaxes & set(UNCOMPRESSED)) >= 6


def test_frames_that_are_asked_for_alone(tmp_path: Path) -> None:
    many = next(p for p in PATHS if int(next(r["frames"] or 1 for r in ROWS if r["path"] == p)) > 2)
    encoded = (SHARED / many).read_bytes()
    h = header.read(encoded)
    for n in (h.number_of_frames - 1, 0, 1):
        assert np.array_equal(decode.frame(encoded, h, n), found(many)[n].values)
    for n in (-1, h.number_of_frames):
        with pytest.raises(GaronneError, match="is not in the file"):
            decode.frame(encoded, h, n)
