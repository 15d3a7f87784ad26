"""Settings: layers, errors that name file and key, writing that keeps comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from workstation import settings
from workstation.errors import SettingsInvalid, StoreUnavailable
from workstation.settings import Home


def test_shipped_defaults_need_no_file(home: Path) -> None:
    loaded = settings.load(Home.find())
    assert loaded.aet == "GARONNE"
    assert not loaded.configured


def test_the_user_goes_over_the_profile_key_by_key(home: Path, tmp_path: Path) -> None:
    profile = tmp_path / "site.toml"
    profile.write_text('aet = "SITE"\n[receive]\nport = 4000\n')
    settings.save_user(Home.find(), {"receive": {"enabled": True}})
    loaded = settings.load(Home.find(), profile)
    assert (loaded.aet, loaded.receive.port, loaded.receive.enabled) == ("SITE", 4000, True)


def test_saving_keeps_comments_and_other_keys(home: Path) -> None:
    place = Home.find().create().user_settings
    place.write_text('# ours\naet = "OURS" # short\n')
    settings.save_user(Home.find(), {"site": "Lodève"})
    text = place.read_text("utf-8")
    assert "# ours" in text
    assert "# short" in text
    assert settings.load(Home.find()).site == "Lodève"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("aet = ", "not valid TOML"),
        ("[receive]\nport = 99999\n", "receive.port"),
        ('[[archives]]\nname = "A"\n', "archives.0"),
        ('[[archives]]\nname = "A"\nurl = "ftp://x"\n', "url must start"),
        ('[[archives]]\nname = "A"\nurl = "http://x"\n[[archives]]\nname = "A"\nurl = "http://y"\n', "same name"),
    ],
)
def test_a_bad_file_is_named_with_its_key(home: Path, content: str, said: str) -> None:
    place = Home.find().create().user_settings
    place.write_text(content)
    with pytest.raises(SettingsInvalid, match=said) as error:
        settings.load(Home.find())
    assert str(place) in str(error.value)


def test_a_bad_change_is_refused_and_the_file_stays(home: Path) -> None:
    settings.save_user(Home.find(), {"site": "A"})
    with pytest.raises(SettingsInvalid):
        settings.save_user(Home.find(), {"text_size": 500})
    assert settings.load(Home.find()).text_size == 100


def test_a_home_that_cannot_be_made_says_where_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="--home"):
        Home(tmp_path / "file" / "home").create()


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        ('aet = ""', "aet", "this cannot be empty"),
        ('aet = "A name far too long"', "aet", "at most 16 characters"),
        ("text_size = 500", "text_size", "at most 150"),
        ('text_size = "large"', "text_size", "a whole number is expected here"),
        ('language = "de"', "language", "“de” is not one of system, en, fr"),
        ("[receive]\nprot = 9", "receive", "there is no setting “prot”"),
        ("colour = 1", "the file", "there is no setting “colour”"),
        (
            '[[archives]]\nname = "a"\nurl = "http://x"\n[[archives]]\nname = "b"\nurl = "http://y"\nport = "x"',
            "archives.1.port",
            "a whole number",
        ),
        ('[[archives]]\nurl = "http://x"', "archives.0", "“name” is missing"),
        ("[reading]\nwindows = {lung = [1]}", "reading.windows", "expected"),
        ("[store]\nquota_gb = 0", "store.quota_gb", "more than 0"),
        ("reading = 5", "reading", "a table is expected here"),
    ],
)
def test_what_is_wrong_is_said_in_words(home: Path, content: str, key: str, said: str) -> None:
    place = Home.find().create().user_settings
    place.write_text(content)
    with pytest.raises(SettingsInvalid) as error:
        settings.load(Home.find())
    _, _, told = str(error.value).partition(f"{place}: ")
    assert told.startswith(f"{key}: ")
    assert said in told


def test_only_what_differs_from_the_shipped_is_written() -> None:
    node = settings.ArchiveNode(name="A", url="http://x", worklist=False)
    assert settings.plain(node, changed_only=True) == {"name": "A", "url": "http://x", "worklist": False}
