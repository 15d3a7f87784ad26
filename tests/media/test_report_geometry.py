"""``garonne describe`` on hard series: everything that the reader would see, in JSON with keys that stay, and in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from tests.imaging.making import DX, MR, image, slice_at
from tests.imaging.test_multi_frame import parts
from workstation.imaging.header import encode
from workstation.language import set_language
from workstation.media import LocalFiles, report, report_text

GEOMETRY = {
    *("dimensions", "pixel_spacing_mm", "slice_step_mm", "slice_steps_mm", "extent_mm", "row_lps", "column_lps", "normal_lps"),
    *("first_origin_lps", "last_origin_lps", "letters", "regular", "tilt_degrees", "missing_after"),
}


def told(folder: Path, datasets: list[pydicom.Dataset]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    folder.mkdir(exist_ok=True)
    for number, ds in enumerate(datasets):
        (folder / f"{number}.dcm").write_bytes(encode(ds))
    whole = report(LocalFiles([folder]))
    return [s for p in whole["patients"] for study in p["studies"] for one in study["series"] for s in one["display_sets"]], whole


def test_missing_slices_gaps_tilt_and_letters(tmp_path: Path) -> None:
    places = [2.0 * k for k in range(20) if k != 5] + [59.0 + 2 * k for k in range(6)]
    (shown,), whole = told(tmp_path / "a", [slice_at((0, 0.4 * z, z), number=n) for n, z in enumerate(places, 1)])
    g = shown["geometry"]
    assert set(g) >= GEOMETRY, "keys only grow"
    assert g["missing"] == [{"after": 5, "count": 1, "origins_lps": [[0, 4.0, 10.0]]}]
    assert g["gaps"] == [{"after": 19, "mm": 21.0}]
    assert (g["regular"], g["patient_axes"], round(g["tilt_degrees"])) == (False, True, 22)
    assert shown["letters"] == {"right": "L", "down": "P"}
    text = report_text(whole)
    assert "after slice 5 (Z 10 mm)" in text
    assert "A gap of 21.0 mm after slice 19" in text
    set_language("fr")
    french = report_text(told(tmp_path / "a", [])[1])
    assert "Il manque 1 coupe, après la coupe 5 (Z 10 mm)." in french
    assert "Un trou de 21,0 mm après la coupe 19" in french
    assert "droite G, bas P" in french


def test_steps_are_named_with_their_key(tmp_path: Path) -> None:
    datasets = [
        slice_at((0, 0, k), number=1 + k + 6 * t, modality="MR", sop_class=MR, TriggerTime=50.0 * t) for t in range(12) for k in range(6)
    ]
    (shown,), whole = told(tmp_path / "a", datasets)
    assert (shown["phases"], shown["step_key"], len(shown["steps"])) == (12, "time", 12)
    assert shown["steps"][1] == "phase 2 / 12, 50 ms"
    assert "12 steps: phase 1 / 12, 0 ms; phase 2 / 12, 50 ms; phase 3 / 12, 100 ms; …; phase 12 / 12, 550 ms" in report_text(whole)


def test_concatenations_and_their_missing_parts(tmp_path: Path) -> None:
    (shown,), whole = told(tmp_path / "a", parts(3, absent=(2,)))
    assert shown["concatenations"] == [{"concatenation_uid": "1.2.3.4", "parts": 3, "here": [1, 3], "missing": [2]}]
    assert "missing: 2 of 3" in report_text(whole)


@pytest.mark.parametrize(
    ("written", "letters", "said"),
    [(["A", "FR"], {"right": "A", "down": "FR"}, "right A, down FR"), (["LE", "D"], None, "those of an animal")],
)
def test_sides_of_a_film(tmp_path: Path, written: list[str], letters: dict[str, str] | None, said: str) -> None:
    film = image(np.zeros((4, 6), np.uint16), modality="DX", sop_class=DX, PatientOrientation=written, ImageLaterality="R")
    (shown,), whole = told(tmp_path / "a", [film])
    assert (shown["letters"], shown["laterality"]) == (letters, "R")
    assert said in report_text(whole)
