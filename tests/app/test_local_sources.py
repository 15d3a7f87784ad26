"""Where an exam comes from that is in the store and was also opened from files."""

from __future__ import annotations

from pathlib import Path

from tests.reading.made import ROOT, series
from workstation.app.local_sources import LocalSources
from workstation.store import KeyFileOpener, Store

STUDY, ONLY_FILES = ROOT + "1", ROOT + "2"


def test_files_are_read_where_they_lie_and_an_exam_of_the_list_from_the_store(tmp_path: Path) -> None:
    whole, medium = series(STUDY, 5), tmp_path / "medium"
    medium.mkdir()
    for n, one in enumerate([whole[0], *series(ONLY_FILES, 2)]):
        (medium / str(n)).write_bytes(one)
    with Store.open(tmp_path / "store", KeyFileOpener(tmp_path / "store")) as store:
        store.put_many(whole)
        sources = LocalSources(store)
        assert set(sources.open([medium])) == {STUDY, ONLY_FILES}
        assert len(sources.source_for(STUDY).headers(STUDY)) == 1
        sources.prefer_store()
        assert len(sources.source_for(STUDY).headers(STUDY)) == 5
        assert len(sources.source_for(ONLY_FILES).headers(ONLY_FILES)) == 2


def test_another_person_under_the_uid_of_an_exam_that_is_here_is_an_exam_apart(tmp_path: Path) -> None:
    """What was measured on an exam is kept by its UID and would be drawn over the other person's images."""
    folders = {}
    for name in ("MARTIN^ELEONORE", "BENALI^KARIMA", "DURAND^PAUL"):
        folders[name] = tmp_path / name
        folders[name].mkdir()
        for n, one in enumerate(series(STUDY, 2, patient=(name, name[:2], f"19{len(name)}0101"))):
            (folders[name] / str(n)).write_bytes(one)
    with Store.open(tmp_path / "store", KeyFileOpener(tmp_path / "store")) as store:
        store.put_many([path.read_bytes() for path in folders["MARTIN^ELEONORE"].iterdir()])
        sources = LocalSources(store)
        opened = {name: sources.open([folder]) for name, folder in folders.items()}
        assert opened["MARTIN^ELEONORE"] == [STUDY]
        assert len({uid for uids in opened.values() for uid in uids}) == 3
        assert sources.open([folders["BENALI^KARIMA"]]) == opened["BENALI^KARIMA"], "the same each time"
        for name, (uid,) in opened.items():
            told = sources.source_for(uid).study(uid)
            assert told is not None
            assert told.patient.name == name
            assert len(sources.source_for(uid).headers(uid)) == 2
