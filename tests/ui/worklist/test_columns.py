"""Which columns fit."""

from __future__ import annotations

import pytest

from workstation.ui.worklist import columns


@pytest.mark.parametrize("room", range(700, 2400, 50))
def test_what_is_shown_fits_and_leaves_room_for_the_exam(room: int):
    shown = columns.visible(room, {}, 1.0)
    taken = sum(columns.widths(room, shown, 1.0).values())
    exam = columns.COLUMNS[columns.INDEX["exam"]]
    assert {"state", "patient", "exam", "date", "priors"} <= shown
    if room >= 820:
        assert room - taken >= exam.least - len(shown)


def test_the_first_to_make_room_is_received_and_a_chosen_one_stays():
    full = columns.visible(2400, {}, 1.0)
    assert "received" in full
    assert "reader" not in full
    assert "received" not in columns.visible(1300, {}, 1.0)
    assert "received" in columns.visible(1300, {"received": True}, 1.0)
    assert "reader" in columns.visible(2400, {"reader": True}, 1.0)
    assert "site" not in columns.visible(2400, {"site": False}, 1.0)
