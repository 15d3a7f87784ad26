"""TOML files of resources/ as validated values. A fault names file, line and key: who edits such a file is a radiologist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from workstation.errors import SettingsInvalid
from workstation.language import tr

Value = TypeVar("Value")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_TOKEN = re.compile(r"([\w.\-]+)\s*=|\"[^\"]*\"|'[^']*'|#.*|[{}]")


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
    """The line (from 1) where the key path stands, or the nearest part of the path above it that is written down; 1 at least."""
    best = (0, 1)
    for number, written in _keys(text):
        matched = _shared(written, place)
        if matched > best[0]:
            best = (matched, number)
    return best[1]


def _keys(text: str) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """(line, key path) of each table header and key; tables of an array carry their index. Inline tables are looked into."""
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            array, names = header.group(1) == "[[", tuple(n.strip("\"' ") for n in header.group(2).split("."))
            table = ()
            for depth, name in enumerate(names):
                table += (name,)
                last = depth == len(names) - 1
                if array and last:
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table += (counts[table],)
            yield number, table
            continue
        inside: list[str] = []
        depths: list[int] = []
        pending: tuple[str, ...] = ()
        for token in _TOKEN.finditer(line):
            if token.group(1):
                pending = tuple(part.strip("\"' ") for part in token.group(1).split("."))
                yield number, (*table, *inside, *pending)
            elif token.group() == "{":
                inside += pending
                depths.append(len(pending))
            elif token.group() == "}" and depths:
                del inside[len(inside) - depths.pop() :]


def _shared(written: tuple[str | int, ...], place: list[Any]) -> int:
    """How many parts of ``place`` a written path names, 0 where it names another one. Indices of plain lists are not written."""
    at = 0
    for part in written:
        while at < len(place) and isinstance(place[at], int) and not isinstance(part, int):
            at += 1
        if at == len(place) or place[at] != part:
            return 0
        at += 1
    return at
