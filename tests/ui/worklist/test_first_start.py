"""The first start page: an archive is tried at once, with what went wrong in words."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from workstation.app.services import try_archive
from workstation.settings import Home, load
from workstation.ui.services import EchoResult

pytestmark = pytest.mark.window


def page_of(window):
    assert window.pages.currentWidget() is window.first_start
    return window.first_start


def fill(qtbot, form, port: int) -> None:
    qtbot.keyClicks(form.name.entry, "Purpan")
    qtbot.keyClicks(form.host.entry, "127.0.0.1")
    form.port.set_value(port)
    qtbot.keyClicks(form.aet.entry, "ORTHANC")


def test_a_dead_host_is_told_in_a_sentence_and_nothing_is_kept(qtbot, show, bare, home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    window = show(replace(bare, try_archive=try_archive))
    form = page_of(window).archive
    fill(qtbot, form, port)
    qtbot.mouseClick(form.try_button, Qt.MouseButton.LeftButton)
    assert not form.try_button.isEnabled()
    qtbot.waitUntil(form.try_button.isEnabled, timeout=20_000)
    assert form.answer.property("kind") == "error"
    assert "127.0.0.1" in form.answer.text() or "Purpan" in form.answer.text()
    assert form.answer.text().rstrip().endswith(".")
    assert load(Home(home)).archives == ()
    assert form.keep_button.isVisible()


def test_an_archive_that_answers_is_kept_and_the_list_comes(qtbot, show, bare, home, seen):
    window = show(bare)
    form = page_of(window).archive
    fill(qtbot, form, 4242)
    qtbot.keyClick(form.aet.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(seen.changed), timeout=5000)
    node = load(Home(home)).archives[0]
    assert (node.name, node.host, node.port, node.aet) == ("Purpan", "127.0.0.1", 4242, "ORTHANC")
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.split, timeout=5000)


def test_one_that_does_not_answer_can_be_kept_all_the_same(qtbot, show, bare, home, seen):
    seen.answer = EchoResult(False, "Purpan does not answer.")
    window = show(bare)
    form = page_of(window).archive
    fill(qtbot, form, 4242)
    qtbot.mouseClick(form.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.keep_button.isVisible, timeout=5000)
    qtbot.mouseClick(form.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(seen.changed), timeout=5000)
    assert load(Home(home)).archives[0].name == "Purpan"


def test_a_dicomweb_address_that_is_none_is_said_at_its_field(qtbot, show, bare, seen):
    window = show(bare)
    form = page_of(window).archive
    form.web.setChecked(True)
    qtbot.keyClicks(form.name.entry, "Region")
    qtbot.keyClicks(form.url.entry, "pacs.example.org")
    qtbot.keyClick(form.url.entry, Qt.Key.Key_Return)
    assert "http" in form.url.error
    assert seen.tried == []
    form.url.set_value("https://pacs.example.org/dicom-web")
    qtbot.keyClick(form.url.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [n.url for n in seen.tried] == ["https://pacs.example.org/dicom-web"])


def test_missing_fields_are_said_at_once(qtbot, show, bare, seen):
    window = show(bare)
    form = page_of(window).archive
    qtbot.mouseClick(form.try_button, Qt.MouseButton.LeftButton)
    assert form.name.error
    assert form.host.error
    assert form.aet.error
    assert seen.tried == []


def test_receiving_is_switched_on(qtbot, show, bare, home, seen):
    window = show(bare)
    form = page_of(window).receive
    form.port.set_value(11113)
    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(seen.changed), timeout=5000)
    receive = load(Home(home)).receive
    assert (receive.enabled, receive.port) == (True, 11113)


def test_the_demo_region_is_one_button(qtbot, show, bare, seen):
    window = show(bare)
    qtbot.mouseClick(page_of(window).demo_button, Qt.MouseButton.LeftButton)
    assert seen.demo == 1
