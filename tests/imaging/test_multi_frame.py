"""Enhanced multi-frame images of every kind, in parts and in vectors: each frame at its own place and its own step."""

from __future__ import annotations

import copy
import random
import struct
from collections.abc import Sequence

import highdicom
import numpy as np
import pydicom
import pytest
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.sequence import Sequence as Items

from tests.imaging.making import ENHANCED_CT, MR, US_MULTI, image, item, slice_at
from tests.imaging.test_series_to_volumes import codes, sets_of, texts
from workstation.imaging import header
from workstation.imaging.model import DisplaySet

ENHANCED_MR, LEGACY_MR, ENHANCED_PET, US_VOLUME, BTO, XA_3D, SEG, PARAMETRIC, NM = (
    f"1.2.840.10008.5.1.4.1.1.{part}" for part in ("4.1", "4.4", "130", "6.2", "13.1.3", "13.1.1", "66.4", "30", "20")
)
AXIAL, CORONAL = (1.0, 0, 0, 0, 1.0, 0), (1.0, 0, 0, 0, 0, -1.0)


def one(**elements: object) -> Items:
    return Items([item(**elements)])


def frame(z: float, orientation: Sequence[float] = (), **macros: object) -> pydicom.Dataset:
    position = [0.0, z, 0.0] if tuple(orientation) == CORONAL else [0.0, 0.0, z]
    made = item(PlanePositionSequence=one(ImagePositionPatient=position), **macros)
    if orientation:
        made.PlaneOrientationSequence = one(ImageOrientationPatient=[float(v) for v in orientation])
    return made


def enhanced(
    frames: Sequence[pydicom.Dataset],
    modality: str = "MR",
    sop_class: str = ENHANCED_MR,
    shared: dict[str, object] | None = None,
    dimensions: Sequence[str] = (),
    **elements: object,
) -> pydicom.Dataset:
    groups = {
        "PlaneOrientationSequence": one(ImageOrientationPatient=list(AXIAL)),
        "PixelMeasuresSequence": one(PixelSpacing=[1.0, 1.0]),
    }
    groups.update(shared or {})
    if dimensions:
        elements["DimensionIndexSequence"] = Items([item(DimensionIndexPointer=tag_for_keyword(k)) for k in dimensions])
    return image(
        np.zeros((len(frames), 4, 6), np.int16),
        modality=modality,
        sop_class=sop_class,
        PerFrameFunctionalGroupsSequence=Items(list(frames)),
        SharedFunctionalGroupsSequence=one(**groups),
        **elements,
    )


def shuffled(frames: Sequence[pydicom.Dataset]) -> list[pydicom.Dataset]:
    return random.Random(7).sample(list(frames), len(frames))


def positions(shown: DisplaySet, dataset: pydicom.Dataset) -> list[float]:
    read = header.from_dataset(dataset)
    return [(read.frame(ref.frame).position_lps or (0, 0, -1))[2] for ref in shown.frames]


def test_frames_in_any_order_are_one_volume() -> None:
    content = [frame(k, FrameContentSequence=one(StackID="1", InStackPositionNumber=k + 1)) for k in range(12)]
    dataset = enhanced(shuffled(content), "CT", ENHANCED_CT)
    (shown,) = sets_of([dataset])
    assert (shown.kind, positions(shown, dataset)) == ("volume", [float(k) for k in range(12)])


def test_stacks_and_orientations_of_one_image_are_volumes_of_their_own() -> None:
    content = [
        frame(k, orientation, FrameContentSequence=one(StackID=stack, InStackPositionNumber=k + 1))
        for stack, orientation in (("1", AXIAL), ("2", CORONAL))
        for k in range(6)
    ]
    assert sorted((s.kind, s.plane) for s in sets_of([enhanced(shuffled(content))])) == [("volume", "axial"), ("volume", "coronal")]


