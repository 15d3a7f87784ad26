"""``garonne demo --headless`` in a reduced form: the story's facts, and six pictures that show something."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

EXAMS = "rouquette-thorax-2025,rouquette-thorax,delmas-mammo-2024,delmas-mammo"
PICTURES = {"list": 0.008, "reading": 0.1, "mpr": 0.1, "mip": 0.1, "mammo": 0.04, "volume": 0.06}  # least share of bright pixels
PROJECT = Path(__file__).parents[2]


@pytest.mark.window
@pytest.mark.slow
def test_the_story_from_the_archive_to_the_picture(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    environment = dict(os.environ, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    command = [sys.executable, "-m", "workstation", "demo", "--headless", "--out", str(out), "--only", EXAMS]
    said = subprocess.run(command, capture_output=True, text=True, timeout=280, cwd=PROJECT, env=environment, check=False)
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""
    story = json.loads((out / "story.json").read_text("utf-8"))
    assert [exam["patient"] for exam in story["found"]][:1] == ["ROUQUETTE Jean"]
    assert all(exam["here"] == exam["images"] > 0 for exam in story["found"])
    priors = [choice for choices in story["fetched"]["priors"].values() for choice in choices]
    assert {p["exam"] for p in priors} >= {"SCANNER THORACIQUE"}
    assert all(p["reasons"] for p in priors)
    assert story["protocol"]["name"] == "ct-chest-prior"
    assert story["protocol"]["reasons"]
    assert [v["prior"] for v in story["shown"]][:2] == [False, True]
    assert story["shown"][0]["study"] != story["shown"][1]["study"]
    lengths = [float(re.match(r"[\d.]+", m["text"][0])[0]) for m in story["measured"]]  # type: ignore[index]
    assert lengths[0] == pytest.approx(14, abs=1.5)
    assert lengths[1] == pytest.approx(9, abs=1.5)
    assert story["read"]["kept_measurements"] >= 1
    assert story["mammogram"]["protocol"] == "mg-prior"
    assert story["pictures"] == [f"{name}.png" for name in ("list", "reading", "mpr", "mip", "volume", "mammo")]
    for name, bright in PICTURES.items():
        pixels = imagecodecs.png_decode((out / f"{name}.png").read_bytes())[..., :3].mean(-1)
        assert pixels.shape == (1080, 1920), name
        shown = pixels if name == "list" else pixels[200:1000, 250:1600]  # the images without what stands around them
        assert shown.std() > 15, f"{name} is nearly one grey"
        assert (shown > 90).mean() > bright, f"{name} is dark: {(shown > 90).mean():.3f}"
        assert len(np.unique(shown.astype(int))) > 60, name
