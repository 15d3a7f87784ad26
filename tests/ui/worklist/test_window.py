"""The list through its window, by keys and mouse, over a real store."""

from __future__ import annotations

import gc
import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QPushButton

from tests.imaging import states
from tests.ui.conftest import BENALI, CERTAIN, DELMAS, MARTIN, PROBABLE, encoded, exam
from workstation.language import set_language
from workstation.settings import Settings, changed
from workstation.studies.model import PriorChoice, Series
from workstation.ui.key_map import KeyMap
from workstation.ui.watchdog import watching
from workstation.ui.worklist import columns
from workstation.ui.worklist.delegate import retry_box
from workstation.ui.worklist.table_model import said, tooltip

pytestmark = pytest.mark.window
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def shown(window) -> list[str]:
    return [e.patient for e in window.table.entries]


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def click_cell(qtbot, window, row: int, column: str = "patient", double: bool = False) -> None:
    place = window.view.visualRect(window.table.index(row, columns.INDEX[column])).center()
    qtbot.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    if double:
        qtbot.mouseDClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_exams_of_archive_and_store_are_one_list_without_doubles(show, services, filled):
    window = show(services)
    assert shown(window) == ["Lodève", "BENALI Karim", "MARTIN Éléonore", "DELMAS Sophie"]
    martin = window.table.entries[2]
    assert (martin.images_here, martin.images_known, martin.priors_here, martin.priors_known) == (2, 2, 1, 2)
    assert [window.table.index(i, columns.INDEX["images"]).data() for i in (1, 2, 3)] == ["1 / 4", "2", "0 / 2"]
    assert window.table.entries[1].state == "arriving"


def test_search_by_ctrl_f_as_you_type_and_escape_clears_it(qtbot, show, services, filled):
    window = show(services)
    press(qtbot, window, KEY.Key_F, CTRL)
    assert window.top.search.hasFocus()
    qtbot.keyClicks(window.top.search, "eleo")
    assert shown(window) == ["Lodève", "MARTIN Éléonore"]
    press(qtbot, window, KEY.Key_Escape)
    assert len(shown(window)) == 4
    assert window.top.search.text() == ""


def test_a_letter_typed_into_the_list_begins_a_search(qtbot, show, services, filled, seen):
    window = show(services)
    qtbot.keyClicks(window.view, "d")
    qtbot.keyClicks(window.top.search, "elm")
    assert shown(window)[1:] == ["DELMAS Sophie"]
    press(qtbot, window, KEY.Key_Return)
    assert window.view.hasFocus()
    assert seen.opened == []


def test_a_search_without_a_match_says_so_and_offers_the_way_out(qtbot, show, services, filled):
    window = show(services)
    window.go("urgent")
    qtbot.keyClicks(window.top.search, "martin")
    assert "martin" in window.empty.title.text()
    found = window.empty.findChild(QPushButton, "search_all")
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    assert "MARTIN Éléonore" in shown(window)


