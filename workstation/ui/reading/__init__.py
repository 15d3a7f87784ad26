"""The reading window: an exam beside its priors, by keys and mouse.

May import every room but app, commands and cli; PySide6 lives here. ``window`` lays out the parts and opens exams, ``area`` draws
the viewports of one monitor on a ``surface``, ``overlay`` paints words and lines above them, ``hand`` and ``doing`` turn mouse and
keys (``keymap``) into the session's actions. Start reading at window.py.
"""

from workstation.ui.reading.window import ReadingWindow

__all__ = ["ReadingWindow"]
