"""Attribute matching (PS3.4 C.2.2.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.net.matching import matches


@pytest.mark.parametrize(
    ("asked", "held", "vr", "answer"),
    [
        ("", "anything", "LO", True),
        ("*", "", "LO", True),
        ("MARTIN^JEAN", "Martin^Jean", "PN", True),
        ("martin*", "MARTIN^Éléonore", "PN", True),
        ("*eleonore", "MARTIN^Éléonore", "PN", True),
        ("M?RTIN*", "MARTIN^X", "PN", True),
        ("MARTIN", "MARTIN^", "PN", True),
        ("MARTIN^^^", "MARTIN", "PN", True),
        ("MARTIN", "MARTINEZ", "PN", False),
        ("MARTIN*", "DURAND^Martin", "PN", False),
        ("SCANNER*", "SCANNER THORAX", "LO", True),
        ("a.c", "abc", "LO", False),
        ("20260101-20261231", "20260615", "DA", True),
        ("20260615", "20260615", "DA", True),
        ("20260101-", "20251231", "DA", False),
        ("-20260101", "20260101", "DA", True),
        ("-20260101", "", "DA", False),
        ("0900-1000", "095959", "TM", True),
        ("0900-1000", "100030", "TM", True),
        ("0900-1000", "100100", "TM", False),
        ("1.2.3", "1.2.3", "UI", True),
        ("1.2.*", "1.2.3", "UI", False),
    ],
)
def test_matching(asked: str, held: str, vr: str, answer: bool) -> None:
    assert matches(asked, held, vr) is answer


def test_lists_match_when_any_pair_does() -> None:
    assert matches(["1.2", "1.3"], "1.3", "UI")
    assert matches("MR", ["CT", "MR"], "CS")
    assert not matches(["US", "XA"], ["CT", "MR"], "CS")


@given(st.text(max_size=30))
def test_a_text_without_wildcards_matches_itself_and_no_pattern_ever_raises(text: str) -> None:
    assert matches(text.replace("*", "").replace("?", ""), text.replace("*", "").replace("?", ""), "LO")
    assert matches(text, "x", "LO") in (True, False)
