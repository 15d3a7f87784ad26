"""What goes wrong with archives is a row with a retry; the list stays alive. First start, and files dropped on a window."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.end_to_end.conftest import CURRENT, NEXT, PRIOR, click_row, connect, exams, node, rows
from workstation.archive import Archive
from workstation.settings import Home, load
from workstation.store import KeyFileOpener, Store
from workstation.ui.watchdog import watching

pytestmark = pytest.mark.window
Key = Qt.Key


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_one_archive_hangs_and_one_is_down_and_the_list_lives(qtbot, home, archive, start, tmp_path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:  # connections are taken by the kernel, nobody ever answers
        down = free_port()
        connect(home, node("Purpan", archive.port), node("Muet", silent.getsockname()[1]), node("Lodève", down))
        desktop = start()
        window = desktop.list
        with watching(200) as dog:
            qtbot.waitUntil(lambda: CURRENT in rows(window) and "node:Lodève" in rows(window), timeout=20_000)
            assert QApplication.focusWidget() is window.view, "the first rows do not have the keys"
            for key in (Key.Key_Down, Key.Key_Up, Key.Key_End, Key.Key_Home):  # the list obeys while one archive is waited for
                QTest.keyClick(QApplication.focusWidget(), key)
            for letter in "ben":  # the first letter begins a search
                QTest.keyClicks(QApplication.focusWidget(), letter)
            qtbot.waitUntil(lambda: CURRENT not in rows(window) and NEXT in rows(window), timeout=2000)
            QTest.keyClick(window, Key.Key_Escape)
            qtbot.waitUntil(lambda: "node:Muet" in rows(window) and rows(window)["node:Muet"].state == "down", timeout=50_000)
        assert dog.beats > 20
        assert not dog.stalls(busy_over_ms=200)
        silent_row, down_row = rows(window)["node:Muet"], rows(window)["node:Lodève"]
        assert silent_row.kind == down_row.kind == "node"
        assert "Muet" in silent_row.exam
        assert "said nothing for 15 s" in silent_row.exam
        assert "no connection" in down_row.exam
        # a retry after somebody switched it on
        with Store.open(tmp_path / "second", KeyFileOpener(tmp_path / "second")) as held:
            held.put_many(exams())
            with Archive(held, aet="REGION", port=down):
                click_row(window, "node:Lodève")
                QTest.keyClick(window.view, Key.Key_Return)
                qtbot.waitUntil(lambda: window.top.nodes.button("Lodève").status.state == "ok", timeout=15_000)
                qtbot.waitUntil(
                    lambda: rows(window).get("node:Lodève") is None or rows(window)["node:Lodève"].state != "down", timeout=10_000
                )


def test_first_start_connects_an_archive_and_its_exams_come(qtbot, home, archive, start) -> None:
    desktop = start()
    window = desktop.list
    form = window.first_start.archive
    assert window.pages.currentWidget() is window.first_start
    for field, words in ((form.name, "Purpan"), (form.host, "127.0.0.1"), (form.aet, "REGION")):
        QTest.mouseClick(field.entry, Qt.MouseButton.LeftButton)
        QTest.keyClicks(field.entry, words)
    QTest.mouseDClick(form.port.entry, Qt.MouseButton.LeftButton)
    form.port.entry.selectAll()
    QTest.keyClicks(form.port.entry, str(archive.port))
    QTest.mouseClick(form.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: load(Home(home)).archives != (), timeout=15_000)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.split, timeout=5000)
    qtbot.waitUntil(lambda: CURRENT in rows(window) and rows(window)[CURRENT].images_here == 40, timeout=30_000)
    qtbot.waitUntil(lambda: PRIOR in desktop.store.sop_uids(PRIOR) or desktop.store.usage().images == 63, timeout=30_000)


def drop(widget, *paths) -> None:
    """Let files fall on the middle of a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    at, copy = widget.rect().center(), Qt.DropAction.CopyAction
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(at, copy, mime, left, nothing))
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, mime, left, nothing))


def test_files_dropped_on_the_first_page_and_on_images_open(qtbot, start, tmp_path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    for number, encoded in enumerate(exams()):
        (folder / f"{number:03d}.dcm").write_bytes(encoded)
    (folder / "letter.dcm").write_text("not an image")
    desktop = start()
    assert desktop.list.pages.currentWidget() is desktop.list.first_start
    drop(desktop.list, folder)
    qtbot.waitUntil(lambda: desktop.reading is not None and desktop.reading.session is not None, timeout=30_000)
    assert desktop.reading.session.catalogue.current.study.study_instance_uid == CURRENT
    assert "letter.dcm" in desktop.list.notice.words.text()
    qtbot.waitUntil(desktop.reading.visible_loaded, timeout=20_000)
    drop(desktop.reading, folder / "060.dcm")  # the other patient's
    qtbot.waitUntil(lambda: desktop.reading.session.catalogue.current.study.study_instance_uid == NEXT, timeout=20_000)
    assert desktop.store.usage().images == 0, "what is only looked at is not stored"


def test_what_is_no_image_is_told_and_opens_nothing(qtbot, start, tmp_path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    desktop = start()
    drop(desktop.list, tmp_path / "letter.txt")
    qtbot.waitUntil(
        lambda: "letter.txt" in desktop.list.notice.words.text() and "cannot" in desktop.list.notice.words.text(), timeout=10_000
    )
    assert desktop.reading is None
