"""The demo region on this machine: its archive as a child process, filled once with phantoms, and a home connected to it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workstation import settings as settings_module
from workstation.app import processes
from workstation.errors import ArchiveUnreachable
from workstation.language import tr
from workstation.settings import Home

if TYPE_CHECKING:
    from workstation.store import Store
    from workstation.studies.model import Study

ARCHIVE_NAME = "Archive régionale"
PATIENCE_S = 60.0


def fill(store: Store, today: date, progress: Callable[[int, int, str], None], only: Sequence[str] = ()) -> None:
    """Make every phantom exam, or those named, that the store has not. ``progress(made, of, description)`` after each exam."""
    from workstation import phantoms

    exams = _priors_first([(key, phantoms.catalogue(today, only=[key])[0]) for key in only or phantoms.exam_keys()])
    for made, (key, exam) in enumerate(exams, 1):
        known = store.study(exam.study_instance_uid)
        if known is None or known.images < exam.images:
            encoded: list[bytes] = []
            phantoms.make_region(encoded.append, today=today, only=[key])
            store.put_many(encoded, source="demo")
        progress(made, len(exams), exam.description)


def _priors_first(exams: list[tuple[str, Study]]) -> list[tuple[str, Study]]:
    """Patient after patient as the plan has them, each one's earlier exams before the one to read: as it is in life, where priors are
    in the archive before anybody asks for them."""
    patients = list(dict.fromkeys(exam.patient.birth_date + exam.patient.sex for _, exam in exams))
    return sorted(exams, key=lambda e: (patients.index(e[1].patient.birth_date + e[1].patient.sex), e[1].date, e[1].time))


def making() -> str:
    """A word that changes with what the phantoms are made by: another program makes another region."""
    from workstation import __version__, phantoms
    from workstation.phantoms.plan import FOLDER

    told = hashlib.sha256(__version__.encode())
    for folder, pattern in ((Path(phantoms.__file__).parent, "*.py"), (FOLDER, "*")):
        for path in sorted(p for p in folder.rglob(pattern) if p.is_file()):
            told.update(path.read_bytes())
    return told.hexdigest()[:12]


def clear_another(folder: Path, today: date) -> None:
    """Remove what an earlier day, or a program that made other images, left in the demo's folder: nothing of a real patient is there."""
    stamp = folder / "made-by.txt"
    now = f"{today:%Y%m%d} {making()}"
    try:
        if stamp.read_text("utf-8") == now:
            return
    except (OSError, UnicodeDecodeError):
        pass
    for path in (*folder.glob("archive-*"), folder / "store"):
        shutil.rmtree(path, ignore_errors=True)
    stamp.write_text(now, "utf-8")


def write_schedule(folder: Path, today: date) -> None:
    """The modality worklist of the demo, where the archive looks for it."""
    from workstation import phantoms

    items = [
        {
            "patient_name": item.patient.name,
            "patient_id": item.patient.ids[0].value,
            "issuer_of_patient_id": item.patient.ids[0].issuer,
            "patient_birth_date": item.patient.birth_date,
            "patient_sex": item.patient.sex,
            "accession_number": item.accession_number,
            "date": item.date,
            "time": item.time,
            "modality": item.modality,
            "description": item.description,
            "station_aet": item.station,
        }
        for item in phantoms.schedule(today)
    ]
    (folder / "worklist.json").write_text(json.dumps({"scheduled": items}, ensure_ascii=False), "utf-8")


@dataclass(slots=True)
class Progress:
    """How far the region is made, as the child told last."""

    made: int = 0
    of: int = 0
    exam: str = ""
    filled: bool = False


class Region:
    """The archive child and the home that is connected to it. ``folder`` holds both; nothing else on this machine is touched."""

    def __init__(self, folder: Path, today: date, only: Sequence[str] = ()) -> None:
        self._only = tuple(only)
        self.home = Home(folder)
        self.today = today
        self.progress = Progress()
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None
        self._told = threading.Event()
        self._ports: tuple[int, int] | None = None

    def start(self) -> Region:
        """Start the archive, wait until it answers, and write the home's settings. ArchiveUnreachable when it does not come up."""
        self.home.create()
        clear_another(self._folder, self.today)
        log = self._folder / "archive.log"
        arguments: tuple[str, ...] = (
            "demo-archive",
            "--store",
            str(self._folder / f"archive-{self.today:%Y%m%d}"),
            "--today",
            self.today.isoformat(),
        )
        arguments += ("--only", ",".join(self._only)) if self._only else ()
        self._child = processes.start(*arguments, stdout=subprocess.PIPE, log=log)
        threading.Thread(target=self._listen, name="demo archive", daemon=True).start()
        if not self._told.wait(PATIENCE_S) or self._ports is None:
            self.stop()
            raise ArchiveUnreachable(tr("The demo's archive did not start; {log} says why.", log=log))
        port, http_port = self._ports
        node = {
            "name": ARCHIVE_NAME,
            "host": "127.0.0.1",
            "port": port,
            "aet": "REGION",
            "url": f"http://127.0.0.1:{http_port}/dicom-web",
            "modality_worklist": True,
        }
        reader = {"reader": "Dr A. Ferrand"} if not self.home.user_settings.is_file() else {}
        settings_module.save_user(self.home, {**reader, "archives": [node]})
        return self

    def exams_of_the_day(self) -> dict[str, int]:
        """The exams to read, and how many images each has."""
        from workstation import phantoms

        exams = phantoms.catalogue(self.today, only=self._only or None)
        return {exam.study_instance_uid: exam.images for exam in exams if exam.date == f"{self.today:%Y%m%d}"}

    def stop(self) -> None:
        """End the archive."""
        if self._child is not None:
            processes.end(self._child)
            self._child = None

    def _listen(self) -> None:
        child = self._child
        assert child is not None
        assert child.stdout is not None
        try:
            for line in child.stdout:
                self._hear(json.loads(line))
        except ValueError:  # the pipe was closed, or a line that is not ours
            pass
        self._told.set()

    def _hear(self, said: dict[str, object]) -> None:
        if "port" in said:
            self._ports = (int(str(said["port"])), int(str(said["http_port"])))
            self._told.set()
        elif "made" in said:
            self.progress = Progress(int(str(said["made"])), int(str(said["of"])), str(said["exam"]))
        elif said.get("filled"):
            self.progress = Progress(self.progress.of, self.progress.of, "", filled=True)
