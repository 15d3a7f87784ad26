"""One picture of one image or volume, off screen: what ``garonne render`` writes."""

from __future__ import annotations

import importlib
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workstation import decoding
from workstation.errors import DisplayUnavailable, NotAVolume, UndecodableImage
from workstation.imaging import display_sets, grey, icc, overlays, tints
from workstation.imaging.decode import Decoded
from workstation.imaging.grey import GreyChain
from workstation.imaging.header import Encoded
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Mark, Vector, Window
from workstation.imaging.placed import VOLUME_SLICES
from workstation.imaging.presentation_states import PresentationState, grey_of
from workstation.imaging.shutters import bitmap_groups, shutters_for
from workstation.language import number, plural, tr
from workstation.rendering.marks import once, too_large, view_marks
from workstation.rendering.projection import Projection, volume_centre, volume_corners
from workstation.rendering.view_state import Plane, ViewState, anatomical, dot

if TYPE_CHECKING:
    from workstation.rendering.presentation import FramePresentation

LARGEST = 16384  # pixels of a side: the least a rasteriser of today allows
LARGEST_STATED = 1 << 27  # pixels of a picture as large as a presentation state makes it: twice those of the largest film
AXES = {"axial": 2, "coronal": 1, "sagittal": 0}
SURFACE_PIXELS = 4 << 20  # a pixel costs 37 bytes where it is drawn: a film of 64 million is drawn in strips
AT_ONCE = 16  # frames decoded before they are handed to the texture


@dataclass(frozen=True, slots=True)
class Wish:
    """What to draw. ``frame`` counts from 1 in the order of the display set; ``voi`` from 1 in the image's own windows and LUTs."""

    frame: int | None = None
    window: Window | None = None
    voi: int | None = None
    plane: str = "native"
    position_mm: float | None = None
    slab_mm: float | None = None
    mode: str | None = None  # max, min, mean
    size: tuple[int, int] | None = None
    invert: bool = False
    surface: str = "auto"
    overlays: bool = False  # draw the image's overlay planes; its shutter is always drawn
    state: PresentationState | None = None  # draw the image as this presentation state shows it, but for its drawings


@dataclass(frozen=True, slots=True)
class Still:
    """The picture, uint8 (height, width) grey or (height, width, 3) RGB, and what is to be known of it."""

    pixels: NDArray[np.uint8]
    window: Window | None
    marks: tuple[Mark, ...]
    steps_lps: tuple[Vector, Vector, Vector] | None  # centre of the first pixel, step to the next column, to the next row (mm)
    profile: bytes = b""  # ICC profile of the colours, which are those of the image, or of the presentation state it is shown by
    frame: FrameRef | None = None  # what is drawn, of an image as it is
    to_px: tuple[float, float, float, float, float, float] | None = None  # where it is: x = a u + b v + c, y = d u + e v + f


