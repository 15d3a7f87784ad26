"""A second context that shares the surface's textures, on a thread of its own: what takes long and is not drawing happens there.

Mesa's rasteriser fills a new texture with zeros, a tenth of a second for 250 MB, which the main thread must not wait for. Only an
off-screen EGL surface has this; elsewhere the work is done at once on the caller's thread (a GPU allocates in no time).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from workstation.rendering.gl import GL

_T = TypeVar("_T")
_OPENGL_API, _NONE = 0x30A2, 0x3038
_CONFIG_ID, _MAJOR, _MINOR, _PROFILE, _CORE = 0x3028, 0x3098, 0x30FB, 0x30FD, 1


class Background:
    """One thread with a shared context, or none."""

    def __init__(self) -> None:
        """Share with the context that is current now."""
        self._egl, self._display, self._context = _shared_context()
        self._thread: ThreadPoolExecutor | None = None
        if self._context:
            self._thread = ThreadPoolExecutor(1, "rendering", self._enter)

    def run(self, work: Callable[[], _T]) -> Future[_T]:
        """Do ``work`` with textures of the shared context; the future is already done where there is no second context."""
        if self._thread is not None:
            return self._thread.submit(lambda: _finished(work))
        done: Future[_T] = Future()
        try:
            done.set_result(work())
        except Exception as error:
            done.set_exception(error)
        return done

    def close(self) -> None:
        """Wait for what is begun and end the thread."""
        if self._thread is not None:
            self._thread.submit(lambda: self._egl.eglMakeCurrent(self._display, None, None, None))
            self._thread.shutdown(wait=True)
            self._egl.eglDestroyContext(self._display, self._context)
            self._thread = None

    def _enter(self) -> None:
        if hasattr(os, "setpriority"):  # the threads of a program have priorities of their own on Linux, where alone this is used
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)
        self._egl.eglBindAPI(_OPENGL_API)
        self._egl.eglMakeCurrent(self._display, None, None, self._context)


def _finished(work: Callable[[], _T]) -> _T:
    made = work()
    GL.glFinish()
    return made


def _shared_context() -> tuple[Any, int | None, int | None]:
    """(EGL library, display, new context), the context None where the current one is not EGL's or does not share."""
    try:  # by its name and not by ctypes.util.find_library, which runs ldconfig for 100 ms on the main thread
        egl: Any = ctypes.CDLL("libEGL.so.1") if sys.platform.startswith("linux") else None
    except OSError:
        egl = None
    if egl is None:
        return None, None, None
    for name in ("eglGetCurrentDisplay", "eglGetCurrentContext", "eglCreateContext"):
        getattr(egl, name).restype = ctypes.c_void_p
    pointer, integers = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
    egl.eglQueryContext.argtypes = [pointer, pointer, ctypes.c_int, integers]
    egl.eglChooseConfig.argtypes = [pointer, integers, ctypes.POINTER(pointer), ctypes.c_int, integers]
    egl.eglCreateContext.argtypes = [pointer, pointer, pointer, integers]
    egl.eglMakeCurrent.argtypes = [pointer, pointer, pointer, pointer]
    egl.eglDestroyContext.argtypes = [pointer, pointer]
    display, current = egl.eglGetCurrentDisplay(), egl.eglGetCurrentContext()
    if not display or not current:
        return egl, None, None
    number, count, config = ctypes.c_int(), ctypes.c_int(), ctypes.c_void_p()
    egl.eglQueryContext(display, current, _CONFIG_ID, ctypes.byref(number))
    egl.eglChooseConfig(display, (ctypes.c_int * 3)(_CONFIG_ID, number.value, _NONE), ctypes.byref(config), 1, ctypes.byref(count))
    wanted = (ctypes.c_int * 7)(_MAJOR, 3, _MINOR, 2, _PROFILE, _CORE, _NONE)
    context = egl.eglCreateContext(display, config if count.value else None, current, wanted)
    return egl, display, context or None
