"""The values of imaging: what one image is, where its frames lie, and what a reader is warned of.

All coordinates are patient LPS in millimetres (PS3.3 C.7.6.2.1.1). ``row_lps`` is the unit vector along which the *column index*
grows (the first three values of ImageOrientationPatient), ``column_lps`` that along which the *row index* grows.
These values are stored in the index as msgpack (see store/), so fields are plain types and additions need a default.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing the reader must see about an image, a series or a view.

    ``code`` is for programs and never changes (``lossy``, ``interpolated``, ``irregular``, ``tilt``, ``missing_slices``,
    ``time_points``, ``mosaic``, ``uncalibrated``, ``truncated``, ``undecodable``, ``slab``, ``incomplete``, ...);
    ``text`` is for people, in their language; ``severity`` is ``info``, ``warn`` or ``danger``."""

    code: str
    text: str
    severity: str = "warn"


@dataclass(frozen=True, slots=True)
class Window:
    """A linear VOI window (PS3.3 C.11.2.1.2), in modality units (HU, SUVbw, ...). ``function``: LINEAR, LINEAR_EXACT, SIGMOID.
    ``lut`` >= 0 chooses that item of the image's VOI LUT Sequence instead of center and width."""

    center: float
    width: float
    name: str = ""
    function: str = "LINEAR"
    lut: int = -1


@dataclass(frozen=True, slots=True)
class Shutter:
    """A display shutter (PS3.3 C.7.6.11), positions 1-based. ``shape`` and ``values``: RECTANGULAR left, right, upper, lower; CIRCULAR
    row, column, radius; POLYGONAL row, column of each vertex; BITMAP the overlay group; none where it is damaged. ``presentation``: P-value
    0 to 65535 outside; ``lab``: its colour there, CIELab as written (C.10.7.1.1), where one is given."""

    shape: str
    values: tuple[float, ...]
    presentation: int = 0
    lab: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RealWorldValue:
    """One real-world value mapping (PS3.3 C.7.6.16.2.11): value = slope x stored + intercept, or by a table, in ``unit`` (UCUM code)."""

    slope: float
    intercept: float
    unit: str
    label: str = ""
    first: float = -math.inf  # stored values it holds for
    last: float = math.inf
    meaning: str = ""  # the unit's code in words
    quantity: str = ""  # what is measured, in words
    table_offset: int = -1  # where RealWorldValueLUTData lie in the file (inflated, where it is deflated)
    table_entries: int = 0  # 64-bit values there; 0 for a linear map


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """One frame's own place and grey, from the functional groups or from the image itself."""

    position_lps: Vector | None = None
    row_lps: Vector | None = None
    column_lps: Vector | None = None
    spacing: tuple[float, float] | None = None  # mm between rows, mm between columns (the order of PixelSpacing)
    spacing_from: str = "none"  # patient, detector, magnified, region, none: where the millimetres come from
    slice_thickness: float | None = None
    rescale_slope: float = 1.0
    rescale_intercept: float = 0.0
    rescale_type: str = ""
    windows: tuple[Window, ...] = ()
    time_index: int | None = None  # temporal position or phase
    time_ms: float | None = None  # trigger, nominal or acquisition time where one is given
    echo_time_ms: float | None = None
    b_value: float | None = None
    stack_id: str = ""
    in_stack: int | None = None
    dimensions: tuple[int, ...] = ()  # DimensionIndexValues
    real_world: tuple[RealWorldValue, ...] = ()
    direction: tuple[float, ...] = ()  # of the diffusion gradient, () for none
    segment: int | None = None  # of a segmentation
    image_type: tuple[str, ...] = ()  # FrameType where it differs from the image's own
    shutters: tuple[Shutter, ...] = ()  # of this frame alone
    apart: tuple[tuple[str, str], ...] = ()  # what else tells frames of one place apart: keyword, value as written (KVP, InversionTime)
    spacing_by: str = ""  # how the millimetres were found (calibration.Calibration.by)
    magnification: float | None = None  # that the detector's spacing was divided by


@dataclass(frozen=True, slots=True)
class UltrasoundRegion:
    """A calibrated region (PS3.3 C.8.5.5): pixel bounds, and what a pixel step means along each axis."""

    left: int
    top: int
    right: int
    bottom: int
    delta_x: float  # signed: negative where the value falls as x or y grows
    delta_y: float
    unit_x: str  # cm, s, cm/s, ... as written in PS3.3 C.8.5.5.1.15
    unit_y: str
    data_type: int = 0  # 1 tissue, 2 colour flow, 3 PW, 4 CW spectral Doppler, ... (C.8.5.5.1.2)
    spatial_format: int = 0  # 1 2-D, 2 M-mode, 3 spectral, ... (C.8.5.5.1.1)
    reference_x: int | None = None  # reference pixel, relative to left and top
    reference_y: int | None = None
    reference_value_x: float = 0.0
    reference_value_y: float = 0.0
    flags: int = 0  # RegionFlags