def test_time_points_are_steps_with_their_times() -> None:
    content = [
        frame(k, FrameContentSequence=one(TemporalPositionIndex=t + 1), TemporalPositionSequence=one(TemporalPositionTimeOffset=2.5 * t))
        for k in range(8)
        for t in range(5)
    ]
    dataset = enhanced(shuffled(content))
    (shown,) = sets_of([dataset])
    assert (shown.phases, shown.steps[1]) == (5, "phase 2 / 5, 2\u202f500 ms")
    read = header.from_dataset(dataset)
    assert [read.frame(ref.frame).time_index for ref in shown.frames] == [t + 1 for t in range(5) for _ in range(8)]


def test_dimension_indices_alone_tell_steps() -> None:
    content = [frame(k, FrameContentSequence=one(StackID="1", DimensionIndexValues=[1, k + 1, t + 1])) for k in range(8) for t in range(5)]
    dataset = enhanced(shuffled(content), dimensions=("StackID", "InStackPositionNumber", "NominalCardiacTriggerDelayTime"))
    (shown,) = sets_of([dataset])
    assert (shown.phases, shown.step_key) == (5, "dimension")
    read = header.from_dataset(dataset)
    assert [read.frame(ref.frame).dimensions[2] for ref in shown.frames] == [t + 1 for t in range(5) for _ in range(8)]


def test_cardiac_percentages_of_an_enhanced_ct() -> None:
    content = [
        frame(k, CardiacSynchronizationSequence=one(NominalPercentageOfCardiacPhase=10.0 * t, NominalCardiacTriggerDelayTime=80.0 * t))
        for k in range(5)
        for t in range(10)
    ]
    (shown,) = sets_of([enhanced(shuffled(content), "CT", ENHANCED_CT)])
    assert (shown.phases, shown.steps[4]) == (10, "phase 5 / 10, 40 %")


@pytest.mark.parametrize(
    ("macro", "values", "labels"),
    [
        (
            lambda w: {"MRImageFrameTypeSequence": one(FrameType=["ORIGINAL", "PRIMARY", "DIXON", w], ComplexImageComponent="MAGNITUDE")},
            ("WATER", "FAT", "IN_PHASE", "OUT_OF_PHASE"),
            ["WATER", "FAT", "IN_PHASE", "OUT_OF_PHASE"],
        ),
        (
            lambda w: {"MRImageFrameTypeSequence": one(FrameType=["ORIGINAL", "PRIMARY", "VELOCITY", "NONE"], ComplexImageComponent=w)},
            ("MAGNITUDE", "PHASE"),
            ["MAGNITUDE", "PHASE"],
        ),
        (
            lambda e: {
                "CTImageFrameTypeSequence": one(FrameType=["DERIVED", "PRIMARY", "AXIAL", "VMI"], MonoenergeticEnergyEquivalent=float(e))
            },
            (40, 70, 140),
            ["40 keV", "70 keV", "140 keV"],
        ),
        (lambda te: {"UnassignedPerFrameConvertedAttributesSequence": one(EchoTime=te)}, (10, 80), ["TE 10", "TE 80"]),
        (lambda te: {"MREchoSequence": one(EffectiveEchoTime=float(te))}, (10, 80), ["TE 10", "TE 80"]),
        (lambda b: {"MRDiffusionSequence": one(DiffusionBValue=float(b))}, (0, 1000), ["b 0", "b 1000"]),
        (
            lambda way: {"MRVelocityEncodingSequence": one(VelocityEncodingDirection=way)},
            ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, -1.0]),
            ["flow to L", "flow to P", "flow to F"],
        ),
        (lambda s: {"SegmentIdentificationSequence": one(ReferencedSegmentNumber=s)}, (1, 2), ["segment 1", "segment 2"]),
        (
            lambda label: {
                "RealWorldValueMappingSequence": Items(
                    [
                        item(
                            RealWorldValueSlope=1.0,
                            RealWorldValueIntercept=0.0,
                            RealWorldValueFirstValueMapped=0,
                            RealWorldValueLastValueMapped=9,
                            LUTLabel=label,
                            MeasurementUnitsCodeSequence=one(CodeValue="mm2/s"),
                        )
                    ]
                )
            },
            ("ADC", "FA"),
            ["ADC mm2/s", "FA mm2/s"],
        ),
    ],
)
def test_kinds_of_frame_are_sets_of_their_own(macro, values: Sequence[object], labels: list[str]) -> None:  # type: ignore[no-untyped-def]
    content = [frame(k, **macro(value)) for k in range(6) for value in values]
    shown = sets_of([enhanced(content)])
    assert [s.label for s in shown] == [f"MR {label}" for label in labels]
    assert {(s.phases, len(s.frames)) for s in shown} == {(1, 6)}


