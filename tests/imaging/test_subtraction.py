"""Which frames a subtracted picture is made of (PS3.3 C.7.6.10.1), and how a mask is moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging.making import file, item
from workstation.imaging import header
from workstation.imaging.luts import stored_range
from workstation.imaging.own_masks import states_of
from workstation.imaging.subtraction import MOST_ITEMS, MOST_TERMS, Term, logarithm, moved, terms_of

PIXELS = np.zeros((20, 4, 6), np.uint16)


def terms(frame: int, operation: str = "AVG_SUB", frames: int = 20, **elements: Any) -> list[tuple[int, float]]:
    told = header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=Sequence([item(MaskOperation=operation, **elements)])))
    return [(term.frame + 1, term.weight) for term in terms_of(told.masks, frame - 1, frames)]


def test_averages() -> None:
    assert terms(5, MaskFrameNumbers=[1]) == [(5, 1.0), (1, -1.0)]
    assert terms(5, MaskFrameNumbers=[1, 2]) == [(5, 1.0), (1, -0.5), (2, -0.5)]
    assert terms(5, MaskFrameNumbers=[1, 2], ContrastFrameAveraging=2) == [(5, 0.5), (6, 0.5), (1, -0.5), (2, -0.5)]
    assert terms(20, MaskFrameNumbers=[1], ContrastFrameAveraging=2) == []  # ends at the last frame but one
    assert terms(5, MaskFrameNumbers=[21]) == []
    assert terms(5, MaskFrameNumbers=[0]) == []
    assert terms(5, MaskFrameNumbers=list(range(1, MOST_TERMS))) != []
    assert terms(5, MaskFrameNumbers=list(range(1, MOST_TERMS + 1))) == []


def test_differences_in_time() -> None:
    assert terms(5, "TID", TIDOffset=2) == [(5, 1.0), (3, -1.0)]
    assert terms(5, "TID", TIDOffset=-2) == [(5, 1.0), (7, -1.0)]
    assert terms(5, "TID", TIDOffset=None) == [(5, 1.0), (4, -1.0)]
    assert terms(2, "TID", TIDOffset=2) == []
    assert terms(19, "TID", TIDOffset=-2) == []


def test_reversed_differences_count_back_from_the_first_of_the_range() -> None:
    asked = {"ApplicableFrameRange": [9, 14], "TIDOffset": 1}
    assert [terms(n, "REV_TID", **asked) for n in (9, 10, 11)] == [[(9, 1.0), (8, -1.0)], [(10, 1.0), (7, -1.0)], [(11, 1.0), (6, -1.0)]]
    assert terms(8, "REV_TID", **asked) == []


def test_ranges() -> None:
    asked = {"MaskFrameNumbers": [1], "ApplicableFrameRange": [3, 5, 9, 9]}
    assert [n for n in range(1, 21) if terms(n, **asked)] == [3, 4, 5, 9]


def test_the_first_item_that_is_for_a_frame_counts() -> None:
    items = [
        item(MaskOperation="NONE", ApplicableFrameRange=[1, 20]),
        item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1], ApplicableFrameRange=[5, 8]),
        item(MaskOperation="TID", TIDOffset=1, ApplicableFrameRange=[7, 12]),
    ]
    told = header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=Sequence(items)))
    found = [tuple(term.frame + 1 for term in terms_of(told.masks, n - 1, 20)) for n in (4, 7, 12, 13)]
    assert found == [(), (7, 1), (12, 11), ()]


@pytest.mark.parametrize(
    "wrong",
    [
        {"MaskOperation": "AVG_SUB"},
        {"MaskOperation": "MAGIC", "MaskFrameNumbers": [1]},
        {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1], "MaskSubPixelShift": [1.0]},
        {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1], "MaskSubPixelShift": [1e9, 0.0]},
        {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1], "MaskVisibilityPercentage": 400.0},
        {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1], "MaskSubPixelShift": [float("nan"), 0.0]},
    ],
)
def test_what_makes_no_sense_is_left_out(wrong: dict[str, Any]) -> None:
    assert header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=Sequence([item(**wrong)]))).masks == ()


def test_senseless_numbers_of_ranges_and_frames_end_soon() -> None:
    items = [item(MaskOperation="TID", ApplicableFrameRange=list(range(1, 20001))) for _ in range(300)]
    told = header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=Sequence(items)))
    assert len(told.masks) == MOST_ITEMS
    assert {len(each.ranges) for each in told.masks} == {MOST_ITEMS}
    assert len(states_of([told])) == 1
    assert states_of([replace(told, number_of_frames=250_000)]) == ()


def test_one_frame_alone_has_nothing_to_be_subtracted_from() -> None:
    mask = Sequence([item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1])])
    assert states_of([header.read(file(PIXELS[0], modality="XA", MaskSubtractionSequence=mask))]) == ()


def test_shifts_by_frame_that_are_not_read_are_told() -> None:
    shifts = item(FramePixelShiftSequence=Sequence([item(SubtractionItemID=1, MaskSubPixelShift=[1.0, 0.0])]))
    mask = Sequence([item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1], SubtractionItemID=1)])
    told = header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=mask, SharedFunctionalGroupsSequence=Sequence([shifts])))
    assert [mark.code for state in states_of([told]) for mark in state.marks] == ["state_mask"]
    told = header.read(file(PIXELS, modality="XA", MaskSubtractionSequence=mask))
    assert [mark.code for state in states_of([told]) for mark in state.marks] == []


def test_a_mask_is_moved_down_and_right() -> None:
    values = np.zeros((5, 5))
    values[1, 1] = 8.0
    assert moved(values, (2.0, 1.0))[3, 2] == 8.0
    found = moved(values, (0.5, -0.25))
    assert (found[1, 1], found[2, 1], found[1, 0]) == (3.0, 3.0, 1.0)
    assert np.array_equal(moved(np.arange(9.0).reshape(3, 3), (-1.0, 0.0))[2], [6.0, 7.0, 8.0])  # the edge goes on
    assert Term(0, 1.0).shift == (0.0, 0.0)


def test_logarithms_span_all_that_can_be_stored() -> None:
    told = header.read(file(PIXELS, modality="XA", bits=12))
    table = logarithm(stored_range(told))
    assert (table.first, len(table.values), table.values[0], table.values[-1]) == (0, 4096, 0, 65535)
    steps = table(np.array([100, 200, 400, 800.0]))
    assert np.allclose(np.diff(steps), np.diff(steps)[0], rtol=0.02)
