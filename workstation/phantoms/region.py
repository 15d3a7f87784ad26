"""The whole region, or some exams of it: files to a sink, or only what an archive would tell of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta

from workstation.phantoms import exams, plan, records
from workstation.phantoms.plan import Exam
from workstation.phantoms.series import PlannedSeries, Work
from workstation.studies.model import Patient, PatientId, ScheduledExam, Study

AHEAD = 10  # pieces of work in flight beyond the threads: bounds memory to some tens of MB
Sink = Callable[[bytes], object]
Progress = Callable[[int, int], object]  # images made, images in all


def _chosen(today: date, only: Collection[str] | None) -> list[tuple[Exam, list[PlannedSeries]]]:
    known = plan.exams(today)
    if only is not None:
        unknown = set(only) - {exam.key for exam in known}
        if unknown:
            raise KeyError(f"no such exam in the demo region: {', '.join(sorted(unknown))}")
    return [(exam, exams.series_of(exam)) for exam in known if only is None or exam.key in only]


def exam_keys() -> tuple[str, ...]:
    """Names of the exams, for ``only``."""
    return tuple(plan.region().exams)


def catalogue(today: date, only: Collection[str] | None = None) -> list[Study]:
    """All exams as an archive that holds them would tell; makes no pixels. Several sites, no sources."""
    return [records.study(exam, series) for exam, series in _chosen(today, only)]


def schedule(today: date) -> list[ScheduledExam]:
    """The modality worklist of today and of the next days."""
    region = plan.region()
    items = []
    for index, entry in enumerate(region.schedule):
        person = region.patients[entry.patient]
        site = region.sites[entry.site]
        ids: tuple[PatientId, ...] = (PatientId(person.ids[entry.site], records.issuer_oid(site.issuer)),)
        if person.ins:
            ids += (PatientId(person.ins, plan.INS_TEST_OID),)
        day = today + timedelta(days=entry.days)
        items.append(
            ScheduledExam(
                accession_number=f"{entry.site[:1].upper()}{day.strftime('%y%m%d')}{index:03d}",
                patient=Patient(f"{person.family}^{person.given}", person.birth_date.strftime("%Y%m%d"), person.sex, ids, person.ins),
                date=day.strftime("%Y%m%d"),
                time=entry.time.replace(":", "") + "00",
                modality=entry.modality,
                description=entry.description,
                station=entry.station,
            )
        )
    return items


def make_region(sink: Sink, *, today: date, progress: Progress | None = None, only: Collection[str] | None = None) -> list[Study]:
    """Make the images of all exams, or of those named, and give each Part-10 file to ``sink`` in a fixed order, in this thread.

    The same day gives the same bytes. ``progress(images made, images in all)`` after every few images.
    Raises SettingsInvalid when the plan has an error, KeyError for an unknown name in ``only``."""
    chosen = _chosen(today, only)
    total = sum(series.images for _, all_series in chosen for series in all_series)
    done = 0
    waiting: deque[Future[list[bytes]]] = deque()
    threads = max(1, min(os.cpu_count() or 1, 8))

    def deliver() -> None:
        nonlocal done
        for encoded in waiting.popleft().result():
            sink(encoded)
            done += 1
        if progress:
            progress(done, total)

    with ThreadPoolExecutor(threads, thread_name_prefix="phantoms") as pool:
        try:
            for work in _all_work(chosen):
                waiting.append(pool.submit(work))
                while len(waiting) > threads + AHEAD:
                    deliver()
            while waiting:
                deliver()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [records.study(exam, series) for exam, series in chosen]


def _all_work(chosen: list[tuple[Exam, list[PlannedSeries]]]) -> Iterator[Work]:
    for _, all_series in chosen:
        for series in all_series:
            yield from series.work()


def nodule_lps(today: date, study_instance_uid: str) -> tuple[float, float, float] | None:
    """Where the centre of the growing nodule lies in a chest CT of the region (LPS, mm); None for any other exam."""
    from workstation.phantoms.modalities.chest_ct import NODULE

    for exam in plan.exams(today):
        if exam.option("nodule", 0.0) and records.study(exam, []).study_instance_uid == study_instance_uid:
            x, y, z = NODULE
            shift = (exam.option("shift_x", 0.0), exam.option("shift_y", 0.0), exam.option("shift_z", -1210.0))
            return (x + shift[0], y + shift[1], z + shift[2])
    return None
