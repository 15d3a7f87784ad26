"""Computed tomography: a body sampled slice by slice, a kernel, noise, the table, Hounsfield units in 12 bits (PS3.3 A.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian, JPEGLSLossless

from workstation.phantoms import encode, records
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, Grid, Point, resample_axis
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import grain
from workstation.phantoms.series import Chunk, Image, PlannedSeries, Work
from workstation.phantoms.uids import seed

JPEGLS = JPEGLSLossless
SLAB = 12  # slices made together
SOFT = (40.0, 400.0, "MEDIASTIN")
LUNG = (-550.0, 1500.0, "POUMON")
BONE = (450.0, 1800.0, "OS")
BRAIN = (40.0, 80.0, "CERVEAU")
SUBDURAL = (70.0, 200.0, "SOUS-DURAL")
LIVER = (90.0, 160.0, "FOIE")
ABDOMEN = (50.0, 360.0, "ABDOMEN")


@dataclass(frozen=True)
class Scan:
    """How a body was scanned: the patient's axes are the body's moved by ``shift``; slices go from ``top`` (body z, mm) down or up.

    ``centre``: body (x, y) in the middle of the field of view; ``table``: scanner y of the table's top; ``noise``: HU."""

    slices: int
    step: float
    field_of_view: float
    first_z: float
    shift: Point = (0.0, 0.0, 0.0)
    centre: tuple[float, float] = (0.0, 8.0)
    table: float | None = 150.0
    noise: float = 11.0
    kernel: str = "soft"
    kernel_name: str = "Br40d"
    thickness: float = 0.0
    size: int = 512
    kvp: int = 120
    mas: int = 110
    windows: tuple[tuple[float, float, str], ...] = (SOFT, LUNG, BONE)
    upwards: bool = False  # instance 1 at the feet
    bolus: str = ""
    padding: bool = False  # outside the round field of view

    @property
    def spacing(self) -> float:
        """mm between pixels."""
        return self.field_of_view / self.size

    def z(self, index: int) -> float:
        """Body z of a slice by its place from the first."""
        return self.first_z + (self.step if self.upwards else -self.step) * index


Numbered = tuple[int, str, Scan, UID]  # series number, description, scan, transfer syntax


def series_of(
    exam: Exam, number: int, description: str, body_part: str, scan: Scan, body: Callable[[], Body], syntax: UID = ExplicitVRLittleEndian
) -> PlannedSeries:
    """One axial series of a body."""
    return PlannedSeries(
        exam, number, "CT", description, scan.slices,
        partial(_shared, exam, number, description, body_part, scan),
        partial(_chunks, exam, number, scan, body), body_part, syntax=syntax,
    )  # fmt: skip


def pair(exam: Exam, body_part: str, body: Callable[[], Body], first: Numbered, second: Numbered) -> list[PlannedSeries]:
    """Two reconstructions of one acquisition, say soft and lung kernel: sampled once, their files come by turns."""
    one, two = (
        series_of(exam, number, description, body_part, scan, body, syntax) for number, description, scan, syntax in (first, second)
    )
    scans = ((first[0], first[2]), (second[0], second[2]))

    def work() -> Iterator[Work]:
        shared = [(encode.pieces(series.shared()), series.syntax) for series in (one, two)]
        made = body()
        for start in range(0, first[2].slices, SLAB):
            yield partial(_twins, exam, scans, shared, made, start, min(start + SLAB, first[2].slices))

    return [replace(one, own_work=work), replace(two, own_work=lambda: iter(()))]


def _twins(
    exam: Exam, scans: Sequence[tuple[int, Scan]], shared: Sequence[tuple[encode.Pieces, UID]], body: Body, first: int, last: int
) -> list[bytes]:
    volume = hounsfield(scans[0][1], body, first, last)
    files = []
    for (number, scan), (pieces, syntax) in zip(scans, shared, strict=True):
        files += [encode.part10(pieces, own, pixels, syntax) for own, pixels in _images(exam, number, scan, volume.copy(), first, last)]
    return files


