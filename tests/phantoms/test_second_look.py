"""The presentation state of the demo: on the nodule of the earlier chest CT, with an arrow that points at it."""

from __future__ import annotations

import math

from workstation import phantoms
from workstation.imaging import header, presentation_states
from workstation.phantoms import exams, plan

from .conftest import TODAY

KEY = "rouquette-thorax-2025"


def test_it_shows_the_slice_and_the_place_of_the_nodule() -> None:
    exam = next(e for e in plan.exams(TODAY) if e.key == KEY)
    soft, looks = (next(s for s in exams.series_of(exam) if s.modality == m and s.number > 1) for m in ("CT", "PR"))
    ((encoded,),) = [work() for work in looks.work()]
    state = presentation_states.read(encoded)
    assert state.marks == ()
    assert (state.label, state.creator) == ("RCP THORAX", "ESCUDIE^Marc^^Dr")
    assert header.read(encoded).series_instance_uid == looks.uid
    ((uid, _),) = state.images
    middle = phantoms.nodule_lps(TODAY, header.read(encoded).study_instance_uid)
    assert middle is not None
    image = next(h for work in soft.work() for h in map(header.read, work()) if h.sop_instance_uid == uid)
    place = image.frame(0)
    assert place.position_lps is not None
    assert place.spacing is not None
    assert abs(place.position_lps[2] - middle[2]) <= 1.0
    (note,) = state.annotations
    (arrow,) = note.graphics
    assert (arrow.kind, arrow.compound) == ("ARROW", True)
    tip = [(p - 0.5) * place.spacing[0] + origin for p, origin in zip(arrow.points[1], place.position_lps[:2], strict=True)]
    assert 4 < math.dist(tip, middle[:2]) < 12  # beside the nodule of 9 mm, not on it
    assert note.texts[0].text == "nodule 9 mm\nà revoir à 3 mois"
