"""Presentation states from an archive to the images they are for: sent, listed, fetched by every way, found in the store, drawn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging import states as made
from tests.imaging.making import item
from tests.net.test_courier import PACE, images, until
from tests.peers import orthanc
from tests.peers.objects import ct, uid
from tests.peers.orthanc import Orthanc
from tests.peers.test_orthanc import TODAY, WAYS, client, node
from workstation.archive import Archive
from workstation.imaging import header, presentation_states
from workstation.net import courier
from workstation.net.archive_client import ArchiveClient
from workstation.net.queries import StudyQuery
from workstation.reading.opening import open_exam
from workstation.rendering.still import Wish, render
from workstation.settings import ArchiveNode, Home, Receive, Settings
from workstation.store import KeyFileOpener, Store, default_opener

with_orthanc = pytest.mark.skipif(
    orthanc.program() is None, reason="Orthanc with DICOMweb is not installed (Debian packages orthanc, orthanc-dicomweb)"
)
PERSON = {
    "PatientName": "MARTIN^Éléonore",
    "PatientID": "IPP1",
    "IssuerOfPatientID": "SITE-A",
    "PatientBirthDate": "19600102",
    "PatientSex": "F",
}
EXAM, LATER = uid("states/exam"), uid("states/later")


def exam() -> list[bytes]:
    """Four slices, a state in a series of its own, and one that a later study has, without images."""
    slices = [ct(n, study=EXAM, date=TODAY, size=32) for n in range(1, 5)]
    headers = [header.read(s) for s in slices]
    window = {"RescaleSlope": 1, "RescaleIntercept": 0, "SoftcopyVOILUTSequence": made.window(2048, 4096), "StudyTime": "101500"}
    layers = Sequence([item(GraphicLayer="NOTES", GraphicLayerOrder=1)])
    arrow = made.annotation(compounds=[made.compound("ARROW", [2, 2, 16, 16])], texts=[made.words("nodule à suivre", anchor=[16, 16])])
    own = made.state(
        headers[:2], "RCP", **PERSON, **window, GraphicAnnotationSequence=Sequence([arrow]), GraphicLayerSequence=layers, StudyDate=TODAY
    )
    elsewhere = {"StudyInstanceUID": LATER, "SeriesInstanceUID": f"{LATER}.1", "StudyDate": TODAY, "StudyDescription": "RELECTURE"}
    second = made.state(headers[2:3], "RELECTURE", **PERSON, **window, **elsewhere, PresentationLUTShape="INVERSE")
    return [*slices, own, second]


def found(store: Store) -> dict[str, presentation_states.PresentationState]:
    return {s.label: s for s in store.presentation_states(EXAM)}


def holds_true(store: Store) -> None:
    """What a reader needs of it: both states, at their images, with their drawings; no series more; drawn as they say."""
    states = found(store)
    assert set(states) == {"RCP", "RELECTURE"}
    opened = open_exam(store, EXAM)
    assert [s.modality for s in opened.display_sets] == ["CT"]
    assert opened.missing == 0
    headers = {h.instance_number: h for h in store.headers(EXAM) if h.pixel_keyword}
    assert [states["RCP"].shows(headers[n]) for n in (1, 2, 3)] == [True, True, False]
    (note,) = states["RCP"].annotations
    assert (note.graphics[0].kind, note.texts[0].text, states["RCP"].creator) == ("ARROW", "nodule à suivre", "Roux^Claire")
    third = headers[3]
    still = render([third], store.read, Wish(state=states["RELECTURE"]))
    stored = np.frombuffer(store.read(third.sop_instance_uid)[-2048:], "<u2").reshape(32, 32).astype(float)
    expected = 255 - np.clip((stored - 2047.5) / 4095 + 0.5, 0, 1) * 255
    assert np.abs(still.pixels - expected).max() <= 1


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    """An Orthanc that was sent the exam with its states by our own C-STORE."""
    with orthanc.running(tmp_path_factory.mktemp("orthanc")) as running:
        done = client(running, "get").send(exam())
        assert (len(done.sent), done.failed) == (6, [])
        yield running


@with_orthanc
@pytest.mark.parametrize("way", WAYS)
def test_fetched_from_orthanc_they_are_there(peer: Orthanc, way: str, tmp_path: Path) -> None:
    ours = client(peer, way)
    told = {s.study_instance_uid: s for s in ours.find_studies(StudyQuery(patient_name="MARTIN*", date_from=TODAY))}
    assert (told[EXAM].images, set(told[EXAM].modalities)) == (5, {"CT", "PR"})
    with Store.open(tmp_path / "s", KeyFileOpener(tmp_path / "s")) as store:
        ours.fetch(EXAM, lambda files: store.put_many(files))
        assert set(found(store)) == {"RCP"}
        ours.fetch(LATER, lambda files: store.put_many(files))
        holds_true(store)


@with_orthanc
@pytest.mark.parametrize("way", WAYS)
def test_the_courier_brings_them_with_the_exam(peer: Orthanc, way: str, tmp_path: Path) -> None:
    place = Home(tmp_path).create()
    settings = Settings(archives=(node(peer, way),), receive=Receive(enabled=way == "move", port=peer.own_port))
    stop = threading.Event()
    worker = threading.Thread(target=courier.run, args=(place, settings, stop), kwargs={"pace": PACE}, daemon=True)
    with Store.open(place.store, default_opener(place.store)) as store:
        worker.start()
        try:
            until(lambda: images(store) == {EXAM: 5, LATER: 1})
            holds_true(store)
        finally:
            stop.set()
            worker.join(10)


@pytest.mark.parametrize("way", ["get", "web"])
def test_our_own_archive_keeps_and_gives_them(way: str, tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "archive", KeyFileOpener(tmp_path / "archive")) as held,
        Store.open(tmp_path / "here", KeyFileOpener(tmp_path / "here")) as here,
        Archive(held, aet="REGION", port=0, http_port=0) as archive,
    ):
        by_dicom = ArchiveNode(name="region", host="127.0.0.1", port=archive.port, aet="REGION")
        client_of = ArchiveClient(ArchiveNode(name="region", url=archive.url) if way == "web" else by_dicom, Settings())
        assert client_of.send(exam()).failed == []
        (told,) = client_of.find_studies(StudyQuery(study_uids=(EXAM,)))
        assert (told.images, set(told.modalities)) == (5, {"CT", "PR"})
        for study in (EXAM, LATER):
            client_of.fetch(study, lambda files: here.put_many(files))
        holds_true(here)
