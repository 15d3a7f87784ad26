"""Colour however it comes: every photometric interpretation in every way of coding, palettes, and headers that lie about the codestream."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.pixels import convert_color_space, pixel_array
from pydicom.pixels.processing import _expand_segmented_lut

from tests.imaging.making import SC, image
from workstation.errors import UndecodableImage
from workstation.imaging import colour, decode, header
from workstation.imaging.elements import open_part10

RLE, JPEG, LOSSLESS, JPEG_LS, J2K = (f"1.2.840.10008.1.2.{n}" for n in ("5", "4.50", "4.70", "4.80", "4.90"))
RGB = np.kron(np.random.default_rng(0).integers(0, 256, (12, 16, 3)), np.ones((8, 8, 1))).astype(np.uint8)
DEEP = RGB.astype(np.uint16) * 257
TWELVE = ((RGB.astype(np.int64) * 4095 + 127) // 255).astype(np.uint16)
YBR = convert_color_space(RGB, "RGB", "YBR_FULL")


def made(pixels: np.ndarray, photometric: str = "RGB", **more: Any) -> pydicom.Dataset:
    return image(pixels, modality="OT", sop_class=SC, PhotometricInterpretation=photometric, **more)


def decoded(ds: pydicom.Dataset, frame: int = 0) -> np.ndarray:
    encoded = header.encode(ds)
    return decode.frame(encoded, header.read(encoded), frame)


def off(a: np.ndarray, b: np.ndarray) -> int:
    assert a.shape == b.shape
    assert a.dtype == b.dtype
    return int(np.abs(a.astype(int) - b.astype(int)).max())


def halved(ybr: np.ndarray) -> bytes:
    """Two luminances, then Cb and Cr, for each pair of pixels."""
    packed = np.empty((ybr.shape[0], ybr.shape[1] // 2, 4), ybr.dtype)
    packed[..., 0], packed[..., 1], packed[..., 2], packed[..., 3] = ybr[:, ::2, 0], ybr[:, 1::2, 0], ybr[:, ::2, 1], ybr[:, ::2, 2]
    return packed.tobytes()


def studio(rgb: np.ndarray) -> np.ndarray:
    """CCIR 601: luminance 16 to 235, chrominance 16 to 240."""
    y = rgb @ np.array([0.299, 0.587, 0.114])
    blue, red = (rgb[..., 2] - y) / 1.772, (rgb[..., 0] - y) / 1.402
    return np.rint(np.stack([16 + y * 219 / 255, 128 + blue * 224 / 255, 128 + red * 224 / 255], -1)).astype(np.uint8)


@pytest.mark.parametrize("planar", [0, 1])
@pytest.mark.parametrize(("name", "pixels", "wanted"), [("RGB", RGB, RGB), ("RGB", DEEP, DEEP), ("YBR_FULL", YBR, RGB)])
def test_native_by_pixel_and_by_plane(name: str, pixels: np.ndarray, wanted: np.ndarray, planar: int) -> None:
    data = pixels.transpose(2, 0, 1) if planar else pixels
    ds = made(pixels, name, PlanarConfiguration=planar, PixelData=data.tobytes())
    assert off(decoded(ds), wanted) <= 1
    assert off(decoded(ds), pixel_array(pydicom.dcmread(BytesIO(header.encode(ds))))) <= 1


def test_native_with_chrominance_halved() -> None:
    assert off(decoded(made(YBR, "YBR_FULL_422", PixelData=halved(YBR))), RGB) <= 1
    assert off(decoded(made(YBR, "YBR_PARTIAL_422", PixelData=halved(studio(RGB)))), RGB) <= 2
    two = made(np.stack([YBR, YBR]), "YBR_PARTIAL_422", PixelData=halved(studio(RGB // 2)) + halved(studio(RGB)))
    assert off(decoded(two, 1), RGB) <= 2
    assert header.from_dataset(two).number_of_frames == 2


@pytest.mark.parametrize(("name", "planar"), [("RGB", 0), ("RGB", 1), ("YBR_FULL", 0), ("YBR_FULL", 1), ("YBR_FULL_422", 0)])
def test_of_a_cut_picture_whole_pixels_are_shown_and_the_rest_is_black(name: str, planar: int) -> None:
    pixels = RGB if name == "RGB" else YBR
    count, lost = pixels.shape[0] * pixels.shape[1], 1200  # bytes
    data = halved(pixels) if name.endswith("422") else (pixels.transpose(2, 0, 1) if planar else pixels).tobytes()
    encoded, complete = (header.encode(made(pixels, name, PixelData=d, PlanarConfiguration=planar)) for d in (data[:-lost], data))
    cut = decode.decoded(encoded, header.read(encoded))
    got, whole = cut.values.reshape(-1, 3), decode.frame(complete, header.read(complete)).reshape(-1, 3)
    there = count - (lost if planar else lost * count // len(data))
    assert np.array_equal(got[:there], whole[:there])
    assert not got[there:].any()
    assert "truncated" in {m.code for m in cut.marks}


def test_said_to_be_halved_but_written_in_full() -> None:
    assert off(decoded(made(YBR, "YBR_FULL_422")), RGB) <= 1
    assert off(decoded(made(studio(RGB), "YBR_PARTIAL_422")), RGB) <= 2
    assert off(decoded(made(studio(RGB), "YBR_PARTIAL_420")), RGB) <= 2


def test_what_has_no_layout_is_refused() -> None:
    with pytest.raises(UndecodableImage, match="YBR_PARTIAL_420"):
        decoded(made(YBR, "YBR_PARTIAL_420", PixelData=studio(RGB)[:48].tobytes()))


def test_twelve_bits_are_spread_over_sixteen() -> None:
    assert off(decoded(made(TWELVE, bits=12)), DEEP) <= 16
    y = TWELVE @ np.array([0.299, 0.587, 0.114])
    full = np.rint(np.stack([y, 2048 + (TWELVE[..., 2] - y) / 1.772, 2048 + (TWELVE[..., 0] - y) / 1.402], -1)).clip(0, 4095)
    assert off(decoded(made(full.astype(np.uint16), "YBR_FULL", bits=12)), DEEP) <= 48


@pytest.mark.parametrize("planar", [0, 1])
def test_colours_of_32_bits(planar: int) -> None:
    wide = RGB.astype(np.uint32) * 0x01010101
    data = (wide.transpose(2, 0, 1) if planar else wide).tobytes()
    assert off(decoded(made(wide, bits=32, PlanarConfiguration=planar, PixelData=data)), DEEP) == 0
    for bits in (17, 24, 32):  # the high bits are the colour, whatever the low ones are
        deep = (DEEP.astype(np.uint32) << (bits - 16)) | (RGB.astype(np.uint32) & ((1 << (bits - 16)) - 1))
        data = (deep.transpose(2, 0, 1) if planar else deep).tobytes()
        assert off(decoded(made(deep, bits=bits, PlanarConfiguration=planar, PixelData=data)), DEEP) == 0
    with pytest.raises(UndecodableImage, match="YBR_FULL with 3 samples of 32 bits"):
        decoded(made(wide, "YBR_FULL", bits=32))


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5"])
def test_bits_around_those_that_are_stored_are_left_out(syntax: str) -> None:
    for pixels, high in ((TWELVE << 4 | 9, 15), (TWELVE | 0x7000, 11)):
        ds = made(pixels, bits=12, HighBit=high)
        if syntax.endswith(".5"):
            ds.compress(syntax, encoding_plugin="pylibjpeg", generate_instance_uid=False)
        assert off(decoded(ds), DEEP) <= 16


@pytest.mark.parametrize(("name", "pixels", "wanted"), [("RGB", RGB, RGB), ("RGB", DEEP, DEEP), ("YBR_FULL", YBR, RGB)])
def test_run_lengths(name: str, pixels: np.ndarray, wanted: np.ndarray) -> None:
    ds = made(pixels, name)
    ds.compress(RLE, encoding_plugin="pylibjpeg", generate_instance_uid=False)
    ds.PhotometricInterpretation = name
    assert off(decoded(ds), wanted) <= 1


def bare(jpeg: bytes) -> bytes:
    """Without the application segments that say what the colours are."""
    kept, at = bytearray(jpeg[:2]), 2
    while jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not 0xE0 <= jpeg[at + 1] <= 0xEF:
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept) + jpeg[at:]


@pytest.mark.parametrize("said", ["RGB", "YBR_FULL", "YBR_FULL_422"])
def test_a_jpeg_that_says_what_it_is_goes_before_its_header(said: str) -> None:
    for out in ("rgb", "ycbcr"):
        coded = imagecodecs.jpeg8_encode(RGB, level=100, subsampling="444", colorspace="rgb", outcolorspace=out)
        assert off(decoded(made(RGB, said, syntax=JPEG, codestreams=[coded])), RGB) <= 2


def test_a_jpeg_that_says_nothing_is_what_its_header_says_unless_it_cannot_be() -> None:
    plain = bare(imagecodecs.jpeg8_encode(RGB, level=100, subsampling="444", colorspace="rgb", outcolorspace="ycbcr"))
    assert off(decoded(made(RGB, "YBR_FULL", syntax=JPEG, codestreams=[plain])), RGB) <= 2
    for subsampling in ("422", "420"):
        smooth = np.kron(np.arange(96).reshape(8, 12, 1) * [2, 1, 2], np.ones((12, 12, 1))).astype(np.uint8)
        coded = imagecodecs.jpeg8_encode(smooth, level=100, subsampling=subsampling, colorspace="rgb", outcolorspace="ycbcr")
        want = decoded(made(smooth, "YBR_FULL_422", syntax=JPEG, codestreams=[coded]))
        assert off(decoded(made(smooth, "RGB", syntax=JPEG, codestreams=[bare(coded)])), want) == 0


@pytest.mark.parametrize(("name", "pixels", "wanted"), [("RGB", RGB, RGB), ("RGB", DEEP, DEEP), ("YBR_FULL", YBR, RGB)])
def test_jpeg_ls_and_lossless(name: str, pixels: np.ndarray, wanted: np.ndarray) -> None:
    assert off(decoded(made(pixels, name, syntax=JPEG_LS, codestreams=[imagecodecs.jpegls_encode(pixels)])), wanted) <= 1
    if pixels is RGB:
        coded = imagecodecs.jpeg8_encode(pixels, lossless=True, colorspace="rgb", outcolorspace="rgb")
        assert off(decoded(made(pixels, name, syntax=LOSSLESS, codestreams=[coded])), wanted) == 0


@pytest.mark.parametrize("transform", [True, False])
@pytest.mark.parametrize(("name", "pixels"), [("RGB", RGB), ("YBR_RCT", RGB), ("RGB", DEEP)])
def test_jpeg_2000_with_and_without_its_own_transform(name: str, pixels: np.ndarray, transform: bool) -> None:
    coded = imagecodecs.jpeg2k_encode(pixels, level=0, reversible=True, codecformat="j2k", mct=transform)
    assert off(decoded(made(pixels, name, syntax=J2K, codestreams=[coded])), pixels) == 0


# palettes

INDEX = np.arange(256, dtype=np.uint8).reshape(16, 16)
RAMP = np.arange(256)


def paletted(
    red: np.ndarray, green: np.ndarray, blue: np.ndarray, bits: int, pixels: np.ndarray = INDEX, first: int = 0, **more: Any
) -> pydicom.Dataset:
    ds = made(pixels, "PALETTE COLOR", **more)
    for name, table in (("Red", red), ("Green", green), ("Blue", blue)):
        ds.add_new(f"{name}PaletteColorLookupTableDescriptor", "US", [len(table) % 65536, first, bits])
        data = table.astype(np.uint8 if table.dtype == np.uint8 else "<u2").tobytes()
        ds.add_new(f"{name}PaletteColorLookupTableData", "OW", data + b"\0" * (len(data) % 2))
    return ds


def test_sixteen_bit_entries_are_scaled_together() -> None:
    rng = np.random.default_rng(4)
    red, green = (rng.integers(0, 65536, 256).astype(np.uint16) for _ in range(2))
    dark = (RAMP % 200).astype(np.uint16)  # a colour that is nearly off is not one written in 8 bits
    got = decoded(paletted(red, green, dark, 16))
    wanted = np.stack([red, green, dark], -1).reshape(16, 16, 3) / 257
    assert np.abs(got - wanted).max() <= 0.5


def test_entries_of_eight_bits_however_they_are_written() -> None:
    red, green, blue = RAMP.astype(np.uint8), RAMP[::-1].astype(np.uint8), (RAMP // 2).astype(np.uint8)
    wanted = np.stack([red, green, blue], -1).reshape(16, 16, 3)
    wide = [c.astype(np.uint16) for c in (red, green, blue)]
    for ds in (
        paletted(red, green, blue, 8),
        paletted(*wide, 8),  # in words
        paletted(*wide, 16),  # and said to be of 16 bits
        paletted(*(c << 8 for c in wide), 16),  # in the high byte
        paletted(*(c * 257 for c in wide), 16),  # in both
        paletted(*(c * 257 for c in wide), 8),  # and said to be of 8 bits
    ):
        assert off(decoded(ds), wanted) == 0


def test_values_outside_a_palette_take_its_ends() -> None:
    ramp = np.arange(0, 100).astype(np.uint8)
    got = decoded(paletted(ramp, ramp, ramp, 8, first=50))
    assert np.array_equal(got[..., 0].ravel(), np.clip(RAMP - 50, 0, 99))
    signed = np.arange(-8, 8, dtype=np.int16).reshape(4, 4)
    got = decoded(paletted(ramp[:16] * 10, ramp[:16], ramp[:16], 8, signed, first=65528))
    assert np.array_equal(got[..., 0].ravel(), 10 * np.arange(16))


def test_a_palette_of_65536_entries() -> None:
    pixels = np.random.default_rng(5).integers(0, 65536, (40, 50)).astype(np.uint16)
    table = np.arange(65536, dtype=np.uint16)
    got = decoded(paletted(table, table[::-1], table, 16, pixels))
    assert np.abs(got[..., 0] - pixels / 257).max() <= 0.5
    assert np.abs(got[..., 1] - (65535 - pixels) / 257).max() <= 0.5


@pytest.mark.parametrize("big", [False, True])
def test_byte_entries_of_big_endian_words(big: bool) -> None:
    ds = paletted(RAMP.astype(np.uint8), RAMP.astype(np.uint8), RAMP.astype(np.uint8), 8)
    if big:
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.2"
        for name in ("Red", "Green", "Blue"):
            data = getattr(ds, f"{name}PaletteColorLookupTableData")
            setattr(ds, f"{name}PaletteColorLookupTableData", np.frombuffer(data, "<u2").astype(">u2").tobytes())
    assert np.array_equal(decoded(ds)[..., 0], INDEX)


@pytest.mark.parametrize("wide", [False, True])
def test_segments_are_unrolled_as_pydicom_does(wide: bool) -> None:
    rng = np.random.default_rng(6)
    top = 65535 if wide else 255
    for _ in range(200):
        data: list[int] = []
        starts: list[int] = []
        for n in range(int(rng.integers(1, 7))):
            starts.append(len(data))
            length = int(rng.integers(1, 9))
            data += (
                [0, length, *rng.integers(0, top, length).tolist()]
                if n == 0 or rng.random() < 0.5
                else [1, length, int(rng.integers(0, top))]
            )
        which = int(rng.integers(0, len(starts)))
        count = int(rng.integers(1, len(starts) - which + 1))
        at = starts[which]
        tail = [2, count, at * 2 & 0xFFFF, at * 2 >> 16] if wide else [2, count, at & 255, at >> 8, 0, 0]
        theirs = [2, count, at & 0xFFFF, at >> 16] if wide else tail  # pydicom counts words
        got = colour.unroll_segments(np.array(data + tail, np.uint16 if wide else np.uint8), 1 << 16)
        want = _expand_segmented_lut(tuple(data + theirs), "<H" if wide else "<B")
        assert len(got) == len(want)
        assert np.abs(got.astype(int) - want).max() <= 1


def test_hostile_segments_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in ([1, 0, 5], [1, 65535, 9], [2, 65535, 0, 0], [0, 65535, 1], [0, 1, 7, 2, 65535, 0, 0] * 400, [9, 9, 9]):
        assert len(colour.unroll_segments(np.array(data, np.uint16), 256)) <= 256
    ds = paletted(RAMP.astype(np.uint8), RAMP.astype(np.uint8), RAMP[:7].astype(np.uint8), 8)
    with pytest.raises(UndecodableImage, match="palette"):
        decoded(ds)
    assert colour.palette_of(open_part10(header.encode(paletted(RAMP, RAMP, RAMP, 8))).dataset)[1].shape == (256, 3)


def test_lab_as_the_standard_writes_it() -> None:
    def written(lightness: float, a: float, b: float) -> tuple[int, int, int]:
        return round(lightness * 655.35), round((a + 128) * 257), round((b + 128) * 257)

    assert colour.rgb_of_lab(written(0, 0, 0)) == (0, 0, 0)
    assert colour.rgb_of_lab(written(100, 0, 0)) == (255, 255, 255)
    assert colour.rgb_of_lab(written(50, 0, 0)) == (119, 119, 119)
    assert np.abs(np.subtract(colour.rgb_of_lab(written(54.29, 80.81, 69.89)), (255, 0, 0))).max() <= 2
    assert np.abs(np.subtract(colour.rgb_of_lab(written(29.57, 68.30, -112.03)), (0, 0, 255))).max() <= 2
