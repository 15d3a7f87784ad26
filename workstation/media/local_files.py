"""Loose files as an ImageSource: read where they lie, nothing copied, nothing kept in memory but their headers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from workstation.errors import GaronneError, NotReadable
from workstation.imaging import header as header_of
from workstation.imaging import presentation_states
from workstation.imaging.elements import PIXEL_KEYWORDS, Elements, Part10, open_part10
from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.presentation_states import PresentationState
from workstation.imaging.state_classes import is_state
from workstation.language import plural, tr
from workstation.media.files import Found, walk
from workstation.store.ingest import same_person
from workstation.studies.model import Patient, Series, Study
from workstation.studies.read import study_of

MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"
HEAD_BYTES = 1 << 20  # of a file, by which it is known again
Known = Callable[[str], Iterable[Study]]
Progress = Callable[[int], None]  # called with how many files were read so far


@dataclass
class _Exam:
    """One study being put together."""

    study: Study
    headers: list[ImageHeader]
    series: dict[str, Series]


class LocalFiles:
    """Every DICOM object under some paths. ``problems``: (path, sentence) of each file that should have been one, or was refused.

    ``beside`` counts files that are no DICOM and do not claim to be. ``known``: exams of a Study Instance UID that are there already; what
    is another person's gets a UID of its own. Raises nothing on construction: empty paths give no studies."""

    def __init__(self, paths: Iterable[str | Path], progress: Progress | None = None, known: Known = lambda uid: ()) -> None:
        self._known = known
        self.problems: list[tuple[str, str]] = []
        self._apart = 0  # problems that cost no file
        self.beside = 0
        self.files = 0
        self.readable: dict[Path, int] = {}  # given path -> files of it that are DICOM
        self.first_problem: dict[Path, str] = {}
        self._exams: dict[str, _Exam] = {}
        self._found: dict[str, Found] = {}
        self._heads: dict[str, tuple[int, bytes]] = {}
        self._people: dict[tuple[str, ...], Study] = {}
        self._states: list[PresentationState] = []
        for found in walk(paths):
            self.files += 1
            self._take(found)
            if progress is not None:
                progress(self.files)

    # -- reading the files --------------------------------------------------------------------------------------------

    def _take(self, found: Found) -> None:
        root = found.root or found.path
        self.readable.setdefault(root, 0)
        try:
            encoded = found.read()
            part10 = open_part10(encoded)
            header = header_of.of_part10(part10)
            if header.sop_class_uid == MEDIA_DIRECTORY:
                return
            exam = self._exam(part10.dataset, encoded, header)
        except GaronneError as error:
            if not found.problem and found.beside:
                self.beside += 1
            else:
                self._problem(found, str(error))
            return
        except Exception as error:  # a file that breaks a reader in an unforeseen way costs that file only
            self._problem(found, tr("The file is damaged: {cause}.", cause=" ".join(str(error).split())[:120]))
            return
        self.readable[root] += 1
        if header.sop_instance_uid in self._found:
            self._second(found, encoded, header)
            return
        self._found[header.sop_instance_uid] = found
        head = _before_pixels(part10, len(encoded))
        self._heads[header.sop_instance_uid] = head, _digest(encoded, head)
        if is_state(header.sop_class_uid):
            self._states.append(_state(encoded, exam.study.study_instance_uid))
        exam.headers.append(replace(header, study_instance_uid=exam.study.study_instance_uid))

    def _problem(self, found: Found, said: str) -> None:
        self.problems.append((found.name, said))
        self.first_problem.setdefault(found.root or found.path, said)

    def _second(self, found: Found, encoded: bytes | bytearray | memoryview, header: ImageHeader) -> None:
        """The same UID again: the same bytes are nothing to tell of, another file is."""
        first = self._found[header.sop_instance_uid]
        if hashlib.sha256(first.read()).digest() != hashlib.sha256(encoded).digest():
            self.problems.append((found.name, tr("It carries the same identity as {other}: only that one is shown.", other=first.name)))

    def _exam(self, dataset: Elements, encoded: bytes | bytearray | memoryview, header: ImageHeader) -> _Exam:
        """The exam an object belongs to. One Study Instance UID used for two persons is two exams."""
        keywords = (
            "PatientID",
            "PatientName",
            "PatientBirthDate",
            "PatientSex",
            "IssuerOfPatientID",
            "StudyInstanceUID",
            "SeriesInstanceUID",
        )
        key = (*(bytes(dataset.value(keyword)).hex() for keyword in keywords), header.study_instance_uid)
        told = self._people.get(key)
        if told is None:
            told = study_of(header_of.read_dataset(encoded))
            series = told.series[0] if told.series else Series(header.series_instance_uid, header.modality)
            series = replace(series, series_instance_uid=header.series_instance_uid)
            uid = self._uid_for(header.study_instance_uid, told.patient)
            told = self._people[key] = replace(told, study_instance_uid=uid, series=(series,), images=0)
        exam = self._exams.setdefault(told.study_instance_uid, _Exam(told, [], {}))
        exam.series.setdefault(header.series_instance_uid, told.series[0])
        return exam

    def _uid_for(self, uid: str, patient: Patient) -> str:
        """The UID the exam goes by here: its own, unless that is another person's already."""
        candidate, tries = uid, 0
        while any(not same_person(study.patient, patient) for study in self._under(candidate)):
            tries += 1
            digest = hashlib.sha256(f"{uid}\0{patient.patient_id}\0{patient.name}\0{patient.birth_date}\0{tries}".encode()).digest()
            candidate = f"2.25.{int.from_bytes(digest[:15], 'big')}"
        if tries and candidate not in self._exams:
            self._apart += 1
            self.problems.append((uid, tr("Two patients share one exam identity; they are shown as two exams.")))
        return candidate

    def _under(self, uid: str) -> Iterable[Study]:
        """The exams that go by a UID so far, here and elsewhere."""
        yield from self._known(uid)
        if uid in self._exams:
            yield self._exams[uid].study

    # -- ImageSource --------------------------------------------------------------------------------------------------

    def studies(self) -> list[Study]:
        """Every exam, newest first."""
        told = [self._told(exam) for exam in self._exams.values() if exam.headers]
        return sorted(told, key=lambda s: (s.date, s.time), reverse=True)

    def study(self, study_uid: str) -> Study | None:
        """One exam, or None."""
        exam = self._exams.get(study_uid)
        return self._told(exam) if exam and exam.headers else None

    def headers(self, study_uid: str) -> tuple[ImageHeader, ...]:
        """Headers of an exam's images, in the order of the files."""
        exam = self._exams.get(study_uid)
        return tuple(exam.headers) if exam else ()

    def presentation_states(self, study_uid: str) -> tuple[PresentationState, ...]:
        """The presentation states for images of an exam, wherever they lie, and those that lie in it, oldest first."""
        series = {h.series_instance_uid for h in self.headers(study_uid)}
        found = []
        for state in self._states:
            own = state.study_instance_uid == study_uid
            if own or (series.intersection(state.series_referenced) and self._same_person(state.study_instance_uid, study_uid)):
                found.append(state)
        return tuple(sorted(found, key=lambda s: (s.created, s.sop_instance_uid)))

    def read(self, sop_uid: str) -> bytes:
        """The whole file of an image. Raises NotReadable where it is not here (any more), or another one lies in its place."""
        content = self._where(sop_uid).read(whole=True)
        self._check(sop_uid, content)
        return bytes(content)

    def encoded(self, sop_uid: str) -> header_of.Encoded:
        """The same without a copy: a very large file is mapped."""
        content = self._where(sop_uid).read()
        self._check(sop_uid, content)
        return content

    def read_into(self, sop_uid: str, buffer: bytearray) -> memoryview:
        """The whole file at the start of ``buffer``, which grows when it is too small. Release the view before the next call."""
        found = self._where(sop_uid)
        if found.member:
            return _put(self.encoded(sop_uid), buffer)
        try:
            with open(found.path, "rb", buffering=0) as file:
                size = file.seek(0, 2)
                file.seek(0)
                if len(buffer) < size:
                    buffer.extend(bytes(size - len(buffer)))
                view = memoryview(buffer)[:size]
                got = 0
                while got < size and (step := file.readinto(view[got:])):
                    got += step
        except OSError as error:
            raise NotReadable(tr("{path} cannot be read: {cause}.", path=found.path, cause=error.strerror or error)) from error
        self._check(sop_uid, view[:got])
        return view[:got]

    def _check(self, sop_uid: str, content: header_of.Encoded) -> None:
        """NotReadable where what was read in an image's place is not the file that was opened, by what lies before the pixels (1 MB at
        most): a medium may have been changed for another one with the same names."""
        head, digest = self._heads[sop_uid]
        if _digest(content, head) != digest:
            raise NotReadable(tr("{path} is another file now than the one that was opened. Open it again.", path=self._where(sop_uid).name))

    def _where(self, sop_uid: str) -> Found:
        found = self._found.get(sop_uid)
        if found is None:
            raise NotReadable(tr("The image is not among these files."))
        return found

    def found(self, sop_uid: str) -> Found | None:
        """Where an image lies."""
        return self._found.get(sop_uid)

    @staticmethod
    def _told(exam: _Exam) -> Study:
        counts: dict[str, int] = {}
        for header in exam.headers:
            counts[header.series_instance_uid] = counts.get(header.series_instance_uid, 0) + 1
        series = tuple(replace(s, images=counts.get(uid, 0)) for uid, s in exam.series.items() if counts.get(uid))
        ordered = tuple(sorted(series, key=lambda s: s.number if s.number is not None else 1 << 31))
        modalities = tuple(dict.fromkeys(s.modality for s in ordered if s.modality))
        return replace(exam.study, series=ordered, modalities=modalities, images=len(exam.headers))

    def _same_person(self, one: str, other: str) -> bool:
        exams = [self._exams.get(uid) for uid in (one, other)]
        return exams[0] is not None and exams[1] is not None and same_person(exams[0].study.patient, exams[1].study.patient)

    def descriptions(self, study_uid: str) -> dict[str, tuple[int | None, str]]:
        """Series UID -> (number, description), as ``display_sets.build`` takes it."""
        study = self.study(study_uid)
        return {s.series_instance_uid: (s.number, s.description) for s in study.series} if study else {}

    def marks(self) -> tuple[Mark, ...]:
        """What a reader of these files must see beside the images themselves; the first of what could not be used is named."""
        first = "".join(f" {name}: {said}" for name, said in self.problems[:1])
        return tuple(replace(mark, text=mark.text + first) for mark in unusable(len(self.problems) - self._apart))


