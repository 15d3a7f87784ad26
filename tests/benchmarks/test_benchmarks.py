"""Each benchmark runs on a tiny exam and gives figures that can be compared; what it opens is what it says."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import numpy as np
import pydicom
import pytest

from tests.videos import needs_ffmpeg
from workstation.benchmarks import BENCHMARKS, Ratio, decode, memory, opening, start, video
from workstation.benchmarks.exam import stored_exam
from workstation.cli import main
from workstation.errors import DisplayUnavailable
from workstation.rendering.canvas import Canvas
from workstation.rendering.view_state import ViewState


@pytest.fixture
def canvas() -> Iterator[Canvas]:
    try:
        made = Canvas(128, 128)
    except DisplayUnavailable as error:
        pytest.skip(f"nothing can draw on this machine: {error}")
    made.set_viewports([(0, 0, 128, 128)])
    yield made
    made.close()


def _sound(found: list[Ratio], count: int) -> None:
    assert len(found) == count
    for ratio in found:
        assert ratio.ours > 0
        assert ratio.beside > 0
        assert math.isfinite(ratio.ratio)


def test_a_ratio_says_whether_its_goal_is_met() -> None:
    assert Ratio("a", 2.0, 1.0, "b", goal=2.0).holds
    assert not Ratio("a", 2.1, 1.0, "b", goal=2.0).holds
    assert Ratio("a", 2.0, 1.0, "b", goal=2.0, at_least=True).holds
    assert not Ratio("a", 1.9, 1.0, "b", goal=2.0, at_least=True).holds
    assert Ratio("a", 1.0, 0.0, "b").ratio == math.inf


def test_the_exam_is_the_same_on_disk_and_in_the_store() -> None:
    with stored_exam(5, 32) as exam:
        headers = exam.store.headers(exam.study_uid)
        assert len(headers) == len(exam.files) == 5
        assert exam.raw_bytes == 5 * 32 * 32 * 2
        for path, told in zip(exam.files, headers, strict=True):
            assert exam.store.read(told.sop_instance_uid) == path.read_bytes()
        pixels = pydicom.dcmread(exam.files[2]).pixel_array
        assert pixels.min() < -900 < 0 < pixels[16, 16]


def test_what_is_opened_is_drawn(canvas: Canvas) -> None:
    with stored_exam(12, 64) as exam:
        opened = opening.Opened(canvas, exam, (ViewState(index=6),))
        try:
            assert 0 < opened.first_s <= opened.whole_s
            picture = canvas.pixels()
            assert picture[64, 64].mean() > 80 > 5 > picture[4, 4].mean()  # the body's middle and the air beside it
            assert not canvas.coarse(0)
        finally:
            opened.close()


def test_opening(canvas: Canvas) -> None:
    found = list(opening.measure(slices=12, size=64, pairs=2, pixels=(128, 128)))
    _sound(found, 3)
    assert found[1].goal == 0.6


def test_memory(canvas: Canvas) -> None:
    found = list(memory.measure(slices=24, size=256))
    assert len(found) == 1
    assert found[0].beside == pytest.approx(3.0)  # MB of 24 slices
    assert np.isfinite(found[0].ratio)
    assert "fixed base" in found[0].note


def test_decoding() -> None:
    found = list(decode.measure(count=1, size=32, rounds=1, films=False))
    assert len(found) == len(decode.ENCODERS)
    assert all(ratio.ours > 0 for ratio in found)
    assert {ratio.unit for ratio in found} == {"MB/s"}


def test_an_empty_window_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from workstation.app import processes

    env = processes.environment() | {"QT_QPA_PLATFORM": "offscreen"}
    assert start.until_painted([sys.executable, "-c", start.EMPTY_WINDOW], env) > 0


def test_a_process_that_paints_nothing_is_no_figure() -> None:
    import os
    import sys

    with pytest.raises(RuntimeError, match="without a painted window"):
        start.until_painted([sys.executable, "-c", "pass"], dict(os.environ))


def test_the_command_prints_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: object) -> None:
    monkeypatch.setitem(BENCHMARKS, "decode", ("decode", "measure"))
    monkeypatch.setattr(decode, "measure", lambda: iter([Ratio("decode", 4.0, 2.0, "theirs", "MB/s", 3.0)]))
    assert main(["bench", "decode", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["ratios"]
    assert [(r["name"], r["ratio"], r["holds"]) for r in told] == [("decode", 2.0, True)]
    assert main(["bench", "decode"]) == 0
    assert "2.00 x theirs" in capsys.readouterr().out


def test_where_nothing_runs_beside_there_is_no_ratio(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: object
) -> None:
    monkeypatch.setitem(BENCHMARKS, "decode", ("decode", "measure"))
    monkeypatch.setattr(decode, "measure", lambda: iter([Ratio("decode", 1234.5, 0.0, "theirs (cannot)", "MB/s", 1.0, at_least=True)]))
    assert main(["bench", "decode", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ratios"][0]["ratio"] is None
    assert main(["bench", "decode"]) == 0
    said = capsys.readouterr().out
    assert "theirs (cannot); 1" in said
    assert "inf" not in said


def test_videos_beside_ffmpeg() -> None:
    needs_ffmpeg()
    found = list(video.measure(20, (128, 96), 1))
    _sound(found, 2)
    assert "20 frames" in found[0].name
