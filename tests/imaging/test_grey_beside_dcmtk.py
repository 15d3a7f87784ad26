"""The grey chain beside DCMTK's dcm2pnm, within one level: files of shared data, and every stage made on purpose.

Where dcm2pnm differs, and why it is not followed:

- It keeps modality values as whole numbers, so a rescale slope with decimals shifts greys by up to half a value; ours are not rounded.
- It does not know LINEAR_EXACT (C.11.2.1.3.2) and uses LINEAR.
- MONOCHROME1 with a PresentationLUTShape of IDENTITY contradicts itself (C.8.11.3.1.2 allows INVERSE only): dcm2pnm follows the shape, the
  chain, as pydicom, the PhotometricInterpretation.
- Of a LUT whose values need more bits than its descriptor says it keeps the low bits; here the values count.
- A RescaleIntercept without RescaleSlope is left out; here the slope is 1.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import file
from tests.imaging.test_grey import described, read_pgm, words
from workstation.errors import GaronneError
from workstation.imaging import decode, header
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import Window

pytestmark = pytest.mark.skipif(shutil.which("dcm2pnm") is None, reason="DCMTK is not installed")
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
UNSIGNED = np.arange(4096, dtype=np.uint16).reshape(64, 64)
SIGNED = np.arange(-2048, 2048, dtype=np.int16).reshape(64, 64)
BYTES = np.arange(256, dtype=np.uint8).reshape(16, 16)
CURVE = (np.linspace(0, 1, 4096) ** 2 * 4095).astype(int)
TWELVE = {"BitsStored": 12, "HighBit": 11}


def voi(descriptor: list[int], data: bytes, vr: str = "US", **elements: object) -> dict[str, object]:
    return {"VOILUTSequence": Sequence([described(descriptor, data, vr)]), **TWELVE, **elements}


def modality(descriptor: list[int], data: bytes, **elements: object) -> dict[str, object]:
    return {"ModalityLUTSequence": Sequence([described(descriptor, data)]), **TWELVE, **elements}


def window(center: float = 2000, width: float = 900, **elements: object) -> dict[str, object]:
    return {"WindowCenter": center, "WindowWidth": width, **elements}


STAGES: dict[str, tuple[np.ndarray, dict[str, object]]] = {
    "negative slope": (UNSIGNED, window(0, 900, RescaleSlope=-2, RescaleIntercept=1000)),
    "slope of zero": (UNSIGNED, window(RescaleSlope=0, RescaleIntercept=-1024)),
    "sigmoid": (UNSIGNED, window(VOILUTFunction="SIGMOID")),
    "width 1": (UNSIGNED, window(2000, 1)),
    "width 1.5": (UNSIGNED, window(2000.3, 1.5)),
    "width 2": (UNSIGNED, window(2000, 2)),
    "MONOCHROME1": (UNSIGNED, window(PhotometricInterpretation="MONOCHROME1")),
    "inverse shape": (UNSIGNED, window(PresentationLUTShape="INVERSE")),
    "both": (UNSIGNED, window(PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="INVERSE")),
    "angiogram": (UNSIGNED, window(2000, 900, SOPClassUID="1.2.840.10008.5.1.4.1.1.12.1", RescaleSlope=2, RescaleIntercept=-1000)),
    "VOI LUT": (UNSIGNED, voi([4096, 0, 12], words(CURVE))),
    "VOI LUT, short": (UNSIGNED, voi([1000, 100, 12], words(CURVE[:1000] * 3))),
    "VOI LUT, signed": (SIGNED, voi([4096, -2048, 16], words(CURVE * 16), "SS")),
    "VOI LUT after rescale": (UNSIGNED, voi([2048, -1024, 10], words(CURVE[::2] // 4), "SS", RescaleSlope=1, RescaleIntercept=-1024)),
    "the same, unsigned": (UNSIGNED, voi([2048, 64512, 10], words(CURVE[::2] // 4), RescaleSlope=1, RescaleIntercept=-1024)),
    "VOI LUT, packed": (BYTES, voi([256, 0, 8], bytes(BYTES.ravel()[::-1] // 2), BitsStored=8, HighBit=7)),
    "modality LUT": (UNSIGNED, modality([4096, 0, 16], words(CURVE * 16), **window(20000, 30000))),
    "both LUTs": (UNSIGNED, modality([4096, 0, 12], words(CURVE), **voi([4096, 0, 12], words(CURVE[::-1])))),
}


def shown_by_dcmtk(path: Path, out: Path, how: list[str]) -> np.ndarray:
    out.unlink(missing_ok=True)
    done = subprocess.run(["dcm2pnm", "+op", "--no-overlays", *how, str(path), str(out)], capture_output=True, timeout=60)
    if done.returncode or not out.is_file():
        raise ValueError(done.stderr.decode("latin-1"))
    return read_pgm(out)


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage(tmp_path: Path, stage: str) -> None:
    pixels, elements = STAGES[stage]
    encoded = file(pixels, **elements)
    (tmp_path / "made.dcm").write_bytes(encoded)
    h = header.read(encoded)
    own = h.frames[0].windows[0]
    witness = shown_by_dcmtk(tmp_path / "made.dcm", tmp_path / "out.pgm", ["+Wl" if own.lut >= 0 else "+Wi", "1"])
    assert np.abs(GreyChain.of(encoded, h).display(pixels, own).astype(int) - witness).max() <= 1


def grey_files() -> list[Path]:
    """One grey file of each kind (all of them with GARONNE_GREY)."""
    if not (SHARED / "index.csv").is_file():
        return []
    with (SHARED / "index.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["photometric"].startswith("MONOCHROME")]
    kinds = {tuple(row[k] for k in ("modality", "sop_class", "rows", "bits_stored", "signed", "photometric")): row["path"] for row in rows}
    return [SHARED / p for p in (kinds.values() if "GARONNE_GREY" not in os.environ else [row["path"] for row in rows])]


@pytest.mark.parametrize("path", grey_files(), ids=lambda p: p.name)
def test_shared_images(tmp_path: Path, path: Path) -> None:
    encoded = path.read_bytes()
    h = header.read(encoded)
    try:
        stored = decode.frame(encoded, h)
    except GaronneError:
        pytest.skip("refused")
    if stored.dtype.kind == "f":
        pytest.skip("dcm2pnm does not read floating-point pixels")
    chain = GreyChain.of(encoded, h)
    low, high = np.percentile(chain.modality(stored), [2, 98])
    made = Window(round((low + high) / 2), round(max(2, (high - low) / 3)))
    tried = [(["+Ww", f"{made.center:g}", f"{made.width:g}"], made)]
    own = () if h.segments else h.frame(0).windows  # a segmentation's window is ours, none of the file's
    lines, tables = [w for w in own if w.lut < 0], [w for w in h.frame(0).windows if w.lut >= 0]
    tried += [(["+Wi", str(n)], w) for n, w in enumerate(lines[:2], 1)] + [(["+Wl", str(n)], w) for n, w in enumerate(tables[:2], 1)]
    try:
        shown_by_dcmtk(path, tmp_path / "out.pgm", tried[0][0])
    except ValueError:  # a compression that this DCMTK does not read: its grey is compared all the same, on the same values uncompressed
        path = uncompressed(encoded, stored, tmp_path / "plain.dcm")
    for how, window in tried:
        witness = shown_by_dcmtk(path, tmp_path / "out.pgm", how)
        assert np.abs(chain.display(stored, window).astype(int) - witness).max() <= 1


def uncompressed(encoded: bytes, stored: np.ndarray, path: Path) -> Path:
    ds = header.read_dataset(encoded)
    if "BitsStored" not in ds:
        pytest.skip("the data set is cut off")
    ds.remove_private_tags()
    bits = stored.dtype.itemsize * 8
    ds.BitsAllocated, ds.BitsStored = bits, min(ds.BitsStored, bits)
    ds.HighBit, ds.NumberOfFrames = ds.BitsStored - 1, 1
    ds.add_new("PixelData", "OW" if bits > 8 else "OB", stored.tobytes())
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    path.write_bytes(header.encode(ds))
    return path
