"""The mask subtraction that an image itself names (PS3.3 C.7.6.10), as a presentation state: put on and taken off like any other."""

from __future__ import annotations

from collections.abc import Iterable

from workstation.imaging.annotations import Applies
from workstation.imaging.luts import stored_range
from workstation.imaging.model import ImageHeader
from workstation.imaging.presentation_states import PresentationState, StateShutters
from workstation.imaging.subtraction import logarithm, terms_of, unmoved
from workstation.language import tr

OWN_MASK = "mask"  # the kind of these states
MOST_STEPS = 1_000_000  # frames by ranges: an hour's run with hundreds of ranges has fewer


def states_of(headers: Iterable[ImageHeader]) -> tuple[PresentationState, ...]:
    """One for each image that names frames to be subtracted, for the frames that have a mask."""
    return tuple(state for header in headers if header.masks and not header.in_colour and (state := _state(header)) is not None)


def _state(header: ImageHeader) -> PresentationState | None:
    count = header.number_of_frames
    if count < 2 or count * sum(max(1, len(item.ranges)) for item in header.masks) > MOST_STEPS:
        return None
    frames = tuple(n + 1 for n in range(count) if terms_of(header.masks, n, count))
    if not frames:
        return None
    table = logarithm(stored_range(header)) if header.linear_to_beam and header.bits_used <= 16 else None
    return PresentationState(
        sop_instance_uid=f"{header.sop_instance_uid}/mask",
        label=tr("Mask subtracted (DSA)"),
        description="",
        creator="",
        created=f"{header.content_date}{header.content_time[:6]}"[:14],
        images=((header.sop_instance_uid, frames if len(frames) < count else ()),),
        modality_lut=table,
        kind=OWN_MASK,
        inverse=header.inverse,
        shutters=(StateShutters(Applies(), header.shutters),) if header.shutters else (),
        series_instance_uid=header.series_instance_uid,
        study_instance_uid=header.study_instance_uid,
        series_referenced=(header.series_instance_uid,),
        subtractions=header.masks,
        marks=unmoved(header.masks),
    )
