"""Made images for the tests of imaging: a data set of any kind with given pixels, encoded as a Part-10 file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from workstation.imaging.header import encode

CT, MR, PET, US, US_MULTI, DX, MG, SC, ENHANCED_CT = (
    f"1.2.840.10008.5.1.4.1.1.{part}" for part in ("2", "4", "128", "6.1", "3.1", "1.1", "1.2", "7", "2.1")
)
STUDY, SERIES, FRAME = (generate_uid(entropy_srcs=[name]) for name in ("study", "series", "frame"))


def image(
    pixels: np.ndarray[Any, Any] | None = None,
    *,
    modality: str = "CT",
    sop_class: str = CT,
    syntax: str = ExplicitVRLittleEndian,
    codestreams: Sequence[bytes] = (),
    bits: int | None = None,
    shape: tuple[int, int] | None = None,
    **elements: Any,
) -> Dataset:
    """A data set; ``pixels`` (rows, columns), (frames, rows, columns) or (rows, columns, 3); keywords of the standard set elements,
    None leaves one out."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = UID(syntax)
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, generate_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = STUDY, SERIES, FRAME
    ds.PatientID, ds.PatientName, ds.Modality = "P1", "MARTIN^Éléonore", modality
    ds.SpecificCharacterSet = "ISO_IR 192"
    if pixels is not None:
        colour = pixels.ndim >= 3 and pixels.shape[-1] == 3
        plane = pixels if pixels.ndim == 2 else pixels[0] if not colour or pixels.ndim == 4 else pixels
        ds.Rows, ds.Columns = shape or plane.shape[:2]
        ds.SamplesPerPixel = 3 if colour else 1
        ds.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
        if colour:
            ds.PlanarConfiguration = 0
        if pixels.ndim == 3 + colour:
            ds.NumberOfFrames = pixels.shape[0]
        depth = pixels.dtype.itemsize * 8
        ds.BitsAllocated, ds.BitsStored = depth, bits or depth
        ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, int(pixels.dtype.kind == "i")
        if pixels.dtype.kind == "f":
            del ds.BitsStored, ds.HighBit, ds.PixelRepresentation
            setattr(ds, "FloatPixelData" if depth == 32 else "DoubleFloatPixelData", pixels.tobytes())
        elif codestreams:
            ds.PixelData = encapsulate(list(codestreams))
            ds["PixelData"].VR = "OB"
            ds["PixelData"].is_undefined_length = True
        else:
            raw = pixels.tobytes()
            ds.PixelData = raw + b"\0" * (len(raw) % 2)
            ds["PixelData"].VR = "OB" if depth == 8 else "OW"
    for keyword, value in elements.items():
        if value is None:
            if keyword in ds:
                delattr(ds, keyword)
        else:
            setattr(ds, keyword, value)
    return ds


def file(*args: Any, **kwargs: Any) -> bytes:
    """The same as a Part-10 file."""
    return encode(image(*args, **kwargs))


def slice_at(position: Sequence[float], orientation: Sequence[float] = (1, 0, 0, 0, 1, 0), number: int = 1, **elements: Any) -> Dataset:
    """A small placed CT slice, 1 mm pixels."""
    values = {"PixelSpacing": [1, 1], "SliceThickness": 1, "RescaleIntercept": -1024, "RescaleSlope": 1, **elements}
    pixels = np.zeros((4, 6), np.int16)
    return image(
        pixels,
        ImagePositionPatient=[float(v) for v in position],
        ImageOrientationPatient=[float(v) for v in orientation],
        InstanceNumber=number,
        **values,
    )


def item(**elements: Any) -> Dataset:
    """An item of a sequence."""
    ds = Dataset()
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def read(dataset: Dataset) -> pydicom.Dataset:
    """A data set as pydicom reads it back from its bytes."""
    from io import BytesIO

    return pydicom.dcmread(BytesIO(encode(dataset)))
