"""What a presentation state draws on images (PS3.3 C.10.5 Graphic Annotation, C.10.7 Graphic Layer), as values.

Points are column, row. In PIXEL units 0.0\\0.0 is the top left corner of the top left pixel, whose centre is 0.5\\0.5; in DISPLAY units
0.0\\0.0 and 1.0\\1.0 are the corners of the displayed area as it is seen (turned and mirrored); in MATRIX units they count in the
whole pixel matrix that a tile is part of. ``annotations_of`` never raises for what a file holds: what it cannot use is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from workstation.imaging.colour import rgb_of_lab
from workstation.imaging.elements import Elements
from workstation.imaging.model import FrameRef
from workstation.imaging.words import lines_of

Point = tuple[float, float]
RGB = tuple[int, int, int]
UNITS = ("PIXEL", "DISPLAY", "MATRIX")
# points that each kind needs: least, most (None: any number)
GRAPHICS: dict[str, tuple[int, int | None]] = {
    "POINT": (1, 1),
    "POLYLINE": (2, None),
    "INTERPOLATED": (2, None),
    "CIRCLE": (2, 2),
    "ELLIPSE": (4, 4),
}
COMPOUNDS: dict[str, tuple[int, int | None]] = {
    "MULTILINE": (2, None),
    "INFINITELINE": (2, 2),
    "CUTLINE": (2, 2),
    "RANGELINE": (2, 2),
    "RULER": (2, 2),
    "AXIS": (2, 2),
    "CROSSHAIR": (1, 1),
    "ARROW": (2, 2),
    "RECTANGLE": (2, 2),
    "ELLIPSE": (2, 2),
}
MOST_OBJECTS, MOST_POINTS, MOST_LAYERS = 1_000, 20_000, 500
LONGEST_TEXT, MOST_TEXTS = 1_000, 8_000  # letters of one, and of all
FARTHEST = 1e7  # a point further away than any image is wide is damage


@dataclass(frozen=True, slots=True)
class Applies:
    """Which images an item holds for: UIDs, each with its frames (1-based) or () for all; empty for every image of the state.
    ``segments``: UIDs of segmentations, each with its segment numbers."""

    images: tuple[tuple[str, tuple[int, ...]], ...] = ()
    segments: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def to(self, ref: FrameRef, segment: int | None = None) -> bool:
        """Whether it holds for that frame (of that segment)."""
        if not self.images:
            return True
        if not any(uid == ref.sop_instance_uid and (not frames or ref.frame + 1 in frames) for uid, frames in self.images):
            return False
        wanted = [numbers for uid, numbers in self.segments if uid == ref.sop_instance_uid]
        return not wanted or segment is None or any(segment in numbers for numbers in wanted)


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line is drawn: ``thickness`` in screen pixels, ``dashed``, ``rgb`` and ``opacity`` 0 to 1 (C.10.5.1.2)."""

    thickness: float = 2.0
    dashed: bool = False
    rgb: RGB | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is drawn: colour, LEFT, CENTER or RIGHT, TOP, CENTER or BOTTOM, bold, italic, underlined."""

    rgb: RGB | None = None
    horizontal: str = ""
    vertical: str = ""
    bold: bool = False
    italic: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a ruler or an axis: ``position`` 0 to 1 from its first point to its second."""

    position: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class GraphicObject:
    """One drawing. ``kind``: one of GRAPHICS or, with ``compound``, of COMPOUNDS. ``points`` as column, row in ``units``.

    ``gap`` and ``diameter`` (of a crosshair's visibility) in the same units; ``rotation`` counter-clockwise degrees about ``pivot``."""

    kind: str
    units: str
    points: tuple[Point, ...]
    filled: bool = False
    compound: bool = False
    line: LineStyle = LineStyle()
    fill_rgb: RGB | None = None
    fill_opacity: float | None = None
    text: TextStyle = TextStyle()
    rotation: float = 0.0
    pivot: Point | None = None
    gap: float = 0.0
    diameter: float = 0.0
    ticks: tuple[Tick, ...] = ()
    tick_alignment: str = "CENTER"  # BOTTOM, CENTER, TOP
    tick_label_alignment: str = "BOTTOM"
    show_tick_labels: bool = False


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
    style: TextStyle = TextStyle()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one layer has on some images."""

    applies: Applies
    layer: str
    graphics: tuple[GraphicObject, ...] = ()
    texts: tuple[TextObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A graphic layer; a higher ``order`` lies on top. ``rgb``: the colour it recommends, from its CIELab value, else from its grey."""

    name: str
    order: int
    rgb: RGB | None = None
    description: str = ""


