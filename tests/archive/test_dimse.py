"""The archive's DICOM services, asked by pynetdicom itself: levels, keys, character sets, encodings, worklist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import ImplicitVRLittleEndian, JPEGLSLossless
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    ModalityWorklistInformationFind,
    PatientRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
)

from tests.peers.objects import ct, uid
from workstation.archive import Archive
from workstation.net import dimse, part10
from workstation.settings import ArchiveNode
from workstation.store import Store

STUDY_FIND = StudyRootQueryRetrieveInformationModelFind


@pytest.fixture
def archive(store: Store) -> Iterator[Archive]:
    store.put_many([ct(n, study=uid("a"), name="MARTIN^Éléonore") for n in range(1, 4)])
    store.put_many([ct(n, study=uid("b"), name="MARTIN^Éléonore", date="20240101") for n in range(1, 3)])
    store.put(ct(1, study=uid("c"), name="KOWALSKI^Łukasz", patient_id="P3", date="20250101"))
    with Archive(store, aet="ARCHIVE") as running:
        yield running


def find(archive: Archive, level: str, model: str = STUDY_FIND, **keys: object) -> list[Dataset]:
    asked = Dataset()
    if level:
        asked.QueryRetrieveLevel = level
    for keyword, value in keys.items():
        setattr(asked, keyword, value)
    entity = AE("TESTER")
    entity.add_requested_context(model)
    opened = entity.associate("127.0.0.1", archive.port)
    try:
        answers = list(opened.send_c_find(asked, model))
    finally:
        opened.release()
    assert answers[-1][0].Status == 0
    return [answer for _, answer in answers[:-1]]


def test_study_level_answers_what_a_worklist_needs(archive: Archive) -> None:
    keys = ("StudyDate", "StudyDescription", "ModalitiesInStudy", "NumberOfStudyRelatedInstances", "InstitutionName", "IssuerOfPatientID")
    told = find(archive, "STUDY", **{**dict.fromkeys(keys, ""), "PatientName": "martin*", "StudyDate": "20260101-"})
    (study,) = told
    assert study.StudyInstanceUID == uid("a")
    assert [str(study[k].value) for k in keys] == ["20261124", "SCANNER THORACIQUE", "CT", "3", "Hôpital", "SITE-A"]
    assert study.PatientName == "MARTIN^Éléonore"
    assert study.SpecificCharacterSet == "ISO_IR 100"


def test_the_character_set_is_the_narrowest_that_holds_the_answer(archive: Archive) -> None:
    (study,) = find(archive, "STUDY", PatientID="P3", PatientName="")
    assert study.SpecificCharacterSet == "ISO_IR 192"
    assert study.PatientName == "KOWALSKI^Łukasz"
    (plain,) = find(archive, "SERIES", StudyInstanceUID=uid("a"), SeriesDescription="")
    assert plain.SeriesDescription == "AXIAL"


def test_patient_level_counts_the_exams_of_a_person(archive: Archive) -> None:
    told = find(archive, "PATIENT", PatientRootQueryRetrieveInformationModelFind, PatientName="", NumberOfPatientRelatedStudies="")
    assert {(p.PatientID, int(p.NumberOfPatientRelatedStudies)) for p in told} == {("IPP1", 2), ("P3", 1)}


def test_series_and_image_level_with_uid_lists(archive: Archive) -> None:
    series = find(archive, "SERIES", StudyInstanceUID=[uid("a"), uid("b")], NumberOfSeriesRelatedInstances="")
    assert sorted(int(s.NumberOfSeriesRelatedInstances) for s in series) == [2, 3]
    images = find(archive, "IMAGE", StudyInstanceUID=uid("a"), InstanceNumber="", SOPClassUID="")
    assert [int(i.InstanceNumber) for i in images] == [1, 2, 3]
    assert {i.SOPClassUID for i in images} == {CTImageStorage}
    two = [i.SOPInstanceUID for i in images[:2]]
    assert len(find(archive, "IMAGE", StudyInstanceUID=uid("a"), SOPInstanceUID=two)) == 2


def test_an_unknown_level_is_a_failure_not_an_empty_answer(archive: Archive) -> None:
    entity = AE("TESTER")
    entity.add_requested_context(STUDY_FIND)
    opened = entity.associate("127.0.0.1", archive.port)
    asked = Dataset()
    asked.QueryRetrieveLevel = "DRAWER"
    asked.PatientName = "*"
    statuses = [status.Status for status, _ in opened.send_c_find(asked, STUDY_FIND)]
    opened.release()
    assert statuses == [0xA900]


def test_an_object_of_another_encoding_goes_out_as_stored_or_decompressed(archive: Archive, shared_data: Path) -> None:
    encoded = (shared_data / "nema-wg04" / "JLSL" / "CT1_JLSL").read_bytes()
    label = part10.label(encoded)
    study_uid = archive.store.put(encoded).study_uid
    node = ArchiveNode(name="archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE")
    came: list[bytes] = []
    dimse.get(node, "TESTER", study_uid, came.append)
    told = part10.label(came[0])
    assert told.transfer_syntax_uid == label.transfer_syntax_uid == JPEGLSLossless
    assert came[0][told.offset :] == encoded[label.offset :]
    same_image = dcmread(shared_data / "nema-wg04" / "J2KR" / "CT1_J2KR")  # decoded by another library
    decompressed = fetched_as(archive, study_uid, label.sop_class_uid, ImplicitVRLittleEndian)
    assert (decompressed.pixel_array == same_image.pixel_array).all()


def test_an_object_that_the_peer_takes_in_no_way_is_a_failed_sub_operation(archive: Archive) -> None:
    with pytest.raises(AssertionError, match="0xa702"):
        fetched_as(archive, uid("a"), "1.2.840.10008.5.1.4.1.1.4", ImplicitVRLittleEndian)


def fetched_as(archive: Archive, study_uid: str, sop_class: str, syntax: str) -> Dataset:
    """One image of a study by a peer that takes only this class in only this syntax."""
    entity = AE("TESTER")
    entity.add_requested_context(StudyRootQueryRetrieveInformationModelGet)
    entity.add_requested_context(sop_class, syntax)
    came: list[Dataset] = []

    def on_store(event: evt.Event) -> int:
        dataset = event.dataset
        dataset.file_meta = event.file_meta
        came.append(dataset)
        return 0

    roles = [build_role(sop_class, scp_role=True)]
    opened = entity.associate("127.0.0.1", archive.port, ext_neg=roles, evt_handlers=[(evt.EVT_C_STORE, on_store)])
    asked = Dataset()
    asked.QueryRetrieveLevel = "STUDY"
    asked.StudyInstanceUID = study_uid
    status = [status for status, _ in opened.send_c_get(asked, StudyRootQueryRetrieveInformationModelGet)][-1]
    opened.release()
    assert status.Status == 0, hex(status.Status)
    return came[0]


def test_modality_worklist_from_a_file_that_may_change(store: Store) -> None:
    path = store.folder / "worklist.toml"
    item = '[[scheduled]]\npatient_name = "LEFÈVRE^Zoé"\npatient_id = "9"\ndate = "20261125"\ntime = "0930"\n'
    item += 'modality = "{}"\ndescription = "IRM"\n'
    path.write_text(item.format("MR"), "utf-8")
    with Archive(store, aet="ARCHIVE") as archive:
        node = ArchiveNode(name="archive", host="127.0.0.1", port=archive.port, aet="ARCHIVE")
        (exam,) = dimse.modality_worklist(node, "TESTER", "20261125", "20261126")
        assert (exam.patient.name, exam.patient.patient_id, exam.date, exam.time, exam.modality, exam.description) == (
            "LEFÈVRE^Zoé",
            "9",
            "20261125",
            "093000",
            "MR",
            "IRM",
        )
        assert dimse.modality_worklist(node, "TESTER", "20261126", "20261127") == []
        path.write_text(item.format("CT") + item.format("US"), "utf-8")
        step = Dataset()
        step.Modality = "US"
        (only,) = find(archive, "", ModalityWorklistInformationFind, PatientName="lef*", ScheduledProcedureStepSequence=[step])
        assert only.ScheduledProcedureStepSequence[0].Modality == "US"


def test_a_wrong_worklist_file_is_said_with_its_key(store: Store) -> None:
    from workstation.errors import SettingsInvalid

    (store.folder / "worklist.toml").write_text('[[scheduled]]\npatient_name = "X"\n', "utf-8")
    with pytest.raises(SettingsInvalid, match=r"worklist\.toml: scheduled\.0\.patient_id"):
        Archive(store).start()
