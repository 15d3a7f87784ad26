"""Small pictures of the local series, decoded in a pool: the middle image of each series, in the window it asks for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from workstation.errors import GaronneError

if TYPE_CHECKING:
    from workstation.imaging.model import ImageHeader
    from workstation.store.source import ImageSource

SIZE = 192  # pixels of the longer side: sharp at scale 2
KEPT = 400


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One series' picture; ``image`` is None where it cannot be drawn, and ``problem`` says why."""

    study_uid: str
    series_uid: str
    images: int
    image: QImage | None
    problem: str = ""


class Thumbnails(QObject):
    """``ready`` brings pictures one by one. Asking for another exam lets go of what is not begun."""

    ready = Signal(object)

    def __init__(self, source_for: Callable[[str], ImageSource]) -> None:
        super().__init__()
        self._source_for = source_for
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="thumbnail")
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Thumbnail] = OrderedDict()
        self._wanted = ""
        self._stopped = False

    def ask(self, study_uid: str) -> None:
        """Pictures of this exam's series, please; those of another exam no more."""
        self._wanted = study_uid
        if not self._stopped:
            self._pool.submit(self._study, study_uid)

    def forget(self) -> None:
        """No exam is looked at."""
        self._wanted = ""

    def stop(self) -> None:
        self._wanted, self._stopped = "", True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _study(self, study_uid: str) -> None:
        if study_uid != self._wanted:
            return
        try:
            source = self._source_for(study_uid)
            by_series: dict[str, list[ImageHeader]] = {}
            for header in source.headers(study_uid):
                if header.pixel_keyword and header.rows and header.columns:
                    by_series.setdefault(header.series_instance_uid, []).append(header)
        except GaronneError:
            return
        for series_uid, headers in by_series.items():
            if study_uid != self._wanted:
                return
            key = (series_uid, len(headers))
            with self._lock:
                made = self._kept.get(key)
            if made is None:
                made = self._draw(source, study_uid, series_uid, headers)
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
            try:
                self.ready.emit(made)
            except RuntimeError:
                return

    @staticmethod
    def _draw(source: ImageSource, study_uid: str, series_uid: str, headers: Sequence[ImageHeader]) -> Thumbnail:
        ordered = sorted(headers, key=lambda h: (h.instance_number is None, h.instance_number or 0))
        middle = ordered[len(ordered) // 2]
        try:
            image = picture(source.read(middle.sop_instance_uid), middle, middle.number_of_frames // 2)
        except GaronneError as error:
            return Thumbnail(study_uid, series_uid, len(headers), None, str(error))
        return Thumbnail(study_uid, series_uid, len(headers), image)


def picture(encoded: bytes, header: ImageHeader, frame: int, size: int = SIZE) -> QImage:
    """One frame as a small picture, as the strip of a reading window has it. Raises UndecodableImage."""
    from workstation.reading.thumbnails import drawn  # here, so that the list is on the screen before the decoders are loaded

    shown = drawn(encoded, header, frame, 2 * size)
    kind = QImage.Format.Format_RGB888 if shown.ndim == 3 else QImage.Format.Format_Grayscale8
    made = QImage(shown.data, shown.shape[1], shown.shape[0], shown.strides[0], kind).copy()
    return made.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
