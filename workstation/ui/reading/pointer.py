"""The pixel under the pointer: what lies there is said in the viewport's corner, live where the values are at hand.

Values are read again from the file, in a thread, once the pointer rests; until then only the place is said, never a value of another
image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer

from workstation.reading import readout
from workstation.reading.catalogue import Catalogue
from workstation.reading.corners import LEAST
from workstation.reading.desk import Viewport
from workstation.reading.readout import Spot
from workstation.ui.reading.area import ViewportArea
from workstation.ui.reading.view import View

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow

REST_MS = 120


class Pointer:
    """One pointer over one area."""

    def __init__(self, window: ReadingWindow, area: ViewportArea) -> None:
        self.window, self.area = window, area
        self._place, self._at = -1, QPointF()
        self._wanted: tuple = ()
        self._rest = QTimer(area, singleShot=True, interval=REST_MS, timeout=self._ask)

    def moved(self, place: int, at: QPointF) -> None:
        """The pointer is over that place, at widget pixels from its corner; -1 beside all of them."""
        self._place, self._at = place, at
        self.say()

    def gone(self) -> None:
        """The pointer left."""
        self.moved(-1, QPointF())

    def say(self) -> None:
        """Say the pixel anew: the pointer moved, or the image under it did, or its values came."""
        for place, overlay in enumerate(self.area.overlays):
            overlay.set_readout(self._words() if place == self._place else "")

    def _words(self) -> str:
        session, results = self.window.session, self.window.results
        self._wanted = ()
        if session is None or not 0 <= self._place < len(self.area.numbers) or self.window.text_state == LEAST:
            return ""
        viewport, view = session.desk.viewports[self.area.numbers[self._place]], self.area.view(self._place)
        if view is None:
            return ""
        found, wanted = [], []
        for spot in self._spots(viewport, view, session.catalogue):
            values = results.known_frame(spot.ref)
            header = session.catalogue.header(spot.ref.sop_instance_uid)
            if values is None and header is not None and readout.worth_reading(header):
                wanted.append(spot.ref)
            found.append((spot, values))
        self._wanted = tuple(wanted)
        if wanted:
            self._rest.start()
        return readout.words(found, session.catalogue, session.choice, *view.to_image(self._at.x(), self._at.y()))

    def _spots(self, viewport: Viewport, view: View, catalogue: Catalogue) -> list[Spot]:
        """The pixel shown there, then that of what is laid over it."""
        x, y = self._at.x(), self._at.y()
        chosen, over = catalogue.find(viewport.display_set), catalogue.find(viewport.overlay)
        mode, found = viewport.view.mode, []
        point = view.to_lps(x, y) if mode in ("slice", "mpr") else None
        if chosen is not None and mode == "slice":
            ref = self.window.session.ref(viewport) if self.window.session is not None else None
            header = catalogue.header(ref.sop_instance_uid) if ref else None
            if ref is not None and header is not None:
                found.append(readout.spot_on_frame(ref, header, *view.to_image(x, y)))
        elif chosen is not None and point is not None and viewport.view.slab_mm <= 0:
            found.append(readout.spot_in_volume(chosen, point, viewport.view.phase))
        if over is not None and point is not None and viewport.view.fusion > 0:
            found.append(readout.spot_in_volume(over, point))
        return [spot for spot in found if spot is not None]

    def _ask(self) -> None:
        session = self.window.session
        if session is not None and self._wanted:
            self.window.results.ask(self._wanted, session.catalogue)
