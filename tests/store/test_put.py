"""Taking objects in: what is new, what is the same, what contradicts, and in which order a stream is told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ImplicitVRLittleEndian, RLELossless

from tests.store.conftest import damage, make_object, object_files
from workstation import language
from workstation.errors import NotReadable, UndecodableImage
from workstation.store import ImageSource, Store
from workstation.store.ingest import parse


def rewritten(encoded: bytes, syntax: str | None = None, **tags: object) -> bytes:
    dataset = pydicom.dcmread(io.BytesIO(encoded))
    if syntax == RLELossless:
        dataset.compress(RLELossless, generate_instance_uid=False)
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    file = io.BytesIO()
    if syntax == ImplicitVRLittleEndian:
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        pydicom.dcmwrite(file, dataset, implicit_vr=True, little_endian=True)
    else:
        pydicom.dcmwrite(file, dataset)
    return file.getvalue()


def test_what_is_put_is_read_back_whole(store: Store) -> None:
    encoded = make_object()
    put = store.put(encoded)
    assert (put.study_uid, put.series_uid, put.sop_uid, put.new, put.conflict) == ("1.9.1", "1.9.1.0", "1.9.1.1", True, False)
    assert store.has("1.9.1.1")
    assert store.sop_uids("1.9.1") == {"1.9.1.1"}
    assert store.read("1.9.1.1") == encoded
    (header,) = store.headers("1.9.1")
    assert (header.rows, header.modality, header.frame(0).position_lps) == (16, "CT", (0.0, 0.0, 1.0))
    (study,) = store.studies()
    assert (study.patient.name, study.description, study.images, study.series[0].images) == ("MARTIN^Éléonore", "SCANNER THORACIQUE", 1, 1)
    assert store.study("1.9.1") == study
    assert isinstance(store, ImageSource)


def test_read_into_reuses_and_grows_one_buffer(store: Store) -> None:
    small, large = make_object("1.9.1.1"), make_object("1.9.1.2", size=64)
    store.put_many([small, large])
    buffer = bytearray()
    for sop_uid, expected in (("1.9.1.1", small), ("1.9.1.2", large), ("1.9.1.1", small)):
        view = store.read_into(sop_uid, buffer)
        assert view == expected
        view.release()
    assert len(buffer) == len(large)


def test_unknown_images_and_studies(store: Store) -> None:
    assert store.study("1.2") is None
    assert store.headers("1.2") == ()
    assert store.sop_uids("1.2") == set()
    with pytest.raises(NotReadable, match="not in the local store"):
        store.read("1.2")


def test_the_same_object_twice_is_one(store: Store) -> None:
    store.put(make_object())
    again = store.put(make_object())
    assert (again.new, again.conflict) == (False, False)
    assert store.usage().images == 1
    assert len(object_files(store.folder)) == 1


def test_another_sender_in_the_file_meta_is_no_conflict(store: Store) -> None:
    store.put(make_object(sender="MODALITY"))
    assert not store.put(make_object(sender="ORTHANC")).conflict


def test_the_same_dataset_written_another_way_is_no_conflict(store: Store) -> None:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "T-28000", "SRT", "Lung"
    first = make_object(AnatomicRegionSequence=Sequence([item]))
    dataset = pydicom.dcmread(io.BytesIO(first))
    dataset["AnatomicRegionSequence"].is_undefined_length = True
    dataset.AnatomicRegionSequence[0].is_undefined_length_sequence_item = True
    file = io.BytesIO()
    pydicom.dcmwrite(file, dataset)
    assert file.getvalue() != first
    store.put(first)
    again = store.put(file.getvalue())
    assert (again.new, again.conflict) == (False, False)


@pytest.mark.parametrize("syntax", [RLELossless, ImplicitVRLittleEndian])
def test_the_same_image_in_another_transfer_syntax_is_no_conflict(store: Store, syntax: str) -> None:
    store.put(make_object())
    again = store.put(rewritten(make_object(), syntax))
    assert (again.new, again.conflict) == (False, False)
    assert store.read("1.9.1.1") == make_object()


def test_other_content_under_one_sop_uid_is_kept_apart_and_the_first_wins(store: Store) -> None:
    first, other = make_object(), make_object(ImagePositionPatient=[0, 0, 99])
    store.put(first)
    put = store.put(other, source="SITE B")
    assert (put.new, put.conflict) == (False, True)
    assert store.read("1.9.1.1") == first
    assert store.headers("1.9.1")[0].frame(0).position_lps == (0.0, 0.0, 1.0)
    (conflict,) = store.conflicts("1.9.1")
    assert (conflict.kind, conflict.sop_uid, conflict.source) == ("bytes", "1.9.1.1", "SITE B")
    assert "twice with different content" in conflict.text
    assert store.read_conflict(conflict.id) == other
    again = store.put(other)
    assert (again.new, again.conflict) == (False, True)
    assert len(store.conflicts()) == 1
    assert store.stored()["1.9.1"].conflicts == 1


def test_an_image_of_another_patient_under_one_study_uid_never_joins_the_study(store: Store) -> None:
    store.put(make_object("1.9.1.1"))
    stranger = make_object("1.9.1.2", name="DUPONT^Jean", PatientID="77", PatientBirthDate="19700707", PatientSex="M")
    put = store.put(stranger)
    assert (put.new, put.conflict) == (False, True)
    assert store.sop_uids("1.9.1") == {"1.9.1.1"}
    assert store.known_uids("1.9.1") == {"1.9.1.1", "1.9.1.2"}
    assert store.study("1.9.1").images == 1  # type: ignore[union-attr]
    (conflict,) = store.conflicts("1.9.1")
    assert (conflict.kind, conflict.patient.name) == ("patient", "DUPONT^Jean")
    with pytest.raises(NotReadable):
        store.read("1.9.1.2")
    assert store.read_conflict(conflict.id) == stranger


def test_records_of_one_study_that_differ_harmlessly_are_one_study(store: Store) -> None:
    store.put(make_object("1.9.1.1", StudyDescription=""))
    store.put(
        make_object("1.9.1.2", series="1.9.1.9", name="MARTIN^Eleonore", StudyDescription="TDM THORAX", Modality="SR", SeriesNumber=1)
    )
    store.put(make_object("1.9.1.3", series="1.9.1.9", StudyDescription="OTHER", Modality="SR", SeriesNumber=1))
    (study,) = store.studies()
    assert (study.patient.name, study.description, study.images) == ("MARTIN^Éléonore", "TDM THORAX", 3)
    assert study.modalities == ("CT", "SR")
    assert [(s.series_instance_uid, s.images) for s in study.series] == [("1.9.1.9", 2), ("1.9.1.0", 1)]
    assert not store.conflicts()


def test_the_list_is_newest_first_and_follows_changes(store: Store) -> None:
    for number, date in enumerate(("20240101", "20261101", "20250101")):
        store.put(make_object(f"1.9.{number}.1", study=f"1.9.{number}", StudyDate=date))
    assert [s.date for s in store.studies()] == ["20261101", "20250101", "20240101"]
    store.put(make_object("1.9.0.2", study="1.9.0", StudyDate="20240101"))
    assert [s.images for s in store.studies()] == [1, 1, 2]
    store.purge(["1.9.1"])
    assert [s.study_instance_uid for s in store.studies()] == ["1.9.2", "1.9.0"]


def test_a_stream_is_told_in_its_own_order_and_a_bad_file_costs_one_put(store: Store) -> None:
    told: list[str] = []
    files = [make_object("1.9.1.1"), b"not DICOM at all", make_object("1.9.1.2"), b"", make_object("1.9.1.1")]
    puts = store.put_many(files, source="A", committed=lambda some: told.extend(p.sop_uid for p in some))
    assert [(p.sop_uid, p.new) for p in puts] == [("1.9.1.1", True), ("", False), ("1.9.1.2", True), ("", False), ("1.9.1.1", False)]
    assert told == [p.sop_uid for p in puts]
    assert puts[1].error
    assert puts[3].error


def test_a_stream_that_breaks_off_keeps_what_came(store: Store) -> None:
    def stream() -> Iterator[bytes]:
        yield make_object("1.9.1.1")
        yield make_object("1.9.1.2")
        raise ConnectionResetError("the line dropped")

    with pytest.raises(ConnectionResetError):
        store.put_many(stream())
    assert store.sop_uids("1.9.1") == {"1.9.1.1", "1.9.1.2"}


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 132, b"\0" * 128 + b"DICM"])
def test_what_is_no_image_is_refused_in_words(store: Store, content: bytes) -> None:
    with pytest.raises(NotReadable):
        store.put(content)
    assert store.usage().images == 0
    assert not object_files(store.folder)


def test_a_media_directory_is_refused(store: Store) -> None:
    with pytest.raises(NotReadable, match="DICOMDIR"):
        store.put(make_object(SOPClassUID="1.2.840.10008.1.3.10"))


@pytest.mark.parametrize("how", ["damaged", "missing", "truncated"])
def test_a_damaged_file_is_said_marked_and_healed_by_the_next_put(store: Store, folder: Path, how: str) -> None:
    store.put_many([make_object("1.9.1.1"), make_object("1.9.1.2")])
    header = store.headers("1.9.1")[0]
    place = store._find(header.sop_instance_uid)[0]
    path = store._objects.path(place)
    match how:
        case "damaged":
            damage(path)
        case "missing":
            path.unlink()
        case _:
            path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UndecodableImage, match=r"damaged\. Fetch the exam again"):
        store.read("1.9.1.1")
    assert not store.has("1.9.1.1")
    assert store.sop_uids("1.9.1") == {"1.9.1.2"}
    marked, whole = store.headers("1.9.1")
    assert [m.code for m in marked.marks][-1] == "damaged"
    assert "damaged" not in [m.code for m in whole.marks]
    assert store.stored()["1.9.1"].damaged == 1
    put = store.put(make_object("1.9.1.1"))
    assert (put.new, put.conflict) == (False, False)
    assert store.read("1.9.1.1") == make_object("1.9.1.1")
    assert store.has("1.9.1.1")
    assert "damaged" not in [m.code for h in store.headers("1.9.1") for m in h.marks]
    assert len(object_files(folder)) == 2
    assert not store.verify().faults


def test_a_stranger_never_heals_a_damaged_image(store: Store) -> None:
    store.put(make_object())
    damage(object_files(store.folder)[0])
    put = store.put(make_object(name="DUPONT^Jean", PatientID="77", PatientBirthDate="19700707", PatientSex="M"))
    assert put.conflict
    with pytest.raises(UndecodableImage):
        store.read("1.9.1.1")


def test_real_files_of_many_kinds(store: Store, shared_data: Path) -> None:
    files = sorted(p for p in (shared_data / "pydicom-data").rglob("*") if p.is_file())
    contents = [p.read_bytes() for p in files if p.stat().st_size < 3_000_000]
    puts = store.put_many(contents)
    taken = [(p, c) for p, c in zip(puts, contents, strict=True) if p.new]
    assert len(taken) > 30
    for put, content in taken:
        assert store.read(put.sop_uid) == content
    usage = store.usage()
    assert usage.images == len(taken) == sum(len(store.headers(s.study_instance_uid)) for s in store.studies())
    assert usage.bytes == sum(len(c) for p, c in zip(puts, contents, strict=True) if p.new) + sum(
        len(store.read_conflict(c.id)) for c in store.conflicts()
    )


def test_an_image_deleted_between_the_look_and_the_commit_is_taken_after_all(store: Store) -> None:
    store.put(make_object("1.9.1.1"))
    seen, new = (store._judge(parse(make_object(uid))) for uid in ("1.9.1.1", "1.9.1.2"))
    store._write(new, at_once=True)
    store.purge(["1.9.1"])
    taken = store._commit([seen, new], "")
    assert [t.put.new for t in taken] == [True, True]
    assert store.read("1.9.1.1") == make_object("1.9.1.1")
    assert store.sop_uids("1.9.1") == {"1.9.1.1", "1.9.1.2"}


def test_marks_are_told_in_the_language_of_the_reader_not_of_the_receiver(store: Store) -> None:
    language.set_language("en")
    store.put(make_object(BurnedInAnnotation="YES"))
    language.set_language("fr")
    (header,) = store.headers("1.9.1")
    assert [m.text for m in header.marks if m.code == "burned_in"] == ["Du texte est incrusté dans les pixels."]
    language.set_language("en")
    (header,) = store.headers("1.9.1")
    assert [m.text for m in header.marks if m.code == "burned_in"] == ["Text is burned into the pixels."]
