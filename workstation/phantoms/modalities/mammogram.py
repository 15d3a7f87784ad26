"""Four-view digital mammogram for presentation (PS3.3 A.27, C.8.11.7): R and L, cranio-caudal and medio-lateral oblique."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import DigitalMammographyXRayImageStorageForPresentation, ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless

from workstation.phantoms import records
from workstation.phantoms.anatomy.breast import Breast, picture
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import grain
from workstation.phantoms.records import code
from workstation.phantoms.series import Chunk, Image, PlannedSeries
from workstation.phantoms.uids import seed

ROWS, COLUMNS, SPACING = 2600, 2000, 0.09
VIEWS = {"CC": ("399162004", "cranio-caudal"), "MLO": ("399368009", "medio-lateral oblique")}
# directions of the rows and of the columns: the chest wall of the right breast lies at the right edge
ORIENTATION = {("R", "CC"): ["P", "L"], ("L", "CC"): ["A", "R"], ("R", "MLO"): ["P", "FL"], ("L", "MLO"): ["A", "FR"]}
SYNTAXES = {"native": ExplicitVRLittleEndian, "jpegls": JPEGLSLossless, "jpeg2000": JPEG2000Lossless}


def series(exam: Exam) -> list[PlannedSeries]:
    """One series a view; options ``mass`` (mm, left breast), ``calcifications`` (count), ``density``, ``length``, ``syntax``."""
    made = []
    syntax = SYNTAXES[str(exam.plan.options.get("syntax", "native"))]
    for number, (side, view) in enumerate((("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")), 1):
        description = f"{'D' if side == 'R' else 'G'} {'FACE' if view == 'CC' else 'OBLIQUE'} ({side} {view})"
        shared = partial(_shared, exam, number, description, side)
        chunks = partial(_chunks, exam, number, side, view)
        made.append(PlannedSeries(exam, number, "MG", description, 1, shared, chunks, "BREAST", side, syntax))
    return made


def breast_of(exam: Exam, side: str, view: str) -> Breast:
    """The breast of a patient on that day: the same gland in all exams, more or less compressed."""
    body = seed(exam.body_seed, side, view)
    mass = exam.option("mass", 0.0) if side == "L" else 0.0
    count = int(exam.option("calcifications", 0)) if side == "L" else 0
    at = (52.0, -26.0) if view == "CC" else (58.0, -22.0)
    length = exam.option("length", 96.0) + (3.0 if side == "L" else 0.0) + (6.0 if view == "MLO" else 0.0)
    grains = (at[0] + 9.0, at[1] + 8.0, count) if count else None
    return Breast(body, view == "MLO", length, exam.option("density", 0.45), (*at, mass) if mass else None, grains)


def _shared(exam: Exam, number: int, description: str, side: str) -> Dataset:
    ds = records.shared(exam, number, "MG", description, "BREAST", DigitalMammographyXRayImageStorageForPresentation)
    ds.PresentationIntentType = "FOR PRESENTATION"
    ds.ImageType = ["DERIVED", "PRIMARY", ""]
    ds.DerivationDescription = "Traitement de presentation"
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", -1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.PresentationLUTShape = "IDENTITY"
    ds.LossyImageCompression, ds.BurnedInAnnotation = "00", "NO"
    ds.DetectorType, ds.DetectorConfiguration, ds.DetectorID = "DIRECT", "AREA", "MG-DET-1"
    ds.PositionerType, ds.BreastImplantPresent, ds.PartialView = "MAMMOGRAPHIC", "NO", "NO"
    ds.OrganExposed = "BREAST"
    ds.KVP, ds.Exposure, ds.ExposureTime, ds.XRayTubeCurrent = "29", 78, 780, 100
    ds.AnodeTargetMaterial, ds.FilterMaterial = "TUNGSTEN", "RHODIUM"
    ds.DistanceSourceToDetector, ds.DistanceSourceToPatient, ds.EstimatedRadiographicMagnificationFactor = "700", "660", "1.06061"
    ds.FocalSpots = "0.3"
    ds.OrganDose = "0.0148"
    ds.AnatomicRegionSequence = Items([code("76752008", "SCT", "Breast")])
    ds.AcquisitionContextSequence = Items([])
    records.grey(ds, ROWS, COLUMNS, 12)
    ds.ImagerPixelSpacing = [f"{SPACING:g}"] * 2
    return ds


def _chunks(exam: Exam, number: int, side: str, view: str) -> Iterator[Chunk]:
    yield partial(_image, exam, number, side, view)


def _image(exam: Exam, number: int, side: str, view: str) -> list[Image]:
    u = np.arange(COLUMNS, dtype=np.float32) * np.float32(SPACING) - np.float32(1.0)
    v = (np.arange(ROWS, dtype=np.float32) - np.float32(ROWS / 2)) * np.float32(SPACING) + np.float32(exam.option("shift_v", 0.0))
    density = picture(breast_of(exam, side, view), u, v)
    density += np.float32(0.011) * grain(density.shape, "film", seed(exam.key, number)) * (density > 0.03)
    stored = np.clip(np.rint(density * 3700 + 40), 0, 4095).astype(np.uint16)
    stored[density < 0.004] = 0
    if side == "R":
        stored = stored[:, ::-1]
    ds = records.own(exam, number, 1)
    ds.ImageLaterality, ds.ViewPosition = side, view
    ds.PatientOrientation = ORIENTATION[side, view]
    value, meaning = VIEWS[view]
    item = code(value, "SCT", meaning)
    item.ViewModifierCodeSequence = Items([])
    ds.ViewCodeSequence = Items([item])
    ds.PositionerPrimaryAngle = "0" if view == "CC" else ("-50" if side == "R" else "50")
    ds.BodyPartThickness, ds.CompressionForce = ("52", "98") if view == "CC" else ("57", "104")
    records.windows(ds, (1900.0, 1900.0, "STANDARD"), (2100.0, 1500.0, "CONTRASTE"))  # a sigmoid: air stays black
    ds.VOILUTFunction = "SIGMOID"
    return [(ds, stored)]
