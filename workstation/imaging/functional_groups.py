"""The place and grey of each frame: from functional groups (PS3.3 C.7.6.16), from the vectors of NM and dose images, or from the image."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from pydicom.datadict import keyword_dict

from workstation.imaging import private_elements
from workstation.imaging.calibration import Calibration, pair
from workstation.imaging.elements import Elements, whole
from workstation.imaging.luts import LARGEST_LINE, MOST_CHOICES, line_of, usable
from workstation.imaging.model import FrameHeader, Vector, Window
from workstation.imaging.moments import seconds_of
from workstation.imaging.quantities import real_world_of
from workstation.imaging.shutters import shutters_of

OFF_CEILING = 0.02  # cosines further from perpendicular unit vectors place nothing
FRAMES_CEILING = 200_000  # per-frame items read; whole-slide images have the most

Pair = tuple[Vector, Vector]


def vector(values: Sequence[float]) -> Vector | None:
    """Three finite millimetres, or None."""
    if len(values) < 3 or not all(math.isfinite(v) and abs(v) < 1e6 for v in values[:3]):
        return None
    return (float(values[0]), float(values[1]), float(values[2]))


def directions(values: Sequence[float]) -> Pair | None:
    """Two unit vectors from ImageOrientationPatient, made exactly unit and perpendicular; None when they are not nearly so.

    Cosines are written with few digits by some: up to 0.02 off is taken as rounding (``deviation`` tells how far)."""
    if len(values) < 6 or not all(math.isfinite(v) for v in values[:6]):
        return None
    row, column = values[:3], values[3:6]
    if deviation(values) >= OFF_CEILING:
        return None
    length = math.hypot(*row)
    row = tuple(v / length for v in row)
    along = sum(a * b for a, b in zip(row, column, strict=True))
    column = tuple(b - along * a for a, b in zip(row, column, strict=True))
    length = math.hypot(*column)
    return (row[0], row[1], row[2]), (column[0] / length, column[1] / length, column[2] / length)


def deviation(values: Sequence[float]) -> float:
    """How far six cosines are from two perpendicular unit vectors: the largest of the errors of the lengths and of the cosine between."""
    row, column = values[:3], values[3:6]
    lengths = math.hypot(*row), math.hypot(*column)
    if not lengths[0] or not lengths[1]:
        return math.inf
    between = sum(a * b for a, b in zip(row, column, strict=True)) / (lengths[0] * lengths[1])
    return max(abs(lengths[0] - 1), abs(lengths[1] - 1), abs(between))


def windows_of(item: Elements) -> tuple[Window, ...]:
    """The windows an image or frame carries (C.11.2.1.2), then its VOI LUTs (C.11.2.1.1), in their order."""
    names, function = item.texts("WindowCenterWidthExplanation"), item.text("VOILUTFunction").upper() or "LINEAR"
    if function not in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        function = "LINEAR"
    found = []
    for number, (center, width) in enumerate(zip(_decimals(item, "WindowCenter"), _decimals(item, "WindowWidth"), strict=False)):
        if center is None or width is None or width <= 0 or max(abs(center), width) >= LARGEST_LINE:
            continue
        name = names[number] if number < len(names) else ""
        # LINEAR is defined from width 1 on: a narrower window can only be meant exactly
        found.append(Window(center, width, name, "LINEAR_EXACT" if function == "LINEAR" and width < 1 else function))
    found = found[:MOST_CHOICES]
    for number, lut in enumerate(item.items("VOILUTSequence")[:MOST_CHOICES]):
        if usable(lut):
            descriptor = lut.numbers("LUTDescriptor")
            entries = (int(descriptor[0]) & 0xFFFF) or 65536
            found.append(Window(descriptor[1] + entries / 2, float(entries), lut.text("LUTExplanation"), "LINEAR", number))
    return tuple(found)


def _decimals(item: Elements, keyword: str) -> list[float | None]:
    """The values of a decimal string each in its place, None for one that is empty or no number: centers and widths belong together by
    their places."""
    values: list[float | None] = []
    for text in item.texts(keyword):
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        values.append(value if math.isfinite(value) else None)
    return values


def image_frame(dataset: Elements, calibration: Calibration) -> FrameHeader:
    """What a single-frame image says of itself at its top level."""
    orientation = directions(dataset.numbers("ImageOrientationPatient"))
    slope, intercept = line_of(dataset)
    modality = dataset.text("Modality")
    time_index = dataset.number("TemporalPositionIdentifier")
    if time_index is None and modality == "PT":
        time_index = _slot_of_pet(dataset)
    b_value, direction = private_elements.diffusion_of(dataset)
    component = private_elements.component_of(dataset) if modality == "MR" else ""
    image_type = dataset.texts("ImageType")
    return FrameHeader(
        position_lps=vector(dataset.numbers("ImagePositionPatient")) if orientation else None,
        row_lps=orientation[0] if orientation else None,
        column_lps=orientation[1] if orientation else None,
        spacing=calibration.spacing,
        spacing_from=calibration.source,
        spacing_by=calibration.by,
        magnification=calibration.factor,
        slice_thickness=dataset.number("SliceThickness"),
        rescale_slope=slope,
        rescale_intercept=intercept,
        rescale_type=dataset.text("RescaleType"),
        windows=windows_of(dataset),
        time_index=whole(time_index),
        time_ms=_first_number(dataset, "TriggerTime", "FrameReferenceTime"),
        echo_time_ms=dataset.number("EchoTime"),
        b_value=b_value,
        direction=direction,
        stack_id=dataset.text("StackID"),
        real_world=real_world_of(dataset),
        image_type=(*image_type, *[""] * (2 - len(image_type)), component) if component and component not in image_type else (),
        apart=_apart(dataset, APART.get(modality, ())),
    )


def _apart(item: Elements, keywords: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Elements that may tell frames of one place apart, as they are written."""
    found = []
    for keyword in keywords:
        if keyword in item:
            text = "\\".join(f"{v:g}" for v in item.numbers(keyword)[:3]) if keyword in _NUMERIC else "\\".join(item.texts(keyword))
            if text:
                found.append((keyword, text))
    return tuple(found)


