"""Where a value comes from: the keys that the site profile sets."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def profile_keys(path: Path) -> dict[str, Any]:
    """``receive.port`` and its value, for every key of the profile; archives as one list. Empty when it cannot be read."""
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    found: dict[str, Any] = {}
    for key, value in read.items():
        if isinstance(value, dict):
            found |= {f"{key}.{under}": v for under, v in value.items()}
        else:
            found[key] = value
    return found
