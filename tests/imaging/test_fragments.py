"""Encapsulated pixel data as files have it: fragments of any number, tables that are empty, wrong or missing, ends that are not there."""

from __future__ import annotations

import struct
import time
from typing import Any

import imagecodecs
import numpy as np
import pytest

from tests.imaging.making import US_MULTI, file, image
from workstation.errors import UndecodableImage
from workstation.imaging import decode, fragments, header
from workstation.imaging.elements import open_part10
from workstation.imaging.model import ImageHeader

codecs: Any = imagecodecs
RNG = np.random.default_rng(4)
FRAMES = RNG.integers(0, 255, (3, 20, 30)).astype(np.uint8)
ITEM, END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0\0\0\0\0"


def run_lengths(frame: np.ndarray[Any, Any]) -> bytes:
    rle = pytest.importorskip("rle.rle")
    return bytes(rle.encode_frame(frame.tobytes(), 20, 30, 1, 8, "<"))


CODED = {
    "1.2.840.10008.1.2.4.80": lambda f: bytes(codecs.jpegls_encode(f)),
    "1.2.840.10008.1.2.4.57": lambda f: bytes(codecs.jpeg8_encode(f, lossless=True)),
    "1.2.840.10008.1.2.4.90": lambda f: bytes(codecs.jpeg2k_encode(f, codecformat="j2k", level=0, reversible=True)),
    "1.2.840.10008.1.2.4.201": lambda f: bytes(codecs.htj2k_encode(f, reversible=True)),
    "1.2.840.10008.1.2.5": run_lengths,
}
JPEG_LS = "1.2.840.10008.1.2.4.80"


def item(value: bytes, pad: bool = True) -> bytes:
    value += b"\0" * (len(value) % 2 if pad else 0)
    return ITEM + len(value).to_bytes(4, "little") + value


def halves(stream: bytes) -> list[bytes]:
    middle = len(stream) // 4 * 2
    return [stream[:middle], stream[middle:]]


def written(syntax: str, pixel_data: bytes, claimed: int | None = 3, **elements: Any) -> tuple[bytes, ImageHeader]:
    ds = image(FRAMES, modality="US", sop_class=US_MULTI, syntax=syntax, codestreams=[b"\xff\xd8"], NumberOfFrames=claimed, **elements)
    ds.PixelData = pixel_data + END  # what stands behind the end is told apart by the tests themselves
    encoded = header.encode(ds)
    return encoded, header.read(encoded)


def streams(syntax: str) -> list[bytes]:
    return [CODED[syntax](f) for f in FRAMES]


def offsets(fragments: list[list[bytes]]) -> list[int]:
    starts, at = [], 0
    for pieces in fragments:
        starts.append(at)
        at += sum(len(item(p)) for p in pieces)
    return starts


def table(values: list[int]) -> bytes:
    return item(struct.pack(f"<{len(values)}I", *values))


def codes(h: ImageHeader) -> set[str]:
    return {m.code for m in h.marks} - {"uncalibrated", "burned_in"}


def assert_all(encoded: bytes, h: ImageHeader, frames: np.ndarray[Any, Any] = FRAMES) -> None:
    assert h.number_of_frames == len(frames)
    for n, frame in enumerate(frames):
        found = decode.decoded(encoded, h, n)
        assert np.array_equal(found.values, frame)
        assert found.marks == ()


@pytest.mark.parametrize("syntax", CODED)
@pytest.mark.parametrize("kind", ["one", "halves", "uneven"])
@pytest.mark.parametrize("told", ["table", "empty", "wrong", "short", "extended"])
def test_frames_in_any_number_of_fragments(syntax: str, kind: str, told: str) -> None:
    pieces = [[s] if kind == "one" or (kind == "uneven" and n == 1) else halves(s) for n, s in enumerate(streams(syntax))]
    starts = offsets(pieces)
    first = {"table": table(starts), "wrong": table([0, 7, 9]), "short": table(starts[:2])}.get(told, table([]))
    more = {"ExtendedOffsetTable": struct.pack("<3Q", *starts), "ExtendedOffsetTableLengths": bytes(24)} if told == "extended" else {}
    encoded, h = written(syntax, first + b"".join(item(p) for frame in pieces for p in frame), **more)
    assert_all(encoded, h)
    assert codes(h) == ({"offsets"} if told in ("wrong", "short") else set())


