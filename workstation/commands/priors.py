"""``garonne priors CASES.csv``: rank the earlier exams of each case, with reasons."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from workstation.language import tr
from workstation.settings import Home
from workstation.studies.cases import Case, read_cases
from workstation.studies.model import PriorChoice
from workstation.studies.relevance import rank
from workstation.studies.text import date_text, exam_title, modality_chip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and the form of the answer."""
    parser.add_argument("cases", type=Path, metavar="CASES.csv", help=tr("cases: one current exam and its candidates each"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(args: argparse.Namespace, home: Home) -> int:
    """Print every candidate of every case, best first."""
    today = date.today()
    ranked = [(case, rank(case.current, case.candidates, today)) for case in read_cases(args.cases, today)]
    if args.json:
        print(json.dumps({"cases": [_as_json(case, choices) for case, choices in ranked]}, ensure_ascii=False, indent=1))
        return 0
    for case, choices in ranked:
        print(f"{case.name}  {modality_chip(case.current.modalities)}  {exam_title(case.current)}")
        for choice in choices:
            sign = "+" if choice.fetch else "-"
            what = f"{modality_chip(choice.study.modalities):3} {exam_title(choice.study)}"
            print(f"  {sign} {choice.score:.2f}  {date_text(choice.study.date)}  {what}: {'; '.join(choice.reasons)}")
    fetched = sum(choice.fetch for _, choices in ranked for choice in choices)
    total = sum(len(choices) for _, choices in ranked)
    print(tr("{fetched} of {total} earlier exams to fetch (+).", fetched=fetched, total=total))
    return 0


def _as_json(case: Case, choices: tuple[PriorChoice, ...]) -> dict[str, object]:
    return {
        "case": case.name,
        "candidates": [
            {"study_id": c.study.study_instance_uid, "score": c.score, "fetch": c.fetch, "reasons": list(c.reasons)} for c in choices
        ],
    }
