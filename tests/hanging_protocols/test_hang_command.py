"""``garonne hang`` on real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workstation.cli import main


def test_text_with_reasons(shared_data: Path, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["hang", str(shared_data / "head-ct-ge"), "--explain"]) == 0
    said = capsys.readouterr().out
    assert "Protocol: Head CT (CT, brain)" in said
    assert "Axial brain series: the only one." in said


def test_json_tells_protocol_stages_and_slots(shared_data: Path, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["hang", str(shared_data / "head-ct-ge"), "--monitors", "2x1536x2048", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["exams"]
    assert told["protocol"] == "ct-head"
    assert told["stages"][0]["monitors"] == 2
    slot = told["stages"][0]["slots"][0]
    assert (slot["which"], slot["view"], slot["window"]) == ("current", "stack", "brain")
    assert slot["display_set"]
    assert slot["reason"]


def test_wrong_monitors_and_missing_paths_end_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["hang", str(tmp_path), "--monitors", "big"]) == 1
    assert "does not describe monitors" in capsys.readouterr().err
    assert main(["hang", str(tmp_path / "none")]) == 1
    assert "does not exist" in capsys.readouterr().err
    (tmp_path / "letter.txt").write_text("no image", "utf-8")
    assert main(["hang", str(tmp_path)]) == 1
    assert "no image that can be shown" in capsys.readouterr().err
