"""A fault of PySide6 6.12 on Python 3.11, kept from ending the program.

Each call of a Qt method that returns nothing gives back one reference to ``None`` that it never took (the binding counts on
Python 3.12, where ``None`` is immortal). After some ten thousand calls, minutes of reading, the interpreter stops with "deallocating
None". Making None's count too large to ever reach zero is what Python 3.12 does itself. tests/ui/reading/test_none_reference.py
says when the binding is mended and this file can go.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 60


def keep() -> None:
    """Make ``None`` outlive any number of calls; harmless when repeated. Call before the first Qt call."""
    if sys.version_info < (3, 12) and sys.getrefcount(None) < _PLENTY // 2:
        ctypes.c_ssize_t.from_address(id(None)).value += _PLENTY
