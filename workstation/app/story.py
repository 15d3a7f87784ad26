"""``garonne demo --headless``: the whole path in the real windows, driven by keys and mouse, with a picture of each step and a story."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF

from workstation.app import hands
from workstation.app.demo_region import Region
from workstation.app.desktop import Desktop, application
from workstation.language import language, tr
from workstation.reading.journal import MEASUREMENT
from workstation.studies.model import PriorChoice
from workstation.ui import theme

if TYPE_CHECKING:
    from workstation.imaging.model import Vector
    from workstation.ui.reading.window import ReadingWindow

SIZE = (1920, 1080)
FETCH_PATIENCE_S = 300.0
QUIET_S = 2.5  # longer than the courier takes from a new exam to the search for its priors


class Story:
    """Tells while it reads: ``told`` becomes story.json."""

    def __init__(self, region: Region, desktop: Desktop, out: Path) -> None:
        self._region, self._desktop, self._out = region, desktop, out
        self._started = time.monotonic()
        self._told_made = -1
        self._quiet_since = time.monotonic()
        self.told: dict[str, Any] = {"language": language(), "today": region.today.isoformat(), "pictures": [], "times_s": {}}

    def tell(self, step: str) -> None:
        """Note when a step was done."""
        self.told["times_s"][step] = round(time.monotonic() - self._started, 2)

    def picture(self, name: str) -> None:
        """Keep the window that is in front."""
        hands.picture(self._desktop.reading or self._desktop.show_list(), self._out / f"{name}.png")
        self.told["pictures"].append(f"{name}.png")
        self.tell(name)

    def write(self) -> None:
        """Leave story.json."""
        (self._out / "story.json").write_text(json.dumps(self.told, ensure_ascii=False, indent=1), "utf-8")

    # the path

    def list_the_exams(self) -> None:
        """The list fills while the region is made; priors are found and fetched by the courier."""
        window = self._desktop.show_list()
        window.resize(*SIZE)
        store = self._desktop.store
        made = hands.wait_until(self._region_made, tr("the demo region"), FETCH_PATIENCE_S)
        self.told["region"] = {"exams": self._region.progress.of, "made_s": round(made, 1)}
        self.tell("region made")
        store.request("retry")
        hands.wait_until(self._all_fetched, tr("the exams and their priors"), FETCH_PATIENCE_S)
        hands.wait_until(lambda: len(window.table.entries) > 0, tr("the rows of the list"))
        self.tell("priors here")
        hands.rest(1.5)
        entries = [e for e in window.table.entries if e.kind == "exam"]
        self.told["found"] = [{"patient": e.patient, "exam": e.exam, "images": e.images_known, "here": e.images_here} for e in entries]
        wanted = {uid: [p for p in choices if p.fetch] for uid, choices in store.all_priors().items()}
        self.told["fetched"] = {
            "images": store.usage().images,
            "priors": {uid: [_prior(choice) for choice in choices] for uid, choices in wanted.items() if choices},
        }
        window.view.select(entries[0].key)
        hands.rest(1.0)
        self.picture("list")

    def _region_made(self) -> bool:
        """Whether the region is complete; a person at a terminal sees how far it is."""
        progress = self._region.progress
        if progress.of and progress.made != self._told_made and sys.stderr.isatty():
            words = tr(
                "Making the demo region: {made} of {count} exams ({exam})", made=progress.made, count=progress.of, exam=progress.exam
            )
            print(f"\r\033[K{words}", end="\n" if progress.filled else "", file=sys.stderr, flush=True)
        self._told_made = progress.made
        return progress.filled

    def _all_fetched(self) -> bool:
        """Whether the exams of the day and their priors are here, and the courier has had nothing to fetch for a while."""
        store = self._desktop.store
        wanted = dict(self._region.exams_of_the_day())
        for choices in store.all_priors().values():
            wanted.update({p.study.study_instance_uid: p.study.images for p in choices if p.fetch and p.identity == "certain"})
        here = {s.study_instance_uid: s.images for s in store.studies()}
        fetching = any(r.kind == "fetch" and r.state in ("waiting", "running") for r in store.requests())
        if fetching or any(here.get(uid, 0) < images for uid, images in wanted.items()):
            self._quiet_since = time.monotonic()
        return time.monotonic() - self._quiet_since > QUIET_S

    def open(self, key: str) -> ReadingWindow:
        """Open an exam from the list by Enter."""
        window = self._desktop.show_list()
        window.activateWindow()
        window.view.select(key)
        window.view.setFocus()
        hands.press(window.view, "Return")
        hands.wait_until(lambda: self._desktop.reading is not None, tr("the reading window"))
        reading = self._desktop.reading
        assert reading is not None
        reading.resize(*SIZE)
        self.settle()
        return reading

    def settle(self) -> None:
        """Wait until all that is visible is loaded and drawn in full."""
        reading = self._desktop.reading
        assert reading is not None
        hands.wait_until(lambda: reading.session is not None and reading.visible_loaded(), tr("the images"))
        hands.rest(0.3)
        hands.wait_until(lambda: fully_drawn(reading), tr("the drawing"))
        hands.rest(0.3)

    def read(self) -> None:
        """Open the first exam beside its prior, measure, and go through the stages."""
        store, window = self._desktop.store, self._desktop.show_list()
        entries = [e for e in window.table.entries if e.kind == "exam" and e.images_here]
        first = next((e for e in entries if any(p.fetch for p in store.priors(e.key)) and e.modality == "CT"), entries[0])
        began = time.monotonic()
        reading = self.open(first.key)
        session = reading.session
        assert session is not None
        hanging = session.hanging
        self.told["opened"] = {"patient": first.patient, "exam": first.exam, "open_s": round(time.monotonic() - began, 2)}
        self.told["protocol"] = {
            "name": hanging.protocol,
            "reasons": list(hanging.reasons),
            "stages": [s.name for s in hanging.stages],
        }
        self.told["shown"] = [
            {"study": v.study, "display_set": v.display_set, "prior": session.is_prior(v.study), "reason": v.reason}
            for v in session.desk.viewports
        ]
        self.compare(reading)
        self.measure(reading)
        surface = reading.area.surface
        hands.press(surface, "Shift+Tab")  # back to the exam to read
        self.settle()
        self.picture("reading")
        hands.press(surface, "Ctrl+2")
        self.settle()
        self.picture("mpr")
        hands.press(surface, "Ctrl+2")
        for name, keys in (("mip", "Ctrl+3"), ("volume", "Ctrl+4")):
            hands.press(surface, keys)
            hands.press(surface, "Return")
            self.settle()
            self.picture(name)
            hands.press(surface, "Return")
            hands.press(surface, keys)

    def compare(self, reading: ReadingWindow) -> None:
        """Scroll current and prior to the same place by keys and link them there."""
        session, surface = reading.session, reading.area.surface
        assert session is not None
        for place in range(min(2, len(session.desk.viewports)))[::-1]:
            hands.press(surface, "Tab") if session.desk.focus != place else None
            viewport = session.desk.viewports[place]
            target, chosen = self._nodule_lps(viewport.study), session.catalogue.find(viewport.display_set)
            if target is None or chosen is None or chosen.geometry is None:
                continue
            hands.press(surface, "Home")
            steps = _nearest_slice(chosen.geometry.slice_origins_lps, chosen.geometry.normal_lps, target)
            for key in ["PgDown"] * (steps // 10) + ["Down"] * (steps % 10):
                hands.press(surface, key)
        hands.press(surface, "L")
        self.settle()

    def measure(self, reading: ReadingWindow) -> None:
        """Measure the nodule with the mouse, in both exams; without one, the middle of the image."""
        surface, session = reading.area.surface, reading.session
        assert session is not None
        for place, half_mm in ((0, 7.0), (1, 4.5)):
            viewport = session.desk.viewports[place]
            assert surface.canvas is not None
            target, projection = self._nodule_lps(viewport.study), surface.canvas.projection(place)
            found = projection.from_lps(target) if target else None
            rect, ratio = reading.area.rects[place], surface.devicePixelRatioF()
            x, y = found[:2] if found else (rect.width() * ratio / 2, rect.height() * ratio / 2)
            half = QPointF(half_mm / (projection.mm_per_px or 1.0) / ratio, 0)
            centre = QPointF(rect.topLeft()) + QPointF(x, y) / ratio
            hands.press(surface, "D")
            hands.drag(surface, centre - half, centre + half)
            hands.press(surface, "Esc")
            hands.rest(0.3)
        measured = session.desk.measurements
        self.told["measured"] = [
            {"kind": type(m).__name__, "text": list(reading.results.now(m, session.catalogue).lines)} for m in measured
        ]

    def _nodule_lps(self, study_uid: str) -> Vector | None:
        from workstation import phantoms

        return phantoms.nodule_lps(self._region.today, study_uid)

    def leave(self) -> None:
        """Mark read, and find the measurement again in the store as a fresh start would."""
        reading = self._desktop.reading
        assert reading is not None
        assert reading.session is not None
        uid = reading.session.catalogue.current.study.study_instance_uid
        hands.press(reading.area.surface, "Ctrl+Return")
        store = self._desktop.store
        hands.wait_until(lambda: store.reading_state(uid).state == "read", tr("the exam marked as read"))
        self.told["read"] = {"study": uid, "kept_measurements": len(store.journal_entries(uid, MEASUREMENT))}
        self.tell("marked read")

    def mammogram(self) -> None:
        """The next mammogram of the list, its four views."""
        window = self._desktop.show_list()
        mammogram = next(e for e in window.table.entries if e.kind == "exam" and e.modality == "MG")
        self._desktop.read(mammogram.key)
        reading = self._desktop.reading
        assert reading is not None
        hands.wait_until(
            lambda: reading.session is not None and reading.session.catalogue.current.study.study_instance_uid == mammogram.key,
            tr("the mammogram"),
        )
        self.settle()
        assert reading.session is not None
        self.told["mammogram"] = {"protocol": reading.session.hanging.protocol, "stage": reading.session.hanging.stages[0].name}
        self.picture("mammo")


def fully_drawn(reading: ReadingWindow) -> bool:
    """Whether nothing is left to draw, coarse or in full."""
    return all(
        area.at_rest and area.surface.canvas is not None and not any(area.surface.canvas.coarse(p) for p in range(len(area.numbers)))
        for area in reading.areas
    )


def _nearest_slice(origins: tuple[Vector, ...], normal: Vector, point: Vector) -> int:
    """Index of the slice whose plane is nearest to a point (all LPS, mm)."""

    def along(p: Vector) -> float:
        return sum(a * b for a, b in zip(p, normal, strict=True))

    return min(range(len(origins)), key=lambda k: abs(along(origins[k]) - along(point)))


def _prior(choice: PriorChoice) -> dict[str, object]:
    return {"exam": choice.study.description, "date": choice.study.date, "score": choice.score, "reasons": list(choice.reasons)}


def tell(region: Region, out: Path) -> dict[str, Any]:
    """Run the whole story; leaves the pictures and story.json in ``out``."""
    app = application()
    desktop = Desktop(region.home)
    theme.apply(app, desktop.settings.text_size)
    story = Story(region, desktop, out)
    try:
        story.list_the_exams()
        story.read()
        story.leave()
        story.mammogram()
        story.tell("end")
    finally:
        story.write()
        desktop.close()
    return story.told
