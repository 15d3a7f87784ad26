"""What is fetched off the main thread when an exam is opened or something arrives: one value, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from workstation.hanging_protocols import Protocol, load
from workstation.language import RESOURCES
from workstation.reading.catalogue import Catalogue, OpenExam
from workstation.reading.opening import kept_of, open_exam
from workstation.reading.session import Kept
from workstation.store.model import Request
from workstation.studies import relevance
from workstation.studies.model import PriorChoice, Study
from workstation.ui.services import Services

SIDE_BY_SIDE = 3  # priors whose images are opened with the exam; the others wait on the timeline


@dataclass(frozen=True)
class Opened:
    """An exam ready to be read."""

    catalogue: Catalogue
    choices: tuple[PriorChoice, ...]
    kept: Kept
    protocols: tuple[Protocol, ...]
    state: str
    queue: tuple[str, ...]
    here: frozenset[str] = frozenset()  # studies of which at least one image is on this machine
    requests: dict[str, Request] = field(default_factory=dict)
    version: int = 0


def open_study(services: Services, study_uid: str, queue: Sequence[str], wanted: Sequence[str] = ()) -> Opened:
    """Everything needed to read an exam. ``wanted``: priors the reader asked for besides the chosen ones. Blocks."""
    store = services.store
    version = store.version()
    current = open_exam(services.source_for(study_uid), _told(services, study_uid) or study_uid)
    choices = _choices(services, current.study)
    here = here_of(services, [c.study.study_instance_uid for c in choices])
    beside = [c for c in choices if c.identity == "certain" and (c.fetch or c.study.study_instance_uid in wanted)]
    # what is here comes before what is not: a better prior on its way still keeps its place among the first
    beside = beside[:SIDE_BY_SIDE] + [c for c in beside[SIDE_BY_SIDE:] if c.study.study_instance_uid in wanted]
    beside += [c for c in choices if c.study.study_instance_uid in wanted and c not in beside]
    priors = [_prior(services, c.study) for c in beside]
    catalogue = Catalogue((replace_known(services, current), *priors))
    store.hold(study_uid)
    for prior in priors:
        store.hold(prior.study.study_instance_uid)
    if store.reading_state(study_uid).state == "to_read":
        store.set_reading_state(study_uid, "reading", services.settings.reader)
    state = store.reading_state(study_uid).state
    protocols = load(RESOURCES / "hanging_protocols")
    waiting = tuple(queue) or to_read(services)
    return Opened(catalogue, choices, kept_of(catalogue, store), protocols, state, waiting, here, requests_of(services), version)


def again(services: Services, catalogue: Catalogue, study_uids: Sequence[str]) -> Catalogue:
    """The catalogue with those exams read anew from their sources."""
    for uid in study_uids:
        number = catalogue.study_number(uid)
        old = catalogue.exams[number]
        fresh = open_exam(services.source_for(uid), old.study, old.known)
        if set(fresh.headers) != set(old.headers) or {s.sop_instance_uid for s in fresh.states} != _states(old):
            catalogue = catalogue.with_exam(replace_known(services, replace(fresh, known=old.known)))
    return catalogue


def with_wanted(services: Services, catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Catalogue, list[str]]:
    """The catalogue with further priors that the reader asked for, and which of them are not here yet."""
    missing = []
    for uid in wanted:
        if services.source_for(uid).study(uid) is None:
            missing.append(uid)
        elif catalogue.study_number(uid) < 0 or not catalogue.exams[catalogue.study_number(uid)].display_sets:
            services.store.hold(uid)
            catalogue = catalogue.with_exam(replace_known(services, open_exam(services.source_for(uid), uid)))
    return catalogue, missing


def changed(services: Services, catalogue: Catalogue) -> list[str]:
    """Open exams that have more (or other) images in the store than the catalogue knows, or presentation states, wherever they lie."""
    found = []
    for exam in catalogue.exams:
        uid = exam.study.study_instance_uid
        if services.store.study(uid) is None:
            continue
        if services.store.sop_uids(uid) - set(exam.headers) or services.store.state_uids(uid) - _states(exam):
            found.append(uid)
    return found


def _states(exam: OpenExam) -> frozenset[str]:
    return frozenset(s.sop_instance_uid for s in exam.states)


def replace_known(services: Services, exam: OpenExam) -> OpenExam:
    """How many images any archive tells of."""
    uid = exam.study.study_instance_uid
    told = [s.images for s in services.store.remote_studies() if s.study_instance_uid == uid]
    return replace(exam, known=max([exam.known, *told], default=0))


def to_read(services: Services) -> tuple[str, ...]:
    """Local exams of the last days that nobody has read, oldest first: what N goes to when the list gave no order. An exam of
    last year is a prior, not work."""
    today = datetime.fromtimestamp(services.clock()).date()
    first = (today - timedelta(days=services.settings.prefetch.days + 1)).strftime("%Y%m%d")
    states = services.store.reading_states()
    local = [s for s in services.store.studies() if s.study_instance_uid not in states or states[s.study_instance_uid].state == "to_read"]
    priors = {c.study.study_instance_uid for choices in services.store.all_priors().values() for c in choices}
    ordered = sorted((s for s in local if s.study_instance_uid not in priors and s.date >= first), key=lambda s: (s.date, s.time))
    return tuple(s.study_instance_uid for s in ordered)


def requests_of(services: Services) -> dict[str, Request]:
    """The latest fetch of each study that is not done."""
    return {r.study_uid: r for r in services.store.requests() if r.kind == "fetch" and r.state in ("waiting", "running", "failed")}


def _choices(services: Services, current: Study) -> tuple[PriorChoice, ...]:
    known = services.store.priors(current.study_instance_uid)
    source = services.source_for(current.study_instance_uid)
    told = {s.study_instance_uid: s for s in (*services.store.studies(), *source.studies())}
    told.pop(current.study_instance_uid, None)
    listed = {c.study.study_instance_uid for c in known}
    today = datetime.fromtimestamp(services.clock()).date()
    rest = relevance.rank(current, [s for uid, s in told.items() if uid not in listed], today, services.settings.prefetch.priors_per_exam)
    found = [*known, *(c for c in rest if c.identity != "refused")]
    return tuple(sorted(found, key=lambda c: (c.identity != "certain", not c.fetch, -c.score)))


def here_of(services: Services, uids: Sequence[str]) -> frozenset[str]:
    """Which of these studies have images on this machine."""
    return frozenset(uid for uid in uids if services.source_for(uid).study(uid) is not None)


def _prior(services: Services, study: Study) -> OpenExam:
    source = services.source_for(study.study_instance_uid)
    exam = open_exam(source, study, study.images)
    return replace_known(services, exam)


def _told(services: Services, study_uid: str) -> Study | None:
    return next((s for s in services.store.remote_studies() if s.study_instance_uid == study_uid), None)
