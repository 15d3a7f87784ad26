"""Chest CT: localizer, thin soft series, thin lung series; a nodule of the right upper lobe whose size the plan gives."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from pydicom.uid import ExplicitVRLittleEndian, JPEGLSLossless

from workstation.phantoms import second_look
from workstation.phantoms.anatomy import heart, lungs, torso
from workstation.phantoms.body import Body
from workstation.phantoms.fields import Point
from workstation.phantoms.modalities import ct
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.uids import seed

NODULE: Point = (-78.0, 22.0, 42.0)  # right upper lobe, posterior segment
SMALL_NODULE: Point = (92.0, 38.0, -64.0)  # left lower lobe, unchanged, 5 mm


@lru_cache(maxsize=2)
def chest(body_seed: str, female: bool, fat: float, emphysema: float) -> Body:
    """The trunk of a patient, with arms up, from the neck to the upper belly; no nodule yet."""
    body = torso.build(torso.Person(seed(body_seed), female, fat, True, emphysema))
    heart.add_nodes(body)
    return body


def with_nodule(body: Body, diameter: float, body_seed: str) -> Body:
    """The same chest with the growing nodule and, at its side, one that stays."""
    if diameter <= 0:
        return body
    extra = lungs.nodule(NODULE, diameter, seed(body_seed, "nodule")) + lungs.nodule(SMALL_NODULE, 5.0, seed(body_seed, "small nodule"))
    return Body(body.layers, [*body.strokes, *extra], body.background)


def body_of(exam: Exam) -> Body:
    """The chest of an exam's patient on that day."""
    made = chest(exam.body_seed, exam.person.sex == "F", exam.option("fat", 14.0), exam.option("emphysema", 0.0))
    return with_nodule(made, exam.option("nodule", 0.0), exam.body_seed)


def series(exam: Exam) -> list[PlannedSeries]:
    """Series of a chest CT; option ``step`` in mm, ``shift`` and ``table`` place the patient, ``lung`` = 1 adds the lung kernel."""
    step = exam.option("step", 1.5)
    slices = round(exam.option("range", 360.0) / step)
    shift = (exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", -1210.0))
    shape: dict[str, Any] = {
        "slices": slices, "step": step, "first_z": 142.0, "shift": shift, "field_of_view": exam.option("field_of_view", 380.0),
        "table": exam.option("table", 146.0), "upwards": False,
    }  # fmt: skip
    body = partial(body_of, exam)
    soft = ct.Scan(noise=exam.option("noise", 12.0), **shape)
    lung = ct.Scan(
        noise=exam.option("noise", 12.0) * 2.6, kernel="sharp", kernel_name="Bl57d", windows=(ct.LUNG, ct.BONE, ct.SOFT), **shape
    )
    syntax = JPEGLSLossless if exam.option("compressed", 0) else ExplicitVRLittleEndian
    first = (2, f"Thorax {step:g} mm Mediastin".replace(".", ","), soft, syntax)
    second = (3, f"Thorax {step:g} mm Poumon".replace(".", ","), lung, JPEGLSLossless)
    axial = (
        ct.pair(exam, "CHEST", body, first, second)
        if exam.option("lung", 1)
        else [ct.series_of(exam, first[0], first[1], "CHEST", soft, body, syntax)]
    )
    looks = [second_look.series(exam, _look(exam, soft))] if exam.option("second_look", 0) else []
    return [ct.scout(exam, 1, "CHEST", soft, body), *axial, *looks]


def _look(exam: Exam, soft: ct.Scan) -> second_look.Look:
    """The growing nodule as it was shown at the meeting, in the soft series."""
    x, y = ct.plane(soft)
    column, row = (float(place - axis[0]) / soft.spacing for place, axis in zip(NODULE, (x, y), strict=False))
    instance = round((soft.first_z - NODULE[2]) / soft.step) + 1
    size = exam.option("nodule", 0.0)
    words = f"nodule {size:g} mm\r\nà revoir à 3 mois"
    return second_look.Look(2, instance, soft.size, (column, row), (-600, 1500), "-1024", "RCP THORAX", words, "ESCUDIE^Marc^^Dr")
