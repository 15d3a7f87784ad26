"""Which rows are shown, in what order, and that they keep their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from workstation.studies.model import Patient, Study, WorklistRow
from workstation.ui.worklist.arrange import Days, Query, arrange, counts, hold, with_sort
from workstation.ui.worklist.entries import Entry, of_exam, of_node
from workstation.ui.worklist.table_model import said

TODAY = date(2026, 11, 24)
DAYS = Days(TODAY)


def row(uid: str, name: str = "MARTIN^Éléonore", state: str = "to_read", time: str = "080000", **more) -> Entry:
    study = Study(uid, Patient(name, "19590312", "F"), "20261124", time, "Scanner cérébral", ("CT",), institution="Cabinet Lodève")
    return of_exam(WorklistRow(study, 2, 2, state, **more), TODAY)


def keys(entries) -> list[str]:
    return [e.key for e in entries]


def test_urgent_first_then_the_latest():
    rows = [row("1", time="070000"), row("2", time="090000"), row("3", time="060000", urgent=True)]
    assert keys(arrange(rows, Query(), DAYS)) == ["3", "2", "1"]


def test_search_finds_without_accents_and_with_every_word():
    rows = [row("1"), row("2", name="BENALI^Karim")]
    assert keys(arrange(rows, Query(words="eleo"), DAYS)) == ["1"]
    assert keys(arrange(rows, Query(words="ÉLÉO lodeve"), DAYS)) == ["1"]
    assert keys(arrange(rows, Query(words="eleo karim"), DAYS)) == []
    assert keys(arrange(rows, Query(words="24/11/2026"), DAYS)) == ["1", "2"]


def test_sections_hold_what_they_say():
    read = replace(row("4", state="read"), read_at=datetime(2026, 11, 24, 7, 0).timestamp())
    before = replace(row("5", state="read"), read_at=datetime(2026, 11, 23, 7, 0).timestamp())
    only = replace(row("6"), only_prior=True)
    planned = replace(row("7", state="scheduled"), kind="scheduled", day="20261125", images_here=0)
    rows = [row("1"), row("2", state="reading"), row("3", urgent=True), read, before, only, planned]
    found = counts(rows, DAYS)
    assert (found["todo"], found["urgent"], found["reading"], found["read_today"]) == (3, 1, 1, 1)
    assert (found["today"], found["tomorrow"], found["local"]) == (6, 1, 6)


def test_an_old_exam_is_work_only_when_it_was_just_received_or_is_urgent():
    old = replace(row("1"), day="20240101", received_at=0.0)
    now = datetime(2026, 11, 24, 7, 0).timestamp()
    rows = [old, replace(old, key="2", received_at=now), replace(old, key="3", urgent=True), replace(old, key="4", state="reading")]
    assert sorted(keys(arrange(rows, Query(), DAYS))) == ["2", "3", "4"]
    assert len(arrange(rows, Query(section="all"), DAYS)) == 4


def test_ages_of_children_keep_their_unit():
    def age(born: str) -> str:
        study = Study("1", Patient("A^B", born), "20261124", "080000", "RX")
        return of_exam(WorklistRow(study, 1, 1, "to_read"), TODAY).age

    ages = [age(born) for born in ("19590312", "20240101", "20260401", "20261112", "", "20270101")]
    assert ages == ["67", "2", "7 m", "12 d", "", ""]


def test_what_is_here_only_as_a_prior_is_not_called_to_read():
    assert said(row("1"), "state") == "To read"
    assert said(replace(row("1"), only_prior=True), "state") == "Prior"
    assert said(replace(row("1"), only_prior=True, state="read"), "state") == "Read"


def test_the_last_read_stay_in_sight_below():
    at = datetime(2026, 11, 24, 7, 0).timestamp()
    read = [replace(row(f"r{i}", state="read"), read_at=at + i) for i in range(5)]
    assert keys(arrange([*read, row("1")], Query(), DAYS)) == ["1", "r4", "r3", "r2"]


def test_an_archive_that_is_down_stands_on_top_whatever_is_searched_or_sorted():
    rows = [row("1"), of_node("Lodève", "down", "does not answer")]
    assert keys(arrange(rows, Query(words="zzz"), DAYS)) == ["node:Lodève"]
    assert keys(arrange(rows, Query(sort="patient", descending=True), DAYS)) == ["node:Lodève", "1"]


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_held_rows_never_move(before: list[int], after: list[int]):
    shown = [row(str(i)) for i in before]
    fresh = [row(str(i)) for i in after]
    kept, waiting = hold(shown, fresh, fresh)
    assert keys(kept) == keys(shown)
    assert waiting == len(set(after) - set(before))


def test_held_rows_show_their_newest_values():
    kept, _ = hold([row("1")], [], [row("1", state="read")])
    assert kept[0].state == "read"


def test_a_header_sorts_turns_round_and_goes_back():
    once = with_sort(Query(), "patient")
    twice = with_sort(once, "patient")
    assert (once.sort, once.descending, twice.sort, twice.descending) == ("patient", False, "patient", True)
    assert with_sort(twice, "patient") == Query()
    assert with_sort(Query(), "date").descending
