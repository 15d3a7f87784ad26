"""Mutated files through ``garonne describe`` and ``garonne render``: a picture or a report, or one sentence; never a crash, a hang of 5 s,
or 2 GB of memory. A short run here; ``make fuzz`` runs 2,000 (GARONNE_FUZZ_COMMANDS sets how many, GARONNE_FUZZ_FIRST where to begin).

A fault is told with its number: ``GARONNE_FUZZ_FIRST=N GARONNE_FUZZ_COMMANDS=1`` makes the same file again. Files that failed are kept in
``fuzz-failures`` (GARONNE_FUZZ_KEEP).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fuzz import commands, seeds
from tests.fuzz.commands import Forks, Tally
from workstation.errors import DisplayUnavailable

COUNT = int(os.environ.get("GARONNE_FUZZ_COMMANDS", "60"))
FIRST = int(os.environ.get("GARONNE_FUZZ_FIRST", "0"))
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="runs many commands by fork"),
    pytest.mark.timeout(0 if COUNT > 200 else 300),
]


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    try:
        from workstation.rendering.canvas import Canvas

        Canvas(16, 16).close()
    except DisplayUnavailable as error:
        pytest.skip(f"nothing can draw on this machine: {error}")
    with closing(Forks()) as made:
        yield made


def _real() -> list[tuple[str, bytes]]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data"
    return seeds.real(folder) if folder.is_dir() else []


def test_mutated_files_end_in_a_picture_or_one_sentence(forks: Forks, tmp_path: Path, home: Path) -> None:
    kept = Path(os.environ.get("GARONNE_FUZZ_KEEP", str(tmp_path / "fuzz-failures")))
    tally, wrong = Tally(), []
    real = _real()
    print(f"cases {FIRST} to {FIRST + COUNT - 1}, seeds: {len(seeds.made())} made, {len(real)} real")
    for case in commands.cases(FIRST, COUNT, tmp_path, real):
        for argv in case.commands:
            run = forks.run(argv)
            if run.seconds > commands.HANG_S / 2:  # other programs may have had the processors
                run = min(run, forks.run(argv), key=lambda r: r.seconds)
            tally.add(case, run)
            found = commands.faults(run)
            if found:
                wrong.append(f"{case.name}: {argv[0]}: {'; '.join(found)}\n    {run.stderr[:600]}")
                print(wrong[-1], flush=True)
                kept.mkdir(exist_ok=True)
                if not (kept / case.path.name).exists():
                    (shutil.copytree if case.path.is_dir() else shutil.copy)(case.path, kept / case.path.name)
        commands.clear(case)
        if sum(tally.ends.values()) % 200 == 0:
            print(tally, flush=True)
    print(tally)
    assert not wrong, "\n".join([*wrong[:20], f"{len(wrong)} faults; the files are in {kept}"])
    assert tally.ends["render shown"] > COUNT // 10
    assert tally.ends["render refused"] > COUNT // 20 or COUNT < 20


def test_a_fork_ends_as_a_program_of_its_own_does(forks: Forks, tmp_path: Path, home: Path) -> None:
    compared = 0
    for case in commands.cases(100, 3, tmp_path, []):
        for argv in case.commands:
            picture = Path(argv[argv.index("-o") + 1]) if "-o" in argv else None
            ends = []
            for how in (forks.run, commands.started):
                run = how(argv)
                ends.append((run.status, run.stdout, run.stderr, picture.read_bytes() if picture and picture.exists() else b""))
                if picture:
                    picture.unlink(missing_ok=True)
            assert ends[0] == ends[1], argv
            compared += 1
    assert compared == 6
