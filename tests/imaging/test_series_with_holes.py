"""Images missing from a series: nothing moves to another slice, time point, echo or acquisition, and every hole is told."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import MR, PET, slice_at
from tests.imaging.test_series_to_volumes import codes, ct, mr, sets_of, texts, uids
from workstation.imaging import header
from workstation.imaging.display_sets import build
from workstation.imaging.model import FrameHeader, ImageHeader

Told = Callable[[int, int], dict[str, Any]]  # fields of a header by step and slice; those of its frame begin with an underscore
SLICES = 9


def clock(seconds: float) -> str:
    return f"10{int(seconds // 60):02d}{seconds % 60:09.6f}"


BY: dict[str, Told] = {
    "position in time": lambda p, s: {"_time_index": p + 1},
    "time of the step": lambda p, s: {"acquisition_time": clock(3 * p)},
    "time of the slice": lambda p, s: {"acquisition_time": clock(3 * p + 3 * s / SLICES)},
    "time of the slice, odd ones first": lambda p, s: {"content_time": clock(3 * p + 3 * (5 * s % SLICES) / SLICES)},
    "acquisition": lambda p, s: {"acquisition_number": p + 1},
    "trigger": lambda p, s: {"_time_ms": 40.0 * p + 1.3 * s},
    "beats of each slice": lambda p, s: {"_time_ms": round(p * (35 + 0.7 * s), 1)},
    "numbers": lambda p, s: {},
}


def made(uid: str, z: float, number: int, **fields: Any) -> ImageHeader:
    frame = {name[1:]: value for name, value in fields.items() if name.startswith("_")}
    place = FrameHeader((0.0, 0.0, z), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0), "patient", **frame)
    own = {name: value for name, value in fields.items() if not name.startswith("_")}
    return ImageHeader(uid, MR, "1", "1", "1", "MR", 4, 6, frames=(place,), instance_number=number, **own)


@given(
    by=st.sampled_from(sorted(BY)),
    phases=st.integers(2, 9),
    first=st.sampled_from([1, 4]),
    by_plane=st.booleans(),
    seed=st.integers(0, 9999),
)
def test_a_frame_never_goes_to_another_time_point(by: str, phases: int, first: int, by_plane: bool, seed: int) -> None:
    r = random.Random(seed)
    cells = [(p, s) for p in range(phases) for s in range(SLICES)]
    gone = r.sample(cells, r.randint(1, len(cells) // 6))
    headers = [
        made(f"1.{p}.{s}", 2.5 * s, first + (s * phases + p if by_plane else p * SLICES + s), **BY[by](p, s))
        for p, s in cells
        if (p, s) not in gone
    ]
    shown = build(headers)
    for one in (s for s in shown if s.kind == "volume"):
        count = len(one.frames) // one.phases
        told = [tuple(map(int, f.sop_instance_uid.split(".")[1:])) for f in one.frames]
        rows = [told[n * count : (n + 1) * count] for n in range(one.phases)]
        assert all(len({p for p, _ in row}) == 1 for row in rows), f"{by}: time points mixed"
        assert all([s for _, s in row] == sorted(s for _, s in row) for row in rows)
        assert [row[0][0] for row in rows] == sorted(row[0][0] for row in rows)
    numbers = [h.instance_number or 0 for h in headers]
    if max(numbers) - min(numbers) + 1 > len(numbers):  # else what is absent are the last ones, or the first
        assert set().union(*map(codes, shown)) & {"incomplete", "missing_slices", "duplicates", "gap", "numbering"}


def test_positions_in_time_hold_however_few_images_are_here() -> None:
    r = random.Random(5)
    for _ in range(40):
        here = r.sample([(p, s) for p in range(9) for s in range(SLICES)], 30)
        shown = build([made(f"1.{p}.{s}", 2.5 * s, 1 + p * SLICES + s, _time_index=p + 1) for p, s in here])
        for one in shown:
            count = len(one.frames) // one.phases
            told = [f.sop_instance_uid.split(".")[1] for f in one.frames]
            assert one.phases == 1 or all(len(set(told[n : n + count])) == 1 for n in range(0, len(told), count))


def test_one_image_missing_of_few_planes_shifts_nothing() -> None:
    frames = {(p, s): mr(s, 1 + 5 * p + s) for p in range(8) for s in range(5) if (p, s) != (1, 0)}
    whole, cut = sets_of(list(frames.values()))
    assert [f.sop_instance_uid for f in whole.frames] == uids(frames[p, s] for p in range(8) if p != 1 for s in range(5))
    assert [f.sop_instance_uid for f in cut.frames] == uids(frames[1, s] for s in range(1, 5))


def test_a_step_that_is_whole_says_nothing_of_missing_slices() -> None:
    cells = [(n // 10, n % 10) for n in range(15)]
    whole, begun = sets_of([mr(3.0 * s, 1 + 10 * p + s, TemporalPositionIdentifier=p + 1) for p, s in cells])
    assert "incomplete" not in codes(whole)
    assert "5 of 10 slices of this step" in texts(begun)


def test_an_echo_or_b_value_with_fewer_slices_says_so() -> None:
    for elements in ({"EchoTime": [10.0, 20.0, 30.0]}, {"DiffusionBValue": [0.0, 500.0, 1000.0]}):
        keyword, values = next(iter(elements.items()))
        datasets = [mr(2.0 * k, 10 * n + k, **{keyword: value}) for n, value in enumerate(values) for k in range(8) if (n, k) != (1, 7)]
        shown = sets_of(datasets)
        assert [len(s.frames) for s in shown] == [8, 7, 8]
        assert "7 of 8 slices of this step" in texts(shown[1])
        assert "incomplete" not in codes(shown[0]) | codes(shown[2])


def test_one_slice_at_many_echoes_is_one_set_of_steps_and_has_one_orientation() -> None:
    (shown,) = sets_of([mr(0, 1 + k, EchoTime=10.0 * (k + 1)) for k in range(6)])
    assert shown.steps == ("TE 10", "TE 20", "TE 30", "TE 40", "TE 50", "TE 60")
    (kinds,) = sets_of([mr(0, 1 + k, ImageType=["ORIGINAL", "PRIMARY", kind]) for k, kind in enumerate("MPRI")])
    assert "orientations" not in codes(kinds)


@pytest.mark.parametrize("gone", [*range(1, 13), *range(15, 27)])
def test_a_slice_missing_from_a_real_head_of_two_spacings_is_told(shared_head: list[pydicom.Dataset], gone: int) -> None:
    (shown,) = sets_of(shared_head[:gone] + shared_head[gone + 1 :])
    assert shown.geometry is not None
    assert shown.geometry.missing == (gone - 1,)
    assert "1 slice is missing" in texts(shown)


@pytest.fixture(scope="module")
def shared_head(shared_data: object) -> list[pydicom.Dataset]:
    files = [pydicom.dcmread(p) for p in sorted((shared_data / "head-ct-ge" / "GE").iterdir())]  # type: ignore[operator]
    (shown,) = build([header.from_dataset(ds) for ds in files])
    by_uid = {ds.SOPInstanceUID: ds for ds in files}
    return [by_uid[f.sop_instance_uid] for f in shown.frames]


def test_the_change_from_one_spacing_to_another_is_no_hole() -> None:
    for depths in ([0, 1, 2, 3, 4, 6, 8, 10, 12, 14], [0, 4, 8, 12, 13, 20, 27, 34], [0, 1, 2, 3, 5, 7, 9, 14, 19, 24]):
        (shown,) = sets_of([ct(float(z), n + 1) for n, z in enumerate(depths)])
        assert "missing_slices" not in codes(shown)
        assert "irregular" in codes(shown)


def test_numbers_tell_of_images_that_positions_do_not() -> None:
    (half,) = sets_of([ct(2.0 * k, 1 + 2 * k) for k in range(10)])
    assert "9 numbers between 1 and 19 are not here" in texts(half)
    (whole,) = sets_of([ct(2.0 * k, 1 + k) for k in range(10)])
    (tens,) = sets_of([ct(2.0 * k, 10 * k) for k in range(10)])
    (known,) = sets_of([ct(2.0 * k, 1 + k) for k in range(10) if k != 4])
    assert all("numbering" not in codes(s) for s in (whole, tens, known))
    others = [ct(2.0 * k, 2 + 2 * k, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"]) for k in range(9)]
    assert all("numbering" not in codes(s) for s in sets_of([*others, *(ct(2.0 * k, 1 + 2 * k) for k in range(10))]))


def test_a_frame_missing_of_a_loop_at_one_place_is_told_by_its_number() -> None:
    frames = [mr(0.0, 1 + t, TriggerTime=40.0 * t) for t in range(12)]
    assert [(s.kind, "numbering" in codes(s)) for s in sets_of(frames)] == [("cine", False)]
    (cut,) = sets_of([*frames[:5], *frames[6:]])
    assert "1 number between 1 and 12 is not here: images may be missing." in texts(cut)


def test_numbers_absent_between_two_sets_are_told_of_both() -> None:
    kinds = [[mr(2.0 * k, 1 + 9 * n + k, ImageType=["ORIGINAL", "PRIMARY", kind]) for k in range(9)] for n, kind in enumerate(["T1", "T2"])]
    assert all("numbering" not in codes(s) for s in sets_of([*kinds[0], *kinds[1]]))
    cut = sets_of([*kinds[0], *kinds[1][2:]])
    assert all("2 numbers between 1 and 18 are not here" in texts(s) for s in cut)


def test_one_derived_image_that_tells_no_time_leaves_a_dynamic_scan_whole() -> None:
    frames = [
        slice_at((0, 0, 3.0 * k), number=1 + 9 * t + k, modality="PT", sop_class=PET, FrameReferenceTime=1000 * t + 500)
        for t in range(8)
        for k in range(9)
    ]
    odd = slice_at((0, 0, 12.0), number=73, modality="PT", sop_class=PET)
    whole, apart = sets_of([*frames, odd])
    assert (whole.phases, [f.sop_instance_uid for f in whole.frames]) == (8, uids(frames))
    assert [f.sop_instance_uid for f in apart.frames] == uids([odd])


def test_one_derived_image_leaves_phases_and_interleaved_scans_as_they_are() -> None:
    cine = [mr(8.0 * k, 1 + 12 * k + t, TriggerTime=(40.0 + k) * t) for k in range(6) for t in range(12)]
    scans = [[ct(3.0 * k + 1.3 * n, 1 + 30 * n + k, AcquisitionNumber=n + 1) for k in range(20)] for n in range(2)]
    odd = {"ImageType": ["DERIVED", "SECONDARY", "OTHER"]}
    shown = sets_of([*cine, mr(16.0, 99, **odd)])
    assert [(s.phases, len(s.frames)) for s in shown] == [(12, 72), (1, 1)]
    assert shown[1].label == "MR OTHER"
    shown = sets_of([*cine, mr(16.0, 99)])  # of the same kind, without a time
    assert [(s.phases, len(s.frames)) for s in shown] == [(12, 72), (1, 1)]
    shown = sets_of([*scans[0], *scans[1], ct(15.0, 99, AcquisitionNumber=2, **odd)])
    assert [[f.sop_instance_uid for f in s.frames] for s in shown[:2]] == [uids(scan) for scan in scans]
    assert len(shown) == 3


def test_an_image_without_a_b_value_is_none_of_a_b_value_that_misses_slices() -> None:
    frames = [mr(2.0 * k, 1 + 9 * n + k, DiffusionBValue=b) for n, b in enumerate((0.0, 500.0, 1000.0)) for k in range(9)]
    assert all("incomplete" not in codes(s) for s in sets_of([*frames, mr(8.0, 28)]))


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([{"DiffusionBValue": 0.0}, {"DiffusionBValue": 800.0}], "b 0, b 800"),
        ([{"ImageType": ["ORIGINAL", "PRIMARY", kind]} for kind in ("M", "P")], "M, P"),
        ([{"InversionTime": 100}, {"InversionTime": 400}], "TI 100, TI 400"),
    ],
)
def test_slices_of_several_kinds_that_share_no_plane_say_so(kinds: list[dict[str, object]], said: str) -> None:
    """Most images are not here: the rest would look like one volume."""
    (shown,) = sets_of([mr(2.0 * k, 1 + k, **kinds[k % 2]) for k in range(8)])
    assert f"The slices are not of one kind: {said}." in texts(shown)
    (one,) = sets_of([mr(2.0 * k, 1 + k, EchoTime=5.0 + 1e-5 * k, **kinds[0]) for k in range(8)])
    assert "kinds" not in codes(one)


def test_water_and_fat_are_of_all_planes_and_a_projection_is_not() -> None:
    kinds = [
        [mr(2.0 * k, 1 + 9 * n + k, ImageType=["DERIVED", "PRIMARY", "DIXON", kind]) for k in range(9)]
        for n, kind in enumerate(["WATER", "FAT"])
    ]
    assert all("incomplete" not in codes(s) for s in sets_of([*kinds[0], *kinds[1]]))
    cut = sets_of([*kinds[0], *kinds[1][:-1]])  # the last of all: no number tells it
    assert [("8 of 9 slices of this step are here" in texts(s)) for s in cut] == [False, True]
    projected = mr(8.0, 19, ImageType=["DERIVED", "SECONDARY", "M", "MIP"])
    with_it = sets_of([*kinds[0], *kinds[1], projected])
    assert [(s.label, len(s.frames), s.phases, codes(s)) for s in with_it] == [
        ("MR WATER", 9, 1, set()),
        ("MR FAT", 9, 1, set()),
        ("MR M MIP", 1, 1, set()),
    ]


def test_the_first_image_of_a_further_echo_leaves_the_others_whole() -> None:
    echoes = [mr(2.0 * k, 1 + 9 * n + k, EchoTime=5.0 + 4 * n) for n in range(3) for k in range(9)]
    shown = sets_of(echoes[:19])
    assert [(s.label, len(s.frames), "incomplete" in codes(s)) for s in shown] == [
        ("MR TE 5", 9, False),
        ("MR TE 9", 9, False),
        ("MR TE 13", 1, True),
    ]


def test_two_acquisitions_whose_planes_lie_between_each_others_are_two_volumes() -> None:
    first = [ct(3.0 * k, 1 + k, AcquisitionNumber=1) for k in range(20)]
    second = [ct(3.0 * k + 1.3, 30 + k, AcquisitionNumber=2) for k in range(10, 30)]
    shown = sets_of([*first, *second])
    assert [[f.sop_instance_uid for f in s.frames] for s in shown] == [uids(first), uids(second)]
    assert [s.label for s in shown] == ["CT acquisition 1", "CT acquisition 2"]
    assert all(s.geometry is not None and s.geometry.regular for s in shown)
    (turns,) = sets_of([ct(2.5 * k, 1 + k, AcquisitionNumber=k // 4) for k in range(40)])
    (odd_first,) = sets_of([ct(2.5 * k, 1 + k, AcquisitionNumber=k % 2) for k in range(40)])
    assert {s.geometry.regular for s in (turns, odd_first) if s.geometry is not None} == {True}
    cut = sets_of([*first, *second[:12], *second[13:]])
    assert [[f.sop_instance_uid for f in s.frames] for s in cut] == [uids(first), uids([*second[:12], *second[13:]])]
    assert "missing_slices" in codes(cut[1])
    (one_gone,) = sets_of([ct(2.5 * k, 1 + k, AcquisitionNumber=k % 2) for k in range(40) if k != 38])
    assert "missing_slices" in codes(one_gone)


@pytest.mark.parametrize(
    ("told", "labels"),
    [
        ([{"AcquisitionNumber": 1}, {"AcquisitionNumber": 2}], ["CT acquisition 1", "CT acquisition 2"]),
        ([{"ConvolutionKernel": "B30f"}, {"ConvolutionKernel": "B70f"}], ["CT B30f", "CT B70f"]),
    ],
)
def test_two_scans_or_kernels_half_a_step_apart_by_chance_are_two_volumes(told: list[dict[str, object]], labels: list[str]) -> None:
    scans = [[ct(2.5 * k + 1.25 * n, 1 + 40 * n + k, **told[n]) for k in range(40)] for n in range(2)]
    shown = sets_of([*scans[0], *scans[1]])
    assert [[f.sop_instance_uid for f in s.frames] for s in shown] == [uids(scan) for scan in scans]
    assert [s.label for s in shown] == labels


def test_positions_of_time_points_that_are_rounded_differently_are_one_plane() -> None:
    frames = {(p, s): mr(3.0 * s + 0.06 * (p % 2), 1 + 10 * p + s, TemporalPositionIdentifier=p + 1) for p in range(4) for s in range(10)}
    (shown,) = sets_of(list(frames.values()))
    assert (shown.phases, len(shown.frames)) == (4, 40)
    assert [f.sop_instance_uid for f in shown.frames] == uids(frames.values())


def test_of_two_images_in_one_plane_the_volume_takes_the_one_made_like_the_others() -> None:
    datasets = [ct(3.0 * k, 2 + k, ConvolutionKernel="B30") for k in range(20)]
    sharp = ct(15.0, 1, ConvolutionKernel="B70")
    volume = next(s for s in sets_of([sharp, *datasets]) if s.kind == "volume")
    assert [f.sop_instance_uid for f in volume.frames] == uids(datasets)


def test_numbers_of_a_thousand_time_points_in_no_order_are_not_pondered_for_long() -> None:
    r = random.Random(1)
    numbers = list(range(1200))
    a = sorted(r.sample(numbers, 1000))
    b = sorted({*numbers} - {*a})
    rows = [a, b, *([3000 * k + n for n in range(1000)] for k in range(1, 9))]
    headers = [made(f"1.{n}", 2.5 * s, n + 1) for s, row in enumerate(rows) for n in row]
    started = time.process_time()
    assert sum(len(s.frames) for s in build(headers)) == len(headers)
    assert time.process_time() - started < 10  # minutes, where every length of a run is tried in turn


def test_two_fields_in_the_same_planes_are_two_volumes_not_time_points() -> None:
    def at(x: float, z: float, number: int, **elements: object) -> pydicom.Dataset:
        spacing = {"PixelSpacing": [20.0, 20.0], "RescaleIntercept": None, "RescaleSlope": None}
        return slice_at((x, 0, z), number=number, modality="MR", sop_class=MR, **spacing, **elements)

    for lean, shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 1.2)):
        sides = [[at(x + lean * k, 3.0 * k + n * shift, 1 + 2 * k + n) for k in range(10)] for n, x in enumerate((-90.0, 90.0))]
        shown = sets_of([*sides[0], *sides[1]])
        assert [[f.sop_instance_uid for f in s.frames] for s in shown] == [uids(side) for side in sides]
        assert all(s.phases == 1 and s.kind == "volume" for s in shown)


def test_steps_that_lie_a_little_elsewhere_say_so() -> None:
    frames = [[mr(3.0 * s, 1 + 10 * p + s, TemporalPositionIdentifier=p + 1) for s in range(10)] for p in range(2)]
    for dataset in frames[1]:
        dataset.ImagePositionPatient = [0.8, 0.0, dataset.ImagePositionPatient[2]]
    (shown,) = sets_of([*frames[0], *frames[1]])
    assert shown.phases == 2
    assert "differ by up to 0.8 mm" in texts(shown)


def test_what_is_the_same_at_all_steps_does_not_say_when_they_were() -> None:
    """Two passes over the body: the reference time counts from each one's own start."""
    passes = [
        slice_at(
            (0, 0, 3.0 * k),
            number=1 + 9 * p + k,
            modality="PT",
            sop_class=PET,
            AcquisitionTime=f"10{10 * p:02d}00",
            FrameReferenceTime=60000,
        )
        for p in range(2)
        for k in range(9)
    ]
    (shown,) = sets_of(passes)
    assert shown.steps == ("phase 1 / 2", "phase 2 / 2, +600 s")


