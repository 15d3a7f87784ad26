"""Bytes of one DICOM file to its ImageHeader. It runs once a file, on arrival; opening an exam later needs no file for it.

``read`` never raises for a file that is DICOM: what is wrong with an image becomes a mark, so that the image stays visible in its
series with the reason why it cannot be shown.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pydicom
from pydicom.uid import ExplicitVRLittleEndian

from workstation.errors import NotReadable, UndecodableImage
from workstation.imaging import burned_in, fragments, functional_groups, luts, placing, private_elements, syntaxes, tints, video
from workstation.imaging.calibration import Calibration, spacing_of
from workstation.imaging.elements import EXPLICIT_LITTLE, KNOWN_VRS, PIXEL_KEYWORDS, UNDEFINED, Elements, Extent, Part10, open_part10, whole
from workstation.imaging.model import FrameHeader, ImageHeader, Mark, filled
from workstation.imaging.quantities import with_quantities
from workstation.imaging.shutters import shutters_of
from workstation.imaging.subtraction import subtractions_of
from workstation.imaging.technique import technique_of
from workstation.imaging.ultrasound_regions import broken, region_spacing, regions_of
from workstation.imaging.views import laterality, laterality_conflict, view_of
from workstation.language import number, plural, tr

Encoded = bytes | bytearray | memoryview
NESTING_CEILING = 40  # sequences nested deeper are left out of what pydicom gets: it recurses
FOR_PROCESSING = frozenset(f"1.2.840.10008.5.1.4.1.1.{n}" for n in ("1.1.1", "1.2.1", "1.3.1", "13.1.5"))  # raw DX, MG, intra-oral, BTO
MOST_FRAMES = 250_000  # of one file, more than any slide has tiles: each is kept in the header and listed
MAPPED_FROM = 1 << 30  # bytes; of larger files only what is asked for is read. Not of smaller: a medium pulled out would end the program
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE  # what a file has wrong is told by marks, not by warnings
warnings.filterwarnings("ignore", module="pydicom")
_UID = re.compile(r"[0-9.]{1,64}")


def encoded_of(source: Encoded | Path | str, *, whole: bool = False) -> Encoded:
    """The bytes of a file; one over 1 GB is mapped, unless it is to be in memory ``whole``. Raises NotReadable with the system's reason."""
    if not isinstance(source, Path | str):
        return source
    try:
        with open(source, "rb") as file:
            if not whole and file.seek(0, 2) > MAPPED_FROM:
                return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            file.seek(0)
            return file.read()
    except FileNotFoundError as error:
        raise NotReadable(tr("{path} does not exist.", path=source)) from error
    except OSError as error:
        raise NotReadable(tr("{path} cannot be read: {cause}.", path=source, cause=error.strerror or error)) from error


def read(source: Encoded | Path | str) -> ImageHeader:
    """The header of one file, whole in ``source`` or at a path. Raises NotReadable where it is not DICOM at all."""
    encoded = encoded_of(source)
    return of_part10(open_part10(encoded))


def from_dataset(dataset: pydicom.Dataset) -> ImageHeader:
    """The header of a data set in memory: written to bytes and read, so that there is one reader."""
    return read(encode(dataset))


def encode(dataset: pydicom.Dataset) -> bytes:
    """A data set as a Part-10 file, in its own transfer syntax or explicit little endian. The data set is left as it was."""
    meta = pydicom.dataset.FileMetaDataset(getattr(dataset, "file_meta", None) or pydicom.Dataset())
    if "TransferSyntaxUID" not in meta:
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
    for keyword in ("SOPClassUID", "SOPInstanceUID"):
        if keyword in dataset and f"MediaStorage{keyword}" not in meta:
            setattr(meta, f"MediaStorage{keyword}", dataset[keyword].value)
    meta.FileMetaInformationGroupLength = 0  # written with its true value
    meta.FileMetaInformationVersion = b"\0\1"
    whole = pydicom.Dataset(dataset)
    whole.file_meta, whole.preamble = meta, bytes(128)
    buffer = BytesIO()
    pydicom.dcmwrite(buffer, whole, enforce_file_format=False)
    return buffer.getvalue()


