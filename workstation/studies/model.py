"""Who and what: patients, studies and series as immutable values, as archives and files tell of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

INS_OIDS = ("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10")  # NIR, NIA, NIR for tests


@dataclass(frozen=True, slots=True)
class PatientId:
    """One identifier and who issued it. ``issuer`` is IssuerOfPatientID or the universal entity id (an OID); "" when unknown."""

    value: str
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """One person as one record tells of them. Dates as DICOM writes them (YYYYMMDD), "" when unknown."""

    name: str  # DICOM PN, alphabetic group: FAMILY^Given
    birth_date: str = ""
    sex: str = ""  # M, F, O or ""
    ids: tuple[PatientId, ...] = ()  # PatientID first, then OtherPatientIDs
    ins: str = ""  # national identity (OID 1.2.250.1.213.1.4.8 or .9) when the record carries it
    other_names: tuple[str, ...] = ()  # PatientBirthName, OtherPatientNames: name at birth, name in use

    @property
    def patient_id(self) -> str:
        """The record's own PatientID."""
        return self.ids[0].value if self.ids else ""


@dataclass(frozen=True, slots=True)
class Series:
    """One series as told; ``images`` counts what the teller has."""

    series_instance_uid: str
    modality: str = ""
    number: int | None = None
    description: str = ""
    body_part: str = ""
    laterality: str = ""
    images: int = 0


@dataclass(frozen=True, slots=True)
class Study:
    """One exam as one source tells of it."""

    study_instance_uid: str
    patient: Patient
    date: str = ""  # YYYYMMDD
    time: str = ""  # HHMMSS
    description: str = ""
    modalities: tuple[str, ...] = ()
    body_part: str = ""
    laterality: str = ""
    accession_number: str = ""
    institution: str = ""  # the site, as the reader calls it
    referring_physician: str = ""
    reason: str = ""  # clinical question
    series: tuple[Series, ...] = ()
    images: int = 0  # images the source has
    source: str = ""  # name of the archive, or "" for the local store

    def with_source(self, source: str) -> Study:
        """The same exam, told by that archive."""
        return replace(self, source=source)


@dataclass(frozen=True, slots=True)
class ScheduledExam:
    """One item of a modality worklist."""

    accession_number: str
    patient: Patient
    date: str
    time: str
    modality: str
    description: str
    station: str = ""
    study_instance_uid: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PriorChoice:
    """Why one earlier exam is, or is not, fetched for a current one. ``identity``: certain, probable, refused."""

    study: Study
    score: float  # 0 to 1
    fetch: bool
    reasons: tuple[str, ...] = ()
    identity: str = "certain"


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One row of the list: an exam told by any number of sources, without doubles. ``images_here`` and ``images_known`` count all objects,
    as archives do; ``pictures_here`` and ``pictures_known`` what is shown as images, where that is known."""

    study: Study
    images_here: int
    images_known: int  # the most any source tells of
    state: str  # scheduled, arriving, to_read, reading, read
    reader: str = ""  # who is reading it
    priors_here: int = 0
    priors_known: int = 0
    priors: tuple[PriorChoice, ...] = field(default=())
    urgent: bool = False
    sources: tuple[str, ...] = ()
    received_at: float = 0.0  # seconds since the epoch, of the first image here or the first mention
    read_at: float = 0.0  # when its state was last set; 0 when never
    only_prior: bool = False  # here only because it is an earlier exam of another one
    conflict: str = ""  # why the sources' records of this exam may be of two persons
    pictures_here: int = 0
    pictures_known: int = 0
