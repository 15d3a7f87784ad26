"""What the reader made, written at once: measurements, key images, images seen. Still there after a kill -9.

One thread writes in order, so that the main thread never waits for a disk; ``pending`` and ``saved_at`` tell the window what is
safe. What could not be written is tried again until it is, and the failure stays visible until all of it is written (DOMAIN.md, "must
never happen in silence", 7).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from workstation.errors import GaronneError
from workstation.imaging.model import FrameRef
from workstation.measurements import Measurement, OnFrame, decode, encode
from workstation.reading.catalogue import Catalogue
from workstation.reading.desk import Desk, KeyImage

AGAIN_S = 2.0  # until what could not be written is tried again
MEASUREMENT, KEY_IMAGE, SEEN, STATE = "measurement", "key_image", "seen", "state"


class JournalStore(Protocol):
    """The part of the store that a journal needs."""

    def journal(self, study_uid: str, kind: str, entry_id: str, payload: bytes | None) -> None:
        """Keep one entry; None takes it away."""
        ...

    def journal_entries(self, study_uid: str, kind: str) -> list[tuple[str, bytes]]:
        """What was kept."""
        ...


class Journal:
    """Writes in a thread of its own. ``told``: called from that thread after each write."""

    def __init__(self, store: JournalStore, told: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.time) -> None:
        self._store, self.told, self._clock = store, told, clock
        self._queue: queue.SimpleQueue[tuple[str, str, str, bytes | None] | None] = queue.SimpleQueue()
        self._unsaved: dict[tuple[str, str, str], bytes | None] = {}  # the writing thread's: by study, kind and entry
        self._waiting = 0
        self._lock = threading.Condition()
        self.saved_at: float | None = None
        self.error = ""
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """How many entries were not tried yet."""
        return self._waiting

    def write(self, study_uid: str, kind: str, entry_id: str, payload: bytes | None) -> None:
        """Queue one entry; returns at once."""
        with self._lock:
            self._waiting += 1
        self._queue.put((study_uid, kind, entry_id, payload))

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all is written, or was tried (see ``error``); False when that took too long."""
        with self._lock:
            return self._lock.wait_for(lambda: self._waiting == 0, timeout)

    def close(self) -> None:
        """Write what is left and end the thread."""
        self._queue.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        more = True
        while more:
            entry, fresh = self._next()
            more = entry is not None or not fresh
            if entry is not None:
                self._unsaved.pop(entry[:3], None)  # what is written last counts, and in this order
                self._unsaved[entry[:3]] = entry[3]
            self._write_all()
            with self._lock:
                self._waiting -= entry is not None
                self._lock.notify_all()
            if fresh or not self._unsaved:
                self.told()

    def _next(self) -> tuple[tuple[str, str, str, bytes | None] | None, bool]:
        """The next entry, None for the end; False with it where only time has passed for what is still to be written."""
        try:
            return self._queue.get(timeout=AGAIN_S if self._unsaved else None), True
        except queue.Empty:
            return None, False

    def _write_all(self) -> None:
        """Write what is not written yet; what fails stays."""
        error = ""
        for key, payload in list(self._unsaved.items()):
            try:
                self._store.journal(*key, payload)
                self.saved_at = self._clock()
                del self._unsaved[key]
            except GaronneError as refused:
                error = str(refused)
            except Exception as fault:  # a fault here must reach the reader as "not saved", not end the thread
                error = f"{type(fault).__name__}: {fault}"
        self.error = error

    # what a desk change means

    def follow(self, before: Desk, after: Desk, catalogue: Catalogue) -> None:
        """Write the difference between two desks."""
        if before.measurements is not after.measurements:
            old, new = {m.key: m for m in before.measurements}, {m.key: m for m in after.measurements}
            for key, m in new.items():
                if old.get(key) != m:
                    self.write(study_of(m, catalogue), MEASUREMENT, key, encode(m))
            for key, m in old.items():
                if key not in new:
                    self.write(study_of(m, catalogue), MEASUREMENT, key, None)
        if before.key_images is not after.key_images:
            for changed in set(before.key_images) ^ set(after.key_images):
                study = _study_of_image(changed.ref.sop_instance_uid, catalogue)
                entry = f"{changed.ref.sop_instance_uid}/{changed.ref.frame}"
                kept = msgspec.msgpack.encode(changed) if changed in after.key_images else None
                self.write(study, KEY_IMAGE, entry, kept)

        if before.states is not after.states:
            for key in before.states.keys() | after.states.keys():
                chosen = after.states.get(key)
                if before.states.get(key) != chosen:
                    number = catalogue.exam_of(key)
                    study = catalogue.exams[max(0, number)].study.study_instance_uid
                    self.write(study, STATE, key, chosen.encode() if chosen is not None else None)

    def seen(self, study_uid: str, series_uid: str, refs: Iterable[FrameRef]) -> None:
        """All images of a series that were drawn on a screen so far."""
        self.write(study_uid, SEEN, series_uid, msgspec.msgpack.encode(sorted((r.sop_instance_uid, r.frame) for r in refs)))


def kept_measurements(store: JournalStore, study_uid: str) -> tuple[tuple[Measurement, ...], int]:
    """Measurements of an exam from the journal, oldest first, and how many could not be read. Blocks: for a worker."""
    found, unreadable = [], 0
    for _, payload in store.journal_entries(study_uid, MEASUREMENT):
        try:
            found.append(decode(payload))
        except GaronneError:
            unreadable += 1
    return tuple(found), unreadable


def kept_key_images(store: JournalStore, study_uid: str) -> tuple[KeyImage, ...]:
    """Key images of an exam from the journal."""
    found = []
    for _, payload in store.journal_entries(study_uid, KEY_IMAGE):
        try:
            found.append(msgspec.msgpack.decode(payload, type=KeyImage))
        except msgspec.MsgspecError:
            continue
    return tuple(found)


def kept_states(store: JournalStore, study_uid: str) -> dict[str, str]:
    """The presentation state put on last, by display set; "" where it was taken off again."""
    return {key: payload.decode("ascii", "replace") for key, payload in store.journal_entries(study_uid, STATE)}


def kept_seen(store: JournalStore, study_uid: str) -> frozenset[FrameRef]:
    """Frames of an exam that were drawn before."""
    found: set[FrameRef] = set()
    for _, payload in store.journal_entries(study_uid, SEEN):
        try:
            found.update(FrameRef(sop, frame) for sop, frame in msgspec.msgpack.decode(payload, type=list[tuple[str, int]]))
        except msgspec.MsgspecError:
            continue
    return frozenset(found)


def study_of(m: Measurement, catalogue: Catalogue) -> str:
    """The exam a measurement was made on."""
    if isinstance(m.place, OnFrame):
        return _study_of_image(m.place.sop_instance_uid, catalogue)
    chosen = catalogue.find(m.place.display_set)
    return chosen.study_instance_uid if chosen else catalogue.current.study.study_instance_uid


def _study_of_image(sop_instance_uid: str, catalogue: Catalogue) -> str:
    header = catalogue.header(sop_instance_uid)
    return header.study_instance_uid if header else catalogue.current.study.study_instance_uid
