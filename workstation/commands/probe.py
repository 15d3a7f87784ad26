"""``garonne probe``: which surface draws here, as JSON. The program calls it as a child, so that a driver's crash stays there."""

from __future__ import annotations

import argparse
import json

from workstation.rendering.probe import as_json, look
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(args: argparse.Namespace, home: Home) -> int:
    """0 where something can be drawn, 1 otherwise; one line of JSON either way."""
    del args, home
    found = look()
    print(json.dumps(as_json(found), ensure_ascii=False), flush=True)
    return int(found.kind == "none")
