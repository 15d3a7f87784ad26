"""``garonne get NODE STUDY...``: exams from an archive into the local store, or as files into a folder."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from workstation.commands import _archives
from workstation.errors import ArchiveUnreachable, StoreUnavailable
from workstation.language import number, tr
from workstation.net import part10
from workstation.net.archive_client import ArchiveClient, sent_elsewhere
from workstation.settings import Home
from workstation.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    _archives.add_node(parser)
    parser.add_argument("study", metavar="STUDY", nargs="+", help=tr("StudyInstanceUID of an exam"))
    parser.add_argument("--out", metavar="DIR", type=Path, help=tr("write files into this folder instead of the store"))


def run(args: argparse.Namespace, home: Home) -> int:
    """Fetch one exam after the other."""
    client, known = _archives.client_of(args, home)
    with ExitStack() as stack:
        store = None if args.out else stack.enter_context(_archives.open_store(home, known))
        told = [_one(client, study_uid, store, args.out) for study_uid in args.study]
    if args.json:
        print(json.dumps(told))
        return 0
    for one in told:
        size, seconds = int(one["bytes"]) / 1e6, float(one["seconds"])
        rate = number(size / seconds, 1) if seconds > 0 else "-"
        line = tr("{uid}: {count} images, {size} MB, {rate} MB/s", uid=one["study"], count=one["images"], size=number(size, 1), rate=rate)
        print(line)
    return 0


def _one(client: ArchiveClient, study_uid: str, store: Store | None, out: Path | None) -> dict[str, Any]:
    """Fetch one exam; what came, for printing. Raises when it is not whole."""
    have = store.sop_uids(study_uid) if store else set()
    size = 0
    problems: list[str] = []

    def counted(files: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal size
        for encoded in files:
            size += len(encoded)
            yield encoded

    def sink(files: Iterable[bytes]) -> None:
        if store is None:
            _write(counted(files), out or Path())
        else:
            problems.extend(p.error for p in store.put_many(counted(files), source=client.node.name) if p.error)

    started = time.monotonic()
    outcome = client.fetch(study_uid, sink, have=have, progress=_progress)
    seconds = time.monotonic() - started
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if outcome.total == 0:
        raise ArchiveUnreachable(tr("{name} has no exam {uid}.", name=client.node.name, uid=study_uid))
    if problems:
        raise StoreUnavailable(tr("{count} images could not be stored: {first}", count=len(problems), first=problems[0]))
    if store and len(store.sop_uids(study_uid)) < outcome.received:
        raise ArchiveUnreachable(sent_elsewhere(client))
    return {"study": study_uid, "images": outcome.total, "new": outcome.total - len(have), "bytes": size, "seconds": round(seconds, 3)}


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def _write(files: Iterable[bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for encoded in files:
            uid = "".join(c for c in part10.label(encoded).sop_instance_uid if c in "0123456789.")
            (folder / f"{uid}.dcm").write_bytes(encoded)
    except OSError as error:
        raise StoreUnavailable(tr("{path} cannot be written ({cause}).", path=folder, cause=error.strerror)) from error
