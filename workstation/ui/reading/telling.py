"""From the session to the words around the images: top line, timeline, strip, bar, panel, bottom line. Reads values, sets texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from workstation.imaging.model import DisplaySet, FrameRef
from workstation.language import number, plural, tr
from workstation.measurements import Angle, Cobb, Length, OnFrame
from workstation.reading import corners, states, thumbnails
from workstation.reading.catalogue import ASIDE, OpenExam, index_of, slices
from workstation.reading.desk import Viewport
from workstation.reading.results import Finding, findings
from workstation.reading.session import MPR, ReadingSession
from workstation.studies.model import Study
from workstation.studies.text import date_text, display_name, exam_title, interval_text, modality_chip, pictures, prior_age, prior_label
from workstation.ui import theme
from workstation.ui.reading.panel import Card, KeyPicture, Note
from workstation.ui.reading.scene import Waiting
from workstation.ui.reading.strip import Entry, Group
from workstation.ui.reading.timeline import Stop

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow


def title(session: ReadingSession) -> str:
    """The window's title: patient and exam."""
    study = session.catalogue.current.study
    return f"{display_name(study.patient)} · {exam_title(study)} · {date_text(study.date)}"


def all_of(window: ReadingWindow) -> None:
    """Everything around the images."""
    session = window.session
    assert session is not None
    window.top.tell(session.catalogue.current, window.state, len(window.queue))
    window.timeline.tell(stops(window, session))
    window.strip.tell(groups(window, session))
    bar(window, session)
    enable(window, session)
    found = findings(session.desk.measurements, session.catalogue, window.results)
    keys = [key_picture(session, k.ref) for k in session.desk.key_images]
    window.panel.tell([card(window, session, f) for f in found], keys, notes(window, session))
    for key in session.desk.key_images:
        name = f"{key.ref.sop_instance_uid}/{key.ref.frame}"
        chosen = session.catalogue.find(key.display_set)
        if chosen is not None and not window.panel.has_picture(name):
            picture_of(window, chosen, lambda made, n=name: window.panel.set_picture(n, made), key.ref)
    bottom(window, session)


# timeline


def stops(window: ReadingWindow, session: ReadingSession) -> list[Stop]:
    """The patient's exams, oldest first."""
    current = session.catalogue.current.study
    told: dict[str, Stop] = {}
    reasons = {c.study.study_instance_uid: c for c in window.choices}
    known: dict[str, Study] = {c.study.study_instance_uid: c.study for c in window.choices if c.identity != "refused"}
    known.update({e.study.study_instance_uid: e.study for e in session.catalogue.exams[1:]})
    shown = {v.study for v in session.desk.viewports if v.display_set}
    for uid, study in known.items():
        exam = session.exam(uid)
        here = bool(exam.display_sets) if exam is not None else uid in window.here
        choice, request = reasons.get(uid), window.requests.get(uid)
        ago = interval_text(study.date, current.date)
        tip = [f"{exam_title(study)} · {date_text(study.date)} · {study.institution}".rstrip(" ·")]
        tip += list(choice.reasons) if choice else []
        if choice is not None and choice.identity == "probable":
            tip.append(tr("Probably the same person: a click asks before it is opened"))
        if not here:
            tip.append(tr("At the archive: click to fetch"))
        progress = request.done / request.total if request is not None and request.total else None
        role = "prior" if uid in shown else "other"
        doubt = tr("identity?") if choice is not None and choice.identity == "probable" else ""
        under = " · ".join(p for p in (ago, study.institution, doubt) if p)
        told[uid] = Stop(uid, modality_chip(study.modalities), exam_title(study), under, role, here, "\n".join(tip), progress)
    ordered = sorted(known.values(), key=lambda s: (s.date, s.time))
    made = [told[s.study_instance_uid] for s in ordered]
    now = Stop(
        current.study_instance_uid,
        modality_chip(current.modalities),
        exam_title(current),
        tr("this exam"),
        "current",
        True,
        exam_title(current),
    )
    return [*made, now]


# strip


