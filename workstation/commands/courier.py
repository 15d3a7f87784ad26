"""``garonne courier``: the background process that the desktop starts; not meant to be called by hand."""

from __future__ import annotations

import argparse
import contextlib
import signal
import threading
from types import FrameType

from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--parent", metavar="PID", type=int, default=0, help="end when this process is gone")


def run(args: argparse.Namespace, home: Home) -> int:
    """Work until a signal comes or the parent is gone."""
    from workstation.net import courier

    _stand_back()
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    courier.run(home, stop=stop, parent=args.parent)
    return 0


def _stand_back() -> None:
    """The windows come first: what is fetched ahead takes what processor time they leave."""
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))