def test_segments_that_share_no_plane_are_sets_of_their_own() -> None:
    content = [frame(k, SegmentIdentificationSequence=one(ReferencedSegmentNumber=1 if k < 5 else 2)) for k in range(10)]
    shown = sets_of([enhanced(shuffled(content), "SEG", SEG)])
    assert sorted((s.label, len(s.frames)) for s in shown) == [("SEG segment 1", 5), ("SEG segment 2", 5)]


def test_times_that_differ_from_slice_to_slice_are_ranked_within_each_step_that_is_known() -> None:
    """Ten inversion times at six phases, frames in any order: neither alone tells the frames of a plane apart."""
    content = [
        frame(
            4.0 * k,
            MRModifierSequence=one(InversionTimes=100.0 + 50 * i),
            CardiacSynchronizationSequence=one(NominalCardiacTriggerDelayTime=(40.0 + k) * t),
        )
        for k in range(5)
        for i in range(10)
        for t in range(6)
    ]
    made = enhanced(shuffled(content))
    (shown,) = sets_of([made])
    assert (shown.phases, shown.step_key) == (60, "time+facts")
    read = header.from_dataset(made)
    for p in range(60):
        frames = [read.frame(ref.frame) for ref in shown.frames[5 * p : 5 * p + 5]]
        assert len({f.apart for f in frames}) == 1
        assert len({round((f.time_ms or 0.0) / (40 + k)) for k, f in enumerate(frames)}) == 1


def test_dynamic_pet_by_the_clock() -> None:
    content = [
        frame(3.0 * k, FrameContentSequence=one(FrameReferenceDateTime=f"202601011{t:01d}0000.000")) for k in range(5) for t in range(4)
    ]
    (shown,) = sets_of([enhanced(shuffled(content), "PT", ENHANCED_PET)])
    assert (shown.phases, shown.steps[1]) == (4, "phase 2 / 4, +3\u202f600 s")


def test_time_points_follow_each_other_over_midnight_at_the_end_of_a_month() -> None:
    times = ("20260131235958.5", "20260201000003.5")
    frames = [frame(z, FrameContentSequence=one(FrameAcquisitionDateTime=times[t])) for t in range(2) for z in range(5)]
    (shown,) = sets_of([enhanced(frames)])
    assert [f.frame for f in shown.frames] == list(range(10))
    assert shown.steps == ("phase 1 / 2", "phase 2 / 2, +5 s")


def test_segments_are_never_time_points_not_even_many_and_where_absent_nothing_is_computed() -> None:
    def content(segments: int) -> list[pydicom.Dataset]:
        return [
            frame(k, SegmentIdentificationSequence=one(ReferencedSegmentNumber=s))
            for s in range(1, segments + 1)
            for k in range(9)
            if (s + k) % 3
        ]

    some = sets_of([enhanced(content(12), "SEG", SEG)])
    assert [s.label for s in some] == [f"SEG segment {n}" for n in range(1, 13)]
    assert {s.phases for s in some} == {1}
    assert some[0].geometry is not None
    assert some[0].geometry.gaps == (1, 3)
    (many,) = sets_of([enhanced(content(60), "SEG", SEG)])
    assert (many.kind, many.phases) == ("stack", 1)
    assert "segments" in codes(many)


def parts(count: int, absent: Sequence[int] = (), total: bool = True) -> list[pydicom.Dataset]:
    made = []
    for n in range(count):
        number = {"InConcatenationTotalNumber": count} if total else {}
        part = enhanced(
            [frame(5.0 * n + k) for k in range(5)],
            "CT",
            ENHANCED_CT,
            ConcatenationUID="1.2.3.4",
            InConcatenationNumber=n + 1,
            ConcatenationFrameOffsetNumber=5 * n,
            **number,
        )
        if n + 1 not in absent:
            made.append(part)
    return made