def groups(window: ReadingWindow, session: ReadingSession) -> list[Group]:
    """The current exam's series, then each prior's."""
    desk = session.desk
    shown, visible = desk.focused.display_set, {v.display_set for v in desk.viewports}
    made = []
    for n, exam in enumerate(session.catalogue.exams):
        accent = "prior" if n else "current"
        current = session.catalogue.current.study
        head = prior_label(exam.study, current).replace(", ", " · ", 1) if n else tr("CURRENT")
        entries = []
        for chosen in exam.display_sets:
            job = next((a.contents.job(chosen.key) for a in window.areas if a.contents is not None and a.contents.job(chosen.key)), None)
            state = "shown" if chosen.key == shown else "visible" if chosen.key in visible else ""
            loaded = job.done if job is not None and not job.complete and not job.order.keep else -1
            label = chosen.label or chosen.modality
            tip = "\n".join([label, plural(len(chosen.frames), "{count} image", "{count} images"), *(m.text for m in chosen.marks)])
            unseen = session.unseen(chosen) if chosen.kind != "document" else 0
            entries.append(Entry(chosen.key, label, len(chosen.frames), unseen, accent, state, loaded, tip))
        note = ""
        if not exam.display_sets:
            note = tr("at the archive")
        elif exam.missing:
            note = tr("{count} images are not here", count=exam.missing)
        made.append(Group(exam.study.study_instance_uid, head, accent, tuple(entries), note))
    return made


# bar


def bar(window: ReadingWindow, session: ReadingSession) -> None:
    """Window, link, protocol and stage in force, and which buttons are pressed."""
    desk = session.desk
    viewport = desk.focused
    area = next((a for a in window.areas if desk.focus in a.numbers), None)
    chosen = session.catalogue.find(viewport.display_set)
    said = ""
    place = area.numbers.index(desk.focus) if area is not None else -1
    pictured = area is not None and area.view(place) is not None
    if area is not None and pictured and chosen is not None and area.surface.canvas is not None and not session.in_colour(chosen):
        now = area.surface.canvas.window(place)
        ref = session.ref(viewport)
        header = session.catalogue.header((ref or chosen.frames[0]).sop_instance_uid)
        name = corners.short_name(now) or tr("Own window")
        plain = now.width >= 10 and not session.choice.factor(header)
        own_units = states.in_own_units(viewport, session.catalogue)
        text = corners.window_text(now, header if own_units else None, session.choice)
        short = f"{now.width:.0f}/{now.center:.0f}".replace("-", "−") if plain else text
        if now.lut >= 0:
            said = f"{text} ▾"
        else:
            said = (short if now.name and not plain else f"{name} {short}") + " ▾"
    link = tr("Linked") if desk.linked else tr("Not linked")
    if desk.pins and desk.linked:
        link = tr("Linked by hand")
    hanging = session.hanging
    protocol = hanging.title or hanging.protocol
    stage = tr("Stage {stage} / {count}", stage=desk.stage + 1, count=session.stages) if not desk.special else desk.special.upper()
    window.bar.tell(said, f"{link} ▾", f"{protocol} ▾", f"{stage} ▾")
    window.made["mpr"].setChecked(desk.special == MPR)
    window.made["mip"].setChecked(viewport.view.mode == "mip")
    window.made["volume"].setChecked(viewport.view.mode == "volume")
    window.made["linked"].setChecked(desk.linked)
    window.made["cine"].setChecked(window.playing.on)
    window.made["overlays"].setChecked(window.overlays_shown)
    window.made["shutter"].setChecked(window.shutter_lifted)


def enable(window: ReadingWindow, session: ReadingSession) -> None:
    """Actions that need a volume are grey without one. At once, not a moment later: a key must never fall between."""
    chosen = session.catalogue.find(session.desk.focused.display_set)
    volume = chosen is not None and chosen.kind == "volume"
    for name in ("mpr", "mip", "volume", "axial", "coronal", "sagittal", "slab"):
        if window.made[name].isEnabled() != volume:
            window.made[name].setEnabled(volume)


# panel


