"""Damage inside a codestream that keeps its start and its end: told or refused, never taken for the picture it was; sound ones are not
accused. GARONNE_FUZZ sets how many codestreams are mutated."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from tests.imaging.making import SC, file
from tests.imaging.making_jpeg import lossless_jpeg
from workstation.errors import UndecodableImage
from workstation.imaging import codestreams, decode, decoders, header

codecs: Any = imagecodecs
Array = np.ndarray[Any, Any]
COUNT = int(os.environ.get("GARONNE_FUZZ", "1000")) // 10
PREFIX = "1.2.840.10008.1.2.4."


def body(rows: int, columns: int, top: int, dtype: str, samples: int = 1) -> Array:
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:rows, :columns]
    wave = (np.sin(x / 9) * np.cos(y / 7) * 0.35 + 0.5 + rng.normal(size=x.shape) * 0.004) * top
    return (wave if samples == 1 else np.stack([wave, wave * 0.9, wave * 0.8], -1)).clip(0, top).astype(dtype)


def run_lengths(pixels: Array) -> bytes:
    rle = pytest.importorskip("rle.rle")
    return bytes(rle.encode_frame(pixels.tobytes(), *pixels.shape[:2], 1, pixels.dtype.itemsize * 8, "<"))


def reversible(pixels: Array) -> bytes:
    return bytes(codecs.jpeg2k_encode(pixels, codecformat="j2k", level=0, reversible=True, resolutions=6))


KINDS: dict[str, tuple[str, int, Array, Callable[[Array], bytes]]] = {
    "baseline": ("50", 8, body(96, 128, 255, "u1"), lambda a: codecs.jpeg8_encode(a, level=90)),
    "baseline 4:2:2": ("50", 8, body(96, 128, 255, "u1", 3), lambda a: codecs.jpeg8_encode(a, level=90, subsampling="422")),
    "baseline 4:2:0": ("50", 8, body(96, 128, 255, "u1", 3), lambda a: codecs.jpeg8_encode(a, level=90, subsampling="420")),
    "extended 12 bits": ("51", 12, body(96, 128, 4095, "u2"), lambda a: codecs.jpeg8_encode(a, level=90, bitspersample=12)),
    "lossless 16 bits": ("70", 16, body(96, 128, 3000, "u2"), lambda a: codecs.jpeg8_encode(a, lossless=True, bitspersample=16)),
    "lossless 12 bits": (
        "57",
        12,
        body(96, 128, 4000, "u2"),
        lambda a: codecs.jpeg8_encode(a, lossless=True, predictor=7, bitspersample=12),
    ),
    "lossless 8 bits": ("57", 8, body(96, 128, 255, "u1"), lambda a: codecs.jpeg8_encode(a, lossless=True, predictor=4)),
    "lossless colour": ("70", 8, body(96, 128, 255, "u1", 3), lambda a: lossless_jpeg(a, 8)),
    "jpeg-ls": ("80", 16, body(96, 128, 3000, "u2"), codecs.jpegls_encode),
    "jpeg 2000": ("90", 16, body(96, 128, 3000, "u2"), reversible),
    "htj2k": ("201", 16, body(96, 128, 3000, "u2"), lambda a: codecs.htj2k_encode(a, reversible=True)),
    "rle": ("5", 8, body(96, 128, 15, "u1"), run_lengths),
}


def told(kind: str, coded: bytes) -> decode.Decoded:
    syntax, bits, pixels, _ = KINDS[kind]
    uid = "1.2.840.10008.1.2.5" if syntax == "5" else PREFIX + syntax
    of = {"sop_class": SC, "modality": "OT"} if pixels.ndim == 3 else {}
    if pixels.ndim == 3 and syntax == "50":
        of["PhotometricInterpretation"] = "YBR_FULL_422"
    read = file(pixels, bits=bits, syntax=uid, codestreams=[coded], **of)
    return decode.decoded(read, header.read(read))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["cut out", "put in", "zeros"])
def test_a_piece_lost_or_gained_in_the_middle_is_told(kind: str, how: str) -> None:
    whole = bytes(KINDS[kind][3](KINDS[kind][2]))
    assert told(kind, whole).marks == ()
    unseen = 0
    for place in range(4, 9):
        at = len(whole) * place // 10
        middle = {"cut out": whole[at + 97 :], "put in": bytes(range(1, 98)) + whole[at:], "zeros": bytes(150) + whole[at + 150 :]}[how]
        try:
            found = told(kind, whole[:at] + middle)
        except UndecodableImage as refused:
            assert "damaged" in str(refused)  # noqa: PT017
            continue
        if how == "zeros" and not found.marks:  # as valid as what was there: see the table of decoders
            unseen += 1
            continue
        assert [m.code for m in found.marks] == ["damaged"]
        assert "Have it sent again" in found.marks[0].text
        assert found.marks[0].severity == "danger"
    assert unseen <= (5 if kind in ("jpeg 2000", "htj2k", "rle") else 1)


def test_a_lossless_jpeg_that_lacks_one_row_or_one_sample() -> None:
    pixels = body(40, 50, 3000, "u2")
    for cut in (pixels[:-1], pixels[:, :-1]):
        coded = bytearray(lossless_jpeg(cut, 16))
        at = codestreams.jpeg(bytes(coded)).scan.frame_at  # type: ignore[union-attr]
        coded[at + 5 : at + 9] = (40).to_bytes(2, "big") + (50).to_bytes(2, "big")
        read = file(pixels, syntax=PREFIX + "70", codestreams=[bytes(coded)])
        found = decode.decoded(read, header.read(read))
        assert "its data ends before its last pixel" in found.marks[0].text


def test_one_more_sample_than_there_is_room_for() -> None:
    pixels = body(40, 51, 3000, "u2")
    coded = bytearray(lossless_jpeg(pixels[:, :50], 16))
    other = lossless_jpeg(np.vstack([pixels[:, :50], pixels[:1, :50]]), 16)
    at = codestreams.jpeg(other).scan.frame_at  # type: ignore[union-attr]
    coded = bytearray(other)
    coded[at + 5 : at + 7] = (40).to_bytes(2, "big")
    read = file(pixels[:, :50], syntax=PREFIX + "70", codestreams=[bytes(coded)])
    assert "data is left after its last pixel" in decode.decoded(read, header.read(read)).marks[0].text


@pytest.mark.parametrize("how", ["lost", "twice", "swapped"])
def test_restart_markers_count_up(how: str) -> None:
    pixels = body(40, 50, 3000, "u2")
    coded = lossless_jpeg(pixels, 16, restart_rows=8)
    changed = {
        "lost": coded.replace(b"\xff\xd2", b"", 1),
        "twice": coded.replace(b"\xff\xd2", b"\xff\xd2\xff\xd2", 1),
        "swapped": coded.replace(b"\xff\xd2", b"\xff\xd3", 1),
    }[how]
    read = file(pixels, syntax=PREFIX + "57", codestreams=[changed])
    assert "do not follow each other" in decode.decoded(read, header.read(read)).marks[0].text


@pytest.mark.parametrize("kind", ["baseline", "baseline 4:2:2", "lossless 12 bits"])
@pytest.mark.parametrize("marker", [b"\xff\xd3", b"\xff\xd9", b"\xff\xfe"])
def test_a_marker_inside_the_data_ends_the_picture_there(kind: str, marker: bytes) -> None:
    whole = bytes(KINDS[kind][3](KINDS[kind][2]))
    at = len(whole) * 2 // 3
    assert [m.code for m in told(kind, whole[:at] + marker + whole[at + 2 :]).marks] == ["damaged"]


def test_data_left_over_that_ends_in_a_stuffed_byte_is_told() -> None:
    whole = lossless_jpeg(body(96, 128, 4000, "u2"), 12)
    at = len(whole) // 2
    assert told("lossless 12 bits", whole[:-2] + whole[at : at + 200] + b"\x55\xff\0" + whole[-2:]).marks


def with_restarts(pixels: Array, subsampling: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90, subsampling=subsampling, restart_marker_rows=1)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["baseline", "baseline 4:2:2", "baseline 4:2:0", "lossless 12 bits", "lossless colour"])
def test_each_restart_interval_ends_with_its_last_block(kind: str) -> None:
    pixels = KINDS[kind][2]
    if kind.startswith("lossless"):
        whole = lossless_jpeg(pixels, KINDS[kind][1], 1, restart_rows=8)
    else:
        whole = with_restarts(pixels, {"422": 1, "420": 2}.get(kind[-5:].replace(":", ""), 0))
    assert told(kind, whole).marks == ()
    ends = [whole.find(b"\xff\xd2", len(whole) * place // 12) for place in range(4, 9)]
    lost = [told(kind, whole[: end - 40] + whole[end - 5 :]).marks for end in ends]  # some bytes of one interval
    assert sum(bool(marks) for marks in lost) >= 4


@pytest.mark.parametrize("kind", ["baseline", "lossless 12 bits", "jpeg-ls", "jpeg 2000", "htj2k"])
@pytest.mark.parametrize("behind", [bytes(100), b"\xff" * 100, b"\xff\xd9"])
def test_what_fills_up_a_codestream_behind_its_end_is_no_damage(kind: str, behind: bytes) -> None:
    whole = bytes(KINDS[kind][3](KINDS[kind][2]))
    assert told(kind, whole + behind).marks == ()


def test_padding_behind_the_data_is_no_damage() -> None:
    pixels = body(96, 128, 255, "u1")
    coded = bytes(codecs.jpeg8_encode(pixels, level=90))
    for between in (b"\0\0", b"\xff\xff\xff"):
        assert told("baseline", coded[:-2] + between + coded[-2:]).marks == ()


def test_a_lossless_wavelet_that_leaves_its_range_is_told() -> None:
    """And shown as OpenJPEG shows it, clamped."""
    seen = {"jpeg 2000": 0, "htj2k": 0}
    for kind in seen:
        pixels = np.random.default_rng(2).integers(0, 256, (96, 128)).astype(np.uint8)
        whole = reversible(pixels) if kind == "jpeg 2000" else bytes(codecs.htj2k_encode(pixels, reversible=True))
        rng = np.random.default_rng(3)
        for _ in range(60):
            coded = bytearray(whole)
            at = int(rng.integers(codestreams_data(whole), len(coded) - 40))
            coded[at : at + 6] = bytes(rng.integers(0, 255, 6).astype("u1"))
            read = file(pixels, syntax=PREFIX + KINDS[kind][0], codestreams=[bytes(coded)])
            try:
                found = decode.decoded(read, header.read(read))
            except UndecodableImage:
                continue
            assert np.array_equal(found.values, codecs.jpeg2k_decode(bytes(coded)))
            if found.marks:
                assert "leave the range" in found.marks[0].text
                seen[kind] += 1
    assert min(seen.values()) >= 1, seen


def codestreams_data(coded: bytes) -> int:
    return coded.find(b"\xff\x93") + 2


@pytest.mark.parametrize("samples", [1, 3])
@pytest.mark.parametrize(("bits", "dtype"), [(8, "u1"), (8, "i1"), (12, "u2"), (16, "u2"), (16, "i2")])
@pytest.mark.parametrize("size", [(64, 64), (96, 160), (50, 70), (1, 1), (7, 300)])
def test_sound_htj2k_comes_back_by_either_decoder(samples: int, bits: int, dtype: str, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    limits = np.iinfo(dtype)
    low, high = (limits.min, limits.max) if bits in (8, 16) else (0, 4095)
    pixels = rng.integers(low, high, size if samples == 1 else (*size, 3), endpoint=True).astype(dtype)
    if samples == 3 and dtype[0] == "i":
        pytest.skip("colour has no sign")
    shown = pixels.astype(int) * 65535 // 4095 if samples == 3 and bits == 12 else pixels  # colour spans its type
    for tile in (None, (32, 64)):
        coded = bytes(codecs.htj2k_encode(pixels, reversible=True, **({} if tile is None else {"tile": tile})))
        of = {"sop_class": SC, "modality": "OT"} if samples == 3 else {}
        read = file(pixels, bits=bits, syntax=PREFIX + "201", codestreams=[coded], **of)
        found = decode.decoded(read, header.read(read))
        assert np.array_equal(found.values, shown)
        assert found.marks == ()


@pytest.mark.parametrize("samples", [1, 3])
@pytest.mark.parametrize("size", [(512, 512), (480, 640), (256, 320), (1024, 1280), (120, 208)])
def test_sound_htj2k_of_usual_sizes_is_read_by_the_fast_decoder(
    samples: int, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = body(*size, 250, "u1", samples)
    coded = bytes(codecs.htj2k_encode(pixels, reversible=True))
    of = {"sop_class": SC, "modality": "OT"} if samples == 3 else {}
    read = file(pixels, syntax=PREFIX + "201", codestreams=[coded], **of)
    whole = decode.frame(read, header.read(read))

    def slow(given: bytes) -> np.ndarray[Any, Any]:
        small = codecs.jpeg2k_decode(given)
        assert small.size <= whole.size // 16
        return small

    monkeypatch.setattr(decoders, "_codecs", SimpleNamespace(htj2k_decode=codecs.htj2k_decode, jpeg2k_decode=slow))
    assert np.array_equal(decode.frame(read, header.read(read)), pixels)


@pytest.mark.parametrize("kind", ["grey", "small", "colour", "odd"])
def test_mutated_htj2k_is_never_another_picture_than_openjpegs(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor any picture where OpenJPEG gives none. A long run (GARONNE_FUZZ) may find one in some thousands, a changed QCD."""
    size, top, dtype, samples = {
        "grey": ((192, 256), 3000, "u2", 1),
        "small": ((64, 128), 255, "u1", 1),
        "colour": ((96, 128), 255, "u1", 3),
        "odd": ((90, 121), 3000, "u2", 1),
    }[kind]
    pixels = body(*size, top, dtype, samples)
    whole = bytes(codecs.htj2k_encode(pixels, reversible=True))
    start, other = codestreams_data(whole), 0
    of = {"sop_class": SC, "modality": "OT"} if samples == 3 else {}
    for seed in range(COUNT):
        rng = np.random.default_rng(seed)
        coded = bytearray(whole)
        at = int(rng.integers(start, len(coded) - 60))
        if seed % 3 == 0:
            coded[at] ^= 1 << int(rng.integers(8))
        elif seed % 3 == 1:
            coded[at : at + int(rng.integers(1, 50))] = bytes(rng.integers(0, 255, int(rng.integers(1, 50))).astype("u1"))
        else:
            coded[int(rng.integers(start))] = int(rng.integers(256))
        read = file(pixels, syntax=PREFIX + "201", codestreams=[bytes(coded)], **of)
        try:
            samples, _, marks = decoders.decode(bytes(coded), header.read(read))
        except UndecodableImage:
            continue
        if marks or any(m.code == "truncated" for m in header.read(read).marks):
            continue
        try:
            witness = codecs.jpeg2k_decode(bytes(coded))
        except RuntimeError:
            other += 1
            continue
        other += not np.array_equal(samples, witness)
    assert other <= COUNT // 2000
    assert capfd.readouterr().err == ""  # OpenJPH's own words stay inside


