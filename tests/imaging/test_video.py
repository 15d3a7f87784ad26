"""Videos against ffmpeg itself: every frame, in order, in its colours; and what is wrong with a video told in a sentence."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from tests import videos
from tests.videos import AVC, AVC_FRAGMENTED, HEVC, HEVC_10, MPEG2, MPEG2_HL, by_ffmpeg, dicom, made
from workstation.errors import GaronneError, UndecodableImage
from workstation.imaging import decode, header, video
from workstation.imaging.elements import open_part10
from workstation.imaging.videos import containers, libavcodec, streams
from workstation.imaging.videos.coded import Unwrapped

X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-bf", "3")
X265 = ("-c:v", "libx265", "-pix_fmt", "yuv420p", "-x265-params", "log-level=error:keyint=12:bframes=4:pools=1")
M2V = ("-c:v", "mpeg2video", "-g", "12", "-bf", "2", "-b:v", "2M")
KINDS = {
    "H.264 in MP4": (X264, "mp4", AVC),
    "H.264 bare, B pyramid": ((*X264, "-x264-params", "b-pyramid=normal"), "h264", AVC_FRAGMENTED),
    "H.264 bare, open GOP": ((*X264, "-x264-params", "open-gop=1"), "h264", AVC),
    "H.264 in a transport stream": (X264, "ts", AVC),
    "H.264 interlaced": ((*X264, "-flags", "+ilme+ildct"), "h264", AVC),
    "H.264 in fragmented MP4": ((*X264, "-movflags", "frag_keyframe+empty_moov"), "mp4", AVC),
    "H.264 in QuickTime, with sound before it": (
        ("-f", "lavfi", "-i", "sine", "-shortest", "-map", "1:a", "-map", "0:v", "-c:a", "aac", *X264),
        "mov",
        AVC,
    ),
    "H.264 and sound in a timed transport stream": (("-f", "lavfi", "-i", "sine", "-shortest", "-c:a", "mp2", *X264), "m2ts", AVC),
    "H.264 4:4:4 in RGB": (("-c:v", "libx264rgb", "-g", "12"), "mp4", AVC),
    "H.264 grey": ((*X264[:3], "gray", *X264[4:]), "mp4", AVC),
    "H.264 BT.709, full range": (
        (*X264, "-vf", "scale=out_range=pc:out_color_matrix=bt709", "-color_range", "pc", "-colorspace", "bt709"),
        "mp4",
        AVC,
    ),
    "H.264 BT.709, limited": ((*X264, "-vf", "scale=out_color_matrix=bt709", "-color_range", "tv", "-colorspace", "bt709"), "mp4", AVC),
    "H.264 of variable frame times": ((*X264, "-vf", "select='not(mod(n,3))+not(mod(n,7))'", "-vsync", "vfr"), "mp4", AVC),
    "MPEG-2 bare": (M2V, "m2v", MPEG2),
    "MPEG-2 in a transport stream": (M2V, "ts", MPEG2_HL),
    "MPEG-2 in a program stream": (M2V, "mpg", MPEG2),
    "MPEG-2 interlaced": ((*M2V, "-flags", "+ilme+ildct"), "m2v", MPEG2),
    "HEVC in MP4": (X265, "mp4", HEVC),
    "HEVC bare, open GOP": ((*X265[:-1], X265[-1] + ":open-gop=1"), "hevc", HEVC),
    "HEVC in a transport stream": (X265, "ts", HEVC),
    "HEVC Main 10": (("-c:v", "libx265", "-pix_fmt", "yuv420p10le", *X265[4:]), "mp4", HEVC_10),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_frame_is_ffmpegs_in_any_order(name: str) -> None:
    options, ending, syntax = KINDS[name]
    deep = syntax == HEVC_10
    coded = made(*options, ending=ending)
    wanted = by_ffmpeg(coded, ending, deep)
    assert len(wanted) > 10
    read = dicom(coded, syntax, len(wanted), bits=10 if deep else 8, fragment=3000 if syntax == AVC_FRAGMENTED else 0)
    head = header.read(read)
    assert (head.number_of_frames, [m.code for m in head.marks if m.severity != "info"]) == (len(wanted), ["uncalibrated"])
    assert head.lossy
    frames = [decode.decoded(read, head, n) for n in range(len(wanted))]
    assert all(not d.marks for d in frames)
    assert frames[0].values.dtype == (np.uint16 if deep else np.uint8)
    unit = 257 if deep else 1
    assert max(_apart(d.values, w) for d, w in zip(frames, wanted, strict=True)) <= 2 * unit
    order = [*range(len(wanted))]
    random.Random(4).shuffle(order)
    video.forget()
    for n in [len(wanted) - 1, *order, 3, 2, 1, 0]:
        assert np.array_equal(decode.frame(read, head, n), frames[n].values), n


def _apart(a: NDArray[np.generic], b: NDArray[np.generic]) -> int:
    return int(np.abs(a.astype(np.int32) - b.astype(np.int32)).max())


def test_colour_follows_the_tags_and_not_a_guess() -> None:
    """The same coded samples, tagged BT.709 and BT.601: another green."""
    plain = made(*X264, ending="h264", source="color=c=0x20C040:size=128x96:rate=25:duration=0.2")
    seen = {}
    for name, matrix in (("601", 6), ("709", 1)):
        tagged = _filtered(plain, f"h264_metadata=matrix_coefficients={matrix}:video_full_range_flag=0")
        read = dicom(tagged, AVC, 5)
        seen[name] = decode.frame(read, header.read(read), 0)
        assert _apart(seen[name], by_ffmpeg(tagged, "h264")[0]) <= 2
    assert _apart(seen["601"], np.full((96, 128, 3), (0x20, 0xC0, 0x40))) <= 3
    assert _apart(seen["601"], seen["709"]) > 8


def _filtered(coded: bytes, by: str) -> bytes:
    call = [videos.needs_ffmpeg(), "-v", "error", "-f", "h264", "-i", "-", "-c", "copy", "-bsf:v", by, "-f", "h264", "-"]
    return subprocess.run(call, input=coded, capture_output=True, check=True, timeout=60).stdout


def test_one_sample_is_grey() -> None:
    coded = made(*X264, ending="mp4")
    read = dicom(coded, AVC, 40, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2")
    values = decode.frame(read, header.read(read), 5)
    assert (values.shape, values.dtype) == ((96, 128), np.uint8)
    assert values.max() > 200 > 40 > values.min()


@pytest.mark.parametrize(("claimed", "code"), [(None, None), (7, "frames"), (40, None), (900, "truncated")])
def test_the_stream_tells_how_many_frames_there_are(claimed: int | None, code: str | None) -> None:
    head = header.read(dicom(made(*X264, ending="mp4"), AVC, claimed))
    assert head.number_of_frames == 40
    assert [m.code for m in head.marks if m.code in ("frames", "truncated")] == ([code] if code else [])


def test_the_rate_comes_from_the_header_and_else_from_the_stream() -> None:
    coded = made(*X264, ending="mp4")
    assert header.read(dicom(coded, AVC, 40)).frame_time_ms == pytest.approx(40)
    assert header.read(dicom(coded, AVC, 40, FrameTime=20)).frame_time_ms == 20
    assert header.read(dicom(coded, AVC, 40, RecommendedDisplayFrameRate=50)).frame_time_ms == 20
    assert header.read(dicom(made(*M2V, ending="m2v"), MPEG2, 40)).frame_time_ms == pytest.approx(40)


def test_blocks_past_rows_and_columns_are_cut_off_and_another_size_is_refused() -> None:
    coded = made(*X264, ending="mp4")
    read = dicom(coded, AVC, 40, size=(90, 120))
    whole = dicom(coded, AVC, 40)
    assert np.array_equal(decode.frame(read, header.read(read), 3), decode.frame(whole, header.read(whole), 3)[:90, :120])
    read = dicom(coded, AVC, 40, size=(64, 64))
    with pytest.raises(UndecodableImage, match=r"128 x 96.*64 x 64"):
        decode.frame(read, header.read(read), 0)


def test_a_cut_video_is_shown_as_far_as_it_goes() -> None:
    for options, ending, syntax in (KINDS["MPEG-2 in a transport stream"], KINDS["H.264 bare, open GOP"], KINDS["HEVC bare, open GOP"]):
        coded = made(*options, ending=ending)
        read = dicom(coded[: len(coded) * 6 // 10], syntax, 40)
        head = header.read(read)
        assert 10 < head.number_of_frames < 40, syntax
        assert "truncated" in [m.code for m in head.marks]
        wanted = by_ffmpeg(coded, ending)
        assert _apart(decode.frame(read, head, 9), wanted[9]) <= 2


def test_a_damaged_frame_is_marked_or_refused_and_the_others_are_right() -> None:
    options, ending, syntax = KINDS["H.264 bare, B pyramid"]
    coded = made(*options, ending=ending)
    wanted = by_ffmpeg(coded, ending)
    stream = streams.read(Unwrapped(coded), "h264")
    hurt = stream.pictures[14]
    broken = bytearray(coded)
    middle = (hurt.start + hurt.end) // 2
    broken[middle : middle + 40] = bytes(range(100, 140))
    read = dicom(bytes(broken), syntax, 40)
    head = header.read(read)
    assert head.number_of_frames == 40
    told = 0
    for n in range(40):
        try:
            got = decode.decoded(read, head, n)
        except UndecodableImage as error:
            told += "damaged" in str(error)
            continue
        told += any(m.code == "damaged" for m in got.marks)
        if n < 12:
            assert _apart(got.values, wanted[n]) <= 2
    assert told


def test_hostile_videos_end_in_a_sentence_and_soon() -> None:
    randomly = random.Random(8)
    said: set[str] = set()
    for options, ending, syntax in (
        KINDS[k]
        for k in (
            "H.264 in MP4",
            "H.264 in fragmented MP4",
            "MPEG-2 in a program stream",
            "MPEG-2 in a transport stream",
            "HEVC bare, open GOP",
        )
    ):
        coded = made(*options, ending=ending)
        for n in range(12):
            broken = bytearray(coded)
            for _ in range(randomly.choice([1, 20, 400])):
                broken[randomly.randrange(len(broken))] = randomly.randrange(256)
            if n % 3 == 0:
                del broken[randomly.randrange(len(broken)) :]
            read = dicom(bytes(broken), syntax, randomly.choice([1, 40, 1 << 30]))
            began = time.process_time()
            head = header.read(read)
            for index in (0, head.number_of_frames // 2, head.number_of_frames - 1):
                try:
                    assert decode.frame(read, head, index).shape == (96, 128, 3)
                except GaronneError as error:
                    said.add(str(error))
            assert time.process_time() - began < 5
    assert said
    assert all(text.endswith((".", ")")) for text in said)


@pytest.mark.parametrize(
    "coded", [b"", b"\0", b"\0\0\1\xba" + bytes(60), b"\0\0\0\x20ftypisom" + bytes(40), b"\x47" + bytes(187), b"\0\0\1" * 5000, bytes(9000)]
)
@pytest.mark.parametrize("syntax", [MPEG2, AVC, HEVC])
def test_nothing_in_it_is_said(coded: bytes, syntax: str) -> None:
    read = dicom(coded, syntax, 3)
    head = header.read(read)
    assert [m.code for m in head.marks if m.severity == "danger"]
    with pytest.raises(UndecodableImage):
        decode.frame(read, head, 0)


def test_a_picture_larger_than_told_is_not_decoded() -> None:
    """A decoder allocates by the stream's own size: it may not be larger than Rows and Columns."""
    coded = made("-c:v", "libx264", "-pix_fmt", "yuv420p", ending="mp4", source="color=c=red:size=2048x1024:rate=25:duration=0.1")
    decoder = libavcodec.Decoder("h264", 128 * 96)
    stream = streams.read(containers.unwrapped(memoryview(coded)), "h264")
    for n, picture in enumerate(stream.pictures):
        decoder.send(stream.coded[picture.start : picture.end], n)
    decoder.send(None)
    with pytest.raises(EOFError):
        decoder.receive()
    decoder.close()


