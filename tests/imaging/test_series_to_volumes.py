"""Hard series: 4-D of every kind and cut short, what comes twice, what is missing, and what cannot lie where it says."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Sequence

import numpy as np
import pydicom
import pytest
from pydicom.dataelem import DataElement

from tests.imaging.making import DX, MR, PET, image, slice_at
from workstation.imaging import header
from workstation.imaging.display_sets import build
from workstation.imaging.model import DisplaySet

Datasets = Sequence[pydicom.Dataset]


def sets_of(datasets: Datasets) -> tuple[DisplaySet, ...]:
    headers = [header.from_dataset(ds) for ds in datasets]
    random.Random(len(headers)).shuffle(headers)
    made = build(headers)
    wanted = sorted((h.sop_instance_uid, n) for h in headers for n in range(h.number_of_frames))
    assert sorted((f.sop_instance_uid, f.frame) for s in made for f in s.frames) == wanted, "every frame in one set, and in no other"
    return made


def codes(shown: DisplaySet) -> set[str]:
    return {mark.code for mark in shown.marks}


def texts(shown: DisplaySet) -> str:
    return "\n".join(mark.text for mark in shown.marks)


def mr(z: float, number: int, **elements: object) -> pydicom.Dataset:
    return slice_at((0, 0, z), number=number, modality="MR", sop_class=MR, RescaleIntercept=None, RescaleSlope=None, **elements)


def ct(z: float, number: int, **elements: object) -> pydicom.Dataset:
    return slice_at((0, 0, z), number=number, **elements)


def private(dataset: pydicom.Dataset, tag: int, vr: str, value: object) -> pydicom.Dataset:
    dataset.add(DataElement(tag, vr, value))
    return dataset


def uids(datasets: Iterable[pydicom.Dataset]) -> list[str]:
    return [ds.SOPInstanceUID for ds in datasets]


# --- steps: each by what tells it apart


def test_cardiac_phases_whose_times_differ_from_slice_to_slice() -> None:
    frames = {(k, t): mr(k, 1 + 20 * k + t, TriggerTime=t * (40.0 + 0.7 * k) + 0.3 * k) for k in range(8) for t in range(20)}
    (shown,) = sets_of(list(frames.values()))
    assert (shown.phases, shown.step_key) == (20, "time")
    assert shown.steps[2] == "phase 3 / 20, 80 ms"
    assert [f.sop_instance_uid for f in shown.frames] == uids(frames[k, t] for t in range(20) for k in range(8))


def test_a_slice_missing_in_one_phase_shifts_nothing_and_is_named() -> None:
    frames = {(k, t): mr(k, 1 + 20 * k + t, TriggerTime=t * (40.0 + 0.7 * k)) for k in range(8) for t in range(20) if (k, t) != (3, 7)}
    whole, cut = sets_of(list(frames.values()))
    assert (whole.phases, cut.phases, len(cut.frames)) == (19, 1, 7)
    others = [t for t in range(20) if t != 7]
    assert [f.sop_instance_uid for f in whole.frames] == uids(frames[k, t] for t in others for k in range(8))
    assert whole.steps[7] == "phase 9 / 20, 320 ms"
    assert "phase 8 / 20" in texts(whole)
    assert cut.label.startswith("MR phase 8 / 20")
    assert {"incomplete", "missing_slices"} <= codes(cut)
    assert [f.sop_instance_uid for f in cut.frames] == uids(frames[k, 7] for k in range(8) if k != 3)


@pytest.mark.parametrize("plane_after_plane", [True, False])
def test_where_only_numbers_tell_a_missing_image_shifts_nothing_either(plane_after_plane: bool) -> None:
    frames = {(k, t): mr(k, 1 + (4 * k + t if plane_after_plane else 10 * t + k)) for k in range(10) for t in range(4) if (k, t) != (4, 1)}
    whole, cut = sets_of(list(frames.values()))
    assert (whole.phases, whole.steps) == (3, ("phase 1 / 4", "phase 3 / 4", "phase 4 / 4"))
    assert [f.sop_instance_uid for f in cut.frames] == uids(frames[k, 1] for k in range(10) if k != 4)


def test_a_plane_that_most_phases_lack_costs_the_plane_not_the_phases() -> None:
    datasets = [mr(k, 1 + k + 10 * t, TemporalPositionIdentifier=t + 1) for k in range(10) for t in range(6) if not (k == 9 and t > 0)]
    whole, rest = sets_of(datasets)
    assert (whole.phases, len(whole.frames), len(rest.frames)) == (6, 54, 1)
    assert "incomplete" in codes(whole) & codes(rest)


@pytest.mark.parametrize(
    ("kind", "elements", "steps", "key"),
    [
        ("CT", lambda t: {"NominalPercentageOfCardiacPhase": 10.0 * t}, "phase 2 / 12, 10 %", "percent"),
        ("MR", lambda t: {"EchoTime": 10.5 * (t + 1)}, "TE 21", "echo"),
        ("MR", lambda t: {"InversionTime": 100.0 + 80 * t}, "TI 180", "facts"),
        ("MR", lambda t: {"DiffusionBValue": 100.0 * t}, "b 100", "diffusion"),
        ("MR", lambda t: {"TemporalPositionIdentifier": t + 1, "TriggerTime": 450.0 * t}, "phase 2 / 12, 450 ms", "phase"),
        ("MR", lambda t: {"AcquisitionDate": "20260101", "AcquisitionTime": f"1010{t:02d}.5"}, "phase 2 / 12, +1 s", "time"),
        ("PT", lambda t: {"FrameReferenceTime": 60000.0 * t + 30000}, "phase 2 / 12, 90 s", "time"),
        ("PT", lambda t: {"NumberOfTimeSlots": 12, "NumberOfSlices": 5, "TriggerTime": 80.0 * t}, "phase 2 / 12, 80 ms", "phase"),
    ],
)
def test_what_tells_the_steps_apart_is_said(kind: str, elements, steps: str, key: str) -> None:  # type: ignore[no-untyped-def]
    sop = {"CT": None, "MR": MR, "PT": PET}[kind]
    datasets = []
    for t in range(12):
        for k in range(5):
            more = elements(t) | ({"ImageIndex": 1 + k + 5 * t} if "NumberOfTimeSlots" in elements(t) else {})
            more |= {"sop_class": sop, "modality": kind} if sop else {}
            datasets.append(slice_at((0, 0, 3.0 * k), number=200 - 5 * t - k, **more))
    (shown,) = sets_of(datasets)
    assert (shown.phases, shown.steps[1], shown.step_key) == (12, steps, key)
    assert [f.sop_instance_uid for f in shown.frames] == uids(datasets)


def test_directions_of_one_b_value_are_steps_and_b_0_is_apart() -> None:
    directions = np.random.default_rng(1).normal(size=(30, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    datasets = [mr(k, 1 + k, DiffusionBValue=0.0) for k in range(6)]
    datasets += [
        mr(k, 10 + k + 10 * d, DiffusionBValue=1000.0, DiffusionGradientOrientation=[float(v) for v in directions[d]])
        for d in range(30)
        for k in range(6)
    ]
    none, many = sets_of(datasets)
    assert (none.label, none.phases, many.phases) == ("MR b 0", 1, 30)
    assert many.steps[2] == "b 1000, direction 3 / 30"
    assert [f.sop_instance_uid for f in many.frames] == uids(datasets[6:])


def test_a_b_value_that_is_not_told_is_not_b_0() -> None:
    datasets = [mr(3.0 * k, 1 + 6 * n + k, DiffusionBValue=value) for n, value in enumerate((0.0, 1000.0, None)) for k in range(6)]
    assert [s.label for s in sets_of(datasets)] == ["MR b 0", "MR b 1000", "MR"]
    datasets = [mr(3.0 * k, 1 + 6 * n + k, EchoTime=value) for n, value in enumerate((80.0, None)) for k in range(6)]
    assert [s.label for s in sets_of(datasets)] == ["MR TE 80", "MR"]


def test_the_trace_beside_its_directions_is_no_further_direction() -> None:
    ways: tuple[object, ...] = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], None)
    datasets = [
        mr(3.0 * k, 1 + 4 * k + n, DiffusionBValue=1000.0, DiffusionGradientOrientation=way) for k in range(6) for n, way in enumerate(ways)
    ]
    (shown,) = sets_of(datasets)
    assert shown.steps == (*(f"b 1000, direction {n} / 3" for n in (1, 2, 3)), "b 1000")


def test_time_points_without_a_date_of_their_own_follow_each_other_over_midnight() -> None:
    moments = [("20260101", "235957"), ("20260101", "235959"), ("20260102", "000001"), ("20260102", "000003")]
    datasets = [mr(3.0 * k, 1 + k, AcquisitionTime=time, ContentDate=day) for day, time in moments for k in range(5)]
    (shown,) = sets_of(datasets)
    assert [f.sop_instance_uid for f in shown.frames] == uids(datasets)


def test_time_points_over_the_end_of_a_month_are_seconds_apart() -> None:
    moments = [("20260131", "235958.5"), ("20260201", "000003.5")]
    datasets = [mr(3.0 * k, 1 + k, AcquisitionDate=day, AcquisitionTime=time) for day, time in moments for k in range(5)]
    (shown,) = sets_of(datasets)
    assert shown.steps == ("phase 1 / 2", "phase 2 / 2, +5 s")


def test_many_echoes_at_several_times_are_steps_of_both() -> None:
    datasets = [
        mr(k, 1 + k, EchoTime=10.0 * (e + 1), TemporalPositionIdentifier=t + 1) for e in range(12) for t in range(3) for k in range(5)
    ]
    (shown,) = sets_of(datasets)
    assert shown.phases == 36
    assert shown.steps[4] == "TE 20, phase 2 / 3"
    assert [f.sop_instance_uid for f in shown.frames] == uids(datasets)


@pytest.mark.parametrize("order", ["kvt", "vkt", "ktv"])
@pytest.mark.parametrize("timed", [True, False])
def test_three_directions_of_flow_at_each_time_are_not_mixed(order: str, timed: bool) -> None:
    """Magnitudes between them take numbers too; only the numbers tell the directions, but the times are told."""
    ends, kinds = {"k": 5, "v": 4, "t": 8}, (["M_PCA", "M", "PCA"], ["VELOCITY MAP", "P", "PCA"])
    frames = {}
    for at in itertools.product(*(range(ends[axis]) for axis in order)):
        k, v, t = (at[order.index(axis)] for axis in "kvt")
        told = {"TriggerTime": str(40 * t)} if timed else {}
        kind = ["ORIGINAL", "PRIMARY", *kinds[v > 0]]
        frames[k, v, t] = mr(k, len(frames) + 1, ImageType=kind, **told)
    found = {frames[at].SOPInstanceUID: at for at in frames}
    shown = sets_of(list(frames.values()))
    assert [(s.phases, s.geometry.slices) for s in shown] == [(8, 5), (24, 5)]
    for s in shown:
        steps = [{found[f.sop_instance_uid][1:] for f in s.frames[p * 5 : p * 5 + 5]} for p in range(s.phases)]
        assert all(len(step) == 1 for step in steps)
    if timed:
        assert shown[1].steps[9] == ("phase 4 / 8, 120 ms, 1 / 3" if order == "ktv" else "2 / 3, phase 2 / 8, 40 ms")
        assert "Only their numbers tell them apart." in texts(shown[1])


def test_planes_still_to_come_leave_those_that_are_here_in_their_steps() -> None:
    """Two acquisitions at eight times, plane after plane, the times a little later in each; the last planes have not come yet."""
    frames = [
        mr(k, 1 + 56 * a + 8 * k + t, AcquisitionNumber=a + 1, TriggerTime=500.0 * t + 20 * k)
        for a in range(2)
        for k in range(7)
        for t in range(8)
    ]
    shown = sets_of(frames[:100])  # of the second acquisition five planes and a half
    steps, *rest = shown
    assert (steps.step_key, steps.phases, len(steps.frames)) == ("acquisition+time", 16, 80)
    assert sorted(len(s.frames) for s in rest) == [4, 16]


def test_a_missing_frame_takes_none_to_another_acquisition() -> None:
    """Eight acquisitions thirteen times in two planes: their numbers run neither step after step nor plane after plane."""
    every = list(itertools.product(range(13), range(2), range(8)))
    frames = {(n, k, a): mr(k, 1 + place, AcquisitionNumber=a + 1) for place, (n, k, a) in enumerate(every)}
    del frames[3, 0, 2], frames[7, 1, 5]
    found = {ds.SOPInstanceUID: at for at, ds in frames.items()}
    shown = sets_of(list(frames.values()))[0]
    assert shown.phases > 70
    for p in range(shown.phases):
        assert len({found[f.sop_instance_uid][::2] for f in shown.frames[2 * p : 2 * p + 2]}) == 1


# --- sets of their own


@pytest.mark.parametrize(
    ("kind", "elements", "labels"),
    [
        ("CT", [{"ConvolutionKernel": "B30f"}, {"ConvolutionKernel": "B70f"}], ["CT B30f", "CT B70f"]),
        ("CT", [{"KVP": 80}, {"KVP": 140}], ["CT 80 kV", "CT 140 kV"]),
        ("MR", [{"ImageType": ["DERIVED", "PRIMARY", "DIXON", w]} for w in ("W", "F", "IN", "OPP")], ["MR W", "MR F", "MR IN", "MR OPP"]),
        ("MR", [{"ComplexImageComponent": c} for c in ("MAGNITUDE", "PHASE")], ["MR MAGNITUDE", "MR PHASE"]),
        ("MR", [{"EchoTime": 2.38}, {"EchoTime": 4.76}], ["MR TE 2.38", "MR TE 4.76"]),
        ("PT", [{"CorrectedImage": ["DECY", "ATTN"]}, {"CorrectedImage": ["DECY"]}], ["PT AC", "PT NAC"]),
    ],
)
def test_kinds_of_image_in_one_series_are_volumes_of_their_own(kind: str, elements: list[dict[str, object]], labels: list[str]) -> None:
    sop = {"CT": {}, "MR": {"modality": "MR", "sop_class": MR}, "PT": {"modality": "PT", "sop_class": PET}}[kind]
    shown = sets_of([slice_at((0, 0, 2.0 * k), number=1 + k + 10 * n, **sop, **e) for n, e in enumerate(elements) for k in range(6)])
    assert [s.label for s in shown] == labels
    assert {(s.kind, s.phases, len(s.frames)) for s in shown} == {("volume", 1, 6)}


@pytest.mark.parametrize(
    ("maker", "tag", "vr", "written"),
    [
        ("SIEMENS", 0x0019100C, "IS", lambda b: str(b)),
        ("SIEMENS", 0x0019100C, "UN", lambda b: f"{b:<4}".encode()),
        ("GE MEDICAL SYSTEMS", 0x00431039, "IS", lambda b: [1000000000 + b, 8, 0, 0]),
        ("GE MEDICAL SYSTEMS", 0x00431039, "IS", lambda b: [b, 8, 0, 0]),
        ("Philips Medical Systems", 0x20011003, "FL", float),
        ("Philips Medical Systems", 0x20011003, "UN", lambda b: np.float32(b).tobytes()),
        ("UIH", 0x00651009, "FD", float),
    ],
)
def test_b_values_of_every_vendor(maker: str, tag: int, vr: str, written) -> None:  # type: ignore[no-untyped-def]
    datasets = [
        private(mr(k, 1 + k + 10 * n, Manufacturer=maker), tag, vr, written(b)) for n, b in enumerate((0, 500, 1000)) for k in range(5)
    ]
    assert [(s.label, s.b_value) for s in sets_of(datasets)] == [("MR b 0", 0), ("MR b 500", 500), ("MR b 1000", 1000)]


def test_ge_names_the_parts_of_a_complex_image_in_an_element_of_its_own() -> None:
    datasets = [private(mr(k, 1 + k + 10 * n, Manufacturer="GE MEDICAL SYSTEMS"), 0x0043102F, "SS", n) for n in range(4) for k in range(5)]
    assert [s.label for s in sets_of(datasets)] == ["MR MAGNITUDE", "MR PHASE", "MR REAL", "MR IMAGINARY"]


# --- twice, missing, apart


def test_a_series_sent_again_under_new_uids_is_not_taken_for_two_phases() -> None:
    first, again = sets_of([ct(k, 1 + k, ContentTime="101010") for k in range(10) for _ in range(2)])
    assert (first.phases, again.phases, first.kind, again.kind) == (1, 1, "volume", "volume")
    assert "probably sent twice" in texts(first)
    assert "duplicates" in codes(first) & codes(again)


def test_images_that_nothing_tells_apart_say_so() -> None:
    (shown,) = sets_of([mr(k, 1) for k in range(6) for _ in range(3)])
    assert shown.phases == 3
    assert [m.severity for m in shown.marks if m.code == "order"] == ["danger"]


def test_two_acquisitions_that_overlap_are_two_volumes() -> None:
    datasets = [ct(k, 1 + k, AcquisitionNumber=1) for k in range(20)] + [ct(k, 50 + k, AcquisitionNumber=2) for k in range(16, 40)]
    assert [(s.label, len(s.frames)) for s in sets_of(datasets)] == [("CT acquisition 1", 20), ("CT acquisition 2", 24)]


def test_slices_taken_again_and_again_while_the_table_moves_are_none_missing() -> None:
    """Step and shoot at a needle: three slices each time, at the height where the table is then."""
    heights = [0.0, 4.8, 4.8, 0.0, 4.8]
    frames = [ct(heights[n] + 2.4 * k, 1 + 3 * n + k, AcquisitionNumber=n + 1) for n in range(5) for k in range(3)]
    (shown,) = sets_of(frames)
    assert [f.sop_instance_uid for f in shown.frames] == uids(frames)
    assert (shown.kind, [m.severity for m in shown.marks]) == ("stack", ["info"])
    assert "5 acquisitions, each where the table was then" in texts(shown)
    assert any("incomplete" in codes(s) for s in sets_of(frames[:10] + frames[11:]))


@pytest.mark.parametrize(
    ("first", "second", "second_from", "incomplete"),
    [
        ((0, 40), (4, 44), 101, False),
        ((5, 30), (0, 50), 26, False),  # its numbers run on to those of the second
        ((5, 30), (0, 50), 101, True),  # it may have lost slices
    ],
)
def test_two_phases_of_contrast_that_take_in_more_or_less_are_two_volumes(
    first: tuple[int, int], second: tuple[int, int], second_from: int, incomplete: bool
) -> None:
    sent = [
        [ct(3.0 * k, begin + place, AcquisitionNumber=n + 1, AcquisitionTime=f"10{n:02d}00") for place, k in enumerate(range(*planes))]
        for n, (planes, begin) in enumerate(((first, 1), (second, second_from)))
    ]
    shown = sets_of([*sent[0], *sent[1]])
    assert [(s.kind, s.phases, [f.sop_instance_uid for f in s.frames]) for s in shown] == [("volume", 1, uids(s)) for s in sent]
    assert ["incomplete" in codes(s) for s in shown] == [incomplete, False]


def test_one_slice_acquired_twice_does_not_cut_a_step_and_shoot_head() -> None:
    head, again = sets_of([ct(k, 1 + k, AcquisitionNumber=1 + k // 8) for k in range(32)] + [ct(8, 200, AcquisitionNumber=9)])
    assert (len(head.frames), len(again.frames)) == (32, 1)
    assert "duplicates" in codes(head) & codes(again)


def test_missing_slices_are_named_by_their_position() -> None:
    (shown,) = sets_of([ct(10.0 - 2 * k, 1 + k) for k in range(20) if k not in (7, 8)])
    assert "2 slices are missing, after slice" in texts(shown)
    assert "(Z −6 … −4 mm)" in texts(shown)
    assert shown.geometry is not None
    assert shown.geometry.gaps == (), "two missing slices of 2 mm are bridged"


def test_a_hole_is_a_gap_and_the_change_from_thin_to_thick_is_none() -> None:
    (hole,) = sets_of([ct(float(z), 1 + n) for n, z in enumerate([*range(11), *range(16, 30)])])
    assert hole.geometry is not None
    assert hole.geometry.gaps == (10,)
    assert [m.severity for m in hole.marks if m.code == "gap"] == ["danger"]
    (thicker,) = sets_of([ct(float(z), 1 + n) for n, z in enumerate([*range(10), *range(14, 60, 5)])])
    assert thicker.geometry is not None
    assert thicker.geometry.gaps == ()
    assert "irregular" in codes(thicker)


def test_parts_far_apart_say_how_far() -> None:
    shown = sets_of([ct(3.0 * k, 1 + k) for k in range(8)] + [ct(61 + 3.0 * k, 20 + k) for k in range(8)])
    assert [s.kind for s in shown] == ["volume", "volume"]
    assert all("40 mm between" in texts(s) and "parts" in codes(s) for s in shown)


# --- where an image cannot lie


def test_cosines_a_little_off_are_corrected_and_said_and_others_refused() -> None:
    (mended,) = sets_of([slice_at((0, 0, k), (1, 0.01, 0, 0, 1, 0), number=k + 1) for k in range(6)])
    assert mended.kind == "volume"
    assert "orientation" in codes(mended)
    for written in ((1, 0, 0, 0.1, 1, 0), (1, 0, 0, 0, 2, 0), (float("nan"), 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 0)):
        (refused,) = sets_of([slice_at((0, 0, k), written, number=k + 1) for k in range(6)])
        assert (refused.kind, refused.geometry) == ("stack", None)
        assert [m.severity for m in refused.marks if m.code == "orientation"] == ["danger"]


def test_cosines_of_three_digits_are_no_news() -> None:
    angle = math.radians(17)
    written = [round(v, 3) for v in (1, 0, 0, 0, math.cos(angle), math.sin(angle))]
    (shown,) = sets_of([slice_at((0, 0, k), written, number=k + 1) for k in range(6)])
    assert "orientation" not in codes(shown)


def test_micrometres_for_millimetres_make_no_volume() -> None:
    for elements, step in (({"PixelSpacing": [700.0, 700.0]}, 1.0), ({}, 1000.0)):
        (shown,) = sets_of([slice_at((0, 0, step * k), number=k + 1, **elements) for k in range(6)])
        assert shown.kind == "stack"
        assert "scale" in codes(shown)


def test_without_a_pixel_size_images_are_still_in_order_of_position() -> None:
    datasets = [slice_at((0, 0, k), number=20 - 3 * k % 7, PixelSpacing=None, PixelAspectRatio=[2, 1]) for k in range(6)]
    (shown,) = sets_of(datasets)
    assert [f.sop_instance_uid for f in shown.frames] == uids(datasets)
    assert {"unplaced", "uncalibrated"} <= codes(shown)


def test_slices_some_micrometres_apart_are_no_time_points() -> None:
    (shown,) = sets_of([ct(0.012 * k, k + 1) for k in range(40)])
    assert (shown.kind, shown.phases) == ("volume", 1)
    (same,) = sets_of([ct(0.0001 * k, k + 1) for k in range(40)])
    assert same.phases == 40


def test_positions_written_with_rounding_are_one_regular_volume() -> None:
    noise = random.Random(3)
    (shown,) = sets_of([slice_at((0, 0, 1.25 * k + noise.uniform(-0.004, 0.004)), number=k + 1) for k in range(40)])
    assert shown.geometry is not None
    assert shown.geometry.regular
    assert codes(shown) == set()


# --- sides of a radiograph


@pytest.mark.parametrize(
    ("written", "kept", "severity"),
    [
        (["L", "F"], ("L", "F"), ""),
        (["A", "FR"], ("A", "FR"), ""),
        (["PLH", "FL"], ("PLH", "FL"), ""),
        (["LE", "D"], (), "warn"),
        (["L", "R"], (), "warn"),
        (["L", "L"], (), "warn"),
        (["LR", "F"], (), "warn"),
        (["AFRL", "F"], (), "warn"),
        (["X", "F"], (), "warn"),
        (["L"], (), "warn"),
    ],
)
def test_patient_orientation_of_a_film(written: list[str], kept: tuple[str, ...], severity: str) -> None:
    read = header.from_dataset(image(np.zeros((4, 6), np.uint16), modality="DX", sop_class=DX, PatientOrientation=written))
    assert read.patient_orientation == kept
    assert [m.severity for m in read.marks if m.code == "patient_orientation"] == ([severity] if severity else [])


def test_an_animal_has_no_letters_of_a_person() -> None:
    pixels = np.zeros((4, 6), np.uint16)
    read = header.from_dataset(
        image(pixels, modality="DX", sop_class=DX, PatientOrientation=["L", "F"], AnatomicalOrientationType="QUADRUPED")
    )
    assert read.patient_orientation == ()
    assert "animal" in read.marks[0].text


def test_sides_that_contradict_the_cosines_are_a_danger() -> None:
    wrong = header.from_dataset(slice_at((0, 0, 0), PatientOrientation=["R", "P"]))
    assert [m.severity for m in wrong.marks if m.code == "patient_orientation"] == ["danger"]
    right = header.from_dataset(slice_at((0, 0, 0), PatientOrientation=["L", "P"]))
    assert right.marks == ()
    half = math.sqrt(0.5)
    tilted = header.from_dataset(slice_at((0, 0, 0), (half, half, 0, 0, 0, -1), PatientOrientation=["PL", "F"]))
    assert tilted.marks == ()


def test_pixel_sizes_written_with_other_digits_are_one_volume_and_others_are_not() -> None:
    for written in ([[0.4885, 0.4885], [0.48849, 0.488501]], [[0.488, 0.488], [0.48828125, 0.48828125]]):
        (one,) = sets_of([slice_at((0, 0, k), number=k + 1, PixelSpacing=written[k % 2]) for k in range(8)])
        assert one.kind == "volume"
    two = sets_of([slice_at((0, 0, k), number=k + 1, PixelSpacing=[0.5 + 0.1 * (k % 2)] * 2) for k in range(16)])
    assert [len(s.frames) for s in two] == [8, 8]


def test_directions_that_wander_are_said() -> None:
    def turned(k: int) -> tuple[float, ...]:
        angle = math.radians(0.02 * k)
        return (math.cos(angle), math.sin(angle), 0, -math.sin(angle), math.cos(angle), 0)

    (shown,) = sets_of([slice_at((0, 0, k), turned(k), number=k + 1) for k in range(8)])
    assert shown.kind == "volume"
    assert "up to 0.14°" in texts(shown)


def test_inverse_images_are_no_part_of_the_others_volume() -> None:
    shown = sets_of([slice_at((0, 0, k), number=k + 1, PhotometricInterpretation=f"MONOCHROME{1 + k % 2}") for k in range(16)])
    assert [len(s.frames) for s in shown] == [8, 8]
