"""The plan of the region: sites, persons, exams and today's schedule, read from resources/demo/*.toml. No images there, only words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workstation.errors import SettingsInvalid
from workstation.language import RESOURCES, tr

FOLDER = RESOURCES / "demo"
INS_TEST_OID = "1.2.250.1.213.1.4.10"  # national identity, test domain


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Site(_Part):
    """Where exams are made. ``issuer`` is the site's IssuerOfPatientID."""

    name: str
    issuer: str
    address: str
    department: str = "Imagerie médicale"


class Person(_Part):
    """One person; ``ids`` is the PatientID at each site, ``usage_name`` the name one site knows instead of the birth name."""

    family: str
    given: str
    sex: str = Field(pattern="^[MFO]$")
    birth_date: date
    ids: Mapping[str, str]
    ins: str = ""
    weight: float = 70.0
    size: float = 1.70


class ExamPlan(_Part):
    """One exam: who, where, when before the reference day, which phantom and with what options."""

    patient: str
    site: str
    phantom: str
    description: str
    reason: str = ""
    referring: str = ""
    days: int = 0
    months: int = 0
    time: str = Field(default="08:00", pattern=r"^\d\d:\d\d$")
    family: str = ""  # another name than the person's, as that site wrote it
    without_ins: bool = False
    seed: str = ""  # exams with the same seed show the same body
    options: Mapping[str, Any] = Field(default_factory=dict)


class Appointment(_Part):
    """One line of a schedule, today or in some days."""

    patient: str
    site: str
    time: str = Field(pattern=r"^\d\d:\d\d$")
    modality: str
    description: str
    station: str
    days: int = 0
    referring: str = ""


class Region(_Part):
    """Everything the folder says."""

    sites: Mapping[str, Site]
    patients: Mapping[str, Person]
    exams: Mapping[str, ExamPlan]
    schedule: tuple[Appointment, ...]


@dataclass(frozen=True)
class Exam:
    """One exam with its person, its site and its day."""

    key: str
    plan: ExamPlan
    person: Person
    site: Site
    day: date
    today: date

    @property
    def body_seed(self) -> str:
        """Names the body: the same for all exams of a person unless the plan says otherwise."""
        return self.plan.seed or self.plan.patient

    @property
    def patient_id(self) -> str:
        """PatientID at the exam's site."""
        return self.person.ids[self.plan.site]

    @property
    def patient_name(self) -> str:
        """DICOM PN."""
        return f"{self.plan.family or self.person.family}^{self.person.given}"

    @property
    def date(self) -> str:
        """YYYYMMDD."""
        return self.day.strftime("%Y%m%d")

    @property
    def time(self) -> str:
        """HHMMSS."""
        return self.plan.time.replace(":", "") + "00"

    @property
    def accession_number(self) -> str:
        """A number as sites write it."""
        from workstation.phantoms.uids import seed

        return f"{self.plan.site[:1].upper()}{self.day.strftime('%y%m')}{seed(self.key, self.date) % 100000:05d}"

    @property
    def age(self) -> str:
        """PatientAge, e.g. 067Y."""
        born = self.person.birth_date
        years = self.day.year - born.year - ((self.day.month, self.day.day) < (born.month, born.day))
        return f"{years:03d}Y"

    def option(self, name: str, default: float) -> float:
        """A number of the plan's options."""
        return float(self.plan.options.get(name, default))


@cache
def region(folder: Path = FOLDER) -> Region:
    """The plan. Raises SettingsInvalid that names file and key."""
    parts: dict[str, Any] = {"schedule": ()}
    for name in ("sites", "patients", "exams", "schedule"):
        path = folder / f"{name}.toml"
        try:
            parts.update(tomllib.loads(path.read_text("utf-8")))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise SettingsInvalid(tr("The demo region's file {path} cannot be read: {cause}.", path=path, cause=error)) from error
    try:
        plan = Region.model_validate(parts)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsInvalid(
            tr("The demo region in {path} has an error at {key}: {cause}.", path=folder, key=key, cause=first["msg"])
        ) from error
    for name, exam in plan.exams.items():
        if exam.patient not in plan.patients or exam.site not in plan.patients[exam.patient].ids or exam.site not in plan.sites:
            cause = tr("its patient or site is not in the plan")
            raise SettingsInvalid(
                tr("The demo region in {path} has an error at {key}: {cause}.", path=folder, key=f"exams.{name}", cause=cause)
            )
    return plan


def months_before(day: date, months: int) -> date:
    """The day that many months earlier, at most the 28th."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def exams(today: date, folder: Path = FOLDER) -> tuple[Exam, ...]:
    """All exams as they are on that day, in the order of the plan."""
    plan = region(folder)
    made = []
    for key, exam in plan.exams.items():
        day = (months_before(today, exam.months) if exam.months else today) - timedelta(days=exam.days)
        made.append(Exam(key, exam, plan.patients[exam.patient], plan.sites[exam.site], day, today))
    return tuple(made)
