"""The window stays alive: no event of the main thread over 50 ms of its own work while an exam of 500 slices opens.

On a machine that other programs share, an event can be late without having computed anything; what counts here is the processor
time of the main thread itself (Stall.busy_ms). The shaders' first compilation by a driver without a card is counted like the rest.
"""

from __future__ import annotations

import os

import pytest

from tests.reading.made import ROOT, series
from tests.ui.reading.conftest import CURRENT
from workstation.ui.reading import ReadingWindow
from workstation.ui.watchdog import watching

pytestmark = pytest.mark.window
LARGE = ROOT + "500"


@pytest.fixture
def large(store):
    """500 slices of 512 x 512 and a prior's 40."""
    store.put_many(iter(series(LARGE, 500, step=1.0, rows=512, columns=512, spacing=0.7)), source="test")
    return store


@pytest.mark.slow
def test_no_event_is_long_while_500_slices_open(qtbot, looks, can_draw, services, large) -> None:
    """On the surface that machines without a graphics card get (rendering.probe)."""
    window = ReadingWindow(services)
    window.resize(1600, 900)
    window.show()
    qtbot.waitUntil(lambda: window.area.surface.canvas is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window.area._warm_timer.isActive(), timeout=60_000)  # shaders are compiled before the first exam
    with watching() as dog:
        window.open_study(LARGE)
        qtbot.waitUntil(lambda: window.session is not None and window.visible_loaded(), timeout=60_000)
        qtbot.wait(300)
    assert dog.beats > 20
    long = dog.stalls(busy_over_ms=50.0)
    said = "\n".join(f"{s.wall_ms:.0f} ms, {s.busy_ms:.0f} busy: {s.doing}" for s in long)
    window.close()
    window.deleteLater()
    assert not long, said


@pytest.mark.skipif(
    os.environ.get("QT_QPA_PLATFORM") == "offscreen" or not os.environ.get("DISPLAY"), reason="no display for OpenGL in a widget"
)
def test_the_widget_with_opengl_shows_the_same_pixels_as_memory(qtbot, looks, can_draw, services, region) -> None:
    """The other surface draws in the widget's own context; what comes onto the screen is the same."""
    seen = []
    for surface in ("software", "gpu"):
        window = ReadingWindow(services, surface=surface)
        window.resize(1200, 800)
        window.show()
        qtbot.waitUntil(lambda w=window: w.area.surface.canvas is not None, timeout=20_000)
        window.open_study(CURRENT)
        qtbot.waitUntil(lambda w=window: w.visible_loaded() and not w.area._step_timer.isActive() and bool(w.area.numbers), timeout=60_000)
        rect = window.area.rects[0]
        middle = window.area.surface.mapTo(window, rect.center())
        picture = window.grab().toImage()
        seen.append([picture.pixelColor(middle.x() + d, middle.y() - 30).red() for d in (-40, -10, 20, 45)])
        window.close()
        window.deleteLater()
    assert max(seen[0]) > 50
    assert seen[0] == pytest.approx(seen[1], abs=1)