@pytest.mark.parametrize("syntax", [s for s in CODED if not s.endswith(".5")])
@pytest.mark.parametrize("between", [b"", b"\0"])
def test_all_frames_in_one_item(syntax: str, between: bytes) -> None:
    encoded, h = written(syntax, table([]) + item(between.join(streams(syntax))))
    assert_all(encoded, h)


def test_items_of_odd_length_with_and_without_padding() -> None:
    odd = [s if len(s) % 2 else s + b"\0" for s in streams(JPEG_LS)]
    assert all(len(s) % 2 for s in odd)
    for pad in (b"", b"\0"):
        encoded, h = written(JPEG_LS, table([]) + b"".join(item(s, pad=False) + pad for s in odd))
        assert_all(encoded, h)


@pytest.mark.parametrize("behind", [b"", b"\0" * 7, b"trailing bytes of something else", ITEM])
@pytest.mark.parametrize("delimited", [True, False])
def test_what_follows_the_last_frame(behind: bytes, delimited: bool) -> None:
    encoded, _ = written(JPEG_LS, table([]) + b"".join(item(s) for s in streams(JPEG_LS)))
    end = encoded.rindex(END)
    encoded = encoded[: end + (8 if delimited else 0)] + behind
    assert_all(encoded, header.read(encoded))


def test_fewer_frames_than_claimed() -> None:
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(s) for s in streams(JPEG_LS)[:2]))
    assert codes(h) == {"truncated"}
    assert_all(encoded, h, FRAMES[:2])
    with pytest.raises(UndecodableImage, match="Frame 3 is not in the file"):
        decode.frame(encoded, h, 2)


@pytest.mark.parametrize("claimed", [1, 2, None])
def test_more_frames_than_claimed(claimed: int | None) -> None:
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(s) for s in streams(JPEG_LS)), claimed)
    assert codes(h) == {"frames"}
    assert "The file holds 3 frames" in next(m.text for m in h.marks if m.code == "frames")
    assert_all(encoded, h, FRAMES[: claimed or 1])


@pytest.mark.parametrize("kind", ["one", "halves"])
def test_a_file_cut_inside_its_second_frame(kind: str) -> None:
    pieces = [[s] if kind == "one" else halves(s) for s in streams(JPEG_LS)]
    encoded, _ = written(JPEG_LS, table(offsets(pieces)) + b"".join(item(p) for frame in pieces for p in frame))
    second = encoded.index(pieces[1][0])
    encoded = encoded[: second + len(pieces[1][0]) // 2]
    h = header.read(encoded)
    assert codes(h) == {"truncated"}
    assert np.array_equal(decode.frame(encoded, h, 0), FRAMES[0])
    with pytest.raises(UndecodableImage, match="damaged"):
        decode.frame(encoded, h, 1)
    with pytest.raises(UndecodableImage, match="Frame 3 is not in the file"):
        decode.frame(encoded, h, 2)


def test_a_length_that_lies_costs_its_own_frame() -> None:
    pieces = [item(s) for s in streams(JPEG_LS)]
    pieces[2] = pieces[2][:4] + (0x7FFFFFF0).to_bytes(4, "little") + pieces[2][8:]
    encoded, h = written(JPEG_LS, table([]) + b"".join(pieces))
    assert codes(h) == {"truncated"}
    assert all(np.array_equal(decode.frame(encoded, h, n), FRAMES[n]) for n in range(2))


@pytest.mark.parametrize("syntax", CODED)
def test_no_table_at_all(syntax: str) -> None:
    """The first item is the table by definition (PS3.5 A.4), but a frame in its place does not begin as one would: with 0."""
    encoded, h = written(syntax, b"".join(item(s) for s in streams(syntax)))
    assert_all(encoded, h)
    assert codes(h) == set()
    encoded, h = written(syntax, item(streams(syntax)[0]), 1)
    assert_all(encoded, h, FRAMES[:1])


@pytest.mark.parametrize("syntax", CODED)
@pytest.mark.parametrize("kind", ["one", "halves"])
def test_a_table_in_the_other_byte_order(syntax: str, kind: str) -> None:
    """All its entries but the first lie past the end of the file, as those of a file that was cut do."""
    pieces = [[s] if kind == "one" else halves(s) for s in streams(syntax)]
    turned = item(struct.pack(">3I", *offsets(pieces)))
    encoded, h = written(syntax, turned + b"".join(item(p) for frame in pieces for p in frame))
    assert_all(encoded, h)
    assert codes(h) == {"offsets"}


def test_a_table_is_believed_though_one_frame_begins_wrong() -> None:
    """Frames are not shifted by one that is damaged."""
    pieces = [halves(s) for s in streams(JPEG_LS)]
    starts = offsets(pieces)
    pieces[1][0] = bytes(8) + pieces[1][0][8:]
    encoded, h = written(JPEG_LS, table(starts) + b"".join(item(p) for frame in pieces for p in frame))
    assert h.number_of_frames == 3
    assert codes(h) == set()
    assert np.array_equal(decode.frame(encoded, h, 2), FRAMES[2])
    with pytest.raises(UndecodableImage):
        decode.frame(encoded, h, 1)


def test_as_many_fragments_as_frames_are_claimed_but_two_a_frame() -> None:
    pieces = [p for s in streams(JPEG_LS) for p in halves(s)]
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(p) for p in pieces), 6)
    assert_all(encoded, h)
    assert codes(h) == {"truncated"}


