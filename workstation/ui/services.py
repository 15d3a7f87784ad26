"""What the windows are given by the composition root (app.py) and nothing else: no global state, no service locator."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workstation.settings import ArchiveNode, Home, Settings
    from workstation.store import Store
    from workstation.store.source import ImageSource


@dataclass(frozen=True, slots=True)
class EchoResult:
    """One archive tried once: whether it answered, in how long, and what went wrong in a sentence."""

    ok: bool
    text: str = ""
    latency_ms: float = 0.0


@dataclass(frozen=True)
class Services:
    """The rooms as the windows see them.

    ``store`` and ``source_for`` are called from worker threads only. ``try_archive`` blocks (up to ten seconds) and is called from a
    worker; it never raises. ``settings_changed`` is called on the main thread after settings were saved and loaded again: app restarts
    the courier there. ``start_demo`` makes the demo region and connects it. ``profile_path`` is the site profile in use.
    ``clock`` gives seconds since the epoch.
    """

    home: Home
    settings: Settings
    store: Store
    source_for: Callable[[str], ImageSource]
    open_study: Callable[[str], None]
    open_paths: Callable[[Sequence[Path]], None]
    try_archive: Callable[[ArchiveNode, Settings], EchoResult]
    start_courier: Callable[[], None] = lambda: None
    stop_courier: Callable[[], None] = lambda: None
    settings_changed: Callable[[Settings], None] = lambda settings: None
    start_demo: Callable[[], None] | None = None
    profile_path: Path | None = None
    clock: Callable[[], float] = time.time