def test_a_short_run_length_segment_of_more_than_its_plane_is_told() -> None:
    pixels = body(64, 64, 3000, "u2")
    runs = b"".join(bytes([129, value]) for value in range(1, 34))  # 33 times 128 pixels: one run more than the plane has
    literals = b"".join(bytes([127]) + bytes([7] * 128) for _ in range(32))
    coded = struct.pack("<16I", 2, 64, 64 + len(runs), *[0] * 13) + runs + literals
    read = file(pixels, syntax="1.2.840.10008.1.2.5", codestreams=[coded])
    assert [m.code for m in decode.decoded(read, header.read(read)).marks] == ["damaged"]


def test_what_an_rle_header_claims_is_checked_before_the_decoder_trusts_it() -> None:
    whole = bytearray(KINDS["rle"][3](KINDS["rle"][2]))
    for offset in (0, 63, len(whole), 0x7FFFFFFF, 0xFFFFFFFF):
        changed = bytes(whole[:4]) + offset.to_bytes(4, "little") + bytes(whole[8:])
        with pytest.raises(UndecodableImage, match="damaged"):
            told("rle", changed)
    for count in (0, 2, 15, 16, 0xFFFFFFFF):
        with pytest.raises(UndecodableImage, match="damaged"):
            told("rle", count.to_bytes(4, "little") + bytes(whole[4:]))


