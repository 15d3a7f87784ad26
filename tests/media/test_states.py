"""Presentation states among files: in folders, a ZIP and a DICOMDIR; named by describe, never a series of images."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from pydicom.sequence import Sequence

from tests.imaging import states as made
from tests.media.test_media import dicomdir, series
from workstation.cli import main
from workstation.imaging import display_sets, header
from workstation.media import LocalFiles

NOTES = Sequence([made.annotation(compounds=[made.compound("ARROW", [1, 1, 3, 3])], texts=[made.words("ici", anchor=[2, 2])])])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Five slices in one folder, a state for two of them in another."""
    headers = [header.read(one) for one in series(tmp_path / "ct")]
    (tmp_path / "pr").mkdir()
    state = made.state(headers[1:3], "RCP", ImageRotation=90, ImageHorizontalFlip="N", GraphicAnnotationSequence=NOTES)
    (tmp_path / "pr" / "PR1").write_bytes(state)
    return tmp_path


def check(source: LocalFiles) -> None:
    (study,) = source.studies()
    uid = study.study_instance_uid
    (state,) = source.presentation_states(uid)
    headers = source.headers(uid)
    assert (state.label, [state.shows(h) for h in headers if h.pixel_keyword]) == ("RCP", [False, True, True, False, False])
    assert [s.kind for s in display_sets.build(headers)] == ["volume"]
    assert source.problems == []


def test_found_in_folders_a_zip_and_a_dicomdir(files: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    check(LocalFiles([files]))
    elsewhere = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(elsewhere / "exam.zip", "w") as packed:
        for path in sorted(p for p in files.rglob("*") if p.is_file()):
            packed.write(path, path.relative_to(files))
    check(LocalFiles([elsewhere / "exam.zip"]))
    disc = dicomdir(files, [["ct", f"IM{n}"] for n in range(1, 6)] + [["pr", "PR1"]])
    check(LocalFiles([disc]))


def test_describe_names_them_with_what_they_hold(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(files), "--json"]) == 0
    (study,) = json.loads(capsys.readouterr().out)["patients"][0]["studies"]
    (state,) = study["presentation_states"]
    assert (state["kind"], state["label"], state["creator"], state["created"]) == ("grayscale", "RCP", "Roux^Claire", "20261124101112")
    assert sorted(len(s["display_sets"]) for s in study["series"]) == [0, 1]
    assert (len(state["images"]), state["images_referenced"]) == (2, 2)
    assert state["holds"] == ["turned 90°", "1 drawing", "1 text"]
    assert main(["describe", str(files)]) == 0
    said = capsys.readouterr().out
    assert "77 RCP  presentation state  ROUX Claire 24/11/2026  for 2 images" in said
    assert "turned 90°, 1 drawing, 1 text" in said


def test_one_that_is_refused_and_one_that_breaks_are_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (headers, *_) = [LocalFiles([files]).headers(s.study_instance_uid) for s in LocalFiles([files]).studies()]
    blending = made.state(headers[:1], "PET ON CT", sop_class="1.2.840.10008.5.1.4.1.1.11.4")
    (files / "pr" / "PR2").write_bytes(blending)
    (files / "pr" / "PR3").write_bytes(made.state(headers[:1], "CUT")[:700])
    assert main(["describe", str(files), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    states = {s["label"]: s for p in told["patients"] for study in p["studies"] for s in study["presentation_states"]}
    assert "cannot be applied" in states["PET ON CT"]["refusal"]
    assert states["PET ON CT"]["kind"] == ""
