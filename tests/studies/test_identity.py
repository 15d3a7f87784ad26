"""Whether two records are one person. The worst fault of the program would be a prior of the wrong one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.studies.identity import compare, compare_traits, fold
from workstation.studies.model import Patient, PatientId

NIR = "259033155512345"
MARTIN = Patient("MARTIN^ELEONORE", "19590312", "F", (PatientId("412", "PURPAN"),))


def one(
    name: str = "MARTIN^ELEONORE",
    birth: str = "19590312",
    sex: str = "F",
    ids: tuple[tuple[str, str], ...] = (),
    ins: str = "",
    **more: object,
) -> Patient:
    return Patient(name, birth, sex, tuple(PatientId(*i) for i in ids), ins, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "verdict", "said"),
    [
        (one(ids=(("412", "PURPAN"),)), "certain", "Same ID from the same issuer"),
        (one("Martin^Éléonore", ids=(("412", "purpan"),)), "certain", "same issuer"),
        (one("MARTIN-DURAND^ELEONORE", ids=(("412", "PURPAN"),)), "certain", "written otherwise"),
        (one("DURAND^PAUL", "19700101", "M", (("412", "PURPAN"),)), "refused", "another name and another birth date and another sex"),
        (one("DURAND^ELEONORE", ids=(("412", "PURPAN"),)), "probable", "another family name"),
        (one("DURAND^ELEONORE", "19610523", ids=(("412", "PURPAN"),)), "refused", "another family name"),
        (one(birth="19590313", ids=(("412", "PURPAN"),)), "probable", "another birth date"),
        (one(birth="19721130", ids=(("412", "PURPAN"),)), "refused", "another birth date"),
        (one(sex="M", ids=(("412", "PURPAN"),)), "probable", "another sex"),
        (one(ids=(("412", "CASTRES"),)), "probable", "from another issuer"),
        (one("DURAND^PAUL", "19700101", "M", (("412", "CASTRES"),)), "refused", "Same ID, but another name"),
        (one("DURAND^PAUL", "19700101", "M", (("412", ""),)), "refused", "Same ID, but another name"),
        (one(ids=(("77", "CASTRES"),)), "probable", "other ID"),
        (one(ids=(("413", "PURPAN"),)), "probable", "two IDs of one site"),
        (one("MARTIN-DURAND^ELEONORE", ids=(("77", "CASTRES"),)), "probable", "the name nearly"),
        (one("MARTIN EP DURAND^ELEONORE"), "probable", "the name nearly"),
        (one("ELEONORE^MARTIN"), "probable", "the name nearly"),
        (one("MARTIN^ELEONORE MARIE"), "probable", "the name nearly"),
        (one("MARTIN^ELENORE"), "probable", "the name nearly"),
        (one("DURAND^ELEONORE"), "refused", "Another family name"),
        (one("DURAND^ELEONORE", other_names=("MARTIN^ELEONORE",)), "probable", "Same name"),
        (one("MARTIN^JEANNE"), "refused", "Another given name"),
        (one(birth="19590313"), "refused", "Another birth date"),
        (one(sex="M"), "refused", "Another sex"),
        (one(birth=""), "refused", "Too little is known"),
        (one(""), "refused", "Too little is known"),
        (one("", ids=(("412", "PURPAN"),)), "certain", "Same ID"),
    ],
)
def test_verdicts_against_the_record_of_purpan(other: Patient, verdict: str, said: str) -> None:
    found = compare(MARTIN, other)
    assert (found.verdict, said in found.reason) == (verdict, True), found.reason


def test_same_ins_joins_sites() -> None:
    found = compare(one(ins=NIR, ids=(("1", "A"),)), one("MARTIN-DURAND^ELEONORE", ins=NIR, ids=(("2", "B"),)))
    assert found.verdict == "certain"
    assert found.reason.startswith("Same INS")


def test_same_ins_of_two_different_people_is_refused() -> None:
    found = compare(one(ins=NIR), one("DURAND^PAUL", "19700101", "M", ins=NIR))
    assert found == ("refused", "Same INS, but another name and another birth date and another sex")


def test_two_ins_are_two_people_even_with_all_traits_equal() -> None:
    assert compare(one(ins=NIR), one(ins="260033155512345")).verdict == "refused"


def test_a_waiting_number_beside_a_final_one_says_nothing() -> None:
    assert compare(one(ins=NIR, ids=(("1", "A"),)), one(ins="759033155512345", ids=(("1", "A"),))).verdict == "certain"


def test_an_empty_ins_or_id_is_shared_by_nobody() -> None:
    assert compare(one(ins="000000000000000"), one("DURAND^PAUL", "19700101", "M", ins="000000000000000")).reason.startswith("Another name")
    assert "ID" not in compare(one(ids=(("0", "A"),)), one("DURAND^PAUL", "19700101", "M", (("0", "A"),))).reason


def test_same_id_without_issuer_needs_every_trait() -> None:
    assert compare(one(ids=(("5", ""),)), one(ids=(("5", ""),))).verdict == "certain"
    assert compare(one(ids=(("5", ""),)), one("MARTIN-DURAND^ELEONORE", ids=(("5", ""),))).verdict == "probable"
    assert compare(one(ids=(("5", ""),), birth=""), one(ids=(("5", ""),))).verdict == "probable"
    assert compare(one(ids=(("5", ""),)), one("DURAND^PAUL", "19700101", "M", (("5", ""),))).verdict == "refused"


def test_twins_are_two_people() -> None:
    assert compare(one("MARTIN^LEA", "20100101"), one("MARTIN^EMMA", "20100101")).verdict == "refused"


def test_anonymous_records_are_nobody() -> None:
    assert compare(one("ANONYMOUS", ""), one("ANONYMOUS", "")).verdict == "refused"


words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=9)
names = st.builds(lambda family, given: f"{family}^{given}", words, words)
people = st.builds(
    lambda name, year, sex, number, issuer, ins: Patient(name, f"{year}0611", sex, (PatientId(number, issuer),) if number else (), ins),
    names,
    st.integers(1930, 1932),
    st.sampled_from(["M", "F", ""]),
    st.sampled_from(["", "12", "34"]),
    st.sampled_from(["", "A", "B"]),
    st.sampled_from(["", NIR, "160033155512345"]),
)


@given(people, people)
def test_symmetric_and_always_with_a_reason(a: Patient, b: Patient) -> None:
    assert compare(a, b) == compare(b, a)
    assert compare(a, b).reason


@given(people, people)
def test_never_certain_with_another_birth_date_or_name(a: Patient, b: Patient) -> None:
    traits = compare_traits(a, b)
    if traits.birth == "other" or traits.given == "other":
        assert compare(a, b).verdict == "refused"


@given(people, people)
def test_never_certain_without_a_shared_identifier(a: Patient, b: Patient) -> None:
    if not {i.value for i in a.ids} & {i.value for i in b.ids} and not (a.ins and a.ins == b.ins):
        assert compare(a, b).verdict != "certain"


@given(people)
def test_case_accents_and_hyphens_change_nothing(a: Patient) -> None:
    accented = a.name.replace("E", "É").replace("C", "ç").replace("A", "a").replace("I", "ï")
    assert compare(a, replace(a, name=accented)) == compare(a, a)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).replace(" ", "").isascii()
