"""Ranking of earlier exams: labelled cases, and what holds for any exams."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import NotReadable
from workstation.studies.cases import read_cases
from workstation.studies.model import Patient, PatientId, Study
from workstation.studies.relevance import rank, relevance

TODAY = date(2026, 11, 24)
OWN = Path(__file__).parent / "prior_cases.csv"
ME = Patient("MARTIN^ELEONORE", "19590312", "F", (PatientId("1", "A"),))


def exam(uid: str, day: str, modality: str, description: str, who: Patient = ME) -> Study:
    return Study(uid, who, date=day, description=description, modalities=(modality,))


def judged(path: Path) -> tuple[float, float, float]:
    """(share of cases whose first is of the highest grade, share of right fetches, mean NDCG)."""
    with path.open(encoding="utf-8") as lines:
        grades = {r["study_id"]: int(r["grade"]) for r in csv.DictReader(lines) if r["role"] == "candidate"}
    first = fetch = total = 0
    ndcg: list[float] = []
    cases = read_cases(path, TODAY)
    for case in cases:
        ranked = rank(case.current, case.candidates, TODAY)
        order = [grades[c.study.study_instance_uid] for c in ranked]
        best = sorted(order, reverse=True)
        first += order[0] == best[0]
        gain = [sum((2**g - 1) / math.log2(i + 2) for i, g in enumerate(o)) for o in (order, best)]
        ndcg.append(gain[0] / (gain[1] or 1))
        for choice in ranked:
            grade = grades[choice.study.study_instance_uid]
            total += grade != 1
            fetch += grade != 1 and choice.fetch == (grade >= 2)
    return first / len(cases), fetch / total, sum(ndcg) / len(cases)


def test_shared_cases(shared: Path) -> None:
    first, fetch, ndcg = judged(shared / "priors" / "cases.csv")
    assert (first, fetch) == (1.0, 1.0)
    assert ndcg >= 0.99


def test_own_cases() -> None:
    first, fetch, ndcg = judged(OWN)
    assert (first, fetch) == (1.0, 1.0)
    assert ndcg >= 0.99


def test_reasons_say_region_modality_side_and_age() -> None:
    found = relevance(exam("1", "20261124", "DX", "RX GENOU DROIT"), exam("2", "20250918", "MR", "IRM GENOU D"))
    assert found.reasons == ("Same region, knee", "other modality, MR", "same side, right", "14 months ago")


def test_another_person_is_never_fetched_and_stands_last() -> None:
    other = Patient("DURAND^PAUL", "19700101", "M", (PatientId("1", "B"),))
    candidates = [exam("2", "20261001", "CT", "TDM THORAX", other), exam("3", "20200101", "DX", "RX PIED G")]
    choices = rank(exam("1", "20261124", "CT", "SCANNER THORACIQUE"), candidates)
    assert [c.study.study_instance_uid for c in choices] == ["3", "2"]
    assert (choices[1].identity, choices[1].fetch, choices[1].score) == ("refused", False, 0.0)
    assert choices[1].reasons[0].startswith("Another person?")


def test_a_probable_person_is_fetched_and_says_so() -> None:
    elsewhere = Patient("MARTIN-DURAND^ELEONORE", "19590312", "F", (PatientId("77", "B"),))
    (choice,) = rank(exam("1", "20261124", "CT", "SCANNER THORACIQUE"), [exam("2", "20261001", "CT", "TDM THORAX", elsewhere)])
    assert (choice.identity, choice.fetch) == ("probable", True)
    assert "Identity probable" in choice.reasons[-1]


def test_the_limit_keeps_the_best_and_says_why_the_others_stay() -> None:
    candidates = [exam(str(n), f"{2025 - n}0101", "CT", "SCANNER THORACIQUE") for n in range(5)]
    choices = rank(exam("now", "20261124", "CT", "TDM THORAX"), candidates, limit=2)
    assert [c.fetch for c in choices] == [True, True, False, False, False]
    assert choices[2].reasons[-1] == "beyond the number of priors to fetch"


def test_the_current_exam_is_no_prior_of_itself() -> None:
    now = exam("1", "20261124", "CT", "TDM THORAX")
    assert rank(now, [now.with_source("ARCHIVE")]) == ()


descriptions = st.sampled_from(
    [
        "SCANNER THORACIQUE",
        "TDM TAP",
        "IRM GENOU G",
        "RX GENOU D",
        "MAMMO BILAT",
        "ECHO MAMMAIRE",
        "IRM",
        "",
        "TEP TDM",
        "RX MAIN G",
        "ASP",
        "?!",
    ]
)
exams = st.builds(
    lambda uid, day, modality, text: exam(str(uid), f"20{day:02d}0611", modality, text),
    st.integers(1, 99),
    st.integers(0, 30),
    st.sampled_from(["CT", "MR", "CR", "US", "MG", "PT", "OT", ""]),
    descriptions,
)


@given(exams, st.lists(exams, max_size=8, unique_by=lambda s: s.study_instance_uid), st.randoms())
def test_ranking_is_sound_whatever_comes(current: Study, candidates: list[Study], random: object) -> None:
    choices = rank(current, candidates, TODAY)
    assert all(0.0 <= c.score <= 1.0 for c in choices)
    assert [c.score for c in choices] == sorted((c.score for c in choices), reverse=True)
    assert sorted(c.study.study_instance_uid for c in choices) == sorted(
        s.study_instance_uid for s in candidates if s.study_instance_uid != current.study_instance_uid
    )
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(current, shuffled, TODAY) == choices


@given(exams, exams)
def test_a_more_recent_exam_of_the_same_kind_is_never_worth_less(current: Study, prior: Study) -> None:
    current = exam("now", "20401124", current.modalities[0], current.description)
    older = exam("old", "19950101", prior.modalities[0], prior.description)
    assert relevance(current, prior).score >= relevance(current, older).score


def test_faults_of_a_case_file_are_told(tmp_path: Path) -> None:
    header = "case,role,study_id,days_before,modality,description,body_part,laterality\n"
    for name, text, said in (
        ("columns", "a,b\n1,2\n", "has no column case"),
        ("role", header + "C1,judge,1,0,CT,X,,\n", "line 2: role must be"),
        ("days", header + "C1,current,1,soon,CT,X,,\n", "line 2: days_before is no number"),
        ("none", header + "C1,candidate,1,3,CT,X,,\n", "case C1 has no current exam"),
        ("twice", header + "C1,current,1,0,CT,X,,\nC1,current,2,0,CT,X,,\n", "two current exams"),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, "utf-8")
        with pytest.raises(NotReadable, match=said):
            read_cases(path, TODAY)
    with pytest.raises(NotReadable, match="cannot be read"):
        read_cases(tmp_path / "missing.csv", TODAY)


def test_shared_groups_are_all_read(shared: Path) -> None:
    groups = defaultdict(int)
    for case in read_cases(shared / "priors" / "cases.csv", TODAY):
        groups[case.name] += len(case.candidates)
    assert sum(groups.values()) == 104
