"""A colleague's look at an exam: a presentation state (PS3.3 A.33.1) with a window, an arrow and a few words, in a series of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import CTImageStorage, GrayscaleSoftcopyPresentationStateStorage

from workstation.phantoms import encode, records
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries, Work, image_uid, series_uid

NUMBER = 900
DESCRIPTION = "Etat de presentation"


@dataclass(frozen=True)
class Look:
    """What is shown: an image of a series (``size`` pixels square) through a window, with an arrow whose tip is beside ``point`` (column,
    row of the image, from 0), and what is said of it."""

    series: int
    instance: int
    size: int
    point: tuple[float, float]
    window: tuple[float, float]
    intercept: str
    label: str
    words: str
    creator: str


def series(exam: Exam, look: Look) -> PlannedSeries:
    """The series with that one state."""

    def work() -> Iterator[Work]:
        yield partial(_state, exam, look)

    return PlannedSeries(exam, NUMBER, "PR", DESCRIPTION, 1, partial(_shared, exam), lambda: iter(()), "CHEST", own_work=work)


def _shared(exam: Exam) -> Dataset:
    return records.shared(exam, NUMBER, "PR", DESCRIPTION, "CHEST", GrayscaleSoftcopyPresentationStateStorage)


def _state(exam: Exam, look: Look) -> list[bytes]:
    ds = _shared(exam)
    ds.update(records.own(exam, NUMBER, 1))
    ds.ContentLabel, ds.ContentDescription, ds.ContentCreatorName = look.label, "Vu en RCP", look.creator
    ds.PresentationCreationDate, ds.PresentationCreationTime = exam.date, "173000"
    image = _item(ReferencedSOPClassUID=CTImageStorage, ReferencedSOPInstanceUID=image_uid(exam, look.series, look.instance))
    ds.ReferencedSeriesSequence = Items([_item(SeriesInstanceUID=series_uid(exam, look.series), ReferencedImageSequence=Items([image]))])
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = look.intercept, "1", "HU"
    ds.SoftcopyVOILUTSequence = Items([_item(WindowCenter=f"{look.window[0]:g}", WindowWidth=f"{look.window[1]:g}")])
    ds.PresentationLUTShape = "IDENTITY"
    corners = {"DisplayedAreaTopLeftHandCorner": [1, 1], "DisplayedAreaBottomRightHandCorner": [look.size, look.size]}
    ds.DisplayedAreaSelectionSequence = Items([_item(PresentationSizeMode="SCALE TO FIT", PresentationPixelAspectRatio=[1, 1], **corners)])
    ds.GraphicLayerSequence = Items([_item(GraphicLayer="RCP", GraphicLayerOrder=1)])
    column, row = look.point[0] + 0.5, look.point[1] + 0.5
    tip, tail = (column - 9, row - 9), (column - 58, row - 58)
    line = {"GraphicDimensions": 2, "NumberOfGraphicPoints": 2, "GraphicData": [*tail, *tip]}
    arrow = _item(CompoundGraphicInstanceID=1, CompoundGraphicUnits="PIXEL", CompoundGraphicType="ARROW", **line)
    plain = _item(GraphicAnnotationUnits="PIXEL", GraphicType="POLYLINE", GraphicFilled="N", CompoundGraphicInstanceID=1, **line)
    text = _item(
        UnformattedTextValue=look.words,
        BoundingBoxAnnotationUnits="PIXEL",
        BoundingBoxTopLeftHandCorner=[tail[0] - 90, tail[1] - 30],
        BoundingBoxBottomRightHandCorner=[tail[0] + 60, tail[1] - 4],
        BoundingBoxTextHorizontalJustification="CENTER",
    )
    ds.GraphicAnnotationSequence = Items(
        [
            _item(
                GraphicLayer="RCP",
                TextObjectSequence=Items([text]),
                GraphicObjectSequence=Items([plain]),
                CompoundGraphicSequence=Items([arrow]),
            )
        ]
    )
    return [encode.without_pixels(ds)]


def _item(**elements: object) -> Dataset:
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made
