"""The words over an image: which stand in which corner, and which stay when the reader takes the rest away.

At most three lines a corner. What must not be missed stays in every state: the patient, PRIOR and its date, lossy, interpolated,
slab, incomplete, uncalibrated (LOOK.md, 3; DOMAIN.md, "must never happen in silence").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workstation.imaging.model import DisplaySet, ImageHeader, Mark, Window
from workstation.imaging.quantities import Quantity
from workstation.imaging.technique import PROJECTION
from workstation.language import number, numbers_in, tr
from workstation.reading import links, states
from workstation.reading.actions import oblique
from workstation.reading.catalogue import OpenExam, slices
from workstation.reading.desk import Viewport
from workstation.reading.quantity import BODY_WEIGHT, Choice, other_suv
from workstation.reading.session import ReadingSession
from workstation.studies.text import date_text, display_name, prior_label

ALL, SOME, LEAST = "all", "some", "least"
STATES = (ALL, SOME, LEAST)
QUIET = ("burned_in", "recognizable")  # marks without weight that a reader still wants to know of
PHOTOGRAPHS = ("ES", "GM", "SM", "XC", "OP", "DMS")
MOST_OF_A_WARNING = 110  # letters of one in a corner
MOST_OF_A_NAME = 40  # letters of a window's name in a corner


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words. ``kind``: text, second, names, prior, warn, danger, current, overlay."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``size``: small (12 px), date, prior (16 px bold). ``until``: the last of ALL, SOME, LEAST that still shows it. ``drops``:
    where it is too long, its last parts (" · ") go whole rather than be cut."""

    spans: tuple[Span, ...]
    size: str = "small"
    until: str = LEAST
    drops: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Corners:
    """The four corners, top to bottom."""

    top_left: tuple[Line, ...] = ()
    top_right: tuple[Line, ...] = ()
    bottom_left: tuple[Line, ...] = ()
    bottom_right: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """All words, a line each: for tests and screen readers."""
        return "\n".join(line.text for corner in (self.top_left, self.top_right, self.bottom_left, self.bottom_right) for line in corner)


@dataclass(frozen=True, slots=True)
class Facts:
    """What only the drawing knows: the window in use, pixels of the screen per pixel of the image, and what has come in."""

    window: Window | None = None
    zoom_percent: float | None = None
    loaded: int = 0
    wanted: int = 0
    coarse: bool = False  # a subsampled preview while the mouse moves
    marks: tuple[Mark, ...] = ()  # of the frame's shutter and overlays
    overlays: str = ""  # the overlay planes' one line
    cine: tuple[Span, ...] = ()  # what is said while it plays
    segments: tuple[int, ...] = ()  # that a label map shows
    scale: str = ""  # where the millimetres come from that the reader gave the image


def corners(session: ReadingSession, viewport_number: int, facts: Facts, state: str = ALL) -> Corners:
    """What one viewport says."""
    viewport = session.desk.viewports[viewport_number]
    exam = session.exam(viewport.study)
    if exam is None:
        return Corners()
    if any(mark.code == "no_mpr" for mark in facts.marks):  # what the view asks for is not what is on the screen
        viewport = replace(viewport, view=replace(viewport.view, mode="slice", slab_mm=0.0))
    chosen = session.catalogue.find(viewport.display_set)
    if chosen is None:
        return _only(Corners(top_left=_whose(session, exam, viewport)), state)
    ref = session.ref(viewport)
    shown = ref or (chosen.frames[0] if chosen.frames else None)
    header = session.catalogue.header(shown.sop_instance_uid) if shown is not None else None
    told = session.choice.of(header, shown.frame) if shown is not None else None
    top_left = (*_whose(session, exam, viewport), Line(_what(session, exam, chosen, viewport, header, facts), until=SOME))
    if any(span.kind == "warn" for span in top_left[-1].spans):
        top_left = (*top_left[:-1], replace(top_left[-1], until=LEAST))
    bottom_left = [*_where(session, chosen, viewport)]
    warnings = tuple(m.text for m in marks(session, viewport, chosen, header, exam, facts))
    quiet = [m.text for m in header.marks if m.code in QUIET and m.severity == "info"] if header is not None else []
    if quiet and len(bottom_left) + bool(warnings) < 3:
        bottom_left.append(Line((Span(" · ".join(first_sentence(q) for q in quiet), "second"),), until=ALL))
    if warnings:
        bottom_left.append(Line((Span(" · ".join(first_sentence(w) for w in warnings), "warn"),)))
    return _only(
        Corners(
            tuple(top_left),
            (_patient(exam), *_grey(viewport, header, facts, told, states.in_own_units(viewport, session.catalogue), session.choice)),
            tuple(bottom_left),
            (
                *_technique(session, chosen, viewport, header),
                *_overlays(facts),
                *((Line(facts.cine),) if facts.cine else ()),
                *_state(session, viewport),
                *_ties(session, viewport_number),
            )[-3:],
        ),
        state,
    )


