"""Playing: which image is due, what happens to those that come late, and which frames of a long cine are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import US_MULTI, file
from tests.reading.made import ROOT, MemorySource, opened
from tests.reading.test_loader import Filled
from workstation.imaging import header
from workstation.reading.catalogue import Catalogue
from workstation.reading.cine import SPEEDS, Cine, faster, image_times
from workstation.reading.contents import keep_of
from workstation.reading.loader import Job, Loader
from workstation.reading.order import Order

ALL = lambda _: True  # noqa: E731


def played(cine: Cine, until: float, ready=ALL, step: float = 0.004) -> list[tuple[float, int]]:
    """(when, image) of all that were shown when it is looked every ``step`` seconds."""
    seen, now = [], 0.0
    while now < until:
        index = cine.next(now, ready)
        if index is not None:
            seen.append((now, index))
        now += step
    return seen


def test_it_plays_at_its_own_rate_and_begins_anew() -> None:
    seen = played(Cine((40.0,) * 10, 0, 0.0), 1.0)
    assert [n for _, n in seen] == [*range(1, 10), *range(10), *range(5)]
    assert all(abs(at - 0.04 * (k + 1)) < 0.005 for k, (at, _) in enumerate(seen))


def test_variable_times_are_kept_to() -> None:
    seen = played(Cine((100.0, 20.0, 300.0), 0, 0.0), 0.45)
    assert [(round(at, 2), n) for at, n in seen] == [(0.1, 1), (0.12, 2), (0.42, 0)]


def test_there_and_back() -> None:
    read = header.read(file(np.zeros((4, 4, 6), np.uint8), modality="XA", sop_class=US_MULTI, FrameTime=40, PreferredPlaybackSequencing=1))
    assert read.sweeping
    cine = Cine(image_times(read, 4), 0, 0.0, sweeping=True)
    assert [n for _, n in played(cine, 0.55)] == [1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1]
    assert cine.rate == pytest.approx(25)
    assert [n for _, n in played(Cine((40.0,), 0, 0.0, sweeping=True), 0.5)] == []


def test_images_that_come_late_are_dropped_and_the_rate_is_kept() -> None:
    """Every third image only: the clip still lasts as long as it lasts."""
    cine = Cine((40.0,) * 30, 0, 0.0)
    seen = played(cine, 2.4, ready=lambda n: n % 3 == 0)
    assert {n % 3 for _, n in seen} == {0}
    assert [n for _, n in seen][:10] == [3, 6, 9, 12, 15, 18, 21, 24, 27, 0]
    assert seen[9][0] == pytest.approx(1.2, abs=0.01)
    assert cine.rate == pytest.approx(25)
    assert cine.shown_rate(2.4) == pytest.approx(25 / 3, abs=0.3)


def test_a_clip_that_stalls_goes_on_from_where_it_stood() -> None:
    cine = Cine((40.0,) * 100, 0, 0.0)
    assert played(cine, 3.0, ready=lambda n: n < 5)[-1][1] == 4
    assert cine.next(3.0, ALL) in range(5, 18)  # not the 75th


def test_speed_and_scrolling() -> None:
    cine = Cine((40.0,) * 50, 0, 0.0, speed=0.5)
    assert cine.rate == pytest.approx(12.5)
    assert cine.due(0.81) == 10
    cine.change_speed(2.0, 0.81)
    assert cine.due(0.81) == 10
    assert cine.due(1.01) == 20
    cine.go_to(40, 2.0)
    assert cine.due(2.03) == 41
    assert faster(1.0, 1) == 2.0
    assert faster(SPEEDS[0], -1) == SPEEDS[0]


@given(st.lists(st.floats(8.4, 500), min_size=1, max_size=40), st.floats(0, 100), st.integers(0, 39))
def test_what_is_due_is_always_an_image(times: list[float], now: float, first: int) -> None:
    cine = Cine(times, first % len(times), 0.0)
    assert 0 <= cine.due(now) < len(times)
    assert 0 <= cine.wait_s(now) <= max(times) / 1000 + 1e-6


def test_rates_that_cannot_be_are_not_believed() -> None:
    for given_ms, wanted in ((40, 40), (0.0001, 1000 / 120), (1e9, 10_000), (None, 100)):
        read = header.read(file(np.zeros((3, 4, 6), np.uint8), modality="US", sop_class=US_MULTI, FrameTime=given_ms))
        assert image_times(read, 3) == (pytest.approx(wanted),) * 3
    vector = header.read(file(np.zeros((4, 4, 6), np.uint8), modality="XA", sop_class=US_MULTI, FrameTimeVector=[0, 30, 60, 30]))
    assert image_times(vector, 4) == pytest.approx((30, 60, 30, 40))
    both = header.read(file(np.zeros((3, 4, 6), np.uint8), modality="XA", sop_class=US_MULTI, FrameTime=66, RecommendedDisplayFrameRate=25))
    assert image_times(both, 3) == (pytest.approx(40),) * 3


# what is kept of a long one


@given(st.integers(2, 300), st.integers(1, 60), st.lists(st.integers(0, 299), min_size=1, max_size=6), st.integers(1, 9), st.booleans())
def test_never_more_than_agreed_is_kept_and_always_what_is_on_the_screen(
    count: int, keep: int, way: list[int], chunk: int, loops: bool
) -> None:
    order = Order(count, (0,), chunk=chunk, keep=keep, ahead=True, loops=loops)
    here: set[int] = set()
    for focus in way:
        order.focus = (focus % count,)
        for _ in range(count + 2):
            frames = order.next()
            if frames is None:
                break
            assert not here & set(frames)
            here |= set(frames)
            here -= set(order.let_go(sorted(here)))
            assert len(here) <= (order.keep or count)
        assert order.settled
        assert focus % count in here
        assert here >= set(order.wanted())
    assert order.left == count - len(here)


def test_frames_ahead_come_first_and_go_round() -> None:
    order = Order(100, (10,), chunk=1, keep=20, ahead=True)
    taken = [frames.start for frames in iter(order.next, None)]
    assert taken == [*range(10, 25), *range(5, 10)]
    order = Order(100, (95,), chunk=1, keep=20, ahead=True, loops=True)
    assert [frames.start for frames in iter(order.next, None)][:10] == [95, 96, 97, 98, 99, 0, 1, 2, 3, 4]


def test_a_whole_short_cine_is_taken_onwards() -> None:
    order = Order(20, (12,), chunk=3, ahead=True)
    taken = [n for frames in iter(order.next, None) for n in frames]
    assert taken == [*range(12, 20), *range(12)]


def cine(study: str, frames: int) -> bytes:
    """A cine whose frame n has the value n."""
    pixels = np.arange(frames, dtype=np.uint8)[:, None, None] * np.ones((1, 8, 8), np.uint8)
    told = {"StudyInstanceUID": study, "SeriesInstanceUID": study + ".1", "SeriesDescription": "Coeur", "FrameTime": 40}
    who = {
        "StudyDate": "20261124",
        "StudyDescription": "Echo",
        "PatientName": "A",
        "PatientID": "1",
        "PatientBirthDate": "19600101",
        "PatientSex": "F",
        "StudyTime": "080000",
    }
    return file(pixels, modality="US", sop_class=US_MULTI, **told, **who)


class Kept(Filled):
    """A content that can give frames up, and counts how many lay in it at most."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.ready = np.zeros(count, bool)
        self.most = 0

    def put(self, first_index: int, stored: np.ndarray, first_row: int = 0) -> None:
        super().put(first_index, stored, first_row)
        self.ready[first_index : first_index + len(stored)] = True
        self.most = max(self.most, int(self.ready.sum()))

    def let_go(self, index: int) -> None:
        assert self.ready[index]
        self.ready[index] = False
        del self.frames[index]


