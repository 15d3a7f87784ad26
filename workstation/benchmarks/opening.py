"""Opening a stored CT: first image and whole volume, by the reading path itself, against the usual libraries on plain files.

Ours begins with the store (index, headers, display sets), decrypts, uploads and draws, and ends with the pixels in memory, at the
pace of the reading window's event loop: a drain of 8 ms, then one viewport. Theirs only reads: nothing is decrypted, sorted or drawn.
A compressed CT is opened twice: decoded in children, as it is, and by the threads of this process, as it would be without them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from statistics import median
from typing import Any

import imagecodecs
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGLSLossless

from workstation.benchmarks.exam import Exam, encoded, stored_exam
from workstation.benchmarks.ratio import Ratio, in_turn, timed
from workstation.decoding import Decoding
from workstation.imaging import decode
from workstation.imaging.decode import Decoded
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader
from workstation.reading.catalogue import Catalogue
from workstation.reading.contents import Contents
from workstation.reading.desk import Viewport
from workstation.reading.loader import Loader
from workstation.reading.opening import open_exam
from workstation.rendering.canvas import Canvas
from workstation.rendering.view_state import ViewState


class Opened:
    """An exam on a canvas, brought in as the reading window does it; ``first_s`` and ``whole_s`` since the beginning."""

    def __init__(self, canvas: Canvas, exam: Exam, states: tuple[ViewState, ...], decoding: Decoding | None = None) -> None:
        began = time.perf_counter()
        self._rung = threading.Event()
        self.loader = Loader(self._rung.set, decoding=decoding)
        found = open_exam(exam.store, exam.study_uid)
        self.catalogue = Catalogue((found,))
        key = found.display_sets[0].key
        self.contents = Contents(canvas, self.loader, lambda uid: exam.store)
        content = self.contents.of(key, self.catalogue)
        assert content is not None
        job = self.contents.job(key)
        assert job is not None
        for i, state in enumerate(states):
            canvas.show(i, content, state)
        self.contents.watch([Viewport(study=exam.study_uid, display_set=key, view=state) for state in states], ())
        self.first_s = self.whole_s = 0.0
        shown = content.frame_index(states[0].index)
        taken: list[object] = []
        while not self.whole_s:
            if not self._rung.wait(0.002) and not self.loader.waiting:
                continue
            self._rung.clear()
            taken = list(self.loader.drain())
            seen = bool(content.ready[shown])
            rect = canvas.draw_next()
            if rect is not None and rect[2]:
                canvas.pixels(rect)
            if (self.loader.waiting and taken) or rect is not None:
                self._rung.set()
            now = time.perf_counter() - began
            if seen and rect is not None and rect[2] and not canvas.coarse(0) and not self.first_s:
                self.first_s = now
            if job.complete and content.complete and rect is None:
                self.whole_s = now

    def close(self) -> None:
        """Release textures and threads."""
        self.contents.close()
        self.loader.close()


def read_with_simpleitk(exam: Exam) -> Any:
    """The series as one SimpleITK image, file names given in order."""
    import SimpleITK

    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames([str(path) for path in exam.files])
    return reader.Execute()


def measure(slices: int = 200, size: int = 512, pairs: int = 7, pixels: tuple[int, int] = (1024, 1024)) -> Iterator[Ratio]:
    """First image and whole volume of a stored CT, in turn with pydicom and SimpleITK."""
    middle = slices // 2
    with stored_exam(slices, size) as exam:
        canvas = Canvas(*pixels)
        canvas.set_viewports([(0, 0, *pixels)])
        first, whole, one_file, series = [], [], [], []
        for pair in range(pairs + 1):
            opened = Opened(canvas, exam, (ViewState(index=middle),))
            figures = opened.first_s, opened.whole_s
            opened.close()
            theirs = timed(lambda: pydicom.dcmread(exam.files[middle]).pixel_array), timed(lambda: read_with_simpleitk(exam))
            if pair:  # the first pair warms both sides up
                first.append(figures[0])
                whole.append(figures[1])
                one_file.append(theirs[0])
                series.append(theirs[1])
        canvas.close()
    yield Ratio("first image of a stored CT", median(first), median(one_file), "pydicom reading that one file")
    yield Ratio("whole volume on screen", median(whole), median(series), "SimpleITK's series reader", goal=0.6)
    yield _compressed(slices, size, max(2, pairs // 2), pixels)


class _InThisProcess(Decoding):
    """Decoding as it would be without children."""

    def decoded(self, encoded: Encoded, header: ImageHeader, index: int = 0, wanted: Callable[[], bool] | None = None) -> Decoded:
        return decode.decoded(encoded, header, index)


def _compressed(slices: int, size: int, pairs: int, pixels: tuple[int, int]) -> Ratio:
    """The whole volume of a JPEG-LS CT."""
    with stored_exam(slices, size, jpeg_ls) as exam, closing(Decoding()) as children, closing(_InThisProcess()) as threads:
        canvas = Canvas(*pixels)
        canvas.set_viewports([(0, 0, *pixels)])
        children.warm()  # as the desktop does it before the first exam

        def whole(decoding: Decoding) -> float:
            opened = Opened(canvas, exam, (ViewState(index=slices // 2),), decoding)
            opened.close()
            return opened.whole_s

        ours, beside = in_turn(lambda: whole(children), lambda: whole(threads), pairs)
        canvas.close()
        rates = (exam.raw_bytes / 1e6 / seconds for seconds in (ours, beside))
        note = "{:.0f} MB/s in children, {:.0f} MB/s in threads".format(*rates)
    return Ratio("whole compressed volume on screen", ours, beside, "decoding it in this process", goal=1.25, note=note)


def jpeg_ls(content: bytes) -> bytes:
    """A slice as JPEG-LS, lossless."""
    ds = pydicom.dcmread(BytesIO(content))
    codestream = imagecodecs.jpegls_encode((ds.pixel_array.astype("int32") + 1200).astype("uint16"))
    ds.file_meta.TransferSyntaxUID = JPEGLSLossless
    ds.PixelRepresentation, ds.RescaleIntercept = 0, -1200
    ds.PixelData = encapsulate([bytes(codestream)])
    ds["PixelData"].is_undefined_length = True
    return encoded(ds)