def test_the_parts_of_a_concatenation_are_one_volume() -> None:
    (shown,) = sets_of(parts(3))
    assert (shown.kind, len(shown.frames)) == ("volume", 15)
    assert "concatenation" in codes(shown)


@pytest.mark.parametrize(("absent", "said"), [((2,), "missing: 2 of 3"), ((3,), "missing: 3 of 3"), ((1, 3), "missing: 1, 3 of 3")])
def test_a_missing_part_is_named(absent: Sequence[int], said: str) -> None:
    shown = sets_of(parts(3, absent))
    assert any(said in texts(s) and "incomplete" in codes(s) for s in shown)


def test_a_part_that_came_twice_is_no_further_part() -> None:
    whole = parts(2)
    again = copy.deepcopy(whole[0])
    again.SOPInstanceUID += ".7"
    shown = sets_of([*whole, again])
    assert all("missing" not in texts(s) for s in shown)


def test_the_parts_of_a_cine_follow_each_other() -> None:
    loops = [
        image(
            np.zeros((5, 4, 6), np.uint8),
            modality="US",
            sop_class=US_MULTI,
            FrameTime=40,
            ConcatenationUID="1.2.3.9",
            InConcatenationNumber=n + 1,
            ConcatenationFrameOffsetNumber=5 * n,
        )
        for n in range(3)
    ]
    (shown,) = sets_of(loops)
    assert (shown.kind, len(shown.frames)) == ("cine", 15)
    assert [f.sop_instance_uid for f in shown.frames[::5]] == [d.SOPInstanceUID for d in loops]


def test_an_ultrasound_volume_has_planes_but_no_sides() -> None:
    content = [item(PlanePositionVolumeSequence=one(ImagePositionVolume=[0.0, 0.0, 0.5 * k])) for k in range(8)]
    dataset = enhanced(
        content,
        "US",
        US_VOLUME,
        shared={"PlaneOrientationVolumeSequence": one(ImageOrientationVolume=list(AXIAL)), "PlaneOrientationSequence": Items([])},
        VolumeFrameOfReferenceUID="1.2.99",
        UltrasoundAcquisitionGeometry="APEX",
    )
    (shown,) = sets_of([dataset])
    assert shown.geometry is not None
    assert (shown.kind, shown.plane, shown.geometry.patient, shown.frame_of_reference_uid) == ("volume", "", False, "1.2.99")
    assert "no_sides" in codes(shown)


def test_tomosynthesis_is_a_stack_and_says_why() -> None:
    (shown,) = sets_of([enhanced([frame(k) for k in range(40)], "MG", BTO)])
    assert (shown.kind, shown.geometry is not None) == ("stack", True)
    assert "limited_angle" in codes(shown)
    assert "tilt" not in codes(shown)


def test_a_rotational_angiography_is_a_volume() -> None:
    (shown,) = sets_of([enhanced([frame(k) for k in range(8)], "XA", XA_3D)])
    assert shown.kind == "volume"


@pytest.mark.parametrize(("off", "severity"), [(0.01, "info"), (0.3, "danger")])
def test_directions_of_all_frames_that_are_a_little_off_are_corrected_and_others_refused(off: float, severity: str) -> None:
    written = one(ImageOrientationPatient=[1.0, 0, 0, off, 1.0, 0])
    (shown,) = sets_of([enhanced([frame(float(k)) for k in range(8)], shared={"PlaneOrientationSequence": written})])
    assert [m.severity for m in shown.marks if m.code == "orientation"] == [severity]
    assert (shown.geometry is None) == (severity == "danger")


def test_frames_that_nothing_is_told_of_lie_nowhere() -> None:
    dataset = enhanced([frame(k) for k in range(8)])
    dataset.NumberOfFrames = 12
    dataset.PixelData = bytes(12 * 4 * 6 * 2)
    placed, rest = sets_of([dataset])
    assert (placed.kind, len(placed.frames), rest.geometry, len(rest.frames)) == ("volume", 8, None, 4)
    assert "4 of 12 frames do not say where they lie" in texts(rest)
    nowhere = enhanced([frame(k, (1.0, 0, 0, 0.5, 1.0, 0)) for k in range(4)], shared={"PlaneOrientationSequence": Items([])})
    assert "unplaced" in codes(sets_of([nowhere])[0])


