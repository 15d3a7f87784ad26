"""Digital radiography for presentation: what every film says, tone and sharpening, the lead marker (PS3.3 A.26, C.8.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image as Drawing
from PIL import ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import UID, DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian
from scipy import ndimage

from workstation.phantoms import records
from workstation.phantoms.fields import Floats
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import grain
from workstation.phantoms.records import code
from workstation.phantoms.series import Chunk, Image, PlannedSeries
from workstation.phantoms.uids import seed

VIEWS = {
    "PA": ("272479007", "Postero-anterior"),
    "AP": ("399348003", "Antero-posterior"),
    "LL": ("399173006", "Left lateral"),
    "RL": ("399198007", "Right lateral"),
    "LLO": ("399368009", "Medio-lateral"),
}
REGIONS = {
    "CHEST": ("51185008", "Thorax"),
    "KNEE": ("72696002", "Knee"),
    "ANKLE": ("344001", "Ankle"),
}


@dataclass(frozen=True)
class Film:
    """One film. ``density``: (rows, columns) from 0 (air, black) to 1 (dense, white), computed when called."""

    density: Callable[[], Floats]
    rows: int
    columns: int
    spacing: float  # mm at the detector
    view: str
    orientation: tuple[str, str]
    body_part: str
    laterality: str = "U"
    kvp: int = 120
    exposure: int = 3
    inverse: bool = False  # stored as MONOCHROME1
    marker: str = ""  # the lead letter, D or G
    marker_at: tuple[float, float] = (0.07, 0.09)  # fractions of width and height
    grain: float = 0.006


def series_of(exam: Exam, number: int, description: str, films: list[Film], syntax: UID = ExplicitVRLittleEndian) -> PlannedSeries:
    """Films of one series, one image each."""
    first = films[0]
    return PlannedSeries(
        exam, number, "DX", description, len(films),
        partial(_shared, exam, number, description, first), partial(_chunks, exam, number, films),
        first.body_part, first.laterality if first.laterality in "RL" else "", syntax,
    )  # fmt: skip


def _shared(exam: Exam, number: int, description: str, film: Film) -> Dataset:
    ds = records.shared(exam, number, "DX", description, film.body_part, DigitalXRayImageStorageForPresentation)
    if film.laterality in "RL":
        ds.Laterality = film.laterality
    ds.PresentationIntentType = "FOR PRESENTATION"
    ds.ImageType = ["DERIVED", "PRIMARY", ""]
    ds.DerivationDescription = "Traitement multi-echelle"
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", 1 if film.inverse else -1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.LossyImageCompression, ds.BurnedInAnnotation = "00", "NO"
    ds.DetectorType, ds.DetectorConfiguration = "SCINTILLATOR", "AREA"
    ds.DetectorID, ds.DetectorDescription = "DRX-1", "CsI"
    ds.PositionerType = "NONE"
    ds.Grid = "FOCUSED"
    ds.CollimatorShape = None
    del ds.CollimatorShape
    value, meaning = REGIONS[film.body_part]
    ds.AnatomicRegionSequence = Items([code(value, "SCT", meaning)])
    ds.AcquisitionContextSequence = Items([])
    return ds


def _chunks(exam: Exam, number: int, films: list[Film]) -> Iterator[Chunk]:
    for index, film in enumerate(films):
        yield partial(_image, exam, number, index + 1, film)


def _image(exam: Exam, number: int, instance: int, film: Film) -> list[Image]:
    ds = records.own(exam, number, instance)
    ds.Rows, ds.Columns = film.rows, film.columns
    records.grey(ds, film.rows, film.columns, 12, photometric="MONOCHROME1" if film.inverse else "MONOCHROME2")
    ds.PresentationLUTShape = "INVERSE" if film.inverse else "IDENTITY"
    ds.ImagerPixelSpacing = [f"{film.spacing:g}"] * 2
    ds.PatientOrientation = list(film.orientation)
    ds.ImageLaterality = film.laterality
    ds.ViewPosition = film.view if film.view in ("AP", "PA", "LL", "RL", "LLO", "RLO") else ""
    ds.ViewCodeSequence = Items([code(VIEWS[film.view][0], "SCT", VIEWS[film.view][1])])
    ds.ViewCodeSequence[0].ViewModifierCodeSequence = Items([])
    ds.KVP, ds.Exposure, ds.ExposureTime, ds.XRayTubeCurrent = f"{film.kvp}", film.exposure, 12, film.exposure * 80
    ds.DistanceSourceToDetector, ds.DistanceSourceToPatient = ("1800", "1500") if film.body_part == "CHEST" else ("1150", "1100")
    records.windows(ds, (2048.0, 4096.0, "STANDARD"), (1900.0, 2800.0, "CONTRASTE"))
    density = film.density()
    density = density + np.float32(film.grain) * grain(density.shape, "film", seed(exam.key, number, instance)) * np.sqrt(
        1.1 - np.clip(density, 0, 1)
    )
    if film.marker:
        _mark(density, film)
    stored = np.clip(np.rint(density * 3900 + 60), 0, 4095).astype(np.uint16)
    return [(ds, np.uint16(4095) - stored if film.inverse else stored)]


def _mark(density: Floats, film: Film) -> None:
    """A lead letter, white, as the technician laid it."""
    size = round(11.0 / film.spacing)
    letter = Drawing.new("L", (size * 2, size * 2))
    ImageDraw.Draw(letter).text((size // 2, size // 3), film.marker, fill=255, font=ImageFont.load_default(size))
    shape = np.asarray(letter, np.float32) / 255
    top, left = int(film.marker_at[1] * film.rows), int(film.marker_at[0] * film.columns)
    part = density[top : top + shape.shape[0], left : left + shape.shape[1]]
    part += (np.float32(0.97) - part) * shape[: part.shape[0], : part.shape[1]]


def tone(path: Floats, pitch: float, *, low: float, high: float, detail: float = 1.0, gamma: float = 0.8) -> Floats:
    """Water path in mm to density 0..1 as a multi-scale processing does: large differences compressed, small ones kept."""
    fine = path - ndimage.gaussian_filter(path, 1.6 / pitch)
    middle = path - ndimage.gaussian_filter(path, 9.0 / pitch)
    base = np.clip((path - middle * 0.0 - low) / (high - low), 0, 1.15) ** np.float32(gamma)
    result: Floats = base + np.float32(detail) * (middle * 0.0055 + fine * 0.010) * np.clip(base * 6, 0, 1)
    return np.clip(result, 0, 1.02).astype(np.float32)