def render(headers: Sequence[ImageHeader], read: Callable[[str], Encoded], wish: Wish) -> Still:
    """Draw what is wished of the images of one series; ``read`` gives the file of a SOP instance.

    UndecodableImage, NotAVolume or DisplayUnavailable say why there is no picture."""
    chosen = _display_set(headers, wish)
    by_uid = {h.sop_instance_uid: h for h in headers}
    flat = wish.plane == "native" and wish.slab_mm is None and wish.mode is None
    ready: dict[int, Decoded] = {}
    if wish.state is not None and not flat:
        raise NotAVolume(tr("A presentation state is one of images, not of planes or slabs (--plane native)."))
    if flat:
        index = _frame_index(chosen, wish, len(chosen.frames) // 2)
        if wish.state is not None:
            index = _of_state(wish.state, chosen, by_uid, wish, index)
        ref = chosen.frames[index]
        terms = wish.state.terms(by_uid[ref.sop_instance_uid], ref.frame) if wish.state is not None else ()
        summed = dict.fromkeys((ref, *(FrameRef(ref.sop_instance_uid, term.frame) for term in terms)))  # what a mask is made of, too
        chosen, wish = replace(chosen, kind="single", frames=tuple(summed), geometry=None, phases=1), replace(wish, frame=1)
        own = display_sets.build([by_uid[ref.sop_instance_uid]])
        alone = len(headers) > 1  # what is missing beside one image is no news of it
        chosen = replace(chosen, marks=tuple(m for m in own[0].marks if not (alone and m.code == "incomplete")) if own else ())
        ready[0] = _decoded_meanwhile(read(ref.sop_instance_uid), by_uid[ref.sop_instance_uid], ref.frame)
    elif chosen.geometry is None or chosen.kind != "volume":
        said = tr("These images do not form a volume: only the images themselves can be shown (--plane native).")
        raise NotAVolume(" ".join(filter(None, (said, _why_no_volume(chosen)))))
    elif len([s for s in display_sets.build(headers) if s.kind == "volume"]) > 1:  # which of several was taken
        chosen = replace(chosen, marks=(*chosen.marks, Mark("set", tr("Shown: {what}.", what=chosen.label), "info")))
    if not flat and chosen.phases > 1:
        chosen, wish = _one_phase(chosen, wish)
    state = ViewState(invert=wish.invert) if flat else _plane_state(chosen, wish)
    if wish.state is not None:
        state = _under(wish.state, by_uid[chosen.frames[0].sop_instance_uid], chosen.frames[0].frame, wish)
    width, height = wish.size or _own_size(chosen, by_uid, state)
    enlarged = wish.size is None and (state.area is not None or state.column_px > 0)
    if max(width, height) > LARGEST or (enlarged and width * height > LARGEST_STATED):
        raise UndecodableImage(too_large(width, height))
    if flat and wish.size is None:
        state = replace(state, one_to_one=state.column_px == 0, square_pixels=True)
    return _draw(chosen, by_uid, read, wish, state, (width, height), ready)


def _of_state(state: PresentationState, chosen: DisplaySet, by_uid: dict[str, ImageHeader], wish: Wish, index: int) -> int:
    """The frame to draw under a state: the one wished for or shown by itself where it is the state's, else the first that is."""
    own = _stated(state, chosen, by_uid)
    if state.refusal:
        raise UndecodableImage(state.refusal)
    if not own or (wish.frame is not None and index not in own):
        raise UndecodableImage(tr("The presentation state is not one of this image."))
    return index if index in own else own[0]


def _stated(state: PresentationState | None, chosen: DisplaySet, by_uid: dict[str, ImageHeader]) -> list[int]:
    """The places of a state's frames in a display set."""
    if state is None:
        return []
    return [n for n, ref in enumerate(chosen.frames) if state.covers(ref, by_uid[ref.sop_instance_uid].frame(ref.frame).segment)]


def _under(state: PresentationState, header: ImageHeader, frame: int, wish: Wish) -> ViewState:
    """The view that a state asks for. Without a size wished, a pixel is a pixel (magnified where the state says so); the size that
    things have on a screen means nothing here."""
    from workstation.rendering.stated import with_state

    view = replace(with_state(ViewState(), state, header, frame), true_size_mm=0.0, invert=wish.invert)
    return replace(view, pixel_aspect=0.0) if wish.size is None else view


def _why_no_volume(chosen: DisplaySet) -> str:
    """What the images say of why no plane can be cut from them."""
    for mark in chosen.marks:
        if mark.code in ("mosaic", "no_volume", "limited_angle", "scale", "orientations", "orientation", "position", "unplaced"):
            return mark.text
    if chosen.geometry is not None and chosen.geometry.slices < VOLUME_SLICES:
        return plural(chosen.geometry.slices, "There is only {count} slice.", "There are only {count} slices.")
    return ""


def _one_phase(chosen: DisplaySet, wish: Wish) -> tuple[DisplaySet, Wish]:
    """The phase of a 4-D set that holds the wished image (the first where none is wished), as a set of its own."""
    slices = len(chosen.frames) // chosen.phases
    phase = _frame_index(chosen, wish, 0) // slices
    told = (Mark("step", chosen.steps[phase], "info"),) if phase < len(chosen.steps) else ()
    frames = chosen.frames[phase * slices : (phase + 1) * slices]
    frame = None if wish.frame is None else (wish.frame - 1) % slices + 1
    return replace(chosen, frames=frames, phases=1, steps=(), marks=(*chosen.marks, *told)), replace(wish, frame=frame)


def _decoded_meanwhile(encoded: Encoded, header: ImageHeader, frame: int) -> Decoded:
    """One frame; while a child starts to decode it, what draws is loaded."""
    if not decoding.apart(header):
        return decoding.decoded(encoded, header, frame)
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(decoding.decoded, encoded, header, frame)
        importlib.import_module("workstation.rendering.canvas")
        return coming.result()


def _draw(
    chosen: DisplaySet,
    by_uid: dict[str, ImageHeader],
    read: Callable[[str], Encoded],
    wish: Wish,
    state: ViewState,
    size: tuple[int, int],
    decoded: dict[int, Decoded],
) -> Still:
    _choose_driver(wish.surface)
    from workstation.rendering.canvas import Canvas

    canvas = Canvas(size[0], min(size[1], max(1, SURFACE_PIXELS // size[0])))
    try:
        if wish.surface == "gpu" and canvas.surface.software:
            raise DisplayUnavailable(tr("There is no graphics processor here, only {renderer}.", renderer=canvas.surface.renderer))
        content = canvas.content(chosen, by_uid)
        if content.marks and state.mode != "slice":
            raise NotAVolume(content.marks[0].text)
        middle = _frame_index(chosen, wish, len(chosen.frames) // 2)
        header = content.sources[middle].header
        encoded = read(header.sop_instance_uid)
        chain = GreyChain.of(encoded, header, content.sources[middle].frame)
        content.set_chain(middle, chain)
        found = _fill(content, read, decoded)
        colour = header.in_colour
        stored = decoded[middle].values if middle in decoded else None
        window = None if colour else _window(wish, header, content.sources[middle].frame, encoded, chain, stored)
        state = replace(state, window=window)
        canvas.set_viewports([(0, 0, *size)])
        presentation: FramePresentation | None = None
        presented: tuple[Mark, ...] = ()
        if state.mode == "slice":
            presentation, presented = _presented(wish, header, content.sources[middle].frame, encoded, stored)
        canvas.show(0, content, state, presentation=presentation)
        pixels = canvas.picture()
        projection = canvas.projection(0)
        ready = int(content.ready.sum())
        known = {m.code for m in chosen.marks} - {"undecodable"}
        found = [m for m in found if m.code not in known]  # the header told of it
        marks = once([*chosen.marks, *presented, *view_marks(chosen, state, ready=ready, total=len(content.sources)), *found])
        content.release()
    except MemoryError as error:  # no texture of that size
        largest = max((by_uid[f.sop_instance_uid] for f in chosen.frames), key=lambda h: max(h.columns, h.rows))
        raise UndecodableImage(too_large(largest.columns, largest.rows)) from error
    finally:
        canvas.close()
    profile = icc.profile_of(encoded, header) if colour else b""
    if colour and wish.state is not None and wish.state.profile:
        profile, marks = wish.state.profile, [m for m in marks if m.code != "state_profile"]
    if profile and not icc.is_sound(profile):
        lost = tr("The colour profile is damaged or unknown: the picture carries none.")
        profile, marks = b"", [*marks, Mark("colour_profile", lost)]
    colour = colour or bool(state.colour_map) or (presentation is not None and presentation.in_colour)
    alone = chosen.frames[0] if chosen.kind == "single" else None
    return Still(
        pixels if colour else pixels[..., 0].copy(),
        window,
        tuple(marks),
        projection.steps_lps(),
        profile,
        alone,
        projection.from_image_matrix if alone is not None else None,
    )


def _presented(
    wish: Wish, header: ImageHeader, frame: int, encoded: Encoded, stored: NDArray[np.generic] | None
) -> tuple[FramePresentation | None, tuple[Mark, ...]]:
    """The image's own shutter and colours, and its overlay planes where they are wished; under a presentation state, what that says."""
    from workstation.rendering.presentation import presentation_of

    tint = None
    if header.tint == tints.PALETTE:
        tint = tints.tint_of(encoded, header.tint, decoding.frame(encoded, header, frame) if stored is None else stored)
    if wish.state is not None:
        from workstation.rendering.stated import presentation_under

        return presentation_under(wish.state, header, frame, replace(overlays.read(encoded, header, frame), tint=tint))
    wanted = header.has_overlays and (wish.overlays or bool(bitmap_groups(shutters_for(header, frame))))
    planes = overlays.read(encoded, header, frame) if wanted else overlays.Planes()
    return presentation_of(header, frame, replace(planes, tint=tint), overlays=wish.overlays)


def _fill(content: object, read: Callable[[str], Encoded], decoded: dict[int, Decoded]) -> list[Mark]:
    """Decode every frame into the content, in threads; frames that cannot be decoded become marks, unless none can. The marks found."""
    from workstation.rendering.content import Content, pieces

    assert isinstance(content, Content)
    files: dict[str, Encoded] = {}
    count, failed, first_error = len(content.sources), 0, None
    marks: list[Mark] = []

    def one(index: int) -> Decoded | UndecodableImage:
        if index in decoded:
            return decoded[index]
        source = content.sources[index]
        try:
            if source.header.sop_instance_uid not in files:
                files[source.header.sop_instance_uid] = read(source.header.sop_instance_uid)
            if source.header.has_modality_lut and not content.has_chain(index):
                content.set_chain(index, GreyChain.of(files[source.header.sop_instance_uid], source.header, source.frame))
            return decoding.decoded(files[source.header.sop_instance_uid], source.header, source.frame)
        except UndecodableImage as error:
            return error

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for start in range(0, count, AT_ONCE):
            indices = range(start, min(start + AT_ONCE, count))
            for index, got in zip(indices, pool.map(one, indices), strict=True):
                if isinstance(got, UndecodableImage):
                    first_error = first_error or got
                    failed += 1
                    marks.append(
                        Mark("undecodable", tr("Image {number} of {count}: {cause}", number=index + 1, count=count, cause=got), "danger")
                    )
                    continue
                marks += got.marks
                for piece in pieces(index, got.values[np.newaxis]):
                    content.put(*piece)
            files = {uid: files[uid] for uid in list(files)[-1:]}
    if first_error is not None and failed == count:
        raise first_error
    content.settle(wait=True)
    return marks


def _display_set(headers: Sequence[ImageHeader], wish: Wish) -> DisplaySet:
    if len({h.series_instance_uid for h in headers}) > 1:
        raise NotAVolume(
            tr("There are {count} series here: name the folder or file of one.", count=len({h.series_instance_uid for h in headers}))
        )
    sets = [s for s in display_sets.build(headers) if s.kind != "document" and s.frames]
    if not sets:
        raise UndecodableImage(tr("There is no image in it: the file holds no pixels."))
    if wish.plane == "native" and len(headers) == 1 and wish.slab_mm is None and wish.mode is None:  # in the order of the file
        every = tuple(FrameRef(headers[0].sop_instance_uid, n) for n in range(max(headers[0].number_of_frames, 1)))
        return replace(sets[0], frames=every, geometry=sets[0].geometry if len(every) == len(sets[0].frames) else None)
    by_uid = {h.sop_instance_uid: h for h in headers}
    return max(sets, key=lambda s: (bool(_stated(wish.state, s, by_uid)), s.kind == "volume", len(s.frames)))


def _frame_index(chosen: DisplaySet, wish: Wish, middle: int) -> int:
    if len(chosen.frames) == 1:
        return 0
    if wish.frame is None:
        one_file = len({f.sop_instance_uid for f in chosen.frames}) == 1
        return 0 if one_file and chosen.kind != "volume" else middle
    if not 1 <= wish.frame <= len(chosen.frames):
        raise UndecodableImage(
            tr("There is no image {number}: there are {count}, counted from 1.", number=wish.frame, count=len(chosen.frames))
        )
    return wish.frame - 1


def _plane_state(chosen: DisplaySet, wish: Wish) -> ViewState:
    """The plane and slab of a wish; NotAVolume where the plane misses the volume."""
    g = chosen.geometry
    assert g is not None
    centre = volume_centre(g)
    if wish.plane == "native":
        index = min(_frame_index(chosen, wish, len(chosen.frames) // 2) % g.slices, g.slices - 1)
        along = dot(g.slice_origins_lps[index], g.normal_lps) - dot(centre, g.normal_lps)
        n = g.normal_lps
        plane = Plane((centre[0] + along * n[0], centre[1] + along * n[1], centre[2] + along * n[2]), g.row_lps, g.column_lps)
    else:
        axis = AXES[wish.plane]
        corners = [c[axis] for c in volume_corners(g)]
        if wish.position_mm is not None:
            if not min(corners) <= wish.position_mm <= max(corners):
                text = tr(
                    "The plane at {at} mm misses the volume, which lies from {low} to {high} mm.",
                    at=number(wish.position_mm, 1),
                    low=number(min(corners), 1),
                    high=number(max(corners), 1),
                )
                raise NotAVolume(text)
            centre = (
                wish.position_mm if axis == 0 else centre[0],
                wish.position_mm if axis == 1 else centre[1],
                wish.position_mm if axis == 2 else centre[2],
            )
        plane = anatomical(wish.plane, (centre[0], centre[1], centre[2]))
    slab = wish.slab_mm or 0.0
    if wish.mode is not None or slab:  # a mode without a thickness: through the whole volume; no slab is thicker
        depths = [dot(c, plane.normal_lps) for c in volume_corners(g)]
        centre_depth = dot(plane.center_lps, plane.normal_lps)
        whole = 2 * max(abs(d - centre_depth) for d in depths)
        slab = whole if wish.slab_mm is None else min(slab, whole)
    return ViewState("mpr", plane=plane, slab_mm=slab, slab_mode=wish.mode or "max", invert=wish.invert)


def _own_size(chosen: DisplaySet, by_uid: dict[str, ImageHeader], state: ViewState) -> tuple[int, int]:
    """The size where none is wished: the image's own, or the plane's at the finest spacing."""
    if state.mode == "slice":
        header = by_uid[chosen.frames[0].sop_instance_uid]
        left, top, right, bottom = state.area or (0.0, 0.0, header.columns, header.rows)
        pixel = state.column_px or 1.0
        size = max(round((right - left) * pixel), 1), max(round((bottom - top) * pixel), 1)
        return size if state.quarter_turns % 2 == 0 else (size[1], size[0])
    g = chosen.geometry
    assert g is not None
    left, top, right, bottom = Projection(g, None, state, 100, 100).extent_mm()
    finest = max(min(g.spacing), max(right - left, bottom - top) / LARGEST)
    return (max(math.ceil((right - left) / finest - 1e-6), 1), max(math.ceil((bottom - top) / finest - 1e-6), 1))


def _window(wish: Wish, header: ImageHeader, frame: int, encoded: Encoded, chain: GreyChain, stored: NDArray[np.generic] | None) -> Window:
    if wish.window is not None:
        return wish.window
    if wish.state is not None and wish.state.has_grey:
        return _chosen(wish, list(grey_of(wish.state, header, frame)[1]))
    if stored is None and (wish.voi is not None or not header.frame(frame).windows):
        stored = decoding.frame(encoded, header, frame)
    return _chosen(wish, grey.windows(header, frame, stored, chain))


def _chosen(wish: Wish, choice: Sequence[Window]) -> Window:
    if wish.voi is not None and not 1 <= wish.voi <= len(choice):
        raise UndecodableImage(
            tr("There is no window {number}: the image has {count}, counted from 1.", number=wish.voi, count=len(choice))
        )
    return choice[wish.voi - 1 if wish.voi is not None else 0]


def _choose_driver(surface: str) -> None:
    if surface == "software":  # before the first context of this process
        os.environ.update(LIBGL_ALWAYS_SOFTWARE="1", GALLIUM_DRIVER="llvmpipe")
