"""Opening an exam with its priors: headers, display sets and what the journal kept. Blocks; called from a worker."""

from __future__ import annotations

from workstation.errors import NotReadable
from workstation.imaging import display_sets, map_objects, own_masks
from workstation.imaging.model import FrameRef
from workstation.language import tr
from workstation.measurements import Measurement
from workstation.reading.catalogue import Catalogue, OpenExam
from workstation.reading.desk import KeyImage
from workstation.reading.journal import JournalStore, kept_key_images, kept_measurements, kept_seen, kept_states
from workstation.reading.session import Kept
from workstation.store.source import ImageSource
from workstation.studies.model import Study


def open_exam(source: ImageSource, study: Study | str, known: int = 0) -> OpenExam:
    """What is here of one exam. A study that the source does not have opens empty when ``study`` tells who it is (its images are at
    an archive); NotReadable for a UID that nobody knows."""
    uid = study if isinstance(study, str) else study.study_instance_uid
    told = source.study(uid) or (None if isinstance(study, str) else study)
    if told is None:
        raise NotReadable(tr("This exam is not here."))
    headers = map_objects.with_maps(source.headers(uid), source.read)
    descriptions = {s.series_instance_uid: (s.number, s.description) for s in told.series}
    sets = display_sets.build(headers, descriptions)
    states = (*own_masks.states_of(headers), *source.presentation_states(uid))
    return OpenExam(told, tuple(sets), {h.sop_instance_uid: h for h in headers}, known, states, source.marks())


def kept_of(catalogue: Catalogue, store: JournalStore | None) -> Kept:
    """Measurements, key images and seen images of all open exams."""
    if store is None:
        return Kept()
    measurements: list[Measurement] = []
    key_images: list[KeyImage] = []
    seen: set[FrameRef] = set()
    unreadable = 0
    states: dict[str, str] = {}
    for exam in catalogue.exams:
        uid = exam.study.study_instance_uid
        found, bad = kept_measurements(store, uid)
        measurements += found
        unreadable += bad
        key_images += kept_key_images(store, uid)
        seen |= kept_seen(store, uid)
        states.update(kept_states(store, uid))
    return Kept(tuple(measurements), tuple(key_images), frozenset(seen), unreadable, states)
