"""``garonne store``: what it prints, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.store.conftest import damage, make_object, object_files
from workstation.cli import main
from workstation.store import KeyFileOpener, Store

Said = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "disc"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.dcm").write_bytes(make_object("1.9.1.1"))
    (folder / "deep" / "b").write_bytes(make_object("1.9.2.1", study="1.9.2", StudyDate="20250101"))
    return folder


def said_json(said: Said) -> dict[str, object]:
    return dict(json.loads(said.readouterr().out))


def test_import_list_verify_purge(home: Path, files: Path, capsys: Said) -> None:
    assert main(["store", "import", str(files)]) == 0
    assert "2 new images in 2 exams" in capsys.readouterr().out
    assert main(["store", "list"]) == 0
    out = capsys.readouterr()
    assert "MARTIN^Éléonore" in out.out
    assert "2 exams, 2 images" in out.out
    assert "Store key beside the store" in out.err
    assert main(["store", "list", "--json"]) == 0
    listed = said_json(capsys)
    assert [s["study_uid"] for s in listed["studies"]] == ["1.9.1", "1.9.2"]  # type: ignore[attr-defined, index]
    assert main(["store", "verify"]) == 0
    assert "2 images looked at" in capsys.readouterr().out
    assert main(["store", "purge", "--study", "1.9.2", "--json"]) == 0
    assert said_json(capsys)["gone"][0]["study_uid"] == "1.9.2"  # type: ignore[index]
    assert main(["store", "purge", "--older-than", "0", "--dry-run"]) == 0
    assert "1.9.1" in capsys.readouterr().out
    assert main(["store", "purge", "--older-than", "1"]) == 0
    assert "0 exams deleted" in capsys.readouterr().out
    assert main(["store", "purge", "--older-than", "0"]) == 0
    assert "1 exam deleted" in capsys.readouterr().out


def test_each_bad_file_costs_one_line(home: Path, files: Path, capsys: Said) -> None:
    (files / "notes.txt").write_text("hello")
    (files / "empty").write_bytes(b"")
    (files / "text").write_text("hello")
    (files / "cut.dcm").write_bytes(make_object("1.9.1.3")[:140])
    status = main(["store", "import", str(files), str(files / "absent")])
    out = capsys.readouterr()
    assert status == 1
    assert "2 new images" in out.out
    lines = out.out.strip().splitlines()
    for name in ("empty", "text", "cut.dcm", "absent"):
        assert sum(name in line for line in lines) == 1
    assert out.err.startswith("garonne: 4 files not taken.")
    assert out.err.count("\n") == 1
    assert "notes.txt" not in out.out, "what media carry beside their images is no fault"
    assert "Traceback" not in out.err


def test_a_zip_is_imported(home: Path, files: Path, tmp_path: Path, capsys: Said) -> None:
    shutil.make_archive(str(tmp_path / "media"), "zip", files)
    assert main(["store", "import", str(tmp_path / "media.zip")]) == 0
    assert "2 new images in 2 exams" in capsys.readouterr().out


def test_an_import_of_nothing_fails_in_words(home: Path, tmp_path: Path, capsys: Said) -> None:
    assert main(["store", "import", str(tmp_path / "absent")]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_import_says_what_was_kept_apart(home: Path, files: Path, capsys: Said) -> None:
    (files / "z.dcm").write_bytes(make_object("1.9.1.1", ImagePositionPatient=[0, 0, 99]))
    assert main(["store", "import", str(files), "--json"]) == 0
    told = said_json(capsys)
    assert (told["new"], told["conflicts"], told["known"]) == (2, 1, 0)
    main(["store", "list"])
    assert "1 image kept apart" in capsys.readouterr().out


def test_verify_fails_where_an_image_is_damaged(home: Path, files: Path, capsys: Said) -> None:
    main(["store", "import", str(files)])
    damage(object_files(home / "store")[0])
    capsys.readouterr()
    assert main(["store", "verify", "--json"]) == 1
    told = said_json(capsys)
    assert (told["sound"], len(told["faults"])) == (False, 1)  # type: ignore[arg-type]
    main(["store", "list"])
    assert "1 image damaged" in capsys.readouterr().out


def test_a_damaged_index_and_the_way_out(home: Path, files: Path, capsys: Said) -> None:
    main(["store", "import", str(files)])
    (home / "store" / "index.db").write_bytes(b"hello")
    for ending in ("-wal", "-shm"):
        (home / "store" / f"index.db{ending}").unlink(missing_ok=True)
    capsys.readouterr()
    assert main(["store", "list"]) == 1
    err = capsys.readouterr().err
    assert "garonne store verify --rebuild" in err
    assert len(err.strip().splitlines()) == 1
    assert main(["store", "verify", "--rebuild"]) == 0
    capsys.readouterr()
    assert main(["store", "list"]) == 0
    assert "2 exams, 2 images" in capsys.readouterr().out


def test_an_open_exam_is_not_purged(home: Path, files: Path, capsys: Said) -> None:
    main(["store", "import", str(files)])
    folder = home / "store"
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.hold("1.9.1")
        capsys.readouterr()
        assert main(["store", "purge", "--study", "1.9.1"]) == 1
        assert "1.9.1 stays: open in a window" in capsys.readouterr().err
        assert store.has("1.9.1.1")


@pytest.mark.parametrize(
    "arguments", [[], ["purge"], ["import"], ["purge", "--older-than", "x"], ["purge", "--older-than", "-1"], ["nonsense"]]
)
def test_wrong_calls_end_with_2(home: Path, arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["store", *arguments])
    assert ended.value.code == 2


def test_a_store_that_cannot_be_written_is_one_line(home: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert main(["--home", str(file), "store", "list"]) == 1
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