def read_dataset(source: Encoded | Path | str, pixels: bool = False) -> pydicom.Dataset:
    """A pydicom data set of a file, made safe first: inflated under a ceiling, sequences nested past 40 levels left out.

    Without ``pixels`` the pixel data are left out. Raises NotReadable."""
    part10 = open_part10(encoded_of(source))
    found = part10.dataset
    kept = []
    for tag, extent in found.extents.items():
        if tag in PIXEL_KEYWORDS and not pixels:
            continue
        if extent.length == UNDEFINED and tag not in PIXEL_KEYWORDS and _nesting(found, tag) > NESTING_CEILING:
            continue
        kept.append(part10.buffer[extent.start : extent.end])
    try:
        dataset = pydicom.filereader.read_dataset(BytesIO(b"".join(kept)), is_implicit_VR=not found.explicit, is_little_endian=found.little)
        read_meta = pydicom.filereader.read_dataset(BytesIO(_meta_bytes(part10)), is_implicit_VR=False, is_little_endian=True)
        whole = pydicom.Dataset(dataset)
        whole.file_meta = pydicom.dataset.FileMetaDataset(read_meta)
        syntax = pydicom.DataElement(0x00020010, "UI", part10.transfer_syntax, validation_mode=pydicom.config.IGNORE)
        whole.file_meta[0x00020010] = syntax
        whole.set_original_encoding(not found.explicit, found.little)
    except RecursionError as error:
        raise NotReadable(tr("The file nests its sequences too deep.")) from error
    except Exception as error:  # pydicom raises many kinds for damaged files
        raise NotReadable(tr("The file is damaged: {cause}.", cause=" ".join(str(error).split())[:120])) from error
    return whole


def _meta_bytes(part10: Part10) -> bytes:
    """The meta information but for the transfer syntax, which is what was found to be true, and elements too damaged to read."""
    kept = [e for tag, e in part10.meta.extents.items() if e.vr in KNOWN_VRS and tag != 0x00020010]
    return b"".join(part10.meta.buffer[e.start : e.end] for e in kept)


def _nesting(found: Elements, tag: int) -> int:
    """How deep one element nests: scanned alone, since the whole data set keeps only its deepest."""
    extent = found.extents[tag]
    return Elements(found.buffer, extent.start, extent.end, found.explicit, found.little).depth


