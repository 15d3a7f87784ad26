"""The textures of one canvas: one content a display set however many viewports show it, filled by the loader, the oldest let go
when there are too many. Main thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import psutil

from workstation.imaging import video
from workstation.imaging.model import DisplaySet, ImageHeader, Window
from workstation.reading.catalogue import Catalogue, slices
from workstation.reading.desk import Viewport
from workstation.reading.loader import Job, Loader
from workstation.reading.order import Order
from workstation.rendering.canvas import Canvas
from workstation.rendering.content import Content, bytes_a_pixel
from workstation.rendering.stack_content import StackContent
from workstation.store.source import ImageSource


def budget_bytes() -> int:
    """How many bytes of textures are kept: two fifths of the machine's memory, at most 6 GB."""
    return int(min(psutil.virtual_memory().total * 0.4, 6e9))


def cine_bytes(budget: int) -> int:
    """How many bytes of one cine are kept, where its frames lie apart: a third of all, at most 1 GB (170 frames of 1920 x 1080)."""
    return min(budget // 3, 1 << 30)


class Contents:
    """Contents by display set key. A key whose frames changed (late images) gets a new content, the old one is drawn until then."""

    def __init__(self, canvas: Canvas, loader: Loader, source_for: Callable[[str], ImageSource], budget: int | None = None) -> None:
        self._canvas, self._loader, self._source_for = canvas, loader, source_for
        self._made: dict[str, tuple[DisplaySet, Content, Job]] = {}
        self._windows: dict[str, dict[str, Window]] = {}  # by display set, what was computed for images without a window
        self._budget = budget if budget is not None else budget_bytes()
        self._shown: frozenset[str] = frozenset()
        self.playing: dict[str, int] = {}  # key of a display set that plays: the image due next
        self.beside: dict[str, tuple[int, ...]] = {}  # key of a display set on a screen: the frames that are subtracted from those shown

    def show(self, keys: Iterable[str]) -> None:
        """These are on the screen from now on: none of them is let go for another, or they would take turns without end."""
        self._shown = frozenset(keys)

    def of(self, key: str, catalogue: Catalogue) -> Content | None:
        """The content of a display set, begun where it is new."""
        chosen = catalogue.find(key)
        if chosen is None or not chosen.frames:
            return None
        known = self._made.get(key)
        if known is not None and (known[0] is chosen or known[0].frames == chosen.frames):
            self._made[key] = self._made.pop(key)  # last used
            return known[1]
        if known is not None:
            self._drop(key)
        exam = catalogue.exams[catalogue.exam_of(key)]
        content = self._canvas.content(chosen, exam.headers)
        content.keep_windows_in(self._windows.setdefault(key, {}))
        order = Order(len(chosen.frames), chunk=chunk_of(chosen, catalogue))
        if isinstance(content, StackContent):
            order.keep = keep_of(chosen, catalogue, cine_bytes(self._budget))
            order.ahead = in_turn(chosen, catalogue)
        job = self._loader.load(Job(chosen, exam.headers, self._source_for(chosen.study_instance_uid), content, order))
        self._made[key] = (chosen, content, job)
        self._let_go(keep=key)
        return content

    def made(self, key: str) -> Content | None:
        """The content of a display set that was begun."""
        known = self._made.get(key)
        return known[1] if known else None

    def play(self, key: str, due: int, viewports: Sequence[Viewport]) -> None:
        """A display set plays and wants that image next: it and those that follow are brought in before all others."""
        if self.playing != {key: due}:
            self.playing = {key: due}
            self.watch(viewports, ())

    def job(self, key: str) -> Job | None:
        """How far a display set is."""
        known = self._made.get(key)
        return known[2] if known else None

    def jobs(self) -> list[Job]:
        """All that were begun."""
        return [job for _, _, job in self._made.values()]

    def watch(self, viewports: Sequence[Viewport], others: Iterable[str]) -> None:
        """What is on the screen is brought in first, around the images shown, with the masks that are subtracted from them; then what the
        other stages will show."""
        shown: dict[str, list[int]] = {}
        for viewport in viewports:
            for key in (viewport.display_set, viewport.overlay):
                known = self._made.get(key)
                if known is None:
                    continue
                count = slices(known[0])
                phase = min(viewport.view.phase, max(1, known[0].phases) - 1)
                index = viewport.view.index if viewport.view.mode == "slice" and key == viewport.display_set else count // 2
                here = phase * count + min(index, count - 1)
                due = [self.playing[key]] if key in self.playing and key == viewport.display_set else []
                shown.setdefault(key, []).extend(n for n in (*due, here, *self.beside.get(key, ())) if n not in shown.get(key, ()))
        wanted = list(others)
        for key, (chosen, _, job) in self._made.items():
            job.order.loops = key in self.playing
            job.order.ahead = key in self.playing or in_turn(chosen, job.headers)
            if key in shown:
                self._loader.focus(job, tuple(shown[key]), 0)
            else:
                self._loader.focus(job, (), 1 + wanted.index(key) if key in wanted else 99)

    def room_for(self, chosen: DisplaySet, catalogue: Catalogue) -> bool:
        """Whether one more display set can be brought in ahead without letting another go."""
        size = bytes_of(chosen, catalogue)
        return self._bytes() + (size if chosen.kind == "volume" else min(size, cine_bytes(self._budget))) < self._budget

    def has(self, key: str) -> bool:
        """Whether a display set is begun."""
        return key in self._made

    def close(self) -> None:
        """Release all."""
        for key in list(self._made):
            self._drop(key)

    def _drop(self, key: str) -> None:
        _, content, job = self._made.pop(key)
        self._loader.cancel(job)
        content.release()

    def _bytes(self) -> int:
        return sum(_bytes_of_job(job) for _, _, job in self._made.values())

    def _let_go(self, keep: str) -> None:
        others = [k for k in self._made if k != keep and k not in self._shown]
        while others and self._bytes() > self._budget:
            self._drop(others.pop(0))


def in_turn(chosen: DisplaySet, catalogue: Catalogue | Mapping[str, ImageHeader]) -> bool:
    """Whether frames are cheapest brought in one after the other: those of a video."""
    uid = chosen.frames[0].sop_instance_uid
    header = catalogue.header(uid) if isinstance(catalogue, Catalogue) else catalogue.get(uid)
    return header is not None and video.is_video(header)


def keep_of(chosen: DisplaySet, catalogue: Catalogue, ceiling: int) -> int:
    """How many frames of a cine are kept at a time, 0 for all: as many as ``ceiling`` bytes hold, at least 16."""
    whole = bytes_of(chosen, catalogue)
    return max(16, len(chosen.frames) * ceiling // whole) if whole > ceiling else 0


def bytes_of(chosen: DisplaySet, catalogue: Catalogue) -> int:
    """What a display set takes on the card."""
    header = catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
    if header is None:
        return 0
    return len(chosen.frames) * header.rows * header.columns * bytes_a_pixel(header)


def _bytes_of_job(job: Job) -> int:
    """What it takes on the card; what cannot be shown takes nothing, however large it says it is."""
    header = job.headers[job.display_set.frames[0].sop_instance_uid]
    return max(0, job.total - len(job.faults)) * header.rows * header.columns * bytes_a_pixel(header)


def chunk_of(chosen: DisplaySet, catalogue: Catalogue) -> int:
    """Frames a step of the loader, about 4 MB."""
    a_frame = max(1, bytes_of(chosen, catalogue) // max(1, len(chosen.frames)))
    return max(1, min(64, (4 << 20) // a_frame))
