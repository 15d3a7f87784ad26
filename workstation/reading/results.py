"""Results of measurements. An ellipse needs its slice decoded again (no copy of the volume is kept): in a thread, then told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from workstation.errors import GaronneError
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader
from workstation.measurements import Ellipse, Length, Measurement, OnFrame, OnPlane, Result, measure
from workstation.measurements.calibration import Scale, set_by
from workstation.measurements.results import evolution
from workstation.measurements.statistics import inside
from workstation.reading.catalogue import Catalogue, ref_at
from workstation.reading.frame_values import Frames, FrameValues
from workstation.reading.journal import study_of
from workstation.reading.places import nearest_slices
from workstation.reading.quantity import BODY_WEIGHT, Choice
from workstation.store.source import ImageSource

Values = npt.NDArray[np.float64]
Key = tuple[Measurement, str, Length | None]
Source = DisplaySet | ImageHeader | None  # what a measurement was made on: another one makes it anew


class Results:
    """What each measurement says, in the quantity the reader chose. ``told`` is called from a thread when a statistic, or the values of a
    frame that were asked for, are ready."""

    def __init__(self, source_for: Callable[[str], ImageSource], told: Callable[[], None] = lambda: None) -> None:
        self.told = told
        self.choice: Choice = BODY_WEIGHT
        self.scales: dict[str, Length] = {}  # by image, the line whose length the reader knows
        self._frames = Frames(source_for)
        self._known: dict[Key, tuple[Source, Result]] = {}
        self._asked: dict[Key, Source] = {}
        self._wanted: tuple[FrameRef, ...] = ()  # the last frames whose values were asked for: others are not waited for any more
        self._unreadable: set[FrameRef] = set()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="statistics")

    def of(self, m: Measurement, catalogue: Catalogue) -> Result:
        """The result, or what is known of it until its pixels are read."""
        if not isinstance(m, Ellipse):
            return self.quick(m, catalogue)
        source = _source(m, catalogue)
        key = (m, self._quantity_key(m, source, catalogue), self._scale(m))
        with self._lock:
            known = self._known.get(key)
            if known is not None and (known[0] is source or known[0] == source):
                self._known[key] = (source, known[1])  # the next comparison is quick
                return known[1]
            if key not in self._asked or self._asked[key] != source:
                self._asked[key] = source
                self._pool.submit(self._work, m, key, catalogue, self.choice)
        return self.quick(m, catalogue)

    def quick(self, m: Measurement, catalogue: Catalogue) -> Result:
        """What can be said without reading pixels: for a measurement that is still being drawn."""
        return measure(m, _header(m, catalogue), known=self._scale(m))

    def follow(self, measurements: Sequence[Measurement]) -> None:
        """The measurements of the desk: which lines of known length there are. The last one of an image is its scale."""
        lines = [m for m in measurements if isinstance(m, Length) and m.known_mm > 0 and isinstance(m.place, OnFrame)]
        self.scales = {m.place.sop_instance_uid: m for m in lines if isinstance(m.place, OnFrame)}

    def scale_set(self, ref: FrameRef, catalogue: Catalogue) -> Scale | None:
        """The scale that the reader gave an image by a line of known length."""
        line, header = self.scales.get(ref.sop_instance_uid), catalogue.header(ref.sop_instance_uid)
        return set_by(line, header) if line is not None and header is not None else None

    def _scale(self, m: Measurement) -> Length | None:
        return self.scales.get(m.place.sop_instance_uid) if isinstance(m.place, OnFrame) else None

    def now(self, m: Measurement, catalogue: Catalogue) -> Result:
        """The final result, in this thread: for the command line and tests."""
        return self._measured(m, catalogue, self.choice, self._scale(m))

    def known_frame(self, ref: FrameRef) -> FrameValues | None:
        """The values of a frame that is at hand (see ``ask``)."""
        return self._frames.known(ref)

    def ask(self, refs: Sequence[FrameRef], catalogue: Catalogue) -> None:
        """Bring the values of these frames in, told when they are here; those asked for before and not begun are dropped."""
        wanted = tuple(ref for ref in refs if self._frames.known(ref) is None and ref not in self._unreadable)
        if wanted and wanted != self._wanted:
            self._wanted = wanted
            self._pool.submit(self._bring, wanted, catalogue)

    def forget(self) -> None:
        """Another exam: what was kept of this one goes."""
        self._wanted = ()
        with self._lock:
            self._known.clear()
            self._asked.clear()
        self._frames.forget()
        self._unreadable.clear()

    def close(self) -> None:
        """Stop; nothing more is told."""
        self.told = lambda: None
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _bring(self, wanted: tuple[FrameRef, ...], catalogue: Catalogue) -> None:
        for ref in wanted:
            header = catalogue.header(ref.sop_instance_uid)
            if self._wanted != wanted or header is None:
                return
            try:
                self._frames.read(ref, header)
            except GaronneError:  # the image itself says why it cannot be read
                self._unreadable.add(ref)
        if self._wanted == wanted:
            self._wanted = ()
        self.told()

    def _work(self, m: Ellipse, key: Key, catalogue: Catalogue, choice: Choice) -> None:
        source = _source(m, catalogue)
        if self._asked.get(key, m) != source:  # forgotten, or asked again of what came later
            return
        try:
            found = self._measured(m, catalogue, choice, key[2])
        except GaronneError:
            found = self.quick(m, catalogue)  # the image itself says why it cannot be read
        with self._lock:
            if self._asked.get(key, m) == source:
                self._known[key] = (source, found)
        self.told()

    def _quantity_key(self, m: Ellipse, source: Source, catalogue: Catalogue) -> str:
        index = m.place.frame if isinstance(m.place, OnFrame) else 0
        if isinstance(source, DisplaySet):
            source = catalogue.header(source.frames[0].sop_instance_uid) if source.frames else None
        quantity = self.choice.of(source, index)
        return quantity.key if quantity else ""

    def _measured(self, m: Measurement, catalogue: Catalogue, choice: Choice, known: Length | None) -> Result:
        header = _header(m, catalogue)
        if not isinstance(m, Ellipse):
            return self.quick(m, catalogue)
        if isinstance(m.place, OnPlane):
            chosen = catalogue.find(m.place.display_set)
            if chosen is None or chosen.geometry is None:
                return measure(m, None)
            samples, unit = self._on_plane(m, m.place, chosen, catalogue, choice)
            return measure(m, None, samples, unit=unit)
        quantity = choice.of(header, m.place.frame)
        if header is None or quantity is None:
            return self.quick(m, catalogue)
        frame = self._frames.read(FrameRef(m.place.sop_instance_uid, m.place.frame), header)
        row, column, mask = inside(m, frame.stored.shape[0], frame.stored.shape[1])
        samples = frame.of(quantity, (row, column))[mask & ~frame.padding((row, column))]
        return measure(m, header, samples, unit=quantity.suffix, known=known)

    def _on_plane(self, m: Ellipse, place: OnPlane, chosen: DisplaySet, catalogue: Catalogue, choice: Choice) -> tuple[Values, str]:
        """Values of the voxels nearest to points a pixel apart inside the ellipse, and their unit; slices are read one by one. None where
        they have no unit in common."""
        assert chosen.geometry is not None
        g = chosen.geometry
        (cx, cy), (rx, ry) = m.center, m.radii
        step = max(min(g.spacing), max(rx, ry) / 60)
        x, y = np.meshgrid(*(np.arange(-(r // step), r // step + 1) * step for r in (rx, ry)))  # the middle is always one of them
        mask = (x / max(rx, 1e-9)) ** 2 + (y / max(ry, 1e-9)) ** 2 <= 1
        plane = (place.center_lps, place.right_lps, place.down_lps)
        center, right, down = (np.asarray(v, dtype=np.float64) for v in plane)
        points = center + (cx + x[mask])[:, None] * right + (cy + y[mask])[:, None] * down
        slice_of = nearest_slices(g, points)
        found: list[Values] = []
        units: set[str] = set()
        for k in np.unique(slice_of[slice_of >= 0]).tolist():
            ref = ref_at(chosen, k, place.phase)
            header = catalogue.header(ref.sop_instance_uid)
            quantity = choice.of(header, ref.frame)
            if header is None or quantity is None:
                continue
            units.add(quantity.suffix)
            frame = self._frames.read(ref, header)
            rest = points[slice_of == k] - np.asarray(g.slice_origins_lps[k])
            i = np.rint(rest @ np.asarray(g.row_lps) / g.spacing[1]).astype(int)
            j = np.rint(rest @ np.asarray(g.column_lps) / g.spacing[0]).astype(int)
            ok = (i >= 0) & (j >= 0) & (i < frame.stored.shape[1]) & (j < frame.stored.shape[0])
            taken = (j[ok], i[ok])
            found.append(frame.of(quantity, taken)[~frame.padding(taken)])
        return (np.concatenate(found), units.pop()) if len(units) == 1 else (np.empty(0), "")


def _source(m: Measurement, catalogue: Catalogue) -> Source:
    return catalogue.find(m.place.display_set) if isinstance(m.place, OnPlane) else _header(m, catalogue)


def _header(m: Measurement, catalogue: Catalogue) -> ImageHeader | None:
    return catalogue.header(m.place.sop_instance_uid) if isinstance(m.place, OnFrame) else None


class Finding:
    """One line of the list: a measurement on the current exam, and the one of the same name on a prior."""

    def __init__(self, m: Measurement, result: Result, prior: Measurement | None, prior_result: Result | None, prior_study: str) -> None:
        self.measurement, self.result = m, result
        self.prior, self.prior_result, self.prior_study = prior, prior_result, prior_study

    @property
    def change(self) -> tuple[str, ...]:
        """How it changed since the prior."""
        return evolution(self.result, self.prior_result) if self.prior_result else ()


def findings(measurements: tuple[Measurement, ...], catalogue: Catalogue, results: Results) -> list[Finding]:
    """The list: current ones with their prior of the same name and kind beside them, then priors without a partner."""
    current = catalogue.current.study.study_instance_uid
    studies = {m.key: study_of(m, catalogue) for m in measurements}
    priors = [m for m in measurements if studies[m.key] != current]
    used: set[str] = set()
    found = []
    for m in measurements:
        if studies[m.key] != current:
            continue
        name = m.label.strip().casefold()
        partner = next((p for p in priors if name and p.label.strip().casefold() == name and type(p) is type(m)), None)
        if partner is not None:
            used.add(partner.key)
        prior_result = results.of(partner, catalogue) if partner else None
        found.append(Finding(m, results.of(m, catalogue), partner, prior_result, studies[partner.key] if partner else ""))
    found += [Finding(p, results.of(p, catalogue), None, None, studies[p.key]) for p in priors if p.key not in used]
    return found
