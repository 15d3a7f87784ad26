"""A presentation state read whole: each module of PS3.3 A.33.1."""

from __future__ import annotations

from typing import Any

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging import states
from tests.imaging.making import file, image, item
from workstation.errors import NotReadable
from workstation.imaging import icc, presentation_states
from workstation.imaging.annotations import MOST_OBJECTS, MOST_POINTS
from workstation.imaging.header import encode
from workstation.imaging.model import FrameRef, ImageHeader, Window
from workstation.imaging.presentation_states import grey_of


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


HEADER = ImageHeader("1.5", "1.2", "1.9", "1.8", "1.2.840.10008.1.2.1", "CT", 40, 60, bits_stored=12)


def read(**elements: Any) -> presentation_states.PresentationState:
    return presentation_states.read(states.state([HEADER], **elements))


def lut(descriptor: list[int], data: bytes) -> Sequence:
    made = item(LUTDescriptor=descriptor, LUTData=data)
    made["LUTDescriptor"].VR = "US"
    return Sequence([made])


def test_compound_graphics_stand_for_the_simple_ones_that_repeat_them() -> None:
    line = states.graphic("POLYLINE", [1, 1, 5, 5], CompoundGraphicInstanceID=7)
    other = states.graphic("POINT", [3, 3])
    ruler = states.compound(
        "RULER",
        [1, 1, 5, 5],
        number=7,
        MajorTicksSequence=Sequence([item(TickPosition=0.5, TickLabel="5 mm")]),
        TickAlignment="TOP",
        ShowTickLabel="Y",
        TickLabelAlignment="BOTTOM",
        LineStyleSequence=Sequence([item(LineThickness=3.0, LineDashingStyle="DASHED", PatternOnColorCIELabValue=[65535, 32896, 32896])]),
    )
    made = read(GraphicAnnotationSequence=Sequence([states.annotation(graphics=[line, other], compounds=[ruler])]))
    (note,) = made.annotations
    assert [(g.kind, g.compound) for g in note.graphics] == [("RULER", True), ("POINT", False)]
    drawn = note.graphics[0]
    assert [(t.position, t.label) for t in drawn.ticks] == [(0.5, "5 mm")]
    assert (drawn.tick_alignment, drawn.show_tick_labels, drawn.line.thickness, drawn.line.dashed) == ("TOP", True, 3.0, True)
    assert drawn.line.rgb is not None
    assert min(drawn.line.rgb) >= 254


def test_an_unknown_compound_leaves_its_simple_drawing() -> None:
    line = states.graphic("POLYLINE", [1, 1, 5, 5], CompoundGraphicInstanceID=7)
    made = read(
        GraphicAnnotationSequence=Sequence([states.annotation(graphics=[line], compounds=[states.compound("SPIRAL", [1, 1], number=7)])])
    )
    assert [g.kind for g in made.annotations[0].graphics] == ["POLYLINE"]
    assert "1 drawing" in made.marks[0].text


def test_words_in_the_character_set_of_the_state() -> None:
    text = states.words("Опухоль\r\nвторая строка", anchor=[1, 1])
    made = read(
        SpecificCharacterSet="ISO_IR 144",
        PatientName="X",
        ContentLabel="RCP",
        ContentDescription="x",
        GraphicAnnotationSequence=Sequence([states.annotation(texts=[text])]),
    )
    assert made.annotations[0].texts[0].text == "Опухоль\nвторая строка"


def test_which_frames_and_segments_an_item_is_for() -> None:
    segment = states.reference("1.5")
    segment[0].ReferencedSegmentNumber = [2]
    made = read(
        SoftcopyVOILUTSequence=Sequence(
            [
                item(ReferencedImageSequence=states.reference("1.5", [2, 3]), WindowCenter=1, WindowWidth=10),
                item(ReferencedImageSequence=segment, WindowCenter=2, WindowWidth=20),
                item(ReferencedImageSequence=states.reference(""), WindowCenter=3, WindowWidth=30),
            ]
        )
    )
    assert [v.windows[0].center for v in (made.of(FrameRef("1.5", n))[0] for n in (1, 2)) if v] == [1, 1]
    second = made.of(FrameRef("1.5", 0), segment=2)[0]
    assert second is not None
    assert second.windows[0].center == 2
    assert made.of(FrameRef("1.5", 0), segment=1)[0] is None  # an item that names no image holds for none
    assert made.covers(FrameRef("1.5", 0))
    assert not made.covers(FrameRef("1.6", 0))


