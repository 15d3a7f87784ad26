"""Layered settings: shipped defaults < site profile (TOML) < the user's own, and the places on disk (``Home``).

A profile and the user's file have the same keys. An error names file, key and what is expected (SettingsInvalid)."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import platformdirs
from msgspec import Meta, field

from workstation.errors import SettingsInvalid, StoreUnavailable
from workstation.language import tr

Port = Annotated[int, Meta(ge=1, le=65535)]
Count = Annotated[int, Meta(ge=0)]


class _Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a constructor is given is trusted; what comes from outside goes through ``validated``."""


class ArchiveNode(_Model, frozen=True, kw_only=True):
    """An archive: reached by DIMSE (host, port, AE titles), by DICOMweb (url), or both; images prefer DICOMweb."""

    name: Annotated[str, Meta(min_length=1)]  # what the reader calls it
    host: str = ""
    port: Port = 104
    aet: Annotated[str, Meta(max_length=16)] = ""  # the archive's own AE title
    url: str = ""  # DICOMweb base address, up to and without /studies
    worklist: bool = True  # its recent exams go into the list
    modality_worklist: bool = False  # it answers modality worklist queries
    retrieve: Literal["auto", "get", "move"] = "auto"

    def __post_init__(self) -> None:
        """ValueError where it cannot be reached."""
        if not self.url and not (self.host and self.aet):
            raise ValueError(tr("an archive needs host, port and aet, or url"))
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError(tr("url must start with http:// or https://"))


class Receive(_Model, frozen=True, kw_only=True):
    """Listening for images that modalities or archives send."""

    enabled: bool = False
    port: Port = 11112
    bind: str = "127.0.0.1"
    known_callers: tuple[str, ...] = ()


class StoreSettings(_Model, frozen=True, kw_only=True):
    """The local store. ``folder`` empty: inside the home."""

    folder: str = ""
    quota_gb: Annotated[float, Meta(gt=0)] = 100.0


class Prefetch(_Model, frozen=True, kw_only=True):
    """What the courier fetches ahead."""

    enabled: bool = True
    days: Count = 2  # of exams that the list shows
    priors_per_exam: Count = 5
    current: bool = True  # fetch the exams to read themselves, too


class Reading(_Model, frozen=True, kw_only=True):
    """How the reading window behaves."""

    mouse: Literal["PACS", "OsiriX"] = "PACS"
    surface: Literal["auto", "gpu", "software"] = "auto"
    corner_text: Literal["all", "some", "least"] = "all"
    suv: Literal["bw", "lbm", "bsa", "ibw", "activity"] = "bw"  # of PET: by weight, lean mass, surface, ideal weight, or none
    keys: dict[str, str] = field(default_factory=dict)  # the reader's own: action = key, as the key map names both
    windows: dict[str, tuple[float, float]] = field(default_factory=dict)  # the site's presets: name = [width, level]


class Settings(_Model, frozen=True, kw_only=True):
    """Everything that can be set, with the shipped defaults."""

    language: Literal["system", "en", "fr"] = "system"
    text_size: Annotated[int, Meta(ge=90, le=150)] = 100  # per cent
    site: str = ""  # this cabinet's name
    reader: str = ""  # the radiologist's name on the list
    aet: Annotated[str, Meta(min_length=1, max_length=16)] = "GARONNE"
    archives: tuple[ArchiveNode, ...] = ()
    receive: Receive = field(default_factory=Receive)
    store: StoreSettings = field(default_factory=StoreSettings)
    prefetch: Prefetch = field(default_factory=Prefetch)
    reading: Reading = field(default_factory=Reading)

    def __post_init__(self) -> None:
        """ValueError where two archives share a name."""
        names = [node.name for node in self.archives]
        if len(set(names)) != len(names):
            raise ValueError(tr("two archives have the same name"))

    @property
    def configured(self) -> bool:
        """Whether anything is set up that brings exams."""
        return bool(self.archives) or self.receive.enabled


