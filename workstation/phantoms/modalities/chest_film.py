"""Chest films, frontal and lateral: shadows of a trunk with the arms down, enlarged to the detector."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless

from workstation.phantoms.anatomy import torso
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, resample_axis
from workstation.phantoms.modalities import projection
from workstation.phantoms.modalities.radiograph import Film, series_of, tone
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import lattice_noise
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.uids import seed

PITCH = 1.0  # mm of the computed shadow
ROWS, COLUMNS, SPACING = 2560, 2140, 0.168
LATERAL_COLUMNS = 1900
MAGNIFICATION = 1.08
TOP = 168.0  # body z of the upper edge of the film
SYNTAXES = {"native": ExplicitVRLittleEndian, "jpegls": JPEGLSLossless, "jpeg2000": JPEG2000Lossless}


@lru_cache(maxsize=2)
def trunk(name: str, female: bool) -> Body:
    """A trunk for films. The plan's option ``trunk`` names it: patients may share one, each with a build of their own."""
    return torso.build(torso.Person(seed("film trunk", name), female, 16.0, arms_up=False, low=-262.0, high=TOP + 4, step=3.5))


@lru_cache(maxsize=4)
def shadow(name: str, female: bool, lateral: bool) -> Floats:
    """Water path in mm over (z from the top down, x or y), every ``PITCH`` mm."""
    z = np.float32(TOP) - np.arange(0, 428, PITCH, dtype=np.float32)
    body = trunk(name, female)
    if lateral:
        return projection.lateral(body, np.arange(-165, 170, PITCH, dtype=np.float32), z)
    return projection.frontal(body, np.arange(-205, 206, PITCH, dtype=np.float32), z)


def _density(exam: Exam, lateral: bool) -> Floats:
    path = shadow(str(exam.plan.options.get("trunk", "a")), exam.person.sex == "F", lateral).copy()
    _add_findings(path, exam, lateral)
    low, high = (70.0, 372.0) if lateral else (38.0, 305.0)
    density = tone(path, PITCH, low=low, high=high, detail=1.0, gamma=0.8 if not lateral else 0.95)
    columns = LATERAL_COLUMNS if lateral else COLUMNS
    step = SPACING / MAGNIFICATION / PITCH
    wide, tall = exam.option("wide", 1.0), exam.option("tall", 1.0)
    centre = (density.shape[1] - 1) / 2 + exam.option("shift_x", 0.0)
    x = (np.arange(columns, dtype=np.float32) - columns / 2) * np.float32(step / wide) + np.float32(centre)
    y = np.arange(ROWS, dtype=np.float32) * np.float32(step / tall) + np.float32(exam.option("shift_z", 6.0))
    film = resample_axis(resample_axis(density, y, 0, "cubic"), x, 1, "cubic")
    outside = (x < 1) | (x > density.shape[1] - 2)
    film[:, outside] = 0.02
    return film


def _add_findings(path: Floats, exam: Exam, lateral: bool) -> None:
    """``opacity`` = [x, y, z, radius, mm of water]: a soft, uneven patch of consolidation; ``effusion``: mm of height, left."""
    z = np.float32(TOP) - np.arange(path.shape[0], dtype=np.float32) * np.float32(PITCH)
    across = np.arange(path.shape[1], dtype=np.float32) * np.float32(PITCH) - np.float32(165 if lateral else 205)
    opacity = exam.plan.options.get("opacity")
    if opacity:
        cx, cy, cz, radius, depth = (float(v) for v in opacity)
        wobble = lattice_noise((z, across), 12.0, seed(exam.key, "opacity")) * 0.22
        r = np.hypot(across[None, :] - (cy if lateral else cx), (z[:, None] - cz) * 1.2) / radius + wobble
        path += np.float32(depth) * np.clip(1.25 - r, 0, 0.7)
    effusion = exam.option("effusion", 0.0)
    if effusion:
        level = -215.0 + effusion + 0.010 * np.maximum(across - (40.0 if not lateral else -30.0), 0) ** 2
        first, last = (-60.0, 92.0) if lateral else (38.0, 142.0)
        sides = np.clip((across - first) / 24, 0, 1) * np.clip((last - across) / 8, 0, 1)
        low = np.clip((z + 205) / 45, 0, 1)
        cover = 0.8 * np.clip((level[None, :] - z[:, None]) / 18, 0, 1) * sides[None, :] * low[:, None]
        path += cover * np.maximum(np.float32(192.0) - path, 0)  # fluid adds where there was air, nothing below the diaphragm


def series(exam: Exam) -> list[PlannedSeries]:
    """Frontal and lateral, or with ``views`` = 1 the frontal alone; ``inverse`` = 1 stores MONOCHROME1."""
    inverse = bool(exam.option("inverse", 0))
    syntax = SYNTAXES[str(exam.plan.options.get("syntax", "jpegls"))]
    view = str(exam.plan.options.get("view", "PA"))
    front = Film(
        partial(_density, exam, False),
        ROWS,
        COLUMNS,
        SPACING,
        view,
        ("L", "F"),
        "CHEST",
        inverse=inverse,
        marker="D",
        marker_at=(0.05, 0.06),
    )
    made = [series_of(exam, 1, "Thorax face" if view == "PA" else "Thorax face au lit", [front], syntax)]
    if exam.option("views", 2) > 1:
        side = Film(
            partial(_density, exam, True), ROWS, LATERAL_COLUMNS, SPACING, "LL", ("P", "F"), "CHEST", inverse=inverse, kvp=125, exposure=8
        )
        made.append(series_of(exam, 2, "Thorax profil", [side], syntax))
    return made