def test_the_reader_keeps_its_place() -> None:
    """Frames in order cost one picture each: no more are sent than the decoder's own delay asks for."""
    coded = made(*X264, ending="mp4", source="testsrc2=size=128x96:rate=25:duration=4")
    read = dicom(coded, AVC, 100)
    head = header.read(read)
    reader = video.VideoReader(open_part10(read), head)
    sent: list[int] = []
    send = reader._decoder.send
    reader._decoder.send = lambda coded, number=0: (sent.append(number), send(coded, number))[1]  # type: ignore[method-assign]
    for n in range(40, 60):
        reader.frame(n)
    assert min(sent) >= 24
    assert len(sent) <= 60
    sent.clear()
    reader.frame(5)
    assert sent[0] == 0
    assert len(sent) <= 20
    sent.clear()
    reader.frame(90)  # further on: from its own key picture, not through all that lies between
    assert sent[0] >= 80
    assert len(sent) <= 20
    reader.close()


def test_two_files_are_never_taken_for_one() -> None:
    first, second = made(*X264, ending="mp4"), made(*X264, ending="mp4", source="color=c=red:size=128x96:rate=25:duration=1.6")
    uid = "1.2.3.4.5"
    reads = [dicom(v, AVC, 40, SOPInstanceUID=uid) for v in (first, second)]
    seen = [zlib.crc32(decode.frame(r, header.read(r), 8).tobytes()) for r in reads + reads]
    assert seen[0] != seen[1]
    assert seen[:2] == seen[2:]


