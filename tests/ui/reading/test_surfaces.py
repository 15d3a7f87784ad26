"""Both surfaces, the one in memory and the widget with OpenGL, bring the same pixels onto the screen. (That the window stays alive while
500 slices open is watched in tests/benchmarks/test_alive.py.)"""

from __future__ import annotations

import os

import pytest

from tests.ui.reading.conftest import CURRENT
from workstation.ui.reading import ReadingWindow

pytestmark = pytest.mark.window


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
