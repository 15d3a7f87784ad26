"""C-ECHO and C-FIND: does the archive answer, and what does it hold (PS3.4 A, C, K)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom.association import Association
from pynetdicom.sop_class import (
    ModalityWorklistInformationFind,
    StudyRootQueryRetrieveInformationModelFind,
    Verification,
)

from workstation.language import tr
from workstation.net import answers, failures
from workstation.net.answers import ImageRef
from workstation.net.contexts import context
from workstation.net.dimse.association import association, lost
from workstation.net.patience import NORMAL, Patience
from workstation.net.queries import IMAGE_ANSWERS, SERIES_ANSWERS, STUDY_ANSWER_SEQUENCES, STUDY_ANSWERS, StudyQuery, identifier
from workstation.settings import ArchiveNode
from workstation.studies.model import ScheduledExam, Series, Study
from workstation.studies.read import scheduled_exams_of

_SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
_PENDING = (0xFF00, 0xFF01)
_CANCELLED = 0xFE00


def echo(node: ArchiveNode, aet: str, *, patience: Patience = NORMAL) -> float:
    """C-ECHO; seconds from the first packet to the answer. Raises ArchiveUnreachable."""
    what = tr("the echo")
    started = time.monotonic()
    with association(node, aet, [context(Verification, _SYNTAXES)], what=what, patience=patience) as opened:
        answer = opened.send_c_echo()
        if "Status" not in answer:
            raise lost(opened, node, what, patience)
        if answer.Status != 0:
            raise failures.refused(node, what, answer.Status, str(answer.get("ErrorComment", "")))
        return time.monotonic() - started


class Finder:
    """Queries over one association: ``with Finder.open(node, aet) as finder``."""

    def __init__(self, opened: Association, node: ArchiveNode, patience: Patience, model: str, what: str) -> None:
        self._opened, self._node, self._patience, self._model, self._what = opened, node, patience, model, what

    @classmethod
    @contextmanager
    def open(
        cls,
        node: ArchiveNode,
        aet: str,
        *,
        patience: Patience = NORMAL,
        model: str = StudyRootQueryRetrieveInformationModelFind,
        what: str = "",
    ) -> Iterator[Finder]:
        """Raises ArchiveUnreachable when the association cannot be had."""
        what = what or tr("the query")
        with association(node, aet, [context(model, _SYNTAXES)], what=what, patience=patience) as opened:
            yield cls(opened, node, patience, model, what)

    def find(self, asked: Dataset, *, limit: int = 0, cancelled: Callable[[], bool] | None = None) -> list[Dataset]:
        """The answers, at most ``limit`` (0: all); the archive is told to stop at the limit or when ``cancelled``."""
        found: list[Dataset] = []
        stopped = False
        for status, answer in self._opened.send_c_find(asked, self._model, msg_id=1):
            if "Status" not in status:
                raise lost(self._opened, self._node, self._what, self._patience)
            code = int(status.Status)
            if code in _PENDING:
                if answer is not None and not stopped:
                    found.append(answers.with_right_charset(answer))
                if not stopped and ((limit and len(found) >= limit) or (cancelled is not None and cancelled())):
                    stopped = True
                    self._opened.send_c_cancel(1, query_model=self._model)
            elif code not in (0, _CANCELLED):
                raise failures.refused(self._node, self._what, code, str(status.get("ErrorComment", "")))
        return found

    def studies(self, query: StudyQuery, cancelled: Callable[[], bool] | None = None) -> list[Study]:
        """Study level."""
        asked = identifier("STUDY", STUDY_ANSWERS, query.keys(), STUDY_ANSWER_SEQUENCES)
        return answers.studies(self.find(asked, limit=query.limit, cancelled=cancelled), self._node.name)

    def series(self, study_uid: str) -> list[Series]:
        """Series level."""
        return answers.series(self.find(identifier("SERIES", SERIES_ANSWERS, {"StudyInstanceUID": study_uid})))

    def images(self, study_uid: str, series_uid: str) -> list[ImageRef]:
        """Image level."""
        keys: dict[str, str | list[str]] = {"StudyInstanceUID": study_uid, "SeriesInstanceUID": series_uid}
        return answers.images(self.find(identifier("IMAGE", IMAGE_ANSWERS, keys)), series_uid)


def find_studies(
    node: ArchiveNode, aet: str, query: StudyQuery, *, patience: Patience = NORMAL, cancelled: Callable[[], bool] | None = None
) -> list[Study]:
    """The exams that match, as this archive tells of them. Raises ArchiveUnreachable."""
    with Finder.open(node, aet, patience=patience) as finder:
        return finder.studies(query, cancelled)


def find_series(node: ArchiveNode, aet: str, study_uid: str, *, patience: Patience = NORMAL) -> list[Series]:
    """The series of an exam. Raises ArchiveUnreachable."""
    with Finder.open(node, aet, patience=patience) as finder:
        return finder.series(study_uid)


def find_images(node: ArchiveNode, aet: str, study_uid: str, *, patience: Patience = NORMAL) -> list[ImageRef]:
    """Every image of an exam, series after series. Raises ArchiveUnreachable."""
    with Finder.open(node, aet, patience=patience) as finder:
        return [image for series in finder.series(study_uid) for image in finder.images(study_uid, series.series_instance_uid)]


def modality_worklist(node: ArchiveNode, aet: str, date_from: str, date_to: str, *, patience: Patience = NORMAL) -> list[ScheduledExam]:
    """What is planned between two dates (YYYYMMDD, both included). Raises ArchiveUnreachable."""
    step = Dataset()
    step.ScheduledProcedureStepStartDate = date_from if date_from == date_to else f"{date_from}-{date_to}"
    for keyword in (
        "ScheduledProcedureStepStartTime",
        "Modality",
        "ScheduledStationAETitle",
        "ScheduledStationName",
        "ScheduledProcedureStepDescription",
    ):
        setattr(step, keyword, "")
    asked = Dataset()
    for keyword in (
        "AccessionNumber",
        "PatientName",
        "PatientID",
        "IssuerOfPatientID",
        "PatientBirthDate",
        "PatientSex",
        "StudyInstanceUID",
        "RequestedProcedureDescription",
        "ReferringPhysicianName",
    ):
        setattr(asked, keyword, "")
    asked.OtherPatientIDsSequence = []
    asked.ScheduledProcedureStepSequence = [step]
    with Finder.open(node, aet, patience=patience, model=ModalityWorklistInformationFind, what=tr("the schedule query")) as finder:
        return [exam for answer in finder.find(asked, limit=2000) for exam in scheduled_exams_of(answer, node.name)]