def card(window: ReadingWindow, session: ReadingSession, finding: Finding) -> Card:
    """One finding as it is read."""
    m, result = finding.measurement, finding.result
    kind = (
        tr("Length")
        if isinstance(m, Length)
        else tr("Angle")
        if isinstance(m, Angle)
        else tr("Cobb")
        if isinstance(m, Cobb)
        else tr("Ellipse")
    )
    study = session.exam(finding.prior_study)
    is_prior = bool(finding.prior_study) and finding.prior is None and session.is_prior(finding.prior_study)
    current = session.catalogue.current.study
    details = list(result.lines[1:] if result.mark is None else result.lines[1:-1])
    if result.origin and result.mark is None and result.origin not in details and not isinstance(m, Angle | Cobb):
        details.append(result.origin)
    if isinstance(m.place, OnFrame):
        details.append(_place_of(session, FrameRef(m.place.sop_instance_uid, m.place.frame)))
    if is_prior and study is not None:
        details.insert(0, prior_age(study.study, current))
    prior = ""
    if finding.prior is not None and study is not None:
        prior = tr("prior, {ago}", ago=interval_text(study.study.date, current.date) or date_text(study.study.date))
    return Card(
        m.key,
        m.label or kind,
        result.lines[0] if result.lines else "",
        tuple(d for d in details if d),
        prior,
        finding.prior_result.lines[0] if finding.prior_result else "",
        " · ".join(finding.change),
        is_prior,
        window.selected == m.key,
        result.mark.text if result.mark else "",
    )


def _place_of(session: ReadingSession, ref: FrameRef) -> str:
    for _, chosen in session.catalogue.sets():
        there = index_of(chosen, ref)
        if there is not None:
            label = chosen.label or chosen.modality
            said = tr("{series}, image {index}", series=label, index=there[0] + 1) if slices(chosen) > 1 else label
            return f"{said} · {corners.step_text(chosen, there[1])}" if chosen.phases > 1 else said
    return ""


def key_picture(session: ReadingSession, ref: FrameRef) -> KeyPicture:
    """A key image's place in words."""
    header = session.catalogue.header(ref.sop_instance_uid)
    accent = "prior" if header is not None and session.is_prior(header.study_instance_uid) else "current"
    return KeyPicture(f"{ref.sop_instance_uid}/{ref.frame}", _place_of(session, ref), accent)


def notes(window: ReadingWindow, session: ReadingSession) -> list[Note]:
    """Why these priors, what is missing, what was not looked at."""
    made = []
    current = session.catalogue.current
    reasons = {c.study.study_instance_uid: c for c in window.choices}
    for exam in session.catalogue.exams[1:]:
        choice = reasons.get(exam.study.study_instance_uid)
        why = " · ".join(choice.reasons) if choice else ""
        head = f"{exam_title(exam.study)} · {prior_age(exam.study, current.study)}"
        made.append(Note(head, "prior"))
        if why:
            made.append(Note(why))
        if not exam.display_sets:
            request = window.requests.get(exam.study.study_instance_uid)
            if request is not None and request.state == "failed":
                made.append(Note(request.error, "error", tr("Fetch again"), f"fetch {exam.study.study_instance_uid}"))
            elif request is None:
                made.append(Note(tr("Its images are at the archive."), "second", tr("Fetch"), f"fetch {exam.study.study_instance_uid}"))
    if current.missing:
        text = plural(current.missing, "{count} image of this exam is not here.", "{count} images of this exam are not here.")
        made.append(Note(text, "warn", tr("Fetch"), f"fetch {current.study.study_instance_uid}"))
    made += [Note(mark.text, "error") for mark in current.marks]
    told = dict.fromkeys(m.text for s in current.display_sets for m in s.marks if m.code == "no_suv")
    made += [Note(text, "warn") for text in told]
    unseen = [s for s in current.display_sets if s.frames and s.kind not in ASIDE and session.unseen(s) == len(s.frames)]
    if unseen:
        names = ", ".join((s.label or s.modality) for s in unseen[:4]) + ("…" if len(unseen) > 4 else "")
        text = plural(len(unseen), "One series not seen", "{count} series not seen")
        made.append(Note(f"{text}\n{names}", "prior", tr("show (V)"), "unseen"))
    return made