@pytest.mark.parametrize("padding", [b"", bytes(100), bytes(5000), b"\xff" * 100])
def test_padding_and_empty_items_behind_a_frame_are_no_early_end(padding: bytes) -> None:
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(s + padding) + item(b"") for s in streams(JPEG_LS)))
    assert_all(encoded, h)
    assert codes(h) == set()


def test_an_end_marker_in_two_items() -> None:
    pieces = [p for s in streams(JPEG_LS) for p in (s[: s.rindex(b"\xff\xd9") + 1], b"\xd9")]
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(p, pad=False) for p in pieces))
    assert_all(encoded, h)
    assert codes(h) == set()


def test_millions_of_items_and_frames_are_not_all_taken() -> None:
    """A file of 16 MB must not become gigabytes."""
    started = time.process_time()
    encoded, h = written(JPEG_LS, table([]) + item(streams(JPEG_LS)[0]) + item(b"") * 2_000_000, 2_000_000)
    assert len(fragments.fragments(open_part10(encoded))[1]) == fragments.MOST
    assert "truncated" in codes(h)
    assert np.array_equal(decode.frame(encoded, h, 0), FRAMES[0])
    h = header.read(file(np.zeros((1, 1), np.uint8), NumberOfFrames=10_000_000, PixelData=bytes(10_000_000)))
    assert h.number_of_frames == header.MOST_FRAMES
    assert codes(h) == {"truncated"}
    assert time.process_time() - started < 15


@pytest.mark.parametrize("extra", [0, 1, 2, 4, 100, 600, 1800])
def test_native_pixels_longer_than_asked_for(extra: int) -> None:
    raw = FRAMES.tobytes() + bytes(extra)
    encoded = file(FRAMES, modality="US", sop_class=US_MULTI, PixelData=raw + b"\0" * (len(raw) % 2))
    h = header.read(encoded)
    assert_all(encoded, h)
    assert codes(h) == (set() if extra < 4 else {"extra"} if extra < 600 else {"frames"})


def test_native_pixels_shorter_than_asked_for() -> None:
    encoded = file(FRAMES, modality="US", sop_class=US_MULTI, PixelData=FRAMES.tobytes()[:1500])
    h = header.read(encoded)
    assert codes(h) == {"truncated"}
    assert h.number_of_frames == 3
    assert all(np.array_equal(decode.frame(encoded, h, n), FRAMES[n]) for n in range(2))
    last = decode.decoded(encoded, h, 2)
    assert np.array_equal(last.values.ravel()[:300], FRAMES[2].ravel()[:300])
    assert (last.values.ravel()[300:] == FRAMES[2].ravel()[:300].min()).all()
    assert [m.code for m in last.marks] == ["truncated"]
    assert last.marks[0].text.startswith("Only 50 % of this picture's pixels")
    with pytest.raises(UndecodableImage, match="too few to show"):
        decode.frame(file(FRAMES[0], PixelData=FRAMES[0].tobytes()[:20]), header.read(file(FRAMES[0], PixelData=FRAMES[0].tobytes()[:20])))


