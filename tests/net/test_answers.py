"""Texts of answers as they were meant, and priors found whatever the site's ID."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom.dataset import Dataset
from pynetdicom.dsutils import decode, encode

from workstation.net import answers
from workstation.net.priors import queries_for
from workstation.net.queries import StudyQuery, identifier
from workstation.studies.model import Patient, PatientId


def raw_answer(name: bytes, charset: str = "") -> Dataset:
    """An answer as it comes from the line, with these bytes as PatientName."""
    said = Dataset()
    said.StudyInstanceUID = "1.2.3"
    said.PatientName = "X" * len(name)
    if charset:
        said.SpecificCharacterSet = charset
    encoded = encode(said, True, True)
    assert encoded is not None
    return decode(BytesIO(encoded.replace(b"X" * len(name), name)), True, True)


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("LEFÈVRE^Zoé".encode("latin-1"), "ISO_IR 100"),
        ("LEFÈVRE^Zoé".encode(), "ISO_IR 192"),
        ("LEFÈVRE^Zoé".encode(), ""),
        ("LEFÈVRE^Zoé".encode("latin-1"), ""),
    ],
)
def test_accents_come_right_also_where_the_archive_does_not_name_its_character_set(name: bytes, charset: str) -> None:
    (study,) = answers.studies([answers.with_right_charset(raw_answer(name + b" " * (len(name) % 2), charset))], "A")
    assert study.patient.name == "LEFÈVRE^Zoé"
    assert study.source == "A"


def test_an_answer_without_uid_is_left_out() -> None:
    assert answers.studies([Dataset()], "A") == []


def test_json_with_one_broken_element_keeps_the_others() -> None:
    body = b'[{"0020000D": {"vr": "UI", "Value": ["1.2"]}, "00100010": {"vr": "PN", "Value": ["wrong"]}'
    body += b', "00081030": {"vr": "LO", "Value": ["CT"]}}]'
    (told,) = answers.from_json(body)
    assert told.StudyInstanceUID == "1.2"
    assert told.StudyDescription == "CT"


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"<html>", b""])
def test_what_is_not_dicom_json_is_said_so(body: bytes) -> None:
    with pytest.raises(ValueError):
        answers.from_json(body)


def test_a_query_with_accents_names_its_character_set() -> None:
    assert identifier("STUDY", (), StudyQuery(patient_name="ÉLOI*").keys()).SpecificCharacterSet == "ISO_IR 100"
    assert identifier("STUDY", (), StudyQuery(patient_name="Łukasz*").keys()).SpecificCharacterSet == "ISO_IR 192"
    assert "SpecificCharacterSet" not in identifier("STUDY", (), StudyQuery(patient_name="ELOI*").keys())


def test_priors_are_asked_for_by_each_id_and_by_birth_date() -> None:
    patient = Patient("MARTIN^Jean", "19500203", "M", (PatientId("A1", "X"), PatientId("B2", "Y")), ins="1500299999999")
    asked = queries_for(patient)
    assert [q.patient_id for q in asked] == ["A1", "B2", "1500299999999", ""]
    assert (asked[-1].birth_date, asked[-1].patient_name) == ("19500203", "M*")


def test_a_first_letter_that_may_carry_an_accent_does_not_narrow_the_search() -> None:
    (asked,) = queries_for(Patient("ÉLOI^Jean", "19500203"))
    assert asked == StudyQuery(birth_date="19500203")


@pytest.mark.parametrize("value", ["", "*", "0000", "A?1", "A*"])
def test_an_id_that_would_match_everyone_is_never_asked_for(value: str) -> None:
    assert queries_for(Patient("X", "", ids=(PatientId(value),))) == ()