def _only(all_corners: Corners, state: str) -> Corners:
    def kept(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(line for line in lines if STATES.index(line.until) >= STATES.index(state))

    c = all_corners
    return Corners(kept(c.top_left), kept(c.top_right), kept(c.bottom_left), kept(c.bottom_right))


def _whose(session: ReadingSession, exam: OpenExam, viewport: Viewport) -> tuple[Line, ...]:
    current = session.catalogue.current.study
    lines = []
    if session.is_prior(viewport.study):
        lines.append(Line((Span(prior_label(exam.study, current).replace(", ", " · ", 1), "prior"),), "prior"))
    lines.append(Line((Span(date_text(exam.study.date) or tr("Date unknown"), "names"),), "date"))
    return tuple(lines)


def _patient(exam: OpenExam) -> Line:
    return Line((Span(display_name(exam.study.patient), "second"),))


def _what(
    session: ReadingSession, exam: OpenExam, chosen: DisplaySet, viewport: Viewport, header: ImageHeader | None, facts: Facts
) -> tuple[Span, ...]:
    mode = viewport.view.mode
    label = chosen.label or chosen.modality
    site = exam.study.institution if session.is_prior(viewport.study) else ""
    if mode == "slice":
        seen = _side_and_view(header) or _segment(session, viewport, header, facts)
        return (Span(" · ".join(p for p in (label, seen if seen.casefold() not in label.casefold() else "", site) if p)),)
    if mode == "mpr":
        own = chosen.geometry is not None and not chosen.geometry.patient
        name = tr("MPR in the volume's own axes") if own else mpr_name(viewport)
        return (Span(f"{label} · {name} · "), Span(tr("interpolated"), "warn"))
    if mode == "mip":
        return (Span(f"{label} · {tr('MIP')} · "), Span(tr("projection"), "warn"))
    return (Span(f"{label} · {tr('Volume rendering')}"),)


def _side_and_view(header: ImageHeader | None) -> str:
    """``R MLO`` of a mammogram or a film, the side as the reader's language writes it."""
    if header is None or header.modality not in (*PROJECTION, "ES", "XC", "OP", "OPT"):
        return ""
    side = {"R": tr("R (right)"), "L": tr("L (left)"), "B": tr("bilateral")}.get(header.laterality, "").split(" ")[0]
    return " ".join(p for p in (side, header.view_position, *header.view_modifiers[:2]) if p)


def _segment(session: ReadingSession, viewport: Viewport, header: ImageHeader | None, facts: Facts) -> str:
    """The name of the segment that a frame of a segmentation shows; of a label map, of the first of those on the frame."""
    if header is None or not header.segments:
        return ""
    ref, names = session.ref(viewport), dict(header.segments)
    place = session.catalogue.frame_header(ref) if ref is not None else None
    if header.tint or place is None:
        shown = [names.get(number) or str(number) for number in facts.segments]
        return ", ".join(shown[:3]) + ("…" if len(shown) > 3 else "")
    if place.segment is None:
        return next(iter(names.values())) if len(names) == 1 else ""
    return names.get(place.segment, "")


def _technique(session: ReadingSession, chosen: DisplaySet, viewport: Viewport, header: ImageHeader | None) -> list[Line]:
    """How the image on the screen was made; what does not fit goes from the end."""
    if header is None or viewport.view.mode not in ("slice", "mpr"):
        return []
    parts = [p for p in numbers_in(header.technique).split(" · ") if p]
    ref = session.ref(viewport)
    place = session.catalogue.frame_header(ref) if ref is not None else None
    if header.modality == "MR" and place is not None and place.b_value and chosen.phases == 1:  # some machines write 0 on every image
        parts.insert(min(2, len(parts)), f"b {number(place.b_value)}")
    return [Line((Span(" · ".join(parts)),), until=ALL, drops=True)] if parts else []


def mpr_name(viewport: Viewport) -> str:
    """MPR axial, coronal, sagittal or oblique."""
    plane = viewport.view.plane
    if plane is None or oblique(viewport.view):
        return tr("MPR oblique")
    axis = max(range(3), key=lambda n: abs(plane.normal_lps[n]))
    return (tr("MPR sagittal"), tr("MPR coronal"), tr("MPR axial"))[axis]


def _grey(
    viewport: Viewport, header: ImageHeader | None, facts: Facts, told: Quantity | None, own_units: bool, choice: Choice
) -> tuple[Line, ...]:
    lines = []
    if facts.window is not None and viewport.view.mode != "volume":
        said = window_text(facts.window, header if own_units else None, choice)
        if viewport.view.invert:
            said = f"{tr('inverted')} · {said}"  # first: what does not fit goes from the end
        lines.append(Line((Span(said),), until=SOME, drops=True))
    extra = []
    if told is not None and facts.window is not None and (told.mapping is not None or told.note):  # a map: which values are told
        extra.append(told.title)
    if viewport.view.slab_mm > 0 and viewport.view.mode == "mpr":
        lines.append(Line((Span(slab_text(viewport.view.slab_mm, viewport.view.slab_mode), "warn"),)))
    elif facts.zoom_percent is not None:
        extra.append(tr("Zoom {percent} %", percent=number(facts.zoom_percent)))
    if any(m.code == "colour_managed" for m in facts.marks):
        extra.append(tr("colours managed"))
    elif facts.window is None and header is not None and header.modality in PHOTOGRAPHS:
        extra.append(tr("colours as stored"))
    if viewport.view.fusion > 0 and viewport.overlay:
        extra.append(tr("PET {percent} %", percent=number(100 * viewport.view.fusion)))
    if extra:
        lines.append(Line((Span(" · ".join(extra)),), until=ALL, drops=True))
    return tuple(lines)


def slab_text(thickness_mm: float, mode: str) -> str:
    """``Slab 10 mm maximum``."""
    kind = {"max": tr("maximum"), "min": tr("minimum"), "mean": tr("mean")}[mode]
    return tr("Slab {thickness} mm {kind}", thickness=number(thickness_mm, 0 if thickness_mm >= 10 else 1), kind=kind)


def short_name(window: Window) -> str:
    """A window's name or explanation as far as there is room for it."""
    return window.name if len(window.name) <= MOST_OF_A_NAME else window.name[: MOST_OF_A_NAME - 1] + "…"


def window_text(window: Window, header: ImageHeader | None, choice: Choice = BODY_WEIGHT) -> str:
    """``W 80 · L 40 · Brain``; PET in the chosen SUV where its factor is known; a VOI LUT by its name or number; a sigmoid is named."""
    name = short_name(window)
    if window.lut >= 0:
        return tr("LUT {name}", name=name or window.lut + 1)
    factor = choice.factor(header) if header is not None and header.modality == "PT" else None
    center, width = (window.center * factor, window.width * factor) if factor else (window.center, window.width)
    if factor:
        low, high = number(center - width / 2, 1), number(center + width / 2, 1)
        chosen = choice.of(header)
        return tr("{quantity} {low} to {high}", quantity=chosen.suffix if chosen else "SUV", low=low.replace("-", "−"), high=high)
    decimals = 0 if abs(width) >= 10 else min(2 - math.floor(math.log10(abs(width))), 9) if 0 < abs(width) < 1 else 2
    said = tr("W {width} · L {center}", width=number(width, decimals), center=number(center, decimals).replace("-", "−"))
    return " · ".join(part for part in (said, name, tr("sigmoid") if window.function == "SIGMOID" else "") if part)


def _where(session: ReadingSession, chosen: DisplaySet, viewport: Viewport) -> list[Line]:
    lines = []
    view = viewport.view
    if view.mode == "slice":
        said = tr("Image {index} / {count}", index=view.index + 1, count=slices(chosen))
        if chosen.phases > 1:
            said += " · " + step_text(chosen, view.phase)
        own = session.catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
        if own is not None and own.frame_time_ms and own.number_of_frames > 1:
            said += " · " + tr("{rate} images/s", rate=number(1000 / own.frame_time_ms, 0 if own.frame_time_ms < 200 else 1))
        lines.append(Line((Span(said),), until=SOME))
        ref = session.ref(viewport)
        frame = session.catalogue.frame_header(ref) if ref else None
        parts = []
        point = links.position(viewport, session.catalogue)
        if point is not None:
            parts.append(position_text(chosen, point))
        if frame is not None and frame.slice_thickness and frame.slice_thickness >= 0.05:
            parts.append(tr("th. {thickness}", thickness=number(frame.slice_thickness, 1)))
        if parts:
            lines.append(Line((Span(" · ".join(parts)),), until=ALL))
        return lines
    if chosen.phases > 1:
        lines.append(Line((Span(step_text(chosen, view.phase)),), until=SOME))
    if view.mode == "mpr" and view.plane is not None and not oblique(view):
        axis = max(range(3), key=lambda n: abs(view.plane.normal_lps[n]) if view.plane else 0.0)
        lines.append(Line((Span(_axis_text(axis, view.plane.center_lps[axis])),), until=ALL))
    return lines


def step_text(chosen: DisplaySet, phase: int) -> str:
    """What tells a phase from the others: ``phase 3 / 20, 450 ms``, ``b 1000``, ``TE 80``."""
    phase = min(max(phase, 0), chosen.phases - 1)
    return chosen.steps[phase] if phase < len(chosen.steps) else tr("phase {phase} / {count}", phase=phase + 1, count=chosen.phases)


def position_text(chosen: DisplaySet, point_lps: tuple[float, float, float]) -> str:
    """``Z 121 mm``: the patient coordinate that changes most along the stack (LPS)."""
    assert chosen.geometry is not None
    normal = chosen.geometry.normal_lps
    axis = max(range(3), key=lambda n: abs(normal[n]))
    return _axis_text(axis, point_lps[axis])


def _axis_text(axis: int, value: float) -> str:
    return tr("{axis} {value} mm", axis="XYZ"[axis], value=number(value, 0).replace("-", "−"))


def marks(
    session: ReadingSession, viewport: Viewport, chosen: DisplaySet, header: ImageHeader | None, exam: OpenExam, facts: Facts
) -> list[Mark]:
    """What a reader must be warned of in this viewport, each once, the worst first."""
    found: list[Mark] = []
    if viewport.mark:
        found.append(Mark("protocol", viewport.mark))
    if facts.wanted and facts.loaded < facts.wanted:
        found.append(Mark("loading", tr("{loaded} / {wanted} loaded", loaded=facts.loaded, wanted=facts.wanted)))
    if exam.missing:
        found.append(Mark("incomplete", tr("incomplete: {count} images are not here", count=exam.missing)))
    found += exam.marks
    if facts.coarse:
        found.append(Mark("coarse", tr("preview, still being drawn")))
    found += facts.marks
    if header is not None and viewport.view.mode == "slice":  # of the image itself, before what is true of some images of its set
        found += (*([Mark("lossy", tr("Lossy compression: {how}.", how=header.lossy))] if header.lossy else []), *header.marks)
    found += chosen.marks
    over = session.catalogue.find(viewport.overlay) if fused(viewport) else None
    if over is not None:
        found += of_overlay(over, over.marks)
    if header is not None:
        other = other_suv(header, session.choice)
        if other is not None:
            found.append(other)
        if header.tint and viewport.view.mode != "slice":
            found.append(Mark("tint", tr("colours only on the images themselves")))
        ref = session.ref(viewport)
        place = session.catalogue.frame_header(ref) if ref else None
        if viewport.view.mode == "slice" and place is not None and not header.regions:
            found += _uncalibrated(place.spacing_from)
    if facts.scale:
        found = [Mark("uncalibrated", facts.scale), *(m for m in found if m.code != "uncalibrated")]
    unique: dict[str, Mark] = {}
    for mark in sorted((m for m in found if m.severity != "info"), key=lambda m: m.severity != "danger"):
        unique.setdefault(mark.code, mark)
    return list(unique.values())


def fused(viewport: Viewport) -> bool:
    """Whether a second set lies over what a viewport shows, and is seen."""
    return bool(viewport.overlay) and viewport.view.mode == "mpr" and viewport.view.fusion > 0


def of_overlay(over: DisplaySet, marks: Sequence[Mark]) -> list[Mark]:
    """What a reader must be warned of in a set that lies over another, by its name."""
    name = over.label or over.modality
    return [replace(m, code=f"{m.code} over", text=f"{name}: {first_sentence(m.text)}") for m in marks if m.severity != "info"]


def first_sentence(text: str) -> str:
    """What stands in a corner of a longer warning; the whole is in the tooltip and in the panel."""
    first = text.split(". ")[0].rstrip(".")
    return first if len(first) <= MOST_OF_A_WARNING else f"{first[:MOST_OF_A_WARNING].rpartition(' ')[0].rstrip(' ,;:(')}…"


def _uncalibrated(spacing_from: str) -> list[Mark]:
    if spacing_from == "none":
        return [Mark("uncalibrated", tr("not calibrated"))]
    if spacing_from == "detector":
        return [Mark("uncalibrated", tr("mm at the detector"))]
    if spacing_from == "magnified":
        return [Mark("uncalibrated", tr("mm after an estimated magnification"))]
    return []


def _state(session: ReadingSession, viewport: Viewport) -> list[Line]:
    """The presentation state in force, which stays in sight; else, quietly, that there are some."""
    said, in_force = states.said(viewport, session.catalogue)
    return [Line((Span(said, "names" if in_force else "second"),), until=LEAST if in_force else SOME)] if said else []


def _overlays(facts: Facts) -> list[Line]:
    return [Line((Span(facts.overlays, "overlay"),), until=SOME, drops=True)] if facts.overlays else []


def _ties(session: ReadingSession, number_: int) -> list[Line]:
    said, warn = links.said(session.desk, number_, session.catalogue)
    return [Line((Span(said, "warn" if warn else "text"),), until=SOME)] if said else []
