"""Magnetic resonance: a body seen through a table of signals by tissue, bias of the coil, Rician noise (PS3.3 A.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage

from workstation.phantoms import records
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, resample_axis
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import lattice_noise
from workstation.phantoms.series import Chunk, Image, PlannedSeries
from workstation.phantoms.uids import seed

ORIENTATIONS = {"axial": ((1, 0, 0), (0, 1, 0)), "sagittal": ((0, 1, 0), (0, 0, -1)), "coronal": ((1, 0, 0), (0, 0, -1))}


@dataclass(frozen=True)
class Weight:
    """One contrast of a sequence. ``signals``: by layer name; a layer not named has the signal its HU suggests, see ``signal_of``."""

    signals: dict[str, float]
    b_value: int | None = None
    image_type: tuple[str, ...] = ("ORIGINAL", "PRIMARY", "M", "ND")
    noise: float = 14.0
    window: tuple[float, float] = (450.0, 900.0)


@dataclass(frozen=True)
class Sequence:
    """One series: place, matrix and timing; several weights follow one another (b-values)."""

    weights: tuple[Weight, ...]
    plane: str
    slices: int
    step: float
    thickness: float
    size: int
    field_of_view: float
    middle: Point
    shift: Point
    timing: dict[str, object] = field(default_factory=dict)
    fine: bool = True  # sampled at half the resolution, then refined
    bias: float = 0.16

    @property
    def spacing(self) -> float:
        """mm between pixels."""
        return self.field_of_view / self.size


def series_of(
    exam: Exam,
    number: int,
    description: str,
    sequence: Sequence,
    body: Callable[[], Body],
    syntax: UID = ExplicitVRLittleEndian,
    part: str = "BRAIN",
) -> PlannedSeries:
    """One MR series."""
    return PlannedSeries(
        exam, number, "MR", description, sequence.slices * len(sequence.weights),
        partial(_shared, exam, number, description, sequence, part), partial(_chunks, exam, number, sequence, body), part, syntax=syntax,
    )  # fmt: skip


def _shared(exam: Exam, number: int, description: str, sequence: Sequence, part: str) -> Dataset:
    ds = records.shared(exam, number, "MR", description, part, MRImageStorage)
    ds.ImageType = list(sequence.weights[0].image_type)
    row, column = ORIENTATIONS[sequence.plane]
    records.placed(ds, exam, (sequence.spacing, sequence.spacing), sequence.thickness, row, column)
    ds.SpacingBetweenSlices = f"{sequence.step:g}"
    ds.MagneticFieldStrength, ds.ImagingFrequency, ds.ImagedNucleus = "1.5", "63.68", "1H"
    ds.NumberOfAverages, ds.PercentSampling, ds.PercentPhaseFieldOfView = "1", "100", "100"
    ds.AcquisitionMatrix = [0, sequence.size, sequence.size, 0]
    ds.InPlanePhaseEncodingDirection = "ROW" if sequence.plane == "axial" else "COL"
    ds.ReceiveCoilName, ds.SAR, ds.PixelBandwidth = "Head_20", "0.08", "200"
    ds.AcquisitionNumber = 1
    defaults: dict[str, object] = {
        "ScanningSequence": "SE",
        "SequenceVariant": "SK",
        "ScanOptions": None,
        "MRAcquisitionType": "2D",
        "EchoTrainLength": 1,
        "FlipAngle": "90",
    }
    for keyword, value in {**defaults, **sequence.timing}.items():
        setattr(ds, keyword, value)
    records.grey(ds, sequence.size, sequence.size, 12)
    return ds


def _chunks(exam: Exam, number: int, sequence: Sequence, body: Callable[[], Body]) -> Iterator[Chunk]:
    made = body()
    for weight_index, _ in enumerate(sequence.weights):
        slab = 16 if sequence.plane == "axial" else sequence.slices
        for first in range(0, sequence.slices, slab):
            yield partial(_images, exam, number, sequence, made, weight_index, first, min(first + slab, sequence.slices))


def signal_of(name: str, value: float | Floats, signals: dict[str, float]) -> float:
    """The signal of a layer: its own, else that of its family by HU: air and bone none, fat, muscle, fluid."""
    if name in signals:
        return signals[name]
    number = float(np.mean(value))
    family = "air" if number < -300 else "fat" if number < -40 else "fluid" if number < 13 else "bone" if number > 250 else "muscle"
    return signals[family]


def _volume(sequence: Sequence, body: Body, weight: Weight, along: Floats, width: float) -> Floats:
    """Signal of planes at ``along`` (the slice axis, body mm), (planes, rows, columns) as the images lie; mean over the thickness."""
    size, spacing = sequence.size, sequence.spacing
    step = spacing * (2 if sequence.fine else 1)
    count = size // (2 if sequence.fine else 1)
    middle = sequence.middle
    offsets = (np.arange(-2, count + 2, dtype=np.float32) - np.float32((count - 1) / 2)) * np.float32(step)
    values = {layer.name: signal_of(layer.name, layer.value, weight.signals) for layer in body.layers}
    seen = Body(body.layers, body.strokes, background=0.0)
    parts = max(1, round(width / 1.6))
    shifts = (np.arange(parts, dtype=np.float32) - np.float32((parts - 1) / 2)) * np.float32(width / parts)
    total: Floats | None = None
    for offset in shifts:
        at = np.sort(along + offset)
        if sequence.plane == "axial":
            grid = Grid(offsets + np.float32(middle[0]), offsets + np.float32(middle[1]), at)
        else:
            grid = Grid(at, offsets + np.float32(middle[1]), offsets + np.float32(middle[2]))
        sampled = seen.sample(grid, values)
        for strokes in body.strokes:
            _bones(sampled, grid, strokes, weight)
        total = sampled if total is None else total + sampled
    assert total is not None
    total /= np.float32(parts)
    planes = total if sequence.plane == "axial" else np.ascontiguousarray(total.transpose(2, 0, 1)[:, ::-1])
    position = (np.arange(size, dtype=np.float32) - np.float32((size - 1) / 2)) * np.float32(spacing / step) + np.float32(
        (count - 1) / 2 + 2
    )
    return resample_axis(resample_axis(planes, position, 1, "cubic"), position, 2, "cubic")


def _bones(volume: Floats, grid: Grid, strokes: object, weight: Weight) -> None:
    from dataclasses import replace

    from workstation.phantoms.strokes import Strokes, paint

    assert isinstance(strokes, Strokes)
    paint(volume, grid, replace(strokes, value=weight.signals["bone"], core=weight.signals.get("diploe", weight.signals["bone"])))


def _images(exam: Exam, number: int, sequence: Sequence, body: Body, weight_index: int, first: int, last: int) -> list[Image]:
    weight = sequence.weights[weight_index]
    centre = {"axial": sequence.middle[2], "sagittal": sequence.middle[0]}[sequence.plane]
    places = np.array([centre + (index - (sequence.slices - 1) / 2) * sequence.step for index in range(first, last)], np.float32)
    volume = _volume(sequence, body, weight, places, sequence.thickness)
    half = (sequence.size - 1) / 2 * sequence.spacing
    images = []
    coil = 1 + np.float32(sequence.bias) * _coil(sequence.size, seed(exam.key, "coil"))
    for index in range(first, last):
        rng = np.random.default_rng(seed(exam.key, number, weight_index, index))
        plane = volume[index - first] * coil if weight.b_value != -1 else volume[index - first]
        noise = rng.standard_normal((2, *plane.shape), dtype=np.float32) * np.float32(weight.noise)
        noise[:, 1:] = (noise[:, 1:] + noise[:, :-1]) * np.float32(0.72)
        magnitude = np.hypot(plane + noise[0], noise[1])
        instance = weight_index * sequence.slices + index + 1
        ds = records.own(exam, number, instance)
        at = float(places[index - first])
        if sequence.plane == "axial":
            point = (sequence.middle[0] - half, sequence.middle[1] - half, at)
        else:
            point = (at, sequence.middle[1] - half, sequence.middle[2] + half)
        shifted = tuple(p + s for p, s in zip(point, sequence.shift, strict=True))
        records.position(ds, shifted)
        if sequence.plane == "sagittal":
            ds.SliceLocation = f"{shifted[0]:.3f}"
        ds.AcquisitionTime = ds.ContentTime = records.after(exam, 240.0 * number + 2.0 * index)
        records.windows(ds, (*weight.window, "AUTO"))
        if weight.b_value is not None and weight.b_value >= 0:
            ds.DiffusionBValue = float(weight.b_value)
            ds.DiffusionDirectionality = "NONE" if weight.b_value == 0 else "ISOTROPIC"
            ds.ImageType = list(weight.image_type)
            ds.SequenceName = f"*ep_b{weight.b_value}" + ("t" if weight.b_value else "")
        images.append((ds, np.clip(np.rint(magnitude), 0, 4095).astype(np.uint16)))
    return images


def _coil(size: int, number: int) -> Floats:
    """Slow change of sensitivity over the image."""
    line = np.arange(size, dtype=np.float32) / size
    return lattice_noise((line, line), 0.55, number)
