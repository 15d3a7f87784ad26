"""Running ``garonne describe`` and ``garonne render`` over mutated files and judging how each ended."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import imagecodecs

from tests.fuzz import mutations, seeds
from workstation.app import processes

HANG_S, WAIT_S, MEGABYTES = 5.0, 50.0, 2048
NOISE = re.compile(r"Traceback|Error:|Exception|unexpected fault|0x[0-9a-f]{6}|\bNone\b|File \"|\x1b")


@dataclass(frozen=True)
class Case:
    """One mutated file or folder on disk, and the command lines it goes through."""

    name: str
    path: Path
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Run:
    """How one command line ended."""

    argv: tuple[str, ...]
    status: int
    seconds: float
    processor_s: float
    megabytes: float
    stdout: str
    stderr: str


@dataclass
class Tally:
    """What a run came to."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, float, str] = (0.0, 0.0, "")
    largest: tuple[float, str] = (0.0, "")

    def add(self, case: Case, run: Run) -> None:
        self.ends[f"{run.argv[0]} {'shown' if run.status == 0 else 'refused'}"] += 1
        self.slowest = max(self.slowest, (run.processor_s, run.seconds, f"{case.name}: {run.argv[0]}"))
        self.largest = max(self.largest, (run.megabytes, f"{case.name}: {run.argv[0]}"))

    def __str__(self) -> str:
        ends = ", ".join(f"{n} {what}" for what, n in sorted(self.ends.items()))
        slow = f"slowest {self.slowest[0]:.2f} s of a processor in {self.slowest[1]:.2f} s ({self.slowest[2]})"
        return f"{ends}; {slow}; largest {self.largest[0]:.0f} MB ({self.largest[1]})"


