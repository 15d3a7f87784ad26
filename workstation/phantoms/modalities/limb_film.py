"""Films of knee and ankle, frontal and lateral; options ``side`` (R or L), ``wear``, ``growing``, ``effusion``, ``fracture``."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import numpy as np
from pydicom.uid import ExplicitVRLittleEndian, JPEGLSLossless

from workstation.phantoms.anatomy import limb
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Floats, resample_axis
from workstation.phantoms.modalities import projection
from workstation.phantoms.modalities.radiograph import Film, series_of, tone
from workstation.phantoms.plan import Exam
from workstation.phantoms.random_fields import fractal_2d
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.uids import seed

SPACING, PITCH = 0.15, 0.9
SIZES = {"KNEE": (2000, 1400), "ANKLE": (1560, 1300)}  # rows, columns


@lru_cache(maxsize=2)
def _body(name: str, part: str, person: limb.Person) -> Body:
    return limb.knee(person) if part == "KNEE" else limb.ankle(person)


def _density(exam: Exam, part: str, lateral: bool) -> Floats:
    side = -1 if str(exam.plan.options.get("side", "L")) == "R" else 1
    person = limb.Person(
        seed(exam.body_seed, part),
        side,
        exam.option("wear", 0.0),
        bool(exam.option("growing", 0)),
        exam.option("effusion", 0.0),
        bool(exam.option("fracture", 0)),
    )
    body = _body(exam.body_seed, part, person)
    rows, columns = SIZES[part]
    top = 150.0 if part == "KNEE" else 136.0
    z = np.float32(top) - np.arange(0, rows * SPACING + 2, PITCH, dtype=np.float32)
    middle = 0.0 if part == "KNEE" or not lateral else -26.0
    across = np.arange(-columns * SPACING / 2 - 1, columns * SPACING / 2 + 1, PITCH, dtype=np.float32) + np.float32(middle)
    depth = ((-92.0, 94.0) if part == "KNEE" else (-46.0, 60.0)) if not lateral else (-84.0, 84.0)
    shadow = projection.lateral(body, across, z, 1.2, depth) if lateral else projection.frontal(body, across, z, 1.2, depth)
    density = tone(shadow, PITCH, low=6.0, high=186.0 if part == "KNEE" else 150.0, detail=1.2, gamma=0.78)
    step = np.float32(SPACING / PITCH)
    film = resample_axis(
        resample_axis(density, np.arange(rows, dtype=np.float32) * step, 0, "cubic"),
        np.arange(columns, dtype=np.float32) * step,
        1,
        "cubic",
    )
    r, c = np.arange(rows, dtype=np.float32), np.arange(columns, dtype=np.float32)
    trabeculae = fractal_2d(r, c, (9.0, 5.0), seed(exam.body_seed, part, lateral), 2)
    film += np.float32(0.020) * trabeculae * np.clip((film - 0.42) * 4, 0, 1)
    return film


def _series(exam: Exam, part: str) -> list[PlannedSeries]:
    side = str(exam.plan.options.get("side", "L"))
    rows, columns = SIZES[part]
    name = "Genou" if part == "KNEE" else "Cheville"
    syntax = JPEGLSLossless if exam.option("compressed", 0) else ExplicitVRLittleEndian
    shape: dict[str, Any] = {
        "rows": rows,
        "columns": columns,
        "spacing": SPACING,
        "body_part": part,
        "laterality": side,
        "kvp": 60,
        "exposure": 4,
        "grain": 0.008,
    }
    letter = "D" if side == "R" else "G"
    front = Film(partial(_density, exam, part, False), view="AP", orientation=("L", "F"), marker=letter, marker_at=(0.06, 0.05), **shape)
    side_view = Film(
        partial(_density, exam, part, True),
        view="LL" if side == "L" else "RL",
        orientation=("P", "F"),
        marker=letter,
        marker_at=(0.84, 0.05),
        **shape,
    )
    return [
        series_of(exam, 1, f"{name} {letter} face", [front], syntax),
        series_of(exam, 2, f"{name} {letter} profil", [side_view], syntax),
    ]


def knee(exam: Exam) -> list[PlannedSeries]:
    """Knee, two views."""
    return _series(exam, "KNEE")


def ankle(exam: Exam) -> list[PlannedSeries]:
    """Ankle, two views."""
    return _series(exam, "ANKLE")
