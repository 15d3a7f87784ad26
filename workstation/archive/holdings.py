"""What the store holds, asked by level: the search behind C-FIND, QIDO-RS, C-GET, C-MOVE and WADO-RS."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from workstation.archive import attributes
from workstation.archive.attributes import Attributes
from workstation.imaging.model import ImageHeader
from workstation.store import Store
from workstation.studies.model import Series, Study
from workstation.studies.read import text

LEVELS = ("PATIENT", "STUDY", "SERIES", "IMAGE")


def find(store: Store, level: str, asked: Dataset) -> Iterator[Attributes]:
    """The attributes of each entity of ``level`` (LEVELS) that answers the query; keys of higher levels narrow it."""
    studies = store.studies()
    wanted = _uids(asked, "StudyInstanceUID")
    if wanted:
        studies = [s for s in studies if s.study_instance_uid in wanted]
    if level == "PATIENT":
        people: dict[str, list[Study]] = {}
        for study in studies:
            people.setdefault(study.patient.patient_id, []).append(study)
        yield from (held for group in people.values() if attributes.answers_to(asked, held := attributes.of_patient(group)))
        return
    for study in studies:
        if level == "STUDY":
            held = attributes.of_study(study)
            if attributes.answers_to(asked, held):
                yield held
            continue
        if not attributes.answers_to(asked, attributes.of_study(study)):
            continue
        for series in study.series:
            held = attributes.of_series(study, series)
            if not attributes.answers_to(asked, held):
                continue
            if level == "SERIES":
                yield held
                continue
            for image in images(store, study, series):
                held = attributes.of_image(study, series, image)
                if attributes.answers_to(asked, held):
                    yield held


def images(store: Store, study: Study, series: Series) -> list[ImageHeader]:
    """The images of one series, by instance number."""
    own = [h for h in store.headers(study.study_instance_uid) if h.series_instance_uid == series.series_instance_uid]
    return sorted(own, key=lambda h: (h.instance_number is None, h.instance_number or 0, h.sop_instance_uid))


def select(store: Store, asked: Dataset) -> list[ImageHeader]:
    """The images that a retrieval names by its unique keys (PS3.4 C.4.2.2.1, C.4.3.2.1); empty when it names none."""
    people, studies = _uids(asked, "PatientID"), _uids(asked, "StudyInstanceUID")
    series, sops = _uids(asked, "SeriesInstanceUID"), _uids(asked, "SOPInstanceUID")
    if not people and not studies and not series and not sops:
        return []
    found: list[ImageHeader] = []
    for study in store.studies():
        if (studies and study.study_instance_uid not in studies) or (people and study.patient.patient_id not in people):
            continue
        for one in study.series:
            if series and one.series_instance_uid not in series:
                continue
            found += [h for h in images(store, study, one) if not sops or h.sop_instance_uid in sops]
    return found


def _uids(asked: Dataset, keyword: str) -> frozenset[str]:
    if keyword == "PatientID":
        value = text(asked, keyword)
        return frozenset({value}) if value and not set(value) & set("*?") else frozenset()
    value = asked.get(keyword)
    if value is None or value == "":
        return frozenset()
    return frozenset({str(value)} if isinstance(value, str) else {str(v) for v in value})
