"""Exams hung by the shipped protocols: what a radiologist expects to see where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hanging_protocols.exams import brain_mr, chest_ct, exam, image, mammogram, volume
from workstation.hanging_protocols import FilledStage, Hanging, Monitors, alternatives, hang, load
from workstation.imaging.model import Mark
from workstation.language import set_language

PROTOCOLS = load()
PORTRAITS = Monitors.parse("2x1536x2048")


def labels(stage: FilledStage) -> list[str]:
    return [s.display_set.label if s.display_set else "" for s in stage.slots]


def stage_named(hanging: Hanging, word: str) -> FilledStage:
    return next(s for s in hanging.stages if word in s.name)


def test_chest_ct_beside_its_prior() -> None:
    hung = hang(PROTOCOLS, chest_ct(), [chest_ct("2", "20250918", 2.0)])
    assert hung.protocol == "ct-chest-prior"
    assert hung.reasons == ("CT", "chest", "1 prior to compare")
    first, second, third = hung.stages[:3]
    assert (first.rows, first.columns) == (1, 2)
    assert labels(first) == ["Thorax 1.5 mm Mediastin", "Thorax 2.0 mm Mediastin"]
    assert [(s.which, s.prior_index, s.link_group) for s in first.slots] == [("current", -1, "axial"), ("prior", 0, "axial")]
    assert (second.rows, second.columns) == (2, 2)
    assert [s.view for s in second.slots] == ["stack", "stack", "mpr-coronal", "mpr-sagittal"]
    assert [s.window for s in third.slots] == ["lung", "lung"]
    assert labels(third) == ["Thorax 1.5 mm Poumon", "Thorax 2.0 mm Poumon"]
    assert {s.view for stage in hung.stages for s in stage.slots} >= {"volume", "mpr-axial"}


def test_chest_ct_alone() -> None:
    hung = hang(PROTOCOLS, chest_ct())
    assert hung.protocol == "ct-chest"
    assert [s.view for s in hung.stages[0].slots] == ["stack", "mpr-coronal", "mpr-sagittal", "volume"]
    assert "Coronal 3 mm" in labels(hung.stages[-1]), "what no stage shows follows at the end"
    assert [d.kind for d in hung.left_over] == ["localizer"]


@pytest.mark.parametrize(
    ("description", "protocol"),
    [
        ("SCANNER CEREBRAL", "ct-head"),
        ("TDM TAP", "ct-body"),
        ("SCANNER ABDOMINO-PELVIEN", "ct-body"),
        ("SCANNER GENOU D", "ct-bone"),
        ("SCANNER RACHIS LOMBAIRE", "ct-bone"),
        ("ANGIOSCANNER TSA", "ct-vessels"),
        ("SCANNER CERVICAL", "ct"),
        ("SCANNER", "ct"),
        ("SCANNER THORACIQUE", "ct-chest"),
    ],
)
def test_ct_by_region(description: str, protocol: str) -> None:
    assert hang(PROTOCOLS, exam(description, volume("1", "CT", "1 mm"))).protocol == protocol


def test_brain_mr_by_weighting() -> None:
    hung = hang(PROTOCOLS, brain_mr())
    assert hung.protocol == "mr-brain"
    assert labels(hung.stages[0]) == ["AX FLAIR", "AX T2 TSE", "SAG T1 3D MPRAGE", "AX DIFFUSION b 1000"]


def test_brain_mr_beside_its_prior_weighting_by_weighting() -> None:
    hung = hang(PROTOCOLS, brain_mr(), [brain_mr("2", "20250918")])
    assert hung.protocol == "mr-brain-prior"
    for stage in hung.stages[:3]:
        for now, then in zip(stage.slots[::2], stage.slots[1::2], strict=True):
            assert now.display_set
            assert then.display_set
            assert now.display_set.label == then.display_set.label
            assert (now.which, then.which) == ("current", "prior")
    assert {"AX DIFFUSION b 1000", "AX DIFFUSION ADC"} <= set(labels(stage_named(hung, "Diffusion and ADC")))


def test_a_missing_weighting_is_replaced_and_said() -> None:
    slot = hang(PROTOCOLS, brain_mr(without="FLAIR")).stages[0].slots[0]
    assert slot.display_set is not None
    assert slot.reason == "No FLAIR: the next series instead"


def test_no_slot_takes_what_another_needs_more() -> None:
    """A greedy match would give the only sagittal T2 to the first slot that likes it."""
    sets = [
        volume("1", "MR", "SAG T2", plane="sagittal", slices=15),
        volume("2", "MR", "AX T2", slices=20),
        volume("3", "MR", "SAG T1", plane="sagittal", slices=15),
    ]
    hung = hang(PROTOCOLS, exam("IRM LOMBAIRE", *sets))
    assert labels(hung.stages[0]) == ["SAG T2", "SAG T1", "AX T2"]


def test_mammogram_right_breast_left_and_chest_walls_meet() -> None:
    hung = hang(PROTOCOLS, mammogram())
    assert hung.protocol == "mg"
    for stage in hung.stages:
        for slot in stage.slots:
            assert slot.display_set is not None
            side = slot.display_set.laterality
            assert slot.align == {"R": "right", "L": "left"}[side]
            assert slot.same_scale or slot.one_to_one
        pairs = list(zip(stage.slots[::2], stage.slots[1::2], strict=True))
        assert all((r.display_set.laterality, l.display_set.laterality) == ("R", "L") for r, l in pairs if r.display_set and l.display_set)  # noqa: E741
    assert not hung.spread_window


def test_raw_images_hang_only_where_there_is_nothing_else() -> None:
    shown = mammogram()
    raw = [replace(s, key=f"raw{s.key}", marks=(Mark("raw", "raw"),)) for s in shown.display_sets]
    for sets in ((*raw, *shown.display_sets), (*shown.display_sets, *raw)):
        first = hang(PROTOCOLS, replace(shown, display_sets=sets)).stages[0]
        assert {slot.display_set.key for slot in first.slots} == {s.key for s in shown.display_sets}
    first = hang(PROTOCOLS, replace(shown, display_sets=(*raw, *shown.display_sets[:3]))).stages[0]
    assert [slot.display_set.key for slot in first.slots if slot.display_set.key.startswith("raw")] == [raw[3].key]


def test_mammogram_view_by_view_with_its_prior_at_one_scale() -> None:
    hung = hang(PROTOCOLS, mammogram(), [mammogram("2", "20241124")])
    assert hung.protocol == "mg-prior"
    pair = stage_named(hung, "Right MLO")
    assert [(s.display_set.laterality, s.display_set.view_position, s.which) for s in pair.slots if s.display_set] == [
        ("R", "MLO", "current"),
        ("R", "MLO", "prior"),
    ]
    assert all(s.same_scale and s.align == "right" for s in pair.slots)


def test_a_missing_view_leaves_its_place_empty_and_says_so() -> None:
    first = hang(PROTOCOLS, mammogram(views="RCC RMLO LMLO")).stages[0]
    empty = next(s for s in first.slots if s.display_set is None)
    assert (empty.name, empty.reason) == ("lcc", "No left CC in this exam")
    assert [s.name for s in first.slots] == ["rcc", "lcc", "rmlo", "lmlo"]


def test_views_of_a_mammogram_from_the_words_where_codes_are_missing() -> None:
    sets = [image(str(n), "MG", label) for n, label in enumerate(("D FACE", "G FACE", "D OBLIQUE", "R MLO spot", "L MLO"), 1)]
    first = hang(PROTOCOLS, exam("MAMMO", *sets)).stages[0]
    assert labels(first) == ["D FACE", "G FACE", "D OBLIQUE", "L MLO"]


def test_film_alone_and_beside_its_prior() -> None:
    front, side = image("1", "DX", "Thorax face", view="PA"), image("2", "DX", "Thorax profil", view="LL")
    assert labels(hang(PROTOCOLS, exam("RX THORAX F/P", side, front)).stages[0]) == ["Thorax face", "Thorax profil"]
    assert labels(hang(PROTOCOLS, exam("RX THORAX F", front)).stages[0]) == ["Thorax face"]
    hung = hang(PROTOCOLS, exam("RX THORAX F/P", front, side), [exam("RX THORAX", side, front, uid="2", day="20260601")])
    assert hung.protocol == "film-prior"
    assert labels(hung.stages[0]) == ["Thorax face", "Thorax face"]
    assert labels(hung.stages[1]) == ["Thorax profil", "Thorax profil"]


def test_ultrasound_by_count() -> None:
    for count, size in ((1, (1, 1)), (2, (1, 2)), (4, (2, 2)), (5, (2, 3)), (6, (2, 3))):
        hung = hang(PROTOCOLS, exam("ECHO ABDO", *(image(str(n), "US") for n in range(1, count + 1))))
        assert (hung.protocol, hung.stages[0].rows, hung.stages[0].columns, len(hung.stages)) == ("us", *size, 1)
    pages = hang(PROTOCOLS, exam("ECHO ABDO", *(image(str(n), "US") for n in range(1, 15)))).stages
    assert [len(p.slots) for p in pages] == [6, 6, 2]
    assert pages[0].name == "All images, 1 of 3"


def test_pet_ct_in_three_planes_fused_with_a_mip() -> None:
    ct, pet = volume("1", "CT", "CTAC", slices=200, step=3.0), volume("2", "PT", "PET AC", slices=200, step=3.0)
    uncorrected = volume("3", "PT", "PET NAC", slices=200, step=3.0)
    hung = hang(PROTOCOLS, exam("TEP-TDM", ct, pet, uncorrected))
    assert hung.protocol == "pet-ct"
    first = hung.stages[0]
    assert (first.rows, first.columns, len(first.slots)) == (3, 4, 10)
    fused = next(s for s in first.slots if s.name == "fused")
    assert fused.display_set == ct
    assert fused.overlay == pet
    mip = next(s for s in first.slots if s.view == "mip")
    assert (mip.row_span, mip.window, mip.invert) == (3, "pet", True)
    assert "PET NAC" in labels(hung.stages[-1])


def test_pet_ct_without_a_common_frame_is_marked() -> None:
    hung = hang(PROTOCOLS, exam("TEP-TDM", volume("1", "CT", "CT", frame="A"), volume("2", "PT", "PET", frame="B")))
    assert next(s for s in hung.stages[0].slots if s.name == "fused").mark == "Fused without a common frame of reference"


def test_angiography_one_and_a_strip() -> None:
    runs = [image(str(n), "XA", f"run {n}", kind="cine", frames=10 * n) for n in range(1, 6)]
    first = hang(PROTOCOLS, exam("CORONAROGRAPHIE", *runs)).stages[0]
    big = first.slots[0]
    assert (big.row_span, big.column_span) == (4, 3)
    assert big.display_set == runs[-1]
    assert len(first.slots) == 5
    assert len(hang(PROTOCOLS, exam("CORONAROGRAPHIE", runs[0])).stages[0].slots) == 1


def test_a_prior_of_another_region_or_of_the_other_side_is_not_hung() -> None:
    knee = exam("SCANNER GENOU D", volume("1", "CT", "1 mm os"))
    assert hang(PROTOCOLS, knee, [chest_ct("2", "20250101")]).protocol == "ct-bone"
    assert hang(PROTOCOLS, knee, [exam("SCANNER GENOU G", volume("1", "CT", "1 mm os"), uid="2")]).protocol == "ct-bone"
    hung = hang(PROTOCOLS, knee, [chest_ct("2"), exam("TDM GENOU DROIT", volume("1", "CT", "os"), uid="3")])
    assert hung.protocol == "ct-bone-prior"
    assert hung.stages[0].slots[1].prior_index == 1


def test_another_kernel_of_the_prior_is_marked() -> None:
    prior = exam("TDM THORAX", volume("2", "CT", "Poumon"), uid="2", day="20250101")
    slot = hang(PROTOCOLS, chest_ct(), [prior]).stages[0].slots[1]
    assert slot.mark == "Another kernel"


@pytest.mark.parametrize(
    ("spec", "rows", "columns", "monitors"),
    [("1920x1080", 1, 2, 1), ("1536x2048", 2, 1, 1), ("2x1536x2048", 1, 2, 2), ("2x1920x1080", 1, 2, 2), ("3x1536x2048", 1, 2, 2)],
)
def test_current_and_prior_on_monitors(spec: str, rows: int, columns: int, monitors: int) -> None:
    first = hang(PROTOCOLS, chest_ct(), [chest_ct("2", "20250918")], Monitors.parse(spec)).stages[0]
    assert (first.rows, first.columns, first.monitors) == (rows, columns, monitors)


def test_mammogram_on_two_portraits_right_on_the_left_one() -> None:
    first = hang(PROTOCOLS, mammogram(), [], PORTRAITS).stages[0]
    assert (first.rows, first.columns, first.monitors) == (2, 2, 2)
    assert all(s.display_set and s.display_set.laterality == ("R" if s.column == 0 else "L") for s in first.slots)


def test_an_exam_not_arrived_has_one_place_that_says_so() -> None:
    for current in (exam("SCANNER THORACIQUE"), exam("")):
        hung = hang(PROTOCOLS, current)
        assert all(s.display_set is None for s in hung.stages[0].slots)
        assert hung.stages[0].slots[0].reason == "No images of this exam are here yet"


def test_an_exam_that_its_own_protocol_finds_nothing_in_goes_by_count() -> None:
    hung = hang(PROTOCOLS, exam("SCANNER THORACIQUE", image("1", "CT", "capture"), image("2", "CT", "capture 2")))
    assert hung.protocol == "general"
    assert labels(hung.stages[0]) == ["capture", "capture 2"]


def test_alternatives_start_with_the_one_in_use() -> None:
    found = alternatives(PROTOCOLS, chest_ct(), [chest_ct("2", "20250918")])
    assert [h.protocol for h in found][:2] == ["ct-chest-prior", "ct-chest"]
    assert found[0] == hang(PROTOCOLS, chest_ct(), [chest_ct("2", "20250918")])
    assert found[-1].protocol == "general"
    assert hang((), chest_ct()).reasons == ("no protocol fits",)


def test_names_and_reasons_in_french() -> None:
    set_language("fr")
    hung = hang(PROTOCOLS, chest_ct(), [chest_ct("2", "20250918")])
    assert hung.title == "Scanner thoracique avec antérieur"
    assert hung.reasons == ("scanner", "thorax", "1 antérieur comparable")
    assert hung.stages[0].slots[1].reason == "La plus semblable à la série actuelle : même plan, filtre"
