"""Exams made of display sets without pixels, as tests hang them."""

from __future__ import annotations

from workstation.hanging_protocols import Exam
from workstation.imaging.model import DisplaySet, FrameRef, StackGeometry, Window
from workstation.studies.model import Patient, PatientId, Study

ME = Patient("MARTIN^ELEONORE", "19590312", "F", (PatientId("1", "A"),))
_AXES = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)),
}


def volume(
    key: str,
    modality: str,
    label: str,
    plane: str = "axial",
    slices: int = 100,
    step: float = 1.0,
    frame: str = "F",
    window: Window | None = None,
    **more: object,
) -> DisplaySet:
    row, column, normal = _AXES[plane]
    origins = tuple((normal[0] * k * step, normal[1] * k * step, normal[2] * k * step) for k in range(slices))
    return DisplaySet(
        key=f"{key}/0",
        series_instance_uid=key,
        study_instance_uid="1",
        modality=modality,
        kind="volume",
        frames=tuple(FrameRef(f"{key}.{n}") for n in range(slices)),
        label=label,
        series_number=int(key) if key.isdigit() else None,
        frame_of_reference_uid=frame,
        geometry=StackGeometry(row, column, (1.0, 1.0), 512, 512, origins),
        plane=plane,
        default_window=window,
        **more,  # type: ignore[arg-type]
    )


def image(
    key: str, modality: str, label: str = "", kind: str = "single", laterality: str = "", view: str = "", frames: int = 1
) -> DisplaySet:
    return DisplaySet(
        key=f"{key}/0",
        series_instance_uid=key,
        study_instance_uid="1",
        modality=modality,
        kind=kind,
        frames=tuple(FrameRef(f"{key}.{n}") for n in range(frames)),
        label=label,
        series_number=int(key) if key.isdigit() else None,
        laterality=laterality,
        view_position=view,
    )


def exam(description: str, *sets: DisplaySet, uid: str = "1", day: str = "20261124") -> Exam:
    modalities = tuple(dict.fromkeys(s.modality for s in sets)) or ("CT",)
    return Exam(Study(uid, ME, date=day, description=description, modalities=modalities), sets)


def chest_ct(uid: str = "1", day: str = "20261124", step: float = 1.5) -> Exam:
    return exam(
        "SCANNER THORACIQUE",
        image("1", "CT", "Topogramme", kind="localizer"),
        volume("2", "CT", f"Thorax {step} mm Poumon", step=step),
        volume("3", "CT", f"Thorax {step} mm Mediastin", step=step),
        volume("4", "CT", "Coronal 3 mm", plane="coronal", step=3.0),
        uid=uid,
        day=day,
    )


def brain_mr(uid: str = "1", day: str = "20261124", without: str = "") -> Exam:
    sets = [
        volume("1", "MR", "SAG T1 3D MPRAGE", plane="sagittal", slices=160),
        volume("2", "MR", "AX T2 TSE", slices=28, step=4.0),
        volume("3", "MR", "AX FLAIR", slices=28, step=4.0),
        volume("4", "MR", "AX DIFFUSION b 0", slices=28, step=4.0, b_value=0.0),
        volume("5", "MR", "AX DIFFUSION b 1000", slices=28, step=4.0, b_value=1000.0),
        volume("6", "MR", "AX DIFFUSION ADC", slices=28, step=4.0),
    ]
    return exam("IRM ENCEPHALE", *(s for s in sets if not without or without not in s.label), uid=uid, day=day)


def mammogram(uid: str = "1", day: str = "20261124", views: str = "RCC LCC RMLO LMLO") -> Exam:
    sets = [image(str(n), "MG", "", laterality=name[0], view=name[1:]) for n, name in enumerate(views.split(), 1)]
    return exam("MAMMOGRAPHIE BILATERALE", *sets, uid=uid, day=day)
