"""Files, folders, DICOMDIR and ZIP as a source of exams, and what is said of what cannot be used."""

from __future__ import annotations

import json
import mmap
import os
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from tests.imaging.making import file, image, item, slice_at
from workstation.cli import main
from workstation.errors import NotReadable
from workstation.imaging import decode
from workstation.imaging.header import encode
from workstation.media import LocalFiles, report, report_text, walk
from workstation.store.source import ImageSource

PIXELS = np.arange(24, dtype=np.int16).reshape(4, 6)


def series(folder: Path, count: int = 5, **elements: object) -> list[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for k in range(count):
        encoded = encode(slice_at((0, 0, float(k)), number=k + 1, **elements))
        (folder / f"IM{k + 1}").write_bytes(encoded)
        written.append(encoded)
    return written


def dicomdir(folder: Path, names: list[list[str]]) -> Path:
    ds = image(sop_class="1.2.840.10008.1.3.10")
    ds.DirectoryRecordSequence = Sequence([item(DirectoryRecordType="IMAGE", RecordInUseFlag=0xFFFF, ReferencedFileID=n) for n in names])
    path = folder / "DICOMDIR"
    path.write_bytes(encode(ds))
    return path


def test_a_folder_is_an_image_source(tmp_path: Path) -> None:
    written = series(tmp_path / "ct")
    source: ImageSource = LocalFiles([tmp_path])
    (study,) = source.studies()
    assert (study.images, study.patient.patient_id, study.modalities) == (5, "P1", ("CT",))
    headers = source.headers(study.study_instance_uid)
    assert [h.instance_number for h in headers] == [1, 2, 3, 4, 5]
    buffer = bytearray(10)
    for h, encoded in zip(headers, written, strict=True):
        assert source.read(h.sop_instance_uid) == encoded
        view = source.read_into(h.sop_instance_uid, buffer)
        assert bytes(view) == encoded
        view.release()
    assert source.study("1.2.3") is None
    with pytest.raises(NotReadable, match="not among these files"):
        source.read("1.2.3")


def test_only_what_is_asked_of_very_large_files_is_read_and_images_to_be_shown_are_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is mapped ends the program where its medium is pulled out: nothing that a window shows may be."""
    (encoded,) = series(tmp_path, 1)
    monkeypatch.setattr("workstation.imaging.header.MAPPED_FROM", 0)
    source = LocalFiles([tmp_path])
    (study,) = source.studies()
    (header,) = source.headers(study.study_instance_uid)
    mapped = source.encoded(header.sop_instance_uid)
    assert isinstance(mapped, memoryview)
    assert isinstance(mapped.obj, mmap.mmap)
    monkeypatch.delattr("workstation.imaging.header.mmap")  # nothing can be mapped any more
    assert source.read(header.sop_instance_uid) == encoded
    assert bytes(source.read_into(header.sop_instance_uid, bytearray())) == encoded


def test_a_file_that_vanished_says_so(tmp_path: Path) -> None:
    series(tmp_path)
    source = LocalFiles([tmp_path])
    header = source.headers(source.studies()[0].study_instance_uid)[0]
    (tmp_path / "IM1").unlink()
    with pytest.raises(NotReadable, match="does not exist"):
        source.read(header.sop_instance_uid)


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_a_medium_changed_for_another_with_the_same_names_shows_no_other_patient(tmp_path: Path, syntax: str) -> None:
    ours, others = tmp_path / "medium", tmp_path / "other"
    for folder, name in ((ours, "MARTIN^Anne"), (others, "DURAND^Paul")):
        series(folder, 2, PatientName=name)
        for path in folder.iterdir():
            ds = pydicom.dcmread(path)
            ds.file_meta.TransferSyntaxUID = syntax
            ds.save_as(path)
    source = LocalFiles([ours])
    uids = [h.sop_instance_uid for h in source.headers(source.studies()[0].study_instance_uid)]
    assert [bytes(source.read_into(uid, bytearray())) for uid in uids] == [source.read(uid) for uid in uids]
    if syntax == ExplicitVRLittleEndian:
        (ours / "IM1").write_bytes(source.read(uids[0])[:-4])
        assert source.read(uids[0]), "pixels that are cut off are told of where they are decoded"
    for path in ours.iterdir():
        path.write_bytes((others / path.name).read_bytes())
    for uid in uids:
        for read in (source.read, source.encoded, lambda uid: source.read_into(uid, bytearray())):
            with pytest.raises(NotReadable, match="another file now"):
                read(uid)


def test_patients_that_share_one_study_uid_are_told_apart(tmp_path: Path) -> None:
    series(tmp_path / "a")
    series(tmp_path / "b", PatientID="P2", PatientName="DURAND^Paul", PatientBirthDate="19500101")
    source = LocalFiles([tmp_path])
    assert sorted(s.patient.patient_id for s in source.studies()) == ["P1", "P2"]
    assert all(len(source.headers(s.study_instance_uid)) == 5 for s in source.studies())
    assert all(h.study_instance_uid == s.study_instance_uid for s in source.studies() for h in source.headers(s.study_instance_uid))
    assert any("share one exam identity" in text for _, text in source.problems)
    assert source.marks() == (), "no file is lost by it"


def test_bad_files_among_good_ones_cost_themselves_only(tmp_path: Path) -> None:
    series(tmp_path)
    (tmp_path / "empty.dcm").write_bytes(b"")
    (tmp_path / "letter.dcm").write_text("this is a letter\n" * 20)
    for name in ("readme.txt", "viewer.ttf", "Viewer.class", "viewer.properties"):
        (tmp_path / name).write_text("a viewer lies beside")
    source = LocalFiles([tmp_path])
    assert source.studies()[0].images == 5
    assert sorted((Path(p).name, t) for p, t in source.problems) == [
        ("empty.dcm", "The file is empty."),
        ("letter.dcm", "This is not a DICOM file."),
    ]
    assert source.beside == 4


def test_a_dicomdir_names_what_is_missing_and_may_not_lead_outside(tmp_path: Path) -> None:
    series(tmp_path / "cd/ct")
    (tmp_path / "secret").write_bytes(file(PIXELS))
    path = dicomdir(tmp_path / "cd", [*(["CT", f"IM{k}"] for k in range(1, 8)), ["..", "SECRET"]])
    for given in (path, tmp_path / "cd"):
        source = LocalFiles([given])
        assert source.studies()[0].images == 5
        said = sorted(text for _, text in source.problems)
        assert [("CT/IM6" in t or "CT/IM7" in t) and "missing" in t for t in said] == [False, True, True]
        assert "outside of its folder" in said[0]


def test_a_link_out_of_the_medium_is_not_followed_from_a_dicomdir(tmp_path: Path) -> None:
    (tmp_path / "cd").mkdir()
    (tmp_path / "secret").write_bytes(file(PIXELS))
    os.symlink(tmp_path / "secret", tmp_path / "cd/IM1")
    source = LocalFiles([dicomdir(tmp_path / "cd", [["IM1"]])])
    assert source.studies() == []
    assert "outside of its folder" in source.problems[0][1]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_is_read_without_unpacking(tmp_path: Path) -> None:
    members = {f"exam/IM{k}": encode(slice_at((0, 0, float(k)), number=k)) for k in range(1, 4)}
    source = LocalFiles([zipped(tmp_path / "exam.zip", {**members, "../evil": file(PIXELS), "exam/readme.txt": b"hello"})])
    (study,) = source.studies()
    assert study.images == 3
    assert source.read(source.headers(study.study_instance_uid)[1].sop_instance_uid) == members["exam/IM2"]
    assert ["outside of the ZIP" in text for _, text in source.problems] == [True]
    assert source.beside == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["exam.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_a_zip_may_have_one_name(tmp_path: Path) -> None:
    """Two series of IM1, IM2, ... packed without their folders."""
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as archive:
        for value in (3, 7):
            archive.writestr("IM1", file(PIXELS + value))
    source = LocalFiles([tmp_path / "flat.zip"])
    headers = [h for study in source.studies() for h in source.headers(study.study_instance_uid)]
    assert sorted(int(decode.frame(source.read(h.sop_instance_uid), h)[0, 0]) for h in headers) == [3 + PIXELS[0, 0], 7 + PIXELS[0, 0]]


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workstation.media.files.ZIP_SUSPECT", 1 << 24)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open("IM1", "w", force_zip64=True) as member:
        for _ in range(20):
            member.write(bytes(1 << 20))
    source = LocalFiles([bomb])
    assert source.studies() == []
    assert "refused" in source.problems[0][1]


def test_a_damaged_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    assert ["damaged ZIP" in found.problem for found in walk([tmp_path])] == [True]


def test_two_images_with_one_identity_are_told(tmp_path: Path) -> None:
    first = image(PIXELS)
    (tmp_path / "a").write_bytes(encode(first))
    (tmp_path / "b").write_bytes(encode(first))
    first.PixelData = (PIXELS + 1).tobytes()
    (tmp_path / "c").write_bytes(encode(first))
    source = LocalFiles([tmp_path])
    assert source.studies()[0].images == 1
    assert [(Path(p).name, "same identity" in t) for p, t in source.problems] == [("c", True)]


def test_images_without_identity_are_never_one_patient(tmp_path: Path) -> None:
    for n in range(2):
        bare = file(PIXELS + n, PatientID=None, PatientName=None, StudyInstanceUID=None, SeriesInstanceUID=None, SOPInstanceUID=None)
        (tmp_path / f"{n}.dcm").write_bytes(bare)
    assert len(report(LocalFiles([tmp_path]))["patients"]) == 2


def test_the_report_says_what_is_there(tmp_path: Path) -> None:
    series(tmp_path, SeriesDescription="Thorax", SeriesNumber=3, WindowCenter=40, WindowWidth=400)
    told = report(LocalFiles([tmp_path]))
    json.dumps(told)
    (patient,) = told["patients"]
    (shown,) = patient["studies"][0]["series"][0]["display_sets"]
    assert patient["patient_id"] == "P1"
    assert shown["geometry"]["dimensions"] == [6, 4, 5]
    assert shown["geometry"]["letters"] == {"right": "L", "down": "P", "towards_last": "H"}
    assert shown["geometry"]["regular"] is True
    text = report_text(told)
    assert "MARTIN Éléonore" in text
    assert "Thorax" in text


def test_reports_beside_images_are_not_counted_as_images(tmp_path: Path) -> None:
    report_of_it = image(modality="SR", sop_class="1.2.840.10008.5.1.4.1.1.88.33", SeriesInstanceUID="1.9")
    for number, encoded in enumerate([file(PIXELS), encode(report_of_it)]):
        (tmp_path / str(number)).write_bytes(encoded)
    told = report(LocalFiles([tmp_path]))
    assert told["images"] == 2  # objects, as archives count them
    assert report_text(told).startswith("1 patient, 1 exam, 1 image\n")


def test_the_report_finds_pictures_that_cannot_be_decoded(tmp_path: Path) -> None:
    encoded = file(
        PIXELS, syntax="1.2.840.10008.1.2.4.80", codestreams=[b"\xff\xd8\xff\xf7\0\x0b\x10\0\4\0\6\1\1\x11\0" + bytes(40) + b"\xff\xd9"]
    )
    (tmp_path / "a.dcm").write_bytes(encoded)
    told = json.dumps(report(LocalFiles([tmp_path])))
    assert '"undecodable"' in told


# -- garonne describe -------------------------------------------------------------------------------------------------


def describe(*arguments: object) -> int:
    return main(["describe", *map(str, arguments)])


def test_describe_tells_patients_apart(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    series(tmp_path / "a")
    series(tmp_path / "b", PatientID="P2", PatientName="DURAND^Paul", StudyInstanceUID="1.2.3", SeriesInstanceUID="1.2.3.1")
    assert describe(tmp_path, "--json") == 0
    assert {p["patient_id"] for p in json.loads(capsys.readouterr().out)["patients"]} == {"P1", "P2"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.dcm", b"", "is empty"),
        ("letter.txt", b"dear colleague " * 40, "not a DICOM file"),
        ("magic", b"\0" * 128 + b"DICM" + b"\1" * 900, "DICOM"),
    ],
)
def test_describe_of_a_bad_file_is_one_line(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert describe(tmp_path / name) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_describe_of_nothing(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert describe(tmp_path / "none") == 1
    assert "does not exist" in capsys.readouterr().err
    assert describe(tmp_path) == 1
    assert "holds no DICOM file" in capsys.readouterr().err


def test_describe_of_a_good_and_an_empty_path_prints_and_fails(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    series(tmp_path / "good")
    (tmp_path / "bare").mkdir()
    assert describe(tmp_path / "good", tmp_path / "bare") == 1
    out, err = capsys.readouterr()
    assert "MARTIN" in out
    assert "bare holds no DICOM file" in err


def test_describe_speaks_french(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARONNE_LANGUAGE", "fr")
    assert describe(tmp_path / "none") == 1
    assert "n'existe pas" in capsys.readouterr().err


def test_every_shared_folder_is_described(shared_data: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in sorted(p for p in shared_data.iterdir() if p.is_dir()):
        assert describe(folder, "--json") == 0
        assert json.loads(capsys.readouterr().out)["images"] > 0
