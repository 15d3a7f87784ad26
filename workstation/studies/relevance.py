"""Which earlier exams matter beside the current one: a score from 0 to 1, whether to fetch it, and why, in words.

The rules are data (resources/vocabulary/): the region's relation first, then what one family of modality is worth to another at
that place, then the side, then recency, which only orders what is otherwise equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workstation.language import tr
from workstation.studies.anatomy import Anatomy, anatomy_of, best_relation, covered, region_name
from workstation.studies.identity import compare
from workstation.studies.model import PriorChoice, Study
from workstation.studies.text import day_of, prior_age
from workstation.studies.vocabulary import Affinity, Level, Vocabulary, shipped

_PER_GRADE = 0.3
_FOR_RECENCY = 0.1


@dataclass(frozen=True, slots=True)
class Relevance:
    """Worth of one earlier exam: ``grade`` 0 to 3 as a radiologist grades, ``score`` 0 to 1 with recency."""

    grade: float
    score: float
    fetch: bool
    reasons: tuple[str, ...]


def rank(current: Study, candidates: Sequence[Study], today: date | None = None, limit: int | None = None) -> tuple[PriorChoice, ...]:
    """All candidates but the current exam itself, best first. At most ``limit`` are to be fetched (None: all that are worth it).

    Identity is compared for each (identity.compare): a refused one is never fetched and stands last. ``today`` stands in for the
    current exam's date where it has none."""
    choices = []
    for study in candidates:
        if study.study_instance_uid and study.study_instance_uid == current.study_instance_uid:
            continue
        verdict, why = compare(current.patient, study.patient) if study.patient is not current.patient else ("certain", "")
        found = relevance(current, study, today)
        if verdict == "refused":
            choices.append(PriorChoice(study, 0.0, False, (tr("Another person? {why}", why=why),), verdict))
            continue
        reasons = found.reasons if verdict == "certain" else (*found.reasons, tr("Identity probable: {why}", why=why))
        choices.append(PriorChoice(study, found.score, found.fetch, reasons, verdict))
    choices.sort(key=lambda c: (-c.score, c.identity == "refused", _later_first(c.study), c.study.study_instance_uid))
    if limit is None:
        return tuple(choices)
    allowed = {id(c) for c in [c for c in choices if c.fetch][:limit]}
    beyond = tr("beyond the number of priors to fetch")
    return tuple(replace(c, fetch=False, reasons=(*c.reasons, beyond)) if c.fetch and id(c) not in allowed else c for c in choices)


def by_person(studies: Sequence[Study]) -> tuple[tuple[Study, ...], ...]:
    """Exams of one person together, the newest first; certain and probable identities join. Persons in the order they came."""
    persons: list[list[Study]] = []
    for study in studies:
        known = (p for p in persons if p[0].patient == study.patient or compare(p[0].patient, study.patient).verdict != "refused")
        person = next(known, None)
        if person is None:
            persons.append([study])
        else:
            person.append(study)
    return tuple(tuple(sorted(p, key=lambda s: (s.date, s.time, s.study_instance_uid), reverse=True)) for p in persons)


def relevance(current: Study, prior: Study, today: date | None = None) -> Relevance:
    """What one earlier exam is worth beside the current one; says nothing of identity."""
    vocabulary = shipped()
    rules = vocabulary.affinity
    here, there = anatomy_of(current), anatomy_of(prior)
    level, mine, its = best_relation(here, there)
    grade = _grade(vocabulary, here, there, level, mine)
    grade, side = _sided(rules, vocabulary, here, there, grade)
    years = _years(current, prior, today)
    halving = rules.halving_years.get(vocabulary.regions[mine].system if mine else "", rules.halving_years["general"])
    recency = _FOR_RECENCY * 2.0 ** (-years / halving) if grade > 0 else 0.0
    fetch = grade >= rules.fetch_from
    reasons = [_place(here, there, level, mine, its), _families(vocabulary, here, there, level)]
    reasons += [side, prior_age(prior, current)]
    return Relevance(grade, round(min(1.0, _PER_GRADE * grade + recency), 4), fetch, tuple(r for r in reasons if r))


def _grade(vocabulary: Vocabulary, here: Anatomy, there: Anatomy, level: Level, mine: str) -> float:
    rules = vocabulary.affinity
    if not here.regions or not there.regions:
        same_family = bool(here.family) and here.family == there.family
        return rules.unknown_region if same_family else rules.unknown_region / 2
    worth = _worth(vocabulary, mine or here.regions[0], here.family, there.family)
    if level == "same":
        return max(0.0, worth - rules.coverage * (1 - covered(here, there)))
    if level == "related":
        return max(min(worth, rules.related_floor) if worth >= 1 else 0.0, worth - rules.related_costs)
    return min(rules.weak_at_most, worth / 2) if level == "weak" else 0.0


def _worth(vocabulary: Vocabulary, region: str, current: str, prior: str) -> float:
    """Value of the tables: region, then system, then general. A family that no table knows: little, unless it is the same."""
    rules, system = vocabulary.affinity, vocabulary.regions[region].system
    for table in (rules.region.get(region, {}), rules.system.get(system, {}), rules.general):
        if prior in table.get(current, {}):
            return table[current][prior]
    return 3.0 if current and current == prior else 1.0 if not current or not prior else 0.5


def _sided(rules: Affinity, vocabulary: Vocabulary, here: Anatomy, there: Anatomy, grade: float) -> tuple[float, str]:
    paired = [any(vocabulary.regions[r].paired for r in a.regions) for a in (here, there)]
    if not all(paired) or grade <= 0:
        return grade, ""
    mine, its = here.laterality, there.laterality
    if not mine or not its:
        return max(0.0, grade - rules.side_unknown) if mine != its else grade, tr("side not told") if mine != its else ""
    if mine == its:
        return grade, {"R": tr("same side, right"), "L": tr("same side, left")}.get(mine, tr("both sides"))
    if its == "B":
        return grade, tr("both sides")
    if mine == "B":
        return max(0.0, grade - rules.one_side_of_both), tr("right side only") if its == "R" else tr("left side only")
    worth = rules.opposite_side if grade >= rules.fetch_from else 0.0
    return min(worth, grade), tr("other side")


def _years(current: Study, prior: Study, today: date | None) -> float:
    here, there = day_of(current.date) or today, day_of(prior.date)
    return 10.0 if here is None or there is None else abs((here - there).days) / 365.25


def _later_first(study: Study) -> int:
    day = day_of(study.date)
    return -day.toordinal() if day else 0


def _place(here: Anatomy, there: Anatomy, level: Level, mine: str, its: str) -> str:
    if not there.regions:
        return tr("Region not told")
    if not here.regions:
        return tr("Region of the current exam not told")
    if level == "same":
        if mine in there.regions or mine not in here.regions:
            return tr("Same region, {region}", region=region_name(mine))
        return tr("Shows the same region, {region}", region=region_name(its))
    if level == "related":
        return tr("Neighbouring region, {region}", region=region_name(its))
    if level == "weak":
        return tr("Little in common, {region}", region=region_name(its))
    return tr("Other region, {region}", region=region_name(there.regions[0]))


def _families(vocabulary: Vocabulary, here: Anatomy, there: Anatomy, level: Level) -> str:
    if level == "none" or not here.family or not there.family:
        return ""
    name = str(vocabulary.families[there.family])
    if here.family == there.family:
        return tr("same modality, {modality}", modality=name)
    return tr("other modality, {modality}", modality=name)
