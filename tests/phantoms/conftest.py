"""A day for all tests, and a few light exams made once."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pydicom
import pytest
from pydicom.dataset import Dataset

from workstation import phantoms

TODAY = date(2026, 11, 24)
# one light exam of each kind; the chest CTs are sampled, not made whole (test_nodule)
LIGHT = (
    "cazals-echo-2024",
    "serres-thyroide",
    "delmas-mammo-2024",
    "pons-cheville",
    "martin-crane-2021",
    "blanc-irm",
    "garrigues-thorax-2024",
)


def made(*keys: str) -> list[bytes]:
    """The encoded files of some exams."""
    files: list[bytes] = []
    phantoms.make_region(files.append, today=TODAY, only=keys)
    return files


@pytest.fixture(scope="session")
def light_files() -> list[bytes]:
    """Encoded files of the light exams."""
    return made(*LIGHT)


@pytest.fixture(scope="session")
def light(light_files: list[bytes]) -> list[Dataset]:
    """The light exams, read back."""
    return [pydicom.dcmread(BytesIO(encoded)) for encoded in light_files]
