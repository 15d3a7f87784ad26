"""Every stored value of every grey image of shared data, through the real surface, beside imaging.grey.

The distinct stored values of a file's frames are laid out in one synthetic frame under the file's own header and chain, so that one
drawing shows them all; the middle frame itself is drawn at its own windows. GARONNE_GREY sets how many windows hypothesis tries a file.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstation.errors import GaronneError
from workstation.imaging import decode, grey, header
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Window
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content
from workstation.rendering.view_state import ViewState

TRIES = int(os.environ.get("GARONNE_GREY", "4"))
FRAMES = 64  # of one file, spread over all of it
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
EPI = "mr-brain-nih"  # 150 images alike in all but their pixels: every tenth, unless GARONNE_GREY is given
WIDE = 1024


@dataclass(frozen=True, eq=False)
class Sample:
    """What one file stores: its frames' distinct values, by the frame whose chain they pass through."""

    encoded: bytes
    header: ImageHeader
    values: dict[int, np.ndarray]
    middle: int
    picture: np.ndarray


def files() -> list[Path]:
    """The grey images of shared data, alike ones thinned out."""
    if not (SHARED / "index.csv").is_file():
        return []
    with (SHARED / "index.csv").open(newline="") as table:
        found = [SHARED / row["path"] for row in csv.DictReader(table) if row["photometric"].startswith("MONOCHROME")]
    alike = [p for p in found if EPI in p.parts]
    return found if "GARONNE_GREY" in os.environ else [p for p in found if EPI not in p.parts or alike.index(p) % 10 == 0]


@cache
def sample_of(path: Path) -> Sample | None:
    """None for what is refused."""
    encoded = path.read_bytes()
    try:
        h = header.read(encoded)
        indices = sorted({round(n) for n in np.linspace(0, h.number_of_frames - 1, min(h.number_of_frames, FRAMES))})
        frames = {n: decode.frame(encoded, h, n) for n in indices}
    except GaronneError:
        return None
    by_chain: dict[tuple[object, ...], int] = {}
    values: dict[int, list[np.ndarray]] = {}
    for n, stored in frames.items():
        own = h.frame(n)
        first = by_chain.setdefault((own.rescale_slope, own.rescale_intercept, own.windows), n)
        values.setdefault(first, []).append(np.unique(stored))
    middle = indices[len(indices) // 2]
    return Sample(encoded, h, {n: np.unique(np.concatenate(v)) for n, v in values.items()}, middle, frames[middle])


def laid_out(values: np.ndarray) -> np.ndarray:
    """The values in rows of 1024, the last repeated to the end."""
    rows = -(-len(values) // WIDE)
    out = np.full(rows * WIDE, values[-1], values.dtype)
    out[: len(values)] = values
    return out.reshape(rows, WIDE)


@pytest.fixture
def draw(canvas: Canvas) -> Iterator[Callable[..., np.ndarray]]:
    """Draw stored values under a header and chain at 1:1 and read the pixels back: (rows, columns) uint8."""
    kept: dict[tuple[int, int], Content] = {}

    def drawn(sample: Sample, frame: int, stored: np.ndarray, window: Window, invert: bool) -> np.ndarray:
        key = (frame, id(stored))
        if key not in kept:
            h = replace(
                sample.header, rows=stored.shape[0], columns=stored.shape[1], number_of_frames=1, frames=(sample.header.frame(frame),)
            )
            content = canvas.content(DisplaySet("1/0", "1", "1", h.modality, "single", (FrameRef(h.sop_instance_uid),)), [h])
            content.set_chain(0, GreyChain.of(sample.encoded, sample.header, frame))
            content.put(0, stored)
            kept[key] = content
        rows, columns = stored.shape
        canvas.resize(max(320, columns), max(240, rows))
        canvas.set_viewports([(0, 0, columns, rows)])
        canvas.show(0, kept[key], ViewState(window=window, invert=invert, one_to_one=True, square_pixels=True))
        canvas.draw_all()
        pixels = canvas.pixels((0, 0, columns, rows))
        assert (pixels == pixels[..., :1]).all()
        return pixels[..., 0]

    yield drawn
    canvas.set_viewports([])
    for content in kept.values():
        content.release()


def windows_for(values: np.ndarray, own: list[Window]) -> st.SearchStrategy[Window]:
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    span = max(high - low, 1e-9 * max(abs(low), abs(high)), 1e-9)
    narrow = st.one_of(st.integers(1, 50).map(float), st.floats(0.01, 1.0), st.floats(span * 1e-4, span * 2))
    made = st.builds(
        Window,
        center=st.one_of(st.floats(low - span / 4, high + span / 4), st.sampled_from([float(v) for v in np.resize(finite, 8)] or [0.0])),
        width=narrow,
        function=st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
    )
    return st.one_of(made, st.sampled_from(own)) if own else made


def at_any_window(draw: Callable[..., np.ndarray], sample: Sample, frame: int, stored: np.ndarray) -> None:
    chain = GreyChain.of(sample.encoded, sample.header, frame)
    own = grey.windows(sample.header, frame, stored, chain)

    @given(window=windows_for(chain.modality(stored), own), invert=st.booleans())
    @settings(max_examples=TRIES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def tried(window: Window, invert: bool) -> None:
        wanted = chain.display(stored, window, invert).astype(int)
        assert np.abs(draw(sample, frame, stored, window, invert) - wanted).max() <= 1

    tried()


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(SHARED)).replace("/", ":"))
def test_every_stored_value_is_drawn_as_the_chain_says(draw: Callable[..., np.ndarray], path: Path) -> None:
    sample = sample_of(path)
    if sample is None:
        pytest.skip("refused")
    for frame, values in list(sample.values.items())[:: max(1, len(sample.values) // 4)][:4]:
        at_any_window(draw, sample, frame, laid_out(values))
    chain = GreyChain.of(sample.encoded, sample.header, sample.middle)
    for window in grey.windows(sample.header, sample.middle, sample.picture, chain)[:4]:
        wanted = chain.display(sample.picture, window).astype(int)
        assert np.abs(draw(sample, sample.middle, sample.picture, window, False) - wanted).max() <= 1
