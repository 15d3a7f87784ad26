"""Which objects and which encodings are offered: storage SOP classes and transfer syntaxes (PS3.8 9.3.2.2, PS3.4 B.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydicom.uid import (
    HTJ2K,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)
from pydicom.uid import JPEG2000 as JPEG2000Lossy
from pynetdicom import AllStoragePresentationContexts, build_role
from pynetdicom.presentation import PresentationContext

from workstation.imaging.syntaxes import VIDEO

UNCOMPRESSED = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian)
COMPRESSED = (
    JPEG2000Lossless,
    JPEGLSLossless,
    JPEGLosslessSV1,
    JPEGLossless,
    RLELossless,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossy,
    HTJ2K,
    JPEGLSNearLossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    "1.2.840.10008.1.2.4.53",  # progressive JPEG, retired
    "1.2.840.10008.1.2.4.55",
    "1.2.840.10008.1.2.4.100",  # MPEG-2 main profile
    "1.2.840.10008.1.2.4.101",
    "1.2.840.10008.1.2.4.102",  # MPEG-4 AVC
    "1.2.840.10008.1.2.4.103",
    "1.2.840.10008.1.2.4.104",
    "1.2.840.10008.1.2.4.107",  # HEVC main profile
)
DEFLATED = (DeflatedExplicitVRLittleEndian,)
VIDEO_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.77.1.1.1",  # video endoscopy
    "1.2.840.10008.5.1.4.1.1.77.1.2.1",  # video microscopy
    "1.2.840.10008.5.1.4.1.1.77.1.4.1",  # video photography
)
RARE_VIDEO = tuple(uid for uid in VIDEO if uid not in COMPRESSED)  # stereo, 2.1 levels, in fragments, 10 bits
EVERY_SYNTAX = (*UNCOMPRESSED, *COMPRESSED, *DEFLATED, *RARE_VIDEO)
MOST_CONTEXTS = 128  # of one association (PS3.8 9.3.2.2: odd ids to 255)

STORAGE_CLASSES: tuple[str, ...] = tuple(str(c.abstract_syntax) for c in AllStoragePresentationContexts)

# What an archive is asked to send when it does not tell which classes an exam holds: images first, then what goes with them.
USUAL_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.2",  # CT
    "1.2.840.10008.5.1.4.1.1.2.1",  # enhanced CT
    "1.2.840.10008.5.1.4.1.1.4",  # MR
    "1.2.840.10008.5.1.4.1.1.4.1",  # enhanced MR
    "1.2.840.10008.5.1.4.1.1.1",  # CR
    "1.2.840.10008.5.1.4.1.1.1.1",  # DX
    "1.2.840.10008.5.1.4.1.1.1.2",  # MG
    "1.2.840.10008.5.1.4.1.1.1.3",  # intra-oral
    "1.2.840.10008.5.1.4.1.1.13.1.3",  # breast tomosynthesis
    "1.2.840.10008.5.1.4.1.1.6.1",  # US
    "1.2.840.10008.5.1.4.1.1.3.1",  # US multi-frame
    "1.2.840.10008.5.1.4.1.1.128",  # PET
    "1.2.840.10008.5.1.4.1.1.130",  # enhanced PET
    "1.2.840.10008.5.1.4.1.1.20",  # NM
    "1.2.840.10008.5.1.4.1.1.12.1",  # XA
    "1.2.840.10008.5.1.4.1.1.12.2",  # RF
    "1.2.840.10008.5.1.4.1.1.7",  # secondary capture
    "1.2.840.10008.5.1.4.1.1.7.2",
    "1.2.840.10008.5.1.4.1.1.7.4",
    "1.2.840.10008.5.1.4.1.1.11.1",  # presentation state
    "1.2.840.10008.5.1.4.1.1.88.11",  # structured reports
    "1.2.840.10008.5.1.4.1.1.88.22",
    "1.2.840.10008.5.1.4.1.1.88.33",
    "1.2.840.10008.5.1.4.1.1.88.59",  # key objects
    "1.2.840.10008.5.1.4.1.1.88.67",  # dose
    "1.2.840.10008.5.1.4.1.1.66.4",  # segmentation
    "1.2.840.10008.5.1.4.1.1.104.1",  # PDF
    *VIDEO_CLASSES,
)


def context(abstract_syntax: str, transfer_syntaxes: Sequence[str]) -> PresentationContext:
    """One presentation context."""
    made = PresentationContext()
    made.abstract_syntax = abstract_syntax
    made.transfer_syntax = list(transfer_syntaxes)
    return made


def received() -> list[PresentationContext]:
    """What a listener takes: every storage class in every encoding, as it is."""
    return [context(uid, EVERY_SYNTAX) for uid in STORAGE_CLASSES]


def wanted(classes: Iterable[str], room: int = MOST_CONTEXTS - 1) -> list[PresentationContext]:
    """What a C-GET asks for so that objects come as they are stored: for each class one context a syntax, as many as there is
    room for (PS3.8 lets the peer choose one syntax a context); when there is no room, one context a class with all of them."""
    known = list(dict.fromkeys(classes)) or list(USUAL_CLASSES)
    compressed = {uid: (*COMPRESSED, *(RARE_VIDEO if uid in VIDEO_CLASSES else ())) for uid in known}
    if sum(1 + len(syntaxes) for syntaxes in compressed.values()) <= room:
        return [context(uid, syntaxes) for uid in known for syntaxes in (UNCOMPRESSED, *((c,) for c in compressed[uid]))]
    if 2 * len(known) <= room:
        return [context(uid, syntaxes) for uid in known for syntaxes in (compressed[uid], UNCOMPRESSED)]
    return [context(uid, (*UNCOMPRESSED, *compressed[uid])) for uid in known[:room]]


def receiver_roles(contexts: Iterable[PresentationContext]) -> list[object]:
    """Role selection: for these we are the one who stores (PS3.7 D.3.3.4)."""
    return [build_role(uid, scp_role=True) for uid in dict.fromkeys(str(c.abstract_syntax) for c in contexts)]
