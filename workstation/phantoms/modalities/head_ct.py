"""Head CT: localizer, brain series, bone series; the plan's ``subdural`` is the depth of the collection in mm."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from pydicom.uid import ExplicitVRLittleEndian, RLELossless

from workstation.phantoms.anatomy import head
from workstation.phantoms.body import Body
from workstation.phantoms.modalities import ct
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.uids import seed


@lru_cache(maxsize=2)
def body_of(body_seed: str, atrophy: float, subdural: float) -> Body:
    """The head of a patient on that day."""
    return head.build(head.Person(seed(body_seed), atrophy, subdural), low=-78.0)


def series(exam: Exam) -> list[PlannedSeries]:
    """Series of a head CT; options: ``step`` in mm, ``subdural``, ``atrophy``, ``shift_x`` ..., ``bone`` = 0 leaves the bone series out."""
    step = exam.option("step", 1.25)
    body = partial(body_of, exam.body_seed, exam.option("atrophy", 0.5), exam.option("subdural", 0.0))
    shape: dict[str, Any] = {
        "slices": round(exam.option("range", 160.0) / step), "step": step, "first_z": 88.0,
        "field_of_view": exam.option("field_of_view", 240.0),
        "shift": (exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", 0.0)), "centre": (0.0, -4.0),
        "table": exam.option("table", 126.0), "noise": exam.option("noise", 3.6), "kvp": 120, "mas": 260,
    }  # fmt: skip
    soft = ct.Scan(kernel_name="Hr38f", windows=(ct.BRAIN, ct.SUBDURAL, ct.BONE), **shape)
    name = f"{step:g}".replace(".", ",")
    syntax = RLELossless if exam.option("compressed", 0) else ExplicitVRLittleEndian
    first = (2, f"Cerebral {name} mm", soft, syntax)
    if not exam.option("bone", 1):
        return [ct.scout(exam, 1, "HEAD", soft, body, 260.0), ct.series_of(exam, 2, first[1], "HEAD", soft, body, syntax)]
    bone = ct.Scan(kernel="sharp", kernel_name="Hr60f", windows=(ct.BONE, ct.BRAIN), **{**shape, "noise": 26.0})
    return [ct.scout(exam, 1, "HEAD", soft, body, 260.0), *ct.pair(exam, "HEAD", body, first, (3, f"Os {name} mm", bone, ct.JPEGLS))]
