"""Bad input through the command line: an exit, one clear line, nothing lost, never a traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pydicom
import pytest
from pydicom.fileset import FileSet

from tests.reading.made import ROOT, series
from workstation.settings import Home, save_user
from workstation.store import Store, default_opener

PROJECT = Path(__file__).parents[2]
STUDY = ROOT + "1"


@pytest.fixture(autouse=True)
def _no_key_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def garonne(*arguments: object, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """The command as a user calls it."""
    command = [sys.executable, "-m", "workstation", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=PROJECT, check=False)


def ends_clearly(said: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit 1 with one line for the user that has these words in it."""
    assert said.returncode == 1, said
    assert "Traceback" not in said.stderr
    assert "unexpected fault" not in said.stderr
    lines = said.stderr.strip().splitlines()
    assert len(lines) == 1, said.stderr
    assert lines[0].startswith("garonne: ")
    for word in words:
        assert word in lines[0]


@pytest.fixture
def head(tmp_path: Path) -> Path:
    """A folder with a head CT of 12 slices."""
    folder = tmp_path / "head"
    folder.mkdir()
    for number, encoded in enumerate(series(STUDY, 12)):
        (folder / f"{number:02d}.dcm").write_bytes(encoded)
    return folder


# files


@pytest.mark.parametrize(("name", "content", "word"), [("text", b"a letter\n" * 50, "not a DICOM"), ("empty", b"", "empty")])
def test_what_is_no_image(home: Path, tmp_path: Path, name: str, content: bytes, word: str) -> None:
    bad = tmp_path / f"{name}.dcm"
    bad.write_bytes(content)
    ends_clearly(garonne("describe", bad), bad.name, word)
    ends_clearly(garonne("render", bad, "-o", tmp_path / "o.png"), word)
    assert not (tmp_path / "o.png").exists()
    ends_clearly(garonne("store", "import", bad), bad.name, word)
    ends_clearly(garonne("open", bad, "--headless", "--out", tmp_path / "out"), bad.name, word)


def test_a_truncated_image_is_shown_as_far_as_it_goes_and_says_so(home: Path, head: Path, tmp_path: Path) -> None:
    whole = (head / "05.dcm").read_bytes()
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(whole[: len(whole) - 4096])
    said = garonne("render", cut, "-o", tmp_path / "o.png", "--json")
    assert said.returncode == 0
    assert json.loads(said.stdout)["marks"] == ["truncated"]
    assert "cut short" in said.stderr
    assert said.stderr.count("\n") == 1
    assert "cut short" in garonne("describe", cut).stdout
    opened = garonne("open", cut, "--headless", "--out", tmp_path / "out")
    assert opened.returncode == 0
    assert "cut short" in opened.stdout


