"""An archive that hangs, refuses, closes in the middle or is something else: a sentence that names it and says what to try."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.net.conftest import STUDY
from tests.peers.relay import Relay
from workstation.archive import Archive
from workstation.errors import ArchiveUnreachable
from workstation.net.archive_client import ArchiveClient
from workstation.net.listener import Listener
from workstation.net.patience import Patience
from workstation.settings import ArchiveNode, Settings

SHORT = Patience.short(0.7)


def client_of(way: str, port: int, host: str = "127.0.0.1") -> ArchiveClient:
    if way == "web":
        node = ArchiveNode(name="PACS Nord", url=f"http://{host}:{port}/dicom-web")
    else:
        node = ArchiveNode(name="PACS Nord", host=host, port=port, aet="ARCHIVE", retrieve="get")
    return ArchiveClient(node, Settings(), patience=SHORT)


@contextlib.contextmanager
def answering(payload: bytes | None) -> Iterator[int]:
    """A port that answers any first bytes with these and closes; None: never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            held.append(connection)
            if payload is not None:
                connection.recv(65536)
                connection.sendall(payload)
                connection.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()
        for connection in held:
            connection.close()


WAYS = pytest.mark.parametrize("way", ["dimse", "web"])


@WAYS
def test_nothing_listens_there(way: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    echo = client_of(way, port).echo()
    assert not echo.ok
    assert echo.text.startswith("PACS Nord accepts no connection at ")
    assert f":{port}" in echo.text
    assert "Check that the archive runs" in echo.text


@WAYS
def test_the_host_is_unknown(way: str) -> None:
    echo = client_of(way, 104, "no-such-host.invalid").echo()
    assert "is not known" in echo.text
    assert "PACS Nord" in echo.text


@WAYS
def test_it_hangs_and_nobody_waits_for_ever(way: str) -> None:
    with answering(None) as port:
        started = time.monotonic()
        echo = client_of(way, port).echo()
        assert time.monotonic() - started < 15
    assert "said nothing for 0.7 s during the echo" in echo.text
    assert "PACS Nord" in echo.text


@WAYS
def test_it_closes_at_once(way: str) -> None:
    with answering(b"") as port:
        assert "closed the connection in the middle of the echo" in client_of(way, port).echo().text


def test_the_port_is_a_web_server() -> None:
    with answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") as port:
        assert "does not speak DICOM. Check the port" in client_of("dimse", port).echo().text


@pytest.mark.parametrize(
    "payload",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>hi</html>",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nContent-Length: 9\r\n\r\n{"a": 12}',
    ],
)
def test_the_address_is_not_dicomweb(payload: bytes) -> None:
    with answering(payload) as port:
        assert "is not DICOMweb. Check the address" in client_of("web", port).echo().text


def test_the_log_in_is_missing() -> None:
    with answering(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n") as port:
        assert "does not let this workstation in (HTTP 401)" in client_of("web", port).echo().text


def test_the_log_in_of_an_address_is_never_shown() -> None:
    node = ArchiveNode(name="PACS Nord", url="http://user:secret@127.0.0.1:9/dicom-web")
    assert "secret" not in ArchiveClient(node, Settings(), patience=SHORT).echo().text


def test_our_ae_title_is_not_known_there() -> None:
    with Listener(lambda *_: None, aet="ARCHIVE", port=0, known_callers=("SOMEONE",)) as listener:
        text = client_of("dimse", listener.port).echo().text
    assert text == "PACS Nord does not know this workstation's AE title GARONNE. Have GARONNE added at the archive."


def test_it_has_no_query_service() -> None:
    from workstation.net import dimse
    from workstation.net.queries import StudyQuery

    with Listener(lambda *_: None, aet="ARCHIVE", port=0) as listener:
        node = ArchiveNode(name="PACS Nord", host="127.0.0.1", port=listener.port, aet="ARCHIVE")
        with pytest.raises(ArchiveUnreachable, match="PACS Nord does not offer the query to this workstation"):
            dimse.find_studies(node, "GARONNE", StudyQuery())


@WAYS
@pytest.mark.parametrize("how", ["cut_after", "hang_after"])
def test_the_line_fails_in_the_middle_of_a_fetch(way: str, how: str, archive: Archive) -> None:
    """What had come is kept, the fetch ends within the patience, the sentence says what was going on."""
    came: list[bytes] = []
    with Relay(archive.http_port if way == "web" else archive.port, **{how: 100_000}) as relay:
        started = time.monotonic()
        with pytest.raises(ArchiveUnreachable) as caught:
            client_of(way, relay.port).fetch(STUDY, lambda files: came.extend(files))
        assert time.monotonic() - started < 30
    assert "PACS Nord" in str(caught.value)
    assert ("closed the connection" if how == "cut_after" else "said nothing for") in str(caught.value)
    assert all(encoded[128:132] == b"DICM" for encoded in came)


def test_a_slow_line_is_no_failure(archive: Archive) -> None:
    with Relay(archive.port, delay_s=0.03) as relay:
        came: list[bytes] = []
        client_of("dimse", relay.port).fetch(STUDY, lambda files: came.extend(files))
    assert len(came) == 40
