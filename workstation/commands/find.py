"""``garonne find NODE``: the exams an archive holds, or the series of one, or what is planned."""

from __future__ import annotations

import argparse
import datetime
import json
from dataclasses import asdict
from typing import Any

from workstation.commands import _archives
from workstation.language import tr
from workstation.net.queries import StudyQuery
from workstation.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    _archives.add_node(parser)
    parser.add_argument("--name", metavar="NAME", default="", help=tr("patient name; * and ? stand for letters"))
    parser.add_argument("--id", metavar="ID", default="", help=tr("patient ID"))
    parser.add_argument("--birth", metavar="YYYYMMDD", type=_date, default="", help=tr("birth date"))
    parser.add_argument("--from", metavar="YYYYMMDD", type=_date, dest="date_from", default="", help=tr("exams of this day and later"))
    parser.add_argument("--to", metavar="YYYYMMDD", type=_date, dest="date_to", default="", help=tr("exams of this day and earlier"))
    parser.add_argument("--modality", metavar="CT", action="append", default=[], help=tr("modality; may be repeated"))
    parser.add_argument("--accession", metavar="NUMBER", default="", help=tr("accession number"))
    parser.add_argument("--study", metavar="UID", default="", help=tr("the series of this exam"))
    parser.add_argument("--limit", metavar="N", type=int, default=500, help=tr("at most so many exams"))
    parser.add_argument("--schedule", action="store_true", help=tr("today's modality worklist instead"))


def _date(given: str) -> str:
    if not given:
        return ""
    try:
        return f"{datetime.datetime.strptime(given, '%Y%m%d'):%Y%m%d}"
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a date YYYYMMDD is expected, not {given}", given=given)) from error


def run(args: argparse.Namespace, home: Home) -> int:
    """Ask and print, one line an exam."""
    client, _ = _archives.client_of(args, home)
    rows: list[tuple[str, ...]]
    found: list[Any]
    if args.schedule:
        today = f"{datetime.date.today():%Y%m%d}"
        found = client.schedule(args.date_from or today, args.date_to or args.date_from or today)
        rows = [(x.date, x.time, x.patient.name, x.patient.patient_id, x.modality, x.description, x.accession_number) for x in found]
    elif args.study:
        found = client.series(args.study)
        rows = [(str(x.number or ""), x.modality, x.description, str(x.images), x.series_instance_uid) for x in found]
    else:
        query = StudyQuery(
            patient_name=args.name,
            patient_id=args.id,
            birth_date=args.birth,
            date_from=args.date_from,
            date_to=args.date_to,
            modalities=tuple(args.modality),
            accession_number=args.accession,
            limit=args.limit,
        )
        found = client.find_studies(query)
        rows = [
            (
                x.date,
                x.patient.name,
                x.patient.birth_date,
                x.patient.patient_id,
                "/".join(x.modalities),
                x.description,
                str(x.images),
                x.study_instance_uid,
            )
            for x in found
        ]
    if args.json:
        print(json.dumps([asdict(x) for x in found], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print("\t".join(row))
    return 0
