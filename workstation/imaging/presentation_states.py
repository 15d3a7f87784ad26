"""Grayscale softcopy presentation states (PS3.3 A.33.1) read whole, as values: how somebody else showed these images.

``read`` gives the values; ``PresentationState.of`` picks what applies to one frame. Drawing them is rendering's; what an item means is
the standard's own: positions in PIXEL units are 1-based columns and rows with fractions (0.5 is the first pixel's left edge), in
DISPLAY units 0..1 of the displayed area.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workstation.errors import NotReadable
from workstation.imaging.elements import Elements, open_part10
from workstation.imaging.functional_groups import windows_of
from workstation.imaging.grey import LookupTable, table_of
from workstation.imaging.header import Encoded
from workstation.imaging.model import FrameRef, ImageHeader, Shutter, Window
from workstation.imaging.shutters import shutters_of
from workstation.language import tr

SOP_CLASSES = frozenset(f"1.2.840.10008.5.1.4.1.1.11.{n}" for n in (1, 2, 3, 4))
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Applies:
    """Which images an item holds for: UIDs, each with its frames (1-based) or () for all; empty for every image of the state."""

    images: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def to(self, ref: FrameRef) -> bool:
        """Whether it holds for that frame."""
        return not self.images or any(
            uid == ref.sop_instance_uid and (not frames or ref.frame + 1 in frames) for uid, frames in self.images
        )


@dataclass(frozen=True, slots=True)
class DisplayedArea:
    """The part of an image to show, 1-based columns and rows. ``mode``: SCALE TO FIT, TRUE SIZE, MAGNIFY (by ``magnification``)."""

    applies: Applies
    top_left: tuple[int, int]
    bottom_right: tuple[int, int]
    mode: str
    spacing: Point | None = None
    aspect: Point | None = None
    magnification: float | None = None


@dataclass(frozen=True, slots=True)
class GraphicObject:
    """POINT, POLYLINE, INTERPOLATED, CIRCLE or ELLIPSE, ``points`` as column, row; ``units`` PIXEL or DISPLAY."""

    kind: str
    units: str
    points: tuple[Point, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class TextObject:
    """A text in a box, at an anchor, or both."""

    text: str
    box: tuple[Point, Point] | None = None
    box_units: str = "PIXEL"
    anchor: Point | None = None
    anchor_units: str = "PIXEL"
    anchor_visible: bool = False
    justification: str = "LEFT"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one layer has on some images."""

    applies: Applies
    layer: str
    graphics: tuple[GraphicObject, ...] = ()
    texts: tuple[TextObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A graphic layer; a higher ``order`` lies on top. ``grey``: P-value 0 to 65535, ``lab``: CIELab as written, where given."""

    name: str
    order: int
    grey: int | None = None
    lab: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SoftcopyVoi:
    """Windows and VOI LUTs for some images; ``luts`` are counted by ``Window.lut``."""

    applies: Applies
    windows: tuple[Window, ...]
    luts: tuple[LookupTable, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentationState:
    """One state. ``quarter_turns`` clockwise come before ``flipped`` (left and right), C.10.6. ``slope`` None: the image's own modality LUT
    does not apply unless the state repeats it, so stored values are used as they are (C.11.1)."""

    sop_instance_uid: str
    label: str
    description: str
    creator: str
    created: str  # YYYYMMDDHHMMSS
    images: tuple[tuple[str, tuple[int, ...]], ...]
    slope: float | None = None
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
    shutters: tuple[Shutter, ...] = ()
    overlay_groups: tuple[tuple[int, str], ...] = field(default=())  # overlays of the image shown in a layer (C.11.7)

    def shows(self, header: ImageHeader) -> bool:
        """Whether the state is one of this image."""
        return any(uid == header.sop_instance_uid for uid, _ in self.images)

    def of(self, ref: FrameRef) -> tuple[SoftcopyVoi | None, DisplayedArea | None, tuple[Annotation, ...]]:
        """VOI, displayed area and annotations, lowest layer first, of one frame."""
        order = {layer.name: layer.order for layer in self.layers}
        voi = next((v for v in self.voi if v.applies.to(ref)), None)
        area = next((a for a in self.areas if a.applies.to(ref)), None)
        notes = sorted((a for a in self.annotations if a.applies.to(ref)), key=lambda a: order.get(a.layer, 0))
        return voi, area, tuple(notes)


def read(encoded: Encoded) -> PresentationState:
    """The state in a file. Raises NotReadable where it is none."""
    part10 = open_part10(encoded)
    ds = part10.dataset
    if ds.text("SOPClassUID") not in SOP_CLASSES:
        raise NotReadable(tr("This is not a presentation state."))
    images = tuple(i for series in ds.items("ReferencedSeriesSequence") for i in _images(series))
    modality = ds.first("ModalityLUTSequence")
    shape = ds.first("PresentationLUTSequence")
    return PresentationState(
        sop_instance_uid=ds.text("SOPInstanceUID"),
        label=ds.text("ContentLabel"),
        description=ds.text("ContentDescription"),
        creator=ds.text("ContentCreatorName"),
        created=ds.text("PresentationCreationDate") + ds.text("PresentationCreationTime")[:6],
        images=images,
        slope=ds.number("RescaleSlope"),
        intercept=ds.number("RescaleIntercept") or 0.0,
        modality_lut=table_of(modality, signed=True) if modality else None,
        voi=tuple(SoftcopyVoi(_applies(v), windows_of(v), _luts(v)) for v in ds.items("SoftcopyVOILUTSequence")),
        inverse=ds.text("PresentationLUTShape").upper() == "INVERSE",
        presentation_lut=table_of(shape, signed=False) if shape else None,
        quarter_turns=ds.integer("ImageRotation") // 90 % 4,
        flipped=ds.text("ImageHorizontalFlip").upper() == "Y",
        areas=tuple(a for a in map(_area, ds.items("DisplayedAreaSelectionSequence")) if a is not None),
        annotations=tuple(map(_annotation, ds.items("GraphicAnnotationSequence"))),
        layers=tuple(map(_layer, ds.items("GraphicLayerSequence"))),
        shutters=shutters_of(ds),
        overlay_groups=tuple((group, ds.text(group << 16 | 0x1001)) for group in range(0x6000, 0x6020, 2) if ds.text(group << 16 | 0x1001)),
    )


def _images(item: Elements) -> list[tuple[str, tuple[int, ...]]]:
    return [
        (image.text("ReferencedSOPInstanceUID"), tuple(int(n) for n in image.numbers("ReferencedFrameNumber")))
        for image in item.items("ReferencedImageSequence")
    ]


def _applies(item: Elements) -> Applies:
    return Applies(tuple(_images(item)))


def _luts(item: Elements) -> tuple[LookupTable, ...]:
    return tuple(t for t in (table_of(lut, signed=True) for lut in item.items("VOILUTSequence")) if t is not None)


def _pairs(values: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple(zip(values[0::2], values[1::2], strict=False))


def _pair(values: tuple[float, ...]) -> Point | None:
    return (values[0], values[1]) if len(values) >= 2 else None


def _area(item: Elements) -> DisplayedArea | None:
    top_left, bottom_right = (_pair(item.numbers(f"DisplayedArea{c}HandCorner")) for c in ("TopLeft", "BottomRight"))
    if top_left is None or bottom_right is None:
        return None
    return DisplayedArea(
        _applies(item),
        (int(top_left[0]), int(top_left[1])),
        (int(bottom_right[0]), int(bottom_right[1])),
        item.text("PresentationSizeMode").upper() or "SCALE TO FIT",
        _pair(item.numbers("PresentationPixelSpacing")),
        _pair(item.numbers("PresentationPixelAspectRatio")),
        item.number("PresentationPixelMagnificationRatio"),
    )


def _annotation(item: Elements) -> Annotation:
    graphics = tuple(
        GraphicObject(
            g.text("GraphicType").upper(),
            g.text("GraphicAnnotationUnits").upper(),
            _pairs(g.numbers("GraphicData")),
            g.text("GraphicFilled") == "Y",
        )
        for g in item.items("GraphicObjectSequence")
    )
    return Annotation(_applies(item), item.text("GraphicLayer"), graphics, tuple(map(_text, item.items("TextObjectSequence"))))


def _text(item: Elements) -> TextObject:
    corners = [_pair(item.numbers(f"BoundingBox{c}HandCorner")) for c in ("TopLeft", "BottomRight")]
    return TextObject(
        "\\".join(item.texts("UnformattedTextValue")),
        (corners[0], corners[1]) if corners[0] and corners[1] else None,
        item.text("BoundingBoxAnnotationUnits").upper() or "PIXEL",
        _pair(item.numbers("AnchorPoint")),
        item.text("AnchorPointAnnotationUnits").upper() or "PIXEL",
        item.text("AnchorPointVisibility").upper() == "Y",
        item.text("BoundingBoxTextHorizontalJustification").upper() or "LEFT",
    )


def _layer(item: Elements) -> Layer:
    grey = item.number("GraphicLayerRecommendedDisplayGrayscaleValue")
    lab = item.numbers("GraphicLayerRecommendedDisplayCIELabValue")
    return Layer(
        item.text("GraphicLayer"), item.integer("GraphicLayerOrder"), None if grey is None else int(grey), tuple(int(v) for v in lab)
    )