def test_three_patients_in_one_folder_are_told_apart(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for n, name in enumerate(("MARTIN^ELEONORE", "BENALI^KARIMA", "DUPONT^JEAN"), 1):
        for number, encoded in enumerate(series(f"{ROOT}{n}", 3, patient=(name, f"P{n}", f"19{n}00101"))):
            (folder / f"{n}-{number}.dcm").write_bytes(encoded)
    told = json.loads(garonne("describe", folder, "--json").stdout)
    assert {p["patient_id"] for p in told["patients"]} == {"P1", "P2", "P3"}
    said = garonne("open", folder, "--headless", "--out", tmp_path / "out")
    assert said.returncode == 0
    assert "3 exams of 3 patients" in said.stdout
    assert len(list((tmp_path / "out").glob("*.png"))) == 3


def test_a_dicomdir_with_missing_files_opens_what_is_there_and_names_the_rest(home: Path, head: Path, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    files = FileSet()
    for path in sorted(head.iterdir()):
        ds = pydicom.dcmread(path)
        ds.StudyID, ds.AccessionNumber = "1", "A1"
        files.add(ds)
    files.write(disc)
    for gone in [p for p in disc.rglob("*") if p.is_file() and p.name != "DICOMDIR"][:2]:
        gone.unlink()
    said = garonne("describe", disc / "DICOMDIR")
    assert said.returncode == 0
    assert "2 files could not be used" in said.stdout
    opened = garonne("open", disc / "DICOMDIR", "--headless", "--out", tmp_path / "out")
    assert opened.returncode == 0
    assert opened.stdout.count("DICOMDIR") >= 2
    imported = garonne("store", "import", disc / "DICOMDIR")
    ends_clearly(imported, "2 files")
    assert "10 new images" in imported.stdout


# disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[object]:
    """``disk(options)`` mounts a small disk of its own; skipped where that is not allowed."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        if sys.platform != "linux" or os.geteuid() != 0:
            pytest.skip("mounting a small disk needs Linux and root")
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"no tmpfs can be mounted here: {made.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", place], check=True)


def test_a_read_only_disk(home: Path, head: Path, disk) -> None:
    place = disk("ro,size=1m")
    assert garonne("--home", place / "h", "describe", head).returncode == 0  # looking needs no disk
    ends_clearly(garonne("--home", place / "h", "store", "import", head), "Read-only")
    ends_clearly(garonne("--home", place / "h", "open", head, "--headless", "--out", home / "out"), "Read-only")
    ends_clearly(garonne("open", head, "--headless", "--out", place / "out"), "Read-only")
    ends_clearly(garonne("render", head / "03.dcm", "-o", place / "o.png"), "o.png", "Read-only")
    ends_clearly(garonne("demo", "--headless", "--out", place / "out"), "Read-only")
    ends_clearly(garonne("archive", "--store", place / "a", "--port", "0"), "cannot be written")
    doctor = garonne("--home", place / "h", "doctor")
    assert doctor.returncode == 1
    assert "Read-only" in doctor.stdout


def test_a_full_disk_loses_nothing_that_was_stored(home: Path, tmp_path: Path, disk) -> None:
    place = disk("size=2m")
    (few := tmp_path / "few").mkdir()
    (many := tmp_path / "many").mkdir()
    for number, encoded in enumerate(series(ROOT + "5", 4, rows=128, columns=128)):
        (few / f"{number}.dcm").write_bytes(encoded)
    for number, encoded in enumerate(series(STUDY, 12, rows=512, columns=512)):
        (many / f"{number}.dcm").write_bytes(encoded)
    there = ("--home", place / "h")
    assert garonne(*there, "store", "import", few).returncode == 0
    ends_clearly(garonne(*there, "store", "import", many), "full")
    with Store.open(place / "h" / "store", default_opener(place / "h" / "store")) as store:
        assert len(store.sop_uids(ROOT + "5")) == 4
        assert not store.verify().faults
    _fill(place)
    ends_clearly(garonne("render", many / "3.dcm", "-o", place / "o.png"), "No space left")
    ends_clearly(garonne("open", few, "--headless", "--out", place / "out"), "No space left")
    ends_clearly(garonne("demo", "--headless", "--out", place / "demo"), "No space left")
    assert not list(place.glob("*.png")) + list(place.glob(".*.png*"))


def _fill(place: Path) -> None:
    """Leave no byte on a disk."""
    with pytest.raises(OSError), open(place / "filler", "wb", buffering=0) as file:  # noqa: PT012
        while True:
            file.write(bytes(4096))


# network


@pytest.fixture
def silent(home: Path) -> Iterator[int]:
    """A port where connections are taken and nobody answers, in the settings as Muet."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        save_user(Home(home), {"archives": [{"name": "Muet", "host": "127.0.0.1", "port": port, "aet": "MUET"}]})
        yield port


def test_an_archive_that_hangs(silent: int, head: Path) -> None:
    patience = ("--timeout", "0.8")
    ends_clearly(garonne("echo", "Muet", *patience), "Muet", "said nothing")
    ends_clearly(garonne("find", "Muet", *patience), "Muet", "said nothing")
    ends_clearly(garonne("get", "Muet", STUDY, *patience), "Muet", "said nothing")
    ends_clearly(garonne("send", "Muet", head / "00.dcm", *patience), "Muet", "said nothing")
    ends_clearly(garonne("echo", f"http://127.0.0.1:{silent}/dicom-web", *patience), "said nothing")


def test_an_archive_that_is_down_or_not_known(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for command in (("echo",), ("find",), ("get",)):
        more = (STUDY,) if command == ("get",) else ()
        ends_clearly(garonne(*command, f"PACS@127.0.0.1:{port}", *more), "no connection")
    ends_clearly(garonne("echo", "nobody"), "nobody")


def test_a_port_in_use(home: Path, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        ends_clearly(garonne("archive", "--store", tmp_path / "a", "--port", port), str(port), "in use")
        ends_clearly(garonne("archive", "--store", tmp_path / "a", "--port", 0, "--http-port", port), str(port), "in use")
        save_user(Home(home), {"receive": {"enabled": True, "port": port}})
        doctor = garonne("doctor")
        assert f"port {port} is in use" in doctor.stdout
