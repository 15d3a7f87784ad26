"""``garonne bench``: the benchmarks, each a ratio against something that runs beside it."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from workstation.benchmarks import BENCHMARKS, Ratio
from workstation.benchmarks import run as run_one
from workstation.language import number, tr
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one; all without a name."""
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS), metavar="NAME", help=", ".join(sorted(BENCHMARKS)))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def _line(found: Ratio) -> str:
    goal = ""
    if found.goal is not None:
        wanted = (
            tr("goal at least {goal}, ", goal=number(found.goal, 2)) if found.at_least else tr("goal {goal}, ", goal=number(found.goal, 2))
        )
        goal = wanted + (tr("met") if found.holds else tr("NOT MET"))
    if not found.beside:  # it cannot do this at all
        return f"{found.name:42} {'':>9} {found.beside_name}; {_figure(found.ours, found.unit)} {found.note}".rstrip()
    figures = f"{_figure(found.ours, found.unit)} / {_figure(found.beside, found.unit)}"
    return f"{found.name:42} {number(found.ratio, 2):>7} x {found.beside_name} ({figures}) {goal} {found.note}".rstrip()


def _figure(value: float, unit: str) -> str:
    return f"{number(value, 0 if value >= 100 else 1 if value >= 10 else 3)} {unit}"


def run(args: argparse.Namespace, home: Home) -> int:
    """0 when the figures were measured, whether or not the goals are met: a busy machine is no failure."""
    results = []
    for name in [args.name] if args.name else list(BENCHMARKS):
        for found in run_one(name):
            results.append(found)
            if not args.json:
                print(_line(found), flush=True)
    if args.json:
        ratios = [asdict(found) | {"ratio": found.ratio if found.beside else None, "holds": found.holds} for found in results]
        print(json.dumps({"ratios": ratios}, ensure_ascii=False, indent=1))
    return 0
