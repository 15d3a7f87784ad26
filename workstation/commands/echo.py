"""``garonne echo NODE``: does an archive answer, how fast, and if not, why."""

from __future__ import annotations

import argparse
import json

from workstation.commands import _archives
from workstation.errors import ArchiveUnreachable
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    _archives.add_node(parser)


def run(args: argparse.Namespace, home: Home) -> int:
    """Try every way the archive is configured."""
    client, _ = _archives.client_of(args, home)
    echo = client.echo()
    if args.json:
        print(json.dumps({"node": client.node.name, "ok": echo.ok, "latency_ms": round(echo.latency_ms, 1), "text": echo.text}))
    elif echo.ok:
        print(echo.text)
    if not echo.ok:
        raise ArchiveUnreachable(echo.text)
    return 0
