"""``garonne send NODE PATH...``: files, folders, or exams of the local store to an archive."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from workstation.commands import _archives
from workstation.errors import ArchiveUnreachable, NotReadable
from workstation.language import plural, tr
from workstation.net import part10
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    _archives.add_node(parser)
    parser.add_argument("path", metavar="PATH", nargs="*", type=Path, help=tr("files or folders"))
    parser.add_argument("--study", metavar="UID", action="append", default=[], help=tr("an exam of the local store; may be repeated"))


def run(args: argparse.Namespace, home: Home) -> int:
    """Send; 0 only when the archive has every object."""
    client, known = _archives.client_of(args, home)
    with ExitStack() as stack:
        objects: Iterable[bytes] = _files(args.path)
        if args.study:
            store = stack.enter_context(_archives.open_store(home, known))
            uids = [header.sop_instance_uid for uid in args.study for header in store.headers(uid)]
            objects = (encoded for source in (_files(args.path), map(store.read, uids)) for encoded in source)
        done = client.send(objects)
    if args.json:
        print(json.dumps({"sent": len(done.sent), "failed": [{"sop": uid, "why": why} for uid, why in done.failed]}, ensure_ascii=False))
    elif done.sent:
        print(plural(len(done.sent), "{count} object sent.", "{count} objects sent."))
    if done.failed:
        raise ArchiveUnreachable(tr("{count} objects were not sent; the first: {why}", count=len(done.failed), why=done.failed[0][1]))
    if not done.sent:
        raise NotReadable(tr("There was nothing to send: no DICOM object in what was given."))
    return 0


def _files(paths: Iterable[Path]) -> Iterator[bytes]:
    """Every Part-10 file below the paths; what is none is passed over in a folder and refused when named."""
    for path in paths:
        found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for one in found:
            try:
                encoded = one.read_bytes()
                part10.label(encoded)
            except OSError as error:
                raise NotReadable(tr("{path} cannot be read ({cause}).", path=one, cause=error.strerror)) from error
            except NotReadable as error:
                if one is path:
                    raise NotReadable(tr("{path} is not a DICOM file.", path=one)) from error
                continue
            yield encoded
