"""The embedded archive as one thing: start it on a store, stop it, ask for its ports."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from workstation.archive import dimse, schedule, web
from workstation.net.gate import Serving, port_error
from workstation.store import Store


class Archive:
    """``with Archive(store, port=0) as archive``: a DICOM server, and a DICOMweb one when ``http_port`` is given (0: a free port).

    ``destinations``: AE title -> (host, port) for C-MOVE; may be changed while it runs. ``worklist``: TOML or JSON file of planned
    exams, else ``worklist.toml`` in the store's folder. Loopback unless ``bind`` says otherwise."""

    def __init__(
        self,
        store: Store,
        *,
        aet: str = "GARONNE",
        port: int = 0,
        http_port: int | None = None,
        bind: str = "127.0.0.1",
        destinations: Mapping[str, tuple[str, int]] | None = None,
        worklist: Path | None = None,
        known_callers: tuple[str, ...] = (),
    ) -> None:
        self.store, self.aet, self.bind = store, aet, bind
        self.destinations = dict(destinations or {})
        self._asked_port, self._asked_http_port = port, http_port
        self._schedule = schedule.Schedule(worklist or schedule.default_file(store.folder))
        self._known_callers = known_callers
        self._dimse: Serving | None = None
        self._web: _WebServer | None = None

    @property
    def port(self) -> int:
        """The DICOM port; 0 while stopped."""
        return self._dimse.port if self._dimse else 0

    @property
    def http_port(self) -> int:
        """The DICOMweb port; 0 while stopped or without DICOMweb."""
        return self._web.port if self._web else 0

    @property
    def url(self) -> str:
        """The DICOMweb base address, as a node's ``url``; "" without DICOMweb."""
        return f"http://{self.bind}:{self.http_port}/dicom-web" if self._web else ""

    def start(self) -> None:
        """Raises PortInUse, and SettingsInvalid when the worklist file has an error."""
        self._schedule.items()
        self._dimse = dimse.start(
            self.store,
            self._schedule,
            aet=self.aet,
            bind=self.bind,
            port=self._asked_port,
            destinations=self.destinations,
            known_callers=self._known_callers,
        )
        if self._asked_http_port is not None:
            try:
                self._web = _WebServer(self.store, self.bind, self._asked_http_port)
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Close both ports. The store stays open: it is the caller's."""
        if self._dimse is not None:
            self._dimse.stop()
            self._dimse = None
        if self._web is not None:
            self._web.stop()
            self._web = None

    def __enter__(self) -> Archive:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _WebServer:
    """uvicorn in a thread on a socket of ours, so that a port in use is known before anything runs."""

    def __init__(self, store: Store, bind: str, port: int) -> None:
        try:
            self._socket = socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET, backlog=128)
        except OSError as error:
            raise port_error(bind, port, error) from error
        self.port = int(self._socket.getsockname()[1])
        config = uvicorn.Config(web.application(store), log_level="critical", access_log=False, lifespan="off", timeout_keep_alive=30)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True, name="dicomweb")
        self._thread.start()
        until = time.monotonic() + 10
        while not self._server.started and self._thread.is_alive() and time.monotonic() < until:
            time.sleep(0.005)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(3)
        self._server.force_exit = True
        self._thread.join(3)
        self._socket.close()
