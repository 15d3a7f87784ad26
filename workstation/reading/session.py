"""One sitting at an exam and its priors: the desk, its history, and what is written of it. No Qt; one thread (the window's).

Actions go in by ``do``; listeners hear of every new desk. Texts of viewports are made in corners.py, results of measurements in
results.py, pixels by loader.py.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from workstation.hanging_protocols import Exam, Hanging, Monitors, Protocol, alternatives, hang
from workstation.imaging.model import DisplaySet, FrameRef, Window
from workstation.measurements import Measurement, OnFrame, OnPlane, Place
from workstation.reading import actions, hung, states
from workstation.reading.catalogue import ASIDE, Catalogue, OpenExam, index_of, ref_at, slices
from workstation.reading.desk import Desk, KeyImage, Layout, Viewport
from workstation.reading.history import History
from workstation.reading.journal import Journal
from workstation.reading.places import space_of
from workstation.reading.presets import find_window
from workstation.reading.quantity import BODY_WEIGHT, Choice
from workstation.rendering.view_state import ViewState

Listener = Callable[[Desk, Desk], None]
MPR = "mpr"


@dataclass(frozen=True)
class Kept:
    """What the journal gave back when the exams were opened."""

    measurements: tuple[Measurement, ...] = ()
    key_images: tuple[KeyImage, ...] = ()
    seen: frozenset[FrameRef] = frozenset()
    unreadable: int = 0
    states: Mapping[str, str] = field(default_factory=dict)  # by display set, the presentation state put on last


class ReadingSession:
    """The exam being read beside its priors."""

    def __init__(
        self,
        catalogue: Catalogue,
        protocols: tuple[Protocol, ...],
        monitors: Monitors,
        journal: Journal | None = None,
        kept: Kept | None = None,
        site_windows: dict[str, tuple[float, float]] | None = None,
        choice: Choice = BODY_WEIGHT,
    ) -> None:
        self.catalogue = catalogue
        self.choice = choice  # of the quantity that is told; what is not of the desk is not undone
        self.journal = journal
        self._protocols, self._monitors = protocols, monitors
        self._site_windows = site_windows or {}
        self._listeners: list[Listener] = []
        self._history = History()
        self._keys = itertools.count(1)
        kept = kept or Kept()
        self.unreadable = kept.unreadable
        self.seen: set[FrameRef] = set(kept.seen)
        self._unseen: dict[str, tuple[tuple[FrameRef, ...], frozenset[FrameRef], int]] = {}
        self._seen_unsaved: set[str] = set()
        self.hanging = self._hang()
        self._before_projection: dict[str, Window | None] = {}
        self._last_states = {key: uid for key, uid in kept.states.items() if uid}
        self.desk = Desk(Layout("", 1, 1, ()), states=kept.states)
        measurements = tuple([_on_same_volume(m, catalogue) for m in kept.measurements])
        self.desk = Desk(self._stage_layout(0), measurements=measurements, key_images=kept.key_images, states=kept.states)

    # actions

    def do(self, action: actions.Action) -> bool:
        """Carry out one action; True when it changed something."""
        before = self.desk
        after = states.followed(before, action.on(before, self.catalogue), self.catalogue)
        if after is before or after == before:
            return False
        if action.kept:
            self._history.keep(before, action.gesture)
        self._become(after)
        return True

    def end_gesture(self) -> None:
        """The hand let go: what comes next is undone apart."""
        self._history.end_gesture()

    def undo(self) -> bool:
        """Take the last step back."""
        return self._become(self._history.undo(self.desk))

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._become(self._history.redo(self.desk))

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return self._history.can_redo

    def listen(self, listener: Listener) -> None:
        """``listener(before, after)`` is called after every change of the desk or of the catalogue."""
        self._listeners.append(listener)

    def _become(self, after: Desk) -> bool:
        before, self.desk = self.desk, after
        if before is after:
            return False
        self._last_states.update({key: uid for key, uid in after.states.items() if uid})
        if self.journal is not None:
            self.journal.follow(before, after, self.catalogue)
        for listener in self._listeners:
            listener(before, after)
        return True

    # layouts

    def _hang(self) -> Hanging:
        exams = [Exam(e.study, e.display_sets) for e in self.catalogue.exams]
        return hang(self._protocols, exams[0], exams[1:], self._monitors)

    def window_named(self, name: str, chosen: DisplaySet) -> Window | None:
        """The preset of that name for a display set, the site's own first."""
        return find_window(name, chosen, self.catalogue, self._site_windows, self.choice)

    def _stage_layout(self, stage: int) -> Layout:
        layout = hung.layout_of(self.hanging.stages[stage], self.catalogue, self.window_named)
        return replace(layout, viewports=tuple(map(self._remembered, layout.viewports)))

    def _remembered(self, viewport: Viewport) -> Viewport:
        """With the presentation state that the reader put on this display set last."""
        chosen = self.desk.states.get(viewport.display_set, "")
        state = self.catalogue.state(chosen) if chosen else None
        usable = state is not None and not state.refusal and viewport.view.mode == "slice"
        return states.put_on(viewport, chosen, self.catalogue) if usable else viewport

    @property
    def stages(self) -> int:
        """How many layouts the protocol has."""
        return len(self.hanging.stages)

    def step_stage(self, by: int) -> bool:
        """The next (1) or previous (-1) stage, as it was left; from a special layout, back to the stage. Stops at the ends."""
        stage = self.desk.stage if self.desk.special else self.desk.stage + by
        return self.go_to_stage(min(max(0, stage), self.stages - 1))

    def go_to_stage(self, stage: int) -> bool:
        """That stage, as it was left or as it is first hung."""
        if stage == self.desk.stage and not self.desk.special:
            return False
        return self.do(actions.Arrange(self.desk.layouts.get(str(stage)) or self._stage_layout(stage), stage))

    def use_protocol(self, hanging: Hanging) -> bool:
        """Another protocol that the reader chose; its first stage."""
        self.hanging = hanging
        self.desk = replace(self.desk, layouts={})
        changed = self.do(actions.Arrange(self._stage_layout(0), 0))
        self.desk = replace(self.desk, layouts={})
        return changed

    def alternatives(self) -> tuple[Hanging, ...]:
        """The protocols that would also fit, the one in use among them."""
        exams = [Exam(e.study, e.display_sets) for e in self.catalogue.exams]
        return alternatives(self._protocols, exams[0], exams[1:], self._monitors)

    def toggle_mpr(self) -> bool:
        """Axial, coronal, sagittal and volume of the focused display set; pressed again, back to the stage."""
        if self.desk.special == MPR:
            return self.go_to_stage(self.desk.stage)
        viewport = self.desk.focused
        chosen = self.catalogue.find(viewport.display_set)
        if chosen is None or chosen.kind != "volume" or chosen.geometry is None:
            return False
        center = self.desk.crosshairs.get(space_of(chosen))
        ground = states.ground_of(viewport) if viewport.state else viewport.view
        grey = ViewState(window=ground.window, voi=ground.voi, phase=ground.phase)
        layout = hung.mpr_layout(chosen, viewport.study, grey, center, self.catalogue)
        return self.do(actions.Arrange(layout, special=MPR))

    def show_as(self, viewport: int, mode: str) -> bool:
        """What a viewport shows, in another mode: stack, axial, coronal, sagittal, mip, volume."""
        old = self.desk.viewports[viewport]
        chosen = self.catalogue.find(old.display_set)
        if chosen is None or (mode != "stack" and (chosen.kind != "volume" or chosen.geometry is None)):
            return False
        old = states.put_on(old, "", self.catalogue) if old.state else old  # a state is one of images, not of planes
        window = self._projected(chosen, old.view, mode)
        kept = ViewState(window=window, voi=old.view.voi, invert=old.view.invert, preset=old.view.preset, fusion=old.view.fusion)
        kept = replace(kept, phase=old.view.phase)
        view = hung.first_view(chosen, mode, kept, self.desk.crosshairs.get(space_of(chosen)))
        made = replace(old, view=view, base=view)
        return self.do(actions.Place(viewport, self._remembered(made) if mode == "stack" else made))

    def _projected(self, chosen: DisplaySet, old: ViewState, mode: str) -> Window | None:
        """The window of another mode: a projection of a CT shows what is brightest, so it starts wide; back from it, the one of before."""
        wide = self.window_named("bone", chosen) if chosen.modality == "CT" else None
        if mode == "mip" and old.mode != "mip" and wide is not None:
            self._before_projection[chosen.key] = old.window
            return wide
        if old.mode == "mip" and mode != "mip" and old.window == wide:
            return self._before_projection.get(chosen.key, old.window)
        return old.window

    def grid(self, rows: int, columns: int) -> bool:
        """A plain grid the reader asked for: what is on the screen first, then the current exam's other sets."""
        shown = [v for v in self.desk.viewports if v.display_set][: rows * columns]
        used = {v.display_set for v in shown}
        rest = [s for s in self.catalogue.current.display_sets if s.key not in used and s.kind not in ASIDE]
        made = [*shown, *(self.viewport_for(s) for s in rest)][: rows * columns]
        made += [Viewport()] * (rows * columns - len(made))
        cells = tuple(replace(v, row=n // columns, column=n % columns, row_span=1, column_span=1, monitor=0) for n, v in enumerate(made))
        return self.do(actions.Arrange(Layout(f"{rows}x{columns}", rows, columns, cells), special=f"{rows}x{columns}"))

    def viewport_for(self, chosen: DisplaySet) -> Viewport:
        """A viewport that shows a display set as a stack, with the window its kind starts with."""
        view = hung.first_view(chosen, "stack", ViewState(window=self._first_window(chosen)))
        return self._remembered(Viewport(study=chosen.study_instance_uid, display_set=chosen.key, view=view, base=view))

    def _first_window(self, chosen: DisplaySet) -> Window | None:
        for stage in self.hanging.stages:
            for slot in stage.slots:
                if slot.display_set is not None and slot.display_set.key == chosen.key and slot.window:
                    return self.window_named(slot.window, chosen)
        return None

    def put(self, viewport: int, key: str, index: int | None = None, phase: int = 0) -> bool:
        """A display set, dragged from the strip or chosen in a menu, into a viewport; at an image of a step where one is meant."""
        chosen = self.catalogue.find(key)
        if chosen is None:
            return False
        made = self.viewport_for(chosen)
        old = self.desk.viewports[viewport]
        same_exam_kind = self.catalogue.study_number(old.study) == self.catalogue.study_number(made.study)
        made = replace(made, link_group=old.link_group if same_exam_kind or not made.link_group else made.link_group)
        if index is not None:
            made = replace(made, view=replace(made.view, index=index, phase=phase))
            if made.state:
                made = states.put_on(states.put_on(made, "", self.catalogue), made.state, self.catalogue)
        return self.do(actions.Place(viewport, made))

    def step_series(self, by: int) -> bool:
        """The next or previous display set of the focused viewport's exam."""
        viewport = self.desk.focused
        number = max(0, self.catalogue.study_number(viewport.study))
        keys = [s.key for s in self.catalogue.exams[number].display_sets]
        if not keys:
            return False
        place = keys.index(viewport.display_set) + by if viewport.display_set in keys else 0
        return 0 <= place < len(keys) and self.put(self.desk.focus, keys[place])

    # what arrives

    def update(self, catalogue: Catalogue) -> None:
        """Images came, or another prior was opened. Filled viewports stay on the very image they show; empty slots that waited are
        filled as the protocol says."""
        old = self.catalogue
        self.catalogue = catalogue
        hanging = self._hang()
        if hanging.protocol == self.hanging.protocol or not any(v.display_set for v in self.desk.viewports):
            self.hanging = hanging

        def fix(desk: Desk) -> Desk:
            layout = self._filled(_on_same_images(desk.layout, old, catalogue), desk)
            layouts = {key: _on_same_images(kept, old, catalogue) for key, kept in desk.layouts.items()}
            pins = tuple([replace(pin, a=_key_now(pin.a, old, catalogue), b=_key_now(pin.b, old, catalogue)) for pin in desk.pins])
            measurements = tuple([_on_same_volume(m, catalogue) for m in desk.measurements])
            return replace(desk, layout=layout, layouts=layouts, pins=pins, measurements=measurements)

        self._history.change(fix)
        before = self.desk
        self.desk = fix(before)
        for listener in self._listeners:
            listener(before, self.desk)

    def _filled(self, layout: Layout, desk: Desk) -> Layout:
        if desk.special or desk.stage >= self.stages or all(v.display_set for v in layout.viewports):
            return layout
        fresh = self._stage_layout(desk.stage)
        if not any(v.display_set for v in layout.viewports):
            return replace(fresh, focus=min(layout.focus, max(0, len(fresh.viewports) - 1)), maximised=layout.maximised)
        cells = {(v.row, v.column, v.row_span, v.column_span): v for v in fresh.viewports}
        viewports = tuple(v if v.display_set else cells.get((v.row, v.column, v.row_span, v.column_span), v) for v in layout.viewports)
        return replace(layout, viewports=viewports)

    # facts

    def ref(self, viewport: Viewport) -> FrameRef | None:
        """The frame a slice view shows, None for an empty viewport or another mode."""
        chosen = self.catalogue.find(viewport.display_set)
        return (
            ref_at(chosen, viewport.view.index, viewport.view.phase) if chosen and chosen.frames and viewport.view.mode == "slice" else None
        )

    def is_prior(self, study_instance_uid: str) -> bool:
        """Whether that exam is another than the one being read."""
        return bool(study_instance_uid) and study_instance_uid != self.catalogue.current.study.study_instance_uid

    def in_colour(self, chosen: DisplaySet) -> bool:
        """Whether its images have colours of their own, so that no window applies."""
        header = self.catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
        return header is not None and header.in_colour

    def exam(self, study_instance_uid: str) -> OpenExam | None:
        """The open exam of that study."""
        number = self.catalogue.study_number(study_instance_uid)
        return self.catalogue.exams[number] if number >= 0 else None

    def new_key(self) -> str:
        """A fresh key for a measurement, unique over sittings and machines."""
        return f"{os.urandom(8).hex()}-{next(self._keys)}"

    def toggle_key_image(self) -> bool:
        """The focused image becomes a key image, or stops being one."""
        viewport = self.desk.focused
        ref = self.ref(viewport)
        return ref is not None and self.do(actions.MarkKeyImage(KeyImage(ref, viewport.display_set)))

    def measurements_on(self, place: Place) -> tuple[Measurement, ...]:
        """Those drawn on that frame, or on a plane within half a millimetre of that one."""
        return tuple(m for m in self.desk.measurements if same_place(m.place, place))

    def drawn(self, refs: Iterable[FrameRef]) -> None:
        """These frames were really on the screen. Kept in the journal by ``save_seen``."""
        for ref in refs:
            if ref not in self.seen:
                self.seen.add(ref)
                for key, (frames, among, count) in self._unseen.items():
                    if ref in among:
                        self._unseen[key] = (frames, among, count - 1)
                header = self.catalogue.header(ref.sop_instance_uid)
                if header is not None:
                    self._seen_unsaved.add(header.series_instance_uid)

    def save_seen(self) -> None:
        """Write which images were seen; call it now and then and when leaving."""
        if self.journal is None or not self._seen_unsaved:
            return
        by_series: dict[str, tuple[str, list[FrameRef]]] = {}
        for ref in self.seen:
            header = self.catalogue.header(ref.sop_instance_uid)
            if header is not None and header.series_instance_uid in self._seen_unsaved:
                by_series.setdefault(header.series_instance_uid, (header.study_instance_uid, []))[1].append(ref)
        for series, (study, refs) in by_series.items():
            self.journal.seen(study, series, refs)
        self._seen_unsaved.clear()

    def last_state(self, display_set: str) -> str:
        """The presentation state put on last in this sitting, also where it was taken off again."""
        return self._last_states.get(display_set, "")

    def unseen(self, chosen: DisplaySet) -> int:
        """How many of a display set's frames were never drawn. Counted once, then kept by ``drawn``: a video has thousands."""
        known = self._unseen.get(chosen.key)
        if known is None or known[0] is not chosen.frames:
            known = chosen.frames, frozenset(chosen.frames), sum(ref not in self.seen for ref in chosen.frames)
            self._unseen[chosen.key] = known
        return known[2]


def _on_same_images(layout: Layout, old: Catalogue, new: Catalogue) -> Layout:
    """The layout with each stack on the frame it showed and each plane in the volume it was cut from, whatever keys these now have."""
    viewports = []
    for viewport in layout.viewports:
        view, before = viewport.view, old.find(viewport.display_set)
        index = view.index if view.mode == "slice" or before is None else slices(before) // 2
        holder, there = _holder(viewport.display_set, index, view.phase, old, new)
        if there is not None:
            view = replace(view, index=there[0], phase=there[1]) if view.mode == "slice" else replace(view, phase=there[1])
        viewports.append(replace(viewport, view=view, display_set=holder, overlay=_key_now(viewport.overlay, old, new)))
    return replace(layout, viewports=tuple(viewports))


def _holder(key: str, index: int, phase: int, old: Catalogue, new: Catalogue) -> tuple[str, tuple[int, int] | None]:
    """The key of the set that now holds a frame of a set, and where in it: late images may make other sets of a series, under the keys
    that others had. The key itself where it is as it was, or nothing holds the frame."""
    before, after = old.find(key), new.find(key)
    if before is None or not before.frames or before is after:
        return key, None
    ref = ref_at(before, index, phase)
    sets = [s for _, s in new.sets() if s.series_instance_uid == before.series_instance_uid]
    holder = after if after is not None and ref in after.frames else next((s for s in sets if ref in s.frames), None)
    return (key, None) if holder is None else (holder.key, index_of(holder, ref))


def _key_now(key: str, old: Catalogue, new: Catalogue) -> str:
    """The key that the set with this key now goes by: of the one that holds its middle frame."""
    before = old.find(key)
    return _holder(key, slices(before) // 2, 0, old, new)[0] if before is not None else key


def _on_same_volume(m: Measurement, catalogue: Catalogue) -> Measurement:
    """A measurement on a plane of the volume it was made in, whatever key that now has."""
    place = m.place
    header = catalogue.header(place.image) if isinstance(place, OnPlane) and place.image else None
    if header is None or not isinstance(place, OnPlane):
        return m
    ref = FrameRef(place.image, place.frame)
    sets = [s for _, s in catalogue.sets() if s.series_instance_uid == header.series_instance_uid]
    there = next(((s.key, found[1]) for s in sets if (found := index_of(s, ref)) is not None), None)
    if there is None or there == (place.display_set, place.phase):
        return m
    return msgspec.structs.replace(m, place=msgspec.structs.replace(place, display_set=there[0], phase=there[1]))


def same_place(a: Place, b: Place) -> bool:
    """Whether what is drawn on one is seen on the other: the same frame, or planes within half a millimetre."""
    if isinstance(a, OnFrame) or isinstance(b, OnFrame):
        return a == b
    return _coplanar(a, b)


def _coplanar(a: OnPlane, b: OnPlane) -> bool:
    same_set = a.display_set == b.display_set
    if (
        a.frame_of_reference_uid != b.frame_of_reference_uid
        or not (same_set or a.frame_of_reference_uid)
        or (same_set and a.phase != b.phase)
    ):
        return False
    ends = ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0))
    return all(abs(b.point(a.lps(end))[2]) <= 0.5 for end in ends)
