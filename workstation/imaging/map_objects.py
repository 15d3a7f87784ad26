"""Real World Value Mapping objects (PS3.3 A.46): what the stored values of images mean, said by another object of the exam."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from workstation.errors import GaronneError
from workstation.imaging.annotations import applies_of
from workstation.imaging.elements import open_part10
from workstation.imaging.header import Encoded
from workstation.imaging.model import FrameHeader, ImageHeader, RealWorldValue
from workstation.imaging.quantities import real_world_of, signed_ranges

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.67"
MOST = 64  # objects of an exam, items of an object, maps of a frame
Maps = tuple[RealWorldValue, ...]


def with_maps(headers: Iterable[ImageHeader], read: Callable[[str], Encoded]) -> tuple[ImageHeader, ...]:
    """The headers of an exam, each frame with the maps that objects among them give it after its own. ``read`` gives the file of one; an
    object that cannot be read gives nothing. Tables lie in the other file and are left out. Blocks where there are such objects."""
    told = tuple(headers)
    objects = [h.sop_instance_uid for h in told if h.sop_class_uid == SOP_CLASS][:MOST]
    of_image: dict[str, list[tuple[frozenset[int], Maps]]] = {}  # each with the frames (from 1) that it is for, none: all
    for uid in objects:
        for image, frames, maps in _maps_of(uid, read):
            of_image.setdefault(image, []).append((frozenset(frames), maps))
    return tuple(_mapped(h, of_image[h.sop_instance_uid]) if h.sop_instance_uid in of_image else h for h in told)


def _maps_of(uid: str, read: Callable[[str], Encoded]) -> Iterator[tuple[str, tuple[int, ...], Maps]]:
    """Image, frames and maps of each reference in an object."""
    try:
        dataset = open_part10(read(uid)).dataset
    except GaronneError:
        return
    for item in dataset.items("ReferencedImageRealWorldValueMappingSequence")[:MOST]:
        maps = tuple(m for m in real_world_of(item) if not m.table_entries)
        for image, frames in applies_of(item).images if maps else ():
            yield image, frames, maps


def _mapped(header: ImageHeader, found: list[tuple[frozenset[int], Maps]]) -> ImageHeader:
    frames = header.frames or (FrameHeader(),)
    if any(numbers for numbers, _ in found) and len(frames) < header.number_of_frames:  # one stood for all
        frames = tuple(header.frame(n) for n in range(header.number_of_frames))
    return replace(header, frames=tuple(_added(header, frame, n, found[:MOST]) for n, frame in enumerate(frames, 1)))


def _added(header: ImageHeader, frame: FrameHeader, number: int, found: list[tuple[frozenset[int], Maps]]) -> FrameHeader:
    more = dict.fromkeys(m for numbers, maps in found if not numbers or number in numbers for m in maps)
    return signed_ranges(header, replace(frame, real_world=(*frame.real_world, *(m for m in more if m not in frame.real_world))[:MOST]))