def test_the_archives_are_searched_for_what_the_list_does_not_have(qtbot, show, services, filled):
    window = show(services)
    qtbot.keyClicks(window.top.search, "pons camille")
    qtbot.mouseClick(window.empty.findChild(QPushButton, "search_archives"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [r.query for r in filled.requests()] == [{"patient_name": "PONS*CAMILLE*"}], timeout=5000)
    old = exam(9, "PONS^Camille", "IRM genou", date="20240105")
    filled.set_remote_studies("Purpan", [old], complete=False)
    filled.finish(filled.take_request().id)
    qtbot.waitUntil(lambda: window.notice.words.text() == "The archives have answered: 1 exam matches", timeout=5000)
    assert shown(window)[1:] == ["PONS Camille"]
    window.go("todo")
    assert "PONS Camille" not in shown(window)


def test_a_fetch_that_failed_says_why_beside_the_exam(qtbot, show, services, filled):
    window = show(services)
    window.view.select(DELMAS.study_instance_uid)
    press(qtbot, window, KEY.Key_D, CTRL)
    qtbot.waitUntil(lambda: bool(filled.requests()), timeout=5000)
    request = next(r for r in iter(filled.take_request, None) if r.study_uid == DELMAS.study_instance_uid)
    filled.finish(request.id, "Purpan refuses this exam. Ask its administrator.")

    def said() -> str:
        return " ".join(label.text() for label in window.detail.findChildren(type(window.notice.words)))

    qtbot.waitUntil(lambda: "refuses this exam" in said(), timeout=5000)
    assert window.status.fetch.text() == "1 fetch failed: see the exam"


def test_a_port_that_another_program_holds_is_a_row_too(show, services, filled):
    filled.set_node_status("Receiving", "down", "Port 11112 is in use. Choose another one in the settings.")
    window = show(services)
    assert shown(window)[:2] == ["Lodève", "Receiving"]
    assert "Port 11112" in window.table.entries[1].exam


def test_a_header_sorts_and_turns_round(qtbot, show, services, filled):
    window = show(services)
    header = window.view.horizontalHeader()

    def click_header() -> None:
        place = QPoint(header.sectionViewportPosition(columns.INDEX["patient"]) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click_header()
    assert shown(window)[1:] == ["BENALI Karim", "DELMAS Sophie", "MARTIN Éléonore"]
    click_header()
    assert shown(window)[1:] == ["MARTIN Éléonore", "DELMAS Sophie", "BENALI Karim"]


def test_enter_opens_the_exam_and_a_double_click_does(qtbot, show, services, filled, seen):
    window = show(services)
    window.view.select(MARTIN.study_instance_uid)
    press(qtbot, window, KEY.Key_Return)
    assert seen.opened == [MARTIN.study_instance_uid]
    click_cell(qtbot, window, 1, double=True)
    assert seen.opened == [MARTIN.study_instance_uid, BENALI.study_instance_uid]
    qtbot.waitUntil(lambda: [r.study_uid for r in filled.requests() if r.kind == "fetch"] == [BENALI.study_instance_uid])


def test_an_exam_with_nothing_here_is_asked_for_and_opens_with_its_first_image(qtbot, show, services, filled, seen):
    window = show(services)
    window.view.select(DELMAS.study_instance_uid)
    press(qtbot, window, KEY.Key_Return)
    assert seen.opened == []
    qtbot.waitUntil(lambda: any(r.study_uid == DELMAS.study_instance_uid for r in filled.requests()))
    filled.put(encoded(DELMAS, 0))
    qtbot.waitUntil(lambda: seen.opened == [DELMAS.study_instance_uid], timeout=5000)


def test_waiting_for_an_exam_ends_when_another_one_is_looked_at(qtbot, show, services, filled, seen):
    window = show(services)
    window.view.select(DELMAS.study_instance_uid)
    press(qtbot, window, KEY.Key_Return)
    press(qtbot, window, KEY.Key_Up)
    filled.put(encoded(DELMAS, 0))
    qtbot.waitUntil(lambda: window.table.entries[3].images_here == 1, timeout=5000)
    assert seen.opened == []


def test_new_rows_wait_behind_a_chip_while_the_pointer_is_in_the_list(qtbot, show, services, filled):
    window = show(services)
    before = shown(window)
    window.view.pointer_inside = True
    late = exam(4, "VIDAL^André", "TDM abdomen", "075900")
    filled.set_remote_studies("Purpan", [MARTIN, BENALI, DELMAS, late], True)
    qtbot.waitUntil(window.fresh.isVisible, timeout=5000)
    assert window.fresh.text() == "1 new exam"
    assert shown(window) == before
    qtbot.mouseClick(window.fresh, Qt.MouseButton.LeftButton)
    assert shown(window)[1] == "VIDAL André"
    assert not window.fresh.isVisible()


def test_rows_move_again_when_the_pointer_leaves(qtbot, show, services, filled):
    window = show(services)
    window.view.pointer_inside = True
    filled.set_reading_state(BENALI.study_instance_uid, "read", "Dr Roux")
    qtbot.waitUntil(lambda: window.table.entries[1].state == "read", timeout=5000)
    assert shown(window)[1] == "BENALI Karim"
    window.view.pointer_inside = False
    window.view.pointer_left.emit()
    assert shown(window)[-1] == "BENALI Karim"


def test_an_archive_that_is_down_is_a_row_and_its_retry_a_request(qtbot, show, services, filled):
    window = show(services)
    entry = window.table.entries[0]
    assert (entry.kind, entry.patient) == ("node", "Lodève")
    assert "does not answer on 127.0.0.1:105" in entry.exam
    row = window.view.visualRect(window.table.index(0, 0))
    qtbot.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=retry_box(row, entry).center())
    qtbot.waitUntil(lambda: [(r.kind, r.node) for r in filled.requests()] == [("retry", "Lodève")])
    window.view.pointer_inside = True
    filled.set_node_status("Lodève", "ok", "", 9.0)
    qtbot.waitUntil(lambda: window.table.entries[0].exam == "It answers again.", timeout=5000)
    window.view.pointer_inside = False
    window.view.pointer_left.emit()
    assert shown(window)[0] != "Lodève"


def test_a_click_on_the_red_name_above_retries_too(qtbot, show, services, filled):
    window = show(services)
    button = window.top.nodes.button("Lodève")
    assert "unreachable" in button.said()
    assert window.top.nodes.button("Purpan").said() == "12 ms"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [(r.kind, r.node) for r in filled.requests()] == [("retry", "Lodève")])


