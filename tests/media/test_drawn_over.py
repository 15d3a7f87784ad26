"""What ``describe`` says of shutters, overlays, profiles and text in the pixels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.imaging.making import DX, SC, image
from workstation import cli
from workstation.imaging import header, icc


def told(home: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, object], str]:
    assert cli.main(["describe", str(path), "--json"]) == 0
    (patient,) = json.loads(capsys.readouterr().out)["patients"]
    assert cli.main(["describe", str(path)]) == 0
    return patient["studies"][0]["series"][0]["display_sets"][0], capsys.readouterr().out


def test_a_film_with_a_shutter_an_overlay_and_a_lost_one(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ds = image(np.zeros((20, 30), np.uint16), modality="DX", sop_class=DX, BurnedInAnnotation="YES")
    ds.ShutterShape, ds.ShutterPresentationValue = ["RECTANGULAR", "CIRCULAR"], 100
    ds.ShutterLeftVerticalEdge, ds.ShutterRightVerticalEdge, ds.ShutterUpperHorizontalEdge, ds.ShutterLowerHorizontalEdge = 2, 29, 2, 19
    for group, rows in ((0x6000, 20), (0x6002, 0)):
        ds.add_new(group << 16 | 0x10, "US", rows)
        ds.add_new(group << 16 | 0x11, "US", 30)
        ds.add_new(group << 16 | 0x50, "SS", [1, 1])
        ds.add_new(group << 16 | 0x3000, "OW", bytes(76))
    ds.add_new(0x60001500, "LO", "Side")
    path = tmp_path / "film.dcm"
    path.write_bytes(header.encode(ds))
    shown, text = told(home, path, capsys)
    assert shown["shutters"] == [
        {"shape": "RECTANGULAR", "values": [2, 29, 2, 19], "presentation_value": 100},
        {"shape": "CIRCULAR", "values": [], "presentation_value": 100},
    ]
    assert [(o["group"], o["name"]) for o in shown["overlays"]] == [("6000", "Side")]
    assert shown["colour_profile"] is None
    assert {"shutter", "overlay", "burned_in"} <= {m["code"] for m in shown["marks"]}
    assert "shutter: rectangular, circular" in text
    assert "overlays: Side" in text
    assert "damaged" in text


def test_a_photograph_names_its_profile(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rgb = np.zeros((20, 30, 3), np.uint8)
    for profile, name in ((icc.srgb(), "sRGB"), (b"\1" * 300, "")):
        path = tmp_path / "photograph.dcm"
        path.write_bytes(header.encode(image(rgb, modality="XC", sop_class=SC, ICCProfile=profile)))
        shown, text = told(home, path, capsys)
        assert name in shown["colour_profile"]
        assert ("colour_profile" in {m["code"] for m in shown["marks"]}) == (not name)
        assert ("colour profile:" in text) == bool(name)
