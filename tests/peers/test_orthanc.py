"""Our clients against a real Orthanc: echo, query, send and fetch by every way, and the courier on it."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.test_courier import PACE, images, until
from tests.peers import orthanc
from tests.peers.objects import ct, uid
from tests.peers.orthanc import Orthanc
from workstation.errors import ArchiveUnreachable
from workstation.net import courier, part10
from workstation.net.archive_client import ArchiveClient
from workstation.net.patience import Patience
from workstation.net.queries import StudyQuery
from workstation.settings import ArchiveNode, Home, Receive, Settings
from workstation.store import KeyFileOpener, Store, default_opener

pytestmark = pytest.mark.skipif(
    orthanc.program() is None, reason="Orthanc with DICOMweb is not installed (Debian packages orthanc, orthanc-dicomweb)"
)
TODAY = f"{datetime.date.today():%Y%m%d}"
WAYS = ("get", "move", "web")


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    """An Orthanc that has an exam of today and a prior, sent by our own C-STORE."""
    with orthanc.running(tmp_path_factory.mktemp("orthanc")) as running:
        objects = [ct(n, study=uid("today"), date=TODAY, size=128) for n in range(1, 41)]
        objects += [ct(n, study=uid("prior"), date="20250301") for n in range(1, 6)]
        done = client(running, "get").send(objects)
        assert (len(done.sent), done.failed) == (45, [])
        yield running


def node(peer: Orthanc, way: str) -> ArchiveNode:
    if way == "web":
        return ArchiveNode(name="Orthanc", url=peer.url)
    return ArchiveNode(name="Orthanc", host="127.0.0.1", port=peer.port, aet="ORTHANC", retrieve=way)


def client(peer: Orthanc, way: str, aet: str = "GARONNE") -> ArchiveClient:
    settings = Settings(aet=aet, receive=Receive(port=peer.own_port))
    return ArchiveClient(node(peer, way), settings, patience=Patience.short(10))


@pytest.mark.parametrize("way", ["get", "web"])
def test_echo_and_queries(peer: Orthanc, way: str) -> None:
    ours = client(peer, way)
    assert ours.echo().ok
    (study,) = ours.find_studies(StudyQuery(patient_name="MARTIN*", date_from=TODAY, modalities=("CT", "MR")))
    assert (study.study_instance_uid, study.patient.name, study.images) == (uid("today"), "MARTIN^Éléonore", 40)
    assert (study.modalities, study.description, study.patient.birth_date) == (("CT",), "SCANNER THORACIQUE", "19600102")
    assert [s.images for s in ours.series(uid("today"))] == [40]
    assert len(ours.find_studies(StudyQuery(patient_name="MARTIN^*", description="SCANNER THO*", date_from=TODAY))) == 1
    assert ours.find_studies(StudyQuery(patient_name="MARTIN^X*", date_from=TODAY)) == []
    assert {s.study_instance_uid for s in ours.find_priors(study.patient)} == {uid("today"), uid("prior")}


@pytest.mark.parametrize("way", WAYS)
def test_fetch_brings_the_same_data_sets(peer: Orthanc, way: str, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s", KeyFileOpener(tmp_path / "s")) as store:
        outcome = client(peer, way).fetch(uid("today"), lambda files: store.put_many(files))
        assert (outcome.total, outcome.received, outcome.failed) == (40, 40, 0)
        original = ct(7, study=uid("today"), date=TODAY, size=128)
        told = part10.label(original)
        stored = store.read(told.sop_instance_uid)
        assert part10.label(stored).transfer_syntax_uid == told.transfer_syntax_uid
        assert stored[-32768:] == original[-32768:]
        assert store.conflicts() == ()


@pytest.mark.parametrize("way", ["get", "web"])
def test_only_what_is_missing_is_fetched(peer: Orthanc, way: str) -> None:
    have = {part10.label(ct(n, study=uid("today"), date=TODAY, size=8)).sop_instance_uid for n in range(1, 38)}
    came: list[bytes] = []
    outcome = client(peer, way).fetch(uid("today"), came.extend, have=have)
    assert (len(came), outcome.received, outcome.total) == (3, 40, 40)


def test_stow(peer: Orthanc) -> None:
    done = client(peer, "web").send(
        [ct(n, study=uid("stowed"), date="20200101", name="ENVOI^Test", patient_id="E1", birth_date="") for n in range(3)]
    )
    assert (len(done.sent), done.failed) == (3, [])
    assert client(peer, "get").find_studies(StudyQuery(study_uids=(uid("stowed"),)))[0].images == 3


def test_compressed_objects_come_as_they_are_stored(peer: Orthanc, shared_data: Path) -> None:
    encoded = (shared_data / "nema-wg04" / "J2KR" / "CT1_J2KR").read_bytes()
    ours = client(peer, "get")
    assert len(ours.send([encoded]).sent) == 1
    told = part10.label(encoded)
    from pydicom import dcmread

    study_uid = str(dcmread(shared_data / "nema-wg04" / "J2KR" / "CT1_J2KR", stop_before_pixels=True).StudyInstanceUID)
    for way in ("get", "web"):
        came: list[bytes] = []
        client(peer, way).fetch(study_uid, came.extend)
        assert [part10.label(e).transfer_syntax_uid for e in came] == [told.transfer_syntax_uid]
        assert came[0][-20000:] == encoded[-20000:]


def test_an_orthanc_that_does_not_know_us_says_so(peer: Orthanc) -> None:
    echo = client(peer, "get", aet="STRANGER").echo()
    assert not echo.ok
    assert "Orthanc" in echo.text
    wrong = ArchiveClient(ArchiveNode(name="Orthanc", url=peer.url.replace("garonne:", "garonne:x")), Settings())
    with pytest.raises(ArchiveUnreachable, match="does not let this workstation in"):
        wrong.find_studies(StudyQuery())


@pytest.mark.parametrize("way", WAYS)
def test_the_courier_brings_todays_exam_and_its_prior(peer: Orthanc, way: str, tmp_path: Path) -> None:
    place = Home(tmp_path).create()
    receive = Receive(enabled=way == "move", port=peer.own_port)
    settings = Settings(archives=(node(peer, way),), receive=receive)
    stop = threading.Event()
    worker = threading.Thread(target=courier.run, args=(place, settings, stop), kwargs={"pace": PACE}, daemon=True)
    with Store.open(place.store, default_opener(place.store)) as store:
        worker.start()
        try:
            until(lambda: images(store) == {uid("today"): 40, uid("prior"): 5})
            until(lambda: store.requests() and all(r.state == "done" for r in store.requests()))
        finally:
            stop.set()
            worker.join(10)
