"""Softcopy presentation states (PS3.3 A.33) read whole, as values: how somebody else showed these images.

``read`` gives the values; ``PresentationState.of`` picks what applies to one frame, ``grey_of`` makes the grey chain of it (PS3.4 N.2).
What annotations.py has is drawn over the image. A state is complete in itself: what it does not say is identity, whatever the image
says of its own (PS3.4 N.2.1). Nothing that is wrong in one item costs more than that item, and ``marks`` say what was left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from workstation.errors import NotReadable, UndecodableImage
from workstation.imaging import icc
from workstation.imaging.annotations import Annotation, Applies, Layer, LeftOut, annotations_of, applies_of, layers_of
from workstation.imaging.colour import palette_of
from workstation.imaging.elements import Elements, open_part10
from workstation.imaging.functional_groups import windows_of
from workstation.imaging.grey import GreyChain, over, padding_range, range_window
from workstation.imaging.header import Encoded
from workstation.imaging.luts import MOST_CHOICES, NO_TABLE, LookupTable, is_cut, is_line, line_of, modality_range, stored_range, table_of
from workstation.imaging.model import FrameRef, ImageHeader, Mark, Shutter, Subtraction, Window
from workstation.imaging.overlays import Planes, planes_of
from workstation.imaging.shutters import shutters_of
from workstation.imaging.state_classes import is_state
from workstation.imaging.subtraction import Term, subtractions_of, terms_of, unmoved
from workstation.imaging.words import words_of
from workstation.language import plural, tr

GRAYSCALE, COLOUR, PSEUDO_COLOUR, BLENDING, XA_XRF = (f"1.2.840.10008.5.1.4.1.1.11.{n}" for n in (1, 2, 3, 4, 5))
READ = {GRAYSCALE: "grayscale", COLOUR: "colour", PSEUDO_COLOUR: "pseudo-colour", XA_XRF: "xa-xrf"}
SIZE_MODES = ("SCALE TO FIT", "TRUE SIZE", "MAGNIFY")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DisplayedArea:
    """The part of an image to show: the pixels (1-based column, row, both inclusive) that lie at the top left and bottom right after
    the image was turned and mirrored (C.10.4). ``mode``: SCALE TO FIT, TRUE SIZE (a pixel is ``spacing`` mm, row then column, on the
    screen), MAGNIFY (a pixel is ``magnification`` screen pixels). ``origin`` VOLUME: pixels count in the whole matrix of the tiles."""

    applies: Applies
    top_left: tuple[int, int]
    bottom_right: tuple[int, int]
    mode: str
    spacing: Point | None = None
    aspect: Point | None = None
    magnification: float | None = None
    origin: str = "FRAME"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in image coordinates (the first pixel's centre is 0, 0), before turns: edges of pixels."""
        columns, rows = zip(self.top_left, self.bottom_right, strict=True)
        return (min(columns) - 1.5, min(rows) - 1.5, max(columns) - 0.5, max(rows) - 0.5)


@dataclass(frozen=True, slots=True)
class SoftcopyVoi:
    """Windows and VOI LUTs for some images; ``luts`` are counted by ``Window.lut``."""

    applies: Applies
    windows: tuple[Window, ...]
    luts: tuple[LookupTable, ...] = ()


