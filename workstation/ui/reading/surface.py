"""The one surface of a monitor: VTK's pixels in a Qt widget, on the graphics card or painted from memory.

Both have a ``canvas`` (rendering.canvas), made when they are first shown, and draw one viewport an event: a frame of a volume on a
machine without a card must not hold the hand.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from workstation.rendering.canvas import Canvas
from workstation.ui import theme


class GpuSurface(QOpenGLWidget):
    """Draws in the widget's own context; nothing is copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QSurfaceFormat()
        form.setVersion(3, 2)
        form.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
        form.setDepthBufferSize(24)
        form.setSwapInterval(0)
        self.setFormat(form)
        self.setMouseTracking(True)
        self.canvas: Canvas | None = None
        self.on_ready: Callable[[], None] = lambda: None
        self.on_resized: Callable[[], None] = lambda: None

    def initializeGL(self) -> None:
        width, height = self.size_px()
        self.canvas = Canvas(width, height, self.makeCurrent)
        self.on_ready()

    def resizeGL(self, width: int, height: int) -> None:
        if self.canvas is not None:
            self.canvas.resize(*self.size_px())
            self.on_resized()

    def paintGL(self) -> None:
        if self.canvas is not None:
            self.canvas.present()

    def start(self) -> None:
        """Nothing to do: Qt calls initializeGL when the widget is shown."""

    def size_px(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def show_pixels(self, rect: tuple[int, int, int, int]) -> None:
        """What the canvas has drawn comes onto the screen."""
        self.update()

    def draw_next(self) -> tuple[int, int, int, int] | None:
        """Draw one viewport that has changed; its rectangle in device pixels."""
        if self.canvas is None:
            return None
        self.makeCurrent()
        return self.canvas.draw_next()

    def make_current(self) -> None:
        """Make the canvas's context current."""
        self.makeCurrent()

    def close_canvas(self) -> None:
        if self.canvas is not None:
            self.makeCurrent()
            self.canvas.close()
            self.canvas = None


class SoftwareSurface(QWidget):
    """Draws off screen and paints the pixels: tests, remote desktops, machines whose driver fails."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.canvas: Canvas | None = None
        self.on_ready: Callable[[], None] = lambda: None
        self.on_resized: Callable[[], None] = lambda: None
        self._frame = np.zeros((1, 1, 3), np.uint8)

    def start(self) -> None:
        """Make the canvas; once."""
        if self.canvas is None:
            self.canvas = Canvas(*self.size_px())
            self._fit()
            self.on_ready()

    def size_px(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _fit(self) -> None:
        width, height = self.size_px()
        if self._frame.shape[:2] != (height, width):
            self._frame = np.zeros((height, width, 3), np.uint8)

    def resizeEvent(self, event: object) -> None:
        if self.canvas is not None:
            self.canvas.resize(*self.size_px())
            self._fit()
            self.on_resized()

    def show_pixels(self, rect: tuple[int, int, int, int]) -> None:
        """Copy what the canvas has drawn and repaint that part."""
        if self.canvas is None:
            return
        x, y, width, height = rect
        self._frame[y : y + height, x : x + width] = self.canvas.pixels(rect)
        ratio = self.devicePixelRatioF()
        self.update(QRect(int(x / ratio), int(y / ratio), int(width / ratio) + 2, int(height / ratio) + 2))

    def draw_next(self) -> tuple[int, int, int, int] | None:
        """Draw one viewport that has changed; its rectangle in device pixels."""
        return self.canvas.draw_next() if self.canvas is not None else None

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        height, width = self._frame.shape[:2]
        image = QImage(self._frame.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        painter.setClipRect(event.rect())  # not a part of the image: a scale of 125 % would lay it between the pixels
        painter.fillRect(event.rect(), theme.colour(theme.VIEWPORT))
        painter.drawImage(0, 0, image)
        painter.end()

    def make_current(self) -> None:
        """Nothing to do: the canvas has a context of its own and makes it current itself."""

    def close_canvas(self) -> None:
        if self.canvas is not None:
            self.canvas.close()
            self.canvas = None


Surface = GpuSurface | SoftwareSurface
