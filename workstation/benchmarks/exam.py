"""A chest CT's size of an exam made of numbers, as plain files and in a store of its own: what the benchmarks open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from workstation.store import KeyFileOpener, Store

ROOT = "1.2.826.0.1.3680043.8.498.77"
STUDY = f"{ROOT}.1"


@dataclass(frozen=True, slots=True)
class Exam:
    """The same slices twice: ``files`` in the order of their positions, and in ``store``. ``raw_bytes``: of the voxels alone."""

    files: tuple[Path, ...]
    store: Store
    study_uid: str
    raw_bytes: int


def slice_of(number: int, size: int, pixels: npt.NDArray[np.int16], study: str = STUDY) -> Dataset:
    """One axial CT image of ``size`` x ``size``, 12 bits, signed; slices are 0.7 mm apart."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{study}.2.{number + 1}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, f"{study}.2", f"{study}.9"
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = "MESURE^CLAIRE", "BENCH", "19600101", "F"
    ds.StudyDate, ds.StudyTime, ds.Modality, ds.AccessionNumber, ds.StudyID = "20260101", "080000", "CT", "", "1"
    ds.StudyDescription, ds.SeriesDescription, ds.SeriesNumber, ds.InstanceNumber = "TDM THORAX", "Thorax 0,7 mm", 2, number + 1
    ds.BodyPartExamined, ds.ImageType = "CHEST", ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.Rows = ds.Columns = size
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = 1, 0, "HU"
    ds.WindowCenter, ds.WindowWidth = 40, 400
    ds.PixelSpacing, ds.SliceThickness = [0.7, 0.7], 0.7
    ds.ImageOrientationPatient, ds.ImagePositionPatient = [1, 0, 0, 0, 1, 0], [-0.35 * size, -0.35 * size, 0.7 * number]
    ds.PixelData = pixels.tobytes()
    return ds


def encoded(ds: Dataset) -> bytes:
    """The dataset as a Part-10 file."""
    out = BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


def slices(count: int, size: int, study: str = STUDY) -> Iterator[bytes]:
    """A body of noisy water in air, cut ``count`` times."""
    chance = np.random.default_rng(7)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    noise = chance.normal(0, 20, (size + 64, size + 64)).astype(np.int16)
    for n in range(count):
        width = 0.7 + 0.1 * np.sin(n / 20)
        body = np.where((x / width) ** 2 + (y / 0.6) ** 2 < 1, 40, -1000).astype(np.int16)
        shift = (n * 13) % 64, (n * 29) % 64
        body += noise[shift[0] : shift[0] + size, shift[1] : shift[1] + size]
        yield encoded(slice_of(n, size, body, study))


@contextmanager
def stored_exam(count: int, size: int, compress: Callable[[bytes], bytes] = bytes) -> Iterator[Exam]:
    """``count`` slices on disk and in a store, gone afterwards; ``compress`` makes another file of each."""
    with TemporaryDirectory(prefix="garonne-bench-") as place:
        folder = Path(place)
        (folder / "plain").mkdir()
        files = []

        def written() -> Iterator[bytes]:
            for n, content in enumerate(map(compress, slices(count, size))):
                path = folder / "plain" / f"{n:04}.dcm"
                path.write_bytes(content)
                files.append(path)
                yield content

        with Store.open(folder / "store", KeyFileOpener(folder / "store")) as store:
            store.put_many(written())
            yield Exam(tuple(files), store, STUDY, count * size * size * 2)
