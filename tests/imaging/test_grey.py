"""The grey chain beside the standard's own formulas, pydicom and dcm2pnm."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging.making import file, image, item
from workstation.imaging import decode, grey, header
from workstation.imaging.grey import GreyChain, LookupTable
from workstation.imaging.model import Window

PIXELS = np.arange(-12, 12, dtype=np.int16).reshape(4, 6)
finite = st.floats(-40000, 40000, allow_nan=False)


def by_the_book(x: float, window: Window) -> float:
    """C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2 as they are printed there, ymin 0 and ymax 255."""
    c, w = window.center, window.width
    if window.function == "SIGMOID":
        return 255 / (1 + math.exp(max(-700.0, min(700.0, -4 * (x - c) / w))))
    if window.function == "LINEAR_EXACT":
        return 0.0 if x <= c - w / 2 else 255.0 if x > c + w / 2 else ((x - c) / w + 0.5) * 255
    if x <= c - 0.5 - (w - 1) / 2:
        return 0.0
    if x > c - 0.5 + (w - 1) / 2:
        return 255.0
    return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255


@given(
    stored=st.lists(st.integers(-32768, 32767), min_size=1, max_size=40),
    center=finite,
    width=st.floats(1, 70000),
    function=st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
    slope=st.sampled_from([1.0, 0.5, 2.25, -1.0]),
    intercept=st.sampled_from([0.0, -1024.0, 0.3]),
    invert=st.booleans(),
)
def test_every_window_is_the_printed_formula(
    stored: list[int], center: float, width: float, function: str, slope: float, intercept: float, invert: bool
) -> None:
    chain, window = GreyChain(slope, intercept), Window(center, width, "", function)
    shown = chain.display(np.array(stored), window, invert)
    for value, level in zip(stored, shown, strict=True):
        wanted = by_the_book(value * slope + intercept, window)
        assert abs(level - (255 - wanted if invert else wanted)) <= 0.5 + 1e-6


def test_width_one_is_a_threshold() -> None:
    assert GreyChain().display(np.array([9, 10, 11]), Window(10.0, 1.0)).tolist() == [0, 255, 255]


def test_rounding_is_half_up() -> None:
    assert GreyChain().display(np.array([1]), Window(1.5, 3.0)).tolist() == [128]  # 127.5


def test_monochrome1_and_inverse_shape_are_one_inversion() -> None:
    window, stored = Window(0.3, 24), PIXELS  # no value falls on a half level
    plain = GreyChain.of(None, header.read(file(PIXELS))).display(stored, window)
    for elements in (
        {"PhotometricInterpretation": "MONOCHROME1"},
        {"PresentationLUTShape": "INVERSE"},
        {"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"},
    ):
        chain = GreyChain.of(None, header.read(file(PIXELS, **elements)))
        assert np.array_equal(chain.display(stored, window), 255 - plain)
        assert np.array_equal(chain.display(stored, window, invert=True), plain)


def lut(first: int, values: list[int], bits: int, explanation: str = "") -> pydicom.Dataset:
    made = item(LUTExplanation=explanation, ModalityLUTType="HU")
    made.add_new("LUTDescriptor", "US" if first >= 0 else "SS", [len(values), first, bits])
    made.add_new("LUTData", "US", values)
    return made


def test_modality_lut_clamps_at_its_ends() -> None:
    encoded = file(PIXELS, ModalityLUTSequence=Sequence([lut(-2, [100, 200, 300, 400], 16)]))
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    assert chain.modality(np.array([-9, -2, -1, 0, 1, 9])).tolist() == [100, 100, 200, 300, 400, 400]
    assert h.units == "HU"


def test_voi_luts_are_chosen_by_number() -> None:
    sequence = Sequence([lut(0, [0, 128, 255, 255], 8, "lung"), lut(0, [4095, 0, 0, 0], 12, "bone")])
    encoded = file(PIXELS, VOILUTSequence=sequence, WindowCenter=40, WindowWidth=400)
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    windows = grey.windows(h)
    assert [(w.name, w.lut) for w in windows] == [("", -1), ("lung", 0), ("bone", 1)]
    assert chain.display(np.array([-5, 1, 2]), windows[1]).tolist() == [0, 128, 255]
    assert chain.display(np.array([-5, 1]), windows[2]).tolist() == [255, 0]


def test_eight_bit_luts_packed_in_words() -> None:
    packed = item(LUTExplanation="")
    packed.add_new("LUTDescriptor", "US", [4, 0, 8])
    packed.add_new("LUTData", "OW", bytes([0, 10, 20, 30]))
    encoded = file(PIXELS, VOILUTSequence=Sequence([packed]))
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    assert chain.display(np.array([0, 1, 2, 3]), h.frames[0].windows[0]).tolist() == [0, 10, 20, 30]


def test_a_presentation_lut_takes_the_whole_range_of_the_window() -> None:
    table = LookupTable(0, np.array([0, 4095, 2048, 1024], np.uint16), 12)
    stored = np.array([-5, 0, 10, 11, 20, 30, 99])
    window = Window(15.5, 31.0)  # 0 to 30 is 0 to 1, in steps of a third: entries change at 5, 15, 25
    assert GreyChain(presentation_lut=table).display(stored, window).tolist() == [0, 0, 255, 255, 128, 64, 64]
    assert GreyChain(presentation_lut=table, inverse=True).display(stored, window).tolist() == [255, 255, 0, 0, 127, 191, 191]


def test_padding_is_left_out_of_the_computed_window() -> None:
    pixels = np.full((40, 40), -2000, np.int16)
    pixels[10:30, 10:30] = np.arange(400).reshape(20, 20)
    h = header.read(file(pixels, PixelPaddingValue=-2000))
    window = grey.windows(h, 0, pixels)[-1]
    assert 0 <= window.center - window.width / 2 < 20
    padded = GreyChain.of(None, h).is_padding(pixels)
    assert padded.sum() == 1200


def test_padding_ranges_run_both_ways() -> None:
    h = header.read(file(PIXELS, PixelPaddingValue=-5, PixelPaddingRangeLimit=-9))
    assert grey.padding_range(h) == (-9, -5)


def test_floating_pixels_take_linear_windows_exactly() -> None:
    h = header.from_dataset(image(np.linspace(0, 1, 24, dtype=np.float32).reshape(4, 6), modality="OT", WindowCenter=0.5, WindowWidth=1))
    assert h.frames[0].windows == (Window(0.5, 1, "", "LINEAR_EXACT"),)
    assert GreyChain.of(None, h).display(np.array([0.0, 0.5, 1.0], np.float32), h.frames[0].windows[0]).tolist() == [0, 128, 255]


def grey_files(shared_data: Path) -> list[Path]:
    return [p for p in sorted([*(shared_data / "nema-wg04").rglob("*"), *(shared_data / "pydicom-data").iterdir()]) if p.is_file()]


def test_shared_images_against_pydicom_and_the_formula(shared_data: Path) -> None:
    compared = 0
    for path in grey_files(shared_data):
        try:
            ds = pydicom.dcmread(path, force=True)
            if ds.PhotometricInterpretation not in ("MONOCHROME1", "MONOCHROME2") or int(ds.get("NumberOfFrames", 1) or 1) > 1:
                continue
            x = np.asarray(pydicom.pixels.apply_modality_lut(ds.pixel_array, ds), float)
        except Exception:
            continue
        low, high = np.percentile(x, [5, 95])
        window = Window(round((low + high) / 2), round(max(2.0, high - low)))
        encoded = path.read_bytes()
        h = header.read(encoded)
        shown = GreyChain.of(encoded, h).display(decode.frame(encoded, h), window).astype(float)
        wanted = np.clip(((x - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255, 0, 255) if window.width > 1 else None
        if wanted is None:
            continue
        wanted = 255 - wanted if ds.PhotometricInterpretation == "MONOCHROME1" else wanted
        assert np.abs(shown - wanted).max() <= 0.5 + 1e-9, path.name
        compared += 1
    assert compared > 50


@pytest.mark.parametrize("name", ["vlut_04.dcm", "mlut_18.dcm", "MR-SIEMENS-DICOM-WithOverlays.dcm", "RG3_J2KR.dcm", "JPEG2000_UNC.dcm"])
def test_shared_images_against_dcm2pnm(shared_data: Path, tmp_path: Path, name: str) -> None:
    if shutil.which("dcm2pnm") is None:
        pytest.skip("DCMTK is not installed")
    path, out = shared_data / "pydicom-data" / name, tmp_path / "out.pgm"
    encoded = path.read_bytes()
    h = header.read(encoded)
    own = h.frames[0].windows
    how = ["+Wl", "1"] if own and own[0].lut >= 0 else ["+Wi", "1"] if own else ["+Ww", "1000", "2000"]
    done = subprocess.run(["dcm2pnm", "+op", *how, "--no-overlays", str(path), str(out)], capture_output=True, timeout=60)
    if done.returncode:
        pytest.skip("this DCMTK does not read it")
    witness = read_pgm(out)
    shown = GreyChain.of(encoded, h).display(decode.frame(encoded, h), own[0] if own else Window(1000, 2000))
    assert np.abs(shown.astype(int) - witness).max() <= 1


def read_pgm(path: Path) -> np.ndarray:
    """dcm2pnm writes plain PGM (P2) with comments, or P5."""
    content = path.read_bytes()
    lines = [line for line in content.split(b"\n") if not line.startswith(b"#")]
    width, height = (int(v) for v in lines[1].split())
    if content.startswith(b"P5"):
        return np.frombuffer(content[-width * height :], np.uint8).reshape(height, width).astype(int)
    values = np.array(b" ".join(lines[2:]).split(), int)
    return values[1 : 1 + width * height].reshape(height, width) * 255 // int(values[0])
