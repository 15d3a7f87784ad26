"""TOML files of resources/ as validated values. A fault names file, line and key: who edits such a file is a radiologist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from workstation.errors import SettingsInvalid
from workstation.language import tr

Value = TypeVar("Value")


class Strict(BaseModel):
    """The base of what stands in a file: no unknown keys, never changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_toml(path: Path, kind: type[Value] | Any) -> Value:
    """The file as ``kind`` (a model, or a type such as ``dict[str, Model]``). SettingsInvalid names file, line and key."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SettingsInvalid(tr("{path} cannot be read ({cause}).", path=path, cause=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(tr("{path} is not UTF-8 text. Save it again as UTF-8.", path=path)) from error
    try:
        return TypeAdapter[Value](kind).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(tr("{path} is not valid TOML: {cause}.", path=path, cause=error)) from error
    except ValidationError as error:
        raise fault(path, text, error) from error


def fault(path: Path, text: str, error: ValidationError) -> SettingsInvalid:
    """The first fault of a file in one sentence: file, line, key, what is wrong."""
    first = error.errors()[0]
    place = [part for part in first["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    key = ".".join(str(part) for part in place) or tr("the file")
    return SettingsInvalid(tr("{path}, line {line}: {key}: {cause}.", path=path, line=line_of(text, place), key=key, cause=first["msg"]))


def line_of(text: str, place: list[Any]) -> int:
    """The line (from 1) where the key path stands, or the nearest line above it that can be found."""
    found, lines = 0, text.splitlines()
    seen: dict[str, int] = {}
    for depth, part in enumerate(place):
        if isinstance(part, int):
            # the n-th [[table]] of that name, where the list is written so
            header = re.compile(
                r"\s*\[\[\s*" + r"\s*\.\s*".join(re.escape(str(p)) for p in place[:depth] if isinstance(p, str)) + r"\s*\]\]"
            )
            starts = [n for n, line in enumerate(lines) if header.match(line)]
            owner = seen.get("table", -1)
            starts = [n for n in starts if n > owner] if depth > 2 else starts
            if part < len(starts):
                found = seen["table"] = starts[part]
            continue
        names = [re.escape(str(p)) for p in place[: depth + 1] if isinstance(p, str)]
        table = re.compile(r"\s*\[\[?\s*" + r"\s*\.\s*".join(rf"[\"']?{n}[\"']?" for n in names) + r"\s*\]\]?")
        entry = re.compile(rf"\s*[\"']?{re.escape(part)}[\"']?\s*(=|\.)|.*[{{,]\s*[\"']?{re.escape(part)}[\"']?\s*=")
        for n in range(found, len(lines)):
            if table.match(lines[n]) or entry.match(lines[n]):
                found = n
                break
    return found + 1
