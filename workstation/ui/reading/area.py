"""The viewports of one monitor: one surface, an overlay above each viewport, and the clockwork that draws them one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QWidget

from workstation.imaging.model import DisplaySet, FrameRef, Mark
from workstation.language import plural, tr
from workstation.reading import corners, states
from workstation.reading.contents import Contents
from workstation.reading.desk import Viewport
from workstation.reading.loader import Job, Loader
from workstation.reading.presented import NOTHING, Presentations, Shown, mask_fault
from workstation.reading.results import Results
from workstation.reading.session import ReadingSession
from workstation.rendering.content import Content
from workstation.rendering.projection import common_scale
from workstation.rendering.view_state import ViewState
from workstation.store.source import ImageSource
from workstation.ui.reading import scene as scenes
from workstation.ui.reading.overlay import Overlay
from workstation.ui.reading.scene import Scene, Waiting
from workstation.ui.reading.surface import GpuSurface, SoftwareSurface, Surface
from workstation.ui.reading.view import View

SCENE_MS = 90  # how often words follow while images come in
AGAIN_MS = 4
REST_MS = 160  # a pause this long ends the coarse drawing of a volume


class Host(Protocol):
    """What an area asks of its window."""

    session: ReadingSession | None
    loader: Loader
    results: Results
    text_state: str
    selected: str
    shutter_lifted: bool
    overlays_shown: bool

    def source_for(self, study_uid: str) -> ImageSource: ...
    def waiting(self, viewport: Viewport) -> Waiting: ...
    def playing_told(self, viewport: int) -> tuple[corners.Span, ...]: ...
    def draft(self, number: int) -> object: ...


class ViewportArea(QWidget):
    """Draws the part of the desk that lies on its monitor."""

    def __init__(self, host: Host, surface: str, monitor: int = 0) -> None:
        super().__init__()
        self.setObjectName(f"viewports_{monitor}")
        self.host, self.monitor = host, monitor
        self.surface: Surface = GpuSurface(self) if surface == "gpu" else SoftwareSurface(self)
        self.surface.on_ready = self._ready
        self.surface.on_resized = self._resized
        self.surface.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.surface.setAcceptDrops(True)
        self.contents: Contents | None = None
        self.numbers: list[int] = []  # desk's viewport numbers, by place
        self.rects: list[QRect] = []
        self.overlays: list[Overlay] = []
        self.drop_on = -1
        self.on_drawn: Callable[[], None] = lambda: None
        self.on_said: Callable[[], None] = lambda: None
        self.presentations = Presentations()
        self._shown: list[Shown] = []  # what lies over the frame of each place
        self._interactive = False
        self._dirty = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._step_timer = QTimer(self, singleShot=True, interval=0, timeout=self._step)
        self._scene_timer = QTimer(self, singleShot=True, interval=SCENE_MS, timeout=self._scenes)
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_MS, timeout=self._rest)
        self._warm_timer = QTimer(self, singleShot=True, interval=5, timeout=self._warm)

    # life

    def showEvent(self, event: object) -> None:
        QTimer.singleShot(0, self.surface.start)

    def resizeEvent(self, event: object) -> None:
        self.surface.setGeometry(self.rect())

    def _ready(self) -> None:
        self.numbers = []
        self.begin()
        self._warm_timer.start()

    def _warm(self) -> None:
        """One more shader in an idle moment before the first exam; reading never waits for it."""
        canvas = self.surface.canvas
        if canvas is None or self.host.session is not None:
            return
        self.surface.make_current()
        if canvas.warm_next():
            self._warm_timer.start()

    def _resized(self) -> None:
        self.numbers = []
        self.refresh()

    def begin(self) -> None:
        """The session is there, or another one: contents are made anew, and no word of the last one is painted again."""
        for overlay in self.overlays:
            overlay.set_scene(Scene())
            overlay.set_readout("")
        if self.contents is not None:
            self.contents.close()
            self.contents = None
        if self.surface.canvas is None or self.host.session is None:
            return
        self.contents = Contents(self.surface.canvas, self.host.loader, self.host.source_for)
        self.presentations.clear()
        self.numbers = []
        self.refresh()

    def shut(self) -> None:
        """Release everything that lies on the card."""
        for timer in (self._step_timer, self._scene_timer, self._rest_timer, self._warm_timer):
            timer.stop()
        if self.contents is not None:
            self.contents.close()
            self.contents = None
        self.surface.close_canvas()

    # what is shown

    def refresh(self) -> None:
        """Follow the desk: places, contents, states; then draw what changed."""
        session, canvas = self.host.session, self.surface.canvas
        if session is None or canvas is None or self.contents is None:
            return
        self._places(session)
        self._shown = [NOTHING] * len(self.numbers)
        views = session.desk.viewports
        self.contents.beside = {}
        self.contents.show(key for n in self.numbers for key in (views[n].display_set, views[n].overlay) if key)
        for place, number in enumerate(self.numbers):
            viewport = views[number]
            content = self.contents.of(viewport.display_set, session.catalogue)
            over = self.contents.of(viewport.overlay, session.catalogue) if viewport.overlay else None
            self._shown[place] = self._presented(session, viewport)
            canvas.show(place, content, self._state(viewport), over, self._shown[place].presentation if content else None)
            masks = [n for n in canvas.added(place) if n >= 0]
            self.contents.beside[viewport.display_set] = (*self.contents.beside.get(viewport.display_set, ()), *masks)
        self._share_scale(session)
        self.contents.watch([views[n] for n in self.numbers], ())
        self.schedule()

    def ahead(self) -> bool:
        """Bring in one more display set that another stage will show, while there is room; True when there was one."""
        session = self.host.session
        if session is None or self.contents is None:
            return False
        for stage in session.hanging.stages:
            for slot in stage.slots:
                chosen = slot.display_set
                if chosen is not None and not self.contents.has(chosen.key) and self.contents.room_for(chosen, session.catalogue):
                    self.contents.of(chosen.key, session.catalogue)
                    self.contents.watch([session.desk.viewports[n] for n in self.numbers], [chosen.key])
                    return True
        return False

    def _state(self, viewport: Viewport) -> ViewState:
        moving = self._interactive and viewport.view.mode != "slice"
        view = replace(viewport.view, interactive=True) if moving else viewport.view
        if view.true_size_mm > 0:
            view = replace(view, column_px=view.true_size_mm / self._screen_mm())
        return view

    def _screen_mm(self) -> float:
        """Millimetres of the glass that one device pixel takes, as the screen tells of itself."""
        screen = self.surface.screen()
        per_inch = screen.physicalDotsPerInchX() * screen.devicePixelRatio()
        return 25.4 / (per_inch if 10.0 < per_inch < 2000.0 else 96.0 * screen.devicePixelRatio())  # some screens tell no size

    def _share_scale(self, session: ReadingSession) -> None:
        canvas = self.surface.canvas
        assert canvas is not None
        places = [p for p, n in enumerate(self.numbers) if session.desk.viewports[n].same_scale and session.desk.viewports[n].display_set]
        places = [p for p in places if _shares(session.desk.viewports[self.numbers[p]].view) and self.view(p) is not None]
        if len(places) < 2:
            return
        scale = common_scale([canvas.projection(p) for p in places])
        for place in places:
            viewport = session.desk.viewports[self.numbers[place]]
            assert self.contents is not None
            content = self.contents.of(viewport.display_set, session.catalogue)
            state = replace(self._state(viewport), fit_mm_per_px=scale)
            canvas.show(place, content, state, None, self._shown[place].presentation if content else None)

    def _presented(self, session: ReadingSession, viewport: Viewport) -> Shown:
        """What lies over the frame of a slice view."""
        ref, job = session.ref(viewport), self.contents.job(viewport.display_set) if self.contents is not None else None
        header = session.catalogue.header(ref.sop_instance_uid) if ref is not None else None
        if ref is None or header is None:
            return NOTHING
        planes = job.planes.get(ref) if job is not None else None
        return self.presentations.of(
            ref,
            header,
            planes,
            lifted=self.host.shutter_lifted,
            overlays=self.host.overlays_shown,
            state=states.applied(viewport, session.catalogue),
            hidden=viewport.hidden_layers,
        )

    def _places(self, session: ReadingSession) -> None:
        layout = session.desk.layout
        mine = [n for n, v in enumerate(layout.viewports) if v.monitor == self.monitor or layout.monitors <= self.monitor == 0]
        if layout.maximised and session.desk.focus in mine:
            numbers, rects = [session.desk.focus], [self.rect()]
        else:
            numbers, rects = mine, [self._cell(layout.viewports[n], session) for n in mine]
        if numbers == self.numbers and rects == self.rects:
            return
        self.numbers, self.rects = numbers, rects
        ratio, (width, height) = self.surface.devicePixelRatioF(), self.surface.size_px()
        device = []
        for r in rects:  # edges are rounded, not sizes: of a scale of 125 % no viewport may reach over the next one or the surface
            left, top = min(round(r.x() * ratio), width - 1), min(round(r.y() * ratio), height - 1)
            right, bottom = round((r.x() + r.width()) * ratio), round((r.y() + r.height()) * ratio)
            device.append((left, top, max(1, min(right, width) - left), max(1, min(bottom, height) - top)))
        canvas = self.surface.canvas
        assert canvas is not None
        canvas.set_viewports(device)
        while len(self.overlays) < len(rects):
            self.overlays.append(Overlay(self.surface))
        for place, overlay in enumerate(self.overlays):
            overlay.setVisible(place < len(rects))
            if place < len(rects):
                overlay.setGeometry(rects[place])
        self.surface.show_pixels((0, 0, *self.surface.size_px()))

    def _cell(self, viewport: Viewport, session: ReadingSession) -> QRect:
        """A viewport's cells in widget pixels, one pixel of line between neighbours."""
        layout = session.desk.layout
        columns = max(1, layout.columns // max(1, layout.monitors))
        first = viewport.column - self.monitor * columns
        left, right = self._edge(first, columns, self.width()), self._edge(first + viewport.column_span, columns, self.width())
        top = self._edge(viewport.row, layout.rows, self.height())
        bottom = self._edge(viewport.row + viewport.row_span, layout.rows, self.height())
        gap_x, gap_y = (1 if right < self.width() else 0), (1 if bottom < self.height() else 0)
        return QRect(left, top, max(1, right - left - gap_x), max(1, bottom - top - gap_y))

    @staticmethod
    def _edge(cell: int, cells: int, size: int) -> int:
        return round(cell * size / max(1, cells))

    # drawing

    def schedule(self) -> None:
        """Something changed: draw it, one viewport an event."""
        self._dirty = True
        if not self._step_timer.isActive():
            self._step_timer.start(0)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is left to draw."""
        return not self._dirty and not self._step_timer.isActive() and not self._scene_timer.isActive() and not self._interactive

    def moving(self) -> None:
        """A hand moves something: volumes are drawn coarsely until it rests."""
        self._interactive = True
        self._rest_timer.start()

    def _rest(self) -> None:
        self._interactive = False
        self.refresh()

    def filled(self) -> None:
        """Images came in, some with overlay planes."""
        session = self.host.session
        if session is not None and len(self._shown) == len(self.numbers):
            views = [session.desk.viewports[n] for n in self.numbers if n < len(session.desk.viewports)]
            if any(self._presented(session, v) is not shown for v, shown in zip(views, self._shown, strict=False)):
                self.refresh()
        if not self._step_timer.isActive():
            self._step_timer.start(0)
        if not self._scene_timer.isActive():
            self._scene_timer.start()

    def _step(self) -> None:
        rect = self.surface.draw_next()
        if self._dirty:
            self._dirty = False
            self._scenes()
        if rect is None:
            self.on_drawn()
            return
        if rect[2] == 0:  # a texture is still being made: nothing was drawn
            self._step_timer.start(AGAIN_MS)
            return
        self.surface.show_pixels(rect)
        self._note_drawn(rect)
        self._step_timer.start(0)

    def _note_drawn(self, rect: tuple[int, int, int, int]) -> None:
        """An image counts as seen when it was really drawn, in full."""
        session, canvas = self.host.session, self.surface.canvas
        if session is None or canvas is None or self.contents is None:
            return
        ratio = self.surface.devicePixelRatioF()
        middle = QPoint(int((rect[0] + rect[2] / 2) / ratio), int((rect[1] + rect[3] / 2) / ratio))
        place = next((p for p, r in enumerate(self.rects) if r.contains(middle)), -1)
        if place < 0:
            return
        if canvas.coarse(place) or not canvas.drawable(place):
            return
        viewport = session.desk.viewports[self.numbers[place]]
        ref, content = session.ref(viewport), self.contents.of(viewport.display_set, session.catalogue)
        if ref is not None and content is not None and content.ready[content.frame_index(viewport.view.index, viewport.view.phase)]:
            session.drawn([ref])
        if viewport.view.mode != "slice" and not self._scene_timer.isActive():
            self._scene_timer.start()

    # words and lines

    def view(self, place: int) -> View | None:
        """The projection of a place, None while it shows nothing, and where what it shows is no picture (a report)."""
        session, canvas = self.host.session, self.surface.canvas
        if session is None or canvas is None or not 0 <= place < len(self.numbers):
            return None
        viewport = session.desk.viewports[self.numbers[place]]
        ref = session.ref(viewport)
        header = session.catalogue.header(ref.sop_instance_uid) if ref is not None else None
        if session.catalogue.find(viewport.display_set) is None or (header is not None and min(header.rows, header.columns) < 1):
            return None
        return View(canvas.projection(place), self.surface.devicePixelRatioF())

    def place_at(self, point: QPoint) -> int:
        """The place under a point of the surface, -1 for none."""
        return next((p for p, rect in enumerate(self.rects) if rect.contains(point)), -1)

    def _scenes(self) -> None:
        session = self.host.session
        if session is None or self.surface.canvas is None or self.contents is None:
            return
        views: list[View | None] = [None] * len(session.desk.viewports)
        for place, number in enumerate(self.numbers):
            views[number] = self.view(place)
        for place, number in enumerate(self.numbers):
            self.overlays[place].set_scene(self._scene(session, place, number, views))
        self.on_said()

    def _scene(self, session: ReadingSession, place: int, number: int, views: list[View | None]) -> Scene:
        viewport, view = session.desk.viewports[number], views[number]
        accent = "prior" if session.is_prior(viewport.study) else "current"
        focused = number == session.desk.focus and len(session.desk.viewports) > 1
        chosen = session.catalogue.find(viewport.display_set)
        canvas = self.surface.canvas
        assert canvas is not None
        assert self.contents is not None
        if view is None or chosen is None:
            told = corners.corners(session, number, corners.Facts(), self.host.text_state)
            waiting = self.host.waiting(viewport) if chosen is None else self._no_picture(session, viewport, chosen)
            return Scene(told, accent=accent, focused=focused, waiting=waiting, drop=self.drop_on == place)
        content, job = self.contents.of(chosen.key, session.catalogue), self.contents.job(chosen.key)
        phase = slice(viewport.view.phase * content.slices, (viewport.view.phase + 1) * content.slices) if content else slice(0, 0)
        ref = session.ref(viewport)
        shown = self._shown[place] if place < len(self._shown) else NOTHING
        over = session.catalogue.find(viewport.overlay) if corners.fused(viewport) else None
        over_job = self.contents.job(viewport.overlay) if over is not None else None
        done, total = self._loaded(job, content, viewport)
        found = _found(job, ref if viewport.view.mode == "slice" else None)
        if over is not None and over_job is not None:
            done, total = done + over_job.done, total + over_job.total
            found = (*found, *corners.of_overlay(over, _found(over_job, None)))
        known = self.host.results.scale_set(ref, session.catalogue) if ref is not None else None
        facts = corners.Facts(
            canvas.window(place) if content is not None and not session.in_colour(chosen) else None,
            view.zoom_percent,
            done,
            total,
            viewport.view.mode != "slice" and canvas.coarse(place) and bool(job and job.complete),
            (*(content.marks if content is not None else ()), *shown.marks, *found),
            shown.overlays,
            self.host.playing_told(number),
            shown.segments,
            known.origin if known is not None else "",
        )
        faults = job.faults if job else {}
        crosshair = scenes.crosshair(session, viewport, view)
        return Scene(
            corners.corners(session, number, facts, self.host.text_state),
            scenes.letters_in_words(view.projection.letters()),
            accent,
            focused,
            (viewport.view.index, content.slices) if viewport.view.mode == "slice" and content else None,
            scenes.runs(content.ready[phase]) if content is not None else (),
            self._drawings(session, viewport, view, number),
            scenes.cross_lines(session, number, views),
            crosshair,
            None,
            (faults.get(ref, "") or mask_fault(chosen, canvas.added(place), faults)) if ref else "",
            scenes.scale_bar(view, known) if self.host.text_state == corners.ALL and not _several_axes(session, ref) else None,
            ref is not None and any(k.ref == ref for k in session.desk.key_images),
            self.drop_on == place,
            viewport.view.align if viewport.view.mode == "slice" else "",
            tuple((view.from_image(*r.at), r.lines, r.rgb) for r in shown.regions),
            shown.graphics,
            view.from_image_matrix if shown.graphics is not None else (1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
        )

    def _no_picture(self, session: ReadingSession, viewport: Viewport, chosen: DisplaySet) -> Waiting:
        """What stands in place of something that is no picture: its name and why nothing is seen."""
        job, ref = self.contents.job(chosen.key) if self.contents is not None else None, session.ref(viewport)
        return Waiting(scenes.named(chosen), job.faults.get(ref, "") if job is not None and ref is not None else "")

    @staticmethod
    def _loaded(job: Job | None, content: Content | None, viewport: Viewport) -> tuple[int, int]:
        """Images loaded and wanted, as the corner tells them. Of a long cine only some are kept, others come when they are near: there it
        is told while the one on the screen is missing; which are there is seen in the bar beside it."""
        if job is None or content is None:
            return 0, 0
        here = bool(content.ready[content.frame_index(viewport.view.index, viewport.view.phase)])
        return (0, 0) if job.order.keep and here else (job.done, job.total)

    def _drawings(self, session: ReadingSession, viewport: Viewport, view: View, number: int) -> tuple[scenes.Drawn, ...]:
        where = scenes.place_of(session, viewport, view)
        if where is None:
            return ()
        draft = self.host.draft(number)
        shown = [m for m in session.measurements_on(where) if draft is None or m.key != draft.key]
        if draft is not None:
            shown.append(draft)
        made = []
        for m in shown:
            result = self.host.results.of(m, session.catalogue) if m is not draft else self.host.results.quick(m, session.catalogue)
            made.append(
                scenes.drawn(m, view, result.lines, selected=m.key == self.host.selected or m is draft, warn=result.mark is not None)
            )
        return tuple(made)


def _found(job: Job | None, ref: FrameRef | None) -> tuple[Mark, ...]:
    """What was found while decoding the frame on the screen; of all frames where the view is made of them all."""
    if job is None:
        return ()
    if ref is not None:
        return job.marks.get(ref, ())
    of_code: dict[str, list[Mark]] = {}
    for mark in (mark for marks in list(job.marks.values()) for mark in marks):
        of_code.setdefault(mark.code, []).append(mark)
    found = tuple(
        marks[0]
        if len(marks) == job.total
        else replace(marks[0], text=tr("{count} of {total} images: {said}", count=len(marks), total=job.total, said=marks[0].text))
        for marks in of_code.values()
    )
    if job.faults:
        text = plural(
            len(job.faults),
            "1 of {total} images cannot be shown: it is missing here",
            "{count} of {total} images cannot be shown: they are missing here",
            total=job.total,
        )
        found = (Mark("lost", text, "danger"), *found)
    return found


def _shares(view: ViewState) -> bool:
    """Whether a view takes part in one scale for all: a presentation state that sets the size does not."""
    return view.mode == "slice" and view.area is None and view.column_px == 0 and view.true_size_mm == 0


def _several_axes(session: ReadingSession, ref: FrameRef | None) -> bool:
    """Whether part of the image has axes that are no lengths: a bar of centimetres beside a Doppler spectrum would be read along it."""
    header = session.catalogue.header(ref.sop_instance_uid) if ref is not None else None
    return header is not None and any({r.unit_x, r.unit_y} - {"cm", "none"} and r.spatial_format in (2, 3) for r in header.regions)
