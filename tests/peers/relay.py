"""A TCP relay that stands in for a bad line: it delays, limits, cuts after so many bytes, or goes silent."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Relay:
    """``with Relay(port) as relay``: connect to ``relay.port``. Bytes are counted from the far side to the caller.

    ``delay_s``: a one-way delay; ``cut_after`` / ``hang_after``: bytes after which the line is cut or goes silent; ``refuse``: accept
    and close at once."""

    to_port: int
    delay_s: float = 0.0
    cut_after: int | None = None
    hang_after: int | None = None
    refuse: bool = False
    connections: int = 0
    passed: int = 0
    port: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _stopping: bool = False

    def __enter__(self) -> Relay:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Cut every line now."""
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            if self.refuse:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to_port))
            except OSError:
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open += [near, far]
            threading.Thread(target=self._pass, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        try:
            while chunk := source.recv(65536):
                if self.delay_s:
                    time.sleep(self.delay_s)
                if back:
                    if self.hang_after is not None and self.passed >= self.hang_after:
                        continue
                    self.passed += len(chunk)
                    if self.cut_after is not None and self.passed >= self.cut_after:
                        break
                sink.sendall(chunk)
        except OSError:
            pass
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
