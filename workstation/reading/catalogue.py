"""What is open: the current exam, its priors, their display sets and image headers, looked up by key. Immutable."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from workstation.imaging.geometry import dot
from workstation.imaging.model import DisplaySet, FrameHeader, FrameRef, ImageHeader, Mark
from workstation.imaging.presentation_states import PresentationState
from workstation.studies.model import Study

ASIDE = frozenset({"localizer", "document"})  # kinds of display sets that nobody need look at to have seen the exam
SAME_DIRECTION = 0.01  # unit vectors nearer than this (half a degree) are one direction


@dataclass(frozen=True)
class OpenExam:
    """One exam with what is here of it. ``known``: images that any archive tells of, 0 when nobody does."""

    study: Study
    display_sets: tuple[DisplaySet, ...] = ()
    headers: Mapping[str, ImageHeader] = field(default_factory=dict)
    known: int = 0
    states: tuple[PresentationState, ...] = ()  # for its images, wherever they lie
    marks: tuple[Mark, ...] = ()  # of where its images come from

    @property
    def missing(self) -> int:
        """Images known elsewhere and not here."""
        return max(0, self.known - len(self.headers))


@dataclass(frozen=True)
class Catalogue:
    """``exams[0]`` is the current one, the others its priors, newest first."""

    exams: tuple[OpenExam, ...] = ()

    @property
    def current(self) -> OpenExam:
        """The exam being read."""
        return self.exams[0]

    def __post_init__(self) -> None:
        sets = {s.key: (number, s) for number, exam in enumerate(self.exams) for s in exam.display_sets}
        headers: dict[str, ImageHeader] = {}
        for exam in self.exams:
            headers.update(exam.headers)
        states = {s.sop_instance_uid: s for exam in self.exams for s in exam.states}
        of_image: dict[str, list[tuple[PresentationState, frozenset[int]]]] = {}  # each with the frames (1-based) it names, all for none
        for state in states.values():
            for uid, frames in state.images:
                if uid in headers:
                    of_image.setdefault(uid, []).append((state, frozenset(frames)))
        object.__setattr__(self, "_sets", sets)
        object.__setattr__(self, "_states", states)
        object.__setattr__(self, "_states_of_image", of_image)
        object.__setattr__(self, "_headers", headers)

    def find(self, key: str) -> DisplaySet | None:
        """The display set of that key, None when it is not open."""
        found = self._sets.get(key)  # type: ignore[attr-defined]
        return found[1] if found else None

    def exam_of(self, key: str) -> int:
        """Which exam holds the display set: 0 the current one; -1 when it is not open."""
        found = self._sets.get(key)  # type: ignore[attr-defined]
        return found[0] if found else -1

    def header(self, sop_instance_uid: str) -> ImageHeader | None:
        """The image's header, None when it is not open."""
        found: ImageHeader | None = self._headers.get(sop_instance_uid)  # type: ignore[attr-defined]
        return found

    def state(self, sop_instance_uid: str) -> PresentationState | None:
        """A presentation state, None when it is not open."""
        found: PresentationState | None = self._states.get(sop_instance_uid)  # type: ignore[attr-defined]
        return found

    def states_of(self, ref: FrameRef) -> tuple[PresentationState, ...]:
        """The presentation states for one frame, oldest first."""
        named = self._states_of_image.get(ref.sop_instance_uid, ())  # type: ignore[attr-defined]
        found = dict.fromkeys(state for state, frames in named if not frames or ref.frame + 1 in frames)
        return tuple(s for s in found if not s.segments or s.covers(ref, self.frame_header(ref).segment))

    def frame_header(self, ref: FrameRef) -> FrameHeader:
        """One frame's own header."""
        header = self.header(ref.sop_instance_uid)
        return header.frame(ref.frame) if header else FrameHeader()

    def study_number(self, study_instance_uid: str) -> int:
        """Which exam that study is, -1 when it is not open."""
        return next((n for n, exam in enumerate(self.exams) if exam.study.study_instance_uid == study_instance_uid), -1)

    def sets(self) -> Iterator[tuple[int, DisplaySet]]:
        """Every display set with its exam's number."""
        for number, exam in enumerate(self.exams):
            for chosen in exam.display_sets:
                yield number, chosen

    def alike(self, chosen: DisplaySet) -> list[DisplaySet]:
        """The sets of the same series with the directions and the place of that one, itself among them, in their order: echoes,
        b-values, kinds of image, also where one of them misses slices."""
        exam = self.exam_of(chosen.key)
        if chosen.geometry is None or exam < 0:
            return [chosen]
        sets = [s for s in self.exams[exam].display_sets if s.series_instance_uid == chosen.series_instance_uid]
        return [s for s in sets if s is chosen or (s.phases == 1 and _at_one_place(s, chosen))]

    def with_exam(self, exam: OpenExam) -> Catalogue:
        """The same with that exam replaced, or added as one more prior."""
        number = self.study_number(exam.study.study_instance_uid)
        if number >= 0:
            return replace(self, exams=(*self.exams[:number], exam, *self.exams[number + 1 :]))
        priors = sorted((*self.exams[1:], exam), key=lambda e: (e.study.date, e.study.time), reverse=True)
        return Catalogue((self.exams[0], *priors))


def _at_one_place(a: DisplaySet, b: DisplaySet) -> bool:
    """Whether two sets have the same directions and at least half of the shorter one lies within the other."""
    g, o = a.geometry, b.geometry
    if g is None or o is None or a.frame_of_reference_uid != b.frame_of_reference_uid or g.slices < 2 or o.slices < 2:
        return g == o and g is not None
    if math.dist(g.row_lps, o.row_lps) > SAME_DIRECTION or math.dist(g.column_lps, o.column_lps) > SAME_DIRECTION:
        return False
    ranges = [sorted(dot(s.slice_origins_lps[n], g.normal_lps) for n in (0, -1)) for s in (g, o)]
    shared = min(r[1] for r in ranges) - max(r[0] for r in ranges)
    return shared >= min(r[1] - r[0] for r in ranges) / 2


def slices(chosen: DisplaySet) -> int:
    """How many positions one phase of a display set scrolls through."""
    return len(chosen.frames) // max(1, chosen.phases)


def ref_at(chosen: DisplaySet, index: int, phase: int = 0) -> FrameRef:
    """The frame at a scroll position of one phase."""
    count = slices(chosen)
    return chosen.frames[min(max(0, phase), max(1, chosen.phases) - 1) * count + min(max(0, index), count - 1)]


def index_of(chosen: DisplaySet, ref: FrameRef) -> tuple[int, int] | None:
    """(index, phase) of a frame in a display set, None when it is not there."""
    try:
        flat = chosen.frames.index(ref)
    except ValueError:
        return None
    return flat % slices(chosen), flat // slices(chosen)
