"""Whatever headers say, building display sets loses no frame, shows none twice, and never fails."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.imaging.display_sets import build
from workstation.imaging.model import FrameHeader, ImageHeader, Mark, RealWorldValue

ORIENTATIONS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    ((0.8, 0.6, 0.0), (0.0, 0.0, -1.0)),
)
MODALITIES = ("CT", "MR", "US", "MG", "NM", "SEG", "PT", "DX")


def frame(r: random.Random, timed: bool, told: bool, many: float) -> FrameHeader:
    row, column = r.choice(ORIENTATIONS) if r.random() < many else ORIENTATIONS[0]
    place = (
        (0.0, 0.0, float(r.randint(0, 8))) if r.random() < 0.85 else (r.uniform(-1e5, 1e5), 5.0, float(r.randint(0, 9)) * r.choice([1, 50]))
    )
    return FrameHeader(
        position_lps=place if r.random() < 0.93 else None,
        row_lps=row if r.random() < 0.97 else None,
        column_lps=column,
        spacing=r.choice([(1.0, 1.0)] * 8 + [None, (2.0, 2.0)]),
        spacing_from=r.choice(["patient"] * 9 + ["none", "detector"]),
        time_index=r.choice([None, r.randint(0, 3)]) if timed else None,
        time_ms=r.choice([None, r.uniform(0, 100)]) if timed else None,
        echo_time_ms=r.choice([None, 10.0, 20.0]) if told else None,
        b_value=r.choice([None, 0.0, 500.0]) if told else None,
        direction=r.choice([(), (1.0, 0.0, 0.0)]),
        segment=r.choice([None, 1, 2, 3]) if told else None,
        stack_id=r.choice(["", "1"]) if told else "",
        dimensions=r.choice([(), (1, 2), (1, r.randint(0, 3))]),
        image_type=r.choice([(), ("ORIGINAL", "PRIMARY", "M"), ("ORIGINAL", "PRIMARY", "P", "X")]),
        apart=r.choice([(), (("KVP", "80"),), (("KVP", "140"), ("ConvolutionKernel", "a"))]),
        real_world=r.choice([(), (RealWorldValue(1.0, 0.0, "mm", "x"),)]) if told else (),
    )


def image(r: random.Random, number: int, modality: str, timed: bool, told: bool, many: float) -> ImageHeader:
    count = r.choice([1] * 8 + [2, 7])
    return ImageHeader(
        sop_instance_uid=f"1.{number}" if r.random() < 0.97 else "1.1",
        sop_class_uid=r.choice(["1.2.840.10008.5.1.4.1.1.2", "9"]),
        series_instance_uid="1",
        study_instance_uid="1",
        transfer_syntax_uid="1",
        modality=modality if r.random() < 0.9 else r.choice(MODALITIES),
        rows=r.choice([4] * 9 + [0, 8]),
        columns=4,
        number_of_frames=count,
        frames=tuple(frame(r, timed, told, many) for _ in range(r.choice([count, 1]))),
        instance_number=r.choice([None, r.randint(0, 20), number]),
        acquisition_number=r.choice([None, 1, 2]),
        image_type=r.choice([(), ("ORIGINAL", "PRIMARY", "AXIAL"), ("ORIGINAL", "PRIMARY", "LOCALIZER"), ("A", "B", "MOSAIC")]),
        acquisition_time=r.choice(["", "101010", "xx", "1010"]),
        content_time=r.choice(["", "111"]),
        concatenation_uid=r.choice([""] * 9 + ["1.5"]),
        concatenation=(r.randint(0, 3), r.randint(0, 3), r.randint(0, 9)),
        dimensions=r.choice([(), ("StackID", "TemporalPositionIndex")]),
        marks=(Mark("mosaic", "m"),) if r.random() < 0.05 else (),
        pixel_keyword=r.choice(["PixelData"] * 9 + [""]),
        patient_coordinates=r.random() < 0.95,
    )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1 << 30))
def test_no_frame_is_lost_or_shown_twice(seed: int) -> None:
    r = random.Random(seed)
    modality, timed, told, many = r.choice(MODALITIES), r.random() < 0.5, r.random() < 0.5, r.choice([0.0, 0.2, 1.0])
    headers = [image(r, n, modality, timed, told, many) for n in range(r.randint(1, 50))]
    made = build(headers)
    once: dict[str, ImageHeader] = {}
    for header in headers:
        once.setdefault(header.sop_instance_uid, header)
    wanted = sorted((uid, n) for uid, h in once.items() for n in range(h.number_of_frames if h.pixel_keyword or h.rows else 1))
    assert sorted((f.sop_instance_uid, f.frame) for s in made for f in s.frames) == wanted
    assert len({s.key for s in made}) == len(made)
    for shown in made:
        assert len(shown.frames) % shown.phases == 0
        assert len(shown.steps) in (0, shown.phases)
        if shown.geometry is not None and shown.kind in ("volume", "cine"):
            assert shown.geometry.slices * shown.phases == len(shown.frames)
    if len(once) == len(headers):
        assert build(headers[::-1]) == made, "in whatever order they come"
