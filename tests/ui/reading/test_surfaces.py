"""Both surfaces, the one in memory and the widget with OpenGL, bring the same pixels onto the screen. (That the window stays alive while
500 slices open is watched in tests/benchmarks/test_alive.py.)"""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.ui.reading.conftest import CURRENT
from workstation.ui.reading import ReadingWindow
from workstation.ui.reading.surface import SoftwareSurface

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


@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75])
def test_at_every_scale_and_size_what_is_drawn_comes_onto_the_screen(read, services, region, monkeypatch, ratio: float) -> None:
    """Also where the edges of viewports lie between the pixels of the screen."""
    monkeypatch.setattr(SoftwareSurface, "devicePixelRatioF", lambda surface: ratio)
    driver = read(services)
    area = driver.window.area
    for width in range(1001, 1009):
        driver.window.resize(width, 700 + width % 5)
        driver.key(Qt.Key.Key_Down)
        driver.settle()
        driver.qtbot.waitUntil(lambda: area.at_rest, timeout=5000)
        drawn = area.surface.canvas.pixels()
        assert area.surface._frame.shape == drawn.shape
        assert np.array_equal(area.surface._frame, drawn), width
        places = [viewport.rect for viewport in area.surface.canvas._viewports]
        assert all(x + w <= drawn.shape[1] and y + h <= drawn.shape[0] for x, y, w, h in places)
        assert all(a[0] + a[2] <= b[0] or a[1] + a[3] <= b[1] for a, b in pairwise(places))