def test_marking_read_by_key_and_taking_it_back(qtbot, show, services, filled):
    window = show(services)
    window.view.select(MARTIN.study_instance_uid)
    press(qtbot, window, KEY.Key_R, CTRL)
    qtbot.waitUntil(lambda: filled.reading_state(MARTIN.study_instance_uid).state == "read")
    assert filled.reading_state(MARTIN.study_instance_uid).reader == "Dr Ferrand"
    assert "marked as read" in window.notice.words.text()
    qtbot.waitUntil(lambda: shown(window)[-1] == "MARTIN Éléonore", timeout=5000)
    press(qtbot, window, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: filled.reading_state(MARTIN.study_instance_uid).state == "to_read")


def test_marking_urgent_brings_it_to_the_top(qtbot, show, services, filled):
    window = show(services)
    window.view.select(DELMAS.study_instance_uid)
    press(qtbot, window, KEY.Key_U, CTRL)
    qtbot.waitUntil(lambda: shown(window)[1] == "DELMAS Sophie", timeout=5000)
    assert window.view.current().key == DELMAS.study_instance_uid
    press(qtbot, window, KEY.Key_2, CTRL)
    assert shown(window) == ["Lodève", "DELMAS Sophie"]


def test_a_probable_identity_is_confirmed_once_and_can_be_taken_back(qtbot, show, services, filled):
    window = show(services)
    window.view.select(MARTIN.study_instance_uid)
    card = next(c for c in window.detail.cards() if c.choice.identity == "probable")
    assert card.yes.text() == "It is her"
    qtbot.mouseClick(card.yes, Qt.MouseButton.LeftButton)
    pair = (MARTIN.study_instance_uid, PROBABLE.study_instance_uid)
    qtbot.waitUntil(lambda: filled.identity_confirmed(*pair) is True)
    qtbot.waitUntil(lambda: all(c.choice.identity == "certain" for c in window.detail.cards()), timeout=5000)
    assert PROBABLE.study_instance_uid in {r.study_uid for r in filled.requests()}
    press(qtbot, window, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: filled.identity_confirmed(*pair) is None)
    qtbot.waitUntil(lambda: any(c.choice.identity == "probable" for c in window.detail.cards()), timeout=5000)


def test_the_panel_tells_the_exam_its_pictures_and_why_each_prior(qtbot, show, services, filled):
    window = show(services)
    window.view.select(MARTIN.study_instance_uid)
    first = window.detail.cards()[0]
    assert first.choice.study.study_instance_uid == CERTAIN.study_instance_uid
    assert "Same region; CT then CT" in " ".join(label.text() for label in first.findChildren(type(window.notice.words)))
    qtbot.waitUntil(lambda: any(not t.pixmap().isNull() for t in window.detail._thumbs.values()), timeout=8000)


