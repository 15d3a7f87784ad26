"""Every syntax: lossy files against their originals, made ones of every depth, what cannot be shown refused in words. Beside it:
``test_decode_shared`` (all real files), ``test_decode_kinds``, ``test_fragments``, ``test_damage``."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest

from tests.imaging.making import SC, US_MULTI, file, image
from workstation.errors import UndecodableImage
from workstation.imaging import colour, decode, decoders, header, syntaxes

codecs: Any = imagecodecs
RNG = np.random.default_rng(8)
LOSSLESS_SYNTAXES = {
    "1.2.840.10008.1.2.4.57": lambda a: codecs.jpeg8_encode(a, lossless=True, predictor=4),
    "1.2.840.10008.1.2.4.70": lambda a: codecs.jpeg8_encode(a, lossless=True, predictor=1),
    "1.2.840.10008.1.2.4.80": lambda a: codecs.jpegls_encode(a),
    "1.2.840.10008.1.2.4.90": lambda a: codecs.jpeg2k_encode(a, level=0, reversible=True),
    "1.2.840.10008.1.2.4.201": lambda a: codecs.htj2k_encode(a, reversible=True),
}


def frames(path: Path) -> list[np.ndarray[Any, Any]]:
    encoded = path.read_bytes()
    h = header.read(encoded)
    return [decode.frame(encoded, h, i) for i in range(h.number_of_frames)]


def smooth(rows: int, columns: int, low: int, high: int, dtype: str) -> np.ndarray[Any, Any]:
    y, x = np.mgrid[:rows, :columns]
    wave = np.sin(x / 7.0) * np.cos(y / 5.0) + 0.05 * RNG.normal(size=(rows, columns))
    wave = (wave - wave.min()) / np.ptp(wave)
    return (low + wave * (high - low)).astype(dtype)


@pytest.mark.parametrize("name", ["MR1", "MR3", "NM1", "RG3", "XA1"])
def test_twelve_bit_jpeg_stays_near_its_original(shared_data: Path, name: str) -> None:
    original = frames(shared_data / "nema-wg04/RLE" / f"{name}_RLE")[0].astype(float)
    lossy = frames(shared_data / "nema-wg04/JPLY" / f"{name}_JPLY")[0].astype(float)
    assert np.abs(original - lossy).mean() < 0.02 * np.ptp(original)


def test_near_lossless_keeps_its_promise(shared_data: Path) -> None:
    for name in ("CT1", "MR1", "XA1"):
        original = frames(shared_data / "nema-wg04/JLSL" / f"{name}_JLSL")[0].astype(int)
        near = frames(shared_data / "nema-wg04/JLSN" / f"{name}_JLSN")[0].astype(int)
        assert 0 < np.abs(original - near).max() <= 10


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80"])
def test_the_gpl_witness_agrees(syntax: str) -> None:
    libjpeg = pytest.importorskip("libjpeg")
    pixels = smooth(60, 80, 0, 255, "u1")
    encoded = codecs.jpeg8_encode(pixels, level=90) if syntax.endswith(".50") else LOSSLESS_SYNTAXES[syntax](pixels)
    read = file(pixels, syntax=syntax, codestreams=[encoded])
    ours = decode.frame(read, header.read(read)).astype(int)
    assert np.abs(ours - libjpeg.decode(encoded).astype(int)).max() <= (2 if syntax.endswith(".50") else 0)


@pytest.mark.parametrize("syntax", sorted(LOSSLESS_SYNTAXES))
@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("signed", [False, True])
def test_made_lossless_images_come_back(syntax: str, bits: int, signed: bool) -> None:
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    dtype = f"{'i' if signed else 'u'}{1 if bits == 8 else 2}"
    pixels = smooth(33, 47, low, high, dtype)
    coded = pixels
    if signed and not syntax.endswith((".90", ".201")):  # JPEG and JPEG-LS know no sign: the bits of the value are coded
        coded = (pixels.view(f"u{pixels.dtype.itemsize}") & ((1 << bits) - 1)).astype(f"u{pixels.dtype.itemsize}")
    encoded = LOSSLESS_SYNTAXES[syntax](coded)
    read = file(pixels, bits=bits, syntax=syntax, codestreams=[encoded])
    shown = decode.frame(read, header.read(read))
    assert np.array_equal(shown, pixels)
    assert shown.dtype == pixels.dtype


def test_unused_bits_are_cleared_and_signs_extended() -> None:
    stored = np.array([[-2048, -1, 0, 2047, 5, 6]] * 4, np.int16)
    dirty = (stored.view(np.uint16) & 0x0FFF) | 0x5000
    read = file(dirty.view(np.int16), bits=12)
    assert np.array_equal(decode.frame(read, header.read(read)), stored)
    read = file(dirty, bits=12)
    assert np.array_equal(decode.frame(read, header.read(read)), dirty & 0x0FFF)


def test_high_bit_above_the_stored_bits_is_shifted_down() -> None:
    pixels = np.arange(24, dtype=np.uint16).reshape(4, 6)
    read = file(pixels << 4, bits=12, HighBit=15)
    assert np.array_equal(decode.frame(read, header.read(read)), pixels)


def test_clean_native_pixels_are_a_view() -> None:
    pixels = np.arange(24, dtype=np.int16).reshape(4, 6)
    read = file(pixels, bits=12)
    view = decode.native_view(read, header.read(read))
    assert view is not None
    assert not view.flags.owndata
    assert np.array_equal(view, pixels)
    assert decode.frame(read, header.read(read)).flags.owndata


@pytest.mark.parametrize("dtype", ["f4", "f8", "u4", "i4", "u1"])
def test_wide_and_floating_pixels(dtype: str) -> None:
    pixels = (RNG.normal(size=(4, 6)) * 100).astype(dtype) if dtype[0] != "u" else RNG.integers(0, 200, (4, 6)).astype(dtype)
    read = file(pixels)
    assert np.array_equal(decode.frame(read, header.read(read)), pixels)


def packed(values: np.ndarray[Any, Any], width: int) -> bytes:
    bits = (values.reshape(-1, 1) >> np.arange(width)) & 1
    return np.packbits(bits.astype(np.uint8).ravel(), bitorder="little").tobytes()


@pytest.mark.parametrize("width", [1, 12, 20])
def test_packed_samples_frames_starting_inside_a_byte(width: int) -> None:
    values = RNG.integers(0, 1 << width, (3, 5, 7))
    raw = packed(values, width)
    read = file(
        np.zeros((3, 5, 7), np.uint8), BitsAllocated=width, BitsStored=width, HighBit=width - 1, PixelData=raw + b"\0" * (len(raw) % 2)
    )
    h = header.read(read)
    assert [np.array_equal(decode.frame(read, h, i), values[i]) for i in range(3)] == [True] * 3


def rgb(dtype: str = "u1") -> np.ndarray[Any, Any]:
    return RNG.integers(0, 256 if dtype == "u1" else 65536, (6, 8, 3)).astype(dtype)


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_planar_configuration(dtype: str) -> None:
    pixels = rgb(dtype)
    read = file(pixels, sop_class=SC, modality="OT", PlanarConfiguration=1, PixelData=pixels.transpose(2, 0, 1).tobytes())
    assert np.array_equal(decode.frame(read, header.read(read)), pixels)


def ybr_of(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return pydicom.pixels.convert_color_space(pixels, "RGB", "YBR_FULL")


def test_ybr_full_native() -> None:
    pixels = rgb()
    read = file(pixels, sop_class=SC, modality="OT", PhotometricInterpretation="YBR_FULL", PixelData=ybr_of(pixels).tobytes())
    assert np.abs(decode.frame(read, header.read(read)).astype(int) - pixels).max() <= 2


def test_ybr_full_422_native_and_the_files_that_only_say_so() -> None:
    pixels = np.repeat(rgb()[:, ::2], 2, axis=1)
    ybr = ybr_of(pixels)
    pairs = ybr.reshape(6, 4, 2, 3)
    packed_422 = np.concatenate([pairs[..., 0], pairs[:, :, 0, 1:]], axis=-1)
    kind = {"sop_class": SC, "modality": "OT", "PhotometricInterpretation": "YBR_FULL_422"}
    read = file(pixels, PixelData=packed_422.tobytes(), **kind)
    assert np.abs(decode.frame(read, header.read(read)).astype(int) - pixels).max() <= 2
    full = file(pixels, PixelData=ybr.tobytes(), **kind)
    assert np.abs(decode.frame(full, header.read(full)).astype(int) - pixels).max() <= 2


@pytest.mark.parametrize(("photometric", "space"), [("YBR_FULL_422", "YCBCR"), ("RGB", "RGB")])
def test_jpeg_colour_follows_the_codestream(photometric: str, space: str) -> None:
    pixels = np.full((16, 16, 3), (200, 40, 90), np.uint8)
    encoded = codecs.jpeg8_encode(pixels, level=95, colorspace="RGB", outcolorspace=space)
    for said in (photometric, "YBR_FULL_422", "RGB"):  # the marker of the codestream goes before what the header says
        read = file(
            pixels, sop_class=SC, modality="OT", syntax="1.2.840.10008.1.2.4.50", codestreams=[encoded], PhotometricInterpretation=said
        )
        assert np.abs(decode.frame(read, header.read(read)).astype(int) - pixels).max() <= 4, said


def palette(**elements: Any) -> dict[str, Any]:
    return {"sop_class": SC, "modality": "OT", "PhotometricInterpretation": "PALETTE COLOR", **elements}


def test_palette_of_sixteen_bits_clamps_at_its_ends() -> None:
    table = {}
    for n, name in enumerate(("Red", "Green", "Blue")):
        table[f"{name}PaletteColorLookupTableDescriptor"] = [4, 2, 16]
        table[f"{name}PaletteColorLookupTableData"] = (np.arange(4, dtype="<u2") * 256 * 10 + n * 256).tobytes()
    pixels = np.array([[0, 2, 3, 5, 9, 200]] * 4, np.uint8)
    read = file(pixels, **palette(**table))
    assert decode.frame(read, header.read(read))[0].tolist() == [[v, v + 1, v + 2] for v in (0, 0, 10, 30, 30, 30)]


def test_segmented_palette() -> None:
    words = np.array([0, 2, 10, 20, 1, 4, 60], np.uint16)  # two values, then four on a line to 60
    assert colour.unroll_segments(words, 6).tolist() == [10, 20, 30, 40, 50, 60]
    again = np.array([0, 2, 10, 20, 1, 2, 40, 2, 2, 0, 0], np.uint16)  # and the first two segments once more
    assert colour.unroll_segments(again, 8).tolist() == [10, 20, 30, 40, 10, 20, 30, 40]


def test_multi_frame_fragments_with_empty_and_wrong_offset_tables() -> None:
    pixels = RNG.integers(0, 255, (3, 20, 30)).astype(np.uint8)
    streams = [codecs.jpegls_encode(p) for p in pixels]
    for streams_in in ([s[: len(s) // 2 // 2 * 2] for s in streams], None):
        ds = image(pixels, modality="US", sop_class=US_MULTI, syntax="1.2.840.10008.1.2.4.80", codestreams=streams)
        if streams_in is not None:  # each frame in two fragments, and no offset table
            pieces = b"".join(
                b"\xfe\xff\x00\xe0" + len(half).to_bytes(4, "little") + half
                for s, first in zip(streams, streams_in, strict=True)
                for half in (first, s[len(first) :] + b"\0" * (len(s[len(first) :]) % 2))
            )
            ds.PixelData = b"\xfe\xff\x00\xe0\0\0\0\0" + pieces
        else:  # a table that points between the frames
            ds.PixelData = ds.PixelData.replace(ds.PixelData[8:20], (7).to_bytes(4, "little") * 3, 1)
        encoded = header.encode(ds)
        h = header.read(encoded)
        assert h.number_of_frames == 3
        for i in range(3):
            assert np.array_equal(decode.frame(encoded, h, i), pixels[i])


def renamed(encoded: bytes, syntax: str) -> bytes:
    """A file with another transfer syntax in its meta information, one pydicom cannot write."""
    old, new = b"1.2.840.10008.1.2.4.80", syntax.encode().ljust(22, b"\0")
    return encoded.replace(len(old).to_bytes(2, "little") + old, len(new).to_bytes(2, "little") + new, 1)


def test_deflated_frames_and_encapsulated_native() -> None:
    pixels = RNG.integers(0, 4000, (2, 9, 11)).astype(np.uint16)
    deflated = []
    for plane in pixels:
        stream = zlib.compressobj(wbits=-15)
        deflated.append(stream.compress(plane.tobytes()) + stream.flush())
    for syntax, streams in (("1.2.840.10008.1.2.8.1", deflated), ("1.2.840.10008.1.2.1.98", [p.tobytes() for p in pixels])):
        read = renamed(file(pixels, syntax="1.2.840.10008.1.2.4.80", codestreams=streams), syntax)
        h = header.read(read)
        assert h.transfer_syntax_uid == syntax
        assert all(np.array_equal(decode.frame(read, h, i), pixels[i]) for i in range(2))


def test_big_endian_words() -> None:
    pixels = np.arange(24, dtype=">i2").reshape(4, 6)
    ds = image(pixels.astype("<i2"))
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRBigEndian
    ds.PixelData = pixels.tobytes()
    ds["PixelData"].VR = "OW"
    encoded = header.encode(ds)
    assert np.array_equal(decode.frame(encoded, header.read(encoded)), pixels)


@pytest.mark.parametrize("syntax", [*sorted(LOSSLESS_SYNTAXES), "1.2.840.10008.1.2.5"])
def test_a_cut_codestream_is_marked_and_refused_or_shown(syntax: str) -> None:
    pixels = smooth(64, 64, 0, 4000, "u2")
    if syntax.endswith(".2.5"):
        encoded = b"\2\0\0\0" + (64).to_bytes(4, "little") + bytes(4 * 14) + b"\x10" * 40
    else:
        whole = LOSSLESS_SYNTAXES[syntax](pixels)
        encoded = whole[: len(whole) // 2]
    read = file(pixels, bits=12, syntax=syntax, codestreams=[encoded])
    h = header.read(read)
    if syntax != "1.2.840.10008.1.2.5":
        assert "truncated" in {m.code for m in h.marks}
    if not syntax.endswith((".57", ".70")):  # libjpeg shows what there is
        with pytest.raises(UndecodableImage, match="damaged"):
            decode.frame(read, h)


def test_damaged_htj2k_is_refused_not_shown_as_if_it_were_whole() -> None:
    pixels = smooth(128, 128, 0, 4000, "u2")
    encoded = bytearray(codecs.htj2k_encode(pixels, reversible=True))
    encoded[len(encoded) // 2 : -40] = bytes(len(encoded) - 40 - len(encoded) // 2)
    read = file(pixels, bits=12, syntax="1.2.840.10008.1.2.4.201", codestreams=[bytes(encoded)])
    with pytest.raises(UndecodableImage, match="damaged"):
        decode.frame(read, header.read(read))


def test_lossy_htj2k_does_not_wrap_white_to_black(shared_data: Path) -> None:
    lossy, exact = (frames(shared_data / "pydicom-data" / f"{n}.dcm")[0].astype(int) for n in ("HTJ2K_08_RGB", "HTJ2KLossless_08_RGB"))
    assert np.abs(lossy - exact).max() < 128


def test_a_codestream_of_another_size_is_refused() -> None:
    pixels = smooth(20, 30, 0, 200, "u1")
    read = file(pixels, syntax="1.2.840.10008.1.2.4.80", codestreams=[codecs.jpegls_encode(pixels)], Rows=40000, Columns=60)
    with pytest.raises(UndecodableImage, match="30 x 20"):
        decode.frame(read, header.read(read))


def test_an_unknown_syntax_is_named() -> None:
    read = renamed(file(np.zeros((4, 6), np.uint8), syntax="1.2.840.10008.1.2.4.80", codestreams=[b"ab"]), "1.2.840.10008.1.2.4.999")
    with pytest.raises(UndecodableImage, match=r"1\.2\.840\.10008\.1\.2\.4\.999"):
        decode.frame(read, header.read(read))


def test_the_table_has_every_syntax_pydicom_knows() -> None:
    by_reference = (
        "1.2.840.10008.1.2.4.94",
        "1.2.840.10008.1.2.4.95",
        "1.2.840.10008.1.2.4.204",
        "1.2.840.10008.1.2.4.205",
    )  # JPIP: no pixels
    known = {str(u) for u in pydicom.uid.AllTransferSyntaxes}
    ours = set(decoders.READERS)
    assert {u for u in known - ours if u not in by_reference and not u.startswith("1.2.840.10008.1.2.7")} == set()
    assert set(syntaxes.VIDEO) | set(syntaxes.NATIVE) | set(decoders.DECODERS) <= ours


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"])
@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_a_frame_is_apart_from_the_buffer_that_is_read_into_next(syntax: str, shape: tuple[int, ...]) -> None:
    pixels = RNG.integers(0, 200, shape).astype(np.uint8)
    buffer = bytearray(file(pixels, syntax=syntax))
    view = memoryview(buffer)
    decoded = decode.frame(view, header.read(bytes(buffer)), 0)
    view.release()
    buffer[:] = bytes(len(buffer))  # the next file
    assert np.array_equal(decoded, pixels)
