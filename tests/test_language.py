"""Both languages: complete, places kept, numbers written as each country writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workstation import language


def test_every_text_has_its_french() -> None:
    root = Path(__file__).parents[1]
    said = subprocess.run([sys.executable, "packaging/translations.py", "--check"], cwd=root, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("name", "value", "expected"), [("LANG", "fr_FR.UTF-8", "fr"), ("LANG", "de_DE.UTF-8", "en"), ("LC_ALL", "fr_CA", "fr")]
)
def test_the_system_decides(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str) -> None:
    for variable in ("GARONNE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, value)
    assert language.system_language() == expected


def test_numbers() -> None:
    assert language.number(1234.5, 1) == "1\u202f234.5"
    language.set_language("fr")
    assert language.number(1234.5, 1) == "1\u202f234,5"


def test_zero_is_singular_in_french() -> None:
    assert language.plural(0, "{count} image", "{count} images") == "0 images"
    language.set_language("fr")
    assert language.plural(0, "{count} image", "{count} images") == "0 image"
