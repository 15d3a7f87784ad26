"""What files are, in text and in JSON: patients, studies, series, display sets with their geometry, and every warning.

The keys of the JSON are a contract (README, "Commands"): they are English and only grow. Texts are in the user's language.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from pydicom.uid import UID_dictionary

from workstation import decoding
from workstation.errors import GaronneError
from workstation.imaging import display_sets, icc, map_objects, overlays
from workstation.imaging.geometry import depths, in_words, letters, letters_of_radiograph, to_lps
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Mark, StackGeometry, Window
from workstation.imaging.overlays import Planes
from workstation.imaging.presentation_states import PresentationState, holds
from workstation.imaging.shutters import aspect_of, covered, shutters_for
from workstation.imaging.stacks import absent_after
from workstation.language import number, numbers_in, plural, tr
from workstation.media import quantities
from workstation.media.local_files import LocalFiles
from workstation.studies.model import Patient, Study
from workstation.studies.text import WITHOUT_PICTURES, age_of, date_text, display_name

DECODED = 120  # frames decoded to see whether they can be, spread over the images
TR_KINDS = {
    "volume": "volume",
    "stack": "stack",
    "single": "single image",
    "cine": "cine",
    "localizer": "localizer",
    "mosaic": "mosaic",
    "document": "document",
}
TR_PLANES = {"axial": "axial", "coronal": "coronal", "sagittal": "sagittal", "oblique": "oblique"}


def report(source: LocalFiles, decoded: int = DECODED) -> dict[str, Any]:
    """Everything about the files as JSON-able values. Up to ``decoded`` frames are decoded to find those that cannot be."""
    patients: dict[tuple[str, str, str], dict[str, Any]] = {}
    studies = source.studies()
    damaged = _looked_at(source, studies, decoded)
    for study in sorted(studies, key=lambda s: (s.patient.name, s.patient.patient_id, s.date, s.time)):
        known = study.patient.patient_id or study.patient.name
        key = (study.patient.patient_id, study.patient.name, study.patient.birth_date if known else study.study_instance_uid)
        patients.setdefault(key, _patient(study.patient))["studies"].append(_study(source, study, damaged))
    return {
        "files": source.files,
        "images": sum(study.images for study in studies),
        "other_files": source.beside,
        "patients": list(patients.values()),
        "problems": [{"path": path, "text": text} for path, text in source.problems],
        "marks": [_mark(mark) for mark in source.marks()],
    }


def _looked_at(source: LocalFiles, studies: Sequence[Study], budget: int) -> dict[str, tuple[Mark, ...]]:
    """What decoding finds, by UID: that an image cannot be shown, or is damaged inside. Native ones are checked by their header, up to
    ``budget`` others by decoding one frame, compressed ones in the children of ``decoding``."""
    wanted = [h for study in studies for h in source.headers(study.study_instance_uid) if h.pixel_keyword]
    costly = [h for h in wanted if h.pixel_offset < 0 or any(m.code in ("truncated", "bits") for m in h.marks) or h.samples_per_pixel > 1]
    step = max(1, -(-len(costly) // budget)) if budget else len(costly) + 1

    def marks(header: ImageHeader) -> tuple[Mark, ...]:
        try:
            return decoding.decoded(source.encoded(header.sop_instance_uid), header, 0).marks
        except GaronneError as error:
            return (Mark("undecodable", str(error), "danger"),)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return {h.sop_instance_uid: found for h, found in zip(costly[::step], pool.map(marks, costly[::step]), strict=True) if found}


def _patient(patient: Patient) -> dict[str, Any]:
    return {
        "patient_id": patient.patient_id,
        "issuer": patient.ids[0].issuer if patient.ids else "",
        "name": patient.name,
        "display_name": display_name(patient),
        "birth_date": patient.birth_date,
        "sex": patient.sex,
        "ins": patient.ins,
        "studies": [],
    }


def _study(source: LocalFiles, study: Study, damaged: dict[str, tuple[Mark, ...]]) -> dict[str, Any]:
    told = map_objects.with_maps(source.headers(study.study_instance_uid), source.encoded)
    headers = tuple(_marked(h, damaged) for h in told)
    sets = display_sets.build(headers, source.descriptions(study.study_instance_uid))
    by_uid = {h.sop_instance_uid: h for h in headers}
    return {
        "study_instance_uid": study.study_instance_uid,
        "date": study.date,
        "time": study.time,
        "description": study.description,
        "modalities": list(study.modalities),
        "accession_number": study.accession_number,
        "institution": study.institution,
        "age": age_of(study),
        "images": study.images,
        "series": [
            {
                "series_instance_uid": series.series_instance_uid,
                "number": series.number,
                "description": series.description,
                "modality": series.modality,
                "body_part": series.body_part,
                "images": series.images,
                "display_sets": [_display_set(s, by_uid, source) for s in sets if s.series_instance_uid == series.series_instance_uid],
            }
            for series in study.series
        ],
        "presentation_states": [_state(s, by_uid) for s in source.presentation_states(study.study_instance_uid)],
    }


def _state(state: PresentationState, by_uid: dict[str, ImageHeader]) -> dict[str, Any]:
    """A presentation state for images of the study, or that lies in it. ``images``: those of them that are here, with their frames."""
    return {
        "sop_instance_uid": state.sop_instance_uid,
        "study_instance_uid": state.study_instance_uid,
        "series_instance_uid": state.series_instance_uid,
        "kind": state.kind,
        "label": state.label,
        "description": state.description,
        "creator": state.creator,
        "created": state.created,
        "images": [{"sop_instance_uid": uid, "frames": list(frames)} for uid, frames in state.images if uid in by_uid],
        "images_referenced": len(state.images),
        "holds": holds(state),
        "refusal": state.refusal,
        "marks": [_mark(mark) for mark in state.marks],
    }


def _marked(header: ImageHeader, damaged: dict[str, tuple[Mark, ...]]) -> ImageHeader:
    known = {m.code for m in header.marks}
    return replace(header, marks=(*header.marks, *(m for m in damaged.get(header.sop_instance_uid, ()) if m.code not in known)))


def _display_set(shown: DisplaySet, by_uid: dict[str, ImageHeader], source: LocalFiles) -> dict[str, Any]:
    header = by_uid[shown.frames[0].sop_instance_uid]
    over, over_marks = _drawn_over(shown.frames[0], header, source)
    profile, profile_marks = _profile(shown.frames[0], header, source)
    window = shown.default_window
    return {
        "key": shown.key,
        "label": shown.label,
        "kind": shown.kind,
        "frames": len(shown.frames),
        "phases": shown.phases,
        "step_key": shown.step_key,
        "steps": list(shown.steps),
        "concatenations": _concatenations(shown, by_uid),
        "plane": shown.plane,
        "laterality": shown.laterality,
        "view_position": shown.view_position,
        "b_value": shown.b_value,
        "letters": _letters(shown, header),
        "geometry": _geometry(shown.geometry) if shown.geometry else None,
        "pixels": {
            "rows": header.rows,
            "columns": header.columns,
            "samples": header.samples_per_pixel,
            "bits_allocated": header.bits_allocated,
            "bits_stored": header.bits_stored,
            "signed": header.signed,
            "photometric": header.photometric,
            "transfer_syntax_uid": header.transfer_syntax_uid,
            "transfer_syntax": str(UID_dictionary.get(header.transfer_syntax_uid, ("?",))[0]),
        },
        **quantities.told(header, shown.frames[0].frame),
        "window": _window(window) if window else None,
        "windows": [_window(w) for w in header.frame(shown.frames[0].frame).windows],
        "technique": header.technique,
        "lossy": header.lossy,
        **over,
        "colour_profile": profile,
        "marks": [_mark(mark) for mark in (*shown.marks, *over_marks, *profile_marks)],
    }


def _window(window: Window) -> dict[str, Any]:
    """Center and width in modality units, or the VOI LUT's number, from 1, with the range of values that it begins with and spans."""
    told: dict[str, Any] = {"center": window.center, "width": window.width, "name": window.name, "function": window.function}
    return told | {"voi_lut": window.lut + 1} if window.lut >= 0 else told