@dataclass(frozen=True, slots=True)
class Subtraction:
    """One item of a Mask Subtraction Sequence (PS3.3 C.7.6.10): AVG_SUB, TID or REV_TID. Frames count from 0. ``ranges``: the frames it is
    for, both ends included, () for all that have what it asks for. ``shift``: rows and columns the mask is moved down and right.
    ``visible``: the share of the mask that is left, 0 to 1 (C.11.19). ``unmoved``: shifts by region or frame are not read."""

    operation: str
    ranges: tuple[tuple[int, int], ...] = ()
    mask_frames: tuple[int, ...] = ()
    averaged: int = 1  # contrast frames, from the one shown on
    shift: tuple[float, float] = (0.0, 0.0)
    offset: int = 1
    visible: float = 0.0
    unmoved: bool = False


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """One SOP instance with pixels: all that opening, placing and labelling its frames needs without its file."""

    sop_instance_uid: str
    sop_class_uid: str
    series_instance_uid: str
    study_instance_uid: str
    transfer_syntax_uid: str
    modality: str
    rows: int
    columns: int
    number_of_frames: int = 1
    samples_per_pixel: int = 1
    photometric: str = "MONOCHROME2"
    planar_configuration: int = 0
    bits_allocated: int = 16
    bits_stored: int = 16
    high_bit: int = 15
    signed: bool = False
    pixel_keyword: str = "PixelData"  # or FloatPixelData, DoubleFloatPixelData; "" when there are no pixels
    pixel_offset: int = -1  # byte offset of native pixels in the file; -1 when encapsulated or deflated
    pixel_length: int = 0
    frames: tuple[FrameHeader, ...] = ()  # number_of_frames of them, or one that stands for all
    frame_of_reference_uid: str = ""
    instance_number: int | None = None
    acquisition_number: int | None = None
    image_type: tuple[str, ...] = ()
    laterality: str = ""  # R, L, B or ""
    view_position: str = ""  # CC, MLO, PA, LL, AP, ... from ViewCodeSequence or ViewPosition
    patient_orientation: tuple[str, ...] = ()  # of a radiograph: direction of rows, of columns
    content_date: str = ""
    content_time: str = ""
    frame_time_ms: float | None = None
    presentation_lut_inverse: bool = False
    has_modality_lut: bool = False
    has_overlays: bool = False
    padding_value: float | None = None  # whole, but for floating-point pixels
    padding_limit: float | None = None
    lossy: str = ""  # "" or the ratio and method as they are said to the reader
    burned_in: bool = False
    regions: tuple[UltrasoundRegion, ...] = ()
    units: str = ""  # HU, SUVbw factor known, BQML, ...: unit of the modality value
    suv_factor: float | None = None  # SUVbw per modality value, None when a tag is missing
    technique: str = ""  # "120 kV", "TE 80 TR 4000", ... one short line
    marks: tuple[Mark, ...] = ()
    acquisition_date: str = ""
    acquisition_time: str = ""
    view_modifiers: tuple[str, ...] = ()  # MAG, SPOT, ID (implant displaced), ...
    has_icc_profile: bool = False
    frames_claimed: int = 1  # NumberOfFrames as written; more than number_of_frames where the file is cut short
    patient_coordinates: bool = True  # False: positions are those of a probe or a slide, no patient side can be told
    spacing_between_slices: float | None = None
    shutters: tuple[Shutter, ...] = ()
    suv_lbm: float | None = None  # SUV by lean body mass, surface, ideal weight per modality value
    suv_bsa: float | None = None
    suv_ibw: float | None = None
    concatenation_uid: str = ""  # of the multi-frame image that this one is a part of (PS3.3 C.7.6.16.1.1)
    concatenation: tuple[int, int, int] = (0, 0, 0)  # number of this part from 1, of how many (0: not told), frames before it
    dimensions: tuple[str, ...] = ()  # DimensionIndexSequence: the keyword of each index (C.7.6.17)
    suv_lean: str = ""  # the formula of lean body mass
    suv_activity: float | None = None  # Bq/ml per modality value
    suv_missing: tuple[tuple[str, str], ...] = ()  # (keyword, missing or unusable) of what SUVs need
    spacing_note: str = ""  # the image's own words on its calibration
    frame_times_ms: tuple[float, ...] = ()  # how long each frame of a cine stays, where that is not the same for all
    tint: str = ""  # what of its values are colours: palette (supplemental), labels (of a label map)
    segments: tuple[tuple[int, str], ...] = ()  # number and name of those of a segmentation
    sweeping: bool = False  # a cine that is played there and back (PreferredPlaybackSequencing)
    masks: tuple[Subtraction, ...] = ()  # frames to be subtracted from others (C.7.6.10)
    linear_to_beam: bool = False  # stored values are proportional to the X-ray beam, not to its logarithm
    slices_told: int = 0  # how many slices its PET series has (NumberOfSlices, C.8.9.1), 0 where nothing tells

    @property
    def in_colour(self) -> bool:
        """Whether its pixels are colours, decoded to RGB: no grey chain applies to them."""
        return self.samples_per_pixel >= 3 or self.photometric == "PALETTE COLOR"

    @property
    def inverse(self) -> bool:
        """Whether its lowest values are white: MONOCHROME1 and a PresentationLUTShape of INVERSE are the same wish."""
        return self.photometric == "MONOCHROME1" or self.presentation_lut_inverse

    @property
    def bits_used(self) -> int:
        """BitsStored where it can be true, else all that are allocated."""
        return self.bits_stored if 1 <= self.bits_stored <= self.bits_allocated else self.bits_allocated

    def frame(self, index: int) -> FrameHeader:
        """Header of one frame, also where one stands for all."""
        return self.frames[index] if index < len(self.frames) else (self.frames[0] if self.frames else FrameHeader())


