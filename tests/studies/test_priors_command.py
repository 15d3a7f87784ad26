"""``garonne priors`` as a program calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workstation.cli import main

CASES = Path(__file__).parent / "prior_cases.csv"


def test_json_has_every_candidate_best_first(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["priors", str(CASES), "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    assert len(cases) == 30
    for case in cases:
        scores = [c["score"] for c in case["candidates"]]
        assert scores == sorted(scores, reverse=True)
        assert all(isinstance(c["fetch"], bool) and c["reasons"] for c in case["candidates"])


def test_a_grade_column_is_not_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    lines = [line.rsplit(",", 1)[0] for line in CASES.read_text("utf-8").splitlines()]
    path = tmp_path / "cases.csv"
    path.write_text("\n".join(lines), "utf-8")
    main(["priors", str(CASES), "--json"])
    graded = capsys.readouterr().out
    assert main(["priors", str(path), "--json"]) == 0
    assert capsys.readouterr().out == graded


def test_text_says_why(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["priors", str(CASES)]) == 0
    said = capsys.readouterr().out
    assert "T03  XR  RX CHEVILLE GAUCHE F/P" in said
    assert "RX CHEVILLE D: Same region, ankle; same modality, film; other side; " in said


def test_a_missing_file_is_one_line(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> None:
    assert main(["priors", str(tmp_path / "none.csv")]) == 1
    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert said.count("\n") == 1
