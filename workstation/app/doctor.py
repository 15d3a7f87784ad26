"""Checks of this machine and site, each with what to do where it falls short. Reads; changes nothing but its own probe files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workstation import settings as settings_module
from workstation.errors import GaronneError, SettingsInvalid
from workstation.imaging.videos import libavcodec
from workstation.language import number, tr
from workstation.settings import Home, Settings

GIB = 1 << 30
LITTLE_DISK_GIB = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``state``: ok, warn (works, but), fail (does not work)."""

    name: str
    state: str
    text: str
    todo: str = ""


def examine(home: Home) -> Iterator[Check]:
    """Every check in order; one that breaks becomes a failed check, never an end."""
    yield _python()
    try:
        settings = settings_module.load(home)
        yield Check(tr("Settings"), "ok", str(home.user_settings if home.user_settings.is_file() else tr("shipped defaults")))
    except SettingsInvalid as error:
        yield Check(tr("Settings"), "fail", str(error), tr("Mend the file or remove it; the shipped defaults then hold."))
        settings = Settings()
    checks: tuple[Callable[[], Check], ...] = (
        lambda: _home(home),
        lambda: _disk(home, settings),
        lambda: _store(home, settings),
        _drawing,
        _decoding,
        _videos,
        lambda: _receiving(settings),
    )
    for check in checks:
        yield _safely(check)
    if not settings.archives:
        yield Check(tr("Archives"), "warn", tr("none is configured"), tr("Add one in Settings, Archives, or in a site profile."))
    for node in settings.archives:
        yield _safely(lambda node=node: _archive(node, settings))  # type: ignore[misc]


def _safely(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except GaronneError as error:
        return Check(tr("Check"), "fail", str(error))
    except Exception as error:  # a check must never hide the others
        return Check(tr("Check"), "fail", f"{type(error).__name__}: {error}", tr("Report this line."))


def _python() -> Check:
    return Check(tr("Program"), "ok", f"Garonne on Python {sys.version.split()[0]}, {sys.platform}")


def _home(home: Home) -> Check:
    name = tr("Place for data")
    home.create()
    probe = home.folder / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        return Check(name, "fail", f"{home.folder}: {error.strerror}", tr("Make the folder writable or choose another with --home."))
    return Check(name, "ok", str(home.folder))


def _disk(home: Home, settings: Settings) -> Check:
    name = tr("Disk")
    folder = Path(settings.store.folder) if settings.store.folder else home.folder
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / GIB
    text = tr("{free} GB free, {quota} GB allowed for images", free=number(free, 1), quota=number(settings.store.quota_gb))
    if free < LITTLE_DISK_GIB:
        return Check(name, "fail", text, tr("Free some space or move the store (Settings, Store)."))
    if free < settings.store.quota_gb:
        return Check(name, "warn", text, tr("The disk fills before the quota is reached: lower the quota or free some space."))
    return Check(name, "ok", text)


def _store(home: Home, settings: Settings) -> Check:
    from workstation.app.services import open_store

    name = tr("Local store")
    store = open_store(home, settings)
    try:
        usage = store.usage()
        text = tr("{images} images, {size} GB, encrypted", images=number(usage.images), size=number(usage.bytes / GIB, 1))
        if store.key_mark:
            todo = tr("Unlock or install a key ring, or set GARONNE_PASSPHRASE: a stolen disk now gives the key with the images.")
            return Check(name, "warn", text + tr("; its key lies beside it"), todo)
        return Check(name, "ok", text)
    finally:
        store.close()


def _drawing() -> Check:
    from workstation.rendering.probe import probe

    surface = probe()
    todo = (
        "" if surface.kind == "gpu" else tr("Images are drawn by the processor: right, but slower. Install the graphics card's own driver.")
    )
    return Check(tr("Drawing"), "ok" if surface.kind == "gpu" else "warn", surface.renderer, todo)


def _decoding() -> Check:
    from workstation.decoding import Decoding

    name, decoding, began = tr("Decoding"), Decoding(1), time.monotonic()
    try:
        decoding.warm()
        if not decoding.pids:
            todo = tr(
                "Compressed images cannot be shown: look whether the system or a virus scanner keeps Garonne from starting processes."
            )
            return Check(name, "fail", tr("no decoding process can be started"), todo)
        return Check(name, "ok", tr("in processes of its own, ready in {ms} ms", ms=number(1000 * (time.monotonic() - began))))
    finally:
        decoding.close()


def _videos() -> Check:
    """Load the video decoders and decode a known picture, in a process of its own: a library that does not fit could end this one."""
    name = tr("Videos")
    code = "from workstation.imaging.videos import libavcodec\nprint(libavcodec.library().version)"
    if getattr(sys, "frozen", False):  # packaged: there is no interpreter to call
        return Check(name, "ok", libavcodec.library().version)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    if ran.returncode == 0:
        return Check(name, "ok", ran.stdout.strip())
    cause = (ran.stderr.strip().splitlines() or [str(ran.returncode)])[-1].removeprefix("workstation.errors.UndecodableImage: ")
    return Check(name, "warn", tr("the video decoder does not load: {cause}", cause=cause), tr("Install Garonne again; all else works."))


def _receiving(settings: Settings) -> Check:
    name = tr("Receiving")
    if not settings.receive.enabled:
        return Check(name, "ok", tr("switched off"))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        try:
            trial.bind((settings.receive.bind, settings.receive.port))
        except OSError:
            text = tr("port {port} is in use", port=settings.receive.port)
            return Check(name, "warn", text, tr("Right if Garonne is running; otherwise choose another port in Settings, Receiving."))
    return Check(name, "ok", tr("port {port} is free", port=settings.receive.port))


def _archive(node: settings_module.ArchiveNode, settings: Settings) -> Check:
    from workstation.app.services import try_archive

    result = try_archive(node, settings)
    if result.ok:
        return Check(node.name, "ok", tr("answers in {ms} ms", ms=number(result.latency_ms)))
    return Check(node.name, "fail", result.text, tr("Check cable, address, port and AE titles with the archive's administrator."))
