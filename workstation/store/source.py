"""Where images come from, as a reader sees it: the store, or files on a disk (media.LocalFiles)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from workstation.imaging.model import ImageHeader, Mark
from workstation.studies.model import Study

if TYPE_CHECKING:
    from workstation.imaging.presentation_states import PresentationState


@runtime_checkable
class ImageSource(Protocol):
    """Studies, the headers of their images, and the images' bytes. Safe to call from any thread."""

    def studies(self) -> list[Study]:
        """Every study, newest first; ``Study.images`` counts what this source has."""
        ...

    def study(self, study_uid: str) -> Study | None:
        """One study, or None where the source does not have it."""
        ...

    def headers(self, study_uid: str) -> tuple[ImageHeader, ...]:
        """Headers of the study's images in the order they came; empty for an unknown study."""
        ...

    def presentation_states(self, study_uid: str) -> tuple[PresentationState, ...]:
        """The presentation states for images of a study that this source has, wherever they lie, oldest first. Blocks."""
        ...

    def marks(self) -> tuple[Mark, ...]:
        """What a reader must know of this source beside the images: files of it that could not be used."""
        ...

    def read(self, sop_uid: str) -> bytes:
        """The whole Part-10 file. NotReadable where it is not here (any more), UndecodableImage where it is damaged."""
        ...

    def read_into(self, sop_uid: str, buffer: bytearray) -> memoryview:
        """The whole Part-10 file, written at the start of ``buffer``, which grows when it is too small.

        The view returned is of that buffer: the caller lets go of it (``release()``) before the next call with the same buffer.
        Raises as ``read``; the buffer then holds no unverified content."""
        ...
