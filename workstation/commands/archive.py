"""``garonne archive``: the embedded archive on a store, until it is stopped."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType

from workstation.language import tr
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--store", metavar="DIR", type=Path, required=True, help=tr("the folder that holds the images"))
    parser.add_argument("--port", metavar="N", type=int, default=11112, help=tr("DICOM port; 0 takes a free one"))
    parser.add_argument("--aet", metavar="NAME", default="GARONNE", help=tr("the archive's AE title"))
    parser.add_argument("--http-port", metavar="N", type=int, help=tr("DICOMweb port; 0 takes a free one; without it no DICOMweb"))
    parser.add_argument("--bind", metavar="ADDR", default="127.0.0.1", help=tr("address to listen on (default: this machine only)"))
    parser.add_argument(
        "--move",
        metavar="AET=HOST:PORT",
        type=_destination,
        action="append",
        default=[],
        help=tr("where C-MOVE to this AE title sends; may be repeated"),
    )
    parser.add_argument("--worklist", metavar="FILE", type=Path, help=tr("planned exams for the modality worklist, TOML or JSON"))
    parser.add_argument(
        "--quota-gb", metavar="GB", type=float, help=tr("remove the oldest exams above this size; without it nothing is removed")
    )


def run(args: argparse.Namespace, home: Home) -> int:
    """Serve until a signal comes."""
    from workstation.archive import Archive
    from workstation.store import Store, default_opener

    quota = int(args.quota_gb * 1e9) if args.quota_gb else None
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    with Store.open(args.store, default_opener(args.store), quota_bytes=quota) as store:
        archive = Archive(
            store,
            aet=args.aet,
            port=args.port,
            http_port=args.http_port,
            bind=args.bind,
            destinations=dict(args.move),
            worklist=args.worklist,
        )
        with archive:
            for name in ("SIGTERM", "SIGINT"):
                signal.signal(getattr(signal, name), stop)
            line = tr("Archive {aet} is ready: DICOM port {port}", aet=args.aet, port=archive.port)
            print(line + (f", DICOMweb {archive.url}" if archive.url else ""), flush=True)
            while not stopped.wait(1):
                pass
    return 0


def _destination(text: str) -> tuple[str, tuple[str, int]]:
    name, _, place = text.partition("=")
    host, _, port = place.rpartition(":")
    if not name or not host or not port.isdigit():
        raise argparse.ArgumentTypeError(tr("AET=HOST:PORT is expected, not {given}", given=text))
    return name, (host, int(port))
