"""The region as an archive sees it: same bytes each time, a catalogue that agrees with the files, identities, days, errors in words."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from workstation import phantoms
from workstation.errors import SettingsInvalid
from workstation.phantoms import exams, plan
from workstation.studies.identity import compare
from workstation.studies.read import study_of

from .conftest import LIGHT, TODAY, made


def test_the_same_day_gives_the_same_bytes() -> None:
    first, second = made("serres-thyroide", "pons-cheville"), made("serres-thyroide", "pons-cheville")
    assert first == second
    assert len(first) == 6


def test_another_day_gives_another_exam() -> None:
    today, tomorrow = (phantoms.catalogue(day)[0] for day in (TODAY, date(2026, 11, 25)))
    assert today.study_instance_uid != tomorrow.study_instance_uid
    assert (today.date, tomorrow.date) == ("20261124", "20261125")


def test_the_catalogue_says_what_the_files_say(light: list[Dataset]) -> None:
    told = {study.study_instance_uid: study for study in phantoms.catalogue(TODAY, only=LIGHT)}
    assert set(told) == {str(ds.StudyInstanceUID) for ds in light}
    counted = Counter(str(ds.SeriesInstanceUID) for ds in light)
    for study in told.values():
        assert {s.series_instance_uid: s.images for s in study.series} == {
            s.series_instance_uid: counted[s.series_instance_uid] for s in study.series
        }
        assert study.images == sum(s.images for s in study.series) > 0
    for ds in light:
        read, known = study_of(ds), told[str(ds.StudyInstanceUID)]
        assert read.patient == known.patient
        series = next(s for s in known.series if s.series_instance_uid == ds.SeriesInstanceUID)
        assert read.series == (replace(series, images=0),)
        for name in ("date", "time", "description", "accession_number", "institution", "referring_physician", "reason"):
            assert getattr(read, name) == getattr(known, name), name


def test_the_list_is_long_enough_and_has_priors_of_several_sites() -> None:
    studies = phantoms.catalogue(TODAY)
    assert sum(study.date == "20261124" for study in studies) >= 15
    sites: dict[str, set[str]] = defaultdict(set)
    for study in studies:
        if study.patient.ins:
            sites[study.patient.ins].add(study.patient.ids[0].issuer)
    assert sum(len(issuers) > 1 for issuers in sites.values()) >= 7
    assert len({study.study_instance_uid for study in studies}) == len(studies)


def test_identity_is_certain_probable_or_refused_as_planned() -> None:
    studies = {exam.key: study for exam, study in zip(plan.exams(TODAY), phantoms.catalogue(TODAY), strict=True)}

    def verdict(a: str, b: str) -> str:
        return compare(studies[a].patient, studies[b].patient)[0]

    assert verdict("rouquette-thorax", "rouquette-thorax-2025") == "certain"  # other PatientIDs, same INS
    assert verdict("martin-crane", "martin-crane-2021") == "probable"  # usage name, no INS
    assert verdict("vidal-thorax", "vidal-namesake-thorax") == "refused"  # same name and same PatientID, another birth date


def test_dates_lie_as_far_back_as_the_plan_says() -> None:
    days = {exam.key: exam.day for exam in plan.exams(TODAY)}
    assert days["rouquette-thorax-2025"] == date(2025, 9, 24)
    assert days["marty-thorax-hier"] == date(2026, 11, 22)
    assert plan.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)


def test_the_schedule_has_today_and_tomorrow() -> None:
    items = phantoms.schedule(TODAY)
    assert {item.date for item in items} == {"20261124", "20261125"}
    assert all(item.patient.ids[0].issuer and item.modality and item.station and item.description for item in items)
    assert len({item.accession_number for item in items}) == len(items)


def test_progress_reaches_the_end() -> None:
    steps: list[tuple[int, int]] = []
    phantoms.make_region(
        lambda encoded: None, today=TODAY, only=["serres-thyroide"], progress=lambda done, total: steps.append((done, total))
    )
    assert steps[-1] == (4, 4)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_a_sink_that_fails_stops_the_work() -> None:
    def full(encoded: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        phantoms.make_region(full, today=TODAY, only=["serres-thyroide"])


def test_an_unknown_exam_is_named() -> None:
    with pytest.raises(KeyError, match="nobody"):
        phantoms.catalogue(TODAY, only=["nobody"])


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sites.toml", "[sites", "sites.toml cannot be read"),
        ("sites.toml", '[sites.a]\nname = "A"\n', "sites.a.issuer"),
        ("exams.toml", '[exams.e]\npatient = "nobody"\nsite = "a"\nphantom = "x"\ndescription = ""\n', "exams.e"),
        ("patients.toml", "", "patients"),
    ],
)
def test_an_error_in_the_plan_names_file_and_key(tmp_path: Path, file: str, text: str, said: str) -> None:
    for path in plan.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(SettingsInvalid, match=said):
        plan.exams(TODAY, tmp_path)


def test_every_exam_has_a_phantom() -> None:
    assert {exam.plan.phantom for exam in plan.exams(TODAY)} == set(exams.PHANTOMS)


def test_the_catalogue_makes_no_pixels() -> None:
    started = time.process_time()
    assert phantoms.catalogue(TODAY)
    assert time.process_time() - started < 2.0


def test_light_exams_take_seconds_of_work() -> None:
    started = time.process_time()
    made("delmas-mammo-2024", "garrigues-thorax-2024")
    assert time.process_time() - started < 20.0
