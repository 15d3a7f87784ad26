"""A store of our own for the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workstation.store import KeyFileOpener, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "archive", KeyFileOpener(tmp_path / "archive")) as opened:
        yield opened
