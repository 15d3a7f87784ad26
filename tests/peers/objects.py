"""Small real objects for the tests of the network: made in memory, each a whole Part-10 file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid


def ct(
    number: int = 1,
    *,
    study: str,
    series: str | None = None,
    sop: str | None = None,
    name: str = "MARTIN^Éléonore",
    patient_id: str = "IPP1",
    issuer: str = "SITE-A",
    birth_date: str = "19600102",
    sex: str = "F",
    date: str = "20261124",
    description: str = "SCANNER THORACIQUE",
    size: int = 64,
) -> bytes:
    """One CT image of ``size`` x ``size``."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = sop or uid(f"{study}/{series}/{number}")
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.StudyInstanceUID = study
    ds.SeriesInstanceUID = series or uid(f"{study}/series")
    ds.PatientName, ds.PatientID, ds.IssuerOfPatientID = name, patient_id, issuer
    ds.PatientBirthDate, ds.PatientSex = birth_date, sex
    ds.StudyDate, ds.StudyTime, ds.StudyDescription = date, "101500", description
    ds.AccessionNumber, ds.InstitutionName, ds.Modality = "A1", "Hôpital", "CT"
    ds.SeriesNumber, ds.SeriesDescription, ds.InstanceNumber = 1, "AXIAL", number
    ds.Rows = ds.Columns = size
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.ImagePositionPatient, ds.ImageOrientationPatient, ds.PixelSpacing = [0, 0, number], [1, 0, 0, 0, 1, 0], [0.7, 0.7]
    ds.FrameOfReferenceUID = uid(f"{study}/for")
    ds.PixelData = np.random.default_rng(number).integers(0, 4096, (size, size)).astype("<u2").tobytes()
    out = BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def uid(seed: str) -> str:
    """The same UID for the same words."""
    return str(generate_uid(entropy_srcs=[seed]))
