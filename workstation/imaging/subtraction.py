"""Mask subtraction, DSA (PS3.3 C.7.6.10, C.11.13, C.11.19): which frames of a file one subtracted picture is made of.

Such a picture is a sum of frames, each with a weight and moved by parts of a pixel, before the window (PS3.4 N.2.1). The weights of
contrast and mask cancel, so that no difference is 0 and an intercept plays no part; of a mask left visible in part a share remains.
``terms_of`` says which; ``subtracted`` is the sum in plain NumPy, the reference that the shader is held to. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import Elements
from workstation.imaging.luts import LookupTable, Range
from workstation.imaging.model import Mark, Subtraction
from workstation.language import tr

MOST_TERMS = 10  # frames of one picture: a shader has sixteen textures, and some of them are others' tables
MOST_ITEMS = 64  # of a sequence, and ranges of an item
FARTHEST = 4096.0  # pixels; a mask moved further is a mistake
OPERATIONS = ("AVG_SUB", "TID", "REV_TID")
Shift = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Term:
    """One frame of a picture: its number in the file from 0, its weight, and by how many rows and columns it is moved down and right."""

    frame: int
    weight: float
    shift: Shift = (0.0, 0.0)


def terms_of(items: tuple[Subtraction, ...], frame: int, frames: int) -> tuple[Term, ...]:
    """What frame ``frame`` of ``frames`` becomes by the first item that is for it, itself first; () where none is."""
    return next((terms for item in items if (terms := _terms(item, frame, frames))), ())


def _terms(item: Subtraction, frame: int, frames: int) -> tuple[Term, ...]:
    """() also where an item asks for frames that are not there, or for more than can be drawn."""
    if item.ranges and not any(first <= frame <= last for first, last in item.ranges):
        return ()
    masks = _masks(item, frame)
    if not masks or item.averaged + len(masks) > MOST_TERMS or not all(0 <= n < frames for n in (frame + item.averaged - 1, *masks)):
        return ()
    found = [Term(n, 1.0 / item.averaged) for n in range(frame, frame + item.averaged)]
    return (*found, *(Term(n, -(1.0 - item.visible) / len(masks), item.shift) for n in masks))


def _masks(item: Subtraction, frame: int) -> tuple[int, ...]:
    if item.operation == "AVG_SUB":
        return item.mask_frames
    if item.operation == "TID":
        return (frame - item.offset,)
    first = item.ranges[0][0] if item.ranges else 0
    return (first - item.offset - (frame - first),)


def subtractions_of(dataset: Elements) -> tuple[Subtraction, ...]:
    """The items of an image or a presentation state that subtract something, in their order; those that make no sense are left out."""
    groups = (dataset.first(f"{kind}FunctionalGroupsSequence") for kind in ("Shared", "PerFrame"))
    by_frame = any(group is not None and "FramePixelShiftSequence" in group for group in groups)  # of enhanced XA
    found = (_subtraction(item, by_frame) for item in dataset.items("MaskSubtractionSequence")[:MOST_ITEMS])
    return tuple(item for item in found if item is not None)


def unmoved(items: tuple[Subtraction, ...]) -> tuple[Mark, ...]:
    """What must be known of masks whose shifts are not all read."""
    if not any(item.unmoved for item in items):
        return ()
    return (Mark("state_mask", tr("The mask is subtracted without the shifts that are named by region or by frame.")),)


def _subtraction(item: Elements, by_frame: bool) -> Subtraction | None:
    operation = item.text("MaskOperation").upper()
    numbers = [int(n) - 1 for n in item.numbers("ApplicableFrameRange")[: 2 * MOST_ITEMS]]
    masks = tuple(int(n) - 1 for n in item.numbers("MaskFrameNumbers")[:MOST_TERMS])  # so many are too many
    moved = item.numbers("MaskSubPixelShift")
    averaged, visible = item.integer("ContrastFrameAveraging", 1), item.number("MaskVisibilityPercentage") or 0.0
    if operation not in OPERATIONS or (operation == "AVG_SUB" and not masks):
        return None
    if "MaskSubPixelShift" in item and (len(moved) != 2 or max(map(abs, moved)) > FARTHEST):
        return None
    if not 0 <= visible <= 100:
        return None
    return Subtraction(
        operation,
        tuple(zip(numbers[::2], numbers[1::2], strict=False)),
        masks,
        max(1, averaged),
        (moved[0], moved[1]) if moved else (0.0, 0.0),
        item.integer("TIDOffset", 1),
        visible / 100,
        by_frame or "PixelShiftSequence" in item,
    )


def subtracted(modality: Callable[[int], npt.NDArray[Any]], terms: tuple[Term, ...]) -> npt.NDArray[np.float64]:
    """The picture: ``modality`` gives the modality values (rows, columns) of a frame."""
    return np.asarray(sum(term.weight * moved(modality(term.frame), term.shift) for term in terms), np.float64)


def moved(values: npt.NDArray[Any], shift: Shift) -> npt.NDArray[np.float64]:
    """Values (rows, columns) moved down and right by parts of a pixel, interpolated; at the edges the outermost go on."""
    found = np.asarray(values, np.float64)
    for axis, step in enumerate(shift):
        if step:
            last = found.shape[axis] - 1
            at = np.arange(last + 1) - step
            low = np.floor(at)
            part = (at - low).reshape((-1, 1) if axis == 0 else (1, -1))
            before, after = (np.take(found, np.clip(low + n, 0, last).astype(np.intp), axis) for n in (0, 1))
            found = before + (after - before) * part
    return found


def logarithm(inputs: Range) -> LookupTable:
    """A modality LUT of logarithms over stored values that are proportional to the X-ray beam (PixelIntensityRelationship LIN): in it what
    an artery takes away is the same before and behind a bone. Its outputs have 16 bits."""
    first, last = int(inputs[0]), int(min(inputs[1], inputs[0] + 65535))
    at = np.log1p(np.arange(last - first + 1, dtype=np.float64))
    return LookupTable(first, np.floor(65535 * at / at[-1] + 0.5).astype(np.uint16), 16)
