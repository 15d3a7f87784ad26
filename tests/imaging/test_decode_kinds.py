"""Every kind a syntax allows: predictors, point transforms, restart intervals, depths, interleaves; samples of every width and sign."""

from __future__ import annotations

import io
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.imaging.making import SC, file, image
from tests.imaging.making_jpeg import lossless_jpeg
from workstation.errors import UndecodableImage
from workstation.imaging import colour, decode, header

codecs: Any = imagecodecs
RNG = np.random.default_rng(12)
JPEG, LOSSLESS, FIRST_ORDER = (f"1.2.840.10008.1.2.4.{n}" for n in (50, 57, 70))


def decoded(pixels: np.ndarray[Any, Any], syntax: str, coded: bytes, **elements: Any) -> decode.Decoded:
    kind = {"sop_class": SC, "modality": "OT"} if pixels.ndim == 3 else {}
    read = file(pixels, syntax=syntax, codestreams=[coded], **kind, **elements)
    return decode.decoded(read, header.read(read))


def noise(bits: int, shape: tuple[int, ...] = (19, 23)) -> np.ndarray[Any, Any]:
    return RNG.integers(0, 1 << bits, shape).astype(np.uint8 if bits <= 8 else np.uint16)


@pytest.mark.parametrize("predictor", range(1, 8))
@pytest.mark.parametrize("bits", [2, 5, 7, 8, 9, 12, 13, 16])
def test_lossless_jpeg_of_any_predictor_and_depth(predictor: int, bits: int) -> None:
    pixels = noise(bits)
    ours = decoded(pixels, LOSSLESS, codecs.jpeg8_encode(pixels, lossless=True, predictor=predictor, bitspersample=bits), bits=bits)
    assert np.array_equal(ours.values, pixels)
    assert ours.marks == ()


@pytest.mark.parametrize("predictor", range(1, 8))
@pytest.mark.parametrize(("bits", "transform"), [(8, 1), (8, 3), (12, 0), (12, 2), (16, 4)])
@pytest.mark.parametrize("restart_rows", [0, 1, 4])
def test_lossless_jpeg_with_point_transform_and_restarts(predictor: int, bits: int, transform: int, restart_rows: int) -> None:
    pixels = noise(bits)
    coded = lossless_jpeg(pixels, bits, predictor, transform, restart_rows)
    ours = decoded(pixels, LOSSLESS, coded, bits=bits)
    assert np.array_equal(ours.values, pixels >> transform << transform)
    assert ours.marks == ()


def test_a_sign_that_reaches_to_the_precision_of_its_codestream_is_no_surplus_of_bits() -> None:
    pixels = np.arange(-600, 600, dtype=np.int16).reshape(30, 40)
    for precision in (11, 13, 16):
        coded = lossless_jpeg(pixels.astype(np.int64) & (1 << precision) - 1, precision)
        encoded = file(pixels, bits=11, syntax=LOSSLESS, codestreams=[coded])
        found = decode.decoded(encoded, header.read(encoded))
        assert np.array_equal(found.values, pixels)
        assert found.marks == ()


