"""Mask subtraction through the real surface, beside the sum in plain NumPy (PS3.3 C.7.6.10, C.11.13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging import states
from tests.imaging.making import MR, file, item
from workstation.imaging import decode, header, own_masks, presentation_states
from workstation.imaging.model import ImageHeader, Window
from workstation.imaging.presentation_states import PresentationState, grey_of
from workstation.imaging.subtraction import subtracted
from workstation.rendering.still import Still, Wish, render

XA = "1.2.840.10008.5.1.4.1.1.12.1"
ROWS, COLUMNS, FRAMES = 24, 30, 6


def run(seed: int = 1, modality: str = "XA", sop_class: str = XA, **elements: Any) -> bytes:
    """Six frames of noise over a slope, with a vessel that fills: 12 bits in 16."""
    r = np.random.default_rng(seed)
    pixels = r.integers(1500, 2500, (FRAMES, ROWS, COLUMNS)).astype(np.uint16)
    for n in range(FRAMES):
        pixels[n, :, 10:14] -= np.uint16(100 * n)
    return file(pixels, modality=modality, sop_class=sop_class, bits=12, **elements)


def mask(operation: str = "AVG_SUB", **elements: Any) -> Sequence:
    return Sequence([item(MaskOperation=operation, **elements)])


def expected(encoded: bytes, told: ImageHeader, state: PresentationState, frame: int, window: Window) -> np.ndarray:
    chain, _ = grey_of(state, told, frame)
    terms = state.terms(told, frame)
    assert terms
    x = subtracted(lambda n: chain.modality(decode.decoded(encoded, told, n).values), terms)
    y = chain.presented(chain.voi(x, window))
    return np.floor(255.0 * ((1.0 - y) if chain.inverse else y) + 0.5)


def drawn(encoded: bytes, told: ImageHeader, state: PresentationState, frame: int, **wish: Any) -> Still:
    return render([told], lambda uid: encoded, Wish(frame=frame + 1, state=state, **wish))


CASES: dict[str, dict[str, Any]] = {
    "one frame": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1])},
    "three averaged": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1, 2, 3])},
    "contrast averaged, too": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1, 2], ContrastFrameAveraging=2)},
    "moved": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1], MaskSubPixelShift=[1.25, -2.5])},
    "moved by whole pixels": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[2], MaskSubPixelShift=[-3.0, 4.0])},
    "the one before": {"MaskSubtractionSequence": mask("TID", TIDOffset=2)},
    "the one after": {"MaskSubtractionSequence": mask("TID", TIDOffset=-1)},
    "rescaled": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1]), "RescaleSlope": "0.25", "RescaleIntercept": "-300"},
    "inverted": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1]), "PresentationLUTShape": "INVERSE"},
    "a part left": {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1], MaskVisibilityPercentage=25.0)},
}
TABLE = item(LUTDescriptor=[1001, 65536 - 500, 8], LUTData=np.minimum(255, np.arange(1001) // 4).astype(np.uint16).tobytes())
LOG = item(LUTDescriptor=[4096, 0, 16], LUTData=(65535 * np.log1p(np.arange(4096)) / np.log(4096)).astype(np.uint16).tobytes())
CASES["through a table"] = {
    "MaskSubtractionSequence": mask(MaskFrameNumbers=[1, 2]),
    "SoftcopyVOILUTSequence": Sequence([item(VOILUTSequence=Sequence([TABLE]))]),
}
CASES["logarithms"] = {"MaskSubtractionSequence": mask(MaskFrameNumbers=[1, 3]), "ModalityLUTSequence": Sequence([LOG])}

CASES["all that a shader holds"] = {
    **CASES["through a table"],
    "MaskSubtractionSequence": mask(MaskFrameNumbers=[1, 2, 3, 4, 5, 6, 1, 2, 3]),
    "ModalityLUTSequence": Sequence([LOG]),
    "SoftcopyVOILUTSequence": Sequence(
        [
            item(
                VOILUTSequence=Sequence(
                    [item(LUTDescriptor=[40000, 65536 - 20000, 8], LUTData=(np.arange(40000) // 157).astype(np.uint16).tobytes())]
                )
            )
        ]
    ),
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 0,
    "ShutterRightVerticalEdge": COLUMNS + 1,
    "ShutterUpperHorizontalEdge": 0,
    "ShutterLowerHorizontalEdge": ROWS + 1,
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("frame", [2, 4])
def test_a_states_subtraction_is_the_sum_that_the_standard_asks_for(case: str, frame: int) -> None:
    encoded = run()
    told = header.read(encoded)
    wide = 20000 if case == "logarithms" else 900
    elements = {"SoftcopyVOILUTSequence": states.window(-120, wide), **CASES[case]}
    state = presentation_states.read(states.state([told], **elements))
    assert not state.marks
    window = grey_of(state, told, frame)[1][0]
    picture = drawn(encoded, told, state, frame)
    assert np.abs(picture.pixels.astype(int) - expected(encoded, told, state, frame, window)).max() <= 1
    assert "subtracted" in {mark.code for mark in picture.marks}
    plain = render([told], lambda uid: encoded, Wish(frame=frame + 1, window=window)).pixels
    assert np.abs(plain.astype(int) - picture.pixels).max() > 20


def test_enlarged_and_reduced_it_is_the_sum_of_what_is_interpolated() -> None:
    encoded = run()
    told = header.read(encoded)
    state = presentation_states.read(
        states.state([told], SoftcopyVOILUTSequence=states.window(0, 6000), MaskSubtractionSequence=mask(MaskFrameNumbers=[1, 2]))
    )
    window = Window(0.0, 6000.0)  # nothing is clipped
    exact = expected(encoded, told, state, 4, window)
    twice = drawn(encoded, told, state, 4, size=(3 * COLUMNS, 3 * ROWS)).pixels
    assert np.abs(twice[1::3, 1::3].astype(int) - exact).max() <= 1  # the middle of nine
    half = drawn(encoded, told, state, 4, size=(COLUMNS // 2, ROWS // 2)).pixels
    means = exact.reshape(ROWS // 2, 2, COLUMNS // 2, 2).mean(axis=(1, 3))
    assert np.abs(half.astype(int) - means).max() <= 2


def test_frames_without_their_mask_are_shown_as_they_are_and_say_so() -> None:
    encoded = run(WindowCenter=2000, WindowWidth=1200)
    told = header.read(encoded)
    state = presentation_states.read(states.state([told], MaskSubtractionSequence=mask("TID", TIDOffset=3)))
    picture = drawn(encoded, told, state, 1)
    assert np.array_equal(picture.pixels, render([told], lambda uid: encoded, Wish(frame=2)).pixels)
    assert "state_mask" in {mark.code for mark in picture.marks}
    assert "subtracted" not in {mark.code for mark in picture.marks}


@pytest.mark.parametrize("tables", ["ModalityLUTSequence", "VOILUTSequence"])
def test_frames_without_their_mask_keep_the_tables_of_the_image(tables: str) -> None:
    falling = np.linspace(4095, 0, 4096).astype(np.uint16)
    table = item(LUTDescriptor=[4096, 0, 16], LUTData=falling.tobytes(), ModalityLUTType="US", LUTExplanation="falling")
    encoded = run(modality="MR", sop_class=MR, **{tables: Sequence([table])})  # the table of an XA image is not for showing it
    told = header.read(encoded)
    assert told.has_modality_lut == (tables == "ModalityLUTSequence")
    state = presentation_states.read(states.state([told], MaskSubtractionSequence=mask("TID", TIDOffset=3)))
    window = Window(2000, 1200) if tables == "ModalityLUTSequence" else None
    picture = drawn(encoded, told, state, 1, window=window)
    assert np.array_equal(picture.pixels, render([told], lambda uid: encoded, Wish(frame=2, window=window)).pixels)


def test_an_images_own_mask_is_a_state_of_the_frames_that_have_one() -> None:
    ranges = mask(MaskFrameNumbers=[1], ApplicableFrameRange=[3, 4, 6, 6])
    encoded = run(MaskSubtractionSequence=ranges, RecommendedViewingMode="SUB", PixelIntensityRelationship="LOG")
    told = header.read(encoded)
    assert "mask" in {mark.code for mark in told.marks}
    (state,) = own_masks.states_of([told])
    assert state.images == ((told.sop_instance_uid, (3, 4, 6)),)
    window = grey_of(state, told, 3)[1][0]
    assert window.center < 0 < window.center + window.width / 2
    picture = drawn(encoded, told, state, 3)
    assert np.abs(picture.pixels.astype(int) - expected(encoded, told, state, 3, window)).max() <= 1
    assert own_masks.states_of([replace(told, masks=())]) == ()


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
def test_vessels_are_darker_than_what_does_not_change(photometric: str) -> None:
    pixels = np.full((2, 8, 8), 2000, np.uint16)
    pixels[1, 3] += np.uint16(300) if photometric == "MONOCHROME1" else np.uint16(-300 % 65536)
    encoded = file(
        pixels,
        modality="XA",
        sop_class=XA,
        bits=12,
        PhotometricInterpretation=photometric,
        MaskSubtractionSequence=mask(MaskFrameNumbers=[1]),
    )
    told = header.read(encoded)
    (state,) = own_masks.states_of([told])
    picture = drawn(encoded, told, state, 1).pixels.astype(int)
    assert 60 < picture[3, 4] < picture[0, 0] - 50
    assert picture[0, 0] < 250


def test_values_linear_to_the_beam_are_subtracted_as_logarithms() -> None:
    """What an artery takes away is then the same before and behind a bone."""
    pixels = np.full((2, 8, 8), 4000, np.uint16)
    pixels[:, :, 4:] = 500  # bone
    pixels[1, 2:4] = pixels[0, 2:4] * 0.8  # an artery that takes a fifth
    encoded = file(
        pixels, modality="XA", sop_class=XA, bits=12, MaskSubtractionSequence=mask(MaskFrameNumbers=[1]), PixelIntensityRelationship="LIN"
    )
    told = header.read(encoded)
    (state,) = own_masks.states_of([told])
    picture = drawn(encoded, told, state, 1).pixels.astype(int)
    assert picture[0, 0] == picture[0, 7]
    assert abs(picture[3, 0] - picture[3, 7]) <= 1
    assert picture[3, 0] < picture[0, 0] - 10
