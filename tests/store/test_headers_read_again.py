"""A header that another program read is read again from its file: an update may read more in it, or read it better."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.conftest import make_object
from workstation import __version__
from workstation.store import KeyFileOpener, Store
from workstation.store.part import encode


@pytest.fixture
def read_otherwise(folder: Path) -> Path:
    """A store of three images that an earlier program took for coronary angiograms, in an index of before headers told who read them."""
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(make_object(f"1.9.1.{n + 1}") for n in range(3))
        headers = store.headers("1.9.1")
        with store._index.writing() as db:
            for header in headers:
                wrong = encode(replace(header, modality="XA", suv_factor=2.0))
                db.execute("UPDATE image SET header = ? WHERE uid = ?", (wrong, header.sop_instance_uid))
            db.execute("ALTER TABLE image DROP COLUMN read_by")
            db.execute("PRAGMA user_version = 2")
    return folder


def by(store: Store) -> list[str]:
    with store._index.reading() as db:
        return [one for (one,) in db.execute("SELECT read_by FROM image ORDER BY id")]


def test_what_another_program_read_is_read_again_once(read_otherwise: Path) -> None:
    for _ in range(2):
        with Store.open(read_otherwise, KeyFileOpener(read_otherwise)) as store:
            assert {(h.modality, h.suv_factor) for h in store.headers("1.9.1")} == {("CT", None)}
            assert by(store) == [__version__] * 3
    with Store.open(read_otherwise, KeyFileOpener(read_otherwise)) as store:
        wrong = encode(replace(store.headers("1.9.1")[1], rows=1))
        with store._index.writing() as db:
            db.execute("UPDATE image SET header = ?, read_by = '0.0.9' WHERE uid = '1.9.1.2'", (wrong,))
        assert {h.rows for h in store.headers("1.9.1")} == {16}


def test_one_whose_file_is_damaged_is_shown_as_it_was_known_and_marked(read_otherwise: Path) -> None:
    with Store.open(read_otherwise, KeyFileOpener(read_otherwise)) as store:
        name, _ = store._find("1.9.1.2")
        (path,) = [p for n, p in store._objects.names() if n == name]
        path.write_bytes(path.read_bytes()[:-9])
        store.headers("1.9.1")
        assert by(store) == [__version__, "", __version__]
        assert [any(m.code == "damaged" for m in h.marks) for h in store.headers("1.9.1")] == [False, True, False]
