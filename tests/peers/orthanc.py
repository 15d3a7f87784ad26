"""A real Orthanc for one test module. It listens on every address, so it runs in a network of its own that has only the loopback,
where this machine lets us make one; everywhere it asks for a log-in and knows only one AE title at 127.0.0.1. Stopped by its id."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLUGINS = Path("/usr/share/orthanc/plugins")
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


@dataclass(frozen=True)
class Orthanc:
    """``url``: DICOMweb with its log-in; ``own_port``: where it sends what is moved to GARONNE."""

    port: int
    url: str
    own_port: int
    alone: bool


def program() -> str | None:
    """Orthanc with its DICOMweb plug-in, when both are installed."""
    found = shutil.which("Orthanc", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
    return found if found and (PLUGINS / "libOrthancDicomWeb.so").is_file() else None


@contextlib.contextmanager
def lonely_network() -> Iterator[bool]:
    """This thread, and what it starts, in a network with only the loopback; False where that is not allowed."""
    system = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY) if Path("/proc/thread-self/ns/net").exists() else -1
    moved = home >= 0 and hasattr(system, "unshare") and system.unshare(_NEW_NETWORK) == 0
    if moved and subprocess.run(["ip", "link", "set", "lo", "up"], capture_output=True).returncode != 0:
        system.setns(home, _NEW_NETWORK)
        moved = False
    try:
        yield moved
    finally:
        if moved:
            system.setns(home, _NEW_NETWORK)
        if home >= 0:
            os.close(home)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Orthanc]:
    """Started on free ports and an empty folder."""
    path = program()
    assert path is not None
    with lonely_network() as alone:
        with contextlib.ExitStack() as free:
            sockets = [free.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
            http, dicom, own = (s.getsockname()[1] for s in sockets)
        password = secrets.token_hex(16)
        configuration = {
            "StorageDirectory": str(folder / "db"),
            "IndexDirectory": str(folder / "db"),
            "HttpPort": http,
            "DicomPort": dicom,
            "DicomAet": "ORTHANC",
            "RemoteAccessAllowed": True,
            "AuthenticationEnabled": True,
            "RegisteredUsers": {"garonne": password},
            "DicomModalities": {"garonne": {"AET": "GARONNE", "Host": "127.0.0.1", "Port": own, "AllowGet": True}},
            "DicomCheckModalityHost": True,
            "DicomAlwaysAllowEcho": False,
            "DicomAlwaysAllowStore": False,
            "UnknownSopClassAccepted": True,
            "ConcurrentJobs": 1,
            "Plugins": [str(PLUGINS / "libOrthancDicomWeb.so")],
            "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
        }
        (folder / "orthanc.json").write_text(json.dumps(configuration))
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([path, str(folder / "orthanc.json")], stdout=log, stderr=log)
        try:
            end = time.monotonic() + 20
            while time.monotonic() < end and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", dicom), 0.2):
                    break
                time.sleep(0.05)
            yield Orthanc(dicom, f"http://garonne:{password}@127.0.0.1:{http}/dicom-web", own, alone)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