@dataclass(frozen=True, slots=True)
class StateShutters:
    """Shutters for some images: XA and XRF states have theirs by image, others for all."""

    applies: Applies
    shutters: tuple[Shutter, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PresentationState:
    """One state. ``quarter_turns`` clockwise come before ``flipped`` (left and right), C.10.6. Without a modality
    transformation stored values are used as they are (C.11.1). ``refusal``: why it cannot be applied at all, "" when it can."""

    sop_instance_uid: str
    label: str
    description: str
    creator: str  # a person name as written: FAMILY^Given
    created: str  # YYYYMMDDHHMMSS
    images: tuple[tuple[str, tuple[int, ...]], ...]
    slope: float = 1.0
    intercept: float = 0.0
    modality_lut: LookupTable | None = None
    voi: tuple[SoftcopyVoi, ...] = ()
    inverse: bool = False
    presentation_lut: LookupTable | None = None
    quarter_turns: int = 0
    flipped: bool = False
    areas: tuple[DisplayedArea, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    layers: tuple[Layer, ...] = ()
    shutters: tuple[StateShutters, ...] = ()
    overlay_groups: tuple[tuple[int, str], ...] = ()  # overlays of the image (or of the state) shown in a layer (C.11.7)
    kind: str = "grayscale"  # colour, pseudo-colour, xa-xrf, mask (own_masks.py); "" for one that is refused
    refusal: str = ""
    marks: tuple[Mark, ...] = ()
    series_instance_uid: str = ""
    study_instance_uid: str = ""
    series_referenced: tuple[str, ...] = ()  # series of the images
    segments: tuple[tuple[str, tuple[int, ...]], ...] = ()
    palette: NDArray[np.uint8] | None = field(default=None, repr=False)  # (entries, 3) sRGB of a pseudo-colour state
    profile: bytes = field(default=b"", repr=False)  # ICC profile of a colour state, in place of its images' own (PS3.4 N.2.1)
    subtractions: tuple[Subtraction, ...] = ()  # frames taken off others before the window (C.11.13, C.11.19)
    own_file: bytes = field(default=b"", repr=False)  # the state itself, where overlay bitmaps lie in it

    def shows(self, header: ImageHeader) -> bool:
        """Whether the state is one of this image."""
        return any(uid == header.sop_instance_uid for uid, _ in self.images)

    def covers(self, ref: FrameRef, segment: int | None = None) -> bool:
        """Whether the state is one of this frame."""
        return bool(self.images) and Applies(self.images, self.segments).to(ref, segment)

    def of(self, ref: FrameRef, segment: int | None = None) -> tuple[SoftcopyVoi | None, DisplayedArea | None, tuple[Annotation, ...]]:
        """VOI, displayed area and annotations, lowest layer first, of one frame."""
        order = {layer.name: layer.order for layer in self.layers}
        voi = next((v for v in self.voi if v.applies.to(ref, segment)), None)
        area = next((a for a in self.areas if a.applies.to(ref, segment)), None)
        notes = sorted((a for a in self.annotations if a.applies.to(ref, segment)), key=lambda a: order.get(a.layer, 0))
        return voi, area, tuple(notes)

    def shutters_of(self, ref: FrameRef) -> tuple[Shutter, ...]:
        """The shutters of one frame."""
        return tuple(s for each in self.shutters if each.applies.to(ref) for s in each.shutters)

    def layer(self, name: str) -> Layer:
        """The layer of that name; one that nobody described lies below all."""
        return next((layer for layer in self.layers if layer.name == name), Layer(name, 0))

    @property
    def drawn_layers(self) -> tuple[Layer, ...]:
        """The layers that something is drawn in, topmost first."""
        names = dict.fromkeys([*(a.layer for a in self.annotations), *(name for _, name in self.overlay_groups)])
        return tuple(sorted(map(self.layer, names), key=lambda layer: -layer.order))

    def overlays(self, header: ImageHeader, frame: int) -> Planes:
        """The overlay planes that lie in the state itself, as they lie on a frame of one of its images."""
        return planes_of(open_part10(self.own_file), header, frame) if self.own_file else Planes()

    def terms(self, header: ImageHeader, frame: int) -> tuple[Term, ...]:
        """The frames that one of its frames is made of where it subtracts a mask, () where it shows the frame itself."""
        if not self.subtractions or not self.has_grey or header.in_colour:
            return ()
        return terms_of(self.subtractions, frame, header.number_of_frames)

    @property
    def has_grey(self) -> bool:
        """Whether it sets the grey levels: a colour state leaves colours as they are."""
        return self.kind != "colour"


def grey_of(state: PresentationState, header: ImageHeader, frame: int) -> tuple[GreyChain | None, tuple[Window, ...]]:
    """The grey chain of one frame under a state, in place of its own, and the windows to choose from, the first one to start with.

    PhotometricInterpretation plays no part in it (PS3.4 N.2.1.4). Without a VOI LUT the whole range of values is shown; of differences a
    part of it around none, where vessels are: a quarter, most of it on their side. A frame without its mask has None, the image's own
    chain with its tables, and the image's own windows."""
    if state.subtractions and not state.terms(header, frame):
        return None, header.frame(frame).windows or (range_window(header, frame),)
    voi, _, _ = state.of(FrameRef(header.sop_instance_uid, frame), header.frame(frame).segment)
    low, high = modality_range(header, state.slope, state.intercept, state.modality_lut)
    if state.subtractions:
        low, high = (low - high) * 3 / 16, (high - low) / 16
        low, high = (-high, -low) if state.inverse else (low, high)
    luts = tuple(lut.taking((low, high)) for lut in voi.luts) if voi else ()
    chain = GreyChain(
        slope=state.slope,
        intercept=state.intercept,
        modality_lut=state.modality_lut.taking(stored_range(header)) if state.modality_lut is not None else None,
        voi_luts=luts,
        inverse=state.inverse,
        padding=padding_range(header),
        presentation_lut=state.presentation_lut,
    )
    if not voi or not voi.windows:
        return chain, (over(low, high, state.slope if state.modality_lut is None else 1.0, ""),)
    return chain, tuple(replace(w, center=luts[w.lut].first + w.width / 2) if w.lut >= 0 else w for w in voi.windows)


def holds(state: PresentationState) -> list[str]:
    """What a state sets, in words, in the order it is applied."""
    graphics = sum(len(a.graphics) for a in state.annotations)
    texts = sum(len(a.texts) for a in state.annotations)
    parts = [
        (bool(state.subtractions), tr("mask subtracted")),
        (state.modality_lut is not None, tr("modality LUT")),
        (any(w.lut < 0 for v in state.voi for w in v.windows), tr("window")),
        (any(w.lut >= 0 for v in state.voi for w in v.windows), tr("VOI LUT")),
        (state.presentation_lut is not None, tr("presentation LUT")),
        (state.inverse, tr("inverted")),
        (state.palette is not None, tr("palette")),
        (bool(state.quarter_turns), tr("turned {degrees}°", degrees=90 * state.quarter_turns)),
        (state.flipped, tr("mirrored")),
        (any(a.mode != "SCALE TO FIT" or a.top_left != (1, 1) for a in state.areas), tr("displayed area")),
        (bool(state.shutters), tr("shutter")),
        (bool(state.overlay_groups), tr("overlays")),
        (bool(graphics), plural(graphics, "{count} drawing", "{count} drawings")),
        (bool(texts), plural(texts, "{count} text", "{count} texts")),
    ]
    return [words for there, words in parts if there]


def read(encoded: Encoded) -> PresentationState:
    """The state in a file. Raises NotReadable where it is none."""
    ds = open_part10(encoded).dataset
    sop_class = ds.text("SOPClassUID")
    if not is_state(sop_class):
        raise NotReadable(tr("This is not a presentation state."))
    series = ds.items("ReferencedSeriesSequence")
    named = [applies_of(each) for each in series]
    told = PresentationState(
        sop_instance_uid=ds.text("SOPInstanceUID"),
        label=words_of(ds, "ContentLabel", ds)[:64],
        description=words_of(ds, "ContentDescription", ds)[:200],
        creator=words_of(ds, "ContentCreatorName", ds)[:200],
        created=(ds.text("PresentationCreationDate") + ds.text("PresentationCreationTime")[:6])[:14],
        images=tuple(i for applies in named for i in applies.images if i[0]),
        segments=tuple(i for applies in named for i in applies.segments),
        kind=READ.get(sop_class, ""),
        series_instance_uid=ds.text("SeriesInstanceUID"),
        study_instance_uid=ds.text("StudyInstanceUID"),
        series_referenced=tuple(dict.fromkeys(each.text("SeriesInstanceUID") for each in series)),
    )
    if not told.kind:
        text = tr("This kind of presentation state (blending, volumes, variable tables) cannot be applied here.")
        return replace(told, refusal=text, images=told.images or _blended(ds))
    if not told.images:
        return replace(told, refusal=tr("The presentation state names no image."))
    if any(g << 16 | 0x3000 in ds.extents for g in range(0x6000, 0x6020, 2)):
        told = replace(told, own_file=bytes(encoded))
    return _with_modules(told, ds)


def _blended(ds: Elements) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The images that a blending state names (C.11.14)."""
    return tuple(
        image
        for item in ds.items("BlendingSequence")
        for series in item.items("ReferencedSeriesSequence")
        for image in applies_of(series).images
        if image[0]
    )


def _with_modules(told: PresentationState, ds: Elements) -> PresentationState:
    left_out, marks = LeftOut(), []
    slope, intercept = line_of(ds)
    if not is_line(slope, intercept):
        left_out.one("rescale")
        slope, intercept = 1.0, 0.0
    modality_lut, presentation_lut = (_table(ds.first(f"{kind}LUTSequence"), left_out) for kind in ("Modality", "Presentation"))
    voi = tuple(_voi(item, left_out) for item in ds.items("SoftcopyVOILUTSequence"))
    if left_out.counts.pop("cut", 0):
        text = tr("A table of the presentation state is cut short: higher values all look as its last one.")
        marks.append(Mark("state_table", text, "danger"))
    rotation = ds.integer("ImageRotation")
    if rotation % 90:
        marks.append(Mark("state_rotation", tr("The state turns the image by {degrees}°, which is not done.", degrees=rotation)))
    palette: NDArray[np.uint8] | None = None
    if told.kind == "pseudo-colour":
        try:
            palette = np.asarray(palette_of(ds)[1], np.uint8)
        except UndecodableImage:
            marks.append(Mark("state_palette", tr("The state's palette is damaged: the image is shown in grey.")))
    profile = bytes(ds.value("ICCProfile")) if told.kind in ("colour", "pseudo-colour") else b""
    sound = icc.is_sound(profile)
    if (named := _other_profile(profile, ds)) and palette is not None and sound:
        palette = icc.managed(palette[np.newaxis], profile)[0][0]
    elif named:
        text = tr("The state's colours are meant by a profile of its own ({name}), which is not used.", name=named)
        marks.append(Mark("state_profile", text))
    subtractions = subtractions_of(ds)
    marks += unmoved(subtractions)
    if len(subtractions) < sum(map(_subtracts, ds.items("MaskSubtractionSequence"))):
        marks.append(Mark("state_mask", tr("The state's mask is damaged and not subtracted.")))
    annotations = annotations_of(ds, left_out)
    areas = [_area(item) for item in ds.items("DisplayedAreaSelectionSequence")]
    left_out.counts["area"] += sum(a is None for a in areas)
    groups = tuple((g, ds.text(g << 16 | 0x1001)) for g in range(0x6000, 0x6020, 2) if ds.text(g << 16 | 0x1001))
    shaped = told.kind not in ("grayscale", "xa-xrf") or "PresentationLUTShape" in ds or "PresentationLUTSequence" in ds
    if not ds.complete or not shaped:  # the shape, which the standard asks for (C.11.6), is the last of all: a file cut short lacks it
        marks.append(Mark("state_cut", tr("The presentation state is not complete: parts of it may be missing."), "danger"))
    if left_out.counts.total():
        marks.append(Mark("state_left_out", tr("Parts of the presentation state are damaged and left out: {what}.", what=_said(left_out))))
    return replace(
        told,
        slope=slope,
        intercept=intercept,
        modality_lut=modality_lut,
        voi=tuple(v for v in voi if v.windows),
        inverse=ds.text("PresentationLUTShape").upper() == "INVERSE",
        presentation_lut=presentation_lut,
        quarter_turns=rotation // 90 % 4 if rotation % 90 == 0 else 0,
        flipped=ds.text("ImageHorizontalFlip").upper() == "Y",
        areas=tuple(a for a in areas if a is not None),
        annotations=annotations,
        layers=layers_of(ds),
        shutters=_shutters(ds),
        overlay_groups=groups,
        palette=palette,
        profile=profile if told.kind == "colour" and sound else b"",
        subtractions=subtractions,
        marks=tuple(marks),
    )


def _other_profile(profile: bytes, ds: Elements) -> str:
    """The name of the state's ICC profile where that is another than sRGB (C.11.15), "" where there is none of that kind."""
    own = icc.name_of(profile)
    known = f"{own} {ds.text('ColorSpace')}".upper()
    return "" if not profile or profile == icc.srgb() or "SRGB" in known else own or ds.text("ColorSpace") or "ICC"


def _said(left_out: LeftOut) -> str:
    counts = left_out.counts
    said = [
        tr("the rescale slope or intercept") if counts["rescale"] else "",
        plural(counts["window"], "{count} window", "{count} windows") if counts["window"] else "",
        plural(counts["graphic"], "{count} drawing", "{count} drawings") if counts["graphic"] else "",
        plural(counts["text"], "{count} text", "{count} texts") if counts["text"] else "",
        plural(counts["table"], "{count} table", "{count} tables") if counts["table"] else "",
        plural(counts["area"], "{count} displayed area", "{count} displayed areas") if counts["area"] else "",
    ]
    return ", ".join(part for part in said if part)


def _subtracts(item: Elements) -> bool:
    return item.text("MaskOperation").upper() not in ("", "NONE")


def _table(item: Elements | None, left_out: LeftOut) -> LookupTable | None:
    """The table of an item, None where there is none; one that is damaged or cut short is counted."""
    table = table_of(item) if item is not None else None
    if item is not None and (table is None or is_cut(item)):
        left_out.one("table" if table is None else "cut")
    return table


def _voi(item: Elements, left_out: LeftOut) -> SoftcopyVoi:
    tables = [_table(part, left_out) for part in item.items("VOILUTSequence")[:MOST_CHOICES]]
    windows = tuple(w for w in windows_of(item) if w.lut < 0 or tables[w.lut] is not None)
    if "WindowCenter" in item and all(w.lut >= 0 for w in windows):
        left_out.one("window")
    return SoftcopyVoi(applies_of(item), windows, tuple(t or NO_TABLE for t in tables))


def _shutters(ds: Elements) -> tuple[StateShutters, ...]:
    """Those of the state (C.7.6.11, C.7.6.15), and those by image of an XA or XRF state (C.11.12)."""
    own = shutters_of(ds)
    found = [StateShutters(Applies(), own)] if own else []
    for item in ds.items("FrameDisplayShutterSequence"):
        if shutters := shutters_of(item):
            found.append(StateShutters(applies_of(item), shutters))
    return tuple(found)


def _pair(values: tuple[float, ...]) -> Point | None:
    return (values[0], values[1]) if len(values) >= 2 and min(values[:2]) > 0 and max(values[:2]) < 1e6 else None


def _area(item: Elements) -> DisplayedArea | None:
    corners = []
    for name in ("TopLeft", "BottomRight"):
        values = item.numbers(f"DisplayedArea{name}HandCorner")
        if len(values) < 2 or max(abs(values[0]), abs(values[1])) > 1e7:
            return None
        corners.append((int(values[0]), int(values[1])))
    mode = item.text("PresentationSizeMode").upper() or "SCALE TO FIT"
    spacing, ratio = _pair(item.numbers("PresentationPixelSpacing")), item.number("PresentationPixelMagnificationRatio")
    ratio = ratio if ratio is not None and 0 < ratio < 1e4 else None
    if mode not in SIZE_MODES or (mode == "TRUE SIZE" and spacing is None) or (mode == "MAGNIFY" and ratio is None):
        mode = "SCALE TO FIT"
    return DisplayedArea(
        applies_of(item),
        corners[0],
        corners[1],
        mode,
        spacing,
        _pair(item.numbers("PresentationPixelAspectRatio")),
        ratio,
        item.text("PixelOriginInterpretation").upper() or "FRAME",
    )