def test_the_grey_chain_of_a_state_is_its_own() -> None:
    plain, windows = grey_of(read(), HEADER, 0)
    assert (plain.slope, plain.intercept, plain.inverse) == (1, 0, False)
    assert windows == (Window(2048, 4096),)
    chain, (window,) = grey_of(read(RescaleSlope=2, RescaleIntercept=-100, PresentationLUTShape="INVERSE"), HEADER, 0)
    assert (chain.slope, chain.intercept, chain.inverse) == (2, -100, True)
    stored = np.array([0, 4095])
    assert chain.display(stored, window).tolist() == [255, 0]
    below = read(
        RescaleSlope=1, RescaleIntercept=-1024, SoftcopyVOILUTSequence=Sequence([item(VOILUTSequence=lut([2, 65036, 8], b"\0\0\xff\0"))])
    )
    tables, (chosen,) = grey_of(below, HEADER, 0)
    assert (tables.voi_luts[0].first, chosen.lut, chosen.center) == (-500, 0, -499)
    high = read(
        ModalityLUTSequence=lut([2, 0, 16], b"\0\0\xff\xff"),
        SoftcopyVOILUTSequence=Sequence([item(VOILUTSequence=lut([2000, 65036, 8], bytes(2000)))]),
    )
    assert grey_of(high, HEADER, 0)[0].voi_luts[0].first == 65036  # what a modality LUT gives is never below zero


def test_the_rescale_of_a_state_is_read_as_an_images() -> None:
    shifted, _ = grey_of(read(RescaleIntercept=-1024), HEADER, 0)
    assert (shifted.slope, shifted.intercept) == (1, -1024)
    for elements in ({"RescaleSlope": 0, "RescaleIntercept": 5}, {"RescaleSlope": "1e300", "RescaleIntercept": 5}):
        made = read(**elements, SoftcopyVOILUTSequence=Sequence([item(WindowCenter=40, WindowWidth=0)]))
        chain, windows = grey_of(made, HEADER, 0)
        assert (chain.slope, chain.intercept, windows) == (1, 0, (Window(2048, 4096),))
        (mark,) = made.marks
        assert mark.code == "state_left_out"
        assert "rescale slope" in mark.text
        assert "1 window" in mark.text


def test_one_bad_item_costs_that_item_and_is_said() -> None:
    bad = [
        states.graphic("POLYLINE", [1.0]),
        states.graphic("CIRCLE", [1.0, 1.0]),
        states.graphic("POLYLINE", [1.0, 1.0, 1e20, 1.0]),
        states.graphic("POLYLINE", [1.0, 1.0, float("nan"), 1.0]),
        states.graphic("POLYLINE", [1.0, 1.0, 2.0, 2.0], units="FURLONG"),
        states.graphic("BLOB", [1.0, 1.0]),
    ]
    texts = [states.words("", anchor=[1, 1]), item(UnformattedTextValue="nowhere"), states.words("here", anchor=[3, 3])]
    made = read(
        ImageRotation=45,
        GraphicAnnotationSequence=Sequence([states.annotation(graphics=[*bad, states.graphic("POINT", [2, 2])], texts=texts)]),
        DisplayedAreaSelectionSequence=Sequence([item(PresentationSizeMode="SCALE TO FIT"), *states.whole(40, 60)]),
        SoftcopyVOILUTSequence=Sequence([item(VOILUTSequence=lut([0, 0, 16], b""))]),
        PresentationLUTShape=None,
        PresentationLUTSequence=lut([256, 0, 8], b""),
    )
    (note,) = made.annotations
    assert [g.kind for g in note.graphics] == ["POINT"]
    assert [t.text for t in note.texts] == ["here"]
    assert (len(made.areas), made.voi, made.presentation_lut, made.quarter_turns) == (1, (), None, 0)
    said = {m.code: m.text for m in made.marks}
    assert "45" in said["state_rotation"]
    assert all(part in said["state_left_out"] for part in ("6 drawings", "2 texts", "2 tables", "1 displayed area"))


@pytest.mark.filterwarnings("ignore:The value for the data element")
def test_so_many_drawings_that_they_cannot_be_meant_are_cut_off() -> None:
    flood = [states.graphic("POINT", [1, 1]) for _ in range(MOST_OBJECTS + 50)]
    heavy = states.graphic("POLYLINE", [1.0, 2.0] * MOST_POINTS)
    made = read(GraphicAnnotationSequence=Sequence([states.annotation(graphics=[*flood, heavy])]))
    assert sum(len(a.graphics) for a in made.annotations) <= MOST_OBJECTS
    assert "51 drawings" in made.marks[0].text


