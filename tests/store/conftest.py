"""Small real Part-10 objects, and a store of its own for each test."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring.backends.fail
import keyring.core
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from workstation.store import KeyFileOpener, Store

CT = "1.2.840.10008.5.1.4.1.1.2"
Make = Callable[..., bytes]


def make_object(
    sop: str = "1.9.1.1",
    *,
    study: str = "1.9.1",
    series: str = "1.9.1.0",
    name: str = "MARTIN^Éléonore",
    size: int = 16,
    sender: str = "",
    **tags: object,
) -> bytes:
    """One CT image of ``size`` x ``size``; its pixels depend on the UID."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = CT
    dataset.file_meta.MediaStorageSOPInstanceUID = sop
    if sender:
        dataset.file_meta.SourceApplicationEntityTitle = sender
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID, dataset.SOPInstanceUID = CT, sop
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = study, series
    dataset.PatientName, dataset.PatientID, dataset.IssuerOfPatientID = name, "IPP-4711", "RANGUEIL"
    dataset.PatientBirthDate, dataset.PatientSex = "19500101", "F"
    dataset.StudyDate, dataset.StudyTime, dataset.Modality = "20261120", "081500", "CT"
    dataset.StudyDescription, dataset.SeriesNumber = "SCANNER THORACIQUE", 2
    dataset.Rows = dataset.Columns = size
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, 0
    dataset.PixelSpacing, dataset.ImageOrientationPatient = [0.7, 0.7], [1, 0, 0, 0, 1, 0]
    dataset.ImagePositionPatient = [0, 0, float(sop.rpartition(".")[2])]
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    seed = sum(sop.encode())
    dataset.PixelData = bytes((seed + i) % 251 for i in range(size * size * 2))
    file = io.BytesIO()
    pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    return file.getvalue()


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key ring and no passphrase, whatever this machine has."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.backends.fail.Keyring())
    monkeypatch.delenv("GARONNE_PASSPHRASE", raising=False)
    monkeypatch.delenv("GARONNE_PASSPHRASE_FILE", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder, KeyFileOpener(folder)) as opened:
        yield opened


@pytest.fixture
def reopen(folder: Path) -> Iterator[Callable[..., Store]]:
    """Open the same folder once more, as another process would; closed at the end."""
    opened: list[Store] = []

    def again(**options: object) -> Store:
        opened.append(Store.open(folder, KeyFileOpener(folder), **options))  # type: ignore[arg-type]
        return opened[-1]

    yield again
    for each in opened:
        each.close()


def object_files(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / "objects").rglob("*") if p.is_file())


def damage(path: Path, offset: int = -20) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)
