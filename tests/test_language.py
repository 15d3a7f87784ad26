"""Both languages: complete, places kept, numbers written as each country writes them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

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
    assert [language.number(v, d) for v, d in ((-0.3, 0), (-0.04, 1), (-0.6, 0))] == ["0", "0.0", "-1"]
    assert language.number(1234.5, 1) == "1\u202f234.5"
    language.set_language("fr")
    assert language.number(1234.5, 1) == "1\u202f234,5"


def test_a_line_for_all_languages_gets_the_decimal_sign_of_this_one() -> None:
    line = "120 kV · 1.5 mm · TE 2.38 · 15.5° · 0.5× · B31f.2 · v1.2.3 · FC08.1"
    assert language.numbers_in(line) == line
    language.set_language("fr")
    assert language.numbers_in(line) == "120 kV · 1,5 mm · TE 2,38 · 15,5° · 0,5× · B31f.2 · v1.2.3 · FC08.1"


def test_zero_is_singular_in_french() -> None:
    assert language.plural(0, "{count} image", "{count} images") == "0 images"
    language.set_language("fr")
    assert language.plural(0, "{count} image", "{count} images") == "0 image"


def texts_of(room: str) -> list[str]:
    root = ElementTree.parse(language.RESOURCES / "translations/fr" / f"{room}.ts").getroot()
    return [m.findtext("source") or "" for m in root.iter("message")]


def test_a_kept_text_is_told_in_the_language_of_now() -> None:
    """Marks are stored with headers in the language of the process that received them."""
    for source in texts_of("imaging"):
        language.set_language("fr")
        translation = language.tr(source)
        places = dict.fromkeys(re.findall(r"\{(\w+)\}", source), "7")
        english, french = source.format(**places), translation.format(**places)
        if (len(re.sub(r"\{\w+\}", "", source)) < 12 and places) or source == translation:
            continue
        assert language.retold(english) == french
        assert language.retold(french) == french
        language.set_language("en")
        assert language.retold(french) == english
        assert language.retold(english) == english
    assert language.retold("Tiens, un texte du fabricant") == "Tiens, un texte du fabricant"
