"""Results of measurements. An ellipse needs its slice decoded again (no copy of the volume is kept): in a thread, then told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from workstation import decoding
from workstation.errors import GaronneError
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader
from workstation.measurements import Ellipse, Measurement, OnFrame, OnPlane, Result, measure
from workstation.measurements.results import evolution
from workstation.reading.catalogue import Catalogue, ref_at
from workstation.reading.journal import study_of
from workstation.reading.places import nearest_slice
from workstation.store.source import ImageSource

Values = npt.NDArray[np.float64]
_KEPT_FRAMES = 4


class Results:
    """What each measurement says. ``told`` is called from a thread when a statistic is ready."""

    def __init__(self, source_for: Callable[[str], ImageSource], told: Callable[[], None] = lambda: None) -> None:
        self._source_for, self.told = source_for, told
        self._known: dict[Measurement, Result] = {}
        self._asked: set[Measurement] = set()
        self._frames: dict[FrameRef, tuple[Values, npt.NDArray[np.bool_] | None]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="statistics")

    def of(self, m: Measurement, catalogue: Catalogue) -> Result:
        """The result, or what is known of it until its pixels are read."""
        if not isinstance(m, Ellipse):
            return measure(m, _header(m, catalogue))
        known = self._known.get(m)
        if known is not None:
            return known
        with self._lock:
            if m not in self._asked:
                self._asked.add(m)
                self._pool.submit(self._work, m, catalogue)
        return measure(m, _header(m, catalogue))

    def quick(self, m: Measurement, catalogue: Catalogue) -> Result:
        """What can be said without reading pixels: for a measurement that is still being drawn."""
        return measure(m, _header(m, catalogue))

    def now(self, m: Measurement, catalogue: Catalogue) -> Result:
        """The final result, in this thread: for the command line and tests."""
        return self._measured(m, catalogue)

    def close(self) -> None:
        """Stop; nothing more is told."""
        self.told = lambda: None
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, m: Ellipse, catalogue: Catalogue) -> None:
        try:
            self._known[m] = self._measured(m, catalogue)
        except GaronneError:
            self._known[m] = measure(m, _header(m, catalogue))  # the image itself says why it cannot be read
        self.told()

    def _measured(self, m: Measurement, catalogue: Catalogue) -> Result:
        header = _header(m, catalogue)
        if not isinstance(m, Ellipse):
            return measure(m, header)
        if isinstance(m.place, OnPlane):
            chosen = catalogue.find(m.place.display_set)
            if chosen is None or chosen.geometry is None:
                return measure(m, None)
            first = catalogue.header(chosen.frames[0].sop_instance_uid)
            samples, factor, unit = self._on_plane(m, m.place, chosen, catalogue), *unit_of(first)
            return measure(m, None, samples * factor, unit=unit)
        if header is None or header.samples_per_pixel != 1:
            return measure(m, header)
        values, padding = self._values(FrameRef(m.place.sop_instance_uid, m.place.frame), header)
        factor, unit = unit_of(header)
        return measure(m, header, values * factor if factor != 1 else values, unit=unit, excluded=padding)

    def _values(self, ref: FrameRef, header: ImageHeader) -> tuple[Values, npt.NDArray[np.bool_] | None]:
        kept = self._frames.get(ref)
        if kept is not None:
            return kept
        encoded = self._source_for(header.study_instance_uid).read(ref.sop_instance_uid)
        stored = decoding.frame(encoded, header, ref.frame)
        values = np.asarray(GreyChain.of(encoded, header, ref.frame).modality(stored), dtype=np.float64)
        padding = None
        if header.padding_value is not None:
            limit = header.padding_value if header.padding_limit is None else header.padding_limit
            low, high = sorted((header.padding_value, limit))
            padding = (stored >= low) & (stored <= high)
        while len(self._frames) >= _KEPT_FRAMES:
            self._frames.pop(next(iter(self._frames)))
        self._frames[ref] = (values, padding)
        return values, padding

    def _on_plane(self, m: Ellipse, place: OnPlane, chosen: DisplaySet, catalogue: Catalogue) -> Values:
        """Values of the voxels nearest to points half a voxel apart inside the ellipse; slices are read one after another."""
        assert chosen.geometry is not None
        g = chosen.geometry
        (cx, cy), (rx, ry) = m.center, m.radii
        step = max(min(g.spacing), max(rx, ry) / 60)
        x, y = np.meshgrid(np.arange(-rx, rx + step, step), np.arange(-ry, ry + step, step))
        mask = (x / max(rx, 1e-9)) ** 2 + (y / max(ry, 1e-9)) ** 2 <= 1
        points = [place.lps((cx + float(a), cy + float(b))) for a, b in zip(x[mask], y[mask], strict=True)]
        by_slice: dict[int, list[tuple[float, float, float]]] = {}
        for point in points:
            k, _ = nearest_slice(g, point)
            by_slice.setdefault(k, []).append(point)
        found: list[Values] = []
        for k, here in by_slice.items():
            ref = ref_at(chosen, k)
            header = catalogue.header(ref.sop_instance_uid)
            if header is None:
                continue
            values, padding = self._values(ref, header)
            rest = np.asarray(here) - np.asarray(g.slice_origins_lps[k])
            i = np.rint(rest @ np.asarray(g.row_lps) / g.spacing[1]).astype(int)
            j = np.rint(rest @ np.asarray(g.column_lps) / g.spacing[0]).astype(int)
            ok = (i >= 0) & (j >= 0) & (i < values.shape[1]) & (j < values.shape[0])
            taken = values[j[ok], i[ok]]
            found.append(taken if padding is None else taken[~padding[j[ok], i[ok]]])
        return np.concatenate(found) if found else np.empty(0)


def unit_of(header: ImageHeader | None) -> tuple[float, str]:
    """Factor from modality values to what the reader is told, and its unit: SUV where the factor is known, HU, or the image's own."""
    if header is None:
        return 1.0, ""
    if header.modality == "PT" and header.suv_factor:
        return header.suv_factor, "SUV"
    return 1.0, header.units or ("HU" if header.modality == "CT" else "")


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