def _shared(exam: Exam, number: int, description: str, body_part: str, scan: Scan) -> Dataset:
    ds = records.shared(exam, number, "CT", description, body_part, CTImageStorage)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI"]
    records.placed(ds, exam, (scan.spacing, scan.spacing), scan.thickness or scan.step, (1, 0, 0), (0, 1, 0))
    ds.SpacingBetweenSlices = f"{scan.step:g}"
    ds.KVP, ds.Exposure, ds.XRayTubeCurrent, ds.ExposureTime = f"{scan.kvp}", scan.mas, scan.mas * 2, 500
    ds.ConvolutionKernel, ds.ScanOptions, ds.GantryDetectorTilt = scan.kernel_name, "HELIX", "0"
    ds.ReconstructionDiameter = f"{scan.field_of_view:g}"
    ds.DataCollectionDiameter = "500"
    ds.RotationDirection, ds.FilterType = "CW", "FLAT"
    ds.TableHeight = f"{(scan.table or 0.0):g}"
    ds.AcquisitionNumber = 1
    if scan.bolus:
        ds.ContrastBolusAgent, ds.ContrastBolusRoute, ds.ContrastBolusVolume = scan.bolus, "IV", "90"
    records.grey(ds, scan.size, scan.size, 12 if not scan.padding else 16, signed=scan.padding)
    if scan.padding:
        ds.PixelPaddingValue = -2000
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0" if scan.padding else "-1024", "1", "HU"
    records.windows(ds, *scan.windows)
    return ds


def _chunks(exam: Exam, number: int, scan: Scan, body: Callable[[], Body]) -> Iterator[Chunk]:
    made = body()
    for first in range(0, scan.slices, SLAB):
        yield partial(_slab, exam, number, scan, made, first, min(first + SLAB, scan.slices))


def plane(scan: Scan) -> tuple[Floats, Floats]:
    """Body x of the columns and body y of the rows."""
    half = (scan.size - 1) / 2
    offsets = (np.arange(scan.size, dtype=np.float32) - np.float32(half)) * np.float32(scan.spacing)
    return offsets + np.float32(scan.centre[0]), offsets + np.float32(scan.centre[1])


def hounsfield(scan: Scan, body: Body, first: int, last: int) -> Floats:
    """Slices [first, last) in HU without noise, (slices, rows, columns): layers at half the resolution, strokes at the full one."""
    x, y = plane(scan)
    zs = np.array([scan.z(index) for index in range(first, last)], np.float32)
    order = np.argsort(zs)
    half = scan.spacing * 2
    wide, tall = (np.arange(a[0] - half, a[-1] + 2 * half, half, dtype=np.float32) for a in (x, y))
    coarse = Grid(wide, tall, zs[order])
    layers = body.sample(coarse)
    fine = resample_axis(
        resample_axis(layers, (y - coarse.y[0]) / np.float32(half), 1, "cubic"), (x - coarse.x[0]) / np.float32(half), 2, "cubic"
    )
    body.paint_strokes(fine, Grid(x, y, zs[order]))
    return fine if not scan.upwards and len(order) == 1 else fine[np.argsort(order)]


def _slab(exam: Exam, number: int, scan: Scan, body: Body, first: int, last: int) -> list[Image]:
    return _images(exam, number, scan, hounsfield(scan, body, first, last), first, last)


def _images(exam: Exam, number: int, scan: Scan, volume: Floats, first: int, last: int) -> list[Image]:
    images = []
    x, y = plane(scan)
    for index in range(first, last):
        pixels = volume[index - first]
        _paint_table(pixels, scan, x, y)
        z = scan.z(index)
        level = scan.noise * (1.0 + 0.5 * float(np.exp(-(((z - 85) / 35) ** 2))))
        if scan.kernel == "sharp":
            pixels = _sharpened(pixels)
        pixels = pixels + np.float32(level) * grain(pixels.shape, scan.kernel, seed(exam.key, number, index))
        if scan.padding:
            stored = np.clip(np.rint(pixels), -1024, 3071).astype(np.int16)
            stored[np.hypot(x[None, :] - scan.centre[0], y[:, None] - scan.centre[1]) > scan.field_of_view / 2] = -2000
        else:
            stored = np.clip(np.rint(pixels) + 1024, 0, 4095).astype(np.uint16)
        ds = records.own(exam, number, index + 1)
        records.position(ds, (x[0] + scan.shift[0], y[0] + scan.shift[1], z + scan.shift[2]))
        ds.AcquisitionTime = ds.ContentTime = records.after(exam, 60.0 * number + 0.03 * index)
        images.append((ds, stored))
    return images


