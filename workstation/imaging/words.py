"""Words of a data set in the character sets it names (PS3.3 C.12.1.1.2); an item inherits those of the data set around it."""

from __future__ import annotations

import warnings

from pydicom.charset import convert_encodings, decode_bytes
from pydicom.valuerep import TEXT_VR_DELIMS

from workstation.imaging.elements import Elements

LONGEST = 1 << 16


def lines_of(item: Elements, keyword: str | int, dataset: Elements) -> tuple[str, ...]:
    """The lines of a text without their padding; () when absent. What no character set explains reads as Latin-1, never an error."""
    written = bytes(item.value(keyword)[:LONGEST]).rstrip(b" \0")
    if not written:
        return ()
    return tuple(line.strip(" \0\t") for line in _decoded(written, item, dataset).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def words_of(item: Elements, keyword: str | int, dataset: Elements) -> str:
    """A text on one line."""
    return " ".join(line for line in lines_of(item, keyword, dataset) if line)


def _decoded(written: bytes, item: Elements, dataset: Elements) -> str:
    told = item.texts("SpecificCharacterSet") or dataset.texts("SpecificCharacterSet")
    if written.isascii() and b"\x1b" not in written:
        return written.decode("ascii")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            text: str = decode_bytes(written, convert_encodings(list(told)), TEXT_VR_DELIMS) if told else written.decode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            try:
                text = written.decode("utf-8")
            except UnicodeDecodeError:
                text = written.decode("latin-1")
    return "".join(c for c in text if c.isprintable() or c in "\r\n\t")
