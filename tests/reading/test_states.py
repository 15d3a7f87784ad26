"""Presentation states on a desk, and what they draw in image coordinates: values only, no window."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging import states as made
from tests.imaging.making import item
from tests.reading.made import ROOT, MemorySource, opened, series
from workstation.hanging_protocols import Monitor, Monitors, load
from workstation.imaging import presentation_states
from workstation.imaging.model import FrameHeader, FrameRef, ImageHeader, Window
from workstation.imaging.overlays import Planes
from workstation.language import RESOURCES
from workstation.reading import actions, states
from workstation.reading.catalogue import Catalogue, OpenExam
from workstation.reading.graphics import Graphics, graphics_of
from workstation.reading.presented import Presentations
from workstation.reading.session import ReadingSession
from workstation.rendering.projection import Projection
from workstation.rendering.stated import left_undone, with_state
from workstation.rendering.view_state import ViewState
from workstation.studies.model import Patient, Study

ROWS, COLUMNS = 40, 60
FRAME = FrameHeader((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.5, 0.5), "patient", rescale_intercept=-1024.0)
HEADER = ImageHeader("1.5", "1.2", "1.9", "1.8", "1.2.840.10008.1.2.1", "CT", ROWS, COLUMNS, frames=(FRAME,))


def state(**elements: Any) -> presentation_states.PresentationState:
    return presentation_states.read(made.state([HEADER], **elements))


def drawn(*graphics: Any, compounds: Any = (), texts: Any = (), **elements: Any) -> Graphics:
    notes = made.annotation(graphics=graphics, compounds=compounds, texts=texts)
    found = graphics_of(state(GraphicAnnotationSequence=Sequence([notes]), **elements), HEADER, 0)
    assert found is not None
    return found


def test_a_pixels_middle_is_half_a_pixel_from_its_corner() -> None:
    (line,) = drawn(made.graphic("POLYLINE", [0.5, 0.5, 60, 40])).drawings
    assert line.lines[0].tolist() == [[0, 0], [59.5, 39.5]]


def test_each_kind_of_drawing() -> None:
    point, circle, ellipse, curve = drawn(
        made.graphic("POINT", [10.5, 10.5]),
        made.graphic("CIRCLE", [20.5, 20.5, 25.5, 20.5], filled="Y"),
        made.graphic("ELLIPSE", [10.5, 20.5, 30.5, 20.5, 20.5, 15.5, 20.5, 25.5]),
        made.graphic("INTERPOLATED", [0.5, 0.5, 10.5, 8.5, 20.5, 0.5]),
    ).drawings
    assert point.cross == (10, 10)
    radii = np.hypot(*(circle.lines[0] - [20, 20]).T)
    assert np.allclose(radii, 5)
    assert circle.fill > 0
    x, y = (ellipse.lines[0] - [20, 20]).T
    assert np.allclose((x / 10) ** 2 + (y / 5) ** 2, 1)
    for written in ([0, 0], [10, 8], [20, 0]):
        assert np.hypot(*(curve.lines[0] - written).T).min() < 1e-9
    assert len(curve.lines[0]) > 20


def test_each_compound_graphic() -> None:
    c = made.compound
    found = drawn(
        compounds=[
            c("MULTILINE", [1, 1, 2, 2, 5, 5, 6, 6], number=1),
            c("ARROW", [1.5, 1.5, 9.5, 1.5], number=2),
            c("RANGELINE", [1, 1, 9, 1], number=3),
            c("RULER", [1, 1, 9, 1], number=4, MajorTicksSequence=Sequence([item(TickPosition=0.25, TickLabel="a")]), ShowTickLabel="Y"),
            c("CUTLINE", [0.5, 10.5, 20.5, 10.5], number=5, GapLength=4.0),
            c("INFINITELINE", [10.5, 10.5, 11.5, 10.5], number=6),
            c("CROSSHAIR", [30.5, 20.5], number=7, GapLength=2.0, DiameterOfVisibility=10.0),
            c("RECTANGLE", [10.5, 10.5, 20.5, 14.5], number=8, RotationAngle=90.0, RotationPoint=[10.5, 10.5]),
            c("ELLIPSE", [10.5, 10.5, 20.5, 14.5], number=9),
            c("AXIS", [1, 1, 1, 9], number=10),
        ]
    ).drawings
    multi, arrow, span, ruler, cut, endless, cross, box, ellipse, axis = found
    assert [line.tolist() for line in multi.lines] == [[[0.5, 0.5], [1.5, 1.5]], [[4.5, 4.5], [5.5, 5.5]]]
    assert arrow.arrow == ((1, 1), (9, 1))
    assert span.bars is not None
    assert (ruler.along, ruler.ticks[0].label, ruler.labels) == (((0.5, 0.5), (8.5, 0.5)), "a", 1)
    assert [line.tolist() for line in cut.lines] == [[[0, 10], [8, 10]], [[12, 10], [20, 10]]]
    assert np.allclose(endless.lines[0], [[-0.5, 10], [COLUMNS - 0.5, 10]])
    assert sorted(math.dist(*line) for line in cross.lines) == pytest.approx([4] * 4)
    corners = {tuple(np.round(p, 6)) for p in box.lines[0]}
    assert corners == {(10, 10), (10, 0), (14, 0), (14, 10)}  # a quarter turn counter-clockwise: to the right becomes up
    assert np.abs(ellipse.lines[0] - [15, 12]).max(axis=0) == pytest.approx([5, 2])
    assert axis.along is not None


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", ["N", "Y"])
@given(x=st.floats(0, 1), y=st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_display_units_are_those_of_the_area_as_it_is_seen(degrees: int, mirrored: str, x: float, y: float) -> None:
    area = made.whole(ROWS, COLUMNS, DisplayedAreaTopLeftHandCorner=[11, 6], DisplayedAreaBottomRightHandCorner=[30, 35])
    shown = state(
        ImageRotation=degrees,
        ImageHorizontalFlip=mirrored,
        DisplayedAreaSelectionSequence=area,
        GraphicAnnotationSequence=Sequence([made.annotation(graphics=[made.graphic("POINT", [x, y], units="DISPLAY")])]),
    )
    found = graphics_of(shown, HEADER, 0)
    assert found is not None
    assert found.drawings[0].cross is not None
    view = with_state(ViewState(), shown, HEADER, 0)
    width, height = (300, 200)
    projection = Projection(None, HEADER, view, width, height)
    corners = [projection.from_image(u, v) for u in (9.5, 29.5) for v in (4.5, 34.5)]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    right, bottom = max(c[0] for c in corners), max(c[1] for c in corners)
    assert max((right - left) / width, (bottom - top) / height) == pytest.approx(1)  # it fills the viewport
    there = projection.from_image(*found.drawings[0].cross)
    assert there == pytest.approx((left + np.float32(x) * (right - left), top + np.float32(y) * (bottom - top)), abs=1e-3)


def test_the_sizes_a_state_can_ask_for() -> None:
    def view(**area: Any) -> ViewState:
        return with_state(
            ViewState(zoom=3.0, pan=(0.1, 0.2)), state(DisplayedAreaSelectionSequence=made.whole(ROWS, COLUMNS, **area)), HEADER, 0
        )

    whole = view()
    assert (whole.area, whole.zoom, whole.pan, whole.column_px, whole.pixel_aspect) == (None, 1.0, (0.0, 0.0), 0.0, 0.0)
    magnified = view(PresentationSizeMode="MAGNIFY", PresentationPixelMagnificationRatio=2.0)
    assert Projection(None, HEADER, magnified, 500, 500).px_per_image_px == (2, 2)
    true = view(PresentationSizeMode="TRUE SIZE", PresentationPixelSpacing=[0.5, 0.5], PresentationPixelAspectRatio=None)
    assert true.true_size_mm == 0.5
    tall = view(PresentationPixelAspectRatio=[2, 1])
    projection = Projection(None, HEADER, tall, 500, 500)
    assert projection.px_per_image_px[1] == pytest.approx(2 * projection.px_per_image_px[0])
    assert projection.mm_per_px is None  # a picture pulled out of shape has no one scale
    unknown = view(PresentationSizeMode="MAGNIFY", PresentationPixelMagnificationRatio=-1.0)
    assert unknown.column_px == 0


def test_a_state_without_the_images_rescale_says_so() -> None:
    assert "state_units" in [m.code for m in left_undone(state(), HEADER, 0)]
    assert "state_units" in [m.code for m in left_undone(state(RescaleSlope=2, RescaleIntercept=-1024), HEADER, 0)]
    assert left_undone(state(RescaleSlope=1, RescaleIntercept=-1024), HEADER, 0) == ()


def test_words_with_box_anchor_and_style() -> None:
    style = Sequence([item(TextColorCIELabValue=[65535, 32896, 32896], VerticalAlignment="CENTER", Bold="Y", Italic="N", Underlined="Y")])
    (words,) = drawn(texts=[made.words("a\r\nb", anchor=[5.5, 5.5], box=[10.5, 10.5, 30.5, 20.5], TextStyleSequence=style)]).words
    assert (words.text, words.box, words.anchor, words.pointer) == ("a\nb", ((10, 10), (30, 20)), (5, 5), True)
    assert (words.vertical, words.bold, words.italic, words.underlined) == ("CENTER", True, False, True)


def test_drawings_on_the_whole_slide_are_left_out_of_a_tile_and_said() -> None:
    tiled = replace(HEADER, number_of_frames=4, frames=(FRAME,) * 4)
    notes = made.annotation(
        graphics=[made.graphic("POINT", [1, 1], units="MATRIX")], texts=[made.words("x", anchor=[1, 1], units="MATRIX")]
    )
    shown = state(RescaleSlope=1, RescaleIntercept=-1024, GraphicAnnotationSequence=Sequence([notes]))
    assert graphics_of(shown, tiled, 1) is None
    assert [m.code for m in left_undone(shown, tiled, 1)] == ["state_matrix"]
    whole = graphics_of(shown, HEADER, 0)  # an image that is its own whole matrix
    assert whole is not None
    assert whole.drawings[0].cross == (0.5, 0.5)


def scrolled(session: ReadingSession, by: int) -> ViewState:
    session.do(actions.Scroll(0, by))
    return session.desk.viewports[0].view


@pytest.fixture
def session() -> ReadingSession:
    """A stack of ten on its middle; one state gives images 5 and 6 a window each, turns them, and none of the others."""
    source = MemorySource(series(ROOT + "71", 10))
    headers = sorted(source.headers(ROOT + "71"), key=lambda h: h.instance_number or 0)
    each = [
        item(ReferencedImageSequence=made.reference(h.sop_instance_uid), WindowCenter=n, WindowWidth=100)
        for n, h in enumerate(headers[5:7], 1)
    ]
    values = {"RescaleSlope": 1, "RescaleIntercept": -1024, "ImageRotation": 180, "ImageHorizontalFlip": "N"}
    source.add([made.state(headers[5:7], "TWO", SoftcopyVOILUTSequence=Sequence(each), **values)])
    exam = opened(source, ROOT + "71")
    catalogue = Catalogue((replace(exam, states=source.presentation_states(ROOT + "71")),))
    made_session = ReadingSession(catalogue, load(RESOURCES / "hanging_protocols"), Monitors((Monitor(1000, 1000),)))
    made_session.grid(1, 1)
    made_session.do(actions.ScrollTo(0, 5))
    return made_session


def test_each_image_has_its_own_window_and_what_the_reader_changed_stays(session: ReadingSession) -> None:
    (state,) = session.catalogue.states_of(session.ref(session.desk.viewports[0]))  # type: ignore[arg-type]
    before = session.desk.viewports[0].view
    session.do(actions.PutState(0, state.sop_instance_uid))
    first = session.desk.viewports[0].view
    assert (first.window.center, first.quarter_turns) == (1, 2)  # type: ignore[union-attr]
    second = scrolled(session, 1)
    assert (second.window.center, second.quarter_turns) == (2, 2)  # type: ignore[union-attr]
    assert scrolled(session, 1) == replace(before, index=7)  # none of the state's
    assert scrolled(session, -2) == first
    session.do(actions.SetWindow(0, Window(77, 10)))
    session.do(actions.Turn(0, 1))
    mine = scrolled(session, 1)
    assert (mine.window, mine.quarter_turns) == (Window(77, 10), 3)
    session.do(actions.Reset(0))
    assert session.desk.viewports[0].view == second
    while session.desk.viewports[0].state:
        assert session.undo()
    assert session.desk.viewports[0].view == before


def test_taking_it_off_gives_back_the_view_of_before_on_the_image_of_now(session: ReadingSession) -> None:
    session.do(actions.SetWindow(0, Window(33, 44)))
    before = session.desk.viewports[0].view
    (state,) = session.catalogue.states_of(session.ref(session.desk.viewports[0]))  # type: ignore[arg-type]
    session.do(actions.PutState(0, state.sop_instance_uid))
    scrolled(session, 1)
    session.do(actions.Flip(0))
    session.do(actions.PutState(0, ""))
    assert session.desk.viewports[0].view == replace(before, index=6)
    assert session.desk.states == {session.desk.viewports[0].display_set: ""}
    assert session.last_state(session.desk.viewports[0].display_set) == state.sop_instance_uid


def test_a_state_that_is_gone_lends_its_picture_to_no_other() -> None:
    presentations, ref, planes = Presentations(), FrameRef(HEADER.sop_instance_uid), Planes()

    def inverse(stated: presentation_states.PresentationState) -> bool:
        shown = presentations.of(ref, HEADER, planes, lifted=False, overlays=True, state=stated)
        assert shown.presentation is not None
        assert shown.presentation.chain is not None
        return shown.presentation.chain.inverse

    plain = state()
    gone = replace(plain, inverse=True)
    place, seen = id(gone), inverse(gone)
    del gone
    others = [replace(plain) for _ in range(20)]  # one of them may lie in its place
    assert seen
    assert not any(inverse(other) for other in sorted(others, key=lambda other: id(other) != place))


@pytest.mark.parametrize("rescaled", [True, False])
def test_a_window_in_values_of_the_states_own_goes_nowhere_else(rescaled: bool) -> None:
    """Without the image's rescale a state's values are the stored ones: a window dragged in them means nothing in HU."""
    study = ROOT + "72"
    source = MemorySource(series(study, 10))
    headers = sorted(source.headers(study), key=lambda h: h.instance_number or 0)
    values = {"RescaleSlope": 1, "RescaleIntercept": -1024} if rescaled else {}
    source.add([made.state([headers[5]], "RAW", SoftcopyVOILUTSequence=made.window(1064, 100), **values)])
    catalogue = Catalogue((replace(opened(source, study), states=source.presentation_states(study)),))
    (state,) = catalogue.current.states
    session = ReadingSession(catalogue, load(RESOURCES / "hanging_protocols"), Monitors((Monitor(1000, 1000),)))
    session.grid(1, 2)
    beside = replace(session.desk.viewports[0], column=1)
    session.do(actions.Place(1, beside))
    session.do(actions.ScrollTo(0, 5))
    before = session.desk.viewports[1].view.window
    session.do(actions.PutState(0, state.sop_instance_uid))
    session.do(actions.SetWindow(0, Window(1070, 90)))
    assert session.desk.viewports[0].view.window == Window(1070, 90)
    assert session.desk.viewports[1].view.window == (Window(1070, 90) if rescaled else before)
    assert scrolled(session, 1).window == (Window(1070, 90) if rescaled else before)
    assert (states.same_units(*session.desk.viewports, catalogue), scrolled(session, -1).index) == (True, 5)
    session.do(actions.SetWindow(1, Window(50, 350)))
    shown = scrolled(session, 0)
    assert shown.window == (Window(50, 350) if rescaled else Window(1064, 100))


def test_nobody_is_named_who_made_a_state_without_a_name() -> None:
    assert states.named(state(ContentCreatorName="")) == "NOTE"
    assert states.named(state(ContentCreatorName="^^")) == "NOTE"
    assert "patient" not in states.told(state(ContentCreatorName=""))


def test_which_states_a_frame_has() -> None:
    """As each state says itself, found without asking every one for every frame."""
    header = replace(HEADER, number_of_frames=6, frames=(*(replace(FRAME, segment=n % 2 + 1) for n in range(5)), FRAME))
    frames = [Sequence([made.reference("1.5", named)[0]]) for named in ((), (1, 2), (2,), (9,))]
    twice = Sequence([made.reference("1.5", (3,))[0], made.reference("1.5", (5,))[0], made.reference("1.77")[0]])
    segment = made.reference("1.5")[0]
    segment.ReferencedSegmentNumber = 2
    each = [item(SeriesInstanceUID="1.9", ReferencedImageSequence=images) for images in (*frames, twice, Sequence([segment]))]
    some = tuple(state(ReferencedSeriesSequence=Sequence([one]), SOPInstanceUID=f"1.6.{n}") for n, one in enumerate(each))
    told = Study("1.2", Patient("A^B"))
    catalogue = Catalogue((OpenExam(told, headers={"1.5": header}, states=some),))
    for n in range(6):
        ref = FrameRef("1.5", n)
        assert catalogue.states_of(ref) == tuple(s for s in some if s.covers(ref, header.frame(n).segment)), n
    assert len(catalogue.states_of(FrameRef("1.5", 1))) == 4


@pytest.mark.parametrize("overlays", [True, False])
def test_the_segments_of_a_label_map_are_named_under_a_state_too(overlays: bool) -> None:
    presentations, ref, planes = Presentations(), FrameRef(HEADER.sop_instance_uid), Planes(segments=(3, 5))
    shown = presentations.of(ref, HEADER, planes, lifted=False, overlays=overlays, state=state())
    assert shown.segments == (3, 5)


def stack_with(study: str, **values: Any) -> ReadingSession:
    """A stack of ten with a state on image 5, put on in the one viewport."""
    source = MemorySource(series(study, 10))
    headers = sorted(source.headers(study), key=lambda h: h.instance_number or 0)
    source.add([made.state([headers[5]], "ONE", RescaleSlope=1, RescaleIntercept=-1024, **values)])
    catalogue = Catalogue((replace(opened(source, study), states=source.presentation_states(study)),))
    session = ReadingSession(catalogue, load(RESOURCES / "hanging_protocols"), Monitors((Monitor(1000, 1000),)))
    session.grid(1, 1)
    session.do(actions.ScrollTo(0, 5))
    session.do(actions.PutState(0, catalogue.current.states[0].sop_instance_uid))
    return session


def test_a_table_of_the_state_is_on_no_image_that_has_none() -> None:
    table = item(LUTDescriptor=[256, 0, 8], LUTData=np.arange(255, -1, -1, dtype="<u2").tobytes(), LUTExplanation="STATE")
    voi = Sequence([item(WindowCenter=45, WindowWidth=20, VOILUTSequence=Sequence([table]))])
    session = stack_with(ROOT + "73", SoftcopyVOILUTSequence=voi)
    ground = states.ground_of(session.desk.viewports[0]).window
    session.do(actions.StepWindow(0))
    assert session.desk.viewports[0].view.window.lut == 0  # type: ignore[union-attr]
    assert scrolled(session, 1).window == ground
    assert scrolled(session, -1).window == Window(45, 20)


def test_the_aspect_ratio_and_palette_of_the_state_go_no_further_whatever_the_reader_changed() -> None:
    area = made.whole(64, 64, PresentationPixelAspectRatio=[2, 1])
    values: dict[str, Any] = {"DisplayedAreaSelectionSequence": area, "SoftcopyVOILUTSequence": made.window(45, 20)}
    for name in ("Red", "Green", "Blue"):
        values[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 8]
        values[f"{name}PaletteColorLookupTableData"] = bytes(range(256))
    session = stack_with(ROOT + "74", sop_class=presentation_states.PSEUDO_COLOUR, **values)
    given_view = session.desk.viewports[0].view
    assert (given_view.pixel_aspect, given_view.colour_map != "") == (2.0, True)
    session.do(actions.Zoom(0, 3.0, (0.1, 0.0)))
    session.do(actions.SetWindow(0, Window(70, 300)))
    on = scrolled(session, 1)
    assert (on.pixel_aspect, on.colour_map, on.zoom, on.window) == (0.0, "", 3.0, Window(70, 300))
    back = scrolled(session, -1)
    assert (back.pixel_aspect, back.colour_map) == (2.0, given_view.colour_map)