def _profile(ref: FrameRef, header: ImageHeader, source: LocalFiles) -> tuple[str | None, tuple[Mark, ...]]:
    """What the set's colour profile calls itself, None where there is none; and whether it is of no use."""
    profile = b""
    if header.has_icc_profile:
        with suppress(GaronneError):
            profile = icc.profile_of(source.encoded(ref.sop_instance_uid), header)
    if not profile:
        return None, ()
    if not icc.is_sound(profile):
        return "", (icc.managed(np.empty((0, 0, 3), np.uint8), profile)[1],)
    return icc.name_of(profile), ()


def _drawn_over(ref: FrameRef, header: ImageHeader, source: LocalFiles) -> tuple[dict[str, Any], tuple[Mark, ...]]:
    """The shutters and overlay planes of a set's first frame, and what is wrong with them."""
    planes, own = Planes(), shutters_for(header, ref.frame)
    if header.has_overlays:
        with suppress(GaronneError):
            planes = overlays.read(source.encoded(ref.sop_instance_uid), header, ref.frame)
    _, marks = covered(own, header.rows, header.columns, planes.overlays, aspect_of(header, ref.frame)) if own else (None, ())
    said: dict[str, Any] = {
        "shutters": [{"shape": s.shape, "values": list(s.values), "presentation_value": s.presentation} for s in own],
        "overlays": [
            {
                "group": f"{o.group:04X}",
                "name": o.name,
                "kind": o.kind,
                "rows": o.shape[0],
                "columns": o.shape[1],
                "origin": [o.row + 1, o.column + 1],
            }
            for o in planes.overlays
        ],
    }
    return said, (*marks, *planes.marks)


