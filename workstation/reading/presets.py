"""Window presets of the modalities, read once from resources/presets/windows.toml, the site's own over them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workstation.errors import SettingsInvalid
from workstation.imaging.model import DisplaySet, ImageHeader, Window
from workstation.language import RESOURCES, language, tr
from workstation.reading.catalogue import Catalogue

PATH = RESOURCES / "presets" / "windows.toml"


class Preset(BaseModel):
    """One named window; width and level in HU or SUV."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(min_length=1)
    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)
    modality: str
    width: float = Field(gt=0)
    level: float

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.fr if language() == "fr" else self.en


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    window: tuple[Preset, ...]


@cache
def shipped() -> tuple[Preset, ...]:
    """The shipped presets. SettingsInvalid names file and key of a fault."""
    try:
        return _File.model_validate(tomllib.loads(PATH.read_text("utf-8"))).window
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(tr("{path} cannot be read: {cause}.", path=PATH, cause=error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsInvalid(tr("{path}: {key}: {cause}.", path=PATH, key=".".join(map(str, first["loc"])), cause=first["msg"])) from error


def presets_for(chosen: DisplaySet, catalogue: Catalogue, site: Mapping[str, tuple[float, float]]) -> list[Window]:
    """What the keys 1 to 9 and F3 to F8 give for a display set: the shipped presets of its modality with the site's numbers, then
    the site's further ones (CT)."""
    header = catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
    own = {name.casefold(): numbers for name, numbers in site.items()}
    made, used = [], set()
    for preset in shipped():
        if preset.modality != chosen.modality:
            continue
        key = next((k for k in (preset.id, preset.en.casefold(), preset.fr.casefold()) if k in own), "")
        used.add(key)
        width, level = own.get(key, (preset.width, preset.level))
        made.append(_window(preset.name, width, level, header))
    if chosen.modality == "CT":
        made += [_window(name, width, level, header) for name, (width, level) in site.items() if name.casefold() not in used]
    return made


def find_window(name: str, chosen: DisplaySet, catalogue: Catalogue, site: Mapping[str, tuple[float, float]]) -> Window | None:
    """The window of that id or name for a display set; None where its modality has no such preset."""
    wanted = name.casefold()
    for preset in shipped():
        if preset.modality == chosen.modality and wanted in (preset.id, preset.en.casefold(), preset.fr.casefold()):
            found = presets_for(chosen, catalogue, site)
            return next((w for w in found if w.name == preset.name), None)
    numbers = next((n for key, n in site.items() if key.casefold() == wanted), None)
    header = catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
    return _window(name, *numbers, header) if numbers and chosen.modality == "CT" else None


def _window(name: str, width: float, level: float, header: ImageHeader | None) -> Window:
    """SUV presets in the image's own values; without a known factor they have no meaning and the numbers stay."""
    factor = header.suv_factor if header is not None and header.modality == "PT" and header.suv_factor else 1.0
    return Window(level / factor, width / factor, name)
