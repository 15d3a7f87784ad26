"""Brain MR: sagittal 3-D T1, axial T2, FLAIR, diffusion at two b-values with its ADC map; white matter plaques that the plan counts."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import numpy as np
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless

from workstation.phantoms.anatomy import head
from workstation.phantoms.body import Body
from workstation.phantoms.modalities import mr
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries
from workstation.phantoms.uids import seed

FLUID = (
    "cerebrospinal fluid",
    "sulci",
    "second sulci",
    "sylvian fissures",
    "fissure",
    "lateral ventricle",
    "third ventricle",
    "fourth ventricle",
    "cisterns",
    "spinal fluid",
    "vitreous",
)
GREY = ("cortex", "grey of folds", "grey of second folds", "midline grey", "insular grey", "cerebellar grey")
NUCLEI = ("caudate", "putamen", "thalamus")
WHITE = ("white matter", "corpus callosum", "cerebellar white", "cerebellar peduncles", "septum")


def _table(**tissue: float) -> dict[str, float]:
    """Signals by layer from signals by tissue."""
    signals = dict.fromkeys(FLUID, tissue["fluid"])
    signals |= dict.fromkeys(GREY, tissue["grey"])
    signals |= dict.fromkeys(NUCLEI, tissue["deep"])
    signals |= dict.fromkeys(WHITE, tissue["white"])
    signals |= {
        "pallidum": tissue["pallidum"],
        "brain stem": tissue["stem"],
        "folia": tissue["folia"],
        "plaque": tissue["plaque"],
        "active plaque": tissue["active"],
        "air": 3.0,
        "fat": tissue["fat"],
        "orbit fat": tissue["fat"],
        "fluid": tissue["fluid"],
        "bone": tissue["bone"],
        "muscle": tissue["muscle"],
        "diploe": tissue["marrow"],
        "sphenoid body": tissue["marrow"],
        "facial bone": tissue["marrow"] * 0.7,
        "skin": tissue["skin"],
        "galea": tissue["muscle"],
        "dura": tissue["bone"] * 2,
        "falx": tissue["bone"] * 4,
        "choroid plexus": tissue["grey"] * 1.05,
        "sinus lining": tissue["mucosa"],
        "nasal lining": tissue["mucosa"],
        "optic nerve": tissue["white"],
        "lens": tissue["bone"] * 3,
        "sclera": tissue["bone"] * 3,
        "pituitary": tissue["grey"],
    }
    return signals


T1 = _table(
    fluid=95,
    grey=370,
    deep=415,
    white=560,
    pallidum=500,
    stem=520,
    folia=250,
    plaque=330,
    active=280,
    fat=900,
    bone=25,
    marrow=560,
    muscle=330,
    skin=420,
    mucosa=330,
)
T2 = _table(
    fluid=1350,
    grey=560,
    deep=500,
    white=390,
    pallidum=330,
    stem=420,
    folia=900,
    plaque=830,
    active=960,
    fat=720,
    bone=20,
    marrow=420,
    muscle=200,
    skin=330,
    mucosa=1000,
)
FLAIR = _table(
    fluid=70,
    grey=470,
    deep=455,
    white=360,
    pallidum=330,
    stem=390,
    folia=330,
    plaque=760,
    active=860,
    fat=640,
    bone=15,
    marrow=330,
    muscle=230,
    skin=330,
    mucosa=700,
)
B0 = _table(
    fluid=1500,
    grey=640,
    deep=560,
    white=450,
    pallidum=300,
    stem=470,
    folia=900,
    plaque=850,
    active=950,
    fat=60,
    bone=8,
    marrow=30,
    muscle=130,
    skin=60,
    mucosa=300,
)
ADC = _table(
    fluid=2950,
    grey=860,
    deep=790,
    white=740,
    pallidum=720,
    stem=760,
    folia=1300,
    plaque=1050,
    active=720,
    fat=20,
    bone=0,
    marrow=10,
    muscle=60,
    skin=20,
    mucosa=400,
)
B1000 = {name: B0[name] * float(np.exp(-ADC[name] / 1000)) for name in B0}

# x, y, z, radius in mm; the first is the newest and restricts diffusion a little
PLAQUES = (
    (-19.0, -34.0, 24.0, 4.6),
    (22.0, 20.0, 27.0, 4.2),
    (-23.0, 24.0, 25.0, 5.0),
    (20.0, -10.0, 30.0, 3.4),
    (-20.0, 0.0, 31.0, 3.8),
    (27.0, 34.0, 20.0, 4.4),
    (-32.0, -20.0, 30.0, 2.8),
    (33.0, 8.0, 36.0, 3.0),
    (12.0, 27.0, -31.0, 3.0),
)


@lru_cache(maxsize=2)
def body_of(body_seed: str, atrophy: float, plaques: int, new: bool) -> Body:
    """The head of a patient: ``plaques`` old lesions, and with ``new`` the fresh one."""
    old = PLAQUES[1 : 1 + plaques]
    return head.build(head.Person(seed(body_seed), atrophy, 0.0, ((PLAQUES[0],) if new else (PLAQUES[1],)) + old))


def series(exam: Exam) -> list[PlannedSeries]:
    """Series of a brain MR; options ``plaques``, ``new``, ``atrophy``, ``shift_x`` ..., ``light`` = 1 leaves the 3-D T1 out."""
    plaques = int(exam.option("plaques", 0))
    body = (
        partial(body_of, exam.body_seed, exam.option("atrophy", 0.05), plaques, bool(exam.option("new", 0)))
        if plaques
        else partial(_plain, exam)
    )
    shift = (exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", 0.0))
    slices = int(exam.option("slices", 28))
    step = exam.option("step", 5.5)
    placed: dict[str, Any] = {
        "plane": "axial",
        "slices": slices,
        "step": step,
        "thickness": step / 1.1,
        "middle": (0.0, -2.0, 14.0),
        "shift": shift,
    }

    def spin(weights: tuple[mr.Weight, ...], size: int, view: float = 230.0, **timing: object) -> mr.Sequence:
        return mr.Sequence(weights, size=size, field_of_view=view, timing=timing, fine=size > 300, **placed)

    t2 = spin(
        (mr.Weight(T2, noise=16, window=(560, 1150)),),
        448,
        ScanningSequence="SE",
        EchoTime="95",
        RepetitionTime="5200",
        EchoTrainLength=17,
        FlipAngle="150",
    )
    flair = spin(
        (mr.Weight(FLAIR, noise=14, window=(400, 820)),),
        256,
        ScanningSequence=["SE", "IR"],
        EchoTime="112",
        RepetitionTime="9000",
        InversionTime="2500",
        EchoTrainLength=20,
        FlipAngle="150",
    )
    diffusion = spin(
        (
            mr.Weight(B0, 0, ("ORIGINAL", "PRIMARY", "DIFFUSION", "NONE", "ND"), 18, (600, 1300)),
            mr.Weight(B1000, 1000, ("ORIGINAL", "PRIMARY", "DIFFUSION", "TRACEW", "ND"), 10, (230, 420)),
        ),
        192,
        ScanningSequence="EP",
        SequenceVariant="SK",
        EchoTime="89",
        RepetitionTime="4600",
        EchoTrainLength=96,
    )
    adc = spin(
        (mr.Weight(ADC, None, ("DERIVED", "PRIMARY", "DIFFUSION", "ADC", "ND"), 26, (1250, 2500)),),
        192,
        ScanningSequence="EP",
        SequenceVariant="SK",
        EchoTime="89",
        RepetitionTime="4600",
        EchoTrainLength=96,
        DerivationDescription="ADC 10-6 mm2/s",
    )
    syntax = JPEG2000Lossless if exam.option("compressed", 0) else ExplicitVRLittleEndian
    made = [
        mr.series_of(exam, 2, "AX T2 TSE", t2, body),
        mr.series_of(exam, 3, "AX FLAIR", flair, body, syntax),
        mr.series_of(exam, 4, "AX DIFFUSION b0 b1000", diffusion, body),
        mr.series_of(exam, 5, "AX DIFFUSION ADC", adc, body),
    ]
    if not exam.option("light", 0):
        t1 = mr.Sequence(
            (mr.Weight(T1, noise=17, window=(430, 860)),),
            "sagittal",
            160,
            1.0,
            1.0,
            256,
            250.0,
            (0.0, -6.0, -8.0),
            shift,
            {
                "ScanningSequence": ["GR", "IR"],
                "SequenceVariant": ["SP", "MP"],
                "MRAcquisitionType": "3D",
                "EchoTime": "2.9",
                "RepetitionTime": "2200",
                "InversionTime": "900",
                "FlipAngle": "8",
            },
            fine=False,
        )
        made.insert(0, mr.series_of(exam, 1, "SAG T1 3D MPRAGE", t1, body))
    return made


def _plain(exam: Exam) -> Body:
    return _plain_body(exam.body_seed, exam.option("atrophy", 0.05))


@lru_cache(maxsize=1)
def _plain_body(body_seed: str, atrophy: float) -> Body:
    return head.build(head.Person(seed(body_seed), atrophy))
