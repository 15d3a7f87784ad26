"""``garonne hang PATH...``: which hanging protocol these exams get, what fills each slot, and why."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from workstation.errors import NotReadable
from workstation.hanging_protocols import Exam, FilledSlot, Hanging, Monitors, hang, load
from workstation.imaging import display_sets
from workstation.language import tr
from workstation.media import LocalFiles
from workstation.settings import Home
from workstation.studies.model import Study
from workstation.studies.relevance import by_person, rank
from workstation.studies.text import date_text, display_name, exam_title, modality_chip, prior_label


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The paths, the monitors, and the form of the answer."""
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help=tr("files, folders, a DICOMDIR or a ZIP"))
    monitors = tr("monitors as COUNTxWIDTHxHEIGHT, several joined by + (default 1920x1080)")
    parser.add_argument("--monitors", metavar="SPEC", default="1920x1080", help=monitors)
    parser.add_argument("--explain", action="store_true", help=tr("say why each slot shows what it shows"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(args: argparse.Namespace, home: Home) -> int:
    """Each person's newest exam is the current one, the earlier ones are its priors."""
    monitors = Monitors.parse(args.monitors)
    for path in args.paths:
        if not path.exists():
            raise NotReadable(tr("{path} does not exist.", path=path))
    source = LocalFiles(args.paths)
    people = by_person([study for study in source.studies() if study.images])
    if not people:
        raise NotReadable(tr("{path} holds no image that can be shown.", path=args.paths[0]))
    protocols = load()
    told = []
    for current, *earlier in people:
        ranked = [choice.study for choice in rank(current, earlier)]
        exams = [
            Exam(s, display_sets.build(source.headers(s.study_instance_uid), source.descriptions(s.study_instance_uid)))
            for s in (current, *ranked)
        ]
        told.append((exams, hang(protocols, exams[0], exams[1:], monitors)))
    if args.json:
        print(json.dumps({"exams": [_as_json(exams, hanging) for exams, hanging in told]}, ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(_as_text(exams, hanging, explain=args.explain) for exams, hanging in told))
    return 0


def _exam(source: LocalFiles, study: Study) -> Exam:
    uid = study.study_instance_uid
    return Exam(study, display_sets.build(source.headers(uid), source.descriptions(uid)))


def _as_text(exams: list[Exam], hanging: Hanging, *, explain: bool) -> str:
    current = exams[0].study
    lines = [
        f"{display_name(current.patient)}  {modality_chip(current.modalities)}  {exam_title(current)}  {date_text(current.date)}".rstrip()
    ]
    for exam in exams[1:]:
        lines.append(f"  {prior_label(exam.study, current)}: {modality_chip(exam.study.modalities)}  {exam_title(exam.study)}")
    lines.append("  " + tr("Protocol: {title} ({reasons})", title=hanging.title, reasons=", ".join(hanging.reasons)))
    for number, stage in enumerate(hanging.stages, 1):
        place = {"number": number, "total": len(hanging.stages), "name": stage.name, "rows": stage.rows, "columns": stage.columns}
        lines.append("  " + tr("Stage {number} of {total}: {name}, {rows} x {columns}", **place))
        lines += ["    " + _slot_text(slot, explain=explain) for slot in stage.slots]
    if hanging.left_over:
        lines.append("  " + tr("In no stage: {series}", series=", ".join(d.label or d.modality for d in hanging.left_over)))
    return "\n".join(lines)


def _slot_text(slot: FilledSlot, *, explain: bool) -> str:
    whose = tr("current") if slot.which == "current" else tr("prior {number}", number=slot.prior_index + 1)
    shown = tr("nothing") if slot.display_set is None else slot.display_set.label or slot.display_set.modality
    parts = [f"[{slot.row + 1},{slot.column + 1}] {whose}: {shown}"]
    parts += [part for part in (slot.view if slot.view != "stack" else "", slot.window or "", slot.mark) if part]
    text = ", ".join(parts)
    return f"{text}. {slot.reason}." if (explain or slot.display_set is None) and slot.reason else text


def _as_json(exams: list[Exam], hanging: Hanging) -> dict[str, Any]:
    current = exams[0].study
    return {
        "patient": display_name(current.patient),
        "patient_id": current.patient.patient_id,
        "study_instance_uid": current.study_instance_uid,
        "description": current.description,
        "priors": [e.study.study_instance_uid for e in exams[1:]],
        "protocol": hanging.protocol,
        "title": hanging.title,
        "reasons": list(hanging.reasons),
        "stages": [
            {"name": s.name, "rows": s.rows, "columns": s.columns, "monitors": s.monitors, "slots": [_slot_json(slot) for slot in s.slots]}
            for s in hanging.stages
        ],
        "left_over": [d.key for d in hanging.left_over],
    }


def _slot_json(slot: FilledSlot) -> dict[str, Any]:
    shown = slot.display_set
    told: dict[str, Any] = {
        "name": slot.name,
        "row": slot.row,
        "column": slot.column,
        "row_span": slot.row_span,
        "column_span": slot.column_span,
        "which": slot.which,
        "prior_index": slot.prior_index,
        "display_set": shown.key if shown else None,
        "label": shown.label if shown else "",
        "view": slot.view,
        "window": slot.window,
        "link_group": slot.link_group,
        "align": slot.align,
        "same_scale": slot.same_scale,
        "reason": slot.reason,
        "mark": slot.mark,
    }
    if slot.overlay:
        told["overlay"] = slot.overlay.key
    return told
