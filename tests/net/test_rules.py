"""What the courier decides: whose priors, which exams may be priors, what is fetched."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.net.courier import rules
from workstation.net.courier.backoff import around, delay
from workstation.studies.model import Patient, PatientId, PriorChoice, ScheduledExam, Study

ANNE = Patient("MARTIN^Anne", "19600102", "F", (PatientId("1", "A"),))
PAUL = Patient("DURAND^Paul", "19400101", "M", (PatientId("1", "B"),))


def study(uid: str, patient: Patient = ANNE, date: str = "20240101", images: int = 10, source: str = "pacs", time: str = "") -> Study:
    return Study(uid, patient, date=date, time=time, images=images, source=source, modalities=("CT",))


CURRENT = study("current", date="20261124", time="100000")


def test_the_list_is_recent_unread_exams_each_once_from_wherever_they_are_known() -> None:
    told = [CURRENT, study("old"), study("read", date="20261124")]
    here = [replace(CURRENT, images=3, source="", description="from its images")]
    planned = [ScheduledExam("A", ANNE, "20261125", "0900", "MR", "IRM", study_instance_uid="planned")]
    exams = rules.exams_to_prepare(told, here, planned, "20261123", read={"read"})
    assert [e.study_instance_uid for e in exams] == ["planned", "current"]
    assert (exams[1].description, exams[1].images) == ("from its images", 10)
    assert exams[0].modalities == ("MR",)


def test_an_exam_that_is_being_read_counts_whatever_its_date() -> None:
    assert rules.exams_to_prepare([study("old")], [], [], "20261123", wanted={"old"}) == [study("old")]


def test_candidates_are_earlier_exams_each_once_described_by_their_own_images() -> None:
    told = [study("a"), study("a", images=12, source="other"), study("later", date="20270101"), CURRENT]
    here = [replace(study("a"), images=5, source="", patient=PAUL), study("mine", source=""), study("stranger", patient=PAUL, source="")]
    found = {s.study_instance_uid: s for s in rules.candidates(CURRENT, told, rules.People(here))}
    assert set(found) == {"a", "mine"}
    assert (found["a"].images, found["a"].source, found["a"].patient) == (12, "other", PAUL)


def test_a_refused_identity_is_never_fetched_whatever_its_rank() -> None:
    wrong = PriorChoice(study("wrong", patient=PAUL), 1.0, True, ("same region",), "certain")
    good = PriorChoice(study("good"), 0.9, True, (), "certain")
    told = PriorChoice(study("told"), 0.9, True, (), "refused")
    checked = rules.safe(CURRENT, [wrong, good, told])
    assert [(c.identity, c.fetch) for c in checked] == [("refused", False), ("certain", True), ("refused", False)]
    assert len(checked[0].reasons) == 2


def test_to_fetch_is_what_is_not_here_whole_best_first() -> None:
    choices = [PriorChoice(study(u), 1, True) for u in ("half", "whole", "none")] + [PriorChoice(study("no"), 1, False)]
    wanted = rules.to_fetch(choices, {"half": 4, "whole": 10})
    assert [(s.study_instance_uid, p) for s, p in wanted] == [("half", 40), ("none", 38)]


@given(st.integers(0, 100), st.integers(0, 2**32))
def test_back_off_grows_and_stays_within_bounds(failures: int, seed: int) -> None:
    pause = delay(failures, 5, 300, random.Random(seed))
    assert 2.5 <= pause <= 300
    if failures > 7:
        assert pause >= 150


def test_intervals_scatter() -> None:
    dice = random.Random(1)
    pauses = {around(30, dice) for _ in range(50)}
    assert len(pauses) == 50
    assert min(pauses) == pytest.approx(27, abs=1)
    assert max(pauses) == pytest.approx(33, abs=1)