def filled(header: ImageHeader, **values: object) -> ImageHeader:
    """Fields of a header that is still being made, set in place: a copy of its sixty fields costs as much as reading ten of them.

    Only for what reads headers from files; a header that anybody has been given never changes."""
    for name, value in values.items():
        object.__setattr__(header, name, value)
    return header


@dataclass(frozen=True, slots=True)
class FrameRef:
    """One frame of one stored image, as a display set lists it."""

    sop_instance_uid: str
    frame: int = 0


@dataclass(frozen=True, slots=True)
class StackGeometry:
    """Parallel frames in one frame of reference, in scroll order: a volume, possibly sheared (tilt) or unevenly spaced.

    Point of voxel (i, j, k), i along ``row_lps``, j along ``column_lps``:
    ``slice_origins_lps[k] + i * spacing[1] * row_lps + j * spacing[0] * column_lps``."""

    row_lps: Vector
    column_lps: Vector
    spacing: tuple[float, float]  # mm between rows, mm between columns
    columns: int
    rows: int
    slice_origins_lps: tuple[Vector, ...]  # centre of the first pixel of each slice, along ``normal_lps``, growing
    regular: bool = True  # steps equal within tolerance
    tilt_degrees: float = 0.0  # between the slice normal and the way the origins move
    missing: tuple[int, ...] = ()  # k after which a slice is absent from an otherwise even run
    patient: bool = True  # False: the axes are those of a probe or a table; no side of the patient can be told
    gaps: tuple[int, ...] = ()  # k after which the step is too wide to compute images in it: planes show nothing there

    @property
    def slices(self) -> int:
        """How many slices the stack has."""
        return len(self.slice_origins_lps)

    @property
    def normal_lps(self) -> Vector:
        """Unit vector row x column."""
        r, c = self.row_lps, self.column_lps
        return (r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0])


@dataclass(frozen=True, slots=True)
class DisplaySet:
    """What one viewport scrolls through: frames of one series that belong together, in order.

    ``kind``: ``volume`` (geometry fit for MPR), ``stack`` (placed or not, no MPR), ``single``, ``cine``, ``localizer``,
    ``mosaic``, ``document``. ``phases`` > 1: 4-D, ``frames`` then holds phase after phase, each of ``geometry.slices`` frames."""

    key: str  # stays the same as long as the series does: "SERIES_UID/0", "SERIES_UID/1", ...
    series_instance_uid: str
    study_instance_uid: str
    modality: str
    kind: str
    frames: tuple[FrameRef, ...]
    label: str = ""  # the series description, then what tells this set apart ("b 1000", "echo 2")
    series_number: int | None = None
    frame_of_reference_uid: str = ""
    geometry: StackGeometry | None = None
    plane: str = ""  # axial, coronal, sagittal, oblique, or "" when not placed
    phases: int = 1
    laterality: str = ""
    view_position: str = ""
    b_value: float | None = None
    default_window: Window | None = None
    marks: tuple[Mark, ...] = ()
    steps: tuple[str, ...] = ()  # what tells each phase from the others, for people: "phase 3 / 20, 450 ms", "b 1000", "TE 80"
    step_key: str = ""  # by what the phases are told apart: time, phase, echo, b_value, direction, segment, ..., number