# --- objects that another library makes


def sources() -> list[pydicom.Dataset]:
    more = {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "StudyDate": "20260101",
        "StudyTime": "080000",
        "AccessionNumber": "",
        "ReferringPhysicianName": "",
        "StudyID": "1",
        "SeriesNumber": 1,
        "PatientBirthDate": "19700101",
        "PatientSex": "O",
        "Manufacturer": "X",
        "ContentDate": "20260101",
        "ContentTime": "080000",
        "PatientPosition": "HFS",
        "PositionReferenceIndicator": "",
        "AcquisitionNumber": 1,
        "BodyPartExamined": "HEAD",
    }
    return [slice_at((0, 0, 2.5 * k), number=k + 1, **more) for k in range(8)]


def identity() -> dict[str, object]:
    uid = pydicom.uid.generate_uid
    return {"series_instance_uid": uid(), "series_number": 9, "sop_instance_uid": uid(), "instance_number": 1}


def test_a_legacy_converted_series_is_the_volume_it_was() -> None:
    before = sources()
    converted = highdicom.legacy.LegacyConvertedEnhancedCTImage(legacy_datasets=before, **identity())
    converted.file_meta = before[0].file_meta
    (single,) = sets_of(before)
    (shown,) = sets_of([converted])
    assert shown.geometry == single.geometry


def test_segments_and_maps_of_highdicom() -> None:
    code = highdicom.sr.CodedConcept
    made_by = {"manufacturer": "X", "manufacturer_model_name": "Y", "software_versions": "1", "device_serial_number": "1"}
    described = [
        highdicom.seg.SegmentDescription(
            segment_number=n + 1,
            segment_label=f"part {n}",
            segmented_property_category=code("123037004", "SCT", "Anatomical Structure"),
            segmented_property_type=code("10200004", "SCT", "Liver"),
            algorithm_type="MANUAL",
        )
        for n in range(2)
    ]
    mask = np.zeros((8, 4, 6, 2), bool)
    mask[1:6, 1:3, 1:3, 0] = mask[2:8, 2:, 3:, 1] = True
    segments = highdicom.seg.Segmentation(
        source_images=sources(), pixel_array=mask, segmentation_type="BINARY", segment_descriptions=described, **identity(), **made_by
    )
    first, second = sets_of([segments])
    assert (first.geometry.slice_origins_lps[0][2], first.geometry.slices) == (2.5, 5)  # type: ignore[union-attr]
    assert (second.geometry.slice_origins_lps[0][2], second.geometry.slices) == (5.0, 6)  # type: ignore[union-attr]
    mapped = [
        [highdicom.pm.RealWorldValueMapping(label, label, code(unit, "UCUM", unit), (-10.0, 10.0), slope=1.0, intercept=0.0)]
        for label, unit in (("ADC", "mm2/s"), ("FA", "1"))
    ]
    window = [highdicom.VOILUTTransformation(window_center=0.5, window_width=1.0)]
    maps = highdicom.pm.ParametricMap(
        source_images=sources(),
        pixel_array=np.random.default_rng(1).random((8, 4, 6, 2), np.float32),
        contains_recognizable_visual_features=False,
        real_world_value_mappings=mapped,
        voi_lut_transformations=window,
        **identity(),
        **made_by,
    )
    assert [(s.kind, s.label, len(s.frames)) for s in sets_of([maps])] == [("volume", "OT ADC mm2/s", 8), ("volume", "OT FA", 8)]


# --- nuclear medicine


def nuclear(frames: int, kind: str, **elements: object) -> pydicom.Dataset:
    detector = one(ImageOrientationPatient=list(AXIAL), ImagePositionPatient=[0.0, 0.0, 100.0])
    elements = {"DetectorInformationSequence": detector, **elements}
    pixels = np.zeros((frames, 4, 6), np.uint16)
    return image(
        pixels, modality="NM", sop_class=NM, PixelSpacing=[4.0, 4.0], ImageType=["ORIGINAL", "PRIMARY", kind, "EMISSION"], **elements
    )


