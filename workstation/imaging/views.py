"""Which side and which view a projection image is, from codes first and text second (PS3.16 CID 4010, 4014, 4015)."""

from __future__ import annotations

from workstation.imaging.elements import Elements

# SNOMED CT code, its former SNOMED RT code, and what radiologists write
_VIEWS = {
    ("399162004", "R-10242"): "CC",
    ("399368009", "R-10226"): "MLO",
    ("399260004", "R-10224"): "ML",
    ("399352003", "R-10228"): "LM",
    ("399099002", "R-10230"): "LMO",
    ("399196006", "R-10244"): "FB",
    ("399188001", "R-102D0"): "SIO",
    ("441555000", "R-40AAA"): "ISO",
    ("399192008", "R-1024A"): "XCCL",
    ("399101009", "R-1024B"): "XCCM",
    ("272479007", "R-40888"): "PA",
    ("272479007", "R-10214"): "PA",
    ("399348003", "R-10206"): "AP",
    ("399173006", "R-10236"): "LL",
    ("399198007", "R-10232"): "RL",
    ("399067008", "R-102CD"): "LAT",
    ("399135007", "R-10220"): "LAO",
    ("399356000", "R-40985"): "RAO",
    ("399006002", "R-10212"): "LPO",
    ("399038007", "R-10210"): "RPO",
    ("399061009", "R-10241"): "AX",
    ("399182000", "R-102C1"): "OBL",
    ("399335002", "R-102C4"): "DP",
}
_MODIFIERS = {
    ("399163009", "R-102D6"): "MAG",
    ("399055006", "R-102D7"): "SPOT",
    ("399161006", "R-102D2"): "CV",
    ("399209000", "R-102D5"): "ID",
    ("399011000", "R-102D1"): "AT",
    ("399110001", "R-102C2"): "TAN",
    ("399226006", "R-102D4"): "RM",
    ("399197002", "R-102D3"): "RL",
    ("442581004", "R-40AB3"): "NP",
}
VIEW_OF_CODE = {code: view for codes, view in _VIEWS.items() for code in codes}
MODIFIER_OF_CODE = {code: modifier for codes, modifier in _MODIFIERS.items() for code in codes}
_SIDES = {"R": "R", "RIGHT": "R", "L": "L", "LEFT": "L", "B": "B", "BOTH": "B", "BILATERAL": "B"}
_SIDE_CODES = {"24028007": "R", "G-A100": "R", "7771000": "L", "G-A101": "L", "51440002": "B", "G-A102": "B"}


def laterality(dataset: Elements) -> str:
    """``R``, ``L``, ``B`` or "": the frame's anatomy, the image's own, then the series'. Two that contradict read as ""."""
    shared = dataset.first("SharedFunctionalGroupsSequence")
    anatomy = shared.first("FrameAnatomySequence") if shared else None
    told = [_SIDES.get(anatomy.text("FrameLaterality").upper(), "")] if anatomy else []
    told += [_SIDES.get(dataset.text(keyword).upper(), "") for keyword in ("ImageLaterality", "Laterality")]
    region = dataset.first("AnatomicRegionSequence")
    modifier = region.first("AnatomicRegionModifierSequence") if region else None
    told.append(_SIDE_CODES.get(modifier.text("CodeValue"), "") if modifier else "")
    said = [side for side in told if side]
    return said[0] if said and len(set(said)) == 1 else ""


def laterality_conflict(dataset: Elements) -> tuple[str, str] | None:
    """The two sides that ImageLaterality and Laterality name, where they differ."""
    image, series = (_SIDES.get(dataset.text(keyword).upper(), "") for keyword in ("ImageLaterality", "Laterality"))
    return (image, series) if image and series and image != series else None


def view_of(dataset: Elements) -> tuple[str, tuple[str, ...]]:
    """The view (``CC``, ``MLO``, ``PA``, ``LL``, ...) and its modifiers (``MAG``, ``SPOT``, ``ID``, ...)."""
    code = dataset.first("ViewCodeSequence")
    view = VIEW_OF_CODE.get(code.text("CodeValue"), "") if code else ""
    modifiers = code.items("ViewModifierCodeSequence") if code else []
    said = tuple(MODIFIER_OF_CODE[m.text("CodeValue")] for m in modifiers if m.text("CodeValue") in MODIFIER_OF_CODE)
    return view or dataset.text("ViewPosition").upper(), said
