"""What is wrong with a setting, in the user's words: msgspec's complaint made into a key and a sentence."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from workstation.language import tr


def fault(error: msgspec.ValidationError, kind: type[msgspec.Struct], values: Any) -> tuple[str, str]:
    """The key of the first wrong value ("archives.0.port", "" for the whole) and what is wrong, without a full stop."""
    words, _, path = str(error).partition(" - at `$")
    key = [part for part in re.split(r"\.(?!\.)|\[|\]", path.rstrip("`")) if part]
    at: Any = kind
    for n, part in enumerate(key):
        if part.isdigit():
            at, values = get_args(at)[0], values[int(part)]
        else:
            hints = get_type_hints(at) if isinstance(at, type) and issubclass(at, msgspec.Struct) else {}
            at, values = hints.get(part), values.get(part)
        if at is None or get_origin(at) is dict:  # the reader's own names lie below: the key above them is enough
            del key[n + 1 :]
            break
    return ".".join(key), _sentence(words, at, values)


def _sentence(words: str, kind: Any, value: Any) -> str:
    """The complaint in words: what is expected instead."""
    if get_origin(kind) is Literal:
        return tr("“{value}” is not one of {choices}", value=value, choices=", ".join(map(str, get_args(kind))))
    if found := re.match(r"Object contains unknown field `(.+)`", words):
        return tr("there is no setting “{name}”", name=found[1])
    if found := re.match(r"Object missing required field `(.+)`", words):
        return tr("“{name}” is missing", name=found[1])
    if found := re.match(r"Expected `str` of length (>=|<=) (\d+)", words):
        return tr("at most {count} characters", count=found[2]) if found[1] == "<=" else tr("this cannot be empty")
    if found := re.match(r"Expected `(?:int|float)` (>=|<=|>|<) ([\d.]+)", words):
        limit = found[2].removesuffix(".0")
        texts = {">=": tr("at least {limit}", limit=limit), ">": tr("more than {limit}", limit=limit)}
        texts |= {"<=": tr("at most {limit}", limit=limit), "<": tr("less than {limit}", limit=limit)}
        return texts[found[1]]
    if found := re.match(r"Expected `(\w+)`", words):
        kinds = {"int": tr("a whole number"), "float": tr("a number"), "str": tr("a text"), "bool": tr("true or false")}
        kinds |= {"array": tr("a list"), "object": tr("a table")}
        return tr("{kind} is expected here", kind=kinds.get(found[1], found[1]))
    return words
