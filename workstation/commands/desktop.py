"""``garonne`` alone: the workstation."""

from __future__ import annotations

import argparse
import gc

from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(args: argparse.Namespace, home: Home) -> int:
    """Show the list until the last window is closed."""
    gc.disable()  # until the list is painted
    from workstation.app import before_qt  # noqa: F401 (the order is the point)
    from workstation.app.desktop import run as run_desktop

    return run_desktop(home)