def of_part10(part10: Part10) -> ImageHeader:
    """The header of an opened file."""
    ds, syntax = part10.dataset, part10.transfer_syntax
    modality = ds.text("Modality").upper() or ("OT" if "Rows" in ds else "")
    marks: list[Mark] = []
    sop, series, study = _identity(part10, marks)
    regions = regions_of(ds) if "SequenceOfUltrasoundRegions" in ds else ()
    calibration = spacing_of(ds, modality)
    if regions and (calibration.source != "none" or any({r.unit_x, r.unit_y} != {"none"} for r in regions)):
        calibration = Calibration(region_spacing(regions), "region")
    base = functional_groups.image_frame(ds, calibration)
    view, modifiers = view_of(ds)
    signed = ds.integer("PixelRepresentation") == 1
    floats = next((keyword.removesuffix("PixelData") for tag, keyword in PIXEL_KEYWORDS.items() if tag in ds.extents), "")
    bits = ds.integer("BitsAllocated", 16)
    stored = ds.integer("BitsStored", bits)
    header = ImageHeader(
        sop_instance_uid=sop,
        sop_class_uid=ds.text("SOPClassUID") or part10.meta.text("MediaStorageSOPClassUID"),
        series_instance_uid=series,
        study_instance_uid=study,
        transfer_syntax_uid=syntax,
        modality=modality,
        rows=max(0, ds.integer("Rows")),
        columns=max(0, ds.integer("Columns")),
        samples_per_pixel=ds.integer("SamplesPerPixel", 1),
        photometric=ds.text("PhotometricInterpretation").upper() or "MONOCHROME2",
        planar_configuration=ds.integer("PlanarConfiguration"),
        bits_allocated=bits,
        bits_stored=stored,
        high_bit=ds.integer("HighBit", stored - 1),
        signed=signed,
        pixel_keyword="",
        frame_of_reference_uid=placing.frame_of_reference(ds),
        instance_number=whole(ds.number("InstanceNumber")),
        acquisition_number=whole(ds.number("AcquisitionNumber")),
        image_type=ds.texts("ImageType"),
        laterality=laterality(ds),
        view_position=view,
        patient_orientation=placing.patient_orientation(ds, marks),
        content_date=ds.text("ContentDate"),
        content_time=ds.text("ContentTime"),
        frame_time_ms=_frame_time(ds),
        sweeping=ds.integer("PreferredPlaybackSequencing") == 1,
        presentation_lut_inverse=ds.text("PresentationLUTShape").upper() == "INVERSE",
        has_modality_lut=luts.modality_table_item(ds) is not None,
        has_overlays=any(0x60000000 <= tag < 0x60200000 and tag & 0x1FFFF in (0x10, 0x102, 0x3000) for tag in ds.extents),
        padding_value=ds.number(f"{floats}PixelPaddingValue", signed),
        padding_limit=ds.number(f"{floats}PixelPaddingRangeLimit", signed),
        burned_in=ds.text("BurnedInAnnotation").upper() == "YES",
        regions=regions,
        technique=technique_of(ds, modality),
        acquisition_date=ds.text("AcquisitionDate"),
        acquisition_time=ds.text("AcquisitionTime"),
        view_modifiers=modifiers,
        has_icc_profile="ICCProfile" in ds or any("ICCProfile" in path for path in ds.items("OpticalPathSequence")[:64]),
        patient_coordinates=not placing.own_axes(ds),
        spacing_between_slices=ds.number("SpacingBetweenSlices"),
        shutters=shutters_of(ds),
        tint=tints.kind_of(ds, ds.text("SOPClassUID"), ds.text("PhotometricInterpretation").upper() or "MONOCHROME2"),
        segments=tints.segments_of(ds) if "SegmentSequence" in ds else (),
        concatenation_uid=ds.text("ConcatenationUID"),
        concatenation=placing.concatenation(ds) if "ConcatenationUID" in ds else (0, 0, 0),
        dimensions=placing.dimensions(ds) if "DimensionIndexSequence" in ds else (),
        spacing_note=ds.text("PixelSpacingCalibrationDescription")[:64],
        masks=subtractions_of(ds) if "MaskSubtractionSequence" in ds else (),
        linear_to_beam=ds.text("PixelIntensityRelationship").upper() == "LIN",
        slices_told=max(0, ds.integer("NumberOfSlices")) if modality == "PT" else 0,
    )
    header = _with_pixels(header, part10, marks)
    if not header.frame_times_ms:
        header = filled(header, frame_times_ms=_frame_times(ds, header.number_of_frames))
    if header.frames and base.spacing is None:  # pixels of a video that are not square, where the file itself says nothing of them
        base = replace(base, spacing=header.frames[0].spacing)
    frames = functional_groups.frames_of(ds, header.number_of_frames, base)
    if "SegmentSequence" in ds and not any(f.windows for f in frames):
        frames = tuple([replace(f, windows=tints.windows_of(ds, header.tint)) for f in frames])
    if header.pixel_keyword in ("FloatPixelData", "DoubleFloatPixelData"):  # LINEAR's half steps are those of whole numbers
        frames = tuple([_exact(f) for f in frames])
    if header.sop_class_uid in luts.STORED_IS_SHOWN:
        frames = tuple([replace(f, rescale_slope=1.0, rescale_intercept=0.0, rescale_type="") for f in frames])
    frames, unscaled = luts.lined(frames)
    frames = tuple([luts.placed(f, header) for f in frames])
    if "ImageOrientationSlide" in ds:  # tiles of one plane
        frames = tuple([replace(f, position_lps=None, row_lps=None, column_lps=None) for f in frames])
    header, frames, told = with_quantities(header, frames, ds, scaled=unscaled is None or header.has_modality_lut)
    _tell(header, frames[0].spacing_from, part10, marks)
    marks += [unscaled] if unscaled is not None and not header.has_modality_lut else []
    marks += luts.marks_of(ds)
    placing.tell_place(ds, header, frames, marks)
    if any(mark.code == "mosaic" for mark in marks):  # the position is that of no tile
        frames = tuple([replace(f, position_lps=None) for f in frames])
    conflict = laterality_conflict(ds)
    if conflict:
        marks.append(
            Mark(
                "laterality",
                tr("The image says {image} and its series {series}: check the side.", image=conflict[0], series=conflict[1]),
                "danger",
            )
        )
    marks += told
    lost = broken(ds, regions) if "SequenceOfUltrasoundRegions" in ds else 0
    if lost:
        text = plural(
            lost,
            "{count} ultrasound region does not tell its scale: nothing can be measured in it.",
            "{count} ultrasound regions do not tell their scale: nothing can be measured in them.",
        )
        marks.append(Mark("regions", text))
    return filled(header, frames=frames, lossy=_lossy(ds, header, part10), marks=tuple(marks))