def test_a_presentation_state_is_counted_as_no_image(qtbot, show, services, filled):
    """In the row, its tooltip, the exam's own line and the card of a prior, as the archive and the store count it among the images."""
    for study, uid in ((MARTIN, "1.2.1.77"), (CERTAIN, "1.2.11.77")):
        header = filled.headers(study.study_instance_uid)[0]
        who = {"PatientID": study.patient.patient_id, "PatientName": study.patient.name, "PatientBirthDate": study.patient.birth_date}
        filled.put(states.state([header], "RCP", SeriesInstanceUID=uid, PatientSex="F", IssuerOfPatientID="Purpan", **who))
    told = [replace(s, series=(*s.series, Series(f"{s.study_instance_uid}.77", "PR", 77, images=1)), images=3) for s in (MARTIN, CERTAIN)]
    filled.set_remote_studies("Purpan", [*told, BENALI, DELMAS], True)
    filled.set_priors(MARTIN.study_instance_uid, [PriorChoice(told[1], 0.9, True, ("same region",))])
    window = show(services)
    window.view.select(MARTIN.study_instance_uid)
    entry = next(e for e in window.table.entries if e.key == MARTIN.study_instance_uid)
    assert (entry.images_here, entry.images_known) == (3, 3)
    assert (said(entry, "images"), tooltip(entry, "images")) == ("2", "all 2 images are here")
    labels = type(window.notice.words)
    (card,) = window.detail.cards()
    on_card = " ".join(label.text() for label in card.findChildren(labels))
    assert "one series, 2 images" in on_card
    assert "✓&nbsp;here" in on_card
    assert any("one series, 2 images" in label.text() for label in window.detail.findChildren(labels) if not card.isAncestorOf(label))


def test_preparing_the_list_asks_for_everything_that_is_not_here(qtbot, show, services, filled):
    window = show(services)
    qtbot.mouseClick(window.detail.prepare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(filled.requests()) == 2)
    assert {r.study_uid for r in filled.requests()} == {BENALI.study_instance_uid, DELMAS.study_instance_uid}


def test_schedule_and_local_sections_by_key(qtbot, show, services, filled):
    window = show(services)
    press(qtbot, window, KEY.Key_7, CTRL)
    assert shown(window) == ["FABRE Lucas"]
    assert window.table.index(0, columns.INDEX["state"]).data() == "Scheduled"
    press(qtbot, window, KEY.Key_8, CTRL)
    assert sorted(shown(window)) == ["BENALI Karim", "MARTIN Éléonore", "MARTIN Éléonore"]
    press(qtbot, window, KEY.Key_1, CTRL)
    assert len(shown(window)) == 4


def _answer_name(name: str) -> None:
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QInputDialog) and w.isVisible())
    dialog.findChild(QLineEdit).setText(name)
    dialog.accept()


def test_a_filter_is_saved_renamed_deleted_and_brought_back(qtbot, show, services, filled, home):
    window = show(services)
    qtbot.keyClicks(window.top.search, "martin")
    press(qtbot, window, KEY.Key_S, CTRL)
    _answer_name("Mon filtre")
    qtbot.waitUntil(lambda: bool(filled.journal_entries("", "list_filter")))
    qtbot.waitUntil(lambda: window.rail.index_of(window.place).isValid(), timeout=5000)
    key = window.place
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    press(qtbot, window, KEY.Key_1, CTRL)
    assert window.top.search.text() == ""
    qtbot.mouseClick(window.rail.viewport(), Qt.MouseButton.LeftButton, pos=window.rail.visualRect(window.rail.index_of(key)).center())
    assert shown(window) == ["Lodève", "MARTIN Éléonore"]
    window.rail.setFocus()
    qtbot.keyClick(window.rail, KEY.Key_F2)
    _answer_name("Tête")
    qtbot.waitUntil(lambda: window.rail.index_of(key).data() == "Tête", timeout=5000)
    qtbot.keyClick(window.rail, KEY.Key_Delete)
    qtbot.waitUntil(lambda: not window.rail.index_of(key).isValid(), timeout=5000)
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.rail.index_of(key).isValid(), timeout=5000)
    window.memory.write()
    assert "martin" not in (home / "state.json").read_text("utf-8").lower() if (home / "state.json").exists() else True


