"""``garonne doctor``: checks of this machine and site, each with what to do."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from workstation.app.doctor import examine
from workstation.language import tr
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the answer can be chosen."""
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(args: argparse.Namespace, home: Home) -> int:
    """0 when nothing fails (warnings may stand), 1 otherwise."""
    checks = []
    signs = {"ok": "ok  ", "warn": "!   ", "fail": "FAIL"}
    for check in examine(home):
        checks.append(check)
        if not args.json:
            print(f"{signs[check.state]} {check.name}: {check.text}" + (f"\n     -> {check.todo}" if check.todo else ""), flush=True)
    if args.json:
        print(json.dumps({"checks": [asdict(check) for check in checks]}, ensure_ascii=False, indent=1))
    return int(any(check.state == "fail" for check in checks))
