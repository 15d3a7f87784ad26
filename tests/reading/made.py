"""Small exams made of numbers: CT series whose pixels tell where they are, for sessions and loaders without any file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian, JPEG2000Lossless

from workstation.errors import NotReadable
from workstation.imaging import display_sets, header, presentation_states
from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.presentation_states import PresentationState
from workstation.imaging.state_classes import is_state
from workstation.reading.catalogue import OpenExam
from workstation.studies.model import Patient, PatientId, Series, Study

ROOT = "1.2.826.0.1.3680043.8.498."


def encoded(
    study: str,
    series: str,
    number: int,
    *,
    z: float,
    frame: str,
    rows: int = 64,
    columns: int = 64,
    spacing: float = 1.0,
    modality: str = "CT",
    date: str = "20261124",
    description: str = "Crane 1 mm",
    compressed: bool = False,
    x0: float = 0.0,
    patient: tuple[str, str, str] = ("MARTIN^ELEONORE", "P1", "19590312"),
) -> bytes:
    """One slice: a bright square of 20 x 20 pixels at (column 22, row 22) on air; stored value 1064 is 40 HU."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = CTImageStorage if modality == "CT" else DigitalXRayImageStorageForPresentation
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{series}.{number}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, frame
    ds.PatientName, ds.PatientID, ds.PatientBirthDate = patient
    ds.PatientSex = "F"
    ds.IssuerOfPatientID = "SITE"
    ds.StudyDate, ds.StudyTime, ds.Modality = date, "074200", modality
    ds.StudyDescription, ds.SeriesDescription, ds.SeriesNumber, ds.InstanceNumber = "SCANNER CEREBRAL", description, 2, number
    ds.BodyPartExamined, ds.InstitutionName = "HEAD", "CHU Purpan"
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = rows, columns, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.RescaleSlope, ds.RescaleIntercept = 1, -1024
    ds.WindowCenter, ds.WindowWidth = 40, 80
    ds.PixelSpacing = [spacing, spacing]
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.ImagePositionPatient = [x0, 0, z]
    ds.SliceThickness = 2
    pixels = np.zeros((rows, columns), np.uint16)
    pixels[22:42, 22:42] = 1064 + number % 7
    ds.PixelData = pixels.tobytes()
    if compressed:
        ds.compress(JPEG2000Lossless, encoding_plugin="pylibjpeg", generate_instance_uid=False)
    out = BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


class MemorySource:
    """Files in memory as an ImageSource and as the part of a store that a journal needs."""

    def __init__(self, files: list[bytes]) -> None:
        self.files: dict[str, bytes] = {}
        self._headers: dict[str, ImageHeader] = {}
        self.entries: dict[tuple[str, str, str], bytes] = {}
        self.add(files)

    def add(self, files: list[bytes]) -> None:
        for one in files:
            read = header.read(one)
            self.files[read.sop_instance_uid], self._headers[read.sop_instance_uid] = one, read

    def studies(self) -> list[Study]:
        return [self.study(uid) for uid in dict.fromkeys(h.study_instance_uid for h in self._headers.values())]  # type: ignore[misc]

    def study(self, study_uid: str) -> Study | None:
        mine = self.headers(study_uid)
        if not mine:
            return None
        ds = pydicom.dcmread(BytesIO(self.files[mine[0].sop_instance_uid]), stop_before_pixels=True)
        series = tuple(Series(uid, "CT", 2, str(ds.SeriesDescription)) for uid in dict.fromkeys(h.series_instance_uid for h in mine))
        return Study(
            study_uid,
            Patient(str(ds.PatientName), ds.PatientBirthDate, ds.PatientSex, (PatientId("P1", "SITE"),)),
            ds.StudyDate,
            ds.StudyTime,
            ds.StudyDescription,
            (ds.Modality,),
            series=series,
            images=len(mine),
        )

    def headers(self, study_uid: str) -> tuple[ImageHeader, ...]:
        return tuple(h for h in self._headers.values() if h.study_instance_uid == study_uid)

    def marks(self) -> tuple[Mark, ...]:
        return ()

    def presentation_states(self, study_uid: str) -> tuple[PresentationState, ...]:
        found = [presentation_states.read(self.files[h.sop_instance_uid]) for h in self._headers.values() if is_state(h.sop_class_uid)]
        series = {h.series_instance_uid for h in self.headers(study_uid)}
        return tuple(s for s in found if s.study_instance_uid == study_uid or series.intersection(s.series_referenced))

    def read(self, sop_uid: str) -> bytes:
        if sop_uid not in self.files:
            raise NotReadable("not here")
        return self.files[sop_uid]

    def read_into(self, sop_uid: str, buffer: bytearray) -> memoryview:
        content = self.read(sop_uid)
        if len(buffer) < len(content):
            buffer.extend(bytes(len(content) - len(buffer)))
        buffer[: len(content)] = content
        return memoryview(buffer)[: len(content)]

    def journal(self, study_uid: str, kind: str, entry_id: str, payload: bytes | None) -> None:
        if payload is None:
            self.entries.pop((study_uid, kind, entry_id), None)
        else:
            self.entries[(study_uid, kind, entry_id)] = payload

    def journal_entries(self, study_uid: str, kind: str) -> list[tuple[str, bytes]]:
        return [(e, p) for (s, k, e), p in self.entries.items() if (s, k) == (study_uid, kind)]


def series(study: str, slices: int, *, first: float = 0.0, step: float = 2.0, **more: object) -> list[bytes]:
    """A series of a study: slices ``step`` mm apart from z = ``first``."""
    frame = str(more.pop("frame", f"{study}.9"))
    uid = str(more.pop("uid", f"{study}.2"))
    return [encoded(study, uid, n + 1, z=first + n * step, frame=frame, **more) for n in range(slices)]  # type: ignore[arg-type]


def opened(source: MemorySource, study: str, known: int = 0) -> OpenExam:
    """The exam as reading.opening makes it."""
    told = source.study(study)
    assert told is not None
    headers = source.headers(study)
    sets = display_sets.build(headers, {s.series_instance_uid: (s.number, s.description) for s in told.series})
    return replace(OpenExam(told, tuple(sets), {h.sop_instance_uid: h for h in headers}), known=known)
