"""A colleague's presentation state from the archive to the eye, fetched by the real courier with its exam."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt

from tests.end_to_end.conftest import CURRENT, IMAGES, connect, exams, node, read_by_enter, rows, settle
from tests.imaging import states as made
from workstation.app.desktop import Desktop
from workstation.archive import Archive
from workstation.imaging import header
from workstation.store import KeyFileOpener, Store
from workstation.ui.worklist.table_model import images_text

pytestmark = pytest.mark.window
MIDDLE = 20  # the slice a stack of forty starts on
PERSON = {"PatientID": "P1", "PatientName": "MARTIN^ELEONORE", "PatientBirthDate": "19590312", "PatientSex": "F"}


def state(label: str) -> bytes:
    headers = sorted((h for h in map(header.read, exams(256)) if h.study_instance_uid == CURRENT), key=lambda h: h.instance_number or 0)
    notes = Sequence([made.annotation(compounds=[made.compound("ARROW", [5, 5, 20, 20])], texts=[made.words("ici", anchor=[20, 20])])])
    values = {"RescaleSlope": 1, "RescaleIntercept": -1024, "SoftcopyVOILUTSequence": made.window(45, 20)}
    return made.state([headers[MIDDLE]], label, IssuerOfPatientID="SITE", GraphicAnnotationSequence=notes, **PERSON, **values)


@pytest.fixture
def archive_with_state(tmp_path: Path) -> Iterator[Archive]:
    with Store.open(tmp_path / "archive", KeyFileOpener(tmp_path / "archive")) as held:
        held.put_many([*exams(256), state("RCP")])
        with Archive(held, aet="REGION", port=0, http_port=0) as running:
            yield running


def test_it_comes_with_the_exam_and_is_put_on_by_a_key(
    qtbot: Any, home: Path, archive_with_state: Archive, start: Callable[[], Desktop]
) -> None:
    connect(home, node("Region", archive_with_state.port))
    desktop = start()
    window = desktop.list
    assert window is not None
    whole = IMAGES[CURRENT] + 1
    qtbot.waitUntil(lambda: CURRENT in rows(window) and rows(window)[CURRENT].images_here == whole, timeout=90_000)
    shown = rows(window)[CURRENT]
    assert (shown.pictures_here, images_text(shown)) == (IMAGES[CURRENT], str(IMAGES[CURRENT]))
    driver = read_by_enter(qtbot, desktop, CURRENT)
    number = driver.of(prior=False)
    if driver.session.desk.focus != number:
        driver.key(Qt.Key.Key_Tab)
    assert "1 presentation state, not applied" in driver.text(number)
    driver.key(Qt.Key.Key_G)
    settle(driver)
    assert "State: RCP" in driver.text(number)
    window_now = driver.session.desk.viewports[number].view.window
    assert (window_now.center, window_now.width) == (45, 20)
    scene = driver.window.area.overlays[driver.window.area.numbers.index(number)].scene
    assert (len(scene.graphics.drawings), len(scene.graphics.words)) == (1, 1)
