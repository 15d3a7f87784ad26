"""The files: all sound as shipped; a fault is told with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from workstation.errors import SettingsInvalid
from workstation.hanging_protocols import load, presets
from workstation.hanging_protocols.protocol import FOLDER, load_file

GOOD = """en = "Try"
fr = "Essai"

[match]
families = ["CT"]

[series.axial]
en = "axial"
must = { plane = ["axial"] }

[[stage]]
en = "One"
wide = ["a b"]
slots.a = { series = "axial" }
slots.b = { like = "a", which = "prior" }

[[stage]]
en = "Two"
wide = ["c"]
slots.c = { series = "axial", window = "lung" }
"""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_file(path: Path) -> None:
    protocol = load_file(path)
    assert protocol.en
    assert protocol.fr
    for stage in protocol.stage:
        assert stage.en
        assert stage.fr
        for slot in stage.slots.values():
            assert slot.window is None or presets.find(slot.window), f"{stage.en}: no window {slot.window}"
            assert not slot.series or str(protocol.series[slot.series])


def test_what_the_brief_of_protocols_asks_for_is_there() -> None:
    names = {p.id for p in load()}
    for name in ("ct", "ct-prior", "mr-brain", "mr-brain-prior", "mg", "mg-prior", "film", "film-prior", "us", "pet-ct", "xa", "general"):
        assert name in names


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('families = ["CT"]', 'families = ["CAT"]', 5, r"match\.families: there is no 'CAT'"),
        ('plane = ["axial"]', 'plane = ["diagonal"]', 9, r"series\.axial\.must\.plane\.0: .*axial"),
        ('plane = ["axial"]', 'tags = ["T7"]', 7, r"series\.axial: there is no 'T7'"),
        ('wide = ["a b"]', 'wide = ["a b", "a"]', 11, r"stage\.0: .*same number of words"),
        ('wide = ["a b"]', 'wide = ["a b", "b a"]', 11, r"stage\.0: .*no rectangle"),
        ('wide = ["a b"]', 'wide = ["a z"]', 11, r"stage\.0: .*z is drawn but not among the slots"),
        ('like = "a"', 'like = "q"', 11, r"stage\.0: .*no slot q"),
        ('window = "lung"', 'windo = "lung"', 20, r"stage\.1\.slots\.c\.windo: "),
        ('slots.c = { series = "axial"', 'slots.c = { series = "coronal"', 1, r"no series coronal"),
        ('wide = ["c"]', "", 17, r"stage\.1: .*either wide .* or by_count"),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    path = tmp_path / "try.toml"
    path.write_text(GOOD, "utf-8")
    load_file(path)
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsInvalid, match=rf"try\.toml, line {line}: .*{said}"):
        load(tmp_path)


def test_broken_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[match\n", "utf-8")
    with pytest.raises(SettingsInvalid, match=r"x\.toml is not valid TOML.*line 1"):
        load(tmp_path)
