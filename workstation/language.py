"""The words of every room in the user's language.

The source text is English and stands in the code as ``tr("...")``. The French stands in Qt Linguist files, one a room
(``resources/translations/fr/ROOM.ts``), which every process reads by itself: the courier and the command line speak French
without loading Qt. ``packaging/translations.py`` collects new texts and a test refuses a text without its translation.
"""

from __future__ import annotations

import locale
import os
import re
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
LANGUAGES = ("en", "fr")

_PLACE = re.compile(r"\{(\w+)\}")

_current: dict[str, str] = {}
_language = "en"


def system_language() -> str:
    """``fr`` where GARONNE_LANGUAGE or the system's locale says French, else ``en``."""
    for name in ("GARONNE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    value = locale.getlocale()[0] or ""
    return "fr" if value.lower().startswith(("fr", "french")) else "en"


@cache
def _catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((RESOURCES / "translations" / language).glob("*.ts")):
        for message in ElementTree.parse(path).getroot().iter("message"):
            source, translation = message.findtext("source"), message.findtext("translation")
            if source and translation:
                texts[source] = translation
    return texts


def set_language(language: str) -> None:
    """Choose the language of this process: ``en``, ``fr``, or ``system``."""
    global _current, _language
    _language = system_language() if language == "system" else language
    _current = {} if _language == "en" else _catalogue(_language)


def language() -> str:
    """The language this process speaks, ``en`` or ``fr``."""
    return _language


def tr(text: str, **values: object) -> str:
    """The text in the user's language, ``{name}`` places filled from ``values``."""
    said = _current.get(text, text)
    return said.format(**values) if values else said


@lru_cache(4096)
def _retold(text: str, language: str) -> str:
    to_french = language == "fr"
    exact, patterns = _told_in("en" if to_french else "fr")
    if text in exact:
        return tr(exact[text])
    for pattern, source in patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            return tr(source, **{name: _retold(value, language) for name, value in found.groupdict().items()})
    return text


@cache
def _told_in(language: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """What is said in a language -> the source text: those without places as they are, the others as patterns, the longest first."""
    exact: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for source, translation in sorted(_catalogue("fr").items(), key=lambda pair: -len(pair[0])):
        said = source if language == "en" else translation
        if "{" not in said:
            exact.setdefault(said, source)
        elif len(_PLACE.sub("", said)) >= 12:
            pieces, seen = [], set()
            for n, piece in enumerate(_PLACE.split(said)):
                pieces.append(re.escape(piece) if n % 2 == 0 else f"(?P={piece})" if piece in seen else f"(?P<{piece}>.+?)")
                seen.update([piece] if n % 2 else [])
            patterns.append((re.compile("".join(pieces), re.DOTALL), source))
    return exact, patterns


def retold(text: str) -> str:
    """A text that ``tr`` made in the other language and that was kept (in the index), in this process's language; any other as it is.

    Numbers in it stay as they were written."""
    return _retold(text, _language)


def plural(count: int, one: str, many: str, **values: object) -> str:
    """``one`` or ``many`` (both source texts) by the language's own rule; ``{count}`` is filled in. French: 0 and 1 are singular."""
    single = count < 2 if _language == "fr" else count == 1
    return tr(one if single else many, count=count, **values)


def number(value: float, decimals: int = 0) -> str:
    """A number for the screen: a comma in French, a narrow no-break space between thousands."""
    text = f"{value:z,.{decimals}f}"  # what rounds to nothing is no minus nothing
    thousands, point = ("\u202f", ",") if _language == "fr" else ("\u202f", ".")
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def numbers_in(text: str) -> str:
    """A short line that was made once for all languages, with the decimal sign of this one: ``1,5 mm`` in French. Words that have a point
    inside, as versions and kernels may, are left alone."""
    return re.sub(r"(?<![\w.])(\d+)\.(\d+)(?![\w.])", r"\1,\2", text) if _language == "fr" else text


def figure(value: float) -> str:
    """A number as short as it can be said exactly enough: 80, 2.38, 12.5."""
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    said = number(value, decimals)
    return said.rstrip("0").rstrip(".,") if decimals else said