def unusable(files: int) -> tuple[Mark, ...]:
    """The mark of so many files that could not be used; () for none."""
    text = plural(files, "{count} file could not be used.", "{count} files could not be used.")
    return (Mark("unreadable_files", text, "danger"),) if files else ()


def _state(encoded: bytes | bytearray | memoryview, study_uid: str) -> PresentationState:
    """A state, said to lie in the exam that it goes by here; one that breaks the reader is named all the same."""
    try:
        return replace(presentation_states.read(encoded), study_instance_uid=study_uid)
    except Exception as error:
        why = tr("This presentation state cannot be read: {cause}", cause=" ".join(str(error).split())[:120])
        return PresentationState("", "", "", "", "", (), kind="", refusal=why, study_instance_uid=study_uid)


def _before_pixels(part10: Part10, size: int) -> int:
    """How many bytes of a file tell what it is; of a deflated one any do."""
    starts = [] if part10.inflated else [part10.dataset.extents[tag].start for tag in PIXEL_KEYWORDS if tag in part10.dataset.extents]
    return min(HEAD_BYTES, *starts, size)


def _digest(content: header_of.Encoded, size: int) -> bytes:
    return hashlib.sha256(memoryview(content)[:size]).digest()


def _put(content: bytes | bytearray | memoryview, buffer: bytearray) -> memoryview:
    if len(buffer) < len(content):
        buffer.extend(bytes(len(content) - len(buffer)))
    view = memoryview(buffer)[: len(content)]
    view[:] = content
    return view
