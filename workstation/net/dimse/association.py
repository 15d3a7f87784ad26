"""One association to an archive: opened within bounds, closed in order, and its failures told in words.

pynetdicom does the protocol. Three things are ours: a socket that never waits for ever and never swallows more than a
megabyte a PDU (``GuardedSocket``), large PDUs (131072 bytes: 104 against 63 MB/s), and the reason when it fails.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pynetdicom import AE, _config, evt
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext
from pynetdicom.transport import T_CONNECT, AddressInformation, AssociationSocket

from workstation import __version__
from workstation.errors import ArchiveUnreachable
from workstation.net import failures, part10
from workstation.net.dimse.pausing import certain
from workstation.net.patience import NORMAL, Patience
from workstation.settings import ArchiveNode

MAXIMUM_PDU = 131072
_PDU_HEAD = 6  # PS3.8 9.3.1
LARGEST_PDU_TAKEN = 1 << 20  # a claimed length above this closes the connection before anything is read (SECURITY.md)
IMPLEMENTATION_VERSION = f"GARONNE_{__version__}"[:16]

# A log line a message costs a third of the rate, and identifiers name patients.
_config.LOG_HANDLER_LEVEL = "none"
_config.LOG_REQUEST_IDENTIFIERS = False
_config.LOG_RESPONSE_IDENTIFIERS = False
_config.CODECS = ("ascii", "utf-8", "latin-1")

Handlers = Sequence[tuple[Any, Callable[..., Any]]]


def _acknowledge_at_once(line: socket.socket) -> None:
    """DCMTK writes a PDU's head and body apart and waits between them for our acknowledgement, which Linux delays by 40 ms: that
    would be 40 ms an image. The option holds only until the next wait, hence at each PDU."""
    if hasattr(socket, "TCP_QUICKACK"):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


class GuardedSocket(AssociationSocket):  # type: ignore[misc]
    """pynetdicom's socket with a bound on silence and on claimed sizes; remembers why it failed.

    ``patience_s``: seconds without a byte, either way, after which the line counts as dead."""

    patience_s = NORMAL.silence
    failure: OSError | None = None  # why the connection did not come up, or broke
    first_bytes = b""
    ended = False  # the peer closed
    never_connected = False
    heard_at = 0.0  # time.monotonic() of the last byte that came

    def _line(self) -> socket.socket:
        line: Any = self.socket
        if line is None:
            raise OSError("closed")
        assert isinstance(line, socket.socket)
        return line

    def take(self, connection: socket.socket) -> None:
        """Bound an accepted connection's waits."""
        connection.settimeout(self.patience_s)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connect(self, primitive: T_CONNECT) -> None:
        """As the base class, keeping the error."""
        connection = self._line()
        try:
            connection.settimeout(self.assoc.connection_timeout)
            connection.connect(primitive.address_info.as_tuple)
            self.take(connection)
            self.assoc.requestor.address_info = AddressInformation.from_tuple(connection.getsockname())
            self._is_connected = True
            self.heard_at = time.monotonic()
            primitive.result = "Evt2"
        except OSError as error:
            self.failure = error
            self.never_connected = True
            connection.close()
            self.socket = None
            primitive.result = "Evt17"
        self.provider_queue.put(primitive)
        self._ready.set()

    def recv(self, nr_bytes: int) -> bytearray:
        """Read so many bytes, or fewer when the peer closes. Raises OSError on silence and on an impossible length."""
        if nr_bytes > LARGEST_PDU_TAKEN:
            self.failure = OSError(f"a PDU claims {nr_bytes} bytes")
            raise self.failure
        line = self._line()
        taken = bytearray(nr_bytes)
        view = memoryview(taken)
        count = 0
        try:
            if nr_bytes == _PDU_HEAD:
                _acknowledge_at_once(line)
            while count < nr_bytes:
                read = line.recv_into(view[count:])
                if not read:
                    self.ended = True
                    break
                count += read
                self.heard_at = time.monotonic()
        except OSError as error:
            self.failure = error
            raise
        finally:
            view.release()
        if not self.first_bytes:
            self.first_bytes = bytes(taken[: min(count, 6)])
        return taken if count == nr_bytes else taken[:count]


