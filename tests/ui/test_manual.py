"""The manual: both languages say the same things, name every key and every setting, and open inside the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args, get_type_hints

import msgspec
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workstation.cli import COMMANDS
from workstation.language import set_language
from workstation.settings import Settings, plain
from workstation.ui.manual import FOLDER, Manual, Page, source
from workstation.ui.reading import ReadingWindow
from workstation.ui.reading.keymap import PRESET_KEYS, commands
from workstation.ui.worklist.actions import specs

LANGUAGES = ("en", "fr")
FRENCH_KEYS = {
    "Shift": "Maj",
    "Esc": "Échap",
    "Space": "Espace",
    "Del": "Suppr",
    "Backspace": "Effacement",
    "PgUp": "Page préc",
    "PgDown": "Page suiv",
    "Home": "Début",
    "End": "Fin",
    "Up": "Haut",
    "Down": "Bas",
    "Left": "Gauche",
    "Right": "Droite",
    "Return": "Retour",
    "Enter": "Entrée",
}
HIDDEN = {"courier", "demo-archive", "probe"}  # commands that only the program itself calls
KEY = re.compile(r"`([^`]+)`")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def sections(language: str) -> list[tuple[int, str, str]]:
    """(level, heading, text under it) of a manual."""
    parts = re.split(r"^(#{1,6}) (.+)$", (FOLDER / f"{language}.md").read_text("utf-8"), flags=re.MULTILINE)
    return [(len(parts[i]), parts[i + 1], parts[i + 2]) for i in range(1, len(parts), 3)]


def section(language: str, english: str) -> str:
    """The text under a heading that is told by its English words."""
    number = next(n for n, (_, heading, _) in enumerate(sections("en")) if heading == english)
    return sections(language)[number][2]


def written(key: str, language: str) -> str:
    """A key sequence as that manual writes it."""
    if language == "en" or len(key) == 1:
        return key
    return "+".join(FRENCH_KEYS.get(part, part) for part in key.split("+")) if not key.endswith("+") else key


def setting_keys(model: type[msgspec.Struct], prefix: str = "") -> list[str]:
    """``receive.port`` for every setting."""
    found = []
    for name, kind in get_type_hints(model).items():
        under = next((k for k in (kind, *get_args(kind)) if isinstance(k, type) and issubclass(k, msgspec.Struct)), None)
        found += [f"{prefix}{name}"] if under is None or under is not kind else []
        found += setting_keys(under, f"{prefix}{name}.") if under else []
    return found


def test_the_settings_are_all_found() -> None:
    keys = setting_keys(Settings)
    assert {"language", "archives", "archives.modality_worklist", "receive.known_callers", "reading.windows"} <= set(keys)
    assert "receive" not in keys


def test_both_manuals_have_the_same_headings() -> None:
    english, french = sections("en"), sections("fr")
    assert [level for level, _, _ in english] == [level for level, _, _ in french]
    for (_, heading, one), (_, other, two) in zip(english, french, strict=True):
        assert one.count("\n|") == two.count("\n|"), f"rows of tables under “{heading}” and “{other}”"
        assert one.count("\n- ") == two.count("\n- "), f"points under “{heading}” and “{other}”"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_reading_window_is_named(language: str) -> None:
    text = section(language, "Keys of the reading window")
    named = set(KEY.findall(text)) | {str(n) for n in range(1, 10)}
    wanted = [*PRESET_KEYS, *(k for c in commands() for k in c.keys)]
    assert not [k for k in wanted if written(k, language) not in named]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_list_is_named(language: str) -> None:
    named = set(KEY.findall(section(language, "Keys of the list")))
    wanted = [k for group in specs().values() for spec in group for k in spec.keys]
    assert not [k for k in wanted if written(k, language) not in named]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_named_that_does_nothing(language: str) -> None:
    reading = [*PRESET_KEYS, *(k for c in commands() for k in c.keys)]
    listed = ["F10", *(k for group in specs().values() for spec in group for k in spec.keys)]
    for heading, there in (("Keys of the reading window", reading), ("Keys of the list", listed)):
        rows = [line for line in section(language, heading).splitlines() if line.startswith("| `")]
        named = {k for line in rows for k in KEY.findall(line.split(" | ")[0])}
        assert named <= {written(k, language) for k in there}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_reading_keys_do_is_said_as_on_the_screen(language: str) -> None:
    set_language(language)
    text = section(language, "Keys of the reading window").casefold()
    spared = {"axial", "coronal", "sagittal"}  # three planes in one row
    said = [c.text for c in commands() if c.id not in spared and not c.text.startswith(("Slab:", "Bloc :", "Bloc\u00a0:"))]
    assert not [words for words in said if words.replace("\u00a0", " ").casefold() not in text.replace("\u00a0", " ")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_named(language: str) -> None:
    named = set(KEY.findall(section(language, "Every key")))
    assert not [k for k in setting_keys(Settings) if k not in named]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_defaults_of_the_settings_are_right(language: str) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `([^`]+)` \|", section(language, "Every key"), flags=re.MULTILINE)
    assert len(rows) > 15
    shipped = plain(Settings()) | {"archives": {"host": "", "port": 104, "aet": "", "url": ""}}
    shipped["archives"] |= {"worklist": True, "modality_worklist": False, "retrieve": "auto"}
    for key, said in rows:
        value = shipped
        for part in key.split("."):
            value = value[part]
        told = f'"{value}"' if isinstance(value, str) else str(value).lower()
        assert said.removesuffix(".0") == told.removesuffix(".0"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_named(language: str) -> None:
    text = section(language, "The command line")
    shown = [name for name in COMMANDS if name not in HIDDEN]
    assert not [name for name in shown if f"`garonne {name}" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_opens_in_the_language_of_the_program(qtbot, looks, language: str) -> None:
    set_language(language)
    manual = Manual()
    qtbot.addWidget(manual)
    assert [h.text for h in manual.headings] == [heading for _, heading, _ in sections(language)]
    assert manual.contents.count() == len(manual.headings)


def test_a_click_in_the_contents_goes_there(qtbot, looks) -> None:
    manual = Manual()
    qtbot.addWidget(manual)
    with qtbot.waitExposed(manual):
        manual.show()
    number = next(n for n, h in enumerate(manual.headings) if h.text == "Quota")
    place = manual.contents.visualItemRect(manual.contents.item(number))
    manual.contents.scrollToItem(manual.contents.item(number))
    place = manual.contents.visualItemRect(manual.contents.item(number))
    QTest.mouseClick(manual.contents.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.center())
    assert 0 <= manual.page.cursorRect(manual.page.textCursor()).top() < 60
    assert manual.contents.currentRow() == number


def test_ctrl_f_finds_words_and_goes_on_from_place_to_place(qtbot, looks) -> None:
    manual = Manual()
    qtbot.addWidget(manual)
    with qtbot.waitExposed(manual):
        manual.show()
    manual.activateWindow()
    QTest.keyClick(manual.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: manual.search.hasFocus() or QApplication.focusWidget() is manual.search)
    QTest.keyClicks(manual.search, "cobb")
    first = manual.page.textCursor()
    assert first.selectedText().casefold() == "cobb"
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.page.textCursor().selectionStart() > first.selectionStart()
    QTest.keyClick(manual.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert manual.page.textCursor().selectionStart() == first.selectionStart()
    QTest.keyClicks(manual.search, "zzz")
    assert "cobbzzz" in manual.said.text()
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.isVisible()
    QTest.keyClick(manual.page, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_the_text_loads_nothing_and_links_leave_nothing(qtbot, looks, tmp_path) -> None:
    picture = tmp_path / "secret.txt"
    picture.write_text("secret")
    page = Page()
    qtbot.addWidget(page)
    page.show_markdown(f"# One\n\n![a]({picture.as_uri()}) [there](https://example.org/) <img src='{picture.as_uri()}'>")
    for kind in QTextDocument.ResourceType:
        assert not page.document().resource(kind, QUrl(picture.as_uri()))
    manual = Manual()
    qtbot.addWidget(manual)
    before = manual.page.toPlainText()
    manual.page.anchorClicked.emit(QUrl("https://example.org/"))
    manual.page.anchorClicked.emit(QUrl(picture.as_uri()))
    assert manual.page.toPlainText() == before


def test_a_missing_manual_is_a_sentence(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("workstation.ui.manual.FOLDER", tmp_path)
    assert "cannot be read" in source()


def test_shift_f1_opens_it_from_the_list(qtbot, show, services, filled) -> None:
    window = show(services)
    QTest.keyClick(window.view, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(Manual) is not None and window.findChild(Manual).isVisible())
    there = window.findChild(Manual)
    QTest.keyClick(window.view, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    assert window.findChildren(Manual) == [there]
    there.close()


def test_shift_f1_opens_it_from_the_reading_window_without_an_exam(qtbot, looks, services) -> None:
    window = ReadingWindow(services)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(Manual) is not None)
    assert window.made["manual"].text() == "Manual"
    window.close()
    window.deleteLater()
    QApplication.processEvents()
