"""Receiving, and strangers at the gate (SECURITY.md, "Hostile input")."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.peers.objects import ct, uid
from workstation.errors import NotReadable, PortInUse, StoreUnavailable
from workstation.net import dimse
from workstation.net.listener import Listener
from workstation.net.patience import Patience
from workstation.settings import ArchiveNode
from workstation.store import Store

SHORT = Patience.short(3)


def node(port: int) -> ArchiveNode:
    return ArchiveNode(name="listener", host="127.0.0.1", port=port, aet="GARONNE")


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(lambda *_: None, aet="GARONNE", port=0) as running:
        yield running


def test_what_is_received_is_in_the_store_when_the_sender_hears_success(store: Store) -> None:
    objects = [ct(n, study=uid("received")) for n in range(5)]
    with Listener(lambda encoded, source: store.put(encoded, source=source), aet="GARONNE", port=0) as listener:
        done = dimse.send(node(listener.port), "MODALITY", objects)
        assert len(done.sent) == 5
        assert store.sop_uids(uid("received")) == set(done.sent)
    assert store.read(done.sent[0])[-8192:] == objects[0][-8192:]


@pytest.mark.parametrize(("error", "status"), [(StoreUnavailable("full"), "0xA700"), (NotReadable("what"), "0xC000")])
def test_what_could_not_be_stored_is_never_called_received(error: Exception, status: str) -> None:
    def take(*_: object) -> None:
        raise error

    with Listener(take, aet="GARONNE", port=0) as listener:
        done = dimse.send(node(listener.port), "MODALITY", [ct(1, study=uid("s"))])
    assert done.sent == []
    assert status in done.failed[0][1]


def test_a_port_in_use_is_one_sentence(listener: Listener) -> None:
    with pytest.raises(PortInUse, match=f"Port {listener.port} is in use by another program. Stop that program or choose another port."):
        Listener(lambda *_: None, aet="GARONNE", port=listener.port).start()


def test_loopback_unless_told_otherwise(listener: Listener) -> None:
    own = {c.laddr.ip for c in psutil.Process().net_connections("tcp") if c.status == "LISTEN" and c.laddr.port == listener.port}
    assert own == {"127.0.0.1"}


def test_200_silent_callers_do_not_shut_out_a_real_one(listener: Listener) -> None:
    before = threading.active_count()
    silent = [socket.create_connection(("127.0.0.1", listener.port)) for _ in range(200)]
    try:
        time.sleep(0.2)
        assert threading.active_count() - before < 8
        assert dimse.echo(node(listener.port), "SOMEONE", patience=SHORT) < 5
    finally:
        for one in silent:
            one.close()


def test_a_silent_caller_is_closed(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as caller:
        caller.settimeout(4)
        assert caller.recv(1) == b""


@pytest.mark.parametrize(
    "first",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + bytes(60),
        b"\x01\x00\x7f\xff\xff\xff" + bytes(80),  # an A-ASSOCIATE-RQ that claims 2 GB
        b"\x01\x00\x00\x00\x00\x04\x00\x01\x00\x00",  # one that is too short to be one
        b"\x04\x00\x00\x00\x01\x00" + bytes(80),  # data before an association
    ],
)
def test_what_is_no_association_request_is_closed_at_once(listener: Listener, first: bytes) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as caller:
        caller.sendall(first)
        caller.settimeout(1.5)
        with contextlib.suppress(ConnectionResetError):
            assert caller.recv(64) == b""
    assert dimse.echo(node(listener.port), "SOMEONE", patience=SHORT) < 5


def test_a_pdu_that_claims_2_gb_inside_an_association_costs_no_memory(listener: Listener) -> None:
    from pynetdicom import AE
    from pynetdicom.sop_class import Verification

    entity = AE("ATTACKER")
    entity.add_requested_context(Verification)
    opened = entity.associate("127.0.0.1", listener.port)
    assert opened.is_established
    before = psutil.Process().memory_info().rss
    line = opened.dul.socket.socket
    try:
        line.sendall(b"\x04\x00" + struct.pack(">L", (1 << 31) - 1))
        for _ in range(400):
            line.sendall(bytes(1 << 18))
    except OSError:
        pass
    assert psutil.Process().memory_info().rss - before < 32 << 20
    opened.abort()
    assert dimse.echo(node(listener.port), "SOMEONE", patience=SHORT) < 5


def test_a_caller_that_trickles_is_closed_and_costs_no_cpu(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as caller:
        caller.sendall(b"\x01\x00\x00")
        used = time.process_time()
        caller.settimeout(4)
        with contextlib.suppress(ConnectionResetError):
            assert caller.recv(1) == b""
        assert time.process_time() - used < 1


def test_only_known_callers_where_they_are_listed() -> None:
    with Listener(lambda *_: None, aet="GARONNE", port=0, known_callers=("SCANNER1",)) as listener:
        assert dimse.echo(node(listener.port), "SCANNER1", patience=SHORT) < 5
        with pytest.raises(Exception, match="does not know this workstation's AE title STRANGER"):
            dimse.echo(node(listener.port), "STRANGER", patience=SHORT)
