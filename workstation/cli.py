"""The command line: find the command, parse, call. Names and exits are a contract (README, "Commands")."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workstation import __version__
from workstation.errors import GaronneError
from workstation.language import set_language, tr

if TYPE_CHECKING:
    from types import ModuleType

# name -> module under workstation.commands
COMMANDS = {
    "demo": "demo",
    "open": "open",
    "render": "render",
    "describe": "describe",
    "hang": "hang",
    "priors": "priors",
    "archive": "archive",
    "echo": "echo",
    "find": "find",
    "get": "get",
    "send": "send",
    "store": "store",
    "doctor": "doctor",
    "bench": "bench",
    "courier": "courier",
    "demo-archive": "demo_archive",
    "probe": "probe",
}
# a command without a line here is called by the program itself only, and not shown
TR_HELP = {
    "demo": "a whole region on this machine, from archive to picture",
    "open": "read local files, folders, a DICOMDIR or a ZIP",
    "render": "one image through the product's own rendering",
    "describe": "what the files are, and every warning a reader would see",
    "hang": "which hanging protocol these exams get, and why",
    "priors": "rank candidate priors of a CSV file",
    "archive": "the embedded archive",
    "echo": "try a configured archive",
    "find": "list what a configured archive holds",
    "get": "fetch an exam into the local store",
    "send": "send files or an exam to an archive",
    "store": "list, verify, import into or purge the local store",
    "doctor": "check this machine and site",
    "bench": "the benchmarks, each a ratio",
}


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="garonne", description=tr("The workstation; with no command it opens its list."))
    parser.add_argument("--version", action="version", version=f"garonne {__version__}")
    _common(parser, suppress=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, module in COMMANDS.items():
        text = TR_HELP.get(name, "")
        if not text and name != chosen:
            continue
        shown: dict[str, Any] = {"help": tr(text)} if text else {}
        child = commands.add_parser(name, description=tr(text) if text else None, **shown)
        _common(child, suppress=True)
        if name == chosen:
            _module(module).add_arguments(child)
    return parser


def _common(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    """The options that may stand before or after the command."""
    absent: dict[str, Any] = {"default": argparse.SUPPRESS} if suppress else {}
    parser.add_argument("--home", metavar="DIR", help=tr("where the program writes (GARONNE_HOME)"), **absent)
    parser.add_argument("--profile", metavar="FILE", help=tr("site profile, TOML (GARONNE_PROFILE)"), **absent)
    parser.add_argument("--debug", action="store_true", help=tr("show tracebacks"), **absent)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"workstation.commands.{name}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 done, 1 failed with one line on stderr, 2 a wrong call."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["decoder"]:  # a child of workstation.decoding: nothing of what follows is for it
        from workstation.decoding import child

        return child.main(arguments[1:])
    gc.disable()  # while modules load: they live as long as the program
    from workstation import settings

    gc.enable()
    set_language("system")
    chosen = next((word for word in arguments if word in COMMANDS), None)
    args = _parser(chosen).parse_args(arguments)
    try:
        home = settings.Home.find(args.home)
        if args.profile:
            os.environ["GARONNE_PROFILE"] = str(args.profile)
        return int(_module(COMMANDS[args.command] if args.command else "desktop").run(args, home))
    except GaronneError as error:
        if args.debug:
            raise
        print(f"garonne: {' '.join(str(error).split())}", file=sys.stderr)
    except KeyboardInterrupt:
        print(tr("garonne: stopped."), file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the last net: a fault of ours still ends in one line
        if args.debug:
            raise
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        print(tr("garonne: an unexpected fault: {detail}. Run again with --debug and report it.", detail=detail), file=sys.stderr)
    return 1
