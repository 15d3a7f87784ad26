"""``garonne`` alone: the workstation."""

from __future__ import annotations

import argparse

from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(args: argparse.Namespace, home: Home) -> int:
    """Show the list until the last window is closed."""
    from workstation.app.desktop import run as run_desktop

    return run_desktop(home)
