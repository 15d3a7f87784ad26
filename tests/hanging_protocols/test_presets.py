"""Windows by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from workstation.errors import SettingsInvalid
from workstation.hanging_protocols import presets
from workstation.language import set_language

CT = {
    "brain": (80, 40),
    "stroke": (40, 40),
    "subdural": (200, 75),
    "posterior-fossa": (120, 40),
    "temporal-bone": (4000, 700),
    "lung": (1500, -600),
    "mediastinum": (400, 40),
    "abdomen": (400, 50),
    "liver": (150, 90),
    "bone": (2000, 400),
    "angio": (600, 170),
    "spine": (300, 50),
}


def test_the_ct_list() -> None:
    assert {p.id: (p.width, p.level) for _, p in presets.for_modality("CT")} == CT


def test_each_modality_has_the_keys_once() -> None:
    for modality in {p.modality for p in presets.shipped()}:
        keys = [key for key, _ in presets.for_modality(modality) if key]
        assert len(keys) == len(set(keys))
        assert set(keys) <= set(presets.KEYS)


def test_found_by_id_and_by_either_name() -> None:
    assert presets.find("lung") == presets.find("Poumon", "CT") == presets.find("LUNG")
    assert presets.find("lung", "MR") is None
    assert presets.find("no such") is None


def test_a_window_in_the_modalitys_own_values() -> None:
    lung = presets.find("lung")
    assert lung
    assert lung.window() is not None
    window = lung.window()
    assert window
    assert (window.center, window.width, window.name, window.function) == (-600, 1500, "Lung", "LINEAR")
    pet = presets.find("pet", "PT")
    assert pet
    assert pet.window() is None, "no SUV without its factor"
    suv = pet.window(0.0005)
    assert suv
    assert (suv.center, suv.width, suv.function) == (6000, 12000, "LINEAR_EXACT")
    assert pet.invert
    set_language("fr")
    assert str(lung) == "Poumon"


def test_a_sites_own_windows_go_over_the_shipped_ones() -> None:
    site = {"Poumon": (1600.0, -500.0), "Stent": (1500.0, 300.0)}
    assert presets.find("lung", "CT", site) == presets.find("lung", "CT").model_copy(update={"width": 1600.0, "level": -500.0})  # type: ignore[union-attr]
    assert presets.for_modality("CT", site)[-1][1].id == "Stent"


def test_a_fault_is_told(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_text('[[window]]\nid = "a"\nen = "a"\nfr = "a"\nmodality = "CT"\nlevel = 3\nwidth = 0\n', "utf-8")
    with pytest.raises(SettingsInvalid, match=r"windows\.toml, line 7: window\.0\.width: "):
        presets.load(path)
