"""``garonne describe``: what files are, and every warning the reader would see."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from workstation.errors import NotReadable
from workstation.language import tr
from workstation.media import LocalFiles, report, report_text
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The paths, and the form of the answer."""
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help=tr("files, folders, a DICOMDIR or a ZIP"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(args: argparse.Namespace, home: Home) -> int:
    """0 when each path held something that can be read."""
    for path in args.paths:
        if not path.exists():
            raise NotReadable(tr("{path} does not exist.", path=path))
    source = LocalFiles(args.paths)
    empty = [path for path in args.paths if not source.readable.get(path)]
    if len(empty) == len(args.paths):
        raise NotReadable(nothing_in(empty[0], source))
    told = report(source)
    print(json.dumps(told, indent=2, ensure_ascii=False) if args.json else report_text(told), end="\n" if args.json else "")
    if empty:
        print(f"garonne: {nothing_in(empty[0], source)}", file=sys.stderr)
    return 1 if empty else 0


def nothing_in(path: Path, source: LocalFiles) -> str:
    """Why a path gave nothing."""
    why = source.first_problem.get(path, "")
    if path.is_file() and why:
        return why if str(path) in why else f"{path}: {why}"
    return tr("{path} holds no DICOM file.", path=path) + (f" {why}" if why else "")
