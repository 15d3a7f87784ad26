"""Names, ages, dates and intervals as they are said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.language import set_language
from workstation.studies import text
from workstation.studies.model import Patient, Study


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("MARTIN^ELEONORE", "MARTIN Eleonore"),
        ("Martin^Éléonore", "MARTIN Éléonore"),
        ("martin-durand^marie-claude", "MARTIN-DURAND Marie-Claude"),
        ("O'BRIEN^SEAN", "O'BRIEN Sean"),
        ("McKENZIE^Ross McLeod", "MCKENZIE Ross McLeod"),
        ("BENALI^KARIM^YOUSSEF^^DR", "BENALI Karim Youssef"),
        ("Yamada^Tarou=山田^太郎", "YAMADA Tarou"),
        ("=山田^太郎", "山田 太郎"),
        ("Anonymous", "Anonymous"),
        ("MARTIN^", "MARTIN"),
        ("^ELEONORE", "Eleonore"),
        ("", "Unknown patient"),
        ("^^", "Unknown patient"),
    ],
)
def test_display_name(name: str, shown: str) -> None:
    assert text.display_name(name) == shown
    assert text.display_name(Patient(name)) == shown


@pytest.mark.parametrize(
    ("born", "on", "english", "french"),
    [
        ("19590312", "20261124", "67 y", "67 ans"),
        ("19591124", "20261124", "67 y", "67 ans"),
        ("19591125", "20261124", "66 y", "66 ans"),
        ("20241101", "20261024", "23 months", "23 mois"),
        ("20241024", "20261024", "2 y", "2 ans"),
        ("20261001", "20261101", "1 month", "1 mois"),
        ("20261120", "20261124", "4 days", "4 jours"),
        ("20261124", "20261124", "0 days", "0 jour"),
        ("20270101", "20261124", "", ""),
        ("", "20261124", "", ""),
        ("19591399", "20261124", "", ""),
    ],
)
def test_age(born: str, on: str, english: str, french: str) -> None:
    assert text.age_text(born, on) == english
    set_language("fr")
    assert text.age_text(born, on) == french


@pytest.mark.parametrize(
    ("a", "b", "english", "french"),
    [
        ("20250918", "20261124", "14 months", "14 mois"),
        ("20241003", "20261124", "2 years", "2 ans"),
        ("20261121", "20261124", "3 days", "3 jours"),
        ("20261123", "20261124", "1 day", "1 jour"),
        ("20261124", "20261124", "same day", "même jour"),
        ("20261030", "20261130", "1 month", "1 mois"),
        ("20260131", "20260228", "1 month", "1 mois"),
        ("", "20261124", "", ""),
    ],
)
def test_interval(a: str, b: str, english: str, french: str) -> None:
    assert text.interval_text(a, b) == text.interval_text(b, a) == english
    set_language("fr")
    assert text.interval_text(a, b) == french


def exam(day: str) -> Study:
    return Study("1", Patient("A^B"), date=day)


def test_prior_is_called_prior_and_a_later_exam_is_not() -> None:
    assert text.prior_label(exam("20250918"), exam("20261124")) == "PRIOR, 14 months"
    assert text.prior_label(exam("20261124"), exam("20250918")) == "LATER EXAM, 14 months"
    assert text.prior_label(exam(""), exam("20261124")) == "PRIOR, date unknown"
    assert text.prior_age(exam("20250918"), exam("20261124")) == "14 months ago"
    set_language("fr")
    assert text.prior_label(exam("20250918"), exam("20261124")) == "ANTÉRIEUR, 14 mois"
    assert text.prior_age(exam("20250918"), exam("20261124")) == "il y a 14 mois"


def test_dates_are_day_month_year() -> None:
    assert text.date_text("20261124") == "24/11/2026"
    assert text.date_text("20261324") == text.date_text("") == ""
    assert text.date_and_time(Study("1", Patient("A"), date="20261124", time="074200")) == "24/11/2026 07:42"


def test_chips() -> None:
    assert text.modality_chip(("CT", "PT", "SR")) == "PT"
    assert text.modality_chip(("SR", "MR", "PR")) == "MR"
    assert text.modality_chip(("DX",)) == "XR"
    assert text.modality_chip(("KO",)) == "KO"
    assert text.modality_chip(()) == "?"
    set_language("fr")
    assert text.modality_chip("CR") == "RX"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_an_interval_never_counts_down_as_time_goes_on(a: date, b: date) -> None:
    first, last = sorted((a, b))
    assert text.months_between(first, last) >= 0
    assert text.months_between(first, last) <= (last - first).days / 27
