"""The vocabulary files: sound as shipped, and an error that a radiologist can act on where one is edited wrongly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workstation.errors import SettingsInvalid
from workstation.studies import vocabulary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(vocabulary.FOLDER, tmp_path / "vocabulary"))


def replace(path: Path, old: str, new: str) -> int:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_shipped_files_load_and_no_code_stands_twice() -> None:
    words = vocabulary.shipped()
    codes = [(code, name) for name, entry in words.regions.items() for code in entry.codes]
    assert len({c for c, _ in codes}) == len(codes)
    assert len(words.regions) > 60


def test_a_region_that_does_not_exist_is_named_with_file_line_and_key(folder: Path) -> None:
    line = replace(folder / "regions.toml", 'part_of = { neck = "same" }', 'part_of = { nek = "same" }')
    with pytest.raises(SettingsInvalid, match=rf"regions\.toml, line {line}: thyroid\.part_of: there is no 'nek'"):
        vocabulary.load(folder)


def test_an_unknown_key_is_named(folder: Path) -> None:
    line = replace(folder / "regions.toml", '[chest]\nen = "chest"', '[chest]\nword = []\nen = "chest"') + 1
    with pytest.raises(SettingsInvalid, match=rf"regions\.toml, line {line}: chest\.word: "):
        vocabulary.load(folder)


def test_a_wrong_level_is_named(folder: Path) -> None:
    replace(folder / "regions.toml", 'part_of = { neck = "same" }', 'part_of = { neck = "equal" }')
    with pytest.raises(SettingsInvalid, match=r"thyroid\.part_of\.neck: .*same.*related.*weak"):
        vocabulary.load(folder)


def test_a_word_instead_of_a_number_is_named(folder: Path) -> None:
    line = replace(folder / "affinity.toml", "[general.CT]\nCT = 3.0", '[general.CT]\nCT = "much"') + 1
    with pytest.raises(SettingsInvalid, match=rf"affinity\.toml, line {line}: general\.CT\.CT: .*number"):
        vocabulary.load(folder)


def test_broken_toml_and_a_missing_file_are_named(folder: Path) -> None:
    (folder / "contexts.toml").write_text("[spine\n", "utf-8")
    with pytest.raises(SettingsInvalid, match=r"contexts\.toml is not valid TOML.*line 1"):
        vocabulary.load(folder)
    (folder / "contexts.toml").unlink()
    with pytest.raises(SettingsInvalid, match=r"contexts\.toml cannot be read"):
        vocabulary.load(folder)


def test_words_are_folded_and_elisions_dropped() -> None:
    assert vocabulary.words_of("Échographie de l'épaule D, R.X. pied-plat") == ["ECHOGRAPHIE", "DE", "EPAULE", "D", "RX", "PIED", "PLAT"]