def _letters(shown: DisplaySet, header: ImageHeader) -> dict[str, str] | None:
    """Sides of the patient at the right and at the bottom of the first image as it is stored; None where nothing tells them."""
    frame = header.frame(shown.frames[0].frame)
    if not header.patient_coordinates:
        return None
    if frame.row_lps is not None and frame.column_lps is not None:
        return {"right": letters(frame.row_lps), "down": letters(frame.column_lps)}
    told = letters_of_radiograph(header.patient_orientation)
    return {"right": told[0], "down": told[1]} if told else None


def _concatenations(shown: DisplaySet, by_uid: dict[str, ImageHeader]) -> list[dict[str, Any]]:
    """The multi-frame images that came in parts (PS3.3 C.7.6.16.1.1), and which of their parts are here."""
    parts: dict[str, dict[str, ImageHeader]] = {}
    for uid in dict.fromkeys(ref.sop_instance_uid for ref in shown.frames):
        header = by_uid[uid]
        if header.concatenation_uid:
            parts.setdefault(header.concatenation_uid, {})[uid] = header
    told = []
    for uid, found in parts.items():
        total, here, missing = display_sets.parts_of(list(found.values()))
        told.append({"concatenation_uid": uid, "parts": total, "here": here, "missing": missing})
    return told


def _missing(geometry: StackGeometry) -> list[dict[str, Any]]:
    """Each hole of an otherwise even run: after which slice, how many are absent, and the origins (LPS mm) they would have."""
    steps = np.diff(depths(geometry)).tolist()
    found = []
    for k in geometry.missing:
        count = max(1, absent_after(steps, k, statistics.median(steps)))
        origins = [[round(v, 3) for v in to_lps(geometry, 0, 0, k + n / (count + 1))] for n in range(1, count + 1)]
        found.append({"after": k + 1, "count": count, "origins_lps": origins[:1000]})
    return found


