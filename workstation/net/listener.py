"""Receiving: a C-STORE and C-ECHO server that puts what comes straight into the store, never decoding it on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pynetdicom import evt
from pynetdicom.sop_class import Verification

from workstation.errors import GaronneError, StoreUnavailable
from workstation.net.contexts import UNCOMPRESSED, context, received
from workstation.net.dimse.association import object_of
from workstation.net.gate import Serving, serve

Take = Callable[[bytes, str], object]  # a Part-10 file, and the AE title it came from; returns once it is safe

_OUT_OF_RESOURCES = 0xA700
_CANNOT_UNDERSTAND = 0xC000


def store_handler(take: Take) -> Callable[[evt.Event], int]:
    """A C-STORE handler that answers success only once ``take`` has returned (PS3.4 B.2.3)."""

    def on_store(event: evt.Event) -> int:
        try:
            take(*object_of(event))
        except StoreUnavailable:
            return _OUT_OF_RESOURCES
        except GaronneError:
            return _CANNOT_UNDERSTAND
        return 0

    return on_store


class Listener:
    """Receives on a port: ``with Listener(take, aet="GARONNE", port=11112)``. Loopback unless told otherwise."""

    def __init__(self, take: Take, *, aet: str, port: int, bind: str = "127.0.0.1", known_callers: Sequence[str] = ()) -> None:
        self._take, self._aet, self._bind, self._asked, self._known = take, aet, bind, port, known_callers
        self._serving: Serving | None = None

    @property
    def port(self) -> int:
        """The port it listens on; 0 while stopped."""
        return self._serving.port if self._serving else 0

    def start(self) -> None:
        """Raises PortInUse."""
        contexts = [context(Verification, UNCOMPRESSED), *received()]
        handlers = [(evt.EVT_C_STORE, store_handler(self._take)), (evt.EVT_C_ECHO, lambda _: 0)]
        self._serving = serve(self._aet, self._bind, self._asked, contexts, handlers, known_callers=self._known)

    def stop(self) -> None:
        """Close the port."""
        if self._serving is not None:
            self._serving.stop()
            self._serving = None

    def __enter__(self) -> Listener:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
