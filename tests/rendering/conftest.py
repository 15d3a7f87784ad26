"""A canvas off screen, and contents from arrays: what the tests of this room draw with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, ImageHeader, StackGeometry, Vector, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content, pieces


@pytest.fixture(scope="session")
def canvas() -> Iterator[Canvas]:
    made = Canvas(320, 240)
    yield made
    made.close()


def header_of(stored: np.ndarray, uid: str, place: FrameHeader, **more: Any) -> ImageHeader:
    colour = stored.ndim == 3
    bits = stored.dtype.itemsize * 8
    fields: dict[str, Any] = {
        "sop_instance_uid": uid,
        "sop_class_uid": "1.2",
        "series_instance_uid": "1.3",
        "study_instance_uid": "1.4",
        "transfer_syntax_uid": "1.2.840.10008.1.2.1",
        "modality": "CT",
        "rows": stored.shape[0],
        "columns": stored.shape[1],
        "samples_per_pixel": 3 if colour else 1,
        "photometric": "RGB" if colour else "MONOCHROME2",
        "bits_allocated": bits,
        "bits_stored": bits,
        "signed": stored.dtype.kind == "i",
        "pixel_keyword": "FloatPixelData" if stored.dtype.kind == "f" else "PixelData",
        "frames": (place,),
    }
    return ImageHeader(**(fields | more))


def volume_of(
    origins: Sequence[Vector], row: Vector, column: Vector, spacing: tuple[float, float], rows: int, columns: int, **more: Any
) -> tuple[DisplaySet, list[ImageHeader]]:
    """A display set and headers of int16 slices at these origins."""
    blank = np.zeros((rows, columns), np.int16)
    places = [FrameHeader(o, row, column, spacing, "patient") for o in origins]
    headers = [header_of(blank, f"1.5.{k}", place, **more) for k, place in enumerate(places)]
    geometry = StackGeometry(row, column, spacing, columns, rows, tuple(origins))
    refs = tuple(FrameRef(h.sop_instance_uid) for h in headers)
    return DisplaySet("1.3/0", "1.3", "1.4", "CT", "volume", refs, geometry=geometry, default_window=Window(40, 400)), headers


@pytest.fixture
def filled(canvas: Canvas) -> Iterator[Callable[..., Content]]:
    """Make a content of a display set, fill it, and free it after the test."""
    made: list[Content] = []

    def fill(display_set: DisplaySet, headers: Sequence[ImageHeader], stored: np.ndarray | None = None) -> Content:
        content = canvas.content(display_set, headers)
        made.append(content)
        if stored is not None:
            for piece in pieces(0, stored, 1 << 16):
                content.put(*piece)
            content.settle(wait=True)
        return content

    yield fill
    canvas.set_viewports([])
    for content in made:
        content.release()


@pytest.fixture
def single(filled: Callable[..., Content]) -> Callable[..., Content]:
    """A content of one image: (rows, columns) or RGB."""

    def fill(stored: np.ndarray, place: FrameHeader | None = None, **more: Any) -> Content:
        header = header_of(stored, "1.5.0", place or FrameHeader(), **more)
        display_set = DisplaySet("1.3/0", "1.3", "1.4", header.modality, "single", (FrameRef(header.sop_instance_uid),))
        return filled(display_set, [header], stored[np.newaxis])

    return fill
