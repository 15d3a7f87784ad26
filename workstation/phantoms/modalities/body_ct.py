"""CT of chest, belly and pelvis, injected, portal phase."""

from __future__ import annotations

from functools import lru_cache, partial

from pydicom.uid import ExplicitVRLittleEndian, JPEGLSLossless

from workstation.phantoms.anatomy import heart, torso
from workstation.phantoms.body import Body
from workstation.phantoms.modalities import ct
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.strokes import joined
from workstation.phantoms.uids import seed


@lru_cache(maxsize=1)
def _trunk(body_seed: str, female: bool, fat: float) -> Body:
    body = torso.build(torso.Person(seed(body_seed), female, fat, True, 0.0, injected=True, low=-585.0, high=130.0, step=3.5))
    heart.add_nodes(body)
    return body


def body_of(exam: Exam) -> Body:
    """The trunk of a patient; option ``metastasis`` puts two round lesions of that many mm into the liver."""
    trunk = _trunk(exam.body_seed, exam.person.sex == "F", exam.option("fat", 16.0))
    size = exam.option("metastasis", 0.0)
    if not size:
        return trunk
    places = (((-92.0, 20.0, -168.0), size), ((-58.0, -34.0, -146.0), size * 0.7))
    rims = joined("lesion rims", [((p, (p[0] + 0.5, p[1], p[2])), d / 2) for p, d in places], 84.0, edge=2.0)
    cores = joined("lesions", [((p, (p[0] + 0.5, p[1], p[2])), d / 2 - 2.5) for p, d in places], 48.0, edge=3.0)
    return Body(trunk.layers, [*trunk.strokes, rims, cores], trunk.background)


def series(exam: Exam) -> list[PlannedSeries]:
    """Localizer and one portal series; options ``step``, ``shift_x`` ..., ``table``, ``metastasis``."""
    step = exam.option("step", 3.0)
    body = partial(body_of, exam)
    scan = ct.Scan(
        slices=round(660.0 / step), step=step, first_z=104.0, field_of_view=400.0, noise=13.0, table=exam.option("table", 148.0),
        shift=(exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", -900.0)), bolus="Iomeprol 350",
        windows=(ct.ABDOMEN, ct.LIVER, ct.LUNG, ct.BONE), kernel_name="Br36d", kvp=110,
    )  # fmt: skip
    syntax = JPEGLSLossless if exam.option("compressed", 1) else ExplicitVRLittleEndian
    name = f"TAP portal {step:g} mm".replace(".", ",")
    return [ct.scout(exam, 1, "CHESTABDPELVIS", scan, body), ct.series_of(exam, 2, name, "CHESTABDPELVIS", scan, body, syntax)]
