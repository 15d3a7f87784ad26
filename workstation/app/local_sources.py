"""Where an exam's images come from: the store, or files that were opened where they lie."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.errors import NotReadable
from workstation.language import tr

if TYPE_CHECKING:
    from workstation.store import Store
    from workstation.store.source import ImageSource
    from workstation.studies.model import Study


class LocalSources:
    """``source_for`` of the services. Files opened from a path win over the store, until an exam of the list is
    opened: they are what the reader asked to see."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_study: dict[str, ImageSource] = {}
        self._lock = threading.Lock()
        self.problems: list[tuple[Path, str]] = []
        self.beside = 0  # files that are no DICOM and do not claim to be
        self.patients = 0

    def source_for(self, study_uid: str) -> ImageSource:
        """The source of one exam."""
        with self._lock:
            return self._by_study.get(study_uid, self._store)

    def prefer_store(self) -> None:
        """An exam of the list is opened: what the store has comes from there: files opened before may be fewer, or gone."""
        with self._lock:
            self._by_study = {uid: source for uid, source in self._by_study.items() if self._store.study(uid) is None}

    def _known(self, study_uid: str) -> list[Study]:
        """The exams of that UID in the store and in files opened before. What was measured on them is kept by that UID: another person's
        images may not go by it."""
        with self._lock:
            sources = [self._store, self._by_study.get(study_uid)]
        found = [source.study(study_uid) for source in sources if source is not None]
        return [study for study in found if study is not None]

    def open(self, paths: Sequence[Path], progress: Callable[[int], None] | None = None) -> list[str]:
        """Take files, folders, a DICOMDIR or a ZIP; returns the exams in reading order: the newest of each patient first,
        patients as they were met. NotReadable where nothing in them can be shown."""
        from workstation.media import LocalFiles

        found = LocalFiles(paths, progress, self._known)
        self.problems = [(Path(path), words) for path, words in found.problems]
        self.beside = found.beside
        studies = found.studies()
        if not studies:
            cause = self.problems[0][1] if self.problems else tr("there are no DICOM images in it")
            raise NotReadable(tr("{path} cannot be opened: {cause}", path=paths[0], cause=cause))
        with self._lock:
            for study in studies:
                self._by_study[study.study_instance_uid] = found
        patients: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for study in studies:
            whose = (study.patient.name, study.patient.patient_id)
            patients.setdefault(whose, []).append((study.date + study.time, study.study_instance_uid))
        self.patients = len(patients)
        return [uid for exams in patients.values() for _, uid in sorted(exams, reverse=True)]