def _exact(frame: FrameHeader) -> FrameHeader:
    """A frame of floating-point values: its LINEAR windows mean LINEAR_EXACT."""
    return replace(frame, windows=tuple(replace(w, function="LINEAR_EXACT") if w.function == "LINEAR" else w for w in frame.windows))


def _identity(part10: Part10, marks: list[Mark]) -> tuple[str, str, str]:
    """The three UIDs. A missing one is derived from the file's own bytes, so that nothing is ever grouped by an empty UID."""
    ds = part10.dataset
    uids = [
        ds.text("SOPInstanceUID") or part10.meta.text("MediaStorageSOPInstanceUID"),
        ds.text("SeriesInstanceUID"),
        ds.text("StudyInstanceUID"),
    ]
    if all(_UID.fullmatch(uid) for uid in uids):
        return uids[0], uids[1], uids[2]
    digest = hashlib.sha256(part10.buffer).digest()
    for place, uid in enumerate(uids):
        if not _UID.fullmatch(uid):
            uids[place] = f"2.25.{int.from_bytes(digest[place * 4 : place * 4 + 15], 'big')}"
    marks.append(Mark("no_identity", tr("The file lacks UIDs that tell its image, series and study: it is shown alone.")))
    return uids[0], uids[1], uids[2]


def _with_pixels(header: ImageHeader, part10: Part10, marks: list[Mark]) -> ImageHeader:
    """Where the pixels lie and how many frames of them there are, checked against the file's length before anything trusts it."""
    ds = part10.dataset
    claimed = max(1, ds.integer("NumberOfFrames", 1))
    tag = next((tag for tag in PIXEL_KEYWORDS if tag in ds.extents), None)
    if tag is None:
        if header.rows and header.columns:
            marks.append(Mark("undecodable", tr("The file ends before its pixels."), "danger"))
            return filled(header, frames_claimed=claimed)
        return filled(header, rows=0, columns=0)
    extent = ds.extents[tag]
    header = filled(header, pixel_keyword=PIXEL_KEYWORDS[tag], frames_claimed=claimed)
    if tag != 0x7FE00010:
        depth = 32 if tag == 0x7FE00008 else 64
        header = filled(header, bits_allocated=depth, bits_stored=depth, high_bit=depth - 1, signed=True)
    if not header.rows or not header.columns:
        marks.append(Mark("undecodable", tr("Rows or Columns is missing."), "danger"))
        return header
    three = 3 * header.rows * header.columns * claimed * header.bits_allocated // 8
    if header.photometric in SUBSAMPLED and header.samples_per_pixel == 3 and UNDEFINED > extent.length >= three:
        header = filled(header, photometric=header.photometric[:-4])  # said to be subsampled, written in full
    if video.is_video(header):
        return _with_video(header, part10, "NumberOfFrames" in ds, marks)
    own = _own_syntax(header, part10, extent)
    if own != header.transfer_syntax_uid:
        header = filled(header, transfer_syntax_uid=own)
        marks.append(Mark("syntax", tr("The pixels are stored in another way than the file says: they are read as what they are.")))
    if extent.length == UNDEFINED or not (syntaxes.is_native(header.transfer_syntax_uid) or part10.inflated):
        found = fragments.survey(part10, claimed)
        frames = len(found.frames)
        if found.table_wrong:
            marks.append(Mark("offsets", tr("The offset table of this file is wrong: its frames were found without it.")))
        if found.surplus:
            marks.append(_surplus(claimed + found.surplus, claimed))
        short = fragments.cut_short(part10, header.transfer_syntax_uid, found.frames)
        if short:
            text = plural(
                short, "The compressed picture of {count} frame ends early.", "The compressed pictures of {count} frames end early."
            )
            marks.append(Mark("truncated", text, "danger"))
    else:
        present = min(extent.length, extent.end - extent.offset)
        needed = frame_bits(header)
        frames = min(claimed, -(-present * 8 // needed)) if needed else 0
        header = filled(header, pixel_offset=-1 if part10.inflated else extent.offset, pixel_length=present)
        if present * 8 < needed * claimed - 7:
            share = present * 8 / (needed * claimed)
            text = tr(
                "The pixels are cut short: {percent} % of them are in the file.", percent=number(100 * share, 0 if share > 0.01 else 2)
            )
            marks.append(Mark("truncated", text, "danger"))
        elif needed and present * 8 >= needed * claimed + max(needed, 16):  # less is padding to an even length
            marks.append(_surplus(present * 8 // needed, claimed))
        elif present * 8 > needed * claimed + 31:  # more than padding
            text = tr(
                "The file holds {count} bytes more than rows and columns ask for: check the picture.", count=present - needed * claimed // 8
            )
            marks.append(Mark("extra", text))
    if frames < claimed and not any(m.code == "truncated" for m in marks):
        marks.append(Mark("truncated", tr("{found} of {claimed} frames are in the file.", found=frames, claimed=claimed), "danger"))
    if frames > MOST_FRAMES:
        text = tr("The file holds {found} frames: only the first {most} of them are shown.", found=frames, most=MOST_FRAMES)
        marks.append(Mark("truncated", text, "danger"))
    return filled(header, number_of_frames=max(1, min(frames, MOST_FRAMES)))


def _own_syntax(header: ImageHeader, part10: Part10, extent: Extent) -> str:
    """The transfer syntax that the pixels have, whatever the file calls it: see ``fragments.own_syntax``. Those that lie there by
    themselves, as many bytes as rows, columns and frames ask for, are not compressed."""
    syntax = header.transfer_syntax_uid
    if extent.length == UNDEFINED:
        return fragments.own_syntax(part10, syntax)
    needed = -(-frame_bits(header) * header.frames_claimed // 8)
    plain = syntax in syntaxes.MAYBE_LOSSY or syntax in syntaxes.ALWAYS_LOSSY or syntax == fragments.RLE
    return EXPLICIT_LITTLE if plain and extent.length in (needed, needed + needed % 2) and not part10.inflated else syntax


def _surplus(found: int, claimed: int) -> Mark:
    text = tr("The file holds {found} frames, its header says {claimed}: the others are not shown.", found=found, claimed=claimed)
    return Mark("frames", text)


def _with_video(header: ImageHeader, part10: Part10, counted: bool, marks: list[Mark]) -> ImageHeader:
    """Pictures of a video are counted in its stream: NumberOfFrames is often wrong or not there."""
    try:
        found = video.found_in(part10)
    except UndecodableImage as error:
        marks.append(Mark("undecodable", str(error), "danger"))
        return filled(header, number_of_frames=1)
    if found.frames < header.frames_claimed:
        text = tr("{found} of {claimed} frames are in the file.", found=found.frames, claimed=header.frames_claimed)
        marks.append(Mark("truncated", text, "danger"))
    elif found.cut:
        marks.append(Mark("truncated", tr("The video is cut short or damaged: frames may be missing."), "danger"))
    elif found.frames > header.frames_claimed and counted:
        text = tr(
            "The video has {found} frames, its header says {claimed}: all are shown.", found=found.frames, claimed=header.frames_claimed
        )
        marks.append(Mark("frames", text, "info"))
    if found.stereo:
        marks.append(Mark("stereo", tr("A stereo video: only one of its two views is shown."), "warn"))
    own = header.frame_time_ms is not None
    oblong = 0.2 < found.aspect < 5 and abs(found.aspect - 1) > 0.005
    return filled(
        header,
        number_of_frames=max(1, found.frames),
        frame_time_ms=header.frame_time_ms if own else found.frame_ms,
        frame_times_ms=() if own else found.times_ms,
        frames=(FrameHeader(spacing=(1.0, found.aspect)),) if oblong else (),
    )


SUBSAMPLED = ("YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420")


def frame_bits(header: ImageHeader) -> int:
    """Bits of one native frame; where chrominance is subsampled by two there are two samples a pixel (C.7.6.3.1.2)."""
    samples = 2 if header.photometric.endswith("_422") and header.samples_per_pixel == 3 else header.samples_per_pixel
    return header.rows * header.columns * samples * header.bits_allocated


def _tell(header: ImageHeader, spacing_from: str, part10: Part10, marks: list[Mark]) -> None:
    """Marks that any reader must see on this image."""
    if not header.pixel_keyword:
        return
    marks += burned_in.marks_of(part10.dataset, header.modality, header.sop_class_uid)
    if spacing_from == "detector":
        marks.append(Mark("uncalibrated", tr("Millimetres are those at the detector, not at the patient."), "warn"))
    elif spacing_from == "magnified":
        marks.append(Mark("magnified", tr("Millimetres follow from an estimated magnification."), "info"))
    elif spacing_from == "none" and header.modality not in ("SM", "SEG"):
        marks.append(Mark("uncalibrated", tr("The image has no calibration: lengths are in pixels."), "warn"))
    if header.bits_stored > header.bits_allocated or header.bits_stored < 1:
        marks.append(Mark("bits", tr("BitsStored contradicts BitsAllocated; all allocated bits are read.")))
    marks += _purpose(part10.dataset, header.sop_class_uid)
    if part10.dataset.text("RecommendedViewingMode").upper() == "SUB":  # C.7.6.10
        marks.append(Mark("mask", tr("Made to be seen with its mask subtracted (DSA)."), "info"))
    if "MOSAIC" in header.image_type or (header.modality == "MR" and private_elements.mosaic_tiles(part10.dataset)):
        marks.append(Mark("mosaic", tr("A mosaic: many slices tiled in one picture. It is shown flat, without positions."), "warn"))


def _purpose(ds: Elements, sop_class_uid: str) -> list[Mark]:
    """What an image was made for, where that is not a diagnosis."""
    found = []
    if sop_class_uid in FOR_PROCESSING or ds.text("PresentationIntentType").upper() == "FOR PROCESSING":  # C.8.11.1.1.1
        found.append(Mark("raw", tr("A raw image, for processing: it is not made to be read.")))
    qualified = ds.text("ContentQualification").upper()  # C.8.13.2.1.1
    if qualified == "RESEARCH":
        found.append(Mark("purpose", tr("Made for research, not for diagnosis.")))
    elif qualified == "SERVICE":
        found.append(Mark("purpose", tr("Made to service the machine, not for diagnosis.")))
    elif ds.text("QualityControlImage").upper() == "YES":  # C.7.6.1
        found.append(Mark("purpose", tr("A quality control image, of no patient.")))
    return found


def _lossy(ds: Elements, header: ImageHeader, part10: Part10) -> str:
    """What is said of lossy compression, "" where there was none."""
    syntax = header.transfer_syntax_uid
    method = syntaxes.ALWAYS_LOSSY.get(syntax, "")
    if not method and syntax in syntaxes.MAYBE_LOSSY and fragments.codestream_is_lossy(part10, syntax, header.frames_claimed):
        method = syntaxes.MAYBE_LOSSY[syntax]
    flagged = ds.text("LossyImageCompression") == "01"
    if not method and not flagged:
        return ""
    methods = [syntaxes.METHODS.get(m, m) for m in ds.texts("LossyImageCompressionMethod") if m] or ([method] if method else [])
    ratios = [f"{r:.0f}:1" if r >= 100 else f"{r:.3g}:1" for r in ds.numbers("LossyImageCompressionRatio") if r > 0]
    said = " ".join(filter(None, (", ".join(dict.fromkeys(methods)), ", ".join(ratios))))
    return said or tr("lossy")


def _frame_time(ds: Elements) -> float | None:
    """Milliseconds between frames when a cine is played: the recommended rate, else that of the acquisition (C.7.6.5.1)."""
    recommended = ds.number("RecommendedDisplayFrameRate")
    if recommended and recommended > 0:
        return 1000 / recommended
    time = ds.number("FrameTime")
    if time and time > 0:
        return time
    vector = [t for t in ds.numbers("FrameTimeVector") if t > 0]
    if vector:
        return sum(vector) / len(vector)
    rate = ds.number("CineRate")
    return 1000 / rate if rate and rate > 0 else None


def _frame_times(ds: Elements, frames: int) -> tuple[float, ...]:
    """Milliseconds that each frame stays, where FrameTimeVector tells them and no rate is recommended: its values are the increments
    *before* each frame, the first one 0 (C.7.6.5.1.2)."""
    vector = ds.numbers("FrameTimeVector")
    if "RecommendedDisplayFrameRate" in ds or "FrameTime" in ds or len(vector) != frames or frames < 3 or min(vector[1:]) <= 0:
        return ()
    after = vector[1:]
    return (*after, sum(after) / len(after)) if max(after) - min(after) > 1 else ()
