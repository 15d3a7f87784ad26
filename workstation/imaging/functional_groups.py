"""The place and grey of each frame: from functional groups (PS3.3 C.7.6.16), from the vectors of NM and dose images, or from the image."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from workstation.imaging.calibration import Spacing, pair
from workstation.imaging.elements import Elements
from workstation.imaging.luts import usable
from workstation.imaging.model import FrameHeader, RealWorldValue, Vector, Window
from workstation.imaging.shutters import shutters_of

FRAMES_CEILING = 200_000  # per-frame items read; whole-slide images have the most

Pair = tuple[Vector, Vector]


def vector(values: Sequence[float]) -> Vector | None:
    """Three finite millimetres, or None."""
    if len(values) < 3 or not all(math.isfinite(v) and abs(v) < 1e6 for v in values[:3]):
        return None
    return (float(values[0]), float(values[1]), float(values[2]))


def directions(values: Sequence[float]) -> Pair | None:
    """Two unit vectors from ImageOrientationPatient, made exactly unit and perpendicular; None when they are not nearly so.

    Cosines are written with few digits by some: up to 0.02 off is taken as rounding."""
    if len(values) < 6 or not all(math.isfinite(v) for v in values[:6]):
        return None
    row, column = values[:3], values[3:6]
    lengths = math.hypot(*row), math.hypot(*column)
    if not all(abs(length - 1) < 0.02 for length in lengths):
        return None
    row = tuple(v / lengths[0] for v in row)
    along = sum(a * b for a, b in zip(row, column, strict=True))
    if abs(along) > 0.02:
        return None
    column = tuple(b - along * a for a, b in zip(row, column, strict=True))
    length = math.hypot(*column)
    return (row[0], row[1], row[2]), (column[0] / length, column[1] / length, column[2] / length)


def windows_of(item: Elements) -> tuple[Window, ...]:
    """The windows an image or frame carries (C.11.2.1.2), then its VOI LUTs (C.11.2.1.1), in their order."""
    names, function = item.texts("WindowCenterWidthExplanation"), item.text("VOILUTFunction").upper() or "LINEAR"
    if function not in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        function = "LINEAR"
    found = []
    for number, (center, width) in enumerate(zip(_decimals(item, "WindowCenter"), _decimals(item, "WindowWidth"), strict=False)):
        if center is None or width is None or width <= 0:
            continue
        name = names[number] if number < len(names) else ""
        # LINEAR is defined from width 1 on: a narrower window can only be meant exactly
        found.append(Window(center, width, name, "LINEAR_EXACT" if function == "LINEAR" and width < 1 else function))
    for number, lut in enumerate(item.items("VOILUTSequence")):
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


def _line(item: Elements) -> tuple[float, float]:
    """Rescale slope and intercept (C.11.1); a slope of 0 is no transformation (the image is marked, see luts.marks_of)."""
    slope, intercept = item.number("RescaleSlope"), item.number("RescaleIntercept")
    return (1.0, 0.0) if slope == 0 else (1.0 if slope is None else slope, intercept or 0.0)


def real_world_of(item: Elements) -> tuple[RealWorldValue, ...]:
    """Linear real-world value maps (C.7.6.16.2.11)."""
    found = []
    for mapping in item.items("RealWorldValueMappingSequence")[:16]:
        slope, intercept = mapping.number("RealWorldValueSlope"), mapping.number("RealWorldValueIntercept")
        if slope is None or intercept is None:
            continue
        unit = mapping.first("MeasurementUnitsCodeSequence")
        ends = []
        for end in ("First", "Last"):
            exact = mapping.number(f"DoubleFloatRealWorldValue{end}ValueMapped")
            ends.append(exact if exact is not None else mapping.number(f"RealWorldValue{end}ValueMapped") or 0.0)
        label = mapping.text("LUTLabel") or mapping.text("LUTExplanation")
        found.append(RealWorldValue(slope, intercept, unit.text("CodeValue") if unit else "", label, *ends))
    return tuple(found)


def image_frame(dataset: Elements, spacing: Spacing | None, spacing_from: str) -> FrameHeader:
    """What a single-frame image says of itself at its top level."""
    orientation = directions(dataset.numbers("ImageOrientationPatient"))
    slope, intercept = _line(dataset)
    time_index = dataset.number("TemporalPositionIdentifier")
    b_value, direction = diffusion_of(dataset)
    return FrameHeader(
        position_lps=vector(dataset.numbers("ImagePositionPatient")) if orientation else None,
        row_lps=orientation[0] if orientation else None,
        column_lps=orientation[1] if orientation else None,
        spacing=spacing,
        spacing_from=spacing_from,
        slice_thickness=dataset.number("SliceThickness"),
        rescale_slope=slope,
        rescale_intercept=intercept,
        rescale_type=dataset.text("RescaleType"),
        windows=windows_of(dataset),
        time_index=int(time_index) if time_index is not None else None,
        time_ms=_first_number(dataset, "TriggerTime", "FrameReferenceTime"),
        echo_time_ms=dataset.number("EchoTime"),
        b_value=b_value,
        direction=direction,
        stack_id=dataset.text("StackID"),
        real_world=real_world_of(dataset),
    )


def frames_of(dataset: Elements, frames: int, base: FrameHeader) -> tuple[FrameHeader, ...]:
    """One header a frame where the image tells frames apart, else ``base`` for all."""
    shared = dataset.first("SharedFunctionalGroupsSequence")
    if shared is not None:
        base = replace(base, **group(shared, base))
    extent = dataset.extent("PerFrameFunctionalGroupsSequence")
    if extent is not None:
        items = islice(dataset.iter_items(extent), min(frames, FRAMES_CEILING))
        return tuple([replace(base, **group(item, base)) for item in items]) or (base,)
    return _from_vectors(dataset, frames, base) if frames > 1 else (base,)


def group(item: Elements, base: FrameHeader) -> dict[str, Any]:
    """The fields of a FrameHeader that one item of functional groups gives."""
    given: dict[str, Any] = {}
    for keyword in GROUPS:
        macro = item.first(keyword)
        if macro is not None:
            GROUPS[keyword](macro, given)
    real_world = real_world_of(item)
    if real_world:
        given["real_world"] = real_world
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
        given["spacing"], given["spacing_from"] = spacing, "patient"
    thickness = macro.number("SliceThickness")
    if thickness is not None:
        given["slice_thickness"] = thickness


def _rescale(macro: Elements, given: dict[str, Any]) -> None:
    given["rescale_slope"], given["rescale_intercept"] = _line(macro)
    given["rescale_type"] = macro.text("RescaleType")


def _voi(macro: Elements, given: dict[str, Any]) -> None:
    windows = windows_of(macro)
    if windows:
        given["windows"] = windows


def _content(macro: Elements, given: dict[str, Any]) -> None:
    for field, keyword in (("time_index", "TemporalPositionIndex"), ("in_stack", "InStackPositionNumber")):
        value = macro.number(keyword)
        if value is not None:
            given[field] = int(value)
    if macro.text("StackID"):
        given["stack_id"] = macro.text("StackID")
    given["dimensions"] = tuple([int(v) for v in macro.numbers("DimensionIndexValues")])


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


def _temporal(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("TemporalPositionTimeOffset")
    if value is not None:
        given["time_ms"] = 1000 * value


def _frame_type(macro: Elements, given: dict[str, Any]) -> None:
    given["image_type"] = macro.texts("FrameType")


def _shutter(macro: Elements, given: dict[str, Any]) -> None:
    given["shutters"] = shutters_of(macro)


def _segment(macro: Elements, given: dict[str, Any]) -> None:
    value = macro.number("ReferencedSegmentNumber")
    if value is not None:
        given["segment"] = int(value)


GROUPS: dict[str, Callable[[Elements, dict[str, Any]], None]] = {
    "PlanePositionSequence": _place,
    "PlanePositionVolumeSequence": _place,
    "PlaneOrientationSequence": _orientation,
    "PlaneOrientationVolumeSequence": _orientation,
    "PixelMeasuresSequence": _measures,
    "PixelValueTransformationSequence": _rescale,
    "FrameVOILUTSequence": _voi,
    "FrameContentSequence": _content,
    "MREchoSequence": _echo,
    "MRDiffusionSequence": _diffusion,
    "CardiacSynchronizationSequence": _cardiac,
    "TemporalPositionSequence": _temporal,
    "SegmentIdentificationSequence": _segment,
    "FrameDisplayShutterSequence": _shutter,
    "MRImageFrameTypeSequence": _frame_type,
    "CTImageFrameTypeSequence": _frame_type,
    "PETFrameTypeSequence": _frame_type,
}


def diffusion_of(dataset: Elements) -> tuple[float | None, tuple[float, ...]]:
    """b-value in s/mm2 and gradient direction of a single-frame MR image: the standard's tags, then each vendor's own."""
    if dataset.text("Modality") != "MR":
        return None, ()
    value = dataset.number("DiffusionBValue")
    direction = dataset.numbers("DiffusionGradientOrientation")
    maker = dataset.text("Manufacturer").upper()
    if value is None and "SIEMENS" in maker:
        value = _private_number(dataset, 0x0019100C)
        direction = direction or dataset.numbers(0x0019100E)
    elif value is None and "GE" in maker:
        written = _private_number(dataset, 0x00431039)
        value = written % 1e5 if written is not None else None  # GE adds 10^9 to mark a combined image
    elif value is None and "PHILIPS" in maker:
        value = _private_number(dataset, 0x20011003)
    return (value if value is not None and 0 <= value < 1e5 else None), direction[:3]


def _private_number(dataset: Elements, tag: int) -> float | None:
    """A private number whatever its VR: text, or the binary form its length tells."""
    extent = dataset.extent(tag)
    if extent is None:
        return None
    if extent.vr in (b"", b"UN", b"OB"):
        raw = bytes(dataset.value(tag))
        text = raw.decode("latin-1").strip(" \0").split("\\")[0]
        try:
            return float(text)
        except ValueError:
            return struct.unpack("<f", raw)[0] if len(raw) == 4 and dataset.little else None
    return dataset.number(tag)


def _first_number(dataset: Elements, *keywords: str) -> float | None:
    for keyword in keywords:
        value = dataset.number(keyword)
        if value is not None:
            return value
    return None


def _from_vectors(dataset: Elements, frames: int, base: FrameHeader) -> tuple[FrameHeader, ...]:
    """Frames placed by vectors: reconstructed NM slices (C.8.4.8) and dose grids (C.8.8.3.2)."""
    offsets = dataset.numbers("GridFrameOffsetVector")
    if base.position_lps is None:
        detector = dataset.first("DetectorInformationSequence")
        orientation = directions(detector.numbers("ImageOrientationPatient")) if detector else None
        position = vector(detector.numbers("ImagePositionPatient")) if detector else None
        if orientation and position:
            base = replace(base, position_lps=position, row_lps=orientation[0], column_lps=orientation[1])
    if base.position_lps is None or base.row_lps is None or base.column_lps is None:
        return (base,)
    if len(offsets) < frames:
        slices = dataset.numbers("SliceVector")
        step = dataset.number("SpacingBetweenSlices")
        if len(slices) < frames or not step:
            return (base,)
        offsets = tuple([(index - 1) * step for index in slices])
    (rx, ry, rz), (cx, cy, cz) = base.row_lps, base.column_lps
    normal = (ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx)
    if offsets[0] and abs(offsets[0] - base.position_lps[2]) < 1e-3:  # offsets written as absolute positions along z
        offsets = tuple([o - offsets[0] for o in offsets])
    x, y, z = base.position_lps
    times = [int(v) for v in dataset.numbers("TimeSlotVector") or dataset.numbers("PhaseVector")]
    return tuple(
        [
            replace(
                base,
                position_lps=(x + o * normal[0], y + o * normal[1], z + o * normal[2]),
                time_index=times[k] if k < len(times) else base.time_index,
            )
            for k, o in enumerate(offsets[:frames])
        ]
    )
