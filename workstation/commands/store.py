"""``garonne store``: list, verify, import into or purge the local store."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workstation import settings
from workstation.app.services import open_store
from workstation.errors import GaronneError, NotReadable, StoreUnavailable
from workstation.language import number, plural, tr
from workstation.media import Found, walk
from workstation.settings import Home
from workstation.store import Put, Store, Verified, default_opener
from workstation.store.ingest import Encoded
from workstation.store.rebuild import rebuild

DAY_S = 86400.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action, with what it needs."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    texts = {
        "list": tr("list the exams in the store"),
        "verify": tr("look for damaged or missing images"),
        "import": tr("take files, folders, a DICOMDIR or a ZIP into the store"),
        "purge": tr("delete exams; never what is open, unsent or being fetched"),
    }
    made = {name: actions.add_parser(name, help=text, description=text) for name, text in texts.items()}
    for action in made.values():
        action.add_argument("--json", action="store_true", help=tr("print JSON"))
    made["verify"].add_argument("--rebuild", action="store_true", help=tr("make a damaged index anew from the images"))
    made["import"].add_argument("paths", nargs="+", metavar="PATH", type=Path)
    which = made["purge"].add_mutually_exclusive_group(required=True)
    which.add_argument("--study", action="append", metavar="UID", help=tr("this exam; may be given several times"))
    which.add_argument("--older-than", type=_days, metavar="DAYS", help=tr("all exams not received or opened for that many days"))
    made["purge"].add_argument("--dry-run", action="store_true", help=tr("only say what would go"))


def run(args: argparse.Namespace, home: Home) -> int:
    """0 only if all that was asked was done."""
    if args.action == "verify" and args.rebuild:
        folder = settings.store_folder(home, settings.load(home))
        if not folder.is_dir():
            raise StoreUnavailable(tr("There is no store in {folder}.", folder=folder))
        with Progress() as progress:
            found = rebuild(folder, default_opener(folder), progress.show)
        return _tell_verified(found, args.json)
    with open_store(home, settings.load(home)) as store:
        action = {"list": _list, "verify": _verify, "import": _import, "purge": _purge}[args.action]
        return action(store, args)


def _list(store: Store, args: argparse.Namespace) -> int:
    stored, held, states, usage = store.stored(), store.held(), store.reading_states(), store.usage()
    unsent = {entry.study_uid for entry in store.outbox()}
    rows: list[dict[str, Any]] = []
    for study in store.studies():
        uid = study.study_instance_uid
        fact = stored[uid]
        rows.append(
            {
                "study_uid": uid,
                "patient": study.patient.name,
                "patient_id": study.patient.patient_id,
                "birth_date": study.patient.birth_date,
                "date": study.date,
                "description": study.description,
                "modalities": list(study.modalities),
                "series": len(study.series),
                "images": study.images,
                "bytes": fact.bytes,
                "received_at": fact.received_at,
                "state": states[uid].state if uid in states else "to_read",
                "open": uid in held,
                "unsent": uid in unsent,
                "conflicts": fact.conflicts,
                "damaged": fact.damaged,
            }
        )
    if args.json:
        _json({"studies": rows, "usage": asdict(usage), "folder": str(store.folder), "key_mark": store.key_mark})
        return 0
    if store.key_mark:
        print(store.key_mark, file=sys.stderr)
    for row in rows:
        marks = [
            text
            for text, on in (
                (tr("open"), row["open"]),
                (tr("unsent"), row["unsent"]),
                (plural(row["conflicts"], "{count} image kept apart", "{count} images kept apart"), row["conflicts"]),
                (plural(row["damaged"], "{count} image damaged", "{count} images damaged"), row["damaged"]),
            )
            if on
        ]
        images = plural(row["images"], "{count} image", "{count} images")
        date = row["date"] or "-" * 8
        about = f"{'+'.join(row['modalities']) or '-':8} {row['patient'] or '-'}  {row['description'] or '-'}"
        print(f"{date} {about}  ({images}, {_megabytes(row['bytes'])}{''.join(f', {mark}' for mark in marks)})  {row['study_uid']}")
    total = plural(usage.studies, "{count} exam", "{count} exams")
    of = tr("{used} of {quota}", used=_megabytes(usage.bytes), quota=_megabytes(usage.quota)) if usage.quota else _megabytes(usage.bytes)
    print(f"{total}, {plural(usage.images, '{count} image', '{count} images')}, {of}")
    return 0


def _verify(store: Store, args: argparse.Namespace) -> int:
    with Progress() as progress:
        found = store.verify(progress.show)
    return _tell_verified(found, args.json)


def _tell_verified(found: Verified, as_json: bool) -> int:
    lasting = [fault for fault in found.faults if fault.kind in ("damaged", "missing")]
    lasting += [fault for fault in found.faults if fault.kind == "index" and "--rebuild" in fault.text]
    if as_json:
        _json({"objects": found.objects, "bytes": found.bytes, "faults": [asdict(fault) for fault in found.faults], "sound": not lasting})
    else:
        for fault in found.faults:
            print(" ".join(part for part in (fault.kind, fault.study_uid, fault.sop_uid, fault.text) if part))
        looked = plural(found.objects, "{count} image looked at", "{count} images looked at")
        wrong = plural(len(lasting), "{count} fault", "{count} faults") if lasting else tr("all sound")
        print(f"{looked}, {_megabytes(found.bytes)}: {wrong}")
    return int(bool(lasting))


def _import(store: Store, args: argparse.Namespace) -> int:
    problems: list[tuple[str, str]] = []
    given: list[Found] = []
    puts: list[Put] = []
    with Progress() as progress:

        def committed(some: Any) -> None:
            puts.extend(some)
            progress.show(len(puts), 0)

        store.put_many(_files(args.paths, given, problems), source="import", committed=committed)
    problems += [(found.name, put.error) for found, put in zip(given, puts, strict=True) if put.error and not found.beside]
    taken = [put for put in puts if not put.error]
    new, apart = sum(put.new for put in taken), sum(put.conflict for put in taken)
    if args.json:
        studies = sorted({put.study_uid for put in taken})
        known = len(taken) - new - apart
        listed = [{"path": path, "text": text} for path, text in problems]
        _json({"new": new, "known": known, "conflicts": apart, "studies": studies, "problems": listed})
    else:
        for path, text in problems:
            print(f"{path}: {' '.join(text.split())}")
        exams = len({put.study_uid for put in taken})
        print(
            tr(
                "{new} in {exams}; {known} here already, {apart} kept apart, {bad} not taken",
                new=plural(new, "{count} new image", "{count} new images"),
                exams=plural(exams, "{count} exam", "{count} exams"),
                known=len(taken) - new - apart,
                apart=apart,
                bad=plural(len(problems), "{count} file", "{count} files"),
            )
        )
    if problems:
        cause = f"{problems[0][0]}: {' '.join(problems[0][1].split())}"
        bad = plural(len(problems), "{count} file", "{count} files")
        raise NotReadable(tr("{bad} not taken. {cause}", bad=bad, cause=cause))
    if not taken:
        raise NotReadable(tr("No image could be taken into the store."))
    return 0


def _purge(store: Store, args: argparse.Namespace) -> int:
    if args.study:
        uids = args.study
    else:
        uids = store.unused_since(time.time() - args.older_than * DAY_S)
    if args.dry_run:
        stored = store.stored()
        would = [stored[uid] for uid in uids if uid in stored]
        if args.json:
            _json({"would_go": [asdict(each) for each in would]})
        else:
            for each in would:
                print(f"{each.study_uid}  {_megabytes(each.bytes)}")
        return 0
    gone, stayed = store.purge(uids)
    if args.json:
        _json({"gone": [asdict(each) for each in gone], "stayed": [{"study_uid": uid, "why": why} for uid, why in stayed]})
    else:
        for uid, why in stayed:
            print(tr("{uid} stays: {why}", uid=uid, why=why), file=sys.stderr)
        size = _megabytes(sum(each.bytes for each in gone))
        print(f"{plural(len(gone), '{count} exam deleted', '{count} exams deleted')}, {size}")
    return int(bool(stayed) and bool(args.study))


def _files(paths: list[Path], given: list[Found], problems: list[tuple[str, str]]) -> Iterator[Encoded]:
    """The bytes of every file found; ``given`` gets one entry for each that is passed on, so that it can be named later."""
    for found in walk(paths):
        try:
            content = found.read()
        except GaronneError as error:
            problems.append((found.name, str(error)))
            continue
        if found.path.name.upper() == "DICOMDIR" and not found.member:
            continue  # walk has given what it lists
        given.append(found)
        yield content


class Progress:
    """One line on stderr, where that is a terminal and the work takes longer than half a second."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = 0.0

    def __enter__(self) -> Progress:
        return self

    def show(self, done: int, total: int) -> None:
        """Say how far it is; ``total`` 0 is not known."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._started > 0.5 and now - self._shown > 0.1:
            self._shown = now
            print(f"\r{done} / {total}" if total else f"\r{done}", end=" ", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _megabytes(size: int | None) -> str:
    """A size in MB, or in GB where that reads better."""
    megabytes = (size or 0) / 1e6
    return tr("{size} MB", size=number(megabytes, 1)) if megabytes < 1000 else tr("{size} GB", size=number(megabytes / 1000, 1))


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _days(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise argparse.ArgumentTypeError(tr("{given} is not a number of days", given=text))
    return value
