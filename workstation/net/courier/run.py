"""The courier put together: started on a home, it works until it is told to stop or its parent is gone."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Protocol

import psutil

from workstation import settings as settings_module
from workstation.errors import GaronneError, PortInUse
from workstation.language import set_language, tr
from workstation.net.courier.answering import Answering
from workstation.net.courier.fetching import Fetching
from workstation.net.courier.lock import CourierLock
from workstation.net.courier.node_watch import NodeWatch
from workstation.net.courier.pace import Pace
from workstation.net.courier.preparation import Preparation
from workstation.net.courier.sending import Sending
from workstation.net.listener import Listener
from workstation.settings import Home, Receive, Settings, store_folder
from workstation.store import Store, default_opener

_LISTEN_AGAIN_S = 10.0
_SETTLE_S = 5.0  # how long a stop waits for a thread; what still runs dies with the process, and the store knows it


def run(
    home: Home, settings: Settings | None = None, stop: threading.Event | None = None, *, parent: int = 0, pace: Pace | None = None
) -> None:
    """Work until ``stop`` is set or the process ``parent`` is gone. Raises StoreUnavailable: the store cannot be opened, or another
    courier works for it. ``settings`` None: those of the home, read again whenever their file changes."""
    stop, pace = stop or threading.Event(), pace or Pace()
    stamp = _stamp(home)  # before they are read: what changes from here on is seen
    chosen = settings or settings_module.load(home)
    folder = store_folder(home, chosen)
    home.create()
    with (
        Store.open(folder, default_opener(folder), quota_bytes=int(chosen.store.quota_gb * 1e9), clock=pace.clock) as store,
        CourierLock(folder),
    ):
        works = _Works(home, store, pace)
        works.apply(chosen)
        try:
            _wait(works, home if settings is None else None, stamp, stop, parent)
        finally:
            works.stop()


def _wait(works: _Works, home: Home | None, stamp: tuple[object, ...], stop: threading.Event, parent: int) -> None:
    father = _process(parent)
    while not stop.wait(0.5 if parent or home else 1.0):
        if parent and (father is None or not father.is_running() or father.status() == psutil.STATUS_ZOMBIE):
            return
        works.listen()
        if home and (now := _stamp(home)) != stamp:
            stamp = now
            try:
                works.apply(settings_module.load(home))
            except GaronneError as error:  # a half-written or wrong file: the old settings stay until it is right
                print(f"garonne: {error}", file=sys.stderr, flush=True)


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid) if pid else None
    except psutil.Error:
        return None


def _stamp(home: Home) -> tuple[object, ...]:
    """Changes with the settings files."""
    asked = os.environ.get("GARONNE_PROFILE")
    stamps: list[object] = []
    for path in (home.user_settings, Path(asked) if asked else settings_module.machine_profile()):
        try:
            known = path.stat()
            stamps.append((known.st_mtime_ns, known.st_size))
        except OSError:
            stamps.append(None)
    return tuple(stamps)


class _Part(Protocol):
    def stop(self, wait_s: float = 0) -> None: ...


class _Works:
    """The threads that work for one set of settings; ``apply`` exchanges what changed."""

    def __init__(self, home: Home, store: Store, pace: Pace) -> None:
        self._home, self._store, self._pace = home, store, pace
        self._settings: Settings | None = None
        self._watches: dict[str, NodeWatch] = {}
        self._listener: Listener | None = None
        self._listening: tuple[Receive, str] | None = None
        self._listen_again = 0.0
        self._preparation: Preparation | None = None
        self._fetching = Fetching(store, pace, lambda: self._watches)
        self._answering = Answering(store, pace, lambda: self._watches, self._fetching)
        self._sending = Sending(store, pace, lambda: self._watches)
        self._started = False

    def apply(self, settings: Settings) -> None:
        """Work by these settings from now on."""
        old, self._settings = self._settings, settings
        if settings == old:
            return
        set_language(settings.language)
        self.listen()
        same = old is not None and (old.aet, old.prefetch, old.receive) == (settings.aet, settings.prefetch, settings.receive)
        kept: dict[str, NodeWatch] = {}
        fresh: list[NodeWatch] = []
        for node in settings.archives:
            running = self._watches.get(node.name)
            if running is not None and same and running.node == node:
                kept[node.name] = running
                continue
            watch = NodeWatch(node, settings, self._store, self._pace, listening=self._listener is not None)
            kept[node.name] = watch
            fresh.append(watch)
        for name, watch in self._watches.items():
            if kept.get(name) is not watch:
                watch.stop()
        self._watches = kept
        for status in self._store.node_statuses():
            if status.name not in kept and status.name != self._receiving_name():
                self._store.forget_node(status.name)
        for watch in fresh:
            watch.start()
        if self._preparation is not None:
            self._preparation.stop()
        self._preparation = Preparation(self._store, settings, self._pace, lambda: self._watches)
        self._preparation.start()
        if not self._started:
            self._started = True
            for part in (self._fetching, self._answering, self._sending):
                part.start()

    def listen(self) -> None:
        """Receive as the settings say; a port in use is a row of its own, tried again."""
        settings = self._settings
        if settings is None:
            return
        moved = any(node.retrieve == "move" and not node.url for node in settings.archives)  # those send to us what we fetch
        wanted = (settings.receive, settings.aet) if settings.receive.enabled or moved else None
        if wanted == self._listening and (self._listener is not None or wanted is None or time.monotonic() < self._listen_again):
            return
        if self._listener is not None and wanted != self._listening:
            self._listener.stop()
            self._listener = None
        self._listening = wanted
        if wanted is None:
            self._store.forget_node(self._receiving_name())
            return
        receive = settings.receive
        listener = Listener(
            lambda encoded, source: self._store.put(encoded, source=source),
            aet=settings.aet,
            port=receive.port,
            bind=receive.bind,
            known_callers=receive.known_callers,
        )
        try:
            listener.start()
        except PortInUse as error:
            self._listen_again = time.monotonic() + _LISTEN_AGAIN_S
            self._store.set_node_status(self._receiving_name(), "down", str(error))
        else:
            self._listener = listener
            self._store.forget_node(self._receiving_name())

    def _receiving_name(self) -> str:
        return tr("Receiving")

    def stop(self) -> None:
        """Stop everything; what was running waits again in the store."""
        parts: list[_Part] = [*self._watches.values(), self._fetching, self._answering, self._sending]
        if self._preparation is not None:
            parts.append(self._preparation)
        if not self._started:
            return
        for part in parts:
            part.stop()
        if self._listener is not None:
            self._listener.stop()
        until = time.monotonic() + _SETTLE_S
        for part in parts:
            part.stop(max(0.01, until - time.monotonic()))
