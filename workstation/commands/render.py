"""``garonne render``: one image through the product's own rendering, as a PNG."""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
from dataclasses import replace
from pathlib import Path

import imagecodecs

from workstation.errors import GaronneError, NotReadable, StoreUnavailable
from workstation.imaging import header as headers_of
from workstation.imaging import icc, presentation_states
from workstation.imaging.model import ImageHeader, Window
from workstation.imaging.presentation_states import PresentationState
from workstation.imaging.state_classes import is_state
from workstation.language import tr
from workstation.media.files import walk
from workstation.media.local_files import MEDIA_DIRECTORY, unusable
from workstation.rendering.still import LARGEST, Still, Wish, render
from workstation.settings import Home

MODES = {"mip": "max", "minip": "min", "mean": "mean"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of CLI.md; frames and windows are counted from 1."""
    parser.add_argument("path", metavar="PATH", help=tr("a DICOM file, or a folder that holds one series"))
    parser.add_argument("-o", "--out", metavar="OUT.png", required=True, help=tr("the picture to write"))
    parser.add_argument(
        "--frame", type=_count, metavar="N", help=tr("which image, counted from 1 (default: the first of a file, the middle of a series)")
    )
    parser.add_argument("--window", nargs=2, type=_finite, metavar=("C", "W"), help=tr("window center and width"))
    parser.add_argument("--voi", type=_count, metavar="N", help=tr("which of the image's own windows and tables, counted from 1"))
    parser.add_argument(
        "--plane",
        choices=("native", "axial", "coronal", "sagittal"),
        default="native",
        help=tr("the image's own plane, or one of the patient's"),
    )
    parser.add_argument("--position", type=_finite, metavar="MM", help=tr("where the plane lies, patient millimetres (default the middle)"))
    parser.add_argument("--slab", type=_thickness, metavar="MM", help=tr("thickness of a slab"))
    parser.add_argument("--mode", choices=tuple(MODES), help=tr("what a slab shows (default mip); without --slab through the whole volume"))
    parser.add_argument("--size", type=_size, metavar="WxH", help=tr("size of the picture in pixels"))
    parser.add_argument("--invert", action="store_true", help=tr("black for white"))
    parser.add_argument("--overlays", action="store_true", help=tr("draw the image's overlay planes too"))
    parser.add_argument("--state", metavar="FILE", help=tr("a presentation state: draw the image as it shows it, but for its drawings"))
    parser.add_argument("--drawings", action="store_true", help=tr("with --state, its drawings and words too"))
    parser.add_argument("--surface", choices=("gpu", "software"), help=tr("insist on the graphics processor, or on the processor"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(args: argparse.Namespace, home: Home) -> int:
    """0 when the picture is written; a refused image ends as one line and no picture."""
    del home
    if args.drawings and not args.state:
        raise NotReadable(tr("--drawings needs --state."))
    found, lost = _images(Path(args.path))
    wish = Wish(
        frame=args.frame,
        window=Window(*args.window) if args.window else None,
        voi=args.voi,
        plane=args.plane,
        position_mm=args.position,
        slab_mm=args.slab,
        mode=MODES[args.mode] if args.mode else None,
        size=args.size,
        invert=args.invert,
        surface=args.surface or "auto",
        overlays=args.overlays,
        state=presentation_states.read(headers_of.encoded_of(Path(args.state))) if args.state else None,
    )
    still = render([h for h, _ in found.values()], lambda uid: headers_of.encoded_of(found[uid][1]), wish)
    still = replace(still, marks=(*still.marks, *unusable(lost)))
    if args.drawings and wish.state is not None and still.frame is not None:
        still = _drawn_on(still, wish.state, found[still.frame.sop_instance_uid][0])
    _write(Path(args.out), still)
    if args.json:
        print(json.dumps(_facts(still), ensure_ascii=False))
    for mark in [m for m in still.marks if m.severity == "danger"][:3]:
        print(f"garonne: {' '.join(mark.text.split())}", file=sys.stderr)
    return 0


def _drawn_on(still: Still, state: PresentationState, header: ImageHeader) -> Still:
    """The picture in colour, with what a presentation state draws on it."""
    from workstation.reading.graphics import graphics_of
    from workstation.ui.reading.graphics import on_picture

    assert still.frame is not None
    graphics = graphics_of(state, header, still.frame.frame)
    if graphics is None or still.to_px is None:
        return still
    return replace(still, pixels=on_picture(still.pixels, graphics, still.to_px))


def _facts(still: Still) -> dict[str, object]:
    height, width = still.pixels.shape[:2]
    origin, column_step, row_step = still.steps_lps or (None, None, None)
    return {
        "width": width,
        "height": height,
        "origin_lps": origin,
        "column_step_lps": column_step,
        "row_step_lps": row_step,
        "window": [still.window.center, still.window.width] if still.window else None,
        "marks": list(dict.fromkeys(m.code for m in still.marks)),
        "mark_texts": [m.text for m in still.marks],
    }


def _images(path: Path) -> tuple[dict[str, tuple[ImageHeader, Path]], int]:
    """The images of a file, or of a folder with all below it, by SOP instance, and how many files of it could not be used. NotReadable
    where there is none."""
    if not path.is_dir():
        header = headers_of.read(path)
        return {header.sop_instance_uid: (header, path)}, 0
    found: dict[str, tuple[ImageHeader, Path]] = {}
    lost = 0
    problem: GaronneError | None = None
    for file in walk([path]):
        if file.member:
            continue
        try:
            encoded = file.read()
            header = headers_of.read(encoded)
        except GaronneError as error:
            if file.problem or not file.beside:
                problem, lost = problem or error, lost + 1
            continue
        if is_state(header.sop_class_uid) or header.sop_class_uid == MEDIA_DIRECTORY:
            continue
        first = found.setdefault(header.sop_instance_uid, (header, file.path))
        lost += first[1] != file.path and headers_of.encoded_of(first[1]) != encoded
    if not found:
        raise problem or NotReadable(tr("{path} holds no file.", path=path))
    return found, lost


def _write(out: Path, still: Still) -> None:
    """The whole picture or none: written beside its place and moved there."""
    encoded = bytes(imagecodecs.png_encode(still.pixels))
    if still.profile:
        encoded = icc.in_png(encoded, still.profile)
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        fresh.write_bytes(encoded)
        os.replace(fresh, out)
    except OSError as error:
        with contextlib.suppress(OSError):  # a read-only disk refuses even to remove what is not there
            fresh.unlink(missing_ok=True)
        raise StoreUnavailable(tr("{path} cannot be written: {cause}.", path=out, cause=error.strerror or error)) from error


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(tr("counted from 1"))
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(tr("a number is expected"))
    return value


def _thickness(text: str) -> float:
    value = _finite(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(tr("more than 0 mm is expected"))
    return value


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 1 <= int(width) <= LARGEST and 1 <= int(height) <= LARGEST):
        raise argparse.ArgumentTypeError(tr("width x height in pixels is expected, such as 512x512, up to {largest}", largest=LARGEST))
    return int(width), int(height)
