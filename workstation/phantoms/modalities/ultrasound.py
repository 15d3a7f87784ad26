"""Ultrasound: speckle that moves with the tissue, on the machine's screen with burnt-in text and calibrated regions (PS3.3 A.6, A.7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Drawing
from PIL import ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.tag import Tag
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGBaseline8Bit, UltrasoundImageStorage, UltrasoundMultiFrameImageStorage
from scipy import ndimage

from workstation.phantoms import records
from workstation.phantoms.anatomy import echo
from workstation.phantoms.fields import Floats
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import Chunk, Image, PlannedSeries
from workstation.phantoms.uids import seed

ROWS, COLUMNS = 600, 800
FRAME_TIME = 45.0  # ms
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Probe:
    """A convex probe (radius and half angle) or, with radius 0, a linear one ``width`` mm wide. ``depth`` in mm."""

    name: str
    depth: float
    radius: float = 0.0
    half_angle: float = 0.0
    width: float = 0.0
    top: int = 62  # row where the image begins
    frequency: float = 3.5

    @property
    def mm(self) -> float:
        """Millimetres a pixel, both ways."""
        return self.depth / (ROWS - self.top - 42)

    def screen(self) -> tuple[Floats, Floats, Floats, Floats]:
        """For each pixel: lateral x and depth z in mm, and its place along beams (0..1) and along depth (0..1)."""
        x = (np.arange(COLUMNS, dtype=np.float32) - COLUMNS / 2)[None, :] * np.float32(self.mm)
        z = (np.arange(ROWS, dtype=np.float32) - self.top)[:, None] * np.float32(self.mm)
        if self.radius:
            sagitta = self.radius * (1 - np.cos(self.half_angle))
            down = z + np.float32(self.radius - sagitta)
            r, angle = np.hypot(x, down), np.arctan2(x, down)
            return x + 0 * z, z + 0 * x, (angle / self.half_angle + 1) / 2, (r - self.radius) / self.depth
        return x + 0 * z, z + 0 * x, (x + 0 * z) / self.width + 0.5, z / self.depth + 0 * x

    def beams(self, lines: int, samples: int) -> tuple[Floats, Floats]:
        """x and z in mm of each sample of each beam, (samples, lines)."""
        along = np.linspace(0, 1, samples, dtype=np.float32)[:, None] * np.float32(self.depth)
        if self.radius:
            angle = np.linspace(-self.half_angle, self.half_angle, lines, dtype=np.float32)[None, :]
            sagitta = self.radius * (1 - np.cos(self.half_angle))
            r = along + np.float32(self.radius)
            return r * np.sin(angle), r * np.cos(angle) - np.float32(self.radius - sagitta)
        x = np.linspace(-self.width / 2, self.width / 2, lines, dtype=np.float32)[None, :]
        return x + 0 * along, along + 0 * x


CONVEX = Probe("C1-6-D", 165.0, 56.0, 0.56)
LINEAR = Probe("ML6-15-D", 44.0, width=50.0, frequency=12.0)


class Tissue:
    """Echogenicity and scatterers on a fixed plane, so that speckle follows the tissue as it moves."""

    def __init__(self, probe: Probe, draw: Callable[[Floats, Floats], Floats], number: int) -> None:
        step = probe.depth / 480
        half = max(probe.width / 2, (probe.radius + probe.depth) * np.sin(probe.half_angle)) + 12
        self.x = np.arange(-half, half, step, dtype=np.float32)
        self.z = np.arange(-14, probe.depth + 14, step, dtype=np.float32)
        self.probe, self.step = probe, step
        amplitude = draw(self.x, self.z)
        rng = np.random.default_rng(number)
        scatter = rng.standard_normal((2, *amplitude.shape), dtype=np.float32)
        self.real, self.imaginary = scatter[0] * amplitude, scatter[1] * amplitude
        self.mirror = amplitude * np.float32(0.35)  # a coherent part, so that borders stay bright

    def frame(self, dx: float, dz: float) -> Floats:
        """Grey 0..1 on the screen (rows, columns) with the tissue moved by (dx, dz) mm; outside the beam 0."""
        probe = self.probe
        bx, bz = probe.beams(300, 560)
        at = [(bz - self.z[0] - np.float32(dz)) / np.float32(self.step), (bx - self.x[0] - np.float32(dx)) / np.float32(self.step)]
        parts = [
            ndimage.map_coordinates(field, at, order=1, mode="nearest", output=np.float32)
            for field in (self.real, self.imaginary, self.mirror)
        ]
        psf = (1.5, 2.2)
        real, imaginary = (ndimage.gaussian_filter(part, psf, truncate=2.5) for part in parts[:2])
        envelope = np.hypot(real, imaginary) * np.float32(3.4) + parts[2] * np.float32(0.25)
        deep = np.linspace(0, 1, 560, dtype=np.float32)[:, None]
        envelope *= (0.92 + 0.22 * np.exp(-(((deep - 0.5) / 0.22) ** 2))) * (1.04 - 0.36 * deep**3)
        grey = np.clip((20 * np.log10(envelope + np.float32(1e-4)) + 33) / 46, 0, 1)
        _, _, beam, depth = probe.screen()
        inside = (beam >= 0) & (beam <= 1) & (depth >= 0) & (depth <= 1)
        shown = ndimage.map_coordinates(grey, [depth * 559, beam * 299], order=1, mode="constant", output=np.float32)
        return np.where(inside, shown, 0).astype(np.float32)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def _screen(exam: Exam, probe: Probe, label: str, calipers: tuple[tuple[int, int], tuple[int, int]] | None, result: str) -> Bytes:
    """Everything the machine writes around and over the image, as RGB."""
    picture = Drawing.new("RGB", (COLUMNS, ROWS))
    draw = ImageDraw.Draw(picture)
    small, normal = ImageFont.load_default(11), ImageFont.load_default(14)
    draw.rectangle((0, 0, COLUMNS, 36), fill=(24, 30, 40))
    draw.text((8, 3), _plain(exam.site.name).upper(), fill=(190, 205, 220), font=normal)
    draw.text((8, 20), f"{_plain(exam.patient_name).replace('^', ' ')}   {exam.patient_id}", fill=(150, 165, 180), font=small)
    draw.text((640, 3), f"{exam.date[6:]}/{exam.date[4:6]}/{exam.date[:4]}", fill=(190, 205, 220), font=normal)
    draw.text((640, 20), f"{exam.plan.time}   IM 1.1  ITm 0.3", fill=(150, 165, 180), font=small)
    for row, line in enumerate(
        (probe.name, f"Fr {1000 / FRAME_TIME:.0f} Hz", f"F {probe.frequency:g} MHz", "G 52  PD 66", f"P {probe.depth / 10:.1f} cm")
    ):
        draw.text((8, 60 + 15 * row), line, fill=(120, 170, 150), font=small)
    for centimetre in range(int(probe.depth / 10) + 1):
        row = probe.top + round(centimetre * 10 / probe.mm)
        draw.line((782, row, 792 if centimetre % 5 == 0 else 787, row), fill=(200, 200, 200))
        if centimetre % 5 == 0 and centimetre:
            draw.text((764, row - 7), str(centimetre), fill=(150, 150, 150), font=small)
    for step in range(24):
        draw.line((40, 300 - step * 4, 48, 300 - step * 4), fill=(step * 11, step * 11, step * 11), width=4)
    draw.text((330, ROWS - 19), label, fill=(230, 220, 140), font=normal)
    if calipers:
        for index, (column, row) in enumerate(calipers):
            draw.line((column - 5, row, column + 5, row), fill=(240, 240, 110))
            draw.line((column, row - 5, column, row + 5), fill=(240, 240, 110))
            draw.text((column + 6, row - 14), str(index // 2 + 1), fill=(240, 240, 110), font=small)
        for dot in np.linspace(0, 1, 25)[1:-1]:
            (c0, r0), (c1, r1) = calipers
            draw.point((round(c0 + (c1 - c0) * dot), round(r0 + (r1 - r0) * dot)), fill=(240, 240, 110))
        draw.text((8, ROWS - 19), result, fill=(240, 240, 110), font=normal)
    return np.asarray(picture, np.uint8)


def _composed(grey: Floats, screen: Bytes) -> Bytes:
    tissue = (np.power(grey, 1.15) * 245).astype(np.uint8)
    tinted = np.stack([tissue, tissue, np.minimum(tissue.astype(np.uint16) * 104 // 100, 255).astype(np.uint8)], -1)
    return np.maximum(tinted, screen)


def _region(probe: Probe) -> Dataset:
    """Calibration of the tissue image (PS3.3 C.8.5.5)."""
    item = Dataset()
    half = probe.width / 2 if not probe.radius else (probe.radius + probe.depth) * float(np.sin(probe.half_angle))
    item.RegionSpatialFormat, item.RegionDataType, item.RegionFlags = 1, 1, 2
    item.RegionLocationMinX0 = max(0, round(COLUMNS / 2 - half / probe.mm))
    item.RegionLocationMaxX1 = min(COLUMNS - 1, round(COLUMNS / 2 + half / probe.mm))
    item.RegionLocationMinY0, item.RegionLocationMaxY1 = probe.top, min(ROWS - 1, probe.top + round(probe.depth / probe.mm))
    item.ReferencePixelX0, item.ReferencePixelY0 = COLUMNS // 2 - item.RegionLocationMinX0, 0
    item.PhysicalUnitsXDirection = item.PhysicalUnitsYDirection = 3  # cm
    item.PhysicalDeltaX = item.PhysicalDeltaY = probe.mm / 10
    item.ReferencePixelPhysicalValueX = item.ReferencePixelPhysicalValueY = 0.0
    item.TransducerFrequency = round(probe.frequency * 1000)
    return item


def _shared(exam: Exam, number: int, description: str, part: str, probe: Probe, syntax: UID, frames: int) -> Dataset:
    storage = UltrasoundMultiFrameImageStorage if frames > 1 else UltrasoundImageStorage
    ds = records.shared(exam, number, "US", description, part, storage)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "ABDOMINAL" if probe.radius else "SMALL PARTS", "0001"]
    records.colour(ds, ROWS, COLUMNS, syntax)
    ds.SequenceOfUltrasoundRegions = Items([_region(probe)])
    ds.TransducerType, ds.TransducerData = "CURVED LINEAR" if probe.radius else "LINEAR", [probe.name]
    ds.BurnedInAnnotation = "YES"
    ds.LossyImageCompression = "01" if syntax == JPEGBaseline8Bit else "00"
    if syntax == JPEGBaseline8Bit:
        ds.LossyImageCompressionRatio, ds.LossyImageCompressionMethod = "12", "ISO_10918_1"
    if frames > 1:
        ds.NumberOfFrames, ds.FrameTime = frames, f"{FRAME_TIME:g}"
        ds.FrameIncrementPointer = Tag(0x0018, 0x1063)
        ds.CineRate, ds.RecommendedDisplayFrameRate = round(1000 / FRAME_TIME), round(1000 / FRAME_TIME)
    return ds


def _images(exam: Exam, number: int, instance: int, tissue: Callable[[], Tissue], frames: int, label: str, mark: str) -> list[Image]:
    made = tissue()
    ds = records.own(exam, number, instance)
    calipers = None
    if mark:
        size = float(mark)
        centre = COLUMNS // 2 + round((3.0 if "long" in label else 5.5) / made.probe.mm)
        row = made.probe.top + round(19.0 / made.probe.mm)
        reach = round(size / 2 / made.probe.mm)
        calipers = ((centre - reach, row), (centre + reach, row))
    screen = _screen(exam, made.probe, label, calipers, f"1  D {float(mark) / 10:.2f} cm" if mark else "")
    if frames == 1:
        return [(ds, _composed(made.frame(0.0, 0.0), screen))]
    shown = []
    for index in range(frames):
        breath = np.sin(2 * np.pi * index / frames)
        shown.append(_composed(made.frame(5.0 * breath + 0.5 * np.cos(index * 1.1), 2.6 * breath), screen))
    return [(ds, np.stack(shown))]


def _one(work: Callable[[], list[Image]]) -> Iterator[Chunk]:
    yield work


def abdomen(exam: Exam) -> list[PlannedSeries]:
    """A cine of liver and kidney, then stills; options ``frames``, ``cyst``, ``stone`` in mm."""
    frames = int(exam.option("frames", 32))
    cyst, stone = exam.option("cyst", 0.0), exam.option("stone", 0.0)
    number = seed(exam.body_seed, "belly")

    def tissue(with_stone: float, with_cyst: float, plane: int) -> Tissue:
        return Tissue(CONVEX, lambda x, z: echo.liver_and_kidney(x, z, number + plane, with_stone, with_cyst), number + plane)

    made = []
    for index, (label, count, at_stone, at_cyst) in enumerate(
        (("Foie - rein D, cine", frames, 0.0, cyst), ("Vesicule", 1, stone, 0.0), ("Rein D", 1, 0.0, cyst)), 1
    ):
        syntax = JPEGBaseline8Bit if count > 1 else ExplicitVRLittleEndian
        work = partial(_images, exam, index, 1, partial(tissue, at_stone, at_cyst, index), count, label, "")
        made.append(
            PlannedSeries(
                exam,
                index,
                "US",
                label,
                1,
                partial(_shared, exam, index, label, "ABDOMEN", CONVEX, syntax, count),
                partial(_one, work),
                "ABDOMEN",
                syntax=syntax,
            )
        )
    return made


def thyroid(exam: Exam) -> list[PlannedSeries]:
    """Four stills of the thyroid; option ``nodule`` in mm, right lobe."""
    nodule = exam.option("nodule", 0.0)
    number = seed(exam.body_seed, "neck")
    views = (("Lobe D transv", nodule, False), ("Lobe D long", nodule, True), ("Lobe G transv", 0.0, False), ("Lobe G long", 0.0, True))

    def chunks() -> Iterator[Chunk]:
        for index, (label, size, lengthwise) in enumerate(views):
            draw = partial(_neck, number + 10 * index, size, lengthwise)
            yield partial(_images, exam, 1, index + 1, partial(Tissue, LINEAR, draw, number + index), 1, label, f"{size:g}" if size else "")

    shared = partial(_shared, exam, 1, "Thyroide", "THYROID", LINEAR, ExplicitVRLittleEndian, 1)
    return [PlannedSeries(exam, 1, "US", "Thyroide", len(views), shared, chunks, "THYROID")]


def _neck(number: int, nodule: float, lengthwise: bool, x: Floats, z: Floats) -> Floats:
    return echo.thyroid(x, z, number, nodule, lengthwise)
