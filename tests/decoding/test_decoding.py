"""Children decode what this process would, and a decoder that crashes, hangs, eats memory or is killed costs one frame a sentence."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import imagecodecs
import numpy as np
import psutil
import pytest
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless

from tests.decoding.hostile import hostile_pool
from tests.imaging.making import CT, US_MULTI, image
from workstation import cli
from workstation.app import doctor, processes
from workstation.benchmarks.decode import ENCODERS, files
from workstation.decoding import Decoding, apart, pool, process, rights
from workstation.decoding.process import spawned
from workstation.errors import GaronneError, UndecodableImage
from workstation.imaging import decode, header
from workstation.imaging.decoders import DECODERS
from workstation.imaging.header import encode
from workstation.imaging.model import ImageHeader

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def one(seed: int = 0, side: int = 64, uid: str = "") -> tuple[bytes, ImageHeader, np.ndarray]:
    """A JPEG-LS image, its header and its pixels."""
    pixels = np.random.default_rng(seed).integers(0, 4096, (side, side), np.uint16)
    ds = image(pixels, syntax=JPEGLSLossless, codestreams=[imagecodecs.jpegls_encode(pixels)], bits=12)
    if uid:
        ds.SOPInstanceUID = uid
    encoded = encode(ds)
    return encoded, header.read(encoded), pixels


@pytest.fixture(scope="module")
def decoding() -> Iterator[Decoding]:
    with closing(Decoding(2)) as made:
        yield made


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Decoding]:
    """Its children have a decoder that fails on demand."""
    monkeypatch.setattr(process, "PATIENCE_S", 1.0)
    with closing(hostile_pool()) as made:
        yield made


def _same(decoding: Decoding, encoded: bytes, told: ImageHeader, index: int) -> str:
    """Compares a child's answer with this process's; the sentence where both refuse."""
    answers = []
    for ask in (decode.decoded, decoding.decoded):
        try:
            answers.append(ask(encoded, told, index))
        except GaronneError as error:
            answers.append(str(error))
    here, there = answers
    if isinstance(here, str) or isinstance(there, str):
        assert here == there
        return str(here)
    assert here.values.dtype == there.values.dtype
    assert np.array_equal(here.values, there.values)
    assert here.marks == there.marks
    assert there.values.flags.owndata
    assert there.values.flags.writeable
    return ""


@pytest.mark.parametrize("syntax", [s for s in ENCODERS if s in DECODERS])
def test_a_child_gives_what_this_process_would(decoding: Decoding, syntax: str) -> None:
    (encoded,) = files(syntax, 1, 96)
    told = header.read(encoded)
    assert apart(told)
    assert _same(decoding, encoded, told, 0) == ""


def test_native_pixels_never_leave_this_process() -> None:
    pixels = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64)
    encoded = encode(image(pixels, syntax=ExplicitVRLittleEndian))
    with closing(Decoding(1)) as made:
        assert np.array_equal(made.frame(encoded, header.read(encoded)), pixels)
        assert made.pids == ()


@pytest.mark.parametrize("table", [True, False])
def test_one_frame_of_many_goes_alone(decoding: Decoding, table: bool) -> None:
    frames = np.random.default_rng(1).integers(0, 256, (5, 40, 48), np.uint8)
    streams = [imagecodecs.jpegls_encode(f) for f in frames]
    ds = image(frames, sop_class=US_MULTI, modality="US", syntax=JPEGLSLossless, codestreams=streams)
    encoded = encode(ds)
    if not table:
        at = encoded.index(b"\xfe\xff\x00\xe0")
        encoded = encoded[: at + 4] + bytes(4) + encoded[at + 8 + 20 :]
    told = header.read(encoded)
    for n in (3, 0, 4):
        assert _same(decoding, encoded, told, n) == ""
        pieces, alone, index = decoding._files.cut(encoded, told, n)
        assert (alone.number_of_frames, index) == (1, 0)
        assert sum(map(len, pieces)) < len(streams[n]) + 1000
    assert "not in the file" in _same(decoding, encoded, told, 7)
    cut = encoded[: len(encoded) - len(streams[4]) // 2]
    _same(decoding, cut, header.read(cut), 4)


def test_every_real_compressed_file_is_the_same_in_a_child(decoding: Decoding, shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.rglob("*")):
        if path.is_file() and path.stat().st_size < 600_000 and "mr-brain" not in str(path):
            encoded = path.read_bytes()
            try:
                told = header.read(encoded)
            except GaronneError:
                continue
            if apart(told):
                _same(decoding, encoded, told, told.number_of_frames - 1)
                compared += 1
    assert compared > 30


def test_what_is_larger_than_the_arena_goes_in_parts() -> None:
    encoded, told, pixels = one(side=200)
    with closing(Decoding(1, arena_bytes=7000)) as made:
        assert len(encoded) > 40_000
        for _ in range(2):
            assert np.array_equal(made.frame(encoded, told), pixels)


def test_many_threads_ask_at_once(decoding: Decoding) -> None:
    asked = [one(seed) for seed in range(12)]
    with ThreadPoolExecutor(6) as threads:
        got = list(threads.map(lambda a: decoding.frame(a[0], a[1]), asked * 4))
    assert all(np.array_equal(values, a[2]) for values, a in zip(got, asked * 4, strict=True))
    assert len(decoding.pids) <= 2


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (1, "failed on this picture"),
        (2, "failed on this picture"),
        (3, "came to no end"),
        (4, "came to no end"),
        (6, "failed on this picture"),
        (8, "failed on"),
    ],
)
def test_a_frame_that_ends_its_decoder_is_refused_and_the_others_go_on(hostile: Decoding, how: int, said: str) -> None:
    good, bad = one(1), one(2, uid=f"1.2.3.{how}")
    assert np.array_equal(hostile.frame(*good[:2]), good[2])
    before = hostile.pids
    started = time.monotonic()
    with pytest.raises(UndecodableImage, match=said) as refused:
        hostile.frame(*bad[:2])
    assert time.monotonic() - started < 20
    assert "CharLS" in str(refused.value)
    assert not any(psutil.pid_exists(pid) for pid in before)
    assert np.array_equal(hostile.frame(*good[:2]), good[2])
    after = hostile.pids
    assert after != before
    with pytest.raises(UndecodableImage, match=said):  # never again: no child is lost to it
        hostile.frame(*bad[:2])
    assert hostile.pids == after


def test_a_repaired_file_of_the_same_name_is_decoded(hostile: Decoding) -> None:
    encoded, told, pixels = one(3, uid="1.2.3.1")
    with pytest.raises(UndecodableImage):
        hostile.frame(encoded, told)
    assert np.array_equal(hostile.frame(encoded + bytes(2), replace(told, sop_instance_uid="1.2.3.9")), pixels)


@linux
def test_a_child_has_two_gigabytes_and_goes_on_after_asking_for_more(hostile: Decoding) -> None:
    good, bad = one(1), one(2, uid="1.2.3.5")
    hostile.frame(*good[:2])
    before = hostile.pids
    with pytest.raises(UndecodableImage, match="not enough memory"):
        hostile.frame(*bad[:2])
    assert hostile.pids == before


def test_a_fault_of_ours_in_a_child_is_no_sentence_about_the_image(hostile: Decoding) -> None:
    with pytest.raises(process.Fault, match="a fault of ours"):
        hostile.frame(*one(2, uid="1.2.3.7")[:2])


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_child_killed_from_outside_costs_no_frame(hostile: Decoding) -> None:
    slow = one(2, uid="1.2.3.4")
    with ThreadPoolExecutor(1) as beside:
        hostile.frame(*one(1)[:2])
        (first,) = hostile.pids
        asked = beside.submit(hostile.frame, *slow[:2])
        time.sleep(0.2)
        os.kill(first, signal.SIGKILL)
        time.sleep(0.2)
        with pytest.raises(UndecodableImage, match="came to no end"):  # it was asked again, once, and then took its time
            asked.result(10)


def test_a_decoder_that_does_not_start_is_said_and_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded, told, pixels = one()
    with closing(Decoding(1, partial(spawned, program=["/no/such/program"]))) as made:
        for _ in range(2):
            with pytest.raises(UndecodableImage, match="No decoder could be started"):
                made.frame(encoded, told)
        monkeypatch.setattr(made, "_launch", spawned)
        made._not_before = 0.0
        assert np.array_equal(made.frame(encoded, told), pixels)


def test_the_packaged_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert process.command("decoder") == [sys.executable, "-P", "-m", "workstation", "decoder"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert process.command("decoder") == [sys.executable, "decoder"]


def test_nothing_is_imported_from_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A medium may hold a numpy.py."""
    for name in ("numpy", "msgspec", "struct", "workstation"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit(9)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    encoded, told, pixels = one()
    with closing(Decoding(1)) as made:
        assert np.array_equal(made.frame(encoded, told), pixels)
    assert subprocess.run([*processes.command(), "--version"], env=processes.environment(), capture_output=True).returncode == 0
    assert not (tmp_path / "ran").exists()


@linux
def test_a_child_has_few_rights(decoding: Decoding) -> None:
    decoding.frame(*one()[:2])
    pid = decoding.pids[0]
    if os.getuid() == 0:  # only root looks into a process that nobody may look into
        kinds = {os.readlink(f"/proc/{pid}/fd/{n}").split(":")[0] for n in os.listdir(f"/proc/{pid}/fd")}
        assert kinds <= {"pipe", "/dev/null", "/memfd"}, "sockets, files and displays of the program are not inherited"
    limits = Path(f"/proc/{pid}/limits").read_text("ascii")
    row = {line[:26].strip(): line[26:47].strip() for line in limits.splitlines()}
    assert row["Max core file size"] == "0"
    assert row["Max file size"] == "0"
    assert int(row["Max address space"]) < 8 << 30
    assert Path(f"/proc/{pid}/oom_score_adj").read_text("ascii").strip() == "600"
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status or platform.machine() not in rights._REFUSED


@linux
@pytest.mark.skipif(platform.machine() not in rights._REFUSED, reason="no filter for this processor")
@pytest.mark.parametrize("how", [91, 92])
def test_a_child_opens_no_socket_and_starts_no_program(hostile: Decoding, how: int) -> None:
    with pytest.raises(UndecodableImage, match="PermissionError"):
        hostile.frame(*one(2, uid=f"1.2.3.{how}")[:2])
    good = one(1)
    assert np.array_equal(hostile.frame(*good[:2]), good[2])


PROGRAM = """
import sys, threading, time
from tests.decoding.hostile import hostile_pool
from tests.decoding.test_decoding import one
made = hostile_pool(2)
made.frame(*one(1)[:2])
threading.Thread(target=made.frame, args=one(2, uid="1.2.3.3")[:2], daemon=True).start()
while len(made.pids) < 1: time.sleep(0.01)
time.sleep(0.3)
made.warm()
print(*made.pids, flush=True)
time.sleep(100)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_children_and_their_pixels_go_with_a_killed_program() -> None:
    shm = Path("/dev/shm")
    before = set(os.listdir(shm)) if shm.is_dir() else set()
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT))
    )
    try:
        assert program.stdout is not None
        pids = [int(word) for word in program.stdout.readline().split()]
        assert len(pids) == 2
        assert all(psutil.pid_exists(pid) for pid in pids)
    finally:
        program.kill()
        program.wait()
    until = time.monotonic() + 30
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < until, "a child outlives the program"
        time.sleep(0.02)
    if shm.is_dir():
        assert not {name for name in set(os.listdir(shm)) - before if "garonne" in name}


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_frame_costs_well_under_a_millisecond_more(decoding: Decoding) -> None:
    """512 KB of pixels; the best of many, four times at most, so that a busy machine does not count."""
    pixels = (np.add.outer(np.arange(512), np.arange(512)) % 4096).astype(np.uint16)
    ds = image(pixels, sop_class=CT, syntax=JPEG2000Lossless, codestreams=[b"x"], bits=12)
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.70"
    from pydicom.encaps import encapsulate

    ds.PixelData = encapsulate([imagecodecs.jpeg8_encode(pixels, lossless=True, bitspersample=12)])
    encoded = encode(ds)
    told = header.read(encoded)
    more = []
    for _ in range(4):
        here, there = (_best(lambda ask=ask: ask(encoded, told, 0)) for ask in (decode.decoded, decoding.decoded))
        print(f"{here * 1e3:.2f} ms here, {there * 1e3:.2f} ms in a child")
        more.append(there - here)
        if more[-1] < 0.0015:
            break
    assert min(more) < 0.0015


def _best(work: Callable[[], object]) -> float:
    best = 1.0
    for _ in range(60):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def test_the_shared_one_is_this_processs_own() -> None:
    assert pool.shared() is pool.shared()


@pytest.mark.parametrize("words", [[], ["7"], ["x", "y"], ["-1", "4096"], ["900", "4096"]])
def test_the_childs_command_is_not_for_people(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["decoder", *words]) == 2
    assert "for the program itself" in capsys.readouterr().err


def test_the_doctor_says_whether_decoders_start(monkeypatch: pytest.MonkeyPatch) -> None:
    found = doctor._decoding()
    assert (found.name, found.state) == ("Decoding", "ok")
    monkeypatch.setattr(process, "command", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"])
    found = doctor._decoding()
    assert found.state == "fail"
    assert "virus scanner" in found.todo
