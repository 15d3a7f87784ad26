"""What a retrieval or a sending did, whatever way it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from workstation.errors import ArchiveUnreachable
from workstation.language import tr
from workstation.settings import ArchiveNode

Receive = Callable[[bytes], None]  # one Part-10 file; called from several threads
Told = Callable[[int, int], None]  # images done, images in all


class Cancelled(Exception):
    """The caller asked to stop; what had come is kept."""


@dataclass(slots=True)
class Outcome:
    """What a retrieval brought, in images. ``status``: why the failed ones failed (a status of PS3.4 C.4), 0 when not told."""

    total: int = 0
    received: int = 0
    failed: int = 0
    status: int = 0


@dataclass(slots=True)
class Sent:
    """What a sending did: objects the archive has, and for each that it has not, its SOPInstanceUID and why."""

    sent: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def complete_or_raise(node: ArchiveNode, outcome: Outcome) -> None:
    """Raise a sentence when some images could not be had: an exam with missing images must never pass for whole."""
    if outcome.failed:
        raise ArchiveUnreachable(
            tr(
                "{name} could not send {failed} of {total} images. What came is kept; try again, then look at the archive.",
                name=node.name,
                failed=outcome.failed,
                total=outcome.total,
            )
        )
