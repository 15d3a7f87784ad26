"""The settings' window: what is entered is saved and loaded again; what is wrong is said at its field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from workstation.settings import Home, load, save_user
from workstation.ui.services import EchoResult
from workstation.ui.settings import SettingsWindow

pytestmark = pytest.mark.window


@pytest.fixture
def open_settings(qtbot, looks, services, home):
    def opened(**changes):
        given = replace(services, **changes)
        window = SettingsWindow(given, load(Home(home)))
        qtbot.addWidget(window)
        window.show()
        return window

    return opened


def save(qtbot, window):
    with qtbot.waitSignal(window.saved, timeout=5000):
        qtbot.mouseClick(window.save_button, Qt.MouseButton.LeftButton)


def test_a_round_trip_keeps_the_file_s_own_words(qtbot, open_settings, home):
    Home(home).create()
    path = home / "settings.toml"
    path.write_text("# mine\n[receive]\nbind = '0.0.0.0'\n", "utf-8")
    window = open_settings()
    window.fields["reader"].set_value("Dr A. Ferrand")
    window.fields["receive.enabled"].set_value(True)
    window.fields["receive.known_callers"].set_value("SCANNER1, IRM2")
    window.fields["text_size"].set_value(120)
    save(qtbot, window)
    read = load(Home(home))
    assert (read.reader, read.text_size) == ("Dr A. Ferrand", 120)
    assert (read.receive.enabled, read.receive.bind, read.receive.known_callers) == (True, "0.0.0.0", ("SCANNER1", "IRM2"))
    assert path.read_text("utf-8").startswith("# mine")
    assert "quota" not in path.read_text("utf-8")


def test_an_error_stands_at_its_field_and_nothing_is_written(qtbot, open_settings, home):
    window = open_settings()
    window.fields["aet"].set_value("")
    qtbot.mouseClick(window.save_button, Qt.MouseButton.LeftButton)
    assert window.fields["aet"].error == "This cannot be empty."
    assert window.fields["aet"].isVisible()
    assert not (home / "settings.toml").exists()
    window.fields["aet"].set_value("GARONNE2")
    save(qtbot, window)
    assert load(Home(home)).aet == "GARONNE2"


def test_a_port_that_is_none_is_said_at_its_field(qtbot, open_settings, home):
    window = open_settings()
    window.fields["receive.port"].set_value("99999")
    qtbot.mouseClick(window.save_button, Qt.MouseButton.LeftButton)
    assert window.fields["receive.port"].error == "A whole number from 1 to 65535."
    assert window.fields["receive.port"].isVisible()
    assert not (home / "settings.toml").exists()


def test_archives_are_added_tested_changed_and_removed(qtbot, open_settings, home, seen):
    window = open_settings()
    page = window.archives
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    form = page.form
    qtbot.keyClicks(form.name.entry, "Purpan")
    qtbot.keyClicks(form.host.entry, "10.0.0.9")
    qtbot.keyClicks(form.aet.entry, "PACS")
    form.schedule.setChecked(True)
    qtbot.mouseClick(form.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Purpan" in page.rows, timeout=5000)
    seen.answer = EchoResult(False, "Purpan refuses the association.")
    qtbot.mouseClick(page.rows["Purpan"].try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "refuses the association" in page.rows["Purpan"].answer.text(), timeout=5000)
    qtbot.mouseClick(page.rows["Purpan"].remove_button, Qt.MouseButton.LeftButton)
    assert page.nodes == []
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert [n.name for n in page.nodes] == ["Purpan"]
    save(qtbot, window)
    node = load(Home(home)).archives[0]
    assert (node.host, node.aet, node.modality_worklist) == ("10.0.0.9", "PACS", True)
    again = open_settings()
    qtbot.mouseClick(again.archives.rows["Purpan"].edit_button, Qt.MouseButton.LeftButton)
    assert again.archives.form.host.value() == "10.0.0.9"


def test_two_archives_of_one_name_are_refused_at_the_field(qtbot, open_settings, home):
    save_user(Home(home), {"archives": [{"name": "Purpan", "url": "https://a.example/dicom-web"}]})
    page = open_settings().archives
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.form.name.entry, "Purpan")
    qtbot.mouseClick(page.form.try_button, Qt.MouseButton.LeftButton)
    assert page.form.name.error == "Another archive has this name."


def test_what_the_site_profile_sets_is_shown(qtbot, open_settings, home, tmp_path, monkeypatch):
    profile = tmp_path / "profile.toml"
    profile.write_text("site = 'Cabinet Lodève'\n[receive]\nport = 11200\n", "utf-8")
    monkeypatch.setenv("GARONNE_PROFILE", str(profile))
    window = open_settings(profile_path=profile)
    qtbot.waitUntil(lambda: "site profile" in window.fields["receive.port"].below.text(), timeout=5000)
    assert window.fields["site"].value() == "Cabinet Lodève"
    assert "site profile" in window.fields["site"].below.text()
    assert str(profile) in window.message.text()
    assert window.fields["reader"].below.text().find("site profile") < 0


def test_a_disk_that_cannot_be_written_is_said_in_the_window(qtbot, open_settings, home):
    home.parent.mkdir(parents=True, exist_ok=True)
    window = open_settings()
    home.rename(home.with_name("moved")) if home.exists() else None
    home.write_text("a file where the home should be")
    window.fields["reader"].set_value("Dr Roux")
    qtbot.mouseClick(window.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.message.property("kind") == "error", timeout=5000)
    assert window.message.text()
    assert window.isVisible()
