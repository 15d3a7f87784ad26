"""What can go wrong with an archive, in sentences: which one, what happened, what to try.

Functions return the exception; the caller raises it. ``what`` is an act as a noun ("the query"), already translated.
"""

from __future__ import annotations

import re
import socket

from workstation.errors import ArchiveUnreachable
from workstation.language import tr
from workstation.settings import ArchiveNode


class ServiceNotOffered(ArchiveUnreachable):
    """The archive answered, but does not offer this service: another way may work."""


def place_of(node: ArchiveNode) -> str:
    """``host:port``, or the DICOMweb address without its log-in."""
    return re.sub(r"//[^/@]*@", "//", node.url) if node.url else f"{node.host}:{node.port}"


def not_connected(node: ArchiveNode, error: BaseException | None, seconds: float, place: str = "") -> ArchiveUnreachable:
    """TCP did not come up."""
    place = place or f"{node.host}:{node.port}"
    if isinstance(error, socket.gaierror):
        return ArchiveUnreachable(
            tr(
                "{name}: the host of {place} is not known. Check its name, and that this machine is on the network.",
                name=node.name,
                place=place,
            )
        )
    if isinstance(error, ConnectionRefusedError):
        return ArchiveUnreachable(
            tr("{name} accepts no connection at {place}. Check that the archive runs, and its host and port.", name=node.name, place=place)
        )
    if isinstance(error, TimeoutError):
        return ArchiveUnreachable(
            tr(
                "{name} at {place} could not be reached within {seconds} s. Check the network, and that no firewall stands between.",
                name=node.name,
                place=place,
                seconds=f"{seconds:g}",
            )
        )
    cause = getattr(error, "strerror", None) or str(error or "")
    return ArchiveUnreachable(
        tr("{name} at {place} cannot be reached ({cause}). Check the network, its host and port.", name=node.name, place=place, cause=cause)
    )


def silent(node: ArchiveNode, what: str, seconds: float) -> ArchiveUnreachable:
    """Connected, and then nothing."""
    return ArchiveUnreachable(
        tr(
            "{name} was connected at {place} but said nothing for {seconds} s during {what}. It may be overloaded. Try again.",
            name=node.name,
            place=place_of(node),
            seconds=f"{seconds:g}",
            what=what,
        )
    )


def closed(node: ArchiveNode, what: str) -> ArchiveUnreachable:
    """The peer hung up, or the line broke."""
    return ArchiveUnreachable(
        tr(
            "{name} at {place} closed the connection in the middle of {what}. Try again; if it happens again, look at the archive's log.",
            name=node.name,
            place=place_of(node),
            what=what,
        )
    )


def not_dicom(node: ArchiveNode) -> ArchiveUnreachable:
    """Something else listens there."""
    return ArchiveUnreachable(
        tr(
            "{name}: what answers at {place} does not speak DICOM. Check the port: the archive's DICOM port, not its web port.",
            name=node.name,
            place=f"{node.host}:{node.port}",
        )
    )


def not_dicomweb(node: ArchiveNode) -> ArchiveUnreachable:
    """Something else answers over HTTP, or the path is wrong."""
    return ArchiveUnreachable(
        tr(
            "{name}: what answers at {place} is not DICOMweb. Check the address, up to and without /studies.",
            name=node.name,
            place=place_of(node),
        )
    )


def rejected(node: ArchiveNode, aet: str, source: int, diagnostic: int, transient: bool) -> ArchiveUnreachable:
    """A-ASSOCIATE-RJ (PS3.8 9.3.4)."""
    if source == 1 and diagnostic == 3:
        return ArchiveUnreachable(
            tr("{name} does not know this workstation's AE title {aet}. Have {aet} added at the archive.", name=node.name, aet=aet)
        )
    if source == 1 and diagnostic == 7:
        return ArchiveUnreachable(
            tr("{name} says that {aet} is not its AE title. Check the archive's AE title in the settings.", name=node.name, aet=node.aet)
        )
    if transient or source == 3:
        return ArchiveUnreachable(tr("{name} is too busy to answer now. Try again in a moment.", name=node.name))
    return ArchiveUnreachable(
        tr(
            "{name} refuses the connection (reason {source}.{reason}). Check that it knows the AE title {aet} and this machine.",
            name=node.name,
            source=source,
            reason=diagnostic,
            aet=aet,
        )
    )


def not_offered(node: ArchiveNode, what: str) -> ServiceNotOffered:
    """No presentation context accepted, or the SOP class is refused."""
    return ServiceNotOffered(
        tr(
            "{name} does not offer {what} to this workstation. Have it allowed at the archive, or choose another way in the settings.",
            name=node.name,
            what=what,
        )
    )


def refused(node: ArchiveNode, what: str, status: int, comment: str = "") -> ArchiveUnreachable:
    """A DIMSE failure status (PS3.7 annex C)."""
    detail = f"0x{status:04X}" + (f", {' '.join(comment.split())}" if comment else "")
    known = {
        0xA700: tr("it is out of resources"),
        0xA701: tr("it is out of resources"),
        0xA702: tr("it could not send the images"),
        0xA801: tr("it does not know the AE title to send to; have it added at the archive, with this machine's address and port"),
        0x0122: tr("it does not accept this kind of object"),
        0x0124: tr("this workstation is not allowed to"),
    }
    reason = known.get(status)
    if reason:
        return ArchiveUnreachable(
            tr("{name} refused {what}: {reason} ({detail}).", name=node.name, what=what, reason=reason, detail=detail)
        )
    return ArchiveUnreachable(
        tr(
            "{name} answered {what} with an error ({detail}). Try again; if it happens again, look at the archive's log.",
            name=node.name,
            what=what,
            detail=detail,
        )
    )


def http_refused(node: ArchiveNode, what: str, status: int) -> ArchiveUnreachable:
    """An HTTP status of 400 or more."""
    if status in (401, 403):
        return ArchiveUnreachable(
            tr(
                "{name} does not let this workstation in (HTTP {status}). Check the log-in or the rights at the archive.",
                name=node.name,
                status=status,
            )
        )
    if status == 404:
        return not_dicomweb(node)
    return ArchiveUnreachable(
        tr(
            "{name} answered {what} with an error (HTTP {status}). Try again; if it happens again, look at the archive's log.",
            name=node.name,
            what=what,
            status=status,
        )
    )
