"""Windows in tests: off-screen where there is no display, the program's own look, and a real store in a home of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from workstation.settings import ArchiveNode, Home, Settings
from workstation.store import KeyFileOpener, Store
from workstation.studies.model import Patient, PatientId, PriorChoice, ScheduledExam, Series, Study
from workstation.ui import theme
from workstation.ui.services import EchoResult, Services

TODAY = datetime.now().strftime("%Y%m%d")
NODES = (ArchiveNode(name="Purpan", host="127.0.0.1", aet="PURPAN"), ArchiveNode(name="Lodève", host="127.0.0.1", port=105, aet="LODEVE"))


def exam(
    number: int, name: str, description: str, time: str = "080000", *, date: str = TODAY, images: int = 2, modality: str = "CT", **more: Any
) -> Study:
    """One exam as the archive Purpan tells of it; its UID is ``1.2.NUMBER``."""
    patient = Patient(name, "19590312", "F", (PatientId(f"P{number}", "Purpan"),))
    known = {
        "institution": "Purpan",
        "accession_number": f"A{number}",
        "series": (Series(f"1.2.{number}.1", modality, 1, "Série", images=images),),
        "images": images,
        "source": "Purpan",
    }
    return Study(f"1.2.{number}", patient, date, time, description, (modality,), **(known | more))


def encoded(study: Study, image: int) -> bytes:
    """A Part-10 file of one small image of an exam."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{study.study_instance_uid}.1.{image + 1}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = study.study_instance_uid, f"{study.study_instance_uid}.1"
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientBirthDate, ds.PatientSex = study.patient.name, study.patient.birth_date, study.patient.sex
    ds.PatientID, ds.IssuerOfPatientID = study.patient.patient_id, "Purpan"
    ds.StudyDate, ds.StudyTime, ds.StudyDescription = study.date, study.time, study.description
    ds.AccessionNumber, ds.InstitutionName = study.accession_number, study.institution
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = study.modalities[0], 1, image + 1
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = 32, 48, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.RescaleSlope, ds.RescaleIntercept, ds.WindowCenter, ds.WindowWidth = 1, 0, 16, 32
    ds.PixelData = np.tile(np.arange(48, dtype="<i2"), (32, 1)).tobytes()
    written = io.BytesIO()
    ds.save_as(written, enforce_file_format=True)
    return written.getvalue()


MARTIN = exam(1, "MARTIN^Éléonore", "Scanner cérébral", "074200", reason="Céphalées brutales")
BENALI = exam(2, "BENALI^Karim", "TDM thorax", "075100", images=4)
DELMAS = exam(3, "DELMAS^Sophie", "Mammographie bilatérale", "072800", modality="MG", institution="Cabinet Lodève")
CERTAIN = exam(11, "MARTIN^Éléonore", "Scanner cérébral", date="20250918")
PROBABLE = exam(12, "MARTIN-DURAND^Éléonore", "Scanner cérébral", date="20210211")
PRIORS = (
    PriorChoice(CERTAIN, 0.9, True, ("same region", "CT then CT")),
    PriorChoice(PROBABLE, 0.7, True, ("married name, other patient ID",), "probable"),
)


@dataclass
class Seen:
    """What the windows asked of the rest of the program."""

    opened: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    tried: list[ArchiveNode] = field(default_factory=list)
    changed: list[Settings] = field(default_factory=list)
    demo: int = 0
    answer: EchoResult = field(default_factory=lambda: EchoResult(True, latency_ms=12))


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    """The program's own look, as app gives it."""
    theme.apply(qapp, 100)
    yield
    theme.apply(qapp, 100)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """An empty store."""
    folder = home / "store"
    with Store.open(folder, KeyFileOpener(folder)) as opened:
        yield opened


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def services(home: Path, store: Store, seen: Seen) -> Services:
    """Services over the store, everything else only noted; two archives are set up."""

    def try_archive(node: ArchiveNode, settings: Settings) -> EchoResult:
        seen.tried.append(node)
        return seen.answer

    return Services(
        home=Home(home),
        settings=Settings(archives=NODES, reader="Dr Ferrand"),
        store=store,
        source_for=lambda uid: store,
        open_study=seen.opened.append,
        open_paths=seen.paths.extend,
        try_archive=try_archive,
        settings_changed=seen.changed.append,
        start_demo=lambda: setattr(seen, "demo", seen.demo + 1),
    )


@pytest.fixture
def bare(services: Services) -> Services:
    """The same with nothing set up."""
    return replace(services, settings=Settings())


@pytest.fixture
def filled(store: Store) -> Store:
    """Three exams to read (MARTIN all here with priors, BENALI in part, DELMAS only at the archive), one archive down, a schedule."""
    store.set_remote_studies("Purpan", [MARTIN, BENALI, DELMAS], True)
    for study, here in ((MARTIN, 2), (BENALI, 1), (CERTAIN, 2)):
        for image in range(here):
            store.put(encoded(study, image))
    store.set_priors(MARTIN.study_instance_uid, PRIORS)
    store.set_node_status("Purpan", "ok", "", 12.0)
    store.set_node_status("Lodève", "down", "Lodève does not answer on 127.0.0.1:105. Check the address and the network.")
    tomorrow = (datetime.now() + timedelta(days=1)).strftime("%Y%m%d")
    store.set_schedule(
        "Purpan", [ScheduledExam("S1", Patient("FABRE^Lucas", "20170101", "M"), tomorrow, "091500", "DX", "RX genou", station="Salle 2")]
    )
    return store


@pytest.fixture
def show(qtbot, looks) -> Iterator[Callable[[Services], Any]]:
    """Opens the list on services and waits for its rows; closes it at the end."""
    from workstation.ui.worklist import WorklistWindow

    windows = []

    def open_window(services: Services):
        window = WorklistWindow(services)
        windows.append(window)
        window.resize(1600, 900)
        with qtbot.waitSignal(window.painted, timeout=10_000):
            window.show()
        QCursor.setPos(window.mapToGlobal(QPoint(300, 5)))  # over the search: rows move only while the pointer is not in the list
        qtbot.waitUntil(lambda: not window.view.pointer_inside, timeout=5000)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=5000)
        window.view.setFocus()
        return window

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()