def test_lossless_jpeg_in_colour() -> None:
    pixels = noise(8, (16, 20, 3))
    coded = lossless_jpeg(pixels, 8, 1)
    ours = decoded(pixels, FIRST_ORDER, coded)
    assert np.array_equal(ours.values, pixels)
    assert ours.marks == ()


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from([2, 8, 12, 16]),
    st.integers(1, 7),
    st.integers(0, 5),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_sound_jpeg_has_no_sign_of_damage(rows: int, columns: int, bits: int, predictor: int, flat: int, seed: int, dct: bool) -> None:
    """Whatever the picture holds, constant mid-grey at its end too."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 1 << bits, (rows, columns)).astype(np.uint8 if bits <= 8 else np.uint16)
    if flat:
        pixels[-flat * 8 :] = 1 << (bits - 1)
    if dct and bits in (8, 12):
        coded = codecs.jpeg8_encode(pixels, level=int(rng.integers(30, 100)), bitspersample=bits, optimize=bool(seed % 2))
        assert decoded(pixels, JPEG, coded, bits=bits).marks == ()
    else:
        coded = codecs.jpeg8_encode(pixels, lossless=True, predictor=predictor, bitspersample=bits)
        ours = decoded(pixels, LOSSLESS, coded, bits=bits)
        assert np.array_equal(ours.values, pixels)
        assert ours.marks == ()


@pytest.mark.parametrize("subsampling", ["444", "422", "420", "440"])
@pytest.mark.parametrize("size", [(32, 48), (33, 47), (8, 8), (1, 1), (17, 100)])
def test_colour_jpeg_of_any_subsampling_is_as_pillow_shows_it(subsampling: str, size: tuple[int, int]) -> None:
    y, x = np.mgrid[: size[0], : size[1]]
    pixels = np.stack([x * 2 % 256, y * 5 % 256, (x + y) % 256], -1).astype(np.uint8)
    coded = codecs.jpeg8_encode(pixels, level=90, subsampling=subsampling)
    ours = decoded(pixels, JPEG, coded, PhotometricInterpretation="YBR_FULL_422")
    theirs = np.asarray(Image.open(io.BytesIO(coded)).convert("RGB"))
    assert np.abs(ours.values.astype(int) - theirs).max() <= 2
    assert ours.marks == ()


@pytest.mark.parametrize("blocks", [1, 3, 7, 1000])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_baseline_jpeg_with_restart_intervals(blocks: int, mode: str) -> None:
    pixels = np.asarray(Image.fromarray(noise(8, (40, 50, 3))).resize((50, 40)).convert(mode))
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=92, restart_marker_blocks=blocks)
    ours = decoded(pixels, JPEG, out.getvalue(), PhotometricInterpretation="MONOCHROME2" if mode == "L" else "YBR_FULL_422")
    theirs = np.asarray(Image.open(io.BytesIO(out.getvalue())).convert(mode))
    assert np.abs(ours.values.astype(int) - theirs).max() <= 2
    assert ours.marks == ()


@pytest.mark.parametrize("bits", [8, 12])
@pytest.mark.parametrize(("how", "syntax"), [("+es", "1.2.840.10008.1.2.4.53"), ("+ep", "1.2.840.10008.1.2.4.55")])
def test_progressive_jpeg_is_as_dcmtk_shows_it(bits: int, how: str, syntax: str, tmp_path: Path) -> None:
    """Retired, and still in archives: by spectral selection and by full progression."""
    if shutil.which("dcmcjpeg") is None:
        pytest.skip("DCMTK is not installed")
    row, column = np.mgrid[:61, :83]
    pixels = ((1 << bits - 1) * (1 + 0.9 * np.sin(row / 9) * np.cos(column / 7))).astype(np.uint8 if bits == 8 else np.uint16)
    (tmp_path / "plain.dcm").write_bytes(file(pixels, bits=bits))
    subprocess.run(["dcmcjpeg", how, tmp_path / "plain.dcm", tmp_path / "coded.dcm"], check=True)
    subprocess.run(["dcmdjpeg", tmp_path / "coded.dcm", tmp_path / "back.dcm"], check=True)
    encoded, back = ((tmp_path / name).read_bytes() for name in ("coded.dcm", "back.dcm"))
    told = header.read(encoded)
    assert told.transfer_syntax_uid == syntax
    assert told.lossy.startswith("JPEG")
    ours, theirs = decode.decoded(encoded, told), decode.frame(back, header.read(back))
    assert ours.marks == ()
    assert np.abs(ours.values.astype(int) - theirs).max() <= 1
    assert np.abs(ours.values.astype(int) - pixels).max() < 1 << bits - 4


def test_progressive_jpeg_in_colour() -> None:
    pixels = np.asarray(Image.fromarray(noise(8, (6, 9, 3))).resize((72, 48)))
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=92, progressive=True)
    ours = decoded(pixels, "1.2.840.10008.1.2.4.55", out.getvalue(), PhotometricInterpretation="YBR_FULL_422")
    assert np.abs(ours.values.astype(int) - np.asarray(Image.open(out))).max() <= 2


@pytest.mark.parametrize("near", [0, 1, 2, 3])
@pytest.mark.parametrize("bits", [2, 4, 7, 8, 10, 12, 15, 16])
def test_jpeg_ls_of_any_depth_and_near(near: int, bits: int) -> None:
    jpeg_ls = pytest.importorskip("jpeg_ls")
    if near > (1 << bits) // 2 - 1:
        pytest.skip("NEAR is at most half of the range")
    pixels = noise(bits)
    pixels[0, 0] = (1 << bits) - 1  # the encoder takes the depth from the largest value
    coded = bytes(jpeg_ls.encode_array(pixels, lossy_error=near))
    ours = decoded(pixels, f"1.2.840.10008.1.2.4.{81 if near else 80}", coded, bits=bits).values
    assert np.abs(ours.astype(int) - pixels).max() <= near


@pytest.mark.parametrize("interleave", [0, 1, 2])
@pytest.mark.parametrize("near", [0, 2])
@pytest.mark.parametrize("bits", [8, 16])
def test_jpeg_ls_colour_by_plane_line_and_sample(interleave: int, near: int, bits: int) -> None:
    jpeg_ls = pytest.importorskip("jpeg_ls")
    pixels = noise(bits, (11, 13, 3))
    arranged = np.ascontiguousarray(pixels.transpose(2, 0, 1)) if interleave == 0 else pixels.copy()
    coded = bytes(jpeg_ls.encode_array(arranged, lossy_error=near, interleave_mode=interleave))
    ours = decoded(pixels, f"1.2.840.10008.1.2.4.{81 if near else 80}", coded).values
    assert np.abs(ours.astype(int) - pixels).max() <= near


@pytest.mark.parametrize(
    ("bits", "dtype", "samples"), [(8, "u1", 1), (12, "u2", 1), (16, "i2", 1), (32, "u4", 1), (8, "u1", 3), (16, "u2", 3)]
)
def test_run_lengths_of_any_width(bits: int, dtype: str, samples: int) -> None:
    rle = pytest.importorskip("rle.rle")
    pixels = (RNG.integers(0, 1 << min(bits, 12), (9, 14) if samples == 1 else (9, 14, 3)) // 7).astype(dtype)
    if dtype[0] == "i":
        pixels -= 200
    coded = bytes(rle.encode_frame(pixels.tobytes(), 9, 14, samples, pixels.dtype.itemsize * 8, "<"))
    ours = decoded(pixels, "1.2.840.10008.1.2.5", coded, bits=bits)
    assert np.array_equal(ours.values, pixels)
    assert ours.marks == ()


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
@pytest.mark.parametrize("big", [False, True])
def test_samples_of_any_width_in_both_byte_orders(dtype: str, big: bool) -> None:
    import pydicom

    kind = np.dtype(dtype)
    if kind.kind == "f":
        pixels = RNG.normal(size=(6, 7)).astype(dtype) * 1e6
    else:
        limits = np.iinfo(kind)
        pixels = RNG.integers(limits.min, limits.max, (6, 7), dtype=kind, endpoint=True)
        pixels[0, :2] = limits.min, limits.max
    ds = image(pixels)
    if kind.itemsize == 8 and kind.kind != "f":
        ds["PixelData"].VR = "OV"
    if big:
        ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRBigEndian
        keyword = {"f4": "FloatPixelData", "f8": "DoubleFloatPixelData"}.get(dtype, "PixelData")
        swapped = pixels.astype(kind.newbyteorder(">")).tobytes()
        if kind.itemsize == 1:  # bytes in words: swapped in pairs (PS3.5 A.3)
            ds["PixelData"].VR = "OW"
            swapped = np.frombuffer(swapped, "<u2").byteswap().tobytes()
        setattr(ds, keyword, swapped)
    encoded = header.encode(ds)
    ours = decode.decoded(encoded, header.read(encoded))
    assert np.array_equal(ours.values, pixels)
    assert ours.values.dtype == kind
    assert ours.marks == ()


@given(st.integers(1, 32), st.integers(0, 31), st.booleans(), st.integers(0, 2**32 - 1))
@settings(max_examples=120, deadline=None)
def test_the_stored_bits_lie_anywhere_among_the_allocated(bits: int, above: int, signed: bool, seed: int) -> None:
    """HighBit other than BitsStored - 1, whatever stands in the bits around: old overlays, sign extension, noise (PS3.5 8.1.1)."""
    rng = np.random.default_rng(seed)
    allocated = next(w for w in (8, 16, 32) if w >= bits)
    shift = min(above, allocated - bits)
    low = -(1 << bits - 1) if signed else 0
    stored = rng.integers(low, low + (1 << bits), (5, 6))
    around = rng.integers(0, 1 << allocated, (5, 6))
    mask = ((1 << bits) - 1) << shift
    word = ((stored << shift) & mask) | (around & ~mask)
    pixels = (word & ((1 << allocated) - 1)).astype(f"u{allocated // 8}").view(f"{'i' if signed else 'u'}{allocated // 8}")
    read = file(pixels, bits=bits, HighBit=bits + shift - 1)
    assert np.array_equal(decode.frame(read, header.read(read)), stored)


@given(st.integers(1, 40), st.integers(1, 12), st.integers(4, 12), st.integers(1, 4), st.booleans(), st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_packed_samples_of_any_width(width: int, rows: int, columns: int, frames: int, signed: bool, seed: int) -> None:
    """1, 12 or any bits without gaps, least significant first, a frame starting inside a byte (PS3.5 8.1.1)."""
    if width in (8, 16, 32):
        return
    rng = np.random.default_rng(seed)
    low = -(1 << width - 1) if signed and width > 1 else 0
    values = rng.integers(low, low + (1 << width), (frames, rows, columns))
    bits = (values.reshape(-1, 1) >> np.arange(width)) & 1
    raw = np.packbits(bits.astype(np.uint8).ravel(), bitorder="little").tobytes()
    told = {"BitsAllocated": width, "BitsStored": width, "HighBit": width - 1, "PixelRepresentation": int(signed and width > 1)}
    read = file(np.zeros((frames, rows, columns), np.uint8), **told, PixelData=raw + b"\0" * (len(raw) % 2), NumberOfFrames=frames)
    h = header.read(read)
    for n in range(frames):
        assert np.array_equal(decode.frame(read, h, n), values[n])


@pytest.mark.parametrize("behind", [b"", b"\0", b"\0\0\0\x10uuid" + bytes(range(8))])
def test_a_jp2_file_in_place_of_a_codestream(behind: bytes) -> None:
    """PS3.5 8.2.4 asks for the codestream alone; some write the file around it too."""
    for pixels in (noise(8), noise(16), noise(8, (19, 23, 3))):
        coded = bytes(codecs.jpeg2k_encode(pixels, codecformat="jp2", level=0, reversible=True))
        assert coded[4:8] == b"jP  "
        ours = decoded(pixels, "1.2.840.10008.1.2.4.90", coded + behind)
        assert np.array_equal(ours.values, pixels)
        assert ours.marks == ()


@pytest.mark.parametrize("kind", ["whole", "longer", "cut", "damaged"])
def test_deflated_frames_of_more_and_fewer_bytes(kind: str) -> None:
    pixels = noise(16, (40, 50))
    stream = zlib.compressobj(wbits=-15)
    raw = pixels.tobytes() + (bytes(50) if kind == "longer" else b"")
    coded = stream.compress(raw) + stream.flush()
    coded = {"cut": coded[: len(coded) // 2], "damaged": b"\xff" * 60}.get(kind, coded)
    read = file(pixels, syntax="1.2.840.10008.1.2.4.80", codestreams=[coded])
    old, new = b"1.2.840.10008.1.2.4.80", b"1.2.840.10008.1.2.8.1\0"
    read = read.replace(len(old).to_bytes(2, "little") + old, len(new).to_bytes(2, "little") + new, 1)
    h = header.read(read)
    if kind == "damaged":
        with pytest.raises(UndecodableImage, match="damaged"):
            decode.decoded(read, h)
        return
    ours = decode.decoded(read, h)
    assert [m.code for m in ours.marks] == {"whole": [], "longer": ["damaged"], "cut": ["truncated"]}[kind]
    shown = ours.values == pixels
    assert shown[:15].all()
    assert shown.all() == (kind != "cut")


@pytest.mark.parametrize("signed", [False, True])
def test_what_lossy_compression_lifts_over_white_stays_white(signed: bool) -> None:
    """RG3_JPLY of the WG-04 has 1024 in pixels of 10 bits: with the bits above cleared they were black dots in the white."""
    top = 511 if signed else 1023
    pixels = np.full((64, 64), top, np.int16 if signed else np.uint16)
    pixels[20:40, 10:50] = top - 700
    if signed:
        coded = bytes(codecs.jpeg2k_encode(pixels, codecformat="j2k", level=35, reversible=False, resolutions=4))
        syntax, raw = "1.2.840.10008.1.2.4.91", codecs.jpeg2k_decode(coded)
    else:
        coded = bytes(codecs.jpeg8_encode(pixels, level=60, bitspersample=12))
        syntax, raw = "1.2.840.10008.1.2.4.51", codecs.jpeg8_decode(coded)
    assert raw.max() > top  # else this test shows nothing
    ours = decoded(pixels, syntax, coded, bits=10)
    assert np.array_equal(ours.values, np.clip(raw, top - 1023, top))
    assert ours.marks == ()


@pytest.mark.parametrize("kind", ["native", "lossless", "overlays", "signed", "extended sign"])
def test_more_bits_in_use_than_told(kind: str) -> None:
    pixels = noise(12, (20, 30))
    dirty = pixels | 0x5000
    if kind == "lossless":
        ours = decoded(dirty, LOSSLESS, codecs.jpeg8_encode(dirty, lossless=True, bitspersample=16), bits=12)
    elif kind == "overlays":
        ds = image(dirty, bits=12)
        ds.add_new(0x60000010, "US", 20)  # an old overlay lies in the bits above (PS3.5 8.1.2)
        read = header.encode(ds)
        ours = decode.decoded(read, header.read(read))
    elif kind == "native":
        read = file(dirty, bits=12)
        ours = decode.decoded(read, header.read(read))
    else:
        values = pixels.astype(np.int16) - 2048
        stored = values if kind == "extended sign" else values & 0x0FFF
        read = file(stored, bits=12)
        ours = decode.decoded(read, header.read(read))
        assert np.array_equal(ours.values, values)
        assert ours.marks == ()
        return
    assert np.array_equal(ours.values, pixels)
    assert [m.code for m in ours.marks] == ([] if kind == "overlays" else ["bits"])


def run_lengths(*planes: bytes, behind: bytes = b"") -> bytes:
    """An RLE frame of literal runs; ``behind`` each segment before it is made even."""
    segments = []
    for plane in planes:
        coded = b"".join(bytes([len(plane[at : at + 128]) - 1]) + plane[at : at + 128] for at in range(0, len(plane), 128)) + behind
        segments.append(coded + b"\0" * (len(coded) % 2))
    starts = [64 + sum(map(len, segments[:n])) for n in range(len(segments))]
    return b"".join(v.to_bytes(4, "little") for v in [len(segments), *starts, *[0] * (15 - len(segments))]) + b"".join(segments)


@pytest.mark.parametrize("filling", [0, 1, 2, 3, 6, 7, 40])
def test_zeros_that_fill_up_a_run_length_segment_are_no_damage(filling: int) -> None:
    for pixels in (noise(16), noise(8), noise(8, (19, 23, 3))):
        if pixels.ndim == 3:
            planes = [pixels[..., k].tobytes() for k in range(3)]
        else:
            planes = [(pixels >> shift).astype(np.uint8).tobytes() for shift in range(8 * pixels.dtype.itemsize - 8, -1, -8)]
        ours = decoded(pixels, "1.2.840.10008.1.2.5", run_lengths(*planes, behind=bytes(filling)))
        assert np.array_equal(ours.values, pixels)
        assert ours.marks == ()


def test_run_length_segments_are_measured_one_by_one() -> None:
    """One that is too long does not make up for one that is too short."""
    pixels = noise(16)
    high, low = (pixels >> 8).astype(np.uint8).tobytes(), (pixels & 255).astype(np.uint8).tobytes()
    with pytest.raises(UndecodableImage, match="damaged"):
        decoded(pixels, "1.2.840.10008.1.2.5", run_lengths(high + b"\5\7", low[:-2]))
    ours = decoded(pixels, "1.2.840.10008.1.2.5", run_lengths(high + b"\5\7", low))
    assert np.array_equal(ours.values, pixels)
    assert [m.code for m in ours.marks] == ["damaged"]


@pytest.mark.parametrize("syntax", [JPEG, FIRST_ORDER, "1.2.840.10008.1.2.4.90"])
def test_a_codestream_of_more_bits_than_are_allocated_is_refused(syntax: str) -> None:
    deep = noise(12)
    wide: dict[str, Any] = {
        JPEG: lambda: codecs.jpeg8_encode(deep, level=95, bitspersample=12),
        FIRST_ORDER: lambda: codecs.jpeg8_encode(deep, lossless=True, bitspersample=12),
        "1.2.840.10008.1.2.4.90": lambda: codecs.jpeg2k_encode(deep, level=0, reversible=True),
    }
    with pytest.raises(UndecodableImage, match="bits a sample, its header says 8"):
        decoded(noise(8), syntax, bytes(wide[syntax]()))


def test_values_come_in_the_type_that_the_header_tells() -> None:
    """A texture is made by the header; a codestream of words may hold bytes."""
    pixels = noise(8)
    for syntax, coded in (
        ("1.2.840.10008.1.2.4.80", codecs.jpegls_encode(pixels.astype(np.uint16))),
        ("1.2.840.10008.1.2.4.90", codecs.jpeg2k_encode(pixels.astype(np.uint16), level=0, reversible=True)),
    ):
        ours = decoded(pixels, syntax, bytes(coded))
        assert np.array_equal(ours.values, pixels)
        assert ours.values.dtype == np.uint8
        assert ours.marks == ()


def test_lossy_values_far_beyond_bits_stored_are_told() -> None:
    """An overshoot of lossy compression is the highest value; pixels of two bits more are a wrong header."""
    smooth = np.linspace(0, 1023, 64 * 64).reshape(64, 64).astype(np.uint16)
    coded = codecs.jpeg8_encode(smooth, level=60, bitspersample=12)
    ours = decoded(smooth, "1.2.840.10008.1.2.4.51", coded, bits=10)
    assert ours.marks == ()
    assert ours.values.max() <= 1023
    coded = codecs.jpeg8_encode(smooth * 4, level=95, bitspersample=12)
    assert [(m.code, m.severity) for m in decoded(smooth, "1.2.840.10008.1.2.4.51", coded, bits=10).marks] == [("bits", "danger")]


def test_lossless_jpeg_2000_of_a_syntax_that_may_be_lossy_keeps_its_low_bits() -> None:
    """Overlays in the upper bits do not make white of what is under them."""
    pixels = noise(12)
    over = pixels | (noise(1).astype(np.uint16) << 15)
    ours = decoded(pixels, "1.2.840.10008.1.2.4.91", bytes(codecs.jpeg2k_encode(over, level=0, reversible=True)), bits=12)
    assert np.array_equal(ours.values, pixels)


def test_signs_that_a_header_denies() -> None:
    below = noise(12).astype(np.int16) - 2000
    coded = bytes(codecs.jpeg2k_encode(below, level=0, reversible=True))
    ours = decoded(below.view(np.uint16), "1.2.840.10008.1.2.4.90", coded)
    assert [(m.code, m.severity) for m in ours.marks] == [("bits", "danger")]
    colours = noise(8, (16, 16, 3))
    coded = bytes(codecs.jpeg2k_encode(colours.view(np.int8), level=0, reversible=True, mct=False))
    with pytest.raises(UndecodableImage, match="below zero"):
        decoded(colours, "1.2.840.10008.1.2.4.90", coded)


@pytest.mark.parametrize("fill", [1, 2, 5])
def test_fill_bytes_before_the_end_of_a_jpeg(fill: int) -> None:
    """Any marker may be preceded by bytes of FF (T.81 B.1.1.2); DCMTK writes one behind lossless pictures."""
    pixels = noise(8, (24, 32))
    pixels[8:] = 128  # as if the data had ended before: the decoder is asked to read on
    for syntax, coded in (
        (JPEG, codecs.jpeg8_encode(pixels, level=95)),
        (LOSSLESS, codecs.jpeg8_encode(pixels, lossless=True, predictor=1)),
        (LOSSLESS, lossless_jpeg(pixels, 8, 4)),
        ("1.2.840.10008.1.2.4.80", codecs.jpegls_encode(pixels)),
    ):
        ours = decoded(pixels, syntax, bytes(coded)[:-2] + b"\xff" * fill + b"\xff\xd9")
        assert np.abs(ours.values.astype(int) - pixels).max() <= (12 if syntax == JPEG else 0)
        assert ours.marks == ()


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"])
def test_colours_of_twelve_bits_in_a_codestream_of_sixteen_are_not_dark(syntax: str) -> None:
    """The encoder was given words; BitsStored tells how much of them is in use."""
    pixels = noise(12, (19, 23, 3))
    pixels[0, 0] = 0, 4095, 2000
    coded = codecs.jpegls_encode(pixels) if syntax.endswith("80") else codecs.jpeg2k_encode(pixels, level=0, reversible=True)
    assert np.array_equal(decoded(pixels, syntax, bytes(coded), bits=12).values, pixels.astype(int) * 65535 // 4095)


@pytest.mark.parametrize("bits", [17, 24, 25])
def test_jpeg_2000_deeper_than_can_be_trusted_is_refused(bits: int) -> None:
    pixels = RNG.integers(0, 1 << bits, (19, 23)).astype(np.uint32)
    coded = bytes(codecs.jpeg2k_encode(pixels, level=0, reversible=True, bitspersample=bits))
    if bits <= 24:
        assert np.array_equal(decoded(pixels, "1.2.840.10008.1.2.4.90", coded, bits=bits).values, pixels)
        return
    with pytest.raises(UndecodableImage, match="25 bits a sample cannot be shown"):
        decoded(pixels, "1.2.840.10008.1.2.4.90", coded, bits=bits)


def test_a_jfif_header_makes_no_ybr_of_lossless_rgb() -> None:
    """Encoders write it by habit; lossless ones transform no colours. A lossy picture with it is YBR whatever its header says."""
    pixels = np.kron(noise(8, (3, 4, 3)), np.ones((8, 8, 1), np.uint8))
    jfif = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    plain = lossless_jpeg(pixels, 8, 1)
    coded = plain[:2] + jfif + plain[2:]
    assert np.array_equal(decoded(pixels, FIRST_ORDER, coded).values, pixels)
    as_ybr = decoded(pixels, FIRST_ORDER, coded, PhotometricInterpretation="YBR_FULL").values
    assert np.array_equal(as_ybr, colour.rgb_from_ybr(pixels))
    lossy = codecs.jpeg8_encode(pixels, level=98, subsampling="444")
    assert jfif[:9] in bytes(lossy[:40])
    assert np.abs(decoded(pixels, JPEG, bytes(lossy)).values.astype(int) - pixels).mean() < 3


@pytest.mark.parametrize("photometric", ["YBR_FULL", "RGB"])
def test_a_jp2_file_of_ybr_is_converted_once(photometric: str) -> None:
    """OpenJPEG makes RGB of what the file says is sYCC (T.800 I.5.3.3)."""
    pixels = np.kron(RNG.integers(60, 200, (3, 4, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    coded = bytes(codecs.jpeg2k_encode(pixels, level=0, reversible=True, mct=False, codecformat="jp2"))
    at = coded.index(b"colr") + 7
    coded = coded[:at] + (18).to_bytes(4, "big") + coded[at + 4 :]
    ours = decoded(pixels, "1.2.840.10008.1.2.4.90", coded, PhotometricInterpretation=photometric).values
    assert np.abs(ours.astype(int) - colour.rgb_from_ybr(pixels)).max() <= 1
