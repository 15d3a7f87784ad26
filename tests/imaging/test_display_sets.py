"""Images to display sets: volumes by position, what tells frames of one plane apart, and every mark a reader must see."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pydicom
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import DX, MR, US_MULTI, image, item, slice_at
from tests.imaging.test_geometry import quaternion, rotation
from workstation.imaging import geometry, header
from workstation.imaging.display_sets import build
from workstation.imaging.model import DisplaySet, ImageHeader


def sets_of(datasets: Sequence[pydicom.Dataset], shuffled: bool = True) -> tuple[DisplaySet, ...]:
    headers = [header.from_dataset(ds) for ds in datasets]
    if shuffled:
        random.Random(3).shuffle(headers)
    return build(headers)


def codes(shown: DisplaySet) -> set[str]:
    return {mark.code for mark in shown.marks}


def placed(
    positions: Sequence[Sequence[float]], orientation: Sequence[float] = (1, 0, 0, 0, 1, 0), **elements: object
) -> list[pydicom.Dataset]:
    return [slice_at(p, orientation, number=n, **elements) for n, p in enumerate(positions, 1)]


def test_a_ct_is_one_regular_volume_in_order_of_position_not_number() -> None:
    datasets = placed([(0, 0, 2.0 * k) for k in range(10)])
    for ds, number in zip(datasets, (5, 3, 8, 1, 10, 2, 7, 4, 9, 6), strict=True):
        ds.InstanceNumber = number
    (shown,) = sets_of(datasets)
    assert (shown.kind, shown.plane, shown.phases) == ("volume", "axial", 1)
    assert shown.geometry is not None
    assert shown.geometry.regular
    assert [f.sop_instance_uid for f in shown.frames] == [ds.SOPInstanceUID for ds in datasets]
    assert codes(shown) == set()


def test_tilt_and_changing_spacing_of_a_real_head_ct(shared_data: Path) -> None:
    headers = [header.read(p) for p in sorted((shared_data / "head-ct-ge/GE").iterdir())]
    (shown,) = build(headers)
    assert shown.geometry is not None
    assert shown.geometry.tilt_degrees == 18.5
    assert not shown.geometry.regular
    assert {"tilt", "irregular"} <= codes(shown)
    assert "missing_slices" not in codes(shown)
    assert np.allclose(np.diff(geometry.depths(shown.geometry))[[0, -1]], [4.0, 7.0], atol=0.01)


def test_time_points_of_a_real_epi(shared_data: Path) -> None:
    headers = [header.read(p) for p in sorted((shared_data / "mr-brain-nih/20180918GE/mr_0004").iterdir())]
    (shown,) = build(headers)
    assert (shown.kind, shown.phases, len(shown.frames)) == ("volume", 10, 150)
    assert shown.geometry is not None
    assert shown.geometry.slices == 15
    assert "time_points" in codes(shown)
    by_uid = {h.sop_instance_uid: h for h in headers}
    for phase in range(10):
        numbers = [by_uid[f.sop_instance_uid].instance_number or 0 for f in shown.frames[phase * 15 : phase * 15 + 15]]
        assert min(numbers) == phase * 15 + 1
        assert max(numbers) == phase * 15 + 15


def test_real_mosaics_are_shown_flat_and_say_so(shared_data: Path) -> None:
    headers = [header.read(p) for p in sorted((shared_data / "mr-brain-nih/20180918Si").rglob("*.dcm"))]
    shown = build(headers)
    assert {s.kind for s in shown} == {"mosaic"}
    assert all(s.geometry is None and "mosaic" in codes(s) for s in shown)


def test_missing_slices_are_a_danger_and_counted() -> None:
    (shown,) = sets_of(placed([(0, 0, z) for z in (0, 1, 2, 3, 4, 6, 7, 8, 11, 12, 13)]))
    assert shown.geometry is not None
    assert shown.geometry.missing == (4, 7)
    assert not shown.geometry.regular
    (mark,) = [m for m in shown.marks if m.code == "missing_slices"]
    assert mark.severity == "danger"
    assert mark.text == "3 slices are missing, after slices 5, 8 (Z 5 mm, Z 9 … 10 mm)."


def test_a_stretch_of_twice_the_spacing_is_another_spacing_not_missing_slices() -> None:
    (shown,) = sets_of(placed([(0, 0, z) for z in (*range(0, 12), *range(13, 25, 2))]))
    assert shown.geometry is not None
    assert shown.geometry.missing == ()
    assert "irregular" in codes(shown)


def test_images_numbered_from_later_on_are_told() -> None:
    datasets = placed([(0, 0, k) for k in range(8)])
    for ds in datasets:
        ds.InstanceNumber = int(ds.InstanceNumber) + 20
    (shown,) = sets_of(datasets)
    assert "numbering" in codes(shown)


def test_the_same_image_twice_is_shown_once() -> None:
    datasets = placed([(0, 0, k) for k in range(6)])
    (shown,) = sets_of([*datasets, datasets[2]])
    assert len(shown.frames) == 6
    assert "duplicates" in codes(shown)


def test_another_image_at_the_same_place_is_kept_apart_and_marked() -> None:
    volume, rest = sets_of(placed([(0, 0, k) for k in (0, 1, 2, 3, 4, 5, 2)]))
    assert (volume.kind, len(volume.frames), len(rest.frames)) == ("volume", 6, 1)
    assert "duplicates" in codes(volume) & codes(rest)


def test_localizers_are_apart() -> None:
    scout = slice_at((0, -200, 0), (1, 0, 0, 0, 0, -1), 1, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    volume, localizer = sorted(sets_of([scout, *placed([(0, 0, k) for k in range(6)])]), key=lambda s: s.kind, reverse=True)
    assert (volume.kind, localizer.kind) == ("volume", "localizer")
    assert "localizer" in localizer.label


def test_a_set_of_images_in_several_frames_of_reference_names_none() -> None:
    scouts = [slice_at((0, -200, 0), (1, 0, 0, 0, 0, -1), 1, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"]) for _ in range(2)]
    assert sets_of(scouts)[0].frame_of_reference_uid == scouts[0].FrameOfReferenceUID
    scouts[1].FrameOfReferenceUID += ".1"
    (shown,) = sets_of(scouts)
    assert shown.frame_of_reference_uid == ""


def test_orientations_of_one_series_become_sets_named_by_plane() -> None:
    axial = placed([(0, 0, k) for k in range(5)])
    coronal = placed([(0, k, 0) for k in range(5)], (1, 0, 0, 0, 0, -1))
    sagittal = placed([(k, 0, 0) for k in range(5)], (0, 1, 0, 0, 0, -1))
    shown = sets_of([*axial, *coronal, *sagittal])
    assert sorted(s.plane for s in shown) == ["axial", "coronal", "sagittal"]
    assert all(s.plane in s.label for s in shown)
    assert len({s.key for s in shown}) == 3


def test_echoes_and_b_values_become_sets_of_their_own() -> None:
    echoes = [
        slice_at((0, 0, k), number=10 * e + k, modality="MR", sop_class=MR, EchoTime=te) for e, te in enumerate((20, 80)) for k in range(6)
    ]
    assert sorted(s.label for s in sets_of(echoes)) == ["MR TE 20", "MR TE 80"]
    directions = [
        slice_at((0, 0, k), number=100 * d + k, modality="MR", sop_class=MR, DiffusionBValue=b)
        for d, b in enumerate((0, 1000, 1000, 1000))
        for k in range(6)
    ]
    zero, thousand = sorted(sets_of(directions), key=lambda s: s.b_value or 0)
    assert (zero.b_value, zero.phases, thousand.b_value, thousand.phases) == (0, 1, 1000, 3)
    assert (zero.label, thousand.label) == ("MR b 0", "MR b 1000")


def test_a_trace_is_named_by_its_b_value_too_and_misses_nothing() -> None:
    plain = [slice_at((0, 0, k), number=k + 1, modality="MR", sop_class=MR, DiffusionBValue=0) for k in range(6)]
    trace = [
        slice_at(
            (0, 0, k),
            number=k + 7,
            modality="MR",
            sop_class=MR,
            DiffusionBValue=1000,
            ImageType=["DERIVED", "PRIMARY", "DIFFUSION", "TRACEW"],
        )
        for k in range(6)
    ]
    shown = sets_of([*plain, *trace])
    assert [s.label for s in shown] == ["MR b 0", "MR TRACEW b 1000"]
    assert all(codes(s) == set() for s in shown)


def test_echo_times_that_drift_do_not_cut_a_volume_to_pieces() -> None:
    datasets = [slice_at((0, 0, k), number=k + 1, modality="MR", sop_class=MR, EchoTime=20 + 0.01 * k) for k in range(12)]
    (shown,) = sets_of(datasets)
    assert (shown.kind, len(shown.frames)) == ("volume", 12)


def test_phases_follow_trigger_time_not_instance_number() -> None:
    datasets = [
        slice_at((0, 0, k), number=100 - 10 * t - k, modality="MR", sop_class=MR, TriggerTime=40.0 * t) for t in range(3) for k in range(5)
    ]
    (shown,) = sets_of(datasets)
    assert shown.phases == 3
    assert [f.sop_instance_uid for f in shown.frames] == [ds.SOPInstanceUID for ds in datasets]


def test_a_last_time_point_cut_short_is_a_danger_and_nothing_is_left_out() -> None:
    datasets = [slice_at((0, 0, k), number=10 * t + k + 1, modality="MR", sop_class=MR) for t in range(3) for k in range(5)][:-2]
    whole, rest = sets_of(datasets)
    assert "incomplete" in codes(whole)
    assert len(whole.frames) + len(rest.frames) == 13
    assert whole.geometry is not None
    assert len(whole.frames) == whole.phases * whole.geometry.slices


def test_two_stacks_far_apart_are_two_volumes() -> None:
    shown = sets_of(placed([(x, 0, 0) for x in (*range(0, 20, 2), *range(120, 140, 2))], (0, 1, 0, 0, 0, -1)))
    assert [s.kind for s in shown] == ["volume", "volume"]


def test_films_are_single_and_cines_are_cine() -> None:
    films = [
        image(np.zeros((4, 6), np.uint16), modality="DX", sop_class=DX, InstanceNumber=n, ViewPosition=v) for n, v in ((1, "PA"), (2, "LL"))
    ]
    assert [(s.kind, s.view_position) for s in sets_of(films, shuffled=False)] == [("single", "PA"), ("single", "LL")]
    (cine,) = sets_of([image(np.zeros((5, 4, 6), np.uint8), modality="US", sop_class=US_MULTI, FrameTime=40)])
    assert (cine.kind, len(cine.frames)) == ("cine", 5)


def test_sides_and_windows_come_from_the_images() -> None:
    (shown,) = sets_of(placed([(0, 0, k) for k in range(6)], WindowCenter=40, WindowWidth=400))
    assert shown.default_window is not None
    assert (shown.default_window.center, shown.default_window.width) == (40, 400)


def test_enhanced_frames_become_one_volume() -> None:
    frames = [
        item(
            PlanePositionSequence=pydicom.sequence.Sequence([item(ImagePositionPatient=[0.0, 0.0, float(-k)])]),
            FrameContentSequence=pydicom.sequence.Sequence([item(StackID="1", InStackPositionNumber=k + 1)]),
        )
        for k in range(6)
    ]
    shared = item(
        PlaneOrientationSequence=pydicom.sequence.Sequence([item(ImageOrientationPatient=[1.0, 0, 0, 0, 1.0, 0])]),
        PixelMeasuresSequence=pydicom.sequence.Sequence([item(PixelSpacing=[1.0, 1.0])]),
    )
    ds = image(
        np.zeros((6, 4, 6), np.int16),
        PerFrameFunctionalGroupsSequence=pydicom.sequence.Sequence(frames),
        SharedFunctionalGroupsSequence=pydicom.sequence.Sequence([shared]),
    )
    (shown,) = sets_of([ds])
    assert shown.kind == "volume"
    assert [f.frame for f in shown.frames] == [5, 4, 3, 2, 1, 0]


def test_documents_are_documents() -> None:
    (shown,) = sets_of([image(modality="SR", sop_class="1.2.840.10008.5.1.4.1.1.88.33")])
    assert shown.kind == "document"


def test_marks_of_some_images_say_of_how_many() -> None:
    datasets = placed([(0, 0, k) for k in range(6)])
    datasets[0].BurnedInAnnotation = "YES"
    (shown,) = sets_of(datasets)
    assert "1 of 6 images: Text is burned into the pixels." in [m.text for m in shown.marks]


@given(quaternion, st.integers(5, 12), st.floats(0.6, 6), st.floats(0, 20), st.randoms(use_true_random=False))
def test_any_orientation_and_tilt_gives_back_what_was_put_in(q, slices, step, tilt, random) -> None:  # type: ignore[no-untyped-def]
    row, column, normal = rotation(q)
    move = normal + math.tan(math.radians(tilt)) * column
    positions = [np.array([10.0, -20, 30]) + step * k * move for k in range(slices)]
    first = header.from_dataset(slice_at((0, 0, 0), [float(v) for v in (*row, *column)]))
    headers: list[ImageHeader] = []
    from dataclasses import replace

    for k, p in enumerate(positions):
        frame = replace(first.frames[0], position_lps=(float(p[0]), float(p[1]), float(p[2])))
        headers.append(replace(first, sop_instance_uid=f"1.2.{k}", instance_number=random.randint(1, 10**6), frames=(frame,)))
    random.shuffle(headers)
    (shown,) = build(headers)
    assert shown.geometry is not None
    assert [f.sop_instance_uid for f in shown.frames] == [f"1.2.{k}" for k in range(slices)]
    assert shown.geometry.regular
    assert abs(shown.geometry.tilt_degrees - (tilt if tilt >= 0.5 else 0)) <= 0.51
    assert np.allclose(np.diff(geometry.depths(shown.geometry)), step, atol=1e-6)
