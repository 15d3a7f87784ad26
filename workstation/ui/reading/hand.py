"""The hand on the mouse: presses, drags and the wheel over one area become actions of the session.

One drag is one gesture: undo takes it back whole. A measurement half drawn or being changed is a draft and becomes an action when
the button comes up, so that the journal gets what was meant and not every pixel on the way.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from workstation.measurements import Angle, Cobb, Ellipse, Length, Measurement, OnFrame
from workstation.measurements.calibration import LENGTHS
from workstation.measurements.values import Point, moved, shifted
from workstation.reading import actions, drawing
from workstation.reading.catalogue import slices
from workstation.reading.session import same_place
from workstation.reading.windows import dragged, reach_of
from workstation.ui.reading import scene as scenes
from workstation.ui.reading.area import ViewportArea
from workstation.ui.reading.mouse import drag_of, speed
from workstation.ui.reading.pointer import Pointer
from workstation.ui.reading.view import View

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow

SHAPES: dict[str, tuple[type, int]] = {"length": (Length, 2), "angle": (Angle, 3), "cobb": (Cobb, 4), "ellipse": (Ellipse, 2)}
REACH = 9.0  # how near a handle or a line the pointer has to be, px
CLICK = 4  # a press that moved less is a click


class Hand:
    """State of one hand over one area."""

    def __init__(self, window: ReadingWindow, area: ViewportArea) -> None:
        self.window, self.area = window, area
        self.pointer = Pointer(window, area)
        self.draft: Measurement | None = None
        self.draft_on = -1
        self._fixed = 0  # points of the draft that are set
        self._begun = False  # whether the click that set the first of them is over
        self._buttons = Qt.MouseButton.NoButton
        self._place = -1
        self._from = QPointF()
        self._last = QPointF()
        self._travelled = 0.0
        self._rest = 0.0  # part of an image that a drag has not scrolled yet
        self._held: tuple[Measurement, int, Point] | None = None  # measurement, handle (-1: all of it), where it was taken
        self._turning = False
        self._drag = ""
        self._wheel = 0.0

    # events

    def press(self, event: QMouseEvent) -> None:
        session, position = self.window.session, event.position()
        place = self.area.place_at(position.toPoint())
        if session is None or place < 0:
            return
        number = self.area.numbers[place]
        if self.area.overlays[place].verb_box.contains(position - QPointF(self.area.rects[place].topLeft())):
            session.do(actions.Focus(number))
            self.window.arrivals.fetch_for(number)
            return
        session.do(actions.Focus(number))
        self._buttons, self._place = event.buttons(), place
        self._from = self._last = position
        self._travelled = self._rest = 0.0
        self._held, self._turning = None, False
        self._drag = drag_of(self._buttons, self.window.tool, self.window.profile)
        if event.button() != Qt.MouseButton.LeftButton or self._buttons & Qt.MouseButton.RightButton:
            return
        local = self._local(position)
        if self.draft is None and self._take(local, number):
            return
        if self.window.tool in SHAPES:
            self._draw_press(local, number)
        elif self.window.tool == "crosshair":
            self._cross(local, number)
        elif self._near_cross_line(local, place):
            self._turning = True

    def move(self, event: QMouseEvent) -> None:
        session, position = self.window.session, event.position()
        if session is None:
            return
        if self._place < 0 or not self._buttons:
            self._hover(position)
            return
        by = position - self._last
        self._last = position
        self._travelled += math.hypot(by.x(), by.y())
        if self._place >= len(self.area.numbers):
            return
        number = self.area.numbers[self._place]
        fine = speed(event.modifiers())
        if self._held is not None:
            self._change(self._local(position), number)
        elif self.draft is not None and self._drag in SHAPES:
            self._draw_move(self._local(position), number)
        elif self._turning:
            self._turn(position, by, number)
        else:
            self._dragged(self._drag, by * fine, number, self._local(position))

    def release(self, event: QMouseEvent) -> None:
        session = self.window.session
        if session is None or self._place < 0 or self._place >= len(self.area.numbers):
            self._place = -1
            return
        number = self.area.numbers[self._place]
        clicked = self._travelled < CLICK
        if self._held is not None:
            changed, self._held = self.draft, None
            self.draft = None
            if changed is not None and not clicked:
                session.do(drawing.Draw(changed))
        elif self.draft is not None and self._drag in SHAPES and event.button() == Qt.MouseButton.LeftButton:
            self._draw_release(self._local(event.position()), number, clicked)
        elif event.button() == Qt.MouseButton.RightButton and clicked and self._drag == self.window.profile.right:
            self.window.context_menu(event.globalPosition().toPoint(), self.area, number)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._place, self._buttons = -1, Qt.MouseButton.NoButton
            session.end_gesture()
        else:
            self._drag = drag_of(event.buttons(), self.window.tool, self.window.profile)
        self.area.schedule()

    def double_click(self, event: QMouseEvent) -> None:
        session, place = self.window.session, self.area.place_at(event.position().toPoint())
        if session is None or place < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.window.tool in SHAPES:  # two quick clicks with a tool are two points
            self.press(event)
            return
        session.do(actions.Focus(self.area.numbers[place]))
        session.do(actions.Maximise())

    def wheel(self, event: QWheelEvent) -> None:
        session, position = self.window.session, event.position()
        place = self.area.place_at(position.toPoint())
        if session is None or place < 0:
            return
        number = self.area.numbers[place]
        session.do(actions.Focus(number))
        self._wheel += event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        notches = math.trunc(self._wheel)
        if notches == 0:
            return
        self._wheel -= notches
        viewport = session.desk.viewports[number]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or viewport.view.mode in ("volume", "mip"):
            self._zoom(number, 1.15**notches, self._local_in(place, position))
        else:
            self.area.moving()
            session.do(actions.Scroll(number, -notches, gesture=f"wheel-{number}"))

    def follow(self) -> None:
        """Something changed: what is half drawn goes with the image it was begun on."""
        session = self.window.session
        if session is None or self.draft is None:
            return
        place = self.area.numbers.index(self.draft_on) if self.draft_on in self.area.numbers else -1
        view = self.area.view(place)
        now = scenes.place_of(session, session.desk.viewports[self.draft_on], view) if view is not None else None
        if now is None or not same_place(self.draft.place, now):
            self.leave_tool()

    def leave_tool(self) -> None:
        """What is half drawn is dropped."""
        self.draft, self.draft_on, self._fixed, self._held = None, -1, 0, None
        self.area.schedule()

    # drags

    def _dragged(self, tool: str, by: QPointF, number: int, at: QPointF) -> None:
        session = self.window.session
        assert session is not None
        gesture = f"drag-{tool}-{number}-{self._from.x()}-{self._from.y()}"
        rect = self.area.rects[self._place]
        viewport = session.desk.viewports[number]
        volume = viewport.view.mode in ("volume", "mip")
        self.area.moving()
        if volume and tool in ("scroll", "turn-view"):
            session.do(actions.TurnCamera(number, -by.x() * 0.5, by.y() * 0.5, gesture=gesture))
        elif tool == "turn-view":
            session.do(actions.TurnPlane(number, by.y() * 0.3, "right", gesture=gesture))
            session.do(actions.TurnPlane(number, -by.x() * 0.3, "down", gesture=gesture))
        elif tool == "scroll":
            self._rest += by.y() / self._px_per_image(number, rect.height())
            steps = math.trunc(self._rest)
            if steps:
                self._rest -= steps
                session.do(actions.Scroll(number, steps, gesture=gesture))
        elif tool == "window":
            self._window(number, by.x() / rect.width(), by.y() / rect.height(), gesture)
        elif tool == "zoom":
            self._zoom(number, math.exp(-by.y() * 0.006), self._local_in(self._place, self._from), gesture)
        elif tool == "pan":
            session.do(actions.Pan(number, (by.x() / rect.width(), by.y() / rect.height()), gesture=gesture))
        elif tool == "crosshair":
            self._cross(at, number, gesture)

    def _px_per_image(self, number: int, height: int) -> float:
        """A drag over most of the viewport goes through the stack, but never more than a few images a pixel."""
        session = self.window.session
        assert session is not None
        chosen = session.catalogue.find(session.desk.viewports[number].display_set)
        count = slices(chosen) if chosen else 1
        return min(max(height * 0.8 / max(1, count), 3.0), 24.0)

    def _window(self, number: int, right: float, down: float, gesture: str) -> None:
        session, canvas = self.window.session, self.area.surface.canvas
        assert session is not None
        assert canvas is not None
        chosen = session.catalogue.find(session.desk.viewports[number].display_set)
        if chosen is None or session.in_colour(chosen):
            return
        view = session.desk.viewports[number].view
        window = view.window or canvas.window(self.area.numbers.index(number))
        session.do(actions.SetWindow(number, dragged(window, right, down, reach_of(window)), gesture=gesture))

    def _zoom(self, number: int, factor: float, at: QPointF, gesture: str = "") -> None:
        session = self.window.session
        assert session is not None
        view = self.area.view(self.area.numbers.index(number))
        self.area.moving()
        pan = None
        if view is not None and view.projection.state.mode in ("slice", "mpr"):
            pan = view.zoomed_at(factor, at.x(), at.y()).pan
        session.do(actions.Zoom(number, factor, pan, gesture=gesture or f"zoom-{number}"))

    def _cross(self, at: QPointF, number: int, gesture: str = "crosshair") -> None:
        session = self.window.session
        assert session is not None
        view = self.area.view(self.area.numbers.index(number))
        point = view.to_lps(at.x(), at.y()) if view is not None else None
        if point is not None:
            self.area.moving()
            session.do(actions.Crosshair(number, point, gesture=gesture))

    def _near_cross_line(self, at: QPointF, place: int) -> bool:
        """Whether the pointer is on a line of the crosshair, away from its middle: there it turns."""
        scene = self.area.overlays[place].scene
        if scene.crosshair is None:
            return False
        cx, cy = scene.crosshair
        if math.hypot(at.x() - cx, at.y() - cy) < 40:
            return False
        return any(line.turns and _distance((at.x(), at.y()), line.start, line.end) < REACH for line in scene.cross_lines)

    def _turn(self, position: QPointF, by: QPointF, number: int) -> None:
        session = self.window.session
        assert session is not None
        scene = self.area.overlays[self._place].scene
        if scene.crosshair is None:
            return
        cx, cy = scene.crosshair
        now = self._local(position)
        before = now - by
        angle = math.degrees(math.atan2(now.y() - cy, now.x() - cx) - math.atan2(before.y() - cy, before.x() - cx))
        angle = (angle + 180) % 360 - 180
        self.area.moving()
        session.do(actions.TurnCrosshair(number, angle, gesture=f"turn-{self._from.x()}-{self._from.y()}"))

    # measurements

    def _take(self, at: QPointF, number: int) -> bool:
        """Take hold of a measurement under the pointer."""
        session = self.window.session
        assert session is not None
        place = self.area.numbers.index(number)
        view = self.area.view(place)
        if view is None:
            return False
        for item in reversed(self.area.overlays[place].scene.drawings):
            handle = next((n for n, h in enumerate(item.handles) if math.hypot(at.x() - h[0], at.y() - h[1]) <= REACH), None)
            on_line = any(_distance((at.x(), at.y()), a, b) <= REACH - 3 for stroke in item.strokes for a, b in pairwise(stroke))
            if handle is None and not on_line:
                continue
            found = next((m for m in session.desk.measurements if m.key == item.key), None)
            if found is None:
                continue
            self.window.select(found.key)
            self._held = (found, -1 if handle is None else handle, self._point(found, view, at))
            self.draft, self.draft_on = found, number
            return True
        if self.window.selected and self.window.tool not in SHAPES:
            self.window.select("")
        return False

    def _change(self, at: QPointF, number: int) -> None:
        assert self._held is not None
        view = self.area.view(self.area.numbers.index(number))
        if view is None:
            return
        m, handle, taken = self._held
        to = self._point(m, view, at)
        self.draft = shifted(m, (to[0] - taken[0], to[1] - taken[1])) if handle < 0 else moved(m, handle, to)
        self.area.schedule()

    def _point(self, m: Measurement, view: View, at: QPointF) -> Point:
        """A widget point in the measurement's own coordinates."""
        if isinstance(m.place, OnFrame):
            return view.to_image(at.x(), at.y())
        lps = view.to_lps(at.x(), at.y())
        return m.place.point(lps)[:2] if lps is not None else (0.0, 0.0)

    def _draw_press(self, at: QPointF, number: int) -> None:
        session = self.window.session
        assert session is not None
        view = self.area.view(self.area.numbers.index(number))
        if view is None:
            return
        if self.draft is None or self.draft_on != number:
            where = scenes.place_of(session, session.desk.viewports[number], view)
            if where is None:
                self.window.say_no(number)
                return
            shape, count = SHAPES[self.window.tool]
            start = view.to_image(at.x(), at.y())
            self.draft = shape(session.new_key(), where, (start,) * count)
            self.draft_on, self._fixed, self._begun = number, 1, False
        else:
            self._draw_move(at, number)
        self.area.schedule()

    def _draw_move(self, at: QPointF, number: int) -> None:
        view = self.area.view(self.area.numbers.index(number)) if number in self.area.numbers else None
        if self.draft is None or view is None or number != self.draft_on:
            return
        to = self._point(self.draft, view, at)
        count = len(self.draft.points)
        fixed = self.draft.points[: self._fixed]
        shape = type(self.draft)
        self.draft = shape(self.draft.key, self.draft.place, (*fixed, *(to,) * (count - self._fixed)))
        self.area.schedule()

    def _draw_release(self, at: QPointF, number: int, clicked: bool) -> None:
        """A drag sets two points at once; clicks set one each."""
        session = self.window.session
        assert session is not None
        if self.draft is None:
            return
        first = self._fixed == 1 and clicked and self._started_here(at, number) and not (self._begun and self._of_one_point(self.draft))
        self._begun = True
        if not first:
            self._draw_move(at, number)
            self._fixed += 1
        if self._fixed >= len(self.draft.points):
            done, self.draft, self._fixed, self.draft_on = self.draft, None, 0, -1
            if len(set(done.points)) > 1 or self._of_one_point(done):
                session.do(drawing.Draw(done))
                self.window.select(done.key)
        self.area.schedule()

    def _of_one_point(self, m: Measurement) -> bool:
        """Whether a single point says something here: a velocity in a Doppler spectrum."""
        session = self.window.session
        if session is None or not isinstance(m, Length):
            return False
        start = m.points[0]
        result = self.window.results.quick(Length(m.key, m.place, (start, start)), session.catalogue)
        return result.value is not None and result.unit not in LENGTHS

    def _started_here(self, at: QPointF, number: int) -> bool:
        view = self.area.view(self.area.numbers.index(number))
        if view is None or self.draft is None:
            return True
        there = scenes.point_px(self.draft.place, self.draft.points[0], view)
        return math.hypot(at.x() - there[0], at.y() - there[1]) < CLICK + 1

    # pointer

    def _hover(self, position: QPointF) -> None:
        place = self.area.place_at(position.toPoint())
        if place < 0 or place >= len(self.area.numbers):
            self.pointer.gone()
            return
        number = self.area.numbers[place]
        local = self._local_in(place, position)
        self.pointer.moved(place, local)
        if self.draft is not None and self._fixed and self.draft_on == number:
            self._draw_move(local, number)
        overlay = self.area.overlays[place]
        self.area.surface.setCursor(self._cursor(local, place, overlay.verb_box.contains(local)))
        session = self.window.session
        tip = ""
        if session is not None:
            viewport = session.desk.viewports[number]
            tip = next((text for box, text in overlay.text_boxes if box.contains(local)), "") and _why(viewport.reason, viewport.mark)
        if self.area.surface.toolTip() != tip:
            self.area.surface.setToolTip(tip)

    def _cursor(self, at: QPointF, place: int, on_verb: bool) -> Qt.CursorShape:
        if on_verb:
            return Qt.CursorShape.PointingHandCursor
        for item in self.area.overlays[place].scene.drawings:
            if any(math.hypot(at.x() - x, at.y() - y) <= REACH for x, y in item.handles):
                return Qt.CursorShape.SizeAllCursor
        tool = self.window.tool
        if tool in SHAPES or tool == "crosshair":
            return Qt.CursorShape.CrossCursor
        if self._near_cross_line(at, place):
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if tool == "pan" else Qt.CursorShape.ArrowCursor

    def _local(self, position: QPointF) -> QPointF:
        return self._local_in(self._place, position)

    def _local_in(self, place: int, position: QPointF) -> QPointF:
        corner: QPoint = self.area.rects[place].topLeft() if 0 <= place < len(self.area.rects) else QPoint()
        return position - QPointF(corner)


def _why(reason: str, mark: str) -> str:
    return "\n".join(p for p in (reason, mark) if p)


def _distance(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """From a point to a segment, px."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = dx * dx + dy * dy
    t = 0.0 if size == 0 else min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / size))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)
