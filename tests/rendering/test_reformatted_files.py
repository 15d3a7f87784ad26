"""Planes and slabs through files of every making: each pixel is the value of a known function where the picture says it lies.

Each case draws its making by a seed: orientation (one of the 24 right-angled or oblique), tilt, shear, changing spacing, pixels that are
not square, signed, unsigned and float values, MONOCHROME1, a rescale for each slice, one multi-frame image with its frames in any order,
slices sent twice, a localizer in the series, rounding of positions; files in any order. ``GARONNE_GEOMETRY=200`` tries so many.
"""

from __future__ import annotations

import copy
import itertools
import math
import os
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence as Items

from tests.imaging.making import ENHANCED_CT, image, item
from workstation.errors import NotAVolume
from workstation.imaging import header
from workstation.imaging.model import Window
from workstation.rendering.still import Still, Wish, render

CASES = int(os.environ.get("GARONNE_GEOMETRY", "6"))
WINDOW = Window(900, 1400)
WIDTH, HEIGHT = 200, 180
SHUFFLED = 14  # a case whose frames lie in one file in no order
AXES = {"axial": (2, (0, 1), (1, 1)), "coronal": (1, (0, 1), (2, -1)), "sagittal": (0, (1, 1), (2, -1))}
Points = np.ndarray


@dataclass(frozen=True)
class Made:
    """Files in any order, the function they were sampled from, where it may be judged, and the middle (LPS mm)."""

    datasets: list[pydicom.Dataset]
    value: Callable[[Points], Points]
    inside: Callable[[Points], Points]
    centre: np.ndarray
    inverse: bool
    told: str


def right_angled() -> list[tuple[np.ndarray, np.ndarray]]:
    axes = [s * np.eye(3)[a] for a in range(3) for s in (1, -1)]
    return [(a, b) for a, b in itertools.product(axes, axes) if abs(a @ b) < 0.5]


