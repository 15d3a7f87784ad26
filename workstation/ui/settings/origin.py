"""Where a value comes from: the keys that the site profile sets."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from workstation.settings import machine_profile


def profile_in_use(given: Path | None) -> Path | None:
    """The site profile this program was started with, if any."""
    asked = given or (Path(os.environ["GARONNE_PROFILE"]) if os.environ.get("GARONNE_PROFILE") else None)
    return asked or (machine_profile() if machine_profile().is_file() else None)


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