def test_every_decoder_of_the_table_says_what_it_cannot_see() -> None:
    for reader in set(decoders.READERS.values()):
        assert reader.reference
        assert reader.equal_on
        assert reader.damage.startswith(("Seen: ", "CharLS refuses ", "As JPEG 2000"))


@pytest.mark.parametrize("factors", [0x22, 0x12, 0x21, 0x41])
@pytest.mark.parametrize("lossless", [True, False])
def test_sampling_factors_of_a_single_component_mean_nothing(factors: int, lossless: bool) -> None:
    """Some encoders write 2 x 2 for grey (T.81 A.2.2: a scan of one component is not interleaved)."""
    rng = np.random.default_rng(3)
    for rows in (1, 2, 4, 9, 16, 23):
        pixels = rng.integers(0, 256, (rows, 33)).astype(np.uint8)
        coded = bytearray(codecs.jpeg8_encode(pixels, lossless=True, predictor=1) if lossless else codecs.jpeg8_encode(pixels, level=95))
        plain = codecs.jpeg8_decode(bytes(coded))
        coded[coded.index(b"\xff\xc3" if lossless else b"\xff\xc0") + 11] = factors
        encoded = file(pixels, syntax=PREFIX + ("57" if lossless else "50"), codestreams=[bytes(coded)])
        found = decode.decoded(encoded, header.read(encoded))
        assert np.array_equal(found.values, plain)
        assert found.marks == ()