@dataclass(slots=True)
class LeftOut:
    """What could not be used, by what it is, while a state is read; and what there is room for yet."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=lambda: Counter(object=MOST_OBJECTS, graphic=MOST_POINTS, text=MOST_TEXTS))

    def one(self, what: str) -> None:
        """One more."""
        self.counts[what] += 1

    def room(self, what: str, size: int) -> bool:
        """Whether a drawing of ``size`` points, or a text of as many letters, is still kept; counted where it is not."""
        self.left.subtract({"object": 1, what: size})
        if self.left["object"] >= 0 and self.left[what] >= 0:
            return True
        self.one(what)
        return False


def applies_of(item: Elements) -> Applies:
    """The images an item names (PS3.3 10.3, Image SOP Instance Reference Macro). A sequence that names none holds for none."""
    images, segments = [], []
    for image in item.items("ReferencedImageSequence"):
        uid = image.text("ReferencedSOPInstanceUID")
        images.append((uid, tuple(int(n) for n in image.numbers("ReferencedFrameNumber"))))
        if numbers := image.numbers("ReferencedSegmentNumber"):
            segments.append((uid, tuple(int(n) for n in numbers)))
    if not images and "ReferencedImageSequence" in item and item.extents[0x00081140].length:
        return Applies((("", ()),))
    return Applies(tuple(images), tuple(segments))


def layers_of(dataset: Elements) -> tuple[Layer, ...]:
    """The graphic layers, as written."""
    found = []
    for item in dataset.items("GraphicLayerSequence")[:MOST_LAYERS]:
        rgb = _rgb(item.numbers("GraphicLayerRecommendedDisplayCIELabValue"))
        grey = item.number("GraphicLayerRecommendedDisplayGrayscaleValue")
        retired = item.numbers("GraphicLayerRecommendedDisplayRGBValue")
        if rgb is None and len(retired) == 3 and all(0 <= v <= 65535 for v in retired):
            rgb = (int(retired[0]) >> 8, int(retired[1]) >> 8, int(retired[2]) >> 8)
        if rgb is None and grey is not None and 0 <= grey <= 65535:
            rgb = (int(grey) >> 8,) * 3
        description = " ".join(lines_of(item, "GraphicLayerDescription", dataset))[:200]
        found.append(Layer(item.text("GraphicLayer"), item.integer("GraphicLayerOrder"), rgb, description))
    return tuple(found)


def annotations_of(dataset: Elements, left_out: LeftOut) -> tuple[Annotation, ...]:
    """Every graphic annotation, in the order of the file. A compound graphic stands in place of the simple ones that repeat it
    (C.10.5.1.3.1); one that is not understood leaves them."""
    found = []
    for item in dataset.items("GraphicAnnotationSequence"):
        compounds = [(c.number("CompoundGraphicInstanceID"), _compound(c, dataset)) for c in item.items("CompoundGraphicSequence")]
        drawn = {number for number, made in compounds if made is not None and number is not None}
        worded = {number for number, made in compounds if made is not None and made.show_tick_labels}
        for _, made in compounds:
            if made is None:
                left_out.one("graphic")
        graphics = [made for _, made in compounds if made is not None]
        for part in item.items("GraphicObjectSequence"):
            simple = _graphic(part)
            if simple is None:
                left_out.one("graphic")
            elif part.number("CompoundGraphicInstanceID") not in drawn:
                graphics.append(simple)
        texts = []
        for part in item.items("TextObjectSequence"):
            words = _text(part, dataset)
            if words is None:
                left_out.one("text")
            elif part.number("CompoundGraphicInstanceID") not in worded:
                texts.append(words)
        kept = tuple(g for g in graphics if left_out.room("graphic", len(g.points)))
        said = tuple(t for t in texts if left_out.room("text", len(t.text)))
        if kept or said:
            found.append(Annotation(applies_of(item), item.text("GraphicLayer"), kept, said))
    return tuple(found)


def _rgb(lab: tuple[float, ...]) -> RGB | None:
    """sRGB of a CIELab colour as written, None where it is none."""
    return rgb_of_lab((int(lab[0]), int(lab[1]), int(lab[2]))) if len(lab) == 3 and all(0 <= v <= 65535 for v in lab) else None


def _pairs(values: tuple[float, ...]) -> tuple[Point, ...] | None:
    if len(values) % 2 or any(abs(v) > FARTHEST for v in values):
        return None
    return tuple(zip(values[0::2], values[1::2], strict=True))


def _pair(values: tuple[float, ...]) -> Point | None:
    return (values[0], values[1]) if len(values) >= 2 and max(abs(values[0]), abs(values[1])) <= FARTHEST else None


def _points(item: Elements, wanted: tuple[int, int | None] | None) -> tuple[Point, ...] | None:
    """The points of a graphic; None where there are not those that its kind needs. Some write more values than the number says."""
    points = _pairs(item.numbers("GraphicData"))
    if points is None or wanted is None or item.integer("GraphicDimensions", 2) != 2:
        return None
    told = item.integer("NumberOfGraphicPoints", len(points))
    points = points[:told] if told >= wanted[0] else points
    if len(points) < wanted[0]:
        return None
    return points if wanted[1] is None else points[: wanted[1]]


def _graphic(item: Elements) -> GraphicObject | None:
    kind, units = item.text("GraphicType").upper(), item.text("GraphicAnnotationUnits").upper()
    points = _points(item, GRAPHICS.get(kind))
    if points is None or units not in UNITS:
        return None
    fill_rgb, opacity = _fill(item)
    return GraphicObject(kind, units, points, item.text("GraphicFilled").upper() == "Y", False, _line(item), fill_rgb, opacity)


def _compound(item: Elements, dataset: Elements) -> GraphicObject | None:
    kind, units = item.text("CompoundGraphicType").upper(), item.text("CompoundGraphicUnits").upper()
    points = _points(item, COMPOUNDS.get(kind))
    if points is None or units not in UNITS:
        return None
    if kind == "MULTILINE" and len(points) % 2:
        points = points[:-1]
    fill_rgb, opacity = _fill(item)
    ticks = []
    for tick in item.items("MajorTicksSequence")[:1000]:
        position = tick.number("TickPosition")
        if position is not None and -1e3 <= position <= 1e3:
            ticks.append(Tick(position, " ".join(lines_of(tick, "TickLabel", dataset))[:100]))
    return GraphicObject(
        kind,
        units,
        points,
        item.text("GraphicFilled").upper() == "Y",
        True,
        _line(item),
        fill_rgb,
        opacity,
        _style(item),
        item.number("RotationAngle") or 0.0,
        _pair(item.numbers("RotationPoint")),
        max(0.0, item.number("GapLength") or 0.0),
        max(0.0, item.number("DiameterOfVisibility") or 0.0),
        tuple(ticks),
        item.text("TickAlignment").upper() or "CENTER",
        item.text("TickLabelAlignment").upper() or "BOTTOM",
        item.text("ShowTickLabel").upper() == "Y",
    )


def _text(item: Elements, dataset: Elements) -> TextObject | None:
    corners = [_pair(item.numbers(f"BoundingBox{c}HandCorner")) for c in ("TopLeft", "BottomRight")]
    box = (corners[0], corners[1]) if corners[0] is not None and corners[1] is not None else None
    anchor = _pair(item.numbers("AnchorPoint"))
    lines = lines_of(item, "UnformattedTextValue", dataset)
    box_units, anchor_units = (item.text(f"{k}AnnotationUnits").upper() or "PIXEL" for k in ("BoundingBox", "AnchorPoint"))
    if not any(lines) or (box is None and anchor is None) or box_units not in UNITS or anchor_units not in UNITS:
        return None
    style = _style(item)
    justification = item.text("BoundingBoxTextHorizontalJustification").upper() or style.horizontal or "LEFT"
    return TextObject(
        "\n".join(lines)[:LONGEST_TEXT],
        box,
        box_units,
        anchor,
        anchor_units,
        item.text("AnchorPointVisibility").upper() == "Y",
        justification,
        style,
    )


def _line(item: Elements) -> LineStyle:
    style = item.first("LineStyleSequence")
    if style is None:
        return LineStyle()
    thickness, opacity = style.number("LineThickness"), style.number("PatternOnOpacity")
    return LineStyle(
        min(max(thickness, 0.5), 20.0) if thickness is not None and thickness > 0 else 2.0,
        style.text("LineDashingStyle").upper() == "DASHED",
        _rgb(style.numbers("PatternOnColorCIELabValue")),
        min(max(opacity, 0.0), 1.0) if opacity is not None else 1.0,
    )


def _fill(item: Elements) -> tuple[RGB | None, float | None]:
    style = item.first("FillStyleSequence")
    if style is None:
        return None, None
    opacity = style.number("PatternOnOpacity")
    return _rgb(style.numbers("PatternOnColorCIELabValue")), min(max(opacity, 0.0), 1.0) if opacity is not None else None


def _style(item: Elements) -> TextStyle:
    style = item.first("TextStyleSequence")
    if style is None:
        return TextStyle()
    return TextStyle(
        _rgb(style.numbers("TextColorCIELabValue")),
        style.text("HorizontalAlignment").upper(),
        style.text("VerticalAlignment").upper(),
        *(style.text(keyword).upper() == "Y" for keyword in ("Bold", "Italic", "Underlined")),
    )
