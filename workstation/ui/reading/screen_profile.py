"""The ICC profile that the system has for a screen: colours of photographs and slides are made for it. b"" where the system does not say
(then sRGB is meant): Wayland and macOS tell it to nobody without a compositor's or a framework's own interface.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QScreen

from workstation.imaging.icc import LARGEST, is_sound


def screen_profile(screen: QScreen) -> bytes:
    """The profile of a screen, b"" where there is none that can be used."""
    try:
        if sys.platform == "win32":
            found = _of_windows(screen.name())
        elif QGuiApplication.platformName() == "xcb":
            found = _of_x11(QGuiApplication.screens().index(screen))
        else:
            found = b""
    except (OSError, AttributeError, ValueError):
        return b""
    return found if is_sound(found) else b""


def _of_windows(device: str) -> bytes:
    gdi = ctypes.windll.gdi32  # type: ignore[attr-defined]
    gdi.CreateDCW.restype = ctypes.c_void_p
    context = gdi.CreateDCW("DISPLAY", device if device.startswith("\\\\") else None, None, None)
    if not context:
        return b""
    size, path = ctypes.c_uint32(1024), ctypes.create_unicode_buffer(1024)
    known = gdi.GetICMProfileW(ctypes.c_void_p(context), ctypes.byref(size), path)
    gdi.DeleteDC(ctypes.c_void_p(context))
    return Path(path.value).read_bytes()[: LARGEST + 1] if known and path.value else b""


def _of_x11(number: int) -> bytes:
    """The property _ICC_PROFILE of the root window (X Color Management Specification): one a screen, numbered from the second on."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return b""
    try:
        name = b"_ICC_PROFILE" + (b"_%d" % number if number else b"")
        kind, bits = ctypes.c_ulong(), ctypes.c_int()
        count, left, data = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ubyte)()
        failed = x11.XGetWindowProperty(
            display,
            ctypes.c_ulong(x11.XDefaultRootWindow(display)),
            ctypes.c_ulong(x11.XInternAtom(display, name, 0)),
            ctypes.c_long(0),
            ctypes.c_long(LARGEST // 4),
            0,
            ctypes.c_ulong(0),  # of any type
            ctypes.byref(kind),
            ctypes.byref(bits),
            ctypes.byref(count),
            ctypes.byref(left),
            ctypes.byref(data),
        )
        if failed or not data:
            return b""
        found = bytes(data[: count.value]) if bits.value == 8 and not left.value else b""
        x11.XFree(data)
        return found
    finally:
        x11.XCloseDisplay(display)
