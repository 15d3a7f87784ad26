"""Videos in a child of their own: handed over once, read on from where they stood, ended when nobody asks; a dead child costs a frame."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from tests import videos
from workstation.decoding import Decoding, Unwanted
from workstation.decoding import videos as apart
from workstation.decoding.process import Child
from workstation.errors import UndecodableImage
from workstation.imaging import decode, header, video
from workstation.imaging.elements import open_part10

X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-bf", "3")


@pytest.fixture
def decoding() -> Iterator[Decoding]:
    made = Decoding(1)
    yield made
    made.close()


def clip(source: str = "testsrc2=size=128x96:rate=25:duration=1.6", *more: str) -> bytes:
    coded = videos.made(*X264, *more, ending="mp4", source=source)
    return videos.dicom(coded, videos.AVC, 40)


def test_frames_are_the_same_from_a_child_which_gets_the_file_once(decoding, monkeypatch) -> None:
    handed: list[int] = []
    put = Child._put
    monkeypatch.setattr(Child, "_put", lambda self, pieces, *rest: (handed.append(sum(map(len, pieces))), put(self, pieces, *rest))[1])
    read = clip()
    head = header.read(read)
    for n in (0, 1, 2, 39, 5, 6):
        assert np.array_equal(decoding.frame(read, head, n), decode.frame(read, head, n))
    assert handed == [len(read), 0, 0, 0, 0, 0]
    assert len(decoding.pids) == 1


def test_videos_take_turns_and_one_too_many_takes_over_the_oldest_child(decoding, monkeypatch) -> None:
    monkeypatch.setattr(apart, "MOST", 2)
    reads = [clip(f"color=c={c}:size=128x96:rate=25:duration=1.6") for c in ("red", "lime", "blue")]
    heads = [header.read(r) for r in reads]
    pids: set[int] = set()
    for n in range(3):
        seen = [decoding.frame(r, h, n)[40, 40] for r, h in zip(reads, heads, strict=True)]
        assert [int(np.argmax(s)) for s in seen] == [0, 1, 2]
        pids |= set(decoding.pids)
    assert len(pids) == 2


def test_a_child_that_is_ended_from_outside_is_replaced(decoding) -> None:
    read = clip()
    head = header.read(read)
    first = decoding.frame(read, head, 3)
    (pid,) = decoding.pids
    os.kill(pid, signal.SIGKILL)
    assert np.array_equal(decoding.frame(read, head, 3), first)
    assert decoding.pids != (pid,)


def test_a_frame_that_ends_its_decoder_costs_a_sentence_and_the_others_nothing(decoding) -> None:
    read = clip()
    head = header.read(read)
    good = decoding.frame(read, head, 3)
    for n in range(2):
        os.kill(decoding.pids[0], signal.SIGSEGV)
        with pytest.raises(UndecodableImage, match="MPEG-4 failed on this picture"):
            decoding.frame(read, head, 20 + n)
        assert np.array_equal(decoding.frame(read, head, 3), good)
        with pytest.raises(UndecodableImage, match="MPEG-4 failed"):  # not tried again
            decoding.frame(read, head, 20 + n)
    os.kill(decoding.pids[0], signal.SIGSEGV)
    for n in (30, 3, 4):  # a third time: this video is left alone
        with pytest.raises(UndecodableImage, match="MPEG-4 failed"):
            decoding.frame(read, head, n)
    other = clip("color=c=red:size=128x96:rate=25:duration=1.6")
    assert decoding.frame(other, header.read(other), 3).shape == (96, 128, 3)


def test_a_stream_without_a_picture_is_refused_in_the_childs_own_words(decoding) -> None:
    read = videos.dicom(bytes(5000), videos.AVC, 3)
    for _ in range(2):
        with pytest.raises(UndecodableImage, match="No picture of MPEG-4 AVC"):
            decoding.frame(read, header.read(read), 0)


def test_a_frame_far_on_is_reached_in_slices(monkeypatch) -> None:
    """One key picture only: the reader says that it is on its way instead of being taken for one that hangs."""
    read = clip("testsrc2=size=128x96:rate=25:duration=20", "-g", "1000", "-sc_threshold", "0")
    head = header.read(read)
    reader = video.VideoReader(open_part10(read), head)
    asked = 0
    while True:
        asked += 1
        try:
            far, _ = reader.frame(450, 0.0)
            break
        except video.Later:
            assert asked < 1000
    assert asked > 100
    assert np.array_equal(far, decode.frame(read, head, 450))
    reader.close()


def test_many_threads_ask_for_one_video(decoding) -> None:
    read = clip()
    head = header.read(read)
    wrong: list[int] = []

    def ask(first: int) -> None:
        for n in range(first, 40, 3):
            if not np.array_equal(decoding.frame(read, head, n), wanted[n]):
                wrong.append(n)

    wanted = [decode.frame(read, head, n) for n in range(40)]
    threads = [threading.Thread(target=ask, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong
    assert not any(t.is_alive() for t in threads)


def test_a_child_nobody_asks_is_ended(decoding) -> None:
    read = clip()
    decoding.frame(read, header.read(read), 0)
    (pid,) = decoding.pids
    assert decoding._videos.end_idle(time.monotonic())
    assert not decoding._videos.end_idle(time.monotonic() + apart.KEPT_S + 1)
    assert decoding.pids == ()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_frame_far_on_that_nobody_wants_any_more_is_given_up(decoding, monkeypatch) -> None:
    read = clip("testsrc2=size=128x96:rate=25:duration=60", "-g", "5000", "-sc_threshold", "0", "-preset", "ultrafast")
    head = header.read(read)
    asked: list[int] = []
    later = iter([None, None])
    once = Child.decoded

    def slow(self, pieces, told, index, **more):
        """The child as it is, but twice on its way to frame 1400."""
        found = once(self, pieces, told, index, **more)
        asked.append(index)
        return next(later, found) if index == 1400 else found

    monkeypatch.setattr(Child, "decoded", slow)
    with pytest.raises(Unwanted):
        decoding.decoded(read, head, 1400, lambda: len(asked) < 2)
    assert asked == [1400, 1400]
    assert np.array_equal(decoding.frame(read, head, 7), decode.frame(read, head, 7))
    assert len(decoding.pids) == 1
