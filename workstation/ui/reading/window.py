"""The reading window: an exam beside its priors. It lays out the parts, opens exams off the main thread, and wires the session to
what is seen. What each action does stands in doing.py, the mouse in hand.py, the drawing in area.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QScreen
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from workstation.errors import GaronneError
from workstation.hanging_protocols import Monitor, Monitors
from workstation.imaging.model import ImageHeader, Window
from workstation.language import plural, tr
from workstation.measurements import Measurement
from workstation.reading import actions, states
from workstation.reading.corners import Span
from workstation.reading.desk import Desk, Viewport
from workstation.reading.journal import Journal
from workstation.reading.loader import Loader
from workstation.reading.presets import presets_for
from workstation.reading.quantity import Choice
from workstation.reading.results import Results
from workstation.reading.session import ReadingSession
from workstation.settings import remember
from workstation.store.source import ImageSource
from workstation.ui.memory import Memory
from workstation.ui.reading import menus, opened, telling
from workstation.ui.reading.area import ViewportArea
from workstation.ui.reading.arrivals import Arrivals
from workstation.ui.reading.background import Background
from workstation.ui.reading.bottom_line import BottomLine
from workstation.ui.reading.doing import Doing
from workstation.ui.reading.hand import Hand
from workstation.ui.reading.keymap import PRESET_KEYS, commands, rebound, tooltip
from workstation.ui.reading.mouse import PROFILES
from workstation.ui.reading.opened import Opened
from workstation.ui.reading.panel import FindingsPanel
from workstation.ui.reading.playing import Playing
from workstation.ui.reading.scene import Waiting
from workstation.ui.reading.screen_profile import screen_profile
from workstation.ui.reading.strip import MIME, SeriesStrip
from workstation.ui.reading.timeline import Timeline
from workstation.ui.reading.tool_bar import ToolBar
from workstation.ui.reading.top_line import TopLine
from workstation.ui.services import Services

POLL_MS, SEEN_MS, TELL_MS = 400, 3000, 60
REPEATING = {"previous-image", "next-image", "ten-back", "ten-on", "previous-phase", "next-phase"}
REPEATING |= {"thicker", "thinner", "fusion-more", "fusion-less", "undo", "redo"}


class ReadingWindow(QMainWindow):
    """One reader's window. ``closed`` when it goes; ``opened`` when an exam is on the screen (its viewports may still fill);
    ``settled`` when all that is visible is loaded and drawn; ``failed`` with a sentence; ``read`` with the exam marked read."""

    closed = Signal()
    opened = Signal(str)
    settled = Signal()
    failed = Signal(str)
    read = Signal(str)

    def __init__(
        self,
        services: Services,
        *,
        surface: str = "software",
        monitors: Monitors | None = None,
        keys: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("reading_window")
        self.services = services
        self.session: ReadingSession | None = None
        self.profile = PROFILES[services.settings.reading.mouse]
        self.tool = self.profile.left
        self.text_state: str = services.settings.reading.corner_text
        self.selected = ""
        self.memory = Memory(services.home.reading_state)
        self.overlays_shown: bool = self.memory.get("reading.overlays", True)
        self.shutter_lifted = False  # for a look at this exam, never remembered
        self.state = ""
        self.choices: tuple = ()
        self.here: frozenset[str] = frozenset()
        self.requests: dict = {}
        self.queue: tuple[str, ...] = ()
        self.loading_since = 0.0
        self._seen_told = 0  # how many images were seen when it was last told
        self._surface_kind, self._monitors = surface, monitors
        self._study_uid = ""
        self.opening = False
        self._next: tuple[str, tuple[str, ...]] | None = None  # asked for while another exam was opening
        self._sources: dict[str, ImageSource] = {}
        self.background = Background(self)
        self.loader = Loader(lambda: self.background.call(self._drain))
        self.journal = Journal(services.store, lambda: self.background.call(self._tell_saved), services.clock)
        self.choice = Choice(services.settings.reading.suv)
        self.results = Results(self.source_for, lambda: self.background.call(self._result_ready))
        self.doing = Doing(self)
        self.arrivals = Arrivals(self)
        self.table = rebound(commands(), keys or {})
        self._make_actions()
        self._lay_out()
        self._drain_timer = QTimer(self, singleShot=True, interval=0, timeout=self._drain)
        self._tell_timer = QTimer(self, singleShot=True, interval=TELL_MS, timeout=self.tell)
        self._ahead_timer = QTimer(self, singleShot=True, interval=50, timeout=self._ahead)
        self._seen_timer = QTimer(self, interval=SEEN_MS, timeout=self._save_seen)
        self._poll_timer = QTimer(self, interval=POLL_MS, timeout=self.arrivals.poll)
        self.playing = Playing(self)
        self._seen_timer.start()
        self._poll_timer.start()
        self.setAcceptDrops(True)
        self.setWindowTitle("Garonne")
        self.setGeometry(reading_screens()[0].availableGeometry())
        self.loader.screen_profile = screen_profile(reading_screens()[0])

    # parts

    def _make_actions(self) -> None:
        self.made: dict[str, QAction] = {}
        for command in self.table:
            action = QAction(command.text, self)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(k) for k in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(command.id in REPEATING)
            action.setToolTip(tooltip(command))
            action.setCheckable(command.kind in ("tool", "toggle"))
            if command.icon:
                from workstation.ui import icons, theme

                action.setIcon(icons.icon(command.icon, theme.SECOND, 17, theme.CURRENT))
            action.triggered.connect(lambda _=False, name=command.id: self.doing.do(name))
            self.addAction(action)
            self.made[command.id] = action
        for key in PRESET_KEYS:
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, k=key: self.doing.preset(k))
            self.addAction(action)
            self.made[f"preset-{key}"] = action

    def _lay_out(self) -> None:
        self._menu = QMenu(self)
        menus.whole(self, self.table, self.made, self._menu)
        self.top = TopLine(lambda: self.doing.do("next-exam"), self._menu)
        self.timeline = Timeline(self.arrivals.open_prior)
        self.strip = SeriesStrip(self._show_series, self._want_thumbnail)
        self.bar = ToolBar(self.table, self.made)
        self.bar.window.menu().aboutToShow.connect(lambda: menus.windows(self, self.bar.window.menu()))
        self.bar.stage.menu().aboutToShow.connect(lambda: menus.stages(self, self.bar.stage.menu()))
        self.bar.protocol.menu().aboutToShow.connect(lambda: menus.protocols(self, self.bar.protocol.menu()))
        menus.links(self, self.made, self.bar.link.menu())
        self.panel = FindingsPanel(self.doing.go_to_measurement, self.doing.go_to_key_image, self.doing.act)
        self.bottom = BottomLine()
        self.area = ViewportArea(self, self._surface_kind)
        self.areas = [self.area]
        self.hands: list[Hand] = []
        self._give_hand(self.area)
        self.others: list[QWidget] = []
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.bar)
        middle.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addLayout(middle, 1)
        row.addWidget(self.panel)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(self.timeline)
        whole.addLayout(row, 1)
        whole.addWidget(self.bottom)
        center = QWidget()
        center.setLayout(whole)
        self.setCentralWidget(center)

    def _give_hand(self, area: ViewportArea) -> None:
        area.surface.setProperty("hand", len(self.hands))
        self.hands.append(Hand(self, area))
        area.surface.installEventFilter(self)
        area.on_drawn = self._all_drawn
        area.on_said = self.hands[-1].pointer.say

    # opening

    def open_study(self, study_uid: str, queue: Sequence[str] = ()) -> None:
        """Open an exam with its priors, off the main thread. ``queue``: exams to read after it, in the list's order."""
        self.queue = tuple(queue) or self.queue
        if self.opening:
            self._next = (study_uid, tuple(queue))
            return
        self.opening = True
        self._study_uid = study_uid
        self.bottom.hush()
        self.bottom.tell_loading(tr("Opening…"), 0, 1)
        waiting = tuple(uid for uid in self.queue if uid != study_uid)
        self.background.run(lambda: opened.open_study(self.services, study_uid, waiting), self._show, self._could_not)

    def _could_not(self, why: str) -> None:
        self.opening = False
        if self._open_next():
            return
        self.bottom.say(why)
        self.failed.emit(why)

    def _open_next(self) -> bool:
        """Whether another exam was asked for meanwhile: the last one asked for is the one that is shown."""
        asked, self._next = self._next, None
        if asked is not None:
            self.open_study(*asked)
        return asked is not None

    def _show(self, found: Opened) -> None:
        self.opening = False
        if self._open_next():
            held = [e.study.study_instance_uid for e in found.catalogue.exams]
            self.background.run(lambda: [self.services.store.release(uid) for uid in held], lambda _: None)
            return
        self._leave()
        self.bottom.hush()
        self.loading_since = time.monotonic()
        self.choices, self.here, self.requests, self.state = found.choices, found.here, found.requests, found.state
        self.queue = tuple(uid for uid in found.queue if uid != found.catalogue.current.study.study_instance_uid)
        self.arrivals.begin(found.version)
        self.session = ReadingSession(
            found.catalogue,
            found.protocols,
            self._screens(),
            self.journal,
            found.kept,
            dict(self.services.settings.reading.windows),
            self.choice,
        )
        self.results.choice = self.choice
        self.results.follow(self.session.desk.measurements)
        self.session.listen(self._changed)
        self.choose_tool(self.profile.left)
        self._spread_over_monitors()
        with self.loader.held():
            for area in self.areas:
                area.begin()
            self.tell()
        self._tell_saved()
        if found.kept.unreadable:
            self.bottom.tell_saved(
                plural(found.kept.unreadable, "{count} kept entry cannot be read", "{count} kept entries cannot be read"), True
            )
        for window in (self, *self.others):
            window.setWindowTitle(telling.title(self.session))
        self.area.surface.setFocus()
        self.opened.emit(found.catalogue.current.study.study_instance_uid)

    def _screens(self) -> Monitors:
        if self._monitors is not None:
            return self._monitors
        others = [Monitor(s.geometry().width(), s.geometry().height()) for s in reading_screens()[1:]]
        return Monitors((Monitor(max(1, self.area.width()), max(1, self.area.height())), *others))

    def _spread_over_monitors(self) -> None:
        """One more window a monitor when the protocol uses several; they go with the exam."""
        from workstation.ui.reading.monitor import MonitorWindow

        wanted = max((stage.monitors for stage in self.session.hanging.stages), default=1) if self.session else 1
        while len(self.areas) < wanted:
            area = ViewportArea(self, self._surface_kind, len(self.areas))
            self.areas.append(area)
            self._give_hand(area)
            self.others.append(MonitorWindow(self, area))

    def _leave(self) -> None:
        """Let go of the exam on the screen; its state stays."""
        self.playing.stop()
        if self.session is None:
            return
        self._save_seen()
        for area in self.areas:
            if area.contents is not None:
                area.contents.close()
                area.contents = None
        held = [e.study.study_instance_uid for e in self.session.catalogue.exams]
        self.session = None
        self.results.forget()
        self.strip.forget()
        self.panel.forget()
        self.selected = ""
        self.shutter_lifted = False
        for hand in self.hands:
            hand.leave_tool()
        self._sources.clear()
        store = self.services.store
        self.background.run(lambda: [store.release(uid) for uid in held], lambda _: None)

    def source_for(self, study_uid: str) -> ImageSource:
        if study_uid not in self._sources:
            self._sources[study_uid] = self.services.source_for(study_uid)
        return self._sources[study_uid]

    # changes

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.measurements is not before.measurements:
            self.results.follow(after.measurements)
        for area in self.areas:
            area.refresh()
        for hand in self.hands:
            hand.follow()
        if self.session is not None:
            telling.enable(self, self.session)
        self.tell_soon()

    def tell_soon(self) -> None:
        """Words around the images follow a moment later, once for many changes."""
        if not self._tell_timer.isActive():
            self._tell_timer.start()

    def tell(self) -> None:
        """Say everything around the images anew."""
        if self.session is not None:
            self._seen_told = len(self.session.seen)
            telling.all_of(self)

    def _drain(self) -> None:
        touched = self.loader.drain()
        if touched:
            for area in self.areas:
                area.filled()
            self.tell_soon()
        if self.loader.waiting:
            self._drain_timer.start(0 if touched else 2)  # nothing taken: a texture is still being allocated
        elif self.loader.idle:
            self._ahead_timer.start()

    def _ahead(self) -> None:
        if self.session is not None and self.loader.idle:
            for area in self.areas:
                area.ahead()

    def _all_drawn(self) -> None:
        if self.session is not None and len(self.session.seen) != self._seen_told:
            self.tell_soon()
        if self.session is not None and self.visible_loaded():
            self.settled.emit()

    def visible_loaded(self) -> bool:
        """Whether everything on the screen is in."""
        if self.session is None:
            return False
        keys = {k for v in self.session.desk.viewports for k in (v.display_set, v.overlay) if k}
        for area in self.areas:
            for key in keys:
                job = area.contents.job(key) if area.contents is not None else None
                if job is not None and not job.complete:
                    return False
        return all(area.contents is not None for area in self.areas)

    def choose_quantity(self, header: ImageHeader, key: str) -> None:
        """What is told of this image's pixels from now on. A kind of SUV is remembered."""
        before, self.choice = self.choice, self.choice.with_quantity(header, key)
        self.results.choice = self.choice
        if self.session is not None:
            self.session.choice = self.choice
        if self.choice.suv != before.suv:
            home, suv = self.services.home, self.choice.suv
            self.background.run(lambda: remember(home, "reading", "suv", suv), lambda _: None)
        self._result_ready()

    def _result_ready(self) -> None:
        for area in self.areas:
            area.schedule()
        self.tell_soon()

    def _save_seen(self) -> None:
        if self.session is not None:
            self.session.save_seen()

    def _tell_saved(self) -> None:
        if self.journal.error:
            self.bottom.tell_saved(tr("NOT SAVED: {cause}", cause=self.journal.error), True)
        elif self.journal.pending:
            self.bottom.tell_saved(tr("Saving…"), False)
        elif self.journal.saved_at is not None:
            at = datetime.fromtimestamp(self.journal.saved_at).strftime("%H:%M:%S")
            self.bottom.tell_saved(tr("Saved {time}", time=at), False)

    def use(self, services: Services) -> None:
        """Changed settings: the mouse at once, windows and reader from the next exam on."""
        self.services = services
        self.profile = PROFILES[services.settings.reading.mouse]
        self.choose_tool(self.profile.left)
        self.choice = replace(self.choice, suv=services.settings.reading.suv)
        self.results.choice = self.choice
        if self.session is not None:
            self.session.choice = self.choice
        self._result_ready()

    # what the parts ask

    def waiting(self, viewport: Viewport) -> Waiting:
        assert self.session is not None
        return telling.waiting(self, viewport)

    def playing_told(self, viewport: int) -> tuple[Span, ...]:
        return self.playing.told(viewport)

    def draft(self, number: int) -> Measurement | None:
        """The measurement half drawn in a viewport."""
        return next((h.draft for h in self.hands if h.draft is not None and h.draft_on == number), None)

    def select(self, key: str) -> None:
        if key != self.selected:
            self.selected = key
            for area in self.areas:
                area.schedule()
            self.tell_soon()

    def show_overlays(self, shown: bool) -> None:
        """Overlay planes of images, on or off; remembered."""
        self.overlays_shown = shown
        self.memory.set("reading.overlays", shown)
        for area in self.areas:
            area.refresh()

    def lift_shutter(self, lifted: bool) -> None:
        """What shutters cover, for a look; the viewports say so meanwhile."""
        self.shutter_lifted = lifted
        for area in self.areas:
            area.refresh()

    def choose_tool(self, tool: str) -> None:
        """What the left button does from now on."""
        self.tool = tool
        for command in self.table:
            if command.kind == "tool":
                self.made[command.id].setChecked(command.id == tool)
        for hand in self.hands:
            hand.leave_tool()

    def presets(self) -> list[tuple[str, Window]]:
        """Presets of the focused viewport with their keys."""
        chosen = self.session.catalogue.find(self.session.desk.focused.display_set) if self.session else None
        if self.session is None or chosen is None or not states.in_own_units(self.session.desk.focused, self.session.catalogue):
            return []  # a presentation state with values of its own: no preset is in them
        return presets_for(chosen, self.session.catalogue, dict(self.services.settings.reading.windows), self.choice)

    def context_menu(self, at: QPoint, area: ViewportArea, number: int) -> None:
        menu = menus.context(self, self.made)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def say_no(self, number: int) -> None:
        """Why nothing can be measured here."""
        self.bottom.say(tr("No length is true on a projection: measure on images or on a plane."))

    def _show_series(self, key: str) -> None:
        if self.session is not None:
            self.session.put(self.session.desk.focus, key)

    def _want_thumbnail(self, key: str) -> None:
        session = self.session
        chosen = session.catalogue.find(key) if session else None
        if session is None or chosen is None or not chosen.frames:
            return
        telling.picture_of(self, chosen, lambda made: self.strip.set_picture(key, made))

    # leaving

    def mark_read(self, then: Callable[[], None] = lambda: None) -> None:
        """The exam is read; kept at once."""
        session = self.session
        if session is None:
            return
        uid, reader, store = session.catalogue.current.study.study_instance_uid, self.services.settings.reader, self.services.store
        session.save_seen()

        def work() -> None:
            self.journal.flush()
            store.set_reading_state(uid, "read", reader)

        def done(_: object) -> None:
            self.read.emit(uid)
            if self.session is session:  # not where the reader went on to another exam meanwhile
                self.state = "read"
                self.tell()
                then()

        self.background.run(work, done, lambda why: self.bottom.tell_saved(tr("NOT SAVED: {cause}", cause=why), True))

    def next_exam(self) -> None:
        """Mark this exam read and open the next of the list; close when there is none."""
        if self.opening:
            return
        self.mark_read(self._go_on)

    def _go_on(self) -> None:
        if self.queue:
            self.open_study(self.queue[0], self.queue)
        else:
            self.bottom.say(tr("That was the last exam of the list."))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._poll_timer.stop()
        self._seen_timer.stop()
        held = [e.study.study_instance_uid for e in self.session.catalogue.exams] if self.session else []
        self._leave()
        self.loader.close()
        for area in self.areas:
            area.shut()
        for other in self.others:
            other.close()
        self.results.close()
        self.journal.close()
        self.background.close()
        self.memory.write()
        with suppress(GaronneError):  # held for this process only: a store that is gone holds nothing
            for uid in held:
                self.services.store.release(uid)
        super().closeEvent(event)
        self.closed.emit()

    # events

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        number = watched.property("hand") if isinstance(watched, QWidget) else None
        if number is None or number >= len(self.hands):
            return False
        hand, kind = self.hands[number], event.type()
        if kind == QEvent.Type.Leave:
            hand.pointer.gone()
        elif kind == QEvent.Type.MouseButtonPress:
            watched.setFocus()
            hand.press(event)
        elif kind == QEvent.Type.MouseMove:
            hand.move(event)
        elif kind == QEvent.Type.MouseButtonRelease:
            hand.release(event)
        elif kind == QEvent.Type.MouseButtonDblClick:
            hand.double_click(event)
        elif kind == QEvent.Type.Wheel:
            hand.wheel(event)
            return True
        elif kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop):
            return self._drag_over(event, hand.area)
        return False

    def _drag_over(self, event: QEvent, area: ViewportArea) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            area.drop_on = -1
            area.schedule()
            return True
        if not isinstance(event, QDropEvent) or not event.mimeData().hasFormat(MIME):
            return False
        place = area.place_at(event.position().toPoint())
        if event.type() == QEvent.Type.Drop:
            area.drop_on = -1
            if self.session is not None and place >= 0:
                number = area.numbers[place]
                self.session.put(number, bytes(event.mimeData().data(MIME).data()).decode())
                self.session.do(actions.Focus(number))
        else:
            area.drop_on = place
        area.schedule()
        event.acceptProposedAction()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.services.open_paths(paths)


def reading_screens() -> list[QScreen]:
    """The screens for images, left to right. With three or more the primary one stays the list's; with two the window keeps to one
    of them, the list to the other."""
    screens = sorted(QGuiApplication.screens(), key=lambda s: (s.geometry().x(), s.geometry().y()))
    primary = QGuiApplication.primaryScreen()
    if len(screens) >= 3:
        return [s for s in screens if s is not primary]
    return [next((s for s in screens if s is not primary), primary)]