def _geometry(geometry: StackGeometry) -> dict[str, Any]:
    """Millimetres and LPS throughout. ``dimensions``: columns, rows, slices."""
    depth = depths(geometry)
    steps = [float(b - a) for a, b in pairwise(depth)]
    ways = {"right": geometry.row_lps, "down": geometry.column_lps, "towards_last": geometry.normal_lps}
    return {
        "dimensions": [geometry.columns, geometry.rows, geometry.slices],
        "pixel_spacing_mm": {"between_rows": geometry.spacing[0], "between_columns": geometry.spacing[1]},
        "slice_step_mm": round(statistics.median(steps), 4) if steps else None,
        "slice_steps_mm": {"smallest": round(min(steps), 4), "largest": round(max(steps), 4)} if steps else None,
        "extent_mm": [
            round(geometry.columns * geometry.spacing[1], 2),
            round(geometry.rows * geometry.spacing[0], 2),
            round(float(depth[-1] - depth[0]), 2),
        ],
        "row_lps": list(geometry.row_lps),
        "column_lps": list(geometry.column_lps),
        "normal_lps": list(geometry.normal_lps),
        "first_origin_lps": list(geometry.slice_origins_lps[0]),
        "last_origin_lps": list(geometry.slice_origins_lps[-1]),
        "letters": {name: letters(way) if geometry.patient else "" for name, way in ways.items()},
        "patient_axes": geometry.patient,
        "regular": geometry.regular,
        "tilt_degrees": geometry.tilt_degrees,
        "missing_after": [k + 1 for k in geometry.missing],
        "missing": _missing(geometry) if geometry.missing else [],
        "gaps": [{"after": k + 1, "mm": round(steps[k], 3)} for k in geometry.gaps],
    }


def _mark(mark: Mark) -> dict[str, str]:
    return {"code": mark.code, "severity": mark.severity, "text": mark.text}


