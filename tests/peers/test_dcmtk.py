"""DCMTK's own programs against our archive, and our clients against DCMTK's: two writings of the standard must agree.

pip's pynetdicom installs commands of the same names, so DCMTK's are called by full path."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom import dcmread

from tests.peers.objects import ct, uid
from workstation.archive import Archive
from workstation.net import dimse
from workstation.net.listener import Listener
from workstation.net.patience import Patience
from workstation.net.queries import StudyQuery
from workstation.settings import ArchiveNode
from workstation.store import KeyFileOpener, Store

BIN = Path("/usr/bin")
NEEDED = ("echoscu", "findscu", "getscu", "movescu", "storescu", "storescp", "dcmqrscp")
pytestmark = pytest.mark.skipif(
    not all((BIN / name).is_file() for name in NEEDED), reason="DCMTK is not installed in /usr/bin (Debian package dcmtk)"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "archive"
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many([ct(n, study=uid("a")) for n in range(1, 6)])
        with Archive(store, aet="ARCHIVE") as running:
            yield running


def dcmtk(name: str, *words: object) -> str:
    done = subprocess.run([BIN / name, *map(str, words)], capture_output=True, timeout=120)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, said
    return said


def peer(archive: Archive) -> tuple[object, ...]:
    return ("-aec", "ARCHIVE", "127.0.0.1", archive.port)


def test_echoscu(archive: Archive) -> None:
    dcmtk("echoscu", *peer(archive))


def test_findscu_study_root(archive: Archive, tmp_path: Path) -> None:
    keys = ("QueryRetrieveLevel=STUDY", "PatientName=mart*", "StudyDate=20260101-", "ModalitiesInStudy", "NumberOfStudyRelatedInstances")
    dcmtk("findscu", "-S", "-X", "-od", tmp_path, *(w for k in keys for w in ("-k", k)), *peer(archive))
    (answer,) = [dcmread(p, force=True) for p in tmp_path.glob("rsp*.dcm")]
    assert answer.PatientName == "MARTIN^Éléonore"
    assert (answer.ModalitiesInStudy, answer.NumberOfStudyRelatedInstances) == ("CT", 5)


def test_findscu_patient_root_and_image_level(archive: Archive) -> None:
    said = dcmtk("findscu", "-P", "-k", "QueryRetrieveLevel=PATIENT", "-k", "PatientID=IPP1", "-k", "PatientName", *peer(archive))
    assert "MARTIN^" in said
    keys = ("QueryRetrieveLevel=IMAGE", f"StudyInstanceUID={uid('a')}", f"SeriesInstanceUID={uid(uid('a') + '/series')}", "SOPInstanceUID")
    said = dcmtk("findscu", "-S", *(w for k in keys for w in ("-k", k)), *peer(archive))
    assert said.count("SOPInstanceUID") >= 5


def test_findscu_modality_worklist(archive: Archive) -> None:
    (archive.store.folder / "worklist.toml").write_text(
        '[[scheduled]]\npatient_name = "LEFEVRE^Zoe"\npatient_id = "9"\ndate = "20261125"\nmodality = "MR"\n', "utf-8"
    )
    said = dcmtk("findscu", "-W", "-k", "PatientName", "-k", "ScheduledProcedureStepSequence[0].Modality=MR", *peer(archive))
    assert "LEFEVRE^Zoe" in said


def test_storescu_then_getscu_gives_back_the_same_data_set(archive: Archive, tmp_path: Path) -> None:
    sent = tmp_path / "sent.dcm"
    sent.write_bytes(ct(1, study=uid("stored"), description="SCANNER ABDOMINAL"))
    dcmtk("storescu", *peer(archive), sent)
    assert len(archive.store.sop_uids(uid("stored"))) == 1
    out = tmp_path / "out"
    out.mkdir()
    keys = ("QueryRetrieveLevel=STUDY", f"StudyInstanceUID={uid('stored')}")
    dcmtk("getscu", "-S", "-od", out, *(w for k in keys for w in ("-k", k)), *peer(archive))
    (got,) = [dcmread(p) for p in out.iterdir()]
    assert got == dcmread(sent)


def test_storescu_of_compressed_objects(archive: Archive, shared_data: Path) -> None:
    path = shared_data / "nema-wg04" / "J2KR" / "CT1_J2KR"
    dcmtk("storescu", "-xv", *peer(archive), path)
    told = dcmread(path, stop_before_pixels=True)
    assert archive.store.read(told.SOPInstanceUID)[-20000:] == path.read_bytes()[-20000:]


def test_storescu_of_uncompressed_objects_that_might_have_been_compressed(archive: Archive, tmp_path: Path) -> None:
    sent = tmp_path / "sent.dcm"
    sent.write_bytes(ct(1, study=uid("plain")))
    dcmtk("storescu", *peer(archive), sent)
    (header,) = archive.store.headers(uid("plain"))
    assert header.transfer_syntax_uid == "1.2.840.10008.1.2.1"


def test_movescu_to_storescp(archive: Archive, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    archive.destinations["STORESCP"] = ("127.0.0.1", port)
    out = tmp_path / "out"
    out.mkdir()
    with running(BIN / "storescp", "-od", out, port, port=port):
        keys = ("QueryRetrieveLevel=STUDY", f"StudyInstanceUID={uid('a')}")
        dcmtk("movescu", "-S", "-aem", "STORESCP", *(w for k in keys for w in ("-k", k)), *peer(archive))
        assert len(list(out.iterdir())) == 5


@contextlib.contextmanager
def running(*command: object, port: int, cwd: Path | None = None) -> Iterator[None]:
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    try:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(5)


def test_our_client_finds_sends_gets_and_moves_with_dcmqrscp(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free, socket.create_server(("127.0.0.1", 0)) as other:
        port, own = free.getsockname()[1], other.getsockname()[1]
    (tmp_path / "db").mkdir()
    (tmp_path / "dcmqrscp.cfg").write_text(
        f"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\n"
        f"HostTable BEGIN\nus = (GARONNE, 127.0.0.1, {own})\nHostTable END\nVendorTable BEGIN\nVendorTable END\n"
        f"AETable BEGIN\nQRSCP {tmp_path / 'db'} RW (200, 1024mb) ANY\nAETable END\n"
    )
    objects = [ct(n, study=uid("q")) for n in range(1, 8)]
    node = ArchiveNode(name="dcmqrscp", host="127.0.0.1", port=port, aet="QRSCP")
    short = Patience.short(10)
    with running(BIN / "dcmqrscp", "-c", tmp_path / "dcmqrscp.cfg", port=port):
        assert dimse.echo(node, "GARONNE", patience=short) < 5
        assert len(dimse.send(node, "GARONNE", objects, patience=short).sent) == 7
        (study,) = dimse.find_studies(node, "GARONNE", StudyQuery(patient_id="IPP1"), patience=short)
        assert (study.study_instance_uid, study.patient.name) == (uid("q"), "MARTIN^Éléonore")
        came: list[bytes] = []
        outcome = dimse.get(node, "GARONNE", uid("q"), came.append, patience=short)
        assert (outcome.total, outcome.received, outcome.failed) == (7, 7, 0)
        assert {e[-8192:] for e in came} == {e[-8192:] for e in objects}
        moved: list[bytes] = []
        with Listener(lambda encoded, _: moved.append(encoded), aet="GARONNE", port=own):
            outcome = dimse.move(node, "GARONNE", uid("q"), "GARONNE", patience=short)
        assert (outcome.received, outcome.failed, len(moved)) == (7, 0, 7)