def test_what_cannot_be_shown_is_said() -> None:
    shifts = Sequence([item(RegionPixelShiftSequence=Sequence([item(MaskSubPixelShift=[1.0, 1.0])]))])
    for mask in (item(MaskOperation="AVG_SUB"), item(MaskOperation="TID", TIDOffset=1, PixelShiftSequence=shifts)):
        assert [m.code for m in read(MaskSubtractionSequence=Sequence([mask])).marks] == ["state_mask"]
    assert not read(MaskSubtractionSequence=Sequence([item(MaskOperation="NONE")])).marks
    assert [m.code for m in read(sop_class=presentation_states.PSEUDO_COLOUR).marks] == ["state_palette"]  # one without a palette
    for number in (4, 6, 8, 12):
        refused = read(sop_class=f"1.2.840.10008.5.1.4.1.1.11.{number}")
        assert "cannot be applied" in refused.refusal
    coloured = read(sop_class=presentation_states.COLOUR)
    assert (coloured.kind, coloured.has_grey, coloured.refusal) == ("colour", False, "")
    shutters = item(ReferencedImageSequence=states.reference("1.5", [1]), ShutterShape="CIRCULAR")
    shutters.CenterOfCircularShutter, shutters.RadiusOfCircularShutter = [5, 5], 3
    angio = read(sop_class=presentation_states.XA_XRF, FrameDisplayShutterSequence=Sequence([shutters]))
    assert [len(angio.shutters_of(FrameRef("1.5", n))) for n in (0, 1)] == [1, 0]


def test_cut_anywhere_it_is_read_as_far_as_it_goes_or_refused() -> None:
    whole = states.state(
        [HEADER],
        SoftcopyVOILUTSequence=states.window(40, 400),
        GraphicAnnotationSequence=Sequence([states.annotation(texts=[states.words("x", anchor=[1, 1])])]),
    )
    for length in range(len(whole) - 1, 0, -7):
        try:
            made = presentation_states.read(whole[:length])
        except NotReadable:
            continue
        assert made.kind == "grayscale"
        assert "state_cut" in {m.code for m in made.marks} if made.images else "names no image" in made.refusal


@given(st.binary(min_size=1, max_size=40), st.integers(140, 1200))
@settings(max_examples=150, deadline=None)
def test_bytes_overwritten_never_break_the_reader(noise: bytes, at: int) -> None:
    whole = bytearray(
        states.state(
            [HEADER],
            SoftcopyVOILUTSequence=states.window(40, 400),
            GraphicAnnotationSequence=Sequence([states.annotation(compounds=[states.compound("RULER", [1, 1, 5, 5])])]),
        )
    )
    whole[at : at + len(noise)] = noise
    try:
        made = presentation_states.read(bytes(whole))
    except NotReadable:
        return
    if not made.refusal:
        grey_of(made, HEADER, 0)
        presentation_states.holds(made)


def test_a_table_that_is_cut_short_is_said_aloud() -> None:
    made = read(PresentationLUTShape=None, PresentationLUTSequence=lut([256, 0, 16], bytes(100)))
    assert made.presentation_lut is not None
    assert [(m.code, m.severity) for m in made.marks] == [("state_table", "danger")]


def test_a_colour_state_whose_colours_are_meant_by_another_profile_says_so() -> None:
    def codes(profile: bytes, **more: object) -> list[str]:
        return [m.code for m in read(sop_class=presentation_states.COLOUR, ICCProfile=profile, **more).marks]

    assert codes(icc.srgb()) == []
    assert codes(b"\0" * 40, ColorSpace="SRGB") == []
    assert codes(bytes(imagecodecs.cms_profile("adobergb"))) == ["state_profile"]
    assert codes(b"\0" * 40) == ["state_profile"]  # one that says nothing


def test_the_palette_of_a_pseudo_colour_state_is_turned_from_its_profile_into_srgb() -> None:
    colours = np.array([[0, 0, 0], [200, 100, 50], [90, 140, 160], [255, 255, 255]], np.uint8)
    channels: dict[str, object] = {}
    for name, values in zip(("Red", "Green", "Blue"), colours.T, strict=True):
        channels[f"{name}PaletteColorLookupTableDescriptor"] = [len(colours), 0, 8]
        channels[f"{name}PaletteColorLookupTableData"] = values.tobytes()
    adobe = np.array([[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]])  # to XYZ, as published
    srgb = np.array([[3.24045, -1.53714, -0.49853], [-0.96927, 1.87601, 0.04156], [0.05564, -0.20403, 1.05723]])  # and from it
    linear = np.clip((colours / 255) ** 2.19921875 @ adobe.T @ srgb.T, 0, 1)
    expected = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    profile = bytes(imagecodecs.cms_profile("adobergb"))
    more = {"PixelRepresentation": 0, **channels}
    made = read(sop_class=presentation_states.PSEUDO_COLOUR, PresentationLUTShape=None, ICCProfile=profile, **more)
    assert made.palette is not None
    assert made.marks == ()
    assert np.abs(made.palette - expected).max() <= 1.5
    broken = read(sop_class=presentation_states.PSEUDO_COLOUR, PresentationLUTShape=None, ICCProfile=profile[:200], **more)
    assert [m.code for m in broken.marks] == ["state_profile"]
    assert broken.palette is not None
    assert np.array_equal(broken.palette, colours)
