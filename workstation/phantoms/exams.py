"""Which phantom an exam of the plan is, and the series it has. A name of the plan's ``phantom`` is a key of ``PHANTOMS``."""

from __future__ import annotations

from collections.abc import Callable

from workstation.phantoms.modalities import body_ct, brain_mr, chest_ct, chest_film, head_ct, limb_film, mammogram, pet_ct, ultrasound
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries

PHANTOMS: dict[str, Callable[[Exam], list[PlannedSeries]]] = {
    "chest_ct": chest_ct.series,
    "brain_mr": brain_mr.series,
    "chest_film": chest_film.series,
    "head_ct": head_ct.series,
    "knee_film": limb_film.knee,
    "ankle_film": limb_film.ankle,
    "mammogram": mammogram.series,
    "body_ct": body_ct.series,
    "pet_ct": pet_ct.series,
    "abdomen_us": ultrasound.abdomen,
    "thyroid_us": ultrasound.thyroid,
}


def series_of(exam: Exam) -> list[PlannedSeries]:
    """The exam's series, without pixels."""
    return PHANTOMS[exam.plan.phantom](exam)
