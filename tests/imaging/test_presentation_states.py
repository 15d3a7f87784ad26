"""A presentation state read whole: each module of PS3.3 A.33.1."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import file, image, item
from workstation.errors import NotReadable
from workstation.imaging import presentation_states
from workstation.imaging.header import encode
from workstation.imaging.model import FrameRef, Window


def reference(uid: str, frames: list[int] | None = None) -> Sequence:
    made = item(ReferencedSOPClassUID="1.2", ReferencedSOPInstanceUID=uid)
    if frames:
        made.ReferencedFrameNumber = frames
    return Sequence([made])


def state() -> presentation_states.PresentationState:
    line = item(
        GraphicType="POLYLINE", GraphicAnnotationUnits="PIXEL", GraphicDimensions=2, NumberOfGraphicPoints=2, GraphicData=[1, 2, 30, 40]
    )
    line.GraphicFilled = "N"
    words = item(UnformattedTextValue="nodule", AnchorPoint=[5, 6], AnchorPointAnnotationUnits="PIXEL", AnchorPointVisibility="Y")
    ds = image(
        modality="PR",
        sop_class="1.2.840.10008.5.1.4.1.1.11.1",
        ContentLabel="LUNG",
        PresentationCreationDate="20260102",
        PresentationCreationTime="101112",
        ReferencedSeriesSequence=Sequence([item(SeriesInstanceUID="1.9", ReferencedImageSequence=reference("1.5"))]),
        RescaleSlope=2,
        RescaleIntercept=-1024,
        SoftcopyVOILUTSequence=Sequence(
            [
                item(ReferencedImageSequence=reference("1.5", [2]), WindowCenter=-600, WindowWidth=1500),
                item(WindowCenter=40, WindowWidth=400, VOILUTFunction="SIGMOID"),
            ]
        ),
        PresentationLUTShape="INVERSE",
        ImageRotation=270,
        ImageHorizontalFlip="Y",
        DisplayedAreaSelectionSequence=Sequence(
            [
                item(
                    DisplayedAreaTopLeftHandCorner=[1, 2],
                    DisplayedAreaBottomRightHandCorner=[100, 200],
                    PresentationSizeMode="TRUE SIZE",
                    PresentationPixelSpacing=[0.5, 0.5],
                )
            ]
        ),
        GraphicAnnotationSequence=Sequence(
            [
                item(GraphicLayer="OVER", TextObjectSequence=Sequence([words])),
                item(GraphicLayer="UNDER", GraphicObjectSequence=Sequence([line])),
            ]
        ),
        GraphicLayerSequence=Sequence(
            [
                item(GraphicLayer="OVER", GraphicLayerOrder=2, GraphicLayerRecommendedDisplayGrayscaleValue=65535),
                item(GraphicLayer="UNDER", GraphicLayerOrder=1),
            ]
        ),
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[10, 20],
        RadiusOfCircularShutter=5,
    )
    return presentation_states.read(encode(ds))


def test_every_module_is_read() -> None:
    shown = state()
    assert (shown.label, shown.created, shown.images) == ("LUNG", "20260102101112", (("1.5", ()),))
    assert (shown.slope, shown.intercept, shown.inverse) == (2, -1024, True)
    assert (shown.quarter_turns, shown.flipped) == (3, True)
    assert shown.shutters[0].shutters[0].values == (10, 20, 5)
    assert [(layer.name, layer.order, layer.rgb) for layer in shown.layers] == [("OVER", 2, (255, 255, 255)), ("UNDER", 1, None)]


def test_what_applies_to_a_frame() -> None:
    voi, area, notes = state().of(FrameRef("1.5", 1))
    assert voi is not None
    assert voi.windows == (Window(-600, 1500),)
    other, _, _ = state().of(FrameRef("1.5", 0))
    assert other is not None
    assert other.windows == (Window(40, 400, "", "SIGMOID"),)
    assert area is not None
    assert (area.top_left, area.bottom_right, area.mode, area.spacing) == ((1, 2), (100, 200), "TRUE SIZE", (0.5, 0.5))
    assert [n.layer for n in notes] == ["UNDER", "OVER"]
    assert notes[0].graphics[0].points == ((1, 2), (30, 40))
    assert (notes[1].texts[0].text, notes[1].texts[0].anchor, notes[1].texts[0].anchor_visible) == ("nodule", (5, 6), True)


def test_an_image_is_no_state() -> None:
    with pytest.raises(NotReadable, match="not a presentation state"):
        presentation_states.read(file(np.zeros((4, 6), np.int16)))