def test_a_pet_series_knows_how_many_slices_it_has() -> None:
    def pet(k: int) -> pydicom.Dataset:
        return slice_at((0, 0, 3.0 * k), number=k + 1, modality="PT", sop_class=PET, NumberOfSlices=20)

    (whole,) = sets_of([pet(k) for k in range(20)])
    assert "incomplete" not in codes(whole)
    (cut,) = sets_of([pet(k) for k in range(17)])
    assert "17 of the 20 slices of this series are here" in texts(cut)
    (hole,) = sets_of([pet(k) for k in range(20) if k != 5])
    assert codes(hole) & {"incomplete", "missing_slices"} == {"missing_slices"}


@pytest.mark.parametrize("offset", [0.0, 0.4])
def test_thick_and_thin_slices_of_one_series_are_two_volumes(offset: float) -> None:
    thick = [ct(5.0 * k + offset, 1 + k, SliceThickness=5.0) for k in range(12)]
    thin = [ct(1.0 * k, 13 + k, SliceThickness=1.0) for k in range(56)]
    shown = sets_of([*thick, *thin])
    assert [s.label for s in shown] == ["CT 5 mm", "CT 1 mm"]
    assert [[f.sop_instance_uid for f in s.frames] for s in shown] == [uids(thick), uids(thin)]
    cut = sets_of([*thick, *thin[:20], *thin[21:]])
    assert [[f.sop_instance_uid for f in s.frames] for s in cut] == [uids(thick), uids([*thin[:20], *thin[21:]])]
    assert [("missing_slices" in codes(s)) for s in cut] == [False, True]