def _sharpened(pixels: Floats) -> Floats:
    """The overshoot of a lung or bone kernel."""
    around = pixels.copy()
    around[1:-1, 1:-1] = (pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:]) * np.float32(0.25)
    return pixels + np.float32(0.55) * (pixels - around)


def _paint_table(pixels: Floats, scan: Scan, x: Floats, y: Floats) -> None:
    """A shallow carbon trough under the patient, ``table`` in scanner y."""
    if scan.table is None:
        return
    bottom = np.float32(scan.table - scan.shift[1]) - np.float32(0.00042) * (x - np.float32(scan.centre[0])) ** 2
    start = int(np.clip(np.searchsorted(y, float(bottom.min()) - 4), 0, len(y)))
    stop = int(np.clip(np.searchsorted(y, float(bottom.max()) + 27), 0, len(y)))
    if start >= stop:
        return
    below = y[start:stop, None] - bottom[None, :]
    wide = np.clip((np.float32(212) - np.abs(x - np.float32(scan.centre[0]))) / 2, 0, 1)[None, :]
    part = pixels[start:stop]
    air = part < -900
    for depth, thick, value in ((0.0, 2.2, -20.0), (9.0, 13.0, -925.0), (22.0, 2.0, -60.0)):
        cover = np.clip(np.float32(thick / 2 + 0.5) - np.abs(below - np.float32(depth)), 0, 1) * wide
        part += np.where(air, cover * (np.float32(value) - part), 0)


def scout(
    exam: Exam, number: int, body_part: str, scan: Scan, body: Callable[[], Body], width: float = 480.0, height: float = 0.0
) -> PlannedSeries:
    """The localizer: one frontal projection (PS3.3 C.8.2.1.1.1.3 LOCALIZER), coronal, in the frame of reference of the scan."""
    description = "Topogramme"
    rows = int((height or scan.slices * scan.step + 60.0) / 1.0)
    columns = int(width)
    return PlannedSeries(
        exam, number, "CT", description, 1,
        partial(_scout_shared, exam, number, description, body_part, scan, rows, columns),
        partial(_scout_chunks, exam, number, scan, body, rows, columns), body_part,
    )  # fmt: skip


def _scout_shared(exam: Exam, number: int, description: str, body_part: str, scan: Scan, rows: int, columns: int) -> Dataset:
    ds = records.shared(exam, number, "CT", description, body_part, CTImageStorage)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER", "CT_SOM5 TOP"]
    records.placed(ds, exam, (1.0, 1.0), 0.6, (1, 0, 0), (0, 0, -1))
    ds.KVP, ds.Exposure, ds.XRayTubeCurrent, ds.ExposureTime = f"{scan.kvp}", 8, 35, 4000
    ds.ConvolutionKernel, ds.ScanOptions, ds.AcquisitionNumber = "T80s", "SURVIEW", 1
    records.grey(ds, rows, columns, 12)
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "-1024", "1", "US"
    records.windows(ds, (50.0, 1000.0, "TOPO"))
    return ds


def _scout_chunks(exam: Exam, number: int, scan: Scan, body: Callable[[], Body], rows: int, columns: int) -> Iterator[Chunk]:
    made = body()
    yield partial(_scout_image, exam, number, scan, made, rows, columns)


def _scout_image(exam: Exam, number: int, scan: Scan, body: Body, rows: int, columns: int) -> list[Image]:
    from workstation.phantoms.modalities.projection import FINE, frontal

    top = max(scan.z(0), scan.z(scan.slices - 1)) + 30.0
    x = (np.arange(columns, dtype=np.float32) - columns / 2) + np.float32(scan.centre[0])
    z = np.float32(top) - np.arange(rows, dtype=np.float32)
    path = frontal(body, x, z, 4.0, pitch=2.0, skip=FINE)  # mm of water
    pixels = path * np.float32(4.2) - 800 + 9 * grain((rows, columns), "film", seed(exam.key, number))
    ds = records.own(exam, number, 1)
    records.position(ds, (float(x[0]) + scan.shift[0], scan.shift[1], top + scan.shift[2]))
    return [(ds, np.clip(np.rint(pixels) + 1024, 0, 4095).astype(np.uint16))]
