"""Windows in tests: off-screen where there is no display, the program's own look, and a real store in a home of its own."""

from __future__ import annotations

import os

if not os.environ.get("DISPLAY") and os.name == "posix":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
