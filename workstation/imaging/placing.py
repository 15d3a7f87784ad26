"""Where an image says it lies: whose axes its positions are in, which sides it names, what cannot be true. Marks, never a refusal."""

from __future__ import annotations

import math
import struct

from pydicom.datadict import keyword_for_tag

from workstation.imaging import functional_groups
from workstation.imaging.elements import Elements
from workstation.imaging.geometry import letters, letters_of_radiograph, share_of
from workstation.imaging.model import FrameHeader, ImageHeader, Mark
from workstation.language import number, plural, tr

ROUNDED = 0.002  # cosines off by less were written with three digits
WIDEST_MM, NARROWEST_MM = 3000.0, 1.0  # a cross-section of a patient; beyond, micrometres or metres were written for millimetres
LARGEST_PART = (1 << 16) - 1  # of a concatenation, as its elements can hold
AGREES = 0.2  # share of a direction that PatientOrientation's first letter must have in the cosines
# values of an animal's images (C.7.6.1.1.1) that no person's can have: left, right, dorsal, ventral, cranial, caudal, distal, medial, ...
_QUADRUPED = frozenset(["LE", "RT", "D", "V", "CR", "CD", "DI", "M", "MED", "LAT", "PRX", "PLANTAR"])


def tell_place(ds: Elements, header: ImageHeader, frames: tuple[FrameHeader, ...], marks: list[Mark]) -> None:
    """Marks on where the image says it lies: cosines corrected or refused, positions that are no numbers, millimetres that cannot be."""
    if not header.pixel_keyword:
        return
    if "ImageOrientationSlide" in ds:
        marks.append(Mark("no_volume", tr("Tiles of a microscope slide: they lie in one plane and make no volume."), "info"))
    for frame_type in (f.image_type for f in frames[:1]):
        if "MOSAIC" in frame_type and not any(m.code == "mosaic" for m in marks):
            marks.append(Mark("mosaic", tr("A mosaic: many slices tiled in one picture. It is shown flat, without positions."), "warn"))
    if not header.patient_coordinates and any(f.position_lps for f in frames[:1]):
        text = tr("The positions are those of the probe or the table, not of the patient: no sides are named, planes are the volume's own.")
        marks.append(Mark("no_sides", text))
    shared = ds.first("SharedFunctionalGroupsSequence")
    plane = (shared.first("PlaneOrientationSequence") if shared else None) or ds
    orientation = plane.extent("ImageOrientationPatient")
    if orientation is not None and orientation.length:
        written = plane.numbers("ImageOrientationPatient")
        off = functional_groups.deviation(written) if len(written) >= 6 else math.inf
        if off >= functional_groups.OFF_CEILING:
            text = tr("ImageOrientationPatient is not two perpendicular unit vectors: the image is shown without a place.")
            marks.append(Mark("orientation", text, "danger"))
        elif off > ROUNDED:
            text = tr("The directions written are {off} off from perpendicular unit vectors and were corrected.", off=number(off, 4))
            marks.append(Mark("orientation", text, "info"))
        position = ds.extent("ImagePositionPatient")
        nowhere = position is not None and position.length and functional_groups.vector(ds.numbers("ImagePositionPatient")) is None
        if off < functional_groups.OFF_CEILING and nowhere:
            text = tr("ImagePositionPatient is not three millimetres: the image is shown without a place.")
            marks.append(Mark("position", text, "danger"))
    if len(frames) > 1 and "PerFrameFunctionalGroupsSequence" in ds and "ImageOrientationSlide" not in ds:
        loose = sum(f.position_lps is None for f in frames)
        if loose and (loose < len(frames) or header.modality in ("CT", "MR", "PT")):
            text = plural(
                loose,
                "{count} of {total} frames does not say where it lies: it is shown without a place.",
                "{count} of {total} frames do not say where they lie: they are shown without a place.",
                total=len(frames),
            )
            marks.append(Mark("unplaced", text))
    if header.number_of_frames > 1 and frames[0].position_lps is None and functional_groups.reconstructed(ds):
        marks.append(Mark("unplaced", tr("The images do not say where they lie: no planes, no lengths between images.")))
    spacing = frames[0].spacing
    if spacing and frames[0].spacing_from == "patient" and header.modality in ("CT", "MR", "PT", "NM"):
        across = max(spacing[0] * header.rows, spacing[1] * header.columns)
        if across > WIDEST_MM or (across < NARROWEST_MM and max(header.rows, header.columns) > 32):
            text = tr("The image would be {mm} mm wide: its millimetres cannot be right.", mm=number(across, 0 if across > 10 else 2))
            marks.append(Mark("scale", text, "danger"))


def frame_of_reference(ds: Elements) -> str:
    """The UID of the axes that positions are in: of an ultrasound volume its own, which are never those of another image."""
    if "VolumeFrameOfReferenceUID" in ds or "UltrasoundAcquisitionGeometry" in ds:
        return ds.text("VolumeFrameOfReferenceUID")
    return ds.text("FrameOfReferenceUID")


def own_axes(ds: Elements) -> bool:
    """Whether positions are those of a probe, a table or a slide, not of the patient (C.8.24.2, C.8.12.4)."""
    return "ImageOrientationSlide" in ds or "UltrasoundAcquisitionGeometry" in ds or "VolumeFrameOfReferenceUID" in ds


def patient_orientation(ds: Elements, marks: list[Mark]) -> tuple[str, ...]:
    """PatientOrientation (C.7.6.1.1.1) where it can be trusted; () with a mark where it contradicts itself or is not of a biped."""
    told = ds.texts("PatientOrientation")
    if not any(told):
        return ()
    if ds.text("AnatomicalOrientationType").upper() == "QUADRUPED" or any(v.upper() in _QUADRUPED for v in told):
        text = tr("The directions ({said}) are those of an animal: no sides are named.", said=" ".join(told))
        marks.append(Mark("patient_orientation", text, "warn"))
        return ()
    if letters_of_radiograph(told) is None:
        text = tr("PatientOrientation ({said}) names no two directions of the patient: no sides are named.", said=" ".join(told))
        marks.append(Mark("patient_orientation", text, "warn"))
        return ()
    directions = functional_groups.directions(ds.numbers("ImageOrientationPatient"))
    if directions is not None and any(share_of(said[0], way) < AGREES for said, way in zip(told[:2], directions, strict=True)):
        ways = " ".join(letters(way) for way in directions)
        text = tr(
            "PatientOrientation ({said}) contradicts ImageOrientationPatient ({ways}): check the sides.", said=" ".join(told), ways=ways
        )
        marks.append(Mark("patient_orientation", text, "danger"))
    return told


def concatenation(ds: Elements) -> tuple[int, int, int]:
    """Number of this part, of how many, and how many frames come before it (C.7.6.16.1.1)."""
    keywords = ("InConcatenationNumber", "InConcatenationTotalNumber", "ConcatenationFrameOffsetNumber")
    part, total, before = (min(max(0, ds.integer(keyword)), LARGEST_PART) for keyword in keywords)
    return part, total, before


def dimensions(ds: Elements) -> tuple[str, ...]:
    """The keyword of each dimension index; "" for a private one."""
    found = []
    for item in ds.items("DimensionIndexSequence")[:32]:
        value = bytes(item.value("DimensionIndexPointer"))
        group, element = struct.unpack("<HH" if item.little else ">HH", value) if len(value) == 4 else (0, 0)
        found.append(keyword_for_tag(group << 16 | element))
    return tuple(found)