def test_the_loader_keeps_a_window_of_a_long_cine_and_brings_the_rest_when_it_is_wanted() -> None:
    study = ROOT + "77"
    source = MemorySource([cine(study, 200)])
    exam = opened(source, study)
    chosen = exam.display_sets[0]
    content = Kept(200)
    job = Job(chosen, exam.headers, source, content, Order(200, (0,), chunk=4, keep=24, ahead=True))  # type: ignore[arg-type]
    loader = Loader(threads=2)
    try:
        loader.load(job)
        for focus in (0, 100, 199, 60, 61, 0):
            loader.focus(job, (focus,), 0)
            assert loader.finish(20)
            assert loader.progress() == (0, 0)
            assert job.complete
            assert content.ready[focus]
            assert 20 <= content.ready.sum() <= 24
            assert content.most <= 24 + 4 + 1
            assert all((frame == n).all() for n, frame in content.frames.items())
            assert job.done == content.ready.sum()
    finally:
        loader.close()


def test_a_short_cine_is_kept_whole() -> None:
    study = ROOT + "78"
    exam = opened(MemorySource([cine(study, 50)]), study)
    catalogue = Catalogue((exam,))
    assert keep_of(exam.display_sets[0], catalogue, 50 * 64) == 0
    assert keep_of(exam.display_sets[0], catalogue, 50 * 64 // 2) == 25
    assert keep_of(exam.display_sets[0], catalogue, 10) == 16
