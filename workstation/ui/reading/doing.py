"""What each action of the key map does. One name, one line; the table of keys is keymap.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog

from workstation.language import tr
from workstation.measurements import Length, OnFrame
from workstation.measurements.calibration import can_be_set
from workstation.measurements.values import labelled
from workstation.reading import actions, corners, drawing
from workstation.reading.catalogue import ASIDE, index_of
from workstation.reading.quantity import focused_image, options
from workstation.reading.session import MPR
from workstation.rendering.presets import presets_of
from workstation.ui.reading.key_page import KeyPage
from workstation.ui.reading.menus import state_items

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow

TOOLS = ("scroll", "window", "zoom", "pan", "length", "angle", "ellipse", "cobb", "crosshair", "turn-view")
SLABS = (0.0, 10.0, 20.0)


class Doing:
    """Carries out actions by name on a window's session."""

    def __init__(self, window: ReadingWindow) -> None:
        self._window = window
        self._table = self._make()

    def do(self, name: str) -> None:
        """The action of that name; without an exam only those that need none."""
        if name in TOOLS:
            self._window.choose_tool(name)
        elif self._window.session is not None or name in ("close", "keys", "manual", "full-screen", "open-files", "panels", "words"):
            self._table[name]()
        self._window.tell_soon()

    def preset(self, key: str) -> None:
        """The window preset on that key for the focused modality."""
        session = self._window.session
        window = next((w for k, w in self._window.presets() if k == key), None)
        if session is not None and window is not None:
            session.do(actions.SetWindow(session.desk.focus, window))

    def _make(self) -> dict[str, Callable[[], object]]:
        w = self._window
        focused = self._focused
        return {
            "leave-tool": self._leave_tool,
            "previous-image": lambda: self._one(-1),
            "next-image": lambda: self._one(1),
            "ten-back": lambda: self._scroll(-10),
            "ten-on": lambda: self._scroll(10),
            "first-image": lambda: self._scroll(-1_000_000),
            "last-image": lambda: self._scroll(1_000_000),
            "previous-series": lambda: w.session.step_series(-1),
            "next-series": lambda: w.session.step_series(1),
            "unseen-series": self._unseen,
            "previous-phase": lambda: focused(lambda n: actions.Phase(n, -1, gesture=f"phase-{n}")),
            "next-phase": lambda: focused(lambda n: actions.Phase(n, 1, gesture=f"phase-{n}")),
            "cine": lambda: w.playing.toggle(),
            "cine-faster": lambda: w.playing.faster(1),
            "cine-slower": lambda: w.playing.faster(-1),
            "key-image": lambda: w.session.toggle_key_image(),
            "own-window": lambda: focused(lambda n: actions.ChooseWindow(n, 0)),
            "next-window": lambda: focused(actions.StepWindow),
            "invert": lambda: focused(actions.Invert),
            "fit": lambda: focused(actions.Fit),
            "one-to-one": lambda: focused(actions.OneToOne),
            "turn-right": lambda: focused(lambda n: actions.Turn(n, 1)),
            "turn-left": lambda: focused(lambda n: actions.Turn(n, -1)),
            "flip": lambda: focused(actions.Flip),
            "flip-vertical": lambda: focused(lambda n: actions.Flip(n, True)),
            "reset": lambda: focused(actions.Reset),
            "text": self._text,
            "quantity": self._quantity,
            "state": self._state,
            "next-state": lambda: self._state(step=1),
            "overlays": lambda: w.show_overlays(not w.overlays_shown),
            "shutter": lambda: w.lift_shutter(not w.shutter_lifted),
            "undo": lambda: w.session.undo(),
            "redo": lambda: w.session.redo(),
            "name-measurement": self._name,
            "calibrate": self._calibrate,
            "delete-measurement": self._delete,
            "mpr": lambda: None if not w.session.desk.special and self._too_large() else w.session.toggle_mpr(),
            "mip": lambda: self._toggle_mode("mip"),
            "volume": lambda: self._toggle_mode("volume"),
            "stack": self._stack,
            "axial": lambda: self._mode("axial"),
            "coronal": lambda: self._mode("coronal"),
            "sagittal": lambda: self._mode("sagittal"),
            "slab": self._slab,
            "slab-kind": self._slab_kind,
            "thicker": lambda: self._thicker(1.0),
            "thinner": lambda: self._thicker(-1.0),
            "preset": self._preset,
            "fusion-more": lambda: self._fusion(0.1),
            "fusion-less": lambda: self._fusion(-0.1),
            "next-viewport": lambda: self._step_viewport(1),
            "previous-viewport": lambda: self._step_viewport(-1),
            "next-stage": lambda: w.session.step_stage(1),
            "previous-stage": lambda: w.session.step_stage(-1),
            "maximise": lambda: w.session.do(actions.Maximise()),
            "full-screen": lambda: w.showNormal() if w.isFullScreen() else w.showFullScreen(),
            "panels": self._panels,
            "words": lambda: w.bar.show_words(not w.bar.words),
            "link": lambda: w.session.do(actions.PinHere()),
            "linked": lambda: w.session.do(actions.Link(not w.session.desk.linked)),
            "mark-read": lambda: w.mark_read(),
            "next-exam": lambda: w.next_exam(),
            "open-files": self._open_files,
            "manual": self._manual,
            "keys": lambda: KeyPage(w, w.table).open(),
            "close": lambda: w.close(),
        }

    def _focused(self, make: Callable[[int], actions.Action]) -> None:
        session = self._window.session
        if session.desk.viewports:
            session.do(make(session.desk.focus))

    # images

    def _one(self, step: int) -> None:
        """The image before or after; a cine stops for it."""
        if self._window.playing.on:
            self._window.playing.stop()
        self._scroll(step)

    def _scroll(self, steps: int) -> None:
        session = self._window.session
        n = session.desk.focus
        for area in self._window.areas:
            area.moving()
        if abs(steps) > 100_000 and session.desk.focused.view.mode == "slice":
            session.do(actions.ScrollTo(n, 0 if steps < 0 else 1_000_000, gesture=f"keys-{n}"))
        else:
            session.do(actions.Scroll(n, max(-5000, min(5000, steps)), gesture=f"keys-{n}"))

    def _unseen(self) -> None:
        """The next series of the current exam of which no image was on the screen, else one with some that were not."""
        session = self._window.session
        sets = [s for s in session.catalogue.current.display_sets if s.frames and s.kind not in ASIDE]
        shown = {v.display_set for v in session.desk.viewports}
        untouched = [s for s in sets if session.unseen(s) == len(s.frames) and s.key not in shown]
        partly = [s for s in sets if session.unseen(s) and s.key not in shown]
        chosen = next(iter(untouched or partly), None)
        if chosen is not None:
            session.put(session.desk.focus, chosen.key)

    # view

    def _leave_tool(self) -> None:
        w = self._window
        if any(h.draft is not None for h in w.hands):
            for hand in w.hands:
                hand.leave_tool()
        elif w.tool != w.profile.left:
            w.choose_tool(w.profile.left)
        elif w.session.desk.layout.maximised:
            w.session.do(actions.Maximise())
        w.select("")

    def _state(self, step: int = 0) -> None:
        """Put on the presentation state last used on this stack (else the newest), or take it off; ``step``: the next one."""
        session = self._window.session
        viewport, n = session.desk.focused, session.desk.focus
        if viewport.state and not step:
            session.do(actions.PutState(n, ""))
            return
        items = [(s, at) for s, at in state_items(self._window) if not s.refusal]
        here = [item for item in items if item[1] is None]
        if not items:
            self._window.bottom.say(tr("There is no presentation state for this image."))
            return
        uids = [s.sop_instance_uid for s, _ in here]
        if step and viewport.state in uids:
            chosen, at = here[(uids.index(viewport.state) + step) % len(here)]
        else:
            nearest = min(items, key=lambda item: 0 if item[1] is None else abs(item[1] - viewport.view.index))
            last = session.last_state(viewport.display_set)
            chosen, at = next((i for i in here if i[0].sop_instance_uid == last), here[-1] if here else nearest)
        session.do(actions.PutState(n, chosen.sop_instance_uid, at))

    def _text(self) -> None:
        w = self._window
        w.text_state = corners.STATES[(corners.STATES.index(w.text_state) + 1) % len(corners.STATES)]
        for area in w.areas:
            area.schedule()

    def _quantity(self) -> None:
        """The next thing that can be told of the focused image's pixels."""
        header, index = focused_image(self._window.session)
        known = [o for o in options(header, index, self._window.choice) if not o.why]
        now = next((n for n, o in enumerate(known) if o.chosen), 0)
        if header is not None and len(known) > 1:
            self._window.choose_quantity(header, known[(now + 1) % len(known)].key)
        elif len(known) == 1:
            self._window.bottom.say(tr("This image tells one quantity only: {quantity}.", quantity=known[0].title))

    def _panels(self) -> None:
        w = self._window
        hidden = w.strip.isVisible()
        for part in (w.strip, w.panel, w.timeline, w.bottom):
            part.setVisible(not hidden)

    # measurements

    def _name(self) -> None:
        w, session = self._window, self._window.session
        m = next((m for m in session.desk.measurements if m.key == w.selected), None)
        if m is None:
            return
        known = sorted({x.label for x in session.desk.measurements if x.label})
        title, text = tr("Name of the measurement"), tr("The same name on a prior makes a comparison:")
        dialog = QInputDialog(w)
        dialog.setObjectName("name_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(text)
        if known:
            dialog.setComboBoxItems(known)
            dialog.setComboBoxEditable(True)
        dialog.setTextValue(m.label)
        dialog.textValueSelected.connect(lambda label: w.session is session and session.do(drawing.Draw(labelled(m, label.strip()))))
        dialog.finished.connect(lambda _: w.activateWindow())
        dialog.open()

    def _calibrate(self) -> None:
        """Ask how long the selected line is; 0 takes the scale away again."""
        w, session = self._window, self._window.session
        m = next((m for m in session.desk.measurements if m.key == w.selected), None)
        header = w.session.catalogue.header(m.place.sop_instance_uid) if m is not None and isinstance(m.place, OnFrame) else None
        if not isinstance(m, Length):
            w.bottom.say(tr("Draw a length on something of known size and select it first."))
            return
        if not can_be_set(header, m.place):
            w.bottom.say(tr("This image has its own millimetres: its scale is not changed."))
            return
        dialog = QInputDialog(w)
        dialog.setObjectName("calibrate_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setWindowTitle(tr("Calibrate by this line"))
        dialog.setLabelText(tr("True length of the line in mm; all lengths of this image follow it. 0 takes it away."))
        dialog.setDoubleRange(0.0, 2000.0)
        dialog.setDoubleDecimals(1)
        dialog.setDoubleValue(m.known_mm)
        dialog.doubleValueSelected.connect(lambda value: w.session is session and session.do(drawing.Draw(replace(m, known_mm=value))))
        dialog.finished.connect(lambda _: w.activateWindow())
        dialog.open()

    def _delete(self) -> None:
        w = self._window
        if w.selected:
            w.session.do(drawing.Erase(w.selected))
            w.select("")

    def go_to_measurement(self, key: str) -> None:
        """Show the image a measurement lies on."""
        session = self._window.session
        m = next((m for m in session.desk.measurements if m.key == key), None) if session else None
        if session is None or m is None:
            return
        self._window.select(key)
        if isinstance(m.place, OnFrame):
            self._go_to(m.place.sop_instance_uid, m.place.frame)
        else:
            number = next((n for n, v in enumerate(session.desk.viewports) if v.display_set == m.place.display_set), None)
            if number is not None:
                session.do(actions.Crosshair(number, m.place.center_lps))
                self._to_phase(number, m.place.phase)

    def go_to_key_image(self, key: str) -> None:
        """Show a key image."""
        sop, _, frame = key.rpartition("/")
        self._go_to(sop, int(frame))

    def _go_to(self, sop: str, frame: int) -> None:
        from workstation.imaging.model import FrameRef

        session = self._window.session
        if session is None:
            return
        ref = FrameRef(sop, frame)
        for number, viewport in enumerate(session.desk.viewports):
            chosen = session.catalogue.find(viewport.display_set)
            there = index_of(chosen, ref) if chosen is not None and viewport.view.mode == "slice" else None
            if there is not None:
                session.do(actions.ScrollTo(number, there[0]))
                self._to_phase(number, there[1])
                session.do(actions.Focus(number))
                return
        for _, chosen in session.catalogue.sets():
            there = index_of(chosen, ref)
            if there is not None:
                session.put(session.desk.focus, chosen.key, *there)
                return

    def _to_phase(self, number: int, phase: int) -> None:
        """A viewport of a 4-D set to that step."""
        session = self._window.session
        steps = phase - session.desk.viewports[number].view.phase
        if steps:
            session.do(actions.Phase(number, steps))

    def act(self, target: str) -> None:
        """A verb of the panel: ``unseen`` or ``fetch UID``."""
        if target == "unseen":
            self.do("unseen-series")
        elif target.startswith("fetch "):
            self._window.arrivals.fetch(target.removeprefix("fetch "))

    # planes and volume

    def _mode(self, mode: str) -> None:
        session = self._window.session
        if (mode == "stack" or not self._too_large()) and not session.show_as(session.desk.focus, mode):
            self._not_a_volume()

    def _too_large(self) -> bool:
        """Whether this machine's textures are too small for planes of the focused display set; then it is said."""
        contents = self._window.area.contents
        content = contents.made(self._window.session.desk.focused.display_set) if contents is not None else None
        if content is None or not content.marks:
            return False
        self._window.bottom.say(content.marks[0].text)
        return True

    def _toggle_mode(self, mode: str) -> None:
        session = self._window.session
        self._mode("stack" if session.desk.focused.view.mode == mode else mode)

    def _stack(self) -> None:
        session = self._window.session
        if session.desk.special == MPR:
            session.toggle_mpr()
        else:
            self._mode("stack")

    def _not_a_volume(self) -> None:
        self._window.bottom.say(tr("These images do not form a volume."))

    def _slab(self) -> None:
        """Thin, 10 mm, 20 mm; from a stack, its own plane as a slab."""
        session = self._window.session
        view = session.desk.focused.view
        if view.mode == "slice":
            if self._too_large():
                return
            chosen = session.catalogue.find(session.desk.focused.display_set)
            if chosen is None or not session.show_as(
                session.desk.focus, chosen.plane if chosen.plane in ("coronal", "sagittal") else "axial"
            ):
                self._not_a_volume()
                return
            view = session.desk.focused.view
        place = next((n for n, mm in enumerate(SLABS) if abs(mm - view.slab_mm) < 0.5), 0)
        self._focused(lambda n: actions.Slab(n, SLABS[(place + 1) % len(SLABS)], view.slab_mode))

    def _slab_kind(self) -> None:
        view = self._window.session.desk.focused.view
        kinds = ("max", "mean", "min")
        fresh = kinds[(kinds.index(view.slab_mode) + 1) % 3]
        self._focused(lambda n: actions.Slab(n, view.slab_mm or 10.0, fresh))

    def _thicker(self, by: float) -> None:
        view = self._window.session.desk.focused.view
        self._focused(lambda n: actions.Slab(n, max(0.0, view.slab_mm + by), view.slab_mode, gesture=f"slab-{n}"))

    def _preset(self) -> None:
        session = self._window.session
        chosen = session.catalogue.find(session.desk.focused.display_set)
        if chosen is None or session.desk.focused.view.mode != "volume":
            return
        names = [p.name for p in presets_of(chosen.modality)]
        now = session.desk.focused.view.preset
        self._focused(lambda n: actions.Preset(n, names[(names.index(now) + 1) % len(names) if now in names else min(1, len(names) - 1)]))

    def _fusion(self, by: float) -> None:
        session = self._window.session
        if session.desk.focused.overlay:
            share = session.desk.focused.view.fusion + by
            self._focused(lambda n: actions.SetFusion(n, share, gesture=f"fusion-{n}"))

    # layout

    def _step_viewport(self, by: int) -> None:
        session = self._window.session
        count = len(session.desk.viewports)
        if count:
            session.do(actions.Focus((session.desk.focus + by) % count))

    def _manual(self) -> None:
        from workstation.ui.manual import show_manual

        show_manual(self._window)

    def _open_files(self) -> None:
        w = self._window
        dialog = QFileDialog(w, tr("Open files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        from pathlib import Path

        dialog.filesSelected.connect(lambda names: w.services.open_paths([Path(n) for n in names]))
        dialog.open()
