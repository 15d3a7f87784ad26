"""A volume wider than this machine's textures: shown as acquired, said in its corner, planes refused with the reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.reading.made import encoded
from tests.ui.reading.conftest import CURRENT
from workstation.rendering.canvas import Canvas
from workstation.rendering.texture import largest_3d

pytestmark = pytest.mark.window


def test_planes_are_refused_and_nothing_is_called_a_plane(read, services, store, can_draw) -> None:
    canvas = Canvas(16, 16)
    columns = largest_3d() + 1
    canvas.close()
    for number in range(5):
        store.put(encoded(CURRENT, CURRENT + ".1", number + 1, z=float(number), frame=CURRENT + ".9", columns=columns))
    driver = read(services)
    for number, viewport in enumerate(driver.session.desk.viewports):
        if viewport.display_set:
            said = driver.text(number)
            assert "Too large for planes" in said
            assert "MPR" not in said
            assert "Image" in said
    before = driver.session.desk.layout
    driver.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    driver.key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    driver.key(Qt.Key.Key_M)
    assert driver.session.desk.layout == before