@pytest.mark.parametrize("kind", ["jpeg 2000", "htj2k"])
@pytest.mark.parametrize("behind", [b"", b"\0", b"\0\0\0", b"junk" * 30, None])
def test_a_wavelet_that_lacks_nothing_but_its_end_marker_is_shown_and_marked(kind: str, behind: bytes | None) -> None:
    """None: the last tile-part says that it reaches to the end marker (T.800 A.4.2), so nothing may follow it."""
    syntax, _, pixels, coder = KINDS[kind]
    coded = bytearray(coder(pixels)[:-2])
    if behind is None:
        at = coded.index(b"\xff\x90") + 6
        coded[at : at + 4] = bytes(4)
    found = codestreams.jpeg2000(bytes(coded) + (behind or b""))
    assert found is not None
    assert found.wavelet is not None
    assert found.wavelet.packets[-1][1] == len(coded)
    encoded = file(pixels, syntax=PREFIX + syntax, codestreams=[bytes(coded) + (behind or b"")])
    h = header.read(encoded)
    assert "truncated" in {m.code for m in h.marks}
    if behind is not None or not len(coded) % 2:  # else it is made even, and zeros are data
        assert np.array_equal(decode.decoded(encoded, h).values, pixels)


@pytest.mark.parametrize("levels", [1, 6])
def test_a_wavelet_without_its_quantization_is_refused_in_a_sentence(levels: int) -> None:
    pixels = body(96, 128, 3000, "u2")
    coded = bytes(codecs.jpeg2k_encode(pixels, codecformat="j2k", level=0, reversible=True, resolutions=levels))
    at = coded.index(b"\xff\x5c")
    coded = coded[:at] + coded[at + 2 + int.from_bytes(coded[at + 2 : at + 4], "big") :]
    encoded = file(pixels, syntax=PREFIX + "90", codestreams=[coded])
    with pytest.raises(UndecodableImage, match="damaged"):
        decode.decoded(encoded, header.read(encoded))
