"""The command line as a contract: names, exits, one line on stderr."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workstation.cli import COMMANDS, TR_HELP, main


def garonne(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workstation", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2], check=False)


def test_help_names_every_command_of_the_contract(home: Path) -> None:
    said = garonne("--help", home=home)
    assert said.returncode == 0
    for name in COMMANDS:
        assert (f"  {name} " in said.stdout) == (name in TR_HELP), name


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert "usage: garonne" in capsys.readouterr().out


@pytest.mark.parametrize("call", [["no-such-command"], ["describe", "--no-such-option", "x"], ["render"]])
def test_a_wrong_call_is_exit_2(call: list[str], home: Path) -> None:
    assert garonne(*call, home=home).returncode == 2


def test_a_failure_is_exit_1_with_one_line_and_no_traceback(home: Path) -> None:
    said = garonne("describe", "/no/such/place", home=home)
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert said.stderr.startswith("garonne: ")


def test_debug_shows_the_traceback(home: Path) -> None:
    assert "Traceback" in garonne("describe", "/no/such/place", "--debug", home=home).stderr


def test_a_profile_with_an_unknown_key_names_file_and_key(home: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text('colour = "blue"\n')
    said = garonne("--profile", str(profile), "echo", "nowhere", home=home)
    assert said.returncode == 1
    assert "profile.toml" in said.stderr
    assert "colour" in said.stderr


def test_french_where_the_system_is_french(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARONNE_LANGUAGE", "fr")
    assert "poste" in garonne("--help", home=home).stdout
