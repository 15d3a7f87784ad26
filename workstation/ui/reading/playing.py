"""Cine: the focused viewport plays at the images' own rate. When is decided in reading/cine.py; here is the timer, and what each kind of
view does at a step. The main thread only chooses among images that are already there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from workstation.imaging.model import DisplaySet
from workstation.language import number, tr
from workstation.reading import actions
from workstation.reading.catalogue import ref_at, slices
from workstation.reading.cine import UNKNOWN_MS, Cine, faster, image_times
from workstation.reading.corners import Span
from workstation.reading.desk import Viewport
from workstation.ui.reading.area import ViewportArea

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow

LOOK_MS = 5  # until it is looked again for an image that has not come
TURN_STEPS, TURN_DEGREES = 90, 4.0  # a projection or a volume turns once round
SLOW = 0.9  # under this share of its rate a cine says that images are dropped


class Playing:
    """What plays in one window: nothing, or the focused viewport."""

    def __init__(self, window: ReadingWindow) -> None:
        self._window = window
        self._timer = QTimer(window, singleShot=True, timerType=Qt.TimerType.PreciseTimer, timeout=self._tick)
        self._cine: Cine | None = None
        self._what: tuple[int, str, str] = (-1, "", "")  # viewport, display set, how it steps
        self.speed = 1.0

    @property
    def on(self) -> bool:
        """Whether something plays."""
        return self._cine is not None

    def toggle(self) -> None:
        """Start, or stop on the image that is shown."""
        if self.on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Play the focused viewport, if it has more than one image."""
        self._begin()
        if self._cine is not None:
            self._timer.start(0)
            self._said()

    def stop(self) -> None:
        """The image on the screen stays."""
        self._timer.stop()
        self._cine, self._what = None, (-1, "", "")
        for area in self._window.areas:
            if area.contents is not None:
                area.contents.playing.clear()
        self._said()

    def faster(self, by: int) -> None:
        """The next speed up or down; kept for what is played later."""
        self.speed = faster(self.speed, by)
        if self._cine is not None:
            self._cine.change_speed(self.speed, time.monotonic())
            self._timer.start(0)
        self._window.bottom.say(tr("Cine at {speed} times its own rate", speed=number(self.speed, 2)))
        self._said()

    def told(self, viewport: int) -> tuple[Span, ...]:
        """What a viewport's corner says of it: the rate, and what is really shown where images are dropped."""
        if self._cine is None or viewport != self._what[0]:
            return ()
        rate = self._cine.rate
        said = tr("▶ {rate} images/s", rate=_rate(rate))
        if self.speed != 1.0:
            said = f"{said} · ×{number(self.speed, 2)}"
        shown = self._cine.shown_rate(time.monotonic())
        if shown is not None and shown < SLOW * rate:
            return (Span(f"{said} · "), Span(tr("{rate} shown", rate=_rate(shown)), "warn"))
        return (Span(said),)

    def _said(self) -> None:
        self._window.made["cine"].setChecked(self.on)
        for area in self._window.areas:
            area.schedule()

    def _begin(self) -> None:
        """A cine for what is in the focused viewport now; none where nothing can move."""
        self._cine, self._what = None, (-1, "", "")
        session = self._window.session
        chosen = session.catalogue.find(session.desk.focused.display_set) if session is not None else None
        if session is None or chosen is None or not chosen.frames:
            return
        viewport, n = session.desk.focused, session.desk.focus
        how, sweeping = _how(chosen, viewport), False
        if how == "phases":
            times, first = image_times(None, chosen.phases), viewport.view.phase
        elif how == "images":
            ref = ref_at(chosen, viewport.view.index, viewport.view.phase)
            header = session.catalogue.header(ref.sop_instance_uid)
            times, first = image_times(header, slices(chosen)), viewport.view.index
            sweeping = header is not None and header.sweeping
        else:
            times, first = (UNKNOWN_MS,) * TURN_STEPS, 0
        if how:
            self._cine = Cine(times, min(first, len(times) - 1), time.monotonic(), self.speed, sweeping)
            self._what = (n, chosen.key, how)

    def _tick(self) -> None:
        session = self._window.session
        if session is None or self._cine is None:
            self.stop()
            return
        n, viewport = session.desk.focus, session.desk.focused
        chosen = session.catalogue.find(viewport.display_set)
        if chosen is None or (n, chosen.key, _how(chosen, viewport)) != self._what:
            self._begin()
            if self._cine is None:
                self.stop()
                return
            assert chosen is not None
        cine, now = self._cine, time.monotonic()
        area = next((a for a in self._window.areas if n in a.numbers), None)
        at = viewport.view.phase if self._what[2] == "phases" else viewport.view.index if self._what[2] == "images" else cine.shown
        if at != cine.shown:
            cine.go_to(at, now)
        if area is not None and area.contents is not None and self._what[2] == "images":
            area.contents.play(chosen.key, cine.due(now), [session.desk.viewports[v] for v in area.numbers])
        index = cine.next(now, lambda i: self._ready(area, chosen, viewport, i))
        if index is not None:
            self._step(n, viewport, index)
        waits = cine.wait_s(time.monotonic())
        self._timer.start(max(1, round(waits * 1000)) if cine.due(now) == cine.shown else LOOK_MS)

    def _ready(self, area: ViewportArea | None, chosen: DisplaySet, viewport: Viewport, index: int) -> bool:
        """Whether that image is in its texture, or never will be."""
        if area is None or area.contents is None or self._what[2] == "turn":
            return True
        content, job = area.contents.made(chosen.key), area.contents.job(chosen.key)
        if content is None or job is None:
            return False
        index, phase = (viewport.view.index, index) if self._what[2] == "phases" else (index, viewport.view.phase)
        return bool(content.ready[content.frame_index(index, phase)]) or ref_at(chosen, index, phase) in job.faults

    def _step(self, n: int, viewport: Viewport, index: int) -> None:
        session = self._window.session
        assert session is not None
        if self._what[2] == "phases":
            session.do(actions.Phase(n, index - viewport.view.phase, gesture="cine"))
        elif self._what[2] == "images":
            session.do(actions.ScrollTo(n, index, gesture="cine"))
        else:
            session.do(actions.TurnCamera(n, TURN_DEGREES, 0.0, gesture="cine"))


def _how(chosen: DisplaySet, viewport: Viewport) -> str:
    """What moves when a viewport plays: phases, images, the eye round a projection, or nothing."""
    if viewport.view.mode in ("mip", "volume"):
        return "phases" if chosen.phases > 1 else "turn"
    if chosen.phases > 1:
        return "phases"
    return "images" if viewport.view.mode == "slice" and slices(chosen) > 1 else ""


def _rate(rate: float) -> str:
    return number(rate, 0 if rate >= 10 and abs(rate - round(rate)) < 0.05 else 1)
