"""Colour profiles: carried on, converted with Little CMS where they are sound, said to be of no use where they are not."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import SC, image, item
from workstation import cli
from workstation.imaging import header, icc

RGB = np.kron(np.random.default_rng(0).integers(0, 256, (60, 80, 3)), np.ones((4, 4, 1))).astype(np.uint8)


def wide() -> bytes:
    """Primaries of Adobe RGB, gamma 2.2."""
    return bytes(
        imagecodecs.cms_profile("rgb", whitepoint=(0.3127, 0.3290, 1.0), primaries=(0.64, 0.33, 1, 0.21, 0.71, 1, 0.15, 0.06, 1), gamma=2.2)
    )


def by_hand(rgb: np.ndarray) -> np.ndarray:
    """Adobe RGB to sRGB: both D65, so linear light through two matrices."""
    adobe = np.array([[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]])
    to_srgb = np.array([[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]])
    linear = np.clip((rgb / 255.0) ** 2.2 @ adobe.T @ to_srgb.T, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def test_a_wide_profile_is_converted_to_the_screens() -> None:
    got, mark = icc.managed(RGB, wide())
    assert np.abs(got - by_hand(RGB)).max() <= 1
    assert np.abs(got.astype(int) - RGB).max() > 10
    assert (mark.code, mark.severity) == ("colour_managed", "info")
    same, _ = icc.managed(RGB, wide(), wide())
    assert np.abs(same.astype(int) - RGB).max() <= 1
    deep, _ = icc.managed(RGB.astype(np.uint16) * 257, wide())
    assert deep.dtype == np.uint16
    assert np.abs(deep / 257 - by_hand(RGB)).max() <= 1


def test_an_srgb_profile_changes_nothing() -> None:
    got, _ = icc.managed(RGB, icc.srgb())
    assert np.abs(got.astype(int) - RGB).max() <= 1


def mutated() -> list[bytes]:
    whole, rng = wide(), np.random.default_rng(7)
    found = [b"", b"no profile at all" * 30, whole[:100], whole[:300], b"\0" * 128 + whole[128:], whole[:16] + b"CMYK" + whole[20:]]
    for _ in range(150):
        bad = bytearray(whole)
        for at in rng.integers(0, len(whole), int(rng.integers(1, 30))):
            bad[at] = int(rng.integers(0, 256))
        found.append(bytes(bad))
    found.append(whole[:128] + struct.pack(">I", 0xFFFFFFFF) + whole[132:])
    found.append(whole[:136] + struct.pack(">II", 0xFFFFFF00, 0x200) + whole[144:])
    return found


def test_a_broken_profile_costs_a_mark_and_not_the_image() -> None:
    lost = 0
    for bad in mutated():
        got, mark = icc.managed(RGB, bad)
        assert got.shape == RGB.shape
        assert got.dtype == RGB.dtype
        icc.name_of(bad)
        if mark.severity == "warn":
            lost += 1
            assert got is RGB
            assert "as stored" in mark.text
    assert lost >= 8


def test_it_is_found_in_the_image_and_in_an_optical_path() -> None:
    for elements in ({"ICCProfile": wide()}, {"OpticalPathSequence": Sequence([item(), item(ICCProfile=wide())])}):
        encoded = header.encode(image(RGB, modality="XC", sop_class=SC, **elements))
        h = header.read(encoded)
        assert h.has_icc_profile
        assert icc.profile_of(encoded, h).rstrip(b"\0") == wide().rstrip(b"\0")
    assert not header.read(header.encode(image(RGB, OpticalPathSequence=Sequence([item()])))).has_icc_profile


@pytest.mark.parametrize("sound", [True, False])
def test_render_writes_it_into_the_picture_and_changes_no_pixel(
    sound: bool, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = wide() if sound else b"\0" * 500
    path, out = tmp_path / "photograph.dcm", tmp_path / "photograph.png"
    path.write_bytes(header.encode(image(RGB, modality="XC", sop_class=SC, ICCProfile=profile)))
    assert cli.main(["render", str(path), "-o", str(out), "--json"]) == 0
    assert np.array_equal(imagecodecs.imread(str(out)), RGB)
    chunks, data, at = {}, out.read_bytes(), 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        body = data[at + 4 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(body)
        chunks[body[:4]] = body[4:]
        at += 12 + length
    assert (b"iCCP" in chunks) == sound
    if sound:
        name, _, packed = chunks[b"iCCP"].partition(b"\0")
        assert 1 <= len(name) <= 79
        assert zlib.decompress(packed[1:]).rstrip(b"\0") == profile.rstrip(b"\0")
    assert ("colour_profile" in capsys.readouterr().out) != sound


def test_the_profiles_of_real_slides(shared_data: Path) -> None:
    encoded = (shared_data / "highdicom/sm_image.dcm").read_bytes()
    profile = icc.profile_of(encoded, header.read(encoded))
    assert icc.is_sound(profile)
    assert "sRGB" in icc.name_of(profile)
    encoded = (shared_data / "highdicom/seg_image_sm_control_labelmap_palette_color.dcm").read_bytes()
    profile = icc.profile_of(encoded, header.read(encoded))  # a table, not a matrix
    got, mark = icc.managed(RGB, profile)
    assert mark.code == "colour_managed"
    assert got.shape == RGB.shape
    deep, _ = icc.managed(RGB.astype(np.uint16) * 257, profile)
    assert np.abs(deep / 257 - got).max() <= 0.6
    assert not header.read(shared_data / "highdicom/sm_image_grayscale.dcm").has_icc_profile
