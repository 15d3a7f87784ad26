"""What the label of a series tells."""

from __future__ import annotations

import pytest

from tests.hanging_protocols.exams import image, volume
from workstation.errors import SettingsInvalid
from workstation.hanging_protocols import Monitors
from workstation.hanging_protocols.traits import traits_of
from workstation.imaging.model import Window


@pytest.mark.parametrize(
    ("modality", "label", "tags", "absent"),
    [
        ("MR", "AX T2 FLAIR", {"FLAIR"}, {"T2"}),
        ("MR", "T2* EG", {"SWI"}, {"T2"}),
        ("MR", "T1 GADO", {"T1", "contrast"}, set()),
        ("MR", "T1 SANS INJ", {"T1", "plain"}, {"contrast"}),
        ("MR", "3D T1 MPRAGE C+", {"T1", "contrast"}, set()),
        ("MR", "ep2d_diff_b1000_TRACEW", {"DWI"}, {"ADC", "T2"}),
        ("MR", "ep2d_diff_ADC", {"ADC"}, {"DWI"}),
        ("MR", "SAG STIR", {"STIR"}, {"T2"}),
        ("MR", "COR DP FS", {"PD", "fat-sat"}, {"T1"}),
        ("MR", "TOF 3D polygone", {"TOF"}, set()),
        ("CT", "Thorax 1,25 mm POUMON", {"lung"}, {"bone"}),
        ("CT", "Os 0.6mm", {"bone"}, {"lung"}),
        ("CT", "ABDO PORTAL 2 mm", {"portal", "contrast"}, {"lung"}),
        ("PT", "PET NAC", {"NAC"}, {"AC"}),
        ("PT", "WB AC", {"AC"}, {"NAC"}),
        ("CT", "Dose Report", {"scout"}, set()),
        ("MG", "R CC AGRANDI", {"spot"}, set()),
    ],
)
def test_tags(modality: str, label: str, tags: set[str], absent: set[str]) -> None:
    found = traits_of(volume("1", modality, label)).tags
    assert tags <= found
    assert not absent & found


def test_the_kernel_is_told_by_the_window_where_no_word_does() -> None:
    assert "lung" in traits_of(volume("1", "CT", "", window=Window(-600, 1500))).tags
    assert "bone" in traits_of(volume("1", "CT", "", window=Window(400, 2000))).tags
    assert "soft" in traits_of(volume("1", "CT", "", window=Window(40, 400))).tags


@pytest.mark.parametrize(
    ("modality", "label", "code", "view", "side"),
    [
        ("MG", "", "MLO", "MLO", ""),
        ("MG", "D FACE", "", "CC", "R"),
        ("MG", "L MLO", "", "MLO", "L"),
        ("DX", "Thorax face", "", "front", ""),
        ("DX", "", "LL", "lateral", ""),
        ("CR", "GENOU G PROFIL", "", "lateral", "L"),
        ("DX", "Thorax", "PA", "front", ""),
    ],
)
def test_view_and_side(modality: str, label: str, code: str, view: str, side: str) -> None:
    found = traits_of(image("1", modality, label, view=code))
    assert (found.view, found.laterality) == (view, side)


def test_a_scout_by_name_is_not_shown() -> None:
    assert not traits_of(volume("1", "MR", "3plane localizer")).shown
    assert not traits_of(image("1", "CT", "", kind="localizer")).shown
    assert traits_of(image("1", "CT", "")).shown


def test_monitors_as_written() -> None:
    assert len(Monitors.parse("2x1536x2048")) == 2
    assert Monitors.parse("2x1536x2048").portrait
    mixed = Monitors.parse("1920x1080+2x1536x2048")
    assert [(m.width, m.height) for m in mixed.screens] == [(1920, 1080), (1536, 2048), (1536, 2048)]
    for wrong in ("", "2", "0x1536x2048", "twox10x10", "1920*1080"):
        with pytest.raises(SettingsInvalid, match="does not describe monitors"):
            Monitors.parse(wrong)
