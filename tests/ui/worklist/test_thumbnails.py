"""The small pictures of the list: what a reading window's strip shows of the same image."""

from __future__ import annotations

import numpy as np
import pytest

from tests.imaging.making import file
from workstation.errors import UndecodableImage
from workstation.imaging import header
from workstation.ui.worklist.thumbnails import picture

SHUTTER = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 1,
    "ShutterRightVerticalEdge": 30,
    "ShutterUpperHorizontalEdge": 1,
    "ShutterLowerHorizontalEdge": 60,
    "ShutterPresentationValue": 0,
}


def test_pixels_are_square_millimetres_and_the_shutter_is_closed() -> None:
    pixels = np.full((60, 60), 200, np.uint8)
    encoded = file(pixels, PixelSpacing=[0.5, 1.0], WindowCenter=128, WindowWidth=256, **SHUTTER)
    made = picture(encoded, header.read(encoded), 0, 120)
    assert (made.width(), made.height()) == (120, 60)
    assert made.pixelColor(20, 30).red() == 200
    assert made.pixelColor(100, 30).red() == 0


def test_colours_stay_colours() -> None:
    pixels = np.zeros((31, 21, 3), np.uint8)  # rows of no whole words
    pixels[..., 0] = 250
    encoded = file(pixels, modality="OT", sop_class="1.2.840.10008.5.1.4.1.1.7")
    made = picture(encoded, header.read(encoded), 0, 62)
    assert (made.pixelColor(20, 55).red(), made.pixelColor(20, 55).blue()) == (250, 0)


def test_what_cannot_be_decoded_says_why() -> None:
    encoded = file(np.zeros((4, 4), np.uint8), PhotometricInterpretation="HSV")
    with pytest.raises(UndecodableImage, match="HSV"):
        picture(encoded, header.read(encoded), 0)
