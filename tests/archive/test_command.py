"""``garonne archive`` and the commands that talk to it, as an installer calls them."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.objects import ct, uid


def garonne(*words: str | Path, timeout: float = 30) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "workstation", *map(str, words)], capture_output=True, text=True, timeout=timeout)


@pytest.fixture
def served(tmp_path: Path, home: Path) -> Iterator[tuple[str, str]]:
    """A running ``garonne archive``: (AET@HOST:PORT, DICOMweb address)."""
    command = [sys.executable, "-m", "workstation", "archive", "--store", str(tmp_path / "archive"), "--port", "0", "--http-port", "0"]
    with subprocess.Popen([*command, "--aet", "DEMO"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Archive DEMO is ready: DICOM port (\d+), DICOMweb (http://127\.0\.0\.1:\d+/dicom-web)\n", line)
        assert found, line
        yield f"DEMO@127.0.0.1:{found[1]}", found[2]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_send_find_get_and_echo_by_both_ways(served: tuple[str, str], tmp_path: Path) -> None:
    dicom, web = served
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.dcm").write_bytes(ct(n, study=uid("cli")))
    (folder / "readme.txt").write_text("not dicom")
    sent = garonne("send", dicom, folder)
    assert (sent.returncode, sent.stdout) == (0, "3 objects sent.\n"), sent.stderr
    for node in (dicom, web):
        echo = garonne("echo", node, "--json")
        assert echo.returncode == 0
        assert json.loads(echo.stdout)["ok"] is True
        found = garonne("find", node, "--name", "martin*", "--json")
        assert [s["study_instance_uid"] for s in json.loads(found.stdout)] == [uid("cli")]
    got = garonne("get", web, uid("cli"), "--json")
    assert got.returncode == 0, got.stderr
    assert json.loads(got.stdout)[0]["images"] == 3
    out = tmp_path / "out"
    assert garonne("get", dicom, uid("cli"), "--out", out).returncode == 0
    assert len(list(out.glob("*.dcm"))) == 3


def test_faults_are_one_line_and_exit_1(served: tuple[str, str], tmp_path: Path) -> None:
    dicom, _ = served
    (tmp_path / "text.dcm").write_text("no")
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    for words, said in (
        (("get", dicom, uid("none")), "has no exam"),
        (("send", dicom, tmp_path / "text.dcm"), "is not a DICOM file"),
        (("echo", f"X@127.0.0.1:{closed}"), "accepts no connection"),
        (("echo", "unknown"), "No archive unknown in the settings"),
    ):
        done = garonne(*words)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr


def test_a_port_in_use_is_one_line_and_exit_1(tmp_path: Path, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for option in ("--port", "--http-port"):
            ports = {"--port": "0", "--http-port": "0", option: str(port)}
            done = garonne("archive", "--store", tmp_path / "a", *(w for pair in ports.items() for w in pair))
            assert done.returncode == 1
            assert done.stderr == f"garonne: Port {port} is in use by another program. Stop that program or choose another port.\n"


def test_a_wrong_call_is_exit_2(home: Path, tmp_path: Path) -> None:
    assert garonne("archive").returncode == 2
    assert garonne("find", "X@127.0.0.1:104", "--from", "yesterday").returncode == 2
    assert garonne("archive", "--store", tmp_path, "--move", "NOWHERE").returncode == 2