def report_text(told: dict[str, Any]) -> str:
    """The report for people."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: dict[str, Any]) -> Iterator[str]:
    patients = told["patients"]
    series = [series for patient in patients for study in patient["studies"] for series in study["series"]]
    pictures = sum(one["images"] for one in series if one["modality"] not in WITHOUT_PICTURES)
    yield ", ".join(
        [
            plural(len(patients), "{count} patient", "{count} patients"),
            plural(sum(len(p["studies"]) for p in patients), "{count} exam", "{count} exams"),
            plural(pictures, "{count} image", "{count} images"),
        ]
    )
    for patient in patients:
        yield ""
        born = date_text(patient["birth_date"])
        yield "  ".join(
            filter(None, (patient["display_name"], patient["sex"], born, f"ID {patient['patient_id'] or '-'}", patient["issuer"]))
        )
        for study in patient["studies"]:
            words = (date_text(study["date"]), "/".join(study["modalities"]), study["description"], study["institution"])
            yield "  " + "  ".join(filter(None, words))
            for series in study["series"]:
                for shown in series["display_sets"]:
                    yield from _set_lines(series, shown)
            for state in study["presentation_states"]:
                yield from _state_lines(study, state)
    if told["problems"]:
        yield ""
        yield plural(len(told["problems"]), "{count} file could not be used:", "{count} files could not be used:")
        for problem in told["problems"]:
            yield f"  {problem['path']}: {' '.join(problem['text'].split())}"
    if told["other_files"]:
        yield plural(told["other_files"], "{count} other file is not DICOM.", "{count} other files are not DICOM.")


def _steps_line(steps: list[str]) -> str:
    """The steps of a 4-D set: all of few, the first three and the last of many."""
    named = "; ".join(steps) if len(steps) <= 6 else f"{'; '.join(steps[:3])}; …; {steps[-1]}"
    return plural(len(steps), "{count} step: {named}", "{count} steps: {named}", named=named)


def _state_lines(study: dict[str, Any], state: dict[str, Any]) -> Iterator[str]:
    here, told = len(state["images"]), state["images_referenced"]
    numbers = {s["series_instance_uid"]: s["number"] for s in study["series"]}
    number = numbers.get(state["series_instance_uid"])
    words = [f"{number} " if number is not None else "", state["label"] or tr("without a label")]
    by = " ".join(filter(None, (display_name(state["creator"]), date_text(state["created"][:8]))))
    count = plural(here, "for {count} image", "for {count} images")
    if here < told:
        count += " " + tr("of {count}", count=told)
    yield "    " + "  ".join(filter(None, ("".join(words), tr("presentation state"), by, count)))
    if state["holds"]:
        yield "      " + ", ".join(state["holds"])
    if state["refusal"]:
        yield f"      !  {state['refusal']}"
    for mark in state["marks"]:
        yield f"      !  {mark['text']}"


def _set_lines(series: dict[str, Any], shown: dict[str, Any]) -> Iterator[str]:
    pixels, geometry = shown["pixels"], shown["geometry"]
    place = f"{series['number']} " if series["number"] is not None else ""
    words = [f"{place}{shown['label']}", tr(TR_KINDS[shown["kind"]])]
    if shown["kind"] != "document":
        words.append(plural(shown["frames"], "{count} image", "{count} images"))
        words.append(f"{pixels['columns']} x {pixels['rows']}")
    if shown["plane"]:
        words.append(tr(TR_PLANES[shown["plane"]]))
    words += [shown["laterality"], shown["view_position"]]
    yield "    " + "  ".join(filter(None, words))
    if geometry and geometry["slice_step_mm"] is not None:
        size = " x ".join(number(v, 3).rstrip("0").rstrip(".,") for v in geometry["pixel_spacing_mm"].values())
        steps = geometry["slice_steps_mm"]
        even = number(geometry["slice_step_mm"], 2)
        step = even if geometry["regular"] else f"{number(steps['smallest'], 2)} - {number(steps['largest'], 2)}"
        said = {"size": size, "step": step, "extent": number(geometry["extent_mm"][2], 0)}
        if geometry["patient_axes"]:
            ends = {name: in_words(geometry["letters"][name]) for name in ("right", "down")}
            yield "      " + tr("pixels {size} mm, slices every {step} mm over {extent} mm, right {right}, down {down}", **said, **ends)
        else:
            yield "      " + tr("pixels {size} mm, slices every {step} mm over {extent} mm, in axes of their own", **said)
    elif shown["letters"]:
        yield "      " + tr("right {right}, down {down}", **{name: in_words(said) for name, said in shown["letters"].items()})
    if shown["steps"]:
        yield "      " + _steps_line(shown["steps"])
    unit = shown["unit"] or shown["units"]
    millimetres = shown["spacing_text"] if shown["spacing_mm"] and shown["kind"] != "volume" else ""
    if shown["technique"] or unit or millimetres:
        yield "      " + "  ".join(filter(None, (numbers_in(shown["technique"]), unit, millimetres)))
    yield from (f"      {line}" for line in quantities.lines(shown))
    over = [tr("shutter: {shapes}", shapes=", ".join(s["shape"].lower() for s in shown["shutters"]))] if shown["shutters"] else []
    if shown["overlays"]:
        over.append(tr("overlays: {names}", names=", ".join(o["name"] for o in shown["overlays"])))
    if shown["colour_profile"]:
        over.append(tr("colour profile: {name}", name=shown["colour_profile"]))
    if over:
        yield "      " + "  ".join(over)
    for mark in shown["marks"]:
        sign = {"danger": "!!", "warn": "! "}.get(mark["severity"], "- ")
        yield f"      {sign} {' '.join(mark['text'].split())}"
