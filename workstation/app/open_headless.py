"""``garonne open --headless``: each exam hung in the real window, one picture an exam, and what is odd about it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.app import hands
from workstation.app.desktop import Desktop, application
from workstation.app.story import SIZE, fully_drawn
from workstation.errors import UndecodableImage
from workstation.language import plural, tr
from workstation.settings import Home
from workstation.ui import theme

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow

PATIENCE_S = 120.0


def pictures(home: Home, paths: Sequence[Path], out: Path) -> Iterator[str]:
    """Open, hang, draw and keep each exam; yields a line for each exam, each mark and each file that was refused.

    NotReadable: nothing in the paths can be shown. UndecodableImage: there are images and not one of them can be drawn."""
    hands.folder_for_pictures(out)
    app = application()
    desktop = Desktop(home, courier=False)
    theme.apply(app, desktop.settings.text_size)
    drawn = 0
    try:
        studies = desktop.local.open(paths)
        problems = list(desktop.local.problems)
        for number, uid in enumerate(studies, 1):
            reading, failed = _hang(desktop, uid, studies[number:])
            session = reading.session
            if failed or session is None:
                problems.append((paths[0], failed or tr("nothing to show")))
                continue
            hands.picture(reading, out / f"exam-{number:02d}.png")
            exam = session.catalogue.current
            drawn += _images_drawn(reading)
            title = f"{exam.study.patient.name or '?'}: {exam.study.description or tr('no description')}"
            yield f"exam-{number:02d}.png  {title}  [{session.hanging.title}]"
            for chosen in exam.display_sets:
                for mark in chosen.marks:
                    yield f"    {chosen.label}: {mark.text}"
        for path, words in problems:
            yield f"    {path}: {words}"
        if desktop.local.beside:
            yield "    " + plural(desktop.local.beside, "{count} other file is not DICOM.", "{count} other files are not DICOM.")
        if not drawn:
            cause = problems[0][1] if problems else tr("none of the images can be drawn")
            raise UndecodableImage(tr("Nothing could be shown: {cause}", cause=cause))
        whose = plural(desktop.local.patients, "{count} patient", "{count} patients")
        told = plural(len(studies), "{count} exam of {patients} opened.", "{count} exams of {patients} opened.", patients=whose)
        yield told + (" " + tr("Each exam is shown with its own patient's priors only.") if desktop.local.patients > 1 else "")
    finally:
        desktop.close()


def _hang(desktop: Desktop, study_uid: str, queue: Sequence[str]) -> tuple[ReadingWindow, str]:
    """Open one exam in the reading window and wait until it is drawn; returns the window and why it failed, "" when it did not."""
    failed: list[str] = []
    desktop.read(study_uid, queue)
    hands.wait_until(lambda: desktop.reading is not None, tr("the reading window"))
    reading = desktop.reading
    assert reading is not None
    reading.failed.connect(failed.append)
    reading.resize(*SIZE)

    def shown() -> bool:
        session = reading.session
        return session is not None and session.catalogue.current.study.study_instance_uid == study_uid and reading.visible_loaded()

    hands.wait_until(lambda: bool(failed) or shown(), tr("the images"), PATIENCE_S)
    hands.wait_until(lambda: bool(failed) or fully_drawn(reading), tr("the drawing"), PATIENCE_S)
    hands.rest(0.3)
    reading.failed.disconnect(failed.append)
    return reading, failed[0] if failed else ""


def _images_drawn(reading: ReadingWindow) -> int:
    """How many viewports show an image that was really decoded and drawn."""
    session = reading.session
    assert session is not None
    count = 0
    for area in reading.areas:
        for number in area.numbers:
            viewport = session.desk.viewports[number]
            content = area.contents.of(viewport.display_set, session.catalogue) if area.contents and viewport.display_set else None
            count += bool(content is not None and any(content.ready))
    return count
