"""One face for DICOM and DICOMweb: the same questions, the same answers, the same objects."""

from __future__ import annotations

import socket
from collections.abc import Iterable

import pytest

from tests.net.conftest import OTHER, STUDY
from tests.peers.objects import ct, uid
from workstation.archive import Archive
from workstation.errors import ArchiveUnreachable
from workstation.net.archive_client import ArchiveClient
from workstation.net.outcomes import Cancelled
from workstation.net.patience import Patience
from workstation.net.queries import StudyQuery
from workstation.settings import ArchiveNode, Receive, Settings
from workstation.store import Store
from workstation.studies.model import Patient, PatientId


@pytest.fixture(params=["get", "move", "web"])
def client(request: pytest.FixtureRequest, archive: Archive) -> ArchiveClient:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(receive=Receive(port=port))
    archive.destinations[settings.aet] = ("127.0.0.1", port)
    if request.param == "web":
        return ArchiveClient(ArchiveNode(name="the archive", url=archive.url), settings, patience=Patience.short(5))
    node = ArchiveNode(name="the archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE", retrieve=request.param)
    return ArchiveClient(node, settings, patience=Patience.short(5))


def test_echo_tells_the_latency(client: ArchiveClient) -> None:
    echo = client.echo()
    assert echo.ok
    assert 0 < echo.latency_ms < 5000
    assert echo.text.startswith("the archive answers in ")


def test_find_studies_by_name_date_and_modality(client: ArchiveClient) -> None:
    found = client.find_studies(StudyQuery(patient_name="mart*", date_from="20261101", modalities=("CT", "MR")))
    assert [s.study_instance_uid for s in found] == [STUDY]
    (study,) = found
    assert (study.patient.name, study.description, study.images, study.modalities) == ("MARTIN^Éléonore", "SCANNER THORACIQUE", 40, ("CT",))
    assert study.patient.ids == (PatientId("IPP1", "SITE-A"),)
    assert (study.institution, study.source) == ("Hôpital", "the archive")
    assert client.find_studies(StudyQuery(date_from="20270101")) == []


def test_find_series(client: ArchiveClient) -> None:
    assert [(s.modality, s.description, s.images) for s in client.series(STUDY)] == [("CT", "AXIAL", 20)] * 2


def test_find_priors_by_traits_when_the_other_site_has_another_id(client: ArchiveClient) -> None:
    unknown_id = Patient(name="MARTIN^Eleonore", birth_date="19600102", sex="F", ids=(PatientId("Z9", "SITE-B"),))
    assert {s.study_instance_uid for s in client.find_priors(unknown_id)} == {STUDY}


def test_fetch_brings_every_image_byte_for_byte(client: ArchiveClient, archive: Archive, store: Store) -> None:
    told: list[tuple[int, int]] = []
    outcome = client.fetch(STUDY, lambda files: store.put_many(files), progress=lambda done, total: told.append((done, total)))
    assert (outcome.total, outcome.received, outcome.failed) == (40, 40, 0)
    assert store.sop_uids(STUDY) == archive.store.sop_uids(STUDY)
    some = next(iter(store.sop_uids(STUDY)))
    assert store.read(some)[-8192:] == archive.store.read(some)[-8192:]
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_fetch_again_brings_only_what_is_missing(client: ArchiveClient, archive: Archive, store: Store) -> None:
    if client.node.retrieve == "move":
        pytest.skip("C-MOVE sends an exam whole")
    uids = sorted(archive.store.sop_uids(STUDY))
    came: list[bytes] = []
    client.fetch(STUDY, lambda files: came.extend(files), have=set(uids[:37]))
    assert len(came) == 3


def test_fetch_stops_when_cancelled(client: ArchiveClient, store: Store) -> None:
    count = 0

    def cancelled() -> bool:
        return count > 3

    def sink(files: Iterable[bytes]) -> None:
        nonlocal count
        for _ in files:
            count += 1

    with pytest.raises(Cancelled):
        client.fetch(STUDY, sink, cancelled=cancelled)


def test_a_sink_that_fails_ends_the_fetch(client: ArchiveClient) -> None:
    def sink(files: Iterable[bytes]) -> None:
        next(iter(files))
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        client.fetch(STUDY, sink)


def test_fetch_of_an_exam_the_archive_has_not(client: ArchiveClient, store: Store) -> None:
    outcome = client.fetch(uid("nowhere"), lambda files: store.put_many(files))
    assert outcome.total == 0


def test_send_stores_and_tells_each_object(client: ArchiveClient, archive: Archive) -> None:
    objects = [ct(n, study=uid("sent"), name="ENVOI^Test", date="20200101") for n in range(3)]
    done = client.send(objects)
    assert (len(done.sent), done.failed) == (3, [])
    assert archive.store.sop_uids(uid("sent")) == set(done.sent)


def test_auto_falls_back_to_move_where_c_get_is_not_offered(archive: Archive, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from workstation.archive import dimse
    from workstation.net.dimse.retrieve import StudyRootQueryRetrieveInformationModelGet as GET

    monkeypatch.setattr(dimse, "_QUERY_MODELS", tuple(m for m in dimse._QUERY_MODELS if m != GET))
    with Archive(archive.store, aet="NOGET", port=0) as without, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        settings = Settings(receive=Receive(port=port))
        without.destinations[settings.aet] = ("127.0.0.1", port)
        client = ArchiveClient(ArchiveNode(name="no get", host="127.0.0.1", port=without.port, aet="NOGET"), settings)
        client.fetch(OTHER, lambda files: store.put_many(files))
        assert len(store.sop_uids(OTHER)) == 3


def test_move_to_an_unknown_destination_says_what_to_do(archive: Archive) -> None:
    node = ArchiveNode(name="the archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE", retrieve="move")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = ArchiveClient(node, Settings(aet="NOBODY", receive=Receive(port=port)))
    with pytest.raises(ArchiveUnreachable, match="does not know the AE title to send to; have it added at the archive"):
        client.fetch(STUDY, lambda files: list(files))
