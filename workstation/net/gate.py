"""An association server that strangers cannot exhaust (SECURITY.md, "Hostile input").

pynetdicom gives each connection two threads before a byte has come: 200 silent ones shut a real caller out. Here one gate
thread holds new connections, looks at the first PDU without taking it (A-ASSOCIATE-RQ, PS3.8 9.3.2) and only then lets
pynetdicom have them. Silent, malformed and oversized callers are closed; unknown ones, where callers are listed, rejected.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pynetdicom import AE, evt
from pynetdicom._globals import MODE_ACCEPTOR
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext
from pynetdicom.transport import RequestHandler, ThreadedAssociationServer

from workstation.errors import PortInUse
from workstation.language import tr
from workstation.net.dimse.association import IMPLEMENTATION_VERSION, LARGEST_PDU_TAKEN, MAXIMUM_PDU, GuardedSocket, Handlers

FIRST_PDU_S = 2.0  # how long a caller may take to say who it is
MOST_WAITING = 256
MOST_WAITING_OF_ONE = 64
MOST_ASSOCIATIONS = 64
_MOST_SELECTABLE = 1000  # select() cannot watch descriptors above 1023
_HEAD = 42  # bytes up to and with the calling AE title (PS3.8 table 9-11)
_SMALLEST_RQ = 68
_REJECT_CALLER = bytes((3, 0, 0, 0, 0, 4, 0, 1, 1, 3))  # permanent, service user, calling AE title not recognized (PS3.8 9.3.4)


@dataclass(slots=True)
class _Waiting:
    connection: socket.socket
    address: Any
    until: float


class GatedServer(ThreadedAssociationServer):  # type: ignore[misc]
    """pynetdicom's threaded server behind a gate. ``known_callers`` empty: anyone who speaks DICOM."""

    known_callers: frozenset[str] = frozenset()
    patience_s = 60.0
    request_queue_size = 128  # a burst must not wait for the system's retransmissions

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._new: list[_Waiting] = []
        self._open = True
        self._lock = threading.Lock()
        self._wake, self._woken = socket.socketpair()
        self._gate = threading.Thread(target=self._watch, daemon=True, name="gate")
        self._gate.start()

    def server_bind(self) -> None:
        """Bind; on Windows nobody else may take the same port."""
        if sys.platform == "win32":
            self.allow_reuse_address = False
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            self.socket.bind(self.server_address)
            self.server_address = self.socket.getsockname()
        else:
            super().server_bind()

    def process_request(self, request: socket.socket, client_address: Any) -> None:
        """A new connection goes to the gate."""
        if sys.platform != "win32" and request.fileno() >= _MOST_SELECTABLE:
            request.close()
            return
        with self._lock:
            self._new.append(_Waiting(request, client_address, time.monotonic() + FIRST_PDU_S))
        self._wake.send(b"\0")

    def shutdown(self) -> None:
        """Stop serving, close the gate and the port, abort what is still associated."""
        self._open = False
        self._wake.send(b"\0")
        socketserver.BaseServer.shutdown(self)  # not pynetdicom's, which looks itself up in its entity's list of servers
        self._gate.join()
        self.server_close()
        for running in self.active_associations:
            running.abort(block=False)
        self._wake.close()
        self._woken.close()

    def _watch(self) -> None:
        waiting: list[_Waiting] = []
        pause = 0.0
        while self._open:
            ready, _, _ = select.select([self._woken, *(w.connection for w in waiting)], [], [], 0.25)
            if self._woken in ready:
                self._woken.recv(4096)
                with self._lock:
                    waiting += self._new
                    self._new.clear()
                _drop_surplus(waiting)
            now = time.monotonic()
            kept: list[_Waiting] = []
            partial = False
            for one in waiting:
                verdict = self._look(one) if one.connection in ready or self._woken in ready else None
                if verdict is None and now < one.until:
                    kept.append(one)
                    partial = partial or one.connection in ready
                elif verdict:
                    self._admit(one)
                else:
                    one.connection.close()
            waiting = kept
            pause = 0.01 if partial else 0.0  # a head that trickles in stays readable: do not spin on it
            if pause:
                time.sleep(pause)
        for one in waiting:
            one.connection.close()

    def _look(self, one: _Waiting) -> bool | None:
        """True: let in. False: close. None: not enough has come yet."""
        try:
            one.connection.setblocking(False)
            head = one.connection.recv(_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return None
        except OSError:
            return False
        if not head or head[0] != 1:
            return False
        if len(head) >= 6 and not _SMALLEST_RQ <= int.from_bytes(head[2:6], "big") <= LARGEST_PDU_TAKEN:
            return False
        if len(head) < _HEAD:
            return None
        caller = head[26:42].decode("ascii", "replace").strip()
        if self.known_callers and caller not in self.known_callers:
            _say(one.connection, _REJECT_CALLER)
            return False
        return True

    def _admit(self, one: _Waiting) -> None:
        if len(self.active_associations) >= MOST_ASSOCIATIONS:
            one.connection.close()
            return
        one.connection.setblocking(True)
        super().process_request(one.connection, one.address)


def _drop_surplus(waiting: list[_Waiting]) -> None:
    """Close the longest waiting of an address, and of all, that has too many: a real caller speaks at once."""
    counts: dict[str, int] = {}
    for one in reversed(waiting[:]):
        place = str(one.address[0])
        counts[place] = counts.get(place, 0) + 1
        if counts[place] > MOST_WAITING_OF_ONE or sum(counts.values()) > MOST_WAITING:
            counts[place] -= 1
            one.connection.close()
            waiting.remove(one)


def _say(connection: socket.socket, message: bytes) -> None:
    """Send a few bytes and give the peer the chance to read them."""
    try:
        connection.recv(LARGEST_PDU_TAKEN)  # what is unread at close would reset the connection before the answer is read
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class GuardedRequests(RequestHandler):  # type: ignore[misc]
    """As pynetdicom's handler, with our guarded socket."""

    def _create_association(self) -> Association:
        made = Association(self.ae, MODE_ACCEPTOR)
        made._server = self.server
        made.dul.daemon = True
        made.name = f"AcceptorThread@{time.time():.6f}"
        guarded = GuardedSocket(made, client_socket=self.request)
        guarded.patience_s = self.server.patience_s
        guarded.take(self.request)
        made.set_socket(guarded)
        made.acceptor.maximum_length = self.ae.maximum_pdu_size
        made.acceptor.ae_title = self.server.ae_title
        made.acceptor.address_info = self.local
        made.acceptor.implementation_class_uid = self.ae.implementation_class_uid
        made.acceptor.implementation_version_name = self.ae.implementation_version_name
        made.bind(evt.EVT_REQUESTED, _offer_what_is_asked, [self.server.contexts])
        made.requestor.address_info = self.remote
        for event, bound in self.server._handlers.items():
            if event.is_intervention:
                if bound:
                    made.bind(event, *bound)
            else:
                for handler, arguments in bound:
                    made.bind(event, handler, arguments)
        return made


def _offer_what_is_asked(event: evt.Event, offered: Sequence[PresentationContext]) -> None:
    """Offer only the classes the caller asks for, their syntaxes in the caller's order: who holds a compressed object and names its
    syntax first must be answered with that one. pynetdicom would choose by our order."""
    asked: dict[str, dict[str, None]] = {}
    for proposed in event.assoc.requestor.primitive.presentation_context_definition_list:
        asked.setdefault(str(proposed.abstract_syntax), {}).update(dict.fromkeys(str(s) for s in proposed.transfer_syntax))
    answered = []
    for own in offered:
        wanted = asked.get(str(own.abstract_syntax))
        if wanted is not None:
            answer = PresentationContext()
            answer.abstract_syntax = own.abstract_syntax
            taken = {str(s) for s in own.transfer_syntax}
            answer.transfer_syntax = [s for s in wanted if s in taken] or own.transfer_syntax
            answer.scu_role, answer.scp_role = own.scu_role, own.scp_role
            answered.append(answer)
    event.assoc.acceptor.supported_contexts = answered


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server. ``port``: the one it got."""

    server: GatedServer
    thread: threading.Thread
    port: int

    def stop(self) -> None:
        """Close the port and end what is still associated."""
        self.server.shutdown()
        self.thread.join()


def serve(
    aet: str,
    bind: str,
    port: int,
    contexts: Sequence[PresentationContext],
    handlers: Handlers,
    *,
    known_callers: Sequence[str] = (),
    entity: Callable[..., AE] = AE,
) -> Serving:
    """Listen for associations in a thread; ``port`` 0 takes a free one. Raises PortInUse."""
    own = entity(ae_title=aet)
    own.maximum_pdu_size = MAXIMUM_PDU
    own.maximum_associations = 2 * MOST_ASSOCIATIONS
    own.implementation_version_name = IMPLEMENTATION_VERSION
    own.acse_timeout, own.dimse_timeout, own.network_timeout = 15, 60, 300
    try:
        server = own.make_server(
            (bind, port),
            ae_title=aet,
            contexts=list(contexts),
            evt_handlers=list(handlers),
            server_class=GatedServer,
            request_handler=GuardedRequests,
        )
    except OSError as error:
        raise port_error(bind, port, error) from error
    server.known_callers = frozenset(known_callers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True, name="listener")
    thread.start()
    return Serving(server, thread, int(server.server_address[1]))


def port_error(bind: str, port: int, error: OSError) -> PortInUse:
    """Why a port could not be had, in a sentence."""
    if error.errno == errno.EADDRINUSE or getattr(error, "winerror", 0) == 10048:
        return PortInUse(tr("Port {port} is in use by another program. Stop that program or choose another port.", port=port))
    if error.errno == errno.EACCES:
        return PortInUse(tr("Port {port} may not be used by this user. Choose one above 1023.", port=port))
    cause = error.strerror or os.strerror(error.errno or 0)
    return PortInUse(
        tr("Cannot listen on {bind}, port {port} ({cause}). Choose another address or port.", bind=bind, port=port, cause=cause)
    )
