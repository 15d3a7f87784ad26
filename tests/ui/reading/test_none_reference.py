"""PySide6 takes references to None away on Python 3.11; the program must outlive that."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CALLS = """
import sys
{keep}
from PySide6.QtCore import QObject
it = QObject()
before = sys.getrefcount(None)
for _ in range(40000):
    it.setObjectName("x")
print(before - sys.getrefcount(None))
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_forty_thousand_calls_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", _CALLS.format(keep="import workstation.ui")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if int(done.stdout) == 0:
        pytest.fail("PySide6 no longer takes references to None: workstation/ui/none_reference.py can go")
