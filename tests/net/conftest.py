"""An archive of ours with two exams, for the clients to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.objects import ct, uid
from workstation.archive import Archive
from workstation.store import KeyFileOpener, Store

STUDY, OTHER = uid("study"), uid("other study")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "store", KeyFileOpener(tmp_path / "store")) as opened:
        yield opened


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """DICOM and DICOMweb, one exam of 40 images in two series and one of 3."""
    folder = tmp_path_factory.mktemp("archive")
    with Store.open(folder, KeyFileOpener(folder)) as held:
        held.put_many([ct(n, study=STUDY, series=uid(f"series {n % 2}")) for n in range(1, 41)])
        held.put_many([ct(n, study=OTHER, date="20240105", name="DURAND^Paul", patient_id="P2", sex="M") for n in range(1, 4)])
        with Archive(held, aet="ARCHIVE", port=0, http_port=0) as running:
            yield running
