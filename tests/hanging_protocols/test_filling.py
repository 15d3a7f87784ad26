"""What holds for any exam, any priors and any monitors."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hanging_protocols.exams import exam, image, volume
from workstation.hanging_protocols import Exam, Hanging, Monitors, alternatives, hang, load
from workstation.hanging_protocols.protocol import load_file
from workstation.imaging.model import DisplaySet, Window

PROTOCOLS = load()
BY_ID = {p.id: p for p in PROTOCOLS}
LABELS = [
    "",
    "T1",
    "T2 FLAIR",
    "AX T2",
    "DIFF b1000",
    "ADC",
    "Poumon",
    "Os",
    "Mediastin C+",
    "scout",
    "MIP",
    "PET NAC",
    "D FACE",
    "L MLO",
    "profil",
    "tomo",
]


@st.composite
def display_sets(draw: st.DrawFn) -> tuple[DisplaySet, ...]:
    made = []
    for n in range(draw(st.integers(0, 9))):
        modality, label = draw(st.sampled_from(["CT", "MR", "PT", "MG", "DX", "US", "XA", "OT"])), draw(st.sampled_from(LABELS))
        if draw(st.booleans()):
            plane = draw(st.sampled_from(["axial", "coronal", "sagittal"]))
            window = draw(st.sampled_from([None, Window(-600, 1500), Window(400, 2000)]))
            made.append(
                volume(str(n), modality, label, plane, draw(st.integers(4, 60)), draw(st.sampled_from([0.6, 1.0, 5.0])), window=window)
            )
        else:
            kind = draw(st.sampled_from(["single", "stack", "cine", "localizer", "document", "mosaic"]))
            made.append(
                image(
                    str(n),
                    modality,
                    label,
                    kind,
                    draw(st.sampled_from(["", "R", "L"])),
                    draw(st.sampled_from(["", "CC", "MLO", "PA", "LL"])),
                )
            )
    return tuple(made)


DESCRIPTIONS = [
    "SCANNER THORACIQUE",
    "IRM ENCEPHALE",
    "MAMMO BILAT",
    "RX GENOU D",
    "RX GENOU G",
    "TEP-TDM",
    "ECHO",
    "IRM LOMBAIRE",
    "",
    "TDM TAP",
]
exams = st.builds(
    lambda text, sets, uid: exam(text, *sets, uid=uid), st.sampled_from(DESCRIPTIONS), display_sets(), st.sampled_from("23456")
)
monitors = st.sampled_from(["1920x1080", "1536x2048", "2x1536x2048", "2x2560x1440", "3x1536x2048", "1920x1080+1200x1600"]).map(
    Monitors.parse
)


def check(hung: Hanging, current: Exam, priors: list[Exam], screens: Monitors) -> None:
    protocol = BY_ID[hung.protocol]
    again = {name for stage in protocol.stage for name, slot in stage.slots.items() if slot.same_as}
    assert hung.stages
    for stage in hung.stages:
        shown = [(s.which, s.prior_index, s.display_set.key) for s in stage.slots if s.display_set and s.name not in again]
        assert len(shown) == len(set(shown)), "the same display set twice"
        cells = [(r, c) for s in stage.slots for r in range(s.row, s.row + s.row_span) for c in range(s.column, s.column + s.column_span)]
        assert len(cells) == len(set(cells)), "two slots in one place"
        assert all(0 <= r < stage.rows and 0 <= c < stage.columns for r, c in cells)
        assert 1 <= stage.monitors <= len(screens)
        assert stage.columns % stage.monitors == 0
        for slot in stage.slots:
            assert slot.reason
            if slot.which == "prior" and slot.display_set:
                assert slot.display_set in priors[slot.prior_index].display_sets
            if slot.which == "current":
                assert slot.prior_index == -1
                assert slot.display_set is None or slot.display_set in current.display_sets
            if slot.display_set:
                assert slot.display_set.kind not in ("localizer", "document")
                assert slot.view == "stack" or slot.display_set.kind == "volume"
    shown_keys = {d.key for stage in hung.stages for s in stage.slots for d in (s.display_set, s.overlay) if d and s.which == "current"}
    assert shown_keys | {d.key for d in hung.left_over} == {d.key for d in current.display_sets}
    if protocol.others:
        assert all(d.kind in ("localizer", "document") or "scout" in d.label for d in hung.left_over), "a series that no stage shows"


@settings(max_examples=150, deadline=None)
@given(exams, st.lists(exams, max_size=3), monitors)
def test_every_fitting_protocol_hangs_soundly(current: Exam, priors: list[Exam], screens: Monitors) -> None:
    for hung in alternatives(PROTOCOLS, current, priors, screens):
        check(hung, current, priors, screens)


@settings(max_examples=60, deadline=None)
@given(exams, st.lists(exams, max_size=2), monitors, st.integers(0, 1 << 30))
def test_the_order_in_which_series_come_changes_nothing(current: Exam, priors: list[Exam], screens: Monitors, seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(one: Exam) -> Exam:
        return replace(one, display_sets=tuple(chance.sample(one.display_sets, len(one.display_sets))))

    protocols = chance.sample(PROTOCOLS, len(PROTOCOLS))
    assert hang(PROTOCOLS, current, priors, screens) == hang(protocols, shuffled(current), [shuffled(p) for p in priors], screens)


@settings(max_examples=60, deadline=None)
@given(exams, monitors)
def test_the_general_protocol_fits_always(current: Exam, screens: Monitors) -> None:
    assert any(h.protocol == "general" for h in alternatives(PROTOCOLS, current, (), screens))


def test_protocols_of_a_file_keep_its_name() -> None:
    from workstation.hanging_protocols.protocol import FOLDER

    assert load_file(FOLDER / "mg.toml").id == "mg"
