"""Orientation letters after every turn, mirror and plane: they agree with the steps that ``render --json`` prints, and with each other."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.imaging.geometry import letters, letters_of_radiograph, opposite
from workstation.imaging.model import FrameHeader, Vector
from workstation.rendering.projection import Projection
from workstation.rendering.view_state import Plane, ViewState

from .test_projection import geometry, radiograph, rotations, states  # type: ignore[import-not-found]

Letters = tuple[str, str, str, str]


def projection(state: ViewState, m: list[Vector]) -> Projection:
    """A slice or plane of that state in a stack turned by ``m``."""
    g = geometry()
    turned = [(float(o[0]), float(o[1]), float(o[2])) for o in (np.asarray(g.slice_origins_lps) @ np.asarray(m))]
    return Projection(replace(g, row_lps=m[0], column_lps=m[1], slice_origins_lps=tuple(turned)), None, state, 300, 200)


def same(a: Letters, b: Letters) -> bool:
    """Equal, but for the order of letters whose shares are equal to rounding."""
    return [sorted(x) for x in a] == [sorted(x) for x in b]


@given(states(), rotations())
def test_letters_agree_with_the_steps_and_stand_opposite_each_other(state: ViewState, m: list[Vector]) -> None:
    p = projection(state, m)
    steps = p.steps_lps()
    assert steps is not None
    _, right, down = (np.asarray(v) for v in steps)
    left, right_, top, bottom = p.letters()
    assert (right_, bottom) == (letters(right / np.linalg.norm(right)), letters(down / np.linalg.norm(down))) or same(
        ("", right_, "", bottom), ("", letters(right), "", letters(down))
    )
    assert same((left, right_, top, bottom), (opposite(right_), opposite(left), opposite(bottom), opposite(top)))
    assert all(1 <= len(said) <= 3 for said in (left, right_, top, bottom))
    for said, way in ((right_, right), (bottom, down)):  # the first letter is the axis that the step runs along most
        axis = int(np.abs(way).argmax())
        shares = sorted(np.abs(way) / np.linalg.norm(way))
        assert said[0] == ("LR", "PA", "HF")[axis][int(way[axis] < 0)] or shares[2] - shares[1] < 1e-6


@given(states(), rotations())
def test_turns_and_mirrors_do_to_the_letters_what_they_do_to_the_image(state: ViewState, m: list[Vector]) -> None:
    left, right, top, bottom = projection(state, m).letters()
    assert same(projection(state.turned(), m).letters(), (bottom, top, left, right)), "clockwise: what was below is at the left"
    assert same(projection(state.mirrored(), m).letters(), (right, left, top, bottom))
    assert same(projection(state.upside_down(), m).letters(), (left, right, bottom, top))
    assert projection(state.turned(4), m).letters() == (left, right, top, bottom)
    assert projection(state.mirrored().mirrored(), m).letters() == (left, right, top, bottom)


@given(states(), rotations())
def test_what_is_seen_is_right_handed_unless_it_is_mirrored(state: ViewState, m: list[Vector]) -> None:
    p = projection(state, m)
    steps = p.steps_lps()
    assert steps is not None
    _, right, down = (np.asarray(v) for v in steps)
    assert abs(right @ down) <= 1e-9 * np.linalg.norm(right) * np.linalg.norm(down) + 1e-12
    into = np.cross(right, down) @ np.asarray(p.normal_lps)
    assert into < 0 if state.flipped else into > 0
    if state.mode != "slice":
        assert np.linalg.norm(right) == pytest.approx(np.linalg.norm(down))


@pytest.mark.parametrize(
    ("right", "down", "said"),
    [
        ((1.0, 0, 0), (0, 0.9486, -0.3165), ("R", "L", "AH", "PF")),
        ((0.8, 0.6, 0), (0, 0, -1.0), ("RA", "LP", "H", "F")),
        ((0.6124, 0.6124, 0.5), (-0.3536, -0.3536, 0.866), ("LPH"[::-1], "LPH", "", "")),
        ((1.0, 0.1, 0), (-0.1, 1.0, 0), ("R", "L", "A", "P")),
    ],
)
def test_tilted_planes_have_two_and_three_letters(right: Vector, down: Vector, said: Letters) -> None:
    seen = projection(ViewState("mpr", plane=Plane((0.0, 0.0, 0.0), right, down)), [(1, 0, 0), (0, 1, 0), (0, 0, 1)]).letters()
    if said[2]:
        assert seen == said
    else:
        assert seen == ("RAF", "LPH", "FLP", "HRA")


FILMS = [
    (a, b)
    for a, b in itertools.product(
        ["".join(p) for n in (1, 2, 3) for p in itertools.permutations("LRPAHF", n)],
        repeat=2,
    )
    if letters_of_radiograph((a, b)) is not None
]


@given(st.sampled_from(FILMS), st.integers(0, 7), st.booleans())
def test_a_film_keeps_its_letters_whatever_is_done_to_it(film: tuple[str, str], turns: int, flip: bool) -> None:
    state = ViewState().turned(turns)
    state = state.mirrored() if flip else state
    left, right, top, bottom = Projection(None, radiograph(patient_orientation=film), state, 100, 80).letters()
    assert (left, top) == (opposite(right), opposite(bottom))
    back = state.mirrored() if flip else state
    assert Projection(None, radiograph(patient_orientation=film), back.turned(-turns), 100, 80).letters() == (
        opposite(film[0]),
        film[0],
        opposite(film[1]),
        film[1],
    )


@given(rotations(), st.integers(0, 3), st.booleans())
def test_directions_without_a_place_still_tell_the_sides_and_a_probes_do_not(m: list[Vector], turns: int, flip: bool) -> None:
    state = ViewState(quarter_turns=turns, flipped=flip)
    placed = FrameHeader((1.0, 2.0, 3.0), m[0], m[1], (0.5, 0.8), "patient")
    loose = replace(placed, position_lps=None)
    with_place = Projection(None, radiograph(frames=(placed,)), state, 90, 90)
    without = Projection(None, radiograph(frames=(loose,)), state, 90, 90)
    assert without.letters() == with_place.letters() != ("", "", "", "")
    assert without.steps_lps() is None
    assert Projection(None, radiograph(frames=(placed,), patient_coordinates=False), state, 90, 90).letters() == ("", "", "", "")
    assert Projection(replace(geometry(), patient=False), None, replace(state, mode="mpr"), 90, 90).letters() == ("", "", "", "")