@pytest.mark.parametrize("said", ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.5", ""])
@pytest.mark.parametrize("syntax", CODED)
def test_pixels_compressed_in_another_way_than_the_file_says_are_no_noise(syntax: str, said: str) -> None:
    stream = b"".join([item(b""), *(item(CODED[syntax](frame)) for frame in FRAMES)]) + END
    encoded, _ = written(syntax, stream)
    if said:
        encoded = encoded.replace(syntax.encode().ljust(len(syntax) + len(syntax) % 2, b"\0"), said.encode().ljust(24, b"\0"), 1)
        encoded = encoded.replace(b"UI" + struct.pack("<H", len(syntax) + len(syntax) % 2) + said.encode(), b"UI\x18\0" + said.encode(), 1)
    else:  # a data set without meta information
        encoded = encoded[encoded.find(b"\x08\0\x05\0") :]
    h = header.read(encoded)
    assert [np.array_equal(decode.frame(encoded, h, n), FRAMES[n]) for n in range(3)] == [True] * 3
    lossless_jpegs = {syntax, said} == {"1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.50"}  # one decoder reads both
    assert ("syntax" in [m.code for m in h.marks]) == (syntax != said and not lossless_jpegs)


@pytest.mark.parametrize("syntax", [*CODED, "1.2.840.10008.1.2.4.50"])
def test_uncompressed_pixels_under_a_compressed_syntax_are_read_as_they_lie(syntax: str) -> None:
    plain = file(FRAMES, modality="US", sop_class=US_MULTI)
    syntax += "\0" * (len(syntax) % 2)
    encoded = plain.replace(b"UI\x14\0" + b"1.2.840.10008.1.2.1\0", b"UI" + struct.pack("<H", len(syntax)) + syntax.encode(), 1)
    h = header.read(encoded)
    assert "syntax" in [m.code for m in h.marks]
    assert [np.array_equal(decode.frame(encoded, h, n), FRAMES[n]) for n in range(3)] == [True] * 3


@pytest.mark.parametrize("claimed", [4, 5, 6, 9])
def test_frames_in_several_fragments_stay_in_their_place_when_more_are_claimed(claimed: int) -> None:
    """Also where there happen to be as many fragments as the header says there are frames."""
    first, second, third = streams(JPEG_LS)
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(p) for p in (first, *halves(second), third)), claimed)
    assert h.number_of_frames == 3
    assert codes(h) == {"truncated"}
    assert [np.array_equal(decode.frame(encoded, h, n), FRAMES[n]) for n in range(3)] == [True] * 3
    alone, h = written(JPEG_LS, table([]) + b"".join(item(p) for p in halves(first)), claimed)
    assert np.array_equal(decode.frame(alone, h, 0), FRAMES[0])


def test_a_frame_whose_start_is_damaged_moves_no_other() -> None:
    first, second, third = streams(JPEG_LS)
    encoded, h = written(JPEG_LS, table([]) + b"".join(item(p) for p in (first, bytes(4) + second[4:], third)))
    assert np.array_equal(decode.frame(encoded, h, 0), FRAMES[0])
    assert np.array_equal(decode.frame(encoded, h, 2), FRAMES[2])
    with pytest.raises(UndecodableImage):
        decode.frame(encoded, h, 1)


@pytest.mark.parametrize("syntax", CODED)
def test_a_file_that_ends_anywhere_in_its_pixels_costs_only_what_is_gone(syntax: str) -> None:
    encoded, _ = written(syntax, table([]) + b"".join(item(s) for s in streams(syntax)))
    start = encoded.find(b"\xe0\x7f\x10\0")
    for end in range(start + 12, len(encoded) - 17, 7):  # what comes last are delimiters
        h = header.read(encoded[:end])
        assert codes(h) & {"truncated", "undecodable"}
        for n in range(h.number_of_frames - 1):
            assert np.array_equal(decode.frame(encoded[:end], h, n), FRAMES[n])
