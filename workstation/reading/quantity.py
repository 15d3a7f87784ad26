"""Which quantity the reader is told of an image's pixels: one of its SUVs, a real-world value map, or its own values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workstation.imaging.model import ImageHeader, Mark
from workstation.imaging.quantities import Quantity, quantities_of
from workstation.imaging.suv import KINDS, NEEDS, words_for
from workstation.language import tr

if TYPE_CHECKING:
    from workstation.reading.session import ReadingSession

ACTIVITY = "activity"


@dataclass(frozen=True)
class Choice:
    """What the reader chose: the SUV for every PET (bw, lbm, bsa, ibw, or activity for none), and a quantity by series."""

    suv: str = "bw"
    series: dict[str, str] = field(default_factory=dict)

    def with_quantity(self, header: ImageHeader, key: str) -> Choice:
        """The same with a quantity chosen on one image: a SUV counts for every PET, a map for its own series."""
        series = {uid: kept for uid, kept in self.series.items() if uid != header.series_instance_uid}
        if header.modality == "PT" and (key.startswith("suv-") or key == "modality"):
            return replace(self, suv=key.removeprefix("suv-") if key != "modality" else ACTIVITY, series=series)
        return replace(self, series={**series, header.series_instance_uid: key})

    def of(self, header: ImageHeader | None, index: int = 0) -> Quantity | None:
        """The quantity told of a frame; None where its pixels are colours. Where the chosen SUV cannot be computed, the first that can."""
        if header is None:
            return None
        options = quantities_of(header, index)
        if not options:
            return None
        wanted = self.series.get(header.series_instance_uid, "")
        if not wanted and header.modality == "PT":
            wanted = "modality" if self.suv == ACTIVITY else f"suv-{self.suv}"
        return next((q for q in options if q.key == wanted), options[0])

    def factor(self, header: ImageHeader | None) -> float | None:
        """The chosen SUV per modality value, None where a window is not to be said in SUV."""
        chosen = self.of(header)
        return chosen.factor if chosen is not None and chosen.mapping is None and chosen.key.startswith("suv-") else None


BODY_WEIGHT = Choice()


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the menu. ``why``: what is missing, where it cannot be chosen."""

    key: str
    title: str
    chosen: bool = False
    why: str = ""


def options(header: ImageHeader | None, index: int, choice: Choice) -> list[Option]:
    """All quantities of a frame, the SUVs that cannot be computed among them with what they lack."""
    if header is None:
        return []
    now = choice.of(header, index)
    known = quantities_of(header, index)
    found = [Option(q.key, q.title, now is not None and q.key == now.key) for q in known]
    if header.modality == "PT" and not any(q.key.startswith("map:") for q in known):
        keys = {q.key for q in known}
        found += [Option(f"suv-{kind}", f"SUV{kind}", why=lacking(header, kind)) for kind in KINDS if f"suv-{kind}" not in keys]
    return found


def lacking(header: ImageHeader, kind: str) -> str:
    """What a SUV of that kind lacks, in words."""
    of_patient = {"PatientWeight", "PatientSize", "PatientSex"}
    told = words_for(gap for gap in header.suv_missing if gap[0] not in of_patient or gap[0] in NEEDS[kind])
    return told or tr("its formula does not hold for this patient")


def other_suv(header: ImageHeader, choice: Choice) -> Mark | None:
    """That another SUV than the chosen one is told, and why: the chosen one cannot be computed."""
    if header.modality != "PT" or choice.suv == ACTIVITY or choice.series.get(header.series_instance_uid):
        return None
    told = choice.of(header)
    if told is None or told.key == f"suv-{choice.suv}" or not told.key.startswith("suv-"):
        return None
    return Mark("no_suv", tr("{told}, no SUV{kind}: {what}", told=told.name, kind=choice.suv, what=lacking(header, choice.suv)))


def focused_image(session: ReadingSession) -> tuple[ImageHeader | None, int]:
    """The image of the focused viewport and its frame; of a plane or a projection, the first of the volume; None for an empty one."""
    viewport = session.desk.focused
    chosen = session.catalogue.find(viewport.display_set)
    ref = session.ref(viewport) or (chosen.frames[0] if chosen is not None and chosen.frames else None)
    return (session.catalogue.header(ref.sop_instance_uid), ref.frame) if ref is not None else (None, 0)