class Forks:
    """The process of ``forks``, asked one command line at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
            env=processes.environment() | {"GARONNE_LANGUAGE": "en"},
        )
        assert self._process.stdout is not None
        assert json.loads(self._process.stdout.readline()) == {"ready": True}

    def run(self, argv: Sequence[str]) -> Run:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"argv": list(argv)}), file=self._process.stdin, flush=True)
        return Run(tuple(argv), **json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def started(argv: Sequence[str]) -> Run:
    """The same command line as a program of its own."""
    ran = subprocess.run(
        [*processes.command(), *argv],
        capture_output=True,
        env=processes.environment() | {"GARONNE_LANGUAGE": "en"},
        check=False,
        timeout=120,
    )
    return Run(tuple(argv), ran.returncode, 0.0, 0.0, 0.0, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))


def cases(first: int, count: int, folder: Path, real: Sequence[tuple[str, bytes]]) -> Iterator[Case]:
    """Cases ``first`` and following, written into ``folder``: each number gives the same file each time, each way of breaking in turn."""
    for n in range(first, first + count):
        chance = random.Random(f"garonne {n}")
        if n % 17 == 5:
            yield _folder_case(n, folder, chance)
            continue
        if n % 23 == 11:
            yield _state_case(n, folder, chance)
            continue
        how = mutations.ALL[n % len(mutations.ALL)]
        name, original = chance.choice(real if real and chance.random() < 0.6 else seeds.made())
        done, encoded = mutations.mutated(original, chance, how)
        path = folder / f"{n:05d}.dcm"
        path.write_bytes(encoded)
        picture = ("render", str(path), "-o", str(folder / f"{n:05d}.png"), "--json")
        picture += chance.choice(
            (
                (),
                (),
                ("--frame", "2"),
                ("--window", "40", "400"),
                ("--voi", "2"),
                ("--size", "300x200"),
                ("--plane", "coronal"),
                ("--overlays",),
            )
        )
        yield Case(f"{n} {done} of {name}", path, (("describe", "--json", str(path)) if n % 5 else ("describe", str(path)), picture))


def _folder_case(n: int, folder: Path, chance: random.Random) -> Case:
    """A whole series with some of its files broken, as a folder or a ZIP."""
    syntax = chance.choice(("", "", seeds.JLS, seeds.J2K, seeds.RLE))
    slices = seeds.series(chance.choice((3, 8, 14)), syntax)
    ways, done = chance.sample(mutations.ALL, 2), set()
    for k in chance.sample(range(len(slices)), chance.choice((1, 2, len(slices)))):
        how = chance.choice(ways)
        done.add(how.__name__)
        slices[k] = how(slices[k], chance)
    path = folder / f"{n:05d}"
    path.mkdir()
    for k, one in enumerate(slices):
        (path / f"{k:02d}.dcm").write_bytes(one)
    if chance.random() < 0.2:
        (path / "DICOMDIR").write_bytes(chance.choice(slices))
    plane = chance.choice(("native", "axial", "coronal", "sagittal"))
    picture = ("render", str(path), "-o", str(folder / f"{n:05d}.png"), "--json", "--plane", plane)
    if chance.random() < 0.3:
        picture += ("--slab", chance.choice(("3", "1e9")), "--mode", chance.choice(("mip", "minip", "mean")))
    described = path
    if chance.random() < 0.3:
        described = folder / f"{n:05d}.zip"
        with zipfile.ZipFile(described, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in sorted(path.iterdir()):
                packed.write(file, f"series/{file.name}")
        if chance.random() < 0.5:
            described.write_bytes(mutations.flip_head(described.read_bytes(), chance))
    return Case(f"{n} series of {len(slices)}: {'+'.join(sorted(done))}", path, (("describe", "--json", str(described)), picture))


def _state_case(n: int, folder: Path, chance: random.Random) -> Case:
    """An image and a broken presentation state for it, at times the image broken too."""
    name, original = chance.choice(seeds.made()[:4])
    how, other = chance.choice(mutations.ALL), chance.choice(mutations.ALL)
    done, state = mutations.mutated(seeds.state(original), chance, how)
    path = folder / f"{n:05d}"
    path.mkdir()
    if chance.random() < 0.3:
        done, original = f"{done}, {other.__name__} of its image", other(original, chance)
    (path / "image.dcm").write_bytes(original)
    (path / "state.dcm").write_bytes(state)
    picture = ("render", str(path / "image.dcm"), "-o", str(folder / f"{n:05d}.png"), "--json", "--state", str(path / "state.dcm"))
    return Case(f"{n} {done} of a state of {name}", path, (("describe", "--json", str(path)), picture))


def faults(run: Run) -> list[str]:
    """What is wrong with how a command ended; [] where all is well."""
    found = []
    if run.status not in (0, 1):
        found.append(f"exit {run.status}")
    if run.megabytes > MEGABYTES:
        found.append(f"{run.megabytes:.0f} MB")
    busy = os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)  # other programs had the processors: what this one used counts alone
    if (run.processor_s if busy else run.seconds) > HANG_S or run.seconds > WAIT_S:
        found.append(f"{run.seconds:.1f} s, {run.processor_s:.1f} s of a processor")
    lines = run.stderr.splitlines()
    if NOISE.search(run.stderr) or any(not line.startswith("garonne: ") or len(line) < 20 for line in lines):
        found.append("stderr is no plain sentence")
    if run.status == 1 and len(lines) != 1:
        found.append(f"refused in {len(lines)} lines")
    if run.status == 1 and not run.stderr.rstrip().endswith((".", "…")):
        found.append("the refusal is no whole sentence")
    if run.status == 1 and run.argv[0] == "render" and run.stdout:
        found.append("a refusal that prints something")
    if run.status == 0:
        found += _answer(run)
    return found


def _answer(run: Run) -> list[str]:
    """What is wrong with the output of a command that did its work."""
    if "--json" not in run.argv:
        return [] if run.stdout.strip() and "Traceback" not in run.stdout else ["nothing described"]
    try:
        told = json.loads(run.stdout, parse_constant=_refuse)
    except ValueError as error:
        return [f"no JSON: {error}"]
    if run.argv[0] == "describe":
        return [] if isinstance(told.get("patients"), list) and told.get("files") else ["the report is empty"]
    out = Path(run.argv[run.argv.index("-o") + 1])
    try:
        pixels = imagecodecs.png_decode(out.read_bytes())
    except Exception as error:
        return [f"no picture: {error}"]
    return [] if pixels.shape[:2] == (told["height"], told["width"]) else ["the picture has another size than is told"]


def _refuse(name: str) -> float:
    raise ValueError(name)


def clear(case: Case) -> None:
    """Remove what a case wrote."""
    for path in case.path.parent.glob(f"{case.path.stem}*"):
        if path.is_dir():
            for file in path.iterdir():
                file.unlink()
            path.rmdir()
        else:
            os.unlink(path)
