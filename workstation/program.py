"""How this program calls itself: from a checkout, or as a packaged program that has no Python to call."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def command(*arguments: str) -> list[str]:
    """The command line of a child. ``-P``: nothing is imported from the folder one happens to be in, which may be anybody's medium."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-P", "-m", "workstation", *arguments]


def environment() -> dict[str, str]:
    """This process's environment, with the checkout first on the path so that a child runs the same code."""
    env = dict(os.environ)
    root = str(Path(__file__).resolve().parents[1])
    env["PYTHONPATH"] = os.pathsep.join(part for part in (root, env.get("PYTHONPATH", "")) if part)
    return env
