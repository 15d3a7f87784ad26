"""Presets and colour maps are data, checked where they are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from workstation.errors import SettingsInvalid
from workstation.imaging.model import Window
from workstation.rendering import presets


def test_the_shipped_files_are_right() -> None:
    assert len(presets.volume_presets()) >= 6
    assert {m.name for m in presets.colour_maps()} >= {"pet", "hot-iron"}
    assert presets.presets_of("CT")[0].name.startswith("ct")
    assert {p.label for p in (*presets.volume_presets(), *presets.colour_maps())} == set(presets.TR_LABELS)
    assert presets.presets_of("XX")[0].modalities == ()


def test_a_paint_is_placed_by_value_or_by_window() -> None:
    by_value = presets.paint_of("ct-bone", "CT", Window(40, 400))
    assert by_value.low == 100
    by_window = presets.paint_of("mr", "MR", Window(500, 1000))
    assert (by_window.low, by_window.high) == (180, 1000)
    assert by_value.table().shape == (1, 1024, 4)
    assert presets.paint_of("no such", "MR", Window(500, 1000)) == by_window


def test_maps_run_from_black() -> None:
    table = presets.colour_map("pet")
    assert table.shape == (1, 256, 3)
    assert (table[0, 0] == 0).all()
    assert (np.diff(table[0].sum(-1).astype(int)) >= 0).all()
    assert np.array_equal(presets.colour_map("no such")[0, 77], [77, 77, 77])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[map]]\nname = "x"\nlabel = "X"\npoints = [[0.5, 0, 0, 0], [0.2, 1, 1, 1]]', "grow"),
        ('[[map]]\nname = "x"\nlabel = "X"\npoints = [[0, 0, 0, 0], [1, 2, 1, 1]]', "between 0 and 1"),
        ('[[map]]\nname = "x"\nlabel = "X"\npoint = []', "point"),
        ("[[map", "cannot be read"),
    ],
)
def test_a_fault_is_named_with_its_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "colour.toml"
    path.write_text(text)
    with pytest.raises(SettingsInvalid, match=said) as told:
        presets._read(path, presets._Maps)
    assert str(path) in str(told.value)
