"""FDG PET with its CT: activity by organ, blurred and noisy, in Bq/ml with all that SUV needs (PS3.3 A.21, C.8.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import JPEGLSLossless, PositronEmissionTomographyImageStorage
from scipy import ndimage

from workstation.phantoms import records
from workstation.phantoms.anatomy import heart, lungs, torso
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point
from workstation.phantoms.modalities import ct
from workstation.phantoms.plan import Exam
from workstation.phantoms.records import code
from workstation.phantoms.series import Chunk, Image, PlannedSeries
from workstation.phantoms.strokes import joined, paint
from workstation.phantoms.uids import seed

SIZE, SPACING = 168, 4.0
TOP, LENGTH = 352.0, 936.0  # body z of the first slice, mm scanned
DOSE, HALF_LIFE, UPTAKE = 238.0e6, 6586.2, 3720.0  # Bq, s, s between injection and scan
TUMOUR: Point = (72.0, 18.0, 26.0)  # left upper lobe
NODE: Point = (-14.0, -2.0, 24.0)  # right lower paratracheal

# SUV by layer; a layer not named has the tissue's own uptake by HU
UPTAKES = {
    "brain": 9.5,
    "brain core": 5.2,
    "lateral ventricle": 0.8,
    "heart muscle": 4.6,
    "left blood": 1.7,
    "right blood": 1.7,
    "liver": 2.3,
    "spleen": 1.9,
    "kidney": 3.4,
    "renal pyramids": 4.4,
    "renal pelvis": 14.0,
    "bladder": 24.0,
    "bladder wall": 6.0,
    "stomach wall": 1.9,
    "stomach": 0.7,
    "colon wall": 1.9,
    "stool": 1.3,
    "small bowel wall": 2.1,
    "small bowel": 1.2,
    "vertebral marrow": 1.6,
    "vertebral shells": 1.1,
    "hip bone marrow": 1.2,
    "sacrum marrow": 1.3,
    "thigh bone marrow": 0.9,
    "breastbone marrow": 1.3,
    "lungs": 0.45,
    "muscle": 0.65,
    "psoas": 0.7,
    "fat": 0.25,
    "skin": 0.4,
    "face": 0.9,
    "canal": 1.0,
    "cord": 1.4,
    "pancreas": 1.5,
    "prostate": 1.6,
}


@lru_cache(maxsize=1)
def body_of(body_seed: str, female: bool, tumour: float) -> Body:
    """Head to thighs, with a lung tumour of ``tumour`` mm and a node of the mediastinum."""
    body = torso.build(torso.Person(seed(body_seed), female, 17.0, True, 0.25, low=-590.0, high=356.0, step=4.0))
    heart.add_nodes(body)
    body.strokes += lungs.nodule(TUMOUR, tumour, seed(body_seed, "tumour"), 38.0)
    body.strokes.append(joined("node", [((NODE, (NODE[0] + 5, NODE[1] - 2, NODE[2] + 6)), 7.5)], 42.0, edge=1.2))
    return body


def series(exam: Exam) -> list[PlannedSeries]:
    """The CT for attenuation, then the PET in the same frame of reference; options ``step``, ``tumour`` in mm, ``shift_x`` ..."""
    step = exam.option("step", 4.0)
    body = partial(body_of, exam.body_seed, exam.person.sex == "F", exam.option("tumour", 24.0))
    shift = (exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", -800.0))
    scan = ct.Scan(
        slices=round(LENGTH / step),
        step=step,
        first_z=TOP,
        field_of_view=500.0,
        shift=shift,
        centre=(0.0, 8.0),
        table=exam.option("table", 150.0),
        noise=17.0,
        mas=40,
        kernel_name="Br38d",
        windows=(ct.SOFT, ct.LUNG, ct.BONE),
        thickness=step,
    )
    anatomy = ct.series_of(exam, 2, "CT corps entier AC", "WHOLEBODY", scan, body, JPEGLSLossless)
    name = "TEP corps entier FDG AC"
    emission = PlannedSeries(
        exam,
        3,
        "PT",
        name,
        scan.slices,
        partial(_shared, exam, name, scan),
        partial(_chunks, exam, scan, body, exam.option("tumour", 24.0)),
        "WHOLEBODY",
    )
    return [anatomy, emission]


def _shared(exam: Exam, name: str, scan: ct.Scan) -> Dataset:
    ds = records.shared(exam, 3, "PT", name, "WHOLEBODY", PositronEmissionTomographyImageStorage)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    records.placed(ds, exam, (SPACING, SPACING), scan.step, (1, 0, 0), (0, 1, 0))
    del ds.PatientPosition  # said by the codes below
    records.grey(ds, SIZE, SIZE, 16)
    ds.SpacingBetweenSlices = f"{scan.step:g}"
    ds.SeriesType, ds.CountsSource, ds.Units = ["WHOLE BODY", "IMAGE"], "EMISSION", "BQML"
    ds.SUVType = "BW"
    ds.CorrectedImage = ["NORM", "DTIM", "ATTN", "SCAT", "DECY", "RAN"]
    ds.DecayCorrection, ds.RandomsCorrectionMethod, ds.ScatterCorrectionMethod = "START", "DLYD", "Model-based"
    ds.AttenuationCorrectionMethod, ds.ReconstructionMethod, ds.ConvolutionKernel = "CT-derived mu-map", "OSEM3D+TOF 4i5s", "XYZ Gauss 4.0"
    ds.CollimatorType, ds.NumberOfSlices, ds.DecayFactor = "NONE", scan.slices, "1"
    ds.AxialAcceptance, ds.EnergyWindowRangeSequence = "38", Items([_energy()])
    ds.RescaleIntercept = "0"
    ds.ActualFrameDuration = 120000
    ds.FieldOfViewShape, ds.FieldOfViewDimensions = "CYLINDRICAL RING", [700, 221]
    ds.RadiopharmaceuticalInformationSequence = Items([_tracer(exam)])
    ds.PatientOrientationCodeSequence = Items([code("102538003", "SCT", "recumbent")])
    ds.PatientOrientationCodeSequence[0].PatientOrientationModifierCodeSequence = Items([code("40199007", "SCT", "supine")])
    ds.PatientGantryRelationshipCodeSequence = Items([code("102540008", "SCT", "headfirst")])
    return ds


def _energy() -> Dataset:
    item = Dataset()
    item.EnergyWindowLowerLimit, item.EnergyWindowUpperLimit = "435", "585"
    return item


def _tracer(exam: Exam) -> Dataset:
    item = Dataset()
    item.Radiopharmaceutical = "Fluorodeoxyglucose"
    item.RadiopharmaceuticalStartTime = records.after(exam, -UPTAKE)
    item.RadiopharmaceuticalStartDateTime = exam.date + records.after(exam, -UPTAKE)
    item.RadionuclideTotalDose, item.RadionuclideHalfLife, item.RadionuclidePositronFraction = f"{DOSE:g}", f"{HALF_LIFE:g}", "0.9673"
    item.RadiopharmaceuticalRoute = "IV"
    item.RadionuclideCodeSequence = Items([code("77004003", "SCT", "^18^Fluorine")])
    item.RadiopharmaceuticalCodeSequence = Items([code("35321007", "SCT", "Fluorodeoxyglucose F^18^")])
    return item


def becquerels_per_suv(weight_kg: float) -> float:
    """Bq/ml of SUVbw 1 at the start of the series: dose left after the uptake time over the body weight in grams."""
    return float(DOSE * 2.0 ** (-UPTAKE / HALF_LIFE) / (weight_kg * 1000.0))


def _chunks(exam: Exam, scan: ct.Scan, body: Callable[[], Body], tumour: float) -> Iterator[Chunk]:
    yield partial(_images, exam, scan, body(), tumour)


def _uptake(name: str, value: float | Floats) -> float:
    if name in UPTAKES:
        return UPTAKES[name]
    number = float(np.mean(value))
    return 0.02 if number < -300 else 0.3 if number < -30 else 0.9 if number < 250 else 0.8


def suv(scan: ct.Scan, body: Body, tumour: float) -> tuple[Floats, Grid]:
    """SUV without noise, (slices from the feet up, rows, columns), and its grid in body mm."""
    line = (np.arange(SIZE, dtype=np.float32) - np.float32((SIZE - 1) / 2)) * np.float32(SPACING)
    heights = np.sort(np.array([scan.z(index) for index in range(scan.slices)], np.float32))
    grid = Grid(line + np.float32(scan.centre[0]), line + np.float32(scan.centre[1]), heights)
    activity = Body([*body.layers], [], 0.0).sample(grid, {layer.name: _uptake(layer.name, layer.value) for layer in body.layers})
    for name, level in (
        ("aorta", 1.6),
        ("pulmonary trunk", 1.6),
        ("veins", 1.6),
        ("lung arteries", 0.9),
        ("liver vessels", 2.0),
        ("airways", 0.1),
    ):
        for strokes in body.strokes:
            if strokes.name == name:
                paint(
                    activity,
                    grid,
                    joined(
                        name,
                        [
                            ((tuple(a), tuple(b)), (ra, rb))
                            for a, b, ra, rb in zip(strokes.start, strokes.end, strokes.start_radius, strokes.end_radius, strict=True)
                        ],
                        level,
                        edge=4.0,
                    ),
                )
    for strokes in (
        joined("tumour", [((TUMOUR, (TUMOUR[0] + 0.5, TUMOUR[1], TUMOUR[2])), tumour / 2)], 12.5, edge=4.0),
        joined("node", [((NODE, (NODE[0] + 5, NODE[1] - 2, NODE[2] + 6)), 8.0)], 8.5, edge=4.0),
        joined("ureters", [(((-30, 34, -250), (-34, 24, -340), (-30, 20, -430), (-16, -6, -482)), 2.2)], 6.0, edge=4.0),
    ):
        paint(activity, grid, strokes)
    sigma = 2.5 / SPACING
    return ndimage.gaussian_filter(activity, (2.5 / scan.step, sigma, sigma)).astype(np.float32), grid


def _images(exam: Exam, scan: ct.Scan, body: Body, tumour: float) -> list[Image]:
    clean, grid = suv(scan, body, tumour)
    rng = np.random.default_rng(seed(exam.key, "counts"))
    noise = ndimage.gaussian_filter(rng.standard_normal(clean.shape, dtype=np.float32), (0.7, 0.9, 0.9)) * np.float32(2.6)
    noisy = np.maximum(clean + noise * (0.02 + 0.085 * np.sqrt(clean)), 0)
    activity = noisy * np.float32(becquerels_per_suv(exam.person.weight))
    images = []
    for index in range(scan.slices):
        plane = activity[scan.slices - 1 - index]
        slope = float(f"{max(float(plane.max()), 1.0) / 32000:.8g}")
        ds = records.own(exam, 3, index + 1)
        records.position(ds, (float(grid.x[0]) + scan.shift[0], float(grid.y[0]) + scan.shift[1], scan.z(index) + scan.shift[2]))
        ds.ImageIndex, ds.RescaleSlope = index + 1, f"{slope:.8g}"
        ds.AcquisitionTime = exam.time
        ds.FrameReferenceTime = "60000"
        records.windows(ds, (becquerels_per_suv(exam.person.weight) * 3.5, becquerels_per_suv(exam.person.weight) * 7.0, "SUV 0-7"))
        images.append((ds, np.rint(plane / slope).astype(np.uint16)))
    return images
