"""Window presets (hanging_protocols.presets) as windows of one display set, in its images' own values."""

from __future__ import annotations

from collections.abc import Mapping

from workstation.hanging_protocols import presets
from workstation.imaging.model import DisplaySet, Window
from workstation.reading.catalogue import Catalogue
from workstation.reading.quantity import BODY_WEIGHT, Choice

Site = Mapping[str, tuple[float, float]]


def presets_for(chosen: DisplaySet, catalogue: Catalogue, site: Site, choice: Choice = BODY_WEIGHT) -> list[tuple[str, Window]]:
    """(key, window) of each preset of the display set's modality, in the order of the file; SUV presets, in the SUV the reader
    chose, only where its factor is known."""
    factor = _suv_factor(chosen, catalogue, choice)
    found = [(key, preset.window(factor)) for key, preset in presets.for_modality(chosen.modality, site)]
    return [(key, window) for key, window in found if window is not None]


def find_window(name: str, chosen: DisplaySet, catalogue: Catalogue, site: Site, choice: Choice = BODY_WEIGHT) -> Window | None:
    """The window of that id or name for a display set; None where its modality has no such preset."""
    preset = presets.find(name, chosen.modality, site)
    return preset.window(_suv_factor(chosen, catalogue, choice)) if preset is not None else None


def _suv_factor(chosen: DisplaySet, catalogue: Catalogue, choice: Choice) -> float | None:
    header = catalogue.header(chosen.frames[0].sop_instance_uid) if chosen.frames else None
    return (choice.factor(header) or header.suv_factor) if header is not None else None