# bottom


def bottom(window: ReadingWindow, session: ReadingSession) -> None:
    """Stage, why, progress."""
    desk = session.desk
    stage = session.hanging.stages[desk.stage].name if not desk.special else desk.layout.name.upper()
    said = tr("Stage {stage} / {count}: {name}", stage=desk.stage + 1, count=session.stages, name=stage)
    why = session.hanging.reasons[0] if session.hanging.reasons else ""
    window.bottom.tell_stage(said, session.stages, desk.stage, why)
    done, total = window.loader.progress()
    if total:
        seconds = max(time.monotonic() - window.loading_since, 0.2)
        rate = sum(j.bytes_done for a in window.areas if a.contents for j in a.contents.jobs()) / seconds / 1e6
        words = tr("{done} / {total} images, {rate} MB/s", done=done, total=total, rate=number(rate))
        window.bottom.tell_loading(words, done, total)
        return
    fetching = [r for r in window.requests.values() if r.state == "running"]
    if fetching:
        done, total = sum(r.done for r in fetching), sum(r.total for r in fetching)
        window.bottom.tell_loading(tr("Fetching: {done} / {total} images", done=done, total=total), done, max(1, total))
    else:
        window.bottom.tell_loading("", 0, 0)


# empty viewports


def waiting(window: ReadingWindow, viewport: Viewport) -> Waiting:
    """What an empty viewport says: what it is for, why it is empty, what to do."""
    session = window.session
    assert session is not None
    exam = session.exam(viewport.study)
    if exam is None:
        return Waiting(tr("Empty"), viewport.reason or tr("Drag a series here from the strip."))
    if exam.display_sets:
        return Waiting(tr("Nothing of this kind"), viewport.reason or viewport.mark or tr("The exam has no series for this viewport."))
    request = window.requests.get(viewport.study)
    name = exam_title(exam.study)
    if request is not None and request.state == "failed":
        return Waiting(name, request.error or tr("The fetch failed."), verb=tr("Fetch again"), failed=True)
    if request is not None:
        total = request.total or exam.known
        text = tr("Being fetched: {done} / {total} images", done=request.done, total=total) if total else tr("Being fetched")
        return Waiting(name, text, request.done, total)
    count = max(0, exam.known - exam.study.images + pictures(exam.study))
    text = plural(count, "At the archive: {count} image", "At the archive: {count} images") if count else tr("At the archive")
    return Waiting(name, text, 0, 0, tr("Fetch"))


# pictures


def most_like(exam: OpenExam, like: DisplaySet | None) -> DisplaySet:
    """The prior's display set that answers a current one: same modality, plane and view, then the most images."""
    sets = [s for s in exam.display_sets if s.kind not in ASIDE] or list(exam.display_sets)
    if like is None:
        return sets[0]
    return max(
        sets,
        key=lambda s: (
            s.modality == like.modality,
            s.laterality == like.laterality and s.view_position == like.view_position,
            s.plane == like.plane,
            s.kind == like.kind,
            s.label.casefold() == like.label.casefold(),
            min(len(s.frames), len(like.frames)),
        ),
    )


def picture_of(window: ReadingWindow, chosen: DisplaySet, done: Callable[[np.ndarray | None], None], ref: FrameRef | None = None) -> None:
    """A thumbnail made in a thread: of the middle, or of one frame."""
    session = window.session
    assert session is not None
    ref = ref or chosen.frames[len(chosen.frames) // 2]
    header = session.catalogue.header(ref.sop_instance_uid)
    if header is None:
        return
    source = window.source_for(chosen.study_instance_uid)
    side = 2 * theme.px(90)

    def tell(made: np.ndarray | None) -> None:
        if window.session is session:  # else it is of an exam that is gone
            done(made)

    window.background.run(lambda: thumbnails.picture(ref, header, source, side, chosen.default_window), tell)
