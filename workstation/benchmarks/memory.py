"""Memory that an open exam costs: stack, axial, coronal and sagittal on one canvas, against its raw voxels.

Measured in a child process: its private memory once the exam is complete and drawn, less what it had with an empty canvas. Without a
graphics card textures lie in that memory, so they count; with one they do not, and the figure says so.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from typing import Any

import psutil

from workstation.benchmarks.exam import Exam, stored_exam
from workstation.benchmarks.ratio import Ratio
from workstation.rendering.view_state import ViewState, anatomical

VIEWS = ("axial", "coronal", "sagittal")


def private_bytes() -> int:
    """Memory of this process that no other shares, as the system counts it."""
    full: Any = psutil.Process().memory_full_info()
    return int(full.uss)


def open_in_four_views(folder: str, study_uid: str, count: int, size: int) -> dict[str, Any]:
    """In the child: private memory with an empty canvas and with the exam, bytes, and what draws."""
    from pathlib import Path

    from workstation.benchmarks.opening import Opened
    from workstation.rendering.canvas import Canvas
    from workstation.store import KeyFileOpener, Store

    place = Path(folder)
    with Store.open(place, KeyFileOpener(place)) as store:
        canvas = Canvas(1024, 1024)
        canvas.set_viewports([(x, y, 512, 512) for y in (0, 512) for x in (0, 512)])
        canvas.draw_all()
        canvas.pixels()
        before = private_bytes()
        centre = (0.0, 0.0, 0.35 * count)
        states = (ViewState(index=count // 2), *(ViewState(mode="mpr", plane=anatomical(name, centre)) for name in VIEWS))
        opened = Opened(canvas, Exam((), store, study_uid, count * size * size * 2), states)
        canvas.pixels()
        after = private_bytes()
        told = {"before": before, "after": after, "software": canvas.surface.software, "renderer": canvas.surface.renderer}
        opened.close()
        canvas.close()
    return told


def _child(pipe: Any, *arguments: Any) -> None:
    pipe.send_bytes(json.dumps(open_in_four_views(*arguments)).encode())
    pipe.close()


def measure(slices: int = 400, size: int = 512) -> Iterator[Ratio]:
    """One exam, opened once in a process of its own."""
    with stored_exam(slices, size) as exam:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        child = multiprocessing.get_context("spawn").Process(
            target=_child, args=(theirs, str(exam.store.folder), exam.study_uid, slices, size)
        )
        child.start()
        theirs.close()
        try:
            told = json.loads(ours.recv_bytes())
        except EOFError as error:
            raise RuntimeError("the process that opens the exam ended before it told its memory") from error
        finally:
            child.join(60)
    where = "" if told["software"] else f"textures on {told['renderer']}"
    grown, base = (told["after"] - told["before"]) / 2**20, told["before"] / 2**20
    note = ", ".join(part for part in (f"fixed base {base:.0f} MB", where) if part)
    yield Ratio("memory of an exam in four views", grown, exam.raw_bytes / 2**20, "its raw voxels", "MB", 1.3, note)
