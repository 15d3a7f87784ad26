"""Which protocols an exam may be hung by, the most particular first, and which earlier exams can stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workstation.hanging_protocols.model import Exam, Monitors
from workstation.hanging_protocols.protocol import Protocol
from workstation.hanging_protocols.traits import traits_of
from workstation.language import plural, tr
from workstation.studies.anatomy import Anatomy, anatomy_of, best_relation, region_name
from workstation.studies.vocabulary import shipped


@dataclass(frozen=True, slots=True)
class Candidate:
    """A protocol that fits, how particular its demands are, why, and the priors (indices) that it may hang."""

    protocol: Protocol
    weight: int
    reasons: tuple[str, ...]
    priors: tuple[int, ...]


def candidates(protocols: Sequence[Protocol], current: Exam, priors: Sequence[Exam], monitors: Monitors) -> tuple[Candidate, ...]:
    """The protocols whose every demand holds: most particular first, then by priority, then by name."""
    anatomy = anatomy_of(current.study)
    told = [_candidate(p, current, anatomy, priors, monitors) for p in protocols]
    return tuple(sorted((c for c in told if c), key=lambda c: (-c.weight, -c.protocol.priority, c.protocol.id)))


def _candidate(protocol: Protocol, current: Exam, anatomy: Anatomy, priors: Sequence[Exam], monitors: Monitors) -> Candidate | None:
    match = protocol.match
    weight, reasons = 0, []
    shown = {d.modality for d in current.display_sets if traits_of(d).shown}
    family = _family(anatomy, shown)
    if match.families:
        if family not in match.families:
            return None
        weight += 8
        reasons.append(str(shipped().families[family]))
    if match.modalities:
        if not shown.issuperset(match.modalities):
            return None
        weight += 4 * len(match.modalities)
        reasons.append(tr("with {modalities}", modalities=" + ".join(match.modalities)))
    if match.regions or match.systems:
        found = _region(anatomy, match.regions, match.systems)
        if not found:
            return None
        # a protocol for what the exam is called (TAP) goes before one for a part of it (chest)
        weight += 16 + (4 if found in anatomy.named[:1] else 0) + (1 if match.regions else 0)
        reasons.append(region_name(found))
    comparable = comparable_priors(anatomy, family, priors, match.prior_families)
    if not match.min_priors <= len(comparable) <= match.max_priors:
        return None
    if match.min_priors:
        weight += 2
        reasons.append(plural(len(comparable), "{count} prior to compare", "{count} priors to compare"))
    elif match.max_priors == 0:
        reasons.append(tr("no prior to compare"))
    if not match.min_monitors <= len(monitors) <= match.max_monitors or match.portrait not in (None, monitors.portrait):
        return None
    if match.min_monitors > 1 or match.max_monitors < 9 or match.portrait is not None:
        weight += 1
        reasons.append(plural(len(monitors), "{count} monitor", "{count} monitors"))
    if not reasons:
        reasons.append(tr("fits every exam"))
    return Candidate(protocol, weight, tuple(reasons), comparable)


def _family(anatomy: Anatomy, shown: set[str]) -> str:
    """The exam's family; where only the images tell, theirs."""
    if anatomy.family or not shown:
        return anatomy.family
    families = {shipped().family_of.get(m, "") for m in shown}
    return families.pop() if len(families) == 1 else ""


def _region(anatomy: Anatomy, regions: Sequence[str], systems: Sequence[str]) -> str:
    """The first region of the exam, as it is called or spelled out, that is among them."""
    entries = shipped().regions
    for name in (*anatomy.named, *anatomy.regions):
        if name in regions or entries[name].system in systems:
            return name
    return ""


def comparable_priors(anatomy: Anatomy, family: str, priors: Sequence[Exam], families: Sequence[str] = ()) -> tuple[int, ...]:
    """Indices of the priors that may stand beside the current exam: of those families, of the same or a related region, not of the
    other side, with something to show."""
    found = []
    for index, prior in enumerate(priors):
        there = anatomy_of(prior.study)
        its = _family(there, {d.modality for d in prior.display_sets})
        if its not in (families or (family,)) or not any(traits_of(d).shown for d in prior.display_sets):
            continue
        if anatomy.regions and there.regions and best_relation(anatomy, there)[0] in ("none", "weak"):
            continue
        if {anatomy.laterality, there.laterality} == {"R", "L"}:
            continue
        found.append(index)
    return tuple(found)
