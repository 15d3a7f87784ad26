"""PyOpenGL, set up before it is first imported: it finds functions through EGL, and does not look for errors after each call."""

from __future__ import annotations

import os
import sys

import OpenGL

if sys.platform.startswith("linux"):
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")  # finds the functions whichever of EGL and GLX made the context
if hasattr(os, "sched_getaffinity"):  # Mesa's rasteriser takes one thread where it cannot count the processors (containers)
    os.environ.setdefault("LP_NUM_THREADS", str(min(8, len(os.sched_getaffinity(0)))))
OpenGL.ERROR_CHECKING = False  # an error that VTK's own calls left behind would be raised at ours; textures ask for theirs

from OpenGL import GL  # noqa: E402 (after the settings it reads when it is imported)

__all__ = ["GL"]