def test_nuclear_slices_follow_the_sign_of_their_spacing() -> None:
    dataset = nuclear(10, "RECON TOMO", SliceVector=list(range(1, 11)), SpacingBetweenSlices=-4.0)
    (shown,) = sets_of([dataset])
    assert positions(shown, dataset) == [64.0 + 4 * k for k in range(10)]
    assert [f.frame for f in shown.frames] == list(range(9, -1, -1))


def test_gated_nuclear_slices_are_phases_and_energy_windows_are_apart() -> None:
    slots = {"SliceVector": [k + 1 for _ in range(8) for k in range(10)], "TimeSlotVector": [t + 1 for t in range(8) for _ in range(10)]}
    (gated,) = sets_of([nuclear(80, "RECON GATED TOMO", SpacingBetweenSlices=4.0, **slots)])
    assert (gated.phases, gated.step_key) == (8, "phase")
    energies = {
        "SliceVector": [k + 1 for _ in range(2) for k in range(10)],
        "EnergyWindowVector": [e + 1 for e in range(2) for _ in range(10)],
    }
    assert [s.label for s in sets_of([nuclear(20, "RECON TOMO", SpacingBetweenSlices=4.0, **energies)])] == [
        "NM energy window 1",
        "NM energy window 2",
    ]


def test_views_of_a_turning_camera_lie_nowhere() -> None:
    (shown,) = sets_of([nuclear(60, "TOMO", RotationVector=[1] * 60, AngularViewVector=list(range(1, 61)), NumberOfDetectors=1)])
    assert (shown.kind, shown.geometry) == ("cine", None)


def test_nuclear_slices_whose_distance_is_not_told_lie_nowhere() -> None:
    vector = {"SliceVector": list(range(1, 11))}
    for elements in (vector, {"SpacingBetweenSlices": 4.0}, vector | {"SliceThickness": 4.0}):
        (shown,) = sets_of([nuclear(10, "RECON TOMO", **elements)])
        assert (shown.kind, shown.geometry, shown.phases) == ("stack", None, 1)
        assert "unplaced" in codes(shown)


def test_views_of_a_turning_camera_have_no_sides_of_the_first() -> None:
    place = {"ImagePositionPatient": [0.0, 0.0, 100.0], "ImageOrientationPatient": [1.0, 0, 0, 0, 0, -1]}
    dataset = nuclear(60, "TOMO", RotationVector=[1] * 60, AngularViewVector=list(range(1, 61)), **place)
    (shown,) = sets_of([dataset])
    assert (shown.kind, shown.geometry, shown.marks) == ("cine", None, ())
    assert header.from_dataset(dataset).frame(30).row_lps is None


def test_the_detectors_and_energies_of_a_dynamic_are_loops_of_their_own() -> None:
    vectors = {"DetectorVector": [1] * 20 + [2] * 20, "EnergyWindowVector": ([1] * 10 + [2] * 10) * 2, "NumberOfDetectors": 2}
    shown = sets_of([nuclear(40, "DYNAMIC", **vectors)])
    assert [(s.kind, s.label, [f.frame for f in s.frames]) for s in shown] == [
        ("cine", f"NM energy window {e + 1} detector {d + 1}", [20 * d + 10 * e + n for n in range(10)]) for d in range(2) for e in range(2)
    ]
    (turn,) = sets_of([nuclear(60, "TOMO", DetectorVector=[1] * 30 + [2] * 30, RotationVector=[1] * 60, NumberOfDetectors=2)])
    assert len(turn.frames) == 60


def test_front_and_back_of_a_whole_body_are_no_cine() -> None:
    (shown,) = sets_of([nuclear(2, "WHOLE BODY", NumberOfDetectors=2, DetectorVector=[1, 2])])
    assert (shown.kind, len(shown.frames)) == ("stack", 2)


# --- mosaics


