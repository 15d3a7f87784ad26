"""Bringing frames in: order, exactness, faults that cost one image, cancelling, and a queue that never falls asleep."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import image
from tests.reading.made import ROOT, MemorySource, opened, series
from workstation.imaging.header import encode
from workstation.reading.loader import Job, Loader
from workstation.reading.order import Order


class Filled:
    """A content that keeps what it is given."""

    def __init__(self, count: int, rows: int = 64, columns: int = 64) -> None:
        self.frames: dict[int, np.ndarray] = {}
        self.order: list[int] = []
        self.thread = 0
        self.room = True

    def takes(self, count: int) -> bool:
        return self.room

    def pack(self, first_index: int, stored: np.ndarray, first_row: int = 0) -> None:
        return None

    def put(self, first_index: int, stored: np.ndarray, first_row: int = 0) -> None:
        self.thread = threading.get_ident()
        for n, frame in enumerate(stored):
            if first_row == 0:
                self.frames[first_index + n] = frame.copy()
                self.order.append(first_index + n)
            else:
                self.frames[first_index + n] = np.concatenate([self.frames[first_index + n], frame])

    def lose(self, index: int) -> None:
        self.lost = {*getattr(self, "lost", ()), index}

    def set_chain(self, index: int, chain: object) -> None:
        raise AssertionError("no tables in these images")


def job(source: MemorySource, study: str, focus: tuple[int, ...] = (0,), chunk: int = 8) -> Job:
    exam = opened(source, study)
    chosen = exam.display_sets[0]
    return Job(chosen, exam.headers, source, Filled(len(chosen.frames)), Order(len(chosen.frames), focus, chunk=chunk))  # type: ignore[arg-type]


@given(st.integers(1, 200), st.integers(-5, 220), st.integers(1, 16))
def test_every_frame_is_taken_once_and_the_one_on_the_screen_first(count: int, focus: int, chunk: int) -> None:
    order = Order(count, (focus,), chunk=chunk)
    taken: list[int] = []
    while (frames := order.next()) is not None:
        assert 1 <= len(frames) <= chunk
        taken += frames
    assert sorted(taken) == list(range(count))
    if 0 <= focus < count:
        assert taken[0] == focus


@pytest.mark.parametrize("compressed", [False, True])
def test_what_arrives_is_exactly_what_was_stored(compressed: bool) -> None:
    study = ROOT + "31"
    source = MemorySource(series(study, 30, compressed=compressed))
    loader = Loader(threads=2)
    one = loader.load(job(source, study, focus=(15,)))
    assert loader.finish(30)
    content = one.content
    assert isinstance(content, Filled)
    assert content.order[0] in (15, 8, 16)  # with two threads the second chunk may be quicker
    assert sorted(content.frames) == list(range(30))
    for n, ref in enumerate(one.display_set.frames):
        number = int(ref.sop_instance_uid.rsplit(".", 1)[1])
        assert content.frames[n][30, 30] == 1064 + number % 7
        assert content.frames[n].sum() == (1064 + number % 7) * 400
    assert one.complete
    assert not one.faults
    loader.close()


def test_an_image_cut_short_costs_that_image_and_says_why() -> None:
    study = ROOT + "32"
    source = MemorySource(series(study, 20))
    broken = opened(source, study).display_sets[0].frames[9]
    missing = opened(source, study).display_sets[0].frames[12]
    source.files[broken.sop_instance_uid] = source.files[broken.sop_instance_uid][:900]
    del source.files[missing.sop_instance_uid]
    loader = Loader(threads=2)
    one = loader.load(job(source, study))
    assert loader.finish(30)
    assert set(one.faults) == {broken, missing}
    assert all(one.faults.values())
    assert isinstance(one.content, Filled)
    assert sorted(one.content.frames) == [n for n in range(20) if n not in (9, 12)]
    loader.close()


@pytest.mark.parametrize("compressed", [False, True])
def test_a_fault_of_ours_costs_its_image_only(compressed: bool) -> None:
    """Of sixteen that are brought in together."""
    study = ROOT + "1"
    source = MemorySource(series(study, 16, compressed=compressed))
    work = job(source, study, chunk=16)
    bad = work.display_set.frames[9]
    read, read_into = source.read, source.read_into

    def failing(how):
        def wrapped(uid: str, *more: object) -> object:
            if uid == bad.sop_instance_uid:
                raise ZeroDivisionError("a fault of ours")
            return how(uid, *more)

        return wrapped

    source.read, source.read_into = failing(read), failing(read_into)  # type: ignore[method-assign]
    loader = Loader(threads=1)
    loader.load(work)
    assert loader.finish()
    loader.close()
    assert list(work.faults) == [bad]
    assert "a fault of ours" in work.faults[bad]
    assert sorted(work.content.frames) == [n for n in range(16) if n != 9]  # type: ignore[attr-defined]
    assert work.done == 16


def test_a_short_budget_never_leaves_images_lying() -> None:
    """The queue fell asleep when drain ran out of time at the very moment the queue was empty."""
    study = ROOT + "33"
    source = MemorySource(series(study, 60))
    rings = threading.Event()
    loader = Loader(rings.set, threads=2)
    one = loader.load(job(source, study, chunk=2))
    until = time.monotonic() + 20
    while not one.complete and time.monotonic() < until:
        if rings.wait(0.5):
            rings.clear()
            loader.drain(0.0)
            while loader.waiting:
                loader.drain(0.0)
    assert one.complete
    assert isinstance(one.content, Filled)
    assert one.content.thread == threading.get_ident()  # textures are touched by the main thread only
    loader.close()


def test_a_cancelled_display_set_is_let_go() -> None:
    study = ROOT + "34"
    source = MemorySource(series(study, 40))
    loader = Loader(threads=2)
    one = loader.load(job(source, study))
    loader.cancel(one)
    content = one.content
    assert isinstance(content, Filled)
    loader.drain()
    before = len(content.frames)
    time.sleep(0.1)
    loader.drain()
    assert len(content.frames) == before
    assert loader.idle
    loader.close()
    assert all(not t.is_alive() for t in loader._threads)


def test_nothing_is_kept_of_the_file_of_a_cancelled_display_set() -> None:
    study = ROOT + "36"
    whose = {"PatientBirthDate": "", "PatientSex": "", "StudyDate": "", "StudyTime": "", "StudyDescription": "", "SeriesDescription": ""}
    source = MemorySource([encode(image(np.zeros((20, 64, 64), np.uint16), StudyInstanceUID=study, **whose))])
    loader = Loader(threads=1)
    one, packing = job(source, study, chunk=1), threading.Event()
    one.content.pack = lambda *_: packing.wait(20)  # type: ignore[method-assign]
    loader.load(one)
    until = time.monotonic() + 20
    while not loader._files and time.monotonic() < until:
        time.sleep(0.001)
    assert loader._files
    loader.cancel(one)
    packing.set()
    loader.close()
    assert not loader._files


def test_what_has_no_texture_yet_stays_in_the_queue() -> None:
    source = MemorySource(series("1.9.1", 8))
    wanted, loader = job(source, "1.9.1"), Loader(threads=1)
    wanted.content.room = False  # type: ignore[attr-defined]
    try:
        loader.load(wanted)
        assert not loader.finish(0.3)
        assert wanted.done == 0
        assert loader.waiting
        wanted.content.room = True  # type: ignore[attr-defined]
        assert loader.finish(10)
        assert len(wanted.content.frames) == 8  # type: ignore[attr-defined]
    finally:
        loader.close()


def test_a_held_loader_begins_nothing_and_goes_on_afterwards() -> None:
    source = MemorySource(series("1.9.1", 8))
    loader = Loader(threads=1)
    wanted = job(source, "1.9.1")
    try:
        with loader.held():
            loader.load(wanted)
            assert not loader.finish(0.3)
            assert not any(wanted.order.taken)
        assert loader.finish(10)
        assert len(wanted.content.frames) == 8  # type: ignore[attr-defined]
    finally:
        loader.close()


class Watched(MemorySource):
    """A source whose buffer is still looked at by something else, so that it cannot grow."""

    def read_into(self, sop_uid: str, buffer: bytearray) -> memoryview:
        raise BufferError("Existing exports of data: object cannot be re-sized")


def test_a_buffer_that_cannot_grow_costs_no_image() -> None:
    study = ROOT + "39"
    loader = Loader(threads=1)
    one = loader.load(job(Watched(series(study, 6)), study))
    assert loader.finish(30)
    assert one.faults == {}
    assert isinstance(one.content, Filled)
    assert sorted(one.content.frames) == list(range(6))
    loader.close()


class TooLarge(Filled):
    """A content whose driver has no texture of that size."""

    def put(self, first_index: int, stored: np.ndarray, first_row: int = 0) -> None:
        raise MemoryError("a texture of 64 x 64 x 1")


def test_frames_that_no_texture_takes_are_said_and_the_loader_goes_on() -> None:
    source = MemorySource(series(ROOT + "41", 5))
    loader = Loader(threads=1)
    one = job(source, ROOT + "41")
    one.content = TooLarge(5)
    loader.load(one)
    assert loader.finish(30)
    assert set(one.faults) == set(one.display_set.frames)
    assert one.content.lost == set(range(5))
    assert one.faults[one.display_set.frames[0]] == "A picture of 64 x 64 pixels is larger than can be drawn."
    loader.close()


def test_what_is_found_while_decoding_is_kept_by_frame() -> None:
    """An image whose pixels are cut short is filled up; its mark stands beside the faults, for its frame alone."""
    study = ROOT + "42"
    files = series(study, 4, compressed=False)
    source = MemorySource([f if n != 2 else f[:-2000] for n, f in enumerate(files)])
    loader = Loader(threads=1)
    one = loader.load(job(source, study))
    assert loader.finish(30)
    loader.close()
    assert not one.faults
    assert {ref: [m.code for m in marks] for ref, marks in one.marks.items()} == {one.display_set.frames[2]: ["truncated"]}