def guarded(assoc: Association, address: AddressInformation, silence: float = NORMAL.silence) -> GuardedSocket:
    """The socket of an association about to be asked for, by whoever asks, and the association made ready for it."""
    made = GuardedSocket(assoc, address=address)
    made.patience_s = silence
    assoc.dul.daemon = True  # a process that ends does not wait for a silent peer
    certain(assoc)
    return made


class _Caller(AE):  # type: ignore[misc]
    """An application entity whose connections are guarded."""

    silence = NORMAL.silence

    def _create_socket(self, assoc: Association, address: AddressInformation, tls_args: Any) -> GuardedSocket:
        return guarded(assoc, address, self.silence)


@contextmanager
def association(
    node: ArchiveNode,
    aet: str,
    contexts: Sequence[PresentationContext],
    *,
    what: str,
    patience: Patience = NORMAL,
    negotiation: Sequence[Any] = (),
    handlers: Handlers = (),
) -> Iterator[Association]:
    """An established association; released at the end, aborted when the body fails. ``aet`` is our own AE title.

    Raises ArchiveUnreachable when it cannot be had; ``what`` is what it is for, for the sentence."""
    entity = _Caller(ae_title=aet)
    entity.implementation_version_name = IMPLEMENTATION_VERSION
    entity.connection_timeout = patience.connect
    entity.acse_timeout = patience.answer
    entity.dimse_timeout = patience.answer
    entity.network_timeout = None
    entity.silence = patience.silence
    started = time.monotonic()
    try:
        opened = entity.associate(
            node.host,
            node.port,
            contexts=list(contexts),
            ae_title=node.aet,
            max_pdu=MAXIMUM_PDU,
            ext_neg=list(negotiation),
            evt_handlers=list(handlers),
        )
    except socket.gaierror as error:
        raise failures.not_connected(node, error, patience.connect) from error
    if not opened.is_established:
        raise _why_not(opened, node, aet, what, patience, time.monotonic() - started)
    try:
        yield opened
    except BaseException:
        if opened.is_established:
            opened.abort()
        raise
    else:
        if opened.is_established:
            opened.acse_timeout = min(2.0, patience.answer)
            opened.release()


def _why_not(opened: Association, node: ArchiveNode, aet: str, what: str, patience: Patience, waited: float) -> ArchiveUnreachable:
    line = opened.dul.socket
    answer = opened.acceptor.primitive
    if isinstance(line, GuardedSocket) and line.never_connected:
        return failures.not_connected(node, line.failure, patience.connect)
    if opened.is_rejected and answer is not None:
        return failures.rejected(node, aet, int(answer.result_source), int(answer.diagnostic), int(answer.result) == 2)
    if answer is not None and answer.result == 0:
        return failures.not_offered(node, what)
    first = getattr(line, "first_bytes", b"")
    if first and first[0] not in range(1, 8):
        return failures.not_dicom(node)
    if getattr(line, "ended", False) or first or waited < patience.answer * 0.9:
        return failures.closed(node, what)
    return failures.silent(node, what, patience.answer)


def lost(opened: Association, node: ArchiveNode, what: str, patience: Patience) -> ArchiveUnreachable:
    """Why an answer that was waited for did not come. pynetdicom closes the line after its own timeout too, so what counts is how
    long nothing had come before."""
    waited = time.monotonic() - getattr(opened.dul.socket, "heard_at", 0.0)
    limit = min(patience.answer, patience.silence)
    return failures.silent(node, what, limit) if waited >= 0.9 * limit else failures.closed(node, what)


def object_of(event: evt.Event) -> tuple[bytes, str]:
    """The object of a C-STORE as a Part-10 file, byte for byte as sent, and who sent it (PS3.7 9.1.1)."""
    request = event.request
    source = str(event.assoc.remote["ae_title"]).strip()
    syntax = str(event.context.transfer_syntax)
    encoded = part10.wrap(request.DataSet.getvalue(), str(request.AffectedSOPClassUID), str(request.AffectedSOPInstanceUID), syntax, source)
    return encoded, source
