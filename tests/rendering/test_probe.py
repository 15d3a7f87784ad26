"""What draws here, also when the driver crashes, hangs or talks nonsense."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workstation.rendering import probe as module
from workstation.rendering.probe import Probed, probe
from workstation.rendering.surface import is_software


def test_this_machine_can_draw(home: Path) -> None:
    found = probe(home)
    assert found.kind in ("gpu", "software")
    assert found.renderer
    assert found.software == is_software(found.renderer)


def test_the_command_prints_one_line_of_json(home: Path) -> None:
    ran = subprocess.run([sys.executable, "-m", "workstation", "probe"], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0
    assert set(json.loads(ran.stdout)) == {"surface", "renderer", "vendor", "version", "problem"}


def test_the_answer_is_kept_and_asked_again_when_the_driver_changes(tmp_path: Path) -> None:
    answer = [sys.executable, "-c", 'print(\'{"surface": "gpu", "renderer": "Card", "vendor": "", "version": "", "problem": ""}\')']
    assert probe(tmp_path, command=answer, environment=dict(os.environ)) == Probed("gpu", "Card")
    never = [sys.executable, "-c", "raise SystemExit(3)"]
    assert probe(tmp_path, command=never, environment=dict(os.environ)) == Probed("gpu", "Card")
    assert probe(tmp_path, command=never, environment={**os.environ, "GALLIUM_DRIVER": "softpipe"}).kind == "none"


@pytest.mark.parametrize("code", ["import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "print('hello')", "print('[1]')"])
def test_a_driver_that_crashes_or_babbles_takes_nothing_with_it(code: str) -> None:
    found = probe(command=[sys.executable, "-c", code])
    assert found.kind == "none"
    assert "driver failed" in found.problem


def test_a_driver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 1)
    found = probe(command=[sys.executable, "-c", "import time; time.sleep(30)"])
    assert (found.kind, "did not answer" in found.problem) == ("none", True)


@pytest.mark.parametrize(
    ("renderer", "software"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", True),
        ("softpipe", True),
        ("Software Rasterizer", True),
        ("GDI Generic", True),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", False),
        ("Apple M1", False),
    ],
)
def test_rasterisers_are_known_by_name(renderer: str, software: bool) -> None:
    assert is_software(renderer) == software


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="hides Mesa's drivers")
def test_without_opengl_the_command_says_so_in_a_line(home: Path, tmp_path: Path) -> None:
    blind = {**os.environ, "LIBGL_DRIVERS_PATH": "/nowhere", "__EGL_VENDOR_LIBRARY_FILENAMES": "/nowhere"}
    ran = subprocess.run([sys.executable, "-m", "workstation", "probe"], capture_output=True, text=True, timeout=60, check=False, env=blind)
    assert ran.returncode == 1
    assert "nothing can be drawn" in json.loads(ran.stdout)["problem"]
