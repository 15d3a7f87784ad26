"""Datasets to values, also where the dataset is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.dataset import Dataset

from workstation.studies.model import PatientId
from workstation.studies.read import patient_of, scheduled_exams_of, series_of, study_of


def dataset(**values: object) -> Dataset:
    ds = Dataset()
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def test_patient_with_identifiers_of_two_sites_and_ins() -> None:
    ins = dataset(
        PatientID="2 59 03 31 555 123 45",
        IssuerOfPatientIDQualifiersSequence=[dataset(UniversalEntityID="1.2.250.1.213.1.4.8", UniversalEntityIDType="ISO")],
    )
    castres = dataset(PatientID="77", IssuerOfPatientID="CASTRES")
    ds = dataset(PatientName="MARTIN^Éléonore", PatientID="412", IssuerOfPatientID="PURPAN", PatientBirthDate="19590312", PatientSex="F")
    ds.OtherPatientIDsSequence = [castres, ins]
    ds.PatientBirthName = "DURAND^Éléonore"
    found = patient_of(ds)
    assert found.ids[:2] == (PatientId("412", "PURPAN"), PatientId("77", "CASTRES"))
    assert found.ins == "259033155512345"
    assert found.other_names == ("DURAND^Éléonore",)
    assert (found.patient_id, found.birth_date, found.sex) == ("412", "19590312", "F")


def test_the_universal_id_of_an_issuer_goes_before_its_local_name() -> None:
    ds = dataset(
        PatientID="412", IssuerOfPatientID="PURPAN", IssuerOfPatientIDQualifiersSequence=[dataset(UniversalEntityID="1.2.250.1.71.4.2.2")]
    )
    assert patient_of(ds).ids == (PatientId("412", "1.2.250.1.71.4.2.2"),)


def test_a_query_answer_has_counts_and_modalities() -> None:
    ds = dataset(
        StudyInstanceUID="1.2",
        ModalitiesInStudy=["CT", "SR"],
        NumberOfStudyRelatedInstances="512",
        StudyDate="20261124",
        StudyTime="074200.500",
    )
    found = study_of(ds)
    assert (found.modalities, found.images, found.date, found.time, found.series) == (("CT", "SR"), 512, "20261124", "074200", ())


def test_side_of_one_image_is_the_series_not_the_exams() -> None:
    ds = dataset(StudyInstanceUID="1.2", SeriesInstanceUID="1.2.3", Modality="MG", ImageLaterality="R")
    found = study_of(ds)
    assert (found.laterality, found.series[0].laterality) == ("", "R")


def test_description_from_codes_where_the_text_is_missing() -> None:
    ds = dataset(
        StudyInstanceUID="1",
        ProcedureCodeSequence=[dataset(CodeValue="X", CodeMeaning="Scanner thoracique")],
        AnatomicRegionSequence=[dataset(CodeMeaning="Chest")],
    )
    assert (study_of(ds).description, study_of(ds).body_part) == ("Scanner thoracique", "Chest")


def test_wrong_values_become_empty() -> None:
    ds = dataset(StudyInstanceUID="1.2", SeriesInstanceUID="1.2.3", PatientSex="f ", PatientName="A\x07B^C")
    ds.add_new(0x00080020, "LO", "not a date")
    ds.add_new(0x00100030, "LO", "19591399")
    ds.add_new(0x00200011, "LO", "seven")
    found = study_of(ds)
    assert (found.date, found.patient.birth_date, found.patient.sex, found.patient.name) == ("", "", "F", "A B^C")
    assert found.series[0].number is None


def test_old_and_iso_dates_are_understood() -> None:
    ds = Dataset()
    ds.add_new(0x00080020, "LO", "1997.04.24")
    ds.add_new(0x00100030, "LO", "1959-03-12")
    assert (study_of(ds).date, study_of(ds).patient.birth_date) == ("19970424", "19590312")


def test_an_undeclared_character_set_is_read_as_what_it_most_likely_is(tmp_path: Path) -> None:
    for encoded, charset in (("Éléonore".encode(), ""), ("Éléonore".encode("latin-1"), ""), ("Éléonore".encode("latin-1"), "NO SUCH SET")):
        ds = dataset(SOPClassUID="1.2.840.10008.5.1.4.1.1.2", SOPInstanceUID="1.2.3", StudyInstanceUID="1", PatientID="X")
        if charset:
            ds.SpecificCharacterSet = charset
        path = tmp_path / "f.dcm"
        ds.add_new(0x00100010, "PN", "MARTIN^" + "Q" * len(encoded))
        ds.save_as(path, implicit_vr=False, little_endian=True, enforce_file_format=False)
        path.write_bytes(path.read_bytes().replace(b"Q" * len(encoded), encoded))
        assert patient_of(dcmread(path, force=True)).name == "MARTIN^Éléonore"


def test_worklist_item() -> None:
    step = dataset(
        Modality="CT",
        ScheduledProcedureStepStartDate="20261124",
        ScheduledProcedureStepStartTime="0830",
        ScheduledProcedureStepDescription="TDM TAP",
    )
    ds = dataset(AccessionNumber="A1", PatientName="MARTIN^E", PatientID="412", ScheduledProcedureStepSequence=[step])
    (found,) = scheduled_exams_of(ds, "RIS")
    assert (found.accession_number, found.modality, found.date, found.time, found.description, found.source) == (
        "A1",
        "CT",
        "20261124",
        "083000",
        "TDM TAP",
        "RIS",
    )


def test_real_files(shared_data: Path) -> None:
    read = 0
    for path in sorted(shared_data.rglob("*"))[::23]:
        if path.is_file():
            try:
                ds = dcmread(path, stop_before_pixels=True, force=True)
            except Exception:  # not this room's concern
                continue
            study_of(ds)
            read += 1
    assert read > 10


def test_nothing_at_all() -> None:
    found = study_of(Dataset())
    assert (found.study_instance_uid, found.patient.name, found.series) == ("", "", ())
    assert series_of(Dataset()) is None


@given(
    st.dictionaries(
        st.sampled_from(
            [0x00080020, 0x00080030, 0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00200011, 0x0020000D, 0x00080061, 0x00101002]
        ),
        st.text(max_size=70),
    )
)
def test_any_text_anywhere_is_survived(values: dict[int, str]) -> None:
    ds = Dataset()
    for tag, value in values.items():
        ds.add_new(tag, "LO", value)
    found = study_of(ds)
    assert all(c.isprintable() for c in found.patient.name + found.description)


@pytest.mark.parametrize("vr", ["US", "FD", "OB"])
def test_a_value_of_another_kind_is_survived(vr: str) -> None:
    ds = Dataset()
    for tag in (0x00100010, 0x00100020, 0x00080020, 0x00200011):
        ds.add_new(tag, vr, b"\x01\x02" if vr == "OB" else 7)
    study_of(ds)