def csa(**entries: Sequence[str]) -> bytes:
    """Siemens' CSA image header with these entries (SV10)."""
    out = b"SV10\4\3\2\1" + struct.pack("<II", len(entries), 77)
    for name, values in entries.items():
        out += struct.pack("<64si4siii", name.encode(), len(values), b"IS\0\0", 6, len(values), 77)
        for value in values:
            text = value.encode() + b"\0"
            out += struct.pack("<4i", len(text), len(text), 77, len(text)) + text + bytes(-len(text) % 4)
    return out


def siemens(**elements: object) -> pydicom.Dataset:
    elements = {"Manufacturer": "SIEMENS", "RescaleSlope": None, "RescaleIntercept": None, **elements}
    return slice_at((0, 0, 0), modality="MR", sop_class=MR, **elements)


def with_element(dataset: pydicom.Dataset, tag: int, vr: str, value: object) -> pydicom.Dataset:
    dataset.add(DataElement(tag, vr, value))
    return dataset


@pytest.mark.parametrize(
    "dataset",
    [
        siemens(ImageType=["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"]),
        with_element(siemens(), 0x0019100A, "US", 48),
        with_element(siemens(), 0x0019100A, "UN", b"\x30\0"),
        with_element(siemens(), 0x00291010, "OB", csa(NumberOfImagesInMosaic=["48"])),
        enhanced([frame(0, MRImageFrameTypeSequence=one(FrameType=["ORIGINAL", "PRIMARY", "DIFFUSION", "NONE", "MOSAIC"]))] * 4),
        with_element(siemens(Manufacturer="UIH"), 0x00651050, "DS", "30"),
    ],
    ids=["image type", "private US", "private UN", "CSA", "XA enhanced", "United Imaging"],
)
def test_a_mosaic_is_recognised_and_lies_nowhere(dataset: pydicom.Dataset) -> None:
    (shown,) = sets_of([dataset])
    assert (shown.kind, shown.geometry) == ("mosaic", None)
    assert "mosaic" in codes(shown)
    assert header.from_dataset(dataset).frame(0).position_lps is None


def test_what_is_no_mosaic_is_not_taken_for_one() -> None:
    plain = with_element(siemens(), 0x00291010, "OB", csa(NumberOfImagesInMosaic=[]))
    other = with_element(siemens(), 0x0019100A, "US", 48)
    other.Manufacturer = "GE MEDICAL SYSTEMS"
    for dataset in (siemens(), plain, other):
        assert header.from_dataset(dataset).marks == ()


def test_a_b_value_in_the_csa_header_is_found_and_a_damaged_one_costs_nothing() -> None:
    whole = csa(B_value=["1000"], DiffusionGradientDirection=["0.6", "0.8", "0.0"])
    read = header.from_dataset(with_element(siemens(), 0x00291010, "OB", whole)).frame(0)
    assert (read.b_value, read.direction) == (1000.0, (0.6, 0.8, 0.0))
    for end in range(0, len(whole), 7):
        cut = header.from_dataset(with_element(siemens(), 0x00291010, "OB", whole[:end] + b"\xff" * 8)).frame(0)
        assert cut.b_value in (None, 1000.0)


# --- dose


@pytest.mark.parametrize("offsets", [[2.0 * k for k in range(6)], [-50 + 2.0 * k for k in range(6)], [-50 - 2.0 * k for k in range(6)]])
@pytest.mark.parametrize("column", [1.0, -1.0])
def test_planes_of_dose_lie_at_their_offsets_or_at_the_heights_that_are_written(offsets: list[float], column: float) -> None:
    dataset = image(
        np.zeros((6, 4, 6), np.uint16),
        modality="RTDOSE",
        sop_class="1.2.840.10008.5.1.4.1.1.481.2",
        PixelSpacing=[2.0, 2.0],
        ImagePositionPatient=[0.0, 0.0, -50.0],
        ImageOrientationPatient=[1.0, 0, 0, 0, column, 0],
        GridFrameOffsetVector=offsets,
    )
    read = header.from_dataset(dataset)
    heights = [(read.frame(n).position_lps or (0, 0, 0))[2] for n in range(6)]
    assert heights == (offsets if offsets[0] else [-50 + column * o for o in offsets])
