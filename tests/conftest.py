"""Fixtures for all tests: the shared data beside the project (skipped, saying so, where it is missing) and a home of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from workstation.language import set_language

ROOT = Path(__file__).resolve().parent.parent
if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before any test makes Qt's application, which ends a process without a display
# No deadline: a busy machine is no fault. Where CI runs the examples are the same each time; everywhere else they are new ones.
settings.register_profile("garonne", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("garonne")


class PatientBot(QtBot):
    """A wait ends when what it waits for is there; its limit only says when to give up, which a busy machine must not come near."""

    PATIENCE_MS = 60_000

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = 0) -> None:
        super().waitUntil(callback, timeout=max(timeout, self.PATIENCE_MS))

    def waitSignal(self, signal: Any, *, timeout: int = 0, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, self.PATIENCE_MS), **how)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, patient."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _speak_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are compared in English, whatever the machine speaks."""
    monkeypatch.setenv("GARONNE_LANGUAGE", "en")
    set_language("en")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, also for child processes."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GARONNE_HOME", str(folder))
    monkeypatch.delenv("GARONNE_PROFILE", raising=False)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_data(shared: Path) -> Path:
    """Real DICOM files of many kinds."""
    return shared / "data"
