"""The system's profile of a screen, as X11 keeps it."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator

import imagecodecs
import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from tests.imaging.making import image
from tests.ui.reading.conftest import CURRENT
from workstation.imaging import header, icc
from workstation.ui.reading.screen_profile import screen_profile

pytestmark = pytest.mark.window


@pytest.fixture
def profile(qapp) -> Iterator[bytes]:
    """A screen of wide primaries, told to the X server."""
    if QGuiApplication.platformName() != "xcb":
        pytest.skip("no X server here: nobody keeps a screen's profile")
    made = bytes(imagecodecs.cms_profile("adobergb"))
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    atom, cardinal = ctypes.c_ulong(x11.XInternAtom(display, b"_ICC_PROFILE", 0)), ctypes.c_ulong(6)

    def keep(data: bytes) -> None:
        x11.XChangeProperty(display, root, atom, cardinal, 8, 0, data, len(data))
        x11.XSync(display, 0)

    keep(made)
    yield made
    x11.XDeleteProperty(display, root, atom)
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)


def test_what_the_system_keeps_is_used_for_photographs(profile, read, services, store) -> None:
    assert screen_profile(QGuiApplication.primaryScreen()) == profile
    rgb = np.full((40, 60, 3), (200, 80, 60), np.uint8)
    ds = image(rgb, modality="XC", sop_class="1.2.840.10008.5.1.4.1.1.77.1.4", ICCProfile=icc.srgb())
    ds.StudyInstanceUID, ds.StudyDate, ds.StudyTime, ds.SeriesInstanceUID = CURRENT, "20261124", "074200", f"{CURRENT}.7"
    store.put(header.encode(ds))
    driver = read(services)
    wanted = icc.managed(rgb, icc.srgb(), profile)[0][0, 0].astype(int)
    assert abs(wanted[0] - 200) > 5
    at = driver.point(0, 30, 20)
    seen = driver.window.grab().toImage().pixelColor(driver.window.area.surface.mapTo(driver.window, at))
    assert np.abs(np.array([seen.red(), seen.green(), seen.blue()]) - wanted).max() <= 1
    assert "colours managed" in driver.text(0)


def test_where_the_system_says_nothing_srgb_is_meant(qapp) -> None:
    assert screen_profile(QGuiApplication.primaryScreen()) == b""
