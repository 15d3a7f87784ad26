"""Windows by name (resources/presets/windows.toml), the site's own over the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from workstation.imaging.model import Window
from workstation.language import RESOURCES, language
from workstation.studies.identity import fold
from workstation.studies.resource_files import Strict, read_toml

FILE = RESOURCES / "presets" / "windows.toml"


KEYS = (*"123456789", "F3", "F4", "F5", "F6", "F7", "F8")


class Preset(Strict):
    """One window of one DICOM Modality: ``width`` and ``level`` in HU (CT) or SUVbw (PT)."""

    id: str = Field(min_length=1)
    en: str
    fr: str
    modality: str
    width: float = Field(gt=0)
    level: float

    @property
    def unit(self) -> str:
        """Of width and level: HU or SUVbw."""
        return "SUVbw" if self.modality == "PT" else "HU"

    @property
    def invert(self) -> bool:
        """Whether high values are shown dark: PET."""
        return self.modality == "PT"

    def __str__(self) -> str:
        return self.fr if language() == "fr" else self.en

    def window(self, suv_factor: float | None = None) -> Window | None:
        """In modality units. A SUV window needs ``suv_factor`` (SUVbw per modality value, ImageHeader); None where it is not known.

        LINEAR of PS3.3 C.11.2.1.2.1 takes a width as a count of integer values, so a SUV window is LINEAR_EXACT."""
        if self.unit == "HU":
            return Window(self.level, self.width, str(self))
        if not suv_factor or suv_factor <= 0:
            return None
        return Window(self.level / suv_factor, self.width / suv_factor, str(self), "LINEAR_EXACT")


class _File(Strict):
    window: tuple[Preset, ...]


def load(path: Path = FILE) -> tuple[Preset, ...]:
    """The presets of a file, in its order. SettingsInvalid names file, line and key."""
    file: _File = read_toml(path, _File)
    return file.window


@cache
def shipped() -> tuple[Preset, ...]:
    """The presets that come with the program."""
    return load()


def with_site(site: Mapping[str, tuple[float, float]] | None = None, presets: tuple[Preset, ...] | None = None) -> tuple[Preset, ...]:
    """The shipped presets with a site's own (settings.reading.windows: name -> (width, level)) in place of those it names; a name
    that no preset has becomes one more CT window without a key."""
    known = list(shipped() if presets is None else presets)
    for name, (width, level) in (site or {}).items():
        at = next((n for n, p in enumerate(known) if fold(name) in _names(p)), None)
        if at is None:
            known.append(Preset(id=name, en=name, fr=name, modality="CT", width=width, level=level))
        else:
            known[at] = known[at].model_copy(update={"width": float(width), "level": float(level)})
    return tuple(known)


def for_modality(modality: str, site: Mapping[str, tuple[float, float]] | None = None) -> tuple[tuple[str, Preset], ...]:
    """(key, preset) for one DICOM Modality: the keys 1 to 9 and F3 to F8 in the order of the file, then "" where they run out."""
    own = [p for p in with_site(site) if p.modality == modality]
    return tuple((KEYS[n] if n < len(KEYS) else "", p) for n, p in enumerate(own))


def find(name: str, modality: str = "", site: Mapping[str, tuple[float, float]] | None = None) -> Preset | None:
    """The preset of that id, or of that name in either language (case and accents do not matter); of that modality where one is told."""
    wanted = fold(name)
    return next((p for p in with_site(site) if wanted in _names(p) and (not modality or modality == p.modality)), None)


def _names(preset: Preset) -> frozenset[str]:
    return frozenset(fold(n) for n in (preset.id, preset.en, preset.fr))
