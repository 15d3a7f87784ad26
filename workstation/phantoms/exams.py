"""Which phantom an exam of the plan is, and the series it has. A name of the plan's ``phantom`` is a key of ``PHANTOMS``."""

from __future__ import annotations

from collections.abc import Callable

from workstation.phantoms.modalities import chest_ct
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries

PHANTOMS: dict[str, Callable[[Exam], list[PlannedSeries]]] = {
    "chest_ct": chest_ct.series,
}


def series_of(exam: Exam) -> list[PlannedSeries]:
    """The exam's series, without pixels."""
    return PHANTOMS[exam.plan.phantom](exam)
