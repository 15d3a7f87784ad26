"""Presentation states made for tests: a grayscale one for some images, with whatever modules a test gives as keywords."""

from __future__ import annotations

from collections.abc import Sequence as Many
from typing import Any

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from tests.imaging.making import image, item
from workstation.imaging.header import encode
from workstation.imaging.model import ImageHeader

GSPS = "1.2.840.10008.5.1.4.1.1.11.1"


def reference(uid: str, frames: Many[int] = ()) -> Sequence:
    """A Referenced Image Sequence with one image."""
    made = item(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.2", ReferencedSOPInstanceUID=uid)
    if frames:
        made.ReferencedFrameNumber = list(frames)
    return Sequence([made])


def whole(rows: int, columns: int, **elements: Any) -> Sequence:
    """A Displayed Area Selection Sequence with the whole image, scaled to fit."""
    corners = {"DisplayedAreaTopLeftHandCorner": [1, 1], "DisplayedAreaBottomRightHandCorner": [columns, rows]}
    return Sequence([item(**{"PresentationSizeMode": "SCALE TO FIT", "PresentationPixelAspectRatio": [1, 1], **corners, **elements})])


def window(center: float, width: float, **elements: Any) -> Sequence:
    """A Softcopy VOI LUT Sequence with one window."""
    return Sequence([item(WindowCenter=str(center), WindowWidth=str(width), **elements)])


def graphic(kind: str, points: Many[float], units: str = "PIXEL", filled: str = "N", **elements: Any) -> Dataset:
    """A Graphic Object item."""
    return item(
        GraphicAnnotationUnits=units,
        GraphicDimensions=2,
        NumberOfGraphicPoints=len(points) // 2,
        GraphicData=[float(p) for p in points],
        GraphicType=kind,
        GraphicFilled=filled,
        **elements,
    )


def compound(kind: str, points: Many[float], units: str = "PIXEL", number: int = 1, **elements: Any) -> Dataset:
    """A Compound Graphic item."""
    return item(
        CompoundGraphicInstanceID=number,
        CompoundGraphicUnits=units,
        GraphicDimensions=2,
        NumberOfGraphicPoints=len(points) // 2,
        GraphicData=[float(p) for p in points],
        CompoundGraphicType=kind,
        **elements,
    )


def words(text: str, anchor: Many[float] = (), box: Many[float] = (), units: str = "PIXEL", **elements: Any) -> Dataset:
    """A Text Object item: at an anchor that shows, in a box, or both."""
    made = item(UnformattedTextValue=text, **elements)
    if anchor:
        made.AnchorPoint, made.AnchorPointAnnotationUnits, made.AnchorPointVisibility = list(anchor), units, "Y"
    if box:
        made.BoundingBoxTopLeftHandCorner, made.BoundingBoxBottomRightHandCorner = list(box[:2]), list(box[2:])
        made.BoundingBoxAnnotationUnits = units
        if "BoundingBoxTextHorizontalJustification" not in made:
            made.BoundingBoxTextHorizontalJustification = "LEFT"
    return made


def annotation(
    layer: str = "NOTES", graphics: Many[Dataset] = (), texts: Many[Dataset] = (), compounds: Many[Dataset] = (), **elements: Any
) -> Dataset:
    """A Graphic Annotation item."""
    made = item(GraphicLayer=layer, **elements)
    for keyword, parts in (("GraphicObjectSequence", graphics), ("TextObjectSequence", texts), ("CompoundGraphicSequence", compounds)):
        if parts:
            setattr(made, keyword, Sequence(list(parts)))
    return made


def dataset(headers: Many[ImageHeader], label: str = "NOTE", sop_class: str = GSPS, **elements: Any) -> Dataset:
    """A state for those images, in their study unless ``StudyInstanceUID`` says another; identity grey unless modules say more."""
    series: dict[str, list[Dataset]] = {}
    for h in headers:
        series.setdefault(h.series_instance_uid, []).append(
            item(ReferencedSOPClassUID=h.sop_class_uid, ReferencedSOPInstanceUID=h.sop_instance_uid)
        )
    referenced = [item(SeriesInstanceUID=uid, ReferencedImageSequence=Sequence(images)) for uid, images in series.items()]
    values: dict[str, Any] = {
        "StudyInstanceUID": headers[0].study_instance_uid if headers else "1.2.3",
        "SeriesInstanceUID": generate_uid(entropy_srcs=[headers[0].study_instance_uid if headers else "", "states"]),
        "SeriesNumber": 77,
        "SeriesDescription": "Presentation states",
        "ContentLabel": label,
        "ContentDescription": f"{label} as shown at the meeting",
        "ContentCreatorName": "Roux^Claire",
        "PresentationCreationDate": "20261124",
        "PresentationCreationTime": "101112",
        "ReferencedSeriesSequence": Sequence(referenced),
        "PresentationLUTShape": "IDENTITY",
        **elements,
    }
    if headers and "DisplayedAreaSelectionSequence" not in values:
        values["DisplayedAreaSelectionSequence"] = whole(headers[0].rows, headers[0].columns)
    return image(modality="PR", sop_class=sop_class, **values)


def state(headers: Many[ImageHeader], label: str = "NOTE", **elements: Any) -> bytes:
    """The same as a Part-10 file."""
    return encode(dataset(headers, label, **elements))
