"""What describe tells of greys: every window and VOI LUT that can be chosen, in the order of ``--voi``, and what is wrong with a table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydicom.sequence import Sequence

from tests.imaging.making import DX, encode, image
from tests.imaging.test_grey import described as table
from tests.imaging.test_grey import words
from tests.media.test_quantities import PIXELS, described


def test_every_window_and_table_is_named(tmp_path: Path) -> None:
    luts = Sequence([table([4, 0], words([1])), table([256, 0, 8], words(np.arange(256)), explanation="HARD")])
    values = {
        "WindowCenter": [40, 300],
        "WindowWidth": [80, 1500],
        "WindowCenterWidthExplanation": ["SOFT", "BONE"],
        "VOILUTSequence": luts,
    }
    shown, _ = described(tmp_path, encode(image(PIXELS, modality="DX", sop_class=DX, **values)))
    assert [(w["center"], w["name"], w.get("voi_lut")) for w in shown["windows"]] == [
        (40, "SOFT", None),
        (300, "BONE", None),
        (128, "HARD", 2),
    ]
    assert shown["window"]["name"] == "SOFT"
    assert "voi_lut" in {m["code"] for m in shown["marks"]}
