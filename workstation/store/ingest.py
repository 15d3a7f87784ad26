"""One object's bytes to what the index keeps of it, and whether two objects with one SOP Instance UID say the same."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, replace

from workstation.errors import GaronneError, NotReadable
from workstation.imaging.model import ImageHeader
from workstation.language import tr
from workstation.studies.model import Patient, Series, Study

Encoded = bytes | bytearray | memoryview

_MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"

# What another encoding of the same image may change: pixels, and what describes their encoding (PS3.3 C.7.6.3, C.7.6.1.1.5)
_OF_THE_ENCODING = frozenset(
    (
        0x00280002,
        0x00280004,
        0x00280006,
        0x00282110,
        0x00282112,
        0x00282114,
        0x7FE00001,
        0x7FE00002,
        0x7FE00008,
        0x7FE00009,
        0x7FE00010,
    )
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one object says. ``study`` carries the object's one series; ``digest`` is of the dataset without its file meta."""

    encoded: Encoded
    study: Study
    header: ImageHeader
    digest: bytes

    @property
    def series(self) -> Series:
        """The object's series, counting nothing."""
        return self.study.series[0]


def parse(encoded: Encoded) -> Parsed:
    """Read one Part-10 file. NotReadable where it is none, or a media directory. An image that lacks a UID is placed by one made
    from its own bytes, one that cannot be decoded is kept all the same; their headers carry a mark."""
    from workstation.imaging.header import read, read_dataset
    from workstation.studies.read import study_of

    try:
        header = read(encoded)
        study = study_of(read_dataset(encoded))
    except GaronneError:
        raise
    except Exception as error:  # a damaged file may break the reader in ways nobody foresaw; it costs that file only
        raise NotReadable(tr("The file is damaged: {cause}.", cause=" ".join(str(error).split())[:120])) from error
    if header.sop_class_uid == _MEDIA_DIRECTORY:
        raise NotReadable(tr("A DICOMDIR lists images and is none. Import the folder or the disc that holds it."))
    if max(map(len, (header.sop_instance_uid, header.series_instance_uid, header.study_instance_uid))) > 128:
        raise NotReadable(tr("Not taken into the store: a UID in it is longer than DICOM allows."))
    told = study.series[0] if study.series else Series(header.series_instance_uid, header.modality)
    series = replace(told, series_instance_uid=header.series_instance_uid, images=0)
    study = replace(study, study_instance_uid=header.study_instance_uid, series=(series,), images=0, source="")
    return Parsed(encoded, study, header, _digest(encoded))


def _digest(encoded: Encoded) -> bytes:
    """SHA-256 of the dataset: the file meta in front of it differs from sender to sender (PS3.10 7.1)."""
    view = memoryview(encoded).cast("B")
    start = 0
    if len(view) > 144 and bytes(view[128:140]) == b"DICM\x02\x00\x00\x00UL\x04\x00":
        after = 144 + int.from_bytes(view[140:144], "little")
        start = after if after <= len(view) else 0
    return hashlib.sha256(view[start:]).digest()


def same_person(first: Patient, other: Patient) -> bool:
    """Whether two records that carry one Study Instance UID may be one person: nothing in them contradicts that.

    Records of one exam often say less than ``studies.identity`` wants for a prior; too little known is no contradiction here."""
    if first == other:
        return True
    from workstation.studies.identity import compare, compare_traits

    if compare(first, other).verdict != "refused":
        return True
    traits = compare_traits(first, other)
    if "other" in (traits.family, traits.given, traits.birth, traits.sex):
        return False
    if first.ins and other.ins and first.ins != other.ins:
        return False
    return not (first.patient_id and other.patient_id and first.patient_id != other.patient_id)


def same_content(first: Encoded, other: Encoded) -> bool:
    """Whether two objects with one SOP Instance UID say the same, element by element: archives write sequences and lengths each
    in their own way, or send another transfer syntax."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _equal(first, other)


def _equal(first: Encoded, other: Encoded) -> bool:
    from workstation.imaging.header import read_dataset

    try:
        one, two = (read_dataset(each, pixels=True) for each in (first, other))
        if one.file_meta.get("TransferSyntaxUID") != two.file_meta.get("TransferSyntaxUID"):
            for dataset in (one, two):
                for tag in _OF_THE_ENCODING & set(dataset.keys()):
                    del dataset[tag]
        for dataset in (one, two):
            for tag in [t for t in dataset.keys() if t.element == 0]:  # group lengths  # noqa: SIM118
                del dataset[tag]
        return bool(one == two)
    except Exception:  # what cannot be compared is not the same
        return False
