"""Attribute matching of queries (PS3.4 C.2.2.2): single value, list of UIDs, wildcard, range, universal. Pure. For the embedded
archive's answers, and to narrow those of archives that match too widely.

Text is matched without regard to case and accents: a reader who types ``eleonore`` means ``Éléonore``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_RANGES = frozenset({"DA", "TM", "DT"})
_EXACT = frozenset({"UI"})


def fold(text: str) -> str:
    """For comparison: no accents, one case, no padding."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()


def matches(asked: str | Sequence[str], held: str | Sequence[str], vr: str) -> bool:
    """Whether what is held answers what is asked; both may have several values, any pair is enough."""
    wanted = [asked] if isinstance(asked, str) else list(asked)
    values = [held] if isinstance(held, str) else list(held)
    wanted = [w for w in wanted if w not in ("", "*")]
    if not wanted:
        return True
    return any(_one(w, v, vr) for w in wanted for v in values)


def _one(asked: str, held: str, vr: str) -> bool:
    if vr in _EXACT:
        return asked.strip() == held.strip()
    if vr in _RANGES:
        return _in_range(asked.strip(), held.strip(), vr)
    if vr == "PN":
        return _name(asked).match(fold(held)) is not None
    return _pattern(fold(asked)).match(fold(held)) is not None


def _in_range(asked: str, held: str, vr: str) -> bool:
    """``a-b``, ``-b``, ``a-`` or one value, at the precision of the bounds (PS3.4 C.2.2.2.5)."""
    if not held:
        return False
    if vr != "DT":
        asked, held = asked.replace(":", "").replace(".", ""), held.replace(":", "").replace(".", "")
    low, dash, high = asked.partition("-")
    if not dash:
        return held.startswith(asked) if vr != "DA" else held == asked
    return held >= low and (not high or held[: len(high)] <= high)


@lru_cache(maxsize=512)
def _pattern(asked: str) -> re.Pattern[str]:
    return re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in asked) + r"\Z", re.DOTALL)


@lru_cache(maxsize=512)
def _name(asked: str) -> re.Pattern[str]:
    """A person name: without a wildcard, trailing empty components do not matter (``MARTIN`` is ``MARTIN^``, PS3.5 6.2.1.1)."""
    plain = fold(asked).rstrip("^")
    pattern = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in plain)
    return re.compile(pattern + r"\^*\Z", re.DOTALL)