def _slot_of_pet(dataset: Elements) -> float | None:
    """Which time slot or slice a PET image is of, from its index (C.8.9.4.1.9) where the series has several."""
    if dataset.integer("NumberOfTimeSlots") < 2 and dataset.integer("NumberOfTimeSlices") < 2:
        return None
    slices, index = dataset.integer("NumberOfSlices"), dataset.integer("ImageIndex")
    return float((index - 1) // slices + 1) if slices > 0 and index > 0 else None


def frames_of(dataset: Elements, frames: int, base: FrameHeader) -> tuple[FrameHeader, ...]:
    """One header a frame where the image tells frames apart, else ``base`` for all."""
    shared = dataset.first("SharedFunctionalGroupsSequence")
    if shared is not None:
        base = replace(base, **group(shared, base))
    extent = dataset.extent("PerFrameFunctionalGroupsSequence")
    if extent is not None:
        items = islice(dataset.iter_items(extent), min(frames, FRAMES_CEILING))
        found = [replace(base, **group(item, base)) for item in items]
        if found and len(found) < frames <= FRAMES_CEILING:  # frames nothing is told of lie nowhere
            found += [replace(base, position_lps=None)] * (frames - len(found))
        return tuple(found) or (base,)
    return _from_vectors(dataset, frames, base) if frames > 1 else (base,)


def group(item: Elements, base: FrameHeader) -> dict[str, Any]:
    """The fields of a FrameHeader that one item of functional groups gives."""
    given: dict[str, Any] = {}
    apart: list[tuple[str, str]] = []
    for tag in item.extents:
        if tag in _READERS:
            macro = item.first(tag)
            if macro is not None:
                _READERS[tag](macro, given)
        if tag in _APART_MACROS:
            macro = item.first(tag)
            if macro is not None:
                apart += _apart(macro, _APART_MACROS[tag])
    if _REAL_WORLD in item.extents:
        real_world = real_world_of(item)
        if real_world:
            given["real_world"] = real_world
    at_detector = given.pop("at_detector", None)
    if at_detector and base.spacing is None and "spacing" not in given:
        given |= {"spacing": at_detector, "spacing_from": "detector"}
    if apart:
        given["apart"] = (*(pair for pair in base.apart if pair[0] not in {keyword for keyword, _ in apart}), *apart)
    if "position_lps" in given and given.get("row_lps", base.row_lps) is None:
        del given["position_lps"]
    return given


def _place(macro: Elements, given: dict[str, Any]) -> None:
    for keyword in ("ImagePositionPatient", "ImagePositionVolume"):
        position = vector(macro.numbers(keyword))
        if position:
            given["position_lps"] = position
            return


def _orientation(macro: Elements, given: dict[str, Any]) -> None:
    for keyword in ("ImageOrientationPatient", "ImageOrientationVolume"):
        orientation = directions(macro.numbers(keyword))
        if orientation:
            given["row_lps"], given["column_lps"] = orientation
            return


def _measures(macro: Elements, given: dict[str, Any]) -> None:
    spacing = pair(macro.numbers("PixelSpacing"))
    if spacing:
        given |= {"spacing": spacing, "spacing_from": "patient", "spacing_by": "", "magnification": None}
    thickness = macro.number("SliceThickness")
    if thickness is not None:
        given["slice_thickness"] = thickness


def _projection(macro: Elements, given: dict[str, Any]) -> None:
    """An enhanced angiogram's millimetres in the plane of the object (C.8.19.6.8)."""
    spacing = pair(macro.numbers("ObjectPixelSpacingInCenterOfBeam"))
    if spacing:
        given |= {"spacing": spacing, "spacing_from": "magnified", "spacing_by": "object", "magnification": None}


def _detector(macro: Elements, given: dict[str, Any]) -> None:
    """The spacing at the detector of an enhanced X-ray frame (C.8.19.6.4), for where no other is told."""
    given["at_detector"] = pair(macro.numbers("ImagerPixelSpacing"))


def _rescale(macro: Elements, given: dict[str, Any]) -> None:
    given["rescale_slope"], given["rescale_intercept"] = line_of(macro)
    given["rescale_type"] = macro.text("RescaleType")


def _voi(macro: Elements, given: dict[str, Any]) -> None:
    windows = windows_of(macro)
    if windows:
        given["windows"] = windows


def _content(macro: Elements, given: dict[str, Any]) -> None:
    for field, keyword in (("time_index", "TemporalPositionIndex"), ("in_stack", "InStackPositionNumber")):
        value = macro.number(keyword)
        if value is not None:
            given[field] = whole(value)
    if macro.text("StackID"):
        given["stack_id"] = macro.text("StackID")
    given["dimensions"] = tuple([whole(v) or 0 for v in macro.numbers("DimensionIndexValues")])
    for keyword in ("FrameReferenceDateTime", "FrameAcquisitionDateTime"):
        if keyword in macro and "time_ms" not in given:
            moment = macro.text(keyword)
            seconds = seconds_of(moment[:8], moment[8:])
            if seconds is not None:
                given["time_ms"] = 1000 * seconds


def _echo(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("EffectiveEchoTime")
    if value is not None:
        given["echo_time_ms"] = value


def _diffusion(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("DiffusionBValue")
    if value is not None:
        given["b_value"] = value
    gradient = macro.first("DiffusionGradientDirectionSequence")
    if gradient is not None:
        given["direction"] = tuple(gradient.numbers("DiffusionGradientOrientation"))


def _cardiac(macro: Elements, given: dict[str, Any]) -> None:
    value = _first_number(macro, "NominalCardiacTriggerDelayTime", "ActualCardiacTriggerDelayTime")
    if value is not None:
        given["time_ms"] = value


def _respiratory(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("NominalRespiratoryTriggerDelayTime")
    if value is not None:
        given["time_ms"] = value


def _temporal(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("TemporalPositionTimeOffset")
    if value is not None:
        given["time_ms"] = 1000 * value


def _frame_type(macro: Elements, given: dict[str, Any]) -> None:
    given["image_type"] = tuple(
        dict.fromkeys((*macro.texts("FrameType"), *[c for c in (macro.text("ComplexImageComponent"),) if c not in ("", "MIXED")]))
    )


def _unassigned(macro: Elements, given: dict[str, Any]) -> None:
    """What a legacy converted image kept of its single frames (C.7.6.16.2.25.1): only where no other group says it."""
    for field, keyword in (("echo_time_ms", "EchoTime"), ("time_ms", "TriggerTime"), ("time_index", "TemporalPositionIdentifier")):
        value = macro.number(keyword)
        if value is not None and field not in given:
            given[field] = whole(value) if field == "time_index" else value


def _shutter(macro: Elements, given: dict[str, Any]) -> None:
    given["shutters"] = shutters_of(macro)


def _segment(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("ReferencedSegmentNumber")
    if value is not None:
        given["segment"] = whole(value)


GROUPS: dict[str, Callable[[Elements, dict[str, Any]], None]] = {
    "PlanePositionSequence": _place,
    "PlanePositionVolumeSequence": _place,
    "PlaneOrientationSequence": _orientation,
    "PlaneOrientationVolumeSequence": _orientation,
    "PixelMeasuresSequence": _measures,
    "ProjectionPixelCalibrationSequence": _projection,
    "FramePixelDataPropertiesSequence": _detector,
    "PixelValueTransformationSequence": _rescale,
    "FrameVOILUTSequence": _voi,
    "FrameContentSequence": _content,
    "MREchoSequence": _echo,
    "MRDiffusionSequence": _diffusion,
    "CardiacSynchronizationSequence": _cardiac,
    "TemporalPositionSequence": _temporal,
    "RespiratorySynchronizationSequence": _respiratory,
    "SegmentIdentificationSequence": _segment,
    "FrameDisplayShutterSequence": _shutter,
    "MRImageFrameTypeSequence": _frame_type,
    "CTImageFrameTypeSequence": _frame_type,
    "PETFrameTypeSequence": _frame_type,
    "XRay3DFrameTypeSequence": _frame_type,
    "ParametricMapFrameTypeSequence": _frame_type,
    "UnassignedPerFrameConvertedAttributesSequence": _unassigned,
}
# what tells frames of one place apart beside echo, b-value and time: by modality at the top level, by macro in functional groups
APART: dict[str, tuple[str, ...]] = {
    "CT": ("ConvolutionKernel", "KVP", "NominalPercentageOfCardiacPhase"),
    "MR": ("InversionTime", "FlipAngle", "NominalPercentageOfCardiacPhase"),
    "PT": ("CorrectedImage", "ReconstructionMethod", "NominalPercentageOfCardiacPhase"),
}
_NUMERIC = frozenset(
    [
        *("KVP", "InversionTime", "InversionTimes", "FlipAngle", "MonoenergeticEnergyEquivalent"),
        *("NominalPercentageOfCardiacPhase", "NominalPercentageOfRespiratoryPhase", "VelocityEncodingDirection"),
    ]
)
_READERS = {keyword_dict[keyword]: read for keyword, read in GROUPS.items()}
_APART_MACROS = {
    keyword_dict[macro]: keywords
    for macro, keywords in {
        "CTReconstructionSequence": ("ConvolutionKernel",),
        "CTXRayDetailsSequence": ("KVP",),
        "CTImageFrameTypeSequence": ("MonoenergeticEnergyEquivalent",),
        "MRModifierSequence": ("InversionTimes",),
        "MRTimingAndRelatedParametersSequence": ("FlipAngle",),
        "MRVelocityEncodingSequence": ("VelocityEncodingDirection",),
        "CardiacSynchronizationSequence": ("NominalPercentageOfCardiacPhase",),
        "RespiratorySynchronizationSequence": ("NominalPercentageOfRespiratoryPhase",),
        "USImageDescriptionSequence": ("DataType",),
        "ImageDataTypeSequence": ("DataType",),
    }.items()
}
_REAL_WORLD = keyword_dict["RealWorldValueMappingSequence"]


def _first_number(dataset: Elements, *keywords: str) -> float | None:
    for keyword in keywords:
        value = dataset.number(keyword)
        if value is not None:
            return value
    return None


def reconstructed(dataset: Elements) -> bool:
    """Whether the frames of a nuclear image are slices (RECON TOMO, RECON GATED TOMO), not views."""
    return dataset.text("Modality") == "NM" and any(word.startswith("RECON") for word in dataset.texts("ImageType")[2:3])


def _from_vectors(dataset: Elements, frames: int, base: FrameHeader) -> tuple[FrameHeader, ...]:
    """Frames placed by vectors: reconstructed NM slices (C.8.4.8, C.8.4.15) and dose grids (C.8.8.3.2). Views of a camera that turns
    (RotationVector) or of several detectors lie nowhere: one place would be wrong for all but one."""
    offsets = dataset.numbers("GridFrameOffsetVector")
    slices = dataset.numbers("SliceVector")
    told = (_vector_facts(dataset, frames), dataset.numbers("TimeSlotVector") or dataset.numbers("PhaseVector"))
    turning = len(slices) < frames and ("RotationVector" in dataset or dataset.integer("NumberOfDetectors") > 1)
    if turning:
        return _views(replace(base, position_lps=None, row_lps=None, column_lps=None), told[0])
    if base.position_lps is None:
        detector = dataset.first("DetectorInformationSequence")
        orientation = directions(detector.numbers("ImageOrientationPatient")) if detector else None
        position = vector(detector.numbers("ImagePositionPatient")) if detector else None
        if orientation and position:
            base = replace(base, position_lps=position, row_lps=orientation[0], column_lps=orientation[1])
    if base.position_lps is None or base.row_lps is None or base.column_lps is None:
        return _views(base, told[0])
    if len(offsets) < frames:
        step = dataset.number("SpacingBetweenSlices")  # negative: the slices follow against the normal (C.8.4.15)
        if len(slices) < frames or not step:  # slices whose distance is not told, or views of one place
            return _views(replace(base, position_lps=None) if reconstructed(dataset) else base, told[0])
        offsets = tuple([(index - 1) * step for index in slices])
    (rx, ry, rz), (cx, cy, cz) = base.row_lps, base.column_lps
    normal = (ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx)
    if offsets[0] and abs(offsets[0] - base.position_lps[2]) < 1e-3:  # offsets written as absolute positions along z
        offsets = tuple([math.copysign(o - offsets[0], (o - offsets[0]) * normal[2]) for o in offsets])
    x, y, z = base.position_lps
    facts, times = told
    return tuple(
        [
            replace(
                base,
                position_lps=(x + o * normal[0], y + o * normal[1], z + o * normal[2]),
                time_index=whole(times[k]) if k < len(times) else base.time_index,
                apart=facts[k] if facts else base.apart,
            )
            for k, o in enumerate(offsets[:frames])
        ]
    )


def _views(base: FrameHeader, facts: Sequence[tuple[tuple[str, str], ...]]) -> tuple[FrameHeader, ...]:
    """Frames of one place or of none, each with what tells it apart; one for all where nothing does."""
    return tuple([replace(base, apart=told) for told in facts]) or (base,)


def _vector_facts(dataset: Elements, frames: int) -> list[tuple[tuple[str, str], ...]]:
    """Energy window, R-R interval and detector of each frame, where there are several of them; [] where none tells frames apart. The
    detectors of a camera that turns take parts of one turn."""
    keywords = ("EnergyWindowVector", "RRIntervalVector", *(() if "RotationVector" in dataset else ("DetectorVector",)))
    vectors = [(keyword, dataset.numbers(keyword)) for keyword in keywords]
    telling = [(keyword, values) for keyword, values in vectors if len(values) >= frames and len(set(values)) > 1]
    return [tuple([(keyword, f"{values[k]:g}") for keyword, values in telling]) for k in range(frames)] if telling else []