def test_no_qt_is_imported_for_a_video() -> None:
    code = "import sys\nfrom workstation.imaging.videos import libavcodec\nlibavcodec.library()\n"
    code += "assert not [m for m in sys.modules if 'PySide' in m]"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_pixels_that_are_not_square_are_the_streams_where_the_file_says_nothing() -> None:
    wide = made(*X264, "-vf", "setsar=16/11", ending="mp4")
    head = header.read(dicom(wide, AVC, 40))
    assert head.frames[0].spacing == pytest.approx((1, 16 / 11))
    assert head.frames[0].spacing_from == "none"
    assert header.read(dicom(wide, AVC, 40, PixelAspectRatio=[1, 2])).frames[0].spacing == (1, 2)
    assert header.read(dicom(made(*X264, ending="mp4"), AVC, 40)).frames[0].spacing is None
    film = header.read(dicom(made(*M2V, "-aspect", "16:9", ending="m2v"), MPEG2, 40))
    assert film.frames[0].spacing == pytest.approx((1, 16 / 9 * 96 / 128))


def test_a_second_view_is_told() -> None:
    plain = made(*X264, ending="h264")
    stream = streams.read(Unwrapped(plain), "h264")
    second = b"".join(bytes(plain[p.start : p.end]) + b"\0\0\0\1\x74" + bytes(range(1, 40)) for p in stream.pictures)
    head = header.read(dicom(second, "1.2.840.10008.1.2.4.106", 40))
    assert [m.code for m in head.marks if m.code == "stereo"] == ["stereo"]
    assert head.number_of_frames == 40
    assert np.array_equal(decode.frame(dicom(plain, AVC, 40), header.read(dicom(plain, AVC, 40)), 20), by_ffmpeg(plain, "h264")[20])


@pytest.mark.parametrize("fault", ["missing", "another version", "another layout"])
def test_a_decoder_that_is_not_the_known_one_is_not_used(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(libavcodec, "_library", None)
    monkeypatch.setattr(libavcodec, "_failure", "")
    if fault == "missing":
        monkeypatch.setattr(libavcodec, "_folder", lambda: libavcodec.Path("/nowhere"))
    elif fault == "another version":
        libavcodec.library()  # loaded, so that only its version is in question
        monkeypatch.setattr(libavcodec, "_library", None)
        monkeypatch.setattr(libavcodec, "_version_of", lambda library, name: libavcodec.MAJORS[name] - (name == "avcodec"))
    else:
        monkeypatch.setattr(libavcodec, "_KNOWN_FIELDS", (16, 16, 5, 1))
    for _ in range(2):
        with pytest.raises(UndecodableImage, match="its video decoder does not load"):
            libavcodec.library()
