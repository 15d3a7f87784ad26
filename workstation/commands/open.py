"""``garonne open PATH...``: local files, folders, a DICOMDIR or a ZIP, in the reading window or, headless, as pictures."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from workstation.errors import NotReadable
from workstation.language import tr
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to open, and whether anybody looks."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--headless", action="store_true", help=tr("without a screen: leave pictures in DIR"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=tr("where the pictures go (with --headless)"))


def run(args: argparse.Namespace, home: Home) -> int:
    """0 when everything asked for was opened."""
    for path in args.paths:
        if not path.exists():
            raise NotReadable(tr("{path} does not exist.", path=path))
    if not args.headless:
        from workstation.app.desktop import run as run_desktop

        if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise NotReadable(tr("There is no display here. Add --headless --out DIR to have pictures."))
        return run_desktop(home, args.paths)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from workstation.app.open_headless import pictures

    out = args.out or Path("garonne-pictures")
    for line in pictures(home, args.paths, out):
        print(line, flush=True)
    return 0
