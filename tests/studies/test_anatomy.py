"""Regions, side and family of exams from French and English names: several hundred names of a radiology department."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workstation.studies import anatomy, vocabulary
from workstation.studies.model import Patient, Series, Study

NAMES = Path(__file__).parent / "exam_names.csv"
ROWS = list(csv.DictReader(line for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")))


def exam(description: str, modality: str = "CT", body_part: str = "", laterality: str = "", series: tuple[Series, ...] = ()) -> Study:
    return Study(
        "1", Patient("A^B"), description=description, modalities=(modality,), body_part=body_part, laterality=laterality, series=series
    )


def test_the_list_of_names_is_long() -> None:
    assert len(ROWS) > 500


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['modality']} {r['description']}")
def test_name_of_exam(row: dict[str, str]) -> None:
    found = anatomy.anatomy_of(exam(row["description"], row["modality"]))
    words = row["regions"].split()
    needed, allowed = {w for w in words if not w.endswith("?")}, {w.rstrip("?") for w in words}
    assert needed <= set(found.regions) <= allowed
    assert found.laterality == row["laterality"]


def test_the_words_win_over_the_code() -> None:
    assert anatomy.anatomy_of(exam("TDM MASSIF FACIAL", body_part="HEAD")).regions == ("face",)


def test_the_code_is_used_where_the_words_say_nothing() -> None:
    found = anatomy.anatomy_of(exam("SCANNER SANS INJECTION", body_part="LSPINE"))
    assert (found.regions, found.told_by) == (("lumbar_spine",), "body part")


def test_a_snomed_code_and_a_body_part_in_french_are_understood() -> None:
    assert anatomy.anatomy_of(exam("", body_part="69748006")).regions == ("thyroid",)
    assert anatomy.anatomy_of(exam("", body_part="GENOU GAUCHE", modality="DX")).regions == ("knee",)


def test_pelvis_is_bones_on_a_film() -> None:
    assert anatomy.anatomy_of(exam("", "DX", "PELVIS")).regions == ("pelvic_bones",)
    assert anatomy.anatomy_of(exam("", "MR", "PELVIS")).regions == ("pelvis",)


def test_side_of_the_series_where_neither_words_nor_exam_tell() -> None:
    sides = tuple(Series(str(n), "MG", laterality=side) for n, side in enumerate("RL"))
    assert anatomy.anatomy_of(exam("MAMMOGRAPHIE", "MG", series=sides)).laterality == "B"
    assert anatomy.anatomy_of(exam("MAMMOGRAPHIE", "MG", series=sides[:1])).laterality == "R"


def test_a_letter_is_no_side_where_there_is_only_one_of_it() -> None:
    assert anatomy.anatomy_of(exam("RX THORAX D", "CR")).laterality == ""


@pytest.mark.parametrize(
    ("modality", "description", "family"),
    [
        ("CT", "TEP-TDM CORPS ENTIER", "PT"),
        ("CR", "MAMMOGRAPHIE", "MG"),
        ("OT", "IRM DU GENOU", "MR"),
        ("", "ECHO ABDOMINALE", "US"),
        ("DX", "OSTEODENSITOMETRIE", "DXA"),
        ("CT", "SCANNER DU PETIT BASSIN", "CT"),
        ("CR", "RX THORAX", "film"),
    ],
)
def test_family(modality: str, description: str, family: str) -> None:
    assert anatomy.family_of(modality, description) == family


@pytest.mark.parametrize(
    ("a", "b", "family", "level"),
    [
        ("liver", "abdomen", "", "same"),
        ("liver", "pelvis", "MR", "weak"),
        ("liver", "prostate", "MR", "none"),
        ("uterus", "bladder", "US", "weak"),
        ("lumbar_spine", "cervical_spine", "MR", "none"),
        ("brain", "knee", "", "none"),
        ("ear", "brain", "CT", "weak"),
        ("ear", "brain", "MR", "related"),
        ("breast", "chest", "", "none"),
        ("sinus", "face", "CT", "same"),
    ],
)
def test_relation(a: str, b: str, family: str, level: str) -> None:
    assert anatomy.relation(a, b, family) == level
    assert anatomy.relation(b, a, family) == level


def test_every_relation_is_symmetric_and_own_is_same() -> None:
    names = [n for n, entry in vocabulary.shipped().regions.items() if not entry.covers]
    for family in ("", "CT", "MR", "US", "film"):
        for a in names:
            assert anatomy.relation(a, a, family) == "same"
            for b in names:
                found = anatomy._relation(vocabulary.shipped(), a, b, family)
                assert found == anatomy._relation(vocabulary.shipped(), b, a, family), (a, b, family)
