"""Presentation states among the stored objects: found by the index, whichever study they lie in, and nobody else's."""

from __future__ import annotations

from pathlib import Path

from tests.imaging import states as made
from tests.store.conftest import make_object
from workstation.imaging import header
from workstation.store import KeyFileOpener, Store
from workstation.store.rebuild import rebuild
from workstation.store.source import ImageSource

STUDY, LATER = "1.9.1", "1.9.2"
PERSON = {
    "PatientName": "MARTIN^Éléonore",
    "PatientID": "IPP-4711",
    "IssuerOfPatientID": "RANGUEIL",
    "PatientBirthDate": "19500101",
    "PatientSex": "F",
}
ELSEWHERE = {"StudyInstanceUID": LATER, "SeriesInstanceUID": f"{LATER}.1"}
STRANGER = {
    "PatientName": "DURAND^Paul",
    "PatientID": "9",
    "IssuerOfPatientID": "PURPAN",
    "PatientBirthDate": "19400101",
    "PatientSex": "M",
}


def images(store: Store) -> list[header.ImageHeader]:
    for n in range(1, 4):
        store.put(make_object(f"1.9.1.{n}"))
    return list(store.headers(STUDY))


def labels(source: ImageSource) -> list[str]:
    return [s.label for s in source.presentation_states(STUDY)]


def test_a_state_is_found_for_its_images_in_its_own_study_and_in_a_later_one(store: Store) -> None:
    headers = images(store)
    assert labels(store) == []
    store.put(made.state(headers[:1], "OWN", PresentationCreationDate="20260101", **PERSON))
    store.put(made.state(headers[1:2], "LATER", PresentationCreationDate="20260201", **PERSON, **ELSEWHERE))
    assert labels(store) == ["OWN", "LATER"]
    assert [s.shows(headers[1]) for s in store.presentation_states(STUDY)] == [False, True]
    assert [s.label for s in store.presentation_states(LATER)] == ["LATER"]
    assert store.presentation_states("1.2.3") == ()
    assert len(store.headers(STUDY)) == 4  # a state counts as an object, so that nothing looks missing


def test_a_state_in_another_persons_study_is_none_of_this_patients(store: Store) -> None:
    headers = images(store)
    store.put(made.state(headers[:1], "NOT HERS", **STRANGER, **ELSEWHERE))
    assert labels(store) == []
    assert [s.label for s in store.presentation_states(LATER)] == ["NOT HERS"]


def test_it_goes_with_its_study_and_comes_again(store: Store) -> None:
    headers = images(store)
    late = made.state(headers[:1], "LATER", **PERSON, **ELSEWHERE)
    store.put(late)
    store.purge([LATER])
    assert labels(store) == []
    with store._index.reading() as db:
        assert db.execute("SELECT count(*) FROM state_of").fetchone() == (0,)
    store.put(late)
    assert labels(store) == ["LATER"]


def test_a_state_that_comes_before_its_images_is_found_with_them(store: Store, folder: Path) -> None:
    headers = [header.read(make_object("1.9.1.1"))]
    store.put(made.state(headers, "EARLY", **PERSON, **ELSEWHERE))
    images(store)
    assert labels(store) == ["EARLY"]


def test_an_index_of_before_knows_the_states_it_has(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        headers = images(store)
        store.put(made.state(headers[:1], "OWN", **PERSON))
        store.put(made.state(headers[:1], "LATER", **PERSON, **ELSEWHERE))
        with store._index.writing() as db:  # as the first version of the index was
            db.execute("DROP TABLE state_of")
            db.execute("ALTER TABLE image DROP COLUMN read_by")
            db.execute("PRAGMA user_version = 1")
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert sorted(labels(store)) == ["LATER", "OWN"]
        with store._index.reading() as db:
            assert db.execute("SELECT count(*) FROM state_of WHERE series_uid = ''").fetchone() == (0,)


def test_a_new_index_knows_them_too(folder: Path) -> None:
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put(made.state(images(store)[:1], "LATER", **PERSON, **ELSEWHERE))
    rebuild(folder, KeyFileOpener(folder))
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert labels(store) == ["LATER"]


def test_a_damaged_state_says_so_and_hides_no_other(store: Store, folder: Path) -> None:
    headers = images(store)
    damaged = store.put(made.state(headers[:1], "LOST", **PERSON))
    store.put(made.state(headers[:1], "KEPT", **PERSON))
    name, _ = store._find(damaged.sop_uid)
    (path,) = [p for n, p in store._objects.names() if n == name]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    first, second = store.presentation_states(STUDY)
    assert {first.label, second.label} == {"", "KEPT"}
    lost = first if first.refusal else second
    assert "cannot be read" in lost.refusal
    assert lost.sop_instance_uid == damaged.sop_uid