def test_section_columns_and_place_are_remembered_and_nothing_of_a_patient(qtbot, show, services, filled, home):
    window = show(services)
    window.top.search.setText("Éléonore")
    window.view.show_column("reader", True)
    window.view.show_column("site", False)
    press(qtbot, window, KEY.Key_5, CTRL)
    window.close()
    kept = (home / "state.json").read_text("utf-8")
    assert json.loads(kept)["list.section"] == "all"
    assert "onore" not in kept
    again = show(services)
    assert again.query.section == "all"
    assert not again.view.isColumnHidden(columns.INDEX["reader"])
    assert again.view.isColumnHidden(columns.INDEX["site"])


def test_dropped_files_are_opened(show, services, filled, seen, tmp_path):
    window = show(services)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "CD"))])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, none))
    assert seen.paths == [tmp_path / "CD"]


def test_the_key_map_lists_every_key_and_a_key_closes_it(qtbot, show, services, filled):
    window = show(services)
    press(qtbot, window, KEY.Key_F1)
    page = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeyMap) and w.isVisible())
    said = " ".join(label.text() for label in page.findChildren(type(window.notice.words)))
    for name in ("Ctrl+F", "Ctrl+R", "Ctrl+P", "F5", "Ctrl+Z"):
        assert name in said
    qtbot.keyClick(page, KEY.Key_Escape)
    assert not page.isVisible()


def test_the_same_list_in_french(show, services, filled):
    set_language("fr")
    window = show(services)
    titles = [window.table.headerData(i, Qt.Orientation.Horizontal) for i in range(len(columns.COLUMNS))]
    assert {"État", "Patient", "Âge", "Examen", "Antérieurs"} <= set(titles)
    assert window.rail.index_of("todo").data() == "À lire"
    assert window.detail.open_button.text().startswith("Ouvrir")
    assert window.table.entries[0].exam.startswith("à ")
    window.view.select(MARTIN.study_instance_uid)
    card = next(c for c in window.detail.cards() if c.choice.identity == "probable")
    assert (card.yes.text(), card.no.text()) == ("C'est elle", "Ce n'est pas elle")


def test_another_language_and_text_size_are_used_at_once(show, services, filled, seen):
    window = show(services)
    height = window.view.rowHeight(0)
    window.apply_settings(changed(services.settings, language="fr", text_size=150))
    assert window.view.rowHeight(0) > height
    assert window.detail.open_button.text().startswith("Ouvrir")
    assert window.rail.index_of("urgent").data() == "Urgences"
    assert seen.changed[-1].text_size == 150


def test_an_empty_list_says_what_to_do(show, services, store):
    window = show(services)
    assert window.empty.isVisible()
    assert window.empty.title.text() == "Everything is read"
    window.go("tomorrow")
    assert "modality worklist" in window.empty.words.text()


def test_five_thousand_rows_stay_smooth(qtbot, show, services, store):
    many = [exam(100 + i, f"NOM{i % 700:03d}^Prénom{i % 37}", "TDM thorax", f"{i % 24:02d}{i % 60:02d}00") for i in range(5000)]
    store.set_remote_studies("Purpan", many, True)
    window = show(services)
    assert len(window.table.entries) == 5000
    gc.freeze()  # as the program does once its list is painted: what other tests left is not this list's work
    with watching(limit_ms=150) as dog:
        for letter in "nom12":
            qtbot.keyClicks(window.top.search, letter)
            qtbot.wait(10)
        window.top.search.clear()
        window.view.setFocus()
        for _ in range(10):
            press(qtbot, window, KEY.Key_PageDown)
            qtbot.wait(5)
    assert dog.beats > 5
    assert dog.stalls(busy_over_ms=150) == ()


def test_the_store_that_fails_is_said_and_the_list_stays(qtbot, show, services, filled, monkeypatch):
    from workstation.errors import StoreUnavailable

    window = show(services)
    before = shown(window)

    def broken(*_: object) -> int:
        raise StoreUnavailable("The disk is full. Make room.")

    monkeypatch.setattr(type(filled), "set_reading_state", broken)
    window.asking.toggle_read(window.table.entries[2])
    qtbot.waitUntil(lambda: "The disk is full" in window.notice.words.text(), timeout=5000)
    assert shown(window) == before


def test_nothing_set_up_but_exams_here_shows_the_list(show, services, filled):
    window = show(replace(services, settings=Settings()))
    assert window.pages.currentWidget() is window.split
