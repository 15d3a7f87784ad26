"""Part-10 files around encoded data sets, without decoding them (PS3.10 7.1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from pydicom.dataset import FileMetaDataset
from pydicom.filewriter import write_file_meta_info
from pydicom.uid import UID

from workstation import __version__
from workstation.errors import NotReadable
from workstation.language import tr

IMPLEMENTATION_CLASS_UID = UID("2.25.251868031184719023514735420816935284763")  # of a UUID, PS3.5 B.2
PREAMBLE = b"\0" * 128 + b"DICM"
_LONG = {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"UC", b"UN", b"UR", b"UT", b"SV", b"UV"}


@dataclass(frozen=True, slots=True)
class Label:
    """What a file's meta group says, and where its data set starts."""

    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str
    offset: int


def label(encoded: bytes | memoryview) -> Label:
    """Read the file meta group (0002). Raises NotReadable when it is not a whole Part-10 head."""
    head = memoryview(encoded)
    if len(head) < 140 or bytes(head[128:132]) != b"DICM":
        raise NotReadable(tr("An object is not a DICOM file (no Part-10 head)."))
    values: dict[int, str] = {}
    at = 132
    while at + 8 <= len(head):
        group, element = struct.unpack_from("<HH", head, at)
        if group != 2:
            break
        if bytes(head[at + 4 : at + 6]) in _LONG:
            if at + 12 > len(head):
                break
            (length,) = struct.unpack_from("<I", head, at + 8)
            start = at + 12
        else:
            (length,) = struct.unpack_from("<H", head, at + 6)
            start = at + 8
        if element in (2, 3, 0x10):
            values[element] = bytes(head[start : start + length]).decode("ascii", "replace").rstrip("\0 ")
        at = start + length
    if not values.get(0x10) or at > len(head):
        raise NotReadable(tr("An object's file head names no transfer syntax or is cut."))
    return Label(values.get(2, ""), values.get(3, ""), values[0x10], at)


def wrap(dataset: bytes, sop_class_uid: str, sop_instance_uid: str, transfer_syntax_uid: str, source: str = "") -> bytes:
    """A whole file around an encoded data set. ``source``: the AE title it came from."""
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID = UID(sop_class_uid)
    meta.MediaStorageSOPInstanceUID = UID(sop_instance_uid)
    meta.TransferSyntaxUID = UID(transfer_syntax_uid)
    meta.ImplementationClassUID = IMPLEMENTATION_CLASS_UID
    meta.ImplementationVersionName = f"GARONNE_{__version__}"[:16]
    if source:
        meta.SourceApplicationEntityTitle = source[:16]
    head = BytesIO()
    write_file_meta_info(head, meta, enforce_standard=True)
    return b"".join((PREAMBLE, head.getvalue(), dataset))
