"""``garonne demo``: a whole region on this machine, from archive to picture."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from workstation.language import tr
from workstation.settings import Home

DEFAULT_OUT = "demo-pictures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """With a screen or without."""
    parser.add_argument("--headless", action="store_true", help=tr("read it through without a screen and leave pictures and story.json"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=tr("where the pictures go (default: {folder})", folder=DEFAULT_OUT))
    parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="DATE", help=tr("the day the region takes for today"))
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)  # for tests: some exams of the region, between commas


def run(args: argparse.Namespace, home: Home) -> int:
    """The windows, or the story where there is no display or it was asked for."""
    from workstation.app.demo_region import Region

    on_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform != "linux"
    region = Region(home.folder / "demo", args.today or date.today(), [key for key in args.only.split(",") if key])
    if on_screen and not args.headless:
        from workstation.app.demo_windows import run as run_windows

        return run_windows(region)
    if not args.headless:
        print(tr("There is no display here, so the demo reads the first exam by itself."))
    return _headless(region, args.out or Path(DEFAULT_OUT))


def _headless(region: object, out: Path) -> int:
    from workstation.app import hands, story
    from workstation.app.demo_region import Region

    assert isinstance(region, Region)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    hands.folder_for_pictures(out)
    region.start()
    try:
        told = story.tell(region, out)
    finally:
        region.stop()
    seconds = told["times_s"]["end"]
    print(
        tr("Read from archive to picture in {seconds} s.", seconds=seconds), tr("Pictures and story.json are in {out}.", out=out.resolve())
    )
    return 0
