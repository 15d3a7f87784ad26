"""Where VTK draws: a window of its own off screen (EGL, no display needed), or the OpenGL context that a widget has made current.

Either way everything is drawn into VTK's own framebuffer and stays there, so one viewport can be drawn alone; ``present``
copies it into the framebuffer that is bound, ``pixels`` reads it back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkLogger, vtkSMPTools
from vtkmodules.vtkRenderingCore import vtkRenderer
from vtkmodules.vtkRenderingOpenGL2 import vtkGenericOpenGLRenderWindow, vtkOpenGLRenderWindow

from workstation.errors import DisplayUnavailable
from workstation.language import tr
from workstation.rendering.background import Background
from workstation.rendering.gl import GL

vtkSMPTools.SetBackend("STDThread")
vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_ERROR)  # what VTK warns of while it looks for a display is told by DisplayUnavailable
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "gdi generic", "basic render")


def is_software(renderer: str) -> bool:
    """Whether an OpenGL renderer string names a rasteriser on the processor."""
    return any(name in renderer.lower() for name in SOFTWARE)


class Surface:
    """One VTK window and its framebuffer. ``make_current`` of a widget tells that the context is the widget's; it must be current now."""

    def __init__(self, width: int, height: int, make_current: Callable[[], object] | None = None) -> None:
        self.foreign = make_current is not None
        self._make_current = make_current
        self.window = _foreign_window() if self.foreign else _own_window()
        if not self.foreign and not self.window.SupportsOpenGL():  # drawing all the same would end the process
            raise DisplayUnavailable(tr("No OpenGL on this machine: nothing can be drawn. Run “garonne doctor”."))
        self.window.SetMultiSamples(0)
        self.window.SetSize(max(width, 1), max(height, 1))
        self.window.SetUseSRGBColorSpace(False)
        if self.foreign:
            self.window.InitializeFromCurrentContext()
            self.window.SetReadyForRendering(True)
            self.window.SetIsCurrent(True)
            self.window.SetMapped(1)
            self.window.SetIsDirect(1)
            self.window.SetSupportsOpenGL(1)
        self._scratch = (0, 0, 0, 0)  # framebuffer, texture, width, height
        self.window.Render()
        self.make_current()
        self.renderer = _text(GL.GL_RENDERER)
        self.vendor, self.version = _text(GL.GL_VENDOR), _text(GL.GL_VERSION)
        self.software = is_software(self.renderer)
        self._background: Background | None = None

    @property
    def background(self) -> Background | None:
        """Where large textures are allocated without keeping this thread; None for a widget's context."""
        if self._background is None and not self.foreign:
            self.make_current()
            self._background = Background()
        return self._background

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = self.window.GetSize()
        return (int(width), int(height))

    def make_current(self) -> None:
        """Make the context current on this thread."""
        if self._make_current is not None:
            self._make_current()
        else:
            self.window.MakeCurrent()

    def resize(self, width: int, height: int) -> None:
        """Another size; what was drawn is lost. VTK gives its framebuffer that size when it next renders: at once, since reading or
        clearing beyond the old one leaves whatever memory held."""
        self.window.SetSize(max(width, 1), max(height, 1))
        self.window.Render()
        self.make_current()

    def add(self, renderer: vtkRenderer) -> None:
        """Let a renderer belong to the window; it is not drawn until it is drawn alone."""
        renderer.DrawOff()
        self.window.AddRenderer(renderer)

    def remove(self, renderer: vtkRenderer) -> None:
        """Take a renderer away."""
        self.window.RemoveRenderer(renderer)

    def draw_alone(self, renderer: vtkRenderer, rect: tuple[int, int, int, int]) -> None:
        """Draw one renderer into ``rect`` (x, y, width, height; pixels, y from the top) and leave all other pixels alone."""
        width, height = self.size
        x, y, w, h = rect
        renderer.SetViewport(x / width, (height - y - h) / height, (x + w) / width, (height - y) / height)
        renderer.DrawOn()
        self.window.Render()
        renderer.DrawOff()

    def enlarge(self, small: tuple[int, int], rect: tuple[int, int, int, int]) -> None:
        """Spread what was drawn in the lower left ``small`` (width, height) corner of ``rect`` over all of it, smoothly."""
        x, y, w, h = rect
        low = self.size[1] - y - h
        with self._bindings():
            frame = self._framebuffer
            scratch = self._scratch_for(*small)
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, frame)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, scratch)
            GL.glBlitFramebuffer(x, low, x + small[0], low + small[1], 0, 0, *small, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, scratch)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, frame)
            GL.glBlitFramebuffer(0, 0, *small, x, low, x + w, low + h, GL.GL_COLOR_BUFFER_BIT, GL.GL_LINEAR)

    def fill(self, rect: tuple[int, int, int, int], colour: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> None:
        """Paint a rectangle in one colour."""
        x, y, w, h = rect
        with self._bindings():
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._framebuffer)
            GL.glEnable(GL.GL_SCISSOR_TEST)
            GL.glScissor(x, self.size[1] - y - h, w, h)
            GL.glClearColor(*colour, 1.0)
            GL.glClear(GL.GL_COLOR_BUFFER_BIT)

    def present(self) -> None:
        """Copy everything into the framebuffer that is bound for drawing (a widget's, inside its paintGL)."""
        width, height = self.size
        with self._bindings():
            target = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._framebuffer)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, target)
            GL.glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)

    def pixels(self, rect: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        """What was drawn in ``rect`` (x, y, width, height, y from the top): uint8 (height, width, 3)."""
        x, y, w, h = rect
        with self._bindings():
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._framebuffer)
            GL.glBindBuffer(GL.GL_PIXEL_PACK_BUFFER, 0)
            GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
            out = np.empty((h, w, 4), np.uint8)
            GL.glReadPixels(x, self.size[1] - y - h, w, h, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, out)
            GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 4)
        return np.ascontiguousarray(out[::-1, :, :3])

    def finish(self) -> None:
        """Wait until everything asked for is drawn."""
        GL.glFinish()

    def close(self) -> None:
        """Free the framebuffers and, of a window of its own, the context."""
        self.make_current()
        if self._background is not None:
            self._background.close()
        if self._scratch[0]:
            GL.glDeleteFramebuffers(1, [self._scratch[0]])
            GL.glDeleteTextures([self._scratch[1]])
            self._scratch = (0, 0, 0, 0)
        self.window.Finalize()

    @property
    def _framebuffer(self) -> int:
        return int(self.window.GetRenderFramebuffer().GetFBOIndex())

    def _scratch_for(self, width: int, height: int) -> int:
        framebuffer, texture, w, h = self._scratch
        if w >= width and h >= height:
            return framebuffer
        w, h = max(w, width), max(h, height)
        if framebuffer:
            GL.glDeleteFramebuffers(1, [framebuffer])
            GL.glDeleteTextures([texture])
        texture = int(GL.glGenTextures(1))
        GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
        GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, w, h, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None)
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)
        framebuffer = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, framebuffer)
        GL.glFramebufferTexture2D(GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0)
        self._scratch = (framebuffer, texture, w, h)
        return framebuffer

    @contextmanager
    def _bindings(self) -> Iterator[None]:
        """VTK remembers what is bound: leave it as it was."""
        read, drawn = int(GL.glGetIntegerv(GL.GL_READ_FRAMEBUFFER_BINDING)), int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        scissor = bool(GL.glIsEnabled(GL.GL_SCISSOR_TEST))
        box, clear = GL.glGetIntegerv(GL.GL_SCISSOR_BOX), GL.glGetFloatv(GL.GL_COLOR_CLEAR_VALUE)
        GL.glDisable(GL.GL_SCISSOR_TEST)
        try:
            yield
        finally:
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, read)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, drawn)
            GL.glScissor(*(int(v) for v in box))
            GL.glClearColor(*(float(v) for v in clear))
            (GL.glEnable if scissor else GL.glDisable)(GL.GL_SCISSOR_TEST)


def _own_window() -> Any:
    window: Any = None
    if sys.platform.startswith("linux"):
        from vtkmodules import vtkRenderingOpenGL2

        chosen = getattr(vtkRenderingOpenGL2, "vtkEGLRenderWindow", None)
        window = chosen() if chosen is not None else None
    window = window or vtkOpenGLRenderWindow()
    window.SetOffScreenRendering(1)
    return window


def _foreign_window() -> Any:
    window = vtkGenericOpenGLRenderWindow()
    window.SetOwnContext(0)
    window.SetFrameBlitModeToNoBlit()
    return window


def _text(name: Any) -> str:
    value = GL.glGetString(name)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
