"""Hidden: the demo's archive. Serves at once and fills itself with the synthetic region; says how far it is, one JSON line each.

Lines: ``{"port", "http_port"}`` when it answers, ``{"made", "of", "exam"}`` while it fills, ``{"filled": true}`` at the end.
Ends when its standard input closes, that is, with the process that started it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from workstation.app.demo_region import fill, write_schedule
from workstation.archive import Archive
from workstation.settings import Home
from workstation.store import Store, default_opener


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The archive's folder, and the day that the region takes for today."""
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--today", type=date.fromisoformat, required=True)
    parser.add_argument("--only", default="", help="exams to make, by their names in resources/demo, between commas")


def say(**values: object) -> None:
    """One line to the parent."""
    print(json.dumps(values), flush=True)


def run(args: argparse.Namespace, home: Home) -> int:
    """Serve, fill, wait for the end of input."""
    args.store.mkdir(parents=True, exist_ok=True)
    write_schedule(args.store, args.today)
    store = Store.open(args.store, default_opener(args.store))
    archive = Archive(store, aet="REGION", port=0, http_port=0)
    archive.start()
    try:
        say(port=archive.port, http_port=archive.http_port)
        fill(store, args.today, lambda made, of, exam: say(made=made, of=of, exam=exam), [k for k in args.only.split(",") if k])
        say(filled=True)
        sys.stdin.read()
    finally:
        archive.stop()
        store.close()
    return 0
