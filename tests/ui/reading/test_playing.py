"""Videos and cines in the real window: they play at their own rate, say it, drop images rather than slow down, keep only what is near."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer

from tests import videos
from tests.ui.reading.conftest import CURRENT, Driver
from workstation.imaging import decode, header
from workstation.imaging.videos import streams
from workstation.imaging.videos.coded import Unwrapped
from workstation.reading import actions, contents
from workstation.ui.reading import window as windows

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.window
X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-bf", "2")


def video(seconds: float = 4.0, **elements: object) -> bytes:
    coded = videos.made(*X264, ending="mp4", source=f"testsrc2=size=128x96:rate=25:duration={seconds}")
    told = {
        "StudyInstanceUID": CURRENT,
        "SeriesInstanceUID": CURRENT + ".9",
        "SeriesDescription": "Coloscopie",
        "StudyDescription": "Coloscopie",
    }
    return videos.dicom(coded, videos.AVC, round(25 * seconds), **told, StudyDate="20261124", StudyTime="080000", **elements)


@pytest.fixture
def driver(read, services, store) -> Driver:
    store.put(video())
    return read(services)


def pixel(driver: Driver, column: float, row: float) -> tuple[int, int, int]:
    at = driver.point(0, column, row)
    seen = driver.window.grab().toImage().pixelColor(driver.window.area.surface.mapTo(driver.window, at))
    return seen.red(), seen.green(), seen.blue()


def test_frames_on_the_screen_are_ffmpegs(driver) -> None:
    wanted = videos.by_ffmpeg(videos.made(*X264, ending="mp4", source="testsrc2=size=128x96:rate=25:duration=4.0"), "mp4")
    driver.key(Key.Key_O)  # 1:1: a pixel of the image is one of the screen
    for index in (0, 1, 50, 99, 49):
        driver.session.put(0, driver.focused.display_set, index)
        driver.key(Key.Key_O)
        driver.settle()
        assert f"Image {index + 1} / 100" in driver.text(0)
        for column, row in ((20, 20), (64, 70), (100, 40)):
            around = wanted[index, row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).astype(int)
            assert np.abs(around - pixel(driver, column, row)).max(axis=1).min() <= 3, (index, column, row)
    assert "Lossy compression: MPEG-4" in driver.text(0)


def test_it_plays_at_its_own_rate_and_says_so_and_stops_on_a_step(driver) -> None:
    driver.settle()
    for last in (False, False, False, True):  # four tries against a noisy machine
        start, ticks, began = driver.focused.view.index, [time.perf_counter()], time.perf_counter()
        pulse = QTimer(
            driver.window, interval=5, timerType=Qt.TimerType.PreciseTimer, timeout=lambda t=ticks: t.append(time.perf_counter())
        )
        driver.key(Key.Key_Space, CTRL)
        pulse.start()
        driver.qtbot.wait(1500)
        pulse.stop()
        moved = (driver.focused.view.index - start) % 100
        due = 25 * (time.perf_counter() - began)
        gaps = sorted(np.diff(ticks))
        assert driver.window.playing.on
        if due * 0.8 <= moved <= due + 2 and gaps[len(gaps) * 95 // 100] < 0.05:
            break
        assert not last, f"{moved} images instead of {due:.0f}, the main thread held up for {gaps[len(gaps) * 95 // 100] * 1000:.0f} ms"
        driver.key(Key.Key_Space, CTRL)
    driver.qtbot.waitUntil(lambda: "▶ 25 images/s" in driver.text(0))
    assert driver.window.made["cine"].isChecked()
    driver.key(Key.Key_Down)
    stopped = driver.focused.view.index
    driver.qtbot.wait(200)
    assert driver.focused.view.index == stopped
    assert "▶" not in driver.text(0)
    assert not driver.window.made["cine"].isChecked()


def test_faster_and_slower(driver) -> None:
    driver.key(Key.Key_Left, CTRL)
    driver.key(Key.Key_Space, CTRL)
    driver.qtbot.waitUntil(lambda: "▶ 12.5 images/s · ×0.5" in driver.text(0))
    driver.key(Key.Key_Right, CTRL)
    driver.key(Key.Key_Right, CTRL)
    driver.qtbot.waitUntil(lambda: "▶ 50 images/s · ×2" in driver.text(0))
    driver.key(Key.Key_Space, CTRL)


def test_a_long_video_keeps_only_what_is_near_and_plays_on(read, services, store, monkeypatch) -> None:
    """A budget of 20 frames for a video of 100: the same code that keeps 1 GB of one of 12 GB."""
    monkeypatch.setattr(contents, "cine_bytes", lambda budget: 20 * 96 * 128 * 3)
    store.put(video())
    driver = read(services)
    area = driver.window.area
    content = area.contents.made(driver.focused.display_set)
    assert 10 <= content.ready.sum() <= 20
    assert content.ready[0]
    driver.qtbot.waitUntil(lambda: "loaded" not in driver.text(0))
    driver.key(Key.Key_End)
    driver.settle()
    assert content.ready[99]
    assert not content.ready[:60].any()
    assert len(content.frames) <= 20
    wanted = videos.by_ffmpeg(videos.made(*X264, ending="mp4", source="testsrc2=size=128x96:rate=25:duration=4.0"), "mp4")
    for index in (60, 10, 90, 0):  # in textures that held other frames before
        driver.session.do(actions.ScrollTo(0, index))
        driver.key(Key.Key_O)
        driver.settle()
        around = wanted[index, 19:22, 99:102].reshape(-1, 3).astype(int)
        assert np.abs(around - pixel(driver, 100, 20)).max(axis=1).min() <= 3, index
    assert content.ready[0]
    driver.key(Key.Key_Space, CTRL)
    seen, most = set(), 0
    until = time.perf_counter() + 5.5
    while time.perf_counter() < until:
        driver.qtbot.wait(20)
        seen.add(driver.focused.view.index)
        most = max(most, int(content.ready.sum()))
        assert content.ready[driver.focused.view.index] or driver.window.visible_loaded() is False
    assert len(seen) > 60
    assert most <= 22
    driver.key(Key.Key_Space, CTRL)
    driver.settle()
    assert len(content.frames) <= 20


def test_what_is_wrong_with_a_video_is_said_on_its_frames(read, services, store) -> None:
    coded = bytearray(videos.made(*X264, "-x264-params", "slices=4", ending="h264", source="testsrc2=size=128x96:rate=25:duration=1.6"))
    hurt = streams.read(Unwrapped(bytes(coded)), "h264").pictures[14]
    middle = (hurt.start + hurt.end) // 2
    coded[middle : middle + 40] = bytes(range(100, 140))
    told = {"StudyInstanceUID": CURRENT, "SeriesInstanceUID": CURRENT + ".9", "StudyDate": "20261124", "StudyTime": "080000"}
    encoded = videos.dicom(bytes(coded[: len(coded) * 9 // 10]), videos.AVC, 40, **told)
    head = header.read(encoded)
    marked = next(n for n in range(40) if decode.decoded(encoded, head, n).marks)
    store.put(encoded)
    driver = read(services)
    assert f"{head.number_of_frames} of 40 frames are in the file" in driver.text(0)
    assert "made up by the decoder" not in driver.text(0)
    driver.session.do(actions.ScrollTo(0, marked))
    driver.settle()
    driver.qtbot.waitUntil(lambda: "made up by the decoder" in driver.text(0))


def test_the_window_closes_while_a_video_plays(driver) -> None:
    driver.key(Key.Key_Space, CTRL)
    driver.qtbot.wait(120)
    driver.window.close()
    assert not driver.window.playing.on
    assert windows.Playing is type(driver.window.playing)
