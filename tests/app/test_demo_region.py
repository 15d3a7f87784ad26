"""The demo's folder: kept from one start to the next, cleared when the images would be others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from workstation.app import demo_region

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A demo's folder with an archive and a store in it."""
    demo_region.clear_another(tmp_path, TODAY)
    for name in (f"archive-{TODAY:%Y%m%d}", "store"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "images").write_text("")
    (tmp_path / "settings.toml").write_text("")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"made-by.txt"}


def test_the_same_program_on_the_same_day_finds_its_region(folder: Path) -> None:
    before = names(folder)
    demo_region.clear_another(folder, TODAY)
    assert names(folder) == before


def test_another_day_begins_anew(folder: Path) -> None:
    demo_region.clear_another(folder, TODAY + timedelta(days=1))
    assert names(folder) == {"settings.toml"}


def test_a_program_that_makes_other_images_begins_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo_region.making() == demo_region.making()
    monkeypatch.setattr("workstation.__version__", "another")
    demo_region.clear_another(folder, TODAY)
    assert names(folder) == {"settings.toml"}