class WrongValue(ValueError):
    """What is wrong with one value, as a sentence without a full stop; ``key`` is its place, such as ``archives.0.port``."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key = key


Kind = TypeVar("Kind", bound=_Model)


def validated(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """A model from plain values. Raises WrongValue for the first that is wrong."""
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        from workstation.settings_faults import fault  # only a mistake needs the words

        raise WrongValue(*fault(error, kind, values)) from error


def changed(model: Kind, **values: Any) -> Kind:
    """The same with other values, which are trusted."""
    return msgspec.structs.replace(model, **values)


def plain(model: _Model, *, changed_only: bool = False) -> dict[str, Any]:
    """A model as tables, lists and values, as a file holds them; ``changed_only`` without those that are the shipped ones."""
    values: dict[str, Any] = msgspec.to_builtins(model)
    if not changed_only:
        return values
    shipped = {f.name: f.default for f in msgspec.structs.fields(model)}
    return {key: value for key, value in values.items() if value != shipped.get(key, msgspec.NODEFAULT)}


@dataclass(frozen=True, slots=True)
class Home:
    """Where the program writes. ``--home`` or GARONNE_HOME moves all of it."""

    folder: Path

    @classmethod
    def find(cls, given: str | Path | None = None) -> Home:
        """The given folder, GARONNE_HOME, or the system's place for application data."""
        chosen = given or os.environ.get("GARONNE_HOME") or platformdirs.user_data_dir("Garonne", appauthor=False)
        return cls(Path(chosen).expanduser().resolve())

    def create(self) -> Home:
        """Make the folder; StoreUnavailable where that is not possible."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                tr(
                    "{path} cannot be written ({cause}). Choose another place with --home or GARONNE_HOME.",
                    path=self.folder,
                    cause=error.strerror,
                )
            ) from error
        return self

    @property
    def user_settings(self) -> Path:
        """The user's own settings."""
        return self.folder / "settings.toml"

    @property
    def store(self) -> Path:
        """The local store, unless the settings put it elsewhere."""
        return self.folder / "store"

    @property
    def state(self) -> Path:
        """What the windows remember (places, columns, last filter). Nothing of a patient."""
        return self.folder / "state.json"

    @property
    def reading_state(self) -> Path:
        """What the reading windows remember: a file of their own, since each writes its whole."""
        return self.folder / "reading.json"


def store_folder(home: Home, settings: Settings) -> Path:
    """Where the local store lies: where the settings say, else inside the home."""
    return Path(settings.store.folder).expanduser() if settings.store.folder else home.store


def machine_profile() -> Path:
    """The machine's own place for a site profile, written by an installer."""
    return Path(platformdirs.site_config_dir("Garonne", appauthor=False)) / "profile.toml"


def site_profile(given: str | Path | None = None) -> Path | None:
    """The profile in force: the one given, GARONNE_PROFILE, or the machine's where there is one."""
    asked = given or os.environ.get("GARONNE_PROFILE")
    if asked:
        return Path(asked)
    return machine_profile() if machine_profile().is_file() else None


def load(home: Home, profile: str | Path | None = None) -> Settings:
    """Defaults, then the profile (given, GARONNE_PROFILE, or the machine's), then the user's file."""
    merged: dict[str, Any] = {}
    site = site_profile(profile)
    layers = [site] if site else []
    if home.user_settings.is_file():
        layers.append(home.user_settings)
    for path in layers:
        merged = _over(merged, _read(path))
        _validate(merged, path)
    return _validate(merged, layers[-1] if layers else home.user_settings)


def save_user(home: Home, changes: dict[str, Any]) -> None:
    """Write keys into the user's file, keeping its comments and other keys. Written beside and moved into place."""
    import tomlkit  # only writing needs it

    home.create()
    path = home.user_settings
    document = tomlkit.parse(path.read_text("utf-8")) if path.is_file() else tomlkit.document()
    for key, value in changes.items():
        document[key] = value
    _validate(_over({}, document.unwrap()), path)
    fresh = path.with_suffix(".new")
    fresh.write_text(tomlkit.dumps(document), "utf-8")
    os.replace(fresh, path)


def remember(home: Home, table: str, key: str, value: Any) -> None:
    """One key of one table into the user's file; what else stands there stays as it is."""
    own = _read(home.user_settings) if home.user_settings.is_file() else {}
    save_user(home, {table: {**own.get(table, {}), key: value}})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsInvalid(tr("The settings file {path} cannot be read ({cause}).", path=path, cause=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(tr("The settings file {path} is not valid TOML: {cause}.", path=path, cause=error)) from error


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _validate(merged: dict[str, Any], path: Path) -> Settings:
    try:
        return validated(Settings, merged)
    except WrongValue as wrong:
        raise SettingsInvalid(tr("{path}: {key}: {cause}.", path=path, key=wrong.key or tr("the file"), cause=wrong)) from wrong