def turned(r: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    q, _ = np.linalg.qr(r.normal(size=(3, 3)))
    return q[0], q[1]


def made(seed: int) -> Made:
    """The files of one case."""
    r = np.random.default_rng(seed)
    row, column = right_angled()[r.integers(24)] if r.random() < 0.6 else turned(r)
    row, column = (np.array([float(f"{v:.9f}") for v in way]) for way in (row, column))
    normal = np.cross(row, column)
    count, spacing, step = int(r.integers(6, 40)), r.uniform(0.5, 1.8, 2).round(3), round(float(r.uniform(0.8, 4)), 2)
    uneven, tilted, sheared, inverse, scaled, multi, twice, scout, noisy = r.random(9) < (0.4, 0.35, 0.2, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3)
    kind = r.choice(["<i2", "<u2", "<i2", "<f4"]) if not multi else r.choice(["<i2", "<u2"])
    gaps = step * r.uniform(0.6, 1.9, count - 1) if uneven else np.full(count - 1, step)
    depth = np.concatenate([[0], np.cumsum(gaps)])
    depth -= depth.mean()
    lean = math.tan(math.radians(float(r.uniform(-25, 25)))) if tilted else 0.0
    move = normal + lean * column + (0.16 * row if sheared else 0.0)
    columns, rows = (int(v) for v in r.integers(50, 90, 2))
    centre, waves = r.uniform(-60, 60, 3), r.uniform(0.015, 0.03, (3, 3))
    starts, slope = r.uniform(0, 6.28, 3), r.uniform(-0.8, 0.8, 3)

    def value(p: Points) -> Points:
        q = p - centre
        return np.asarray(900 + 170 * sum(np.sin(q @ waves[i] + starts[i]) for i in range(3)) + q @ slope)

    half = np.array([spacing[1] * (columns - 1) / 2, spacing[0] * (rows - 1) / 2])
    back = np.linalg.inv(np.stack([row, column, move]))

    def inside(p: Points) -> Points:
        q = (p - centre) @ back
        across = (np.abs(q[..., 0]) < half[0] - 1.1 * spacing[1]) & (np.abs(q[..., 1]) < half[1] - 1.1 * spacing[0])
        return np.asarray(across & (q[..., 2] > depth[0] + 0.05) & (q[..., 2] < depth[-1] - 0.05))

    slices = []
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    for d in depth:
        corner = centre + move * d - row * half[0] - column * half[1]
        factor, offset = (float(r.choice([0.25, 0.5, 1.0])), float(r.integers(-1500, -900))) if scaled else (1.0, -1024.0)
        exact = (value(corner + x[..., None] * row * spacing[1] + y[..., None] * column * spacing[0]) - offset) / factor
        stored = exact.astype(kind) if kind == "<f4" else np.rint(exact).astype(kind)
        slices.append((corner + (r.uniform(-0.004, 0.004, 3) if noisy else 0), stored, factor, offset))
    r.shuffle(slices)
    orientation = [float(v) for v in (*row, *column)]
    shown = {"PhotometricInterpretation": "MONOCHROME1" if inverse else "MONOCHROME2"}
    if multi:
        shared = item(
            PlaneOrientationSequence=Items([item(ImageOrientationPatient=orientation)]),
            PixelMeasuresSequence=Items([item(PixelSpacing=[float(v) for v in spacing])]),
        )
        groups = [
            item(
                PlanePositionSequence=Items([item(ImagePositionPatient=[float(v) for v in corner])]),
                PixelValueTransformationSequence=Items([item(RescaleSlope=factor, RescaleIntercept=offset, RescaleType="HU")]),
            )
            for corner, _, factor, offset in slices
        ]
        pixels = np.stack([stored for _, stored, _, _ in slices])
        macros = {"PerFrameFunctionalGroupsSequence": Items(groups), "SharedFunctionalGroupsSequence": Items([shared])}
        datasets = [image(pixels, sop_class=ENHANCED_CT, InstanceNumber=1, **macros, **shown)]
    else:
        datasets = [
            image(
                stored,
                InstanceNumber=number,
                ImagePositionPatient=[float(f"{v:.6f}") for v in corner],
                ImageOrientationPatient=orientation,
                PixelSpacing=[float(v) for v in spacing],
                RescaleSlope=factor,
                RescaleIntercept=offset,
                **shown,
            )
            for number, (corner, stored, factor, offset) in enumerate(slices, 1)
        ]
        for again in datasets[:2] if twice else []:
            datasets.append(copy.deepcopy(again))
            datasets[-1].SOPInstanceUID += ".7"
    if scout:
        place = {"ImagePositionPatient": [0.0, -100, 100], "ImageOrientationPatient": [1.0, 0, 0, 0, 0, -1], "PixelSpacing": [3.0, 3.0]}
        datasets.append(image(np.zeros((64, 64), np.int16), ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"], InstanceNumber=0, **place))
    random.Random(seed).shuffle(datasets)
    flags = {
        "uneven": uneven,
        "tilted": tilted,
        "sheared": sheared,
        "inverse": inverse,
        "scaled": scaled,
        "multi": multi,
        "twice": twice,
        "scout": scout,
    }
    told = ", ".join([f"seed {seed}", str(kind), f"{count} slices", *(name for name, so in flags.items() if so)])
    return Made(datasets, value, inside, centre, bool(inverse), told)


def drawn(datasets: list[pydicom.Dataset], wish: Wish) -> Still:
    encoded = {ds.SOPInstanceUID: header.encode(ds) for ds in datasets}
    return render([header.read(e) for e in encoded.values()], encoded.__getitem__, wish)


@pytest.mark.parametrize("seed", range(CASES))
def test_planes_and_slabs_are_right_to_two_levels(seed: int) -> None:
    case = made(seed)
    r = np.random.default_rng(seed + 1)
    for plane, (axis, (across, across_sign), (down, down_sign)) in AXES.items():
        at = round(float(case.centre[axis] + r.uniform(-4, 4)), 3)
        for mode in (None, str(r.choice(["max", "min", "mean"]))):
            slab = round(float(r.uniform(2, 12)), 1) if mode else None
            still = drawn(case.datasets, Wish(plane=plane, position_mm=at, window=WINDOW, size=(WIDTH, HEIGHT), slab_mm=slab, mode=mode))
            assert still.steps_lps is not None
            origin, right, below = (np.array(v) for v in still.steps_lps)
            assert right[across] * across_sign > 0 < below[down] * down_sign, "turned or mirrored"
            assert abs(origin[axis] - at) < 0.01
            y, x = np.mgrid[:HEIGHT, :WIDTH]
            points = origin + x[..., None] * right + y[..., None] * below
            offsets = np.linspace(-slab / 2, slab / 2, 41) if slab else np.zeros(1)
            layers = np.stack([case.value(points + np.eye(3)[axis] * o) for o in offsets])
            expected = getattr(np, mode or "max")(layers, axis=0)
            greys = np.clip(((expected - (WINDOW.center - 0.5)) / (WINDOW.width - 1) + 0.5) * 255, 0, 255)
            if case.inverse:
                greys = 255 - greys
            judged = case.inside(points + np.eye(3)[axis] * offsets[0]) & case.inside(points + np.eye(3)[axis] * offsets[-1])
            if judged.sum() < 200:  # a thin stack across a thick slab
                continue
            error = np.abs(still.pixels.astype(float) - greys)[judged].max()
            assert error <= 2, f"{case.told}: {plane} {mode or ''} off by {error:.1f} levels"


@pytest.mark.parametrize("seed", [*range(CASES // 2), SHUFFLED])
def test_a_slab_in_the_images_own_plane_follows_their_places_not_their_order(seed: int) -> None:
    case = made(seed)
    still = drawn(case.datasets, Wish(window=WINDOW, size=(WIDTH, HEIGHT), slab_mm=3.0, mode="mean"))
    assert still.steps_lps is not None
    origin, right, below = (np.array(v) for v in still.steps_lps)
    into = np.cross(right, below)
    into /= np.linalg.norm(into)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    points = origin + x[..., None] * right + y[..., None] * below
    layers = np.stack([case.value(points + into * o) for o in np.linspace(-1.5, 1.5, 21)])
    greys = np.clip(((layers.mean(0) - (WINDOW.center - 0.5)) / (WINDOW.width - 1) + 0.5) * 255, 0, 255)
    judged = case.inside(points - 1.5 * into) & case.inside(points + 1.5 * into)
    assert judged.sum() > 1000
    assert np.abs(still.pixels.astype(float) - (255 - greys if case.inverse else greys))[judged].max() <= 2, case.told


def placed(positions: list[float], colour: bool = False, **elements: object) -> list[pydicom.Dataset]:
    pixels = np.zeros((8, 8, 3), np.uint8) if colour else np.zeros((8, 8), np.int16)
    return [
        image(
            pixels,
            InstanceNumber=n,
            ImagePositionPatient=[0.0, 0.0, z],
            ImageOrientationPatient=[1.0, 0, 0, 0, 1, 0],
            **{"PixelSpacing": [1.0, 1.0], **elements},
        )
        for n, z in enumerate(positions, 1)
    ]


@pytest.mark.parametrize(
    ("datasets", "said"),
    [
        (placed([0.0]), "There is only 1 slice."),
        (placed([0.0, 5.0, 10.0]), "There are only 3 slices."),
        (placed([float(z) for z in range(6)], ImageType=["ORIGINAL", "PRIMARY", "M", "MOSAIC"]), "A mosaic"),
        (placed([1000.0 * z for z in range(6)]), "cannot be millimetres"),
        (placed([float(z) for z in range(6)], modality="MG"), "Tomosynthesis"),
        (placed([float(z) for z in range(6)], colour=True), "Images in colour"),
    ],
)
def test_a_plane_that_cannot_be_cut_is_refused_with_the_reason(datasets: list[pydicom.Dataset], said: str) -> None:
    with pytest.raises(NotAVolume, match="do not form a volume") as refused:
        drawn(datasets, Wish(plane="coronal"))
    assert said in str(refused.value)


def test_a_plane_much_longer_than_its_pixels_are_fine_is_drawn_coarser() -> None:
    still = drawn(placed([200.0 * z for z in range(14)], PixelSpacing=[0.1, 0.1]), Wish(plane="coronal"))
    assert still.pixels.shape[0] == 16384


def test_a_wished_image_of_a_later_phase_shows_that_phase() -> None:
    datasets = []
    for t in range(3):
        for k in range(6):
            pixels = np.full((8, 8), 100 * t, np.int16)
            place = {
                "ImagePositionPatient": [0.0, 0.0, float(k)],
                "ImageOrientationPatient": [1.0, 0, 0, 0, 1, 0],
                "PixelSpacing": [1.0, 1.0],
            }
            datasets.append(image(pixels, modality="MR", InstanceNumber=1 + k + 6 * t, TemporalPositionIdentifier=t + 1, **place))
    for wanted, grey in ((None, 0), (3, 0), (9, 85), (18, 170)):
        wish = Wish(plane="coronal", frame=wanted, window=Window(150, 300), size=(8, 6))
        still = drawn(datasets, wish)
        assert abs(int(still.pixels[3, 4]) - grey) <= 1
        assert [m.text for m in still.marks if m.code == "step"] == [f"phase {1 + (wanted or 1) // 7} / 3"]
