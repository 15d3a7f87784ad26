"""A series before its pixels exist: what a list needs at once, and the work that makes its files later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from workstation.phantoms import encode
from workstation.phantoms.plan import Exam
from workstation.phantoms.uids import uid

Image = tuple[Dataset, NDArray[np.generic]]  # what one image has of its own, and its pixels
Chunk = Callable[[], list[Image]]  # makes some images of a series; safe to call in any thread
Work = Callable[[], list[bytes]]


@dataclass(frozen=True)
class PlannedSeries:
    """One series to come. ``shared`` gives the attributes all its images have, ``chunks`` the work in order of instance numbers."""

    exam: Exam
    number: int
    modality: str
    description: str
    images: int
    shared: Callable[[], Dataset]
    chunks: Callable[[], Iterator[Chunk]]
    body_part: str = ""
    laterality: str = ""
    syntax: UID = ExplicitVRLittleEndian
    own_work: Callable[[], Iterator[Work]] | None = None  # instead of ``chunks``, for series made together

    @property
    def uid(self) -> str:
        """SeriesInstanceUID."""
        return series_uid(self.exam, self.number)

    def work(self) -> Iterator[Work]:
        """Calls that each give some encoded files; to be called in order or at once, their results keep the order."""
        if self.own_work:
            yield from self.own_work()
            return
        shared = encode.pieces(self.shared())
        for chunk in self.chunks():
            yield partial(_encode, shared, chunk, self.syntax)


def _encode(shared: encode.Pieces, chunk: Chunk, syntax: UID) -> list[bytes]:
    return [encode.part10(shared, own, pixels, syntax) for own, pixels in chunk()]


def study_uid(exam: Exam) -> str:
    """StudyInstanceUID; another day gives another exam."""
    return uid(exam.key, exam.date)


def series_uid(exam: Exam, number: int) -> str:
    """SeriesInstanceUID."""
    return uid(exam.key, exam.date, number)


def image_uid(exam: Exam, number: int, instance: int) -> str:
    """SOPInstanceUID."""
    return uid(exam.key, exam.date, number, instance)


def frame_of_reference(exam: Exam, name: object = 0) -> str:
    """FrameOfReferenceUID of one positioning of the patient."""
    return uid(exam.key, exam.date, "frame of reference", name)
