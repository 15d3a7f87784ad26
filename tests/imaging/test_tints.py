"""Supplemental palettes and label maps: which pixels are colours, which stay grey, and what is drawn of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
from pydicom.sequence import Sequence

from tests.imaging.making import MR, image, item
from workstation import cli
from workstation.imaging import decode, header, tints

PIXELS = np.arange(16 * 16, dtype=np.uint16).reshape(16, 16) * 4
FIRST = 800


def coloured(presentation: str = "COLOR", **more: Any) -> pydicom.Dataset:
    ds = image(PIXELS, modality="MR", sop_class=MR, PixelPresentation=presentation, WindowCenter=400, WindowWidth=800, **more)
    for name, table in (("Red", np.arange(100, 200)), ("Green", np.full(100, 7)), ("Blue", np.arange(200, 100, -1))):
        ds.add_new(f"{name}PaletteColorLookupTableDescriptor", "US", [100, FIRST, 8])
        ds.add_new(f"{name}PaletteColorLookupTableData", "OW", table.astype(np.uint8).tobytes())
    return ds


def test_values_of_the_palette_are_colours_and_the_others_grey() -> None:
    encoded = header.encode(coloured())
    h = header.read(encoded)
    assert h.tint == tints.PALETTE
    kept = tints.tint_of(encoded, h.tint, decode.frame(encoded, h))
    assert kept is not None
    assert len(kept.packed) < PIXELS.nbytes
    tint = kept.rgba()
    inside = (PIXELS >= FIRST) & (PIXELS < FIRST + 100)
    assert np.array_equal(tint[..., 3], np.where(inside, 255, 0))
    assert not tint[~inside].any()
    at = PIXELS[inside].astype(int) - FIRST
    assert np.array_equal(tint[inside][:, 0], 100 + at)
    assert np.array_equal(tint[inside][:, 2], 200 - at)
    assert np.array_equal(decode.frame(encoded, h), PIXELS)  # what is measured stays


def test_a_palette_that_is_not_asked_for_changes_nothing() -> None:
    assert header.from_dataset(coloured("MONOCHROME")).tint == ""
    plain = image(PIXELS, modality="MR", sop_class=MR, PixelPresentation="COLOR")
    assert header.from_dataset(plain).tint == ""
    ds = coloured()
    ds.add_new("GreenPaletteColorLookupTableData", "OW", b"\1\2")  # damaged: grey, and no crash
    encoded = header.encode(ds)
    assert tints.tint_of(encoded, header.read(encoded).tint, PIXELS) is None


def test_render_draws_both(home: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "one.dcm", tmp_path / "one.png"
    path.write_bytes(header.encode(coloured()))
    for words, step in ((), 1), (("--size", "64x64"), 4):
        assert cli.main(["render", str(path), "-o", str(out), *words]) == 0
        got = imagecodecs.imread(str(out))[step // 2 :: step, step // 2 :: step].astype(int)
        grey = np.clip((PIXELS - 399.5) / 799 + 0.5, 0, 1) * 255
        inside = (PIXELS >= FIRST) & (PIXELS < FIRST + 100)
        assert np.abs(got[~inside] - grey[~inside][:, np.newaxis]).max() <= 1
        assert np.array_equal(got[inside][:, 0], 100 + PIXELS[inside].astype(int) - FIRST)
        assert (got[inside][:, 1] == 7).all()
    assert cli.main(["render", str(path), "-o", str(out), "--size", "4x4"]) == 0
    small = imagecodecs.imread(str(out)).astype(int)
    assert small[3, 0, 0] > small[3, 0, 1]  # some red is left


def test_segments_have_names_colours_and_one_window(shared_data: Path) -> None:
    path = shared_data / "highdicom/seg_image_sm_control_labelmap.dcm"
    encoded = path.read_bytes()
    h = header.read(encoded)
    assert h.tint == tints.LABELS
    assert h.segments[:2] == ((0, "Background"), (1, "RGB(37, 231, 253)"))
    assert {f.windows for f in h.frames} == {h.frames[0].windows}
    assert h.frames[0].windows[0].width == max(n for n, _ in h.segments) + 1
    stored = pydicom.dcmread(path).pixel_array[7]
    kept = tints.tint_of(encoded, h.tint, stored)
    assert kept is not None
    tint = kept.rgba()
    assert np.array_equal(tint[..., 3] > 0, stored > 0)
    colours = {int(n): tuple(tint[stored == n][0]) for n in np.unique(stored) if n}
    assert len(set(colours.values())) == len(colours)
    fraction = header.read(shared_data / "highdicom/seg_image_ct_true_fractional.dcm")
    assert (fraction.frames[0].windows[0].center, fraction.frames[0].windows[0].width) == (128.0, 256.0)
    assert fraction.segments == ((1, "first segment"),)


def test_the_colour_a_segment_asks_for() -> None:
    segments = Sequence([item(SegmentNumber=3, SegmentLabel="Liver", RecommendedDisplayCIELabValue=[65535, 32896, 32896])])
    ds = image((PIXELS % 5).astype(np.uint8), modality="SEG", sop_class=tints.LABEL_MAP, SegmentSequence=segments)
    encoded = header.encode(ds)
    tint = tints.tint_of(encoded, tints.LABELS, (PIXELS % 5).astype(np.uint8))
    assert tint is not None
    assert (tint.rgba()[PIXELS % 5 == 3] == 255).all()
